"""Writing files: whole or not at all, and never in the place of a history."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Final

from mayor_schedule.errors import StoreError
from mayor_schedule.messages import Message, Saying, say, term

_STORE: Final = b"SQLite format 3\0"
_BESIDE: Final = ("-wal", "-shm", "-journal")
_FULL: Final = frozenset({errno.ENOSPC, errno.EFBIG, errno.EIO, getattr(errno, "EDQUOT", errno.ENOSPC)})

_FOLDER: Final = Saying("MS-0034", "that is a folder; give the name of a file in it")
_NO_FILE: Final = Saying("MS-0035", "that is no file; leave --out away for standard output")
_OTHER: Final = Saying("MS-0036", "{why}; give another file")
_A_STORE: Final = Saying("MS-0037", "that is a store, and its history would be lost; give another file")
_UNWRITABLE: Final = Saying("MS-0038", "{why}; check the folder and its permissions")


def replaceable(out: Path) -> Path:
    """The file that may be written in the place of what is there; of a link, what it leads to.

    Raises:
        StoreError: it is a folder, a device, or a store: no file may take the place of a history.
    """
    given = out
    try:
        if not out.name or out.is_dir():
            raise _cannot(repr(str(out)), _FOLDER())
        out = out.resolve() if out.is_symlink() else out
        if out.exists() and not out.is_file():
            raise _cannot(out, _NO_FILE())
        begins = b""
        if out.exists():
            with out.open("rb") as file:
                begins = file.read(len(_STORE))
        ends = next((each for each in _BESIDE if out.name.endswith(each)), None)
        is_beside = ends is not None and out.with_name(out.name.removesuffix(ends)).exists()
    except (OSError, RuntimeError) as error:
        raise _cannot(given, _OTHER(why=getattr(error, "strerror", None) or error)) from None
    if begins == _STORE or is_beside:
        raise _cannot(out, _A_STORE())
    return out


def write_out(out: Path | None, data: bytes) -> None:
    """Write a file, whole or not at all, or standard output.

    Raises:
        StoreError: the file cannot be written.
    """
    write_pieces(out, (data,))


def write_pieces(out: Path | None, pieces: Iterable[bytes]) -> int:
    """Write pieces as they come to a file, whole or not at all, or to standard output.

    Returns:
        How many they were.

    Raises:
        StoreError: the file cannot be written.
    """
    if out is None:
        return _printed(pieces)
    target = replaceable(out)
    part = target.with_name(target.name + ".part")
    try:
        with part.open("wb") as file:
            written = _write(file, pieces)
            file.flush()
            os.fsync(file.fileno())  # else a loss of power could leave a file by that name with nothing in it
        part.replace(target)
    except OSError as error:
        raise _cannot(out, _UNWRITABLE(why=error.strerror or error)) from None
    finally:
        with suppress(OSError):  # where nothing can be written, nothing is to be taken away either
            part.unlink(missing_ok=True)
    return written


def _printed(pieces: Iterable[bytes]) -> int:
    """Write to standard output, to its end: a full disk is told, and not found out after all is said."""
    try:
        written = _write(sys.stdout.buffer, pieces)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        why = error.strerror or error
        raise StoreError(
            say("MS-0039", "cannot write standard output: {why}; nothing more was written", why=why)
        ) from None
    return written


def output_failure(error: OSError) -> Message | None:
    """What is said where standard output cannot be written; None where that is not what the error tells.

    Args:
        error: what was raised while a command ran; what it reads and writes otherwise is told by itself.
    """
    if error.filename is not None or error.errno not in _FULL:
        return None
    return say(
        "MS-0040", "cannot write standard output: {why}; what was recorded by then stays recorded", why=error.strerror
    )


def _cannot(out: object, why: Message) -> StoreError:
    return StoreError(term("cannot write {out}: {why}", out=out, why=why))


def _write(file: BinaryIO, pieces: Iterable[bytes]) -> int:
    written = 0
    for piece in pieces:
        file.write(piece)
        written += 1
    return written
