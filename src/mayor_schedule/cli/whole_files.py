"""Writing files: whole or not at all, and never in the place of a history."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Final

from mayor_schedule.errors import StoreError

_STORE: Final = b"SQLite format 3\0"
_BESIDE: Final = ("-wal", "-shm", "-journal")
_FULL: Final = frozenset({errno.ENOSPC, errno.EFBIG, errno.EIO, getattr(errno, "EDQUOT", errno.ENOSPC)})


FAILURES: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "cannot": "cannot write {out}: {why}",
        "folder": "that is a folder; give the name of a file in it",
        "no_file": "that is no file; leave --out away for standard output",
        "other": "{why}; give another file",
        "store": "that is a store, and its history would be lost; give another file",
        "unwritable": "{why}; check the folder and its permissions",
        "output": "cannot write standard output: {why}; nothing more was written",
        "told": "cannot write standard output: {why}; what was recorded by then stays recorded",
    },
    "ko": {
        "cannot": "{out}에 쓸 수 없습니다: {why}",
        "folder": "폴더입니다. 그 안의 파일 이름을 지정하십시오",
        "no_file": "파일이 아닙니다. 화면에 출력하려면 --out을 빼십시오",
        "other": "{why}. 다른 파일을 지정하십시오",
        "store": "저장소 파일이며 덮어쓰면 기록을 잃게 됩니다. 다른 파일을 지정하십시오",
        "unwritable": "{why}. 폴더와 권한을 확인하십시오",
        "output": "표준 출력에 쓸 수 없습니다: {why}. 더 이상 출력하지 않았습니다",
        "told": "표준 출력에 쓸 수 없습니다: {why}. 이미 기록된 내용은 그대로 남아 있습니다",
    },
}


def replaceable(out: Path, language: str = "en") -> Path:
    """The file that may be written in the place of what is there; of a link, what it leads to.

    Raises:
        StoreError: it is a folder, a device, or a store: no file may take the place of a history.
    """
    given = out
    try:
        if not out.name or out.is_dir():
            raise _cannot(repr(str(out)), language, "folder")
        out = out.resolve() if out.is_symlink() else out
        if out.exists() and not out.is_file():
            raise _cannot(out, language, "no_file")
        begins = b""
        if out.exists():
            with out.open("rb") as file:
                begins = file.read(len(_STORE))
        ends = next((each for each in _BESIDE if out.name.endswith(each)), None)
        is_beside = ends is not None and out.with_name(out.name.removesuffix(ends)).exists()
    except (OSError, RuntimeError) as error:
        raise _cannot(given, language, "other", why=getattr(error, "strerror", None) or error) from None
    if begins == _STORE or is_beside:
        raise _cannot(out, language, "store")
    return out


def write_out(out: Path | None, data: bytes, *, language: str = "en") -> None:
    """Write a file, whole or not at all, or standard output.

    Raises:
        StoreError: the file cannot be written.
    """
    write_pieces(out, (data,), language=language)


def write_pieces(out: Path | None, pieces: Iterable[bytes], *, language: str = "en") -> int:
    """Write pieces as they come to a file, whole or not at all, or to standard output.

    Returns:
        How many they were.

    Raises:
        StoreError: the file cannot be written.
    """
    if out is None:
        return _printed(pieces, language)
    target = replaceable(out, language)
    part = target.with_name(target.name + ".part")
    try:
        with part.open("wb") as file:
            written = _write(file, pieces)
            file.flush()
            os.fsync(file.fileno())  # else a loss of power could leave a file by that name with nothing in it
        part.replace(target)
    except OSError as error:
        raise _cannot(out, language, "unwritable", why=error.strerror or error) from None
    finally:
        with suppress(OSError):  # where nothing can be written, nothing is to be taken away either
            part.unlink(missing_ok=True)
    return written


def _printed(pieces: Iterable[bytes], language: str) -> int:
    """Write to standard output, to its end: a full disk is told, and not found out after all is said."""
    try:
        written = _write(sys.stdout.buffer, pieces)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise StoreError(FAILURES[language]["output"].format(why=error.strerror or error)) from None
    return written


def output_failure(error: OSError, language: str) -> str | None:
    """What is said where standard output cannot be written; None where that is not what the error tells.

    Args:
        error: what was raised while a command ran; what it reads and writes otherwise is told by itself.
        language: ``ko`` or ``en``.
    """
    if error.filename is not None or error.errno not in _FULL:
        return None
    return FAILURES[language]["told"].format(why=error.strerror)


def _cannot(out: object, language: str, key: str, **parts: object) -> StoreError:
    words = FAILURES[language]
    return StoreError(words["cannot"].format(out=out, why=words[key].format(**parts)))


def _write(file: BinaryIO, pieces: Iterable[bytes]) -> int:
    written = 0
    for piece in pieces:
        file.write(piece)
        written += 1
    return written
