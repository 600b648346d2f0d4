"""Possible worlds: how few and how many of some items can have been there, come or gone, where days are not exact.

In a *world* each item came on one day of its span and left on one of its own, not before it came; an item without days
of leaving stays. A statement was read on one day of its as-of span, which is the same for all items. `there`,
`happened` and `net` give the least and the most over all worlds, exactly, and without going through them: what is
reckoned changes only at the ends of spans.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property
from itertools import accumulate
from operator import add
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
        perhaps: whether it may also have come on some other day, which is in no reading: nothing of it is certain.
        never: whether it can only have left before it came: such an item was never there.
    """

    def __init__(
        self, came: Days, left: Days | None = None, *, found: bool = False, perhaps: bool = False
    ) -> None:
        self.found = found
        self.perhaps = perhaps
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

    @property
    def may_move(self) -> tuple[Days, ...]:
        """The days on which it may come, and those on which it may leave: on others it adds nothing to any reading."""
        if self.never:
            return ()
        return tuple(each for each in (None if self.found else self.came, self.left) if each is not None)

    def there(self, day: int) -> Bounds:
        """Whether it is there at the end of a day: 0 or 1, at the least and at the most."""
        if self.never:
            return 0, 0
        left = self.left or Days(_NEVER, _NEVER)
        return int(self.came.last <= day < left.first and not self.perhaps), int(self.came.first <= day < left.last)

    def net(self, after: int, until: int) -> Bounds:
        """What it adds after one day, up to another: 1 if it comes and stays, -1 if it only leaves, else 0."""
        if self.is_settled(after, until) or after >= until:
            return 0, 0
        window = Days(after + 1, until)
        if self.left is None:
            is_certain = window.first <= self.came.first and self.came.last <= window.last
            return int(is_certain and not self.perhaps), int(not self.came.within(window).is_empty)
        least, most = self._among(Days(_EVER, after), window, Days(until + 1, _NEVER))
        return (min(least, 0), max(most, 0)) if self.perhaps else (least, most)

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


def happened(stays: Iterable[Stay], within: Days) -> Bounds:
    """How many came within some days. One of which nobody says anything is in neither number."""
    said = [stay for stay in stays if stay.came != Days()]
    certain = (within.first <= each.came.first and each.came.last <= within.last for each in said if not each.perhaps)
    return sum(certain), sum(not each.came.within(within).is_empty for each in said)


def net(stays: Iterable[Stay], after: Days, until: Days, others: Bounds = (0, 0)) -> Bounds:
    """What arrivals less departures come to after one reading, up to another.

    Each reading is on one day of its span, the same for all items, and the second not before the first.

    Args:
        stays: the items.
        after: the days of the first reading; not empty.
        until: the days of the second reading; not empty, and not ending before `after` begins.
        others: what other items add wherever any day lies between the two.
    """
    steady, moving = others, []
    for stay in stays:
        if stay.is_settled(after.first, until.last):
            continue
        if any(after.first < day <= after.last or until.first < day <= until.last for day in stay.thresholds):
            moving.append(stay)
        else:
            steady = _plus(steady, stay.net(after.first, until.last))
    # Where nothing lies between the readings, as on one day, nothing can have come or gone: both can be that day.
    sums = [(0, 0)] if after.last >= until.first else []
    rows, columns = (_cells(days, (day for stay in moving for day in stay.thresholds)) for days in (after, until))
    sums += [_plus(steady, each) for column in _over_cells(moving, rows, columns) for each in column]
    return _hull(sums)


def net_by_day(stays: Iterable[Stay], after: Days, until: Days) -> list[tuple[int, Bounds]]:
    """What `net` comes to on each day up to which it is taken: every day on which that changes, in order.

    Args:
        stays: the items.
        after: the days of the first reading; not empty.
        until: the days up to which it is taken, one after another; not empty, and beginning with `after` or later.
    """
    moving = [stay for stay in stays if not stay.is_settled(after.first, until.last)]
    thresholds = {day for stay in moving for day in stay.thresholds}
    rows = _cells(after, thresholds)
    # On the days of the first reading, it was on that day or on one before: each row begins to count on the next day.
    columns = _cells(until, {*thresholds, *(row.first + 1 for row in rows), after.last + 1})
    found = []
    for column, sums in zip(columns, _over_cells(moving, rows, columns), strict=True):
        found.append((column.first, _hull([(0, 0), *sums] if column.first <= after.last else sums)))
    return found


def _over_cells(stays: list[Stay], rows: list[Days], columns: list[Days]) -> Iterator[list[Bounds]]:
    """For each column of second readings the sums for the rows of first ones: by differences, an item at a time."""
    grids = [[[0] * (len(rows) + 1) for _ in range(len(columns) + 1)] for _ in range(2)]
    after, until = (Days(each[0].first, each[-1].last) for each in (rows, columns))
    places = [{each.first: place for place, each in enumerate(cells)} for cells in (rows, columns)]
    for stay in stays:
        for row in _cells(after, stay.thresholds):
            for column in _cells(until, stay.thresholds):
                near, far = places[0][row.first], places[0].get(row.last + 1, len(rows))
                first, behind = places[1][column.first], places[1].get(column.last + 1, len(columns))
                for grid, amount in zip(grids, stay.net(row.first, column.last), strict=True):
                    grid[first][near] += amount
                    grid[first][far] -= amount
                    grid[behind][near] -= amount
                    grid[behind][far] += amount
    before: list[list[int]] = [[0] * len(rows) for _ in grids]
    for place, column in enumerate(columns):
        before = [list(map(add, line, accumulate(grid[place]))) for line, grid in zip(before, grids, strict=True)]
        yield [(least, most) for row, least, most in zip(rows, *before, strict=True) if row.first < column.last]


def _cells(days: Days, thresholds: Iterable[int]) -> list[Days]:
    """The days cut at thresholds, in order."""
    firsts = [days.first, *sorted({day for day in thresholds if days.first < day <= days.last})]
    return [Days(first, after - 1) for first, after in zip(firsts, [*firsts[1:], days.last + 1], strict=True)]


def _hull(sums: Iterable[Bounds]) -> Bounds:
    """The least and the most of some."""
    lows, highs = zip(*sums, strict=True)
    return min(lows), max(highs)


def _sum(each: Iterable[Bounds]) -> Bounds:
    least = most = 0
    for low, high in each:
        least, most = least + low, most + high
    return least, most


def _plus(one: Bounds, other: Bounds) -> Bounds:
    return one[0] + other[0], one[1] + other[1]
