"""How much memory it takes to replay a long log, by how much of it was read::

    python -m benchmarks.memory [--events 1000000] [--file FILE] [--json]

Each way is a process of its own. Decoding holds one batch of rows; folding stream by stream, as restoring checks a log,
holds one state; `Office.replay` steps through all subjects at once, and so holds the states that it has met.
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Final

from mayor_schedule import Office
from mayor_schedule.domain.catalog import STREAMS
from mayor_schedule.domain.values.identity import kind_of
from mayor_schedule.store.mapper import decode

from .province import province

STEPS: Final = 10
"""How often memory is looked at."""

_STREAMS: Final = (
    "SELECT originator_id, originator_version, topic, state FROM stored_events "
    "ORDER BY originator_id, originator_version"
)


def resident() -> float:
    """The memory that this process holds now, in MB."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def decoded(file: Path) -> Iterator[object]:
    """Every event, decoded, one after another."""
    with Office.open(file, read_only=True) as office:
        for record in office.history():
            yield record.event


def by_stream(file: Path) -> Iterator[object]:
    """Every state, stream by stream: none is kept."""
    with closing(sqlite3.connect(file)) as connection:
        for subject, rows in groupby(connection.execute(_STREAMS), key=itemgetter(0)):
            evolve, state = STREAMS[kind_of(subject)].evolve, None
            for _, version, topic, stored in rows:
                state = evolve(state, decode(subject, version, topic, stored).event)
                yield state


def replayed(file: Path) -> Iterator[object]:
    """Every step of the whole history."""
    with Office.open(file, read_only=True) as office:
        for state, _ in office.replay():
            yield state


WAYS: Final[dict[str, Callable[[Path], Iterator[object]]]] = {
    "decoded": decoded, "folded by stream": by_stream, "replayed, step by step": replayed,
}  # fmt: skip


def looked_at(way: str, file: Path) -> list[float]:
    """The memory held at the beginning and after each tenth of the log, in MB."""
    with Office.open(file, read_only=True) as office:
        size = len(office.store)
    marks = {size * step // STEPS for step in range(1, STEPS + 1)}
    steps = WAYS[way](file)
    next(steps)
    found = [resident()]
    for number, _ in enumerate(steps, 2):
        if number in marks:
            found.append(resident())
    return found


def measure(file: Path) -> dict[str, list[float]]:
    """The memory of each way, each in a process of its own."""
    found = {}
    for way in WAYS:
        command = [sys.executable, "-m", "benchmarks.memory", "--file", str(file), "--way", way]
        done = subprocess.run(command, capture_output=True, check=True, encoding="utf-8")
        found[way] = json.loads(done.stdout)
    return found


def table(found: dict[str, list[float]]) -> str:
    """The table, as Markdown: MB held at the first event, and after each tenth of the log."""
    tenths = " | ".join(f"{step * 100 // STEPS} %" for step in range(1, STEPS + 1))
    said = [f"| MB held after | the first | {tenths} |", "|---" + "|--:" * (STEPS + 1) + "|"]
    said += [f"| {way} | " + " | ".join(f"{each:.0f}" for each in values) + " |" for way, values in found.items()]
    return "\n".join(said)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.memory", description=__doc__.partition("\n")[0])
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--file", type=Path, help="a store that is there already")
    parser.add_argument("--way", choices=list(WAYS), help="look at this way alone, in this process")
    parser.add_argument("--json", action="store_true", help="print JSON, not Markdown")
    asked = parser.parse_args(arguments)
    if asked.way:
        print(json.dumps(looked_at(asked.way, asked.file)))
        return
    with tempfile.TemporaryDirectory() as folder:
        file = asked.file
        if file is None:
            file = Path(folder) / "memory.db"
            province(file, asked.events)
        found = measure(file)
    print(json.dumps(found) if asked.json else table(found))


if __name__ == "__main__":
    main()
