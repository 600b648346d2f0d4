"""What a batch takes and gives back in the diaries of the principals.

It is settled once all commands of a batch are decided, so that two entries can exchange their times in one batch: first
everything is given back that is not needed any more, then what is new is taken, if nobody else has it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Final

from mayor_schedule.domain.booking import LONGEST, MOST, Lookup, holds_of
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
from mayor_schedule.messages import Message, say, term

Append = Callable[[str, Event], object]
"""Append an event to a stream, by its id."""

_ITSELF: Final = term("move one of the two occurrences, or cancel it")
_LAPSED: Final = term(
    "; the clash of the two was accepted at other times, and has lapsed; accept it anew, under another id"
)
_HELP: Final = term("move one of them, say who attends, or accept it on purpose with accept_clash and a reason")


class Diaries:
    """The diaries as a batch sees them.

    Args:
        lookup: the state of a stream, with what the batch did to it.
        before: the state of a stream before the batch.
        look_ahead: told which streams will be looked up one by one, so that they can be read together.
    """

    def __init__(self, lookup: Lookup, before: Lookup, look_ahead: Callable[[list[str]], object]) -> None:
        self._lookup = lookup
        self._before = before
        self._look_ahead = look_ahead
        self._wanted: dict[str, list[Hold]] = {}
        self._gone: dict[str, list[Hold]] = {}

    def weigh(self, subjects: Iterable[str]) -> None:
        """Find out what subjects do not need any more, and what they want; of all that are settled, before any is.

        Args:
            subjects: trips, engagements and occasions.
        """
        pages: dict[str, None] = {}
        weighed = list(subjects)
        self._look_ahead([booking_id(subject) for subject in weighed])
        for subject in weighed:
            wanted = {hold.key: hold for hold in holds_of(subject, self._lookup(subject), self._lookup)}
            held = {hold.key: hold for hold in self._holds(booking_id(subject))}
            gone = [hold for key, hold in held.items() if not hold.is_like(wanted.get(key))]
            kept = held.keys() - {hold.key for hold in gone}
            self._gone[subject] = gone
            self._wanted[subject] = [hold for key, hold in wanted.items() if key not in kept]
            pages |= dict.fromkeys(_pages([*gone, *self._wanted[subject]]))
        self._look_ahead(list(pages))

    def release(self, subject: str, append: Append) -> int:
        """Give back what a subject does not need any more.

        Args:
            subject: one that was weighed.
            append: appends an event to a stream.

        Returns:
            How many holds were given back.
        """
        gone = self._gone.pop(subject)
        for hold in gone:
            for page in page_ids(hold):
                append(page, DiaryReleased(hold=hold.page_key))
        if gone:
            append(booking_id(subject), BookingReleased(holds=tuple(hold.key for hold in gone)))
        return len(gone)

    def take(self, subject: str, verb: Message, append: Append) -> int:
        """Take what a subject wants. What it wanted before already, and had not, it only takes if it is free.

        Such a time is that of a clash from before there were diaries: it is no reason to refuse another command.

        Args:
            subject: one that was weighed.
            verb: what is being done, for messages.
            append: appends an event to a stream.

        Returns:
            How many holds were taken.

        Raises:
            ClashError: another entry has taken that time.
            RefusedError: it would take too many days.
        """
        wanted = self._wanted.pop(subject, [])
        before = holds_of(subject, self._before(subject), self._before) if wanted else []
        old = {hold.key: hold for hold in before}
        wanted = [hold for hold in wanted if not hold.is_like(old.get(hold.key)) or self._is_free(hold)]
        if sum(len(hold.pages) for hold in wanted) > MOST:
            told = say(
                "MS-0808", "cannot {verb} {subject}: it would take more than {most} days in all; end it earlier",
                verb=verb, subject=subject, most=MOST,
            )  # fmt: skip
            raise RefusedError(told)
        for hold in wanted:
            self._check(hold, verb)
        for hold, other in _overlapping(wanted):
            raise self._clash(other, hold, verb)
        self._write(subject, wanted, append)
        return len(wanted)

    def take_free(self, subject: str, verb: Message, append: Append) -> tuple[int, list[RefusedError]]:
        """Take what of it is free, of a subject that is confirmed already, and tell why not the rest.

        Args:
            subject: one that was weighed.
            verb: what is being done, for messages.
            append: appends an event to a stream.

        Returns:
            How many holds were taken, and a refusal for each of the others.
        """
        free: list[Hold] = []
        refusals: list[RefusedError] = []
        for hold in self._wanted.pop(subject, []):
            try:
                self._check(hold, verb, free)
                free.append(hold)
            except RefusedError as error:
                refusals.append(error)
        self._write(subject, free, append)
        return len(free), refusals

    def _is_free(self, hold: Hold) -> bool:
        return len(hold.pages) <= LONGEST and not any(True for _ in self._excluding(hold))

    def _check(self, hold: Hold, verb: Message, beside: Iterable[Hold] = ()) -> None:
        """Refuse what is too long, or excluded by what is on the pages, or by what is to be taken beside it."""
        if len(hold.pages) > LONGEST:
            told = say(
                "MS-0809", "cannot {verb} {subject}: it would take more than {longest} days of the {principal}'s "
                "diary; enter it in parts",
                verb=verb, subject=hold.subject, longest=LONGEST, principal=hold.principal,
            )  # fmt: skip
            raise RefusedError(told)
        for other in (*self._excluding(hold), *(each for each in beside if hold.excludes(each))):
            raise self._clash(hold, other, verb)

    def _write(self, subject: str, holds: list[Hold], append: Append) -> None:
        for hold in holds:
            for page in page_ids(hold):
                append(page, DiaryBooked(hold=hold))
        if holds:
            append(booking_id(subject), BookingMade(holds=tuple(holds)))

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

    def _clash(self, hold: Hold, other: Hold, verb: Message) -> ClashError:
        office = self._lookup(OFFICE)
        zone = office.zone if isinstance(office, Profile) else Profile().zone
        title = getattr(self._lookup(other.subject), "title", None)
        clash = self._lookup(clash_id(hold.subject, other.subject))
        lapsed = isinstance(clash, Clash) and clash.stage == "accepted"
        message = say(
            "MS-0810", "cannot {verb} {subject}, {at}: the {principal} is then at {other},{named} {then}; "
            "{hint}{lapsed}",
            verb=verb, subject=hold.subject, at=_shown(hold.taken, zone), principal=hold.principal,
            other=other.subject, named=_named(title), then=_shown(other.taken, zone),
            hint=_ITSELF if hold.subject == other.subject else _HELP, lapsed=_LAPSED if lapsed else "",
        )  # fmt: skip
        return ClashError(message, subject=hold.subject, other=other.subject, principal=hold.principal)


def _pages(holds: Sequence[Hold]) -> Iterator[str]:
    """The pages of holds; none of what is refused for its length before a page is looked at."""
    if sum(len(hold.pages) for hold in holds) <= 2 * MOST:
        yield from (page for hold in holds if len(hold.pages) <= LONGEST for page in page_ids(hold))


def _overlapping(holds: Iterable[Hold]) -> Iterator[tuple[Hold, Hold]]:
    """The occurrences of one series that take the time of the one before, by principal and beginning."""
    timed = (each for each in holds if each.taken.start is not None)
    for hold, other in pairwise(sorted(timed, key=lambda each: (each.principal, each.taken.start, each.page_key))):
        if hold.excludes(other):
            yield hold, other


def _named(title: object) -> Message | str:
    return term(' "{title}",', title=title.best("en")) if isinstance(title, Text) else ""


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
