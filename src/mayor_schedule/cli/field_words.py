"""What the fields, codes and events of the domain are called in the tables.

In English, a field is called by its name, a code by its own letters unless `WORDS` has better ones, and an event by its
topic; other languages have words for them in their catalogues. A word is found by the field in which a code stands, and
never by its letters alone: what somebody wrote is shown as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from functools import cache
from typing import Any, Final, get_args

from pydantic import BaseModel

from mayor_schedule.domain.catalog import KINDS, STREAMS
from mayor_schedule.domain.model import Event, Fields
from mayor_schedule.domain.office import Term
from mayor_schedule.domain.values.text import Text

from .ledger_words import LEDGER_WORDS
from .wording import WORDS, word, worded

HEADS: Final[Mapping[str, str]] = {"attendance": "attendance", "principal": "principals", "term": "terms"}
"""Facts of which there is one for each principal or term: by the first word of their names, the field that has all."""

BESIDE: Final = ("term", "terms", "cancelled")
"""Names of facts, and of what they belong to, that no event has a field for."""

OF_CLASHES: Final = ("accepted", "revoked")
"""The stages of a clash, which has no class of them."""


def field_label(name: str, language: str) -> str:
    """What a field of a subject or an event is called, also `attendance mayor` or `occurrence 2018-10-01 place`."""
    head, _, rest = name.partition(" ")
    if head == "occurrence" and " " in rest:
        day, _, fact = rest.partition(" ")
        return word("of_occurrence", language, day=day, field=field_label(fact, language))
    label = worded(f"field {head}", _spaced(head), language)
    return f"{label} {rest}" if rest else label


def part_label(value: type[BaseModel], name: str, language: str) -> str:
    """What a field of a value is called, such as the city of a place."""
    if issubclass(value, Fields):
        return field_label(name, language)
    return worded(f"field {value.__name__}.{name}", _spaced(name), language)


def code_word(name: str, code: str, language: str) -> str:
    """What a code stands for in a field of this name, such as `mou` in `category`; text that is no code stays."""
    return worded(*_code(name, code), language) if code in _codes(_bare(name)) else code


def topic_name(topic: str, language: str) -> str:
    """What an event of a topic is called."""
    return worded(f"topic {topic}", topic, language)


def kind_name(kind: str, language: str) -> str:
    """What a kind of subject is called."""
    return worded(f"subject {kind}", kind, language)


def models_of(name: str) -> tuple[type[BaseModel], ...]:
    """The models of what a field of this name can hold."""
    return tuple(each for each in _held().get(_bare(name), ()) if issubclass(each, BaseModel))


def every_word() -> Iterator[tuple[str, str]]:
    """All words that there are to be said in tables: the context of each, and its English template."""
    yield from WORDS.items()
    yield from ((f"ledger {key}", english) for key, english in LEDGER_WORDS.items())
    names = dict.fromkeys(BESIDE)
    for kind in STREAMS.values():
        names |= dict.fromkeys(kind.state.fact_names())
    parts = dict[str, str]()
    for model in _models():
        for name in model.model_fields:
            if issubclass(model, (Event, Fields)):
                names[name] = None
            else:
                parts[f"field {model.__name__}.{name}"] = _spaced(name)
    yield from ((f"field {name}", _spaced(name)) for name in names)
    yield from parts.items()
    codes = (_code(name, code) for name in _held() for code in _codes(name))
    yield from ((context, english) for context, english in codes if context not in WORDS)
    yield from ((f"topic {event.topic}", event.topic) for kind in STREAMS.values() for event in kind.events)
    yield from ((f"subject {kind}", kind) for kind in KINDS)


def _spaced(name: str) -> str:
    return name.replace("_", " ")


def _bare(name: str) -> str:
    """The field that a fact's name is of, without its principal or its day."""
    head, _, rest = name.partition(" ")
    if head == "occurrence":
        return _bare(rest.partition(" ")[2])
    return HEADS.get(head, head) if rest else head


def _code(name: str, code: str) -> tuple[str, str]:
    """Where a code stands, and its English."""
    context = f"{name}_{code}"
    return context, WORDS.get(context, _spaced(code))


@cache
def _codes(name: str) -> tuple[str, ...]:
    """The codes that a field of this name can hold."""
    codes = [str(each.value) for held in _held().get(name, ()) if issubclass(held, Enum) for each in held]
    return tuple(dict.fromkeys([*codes, *(OF_CLASHES if name == "stage" else ())]))


@cache
def _held() -> Mapping[str, tuple[type, ...]]:
    """What the fields of a name can hold, in all events and in the values in them."""
    found: dict[str, dict[type, None]] = {"terms": {Term: None}}
    for model in _models():
        for name, field in model.model_fields.items():
            found.setdefault(name, {}).update(dict.fromkeys(_classes(field.annotation)))
    return {name: tuple(classes) for name, classes in found.items()}


@cache
def _models() -> tuple[type[BaseModel], ...]:
    """Every event of the domain, and every model that is in one."""
    waiting: list[type[BaseModel]] = [Term, *(event for kind in STREAMS.values() for event in kind.events)]
    found: dict[type[BaseModel], None] = {}
    while waiting:
        model = waiting.pop()
        if model not in found:
            found[model] = None
            inner = (each for field in model.model_fields.values() for each in _classes(field.annotation))
            waiting += [each for each in inner if issubclass(each, BaseModel)]
    return tuple(found)


def _classes(annotation: Any) -> Iterator[type]:
    """The models, enumerations and texts in an annotation."""
    if isinstance(annotation, type) and issubclass(annotation, (BaseModel, Enum, Text)):
        yield annotation
    for each in get_args(annotation):
        yield from _classes(each)
