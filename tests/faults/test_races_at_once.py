"""Processes that begin at one instant: to make one store, to record one command, and to confirm what overlaps."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from desk import MAYOR, Desk, at
from faults.nursery import warm_up
from mayor_schedule import ClashError, ConfirmEngagement, Office, PlanEngagement, StateFigure, Text
from mayor_schedule.audit.checking import check_store
from mayor_schedule.domain.values.fuzzy import FuzzyDate
from mayor_schedule.store.history import History
from servers import Server

WRITERS = 3
RACES_A_STORE = 5
"""How many races there are in one store: the first is also for who makes it."""

Line = dict[str, str | bool]
Race = Callable[[str, int], list[Line]]


def write(place: str, number: int, writer: int) -> Line:
    """Make the store, record what all record, plan an engagement of one's own that overlaps, and confirm it."""
    made = Office.set_up(place)
    mine, day = f"e{number}-{writer}", date(2027, 1, 1) + timedelta(days=number)
    with Office.open(place) as office:
        figure = StateFigure(key="hosted_organizations", value=number, as_of=FuzzyDate.of("2018-08"), scope=str(number))
        shared = office.record(figure, by="protocol", known_on="2018-08-31", id=f"shared {number}").status
        when = at(f"{day}T10:{writer}0", "12:00")
        plan = PlanEngagement(engagement=mine, title=Text(en="x"), when=when, attendance=(MAYOR,))
        office.record(plan, by="protocol", known_on="2018-08-31")
        try:
            office.record(ConfirmEngagement(engagement=mine), by="protocol", known_on="2018-08-31")
            winner = f"engagement:{mine}"
        except ClashError as error:
            winner = error.other
    return {"made": made, "shared": shared, "winner": winner}


def main() -> None:
    """For each place that is told, let the writers begin at one instant, and tell what became of each."""
    warm_up()
    for line in sys.stdin:
        place, number = json.loads(line)
        waiting, go = os.pipe()
        pids = []
        for writer in range(WRITERS):
            pid = os.fork()
            if not pid:
                os.close(go)
                os.read(waiting, 1)  # until the other end is closed
                try:
                    told = json.dumps(write(place, number, writer))
                except BaseException as error:  # noqa: BLE001 - whatever it is, it is told
                    told = json.dumps({"error": f"{type(error).__name__}: {error}"})
                os.write(1, f"{told}\n".encode())
                os._exit(0)
            pids.append(pid)
        for end in (waiting, go):
            os.close(end)
        for pid in pids:
            os.waitpid(pid, 0)


@pytest.fixture(scope="module")
def race() -> Iterator[Race]:
    """Lets processes race in a store."""
    tests = Path(__file__).parents[1]
    path = os.pathsep.join((str(tests), str(tests.parent / "src")))
    code = "from faults.test_races_at_once import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": path},
    )  # fmt: skip

    def run(place: str, number: int) -> list[Line]:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps([place, number]) + "\n")
        process.stdin.flush()
        return [json.loads(process.stdout.readline()) for _ in range(WRITERS)]

    yield run
    process.communicate(timeout=30)
    assert process.returncode == 0


def judge(place: str, number: int, told: list[Line]) -> None:
    """Make sure that there is one store, one shared event, and one winner, of whom all were told the same."""
    assert not any("error" in each for each in told), told
    made = sum(bool(each["made"]) for each in told)
    assert made == (number % RACES_A_STORE == 0)
    assert Counter(each["shared"] for each in told) == {"recorded": 1, "already there": WRITERS - 1}
    with Desk(History.open(place), founded=False) as desk:
        confirmed = [each.subject for each in desk.history.log() if each.topic == "engagement.confirmed"]
        assert [each["winner"] for each in told] == confirmed[-1:] * WRITERS
        assert len(confirmed) == number % RACES_A_STORE + 1
        assert sum(each.command_id == f"shared {number}" for each in desk.history.log()) == 1
        if number % RACES_A_STORE == RACES_A_STORE - 1:
            assert check_store(desk.history, replay=True).flaws == ()
            desk.check()


races = pytest.mark.parametrize(
    "rounds",
    [pytest.param(20, marks=pytest.mark.slow, id="few"), pytest.param(200, marks=pytest.mark.long, id="many")],
)


@races
def test_processes_at_one_file_agree(race: Race, rounds: int, tmp_path: Path) -> None:
    for number in range(rounds):
        place = str(tmp_path / f"{number // RACES_A_STORE}.db")
        judge(place, number, race(place, number))


@races
def test_processes_at_one_server_agree(race: Race, rounds: int, postgres: Server) -> None:
    for number in range(rounds):
        if number % RACES_A_STORE == 0:
            place = postgres.empty()
        judge(place, number, race(place, number))
