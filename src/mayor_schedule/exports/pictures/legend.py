"""The legend under a picture: only what occurs in it, in as many rows as that takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from .measure import shortened, width
from .svg import MUTED, SMALL, WIDTH, text

ROW: Final = 20.0
_GAP: Final = 18.0
_SPACE: Final = 6.0


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign and what it says.

    Attributes:
        words: what it says.
        wide: how wide the sign is.
        draw: draws it, given its left end and its middle.
    """

    words: str
    wide: float
    draw: Callable[[float, float], str]


def rows(signs: Sequence[Sign], margin: float) -> float:
    """How high the legend is."""
    return ROW * len({y for _, _, y in _placed(signs, margin)})


def drawn(signs: Sequence[Sign], margin: float, top: float) -> str:
    """The legend below a height."""
    parts: list[str] = []
    for sign, x, y in _placed(signs, margin):
        words = shortened(sign.words, SMALL, WIDTH - 2 * margin - sign.wide - _SPACE)
        parts.append(sign.draw(x, top + y))
        parts.append(text(words, x + sign.wide + _SPACE, top + y + SMALL * 0.35, fill=MUTED))
    return "".join(parts)


def _placed(signs: Sequence[Sign], margin: float) -> Iterator[tuple[Sign, float, float]]:
    """Each sign with its left end, and its middle below the top of the legend."""
    x, y = margin, ROW / 2
    for sign in signs:
        wide = sign.wide + _SPACE + width(sign.words, SMALL)
        if x > margin and x + wide > WIDTH - margin:
            x, y = margin, y + ROW
        yield sign, x, y
        x += wide + _GAP
