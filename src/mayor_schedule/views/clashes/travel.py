"""How long it takes to get from one place to another: an estimate by distance and mode, with its assumptions stated.

It is meant to make somebody look twice, not to plan a journey. An entry that says how long it takes
(`transfer_minutes`) overrides it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import asin, cos, radians, sin, sqrt
from typing import Final

from mayor_schedule.domain.values.attendance import Mode
from mayor_schedule.domain.values.place import Coordinates, Place

from .finding import WARNING, Finding
from .overlaps import excludes
from .places import country_of, point_of_zone, same_name, zone_of
from .slots import Slot, by_principal

SAME_CITY: Final = 30
SAME_COUNTRY: Final = 120
OTHER_COUNTRY: Final = 240
"""Minutes, where too little is known for a distance: between two venues of one city, two cities, two countries."""

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
    """Entries that follow one another too closely for the way between them.

    Each is set against the one that was over last. What is part of something under way needs no way of its own.
    """
    attended = (each for each in slots if each.start is not None and each.is_ahead and each.mode is not Mode.VIDEO)
    for _, group in by_principal(attended):
        last: Slot | None = None
        under_way: list[Slot] = []
        for slot in group:
            for each in under_way:
                if _is_over(each, slot) and (last is None or _ends(each) >= _ends(last)):
                    last = each
            under_way = [each for each in under_way if not _is_over(each, slot)]
            if last is not None and not any(each.belongs_to(slot) for each in under_way):
                yield from _too_close(last, slot)
            under_way.append(slot)


def _ends(slot: Slot) -> float:
    return 0.0 if slot.end is None else slot.end.timestamp()


def _is_over(slot: Slot, following: Slot) -> bool:
    return slot.end is not None and following.start is not None and slot.end <= following.start


def _too_close(slot: Slot, following: Slot) -> Iterator[Finding]:
    """The finding that one follows another too closely, if it does."""
    stated: int | None = getattr(following.state, "transfer_minutes", None)
    needed = stated if stated is not None else minutes_between(slot.entry.place, following.entry.place)
    if needed is None or slot.hold is None or slot.end is None or following.start is None:
        return
    gap = (following.start - slot.end).total_seconds() / 60
    if gap < needed and not slot.belongs_to(following) and not excludes(slot, following):
        days = [each for one in (slot, following) for each in one.entry.span if each is not None]
        yield Finding(
            severity=WARNING, rule="transfer", principal=slot.principal, entries=(slot.entry, following.entry),
            span=(min(days), max(days)), told="" if stated is None else "transfer-stated",
            remark="open-end" if slot.hold.taken.end is None else "",
            words={"minutes": int(gap), "needed": needed, "estimated": stated is None},
        )  # fmt: skip


def minutes_between(origin: Place | None, destination: Place | None) -> int | None:
    """An estimate of the minutes from one place to another.

    By the distance between their coordinates. Of a place without coordinates in another zone than the other's, those
    of the place after which its zone is named stand for them; it is then at least as far as two cities are, or two
    countries. Within a zone it goes by the names of cities and venues.

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
    countries = country_of(origin), country_of(destination)
    abroad = None not in countries and countries[0] != countries[1]
    least = OTHER_COUNTRY if abroad else SAME_COUNTRY
    if zone_of(origin) != zone_of(destination):
        points = _point(origin), _point(destination)
        if points[0] is not None and points[1] is not None:
            return max(least, _by_distance(_kilometres(points[0], points[1])))
    return least if abroad else _by_name(origin, destination)


def _by_name(origin: Place, destination: Place) -> int | None:
    """Minutes between two places of one country, as far as it is known, by their names."""
    venues = origin.venue, destination.venue
    if origin.city is not None and destination.city is not None and not same_name(origin.city, destination.city):
        return SAME_COUNTRY
    if same_name(*venues) or origin == destination:
        return 0
    if origin.city is None or destination.city is None or None in venues:
        return None
    return SAME_CITY


def _point(place: Place) -> Coordinates | None:
    """Where a place is, or the one after which its zone is named."""
    zone = zone_of(place)
    return place.coordinates or (None if zone is None else point_of_zone(zone))


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
