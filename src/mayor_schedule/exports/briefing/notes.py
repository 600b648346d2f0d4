"""Footnotes: on which sources, and by which events, each line of a briefing stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from mayor_schedule.domain.document import Document
from mayor_schedule.views.knowledge import Knowledge, Known

from .page import Block, Page
from .saying import Saying

_LINK: Final = re.compile(r"https?://[^\s\x00-\x1f\x7f-\x9f/?#][^\s\x00-\x1f\x7f-\x9f]*", re.IGNORECASE)
_OF_ADDRESSES: Final = "%:/?#[]@!$&()*+,;=~"
"""What an address keeps beside letters, digits and ``-._`` (RFC 3986); an apostrophe ends an attribute of some."""

_ENTITY: Final = re.compile(r"(&#?\w+);")


@dataclass(frozen=True, kw_only=True)
class Source:
    """A place in a document.

    Attributes:
        document: the document's id, without its kind.
        title: its title; its id where it was never registered.
        at: where in it; empty where nobody said.
        url: where it can be read on the web; None where nobody said, or where that is no http or https address.
    """

    document: str
    title: str
    at: str
    url: str | None = None

    @property
    def link(self) -> str | None:
        """The address as a link, in which nothing means anything to HTML or Markdown."""
        if self.url is None:
            return None
        return _ENTITY.sub(r"\1%3B", quote(self.url, safe=_OF_ADDRESSES, errors="replace"))


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

    @property
    def links(self) -> tuple[str, ...]:
        """Where its sources can be read on the web, each address once."""
        return tuple(dict.fromkeys(each.link for each in self.sources if each.link is not None))


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
        if registered is None or not isinstance(registered.state, Document):
            yield Source(document=document, title=document, at=at)
        else:
            title, url = saying.text(registered.state.title), registered.state.url
            is_link = url is not None and _LINK.fullmatch(url) is not None
            yield Source(document=document, title=title, at=at, url=url if is_link else None)
