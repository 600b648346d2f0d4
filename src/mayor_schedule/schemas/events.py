"""The schemas of events: the fields of each, as they are stored now; and the lines of `export events` around them.

An event that was written in an earlier version of its fields, and one of which a field was erased, has other fields
than those described here: of these, a line says no more than that they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from mayor_schedule.domain.catalog import EVENTS, KINDS, STREAMS
from mayor_schedule.domain.model import Event
from mayor_schedule.domain.values.days import DAY
from mayor_schedule.domain.values.visibility import Visibility
from mayor_schedule.store.archive import DIGITS, JSON, PATH, SPECVERSION
from mayor_schedule.views.knowledge import PUBLIC_FACTS

from .generating import DEFS, Schema, definitions, document

INTERNAL: Final = "internal"
PUBLIC: Final = "public"

_TEXT: Final[Schema] = {"type": "string"}
_NAME: Final[Schema] = {"type": "string", "minLength": 1}
_HEX: Final[Schema] = {"type": "string", "pattern": "^(?:[0-9a-f]{2})*$"}
_SHA256: Final[Schema] = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_DAY: Final[Schema] = {"type": "string", "format": "date", "pattern": f"^{DAY}$"}
_INSTANT: Final[Schema] = {
    "type": "string",
    "format": "date-time",
    "pattern": rf"^{DAY}T[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}\.[0-9]{{6}}Z$",
}
_SUBJECT: Final = f"(?:{'|'.join(STREAMS)}):.+"


def events_schema() -> Schema:
    """Of one line of `export events`, and in it of every event."""
    return document(
        "events",
        "Events",
        "One line of mayor-schedule export events, as the office has it (internal) or as the public does; the stored "
        "fields of each event are a definition by its topic.",
        {"anyOf": [{"$ref": f"{DEFS}{INTERNAL}"}, {"$ref": f"{DEFS}{PUBLIC}"}]},
        event_definitions(),
    )


@cache
def event_definitions() -> Mapping[str, Schema]:
    """Both kinds of lines, every event by its topic, and the values in them."""
    return {
        INTERNAL: internal_line(),
        PUBLIC: public_line(list(_public_topics())),
        **definitions(EVENTS, "serialization"),
    }


def _public_topics() -> tuple[str, ...]:
    return tuple(event.topic for kind in KINDS.values() for event in kind.events)


def _said(schema: Schema, description: str) -> Schema:
    return {**schema, "description": description}


def _attributes(topics: Mapping[str, Any] | list[str]) -> dict[str, Schema]:
    """What every line says of its event, as CloudEvents 1.0 has it."""
    return {
        "specversion": _said({"const": SPECVERSION}, "the version of CloudEvents"),
        "id": _said(_NAME, "the event: with source, it is unique"),
        "source": _said({"type": "string", "pattern": f"^//.+{PATH}$"}, "the office whose event it is"),
        "type": _said({"enum": list(topics)}, "the topic"),
        "subject": _said(_NAME, "what it happened to"),
        "datacontenttype": _said({"const": JSON}, "the form of data"),
        "recordedtime": _said(_INSTANT, "when it was recorded"),
        "sequence": _said(
            {"type": "string", "pattern": f"^[0-9]{{{DIGITS}}}$"}, "its place in the log, from 0, with zeros before it"
        ),
        "dataclassification": _said({"enum": [*Visibility]}, "who may see its subject after it"),
    }


def internal_line() -> Schema:
    """Of a line as the office has it: what a store is made of again."""
    attributes = _attributes(EVENTS)
    attributes["id"] = _said({"type": "string", "pattern": f"^{_SUBJECT}@[1-9][0-9]*$"}, "the event: subject@version")
    attributes["subject"] = _said({"type": "string", "pattern": f"^{_SUBJECT}$"}, "the subject that it happened to")
    attributes["knownon"] = _said(_DAY, "since when the office knew")
    return {
        "title": "Event, inside the office",
        "description": "One event as it is stored, in a CloudEvents 1.0 envelope.",
        "type": "object",
        "properties": {**attributes, "data": _stored()},
        "required": [*attributes, "data"],
        "additionalProperties": False,
        "allOf": [
            {
                "if": {"properties": {"type": {"const": topic}}},
                "then": {"properties": {"data": of_version(event)}},
            }
            for topic, event in EVENTS.items()
        ],
    }


def of_version(event: type[Event]) -> Schema:
    """Of the stored bytes of one event: of its current version, its fields too."""
    current = {"schema": {"const": event.schema_version}, "salt": {"type": "string"}}
    return {
        "properties": {"schema": {"minimum": 1, "maximum": event.schema_version}},
        "if": {"properties": current},
        "then": {"properties": {"data": {"$ref": f"{DEFS}{event.topic}"}}},
    }


def _stored() -> Schema:
    """Of the stored bytes of any event."""
    citation = {
        "type": "array",
        "items": {"anyOf": [_TEXT, {"type": "null"}]},
        "minItems": 3,
        "maxItems": 3,
        "description": "a document, the place in it, and a quotation",
    }
    fields: dict[str, Schema] = {
        "schema": _said({"type": "integer", "minimum": 1}, "the version of its fields in which it was written"),
        "recorded_at": _said(_INSTANT, "when it was recorded"),
        "known_on": _said(_DAY, "since when the office knew"),
        "by": _said(_TEXT, "who recorded it"),
        "citations": _said({"type": "array", "items": citation}, "the documents that say so"),
        "note": _said({"anyOf": [_TEXT, {"type": "null"}]}, "a remark of the recorder"),
        "command": _said(_TEXT, "the id of the command that led to it"),
        "digest": _said(_TEXT, "a digest of the content of that command"),
        "salt": _said(
            {"anyOf": [_HEX, {"type": "null"}]},
            "16 random bytes; null where a field was erased",
        ),
        "data": _said({"type": "object"}, "its fields"),
    }
    erased = {
        "erased": _said({"type": "object", "additionalProperties": _SHA256}, "the commitments of its erased fields"),
        "keys": _said({"type": "object", "additionalProperties": _HEX}, "what was made from the salt, and is kept"),
    }
    return {
        "description": "the event as it is stored",
        "type": "object",
        "properties": {**fields, **erased},
        "required": list(fields),
        "additionalProperties": False,
        "if": {"properties": {"salt": {"type": "null"}}},
        "then": {"required": list(erased)},
        "else": {"properties": dict.fromkeys(erased, False)},
    }


def public_line(topics: list[str]) -> Schema:
    """Of a line as the public has it.

    Args:
        topics: the topics of which it may be.
    """
    attributes = _attributes(topics)
    attributes["id"] = _said({"type": "string", "pattern": "^[0-9a-f]{32}$"}, "the event; nothing can be told from it")
    attributes["subject"] = _said({"type": "string", "pattern": "^[0-9a-f]{32}@.+$"}, "the UID of the entry")
    attributes["dataclassification"] = _said({"const": str(Visibility.PUBLIC)}, "who may see it")
    return {
        "title": "Event, for the public",
        "description": "What changed of what the public is shown, in a CloudEvents 1.0 envelope. More may be added.",
        "type": "object",
        "properties": {**attributes, "data": _facts()},
        "required": [*attributes, "data"],
        "not": {"required": ["knownon"]},
    }


def _facts() -> Schema:
    """Of what the public is shown of a subject: each fact that changed, or null where it is gone."""
    by_language: Schema = {"type": "object", "additionalProperties": _TEXT}
    dates: Schema = {"type": "object", "description": "start, end and zone; first and last; edtf; or unknown"}
    number: Schema = {"type": "integer", "minimum": 0}
    forms: list[tuple[Schema, tuple[str, ...]]] = [
        (by_language, ("title", "name", "signed_title")),
        (dates, ("period", "actual_period", "when", "actual_when", "signing", "signed", "as_of")),
        ({"type": "object"}, ("place", "signed_place", "recurrence")),
        ({"type": "array"}, ("stops", "languages")),
        (number, ("nights", "actual_nights")),
        (_TEXT, ("stage", "principal", "unit", "key", "scope", "zone")),
        ({"enum": [*Visibility]}, ("visibility",)),
        ({"type": "boolean"}, ("approximate",)),
        ({"anyOf": [{"type": "number"}, _TEXT]}, ("value",)),
        (_DAY, ("booked_until",)),
    ]
    known = {name: form for form, names in forms for name in names}
    return {
        "description": "the facts that changed; null for one that is gone",
        "type": "object",
        "properties": {name: {"anyOf": [known[name], {"type": "null"}]} for name in sorted(PUBLIC_FACTS)},
        "minProperties": 1,
    }
