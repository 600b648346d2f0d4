"""What the models find wrong with a command, in words for somebody who writes a dossier.

The models speak of their own structure (unions, patterns, Python types). What is told here is told of the file: its
keys, its lines, and what to write instead.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from pydantic import ValidationError

from mayor_schedule.domain.model import Command

Loc = tuple[str | int, ...]

_INSTANT: Final = "write an instant with its offset from UTC, such as 2018-09-01T09:00:00+09:00"
_PLAIN: Final[Mapping[str, str]] = {
    "string_type": "write text; put it in quotes if it looks like something else",
    "bool_parsing": "write true or false",
    "bool_type": "write true or false",
    "tuple_type": "write a list: items in brackets, or each on a line of its own with a dash before it",
    "too_short": "give at least one, or leave the key out",
    "timezone_aware": _INSTANT,
}
"""What to write instead, where the value itself need not be quoted."""

_KINDS: Final = {
    "int": "write a whole number", "float": "write a number", "finite": "write a number", "decimal": "write a number",
    "model": "write keys and values", "dict": "write keys and values", "datetime": _INSTANT,
}  # fmt: skip
"""The same by the beginning of a kind of error, with the value quoted."""


_FORMS: Final[Mapping[str, str]] = {
    r"^[A-Z]{2}$": "no country code; write two capital letters (ISO 3166-1), such as KR",
    r"^[0-9a-f]{64}$": "no SHA-256; write its 64 hexadecimal digits in small letters",
    r"^https?://\S+$": "no web address; write it with https:// before it",
    r"^[a-z][a-z0-9_]{0,79}$": "no key of a series; write small letters, digits and _, such as state_guests",
    r"^[a-z][a-z0-9_]{0,79}(/[\w.\-]{1,80})?$":
        "no series; write its key, and its scope behind a slash, such as staff/total",
    r"^[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8})*$": "no language; write its code, such as ko or en",
    r"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$":
        "no domain name; write it in small letters, such as example.go.kr",
}  # fmt: skip


@dataclass(frozen=True)
class Told:
    """One thing wrong: the keys in the file that lead to it, and what it is."""

    loc: Loc
    message: str


def told(error: ValidationError, plain: object, model: type[Command], name: str) -> Iterator[Told]:
    """What a validation found wrong, in plain words, once each.

    Args:
        error: what the model says.
        plain: what it was given.
        model: the command.
        name: what the file calls it.
    """
    before: set[Told] = set()
    for each in error.errors(include_url=False):
        loc = _located(each["loc"], plain, str(each.get("ctx", {}).get("error", "")))
        shown = (*loc, each["loc"][-1]) if each["type"] == "missing" else loc
        words = _words(each, model, name, path_text(shown))
        one = Told(loc, _kept(words, name) if _is_needed(each["loc"], model) else words)
        if one not in before:
            before.add(one)
            yield one


def path_text(loc: Iterable[str | int]) -> str:
    """Keys and places in lists, as a message names them: ``stops no. 2, place.country``."""
    text, joint = "", ""
    for part in loc:
        text += f" no. {part + 1}" if isinstance(part, int) else f"{joint}{part}"
        joint = ", " if isinstance(part, int) else "."
    return text.strip()


def _is_needed(loc: Loc, model: type[Command]) -> bool:
    """Whether a location is, or lies in, a field that the command cannot be without."""
    info = model.model_fields.get(str(loc[0])) if loc else None
    return info is not None and info.is_required()


def _kept(words: str, name: str) -> str:
    """Words without the advice to leave a field out, which is no advice where it has to be there."""
    for advice in ("; leave the field out instead", ", or leave the key out"):
        words = words.replace(advice, f"; {name} needs it")
    return words


def _located(loc: Loc, plain: object, message: str) -> Loc:
    """The part of an error's location that stands in the file: the tags of unions, and keys made on the way, do not."""
    parts = _longest(loc, plain)
    above, here = None, plain
    for part in parts:
        above, here = here, _step(here, part)
    if isinstance(here, Mapping):
        for key, value in here.items():
            if isinstance(value, str) and (repr(value) in message or message.startswith(f"{value}:")):
                return (*parts, key)
    elif isinstance(above, Mapping) and parts:
        return (*parts[:-1], _beside(above, str(parts[-1]), loc[-1], message))
    return parts


def _longest(loc: Loc, here: object) -> Loc:
    """The longest way through a tree that a location can mean."""
    if not loc:
        return ()
    skipped = _longest(loc[1:], here)
    if _step(here, loc[0]) is _NOTHING:
        return skipped
    taken = (loc[0], *_longest(loc[1:], _step(here, loc[0])))
    return taken if len(taken) > len(skipped) else skipped


def _beside(mapping: Mapping[str, object], key: str, last: str | int, message: str) -> str:
    """The key to blame: the zone and the fold of a time are written beside it."""
    for zone in ("zone", "end_zone"):
        if isinstance(mapping.get(zone), str) and repr(mapping[zone]) in message:
            return zone
    candidates = (f"{key}_{last}", str(last)) if last in ("zone", "fold") else ()
    return next((each for each in candidates if each in mapping), key)


_NOTHING: Final = object()


def _step(here: object, part: str | int) -> object:
    if isinstance(here, Mapping) and part in here:
        return here[part]
    if isinstance(here, list) and isinstance(part, int) and 0 <= part < len(here):
        return here[part]
    return _NOTHING


def _words(each: Any, model: type[Command], name: str, path: str) -> str:
    kind, given, context = each["type"], each["input"], each.get("ctx", {})
    place = path or name
    match kind:
        case "missing":
            said = model.model_fields[path].description if path in model.model_fields else None
            return f"{name} needs {path}" + (f": {said}" if said else "")
        case "extra_forbidden":
            names = tuple(model.model_fields) if len(each["loc"]) == 1 else ()
            known = f"; its fields are {', '.join(names)}" if names else ""
            return f"{name} has no field {path}{known}{meant(str(each['loc'][-1]), names)}"
        case "value_error":
            return f"{place}: {context['error']}"
        case "string_pattern_mismatch":
            form = _FORMS.get(context["pattern"], f"not of the form {context['pattern']}")
            return f"{place}: {brief(given)} is {form}"
        case "enum" | "literal_error" if context["expected"] == "True":
            return f"{place}: write true, or leave the key out"
        case "enum" | "literal_error":
            return f"{place}: {brief(given)} is not among {context['expected']}"
        case "greater_than_equal":
            return f"{place}: {brief(given)} is too small; write {context['ge']:g} or more"
        case "less_than_equal":
            return f"{place}: {brief(given)} is too large; write {context['le']:g} or less"
    return f"{place}: {_instead(kind, given, each['msg'])}"


def _instead(kind: str, given: object, said: str) -> str:
    if kind in _PLAIN:
        return _PLAIN[kind]
    beginning = kind.partition("_")[0]
    if beginning in _KINDS:
        return f"{_KINDS[beginning]}, and not {brief(given)}"
    return said[:1].lower() + said[1:]


def brief(given: object) -> str:
    """A value as a message quotes it."""
    match given:
        case None:
            return "nothing"
        case bool():
            return str(given).lower()
        case dict():
            return "keys and values"
        case list() | tuple():
            return "a list"
        case Decimal() | int() | float():
            text = str(given)
        case _:
            text = repr(given)
    return text if len(text) <= 60 else text[:57] + "…"


def meant(given: str, names: Iterable[str]) -> str:
    """A hint at the one of some names that is nearest to what was given; nothing if none is near."""
    close = difflib.get_close_matches(given, list(names), n=1)
    return f"; did you mean {close[0]!r}?" if close else ""
