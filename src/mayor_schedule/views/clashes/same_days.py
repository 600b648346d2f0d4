"""Entries on the same day of which not all have a time, and entries that have no day yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from mayor_schedule.domain.diary import page_days
from mayor_schedule.domain.office import Profile
from mayor_schedule.domain.values.fuzzy import FuzzyDate
from mayor_schedule.domain.values.moment import Moment
from mayor_schedule.errors import InvalidValueError
from mayor_schedule.views.calendar import CalendarEntry

from .finding import WARNING, Finding
from .places import is_elsewhere, zone_of
from .slots import Absence, Slot, by_principal, days_between

SHORT: Final = 7
"""Days that an entry without a time may last to be set against others: a longer one is a frame, and no appointment."""

VAGUE: Final = 31
"""Days that a fuzzy date may span to be set against others: beyond a month it says too little."""

NAMED: Final = 3
"""How many of the others are named beside an entry that has no day yet."""

Group = dict[tuple[str, str], Slot]
_DAY: Final = timedelta(days=1)


def same_days(slots: Iterable[Slot], absences: Iterable[Absence], office: Profile) -> Iterator[Finding]:
    """What one principal has on one day, at least one entry of it without a time.

    One finding for a day, or for days in a row on which it is the same entries.
    """
    zones = {trip.entry.subject: _only_zone(trip) for trip in absences}
    for principal, group in by_principal(each for each in slots if each.is_ahead and each.days is not None):
        found = _by_day(group, zones, office)
        for first, last in _runs(found):
            entries = sorted((each.entry for each in found[first].values()), key=lambda entry: entry.sort_key)
            yield Finding(
                severity=WARNING, rule="same-day", principal=principal, entries=tuple(entries), span=(first, last)
            )


def _only_zone(trip: Absence) -> str | None:
    """The zone of all stops of a trip; None where they have several, or nobody says."""
    zones = {zone_of(stop.place) for stop in trip.entry.stops}
    return next(iter(zones)) if len(zones) == 1 else None


def _by_day(slots: Iterable[Slot], zones: Mapping[str, str | None], office: Profile) -> dict[date, Group]:
    """For each day the entries that are on it together, if not all of them have a time."""
    untimed: dict[date, list[Slot]] = defaultdict(list)
    timed: dict[date, list[Slot]] = defaultdict(list)
    for slot in slots:
        if slot.start is not None:
            for day in page_days(slot.start, slot.end):
                timed[day].append(slot)
        elif slot.days is not None and (slot.days[1] - slot.days[0]).days < SHORT:
            for day in days_between(*slot.days):
                untimed[day].append(slot)
    found: dict[date, Group] = {}
    for day, here in untimed.items():
        near = {each.key: each for other in _around(day) for each in timed.get(other, ())}.values()
        group: Group = {}
        for slot in here:
            bounds = _bounds_of(day, _zone(slot, zones, office))
            others = [each for each in (*here, *(each for each in near if _touches(each, day, bounds)))
                      if not slot.belongs_to(each)]  # fmt: skip
            group |= {each.key: each for each in others} | ({slot.key: slot} if others else {})
        if group:
            found[day] = group
    return found


def _around(day: date) -> Iterator[date]:
    """The days in UTC on which a local day can lie."""
    yield from (date.fromordinal(each) for each in range(max(day.toordinal() - 1, 1), _after(day).toordinal() + 1))


def _after(day: date) -> date:
    return min(day, date.max - _DAY) + _DAY


def _zone(slot: Slot, zones: Mapping[str, str | None], office: Profile) -> str | None:
    """In which zone an entry has its day: where it is, else where its trip goes, else at home; None if nobody knows."""
    place = slot.entry.place
    zone = None if place is None else zone_of(place)
    if zone is not None or (slot.part_of or "").startswith("trip:") or is_elsewhere(place, office):
        return zone or zones.get(slot.part_of or "")
    return office.zone


def _bounds_of(day: date, zone: str | None) -> tuple[datetime, datetime] | None:
    """The first instant of a day in a zone, and of the next; None where nobody knows them."""
    if zone is None:
        return None
    try:
        first, following = (Moment.model_construct(local=datetime.combine(each, time()), zone=zone, fold=None).utc
                            for each in (day, _after(day)))  # fmt: skip
    except InvalidValueError:
        return None
    return first, following


def _touches(slot: Slot, day: date, bounds: tuple[datetime, datetime] | None) -> bool:
    """Whether an entry with a time is on a day; by its own clocks, where nobody knows in which zone the day is."""
    if bounds is None or slot.start is None or slot.end is None:
        return slot.days is not None and slot.days[0] <= day <= slot.days[1]
    return slot.start < bounds[1] and (slot.end > bounds[0] or slot.start >= bounds[0])


def _runs(found: Mapping[date, Group]) -> Iterator[tuple[date, date]]:
    """The first and last days of days in a row on which it is the same entries."""
    first: date | None = None
    for day in sorted(found):
        first = first or day
        following = found.get(_after(day)) if _after(day) > day else None
        if following is None or following.keys() != found[day].keys():
            yield first, day
            first = None


def undated(slots: Sequence[Slot], absences: Iterable[Absence], office: Profile) -> Iterator[Finding]:
    """What has no day yet, but a month or less in which it is to be: told once, with what is confirmed in that time."""
    firm = [(*each.days, each) for each in slots if each.entry.status == "confirmed" and each.days is not None]
    away = [each for each in absences if each.entry.status == "confirmed"]
    for slot in slots:
        when, (first, last) = slot.entry.when, slot.entry.span
        if not isinstance(when, FuzzyDate) or slot.days is not None or not slot.is_ahead:
            continue
        if first is None or last is None or (last - first).days >= VAGUE:
            continue
        abroad = is_elsewhere(slot.entry.place, office)
        trips = [
            each.entry for each in away
            if each.principal == slot.principal and each.covers(first, last) and not abroad
            and slot.part_of != each.entry.subject
        ]  # fmt: skip
        others = [
            each for begun, over, each in firm
            if begun <= last and first <= over and each.principal == slot.principal and not each.belongs_to(slot)
        ]  # fmt: skip
        entries: list[CalendarEntry] = trips + sorted((each.entry for each in others), key=lambda each: each.sort_key)
        if entries:
            yield Finding(
                severity=WARNING, rule="may-overlap", principal=slot.principal,
                entries=(slot.entry, *entries[:NAMED]), span=(first, last),
                words={"date": when.title, "count": len(entries)},
            )  # fmt: skip
