"""`Office`: one door in, one door out.

It is the only writer: commands go in, are decided on the stored state, and what they led to is appended, all or nothing.
Everything that is read is a fold over that history, as known on any date.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final, Literal, Self

from mayor_schedule.domain.catalog import KINDS
from mayor_schedule.domain.entry import Entry, Identified, identify
from mayor_schedule.domain.envelope import Recorded
from mayor_schedule.domain.model import Command, Event
from mayor_schedule.domain.office import OFFICE, FoundOffice, Profile
from mayor_schedule.domain.references import check_references
from mayor_schedule.domain.subject import Subject
from mayor_schedule.domain.values.citation import Citation
from mayor_schedule.domain.values.days import read_day
from mayor_schedule.domain.values.identity import kind_of
from mayor_schedule.domain.values.text import clean
from mayor_schedule.domain.values.visibility import Audience
from mayor_schedule.domain.values.zones import zone_named
from mayor_schedule.errors import (
    BatchRefusedError,
    CommandConflictError,
    ConflictError,
    InvalidValueError,
    RefusedError,
    StaleWriteError,
    UnknownSubjectError,
)
from mayor_schedule.store.history import History, Stream
from mayor_schedule.views.calendar import Calendar
from mayor_schedule.views.counts import Counts
from mayor_schedule.views.knowledge import Knowledge

ATTEMPTS: Final = 10
"""How often a batch is decided again when another writer was first."""

SALT_BYTES: Final = 16


@dataclass(frozen=True)
class Receipt:
    """What became of one command.

    Attributes:
        command_id: its id.
        status: whether it was recorded now, or was there already.
        recorded: the events that it led to, now.
    """

    command_id: str
    status: Literal["recorded", "already there"]
    recorded: tuple[Recorded, ...] = ()


def _now() -> datetime:
    return datetime.now(UTC)


class Office:
    """A mayor's office's history: what it records and what it reads.

    Open one with `Office.open` or `Office.in_memory`, and close it, or use it as a context manager.
    """

    def __init__(
        self, history: History, *, clock: Callable[[], datetime] = _now, entropy: Callable[[int], bytes] = os.urandom
    ) -> None:
        self._history = history
        self._clock = clock
        self._entropy = entropy

    @classmethod
    def open(
        cls,
        path: str | Path,
        *,
        create: bool = True,
        clock: Callable[[], datetime] = _now,
        entropy: Callable[[int], bytes] = os.urandom,
    ) -> Self:
        """Open the office whose history is in an SQLite file.

        Args:
            path: the file; it is made where it is missing.
            create: False to refuse a missing file instead.
            clock: gives the present instant, as an aware datetime.
            entropy: gives that many random bytes.

        Raises:
            StoreError: the file cannot be opened, or is not a store.
        """
        return cls(History.open(path, create=create), clock=clock, entropy=entropy)

    @classmethod
    def in_memory(
        cls, *, clock: Callable[[], datetime] = _now, entropy: Callable[[int], bytes] = os.urandom
    ) -> Self:
        """An office whose history ends with the process."""
        return cls(History.in_memory(), clock=clock, entropy=entropy)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the store."""
        self._history.close()

    # --- in ---

    def record(
        self,
        command: Command,
        *,
        by: str,
        known_on: date | str | None = None,
        sources: Iterable[Citation] = (),
        note: str | None = None,
        id: str | None = None,  # noqa: A002 - the name that the dossier has for it
    ) -> Receipt:
        """Record one command.

        Args:
            command: what to record.
            by: who records it.
            known_on: the day on which the office knew (``YYYY-MM-DD``); today in the office's zone, unless given.
            sources: the documents that say so.
            note: a remark.
            id: an id of the command's own; needed for what is repeated on one day, such as a second reschedule.

        Returns:
            Whether it was recorded or was there already, and the events.

        Raises:
            RefusedError: the command cannot be; nothing was recorded.
            ConflictError: other writers kept changing the subject; nothing was recorded.
            StoreError: the store cannot be used.
        """
        try:
            return self.record_all([command], by=by, known_on=known_on, sources=sources, note=note, id=id)[0]
        except BatchRefusedError as error:
            raise error.refusals[0][1] from None

    def record_all(
        self,
        commands: Iterable[Command | Entry],
        *,
        by: str = "",
        known_on: date | str | None = None,
        sources: Iterable[Citation] = (),
        note: str | None = None,
        id: str | None = None,  # noqa: A002
    ) -> list[Receipt]:
        """Record several commands, all or none; a later one sees what an earlier one did.

        Args:
            commands: commands, to which the other arguments apply, or entries, which carry their own.
            by: who records them.
            known_on: the day on which the office knew.
            sources: the documents that say so.
            note: a remark.
            id: an id, for a single command.

        Returns:
            A receipt for each, in order.

        Raises:
            BatchRefusedError: some cannot be; it holds every refusal with its index. Nothing was recorded.
            ConflictError: other writers kept changing the subjects; nothing was recorded.
            StoreError: the store cannot be used.
        """
        day = None if known_on is None else read_day(known_on)
        cited = tuple(sources)
        entries = [
            each if isinstance(each, Entry) else Entry(command=each, by=by, known_on=day, sources=cited, note=note, id=id)
            for each in commands
        ]
        for _ in range(ATTEMPTS):
            unit = _Unit(self._history, self._clock(), self._entropy)
            receipts = unit.run(entries)
            try:
                unit.commit()
            except StaleWriteError:
                continue
            return receipts
        self._history.check_whole()
        subjects = ", ".join(sorted({entry.command.subject for entry in entries})[:3])
        raise ConflictError(
            f"cannot record for {subjects}: other writers changed it {ATTEMPTS} times in a row; "
            "nothing was recorded; wait a moment and try again"
        )

    def check_all(self, commands: Iterable[Entry]) -> list[Receipt]:
        """What `record_all` would do, without doing it.

        Raises:
            BatchRefusedError: some commands cannot be.
        """
        return _Unit(self._history, self._clock(), self._entropy).run(list(commands))

    # --- out ---

    def history(self, subject: str | None = None) -> Iterator[Recorded]:
        """The events of one subject, or of all, in the order in which they were recorded.

        Args:
            subject: a full subject id.

        Raises:
            StoreError: the store cannot be read.
        """
        return (each for each in self._history.log() if subject is None or each.subject == subject)

    def knowledge(self, *, known_on: date | str | None = None, audience: Audience | str = Audience.INTERNAL) -> Knowledge:
        """What the office knew on a day, as an audience may see it: the ground of every view.

        Args:
            known_on: the day; today's knowledge, unless given.
            audience: who reads.

        Raises:
            InvalidValueError: the day or the audience is none.
            StoreError: the store cannot be read.
        """
        day = None if known_on is None else read_day(known_on)
        return Knowledge.of(self._history.log(), known_on=day, audience=_audience(audience), at=self._clock())

    def calendar(self, *, known_on: date | str | None = None, audience: Audience | str = Audience.INTERNAL) -> Calendar:
        """The calendar as known on a day; ask it for entries with `between`.

        Raises:
            InvalidValueError: the day or the audience is none.
            StoreError: the store cannot be read.
        """
        return Calendar(self.knowledge(known_on=known_on, audience=audience))

    def counts(
        self,
        *,
        on: date | str | None = None,
        since: date | str | None = None,
        known_on: date | str | None = None,
        audience: Audience | str = Audience.INTERNAL,
    ) -> Counts:
        """Every series that is counted or stated, reconciled.

        Args:
            on: the day of the counts; today in the office's zone, unless given.
            since: the first day of what flows; 1 January of the year of `on`, unless given.
            known_on: the day of knowledge; today's, unless given.
            audience: who reads.

        Raises:
            InvalidValueError: a day or the audience is none.
            StoreError: the store cannot be read.
        """
        knowledge = self.knowledge(known_on=known_on, audience=audience)
        day = read_day(on) if on is not None else self.today()
        return Counts(knowledge, on=day, since=date(day.year, 1, 1) if since is None else read_day(since))

    def profile(self) -> Profile:
        """What the office is: its name, zone and domain; defaults where it was never founded."""
        state = self._history.stream(OFFICE).state
        return state if isinstance(state, Profile) else Profile()

    def now(self) -> datetime:
        """The present instant, by the office's clock."""
        return self._clock()

    def today(self) -> date:
        """The present day in the office's zone."""
        return _day_in(self.profile().zone, self._clock())


def _audience(audience: Audience | str) -> Audience:
    try:
        return Audience(audience)
    except ValueError:
        raise InvalidValueError(f"{audience!r} is no audience; it is public or internal") from None


def _day_in(zone: str, now: datetime) -> date:
    return now.astimezone(zone_named(zone)).date()


class _Unit:
    """One attempt at a batch: what it would append, decided on what is stored and on itself."""

    def __init__(self, history: History, now: datetime, entropy: Callable[[int], bytes]) -> None:
        self._history = history
        self._now = now
        self._entropy = entropy
        self._streams: dict[str, Stream] = {}
        self._envelopes: list[Recorded] = []
        self._commands: dict[str, str] = {}
        self._refused: set[str] = set()

    def run(self, entries: Sequence[Entry]) -> list[Receipt]:
        founding = next((each.command.zone for each in entries if isinstance(each.command, FoundOffice)), None)
        today = _day_in(founding or self._profile_zone(), self._now)
        identified = identify(entries, today)
        stored = self._history.digests(each.command_id for each in identified)
        receipts: list[Receipt] = []
        refusals: list[tuple[int, RefusedError]] = []
        for index, each in enumerate(identified):
            try:
                receipts.append(self._add(each, stored.get(each.command_id), today))
            except RefusedError as error:
                if not self._follows(each, error):
                    refusals.append((index, error))
                self._refused.add(each.entry.command.subject)
        if refusals:
            raise BatchRefusedError(refusals)
        return receipts

    def commit(self) -> None:
        if self._envelopes:
            self._history.append(self._envelopes, self._commands)

    def _profile_zone(self) -> str:
        state = self._stream(OFFICE).state
        return state.zone if isinstance(state, Profile) else Profile().zone

    def _stream(self, subject: str) -> Stream:
        if subject not in self._streams:
            self._streams[subject] = self._history.stream(subject)
        return self._streams[subject]

    def _state(self, subject: str) -> Subject | None:
        return self._stream(subject).state

    def _follows(self, each: Identified, error: RefusedError) -> bool:
        """Whether a refusal only follows from an earlier one, and would tell nothing new."""
        command = each.entry.command
        if command.subject in self._refused and self._state(command.subject) is None:
            return True
        return isinstance(error, UnknownSubjectError) and any(f" {subject}," in str(error) for subject in self._refused)

    def _add(self, each: Identified, stored: str | None, today: date) -> Receipt:
        command = each.entry.command
        stored = self._commands.get(each.command_id, stored)
        if stored is not None:
            if stored != each.digest:
                raise _other_content(each)
            return Receipt(each.command_id, "already there")
        stream = self._stream(command.subject)
        _check_days(each, stream, today)
        recorder = clean(each.entry.by) if each.entry.by.strip() else ""
        if not recorder:
            raise _refused(command, "nobody is named who records it", "say by whom")
        events = list(KINDS[kind_of(command.subject)].decide(stream.state, command))
        check_references(command, self._state)
        recorded = tuple(self._append(each, recorder, event) for event in events)
        self._commands[each.command_id] = each.digest
        return Receipt(each.command_id, "recorded", recorded)

    def _append(self, each: Identified, by: str, event: Event) -> Recorded:
        subject = each.entry.command.subject
        stream = self._stream(subject)
        envelope = Recorded(
            subject=subject,
            version=stream.version + 1,
            topic=event.topic,
            schema_version=event.schema_version,
            recorded_at=self._now,
            known_on=each.known_on,
            by=by,
            citations=each.entry.sources,
            note=each.entry.note,
            command_id=each.command_id,
            command_digest=each.digest,
            salt=self._entropy(SALT_BYTES),
            data=event.__pydantic_serializer__.to_python(event, mode="json"),
        )
        state = KINDS[kind_of(subject)].evolve(stream.state, event)
        self._streams[subject] = Stream(subject, envelope.version, state, each.known_on)
        self._envelopes.append(envelope)
        return envelope


def _refused(command: Command, fact: str, hint: str) -> RefusedError:
    return RefusedError(f"cannot {command.verb()} {command.subject}: {fact}; {hint}")


def _other_content(each: Identified) -> CommandConflictError:
    command = each.entry.command
    return CommandConflictError(
        f"cannot {command.verb()} {command.subject}: it was recorded before with other content (command {each.command_id}); "
        "record a change if the world moved, a correction if it was written down wrong, or give a repeated command an id"
    )


def _check_days(each: Identified, stream: Stream, today: date) -> None:
    """Refuse a day of knowledge that is to come, or before the subject's last one."""
    command = each.entry.command
    if each.known_on > today:
        raise _refused(
            command, f"it says known on {each.known_on}, and today is {today}",
            "the office cannot know yet; plans are known on the day on which they are made",
        )  # fmt: skip
    if stream.known_on is not None and each.known_on < stream.known_on:
        raise _refused(
            command, f"it says known on {each.known_on}, and its last event is known on {stream.known_on}",
            "what is found late is recorded as known on the day it was found; its source keeps its own date",
        )  # fmt: skip
