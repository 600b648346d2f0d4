"""`Office.book`: what was confirmed before there were diaries takes its time, once, and nothing else is touched.

And one property over everything that can happen to a few entries of two principals: see the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, note
from hypothesis import strategies as st

from conftest import Clock, counting_entropy
from desk import MAYOR, VICE, WHY, Desk, at
from mayor_schedule import (
    AcceptClash,
    AttendEngagement,
    AttendOccasion,
    Bookings,
    CancelEngagement,
    CancelOccasion,
    CancelOccurrence,
    ChangeEngagement,
    ChangeOccurrence,
    ClashError,
    ClassifyEngagement,
    ConfirmEngagement,
    ConfirmOccasion,
    CorrectEngagement,
    CorrectOccasion,
    ExtendOccasion,
    HoldEngagement,
    HoldOccasion,
    MoveEngagement,
    Office,
    PostponeEngagement,
    PostponeOccasion,
    RefusedError,
    ReinstateEngagement,
    ReinstateOccasion,
    ReinstateOccurrence,
    RepeatOccasion,
    ReportEngagement,
    ReportOccasion,
    RescheduleEngagement,
    RescheduleOccasion,
    RevokeClash,
    Visibility,
    WithdrawEngagement,
    WithdrawOccasion,
)
from mayor_schedule.domain.catalog import KEPT, KINDS
from mayor_schedule.domain.diary import BOOKING, PAGE, BookingMade, DiaryBooked, Hold, booking_id, page_ids
from mayor_schedule.domain.engagement import (
    Engagement,
    EngagementAttendanceSet,
    EngagementConfirmed,
    EngagementDetails,
    EngagementFacts,
    EngagementReinstated,
    EngagementStage,
)
from mayor_schedule.domain.model import Command
from mayor_schedule.domain.occasion import (
    Occasion,
    OccasionAttendanceSet,
    OccasionFacts,
    OccasionStage,
    OccasionWithdrawn,
    OccurrenceDetails,
)
from mayor_schedule.domain.office import BeginTerm
from mayor_schedule.domain.references import check_references
from mayor_schedule.domain.subject import Subject
from mayor_schedule.domain.values.attendance import Answer, Attendance, Mode
from mayor_schedule.domain.values.moment import Moment
from mayor_schedule.domain.values.party import Person
from mayor_schedule.domain.values.period import Period
from mayor_schedule.domain.values.text import Text
from mayor_schedule.domain.values.when import Timed, Unknown
from mayor_schedule.errors import BatchRefusedError
from mayor_schedule.store.history import History

NINE, HALF_PAST_NINE = (at(f"2018-10-01T{each}", "10:30") for each in ("09:00", "09:30"))


def before_diaries(desk: Desk) -> Desk:
    """The same office as a version stored it that had no diaries."""
    history = History.in_memory()
    history.append([each for each in desk.history.log() if each.kind in KINDS], {})
    desk.office.close()
    return Desk(history, founded=False)


def overlapping() -> Desk:
    """Two engagements of one time, and others, confirmed before there were diaries."""
    desk = Desk()
    desk.confirm("a", NINE)
    desk.confirm("b", HALF_PAST_NINE, VICE)
    for absent in ("mayor", "vice_mayor"):
        desk.do(AttendEngagement(engagement="b", attendance=Attendance(principal=absent, answer=Answer.NO)))
    desk.confirm("c", at("2018-10-02T09:00", "10:00"))
    desk.plan("d", NINE)
    desk.confirm("e", NINE, VICE)
    desk.do(CancelEngagement(engagement="e"))
    desk.trip("t", "2018-09-27", "2018-10-07")
    desk.occasion("staff", NINE, VICE, recurrence="FREQ=WEEKLY;COUNT=3")
    old = before_diaries(desk)
    for attendance in (MAYOR, VICE):  # as no later version would have it
        old.append("engagement:b", EngagementAttendanceSet(attendance=attendance))
    return old


# --- what was confirmed before ----------------------------------------------------------------------------------------


def test_what_was_confirmed_before_takes_its_time_once() -> None:
    desk = Desk()
    desk.confirm("a", NINE)
    desk.plan("b", HALF_PAST_NINE)
    desk.trip("t", "2018-09-27", "2018-10-07")
    desk.occasion("staff", at("2018-10-01T14:00", "15:00"), MAYOR, recurrence="FREQ=WEEKLY;COUNT=2")
    pages = desk.pages()
    with before_diaries(desk) as old:
        assert (old.pages(), old.kept()) == ({}, [])
        expected = Bookings(("engagement:a", "trip:t", "occasion:staff"), 0, ())
        size = len(old.history)
        assert old.office.book(by="p", dry_run=True) == expected
        assert len(old.history) == size, "only told"
        assert old.office.book(by="p") == expected
        assert old.pages() == pages
        size = len(old.history)
        assert old.office.book(by="p") == Bookings((), 0, ())
        assert len(old.history) == size
        old.refused(ConfirmEngagement(engagement="b"), told="the mayor is then at engagement:a")
        old.check()


def test_without_that_step_the_first_command_takes_its_own_time() -> None:
    desk = Desk()
    desk.confirm("a", NINE)
    desk.confirm("b", at("2018-10-02T09:00"))
    with before_diaries(desk) as old:
        old.do(RescheduleEngagement(engagement="a", when=at("2018-10-02T09:00")))
        assert list(old.pages()) == ["diary:mayor/2018-10-02"], "the other has not taken its time yet"
        told = old.office.book(by="p")
        assert (told.booked, told.released, len(told.clashes)) == ((), 0, 1)
        assert str(told.clashes[0]).startswith(
            "cannot book engagement:b, 2018-10-02 09:00 (Asia/Seoul): the mayor is then at engagement:a"
        )


def test_a_clash_of_before_is_told_and_nothing_else_is_lost() -> None:
    with overlapping() as desk:
        told = desk.office.book(by="p")
        assert told.booked == ("engagement:a", "engagement:b", "engagement:c", "trip:t", "occasion:staff")
        clashes = [(each.subject, each.other, each.principal) for each in told.clashes if isinstance(each, ClashError)]
        assert clashes == [
            ("engagement:b", "engagement:a", "mayor"), ("occasion:staff", "engagement:b", "vice_mayor"),
        ]  # fmt: skip
        assert desk.pages()["diary:vice_mayor/2018-10-01"] == ["engagement:b"]
        assert desk.state("engagement:b").stage == "confirmed"  # type: ignore[union-attr]


def test_a_clash_of_before_is_no_reason_to_refuse_what_does_not_touch_it() -> None:
    """An entry can be hidden, renamed, moved away or called off while the clash of before is there."""
    for command in (
        ClassifyEngagement(engagement="b", visibility=Visibility.CONFIDENTIAL),
        ChangeEngagement(engagement="b", fields=EngagementDetails(title=Text(en="renamed"))),
        RescheduleEngagement(engagement="b", when=at("2018-10-03T09:00")),
        CancelEngagement(engagement="b"),
    ):
        with overlapping() as desk:
            desk.office.book(by="p")
            desk.do(command)
            moved = "engagement:b" in desk.pages().get("diary:mayor/2018-10-03", ())
            assert moved is isinstance(command, RescheduleEngagement)
    with overlapping() as desk:
        desk.office.book(by="p")
        longer = RescheduleEngagement(engagement="b", when=at("2018-10-01T09:30", "11:30"))
        desk.refused(longer, told="the mayor is then at engagement:a")
        desk.do(CancelEngagement(engagement="a"))
        desk.do(ChangeEngagement(engagement="b", fields=EngagementDetails(title=Text(en="free now"))))
        assert "engagement:b" in desk.pages()["diary:mayor/2018-10-01"], "what is free now is taken"


def test_of_a_series_each_occurrence_that_is_free_is_booked() -> None:
    desk = Desk()
    desk.occasion("staff", NINE, MAYOR, recurrence="FREQ=WEEKLY;COUNT=3")
    desk.do(CancelOccurrence(occasion="staff", occurrence="2018-10-08"))
    desk.confirm("x", at("2018-10-08T10:00", "11:00"))
    old = before_diaries(desk)
    with old:
        old.append("occasion:staff", OccasionWithdrawn(event=3, reason=WHY))
        told = old.office.book(by="p")
        assert told.booked == ("occasion:staff",)
        assert [str(each)[:63] for each in told.clashes] == [
            "cannot book engagement:x, 2018-10-08 10:00–11:00 (Asia/Seoul): "
        ]
        old.do(CancelEngagement(engagement="x"))
        old.check()
    first = Desk()
    first.confirm("x", at("2018-10-08T10:00", "11:00"))
    first.occasion("staff", NINE, recurrence="FREQ=WEEKLY;COUNT=3")
    later = before_diaries(first)
    with later:
        later.append("occasion:staff", OccasionAttendanceSet(attendance=MAYOR))
        told = later.office.book(by="p")
        assert told.booked == ("engagement:x", "occasion:staff")
        assert len(told.clashes) == 1
        assert sorted(later.pages()) == ["diary:mayor/2018-10-01", "diary:mayor/2018-10-08", "diary:mayor/2018-10-15"]
        later.plan("y", at("2018-10-15T10:00", "11:00"))
        later.refused(ConfirmEngagement(engagement="y"), told="the mayor is then at occasion:staff")
        assert later.office.book(by="p").booked == ()
        later.do(AcceptClash(between=("engagement:x", "occasion:staff"), reason=WHY))
        assert later.office.book(by="p") == Bookings(("occasion:staff",), 0, ())
        later.check()


def test_what_nobody_needs_any_more_is_given_back_and_counted() -> None:
    with Desk() as desk:
        desk.confirm("a", NINE, MAYOR, VICE)
        desk.plan("b", HALF_PAST_NINE)
        holds = [
            Hold(
                principal=who, subject="engagement:b", pages=(date(2018, 10, 5), date(2018, 10, 6)),
                taken={"start": "2018-10-05T23:00:00Z", "end": "2018-10-06T02:00:00Z"},
            )
            for who in ("mayor", "vice_mayor")
        ]  # fmt: skip
        desk.append(booking_id("engagement:b"), BookingMade(holds=tuple(holds)))
        for hold in holds:
            for page in page_ids(hold):
                desk.append(page, DiaryBooked(hold=hold))
        assert desk.office.book(by="p", dry_run=True) == Bookings((), 2, ())
        assert desk.office.book(by="p") == Bookings((), 2, ())
        assert desk.office.book(by="p") == Bookings((), 0, ())
        desk.check()


def test_a_time_that_is_another_one_under_new_zone_data_is_taken_anew() -> None:
    with Desk() as desk:
        desk.confirm("a", NINE)
        (hold,) = desk.streams("booking")["booking:engagement:a"]
        desk.do(CancelEngagement(engagement="a"))
        assert hold.taken.start is not None
        earlier = hold.model_copy(
            update={"taken": hold.taken.model_copy(update={"start": hold.taken.start - timedelta(hours=1)})}
        )
        desk.append(booking_id("engagement:a"), BookingMade(holds=(earlier,)))
        desk.append("diary:mayor/2018-10-01", DiaryBooked(hold=earlier))
        desk.append("engagement:a", EngagementReinstated(), EngagementConfirmed())
        assert desk.office.book(by="p") == Bookings(("engagement:a",), 1, ())
        desk.check()


def test_whose_time_it_is_may_have_changed_with_the_office() -> None:
    with Desk() as desk:
        yoon = Person(name=Text(ko="윤준병"))
        desk.confirm("a", NINE, Attendance(answer=Answer.NO, represented_by=yoon))
        assert desk.pages() == {}
        desk.do(BeginTerm(principal="vice_mayor", holder=yoon, began=date(2018, 7, 1)))
        assert list(desk.pages()) == ["diary:vice_mayor/2018-10-01"], "who stands in is a principal now"
        assert desk.office.book(by="p") == Bookings((), 0, ())


def test_what_the_step_records_says_by_whom_and_belongs_to_no_command() -> None:
    desk = Desk()
    desk.confirm("a", NINE)
    with before_diaries(desk) as old:
        with pytest.raises(RefusedError, match="cannot book what is confirmed: nobody is named who records it"):
            old.office.book(by=" ")
        old.office.book(by="의전과")
        kept = [each for each in old.history.log() if each.kind in KEPT]
        assert {(each.by, each.command_id, each.note, each.citations) for each in kept} == {
            ("의전과", "diary", None, ())
        }
        assert {each.known_on for each in kept} == {old.office.today()}


def test_an_empty_store_has_nothing_to_book(tmp_path: Path) -> None:
    with Office.open(tmp_path / "office.db", clock=Clock(), entropy=counting_entropy()) as office:
        assert office.book(by="p") == Bookings((), 0, ())
        assert list(office.history()) == []


# --- everything that can happen to a few entries ----------------------------------------------------------------------

PRINCIPALS: Final = ("mayor", "vice_mayor")
ENGAGEMENTS, OCCASIONS = ("a", "b", "c"), ("o", "p")
SUBJECTS: Final = (*(f"engagement:{each}" for each in ENGAGEMENTS), *(f"occasion:{each}" for each in OCCASIONS))
SLOT: Final = timedelta(minutes=30)
EVENING: Final = datetime(2018, 10, 3, 21, tzinfo=UTC)
"""The grid begins three hours before a midnight in UTC."""


class Takes(NamedTuple):
    """What a subject takes of a principal's time, by the model: from a half hour of the grid to another."""

    subject: str
    principal: str
    start: datetime
    end: datetime | None
    part_of: str | None
    occurrence: date | None

    @property
    def slots(self) -> frozenset[datetime]:
        """The half hours that it takes; one where its end is not known."""
        count = 1 if self.end is None else (self.end - self.start) // SLOT
        return frozenset(self.start + SLOT * each for each in range(count))

    @property
    def time(self) -> tuple[datetime, datetime | None]:
        return self.start, self.end


def _utc(moment: Moment) -> datetime:
    return moment.local.replace(tzinfo=ZoneInfo(moment.zone)).astimezone(UTC)


def _those_who_come(attendance: Sequence[Attendance]) -> set[str]:
    present = [each for each in attendance if each.mode != "message"]
    stood_in = {
        str(each.represented_by.name["en"]) for each in present if each.represented_by and each.represented_by.name
    }
    absent = {each.principal for each in attendance if each.answer == "no"}
    return {each.principal for each in present if _comes(each) and not each.represented_by} | (
        (stood_in & set(PRINCIPALS)) - absent
    )


def _comes(each: Attendance) -> bool:
    return each.answer == "yes" or (each.answer == "unknown" and each.mode in ("in_person", "video"))


def takes(states: Mapping[str, Subject], subject: str, *stages: str) -> set[Takes]:
    """What a subject takes, worked out anew from its state and by other means than the program's."""
    state = states.get(subject)
    found: set[Takes] = set()

    def add(when: Any, principals: set[str], part_of: str | None = None, day: date | None = None) -> None:
        if isinstance(when, Timed):
            end = None if when.end is None else _utc(when.end)
            found.update(Takes(subject, who, _utc(when.start), end, part_of, day) for who in principals)

    if state is None or state.is_withdrawn or getattr(state, "stage", None) not in stages:
        return found
    if isinstance(state, Engagement):
        settles = [each for each in state.attendance if each.principal == "mayor" or _comes(each)]
        stood_in = [each for each in state.attendance if each.represented_by]
        who = _those_who_come(state.attendance) if settles or stood_in else {"mayor"}
        add(state.when, who, state.part_of)
    elif isinstance(state, Occasion) and state.recurrence is None:
        add(state.when, _those_who_come(state.attendance))
    elif isinstance(state, Occasion) and isinstance(state.when, (Timed, Period)):
        first = state.when.start.day if isinstance(state.when, Timed) else state.when.first
        parts = dict(part.split("=") for part in str(state.recurrence).split(";"))
        step = timedelta(days=1 if parts["FREQ"] == "DAILY" else 7)
        days = [first + step * each for each in range(int(parts.get("COUNT", 40)))]
        for day in days:
            each = state.occurrence(day)
            if (state.booked_until is None or day <= state.booked_until) and not each.is_cancelled:
                add(each.when, _those_who_come(each.attendance), None, day)
    return found


def overlapping_pairs(states: Mapping[str, Subject], *stages: str) -> set[frozenset[Takes]]:
    """Every two that one principal cannot both do, by looking at every two."""
    every = [each for subject in SUBJECTS for each in takes(states, subject, *stages)]
    return {
        frozenset((one, other))
        for one, other in combinations(every, 2)
        if one.principal == other.principal and (one.subject, one.occurrence) != (other.subject, other.occurrence)
        and other.subject != one.part_of and other.part_of != one.subject and one.slots & other.slots
    }  # fmt: skip


def times(pair: Iterable[Takes]) -> frozenset[tuple[str, tuple[datetime, datetime | None]]]:
    """What an acceptance names of two: their ids and times."""
    return frozenset((each.subject, each.time) for each in pair)


@dataclass
class Model:
    """What should be, by brute force."""

    states: dict[str, Subject]
    accepted: dict[frozenset[str], set[frozenset[Any]]]
    tolerated: set[frozenset[Takes]]

    def after(self, commands: Iterable[Command]) -> tuple[Model, set[frozenset[Takes]]] | None:
        """The model after a batch, with the new overlaps that nobody accepted; None where a life does not allow it."""
        states, accepted = dict(self.states), dict(self.accepted)
        for command in commands:
            try:
                check_references(command, states.get)
                if isinstance(command, AcceptClash):
                    pair = frozenset(command.between)
                    both = overlapping_pairs(states, "planned", "confirmed")
                    found = {times(each) for each in both if {one.subject for one in each} == pair}
                    if not found or accepted.get(pair) == found:
                        return None
                    accepted[pair] = found
                elif isinstance(command, RevokeClash):
                    if not accepted.pop(frozenset(command.between), None):
                        return None
                else:
                    kind = KINDS[command.kind]
                    for event in kind.decide(states.get(command.subject), command):
                        states[command.subject] = kind.evolve(states.get(command.subject), event)
            except RefusedError:
                return None
        overlaps = overlapping_pairs(states, "confirmed")
        allowed = {each for each in overlaps if times(each) in accepted.get(frozenset(one.subject for one in each), ())}
        fresh = overlaps - allowed - self.tolerated
        return Model(states, accepted, overlaps), fresh


class Chance:
    """Commands by a seed: evenly over all that can be asked, where Hypothesis would mostly ask for the simplest."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)  # noqa: S311 - no secret
        self.one_of = self._random.choice

    def often(self, share: float) -> bool:
        return self._random.random() < share

    def time(self) -> Any:
        """A time around a midnight in UTC, in some zone; sometimes none."""
        if self.often(0.06):
            return self.one_of((Period.of("2018-10-03"), Unknown()))
        start, length = EVENING + SLOT * self._random.randrange(10), self.one_of((None, 1, 2, 3, 5, 50))
        zones = ("Asia/Seoul", "Europe/Zurich", "UTC", "America/New_York")
        begins = Moment.at(start, self.one_of(zones))
        if length is None:
            return Timed(start=begins)
        return Timed(start=begins, end=Moment.at(start + SLOT * length, self.one_of((begins.zone, *zones))))

    def first_time(self) -> Any:
        """A time that can be the first of a series."""
        when = self.time()
        if isinstance(when, Timed) and when.end is not None:
            return Timed(start=when.start, end=Moment.at(when.end.utc, when.start.zone))
        return when

    def attendance(self) -> Attendance:
        somebody = self.one_of((*PRINCIPALS, "somebody else"))
        return Attendance(
            principal=self.one_of(PRINCIPALS),
            answer=self.one_of((Answer.YES, Answer.YES, Answer.YES, Answer.NO, Answer.UNKNOWN)),
            mode=self.one_of((None, None, None, None, Mode.VIDEO, Mode.MESSAGE)),
            represented_by=Person(name=Text(en=somebody)) if self.often(0.15) else None,
        )

    def attendances(self) -> tuple[Attendance, ...]:
        found = {each.principal: each for each in (self.attendance(), self.attendance())}
        return () if self.often(0.3) else tuple(found.values())

    def series(self) -> dict[str, Any]:
        rule, until = self.one_of(
            (
                ("FREQ=DAILY;COUNT=3", None),
                ("FREQ=WEEKLY;COUNT=2", None),
                ("FREQ=DAILY", date(2018, 10, 6)),
                (None, None),
            )
        )
        return {"recurrence": rule, "booked_until": until}

    def batch(self, model: Model) -> list[Command]:
        """One command or two, mostly such as the lives of the entries allow."""
        found: list[Command] = []
        for _ in range(2 if self.often(0.25) else 1):
            for _ in range(5):
                asked = self.command(model.states)
                if model.after([*found, asked]) is not None:
                    break
            found.append(asked)
        return found

    def command(self, states: Mapping[str, Subject]) -> Command:
        """Something to ask of an entry as it is now, or of two."""
        if self.often(0.2):
            pairs = (sorted(one.subject for one in each) for each in overlapping_pairs(states, "planned", "confirmed"))
            every = sorted(each for each in pairs if each[0] != each[1])
            pair = tuple(self.one_of(every) if every and self.often(0.8) else self._random.sample(SUBJECTS, 2))
            return RevokeClash(between=pair) if self.often(0.2) else AcceptClash(between=pair, reason=WHY)  # type: ignore[arg-type]
        subject = self.one_of(SUBJECTS)
        return self.engagement(subject, states) if subject.startswith("engagement") else self.occasion(subject, states)

    def version(self, state: Subject) -> int | None:
        return self._random.randrange(2, state.version + 2) if self.often(0.8) else None

    def engagement(self, subject: str, states: Mapping[str, Subject]) -> Command:
        state, title, whole = states.get(subject), Text(en=subject), self.one_of((None, None, None, "occasion:o"))
        opened = {"title": title, "when": self.time(), "part_of": whole, "attendance": self.attendances()}
        if state is None:
            stage = self.one_of((EngagementStage.CONFIRMED, EngagementStage.PLANNED, EngagementStage.HELD))
            return ReportEngagement(engagement=subject, stage=stage, **opened)
        own: dict[str, Any] = {"engagement": subject}
        facts: dict[str, Any] = self.one_of(({"when": self.time()}, {"attendance": (self.attendance(),)}))
        changes: list[Command] = [
            RescheduleEngagement(**own, when=self.time()),
            AttendEngagement(**own, attendance=self.attendance()),
            self.one_of((CancelEngagement, PostponeEngagement, HoldEngagement))(**own),
            ReinstateEngagement(**own, when=self.one_of((None, self.time()))),
            WithdrawEngagement(**own, event=self.version(state), reason=WHY),
            CorrectEngagement(**own, event=self.version(state), fields=EngagementFacts(**facts), reason=WHY),
            MoveEngagement(**own, part_of=whole),
            ReportEngagement(**own, stage=EngagementStage.CONFIRMED, **opened),
            ConfirmEngagement(**own),
        ]
        if getattr(state, "stage", None) == "planned" and self.often(0.5):
            return ConfirmEngagement(**own)
        return self.one_of(changes)

    def occasion(self, subject: str, states: Mapping[str, Subject]) -> Command:
        state, title = states.get(subject), Text(en=subject)
        if state is None:
            stage = self.one_of((OccasionStage.CONFIRMED, OccasionStage.PLANNED))
            opened = {"title": title, "when": self.first_time(), "attendance": self.attendances()}
            return ReportOccasion(occasion=subject, stage=stage, **opened, **self.series())
        when = getattr(state, "when", None)
        start = when.start.day if isinstance(when, Timed) else date(2018, 10, 3)
        own: dict[str, Any] = {"occasion": subject}
        one = {**own, "occurrence": start + timedelta(days=self._random.randrange(3))}
        facts: dict[str, Any] = self.one_of(({"when": self.first_time()}, {"attendance": (self.attendance(),)}))
        details: dict[str, Any] = self.one_of(({"when": self.time()}, {"attendance": (self.attendance(),)}))
        if isinstance(details.get("when"), Unknown):
            details = {"title": title}
        changes: list[Command] = [
            RescheduleOccasion(**own, when=self.first_time()),
            AttendOccasion(**own, attendance=self.attendance()),
            self.one_of((CancelOccasion, PostponeOccasion, HoldOccasion))(**own),
            ReinstateOccasion(**own, when=self.one_of((None, self.first_time()))),
            WithdrawOccasion(**own, event=self.version(state), reason=WHY),
            CorrectOccasion(**own, event=self.version(state), fields=OccasionFacts(**facts), reason=WHY),
            RepeatOccasion(**own, **self.series()),
            ExtendOccasion(**own, booked_until=date(2018, 10, 5) + timedelta(days=self._random.randrange(5))),
            ConfirmOccasion(**own),
        ]
        if isinstance(state, Occasion) and state.recurrence is not None:
            changes += [
                ChangeOccurrence(**one, fields=OccurrenceDetails(**details)), CancelOccurrence(**one),
                ReinstateOccurrence(**one),
            ]  # fmt: skip
        if getattr(state, "stage", None) == "planned" and self.often(0.5):
            return ConfirmOccasion(**own)
        return self.one_of(changes)


@pytest.mark.slow
@given(st.integers(0, 2**32), st.integers(1, 20))
def test_no_principal_is_ever_in_two_places(seed: int, number: int) -> None:
    """After every batch, recorded or refused, everything is as a model says that looks at every two entries."""
    chance = Chance(seed)
    with Desk() as desk:
        office = desk.state("office:profile")
        assert office is not None
        model = Model({"office:profile": office}, {}, set())
        for _ in range(number):
            batch = chance.batch(model)
            note(f"{batch}")
            expected = model.after(batch)
            before = len(desk.history)
            refusals: list[RefusedError] = []
            try:
                desk.do(*batch)
            except BatchRefusedError as error:
                refusals = [each for _, each in error.refusals]
                assert len(desk.history) == before
            note(f"{refusals or 'recorded'}")
            clashes = [each for each in refusals if isinstance(each, ClashError)]
            if expected is None:
                assert len(refusals) > len(clashes)
                continue
            after, fresh = expected
            assert bool(clashes) is bool(fresh)
            assert len(clashes) == len(refusals)
            named = {(frozenset(each.subject for each in pair), next(iter(pair)).principal) for pair in fresh}
            for clash in clashes:
                assert (frozenset((clash.subject, clash.other)), clash.principal) in named
                assert clash.subject in str(clash)
                assert clash.other in str(clash)
            model = model if clashes else after
            _holds_are(desk, model)
        desk.check()
        assert desk.office.book(by="p") == Bookings((), 0, ())


def _holds_are(desk: Desk, model: Model) -> None:
    wanted = {each for subject in SUBJECTS for each in takes(model.states, subject, "confirmed")}
    pages = {(f"diary:{each.principal}/{slot.date()}", each) for each in wanted for slot in each.slots}
    held = {
        (stream, Takes(hold.subject, hold.principal, hold.taken.start, hold.taken.end, hold.part_of, hold.occurrence))
        for stream, holds in desk.streams(PAGE, BOOKING).items()
        for hold in holds
        if hold.taken.start is not None
    }
    assert held == pages | {(booking_id(each.subject), each) for each in wanted}
