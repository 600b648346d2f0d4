"""What comes back, in words: 매주 월요일 09:00~10:00, 9.3.~12.31; and the times at which something is otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from mayor_schedule.domain.occasion import Occasion
from mayor_schedule.domain.values.period import Period
from mayor_schedule.domain.values.recurrence import UNTIL, Recurrence
from mayor_schedule.domain.values.recurrence_text import say
from mayor_schedule.domain.values.when import Timed, When
from mayor_schedule.views.briefing import OccurrenceBrief, SeriesBrief

from .saying import Saying


def series_dates(series: SeriesBrief, when: When, saying: Saying) -> str:
    """By which rule something comes back, at what time of day, and from when to when.

    Args:
        series: how it comes back.
        when: when it is first.
        saying: how things are said.
    """
    rule = _rule(series.recurrence, saying)
    span = saying.word("from_day", day=saying.day(series.first))
    if series.last is not None:
        span = saying.when(Period(first=series.first, last=series.last))
    if isinstance(when, Timed):
        times = saying.times(when)
        return ", ".join((f"{rule} {times}" if saying.is_korean else f"{rule}, {times}", span))
    lasting = when.days if isinstance(when, Period) else 1
    return ", ".join(filter(None, (rule, saying.lodging(lasting, None) if lasting > 1 else "", span)))


def otherwise(series: SeriesBrief, occasion: Occasion, saying: Saying) -> Iterator[str]:
    """Lines on the times that were called off or changed, and on days that the rule does not have or that it lacks."""
    told = (
        ("occurrences_off", ", ".join(_off(each, saying) for each in series.called_off)),
        ("occurrences_changed", "; ".join(_changed(each, occasion, saying) for each in series.changed)),
        ("days_left_out", ", ".join(saying.day(each) for each in series.left_out)),
        ("days_added", ", ".join(saying.day(each) for each in series.added)),
    )
    yield from (saying.word("named", label=saying.word(key), text=text) for key, text in told if text)


def _rule(recurrence: Recurrence, saying: Saying) -> str:
    """How often, without the end, which the span says; that it comes back, where the rule has no words."""
    rule = UNTIL.sub("", recurrence.rule)
    said = say(recurrence.model_copy(update={"rule": rule.strip(";")}), saying.language)
    return saying.word("comes_back") if said.startswith("FREQ=") else said


def _off(brief: OccurrenceBrief, saying: Saying) -> str:
    reason = "" if brief.reason is None else saying.word("because", reason=saying.text(brief.reason))
    return saying.bracketed(saying.day(brief.occurrence.day), reason)


def _changed(brief: OccurrenceBrief, occasion: Occasion, saying: Saying) -> str:
    """An occurrence that is otherwise: on the day of the rule, then as it is now."""
    now = brief.occurrence
    place = saying.place(now.place) if now.place is not None and now.place != occasion.place else ""
    title = saying.text(now.title) if now.title != occasion.title else ""
    return saying.word("becomes", day=saying.day(now.day), now=saying.bracketed(saying.when(now.when), place, title))
