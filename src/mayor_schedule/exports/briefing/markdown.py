"""Texts in Markdown (CommonMark, and tables and footnotes as GitHub has them): shown as they are, and not obeyed."""

from __future__ import annotations

import re
from typing import Final
from unicodedata import category

_TILDES: Final = re.compile("~+")
_SPECIAL: Final = re.compile(r"[\\`*\[\]<|]|(?<![^\W_])_|_(?![^\W_])|&(?=#|\w+;)")
_FIRST: Final = re.compile(r"^(?:(\d+)([.)])(?=\s|$)|([-+=>#]))")
"""What begins a list, a heading, a quotation or an underline at the beginning of a line."""

_LAST: Final = re.compile(r"(?<=\s)#+\s*$")
"""What closes a heading, and is not shown, at the end of its line."""


def escaped(text: object) -> str:
    """A text of one line in which nothing means anything to Markdown.

    ``~`` stays, since dates are written with it. Only where one could begin and another end what is struck out, or
    where several stand together, all of the text are escaped.
    """
    said = _SPECIAL.sub(lambda found: "\\" + found.group(), str(text))
    if _strikes(str(text)):
        said = said.replace("~", "\\~")
    said = _LAST.sub(lambda found: "\\" + found.group(), said)
    return _FIRST.sub(lambda found: f"{found[1] or ''}\\{found[2] or found[3]}", said)


def _strikes(text: str) -> bool:
    """Whether the tildes of a text could strike out a part of it, or begin a block of code.

    One can begin it if it hangs on to what follows, and end it if it hangs on to what precedes: the one of "9.27.~10.7"
    only begins.
    """
    is_begun = False
    for found in _TILDES.finditer(text):
        if len(found.group()) > 1:
            return True
        before, after = text[found.start() - 1 : found.start()] or " ", text[found.end() :][:1] or " "
        if is_begun and _hangs(before, after):
            return True
        is_begun = is_begun or _hangs(after, before)
    return False


def _hangs(near: str, far: str) -> bool:
    """Whether a mark may hang on to a character beside it, given the one on its other side (CommonMark, 6.2)."""
    is_loose = near.isspace() or (category(near)[0] == "P" and not far.isspace() and category(far)[0] not in "PS")
    return not is_loose
