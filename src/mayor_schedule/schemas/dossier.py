"""The schema of a dossier, as an editor reads it: in YAML, a scalar without quotes may be a number or true as well.

The importer keeps the text of a scalar until a field asks for something else: ``at: 254`` is text to it, and
``nights: "9"`` a number. An editor, and every other reader of YAML 1.2, has told them apart before it looks at the
schema. So wherever the text of a number would do, a number does; and the other way round.
"""

from __future__ import annotations

import re
from typing import Final

from mayor_schedule.domain.values.fuzzy_text import EDTF
from mayor_schedule.imports.dossier import KEYS, VERSION

from .entries import BY, ENTRY, GIVEN, KNOWN_ON, SOURCED, documents_schema, entry_definitions, office_schema
from .generating import DEFS, Schema, changed, document


def dossier_schema() -> Schema:
    """Of a dossier in YAML or JSON."""
    defs = entry_definitions()
    entries = {"type": "array", "items": {"$ref": f"{DEFS}{ENTRY}"}}
    parts = {
        "dossier": {"const": int(VERSION), "description": "the version of the format"},
        "office": office_schema(defs),
        "sources": documents_schema(defs),
        "defaults": {
            "description": "what holds for every entry that does not say otherwise",
            "type": "object",
            "properties": {"by": BY, "known_on": KNOWN_ON, "source": SOURCED, "sources": SOURCED},
            "additionalProperties": False,
            "not": {"required": ["source", "sources"]},
        },
        "record": {
            "anyOf": [entries, {"type": "null"}],
            "description": "the entries, in the order in which they became known",
        },
    }
    schema = {
        "type": "object",
        "properties": {name: parts[name] for name in KEYS},
        "required": ["dossier"],
        "additionalProperties": False,
        "allOf": [
            _else_each(_has("by"), _has("by")),
            _else_each(
                {"anyOf": [_has("source"), _has("sources")]},
                {"anyOf": [{"properties": {"at": {"type": "null"}}}, _has("source"), _has("sources")]},
            ),
        ],
    }
    written = changed({"": schema, **defs}, _as_written)
    return document(
        "dossier",
        "Dossier",
        "A file of commands that mayor-schedule import loads, in YAML or JSON.",
        written.pop(""),
        written,
    )


def _has(name: str) -> Schema:
    return {"properties": {name: GIVEN}, "required": [name]}


def _else_each(defaults: Schema, entry: Schema) -> Schema:
    """What each entry has to have where the defaults do not have it."""
    return {
        "if": {"properties": {"defaults": defaults}, "required": ["defaults"]},
        "else": {"properties": {"record": {"items": entry}}},
    }


# --- scalars ----------------------------------------------------------------------------------------------------------

_DIGIT: Final = r"[^\u0000-\u002f\u003a-\u007f]"
"""A digit, of whatever script: those of full width too."""

WHOLE: Final = r"^\s*[+-]?[0-9][0-9_]*(?:\.0*)?\s*$"
EXACT: Final = rf"^\s*[+-]?\.?{_DIGIT}(?:{_DIGIT}|[_.eE+-])*\s*$"
TRUTH: Final = "^(?:[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]|[YyNnTtFf]|[Yy][Ee][Ss]|[Nn][Oo]|[Oo][Nn]|[Oo][Ff][Ff]|[01])$"
INSTANT: Final = (
    r"^\s*(?:[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt_ ][0-9:.,]+\s?(?:[Zz]|[+\u2212-][0-9]{2}(?::?[0-9]{2})?)|[+-]?[0-9.]+)\s*$"
)
YEARS: Final = 9999
"""The last year that there is: a number up to it is a year, whose text is an EDTF date."""

_WHOLES: Final = ("0", "7", "2018", "20180823", "1" * 64, "-1", "0x1f", "0o7")
_FRACTIONS: Final = ("1.5", "-1.5", "1e5", "1" * 62 + "e5", "-.5", ".inf", ".nan")
_TRUTHS: Final = ("true", "True", "TRUE", "false", "False", "FALSE")


def _as_written(schema: Schema) -> Schema:
    """A schema of a scalar, with every form in which YAML may have what our validators read."""
    match schema.get("type"):
        case "string":
            return _text(schema)
        case "integer" if schema.get("maximum") == YEARS:
            return schema
        case "integer" | "number" as kind:
            pattern = WHOLE if kind == "integer" else EXACT
            return _either(schema, {"type": "string", "pattern": pattern})
        case "boolean" if "const" not in schema:
            return _either(schema, {"enum": [0, 1]}, {"type": "string", "pattern": TRUTH})
    if "const" in schema and not isinstance(schema["const"], str):
        return _either(schema, {"const": str(schema["const"]).lower()})
    if "enum" in schema and any(type(each) is int for each in schema["enum"]):
        return {**schema, "enum": [*schema["enum"], *(str(each) for each in schema["enum"] if type(each) is int)]}
    return schema


def _text(schema: Schema) -> Schema:
    if schema.get("format") == "date-time":
        more = {"type": "number", "description": "seconds since 1970"}
        return _either({"type": "string", "pattern": INSTANT}, more, said=schema)
    if "enum" in schema:
        return schema
    if schema.get("pattern") == EDTF:
        return _either(schema, {"type": "integer", "minimum": 1, "maximum": YEARS})
    fits = re.compile(schema.get("pattern", "")).search
    kinds = ["string"]
    if any(map(fits, _WHOLES + _FRACTIONS)):
        kinds.append("number" if any(map(fits, _FRACTIONS)) else "integer")
    if any(map(fits, _TRUTHS)):
        kinds.append("boolean")
    return schema if kinds == ["string"] else {**schema, "type": kinds}


def _either(schema: Schema, *more: Schema, said: Schema | None = None) -> Schema:
    """A scalar in one of several forms, described once."""
    told = {name: each for name, each in (said or schema).items() if name in ("description", "default", "title")}
    bare = {name: each for name, each in schema.items() if name not in told}
    return {"anyOf": [bare, *more], **told}
