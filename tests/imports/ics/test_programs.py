"""Calendars as other programs write them: what is entered is what readers that we did not write find in them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import icalendar
import pytest
import recurring_ical_events
from calendars import FILES, calendar, done, event, founded, instants, load, notes, of

from mayor_schedule import Office
from mayor_schedule.domain.values.visibility import Visibility
from mayor_schedule.imports.loading import import_files

FIRST, LAST = date(2018, 8, 1), date(2020, 12, 31)
ALL = sorted(FILES.glob("*.ics"))


def oracle(data: bytes) -> list[tuple[str, str, str]]:
    """Title, start and end of each occurrence over two years, as recurring-ical-events finds them."""
    found = []
    for each in icalendar.Calendar.from_ical(data.removeprefix(b"\xef\xbb\xbf"), multiple=True):
        for one in recurring_ical_events.of(each).between(FIRST, LAST + timedelta(days=1)):
            if str(one.get("status", "")) != "CANCELLED":
                found.append((str(one["summary"]), *_span(one)))  # noqa: PERF401 - plain
    return sorted(found)


def _span(one: icalendar.Event) -> tuple[str, str]:
    start, end = one["dtstart"].dt, one["dtend"].dt if "dtend" in one else one.end
    if isinstance(start, datetime):
        return _utc(start), _utc(end)
    return start.isoformat(), max(start, end - timedelta(days=1)).isoformat()


def _utc(when: datetime) -> str:
    if when.tzinfo is None:
        when = when - timedelta(hours=9)
        return when.replace(tzinfo=UTC).isoformat()
    return when.astimezone(UTC).isoformat()


@pytest.mark.parametrize("file", ALL, ids=lambda each: each.stem)
def test_other_readers_find_the_same_times(file: Path) -> None:
    with founded() as office:
        import_files(office, [file])
        assert sorted(instants(office, FIRST, LAST)) == oracle(file.read_bytes())


@pytest.mark.parametrize("file", ALL, ids=lambda each: each.stem)
def test_a_second_load_records_nothing(file: Path) -> None:
    with founded() as office:
        tried = import_files(office, [file], dry_run=True)
        assert len(list(office.history())) == 1
        first = import_files(office, [file])
        assert [each.command for each in tried.changes] == [each.command for each in first.changes]
        assert tried.notes == first.notes
        position = len(list(office.history()))
        again = import_files(office, [file])
        assert (again.recorded, again.changes) == (0, ())
        assert again.already_there == len(first.changes) - sum("occurrence" in each for each in done(first))
        assert len(list(office.history())) == position


def loaded(name: str) -> tuple[Office, list[tuple[int, str]], list[str]]:
    office = founded()
    report = import_files(office, [FILES / f"{name}.ics"])
    return office, notes(report), done(report)


SERIES_UID = (
    "040000008200E00074C5B7101A82E00800000000A0E5C7F1B634D4010000000000000000100000002F3B1C5A4F7D4E4E9A0D5E6C7B8A9F01"
)


def test_outlook() -> None:
    office, told, commands = loaded("outlook")
    assert (told, commands) == ([], ["plan_occasion", "change_occurrence", "plan_occasion", "plan_occasion"])
    series = of(office, SERIES_UID)
    assert dict(series.title) == {"ko": "간부회의"}
    assert dict(series.place.venue) == {"ko": "시청 6층 회의실"}
    assert series.description["ko"] == "안건\n1. 9월 국외출장 보고\n2. 조직개편, 인사"
    assert (series.recurrence.rule, series.recurrence.excluded) == (
        "FREQ=WEEKLY;UNTIL=20181126;BYDAY=MO", (date(2018, 9, 24),),
    )  # fmt: skip
    assert series.visibility is Visibility.INTERNAL
    moved = series.occurrence(date(2018, 9, 10))
    assert str(moved.when.start) == "2018-09-11T15:00:00+09:00[Asia/Seoul]"
    assert dict(moved.title) == {"ko": "간부회의(변경)"}
    holidays = of(office, "040000008200E00074C5B7101A82E008000000002")
    assert (str(holidays.when), holidays.visibility) == ("2018-09-24/2018-09-26", Visibility.CONFIDENTIAL)
    dinner = of(office, "040000008200E00074C5B7101A82E008000000003")
    assert dict(dinner.title) == {"en-us": "Crypto Valley dinner; with the city council"}
    assert dinner.when.start.utc.isoformat() == "2018-10-03T17:00:00+00:00"
    assert dinner.when.start.zone in ("Europe/Berlin", "Europe/Budapest", "Europe/Paris", "Europe/Warsaw")


def test_google() -> None:
    office, told, commands = loaded("google")
    assert told == [(105, "“취소된 것”: not entered: it is cancelled")]
    assert commands == [
        "plan_occasion", "plan_occasion", "change_occurrence", "cancel_occurrence", "plan_occasion", "plan_occasion",
    ]  # fmt: skip
    briefing = of(office, "6k9q2v1c3g5h7j8l@google.com")
    assert str(briefing.when.start) == "2018-08-31T10:00:00+09:00[Asia/Seoul]", "in the calendar's own zone"
    assert (briefing.stage, dict(briefing.place.venue)) == ("planned", {"ko": "서울특별시의회, 세종대로 125"})
    weekly = of(office, "weekly1@google.com")
    assert (weekly.place, weekly.description) == (None, None)
    assert weekly.recurrence.excluded == (date(2018, 9, 25), date(2018, 10, 9))
    assert dict(weekly.occurrence(date(2018, 9, 6)).place.venue) == {"ko": "시장실"}
    assert weekly.occurrence(date(2018, 9, 11)).is_cancelled
    assert of(office, "citizens-day@google.com").booked_until == date(2019, 10, 28)


def test_apple() -> None:
    office, told, _ = loaded("apple")
    lunch = of(office, "7D2A5C1E-0F4B-4C57-9C36-5B0B8E8E7C11")
    assert told == []
    assert dict(lunch.place.venue) == {"und": "Seoul City Hall\n110 Sejong-daero, Jung-gu"}
    assert (lunch.place.coordinates.latitude, lunch.place.coordinates.longitude) == (37.5663, 126.9779)


def test_thunderbird() -> None:
    office, told, _ = loaded("thunderbird")
    assert told == [(55, "1 tasks (VTODO): not entered, since they are no dates")]
    showroom = of(office, "5f0e5d8e-55a7-4f0e-b6f5-000000000001")
    assert str(showroom.when.end) == "2018-10-05T11:00:00+03:00[Europe/Tallinn]"
    night = of(office, "5f0e5d8e-55a7-4f0e-b6f5-000000000002").when
    assert night.end.local - night.start.local == timedelta(days=1), "a day on the calendar, of 25 hours"


def test_korean_programs() -> None:
    office, told, _ = loaded("naver")
    assert told == []
    assert str(of(office, "20180901T000000Z-2@calendar.naver.com").when) == "2018-09-07", "an end that is the start"
    assert of(office, "20180901T000000Z-1@calendar.naver.com").description["ko"] == "준비물\n- 외투"


def test_exchange() -> None:
    office, told, _ = loaded("exchange")
    assert told == []
    assert dict(of(office, "exchange-1").place.venue) == {"ko-KR": "접견실"}
    assert of(office, "exchange-2").when.start.zone == "America/Los_Angeles", "found by its offsets"


def test_several_calendars_in_one_file_and_many_zones() -> None:
    office, _, _ = loaded("several")
    flight = of(office, "several-2").when
    assert [str(each) for each in (flight.start, flight.end)] == [
        "2018-11-01T20:00:00+13:00[Pacific/Auckland]", "2018-11-01T13:00:00-07:00[America/Los_Angeles]",
    ]  # fmt: skip
    assert flight.end.utc - flight.start.utc == timedelta(hours=13)


SERIES_IN_UTC = [
    ("Asia/Seoul", "DTSTART:20180903T010000Z", "FREQ=WEEKLY;BYDAY=MO", "Asia/Seoul"),
    ("Asia/Seoul", "DTSTART:20180903T230000Z", "FREQ=WEEKLY;BYDAY=MO", "UTC"),
    ("Europe/Zurich", "DTSTART:20180903T080000Z", "FREQ=WEEKLY;BYDAY=MO", "UTC"),
    ("America/New_York", "DTSTART:20180903T020000Z", "FREQ=MONTHLY;COUNT=9", "UTC"),
]  # fmt: skip


@pytest.mark.parametrize(("zone", "start", "rule", "kept"), SERIES_IN_UTC)
def test_what_comes_back_by_utc_does_so(zone: str, start: str, rule: str, kept: str) -> None:
    data = calendar(event("a", "SUMMARY:x", f"RRULE:{rule}", start=start, end=None))
    with founded(zone) as office:
        load(office, data)
        assert of(office, "a").when.start.zone == kept
        found = [each[:2] for each in instants(office, FIRST, LAST)]
        assert sorted(found) == sorted(each[:2] for each in oracle(data))
