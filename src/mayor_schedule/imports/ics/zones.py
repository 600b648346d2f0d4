"""The zones that a calendar names, as IANA zones.

Programs name zones in their own ways: ``Asia/Seoul``, ``/citadel.org/20190914_1/Asia/Seoul``, ``Korea Standard Time``,
``Customized Time Zone``. A name is understood where that is safe; else the VTIMEZONE in the file decides: by an IANA
zone that has the same offsets around that time, the office's own first; else by the instant that it gives.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, tzinfo
from io import StringIO
from typing import Final

import pytz
from dateutil.tz import tzical
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from mayor_schedule.contentlines import Component, Property
from mayor_schedule.domain.values.zones import LAST_YEAR, check_zone, offset_at, offsets_of, zone_named
from mayor_schedule.errors import InvalidValueError
from mayor_schedule.messages import say

from .stream import Malformed

_IANA: Final = re.compile(r"(?:^|/)([A-Z][A-Za-z_]+(?:/[A-Z][A-Za-z_+\-]+){1,2}|UTC)$")
_PICKS: Final = r"BYMONTH=[0-9]{1,2}|BYDAY=[+-]?[0-9]?[A-Z]{2}|BYMONTHDAY=[0-9,+-]{1,40}"
_RULE: Final = re.compile(rf"FREQ=YEARLY(?:;(?:{_PICKS}|WKST=[A-Z]{{2}}|UNTIL=[0-9TZ]{{8,16}}|INTERVAL=1))*")
_START: Final = re.compile(r"(?:1[6-9]|20)[0-9]{2}[01][0-9][0-3][0-9]T[0-9]{6}")
_OFFSET: Final = re.compile(r"[+-](?:[01][0-9])(?:[0-5][0-9]){1,2}")
MOST: Final = 500
"""The most observances, and single dates of them, in a VTIMEZONE."""

MOST_RULES: Final = 200
"""The most observances with a rule in the VTIMEZONEs of one calendar that have to be counted."""

_EARLY: Final = "1904"
"""The year, a leap year, from which rules are counted that begin earlier: Outlook lets them begin in 1601."""

MOST_UNNAMED: Final = 200
"""How many VTIMEZONEs of one calendar are compared with those that have a name, and around how many years of each."""

SAMPLES: Final = 48
"""How many times, 15 days apart, from the beginning of a year on, two zones are compared at."""

_KNOWN: Final = tuple(
    name for name in dict.fromkeys((*WINDOWS_TO_OLSON.values(), *pytz.common_timezones))
    if "/" in name and not name.startswith("Etc/")
)  # fmt: skip
"""The zones that are tried, those first that stand for one of Windows."""

_UTC: Final = frozenset({"UTC", "GMT", "Z", "ZULU", "ETC/UTC", "ETC/GMT", "ETC/ZULU", "UCT"})


@dataclass
class Zones:
    """The zones of one calendar.

    Attributes:
        of_utc: the zone in which times in UTC are kept.
        floating: the zone of times without one.
        defined: the VTIMEZONEs, by TZID.
        is_said: whether the calendar itself says in which zone its times in UTC are meant.
    """

    of_utc: str
    floating: str
    defined: dict[str, Component] = field(default_factory=dict)
    is_said: bool = False
    _rules: int = 0
    _named: dict[str, str | None] = field(default_factory=dict)
    _read: dict[str, tzinfo | None] = field(default_factory=dict)
    _found: dict[tuple[str, int], str | None] = field(default_factory=dict)

    def of_series(self, start: datetime) -> Zones:
        """The zones for what comes back by UTC: kept in UTC where another zone has other days, or changes its offset.

        Args:
            start: the first time, naive, in UTC.
        """
        zone = zone_named(self.of_utc)
        offsets = {offset_at(start + timedelta(days=15 * each), zone) for each in range(SAMPLES)}
        moves = len(offsets) > 1 or (start + min(offsets)).date() != start.date()
        return self if self.is_said or not moves else replace(self, of_utc="UTC")

    def named(self, given: Property, tzid: str, local: datetime) -> str | None:
        """The IANA zone of a TZID around a time; None where none has the offsets that its VTIMEZONE says.

        Raises:
            Malformed: neither its name nor a VTIMEZONE says what it is.
        """
        if tzid not in self._named:
            self._named[tzid] = _by_name(tzid, self._definition(tzid))
        name = self._named[tzid]
        if name is not None:
            return name
        key = (tzid, local.year)
        if key not in self._found:
            if len(self._found) >= MOST_UNNAMED:
                many = say(
                    "MS-1048",
                    "it has more than {most} zones of its own, or years of them; export it anew "
                    "with zones that have names (such as Asia/Seoul)",
                    most=MOST_UNNAMED,
                )
                raise Malformed(given.number, many)
            if self._evaluated(tzid) is None:
                unknown = say(
                    "MS-1049",
                    "nobody knows the zone {zone!r}: it is no IANA zone (such as Asia/Seoul), and "
                    "the file has no VTIMEZONE for it that can be read",
                    zone=tzid[:60],
                )
                raise Malformed(given.number, unknown)
            self._found[key] = next(self._alike(tzid, local.year), None)
        return self._found[key]

    def instant(self, tzid: str, local: datetime) -> datetime:
        """The instant of a wall time by the VTIMEZONE of the file."""
        zone = self._evaluated(tzid)
        if zone is None:
            raise InvalidValueError(say("MS-1050", "the zone {zone!r} cannot be read", zone=tzid[:60]))
        return local.replace(tzinfo=zone).astimezone(UTC)

    def _definition(self, tzid: str) -> Component | None:
        """The VTIMEZONE of a TZID; the case of letters says nothing (MS-OXCICAL 2.1.3.1.1.19)."""
        exact = self.defined.get(tzid)
        if exact is not None:
            return exact
        return next((each for name, each in self.defined.items() if name.casefold() == tzid.casefold()), None)

    def _evaluated(self, tzid: str) -> tzinfo | None:
        if tzid not in self._read:
            component = self._definition(tzid)
            self._rules += 0 if component is None else sum(each.first("RRULE") is not None for each in component.parts)
            few = self._rules <= MOST_RULES
            self._read[tzid] = _evaluate(component) if component is not None and few else None
        return self._read[tzid]

    def _alike(self, tzid: str, year: int) -> Iterator[str]:
        """The IANA zones that have, in and after a year, the offsets of a VTIMEZONE."""
        zone = self._evaluated(tzid)
        first = datetime(min(year, LAST_YEAR - 1), 1, 1, 12)  # noqa: DTZ001 - wall times
        times = [first + timedelta(days=15 * each) for each in range(SAMPLES)]
        offsets = [(each, each.replace(tzinfo=zone).utcoffset()) for each in times]
        for name in (self.of_utc, self.floating, *_KNOWN):
            place = zone_named(name)
            if all(offset in offsets_of(local, place) for local, offset in offsets if local.year <= LAST_YEAR):
                yield name


def _by_name(tzid: str, component: Component | None) -> str | None:
    """The IANA zone that a name stands for."""
    location = None if component is None else component.first("X-LIC-LOCATION")
    for name in (tzid, None if location is None else location.value):
        if name is None:
            continue
        if name.strip().upper() in _UTC:
            return "UTC"
        found = _IANA.search(name.strip())
        for each in (name.strip(), None if found is None else found[1], WINDOWS_TO_OLSON.get(name.strip())):
            if each is not None and is_zone(each):
                return each
    return None


def is_zone(name: str) -> bool:
    """Whether a name is one of an IANA zone."""
    if name not in pytz.all_timezones_set:
        return False
    try:
        check_zone(name)
    except InvalidValueError:
        return False
    return True


def _is_yearly(rule: str) -> bool:
    """Whether a rule has its day about once a year, so that it is soon counted."""
    return _RULE.fullmatch(rule) is not None and ("BYMONTH=" in rule or "DAY=" not in rule)


def _evaluate(component: Component) -> tzinfo | None:
    """A VTIMEZONE as `dateutil` reads it; None where it is not read, or would take for ever."""
    lines = ["BEGIN:VTIMEZONE", "TZID:zone"]
    if not 0 < len(component.parts) <= MOST:
        return None
    dated = 0
    for part in component.parts:
        given = {each.name: each for each in part.properties}
        rule, dates = given.get("RRULE"), [each.value.strip() for each in part.all("RDATE")]
        offsets = [given.get(name) for name in ("TZOFFSETFROM", "TZOFFSETTO")]
        start = given.get("DTSTART")
        dated += sum(len(each) // 8 for each in dates)
        if dated > 2 * MOST:
            return None
        if part.name not in ("STANDARD", "DAYLIGHT") or start is None or not _START.fullmatch(start.value.strip()):
            return None
        if rule is not None and not _is_yearly(rule.value.strip()):
            return None
        if any(each is None or not _OFFSET.fullmatch(each.value.strip()) for each in offsets):
            return None
        begins = start.value.strip()
        lines += [f"BEGIN:{part.name}", f"DTSTART:{begins if rule is None else max(begins[:4], _EARLY) + begins[4:]}"]
        lines += [f"{each.name}:{each.value.strip()}" for each in offsets if each is not None]
        lines += [] if rule is None else [f"RRULE:{rule.value.strip()}"]
        lines += [f"RDATE:{each}" for each in dates]
        lines.append(f"END:{part.name}")
    lines.append("END:VTIMEZONE")
    try:
        zone = tzical(StringIO("\n".join(lines) + "\n")).get("zone")
        known = zone is not None and zone.utcoffset(datetime(2018, 7, 1)) is not None  # noqa: DTZ001 - a wall time
    except (ValueError, OverflowError, TypeError, AttributeError, IndexError, KeyError):
        return None
    return zone if known else None
