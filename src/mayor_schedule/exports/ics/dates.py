"""The properties that say when: days, times and rules, as RFC 5545 sections 3.3.4, 3.3.5 and 3.3.10 want them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Final

from mayor_schedule.domain.values.moment import Moment
from mayor_schedule.domain.values.period import Period
from mayor_schedule.domain.values.recurrence import UNTIL, Recurrence, read_until
from mayor_schedule.domain.values.when import Timed
from mayor_schedule.domain.values.zones import zone_named
from mayor_schedule.errors import InvalidValueError

from . import lines

_NO_RULE: Final = re.compile("[^A-Z0-9=;,+-]")
"""What cannot stand in a rule: a stored one is not checked again."""

_SLACK: Final = timedelta(hours=3)
_LATEST: Final = datetime.max.replace(tzinfo=UTC) - timedelta(days=2)


def moments(when: object) -> tuple[Moment, ...]:
    """The times in a date: of days there are none."""
    if not isinstance(when, Timed):
        return ()
    return (when.start,) if when.end is None else (when.start, when.end)


def is_known(zone: str) -> bool:
    """Whether today's zone data knows a zone."""
    try:
        zone_named(zone)
    except InvalidValueError:
        return False
    return True


def is_after(end: Moment, start: Moment) -> bool:
    """Whether an end is one: a stored time is not checked again."""
    if end.instant is None or start.instant is None:  # in a year of which the offsets are not known
        return end.local > start.local
    return start.before(end)


def rule_of(recurrence: Recurrence, dates: Timed | Period) -> str:
    """The rule with its UNTIL as RFC 5545 section 3.3.10 wants it: a day, or the last start in UTC."""
    rule = _NO_RULE.sub("", recurrence.rule)
    until = UNTIL.search(rule)
    if until is None or isinstance(dates, Period):
        return rule
    last = datetime.combine(read_until(until[1]), dates.start.local.time())
    instant = Moment.model_construct(local=last, zone=dates.start.zone, fold=None).instant
    if instant is None:  # beyond the years of which offsets are known: as on the first day, and hours before the next
        offset = dates.start.local.replace(tzinfo=UTC) - dates.start.utc
        instant = min(last.replace(tzinfo=UTC), _LATEST) - offset + _SLACK
    return UNTIL.sub(f";UNTIL={lines.utc(instant)}", rule)


def in_utc(moment: Moment) -> bool:
    """Whether a time is written in UTC: of two equal times, with a zone, some readers take the first, some the second.

    RFC 5545 section 3.3.5 means the first; khal, ical.js and libical take the second.
    """
    return moment.zone == "UTC" or moment.fold is not None


def local_start(when: Timed | Period) -> Timed | Period:
    """The first time of a series, by the clocks of its zone: its rule counts on them."""
    if not isinstance(when, Timed) or when.start.fold is None:
        return when
    return when.model_copy(update={"start": when.start.model_copy(update={"fold": None})})


def moment_line(name: str, moment: Moment) -> bytes:
    """A property with a time: in its zone, or in UTC."""
    if moment.zone == "UTC":
        return lines.line(name, lines.local(moment.local) + "Z")
    if in_utc(moment):
        return lines.line(name, lines.utc(moment.utc))
    return lines.line(name, lines.local(moment.local), TZID=moment.zone)


def day_line(name: str, day: date) -> bytes:
    """A property with a day."""
    return lines.line(name, lines.day(day), VALUE="DATE")
