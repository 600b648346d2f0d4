"""What is left of generations that nobody reads: those that another one replaced, and those that were never finished.

A generation is none any more once its line is gone: nobody fills it then. Its rows go some at a time, so that writers
never wait long, and whoever is killed meanwhile leaves the rest to who comes next. An unfinished one is left alone
while anybody makes everything anew: it may be theirs.
"""

# ruff: noqa: S608 - nothing but our own names is put in a statement

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from time import sleep
from typing import Any, Final

from mayor_schedule.store.history import History
from mayor_schedule.store.kept.cursor import KeptCursor
from mayor_schedule.store.kept.tables import GENERATIONS, KEYS

BATCH: Final = 2_000
"""Rows that are dropped in one transaction."""

PAUSE: Final = 0.01
"""Seconds between two of them, in which others may write."""

_UNREAD: Final = f"SELECT generation FROM {{s}}{GENERATIONS} WHERE is_current = 0"
_FORGET: Final = f"DELETE FROM {{s}}{GENERATIONS} WHERE is_current = 0"
_IS_NONE: Final = f"NOT EXISTS (SELECT 1 FROM {{s}}{GENERATIONS} WHERE generation = ?)"
_NUMBERS: Final = f"SELECT generation FROM {{s}}{GENERATIONS}"


def newest(cursor: KeptCursor) -> int:
    """The highest number of a generation of which anything is there; 0 for none."""
    tables = (GENERATIONS, *KEYS)
    found = (cursor.all(f"SELECT COALESCE(MAX(generation), 0) FROM {{s}}{table}")[0][0] for table in tables)
    return int(max(found))


def sweep(history: History, batches: int | None = None) -> bool:
    """Drop what is left of generations that nobody reads and no living process fills.

    Args:
        history: the store.
        batches: drop no more than so many times `BATCH` rows; everything, unless given.

    Returns:
        Whether nothing is left.

    Raises:
        StoreError: the store cannot be read or written.
    """
    with history.viewing() as cursor:
        if not cursor.is_there():
            return True
        unread, left = bool(cursor.all(_UNREAD)), _left(cursor)
    if unread:
        with history.sweeping() as alone:
            if alone is not None:
                alone.run(_FORGET)
                unread, left = False, _left(alone)
    steps = (step for table, number in left for step in _dropping(history, table, number))
    for count, _ in enumerate(islice(steps, batches), 1):
        if count != batches:
            sleep(PAUSE)
    return not unread and (batches is None or not left)  # who drops a little leaves it to the next time to look


def _left(cursor: KeptCursor) -> list[tuple[str, int]]:
    """The tables in which there are rows of generations that are none any more, and the numbers of these."""
    numbers = {row[0] for row in cursor.all(_NUMBERS)}
    return [(table, number) for table in KEYS for number in _numbers_in(cursor, table) if number not in numbers]


def _numbers_in(cursor: KeptCursor, table: str) -> Iterator[int]:
    """The numbers of the generations of which there are rows in a table; each is looked up, and no row is counted."""
    after: int | None = 0
    while (
        after := cursor.all(f"SELECT MIN(generation) FROM {{s}}{table} WHERE generation > ?", after)[0][0]
    ) is not None:
        yield after


def _dropping(history: History, table: str, number: int) -> Iterator[None]:
    """Drop the rows of a generation that is none any more from a table, some at each step."""
    keys = KEYS[table]
    names, marks = ", ".join(keys), ", ".join("?" for _ in keys)
    after: tuple[Any, ...] = ()
    while True:
        behind = f" AND ({names}) > ({marks})" if after else ""
        with history.keeping() as cursor:
            last = cursor.all(
                f"SELECT {names} FROM {{s}}{table} WHERE generation = ?{behind} ORDER BY {names} LIMIT 1 OFFSET ?",
                number, *after, BATCH - 1,
            )  # fmt: skip
            up_to = f" AND ({names}) <= ({marks})" if last else ""
            cursor.run(
                f"DELETE FROM {{s}}{table} WHERE generation = ?{behind}{up_to} AND {_IS_NONE}",
                number, *after, *(last[0] if last else ()), number,
            )  # fmt: skip
        yield
        if not last:
            return
        after = last[0]
