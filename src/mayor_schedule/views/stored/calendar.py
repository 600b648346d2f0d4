"""`StoredCalendar`: the entries of some days from what is kept of them, and not from the whole log."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Final

from mayor_schedule.domain.values.identity import kind_of
from mayor_schedule.domain.values.visibility import Audience

from ..calendar import Calendar, CalendarEntry
from ..knowledge import Known
from .knowledge import Shelf, StoredKnowledge
from .rows import WHOLES, headings_between, within

LONGEST: Final = 3
"""Years: whoever asks for more has them from the whole log."""

Opening = Callable[[], AbstractContextManager[Shelf | None]]
"""Opens what is kept, as it is at one instant; None where nothing is, or far too little by now."""


class StoredCalendar:
    """What is kept of a calendar.

    Args:
        opening: opens it.
        audience: who reads.
        at: the present instant, which lifts embargoes.
        known_on: the day of knowledge; None for all of it.
        recorded_until: the instant after which nothing that was recorded counts; None for the whole log.
    """

    def __init__(
        self, opening: Opening, audience: Audience, at: datetime, known_on: date | None, recorded_until: datetime | None
    ) -> None:
        self._opening = opening
        self._past = (audience, at, known_on, recorded_until)

    def between(self, first: date, last: date) -> list[CalendarEntry] | None:
        """The entries of these days, in no order; None where they have to be found in the whole log."""
        if last.year - first.year >= LONGEST:
            return None
        with self._opening() as shelf:
            if shelf is None:
                return None
            knowledge = StoredKnowledge(shelf, *self._past)
            found = knowledge.take(_candidates(shelf, headings_between(first, last)))
            knowledge.take_office()
        calendar = _Calendar(knowledge)
        return [entry for subject in found for entry in calendar.of(knowledge[subject], first, last)]


class _Calendar(Calendar):
    """A calendar of what was taken from what is kept."""

    def __init__(self, stored: StoredKnowledge) -> None:
        super().__init__(stored)
        self._stored = stored

    def entry(self, known: Known) -> CalendarEntry | None:
        """The calendar entry of one subject; None if it has none of its own."""
        outline = self._stored.outline(known.id)
        return None if outline is None else self.entry_of(known, outline)


def _candidates(shelf: Shelf, headings: Iterable[str]) -> list[str]:
    """The subjects that may take place then, each once: those with a day, and what lies within them, and so on."""
    found = dict.fromkeys(shelf.filed_under(headings))
    ahead = list(found)
    while wholes := [each for each in ahead if kind_of(each) in WHOLES]:
        parts = shelf.filed_under(within(each) for each in wholes)
        ahead = [each for each in dict.fromkeys(parts) if each not in found]
        found.update(dict.fromkeys(ahead))
    return list(found)
