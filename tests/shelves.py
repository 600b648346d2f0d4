"""What is kept beside the log, as a test compares it."""

from __future__ import annotations

from typing import Any

from mayor_schedule import Office
from mayor_schedule.store.kept.tables import NAMES

TABLES = ("view_rows", "view_headings", "view_times", "view_faults")


def kept(office: Office) -> list[list[tuple[Any, ...]]]:
    """Everything that is kept and read, without the number of the generation."""
    with office.store.viewing() as cursor:
        generation = office.kept.current_in(cursor)
        number = 0 if generation is None else generation.number
        return [
            sorted(row[1:] for row in cursor.all(f"SELECT * FROM {{s}}{table} WHERE generation = ?", number))  # noqa: S608
            for table in TABLES
        ]


def generations(office: Office) -> set[int]:
    """The numbers of the generations of which anything is there."""
    with office.store.viewing() as cursor:
        found = [cursor.all(f"SELECT DISTINCT generation FROM {{s}}{table}") for table in NAMES]  # noqa: S608
    return {row[0] for rows in found for row in rows}


def is_as_if_made_anew(office: Office) -> None:
    """What is kept, once it is caught up, is what is kept if everything is made anew."""
    assert office.kept.catch_up() == len(office.store)
    caught_up = kept(office)
    assert office.kept.rebuild() == len(office.store)
    assert kept(office) == caught_up
    assert caught_up[-1] == [], "nothing is set aside"
