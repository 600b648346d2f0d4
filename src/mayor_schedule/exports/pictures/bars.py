"""What a timeline is given: an item, the days that it may touch, and how sure it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mayor_schedule.errors import InvalidValueError
from mayor_schedule.messages import say

from .axis import END_FIRST
from .marks import STATUSES


@dataclass(frozen=True, kw_only=True, slots=True)
class Time:
    """When something takes place, and how sure that is: what has one mark on the axis.

    Attributes:
        label: what it is.
        first: the first day that it may touch.
        last: the last day that it may touch; None if it has no end.
        exact: whether it takes all of these days; else it lies somewhere among them.
        status: ``done``, ``confirmed``, ``tentative``, ``cancelled`` or ``postponed``.
        when: its date in words.

    Raises:
        InvalidValueError: the last day lies before the first, or the status is none of these.
    """

    label: str
    first: date
    last: date | None
    exact: bool
    status: str
    when: str = ""

    def __post_init__(self) -> None:
        if self.last is not None and self.last < self.first:
            raise InvalidValueError(END_FIRST(first=self.first, last=self.last))
        if self.status not in STATUSES:
            known = ", ".join(STATUSES)
            raise InvalidValueError(
                say(
                    "MS-0555", "cannot draw the status {status!r}: it has no style; give one of {known}",
                    status=self.status, known=known,
                )
            )  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Bar(Time):
    """An item on the timeline: a row.

    Attributes:
        lane: the lane that it stands in: ``trip``, ``visit``, ``agreement``, ``occasion``, or any other.
        href: the ``#id`` on the same page that it leads to.
        times: for what comes back, each time that it does, in any order; its row has a mark for each.
    """

    lane: str
    href: str | None = None
    times: tuple[Time, ...] = ()

    @property
    def marked(self) -> Sequence[Time]:
        """What has a mark in its row."""
        return sorted(self.times, key=_time_key) or (self,)


def ordered(bars: Sequence[Bar], lanes: Mapping[str, str]) -> list[Bar]:
    """Items by lane, first day and label, whatever their order was; a lane without a heading comes last."""
    places = {lane: place for place, lane in enumerate(lanes)}
    return sorted(bars, key=lambda each: (places.get(each.lane, len(places)), *_key(each)))


def _key(bar: Bar) -> tuple[object, ...]:
    return bar.lane, bar.first, bar.label, *_time_key(bar), bar.href or "", sorted(map(_time_key, bar.times))


def _time_key(time: Time) -> tuple[object, ...]:
    return time.first, time.last or date.max, time.last is None, time.status, time.exact, time.when, time.label
