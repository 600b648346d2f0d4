"""Marks that turn the direction of text: they stay, as a name may need them, but turn nothing outside their text.

An embedding, an override or an isolate (Unicode Standard Annex 9) that is left open would reorder whatever a program
shows on the same line behind the text: the place behind a title, or the end of a bracket.
"""

from __future__ import annotations

import re
from typing import Final

_POP, _POP_ISOLATE = "\u202c", "\u2069"
_ENDS: Final = {
    **dict.fromkeys("\u202a\u202b\u202d\u202e", _POP),
    **dict.fromkeys("\u2066\u2067\u2068", _POP_ISOLATE),
}
"""What opens a direction, and what closes it."""

_MARKS: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")


def closed(text: str) -> str:
    """Text in which each line closes the directions that it opens, and closes none that it did not."""
    if not _MARKS.search(text):
        return text
    return "\n".join(_closed(line) for line in text.split("\n"))


def _closed(line: str) -> str:
    out: list[str] = []
    ends: list[str] = []
    for each in line:
        if each in _ENDS:
            ends.append(_ENDS[each])
        elif each == _POP_ISOLATE:
            if each not in ends:
                continue
            while ends.pop() != each:  # an isolate takes what is open inside with it
                pass
        elif each == _POP:
            if ends[-1:] != [each]:
                continue
            ends.pop()
        out.append(each)
    return "".join(out + ends[::-1])
