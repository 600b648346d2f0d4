"""What was stated, on the step line: a dot or a short bar, with its label beside it, or in a note if it has no room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from .axis import Axis
from .counted import Stated
from .measure import Box, shortened, wrapped
from .places import Line, Place, baselines, place
from .rows import MARGIN
from .scale import Scale, figure
from .staircase import dot_at
from .svg import INK, MUTED, PAPER, SMALL, WIDTH, element, escaped, isolated, line, text
from .words import word

RADIUS: Final = 4.5
NOTE: Final = 18.0

_VALUE: Final = 15.0
_Lines = tuple[Line, ...]

_LABEL: Final = 200.0
_NEAR: Final = 18.0


@dataclass(frozen=True, slots=True)
class Told:
    """A statement with the label that has a place.

    Attributes:
        stated: the statement.
        lines: the lines of its label.
        place: where they stand; None if there is no room at all.
        note: what stands under the picture instead; empty if the label says everything.
    """

    stated: Stated
    lines: tuple[Line, ...]
    place: Place | None
    note: str


def ordered(stated: Sequence[Stated], axis: Axis) -> list[Stated]:
    """The statements on the axis, in the order of their days."""
    inside = (each for each in stated if each.first <= axis.last and each.last >= axis.first)
    return sorted(inside, key=lambda each: (each.first, each.last, each.value, each.label, each.approximate))


def told(
    stated: Sequence[Stated],
    axis: Axis,
    scale: Scale,
    *,
    room: Box,
    taken: Sequence[Box],
    avoided: Sequence[Box],
    language: str,
) -> list[Told]:
    """Each statement with its label in a place where it lies on nothing.

    Args:
        stated: the statements, ordered.
        axis: the axis of time.
        scale: the scale of numbers.
        room: where labels may stand.
        taken: what they must not lie on, beside the dots.
        avoided: what they lie on only if there is no other place.
        language: a BCP 47 tag.
    """
    busy = [*taken, *(_dot_box(each, axis, scale) for each in stated)]
    done: list[Told] = []
    for each in stated:
        whole, brief, mark, note = _ways(each, 1 + sum(bool(other.note) for other in done), language)
        x, y = dot_at(each, axis), scale.y(each.value)
        ways = ((whole, "", [*busy, *avoided]), (whole, "", busy), (brief, note, busy), (mark, note, busy))
        found = (Told(each, lines, place(x, y, lines, room, others), said) for lines, said, others in ways)
        done.append(next((way for way in found if way.place is not None), Told(each, mark, None, note)))
        busy += [one.place.box for one in done[-1:] if one.place is not None]
    return done


def _ways(stated: Stated, number: int, language: str) -> tuple[_Lines, _Lines, _Lines, str]:
    """A label, two shorter ones that refer to a note, and that note."""
    value = value_of(stated, language)
    whole = (Line(value, _VALUE, bold=True), *(Line(one, SMALL) for one in wrapped(stated.label, SMALL, _LABEL)))
    brief = (Line(f"{value} ({number})", _VALUE, bold=True),)
    return (
        whole,
        brief,
        (Line(f"({number})", SMALL),),
        f"({number}) " + ": ".join(filter(None, (value, isolated(stated.label)))),
    )


def value_of(stated: Stated, language: str) -> str:
    """The number in words: "about 180" where it is approximate."""
    value = figure(stated.value)
    return word("about", language, value=value) if stated.approximate else value


def drawn(each: Told, axis: Axis, scale: Scale, language: str) -> str:
    """A statement with its label."""
    said = ", ".join(filter(None, (value_of(each.stated, language), isolated(each.stated.label))))
    return element("g", element("title", escaped(said)), _sign(each.stated, axis, scale), _label(each))


def leader(each: Told, axis: Axis, scale: Scale) -> str:
    """A thin line from a dot to its label, where that had to go far."""
    if each.place is None:
        return ""
    x, y, box = dot_at(each.stated, axis), scale.y(each.stated.value), each.place.box
    end_x, end_y = min(max(x, box.left), box.right), min(max(y, box.top), box.bottom)
    if abs(end_x - x) + abs(end_y - y) <= _NEAR:
        return ""
    return line(x, y, end_x, end_y, stroke=MUTED, stroke_width=0.8)


def notes_height(all_told: Sequence[Told]) -> float:
    """How high the notes under the picture are."""
    return NOTE * sum(bool(each.note) for each in all_told)


def notes(all_told: Sequence[Told], top: float) -> str:
    """The notes under the picture, a line each."""
    lines = (each.note for each in all_told if each.note)
    return "".join(
        text(shortened(note, SMALL, WIDTH - 2 * MARGIN), MARGIN, top + NOTE * index + 13, fill=MUTED)
        for index, note in enumerate(lines)
    )


def sign(x1: float, x2: float, y: float, *, is_day: bool, approximate: bool) -> str:
    """A dot at the end of the days that it is of; hollow where the number is approximate."""
    fill = PAPER if approximate else INK
    bar = element("rect", x=x1, y=y - 2.5, width=max(x2 - x1, 0.0), height=5, fill=fill, stroke=INK, stroke_width=1.2)
    dot = element("circle", cx=x2, cy=y, r=RADIUS, fill=fill, stroke=INK, stroke_width=1.6)
    return dot if is_day else bar + dot


def _sign(stated: Stated, axis: Axis, scale: Scale) -> str:
    x1, x2 = axis.x(max(stated.first, axis.first)), dot_at(stated, axis)
    return sign(x1, x2, scale.y(stated.value), is_day=stated.is_day, approximate=stated.approximate)


def _label(each: Told) -> str:
    if each.place is None:
        return ""
    box = each.place.box
    parts: list[str] = []
    wide, high = box.right - box.left, box.bottom - box.top
    parts.append(element("rect", x=box.left, y=box.top, width=wide, height=high, fill=PAPER, fill_opacity=0.85))
    for one, y in baselines(each.lines, box.top):
        weight, fill = ("bold", INK) if one.bold else (None, MUTED)
        anchor = each.place.anchor
        parts.append(text(one.text, each.place.x, y, size=one.size, text_anchor=anchor, font_weight=weight, fill=fill))
    return "".join(parts)


def _dot_box(stated: Stated, axis: Axis, scale: Scale) -> Box:
    x, y = dot_at(stated, axis), scale.y(stated.value)
    start = x if stated.is_day else axis.x(max(stated.first, axis.first))
    return Box(start - RADIUS, y - RADIUS - 1, x + RADIUS + 1, y + RADIUS + 1)
