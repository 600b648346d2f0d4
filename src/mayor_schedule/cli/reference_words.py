"""What the reference pages say of a field: its type in plain words, what holds if it is left out, and what it means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import UnionType
from typing import Annotated, Any, Final, Union, get_args, get_origin, get_type_hints

from pydantic import AwareDatetime, BaseModel
from pydantic.fields import FieldInfo

from mayor_schedule.domain.catalog import Kind
from mayor_schedule.domain.model import Fields, Nights, Reason
from mayor_schedule.domain.values import identity
from mayor_schedule.domain.values.days import Day
from mayor_schedule.domain.values.fuzzy import FuzzyDate
from mayor_schedule.domain.values.moment import Moment
from mayor_schedule.domain.values.number import Number
from mayor_schedule.domain.values.period import Period
from mayor_schedule.domain.values.text import Text
from mayor_schedule.domain.values.when import Dates, When

_IDS: Final = tuple(
    (getattr(identity, f"{kind.title().replace('_', '')}Id"), f"{kind} id")
    for kind in identity.KINDS
    if kind not in ("office", "clash")
)
_TYPES: Final[tuple[tuple[Any, str], ...]] = (
    (When, "[date](#dates)"), (Dates, "[date](#dates) without a time"), (Period, "[days](#dates)"),
    (FuzzyDate, "[EDTF date](#dates)"), (Moment, "[local time](#dates)"), (Day, "day"),
    (AwareDatetime, "instant (RFC 3339)"), (Text, "[text](#texts)"), (Reason, "[text](#texts)"),
    (Nights, "whole number, 0 or more"), (Number, "number"), (identity.SubjectId, "id with its kind"),
    (identity.Name, "id"), *_IDS, (bool, "`true` or `false`"), (int, "whole number"), (float, "number"),
    (str, "plain text"), (Decimal, "number"), (date, "day"),
)  # fmt: skip

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


def type_in_words(hint: Any) -> str:
    """A type in plain words.

    Args:
        hint: an annotation, with its extras.

    Raises:
        TypeError: there are no words for it yet; add them here.
    """
    for known, words in _TYPES:
        if hint == known:
            return words
    if get_origin(hint) in (Union, UnionType):
        return " or ".join(dict.fromkeys(type_in_words(each) for each in get_args(hint) if each is not type(None)))
    if get_origin(hint) is tuple:
        return f"list of {type_in_words(get_args(hint)[0])}"
    if get_origin(hint) is Annotated:
        return type_in_words(get_args(hint)[0])
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return ", ".join(f"`{each}`" for each in hint)
    if isinstance(hint, type) and issubclass(hint, Fields):
        hints = get_type_hints(hint, include_extras=True)
        return "at least one of: " + "; ".join(f"`{name}` ({type_in_words(hints[name])})" for name in hint.model_fields)
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return f"[{hint.__name__}](#{hint.__name__.lower()})"
    raise TypeError(f"no words for {hint}")


def if_left_out(info: FieldInfo) -> str:
    """What holds if a field is left out: its default, or that it is needed."""
    if info.is_required():
        return "needed"
    default = info.get_default(call_default_factory=True)
    match default:
        case None | ():
            return ""
        case bool():
            return f"`{str(default).lower()}`"
        case tuple():
            return ", ".join(f"`{getattr(each, 'principal', each)}`" for each in default)
        case _:
            return f"`{default}`"


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
