"""What a client has to find in a file of ours: taken from the history through the calendar, never from the file.

An answer is one line in a client's list: when, and what. The same few strings are made of what a client found, so that
the two can be compared, and a difference can be read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final, NamedTuple

import icalendar

from mayor_schedule import FuzzyDate, Office, Period, Timed, Visibility
from mayor_schedule.views.calendar import Calendar, CalendarEntry

MARKS: Final = {
    "취소": "cancelled", "연기": "postponed", "일자 미정": "undated", "날짜 미정": "plan", "날짜 미상": "plan",
    "Cancelled": "cancelled", "Postponed": "postponed", "Date no longer fixed": "undated",
    "date not fixed": "plan", "day not known": "plan",
}  # fmt: skip
_MARKED: Final = re.compile(rf"\[(?:[^]]+ · )?({'|'.join(MARKS)})] (.*)", re.DOTALL)


class Shown(NamedTuple):
    """One line in a client's list.

    Attributes:
        start: the instant in UTC, ``2018-10-28T01:30:00Z``, or the first day.
        end: likewise, or the day after the last one; None if it is not known.
        title: what it is called in the history.
        mark: what the feed puts before the title: that it is cancelled, postponed, undated or a plan; else nothing.
        uid: the entry that it is, or whose occurrence it is.
    """

    start: str
    end: str | None
    title: str
    mark: str
    uid: str


@dataclass(frozen=True, kw_only=True)
class Sample:
    """A file to be read, and what has to be found in it.

    Attributes:
        name: what it is.
        data: the file.
        language: the language of its titles.
        first: the first day of the list.
        last: the last day of the list.
        written: every entry as it is written: single ones, the first of each series, and what differs from it.
        listed: what stands in the list from the first day to the last, each occurrence by itself.
    """

    name: str
    data: bytes
    language: str
    first: date
    last: date
    written: tuple[Shown, ...]
    listed: tuple[Shown, ...]

    @property
    def uids(self) -> set[str]:
        """Every entry."""
        return {each.uid for each in self.written}

    def __str__(self) -> str:
        return self.name


def utc(when: date | None) -> str | None:
    """An instant in UTC, or a day, as text."""
    if isinstance(when, datetime):
        assert when.tzinfo is not None, f"{when} floats: no zone was read"
        return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return None if when is None else when.isoformat()


def found(uid: object, summary: object, start: date | str, end: date | str | None) -> Shown:
    """What a client found, as a line of the list."""
    marked = _MARKED.fullmatch(str(summary))
    title, mark = (str(summary), "") if marked is None else (marked[2], MARKS[marked[1]])
    begin = start if isinstance(start, str) else str(utc(start))
    return Shown(begin, end if isinstance(end, str) else utc(end), title, mark, str(uid))


def contents(data: bytes) -> list[Shown]:
    """Every entry of a file, as the package `icalendar` reads it."""
    events = icalendar.Calendar.from_ical(data).walk("VEVENT")
    ends = (each["dtend"].dt if "dtend" in each else None for each in events)
    return [found(each["uid"], each["summary"], each.start, end) for each, end in zip(events, ends, strict=True)]


def differences(
    expected: Iterable[Shown], seen: Iterable[Shown], *, invents_ends: bool = False
) -> dict[str, list[Shown]]:
    """What a client missed, and what it made up; empty if it found just what there is.

    Args:
        expected: what there is.
        seen: what the client found.
        invents_ends: whether the client has an end for everything, so that unknown ends cannot be compared.
    """
    expected = list(expected)
    assert expected, "nothing is compared with nothing"
    if invents_ends:
        open_ended = {each._replace(end="") for each in expected if each.end is None}
        seen = [each._replace(end=None) if each._replace(end="") in open_ended else each for each in seen]
    want, have = Counter(expected), Counter(seen)
    told = {"missed": sorted((want - have).elements(), key=str), "made up": sorted((have - want).elements(), key=str)}
    return {key: lines for key, lines in told.items() if lines}


def written(office: Office, audience: str, language: str) -> Iterator[Shown]:
    """Every entry as a feed has to write it."""
    for entry in _exported(office.calendar(audience=audience).entries()):
        yield from _shown(office, entry, audience, language)
        if entry.recurrence is not None and entry.status != "cancelled":
            for each in entry.changed:
                yield from _shown(office, each, audience, language)


def listed(office: Office, audience: str, language: str, first: date, last: date) -> Iterator[Shown]:
    """What a client has to list from one day to another."""
    for entry in _exported(office.calendar(audience=audience).between(first, last)):
        yield from _shown(office, entry, audience, language)


def _exported(entries: Iterable[CalendarEntry]) -> Iterator[CalendarEntry]:
    return (each for each in entries if each.visibility is not Visibility.CONFIDENTIAL)


def _shown(office: Office, entry: CalendarEntry, audience: str, language: str) -> Iterator[Shown]:
    when, mark = entry.when, ""
    if isinstance(when, FuzzyDate):
        when, mark = _span(when), "plan"
    if not isinstance(when, (Timed, Period)):
        when, mark = _before(office, entry, audience), "undated"
    if when is None:
        return
    if entry.status == "cancelled" or entry.postponed:
        mark = "postponed" if entry.postponed else "cancelled"
    title = entry.title.best(language)
    if isinstance(when, Period):
        yield Shown(when.first.isoformat(), (when.last + timedelta(days=1)).isoformat(), title, mark, entry.uid)
    else:
        end = None if when.end is None else utc(when.end.utc)
        yield Shown(str(utc(when.start.utc)), end, title, mark, entry.uid)


def _span(fuzzy: FuzzyDate) -> Period:
    """The days that a fuzzy date can mean; of one with an open end, those of the unit at its other end."""
    earliest, latest = fuzzy.earliest, fuzzy.latest
    if earliest is None or latest is None:
        unit = FuzzyDate.of(fuzzy.edtf.strip("./"))
        earliest, latest = unit.earliest, unit.latest
    assert earliest is not None
    assert latest is not None
    return Period(first=earliest, last=latest)


def _before(office: Office, entry: CalendarEntry, audience: str) -> Timed | Period | None:
    """The last dates that an entry had, which subscribers still hold; None if it never had any."""
    subject = next(each.subject for each in office.calendar().entries() if each.uid == entry.uid)
    for day in sorted({each.known_on for each in office.history(subject)}, reverse=True):
        calendar: Calendar = office.calendar(known_on=day, audience=audience)
        for each in calendar.entries():
            if each.uid == entry.uid and isinstance(each.when, (Timed, Period)):
                return each.when
    return None
