"""The signs of a timeline's legend: each style that occurs among its items."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from .axis import Axis
from .bars import Bar, Time
from .legend import Sign
from .marks import NEUTRAL, STATUSES, Style, bar, beyond, diamond, unending
from .words import word

_SWATCH: Final = 30.0
_NARROW: Final = 3.5


def signs_of(bars: Sequence[Bar], axis: Axis, *, language: str, prefix: str) -> list[Sign]:
    """What the legend has to explain, in the order of `marks.STATUSES`, and then what is special of a shape."""
    times = [time for each in bars for time in each.marked]
    seen = [each for each in times if each.first <= axis.last and (each.last is None or each.last >= axis.first)]
    again = _coming_back(language, prefix) if any(each.times for each in bars) else ()
    return [*_statuses(seen, language, prefix), *_shapes(seen, times, axis, language, prefix), *again]


def _coming_back(language: str, prefix: str) -> Iterator[Sign]:
    done = Style(status="done", exact=True, colour=NEUTRAL, prefix=prefix)
    yield Sign(
        word("again", language), 28,
        lambda x, y: "".join(diamond(x + at, y, done, _NARROW) for at in (4, 14, 24)),
    )  # fmt: skip


def _statuses(seen: Sequence[Time], language: str, prefix: str) -> Iterator[Sign]:
    for status in STATUSES:
        exact = [each.exact for each in seen if each.status == status]
        if exact:
            style = Style(status=status, exact=any(exact), colour=NEUTRAL, prefix=prefix)
            yield Sign(word(status, language), _SWATCH, partial(_swatch, style))


def _shapes(seen: Sequence[Time], times: Sequence[Time], axis: Axis, language: str, prefix: str) -> Iterator[Sign]:
    done = Style(status="done", exact=True, colour=NEUTRAL, prefix=prefix)
    faded = Style(status="done", exact=False, colour=NEUTRAL, prefix=prefix)
    if any(each.first == each.last for each in seen):
        yield Sign(word("day", language), 14, lambda x, y: diamond(x + 7, y, done))
    if any(not each.exact for each in seen):
        yield Sign(word("fuzzy", language), _SWATCH, partial(_swatch, faded))
    if any(each.last is None for each in seen):
        yield Sign(word("open", language), _SWATCH + 9, lambda x, y: unending(x, x + _SWATCH, y, faded))
    if any(each.first < axis.first or (each.last or each.first) > axis.last for each in times):
        yield Sign(word("beyond", language), 8, lambda x, y: beyond(x, y, NEUTRAL, to_left=False))


def _swatch(style: Style, x: float, y: float) -> str:
    return bar(x + 2, x + _SWATCH - 2, y, style)
