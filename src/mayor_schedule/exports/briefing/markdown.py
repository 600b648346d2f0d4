"""Texts in Markdown (CommonMark, and tables and footnotes as GitHub has them): shown as they are, and not obeyed."""

from __future__ import annotations

import re
from typing import Final

_SPECIAL: Final = re.compile(r"[\\`*\[\]<|]|(?<![^\W_])_|_(?![^\W_])|&(?=#|\w+;)")
_FIRST: Final = re.compile(r"^(?:(\d+)([.)])(?=\s|$)|([-+=>#]))")
"""What begins a list, a heading, a quotation or an underline at the beginning of a line."""

_LAST: Final = re.compile(r"(?<=\s)#+\s*$")
"""What closes a heading, and is not shown, at the end of its line."""


def escaped(text: object) -> str:
    """A text of one line in which nothing means anything to Markdown.

    A single ``~`` stays, since dates are written with it; of several on a line, all but the first are escaped: two of
    them strike out what is between.
    """
    said = _SPECIAL.sub(lambda found: "\\" + found.group(), str(text))
    head, sign, rest = said.partition("~")
    said = _LAST.sub(lambda found: "\\" + found.group(), head + sign + rest.replace("~", "\\~"))
    return _FIRST.sub(lambda found: f"{found[1] or ''}\\{found[2] or found[3]}", said)
