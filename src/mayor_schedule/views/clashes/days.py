"""Public holidays at home and at the destination, and series whose booking ends."""

from __future__ import annotations

import warnings
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from mayor_schedule.domain.occasion import Occasion
from mayor_schedule.domain.office import Profile
from mayor_schedule.domain.values.text import primary
from mayor_schedule.domain.values.when import Timed
from mayor_schedule.views.calendar import Calendar, CalendarEntry
from mayor_schedule.views.knowledge import Knowledge

from .finding import WARNING, Finding
from .places import country_of, country_of_zone, home_country
from .slots import AHEAD, Absence, Slot, days_between

NOTICE: Final = timedelta(days=60)
"""How long before its end the booking of a series is told of."""

LONGEST: Final = 31
"""Days of an entry that are compared with holidays: what lasts longer meets some anyway."""

Met = tuple[str, date, str, CalendarEntry]
"""A country, a day, a principal and an entry of that principal's on that day."""


def holidays(slots: Iterable[Slot], absences: Iterable[Absence], office: Profile) -> Iterator[Finding]:
    """What is to take place on a public holiday: entries where they are, trips at home and at their stops.

    One finding for a holiday, with all that is on it.
    """
    absences, home = list(absences), home_country(office)
    entries: dict[tuple[str, date], dict[tuple[str, str], CalendarEntry]] = defaultdict(dict)
    principals: dict[tuple[str, date], set[str]] = defaultdict(set)
    for country, day, principal, entry in _met(slots, absences, home):
        if country_holiday(country, day, "en") is not None:
            entries[country, day].setdefault((entry.subject, str(entry.occurrence)), entry)
            principals[country, day].add(principal)
    for (country, day), found in entries.items():
        whose = principals[country, day]
        yield Finding(
            severity=WARNING, rule="holiday", told="holiday-at-home" if country == home else "",
            principal=next(iter(whose)) if len(whose) == 1 else None, span=(day, day),
            entries=tuple(sorted(found.values(), key=lambda entry: entry.sort_key)),
            words={"day": day, "country": country, "name": _named(country, day)},
        )  # fmt: skip


def _met(slots: Iterable[Slot], absences: Iterable[Absence], home: str | None) -> Iterator[Met]:
    """On which day of which country something is."""
    countries: dict[str, set[str | None]] = {}
    for trip in absences:
        countries[trip.entry.subject] = {country_of(stop.place) for stop in trip.entry.stops}
        if trip.period.days <= LONGEST:
            stays = [(country_of(stop.place), stop.period or trip.period) for stop in trip.entry.stops]
            for country, period in [(home, trip.period), *stays]:
                for day in () if country is None else days_between(period.first, period.last):
                    yield country or "", day, trip.principal, trip.entry
    for slot in slots:
        if slot.is_ahead and slot.days is not None and (slot.days[1] - slot.days[0]).days < LONGEST:
            country = _country(slot, countries, home)
            for day in () if country is None else days_between(*slot.days):
                yield country or "", day, slot.principal, slot.entry


def _country(slot: Slot, countries: dict[str, set[str | None]], home: str | None) -> str | None:
    """Where an entry is: as it is said, else where its trip goes, if that is to one country, else by its clocks."""
    place, when = slot.entry.place, slot.entry.when
    if place is not None and country_of(place) is not None:
        return country_of(place)
    if (slot.part_of or "").startswith("trip:"):
        options = countries.get(slot.part_of or "", set())
        return next(iter(options)) if len(options) == 1 else None
    by_clock = country_of_zone(when.start.zone) if isinstance(when, Timed) else None
    return by_clock or home


def _named(country: str, day: date) -> Callable[[str], str | None]:
    return lambda language: country_holiday(country, day, language)


def country_holiday(country: str, day: date, language: str) -> str | None:
    """The name of a public holiday, in Korean or English where the package `holidays` has it; None on other days.

    Args:
        country: ISO 3166-1 alpha-2.
        day: the day.
        language: a BCP 47 tag.
    """
    return _of_year(country, day.year, "ko" if primary(language) == "ko" else "en_US").get(day)


@lru_cache(maxsize=1024)
def _of_year(country: str, year: int, language: str) -> dict[date, str]:
    from holidays import country_holidays  # noqa: PLC0415 - 90 ms, and few commands need it

    try:
        with warnings.catch_warnings(action="ignore"):  # of years for which it has not all holidays
            known = country_holidays(country).supported_languages  # of another, it has what its version falls back to
            spoken = next((each for each in (language, "en_US") if each in known), None)
            found = country_holidays(country, years=year, language=spoken)
    except NotImplementedError:  # a country that the package does not know
        return {}
    return dict(found.items())


def bookings(knowledge: Knowledge, on: date) -> Iterator[Finding]:
    """Series that go on for longer than they are booked, and whose booking ends soon, or has ended.

    One that has ended is told of up to the day of reading, so that it is not missed by who asks from that day on.
    """
    calendar = Calendar(knowledge)
    for known, occasion in knowledge.of_kind(Occasion):
        entry, until = calendar.entry(known), occasion.booked_to
        if entry is None or entry.recurrence is None or until is None or entry.status not in AHEAD:
            continue
        if until - on <= NOTICE and _goes_on(occasion, until):
            yield Finding(
                severity=WARNING, rule="booking-ends", told="booking-ended" if until < on else "", principal=None,
                entries=(entry,), span=(until, max(until, on)), words={"day": until},
            )  # fmt: skip


def _goes_on(occasion: Occasion, until: date) -> bool:
    """Whether a series has occurrences after a day."""
    if occasion.recurrence is None or occasion.recurrence.is_open:
        return occasion.recurrence is not None
    return any(day > until for day in occasion.days(date.max))
