"""Reading a store that may have been changed behind the program's back: nothing in it is taken for granted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Protocol

BATCH: Final = 500
"""Positions read at a time."""

_ROWS: Final = (
    "SELECT l.position, e.originator_id, e.originator_version, e.topic, e.state, e.rowid "
    "FROM log_positions l LEFT JOIN stored_events e ON e.rowid = l.notification_id "
    "WHERE l.position >= ? ORDER BY l.position LIMIT ?"
)
_STRAY: Final = (
    "SELECT e.originator_id, (SELECT COALESCE(MAX(l.position) + 1, 0) FROM log_positions l "
    "WHERE l.notification_id < e.rowid) AS place FROM stored_events e "
    "WHERE NOT EXISTS (SELECT 1 FROM log_positions l WHERE l.notification_id = e.rowid) ORDER BY place"
)
_NODES: Final = "SELECT level, number, hash FROM tree_nodes WHERE level = ? AND number >= ? AND number < ?"


class Cursor(Protocol):
    """What is needed of a database cursor."""

    def execute(self, statement: str, parameters: Any = ..., /) -> Any:
        """Execute a statement."""

    def fetchall(self) -> Any:
        """All rows."""


@dataclass(frozen=True, slots=True)
class Found:
    """What stands at one position.

    Attributes:
        position: the position, as it is stored.
        row: the subject, version, topic and state of its event, whatever their types; None where the event is gone.
    """

    position: Any
    row: tuple[Any, Any, Any, Any] | None


class Inspection:
    """All that a store holds at one instant.

    Args:
        cursor: a cursor within a transaction.
        has_tree: whether hashes are stored at all.
    """

    def __init__(self, cursor: Cursor, *, has_tree: bool) -> None:
        self._cursor = cursor
        self._has_tree = has_tree

    def batches(self) -> Iterator[list[Found]]:
        """What stands at each position, in order, some at a time."""
        start = 0
        while True:
            rows = self._all(_ROWS, (start, BATCH))
            if rows:
                yield [Found(row[0], None if row[5] is None else tuple(row)[1:5]) for row in rows]
            if len(rows) < BATCH:
                return
            start = rows[-1][0] + 1

    def odd_positions(self) -> list[Any]:
        """Positions that cannot be: below 0."""
        return [row[0] for row in self._all("SELECT position FROM log_positions WHERE position < 0", ())]

    def strays(self) -> list[tuple[str, int]]:
        """Events without a position: their subjects, and the position before which they were put."""
        return [(str(row[0]), row[1]) for row in self._all(_STRAY, ())]

    def tree_size(self) -> int:
        """The number of events whose hashes are stored."""
        if not self._has_tree:
            return 0
        size: int = self._all("SELECT COALESCE(MAX(number) + 1, 0) FROM tree_nodes WHERE level = 0", ())[0][0]
        return size

    def node_count(self) -> int:
        """The number of stored hashes."""
        count: int = self._all("SELECT COUNT(*) FROM tree_nodes", ())[0][0] if self._has_tree else 0
        return count

    def nodes(self, level: int, first: int, last: int) -> dict[tuple[int, int], Any]:
        """The stored hashes of a level, from one number up to another, which is left out."""
        if not self._has_tree or first >= last:
            return {}
        return {(row[0], row[1]): row[2] for row in self._all(_NODES, (level, first, last))}

    def digest(self, command_id: str) -> Any:
        """The digest of a command; None where it is not there."""
        rows = self._all("SELECT digest FROM commands WHERE command_id = ?", (command_id,))
        return rows[0][0] if rows else None

    def commands(self) -> Iterator[Any]:
        """The ids of all commands."""
        self._cursor.execute("SELECT command_id FROM commands ORDER BY command_id")
        return (row[0] for row in self._cursor.fetchall())

    def _all(self, statement: str, parameters: tuple[Any, ...]) -> list[Any]:
        self._cursor.execute(statement, parameters)
        rows: list[Any] = self._cursor.fetchall()
        return rows
