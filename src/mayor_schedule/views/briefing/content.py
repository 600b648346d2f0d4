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
from mayor_schedule.domain.trip import Trip
from mayor_schedule.domain.values.place import Place
from mayor_schedule.domain.values.text import Text
from mayor_schedule.domain.values.when import When
from mayor_schedule.domain.visit import GuestCategory

from ..counting.counts import Count, Counts
from ..knowledge import Known


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
class Topic:
    """An engagement, an agreement or an occasion.

    Attributes:
        known: the subject, as who reads may see it.
        status: how things are with it.
        when: what is known of when.
        place: where; of an agreement, also where the engagement is at which it is signed.
        parts: what belongs to it.
        repeats: of an agreement, another one that it may repeat, as long as that is open.
    """

    known: Known
    status: Status
    when: When
    place: Place | None = None
    parts: tuple[Topic, ...] = ()
    repeats: Known | None = None


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
    """

    known: Known
    trip: Trip
    status: Status
    stops: tuple[StopBrief, ...]


@dataclass(frozen=True, kw_only=True)
class VisitBrief:
    """A visit with its meetings.

    Attributes:
        known: the visit, as who reads may see it.
        labels: what its guests are called.
        status: how things are with it.
        when: what is known of when.
        parts: its meetings.
    """

    known: Known
    labels: tuple[Text, ...]
    status: Status
    when: When
    parts: tuple[Topic, ...]


@dataclass(frozen=True, kw_only=True)
class VisitGroup:
    """The visits of one category.

    Attributes:
        category: the category; None for those of none.
        count: how many guests there were, as stated and as named; None where that is not counted.
        visits: the visits.
    """

    category: GuestCategory | None
    count: Count | None
    visits: tuple[VisitBrief, ...]


@dataclass(frozen=True, kw_only=True)
class Named:
    """A named item of a count.

    Attributes:
        known: the subject, as who reads may see it.
        label: what it is called.
    """

    known: Known
    label: Text


@dataclass(frozen=True, kw_only=True)
class Tally:
    """A counted series with its named items, each once.

    Attributes:
        count: the numbers.
        items: the named ones.
    """

    count: Count
    items: tuple[Named, ...]

    def __bool__(self) -> bool:
        return bool(self.items) or self.count.stated is not None


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A figure in a table."""

    known: Known
    figure: Figure


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
        ahead: what is planned, or was and is not reported.
        figures: figures by themselves.
        tables: figures that make up tables.
    """

    theme: Text | None
    done: tuple[Topic, ...] = ()
    ahead: tuple[Topic, ...] = ()
    figures: tuple[Cell, ...] = ()
    tables: tuple[FigureTable, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.done or self.ahead or self.figures or self.tables)


@dataclass(frozen=True, kw_only=True)
class Tie:
    """An agreement in the register of the briefing, with how things are with it."""

    known: Known
    agreement: Agreement
    stage: str
    when: When
    repeats: Known | None


@dataclass(frozen=True, kw_only=True)
class Briefing:
    """A council briefing on city diplomacy, on a day and as known on a day.

    Attributes:
        counts: the counts that its numbers are.
        trips_made: trips from `counts.since` to `counts.on`.
        trips_open: trips that are under way, and those that should have begun and of which nothing is reported.
        trips_other: trips made or planned that no count names, since too little is known of when.
        visits: visits received, by category.
        visits_open: visits whose day has passed, and that nobody has reported.
        visits_ahead: visits that are announced.
        exports_won: policy exports won.
        organizations_attracted: organisations that decided to come.
        hosted: organisations that are here.
        trips_planned: trips ahead.
        exports_pursued: policy exports that are worked on.
        organizations_pursued: organisations that are worked on.
        called_off: trips and visits of these days and ahead that were called off.
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
    exports_won: Tally
    organizations_attracted: Tally
    hosted: Tally
    trips_planned: tuple[TripBrief, ...]
    exports_pursued: Tally
    organizations_pursued: Tally
    called_off: tuple[TripBrief | VisitBrief, ...]
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
