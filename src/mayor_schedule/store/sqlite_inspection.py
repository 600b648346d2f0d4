"""Reading an SQLite store that may have been changed behind the program's back: nothing in it is taken for granted.

Texts are read as bytes and decoded here, so that one that is no UTF-8 spoils its own row only.
"""

# ruff: noqa: S608 - nothing but names of columns and numbers of this file is put in a statement

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any, Final

from mayor_schedule.messages import Message

from .inspection import OTHER_LAYOUT, Cursor, Found, NotText
from .schema import MASTER, Made, differences, made_of, unreadable

BATCH: Final = 500
"""Positions read at a time."""

LIMIT: Final = 2**62
"""What is no position any more: below it, one can be added to each without leaving SQLite's integers."""


def _read(column: str) -> str:
    """A column and its type; a text as its bytes."""
    return f"CASE typeof({column}) WHEN 'text' THEN CAST({column} AS BLOB) ELSE {column} END, typeof({column})"


_POSITION: Final = f"typeof(l.position) = 'integer' AND l.position >= 0 AND l.position < {LIMIT}"
_ROWS: Final = (
    f"SELECT l.position, e.rowid, {_read('e.originator_id')}, {_read('e.originator_version')}, "
    f"{_read('e.topic')}, {_read('e.state')} "
    "FROM log_positions l LEFT JOIN stored_events e ON e.rowid = l.notification_id "
    f"WHERE l.position >= ? AND {_POSITION} ORDER BY l.position LIMIT ?"
)
_ODD: Final = f"SELECT {_read('l.position')} FROM log_positions l WHERE NOT ({_POSITION}) OR l.position IS NULL"
_REPEATED: Final = (
    f"SELECT l.position FROM log_positions l WHERE {_POSITION} GROUP BY l.position HAVING COUNT(*) > 1 "
    "ORDER BY l.position"
)
_STRAY: Final = (
    f"SELECT {_read('e.originator_id')}, COALESCE((SELECT l.position + 1 FROM log_positions l "
    f"WHERE l.notification_id < e.rowid AND {_POSITION} ORDER BY l.notification_id DESC LIMIT 1), 0) AS place "
    "FROM stored_events e WHERE e.rowid NOT IN "
    "(SELECT notification_id FROM log_positions WHERE notification_id IS NOT NULL) ORDER BY place"
)
_NODES: Final = (
    f"SELECT level, number, {_read('hash')} FROM tree_nodes "
    "WHERE level = ? AND typeof(number) = 'integer' AND number >= ? AND number < ?"
)
_TREE_SIZE: Final = (
    "SELECT COALESCE(MAX(number) + 1, 0) FROM tree_nodes WHERE level = 0 AND typeof(number) = 'integer' "
    "AND number >= 0 AND number < (SELECT COUNT(*) FROM log_positions) + "
    "(SELECT COUNT(*) FROM tree_nodes WHERE level = 0)"
)


class SQLiteInspection:
    """All that a store holds at one instant.

    Args:
        cursor: a cursor within a transaction.
        wanted: what is in the database of a store, by name.
        version: the version of its layout.
    """

    errors: tuple[type[Exception], ...] = (sqlite3.Error,)
    """What is raised where a table cannot be read to its end."""

    def __init__(self, cursor: Cursor, wanted: Mapping[str, Made], version: int) -> None:
        self._cursor = cursor
        self._version = version
        self._wanted = dict(wanted)
        self._made = made_of(self._all(MASTER))
        self._has_tree = any(each.kind == "table" and each.name == "tree_nodes" for each in self._made)
        self.is_readable = not unreadable(self._made, self._wanted)
        """Whether all tables are there: else nothing can be read but what is wrong with them."""

    def layout(self) -> Iterator[Message]:
        """What is wrong with the tables."""
        yield from differences(self._made, self._wanted)
        version = self._all("PRAGMA user_version")[0][0]
        if version != self._version:
            yield OTHER_LAYOUT(said=version, wanted=self._version)

    def integrity(self) -> list[str]:
        """What SQLite itself finds wrong with the file: its pages, its indexes and its constraints."""
        told = [str(row[0]) for row in self._all("PRAGMA integrity_check(20)")]
        return [] if told == ["ok"] else told

    def count(self) -> int:
        """The number of positions."""
        count: int = self._all("SELECT COUNT(*) FROM log_positions")[0][0]
        return count

    def batches(self) -> Iterator[list[Found]]:
        """What stands at each position, in order, some at a time."""
        start = 0
        while True:
            rows = self._all(_ROWS, (start, BATCH))
            if rows:
                yield [Found(row[0], None if row[1] is None else _event(row)) for row in rows]
            if len(rows) < BATCH:
                return
            start = rows[-1][0] + 1

    def odd_positions(self) -> list[Any]:
        """Positions that cannot be: below 0, far too high, or no whole numbers."""
        return [_value(row[0], row[1]) for row in self._all(_ODD)]

    def repeated_positions(self) -> list[int]:
        """Positions that are there more than once."""
        return [row[0] for row in self._all(_REPEATED)]

    def strays(self) -> list[tuple[Any, int]]:
        """Events without a position: their subjects, and the position before which they were put."""
        return [(_value(row[0], row[1]), row[2]) for row in self._all(_STRAY)]

    def tree_size(self) -> int:
        """The number of events whose hashes are stored; a hash far beyond the log is of none."""
        if not self._has_tree:
            return 0
        size: int = self._all(_TREE_SIZE)[0][0]
        return size

    def node_count(self) -> int:
        """The number of stored hashes."""
        count: int = self._all("SELECT COUNT(*) FROM tree_nodes")[0][0] if self._has_tree else 0
        return count

    def nodes(self, level: int, first: int, last: int) -> dict[tuple[int, int], Any]:
        """The stored hashes of a level, from one number up to another, which is left out."""
        if not self._has_tree or first >= last:
            return {}
        return {(row[0], row[1]): _value(row[2], row[3]) for row in self._all(_NODES, (level, first, last))}

    def digest(self, command_id: str) -> Any:
        """The digest of a command; None where it is not there."""
        rows = self._all(f"SELECT {_read('digest')} FROM commands WHERE command_id = ?", (command_id,))
        return _value(rows[0][0], rows[0][1]) if rows else None

    def commands(self) -> Iterator[Any]:
        """The ids of all commands."""
        rows = self._all(f"SELECT {_read('command_id')} FROM commands ORDER BY command_id")
        return (_value(row[0], row[1]) for row in rows)

    def digests(self) -> Iterator[tuple[Any, Any]]:
        """The ids of all commands, each with its digest."""
        rows = self._all(f"SELECT {_read('command_id')}, {_read('digest')} FROM commands ORDER BY command_id")
        return ((_value(row[0], row[1]), _value(row[2], row[3])) for row in rows)

    def _all(self, statement: str, parameters: tuple[Any, ...] = ()) -> list[Any]:
        self._cursor.execute(statement, parameters)
        rows: list[Any] = self._cursor.fetchall()
        return rows


def _event(row: Any) -> tuple[Any, Any, Any, Any]:
    subject, version, topic, state = (_value(row[place], row[place + 1]) for place in (2, 4, 6, 8))
    return subject, version, topic, state


def _value(stored: Any, kind: str) -> Any:
    """A value of the database, read with `_read`."""
    if kind != "text":
        return stored
    try:
        return stored.decode()
    except UnicodeDecodeError:
        return NotText(stored)
