"""What the commands `clashes` and `book` print."""

from __future__ import annotations

import getpass
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import typer
from rich.markup import escape

from mayor_schedule.domain.values.days import read_day
from mayor_schedule.domain.values.visibility import Audience
from mayor_schedule.domain.values.when import Timed, Unknown
from mayor_schedule.errors import ClashError
from mayor_schedule.office import Office
from mayor_schedule.telling import error_lines
from mayor_schedule.views.calendar import CalendarEntry
from mayor_schedule.views.clashes import Clashes, Finding

from .reports import titled
from .tables import print_json, print_table, when_text
from .wording import word


def found_between(view: Clashes, first: str | None, last: str | None) -> list[Finding]:
    """What is found between two days, either of which may be left open.

    Raises:
        InvalidValueError: one of them is no day, or the last is before the first.
    """
    if first is None and last is None:
        return view.all()
    start = date.min if first is None else read_day(first)
    return view.between(start, date.max if last is None else read_day(last))


def print_clashes(view: Clashes, found: Sequence[Finding], languages: tuple[str, ...], *, as_json: bool) -> None:
    """The clashes and warnings that were found in a view, in order."""
    if as_json:
        print_json([_record(each, languages) for each in found])
        return
    rows = [
        [
            f"{_days(each)}\n{_kind(each, languages[0])}",
            "\n".join(escape(_named(entry, each, languages)) for entry in each.entries), escape(each.say(languages[0])),
        ]
        for each in found
    ]  # fmt: skip
    headings = [word(key, languages[0]) for key in ("when", "entries", "why")]
    print_table(titled(word("clashes", languages[0]), view.knowledge, languages[0]), headings, rows)
    if not found:
        typer.echo(word("no_clashes", languages[0]))


def _days(finding: Finding) -> str:
    first, last = finding.span
    return str(first) if first == last else f"{first} –\n{last}"


def _kind(finding: Finding, language: str) -> str:
    """Clash or warning, and whose."""
    return " · ".join(each for each in (word(finding.severity, language), escape(finding.whose(language))) if each)


def _named(entry: CalendarEntry, finding: Finding, languages: tuple[str, ...]) -> str:
    """The title and the id, and below them when it is, unless the finding says so."""
    name = f"· {entry.title.best(*languages)} ({entry.subject})"
    told = entry.span == finding.span or finding.words.keys() & {"first", "date"}
    if isinstance(entry.when, Unknown) or entry.recurrence is not None or (told and not isinstance(entry.when, Timed)):
        return name
    return f"{name}\n  {when_text(entry, languages, None)}"


def _record(finding: Finding, languages: tuple[str, ...]) -> dict[str, Any]:
    """A finding as plain data."""
    accepted, reason = finding.accepted, finding.reason
    behind = {event: None for entry in finding.entries for event in entry.known.events}
    return {
        "severity": finding.severity,
        "rule": finding.rule,
        "principal": finding.principal,
        "entries": [_entry_record(each, languages) for each in finding.entries],
        "span": {"first": finding.span[0].isoformat(), "last": finding.span[1].isoformat()},
        "reason": finding.say(languages[0]),
        "details": {name: _plain(value) for name, value in finding.details(languages[0]).items()},
        "accepted": None
        if accepted is None or reason is None
        else {"reason": reason.best(*languages), "subject": accepted.id, "events": list(accepted.events)},
        "events": [*behind, *(() if accepted is None else accepted.events)],
    }


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _entry_record(entry: CalendarEntry, languages: tuple[str, ...]) -> dict[str, Any]:
    record = entry.to_record(Audience.INTERNAL, *languages)
    return {name: record[name] for name in ("uid", "subject", "kind", "title", "when", "occurrence", "place", "status")}


def book_all(office: Office, *, by: str | None, dry_run: bool, languages: tuple[str, ...], as_json: bool) -> None:
    """Book what is confirmed, and tell what became of it."""
    done = office.book(by=by or getpass.getuser(), dry_run=dry_run)
    if as_json:
        print_json(
            {
                "dry_run": dry_run, "booked": list(done.booked), "released": done.released,
                "clashes": [_clash_record(each) for each in done.clashes],
            }
        )  # fmt: skip
        return
    _tell(done.booked, languages[0], dry_run=dry_run)
    if done.released:
        typer.echo(word("released", languages[0], count=done.released))
    for each in done.clashes:
        typer.echo("\n".join(error_lines(each, languages[0])), err=True)
    if not (done.booked or done.released or done.clashes):
        typer.echo(word("nothing_to_book", languages[0]))


def _tell(booked: Iterable[str], language: str, *, dry_run: bool) -> None:
    subjects = list(booked)
    if subjects:
        key = "would_book" if dry_run else "booked"
        typer.echo(word(key, language, count=len(subjects), subjects=", ".join(subjects)))


def _clash_record(error: Exception) -> dict[str, Any]:
    if isinstance(error, ClashError):
        return {"subject": error.subject, "other": error.other, "principal": error.principal, "message": str(error)}
    return {"subject": None, "other": None, "principal": None, "message": str(error)}
