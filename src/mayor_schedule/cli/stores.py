"""Making a store where there is none, only if something is recorded in it."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from mayor_schedule.errors import StoreError
from mayor_schedule.messages import Message, refilled, say
from mayor_schedule.office import Office
from mayor_schedule.store.backup import to_disk
from mayor_schedule.system import system_said

FILES = ("", "-wal", "-shm")
"""The files of an SQLite store."""


def made(path: Path, record: Callable[[Office], Any]) -> tuple[Any, bool]:
    """Record in a new store, and put it in its place.

    Args:
        path: its place, where there was nothing.
        record: records something.

    Returns:
        What came of it; and whether the store is there: False where another process had made one meanwhile, and nothing
        was recorded.

    Raises:
        MayorScheduleError: it is refused, or the store cannot be made; nothing is left behind.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with Office.open(beside) as office:
            done = record(office)
        try:
            os.link(beside, path)
            to_disk(path.absolute().parent)
        except FileExistsError:
            return None, False
        except OSError as error:
            raise StoreError(
                say(
                    "MS-0041", "cannot make {path}: {why}; make it with mayor-schedule init first",
                    path=path, why=system_said(error),
                )
            ) from None  # fmt: skip
    except StoreError as error:  # by the name that it was to have
        raise StoreError(_named(str(error), beside, path)) from None
    else:
        return done, True
    finally:
        for suffix in FILES:
            with suppress(OSError):  # where nothing can be written, nothing is to be taken away either
                beside.with_name(beside.name + suffix).unlink(missing_ok=True)


def _named(said: object, beside: Path, path: Path) -> Any:
    """What is said of the file beside the place, said of the place."""
    if isinstance(said, Message):
        return refilled(said, {name: _named(each, beside, path) for name, each in said.parts.items()})
    if isinstance(said, str | Path):
        return str(said).replace(str(beside.absolute()), str(path)).replace(str(beside), str(path))
    return said
