"""The connections of an SQLite store, which say themselves what is on the disk when a commit returns."""

from __future__ import annotations

import sqlite3
from typing import Final

from eventsourcing.persistence import InterfaceError
from eventsourcing.sqlite import SQLiteConnection, SQLiteConnectionPool

DURABLE: Final = ("synchronous = FULL", "fullfsync = ON", "checkpoint_fullfsync = ON")
"""A commit has reached the disk when it returns, whatever SQLite was built with; the last two are for macOS."""


class DurablePool(SQLiteConnectionPool):
    """Connections on which a commit outlives a loss of power."""

    def _create_connection(self) -> SQLiteConnection:
        connection = super()._create_connection()
        try:
            for setting in DURABLE:
                connection.cursor().execute(f"PRAGMA {setting}")
        except sqlite3.Error as error:
            raise InterfaceError(error) from error
        return connection
