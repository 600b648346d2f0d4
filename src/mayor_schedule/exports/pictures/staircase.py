"""The line of a number over the days, in segments: level, rising, and those that nothing on record explains."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Final

from mayor_schedule.errors import InvalidValueError
from mayor_schedule.messages import say

from .axis import Axis
from .counted import Number, Span, Stated
from .measure import Box
from .scale import Scale
from .svg import element, line, path, points

LINE: Final = "#1d4f91"
JUMP: Final = "#b3261e"
BAND: Final = "#dbe3ee"
BAND_EDGE: Final = "#6f7f95"

_CLEAR: Final = 3.0


@dataclass(frozen=True, slots=True)
class Segment:
    """A straight piece of the line, on the paper."""

    x1: float
    y1: float
    x2: float
    y2: float
    is_explained: bool = True

    @property
    def box(self) -> Box:
        """The room that it takes, and a little more."""
        low, high = sorted((self.y1, self.y2))
        return Box(self.x1 - _CLEAR, low - _CLEAR, self.x2 + _CLEAR, high + _CLEAR)


def clipped(spans: Sequence[Span], axis: Axis) -> list[Span]:
    """Spans on the axis, in order.

    Raises:
        InvalidValueError: two of them cover the same day.
    """
    inside = sorted((each for each in spans if each.first <= axis.last and each.last >= axis.first), key=_first)
    for one, other in pairwise(inside):
        if other.first <= one.last:
            raise InvalidValueError(
                say(
                    "MS-0561", "cannot draw two numbers on {day}: a line has one; give each day once", day=other.first
                )
            )
    return [replace(each, first=max(each.first, axis.first), last=min(each.last, axis.last)) for each in inside]


def segments(spans: Sequence[Span], stated: Sequence[Stated], axis: Axis, scale: Scale) -> list[Segment]:
    """The line through clipped spans, and the dashed pieces to what was stated beside it."""
    found: list[Segment] = []
    for each in spans:
        y = scale.y(each.total)
        found.append(Segment(axis.x(each.first), y, axis.x(each.last, 1), y))
    for one, other in pairwise(spans):
        if (other.first - one.last).days == 1 and one.total != other.total:
            found.extend(_rise(one, other, _restating(spans, stated, other), axis, scale))
    found.extend(_beside(spans, stated, axis, scale))
    return found


def drawn(found: Sequence[Segment]) -> str:
    """Segments: as a line where they are explained, else dashed."""
    steps = "".join(points((each.x1, each.y1), (each.x2, each.y2)) for each in found if each.is_explained)
    solid = path(steps, stroke=LINE, stroke_width=2.4, stroke_linecap="square") if steps else ""
    dashed = (
        line(each.x1, each.y1, each.x2, each.y2, stroke=JUMP, stroke_width=2, stroke_dasharray="4 3")
        for each in found
        if not each.is_explained
    )
    return solid + "".join(dashed)


def band(spans: Sequence[Span], axis: Axis, scale: Scale) -> list[Box]:
    """What the number may be where that is not known, piece by piece."""
    return [
        Box(axis.x(each.first), scale.y(each.high), axis.x(each.last, 1), scale.y(each.low))
        for each in spans
        if each.low != each.high
    ]


def shade(piece: Box) -> str:
    """A piece of the band: a light shade with dotted edges."""
    x1, x2, top, bottom = piece.left, piece.right, piece.top, piece.bottom
    filled = element("rect", x=x1, y=top, width=x2 - x1, height=bottom - top, fill=BAND)
    edges = points((x1, top), (x2, top)) + points((x1, bottom), (x2, bottom))
    return filled + path(edges, stroke=BAND_EDGE, stroke_width=1, stroke_dasharray="1.5 2")


def dot_at(each: Stated, axis: Axis) -> float:
    """Where the dot of a statement stands: in the middle of its day, or at the end of its days."""
    x = axis.x(each.first, 0.5) if each.is_day else axis.x(each.last, 1)
    return min(max(x, axis.left), axis.right)


def _rise(one: Span, other: Span, restating: Stated | None, axis: Axis, scale: Scale) -> Iterator[Segment]:
    """From one number to the next: explained as far as the record leads."""
    x, start, end = axis.x(other.first), scale.y(one.total), scale.y(other.total)
    if restating is None:
        yield Segment(x, start, x, end)
        return
    led_to: Number = one.total if restating.led_to is None else restating.led_to
    if led_to != one.total:
        yield Segment(x, start, x, scale.y(led_to))
    if led_to != other.total:
        yield Segment(x, scale.y(led_to), x, end, is_explained=False)


def _restating(spans: Sequence[Span], stated: Sequence[Stated], span: Span) -> Stated | None:
    """The statement that sets the line anew where a span begins: the last such day of its days, or the one behind."""
    for each in stated:
        ends = each.last.toordinal() + 1
        begun = [
            other.first
            for one, other in pairwise(spans)
            if each.first <= other.first
            and other.first.toordinal() <= ends
            and one.total != other.total == each.value
        ]
        if begun and begun[-1] == span.first:
            return each
    return None


def _beside(spans: Sequence[Span], stated: Sequence[Stated], axis: Axis, scale: Scale) -> Iterator[Segment]:
    """From the line to a statement that it does not pass."""
    for each in stated:
        ends = each.last.toordinal() + 1
        near = [other for other in spans if other.first.toordinal() <= ends and other.last >= each.first]
        if near and all(other.total != each.value for other in near):
            x = dot_at(each, axis)
            yield Segment(x, scale.y(near[-1].total), x, scale.y(each.value), is_explained=False)


def _first(span: Span) -> date:
    return span.first
