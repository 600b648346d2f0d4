"""The trips of a briefing, by stop and engagement."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from mayor_schedule.domain.trip import Trip
from mayor_schedule.domain.values.place import Place

from ..knowledge import Known
from .attending import principal_of
from .content import StopBrief, Topic, TripBrief
from .reading import Reading, why_not_on


def trip_brief(reading: Reading, known: Known, trip: Trip) -> TripBrief:
    """A trip with what takes place at each of its stops."""
    shown = reading.shown(known)
    told = shown.state if isinstance(shown.state, Trip) else trip
    status = reading.status(trip)
    return TripBrief(
        known=shown,
        trip=told,
        status=status,
        stops=_stops(told, reading.parts(known)),
        principal=principal_of(reading.knowledge, told),
        reason=why_not_on(told, status),
    )


def trips_of(reading: Reading, items: Iterable[Known]) -> tuple[TripBrief, ...]:
    """The trips that a count names, by their first day."""
    found = [(reading.whole(each), reading.whole(each).state) for each in items]
    briefs = [(known, state) for known, state in found if isinstance(state, Trip)]
    briefs.sort(key=lambda each: (reading.span(each[1])[0] or date.max, each[0].order))
    return tuple(trip_brief(reading, known, state) for known, state in briefs)


def _stops(trip: Trip, topics: tuple[Topic, ...]) -> tuple[StopBrief, ...]:
    """Each stop with what takes place there; then other places, and what has none."""
    places = [stop.place for stop in trip.stops]
    by_place: list[tuple[Place | None, list[Topic]]] = [(place, []) for place in places]
    for topic in topics:
        place = topic.place
        if place is None and len(places) == 1:
            place = places[0]
        at = next((found for where, found in by_place if _is_in(place, where)), None)
        if at is None:
            at = []
            by_place.append((place, at))
        at.append(topic)
    # what nobody has placed comes last, so that it does not read as the last stop's
    by_place.sort(key=lambda each: each[0] is None)
    return tuple(StopBrief(place=place, topics=tuple(found)) for place, found in by_place)


def _is_in(place: Place | None, stop: Place | None) -> bool:
    """Whether a place is in the city of a stop; a venue may be named besides."""
    if place is None or stop is None:
        return place is stop
    if place.city is None or stop.city is None:
        return place == stop
    ours, theirs = place.city, stop.city
    same = any(ours.get(language) == wording for language, wording in theirs.items())
    return same and (place.country is None or stop.country is None or place.country == stop.country)
