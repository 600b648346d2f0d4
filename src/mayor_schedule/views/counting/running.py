"""`running`: how a count goes through time, as the spans of days in which it stays the same.

Nothing is reckoned day by day. A count can only change on a day at which a span of its items or statements begins or
ends, on the day after, and where a new year of a flow begins: between two such days it stays what it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

from ..knowledge import Knowledge, Span
from .reckoner import Amount, Reckoner, Total
from .series import Sort
from .statements import stated as statements
from .through import statements_through, totals


@dataclass(frozen=True, kw_only=True)
class Run:
    """Days on which a count stays the same.

    Attributes:
        first: the first of them.
        last: the last of them.
        stated: the number of the latest statement that fits; None without one.
        total: the statement and what came since, less what went; without a statement, the named.
        least: the lowest that the total can be.
        most: the highest that it can be.
    """

    first: date
    last: date
    stated: Amount | None
    total: Amount
    least: Amount
    most: Amount

    @property
    def numbers(self) -> tuple[Amount | None, Amount, Amount, Amount]:
        """What stays the same on these days."""
        return self.stated, self.total, self.least, self.most


def running(knowledge: Knowledge, key: str, first: date, last: date) -> tuple[Run, ...]:
    """A count from one day to another; of a flow, on each day what flowed since 1 January.

    Args:
        knowledge: what is known.
        key: the series.
        first: the first day.
        last: the last day; nothing comes of one before the first.

    Returns:
        The longest spans of days in which the numbers stay the same, in order: together they are all the days.
    """
    reckoner = Reckoner(knowledge, key, statements(knowledge).get(key, ()))
    begins = sorted({day for day in (first, *_breaks(reckoner, first, last)) if first <= day <= last})
    ends = [*(day - timedelta(days=1) for day in begins[1:]), last]
    runs: list[Run] = []
    for begin, end, found in zip(begins, ends, _totals(reckoner, begins), strict=False):  # without days, an end more
        run = Run(first=begin, last=end, stated=found.stated, total=found.total, least=found.least, most=found.most)
        if runs and runs[-1].numbers == run.numbers:
            runs[-1] = replace(runs[-1], last=run.last)
        else:
            runs.append(run)
    return tuple(runs)


def _totals(reckoner: Reckoner, days: Iterable[date]) -> Iterator[Total]:
    """The total on each of some days; of a flow, of what flowed since 1 January."""
    is_flow = reckoner.sort is Sort.FLOW
    by_statement = groupby(
        statements_through(reckoner, days), key=lambda each: (id(each[1]), each[0].year if is_flow else None)
    )
    for _, group in by_statement:
        same = list(group)
        begin, latest = same[0]
        yield from totals(reckoner, latest, [day for day, _ in same], date(begin.year, 1, 1))


def _breaks(reckoner: Reckoner, first: date, last: date) -> Iterator[date]:
    """Every day on which the count can change."""
    if reckoner.sort is Sort.FLOW:
        yield from (date(year, 1, 1) for year in range(first.year, last.year + 1))
    for item in reckoner.items:
        yield from _ends((item.arrives, item.leaves))
    for statement in reckoner.statements:
        yield from _ends((statement.as_of, statement.span or (None, None)))


def _ends(spans: Iterable[Span]) -> Iterator[date]:
    """The ends of spans and the days after them."""
    for day in (each for span in spans for each in span if each is not None):
        yield day
        if day < date.max:
            yield day + timedelta(days=1)
