"""The signs of a timeline's legend: each style that occurs among its items."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from .axis import Axis
from .bars import Bar
from .legend import Sign
from .marks import NEUTRAL, STATUSES, Style, bar, beyond, diamond, unending
from .words import word

_SWATCH: Final = 30.0


def signs_of(bars: Sequence[Bar], axis: Axis, *, language: str, prefix: str) -> list[Sign]:
    """What the legend has to explain, in the order of `marks.STATUSES`, and then what is special of a shape."""
    seen = [each for each in bars if each.first <= axis.last and (each.last is None or each.last >= axis.first)]
    return [*_statuses(seen, language, prefix), *_shapes(seen, bars, axis, language, prefix)]


def _statuses(seen: Sequence[Bar], language: str, prefix: str) -> Iterator[Sign]:
    for status in STATUSES:
        exact = [each.exact for each in seen if each.status == status]
        if exact:
            style = Style(status=status, exact=any(exact), colour=NEUTRAL, prefix=prefix)
            yield Sign(word(status, language), _SWATCH, partial(_swatch, style))


def _shapes(seen: Sequence[Bar], bars: Sequence[Bar], axis: Axis, language: str, prefix: str) -> Iterator[Sign]:
    done = Style(status="done", exact=True, colour=NEUTRAL, prefix=prefix)
    faded = Style(status="done", exact=False, colour=NEUTRAL, prefix=prefix)
    if any(each.first == each.last for each in seen):
        yield Sign(word("day", language), 14, lambda x, y: diamond(x + 7, y, done))
    if any(not each.exact for each in seen):
        yield Sign(word("fuzzy", language), _SWATCH, partial(_swatch, faded))
    if any(each.last is None for each in seen):
        yield Sign(word("open", language), _SWATCH + 9, lambda x, y: unending(x, x + _SWATCH, y, faded))
    if any(each.first < axis.first or (each.last or each.first) > axis.last for each in bars):
        yield Sign(word("beyond", language), 8, lambda x, y: beyond(x, y, NEUTRAL, to_left=False))


def _swatch(style: Style, x: float, y: float) -> str:
    return bar(x + 2, x + _SWATCH - 2, y, style)
