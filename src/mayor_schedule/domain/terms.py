"""Whether a rule can be checked at all: by the figures that are stated, it is told which rules are refused.

A rule is about series, or about the cells of two tables. It is refused where nothing states one of them, where they are
counted in different units, or where there is no date for which all are stated. What only becomes wrong later, when a
figure is restated or withdrawn, is refused to nobody: the views find it.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from typing import Final, NamedTuple

from mayor_schedule.messages import Message, listed, say, term

from .figure import Figure
from .model import Command, cannot
from .rule import Rule
from .subject import Subject
from .values.listing import together

Lookup = Callable[[str], Subject | None]
Cell = tuple[str, str]
"""A scope, which is empty for a series, and an as-of date."""

SHOWN: Final = 4
"""Dates and scopes that a message names before it says how many more there are."""


class Basis(NamedTuple):
    """In what something is counted; what is not said may be anything.

    Attributes:
        unit: as printed, such as 명.
        counted_by: what is counted, where that does not tell.
    """

    unit: str | None
    counted_by: str | None = None

    @classmethod
    def of(cls, figure: Figure) -> Basis:
        """In what a figure is counted: one character may be written in two ways, and is the same unit."""
        unit = None if figure.unit is None else unicodedata.normalize("NFC", figure.unit).strip() or None
        return cls(unit, None if figure.counted_by is None else str(figure.counted_by))

    def is_like(self, other: Basis) -> bool:
        """Whether two numbers can be added."""
        return all(one is None or two is None or one == two for one, two in zip(self, other, strict=True))

    def __str__(self) -> str:
        return " by ".join(each for each in self if each is not None)


class Flaw(NamedTuple):
    """Why a rule cannot be checked.

    Attributes:
        fact: what keeps it from being checked.
        hint: what would help.
        missing: the series, or keys of tables, that nothing states.
    """

    fact: Message
    hint: Message
    missing: tuple[str, ...] = ()


def series_of(subject: str) -> str:
    """The series of a figure, by the figure's id: all but the as-of date at its end."""
    return subject.partition(":")[2].rpartition("/")[0]


def is_about(rule: Rule, series: str) -> bool:
    """Whether a rule speaks of a series: as its total, a part, or a cell of one of its tables."""
    return (series if rule.is_sum else series.partition("/")[0]) in rule.names


def has_other_terms(rule: Rule, before: Subject | None) -> bool:
    """Whether a rule that stands says something else of the figures than it did before, or did not stand then."""
    if rule.is_withdrawn:
        return False
    if not isinstance(before, Rule) or before.is_withdrawn:
        return True
    return (rule.is_sum, rule.names) != (before.is_sum, before.names)


class Stated:
    """The figures that are stated, by what a rule calls them; what is withdrawn states nothing.

    Args:
        subjects: the ids of all figures.
        lookup: their states; only those that a rule is about are asked for.
    """

    def __init__(self, subjects: Iterable[str], lookup: Lookup) -> None:
        self._lookup = lookup
        self._by_series: dict[str, list[str]] = {}
        self._by_key: dict[str, list[str]] = {}
        for subject in dict.fromkeys(subjects):
            series = series_of(subject)
            self._by_series.setdefault(series, []).append(subject)
            self._by_key.setdefault(series.partition("/")[0], []).append(subject)

    def figures(self, name: str, *, tables: bool) -> list[Figure]:
        """The figures of a series; of a table, those of its key."""
        return [state for state in self._all(name, tables=tables) if not state.is_withdrawn]

    def has_withdrawn(self, name: str, *, tables: bool) -> bool:
        """Whether a series, or a table, was stated, and is not any more."""
        return any(state.is_withdrawn for state in self._all(name, tables=tables))

    def near(self, name: str, *, tables: bool) -> str | None:
        """What may have been meant by a name that nothing states."""
        close = difflib.get_close_matches(name, self._by_key if tables else self._by_series, n=SHOWN)
        return next((each for each in close if self.figures(each, tables=tables)), None)

    def _all(self, name: str, *, tables: bool) -> list[Figure]:
        states = map(self._lookup, (self._by_key if tables else self._by_series).get(name, ()))
        return [state for state in states if isinstance(state, Figure)]


def check_terms(command: Command, rule: Rule, stated: Stated) -> None:
    """Make sure that there is something to check by a rule.

    Args:
        command: the one that made the rule say what it says.
        rule: the rule after it.
        stated: the figures, with what the whole batch did to them.

    Raises:
        RefusedError: nothing states one of its terms, they are in different units, or never stated together.
    """
    flaw = flaw_of(rule, stated)
    if flaw is not None:
        raise cannot(command, flaw.fact, _meant(rule, flaw, stated))


def flaw_of(rule: Rule, stated: Stated) -> Flaw | None:
    """Why a rule cannot be checked by what is stated; None if it can.

    Args:
        rule: the rule.
        stated: the figures.
    """
    figures = {name: stated.figures(name, tables=not rule.is_sum) for name in rule.names}
    missing = tuple(name for name, found in figures.items() if not found)
    if missing:
        fact = say("MS-0185", "nothing states {series}", series=_listed(missing))
        return Flaw(fact, term("state it before, or in the same file"), missing)
    flaw = _unlike_ever(rule, figures)
    if flaw is not None:
        return flaw
    cells = {name: {_cell(rule, each): each for each in found} for name, found in figures.items()}
    common = sorted(set.intersection(*(set(each) for each in cells.values())), key=lambda cell: (cell[1], cell[0]))
    if not common:
        return _never_together(rule, cells)
    pairs = [unlike({name: Basis.of(cells[name][cell]) for name in rule.names}) for cell in common]
    return _unlike(rule, pairs[-1], common[-1][1]) if all(pairs) else None


def _meant(rule: Rule, flaw: Flaw, stated: Stated) -> Message:
    """What would help, with what may have been meant by what nothing states; what was withdrawn was meant itself."""
    gone = [name for name in flaw.missing if stated.has_withdrawn(name, tables=not rule.is_sum)]
    near = [stated.near(name, tables=not rule.is_sum) for name in flaw.missing if name not in gone]
    hint = flaw.hint
    if any(near):
        hint = term("did you mean {series}? {hint}", series=together(each for each in near if each), hint=hint)
    if len(gone) == 1:
        hint = term(
            "{series} was withdrawn: withdraw the withdrawal to bring it back; {hint}", series=gone[0], hint=hint
        )
    elif gone:
        hint = term(
            "{series} were withdrawn: withdraw the withdrawal to bring it back; {hint}", series=_listed(gone), hint=hint
        )
    return hint


def _cell(rule: Rule, figure: Figure) -> Cell:
    return "" if rule.is_sum else figure.scope or "", str(figure.as_of)


def _unlike_ever(rule: Rule, figures: Mapping[str, Sequence[Figure]]) -> Flaw | None:
    """Terms of which the first is never counted as another one is."""
    counted = {name: dict.fromkeys(map(Basis.of, found)) for name, found in figures.items()}
    first, *others = rule.names
    for name in others:
        if not any(one.is_like(other) for one in counted[first] for other in counted[name]):
            return _unlike(rule, {first: next(iter(counted[first])), name: next(iter(counted[name]))})
    return None


def unlike(counted: Mapping[str, Basis]) -> dict[str, Basis]:
    """The first two of some terms that are counted in different units; nothing if all can be added."""
    for (one, basis), (other, another) in combinations(counted.items(), 2):
        if not basis.is_like(another):
            return {one: basis, other: another}
    return {}


def _unlike(rule: Rule, pair: Mapping[str, Basis], day: str | None = None) -> Flaw:
    (one, basis), (other, another) = pair.items()
    counted = term(
        "{one} is counted in {basis} and {other} in {another}",
        one=one, basis=_in_words(basis), other=other, another=_in_words(another),
    )  # fmt: skip
    if day is not None:
        counted = term("{counted} as of {day}", counted=counted, day=day)
    if rule.is_sum:
        fact = say("MS-0186", "{counted}: they cannot be added", counted=counted)
    else:
        fact = say("MS-0187", "{counted}: they cannot be compared", counted=counted)
    return Flaw(fact, term("name figures that are counted alike"))


def _in_words(basis: Basis) -> str:
    if basis.unit is None or basis.counted_by is None:
        return str(basis)
    return term("{unit} by {counted_by}", unit=basis.unit, counted_by=basis.counted_by)


def _never_together(rule: Rule, cells: Mapping[str, Mapping[Cell, Figure]]) -> Flaw:
    """Terms that are never stated for the same date, or of tables that have no cell in common."""
    scopes = {name: {scope for scope, _ in found} for name, found in cells.items()}
    if not set.intersection(*scopes.values()):
        told = [
            term(
                "{table} has {scopes}",
                table=name,
                scopes=_listed([each or term("no scope") for each in sorted(scopes[name])]),
            )
            for name in rule.names
        ]
        fact = say("MS-0188", "{tables}: there is no cell in both", tables=listed(told))
        return Flaw(fact, term("name two tables of the same scopes"))
    by_days: dict[tuple[str, ...], list[str]] = {}
    for name in rule.names:
        by_days.setdefault(tuple(sorted({day for _, day in cells[name]})), []).append(name)
    (days, names), *others = by_days.items()
    if len(names) > 1:
        told = [term("{series} are stated as of {days}", series=_listed(names), days=_listed(days))]
    else:
        told = [term("{series} is stated as of {days}", series=names[0], days=_listed(days))]
    told += [term("{series} as of {days}", series=_listed(names), days=_listed(days)) for days, names in others]
    if rule.is_sum:
        fact = say("MS-0189", "{stated}: there is no day on which all are stated", stated=listed(told))
    else:
        fact = say("MS-0190", "{stated}: no cell is stated in both for the same day", stated=listed(told))
    return Flaw(fact, term("state them as of the same date"))


def _listed(names: Sequence[str]) -> str:
    if len(names) > SHOWN:
        return term("{some} and {more} more", some=listed(names[: SHOWN - 1]), more=len(names) - SHOWN + 1)
    return term("{some} and {last}", some=listed(names[:-1]), last=names[-1]) if len(names) > 1 else names[0]
