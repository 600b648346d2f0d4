"""What can be read of an office as rows for data frames: lists of dictionaries with plain values, and no library's own.

`pandas.DataFrame.from_records` takes them as they are, and so does `polars.from_dicts`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from mayor_schedule.views import flat
from mayor_schedule.views.agreements import RegisterEntry
from mayor_schedule.views.calendar import Calendar, Kept
from mayor_schedule.views.knowledge import Knowledge
from mayor_schedule.views.revisions import Revision

Languages = Callable[[], tuple[str, ...]]


class OfficeCalendar(Calendar):
    """The calendar of an office, of which rows can be had too."""

    def __init__(
        self,
        knowledge: Callable[[], Knowledge],
        kept: Kept,
        principal: str | None,
        *,
        revised: Callable[[], Iterable[Revision]],
        languages: Languages,
    ) -> None:
        """Make one.

        Args:
            knowledge: what finds out what is known.
            kept: what is kept of it.
            principal: whose programme it is; None for that of the whole office.
            revised: finds the entries of that programme as files show them, with how often they changed.
            languages: finds the languages of the office.
        """
        super().__init__(knowledge, kept, principal)
        self._revised = revised
        self._languages = languages

    def to_records(self, language: str | None = None) -> list[dict[str, Any]]:
        """The rows of ``export csv``: the same entries in the same order and columns, with plain values in them.

        A value is a text, a number, a truth value, a day (`datetime.date`), an instant (`datetime.datetime` in UTC), or
        None where nothing is known. As in every file, nothing confidential is among them.

        Args:
            language: BCP 47; texts fall back to the office's languages, which come first unless it is given.

        Raises:
            StoreError: the store cannot be read.
        """
        return flat.records(self._revised(), _first(language, self._languages))


class Register(list[RegisterEntry]):
    """The register of agreements, of which rows can be had too."""

    def __init__(self, entries: Iterable[RegisterEntry], languages: Languages) -> None:
        """Make one.

        Args:
            entries: its entries.
            languages: finds the languages of the office.
        """
        super().__init__(entries)
        self._languages = languages

    def to_records(self, language: str | None = None) -> list[dict[str, Any]]:
        """A row for each agreement, with plain values: texts, days, truth values, and None where nothing is known.

        Args:
            language: BCP 47; texts fall back to the office's languages, which come first unless it is given.
        """
        return [each.to_row(*_first(language, self._languages)) for each in self]


def _first(language: str | None, languages: Languages) -> tuple[str, ...]:
    return languages() if language is None else (language, *languages())
