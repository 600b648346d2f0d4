"""Filling an empty log with events that another store recorded: the one way in on which positions are not new."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from eventsourcing.persistence import StoredEvent

from .inspection import Cursor

BATCH: Final = 1_000
"""Events read at a time."""

Insert = Callable[[Sequence[StoredEvent], Mapping[str, str]], object]
"""Adds events at the end of the log, and the digests of new commands by their ids."""


class Statements(NamedTuple):
    """What a database is asked while it is filled.

    Attributes:
        size: the number of events.
        digest: the digest of a command, by its id.
        streams: so many events with their positions after a subject and a version, in the order of these.
    """

    size: str
    digest: str
    streams: str


class Refilling:
    """A log that is being filled, in one transaction.

    Args:
        cursor: a cursor within it.
        statements: what is asked of the database.
        insert: adds events in it.
    """

    def __init__(self, cursor: Cursor, statements: Statements, insert: Insert) -> None:
        self._cursor = cursor
        self._statements = statements
        self._insert = insert

    def __len__(self) -> int:
        self._cursor.execute(self._statements.size)
        size: int = self._cursor.fetchall()[0][0]
        return size

    def digests(self, command_ids: Iterable[str]) -> dict[str, str]:
        """The digests of those of these commands that are in the store by now."""
        found: dict[str, str] = {}
        for command_id in command_ids:
            self._cursor.execute(self._statements.digest, (command_id,))
            for (digest,) in self._cursor.fetchall():
                found[command_id] = digest
        return found

    def add(self, rows: Iterable[tuple[str, int, str, bytes]], commands: Mapping[str, str]) -> None:
        """Add events at the end of the log: subject, version, topic and state of each.

        Args:
            rows: the events.
            commands: the digests of commands that are not in the store yet, by their ids.
        """
        self._insert([StoredEvent(*row) for row in rows], commands)

    def streams(self) -> Iterator[tuple[int, str, int, str, bytes]]:
        """Every event that was added, with its position: stream by stream, each in the order of its versions."""
        after: tuple[str, int] = ("", 0)
        while True:
            self._cursor.execute(self._statements.streams, (*after, BATCH))
            rows: list[Any] = self._cursor.fetchall()
            yield from (tuple(row) for row in rows)
            if len(rows) < BATCH:
                return
            after = (rows[-1][1], rows[-1][2])
