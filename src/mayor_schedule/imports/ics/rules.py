"""The recurrence of an entry (RFC 5545 sections 3.8.5.1 to 3.8.5.3) as days.

A rule counts in days here, at most one occurrence a day: RDATE and EXDATE become days in the zone of the first time,
and UNTIL the last day on which an occurrence begins. What cannot be said so is left out and told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from typing import Final

from mayor_schedule.contentlines import Component, Property
from mayor_schedule.domain.values.moment import Moment
from mayor_schedule.domain.values.recurrence import LONGEST, Recurrence, read_until
from mayor_schedule.errors import InvalidValueError
from mayor_schedule.imports.wording import about
from mayor_schedule.messages import Message, message_of, say

from .stream import LeftOut, Malformed
from .values import Read, read_when
from .zones import Zones

_UNTIL: Final = re.compile(r"UNTIL=([0-9TZ]+)", re.IGNORECASE)
_COUNT: Final = re.compile(r"(?:^|;)COUNT=([0-9]+)", re.IGNORECASE)
_PARTS: Final = re.compile(r"[A-Za-z-]+=[0-9A-Za-z,+\-]+(?:;[A-Za-z-]+=[0-9A-Za-z,+\-]+)*;?")
_NONE: Final = "FREQ=DAILY;COUNT=1"
"""The rule of what comes back on single dates (RDATE) only."""

FAR: Final = timedelta(days=60 * 366)
"""How long a rule with a COUNT may take for all its occurrences: some have theirs many years apart."""


def recurrence_of(event: Component, start: Read, zones: Zones) -> Recurrence | None:
    """The recurrence of an entry; None for one that is single.

    Raises:
        Malformed: it is no rule, or its dates are none.
        LeftOut: it is a rule that an office cannot record.
    """
    rules, added, excluded = event.all("RRULE"), event.all("RDATE"), event.all("EXDATE")
    if event.all("EXRULE"):
        raise LeftOut(event.all("EXRULE")[0].number, say("MS-1004", "a rule of exceptions (EXRULE) is not read"))
    if not rules and not added:
        return None
    if len(rules) > 1:
        raise LeftOut(rules[1].number, say("MS-1005", "more than one rule is not read"))
    rule = _rule(rules[0], start, zones) if rules else _NONE
    for each in (added, excluded):
        if sum(one.value.count(",") + 1 for one in each) > LONGEST:
            many = say("MS-1006", "more than {most} days are more than can be recorded", most=LONGEST)
            raise LeftOut(each[0].number, about(each[0].name, many))
    days = sorted({*_days(added, start, zones)} - {start.day})
    if days and days[0] < start.day:
        early = say("MS-1007", "{day} is before it begins, on {start}", day=days[0], start=start.day)
        raise LeftOut(added[0].number, about("RDATE", early))
    given = rules[0] if rules else added[0]
    try:
        recurrence = Recurrence.model_validate(
            {"rule": rule, "excluded": tuple(sorted({*_days(excluded, start, zones)})), "added": tuple(days)}
        )
    except ValueError as error:
        raise LeftOut(given.number, about(given.name, _first(error))) from None
    if not recurrence.begins_on(start.day):
        other = say("MS-1008", "{day:%A} {day} is none of the days of its own rule", day=start.day)
        raise LeftOut(given.number, about(given.name, other))
    count = _COUNT.search(recurrence.rule)
    if count is not None and rules and len(list(_ruled(recurrence, start.day))) < int(count[1]):
        long = say(
            "MS-1009", "its {count} occurrences are not over in {years} years", count=count[1], years=FAR.days // 366
        )
        raise LeftOut(given.number, about(given.name, long))
    return recurrence


def _ruled(recurrence: Recurrence, start: date) -> Iterator[date]:
    """The days of a rule alone, those that are left out among them, as far as anybody plans."""
    last = start + min(FAR, date.max - start)
    return islice(Recurrence.model_construct(rule=recurrence.rule).days(start, last), 10_000)


def _first(error: ValueError) -> Message:
    """What a model says, without the model's own words."""
    errors = getattr(error, "errors", None)
    if not callable(errors):
        return message_of(error)
    first = errors(include_url=False)[0]
    own = first.get("ctx", {}).get("error")
    return message_of(first["msg"] if own is None else own)


def _rule(given: Property, start: Read, zones: Zones) -> str:
    """The rule with its UNTIL as the last day on which an occurrence begins (section 3.3.10).

    Raises:
        Malformed: it is no rule.
        LeftOut: it counts more often than anybody's diary has days.
    """
    rule = given.value.strip()
    if len(rule) > 500 or not _PARTS.fullmatch(rule):
        raise Malformed(given.number, about("RRULE", say("MS-1010", "{rule!r} is no rule", rule=rule[:40])))
    count = _COUNT.search(rule)
    if count is not None and len(count[1]) > 4:
        many = say("MS-1011", "{count} occurrences are more than can be recorded", count=count[1][:20])
        raise LeftOut(given.number, about("RRULE", many))
    until = _UNTIL.search(rule)
    if until is None:
        return rule
    day = _until(given, until[1], start, zones)
    if day < start.day:
        early = say("MS-1012", "it ends on {day}, before it begins, on {start}", day=day, start=start.day)
        raise LeftOut(given.number, about("RRULE", early))
    return _UNTIL.sub(f"UNTIL={day:%Y%m%d}", rule)


def _until(given: Property, until: str, start: Read, zones: Zones) -> date:
    """The last day on which an occurrence begins; of years whose offsets nobody knows yet, the day that is written."""
    try:
        last = read_when(Property(given.number, "RRULE", {}, until), until, zones)
        if start.moment is None or last.moment is None:
            return last.day
        in_utc = until.upper().endswith("Z")
        local = Moment.at(last.moment.utc, start.moment.zone).local if in_utc else last.moment.local
    except (LeftOut, InvalidValueError):
        try:
            return read_until(until[:8])
        except InvalidValueError as error:
            raise Malformed(given.number, about("RRULE", message_of(error))) from None
    return local.date() if local.time() >= start.moment.local.time() else local.date() - timedelta(days=1)


def _days(given: list[Property], start: Read, zones: Zones) -> Iterator[date]:
    """The days that RDATE or EXDATE name, in the zone of the first time.

    Raises:
        Malformed: one of them is no date.
        LeftOut: one of them is a period, or at another time of day.
    """
    for each in given:
        for value in each.value.split(","):
            if "/" in value:
                length = say("MS-1013", "a period of its own length is not read")
                raise LeftOut(each.number, about(each.name, length))
            read = read_when(each, value.strip(), zones)
            if start.moment is None or read.moment is None:
                yield read.day
                continue
            try:
                local = Moment.at(read.moment.utc, start.moment.zone).local
            except InvalidValueError as error:
                raise Malformed(each.number, about(each.name, message_of(error))) from None
            if each.name == "RDATE" and local.time() != start.moment.local.time():
                other = say("MS-1014", "{local:%Y-%m-%d %H:%M} is at another time of day than the others", local=local)
                raise LeftOut(each.number, about("RDATE", other))
            if each.name == "RDATE" or local.time() == start.moment.local.time():
                yield local.date()
