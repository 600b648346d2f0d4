"""An AsyncAPI 3.0 document of the event stream: a channel of CloudEvents, and a message for each topic.

Its schemas are those of `events`, as AsyncAPI has them: a superset of JSON Schema draft 7, with no ``$defs``.
"""

from __future__ import annotations

from importlib.metadata import version
from typing import Any, Final

from mayor_schedule.domain.catalog import EVENTS, KEPT
from mayor_schedule.domain.model import Event

from .events import INTERNAL, PUBLIC, event_definitions, of_version
from .generating import BASE, DEFS, Schema, changed
from .meanings import sentence

ASYNCAPI: Final = "3.0.0"
MEDIA_TYPE: Final = "application/cloudevents+json"
_SCHEMAS: Final = "#/components/schemas/"
_MESSAGES: Final = "#/components/messages/"


def asyncapi_document() -> dict[str, Any]:
    """Of `export events`: a line of it is a message, for the office or for the public."""
    # Each message says by itself what its topic is.
    schemas = {name: each for name, each in event_definitions().items() if name != INTERNAL}
    schemas[INTERNAL] = {name: each for name, each in event_definitions()[INTERNAL].items() if name != "allOf"}
    messages = {topic: _message(event) for topic, event in EVENTS.items()}
    messages[PUBLIC] = _public_message()
    return {
        "asyncapi": ASYNCAPI,
        "id": f"{BASE}asyncapi",
        "info": {
            "title": "Events of mayor-schedule",
            "version": version("mayor-schedule"),
            "description": "The history of a mayor's office, event by event, as mayor-schedule export events writes "
            "it: JSON Lines, one CloudEvents 1.0 envelope a line. More topics, and more fields in later versions of a "
            "topic's fields, may be added; none changes its meaning.",
            "license": {"name": "MIT"},
        },
        "defaultContentType": MEDIA_TYPE,
        "channels": {
            INTERNAL: _channel("Events, inside the office", "audience internal: all that a store is made of", EVENTS),
            PUBLIC: _channel("Events, for the public", "audience public: what changed of what is shown", [PUBLIC]),
        },
        "operations": {
            "sendInternal": _operation(INTERNAL, "Write the log, in its order.", EVENTS),
            "sendPublic": _operation(PUBLIC, "Write what changed of what the public is shown.", [PUBLIC]),
        },
        "components": {
            "messages": messages,
            "schemas": changed(schemas, _as_asyncapi),
        },
    }


def _channel(title: str, description: str, messages: Any) -> dict[str, Any]:
    return {
        "address": None,
        "title": title,
        "description": description,
        "messages": {name: {"$ref": f"{_MESSAGES}{name}"} for name in messages},
    }


def _operation(channel: str, summary: str, messages: Any) -> dict[str, Any]:
    return {
        "action": "send",
        "channel": {"$ref": f"#/channels/{channel}"},
        "summary": summary,
        "messages": [{"$ref": f"#/channels/{channel}/messages/{name}"} for name in messages],
    }


def _message(event: type[Event]) -> dict[str, Any]:
    is_kept = event.topic.partition(".")[0] in KEPT
    topic: Schema = {"properties": {"type": {"const": event.topic}, "data": of_version(event)}}
    payload: Schema = {"allOf": [{"$ref": f"{DEFS}{INTERNAL}"}, topic]}
    return {
        "name": event.topic,
        "title": event.__name__,
        "summary": sentence(event) + (" The program keeps it for itself." if is_kept else ""),
        "description": f"Version {event.schema_version} of its fields.",
        "contentType": MEDIA_TYPE,
        "payload": changed({"": payload}, _as_asyncapi)[""],
    }


def _public_message() -> dict[str, Any]:
    return {
        "name": PUBLIC,
        "title": "What changed for the public",
        "summary": "What changed of what the public is shown, under the topic of the event that did it.",
        "contentType": MEDIA_TYPE,
        "payload": {"$ref": f"{_SCHEMAS}{PUBLIC}"},
    }


def _as_asyncapi(schema: Schema) -> Schema:
    """A schema as draft 7 has it: beside a reference, nothing else is read there."""
    if "$ref" in schema:
        return {"$ref": schema["$ref"].replace(DEFS, _SCHEMAS)}
    if "prefixItems" in schema:
        return {("items" if name == "prefixItems" else name): each for name, each in schema.items()}
    return schema
