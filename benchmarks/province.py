"""A made-up province's history of any size, over many years, as fast as it can be restored::

    python -m benchmarks.province FILE [--events 1000000] [--years 20] [--seed 2018]

Several principals have entries on most days; an entry has five to six events, and what is confirmed is in the diaries
too, as if commands had been decided. It is the same in every run by its seed, made as it is read, and comes in through
the door of restoring. No more is held in memory than the entries of the next weeks.
"""

from __future__ import annotations

import argparse
import heapq
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Final

from mayor_schedule import FoundOffice, Office, Recorded, Text
from mayor_schedule.domain.catalog import EVENTS
from mayor_schedule.domain.office import OFFICE, Principal
from mayor_schedule.store.archive import Archived
from mayor_schedule.store.mapper import encode

from .history import CITIES, HOME, NOW, SEOUL, City
from .lives import AHEAD, DAY, HOURS, Act, Data, Slot, entry, journey, stored

AN_ENTRY: Final = 9.5
"""Events that an entry leads to, those in the diaries among them."""

JOURNEYS: Final = 32
"""Events that the trips of one principal lead to in a year."""

DOMAIN: Final = "province.example.go.kr"
FOUNDATION: Final = 120
"""Days between the founding of the office and its first entries."""


@dataclass
class Made:
    """What was made by now.

    Attributes:
        events: all events.
        kept: those in the diaries, among them.
        entries: the subjects that were opened: engagements, occasions, visits and trips.
        commands: what was asked.
        last: the day of the last of them.
    """

    events: int = 0
    kept: int = 0
    entries: int = 0
    commands: int = 0
    last: date = date.min


@dataclass
class Province:
    """A history that is being made.

    Args:
        events: about how many events there are to be; what the last command led to is not left out.
        years: over how many years, until `NOW`.
        seed: of chance.
    """

    events: int
    years: int = 20
    seed: int = 2018
    made: Made = field(default_factory=Made)

    def __post_init__(self) -> None:
        self._random = Random(self.seed)
        self._first = NOW.date() - timedelta(days=round(self.years * 365.25))
        days = max(1, (NOW.date() - self._first).days - AHEAD // 2)
        count = max(4, round(self.events / AN_ENTRY / days / 4))
        a_day = max(0, self.events - count * self.years * JOURNEYS) / AN_ENTRY / days
        self.principals = ["mayor", *(f"vice-mayor-{number}" for number in range(1, count))]
        self._load = a_day / count
        self._due: list[tuple[int, int, str, bool, Act]] = []
        self._number = 0
        self._versions: dict[str, int] = {}
        self._moved: set[tuple[str, date]] = set()

    def archived(self) -> Iterator[Archived]:
        """The events with their positions, ready to be restored."""
        for recorded, seen in self._all():
            yield Archived(recorded, encode(recorded), seen, DOMAIN)

    def _all(self) -> Iterator[tuple[Recorded, str]]:
        yield from self._founding()
        day = self._first
        while self.made.events < self.events:
            self._plan(day + AHEAD * DAY)
            end = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) + 86_400
            while self._due and self._due[0][0] < end and self.made.events < self.events:
                yield from self._commanded(*heapq.heappop(self._due)[2:])
            self.made.last = day
            if day.day == 1:
                self._forget(day - AHEAD * DAY)
            day += DAY

    def _founding(self) -> Iterator[tuple[Recorded, str]]:
        at = self._first - timedelta(days=FOUNDATION)
        principals = tuple(Principal(principal=each) for each in self.principals)
        name = Text(ko="도지사 비서실", en="Governor's Secretariat")
        found = FoundOffice(name=name, zone=SEOUL, domain=DOMAIN, principals=principals)
        data = stored("office.founded", **{each: getattr(found, each) for each in type(found).model_fields})
        instant = int(datetime(at.year, at.month, at.day, 1, tzinfo=UTC).timestamp())
        yield from self._commanded(OFFICE, False, Act(instant, "office.founded", data, "internal"))

    def _plan(self, day: date) -> None:
        """Make the lives of everything that takes place on a day."""
        for index, principal in enumerate(self.principals):
            city = self._abroad(index, day)
            trip = None
            if city is not None:
                monday = day - day.weekday() * DAY
                trip = f"trip:{monday}-{principal}"
                if day == monday:
                    self._wait(trip, journey(trip, principal, monday, city, self._random))
                if day.weekday() in (0, 4):
                    continue
            load = self._load * (1.25 if day.weekday() < 5 else 0.5)
            count = min(len(HOURS), int(load) + (self._random.random() < load % 1))
            for hour in sorted(self._random.sample(HOURS, count)):
                self._slot(Slot(principal, day, hour, city or HOME, trip), index)

    def _slot(self, slot: Slot, index: int) -> None:
        kind = "engagement" if slot.trip else self._random.choices(("engagement", "occasion", "visit"), (85, 8, 7))[0]
        later, again = slot.day + 7 * DAY, None
        is_free = (slot.principal, later) not in self._moved and self._abroad(index, later) is None
        if slot.trip is None and is_free and self._random.random() < 0.15:
            self._moved.add((slot.principal, later))
            again = Slot(slot.principal, later, 7)
        subject = f"{kind}:{slot.day}-{slot.principal}-{slot.hour:02}"
        self._wait(subject, entry(kind, subject, slot, again, self._random))

    def _abroad(self, index: int, day: date) -> City | None:
        """Where a principal is on a day, if abroad: a working week, four times a year."""
        monday = day - day.weekday() * DAY
        if day.weekday() > 4 or (monday.month + index) % 3 or (monday.day - 1) // 7 != 1 + index % 2:
            return None
        return CITIES[(monday.toordinal() // 7 + index * 3) % len(CITIES)]

    def _wait(self, subject: str, life: Iterator[Act]) -> None:
        acts = list(life)
        for number, act in enumerate(acts, 1):
            self._number += 1
            heapq.heappush(self._due, (act.at, self._number, subject, number == len(acts), act))

    def _commanded(self, subject: str, is_last: bool, act: Act) -> Iterator[tuple[Recorded, str]]:
        """The events that a command led to."""
        self.made.commands += 1
        self.made.entries += subject not in self._versions and subject != OFFICE
        command = sha256(f"{subject} {act.topic} {act.at}".encode()).hexdigest()
        put = partial(self._put, act.at, command)
        yield put(subject, act.topic, act.data), act.visibility
        booking = f"booking:{subject}"
        for each in act.gives:
            for page in _pages(each):
                yield put(page, "diary.released", {"hold": subject}), act.visibility
        if act.gives:
            yield put(booking, "booking.released", {"holds": [e["principal"] for e in act.gives]}), act.visibility
        for each in act.takes:
            for page in _pages(each):
                yield put(page, "diary.booked", {"hold": each}), act.visibility
        if act.takes:
            yield put(booking, "booking.made", {"holds": list(act.takes)}), act.visibility
        if is_last:
            self._versions.pop(subject)
            self._versions.pop(booking, None)

    def _put(self, at: int, command: str, subject: str, topic: str, data: Data) -> Recorded:
        instant = datetime.fromtimestamp(at, UTC)
        version = self._versions[subject] = self._versions.get(subject, 0) + 1
        position = self.made.events
        self.made.events += 1
        self.made.kept += subject.startswith(("diary:", "booking:"))
        return Recorded(
            subject=subject, version=version, topic=topic, schema_version=EVENTS[topic].schema_version,
            recorded_at=instant, known_on=instant.date(), by="protocol", citations=(), note=None,
            command_id=command[:32], command_digest=command, salt=self._random.randbytes(16), data=data,
            position=position,
        )  # fmt: skip

    def _forget(self, before: date) -> None:
        """Forget the versions of the pages of long ago: nothing is written on them any more."""
        for page in [each for each in self._versions if each.startswith("diary:")]:
            if page.rpartition("/")[2] < f"{before}":
                del self._versions[page]
        self._moved = {each for each in self._moved if each[1] >= before}


def _pages(held: Data) -> Iterator[str]:
    """The streams of the pages on which a hold is written."""
    for page in held["pages"]:
        is_trip = held["taken"]["first"] is not None
        yield f"diary:{held['principal']}/" + (f"trips/{page[:7]}" if is_trip else page)


def province(file: Path | str, events: int, *, years: int = 20, seed: int = 2018) -> Made:
    """Make a store with a province's history.

    Args:
        file: the SQLite file to make, or the URL of an empty store.
        events: how many events, but for the rest of the last command and the one that says that it was restored.
        years: over how many years.
        seed: of chance.
    """
    made = Province(events, years, seed)
    with Office.open(file, clock=lambda: NOW, entropy=Random(seed).randbytes) as office:
        office.restore(made.archived(), by="protocol", digest=lambda: sha256(b"").hexdigest())
    return made.made


def told(made: Made) -> str:
    """What was made, in words."""
    own = made.events - made.kept
    each = max(made.entries, 1)
    return (
        f"{made.events:,} events, {made.commands:,} commands and {made.entries:,} entries until {made.last}: "
        f"{own / each:.1f} events an entry, {made.events / each:.1f} with those in the diaries"
    )


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.province", description=__doc__.partition("\n")[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--years", type=int, default=20)
    parser.add_argument("--seed", type=int, default=2018)
    asked = parser.parse_args(arguments)
    start = perf_counter()
    made = province(asked.file, asked.events, years=asked.years, seed=asked.seed)
    print(f"{told(made)}; in {perf_counter() - start:.0f} seconds")


if __name__ == "__main__":
    main()
