"""The history as plain data: events in order, and one subject with the event behind each of its fields."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from pydantic import BaseModel
from pydantic_core import to_jsonable_python

from mayor_schedule.domain.envelope import Recorded
from mayor_schedule.domain.values.citation import Citation
from mayor_schedule.domain.values.instants import written
from mayor_schedule.domain.values.text import Text
from mayor_schedule.domain.values.visibility import Audience
from mayor_schedule.errors import UnknownSubjectError
from mayor_schedule.messages import say
from mayor_schedule.reading import meant
from mayor_schedule.reading.log import NO_SUBJECT
from mayor_schedule.views.agreements import same_as
from mayor_schedule.views.knowledge import Knowledge, Known, is_public
from mayor_schedule.views.past import omitting, then


def history_record(record: Recorded, known: Container[str] | None = None) -> dict[str, Any]:
    """One event of the history as plain data, for readers inside the office.

    Args:
        record: the event.
        known: the subjects that were known on the day of reading: others are not named; None for all.
    """
    return {
        "position": record.position,
        "subject": record.subject,
        "version": record.version,
        "topic": record.topic,
        "recorded_at": written(record.recorded_at),
        "known_on": record.known_on.isoformat(),
        "by": record.by,
        "sources": [source_record(citation) for citation in record.citations],
        "note": record.note,
        "data": record.data if known is None else omitting("data", record.data, known),
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
        raise _unknown(knowledge, subject)
    state = known.state
    fields: dict[str, Any] = {}
    for name, value in state.facts.items():
        if (public and not is_public(name)) or (name == "reason" and value is None):
            continue
        told = _public(knowledge, value) if public else plain(knowledge.masked(name, value))
        if told is None and value is not None:
            continue
        version = state.set_by[name]
        origin = state.origin(version)
        fields[name] = {
            "value": told,
            "event": None if public else f"{known.id}@{version}",
            "corrects": None if public or origin == version else f"{known.id}@{origin}",
        }
    return {
        "subject": known.uid if public else known.id,
        "kind": state.kind,
        "uid": known.uid,
        "version": None if public else state.version,
        "fields": fields,
        "same_as": same_as(knowledge, known),
        "events": [] if public else list(known.events),
    }


def _unknown(knowledge: Knowledge, subject: str) -> UnknownSubjectError:
    """That a subject is not there; the public, who knows no ids, is not told which may have been meant."""
    when = then(knowledge.known_on, knowledge.recorded_until)
    if knowledge.audience is Audience.PUBLIC:
        told = say(
            "MS-0627", "there is no {subject}{when} that the public may see; mayor-schedule list shows what there is",
            subject=subject, when=when,
        )  # fmt: skip
        return UnknownSubjectError(told, subject=subject)
    hint = meant(subject, knowledge)
    return UnknownSubjectError(NO_SUBJECT(subject=subject, when=when, hint=hint), subject=subject)


def _public(knowledge: Knowledge, value: object) -> Any:
    """A value for the public, without internal ids: what it lies within is named by its public id, if at all."""
    record = unprinted(plain(value))
    if isinstance(record, dict) and "within" in record:
        within = knowledge.get(record["within"] or "")
        record["within"] = None if within is None else within.uid
    return record


def unprinted(record: Any) -> Any:
    """Plain data without the forms in which a source prints dates: what a source says is the office's own."""
    if isinstance(record, dict):
        return {name: unprinted(each) for name, each in record.items() if name != "printed"}
    return [unprinted(each) for each in record] if isinstance(record, list) else record


def plain(value: object) -> Any:
    """A value of a state as plain data."""
    if isinstance(value, Text):
        return dict(value)
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", exclude_none=True)
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    return to_jsonable_python(value)
