"""`Entry`: a command with who asks, since when it is known and on what source; and the identity of a command.

A command has an id: the one given, else a digest of its name, its subject, what distinguishes it, its day and its
ordinal among equals of the same batch. With the digest of its content that makes loading a file twice harmless: same
id and same content is there already, same id and other content is refused.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Final

from .model import Command
from .values.citation import Citation
from .values.text import clean

_JSON: Final = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))
"""How what a digest is taken of is written, for ever."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One command, ready to be recorded.

    Attributes:
        command: what is asked.
        by: who records it, such as a bureau.
        known_on: the day on which the office knew; None for today in the office's zone.
        sources: the documents that say so.
        note: a remark.
        id: an id of the command's own; needed for what one repeats on one day.
        batch: where it comes from, such as a file; ordinals among equals are counted within it.

    Raises:
        InvalidValueError: a control character is in the id, which no database keeps alike.
    """

    command: Command
    by: str
    known_on: date | None = None
    sources: tuple[Citation, ...] = ()
    note: str | None = None
    id: str | None = None
    batch: str = ""

    def __post_init__(self) -> None:
        if self.id:
            clean(self.id)


@dataclass(frozen=True)
class Identified:
    """An entry whose day is settled, with the identity of its command.

    Attributes:
        entry: the entry.
        known_on: the day on which the office knew.
        command_id: the id of the command, unique in the store.
        digest: SHA-256 of the command's content and the documents cited; locators, notes and the recorder are left out.
    """

    entry: Entry
    known_on: date
    command_id: str
    digest: str


def identify(entries: Iterable[Entry], today: date) -> list[Identified]:
    """Give the commands of one batch their ids and digests.

    Args:
        entries: the batch, in order.
        today: the day that an entry without one is known on.
    """
    equals: Counter[tuple[str, str, str, str, date]] = Counter()
    identified = []
    for entry in entries:
        command, known_on = entry.command, entry.known_on or today
        likeness = (entry.batch, command.command_name(), command.subject, command.distinction, known_on)
        command_id = entry.id or _digest([*likeness[1:4], known_on.isoformat(), equals[likeness]])[:32]
        if entry.id is None:
            equals[likeness] += 1
        identified.append(Identified(replace(entry, known_on=known_on), known_on, command_id, content_digest(entry)))
    return identified


def content_digest(entry: Entry) -> str:
    """The digest of a command's content; fields at their default are left out, so that new ones change nothing."""
    fields = entry.command.model_dump(mode="json", exclude_defaults=True)
    return _digest([entry.command.command_name(), fields, [citation.document for citation in entry.sources]])


def _digest(content: Sequence[object]) -> str:
    return sha256(_JSON.encode(content).encode()).hexdigest()
