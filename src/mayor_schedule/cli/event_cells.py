"""Cells of tables about events: which it was, whose, on what source and why; and what it changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .field_values import field_text
from .field_words import field_label, topic_name
from .wording import word

NOTHING = "–"
"""What stands for no value."""


def value_text(name: str, value: Any, languages: tuple[str, ...]) -> str:
    """The value of a field in one line."""
    if value in (None, [], {}, ""):
        return NOTHING
    return field_text(name, value, languages).replace("\n", ", ")


def difference_line(name: str, before: Any, after: Any, languages: tuple[str, ...], *, kept: bool = False) -> str:
    """A field with its value before and after; of a new one, only that after.

    Args:
        name: the field's name.
        before: its value before.
        after: its value after.
        languages: the language of the table, and those to fall back to.
        kept: whether it is of a diary or a booking, of which each field is a hold, by what it is of.
    """
    label, field = (name, "hold") if kept else (field_label(name, languages[0]), name)
    said = value_text(field, after, languages)
    if before is not None:
        said = f"{value_text(field, before, languages)} → {said}"
    return f"{label}: {said}"


def source_lines(event: Mapping[str, Any], titles: Mapping[str, str] | None = None) -> list[str]:
    """The documents that an event cites, each with its locator, and its title where one is given."""
    lines = []
    for each in event["sources"]:
        lines.append(f"{each['document']} {each['at'] or ''}".strip())
        title = (titles or {}).get(each["document"])
        if title:
            lines.append(f"  {title}")
        if each["quote"]:
            lines.append(f"  “{each['quote']}”")
    return lines


def reason_lines(event: Mapping[str, Any], languages: tuple[str, ...]) -> list[str]:
    """Why an event was recorded, and the recorder's note."""
    lines = []
    if event["reason"]:
        lines.append(word("because", languages[0], reason=value_text("reason", event["reason"], languages)))
    if event["note"]:
        lines.append(f"({event['note']})")
    return lines


def event_lines(event: Mapping[str, Any], languages: tuple[str, ...]) -> list[str]:
    """An event in some lines: its name, what it is about, since when it is known, by whom, on what source and why."""
    about = about_lines(event, languages[0])
    known = f"{event['known_on']} · {event['by']}"
    named = [event["event"], topic_name(event["topic"], languages[0])]
    return [*named, *about, known, *source_lines(event), *reason_lines(event, languages)]


def about_lines(event: Mapping[str, Any], language: str) -> list[str]:
    """The event that an event corrects or withdraws."""
    return [word(key, language, event=event[key]) for key in ("corrects", "withdraws") if event[key]]
