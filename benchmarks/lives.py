"""What becomes of the entries of a made-up province: a plan, its changes, and how each turned out.

An entry is planned weeks ahead, often to a month only; something is added to it, it is moved, confirmed, now and then
moved once more, made public, and held or called off. What is confirmed takes time in a diary, and gives it back. The
stored fields are made by the real events once for each kind of words, so that all stand where the program writes them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from random import Random
from typing import Any, Final, NamedTuple

from mayor_schedule import (
    Answer,
    Attendance,
    EngagementDetails,
    FuzzyDate,
    Mode,
    OccasionDetails,
    Party,
    Period,
    Person,
    Stop,
    Text,
    TripDetails,
    VisitDetails,
)
from mayor_schedule.domain.catalog import EVENTS
from mayor_schedule.domain.diary import page_days, page_months
from mayor_schedule.domain.values.zones import zone_named

from .history import AT_HOME, CITIES, FAIRS, HOME, MEETINGS, VENUES, City

Data = dict[str, Any]
DAY: Final = timedelta(days=1)
HOURS: Final = (8, 10, 12, 14, 16, 18, 20)
"""When something can begin; seven in the morning is kept for what is moved once more."""

AHEAD: Final = 75
"""Days before which nothing is planned; a trip is planned before its parts."""

REASONS: Final = [Text(ko="일정 변경", en="The programme changed"), Text(ko="의회 일정", en="The council sits then")]
PURPOSES: Final = [
    Text(ko="현안 점검과 시민 의견 청취", en="Review of what is pending, and hearing of the citizens"),
    Text(ko="교류 확대 방안 논의", en="Talks about how to widen the exchange between the cities"),
]
OUTCOMES: Final = [
    Text(ko="하반기에 실무협의를 이어가기로 함", en="Both sides go on at working level in the second half of the year"),
    Text(ko="의견 수렴 완료", en="The opinions were gathered"),
]


class Act(NamedTuple):
    """What one command does to an entry.

    Attributes:
        at: the instant at which it is recorded, in seconds since 1970.
        topic: the event's name.
        data: its stored fields.
        visibility: whom the entry is for after it.
        gives: what is given back in the diaries.
        takes: what is taken.
    """

    at: int
    topic: str
    data: Data
    visibility: str
    gives: tuple[Data, ...] = ()
    takes: tuple[Data, ...] = ()


class Slot(NamedTuple):
    """An hour of somebody's day."""

    principal: str
    day: date
    hour: int
    city: City = HOME
    trip: str | None = None


def stored(topic: str, **fields: Any) -> Data:
    """The stored fields of an event; those that are not given are at their defaults."""
    event = EVENTS[topic](**fields)
    data: Data = event.__pydantic_serializer__.to_python(event, mode="json")
    return data


_stored = cache(stored)


@cache
def _person(city: City) -> Person:
    office = Text(ko=f"{city.ko} 시장", en=f"Mayor of {city.en}")
    return Person(office=office, of=Party(name=Text(ko=city.ko, en=city.en), country=city.country))


@cache
def _title(ko: str, en: str, city: City) -> Text:
    return Text(ko=ko.format(city.ko), en=en.format(city.en))


def timed(slot: Slot) -> Data:
    """An hour from the beginning of a slot, as it is stored."""
    day, zone = slot.day.isoformat(), slot.city.zone
    return {
        "start": {"local": f"{day}T{slot.hour:02}:00:00", "zone": zone, "fold": None},
        "end": {"local": f"{day}T{slot.hour + 1:02}:00:00", "zone": zone, "fold": None},
    }


@cache
def _offset(zone: str, day: date) -> timedelta:
    """The offset of a zone by day; clocks change at night."""
    noon = datetime(day.year, day.month, day.day, 12)  # noqa: DTZ001 - a wall time
    return zone_named(zone).localize(noon).utcoffset() or timedelta()


def hold(subject: str, slot: Slot) -> Data:
    """What an entry takes in the diary."""
    local = datetime(slot.day.year, slot.day.month, slot.day.day, slot.hour, tzinfo=UTC)
    start = local - _offset(slot.city.zone, slot.day)
    end = start + timedelta(hours=1)
    taken = {"start": f"{start:%Y-%m-%dT%H:%M:%SZ}", "end": f"{end:%Y-%m-%dT%H:%M:%SZ}", "first": None, "last": None}
    return _held(slot.principal, subject, taken, slot.trip, [each.isoformat() for each in page_days(start, end)])


def _held(principal: str, subject: str, taken: Data, part_of: str | None, pages: list[str]) -> Data:
    return {
        "principal": principal, "subject": subject, "occurrence": None, "taken": taken, "part_of": part_of,
        "pages": pages,
    }  # fmt: skip


def days_of(first: date, steps: int, last: date, random: Random) -> list[int]:
    """Instants from one day to another, one after another, in the office's hours."""
    span = max(1, (last - first).days)
    days = sorted(random.randrange(span) for _ in range(steps - 1))
    found, before = [], 0
    for day in (0, *days):
        moment = datetime(first.year, first.month, first.day, random.randrange(9), random.randrange(60), tzinfo=UTC)
        before = max(before + 60, int(moment.timestamp()) + day * 86_400)
        found.append(before)
    return found


def entry(kind: str, subject: str, slot: Slot, again: Slot | None, random: Random) -> Iterator[Act]:
    """The life of an engagement, an occasion or a visit.

    Args:
        kind: which of the three.
        subject: its id.
        slot: when it takes place in the end.
        again: when it would have taken place before it was moved once more, after it was confirmed.
        random: chance.
    """
    public, is_held = random.random() < 0.6, random.random() < 0.93
    seen = "public" if public and random.random() < 0.5 else "internal"
    fuzzy, moved = random.random() < 0.15, random.random() < 0.3
    details = random.choices((1, 2, 3), (45, 35, 20))[0]
    before = _elsewhere(again or slot, random) if moved else again or slot
    steps: list[tuple[str, Data]] = [(_opening(kind), _planned(kind, before, seen, random, fuzzy=fuzzy))]
    steps += [("changed", _changed(kind, random)) for _ in range(details)]
    if fuzzy or moved:
        steps.append(("rescheduled", {**_stored(f"{kind}.rescheduled", when=_FUZZY), "when": timed(again or slot)}))
    steps.append(("confirmed", _stored(f"{kind}.confirmed")))
    if again is not None:
        again_to = {**_stored(f"{kind}.rescheduled", when=_FUZZY, reason=random.choice(REASONS)), "when": timed(slot)}
        steps.append(("rescheduled", again_to))
    if public and seen == "internal":
        steps.append(("classified", _stored(f"{kind}.classified", visibility="public")))
    lead = random.randrange(15, 60)
    ats = days_of(slot.day - lead * DAY, len(steps), slot.day - DAY, random)
    ends = ("received" if kind == "visit" else "held", _held_so(kind, random)) if is_held else ("cancelled", _off(kind))
    end = int(datetime(slot.day.year, slot.day.month, slot.day.day, tzinfo=UTC).timestamp())
    ats.append(end + random.randrange(90_000, 110_000) if is_held else max(ats[-1] + 60, end - 3_600))
    yield from _acts(subject, zip(ats, [*steps, ends], strict=True), seen, [again, slot] if again else [slot])


def _acts(
    subject: str, steps: Iterable[tuple[int, tuple[str, Data]]], seen: str, slots: Sequence[Slot]
) -> Iterator[Act]:
    """The steps of a life with what each takes and gives back: from when it is confirmed until it is over."""
    held: tuple[Data, ...] = ()
    kind, is_confirmed, left = subject.partition(":")[0], False, list(slots)
    for at, (verb, data) in steps:
        gives: tuple[Data, ...] = ()
        takes: tuple[Data, ...] = ()
        if verb == "confirmed" or (verb == "rescheduled" and is_confirmed):
            is_confirmed = True
            gives, takes = held, () if kind == "visit" else (hold(subject, left.pop(0)),)
            held = takes
        elif verb in ("held", "cancelled", "received"):
            gives = held
        elif verb == "classified":
            seen = data["visibility"]
        yield Act(at, f"{kind}.{verb}", data, seen, gives, takes)


_FUZZY: Final = FuzzyDate.of("2018-10")


def _elsewhere(slot: Slot, random: Random) -> Slot:
    """When it was to take place at first, before anything was confirmed: it took nobody's time then."""
    return slot._replace(day=slot.day + random.choice((-2, -1, 1, 2, 3)) * DAY, hour=random.choice(HOURS))


def _opening(kind: str) -> str:
    return "announced" if kind == "visit" else "planned"


def _planned(kind: str, slot: Slot, seen: str, random: Random, *, fuzzy: bool) -> Data:
    if kind == "engagement":
        ko, en = random.choice(AT_HOME if slot.trip is None else MEETINGS)
        more = {} if slot.trip is None or random.random() < 0.5 else {"counterparts": (_person(slot.city),)}
        title = _title(ko, en, slot.city)
    elif kind == "visit":
        city = random.choice(CITIES)
        title, more = _title("{} 시장단 접견", "Reception of the delegation of {}", city), {"guests": (_person(city),)}
    else:
        title, more = _title(*random.choice(FAIRS), slot.city), {}
    place, who = slot.city.place(*random.choice(VENUES)), _attendance(slot.principal)
    data = _stored(f"{kind}.{_opening(kind)}", title=title, place=place, attendance=(who,), **more)
    when = {"edtf": f"{slot.day:%Y-%m}", "printed": None} if fuzzy else timed(slot)
    own = {"visibility": seen, "when": when}
    return {**data, **own, "part_of": slot.trip} if kind == "engagement" else {**data, **own}


@cache
def _attendance(principal: str) -> Attendance:
    return Attendance(principal=principal, answer=Answer.YES, mode=Mode.IN_PERSON)


@cache
def _details(kind: str, words: Text) -> EngagementDetails | OccasionDetails | VisitDetails:
    match kind:
        case "engagement":
            return EngagementDetails(purpose=words)
        case "occasion":
            return OccasionDetails(description=words)
        case _:
            return VisitDetails(purpose=words)


def _changed(kind: str, random: Random) -> Data:
    return _stored(f"{kind}.changed", fields=_details(kind, random.choice(PURPOSES)))


def _held_so(kind: str, random: Random) -> Data:
    if kind == "visit":
        return _stored("visit.received")
    return _stored(f"{kind}.held", outcome=random.choice(OUTCOMES))


def _off(kind: str) -> Data:
    return _stored(f"{kind}.cancelled", reason=REASONS[0])


def journey(subject: str, principal: str, monday: date, city: City, random: Random) -> Iterator[Act]:
    """The life of a trip from Monday to Friday; it takes days, and excludes only other trips."""
    last = monday + 4 * DAY
    period = Period(first=monday, last=last)
    title = _title("{} 순방", "Trip to {}", city)
    plan = _stored("trip.planned", title=title, nights=3, principal=principal, stops=(Stop(place=city.place()),))
    planned = {**plan, "visibility": "public", "period": period.model_dump(mode="json")}
    taken = {"start": None, "end": None, "first": monday.isoformat(), "last": last.isoformat()}
    months = [each.isoformat() for each in page_months(monday, last)]
    holds = (_held(principal, subject, taken, None, months),)
    change = _stored("trip.changed", fields=_purpose(random.randrange(2)))
    steps = [("planned", planned), ("changed", change), ("confirmed", _stored("trip.confirmed"))]
    ats = days_of(monday - random.randrange(62, AHEAD) * DAY, len(steps), monday - 30 * DAY, random)
    start = int(datetime(monday.year, monday.month, monday.day, tzinfo=UTC).timestamp())
    steps += [("departed", _stored("trip.departed")), ("returned", _stored("trip.returned"))]
    for at, (verb, data) in zip([*ats, start, start + 5 * 86_400], steps, strict=True):
        gives, takes = holds if verb == "returned" else (), holds if verb == "confirmed" else ()
        yield Act(at, f"trip.{verb}", data, "public", gives, takes)


@cache
def _purpose(number: int) -> TripDetails:
    return TripDetails(purpose=PURPOSES[number])
