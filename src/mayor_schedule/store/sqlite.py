"""The SQLite tables: the package's stored events, and beside them positions and command ids.

The three are written in one transaction, whose first statement inserts the events and so takes the write lock: a
position is therefore dense, and a command id unique, between processes too. Positions are kept because row ids are no
index: SQLite gives the id of a deleted last row out again.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

from eventsourcing.persistence import IntegrityError, StoredEvent
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteCursor, SQLiteFactory

from .inspection import Inspection
from .recorder import Causes, Row
from .refilling import Refilling, Statements
from .schema import expected
from .sqlite_file import CAUSES, FORMAT, LOCK_TIMEOUT
from .sqlite_inspection import SQLiteInspection

_CREATE_POSITIONS: Final = (
    "CREATE TABLE IF NOT EXISTS log_positions (position INTEGER PRIMARY KEY, notification_id INTEGER NOT NULL UNIQUE)"
)
_CREATE_COMMANDS: Final = (
    "CREATE TABLE IF NOT EXISTS commands (command_id TEXT PRIMARY KEY, digest TEXT NOT NULL) WITHOUT ROWID"
)
_VERSION: Final = "SELECT COALESCE(MAX(originator_version), 0) FROM stored_events WHERE originator_id = ?"
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
_NODE: Final = "SELECT hash FROM tree_nodes WHERE level = ? AND number = ?"
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
        notification_ids = super()._insert_events(c, stored_events, **kwargs) or ()
        c.execute("SELECT COALESCE(MAX(position) + 1, 0) FROM log_positions")
        next_position: int = c.fetchone()[0]
        c.executemany("INSERT INTO log_positions VALUES (?, ?)", list(enumerate(notification_ids, next_position)))
        self._check_read(c, stored_events, next_position, **kwargs)
        commands: Mapping[str, str] = kwargs.get("commands", {})
        c.executemany("INSERT INTO commands VALUES (?, ?)", list(commands.items()))
        return notification_ids

    def _check_read(
        self, c: SQLiteCursor, stored_events: Sequence[StoredEvent], position: int, **kwargs: Any
    ) -> None:
        """Make sure, under the write lock, that nothing changed that the decision was made on and does not write."""
        written = {each.originator_id for each in stored_events}
        read: Mapping[str, int] = kwargs.get("read", {})
        for subject, version in read.items():
            if subject not in written:
                c.execute(_VERSION, (subject,))
                if c.fetchone()[0] != version:
                    raise IntegrityError("a stream that was read has changed")
        size: int | None = kwargs.get("size")
        if size is not None and size != position:
            raise IntegrityError("the log that was read has grown")

    def prepare(self) -> None:
        """Create the tables if they are missing; several processes may do so at once.

        The write lock is taken before anything is read: a transaction that begins by reading and then writes fails at
        once when another one wrote in between.
        """
        if self.datastore.pool.is_sqlite_memory_mode:
            self.create_table()
            return
        connection = sqlite3.connect(self.datastore.pool.db_name, timeout=LOCK_TIMEOUT, isolation_level=None)
        try:
            if connection.execute("PRAGMA user_version").fetchone()[0] == FORMAT:
                return
            _patiently(connection, "PRAGMA journal_mode = WAL")
            connection.execute("BEGIN IMMEDIATE")
            for statement in self.create_table_statements:
                connection.execute(statement)
            connection.execute("COMMIT")
        finally:
            connection.close()

    def never_write(self) -> None:
        """Leave the file in the journal mode that it has: that is the one thing that reading it would change."""
        self.datastore.pool.is_journal_mode_wal = True

    def select_log(self, start: int, limit: int) -> list[Row]:
        """Rows of the log in order, from a position on."""
        with self.datastore.transaction(commit=False) as c:
            c.execute(_LOG, (start, limit))
            return [tuple(row) for row in c.fetchall()]

    def select_digests(self, command_ids: Iterable[str]) -> dict[str, str]:
        """The digests of those of these commands that are in the store."""
        found: dict[str, str] = {}
        with self.datastore.transaction(commit=False) as c:
            for command_id in command_ids:
                c.execute("SELECT digest FROM commands WHERE command_id = ?", (command_id,))
                row = c.fetchone()
                if row is not None:
                    found[command_id] = row[0]
        return found

    def first_missing(self) -> int | None:
        """The first position whose event is gone; None if there is none."""
        with self.datastore.transaction(commit=False) as c:
            c.execute(
                "SELECT MIN(position) FROM log_positions l WHERE NOT EXISTS "
                "(SELECT 1 FROM stored_events e WHERE e.rowid = l.notification_id)"
            )
            missing: int | None = c.fetchone()[0]
            return missing

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

    @contextmanager
    def inspecting(self) -> Iterator[Inspection]:
        """Everything that is stored, as it is at one instant, however damaged."""
        wanted = expected([*self.create_table_statements, _CREATE_TREE])
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
        with self.datastore.transaction(commit=False) as c:
            c.execute("SELECT COALESCE(MAX(position) + 1, 0) FROM log_positions")
            size: int = c.fetchone()[0]
            return size


def _patiently(connection: sqlite3.Connection, statement: str) -> None:
    """Execute a statement for which SQLite itself does not wait until others let go of the file."""
    for remaining in range(100, -1, -1):
        try:
            connection.execute(statement)
        except sqlite3.OperationalError:
            if not remaining:
                raise
            time.sleep(0.05)
        else:
            return


class Factory(SQLiteFactory):
    """Makes the recorder above."""

    application_recorder_class = PositionedRecorder
