"""All tables of docs/reference/performance.md, from one run::

    python -m benchmarks.performance [--write] [--scale 1] [--rounds 3]

At full count it takes about an hour on two cores, and some gigabytes of disk. `--scale 0.01` tells whether it runs.
Without `--write`, the page is printed.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import Final

from mayor_schedule import Office

from . import calendars, growth, load, memory, profiles, recording, replay, starting
from .history import NOW
from .province import province, told
from .tables import Row, machine, table

PAGE: Final = Path(__file__).parent.parent / "docs" / "reference" / "performance.md"
MARK: Final = "<!-- everything below is written by `python -m benchmarks.performance --write` -->"
MANY, MOST = 100_000, 1_000_000


def target(rows: Sequence[Row], name: str, base: str, least: float) -> str:
    """A row of the table of targets: how fast a way is, as a share of another, and whether that is enough."""
    found = next(each for each in rows if each.name == name).to[base]
    speed, low, high = 1 / found.median, 1 / found.most, 1 / found.least
    return f"| {name} | {base} | ≥ {least:g} | {speed:.3g} ({low:.3g}–{high:.3g}) | {_met(speed >= least)} |"


def within(rows: Sequence[Row], name: str, base: str, most: float) -> str:
    """A row of the table of targets: how long a way takes, as a multiple of another."""
    found = next(each for each in rows if each.name == name).to[base]
    return f"| {name} | {base} | ≤ {most:g} | {found} | {_met(found.median <= most)} |"


def flat(held: dict[str, list[float]], name: str) -> str:
    """A row of the table of targets: whether memory stays as it is after the first tenth of a log."""
    grown = held[name][-1] / held[name][1]
    return f"| memory of a log that is {name} | itself, after a tenth | ≤ 1.1 | {grown:.3g} | {_met(grown <= 1.1)} |"


def _met(is_met: bool) -> str:
    return "met" if is_met else "**not met**"


def page(scale: float, rounds: int) -> str:
    """Everything that is measured, as Markdown.

    Args:
        scale: by what the counts are multiplied.
        rounds: how often each thing is timed.
    """
    busy = os.getloadavg()[0]
    start, many, most = perf_counter(), max(300, int(MANY * scale)), max(1_000, int(MOST * scale))
    begun = starting.measure(rounds * 3)
    read = replay.measure(many, rounds)
    written = recording.measure(many, min(1_000, many), rounds)
    single = recording.measure_singles(max(20, int(300 * scale)))
    sizes = [each for each in growth.SIZES if each <= most]
    grown = growth.measure(sizes, max(1, rounds // 2))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "long.db"
        made = province(file, most)
        held = memory.measure(file)
        with Office.open(file, clock=lambda: NOW) as office:
            months = calendars.measure(office, rounds)
    asked = load.Asked(seconds=max(2.0, 60 * scale))
    loaded = load.measure(asked)
    profiled = profiles.measure(scale)
    targets = [
        "| what | beside | target | measured | |", "|---|---|--:|--:|---|",
        target(read, replay.DECODED, replay.FLOOR, 0.6), target(read, replay.FOLDED, replay.FLOOR, 0.4),
        target(read, replay.FOLDED, replay.STOCK_FOLDED, 3),
        target(written, recording.APPENDED, recording.FLOOR_EVENTS, 0.35),
        target(written, recording.RESTORED, recording.FLOOR_EVENTS, 0.35),
        target(written, recording.COMMANDS, recording.FLOOR_COMMANDS, 0.06),
        target(single, recording.CONFIRMED, recording.BARE, 0.3),
        within(months, calendars.MONTH, calendars.REPLAY, 0.001),
        flat(held, "replayed, step by step"),
        within(begun, starting.IMPORT, starting.ONE_MODEL, 1.5),
        within(begun, starting.HELP, starting.BARE, 1.5),
        within(begun, starting.HELP, starting.PLAIN, 1.5),
    ]  # fmt: skip
    words = "" if scale == 1 else f" --scale {scale:g}"
    said = (
        f"{machine()}. By `python -m benchmarks.performance{words} --rounds {rounds} --write`: {many:,} events or "
        f"commands, {most:,} in the long history; medians, with the least and most, of ratios within a round. "
        f"Load average before: {busy:.1f}. The run took {(perf_counter() - start) / 60:.0f} minutes."
    )
    parts = [
        said,
        "## Targets", "\n".join(targets),
        "## Replay\n\n`python -m benchmarks.replay`: µs an event.", table(read, per=many, unit="µs"),
        "## Recording\n\n`python -m benchmarks.recording`: µs an event or a command.",
        table(written, per=many, unit="µs"), "One at a time:", table(single, unit="µs"),
        "## A month's calendar\n\n`python -m benchmarks.calendars`: " + told(made) + ".", table(months),
        "## Memory\n\n`python -m benchmarks.memory`.", memory.table(held),
        "## Growth\n\n`python -m benchmarks.growth`.", growth.table(grown),
        load.section(loaded, asked),
        "## Profile\n\n`python -m benchmarks.profiles`: percent of the processor's time, by where it goes.",
        profiles.table(profiled),
        "## Starting\n\n`python -m benchmarks.starting`: whole processes.", table(begun),
    ]  # fmt: skip
    return "\n\n".join(parts) + "\n"


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.performance", description=__doc__.partition("\n")[0])
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--write", action="store_true", help=f"write {PAGE.name}, and not to the terminal")
    asked = parser.parse_args(arguments)
    made = page(asked.scale, asked.rounds)
    if asked.write:
        told_before = PAGE.read_text(encoding="utf-8").partition(MARK)[0]
        PAGE.write_text(f"{told_before}{MARK}\n\n{made}", encoding="utf-8")
    else:
        print(made)


if __name__ == "__main__":
    main()
