"""Dossiers: YAML or JSON files of commands, read into entries that know their lines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final

from mayor_schedule.deprecation import renamed
from mayor_schedule.domain.document import Document
from mayor_schedule.domain.values.citation import Citation
from mayor_schedule.errors import InputError, Problem
from mayor_schedule.messages import say, term
from mayor_schedule.office import Office

from .entries import Defaults, Placed, Reader
from .nodes import Node, to_plain
from .opening import Opening

VERSION = "1"
KEYS: Final = ("dossier", "office", "sources", "defaults", "record")
"""The keys of a dossier."""

_UNREADABLE = Citation("unreadable")
"""Stands for defaults with a problem, which is told of them, and not of every entry again."""


def registered_documents(office: Office) -> frozenset[str]:
    """The documents that entries may cite, without their kind."""
    return frozenset(known.id.partition(":")[2] for known, _ in office.knowledge().of_kind(Document))


def latest_day(office: Office) -> date:
    """The latest day that it can be now anywhere on Earth: whatever comes after it nobody can know yet."""
    return (office.now() + timedelta(hours=14)).date()


def read_dossier(
    file: str, node: Node, registered: frozenset[str], latest: date | None = None
) -> tuple[list[Placed], list[Problem]]:
    """The entries of a dossier, and what is wrong with it.

    Args:
        file: its name, for messages.
        node: the document.
        registered: the documents that the office knows already.
        latest: the last day on which anything can be known.
    """
    reader = Reader(file, latest=latest)
    parts = reader.mapping(node, term("a dossier"), KEYS)
    if isinstance(node.value, dict):
        _check_version(reader, node, parts.get("dossier"))
    listed = parts.get("sources")
    sources = reader.mapping(listed, "sources")
    if listed is None or isinstance(listed.value, dict):  # otherwise all that cite one would be told of as well
        reader.known_sources = registered | {name.removeprefix("document:") for name in sources}
    defaults = _defaults(reader, parts.get("defaults"))
    record = parts.get("record")
    placed = list(_record(reader, record, defaults)) if record is not None else []
    days = [each.entry.known_on for each in placed if each.entry.known_on is not None]
    opening = Opening(
        by=defaults.by or next((each.entry.by for each in placed), "import"), first=min(days, default=defaults.known_on)
    )
    office = opening.office(reader, parts.get("office"))
    documents = opening.documents(reader, sources, {} if listed is None else listed.key_lines, placed)
    return [*office, *documents, *placed], reader.problems


def _check_version(reader: Reader, node: Node, version: Node | None) -> None:
    if version is None:
        missing = say("MS-0459", "a dossier begins with its format version; add the line dossier: 1")
        reader.problem(node.line, missing)
    elif str(to_plain(version)) != VERSION:
        other = say(
            "MS-0460", "this program reads dossiers of version {version}; write dossier: {version}", version=VERSION
        )
        reader.problem(version.line, other)


def read_entries(
    file: str, node: Node, defaults: Defaults, registered: frozenset[str], latest: date | None = None
) -> list[Placed]:
    """One entry, or a list of them, outside a dossier.

    Raises:
        InputError: something is wrong with them.
    """
    reader = Reader(file, known_sources=registered, latest=latest)
    listed = node if isinstance(node.value, list) else Node(node.line, [node])
    placed = list(_record(reader, listed, defaults))
    if reader.problems:
        raise InputError(sorted(reader.problems))
    return placed


def _defaults(reader: Reader, node: Node | None) -> Defaults:
    given = reader.mapping(node, "defaults", ("by", "known_on", "source", "sources"))
    before = len(reader.problems)
    by = reader.text(given.get("by"), "by")
    if len(reader.problems) > before:
        by = _UNREADABLE.document
    before = len(reader.problems)
    sources = reader.citations(given) or ()
    if len(reader.problems) > before:
        sources = (_UNREADABLE,)
    return Defaults(by=by, known_on=reader.known_on(given), sources=sources)


def _record(reader: Reader, node: Node, defaults: Defaults) -> Iterator[Placed]:
    if not isinstance(node.value, list):
        if node.value is not None:
            reader.problem(
                node.line, say("MS-0461", "record should be a list of entries, each with a dash before it")
            )
        return
    for each in node.value:
        entry = reader.entry(each, defaults, batch=reader.file)
        if entry is not None:
            yield Placed(entry, reader.file, each.line)


def default_sources(document: str | None) -> tuple[Citation, ...]:
    """The sources of entries that name none."""
    return () if document is None else (Citation(document.removeprefix("document:")),)


def __getattr__(name: str) -> Any:
    return renamed(__name__, name, {"import_files": "mayor_schedule.imports.loading:import_files"})
