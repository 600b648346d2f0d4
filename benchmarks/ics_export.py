"""The speed of the ICS export, beside other libraries and a floor written by hand::

    python -m benchmarks.ics_export [--entries 1000 10000] [--rounds 5] [--json]

Everything is measured in one run, in turns, as CPU time of this process: compare ratios, not milliseconds.
docs/explanation/speed.md tells what each row does.
"""

from __future__ import annotations

import argparse
import gc
import json
import platform
import sys
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from dataclasses import asdict, dataclass, replace
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from itertools import count
from statistics import median
from time import process_time
from typing import Any, NamedTuple

from mayor_schedule import Audience, Recorded
from mayor_schedule.contentlines import read
from mayor_schedule.exports.ics import feed as feed_module
from mayor_schedule.exports.ics.cache import EntryCache
from mayor_schedule.exports.ics.feed import compose, feed
from mayor_schedule.exports.ics.publisher import Publisher
from mayor_schedule.views.revisions import Revision, revisions

from . import history, peers

FLOOR, PEER = "floor, by hand", "icalendar"
CHANGES = ("nothing changed", "an engagement renamed", "a trip renamed")
SMALLEST = 25
"""Entries of the first week, with the trip that is renamed."""


class Case(NamedTuple):
    """Something to be timed: how it is made ready, which is not timed, and what is done then."""

    name: str
    prepare: Callable[[], Any]
    run: Callable[[Any], object]


@dataclass(frozen=True)
class Row:
    """What was measured of a case: CPU milliseconds, and ratios, each the median of those within a round."""

    name: str
    least: float
    median: float
    to_peer: float
    to_floor: float


@dataclass(frozen=True)
class Result:
    """What was measured at one size.

    Attributes:
        entries: entries in the feed.
        events: events in the log.
        octets: octets of the feed.
        parts: entries that are part of the trip that is renamed.
        rendered: how many entries were rendered after each change, by its name.
        same: of each contender, whether it wrote the content lines of our feed, all and in their order.
        rows: the table.
    """

    entries: int
    events: int
    octets: int
    parts: int
    rendered: dict[str, int]
    same: dict[str, bool]
    rows: list[Row]


class Bench:
    """An office of one size, its log before and after each change, and what is to be timed."""

    def __init__(self, entries: int) -> None:
        self.office = history.recorded(entries)
        self.profile = self.office.profile()
        self.before = history.log(self.office)
        self.engagement = history.rename_engagement(self.office)
        self.trip = history.rename_trip(self.office)
        self.found = [self.fold(each) for each in (self.before, self.engagement, self.trip)]
        self.caches = [EntryCache(), EntryCache()]
        self.data = [self.render(each) for each in self.found]
        for found, cache in zip(self.found, self.caches, strict=False):
            self.render(found, cache)
        self.given = peers.given(self.data[0])
        self.live = history.recorded(entries)
        self.publisher, self.turns = Publisher(self.live), count()

    def publish(self) -> bytes:
        """The feed of a program that goes on, as of now."""
        return self.publisher.feed(language="ko", audience=Audience.INTERNAL)

    def fold(self, records: Iterable[Recorded]) -> list[Revision]:
        return revisions(records, audience=Audience.INTERNAL, at=history.NOW)

    def render(self, found: Iterable[Revision], cache: EntryCache | None = None) -> bytes:
        return compose(
            found, self.profile, language="ko", audience=Audience.INTERNAL, at=history.NOW, cache=cache
        )  # fmt: skip

    def export(self, records: Iterable[Recorded], cache: EntryCache | None = None) -> bytes:
        return feed(
            records, self.profile, language="ko", audience=Audience.INTERNAL, at=history.NOW, cache=cache
        )  # fmt: skip

    def cases(self) -> Iterator[Case]:
        """The rows of the table, in order."""

        def fresh(index: int) -> Callable[[], list[Revision]]:
            """Revisions of which nothing was worked out yet."""

            def make() -> list[Revision]:
                getattr(feed_module, "_zone").cache_clear()  # noqa: B009  cold: no VTIMEZONE is built yet either
                return [replace(each) for each in self.found[index]]

            return make

        def kept(index: int, cache: int) -> Callable[[], tuple[list[Revision], EntryCache]]:
            """The same, with a cache of an earlier export."""
            return lambda: ([replace(each) for each in self.found[index]], deepcopy(self.caches[cache]))

        yield Case(FLOOR, lambda: self.given, peers.by_hand)
        yield Case("compose, cold", fresh(0), self.render)
        yield Case("compose, cold, filling a cache", fresh(0), lambda found: self.render(found, EntryCache()))
        yield Case("compose, nothing changed", kept(0, 0), lambda given: self.render(*given))
        yield Case("compose, an engagement renamed", kept(1, 0), lambda given: self.render(*given))
        yield Case("compose, a trip renamed", kept(2, 1), lambda given: self.render(*given))
        for name, write in peers.PEERS.items():
            yield Case(name, lambda: self.given, write)
        yield Case("revisions, the fold alone", lambda: self.before, self.fold)
        yield Case("feed, cold, log just read", lambda: None, lambda _: self.export(history.log(self.office)))
        yield Case(
            "feed, an engagement renamed", lambda: deepcopy(self.caches[0]), partial(self.export, self.engagement)
        )
        yield Case(
            "publisher, an engagement renamed",
            lambda: history.rename_again(self.live, next(self.turns)),
            lambda _: self.publish(),
        )

    def rendered(self) -> dict[str, int]:
        """How many entries are rendered after each change."""
        counts = {}
        for index, name in enumerate(CHANGES):
            cache = deepcopy(self.caches[max(0, index - 1)])
            before = cache.rendered
            if self.render(self.found[index], cache) != self.data[index]:
                raise AssertionError(f"{name}: the cache gave other bytes")
            counts[name] = cache.rendered - before
        return counts

    def parts(self) -> int:
        """Entries of the feed that are part of the trip that is renamed."""
        trip = next(each.entry.uid for each in self.found[2] if each.entry.subject == "trip:0000")
        return len({each.uid for each in peers.given(self.data[2]).events if each.parent == trip})

    def written(self) -> dict[str, bytes]:
        """What each contender writes."""
        return {"ours": self.data[0], FLOOR: peers.by_hand(self.given)} | {
            name: write(self.given) for name, write in peers.PEERS.items()
        }


def uids(data: bytes) -> list[str]:
    """The UIDs of the VEVENTs of a file, sorted; a series has several."""
    calendar = read(data)[0][0]
    return sorted(each.all("UID")[0].value for each in calendar.parts if each.name == "VEVENT")


def lines(data: bytes) -> list[bytes]:
    """The content lines of a file, unfolded."""
    return data.replace(b"\r\n ", b"").split(b"\r\n")


def measure(entries: int, rounds: int) -> Result:
    """Measure everything at one size; first check that all contenders write the same entries.

    Args:
        entries: entries of the feed.
        rounds: how often each case is timed, after it was run once.
    """
    bench = Bench(entries)
    written = bench.written()
    for name, data in written.items():
        if uids(data) != uids(written["ours"]):
            raise AssertionError(f"{name} wrote other entries")
    same = {name: lines(data) == lines(written["ours"]) for name, data in written.items()}
    if not (same[FLOOR] and same[PEER] and written[FLOOR] == written["ours"]):
        raise AssertionError("the floor or the peer wrote something else: the comparison would not be fair")
    cases = list(bench.cases())
    for case in cases:
        case.run(case.prepare())
    gc.collect()
    gc.freeze()  # the history is no business of anybody's collections
    times: dict[str, list[float]] = {case.name: [] for case in cases}
    try:
        for turn in range(rounds):
            for case in cases if turn % 2 else reversed(cases):
                times[case.name].append(_time(case))
    finally:
        gc.unfreeze()
    return Result(
        entries=len(set(uids(bench.data[0]))), events=len(bench.before), octets=len(bench.data[0]),
        parts=bench.parts(), rendered=bench.rendered(), same=same,
        rows=[_row(case.name, times) for case in cases],
    )  # fmt: skip


def _time(case: Case) -> float:
    ready = case.prepare()
    gc.collect()
    start = process_time()
    case.run(ready)
    return process_time() - start


def _row(name: str, times: dict[str, list[float]]) -> Row:
    def ratio(other: str) -> float:
        return median(mine / theirs for mine, theirs in zip(times[name], times[other], strict=True))

    own = times[name]
    return Row(name, min(own) * 1000, median(own) * 1000, ratio(PEER), ratio(FLOOR))


def table(result: Result) -> str:
    """The table of one size, as Markdown."""
    said = [
        f"{result.entries:,} entries, {result.events:,} events, {result.octets / 1e6:.2f} MB",
        "",
        "| row | CPU ms, least | median | µs an entry | × icalendar | × floor |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    said += [
        f"| {row.name} | {row.least:.1f} | {row.median:.1f} | {row.median * 1000 / result.entries:.1f} "
        f"| {row.to_peer:.3f} | {row.to_floor:.2f} |"
        for row in result.rows
    ]
    counts = ", ".join(f"{name}: {count}" for name, count in result.rendered.items())
    said += ["", f"Rendered after each change: {counts} (1 + its {result.parts} parts)."]
    same = [name for name, is_same in result.same.items() if is_same and name != "ours"]
    said.append(f"Content lines identical to ours: {', '.join(same)}.")
    return "\n".join(said)


def machine() -> str:
    """What it was measured on."""
    names = ["mayor-schedule", "icalendar", "ical", "ics", "pydantic", "pytz"]
    found = []
    for name in names:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            found.append(f"{name} not installed")
    return f"Python {platform.python_version()}, {platform.system()} {platform.machine()}; {', '.join(found)}"


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ics_export", description=__doc__.partition("\n")[0])
    parser.add_argument("--entries", type=int, nargs="+", default=[1000, 10_000], metavar="N")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true", help="print JSON, not Markdown")
    given = parser.parse_args(arguments)
    if min(given.entries) < SMALLEST or given.rounds < 1:
        parser.error(f"give at least {SMALLEST} entries and one round")
    results = [measure(entries, given.rounds) for entries in given.entries]
    if given.json:
        json.dump({"machine": machine(), "results": [asdict(each) for each in results]}, sys.stdout, indent=2)
        print()
    else:
        print(f"{machine()}; {given.rounds} rounds\n")
        print("\n\n".join(table(each) for each in results))


if __name__ == "__main__":
    main()
