"""What the tables of a store have to be, and what is otherwise in a file: anything more could change what is read."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import Final, NamedTuple

from mayor_schedule.messages import Message, Saying, message_of, say, term

from .kept.tables import NAMES

OPTIONAL: Final = frozenset(
    name for table in ("tree_nodes", *NAMES) for name in (table, f"sqlite_autoindex_{table}_1")
)
"""What is made only when it is first needed."""

_STATISTICS: Final = frozenset({"sqlite_stat1", "sqlite_stat4"})
"""Tables of SQLite's own, which its ``ANALYZE`` makes, and which change no answer."""

MASTER: Final = (
    "SELECT CAST(type AS BLOB), CAST(name AS BLOB), CAST(tbl_name AS BLOB), CAST(sql AS BLOB) FROM sqlite_master "
    "ORDER BY rowid"
)


ADDED: Final = Saying("MS-0752", "a {kind} {name!r} was added")
REMOVED: Final = Saying("MS-0753", "the {kind} {name} was removed")


class Made(NamedTuple):
    """One thing in a database.

    Attributes:
        kind: ``table``, ``index``, ``trigger`` or ``view``.
        name: its name.
        table: the table that it belongs to.
        statement: what made it; None for an index of SQLite's own.
    """

    kind: str
    name: str
    table: str
    statement: str | None


def made_of(rows: Iterable[Iterable[bytes | None]]) -> list[Made]:
    """What is in a database, from the rows of `MASTER`."""
    texts = ([None if each is None else each.decode(errors="backslashreplace") for each in row] for row in rows)
    return [Made(kind or "", name or "", table or "", statement) for kind, name, table, statement in texts]


def expected(statements: Iterable[str]) -> dict[str, Made]:
    """What these statements make, by name: SQLite itself says so."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)
        return {each.name: each for each in made_of(connection.execute(MASTER).fetchall())}


def differences(found: Iterable[Made], wanted: dict[str, Made]) -> Iterator[Message]:
    """What is not as it was made.

    Args:
        found: what is in the database.
        wanted: what has to be there, or may be; by name.

    Yields:
        A sentence on each difference.
    """
    names = set()
    for each in sorted(found, key=lambda each: each.name not in wanted):
        names.add(each.name)
        if each == wanted.get(each.name) or (each.kind == "table" and each.name in _STATISTICS):
            continue
        if each.name not in wanted:
            yield _added(each, is_ours=each.table in wanted)
        elif each.kind != wanted[each.name].kind:
            yield say(
                "MS-0754", "the {kind} {name} is not as it was made: a {other} is in its place",
                kind=kind_named(wanted[each.name].kind), name=each.name, other=kind_named(each.kind),
            )  # fmt: skip
        else:
            yield say(
                "MS-0755", "the {kind} {name} is not as it was made: it was made anew, or changed",
                kind=kind_named(each.kind), name=each.name,
            )  # fmt: skip
    for name, each in wanted.items():
        if name not in names and name not in OPTIONAL:
            yield REMOVED(kind=kind_named(each.kind), name=name)


def _added(made: Made, *, is_ours: bool) -> Message:
    kind = kind_named(made.kind)
    if not is_ours:
        return ADDED(kind=kind, name=made.name)
    return say(
        "MS-0756", "the table {table} is not as it was made: a {kind} {name!r} was added",
        table=made.table, kind=kind, name=made.name,
    )  # fmt: skip


_KINDS: Final = {
    "table": term("table"), "index": term("index"), "trigger": term("trigger"), "view": term("view"),
    "materialized view": term("materialized view"), "partitioned table": term("partitioned table"),
    "foreign table": term("foreign table"),
}  # fmt: skip


def kind_named(kind: str) -> Message:
    """What a kind of thing in a database is called: a table, an index, a trigger, a view."""
    return _KINDS.get(kind) or message_of(kind)


def unreadable(found: Iterable[Made], wanted: dict[str, Made]) -> bool:
    """Whether a table that is needed is missing, or is none that can be read to its end."""
    stored = {each.name for each in found if each.kind == "table" and (each.statement or "").startswith("CREATE TABLE")}
    return any(each.kind == "table" and name not in stored | OPTIONAL for name, each in wanted.items())
