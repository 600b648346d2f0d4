"""IANA time zones through `pytz`: which names are accepted, and which offsets a wall time can have.

`pytz` knows zones from 1902 to 2037, with offsets in whole minutes, and says nothing certain beyond. Its own
``localize(is_dst=…)`` is not used: daylight saving is negative in Europe/Dublin, and Asia/Pyongyang changed
its offset in 2018 without any. A zone is asked only which offset is in force at an instant.
"""

from __future__ import annotations

import difflib
from datetime import datetime, timedelta
from functools import cache
from typing import Final

import pytz
from pytz.tzinfo import BaseTzInfo

from mayor_schedule.errors import InvalidValueError
from mayor_schedule.messages import Message, say, term

from .listing import either

FIRST_YEAR: Final = 1902
LAST_YEAR: Final = 2037
"""The years, inclusive, for which `pytz` has every change of offset of every zone."""

ZONE: Final = "(?:UTC|(?!Etc/)[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+)+)"
"""The name of a region, or UTC, as an expression has it, for a JSON Schema."""

_AROUND: Final = timedelta(days=1)
_ABBREVIATIONS: Final = {
    "KST": "Asia/Seoul", "ROK": "Asia/Seoul", "JST": "Asia/Tokyo", "Japan": "Asia/Tokyo",
    "PRC": "Asia/Shanghai", "GB": "Europe/London", "CET": "Europe/Zurich",
    "Z": "UTC", "Zulu": "UTC", "GMT": "UTC", "UCT": "UTC", "Etc/UTC": "UTC", "Etc/GMT": "UTC",
}  # fmt: skip
"""What people write for a zone and what they mean, where `difflib` would not find it."""


@cache
def zone_named(name: str) -> BaseTzInfo:
    """The `pytz` zone of a name, whatever kind of zone it is.

    Raises:
        InvalidValueError: the zone data does not know the name (any more).
    """
    try:
        return pytz.timezone(name)
    except pytz.UnknownTimeZoneError:
        unknown = say("MS-0343", "there is no time zone {name!r}", name=name[:60])
        raise InvalidValueError(_with_meant(unknown, name)) from None


def check_zone(name: str) -> None:
    """Check the name of a zone in new data: an IANA region such as ``Europe/Madrid``, or ``UTC``.

    Args:
        name: the name, in the exact spelling of the IANA time zone database.

    Raises:
        InvalidValueError: an unknown name, a fixed offset (``+09:00``, ``Etc/GMT-9``), an abbreviation.
    """
    if name[:1] in {"+", "-"} or name.startswith("Etc/") or ("/" not in name and name != "UTC"):
        said = say(
            "MS-0344",
            "{name!r} is not a region, and does not say how clocks change there; "
            "name a zone by its region, such as Asia/Seoul, or UTC",
            name=name[:60],
        )
        raise InvalidValueError(_with_meant(said, name))
    if getattr(zone_named(name), "zone", None) != name:
        raise InvalidValueError(_with_meant(say("MS-0345", "no zone is spelled {name!r}", name=name[:60]), name))


def _with_meant(said: Message, name: str) -> Message:
    """What is wrong with a name, with the names that may have been meant, if there are any."""
    meant = _meant(name)
    return term("{said}; did you mean {zones}?", said=said, zones=either(meant)) if meant else said


def _meant(name: str) -> list[str]:
    """The names that may have been meant."""
    if name in _ABBREVIATIONS:
        return [_ABBREVIATIONS[name]]
    known = [zone for zone in pytz.all_timezones if "/" in zone and not zone.startswith("Etc/")]
    wanted = name.strip().replace(" ", "_").casefold()
    exact = [zone for zone in known if wanted in (zone.casefold(), zone.rpartition("/")[2].casefold())]
    by_key = {zone.casefold(): zone for zone in known}
    close = exact or [by_key[key] for key in difflib.get_close_matches(wanted, by_key, n=3, cutoff=0.7)]
    return close[:3]


def offset_at(instant: datetime, zone: BaseTzInfo) -> timedelta:
    """The offset from UTC in force in a zone at an instant, given as a naive time in UTC."""
    return zone.fromutc(instant).replace(tzinfo=None) - instant


def check_years(local: datetime) -> None:
    """Check that `pytz` has the changes of offset around a wall time.

    Raises:
        InvalidValueError: a year before 1902 or after 2037.
    """
    if not FIRST_YEAR <= local.year <= LAST_YEAR:
        raise InvalidValueError(
            say(
                "MS-0346",
                "offsets in {year:04} are not known: pytz has them from {first} to {last}; "
                "record the day without a time",
                year=local.year, first=FIRST_YEAR, last=LAST_YEAR,
            )
        )  # fmt: skip


def offsets_of(local: datetime, zone: BaseTzInfo) -> tuple[timedelta, ...]:
    """Every offset that a wall time can have in a zone: one; none in a gap; two where it is repeated.

    An offset is at most 15 hours, and no zone has changed twice within 60 hours since 1902 (a test checks it),
    so one of those a day before and a day after must be in force.

    Args:
        local: a naive wall time.
        zone: its zone.

    Returns:
        The offsets, that of the earlier instant first (PEP 495's fold 0, then fold 1).

    Raises:
        InvalidValueError: a year that `pytz` has no data for.
    """
    check_years(local)
    around = {offset_at(local - _AROUND, zone), offset_at(local + _AROUND, zone)}
    return tuple(sorted((each for each in around if offset_at(local - each, zone) == each), reverse=True))


def offset_before(local: datetime, zone: BaseTzInfo) -> timedelta:
    """The offset in force before the gap in which a wall time lies, as PEP 495 has it for fold 0."""
    return offset_at(local - _AROUND, zone)


def gap_around(local: datetime, zone: BaseTzInfo) -> tuple[datetime, datetime]:
    """The edges of the gap in which a wall time lies: what clocks skipped, and what they showed instead.

    Args:
        local: a naive wall time that does not exist in the zone.
        zone: the zone.

    Returns:
        The first wall time that was skipped, and the first that exists again.
    """
    before, after = offset_before(local, zone), offset_at(local + _AROUND, zone)
    # In UTC, the change came after `local - after` and not after `local - before`: halve down to the second.
    early, late = local - after, local - before
    while late - early > timedelta(seconds=1):
        middle = early + timedelta(seconds=(late - early) // timedelta(seconds=2))
        early, late = (middle, late) if offset_at(middle, zone) == before else (early, middle)
    return late + before, late + after


def offset_text(offset: timedelta) -> str:
    """An offset as RFC 3339 writes it: ``+02:00``."""
    minutes = offset // timedelta(minutes=1)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
