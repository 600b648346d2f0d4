"""What the program says to people, so that it can be said in another language, and found again by a code.

A `Message` is its English text, and knows from which template and of what it was made: whoever shows it can say it in
another language, with the parts said in that language too. Codes are for ever: a code is never given to anything else,
and what is said otherwise keeps it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any


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


def code_of(said: object) -> str:
    """The code of what is said: its own, or that of the first part that has one; empty for none."""
    if not isinstance(said, Message):
        return ""
    return said.code or next(filter(None, map(code_of, said.parts.values())), "")
