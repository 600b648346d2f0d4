"""From which position of the log somebody goes on asking, and where it is kept until the next time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mayor_schedule.errors import InvalidValueError
from mayor_schedule.system import system_said

from .refusals import refusal
from .whole_files import check_place, is_same, write_out

if TYPE_CHECKING:
    from mayor_schedule.reading.position import Position
    from mayor_schedule.store.history import History

_LONGEST = 80
"""Characters of what is no position that are repeated."""
_LONGEST_FILE = 400
"""Bytes of a file of which more are not read: no position is as long."""


def position_of(store: History, since: str | None, file: Path | None, out: Path | None) -> Position | None:
    """The position to go on from; None where nobody asked for one. A file that is not there yet begins with everything.

    Args:
        store: the store.
        since: the position as it was given.
        file: the file in which it is kept.
        out: the file that the events go to; None for standard output.

    Raises:
        InvalidValueError: it is none, or none of this store; or the events go to the file in which it is kept.
        StoreError: no position can be written into the file.
    """
    from mayor_schedule.reading.position import Position  # noqa: PLC0415 - help needs no model

    if since is not None and file is not None:
        raise refusal("since_twice")
    if file is not None:
        kept = _kept(file)
        check_place(file)
        _check_apart(file, out)
        since = _position_in(file, kept)
    if since is None:
        return None
    try:
        position = Position.read(since)
    except InvalidValueError:
        where = "" if file is None else f"{file}: "
        raise refusal("no_position", where=where, given=since[:_LONGEST]) from None
    why = position.why_not(store)
    if why is not None:
        raise refusal(why, given=position, size=len(store))
    return position


def keep(file: Path | None, out: Path | None, position: str) -> None:
    """Write a position into the file that it is kept in, if there is one, after the events.

    Raises:
        InvalidValueError: the events went to the same file; of names that differ by case alone, that is seen only now.
        StoreError: the file cannot be written.
    """
    if file is not None:
        _check_apart(file, out)
        write_out(file, f"{position}\n".encode())


def _check_apart(file: Path, out: Path | None) -> None:
    if is_same(file, out):
        raise refusal("position_over_events", file=file)


def _kept(file: Path) -> bytes | None:
    """What stands in the file; None where there is none."""
    try:
        if not file.is_file():
            return None
        with file.open("rb") as opened:
            return opened.read(_LONGEST_FILE)
    except OSError as error:
        raise refusal("position_unread", file=file, why=system_said(error)) from None


def _position_in(file: Path, kept: bytes | None) -> str:
    """The position that stands in the file; the beginning where there is none."""
    if kept is None:
        return "0"
    try:
        position = kept.decode("utf-8-sig").strip()
    except UnicodeError:
        raise refusal("position_no_text", file=file) from None
    if not position:
        raise refusal("position_empty", file=file)
    return position
