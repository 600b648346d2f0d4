"""Another writer commits in the middle of a decision: what was decided on something else is decided again."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from desk import FOUNDED, VICE, at
from mayor_schedule import (
    AddPrincipal,
    Attendance,
    ClashError,
    ConfirmEngagement,
    MoveEngagement,
    Office,
    Period,
    Person,
    PlanEngagement,
    PlanTrip,
    ReportTrip,
    RescheduleEngagement,
    Text,
)
from mayor_schedule.domain.booking import holds_of
from mayor_schedule.domain.diary import Holding, booking_id
from mayor_schedule.domain.trip import TripStage
from mayor_schedule.store.recorder import StreamRow

TEN = at("2027-01-02T10:00", "12:00")
LATER = at("2027-01-05T10:00", "12:00")


@pytest.fixture(autouse=True)
def one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streams that are read together are read at one instant; more than fit into one question are not."""
    monkeypatch.setattr("mayor_schedule.store.history.BATCH", 1)


@contextmanager
def two(path: Path) -> Iterator[tuple[Office, Office]]:
    with Office.open(path / "x.db") as first, Office.open(path / "x.db") as second:
        first.record(FOUNDED, by="p")
        yield first, second


def before_reading(office: Office, prefix: str, act: Callable[[], object]) -> None:
    """Let somebody else act once, just before the office reads a stream; it reads one at a time."""
    read, done = office._history._recorder.select_streams, [False]

    def select_streams(subjects: Sequence[str]) -> list[StreamRow]:
        assert len(subjects) == 1
        if subjects[0].startswith(prefix) and not done[0]:
            done[0] = True
            act()
        return read(subjects)

    office._history._recorder.select_streams = select_streams  # type: ignore[method-assign]


def plan(office: Office, name: str, when: object, **more: object) -> None:
    office.record(PlanEngagement(engagement=name, title=Text(en=name), when=when, **more), by="p")  # type: ignore[arg-type]


def settled(office: Office, *names: str) -> bool:
    """Whether these engagements hold just what they want."""

    def state(subject: str) -> object:
        return office._history.stream(subject).state

    for name in names:
        subject = f"engagement:{name}"
        booking = state(booking_id(subject))
        held = {(each.principal, each.taken) for each in booking.holds} if isinstance(booking, Holding) else set()
        wanted = {(each.principal, each.taken) for each in holds_of(subject, state(subject), state)}  # type: ignore[arg-type]
        if held != wanted:
            return False
    return True


def test_a_trip_gets_another_principal_while_its_part_is_confirmed(tmp_path: Path) -> None:
    with two(tmp_path) as (first, second):
        first.record(PlanTrip(trip="t", title=Text(en="T"), period=Period.of("2027-01-01", "2027-01-10")), by="p")
        plan(first, "e", TEN, part_of="trip:t")
        plan(first, "f", TEN, attendance=(VICE,))
        report = ReportTrip(trip="t", stage=TripStage.PLANNED, title=Text(en="T"), principal="vice_mayor")
        before_reading(first, "diary:", lambda: second.record(report, by="q"))
        first.record(ConfirmEngagement(engagement="e"), by="p")
        assert settled(second, "e")
        with pytest.raises(ClashError, match="the vice_mayor is then at engagement:e"):
            second.record(ConfirmEngagement(engagement="f"), by="p")


def test_a_part_moves_into_a_trip_while_that_gets_another_principal(tmp_path: Path) -> None:
    with two(tmp_path) as (first, second):
        first.record(PlanTrip(trip="t", title=Text(en="T"), period=Period.of("2027-01-01", "2027-01-10")), by="p")
        plan(first, "e", TEN)
        first.record(ConfirmEngagement(engagement="e"), by="p")
        move = MoveEngagement(engagement="e", part_of="trip:t")
        before_reading(first, "engagement:", lambda: second.record(move, by="q"))
        report = ReportTrip(trip="t", stage=TripStage.PLANNED, title=Text(en="T"), principal="vice_mayor")
        first.record(report, by="p")
        assert settled(second, "e")


def test_an_entry_moves_while_everything_is_booked(tmp_path: Path) -> None:
    with two(tmp_path) as (first, second):
        plan(first, "e", TEN)
        plan(first, "f", LATER)
        first.record(ConfirmEngagement(engagement="e"), by="p")
        before_reading(
            first, "booking:", lambda: second.record(RescheduleEngagement(engagement="e", when=LATER), by="q")
        )
        first.book(by="admin")
        assert settled(second, "e")
        with pytest.raises(ClashError, match="the mayor is then at engagement:e"):
            second.record(ConfirmEngagement(engagement="f"), by="p")


def test_a_booking_changes_between_two_readings(tmp_path: Path) -> None:
    with two(tmp_path) as (first, second):
        plan(first, "e", TEN)
        first.record(ConfirmEngagement(engagement="e"), by="p")
        other = RescheduleEngagement(engagement="e", when=LATER)
        before_reading(first, "diary:", lambda: second.record(other, by="q", id="other"))
        mine = RescheduleEngagement(engagement="e", when=at("2027-01-07T10:00", "12:00"))
        assert first.record(mine, by="p", id="mine").status == "recorded"
        assert settled(second, "e")
        topics = [each.topic for each in second.history("engagement:e")]
        assert topics == ["engagement.planned", "engagement.confirmed", *["engagement.rescheduled"] * 2]


def test_a_stand_in_becomes_a_principal(tmp_path: Path) -> None:
    kim = Person(name=Text(en="kim"), office=Text(en="Kim"))
    with two(tmp_path) as (first, second):
        plan(first, "a", TEN, attendance=(Attendance(represented_by=kim),))
        first.record(ConfirmEngagement(engagement="a"), by="p")
        first.record(AddPrincipal(principal="kim", title=Text(en="Kim")), by="p")
        assert settled(second, "a")
        plan(first, "b", TEN, attendance=(Attendance(principal="kim", answer="yes"),))
        with pytest.raises(ClashError, match="the kim is then at engagement:a"):
            first.record(ConfirmEngagement(engagement="b"), by="p")


def test_what_is_refused_takes_no_store_away_that_another_made(tmp_path: Path) -> None:
    """One process waits for its input while another makes the store and records in it."""
    command = [sys.executable, "-c", "from mayor_schedule.cli import main; main()", "record", "-", "--by", "p"]
    environment = {**os.environ, "MAYOR_SCHEDULE_DB": str(tmp_path / "new.db")}
    waiting = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, text=True)
    good = "plan_trip: {trip: a, title: {en: A}, period: 2027-01-01}\n"
    done = subprocess.run(command, input=good, env=environment, text=True, capture_output=True, check=True)
    assert done.stdout.startswith("1 recorded")
    _, told = waiting.communicate("confirm_trip: {trip: nobody}\n", timeout=60)
    assert (waiting.returncode, "nobody has opened it" in told) == (2, True)
    with Office.open(tmp_path / "new.db", create=False) as office:
        assert [each.subject for each in office.history()] == ["trip:a"]
    assert sorted(each.name for each in tmp_path.iterdir() if ".new" in each.name) == []
