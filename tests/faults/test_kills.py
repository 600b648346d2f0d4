"""`kill -9` at a random moment: what was acknowledged is there once, nothing is half there, and all else goes on."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count, cycle, islice
from pathlib import Path
from typing import Any

import pytest

from archives import archive
from desk import Desk
from faults.deeds import batch, ids
from faults.nursery import DOINGS, Life, Nursery, nursery
from mayor_schedule import Audience, Office
from mayor_schedule.audit.checking import check_store
from mayor_schedule.proofs.notes import open_checkpoint
from mayor_schedule.store.history import History
from mayor_schedule.views.calendar import Calendar
from mayor_schedule.views.knowledge import Knowledge
from servers import Server
from shelves import generations, is_as_if_made_anew

ROUNDS_A_STORE = 5
"""Kills after which a new store is begun, so that checking one does not take ever longer."""


@pytest.fixture(scope="module")
def forks() -> Iterator[Nursery]:
    with nursery() as made:
        yield made


@dataclass
class Drill:
    """One store, in which a child after the other is killed.

    Attributes:
        place: the store.
        folder: where children put their files.
        step: the step that the next child begins with.
        acknowledged: what children said that they had done.
    """

    place: str
    folder: Path
    step: int = 0
    acknowledged: list[str] = field(default_factory=list)

    def survive(self, doing: str, life: Life) -> None:
        """Check the store as a child left it, complete what it did not, and check it again."""
        files = [each for each in life.acknowledged if each.startswith(("note ", "backup "))]
        for kind, _, step in (each.partition(" ") for each in files):
            assert (self.folder / f"{step}.{kind}").exists()
        self.acknowledged += [each for each in life.acknowledged if each not in files]
        with Office.open(self.place) as office:
            before = self._there(office)
            self._check_acknowledged(before)
            self._check_batches(doing, before)
            last = max((int(each.partition(".")[0]) for each in before), default=-1)
            for step in range(self.step, last + 2):
                receipts = office.record_all(batch(step))
                statuses = dict(zip(ids(step), (each.status for each in receipts), strict=True))
                assert all(statuses[each] == "already there" for each in before if each in statuses)
            self.step = last + 2
        self.check()

    def check(self) -> None:
        """Check the store by itself, by its checkpoints, and by what was recorded in it."""
        with Desk(History.open(self.place), founded=False) as desk:
            check = check_store(desk.history, replay=True)
            assert check.flaws == ()
            assert sorted(self._there(desk.office), key=_order) == [
                each for step in range(self.step) for each in ids(step)
            ]
            desk.check()
            fresh = Calendar(Knowledge.of(desk.history.log(), audience=Audience.INTERNAL, at=desk.office.now()))
            assert _told(desk.office.calendar()) == _told(fresh)
            for note in sorted(self.folder.glob("*.note")):
                signed, _ = open_checkpoint(note.read_text(encoding="utf-8"), ())
                assert check_store(desk.history, checkpoint=signed).flaws == ()
                note.unlink()
            desk.office.kept.catch_up()
            assert self._is_on_a_server() or len(generations(desk.office)) == 1, "what a killed one made is dropped"
            is_as_if_made_anew(desk.office)
            log = archive(desk.office).splitlines()
        for file in sorted(self.folder.glob("*.backup")):
            with Office.open(file) as copy:
                assert check_store(copy.store, replay=True).flaws == ()
                assert archive(copy).splitlines() == log[: len(copy.store)]
                assert len(self._there(copy)) % len(ids(0)) == 0, "no batch is in it by half"
            file.unlink()

    def _is_on_a_server(self) -> bool:
        """Whether it may take a moment until it is known that a client is gone."""
        return "://" in self.place

    def _there(self, office: Office) -> list[str]:
        """The ids of the commands whose events are in the log; each of them once."""
        found: dict[str, list[int]] = {}
        for each in office.history():
            found.setdefault(each.command_id, []).append(each.position or 0)
        assert office.store.digests(found).keys() == found.keys()
        for positions in found.values():
            assert positions == list(range(positions[0], positions[0] + len(positions))), "recorded at once"
        return list(found)

    def _check_acknowledged(self, there: list[str]) -> None:
        for told in self.acknowledged:
            kind, _, number = told.rpartition(" ")
            assert set(ids(int(number)) if kind == "batch" else [told]) <= set(there), f"{told} was acknowledged"

    def _check_batches(self, doing: str, there: list[str]) -> None:
        """Make sure that of a batch all is there, or nothing; of single commands, all up to one."""
        assert there == sorted(there, key=_order)
        for step in range(self.step, self.step + 500):
            found = [each for each in ids(step) if each in there]
            if not found:
                return
            assert found == ids(step)[: len(found)]
            assert doing == "record" or found == ids(step), f"batch {step} is half there"


def _told(calendar: Calendar) -> list[dict[str, Any]]:
    return [each.to_record(Audience.INTERNAL, "ko", "en") for each in calendar.entries()]


def _order(command_id: str) -> tuple[int, ...]:
    return tuple(map(int, command_id.split(".")))


def drill(forks: Nursery, rounds: int, new_place: Iterator[str], folder: Path) -> None:
    """Kill so many children in the middle of what they do, one doing after the other, at moments that a seed tells."""
    seed = random.SystemRandom().randrange(2**32)
    print(f"seed {seed}")  # noqa: T201 - shown where it fails
    chance = random.Random(seed)  # noqa: S311
    lasting = {doing: _lasting(forks, doing, next(new_place), folder) for doing in DOINGS}
    for number, doing in enumerate(islice(cycle(DOINGS), rounds)):
        if number % ROUNDS_A_STORE == 0:
            current = Drill(next(new_place), folder)
        life = forks.life(doing, current.place, folder, current.step, seconds=chance.uniform(0, lasting[doing]))
        assert life.killed, life.told
        current.survive(doing, life)


def _lasting(forks: Nursery, doing: str, place: str, folder: Path) -> float:
    """Seconds that it takes to open a store and do three things: a child that goes on for ever is killed by then."""
    began = time.monotonic()
    assert forks.life(doing, place, folder, 0, seconds=60, enough=3).told == ""
    lasting = time.monotonic() - began
    for pattern in ("*.note", "*.backup"):
        for file in folder.glob(pattern):
            file.unlink()
    return lasting


rounds_ = pytest.mark.parametrize(
    "rounds",
    [pytest.param(10, marks=pytest.mark.slow, id="few"), pytest.param(200, marks=pytest.mark.long, id="many")],
)


@rounds_
def test_a_killed_writer_of_a_file_loses_and_halves_nothing(forks: Nursery, rounds: int, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    drill(forks, rounds, (str(tmp_path / f"{number}.db") for number in count()), folder)


@rounds_
def test_a_killed_client_of_a_server_loses_and_halves_nothing(
    forks: Nursery, rounds: int, tmp_path: Path, postgres: Server
) -> None:
    drill(forks, rounds, (postgres.store() for _ in count()), tmp_path)
