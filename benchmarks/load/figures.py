"""What `benchmarks.load` measured, and its table."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import Final

NAMES: Final = {"sqlite": "SQLite", "postgres": "PostgreSQL"}


@dataclass(frozen=True)
class Asked:
    """How much.

    Attributes:
        seconds: how long it goes on.
        writers: how many processes record.
        readers: how many processes read.
        seed: of the writers' chance.
    """

    seconds: float = 60.0
    writers: int = 6
    readers: int = 6
    seed: int = 1


@dataclass
class Measured:
    """What was measured on one store.

    Attributes:
        store: ``sqlite`` or ``postgres``.
        seconds: how long all recorded and read.
        events: the number of events in the log at the end.
        batches: how many batches there were of each outcome.
        commands: how many commands were recorded.
        took: the seconds that each batch took, by its outcome.
        reads: the seconds that each read took, by what was read.
        checked: how often readers checked what.
        most_behind: the most events that a reader saw not filed.
        behind: the events that were not filed when the last writer ended.
        caught_up: the seconds until they were.
        load: the load averages of the machine, of a minute, before and at the end.
        wrong: what does not hold.
    """

    store: str
    seconds: float
    events: int = 0
    batches: Counter[str] = field(default_factory=Counter)
    commands: int = 0
    took: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    reads: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    checked: Counter[str] = field(default_factory=Counter)
    most_behind: int = 0
    behind: int = 0
    caught_up: float = 0.0
    load: tuple[float, float] = (0.0, 0.0)
    wrong: list[str] = field(default_factory=list)


def table(results: Sequence[Measured]) -> str:
    """A Markdown table of what was measured, a column for each store."""
    lines = {name: [_lines(each).get(name, "–") for each in results] for name in _names(results)}
    head = "| | " + " | ".join(NAMES[each.store] for each in results) + " |"
    rows = [f"| {name} | {' | '.join(values)} |" for name, values in lines.items()]
    return "\n".join([head, "|---" + "|--:" * len(results) + "|", *rows])


def _names(results: Sequence[Measured]) -> list[str]:
    return list(dict.fromkeys(name for each in results for name in _lines(each)))


def _lines(found: Measured) -> dict[str, str]:
    reads = [each for times in found.reads.values() for each in times]
    lines = {
        "events at the end": f"{found.events:,}",
        "commands recorded, a second": f"{found.commands / found.seconds:,.1f}",
        "batches recorded": f"{found.batches['recorded']:,}",
        "… found there already": f"{found.batches['already there']:,}",
        "… refused": f"{found.batches['refused']:,}",
        "… given up after 40 attempts": f"{found.batches['conflict']:,}",
        "to record a batch, ms: median, 99 %": _spread(found.took["recorded"]),
        "to refuse a batch, ms: median, 99 %": _spread(found.took["refused"]),
        "reads a second": f"{len(reads) / found.seconds:,.1f}",
        **{f"to read {what}, ms: median, 99 %": _spread(times) for what, times in sorted(found.reads.items())},
        "events not in the views, at most": f"{found.most_behind:,}",
        "… at the end": f"{found.behind:,}",
        "… until they were, s": f"{found.caught_up:.2f}",
    }
    return lines | {f"checked: {what}": f"{count:,}" for what, count in sorted(found.checked.items())} | {
        "what does not hold": f"{len(found.wrong)}"
    }  # fmt: skip


def _spread(times: Sequence[float]) -> str:
    if len(times) < 2:
        return "–"
    return f"{median(times) * 1e3:,.1f}, {quantiles(times, n=100, method='inclusive')[-1] * 1e3:,.1f}"


def loads(results: Sequence[Measured]) -> str:
    """How busy the machine was before each run, which tells how much of it others had."""
    return "; ".join(f"{NAMES[each.store]} {each.load[0]:.1f}, and {each.load[1]:.1f} at its end" for each in results)


def section(results: Sequence[Measured], asked: Asked) -> str:
    """The section of docs/reference/performance.md."""
    return (
        f"## Load\n\n`python -m benchmarks.load`: {asked.writers} processes record and {asked.readers} read, for "
        f"{asked.seconds:.0f} s; on a server, the worker stands still for half a second in every two. Load average of "
        f"the machine before: {loads(results)}.\n\n{table(results)}"
    )
