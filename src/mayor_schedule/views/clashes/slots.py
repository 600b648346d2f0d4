"""Who is where, when: every entry of the calendar for each principal who attends it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mayor_schedule.domain.booking import Lookup, attending, principals_of, taken_at
from mayor_schedule.domain.diary import Hold
from mayor_schedule.domain.engagement import Engagement
from mayor_schedule.domain.occasion import Occasion
from mayor_schedule.domain.office import OFFICE
from mayor_schedule.domain.subject import Subject
from mayor_schedule.domain.trip import Trip
from mayor_schedule.domain.values.attendance import Attendance, Mode
from mayor_schedule.domain.values.period import Period
from mayor_schedule.domain.visit import Visit
from mayor_schedule.views.calendar import Calendar, CalendarEntry, occurrence_of
from mayor_schedule.views.knowledge import Knowledge, Known


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
    """

    principal: str
    entry: CalendarEntry
    state: Subject
    mode: Mode | None
    hold: Hold | None
    part_of: str | None

    @property
    def start(self) -> datetime | None:
        """When it begins, in UTC."""
        return None if self.hold is None else self.hold.taken.start

    @property
    def end(self) -> datetime | None:
        """When it is over; when it begins, where nobody knows its end."""
        return None if self.hold is None else self.hold.taken.end or self.hold.taken.start

    @property
    def days(self) -> tuple[date, date] | None:
        """The first and last local day; None unless both are known exactly."""
        first, last = self.entry.span
        if not isinstance(self.entry.when, Period) and self.hold is None:
            return None
        return None if first is None or last is None else (first, last)

    @property
    def is_ahead(self) -> bool:
        """Whether it is planned or confirmed, and not held, cancelled or put off."""
        return self.entry.status in ("tentative", "confirmed") and not self.entry.postponed

    def belongs_to(self, other: Slot) -> bool:
        """Whether one is part of the other, or both are the same series."""
        ours, theirs = self.entry.subject, other.entry.subject
        return theirs in (ours, self.part_of) or other.part_of == ours


def slots_of(knowledge: Knowledge) -> Iterator[Slot]:
    """Every entry in the programme of each principal who attends it, in the order of the history."""
    calendar = Calendar(knowledge)
    for known in knowledge.values():
        state = known.state
        if not isinstance(state, (Engagement, Occasion, Visit)):
            continue
        entry = calendar.entry(known)
        if entry is None or entry.status == "cancelled":
            continue
        if isinstance(state, Occasion) and entry.recurrence is not None:
            yield from _series(knowledge, known, state, entry)
        else:
            principals = principals_of(state, _lookup(knowledge))
            yield from _slots(known, state, entry, principals, state.attendance)


def _series(knowledge: Knowledge, known: Known, occasion: Occasion, entry: CalendarEntry) -> Iterator[Slot]:
    for each in occasion.occurrences(occasion.first_day, occasion.booked_to or occasion.first_day):
        if not each.is_cancelled:
            principals = attending(each.attendance, _lookup(knowledge))
            yield from _slots(known, occasion, occurrence_of(entry, each), principals, each.attendance)


def _slots(
    known: Known, state: Engagement | Occasion | Visit, entry: CalendarEntry, principals: Iterable[str],
    attendance: Iterable[Attendance],
) -> Iterator[Slot]:  # fmt: skip
    part_of = state.part_of if isinstance(state, Engagement) else None
    taken = taken_at(entry.when)
    modes = {each.principal: each.mode for each in attendance}
    for principal in principals:
        hold = None
        if taken is not None:
            hold = Hold(
                principal=principal, subject=known.id, occurrence=entry.occurrence, taken=taken, part_of=part_of,
                pages=(),
            )  # fmt: skip
        yield Slot(
            principal=principal, entry=entry, state=state, mode=modes.get(principal), hold=hold, part_of=part_of
        )  # fmt: skip


def _lookup(knowledge: Knowledge) -> Lookup:
    def state_of(subject: str) -> Subject | None:
        if subject == OFFICE:
            return knowledge.office
        known = knowledge.get(subject)
        return None if known is None else known.state

    return state_of


@dataclass(frozen=True, kw_only=True)
class Absence:
    """A trip with its days.

    Attributes:
        trip: its state.
        entry: its entry.
        period: its days.
    """

    trip: Trip
    entry: CalendarEntry
    period: Period

    def covers(self, first: date, last: date) -> bool:
        """Whether it has one of these days."""
        return self.period.first <= last and first <= self.period.last

    def only_travels(self, first: date, last: date) -> bool:
        """Whether it has, of these days, only its own first or last one."""
        inside = max(first, self.period.first), min(last, self.period.last)
        return inside[0] == inside[1] and inside[0] in (self.period.first, self.period.last)


def absences_of(knowledge: Knowledge) -> list[Absence]:
    """The trips whose days are known, that are not cancelled or put off, in order."""
    calendar = Calendar(knowledge)
    found = []
    for known, trip in knowledge.of_kind(Trip):
        entry = calendar.entry(known)
        if entry is not None and entry.status != "cancelled" and isinstance(entry.when, Period):
            found.append(Absence(trip=trip, entry=entry, period=entry.when))
    return sorted(found, key=lambda each: (each.period.first, each.period.last, each.entry.subject))


def days_between(first: date, last: date) -> Iterator[date]:
    """The days from one to another, both included."""
    yield from (first + timedelta(days=day) for day in range((last - first).days + 1))
