"""What a template can print: texts, numbers and dates. An object has no words of its own, and is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, time, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any, Final

from markupsafe import Markup
from pydantic import BaseModel

from mayor_schedule.domain.subject import Fact
from mayor_schedule.domain.values.text import Text

from .faults import FaultError

PLAIN: Final = (str, int, float, Decimal, date, time, timedelta, Enum, type(None))
"""What is printed as it is, and alike in every run."""

_LISTED: Final = 12


def printed(value: object, languages: tuple[str, ...], count: Callable[[object], object] = bool) -> str:
    """What is printed of a value.

    Args:
        value: what a template prints.
        languages: those in which a text is wanted, the best first.
        count: counts each thing in a list; nobody does unless it is given.

    Raises:
        FaultError: it is an object, whose parts can be printed.
    """
    match value:
        case str():
            return value
        case Text():
            return value.best(*languages)
        case list() | tuple() | dict():
            check_plain(value, count)
            return str(value)
    if is_plain(value) or _has_words(value):
        return str(value)
    raise _refused(value)


def check_plain(value: object, count: Callable[[object], object]) -> None:
    """Make sure that a list or a mapping holds only what is printed alike in every run.

    Args:
        value: the list or the mapping.
        count: counts each thing in it.

    Raises:
        FaultError: it does not.
    """
    for each in _inside(value):
        count(each)
        if not is_plain(each):
            raise FaultError("several")


def is_plain(value: object) -> bool:
    """Whether a value is printed as it is."""
    return isinstance(value, PLAIN)


def in_order(value: Any) -> Any:
    """A set in an order that is the same in every run; everything else as it is."""
    if isinstance(value, (set, frozenset)):
        if not all(map(is_plain, value)):
            raise FaultError("several")
        return sorted(value, key=str)
    return value


def kind_of(value: object) -> str:
    """What an object is called in a message."""
    return type(value).__name__


def parts_of(value: object) -> list[str]:
    """The names of what an object holds, in its own order; none that is hidden or can only be called."""
    if isinstance(value, Mapping) and not isinstance(value, Text):
        return [str(each) for each in value if isinstance(each, str)]
    named = [*_fields(value), *_properties(type(value))]
    return [each for each in dict.fromkeys(named) if not each.startswith("_")]


def listed(names: Iterable[str]) -> str:
    """Names one after another, and not too many of them."""
    every = list(names)
    return ", ".join(every[:_LISTED]) + (", …" if len(every) > _LISTED else "")


def _refused(value: object) -> FaultError:
    """Why an object is not printed, with the parts of it that can be."""
    if callable(value) and not _fields(value):
        return FaultError("callable")
    parts = parts_of(value)
    if isinstance(value, (Mapping, Iterable)) and not _fields(value):
        return FaultError("several")
    told = [each for each in parts if _is_told(getattr(value, each, value))]
    return FaultError("object", kind=kind_of(value), parts=listed(told or parts) or "–")


def _is_told(value: object) -> bool:
    return is_plain(value) or _has_words(value)


def _has_words(value: object) -> bool:
    """Whether somebody has written how an object is printed, and it is not only all that it holds."""
    if isinstance(value, type):
        return False
    own = next((each for each in type(value).__mro__ if "__str__" in vars(each)), object)
    return own.__module__.startswith("mayor_schedule.domain.values") or own is Markup


def _fields(value: object) -> list[str]:
    if isinstance(value, type):
        return []
    if isinstance(value, BaseModel):
        return list(type(value).model_fields)
    return list(getattr(value, "__dataclass_fields__", ()))


def _properties(kind: type) -> Iterator[str]:
    for each in reversed(kind.__mro__):
        if each.__module__.startswith("mayor_schedule"):
            yield from (name for name, held in vars(each).items() if isinstance(held, (Fact, property)))


def _inside(value: object) -> Iterator[object]:
    """What a list or a mapping holds, however deep."""
    if isinstance(value, dict):
        for key, held in value.items():
            yield from _inside(key)
            yield from _inside(held)
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from _inside(each)
    else:
        yield value
