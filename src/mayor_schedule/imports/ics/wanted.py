"""What a calendar says of its entries: one single or recurring entry for each UID, with what is otherwise at times."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from mayor_schedule.contentlines import Component, Property
from mayor_schedule.domain.values.moment import Moment
from mayor_schedule.domain.values.period import Period
from mayor_schedule.domain.values.place import Coordinates, Place
from mayor_schedule.domain.values.recurrence import Recurrence
from mayor_schedule.domain.values.text import Text
from mayor_schedule.domain.values.when import Timed

from .rules import recurrence_of
from .stream import MAX_UID, LeftOut, Malformed, only
from .values import Read, duration_of, text_of, when_of
from .zones import Zones

UNTITLED: Final = Text(ko="(제목 없음)", en="(no title)")
"""What stands for a title where a calendar has none."""

_PRIVATE: Final = frozenset({"PRIVATE", "CONFIDENTIAL"})


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a calendar says of one entry, or of one occurrence that is otherwise.

    Attributes:
        uid: its UID.
        line: the line on which it begins.
        title: what it is called.
        when: when it is; of a series, the first time.
        place: where it is.
        text: what else is said of it.
        is_private: whether the calendar keeps it from others (CLASS).
        is_free: whether it takes no time (TRANSP).
        is_cancelled: whether it does not take place (STATUS).
        recurrence: on which days it comes back.
        changed: the occurrences that are otherwise, by the day on which they are by the rule.
    """

    uid: str
    line: int
    title: Text
    when: Timed | Period
    place: Place | None
    text: Text | None
    is_private: bool
    is_free: bool
    is_cancelled: bool
    recurrence: Recurrence | None = None
    changed: Mapping[date, Wanted] = field(default_factory=dict)


@dataclass
class Contents:
    """What a calendar has.

    Attributes:
        wanted: its entries, in their order.
        uids: every UID in it, also of what is left out.
        problems: lines that cannot be read, and why.
        notes: what is left out, and why, by line.
    """

    wanted: list[Wanted] = field(default_factory=list)
    uids: set[str] = field(default_factory=set)
    problems: list[tuple[int, str]] = field(default_factory=list)
    notes: list[tuple[int, str]] = field(default_factory=list)


def contents_of(events: Iterable[Component], zones: Zones, *, own: bool) -> Contents:
    """The entries of a calendar.

    Args:
        events: its VEVENTs.
        zones: its zones.
        own: whether this program wrote it: PRIVATE is then what is internal.
    """
    found = Contents()
    masters: dict[str, Component] = {}
    single: dict[str, list[Component]] = {}
    for event in events:
        try:
            uid = _uid(event)
            if event.first("RECURRENCE-ID") is not None:
                single.setdefault(uid, []).append(event)
            elif uid in masters:
                twice = f"the UID {uid[:60]!r} is here twice, first on line {masters[uid].number}"
                found.problems.append((event.number, f"{twice}; remove one of the two entries"))
            else:
                masters[uid] = event
            found.uids.add(uid)
        except Malformed as error:
            found.problems.append((error.line, str(error)))
    for uid, event in masters.items():
        _add(found, event, uid, single.pop(uid, []), zones, own=own)
    for uid, events_of in single.items():  # occurrences whose series is in another calendar: entries of their own
        for event in events_of:
            named = only(event, "RECURRENCE-ID")
            _add(found, event, f"{uid} {'' if named is None else named.value.strip()}", [], zones, own=own)
            found.uids.add(f"{uid} {'' if named is None else named.value.strip()}")
    return found


def _uid(event: Component) -> str:
    given = only(event, "UID")
    if given is None or not given.value.strip():
        raise Malformed(event.number, "an entry without a UID cannot be found again when the calendar is loaded anew")
    if len(given.value) > MAX_UID:
        raise Malformed(given.number, f"a UID of more than {MAX_UID} characters is no id")
    return given.value.strip()


def _add(
    found: Contents, event: Component, uid: str, single: Iterable[Component], zones: Zones, *, own: bool
) -> None:  # fmt: skip
    try:
        entry = _entry(event, uid, zones, own=own)
        recurrence = recurrence_of(event, _start(event, zones), zones)
    except Malformed as error:
        found.problems.append((error.line, str(error)))
        return
    except LeftOut as error:
        found.notes.append((error.line, f"{_called(event)}: not entered: {error}"))
        return
    changed: dict[date, Wanted] = {}
    for each in single:
        try:
            day = _occurrence(each, entry, recurrence, zones)
            changed[day] = _entry(each, uid, zones, own=own, series=entry)
        except Malformed as error:
            found.problems.append((error.line, str(error)))
        except LeftOut as error:
            found.notes.append((error.line, f"{_called(each)}: {error}"))
    found.wanted.append(Wanted(**{**entry.__dict__, "recurrence": recurrence, "changed": changed}))


def _called(event: Component) -> str:
    title = event.first("SUMMARY")
    return repr(title.value[:60]) if title is not None else "an entry"


def _start(event: Component, zones: Zones) -> Read:
    given = only(event, "DTSTART")
    if given is None:
        raise Malformed(event.number, "an entry needs a DTSTART")
    return when_of(given, zones)


def _entry(event: Component, uid: str, zones: Zones, *, own: bool, series: Wanted | None = None) -> Wanted:
    start = _start(event, zones)
    status, kept, free = (_word(event, name) for name in ("STATUS", "CLASS", "TRANSP"))
    title = text_of(only(event, "SUMMARY"))
    return Wanted(
        uid=uid,
        line=event.number,
        title=title or (UNTITLED if series is None else series.title),
        when=_when(event, start, zones),
        place=_place(event),
        text=text_of(only(event, "DESCRIPTION")),
        is_private=kept == "CONFIDENTIAL" or (kept in _PRIVATE and not own),
        is_free=free == "TRANSPARENT",
        is_cancelled=status == "CANCELLED",
    )


def _word(event: Component, name: str) -> str:
    given = event.first(name)
    return "" if given is None else given.value.strip().upper()


def _when(event: Component, start: Read, zones: Zones) -> Timed | Period:
    """When it is: of days, to the last one; of times, to the end, if it has one after its start."""
    ends, lasts = only(event, "DTEND"), only(event, "DURATION")
    if ends is not None and lasts is not None:
        raise Malformed(lasts.number, "an entry has DTEND or DURATION, and not both")
    given = ends or lasts
    end = None if given is None else _end(given, start, zones)
    if start.moment is None:
        last = start.day if end is None else date.fromordinal(max(end.day.toordinal() - 1, start.day.toordinal()))
        return Period(first=start.day, last=last)
    if end is None or end.moment is None or end.moment.utc == start.moment.utc:
        return Timed(start=start.moment)
    return Timed(start=start.moment, end=end.moment)


def _end(given: Property, start: Read, zones: Zones) -> Read:
    end = start.after(duration_of(given)) if given.name == "DURATION" else when_of(given, zones)
    if (end.moment is None) != (start.moment is None):
        raise Malformed(given.number, "DTEND is a day and DTSTART a time, or the other way round")
    before = end.day < start.day
    if end.moment is not None and start.moment is not None:
        before = end.moment.utc < start.moment.utc
    if before:
        raise Malformed(given.number, f"{given.name}: it ends before it begins")
    return end


def _place(event: Component) -> Place | None:
    """Where it is: what a calendar says of that is taken for a venue; and the point, where that is known too."""
    venue, point = text_of(only(event, "LOCATION")), only(event, "GEO")
    if venue is None:
        return None
    if point is None:
        return Place(venue=venue)
    try:
        latitude, longitude = (float(each) for each in point.value.split(";"))
        return Place(venue=venue, coordinates=Coordinates(latitude=latitude, longitude=longitude))
    except ValueError:
        given = point.value[:40]
        raise Malformed(point.number, f"GEO: {given!r} is no point on Earth, such as 37.5663;126.9779") from None


def _occurrence(event: Component, entry: Wanted, recurrence: Recurrence | None, zones: Zones) -> date:
    """The day on which an occurrence is by the rule of its series.

    Raises:
        Malformed: it is no date.
        LeftOut: its series is single, or has no such day.
    """
    given = only(event, "RECURRENCE-ID")
    if given is None:
        raise AssertionError(entry.uid)
    if "RANGE" in given.parameters:
        raise LeftOut(given.number, "a change of an occurrence and all that follow it (RANGE) is not read")
    named = when_of(given, zones)
    day = named.day
    if isinstance(entry.when, Timed) and named.moment is not None:
        day = Moment.at(named.moment.utc, entry.when.start.zone).day
    start = entry.when.start.day if isinstance(entry.when, Timed) else entry.when.first
    if recurrence is None or not any(each == day for each in recurrence.days(start, day)):
        raise LeftOut(given.number, f"its series has no occurrence on {day}: not entered")
    return day
