"""How recording, replaying, calendars and exports grow with the history: from a thousand events to a million::

    python -m benchmarks.growth [--sizes 1000 10000 100000 1000000] [--rounds 3] [--json]

Each size is a province's history of its own over twenty years, so that a month has more entries in a longer one. The
exponent is that of a power of the number of events, fitted by least squares: 0 does not grow, 1 grows with it.
"""

from __future__ import annotations

import argparse
import gc
import json
import sys
import tempfile
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter
from typing import Final

from mayor_schedule import Office
from mayor_schedule.exports.ics.publisher import Publisher

from .calendars import MONTHS, month
from .history import NOW
from .province import Made, province
from .recording import plan
from .tables import exponent

SIZES: Final = [1_000, 10_000, 100_000, 1_000_000]
FEW: Final = 20
"""How often what takes little is done in a round."""


@dataclass
class Grown:
    """A history of one size, opened.

    Attributes:
        office: the office.
        made: what it holds.
    """

    office: Office
    made: Made
    numbers: Iterator[int] = field(default_factory=lambda: count(30_000))
    turns: Iterator[int] = field(default_factory=count)

    def record(self) -> None:
        """Plan one engagement more."""
        self.office.record(plan(next(self.numbers)), by="protocol")

    def replay(self) -> None:
        """Fold everything."""
        deque(self.office.replay(), maxlen=0)

    def calendar(self) -> None:
        """One month after another, each as known some days before it began."""
        month(self.office, MONTHS[next(self.turns) % len(MONTHS)])

    def catch_up(self) -> None:
        """File everything anew, as a worker does that begins."""
        self.office.kept.rebuild()

    def export(self) -> None:
        """The feed of everything that the public may see, from nothing."""
        Publisher(self.office).feed(language="ko", audience="public")


WAYS: Final[dict[str, tuple[Callable[[Grown], None], int]]] = {
    "record one command": (Grown.record, FEW),
    "replay": (Grown.replay, 1),
    "catch up, from nothing": (Grown.catch_up, 1),
    "a month's calendar": (Grown.calendar, len(MONTHS)),
    "export, ICS": (Grown.export, 1),
}
"""What is done, and how often in a round. Whatever else should be watched is one line more."""

LONG: Final = 10.0
"""Seconds: what takes longer is done once."""


@dataclass(frozen=True)
class Growth:
    """How something grows.

    Attributes:
        name: what.
        seconds: the median of what it takes, by the number of events.
        exponent: of the power of the number of events; None with one size.
    """

    name: str
    seconds: dict[int, float]
    exponent: float | None


def measure(sizes: Sequence[int], rounds: int) -> list[Growth]:
    """Time each thing at each size."""
    found: dict[str, dict[int, float]] = {name: {} for name in WAYS}
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "growth.db"
            made = province(file, size)
            with Office.open(file, clock=lambda: NOW, entropy=Random(3).randbytes) as office:
                for name, seconds in timed(Grown(office, made), rounds):
                    found[name][size] = seconds
    return [
        Growth(name, times, exponent(list(times), list(times.values())) if len(times) > 1 else None)
        for name, times in found.items()
    ]  # fmt: skip


def timed(grown: Grown, rounds: int) -> Iterator[tuple[str, float]]:
    """The seconds that each thing takes."""
    for name, (run, often) in WAYS.items():
        start = perf_counter()
        run(grown)
        first = perf_counter() - start
        times = [first] if first > LONG else []
        for _ in range(0 if times else rounds):
            gc.collect()
            start = perf_counter()
            for _ in range(often):
                run(grown)
            times.append((perf_counter() - start) / often)
        yield name, median(times)


def table(found: Sequence[Growth]) -> str:
    """The table, as Markdown."""
    sizes = list(found[0].seconds)
    said = [
        "| ms | " + " | ".join(f"{each:,} events" for each in sizes) + " | exponent |",
        "|---" + "|--:" * (len(sizes) + 1) + "|",
    ]
    for each in found:
        power = "" if each.exponent is None else f"{each.exponent:.2f}"
        times = " | ".join(f"{seconds * 1e3:,.1f}" for seconds in each.seconds.values())
        said.append(f"| {each.name} | {times} | {power} |")
    return "\n".join(said)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth", description=__doc__.partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="N")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true", help="print JSON, not Markdown")
    asked = parser.parse_args(arguments)
    found = measure(asked.sizes, asked.rounds)
    if asked.json:
        json.dump([vars(each) for each in found], sys.stdout, indent=2)
        print()
    else:
        print(table(found))


if __name__ == "__main__":
    main()
