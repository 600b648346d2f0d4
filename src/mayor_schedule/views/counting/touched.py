"""`Touched`: things by the days that they may touch, so that those of some days are found without going through all."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from .bounds import Days

T = TypeVar("T")


class Touched(Generic[T]):
    """Things by their days.

    They lie in the order of their first days, in a tree of which each node knows the last day of all below it.

    Args:
        things: each with some days that it may touch; one thing may stand there more than once.
    """

    def __init__(self, things: Iterable[tuple[Days, T]]) -> None:
        by_first = sorted(enumerate(things), key=lambda each: each[1][0].first)
        self._firsts = [days.first for _, (days, _) in by_first]
        self._things = [(place, thing) for place, (_, thing) in by_first]
        self._size = 1 << max(len(by_first) - 1, 0).bit_length()
        lasts = [days.last for _, (days, _) in by_first]
        self._lasts = [-1] * self._size + lasts + [-1] * (self._size - len(lasts))
        for node in range(self._size - 1, 0, -1):
            self._lasts[node] = max(self._lasts[2 * node], self._lasts[2 * node + 1])

    def by(self, days: Days) -> list[T]:
        """The things that may touch some days, in the order in which they were given; nothing by no days."""
        if days.is_empty:
            return []
        behind = bisect_right(self._firsts, days.last)
        found = sorted((self._things[place] for place in self._places(days.first, behind)), key=lambda each: each[0])
        return [thing for _, thing in found]

    def _places(self, day: int, behind: int) -> Iterator[int]:
        """The places before another one at which something lasts until a day or longer."""
        open_ = [(1, 0, self._size)]
        while open_:
            node, first, size = open_.pop()
            if first >= behind or self._lasts[node] < day:
                continue
            if node >= self._size:
                yield first
            else:
                half = size // 2
                open_ += [(2 * node, first, half), (2 * node + 1, first + half, half)]
