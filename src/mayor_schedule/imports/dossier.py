"""Dossiers: YAML or JSON files of commands, loaded in one transaction or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import chain
from os import PathLike, fspath

from mayor_schedule.domain.document import Document, RegisterDocument
from mayor_schedule.domain.entry import Entry, content_digest
from mayor_schedule.domain.envelope import Recorded
from mayor_schedule.domain.values.citation import Citation
from mayor_schedule.domain.values.visibility import Audience
from mayor_schedule.errors import BatchRefusedError, InputError, Problem
from mayor_schedule.office import Office
from mayor_schedule.recording import Receipt
from mayor_schedule.views.knowledge import Knowledge
from mayor_schedule.views.rules import Finding, check_rules

from .entries import Defaults, Placed, Reader
from .files import read_file
from .nodes import Node, to_plain
from .opening import Opening

VERSION = "1"
_KEYS = ("dossier", "office", "sources", "defaults", "record")
_UNREADABLE = Citation("unreadable")
"""Stands for defaults with a problem, which is told of them, and not of every entry again."""


@dataclass(frozen=True)
class Report:
    """What became of an import.

    Attributes:
        entries: the entries, with their lines.
        receipts: what became of each.
        findings: what the rules over figures found afterwards, with the line that each is about.
    """

    entries: tuple[Placed, ...]
    receipts: tuple[Receipt, ...]
    findings: tuple[tuple[Problem, Finding], ...] = field(default=())

    @property
    def recorded(self) -> int:
        """How many commands were recorded."""
        return sum(receipt.status == "recorded" for receipt in self.receipts)

    @property
    def already_there(self) -> int:
        """How many commands were there already."""
        return len(self.receipts) - self.recorded


def import_files(office: Office, files: Iterable[str | PathLike[str]], *, dry_run: bool = False) -> Report:
    """Load dossiers, all in one transaction and in the order given.

    Args:
        office: where to record.
        files: YAML or JSON files; ``-`` for standard input.
        dry_run: tell what would be recorded, and record nothing.

    Raises:
        InputError: something is wrong in the files; it holds every problem with its line. Nothing was recorded.
        ConflictError: other writers kept changing the same subjects.
        StoreError: the store cannot be used.
    """
    registered = registered_documents(office)
    placed: list[Placed] = []
    problems: list[Problem] = []
    latest = latest_day(office)
    for number, file in enumerate(files):
        try:
            node = read_file(file)
        except InputError as error:
            problems.extend(error.problems)
            continue
        entries, found = read_dossier(fspath(file), node, registered, latest)
        # A file that is named twice is loaded twice, and the second time finds everything there.
        placed.extend(replace(each, entry=replace(each.entry, batch=str(number))) for each in entries)
        problems.extend(found)
        registered |= {each.entry.command.subject.partition(":")[2] for each in entries if _registers(each.entry)}
    problems.extend(_repeated_ids(placed))
    if problems:
        raise InputError(sorted(problems))
    return record_placed(office, _once(placed), dry_run=dry_run)


def record_placed(office: Office, placed: Sequence[Placed], *, dry_run: bool = False) -> Report:
    """Record entries that know their lines.

    Raises:
        InputError: some were refused; every refusal has its line. Nothing was recorded.
    """
    entries = [each.entry for each in placed]
    try:
        receipts = office.check_all(entries) if dry_run else office.record_all(entries)
    except BatchRefusedError as error:
        raise InputError(
            [Problem(placed[index].file, placed[index].line, str(refusal)) for index, refusal in error.refusals]
        ) from None
    new = [recorded for receipt in receipts for recorded in receipt.recorded] if dry_run else []
    findings = _check_rules(office, new)
    lines = ((_line_of(each, placed), each) for each in findings)
    return Report(tuple(placed), tuple(receipts), tuple((line, each) for line, each in lines if line is not None))


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
    parts = reader.mapping(node, "a dossier", _KEYS)
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
        reader.problem(node.line, "a dossier begins with its format version; add the line dossier: 1")
    elif str(to_plain(version)) != VERSION:
        reader.problem(version.line, f"this program reads dossiers of version {VERSION}; write dossier: {VERSION}")


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
            reader.problem(node.line, "record should be a list of entries, each with a dash before it")
        return
    for each in node.value:
        entry = reader.entry(each, defaults, batch=reader.file)
        if entry is not None:
            yield Placed(entry, reader.file, each.line)


def _registers(entry: Entry) -> bool:
    return isinstance(entry.command, RegisterDocument)


def _repeated_ids(placed: Iterable[Placed]) -> Iterator[Problem]:
    """Ids that the files themselves give to two entries; another file may say the same again."""
    first: dict[str, Placed] = {}
    for each in placed:
        if each.entry.id is None or " " in each.entry.id:
            continue
        before = first.setdefault(each.entry.id, each)
        alike = before.entry.batch != each.entry.batch and content_digest(before.entry) == content_digest(each.entry)
        if before is not each and not alike:
            where = f"line {before.line}" if before.file == each.file else f"{before.file}:{before.line}"
            yield Problem(each.file, each.line, f"the id {each.entry.id!r} is given at {where} already; choose another")


def _once(placed: Sequence[Placed]) -> list[Placed]:
    """Leave out offices and documents that several files of one import describe alike."""
    seen: set[tuple[str, str]] = set()
    kept = []
    for each in placed:
        mark = (each.entry.id or "", content_digest(each.entry))
        if each.entry.id is None or " " not in each.entry.id or mark not in seen:
            kept.append(each)
        seen.add(mark)
    return kept


def _check_rules(office: Office, new: Iterable[Recorded]) -> list[Finding]:
    records = chain(office.history(), new)
    return check_rules(Knowledge.of(records, audience=Audience.INTERNAL, at=office.now()))


def _line_of(finding: Finding, placed: Iterable[Placed]) -> Problem | None:
    """The line of the figure that a finding is about, else of its rule, if it stands in these files."""
    lines = {each.entry.command.subject: each for each in placed}
    for known in (*finding.figures, finding.rule):
        if known.id in lines:
            each = lines[known.id]
            return Problem(each.file, each.line, finding.message)
    return None


def default_sources(document: str | None) -> tuple[Citation, ...]:
    """The sources of entries that name none."""
    return () if document is None else (Citation(document.removeprefix("document:")),)
