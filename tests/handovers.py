"""Histories of an office of several principals, in which what is whose changes, and what of it who may see."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from mayor_schedule import (
    AddPrincipal,
    Answer,
    Attendance,
    AttendEngagement,
    AttendOccasion,
    BeginTerm,
    CancelOccasion,
    CancelOccurrence,
    CancelTrip,
    ChangeOccurrence,
    ChangeTrip,
    ClassifyEngagement,
    ClassifyOccasion,
    ClassifyTrip,
    ConfirmOccasion,
    EndTerm,
    FoundOffice,
    Mode,
    Moment,
    MoveEngagement,
    OccurrenceDetails,
    Period,
    Person,
    PlanEngagement,
    PlanOccasion,
    PlanTrip,
    PostponeOccasion,
    Principal,
    ReinstateOccasion,
    RepeatOccasion,
    RescheduleEngagement,
    RescheduleTrip,
    Text,
    Timed,
    TripDetails,
    Visibility,
    WithdrawTrip,
)  # fmt: skip
from mayor_schedule.domain.model import Command

PRINCIPALS = ("governor", "deputy", "mayor")
ZONE = "Asia/Seoul"
BEGUN = datetime(2026, 11, 22, 9, tzinfo=UTC)
WEEKLY = "FREQ=WEEKLY;COUNT=5"

FOUNDED = FoundOffice(
    name=Text(en="Office"), zone=ZONE, domain="example.go.kr", languages=("en", "ko"),
    principals=(
        Principal(principal="governor", title=Text(en="Governor")),
        Principal(principal="deputy", title=Text(en="Deputy Governor")),
    ),
)  # fmt: skip


def hour(day: int, at: int) -> Timed:
    """An hour of a day in December 2026."""
    start, end = (Moment.of(f"2026-12-{day:02}T{each:02}:00", ZONE) for each in (at, at + 1))
    return Timed(start=start, end=end)


def _opened(draw: st.DrawFn) -> list[Command]:
    seen = st.sampled_from((*[Visibility.PUBLIC] * 3, Visibility.INTERNAL, Visibility.CONFIDENTIAL))
    trips = [
        PlanTrip(trip=trip, title=Text(en=f"Trip {trip}"), principal=whose, visibility=draw(seen),
                 period=Period.of("2026-12-01", "2026-12-05"))
        for trip, whose in (("g", "governor"), ("d", "deputy"))
    ]  # fmt: skip
    parts = [
        PlanEngagement(engagement=part, title=Text(en=f"Part {part}"), visibility=draw(seen), part_of=draw(_WHOLES),
                       **({} if part == "open" else {"when": hour(2, 15)}), attendance=draw(_SAID))
        for part in ("dated", "open")
    ]  # fmt: skip
    weekly = PlanOccasion(
        occasion="weekly", title=Text(en="Weekly"), when=hour(2, 10), recurrence=WEEKLY, visibility=draw(seen),
        attendance=draw(_SAID),
    )  # fmt: skip
    return [*trips, *parts, weekly]


_KIM = Person(name=Text(en="Kim"))
_WHOLES = st.sampled_from(("trip:d", "trip:d", "trip:g", None))


def _attendance(*principals: str) -> SearchStrategy[Attendance]:
    return st.builds(
        Attendance,
        principal=st.sampled_from(principals),
        answer=st.sampled_from(Answer),
        mode=st.sampled_from((None, None, Mode.MESSAGE)),
        represented_by=st.sampled_from((None, None, Person(office=Text(en="Deputy Governor")), _KIM)),
    )


_SOME = st.tuples(_attendance(*PRINCIPALS)) | st.tuples(_attendance("governor"), _attendance("deputy"))
_SAID: SearchStrategy[tuple[Attendance, ...]] = st.just(()) | _SOME


@st.composite
def handovers(draw: st.DrawFn, *, most: int = 12) -> list[tuple[Command, int]]:
    """Such a history, each command some days after the one before; some are refused.

    Args:
        most: how many commands come after those that open the entries.
    """
    commands = [*_opened(draw), *draw(st.lists(_changes(), min_size=3, max_size=most))]
    return [(FOUNDED, 0), *((each, draw(st.sampled_from((0, 0, 1)))) for each in commands)]


def _classified(command: type[Command], **subject: SearchStrategy[str]) -> SearchStrategy[Command]:
    """Who may see it, at once or, where all may, from an instant on that comes soon."""
    soon = st.integers(0, 30).map(lambda each: BEGUN + timedelta(seconds=each))
    return st.builds(command, **subject, visibility=st.sampled_from(Visibility)) | st.builds(
        command, **subject, visibility=st.just(Visibility.PUBLIC), public_from=soon
    )


def _changes() -> SearchStrategy[Command]:
    trip, part, weekly = st.sampled_from(("g", "d")), st.sampled_from(("dated", "open")), st.just("weekly")
    day = st.sampled_from([f"2026-12-{each:02}" for each in (2, 9, 16, 30)])
    others = _SOME.map(lambda said: OccurrenceDetails(attendance=said))
    changed = st.one_of(
        st.sampled_from(("Big", "Small")).map(lambda title: OccurrenceDetails(title=Text(en=title))),
        st.sampled_from((hour(17, 9), hour(16, 10))).map(lambda when: OccurrenceDetails(when=when)),
    )
    rules = st.sampled_from(("FREQ=WEEKLY;COUNT=2", WEEKLY, "FREQ=DAILY;COUNT=8", None))
    whose: tuple[SearchStrategy[Any], ...] = (
        st.builds(AttendEngagement, engagement=part, attendance=_attendance(*PRINCIPALS)),
        st.builds(AttendOccasion, occasion=weekly, attendance=_attendance(*PRINCIPALS)),
        *[st.builds(ChangeOccurrence, occasion=weekly, occurrence=day, fields=others)] * 2,
        st.builds(MoveEngagement, engagement=part, part_of=_WHOLES),
        st.builds(AddPrincipal, principal=st.just("mayor")),
        st.builds(BeginTerm, principal=st.sampled_from(PRINCIPALS), began=st.just("2025-10-01"), holder=st.just(_KIM)),
        st.builds(EndTerm, principal=st.sampled_from(PRINCIPALS), ended=st.just("2025-10-05")),
    )
    seen = (
        _classified(ClassifyTrip, trip=trip), _classified(ClassifyEngagement, engagement=part),
        _classified(ClassifyOccasion, occasion=weekly),
    )  # fmt: skip
    what: tuple[SearchStrategy[Any], ...] = (
        st.builds(ChangeOccurrence, occasion=weekly, occurrence=day, fields=changed),
        st.builds(CancelOccurrence, occasion=weekly, occurrence=day),
        st.builds(RepeatOccasion, occasion=weekly, recurrence=rules),
        st.sampled_from((PostponeOccasion, ReinstateOccasion, ConfirmOccasion, CancelOccasion)).map(
            lambda each: each(occasion="weekly")
        ),
        st.builds(ChangeTrip, trip=trip, fields=st.just(TripDetails(title=Text(en="Journey")))),
        st.builds(RescheduleTrip, trip=trip, period=st.sampled_from(("2026-12", "2026-12-02/2026-12-05"))),
        st.builds(CancelTrip, trip=trip),
        st.builds(WithdrawTrip, trip=trip, reason=st.just(Text(en="In error"))),
        st.builds(RescheduleEngagement, engagement=part, when=st.sampled_from((hour(3, 9), "2026-12"))),
    )
    return st.sampled_from((*whose, *whose, *seen, *what)).flatmap(lambda each: each)
