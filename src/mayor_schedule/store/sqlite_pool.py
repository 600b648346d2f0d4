"""The connections of an SQLite store, which say themselves what is on the disk when a commit returns."""

from __future__ import annotations

import sqlite3
from typing import Final

from eventsourcing.persistence import InterfaceError
from eventsourcing.sqlite import SQLITE3_DEFAULT_LOCK_TIMEOUT, SQLiteConnection, SQLiteConnectionPool

DURABLE: Final = ("synchronous = FULL", "fullfsync = ON", "checkpoint_fullfsync = ON")
"""A commit has reached the disk when it returns, whatever SQLite was built with; the last two are for macOS."""

STATEMENTS: Final = 128
"""How many statements a connection keeps compiled: Python's own default."""


class DurablePool(SQLiteConnectionPool):
    """Connections on which a commit outlives a loss of power.

    The package's own keep a single statement compiled (they give `True` as their number), so that almost every
    statement is compiled anew: about half of what it takes to record one command.
    """

    def _create_connection(self) -> SQLiteConnection:
        try:
            connection = sqlite3.connect(
                self.db_name,
                uri=True,
                check_same_thread=False,
                isolation_level=None,  # transactions begin where they are begun
                cached_statements=STATEMENTS,
                timeout=self.lock_timeout or SQLITE3_DEFAULT_LOCK_TIMEOUT,
            )
        except (sqlite3.Error, TypeError) as error:
            raise InterfaceError(error) from error
        try:
            self._set(connection)
        except sqlite3.Error as error:
            connection.close()
            raise InterfaceError(error) from error
        connection.row_factory = sqlite3.Row
        return SQLiteConnection(connection, self.max_age)

    def _set(self, connection: sqlite3.Connection) -> None:
        """Have a connection use the WAL, and wait for the disk."""
        if not self.is_sqlite_memory_mode and not self.is_journal_mode_wal:
            connection.execute("PRAGMA journal_mode = WAL").fetchone()
            self.is_journal_mode_wal = True
        for setting in DURABLE:
            connection.execute(f"PRAGMA {setting}")
