"""One writer of `benchmarks.load`, in a process of its own: it records, and acknowledges to a file what was recorded.

Each has a seed. It plans, confirms, moves and cancels entries one by one; it records batches whose parts belong
together, so that a reader can tell half of one: a trip with two engagements, on the days behind its first one, which
are moved and confirmed together, and two figures that are always equal. Twice a second all writers meet: two of them
record one command, by its id, or all of them confirm an engagement of their own at one time of one principal's.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from io import StringIO
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any, Final, TextIO

from mayor_schedule import (
    Answer,
    Attendance,
    BatchRefusedError,
    CancelEngagement,
    ChangeEngagement,
    ClashError,
    Command,
    ConfirmEngagement,
    ConfirmTrip,
    ConflictError,
    EngagementDetails,
    Entry,
    FuzzyDate,
    Office,
    Period,
    PlanEngagement,
    PlanOccasion,
    PlanTrip,
    Receipt,
    RescheduleEngagement,
    RescheduleTrip,
    StateFigure,
    StoreError,
    Text,
    Visibility,
)

from .world import (
    DAY,
    KNOWN,
    MONTHS,
    RACES,
    SHARED,
    SIDES,
    Spec,
    founding,
    hours,
    known_days,
    month_from,
    parts_of,
    title,
)

MEETING: Final = 0.5
"""Seconds from one meeting of the writers to the next; they alternate."""

PATIENCE: Final = 0.05
"""Seconds that a writer waits for a meeting that is about to begin."""


class Writer:
    """A writer.

    Args:
        office: the office, opened for it alone.
        spec: what it is told.
        acks: the file for acknowledgements.
    """

    def __init__(self, office: Office, spec: Spec, acks: TextIO) -> None:
        self._office = office
        self._spec = spec
        self._acks = acks
        self._random = Random(spec.seed * 1_000 + spec.number)
        self._days = known_days(office.today())
        self._commands = self._names = self._stated = self._met = 0
        self._begun = 0.0
        self._planned: list[str] = []
        self._confirmed: list[str] = []
        self._groups: dict[str, tuple[date, int]] = {}
        self._racing: int | None = None

    def run(self, start: float) -> None:
        """Record until the time is over.

        Args:
            start: the instant at which all begin, in seconds since 1970.
        """
        self._begun = start
        time.sleep(max(0.0, start - time.time()))
        while time.time() < start + self._spec.seconds:
            if not self._meet():
                self._random.choices(self._acts(), (25, 18, 8, 5, 14, 18, 6, 6))[0]()

    def once(self) -> None:
        """Do everything once."""
        for act in (self._plan, *self._acts()):
            act()

    def _acts(self) -> tuple[Callable[[], None], ...]:
        return (
            self._plan, self._confirm, self._change, self._cancel, self._group, self._move, self._firm, self._state
        )  # fmt: skip

    # --- one by one ---

    def _plan(self) -> None:
        name, when = self._name(), hours(self._day(), self._random.randrange(8, 20), self._random.choice((0, 30)))
        who = Attendance(principal=self._random.choice(SHARED), answer=Answer.YES)
        plan = PlanEngagement(engagement=name, title=Text(en=f"Meeting {name}"), when=when, attendance=(who,))
        if self._record("plan", [plan]):
            self._planned.append(name)

    def _confirm(self) -> None:
        if not self._planned:
            return
        name = self._planned.pop(self._random.randrange(len(self._planned)))
        if self._record("confirm", [ConfirmEngagement(engagement=name)]):
            self._confirmed.append(name)

    def _change(self) -> None:
        if self._planned:
            details = EngagementDetails(purpose=Text(en=f"Talks {self._random.random():.6f}"))
            self._record("change", [ChangeEngagement(engagement=self._random.choice(self._planned), fields=details)])

    def _cancel(self) -> None:
        if self._confirmed:
            name = self._confirmed.pop(self._random.randrange(len(self._confirmed)))
            self._record("cancel", [CancelEngagement(engagement=name)])

    # --- what belongs together ---

    def _group(self) -> None:
        group, first = self._name(), self._first(self._random.choice(MONTHS))
        trip = PlanTrip(
            trip=group, title=title(group, "trip"), period=Period(first=first, last=first + 3 * DAY),
            principal=f"deputy-{self._spec.number}", visibility=Visibility.PUBLIC,
        )  # fmt: skip
        parts = [
            PlanEngagement(
                engagement=f"{group}-{part}", title=title(group, part), when=when, part_of=f"trip:{group}",
                visibility=Visibility.PUBLIC,
            )
            for part, when in parts_of(first)
        ]  # fmt: skip
        if self._record("group", [trip, *parts], month=first.replace(day=1), day=0):
            self._groups[group] = (first, 0)

    def _move(self) -> None:
        if not self._groups:
            return
        group = self._random.choice(list(self._groups))
        old, day = self._groups[group]
        first, day = self._first(old.replace(day=1)), self._later(day)
        trip = RescheduleTrip(trip=group, period=Period(first=first, last=first + 3 * DAY))
        parts = [RescheduleEngagement(engagement=f"{group}-{part}", when=when) for part, when in parts_of(first)]
        commands: list[Command] = [trip, *parts]
        self._random.shuffle(commands)
        if first != old and self._record("move", commands, month=first.replace(day=1), day=day):
            self._groups[group] = (first, day)

    def _firm(self) -> None:
        if not self._groups:
            return
        group = self._random.choice(list(self._groups))
        first, day = self._groups[group]
        day = self._later(day)
        parts = [ConfirmEngagement(engagement=f"{group}-{part}") for part, _ in parts_of(first)]
        if self._record("firm", [ConfirmTrip(trip=group), *parts], month=first.replace(day=1), day=day):
            self._groups[group] = (first, day)

    def _state(self) -> None:
        self._stated += 1
        value, year, month = self._random.randrange(1_000_000), 1990 + self._stated // 12, self._stated % 12 + 1
        read, keys = FuzzyDate.of(f"{year}-{month:02}"), (f"{side}_{self._spec.number}" for side in SIDES)
        self._record("figures", [StateFigure(key=key, value=value, as_of=read) for key in keys])

    # --- what they all do at once ---

    def _meet(self) -> bool:
        """Do what all writers do now, if it is time for it; whether anything was done."""
        upcoming = self._met + 1
        if upcoming % 2 and self._racing != upcoming:
            self._racing = upcoming
            self._record("plan", [self._race(upcoming)])
            return True
        if self._begun + upcoming * MEETING - time.time() > PATIENCE:
            return False
        self._met = upcoming
        time.sleep(max(0.0, self._begun + upcoming * MEETING - time.time()))
        if upcoming % 2:
            mine = [ConfirmEngagement(engagement=_racer(upcoming, self._spec.number))]
            self._record("race", mine, meeting=upcoming)
        else:
            name = f"same-{upcoming}-{self._spec.number // 2}"
            fair = PlanOccasion(occasion=name, title=Text(en=f"Fair {name}"), when=FuzzyDate.of("2029-01"))
            self._record("same", [fair], own_id=name)
        return True

    def _race(self, meeting: int) -> PlanEngagement:
        day, slot = divmod(meeting, 8)
        when = hours(RACES + day * DAY, 2 * slot, self._spec.number, 110)
        who = Attendance(principal=SHARED[0], answer=Answer.YES)
        name = _racer(meeting, self._spec.number)
        return PlanEngagement(engagement=name, title=Text(en=f"Race {name}"), when=when, attendance=(who,))

    # --- recording ---

    def _record(
        self, what: str, commands: Sequence[Command], *, day: int = KNOWN, own_id: str = "", **more: Any
    ) -> bool:
        """Record, and acknowledge; whether it was recorded.

        Args:
            what: the kind of act.
            commands: the batch.
            day: the number of the day on which it was known; today, unless given.
            own_id: the id of a single command.
            more: what the acknowledgement says beside.
        """
        entries = list(self._entries(commands, day, own_id))
        told: dict[str, Any] = {"what": what, "writer": self._spec.number, **more}
        begun = perf_counter()
        try:
            told |= _told(self._office.record_all(entries))
        except BatchRefusedError as error:
            others = [each.other for _, each in error.refusals if isinstance(each, ClashError)]
            told |= {"outcome": "refused", "why": str(error).partition("\n")[0], "others": others}
        except ConflictError as error:
            told |= {"outcome": "conflict", "why": str(error)}
        except StoreError as error:
            told |= {"outcome": "failed", "why": str(error)}
        took = perf_counter() - begun
        told |= {"took": took, "asked": [each.id for each in entries], "at": time.time()}
        self._acks.write(json.dumps(told, default=str) + "\n")
        self._acks.flush()
        return bool(told["outcome"] == "recorded")

    def _entries(self, commands: Sequence[Command], day: int, own_id: str) -> Iterator[Entry]:
        for command in commands:
            self._commands += 1
            own = own_id or f"writer-{self._spec.number}-{self._commands}"
            yield Entry(command=command, by=f"writer {self._spec.number}", known_on=self._days[day], id=own)

    def _name(self) -> str:
        self._names += 1
        return f"w{self._spec.number}-{self._names}"

    def _later(self, day: int) -> int:
        return min(KNOWN, day + self._random.randrange(4))

    def _day(self) -> date:
        return self._random.choice(MONTHS) + self._random.randrange(28) * DAY

    def _first(self, month: date) -> date:
        return month.replace(day=self._random.randint(1, month_from(month)[1].day - 3))


def _racer(meeting: int, writer: int) -> str:
    return f"race-{meeting}-{writer}"


def _told(receipts: Sequence[Receipt]) -> dict[str, Any]:
    """What became of a batch: the events of each command, but those of the diaries, which are nobody's receipt."""
    commands = [[each.command_id, each.status, [one.reference for one in each.recorded]] for each in receipts]
    found = {each.status for each in receipts}
    return {"outcome": found.pop() if len(found) == 1 else "mixed", "commands": commands}


def rehearsed(spec: Spec) -> Office:
    """An office in memory in which everything was done once: what is built when it is first needed is there then."""
    office = Office.in_memory()
    office.record(founding(spec.writers), by="load")
    Writer(office, spec, StringIO()).once()
    return office


def record(spec: Spec, start: float) -> None:
    """Record, in a process of its own.

    Args:
        spec: what is told.
        start: the instant at which all begin, in seconds since 1970.
    """
    acks = Path(spec.folder) / f"writer-{spec.number}.acks"
    with acks.open("w", encoding="utf-8") as file, Office.open(spec.store, create=False) as office:
        Writer(office, spec, file).run(start)
