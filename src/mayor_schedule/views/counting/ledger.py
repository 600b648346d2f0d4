"""`Ledger`: every series through time, one step for each of its statements, reconciled with the one before.

A step has what is stated and what is named on that reading, what happened since the statement before, and a verdict. No
verdict changes a number: naming an unnamed item fills a slot, and more named items than stated are flagged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from mayor_schedule.domain.figure import CountingUnit, Figure
from mayor_schedule.domain.values.text import Text
from mayor_schedule.domain.values.visibility import Audience

from ..knowledge import Knowledge, Known
from .bounds import Days
from .counts import plain_amount
from .happenings import Happening, arrival, beside, departure
from .naming import named_by
from .reckoner import Amount, Difference, Reckoner
from .series import COUNTED, Item, Sort
from .statements import Statement, stated
from .touched import Touched
from .verdicts import Verdict, verdicts_of

Happenings = Touched[tuple[Happening, int]]
"""What happened in a series, each with a number for its item; 0 for what moves none."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One statement, beside what is named and what happened since the one before.

    Attributes:
        statement: the figure that states it; its sources are on its records.
        stated: the number.
        approximate: whether the source says "some".
        unit: the counting unit as printed.
        counted_by: what is counted, where the unit does not tell.
        as_of: when it was read, an EDTF date.
        span: the days that a flow covers.
        label: what the source calls them.
        named: the named items on that reading; of a flow, those in its span.
        named_by: how many they are in each unit in which the series can be counted.
        unnamed: stated less named, in the unit of the statement, and not below 0.
        over_named: named less stated, likewise.
        between: what happened, or may have, since the statement before.
        expected: what that statement leads to, with what came and went for certain; None without one.
        unexplained: stated less expected; None without one, or after a rebase.
        unexplained_least: the lowest that it can be.
        unexplained_most: the highest that it can be.
        rebased: why the basis of counting changed with this statement.
        verdicts: what can be said of it.
    """

    statement: Known = field(repr=False)
    stated: Amount
    approximate: bool = False
    unit: str | None = None
    counted_by: CountingUnit | None = None
    as_of: str = ""
    span: str | None = None
    label: Text | None = None
    named: tuple[Item, ...] = ()
    named_by: Mapping[CountingUnit, int] = field(default_factory=dict)
    unnamed: Amount = 0
    over_named: Amount = 0
    between: tuple[Happening, ...] = ()
    expected: Amount | None = None
    unexplained: Amount | None = None
    unexplained_least: Amount | None = None
    unexplained_most: Amount | None = None
    rebased: Text | None = None
    verdicts: tuple[Verdict, ...] = ()

    @property
    def events(self) -> tuple[str, ...]:
        """The events that say so: of the statement, of the named items, then of what happened before."""
        sources = [self.statement, *(item.known for item in self.named), *(each.known for each in self.between)]
        return tuple(dict.fromkeys(event for known in sources for event in known.events))

    @property
    def sources(self) -> tuple[tuple[str, str | None], ...]:
        """The documents that state it, each with the place in it."""
        cited = (citation for record in self.statement.records for citation in record.citations)
        return tuple(dict.fromkeys((citation.document, citation.locator) for citation in cited))

    def to_record(self, audience: Audience, *languages: str) -> dict[str, Any]:
        """The step as plain data; the public sees no internal id, no day and no source."""
        public = audience is Audience.PUBLIC
        return {
            "as_of": self.as_of,
            "span": self.span,
            "label": None if self.label is None else self.label.best(*languages),
            "stated": plain_amount(self.stated),
            "approximate": self.approximate,
            "unit": self.unit,
            "counted_by": self.counted_by,
            "named": len(self.named),
            "named_by": {str(unit): amount for unit, amount in self.named_by.items()},
            "unnamed": plain_amount(self.unnamed),
            "over_named": plain_amount(self.over_named),
            "between": [each.to_record(audience, *languages) for each in self.between],
            "expected": plain_amount(self.expected),
            "unexplained": plain_amount(self.unexplained),
            "unexplained_least": plain_amount(self.unexplained_least),
            "unexplained_most": plain_amount(self.unexplained_most),
            "rebased": None if self.rebased is None else self.rebased.best(*languages),
            "verdicts": list(self.verdicts),
            "sources": [] if public else [{"document": document, "at": at} for document, at in self.sources],
            "events": [] if public else list(self.events),
        }


@dataclass(frozen=True)
class Account:
    """One series through time.

    Attributes:
        key: the series.
        sort: how it is read; None for one that is only stated.
        unit: the counting unit of its last statement, as printed.
        steps: its statements in the order of reading.
    """

    key: str
    sort: Sort | None
    unit: str | None
    steps: tuple[Step, ...]


class Ledger(Mapping[str, Account]):
    """Every series through time, by key: the counted ones first, then the other stated figures."""

    def __init__(self, knowledge: Knowledge, *, on: date) -> None:
        """Reconcile every statement that was read by a day with the one before.

        Args:
            knowledge: what is known.
            on: the day.
        """
        self.on = on
        self.knowledge = knowledge
        statements = stated(knowledge)
        keys = [*COUNTED, *(key for key in statements if key not in COUNTED)]
        accounts = (_account(Reckoner(knowledge, key, statements.get(key, ())), on) for key in keys)
        self._accounts = {each.key: each for each in accounts if each.steps or each.key in COUNTED}

    def __getitem__(self, key: str) -> Account:
        return self._accounts[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._accounts)

    def __len__(self) -> int:
        return len(self._accounts)


def account(knowledge: Knowledge, key: str, on: date) -> Account:
    """One series through time, without reckoning the others.

    Args:
        knowledge: what is known.
        key: the series.
        on: the day by which statements were read.
    """
    return _account(Reckoner(knowledge, key, stated(knowledge).get(key, ())), on)


def _account(reckoner: Reckoner, on: date) -> Account:
    happenings = Touched((each[0].may_be, each) for each in _happenings(reckoner))
    steps = tuple(_step(reckoner, each, on, happenings) for each in reckoner.statements if each.read_by(on))
    return Account(reckoner.key, reckoner.sort, steps[-1].unit if steps else None, steps)


def _happenings(reckoner: Reckoner) -> Iterator[tuple[Happening, int]]:
    """Everything that happened in a series, each with a number for its item; 0 for what moves none."""
    for item in reckoner.items:
        if item.stay.never:
            continue
        if not item.found and item.arrives != (None, None):
            yield arrival(reckoner.key, item), id(item)
        if item.stay.left is not None:
            yield departure(reckoner.knowledge, reckoner.key, item), id(item)
    for each in beside(reckoner.knowledge, reckoner.key):
        yield each, 0


def _step(reckoner: Reckoner, statement: Statement, on: date, happenings: Happenings) -> Step:
    """One statement: what is the same of every series, then what is only of a counted one."""
    figure, shown = statement.figure, reckoner.knowledge.shown(statement.known)
    public = shown.state if isinstance(shown.state, Figure) else figure
    step = Step(
        statement=shown, stated=figure.value, approximate=figure.approximate, unit=figure.unit,
        counted_by=public.counted_by, as_of=str(figure.as_of), label=figure.label, rebased=public.rebased,
        span=None if figure.span is None else str(figure.span),
    )  # fmt: skip
    if reckoner.sort is None:
        return step
    step, difference = _with_names(step, reckoner, statement, on), reckoner.difference(statement, on)
    number = len(step.named) if figure.counted_by is None else step.named_by.get(figure.counted_by, len(step.named))
    step = replace(
        step,
        named_by=_seen(step.named_by, reckoner.knowledge.audience),
        unnamed=max(figure.value - number, 0),
        verdicts=tuple(verdicts_of(figure, number, step.named_by, difference)),
    )
    if Verdict.OVER_NAMED in step.verdicts:
        step = replace(step, over_named=number - figure.value)
    if difference is None:
        return step
    return replace(
        step,
        between=tuple(_between(reckoner, difference, statement, on, happenings)),
        expected=difference.expected,
        unexplained=difference.unexplained,
        unexplained_least=difference.least,
        unexplained_most=difference.most,
    )


def _with_names(step: Step, reckoner: Reckoner, statement: Statement, on: date) -> Step:
    """A step with the items that are named on its reading; of a flow, with those in its span."""
    first, last = statement.span or (None, None)
    day = min(last or statement.read_on, on) if reckoner.sort is Sort.FLOW else statement.reading(on)
    items = reckoner.named(day, first or date(day.year, 1, 1))
    return replace(
        step, named=tuple(reckoner.shown(item) for item in items), named_by=named_by(reckoner.key, items)
    )  # fmt: skip


def _seen(by_unit: Mapping[CountingUnit, int], audience: Audience) -> dict[CountingUnit, int]:
    """What an audience may see: who the clients are is not for the public, and so neither is how many."""
    hidden = {CountingUnit.CLIENT} if audience is Audience.PUBLIC else set()
    return {unit: amount for unit, amount in by_unit.items() if unit not in hidden}


def _between(
    reckoner: Reckoner, difference: Difference, latest: Statement, on: date, happenings: Happenings
) -> Iterator[Happening]:
    """What happened between two readings, or may have, in order: what is not reckoned with changes nothing."""
    certain = {(id(each.item), each.change) for each in difference.moved}
    between = Days(difference.earlier.readings(on).first + 1, latest.readings(on).last)
    for each, item in sorted(happenings.by(between), key=lambda found: found[0].order):
        is_settled = not each.change or (item, each.change) in certain
        yield _shown(reckoner.knowledge, each if is_settled else replace(each, change=0))


def _shown(knowledge: Knowledge, each: Happening) -> Happening:
    """What happened as it is handed out: for the public, redacted and without its days."""
    if knowledge.audience is Audience.INTERNAL:
        return each
    return replace(each, known=knowledge.shown(each.known), days=(None, None))
