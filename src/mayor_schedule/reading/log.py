"""The history of an office, and what is known by it: the ground of every view."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Final

from mayor_schedule.domain.catalog import KEPT, STREAMS
from mayor_schedule.domain.envelope import Recorded
from mayor_schedule.domain.office import OFFICE, Profile
from mayor_schedule.domain.subject import Subject
from mayor_schedule.domain.values.days import read_day
from mayor_schedule.domain.values.identity import kind_of
from mayor_schedule.domain.values.visibility import Audience
from mayor_schedule.errors import InvalidValueError, UnknownSubjectError
from mayor_schedule.keeping import StoredViews
from mayor_schedule.messages import Saying, say, term
from mayor_schedule.recording import day_in
from mayor_schedule.store.history import History, fold
from mayor_schedule.views.knowledge import Knowledge
from mayor_schedule.views.past import as_far_as_known, past, then

from .increment import Increment
from .limits import Limits
from .position import Position

_EARLIEST: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""Before anything was recorded; far enough from the first year for the clocks of every zone."""

NO_SUBJECT: Final = Saying("MS-0802", "there is no {subject}{when}{hint}; mayor-schedule list shows what there is")
"""What is said of a subject that is not there, or was not then."""

REMEMBERED: Final = 4_096
"""How many states of late a replay holds at least; it holds twice as many at most."""


class OfficeLog:
    """The history of an office as it is read, in some past or now."""

    def __init__(self, history: History, clock: Callable[[], datetime], limits: Limits) -> None:
        self._history = history
        self._clock = clock
        self._limits = limits
        self.kept = StoredViews(history)
        """What is kept of the history, so that the calendar need not be read from all of it."""

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

    def events_since(
        self,
        position: str | int = 0,
        *,
        audience: Audience | str = Audience.INTERNAL,
        known_on: date | str | None = None,
        recorded_until: datetime | str | None = None,
    ) -> Increment:
        """What is new in the log since a position, so that another tool keeps its own copy.

        Inside the office it is every event since. The public is told what changed of what it is shown: first of which
        subjects everything is to be forgotten, then, line by line, what is to be added. Whoever does so with each
        increment has what a full public export holds.

        Args:
            position: the `position` of the increment before; 0 for everything. A number of events alone will do; of the
                public, what an embargo or an erasure may have changed is then told once more.
            audience: who is told.
            known_on: only what was known on that day; the same each time.
            recorded_until: only the beginning of the log in which nothing was recorded after that instant.

        Returns:
            The events, and the position to ask from next time.

        Raises:
            InvalidValueError: the position is none of this log, or the day, the instant or the audience is none.
            StoreError: the store cannot be read, now or when the events are.
        """
        limits, reader = self._limits.within(known_on, recorded_until), read_audience(audience)
        since = Position.read(position)
        return Increment(self._history, since, audience=reader, at=self._clock(), limits=limits)

    def replay(
        self,
        subject: str | None = None,
        *,
        known_on: date | str | None = None,
        recorded_until: datetime | str | None = None,
    ) -> Iterator[tuple[Subject, Recorded]]:
        """Step through a subject, or through everything: the state after each event, and the event.

        Of everything, the pages and bookings of the diaries too; as known on a day, only subjects: diaries have no
        days of knowledge. However long the log is, the memory that is held is bounded: a batch of it, and the states of
        those subjects that something happened to of late.

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
        limits, reader = self._limits.within(known_on, recorded_until), read_audience(audience)
        return Knowledge.of(
            self._history.log(), known_on=limits.known_on, recorded_until=limits.recorded_until, audience=reader,
            at=self._clock(),
        )  # fmt: skip

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

    def day_of(self, knowledge: Knowledge, on: date | str | None = None) -> date:
        """The day of reading: the one given, else that of knowledge, else that of `recorded_until`, else today.

        Args:
            knowledge: what is known.
            on: the day, if somebody gave one.

        Raises:
            InvalidValueError: it is no day.
        """
        if on is not None:
            return read_day(on)
        return knowledge.known_on or self._today(knowledge, knowledge.recorded_until)

    def _events(self, limits: Limits, subject: str | None, start: int = 0) -> Iterator[Recorded]:
        """The events within limits; without any, they are read from the position on."""
        if limits == Limits() and subject is None:
            yield from self._history.log(start)
            return
        records = self._history.log(start if limits == Limits() else 0)
        for record in past(records, limits.known_on, limits.recorded_until):
            if subject in (None, record.subject) and (record.position or 0) >= start:
                yield record

    def _subjects(self, limits: Limits, subject: str | None = None) -> Iterator[Recorded]:
        """The events that can be folded: as known on a day, those of the diaries cannot."""
        events = self._events(limits, subject)
        return events if limits.known_on is None else (each for each in events if each.kind not in KEPT)

    def _steps(self, limits: Limits, subject: str | None) -> Iterator[tuple[Subject, Recorded]]:
        states = _States(self._history)
        opened: set[str] = set()
        for record in self._subjects(limits):
            name = record.subject
            if limits.known_on is not None:
                opened.add(name)
            if subject is None or subject == name:
                state = states.after(record)
                yield state if limits.known_on is None else as_far_as_known(state, opened), record

    def _today(self, knowledge: Knowledge, at: datetime | None = None) -> date:
        """The day of an instant, or the present one, in the zone of an office as it was known."""
        now = self._clock()
        return day_in(knowledge.office.zone, now if at is None else max(min(at, now), _EARLIEST))

    def _unknown(self, subject: str, limits: Limits) -> UnknownSubjectError:
        hint = meant(subject, dict.fromkeys(each.subject for each in self._subjects(limits)))
        when = then(limits.known_on, limits.recorded_until)
        return UnknownSubjectError(NO_SUBJECT(subject=subject, when=when, hint=hint), subject=subject)


class _States:
    """The states of the streams of a log while it is stepped through: those of late, so that memory stays bounded.

    What happens again to a stream that was forgotten is folded on what the store has of it. Whatever part of the log is
    stepped through, it has the beginning of every stream up to each of its events.
    """

    def __init__(self, history: History) -> None:
        self._history = history
        self._late: dict[str, Subject] = {}
        self._earlier: dict[str, Subject] = {}

    def after(self, record: Recorded) -> Subject:
        """The state of a stream after its next event."""
        name = record.subject
        state = self._late.get(name) or self._earlier.get(name)
        if state is None and record.version > 1:
            state = fold(name, self._history.records(name, record.version - 1)).state
        if len(self._late) >= REMEMBERED:
            self._earlier, self._late = self._late, {}
        state = self._late[name] = STREAMS[kind_of(name)].evolve(state, record.event)
        return state


def meant(subject: str, ids: Iterable[str]) -> str:
    """Half a sentence with the subject that may have been meant, where one of these is close to it."""
    ids = list(ids)
    named = [each for each in ids if each.partition(":")[2] == subject]
    close = named or difflib.get_close_matches(subject, ids, n=1)
    return term("; did you mean {close}?", close=close[0]) if close else ""


def read_audience(audience: Audience | str) -> Audience:
    """Who reads, by its name.

    Raises:
        InvalidValueError: it is none.
    """
    try:
        return Audience(audience)
    except ValueError:
        told = say("MS-0803", "{audience!r} is no audience; it is public or internal", audience=audience)
        raise InvalidValueError(told) from None
