"""`History`: the append-only store of envelopes, whichever database is under it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final, Self, cast
from uuid import uuid4

from eventsourcing.application import AggregateNotFoundError, Application
from eventsourcing.persistence import IntegrityError, PersistenceError
from eventsourcing.utils import Environment, EnvType

from mayor_schedule.domain.catalog import STREAMS
from mayor_schedule.domain.envelope import Recorded
from mayor_schedule.domain.subject import Subject
from mayor_schedule.domain.values.identity import kind_of
from mayor_schedule.errors import StaleWriteError, StoreError

from .inspection import Inspection
from .mapper import EnvelopeMapper, decode
from .refilling import Refilling
from .sqlite import FORMAT, LOCK_TIMEOUT, PositionedRecorder, Row
from .tree import LogTree

_TAMPERED: Final = (
    "{store} has no event at position {position}: rows were removed behind the program's back; restore a backup"
)

_NO_STORE: Final = "{file} is not a store: it is empty; name another file with --db"

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


def project(stream: Stream | None, envelopes: Iterable[Recorded]) -> Stream | None:
    """Fold envelopes of one subject: a plain loop, as the repository's ``projector_func``."""
    state = None if stream is None else stream.state
    last: Recorded | None = None
    for last in envelopes:
        state = STREAMS[kind_of(last.subject)].evolve(state, last.event)
    return stream if last is None else Stream(last.subject, last.version, state, last.known_on)


class _Archive(Application[str]):
    """The package's application: text ids, our mapper, and no setting from the process environment."""

    name = "MayorSchedule"

    def construct_env(self, name: str, env: EnvType | None = None) -> Environment:
        """Only what the caller gave: an ambient ``SQLITE_DBNAME`` must not lead history astray."""
        return Environment(name, env)

    def construct_mapper(self) -> EnvelopeMapper:
        """The mapper of envelopes."""
        return EnvelopeMapper()


class History:
    """An append-only store of envelopes."""

    def __init__(self, database: str, *, shown_as: str, read_only: bool = False) -> None:
        self.shown_as = shown_as
        with self._translated():
            self._archive = _Archive(
                {
                    "PERSISTENCE_MODULE": "mayor_schedule.store.sqlite:Factory",
                    "SQLITE_DBNAME": database,
                    "SQLITE_LOCK_TIMEOUT": str(LOCK_TIMEOUT),
                    "ORIGINATOR_ID_TYPE": "text",
                    "CREATE_TABLE": "n",
                }
            )
            self._recorder = cast("PositionedRecorder", self._archive.recorder)
            if read_only:
                self._recorder.never_write()
            else:
                self._recorder.prepare()
        self.tree = LogTree(self)

    @classmethod
    def open(cls, path: str | Path, *, create: bool = True, read_only: bool = False) -> Self:
        """Open the store in an SQLite file.

        Args:
            path: the file.
            create: whether to make it where there is none.
            read_only: whether to leave the file as it is, whatever is in it, and to be content where it cannot be
                written; nothing can be recorded then.

        Raises:
            StoreError: there is none, it is no store, or it cannot be read.
        """
        if "://" in str(path):
            raise StoreError(f"cannot open {str(path).split('://')[0]}://…: this version stores in SQLite files only")
        file = Path(path)
        uri = _check_file(file, create=create and not read_only, read_only=read_only)
        return cls(uri if read_only else str(file.absolute()), shown_as=str(path), read_only=read_only)

    @classmethod
    def in_memory(cls) -> Self:
        """A store that lives as long as the process; it is SQLite too, so that nothing behaves otherwise."""
        return cls(f"file:mayor-schedule-{uuid4().hex}?mode=memory&cache=shared", shown_as="memory")

    def stream(self, subject: str) -> Stream:
        """A subject, folded from its stored events.

        Raises:
            StoreError: the store cannot be read.
        """
        with self._translated():
            found: Any = None
            with suppress(AggregateNotFoundError):
                found = self._archive.repository.get(subject, projector_func=cast("Any", project))
        return found or Stream(subject)

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
                    raise StoreError(_TAMPERED.format(store=self.shown_as, position=expected))
                yield row
            start += len(rows)
            if len(rows) < BATCH:
                if start < size:
                    raise StoreError(_TAMPERED.format(store=self.shown_as, position=start))
                return

    def check_whole(self) -> None:
        """Make sure that every event has its position, and every position its event.

        Raises:
            StoreError: rows were removed or added behind the program's back.
        """
        with self._translated():
            missing = self._recorder.first_missing()
        if missing is not None:
            raise StoreError(_TAMPERED.format(store=self.shown_as, position=missing))

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
        """Close the store."""
        self._archive.close()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Raise our own errors for the database's, and never with the row that it was about."""
        try:
            yield
        except IntegrityError:
            raise StaleWriteError(f"another writer of {self.shown_as} was first") from None
        except (PersistenceError, sqlite3.Error) as error:
            raise StoreError(f"cannot use the store {self.shown_as}: {_why(error)}") from None


_CAUSES: Final = {
    "locked": f"another program has locked it for more than {LOCK_TIMEOUT} seconds; close that program, or try again",
    "readonly": "it cannot be written; check the file's and the folder's permissions",
    "full": "the disk is full; make room, and try again: nothing was recorded",
    "unable to open": "it cannot be opened; check that the folder exists and may be written",
    "not a database": "it is not an SQLite file",
    "malformed": "the file is damaged; restore a backup",
    "disk i/o": "the disk reported an error; check it, and restore a backup if the file is damaged",
}


def _why(error: BaseException) -> str:
    text = str(error).lower()
    return next((cause for sign, cause in _CAUSES.items() if sign in text), "the database refused")


def _check_file(file: Path, *, create: bool, read_only: bool = False) -> str:
    """Make sure that a file is a store, or may become one.

    Returns:
        The URI by which it can be read and not written.

    Raises:
        StoreError: it is not, and may not.
    """
    if file.is_dir():
        raise StoreError(f"cannot open {file}: it is a folder; name a file in it")
    if not file.exists():
        if not create:
            raise StoreError(
                f"there is no store at {file}; import or record something first, or name another with --db"
            )
        if not file.absolute().parent.is_dir():
            raise StoreError(f"cannot make {file}: the folder {file.absolute().parent} does not exist")
        return ""
    if file.stat().st_size == 0:
        if read_only:
            raise StoreError(_NO_STORE.format(file=file))
        return ""
    try:
        uri, version, tables = _look(file)
    except sqlite3.Error as error:
        raise StoreError(f"cannot use the store {file}: {_why(error)}") from None
    if read_only and not tables:
        raise StoreError(_NO_STORE.format(file=file))
    if version > FORMAT:
        raise StoreError(f"{file} was made by a newer version of mayor-schedule; upgrade to open it")
    if tables and "log_positions" not in tables and not (read_only and "stored_events" in tables):
        raise StoreError(f"{file} is the database of another program; name another file with --db")
    return uri


def _look(file: Path) -> tuple[str, int, set[str]]:
    """A URI by which a file can be read, the version of its layout, and the names in it.

    Where nothing may be made beside it, SQLite reads it only if it is told that nobody changes it; what others wrote
    and did not put into it yet (a file that ends in ``-wal``) must not be left out then.
    """
    uri = f"{file.absolute().as_uri()}?mode=ro"
    try:
        return uri, *_names(uri)
    except sqlite3.OperationalError:
        log = file.with_name(f"{file.name}-wal")
        if log.exists() and log.stat().st_size:
            raise
    uri = f"{file.absolute().as_uri()}?immutable=1"
    return uri, *_names(uri)


def _names(uri: str) -> tuple[int, set[str]]:
    with closing(sqlite3.connect(uri, uri=True)) as connection:
        version: int = connection.execute("PRAGMA user_version").fetchone()[0]
        names = connection.execute("SELECT CAST(name AS BLOB) FROM sqlite_master WHERE type IN ('table', 'view')")
        return version, {name.decode(errors="replace") for (name,) in names}
