"""What a council briefing says, before it is put into the words of any language.

Every part holds the subjects that it is made of, so that each line of a briefing can tell which events say so. For the
public all of them are redacted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mayor_schedule.domain.agreement import Agreement
from mayor_schedule.domain.figure import Figure
from mayor_schedule.domain.occasion import Occurrence
from mayor_schedule.domain.trip import Trip
from mayor_schedule.domain.values.attendance import Attendance
from mayor_schedule.domain.values.place import Place
from mayor_schedule.domain.values.recurrence import Recurrence
from mayor_schedule.domain.values.text import Text
from mayor_schedule.domain.values.when import When
from mayor_schedule.domain.visit import GuestCategory

from ..counting.counts import Count, Counts
from ..knowledge import Known
from ..rules.findings import Finding


class Status(StrEnum):
    """How things are with something on the day of the briefing.

    `UNREPORTED` is what was to take place by then, and of which nobody has said whether it did.
    """

    DONE = "done"
    UNDER_WAY = "under_way"
    UNREPORTED = "unreported"
    PLANNED = "planned"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, kw_only=True)
class OccurrenceBrief:
    """One occurrence of a series at which something is otherwise, and why it was called off."""

    occurrence: Occurrence
    reason: Text | None


@dataclass(frozen=True, kw_only=True)
class SeriesBrief:
    """How an occasion comes back.

    Attributes:
        recurrence: its rule.
        first: the day of its first occurrence.
        last: the last day by the rule; None for a series without end.
        called_off: the occurrences of these days and ahead that were called off.
        changed: those that are at another time, at another place, or called otherwise.
        left_out: days of these days and ahead that the rule has, and on which it is not.
        added: days that the rule does not have, and on which it is.
    """

    recurrence: Recurrence
    first: date
    last: date | None
    called_off: tuple[OccurrenceBrief, ...]
    changed: tuple[OccurrenceBrief, ...]
    left_out: tuple[date, ...]
    added: tuple[date, ...]


@dataclass(frozen=True, kw_only=True)
class Topic:
    """An engagement, an agreement or an occasion.

    Attributes:
        known: the subject, as who reads may see it.
        status: how things are with it.
        when: what is known of when.
        place: where; of an agreement, also where the engagement is at which it is signed.
        parts: what belongs to it.
        repeats: of an agreement, another one that it may repeat, as long as that is open.
        attendance: who attends, and who does not, where that does not go without saying.
        series: of an occasion that comes back, how.
        reason: why it was called off or put off.
    """

    known: Known
    status: Status
    when: When
    place: Place | None = None
    parts: tuple[Topic, ...] = ()
    repeats: Known | None = None
    attendance: tuple[Attendance, ...] = ()
    series: SeriesBrief | None = None
    reason: Text | None = None


@dataclass(frozen=True, kw_only=True)
class StopBrief:
    """A stop of a trip, or what of a trip has no known stop.

    Attributes:
        place: where; None for what nobody has said.
        topics: what takes place there.
    """

    place: Place | None
    topics: tuple[Topic, ...]


@dataclass(frozen=True, kw_only=True)
class TripBrief:
    """A trip with its stops.

    Attributes:
        known: the trip, as who reads may see it.
        trip: its state.
        status: how things are with it.
        stops: its stops in order, and at the end what has no known one.
        principal: whose trip it is, where that does not go without saying.
        reason: why it was called off or put off.
    """

    known: Known
    trip: Trip
    status: Status
    stops: tuple[StopBrief, ...]
    principal: str | None = None
    reason: Text | None = None


@dataclass(frozen=True, kw_only=True)
class VisitBrief:
    """A visit with its meetings.

    Attributes:
        known: the visit, as who reads may see it.
        labels: what its guests are called.
        status: how things are with it.
        when: what is known of when.
        parts: its meetings.
        attendance: who receives the guests, and who does not, where that does not go without saying.
        reason: why it was called off or put off.
    """

    known: Known
    labels: tuple[Text, ...]
    status: Status
    when: When
    parts: tuple[Topic, ...]
    attendance: tuple[Attendance, ...] = ()
    reason: Text | None = None


@dataclass(frozen=True, kw_only=True)
class VisitGroup:
    """The visits of one category.

    Attributes:
        category: the category; None for those of none.
        count: how many guests there were, as stated and as named; None where that is not counted.
        visits: the visits that are counted; of none, all of them.
        others: visits of the category that no number counts: their dates do not say that they are of these days, or
            their guests are not told.
    """

    category: GuestCategory | None
    count: Count | None
    visits: tuple[VisitBrief, ...]
    others: tuple[VisitBrief, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Named:
    """A named item of a count.

    Attributes:
        known: the subject, as who reads may see it.
        label: what it is called.
        when: when it came, where that is doubtful.
    """

    known: Known
    label: Text
    when: When | None = None


@dataclass(frozen=True, kw_only=True)
class Tally:
    """A counted series with its named items, each once.

    Attributes:
        count: the numbers.
        items: the named ones.
        doubtful: items that the number does not count, since their dates do not say that they are of these days.
    """

    count: Count
    items: tuple[Named, ...]
    doubtful: tuple[Named, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.items or self.doubtful) or self.count.stated is not None


@dataclass(frozen=True, kw_only=True)
class Departure:
    """An organisation that closed or moved away, or a policy export that was delivered or lost.

    Attributes:
        known: the subject, as who reads may see it.
        label: what it is called.
        when: what is known of when.
        reason: why.
    """

    known: Known
    label: Text
    when: When
    reason: Text | None


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A figure in a table, or by itself, with the sums of its parts that are not its number."""

    known: Known
    figure: Figure
    sums: tuple[Finding, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FigureTable:
    """Figures of several keys that have the same scopes, such as authorised and actual staff by grade.

    Attributes:
        as_of: when they were read.
        rows: the cells of each key, in the order of the columns.
    """

    as_of: str
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Annex:
    """A field of work, or what belongs to none.

    Attributes:
        theme: the field; None for what belongs to none.
        done: what took place.
        ahead: what is planned, and what was put off.
        unreported: what was to take place, and of which nobody has said whether it did.
        called_off: what was called off.
        engagements: meetings by themselves, however things are with them.
        figures: figures by themselves.
        tables: figures that make up tables.
    """

    theme: Text | None
    done: tuple[Topic, ...] = ()
    ahead: tuple[Topic, ...] = ()
    unreported: tuple[Topic, ...] = ()
    called_off: tuple[Topic, ...] = ()
    engagements: tuple[Topic, ...] = ()
    figures: tuple[Cell, ...] = ()
    tables: tuple[FigureTable, ...] = ()

    def __bool__(self) -> bool:
        topics = self.done or self.ahead or self.unreported or self.called_off or self.engagements
        return bool(topics or self.figures or self.tables)


@dataclass(frozen=True, kw_only=True)
class Tie:
    """An agreement in the register of the briefing, with its stage and how things are with it."""

    known: Known
    agreement: Agreement
    stage: str
    status: Status
    when: When
    repeats: Known | None


@dataclass(frozen=True, kw_only=True)
class Briefing:
    """A council briefing on city diplomacy, on a day and as known on a day.

    Attributes:
        counts: the counts that its numbers are.
        trips_made: trips from `counts.since` to `counts.on`.
        trips_open: trips that are under way, and those that should have begun and of which nothing is reported; the
            public is not told the latter.
        trips_other: trips made or planned that no count names, since too little is known of when.
        visits: visits received, by category.
        visits_open: visits whose day has passed, and that nobody has reported; none for the public.
        visits_ahead: visits that are announced.
        visits_off: visits of these days and ahead that were called off.
        exports_won: policy exports won.
        exports_delivered: policy exports delivered in these days.
        organizations_attracted: organisations that decided to come.
        organizations_left: organisations that closed or moved away in these days.
        hosted: organisations that are here.
        trips_planned: trips ahead.
        exports_pursued: policy exports that are worked on.
        exports_lost: policy exports lost in these days.
        organizations_pursued: organisations that are worked on.
        called_off: trips of these days and ahead that were called off.
        agreements_signed: agreements signed in these days.
        agreements_planned: agreements that are to be signed.
        ties: the register of agreements.
        annexes: fields of work in the order in which they were first recorded, and what belongs to none.
    """

    counts: Counts
    trips_made: tuple[TripBrief, ...]
    trips_open: tuple[TripBrief, ...]
    trips_other: tuple[TripBrief, ...]
    visits: tuple[VisitGroup, ...]
    visits_open: tuple[VisitBrief, ...]
    visits_ahead: tuple[VisitBrief, ...]
    visits_off: tuple[VisitBrief, ...]
    exports_won: Tally
    exports_delivered: tuple[Departure, ...]
    organizations_attracted: Tally
    organizations_left: tuple[Departure, ...]
    hosted: Tally
    trips_planned: tuple[TripBrief, ...]
    exports_pursued: Tally
    exports_lost: tuple[Departure, ...]
    organizations_pursued: Tally
    called_off: tuple[TripBrief, ...]
    agreements_signed: Tally
    agreements_planned: Tally
    ties: tuple[Tie, ...]
    annexes: tuple[Annex, ...]

    @property
    def on(self) -> date:
        """The day of the briefing."""
        return self.counts.on

    @property
    def since(self) -> date:
        """The first day of what it reports as done."""
        return self.counts.since

    def figures(self) -> Iterator[Cell]:
        """Every figure in its annexes."""
        for annex in self.annexes:
            yield from annex.figures
            for table in annex.tables:
                for row in table.rows:
                    yield from row
