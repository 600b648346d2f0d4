"""What is stated of a series: its figures in the order in which they were read, each with its days."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from mayor_schedule.domain.figure import Figure

from ..knowledge import Knowledge, Known, Span
from .bounds import Days
from .series import COUNTED, Sort


@dataclass(frozen=True)
class Statement:
    """A stated figure, with the days that it was read on and those that it covers.

    Attributes:
        known: the figure as a subject.
        figure: its state.
        as_of: the days on one of which it was read.
        span: of a flow, the days that it covers.
    """

    known: Known
    figure: Figure
    as_of: Span
    span: Span | None

    @property
    def read_on(self) -> date:
        """The last day on which it can have been read."""
        return self.as_of[1] or self.as_of[0] or date.max

    @property
    def order(self) -> tuple[date, int]:
        """Its place among the statements of its series."""
        return self.read_on, self.known.order

    def read_by(self, on: date) -> bool:
        """Whether it may have been read by a day."""
        return self.as_of[0] is None or self.as_of[0] <= on

    def reading(self, on: date) -> date:
        """The day on which it is taken to be read: the last possible one that is not after another day."""
        return min(self.read_on, on)

    def readings(self, on: date) -> Days:
        """The days on which it can have been read, up to another day."""
        last = self.reading(on)
        return Days.of(min(self.as_of[0] or last, last), last)

    def fits(self, since: date, on: date) -> bool:
        """Whether it is about the days asked for: a flow inside them, a stock read by the last of them."""
        if not self.read_by(on):
            return False
        if self.span is None:
            return True
        first, last = self.span
        return first is not None and since <= first and (last is not None and last <= on)


def stated(knowledge: Knowledge) -> dict[str, list[Statement]]:
    """Every statement, by its series and in the order of reading."""
    statements: dict[str, list[Statement]] = {}
    for known, figure in knowledge.of_kind(Figure):
        statements.setdefault(figure.series, []).append(_statement(knowledge, known, figure))
    for series in statements.values():
        series.sort(key=lambda each: each.order)
    return statements


class Sequence:
    """The statements of one series, for the one before another.

    Args:
        statements: all of them, in the order in which they were read.
    """

    def __init__(self, statements: Iterable[Statement]) -> None:
        self._every = list(statements)
        self._of_beginning: dict[date | None, list[Statement]] = {}
        for each in self._every:
            self._of_beginning.setdefault((each.span or (None,))[0], []).append(each)

    def before(self, latest: Statement, on: date) -> Statement | None:
        """The statement before another one, that was read by a day; for a flow, of the same beginning."""
        every = self._every if latest.span is None else self._of_beginning.get(latest.span[0], [])
        place = bisect_left(every, latest.order, key=lambda each: each.order)
        return next((each for each in map(every.__getitem__, range(place - 1, -1, -1)) if each.read_by(on)), None)


def _statement(knowledge: Knowledge, known: Known, figure: Figure) -> Statement:
    as_of = knowledge.span(figure.as_of)
    span = knowledge.span(figure.span) if figure.span is not None else None
    is_flow = figure.key in COUNTED and COUNTED[figure.key].sort is Sort.FLOW
    if span is None and is_flow and as_of[0] is not None:
        span = date(as_of[0].year, 1, 1), as_of[1]
    return Statement(known, figure, as_of, span)
