"""Which time a subject takes in whose diary.

Confirmed engagements and occasions at known times take the time of each principal who attends; confirmed trips take
days, and exclude only trips. What has only days, or less, takes nothing, and what is reported as held is a fact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date
from itertools import islice
from typing import Final

from mayor_schedule.messages import say, term

from .clash import AcceptClash, Overlap
from .diary import Hold, Taken, page_days, page_months
from .engagement import Engagement, EngagementStage
from .model import cannot
from .occasion import Occasion, OccasionStage, Occurrence
from .occasion.series import Series
from .office import OFFICE, Profile
from .subject import Subject
from .trip import Trip, TripStage
from .values.attendance import MAYOR, Answer, Attendance, Mode
from .values.identity import kind_of
from .values.party import Person
from .values.period import Period
from .values.when import Timed, When, bounds
from .visit import Visit, VisitStage

Lookup = Callable[[str], Subject | None]
Coming = Mapping[str, Mode | None]
"""The principals who come, each with how they attend: a stand-in as the one who is represented would."""

_OnDay = tuple[Attendance, date | None]

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
            return list(_trip(subject, state, in_office(state.principal, lookup)))
        case Engagement() if state.stage in firm:
            return [each for who in principals_of(state, lookup) for each in _hold(subject, state, who)]
        case Occasion() if state.stage in firm:
            return list(_occasion(subject, state, lookup))
        case Visit() if planned and state.stage in (VisitStage.ANNOUNCED, VisitStage.CONFIRMED):
            return list(_at(subject, None, state.dates, principals_of(state, lookup)))
        case _:
            return []


def _trip(subject: str, trip: Trip, principal: str) -> Iterator[Hold]:
    dates = trip.dates
    if isinstance(dates, Period):
        taken = Taken(first=dates.first, last=dates.last)
        pages = _some(page_months(dates.first, dates.last))
        yield Hold(principal=principal, subject=subject, taken=taken, pages=pages)


def _hold(subject: str, engagement: Engagement, principal: str) -> Iterator[Hold]:
    taken = taken_at(engagement.dates)
    if taken is not None and taken.start is not None:
        pages = _some(page_days(taken.start, taken.end))
        yield Hold(principal=principal, subject=subject, taken=taken, part_of=engagement.part_of, pages=pages)


def _occasion(subject: str, occasion: Occasion, lookup: Lookup) -> Iterator[Hold]:
    until = occasion.booked_to
    if until is None:
        yield from _at(subject, None, occasion.dates, principals_of(occasion, lookup))
        return
    for day in occasion.days(until):
        each = occasion.occurrence(day)
        if not each.is_cancelled:
            yield from _at(subject, each, each.when, attending_at(occasion, each, lookup))


def _at(subject: str, occurrence: Occurrence | None, when: When, principals: Iterable[str]) -> Iterator[Hold]:
    taken = taken_at(when)
    if taken is None or taken.start is None:
        return
    day = None if occurrence is None else occurrence.day
    pages = _some(page_days(taken.start, taken.end))
    for principal in principals:
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


def principals_of(state: Subject, lookup: Lookup) -> Coming:
    """Whose time an engagement, an occasion or a visit takes, and how each attends.

    An engagement is an entry in somebody's programme: it takes the time of its trip's principal, or of the office's
    default one, until something is said of that one, or another comes. Anything else takes the time of those who come.

    Args:
        state: its state.
        lookup: the states of others: the trip that it is part of, and the office.
    """
    if not isinstance(state, (Engagement, Occasion, Visit)):
        return {}
    coming = attending(state.attendance, lookup, day_of(state))
    if not isinstance(state, Engagement):
        return coming
    principal = entered_for(state, lookup) or default_principal(lookup)
    settled = any(each.principal == principal or _is_instead(each) for each in told_of(state.attendance, lookup))
    return coming if settled else {principal: None}


def entered_for(state: Engagement, lookup: Lookup) -> str | None:
    """For whom an engagement was entered, if no word is said of who comes: its trip's principal, or the default one.

    A trip that was withdrawn counts as none. None where it is part of a trip that cannot be seen.
    """
    whole = None if state.part_of is None else lookup(state.part_of)
    if whole is None and state.part_of is not None and kind_of(state.part_of) == Trip.kind:
        return None
    if isinstance(whole, Trip) and not whole.is_withdrawn:
        return in_office(whole.principal, lookup)
    return default_principal(lookup)


def default_principal(lookup: Lookup) -> str:
    """Whose programme it is where nobody says."""
    office = lookup(OFFICE)
    return office.default_principal if isinstance(office, Profile) else MAYOR


def in_office(principal: str, lookup: Lookup) -> str:
    """The principal in whose diary and programme something is that names one; see `Profile.kept_for`."""
    office = lookup(OFFICE)
    return office.kept_for(principal) if isinstance(office, Profile) else principal


def told_of(attendance: Iterable[Attendance], lookup: Lookup) -> list[Attendance]:
    """What is said of the principals of the office.

    What is said of one whom the office does not have is said of the default one, unless something is said of that one
    too.
    """
    return [each for each, _ in _told_of(((each, None) for each in attendance), lookup)]


def _told_of(said: Iterable[_OnDay], lookup: Lookup) -> list[_OnDay]:
    said = list(said)
    named = {each.principal for each, _ in said}
    kept = ((each, day, in_office(each.principal, lookup)) for each, day in said)
    return [
        (each if principal == each.principal else each.model_copy(update={"principal": principal}), day)
        for each, day, principal in kept
        if principal == each.principal or principal not in named
    ]


def day_of(state: Engagement | Occasion | Visit) -> date | None:
    """The first day that an entry may be on, by which its stand-ins are known; of a series, that of the first one.

    Where nobody says from when on it is, that is the last day; None where no day is known.
    """
    return _day_of(state.when if isinstance(state, Occasion) and state.recurrence is not None else state.dates)


def _day_of(when: When) -> date | None:
    earliest, latest = bounds(when)
    return earliest or latest


def _is_instead(attendance: Attendance) -> bool:
    """Whether somebody comes, or sends somebody."""
    return _comes(attendance) or attendance.represented_by is not None


def attending(attendance: Iterable[Attendance], lookup: Lookup, day: date | None) -> Coming:
    """The principals whose time is taken: those who come, and stand-ins who are principals themselves.

    A message takes no time. Who only may come does not clash; of whom it is said how, in person or by video, comes. A
    stand-in who answered no does not come either.

    Args:
        attendance: what is said of principals.
        lookup: the states of others: the office.
        day: the day by whose terms stand-ins are known; None for the terms that have not ended.
    """
    return _attending(((each, day) for each in attendance), lookup)


def attending_at(series: Series, occurrence: Occurrence, lookup: Lookup) -> Coming:
    """The principals whose time one occurrence of a series takes, and how each attends.

    Stand-ins of the series are known by the terms of its first day, and those of the occurrence by its own.

    Args:
        series: the state of the series.
        occurrence: the occurrence.
        lookup: the states of others: the office.
    """
    first, own = _day_of(series.when), _day_of(occurrence.when)
    of_series = series.attendance
    return _attending(((each, first if each in of_series else own) for each in occurrence.attendance), lookup)


def _attending(said: Iterable[_OnDay], lookup: Lookup) -> Coming:
    found: dict[str, Mode | None] = {}
    told = _told_of(said, lookup)
    absent = {each.principal for each, _ in told if each.answer is Answer.NO}
    for each, day in told:
        if each.mode is Mode.MESSAGE:
            continue
        if each.represented_by is not None:
            stand_in = _principal(each.represented_by, lookup, day)
            if stand_in is not None and stand_in not in absent:
                found.setdefault(stand_in, each.mode)
        elif _comes(each):
            found[each.principal] = each.mode
    return found


def _comes(attendance: Attendance) -> bool:
    said_how = attendance.mode in (Mode.IN_PERSON, Mode.VIDEO)
    return attendance.answer is Answer.YES or (attendance.answer is Answer.UNKNOWN and said_how)


def _principal(person: Person, lookup: Lookup, day: date | None) -> str | None:
    """The principal that somebody is: by the principal's id or title, or as the holder of the term of a day."""
    office = lookup(OFFICE)
    if not isinstance(office, Profile):
        return None
    words = {word for text in (person.name, person.office) if text is not None for word in dict(text).values()}
    for principal in office.principals:
        if principal.principal in words or (principal.title and words & set(dict(principal.title).values())):
            return principal.principal
    principals = {each.principal for each in office.principals}
    for each in office.terms:
        name = None if each.holder is None else each.holder.name
        is_then = each.ended is None if day is None else each.covers(day)
        if is_then and each.principal in principals and name is not None and words & set(dict(name).values()):
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
