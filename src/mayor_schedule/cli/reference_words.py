"""What the reference pages say of a field: its type in plain words, and what holds if it is left out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import UnionType
from typing import Annotated, Any, Final, Union, get_args, get_origin, get_type_hints

from pydantic import AwareDatetime, BaseModel
from pydantic.fields import FieldInfo

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
