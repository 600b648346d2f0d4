"""The recurrence of an entry (RFC 5545 sections 3.8.5.1 to 3.8.5.3) as days.

A rule counts in days here, at most one occurrence a day: RDATE and EXDATE become days in the zone of the first time,
and UNTIL the last day on which an occurrence begins. What cannot be said so is left out and told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from mayor_schedule.contentlines import Component, Property
from mayor_schedule.domain.values.moment import Moment
from mayor_schedule.domain.values.recurrence import Recurrence
from mayor_schedule.errors import InvalidValueError

from .stream import LeftOut, Malformed
from .values import Read, read_when
from .zones import Zones

_UNTIL: Final = re.compile(r"UNTIL=([0-9TZ]+)", re.IGNORECASE)
_COUNT: Final = re.compile(r"(?:^|;)COUNT=([0-9]+)", re.IGNORECASE)
_PARTS: Final = re.compile(r"[A-Za-z-]+=[0-9A-Za-z,+\-]+(?:;[A-Za-z-]+=[0-9A-Za-z,+\-]+)*;?")
_NONE: Final = "FREQ=DAILY;COUNT=1"
"""The rule of what comes back on single dates (RDATE) only."""


def recurrence_of(event: Component, start: Read, zones: Zones) -> Recurrence | None:
    """The recurrence of an entry; None for one that is single.

    Raises:
        Malformed: it is no rule, or its dates are none.
        LeftOut: it is a rule that an office cannot record.
    """
    rules, added, excluded = event.all("RRULE"), event.all("RDATE"), event.all("EXDATE")
    if event.all("EXRULE"):
        raise LeftOut(event.all("EXRULE")[0].number, "a rule of exceptions (EXRULE) is not read")
    if not rules and not added:
        return None
    if len(rules) > 1:
        raise LeftOut(rules[1].number, "more than one rule is not read")
    rule = _rule(rules[0], start, zones) if rules else _NONE
    days = sorted({*_days(added, start, zones)} - {start.day})
    if days and days[0] < start.day:
        raise LeftOut(added[0].number, f"RDATE: {days[0]} is before it begins, on {start.day}")
    given = rules[0] if rules else added[0]
    try:
        return Recurrence.model_validate(
            {"rule": rule, "excluded": tuple(sorted({*_days(excluded, start, zones)})), "added": tuple(days)}
        )
    except ValueError as error:
        raise LeftOut(given.number, f"{given.name}: {_first(error)}") from None


def _first(error: ValueError) -> str:
    """What a model says, without the model's own words."""
    errors = getattr(error, "errors", None)
    told = errors(include_url=False)[0]["msg"] if callable(errors) else str(error)
    return str(told).removeprefix("Value error, ")


def _rule(given: Property, start: Read, zones: Zones) -> str:
    """The rule with its UNTIL as the last day on which an occurrence begins (section 3.3.10).

    Raises:
        Malformed: it is no rule.
        LeftOut: it counts more often than anybody's diary has days.
    """
    rule = given.value.strip()
    if len(rule) > 500 or not _PARTS.fullmatch(rule):
        raise Malformed(given.number, f"RRULE: {rule[:40]!r} is no rule")
    count = _COUNT.search(rule)
    if count is not None and len(count[1]) > 4:
        raise LeftOut(given.number, f"RRULE: {count[1][:20]} occurrences are more than can be recorded")
    until = _UNTIL.search(rule)
    if until is None:
        return rule
    last = read_when(Property(given.number, "RRULE", {}, until[1]), until[1], zones)
    day = last.day
    if start.moment is not None and last.moment is not None:
        in_utc = until[1].upper().endswith("Z")
        local = Moment.at(last.moment.utc, start.moment.zone).local if in_utc else last.moment.local
        day = local.date() if local.time() >= start.moment.local.time() else local.date() - timedelta(days=1)
    if day < start.day:
        raise LeftOut(given.number, f"RRULE: it ends on {day}, before it begins, on {start.day}")
    return _UNTIL.sub(f"UNTIL={day:%Y%m%d}", rule)


def _days(given: list[Property], start: Read, zones: Zones) -> Iterator[date]:
    """The days that RDATE or EXDATE name, in the zone of the first time.

    Raises:
        Malformed: one of them is no date.
        LeftOut: one of them is a period, or at another time of day.
    """
    for each in given:
        for value in each.value.split(","):
            if "/" in value:
                raise LeftOut(each.number, f"{each.name}: a period of its own length is not read")
            read = read_when(each, value.strip(), zones)
            if start.moment is None or read.moment is None:
                yield read.day
                continue
            try:
                local = Moment.at(read.moment.utc, start.moment.zone).local
            except InvalidValueError as error:
                raise Malformed(each.number, f"{each.name}: {error}") from None
            if each.name == "RDATE" and local.time() != start.moment.local.time():
                raise LeftOut(each.number, f"RDATE: {local:%Y-%m-%d %H:%M} is at another time of day than the others")
            if each.name == "RDATE" or local.time() == start.moment.local.time():
                yield local.date()
