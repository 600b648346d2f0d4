"""What a field means and what a model is for, in a sentence: from docstrings, for schemas and for reference pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Annotated, Any, Final, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from mayor_schedule.domain.catalog import Kind

_MEANINGS: Final = {
    "on": "when it happened",
    "until": "until when it is valid now",
    "recurrence": "the rule by which it comes back",
    "occurrence": "the day on which it is by the rule, even where it was moved",
    "holds": "what is taken, or which of it is given back",
    "hold": "what is taken, or which of it is given back",
    "to": "where it went",
    "of": "the other agreement",
    "began": "the first day",
    "ended": "the last day, or since when it is no more",
    "holder": "who holds it",
    "visibility": "who may see it",
    "title": "what it is called",
    "outcome": "what came of it",
    "place": "where",
    "period": "the days",
    "latitude": "degrees north",
    "longitude": "degrees east",
    "actual_period": "the days as they turned out",
    "actual_nights": "nights lodged, as they turned out",
    "actual_when": "the date as it turned out",
    "signed_title": "the title as signed",
    "signed_parties": "who made it, as signed",
    "signed_place": "where it was signed",
    "left": "when it left",
    "moved_to": "where it went",
    "renewed": "when it was renewed",
    "valid_until": "until when it is valid now",
    "lost": "when it was lost",
}
"""What a field says where its model leaves it to its name."""


def meaning(model: type[BaseModel], name: str, hint: Any, kind: Kind | None) -> str:
    """What a field says: by its own docstring, its type's description, its name, or another model of its kind.

    Args:
        model: the model.
        name: the field.
        hint: its annotation, with extras.
        kind: the kind of subject that a command or an event is of.
    """
    described = _attributes(model).get(name) or _description(hint)
    if described is None and kind is not None and name == kind.name:
        described = f"the {name.replace('_', ' ')}"
        described += ": its key, its scope if it has one and its as-of date, with slashes between" * (name == "figure")
    if described is None and name == "fields":
        right = "event" in model.model_fields
        described = "the right values" if right else "the new values; `null` takes the old one away"
    others: Iterable[type[BaseModel]] = () if kind is None else (*kind.commands, *kind.events)
    found = (_attributes(other).get(name) for other in others)
    return described or _MEANINGS.get(name) or _enum(hint) or next(filter(None, found), "")


def sentence(documented: Any) -> str:
    """The first paragraph of a docstring, on one line."""
    return " ".join((documented.__doc__ or "").strip().partition("\n\n")[0].split()).replace("``", "`")


def _description(hint: Any) -> str | None:
    """The description in a type's metadata, also within a union or a list."""
    for part in get_args(hint):
        if isinstance(part, FieldInfo) and part.description:
            return part.description
        if get_origin(part) is Annotated and (inner := _description(part)):
            return inner
    return None


def _enum(hint: Any) -> str | None:
    for part in (hint, *get_args(hint)):
        if isinstance(part, type) and issubclass(part, StrEnum):
            words = sentence(part).rstrip(".")
            return words[:1].lower() + words[1:]
    return None


def _attributes(model: type[BaseModel]) -> Mapping[str, str]:
    """The fields that the docstrings of a model and its parts describe."""
    found: dict[str, str] = {}
    for base in reversed(model.__mro__):
        _, _, section = (base.__dict__.get("__doc__") or "").partition("Attributes:")
        name = ""
        for line in filter(str.strip, section.splitlines()):
            head, colon, rest = line.strip().partition(": ")
            if colon and head in model.model_fields and not line.startswith(" " * 12):
                name, found[head] = head, rest
            elif name:
                found[name] += f" {line.strip()}"
    return {name: text.partition("; None w")[0].rstrip(".").replace("``", "`") for name, text in found.items()}
