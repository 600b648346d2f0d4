"""The total of a series on many days, reckoned in one go: each item is met once for each statement that it moves.

What `Reckoner.total` gives for one day, `totals` gives for days that have the same statement, in order.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from heapq import heappop, heappush
from operator import add

from .bounds import Days, net_by_day
from .reckoner import Reckoner, Total
from .series import Sort
from .statements import Statement

_NEVER = Days().last


def totals(reckoner: Reckoner, latest: Statement | None, days: Sequence[date], since: date) -> Iterator[Total]:
    """The total on each of some days.

    Args:
        reckoner: the series.
        latest: the statement from which it is reckoned on all of them; None without one.
        days: the days, in order; not empty.
        since: the first day of what flows, the same for all of them.
    """
    numbers = [day.toordinal() for day in days]
    if latest is None:
        yield from (Total(None, *each) for each in zip(*_named(reckoner, numbers, since), strict=True))
        return
    stated, after = latest.figure.value, latest.readings(date.max)
    window = Days(after.first + 1, numbers[-1])
    changed = net_by_day(reckoner.stays(window), after, Days(numbers[0], numbers[-1]))
    starts = [day for day, _ in changed]
    for number, moved in zip(numbers, _moved(reckoner, latest, numbers), strict=True):
        least, most = changed[bisect_right(starts, number) - 1][1]
        yield Total(stated, stated + moved, stated + least, stated + most)


def statements_through(reckoner: Reckoner, days: Iterable[date]) -> Iterator[tuple[date, Statement | None]]:
    """For each of some days, in order, the statement that `Reckoner.latest` gives; of a flow for the year so far."""
    coming = sorted(
        ((_fits(each), place) for place, each in enumerate(reckoner.statements)), key=lambda each: each[0], reverse=True
    )
    fitting: list[tuple[int, int]] = []
    for day in days:
        number = day.toordinal()
        while coming and coming[-1][0].first <= number:
            span, place = coming.pop()
            heappush(fitting, (-place, span.last))
        while fitting and fitting[0][1] < number:
            heappop(fitting)
        yield day, reckoner.statements[-fitting[0][0]] if fitting else None


def _fits(statement: Statement) -> Days:
    """The days on which a statement fits; of a flow, those of the year in which it begins."""
    read = Days.of(statement.as_of[0], None)
    if statement.span is None:
        return read
    first, last = statement.span
    if first is None or last is None:
        return Days(1, 0)
    return read.within(Days.of(last, date(first.year, 12, 31)))


def _named(reckoner: Reckoner, numbers: Sequence[int], since: date) -> tuple[list[int], list[int], list[int]]:
    """How many are named on each of some days, and how few and how many can be in the count."""
    if reckoner.sort is Sort.FLOW:
        start = since.toordinal()
        items = reckoner.moving(Days(start, numbers[-1]))
        begun = [each for each in items if each.came.first >= start and not each.undated]
        certain = [(each.came.last, _NEVER) for each in begun]
        possible = [(each.came.first, _NEVER) for each in items if each.came != Days()]
        heights = _heights(certain, numbers)
        return heights, heights, _heights(possible, numbers)
    items = reckoner.items
    there = [
        (each.arrives[1].toordinal(), _NEVER if each.leaves[1] is None else each.leaves[1].toordinal())
        for each in items if each.arrives[1] is not None
    ]  # fmt: skip
    stays = [each.stay for each in items if not each.stay.never]
    left = [Days(_NEVER, _NEVER) if stay.left is None else stay.left for stay in stays]
    pairs = list(zip(stays, left, strict=True))
    least = [(stay.came.last, gone.first) for stay, gone in pairs if not stay.perhaps]
    most = [(stay.came.first, gone.last) for stay, gone in pairs]
    return _heights(there, numbers), _heights(least, numbers), _heights(most, numbers)


def _moved(reckoner: Reckoner, latest: Statement, numbers: Sequence[int]) -> list[int]:
    """What came less what went for certain since a statement was read, up to each of some days."""
    moves = list(reckoner.moves(latest.read_on, date.fromordinal(numbers[-1])))
    came = [(move.item.stay.came.last, _NEVER) for move in moves if move.change > 0]
    gone = [(move.item.stay.left.last, _NEVER) for move in moves if move.change < 0 and move.item.stay.left]
    return list(map(add, _heights(came, numbers), (-each for each in _heights(gone, numbers))))


def _heights(spans: Iterable[tuple[int, int]], numbers: Sequence[int]) -> list[int]:
    """How many spans there are on each of some days: each from its first day until before its last one."""
    some = [each for each in spans if each[0] < each[1]]
    begins, ends = sorted(first for first, _ in some), sorted(last for _, last in some)
    return [bisect_right(begins, number) - bisect_right(ends, number) for number in numbers]
