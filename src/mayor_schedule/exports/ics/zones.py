"""VTIMEZONE components (RFC 5545 section 3.6.5) that every client reads alike.

The transitions come from pytz's table, because the wall times in this package come from pytz too; it ends in
2037, and from 2038 the rule at the end of the same zone file is followed. Offsets are whole minutes, as pytz
rounds them: in years before 1973 a few zones had seconds, which some clients cannot read.

A zone is written as one yearly pair of RRULEs where that pair reproduces every transition of the years asked
for and goes on, and else as one observance a transition. Never as RDATEs, which several clients misread, and
never with UNTIL: dateutil takes it for local time, and the package `ical` refuses it. What lives elsewhere:
which zones a feed needs, and for which years.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import MAXYEAR, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytz
from icalendar import Component, Timezone, TimezoneDaylight, TimezoneStandard, vRecur

from mayor_schedule.errors import InvalidValueError
from mayor_schedule.messages import say

_TABLE_END = datetime(2038, 1, 1)  # noqa: DTZ001  the first naive UTC instant that pytz's 32-bit table may miss
_BEGINNING = datetime(1, 1, 1)  # noqa: DTZ001  where that table begins
_PROBE = timedelta(days=7)
"""No zone's rule makes two transitions in a week, so none is missed between two probes."""
_CYCLE = 28
"""Years in which the weekdays of the Gregorian calendar come round: a rule that holds for so long goes on."""
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class _State(NamedTuple):
    """What a zone's clocks show between two transitions."""

    offset: timedelta
    name: str
    is_daylight: bool


class _Onset(NamedTuple):
    """A transition; `wall` is what the clocks show as they change: local time in the offset *before*."""

    wall: datetime
    before: _State
    after: _State

    @property
    def year(self) -> int:
        """The year it falls in; where the clocks go back from midnight of 1 January, the old one."""
        return min(self.wall, self.wall + (self.after.offset - self.before.offset)).year


class _Rule(NamedTuple):
    """One observance: its first onset and, if that comes back each year, its weekday as in "-1SU"."""

    first: _Onset
    weekday: str | None = None


def vtimezone(zone: str, first: datetime, last: datetime) -> Timezone:
    """Build the VTIMEZONE of a zone for all the calendar years, in that zone, from `first` to `last`.

    Args:
        zone: an IANA name; it becomes the TZID as it is.
        first: the earliest aware instant that the component must cover.
        last: the latest one.

    Returns:
        A component that gives the offsets of those whole years, and is the same for every pair of instants in
        the same two years. Its observances are in order of DTSTART, then kind.

    Raises:
        InvalidValueError: the zone is UTC (write Z instead) or unknown, an instant is naive, or `last` is
            earlier than `first`.
    """
    years = _years(zone, first, last)
    onsets = list(_onsets(zone, years))
    rules = _pair(onsets[1:], years) or [_Rule(o) for o in onsets[1:] if o.year in years]
    if all(rule.first.year in years for rule in rules):
        rules = [_initial(onsets, years[0]), *rules]
    component = Timezone()
    component.add("TZID", zone)
    for rule in sorted(rules, key=lambda rule: (rule.first.wall, not rule.first.after.is_daylight)):
        kind = TimezoneDaylight if rule.first.after.is_daylight and len(rules) > 1 else TimezoneStandard
        component.add_component(_observance(rule, kind()))
    return component


def _years(zone: str, first: datetime, last: datetime) -> range:
    try:
        tz = pytz.timezone(zone)
    except pytz.UnknownTimeZoneError:
        raise InvalidValueError(
            say("MS-0550", "cannot describe time zone {zone!r}: it is not an IANA name", zone=zone)
        ) from None
    if tz is pytz.utc:
        raise InvalidValueError(
            say("MS-0551", "cannot describe time zone 'UTC': write UTC instants with Z instead")
        )
    if first.utcoffset() is None or last.utcoffset() is None:
        raise InvalidValueError(
            say("MS-0552", "cannot describe time zone {zone!r}: an instant without an offset was given", zone=zone)
        )
    if last < first:
        raise InvalidValueError(
            say(
                "MS-0553", "cannot describe time zone {zone!r}: {last} is earlier than {first}",
                zone=zone, last=last, first=first,
            )
        )  # fmt: skip
    return range(first.astimezone(tz).year, last.astimezone(tz).year + 1)


def _onsets(zone: str, years: range) -> Iterator[_Onset]:
    """The transitions from before the years to a cycle after them, after an item for the state before all."""
    states = [*_tabled(zone), *_ruled(zone, years.start - 1, years.stop + _CYCLE)]
    start, state = states[0]
    yield _Onset(start, state, state)
    for (_, before), (at, after) in pairwise(states):
        if before != after:
            yield _Onset(at + before.offset, before, after)


def _tabled(zone: str) -> list[tuple[datetime, _State]]:
    """Naive UTC instants and the states that begin then, from pytz's table."""
    tz = pytz.timezone(zone)
    times: list[datetime] | None = getattr(tz, "_utc_transition_times", None)
    infos: list[tuple[timedelta, timedelta, str]] = getattr(tz, "_transition_info", [])
    if times is None:  # a zone that never changed has no table
        offset = tz.utcoffset(_TABLE_END) or timedelta(0)
        return [(_BEGINNING, _State(offset, str(tz.tzname(_TABLE_END)), False))]
    states = [_State(offset, name, bool(dst)) for offset, dst, name in infos]
    return list(zip(times, states, strict=True))


def _ruled(zone: str, first_year: int, last_year: int) -> Iterator[tuple[datetime, _State]]:
    """The same for years from 2038 on, where pytz has no table, by the rule at the end of its zone file.

    That rule repeats yearly, so that any of its years begins in the state in which the table ends.
    """
    with pytz.open_resource(zone) as file:  # type: ignore[attr-defined]  # public, but not in its stubs
        rule = ZoneInfo.from_file(file, key=zone)
    at = _TABLE_END.replace(year=max(_TABLE_END.year, first_year))
    state = _state(rule, at)
    while at.year <= min(last_year, MAXYEAR - 1):
        probe = at + _PROBE
        while _state(rule, probe) != state:
            at = _bisect(rule, at, probe)
            state = _state(rule, at)
            yield at, state
        at = probe


def _bisect(rule: ZoneInfo, low: datetime, high: datetime) -> datetime:
    """The second at which the state of `low` ends, between `low` and `high`."""
    before = _state(rule, low)
    while high - low > timedelta(seconds=1):
        middle = (low + (high - low) / 2).replace(microsecond=0)
        low, high = (middle, high) if _state(rule, middle) == before else (low, middle)
    return high


def _state(rule: ZoneInfo, at: datetime) -> _State:
    local = rule.fromutc(at.replace(tzinfo=rule))
    return _State(local.utcoffset() or timedelta(0), local.tzname() or "", bool(local.dst()))


def _pair(onsets: Sequence[_Onset], years: range) -> list[_Rule]:
    """Two yearly rules that reproduce every transition of the years and hold on for ever, or nothing.

    Best is a pair that held in the year before as well, because it covers the first January.
    """
    for start in (years.start - 1, years.start):
        span = range(start, years.stop + _CYCLE)
        daylight = _rule([onset for onset in onsets if onset.after.is_daylight], span)
        standard = _rule([onset for onset in onsets if not onset.after.is_daylight], span)
        if daylight and standard:
            return [daylight, standard]
    return []


def _rule(onsets: Sequence[_Onset], span: range) -> _Rule | None:
    """The one rule that gives exactly these onsets in the years of the span, or None."""
    picked = [onset for onset in onsets if onset.year in span]
    if [onset.year for onset in picked] != list(span):
        return None
    if len({(o.wall.month, o.wall.weekday(), o.wall.time(), o.before, o.after) for o in picked}) > 1:
        return None
    weeks = set.intersection(*(_weeks(onset.wall) for onset in picked))
    if not weeks:
        return None
    return _Rule(picked[0], f"{min(weeks)}{_DAYS[picked[0].wall.weekday()]}")


def _weeks(wall: datetime) -> set[int]:
    """Which weekday of its month a day is, counted from the front (not a fifth), and -1 if it is the last."""
    last = monthrange(wall.year, wall.month)[1]
    return {-1 if wall.day + 7 > last else 0, (wall.day - 1) // 7 + 1} - {0, 5}


def _initial(onsets: Sequence[_Onset], year: int) -> _Rule:
    """What is in force as a year begins, with its true onset, or if that is long ago a state since 1970."""
    onset = [onset for onset in onsets if onset.year < year][-1]
    floor = datetime(min(1970, year - 1), 1, 1)  # noqa: DTZ001  local time
    return _Rule(onset if onset.wall >= floor else onset._replace(wall=floor, before=onset.after))


def _observance(rule: _Rule, component: Component) -> Component:
    onset = rule.first
    component.add("DTSTART", onset.wall)
    component.add("TZOFFSETFROM", onset.before.offset)
    component.add("TZOFFSETTO", onset.after.offset)
    component.add("TZNAME", onset.after.name)
    if rule.weekday:
        component.add("RRULE", vRecur(FREQ="YEARLY", BYMONTH=onset.wall.month, BYDAY=rule.weekday))
    return component
