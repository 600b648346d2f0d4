"""What an entry says in words, alike in every format: its summary, its description and its location."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from mayor_schedule.domain.values.fuzzy import FuzzyDate
from mayor_schedule.domain.values.text import primary
from mayor_schedule.views.calendar import CalendarEntry, place_name, title_of
from mayor_schedule.views.lodging import lodging
from mayor_schedule.views.revisions import Revision

from .wording import word

_COMPLETE: Final = ("중", "경", "부터", "까지", "(미확정)")
"""Endings of Korean dates that need no "within" behind them."""


def summary(revision: Revision, languages: tuple[str, ...]) -> str:
    """Its title, marked where it does not take place as it was told; of busy time, only that it is that."""
    if revision.is_busy:
        return word("busy", languages[0])
    title = revision.entry.title.best(*languages)
    if revision.entry.status == "cancelled":
        return word("cancelled", languages[0], title=title)
    if revision.entry.postponed:
        return word("postponed", languages[0], title=title)
    return title if revision.is_dated else word("undated", languages[0], title=title)


def plan_summary(revision: Revision, fuzzy: FuzzyDate, languages: tuple[str, ...]) -> str:
    """The title of what has only a fuzzy date, with that date before it, in the words of the language."""
    title, language = revision.entry.title.best(*languages), languages[0]
    if revision.entry.status == "cancelled":
        return word("cancelled", language, title=title)
    first, last = fuzzy.earliest, fuzzy.latest
    year = (first or last or date.min).year
    said = fuzzy.title(language, within_year=year if (last or first or date.min).year == year else None)
    if primary(language) == "ko" and not said.endswith(_COMPLETE):
        said += " 중"
    return word("plan_done" if revision.entry.status == "done" else "plan", language, date=said, title=title)


def description(revision: Revision, languages: tuple[str, ...]) -> Iterator[str]:
    """What else there is to say of it, a line each."""
    entry, language = revision.entry, languages[0]
    stay = lodging(entry.days, entry.nights, entry.in_flight, language)
    if stay:
        yield stay
    if entry.stops:
        yield " → ".join(place_name(stop.place, *languages) for stop in entry.stops)
    for key, whole in (("part_of", entry.part_of), ("same_as", entry.same_as)):
        title = None if whole is None else title_of(whole)
        if title is not None:
            yield word(key, language, title=title.best(*languages))
    if revision.programme:
        yield word("programme", language)
        yield from (f"- {title.best(*languages)}" for title in revision.programme)


def location(entry: CalendarEntry, languages: tuple[str, ...]) -> str:
    """Where it is: its place, or the stops of a trip; nothing where nobody knows."""
    if entry.place is not None:
        return place_name(entry.place, *languages)
    return ", ".join(place_name(stop.place, *languages) for stop in entry.stops)
