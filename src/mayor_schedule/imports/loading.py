"""Loading files into an office: dossiers and calendars, or an audit export, in one transaction or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from os import PathLike, fspath
from typing import Final

from mayor_schedule.domain.document import RegisterDocument
from mayor_schedule.domain.entry import Entry, content_digest
from mayor_schedule.domain.envelope import Recorded
from mayor_schedule.domain.figure import Figure
from mayor_schedule.domain.office import OFFICE, FoundOffice
from mayor_schedule.domain.values.identity import kind_of
from mayor_schedule.domain.values.visibility import Audience
from mayor_schedule.errors import BatchRefusedError, InputError, Problem
from mayor_schedule.messages import message_of, say, term
from mayor_schedule.office import Office
from mayor_schedule.recording import Receipt, day_in
from mayor_schedule.views.knowledge import Knowledge
from mayor_schedule.views.rules.checking import check_rules
from mayor_schedule.views.rules.findings import Finding

from .dossier import latest_day, read_dossier, registered_documents
from .entries import Placed
from .events import Progress, Restored, restore
from .files import Opened, is_calendar, most_bytes, opened, read_nodes
from .ics.known import Earlier
from .ics.load import CalendarLoader
from .ics.options import CalendarOptions, Change, Loaded, document_of
from .ics.stream import MAX_BYTES as LARGEST_CALENDAR

DEFAULTS: Final = CalendarOptions(by="import")
"""How calendars are loaded unless it is said otherwise."""

_UNFOUNDED: Final = say(
    "MS-0463",
    "this store has no office yet: times without a zone are taken for UTC, and what is entered now keeps ids of no "
    "domain for ever; check --db, or load a dossier with office: before it",
)

_ALONE: Final = say("MS-0464", "an audit export is restored alone, into an empty store; load the other files after it")


@dataclass(frozen=True)
class Report:
    """What became of an import.

    Attributes:
        entries: the entries, with their lines.
        receipts: what became of each.
        findings: what the rules over figures found afterwards, with the line that each is about.
        changes: what calendars did to their entries, for people.
        notes: what of a calendar was left out, and why.
        unchanged: how many entries of calendars were there as they are.
        restored: the audit export that was restored; None where other files were loaded.
    """

    entries: tuple[Placed, ...]
    receipts: tuple[Receipt, ...]
    findings: tuple[tuple[Problem, Finding], ...] = field(default=())
    changes: tuple[Change, ...] = ()
    notes: tuple[Problem, ...] = ()
    unchanged: int = 0
    restored: Restored | None = None

    @property
    def recorded(self) -> int:
        """How many commands were recorded, or events restored."""
        if self.restored is not None:
            return self.restored.events
        return sum(receipt.status == "recorded" for receipt in self.receipts)

    @property
    def already_there(self) -> int:
        """How many commands, and entries of calendars, were there already."""
        return sum(receipt.status == "already there" for receipt in self.receipts) + self.unchanged


def import_files(
    office: Office,
    files: Iterable[str | PathLike[str]],
    *,
    dry_run: bool = False,
    calendars: CalendarOptions = DEFAULTS,
    progress: Progress | None = None,
) -> Report:
    """Load dossiers and calendars, all in one transaction and in the order given; or restore one audit export.

    Args:
        office: where to record.
        files: YAML or JSON files, or iCalendar files (``.ics``), or an internal audit export (``.jsonl``) alone, into
            an empty store; ``-`` for standard input.
        dry_run: tell what would be recorded, and record nothing.
        calendars: how calendars are loaded, and who restores.
        progress: told how much of an audit export was read.

    Raises:
        InputError: something is wrong in the files; it holds every problem with its line. Nothing was recorded.
        ConflictError: other writers kept changing the same subjects.
        StoreError: the store cannot be used.
    """
    loading = _Loading(office, calendars)
    names = [fspath(file) for file in files]
    for number, file in enumerate(names):
        try:
            with opened(file) as source:
                if source.is_export and len(names) == 1:
                    restored = restore(office, source, by=calendars.by, dry_run=dry_run, progress=progress)
                    return Report((), (), restored=restored)
                loading.load(source, number)
        except InputError as error:
            loading.problems.extend(error.problems)
    loading.problems.extend(_repeated_ids(loading.placed))
    if loading.problems:
        raise InputError(sorted(loading.problems))
    report = record_placed(office, _once(loading.placed), dry_run=dry_run)
    told = loading.loaded
    return replace(report, changes=tuple(told.changes), notes=tuple(told.notes), unchanged=told.unchanged)


@dataclass
class _Loading:
    """The entries of the files that were read so far."""

    office: Office
    calendars: CalendarOptions
    placed: list[Placed] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    loaded: Loaded = field(default_factory=Loaded)
    earlier: Earlier | None = None
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.registered = registered_documents(self.office)
        self.latest = latest_day(self.office)

    def load(self, source: Opened, number: int) -> None:
        """Read one file.

        Raises:
            InputError: it cannot be read, or is an audit export beside other files.
        """
        file = source.name
        if source.is_export:
            raise InputError([Problem(file, 1, _ALONE)])
        data = source.read(most_bytes(file, LARGEST_CALENDAR))
        if is_calendar(file, data):
            self._calendar(file, data)
            return
        entries, found = read_dossier(file, read_nodes(file, data), self.registered, self.latest)
        # A file that is named twice is loaded twice, and the second time finds everything there.
        self.placed += (replace(each, entry=replace(each.entry, batch=str(number))) for each in entries)
        self.problems += found
        self.registered |= {each.entry.command.subject.partition(":")[2] for each in entries if _registers(each.entry)}

    def _calendar(self, file: str, data: bytes) -> None:
        document = document_of(self.calendars.name_of(file))
        before, content = self.files.setdefault(document, (file, data))
        if content != data:  # what only the first one has would be cancelled as soon as it is entered
            same = say(
                "MS-0465",
                "{before} is loaded as the same calendar, {calendar}; load the newer file alone, "
                "or rename one of the two",
                before=before, calendar=document.partition("-")[2],
            )  # fmt: skip
            raise InputError([Problem(file, 1, same)])
        if self.earlier is None:
            self.earlier = Earlier.of(self.office.history())
            self.earlier.documents |= self.registered
        founded = (each.entry.command.zone for each in self.placed if isinstance(each.entry.command, FoundOffice))
        founding = next(founded, None)
        zone = founding or self.office.profile().zone
        if founding is None and not any(self.office.history(OFFICE)):
            self.loaded.notes.append(Problem(file, 1, _UNFOUNDED))
        today = day_in(zone, self.office.now())
        loader = CalendarLoader(self.earlier, zone, self.calendars.known_on or today, self.calendars)
        loader.load(file, data)
        self.placed += loader.loaded.placed
        self.problems += loader.loaded.problems
        self.loaded.changes += loader.loaded.changes
        self.loaded.notes += loader.loaded.notes
        self.loaded.unchanged += loader.loaded.unchanged


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
            [Problem(placed[index].file, placed[index].line, message_of(refusal)) for index, refusal in error.refusals]
        ) from None
    new = [recorded for receipt in receipts for recorded in receipt.recorded] if dry_run else []
    findings = _check_rules(office, new)
    lines = ((_line_of(each, placed), each) for each in findings)
    return Report(tuple(placed), tuple(receipts), tuple((line, each) for line, each in lines if line is not None))


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
            where = term("line {line}", line=before.line)
            if before.file != each.file:
                where = term("{file}:{line}", file=before.file, line=before.line)
            given = say(
                "MS-0466", "the id {id!r} is given at {where} already; choose another", id=each.entry.id, where=where
            )
            yield Problem(each.file, each.line, given)


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
    """The line of what a finding is about, if it stands in these files.

    That is the figure, the total before its parts, or its rule; else what took out a figure that is missing now.
    """
    lines = {each.entry.command.subject: each for each in placed}
    taken_out = (each for each in lines if kind_of(each) == Figure.kind and _is_missing(finding, each))
    for subject in (*(known.id for known in (*finding.figures, finding.rule)), *taken_out):
        if subject in lines:
            each = lines[subject]
            return Problem(each.file, each.line, message_of(finding.message))
    return None


def _is_missing(finding: Finding, figure: str) -> bool:
    series, _, as_of = figure.partition(":")[2].rpartition("/")
    named = series.partition("/")[0] if finding.tables else series
    return named in finding.missing and finding.as_of in (None, as_of)
