"""The tables of what is kept of the log; everything in them can be made anew from it.

A *generation* is one making of them: a new one is filled while the last one is read, and then takes its place.
"""

from __future__ import annotations

from typing import Final

_TABLES: Final = {
    "view_generations": (
        "generation {int} NOT NULL, format {int} NOT NULL, position {int} NOT NULL, domain {text} NOT NULL, "
        "is_current {int} NOT NULL, PRIMARY KEY (generation)"
    ),
    "view_rows": (
        "generation {int} NOT NULL, subject {text} NOT NULL, version {int} NOT NULL, position {int} NOT NULL, "
        "known_on {text} NOT NULL, opened {int} NOT NULL, uid {text} NOT NULL, visibility {text} NOT NULL, "
        "public_from {text}, is_withdrawn {int} NOT NULL, outline {text}, PRIMARY KEY (generation, subject, version)"
    ),
    "view_headings": (
        "generation {int} NOT NULL, heading {text} NOT NULL, until_known {text} NOT NULL, subject {text} NOT NULL, "
        "position {int} NOT NULL, known_on {text} NOT NULL, until_position {int} NOT NULL, "
        "PRIMARY KEY (generation, heading, until_known, subject, position)"
    ),
    "view_times": (
        "generation {int} NOT NULL, recorded_at {text} NOT NULL, position {int} NOT NULL, "
        "PRIMARY KEY (generation, recorded_at)"
    ),
    "view_faults": (
        "generation {int} NOT NULL, position {int} NOT NULL, subject {text} NOT NULL, why {text} NOT NULL, "
        "PRIMARY KEY (generation, position)"
    ),
}

NAMES: Final = tuple(_TABLES)
"""The names of the tables."""

GENERATIONS: Final = "view_generations"
"""The table that has a line for each generation."""

KEYS: Final = {
    name: tuple(columns.partition("PRIMARY KEY (generation, ")[2].rstrip(")").split(", "))
    for name, columns in _TABLES.items()
    if name != GENERATIONS
}
"""The tables that have the rows of generations, each with its key behind the generation's number."""

IN_SQLITE: Final = tuple(
    f"CREATE TABLE IF NOT EXISTS {name} ({columns.format(int='INTEGER', text='TEXT')}) WITHOUT ROWID"
    for name, columns in _TABLES.items()
)
"""What makes them in an SQLite file."""

IN_POSTGRES: Final = tuple(
    f'CREATE TABLE IF NOT EXISTS "{{schema}}".{name} ({columns.format(int="bigint", text=_BY_BYTES)})'
    for _BY_BYTES in ('text COLLATE "C"',)
    for name, columns in _TABLES.items()
)
"""What makes them in a schema of a PostgreSQL database."""


def traits(name: str) -> tuple[str, ...]:
    """The columns and the key of a table, as a PostgreSQL catalog tells them."""
    columns, _, key = _TABLES[name].partition(", PRIMARY KEY ")
    kinds = {"{int}": "bigint", "{int} NOT NULL": "bigint not null"}
    kinds |= {"{text}": "text by bytes", "{text} NOT NULL": "text not null by bytes"}
    parts = (each.partition(" ") for each in columns.split(", "))
    told = [f"the column {column} {kinds[kind]}" for column, _, kind in parts]
    quoted = key.replace("position", '"position"')
    return (*told, f"the constraint PRIMARY KEY {quoted}")
