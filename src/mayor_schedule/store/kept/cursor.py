"""`KeptCursor`: statements for what is kept, the same for every database."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from ..inspection import Cursor


class Dialect(NamedTuple):
    """How a database writes what it does not write as the others do.

    Attributes:
        prefix: what stands before the name of a table.
        mark: a parameter.
        each: a table ``given`` of the values of a parameter, a JSON array of texts.
        row: the column of events to which positions point.
        lock: what is said behind a query whose rows nobody else may change until the end of the transaction.
        exists: asks whether the tables are there.
    """

    prefix: str
    mark: str
    each: str
    row: str
    lock: str
    exists: str


class KeptCursor:
    """A cursor within a transaction.

    Args:
        cursor: the database's.
        dialect: how that one writes.
    """

    def __init__(self, cursor: Cursor, dialect: Dialect) -> None:
        self._cursor = cursor
        self._dialect = dialect

    def run(self, statement: str, *parameters: Any) -> None:
        """Execute a statement; parameters are ``?``, the tables' prefix ``{s}``; others are in `Dialect`."""
        self._cursor.execute(self._written(statement), parameters)

    def all(self, statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        self.run(statement, *parameters)
        return [tuple(row) for row in self._cursor.fetchall()]

    def many(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        """Execute a statement with each of these parameters."""
        cursor: Any = self._cursor
        cursor.executemany(self._written(statement), list(rows))

    def is_there(self) -> bool:
        """Whether the tables are there."""
        return bool(self.all(self._dialect.exists))

    def _written(self, statement: str) -> str:
        written = self._dialect
        told = statement.replace("{s}", written.prefix).replace("{each}", written.each).replace("{lock}", written.lock)
        told = told.replace("{row}", written.row)
        return told if written.mark == "?" else told.replace("?", written.mark)


def texts(values: Iterable[str]) -> str:
    """The parameter for ``{each}``."""
    return json.dumps(sorted(set(values)))
