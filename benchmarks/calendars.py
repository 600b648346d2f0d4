"""A month's calendar as known on a day, beside a replay of the whole log::

    python -m benchmarks.calendars [--events 1000000] [--file FILE] [--rounds 5] [--json]

What is kept beside the log is brought up to date before; the days of knowledge lie all over the years.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import deque
from datetime import date, timedelta
from pathlib import Path

from mayor_schedule import Office

from .history import NOW
from .province import province
from .tables import Compared, Row, compare, show

REPLAY, MONTH = "a full replay", "a month's calendar, as known on some day"
MONTHS = [date(2008 + number * 2, 1 + number, 1) for number in range(9)]


def month(office: Office, first: date) -> list[object]:
    """The entries of a month, as known ten days before it began."""
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return list(office.calendar(known_on=first - timedelta(days=10)).between(first, last))


def measure(office: Office, rounds: int) -> list[Row]:
    """Time both."""
    cases = [
        Compared(REPLAY, lambda: deque(office.replay(), maxlen=0)),
        Compared(MONTH, lambda: [month(office, first) for first in MONTHS], often=len(MONTHS)),
    ]
    return compare(cases, rounds, bases=(REPLAY,))


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.calendars", description=__doc__.partition("\n")[0])
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--file", type=Path, help="a store that is there already")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true", help="print JSON, not Markdown")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        file = asked.file
        if file is None:
            file = Path(folder) / "calendars.db"
            province(file, asked.events)
        with Office.open(file, clock=lambda: NOW) as office:
            show(measure(office, asked.rounds), as_json=asked.json)


if __name__ == "__main__":
    main()
