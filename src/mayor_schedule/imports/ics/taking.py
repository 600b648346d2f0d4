"""Taking in the entries of one file: each becomes the commands that lead to it from what is known."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import Final

from mayor_schedule.domain.catalog import KINDS
from mayor_schedule.domain.document import RegisterDocument
from mayor_schedule.domain.engagement import AttendEngagement
from mayor_schedule.domain.entry import Entry
from mayor_schedule.domain.model import Command
from mayor_schedule.domain.occasion import AttendOccasion, Occasion
from mayor_schedule.domain.values.attendance import Answer, Attendance
from mayor_schedule.domain.values.citation import Citation
from mayor_schedule.domain.values.text import Text
from mayor_schedule.errors import Problem, RefusedError
from mayor_schedule.imports.entries import Placed
from mayor_schedule.messages import Message, Saying, say, term

from .changes import cancelled, changes, differs, is_over, opening
from .known import MARK, Earlier, Known, name_of
from .options import PREFIX, CalendarOptions, Change, Loaded
from .wanted import Wanted

_LEFT: Final = Saying("MS-1024", "“{title}”: {subject} is left as it is: {why}")


@dataclass
class Taking:
    """The taking in of the entries of one file.

    Attributes:
        earlier: what the office has from calendars, which it brings up to date.
        today: the day on which the file is loaded.
        options: how.
        loaded: what becomes of it.
        file: its name.
        document: the document, without its kind, of the calendar.
    """

    earlier: Earlier
    today: date
    options: CalendarOptions
    loaded: Loaded
    file: str
    document: str

    def take(self, wanted: Wanted) -> None:
        """Enter one entry, or what has changed of it."""
        earlier, name = self.earlier, name_of(wanted.uid)
        if wanted.uid in earlier.uids:
            own = say(
                "MS-1025", "“{title}”: not entered: it is the office's own entry, exported by it", title=_titled(wanted)
            )
            self._note(wanted.line, own)
        elif name in earlier.entries:
            self._change(earlier.entries[name], wanted)
        elif wanted.is_cancelled:
            off = say("MS-1026", "“{title}”: not entered: it is cancelled", title=_titled(wanted))
            self._note(wanted.line, off)
        else:
            self._open(name, wanted)

    def _open(self, name: str, wanted: Wanted) -> None:
        options = self.options
        kind = "occasion" if options.part_of is None or wanted.recurrence is not None else "engagement"
        known = Known(f"{kind}:{name}")

        def planned() -> Iterator[Command]:
            yield opening(known.subject, wanted, today=self.today, part_of=options.part_of,
                          attended_by=options.attended_by)  # fmt: skip
            yield from changes(known, wanted, today=self.today)

        if self._record(known, planned, wanted):
            self.earlier.entries[name] = known

    def _change(self, known: Known, wanted: Wanted) -> None:
        if known.state is None or known.state.is_withdrawn:
            withdrawn = say(
                "MS-1027", "“{title}”: left as it is: the office has withdrawn {subject}",
                title=_titled(wanted), subject=known.subject,
            )  # fmt: skip
            self._note(wanted.line, withdrawn)
            return
        if known.calendar != self.document and known.said.get("stage") != "cancelled":
            self._take(known, lambda: self._attended(known, wanted), wanted)
            owner = known.calendar.removeprefix(PREFIX)
            if differs(known, wanted):
                why = term(
                    "it is of the calendar {owner}, a newer file of which is loaded with --calendar {owner}",
                    owner=owner,
                )
                self._left(known, wanted, why)
            return
        reinstated = is_over(known) and not wanted.is_cancelled and known.said.get("stage") == "cancelled"
        if is_over(known) and not reinstated:
            if differs(known, wanted):
                self._left(known, wanted, getattr(known.state, "standing", None) or term("it is over"))
            self.loaded.unchanged += 1
            return
        if wanted.recurrence is not None and known.subject.startswith("engagement:"):
            self._left(known, wanted, term("engagements do not come back"))
            return
        self._take(
            known,
            lambda: chain(changes(known, wanted, today=self.today), self._attended(known, wanted)),
            wanted,
        )

    def _take(self, known: Known, commands: Callable[[], Iterator[Command]], wanted: Wanted) -> None:
        before = len(self.loaded.placed)
        self._record(known, commands, wanted)
        if len(self.loaded.placed) == before:
            self.loaded.unchanged += 1

    def _attended(self, known: Known, wanted: Wanted) -> Iterator[Command]:
        """Say that the principal of this calendar attends, of whom nothing was said."""
        principal = self.options.attended_by
        said = {each.principal for each in getattr(known.state, "attendance", ())}
        if principal is None or wanted.is_free or principal in said or is_over(known):
            return
        attendance = Attendance(principal=principal, answer=Answer.YES)
        kind = AttendOccasion if isinstance(known.state, Occasion) else AttendEngagement
        yield kind.model_validate({kind.kind: known.subject, "attendance": attendance})

    def vanish(self, known: Known, calendar: str) -> None:
        """Call off what is gone from its calendar."""
        reason = Text(ko=f"달력 {calendar}에서 삭제됨", en=f"no longer in the calendar {calendar}")
        command = None if known.state is None or known.state.is_withdrawn else cancelled(known, reason)
        if command is not None:
            self._add(known, command, 1, known.uid)
            self.loaded.changes[-1] = replace(self.loaded.changes[-1], is_gone=True)

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
            told = term("“{title}”: not entered: {why}", title=_titled(wanted), why=_why(error))
            self._note(wanted.line, told)
        return opened

    def _add(self, known: Known, command: Command, line: int, uid: str) -> None:
        version = 0 if known.state is None else known.state.version
        kind, state = KINDS[command.kind], known.state
        cited = (Citation(self.document, uid or None),)
        for event in list(kind.decide(state, command)):
            state = kind.evolve(state, event)
            known.add(state, cited[0])
        self._register()
        options = self.options
        entry = Entry(
            command=command, by=options.by, known_on=options.known_on, sources=cited,
            id=f"{MARK}{command.subject}@{version} {command.command_name()} {command.distinction}".strip(),
            batch=self.file,
        )  # fmt: skip
        self.loaded.placed.append(Placed(entry, self.file, line))
        self.loaded.changes.append(self._told(known, command, line))

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
        if self.document in self.earlier.documents:
            return
        self.earlier.documents.add(self.document)
        options = self.options
        title = options.name_of(self.file)
        command = RegisterDocument(document=self.document, title=Text.of(title))
        entry = Entry(command=command, by=options.by, known_on=options.known_on, id=f"{MARK}{command.subject}")
        self.loaded.placed.append(Placed(entry, self.file, 1))

    def _left(self, known: Known, wanted: Wanted, why: Message) -> None:
        self._note(wanted.line, _LEFT(title=_titled(wanted), subject=known.subject, why=why))

    def _note(self, line: int, message: Message) -> None:
        self.loaded.notes.append(Problem(self.file, line, message))


def _titled(wanted: Wanted) -> str:
    title = wanted.title.best()
    return title if len(title) <= 60 else title[:59] + "…"


def _why(error: RefusedError) -> str:
    """Why a command is refused, without the command, which nobody gave."""
    told = str(error)
    parts = getattr(told, "parts", {})
    if "fact" not in parts:
        return told
    fact: str = parts["fact"]
    return term("{fact}; {hint}", fact=fact, hint=parts["hint"]) if "hint" in parts else fact
