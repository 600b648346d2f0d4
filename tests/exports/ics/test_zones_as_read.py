"""Our VTIMEZONEs, evaluated by readers that we did not write, against pytz.

Sound comparisons, found by trying all: dateutil and icalendar turn a wall time that exists once into the right
instant. From UTC to wall time only icalendar's reader is exact: dateutil's goes by `tzinfo.dst()`, which cannot
describe negative daylight saving or a change of standard time. icalendar is asked through its pytz provider, because
its default one hands the text to dateutil, as vobject does. The package `ical` (Home Assistant) goes by the zone's name
and uses a VTIMEZONE only for a name it does not know; it then skips observances that have only a DTSTART, so that it
can be asked about yearly pairs alone.
"""

# ruff: noqa: DTZ001  wall times are naive on purpose
from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import pytz
from dateutil.tz import tzical
from ical.calendar_stream import IcsCalendarStream
from ical.timezone import IcsTimezoneInfo
from icalendar.timezone.tzp import TZP

from mayor_schedule.exports.ics.zones import vtimezone

ZONES = [zone for zone in pytz.all_timezones if pytz.timezone(zone) is not pytz.utc]
TRAPS = [
    "Africa/Cairo",
    "Africa/Casablanca",
    "Africa/Windhoek",
    "America/Argentina/San_Luis",
    "America/Caracas",
    "America/Nuuk",
    "America/Sao_Paulo",
    "America/Santiago",
    "Antarctica/Casey",
    "Antarctica/Troll",
    "Asia/Gaza",
    "Asia/Jerusalem",
    "Asia/Kathmandu",
    "Asia/Pyongyang",
    "Asia/Seoul",
    "Asia/Singapore",
    "Asia/Tehran",
    "Australia/Lord_Howe",
    "Europe/Dublin",
    "Europe/Istanbul",
    "Europe/London",
    "Europe/Volgograd",
    "Europe/Zurich",
    "Pacific/Apia",
    "Pacific/Chatham",
    "Pacific/Kwajalein",
]
BEFORE_AND_AFTER = [timedelta(seconds=s) for s in (-86400, -7200, -3600, -1, 0, 1, 3600, 7200, 86400)]


def text(zone: str, first: int, last: int) -> str:
    """Our VTIMEZONE for two years and those between."""
    start, end = datetime(first, 6, 1, tzinfo=UTC), datetime(last, 6, 1, tzinfo=UTC)
    data: bytes = vtimezone(zone, start, end).to_ical()
    return data.decode()


def by_dateutil(data: str) -> tzinfo:
    tz = tzical(io.StringIO(data)).get()
    assert tz is not None
    return tz


def by_icalendar(data: str) -> Any:
    component: Any = icalendar.Timezone.from_ical(data)
    return component.to_tz(tzp=TZP("pytz"), lookup_tzid=False)


def by_ical(data: str) -> tzinfo:
    calendar = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//t//t//EN\r\n{data}END:VCALENDAR\r\n"
    return IcsTimezoneInfo.from_timezone(IcsCalendarStream.calendar_from_ics(calendar).timezones[0])


def cases(zone: str, first: int, last: int) -> Iterator[tuple[datetime, datetime]]:
    """Instants with their wall times: monthly, and around every transition that pytz knows."""
    tz = pytz.timezone(zone)
    instants = {datetime(year, month, 1) for year in range(first, last + 1) for month in range(1, 13)}
    for at in getattr(tz, "_utc_transition_times", []):
        if first - 1 <= at.year <= last + 1:
            instants.update(at + delta for delta in BEFORE_AND_AFTER)
    for instant in sorted(instants):
        utc = instant.replace(tzinfo=UTC)
        wall = utc.astimezone(tz).replace(tzinfo=None)
        if first <= wall.year <= last:
            yield utc, wall


def happens_once(zone: str, wall: datetime) -> bool:
    try:
        pytz.timezone(zone).localize(wall, is_dst=None)
    except pytz.AmbiguousTimeError:
        return False
    return True


def misread(zone: str, first: int, last: int) -> list[tuple[str, datetime]]:
    data = text(zone, first, last)
    dateutil_tz, icalendar_tz = by_dateutil(data), by_icalendar(data)
    wrong = []
    for utc, wall in cases(zone, first, last):
        if utc.astimezone(icalendar_tz).replace(tzinfo=None) != wall:
            wrong.append(("icalendar, from UTC", utc))
        if not happens_once(zone, wall):
            continue
        if wall.replace(tzinfo=dateutil_tz).astimezone(UTC) != utc:
            wrong.append(("dateutil, to UTC", utc))
        if icalendar_tz.localize(wall).astimezone(UTC) != utc:
            wrong.append(("icalendar, to UTC", utc))
    return wrong


def test_every_zone_is_read_right_in_2018_and_2019() -> None:
    assert {zone: bad for zone in ZONES if (bad := misread(zone, 2018, 2019))} == {}


@pytest.mark.parametrize("zone", TRAPS)
@pytest.mark.parametrize(("first", "last"), [(1993, 1995), (2007, 2007), (2010, 2019), (2026, 2027)])
def test_odd_zones_are_read_right(zone: str, first: int, last: int) -> None:
    assert misread(zone, first, last) == []


@pytest.mark.long
@pytest.mark.parametrize(("first", "last"), [(1990, 2037), (2019, 2019), (1970, 1973), (1935, 1950)])
def test_every_zone_is_read_right(first: int, last: int) -> None:
    assert {zone: bad for zone in ZONES if (bad := misread(zone, first, last))} == {}


@pytest.mark.long
def test_every_zone_is_read_right_in_single_years() -> None:
    years = range(1991, 2038, 3)  # a third: every year takes four minutes
    assert {(zone, year) for zone in ZONES for year in years if misread(zone, year, year)} == set()


@pytest.mark.parametrize("zone", ["Europe/Zurich", "Europe/Dublin", "Antarctica/Troll", "Pacific/Auckland"])
def test_home_assistants_reader_agrees_on_yearly_pairs(zone: str) -> None:
    tz = by_ical(text(zone, 2018, 2019))
    once = [(utc, wall) for utc, wall in cases(zone, 2018, 2019) if happens_once(zone, wall)]
    assert [utc for utc, wall in once if wall.replace(tzinfo=tz).astimezone(UTC) != utc] == []


@pytest.mark.parametrize(
    ("zone", "year"),
    [
        ("Asia/Singapore", 1981),  # 23:30 became 1 January
        ("Asia/Dhaka", 2009),  # 1 January became 23:00 again
        ("Africa/Casablanca", 1985),
        ("Pacific/Kiritimati", 1994),  # 31 December never was
        ("Pacific/Kosrae", 1998),
    ],
)
def test_years_that_meet_in_a_transition_are_both_covered(zone: str, year: int) -> None:
    assert misread(zone, year, year) == []
    assert misread(zone, year + 1, year + 1) == []


def test_after_2037_the_rule_of_the_zone_file_goes_on() -> None:
    data = text("Europe/Madrid", 2040, 2040)
    assert "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3" in data
    madrid = by_dateutil(data)
    switches = [(3, 25, 1, 59, 0), (3, 25, 3, 0, 1), (10, 28, 1, 59, 23), (10, 28, 3, 0, 2)]
    for month, day, hour, minute, utc_hour in switches:
        instant = datetime(2040, month, day, hour, minute, tzinfo=madrid).astimezone(UTC)
        assert instant.replace(minute=0).hour == utc_hour


@pytest.mark.parametrize("zone", ["America/Santiago", "Asia/Gaza", "Asia/Jerusalem", "Australia/Lord_Howe"])
def test_odd_rules_after_2037_are_read_right(zone: str) -> None:
    with pytz.open_resource(zone) as file:  # type: ignore[attr-defined]
        expected = ZoneInfo.from_file(file, key=zone)
    tz = by_dateutil(text(zone, 2041, 2042))
    walls = [datetime(2041, 1, 1, 12) + timedelta(hours=6 * n) for n in range(4 * 729)]
    once = [wall for wall in walls if len({wall.replace(tzinfo=expected, fold=f).utcoffset() for f in (0, 1)}) == 1]
    wrong = [w for w in once if w.replace(tzinfo=tz).utcoffset() != w.replace(tzinfo=expected).utcoffset()]
    assert len(once) > 2900
    assert wrong == []
