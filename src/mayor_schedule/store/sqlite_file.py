"""The file of an SQLite store: whether it is one, or may become one, and why it cannot be used."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from eventsourcing.persistence import PersistenceError

from mayor_schedule.errors import StoreError
from mayor_schedule.messages import Message, Saying, say

from .recorder import NEWER, REFUSED, Causes, unusable

LOCK_TIMEOUT: Final = 30
"""Seconds that a writer waits for another one."""

FORMAT: Final = 1
"""The version of the layout, kept in SQLite's ``user_version``."""

IMMUTABLE: Final = "?immutable=1"
"""How the URI of a file ends that is read as if nobody could change it: without a lock, and with nothing beside it."""

_UNMERGED: Final = Saying(
    "MS-0757", "what was recorded last is still in {log}, and cannot be read without making a file beside it; run any "
    "command on it where it may be written, or copy both files to a folder of your own",
)  # fmt: skip
_NO_STORE: Final = Saying("MS-0758", "{file} is not a store: it is empty; name another file with --db")

_CAUSES: Final = {
    "locked": say("MS-0759", "another program has locked it for more than {seconds} seconds; close that program, or "
                  "try again", seconds=LOCK_TIMEOUT),
    "readonly": say("MS-0760", "it cannot be written; check the file's and the folder's permissions"),
    "full": say("MS-0761", "the disk is full; make room, and try again: nothing was recorded"),
    "unable to open": say("MS-0762", "it cannot be opened; check that the folder exists and may be written"),
    "not a database": say("MS-0763", "it is not an SQLite file"),
    "malformed": say("MS-0764", "the file is damaged; restore a backup"),
    "was written": say("MS-0765", "another program wrote it while it was read, which cannot be noticed earlier where "
                       "nothing may be made beside it; what was shown may be wrong: run the command again"),
    "disk i/o": say("MS-0766", "the disk reported an error; check it, and restore a backup if the file is damaged"),
}  # fmt: skip


def _why(error: BaseException) -> Message:
    text = str(error).lower()
    return next((cause for sign, cause in _CAUSES.items() if sign in text), None) or REFUSED()


CAUSES: Final = Causes((PersistenceError, sqlite3.Error), _why)
"""What can go wrong with an SQLite file."""


def may_be_written(file: Path) -> bool:
    """Whether somebody may write a store: its file, and others beside it."""
    effective = os.access in os.supports_effective_ids
    return all(os.access(each, os.W_OK, effective_ids=effective) for each in (file, file.absolute().parent))


class Unchanged:
    """A file that is read as if nobody could change it, and whether nobody did.

    Args:
        file: the file.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._found = self._look()

    def check(self) -> None:
        """Make sure that it is as it was.

        Raises:
            sqlite3.OperationalError: it was written.
        """
        if self._look() != self._found:
            raise sqlite3.OperationalError("the file was written")

    def _look(self) -> tuple[int, ...]:
        try:
            found = self._file.stat()
        except OSError:
            return ()
        return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def check_file(file: Path, *, create: bool, read_only: bool = False) -> str:
    """Make sure that a file is a store, or may become one.

    Returns:
        The URI by which it can be read and not written.

    Raises:
        StoreError: it is not, and may not.
    """
    if file.is_dir():
        raise StoreError(say("MS-0767", "cannot open {file}: it is a folder; name a file in it", file=file))
    if not file.exists():
        _check_absent(file, create=create)
        return ""
    if file.stat().st_size == 0:
        if read_only:
            raise StoreError(_NO_STORE(file=file))
        return ""
    try:
        uri, version, tables = _look(file)
    except sqlite3.Error as error:
        raise unusable(file, _why(error)) from None
    if read_only and not tables:
        raise StoreError(_NO_STORE(file=file))
    if version > FORMAT:
        raise StoreError(NEWER(store=file))
    if tables and "log_positions" not in tables and not (read_only and "stored_events" in tables):
        told = say("MS-0768", "{file} is the database of another program; name another file with --db", file=file)
        raise StoreError(told)
    return uri


def _check_absent(file: Path, *, create: bool) -> None:
    """Make sure that a store may be made where there is none."""
    if not create:
        told = say(
            "MS-0769", "there is no store at {file}; import or record something first, or name another with --db",
            file=file,
        )  # fmt: skip
        raise StoreError(told)
    folder = file.absolute().parent
    if not folder.is_dir():
        told = say("MS-0770", "cannot make {file}: the folder {folder} does not exist", file=file, folder=folder)
        raise StoreError(told)


def _look(file: Path) -> tuple[str, int, set[str]]:
    """A URI by which a file can be read, the version of its layout, and the names in it.

    Where nothing may be made beside it, SQLite reads it only if it is told that nobody changes it; what others wrote
    and did not put into it yet (a file that ends in ``-wal``) must not be left out then. Who may not write the store
    makes nothing beside it either, even if the folder lets them: its owner could not write it any more.
    """
    log, shared = (file.with_name(f"{file.name}-{each}") for each in ("wal", "shm"))
    has_log = _has_content(log)
    uri = f"{file.absolute().as_uri()}?mode=ro"
    if (log.exists() and shared.exists()) or may_be_written(file):
        try:
            return uri, *_names(uri)
        except sqlite3.OperationalError:
            if has_log:
                raise
    elif has_log:
        raise unusable(file, _UNMERGED(log=log.name))
    uri = f"{file.absolute().as_uri()}{IMMUTABLE}"
    return uri, *_names(uri)


def _has_content(file: Path) -> bool:
    """Whether there is anything in a file; SQLite takes such files away whenever it is done with them."""
    try:
        return file.stat().st_size > 0
    except FileNotFoundError:
        return False


def _names(uri: str) -> tuple[int, set[str]]:
    with closing(sqlite3.connect(uri, uri=True)) as connection:
        version: int = connection.execute("PRAGMA user_version").fetchone()[0]
        names = connection.execute("SELECT CAST(name AS BLOB) FROM sqlite_master WHERE type IN ('table', 'view')")
        return version, {name.decode(errors="replace") for (name,) in names}
