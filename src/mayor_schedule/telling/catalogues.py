"""The catalogues of translations that come with the program, by what they are of and by language."""

from __future__ import annotations

import gettext
from functools import cache
from pathlib import Path
from typing import Final

LOCALES: Final = Path(__file__).parent.parent / "locale"
"""The folder with the catalogues, as gettext expects them: ``ko/LC_MESSAGES/words.mo``."""

_SCRIPT: Final = 4
"""The letters of a subtag that names a script, such as ``Hant``."""


def canonical(language: str) -> str:
    """A language tag in the letters in which it is written by custom (RFC 5646 section 2.1.1): ``zh-Hant-TW``."""
    primary, *others = language.split("-")
    return "-".join([primary.lower(), *(each.title() if len(each) == _SCRIPT else each.upper() for each in others)])


@cache
def catalogue(domain: str, language: str) -> gettext.NullTranslations:
    """What there is in a language: for ``es-AR`` its own, and what that lacks in ``es``; nothing if neither is there.

    Args:
        domain: what it is of, such as ``words``.
        language: BCP 47.
    """
    subtags = canonical(language).split("-")
    names = ["_".join(subtags[:length]) for length in range(len(subtags), 0, -1)]
    return gettext.translation(domain, LOCALES, names, fallback=True)
