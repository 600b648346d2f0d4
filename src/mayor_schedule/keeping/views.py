"""`StoredViews`: what is kept of a store's log, caught up with it and read.

Events are filed in batches; how far, stands in the transaction that files them, so that none is filed twice and none
left out, whoever is killed. Who reads needs no such care: what was recorded since is read from the log.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime
from itertools import islice
from threading import Lock
from time import monotonic
from typing import Final, NamedTuple

from mayor_schedule.domain.envelope import Recorded
from mayor_schedule.domain.subject import Subject
from mayor_schedule.errors import ImpossibleHistoryError, MayorScheduleError, StaleWriteError, StoreError
from mayor_schedule.messages import Saying, message_of, say
from mayor_schedule.store.history import History, fold
from mayor_schedule.store.kept.cursor import KeptCursor
from mayor_schedule.store.mapper import decode, instant
from mayor_schedule.store.recorder import Row
from mayor_schedule.views.stored.filing import Filed, Filing

from .generations import Fault, Generation, begin, current, faults, finish, numbered, write
from .leavings import sweep
from .shelf import Past, StoredShelf, tail_of

BATCH: Final = 500
"""Events that are filed in one transaction."""

TAIL: Final = 2_000
"""Events that are read from the log where they are not filed yet; where there are more, everything is."""

ATTEMPTS: Final = 20
"""How often a batch is filed again when another process was first."""

SWEEPING: Final = 600.0
"""Seconds after which it is looked again whether anything is left of what nobody reads."""

Progress = Callable[[int, int], None]
"""Told how many events are filed, and of how many."""


_OLDER: Final = Saying(
    "MS-0702", "cannot file what is recorded in {store}: an earlier version made its tables; mayor-schedule init adds "
    "those that are missing",
)  # fmt: skip
_GONE: Final = Saying(
    "MS-0703", "cannot make anew what is kept of {store}: other programs kept being first, or dropped it since the "
    "connection was cut; nothing is lost: run it again",
)  # fmt: skip
_IMPOSSIBLE: Final = Saying("MS-0779", "it cannot have happened")
_UNREADABLE: Final = (MayorScheduleError, LookupError, ValueError, TypeError, AttributeError, AssertionError)
"""What an event can lead to that was damaged, or that a newer version wrote."""

_OPENED: Final = "SELECT opened, uid FROM {s}view_rows WHERE generation = ? AND subject = ? AND version = 1"


class Fresh(NamedTuple):
    """Events that have just been recorded, and lie at the end of the log.

    Attributes:
        position: the position of the first of them.
        decided: each of them, with the state of its stream after it.
    """

    position: int
    decided: Sequence[tuple[Recorded, Subject]]


class StoredViews:
    """What is kept of a store's log.

    Args:
        history: the store.
    """

    def __init__(self, history: History) -> None:
        self._history = history
        self._lock = Lock()
        self._ahead: Generation | None = None
        self._filing: tuple[Generation, Filing] | None = None
        self._is_there = False
        self._swept_at: float | None = None

    # --- in ---

    def catch_up(
        self, limit: int | None = None, progress: Progress | None = None, fresh: Fresh | None = None
    ) -> int:  # fmt: skip
        """File the events that are not filed yet.

        Args:
            limit: file no more than about so many; all of them, unless given.
            progress: told after each batch.
            fresh: events at the end of the log that need not be read, since they have just been recorded.

        Returns:
            How many of the log's events are filed now.

        Raises:
            StaleWriteError: other processes kept being first.
            StoreError: the store cannot be read or written.
        """
        with self._lock:
            self._sweep(limit)
            if self._ahead is not None:
                with suppress(StaleWriteError):  # else another process made everything anew, and dropped this
                    return self._fill(self._ahead, limit, progress, fresh).position
            generation = self._current() or self._begun(is_current=True)
            return self._fill(generation, limit, progress, fresh).position

    def rebuild(self, progress: Progress | None = None) -> int:
        """Make anew what is kept, while others read what there is, and drop that.

        Returns:
            How many events are filed.

        Raises:
            StoreError: the store cannot be read or written.
        """
        making = StoredViews(self._history)  # whoever records meanwhile files that in what there is
        self._swept_at = None
        try:
            with self._history.rebuilding():
                generation = making._fill(making._begun(is_current=False), None, progress)
                with self._history.keeping() as cursor:
                    generation = finish(cursor, generation)
        except StaleWriteError:
            raise StoreError(_GONE(store=self._history.shown_as)) from None
        self._sweep(None)
        return generation.position

    def faults(self) -> list[Fault]:
        """The events that were set aside, in the order of the log."""
        with self._history.viewing() as cursor:
            generation = self.current_in(cursor)
            return [] if generation is None else faults(cursor, generation.number)

    def __len__(self) -> int:
        """How many of the log's events are filed."""
        generation = self._current()
        return 0 if generation is None else generation.position

    # --- out ---

    @contextmanager
    def shelf(self, known_on: date | None, recorded_until: datetime | None, size: int) -> Iterator[StoredShelf | None]:
        """What is kept, as it is at one instant and as one past sees it; None where too much is not filed yet.

        Args:
            known_on: the day of knowledge; None for all of it.
            recorded_until: the instant after which nothing that was recorded counts; None for the whole log.
            size: how many events of the log are read.

        Raises:
            StoreError: the store cannot be read.
        """
        past = Past(known_on, None if recorded_until is None else instant(recorded_until), size)
        for _ in range(ATTEMPTS):
            begun = self._current()
            if begun is None or size - begun.position > TAIL:
                break
            tail = self._tail(begun, size)
            with self._history.viewing() as cursor:
                found = self.current_in(cursor)
                if tail is None or found is None or faults(cursor, found.number):
                    break
                if found.number != begun.number or found.position < begun.position:
                    continue  # everything was filed anew meanwhile
                shelf = StoredShelf(self._history, cursor, found[:2], tail, past)
                try:
                    yield shelf
                finally:
                    shelf.close()
                return
        yield None

    # --- inside ---

    def _fill(
        self, generation: Generation, limit: int | None, progress: Progress | None, fresh: Fresh | None = None
    ) -> Generation:  # fmt: skip
        """File what is not filed yet in a generation; about so many events at most.

        Raises:
            StaleWriteError: others kept being first, or dropped the generation.
        """
        filed, attempts, self._ahead = 0, ATTEMPTS, None
        while limit is None or filed < limit:
            try:
                after = self._file(generation, fresh)
            except StaleWriteError:
                attempts -= 1
                found = self._one(generation.number)
                if found is None or not attempts:
                    raise
                generation = found
                continue
            count, generation = after.position - generation.position, after
            filed += count
            if progress is not None and count:
                progress(generation.position, len(self._history))
            if count < BATCH:
                break
        self._ahead = generation
        return generation

    def _file(self, generation: Generation, fresh: Fresh | None = None) -> Generation:
        """File one batch.

        Raises:
            StaleWriteError: another process was first, or made everything anew.
        """
        filing, filed = self._filing_of(generation), Filed()
        self._filing = None
        position = generation.position
        for event, state in self._next(position, fresh):
            self._file_one(filing, filed, position, event, state)
            position += 1
        after = Generation(generation.number, position, filing.domain)
        if position > generation.position:
            with self._history.keeping() as cursor:
                write(cursor, generation, after, filed)
        self._filing = (after, filing)
        return after

    def _next(self, position: int, fresh: Fresh | None) -> Iterable[tuple[Row | Recorded, Subject | None]]:
        """The next events, as they are stored or known, each with its subject after it, if that is known too."""
        if fresh is not None and fresh.position == position:
            return fresh.decided
        return ((row, None) for row in islice(self._history.rows(position), BATCH))

    def _file_one(
        self, filing: Filing, filed: Filed, position: int, event: Row | Recorded, state: Subject | None
    ) -> None:  # fmt: skip
        subject = event.subject if isinstance(event, Recorded) else event[1]
        try:
            record = event if isinstance(event, Recorded) else decode(*event[1:], position)
            filing.file(record, position, filed, state)
        except _UNREADABLE as error:
            why = message_of(error) if isinstance(error, MayorScheduleError) else _IMPOSSIBLE()
            filed.faults.append((position, subject, why))
            filing.set_aside.add(subject)

    def _filing_of(self, generation: Generation) -> Filing:
        """What files the next events: the last one, if nothing was filed since; else one that remembers nothing."""
        if self._filing is not None and self._filing[0] == generation:
            return self._filing[1]
        with self._history.viewing() as cursor:
            set_aside = [fault.subject for fault in faults(cursor, generation.number)]
        return Filing(lambda *each: self._before(generation.number, *each), generation.domain, set_aside)

    def _before(self, number: int, subject: str, version: int) -> tuple[Subject | None, int, str]:
        """What a subject was before one of its versions."""
        with self._history.viewing() as cursor:
            found = cursor.all(_OPENED, number, subject)
        if not found:
            told = say("MS-0704", "what is kept of {store} is damaged; mayor-schedule work --rebuild",
                       store=self._history.shown_as)  # fmt: skip
            raise StoreError(told)
        stream = fold(subject, self._history.records(subject, version - 1))
        if not stream.version:
            raise ImpossibleHistoryError(say("MS-0705", "{subject} has no first event", subject=subject))
        return stream.state, *found[0]

    def _tail(self, generation: Generation, size: int) -> Filed | None:
        """What is to be kept of the events that are not filed yet; None where one of them is to be set aside."""
        filing = Filing(lambda *each: self._before(generation.number, *each), generation.domain)
        records = islice(self._history.log(generation.position), max(size - generation.position, 0))
        try:
            return tail_of(filing, records)
        except _UNREADABLE:
            return None

    def _begun(self, *, is_current: bool) -> Generation:
        """A new generation, with nothing filed; or the current one, if another process was first with it."""
        self._history.make_kept()
        with self._history.keeping() as cursor:
            if not cursor.is_there():
                raise StoreError(_OLDER(store=self._history.shown_as))
            return begin(cursor, is_current=is_current)

    def _sweep(self, limit: int | None) -> None:
        """Now and then, drop what nobody reads; a little of it where little is filed."""
        if self._swept_at is not None and monotonic() - self._swept_at < SWEEPING:
            return
        with suppress(StoreError):  # what is left now is dropped later
            if sweep(self._history, batches=None if limit is None else 1):
                self._swept_at = monotonic()

    def _current(self) -> Generation | None:
        with self._history.viewing() as cursor:
            return self.current_in(cursor)

    def current_in(self, cursor: KeptCursor) -> Generation | None:
        """The generation that is read; None where there is none, or another version made it."""
        self._is_there = self._is_there or cursor.is_there()
        return current(cursor) if self._is_there else None

    def _one(self, number: int) -> Generation | None:
        with self._history.viewing() as cursor:
            return numbered(cursor, number)
