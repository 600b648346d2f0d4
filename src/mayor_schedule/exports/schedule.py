"""A series as a schema.org ``Schedule``."""

from __future__ import annotations

from typing import Any, Final

from mayor_schedule.domain.values.period import Period
from mayor_schedule.domain.values.recurrence import read_until
from mayor_schedule.domain.values.when import Timed
from mayor_schedule.views.calendar import CalendarEntry

_UNITS: Final = {"DAILY": "D", "WEEKLY": "W", "MONTHLY": "M", "YEARLY": "Y"}
_PICKS: Final = {"BYDAY": "byDay", "BYMONTH": "byMonth", "BYMONTHDAY": "byMonthDay"}


def schedule_of(entry: CalendarEntry) -> dict[str, Any] | None:
    """When a series comes back; None for what is single.

    Days are those of the rule (``byDay`` in the words of RFC 5545, which schema.org allows). Days without an
    occurrence, and those of occurrences that are otherwise, are exceptions. What a rule says beyond that, such as
    BYSETPOS, stands in ``additionalProperty`` as the rule itself.
    """
    recurrence, when = entry.recurrence, entry.when
    if recurrence is None or not isinstance(when, (Timed, Period)):
        return None
    parts = dict(part.partition("=")[::2] for part in recurrence.rule.split(";"))
    if parts.get("FREQ") not in _UNITS:  # a stored rule of a kind that is not read
        return None
    gone = {*recurrence.excluded, *(each.occurrence for each in entry.changed if each.occurrence is not None)}
    schedule: dict[str, Any] = {
        "@type": "Schedule",
        "repeatFrequency": f"P{parts.get('INTERVAL', 1)}{_UNITS[parts['FREQ']]}",
        "startDate": (when.first if isinstance(when, Period) else when.start.day).isoformat(),
    }
    for name, picked in _PICKS.items():
        if name in parts:
            values = parts[name].split(",")
            schedule[picked] = values if name == "BYDAY" else [int(each) for each in values]
    if "COUNT" in parts:
        schedule["repeatCount"] = int(parts["COUNT"])
    if "UNTIL" in parts:
        schedule["endDate"] = read_until(parts["UNTIL"]).isoformat()
    if isinstance(when, Timed):
        schedule["startTime"] = when.start.local.time().isoformat()
        schedule["scheduleTimezone"] = when.start.zone
        if when.end is not None:
            schedule["endTime"] = when.end.local.time().isoformat()
    if gone:
        schedule["exceptDate"] = sorted(each.isoformat() for each in gone)
    if "BYSETPOS" in parts or recurrence.added:
        added = [f"RDATE={each:%Y%m%d}" for each in recurrence.added]
        value = ";".join([recurrence.rule, *added])
        schedule["additionalProperty"] = {"@type": "PropertyValue", "name": "rrule", "value": value}
    return schedule
