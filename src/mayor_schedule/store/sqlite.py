"""The SQLite tables: the package's stored events, and beside them positions and command ids.

The three are written in one transaction, whose first statement takes the write lock: a position is therefore dense, and
a command id unique, between processes too. Positions are kept because row ids are no
index: SQLite gives the id of a deleted last row out again.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import Any, Final

from eventsourcing.persistence import IntegrityError, PersistenceError, StoredEvent
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteCursor, SQLiteDatastore, SQLiteFactory
from eventsourcing.utils import Environment, EnvType

from .inspection import Inspection
from .kept.cursor import Dialect, KeptCursor
from .kept.tables import IN_SQLITE
from .rebuilds import Rebuilds
from .recorder import Causes, Row, StreamRow
from .refilling import Refilling, Statements
from .schema import expected
from .sqlite_file import CAUSES, FORMAT, LOCK_TIMEOUT, Unchanged
from .sqlite_inspection import SQLiteInspection
from .sqlite_pool import DurablePool

_CREATE_POSITIONS: Final = (
    "CREATE TABLE IF NOT EXISTS log_positions (position INTEGER PRIMARY KEY, notification_id INTEGER NOT NULL UNIQUE)"
)
_CREATE_COMMANDS: Final = (
    "CREATE TABLE IF NOT EXISTS commands (command_id TEXT PRIMARY KEY, digest TEXT NOT NULL) WITHOUT ROWID"
)
_SIZE: Final = "SELECT COALESCE(MAX(position) + 1, 0) FROM log_positions"
_VERSIONS: Final = (
    "SELECT value, (SELECT COALESCE(MAX(originator_version), 0) FROM stored_events WHERE originator_id = value) "
    "FROM json_each(?)"
)
_DIGESTS: Final = (
    "SELECT command_id, digest FROM json_each(?) AS asked CROSS JOIN commands ON command_id = asked.value"
)
_LOG: Final = (
    "SELECT l.position, e.originator_id, e.originator_version, e.topic, e.state "
    "FROM log_positions l JOIN stored_events e ON e.rowid = l.notification_id "
    "WHERE l.position >= ? ORDER BY l.position LIMIT ?"
)

_CREATE_TREE: Final = (
    "CREATE TABLE IF NOT EXISTS tree_nodes "
    "(level INTEGER NOT NULL, number INTEGER NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (level, number)) WITHOUT ROWID"
)
_HAS_TREE: Final = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'tree_nodes'"
_TREE_SIZE: Final = "SELECT COALESCE(MAX(number) + 1, 0) FROM tree_nodes WHERE level = 0"
_LOCK: Final = "DELETE FROM commands WHERE 0"
"""Deletes nothing, and takes the write lock: a transaction that reads before it writes fails when another one wrote."""
_INSERT: Final = (
    "INSERT INTO stored_events (rowid, originator_id, originator_version, topic, state) VALUES (?, ?, ?, ?, ?)"
)
"""With the ids that SQLite would give: asked for one by one, they would double what it takes to insert the events."""

_NODE: Final = "SELECT hash FROM tree_nodes WHERE level = ? AND number = ?"
_EVENTS: Final = (
    "SELECT originator_id, originator_version, topic, state FROM stored_events "
    "WHERE originator_id = ? ORDER BY originator_version"
)
_STREAMS: Final = (
    "SELECT originator_id, originator_version, topic, state FROM json_each(?) AS asked "
    "CROSS JOIN stored_events ON originator_id = asked.value ORDER BY asked.key, originator_version"
)
_STREAM: Final = (
    "SELECT l.position, e.originator_id, e.originator_version, e.topic, e.state "
    "FROM stored_events e JOIN log_positions l ON l.notification_id = e.rowid "
    "WHERE e.originator_id = ? AND e.originator_version <= ? ORDER BY e.originator_version"
)
_DIALECT: Final = Dialect(
    prefix="", mark="?", each="json_each(?) AS given", row="rowid", lock="",
    exists="SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'view_generations'",
)  # fmt: skip
_REFILLING: Final = Statements(
    size="SELECT COUNT(*) FROM stored_events",
    digest="SELECT digest FROM commands WHERE command_id = ?",
    streams="SELECT l.position, e.originator_id, e.originator_version, e.topic, e.state "
    "FROM stored_events e JOIN log_positions l ON l.notification_id = e.rowid "
    "WHERE (e.originator_id, e.originator_version) > (?, ?) "
    "ORDER BY e.originator_id, e.originator_version LIMIT ?",
)


class PositionedRecorder(SQLiteApplicationRecorder):
    """Stores events with their dense position in the log and the ids of the commands that led to them."""

    causes: Causes = CAUSES
    """What can go wrong with it."""

    is_shared: bool = False
    """Whether it is on a server, where a worker files what was recorded."""

    def __init__(self, datastore: SQLiteDatastore, events_table_name: str = "stored_events") -> None:
        super().__init__(datastore, events_table_name)
        self._keeping = Lock()
        self._keeper: sqlite3.Connection | None = None
        self.unchanged: Unchanged | None = None
        """What tells in the end that nobody wrote the file meanwhile, where no lock keeps others from it."""
        pool = datastore.pool
        self._rebuilds = Rebuilds(None if pool.is_sqlite_memory_mode else Path(pool.db_name))

    def construct_create_table_statements(self) -> list[str]:
        """The statements that create all tables where they are missing."""
        return [
            *super().construct_create_table_statements(),
            _CREATE_POSITIONS,
            _CREATE_COMMANDS,
            f"PRAGMA user_version = {FORMAT}",
        ]

    def _insert_events(
        self, c: SQLiteCursor, stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> Sequence[int] | None:
        c.execute(_LOCK)
        c.execute("SELECT COALESCE(MAX(rowid) + 1, 1) FROM stored_events")
        first: int = c.fetchone()[0]
        notification_ids = range(first, first + len(stored_events))
        c.executemany(
            _INSERT,
            [
                (number, each.originator_id, each.originator_version, each.topic, each.state)
                for number, each in zip(notification_ids, stored_events, strict=True)
            ],
        )
        c.execute(_SIZE)
        next_position: int = c.fetchone()[0]
        c.executemany("INSERT INTO log_positions VALUES (?, ?)", list(enumerate(notification_ids, next_position)))
        self._check_read(c, stored_events, next_position, **kwargs)
        commands: Mapping[str, str] = kwargs.get("commands", {})
        c.executemany("INSERT INTO commands VALUES (?, ?)", list(commands.items()))
        return None  # the package would make a notification of each event, and nobody reads them

    def _check_read(self, c: SQLiteCursor, stored_events: Sequence[StoredEvent], position: int, **kwargs: Any) -> None:
        """Make sure, under the write lock, that nothing changed that the decision was made on and does not write."""
        written = {each.originator_id for each in stored_events}
        read: Mapping[str, int] = kwargs.get("read", {})
        if not _is_as_read(c, {subject: version for subject, version in read.items() if subject not in written}):
            raise IntegrityError("a stream that was read has changed")
        size: int | None = kwargs.get("size")
        if size is not None and size != position:
            raise IntegrityError("the log that was read has grown")

    def prepare(self) -> bool:
        """Create the tables if they are missing; several processes may do so at once, and one of them does.

        The write lock is taken before anything is read: a transaction that begins by reading and then writes fails at
        once when another one wrote in between.

        Returns:
            Whether they were created.
        """
        if self.datastore.pool.is_sqlite_memory_mode:
            self.create_table()
            return True
        connection = sqlite3.connect(self.datastore.pool.db_name, timeout=LOCK_TIMEOUT, isolation_level=None)
        try:
            if connection.execute("PRAGMA user_version").fetchone()[0] == FORMAT:
                return False
            _patiently(connection, "PRAGMA journal_mode = WAL")
            connection.execute("BEGIN IMMEDIATE")
            if connection.execute("PRAGMA user_version").fetchone()[0] == FORMAT:
                return False  # another process made them meanwhile
            for statement in self.create_table_statements:
                connection.execute(statement)
            connection.execute("COMMIT")
            return True
        finally:
            connection.close()

    def never_write(self) -> None:
        """Leave the file in the journal mode that it has: that is the one thing that reading it would change."""
        self.datastore.pool.is_journal_mode_wal = True

    def select_log(self, start: int, limit: int) -> list[Row]:
        """Rows of the log in order, from a position on."""
        rows: list[Row] = self._rows(_LOG, (start, limit))
        return rows

    def _rows(self, statement: str, given: tuple[Any, ...]) -> list[Any]:
        """The rows of one statement: SQLite reads them as they are at one instant, without a transaction around it.

        To begin one, to roll it back and to go through all that manages it takes longer than to read a short stream.
        """
        pool = self.datastore.pool
        connection = pool.get_connection(is_writer=False)
        try:
            cursor = connection.cursor().sqlite_cursor
            cursor.row_factory = None
            return cursor.execute(statement, given).fetchall()
        finally:
            pool.put_connection(connection)

    def select_digests(self, command_ids: Iterable[str]) -> dict[str, str]:
        """The digests of those of these commands that are in the store."""
        return dict(self._rows(_DIGESTS, (_listed(command_ids),)))

    def is_current(self, read: Mapping[str, int], size: int | None) -> bool:
        """Whether these streams have these versions, and the log that size, at one instant."""
        with self.datastore.transaction(commit=False) as c:
            if not _is_as_read(c, read):
                return False
            c.execute(_SIZE)
            return size is None or bool(c.fetchone()[0] == size)

    def first_missing(self) -> int | None:
        """The first position whose event is gone; None if there is none."""
        with self.datastore.transaction(commit=False) as c:
            c.execute(
                "SELECT MIN(position) FROM log_positions l WHERE NOT EXISTS "
                "(SELECT 1 FROM stored_events e WHERE e.rowid = l.notification_id)"
            )
            missing: int | None = c.fetchone()[0]
            return missing

    def select_streams(self, subjects: Sequence[str]) -> list[StreamRow]:
        """Rows of several streams, in order, one stream after another; nothing of those that have no events."""
        one = len(subjects) == 1
        rows: list[StreamRow] = self._rows(_EVENTS if one else _STREAMS, (subjects[0] if one else _listed(subjects),))
        return rows

    def select_stream(self, subject: str, version: int) -> list[Row]:
        """Rows of one stream in order, up to a version."""
        rows: list[Row] = self._rows(_STREAM, (subject, version))
        return rows

    def select_first(self, subject: str) -> bytes | None:
        """The state of a stream's first event; None where it has none."""
        with self.datastore.transaction(commit=False) as c:
            c.execute("SELECT state FROM stored_events WHERE originator_id = ? AND originator_version = 1", (subject,))
            row = c.fetchone()
            return None if row is None else row[0]

    def tree_size(self) -> int:
        """The number of events whose hashes are stored."""
        with self.datastore.transaction(commit=False) as c:
            c.execute(_HAS_TREE)
            if not c.fetchone():
                return 0
            c.execute(_TREE_SIZE)
            size: int = c.fetchone()[0]
            return size

    def select_node(self, level: int, number: int) -> bytes | None:
        """The stored hash of a subtree; None where there is none."""
        with self.datastore.transaction(commit=False) as c:
            c.execute(_NODE, (level, number))
            row = c.fetchone()
            return None if row is None else row[0]

    def insert_nodes(self, nodes: Iterable[tuple[int, int, bytes]]) -> None:
        """Store hashes of subtrees; the table is made when it is first needed, so that older programs need not know it.

        Raises:
            IntegrityError: another process stored some of them meanwhile.
        """
        with self.datastore.transaction(commit=True) as c:
            c.execute(_LOCK)
            c.execute(_CREATE_TREE)
            c.executemany("INSERT INTO tree_nodes VALUES (?, ?, ?)", list(nodes))

    def make_kept(self) -> None:
        """Make the tables of what is kept beside the log, where they are missing; older programs need not know them."""
        with self.datastore.transaction(commit=True) as c:
            c.execute(_LOCK)
            for statement in IN_SQLITE:
                c.execute(statement)

    @contextmanager
    def viewing(self) -> Iterator[KeptCursor]:
        """Read what is kept beside the log, as it is at one instant."""
        with self.datastore.transaction(commit=False) as c:
            yield KeptCursor(c, _DIALECT)

    @contextmanager
    def keeping(self) -> Iterator[KeptCursor]:
        """Write what is kept beside the log, in one transaction; nobody waits until the disk has it.

        Where the power fails, the last of these transactions may be gone, whole; the log is there then, since it is
        recorded with full care, and is filed again.
        """
        if self.datastore.pool.is_sqlite_memory_mode:
            with self.datastore.transaction(commit=True) as c:
                yield KeptCursor(c, _DIALECT)
            return
        with self._keeping:
            connection = self._keeper = self._keeper or self._careless()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield KeptCursor(connection.cursor(), _DIALECT)
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    @contextmanager
    def rebuilding(self) -> Iterator[None]:
        """Be known as one who makes anew what is kept beside the log, for as long as it lasts and the process lives."""
        with self.keeping():
            begun = self._rebuilds.begin()
        try:
            yield
        finally:
            self._rebuilds.end(begun)
            with suppress(sqlite3.Error, PersistenceError), self.keeping():  # an empty file does no harm
                self._rebuilds.tidy()

    @contextmanager
    def sweeping(self) -> Iterator[KeptCursor | None]:
        """The same as `keeping`, while nobody makes anything anew, nor begins; None where somebody does."""
        with self.keeping() as cursor, self._rebuilds.none() as is_alone:
            yield cursor if is_alone else None

    def _careless(self) -> sqlite3.Connection:
        """A connection that does not wait for the disk."""
        connection = sqlite3.connect(
            self.datastore.pool.db_name, timeout=LOCK_TIMEOUT, isolation_level=None, check_same_thread=False, uri=True
        )
        connection.execute("PRAGMA synchronous = NORMAL")
        return connection

    @contextmanager
    def listening(self) -> Iterator[Callable[[float], None]]:
        """A function that waits a little: a file tells nobody what is recorded in it."""
        yield lambda seconds: time.sleep(min(seconds, 1.0))

    def release(self) -> None:
        """Close what is open beside the package's own connections: the one that writes what is kept."""
        with self._keeping:
            if self._keeper is not None:
                self._keeper.close()
                self._keeper = None
        if self.unchanged is not None:
            self.unchanged.check()

    @contextmanager
    def inspecting(self) -> Iterator[Inspection]:
        """Everything that is stored, as it is at one instant, however damaged."""
        wanted = expected([*self.create_table_statements, _CREATE_TREE, *IN_SQLITE])
        with self.datastore.transaction(commit=False) as c:
            yield SQLiteInspection(c, wanted, FORMAT)

    @contextmanager
    def refilling(self) -> Iterator[Refilling]:
        """Fill the log with events of another store: all of them in one transaction, or none."""
        with self.datastore.transaction(commit=True) as c:
            c.execute(_LOCK)
            yield Refilling(c, _REFILLING, lambda events, commands: self._insert_events(c, events, commands=commands))

    def count(self) -> int:
        """The number of events in the log."""
        size: int = self._rows(_SIZE, ())[0][0]
        return size


def _is_as_read(c: SQLiteCursor, read: Mapping[str, int]) -> bool:
    """Whether these streams have these versions."""
    if not read:
        return True
    c.execute(_VERSIONS, (_listed(read),))
    return all(read[subject] == version for subject, version in c.fetchall())


def _listed(wanted: Iterable[str]) -> str:
    """Ids as one parameter of a statement, which goes through them by ``json_each``."""
    return json.dumps(list(wanted))


def _patiently(connection: sqlite3.Connection, statement: str) -> None:
    """Execute a statement for which SQLite itself does not wait until others let go of the file."""
    for remaining in range(100, -1, -1):
        try:
            connection.execute(statement)
        except sqlite3.OperationalError as error:
            if not remaining or "locked" not in str(error):
                raise
            time.sleep(0.05)
        else:
            return


class Factory(SQLiteFactory):
    """Makes the recorder above."""

    application_recorder_class = PositionedRecorder

    def __init__(self, env: Environment | EnvType | None) -> None:
        super().__init__(env)
        pool = self.datastore.pool
        self.datastore.pool = DurablePool(db_name=pool.db_name, lock_timeout=pool.lock_timeout)
