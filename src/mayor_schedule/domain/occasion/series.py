"""The single occurrences of a series: the days of its rule, each as it is meant to be or as it was changed.

An occurrence is named by the day on which it is by the rule. It lasts as long as the first one (RFC 5545 section
3.8.5.3); a wall time that does not exist on its day is read with the offset before the gap, and of one that comes twice
it is the first (section 3.3.5).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from mayor_schedule.errors import InvalidValueError

from ..programme import Attended
from ..subject import Fact
from ..values.attendance import Attendance
from ..values.moment import Moment
from ..values.period import Period
from ..values.place import Place
from ..values.recurrence import Recurrence
from ..values.text import Text
from ..values.when import Timed, Unknown, When, bounds
from .commands import OccurrenceDetails


@dataclass(frozen=True, kw_only=True)
class Occurrence:
    """One occurrence of a series.

    Attributes:
        day: the day on which it is by the rule; it names the occurrence.
        when: when it is.
        title: what it is called.
        place: where it is.
        attendance: which principals take part.
        is_cancelled: whether this one was called off.
        is_booked: whether it is within the days for which the series is kept free in the diaries.
        is_changed: whether it has other times, another title or another place than the series says, or was called off;
            who takes part is not shown in calendars, and no change of them.
    """

    day: date
    when: Timed | Period
    title: Text
    place: Place | None
    attendance: tuple[Attendance, ...]
    is_cancelled: bool
    is_booked: bool
    is_changed: bool


class Series(Attended):
    """What is held true of a subject that may come back."""

    __slots__ = ()
    title = Fact[Text](Text.of("?"))
    when = Fact[When](Unknown())
    place = Fact[Place | None](None)
    recurrence = Fact[Recurrence | None](None)
    booked_until = Fact[date | None](None)

    @property
    def booked_to(self) -> date | None:
        """The last day of a series that is kept free in the diaries; None for what does not come back."""
        if self.recurrence is None:
            return None
        last = self.recurrence.last_day(self.first_day)
        ends = [each for each in (last, self.booked_until) if each is not None]
        return min(ends, default=self.first_day)

    @property
    def first_day(self) -> date:
        """The day of the first occurrence; the first of all days where nobody knows it."""
        return bounds(self.when)[0] or date.min

    def days(self, last: date) -> Iterator[date]:
        """The days of the rule, cancelled ones among them, up to a last one."""
        if self.recurrence is not None and isinstance(self.when, (Timed, Period)):
            yield from self.recurrence.days(self.first_day, last)

    def occurrences(self, first: date, last: date) -> list[Occurrence]:
        """The occurrences that touch the days from one to another, cancelled ones among them, in the order of the rule.

        Args:
            first: the first day.
            last: the last day, included; give one, since a series may have no end.
        """
        begun, over = bounds(self.when)
        lasts = (over - begun).days + 1 if begun and over else 0  # and an hour more, where clocks are put forward
        changed = set(self.changed_days)
        near = range(first.toordinal() - lasts, last.toordinal() + 1)  # of a series without end, most days are far away
        named = (day for day in self.days(max([last, *changed])) if day.toordinal() in near or day in changed)
        found = (self.occurrence(day) for day in named)
        return [each for each in found if _touches(each.when, first, last)]

    @property
    def changed_days(self) -> list[date]:
        """The days of occurrences of which something was said, in order."""
        days = {name.split(" ")[1] for name in self.facts if name.startswith("occurrence ")}
        return sorted(date.fromisoformat(day) for day in days)

    def changed_occurrences(self) -> list[Occurrence]:
        """The occurrences at which something is otherwise, in the order of the rule; those alone."""
        changed = self.changed_days
        if not changed:
            return []
        by_rule = set(self.days(changed[-1]))
        found = (self.occurrence(day) for day in changed if day in by_rule)
        return [each for each in found if each.is_changed]

    def occurrence(self, day: date) -> Occurrence:
        """The occurrence of a day of the rule."""
        prefix = f"occurrence {day} "
        said = {name.removeprefix(prefix): value for name, value in self.facts.items() if name.startswith(prefix)}
        cancelled = bool(said.get("cancelled"))
        answers = {each.principal: each for each in self.attendance}
        answers |= {each.principal: each for each in said.values() if isinstance(each, Attendance)}
        meant = on_day(self.when, day)
        when, title, place = said.get("when") or meant, said.get("title") or self.title, said.get("place", self.place)
        return Occurrence(
            day=day,
            when=when,
            title=title,
            place=place,
            attendance=tuple(answers.values()),
            is_cancelled=cancelled,
            is_booked=self.booked_to is None or day <= self.booked_to,
            is_changed=cancelled or (when, title, place) != (meant, self.title, self.place),
        )


def of_occurrence(day: date, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts of one occurrence, under names of their own."""
    named = {name: value for name, value in facts.items() if name != "attendance"}
    named |= {f"attendance {each.principal}": each for each in facts.get("attendance", ())}
    return {f"occurrence {day} {name}": value for name, value in named.items()}


def said_of(day: date, fields: OccurrenceDetails) -> dict[str, Any]:
    """What a change says of one occurrence."""
    return of_occurrence(day, fields.given())


def on_day(when: When, day: date) -> Timed | Period:
    """The same times of day, or as many days, from another day on."""
    if isinstance(when, Period):
        days = min(when.last - when.first, date.max - day)
        return Period(first=day, last=day + days)
    if not isinstance(when, Timed):
        return Period(first=day, last=day)
    start = _at(datetime.combine(day, when.start.local.time()), when.start.zone)
    if when.end is None:
        return Timed.model_construct(start=start, end=None)
    try:
        end = Moment.at(start.utc + (when.end.utc - when.start.utc), when.end.zone)
    except InvalidValueError:  # the zone, or the year, is not known (any more): by the clocks' own time
        last = min(when.end.local - when.start.local, datetime.max - start.local)  # noqa: DTZ901 - wall times
        end = _at(start.local + last, when.end.zone)
    return Timed.model_construct(start=start, end=end)


def _at(local: datetime, zone: str) -> Moment:
    return Moment.model_construct(local=local, zone=zone, fold=None)


def _touches(when: Timed | Period, first: date, last: date) -> bool:
    earliest, latest = bounds(when)
    return earliest is not None and latest is not None and earliest <= last and first <= latest
