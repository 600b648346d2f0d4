"""Reading a PostgreSQL store that may have been changed behind the program's back.

The server keeps the kinds of columns, so less can be odd in a row than in an SQLite file; what kind a column is now is
told with the layout.
"""

# ruff: noqa: S608 - the name of a schema is letters, digits and _

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import psycopg

from mayor_schedule.messages import Message, listed, term

from ..inspection import OTHER_LAYOUT, Cursor, Found
from .schema import CATALOG, Trait, differences, unreadable
from .tables import FORMAT

BATCH: Final = 500
"""Positions read at a time."""

LIMIT: Final = 2**62
"""What is no position any more."""

_POSITION: Final = f"l.position >= 0 AND l.position < {LIMIT}"
_ROWS: Final = (
    "SELECT l.position, e.notification_id, e.originator_id, e.originator_version, e.topic, e.state "
    "FROM {s}.log_positions l LEFT JOIN {s}.stored_events e ON e.notification_id = l.notification_id "
    f"WHERE l.position >= %s AND {_POSITION} ORDER BY l.position LIMIT %s"
)
_ODD: Final = f"SELECT l.position FROM {{s}}.log_positions l WHERE NOT ({_POSITION}) OR l.position IS NULL"
_REPEATED: Final = (
    f"SELECT l.position FROM {{s}}.log_positions l WHERE {_POSITION} GROUP BY l.position HAVING count(*) > 1 "
    "ORDER BY l.position"
)
_STRAY: Final = (
    "SELECT e.originator_id, coalesce((SELECT l.position + 1 FROM {s}.log_positions l "
    f"WHERE l.notification_id < e.notification_id AND {_POSITION} ORDER BY l.notification_id DESC LIMIT 1), 0) AS p "
    "FROM {s}.stored_events e WHERE NOT EXISTS "
    "(SELECT 1 FROM {s}.log_positions l WHERE l.notification_id = e.notification_id) ORDER BY p"
)
_NODES: Final = "SELECT level, number, hash FROM {s}.tree_nodes WHERE level = %s AND number >= %s AND number < %s"
_TREE_SIZE: Final = (
    "SELECT coalesce(max(number) + 1, 0) FROM {s}.tree_nodes WHERE level = 0 AND number >= 0 AND number < "
    "(SELECT count(*) FROM {s}.log_positions) + (SELECT count(*) FROM {s}.tree_nodes WHERE level = 0)"
)


class PostgresInspection:
    """All that a store holds at one instant.

    Args:
        cursor: a cursor within a transaction that sees one instant.
        schema: the schema of its tables.
    """

    errors: tuple[type[Exception], ...] = (psycopg.Error,)
    """What is raised where a table cannot be read to its end."""

    def __init__(self, cursor: Cursor, schema: str) -> None:
        self._cursor = cursor
        self._schema = f'"{schema}"'
        cursor.execute(CATALOG, {"schema": schema})
        self._traits = [Trait(*row) for row in cursor.fetchall()]
        self.is_readable = not unreadable(self._traits)
        """Whether all tables are there: else nothing can be read but what is wrong with them."""

    def layout(self) -> Iterator[Message]:
        """What is wrong with the tables."""
        yield from differences(self._traits)
        if self.is_readable:
            versions = [row[0] for row in self._all("SELECT version FROM {s}.store_format ORDER BY version")]
            if versions != [FORMAT]:
                yield OTHER_LAYOUT(said=listed(versions) if versions else term("none"), wanted=FORMAT)

    def integrity(self) -> list[str]:
        """Nothing: a server checks its files itself (``pg_amcheck``), and tells of invalid indexes with the layout."""
        return []

    def count(self) -> int:
        """The number of positions."""
        count: int = self._all("SELECT count(*) FROM {s}.log_positions")[0][0]
        return count

    def batches(self) -> Iterator[list[Found]]:
        """What stands at each position, in order, some at a time."""
        start = 0
        while True:
            rows = self._all(_ROWS, start, BATCH)
            if rows:
                yield [Found(row[0], None if row[1] is None else row[2:]) for row in rows]
            if len(rows) < BATCH:
                return
            start = rows[-1][0] + 1

    def odd_positions(self) -> list[Any]:
        """Positions that cannot be: below 0, far too high, or none."""
        return [row[0] for row in self._all(_ODD)]

    def repeated_positions(self) -> list[int]:
        """Positions that are there more than once."""
        return [row[0] for row in self._all(_REPEATED)]

    def strays(self) -> list[tuple[Any, int]]:
        """Events without a position: their subjects, and the position before which they were put."""
        return [(row[0], row[1]) for row in self._all(_STRAY)]

    def tree_size(self) -> int:
        """The number of events whose hashes are stored; a hash far beyond the log is of none."""
        size: int = self._all(_TREE_SIZE)[0][0]
        return size

    def node_count(self) -> int:
        """The number of stored hashes."""
        count: int = self._all("SELECT count(*) FROM {s}.tree_nodes")[0][0]
        return count

    def nodes(self, level: int, first: int, last: int) -> dict[tuple[int, int], Any]:
        """The stored hashes of a level, from one number up to another, which is left out."""
        if first >= last:
            return {}
        return {(row[0], row[1]): row[2] for row in self._all(_NODES, level, first, last)}

    def digest(self, command_id: str) -> Any:
        """The digest of a command; None where it is not there."""
        rows = self._all("SELECT digest FROM {s}.commands WHERE command_id = %s", command_id)
        return rows[0][0] if rows else None

    def commands(self) -> Iterator[Any]:
        """The ids of all commands."""
        return (row[0] for row in self._all("SELECT command_id FROM {s}.commands ORDER BY command_id"))

    def digests(self) -> Iterator[tuple[Any, Any]]:
        """The ids of all commands, each with its digest."""
        return iter(self._all("SELECT command_id, digest FROM {s}.commands ORDER BY command_id"))

    def _all(self, statement: str, *parameters: Any) -> list[Any]:
        self._cursor.execute(statement.format(s=self._schema), parameters)
        rows: list[Any] = self._cursor.fetchall()
        return rows
