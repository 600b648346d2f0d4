"""`Clashes`: everything that is found, in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from mayor_schedule.domain.office import Profile
from mayor_schedule.domain.values.attendance import MAYOR
from mayor_schedule.domain.values.days import read_day
from mayor_schedule.domain.values.text import Text
from mayor_schedule.domain.values.visibility import Audience
from mayor_schedule.errors import InvalidValueError
from mayor_schedule.messages import say
from mayor_schedule.views.knowledge import Knowledge

from .absences import at_home
from .days import bookings, holidays
from .deadlines import deadlines
from .done_early import done_early
from .finding import Finding
from .overlaps import overlaps, trips
from .same_days import same_days, undated
from .slots import absences_of, slots_of
from .travel import transfers

_MAYOR: Final = Text(ko="시장", en="mayor")


def _titles(office: Profile) -> Mapping[str, Text]:
    """What the principals of an office are called."""
    called = {each.principal: each.title for each in office.principals if each.title is not None}
    return called | {MAYOR: Text(**{**dict(_MAYOR), **dict(called.get(MAYOR, _MAYOR))})}


class Clashes:
    """The clashes and warnings as known on a day.

    The public sees none: who attends what, and what an office plans around, is its own.

    Args:
        knowledge: what is known.
        on: the day of reading, from which the end of a booking is near or not.
    """

    def __init__(self, knowledge: Knowledge, *, on: date) -> None:
        self.knowledge = knowledge
        self.on = on

    def all(self) -> list[Finding]:
        """Everything that is found, by its first day, clashes before warnings."""
        if self.knowledge.audience is Audience.PUBLIC:
            return []
        office, every, absences = self.knowledge.office, list(slots_of(self.knowledge)), absences_of(self.knowledge)
        slots = [each for each in every if each.is_booked]
        found = [
            *overlaps(every, self.knowledge), *same_days(slots, absences, office),
            *undated(slots, absences, office), *trips(absences, self.knowledge),
            *at_home(slots, absences, office), *holidays(slots, absences, office), *transfers(slots),
            *deadlines(self.knowledge, absences, office), *bookings(self.knowledge, self.on),
            *done_early(self.knowledge),
        ]  # fmt: skip
        titles = _titles(office)
        named = (replace(each, called=titles.get(each.principal or "")) for each in found)
        return sorted(named, key=lambda each: each.sort_key)

    def between(self, first: date | str, last: date | str) -> list[Finding]:
        """What is found about the days from one to another, both inclusive.

        Raises:
            InvalidValueError: one of them is no day, or the last is before the first.
        """
        start, end = read_day(first), read_day(last)
        if end < start:
            told = say(
                "MS-0827", "the clashes cannot run from {first} to {last}; exchange the two days", first=start, last=end
            )
            raise InvalidValueError(told)
        return [each for each in self.all() if each.span[0] <= end and start <= each.span[1]]
