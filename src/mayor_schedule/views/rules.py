"""Rules over figures, checked: sums that do not add up, and tables that differ cell by cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from mayor_schedule.domain.figure import Figure
from mayor_schedule.domain.rule import Rule

from .knowledge import Knowledge, Known

Figures = dict[tuple[str, str], tuple[Known, Figure]]


@dataclass(frozen=True)
class Finding:
    """What a rule found.

    Attributes:
        rule: the rule.
        severity: ``warning`` for a sum that does not add up, ``note`` for tables that differ.
        as_of: the date of the figures.
        message: what was found, with the numbers.
        figures: the figures that it is about.
    """

    rule: Known
    severity: Literal["warning", "note"]
    as_of: str
    message: str
    figures: tuple[Known, ...]


def check_rules(knowledge: Knowledge) -> list[Finding]:
    """Check every rule for every as-of date for which its figures are known."""
    figures: Figures = {
        (figure.series, str(figure.as_of)): (known, figure) for known, figure in knowledge.of_kind(Figure)
    }
    findings: list[Finding] = []
    for known, rule in knowledge.of_kind(Rule):
        for as_of in dict.fromkeys(as_of for _, as_of in figures):
            findings.extend(_sum(known, rule, figures, as_of) if rule.total else _tables(known, rule, figures, as_of))
    return findings


def _sum(known: Known, rule: Rule, figures: Figures, as_of: str) -> Iterator[Finding]:
    total = figures.get((rule.total or "", as_of))
    parts = [figures.get((part, as_of)) for part in rule.parts]
    if total is None or None in parts:
        return
    present = [part for part in parts if part is not None]
    added = sum((part.value for _, part in present), start=Decimal(0))
    if added == total[1].value:
        return
    terms = " + ".join(f"{part.series} {part.value}" for _, part in present)
    message = f"{total[1].series} is stated as {total[1].value}, and {terms} = {added}"
    yield Finding(known, "warning", as_of, message, (total[0], *(part for part, _ in present)))


def _tables(known: Known, rule: Rule, figures: Figures, as_of: str) -> Iterator[Finding]:
    """Cells that differ; where the totals agree, that is just what a check of the totals would miss."""
    differing = []
    for (series, day), (left_known, left) in figures.items():
        right = figures.get((f"{rule.against}/{left.scope}" if left.scope else f"{rule.against}", as_of))
        if day == as_of and left.key == rule.table and right is not None and left.value != right[1].value:
            scope = left.scope or series
            differing.append((scope, left.value, right[1].value, left_known, right[0]))
    if not differing:
        return
    cells = "; ".join(f"{scope}: {a} against {b} ({b - a:+})" for scope, a, b, _, _ in differing)
    message = f"{rule.table} and {rule.against} differ: {cells}"
    if sum((b - a for _, a, b, _, _ in differing), start=Decimal(0)) == 0:
        message += "; the differences cancel out, so the totals do not show them"
    yield Finding(known, "note", as_of, message, tuple(each for *_, a, b in differing for each in (a, b)))
