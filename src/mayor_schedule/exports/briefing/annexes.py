"""The annexes of a briefing in words: fields of work with their occasions and figures, and the register."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Final
from unicodedata import east_asian_width

from mayor_schedule.views.briefing import Annex, Briefing, Cell, FigureTable, Status, Tie

from .page import Block, Line, Mark, Part, Table, TableCell, TableRow
from .remarks import broken_sums, reasons
from .results import agreements
from .saying import Saying
from .topics import heading_of, parties, repeats, topic_line

BROADEST: Final = 120
"""Letters of headings that stand beside one another on A4; a Korean one is as broad as two others."""


def annexes(briefing: Briefing, saying: Saying) -> Iterator[Part]:
    """Every annex, in order: fields of work, what belongs to none, and the register of agreements."""
    found: list[tuple[str, str, tuple[Block, ...]]] = [
        (
            "theme" if each.theme is not None else "other",
            saying.word("other") if each.theme is None else saying.text(each.theme),
            tuple(_blocks(each, saying)),
        )
        for each in briefing.annexes
    ]
    register = Block(key="ties", lines=tuple(_tie(each, saying) for each in briefing.ties))
    counted = (agreements(each, saying) for each in (briefing.agreements_signed, briefing.agreements_planned))
    ties = tuple(each for each in (register, *counted) if each)
    if ties:
        found.append(("ties", saying.word("ties"), ties))
    for number, (key, title, blocks) in enumerate(found, start=1):
        yield Part(key=key, number=saying.word("annex", number=number), title=title, blocks=blocks)


def figure_line(cell: Cell, saying: Saying) -> Line:
    """A figure by itself: what it is called, its number, and the span that it covers."""
    figure = cell.figure
    label = "" if figure.label is None else saying.text(figure.label)
    text = saying.word("figure", title=saying.bracketed(_name(cell, saying), label), number=saying.figure(figure))
    as_of = saying.word("as_of", day=saying.as_of(figure.as_of)) if saying.is_of_another_day(figure) else ""
    below = (*reasons(figure, saying, cell.known), *broken_sums(cell.sums, saying))
    return Line(text=saying.bracketed(text, saying.when(figure.span), as_of), known=(cell.known,), below=below)


def table_notes(figures: FigureTable, saying: Saying) -> Iterator[Line]:
    """What is to be said of the figures of a table: why they are others now, and what does not add up."""
    for cell in (each for row in figures.rows for each in row):
        yield from reasons(cell.figure, saying, cell.known, of=_name(cell, saying))
        yield from broken_sums(cell.sums, saying)


def _name(cell: Cell, saying: Saying) -> str:
    """What a figure is called; its series if nobody says."""
    return cell.figure.series if cell.figure.title is None else saying.text(cell.figure.title)


def table(figures: FigureTable, saying: Saying) -> Table:
    """A table of figures: the fewer are the rows, as councils are used to, where that is not broader than a page."""
    rows: Sequence[Sequence[Cell]] = figures.rows
    labels, columns = _headings(figures.rows, saying)
    turned = len(labels) >= len(columns)
    if turned != _is_broad(labels if turned else columns):
        rows, labels, columns = list(zip(*figures.rows, strict=True)), columns, labels
    units = {cell.figure.unit for row in rows for cell in row}
    unit = saying.unit(next(iter(units))) if len(units) == 1 else ""
    told = tuple(
        TableRow(label=label, cells=tuple(_cell(cell, saying, with_unit=len(units) > 1) for cell in row))
        for label, row in zip(labels, rows, strict=True)
    )
    as_of = saying.as_of(rows[0][0].figure.as_of)
    title = saying.word("table", as_of=as_of, unit=unit) if unit else saying.word("table_plain", as_of=as_of)
    return Table(title=title, columns=tuple(columns), rows=told)


def _is_broad(headings: Sequence[str]) -> bool:
    """Whether headings beside one another are broader than a page."""
    return sum(2 if east_asian_width(each) in "WF" else 1 for text in headings for each in text) > BROADEST


def _cell(cell: Cell, saying: Saying, *, with_unit: bool) -> TableCell:
    figure = cell.figure
    text = saying.number(figure.value, figure.unit if with_unit else None, approximate=figure.approximate)
    return TableCell(text=text, known=cell.known)


def _headings(rows: Sequence[Sequence[Cell]], saying: Saying) -> tuple[list[str], list[str]]:
    """What the rows and the columns are called: of their titles, what all of a row share and what tells them apart.

    The titles "정원 5급" and "정원 6급" make a row "정원" with the columns "5급" and "6급". Where titles do not fall
    apart so, keys and scopes stand for them.
    """
    labels, columns = [], []
    for row in rows:
        label, rest = _shared([_title(cell, saying).split() for cell in row])
        labels.append(label)
        columns.append(rest)
    if all(labels) and all(each == columns[0] and all(each) for each in columns):
        return labels, columns[0]
    return [row[0].figure.key for row in rows], [cell.figure.scope or "" for cell in rows[0]]


def _shared(titles: list[list[str]]) -> tuple[str, list[str]]:
    """The words that all of some titles begin or end with, and what is left of each."""
    first = _common(titles)
    last = _common([title[first:][::-1] for title in titles])
    shared = [*titles[0][:first], *titles[0][len(titles[0]) - last :]]
    return _words(shared), [_words(title[first : len(title) - last]) for title in titles]


def _common(titles: list[list[str]]) -> int:
    """How many words all of some titles begin with."""
    return sum(1 for _ in takewhile(lambda words: len(set(words)) == 1, zip(*titles, strict=False)))


def _words(words: Sequence[str]) -> str:
    return " ".join(words).strip(" :,-")


def _title(cell: Cell, saying: Saying) -> str:
    return "" if cell.figure.title is None else saying.text(cell.figure.title)


def _blocks(annex: Annex, saying: Saying) -> Iterator[Block]:
    """What took place, what is planned, not reported or called off, meetings by themselves, and the figures."""
    every = (
        ("done", annex.done, Status.DONE), ("ahead", annex.ahead, Status.PLANNED),
        ("unreported", annex.unreported, Status.UNREPORTED), ("given_up", annex.called_off, Status.CANCELLED),
        ("engagements", annex.engagements, Status.DONE),
    )  # fmt: skip
    for key, topics, heading in every:
        if topics:
            lines = tuple(topic_line(each, saying, mark=Mark.ITEM, heading=heading) for each in topics)
            yield Block(key=key, title=saying.word(key), lines=lines)
    notes = (note for each in annex.tables for note in table_notes(each, saying))
    figures = (*notes, *(figure_line(each, saying) for each in annex.figures))
    tables = tuple(table(each, saying) for each in annex.tables)
    if figures or tables:
        alone = not any(topics for _, topics, _ in every)
        yield Block(key="figures", title="" if alone else saying.word("figures"), lines=figures, tables=tables)


def _tie(tie: Tie, saying: Saying) -> Line:
    title = heading_of(tie.known)
    text = tie.known.id if title is None else saying.text(title)
    standing = saying.word("status_unreported") if tie.status is Status.UNREPORTED else ""
    about = (parties(tie.agreement, saying), saying.when(tie.when), saying.word(f"stage_{tie.stage}"), standing)
    return Line(
        text=saying.bracketed(text, *about), known=(tie.known,), below=tuple(repeats(tie.known, tie.repeats, saying))
    )
