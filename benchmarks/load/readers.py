"""One reader of `benchmarks.load`, in a process of its own: it reads, and looks whether what it reads can be true.

Of every batch whose parts belong together it must see all or nothing, now and in every past. What was acknowledged
before it began to read, it must see; what it saw once must still be there, as it was. Now and then it compares what
comes from the stored views with a fold of the same log.
"""

from __future__ import annotations

import json
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any, Final

from mayor_schedule import Audience, MayorScheduleError, Office, Period
from mayor_schedule.keeping.views import TAIL
from mayor_schedule.views.calendar import Calendar, CalendarEntry
from mayor_schedule.views.counting.counts import Counts

from .world import MONTHS, SIDES, Ack, Acks, Spec, known_days, month_from, parts_of

SHARE: Final = 0.25
"""The part of a reader's time that comparing with folds may take."""

PART: Final = 40
"""Events of the log that are read again later."""

FAR: Final = 2**31
"""A version that no subject reaches."""

Group = dict[str, CalendarEntry]
Past = dict[str, Any]


def groups_of(entries: Sequence[CalendarEntry]) -> dict[str, Group]:
    """What belongs together, by the title: a trip and its two engagements."""
    found: dict[str, Group] = defaultdict(dict)
    for entry in entries:
        word, _, rest = entry.title.best("en").partition(" ")
        if word == "group":
            group, _, part = rest.partition(" ")
            found[group][part] = entry
    return found


def torn(group: Group) -> str | None:
    """Why a group is half of a batch; None if it is whole."""
    if set(group) != {"trip", "a", "b"}:
        return f"only {', '.join(sorted(group))} of trip, a and b are there"
    days = group["trip"].when
    if not isinstance(days, Period):
        return "its trip has no days"
    for part, when in parts_of(days.first):
        if group[part].when != when:
            return f"its trip begins on {days.first}, and {part} is at {group[part].when}"
    stages = {part: entry.status for part, entry in group.items()}
    return None if len(set(stages.values())) == 1 else f"its stages are {stages}"


def told(entries: Sequence[CalendarEntry], audience: Audience) -> list[dict[str, Any]]:
    """Everything that entries say."""
    return [entry.to_record(audience, "en") for entry in entries]


class Reader:
    """A reader.

    Args:
        office: the office, opened for it alone.
        spec: what it is told.
    """

    def __init__(self, office: Office, spec: Spec) -> None:
        self._office = office
        self._spec = spec
        self._random = Random(spec.seed * 1_000 + 500 + spec.number)
        self._days = known_days(office.today())
        self._acks = Acks(Path(spec.folder), spec.writers)
        self._acked: list[Ack] = []
        self._versions: dict[str, int] = {}
        self._streams: dict[str, list[tuple[Any, ...]]] = {}
        self._parts: list[tuple[int, list[tuple[Any, ...]]]] = []
        self._pasts: list[tuple[date, datetime, list[dict[str, Any]]]] = []
        self._folding = self._folding_done = 0.0
        self.reads: dict[str, list[float]] = defaultdict(list)
        self.wrong: list[str] = []
        self.checked: Counter[str] = Counter()
        self.lag = 0

    def run(self, start: float) -> None:
        """Read until the time is over.

        Args:
            start: the instant at which all begin, in seconds since 1970.
        """
        self._folding_done = start
        time.sleep(max(0.0, start - time.time()))
        while time.time() < start + self._spec.seconds:
            self.look()

    def look(self, way: Callable[[], None] | None = None) -> None:
        """Read something.

        Args:
            way: what; anything, unless given.
        """
        self._acked = [*self._acked, *self._acks.fresh()][-200:]
        try:
            (way or self._random.choices(self.ways(), (40, 20, 5, 8, 17, 5, 5))[0])()
        except MayorScheduleError as error:
            self._say(f"it cannot be read: {type(error).__name__}: {error}")

    def close(self) -> None:
        """Close the acknowledgements."""
        self._acks.close()

    def ways(self) -> tuple[Callable[[], None], ...]:
        """All that it reads."""
        return self._now, self._then, self._fixed, self._counts, self._stream, self._part, self._behind

    # --- calendars ---

    def _now(self) -> None:
        acks = [ack for ack in self._acked if "month" in ack]
        first = self._random.choice(MONTHS)
        if acks and self._random.random() < 0.6:
            first = date.fromisoformat(self._random.choice(acks[-10:])["month"])
        audience = self._random.choice(list(Audience))
        read, entries = self._month("a month, now", first, audience)
        seen = {entry.subject: len(entry.known.events) for entry in entries}
        if audience is Audience.INTERNAL:
            self._is_there(seen, [ack for ack in acks if ack["month"] == first.isoformat()])
            for subject, version in seen.items():
                if version < self._versions.get(subject, 0):
                    self._say(f"{subject} was seen at version {self._versions[subject]}, and is at {version} again")
                self._versions[subject] = version
        self._compare(read, entries, first, audience)

    def _then(self) -> None:
        first, audience = self._random.choice(MONTHS), self._random.choice(list(Audience))
        past: Past = {"known_on": self._random.choice(self._days)}
        if self._random.random() < 0.3:
            past["recorded_until"] = datetime.now(UTC) - timedelta(seconds=self._random.random() * 5)
        self._compare(*self._month("a month, as known then", first, audience, **past), first, audience)

    def _fixed(self) -> None:
        """Read what was recorded by an instant behind which the log has grown: it is always the same from then on."""
        if self._pasts and self._random.random() < 0.7:
            first, until, before = self._random.choice(self._pasts)
        else:
            first, until, before = self._random.choice(MONTHS), datetime.now(UTC) - timedelta(seconds=1), None
        size = len(self._office.store)
        is_fixed = size > 0 and next(self._office.history(start=size - 1)).recorded_at > until
        _, entries = self._month("a month, as recorded then", first, Audience.INTERNAL, recorded_until=until)
        found = told(entries, Audience.INTERNAL)
        if before is not None and found != before:
            self._say(f"the calendar of {first:%Y-%m} as recorded until {until} is not what it was")
        elif before is None and is_fixed:
            self._pasts = [*self._pasts[-20:], (first, until, found)]
        self.checked["pasts that stay"] += before is not None

    def _month(self, what: str, first: date, audience: Audience, **past: Any) -> tuple[Calendar, list[CalendarEntry]]:
        clock = perf_counter()
        read = self._office.calendar(audience=audience, **past)
        entries = read.between(*month_from(first))
        self.reads[what].append(perf_counter() - clock)
        where = f"in {first:%Y-%m} {past or ''} for the {audience}"
        times = Counter((entry.uid, entry.occurrence) for entry in entries)
        twice = [each for each, count in times.items() if count > 1]
        if twice:
            self._say(f"{len(twice)} entries are there twice {where}, such as {twice[0]}")
        for name, group in groups_of(entries).items():
            self.checked["groups seen"] += 1
            why = torn(group)
            if why is not None:
                self._say(f"half of a batch {where}: {name}: {why}")
        return read, entries

    def _is_there(self, seen: dict[str, int], acks: Sequence[Ack]) -> None:
        """Whether what was acknowledged before is in the calendar; a group stays in its month."""
        for ack in acks:
            for reference in (each for command in ack["commands"] for each in command[2]):
                subject, _, version = reference.rpartition("@")
                self.checked["acknowledged, and seen"] += 1
                if seen.get(subject, 0) < int(version):
                    found = seen.get(subject, "nothing")
                    self._say(f"{reference} was acknowledged, and the calendar has {found} of it")

    def _compare(self, read: Calendar, entries: list[CalendarEntry], first: date, audience: Audience) -> None:
        """Compare with the fold of the same log, if there was little of it lately."""
        start = time.time()
        if self._folding > SHARE * (start - self._folding_done):
            return
        expected = Calendar(read.knowledge).between(*month_from(first))
        self.checked["calendars compared with a fold"] += 1
        if told(entries, audience) != told(expected, audience):
            self._say(f"the calendar of {first:%Y-%m} for the {audience} is not that of the fold")
        self._folding, self._folding_done = time.time() - start, time.time()

    # --- counts, streams, the log ---

    def _counts(self) -> None:
        clock = perf_counter()
        counts = self._office.counts()
        self.reads["counts"].append(perf_counter() - clock)
        for number in range(self._spec.writers):
            sides = [counts.get(f"{side}_{number}") for side in SIDES]
            left, right = [None if each is None else (each.stated, each.as_of, each.total) for each in sides]
            self.checked["pairs of figures"] += 1
            if left != right:
                self._say(f"half of a batch: of two equal figures of writer {number}, one is {left}, the other {right}")
        start = time.time()
        if self._folding > SHARE * (start - self._folding_done) or len(self._pasts) < 2:
            return
        _, until, _ = self._random.choice(self._pasts)
        on = self._office.today()
        found = self._office.counts(on=on, recorded_until=until)
        expected = Counts(self._office.knowledge(recorded_until=until), on=on, since=on.replace(month=1, day=1))
        self.checked["counts compared with a fold"] += 1
        if _plain(found) != _plain(expected):
            self._say(f"the counts as recorded until {until} are not those of the fold")
        self._folding, self._folding_done = time.time() - start, time.time()

    def _stream(self) -> None:
        if not self._acked:
            return
        ack = self._random.choice(self._acked)
        command, _, references = self._random.choice(ack["commands"])
        subject = references[0].rpartition("@")[0]
        clock = perf_counter()
        records = self._office.store.records(subject, FAR)
        self.reads["a stream"].append(perf_counter() - clock)
        found = [(each.reference, each.command_id, each.position, each.recorded_at, each.topic) for each in records]
        if [each.version for each in records] != list(range(1, len(records) + 1)):
            self._say(f"{subject} has the versions {[each.version for each in records]}")
        if not {(each, command) for each in references} <= {each[:2] for each in found}:
            self._say(f"{references} of {command} were acknowledged, and are not in the log")
        before = self._streams.get(subject, [])
        if found[: len(before)] != before:
            self._say(f"the history of {subject} is not what it was")
        self._streams[subject] = found

    def _part(self) -> None:
        size = len(self._office.store)
        start, before = max(0, size - PART), None
        if self._parts and self._random.random() < 0.5:
            start, before = self._random.choice(self._parts)
        clock = perf_counter()
        records = list(islice(self._office.history(start=start), PART))
        self.reads["the end of the log"].append(perf_counter() - clock)
        found = [(each.position, each.reference, each.command_id, each.recorded_at) for each in records]
        if [each[0] for each in found] != list(range(start, start + len(found))):
            self._say(f"the positions from {start} on have gaps")
        if before is not None and found[: len(before)] != before:
            self._say(f"the log from {start} on is not what it was")
        self._parts = [*self._parts[-50:], (start, found)]

    def _behind(self) -> None:
        lag = len(self._office.store) - len(self._office.kept)
        self.lag = max(self.lag, lag)
        self.checked["looks at a lag too long for a calendar from the views"] += lag > TAIL

    def _say(self, what: str) -> None:
        if len(self.wrong) < 50:
            self.wrong.append(f"reader {self._spec.number}: {what}")


def _plain(counts: Any) -> dict[str, Any]:
    return {key: count.to_record(Audience.INTERNAL, "en") for key, count in counts.items()}


def rehearse(office: Office, spec: Spec) -> None:
    """Read everything once."""
    with closing(Reader(office, spec)) as reader:
        for way in reader.ways():
            reader.look(way)


def read(spec: Spec, start: float) -> None:
    """Read, in a process of its own, and write down what was found.

    Args:
        spec: what is told.
        start: the instant at which all begin, in seconds since 1970.
    """
    with Office.open(spec.store, create=False, read_only=True) as office, closing(Reader(office, spec)) as reader:
        reader.run(start)
    result = {"reads": reader.reads, "wrong": reader.wrong, "checked": reader.checked, "lag": reader.lag}
    (Path(spec.folder) / f"reader-{spec.number}.json").write_text(json.dumps(result), encoding="utf-8")
