"""One picture of a timeline: the names of the months, the headings of the lanes, the rows, and the legend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from . import legend
from .axis import Axis
from .marks import LANE_COLOURS, NEUTRAL, hatchings
from .measure import shortened, width
from .rows import LABEL, MARGIN, Columns, Row, colour_of, drawn, rule
from .signs import signs_of
from .svg import INK, MUTED, SMALL, WIDTH, element, line, named_id, picture, text
from .words import day_name, word, year_name

_HEADING: Final = 26.0
_NAMES: Final = 17.0
_GAP: Final = 8.0
_GRID: Final = "#c9c9c9"
_FINE: Final = "#e2e2e2"
_STRONG: Final = "#7a7a7a"


@dataclass(frozen=True, kw_only=True, slots=True)
class Frame:
    """What all the pictures of one timeline have in common."""

    axis: Axis
    columns: Columns
    lanes: Mapping[str, str]
    today: date | None
    language: str

    @property
    def known_on(self) -> date | None:
        """The day that is marked, if it lies on the axis."""
        return self.today if self.today is not None and self.axis.first <= self.today <= self.axis.last else None

    @property
    def has_both(self) -> bool:
        """Whether years and months are named."""
        return len({each.is_year for each in self.axis.names(self.language)}) > 1

    @property
    def head(self) -> float:
        """How high the names above the rows are."""
        return _NAMES * (1 + self.has_both + (self.known_on is not None)) + 6


def height(rows: Sequence[Row], explained: Sequence[Row], frame: Frame) -> float:
    """How high a picture of some rows is, in user units, with a legend of what it explains."""
    key = legend.rows(_signs(explained, frame, "p"), MARGIN)
    return _body(rows, frame) + (_GAP + key if key else 0.0) + 2


def sheet(
    rows: Sequence[Row],
    previous: Row | None,
    frame: Frame,
    *,
    explained: Sequence[Row],
    title: str,
    description: str,
    prefix: str,
) -> str:
    """A picture of some rows.

    Args:
        rows: the rows, lane by lane.
        previous: the last row of the picture before this one, whose lane may go on here.
        explained: the rows that its legend explains; none for a picture without one.
        frame: what all the pictures of the timeline have in common.
        title: the name of the picture.
        description: what it shows in words.
        prefix: what its ids begin with.
    """
    prefix = named_id(prefix)
    bottom = _body(rows, frame)
    parts = [*_grid(frame, bottom), *_rows(rows, previous, frame, prefix), *_known(frame, bottom)]
    if not rows:
        parts.append(text(word("nothing", frame.language), MARGIN, frame.head + 24, size=LABEL, fill=MUTED))
    parts.append(legend.drawn(_signs(explained, frame, prefix), MARGIN, bottom + _GAP))
    body = "".join(parts)
    hatched = hatchings(prefix, (*LANE_COLOURS.values(), NEUTRAL), body)
    high = height(rows, explained, frame)
    return picture(hatched, body, height=high, title=title, description=description, prefix=prefix)


def _signs(rows: Sequence[Row], frame: Frame, prefix: str) -> list[legend.Sign]:
    return signs_of([each.bar for each in rows], frame.axis, language=frame.language, prefix=prefix)


def _body(rows: Sequence[Row], frame: Frame) -> float:
    """Where the rows end."""
    headings = sum(one.bar.lane != other.bar.lane for one, other in pairwise(rows)) + bool(rows)
    return frame.head + headings * _HEADING + (sum(each.height for each in rows) or 40.0)


def _grid(frame: Frame, bottom: float) -> list[str]:
    """Months and years by name, and where each begins as a line down the rows."""
    axis, base = frame.axis, frame.head - 8
    parts = [
        line(each.x, frame.head, each.x, bottom, stroke=_STRONG if each.is_year else _GRID, stroke_width=0.7)
        for each in axis.ticks()
    ]
    for each in axis.names(frame.language):
        y = base - _NAMES if each.is_year and frame.has_both else base
        weight = "bold" if each.is_year else None
        parts.append(text(each.text, each.x, y, fill=MUTED, text_anchor=each.anchor, font_weight=weight))
    if axis.is_one_year:
        parts.append(text(year_name(axis.first.year, frame.language), MARGIN, base, font_weight="bold"))
    parts.append(rule(frame.head, _STRONG, 1))
    return parts


def _rows(rows: Sequence[Row], previous: Row | None, frame: Frame, prefix: str) -> list[str]:
    parts, top, lane = [], frame.head, None
    for each in rows:
        if each.bar.lane != lane:
            goes_on = lane is None and previous is not None and previous.bar.lane == each.bar.lane
            lane = each.bar.lane
            parts.append(_heading(lane, top, frame, goes_on=goes_on))
            top += _HEADING
        else:
            parts.append(rule(top, _FINE, 0.7))
        parts.append(drawn(each, top, frame.columns, frame.axis, language=frame.language, prefix=prefix))
        top += each.height
    parts.append(rule(top or frame.head, _STRONG, 1))
    return parts


def _heading(lane: str, top: float, frame: Frame, *, goes_on: bool) -> str:
    """The heading of a lane, on a band with a tab in the colour of its marks."""
    words = frame.lanes.get(lane, lane)
    said = word("continued", frame.language, heading=words) if goes_on else words
    band = element("rect", x=MARGIN, y=top + 3, width=WIDTH - 2 * MARGIN, height=_HEADING - 5, fill="#efefef")
    tab = element("rect", x=MARGIN, y=top + 3, width=5, height=_HEADING - 5, fill=colour_of(lane))
    room = WIDTH - 2 * MARGIN - 24
    return band + tab + text(shortened(said, 13, room, bold=True), MARGIN + 12, top + 18, size=13, font_weight="bold")


def _known(frame: Frame, bottom: float) -> list[str]:
    """The day on which all of this was known: a line down the rows, and its name above the months."""
    if frame.known_on is None:
        return []
    words = word("known", frame.language, day=day_name(frame.known_on, frame.language))
    x = frame.axis.x(frame.known_on, 0.5)
    half = width(words, SMALL, bold=True) / 2
    middle = max(min(x, WIDTH - MARGIN - half), MARGIN + half)
    stroke: dict[str, str | float | None] = {"stroke": INK, "stroke_width": 1.3, "stroke_dasharray": "8 2.5 1.5 2.5"}
    return [
        line(x, _NAMES, x, bottom, **stroke),
        text(words, middle, _NAMES - 4, text_anchor="middle", font_weight="bold"),
    ]
