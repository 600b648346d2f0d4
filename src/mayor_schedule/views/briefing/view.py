"""Making a briefing of the counts on a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from mayor_schedule.domain.policy_export import PolicyExportStage
from mayor_schedule.domain.trip import Trip
from mayor_schedule.domain.values.when import Unknown

from ..counting.counts import Counts
from ..knowledge import Known, without_ids
from .annexes import annexes, ties
from .content import Briefing, Named, Status, Tally, TripBrief
from .departures import exports_ended, organizations_left
from .reading import Reading
from .trips import trip_brief, trips_of
from .visits import Visits

_REACHED: Final = {
    "policy_exports_won": ("won", "policy_exports_pursued"),
    "organizations_attracted": ("attracted", "organizations_pursued"),
    "agreements_signed": ("signed", "agreements_planned"),
}
"""Of what is reached, the fact that says when, and the series of what is still ahead."""


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
        trips_open=_with(trips, *filter(reading.is_told, (Status.UNDER_WAY, Status.UNREPORTED))),
        trips_other=tuple(_others(counts, reading, trips)),
        visits=tuple(visits.groups()),
        visits_open=visits.standing(*filter(reading.is_told, (Status.UNREPORTED,))),
        visits_ahead=visits.standing(Status.PLANNED, Status.POSTPONED),
        visits_off=visits.standing(Status.CANCELLED),
        exports_won=_tally(counts, "policy_exports_won"),
        exports_delivered=exports_ended(reading, PolicyExportStage.DELIVERED),
        organizations_attracted=_tally(counts, "organizations_attracted"),
        organizations_left=organizations_left(reading),
        hosted=_tally(counts, "hosted_organizations"),
        trips_planned=trips_of(reading, _named(counts, "trips_planned")),
        exports_pursued=_tally(counts, "policy_exports_pursued"),
        exports_lost=exports_ended(reading, PolicyExportStage.LOST),
        organizations_pursued=_tally(counts, "organizations_pursued"),
        called_off=off,
        agreements_signed=_tally(counts, "agreements_signed"),
        agreements_planned=_tally(counts, "agreements_planned"),
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
    return Tally(count=counts[key], items=tuple(named.values()), doubtful=tuple(_doubtful(counts, key)))


def _doubtful(counts: Counts, key: str) -> Iterator[Named]:
    """What may have come on these days, and is no longer told of as ahead."""
    fact, ahead = _REACHED.get(key, ("", ""))
    if not fact:
        return
    still_ahead = {item.known.uid for item in counts[ahead].items}
    for item in counts[key].doubtful:
        if item.known.uid not in still_ahead:
            when = item.known.state.facts.get(fact)
            yield Named(known=item.known, label=item.label, when=Unknown() if when is None else without_ids(when))
