"""The events behind what is shown, as plain data, and what a subject is called."""

from __future__ import annotations

from typing import Any

from mayor_schedule.domain.envelope import Recorded
from mayor_schedule.domain.model import Corrected, Withdrawn
from mayor_schedule.domain.values.text import Text
from mayor_schedule.views.calendar import title_of
from mayor_schedule.views.knowledge import Known

from .history import history_record, plain

NOTHING = dict.fromkeys(
    ("event", "topic", "known_on", "recorded_at", "by", "sources", "note", "reason", "corrects", "withdraws")
) | {"sources": []}
"""An event as the public sees it."""


def event_record(record: Recorded | None) -> dict[str, Any]:
    """An event as plain data, without what it says: which, of whom, since when, on what source, and why.

    Of a correction or a withdrawal, it names the event that it is about; of the withdrawal of a whole subject, that.
    """
    if record is None:
        return dict(NOTHING)
    event, full = record.event, history_record(record)
    about = getattr(event, "event", None)
    named = record.subject if about is None else f"{record.subject}@{about}"
    return {
        "event": record.reference,
        **{name: full[name] for name in ("topic", "known_on", "recorded_at", "by", "sources", "note")},
        "reason": plain(getattr(event, "reason", None)),
        "corrects": named if isinstance(event, Corrected) else None,
        "withdraws": named if isinstance(event, Withdrawn) else None,
    }


def label(known: Known, languages: tuple[str, ...]) -> str:
    """What a subject is called, in the first of these languages that there is; its id where it has no name."""
    name = title_of(known) or known.state.facts.get("name") or known.state.facts.get("system")
    if isinstance(name, Text):
        return name.best(*languages)
    return getattr(known.state, "series", None) or known.id
