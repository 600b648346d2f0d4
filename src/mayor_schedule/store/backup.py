"""Backing up a store: all that it holds at one instant, as a new SQLite file that is a store itself.

The same way for every store: one snapshot is read while others go on recording, written to a file beside the place of
the backup, read again and compared, brought to the disk, and only then put in its place. What is worked out from the
log is not in it, but for the hashes of checkpoints.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

from mayor_schedule.errors import StoreError
from mayor_schedule.messages import Message, term
from mayor_schedule.system import system_said

from .backup_reasons import SAYINGS
from .history import History
from .inspection import Inspection
from .tree import BATCH

Log = Iterable[tuple[int, str, int, str, bytes]]
_T = TypeVar("_T")

_TYPES: Final = (str, int, str, bytes)
_BESIDE: Final = ("-wal", "-shm", "-journal")
_NOT_OF_FOLDERS: Final = frozenset({errno.EACCES, errno.EBADF, errno.EINVAL, errno.ENOTSUP})
_SINGLE: Final = ("journal_mode = DELETE", "quick_check(1)")


class NotBackedUpError(StoreError):
    """A backup that was not made; nothing is left in its place.

    Attributes:
        file: the file that was to be made.
        reason: ``exists``, ``folder``, ``url``, ``beside``, ``full``, ``unwritable``, ``damaged`` or ``differs``.
        detail: what the operating system says, where that is the reason.
    """

    def __init__(self, file: Path, reason: str, detail: str = "") -> None:
        self.file = file
        self.reason = reason
        self.detail = detail
        why = SAYINGS[reason](detail=detail)
        super().__init__(term("cannot back up to {file}: {why}", file=file, why=why))


class Backup(NamedTuple):
    """What a backup holds.

    Attributes:
        events: the number of events.
        recorded_at: when the last of them was recorded; None where there is none, or it cannot be read.
    """

    events: int
    recorded_at: datetime | None


class _UnreadError(Exception):
    """The source could not be read to its end."""


def back_up(history: History, file: Path) -> Backup:
    """Write all that a store holds at one instant into a new store, while others go on recording.

    Args:
        history: the store.
        file: the SQLite file to be made.

    Raises:
        NotBackedUpError: there is something in its place, it cannot be written, or the store is damaged.
        StoreError: the store cannot be read.
    """
    check_place(file)
    with _written(file):
        opened, name = tempfile.mkstemp(".part", f".{file.name}.", file.absolute().parent)
        os.close(opened)
    part = Path(name)
    try:
        with history.inspecting() as inspection:
            try:
                _copy(inspection, file, part)
            except _UnreadError as error:
                raise error.args[0] from None
        with _written(file):
            backup = _closed(file, part)
            _put(part, file)
    finally:
        _remove(part)
    return backup


def check_place(file: Path) -> None:
    """Make sure that a backup can be made there.

    Raises:
        NotBackedUpError: something is there, or there is no such folder.
    """
    if re.match("[a-z]{2,}:/", str(file)):  # a path has one slash less than was given
        raise NotBackedUpError(Path("…"), "url")  # it may hold a password
    if os.path.lexists(file):
        raise NotBackedUpError(file, "exists")
    if not file.absolute().parent.is_dir():
        raise NotBackedUpError(file, "folder")
    ends = next((each for each in _BESIDE if file.name.endswith(each)), "")
    if ends and file.with_name(file.name.removesuffix(ends)).exists():
        raise NotBackedUpError(file, "beside")


def _copy(inspection: Inspection, file: Path, part: Path) -> None:
    """Fill a new store with what is in the snapshot, and make sure that this is what is in it then."""
    if not inspection.is_readable or inspection.odd_positions() or inspection.strays():
        raise NotBackedUpError(file, "damaged")
    reading = hashlib.sha256()
    with _written(file), closing(History.open(part)) as copy:
        with copy.refilling() as log:
            commands = dict(_readable(inspection, inspection.digests()))
            for rows in _batches(inspection, file):
                _digest(reading, rows)
                log.add([row[1:] for row in rows], commands)
                commands = {}
        for nodes in _nodes(inspection):
            copy.add_nodes(nodes)
        written = hashlib.sha256()
        _digest(written, copy.rows())
        if commands or written.digest() != reading.digest():
            raise NotBackedUpError(file, "damaged" if commands else "differs")


def _batches(inspection: Inspection, file: Path) -> Iterator[list[tuple[int, str, int, str, bytes]]]:
    """The rows of the log, some at a time; none may be missing."""
    expected = 0
    for found in _readable(inspection, inspection.batches()):
        rows = []
        for each in found:
            if each.position != expected or each.row is None or tuple(map(type, each.row)) != _TYPES:
                raise NotBackedUpError(file, "damaged")
            rows.append((each.position, *each.row))
            expected += 1
        yield rows


def _nodes(inspection: Inspection) -> Iterator[list[tuple[int, int, bytes]]]:
    """The stored hashes of the log: those of each level, some at a time."""
    size = inspection.tree_size()
    level = 0
    while size:
        for first in range(0, size, BATCH):
            nodes = inspection.nodes(level, first, min(first + BATCH, size))
            yield [(*place, value) for place, value in nodes.items()]
        size >>= 1
        level += 1


def _readable(inspection: Inspection, found: Iterable[_T]) -> Iterator[_T]:
    """What is read, with errors that are the source's, and not those of what is written.

    Raises:
        _UnreadError: it cannot be.
    """
    try:
        yield from found
    except inspection.errors as error:
        raise _UnreadError(error) from None


def _digest(digest: Any, rows: Log) -> None:
    """Hash rows, each part behind its length."""
    for row in rows:
        for each in row:
            part = each if isinstance(each, bytes) else str(each).encode()
            digest.update(len(part).to_bytes(8, "big") + part)


def _closed(file: Path, part: Path) -> Backup:
    """Make one file of it, which no other has to lie beside, on the disk; and read it as any store is read."""
    with closing(sqlite3.connect(part, isolation_level=None)) as connection:
        mode, told = (connection.execute(f"PRAGMA {each}").fetchone()[0] for each in _SINGLE)
    if (mode, told) != ("delete", "ok"):
        raise NotBackedUpError(file, "differs")
    to_disk(part)
    with closing(History.open(part, read_only=True)) as copy:
        copy.check_whole()
        size, recorded_at = len(copy), None
        with suppress(StoreError):  # an event of a newer version is kept as it is
            recorded_at = next((each.recorded_at for each in copy.log(size - 1)), None) if size else None
    return Backup(size, recorded_at)


def _put(part: Path, file: Path) -> None:
    """Give it its name, if nobody else took that meanwhile."""
    try:
        os.link(part, file)
    except FileExistsError:
        raise NotBackedUpError(file, "exists") from None
    except OSError:  # a file system without links: the name is taken first, and then the file put there
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        part.replace(file)
    to_disk(file.absolute().parent)


def to_disk(path: Path) -> None:
    """Have a file, or the names in a folder, written to the disk, and not only given to the operating system.

    Folders are passed over where they cannot be opened, or their file system knows no such thing.
    """
    is_folder = path.is_dir()
    if is_folder and os.name != "posix":
        return
    try:
        opened = os.open(path, os.O_RDONLY if os.name == "posix" else os.O_RDWR)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
    except OSError as error:
        if not is_folder or error.errno not in _NOT_OF_FOLDERS:
            raise


@contextmanager
def _written(file: Path) -> Iterator[None]:
    """Say of what is written that it is the backup, and why it cannot be.

    Raises:
        NotBackedUpError: it cannot be written.
    """
    try:
        yield
    except NotBackedUpError:
        raise
    except FileExistsError:
        raise NotBackedUpError(file, "exists") from None
    except (OSError, StoreError, sqlite3.Error) as error:
        is_full = "disk is full" in str(error) or getattr(error, "errno", None) == errno.ENOSPC
        raise NotBackedUpError(file, "full" if is_full else "unwritable", _detail(error)) from None


def _detail(error: BaseException) -> str:
    """What is wrong, without the name of the file that was to be put in its place."""
    if isinstance(error, OSError):
        return system_said(error)
    told = str(error)
    why = told.parts.get("why") if isinstance(told, Message) else None
    return why if isinstance(why, Message) else told.rpartition(": ")[2]


def _remove(part: Path) -> None:
    for suffix in ("", *_BESIDE):
        with suppress(OSError):  # where nothing can be written, nothing is to be taken away either
            part.with_name(part.name + suffix).unlink(missing_ok=True)
