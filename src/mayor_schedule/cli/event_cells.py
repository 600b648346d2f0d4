"""Cells of tables about events: which it was, whose, on what source and why; and what it changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .tables import field_text
from .wording import word

NOTHING = "–"
"""What stands for no value."""


def value_text(value: Any, languages: tuple[str, ...]) -> str:
    """A value in one line."""
    if value in (None, [], {}, ""):
        return NOTHING
    return field_text(value, languages).replace("\n", ", ")


def difference_line(name: str, before: Any, after: Any, languages: tuple[str, ...]) -> str:
    """A field with its value before and after; of a new one, only that after."""
    said = value_text(after, languages)
    if before is not None:
        said = f"{value_text(before, languages)} → {said}"
    return f"{name.replace('_', ' ')}: {said}"


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
        lines.append(word("because", languages[0], reason=value_text(event["reason"], languages)))
    if event["note"]:
        lines.append(f"({event['note']})")
    return lines


def event_lines(event: Mapping[str, Any], languages: tuple[str, ...]) -> list[str]:
    """An event in some lines: its name, what it is about, since when it is known, by whom, on what source and why."""
    about = about_lines(event, languages[0])
    known = f"{event['known_on']} · {event['by']}"
    return [event["event"], event["topic"], *about, known, *source_lines(event), *reason_lines(event, languages)]


def about_lines(event: Mapping[str, Any], language: str) -> list[str]:
    """The event that an event corrects or withdraws."""
    return [word(key, language, event=event[key]) for key in ("corrects", "withdraws") if event[key]]
