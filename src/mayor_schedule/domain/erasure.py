"""What is left of an event of which fields were erased.

The law may want a value gone (GDPR article 17, Korea's 개인정보 보호법 article 36) from a log that nobody may rewrite.
Each field of an event is bound into the log by a salted commitment, so its value can be replaced by that commitment,
and every proof still holds. The salt must go too: with it, a short value could be found by trying. What else is made
from the salt, the keys of the other fields and the subject's public id, is kept in its place.

The event is still read: an erased field says nothing, or, where the subject cannot be without it, that it was erased.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Any, Final

from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from .model import Event, Fields
from .values.base import STORED

GROUP: Final = "fields"
"""The field of a change or a correction that holds several, each of which is committed to by itself."""

SAID: Final = {"ko": "(삭제됨)", "en": "(erased)"}
"""What an erased text says, where there has to be one."""

LASTING: Final = frozenset(
    {
        "stage", "visibility", "public_from", "event", "principal", "attendance", "began", "part_of", "occurrence",
        "domain", "zone", "languages", "principals",
    }
)  # fmt: skip
"""Fields of an event that cannot be erased: the subject's life, who may see it, the ids of subjects, what day it is, or
the command's id depends on them."""

_SAYING: Final[tuple[Any, ...]] = (SAID, [], {"unknown": True})


@dataclass(frozen=True, slots=True)
class Erasure:
    """What stands for the erased fields of an event, and for its salt.

    Attributes:
        commitments: the commitments of the erased fields, in hex, by their paths.
        keys: what was made from the salt and is still needed, by its label.
    """

    commitments: Mapping[str, str]
    keys: Mapping[str, bytes] = field(repr=False)


def filled(event: type[Event], data: Mapping[str, Any], erased: Iterable[str]) -> dict[str, Any]:
    """The stored fields of an event, with something that can be read in the place of each that was erased.

    Args:
        event: the event.
        data: its stored fields.
        erased: the paths of the erased ones, such as ``data.title`` or ``data.fields.purpose``.

    Raises:
        LookupError: the event has no such field, or cannot be read without it.
    """
    fields: dict[str, Any] = dict(data)
    for path in erased:
        root, *names = path.split(".")
        if root != "data":
            continue
        if len(names) == 1:
            fields[names[0]] = placeholder(event, names[0])
        elif names[0] == GROUP and len(names) == 2:
            fields[GROUP] = {**fields[GROUP], names[1]: placeholder(event, GROUP, names[1])}
    return fields


@cache
def placeholder(event: type[Event], name: str, inner: str | None = None) -> Any:
    """What stands in the stored fields for an erased one.

    Raises:
        LookupError: the event has no such field, or cannot be read without it.
    """
    info = event.model_fields[name] if inner is None else _group(event).model_fields[inner]
    if (inner or name) in LASTING:
        raise LookupError(inner or name)
    annotation: Any = info.annotation
    read = TypeAdapter[Any](Annotated[annotation, *info.metadata] if info.metadata else annotation)
    is_needed = inner is not None and inner in _group(event).needed
    for value in _candidates(info, is_inner=inner is not None, is_needed=is_needed):
        try:
            read.validate_python(value, context=STORED)
        except ValidationError:
            continue
        return value
    raise LookupError(inner or name)


def _candidates(info: FieldInfo, *, is_inner: bool, is_needed: bool) -> Iterator[Any]:
    """Nothing, where a field may be left out; in a group, where nothing would say something, first what says so."""
    if not is_inner and not info.is_required() and info.default is None:
        yield None
    yield from _SAYING
    if not is_needed:
        yield None


def _group(event: type[Event]) -> type[Fields]:
    group = event.model_fields[GROUP].annotation
    if isinstance(group, type) and issubclass(group, Fields):
        return group
    raise LookupError(GROUP)
