"""What a newer file of a calendar changes, and what it leaves as the office has it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from calendars import END, START, calendar, done, event, founded, load, notes, of, refused, subject

from mayor_schedule import Office, Period, Place, Text
from mayor_schedule.domain.occasion import (
    CancelOccasion,
    CancelOccurrence,
    ChangeOccasion,
    ConfirmOccasion,
    HoldOccasion,
    PostponeOccasion,
    ReinstateOccasion,
    RescheduleOccasion,
    WithdrawOccasion,
)
from mayor_schedule.domain.values.visibility import Visibility

WEEKLY = "RRULE:FREQ=WEEKLY;COUNT=10"
LATER = "DTSTART;TZID=Asia/Seoul:20181009T110000"
LATER_END = "DTEND;TZID=Asia/Seoul:20181009T120000"


def lunch(*lines: str, **more: Any) -> str:
    return event("a", "SUMMARY:Lunch", *lines, **more)


def other(day: str, *lines: str) -> str:
    """An occurrence of a series that is otherwise."""
    return event(
        "a", f"RECURRENCE-ID;TZID=Asia/Seoul:{day}T090000", "SUMMARY:Lunch", *lines,
        start=f"DTSTART;TZID=Asia/Seoul:{day}T090000", end=f"DTEND;TZID=Asia/Seoul:{day}T100000",
    )  # fmt: skip


CHANGES: dict[str, tuple[str, str, list[str], dict[str, Any]]] = {
    "title": (lunch(), event("a", "SUMMARY:Dinner"), ["change_occasion"], {"title": Text(und="Dinner")}),
    "language of the title": (
        lunch(), event("a", "SUMMARY;LANGUAGE=en:Lunch"), ["change_occasion"], {"title": Text(en="Lunch")},
    ),
    "title gone": (
        lunch(), event("a"), ["change_occasion"], {"title": Text(ko="(제목 없음)", en="(no title)")},
    ),
    "time": (lunch(), lunch(start=LATER, end=LATER_END), ["reschedule_occasion"], {}),
    "end": (lunch(), lunch(end="DTEND;TZID=Asia/Seoul:20181008T120000"), ["reschedule_occasion"], {}),
    "zone": (
        lunch(), lunch(start=START.replace("Seoul", "Tokyo"), end=END.replace("Seoul", "Tokyo")),
        ["reschedule_occasion"], {},
    ),
    "a day instead of a time": (
        lunch(), lunch(start="DTSTART;VALUE=DATE:20181008", end=None), ["reschedule_occasion"],
        {"when": Period.of("2018-10-08", "2018-10-08")},
    ),
    "place": (
        lunch("LOCATION:A"), lunch("LOCATION:B"), ["change_occasion"], {"place": Place(venue=Text(und="B"))},
    ),
    "place removed": (lunch("LOCATION:A"), lunch(), ["change_occasion"], {"place": None}),
    "description": (lunch(), lunch("DESCRIPTION:x"), ["change_occasion"], {"description": Text(und="x")}),
    "description removed": (lunch("DESCRIPTION:x"), lunch("DESCRIPTION:"), ["change_occasion"], {"description": None}),
    "title, time and place": (
        lunch("LOCATION:A"), event("a", "SUMMARY:Dinner", "LOCATION:B", start=LATER, end=LATER_END),
        ["reschedule_occasion", "change_occasion"], {"title": Text(und="Dinner")},
    ),
    "single to series": (lunch(), lunch(WEEKLY), ["repeat_occasion"], {}),
    "series to single": (lunch(WEEKLY), lunch(), ["repeat_occasion"], {"recurrence": None}),
    "rule": (lunch(WEEKLY), lunch("RRULE:FREQ=WEEKLY;COUNT=12"), ["repeat_occasion"], {}),
    "rule and first time": (
        lunch(WEEKLY), lunch("RRULE:FREQ=WEEKLY;COUNT=12", start=LATER, end=LATER_END), ["repeat_occasion"], {},
    ),
    "a series moves": (lunch(WEEKLY), lunch(WEEKLY, start=LATER, end=LATER_END), ["reschedule_occasion"], {}),
    "a day left out": (
        lunch(WEEKLY), lunch(WEEKLY, "EXDATE;TZID=Asia/Seoul:20181015T090000"), ["repeat_occasion"], {},
    ),
    "a day added": (lunch(WEEKLY), lunch(WEEKLY, "RDATE;TZID=Asia/Seoul:20181017T090000"), ["repeat_occasion"], {}),
    "an occurrence moves": (
        lunch(WEEKLY), lunch(WEEKLY) + other("20181015").replace("20181015T10", "20181015T11"),
        ["change_occurrence"], {},
    ),
    "an occurrence has another place": (
        lunch(WEEKLY), lunch(WEEKLY) + other("20181015", "LOCATION:B"), ["change_occurrence"], {},
    ),
    "an occurrence is cancelled": (
        lunch(WEEKLY), lunch(WEEKLY) + other("20181015", "STATUS:CANCELLED"), ["cancel_occurrence"], {},
    ),
    "an occurrence is on again": (
        lunch(WEEKLY) + other("20181015", "STATUS:CANCELLED"), lunch(WEEKLY), ["reinstate_occurrence"], {},
    ),
    "an occurrence is as the others again": (
        lunch(WEEKLY) + other("20181015", "LOCATION:B"), lunch(WEEKLY), ["change_occurrence"], {},
    ),
    "an occurrence changes once more": (
        lunch(WEEKLY) + other("20181015", "LOCATION:B"), lunch(WEEKLY) + other("20181015", "LOCATION:C"),
        ["change_occurrence"], {},
    ),
    "cancelled": (lunch(), lunch("STATUS:CANCELLED"), ["cancel_occasion"], {"stage": "cancelled"}),
    "private": (lunch(), lunch("CLASS:PRIVATE"), ["classify_occasion"], {"visibility": Visibility.CONFIDENTIAL}),
    "an occurrence is private": (
        lunch(WEEKLY), lunch(WEEKLY) + other("20181015", "CLASS:PRIVATE"), ["classify_occasion"],
        {"visibility": Visibility.CONFIDENTIAL},
    ),
    "not private any more": (
        lunch("CLASS:PRIVATE"), lunch("CLASS:PUBLIC"), [], {"visibility": Visibility.CONFIDENTIAL},
    ),
    "what is not read": (lunch(), lunch("SEQUENCE:9", "X-MOZ-LASTACK:20180901T000000Z", "PRIORITY:1"), [], {}),
    "status": (lunch("STATUS:TENTATIVE"), lunch("STATUS:CONFIRMED"), [], {"stage": "planned"}),
    "the same in another spelling": (
        lunch(), lunch(start="DTSTART;TZID=Korea Standard Time:20181008T090000", end="DURATION:PT1H"), [], {},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("before", "after", "commands", "facts"), CHANGES.values(), ids=CHANGES)
def test_a_change_of_the_calendar(before: str, after: str, commands: list[str], facts: dict[str, Any]) -> None:
    with founded() as office:
        load(office, calendar(before))
        assert done(load(office, calendar(after), dry_run=True)) == commands
        assert done(load(office, calendar(after))) == commands
        for name, value in facts.items():
            assert getattr(of(office, "a"), name) == value
        assert load(office, calendar(after)).recorded == 0, "it is there now"
        load(office, calendar(before))
        assert load(office, calendar(before)).recorded == 0, "and back"
        fresh = founded()
        load(fresh, calendar(before))
        if "PRIVATE" not in before + after:
            assert visible(office) == visible(fresh), "back to what a first load says"


def visible(office: Office) -> list[object]:
    state = of(office, "a")
    occurrences = state.occurrences(date(2018, 10, 1), date(2019, 10, 1)) if state.recurrence else []
    shown = [(each.day, str(each.when), each.title, each.place, each.is_cancelled) for each in occurrences]
    return [state.title, str(state.when), state.place, state.description, state.recurrence, state.stage, shown]


def test_what_vanishes_is_cancelled_and_back_again_when_it_is_there() -> None:
    with founded() as office:
        load(office, calendar(lunch(), event("b", "SUMMARY:x")))
        gone = load(office, calendar(event("b", "SUMMARY:x")))
        assert [(each.line, each.command.command_name()) for each in gone.changes] == [(1, "cancel_occasion")]
        assert of(office, "a").reason == Text(ko="달력 protocol에서 삭제됨", en="no longer in the calendar protocol")
        assert load(office, calendar(event("b", "SUMMARY:x"))).recorded == 0
        again = load(office, calendar(lunch(start=LATER, end=LATER_END), event("b", "SUMMARY:x")))
        assert done(again) == ["reinstate_occasion"]
        assert (of(office, "a").stage, of(office, "a").when.start.day) == ("planned", date(2018, 10, 9))


def test_another_calendar_cancels_nothing() -> None:
    with founded() as office:
        load(office, calendar(lunch()))
        assert load(office, calendar(event("b", "SUMMARY:x")), name="other.ics").recorded == 2
        assert done(load(office, calendar(event("b", "SUMMARY:x")), calendar="protocol")) == ["cancel_occasion"]


def test_an_empty_file_of_a_known_calendar_is_refused() -> None:
    with founded() as office:
        load(office, calendar(lunch()))
        ((line, message),) = refused(office, calendar())
        assert (line, "1 that were loaded from it are still ahead" in message) == (1, True)
        assert load(office, calendar(), name="other.ics").recorded == 0


CLIPS = [
    ("X-CLIPSTART:20181008T150000Z", []),
    ("X-CLIPSTART:20181007T150000Z", ["cancel_occasion"]),
    ("X-CLIPEND:20181007T150000Z", []),
    ("X-CLIPEND:20181008T150000Z", ["cancel_occasion"]),
    ("X-CLIPSTART:nonsense", ["cancel_occasion"]),
    ("X-CALSTART:20181108T000000Z\r\nX-CALEND:20181108T010000Z", ["cancel_occasion"]),
]


@pytest.mark.parametrize(("head", "commands"), CLIPS)
def test_what_lies_outside_the_days_chosen_for_a_file_has_not_vanished(head: str, commands: list[str]) -> None:
    """X-CALSTART and X-CALEND are the first and the last time in the file itself (MS-OXCICAL 2.1.3.1.1.5)."""
    november = event("b", "SUMMARY:x", start="DTSTART:20181108T000000Z", end="DTEND:20181108T010000Z")
    with founded() as office:
        load(office, calendar(lunch(), november))
        assert done(load(office, calendar(november, head=f"{head}\r\n"))) == commands


def test_since() -> None:
    with founded() as office:
        both = calendar(lunch(), event("b", "SUMMARY:x", start="DTSTART:20181101T000000Z", end=None))
        load(office, both)
        rest = calendar(event("c", "SUMMARY:x"))
        assert done(load(office, rest, since=date(2018, 10, 9))) == ["plan_occasion", "cancel_occasion"]
        assert of(office, "a").stage == "planned"
        assert of(office, "b").stage == "cancelled"


def local(*commands: Any) -> Office:
    """An office with a lunch from a calendar, and what it recorded itself."""
    office = founded()
    load(office, calendar(lunch("LOCATION:A")))
    for index, command in enumerate(commands):
        office.record(command, by="p", id=f"local{index}")
    return office


A = subject("a")
MOVED = RescheduleOccasion(occasion=A, when=Period.of("2018-10-20", "2018-10-20"))
OURS = ChangeOccasion(occasion=A, fields={"title": Text(ko="오찬"), "place": Place(venue=Text(ko="공관"))})


def test_what_the_office_changed_stays_until_the_calendar_changes_it() -> None:
    office = local(MOVED, OURS)
    assert load(office, calendar(lunch("LOCATION:A"))).recorded == 0
    assert done(load(office, calendar(lunch("LOCATION:B")))) == ["change_occasion"]
    state = of(office, "a")
    assert (state.title, state.place.venue, str(state.when)) == (Text(ko="오찬"), Text(und="B"), "2018-10-20")


def test_the_office_and_the_calendar_change_the_same() -> None:
    office = local(ChangeOccasion(occasion=A, fields={"title": Text(und="Dinner")}))
    dinner = calendar(event("a", "SUMMARY:Dinner", "LOCATION:A"))
    assert done(load(office, dinner)) == ["change_occasion"], "the calendar says so too from now on"
    office.record(ChangeOccasion(occasion=A, fields={"title": Text(und="Supper")}), by="p", id="later")
    assert load(office, dinner).recorded == 0
    assert of(office, "a").title == Text(und="Supper")


def test_what_was_held_is_left_and_told_if_the_calendar_differs() -> None:
    office = local(ConfirmOccasion(occasion=A), HoldOccasion(occasion=A))
    assert notes(load(office, calendar(lunch("LOCATION:A")))) == []
    report = load(office, calendar(lunch("LOCATION:B")))
    assert report.recorded == 0
    ((line, message),) = notes(report)
    assert (line, message.startswith(f"“Lunch”: {A} is left as it is: ")) == (4, True)
    assert done(load(office, calendar(event("b", "SUMMARY:x")))) == ["plan_occasion"], "what was held does not vanish"


def test_what_the_office_cancelled_stays_so() -> None:
    office = local(CancelOccasion(occasion=A))
    assert load(office, calendar(lunch("LOCATION:A"))).recorded == 0
    report = load(office, calendar(lunch("LOCATION:A", start=LATER, end=LATER_END)))
    assert (report.recorded, len(report.notes)) == (0, 1)
    assert done(load(office, calendar(event("b", "SUMMARY:x")))) == ["plan_occasion"]


def test_what_the_office_withdrew_stays_out() -> None:
    office = local(WithdrawOccasion(occasion=A, reason=Text(en="entered twice")))
    report = load(office, calendar(lunch("LOCATION:B")))
    assert report.recorded == 0
    assert notes(report) == [(4, f"“Lunch”: left as it is: the office has withdrawn {A}")]
    assert done(load(office, calendar(event("b", "SUMMARY:x")))) == ["plan_occasion"]


def test_what_the_office_put_off_is_on_again_with_a_new_date_only() -> None:
    office = local(PostponeOccasion(occasion=A))
    assert load(office, calendar(lunch("LOCATION:A"))).recorded == 0
    assert done(load(office, calendar(lunch("LOCATION:A", start=LATER, end=LATER_END)))) == ["reinstate_occasion"]
    assert (of(office, "a").stage, of(office, "a").when.start.day) == ("planned", date(2018, 10, 9))


def test_what_the_office_put_off_and_the_calendar_lost_is_cancelled() -> None:
    office = local(PostponeOccasion(occasion=A))
    assert done(load(office, calendar(event("b", "SUMMARY:x")))) == ["plan_occasion", "cancel_occasion"]


def test_what_the_office_puts_on_again_follows_the_calendar_again() -> None:
    office = local()
    load(office, calendar(lunch("LOCATION:A", "STATUS:CANCELLED")))
    office.record(ReinstateOccasion(occasion=A), by="p")
    assert load(office, calendar(lunch("LOCATION:A", "STATUS:CANCELLED"))).recorded == 0, "said before"
    assert load(office, calendar(lunch("LOCATION:A"))).recorded == 0
    assert done(load(office, calendar(lunch("LOCATION:B")))) == ["change_occasion"]
    assert done(load(office, calendar(lunch("LOCATION:B", "STATUS:CANCELLED")))) == ["cancel_occasion"]


def test_what_is_confirmed_stays_confirmed_when_it_moves() -> None:
    office = local(ConfirmOccasion(occasion=A))
    assert done(load(office, calendar(lunch("LOCATION:A", start=LATER, end=LATER_END)))) == ["reschedule_occasion"]
    assert of(office, "a").stage == "confirmed"


def test_an_occurrence_that_the_office_cancelled_stays_so() -> None:
    with founded() as office:
        load(office, calendar(lunch(WEEKLY)))
        office.record(CancelOccurrence(occasion=A, occurrence=date(2018, 10, 15)), by="p")
        assert load(office, calendar(lunch(WEEKLY))).recorded == 0
        report = load(office, calendar(lunch(WEEKLY) + other("20181015", "LOCATION:B")))
        assert report.recorded == 0
        assert of(office, "a").occurrence(date(2018, 10, 15)).is_cancelled


def test_history_cites_the_calendar_and_the_uid() -> None:
    with founded() as office:
        load(office, calendar(lunch()), name="시장 일정.ics")
        load(office, calendar(event("b", "SUMMARY:x")), name="시장 일정.ics", by="someone", known_on=date(2018, 8, 31))
        cited = [(each.topic, each.by, [tuple(one) for one in each.citations]) for each in office.history()][1:]
        assert cited == [
            ("document.registered", "protocol", []),
            ("occasion.planned", "protocol", [("calendar-시장-일정", "a", None)]),
            ("occasion.planned", "someone", [("calendar-시장-일정", "b", None)]),
            ("occasion.cancelled", "someone", [("calendar-시장-일정", "a", None)]),
        ]  # fmt: skip


def test_as_known_before_it_was_loaded_there_is_nothing() -> None:
    with founded() as office:
        load(office, calendar(lunch()), known_on=date(2018, 8, 20))
        days = date(2018, 10, 1), date(2018, 10, 31)
        assert office.calendar(known_on="2018-08-19").between(*days) == []
        assert [each.status for each in office.calendar(known_on="2018-08-20").between(*days)] == ["tentative"]


def test_an_occurrence_without_its_series_is_an_entry_of_its_own() -> None:
    with founded() as office:
        alone = other("20181015", "LOCATION:B")
        assert done(load(office, calendar(alone))) == ["plan_occasion"]
        assert load(office, calendar(alone)).recorded == 0
        both = calendar(lunch(WEEKLY) + alone)
        assert done(load(office, both)) == ["plan_occasion", "change_occurrence", "cancel_occasion"]
        assert load(office, both).recorded == 0


# --- a calendar by another name, and an entry of two calendars


def three(*changed: str) -> bytes:
    return calendar(event("a", "SUMMARY:A", *changed), event("b", "SUMMARY:B"), event("c", "SUMMARY:C"))


def test_a_newer_file_by_another_name_is_known_by_its_entries() -> None:
    office = founded()
    load(office, three())
    report = load(office, calendar(event("a", "SUMMARY:Aa"), event("b", "SUMMARY:B")), name="protocol (1).ics")
    assert done(report) == ["change_occasion"]
    ((line, message),) = notes(report)
    assert line == 1
    assert message.startswith("this seems to be a newer file of the calendar protocol: what it has changed is take")
    assert message.endswith("; 1 entry that is not in it is left, and cancelled with --calendar protocol")
    assert of(office, "c").stage == "planned", "two calendars may share as much"
    sure = load(office, calendar(event("a", "SUMMARY:Aa"), event("b", "SUMMARY:B")), name="x.ics", calendar="protocol")
    assert (done(sure), notes(sure)) == (["cancel_occasion"], [])


def test_an_entry_of_another_calendar_is_left_as_that_one_has_it() -> None:
    office = founded()
    load(office, three(), attended_by="mayor")
    others = [event(each, f"SUMMARY:{each}") for each in ("d", "e", "f")]
    vice = calendar(event("a", "SUMMARY:Our own word for it"), *others)
    for _ in range(2):
        report = load(office, vice, name="vice.ics", attended_by="vice_mayor")
        ((_, message),) = notes(report)
        assert message == (
            f"“Our own word for it”: {A} is left as it is: it is of the calendar protocol, "
            "a newer file of which is loaded with --calendar protocol"
        )
    assert report.recorded == 0
    state = of(office, "a")
    assert state.title == Text(und="A")
    assert [(each.principal, str(each.answer)) for each in state.attendance] == [
        ("mayor", "yes"), ("vice_mayor", "yes"),
    ]  # fmt: skip
    gone = calendar(*others, event("g", "SUMMARY:g"))
    assert done(load(office, gone, name="vice.ics", attended_by="vice_mayor")) == ["plan_occasion"]
    assert done(load(office, three(), attended_by="mayor")) == []


def test_what_one_calendar_drops_is_on_again_if_another_has_it() -> None:
    office = founded()
    load(office, three())
    others = [event(each, f"SUMMARY:{each}") for each in ("d", "e", "f")]
    vice = calendar(event("a", "SUMMARY:A"), *others)
    load(office, vice, name="vice.ics")
    assert done(load(office, calendar(event("b", "SUMMARY:B"), event("c", "SUMMARY:C")))) == ["cancel_occasion"]
    assert done(load(office, vice, name="vice.ics")) == ["reinstate_occasion"]
    assert done(load(office, calendar(event("b", "SUMMARY:B"), event("c", "SUMMARY:C")))) == []
    assert done(load(office, calendar(*others), name="vice.ics")) == ["cancel_occasion"]
