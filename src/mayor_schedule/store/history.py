"""`History`: the append-only store of envelopes, whichever database is under it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import groupby, starmap
from operator import itemgetter
from pathlib import Path
from typing import Any, Final, Self, cast

from mayor_schedule.domain.catalog import STREAMS
from mayor_schedule.domain.envelope import Recorded
from mayor_schedule.domain.subject import Subject
from mayor_schedule.domain.values.identity import kind_of
from mayor_schedule.errors import StoreError
from mayor_schedule.messages import Saying

from .inspection import Inspection
from .kept.cursor import KeptCursor
from .mapper import decode
from .opening import Opened, opened, opened_in_memory
from .recorder import Recorder, Row, translated
from .refilling import Refilling
from .tree import LogTree

_TAMPERED: Final = Saying(
    "MS-0714", "{store} has no event at position {position}: rows were removed behind the program's back; restore a "
    "backup",
)  # fmt: skip

BATCH: Final = 1_000
"""Rows of the log read at a time."""


@dataclass(frozen=True, slots=True)
class Stream:
    """A subject as its stored events tell it.

    Attributes:
        id: the subject's id.
        version: the number of its events.
        state: its state after them; None where there are none.
        known_on: the day on which the office knew the last of them.
    """

    id: str
    version: int = 0
    state: Subject | None = None
    known_on: date | None = None


def fold(subject: str, envelopes: Iterable[Recorded]) -> Stream:
    """A subject as its envelopes tell it, in a plain loop."""
    evolve = STREAMS[kind_of(subject)].evolve
    state: Subject | None = None
    last: Recorded | None = None
    for last in envelopes:
        state = evolve(state, last.event)
    return Stream(subject) if last is None else Stream(subject, last.version, state, last.known_on)


class History:
    """An append-only store of envelopes."""

    def __init__(self, opened: Opened) -> None:
        self.shown_as = opened.shown_as
        self._archive = opened.archive
        self._recorder = cast("Recorder", opened.archive.recorder)
        self.is_shared = self._recorder.is_shared
        self.tree = LogTree(self)

    @classmethod
    def open(cls, path: str | Path, *, create: bool = True, read_only: bool = False) -> Self:
        """Open a store.

        Args:
            path: an SQLite file, or the URL of a PostgreSQL database: ``postgresql://…``.
            create: whether to make the file where there is none; what a PostgreSQL database needs, `set_up` makes.
            read_only: whether to leave the store as it is, whatever is in it, and to be content where it cannot be
                written; nothing can be recorded then.

        Raises:
            StoreError: there is none, it is no store, or it cannot be read.
        """
        return cls(opened(path, create=create, read_only=read_only))

    @classmethod
    def in_memory(cls) -> Self:
        """A store that lives as long as the process; it is SQLite too, so that nothing behaves otherwise."""
        return cls(opened_in_memory())

    def stream(self, subject: str) -> Stream:
        """A subject, folded from its stored events.

        Raises:
            StoreError: the store cannot be read.
        """
        return self.streams((subject,))[subject]

    def streams(self, subjects: Iterable[str]) -> dict[str, Stream]:
        """Several subjects, each folded from its stored events: asked for together, since a server may be far away.

        Raises:
            StoreError: the store cannot be read.
        """
        wanted = list(dict.fromkeys(subjects))
        found = {subject: Stream(subject) for subject in wanted}
        for first in range(0, len(wanted), BATCH):
            with self._translated():
                rows = self._recorder.select_streams(wanted[first : first + BATCH])
            for subject, events in groupby(rows, key=itemgetter(0)):
                found[subject] = fold(subject, starmap(decode, events))
        return found

    def append(
        self,
        envelopes: Sequence[Recorded],
        commands: Mapping[str, str],
        *,
        read: Mapping[str, int] | None = None,
        size: int | None = None,
    ) -> None:
        """Store envelopes, and the ids and digests of their commands, all or nothing.

        Args:
            envelopes: what happened.
            commands: the digests of the commands, by their ids.
            read: the versions of the streams on which it was decided.
            size: the number of events in the log, if it was decided on all of it.

        Raises:
            StaleWriteError: another writer was first with one of these versions or commands, or changed what was read.
            StoreError: the store cannot be written.
        """
        with self._translated():
            self._archive.events.put(cast("Any", envelopes), commands=commands, read=read or {}, size=size)

    def log(self, start: int = 0) -> Iterator[Recorded]:
        """All envelopes in the order of their positions, from one on; read in batches.

        Raises:
            StoreError: the store cannot be read, or a stored event cannot.
        """
        for position, subject, version, topic, state in self.rows(start):
            yield decode(subject, version, topic, state, position)

    def rows(self, start: int = 0) -> Iterator[Row]:
        """The log as it is stored: position, subject, version, topic and the bytes of the state.

        Raises:
            StoreError: the store cannot be read, or events are missing.
        """
        while True:
            with self._translated():
                size = self._recorder.count()
                rows = self._recorder.select_log(start, BATCH)
            for expected, row in enumerate(rows, start):
                if row[0] != expected:
                    raise StoreError(_TAMPERED(store=self.shown_as, position=expected))
                yield row
            start += len(rows)
            if len(rows) < BATCH:
                if start < size:
                    raise StoreError(_TAMPERED(store=self.shown_as, position=start))
                return

    def is_current(self, read: Mapping[str, int], size: int | None = None) -> bool:
        """Whether all of these streams have these versions at one instant, and the log that size, if one is given."""
        with self._translated():
            return self._recorder.is_current(read, size)

    def check_whole(self) -> None:
        """Make sure that every event has its position, and every position its event.

        Raises:
            StoreError: rows were removed or added behind the program's back.
        """
        with self._translated():
            missing = self._recorder.first_missing()
        if missing is not None:
            raise StoreError(_TAMPERED(store=self.shown_as, position=missing))

    def tree_size(self) -> int:
        """The number of events whose hashes are stored."""
        with self._translated():
            return self._recorder.tree_size()

    def node(self, level: int, number: int) -> bytes | None:
        """The stored hash of a subtree of the log; None where there is none."""
        with self._translated():
            return self._recorder.select_node(level, number)

    def add_nodes(self, nodes: Sequence[tuple[int, int, bytes]]) -> None:
        """Store hashes of subtrees of the log.

        Raises:
            StaleWriteError: another process stored some of them meanwhile.
            StoreError: the store cannot be written.
        """
        with self._translated():
            self._recorder.insert_nodes(nodes)

    def first_state(self, subject: str) -> bytes | None:
        """The stored bytes of the first event of a stream; None where it has none."""
        with self._translated():
            return self._recorder.select_first(subject)

    @contextmanager
    def listening(self) -> Iterator[Callable[[float], None]]:
        """A function that waits until something is recorded, or at most so many seconds; perhaps for nothing.

        Raises:
            StoreError: the store cannot be reached, now or while it waits.
        """
        with self._translated(), self._recorder.listening() as wait:
            yield wait

    def records(self, subject: str, version: int) -> list[Recorded]:
        """The envelopes of one stream in order, up to a version.

        Raises:
            StoreError: the store cannot be read, or a stored event cannot.
        """
        with self._translated():
            rows = self._recorder.select_stream(subject, version)
        return [decode(subject, number, topic, state, position) for position, _, number, topic, state in rows]

    def make_kept(self) -> None:
        """Make the tables of what is kept beside the log, where they are missing.

        Raises:
            StoreError: they cannot be made.
        """
        with self._translated():
            self._recorder.make_kept()

    @contextmanager
    def viewing(self) -> Iterator[KeptCursor]:
        """Read what is kept beside the log, as it is at one instant.

        Raises:
            StoreError: the store cannot be read.
        """
        with self._translated(), self._recorder.viewing() as cursor:
            yield cursor

    @contextmanager
    def keeping(self) -> Iterator[KeptCursor]:
        """Write what is kept beside the log, in one transaction.

        Raises:
            StaleWriteError: another process was first.
            StoreError: the store cannot be written.
        """
        with self._translated(), self._recorder.keeping() as cursor:
            yield cursor

    @contextmanager
    def rebuilding(self) -> Iterator[None]:
        """Be known as one who makes anew what is kept beside the log, for as long as it lasts and the process lives.

        Raises:
            StoreError: the store cannot be used.
        """
        with self._translated(), self._recorder.rebuilding():
            yield

    @contextmanager
    def sweeping(self) -> Iterator[KeptCursor | None]:
        """The same as `keeping`, while nobody makes anything anew, nor begins; None where somebody does.

        Raises:
            StaleWriteError: another process was first.
            StoreError: the store cannot be written.
        """
        with self._translated(), self._recorder.sweeping() as cursor:
            yield cursor

    @contextmanager
    def inspecting(self) -> Iterator[Inspection]:
        """Everything that is stored, as it is at one instant, however damaged.

        Raises:
            StoreError: the store cannot be read.
        """
        with self._translated(), self._recorder.inspecting() as inspection:
            yield inspection

    @contextmanager
    def refilling(self) -> Iterator[Refilling]:
        """Fill the log with events of another store: all of them in one transaction, or none where an error is raised.

        While it goes on, nothing else may be asked of the store.

        Raises:
            StoreError: the store cannot be written.
        """
        with self._translated(), self._recorder.refilling() as refilling:
            yield refilling

    def digests(self, command_ids: Iterable[str]) -> dict[str, str]:
        """The digests of those of these commands that are in the store."""
        with self._translated():
            return self._recorder.select_digests(command_ids)

    def __len__(self) -> int:
        with self._translated():
            return self._recorder.count()

    def close(self) -> None:
        """Close the store.

        Raises:
            StoreError: another program wrote the file while it was read, and no lock could be taken against that.
        """
        try:
            with self._translated():
                self._recorder.release()
        finally:
            self._archive.close()

    def _translated(self) -> AbstractContextManager[None]:
        """Raise our own errors for the database's."""
        return translated(self.shown_as, self._recorder.causes)
