"""Whether somebody makes anew what is kept beside the log of an SQLite store: a lock tells, which ends with who has it.

The lock is on an empty file beside the store, whose name ends in ``-rebuild``; SQLite takes it, as it does those of its
own files, and the operating system lets go of it where a process is killed. The file is made and taken away only by who
has the store's write lock, so that all look at the same one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Final

SUFFIX: Final = "-rebuild"
"""How the name of the file ends."""

PATIENCE: Final = 5
"""Seconds that who begins waits for one that only looks."""


class Rebuilds:
    """Those who make anew what is kept beside the log of one store; several may at once.

    Args:
        file: the store's file; None for a store of this process alone.
    """

    def __init__(self, file: Path | None) -> None:
        self._store = file
        self._file = None if file is None else file.with_name(file.name + SUFFIX)
        self._count = 0

    def begin(self) -> sqlite3.Connection | None:
        """Be one of them from now on; for who has the store's write lock.

        Returns:
            What `end` needs; None where there is no file.
        """
        connection = None
        if self._store is not None and self._file is not None:
            connection = _lock(self._file, PATIENCE, "BEGIN", "SELECT 1 FROM sqlite_master")
            with suppress(OSError):  # whoever may write the store may take this lock
                self._file.chmod(self._store.stat().st_mode)
        self._count += 1
        return connection

    def end(self, begun: sqlite3.Connection | None) -> None:
        """Be none of them any more; who is killed is none either."""
        self._count -= 1
        if begun is not None:
            begun.close()

    def tidy(self) -> None:
        """Take the file away, where nobody needs it; for who has the store's write lock."""
        with suppress(sqlite3.Error), self.none():
            pass

    @contextmanager
    def none(self) -> Iterator[bool]:
        """Whether there are none of them; for who has the store's write lock, while none can begin.

        Raises:
            sqlite3.Error: it cannot be told.
        """
        if self._file is None or not self._file.exists():
            yield not self._count
            return
        try:
            connection = _lock(self._file, 0, "BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
            yield False
            return
        with closing(connection):
            yield True
            with suppress(OSError):  # Windows takes no open file away: it is empty, and is used again
                self._file.unlink()


def _lock(file: Path, patience: float, *statements: str) -> sqlite3.Connection:
    """A connection on which these statements took a lock; nothing is written, and no other file is made."""
    connection = sqlite3.connect(file, timeout=patience, isolation_level=None, check_same_thread=False)
    try:
        for statement in ("PRAGMA journal_mode = MEMORY", *statements):
            connection.execute(statement).fetchall()
    except sqlite3.Error:
        connection.close()
        raise
    return connection
