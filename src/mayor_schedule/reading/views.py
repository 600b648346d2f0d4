"""Every view of an office, now or in some past."""

from __future__ import annotations

from datetime import date, datetime
from itertools import islice
from typing import Final

from mayor_schedule.domain.values.days import read_day
from mayor_schedule.domain.values.visibility import Audience
from mayor_schedule.errors import InvalidValueError
from mayor_schedule.messages import Saying, say
from mayor_schedule.views.agreements import register
from mayor_schedule.views.briefing import Briefing, briefing
from mayor_schedule.views.clashes import Clashes
from mayor_schedule.views.completeness.view import Completeness, completeness
from mayor_schedule.views.counting.counts import COUNTING, Counts
from mayor_schedule.views.counting.ledger import Ledger
from mayor_schedule.views.knowledge import Knowledge
from mayor_schedule.views.programmes import check_principal, programme, term_of
from mayor_schedule.views.revisions import revisions
from mayor_schedule.views.stored.calendar import StoredCalendar
from mayor_schedule.views.stored.knowledge import StoredKnowledge

from .frames import OfficeCalendar, Register
from .limits import Limits
from .log import OfficeLog, read_audience

_COUNTS_RUN: Final = Saying(
    "MS-0804", "the counts cannot run from {first} to {last}; begin earlier, or end later"
)
_BRIEFING_RUNS: Final = Saying(
    "MS-0805", "the briefing cannot run from {first} to {last}; begin earlier, or end later"
)


class OfficeViews(OfficeLog):
    """The history of an office, and every view of it.

    Each can be asked for as known on a day, as recorded by an instant, and both at once; of two such limits, the
    earlier one holds. Who may see what was known then, and by which public ids, is told by the whole history.
    """

    def at(self, known_on: date | str | None = None, recorded_until: datetime | str | None = None) -> PastOffice:
        """The office as it was: the same views, and nothing can be recorded in it.

        Args:
            known_on: the day of knowledge, as a date or ``YYYY-MM-DD``.
            recorded_until: the instant after which nothing that was recorded counts: an aware datetime, or RFC 3339.

        Raises:
            InvalidValueError: neither is given, or one of them is no day or no instant.
        """
        if known_on is None and recorded_until is None:
            raise InvalidValueError(
                say("MS-0806", "a past is as known on a day, as recorded until an instant, or both; give one")
            )
        return PastOffice(self._history, self._clock, self._limits.within(known_on, recorded_until))

    def calendar(
        self,
        *,
        known_on: date | str | None = None,
        recorded_until: datetime | str | None = None,
        audience: Audience | str = Audience.INTERNAL,
        principal: str | None = None,
    ) -> OfficeCalendar:
        """The calendar as known on a day; ask it for entries with `between`.

        Args:
            known_on: the day of knowledge; today's, unless given.
            recorded_until: the instant after which nothing that was recorded counts.
            audience: who reads.
            principal: whose programme, such as ``mayor``; that of the whole office, unless given.

        Raises:
            InvalidValueError: the day, the instant or the audience is none, or the office has no such principal then.
            StoreError: the store cannot be read, now or when entries are asked for.
        """
        limits, reader = self._limits.within(known_on, recorded_until), read_audience(audience)
        past = (limits.known_on, limits.recorded_until)
        if principal is not None:
            office = self.profile(known_on=limits.known_on, recorded_until=limits.recorded_until)
            principal = check_principal(principal, office)
        at, size = self._clock(), len(self._history)
        kept = StoredCalendar(lambda: self.kept.shelf(*past, size), reader, at, *past)
        return OfficeCalendar(
            lambda: self._folded(size, reader, at, limits), kept, principal,
            revised=lambda: revisions(
                islice(self._history.log(), size), known_on=past[0], recorded_until=past[1], audience=reader, at=at,
                principal=principal,
            ),
            languages=lambda: self.profile(known_on=past[0], recorded_until=past[1]).languages,
        )  # fmt: skip

    def _counting(self, limits: Limits, audience: Audience) -> Knowledge:
        """What was known of what is counted, from what is kept; or of everything, from the log."""
        past = (limits.known_on, limits.recorded_until)
        at, size = self._clock(), len(self._history)
        with self.kept.shelf(*past, size) as shelf:
            if shelf is not None:
                knowledge = StoredKnowledge(shelf, audience, at, *past)
                knowledge.take_office()
                knowledge.take_kinds(COUNTING)
                return knowledge
        return self._folded(size, audience, at, limits)

    def _folded(self, size: int, audience: Audience, at: datetime, limits: Limits) -> Knowledge:
        """What was known when the log had that many events."""
        log = islice(self._history.log(), size)
        return Knowledge.of(
            log, known_on=limits.known_on, recorded_until=limits.recorded_until, audience=audience, at=at
        )

    def counts(
        self,
        *,
        on: date | str | None = None,
        since: date | str | None = None,
        known_on: date | str | None = None,
        recorded_until: datetime | str | None = None,
        audience: Audience | str = Audience.INTERNAL,
        term: str | None = None,
    ) -> Counts:
        """Every series that is counted or stated, reconciled.

        Args:
            on: the day of the counts; today in the office's zone, unless given.
            since: the first day of what flows; 1 January of the year of `on`, unless given.
            known_on: the day of knowledge; today's, unless given.
            recorded_until: the instant after which nothing that was recorded counts.
            audience: who reads.
            term: a principal such as ``mayor``: counts from the first day of the term that covers `on`, with the trips
                and visits of that principal alone; where there are several, what is stated of those is set aside.

        Raises:
            InvalidValueError: a day, the instant or the audience is none; or no term covers the day.
            StoreError: the store cannot be read.
        """
        knowledge = self._counting(self._limits.within(known_on, recorded_until), read_audience(audience))
        return self.counts_of(knowledge, on=on, since=since, term=term)

    def counts_of(
        self,
        knowledge: Knowledge,
        *,
        on: date | str | None = None,
        since: date | str | None = None,
        term: str | None = None,
    ) -> Counts:
        """The same, of what is known already.

        Args:
            knowledge: what is known.
            on: the day of the counts; today in the office's zone, unless given.
            since: the first day of what flows; 1 January of the year of `on`, unless given.
            term: a principal, from whose present term on it is counted.

        Raises:
            InvalidValueError: a day is none, or no term covers it.
        """
        day = read_day(on) if on is not None else self._today(knowledge)
        if term is None:
            return _counts(knowledge, day, since)
        if since is not None:
            raise InvalidValueError(
                say("MS-0807", "counts begin with a term or on a day, and not with both; leave one of them out")
            )
        covering = term_of(knowledge.office, term, day)
        theirs = programme(knowledge, covering.principal)
        return Counts(theirs, on=day, since=covering.began, principal=covering.principal)

    def ledger(
        self,
        *,
        on: date | str | None = None,
        known_on: date | str | None = None,
        recorded_until: datetime | str | None = None,
        audience: Audience | str = Audience.INTERNAL,
    ) -> Ledger:
        """Every series through time: each statement reconciled with the named items and the statement before.

        Args:
            on: the day by which statements were read; today in the office's zone, unless given.
            known_on: the day of knowledge; today's, unless given.
            recorded_until: the instant after which nothing that was recorded counts.
            audience: who reads.

        Raises:
            InvalidValueError: a day, the instant or the audience is none.
            StoreError: the store cannot be read.
        """
        knowledge = self._counting(self._limits.within(known_on, recorded_until), read_audience(audience))
        return Ledger(knowledge, on=read_day(on) if on is not None else self._today(knowledge))

    def agreements(
        self,
        *,
        on: date | str | None = None,
        known_on: date | str | None = None,
        recorded_until: datetime | str | None = None,
        audience: Audience | str = Audience.INTERNAL,
    ) -> Register:
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
        day = read_day(on) if on is not None else self._today(knowledge)
        return Register(register(knowledge, on=day), lambda: knowledge.office.languages)

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

    def completeness(
        self,
        *,
        on: date | str | None = None,
        known_on: date | str | None = None,
        recorded_until: datetime | str | None = None,
        audience: Audience | str = Audience.INTERNAL,
    ) -> list[Completeness]:
        """What is missing of each trip, visit and agreement, and what nobody gave a source for.

        Args:
            on: the day by which results are due; see `day_of` unless it is given.
            known_on: the day of knowledge; today's, unless given.
            recorded_until: the instant after which nothing that was recorded counts.
            audience: who reads; the public is told nothing of it.

        Raises:
            InvalidValueError: a day, the instant or the audience is none.
            StoreError: the store cannot be read.
        """
        knowledge = self.knowledge(known_on=known_on, recorded_until=recorded_until, audience=audience)
        return completeness(knowledge, on=self.day_of(knowledge, on))

    def briefing(
        self,
        *,
        on: date | str | None = None,
        since: date | str | None = None,
        known_on: date | str | None = None,
        recorded_until: datetime | str | None = None,
        audience: Audience | str = Audience.INTERNAL,
    ) -> Briefing:
        """What the council is told on a day; `exports.briefing.writing` puts it into words.

        A briefing leaves the office: nothing that is confidential is in it, or counted for it.

        Args:
            on: the day of the briefing; see `day_of` unless it is given.
            since: the first day of what it reports as done; 1 January of the year of `on`, unless given.
            known_on: the day of knowledge; today's, unless given.
            recorded_until: the instant after which nothing that was recorded counts.
            audience: who reads.

        Raises:
            InvalidValueError: a day, the instant or the audience is none.
            StoreError: the store cannot be read.
        """
        knowledge = self.knowledge(known_on=known_on, recorded_until=recorded_until, audience=audience)
        return briefing(_counts(knowledge.leaving(), self.day_of(knowledge, on), since, runs=_BRIEFING_RUNS))


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


def _counts(knowledge: Knowledge, on: date, since: date | str | None, *, runs: Saying = _COUNTS_RUN) -> Counts:
    """The counts from a day, or else the beginning of the year, to another."""
    first = date(on.year, 1, 1) if since is None else read_day(since)
    if on < first:
        raise InvalidValueError(runs(first=first, last=on))
    return Counts(knowledge, on=on, since=first)
