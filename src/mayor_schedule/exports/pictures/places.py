"""Places for labels beside their points, so that none lies on another, on the line, or outside of the picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from .measure import ASCENT, DESCENT, Box, width

SPACING: Final = 1.2
_FAR: Final = (0.0, 8.0, 16.0, 26.0)
_CLEAR: Final = 7.0


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a label.

    Attributes:
        text: what it says.
        size: how large.
        bold: whether it is bold.
    """

    text: str
    size: float
    bold: bool = False

    @property
    def width(self) -> float:
        """How wide it is."""
        return width(self.text, self.size, bold=self.bold)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a label stands: its box, and how its lines are held."""

    box: Box
    anchor: str

    @property
    def x(self) -> float:
        """Where its lines are held."""
        ends = {"start": self.box.left, "middle": (self.box.left + self.box.right) / 2, "end": self.box.right}
        return ends[self.anchor]


def place(x: float, y: float, lines: Sequence[Line], room: Box, taken: Sequence[Box]) -> Place | None:
    """The nearest free place beside a point; None if there is none.

    Args:
        x: the point.
        y: its height.
        lines: the lines of the label.
        room: where it has to stay.
        taken: what it must not lie on.
    """
    wide, high = max(each.width for each in lines), height(lines)
    free = (
        each
        for each in _around(x, y, wide, high)
        if each.box.within(room) and not any(each.box.meets(other) for other in taken)
    )
    return next(free, None)


def height(lines: Sequence[Line]) -> float:
    """How high the lines of a label are together."""
    return sum(each.size * SPACING for each in lines)


def baselines(lines: Sequence[Line], top: float) -> Iterator[tuple[Line, float]]:
    """Each line with its baseline."""
    for each in lines:
        spare = each.size * (SPACING - ASCENT - DESCENT) / 2
        yield each, top + spare + each.size * ASCENT
        top += each.size * SPACING


def _around(x: float, y: float, wide: float, high: float) -> Iterator[Place]:
    """Above, below and beside the point, ever farther."""
    for far in _FAR:
        above, below = y - _CLEAR - far - high, y + _CLEAR + far
        for top in (above, below):
            for shift in (0.0, far):
                yield Place(Box(x - wide / 2, top, x + wide / 2, top + high), "middle")
                yield Place(Box(x - 4 + shift, top, x - 4 + shift + wide, top + high), "start")
                yield Place(Box(x + 4 - shift - wide, top, x + 4 - shift, top + high), "end")
        right, left = x + _CLEAR + far, x - _CLEAR - far
        yield Place(Box(right, y - high / 2, right + wide, y + high / 2), "start")
        yield Place(Box(left - wide, y - high / 2, left, y + high / 2), "end")
