"""How long it takes to get from one place to another: an estimate by distance and mode, with its assumptions stated.

It is meant to make somebody look twice, not to plan a journey. An entry that says how long it takes
(`transfer_minutes`) overrides it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt
from typing import Final

from mayor_schedule.domain.values.attendance import Mode
from mayor_schedule.domain.values.place import Coordinates, Place

from .finding import WARNING, Finding
from .slots import Slot

SAME_CITY: Final = 30
SAME_COUNTRY: Final = 120
OTHER_COUNTRY: Final = 240
"""Minutes, where no coordinates are known: between two venues of one city, two cities, two countries."""

WALK_KM, WALK_MINUTES = 1.0, 15
"""Up to so many kilometres one walks, in so many minutes."""

ROAD_KM, ROAD_KMH, ROAD_MINUTES = 50.0, 30.0, 15
"""Up to so many kilometres one drives through town at this speed, and needs so many minutes besides."""

RAIL_KM, RAIL_KMH, RAIL_MINUTES = 400.0, 120.0, 60
"""Up to so many kilometres one takes a train or a motorway at this speed, and needs so many minutes besides."""

AIR_KMH, AIR_MINUTES = 750.0, 210
"""Beyond that one flies at this speed, and needs so many minutes for both airports."""

EARTH_KM: Final = 6_371.0


def transfers(slots: Iterable[Slot]) -> Iterator[Finding]:
    """Entries that follow one another too closely for the way between them."""
    timed = [each for each in slots if each.start is not None and each.is_ahead and each.mode is not Mode.VIDEO]
    timed.sort(key=lambda each: (each.principal, each.start, each.end, each.entry.subject))
    for slot, following in pairwise(timed):
        if slot.principal != following.principal or slot.end is None or following.start is None:
            continue
        needed = _needed(slot, following)
        gap = (following.start - slot.end).total_seconds() / 60
        if needed is not None and 0 <= gap < needed and not slot.belongs_to(following):
            days = [each for one in (slot, following) for each in one.entry.span if each is not None]
            yield Finding(
                severity=WARNING, rule="transfer", principal=slot.principal, entries=(slot.entry, following.entry),
                span=(min(days), max(days)), words={"minutes": round(gap), "needed": needed},
            )  # fmt: skip


def _needed(slot: Slot, following: Slot) -> int | None:
    """Minutes from one entry to the next: as the next one says, else an estimate; None where a place is not known."""
    stated: int | None = getattr(following.state, "transfer_minutes", None)
    return stated if stated is not None else minutes_between(slot.entry.place, following.entry.place)


def minutes_between(origin: Place | None, destination: Place | None) -> int | None:
    """An estimate of the minutes from one place to another.

    Args:
        origin: where one is.
        destination: where one has to be.

    Returns:
        Whole minutes; None where too little is known of one of them.
    """
    if origin is None or destination is None:
        return None
    if origin.coordinates is not None and destination.coordinates is not None:
        return _by_distance(_kilometres(origin.coordinates, destination.coordinates))
    if origin.country and destination.country and origin.country != destination.country:
        return OTHER_COUNTRY
    if origin.city is None or destination.city is None:
        return 0 if origin.venue is not None and origin == destination else None
    if set(dict(origin.city).values()) & set(dict(destination.city).values()):
        return 0 if origin.venue == destination.venue else SAME_CITY
    return SAME_COUNTRY


def _by_distance(kilometres: float) -> int:
    if kilometres <= WALK_KM:
        return WALK_MINUTES if kilometres > 0 else 0
    if kilometres <= ROAD_KM:
        return round(kilometres / ROAD_KMH * 60) + ROAD_MINUTES
    if kilometres <= RAIL_KM:
        return round(kilometres / RAIL_KMH * 60) + RAIL_MINUTES
    return round(kilometres / AIR_KMH * 60) + AIR_MINUTES


def _kilometres(one: Coordinates, other: Coordinates) -> float:
    """The great-circle distance (haversine)."""
    lat, other_lat = radians(one.latitude), radians(other.latitude)
    half = sin((other_lat - lat) / 2) ** 2
    half += cos(lat) * cos(other_lat) * sin(radians(other.longitude - one.longitude) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(min(1.0, half)))
