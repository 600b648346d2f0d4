"""What takes place at home, or is due, while a principal is on a trip."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import pytz

from mayor_schedule.domain.agreement import Agreement
from mayor_schedule.domain.office import Profile
from mayor_schedule.domain.values.attendance import Mode
from mayor_schedule.domain.values.fuzzy import FuzzyDate
from mayor_schedule.domain.values.place import Place
from mayor_schedule.views.calendar import Calendar, CalendarEntry
from mayor_schedule.views.knowledge import Knowledge

from .finding import WARNING, Finding
from .slots import Absence, Slot


def home_country(office: Profile) -> str | None:
    """The country of an office, by its zone; None where the zone is of no country, or of several."""
    found = [country for country, zones in pytz.country_timezones.items() if office.zone in zones]
    return found[0] if len(found) == 1 else None


def is_home(place: Place | None, office: Profile) -> bool:
    """Whether a place is in the office's country, or in its zone."""
    if place is None:
        return False
    if place.country is not None:
        return place.country == home_country(office)
    return place.zone is not None and place.zone == office.zone


def at_home(slots: Iterable[Slot], absences: Sequence[Absence], office: Profile) -> Iterator[Finding]:
    """What a principal is to attend in person while away, that is at home, or no part of the trip and nowhere else."""
    for slot in slots:
        days, place = slot.days, slot.entry.place
        if days is None or not slot.is_ahead or slot.mode is Mode.VIDEO or _is_elsewhere(place, office):
            continue
        for trip in absences:
            own = slot.part_of == trip.entry.subject
            if own or trip.trip.principal != slot.principal or not trip.covers(*days):
                continue
            told = "home-while-abroad" if is_home(place, office) else "apart-while-abroad"
            if trip.only_travels(*days):
                told = "home-on-travel-day" if is_home(place, office) else "apart-on-travel-day"
            yield Finding(
                severity=WARNING, rule="home-while-abroad", principal=slot.principal, entries=(slot.entry, trip.entry),
                span=days, told=told, words={"first": trip.period.first, "last": trip.period.last},
            )  # fmt: skip


def _is_elsewhere(place: Place | None, office: Profile) -> bool:
    """Whether a place is known to be in another country than the office's, or in another zone."""
    known = place is not None and (place.country is not None or place.zone is not None)
    return known and not is_home(place, office)


def deadlines(knowledge: Knowledge, absences: Sequence[Absence], office: Profile) -> Iterator[Finding]:
    """What is due during a trip: by a date, by the end of an agreement, or as a signing at home."""
    for entry, day in _due(knowledge, office):
        for trip in absences:
            ahead = trip.entry.status in ("tentative", "confirmed")
            if ahead and trip.period.covers(day) and not _belongs(entry, trip):
                yield Finding(
                    severity=WARNING, rule="deadline-in-absence", principal=trip.trip.principal,
                    entries=(entry, trip.entry), span=(day, day),
                    words={"day": day, "first": trip.period.first, "last": trip.period.last},
                )  # fmt: skip


def _belongs(entry: CalendarEntry, trip: Absence) -> bool:
    whole = entry.part_of
    return entry.subject == trip.entry.subject or (whole is not None and whole.id == trip.entry.subject)


def _due(knowledge: Knowledge, office: Profile) -> Iterator[tuple[CalendarEntry, date]]:
    calendar = Calendar(knowledge)
    for known in knowledge.values():
        entry, state = calendar.entry(known), known.state
        if isinstance(state, Agreement):
            yield from _of_agreement(calendar, known.id, state, office)
        elif entry is not None and entry.status in ("tentative", "confirmed") and isinstance(entry.when, FuzzyDate):
            first, last = entry.span
            if first is None and last is not None:
                yield entry, last


def _of_agreement(
    calendar: Calendar, subject: str, agreement: Agreement, office: Profile
) -> Iterator[tuple[CalendarEntry, date]]:
    known = calendar.knowledge[subject]
    signing = calendar.entry(known)
    if signing is not None and signing.status in ("tentative", "confirmed") and is_home(signing.place, office):
        first, last = signing.span
        if first is not None and first == last:
            yield signing, first
    ends = None if agreement.valid_until is None or agreement.ended is not None else agreement.valid_until
    if ends is not None and ends.latest is not None:
        yield calendar.stand_in(known, agreement.heading, ends), ends.latest
