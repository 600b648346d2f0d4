"""What can be read of an office: its history, and the views that are folds over it, now or in some past.

`OfficeViews` has them all; `Office` adds the writing, and `PastOffice` none.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from mayor_schedule.domain.catalog import KEPT, STREAMS
from mayor_schedule.domain.envelope import Recorded
from mayor_schedule.domain.office import OFFICE, Profile
from mayor_schedule.domain.subject import Subject
from mayor_schedule.domain.values.days import read_day
from mayor_schedule.domain.values.instants import read_instant
from mayor_schedule.domain.values.visibility import Audience
from mayor_schedule.errors import InvalidValueError, UnknownSubjectError
from mayor_schedule.recording import day_in
from mayor_schedule.store.history import History
from mayor_schedule.views.agreements import RegisterEntry, register
from mayor_schedule.views.calendar import Calendar
from mayor_schedule.views.clashes import Clashes
from mayor_schedule.views.counts import Counts
from mayor_schedule.views.knowledge import Knowledge
from mayor_schedule.views.past import as_far_as_known, past, then

_EARLIEST: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""Before anything was recorded; far enough from the first year for the clocks of every zone."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Where a past ends: known on a day, recorded by an instant; neither for the present."""

    known_on: date | None = None
    recorded_until: datetime | None = None

    def within(self, known_on: date | str | None, recorded_until: datetime | str | None) -> Limits:
        """These limits, or earlier ones.

        Raises:
            InvalidValueError: the day is none, or the instant.
        """
        days = [each for each in (self.known_on, None if known_on is None else read_day(known_on)) if each is not None]
        given = None if recorded_until is None else read_instant(recorded_until)
        instants = [each for each in (self.recorded_until, given) if each is not None]
        return Limits(min(days, default=None), min(instants, default=None))


class OfficeViews:
    """The history of an office, and every view of it.

    Each can be asked for as known on a day, as recorded by an instant, and both at once; of two such limits, the
    earlier one holds. Who may see what was known then, and by which public ids, is told by the whole history.
    """

    def __init__(self, history: History, clock: Callable[[], datetime], limits: Limits) -> None:
        self._history = history
        self._clock = clock
        self._limits = limits

    def at(self, known_on: date | str | None = None, recorded_until: datetime | str | None = None) -> PastOffice:
        """The office as it was: the same views, and nothing can be recorded in it.

        Args:
            known_on: the day of knowledge, as a date or ``YYYY-MM-DD``.
            recorded_until: the instant after which nothing that was recorded counts: an aware datetime, or RFC 3339.

        Raises:
            InvalidValueError: neither is given, or one of them is no day or no instant.
        """
        if known_on is None and recorded_until is None:
            raise InvalidValueError("a past is as known on a day, as recorded until an instant, or both; give one")
        return PastOffice(self._history, self._clock, self._limits.within(known_on, recorded_until))

    def history(
        self,
        subject: str | None = None,
        *,
        start: int = 0,
        known_on: date | str | None = None,
        recorded_until: datetime | str | None = None,
    ) -> Iterator[Recorded]:
        """The events of one subject, or of all, in the order in which they were recorded, each as it is stored.

        Args:
            subject: a full subject id.
            start: the position of the first event to give.
            known_on: only what was known on that day.
            recorded_until: only the beginning of the log in which nothing was recorded after that instant.

        Raises:
            InvalidValueError: the day is none, or the instant.
            StoreError: the store cannot be read.
        """
        return self._events(self._limits.within(known_on, recorded_until), subject, start)

    def replay(
        self,
        subject: str | None = None,
        *,
        known_on: date | str | None = None,
        recorded_until: datetime | str | None = None,
    ) -> Iterator[tuple[Subject, Recorded]]:
        """Step through a subject, or through everything: the state after each event, and the event.

        Of everything, the pages and bookings of the diaries too; as known on a day, only subjects: diaries have no
        days of knowledge. No more is held in memory than the states.

        Args:
            subject: a full subject id.
            known_on: only what was known on that day.
            recorded_until: only the beginning of the log in which nothing was recorded after that instant.

        Raises:
            InvalidValueError: the day is none, or the instant.
            UnknownSubjectError: there is no such subject, or was none then.
            StoreError: the store cannot be read; or, at its event, a stored event cannot.
        """
        limits = self._limits.within(known_on, recorded_until)
        if subject is not None and not any(True for _ in self._subjects(limits, subject)):
            raise self._unknown(subject, limits)
        return self._steps(limits, subject)

    def knowledge(
        self,
        *,
        known_on: date | str | None = None,
        recorded_until: datetime | str | None = None,
        audience: Audience | str = Audience.INTERNAL,
    ) -> Knowledge:
        """What the office knew on a day, as an audience may see it: the ground of every view.

        Args:
            known_on: the day; today's knowledge, unless given.
            recorded_until: the instant after which nothing that was recorded counts; now, unless given.
            audience: who reads.

        Raises:
            InvalidValueError: the day, the instant or the audience is none.
            StoreError: the store cannot be read.
        """
        limits, reader = self._limits.within(known_on, recorded_until), _audience(audience)
        return Knowledge.of(
            self._history.log(), known_on=limits.known_on, recorded_until=limits.recorded_until, audience=reader,
            at=self._clock(),
        )  # fmt: skip

    def calendar(
        self,
        *,
        known_on: date | str | None = None,
        recorded_until: datetime | str | None = None,
        audience: Audience | str = Audience.INTERNAL,
    ) -> Calendar:
        """The calendar as known on a day; ask it for entries with `between`.

        Args:
            known_on: the day of knowledge; today's, unless given.
            recorded_until: the instant after which nothing that was recorded counts.
            audience: who reads.

        Raises:
            InvalidValueError: the day, the instant or the audience is none.
            StoreError: the store cannot be read.
        """
        return Calendar(self.knowledge(known_on=known_on, recorded_until=recorded_until, audience=audience))

    def counts(
        self,
        *,
        on: date | str | None = None,
        since: date | str | None = None,
        known_on: date | str | None = None,
        recorded_until: datetime | str | None = None,
        audience: Audience | str = Audience.INTERNAL,
    ) -> Counts:
        """Every series that is counted or stated, reconciled.

        Args:
            on: the day of the counts; today in the office's zone, unless given.
            since: the first day of what flows; 1 January of the year of `on`, unless given.
            known_on: the day of knowledge; today's, unless given.
            recorded_until: the instant after which nothing that was recorded counts.
            audience: who reads.

        Raises:
            InvalidValueError: a day, the instant or the audience is none.
            StoreError: the store cannot be read.
        """
        knowledge = self.knowledge(known_on=known_on, recorded_until=recorded_until, audience=audience)
        day = read_day(on) if on is not None else self._today(knowledge)
        first = date(day.year, 1, 1) if since is None else read_day(since)
        if day < first:
            raise InvalidValueError(f"the counts cannot run from {first} to {day}; exchange the two days")
        return Counts(knowledge, on=day, since=first)

    def agreements(
        self,
        *,
        on: date | str | None = None,
        known_on: date | str | None = None,
        recorded_until: datetime | str | None = None,
        audience: Audience | str = Audience.INTERNAL,
    ) -> list[RegisterEntry]:
        """The register: every agreement, with the stage at which it is on a day.

        Args:
            on: that day; today in the office's zone, unless given.
            known_on: the day of knowledge; today's, unless given.
            recorded_until: the instant after which nothing that was recorded counts.
            audience: who reads.

        Raises:
            InvalidValueError: a day, the instant or the audience is none.
            StoreError: the store cannot be read.
        """
        knowledge = self.knowledge(known_on=known_on, recorded_until=recorded_until, audience=audience)
        return register(knowledge, on=read_day(on) if on is not None else self._today(knowledge))

    def clashes(
        self,
        *,
        on: date | str | None = None,
        known_on: date | str | None = None,
        recorded_until: datetime | str | None = None,
        audience: Audience | str = Audience.INTERNAL,
    ) -> Clashes:
        """Clashes and warnings: what a principal cannot both attend, and what one should look at twice.

        Args:
            on: the day of reading, after which the booking of a series may end soon; the day of knowledge, that of
                `recorded_until`, or today, unless given.
            known_on: the day of knowledge; today's, unless given.
            recorded_until: the instant after which nothing that was recorded counts.
            audience: who reads; the public is told nothing of it.

        Raises:
            InvalidValueError: a day, the instant or the audience is none.
            StoreError: the store cannot be read.
        """
        knowledge = self.knowledge(known_on=known_on, recorded_until=recorded_until, audience=audience)
        day = read_day(on) if on is not None else knowledge.known_on or self._today(knowledge, knowledge.recorded_until)
        return Clashes(knowledge, on=day)

    def profile(self, *, known_on: date | str | None = None, recorded_until: datetime | str | None = None) -> Profile:
        """What the office is: its name, zone and domain; defaults where it was not founded, or not yet.

        Args:
            known_on: as known on that day.
            recorded_until: as recorded by that instant.

        Raises:
            InvalidValueError: the day is none, or the instant.
            StoreError: the store cannot be read.
        """
        limits, state = self._limits.within(known_on, recorded_until), None
        if limits == Limits():
            state = self._history.stream(OFFICE).state
        else:
            for record in self._events(limits, OFFICE):
                state = STREAMS[record.kind].evolve(state, record.event)
        return state if isinstance(state, Profile) else Profile()

    def now(self) -> datetime:
        """The present instant, by the office's clock."""
        return self._clock()

    def today(self) -> date:
        """The present day in the office's zone."""
        return day_in(self.profile().zone, self._clock())

    def _events(self, limits: Limits, subject: str | None, start: int = 0) -> Iterator[Recorded]:
        """The events within limits; without any, they are read from the position on."""
        records = self._history.log(start if limits == Limits() else 0)
        for record in past(records, limits.known_on, limits.recorded_until):
            if subject in (None, record.subject) and (record.position or 0) >= start:
                yield record

    def _subjects(self, limits: Limits, subject: str | None = None) -> Iterator[Recorded]:
        """The events that can be folded: as known on a day, those of the diaries cannot."""
        for record in self._events(limits, subject):
            if limits.known_on is None or record.kind not in KEPT:
                yield record

    def _steps(self, limits: Limits, subject: str | None) -> Iterator[tuple[Subject, Recorded]]:
        states: dict[str, Subject] = {}
        opened: set[str] = set()
        for record in self._subjects(limits):
            if limits.known_on is not None:
                opened.add(record.subject)
            if subject in (None, record.subject):
                state = STREAMS[record.kind].evolve(states.get(record.subject), record.event)
                states[record.subject] = state
                yield state if limits.known_on is None else as_far_as_known(state, opened), record

    def _today(self, knowledge: Knowledge, at: datetime | None = None) -> date:
        """The day of an instant, or the present one, in the zone of an office as it was known."""
        now = self._clock()
        return day_in(knowledge.office.zone, now if at is None else max(min(at, now), _EARLIEST))

    def _unknown(self, subject: str, limits: Limits) -> UnknownSubjectError:
        hint = meant(subject, dict.fromkeys(each.subject for each in self._subjects(limits)))
        when = then(limits.known_on, limits.recorded_until)
        return UnknownSubjectError(
            f"there is no {subject}{when}{hint}; mayor-schedule list shows what there is", subject=subject
        )


class PastOffice(OfficeViews):
    """An office as it was: as known on a day, as recorded by an instant, or both. Nothing can be recorded in it.

    Its views are those of an office that never heard of anything later, but for two things that hold for ever: public
    ids are those of the whole history, and what an audience may not see now it does not see in the past either. The
    clock goes on: `today` is the present day. It is of use as long as the office that it is the past of is open.
    """

    @property
    def known_on(self) -> date | None:
        """The day of knowledge; None where there is no such limit."""
        return self._limits.known_on

    @property
    def recorded_until(self) -> datetime | None:
        """The instant, in UTC, after which nothing that was recorded counts; None where there is no such limit."""
        return self._limits.recorded_until


def meant(subject: str, ids: Iterable[str]) -> str:
    """Half a sentence with the subject that may have been meant, where one of these is close to it."""
    ids = list(ids)
    named = [each for each in ids if each.partition(":")[2] == subject]
    close = named or difflib.get_close_matches(subject, ids, n=1)
    return f"; did you mean {close[0]}?" if close else ""


def _audience(audience: Audience | str) -> Audience:
    try:
        return Audience(audience)
    except ValueError:
        raise InvalidValueError(f"{audience!r} is no audience; it is public or internal") from None
