"""The zones that a calendar names, as IANA zones.

Programs name zones in their own ways: ``Asia/Seoul``, ``/citadel.org/20190914_1/Asia/Seoul``, ``Korea Standard Time``,
``Customized Time Zone``. A name is understood where that is safe; else the VTIMEZONE in the file decides: by an IANA
zone that has the same offsets around that time, the office's own first; else by the instant that it gives.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from io import StringIO
from typing import Final

import pytz
from dateutil.tz import tzical
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from mayor_schedule.contentlines import Component, Property
from mayor_schedule.domain.values.zones import LAST_YEAR, check_zone, offsets_of, zone_named
from mayor_schedule.errors import InvalidValueError

from .stream import Malformed

_IANA: Final = re.compile(r"(?:^|/)([A-Z][A-Za-z_]+(?:/[A-Z][A-Za-z_+\-]+){1,2}|UTC)$")
_RULE: Final = re.compile(r"FREQ=YEARLY(?:;(?:BYMONTH|BYDAY|BYMONTHDAY|WKST|INTERVAL|UNTIL)=[0-9A-Z,+\-]{1,40})*")
_OFFSET: Final = re.compile(r"[+-](?:[01][0-9])(?:[0-5][0-9]){1,2}")
MOST: Final = 500
"""The most observances, and dates of one, in a VTIMEZONE."""

SAMPLES: Final = 48
"""How many times, 15 days apart, from the beginning of a year on, two zones are compared at."""

_UTC: Final = frozenset({"UTC", "GMT", "Z", "ZULU", "ETC/UTC", "ETC/GMT", "ETC/ZULU", "UCT"})


@dataclass
class Zones:
    """The zones of one calendar.

    Attributes:
        of_utc: the zone in which times in UTC are kept.
        floating: the zone of times without one.
        defined: the VTIMEZONEs, by TZID.
    """

    of_utc: str
    floating: str
    defined: dict[str, Component] = field(default_factory=dict)
    _read: dict[str, tzinfo | None] = field(default_factory=dict)
    _found: dict[tuple[str, int], str | None] = field(default_factory=dict)

    def named(self, given: Property, tzid: str, local: datetime) -> str | None:
        """The IANA zone of a TZID around a time; None where none has the offsets that its VTIMEZONE says.

        Raises:
            Malformed: neither its name nor a VTIMEZONE says what it is.
        """
        name = _by_name(tzid, self.defined.get(tzid))
        if name is not None:
            return name
        key = (tzid, local.year)
        if key not in self._found:
            if self._evaluated(tzid) is None:
                raise Malformed(
                    given.number, f"nobody knows the zone {tzid[:60]!r}: it is no IANA zone (such as Asia/Seoul), and "
                    "the file has no VTIMEZONE for it that can be read",
                )  # fmt: skip
            self._found[key] = next(self._alike(tzid, local.year), None)
        return self._found[key]

    def instant(self, tzid: str, local: datetime) -> datetime:
        """The instant of a wall time by the VTIMEZONE of the file."""
        zone = self._evaluated(tzid)
        if zone is None:
            raise InvalidValueError(f"the zone {tzid[:60]!r} cannot be read")
        return local.replace(tzinfo=zone).astimezone(UTC)

    def _evaluated(self, tzid: str) -> tzinfo | None:
        if tzid not in self._read:
            component = self.defined.get(tzid)
            self._read[tzid] = None if component is None else _evaluate(component)
        return self._read[tzid]

    def _alike(self, tzid: str, year: int) -> Iterator[str]:
        """The IANA zones that have, in and after a year, the offsets of a VTIMEZONE."""
        zone = self._evaluated(tzid)
        first = datetime(min(year, LAST_YEAR - 1), 1, 1, 12)  # noqa: DTZ001 - wall times
        times = [first + timedelta(days=15 * each) for each in range(SAMPLES)]
        offsets = [(each, each.replace(tzinfo=zone).utcoffset()) for each in times]
        for name in (self.of_utc, self.floating, *pytz.common_timezones):
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
            if each is not None and _is_zone(each):
                return each
    return None


def _is_zone(name: str) -> bool:
    try:
        check_zone(name)
    except InvalidValueError:
        return False
    return True


def _evaluate(component: Component) -> tzinfo | None:
    """A VTIMEZONE as `dateutil` reads it; None where it is not read, or would take for ever."""
    lines = ["BEGIN:VTIMEZONE", "TZID:zone"]
    if not 0 < len(component.parts) <= MOST:
        return None
    for part in component.parts:
        given = {each.name: each for each in part.properties}
        rule, dates = given.get("RRULE"), [each.value.strip() for each in part.all("RDATE")]
        offsets = [given.get(name) for name in ("TZOFFSETFROM", "TZOFFSETTO")]
        start = given.get("DTSTART")
        if part.name not in ("STANDARD", "DAYLIGHT") or start is None or len(dates) > MOST:
            return None
        if rule is not None and not _RULE.fullmatch(rule.value.strip()):
            return None
        if any(each is None or not _OFFSET.fullmatch(each.value.strip()) for each in offsets):
            return None
        lines += [f"BEGIN:{part.name}", f"DTSTART:{start.value.strip()}"]
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
