"""What proofs cost: growing the tree by one event, and proving one of many, beside hashing the whole log anew.

    python -m benchmarks.proofs                     10^3 to 10^5 events
    python -m benchmarks.proofs --events 1000000

The store is an SQLite file. *Floor* is what a program without stored hashes does for one proof: it hashes every event.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter

from mayor_schedule import Office, Period, PlanTrip, Recorded, Text
from mayor_schedule.audit.proving import given_head, prove_event, signed_head
from mayor_schedule.proofs import merkle
from mayor_schedule.proofs.keys import new_key
from mayor_schedule.store.history import History

CHUNK = 2_000
ROUNDS = 25
NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)


def events(first: int, count: int) -> Iterator[Recorded]:
    """As many trips, each with a salt of its own."""
    with Office.in_memory(clock=lambda: NOW) as office:
        period = Period.of("2018-09-27", "2018-10-07")
        plan = PlanTrip(trip="t", title=Text(ko="스페인·스위스 순방", en="Spain"), period=period)
        office.record(plan, by="protocol")
        model = next(office.history())
    for number in range(first, first + count):
        yield replace(
            model, subject=f"trip:{number}", command_id=f"c{number}", salt=number.to_bytes(16, "big"), position=None
        )


def fill(history: History, size: int) -> None:
    for first in range(len(history), size, CHUNK):
        some = list(events(first, min(CHUNK, size - first)))
        history.append(some, {each.command_id: each.command_digest for each in some})


def rehashed(history: History) -> bytes:
    """The tree head, hashed from the events alone."""
    edge = merkle.Edge()
    for _, entry in history.tree.entries():
        edge.add(merkle.leaf_hash(entry))
    return edge.root()


def measured(file: Path, sizes: list[int]) -> Iterator[str]:
    key = new_key("example.go.kr", bytes)
    with Office.open(file) as office:
        history = office.store
        for size in sizes:
            fill(history, size)
            start, hashed = perf_counter(), len(history.tree)
            history.tree.catch_up()
            caught_up = (perf_counter() - start) / max(size - hashed, 1)
            grown = []
            for _ in range(ROUNDS):
                fill(history, len(history) + 1)
                start = perf_counter()
                history.tree.catch_up()
                grown.append(perf_counter() - start)
            head = signed_head(office, key)
            proven = []
            for number in range(ROUNDS):
                start = perf_counter()
                prove_event(office, head, number * size // ROUNDS)
                proven.append(perf_counter() - start)
            start = perf_counter()
            assert rehashed(history) == head.checkpoint.root
            floor = perf_counter() - start
            given_head(office, head.note, [key.verifier])
            yield (
                f"| {size:,} | {caught_up * 1e6:.0f} µs | {median(grown) * 1e3:.2f} ms | "
                f"{median(proven) * 1e3:.2f} ms | {floor:.2f} s | 1/{floor / median(proven):,.0f} |"
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=100_000, help="the size of the largest history")
    asked = parser.parse_args()
    sizes = [each for each in (1_000, 10_000, 100_000, 1_000_000) if each <= asked.events] or [asked.events]
    print("| events | hashing one, at catch-up | catching up with one more | a proof | hashing all | proof / all |")
    print("|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for line in measured(Path(folder) / "proofs.db", sizes):
            print(line, flush=True)


if __name__ == "__main__":
    main()
