"""What the command `changes` prints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import typer
from rich.markup import escape

from .event_cells import difference_line, event_lines
from .tables import print_table
from .wording import word


def print_changes(records: Sequence[Mapping[str, Any]], days: tuple[str, str], languages: tuple[str, ...]) -> None:
    """What changed, a row for each event that did something to a subject; the public sees no events.

    Args:
        records: the changes, as `audit.changes` gives them.
        days: the two days.
        languages: the language of the table, and those to fall back to.
    """
    language = languages[0]
    if not records:
        typer.echo(word("no_changes", language))
        return
    rows = [row for each in records for row in _rows(each, languages)]
    keys = ["what", "difference", "event"]
    if not any(row[2] for row in rows):
        keys, rows = keys[:2], [row[:2] for row in rows]
    title = word("known_changes", language, first=days[0], last=days[1])
    print_table(title, [word(key, language) for key in keys], [[escape(cell) for cell in row] for row in rows])


def _rows(record: Mapping[str, Any], languages: tuple[str, ...]) -> Iterator[list[str]]:
    heading = f"{record['title']}\n{record['subject']}\n{word('change_' + record['change'], languages[0])}"
    by_event: dict[str | None, list[str]] = {}
    behind: dict[str | None, Mapping[str, Any]] = {}
    for name, each in record["fields"].items():
        lines = by_event.setdefault(each["event"], [])
        if not _goes_without_saying(name, each):
            lines.append(difference_line(name, each["before"], each["after"], languages))
        behind[each["event"]] = each
    for event, lines in by_event.items():
        said = "\n".join(event_lines(behind[event], languages)) if event else ""
        yield [heading, "\n".join(lines), said]
        heading = ""


def _goes_without_saying(name: str, change: Mapping[str, Any]) -> bool:
    """Whether a new value is what one would take it to be."""
    return change["before"] is None and (name, change["after"]) in (("visibility", "internal"), ("approximate", False))
