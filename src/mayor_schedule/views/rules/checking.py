"""Rules over figures, checked: sums that do not add up, and tables that differ cell by cell.

A rule that cannot be checked at all is refused when it is declared. What only becomes wrong later is found here: a
number or unit that is another one now, a part that is not stated for a day, a series that nothing states any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from mayor_schedule.domain.figure import Figure
from mayor_schedule.domain.rule import Rule
from mayor_schedule.domain.terms import Basis, unlike
from mayor_schedule.domain.values.visibility import Audience

from ..knowledge import Knowledge, Known
from .findings import Cell, Finding, FindingKind, Severity, Stated, exact_sum

TOTAL: Final = "total"
"""The scope of the cell that a table has for all of it; so is a cell without a scope."""


def check_rules(knowledge: Knowledge) -> list[Finding]:
    """Check every rule for every as-of date.

    The public sees only what is found among figures that it may see, and nothing of what is missing: that may be
    hidden, and neither is to be told from the other.
    """
    rules = list(knowledge.of_kind(Rule))
    return list(_Check(knowledge).findings(rules)) if rules else []


class _Check:
    """The figures of some knowledge, by date, and what rules find in them."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.is_public = knowledge.audience is Audience.PUBLIC
        self.by_day: dict[str, dict[str, Stated]] = {}
        self.tables: dict[str, dict[str, list[Stated]]] = {}
        self.series: set[str] = set()
        for known, figure in knowledge.of_kind(Figure):
            stated, day = self._stated(known, figure), str(figure.as_of)
            self.by_day.setdefault(day, {})[figure.series] = stated
            self.tables.setdefault(figure.key, {}).setdefault(day, []).append(stated)
            self.series.add(figure.series)

    def findings(self, rules: Iterable[tuple[Known, Rule]]) -> Iterator[Finding]:
        """What is found by rules, in the order of the rules and of the dates."""
        for known, rule in rules:
            shown = self.knowledge.shown(known)
            there = self.series if rule.is_sum else self.tables
            missing = tuple(each for each in rule.names if each not in there)
            if missing and not self.is_public:
                series = rule.names if rule.is_sum else self._cells_of(rule)
                yield Finding(
                    rule=shown, kind=FindingKind.UNSTATED, severity="warning", as_of=None, series=series,
                    missing=missing, tables=() if rule.is_sum else rule.names,
                )  # fmt: skip
            elif not missing:
                check = self._sum if rule.is_sum else self._tables
                for as_of in sorted(self.by_day):
                    yield from check(shown, rule, as_of)

    def _stated(self, known: Known, figure: Figure) -> Stated:
        basis = Basis.of(figure)
        basis = Basis(basis.unit) if self.is_public else basis
        return Stated(
            figure.series, figure.value, figure.unit, figure.approximate, figure.scope, basis,
            self.knowledge.shown(known),
        )  # fmt: skip

    def _cells_of(self, rule: Rule) -> tuple[str, ...]:
        tables = (self.tables.get(key, {}) for key in rule.names)
        return tuple(dict.fromkeys(each.series for table in tables for cells in table.values() for each in cells))

    def _may_cancel(self, differing: Sequence[Cell], *others: Sequence[Cell]) -> bool:
        """Whether what differs can leave the totals as they are: the public may not see all that differs."""
        totals = any(each.scope in (None, TOTAL) for each in differing)
        return bool(differing) and not (self.is_public or totals or any(others))

    def _sum(self, known: Known, rule: Rule, as_of: str) -> Iterator[Finding]:
        """What is wrong with a sum on a date on which the total is stated, and a part of it."""
        figures = self.by_day[as_of]
        total, *parts = (figures.get(name) for name in rule.names)
        present = tuple(part for part in parts if part is not None)
        if total is None or not present:
            return
        missing = tuple(name for name in rule.parts if name not in figures)
        if missing and self.is_public:
            return
        found: dict[str, Any] = {
            "rule": known, "as_of": as_of, "series": rule.names, "stated": total, "parts": present,
        }  # fmt: skip
        differ = unlike({each.series: each.basis for each in (total, *present)})
        if missing:
            yield Finding(kind=FindingKind.MISSING, severity="warning", missing=missing, **found)
        if differ:
            yield Finding(kind=FindingKind.UNITS, severity="warning", **found)
        added = exact_sum(part.value for part in present)
        if not missing and not differ and added != total.value:
            approximate = any(each.approximate for each in (total, *present))
            yield Finding(
                kind=FindingKind.SUM, severity="note" if approximate else "warning", added=added, **found
            )  # fmt: skip

    def _tables(self, known: Known, rule: Rule, as_of: str) -> Iterator[Finding]:
        """Cells that differ; where the totals agree, that is just what a check of the totals would miss."""
        left, right = ({cell.scope: cell for cell in self.tables[key].get(as_of, ())} for key in rule.names)
        if not left or not right:
            return
        cells = [Cell(scope, left.get(scope), right.get(scope)) for scope in dict.fromkeys((*left, *right))]
        in_both = [each for each in cells if each.left and each.right]
        unlike_cells = tuple(each for each in in_both if each.difference is None)
        differing = [each for each in in_both if each.difference]
        alone = [] if self.is_public else [each for each in cells if not (each.left and each.right)]
        told: tuple[tuple[FindingKind, Severity, tuple[Cell, ...]], ...] = (
            (FindingKind.UNITS, "warning", unlike_cells),
            (FindingKind.CELLS, "note", (*differing, *alone)),
        )
        for kind, severity, found in told:
            if found:
                series = tuple(each.series for cell in found for each in (cell.left, cell.right) if each is not None)
                yield Finding(
                    rule=known, kind=kind, severity=severity, as_of=as_of, series=series, cells=found,
                    tables=rule.names, cancels=self._may_cancel(differing, alone, unlike_cells),
                )  # fmt: skip
