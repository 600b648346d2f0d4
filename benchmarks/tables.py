"""Timing several ways of doing one thing in turns, and the tables that come of it.

A round times every way once, backwards in every other round, so that what slows the machine down for a while slows
all. Ratios are medians of the ratios within a round, with the least and the most of them.
"""

from __future__ import annotations

import gc
import json
import os
import platform
import sqlite3
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from math import log
from statistics import median
from time import perf_counter
from typing import NamedTuple


class Compared(NamedTuple):
    """One way: what is done, what is made ready for it and not timed, by which clock, and how often in one run."""

    name: str
    run: Callable[[], object]
    prepare: Callable[[], object] | None = None
    clock: Callable[[], float] = perf_counter
    often: int = 1


class Ratio(NamedTuple):
    """A median ratio with the least and the most within a round."""

    median: float
    least: float
    most: float

    def __str__(self) -> str:
        return f"{_short(self.median)} ({_short(self.least)}–{_short(self.most)})"


@dataclass(frozen=True)
class Row:
    """What was measured of one way.

    Attributes:
        name: the way.
        seconds: the median of its times, with the least and the most.
        to: how many times as long as other ways it takes, by their names.
    """

    name: str
    seconds: Ratio
    to: dict[str, Ratio]


def ratio(values: Iterable[float]) -> Ratio:
    """The median of some values, with the least and the most."""
    found = list(values)
    return Ratio(median(found), min(found), max(found))


def compare(cases: Sequence[Compared], rounds: int, bases: Sequence[str], *, collect: bool = True) -> list[Row]:
    """Time all ways in turns, after each was run once.

    Args:
        cases: the ways.
        rounds: how often each is timed.
        bases: the names of those that the others are compared with.
        collect: whether to collect garbage before each is timed; of what takes less than a millisecond, better not.
    """
    times = timed(cases, rounds, collect=collect)
    return [
        Row(name, ratio(own), {each: ratio(a / b for a, b in zip(own, times[each], strict=True)) for each in bases})
        for name, own in times.items()
    ]


def timed(cases: Sequence[Compared], rounds: int, *, collect: bool = True) -> dict[str, list[float]]:
    """The seconds that each way took in each round."""
    for case in cases:
        _time(case, collect=collect)
    times: dict[str, list[float]] = {case.name: [] for case in cases}
    gc.collect()
    gc.freeze()  # what was loaded before is no business of anybody's collections
    try:
        for turn in range(rounds):
            for case in cases if turn % 2 else reversed(cases):
                times[case.name].append(_time(case, collect=collect))
    finally:
        gc.unfreeze()
    return times


def _time(case: Compared, *, collect: bool) -> float:
    if case.prepare is not None:
        case.prepare()
    if collect:
        gc.collect()
    start = case.clock()
    case.run()
    return (case.clock() - start) / case.often


def table(rows: Sequence[Row], *, per: int = 1, unit: str = "ms") -> str:
    """A Markdown table of what was measured.

    Args:
        rows: the rows.
        per: how many things each did: times are those of one.
        unit: ``ms`` or ``µs``.
    """
    bases = list(rows[0].to)
    factor = {"ms": 1e3, "µs": 1e6}[unit] / per
    said = [f"| way | {unit} | " + " | ".join(f"× {each}" for each in bases) + " |", "|---" + "|--:" * (len(bases) + 1)]
    said[1] += "|"
    for row in rows:
        seconds = Ratio(*(each * factor for each in row.seconds))
        said.append(f"| {row.name} | {seconds} | " + " | ".join(str(row.to[each]) for each in bases) + " |")
    return "\n".join(said)


def show(rows: Sequence[Row], *, as_json: bool, per: int = 1, unit: str = "ms") -> None:
    """Print what was measured."""
    if as_json:
        json.dump([asdict(each) for each in rows], sys.stdout, indent=2, ensure_ascii=False)
        print()
    else:
        print(table(rows, per=per, unit=unit))


def exponent(sizes: Sequence[float], values: Sequence[float]) -> float:
    """The exponent of growth: the slope of a straight line through the logarithms, by least squares."""
    xs, ys = [log(each) for each in sizes], [log(each) for each in values]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum((a - x) ** 2 for a in xs)


def machine() -> str:
    """What it was measured on, in general."""
    names = ["mayor-schedule", "eventsourcing", "pydantic", "pydantic-core", "typer"]
    found = ", ".join(f"{name} {version(name)}" for name in names)
    return (
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {platform.system()} "
        f"{platform.machine()}, {os.cpu_count()} cores; {found}"
    )


def _short(value: float) -> str:
    if value >= 100:
        return f"{value:,.0f}"
    if value >= 10:
        return f"{value:.1f}"
    return f"{value:.2f}" if value >= 0.1 else f"{value:.4f}"
