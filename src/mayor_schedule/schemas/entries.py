"""The schemas of commands, of an entry that has one, and of what stands beside it; as JSON has them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from mayor_schedule.domain.catalog import COMMANDS
from mayor_schedule.domain.document import RegisterDocument
from mayor_schedule.domain.office import FoundOffice
from mayor_schedule.domain.values.days import DAY
from mayor_schedule.domain.values.identity import WRITTEN
from mayor_schedule.domain.values.text import WORDS
from mayor_schedule.imports.entries import BESIDE

from .generating import DEFS, Schema, definitions, document

NOTHING: Final[Schema] = {"type": "null"}
GIVEN: Final[Schema] = {"not": NOTHING}
DOCUMENT: Final = f"^(?:document:)?{WRITTEN}$"
"""The id of a document, as an entry names it."""

ENTRY: Final = "entry"
SOURCE: Final = "source"
OPENING: Final = frozenset({"visibility", "public_from"})
"""The fields that a command has which opens a subject."""


def commands_schema() -> Schema:
    """Of what `mayor-schedule record` reads: an entry or a list of entries, and in it every command."""
    entry = {"$ref": f"{DEFS}{ENTRY}"}
    return document(
        "commands",
        "Commands",
        "An entry that mayor-schedule record reads, or a list of them, in JSON; each command is a definition by its "
        "name.",
        {"anyOf": [entry, {"type": "array", "items": entry}]},
        entry_definitions(),
    )


@cache
def entry_definitions() -> Mapping[str, Schema]:
    """An entry, every command by its name, and the values in them."""
    return {ENTRY: entry_schema(), SOURCE: source_schema(), **definitions(COMMANDS, "validation")}


def entry_schema() -> Schema:
    """Of one entry: exactly one command, and what may stand beside it."""
    beside = {name: _BESIDE[name] for name in BESIDE}
    return {
        "title": "Entry",
        "description": "One command with its fields, and who records it, since when it is known, and on what source.",
        "type": "object",
        "properties": {**{name: {"$ref": f"{DEFS}{name}"} for name in COMMANDS}, **beside},
        "additionalProperties": False,
        "oneOf": [{"required": [name]} for name in COMMANDS],
        "not": {"required": ["source", "sources"]},
        "dependentSchemas": {"visibility": _where_visible(), "at": _IN_ONE_SOURCE},
    }


def _where_visible() -> Schema:
    """What may stand beside a visibility: a command that opens a subject, and does not have it itself."""
    alone: dict[str, Any] = {
        name: {"properties": {"visibility": False}} if command.model_fields.keys() >= OPENING else False
        for name, command in COMMANDS.items()
    }
    return {"properties": alone}


_ONE: Final[Schema] = {
    "if": {"type": "array"},
    "then": {"contains": GIVEN, "minContains": 1, "maxContains": 1},
    "else": GIVEN,
}
_IN_ONE_SOURCE: Final[Schema] = {
    "if": {"properties": {"at": GIVEN}},
    "then": {"properties": {"source": _ONE, "sources": _ONE}},
}


def _perhaps(schema: Schema, description: str) -> Schema:
    return {"anyOf": [schema, NOTHING], "description": description}


def source_schema() -> Schema:
    """Of a source beside a command."""
    name = {"type": "string", "pattern": DOCUMENT}
    return {
        "title": "Source",
        "description": "A registered document that says so, and the place in it.",
        "anyOf": [
            {**name, "description": "the id of a document, such as council-283"},
            {
                "type": "object",
                "properties": {
                    "source": _perhaps(name, "the id of a document, such as council-283"),
                    "at": _perhaps(WORDS, "the place in it: lines, pages or an article"),
                    "quote": _perhaps(WORDS, "a short quotation, where one settles a doubt"),
                },
                "required": ["source"],
                "additionalProperties": False,
            },
        ],
    }


def sources_schema(description: str) -> Schema:
    """Of one source, or several."""
    one = {"$ref": f"{DEFS}{SOURCE}"}
    return {"anyOf": [one, {"type": "array", "items": {"anyOf": [one, NOTHING]}}, NOTHING], "description": description}


BY: Final = _perhaps(WORDS, "who records it, such as a bureau")
KNOWN_ON: Final = _perhaps(
    {"type": "string", "format": "date", "pattern": f"^{DAY}$"}, "the day since which the office knows"
)
SOURCED: Final = sources_schema("the registered document that says so, or several")
_BESIDE: Final[Mapping[str, Schema]] = {
    "by": BY,
    "known_on": KNOWN_ON,
    "source": SOURCED,
    "sources": SOURCED,
    "at": _perhaps(WORDS, "the place in the source: lines, pages or an article; only with one source"),
    "note": _perhaps(WORDS, "a remark of the recorder"),
    "visibility": {
        "anyOf": [{"$ref": f"{DEFS}Visibility"}, NOTHING],
        "description": "who may see what the command opens; internal, if nobody says",
    },
    "id": _perhaps(WORDS, "an id of the command's own, for what one repeats on one day"),
}
"""What may stand beside a command."""


def office_schema(defs: Mapping[str, Schema]) -> Schema:
    """Of the office in a dossier."""
    return {**defs[FoundOffice.command_name()], "description": "whose dossier it is"}


def documents_schema(defs: Mapping[str, Schema]) -> Schema:
    """Of the documents in a dossier, by their ids."""
    registered = defs[RegisterDocument.command_name()]
    fields = {name: field for name, field in registered["properties"].items() if name != RegisterDocument.kind}
    needed = [name for name in registered["required"] if name != RegisterDocument.kind]
    return {
        "description": "the documents that entries cite, by their ids",
        "type": "object",
        "propertyNames": {"pattern": DOCUMENT},
        "additionalProperties": {**registered, "properties": fields, "required": needed},
    }
