"""Comparing what is kept of the log with what the log says: nothing that is kept is taken for granted."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any, Final

from mayor_schedule.domain.office import Profile
from mayor_schedule.domain.subject import Subject
from mayor_schedule.store.history import History, fold
from mayor_schedule.store.kept.cursor import KeptCursor
from mayor_schedule.store.mapper import decode
from mayor_schedule.views.stored.filing import Filed, Filing
from mayor_schedule.views.stored.rows import FOREVER

from .generations import NEVER, later
from .shelf import LOG, to_columns
from .views import StoredViews

_BATCH: Final = 1_000
_KEYS: Final = {
    "view_rows": ("subject", "version"),
    "view_headings": ("heading", "until_known", "subject", "position"),
    "view_times": ("recorded_at",),
}
_FROM: Final = LOG + "WHERE l.position >= ? AND l.position < ? ORDER BY l.position LIMIT ?"


def differing(history: History) -> list[str]:
    """The tables of what is kept that do not say what the log says, as far as they go.

    The log has to be sound. A table is compared by a sum of the hashes of its rows, so that little is held in memory.

    Raises:
        StoreError: the store cannot be read.
    """
    with history.viewing() as cursor:
        generation = StoredViews(history).current_in(cursor)
        if generation is None:
            return []
        expected = _Expected(cursor, generation.position)
        expected.run()
        sums = {table: _kept(cursor, table, generation.number) for table in _KEYS}
    return [table for table, found in sums.items() if found != expected.sums[table]]


class _Expected:
    """What would be kept of the log up to a position."""

    def __init__(self, cursor: KeptCursor, end: int) -> None:
        self._cursor = cursor
        self._end = end
        self._first: dict[str, tuple[int, str]] = {}
        self._open: dict[tuple[str, str], tuple[int, str]] = {}
        self._latest = ""
        self.sums = dict.fromkeys(_KEYS, 0)

    def run(self) -> None:
        """Read the log."""
        filing, position = Filing(self._earlier, Profile().domain), 0
        while rows := self._cursor.all(_FROM, position, self._end, _BATCH):
            filed = Filed()
            for position, subject, version, topic, state in rows:
                filing.file(decode(subject, version, topic, state, position), position, filed)
            position += 1
            self._take(filed)
        for (heading, subject), (begun, known_on) in self._open.items():
            self._add("view_headings", (heading, FOREVER, subject, begun, known_on, NEVER))

    def _take(self, filed: Filed) -> None:
        for row in filed.rows:
            self._first.setdefault(row.subject, (row.opened, row.uid))
            self._add("view_rows", to_columns(row))
        for run in filed.runs:
            key = (run.heading, run.subject)
            if run.is_begun:
                self._open[key] = (run.position, run.known_on)
            else:
                begun, known_on = self._open.pop(key)
                self._add("view_headings", (run.heading, run.known_on, run.subject, begun, known_on, run.position))
        for time in later(filed, self._latest):
            self._latest = time[0]
            self._add("view_times", time)

    def _earlier(self, subject: str, version: int) -> tuple[Subject | None, int, str]:
        rows = self._cursor.all(
            LOG + "WHERE e.originator_id = ? AND e.originator_version < ? ORDER BY e.originator_version",
            subject, version,
        )  # fmt: skip
        stream = fold(subject, (decode(subject, each[2], each[3], each[4], each[0]) for each in rows))
        return stream.state, *self._first[subject]

    def _add(self, table: str, row: tuple[Any, ...]) -> None:
        self.sums[table] += _hash(row)


def _kept(cursor: KeptCursor, table: str, number: int) -> int:
    return sum(_hash(row) for row in _rows(cursor, table, number))


def _rows(cursor: KeptCursor, table: str, number: int) -> Iterator[tuple[Any, ...]]:
    """The rows of a table, without the number of the generation, some at a time."""
    keys = _KEYS[table]
    names, marks = ", ".join(keys), ", ".join("?" for _ in keys)
    after: tuple[Any, ...] = ()
    while True:
        behind = f"AND ({names}) > ({marks}) " if after else ""
        rows = cursor.all(
            f"SELECT {names}, t.* FROM {{s}}{table} t WHERE generation = ? {behind}ORDER BY {names} LIMIT ?",  # noqa: S608
            number, *after, _BATCH,
        )  # fmt: skip
        yield from (row[len(keys) + 1 :] for row in rows)
        if len(rows) < _BATCH:
            return
        after = rows[-1][: len(keys)]


def _hash(row: tuple[Any, ...]) -> int:
    return int.from_bytes(hashlib.sha256(repr(row).encode()).digest())
