"""Many writers at once: exactly one gets each time, nobody's command is lost, and the losers learn who won."""

from __future__ import annotations

import random
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from mayor_schedule import (
    AcceptClash,
    Attendance,
    ClashError,
    ConfirmEngagement,
    Entry,
    Moment,
    Office,
    PlanEngagement,
    Text,
    Timed,
)
from mayor_schedule.domain.values.attendance import Answer

THREADS = 8
PROCESSES = 6
ROUNDS_A_DAY = 6


def engagement(round_: int, writer: int) -> str:
    return f"round-{round_}-writer-{writer}"


def plan(path: Path, rounds: int, writers: int) -> None:
    """For each round, an engagement of every writer; those of one round overlap, and six rounds share a UTC day."""
    entries = []
    for round_ in range(rounds):
        begin = datetime(2027, 1, 1) + timedelta(days=round_ // ROUNDS_A_DAY, hours=3 * (round_ % ROUNDS_A_DAY))  # noqa: DTZ001
        for writer in range(writers):
            start = begin + timedelta(minutes=writer)
            when = Timed(start=Moment.of(start, "UTC"), end=Moment.of(begin + timedelta(hours=2), "UTC"))
            command = PlanEngagement(
                engagement=engagement(round_, writer),
                title=Text(en=f"Writer {writer}"),
                when=when,
                attendance=(Attendance(answer=Answer.YES),),
            )
            entries.append(Entry(command=command, by="planner"))
    with Office.open(path) as office:
        office.record_all(entries)


def confirm_all(path: Path, rounds: int, writer: int) -> list[tuple[int, str]]:
    """Confirm this writer's engagement of every round, in an order of its own: the winner of each, as it was told."""
    order = list(range(rounds))
    random.Random(writer).shuffle(order)  # noqa: S311
    told = []
    with Office.open(path, create=False) as office:
        for round_ in order:
            mine = f"engagement:{engagement(round_, writer)}"
            try:
                office.record(ConfirmEngagement(engagement=mine), by=f"writer {writer}")
                told.append((round_, mine))
            except ClashError as error:
                named = error.subject == mine and error.other in str(error)
                told.append((round_, error.other if named else "nobody"))
    return told


PROCESS = """
import json, sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from recording.test_race import confirm_all
print(json.dumps(confirm_all(Path({path!r}), {rounds}, {writer})))
"""


def processes(path: Path, rounds: int, writers: range) -> list[subprocess.Popen[str]]:
    tests = str(Path(__file__).parents[1])
    return [
        subprocess.Popen(
            [sys.executable, "-c", PROCESS.format(tests=tests, path=str(path), rounds=rounds, writer=writer)],
            stdout=subprocess.PIPE,
            text=True,
        )
        for writer in writers
    ]


@pytest.mark.parametrize(
    ("rounds", "threads", "procs"),
    [
        pytest.param(12, 4, 2, marks=pytest.mark.slow, id="short"),
        pytest.param(300, THREADS, PROCESSES, marks=pytest.mark.long, id="300 rounds"),
    ],
)
def test_one_winner_for_each_time(tmp_path: Path, rounds: int, threads: int, procs: int) -> None:
    import json

    path = tmp_path / "race.db"
    plan(path, rounds, threads + procs)
    running = processes(path, rounds, range(threads, threads + procs))
    with ThreadPoolExecutor(threads) as pool:
        told = list(pool.map(lambda writer: confirm_all(path, rounds, writer), range(threads)))
    for each in running:
        out, _ = each.communicate(timeout=500)
        assert each.returncode == 0
        told.append([tuple(pair) for pair in json.loads(out)])
    with Office.open(path, create=False) as office:
        confirmed = [each.subject for each in office.history() if each.topic == "engagement.confirmed"]
        positions = [each.position for each in office.history()]
        holds = [each.topic for each in office.history() if each.subject.startswith("booking:")]
    winners = {int(subject.split("-")[1]): subject for subject in confirmed}
    assert len(confirmed) == len(winners) == rounds, "exactly one of each round"
    assert len(holds) == rounds
    assert positions == list(range(len(positions)))
    assert all(winner == winners[round_] for each in told for round_, winner in each), "all were told the same"
    assert Counter(len(each) for each in told) == {rounds: threads + procs}, "nobody's command was lost"


def test_writers_of_one_day_that_do_not_overlap_all_get_their_time(tmp_path: Path) -> None:
    path = tmp_path / "day.db"
    with Office.open(path) as office:
        for hour in range(12):
            start, end = (Moment.of(f"2027-01-01T{each:02}:00", "UTC") for each in (hour, hour + 1))
            command = PlanEngagement(engagement=f"hour-{hour}", title=Text(en="x"), when=Timed(start=start, end=end))
            office.record(command, by="p")

    def confirm(hour: int) -> None:
        with Office.open(path) as mine:
            mine.record(ConfirmEngagement(engagement=f"hour-{hour}"), by="p")

    with ThreadPoolExecutor(12) as pool:
        list(pool.map(confirm, range(12)))
    with Office.open(path) as office:
        assert sum(each.topic == "engagement.confirmed" for each in office.history()) == 12


def test_threads_may_share_one_office(tmp_path: Path) -> None:
    path = tmp_path / "shared.db"
    plan(path, 6, 4)
    with Office.open(path) as office:

        def confirm(writer: int) -> int:
            won = 0
            for round_ in range(6):
                try:
                    office.record(ConfirmEngagement(engagement=engagement(round_, writer)), by="p")
                    won += 1
                except ClashError:
                    pass
            return won

        with ThreadPoolExecutor(4) as pool:
            assert sum(pool.map(confirm, range(4))) == 6
        pair = ("engagement:round-0-writer-0", "engagement:round-0-writer-1")
        office.record(AcceptClash(between=pair, reason=Text(en="both are short")), by="p")
