"""What a timeline is given: an item, the days that it may touch, and how sure it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mayor_schedule.errors import InvalidValueError

from .marks import STATUSES


@dataclass(frozen=True, kw_only=True, slots=True)
class Bar:
    """An item on the timeline.

    Attributes:
        lane: the lane that it stands in: ``trip``, ``visit``, ``agreement``, ``occasion``, or any other.
        label: what it is.
        first: the first day that it may touch.
        last: the last day that it may touch; None if it has no end.
        exact: whether it takes all of these days; else it lies somewhere among them.
        status: ``done``, ``confirmed``, ``tentative``, ``cancelled`` or ``postponed``.
        when: its date in words.
        href: the ``#id`` on the same page that it leads to.

    Raises:
        InvalidValueError: the last day lies before the first, or the status is none of these.
    """

    lane: str
    label: str
    first: date
    last: date | None
    exact: bool
    status: str
    when: str = ""
    href: str | None = None

    def __post_init__(self) -> None:
        if self.last is not None and self.last < self.first:
            raise InvalidValueError(f"cannot draw {self.first} to {self.last}: the end comes first; swap the days")
        if self.status not in STATUSES:
            known = ", ".join(STATUSES)
            raise InvalidValueError(f"cannot draw the status {self.status!r}: it has no style; give one of {known}")


def ordered(bars: Sequence[Bar], lanes: Mapping[str, str]) -> list[Bar]:
    """Items by lane, first day and label, whatever their order was; a lane without a heading comes last."""
    places = {lane: place for place, lane in enumerate(lanes)}
    return sorted(bars, key=lambda each: (places.get(each.lane, len(places)), *_key(each)))


def _key(bar: Bar) -> tuple[object, ...]:
    rest = (bar.last or date.max, bar.last is None, bar.status, bar.exact, bar.when, bar.href or "")
    return bar.lane, bar.first, bar.label, *rest
