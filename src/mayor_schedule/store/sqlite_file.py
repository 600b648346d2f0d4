"""The file of an SQLite store: whether it is one, or may become one, and why it cannot be used."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from eventsourcing.persistence import PersistenceError

from mayor_schedule.errors import StoreError

from .recorder import NEWER, Causes

LOCK_TIMEOUT: Final = 30
"""Seconds that a writer waits for another one."""

FORMAT: Final = 1
"""The version of the layout, kept in SQLite's ``user_version``."""

_NO_STORE: Final = "{file} is not a store: it is empty; name another file with --db"

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


CAUSES: Final = Causes((PersistenceError, sqlite3.Error), _why)
"""What can go wrong with an SQLite file."""


def check_file(file: Path, *, create: bool, read_only: bool = False) -> str:
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
        raise StoreError(NEWER.format(store=file))
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
