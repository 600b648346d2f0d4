"""Who is where, when: every entry of the calendar for each principal who attends it, and every trip with its days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import groupby

from mayor_schedule.domain.booking import Coming, Lookup, attending_at, in_office, principals_of, taken_at
from mayor_schedule.domain.diary import Hold
from mayor_schedule.domain.engagement import Engagement
from mayor_schedule.domain.occasion import Occasion
from mayor_schedule.domain.subject import Subject
from mayor_schedule.domain.trip import Trip
from mayor_schedule.domain.values.attendance import Mode
from mayor_schedule.domain.values.fuzzy import FuzzyDate
from mayor_schedule.domain.values.period import Period
from mayor_schedule.domain.values.zones import zone_named
from mayor_schedule.domain.visit import Visit
from mayor_schedule.views.calendar import Calendar, CalendarEntry, occurrence_of
from mayor_schedule.views.knowledge import Knowledge, Known
from mayor_schedule.views.programmes import lookup_of

AHEAD = ("tentative", "confirmed")
BEYOND = timedelta(days=365)
"""How far beyond the booking of a series its occurrences are set against what is confirmed."""

_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, kw_only=True)
class Slot:
    """An entry, or one occurrence of a series, in the programme of one principal.

    Attributes:
        principal: whose.
        entry: the entry.
        state: the state of its subject.
        mode: how the principal attends; None where it is not said.
        hold: what it takes, or would take, in the diary; None for what has no known time.
        part_of: what it is part of.
        is_booked: whether it is no occurrence beyond the booking of its series.
    """

    principal: str
    entry: CalendarEntry
    state: Subject
    mode: Mode | None
    hold: Hold | None
    part_of: str | None
    is_booked: bool = True

    @property
    def start(self) -> datetime | None:
        """When it begins, in UTC."""
        return None if self.hold is None else self.hold.taken.start

    @property
    def end(self) -> datetime | None:
        """When it is over; when it begins, where nobody knows its end."""
        return None if self.hold is None else self.hold.taken.end or self.hold.taken.start

    @cached_property
    def days(self) -> tuple[date, date] | None:
        """The first and last local day; None unless both are known exactly."""
        when, (first, last) = self.entry.when, self.entry.span
        exact = isinstance(when, Period) or self.hold is not None or (isinstance(when, FuzzyDate) and when.is_day)
        return (first, last) if exact and first is not None and last is not None else None

    def days_in(self, zone: str) -> tuple[date, date] | None:
        """The first and last day on which it is by the clocks of a zone; what has no time is on its own days there."""
        if self.start is None or self.end is None:
            return self.days
        last = self.end - _INSTANT if self.end > self.start else self.end
        there = zone_named(zone)
        return self.start.astimezone(there).date(), last.astimezone(there).date()

    @property
    def is_ahead(self) -> bool:
        """Whether it is planned or confirmed, and not held, cancelled or put off."""
        return self.entry.status in AHEAD and not self.entry.postponed

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from the other entries of a principal, and an order among what begins together."""
        return self.entry.subject, str(self.entry.occurrence or "")

    def belongs_to(self, other: Slot) -> bool:
        """Whether one is part of the other, or both are the same series."""
        ours, theirs = self.entry.subject, other.entry.subject
        return theirs in (ours, self.part_of) or other.part_of == ours


def slots_of(knowledge: Knowledge) -> Iterator[Slot]:
    """Every entry in the programme of each principal who attends it, in the order of the history."""
    calendar, lookup = Calendar(knowledge), lookup_of(knowledge)
    for known in knowledge.values():
        state = known.state
        if not isinstance(state, (Engagement, Occasion, Visit)):
            continue
        entry = calendar.entry(known)
        if entry is None or entry.status == "cancelled":
            continue
        if isinstance(state, Occasion) and entry.recurrence is not None:
            yield from _series(known, state, entry, lookup)
        else:
            yield from _slots(known, entry, principals_of(state, lookup))


def _series(known: Known, occasion: Occasion, entry: CalendarEntry, lookup: Lookup) -> Iterator[Slot]:
    """The occurrences that are booked, each where it was moved to, as the diaries have them, and those of a year more.

    What is beyond its booking is tentative: whatever is confirmed over it is told of.
    """
    until = occasion.booked_to or occasion.first_day
    for day in occasion.days(min(until, date.max - BEYOND) + BEYOND):
        each = occasion.occurrence(day)
        if not each.is_cancelled:
            slots = _slots(known, occurrence_of(entry, each), attending_at(occasion, each, lookup))
            yield from slots if each.is_booked else (replace(slot, is_booked=False) for slot in slots)


def _slots(known: Known, entry: CalendarEntry, coming: Coming) -> Iterator[Slot]:
    state = known.state
    part_of = state.part_of if isinstance(state, Engagement) else None
    taken = taken_at(entry.when)
    for principal, mode in coming.items():
        hold = None
        if taken is not None:
            hold = Hold(
                principal=principal, subject=known.id, occurrence=entry.occurrence, taken=taken, part_of=part_of,
                pages=(),
            )  # fmt: skip
        yield Slot(principal=principal, entry=entry, state=state, mode=mode, hold=hold, part_of=part_of)


def by_principal(slots: Iterable[Slot]) -> Iterator[tuple[str, list[Slot]]]:
    """The slots of each principal, in the order in which they begin where that is known."""
    in_order = sorted(slots, key=lambda each: (each.principal, _begins(each), each.key))
    for principal, group in groupby(in_order, key=lambda each: each.principal):
        yield principal, list(group)


def _begins(slot: Slot) -> float:
    return 0.0 if slot.start is None else slot.start.timestamp()


@dataclass(frozen=True, kw_only=True)
class Absence:
    """A trip with its days.

    Attributes:
        trip: its state.
        principal: in whose programme it is.
        entry: its entry.
        period: its days.
    """

    trip: Trip
    principal: str
    entry: CalendarEntry
    period: Period

    def covers(self, first: date, last: date) -> bool:
        """Whether it has one of these days."""
        return self.period.first <= last and first <= self.period.last

    def contains(self, first: date, last: date) -> bool:
        """Whether it has all of these days."""
        return self.period.first <= first and last <= self.period.last

    def only_travels(self, first: date, last: date) -> bool:
        """Whether it has, of these days, only its own first or last one."""
        inside = max(first, self.period.first), min(last, self.period.last)
        return inside[0] == inside[1] and inside[0] in (self.period.first, self.period.last)

    def leaves_time_for(self, slot: Slot) -> bool:
        """Whether something is over before the first departure, or begins after the last arrival, as far as known.

        The first leg is taken to depart from home, and the last one to arrive there.
        """
        legs = self.trip.legs
        departs = legs[0].departs.instant if legs and legs[0].departs is not None else None
        arrives = legs[-1].arrives.instant if legs and legs[-1].arrives is not None else None
        known_end = None if slot.hold is None else slot.hold.taken.end
        before = departs is not None and known_end is not None and known_end <= departs
        after = arrives is not None and slot.start is not None and slot.start >= arrives
        return before or after


def absences_of(knowledge: Knowledge) -> list[Absence]:
    """The trips that are planned, confirmed or under way, and whose days are known, in order."""
    calendar, lookup = Calendar(knowledge), lookup_of(knowledge)
    found = []
    for known, trip in knowledge.of_kind(Trip):
        entry = calendar.entry(known)
        if entry is not None and entry.status in AHEAD and isinstance(entry.when, Period):
            principal = in_office(trip.principal, lookup)
            found.append(Absence(trip=trip, principal=principal, entry=entry, period=entry.when))
    return sorted(found, key=lambda each: (each.period.first, each.period.last, each.entry.subject))


def days_between(first: date, last: date) -> Iterator[date]:
    """The days from one to another, both included."""
    yield from (first + timedelta(days=day) for day in range((last - first).days + 1))
