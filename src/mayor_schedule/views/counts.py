"""`Counts`: what was stated and what is named, side by side.

A stated total is never adjusted, and no item is ever made up for it. What remains between two statements, after
everything that is known to have come and gone, is *unexplained*.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from mayor_schedule.domain.figure import Figure
from mayor_schedule.domain.values.text import Text
from mayor_schedule.domain.values.visibility import Audience

from .knowledge import Knowledge, Known, Span
from .series import COUNTED, Item, Move, Sort, moves, within

Amount = int | Decimal
_FLOWS: Final = frozenset(key for key, counted in COUNTED.items() if counted.sort is Sort.FLOW)


@dataclass(frozen=True, kw_only=True)
class Count:
    """One series on a day.

    Attributes:
        key: the series.
        stated: the number of the latest statement that fits; None without one.
        approximate: whether the statement says "some".
        named: how many are individually identified.
        unnamed: stated less named, not below 0.
        total: the statement and what came since, less what went; without a statement, the named.
        unit: the counting unit as printed.
        unexplained: the statement less what the one before it leads to, signed; None without one before, or after a
            rebase.
        unexplained_least: the lowest that `unexplained` can be, given what may have come without its day being known.
        as_of: when the statement was read, an EDTF date.
        span: what a flow covers.
        label: what the source calls the span.
        items: the named ones.
        statement: the figure that states it.
        previous: the figure stated before it, from which `unexplained` is reckoned.
        moved: what came and went since the statement.
        moved_before: what came and went between the two statements.
        may_have_come: what may have come between them, for `unexplained_least`.
    """

    key: str
    stated: Amount | None = None
    approximate: bool = False
    named: int = 0
    unnamed: Amount = 0
    total: Amount = 0
    unit: str | None = None
    unexplained: Amount | None = None
    unexplained_least: Amount | None = None
    as_of: str | None = None
    span: str | None = None
    label: Text | None = None
    items: tuple[Item, ...] = ()
    statement: Known | None = field(default=None, repr=False)
    previous: Known | None = field(default=None, repr=False)
    moved: tuple[Move, ...] = ()
    moved_before: tuple[Move, ...] = ()
    may_have_come: tuple[Item, ...] = ()

    @property
    def events(self) -> tuple[str, ...]:
        """The events that say so: of the statement, then of the named items."""
        sources = ([self.statement] if self.statement else []) + [item.known for item in self.items]
        return tuple(dict.fromkeys(event for known in sources for event in known.events))

    def to_record(self, audience: Audience, *languages: str) -> dict[str, Any]:
        """The count as plain data; the public sees no internal id."""
        public = audience is Audience.PUBLIC
        return {
            "stated": _plain(self.stated),
            "approximate": self.approximate,
            "named": self.named,
            "unnamed": _plain(self.unnamed),
            "total": _plain(self.total),
            "unit": self.unit,
            "unexplained": _plain(self.unexplained),
            "unexplained_least": _plain(self.unexplained_least),
            "as_of": self.as_of,
            "span": self.span,
            "label": None if self.label is None else self.label.best(*languages),
            "items": [
                {"subject": item.known.uid if public else item.known.id, "label": item.label.best(*languages)}
                for item in self.items
            ],
            "events": [] if public else list(self.events),
        }


def _plain(amount: Amount | None) -> int | float | None:
    return float(amount) if isinstance(amount, Decimal) else amount


@dataclass(frozen=True)
class _Statement:
    """A stated figure, with the days that it was read on and those that it covers."""

    known: Known
    figure: Figure
    as_of: Span
    span: Span | None

    @property
    def read_on(self) -> date:
        return self.as_of[1] or self.as_of[0] or date.max

    @property
    def order(self) -> tuple[date, int]:
        return self.read_on, self.known.order


class Counts(Mapping[str, Count]):
    """Every series, by key, on a day as known on a day: the counted ones first, then the other stated figures."""

    def __init__(self, knowledge: Knowledge, *, on: date, since: date) -> None:
        """Reconcile every series.

        Args:
            knowledge: what is known.
            on: the day of the counts.
            since: the first day of what flows.
        """
        self.on = on
        self.since = since
        self.knowledge = knowledge
        statements: dict[str, list[_Statement]] = {}
        for known, figure in knowledge.of_kind(Figure):
            statements.setdefault(figure.series, []).append(_statement(knowledge, known, figure))
        for series in statements.values():
            series.sort(key=lambda each: each.order)
        keys = [*COUNTED, *(series for series in statements if series not in COUNTED)]
        counts = {key: self._count(key, statements.get(key, [])) for key in keys}
        self._counts = {key: count for key, count in counts.items() if key in COUNTED or count.stated is not None}

    def __getitem__(self, key: str) -> Count:
        return self._counts[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._counts)

    def __len__(self) -> int:
        return len(self._counts)

    def _count(self, key: str, statements: list[_Statement]) -> Count:
        counted = COUNTED.get(key)
        members = list(counted.members(self.knowledge)) if counted else []
        fitting = [each for each in statements if self._fits(each)]
        latest = fitting[-1] if fitting else None
        if key in _FLOWS:
            members = [placed for item in members for placed in self._placed(item, statements)]
            named = [item for item in members if within(item.arrives, self.since, self.on)]
        else:
            named = [item for item in members if _there(item, self.on)]
        items = tuple(self._shown(item) for item in named)
        if latest is None:
            return Count(key=key, named=len(named), total=len(named), items=items)
        return self._reconciled(Count(key=key, named=len(named), items=items), members, latest, statements)

    def _reconciled(
        self, count: Count, members: list[Item], latest: _Statement, statements: Iterable[_Statement]
    ) -> Count:
        """The named items of a series beside its latest statement and the one before it."""
        stated, figure, before = latest.figure.value, latest.figure, _before(latest, statements)
        came = self._moves(members, latest.read_on, self.on)
        came_before = () if before is None else self._moves(members, before.read_on, latest.read_on)
        possible = () if before is None else self._possible(count.key, before, latest)
        unexplained: Amount | None = None
        if before is not None and figure.rebased is None:
            unexplained = stated - (before.figure.value + _sum(came_before))
        return replace(
            count,
            stated=stated,
            approximate=figure.approximate,
            unnamed=max(stated - count.named, 0),
            total=stated + _sum(came),
            unit=figure.unit,
            unexplained=unexplained,
            unexplained_least=None if unexplained is None else unexplained - len(possible),
            as_of=str(figure.as_of),
            span=None if figure.span is None else str(figure.span),
            label=figure.label,
            statement=self.knowledge.shown(latest.known),
            previous=None if before is None else self.knowledge.shown(before.known),
            moved=came,
            moved_before=came_before,
            may_have_come=possible,
        )

    def _shown(self, item: Item) -> Item:
        return replace(item, known=self.knowledge.shown(item.known))

    def _moves(self, items: Iterable[Item], after: date, until: date) -> tuple[Move, ...]:
        return tuple(replace(each, item=self._shown(each.item)) for each in moves(items, after, until))

    def _fits(self, statement: _Statement) -> bool:
        """Whether a statement is about the days asked for: a flow inside them, a stock read by the last of them."""
        if statement.as_of[0] is not None and statement.as_of[0] > self.on:
            return False
        if statement.span is None:
            return True
        first, last = statement.span
        return first is not None and self.since <= first and (last is not None and last <= self.on)

    def _placed(self, item: Item, statements: Iterable[_Statement]) -> Iterator[Item]:
        """A flow's item with its days; an undated one lies in the span of the figure that the same source states."""
        if not item.undated:
            yield item
            return
        documents = {citation.document for record in item.known.records for citation in record.citations}
        for each in statements:
            cited = {citation.document for citation in each.known.records[0].citations}
            same_day = not cited and not documents and each.known.records[0].known_on == item.known.records[0].known_on
            if each.span is not None and (cited & documents or same_day):
                yield Item(item.known, item.label, each.span)
                return

    def _possible(self, key: str, before: _Statement, latest: _Statement) -> tuple[Item, ...]:
        """What may have come between two statements without its day being known: attracted is not yet opened."""
        if key != "hosted_organizations":
            return ()
        attracted = COUNTED["organizations_attracted"].members(self.knowledge)
        opened = {item.known.id for item in COUNTED[key].members(self.knowledge)}
        return tuple(
            self._shown(item) for item in attracted
            if item.known.id not in opened
            and (item.arrives[1] is None or item.arrives[1] > before.read_on)
            and (item.arrives[0] is None or item.arrives[0] <= latest.read_on)
        )  # fmt: skip


def _statement(knowledge: Knowledge, known: Known, figure: Figure) -> _Statement:
    as_of = knowledge.span(figure.as_of)
    span = knowledge.span(figure.span) if figure.span is not None else None
    if span is None and figure.key in _FLOWS and as_of[0] is not None:
        span = date(as_of[0].year, 1, 1), as_of[1]
    return _Statement(known, figure, as_of, span)


def _before(latest: _Statement, statements: Iterable[_Statement]) -> _Statement | None:
    """The statement before another one of the same series; for a flow, of the same beginning."""
    earlier = [
        each for each in statements
        if each.order < latest.order and (latest.span is None or (each.span or (None,))[0] == latest.span[0])
    ]  # fmt: skip
    return earlier[-1] if earlier else None


def _there(item: Item, day: date) -> bool:
    """Whether an item is in a stock or a plan on a day."""
    came = item.arrives[1]
    left = item.leaves[1]
    return came is not None and came <= day and (left is None or left > day)


def _sum(moved: Iterable[Move]) -> int:
    """Arrivals less departures."""
    return sum(each.change for each in moved)
