"""Possible worlds: how few and how many of some items can have been there, come or gone, where days are not exact.

In a *world* each item came on one day of its span and left on one of its own, not before it came; an item without days
of leaving stays. A statement was read on one day of its as-of span, which is the same for all items. `there`,
`happened` and `net` give the least and the most over all worlds, exactly, and without going through them: what is
reckoned changes only at the ends of spans.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property
from itertools import accumulate
from typing import Final, NamedTuple

Bounds = tuple[int, int]
"""The least and the most."""

_EVER: Final = 0
_NEVER: Final = date.max.toordinal() + 1
"""Days before and after all others: the open ends of a span."""


class Days(NamedTuple):
    """The days from one to another, both included, as ordinals; without any if the first is after the last."""

    first: int = _EVER
    last: int = _NEVER

    @classmethod
    def of(cls, first: date | None, last: date | None) -> Days:
        """The days of a span whose ends may be open."""
        return cls(_EVER if first is None else first.toordinal(), _NEVER if last is None else last.toordinal())

    def within(self, other: Days) -> Days:
        """The days that are in both."""
        return Days(max(self.first, other.first), min(self.last, other.last))

    @property
    def is_empty(self) -> bool:
        """Whether there is no such day."""
        return self.first > self.last


class Stay:
    """When one item came and when it left, as far as anybody says.

    Attributes:
        came: the days on which it may have come; those after which it can no longer have left are left out.
        left: the days on which it may have left; likewise. None if it does not leave.
        found: whether it was there from the beginning, so that it never comes: it can only leave.
        never: whether it can only have left before it came: such an item was never there.
    """

    def __init__(self, came: Days, left: Days | None = None, *, found: bool = False) -> None:
        self.found = found
        if left is not None and not found:
            came, left = Days(came.first, min(came.last, left.last)), Days(max(left.first, came.first), left.last)
        self.never = came.is_empty or (left is not None and left.is_empty)
        self.came = came
        self.left = left

    @cached_property
    def thresholds(self) -> tuple[int, ...]:
        """The days at which something about it changes: on each it is otherwise than on the day before."""
        ends = () if self.found else self.came
        return tuple(sorted({*ends, *(self.left or ())} - {_EVER, _NEVER}))

    def there(self, day: int) -> Bounds:
        """Whether it is there at the end of a day: 0 or 1, at the least and at the most."""
        if self.never:
            return 0, 0
        left = self.left or Days(_NEVER, _NEVER)
        return int(self.came.last <= day < left.first), int(self.came.first <= day < left.last)

    def net(self, after: int, until: int) -> Bounds:
        """What it adds after one day, up to another: 1 if it comes and stays, -1 if it only leaves, else 0."""
        if self.is_settled(after, until) or after >= until:
            return 0, 0
        window = Days(after + 1, until)
        if self.left is None:
            is_certain = window.first <= self.came.first and self.came.last <= window.last
            return int(is_certain), int(not self.came.within(window).is_empty)
        return self._among(Days(_EVER, after), window, Days(until + 1, _NEVER))

    def is_settled(self, after: int, until: int) -> bool:
        """Whether it adds nothing to any reading from one day to another: it came or left before, or comes later."""
        if self.never:
            return True
        if self.left is None:
            return self.found or self.came.last <= after or self.came.first > until
        return self.left.last <= after or (self.left.first if self.found else self.came.first) > until

    def _among(self, *eras: Days) -> Bounds:
        """What it adds where it may leave, by the eras in which it can come and leave: before, between and after."""
        came, left = Days(_EVER, _EVER) if self.found else self.came, self.left or Days(_NEVER, _NEVER)
        # Without what cannot be, coming and going in the same era is possible wherever either is.
        possible = [
            (come == 1) - (leave == 1) for come in range(3) for leave in range(come, 3)
            if not came.within(eras[come]).is_empty and not left.within(eras[leave]).is_empty
        ]  # fmt: skip
        return min(possible), max(possible)


def there(stays: Iterable[Stay], day: date) -> Bounds:
    """How many are there at the end of a day."""
    return _sum(stay.there(day.toordinal()) for stay in stays)


def happened(spans: Iterable[Days], within: Days) -> Bounds:
    """How many of some days lie within others. One of which nobody says anything is in neither number."""
    said = [span for span in spans if span != Days()]
    certain = sum(within.first <= span.first and span.last <= within.last for span in said)
    return certain, sum(not span.within(within).is_empty for span in said)


def net(stays: Iterable[Stay], after: Days, until: Days) -> Bounds:
    """What arrivals less departures come to after one reading, up to another.

    Each reading is on one day of its span, the same for all items, and the second not before the first.

    Args:
        stays: the items.
        after: the days of the first reading; not empty.
        until: the days of the second reading; not empty, and not ending before `after` begins.
    """
    steady, moving = (0, 0), []
    for stay in stays:
        if stay.is_settled(after.first, until.last):
            continue
        if any(after.first < day <= after.last or until.first < day <= until.last for day in stay.thresholds):
            moving.append(stay)
        else:
            steady = _plus(steady, stay.net(after.first, until.last))
    # Where nothing lies between the readings, as on one day, nothing can have come or gone: both can be that day.
    sums = [(0, 0)] if after.last >= until.first else []
    sums += [_plus(steady, each) for each in _over_cells(moving, after, until)]
    return min(least for least, _ in sums), max(most for _, most in sums)


def _over_cells(stays: list[Stay], after: Days, until: Days) -> Iterator[Bounds]:
    """The sums for each pair of readings that differ in something: by differences, so that an item is met only once."""
    thresholds = {day for stay in stays for day in stay.thresholds}
    rows, columns = _cells(after, thresholds), _cells(until, thresholds)
    grids = [[[0] * (len(columns) + 1) for _ in range(len(rows) + 1)] for _ in range(2)]
    for stay in stays:
        for row in _cells(after, stay.thresholds):
            for column in _cells(until, stay.thresholds):
                corners = [(row.first, column.first, 1), (row.last + 1, column.first, -1)]
                corners += [(row.first, column.last + 1, -1), (row.last + 1, column.last + 1, 1)]
                for grid, amount in zip(grids, stay.net(row.first, column.last), strict=True):
                    for x, y, sign in corners:
                        grid[_place(rows, x)][_place(columns, y)] += sign * amount
    summed = [[list(accumulate(line)) for line in grid] for grid in grids]
    above: list[list[int]] = [[0] * len(columns) for _ in grids]
    for index, row in enumerate(rows):
        for which, grid in enumerate(summed):
            above[which] = [a + b for a, b in zip(above[which], grid[index], strict=False)]
        yield from (
            (above[0][place], above[1][place]) for place, column in enumerate(columns) if row.first < column.last
        )


def _cells(days: Days, thresholds: Iterable[int]) -> list[Days]:
    """The days cut at thresholds, in order."""
    firsts = [days.first, *sorted({day for day in thresholds if days.first < day <= days.last})]
    return [Days(first, after - 1) for first, after in zip(firsts, [*firsts[1:], days.last + 1], strict=True)]


def _place(cells: list[Days], day: int) -> int:
    """The number of the cell that begins on a day; behind the last one there is one more."""
    return bisect_right(cells, day, key=lambda each: each.first) - 1 if day <= cells[-1].last else len(cells)


def _sum(each: Iterable[Bounds]) -> Bounds:
    least = most = 0
    for low, high in each:
        least, most = least + low, most + high
    return least, most


def _plus(one: Bounds, other: Bounds) -> Bounds:
    return one[0] + other[0], one[1] + other[1]
