"""Writing files: whole or not at all, and never in the place of a history."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO, Final

from mayor_schedule.errors import StoreError

_STORE: Final = b"SQLite format 3\0"
_BESIDE: Final = ("-wal", "-shm", "-journal")


def replaceable(out: Path) -> Path:
    """The file that may be written in the place of what is there; of a link, what it leads to.

    Raises:
        StoreError: it is a folder, a device, or a store: no file may take the place of a history.
    """
    if not out.name or out.is_dir():
        raise StoreError(f"cannot write {str(out)!r}: that is a folder; give the name of a file in it")
    try:
        out = out.resolve() if out.is_symlink() else out
        if out.exists() and not out.is_file():
            raise StoreError(f"cannot write {out}: that is no file; leave --out away for standard output")
        begins = b""
        if out.exists():
            with out.open("rb") as file:
                begins = file.read(len(_STORE))
        ends = next((each for each in _BESIDE if out.name.endswith(each)), None)
        is_beside = ends is not None and out.with_name(out.name.removesuffix(ends)).exists()
    except (OSError, RuntimeError) as error:
        raise StoreError(f"cannot write {out}: {error}; give another file") from None
    if begins == _STORE or is_beside:
        raise StoreError(f"cannot write {out}: that is a store, and its history would be lost; give another file")
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
        return _write(sys.stdout.buffer, pieces)
    target = replaceable(out)
    part = target.with_name(target.name + ".part")
    try:
        with part.open("wb") as file:
            written = _write(file, pieces)
        part.replace(target)
    except OSError as error:
        why = error.strerror or error
        raise StoreError(f"cannot write {out}: {why}; check the folder and its permissions") from None
    finally:
        part.unlink(missing_ok=True)
    return written


def _write(file: BinaryIO, pieces: Iterable[bytes]) -> int:
    written = 0
    for piece in pieces:
        file.write(piece)
        written += 1
    return written
