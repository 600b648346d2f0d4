"""Footnotes: on which sources, and by which events, each line of a briefing stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mayor_schedule.domain.document import Document
from mayor_schedule.views.knowledge import Knowledge, Known

from .page import Block, Page
from .saying import Saying


@dataclass(frozen=True, kw_only=True)
class Source:
    """A place in a document.

    Attributes:
        document: the document's id, without its kind.
        title: its title; its id where it was never registered.
        at: where in it; empty where nobody said.
    """

    document: str
    title: str
    at: str


@dataclass(frozen=True, kw_only=True)
class Note:
    """A footnote.

    Attributes:
        number: 1 and up, in the order of the text.
        sources: what is cited, each place once.
        events: the events that say so, as ``subject@version``.
    """

    number: int
    sources: tuple[Source, ...]
    events: tuple[str, ...]


class Notes:
    """The footnotes of a briefing: one for the same subjects, however often they are told of."""

    def __init__(self, page: Page, knowledge: Knowledge, saying: Saying) -> None:
        self._notes: dict[tuple[str, ...], Note] = {}
        for known in _in_order(page):
            key = _key(known)
            if key and key not in self._notes:
                sources = tuple(sources_of(known, knowledge, saying))
                events = tuple(event for each in known for event in each.events)
                self._notes[key] = Note(number=len(self._notes) + 1, sources=sources, events=events)

    def __iter__(self) -> Iterator[Note]:
        return iter(self._notes.values())

    def __len__(self) -> int:
        return len(self._notes)

    def number(self, known: Iterable[Known]) -> int | None:
        """The number of the footnote of some subjects; None for none."""
        note = self._notes.get(_key(known))
        return None if note is None else note.number


def _key(known: Iterable[Known]) -> tuple[str, ...]:
    return tuple(each.id for each in known)


def _in_order(page: Page) -> Iterator[tuple[Known, ...]]:
    for part in page.parts():
        for block in part.blocks:
            yield from _of_block(block)


def _of_block(block: Block) -> Iterator[tuple[Known, ...]]:
    """In the order in which a block is laid out: its heading, its tables row by row, its lines."""
    yield block.known
    for table in block.tables:
        for row in table.rows:
            yield row.known
    for line in block.lines:
        yield from (each.known for each in line.every())


def sources_of(known: Iterable[Known], knowledge: Knowledge, saying: Saying) -> Iterator[Source]:
    """What is cited for some subjects, each place once."""
    cited = dict.fromkeys(
        (citation.document, citation.locator or "")
        for each in known
        for record in each.records
        for citation in record.citations
    )
    for document, at in cited:
        registered = knowledge.get(f"document:{document}")
        title = registered.state.title if registered is not None and isinstance(registered.state, Document) else None
        yield Source(document=document, title=document if title is None else saying.text(title), at=at)
