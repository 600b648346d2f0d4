"""Occasions that come back: on which days, whether they still go on, and at which of them something is otherwise."""

from __future__ import annotations

from datetime import date

from mayor_schedule.domain.occasion import Occasion, OccasionStage
from mayor_schedule.domain.values.period import Period
from mayor_schedule.domain.values.text import Text
from mayor_schedule.domain.values.when import Timed, bounds

from ..knowledge import Span
from .content import OccurrenceBrief, SeriesBrief


def comes_back(state: object) -> bool:
    """Whether something is an occasion that comes back on known days."""
    return (
        isinstance(state, Occasion)
        and state.recurrence is not None
        and state.stage is not OccasionStage.POSTPONED
        and isinstance(state.when, Timed | Period)
    )


def span_of(occasion: Occasion) -> Span:
    """The first and the last day of a series, with those to which one was moved; no last one if it has no end."""
    rule = None if occasion.recurrence is None else occasion.recurrence.last_day(occasion.first_day)
    if rule is None:
        return occasion.first_day, None
    lasts = _lasting(occasion)
    end = date.fromordinal(min(rule.toordinal() + lasts, date.max.toordinal()))
    moved = [bounds(each.when)[1] for each in occasion.changed_occurrences()]
    return occasion.first_day, max([occasion.first_day, end, *(each for each in moved if each is not None)])


def goes_on(occasion: Occasion, on: date) -> bool:
    """Whether an occurrence of a series that was not called off is on a day, or after it."""
    changed = occasion.changed_occurrences()
    if any(not each.is_cancelled and (bounds(each.when)[1] or date.max) >= on for each in changed):
        return True
    last = span_of(occasion)[1]
    if last is None:
        return True
    otherwise, lasts = {each.day for each in changed}, _lasting(occasion)
    return any(day not in otherwise and day.toordinal() + lasts >= on.toordinal() for day in occasion.days(last))


def series_brief(occasion: Occasion, since: date) -> SeriesBrief | None:
    """How an occasion comes back, and what is otherwise from a day on, as its state tells who reads."""
    recurrence = occasion.recurrence
    if recurrence is None or not comes_back(occasion):
        return None
    last = recurrence.last_day(occasion.first_day)  # of a history from before that was refused, before its first day
    told = [each for each in occasion.changed_occurrences() if (bounds(each.when)[1] or date.max) >= since]
    briefs = [OccurrenceBrief(occurrence=each, reason=_reason(occasion, each.day)) for each in told]
    return SeriesBrief(
        recurrence=recurrence,
        first=occasion.first_day,
        last=None if last is None else max(occasion.first_day, last),
        called_off=tuple(each for each in briefs if each.occurrence.is_cancelled),
        changed=tuple(each for each in briefs if not each.occurrence.is_cancelled),
        left_out=tuple(sorted(each for each in recurrence.excluded if each >= since)),
        added=tuple(sorted(each for each in recurrence.added if each >= since)),
    )


def _lasting(occasion: Occasion) -> int:
    """How many days after its first one an occurrence still lasts."""
    first, last = bounds(occasion.when)
    return 0 if first is None or last is None else (last - first).days


def _reason(occasion: Occasion, day: date) -> Text | None:
    """Why an occurrence was called off, where who reads may know it."""
    reason = occasion.facts.get(f"occurrence {day} reason")
    return reason if isinstance(reason, Text) else None
