"""The speed of writing, beside what SQLite takes for the same rows::

    python -m benchmarks.recording [--events 100000] [--batch 1000] [--singles 300] [--rounds 3] [--json]

Events that are decided already are appended, and restored with every check of a history; commands are recorded by
`record_all`. Beside each, `executemany` writes the same rows into the same tables, in transactions of the same size.
One engagement is confirmed, with the guard against double booking, beside a bare commit of one row in the same file.
Every transaction waits until the disk has it (`synchronous=FULL`). What is written by the thousand is timed as CPU time
of this process, what is written one by one by the clock on the wall: there the disk is what one waits for.
"""

from __future__ import annotations

import argparse
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import date, datetime, timedelta
from hashlib import sha256
from itertools import count, islice
from pathlib import Path
from random import Random
from time import process_time
from typing import Any, Final, NamedTuple

from mayor_schedule import (
    ChangeEngagement,
    Command,
    ConfirmEngagement,
    EngagementDetails,
    Entry,
    FoundOffice,
    HoldEngagement,
    Moment,
    Office,
    PlanEngagement,
    Recorded,
    Text,
    Timed,
)
from mayor_schedule.store.archive import Archived

from .history import AT_HOME, HOME, NOW, SEOUL
from .lives import OUTCOMES, PURPOSES
from .province import Province
from .tables import Compared, Row, compare, show

FOUND: Final = FoundOffice(name=Text(ko="시장 비서실", en="Mayor's Secretariat"), zone=SEOUL, domain="example.go.kr")
START: Final = date(2006, 1, 2)
HOURS: Final = range(9, 21, 3)
"""Four a day."""

FLOOR_EVENTS, FLOOR_COMMANDS = "executemany of the rows of those events", "executemany of the rows of those commands"
APPENDED, RESTORED = "events appended", "events restored, with every check"
COMMANDS = "record_all of commands"
BARE, CONFIRMED, PLANNED = "a bare commit of one row", "an engagement confirmed", "an engagement planned"
_TABLES: Final = ("stored_events", "log_positions", "commands")

Table = tuple[str, list[tuple[Any, ...]]]


class Decided(NamedTuple):
    """Events that are decided already, in the order of the log."""

    archived: list[Archived]

    def batches(self, size: int) -> Iterator[tuple[list[Recorded], dict[str, str]]]:
        """Batches of them, each with the digests of its new commands."""
        rest = iter(self.archived)
        told: set[str] = set()
        while some := [each.recorded for each in islice(rest, size)]:
            commands = {each.command_id: each.command_digest for each in some if each.command_id not in told}
            told |= commands.keys()
            yield some, commands


def slot(number: int) -> Timed:
    """The hour of an engagement: no two of them meet."""
    day = START + timedelta(days=number // len(HOURS))
    start = datetime(day.year, day.month, day.day, HOURS[number % len(HOURS)])  # noqa: DTZ001 - a wall time
    end = start + timedelta(hours=1)
    return Timed(start=Moment(local=start, zone=SEOUL), end=Moment(local=end, zone=SEOUL))


def plan(number: int) -> PlanEngagement:
    """The plan of an engagement of the mayor's."""
    ko, en = AT_HOME[number % len(AT_HOME)]
    return PlanEngagement(
        engagement=f"e-{number}", title=Text(ko=ko, en=en), when=slot(number), place=HOME.place("시청", "City Hall")
    )


def life(number: int) -> Iterator[Command]:
    """What is recorded of an engagement: four commands."""
    yield plan(number)
    fields = EngagementDetails(purpose=PURPOSES[number % len(PURPOSES)])
    yield ChangeEngagement(engagement=f"e-{number}", fields=fields)
    yield ConfirmEngagement(engagement=f"e-{number}")
    yield HoldEngagement(engagement=f"e-{number}", outcome=OUTCOMES[number % len(OUTCOMES)])


def entries(size: int) -> list[Entry]:
    """So many commands, with the day on which each was known."""
    made = []
    for number in count():
        day = START - timedelta(days=30 - number // len(HOURS))
        made += [Entry(command=each, by="protocol", known_on=day) for each in life(number)]
        if len(made) >= size:
            return made[:size]
    raise AssertionError


class Floor:
    """What SQLite does with the rows that a store was filled with, in transactions of the same size."""

    def __init__(self, file: Path, batch: int) -> None:
        with closing(sqlite3.connect(file)) as connection:
            self.schema = [
                row[0] for row in connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
            ]  # fmt: skip
            self.tables: list[Table] = [
                (name, connection.execute(f"SELECT * FROM {name}").fetchall()) for name in _TABLES
            ]
        self.transactions = -(-len(self.tables[0][1]) // batch)

    def write(self, file: Path) -> None:
        """Write the rows."""
        with closing(sqlite3.connect(file, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            for statement in self.schema:
                connection.execute(statement)
            for number in range(self.transactions):
                connection.execute("BEGIN IMMEDIATE")
                for name, rows in self.tables:
                    share = -(-len(rows) // self.transactions)
                    some = rows[number * share : (number + 1) * share]
                    if some:
                        marks = ", ".join("?" * len(some[0]))
                        connection.executemany(f"INSERT INTO {name} VALUES ({marks})", some)
                connection.execute("COMMIT")


class Bench:
    """Stores to be filled, each way into a new file."""

    def __init__(self, folder: Path, events: int, batch: int) -> None:
        self.folder, self.batch = folder, batch
        self._files = count()
        self.decided = Decided(list(Province(events).archived()))
        self.entries = entries(events)
        self.of_events, self.of_commands = (
            Floor(self.filled(way), batch) for way in (self.append, self.record)
        )  # fmt: skip

    def new(self) -> Path:
        """A file that is not there yet; those of before are removed."""
        for file in self.folder.iterdir():
            file.unlink()
        return self.folder / f"{next(self._files)}.db"

    def opened(self) -> Office:
        """An office with nothing recorded."""
        return Office.open(self.new(), clock=lambda: NOW, entropy=Random(1).randbytes)

    def filled(self, way: Any) -> Path:
        """The file that a way of writing filled."""
        way()
        return max(self.folder.glob("*.db"), key=lambda each: int(each.stem))

    def append(self) -> None:
        """Append the events as they are."""
        with self.opened() as office:
            for some, commands in self.decided.batches(self.batch):
                office.store.append(some, commands)

    def restore(self) -> None:
        """Restore the events, as an audit export is: all in one transaction, each checked and folded."""
        with self.opened() as office:
            office.restore(self.decided.archived, by="protocol", digest=lambda: sha256(b"").hexdigest())

    def record(self) -> None:
        """Record the commands."""
        with self.opened() as office:
            office.record(FOUND, by="protocol", known_on=START - timedelta(days=400))
            for first in range(0, len(self.entries), self.batch):
                office.record_all(self.entries[first : first + self.batch])

    def cases(self) -> list[Compared]:
        """The rows of the table, in order."""
        ways: dict[str, Callable[[], None]] = {
            FLOOR_EVENTS: lambda: self.of_events.write(self.new()),
            APPENDED: self.append,
            RESTORED: self.restore,
            FLOOR_COMMANDS: lambda: self.of_commands.write(self.new()),
            COMMANDS: self.record,
        }
        return [Compared(name, way, clock=process_time) for name, way in ways.items()]


def singles(folder: Path, size: int, planned: int = 500) -> list[Row]:
    """One thing at a time in one file: each a transaction, in turns."""
    file = folder / "singles.db"
    with Office.open(file, clock=lambda: NOW, entropy=Random(1).randbytes) as office:
        office.record(FOUND, by="protocol")
        office.record_all([plan(each) for each in range(planned + size * 2)], by="protocol")
        ahead, more = count(planned), count(planned + size * 2)
        with closing(sqlite3.connect(file, isolation_level=None)) as bare:
            bare.execute("PRAGMA synchronous = FULL")
            bare.execute("CREATE TABLE bare (number INTEGER PRIMARY KEY, state BLOB NOT NULL)")
            state = b"x" * 400

            def confirm() -> None:
                office.record(ConfirmEngagement(engagement=f"e-{next(ahead)}"), by="protocol")

            cases = [
                Compared(BARE, lambda: bare.execute("INSERT INTO bare (state) VALUES (?)", (state,))),
                Compared(CONFIRMED, confirm),
                Compared(PLANNED, lambda: office.record(plan(next(more)), by="protocol")),
            ]
            return compare(cases, size, bases=(BARE,), collect=False)


def measure(events: int, batch: int, rounds: int) -> list[Row]:
    """Time each way of writing many."""
    with tempfile.TemporaryDirectory() as folder:
        return compare(Bench(Path(folder), events, batch).cases(), rounds, bases=(FLOOR_EVENTS, FLOOR_COMMANDS))


def measure_singles(size: int) -> list[Row]:
    """Time each way of writing one."""
    with tempfile.TemporaryDirectory() as folder:
        return singles(Path(folder), size)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.recording", description=__doc__.partition("\n")[0])
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--batch", type=int, default=1_000)
    parser.add_argument("--singles", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true", help="print JSON, not Markdown")
    asked = parser.parse_args(arguments)
    show(measure(asked.events, asked.batch, asked.rounds), as_json=asked.json, per=asked.events, unit="µs")
    print()
    show(measure_singles(asked.singles), as_json=asked.json, unit="µs")


if __name__ == "__main__":
    main()
