"""A row of the timeline: what it is and its date in words at the left, its mark on the axis at the right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from .axis import Axis
from .bars import Bar, Time
from .marks import LANE_COLOURS, NEUTRAL, RADIUS, STATUSES, Style, bar, beyond, diamond, least_width, unending
from .measure import ASCENT, width, wrapped
from .svg import MUTED, SMALL, WIDTH, element, escaped, isolated, line, link, text
from .words import word

LABEL: Final = 12.5
MARGIN: Final = 4.0
EDGE: Final = 18.0
"""What is kept free at the right of the axis, for arrows."""

_LINE: Final = 16.0
_PAD: Final = 4.0
_GAP: Final = 10.0
_LEFT: Final = 310.0
_WHEN: Final = 108.0
_LINES: Final = 2
_THINNEST: Final = 0.5


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the columns begin and how wide they are.

    Attributes:
        label: the width of the first, of labels.
        when: the width of the second, of dates in words; 0 if nothing has any.
    """

    label: float
    when: float

    @property
    def when_at(self) -> float:
        """Where the dates begin."""
        return MARGIN + self.label + _GAP

    @property
    def axis_at(self) -> float:
        """Where the axis begins."""
        return self.when_at + (self.when + _GAP if self.when else 0) + _GAP

    @property
    def axis_end(self) -> float:
        """Where the axis ends."""
        return WIDTH - EDGE


@dataclass(frozen=True, slots=True)
class Row:
    """An item with its text in lines."""

    bar: Bar
    label: tuple[str, ...]
    when: tuple[str, ...]

    @property
    def height(self) -> float:
        """How high it is."""
        return max(len(self.label), len(self.when), 1) * _LINE + 2 * _PAD


def columns_for(bars: Sequence[Bar]) -> Columns:
    """Columns in which the dates have the room that they need, and the labels what is left."""
    when = min(max((width(each.when, SMALL) for each in bars), default=0.0) + 0.01, _WHEN)
    if when < 1:
        return Columns(_LEFT - 2 * _GAP, 0)
    return Columns(_LEFT - 2 * _GAP - when, when)


def row(bar: Bar, columns: Columns) -> Row:
    """An item with its text broken into lines."""
    when = wrapped(bar.when, SMALL, columns.when, lines=_LINES) if columns.when else ()
    return Row(bar, wrapped(bar.label, LABEL, columns.label, lines=_LINES), when)


def colour_of(lane: str) -> str:
    """The colour of a lane."""
    return LANE_COLOURS.get(lane, NEUTRAL)


def drawn(row: Row, top: float, columns: Columns, axis: Axis, *, language: str, prefix: str) -> str:
    """A row below a height, with everything that it says as its title."""
    middle = top + row.height / 2
    struck = "line-through" if row.bar.status == "cancelled" else None
    return link(
        row.bar.href,
        _said(row.bar, row.bar.marked, language),
        _lines(row.label, MARGIN, middle, LABEL, text_decoration=struck),
        _lines(row.when, columns.when_at, middle, SMALL, fill=MUTED),
        *_marks(row.bar, middle, axis, language=language, prefix=prefix),
    )


def mark(item: Time, y: float, axis: Axis, style: Style, half: float = RADIUS) -> str:
    """The mark of an item: a diamond for a day, a bar for more, a triangle at the edge where it goes on outside."""
    early, late = item.first < axis.first, item.last is not None and item.last > axis.last
    before = beyond(axis.left - 1, y, style.colour, to_left=True) if early else ""
    after = beyond(axis.right + 1, y, style.colour, to_left=False) if late else ""
    if item.first > axis.last:
        return beyond(axis.right + 1, y, style.colour, to_left=False)
    if item.last is not None and item.last < axis.first:
        return before
    if item.first == item.last:
        return diamond(axis.x(item.first, 0.5), y, style, half)
    start = axis.x(max(item.first, axis.first))
    end = axis.right if item.last is None or late else axis.x(item.last, 1)
    start, end = least_width(start, end, axis.left, axis.right, half)
    if item.last is None:
        return before + unending(start, end, y, style, left=not early)
    return before + bar(start, end, y, style, left=not early, right=not late) + after


def _marks(item: Bar, y: float, axis: Axis, *, language: str, prefix: str) -> Iterator[str]:
    """The mark of an item; of what comes back, one for each time, as wide as its neighbours leave room for."""
    times = item.marked
    for time, half in zip(times, _halves(times, axis), strict=True):
        style = Style(status=time.status, exact=time.exact, colour=colour_of(item.lane), prefix=prefix)
        drawn = mark(time, y, axis, style, half)
        yield element("g", _said(time, (time,), language), drawn) if item.times else drawn


def _halves(times: Sequence[Time], axis: Axis) -> list[float]:
    """Half of the width that each mark may have."""
    places = [axis.x(each.first, 0.5) for each in times]
    near = [other - one or 2 * RADIUS for one, other in pairwise(places)]  # two on one day lie on each other anyway
    sides = zip([2 * RADIUS, *near], [*near, 2 * RADIUS], strict=True)
    return [min(RADIUS, max(min(each) / 2, _THINNEST)) for each in sides]


def _said(item: Time, times: Sequence[Time], language: str) -> str:
    """The title of an item: what it is, its date, and how sure it is."""
    seen = {each.status for each in times}
    statuses = [word(each, language) for each in STATUSES if each in seen]
    return element("title", escaped(", ".join(filter(None, (isolated(item.label), isolated(item.when), *statuses)))))


def rule(y: float, colour: str, wide: float) -> str:
    """A line across the picture."""
    return line(MARGIN, y, WIDTH - MARGIN, y, stroke=colour, stroke_width=wide)


def _lines(lines: Sequence[str], x: float, middle: float, size: float, **attributes: str | float | None) -> str:
    first = middle - (len(lines) - 1) * _LINE / 2 + size * (ASCENT - 0.53)
    return "".join(text(each, x, first + index * _LINE, size=size, **attributes) for index, each in enumerate(lines))
