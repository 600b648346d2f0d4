"""A briefing in words: parts, blocks, lines and tables, as templates lay them out.

Every line, block and cell knows the subjects that it is made of.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mayor_schedule.views.counting.counts import Count
from mayor_schedule.views.knowledge import Known


class Mark(StrEnum):
    """How deep a line is: the marks of Korean reports, ○, -, ‣ and ※."""

    ITEM = "item"
    DETAIL = "detail"
    MORE = "more"
    NOTE = "note"

    @property
    def sign(self) -> str:
        """The mark as printed."""
        return {"item": "○", "detail": "-", "more": "‣", "note": "※"}[self.value]


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line.

    Attributes:
        text: what it says.
        mark: how deep it is.
        known: the subjects that say so.
        below: what belongs to it.
    """

    text: str
    mark: Mark = Mark.ITEM
    known: tuple[Known, ...] = ()
    below: tuple[Line, ...] = ()

    def every(self) -> Iterator[Line]:
        """The line, and all below it, in order."""
        yield self
        for line in self.below:
            yield from line.every()


@dataclass(frozen=True, kw_only=True)
class TableCell:
    """A figure in a table, in words."""

    text: str
    known: Known


@dataclass(frozen=True, kw_only=True)
class TableRow:
    """A row of a table."""

    label: str
    cells: tuple[TableCell, ...]

    @property
    def known(self) -> tuple[Known, ...]:
        """The figures in it."""
        return tuple(cell.known for cell in self.cells)


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table of figures.

    Attributes:
        title: when its figures were read, and in what unit.
        columns: the headings of the columns, without that of the labels.
        rows: the rows.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]


@dataclass(frozen=True, kw_only=True)
class Block:
    """Lines and tables under a heading.

    Attributes:
        key: what it is, for templates: the key of a count, or a name of its own.
        title: the heading; empty for none.
        count: the count that the heading states.
        known: the subjects that the heading is made of.
        lines: the lines.
        tables: the tables.
    """

    key: str
    title: str = ""
    count: Count | None = None
    known: tuple[Known, ...] = ()
    lines: tuple[Line, ...] = ()
    tables: tuple[Table, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.lines or self.tables or self.count)


@dataclass(frozen=True, kw_only=True)
class Part:
    """A section or an annex.

    Attributes:
        key: what it is, for templates.
        number: its number or letter.
        title: its heading.
        blocks: what it consists of.
    """

    key: str
    number: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, kw_only=True)
class Page:
    """A briefing in one language.

    Attributes:
        language: BCP 47.
        title: its title.
        office: whose it is.
        basis: of which day it is, and of which past, in words.
        on: the day.
        since: the first day of what it reports as done.
        sections: its sections.
        annexes: its annexes.
    """

    language: str
    title: str
    office: str
    basis: str
    on: date
    since: date
    sections: tuple[Part, ...]
    annexes: tuple[Part, ...]

    def parts(self) -> tuple[Part, ...]:
        """Sections and annexes."""
        return (*self.sections, *self.annexes)
