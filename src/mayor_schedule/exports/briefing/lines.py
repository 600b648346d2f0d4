"""Lines and blocks that every part of a briefing has."""

from __future__ import annotations

from collections.abc import Iterable

from mayor_schedule.views.knowledge import Known

from .page import Block, Line, Mark
from .saying import Saying


def labelled(key: str, text: str, saying: Saying, *known: Known, mark: Mark = Mark.DETAIL) -> Line:
    """A line that begins with what it is about."""
    return Line(text=saying.word("named", label=saying.word(key), text=text), mark=mark, known=known)


def plain(key: str, saying: Saying, lines: Iterable[Line]) -> Block:
    """A block whose heading states no number."""
    return Block(key=key, title=saying.word(key), lines=tuple(lines))
