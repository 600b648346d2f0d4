"""Messages in the language of who reads, with their codes: for the command line, and for programs that embed it all."""

from __future__ import annotations

from typing import Final

from mayor_schedule.errors import InputError, MayorScheduleError
from mayor_schedule.messages import Message, code_of

from .catalogues import catalogue

__all__ = ["code_of", "coded", "error_lines", "told"]

DOMAIN: Final = "mayor_schedule"


def told(said: object, language: str) -> str:
    """Something that is said, in a language; in English where that has no words for it.

    Args:
        said: a message, or an error, whose message it is.
        language: BCP 47, such as ``ko``.
    """
    words = str(said)  # of an error, its message
    if not isinstance(words, Message):
        return words
    template = catalogue(DOMAIN, language).gettext(words.template) if words.template.strip() else words.template
    return template.format(**{name: told(each, language) if isinstance(each, Message) else each
                              for name, each in words.parts.items()})  # fmt: skip


def error_lines(error: MayorScheduleError, language: str) -> list[str]:
    """What went wrong, a line for each thing, each with its code behind it.

    Args:
        error: an error; of files and of batches that were refused, each thing that is wrong with them has a line.
        language: BCP 47, such as ``ko``.
    """
    if isinstance(error, InputError):
        return [f"{each.file}:{each.line}: {coded(each.message, language)}" for each in error.problems]
    refusals = getattr(error, "refusals", None)
    if refusals is not None:
        return [line for _, each in refusals for line in error_lines(each, language)]
    return [coded(error, language)]


def coded(said: object, language: str) -> str:
    """Something that is said, in a language, with its code behind it if it has one.

    Args:
        said: a message, or an error, whose message it is.
        language: BCP 47, such as ``ko``.
    """
    words = told(said, language)
    code = code_of(str(said))
    return f"{words} [{code}]" if code else words
