"""Writing files: whole or not at all, and never in the place of a history."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO, Final

from mayor_schedule.errors import StoreError
from mayor_schedule.messages import Message, Saying, say, term
from mayor_schedule.system import system_said

_STORE: Final = b"SQLite format 3\0"
_BESIDE: Final = ("-wal", "-shm", "-journal")
_FULL: Final = frozenset({errno.ENOSPC, errno.EFBIG, errno.EIO, getattr(errno, "EDQUOT", errno.ENOSPC)})

_KEPT_OF_NAME: Final = 40
"""Characters of a file's name that are in that of its beginnings: a name has 255 bytes, and a character up to four."""

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
        raise _cannot(given, _OTHER(why=system_said(error))) from None
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
    part = _beside(target)
    try:
        with part.open("xb") as file:
            written = _write(file, pieces)
            file.flush()
            os.fsync(file.fileno())  # else a loss of power could leave a file by that name with nothing in it
        part.replace(target)
    except OSError as error:
        raise _cannot(out, _UNWRITABLE(why=system_said(error))) from None
    finally:
        with suppress(OSError):  # where nothing can be written, nothing is to be taken away either
            part.unlink(missing_ok=True)
    return written


def check_place(out: Path) -> None:
    """Make sure that a file can be written there, before anything else is done that cannot be taken back.

    Raises:
        StoreError: it cannot: there is no such folder, nothing may be written there, or something else is in its place.
    """
    target = replaceable(out)
    part = _beside(target)
    try:
        effective = os.access in os.supports_effective_ids
        if target.exists() and not os.access(target, os.W_OK, effective_ids=effective):
            raise PermissionError(errno.EACCES, "Permission denied")
        with part.open("xb"):
            pass
        part.unlink()
    except OSError as error:
        raise _cannot(out, _UNWRITABLE(why=system_said(error))) from None


def is_same(one: Path, other: Path | None) -> bool:
    """Whether two names are those of one file, whether or not it is there; None is standard output."""
    try:
        if other is None:
            return os.path.samestat(one.stat(), os.fstat(sys.stdout.fileno()))
        return one.samefile(other)
    except (OSError, ValueError):  # one is not there, or standard output is no file
        return other is not None and _resolved(one) == _resolved(other)


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError):  # links in a circle lead to no file
        return path


def _beside(target: Path) -> Path:
    """A name in the same folder that is nobody's, for what is to take the place of a file once it is whole."""
    return target.with_name(f".{target.name[:_KEPT_OF_NAME]}.{token_hex(8)}.part")


def _printed(pieces: Iterable[bytes]) -> int:
    """Write to standard output, to its end: a full disk is told, and not found out after all is said."""
    try:
        written = _write(sys.stdout.buffer, pieces)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        why = system_said(error)
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
        "MS-0040",
        "cannot write standard output: {why}; what was recorded by then stays recorded",
        why=system_said(error),
    )


def _cannot(out: object, why: Message) -> StoreError:
    return StoreError(term("cannot write {out}: {why}", out=out, why=why))


def _write(file: BinaryIO, pieces: Iterable[bytes]) -> int:
    written = 0
    for piece in pieces:
        file.write(piece)
        written += 1
    return written
