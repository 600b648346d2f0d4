"""What the commands print: they read a view and hand it to a table or to JSON."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from datetime import date
from typing import Any

import typer

from mayor_schedule.audit.events import label
from mayor_schedule.audit.history import history_record, public_history_record
from mayor_schedule.domain.values.days import read_day
from mayor_schedule.domain.values.identity import KINDS
from mayor_schedule.domain.values.instants import written
from mayor_schedule.domain.values.visibility import Audience
from mayor_schedule.errors import InvalidValueError, UnknownSubjectError
from mayor_schedule.messages import say
from mayor_schedule.office import Office
from mayor_schedule.views.agreements import same_as
from mayor_schedule.views.calendar import Calendar
from mayor_schedule.views.counting.counts import Count, Counts
from mayor_schedule.views.counting.series import COUNTED
from mayor_schedule.views.knowledge import Knowledge
from mayor_schedule.views.past import then

from .field_values import field_text
from .field_words import code_word, field_label, kind_name, topic_name
from .refusals import meant
from .tables import calendar_rows, count_rows, one_year, print_json, print_table
from .wording import word

LINE = 70
"""Characters of one line of a history cell."""


def titled(title: str, knowledge: Knowledge, language: str) -> str:
    """The title of a table, which says of which past it is."""
    parts = [title] if title else []
    if knowledge.known_on is not None:
        parts.append(word("known", language, day=knowledge.known_on))
    if knowledge.recorded_until is not None:
        parts.append(word("recorded_until", language, at=written(knowledge.recorded_until)))
    return ", ".join(parts)


def print_subject(knowledge: Knowledge, record: dict[str, Any], languages: tuple[str, ...]) -> None:
    """One subject: its fields, and which event set each."""
    by_reference = {each.reference: each for known in knowledge.values() for each in known.records}
    rows = []
    for name, each in record["fields"].items():
        source = by_reference.get(each["event"] or "")
        rows.append(
            [
                field_label(name, languages[0]), field_text(name, each["value"], languages), each["event"] or "",
                "" if source is None else str(source.known_on),
                "" if source is None else _sources(history_record(source)),
            ]
        )  # fmt: skip
    headings = [word(key, languages[0]) for key in ("field", "value", "event", "known_on", "source")]
    if record["same_as"] is not None:
        typer.echo(word("is_same_as", languages[0], other=record["same_as"]))
    print_table(titled(record["subject"], knowledge, languages[0]), headings, _escaped(rows))


def print_list(knowledge: Knowledge, kind: str | None, languages: tuple[str, ...], *, as_json: bool) -> None:
    """The subjects of a kind, a line each."""
    if kind is not None and kind not in KINDS:
        close = difflib.get_close_matches(kind, KINDS, n=1)
        unknown = say(
            "MS-0065", "there is no kind {kind!r}{meant}; the kinds are {known}",
            kind=kind, meant=meant(close[0] if close else None), known=", ".join(KINDS),
        )  # fmt: skip
        raise InvalidValueError(unknown)
    public = knowledge.audience is Audience.PUBLIC
    found = [known for known in knowledge.values() if kind in (None, known.state.kind)]
    found.sort(key=lambda known: (KINDS.index(known.state.kind), known.order))
    records = [
        {
            "subject": known.uid if public else known.id,
            "kind": known.state.kind,
            "title": label(known, languages),
            "stage": getattr(known.state, "stage", None),
            "same_as": same_as(knowledge, known),
            "visibility": str(known.state.visibility),
            "uid": known.uid,
            "events": [] if public else list(known.events),
        }
        for known in found
    ]
    if as_json:
        print_json(records)
        return
    rows = [
        [str(each["subject"]), str(each["title"]), _stage(each, languages[0]), _visible(each, languages[0])]
        for each in records
    ]
    headings = [word(key, languages[0]) for key in ("subject", "title", "stage", "visibility")]
    title = "" if kind is None else kind_name(kind, languages[0])
    print_table(titled(title, knowledge, languages[0]), headings, _escaped(rows))


def _stage(record: dict[str, Any], language: str) -> str:
    """The stage of a subject; of an agreement that repeats another one, also which."""
    code = record["stage"]
    stage = "" if code is None else code_word("stage", code, language)
    return stage if record["same_as"] is None else f"{stage}\n{word('same', language, other=record['same_as'])}"


def _visible(record: dict[str, Any], language: str) -> str:
    """Who may see a subject."""
    return word(f"visibility_{record['visibility']}", language)


def print_calendar(
    view: Calendar, first: str | None, last: str | None, languages: tuple[str, ...], *, as_json: bool
) -> None:
    """The calendar between two days, either of which may be left open."""
    start = date.min if first is None else read_day(first)
    end = date.max if last is None else read_day(last)
    if end < start:
        raise InvalidValueError(
            say(
                "MS-0066", "the calendar cannot run from {start} to {end}; exchange --from and --to",
                start=start, end=end,
            )
        )  # fmt: skip
    whole = first is None and last is None
    entries = view.entries() if whole else view.between(start, end)
    if as_json:
        print_json([entry.to_record(view.knowledge.audience, *languages) for entry in entries])
        return
    title = word("calendar_all", languages[0])
    if not whole:
        title = word("calendar", languages[0], first=first or "…", last=last or "…")
    title = titled(title, view.knowledge, languages[0])
    year = one_year(start, end)
    headings = [word(key, languages[0]) for key in ("when", "what", "status", "place")]
    print_table(title, headings, calendar_rows(entries, languages, year))
    if not entries:
        typer.echo(word("nothing", languages[0]))


def print_counts(view: Counts, languages: tuple[str, ...], *, as_json: bool, counted_only: bool = False) -> None:
    """The counts on a day."""
    if as_json:
        print_json({key: count.to_record(view.knowledge.audience, *languages) for key, count in view.items()})
        return
    title = word("counts", languages[0], since=view.since, on=view.on)
    title = titled(title, view.knowledge, languages[0])
    keys = ("series", "stated", "named", "unnamed", "total", "unit", "unexplained", "as_of")
    headings = [word(key, languages[0]) for key in keys]
    rows = count_rows(view, languages, counted_only=counted_only)
    print_table(title, headings, rows, right=(1, 2, 3, 4, 6))
    others = sum(key not in COUNTED for key in view)
    if counted_only and others:
        typer.echo(word("others", languages[0], count=others))
    for count in view.values():
        if (aside := count.stated_for_all) is not None:
            series, about = word(count.key, languages[0]), "~" if aside.approximate else ""
            told = {"as_of": aside.as_of, "stated": f"{about}{aside.value:,}", "unit": aside.unit or ""}
            typer.echo(word("set_aside", languages[0], series=series, **told).rstrip())
    _print_findings((count for key, count in view.items() if key in COUNTED or not counted_only), languages)


def _print_findings(counts: Iterable[Count], languages: tuple[str, ...]) -> None:
    """What rules over figures found, a line each: it involves several series, and is told once."""
    found = {
        (each.rule.id, each.kind, each.as_of, each.series): each for count in counts for each in count.findings
    }  # fmt: skip
    for each in found.values():
        day = "" if each.as_of is None else f" ({each.as_of})"
        typer.echo(f"{each.severity_said(*languages)}: {label(each.rule, languages)}{day}: {each.said(*languages)}")


def history_records(office: Office, knowledge: Knowledge, subject: str | None) -> list[dict[str, Any]]:
    """The events of a subject, or all, as an audience may see them, in the past that its knowledge is of.

    As known on a day, an event names no subject that was not known yet.

    Raises:
        UnknownSubjectError: there is no such subject, was none then, or it is not to be seen.
    """
    public, past = knowledge.audience is Audience.PUBLIC, (knowledge.known_on, knowledge.recorded_until)
    records = list(office.history(known_on=past[0], recorded_until=past[1]))
    there = {each.subject for each in records}
    if subject is not None:
        known = knowledge.find(subject)
        subject = known.id if known is not None else subject
        # What is hidden from the public, and what is not there, are told alike.
        if subject not in (knowledge if public else there):
            missing = say(
                "MS-0067", "there is no {subject}{then}; mayor-schedule list shows what there is",
                subject=subject, then=then(*past),
            )  # fmt: skip
            raise UnknownSubjectError(missing, subject=subject)
    records = [each for each in records if subject in (None, each.subject)]
    if public:
        return [public_history_record(each, knowledge[each.subject]) for each in records if each.subject in knowledge]
    return [history_record(each, None if past[0] is None else there) for each in records]


def print_history(knowledge: Knowledge, records: Iterable[dict[str, Any]], languages: tuple[str, ...]) -> None:
    """The events, a row each."""
    rows = []
    for each in records:
        version = "" if each["version"] is None else f"@{each['version']}"
        rows.append(
            [
                "" if each["position"] is None else str(each["position"]), f"{each['subject']}{version}",
                topic_name(each["topic"], languages[0]),
                _said(each, languages), each["known_on"] or "", each["by"] or "", _sources(each),
            ]
        )  # fmt: skip
    keys = ("position", "subject", "topic", "what", "known_on", "by", "source")
    title = titled("", knowledge, languages[0])
    print_table(title, [word(key, languages[0]) for key in keys], _escaped(rows), right=(0,))
    if not rows:
        typer.echo(word("nothing", languages[0]))


def _said(record: dict[str, Any], languages: tuple[str, ...]) -> str:
    """What an event said, a line for each field, and the recorder's note; long ones are cut short."""
    data = {name: value for name, value in (record["data"] or {}).items() if value not in (None, [], {}, "")}
    data.pop("visibility" if len(data) > 1 else "", None)
    lines = [
        f"{field_label(name, languages[0])}: {field_text(name, value, languages)}".replace("\n", ", ")
        for name, value in data.items()
    ]
    if record["note"]:
        lines.append(f"({record['note']})")
    return "\n".join(line if len(line) <= LINE else line[: LINE - 1] + "…" for line in lines)


def _sources(record: dict[str, Any]) -> str:
    return "\n".join(f"{each['document']} {each['at'] or ''}".strip() for each in record["sources"])


def _escaped(rows: Iterable[Iterable[str]]) -> list[list[str]]:
    from rich.markup import escape  # noqa: PLC0415

    return [[escape(cell) for cell in row] for row in rows]
