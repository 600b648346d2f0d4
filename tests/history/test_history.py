"""History is sacred: what any released version stored is still read, means the same, and is never rewritten."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

import pytest

from mayor_schedule import Audience, Bookings, Office, PlanTrip, StoreError, Text
from mayor_schedule.domain import catalog
from mayor_schedule.domain.catalog import EVENTS, KINDS
from mayor_schedule.domain.diary import Booking, Page
from mayor_schedule.domain.envelope import Recorded
from mayor_schedule.domain.model import Event, Upcast
from mayor_schedule.domain.occasion import Occasion
from mayor_schedule.domain.trip import TripDeparted
from mayor_schedule.proofs import merkle
from mayor_schedule.store.history import History
from mayor_schedule.store.mapper import decode, encode
from mayor_schedule.views.knowledge import Knowledge

STORED = sorted(Path(__file__).parent.glob("v*.jsonl"))


def stored(file: Path) -> list[tuple[Recorded, bytes]]:
    rows = []
    for position, line in enumerate(file.read_text(encoding="utf-8").splitlines()):
        subject, version, topic, state = json.loads(line)
        rows.append((decode(subject, version, topic, state.encode(), position), state.encode()))
    return rows


def test_every_topic_has_a_stored_event() -> None:
    assert {record.topic for file in STORED for record, _ in stored(file)} == set(EVENTS)


@pytest.mark.parametrize("file", STORED, ids=lambda file: file.stem)
def test_stored_events_are_read_and_their_bytes_are_the_same_when_written_again(file: Path) -> None:
    for record, state in stored(file):
        assert encode(record) == state
        if record.schema_version == type(record.event).schema_version and record.erasure is None:
            event = record.event
            assert event.__pydantic_serializer__.to_python(event, mode="json") == record.data, record.reference


def test_stored_lives_are_replayed() -> None:
    records = [record for record, _ in stored(STORED[0])]
    knowledge = Knowledge.of(records, audience=Audience.INTERNAL, at=records[-1].recorded_at)
    states = {subject: known.state for subject, known in knowledge.items()}
    assert str(getattr(states["trip:life"], "stage", None)) == "returned"
    assert str(getattr(states["trip:life"], "title", None)) == "다른 제목"
    assert str(getattr(states["trip:life"], "period", None)) == "2018-10-01"
    assert str(getattr(states["trip:off"], "stage", None)) == "cancelled"
    assert str(getattr(states["agreement:life"], "stage", None)) == "renewed", "its expiry is withdrawn"
    assert str(getattr(states["agreement:life"], "heading", None)) == "Friendship"
    assert str(getattr(states["organization:life"], "stage", None)) == "opened", "its closing is withdrawn"
    assert str(getattr(states["organization:life"], "opened", None)) == "2018-09-02"
    assert str(getattr(states["policy_export:life"], "won", None)) == "2018-05"
    assert getattr(states["figure:hosted_organizations/2018-08"], "value", None) == 30
    assert getattr(states["figure:hosted_organizations/2018-08"], "unit", None) == "개소"
    assert str(getattr(states["engagement:life"], "actual_when", None)).startswith(
        "2018-10-28T02:30:00+01:00[Europe/Madrid]"
    )
    assert "rule:sum" not in states
    kinds = {kind for kind in KINDS if any(subject.startswith(kind) for subject in states)}
    assert kinds == set(KINDS) - {"rule", "clash"}


def test_erased_events_are_replayed() -> None:
    file = next(each for each in STORED if each.stem == "v3-erased")
    records = [record for record, _ in stored(file)]
    knowledge = Knowledge.of(records, audience=Audience.INTERNAL, at=records[-1].recorded_at)
    trip = knowledge["trip:t"].state
    assert str(getattr(trip, "stage", None)) == "postponed"
    assert str(getattr(trip, "title", None)) == "Europe", "said later, and not erased"
    assert getattr(trip, "purpose", None) == Text(ko="(삭제됨)", en="(erased)")
    assert [each.by for each in records] == ["protocol", "", "protocol", "protocol"]
    assert str(getattr(records[0].event, "title", None)) == "(erased)"
    assert "Private" not in file.read_text(encoding="utf-8")
    assert "비밀" not in file.read_text(encoding="utf-8")


def test_stored_series_and_diaries_are_replayed() -> None:
    records = [record for record, _ in stored(STORED[1])]
    assert {(each.topic, each.schema_version) for each in records if each.schema_version == 2} == {
        (f"{kind}.{what}", 2)
        for kind in ("engagement", "occasion")
        for what in ("planned", "reported", "changed", "corrected")
    }
    knowledge = Knowledge.of(records, audience=Audience.INTERNAL, at=records[-1].recorded_at)
    staff = knowledge["occasion:staff"].state
    assert isinstance(staff, Occasion)
    assert str(staff.recurrence) == "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "it was changed after what was corrected"
    assert staff.booked_until == date(2018, 11, 30)
    assert staff.changed_days == [date(2018, 10, day) for day in (15, 22, 29)]
    assert knowledge["clash:engagement/call--engagement/dinner"].state.facts["stage"] == "revoked"
    history = History.in_memory()
    history.append(records, {})
    page = history.stream("diary:mayor/2018-10-03").state
    assert isinstance(page, Page)
    assert [hold.subject for hold in page.holds] == ["engagement:dinner", "engagement:call"]
    booking = history.stream("booking:occasion:staff").state
    assert isinstance(booking, Booking)
    assert [str(hold.occurrence) for hold in booking.holds] == [
        "2018-10-09", "2018-10-25", "2018-11-06", "2018-11-20",
    ]  # fmt: skip


def test_stored_themes_and_counting_units_are_replayed() -> None:
    records = [record for record, _ in stored(STORED[4])]
    assert {(each.topic, each.schema_version) for each in records if each.schema_version > 1} == {
        *((f"occasion.{what}", 3) for what in ("planned", "reported", "changed", "corrected")),
        *((f"agreement.{what}", 2) for what in ("proposed", "reported", "changed", "corrected")),
        ("figure.stated", 2),
        ("figure.corrected", 2),
    }
    knowledge = Knowledge.of(records, audience=Audience.INTERNAL, at=records[-1].recorded_at)
    themed = [known.state.facts["theme"] for known in knowledge.values() if known.state.kind != "office"]
    assert themed == [Text(ko="대외 협력", en="External cooperation")] * 5, "changed, or put right"
    assert knowledge["figure:policy_exports_won/2018-08-31"].state.facts["counted_by"] == "system"


@pytest.mark.parametrize("file", STORED, ids=lambda file: file.stem)
def test_a_store_of_that_version_is_gone_on_with(file: Path) -> None:
    history = History.in_memory()
    history.append([record for record, _ in stored(file)], {})
    with Office(history) as office:
        assert len(list(office.history())) == len(stored(file))
        assert office.book(by="p") == Bookings((), 0, ())
        office.record(PlanTrip(trip="next", title=Text.of("Next")), by="p")


def test_what_was_confirmed_before_there_were_diaries_is_booked() -> None:
    history = History.in_memory()
    history.append([record for record, _ in stored(STORED[1]) if record.kind in KINDS], {})
    with Office(history) as office:
        booked = office.book(by="p")
        assert booked == Bookings(("trip:europe", "engagement:dinner", "engagement:call", "occasion:staff"), 0, ())
        assert office.book(by="p") == Bookings((), 0, ())


def test_a_store_of_the_first_version_is_counted() -> None:
    history = History.in_memory()
    history.append([record for record, _ in stored(STORED[0])], {})
    with Office(history) as office:
        assert len(office.calendar().entries()) > 8
        assert office.counts(on="2018-12-31")["hosted_organizations"].stated == 30


class TripDepartedV2(Event):
    """A made-up later version of an event: it says from where."""

    topic = "trip.departed"
    schema_version = 2
    airport: str

    upcasts: ClassVar[Mapping[int, Upcast]] = {1: lambda fields: {**fields, "airport": "ICN"}}


def test_an_old_version_is_brought_up_and_its_bytes_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalog, "EVENTS", {**EVENTS, "trip.departed": TripDepartedV2})
    (record, state), *_ = [each for each in stored(STORED[0]) if each[0].topic == "trip.departed"]
    event = record.event
    assert isinstance(event, TripDepartedV2)
    assert event.airport == "ICN"
    assert (record.schema_version, encode(record)) == (1, state), "what is stored is never rewritten"


HEADS = {
    "v1": "ff54b1922469845d00eda3ad9ed0d1972335e138069bd9a7b7656bccfc6c8de6",
    "v2": "9d6a03e4211b074ee1b2944e5cac0c68857beac31bafeb57703008b27f9131f1",
    "v3-erased": "57ed1877a979ddc7b07a8efe51965ef8a33f351df623ba45d788334e8942db8b",
    "v3": "0045ea5c2cc7485c04aa2fff3ddc6b23df0af04e1006da292ff275b3d5c70051",
    "v4": "8f0380bf73e9f3cd1bf3e69366f352bb043fd9b7ceb2bcce6567b278a7985acc",
}
"""The tree heads over the stored events of every version: what has been signed once must verify for ever."""


@pytest.mark.parametrize("file", STORED, ids=lambda file: file.stem)
def test_what_was_signed_once_verifies_for_ever(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tree is that of the events as they were written: a later version of their fields changes nothing in it."""
    history = History.in_memory()
    history.append([record for record, _ in stored(file)], {})
    size = history.tree.catch_up()
    assert history.tree.root(size).hex() == HEADS[file.stem]
    monkeypatch.setattr(catalog, "EVENTS", {**EVENTS, "trip.departed": TripDepartedV2})
    edge = merkle.Edge()
    for _, entry in history.tree.entries():
        edge.add(merkle.leaf_hash(entry))
    assert edge.root().hex() == HEADS[file.stem]
    history.close()


def test_events_of_every_version_are_stepped_through(monkeypatch: pytest.MonkeyPatch) -> None:
    """Replayed by a program that knows a later version of one of them."""
    evolve, trip = KINDS["trip"].evolve, KINDS["trip"]

    def later(state: Any, event: Any) -> Any:
        return evolve(state, TripDeparted()) if isinstance(event, TripDepartedV2) else evolve(state, event)

    monkeypatch.setattr(catalog, "EVENTS", {**EVENTS, "trip.departed": TripDepartedV2})
    monkeypatch.setitem(catalog.STREAMS, "trip", replace(trip, evolve=later))  # type: ignore[arg-type]
    for file in STORED:
        history = History.in_memory()
        history.append([record for record, _ in stored(file)], {})
        with Office(history) as office:
            steps = list(office.replay())
            assert [event.position for _, event in steps] == list(range(len(stored(file))))
            assert all(state.version == event.version for state, event in steps)
            airports = {event.event.airport for _, event in steps if isinstance(event.event, TripDepartedV2)}
            assert airports == ({"ICN"} if file.stem == "v1" else set())


def refusal(**changes: Any) -> str:
    (record, _), *_ = stored(STORED[0])
    fields = {name: getattr(record, name) for name in record.__slots__ if name != "_decoded"}
    damaged = Recorded(**{**fields, **changes})
    with pytest.raises(StoreError) as told:
        _ = damaged.event
    return str(told.value)


def test_what_a_newer_program_wrote_is_told_and_not_guessed() -> None:
    assert "upgrade mayor-schedule" in refusal(schema_version=2)
    assert "newer version" in refusal(topic="trip.teleported")
    told = refusal(
        data={"name": {"ko": "canary"}, "zone": "Asia/Seoul", "domain": "example.go.kr", "canary": "canary text"}
    )
    assert "do not fit" in told
    assert "canary text" not in told
