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
from mayor_schedule.domain.values.listing import either
from mayor_schedule.messages import Message, Saying, message_of, refilled, say, term

Loc = tuple[str | int, ...]

_BOOL: Final = Saying("MS-0447", "write true or false")
_PLAIN: Final[Mapping[str, Saying]] = {
    "string_type": Saying("MS-0446", "write text; put it in quotes if it looks like something else"),
    "bool_parsing": _BOOL,
    "bool_type": _BOOL,
    "tuple_type": Saying(
        "MS-0448", "write a list: items in brackets, or each on a line of its own with a dash before it"
    ),
    "too_short": Saying("MS-0449", "give at least one, or leave the key out"),
    "text": Saying("MS-0497", "write a text as {{ko: …, en: …}}, or as plain words"),
    "timezone_aware": Saying(
        "MS-0450", "write an instant with its offset from UTC, such as 2018-09-01T09:00:00+09:00"
    ),
}
"""What to write instead, where the value itself need not be quoted."""

_NUMBER: Final = Saying("MS-0452", "write a number, and not {given}")
_MAPPING: Final = Saying("MS-0453", "write keys and values, and not {given}")
_KINDS: Final[Mapping[str, Saying]] = {
    "int": Saying("MS-0451", "write a whole number, and not {given}"),
    "float": _NUMBER,
    "finite": _NUMBER,
    "decimal": _NUMBER,
    "model": _MAPPING,
    "dict": _MAPPING,
    "datetime": Saying(
        "MS-0454", "write an instant with its offset from UTC, such as 2018-09-01T09:00:00+09:00, and not {given}"
    ),
}
"""The same by the beginning of a kind of error, with the value quoted."""

_NEEDED: Final[Mapping[str, Saying]] = {
    "a text cannot be empty; leave the field out instead": Saying("MS-0456", "a text cannot be empty; {name} needs it"),
    "give at least one, or leave the key out": Saying("MS-0457", "give at least one; {name} needs it"),
    "write true, or leave the key out": Saying("MS-0458", "write true; {name} needs it"),
}
"""What is said instead where a field cannot be left out, by what is said otherwise."""

_MEANINGS: Final = {
    str(each): each
    for each in (
        term("why, in words"),
        term("the day on which it is by the rule, even where it was moved"),
        term("the key of a series, such as state_guests"),
        term("an exact number; say approximate: true where the source says 'some'"),
        term("the two entries, such as engagement:a and occasion:b"),
        term("an IANA time zone, such as Asia/Seoul"),
        term("the office's domain, for calendar UIDs, such as example.go.kr"),
        term("an id within its subject, such as mayor"),
    )
}
"""What the fields mean that a command cannot be without, as the models say it."""

_FORMS: Final[Mapping[str, Saying]] = {
    r"^[A-Z]{2}$": Saying(
        "MS-0434", "{given} is no country code; write two capital letters (ISO 3166-1), such as KR"
    ),
    r"^[0-9a-f]{64}$": Saying("MS-0435", "{given} is no SHA-256; write its 64 hexadecimal digits in small letters"),
    r"^https?://\S+$": Saying("MS-0436", "{given} is no web address; write it with https:// before it"),
    r"^[a-z][a-z0-9_]{0,79}$": Saying(
        "MS-0437", "{given} is no key of a series; write small letters, digits and _, such as state_guests"
    ),
    r"^[a-z][a-z0-9_]{0,79}(/[\w.\-]{1,80})?$": Saying(
        "MS-0438", "{given} is no series; write its key, and its scope behind a slash, such as staff/total"
    ),
    r"^[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8})*$": Saying(
        "MS-0439", "{given} is no language; write its code, such as ko or en"
    ),
    r"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$": Saying(
        "MS-0440", "{given} is no domain name; write it in small letters, such as example.go.kr"
    ),
}


@dataclass(frozen=True)
class Told:
    """One thing wrong: the keys in the file that lead to it, and what it is."""

    loc: Loc
    message: Message


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


def _kept(words: Any, name: str) -> Any:
    """Words without the advice to leave a field out, which is no advice where it has to be there."""
    if not isinstance(words, Message):
        return words
    needed = _NEEDED.get(words.template)
    if needed is not None:
        return needed(name=name)
    return refilled(words, {key: _kept(part, name) for key, part in words.parts.items()})


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


def _words(each: Any, model: type[Command], name: str, path: str) -> Message:
    kind, given, context = each["type"], each["input"], each.get("ctx", {})
    place = path or name
    match kind:
        case "missing":
            said = model.model_fields[path].description if path in model.model_fields else None
            if said:
                what = _MEANINGS.get(said) or message_of(said)
                return say("MS-0432", "{name} needs {path}: {what}", name=name, path=path, what=what)
            return say("MS-0431", "{name} needs {path}", name=name, path=path)
        case "extra_forbidden":
            names = tuple(model.model_fields) if len(each["loc"]) == 1 else ()
            known = term("; its fields are {names}", names=", ".join(names)) if names else ""
            return say(
                "MS-0433", "{name} has no field {path}{known}{meant}",
                name=name, path=path, known=known, meant=meant(str(each["loc"][-1]), names),
            )  # fmt: skip
        case "value_error" | "when":
            return about(place, message_of(context["error"]))
        case "string_pattern_mismatch":
            return about(place, _form(context["pattern"], brief(given)))
        case "enum" | "literal_error" if context["expected"] == "True":
            return about(place, say("MS-0442", "write true, or leave the key out"))
        case "enum" | "literal_error":
            possible = _possible(context["expected"])
            return about(place, say("MS-0443", "{given} is not among {known}", given=brief(given), known=possible))
        case "string_too_long":
            most = context["max_length"]
            return about(place, say("MS-0498", "string should have at most {most} characters", most=most))
        case "greater_than_equal":
            least = context["ge"]
            return about(
                place, say("MS-0444", "{given} is too small; write {least:g} or more", given=brief(given), least=least)
            )
        case "less_than_equal":
            most = context["le"]
            return about(
                place, say("MS-0445", "{given} is too large; write {most:g} or less", given=brief(given), most=most)
            )
    return about(place, _instead(kind, given, each["msg"]))


def _possible(expected: str) -> object:
    """What is possible, which a model puts together as "'a', 'b' or 'c'"."""
    first, _, last = expected.rpartition(" or ")
    return either((first, last)) if first else expected


def about(what: str, error: Message) -> Message:
    """What is wrong, behind what is meant."""
    return term("{what}: {error}", what=what, error=error)


def _form(pattern: str, given: str) -> Message:
    if pattern in _FORMS:
        return _FORMS[pattern](given=given)
    return say("MS-0441", "{given} is not of the form {pattern}", given=given, pattern=pattern)


def _instead(kind: str, given: object, said: str) -> Message:
    if kind in _PLAIN:
        return _PLAIN[kind]()
    beginning = kind.partition("_")[0]
    if beginning in _KINDS:
        return _KINDS[beginning](given=brief(given))
    return say("MS-0455", "{said}", said=said[:1].lower() + said[1:])


def brief(given: object) -> str:
    """A value as a message quotes it."""
    match given:
        case None:
            return term("nothing")
        case bool():
            return str(given).lower()
        case dict():
            return term("keys and values")
        case list() | tuple():
            return term("a list")
        case Decimal() | int() | float():
            text = str(given)
        case _:
            text = repr(given)
    return text if len(text) <= 60 else text[:57] + "…"


def meant(given: str, names: Iterable[str]) -> str:
    """A hint at the one of some names that is nearest to what was given; nothing if none is near."""
    close = difflib.get_close_matches(given, list(names), n=1)
    return term("; did you mean {close!r}?", close=close[0]) if close else ""
