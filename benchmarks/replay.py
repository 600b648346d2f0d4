"""The speed of reading, decoding and folding a log from an SQLite file, beside a floor and the stock path::

    python -m benchmarks.replay [--events 100000] [--rounds 5] [--json]

The floor selects the rows and validates their stored bytes with pydantic's own `validate_json`, by a model of the
envelope with the event in it. It is given the context of stored events, in which no rule runs, as our decoding is; the
row without it runs the rules of commands. Times are CPU times of this process.
"""

from __future__ import annotations

import argparse
import sqlite3
import tempfile
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, datetime
from functools import cache, partial
from pathlib import Path
from time import process_time
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, create_model

from mayor_schedule import Office
from mayor_schedule.domain.catalog import EVENTS
from mayor_schedule.domain.values.base import STORED

from . import stock
from .province import province
from .tables import Compared, Row, compare, show

FLOOR, RAW, RULES = "floor: select and validate_json", "select alone", "floor with the rules of commands"
ENVELOPES, DECODED, FOLDED = "ours, envelopes", "ours, decoded", "ours, folded"
STOCK, STOCK_FOLDED = "stock path, decoded", "stock path, folded"
_SELECT: Final = (
    "SELECT e.originator_id, e.originator_version, e.topic, e.state FROM log_positions l "
    "JOIN stored_events e ON e.rowid = l.notification_id ORDER BY l.position"
)


class _Envelope(BaseModel):
    """The stored bytes of an event, as pydantic would read them."""

    model_config = ConfigDict(extra="forbid")
    schema_version: Annotated[int, Field(alias="schema")]
    recorded_at: datetime
    known_on: date
    by: str
    citations: tuple[tuple[str, str | None, str | None], ...]
    note: str | None
    command: str
    digest: str
    salt: str


@cache
def model_of(topic: str) -> Any:
    """The validator of the stored bytes of an event."""
    return create_model(f"Stored_{topic}", __base__=_Envelope, data=(EVENTS[topic], ...)).__pydantic_validator__


def selected(file: Path) -> Iterator[tuple[str, int, str, bytes]]:
    """The rows of the log, as they are."""
    with closing(sqlite3.connect(file)) as connection:
        yield from connection.execute(_SELECT)


def validated(file: Path, context: Any = STORED) -> Iterator[Any]:
    """The floor: each row by `validate_json`."""
    validators = {topic: model_of(topic) for topic in EVENTS}
    for _, _, topic, state in selected(file):
        yield validators[topic].validate_json(state, context=context)


def _drained(way: Callable[[], Iterator[object]]) -> None:
    deque(way(), maxlen=0)


class Bench:
    """A log in a file, and the same one by the stock path in another."""

    def __init__(self, folder: Path, events: int) -> None:
        self.file = folder / "replay.db"
        self.made = province(self.file, events)
        self.office = Office.open(self.file, read_only=True)
        self.stock = stock.opened(folder / "stock.db")
        stock.fill(self.stock, self.office.history())

    def __enter__(self) -> Bench:
        return self

    def __exit__(self, *exc: object) -> None:
        self.office.close()
        self.stock.close()

    def cases(self) -> list[Compared]:
        """The rows of the table, in order."""
        ways: dict[str, Callable[[], Iterator[object]]] = {
            RAW: lambda: selected(self.file),
            FLOOR: lambda: validated(self.file),
            RULES: lambda: validated(self.file, None),
            ENVELOPES: self.office.history,
            DECODED: lambda: (each.event for each in self.office.history()),
            FOLDED: self.office.replay,
            STOCK: lambda: stock.decoded(self.stock),
            STOCK_FOLDED: lambda: iter(stock.folded(self.stock)),
        }
        return [Compared(name, partial(_drained, way), clock=process_time) for name, way in ways.items()]

    def check(self) -> None:
        """Make sure that all read the same events and find the same facts.

        Raises:
            AssertionError: they do not.
        """
        for record, floor, (subject, *_) in zip(
            self.office.history(), validated(self.file), selected(self.file), strict=True
        ):
            if (record.subject, record.event) != (subject, floor.data):
                raise AssertionError(f"the floor reads {record.reference} otherwise")
        ours = {record.subject: state for state, record in self.office.replay()}
        theirs = stock.folded(self.stock)
        if len(ours) != len(theirs):
            raise AssertionError("the stock path knows other subjects")
        for subject, state in ours.items():
            for name in {"title", "place", "when"} & state.facts.keys():
                fact = theirs[stock.id_of(subject)].facts.get(name)
                if name not in _changing(subject) and fact != state.facts[name]:
                    raise AssertionError(f"the stock path knows another {name} of {subject}")


def _changing(subject: str) -> tuple[str, ...]:
    """The facts that an entry of this kind may get by an event that names them otherwise."""
    return () if subject.startswith(("engagement:", "occasion:", "visit:")) else ("title", "place", "when")


def measure(events: int, rounds: int) -> list[Row]:
    """Check that all read the same, and time each."""
    with tempfile.TemporaryDirectory() as folder, Bench(Path(folder), events) as bench:
        bench.check()
        return compare(bench.cases(), rounds, bases=(FLOOR, STOCK_FOLDED))


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.replay", description=__doc__.partition("\n")[0])
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true", help="print JSON, not Markdown")
    asked = parser.parse_args(arguments)
    show(measure(asked.events, asked.rounds), as_json=asked.json, per=asked.events, unit="µs")


if __name__ == "__main__":
    main()
