"""Loading a calendar: its entries as commands, those that it changed as changes, those that are gone as cancelled.

A calendar proposes: what it has becomes planned occasions, or planned engagements of a trip, whatever it says of their
status. The office confirms them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from pathlib import PurePath
from typing import Final

from mayor_schedule.contentlines import Component, Property
from mayor_schedule.domain.catalog import KINDS
from mayor_schedule.domain.document import RegisterDocument
from mayor_schedule.domain.entry import Entry
from mayor_schedule.domain.model import Command
from mayor_schedule.domain.occasion import Occasion
from mayor_schedule.domain.values.citation import Citation
from mayor_schedule.domain.values.identity import check_name
from mayor_schedule.domain.values.period import Period
from mayor_schedule.domain.values.recurrence import Recurrence
from mayor_schedule.domain.values.text import Text
from mayor_schedule.domain.values.when import When, bounds
from mayor_schedule.errors import InvalidValueError, Problem, RefusedError
from mayor_schedule.imports.entries import Placed

from .changes import cancelled, changes, differs, is_over, opening
from .known import MARK, Earlier, Known, name_of
from .stream import MAX_PROBLEMS, LeftOut, Malformed, Stream, read_stream
from .values import Read, when_of
from .wanted import Contents, Wanted, contents_of
from .zones import Zones, is_zone

OWN: Final = "-//mayor_schedule//"
"""How the PRODID of this program's own calendars begins."""

_UNFIT: Final = re.compile(r"[^\w.\-]+|^[\W_]+")
_WHOLES: Final = ("trip", "visit", "occasion")
"""What engagements are parts of."""

_WINDOW: Final = ("X-CLIPSTART", "X-CLIPEND")
"""What Outlook says of the days that were chosen for a file (MS-OXCICAL 2.1.3.1.1.6); X-CALSTART and X-CALEND are the
first and the last time in it, and move with its entries."""


@dataclass(frozen=True, kw_only=True)
class CalendarOptions:
    """How calendars are loaded.

    Attributes:
        by: who records what they have.
        known_on: the day on which the office knew it; None for today.
        part_of: the trip, visit or occasion whose engagements they are; None for occasions.
        calendar: the name of the calendar, by which a newer file of it is known; else the name of the file.
        attended_by: the principal whose calendar it is, who attends everything in it that takes time.
        since: what was over before that day is left as it is where it is not in a newer file any more.
    """

    by: str
    known_on: date | None = None
    part_of: str | None = None
    calendar: str | None = None
    attended_by: str | None = None
    since: date | None = None

    def __post_init__(self) -> None:
        """Refuse what no entry could be a part of, and a principal who cannot be one.

        Raises:
            InvalidValueError: there is such a one.
        """
        if self.part_of is not None:
            kind, _, name = self.part_of.partition(":")
            if kind not in _WHOLES:
                given = self.part_of[:40]
                raise InvalidValueError(f"{given!r} is no trip, visit or occasion; write it as trip:2018-europe")
            check_name(name)
        if self.attended_by is not None:
            check_name(self.attended_by)

    def name_of(self, file: str) -> str:
        """The name of the calendar in a file: that given, else that of the file, without its folder and its suffix."""
        given = unicodedata.normalize("NFC", self.calendar or PurePath(file).stem)
        return "".join(each for each in given if each.isprintable()).strip() or "calendar"


@dataclass(frozen=True, kw_only=True)
class Change:
    """What loading a calendar does to one entry, for people.

    Attributes:
        file: the calendar.
        line: the line on which the entry begins; 1 for what is gone.
        command: the command.
        title: what the entry, or the occurrence, is called after it.
        when: when it is after it.
        recurrence: on which days it comes back.
    """

    file: str
    line: int
    command: Command
    title: Text
    when: When
    recurrence: Recurrence | None = None


@dataclass
class Loaded:
    """What became of the calendars of one load.

    Attributes:
        placed: the commands, with their lines.
        changes: the same for people, without the registering of calendars.
        problems: why files cannot be loaded.
        notes: what is left out, and why.
        unchanged: how many entries are there as they were.
    """

    placed: list[Placed] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    unchanged: int = 0


@dataclass
class CalendarLoader:
    """Loads the calendars of one import; later ones see what earlier ones did.

    Attributes:
        earlier: what the office has from calendars.
        zone: the office's zone.
        today: the day on which they are loaded.
        options: how.
        loaded: what became of them so far.
    """

    earlier: Earlier
    zone: str
    today: date
    options: CalendarOptions
    loaded: Loaded = field(default_factory=Loaded)

    def load(self, file: str, data: bytes) -> None:
        """Load one file.

        Args:
            file: its name.
            data: its bytes.
        """
        stream = read_stream(file, data)
        if stream.problems:
            self.loaded.problems += stream.problems
            return
        said = stream.value("X-WR-TIMEZONE", "TIMEZONE-ID")
        zone = said if said is not None and is_zone(said) else self.zone
        zones = Zones(zone, zone, _defined(stream), is_said=zone == said)
        found = contents_of(stream.all("VEVENT"), zones, own=(stream.value("PRODID") or "").startswith(OWN))
        document = document_of(self.options.name_of(file))
        here = {name_of(uid) for uid in found.uids}
        mine = [each for name, each in self.earlier.entries.items() if each.calendar == document and name not in here]
        found.problems += self._emptied(found, mine)
        if found.problems:
            told = sorted(found.problems)[:MAX_PROBLEMS]
            self.loaded.problems += (Problem(file, line, message) for line, message in told)
            return
        self.loaded.notes += (Problem(file, line, message) for line, message in sorted(found.notes))
        self.loaded.notes += _passed_over(file, stream)
        loading = _Loading(self, file, document)
        for wanted in found.wanted:
            loading.take(wanted)
        for known in self._vanished(mine, stream, zones):
            loading.vanish(known, self.options.name_of(file))

    def _emptied(self, found: Contents, mine: Iterable[Known]) -> Iterator[tuple[int, str]]:
        """Whether a file has nothing at all of a calendar of which there was something: that is a failed export."""
        ahead = sum(not is_over(each) for each in mine)
        if ahead and not found.uids:
            yield 1, (f"it has no entry, and {ahead} that were loaded from it are still ahead; a failed export would "
                      "cancel them all: export it anew, or cancel them with cancel_occasion")  # fmt: skip

    def _vanished(self, mine: Iterable[Known], stream: Stream, zones: Zones) -> Iterator[Known]:
        """What was loaded from this calendar and is gone from it, among the days that the file covers."""
        first, last = _window(stream, zones)
        first = max((each for each in (first, self.options.since) if each is not None), default=None)
        for known in mine:
            begins, ends = bounds(getattr(known.state, "dates", Period(first=date.min, last=date.max)))
            if getattr(known.state, "recurrence", None) is not None:
                ends = None
            before = first is not None and ends is not None and ends < first
            after = last is not None and begins is not None and begins > last
            if not before and not after:
                yield known


def document_of(calendar: str) -> str:
    """The id, without its kind, of the document that stands for a calendar."""
    return ("calendar-" + (_UNFIT.sub("-", calendar).strip("-") or "unnamed"))[:100]


def _defined(stream: Stream) -> dict[str, Component]:
    defined: dict[str, Component] = {}
    for zone in stream.all("VTIMEZONE"):
        tzid = zone.first("TZID")
        if tzid is not None:
            defined.setdefault(tzid.value, zone)
    return defined


def _window(stream: Stream, zones: Zones) -> tuple[date | None, date | None]:
    """The first and the last day that a file covers, where it says so; its end is the midnight after the last."""
    first, end = (_day(_first(stream, name), zones) for name in _WINDOW)
    if end is None:
        return None if first is None else first.day, None
    at_midnight = end.moment is None or end.moment.local.time() == time()
    return None if first is None else first.day, end.day - timedelta(days=1) if at_midnight else end.day


def _first(stream: Stream, name: str) -> Property | None:
    return next((found for calendar in stream.calendars if (found := calendar.first(name)) is not None), None)


def _day(given: Property | None, zones: Zones) -> Read | None:
    try:
        return None if given is None else when_of(given, zones)
    except (Malformed, LeftOut):
        return None


def _passed_over(file: str, stream: Stream) -> Iterator[Problem]:
    """What a calendar has beside entries: tasks and journals are told of, once each."""
    for name, what in (("VTODO", "tasks"), ("VJOURNAL", "journal entries"), ("VFREEBUSY", "free-busy times")):
        found = list(stream.all(name))
        if found:
            yield Problem(file, found[0].number, f"{len(found)} {what} ({name}): not entered, since they are no dates")


@dataclass
class _Loading:
    """The loading of one file."""

    loader: CalendarLoader
    file: str
    document: str

    def take(self, wanted: Wanted) -> None:
        """Enter one entry, or what has changed of it."""
        earlier, name = self.loader.earlier, name_of(wanted.uid)
        if wanted.uid in earlier.uids:
            self._note(wanted.line, f"{_quoted(wanted)}: not entered: it is the office's own entry, exported by it")
        elif name in earlier.entries:
            self._change(earlier.entries[name], wanted)
        elif wanted.is_cancelled:
            self._note(wanted.line, f"{_quoted(wanted)}: not entered: it is cancelled")
        else:
            self._open(name, wanted)

    def _open(self, name: str, wanted: Wanted) -> None:
        options = self.loader.options
        kind = "occasion" if options.part_of is None or wanted.recurrence is not None else "engagement"
        known = Known(f"{kind}:{name}")

        def planned() -> Iterator[Command]:
            yield opening(known.subject, wanted, today=self.loader.today, part_of=options.part_of,
                          attended_by=options.attended_by)  # fmt: skip
            yield from changes(known, wanted, today=self.loader.today)

        if self._record(known, planned, wanted):
            self.loader.earlier.entries[name] = known

    def _change(self, known: Known, wanted: Wanted) -> None:
        if known.state is None or known.state.is_withdrawn:
            self._note(wanted.line, f"{_quoted(wanted)}: left as it is: the office has withdrawn {known.subject}")
            return
        reinstated = is_over(known) and not wanted.is_cancelled and known.said.get("stage") == "cancelled"
        if is_over(known) and not reinstated:
            if differs(known, wanted):
                why = getattr(known.state, "standing", "it is over")
                self._note(wanted.line, f"{_quoted(wanted)}: {known.subject} is left as it is: {why}")
            self.loader.loaded.unchanged += 1
            return
        if wanted.recurrence is not None and known.subject.startswith("engagement:"):
            why = "engagements do not come back"
            self._note(wanted.line, f"{_quoted(wanted)}: {known.subject} is left as it is: {why}")
            return
        before = len(self.loader.loaded.placed)
        self._record(known, lambda: changes(known, wanted, today=self.loader.today), wanted)
        if len(self.loader.loaded.placed) == before:
            self.loader.loaded.unchanged += 1

    def vanish(self, known: Known, calendar: str) -> None:
        """Call off what is gone from its calendar."""
        reason = Text(ko=f"달력 {calendar}에서 삭제됨", en=f"no longer in the calendar {calendar}")
        command = None if known.state is None or known.state.is_withdrawn else cancelled(known, reason)
        if command is not None:
            self._add(known, command, 1, known.uid)

    def _record(self, known: Known, commands: Callable[[], Iterator[Command]], wanted: Wanted) -> bool:
        """Add the commands, each with what those before it did; if one is refused, the rest is left out and told."""
        opened = False
        try:
            for command in commands():
                day = getattr(command, "occurrence", None)
                changed = None if day is None else wanted.changed.get(day)
                self._add(known, command, wanted.line if changed is None else changed.line, wanted.uid)
                opened = True
        except RefusedError as error:
            self._note(wanted.line, f"{_quoted(wanted)}: not entered: {str(error).partition(': ')[2] or error}")
        return opened

    def _add(self, known: Known, command: Command, line: int, uid: str) -> None:
        version = 0 if known.state is None else known.state.version
        kind, state = KINDS[command.kind], known.state
        cited = (Citation(self.document, uid or None),)
        for event in list(kind.decide(state, command)):
            state = kind.evolve(state, event)
            known.add(state, cited[0])
        self._register()
        options = self.loader.options
        entry = Entry(
            command=command, by=options.by, known_on=options.known_on, sources=cited,
            id=f"{MARK}{command.subject}@{version} {command.command_name()} {command.distinction}".strip(),
            batch=self.file,
        )  # fmt: skip
        self.loader.loaded.placed.append(Placed(entry, self.file, line))
        self.loader.loaded.changes.append(self._told(known, command, line))

    def _told(self, known: Known, command: Command, line: int) -> Change:
        told, recurrence = known.state, getattr(known.state, "recurrence", None)
        day = getattr(command, "occurrence", None)
        if isinstance(told, Occasion) and day is not None:
            occurrence = told.occurrence(day)
            return Change(
                file=self.file, line=line, command=command, title=occurrence.title, when=occurrence.when
            )  # fmt: skip
        title, when = (getattr(told, name) for name in ("title", "when"))
        return Change(file=self.file, line=line, command=command, title=title, when=when, recurrence=recurrence)

    def _register(self) -> None:
        """Register the calendar as a document, once."""
        if self.document in self.loader.earlier.documents:
            return
        self.loader.earlier.documents.add(self.document)
        options = self.loader.options
        title = options.name_of(self.file)
        command = RegisterDocument(document=self.document, title=Text.of(title))
        entry = Entry(command=command, by=options.by, known_on=options.known_on, id=f"{MARK}{command.subject}")
        self.loader.loaded.placed.append(Placed(entry, self.file, 1))

    def _note(self, line: int, message: str) -> None:
        self.loader.loaded.notes.append(Problem(self.file, line, message))


def _quoted(wanted: Wanted) -> str:
    title = wanted.title.best()
    return f"“{title if len(title) <= 60 else title[:59] + '…'}”"
