"""The upright scale of numbers: a few round ticks, from 0 unless that would flatten what there is to see."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from typing import Final

from mayor_schedule.errors import InvalidValueError
from mayor_schedule.messages import say

_FLAT: Final = Decimal("0.25")
"""The share of the highest number below which a difference is hidden by a scale from 0."""

_TICKS: Final = 6
_LONG: Final = 16
_PRECISE: Final = Context(prec=60)


@dataclass(frozen=True, slots=True)
class Scale:
    """Numbers between two heights on the paper.

    Attributes:
        ticks: the round numbers that are named, upwards.
        top: the height of the last of them.
        bottom: the height of the first.
        is_broken: whether it does not begin at 0.
    """

    ticks: tuple[Decimal, ...]
    top: float
    bottom: float
    is_broken: bool

    def y(self, value: Decimal | int) -> float:
        """The height of a number."""
        low, high = self.ticks[0], self.ticks[-1]
        share = _PRECISE.divide(_PRECISE.subtract(Decimal(value), low), _PRECISE.subtract(high, low))
        return self.bottom - float(share) * (self.bottom - self.top)


def scale(values: Sequence[Decimal | int], top: float, bottom: float) -> Scale:
    """A scale that holds all of some numbers.

    Raises:
        InvalidValueError: one of them is no number that a line can reach.
    """
    exact = [_finite(each) for each in values]
    low, high = min(exact), max(exact)
    is_broken = low > 0 and low != high and _PRECISE.subtract(high, low) < _PRECISE.multiply(high, _FLAT)
    start = low if is_broken or low < 0 else Decimal(0)
    whole = all(each == each.to_integral_value() for each in exact)
    step = _step(_PRECISE.subtract(high, start) or Decimal(1), whole=whole)
    first = _multiple(start, step, ROUND_FLOOR)
    if is_broken and first == low and first >= step:
        first -= step  # so that the line does not lie on the axis
    last = max(_multiple(high, step, ROUND_CEILING), _PRECISE.add(first, step))
    count = int(_PRECISE.divide(_PRECISE.subtract(last, first), step))
    ticks = tuple(_PRECISE.add(first, _PRECISE.multiply(step, Decimal(each))) for each in range(count + 1))
    return Scale(ticks, top, bottom, is_broken and first > 0)


def figure(value: Decimal | int) -> str:
    """A number as it is printed: thousands apart, no zero that says nothing."""
    exact = Decimal(value)
    text = f"{exact.normalize(_PRECISE):,f}" if exact else "0"
    return text if len(text) <= _LONG else f"{exact:.3e}"


def _step(reach: Decimal, *, whole: bool) -> Decimal:
    """The smallest round step that makes few enough ticks."""
    power = Decimal(1).scaleb(reach.adjusted() - 1)
    steps: Iterable[Decimal] = (power * each for each in (1, 2, 5, 10, 20, 50, 100))
    fitting = (each for each in steps if each * (_TICKS - 1) >= reach and not (whole and each < 1))
    return next(fitting)


def _multiple(value: Decimal, step: Decimal, rounding: str) -> Decimal:
    return _PRECISE.multiply(_PRECISE.divide(value, step).to_integral_value(rounding, _PRECISE), step)


def _finite(value: Decimal | int) -> Decimal:
    exact = Decimal(value)
    if not exact.is_finite():
        raise InvalidValueError(
            say("MS-0559", "cannot draw {value}: it has no place on a scale; give a number", value=value)
        )
    return exact
