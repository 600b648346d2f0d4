"""What a rule over figures can find: broken sums, differing cells, and what keeps a rule from being checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Context, Decimal, localcontext
from enum import StrEnum
from typing import Any, Final, Literal

from mayor_schedule.domain.terms import Basis, unlike

from ..knowledge import Known
from .wording import language_of, number, phrase

Amount = int | Decimal
Severity = Literal["warning", "note"]
DIGITS: Final = 100
"""Enough for an exact sum: a number has up to 42 digits."""


class FindingKind(StrEnum):
    """What a rule can find. Programs rely on the names: add, never rename."""

    SUM = "sum"
    CELLS = "cells"
    UNITS = "units"
    MISSING = "missing"
    UNSTATED = "unstated"


@dataclass(frozen=True)
class Stated:
    """One figure in a finding, with the series that it belongs to."""

    series: str
    value: Amount
    unit: str | None = None
    approximate: bool = False
    scope: str | None = None
    basis: Basis = field(default=Basis(None), repr=False)
    known: Known | None = field(default=None, repr=False, compare=False)

    def said(self, language: str) -> str:
        """The number as a message names it."""
        plain = number(self.value)
        return phrase("approximate", language, number=plain) if self.approximate else plain


@dataclass(frozen=True)
class Cell:
    """One cell of two tables: what each states, or None where only the other one has it."""

    scope: str | None
    left: Stated | None
    right: Stated | None

    @property
    def difference(self) -> Amount | None:
        """The second table's number less the first one's, where both can be compared."""
        if self.left is None or self.right is None or not self.left.basis.is_like(self.right.basis):
            return None
        return exact_sum((self.right.value, Decimal(self.left.value).copy_negate()))


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What a rule found.

    Attributes:
        rule: the rule, as the audience may see it.
        kind: what was found.
        severity: ``warning`` for a sum that does not add up or cannot be made, ``note`` for tables that differ, and for
            a sum of numbers that are not all exact.
        as_of: the date of the figures; None where it is about none in particular.
        series: the series that it involves, the total first.
        stated: the stated total.
        added: what its parts add up to; None where no sum is made.
        parts: the figures that are, or would be, added.
        cells: the cells that differ, or that only one table has.
        tables: the keys of the two tables.
        missing: the series, or keys of tables, that are not stated.
        cancels: whether the differences of cells may cancel out: both tables have every cell, and no total differs.
    """

    rule: Known
    kind: FindingKind
    severity: Severity
    as_of: str | None
    series: tuple[str, ...]
    stated: Stated | None = None
    added: Amount | None = None
    parts: tuple[Stated, ...] = ()
    cells: tuple[Cell, ...] = ()
    tables: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    cancels: bool = False

    @property
    def figures(self) -> tuple[Known, ...]:
        """The figures that it is about, the total first."""
        cells = (each for cell in self.cells for each in (cell.left, cell.right))
        every = (self.stated, *self.parts, *cells)
        return tuple(each.known for each in every if each is not None and each.known is not None)

    @property
    def message(self) -> str:
        """What was found, in English."""
        return self.said("en")

    def said(self, *languages: str) -> str:
        """What was found, in the first of these languages that there is; in English without one."""
        language = language_of(languages)
        words = {
            "as_of": self.as_of or "",
            "total": "" if self.stated is None else self.stated.series,
            "stated": "" if self.stated is None else self.stated.said(language),
            "added": "" if self.added is None else number(self.added),
            "missing": ", ".join(self.missing),
        }
        match self.kind:
            case FindingKind.SUM | FindingKind.MISSING:
                words["terms"] = " + ".join(f"{part.series} {part.said(language)}" for part in self.parts)
                approximate = self.kind is FindingKind.SUM and self.severity == "note"
                return phrase("sum-approximate" if approximate else self.kind, language, **words)
            case FindingKind.UNITS:
                return phrase("cell-units" if self.cells else "units", language, **words, terms=_bases(self, language))
            case FindingKind.CELLS:
                return _cells_said(self, language)
        return phrase(self.kind, language, **words)

    def severity_said(self, *languages: str) -> str:
        """How bad it is, in words."""
        return phrase(self.severity, language_of(languages))

    def involves(self, series: str, as_of: str | None) -> bool:
        """Whether it is about a series on a date."""
        return series in self.series and self.as_of in (None, as_of)

    def to_record(self, *languages: str) -> dict[str, Any]:
        """The finding as plain data."""
        return {
            "rule": self.rule.id,
            "kind": str(self.kind),
            "severity": self.severity,
            "as_of": self.as_of,
            "message": self.said(*languages),
        }


def exact_sum(values: Iterable[Amount]) -> Amount:
    """A sum that is not rounded; a whole number where it is one."""
    with localcontext(Context(prec=DIGITS)):
        added = sum(map(Decimal, values), start=Decimal(0))
        return int(added) if added == added.to_integral_value() else added


def _bases(finding: Finding, language: str) -> str:
    """Which of a finding's figures are counted in what: the first two that differ, or each cell."""
    pairs: list[Mapping[str, Basis]]
    if finding.stated is not None:
        pairs = [unlike({each.series: each.basis for each in (finding.stated, *finding.parts)})]
    else:
        both = [[each for each in (cell.left, cell.right) if each is not None] for cell in finding.cells]
        pairs = [{each.series: each.basis for each in cell} for cell in both]
    counted = (item for pair in pairs for item in pair.items())
    return ", ".join(phrase("counted", language, series=series, basis=str(basis)) for series, basis in counted)


def _cells_said(finding: Finding, language: str) -> str:
    """Cell by cell what differs, then what only one of the tables has."""
    told: list[str] = []
    differences: list[Amount] = []
    for cell in finding.cells:
        if cell.left is not None and cell.right is not None and cell.difference is not None:
            differences.append(cell.difference)
            words = {"left": cell.left.said(language), "right": cell.right.said(language)}
            difference = number(cell.difference, signed=True)
            told.append(phrase("cell", language, cell=_scope(cell, language), difference=difference, **words))
    for place, table in enumerate(finding.tables):
        alone = [each for each in finding.cells if (each.left, each.right)[1 - place] is None]
        if alone:
            told.append(phrase("only", language, table=table, cells=", ".join(_scope(c, language) for c in alone)))
    if finding.cancels and exact_sum(differences) == 0:
        told.append(phrase("cancel", language))
    table, against = finding.tables
    return phrase("cells", language, table=table, against=against, cells="; ".join(told))


def _scope(cell: Cell, language: str) -> str:
    return cell.scope or phrase("whole", language)
