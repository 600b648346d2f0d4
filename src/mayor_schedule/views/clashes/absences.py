"""What a principal is to attend elsewhere while on a trip."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from mayor_schedule.domain.office import Profile
from mayor_schedule.domain.values.attendance import Mode
from mayor_schedule.domain.values.place import Place
from mayor_schedule.domain.values.when import Timed
from mayor_schedule.domain.visit import Visit
from mayor_schedule.views.calendar import place_name

from .finding import WARNING, Finding
from .places import country_of, country_of_zone, home_country, is_elsewhere, is_home, same_name
from .slots import Absence, Slot

FRAME: Final = 31
"""Days beyond which an entry is a frame, and no appointment: only a trip that has all of them is told of."""

_ON_THE_WAY: Final = ("elsewhere", True)
"""In a third country on a day of travel: nobody knows by which way one travels."""


def at_home(slots: Iterable[Slot], absences: Sequence[Absence], office: Profile) -> Iterator[Finding]:
    """What a principal is to attend in person while on a trip that it is no part of.

    It is at home, in a country to which the trip does not go, or nobody says where. Days are counted where the office
    is, as those of trips are.
    """
    for slot in slots:
        days = slot.days_in(office.zone)
        if days is None or not slot.is_ahead or slot.mode is Mode.VIDEO:
            continue
        away = [each for each in absences if each.principal == slot.principal and each.covers(*days)]
        if any(each.entry.subject == slot.part_of for each in away):
            continue  # if other trips have that day too, the trips overlap, and that is told
        for trip in away:
            told = _told(slot, trip, office)
            travels = trip.only_travels(*days)
            if told is None or _is_frame(*days, trip) or trip.leaves_time_for(slot) or (told, travels) == _ON_THE_WAY:
                continue
            yield Finding(
                severity=WARNING, rule="elsewhere-while-abroad" if told == "elsewhere" else "home-while-abroad",
                principal=slot.principal, entries=(slot.entry, trip.entry), span=days,
                told=f"{told}-on-travel-day" if travels else f"{told}-while-abroad",
                words={"first": trip.period.first, "last": trip.period.last, "place": _named(slot.entry.place)},
            )  # fmt: skip


def _told(slot: Slot, trip: Absence, office: Profile) -> str | None:
    """Where it is: at home, apart from the trip, or elsewhere; None for what may be on the way."""
    place, cities = slot.entry.place, [stop.place.city for stop in trip.entry.stops]
    if place is not None and any(same_name(place.city, each) for each in cities):
        return None
    if is_home(place, office) or (place is None and isinstance(slot.state, Visit)):
        return "home"
    if is_elsewhere(place, office):
        countries = {country_of(stop.place) for stop in trip.entry.stops}
        known = place is not None and country_of(place) is not None and None not in countries and countries
        there = place is not None and country_of(place) in countries
        return "elsewhere" if known and not there else None
    when = slot.entry.when
    abroad = isinstance(when, Timed) and country_of_zone(when.start.zone) not in (None, home_country(office))
    return None if abroad else "apart"


def _named(place: Place | None) -> Callable[[str], str | None]:
    return lambda language: None if place is None else place_name(place, language, "en")


def _is_frame(first: date, last: date, trip: Absence) -> bool:
    return (last - first).days >= FRAME and not trip.contains(first, last)
