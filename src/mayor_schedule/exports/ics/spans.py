"""The days on which a feed shows an entry: its own, or the span of a fuzzy date."""

from __future__ import annotations

from mayor_schedule.domain.values.fuzzy import FuzzyDate
from mayor_schedule.domain.values.period import Period
from mayor_schedule.errors import InvalidValueError


def span_of(fuzzy: FuzzyDate) -> Period | None:
    """The days that a fuzzy date can mean; of one with an open end, those of the unit at its other end.

    "From September" spans September: nobody said when it ends, and no calendar can show that it does not. None where
    the text is not read any more.
    """
    try:
        first, last = fuzzy.earliest, fuzzy.latest
        if first is None or last is None:
            start, _, end = fuzzy.edtf.partition("/")
            unit = FuzzyDate.of(end if first is None else start)
            first, last = unit.earliest, unit.latest
    except InvalidValueError:
        return None
    return None if first is None or last is None else Period(first=first, last=last)


def exact_day(fuzzy: FuzzyDate) -> Period | None:
    """The day of a date in EDTF that is exactly one day."""
    return span_of(fuzzy) if fuzzy.is_day else None
