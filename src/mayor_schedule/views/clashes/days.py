"""Public holidays at home and at the destination, and series whose booking ends."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from mayor_schedule.domain.occasion import Occasion
from mayor_schedule.domain.office import Profile
from mayor_schedule.views.calendar import Calendar, CalendarEntry
from mayor_schedule.views.knowledge import Knowledge

from .absences import home_country
from .finding import WARNING, Finding
from .slots import Absence, Slot, days_between

NOTICE: Final = timedelta(days=60)
"""How long before its end the booking of a series is told of."""

LONGEST: Final = 31
"""Days of an entry that are compared with holidays: what lasts longer meets some anyway."""


def holidays(slots: Iterable[Slot], absences: Iterable[Absence], office: Profile) -> Iterator[Finding]:
    """What is to take place on a public holiday: entries where they are, trips at home and at their stops."""
    home, countries = home_country(office), {}
    for trip in absences:
        countries[trip.entry.subject] = {each.place.country for each in trip.entry.stops}
        if trip.entry.status in ("tentative", "confirmed") and trip.period.days <= LONGEST:
            yield from _of_trip(trip, home)
    for slot in slots:
        days = slot.days
        if days is None or not slot.is_ahead or (days[1] - days[0]).days >= LONGEST:
            continue
        country = None if slot.entry.place is None else slot.entry.place.country
        if country is None:  # nobody said: at home, or in the country of its trip, if that has only one
            options = countries.get(slot.part_of or "", {None if _abroad(slot) else home})
            country = next(iter(options)) if len(options) == 1 else None
        yield from _on(country, *days, slot.principal, slot.entry)


def _of_trip(trip: Absence, home: str | None) -> Iterator[Finding]:
    """Holidays at home, and at each stop, on its days where they are known."""
    stays = [(home, trip.period)] + [(each.place.country, each.period or trip.period) for each in trip.entry.stops]
    told: set[tuple[str | None, date]] = set()
    for country, period in stays:
        for finding in _on(country, period.first, period.last, trip.trip.principal, trip.entry):
            mark = (country, finding.span[0])
            if mark not in told:
                told.add(mark)
                yield finding


def _on(country: str | None, first: date, last: date, principal: str, entry: CalendarEntry) -> Iterator[Finding]:
    """The public holidays of a country among some days, as warnings about an entry."""
    for day in () if country is None else days_between(first, last):
        if country is not None and country_holiday(country, day, "en") is not None:
            yield Finding(
                severity=WARNING, rule="holiday", principal=principal, entries=(entry,), span=(day, day),
                words={"day": day, "country": country, "name": _named(country, day)},
            )  # fmt: skip


def _abroad(slot: Slot) -> bool:
    """Whether it is part of a trip."""
    return (slot.part_of or "").startswith("trip:")


def _named(country: str, day: date) -> Callable[[str], str | None]:
    return lambda language: country_holiday(country, day, language)


def country_holiday(country: str, day: date, language: str) -> str | None:
    """The name of a public holiday, in Korean or English where the package `holidays` has it; None on other days.

    Args:
        country: ISO 3166-1 alpha-2.
        day: the day.
        language: a BCP 47 tag.
    """
    return _of_year(country, day.year, "ko" if language.split("-", 1)[0].lower() == "ko" else "en_US").get(day)


@lru_cache(maxsize=256)
def _of_year(country: str, year: int, language: str) -> dict[date, str]:
    from holidays import country_holidays  # noqa: PLC0415 - 90 ms, and few commands need it

    try:
        found = country_holidays(country, years=year, language=language)
    except NotImplementedError:  # a country that the package does not know
        return {}
    return dict(found.items())


def bookings(knowledge: Knowledge, on: date) -> Iterator[Finding]:
    """Series that go on for longer than they are booked, and whose booking ends soon, or has ended."""
    calendar = Calendar(knowledge)
    for known, occasion in knowledge.of_kind(Occasion):
        entry, until = calendar.entry(known), occasion.booked_to
        if entry is None or entry.recurrence is None or until is None:
            continue
        last = entry.recurrence.last_day(occasion.first_day)
        goes_on = last is None or until < last
        if goes_on and entry.status in ("tentative", "confirmed") and (until - on) <= NOTICE:
            yield Finding(
                severity=WARNING, rule="booking-ends", principal=None, entries=(entry,), span=(until, until),
                words={"day": until},
            )  # fmt: skip
