"""What is due while a principal is on a trip."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final, NamedTuple

from mayor_schedule.domain.agreement import VALID, Agreement
from mayor_schedule.domain.booking import attending, day_of, told_of
from mayor_schedule.domain.engagement import Engagement
from mayor_schedule.domain.occasion import Occasion
from mayor_schedule.domain.office import Profile
from mayor_schedule.domain.subject import Subject
from mayor_schedule.domain.trip import Trip
from mayor_schedule.domain.values.attendance import Answer
from mayor_schedule.domain.values.fuzzy import FuzzyDate
from mayor_schedule.domain.visit import Visit
from mayor_schedule.views.calendar import Calendar, CalendarEntry
from mayor_schedule.views.knowledge import Knowledge, Known
from mayor_schedule.views.programmes import lookup_of

from .finding import WARNING, Finding
from .places import is_elsewhere, is_home
from .slots import AHEAD, Absence

_DUE: Final = "deadline-in-absence"


class Deadline(NamedTuple):
    """What is due, by which day, whose business it is, and the id of what is told."""

    entry: CalendarEntry
    day: date
    principals: tuple[str, ...]
    told: str = _DUE


def deadlines(knowledge: Knowledge, absences: Sequence[Absence], office: Profile) -> Iterator[Finding]:
    """What is due during a trip: by a date, by the end of an agreement, or as a signing at home."""
    for due in _due(knowledge, office):
        for trip in absences:
            if trip.principal in due.principals and trip.period.covers(due.day) and not _belongs(due.entry, trip):
                yield Finding(
                    severity=WARNING, rule=_DUE, told=due.told, principal=trip.principal,
                    entries=(due.entry, trip.entry), span=(due.day, due.day),
                    words={"day": due.day, "first": trip.period.first, "last": trip.period.last},
                )  # fmt: skip


def _belongs(entry: CalendarEntry, trip: Absence) -> bool:
    whole = entry.part_of
    return entry.subject == trip.entry.subject or (whole is not None and whole.id == trip.entry.subject)


def _due(knowledge: Knowledge, office: Profile) -> Iterator[Deadline]:
    calendar = Calendar(knowledge)
    for known in knowledge.values():
        state = known.state
        if isinstance(state, Agreement):
            yield from _of_agreement(calendar, known, state, office)
        elif isinstance(getattr(state, "dates", None), FuzzyDate):
            entry = calendar.entry(known)
            if entry is not None and entry.status in AHEAD and _is_by(entry) and entry.span[1] is not None:
                yield Deadline(entry, entry.span[1], tuple(_whose(state, knowledge)))


def _is_by(entry: CalendarEntry) -> bool:
    """Whether it is to be by a day, and nobody says from when on."""
    first, last = entry.span
    return isinstance(entry.when, FuzzyDate) and first is None and last is not None


def _whose(state: Subject, knowledge: Knowledge) -> Iterator[str]:
    """Whose business it is: of those who attend, or may; the default principal's, where nobody says."""
    if isinstance(state, Trip):
        yield knowledge.office.kept_for(state.principal)
    elif not isinstance(state, (Engagement, Occasion, Visit)) or not state.attendance:
        yield knowledge.office.default_principal
    else:
        lookup = lookup_of(knowledge)
        yield from attending(state.attendance, lookup, day_of(state))
        yield from (each.principal for each in told_of(state.attendance, lookup) if each.answer is Answer.UNKNOWN)


def _of_agreement(calendar: Calendar, known: Known, agreement: Agreement, office: Profile) -> Iterator[Deadline]:
    signing = calendar.entry(known)
    if signing is not None and signing.status in AHEAD:
        first, last = signing.span
        if _is_by(signing) and last is not None and not is_elsewhere(signing.place, office):
            yield Deadline(signing, last, (office.default_principal,))
        elif first is not None and first == last and is_home(signing.place, office):
            yield Deadline(signing, first, (office.default_principal,), "signing-in-absence")
    ends = agreement.valid_until if agreement.stage in VALID and agreement.same_as is None else None
    if ends is not None and ends.latest is not None:
        entry = calendar.stand_in(known, agreement.heading, ends)
        yield Deadline(entry, ends.latest, (office.default_principal,), "end-in-absence")
