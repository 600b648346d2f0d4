"""What the commands that record print: what became of a file, and what a calendar changes."""

from __future__ import annotations

import getpass
from dataclasses import asdict
from typing import Any

import typer
from rich.markup import escape

from mayor_schedule.domain.values.days import read_day
from mayor_schedule.domain.values.identity import check_name
from mayor_schedule.domain.values.recurrence_text import say as recurring
from mayor_schedule.errors import UnknownSubjectError
from mayor_schedule.imports.dossier import default_sources, latest_day, read_entries, registered_documents
from mayor_schedule.imports.entries import Defaults
from mayor_schedule.imports.ics.options import CalendarOptions, Change
from mayor_schedule.imports.loading import Report, record_placed
from mayor_schedule.imports.nodes import Node
from mayor_schedule.messages import say, term
from mayor_schedule.office import Office
from mayor_schedule.telling import coded
from mayor_schedule.views.calendar import when_record

from .tables import date_text, print_json, print_table
from .wording import word


def calendar_options(
    *, part_of: str | None, calendar: str | None, attended_by: str | None, since: str | None, by: str | None,
    known_on: str | None,
) -> CalendarOptions:  # fmt: skip
    """How calendars are loaded.

    Raises:
        InvalidValueError: one of the days is no day, or the principal cannot be one.
    """
    return CalendarOptions(
        by=by or getpass.getuser(),
        known_on=None if known_on is None else read_day(known_on),
        part_of=part_of,
        calendar=calendar,
        attended_by=None if attended_by is None else check_name(attended_by),
        since=None if since is None else read_day(since),
    )


def print_loaded(report: Report, languages: tuple[str, ...], *, dry_run: bool, as_json: bool) -> None:
    """Tell what became of an import: before it is done, each change of a calendar; then how many there were."""
    if as_json:
        print_json(_record(report, languages, dry_run=dry_run))
    _tell_findings(report, languages)
    for note in report.notes:
        said = term("{file}:{line}: note: {message}", file=note.file, line=note.line, message=note.message)
        typer.echo(coded(said, languages[0]), err=True)
    if as_json:
        return
    if dry_run and report.changes:
        headings = [word(key, languages[0]) for key in ("line", "change", "title", "when", "subject")]
        several = len({each.file for each in report.changes}) > 1
        rows = [[escape(cell) for cell in _row(each, languages, several=several)] for each in report.changes]
        print_table(word("changes", languages[0]), headings, rows, right=(0,))
    if report.restored is not None:
        key = "would_be_restored" if dry_run else "restored"
        told = {"count": report.restored.events, "event": report.restored.reference}
        typer.echo(word(key, languages[0], **told))
        return
    key = "would_be_recorded" if dry_run else "recorded"
    typer.echo(word(key, languages[0], count=report.recorded, there=report.already_there))


def _tell_findings(report: Report, languages: tuple[str, ...]) -> None:
    for where, finding in report.findings:
        told = f"{finding.severity_said(*languages)}: {finding.rule.id}: {finding.said(*languages)}"
        typer.echo(f"{where.file}:{where.line}: {told}", err=True)


def _row(change: Change, languages: tuple[str, ...], *, several: bool) -> list[str]:
    """One change of a calendar: its line, what is done, the title, when it is then, and the subject."""
    line = "" if change.is_gone else str(change.line)
    verb = change.command.command_name().partition("_")[0]
    day = getattr(change.command, "occurrence", None)
    about = "" if day is None else f" ({day})"
    often = "" if change.recurrence is None else f"\n{recurring(change.recurrence, languages[0])}"
    return [
        f"{change.file}:{line}" if several else line,
        word(f"ics_{verb}", languages[0]) + about,
        change.title.best(*languages) + often,
        date_text(change.when, languages[0]), change.command.subject,
    ]  # fmt: skip


def _record(report: Report, languages: tuple[str, ...], *, dry_run: bool) -> dict[str, Any]:
    restored = {} if report.restored is None else {"restored": asdict(report.restored)}
    return {
        "dry_run": dry_run,
        "recorded": report.recorded,
        "already_there": report.already_there,
        "entries": [
            {
                "file": placed.file, "line": placed.line, "command": placed.entry.command.command_name(),
                "subject": placed.entry.command.subject, "status": receipt.status,
                "events": [recorded.reference for recorded in receipt.recorded],
            }
            for placed, receipt in zip(report.entries, report.receipts, strict=True)
        ],
        "changes": [
            {
                "file": each.file, "line": each.line, "command": each.command.command_name(),
                "subject": each.command.subject, "title": each.title.best(*languages), "when": when_record(each.when),
            }
            for each in report.changes
        ],
        "notes": [{"file": each.file, "line": each.line, "message": each.message} for each in report.notes],
        "findings": [
            {**finding.to_record(*languages), "file": where.file, "line": where.line}
            for where, finding in report.findings
        ],
        **restored,
    }  # fmt: skip


def record_file(
    office: Office, file: str, node: Node, *, by: str | None, known_on: str | None, source: str | None
) -> Report:  # fmt: skip
    """Record the entries that were read from a file, or from standard input."""
    registered = registered_documents(office)
    if source is not None and source.removeprefix("document:") not in registered:
        unknown = say(
            "MS-0069", "the source {source!r} is not registered; record a register_document first", source=source
        )
        raise UnknownSubjectError(unknown, subject=source)
    defaults = Defaults(
        by=by or getpass.getuser(),
        known_on=None if known_on is None else read_day(known_on),
        sources=default_sources(source),
    )
    return record_placed(office, read_entries(file, node, defaults, registered, latest_day(office)))
