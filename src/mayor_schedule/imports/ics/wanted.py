"""What a calendar says of its entries: one single or recurring entry for each UID, with what is otherwise at times."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from mayor_schedule.contentlines import Component, Property
from mayor_schedule.domain.values.moment import Moment
from mayor_schedule.domain.values.period import Period
from mayor_schedule.domain.values.place import Coordinates, Place
from mayor_schedule.domain.values.recurrence import Recurrence
from mayor_schedule.domain.values.text import Text
from mayor_schedule.domain.values.when import Timed
from mayor_schedule.errors import InvalidValueError
from mayor_schedule.imports.wording import about
from mayor_schedule.messages import Message, message_of, say, term

from .rules import recurrence_of
from .stream import MAX_UID, LeftOut, Malformed, only
from .values import Read, duration_of, text_of, when_of
from .zones import Zones

UNTITLED: Final = Text(ko="(제목 없음)", en="(no title)")
"""What stands for a title where a calendar has none."""

_RECURRING: Final = frozenset({"RRULE", "RDATE", "EXRULE"})
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
    problems: list[tuple[int, Message]] = field(default_factory=list)
    notes: list[tuple[int, Message]] = field(default_factory=list)


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
                twice = say(
                    "MS-1035",
                    "the UID {uid!r} is here twice, first on line {line}; remove one of the two entries",
                    uid=uid[:60], line=masters[uid].number,
                )  # fmt: skip
                found.problems.append((event.number, twice))
            else:
                masters[uid] = event
            found.uids.add(uid)
        except Malformed as error:
            found.problems.append((error.line, message_of(error)))
    for uid, event in masters.items():
        _add(found, event, uid, single.pop(uid, []), zones, own=own)
    for uid, events_of in single.items():  # occurrences whose series is in another calendar: entries of their own
        for event in events_of:
            _alone(found, event, uid, zones, own=own)
    return found


def _alone(found: Contents, event: Component, uid: str, zones: Zones, *, own: bool) -> None:
    """Add an occurrence without its series, under a UID of its own."""
    given = event.first("RECURRENCE-ID")
    name = f"{uid} {'' if given is None else given.value.strip()[:MAX_UID]}"
    if name in found.uids:
        twice = say(
            "MS-1036", "the UID {uid!r} is here twice for one occurrence; remove one of the two entries", uid=uid[:60]
        )
        found.problems.append((event.number, twice))
        return
    found.uids.add(name)
    _add(found, event, name, [], zones, own=own)


def _uid(event: Component) -> str:
    given = only(event, "UID")
    if given is None or not given.value.strip():
        unnamed = say("MS-1037", "an entry without a UID cannot be found again when the calendar is loaded anew")
        raise Malformed(event.number, unnamed)
    if len(given.value) > MAX_UID:
        raise Malformed(given.number, say("MS-1038", "a UID of more than {most} characters is no id", most=MAX_UID))
    return given.value.strip()


def _add(
    found: Contents, event: Component, uid: str, single: Iterable[Component], zones: Zones, *, own: bool
) -> None:  # fmt: skip
    try:
        zones = _zones_of(event, zones)
        entry = _entry(event, uid, zones, own=own)
        comes_back = any(each.name in _RECURRING for each in event.properties)
        recurrence = recurrence_of(event, _start(event, zones), zones) if comes_back else None
    except Malformed as error:
        found.problems.append((error.line, message_of(error)))
        return
    except LeftOut as error:
        left = term("{entry}: not entered: {why}", entry=_called(event), why=message_of(error))
        found.notes.append((error.line, left))
        return
    changed = _changed(found, single, entry, recurrence, zones, own=own)
    private = entry.is_private or any(each.is_private for each in changed.values())
    told = {"recurrence": recurrence, "changed": changed, "is_private": private}
    found.wanted.append(Wanted(**{**entry.__dict__, **told}))


def _changed(
    found: Contents, single: Iterable[Component], entry: Wanted, recurrence: Recurrence | None, zones: Zones, *,
    own: bool,
) -> dict[date, Wanted]:  # fmt: skip
    """The occurrences of a series that are otherwise, by the day on which they are by the rule."""
    read: dict[date, Wanted] = {}
    named: list[tuple[date, Component]] = []
    for each in single:
        try:
            day = _named(each, entry, zones)
            if day in read:
                twice = say(
                    "MS-1039",
                    "the occurrence of {day} of its series is here twice, first on line {line}; "
                    "remove one of the two entries",
                    day=day, line=read[day].line,
                )  # fmt: skip
                found.problems.append((each.number, twice))
                continue
            read[day] = _entry(each, entry.uid, zones, own=own, series=entry)
            named.append((day, each))
        except Malformed as error:
            found.problems.append((error.line, message_of(error)))
        except LeftOut as error:
            found.notes.append((error.line, about(_called(each), message_of(error))))
    days = _days_of(entry, recurrence, max(read, default=date.min))
    for day, each in named:
        if day not in days:
            other = say(
                "MS-1040", "{entry}: not entered: its series has no occurrence on {day}", entry=_called(each), day=day
            )
            found.notes.append((each.number, other))
    return {day: each for day, each in read.items() if day in days}


def _days_of(entry: Wanted, recurrence: Recurrence | None, last: date) -> set[date]:
    start = entry.when.start.day if isinstance(entry.when, Timed) else entry.when.first
    return set() if recurrence is None else set(recurrence.days(start, last))


def _zones_of(event: Component, zones: Zones) -> Zones:
    """The zones for an entry: what comes back, and is in UTC, may have to stay so."""
    given = event.first("DTSTART")
    if given is None or given.value.strip()[-1:] != "Z" or not (event.all("RRULE") or event.all("RDATE")):
        return zones
    start = when_of(given, replace(zones, of_utc="UTC")).moment
    return zones if start is None else zones.of_series(start.local)


def _called(event: Component) -> str:
    title = event.first("SUMMARY")
    return repr(title.value[:60]) if title is not None else term("an entry")


def _start(event: Component, zones: Zones) -> Read:
    given = only(event, "DTSTART")
    if given is None:
        raise Malformed(event.number, say("MS-1041", "an entry needs a DTSTART"))
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
        raise Malformed(lasts.number, say("MS-1042", "an entry has DTEND or DURATION, and not both"))
    given = ends or lasts
    end = None if given is None else _end(given, start, zones)
    if start.moment is None:
        last = start.day if end is None else date.fromordinal(max(end.day.toordinal() - 1, start.day.toordinal()))
        return Period(first=start.day, last=last)
    if end is None or end.moment is None or end.moment.utc == start.moment.utc:
        return Timed(start=start.moment)
    return Timed(start=start.moment, end=end.moment)


def _end(given: Property, start: Read, zones: Zones) -> Read:
    if given.name == "DURATION":
        try:
            return start.after(duration_of(given))
        except (InvalidValueError, OverflowError):
            far = say("MS-1043", "DURATION: it ends in a year of which nobody knows the clocks")
            raise LeftOut(given.number, far) from None
    end = when_of(given, zones)
    if (end.moment is None) != (start.moment is None):
        mixed = say("MS-1044", "DTEND is a day and DTSTART a time, or the other way round")
        raise Malformed(given.number, mixed)
    before = end.day < start.day
    if end.moment is not None and start.moment is not None:
        before = end.moment.utc < start.moment.utc
    if before:
        raise Malformed(given.number, about(given.name, say("MS-1045", "it ends before it begins")))
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
        nowhere = say(
            "MS-1046", "GEO: {given!r} is no point on Earth, such as 37.5663;126.9779", given=point.value[:40]
        )
        raise Malformed(point.number, nowhere) from None


def _named(event: Component, entry: Wanted, zones: Zones) -> date:
    """The day on which an occurrence says that it is by the rule of its series.

    Raises:
        Malformed: it is no date.
        LeftOut: it stands for all that follow it.
    """
    given = only(event, "RECURRENCE-ID")
    if given is None:
        raise AssertionError(entry.uid)
    if "RANGE" in given.parameters:
        following = say("MS-1047", "a change of an occurrence and all that follow it (RANGE) is not read")
        raise LeftOut(given.number, following)
    named = when_of(given, zones)
    if isinstance(entry.when, Timed) and named.moment is not None:
        try:
            return Moment.at(named.moment.utc, entry.when.start.zone).day
        except InvalidValueError as error:
            raise LeftOut(given.number, about("RECURRENCE-ID", message_of(error))) from None
    return named.day
