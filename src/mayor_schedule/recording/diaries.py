"""What a batch takes and gives back in the diaries of the principals.

It is settled once all commands of a batch are decided, so that two entries can exchange their times in one batch: first
everything is given back that is not needed any more, then what is new is taken, if nobody else has it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final

from mayor_schedule.domain.booking import LONGEST, Lookup, holds_of
from mayor_schedule.domain.clash import Clash, clash_id
from mayor_schedule.domain.diary import (
    BookingMade,
    BookingReleased,
    DiaryBooked,
    DiaryReleased,
    Hold,
    Holding,
    Taken,
    booking_id,
    page_ids,
)
from mayor_schedule.domain.model import Event
from mayor_schedule.domain.office import OFFICE, Profile
from mayor_schedule.domain.values.text import Text
from mayor_schedule.domain.values.zones import zone_named
from mayor_schedule.errors import ClashError, RefusedError

Append = Callable[[str, Event], object]
"""Append an event to a stream, by its id."""

_HELP: Final = "move one of them, say who attends, or accept it on purpose with accept_clash and a reason"


class Diaries:
    """The diaries as a batch sees them.

    Args:
        lookup: the state of a stream, with what the batch did to it.
    """

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup
        self._wanted: dict[str, list[Hold]] = {}

    def release(self, subject: str, append: Append) -> None:
        """Give back what a subject does not need any more, and find out what it wants.

        Args:
            subject: a trip, an engagement or an occasion.
            append: appends an event to a stream.
        """
        wanted = {hold.key: hold for hold in holds_of(subject, self._lookup(subject), self._lookup)}
        held = {hold.key: hold for hold in self._holds(booking_id(subject))}
        gone = [hold for key, hold in held.items() if not hold.is_like(wanted.get(key))]
        for hold in gone:
            for page in page_ids(hold):
                append(page, DiaryReleased(hold=hold.page_key))
        if gone:
            append(booking_id(subject), BookingReleased(holds=tuple(hold.key for hold in gone)))
        kept = held.keys() - {hold.key for hold in gone}
        self._wanted[subject] = [hold for key, hold in wanted.items() if key not in kept]

    def take(self, subject: str, verb: str, append: Append) -> int:
        """Take what a subject wants.

        Args:
            subject: one that `release` was called for.
            verb: what is being done, for messages.
            append: appends an event to a stream.

        Returns:
            How many holds were taken.

        Raises:
            ClashError: another entry has taken that time.
            RefusedError: it would take too many days.
        """
        wanted = self._wanted.pop(subject, [])
        for hold in wanted:
            if len(hold.pages) > LONGEST:
                raise RefusedError(
                    f"cannot {verb} {subject}: it would take more than {LONGEST} days of the {hold.principal}'s diary; "
                    "enter it in parts"
                )
            for other in self._excluding(hold):
                raise self._clash(hold, other, verb)
        for hold in wanted:
            for page in page_ids(hold):
                append(page, DiaryBooked(hold=hold))
        if wanted:
            append(booking_id(subject), BookingMade(holds=tuple(wanted)))
        return len(wanted)

    def _holds(self, stream: str) -> tuple[Hold, ...]:
        state = self._lookup(stream)
        return state.holds if isinstance(state, Holding) else ()

    def _excluding(self, hold: Hold) -> Iterator[Hold]:
        for page in page_ids(hold):
            for other in self._holds(page):
                if hold.excludes(other) and not self._accepted(hold, other):
                    yield other

    def _accepted(self, hold: Hold, other: Hold) -> bool:
        clash = self._lookup(clash_id(hold.subject, other.subject))
        return isinstance(clash, Clash) and clash.accepts(hold, other)

    def _clash(self, hold: Hold, other: Hold, verb: str) -> ClashError:
        office = self._lookup(OFFICE)
        zone = office.zone if isinstance(office, Profile) else Profile().zone
        title = getattr(self._lookup(other.subject), "title", None)
        named = f' "{title.best()}",' if isinstance(title, Text) else ""
        lapsed = isinstance(self._lookup(clash_id(hold.subject, other.subject)), Clash)
        message = (
            f"cannot {verb} {hold.subject}, {_shown(hold.taken, zone)}: the {hold.principal} is then at "
            f"{other.subject},{named} {_shown(other.taken, zone)}; {_HELP}"
            + ("; the clash of the two was accepted at other times, and has lapsed" if lapsed else "")
        )
        return ClashError(message, subject=hold.subject, other=other.subject, principal=hold.principal)


def _shown(taken: Taken, zone: str) -> str:
    """The time in the office's zone."""
    if taken.start is None:
        return f"{taken.first}/{taken.last}"
    start, end = (None if each is None else each.astimezone(zone_named(zone)) for each in (taken.start, taken.end))
    begins = f"{start:%Y-%m-%d %H:%M}"
    if end is None:
        return f"{begins} ({zone})"
    same_day = isinstance(start, datetime) and end.date() == start.date()
    return f"{begins}–{end:{'%H:%M' if same_day else '%Y-%m-%d %H:%M'}} ({zone})"
