"""The history as plain data: events in order, and one subject with the event behind each of its fields."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from pydantic import BaseModel
from pydantic_core import to_jsonable_python

from mayor_schedule.domain.envelope import Recorded
from mayor_schedule.domain.values.citation import Citation
from mayor_schedule.domain.values.text import Text
from mayor_schedule.domain.values.visibility import Audience
from mayor_schedule.errors import UnknownSubjectError
from mayor_schedule.views.knowledge import Knowledge, Known, is_public


def recorded_until(records: Iterable[Recorded], until: datetime | None) -> Iterator[Recorded]:
    """The longest prefix of a log in which no event was recorded later than an instant.

    Args:
        records: the log, in order.
        until: an aware instant; None for all.
    """
    for record in records:
        if until is not None and record.recorded_at > until:
            return
        yield record


def history_record(record: Recorded) -> dict[str, Any]:
    """One event of the history as plain data, for readers inside the office."""
    return {
        "position": record.position,
        "subject": record.subject,
        "version": record.version,
        "topic": record.topic,
        "recorded_at": record.recorded_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "known_on": record.known_on.isoformat(),
        "by": record.by,
        "sources": [source_record(citation) for citation in record.citations],
        "note": record.note,
        "data": record.data,
    }


def public_history_record(record: Recorded, known: Known) -> dict[str, Any]:
    """One event as the public may see it: that something happened to an entry of the public calendar, and when."""
    internal = history_record(record)
    return {
        **dict.fromkeys(internal),
        "subject": known.uid,
        "topic": record.topic,
        "recorded_at": internal["recorded_at"],
        "sources": [],
    }


def source_record(citation: Citation) -> dict[str, Any]:
    """A citation as plain data."""
    return {"document": citation.document, "at": citation.locator, "quote": citation.quote}


def shown(knowledge: Knowledge, subject: str) -> dict[str, Any]:
    """One subject as plain data: each field with the event that set it, and the events that it went through.

    The public sees a subject's title, dates, places and principal, and no event.

    Args:
        knowledge: what is known, by whom it is asked.
        subject: the subject's id, or its opaque one.

    Raises:
        UnknownSubjectError: it was never opened, was not known yet, or is not to be seen.
    """
    known, public = knowledge.find(subject), knowledge.audience is Audience.PUBLIC
    if known is None:
        when = f" as known on {knowledge.known_on}" if knowledge.known_on else ""
        seen = " that the public may see" if public else ""
        raise UnknownSubjectError(
            f"there is no {subject}{when}{seen}{_meant(knowledge, subject)}; mayor-schedule list shows what there is",
            subject=subject,
        )
    state = known.state
    fields: dict[str, Any] = {}
    for name, value in state.facts.items():
        if (public and not is_public(name)) or (name == "reason" and value is None):
            continue
        version = state.set_by[name]
        origin = state.origin(version)
        fields[name] = {
            "value": _masked(knowledge, value) if public else plain(value),
            "event": None if public else f"{known.id}@{version}",
            "corrects": None if public or origin == version else f"{known.id}@{origin}",
        }
    return {
        "subject": known.uid if public else known.id,
        "kind": state.kind,
        "uid": known.uid,
        "version": None if public else state.version,
        "fields": fields,
        "events": [] if public else list(known.events),
    }


def _meant(knowledge: Knowledge, subject: str) -> str:
    """A half sentence with the subject that may have been meant; to the public, who knows no ids, nothing."""
    if knowledge.audience is Audience.PUBLIC:
        return ""
    named = [each for each in knowledge if each.partition(":")[2] == subject]
    close = named or difflib.get_close_matches(subject, list(knowledge), n=1)
    return f"; did you mean {close[0]}?" if close else ""


def _masked(knowledge: Knowledge, value: object) -> Any:
    """A value without internal ids: what it lies within is named by its public id, if at all."""
    record = plain(value)
    if isinstance(record, dict) and "within" in record:
        within = knowledge.get(record["within"] or "")
        record["within"] = None if within is None else within.uid
    return record


def plain(value: object) -> Any:
    """A value of a state as plain data."""
    if isinstance(value, Text):
        return dict(value)
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", exclude_none=True)
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    return to_jsonable_python(value)
