"""What a step line is given: how many there were over which days, and what was stated of when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from mayor_schedule.errors import InvalidValueError
from mayor_schedule.messages import say

from .axis import END_FIRST

Number = int | Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """A number that holds over some days.

    Attributes:
        first: the first of these days.
        last: the last of them.
        total: the number.
        least: the least that it can be; the number itself if None.
        most: the most that it can be; the number itself if None.

    Raises:
        InvalidValueError: the last day lies before the first, or the least is above the most.
    """

    first: date
    last: date
    total: Number
    least: Number | None = None
    most: Number | None = None

    def __post_init__(self) -> None:
        _in_order(self.first, self.last)
        if self.low > self.high:
            raise InvalidValueError(
                say(
                    "MS-0556", "cannot draw {low} to {high}: the least is above the most; swap them",
                    low=self.low, high=self.high,
                )
            )  # fmt: skip

    @property
    def low(self) -> Number:
        """The least that it can be."""
        return self.total if self.least is None else self.least

    @property
    def high(self) -> Number:
        """The most that it can be."""
        return self.total if self.most is None else self.most


@dataclass(frozen=True, kw_only=True, slots=True)
class Stated:
    """A number that somebody stated.

    Attributes:
        first: the first day that it may be of.
        last: the last, as of a month; the same for a day.
        value: the number.
        label: who stated it, or of when.
        approximate: whether "some" was said with it.
        led_to: what the record led to before it; as the line tells if None.

    Raises:
        InvalidValueError: the last day lies before the first.
    """

    first: date
    last: date
    value: Number
    label: str
    approximate: bool = False
    led_to: Number | None = None

    def __post_init__(self) -> None:
        _in_order(self.first, self.last)

    @property
    def is_day(self) -> bool:
        """Whether it is of one day."""
        return self.first == self.last

    @property
    def numbers(self) -> tuple[Number, ...]:
        """Every number in it."""
        return (self.value,) if self.led_to is None else (self.value, self.led_to)


def _in_order(first: date, last: date) -> None:
    if last < first:
        raise InvalidValueError(END_FIRST(first=first, last=last))
