"""What the command `replay` does and prints."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import track

from mayor_schedule.audit.replay import steps
from mayor_schedule.domain.catalog import KEPT
from mayor_schedule.office import Office

from .event_cells import about_lines, difference_line, reason_lines, source_lines
from .field_words import topic_name
from .tables import print_table
from .wording import word


def stepped(
    office: Office, subject: str | None, *, known_on: str | None, recorded_until: str | None
) -> list[dict[str, Any]]:
    """The steps of a subject, or of everything; that may take long, and shows its progress on a terminal."""
    if subject is not None and ":" not in subject:
        known = office.knowledge(known_on=known_on, recorded_until=recorded_until).find(subject)
        subject = subject if known is None else known.id
    found: Iterable[dict[str, Any]] = steps(office.replay(subject, known_on=known_on, recorded_until=recorded_until))
    if subject is None and sys.stderr.isatty():
        found = track(found, total=len(office.store), description="", console=Console(stderr=True), transient=True)
    return list(found)


def print_steps(records: Sequence[Mapping[str, Any]], languages: tuple[str, ...]) -> None:
    """The steps, a row each."""
    rows = [
        [
            str(each["position"]),
            f"{each['event']}\n{topic_name(each['topic'], languages[0])}",
            "\n".join(_changes(each, languages)),
            each["known_on"],
            each["by"],
            "\n".join(source_lines(each)),
        ]
        for each in records
    ]
    keys = ("position", "event", "difference", "known_on", "by", "source")
    headings = [word(key, languages[0]) for key in keys]
    print_table("", headings, [[escape(cell) for cell in row] for row in rows], right=(0,))
    if not rows:
        typer.echo(word("nothing", languages[0]))


def _changes(record: Mapping[str, Any], languages: tuple[str, ...]) -> list[str]:
    kept = record["topic"].partition(".")[0] in KEPT
    changed = [
        difference_line(name, each["before"], each["after"], languages, kept=kept)
        for name, each in record["changes"].items()
        if name != "reason"
    ]
    return [*about_lines(record, languages[0]), *changed, *reason_lines(record, languages)]
