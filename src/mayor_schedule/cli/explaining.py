"""What the command `explain` prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import typer
from rich.markup import escape

from mayor_schedule.domain.document import Document
from mayor_schedule.views.counting.series import COUNTED
from mayor_schedule.views.knowledge import Knowledge

from .event_cells import reason_lines, source_lines, value_text
from .field_words import field_label
from .reckoning import reckoned
from .reports import titled
from .tables import print_table
from .wording import word


def print_explained(knowledge: Knowledge, record: Mapping[str, Any], languages: tuple[str, ...]) -> None:
    """A subject or a count, with the events and sources behind it.

    Args:
        knowledge: what is known, for the titles of documents.
        record: the explanation, as `audit.explain` gives it.
        languages: the language of the table, and those to fall back to.
    """
    if "key" in record:
        _print_count(knowledge, record, languages)
    else:
        _print_subject(knowledge, record, languages)


def _print_subject(knowledge: Knowledge, record: Mapping[str, Any], languages: tuple[str, ...]) -> None:
    title = f"{record['title']} ({record['subject']})"
    titles = _documents(knowledge, languages)
    for line in _remarks(record, languages):
        typer.echo(line)
    if any(each["trail"] for each in record["fields"].values()):
        keys = ["field", "value", "happened", "known_on", "by", "source"]
        fields = record["fields"].items()
        rows = [row for name, each in fields for row in _trail_rows(name, each["trail"], titles, languages)]
    else:
        keys = ["field", "value"]
        rows = [
            [field_label(name, languages[0]), value_text(name, each["value"], languages)]
            for name, each in record["fields"].items()
        ]
    _print(titled(title, knowledge, languages[0]), keys, rows, languages[0])


def _remarks(record: Mapping[str, Any], languages: tuple[str, ...]) -> Iterator[str]:
    """What should be known of a subject before its fields: where to look instead, or that it was withdrawn."""
    language = languages[0]
    if record["same_as"]:
        yield word("is_same_as", language, other=record["same_as"])
    if record["merged"]:
        yield word("is_merged", language, others=", ".join(record["merged"]))
    if record["withdrawn"]:
        by = record["withdrawn"]
        reason = value_text("reason", by["reason"], languages)
        yield word("was_withdrawn", language, day=by["known_on"], event=by["event"], reason=reason)


def _trail_rows(
    name: str, trail: Iterable[Mapping[str, Any]], titles: Mapping[str, str], languages: tuple[str, ...]
) -> Iterator[list[str]]:
    """The events in the trail of a field, a row each."""
    heading = field_label(name, languages[0])
    for each in trail:
        value = each["value"] if each["deed"] in ("withdrew", "restored") else each["said"]
        yield [
            heading, value_text(name, value, languages), "\n".join(_happened(each, languages)), each["known_on"],
            each["by"], "\n".join(source_lines(each, titles)),
        ]  # fmt: skip
        heading = ""


def _happened(turn: Mapping[str, Any], languages: tuple[str, ...]) -> list[str]:
    """What an event did to a field, and what became of that."""
    language = languages[0]
    about = turn["corrects"] or turn["withdraws"]
    fate = [word(key, language, event=turn[key]) for key in ("corrected_by", "withdrawn_by") if turn[key]]
    return [turn["event"], word(f"deed_{turn['deed']}", language, about=about), *fate, *reason_lines(turn, languages)]


def _print_count(knowledge: Knowledge, record: Mapping[str, Any], languages: tuple[str, ...]) -> None:
    language, key = languages[0], record["key"]
    name = word(key, language) if key in COUNTED else f"{(record['statement'] or {}).get('label', key)} ({key})"
    titles = _documents(knowledge, languages)
    rows = [row for role, each in _parts(record) for row in _part_rows(word(role, language), each, titles, languages)]
    keys = ["what", "field", "event", "known_on", "by", "source"]
    if not record["events"]:
        keys, rows = keys[:2], [row[:2] for row in rows]
    heading = word("explained", language, name=name, since=record["since"], on=record["on"])
    for line in reckoned(record, language):
        typer.echo(line)
    _print(titled(heading, knowledge, language), keys, rows, language)


def _parts(record: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """What a count is reckoned from, each with its part in that."""
    for role in ("statement", "previous"):
        if record[role] is not None:
            yield f"role_{role}", record[role]
    yield from (("role_item", each) for each in record["items"])
    yield from (("role_came" if each["change"] > 0 else "role_left", each) for each in record["moved"])
    yield from (("role_may", each) for each in record["may_have_come"])


def _part_rows(
    role: str, part: Mapping[str, Any], titles: Mapping[str, str], languages: tuple[str, ...]
) -> Iterator[list[str]]:
    """A subject's part in a count: what each event says of it that counts, a row each."""
    heading = f"{role}: {part['label']}\n{part['subject']}"
    said: dict[str | None, list[str]] = {}
    events: dict[str | None, Mapping[str, Any]] = {}
    for name, each in part["fields"].items():
        if each["value"] is False and len(each["trail"]) < 2:
            continue
        for turn in each["trail"] or [{"event": None, "said": each["value"]}]:
            said_so = f"{field_label(name, languages[0])}: {value_text(name, turn['said'], languages)}"
            said.setdefault(turn["event"], []).append(said_so)
            events[turn["event"]] = turn
    for event in sorted(said, key=lambda name: int((name or "@0").rpartition("@")[2])):
        told = events[event]
        cells = [heading, "\n".join(said[event])]
        if event is not None:
            lines = [*source_lines(told, titles), *reason_lines(told, languages)]
            cells += [event, told["known_on"], told["by"], "\n".join(lines)]
        yield cells
        heading = ""
    if not said:
        yield [heading, *[""] * 5]


def _documents(knowledge: Knowledge, languages: tuple[str, ...]) -> dict[str, str]:
    """The titles of the registered documents, by the names under which events cite them."""
    return {
        known.id.partition(":")[2]: document.title.best(*languages) for known, document in knowledge.of_kind(Document)
    }


def _print(title: str, keys: Iterable[str], rows: Iterable[Iterable[str]], language: str) -> None:
    print_table(title, [word(key, language) for key in keys], [[escape(cell) for cell in row] for row in rows])
