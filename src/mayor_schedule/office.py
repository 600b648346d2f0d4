"""`Office`: one door in, one door out.

It is the only writer: commands go in, are decided on the stored state, and what they led to is appended, all or
nothing. Everything that is read is a fold over that history, as known on any date: see `reading`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from time import sleep
from typing import Final, Self

from mayor_schedule.domain.entry import Entry
from mayor_schedule.domain.envelope import Recorded
from mayor_schedule.domain.model import Command
from mayor_schedule.domain.subject import Subject
from mayor_schedule.domain.values.citation import Citation
from mayor_schedule.domain.values.days import read_day
from mayor_schedule.errors import (
    BatchRefusedError,
    ConflictError,
    ImpossibleHistoryError,
    StaleWriteError,
    StoreError,
)
from mayor_schedule.keeping import Fresh
from mayor_schedule.messages import Saying, listed
from mayor_schedule.reading import Limits, OfficeViews
from mayor_schedule.recording import Bookings, Receipt, Restoring, Unit
from mayor_schedule.store.archive import Archived
from mayor_schedule.store.backup import Backup, back_up
from mayor_schedule.store.history import History
from mayor_schedule.store.opening import set_up

ATTEMPTS: Final = 40
"""How often a batch is decided again when another writer was first."""

CATCHING_UP: Final = 1_000
"""How many events of before are filed after each command, in a store of which not everything is filed yet."""

FIRST_PAUSE: Final = 0.001
LONGEST_PAUSE: Final = 0.25
"""Seconds: the bounds of the pauses between attempts."""

_BUSY_RECORDING: Final = Saying(
    "MS-0800", "cannot record for {subjects}: other writers changed the store {attempts} times in a row; nothing was "
    "recorded; wait a moment and try again",
)  # fmt: skip
_BUSY_BOOKING: Final = Saying(
    "MS-0801", "cannot book what is confirmed: other writers changed the store {attempts} times in a row; nothing was "
    "recorded; wait a moment and try again",
)  # fmt: skip


def _now() -> datetime:
    return datetime.now(UTC)


class Office(OfficeViews):
    """A mayor's office's history: what it records and what it reads.

    Open one with `Office.open` or `Office.in_memory`, and close it, or use it as a context manager.
    """

    def __init__(
        self, history: History, *, clock: Callable[[], datetime] = _now, entropy: Callable[[int], bytes] = os.urandom
    ) -> None:
        super().__init__(history, clock, Limits())
        self._entropy = entropy

    @classmethod
    def open(
        cls,
        path: str | Path,
        *,
        create: bool = True,
        read_only: bool = False,
        clock: Callable[[], datetime] = _now,
        entropy: Callable[[int], bytes] = os.urandom,
    ) -> Self:
        """Open the office whose history is in an SQLite file, or in a PostgreSQL database.

        Args:
            path: the file, which is made where it is missing; or ``postgresql://…``, where `set_up` made its tables.
            create: False to refuse a missing file instead.
            read_only: True to leave the store as it is, so that nothing can be recorded.
            clock: gives the present instant, as an aware datetime.
            entropy: gives that many random bytes.

        Raises:
            StoreError: it cannot be opened, or is not a store.
        """
        return cls(History.open(path, create=create, read_only=read_only), clock=clock, entropy=entropy)

    @staticmethod
    def set_up(path: str | Path) -> bool:
        """Make the store where there is none: the file, or the tables of a PostgreSQL database; harmless when repeated.

        Args:
            path: the file, or ``postgresql://…``.

        Returns:
            Whether anything was made.

        Raises:
            StoreError: it cannot be made, or something else is in its place.
        """
        return set_up(path)

    @classmethod
    def in_memory(cls, *, clock: Callable[[], datetime] = _now, entropy: Callable[[int], bytes] = os.urandom) -> Self:
        """An office whose history ends with the process."""
        return cls(History.in_memory(), clock=clock, entropy=entropy)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the store."""
        self._history.close()

    @property
    def store(self) -> History:
        """The store under it, as audits and exports read it."""
        return self._history

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
            InvalidValueError: the day is none, or a control character is in the id; nothing was recorded.
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
            InvalidValueError: the day is none, or a control character is in the id; nothing was recorded.
            BatchRefusedError: some cannot be; it holds every refusal with its index. Nothing was recorded.
            ConflictError: other writers kept changing the subjects; nothing was recorded.
            StoreError: the store cannot be used.
        """
        day = None if known_on is None else read_day(known_on)
        cited = tuple(sources)
        entries = [
            each
            if isinstance(each, Entry)
            else Entry(command=each, by=by, known_on=day, sources=cited, note=note, id=id)
            for each in commands
        ]
        for pause in self._pauses():
            if pause:  # even a sleep of no time lets another program run first
                sleep(pause)
            size = len(self._history)
            unit = Unit(self._history, self._clock(), self._entropy)
            try:
                receipts = unit.run(entries)
                unit.commit()
            except StaleWriteError:
                continue
            except BatchRefusedError:
                if unit.is_current():
                    raise
                continue  # what it was refused for is not so any more
            except ImpossibleHistoryError:
                if len(self._history) == size:
                    raise
                continue  # it was decided while somebody else wrote: what it saw may not have belonged together
            self._keep_up(size, unit.decided)
            return receipts
        self._history.check_whole()
        subjects = listed(sorted({entry.command.subject for entry in entries})[:3])
        raise ConflictError(_BUSY_RECORDING(subjects=subjects, attempts=ATTEMPTS))

    def check_all(self, commands: Iterable[Entry]) -> list[Receipt]:
        """What `record_all` would do, without doing it.

        Raises:
            BatchRefusedError: some commands cannot be.
        """
        return Unit(self._history, self._clock(), self._entropy).run(list(commands))

    def book(self, *, by: str, dry_run: bool = False) -> Bookings:
        """Take in the diaries the time of everything that is confirmed and has not taken it; harmless when repeated.

        Recording does so by itself; this is for stores that an earlier version wrote, and after a change of zone data.

        Args:
            by: who asks for it.
            dry_run: only tell what would be done.

        Returns:
            What took time, and what could not since another entry has it: those stay confirmed, and clash.

        Raises:
            RefusedError: nobody is named who asks.
            ConflictError: other writers kept changing the diaries; nothing was recorded.
            StoreError: the store cannot be used.
        """
        for pause in self._pauses():
            if pause:  # even a sleep of no time lets another program run first
                sleep(pause)
            size = len(self._history)
            unit = Unit(self._history, self._clock(), self._entropy)
            try:
                bookings = unit.book(by, self.today())
                if not dry_run:
                    unit.commit()
                    self._keep_up(size, unit.decided)
            except StaleWriteError:
                continue
            except ImpossibleHistoryError:
                if len(self._history) == size:
                    raise
                continue
            return bookings
        raise ConflictError(_BUSY_BOOKING(attempts=ATTEMPTS))

    def restore(self, events: Iterable[Archived | None], *, by: str, digest: Callable[[], str]) -> Recorded:
        """Restore a log from an audit export into this store, in which nothing may be yet.

        Positions, versions, instants, salts and ids of commands are those of the export. While it goes on, nothing else
        may be asked of this store.

        Args:
            events: the events in the order of their positions; None for one that cannot be read.
            by: who restores it.
            digest: gives SHA-256 of the file, in hex, once all events were taken from it.

        Returns:
            The event behind them that says that they were restored.

        Raises:
            BatchRefusedError: they are no history; it holds every refusal with its position. Nothing was recorded.
            RefusedError: something is in the store, or nobody is named who restores it.
            StoreError: the store cannot be used.
        """
        with self._history.refilling() as log:
            restoring = Restoring(log)
            restoring.check_empty()
            restoring.take(events)
            said = restoring.say_so(by, digest(), self._clock(), self._entropy)
        self._keep_up(0)
        return said

    def _keep_up(self, size: int, decided: Sequence[tuple[Recorded, Subject]] = ()) -> None:
        """File what was recorded, where no worker does; what cannot be filed now is read from the log until it is.

        Args:
            size: the number of events before it was recorded.
            decided: the events and the states after them, where they are at hand.
        """
        if not self._history.is_shared:
            with suppress(StoreError):
                grown = len(self._history) - size
                fresh = Fresh(size, decided) if grown == len(decided) else None  # else others recorded meanwhile
                self.kept.catch_up(grown + CATCHING_UP, fresh=fresh)

    def backup(self, file: str | Path) -> Backup:
        """Write all that is stored at one instant into a new file, which is a store itself; others may go on recording.

        Args:
            file: the SQLite file to be made; nothing may be there.

        Returns:
            How many events it holds, and when the last of them was recorded.

        Raises:
            StoreError: there is something in its place, it cannot be written, or the store cannot be read.
        """
        return back_up(self._history, Path(file))

    def _pauses(self) -> Iterator[float]:
        """Seconds to wait before each attempt: none at first, then longer, and never the same for two writers."""
        yield 0.0
        for attempt in range(1, ATTEMPTS):
            share = int.from_bytes(os.urandom(2), "big") / 65_536
            yield share * min(LONGEST_PAUSE, FIRST_PAUSE * 2**attempt)
