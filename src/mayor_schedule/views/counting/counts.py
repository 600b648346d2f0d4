"""`Counts`: what was stated and what is named, side by side.

A stated total is never adjusted, and no item is ever made up for it. What remains between two statements, after
everything that is known to have come and gone, is *unexplained*. Where days are not exact, each number has the least
and the most that it can be, over all worlds that fit what is known: see `bounds`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from mayor_schedule.domain.agreement import Agreement
from mayor_schedule.domain.figure import Figure
from mayor_schedule.domain.organization import Organization
from mayor_schedule.domain.policy_export import PolicyExport
from mayor_schedule.domain.rule import Rule
from mayor_schedule.domain.subject import Subject
from mayor_schedule.domain.trip import Trip
from mayor_schedule.domain.values.text import Text
from mayor_schedule.domain.values.visibility import Audience
from mayor_schedule.domain.visit import Visit

from ..knowledge import Knowledge, Known
from ..rules.checking import check_rules
from ..rules.findings import Finding, FindingKind
from .reckoner import Amount, Reckoner
from .series import COUNTED, Item, Move
from .statements import Statement, stated

COUNTING: Final[tuple[type[Subject], ...]] = (Trip, Visit, Agreement, Organization, PolicyExport, Figure, Rule)
"""The kinds of subjects that are counted, state a number, or say how numbers belong together."""


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
        named_least: how many of the named items are in the count in the world that has the fewest of them.
        named_most: likewise in the world that has the most.
        total_least: the lowest that `total` can be; without a statement, `named_least`.
        total_most: the highest that it can be.
        unit: the counting unit as printed.
        unexplained: the statement less what the one before it leads to, signed; None without one before, or after a
            rebase.
        unexplained_least: the lowest that `unexplained` can be, given what may have come without its day being known.
        unexplained_most: the highest that it can be.
        as_of: when the statement was read, an EDTF date.
        span: what a flow covers.
        label: what the source calls the span.
        items: the named ones.
        doubtful: of what flows, items that may be in the count and are not for certain; some have no day at all.
        statement: the figure that states it.
        previous: the figure stated before it, from which `unexplained` is reckoned.
        moved: what came and went since the statement.
        moved_before: what came and went between the two statements.
        may_have_come: what may have come between them, for `unexplained_least`.
        findings: what rules over figures found of the series, for the date of the statement.
        set_aside: the latest figure that fits where it is the whole office's, and the count that of one principal among
            several: nothing is then stated of the count.
    """

    key: str
    stated: Amount | None = None
    approximate: bool = False
    named: int = 0
    unnamed: Amount = 0
    total: Amount = 0
    named_least: int = 0
    named_most: int = 0
    total_least: Amount = 0
    total_most: Amount = 0
    unit: str | None = None
    unexplained: Amount | None = None
    unexplained_least: Amount | None = None
    unexplained_most: Amount | None = None
    as_of: str | None = None
    span: str | None = None
    label: Text | None = None
    items: tuple[Item, ...] = ()
    doubtful: tuple[Item, ...] = ()
    statement: Known | None = field(default=None, repr=False)
    previous: Known | None = field(default=None, repr=False)
    moved: tuple[Move, ...] = ()
    moved_before: tuple[Move, ...] = ()
    may_have_come: tuple[Item, ...] = ()
    findings: tuple[Finding, ...] = ()
    set_aside: Known | None = field(default=None, repr=False)

    @property
    def events(self) -> tuple[str, ...]:
        """The events that say so: of the statement, then of the named items."""
        sources = ([self.statement] if self.statement else []) + [item.known for item in self.items]
        return tuple(dict.fromkeys(event for known in sources for event in known.events))

    @property
    def stated_for_all(self) -> Figure | None:
        """What is stated of all principals together, where nothing is stated of the one whose count it is."""
        state = None if self.set_aside is None else self.set_aside.state
        return state if isinstance(state, Figure) else None

    @property
    def broken_sums(self) -> tuple[Finding, ...]:
        """The sums of its parts that are not its number, though all are exact."""
        return tuple(
            each for each in self.findings
            if each.kind is FindingKind.SUM and each.severity == "warning"
            and each.stated is not None and each.stated.series == self.key
        )  # fmt: skip

    def to_record(self, audience: Audience, *languages: str) -> dict[str, Any]:
        """The count as plain data; the public sees no internal id."""
        public = audience is Audience.PUBLIC
        return {
            "stated": plain_amount(self.stated),
            "approximate": self.approximate,
            "named": self.named,
            "named_least": self.named_least,
            "named_most": self.named_most,
            "unnamed": plain_amount(self.unnamed),
            "total": plain_amount(self.total),
            "total_least": plain_amount(self.total_least),
            "total_most": plain_amount(self.total_most),
            "unit": self.unit,
            "unexplained": plain_amount(self.unexplained),
            "unexplained_least": plain_amount(self.unexplained_least),
            "unexplained_most": plain_amount(self.unexplained_most),
            "as_of": self.as_of,
            "span": self.span,
            "label": None if self.label is None else self.label.best(*languages),
            "items": [
                {"subject": item.known.uid if public else item.known.id, "label": item.label.best(*languages)}
                for item in self.items
            ],
            "events": [] if public else list(self.events),
            "findings": [each.to_record(*languages) for each in self.findings],
            "set_aside": _stated_record(self.stated_for_all),
        }

    def to_row(self, *languages: str) -> dict[str, Any]:
        """The count as a flat row of plain values: its numbers, without what stands behind them."""

        def amount(value: Amount | None) -> float | None:
            return None if value is None else float(value)

        return {
            "stated": amount(self.stated),
            "approximate": self.approximate,
            "named": self.named,
            "named_least": self.named_least,
            "named_most": self.named_most,
            "unnamed": amount(self.unnamed),
            "total": amount(self.total),
            "total_least": amount(self.total_least),
            "total_most": amount(self.total_most),
            "unit": None if self.unit is None else str(self.unit),
            "unexplained": amount(self.unexplained),
            "unexplained_least": amount(self.unexplained_least),
            "unexplained_most": amount(self.unexplained_most),
            "as_of": self.as_of,
            "span": self.span,
            "label": None if self.label is None else self.label.best(*languages),
        }


def plain_amount(amount: Amount | None) -> int | float | None:
    """An amount as plain data."""
    return float(amount) if isinstance(amount, Decimal) else amount


def _stated_record(figure: Figure | None) -> dict[str, Any] | None:
    """What a figure states, as plain data."""
    if figure is None:
        return None
    return {
        "stated": plain_amount(figure.value),
        "approximate": figure.approximate,
        "unit": figure.unit,
        "as_of": str(figure.as_of),
    }


def count_of(reckoner: Reckoner, on: date, since: date, *, is_shared: bool = False) -> Count:
    """The count of one series on a day: the named items beside the latest statement, and what leads to it.

    Args:
        reckoner: the series.
        on: the day.
        since: the first day of what flows.
        is_shared: whether what is stated is that of several principals together, and the items are those of one.
    """
    latest, items = reckoner.latest(on, since), reckoner.named(on, since)
    aside, latest = (latest, None) if is_shared else (None, latest)
    least, most = reckoner.named_bounds(on, since)
    total = reckoner.total(latest, on, since)
    count = Count(
        key=reckoner.key, named=len(items), named_least=least, named_most=most, total=total.total,
        total_least=total.least, total_most=total.most, items=tuple(reckoner.shown(item) for item in items),
        doubtful=tuple(reckoner.shown(item) for item in reckoner.doubtful(on, since)),
        set_aside=None if aside is None else reckoner.knowledge.shown(aside.known),
    )  # fmt: skip
    return count if latest is None else _beside(count, reckoner, latest, on)


def _beside(count: Count, reckoner: Reckoner, latest: Statement, on: date) -> Count:
    """A count with its statement, what moved since, and what lies between that statement and the one before."""
    figure, difference = latest.figure, reckoner.difference(latest, on)
    count = replace(
        count,
        stated=figure.value,
        approximate=figure.approximate,
        unnamed=max(figure.value - count.named, 0),
        unit=figure.unit,
        as_of=str(figure.as_of),
        span=None if figure.span is None else str(figure.span),
        label=figure.label,
        statement=reckoner.knowledge.shown(latest.known),
        moved=_shown(reckoner, reckoner.moves(latest.reading(on), on)),
    )
    if difference is None:
        return count
    return replace(
        count,
        unexplained=difference.unexplained,
        unexplained_least=difference.least,
        unexplained_most=difference.most,
        previous=reckoner.knowledge.shown(difference.earlier.known),
        moved_before=_shown(reckoner, difference.moved),
        may_have_come=tuple(reckoner.shown(item) for item in reckoner.may_have_come(latest, on)),
    )


def _shown(reckoner: Reckoner, moved: Iterable[Move]) -> tuple[Move, ...]:
    """What moved, as it is handed out."""
    return tuple(replace(each, item=reckoner.shown(each.item)) for each in moved)


class Counts(Mapping[str, Count]):
    """Every series, by key, on a day as known on a day: the counted ones first, then the other stated figures."""

    def __init__(self, knowledge: Knowledge, *, on: date, since: date, principal: str | None = None) -> None:
        """Reconcile every series.

        Args:
            knowledge: what is known.
            on: the day of the counts.
            since: the first day of what flows.
            principal: whose trips and visits `knowledge` has, where it has not everybody's: what an office of several
                principals states of those is set aside.
        """
        self.on = on
        self.since = since
        self.principal = principal
        self.knowledge = knowledge
        statements = stated(knowledge)
        keys = [*COUNTED, *(series for series in statements if series not in COUNTED)]
        is_one_of_several = principal is not None and len(knowledge.office.principals) > 1
        counts = {
            key: count_of(
                Reckoner(knowledge, key, statements.get(key, ())), on, since,
                is_shared=is_one_of_several and key in COUNTED and COUNTED[key].personal,
            )
            for key in keys
        }  # fmt: skip
        found = _by_series(check_rules(knowledge))
        self._counts = {
            key: _with_findings(count, found.get(key, ()))
            for key, count in counts.items()
            if key in COUNTED or count.stated is not None
        }

    def to_records(self, language: str | None = None) -> list[dict[str, Any]]:
        """A row for each series, with plain values: what is counted whole is an int, an amount a float, else None.

        Args:
            language: BCP 47; texts fall back to the office's languages, which come first unless it is given.
        """
        office = self.knowledge.office.languages
        languages = office if language is None else (language, *office)
        return [{"key": key, **count.to_row(*languages)} for key, count in self.items()]

    def __getitem__(self, key: str) -> Count:
        return self._counts[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._counts)

    def __len__(self) -> int:
        return len(self._counts)


def _by_series(found: Iterable[Finding]) -> dict[str, list[Finding]]:
    """What was found, by the series that it involves."""
    by_series: dict[str, list[Finding]] = {}
    for each in found:
        for series in dict.fromkeys(each.series):
            by_series.setdefault(series, []).append(each)
    return by_series


def _with_findings(count: Count, found: Iterable[Finding]) -> Count:
    return replace(count, findings=tuple(each for each in found if each.involves(count.key, count.as_of)))
