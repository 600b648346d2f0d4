"""What the program says to people, so that it can be said in another language, and found again by a code.

A `Message` is its English text, and knows from which template and of what it was made: whoever shows it can say it in
another language, with the parts said in that language too. Codes are for ever: a code is never given to anything else,
and what is said otherwise keeps it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from string import Formatter
from typing import Any, Final


class Message(str):
    """An English text, and how to say it otherwise.

    Attributes:
        code: its code, such as ``MS-0123``; empty for what is only part of other messages.
        template: the English template, by which translations are found.
        parts: what it is filled with; messages among them are said in the other language too.
    """

    __slots__ = ("code", "parts", "template")

    code: str
    template: str
    parts: Mapping[str, Any]

    def __str__(self) -> Message:
        """The message itself: so does ``str(error)`` give the message of an error, with its code."""
        return self


class Saying:
    """A template with its code, where it stands once and is said in several places: ``_FULL = Saying("MS-0123", …)``.

    Args:
        code: as for `say`.
        template: as for `say`.
    """

    __slots__ = ("_code", "_template")

    def __init__(self, code: str, template: str, /) -> None:
        self._code = code
        self._template = template

    def __call__(self, **parts: Any) -> Message:
        """The message, filled with its parts."""
        return say(self._code, self._template, **parts)


def say(code: str, template: str, /, **parts: Any) -> Message:
    """Something that is told, with a code of its own.

    Args:
        code: ``MS-`` and four digits.
        template: what is said in English, with ``{names}`` of the parts, as `str.format` reads it.
        parts: what stands for the names.
    """
    message = Message(template.format(**parts))
    message.code, message.template, message.parts = code, template, parts
    return message


def term(template: str, /, **parts: Any) -> Message:
    """Words that are only part of messages."""
    return say("", template, **parts)


def listed(said: Iterable[object], separator: str = ", ") -> Message:
    """Several things, one after another, each in its own words."""
    named = {f"part{number}": each for number, each in enumerate(said)}
    return term(separator.replace("{", "{{").replace("}", "}}").join(f"{{{name}}}" for name in named), **named)


def refilled(said: Message, parts: Mapping[str, Any], /) -> Message:
    """The same message, of other parts."""
    return say(said.code, said.template, **parts)


def message_of(said: object) -> Message:
    """What is said, as a message: that of an error, for one; words of others stand in it as they are."""
    words = str(said)
    return words if isinstance(words, Message) else listed((words,))


def packed(said: Message) -> str:
    """A message as JSON, so that it can be kept, and said in any language later."""
    whole = json.dumps(_packed(said), ensure_ascii=False)
    if unpacked(whole) != said:  # a part is written in a way of its own, which JSON does not keep
        words = _packed(listed((str.__str__(said),)))
        return json.dumps({**words, "code": said.code}, ensure_ascii=False)
    return whole


def unpacked(kept: str) -> Message:
    """A message that was kept. What is none, as earlier versions kept it, is a message that says just that."""
    try:
        whole = json.loads(kept) if kept.startswith("{") else None
        said = _unpacked(whole)
    except (ValueError, RecursionError):
        said = None
    return message_of(kept) if said is None else said


_SPEC: Final = re.compile(r"(\d{1,2})?,?[A-Za-z]?")
"""How a part may be written: nobody who changes what is kept can have anything else written."""


def _packed(said: object) -> Any:
    if isinstance(said, Message):
        parts = {name: _packed(part) for name, part in said.parts.items()}
        return {"code": said.code, "template": said.template, "parts": parts}
    return said if isinstance(said, str | int | float) else str(said)


def _unpacked(whole: object) -> Message | None:
    """The message that JSON says; None where it says none."""
    match whole:
        case {"code": str(code), "template": str(template), "parts": dict(given)}:
            parts = {name: _unpacked(part) if isinstance(part, dict) else part for name, part in given.items()}
            plain = all(isinstance(part, str | int | float) for part in parts.values())
            return say(code, template, **parts) if plain and _is_filled(template, parts) else None
    return None


def _is_filled(template: str, parts: Mapping[str, Any]) -> bool:
    """Whether a template can be filled with these parts, and asks for nothing else of them."""
    return all(
        name is None or (name in parts and conversion in (None, "r") and _SPEC.fullmatch(spec or ""))
        for _, name, spec, conversion in Formatter().parse(template)
    )


def code_of(said: object) -> str:
    """The code of what is said: its own, or that of the first part that has one; empty for none."""
    if not isinstance(said, Message):
        return ""
    return said.code or next(filter(None, map(code_of, said.parts.values())), "")
