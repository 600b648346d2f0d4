"""The diaries of the office's principals: the guard against double booking.

What is confirmed takes time in the diary of each principal who attends. A diary has a page for each day in UTC, so
that an evening in Zürich and the hour before dawn in Seoul meet on one page; what takes time is written on every page
that it touches. Trips, which exclude only trips, have a page for each month. Beside the pages, each subject has its
booking: what it holds, and on which pages. Whatever is released later is released from the pages that were taken, even
if the zone data has changed since.

Pages and bookings are streams that the program keeps: nobody commands them. They are saved in the transaction of the
command that led to them, so that two writers can never both take the same time.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any, Final, assert_never

from pydantic import AwareDatetime

from .model import Command, Event
from .subject import Subject, built, impossible
from .values.base import Value
from .values.days import Day
from .values.identity import Name, kind_of

PAGE: Final = "diary"
BOOKING: Final = "booking"


class Taken(Value):
    """The time that something takes: from an instant to another, or, of a trip, from a day to another.

    Attributes:
        start: the first instant, in UTC.
        end: the instant at which it is over; None where nobody knows: it then takes the first instant only.
        first: the first day of a trip.
        last: its last day.
    """

    start: AwareDatetime | None = None
    end: AwareDatetime | None = None
    first: Day | None = None
    last: Day | None = None

    def overlaps(self, other: Taken) -> bool:
        """Whether both take the same time. One may begin when the other ends; trips may share a day of travel."""
        if self.start is not None and other.start is not None:
            return _meet(self.start, self.end, other.start, other.end)
        if self.first and self.last and other.first and other.last:
            return self.first < other.last and other.first < self.last
        return False


def _meet(start: datetime, end: datetime | None, other: datetime, other_end: datetime | None) -> bool:
    if end is None and other_end is None:
        return start == other
    if end is None:
        return other <= start < (other_end or other)
    if other_end is None:
        return start <= other < end
    return start < other_end and other < end


class Hold(Value):
    """What a subject, or one occurrence of a series, takes in the diary of one principal.

    Attributes:
        principal: whose diary.
        subject: the trip, engagement or occasion.
        occurrence: the day of an occurrence of a series.
        taken: the time that it takes.
        part_of: what it is part of: a part and its whole take the same time together.
        pages: the days, in UTC, on whose pages it is written; of a trip, the first days of its months.
    """

    principal: Name
    subject: str
    occurrence: Day | None = None
    taken: Taken
    part_of: str | None = None
    pages: tuple[Day, ...]

    @property
    def key(self) -> str:
        """What tells it from the other holds of its subject."""
        return self.principal if self.occurrence is None else f"{self.principal} {self.occurrence}"

    @property
    def page_key(self) -> str:
        """What tells it from the other holds on a page."""
        return self.subject if self.occurrence is None else f"{self.subject} {self.occurrence}"

    def excludes(self, other: Hold) -> bool:
        """Whether one principal cannot do both; two occurrences of a series are two."""
        return (
            self.principal == other.principal
            and self.page_key != other.page_key
            and other.subject != self.part_of
            and other.part_of != self.subject
            and self.taken.overlaps(other.taken)
        )

    def is_like(self, other: Hold | None) -> bool:
        """Whether it takes the same, whatever the pages."""
        return other is not None and self.model_copy(update={"pages": ()}) == other.model_copy(update={"pages": ()})


def page_ids(hold: Hold) -> Iterator[str]:
    """The streams of the pages on which a hold is written."""
    for page in hold.pages:
        yield f"{PAGE}:{hold.principal}/" + (f"{page}" if hold.taken.first is None else f"trips/{page:%Y-%m}")


def page_months(first: date, last: date) -> Iterator[date]:
    """The first days of the months that days from a first to a last one touch."""
    for month in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        yield date(month // 12, month % 12 + 1, 1)


def booking_id(subject: str) -> str:
    """The stream of what one subject holds."""
    return f"{BOOKING}:{subject}"


def page_days(start: datetime, end: datetime | None) -> Iterator[date]:
    """The days in UTC that a time touches; it no longer touches the day at whose midnight it ends."""
    first = start.astimezone(UTC).date()
    last = first
    if end is not None and end > start:
        ended = end.astimezone(UTC)
        last = ended.date()
        if ended.time() == datetime.min.time() and last > first:
            last = date.fromordinal(last.toordinal() - 1)
    yield from (date.fromordinal(day) for day in range(first.toordinal(), last.toordinal() + 1))


class DiaryBooked(Event):
    """Time was taken on this page."""

    topic = "diary.booked"
    hold: Hold


class DiaryReleased(Event):
    """Time was given back on this page.

    Attributes:
        hold: which; see `Hold.page_key`.
    """

    topic = "diary.released"
    hold: str


class BookingMade(Event):
    """The subject took time in diaries."""

    topic = "booking.made"
    holds: tuple[Hold, ...]


class BookingReleased(Event):
    """The subject gave time back.

    Attributes:
        holds: which; see `Hold.key`.
    """

    topic = "booking.released"
    holds: tuple[str, ...]


DiaryEvents = DiaryBooked | DiaryReleased
BookingEvents = BookingMade | BookingReleased


class Holding(Subject):
    """A stream of holds: they are its facts."""

    __slots__ = ()

    @property
    def holds(self) -> tuple[Hold, ...]:
        """What is held, in the order in which it was taken."""
        return tuple(each for each in self.facts.values() if isinstance(each, Hold))

    def after(self, facts: dict[str, Any]) -> Holding:
        """The stream after one more event. What was given back is forgotten: pages are many, and lives are long."""
        held = {**self.facts, **facts}
        for name, value in facts.items():
            if value is None:
                del held[name]
        return built(type(self), self.version + 1, held, {}, said=(), withdrawn=frozenset())


class Page(Holding):
    """One day in UTC of one principal's diary."""

    __slots__ = ()
    kind = PAGE


class Booking(Holding):
    """What one subject holds in the diaries."""

    __slots__ = ()
    kind = BOOKING


def decide(_state: Holding | None, command: Command) -> Iterator[Event]:
    """Nobody commands a diary."""
    raise TypeError(f"{command.command_name()} is no command of a diary")


def evolve_page(page: Page | None, event: DiaryEvents) -> Holding:
    """What is on a page after an event."""
    page = page or Page()
    match event:
        case DiaryBooked():
            return page.after({event.hold.page_key: event.hold})
        case DiaryReleased():
            if event.hold not in page.facts:
                raise impossible(page, event)
            return page.after({event.hold: None})
        case _:
            assert_never(event)


def evolve_booking(booking: Booking | None, event: BookingEvents) -> Holding:
    """What a subject holds after an event."""
    booking = booking or Booking()
    match event:
        case BookingMade():
            return booking.after({each.key: each for each in event.holds})
        case BookingReleased():
            if not booking.facts.keys() >= set(event.holds):
                raise impossible(booking, event)
            return booking.after(dict.fromkeys(event.holds))
        case _:
            assert_never(event)


def is_kept(subject: str) -> bool:
    """Whether a stream is one that the program keeps beside the subjects."""
    return kind_of(subject) in (PAGE, BOOKING)
