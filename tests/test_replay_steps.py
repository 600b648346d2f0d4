"""Replay as a library feature: the state after each event, of one subject or of everything."""

from __future__ import annotations

import tracemalloc
from datetime import timedelta

import pytest

from conftest import EARLIER, LATER, REPORT, Clock
from mayor_schedule import (
    CancelTrip,
    ConfirmTrip,
    InvalidValueError,
    Office,
    Period,
    PlanTrip,
    RescheduleTrip,
    Text,
    UnknownSubjectError,
    WithdrawTrip,
)
from mayor_schedule.domain.catalog import KEPT
from mayor_schedule.imports.loading import import_files

PLAN = PlanTrip(trip="t", title=Text(en="Europe"), period=Period.of("2018-09-27", "2018-10-07"))


def lived(office: Office) -> None:
    office.record(PLAN, by="p", known_on="2018-08-31")
    office.record(ConfirmTrip(trip="t"), by="p", known_on="2018-09-01")
    office.record(PLAN.model_copy(update={"trip": "trip:u"}), by="p", known_on="2018-08-30")
    move = RescheduleTrip(trip="t", period=Period.of("2018-10-04", "2018-10-14"))
    office.record(move, by="p", known_on="2018-09-05")
    office.record(CancelTrip(trip="t"), by="p", known_on="2018-09-10")


def test_a_subject_is_stepped_through(any_office: Office) -> None:
    lived(any_office)
    steps = [(event.topic, state.version, str(state.stage), str(state.period)) for state, event
             in any_office.replay("trip:t")]  # type: ignore[attr-defined]  # fmt: skip
    assert steps == [
        ("trip.planned", 1, "planned", "2018-09-27/2018-10-07"),
        ("trip.confirmed", 2, "confirmed", "2018-09-27/2018-10-07"),
        ("trip.rescheduled", 3, "confirmed", "2018-10-04/2018-10-14"),
        ("trip.cancelled", 4, "cancelled", "2018-10-04/2018-10-14"),
    ]


def test_everything_is_stepped_through_in_the_order_of_the_log_diaries_too(any_office: Office) -> None:
    lived(any_office)
    steps = list(any_office.replay())
    assert [event.position for _, event in steps] == list(range(len(any_office.store)))
    assert {event.kind for _, event in steps} == {"trip", "diary", "booking"}
    last = {event.subject: state for state, event in steps}
    for subject, state in last.items():
        assert any_office.store.stream(subject).state == state
    page, *_ = (state for state, event in any_office.replay("diary:mayor/trips/2018-09"))
    assert [hold.subject for hold in page.holds] == ["trip:t"]  # type: ignore[attr-defined]


def test_a_past_is_stepped_through(office: Office, clock: Clock) -> None:
    lived(office)
    topics = [event.topic for _, event in office.replay("trip:t", known_on="2018-09-09")]
    assert topics == ["trip.planned", "trip.confirmed", "trip.rescheduled"]
    assert [event.topic for _, event in office.at("2018-09-01").replay("trip:t")] == topics[:2]
    assert not [event for _, event in office.replay(known_on="2018-09-09") if event.kind in KEPT]
    until = next(event.recorded_at for event in office.history("trip:u")) - timedelta(microseconds=1)
    assert [event.reference for _, event in office.replay(recorded_until=until) if event.kind == "trip"] == [
        "trip:t@1", "trip:t@2",
    ]  # fmt: skip
    assert {event.kind for _, event in office.replay(recorded_until=until)} == {"trip", "diary", "booking"}


def test_what_was_withdrawn_is_stepped_through_too(office: Office) -> None:
    lived(office)
    office.record(WithdrawTrip(trip="t", reason=Text(en="Never planned")), by="p", known_on="2018-09-11")
    *_, (state, event) = office.replay("trip:t")
    assert (state.is_withdrawn, event.topic) == (True, "trip.withdrawn")


@pytest.mark.parametrize(
    ("subject", "told"),
    [
        ("trip:nowhere", r"there is no trip:nowhere; mayor-schedule list shows what there is"),
        ("trip:ttt", r"there is no trip:ttt; did you mean trip:t\?; mayor-schedule list"),
        ("u", r"there is no u; did you mean trip:u\?; mayor-schedule list"),
    ],
)
def test_what_is_not_there_is_told_at_once(office: Office, subject: str, told: str) -> None:
    lived(office)
    with pytest.raises(UnknownSubjectError, match=told) as error:
        office.replay(subject)
    assert error.value.subject == subject


def test_what_was_not_there_yet_is_told_with_when(office: Office) -> None:
    lived(office)
    with pytest.raises(UnknownSubjectError, match="there is no trip:t as known on 2018-08-30; did you mean trip:u"):
        office.replay("trip:t", known_on="2018-08-30")
    told = "there is no trip:t as known on 2018-08-30 as recorded at 2026-01-01T00:00:00Z; mayor-schedule list"
    with pytest.raises(UnknownSubjectError, match=told):
        office.at(recorded_until="2026-01-01T00:00:00Z").replay("trip:t", known_on="2018-08-30")
    with pytest.raises(UnknownSubjectError, match="no diary:mayor/trips/2018-09 as known on 2018-09-09"):
        office.replay("diary:mayor/trips/2018-09", known_on="2018-09-09")
    with pytest.raises(InvalidValueError):
        office.replay(known_on="yesterday")


def test_the_dossiers_replay_to_what_is_known(office: Office) -> None:
    for each in (EARLIER, REPORT, LATER):
        import_files(office, [each])
    last = {event.subject: state for state, event in office.replay()}
    for subject, known in office.knowledge().items():
        assert last[subject] == known.state
    for subject, known in office.knowledge(known_on="2018-08-31").items():
        *_, (state, _) = office.replay(subject, known_on="2018-08-31")
        assert state == known.state


@pytest.mark.parametrize(
    "past",
    [{}, {"known_on": "2018-08-31"}, {"recorded_until": "2026-11-22T09:00:40Z"}],
    ids=["all", "known", "recorded"],
)
@pytest.mark.parametrize("remembered", [1, 7])
def test_what_was_forgotten_on_the_way_is_folded_anew(
    office: Office, monkeypatch: pytest.MonkeyPatch, past: dict[str, str], remembered: int
) -> None:
    import_files(office, [EARLIER, REPORT, LATER])
    steps = [(state, event.position) for state, event in office.replay(**past)]  # type: ignore[arg-type]
    assert len(steps) > 40
    assert max(state.version for state, _ in steps) > 1
    monkeypatch.setattr("mayor_schedule.reading.log.REMEMBERED", remembered)
    assert [(state, event.position) for state, event in office.replay(**past)] == steps  # type: ignore[arg-type]


@pytest.mark.long
def test_the_memory_of_a_replay_is_bounded(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mayor_schedule.reading.log.REMEMBERED", 500)
    held = []
    for beginning in (0, 4_000):
        names = (f"trip:x{beginning + each}" for each in range(4_000))
        office.record_all([PLAN.model_copy(update={"trip": name}) for name in names], by="p")
        tracemalloc.start()
        try:
            assert sum(1 for _ in office.replay()) == beginning + 4_000
            held.append(tracemalloc.get_traced_memory()[1])
        finally:
            tracemalloc.stop()
    assert held[1] < held[0] * 1.2, held


@pytest.mark.slow
def test_a_replay_of_one_subject_holds_no_other(office: Office) -> None:
    others = [PLAN.model_copy(update={"trip": f"trip:x{number}"}) for number in range(4_000)]
    office.record_all([PLAN, *others], by="p")
    tracemalloc.start()
    try:
        assert sum(1 for _ in office.replay("trip:t")) == 1
        flat = tracemalloc.get_traced_memory()[1]
        tracemalloc.reset_peak()
        assert len(list(office.history())) == 4_001
        whole = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert flat < whole / 3, "a batch of the log at a time"
