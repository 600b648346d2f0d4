"""What the processes of `benchmarks.load` share: what they are told, the office, its days, what was acknowledged."""

from __future__ import annotations

import calendar
import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final, NamedTuple

from mayor_schedule import FoundOffice, Moment, Principal, Text, Timed

Ack = dict[str, Any]
ZONE: Final = "Asia/Seoul"
DAY: Final = timedelta(days=1)
SHARED: Final = ("mayor", "vice-mayor", "chief-of-staff")
"""The principals for whose time all writers compete."""

MONTHS: Final = [date(year, month, 1) for year in (2027, 2028) for month in range(1, 13)]
RACES: Final = date(2029, 2, 1)
"""The day of the first races for one time."""

SIDES: Final = ("left", "right")
"""The beginnings of the keys of the two figures of each writer."""

KNOWN: Final = 20
"""Days before today, from which on the writers know things, one day after another."""


class Spec(NamedTuple):
    """What one process is told.

    Attributes:
        store: the store.
        folder: where acknowledgements and results go.
        number: which writer or reader it is.
        writers: how many writers there are.
        seed: of the run.
        seconds: how long it goes on.
    """

    store: str
    folder: str
    number: int
    writers: int
    seed: int
    seconds: float


def founding(writers: int) -> FoundOffice:
    """An office with the diaries for which all compete, and one for each writer's trips."""
    names = (*SHARED, *(f"deputy-{number}" for number in range(writers)))
    principals = tuple(Principal(principal=each) for each in names)
    return FoundOffice(
        name=Text(ko="시장 비서실", en="Mayor's Secretariat"), zone=ZONE, domain="example.go.kr", principals=principals
    )


def known_days(today: date) -> list[date]:
    """The days of knowledge on which things are recorded."""
    return [today - (KNOWN - number) * DAY for number in range(KNOWN + 1)]


def hours(day: date, hour: int, minutes: int = 0, length: int = 60) -> Timed:
    """Some time from an hour on."""
    start = datetime(day.year, day.month, day.day, hour, minutes)  # noqa: DTZ001 - a wall time
    return Timed(start=Moment.of(start, ZONE), end=Moment.of(start + timedelta(minutes=length), ZONE))


def title(group: str, part: str) -> Text:
    """The title of a part of a group: an audience that is shown no ids can tell by it what belongs together."""
    return Text(en=f"group {group} {part}")


def parts_of(first: date) -> list[tuple[str, Timed]]:
    """The parts of a group whose trip begins on that day, and when they are."""
    return [("a", hours(first + DAY, 10)), ("b", hours(first + 2 * DAY, 15))]


def month_from(first: date) -> tuple[date, date]:
    """The first and the last day of a month."""
    return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])


class Acks:
    """The acknowledgements of all writers, as they are written."""

    def __init__(self, folder: Path, writers: int) -> None:
        files = [folder / f"writer-{number}.acks" for number in range(writers)]
        self._files = [file.open(encoding="utf-8") for file in files]
        self._begun = [""] * writers

    def fresh(self) -> Iterator[Ack]:
        """Those of what was recorded since this was asked last; a line that is not whole yet comes later."""
        for number, file in enumerate(self._files):
            whole, newline, self._begun[number] = (self._begun[number] + file.read()).rpartition("\n")
            for line in whole.splitlines() if newline else []:
                ack = json.loads(line)
                if ack["outcome"] == "recorded":
                    yield ack

    def close(self) -> None:
        """Close the files."""
        for file in self._files:
            file.close()
