"""From which position of the log somebody goes on asking, and where it is kept until the next time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mayor_schedule.errors import InvalidValueError

from .refusals import refusal
from .whole_files import replaceable, write_out

if TYPE_CHECKING:
    from mayor_schedule.reading.position import Position
    from mayor_schedule.store.history import History

_LONGEST = 80
"""Characters of what is no position that are repeated."""


def position_of(store: History, since: str | None, file: Path | None) -> Position | None:
    """The position to go on from; None where nobody asked for one. A file that is not there yet begins with everything.

    Raises:
        InvalidValueError: it is none, or none of this store.
        StoreError: no position can be written into the file.
    """
    from mayor_schedule.reading.position import Position  # noqa: PLC0415 - help needs no model

    if since is not None and file is not None:
        raise refusal("since_twice")
    if file is not None:
        replaceable(file)
        since = _kept(file)
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


def keep(file: Path | None, position: str) -> None:
    """Write a position into the file that it is kept in, if there is one.

    Raises:
        StoreError: the file cannot be written.
    """
    if file is not None:
        write_out(file, f"{position}\n".encode())


def _kept(file: Path) -> str:
    """What stands in the file; the beginning where there is none."""
    try:
        return file.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return "0"
    except (OSError, UnicodeError):
        raise refusal("no_position", where=f"{file}: ", given="") from None
