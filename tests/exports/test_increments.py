"""What is new since a position: whoever adds it to what was told before has what a full export holds."""

from __future__ import annotations

import json
import re
import tracemalloc
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from threading import Barrier, Event
from typing import Any

import pytest
from cloudevents.core.formats.json import JSONFormat
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

import canaries
from archives import archive, lines_of, restored
from canaries import canary_stories, leaks
from conftest import EARLIER, LATER, REPORT, Clock, counting_entropy
from copies import START, Copy, office_of, plan, types, whole
from mayor_schedule import (
    Audience,
    CancelTrip,
    ChangeOffice,
    ChangeTrip,
    ClassifyTrip,
    CorrectOffice,
    CorrectTrip,
    FoundOffice,
    InvalidValueError,
    Office,
    OfficeDetails,
    PlanEngagement,
    PlanTrip,
    Recorded,
    Text,
    TripDetails,
    TripFacts,
    Visibility,
    WithdrawTrip,
)
from mayor_schedule.domain.catalog import EVENTS
from mayor_schedule.domain.erasure import placeholder
from mayor_schedule.proofs.erasing import erase
from mayor_schedule.reading.increment import RETRACTED
from sizes import examples
from strategies import lives as lives_of
from strategies import stories
from terminal import run

WHY = Text(en="a reason that is nobody's business")


# --- it adds up -------------------------------------------------------------------------------------------------------

EMBARGOES = [START + timedelta(hours=each) for each in (1, 2, 3)]
MOMENTS = [START - timedelta(days=1), *(each + timedelta(minutes=1) for each in EMBARGOES), EMBARGOES[1]]


@st.composite
def lives(draw: st.DrawFn) -> list[Recorded]:
    """The log of an office in which much is public, has an embargo, is hidden, withdrawn, or put right."""
    story = draw(canary_stories(most=3, size=4))
    told: list[tuple[Any, int]] = []
    for command, days in story:
        more: dict[str, Any] = {}
        if "public_from" in type(command).model_fields:
            more["public_from"] = draw(st.none() | st.sampled_from(EMBARGOES))
        if more.get("public_from") is not None:
            more["visibility"] = Visibility.PUBLIC
        told.append((command.model_copy(update=more), days))
    names = st.sampled_from(["a.example", "b.example", "example.org"])
    if draw(st.integers(0, 2)) == 0:
        name = Text(en="Office")
        told.insert(draw(st.integers(0, len(told))), (FoundOffice(name=name, zone="UTC", domain=draw(names)), 0))
        told.append((ChangeOffice(fields=OfficeDetails(domain=draw(names))), 0))
    with canaries.lived(told) as office:
        return list(office.history())


def erased(records: Sequence[Recorded], positions: Iterable[int]) -> list[Recorded]:
    """The same log after some of its events lost what they said."""
    with office_of(records) as office:
        kept = list(records)
        for position in positions:
            for name in ("title", "name", "period", "when", "place"):
                try:
                    sealed = office.store.tree.sealed(position)
                    kept[position] = erase(records[position], sealed, [f"data.{name}"])
                except InvalidValueError:
                    continue
                break
    return kept


@given(lives(), st.data())
def test_every_increment_leads_to_what_is_public_then(records: list[Recorded], data: DataObject) -> None:
    """For every split of a log: what was told at one instant, and what is new at another, are the full export then."""
    before, now = data.draw(st.sampled_from(MOMENTS)), data.draw(st.sampled_from(MOMENTS))
    gone = data.draw(st.sets(st.sampled_from(range(len(records))))) if records and data.draw(st.booleans()) else ()
    with office_of(erased(records, gone), now) as later:
        full = whole(later)
        for size in range(len(records) + 1):
            copy = Copy()
            with office_of(records[:size], before) as office:
                copy.ask(office)
                assert copy.lines == whole(office)
            told = copy.ask(later)
            assert copy.lines == full
            assert leaks(later, json.dumps(told, ensure_ascii=False).encode(), Audience.PUBLIC) == []
            assert copy.ask(later) == [], "nothing is new the second time"


WAITS = st.sampled_from([0, 20, 40, 60])


@given(lives(), st.data())
def test_a_number_alone_will_do(records: list[Recorded], data: DataObject) -> None:
    """Whenever it was asked while the log had as many events; and it takes back nothing that was never public."""
    at, stamped = START, []
    for each in records:
        at += timedelta(minutes=data.draw(WAITS))
        stamped.append(replace(each, recorded_at=at))
    now = at + timedelta(minutes=data.draw(WAITS))
    gone = data.draw(st.sets(st.sampled_from(range(len(records))))) if records and data.draw(st.booleans()) else ()
    ends = [START, *(each.recorded_at for each in stamped), now]
    with office_of(erased(stamped, gone), now) as later:
        full = whole(later)
        for size, (first, last) in enumerate(pairwise(ends)):
            with office_of(stamped[:size], last) as office:
                public = whole(office)
            for asked in (first, first + (last - first) / 2, last):
                copy = Copy()
                with office_of(stamped[:size], asked) as office:
                    copy.ask(office)
                told = copy.ask(later, since=size)
                assert copy.lines == full
                assert {each["subject"] for each in told if each["type"] == RETRACTED} <= public.keys()


STEPS = st.lists(st.tuples(st.integers(0, 4), st.sampled_from([0, 5, 60, 24 * 60])), max_size=8)


@given(lives(), STEPS)
def test_increments_add_up_step_by_step(records: list[Recorded], steps: list[tuple[int, int]]) -> None:
    copy, size, at = Copy(), 0, START - timedelta(minutes=10)
    for more, minutes in [*steps, (len(records), 24 * 60)]:
        size, at = min(size + more, len(records)), at + timedelta(minutes=minutes)
        with office_of(records[:size], at) as office:
            copy.ask(office)
            assert copy.lines == whole(office)


@examples(30)
@given(lives(), st.data())
def test_the_past_is_told_step_by_step_too(records: list[Recorded], data: DataObject) -> None:
    """With the same limits each time: what the public may not see any more is taken back from the past as well."""
    if not records:
        return
    day = data.draw(st.sampled_from(sorted({each.known_on for each in records})))
    until = data.draw(st.none() | st.sampled_from([each.recorded_at for each in records]))
    copy = Copy()
    for size in range(len(records) + 1):
        with office_of(records[:size], MOMENTS[2]) as office:
            copy.ask(office, known_on=day, recorded_until=until)
            assert copy.lines == whole(office, known_on=day, recorded_until=until)


@examples(30)
@given(lives())
def test_the_lines_of_the_office_put_together_are_its_export(records: list[Recorded]) -> None:
    with office_of(records) as office:
        everything = archive(office)
        for size in range(len(records) + 1):
            increment = office.events_since(size)
            assert b"".join(lines_of(everything)[size:]) == b"".join(increment.lines())
            assert list(increment) == [json.loads(each) for each in increment.lines()]
            assert increment.position == office.events_since(increment.position).position


def test_every_store_tells_what_is_new(any_office: Office) -> None:
    plan(any_office, visibility="public", public_from=EMBARGOES[0])
    plan(any_office, "u", visibility="public")
    positions = {each: any_office.events_since(audience=each).position for each in Audience}
    any_office.record(ClassifyTrip(trip="t", visibility=Visibility.CONFIDENTIAL), by="p")
    any_office.record(ClassifyTrip(trip="u", visibility=Visibility.INTERNAL), by="p")
    internal = list(any_office.events_since(positions[Audience.INTERNAL]))
    assert [each["dataclassification"] for each in internal] == ["confidential", "internal"]
    assert types(any_office.events_since(positions[Audience.PUBLIC], audience="public")) == [RETRACTED]


@pytest.mark.parametrize("where", ["sqlite", "postgres"])
def test_two_readers_follow_a_writer(where: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Each with a position of its own, while it goes on: in the end each has all that is public, and nothing else."""
    url = tmp_path / "office.db" if where == "sqlite" else request.getfixturevalue("postgres").store()
    done = Event()

    def followed(started: Barrier) -> bool:
        with Office.open(url) as reader:
            copy = Copy()
            started.wait(60)
            while not done.is_set():
                copy.ask(reader)
            copy.ask(reader)
            return copy.lines == whole(reader) != {}

    with Office.open(url) as writer, ThreadPoolExecutor(2) as pool:
        plan(writer, visibility="public")
        started = Barrier(3)
        readers = [pool.submit(followed, started) for _ in range(2)]
        try:
            started.wait(60)
            for number in range(12):
                shown = Visibility.INTERNAL if number % 2 else Visibility.PUBLIC
                writer.record(ClassifyTrip(trip="t", visibility=shown), by="p", id=f"c{number}")
                plan(writer, f"t{number}", visibility="public")
        finally:
            done.set()
        assert [each.result() for each in readers] == [True, True]


# --- what is taken back -----------------------------------------------------------------------------------------------


@pytest.fixture
def told(office: Office) -> Iterator[tuple[Office, Copy]]:
    """An office with a public trip, and somebody who has been told of it."""
    plan(office, visibility="public")
    copy = Copy()
    assert types(copy.ask(office)) == ["trip.planned"]
    yield office, copy
    assert copy.lines == whole(office)


def test_what_is_added_is_told_alone(told: tuple[Office, Copy]) -> None:
    office, copy = told
    plan(office, "secret")
    plan(office, "u", visibility="public")
    office.record(CancelTrip(trip="t"), by="p")
    assert types(copy.ask(office)) == ["trip.planned", "trip.cancelled"]
    assert copy.ask(office) == []


def test_what_is_withdrawn_is_taken_back(told: tuple[Office, Copy]) -> None:
    office, copy = told
    office.record(WithdrawTrip(trip="t", reason=WHY), by="p")
    (line,) = copy.ask(office)
    assert line["type"] == RETRACTED
    assert list(line) == ["specversion", "id", "source", "type", "subject", "sequence", "dataclassification"]
    office.record(WithdrawTrip(trip="t", event=2, reason=WHY), by="p")
    assert types(copy.ask(office)) == ["trip.planned"]
    office.record(WithdrawTrip(trip="t", reason=WHY), by="p", id="again")
    (again,) = copy.ask(office)
    assert again["type"] == RETRACTED
    assert again["id"] != line["id"], "it is another event"


def test_what_is_hidden_is_taken_back_and_told_again(told: tuple[Office, Copy]) -> None:
    office, copy = told
    office.record(ClassifyTrip(trip="t", visibility=Visibility.INTERNAL), by="p", id="1")
    assert types(copy.ask(office)) == [RETRACTED]
    office.record(ChangeTrip(trip="t", fields=TripDetails(title=Text(en="New"))), by="p")
    assert copy.ask(office) == []
    office.record(ClassifyTrip(trip="t", visibility=Visibility.PUBLIC), by="p", id="2")
    assert types(copy.ask(office)) == ["trip.planned", "trip.classified"]


def test_what_was_hidden_and_shown_again_meanwhile_needs_no_taking_back(told: tuple[Office, Copy]) -> None:
    office, copy = told
    office.record(ClassifyTrip(trip="t", visibility=Visibility.INTERNAL), by="p", id="1")
    office.record(ClassifyTrip(trip="t", visibility=Visibility.PUBLIC), by="p", id="2")
    assert copy.ask(office) == []


def test_what_was_put_right_is_told_anew(told: tuple[Office, Copy]) -> None:
    office, copy = told
    correction = CorrectTrip(trip="t", event=1, fields=TripFacts(title=Text(ko="순방단")), reason=WHY)
    office.record(correction, by="p")
    retracted, line = copy.ask(office)
    assert (retracted["type"], line["type"]) == (RETRACTED, "trip.planned")
    assert line["data"]["title"] == {"ko": "순방단"}


def test_an_embargo_begins_and_ends(told: tuple[Office, Copy], clock: Clock) -> None:
    office, copy = told
    until = clock.now + timedelta(days=1)
    office.record(ClassifyTrip(trip="t", visibility=Visibility.PUBLIC, public_from=until), by="p")
    assert types(copy.ask(office)) == [RETRACTED]
    assert copy.ask(office) == []
    clock.now += timedelta(days=2)
    assert types(copy.ask(office)) == ["trip.planned"], "nothing was recorded, and it is time"
    assert copy.ask(office) == []


def test_an_embargo_that_was_lifted_ends_all_the_same(office: Office, clock: Clock) -> None:
    """What was said under an embargo is told of the past only after its instant, though all is public before it."""
    copy = Copy()
    plan(office, visibility="public", public_from=clock.now + timedelta(days=1))
    office.record(ClassifyTrip(trip="t", visibility=Visibility.PUBLIC), by="p")
    assert types(copy.ask(office)) == ["trip.classified"]
    clock.now += timedelta(days=2)
    assert types(copy.ask(office)) == [RETRACTED, "trip.planned"]
    assert copy.lines == whole(office)


def test_a_number_alone_tells_once_more_what_had_an_embargo(office: Office, clock: Clock) -> None:
    plan(office, visibility="public", public_from=clock.now + timedelta(days=1))
    plan(office, "u", visibility="public")
    clock.now += timedelta(days=2)
    assert types(office.events_since(2, audience="public")) == [RETRACTED, "trip.planned"]
    office.record(ClassifyTrip(trip="t", visibility=Visibility.INTERNAL), by="p")
    assert types(office.events_since(2, audience="public")) == [RETRACTED], "it may have been told"


def test_a_number_alone_tells_nothing_of_what_was_hidden_before_its_embargo_ended(office: Office, clock: Clock) -> None:
    plan(office, visibility="public", public_from=clock.now + timedelta(days=1))
    office.record(ClassifyTrip(trip="t", visibility=Visibility.INTERNAL), by="p")
    clock.now += timedelta(days=2)
    internal = office.events_since(1).position
    assert [list(office.events_since(each, audience="public")) for each in (1, 2, internal)] == [[], [], []]


def test_another_domain_is_another_source(told: tuple[Office, Copy]) -> None:
    office, copy = told
    office.record(FoundOffice(name=Text(en="x"), zone="UTC", domain="a.example"), by="p")
    assert types(copy.ask(office)) == [RETRACTED, "trip.planned"]
    office.record(ChangeOffice(fields=OfficeDetails(domain="b.example")), by="p")
    assert types(copy.ask(office)) == [RETRACTED, "trip.planned"]
    assert {each["source"] for lines in copy.lines.values() for each in lines} == {"//b.example/mayor-schedule"}


def test_a_reference_to_what_is_hidden_changes_nothing(told: tuple[Office, Copy]) -> None:
    office, copy = told
    plan(office, "u", visibility="public")
    part = PlanEngagement(
        engagement="e", title=Text(ko="면담"), part_of="trip:u", when={"unknown": True, "within": "trip:u"},
        visibility="public",
    )  # fmt: skip
    office.record(part, by="p")
    copy.ask(office)
    office.record(ClassifyTrip(trip="u", visibility=Visibility.INTERNAL), by="p")
    assert types(copy.ask(office)) == [RETRACTED], "what it is a part of was never told"


def test_what_is_erased_is_told_anew(office: Office) -> None:
    plan(office, visibility="public")
    plan(office, "u", visibility="public")
    copy = Copy()
    copy.ask(office)
    secret = Text(ko="비밀")
    office.record(ChangeTrip(trip="t", fields=TripDetails(title=secret)), by="p")
    copy.ask(office)
    assert "비밀" in json.dumps(copy.lines, ensure_ascii=False)
    records = list(office.history())
    gone = erase(records[2], office.store.tree.sealed(2), ["data.fields.title"])
    with office_of([*records[:2], gone], office.now()) as after:
        assert types(copy.ask(after)) == [RETRACTED, "trip.planned", "trip.changed"]
        assert copy.lines == whole(after)
        assert "비밀" not in json.dumps(copy.lines, ensure_ascii=False)
        assert copy.ask(after) == []
        assert str(copy.position).endswith("~3"), "the title, and what was made from all fields"


def test_what_is_erased_of_the_same_event_later_is_told_anew_too(office: Office) -> None:
    plan(office, visibility="public", principal="mayor")
    copy = Copy()
    copy.ask(office)
    records = list(office.history())
    for path in ("data.title", "note", "data.period"):
        with office_of(records, office.now()) as before:
            records = [erase(records[0], before.store.tree.sealed(0), [path])]
        with office_of(records, office.now()) as after:
            assert types(copy.ask(after)) == [RETRACTED, "trip.planned"]
            assert copy.lines == whole(after)


def test_a_backup_from_before_something_was_erased_is_another_store(office: Office) -> None:
    plan(office, visibility="public")
    records = list(office.history())
    gone = erase(records[0], office.store.tree.sealed(0), ["data.title"])
    with office_of([gone], office.now()) as after:
        position = after.events_since(audience="public").position
    with office_of(records, office.now()) as restored_one:
        with pytest.raises(InvalidValueError, match="restored from a backup"):
            restored_one.events_since(position, audience="public")
        assert types(restored_one.events_since(0, audience="public")) == ["trip.planned"]


def erasable(office: Office, position: int) -> list[str]:
    """The fields of an event that can be erased."""
    (record,) = (each for each in office.history() if each.position == position)
    sealed = office.store.tree.sealed(position)
    found = []
    for path in sealed.values:
        try:
            erase(record, sealed, [path])
        except InvalidValueError:
            continue
        found.append(path)
    return found


@st.composite
def offices(draw: st.DrawFn) -> list[Recorded]:
    """The log of an office with subjects of any kind, most of them public, and changes of the office between them."""
    told = []
    for command, days in draw(stories(kinds=3, size=4)):
        is_shown = "visibility" in type(command).model_fields and draw(st.integers(0, 3))
        told.append((command.model_copy(update={"visibility": Visibility.PUBLIC}) if is_shown else command, days))
    for command in draw(lives_of("office", size=4)):
        told.insert(draw(st.integers(0, len(told))), (command, 0))
    with canaries.lived(told) as office:
        return list(office.history())


@given(offices(), st.data())
def test_whatever_is_erased_between_two_increments(records: list[Recorded], data: DataObject) -> None:
    """Any field of any event that can be erased, one after the other: the copy is what the public may see by then."""
    if not records:
        return
    copy = Copy()
    with office_of(records) as office:
        copy.ask(office)
    for _ in range(3):
        position = data.draw(st.sampled_from(range(len(records))))
        with office_of(records) as office:
            paths = erasable(office, position)
            if not paths:
                continue
            path = data.draw(st.sampled_from(paths))
            records[position] = erase(list(office.history())[position], office.store.tree.sealed(position), [path])
        with office_of(records) as office:
            copy.ask(office)
            assert copy.lines == whole(office), path
            assert copy.ask(office) == []


DETAILS = OfficeDetails(name=Text(en="y"), zone="Asia/Seoul", domain="b.example", languages=("ko",))


def test_what_ids_and_days_hang_on_cannot_be_erased(told: tuple[Office, Copy]) -> None:
    office, copy = told
    office.record(FoundOffice(name=Text(en="x"), zone="UTC", domain="a.example"), by="p")
    office.record(ChangeOffice(fields=DETAILS), by="p")
    office.record(CorrectOffice(event=2, fields=DETAILS, reason=WHY), by="p")
    plan(office, "u", visibility="public")
    copy.ask(office)
    founding, change, correction = (erasable(office, each) for each in (1, 2, 3))
    assert {each for each in founding if each.startswith("data.")} == {"data.name"}
    assert {each for each in change if each.startswith("data.")} == {"data.reason", "data.fields.name"}
    assert {each for each in correction if each.startswith("data.")} == {"data.reason", "data.fields.name"}


def test_a_correction_of_what_a_subject_needs_says_something_or_cannot_be_erased() -> None:
    """Else the subject would be without it, which no command can do."""
    for event in EVENTS.values():
        group = event.model_fields.get("fields")
        if group is None or not isinstance(group.annotation, type):
            continue
        for name in group.annotation.needed & group.annotation.model_fields.keys():
            try:
                assert placeholder(event, "fields", name) is not None
            except LookupError:
                assert name in {"domain", "zone", "value", "approximate"}


# --- the position -----------------------------------------------------------------------------------------------------


def test_a_position_is_of_one_log(office: Office) -> None:
    plan(office, visibility="public")
    position = office.events_since(audience="public").position
    number, check, instant = position.replace("@", ".", 1).split(".", 2)
    assert (number, len(check), instant[:4]) == ("1", 16, "2026")
    inside, digits = office.events_since(0).position.split(".")
    assert (inside, len(digits)) == ("1", 16)
    assert digits != check, "when it was asked is part of what is checked"
    assert list(office.events_since(position)) == []
    with Office.in_memory(clock=Clock()) as other:
        with pytest.raises(InvalidValueError, match="ends at 0"):
            other.events_since(position)
        plan(other, visibility="public")
        with pytest.raises(InvalidValueError, match="told no such position"):
            other.events_since(position)
        with pytest.raises(InvalidValueError, match="ends at 1"):
            other.events_since(2)
        assert types(other.events_since(0)) == ["trip.planned"]


@pytest.mark.parametrize(
    "given",
    [
        "", "soon", "-1", "1.5", "1@soon", "1@2026-13-01T00:00:00Z", "１", "1~", " 1", 1.5, "1@2026-11-22T09:00:00Z",
        "1~1", "0@2026-11-22T09:00:00Z", "1.0123456789abcdef@2026-02-30T00:00:00Z",
    ],
)  # fmt: skip
def test_what_is_no_position_is_refused(office: Office, given: Any) -> None:
    plan(office)
    with pytest.raises(InvalidValueError):
        office.events_since(given)


@pytest.mark.parametrize(
    ("part", "other"),
    [
        (r"@.*", "@2099-01-01T00:00:00.000000Z"),
        (r"@.*", "@2026-11-22T08:00:00.000000Z"),
        (r"@.*", ""),
        (r"$", "~1"),
        (r"^1", "2"),
        (r"^1", "0"),
        (r"\.[0-9a-f]{16}", ".0123456789abcdef"),
        (r"(?<=\.)([0-9a-f]{8})[0-9a-f]{8}", r"\1"),
    ],
)
def test_a_position_that_was_altered_is_refused(office: Office, clock: Clock, part: str, other: str) -> None:
    """Whoever could move it would be told of what was never public: what is still to come, or hidden in time."""
    plan(office, visibility="public", public_from=clock.now + timedelta(days=1))
    position = office.events_since(audience="public").position
    office.record(ClassifyTrip(trip="t", visibility=Visibility.INTERNAL), by="p")
    clock.now += timedelta(days=2)
    altered = re.sub(part, other, position, count=1)
    assert altered != position
    for audience in Audience:
        with pytest.raises(InvalidValueError, match="told no such position"):
            office.events_since(altered, audience=audience)
    assert list(office.events_since(position, audience="public")) == []


def test_a_position_of_a_clock_that_was_set_back_since_goes_on(office: Office, clock: Clock) -> None:
    """It was told, and what was public then is taken back: nobody can make such a position who was not told it."""
    plan(office, visibility="public", public_from=clock.now + timedelta(hours=1))
    clock.now += timedelta(hours=2)
    copy = Copy()
    assert types(copy.ask(office)) == ["trip.planned"]
    clock.now -= timedelta(hours=2)
    assert types(copy.ask(office)) == [RETRACTED]
    clock.now += timedelta(hours=3)
    assert types(copy.ask(office)) == ["trip.planned"]


def test_what_an_embargo_hid_of_the_past_is_hidden_again_when_the_clock_is_set_back(
    office: Office, clock: Clock
) -> None:
    plan(office, visibility="public", public_from=clock.now + timedelta(hours=1))
    office.record(ClassifyTrip(trip="t", visibility=Visibility.PUBLIC), by="p")
    clock.now += timedelta(hours=2)
    copy = Copy()
    assert types(copy.ask(office)) == ["trip.planned"]
    clock.now -= timedelta(hours=2)
    assert types(copy.ask(office)) == [RETRACTED, "trip.classified"]
    assert copy.lines == whole(office)


def test_the_beginning_of_a_log_is_0(office: Office) -> None:
    assert {office.events_since(0, audience=each).position for each in Audience} == {"0"}
    plan(office, visibility="public")
    assert types(office.events_since("000", audience="public")) == ["trip.planned"]


def test_a_position_lasts_when_its_log_is_restored(office: Office) -> None:
    plan(office, visibility="public")
    position = office.events_since(audience="public").position
    with restored(archive(office)) as again:
        assert list(again.events_since(position, audience="public")) == []


def test_what_is_recorded_meanwhile_comes_next_time(office: Office) -> None:
    plan(office, visibility="public")
    for audience in Audience:
        increment = office.events_since(audience=audience)
        office.record(CancelTrip(trip="t"), by="p", id=audience)
        first = types(increment)
        assert first == types(increment), "it is the same as often as it is read"
        assert types(office.events_since(increment.position, audience=audience))[0].startswith("trip.")
        office.record(WithdrawTrip(trip="t", event=office.store.stream("trip:t").version, reason=WHY), by="p")


def test_the_same_question_has_the_same_answer(office: Office) -> None:
    plan(office, visibility="public")
    records = list(office.history())
    position = office.events_since(audience="public").position
    office.record(WithdrawTrip(trip="t", reason=WHY), by="p")
    records = list(office.history())
    answers = []
    for _ in range(2):
        with office_of(records, START + timedelta(days=1)) as again:
            answers.append(b"".join(again.events_since(position, audience="public").lines()))
    assert answers[0] == answers[1] != b""


def test_another_library_reads_what_is_taken_back(told: tuple[Office, Copy]) -> None:
    office, copy = told
    since = copy.position
    office.record(WithdrawTrip(trip="t", reason=WHY), by="p")
    (line,) = office.events_since(since, audience="public").lines()
    event = JSONFormat().read(None, line)
    assert event.get_type() == RETRACTED
    assert event.get_data() is None
    copy.ask(office)


def test_the_past_of_an_office_can_be_asked(office: Office, clock: Clock) -> None:
    plan(office, visibility="public")
    until = clock.now
    office.record(CancelTrip(trip="t"), by="p")
    past = office.at(recorded_until=until)
    assert types(past.events_since(audience="public")) == ["trip.planned"]
    assert types(past.events_since(1)) == []


@pytest.mark.long
@pytest.mark.parametrize("audience", Audience)
def test_an_increment_holds_no_more_of_a_long_log_than_a_full_export(tmp_path: Path, audience: Audience) -> None:
    long = Text(ko="가" * 1_000)

    with Office.open(tmp_path / "office.db", clock=Clock(), entropy=counting_entropy()) as office:
        for start in range(0, 3_000, 500):
            batch = range(start, start + 500)
            office.record_all([PlanTrip(trip=f"t{each}", title=long, visibility="public") for each in batch], by="p")
        position = office.events_since(audience=audience).position
        office.record(ClassifyTrip(trip="t0", visibility=Visibility.INTERNAL), by="p")
        peaks = []
        for since in (0, position):
            tracemalloc.start()
            assert sum(map(len, office.events_since(since, audience=audience).lines())) > 100
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
        assert peaks[1] < peaks[0] * 1.1


# --- the command line -------------------------------------------------------------------------------------------------


@pytest.fixture
def db(tmp_path: Path) -> Path:
    assert run("import", EARLIER, REPORT, db=tmp_path / "office.db").code == 0
    return tmp_path / "office.db"


def next_of(done: Any) -> str:
    """The position that the command tells."""
    return str(done.err.strip().rpartition("--since ")[2])


@pytest.mark.parametrize("audience", Audience)
def test_the_command_tells_where_to_go_on(db: Path, audience: Audience) -> None:
    whole_export = run("export", "events", "--audience", audience, db=db)
    first = run("export", "events", "--audience", audience, "--since", 0, db=db)
    assert first.out == whole_export.out
    assert first.err.startswith(f"standard output: {len(first.out.splitlines())} events; next time: --since ")
    again = run("export", "events", "--audience", audience, "--since", next_of(first), db=db)
    assert (again.code, again.out) == (0, "")
    assert run("import", LATER, db=db).code == 0
    new = run("export", "events", "--audience", audience, "--since", next_of(first), db=db)
    assert first.out + new.out != whole_export.out
    if audience is Audience.INTERNAL:
        assert first.out + new.out == run("export", "events", "--audience", audience, db=db).out
    number = run("export", "events", "--audience", audience, "--since", next_of(first).split(".")[0], db=db)
    assert number.out == new.out


def test_the_command_keeps_the_position_in_a_file(db: Path, tmp_path: Path) -> None:
    file, out = tmp_path / "portal.position", tmp_path / "new.jsonl"
    asked = ("export", "events", "--position-file", file, "--out", out)
    first = run(*asked, db=db)
    assert first.code == 0
    assert file.read_text(encoding="ascii") == next_of(first) + "\n"
    assert out.read_text(encoding="utf-8") == run("export", "events", db=db).out
    assert run(*asked, db=db).code == 0
    assert out.read_bytes() == b""


def test_an_increment_is_not_taken_for_an_export_that_can_be_restored(office: Office, tmp_path: Path) -> None:
    plan(office, visibility="public")
    since = office.events_since(audience="public").position
    office.record(WithdrawTrip(trip="t", reason=WHY), by="p")
    file = tmp_path / "new.jsonl"
    file.write_bytes(b"".join(office.events_since(since, audience="public").lines()))
    done = run("import", file, db=tmp_path / "again.db")
    assert done.code == 2
    assert "an export for the public" in done.err
