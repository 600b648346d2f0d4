"""What `briefing --format json` writes."""

from __future__ import annotations

from mayor_schedule.domain.values.visibility import Audience

from .base import IsoDay, Output, Reference
from .counts import Count


class Cited(Output):
    """A document behind a line.

    Attributes:
        document: its id.
        title: its title.
        at: the places in it.
        url: where it can be read.
    """

    document: str
    title: str
    at: str | None
    url: str | None


class Behind(Output):
    """What is behind a part of a briefing; none of it for the public but the subjects, by their opaque ids.

    Attributes:
        subjects: the subjects.
        events: their events.
        sources: the documents.
    """

    subjects: list[str]
    events: list[Reference]
    sources: list[Cited]


class Line(Behind):
    """A line.

    Attributes:
        text: what it says.
        mark: the sign before it.
        lines: the lines below it.
    """

    text: str
    mark: str
    lines: list[Line]


class Cell(Behind):
    """A cell of a table.

    Attributes:
        text: what it says.
    """

    text: str


class Row(Output):
    """A row of a table.

    Attributes:
        label: what it is of.
        cells: its cells, one for each column.
    """

    label: str
    cells: list[Cell]


class Table(Output):
    """A table.

    Attributes:
        title: what it shows.
        columns: the headings.
        rows: its rows.
    """

    title: str | None
    columns: list[str]
    rows: list[Row]


class Block(Behind):
    """A paragraph, a list or a table.

    Attributes:
        key: what it is of, the same in every language.
        title: its heading.
        count: the count that it tells.
        tables: its tables.
        lines: its lines.
    """

    key: str
    title: str | None
    count: Count | None
    tables: list[Table]
    lines: list[Line]


class Section(Output):
    """A section or an annex.

    Attributes:
        key: what it is of, the same in every language.
        number: its number as printed.
        title: its heading.
        blocks: what is in it.
    """

    key: str
    number: str | int | None
    title: str
    blocks: list[Block]


class Briefing(Output):
    """The council briefing on city diplomacy.

    Attributes:
        title: its title.
        office: whose it is.
        language: in which language its own words are.
        known_on: the day of knowledge; null for all that is known.
        on: the day of the briefing.
        since: the first day of what flows.
        audience: who reads.
        sections: its sections.
        annexes: its annexes.
    """

    title: str
    office: str
    language: str
    known_on: IsoDay | None
    on: IsoDay
    since: IsoDay
    audience: Audience
    sections: list[Section]
    annexes: list[Section]
