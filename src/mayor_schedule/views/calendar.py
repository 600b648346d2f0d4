"""`Calendar`: what takes place, in order, with what is known of when, and nothing more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import Any, Final, Protocol

from mayor_schedule.domain.occasion import Occasion, Occurrence
from mayor_schedule.domain.values.days import read_day
from mayor_schedule.domain.values.fuzzy import FuzzyDate
from mayor_schedule.domain.values.itinerary import Stop
from mayor_schedule.domain.values.moment import Moment
from mayor_schedule.domain.values.period import Period
from mayor_schedule.domain.values.place import Place
from mayor_schedule.domain.values.recurrence import Recurrence
from mayor_schedule.domain.values.text import Text
from mayor_schedule.domain.values.visibility import Audience, Visibility
from mayor_schedule.domain.values.when import Timed, Unknown, bounds
from mayor_schedule.errors import InvalidValueError
from mayor_schedule.messages import say

from .knowledge import Knowledge, Known, without_ids
from .outline import Outline, outline_of
from .programmes import Lookup, Whose, lookup_of

_STATUS: Final = {
    "planned": "tentative", "announced": "tentative", "signing_planned": "tentative", "postponed": "tentative",
    "confirmed": "confirmed", "departed": "confirmed", "cancelled": "cancelled", "dropped": "cancelled",
}  # fmt: skip
DONE: Final = "done"
_AHEAD: Final = frozenset({"tentative", "confirmed"})
_RANK: Final = {kind: rank for rank, kind in enumerate(("trip", "visit", "occasion", "engagement", "agreement"))}


@dataclass(frozen=True, kw_only=True)
class CalendarEntry:
    """One thing that takes place.

    Attributes:
        known: the subject, as known.
        kind: trip, visit, engagement, occasion, or agreement for a signing without an engagement.
        title: what it is called.
        status: tentative, confirmed, cancelled or done.
        postponed: whether it was put off and has no new date yet.
        when: what is known of when; unknown while it is postponed.
        within: the subject in whose dates an unknown date lies, if that can be seen.
        part_of: the subject that it is a part of, if that can be seen.
        same_as: the agreement that it turned out to repeat.
        place: where it is.
        stops: the cities of a trip, in order.
        days: calendar days of a trip.
        nights: nights lodged, as stated.
        in_flight: nights in flight.
        span: the earliest and the latest day that it may touch.
        recurrence: on which days a series comes back; `when` is then its first time. None for what is single, and for
            one occurrence of a series.
        occurrence: of one occurrence of a series, the day on which it is by the rule.
        changed: of a series, the occurrences at which something is otherwise, cancelled ones among them.
        whose: tells whose programme it stands in; see `principals`.
    """

    known: Known
    kind: str
    title: Text
    status: str
    postponed: bool
    when: Timed | Period | FuzzyDate | Unknown
    within: Known | None = None
    part_of: Known | None = None
    same_as: Known | None = None
    place: Place | None = None
    stops: tuple[Stop, ...] = ()
    days: int | None = None
    nights: int | None = None
    in_flight: int | None = None
    span: tuple[date | None, date | None]
    recurrence: Recurrence | None = None
    occurrence: date | None = None
    changed: tuple[CalendarEntry, ...] = ()
    whose: Whose | None = field(default=None, compare=False, repr=False)

    @property
    def principals(self) -> tuple[str, ...]:
        """The principals in whose programmes it stands: who comes, or may come; of a series, as a whole."""
        return () if self.whose is None else tuple(sorted(self.whose.principals()))

    @property
    def uid(self) -> str:
        """Its opaque id, the same for ever."""
        return self.known.uid

    @property
    def subject(self) -> str:
        """The id of the subject."""
        return self.known.id

    @property
    def visibility(self) -> Visibility:
        """Who may see it."""
        return self.known.visibility

    @property
    def sort_key(self) -> tuple[Any, ...]:
        """Earliest first; what is unknown last; a whole before its parts; else in the order of the history."""
        earliest, latest = self.span
        moment = self.when.start.instant if isinstance(self.when, Timed) else None
        return (
            earliest or latest or date.max, isinstance(self.when, (FuzzyDate, Unknown)),
            moment is not None, moment.timestamp() if moment else 0.0, _RANK[self.kind], self.known.order,
        )  # fmt: skip

    def to_record(self, audience: Audience, *languages: str) -> dict[str, Any]:
        """The entry as plain data, in the first of these languages that there is; the public sees no internal id."""
        public = audience is Audience.PUBLIC

        def name(known: Known | None) -> str | None:
            return None if known is None else known.uid if public else known.id

        return {
            "uid": self.uid,
            "subject": None if public else self.subject,
            "kind": self.kind,
            "title": self.title.best(*languages),
            "status": self.status,
            "postponed": self.postponed,
            "when": when_record(self.when, name(self.within)),
            "place": None if self.place is None else place_name(self.place, *languages),
            "principals": list(self.principals),
            "stops": [place_name(stop.place, *languages) for stop in self.stops],
            "days": self.days,
            "nights": self.nights,
            "nights_in_flight": self.in_flight,
            "part_of": name(self.part_of),
            "same_as": name(self.same_as),
            "recurrence": None if self.recurrence is None else self.recurrence.model_dump(mode="json"),
            "occurrence": None if self.occurrence is None else self.occurrence.isoformat(),
            "visibility": str(self.visibility),
            "events": [] if public else list(self.known.events),
        }


def title_of(known: Known) -> Text | None:
    """What a subject is called: its title, or what stands for one; None for a kind that has neither."""
    title = getattr(known.state, "title", None) or getattr(known.state, "heading", None)
    return title if isinstance(title, Text) else None


def when_record(when: Timed | Period | FuzzyDate | Unknown, within: str | None = None) -> dict[str, Any]:
    """A date as plain data: start, end and zone; first and last; edtf; or unknown, perhaps within something."""
    match when:
        case Timed():
            end = when.end
            record = {
                "start": _iso(when.start),
                "end": None if end is None else _iso(end),
                "zone": when.start.zone,
            }
            return record if end is None or end.zone == when.start.zone else record | {"end_zone": end.zone}
        case Period():
            return {"first": when.first.isoformat(), "last": when.last.isoformat()}
        case FuzzyDate():
            return {"edtf": when.edtf}
        case Unknown():
            return {"unknown": True, "within": within}


def _iso(moment: Moment) -> str:
    """ISO 8601 with the offset; without one where today's zone data no longer knows the zone."""
    return _iso_of(moment.local, moment.zone, moment.fold)


@lru_cache(maxsize=65_536)
def _iso_of(local: datetime, zone: str, fold: int | None) -> str:
    moment = Moment.model_construct(local=local, zone=zone, fold=fold)
    return local.isoformat() if moment.instant is None else moment.aware.isoformat()


def place_name(place: Place, *languages: str) -> str:
    """The venue and the city, as far as they are known, else the country."""
    names = [text.best(*languages) for text in (place.venue, place.city) if text is not None]
    return ", ".join(names) or place.country or ""


class Kept(Protocol):
    """What is kept of a calendar, so that days can be asked for without everything else."""

    def between(self, first: date, last: date) -> list[CalendarEntry] | None:
        """The entries of these days, in no order; None where they have to be found in everything that is known."""


class Calendar:
    """The calendar as known on a day, as an audience may see it.

    Args:
        knowledge: what is known, or what finds it out when it is needed.
        kept: what is kept of it.
        principal: whose programme it is; that of the whole office, unless given.
    """

    def __init__(
        self, knowledge: Knowledge | Callable[[], Knowledge], kept: Kept | None = None, principal: str | None = None
    ) -> None:  # fmt: skip
        self._found = knowledge if isinstance(knowledge, Knowledge) else None
        self._finding = None if isinstance(knowledge, Knowledge) else knowledge
        self._kept = kept
        self.principal = principal

    @property
    def knowledge(self) -> Knowledge:
        """What it is made from."""
        if self._found is None:
            if self._finding is None:
                raise AssertionError
            self._found = self._finding()
        return self._found

    @cached_property
    def _lookup(self) -> Lookup:
        return lookup_of(self.knowledge)

    def entries(self) -> list[CalendarEntry]:
        """Everything that takes place, in order."""
        return sorted(filter(self._is_theirs, self._entries()), key=lambda entry: entry.sort_key)

    def between(self, first: date | str, last: date | str) -> list[CalendarEntry]:
        """What takes place, or may take place, from one day to another, both inclusive, in order.

        A fuzzy item is in where its span touches these days. An item of which nothing is known is in as long as it is
        still ahead: it may be on any day. A series is in with each of its occurrences; without a last day (`date.max`),
        as far as it is booked.

        Args:
            first: the first day, as a date or ``YYYY-MM-DD``.
            last: the last day.

        Raises:
            InvalidValueError: one of them is no day, or the last is before the first.
        """
        start, end = read_day(first), read_day(last)
        if end < start:
            told = say(
                "MS-0826", "the calendar cannot run from {first} to {last}; exchange the two days",
                first=start, last=end,
            )  # fmt: skip
            raise InvalidValueError(told)
        found = None if self._kept is None else self._kept.between(start, end)
        if found is None:
            found = [each for known in self.knowledge.values() for each in self.of(known, start, end)]
        return sorted(filter(self._is_theirs, found), key=lambda entry: entry.sort_key)

    def _is_theirs(self, entry: CalendarEntry) -> bool:
        """Whether an entry stands in the programme that is asked for; a series does if one of its occurrences does."""
        if self.principal is None or self.principal in entry.principals:
            return True
        if entry.whose is None or entry.recurrence is None:
            return False
        return any(self.principal in entry.whose.of(day).principals() for day in entry.whose.said_days())

    def of(self, known: Known, first: date, last: date) -> Iterator[CalendarEntry]:
        """The entries of one subject that may take place from one day to another."""
        entry = self.entry(known)
        if entry is None:
            return
        state = known.state if entry.recurrence is not None else None
        if not isinstance(state, Occasion):
            if _touches(entry, first, last):
                yield entry
            return
        if last == date.max:
            last = max(state.booked_to or first, first)
        for each in state.occurrences(first, last):
            yield occurrence_of(entry, each)

    def entry(self, known: Known) -> CalendarEntry | None:
        """The calendar entry of one subject; None if it has none of its own."""
        outline = outline_of(known.state)
        return None if outline is None else self.entry_of(known, outline)

    def entry_of(self, known: Known, outline: Outline) -> CalendarEntry | None:
        """The calendar entry of a subject with that outline; None for a signing for which an engagement stands."""
        if outline.stands_for is not None and self.knowledge.seen(outline.stands_for) is not None:
            return None
        entry = self._make(known, outline)
        if not outline.is_series or entry.postponed:
            return entry
        return _series(entry, known.state) if isinstance(known.state, Occasion) else entry

    def stand_in(self, known: Known, title: Text, when: FuzzyDate) -> CalendarEntry:
        """An entry for a date of a subject that has none of its own there, such as the end of an agreement."""
        return self._make(known, Outline(kind=known.state.kind, title=title, stage="confirmed", when=when))

    def _entries(self) -> Iterator[CalendarEntry]:
        for known in self.knowledge.values():
            entry = self.entry(known)
            if entry is not None:
                yield entry

    def _make(self, known: Known, outline: Outline) -> CalendarEntry:
        when, part_of = outline.when, outline.part_of
        within = (when.within or part_of) if isinstance(when, Unknown) else None
        return CalendarEntry(
            known=self.knowledge.shown(known),
            kind=outline.kind,
            title=outline.title,
            status="cancelled" if outline.same_as is not None else _STATUS.get(outline.stage, DONE),
            postponed=outline.is_postponed and outline.same_as is None,
            when=without_ids(when) if self.knowledge.audience is Audience.PUBLIC else when,
            within=self._whole(within),
            part_of=self._whole(part_of),
            same_as=self._whole(outline.same_as),
            place=outline.place,
            stops=outline.stops,
            days=outline.days,
            nights=outline.nights,
            in_flight=outline.in_flight,
            span=(None, None) if outline.is_postponed else self.knowledge.span(when, part_of),
            whose=Whose(lambda: known.state, self._lookup),
        )

    def _whole(self, subject: str | None) -> Known | None:
        known = self.knowledge.get(subject or "")
        return None if known is None else self.knowledge.shown(known)


def _series(entry: CalendarEntry, occasion: Occasion) -> CalendarEntry:
    """The entry of a series, with its rule and the occurrences at which something is otherwise."""
    recurrence = occasion.recurrence
    last = None if recurrence is None else recurrence.last_day(occasion.first_day)
    entry = replace(entry, when=occasion.when, recurrence=recurrence, span=(occasion.first_day, last))
    return replace(entry, changed=tuple(occurrence_of(entry, each) for each in occasion.changed_occurrences()))


def occurrence_of(series: CalendarEntry, occurrence: Occurrence) -> CalendarEntry:
    """The entry of one occurrence of a series."""
    return replace(
        series,
        when=occurrence.when,
        title=occurrence.title,
        place=occurrence.place,
        status=_status_of(series, occurrence),
        span=bounds(occurrence.when),
        recurrence=None,
        occurrence=occurrence.day,
        changed=(),
        whose=None if series.whose is None else series.whose.of(occurrence.day),
    )


def _status_of(series: CalendarEntry, occurrence: Occurrence) -> str:
    """That of the series; beyond the days for which it is booked, an occurrence is not certain yet."""
    if occurrence.is_cancelled:
        return "cancelled"
    return "tentative" if series.status == "confirmed" and not occurrence.is_booked else series.status


def may_come(outline: Outline) -> bool:
    """Whether a subject is still ahead, as far as it tells itself: what has no day may be on any then."""
    return _STATUS.get(outline.stage, DONE) in _AHEAD


def _touches(entry: CalendarEntry, first: date, last: date) -> bool:
    earliest, latest = entry.span
    if earliest is None and latest is None:
        return entry.status in _AHEAD
    return (earliest is None or earliest <= last) and (latest is None or first <= latest)
