"""Series in the feed: what other programs expand is what the calendar says, instant by instant."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
import recurring_ical_events
from hypothesis import given
from hypothesis import strategies as st

from conftest import Clock, counting_entropy
from exported import exported
from mayor_schedule import (
    CancelOccurrence,
    ChangeOccurrence,
    ClassifyOccasion,
    FoundOffice,
    Moment,
    OccurrenceDetails,
    Office,
    Period,
    Place,
    PlanOccasion,
    Recurrence,
    RefusedError,
    ReinstateOccurrence,
    RepeatOccasion,
    Text,
    Timed,
)

FIRST, LAST, UNTIL = date(2026, 1, 1), date(2028, 12, 31), "2028-06-01"


def founded() -> Office:
    office = Office.in_memory(clock=Clock(), entropy=counting_entropy())
    office.record(FoundOffice(name=Text(ko="비서실"), zone="Asia/Seoul", domain="example.go.kr"), by="p")
    return office


def export(office: Office, **asked: object) -> bytes:
    return exported(office, **asked)  # type: ignore[arg-type]


def read(data: bytes) -> list[tuple[str, str, str]]:
    """Title, start and status of each occurrence, as another program expands them."""
    found = recurring_ical_events.of(icalendar.Calendar.from_ical(data)).between(FIRST, LAST + timedelta(days=1))
    told = ((str(each["summary"]), _utc(each["dtstart"].dt), str(each["status"])) for each in found)
    return sorted(each for each in told if each[1] < UNTIL)


def _utc(when: date) -> str:
    return when.astimezone(UTC).isoformat() if isinstance(when, datetime) else when.isoformat()


def ours(office: Office) -> list[tuple[str, str, str]]:
    status = {"tentative": "TENTATIVE", "cancelled": "CANCELLED"}
    told = []
    for entry in office.calendar(audience="public").between(FIRST, LAST):
        cancelled = entry.status == "cancelled"
        title = ("[취소] " if cancelled else "") + entry.title["ko"]
        start = entry.when.first.isoformat() if isinstance(entry.when, Period) else _utc(entry.when.start.aware)  # type: ignore[union-attr]
        told.append((title, start, status[entry.status]))
    return sorted(each for each in told if each[1] < UNTIL)


RULES = st.sampled_from(
    ["FREQ=WEEKLY", "FREQ=DAILY;INTERVAL=9", "FREQ=MONTHLY", "FREQ=WEEKLY;INTERVAL=2;BYDAY={day},WE,SU", "FREQ=YEARLY",
     "FREQ=MONTHLY;BYDAY={day}", "FREQ=MONTHLY;BYDAY={day};BYSETPOS=1,2,3,4,5"]
)  # fmt: skip
ENDS = st.sampled_from(["", ";COUNT=7", ";COUNT=1", ";UNTIL=20270331", ";UNTIL=20261025"])
# Not UTC: that reader moves what is in UTC to the X-WR-TIMEZONE first, and expands it on the days of that zone.
ZONES = st.sampled_from(["Asia/Seoul", "Europe/Zurich", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"])
STARTS = st.datetimes(datetime(2026, 1, 2), datetime(2026, 11, 1)).map(  # noqa: DTZ001 - wall times
    lambda each: each.replace(microsecond=0, second=0)
)


@st.composite
def series(draw: st.DrawFn) -> PlanOccasion:
    start = draw(STARTS)
    rule = draw(RULES).format(day=start.strftime("%a").upper()[:2]) + draw(ENDS)
    days = st.lists(st.dates(start.date() + timedelta(days=1), date(2027, 12, 31)), max_size=3).map(tuple)
    recurrence = Recurrence(rule=rule, excluded=draw(days), added=draw(days))
    if draw(st.booleans()):
        when: Timed | Period = Period(first=start.date(), last=start.date() + timedelta(days=draw(st.integers(0, 2))))
    else:
        zone = draw(ZONES)
        hour = start.replace(hour=draw(st.sampled_from((0, 2, 9, 23))))
        try:
            moment = Moment.of(hour, zone)
        except ValueError:
            moment = Moment.of(hour.replace(hour=12), zone)
        when = Timed(start=moment, end=draw(st.sampled_from([None, Moment.at(moment.utc + timedelta(hours=2), zone)])))
    return PlanOccasion(
        occasion="x", title=Text(ko="회의"), when=when, recurrence=recurrence, visibility="public",
        booked_until=date(2028, 1, 1) if recurrence.is_open else None,
    )  # fmt: skip


@given(series(), st.data())
def test_another_program_finds_what_the_calendar_says(planned: PlanOccasion, data: st.DataObject) -> None:
    with founded() as office:
        try:
            office.record(planned, by="p")
        except RefusedError:  # every day of it was left out
            return
        assert read(export(office)) == ours(office)
        days = [each.occurrence for each in office.calendar().between(FIRST, LAST) if each.occurrence is not None]
        moved = data.draw(st.sampled_from(days))
        there = Timed(
            start=Moment.of("2026-12-24T18:00", "Europe/Zurich"), end=Moment.of("2026-12-24T19:00", "Europe/Zurich")
        )
        change = OccurrenceDetails(when=there, title=Text(ko="옮긴 회의"), place=Place(city=Text(ko="취리히")))
        office.record(ChangeOccurrence(occasion="x", occurrence=moved, fields=change), by="p")
        off = data.draw(st.sampled_from(days))
        office.record(CancelOccurrence(occasion="x", occurrence=off), by="p")
        assert read(export(office)) == ours(office)
        gone = [each for each in ours(office) if each[2] != "CANCELLED"]
        assert read(export(office, drop_cancelled_after=0)) == gone


@pytest.fixture
def staff() -> Office:
    office = founded()
    when = Timed(start=Moment.of("2026-12-07T09:00", "Asia/Seoul"), end=Moment.of("2026-12-07T10:00", "Asia/Seoul"))
    office.record(
        PlanOccasion(
            occasion="staff", title=Text(ko="간부회의"), when=when, recurrence="FREQ=WEEKLY", booked_until="2027-03-01",
            visibility="public",
        ),
        by="p",
    )  # fmt: skip
    return office


def components(data: bytes) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(data).walk("VEVENT"))


def test_the_occurrences_of_a_series_have_its_uid_and_its_sequence(staff: Office) -> None:
    numbers = []
    for index, command in enumerate(
        [
            None,
            ChangeOccurrence(occasion="staff", occurrence="2026-12-14", fields={"place": {"venue": "신청사"}}),
            CancelOccurrence(occasion="staff", occurrence="2026-12-21"),
            ReinstateOccurrence(occasion="staff", occurrence="2026-12-21"),
            ChangeOccurrence(
                occasion="staff",
                occurrence="2026-12-28",
                fields={"attendance": [{"principal": "mayor", "answer": "no"}]},
            ),
        ]
    ):
        if command is not None:
            staff.record(command, by="p", id=str(index))
        found = components(export(staff))
        assert len({str(each["uid"]) for each in found}) == 1
        assert len({int(each["sequence"]) for each in found}) == 1
        numbers.append((int(found[0]["sequence"]), len(found)))
    assert numbers == [(0, 1), (1, 2), (2, 3), (3, 2), (3, 2)], "who takes part is not shown, and changes nothing"


def test_a_series_that_is_single_again_has_no_rule(staff: Office) -> None:
    staff.record(CancelOccurrence(occasion="staff", occurrence="2026-12-14"), by="p")
    staff.record(RepeatOccasion(occasion="staff", recurrence=None), by="p")
    (event,) = components(export(staff))
    assert "rrule" not in event


def test_what_is_hidden_vanishes_with_all_its_occurrences(staff: Office) -> None:
    staff.record(CancelOccurrence(occasion="staff", occurrence="2026-12-14"), by="p")
    staff.record(ClassifyOccasion(occasion="staff", visibility="internal"), by="p")
    assert components(export(staff)) == []


def test_a_last_day_becomes_the_last_start_in_utc() -> None:
    with founded() as office:
        when = Timed(start=Moment.of("2026-12-07T08:00", "Asia/Seoul"))
        office.record(
            PlanOccasion(
                occasion="x", title=Text(ko="회의"), when=when, recurrence="FREQ=DAILY;UNTIL=20261210",
                visibility="public",
            ),
            by="p",
        )  # fmt: skip
        (event,) = components(export(office))
        assert event["rrule"].to_ical() == b"FREQ=DAILY;UNTIL=20261209T230000Z"
        assert len(read(export(office))) == 4


@pytest.mark.parametrize("zone", ["Asia/Seoul", "UTC", "Europe/Zurich", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
@pytest.mark.parametrize(
    "rule", ["FREQ=YEARLY;UNTIL=20501207", "FREQ=WEEKLY;COUNT=1", "FREQ=DAILY;INTERVAL=2;UNTIL=20391231"]
)
def test_a_series_beyond_the_years_of_which_offsets_are_known_keeps_no_other_from_being_read(
    zone: str, rule: str
) -> None:
    with founded() as office:
        when = Timed(start=Moment.of("2036-12-07T23:30", zone), end=Moment.of("2036-12-07T23:50", zone))
        recurrence = Recurrence(rule=rule, added=(date(2050, 1, 1),))
        office.record(
            PlanOccasion(occasion="x", title=Text(ko="회의"), when=when, recurrence=recurrence, visibility="public"),
            by="p",
        )
        office.record(PlanOccasion(occasion="y", title=Text(ko="행사"), when="2026-12-24", visibility="public"), by="p")
        office.record(ChangeOccurrence(occasion="x", occurrence="2050-01-01", fields={"title": {"ko": "신년"}}), by="p")
        found = {str(each["summary"]) for each in components(export(office))}
        assert found == {"회의", "행사", "신년"}
        series = next(each for each in components(export(office)) if "rrule" in each)
        if "UNTIL" in rule:
            start = series["dtstart"].dt
            last = start + (date.fromisoformat(rule[-8:]) - start.date())
            assert timedelta() <= series["rrule"]["UNTIL"][0] - last < timedelta(hours=6), (
                "the last day is in, no later one"
            )


def test_busy_time_of_a_series_is_where_it_is_without_a_word(staff: Office) -> None:
    other = {"start": "2026-12-22T18:00", "end": "2026-12-22T19:00", "zone": "Europe/Zurich"}
    for command in (
        CancelOccurrence(occasion="staff", occurrence="2026-12-14"),
        ChangeOccurrence(occasion="staff", occurrence="2026-12-21", fields={"when": other}),
        ChangeOccurrence(occasion="staff", occurrence="2026-12-28", fields={"title": {"ko": "카나리아"}}),
        ClassifyOccasion(occasion="staff", visibility="confidential"),
    ):
        staff.record(command, by="p")
    assert components(exported(staff, "internal")) == []
    data = exported(staff, "internal", busy=True)
    series, off, moved = components(data)
    assert (str(off["status"]), str(off["transp"])) == ("CANCELLED", "TRANSPARENT")
    assert moved["dtstart"].dt.isoformat() == "2026-12-22T18:00:00+01:00"
    assert {str(each["summary"]) for each in (series, off, moved)} == {"일정 있음"}
    assert "카나리아" not in data.decode()
    assert "LOCATION" not in data.decode()
    series, moved = components(exported(staff, "internal", busy=True, drop_cancelled_after=0))
    assert series["exdate"].to_ical() == b"20261214T090000"
