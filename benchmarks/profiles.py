"""Where the time goes, in shares: of what is measured beside a target::

    python -m benchmarks.profiles [--scale 1] [--json]

A deterministic profile counts the time of the processor that each function takes itself, so no waiting for the disk. It
makes calls in Python dearer than they are beside work in C: shares tell where to look, not how long something takes.
"""

from __future__ import annotations

import argparse
import gc
import json
import tempfile
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from cProfile import Profile
from pathlib import Path
from pstats import Stats
from random import Random
from time import process_time
from typing import Any, Final, cast

from mayor_schedule import ConfirmEngagement, Office

from .calendars import MONTHS, month
from .history import NOW
from .province import province
from .recording import FOUND, Bench, plan

AREAS: Final[Mapping[str, tuple[str, ...]]] = {
    "SQLite": ("sqlite3.",),
    "pydantic": ("pydantic_core", "/pydantic/"),
    "JSON, digests": ("/json/", "_json", "_hashlib", "sha256"),
    "eventsourcing": ("/eventsourcing/",),
    "domain": ("/mayor_schedule/domain/",),
    "recording": ("/mayor_schedule/recording/", "/mayor_schedule/office.py"),
    "store": ("/mayor_schedule/store/",),
    "views": ("/mayor_schedule/views/", "/mayor_schedule/keeping/", "/mayor_schedule/reading/"),
}
"""Where a function belongs: to the first of these whose marks its file or name has; else to the rest of Python."""

REST: Final = "the rest"
BATCH: Final = 1_000

Shares = dict[str, float]
"""The share of each area in the whole, from 0 to 1."""


def area(function: tuple[str, int, str]) -> str:
    """Where a function of a profile belongs."""
    file, _, name = function
    said = f"{file} {name}".replace("\\", "/")
    return next((each for each, marks in AREAS.items() if any(mark in said for mark in marks)), REST)


def shares(profile: Profile) -> Shares:
    """What each area takes itself."""
    found = dict.fromkeys([*AREAS, REST], 0.0)
    times = cast("Any", Stats(profile)).stats
    for function, (_, _, own, *_) in times.items():
        found[area(function)] += own
    whole = sum(found.values())
    return {each: seconds / whole for each, seconds in found.items()}


@contextmanager
def _profiled(found: dict[str, Shares], name: str) -> Iterator[None]:
    gc.collect()
    profile = Profile(process_time)
    profile.enable()
    try:
        yield
    finally:
        profile.disable()
        found[name] = shares(profile)


def measure(scale: float) -> dict[str, Shares]:
    """Profile each way once.

    Args:
        scale: by what the counts are multiplied: 50,000 events read, 10,000 written, 300 engagements confirmed.

    Returns:
        The shares by the names of the ways.
    """
    read, written, singles = (max(100, int(each * scale)) for each in (50_000, 10_000, 300))
    found: dict[str, Shares] = {}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "read.db"
        province(file, read)
        with Office.open(file, clock=lambda: NOW) as office:
            with _profiled(found, "folded"):
                deque(office.replay(), maxlen=0)
            with _profiled(found, "a month's calendar"):
                for _ in range(max(1, int(20 * scale))):
                    deque((month(office, first) for first in MONTHS), maxlen=0)
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), written, min(written, BATCH))
        ways: dict[str, Callable[[], None]] = {
            "appended": bench.append, "restored": bench.restore, "record_all": bench.record,
        }  # fmt: skip
        for name, way in ways.items():
            with _profiled(found, name):
                way()
    with (
        tempfile.TemporaryDirectory() as folder,
        _office(Path(folder) / "singles.db", singles) as office,
        _profiled(found, "confirmed"),
    ):
        for number in range(singles):
            office.record(ConfirmEngagement(engagement=f"e-{number}"), by="protocol")
    return found


@contextmanager
def _office(file: Path, size: int) -> Iterator[Office]:
    with Office.open(file, clock=lambda: NOW, entropy=Random(1).randbytes) as office:
        office.record(FOUND, by="protocol")
        office.record_all([plan(each) for each in range(size)], by="protocol")
        yield office


def table(found: Mapping[str, Shares]) -> str:
    """The table, as Markdown: percent of each way."""
    areas = [*AREAS, REST]
    said = ["| % | " + " | ".join(areas) + " |", "|---" + "|--:" * len(areas) + "|"]
    for way, each in found.items():
        said.append(f"| {way} | " + " | ".join(f"{each[name] * 100:.0f}" for name in areas) + " |")
    return "\n".join(said)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.profiles", description=__doc__.partition("\n")[0])
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--json", action="store_true", help="print JSON, not Markdown")
    asked = parser.parse_args(arguments)
    found = measure(asked.scale)
    print(json.dumps(found) if asked.json else table(found))


if __name__ == "__main__":
    main()
