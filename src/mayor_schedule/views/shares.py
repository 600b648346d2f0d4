"""What of an entry stands in one principal's programme: all of it, some occurrences of a series, or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from mayor_schedule.domain.occasion import Occasion
from mayor_schedule.domain.occasion.series import on_day
from mayor_schedule.domain.values.recurrence import Recurrence
from mayor_schedule.domain.values.text import Text

from .calendar import CalendarEntry, occurrence_of, when_record
from .content import busy_content, content_of
from .programmes import Whose


@dataclass(frozen=True, slots=True)
class Share:
    """An entry as it stands in somebody's programme.

    Attributes:
        entry: the entry; of a series, without the occurrences that are another's.
        is_detached: whether only the occurrences of a series are told that are listed as changed, and not the series.
    """

    entry: CalendarEntry
    is_detached: bool = False

    def content(self, programme: tuple[Text, ...], languages: tuple[str, ...]) -> Mapping[str, Any]:
        """Everything that is shown of it; of single occurrences, not the rule that they are by.

        Args:
            programme: the titles of its undated parts.
            languages: those that others fall back to.
        """
        said = content_of(self.entry, programme, languages)
        return {**said, "when": None, "recurrence": self._named} if self.is_detached else said

    @property
    def busy_content(self) -> object:
        """What is shown of it as busy time: when, and not a word."""
        if not self.is_detached:
            return busy_content(self.entry)
        return [(each.status, when_record(each.when)) for each in self.entry.changed], self._named

    @property
    def _named(self) -> list[object]:
        """When the occurrences would be by the rule, which names them."""
        days = (each.occurrence for each in self.entry.changed)
        return [when_record(on_day(self.entry.when, day)) for day in days if day is not None]


def share_of(entry: CalendarEntry, whose: Whose, principal: str) -> Share | None:
    """What of an entry stands in a principal's programme; None for nothing.

    Of their series, the occurrences that are another's are left out; of another's, it is those that are theirs.

    Args:
        entry: the entry, as the audience sees it.
        whose: tells whose programme it stands in.
        principal: whose programme it is.
    """
    is_theirs, state, recurrence = principal in whose.principals(), whose.state(), entry.recurrence
    if recurrence is None or not isinstance(state, Occasion):
        return Share(entry) if is_theirs else None
    said = [day for day in whose.said_days() if (principal in whose.of(day).principals()) != is_theirs]
    other = set(said).intersection(state.days(said[-1])) if said else set()
    if is_theirs:
        return _without(entry, recurrence, state, other) if other else Share(entry)
    changed = tuple(occurrence_of(entry, state.occurrence(day)) for day in sorted(other))
    return Share(replace(entry, changed=changed), is_detached=True) if changed else None


def _without(entry: CalendarEntry, recurrence: Recurrence, state: Occasion, days: set[date]) -> Share | None:
    last = recurrence.last_day(state.first_day)
    if last is not None and all(day in days for day in state.days(last)):
        return None
    excluded = tuple(sorted({*recurrence.excluded, *days}))
    left = tuple(each for each in entry.changed if each.occurrence not in days)
    return Share(replace(entry, recurrence=recurrence.model_copy(update={"excluded": excluded}), changed=left))
