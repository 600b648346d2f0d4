"""Messages in the language of who reads, with their codes."""

from __future__ import annotations

import gettext
from functools import cache
from pathlib import Path
from typing import Final

from mayor_schedule.errors import InputError, MayorScheduleError
from mayor_schedule.messages import Message, code_of

DOMAIN: Final = "mayor_schedule"
LOCALES: Final = Path(__file__).parent.parent / "locale"


def told(said: object, language: str) -> str:
    """Something that is said, in a language; in English where that has no words for it."""
    if not isinstance(said, Message):
        return str(said)
    template = _words(language).gettext(said.template) if said.template.strip() else said.template
    return template.format(**{name: told(each, language) if isinstance(each, Message) else each
                              for name, each in said.parts.items()})  # fmt: skip


def error_lines(error: MayorScheduleError, language: str) -> list[str]:
    """What went wrong, a line for each thing, each with its code behind it."""
    if isinstance(error, InputError):
        return [f"{each.file}:{each.line}: {coded(each.message, language)}" for each in error.problems]
    refusals = getattr(error, "refusals", None)
    if refusals is not None:
        return [line for _, each in refusals for line in error_lines(each, language)]
    return [coded(error.args[0] if error.args else error, language)]


def coded(said: object, language: str) -> str:
    """Something that is said, in a language, with its code behind it if it has one."""
    code = code_of(said)
    return f"{told(said, language)} [{code}]" if code else told(said, language)


@cache
def _words(language: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, LOCALES, [language], fallback=True)
