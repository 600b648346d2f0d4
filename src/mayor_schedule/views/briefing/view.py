"""Making a briefing of the counts on a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mayor_schedule.domain.trip import Trip

from ..counting.counts import Counts
from ..knowledge import Known
from .annexes import annexes, ties
from .content import Briefing, Named, Status, Tally, TripBrief
from .reading import Reading
from .trips import trip_brief, trips_of
from .visits import Visits


def briefing(counts: Counts) -> Briefing:
    """What the council is told on the day of some counts, as their audience may see it.

    Its lists are the named items of the counts, so that the numbers and the lists agree; beside them it has what the
    counts leave out: what is under way, what should have taken place and nobody has reported, and what was called off.

    Args:
        counts: the counts of the days that it is about.
    """
    reading = Reading(counts)
    visits = Visits(reading)
    trips = [(trip, trip_brief(reading, known, trip)) for known, trip in reading.knowledge.of_kind(Trip)]
    off = tuple(brief for trip, brief in trips if brief.status is Status.CANCELLED and reading.is_recent(trip))
    return Briefing(
        counts=counts,
        trips_made=trips_of(reading, _named(counts, "trips_made")),
        trips_open=_with(trips, Status.UNDER_WAY, Status.UNREPORTED),
        trips_other=tuple(_others(counts, reading, trips)),
        visits=tuple(visits.groups()),
        visits_open=visits.standing(Status.UNREPORTED),
        visits_ahead=visits.standing(Status.PLANNED, Status.POSTPONED),
        exports_won=_tally(counts, "policy_exports_won"),
        organizations_attracted=_tally(counts, "organizations_attracted"),
        hosted=_tally(counts, "hosted_organizations"),
        trips_planned=trips_of(reading, _named(counts, "trips_planned")),
        exports_pursued=_tally(counts, "policy_exports_pursued"),
        organizations_pursued=_tally(counts, "organizations_pursued"),
        called_off=(*off, *visits.standing(Status.CANCELLED)),
        ties=tuple(ties(reading)),
        annexes=tuple(annexes(reading)),
    )


def _with(trips: Iterable[tuple[Trip, TripBrief]], *statuses: Status) -> tuple[TripBrief, ...]:
    return tuple(brief for _, brief in trips if brief.status in statuses)


def _others(counts: Counts, reading: Reading, trips: Iterable[tuple[Trip, TripBrief]]) -> Iterator[TripBrief]:
    """The trips made and planned that may be of these days or ahead, and that no count names."""
    named = {each.uid for key in ("trips_made", "trips_planned") for each in _named(counts, key)}
    for trip, brief in trips:
        may_be = brief.status in (Status.PLANNED, Status.POSTPONED) or (
            brief.status is Status.DONE and reading.in_span(trip)
        )
        if may_be and brief.known.uid not in named:
            yield brief


def _named(counts: Counts, key: str) -> tuple[Known, ...]:
    """The subjects that a count names, each once."""
    return tuple(each.known for each in _tally(counts, key).items)


def _tally(counts: Counts, key: str) -> Tally:
    named = {item.known.uid: Named(known=item.known, label=item.label) for item in counts[key].items}
    return Tally(count=counts[key], items=tuple(named.values()))
