"""Occasions that come back: the rule, the end of what is booked, and the lives of single occurrences."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice
from time import process_time
from typing import Any

import pytest
from hypothesis import given as each_of
from hypothesis import strategies as st

from mayor_schedule.domain.booking import holds_of
from mayor_schedule.domain.diary import Hold
from mayor_schedule.domain.occasion import (
    CancelOccasion,
    CancelOccurrence,
    ChangeOccasion,
    ChangeOccurrence,
    ConfirmOccasion,
    CorrectOccasion,
    ExtendOccasion,
    HoldOccasion,
    Occasion,
    OccasionAttendanceSet,
    OccasionCancelled,
    OccasionConfirmed,
    OccasionCorrected,
    OccasionDetails,
    OccasionEvents,
    OccasionExtended,
    OccasionFacts,
    OccasionHeld,
    OccasionPlanned,
    OccasionPostponed,
    OccasionReinstated,
    OccasionRepeated,
    OccasionReported,
    OccasionRescheduled,
    OccasionStage,
    OccasionWithdrawn,
    OccurrenceCancelled,
    OccurrenceChanged,
    OccurrenceDetails,
    OccurrenceReinstated,
    PlanOccasion,
    PostponeOccasion,
    ReinstateOccasion,
    ReinstateOccurrence,
    RepeatOccasion,
    ReportOccasion,
    RescheduleOccasion,
    WithdrawOccasion,
)
from mayor_schedule.domain.occasion.series import on_day
from mayor_schedule.domain.occasion.series_rules import MOST
from mayor_schedule.domain.values.attendance import Answer, Attendance, Mode
from mayor_schedule.domain.values.base import STORED
from mayor_schedule.domain.values.fuzzy import FuzzyDate
from mayor_schedule.domain.values.moment import Moment
from mayor_schedule.domain.values.period import Period
from mayor_schedule.domain.values.place import Place
from mayor_schedule.domain.values.recurrence import Recurrence
from mayor_schedule.domain.values.text import Text
from mayor_schedule.domain.values.when import Timed, Unknown, When
from spec import given, state_after

ID = "occasion:staff"
TITLE, OTHER, WHY = (Text(en=words) for words in ("Staff meeting", "Extended staff meeting", "misread"))
HALL = Place(venue=Text(en="New city hall"))
YES, NO = (Attendance(answer=answer) for answer in (Answer.YES, Answer.NO))
DEPUTY = Attendance(principal="vice_mayor", answer=Answer.YES)
WEEKLY, UNTIL = Recurrence(rule="FREQ=WEEKLY"), date(2018, 12, 31)


def at(start: str, end: str | None = None, zone: str = "Asia/Seoul") -> Timed:
    """A time: ``at("2018-10-01T09:00", "10:00")``; an end without a day is on the same one."""
    full = None if end is None else end if "T" in end else f"{start[:11]}{end}"
    return Timed(start=Moment.of(start, zone), end=None if full is None else Moment.of(full, zone))


NINE, TEN = at("2018-10-01T09:00", "10:00"), at("2018-10-01T10:00", "11:00")
EVENING = at("2018-10-10T18:00", "19:00")
MEETING = OccasionPlanned(title=TITLE, when=NINE, recurrence=WEEKLY, booked_until=UNTIL)
MONDAYS = [date(2018, 10, 1) + timedelta(weeks=each) for each in range(14)]
FIRST, SECOND, THIRD = MONDAYS[:3]


def repeat(rule: str | None, **more: Any) -> RepeatOccasion:
    return RepeatOccasion(occasion=ID, recurrence=None if rule is None else Recurrence(rule=rule), **more)


def change(day: date, **fields: Any) -> ChangeOccurrence:
    return ChangeOccurrence(occasion=ID, occurrence=day, fields=OccurrenceDetails(**fields))


def changed(day: date, **fields: Any) -> OccurrenceChanged:
    return OccurrenceChanged(occurrence=day, fields=OccurrenceDetails(**fields))


def cancel(day: date) -> CancelOccurrence:
    return CancelOccurrence(occasion=ID, occurrence=day)


def days(occasion: Occasion, last: date = UNTIL) -> list[date]:
    return list(occasion.days(last))


def starts(occasion: Occasion, first: str = "2018-10-01", last: str = "2018-10-31") -> list[str]:
    """When the occurrences begin, by the clocks there; with a minus where they were called off."""
    found = []
    for each in occasion.occurrences(date.fromisoformat(first), date.fromisoformat(last)):
        when = each.when.start.aware if isinstance(each.when, Timed) else each.when.first
        found.append(("-" if each.is_cancelled else "") + f"{when:%m-%d %H:%M}")
    return found


def holds(*events: OccasionEvents) -> list[Hold]:
    state = state_after(*events)
    return holds_of(ID, state, {ID: state}.get)


# --- what can be a series ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "booked_until", "until", "number"),
    [
        ("FREQ=WEEKLY", "2018-12-31", "2018-12-31", 14),
        ("FREQ=WEEKLY", "2018-10-01", "2018-10-01", 1),
        ("FREQ=WEEKLY;COUNT=5", None, "2018-10-29", 5),
        ("FREQ=WEEKLY;COUNT=5", "2018-10-15", "2018-10-15", 3),
        ("FREQ=WEEKLY;COUNT=5", "2019-12-31", "2018-10-29", 5),
        ("FREQ=WEEKLY;UNTIL=20181029", None, "2018-10-29", 5),
        ("FREQ=WEEKLY;UNTIL=20181029", "2018-10-20", "2018-10-20", 3),
        ("FREQ=WEEKLY;UNTIL=20181029", "2019-10-20", "2018-10-29", 5),
        ("FREQ=WEEKLY;UNTIL=20181001", None, "2018-10-01", 1),
        ("FREQ=DAILY;COUNT=3000", None, "2026-12-17", MOST),
        ("FREQ=YEARLY", "2037-12-31", "2037-12-31", 20),
        ("FREQ=YEARLY;UNTIL=25001231", None, "2500-12-31", 483),
    ],
)
def test_a_series_is_booked_until_its_end_or_the_day_that_was_said(
    rule: str, booked_until: str | None, until: str, number: int
) -> None:
    plan = PlanOccasion(occasion=ID, title=TITLE, when=NINE, recurrence=rule, booked_until=booked_until)
    occasion = given().state_after(plan)
    assert occasion.booked_to == date.fromisoformat(until)
    assert len(days(occasion, occasion.booked_to)) == number


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"recurrence": "FREQ=WEEKLY"}, "it comes back for ever; say until when it is booked (booked_until)"),
        ({"booked_until": "2018-12-31"}, "booked_until is for what comes back; give a recurrence"),
        (
            {"recurrence": "FREQ=WEEKLY", "booked_until": "2018-09-30"},
            "it would be booked until 2018-09-30, before it begins on 2018-10-01",
        ),
        (
            {"recurrence": "FREQ=WEEKLY;UNTIL=20180930"},
            "it would come back until 2018-09-30, before it begins on 2018-10-01; give a later UNTIL, or another first",
        ),
        ({"recurrence": {"rule": "FREQ=WEEKLY;COUNT=1", "excluded": ["2018-10-01"]}}, "no occurrence would be left"),
        (
            {"recurrence": {"rule": "FREQ=WEEKLY", "excluded": ["2018-10-01"]}, "booked_until": "2018-10-07"},
            "no occurrence would be left of it; cancel it instead",
        ),
        (
            {"recurrence": "FREQ=WEEKLY;BYDAY=TU;COUNT=3"},
            "Monday 2018-10-01 is none of the days of FREQ=WEEKLY;COUNT=3;BYDAY=TU; begin on the first day of the rule",
        ),
        ({"recurrence": "FREQ=MONTHLY;BYDAY=2MO;COUNT=3"}, "Monday 2018-10-01 is none of the days"),
        ({"recurrence": "FREQ=WEEKLY;COUNT=3", "when": "2018-10"}, "its first time is 2018-10; give a day or a time"),
        ({"recurrence": "FREQ=WEEKLY;COUNT=3", "when": "2018-10-01/.."}, "give a day or a time"),
        ({"recurrence": "FREQ=WEEKLY;COUNT=3", "when": "unknown"}, "its first time is unknown; give a day or a time"),
        (
            {
                "recurrence": "FREQ=WEEKLY;COUNT=3",
                "when": {
                    "start": "2018-10-01T09:00",
                    "zone": "Asia/Seoul",
                    "end": "2018-10-01T10:00",
                    "end_zone": "Asia/Tokyo",
                },
            },
            "a series ends in the zone in which it begins",
        ),
        (
            {
                "recurrence": "FREQ=WEEKLY;COUNT=3",
                "when": {"start": "2018-10-28T02:30", "zone": "Europe/Zurich", "fold": 1},
            },
            "not in the second of two equal hours",
        ),
        ({"recurrence": "FREQ=DAILY;COUNT=3001"}, "more than 3000 occurrences would be booked, until 2026-12-18"),
        ({"recurrence": "FREQ=DAILY;UNTIL=99991231"}, "more than 3000 occurrences would be booked, until 9999-12-31"),
        ({"recurrence": "FREQ=WEEKLY;UNTIL=99991231"}, "give an earlier booked_until, and extend it later"),
        ({"recurrence": "FREQ=DAILY", "booked_until": "2118-10-01"}, "more than 3000 occurrences would be booked"),
        ({"recurrence": "FREQ=DAILY", "booked_until": "9999-12-31"}, "more than 3000 occurrences would be booked"),
    ],
)
def test_what_cannot_be_a_series_is_refused(fields: dict[str, Any], told: str) -> None:
    began = process_time()
    given().when(PlanOccasion(**{"occasion": ID, "title": TITLE, "when": NINE} | fields)).refused(told)
    reported = {"occasion": ID, "title": TITLE, "when": NINE, "stage": OccasionStage.CONFIRMED} | fields
    given().when(ReportOccasion(**reported)).refused(told)
    assert process_time() - began < 5


def test_what_is_over_may_have_been_any_series() -> None:
    for stage in (OccasionStage.HELD, OccasionStage.CANCELLED):
        report = ReportOccasion(occasion=ID, title=TITLE, stage=stage, recurrence=WEEKLY, when=Unknown())
        assert given().state_after(report).recurrence == WEEKLY


@pytest.mark.parametrize("stage", [OccasionStage.HELD, OccasionStage.CANCELLED])
def test_what_is_over_had_an_occurrence(stage: OccasionStage) -> None:
    """Nothing of it would be shown in any calendar, and nobody would be told why."""

    def report(recurrence: object) -> ReportOccasion:
        return ReportOccasion(occasion=ID, title=TITLE, when=NINE, stage=stage, recurrence=recurrence)

    ended = "it would come back until 2018-09-30, before it begins on 2018-10-01; give a later UNTIL"
    given().when(report("FREQ=WEEKLY;UNTIL=20180930")).refused(ended)
    left_out = {"rule": "FREQ=WEEKLY;COUNT=1", "excluded": ["2018-10-01"]}
    given().when(report(left_out)).refused(
        "no occurrence would be left of it; give another rule, or leave fewer days out"
    )
    began = process_time()
    given().when(report("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")).refused("no occurrence would be left of it; give")
    assert process_time() - began < 5
    assert given().state_after(report("FREQ=WEEKLY")).recurrence == WEEKLY
    held = OccasionReported(title=TITLE, when=NINE, stage=stage, recurrence="FREQ=WEEKLY;COUNT=2")
    ends_early = OccasionFacts(recurrence="FREQ=WEEKLY;UNTIL=20180930")
    later = CorrectOccasion(occasion=ID, event=1, reason=WHY, fields=ends_early)
    given(held).when(later).refused(ended)
    odd = OccasionReported(title=TITLE, when=NINE, stage=stage, recurrence="FREQ=WEEKLY;UNTIL=20180930")
    right = ChangeOccasion(occasion=ID, fields=OccasionDetails(description=WHY))
    assert given(odd).state_after(right).description == WHY, "it was recorded before that was refused"


def test_what_is_stored_is_read_whatever_it_is() -> None:
    odd = OccasionPlanned.model_validate({"title": {"en": "x"}, "recurrence": {"rule": "FREQ=WEEKLY"}}, context=STORED)
    occasion = state_after(odd)
    assert (days(occasion), occasion.changed_occurrences()) == ([], [])
    assert occasion.booked_to == date.min


def test_an_occasion_is_made_a_series_and_single_again() -> None:
    single = OccasionPlanned(title=TITLE, when=NINE)
    repeated = OccasionRepeated(recurrence=WEEKLY, booked_until=UNTIL)
    series = given(single).when(repeat("FREQ=WEEKLY", booked_until=UNTIL)).then(repeated)
    assert days(series) == MONDAYS
    again = given(single, repeated).when(repeat(None)).then(OccasionRepeated(recurrence=None))
    assert (again.recurrence, again.booked_until, again.booked_to, days(again)) == (None, None, None, [])
    assert again.when == NINE
    given(single, repeated, OccasionRepeated(recurrence=None)).when(repeat("FREQ=WEEKLY")).refused(
        "it comes back for ever; say until when it is booked"
    )
    back = state_after(single, repeated, OccasionRepeated(recurrence=None), OccasionWithdrawn(event=3, reason=WHY))
    assert (days(back), back.booked_until) == (MONDAYS, UNTIL)
    assert state_after(single, repeated, OccasionWithdrawn(event=2, reason=WHY)).booked_to is None


def test_repeating_is_refused_where_it_says_nothing_new() -> None:
    given(OccasionPlanned(title=TITLE, when=NINE)).when(repeat(None)).refused("it does not come back already")
    given(OccasionPlanned(title=TITLE, when=NINE)).when(repeat(None, booked_until=UNTIL)).refused(
        "booked_until is for what comes back"
    )
    given(MEETING).when(repeat("FREQ=WEEKLY", booked_until="2019-12-31")).refused(
        "it comes back by FREQ=WEEKLY already", "extend it"
    )
    given(MEETING).when(repeat("FREQ=WEEKLY", when=NINE)).refused("already")
    moved = given(MEETING).when(repeat("FREQ=WEEKLY", when=TEN)).then(OccasionRepeated(recurrence=WEEKLY, when=TEN))
    assert starts(moved)[:2] == ["10-01 10:00", "10-08 10:00"]


def test_a_rule_changes_with_its_first_time() -> None:
    tuesdays = Recurrence(rule="FREQ=WEEKLY;BYDAY=TU")
    given(MEETING).when(repeat("FREQ=WEEKLY;BYDAY=TU")).refused("Monday 2018-10-01 is none of the days of")
    tuesday = at("2018-10-02T09:00", "10:00")
    series = given(MEETING).when(repeat("FREQ=WEEKLY;BYDAY=TU", when=tuesday))
    assert series.then(OccasionRepeated(recurrence=tuesdays, when=tuesday)).booked_until == UNTIL
    given(MEETING).when(repeat("FREQ=WEEKLY", when=Period.of("2019-01-07"))).refused(
        "it would be booked until 2018-12-31, before it begins on 2019-01-07"
    )


# --- how long it is booked --------------------------------------------------------------------------------------------


def test_a_series_is_extended() -> None:
    later = date(2019, 3, 31)
    extended = given(MEETING).when(ExtendOccasion(occasion=ID, booked_until=later))
    assert extended.then(OccasionExtended(booked_until=later)).booked_to == later
    for day in ("2018-12-31", "2018-12-30", "2001-01-01"):
        same = given(MEETING).when(ExtendOccasion(occasion=ID, booked_until=day))
        same.refused("it is booked until 2018-12-31 already")
    counted = OccasionPlanned(title=TITLE, when=NINE, recurrence=Recurrence(rule="FREQ=WEEKLY;COUNT=3"))
    given(counted).when(ExtendOccasion(occasion=ID, booked_until="2018-10-16")).refused(
        "its rule ends on 2018-10-15", "give it a longer rule with repeat_occasion"
    )
    given(counted).when(ExtendOccasion(occasion=ID, booked_until="2018-10-15")).refused("is booked until 2018-10-15")
    partly = OccasionPlanned(
        title=TITLE, when=NINE, recurrence=Recurrence(rule="FREQ=WEEKLY;COUNT=3"), booked_until=date(2018, 10, 9)
    )
    whole = given(partly).state_after(ExtendOccasion(occasion=ID, booked_until="2030-01-01"))
    assert whole.booked_to == date(2018, 10, 15)
    given(OccasionPlanned(title=TITLE, when=NINE)).when(ExtendOccasion(occasion=ID, booked_until=later)).refused(
        "it does not come back", "repeat_occasion"
    )
    for day in ("2118-01-01", "9999-12-31"):
        given(MEETING).when(ExtendOccasion(occasion=ID, booked_until=day)).refused("more than 3000 occurrences")


def test_withdrawing_or_correcting_how_long_it_is_booked() -> None:
    extended = (MEETING, OccasionExtended(booked_until=date(2019, 3, 31)))
    assert state_after(*extended, OccasionWithdrawn(event=2, reason=WHY)).booked_to == UNTIL
    shorter = CorrectOccasion(occasion=ID, fields=OccasionFacts(booked_until=date(2019, 1, 31)), reason=WHY)
    assert given(*extended).state_after(shorter).booked_to == date(2019, 1, 31)
    nothing = CorrectOccasion(occasion=ID, fields=OccasionFacts(booked_until=None), reason=WHY)
    given(MEETING).when(nothing).refused("it comes back for ever; say until when it is booked")
    early = CorrectOccasion(occasion=ID, fields=OccasionFacts(booked_until=date(2018, 9, 1)), reason=WHY)
    given(MEETING).when(early).refused("before it begins on 2018-10-01")


# --- single occurrences -----------------------------------------------------------------------------------------------


def test_an_occurrence_is_moved_and_given_another_place_and_title() -> None:
    fields = {"when": EVENING, "place": HALL, "title": OTHER}
    occasion = given(MEETING).when(change(SECOND, **fields)).then(changed(SECOND, **fields))
    moved = occasion.occurrence(SECOND)
    assert (moved.day, moved.when, moved.place, moved.title) == (SECOND, EVENING, HALL, OTHER)
    assert (moved.is_changed, moved.is_cancelled) == (True, False)
    assert occasion.occurrence(THIRD).when == at("2018-10-15T09:00", "10:00")
    assert not occasion.occurrence(THIRD).is_changed
    assert starts(occasion) == ["10-01 09:00", "10-10 18:00", "10-15 09:00", "10-22 09:00", "10-29 09:00"]
    assert [each.day for each in occasion.changed_occurrences()] == [SECOND]
    given(MEETING, changed(SECOND, **fields)).when(change(date(2018, 10, 10), title=TITLE)).refused(
        "it has no occurrence on 2018-10-10; there are 2018-10-08 and 2018-10-15"
    )
    back = given(MEETING, changed(SECOND, **fields)).state_after(change(SECOND, when=at("2018-10-08T09:00", "10:00")))
    assert back.occurrence(SECOND).when == at("2018-10-08T09:00", "10:00")
    assert back.occurrence(SECOND).place == HALL, "what is not said stays"


def test_an_occurrence_can_be_without_the_place_of_its_series() -> None:
    placed = OccasionPlanned(title=TITLE, when=NINE, recurrence=WEEKLY, booked_until=UNTIL, place=HALL)
    occasion = given(placed).state_after(change(SECOND, place=None))
    assert (occasion.occurrence(SECOND).place, occasion.occurrence(FIRST).place) == (None, HALL)
    assert occasion.occurrence(SECOND).is_changed


def test_an_occurrence_moved_out_of_a_span_is_where_it_was_moved() -> None:
    occasion = state_after(MEETING, changed(SECOND, when=at("2019-05-05T09:00")))
    assert "10-08 09:00" not in starts(occasion)
    assert starts(occasion, "2019-05-01", "2019-05-31") == [
        "05-05 09:00", "05-06 09:00", "05-13 09:00", "05-20 09:00", "05-27 09:00",
    ]  # fmt: skip
    early = state_after(MEETING, changed(MONDAYS[12], when=at("2018-10-02T07:00")))
    assert starts(early, "2018-10-01", "2018-10-02") == ["10-01 09:00", "10-02 07:00"]


def test_an_occurrence_is_cancelled_and_reinstated() -> None:
    cancelled = given(MEETING).when(cancel(SECOND)).then(OccurrenceCancelled(occurrence=SECOND))
    assert starts(cancelled)[:3] == ["10-01 09:00", "-10-08 09:00", "10-15 09:00"]
    assert cancelled.occurrence(SECOND).is_changed
    history = (MEETING, changed(SECOND, place=HALL), OccurrenceCancelled(occurrence=SECOND))
    for command in (cancel(SECOND), change(SECOND, title=OTHER)):
        given(*history).when(command).refused("the occurrence of 2018-10-08 was cancelled", "reinstate it first")
    reinstate = ReinstateOccurrence(occasion=ID, occurrence=SECOND)
    back = given(*history).when(reinstate).then(OccurrenceReinstated(occurrence=SECOND))
    assert (back.occurrence(SECOND).is_cancelled, back.occurrence(SECOND).place) == (False, HALL)
    given(MEETING).when(reinstate).refused("the occurrence of 2018-10-08 was not cancelled")
    given(*history, OccurrenceReinstated(occurrence=SECOND)).when(reinstate).refused("was not cancelled")


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2018-10-09", "it has no occurrence on 2018-10-09; there are 2018-10-08 and 2018-10-15"),
        ("2018-09-24", "it has no occurrence on 2018-09-24; there are 2018-10-01"),
        ("0001-01-01", "it has no occurrence on 0001-01-01"),
        ("2019-12-30", "it has no occurrence on 2019-12-30"),
        ("9999-12-31", "9999-12-31 is long after 2018-12-31, until which it is booked; extend it first"),
    ],
)
def test_what_is_no_occurrence_is_refused_with_its_neighbours(day: str, told: str) -> None:
    left_out = Recurrence(rule="FREQ=WEEKLY", excluded=(date(2019, 12, 30),))
    series = OccasionPlanned(title=TITLE, when=NINE, recurrence=left_out, booked_until=UNTIL)
    for command in (
        ChangeOccurrence(occasion=ID, occurrence=day, fields=OccurrenceDetails(title=OTHER)),
        CancelOccurrence(occasion=ID, occurrence=day),
        ReinstateOccurrence(occasion=ID, occurrence=day),
    ):
        began = process_time()
        given(series).when(command).refused(told)
        assert process_time() - began < 2


def test_occurrences_beyond_what_is_booked_can_be_changed_for_a_year() -> None:
    occasion = given(MEETING).state_after(change(date(2019, 12, 30), when=EVENING))
    assert occasion.occurrence(date(2019, 12, 30)).when == EVENING
    assert holds(MEETING, OccasionConfirmed(), OccasionAttendanceSet(attendance=YES))[-1].occurrence == UNTIL


def test_an_occurrence_moves_to_a_day_or_a_time_only() -> None:
    for when in (FuzzyDate.of("2018-10"), Unknown(), FuzzyDate.of("2018-10-10/..")):
        given(MEETING).when(change(SECOND, when=when)).refused("give a day or a time, or cancel it")
    assert given(MEETING).state_after(change(SECOND, when=Period.of("2018-10-09"))).occurrence(SECOND).when.days == 1
    given(MEETING).when(change(SECOND, attendance=(YES, NO))).refused("it gives the attendance of mayor twice")


def test_what_does_not_come_back_has_no_occurrences() -> None:
    for command in (change(FIRST, title=OTHER), cancel(FIRST), ReinstateOccurrence(occasion=ID, occurrence=FIRST)):
        given(OccasionPlanned(title=TITLE, when=NINE)).when(command).refused(
            "it does not come back", "make a series of it with repeat_occasion"
        )


@pytest.mark.parametrize("aside", [OccasionPostponed(), OccasionCancelled(), None])
def test_occurrences_change_while_a_series_is_ahead(aside: OccasionEvents | None) -> None:
    past = (aside,) if aside else (OccasionConfirmed(), OccasionHeld())
    for command in (change(FIRST, title=OTHER), cancel(FIRST), ExtendOccasion(occasion=ID, booked_until="2019-05-01"),
                    repeat("FREQ=DAILY")):  # fmt: skip
        given(MEETING, *past).when(command).refused("that is possible while it is planned or confirmed")


def test_the_attendance_of_an_occurrence_is_its_own() -> None:
    series = OccasionPlanned(
        title=TITLE, when=NINE, recurrence=WEEKLY, booked_until=date(2018, 10, 15), attendance=(YES,)
    )
    history = (series, OccasionConfirmed(), changed(SECOND, attendance=(NO, DEPUTY)))
    assert state_after(*history).occurrence(SECOND).attendance == (NO, DEPUTY)
    assert not state_after(*history).occurrence(SECOND).is_changed, "calendars do not show who takes part"
    expected = [("mayor", FIRST), ("vice_mayor", SECOND), ("mayor", THIRD)]
    assert [(each.principal, each.occurrence) for each in holds(*history)] == expected
    everywhere = (*history, OccasionAttendanceSet(attendance=NO))
    assert [(each.principal, each.occurrence) for each in holds(*everywhere)] == [("vice_mayor", SECOND)]


def test_withdrawing_what_was_said_of_an_occurrence() -> None:
    history = (MEETING, changed(SECOND, when=EVENING, title=OTHER), changed(SECOND, when=TEN))
    withdraw = WithdrawOccasion(occasion=ID, event=3, reason=WHY)
    assert given(*history).state_after(withdraw).occurrence(SECOND).when == EVENING
    both = given(*history).state_after(withdraw, WithdrawOccasion(occasion=ID, event=2, reason=WHY))
    assert both.changed_occurrences() == []
    back = given(*history).state_after(withdraw, WithdrawOccasion(occasion=ID, event=4, reason=WHY))
    assert back.occurrence(SECOND).when == TEN
    off = given(MEETING, OccurrenceCancelled(occurrence=SECOND)).state_after(
        WithdrawOccasion(occasion=ID, event=2, reason=WHY)
    )
    assert not off.occurrence(SECOND).is_cancelled
    given(*history).when(CorrectOccasion(occasion=ID, event=2, fields=OccasionFacts(when=TEN), reason=WHY)).refused(
        "event 2 did not set when"
    )


# --- the rule changes under changed occurrences -----------------------------------------------------------------------


def test_what_was_said_of_an_occurrence_outlives_a_rule_that_has_its_day() -> None:
    history = (MEETING, changed(SECOND, title=OTHER), OccurrenceCancelled(occurrence=THIRD))
    daily = given(*history).state_after(repeat("FREQ=DAILY"))
    assert daily.occurrence(SECOND).title == OTHER
    assert starts(daily, "2018-10-14", "2018-10-16") == ["10-14 09:00", "-10-15 09:00", "10-16 09:00"]
    fortnightly = given(*history).state_after(repeat("FREQ=WEEKLY;INTERVAL=2"))
    assert [each.day for each in fortnightly.changed_occurrences()] == [THIRD], "the 8th is none of its days any more"
    assert starts(fortnightly) == ["10-01 09:00", "-10-15 09:00", "10-29 09:00"]
    given(*history, OccasionRepeated(recurrence=Recurrence(rule="FREQ=WEEKLY;INTERVAL=2"))).when(
        change(SECOND, title=TITLE)
    ).refused("it has no occurrence on 2018-10-08; there are 2018-10-01 and 2018-10-15")
    back = given(*history).state_after(repeat("FREQ=WEEKLY;INTERVAL=2"), repeat("FREQ=WEEKLY"))
    assert [each.day for each in back.changed_occurrences()] == [SECOND, THIRD]


def test_a_later_first_time_moves_all_that_was_not_moved() -> None:
    history = (MEETING, changed(SECOND, when=EVENING))
    later = given(*history).state_after(RescheduleOccasion(occasion=ID, when=at("2018-10-01T14:00", "16:00")))
    assert starts(later)[:3] == ["10-01 14:00", "10-10 18:00", "10-15 14:00"]
    assert later.occurrence(THIRD).when.end.local.hour == 16
    begins = given(*history).state_after(RescheduleOccasion(occasion=ID, when=at("2018-10-15T09:00", "10:00")))
    assert starts(begins) == ["10-15 09:00", "10-22 09:00", "10-29 09:00"], "the moved one was before it begins"
    tuesdays = given(*history).state_after(RescheduleOccasion(occasion=ID, when=at("2018-10-02T09:00", "10:00")))
    assert starts(tuesdays)[:2] == ["10-02 09:00", "10-09 09:00"]
    by_day = OccasionPlanned(
        title=TITLE, when=NINE, recurrence=Recurrence(rule="FREQ=WEEKLY;BYDAY=MO"), booked_until=UNTIL
    )
    given(by_day).when(RescheduleOccasion(occasion=ID, when=at("2018-10-02T09:00"))).refused(
        "Tuesday 2018-10-02 is none of the days of FREQ=WEEKLY;BYDAY=MO"
    )
    for when in (FuzzyDate.of("2018-11"), Unknown()):
        given(MEETING).when(RescheduleOccasion(occasion=ID, when=when)).refused("give a day or a time")


def test_correcting_a_series() -> None:
    facts = OccasionFacts(recurrence=Recurrence(rule="FREQ=WEEKLY;INTERVAL=2"), when=TEN)
    occasion = given(MEETING).when(CorrectOccasion(occasion=ID, fields=facts, reason=WHY))
    assert starts(occasion.then(OccasionCorrected(event=1, fields=facts, reason=WHY)))[:2] == [
        "10-01 10:00", "10-15 10:00",
    ]  # fmt: skip
    wrong = OccasionFacts(recurrence=Recurrence(rule="FREQ=WEEKLY;BYDAY=TU"))
    given(MEETING).when(CorrectOccasion(occasion=ID, fields=wrong, reason=WHY)).refused("Monday 2018-10-01 is none")
    single = given(MEETING).when(CorrectOccasion(occasion=ID, fields=OccasionFacts(recurrence=None), reason=WHY))
    assert single.happened()[0].booked_to is None
    later = (MEETING, OccasionRepeated(recurrence=Recurrence(rule="FREQ=DAILY")))
    first = CorrectOccasion(occasion=ID, event=1, fields=OccasionFacts(recurrence=wrong.recurrence), reason=WHY)
    assert str(given(*later).state_after(first).recurrence) == "FREQ=DAILY", "a later rule stands"
    given(*later, OccasionCorrected(event=1, fields=wrong, reason=WHY)).when(
        WithdrawOccasion(occasion=ID, event=2, reason=WHY)
    ).refused("Monday 2018-10-01 is none of the days")


def test_withdrawing_a_move_of_a_series() -> None:
    tuesdays = Recurrence(rule="FREQ=WEEKLY;BYDAY=TU")
    tuesday = (MEETING, OccasionRepeated(recurrence=tuesdays, when=at("2018-10-02T09:00")))
    assert days(given(*tuesday).state_after(WithdrawOccasion(occasion=ID, event=2, reason=WHY))) == MONDAYS
    moved = (*tuesday, OccasionRescheduled(when=at("2018-10-09T09:00")))
    given(*moved).when(WithdrawOccasion(occasion=ID, event=2, reason=WHY)).then(OccasionWithdrawn(event=2, reason=WHY))
    by_day = OccasionPlanned(
        title=TITLE, when=NINE, recurrence=Recurrence(rule="FREQ=WEEKLY;BYDAY=MO"), booked_until=UNTIL
    )
    twice = (by_day, OccasionRepeated(recurrence=WEEKLY), OccasionRescheduled(when=at("2018-10-02T09:00")))
    given(*twice).when(WithdrawOccasion(occasion=ID, event=2, reason=WHY)).refused("Tuesday 2018-10-02 is none")
    whole = given(MEETING).when(WithdrawOccasion(occasion=ID, reason=WHY)).then(OccasionWithdrawn(reason=WHY))
    assert holds_of(ID, whole, {}.get) == []


# --- the life of the whole --------------------------------------------------------------------------------------------


def test_the_life_of_a_series() -> None:
    attended = OccasionPlanned(
        title=TITLE, when=NINE, recurrence=WEEKLY, booked_until=date(2018, 10, 20), attendance=(YES,)
    )
    assert holds(attended) == []
    firm = (attended, OccasionConfirmed())
    assert [each.occurrence for each in holds(*firm)] == [FIRST, SECOND, THIRD]
    for command in (PostponeOccasion, CancelOccasion, HoldOccasion):
        state = given(*firm).state_after(command(occasion=ID))
        assert holds_of(ID, state, {}.get) == []
        assert days(state) == MONDAYS
    off = given(*firm).state_after(PostponeOccasion(occasion=ID))
    assert off.dates == Unknown()
    back = given(*firm, OccasionPostponed()).when(ReinstateOccasion(occasion=ID), ConfirmOccasion(occasion=ID))
    state = back.then(OccasionReinstated(), OccasionConfirmed())
    assert [each.occurrence for each in holds_of(ID, state, {}.get)] == [FIRST, SECOND, THIRD]
    given(*firm, OccasionCancelled()).when(ReinstateOccasion(occasion=ID, when=FuzzyDate.of("2019"))).refused(
        "give a day or a time"
    )
    later = (
        given(*firm, OccasionPostponed())
        .when(ReinstateOccasion(occasion=ID, when=at("2018-11-05T09:00")))
        .refused("it would be booked until 2018-10-20, before it begins on 2018-11-05")
    )
    assert later.startswith("cannot reinstate occasion:staff")


def test_what_a_series_takes() -> None:
    counted = Recurrence(rule="FREQ=WEEKLY;COUNT=5", excluded=(date(2018, 10, 22),), added=(date(2018, 10, 24),))
    series = OccasionPlanned(title=TITLE, when=NINE, recurrence=counted, attendance=(YES, DEPUTY))
    history = (
        series, OccasionConfirmed(), OccurrenceCancelled(occurrence=FIRST), changed(SECOND, when=EVENING),
        changed(THIRD, when=Period.of("2018-10-15")), changed(date(2018, 10, 29), title=OTHER),
    )  # fmt: skip
    found = holds(*history)
    taken = [(each.principal, str(each.occurrence), f"{each.taken.start:%m-%dT%H:%M}") for each in found]
    assert taken == [
        (who, day, start)
        for day, start in (("2018-10-08", "10-10T09:00"), ("2018-10-24", "10-24T00:00"), ("2018-10-29", "10-29T00:00"))
        for who in ("mayor", "vice_mayor")
    ]
    assert {each.key for each in found} == {f"{who} {day}" for who, day, _ in taken}
    message = Attendance(answer=Answer.YES, mode=Mode.MESSAGE)
    assert holds(series, OccasionConfirmed(), OccasionAttendanceSet(attendance=message))[0].principal == "vice_mayor"


# --- clocks -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "zone", "day", "start", "end"),
    [
        # An hour that is skipped is read with the offset before the gap; the meeting lasts as long as ever.
        ("2018-03-24T02:30/2018-03-24T03:30", "Europe/Zurich", "2018-03-25", "03-25T01:30", "03-25T02:30"),
        ("2018-03-24T02:30", "Europe/Zurich", "2018-03-25", "03-25T01:30", None),
        ("2018-03-09T02:30/2018-03-09T04:00", "America/New_York", "2018-03-11", "03-11T07:30", "03-11T09:00"),
        # Of an hour that comes twice it is the first.
        ("2018-10-27T02:30/2018-10-27T03:30", "Europe/Zurich", "2018-10-28", "10-28T00:30", "10-28T01:30"),
        ("2018-10-27T02:59/2018-10-27T03:01", "Europe/Zurich", "2018-10-28", "10-28T00:59", "10-28T01:01"),
        # Over the change of offset it still lasts as long.
        ("2018-03-24T01:00/2018-03-24T05:00", "Europe/Zurich", "2018-03-25", "03-25T00:00", "03-25T04:00"),
        ("2018-10-27T22:00/2018-10-28T05:00", "Europe/Zurich", "2018-10-29", "10-29T21:00", "10-30T05:00"),
        # Before and after, the clocks' own time.
        ("2018-10-26T09:00/2018-10-26T10:00", "Europe/Zurich", "2018-11-02", "11-02T08:00", "11-02T09:00"),
        ("2018-10-01T23:00/2018-10-02T01:30", "Asia/Seoul", "2018-10-02", "10-02T14:00", "10-02T16:30"),
        # The whole day that Samoa skipped.
        ("2011-12-28T09:00/2011-12-28T10:00", "Pacific/Apia", "2011-12-30", "12-30T19:00", "12-30T20:00"),
    ],
)
def test_the_instants_of_an_occurrence(first: str, zone: str, day: str, start: str, end: str | None) -> None:
    begin, _, over = first.partition("/")
    occasion = state_after(
        OccasionPlanned(title=TITLE, when=at(begin, over or None, zone), attendance=(YES,),
                        recurrence=Recurrence(rule="FREQ=DAILY;COUNT=10")),
        OccasionConfirmed(),
    )  # fmt: skip
    (hold,) = [each for each in holds_of(ID, occasion, {}.get) if each.occurrence == date.fromisoformat(day)]
    assert hold.taken.start is not None
    assert f"{hold.taken.start:%m-%dT%H:%M}" == start
    assert (hold.taken.end and f"{hold.taken.end:%m-%dT%H:%M}") == end


def test_the_first_of_two_equal_hours_may_be_the_first_time() -> None:
    fold = Timed(start=Moment.of("2018-10-28T02:30", "Europe/Zurich", 0))
    occasion = given().state_after(PlanOccasion(occasion=ID, title=TITLE, when=fold, recurrence="FREQ=WEEKLY;COUNT=2"))
    assert starts(occasion, "2018-10-28", "2018-11-30") == ["10-28 02:30", "11-04 02:30"]
    assert occasion.occurrence(date(2018, 10, 28)).when.start.utc == fold.start.utc
    assert not occasion.occurrence(date(2018, 10, 28)).is_changed


def test_an_occurrence_over_midnight_touches_both_days() -> None:
    late = OccasionPlanned(
        title=TITLE, when=at("2018-10-01T23:00", "2018-10-02T01:00"), recurrence=WEEKLY, booked_until=UNTIL
    )
    occasion = state_after(late)
    for first, last in (("2018-10-08", "2018-10-08"), ("2018-10-09", "2018-10-09"), ("2018-10-08", "2018-10-09")):
        assert starts(occasion, first, last) == ["10-08 23:00"]
    assert starts(occasion, "2018-10-10", "2018-10-14") == []


def test_days_come_back_too() -> None:
    fair = OccasionPlanned(
        title=TITLE, when=Period.of("2018-10-01", "2018-10-03"), recurrence=Recurrence(rule="FREQ=MONTHLY;COUNT=3"),
        attendance=(YES,),
    )  # fmt: skip
    occasion = state_after(fair, OccasionConfirmed())
    found = occasion.occurrences(date(2018, 11, 3), date(2018, 12, 1))
    assert [str(each.when) for each in found] == ["2018-11-01/2018-11-03", "2018-12-01/2018-12-03"]
    assert holds(fair, OccasionConfirmed()) == [], "whole days take nobody's time"


@pytest.mark.parametrize(
    "when",
    [
        at("2018-12-31T23:00", "2019-01-01T02:00"), at("2018-12-31T23:00"), Period.of("2018-12-31", "2019-01-03"),
        at("2037-12-31T00:00", "01:00", "UTC"),
    ],
)  # fmt: skip
def test_the_end_of_the_calendar_is_no_trouble(when: When) -> None:
    assert on_day(when, date.max)
    yearly = OccasionPlanned(
        title=TITLE, when=when, recurrence=Recurrence(rule="FREQ=YEARLY"), booked_until=date.max, attendance=(YES,)
    )
    occasion = state_after(yearly, OccasionConfirmed())
    assert [each.day for each in occasion.occurrences(date(9999, 12, 30), date.max)] == [date.max]
    assert all(each.taken.start.year < 2039 for each in holds(yearly, OccasionConfirmed()) if each.taken.start)


def test_the_last_month_of_all_can_be_read() -> None:
    began = process_time()
    assert len(state_after(MEETING).occurrences(date(9999, 12, 1), date.max)) == 4
    assert process_time() - began < 10


def test_a_zone_that_is_not_known_any_more_is_read() -> None:
    stored = {
        "title": {"en": "x"}, "recurrence": {"rule": "FREQ=WEEKLY;COUNT=2"},
        "when": {"start": {"local": "2018-10-01T09:00:00", "zone": "Asia/Atlantis"},
                 "end": {"local": "2018-10-01T10:00:00", "zone": "Asia/Atlantis"}},
        "attendance": [{"answer": "yes"}],
    }  # fmt: skip
    event = OccasionPlanned.model_validate(stored, context=STORED)
    occasion = state_after(event, OccasionConfirmed())
    assert [str(each.when) for each in occasion.occurrences(SECOND, SECOND)] == [
        "2018-10-08T09:00:00[Asia/Atlantis]/2018-10-08T10:00:00[Asia/Atlantis]"
    ]
    assert holds(event, OccasionConfirmed()) == []


# --- many changes -----------------------------------------------------------------------------------------------------

OCCURRENCES = st.sampled_from([*MONDAYS[:4], date(2018, 10, 9)])


@each_of(
    st.lists(
        st.tuples(OCCURRENCES, st.sampled_from(("move", "place", "title", "cancel", "reinstate", "withdraw"))),
        max_size=14,
    )
)
def test_occurrences_are_what_was_last_said_of_them(asked: list[tuple[date, str]]) -> None:
    """A model that keeps for each occurrence what was said, in order, and forgets what is withdrawn."""
    events: list[OccasionEvents] = [MEETING]
    said: list[tuple[int, date, str, Any]] = []
    for index, (day, what) in enumerate(asked):
        state = state_after(*events)
        now = {name: value for _, on, name, value in said if on == day}
        value: Any = {
            "move": at(f"2018-11-{index + 1:02}T12:00", "13:00"), "place": Place(venue=Text(en=f"room {index}")),
            "title": Text(en=f"title {index}"), "cancel": True, "reinstate": False, "withdraw": None,
        }[what]  # fmt: skip
        command: Any
        if what in ("cancel", "reinstate"):
            command = (CancelOccurrence if value else ReinstateOccurrence)(occasion=ID, occurrence=day)
            possible = now.get("cancel", False) is not value
        elif what == "withdraw":
            last = max((version for version, *_ in said), default=99)
            command = WithdrawOccasion(occasion=ID, event=last, reason=WHY)
            possible = bool(said)
        else:
            command = change(day, **{"when" if what == "move" else what: value})
            possible = not now.get("cancel", False)
        if what != "withdraw" and day not in MONDAYS:
            possible = False
        if not possible:
            given(*events).when(command).refused("")
            continue
        events += given(*events).when(command).happened()[1]
        if what == "withdraw":
            said = [each for each in said if each[0] != last]
        else:
            said.append((len(events), day, "cancel" if what == "reinstate" else what, value))
        state = state_after(*events)
        for monday in MONDAYS[:4]:
            now = {name: value for _, on, name, value in said if on == monday}
            found = state.occurrence(monday)
            assert found.when == now.get("move", on_day(NINE, monday))
            assert found.place == now.get("place")
            assert found.title == now.get("title", TITLE)
            assert found.is_cancelled is now.get("cancel", False)
            assert found.is_changed is (found.is_cancelled or bool(set(now) - {"cancel"}))
        assert list(islice(state.days(UNTIL), 20)) == MONDAYS
