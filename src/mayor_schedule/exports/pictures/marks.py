"""The mark of an item on the axis of time: how sure it is shows in its fill, how exact its days are in its edge.

Each style differs in shape, edge or hatching and not only in shade, so that it survives a photocopier.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from .svg import PAPER, element, line, path, points

STATUSES: Final = ("done", "confirmed", "tentative", "cancelled", "postponed")

NEUTRAL: Final = "#4a4a4a"
LANE_COLOURS: Final = {"trip": "#1d4f91", "visit": "#176b5b", "agreement": "#7b3a78", "occasion": "#8a5410"}
"""As dark as each other, so that the lanes are alike in grey."""

HALF: Final = 6.0
"""Half the height of a mark."""

RADIUS: Final = 7.0
"""Half the width and the height of a mark of one day that has all the room it needs."""

_ROOMY: Final = 26.0
_DASH: Final = "3.5 2.5"
_TAIL: Final = 36.0
_TAIL_STEPS: Final = (0.75, 0.5, 0.25)


@dataclass(frozen=True, kw_only=True, slots=True)
class Style:
    """How an item looks.

    Attributes:
        status: how sure it is.
        exact: whether its days are fixed.
        colour: the colour of its lane.
        prefix: what the ids of its hatching begin with.
    """

    status: str
    exact: bool
    colour: str
    prefix: str

    @property
    def fill(self) -> str:
        """What it is filled with: the surer, the darker; where days are not fixed, lighter."""
        if self.status == "tentative":
            return f"url(#{_hatch_id(self.prefix, self.colour, exact=self.exact)})"
        if self.status == "done":
            return self.colour if self.exact else tint(self.colour, 0.42)
        if self.status == "confirmed":
            return tint(self.colour, 0.34 if self.exact else 0.14)
        return PAPER

    @property
    def edge(self) -> dict[str, str | float | None]:
        """The attributes of its outline."""
        colour = NEUTRAL if self.status == "cancelled" else self.colour
        return {"stroke": colour, "stroke_width": 1.4, "stroke_dasharray": None if self.exact else _DASH}


def tint(colour: str, share: float) -> str:
    """A colour mixed with white; a share of 1 is the colour itself."""
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - each) * share):02x}" for each in parts)


def diamond(x: float, y: float, style: Style, half: float = RADIUS) -> str:
    """The mark of a single day; where days crowd it is narrow, half as wide as told."""
    edge = {**style.edge, "stroke_width": min(1.4, half * 0.4)}
    corners = points((x, y - RADIUS), (x + half, y), (x, y + RADIUS), (x - half, y)) + "Z"
    return path(corners, **{"fill": style.fill, **edge}) + _after(x - half, x + half, y, style, half=half)


def bar(start: float, end: float, y: float, style: Style, *, left: bool = True, right: bool = True) -> str:
    """The mark of several days.

    Args:
        start: where it begins.
        end: where it ends.
        y: its middle.
        style: how it looks.
        left: whether it has an edge at the left.
        right: whether it has an edge at the right.
    """
    top, bottom = y - HALF, y + HALF
    filled = element("rect", x=start, y=top, width=end - start, height=2 * HALF, fill=style.fill)
    edges = points((start, top), (end, top)) + points((start, bottom), (end, bottom))
    edges += points((start, top), (start, bottom)) if left else ""
    edges += points((end, top), (end, bottom)) if right else ""
    return filled + path(edges, **style.edge) + _after(start, end, y, style, free=right)


def unending(start: float, end: float, y: float, style: Style, *, left: bool = True) -> str:
    """The mark of what has no end: it pales step by step, and an arrow stands where its edge would."""
    tail = min(_TAIL, (end - start) * 0.75)
    step, body = tail / len(_TAIL_STEPS), end - tail
    filled = element("rect", x=start, y=y - HALF, width=body - start, height=2 * HALF, fill=style.fill)
    paling = [
        element(
            "rect", x=body + step * at, y=y - HALF, width=step, height=2 * HALF, fill=style.fill, fill_opacity=opacity
        )
        for at, opacity in enumerate(_TAIL_STEPS)
        if style.fill != PAPER
    ]
    edges = points((start, y - HALF), (end, y - HALF)) + points((start, y + HALF), (end, y + HALF))
    edges += points((start, y - HALF), (start, y + HALF)) if left else ""
    head = points((end + 2, y - HALF), (end + 9, y), (end + 2, y + HALF))
    arrow = path(head, stroke=style.edge["stroke"], stroke_width=1.8)
    return "".join((filled, *paling, path(edges, **style.edge), arrow, _after(start, end, y, style, free=False)))


def beyond(x: float, y: float, colour: str, *, to_left: bool) -> str:
    """The mark that something goes on outside of the picture: a triangle that points there."""
    tip = -7.0 if to_left else 7.0
    return path(points((x, y - 4.5), (x + tip, y), (x, y + 4.5)) + "Z", fill=colour)


def least_width(start: float, end: float, left: float, right: float, least: float = RADIUS) -> tuple[float, float]:
    """A bar that is wide enough to be seen, inside the axis."""
    lacking = max(0.0, least - (end - start)) / 2
    start, end = start - lacking, end + lacking
    shift = max(0.0, left - start) - max(0.0, end - right)
    return start + shift, end + shift


def hatchings(prefix: str, colours: Sequence[str], body: str) -> str:
    """The hatchings that a picture needs, to be put before it."""
    ways = [(each, exact) for each in colours for exact in (True, False)]
    needed = [each for each in ways if f"url(#{_hatch_id(prefix, each[0], exact=each[1])})" in body]
    return element("defs", *(_hatching(prefix, colour, exact=exact) for colour, exact in needed)) if needed else ""


def _hatching(prefix: str, colour: str, *, exact: bool) -> str:
    return element(
        "pattern",
        element("rect", x=0, y=0, width=4, height=4, fill=PAPER),
        line(0, 0, 0, 4, stroke=colour if exact else tint(colour, 0.6), stroke_width=2.8 if exact else 1.8),
        id=_hatch_id(prefix, colour, exact=exact),
        width=4,
        height=4,
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )


def _hatch_id(prefix: str, colour: str, *, exact: bool) -> str:
    return f"{prefix}-{'hatch' if exact else 'faint'}-{colour.removeprefix('#')}"


def _after(start: float, end: float, y: float, style: Style, *, free: bool = True, half: float = RADIUS) -> str:
    """What a status adds to the shape: a stroke through it, or an arrow that puts it off.

    The arrow stands inside, or behind the shape; before it where something else stands behind it already.
    """
    if style.status == "postponed":
        x = (start + end) / 2 - 5 if end - start >= _ROOMY else end + 2 if free else start - 12
        head = points((x + 6, y - 3), (x + 9, y), (x + 6, y + 3))
        shaft = points((x, y), (x + 9, y))
        return path(shaft + head, stroke=style.colour, stroke_width=1.5)
    if style.status != "cancelled":
        return ""
    over = 3.0 if half >= RADIUS else 0.0
    return line(start - over, y, end + over, y, stroke=style.edge["stroke"], stroke_width=1.6)
