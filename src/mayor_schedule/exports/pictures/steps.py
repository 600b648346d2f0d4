"""A number over time as a step line, with the points at which somebody stated it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from . import legend, staircase, statements
from .axis import Axis, Name
from .counted import Number, Span, Stated
from .legend import Sign
from .measure import Box, box, shortened, width
from .rows import LABEL, MARGIN
from .scale import Scale, figure, scale
from .staircase import JUMP, LINE, Segment, band, clipped, segments, shade
from .svg import INK, MUTED, SMALL, WIDTH, line, named_id, path, picture, points, text
from .words import word, year_name

__all__ = ["Number", "Span", "Stated", "step_line"]

_TOP: Final = 56.0
_BOTTOM: Final = 270.0
_BREAK: Final = 20.0
_RIGHT: Final = WIDTH - 12.0
_NAMES: Final = 17.0
_GRID: Final = "#d4d4d4"
_STRONG: Final = "#7a7a7a"
_UNIT_AT: Final = 14.0


def step_line(
    spans: Sequence[Span],
    stated: Sequence[Stated],
    *,
    first: date,
    last: date,
    language: str,
    title: str,
    description: str,
    unit: str,
    prefix: str = "ms-steps",
) -> str:
    """A picture of a number over the days from first to last.

    Args:
        spans: the number and its bounds over days, which must not overlap.
        stated: what was stated, in any order. Where the line does not lead to it, the difference is dashed.
        first: the first day of the axis.
        last: its last day.
        language: a BCP 47 tag; Korean, and English for every other.
        title: the name of the picture.
        description: what it shows in words.
        unit: the counting unit; empty for none.
        prefix: what its ids begin with, which no other picture on the page may have.

    Returns:
        An ``<svg>`` element, which is valid XML by itself.

    Raises:
        InvalidValueError: the axis ends before it begins, spans overlap, a number is infinite, or the prefix is no id.
    """
    prefix = named_id(prefix)
    axis = Axis(first=first, last=last, left=MARGIN, right=_RIGHT)
    body, height = _body(clipped(spans, axis), statements.ordered(stated, axis), axis, language=language, unit=unit)
    return picture(body, height=height, title=title, description=description, prefix=prefix)


def _nothing(axis: Axis, language: str) -> tuple[str, float]:
    """Words where there is nothing to draw, and how high the picture is."""
    words = text(word("nothing", language), MARGIN, 24, size=LABEL, fill=MUTED)
    names, height = _names(axis, 44, language)
    return words + line(axis.left, 44, axis.right, 44, stroke=_STRONG) + names, height


def _body(
    spans: Sequence[Span], stated: Sequence[Stated], axis: Axis, *, language: str, unit: str
) -> tuple[str, float]:
    """What is in the picture, and how high it is."""
    if not spans and not stated:
        return _nothing(axis, language)
    scaled = _scale(spans, stated)
    axis = replace(axis, left=MARGIN + max(width(figure(each), SMALL) for each in scaled.ticks) + 8)
    found, shades = segments(spans, stated, axis, scaled), band(spans, axis, scaled)
    above = _unit(unit, scaled, language)
    told = statements.told(
        stated,
        axis,
        scaled,
        room=Box(axis.left + 2, 2, WIDTH - 2, scaled.bottom - 1),
        taken=[*(each.box for each in found), box(above, MARGIN, _UNIT_AT, SMALL)],
        avoided=shades,
        language=language,
    )
    names, under = _names(axis, _BOTTOM, language)
    below, signs = under + statements.notes_height(told) + 4, list(_signs(spans, stated, found, language))
    body = [*_frame(axis, scaled, above), names, *map(shade, shades), staircase.drawn(found)]
    body += [statements.leader(each, axis, scaled) for each in told]
    body += [statements.drawn(each, axis, scaled, language) for each in told]
    body += [statements.notes(told, under), legend.drawn(signs, MARGIN, below)]
    return "".join(body), below + legend.rows(signs, MARGIN) + 2


def _scale(spans: Sequence[Span], stated: Sequence[Stated]) -> Scale:
    """The scale of all numbers, with room for the mark that it is broken."""
    numbers = [each for one in spans for each in (one.total, one.low, one.high)]
    numbers += [each for one in stated for each in one.numbers]
    scaled = scale(numbers, _TOP, _BOTTOM)
    return replace(scaled, bottom=_BOTTOM - _BREAK) if scaled.is_broken else scaled


def _unit(unit: str, scaled: Scale, language: str) -> str:
    """What stands above the scale: the unit, and that it does not begin at 0."""
    said = [word("unit", language, unit=unit)] if unit else []
    said += [word("broken", language)] if scaled.is_broken else []
    return shortened(" · ".join(said), SMALL, WIDTH - 2 * MARGIN)


def _frame(axis: Axis, scaled: Scale, unit: str) -> Iterator[str]:
    """The grid, the numbers beside it, and the axes."""
    for each in axis.ticks():
        yield line(each.x, scaled.top, each.x, _BOTTOM, stroke=_STRONG if each.is_year else _GRID, stroke_width=0.7)
    for value in scaled.ticks:
        y = scaled.y(value)
        yield line(axis.left, y, axis.right, y, stroke=_GRID, stroke_width=0.7)
        yield text(figure(value), axis.left - 6, y + SMALL * 0.35, text_anchor="end", fill=MUTED)
    yield text(unit, MARGIN, _UNIT_AT, fill=MUTED) if unit else ""
    yield line(axis.left, _BOTTOM, axis.right, _BOTTOM, stroke=INK, stroke_width=1.2)
    upright = [(axis.left, scaled.top), (axis.left, scaled.bottom)]
    if scaled.is_broken:
        y = scaled.bottom
        upright += [(axis.left, y + 4), (axis.left - 5, y + 7), (axis.left + 5, y + 12), (axis.left, y + 15)]
    yield path(points(*upright, (axis.left, _BOTTOM)), stroke=INK, stroke_width=1.2)


def _names(axis: Axis, top: float, language: str) -> tuple[str, float]:
    """The names of months and years under the axis, and where they end."""
    names = axis.names(language)
    if axis.is_one_year:
        names.append(Name(year_name(axis.first.year, language), axis.left + 3, "start", is_year=True))
    rows = sorted({each.is_year for each in names})  # months above years
    parts = [
        text(
            each.text, each.x, top + _NAMES * (1 + rows.index(each.is_year)) - 2,
            text_anchor=each.anchor, fill=MUTED, font_weight="bold" if each.is_year else None,
        )
        for each in names
    ]  # fmt: skip
    return "".join(parts), top + _NAMES * len(rows) + 10


def _signs(spans: Sequence[Span], stated: Sequence[Stated], found: Sequence[Segment], language: str) -> Iterator[Sign]:
    """The legend: what occurs in the picture."""
    if spans:
        yield Sign(word("total", language), 26, lambda x, y: line(x, y, x + 26, y, stroke=LINE, stroke_width=2.4))
    if any(each.low != each.high for each in spans):
        yield Sign(word("band", language), 26, lambda x, y: shade(Box(x, y - 6, x + 26, y + 6)))
    if any(each.is_day and not each.approximate for each in stated):
        yield Sign(word("stated", language), 10, lambda x, y: _stated(x, x + 5, y, is_day=True))
    if any(not each.is_day and not each.approximate for each in stated):
        yield Sign(word("stated_span", language), 26, lambda x, y: _stated(x, x + 21, y, is_day=False))
    if any(each.approximate for each in stated):
        yield Sign(word("stated_about", language), 10, lambda x, y: _stated(x, x + 5, y, is_day=True, approximate=True))
    if any(not each.is_explained for each in found):
        yield Sign(
            word("unexplained", language), 26,
            lambda x, y: line(x, y, x + 26, y, stroke=JUMP, stroke_width=2, stroke_dasharray="4 3"),
        )  # fmt: skip


def _stated(x1: float, x2: float, y: float, *, is_day: bool, approximate: bool = False) -> str:
    return statements.sign(x1, x2, y, is_day=is_day, approximate=approximate)
