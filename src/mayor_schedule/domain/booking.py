"""Which time a subject takes in whose diary.

Confirmed engagements and occasions at known times take the time of each principal who attends; confirmed trips take
days, and exclude only trips. What has only days, or less, takes nothing, and what is reported as held is a fact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date
from itertools import islice
from typing import Final

from mayor_schedule.messages import say, term

from .clash import AcceptClash, Overlap
from .diary import Hold, Taken, page_days, page_months
from .engagement import Engagement, EngagementStage
from .model import cannot
from .occasion import Occasion, OccasionStage, Occurrence
from .office import OFFICE, Profile
from .programme import Attended
from .subject import Subject
from .trip import Trip, TripStage
from .values.attendance import MAYOR, Answer, Attendance, Mode
from .values.party import Person
from .values.period import Period
from .values.when import Timed, When
from .visit import Visit, VisitStage

Lookup = Callable[[str], Subject | None]

BOOKED: Final = ("trip", "engagement", "occasion")
"""The kinds of subject that take time in diaries."""

ATTENDED: Final = (*BOOKED, "visit")
"""The kinds that a principal can be at: a visit is received, and takes no time in a diary."""

LONGEST: Final = 400
"""The most pages that one hold can take."""

MOST: Final = 12_000
"""The most pages that a subject can take at once: three thousand occurrences over midnight, of two principals."""

_AHEAD: Final = {TripStage.PLANNED, EngagementStage.PLANNED, OccasionStage.PLANNED}
_FIRM: Final = {TripStage.CONFIRMED, TripStage.DEPARTED, EngagementStage.CONFIRMED, OccasionStage.CONFIRMED}


def holds_of(subject: str, state: Subject | None, lookup: Lookup, *, planned: bool = False) -> list[Hold]:
    """What a subject takes.

    Args:
        subject: its id.
        state: its state.
        lookup: the states of others: the trip that it is part of, and the office.
        planned: whether to take what is only planned for confirmed, and what a visit would take.
    """
    firm = _FIRM | _AHEAD if planned else _FIRM
    if state is None or state.is_withdrawn:
        return []
    match state:
        case Trip() if state.stage in firm:
            return list(_trip(subject, state))
        case Engagement() if state.stage in firm:
            return [each for who in principals_of(state, lookup) for each in _hold(subject, state, who)]
        case Occasion() if state.stage in firm:
            return list(_occasion(subject, state, lookup))
        case Visit() if planned and state.stage in (VisitStage.ANNOUNCED, VisitStage.CONFIRMED):
            return list(_at(subject, None, state.dates, state.attendance, lookup))
        case _:
            return []


def _trip(subject: str, trip: Trip) -> Iterator[Hold]:
    dates = trip.dates
    if isinstance(dates, Period):
        taken = Taken(first=dates.first, last=dates.last)
        pages = _some(page_months(dates.first, dates.last))
        yield Hold(principal=trip.principal, subject=subject, taken=taken, pages=pages)


def _hold(subject: str, engagement: Engagement, principal: str) -> Iterator[Hold]:
    taken = taken_at(engagement.dates)
    if taken is not None and taken.start is not None:
        pages = _some(page_days(taken.start, taken.end))
        yield Hold(principal=principal, subject=subject, taken=taken, part_of=engagement.part_of, pages=pages)


def _occasion(subject: str, occasion: Occasion, lookup: Lookup) -> Iterator[Hold]:
    until = occasion.booked_to
    if until is None:
        yield from _at(subject, None, occasion.dates, occasion.attendance, lookup)
        return
    for day in occasion.days(until):
        each = occasion.occurrence(day)
        if not each.is_cancelled:
            yield from _at(subject, each, each.when, each.attendance, lookup)


def _at(
    subject: str, occurrence: Occurrence | None, when: When, attendance: Iterable[Attendance], lookup: Lookup
) -> Iterator[Hold]:
    taken = taken_at(when)
    if taken is None or taken.start is None:
        return
    day = None if occurrence is None else occurrence.day
    pages = _some(page_days(taken.start, taken.end))
    for principal in attending(attendance, lookup):
        yield Hold(principal=principal, subject=subject, occurrence=day, taken=taken, pages=pages)


def _some(pages: Iterator[date]) -> tuple[date, ...]:
    """The pages, or more of them than can be: what lasts for decades is refused, and need not be counted."""
    return tuple(islice(pages, LONGEST + 1))


def taken_at(when: When) -> Taken | None:
    """The time that a date takes: none unless it is a time, of a zone that is known today."""
    if not isinstance(when, Timed) or when.start.instant is None:
        return None
    end = None if when.end is None else when.end.instant
    return Taken(start=when.start.instant.astimezone(UTC), end=end)


def principals_of(state: Subject, lookup: Lookup) -> list[str]:
    """Whose time an engagement, an occasion or a visit takes.

    An engagement is an entry in somebody's programme: it takes the time of its trip's principal, or of the office's
    default one, until something is said of that one, or another comes. Anything else takes the time of those who come.

    Args:
        state: its state.
        lookup: the states of others: the trip that it is part of, and the office.
    """
    if not isinstance(state, Attended):
        return []
    coming = attending(state.attendance, lookup)
    if not isinstance(state, Engagement):
        return coming
    principal = entered_for(state, lookup) or default_principal(lookup)
    settled = any(each.principal == principal or _is_instead(each) for each in state.attendance)
    return coming if settled else [principal]


def entered_for(state: Engagement, lookup: Lookup) -> str | None:
    """For whom an engagement was entered, if no word is said of who comes: its trip's principal, or the default one.

    None where it is part of something that cannot be seen.
    """
    whole = None if state.part_of is None else lookup(state.part_of)
    if state.part_of is not None and whole is None:
        return None
    return whole.principal if isinstance(whole, Trip) else default_principal(lookup)


def default_principal(lookup: Lookup) -> str:
    """Whose programme it is where nobody says."""
    office = lookup(OFFICE)
    return office.default_principal if isinstance(office, Profile) else MAYOR


def _is_instead(attendance: Attendance) -> bool:
    """Whether somebody comes, or sends somebody."""
    return _comes(attendance) or attendance.represented_by is not None


def attending(attendance: Iterable[Attendance], lookup: Lookup) -> list[str]:
    """The principals whose time is taken: those who come, and stand-ins who are principals themselves.

    A message takes no time. Who only may come does not clash; of whom it is said how, in person or by video, comes.
    """
    found: dict[str, None] = {}
    for each in attendance:
        if each.mode is Mode.MESSAGE:
            continue
        if each.represented_by is not None:
            stand_in = _principal(each.represented_by, lookup)
            found |= {} if stand_in is None else {stand_in: None}
        elif _comes(each):
            found[each.principal] = None
    return list(found)


def _comes(attendance: Attendance) -> bool:
    said_how = attendance.mode in (Mode.IN_PERSON, Mode.VIDEO)
    return attendance.answer is Answer.YES or (attendance.answer is Answer.UNKNOWN and said_how)


def _principal(person: Person, lookup: Lookup) -> str | None:
    """The principal that somebody is: by the principal's id or title, or as the holder of the present term."""
    office = lookup(OFFICE)
    if not isinstance(office, Profile):
        return None
    words = {word for text in (person.name, person.office) if text is not None for word in dict(text).values()}
    for principal in office.principals:
        if principal.principal in words or (principal.title and words & set(dict(principal.title).values())):
            return principal.principal
    for each in office.terms:
        name = None if each.holder is None else each.holder.name
        if each.ended is None and name is not None and words & set(dict(name).values()):
            return each.principal
    return None


def overlaps_of(command: AcceptClash, lookup: Lookup) -> AcceptClash:
    """The command with the times at which its two entries overlap now, be they planned or confirmed.

    Raises:
        RefusedError: it names something that nobody is at.
    """
    if command.overlaps:
        return command
    first, second = sorted(command.between)
    for subject in (first, second):
        if subject.partition(":")[0] not in ATTENDED:
            fact = say("MS-0110", "{subject} takes nobody's time", subject=subject)
            raise cannot(command, fact, term("name trips, visits, engagements or occasions"))
    ours, theirs = (holds_of(each, lookup(each), lookup, planned=True) for each in (first, second))
    found = {(a.taken, b.taken): None for a in ours for b in theirs if a.excludes(b)}
    return command.model_copy(update={"overlaps": tuple(Overlap(first=a, second=b) for a, b in found)})
