"""The axis of time under a picture: where a day lies, and which months or years are named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from mayor_schedule.errors import InvalidValueError
from mayor_schedule.messages import Saying

from .measure import width
from .svg import SMALL
from .words import month_name, year_name

_MONTH_STEPS: Final = (1, 3, 6)
_YEAR_STEPS: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
_GAP: Final = 3.0

END_FIRST: Final = Saying("MS-0554", "cannot draw {first} to {last}: the end comes first; swap the days")
"""Said of days in the wrong order."""


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a month or a year on the axis."""

    text: str
    x: float
    anchor: str
    is_year: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """Where a month or a year begins."""

    x: float
    is_year: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Axis:
    """The days from first to last, between two places on the paper.

    Raises:
        InvalidValueError: the last day lies before the first.
    """

    first: date
    last: date
    left: float
    right: float

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise InvalidValueError(END_FIRST(first=self.first, last=self.last))

    def x(self, day: date, part: float = 0.0) -> float:
        """Where a day begins; with a part of 1, where it ends."""
        return self._at(day.toordinal() + part)

    def ticks(self) -> list[Tick]:
        """Where months or years begin inside the axis, from left to right."""
        starts = self._starts(self._month_step(), self._year_step())
        return [Tick(x, is_year=month == 1) for _, month, x in starts if self.left < x < self.right]

    def names(self, language: str) -> list[Name]:
        """The names of the months, or of years where months are too narrow; both where there are several years."""
        step = self._month_step()
        if step is None:
            return list(self._years(self._year_step(), language))
        years = [] if self.is_one_year else list(self._years(1, language))
        return [*years, *self._months(step, language)]

    @property
    def is_one_year(self) -> bool:
        """Whether it lies in one calendar year."""
        return self.first.year == self.last.year

    def _at(self, ordinal: float) -> float:
        days = self.last.toordinal() - self.first.toordinal() + 1
        return self.left + (ordinal - self.first.toordinal()) / days * (self.right - self.left)

    def _room(self, days: float) -> float:
        return self._at(self.first.toordinal() + days) - self.left

    def _month_step(self) -> int | None:
        """How many months lie between two ticks, alike in every language; None where only years have room."""
        need = width("12월", SMALL) + _GAP
        return next((step for step in _MONTH_STEPS if self._room(30 * step) >= need), None)

    def _year_step(self) -> int:
        need = width(year_name(2000, "ko"), SMALL) + 2 * _GAP
        return next((step for step in _YEAR_STEPS if self._room(365 * step) >= need), _YEAR_STEPS[-1])

    def _starts(self, month_step: int | None, year_step: int) -> Iterator[tuple[int, int, float]]:
        """The year, the month and the place of each beginning, from the one before the first day."""
        for year in range(self.first.year, self.last.year + 1):
            if month_step is None and year % year_step:
                continue
            for month in range(1, 13, month_step or 12):
                yield year, month, self._at(date(year, month, 1).toordinal())

    def _months(self, step: int, language: str) -> Iterator[Name]:
        starts = list(self._starts(step, 1))
        ends = [*(x for _, _, x in starts[1:]), self._at(date(self.last.year, 12, 31).toordinal() + 1)]
        for (_, month, start), end in zip(starts, ends, strict=True):
            name, left, right = month_name(month, language), max(start, self.left), min(end, self.right)
            if step == 1 and right - left >= width(name, SMALL) + 2:
                yield Name(name, (left + right) / 2, "middle", is_year=False)
            elif step > 1 and start >= self.left and right - start >= width(name, SMALL) + _GAP:
                yield Name(name, start + 3, "start", is_year=False)

    def _years(self, step: int, language: str) -> Iterator[Name]:
        starts = [(year, x) for year, month, x in self._starts(None, step) if month == 1]
        for index, (year, start) in enumerate(starts):
            end = starts[index + 1][1] if index + 1 < len(starts) else self.right
            name, left = year_name(year, language), max(start, self.left)
            if min(end, self.right) - left >= width(name, SMALL) + _GAP and (step == 1 or start >= self.left):
                yield Name(name, left + 3, "start", is_year=True)
