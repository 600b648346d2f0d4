"""Loading a calendar: its entries as commands, those that it changed as changes, those that are gone as cancelled.

A calendar proposes: what it has becomes planned occasions, or planned engagements of a trip, whatever it says of their
status. The office confirms them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Final

from mayor_schedule.contentlines import Component, Property
from mayor_schedule.domain.values.period import Period
from mayor_schedule.domain.values.when import bounds
from mayor_schedule.errors import Problem
from mayor_schedule.messages import Message, say, term

from .changes import is_over
from .known import Earlier, Known, name_of
from .options import PREFIX, CalendarOptions, Loaded, document_of
from .stream import MAX_PROBLEMS, LeftOut, Malformed, Stream, read_stream
from .taking import Taking
from .values import Read, when_of
from .wanted import Contents, contents_of
from .zones import Zones, is_zone

OWN: Final = "-//mayor_schedule//"
"""How the PRODID of this program's own calendars begins."""

_WINDOW: Final = ("X-CLIPSTART", "X-CLIPEND")
"""What Outlook says of the days that were chosen for a file (MS-OXCICAL 2.1.3.1.1.6); X-CALSTART and X-CALEND are the
first and the last time in it, and move with its entries."""


@dataclass
class CalendarLoader:
    """Loads the calendars of one import; later ones see what earlier ones did.

    Attributes:
        earlier: what the office has from calendars.
        zone: the office's zone.
        today: the day on which they are loaded.
        options: how.
        loaded: what became of them so far.
    """

    earlier: Earlier
    zone: str
    today: date
    options: CalendarOptions
    loaded: Loaded = field(default_factory=Loaded)

    def load(self, file: str, data: bytes) -> None:
        """Load one file.

        Args:
            file: its name.
            data: its bytes.
        """
        stream = read_stream(file, data)
        if stream.problems:
            self.loaded.problems += stream.problems
            return
        said = stream.value("X-WR-TIMEZONE", "TIMEZONE-ID")
        zone = said if said is not None and is_zone(said) else self.zone
        zones = Zones(zone, zone, _defined(stream), is_said=zone == said)
        found = contents_of(stream.all("VEVENT"), zones, own=(stream.value("PRODID") or "").startswith(OWN))
        here = frozenset(name_of(uid) for uid in found.uids)
        document = document_of(self.options.name_of(file))
        renamed = self._renamed(document, here)
        document = renamed or document
        mine = [each for name, each in self.earlier.entries.items() if each.calendar == document and name not in here]
        found.problems += self._emptied(found, mine)
        if found.problems:
            told = sorted(found.problems)[:MAX_PROBLEMS]
            self.loaded.problems += (Problem(file, line, message) for line, message in told)
            return
        self.loaded.notes += (Problem(file, line, message) for line, message in sorted(found.notes))
        self.loaded.notes += _passed_over(file, stream)
        loading = Taking(self.earlier, self.today, self.options, self.loaded, file, document)
        for wanted in found.wanted:
            loading.take(wanted)
        gone = list(self._vanished(mine, stream, zones))
        if renamed is None:
            for known in gone:
                loading.vanish(known, self.options.name_of(file))
        else:
            self.loaded.notes.append(Problem(file, 1, _seeming(renamed, sum(not is_over(each) for each in gone))))

    def _renamed(self, document: str, here: frozenset[str]) -> str | None:
        """The calendar that a file of another name seems to be a newer file of; None where it seems to be a new one.

        It has at least half of what is ahead of that calendar, and at least half of its own entries are that one's. Two
        calendars may share as much: what is gone from such a file is left as it is.
        """
        if self.options.calendar is not None or document in self.earlier.documents:
            return None
        spoken = Counter(each.calendar for name, each in self.earlier.entries.items() if name in here)
        for other, count in sorted(spoken.items(), key=lambda each: (-each[1], each[0])):
            theirs = ((name, each) for name, each in self.earlier.entries.items() if each.calendar == other)
            ahead = [name for name, each in theirs if not is_over(each)]
            if 2 * count >= len(here) and 2 * len(here.intersection(ahead)) >= len(ahead) > 0:
                return other
        return None

    def _emptied(self, found: Contents, mine: Iterable[Known]) -> Iterator[tuple[int, Message]]:
        """Whether a file has nothing at all of a calendar of which there was something: that is a failed export."""
        ahead = sum(not is_over(each) for each in mine)
        if ahead and not found.uids:
            told = say(
                "MS-1000",
                "it has no entry, and {ahead} that were loaded from it are still ahead; a failed export would "
                "cancel them all: export it anew, or cancel them with cancel_occasion",
                ahead=ahead,
            )
            yield 1, told

    def _vanished(self, mine: Iterable[Known], stream: Stream, zones: Zones) -> Iterator[Known]:
        """What was loaded from this calendar and is gone from it, among the days that the file covers."""
        first, last = _window(stream, zones)
        first = max((each for each in (first, self.options.since) if each is not None), default=None)
        for known in mine:
            begins, ends = bounds(getattr(known.state, "dates", Period(first=date.min, last=date.max)))
            if getattr(known.state, "recurrence", None) is not None:
                ends = None
            before = first is not None and ends is not None and ends < first
            after = last is not None and begins is not None and begins > last
            if not before and not after:
                yield known


def _seeming(calendar: str, gone: int) -> Message:
    """What is told of a file that seems to be a newer one of a calendar of another name."""
    name = calendar.removeprefix(PREFIX)
    left = "" if not gone else term(
        "; 1 entry that is not in it is left, and cancelled with --calendar {calendar}", calendar=name
    ) if gone == 1 else term(
        "; {count} entries that are not in it are left, and cancelled with --calendar {calendar}",
        count=gone, calendar=name,
    )  # fmt: skip
    return say(
        "MS-1001", "this seems to be a newer file of the calendar {calendar}: what it has changed is taken over{left}",
        calendar=name, left=left,
    )  # fmt: skip


def _defined(stream: Stream) -> dict[str, Component]:
    defined: dict[str, Component] = {}
    for zone in stream.all("VTIMEZONE"):
        tzid = zone.first("TZID")
        if tzid is not None:
            defined.setdefault(tzid.value, zone)
    return defined


def _window(stream: Stream, zones: Zones) -> tuple[date | None, date | None]:
    """The first and the last day that a file covers, where it says so; its end is the midnight after the last."""
    first, end = (_day(_first(stream, name), zones) for name in _WINDOW)
    if end is None:
        return None if first is None else first.day, None
    at_midnight = end.moment is None or end.moment.local.time() == time()
    return None if first is None else first.day, end.day - timedelta(days=1) if at_midnight else end.day


def _first(stream: Stream, name: str) -> Property | None:
    return next((found for calendar in stream.calendars if (found := calendar.first(name)) is not None), None)


def _day(given: Property | None, zones: Zones) -> Read | None:
    try:
        return None if given is None else when_of(given, zones)
    except (Malformed, LeftOut):
        return None


def _passed_over(file: str, stream: Stream) -> Iterator[Problem]:
    """What a calendar has beside entries: tasks and journals are told of, once each."""
    for name, what in (
        ("VTODO", term("tasks")), ("VJOURNAL", term("journal entries")), ("VFREEBUSY", term("free-busy times"))
    ):  # fmt: skip
        found = list(stream.all(name))
        if found:
            told = say(
                "MS-1002", "{count} {what} ({name}): not entered, since they are no dates",
                count=len(found), what=what, name=name,
            )  # fmt: skip
            yield Problem(file, found[0].number, told)
