"""The example that feeds a queue: whatever happens to it, every event is in the queue once."""

from __future__ import annotations

import json
import runpy
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from archives import archive, lines_of
from conftest import EARLIER, LATER, REPORT
from mayor_schedule import Audience, CancelTrip, ClassifyTrip, Office, PlanTrip, Text, Visibility
from mayor_schedule.imports.loading import import_files
from mayor_schedule.reading.increment import RETRACTED, Increment

EXAMPLE = Path(__file__).parents[2] / "examples" / "feed_a_queue.py"
Feed = Callable[[Office, sqlite3.Connection], int]


@pytest.fixture
def feed() -> Feed:
    found: Feed = runpy.run_path(str(EXAMPLE))["feed"]
    return found


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(tmp_path / "queue.db")) as connection:
        yield connection


def plan(office: Office, name: str) -> None:
    office.record(PlanTrip(trip=name, title=Text(ko="순방"), visibility="public"), by="p")


def lines(queue: sqlite3.Connection) -> list[bytes]:
    return [line for (line,) in queue.execute("SELECT line FROM events ORDER BY number")]


def worked_off(queue: sqlite3.Connection) -> dict[str, list[str]]:
    """What somebody has who takes everything from the queue: by subject, the ids of its lines."""
    copy: dict[str, list[str]] = {}
    for line in lines(queue):
        event = json.loads(line)
        if event["type"] == RETRACTED:
            del copy[event["subject"]]
        else:
            copy.setdefault(event["subject"], []).append(event["id"])
    return copy


def exported(office: Office) -> dict[str, list[str]]:
    copy: dict[str, list[str]] = {}
    for line in lines_of(archive(office, Audience.PUBLIC)):
        event = json.loads(line)
        copy.setdefault(event["subject"], []).append(event["id"])
    return copy


def test_what_is_new_is_added_once(office: Office, queue: sqlite3.Connection, feed: Feed) -> None:
    plan(office, "t")
    plan(office, "u")
    assert [feed(office, queue), feed(office, queue)] == [2, 0]
    office.record(CancelTrip(trip="t"), by="p")
    office.record(ClassifyTrip(trip="u", visibility=Visibility.INTERNAL), by="p")
    assert feed(office, queue) == 2
    assert worked_off(queue) == exported(office)


def test_nothing_is_lost_or_doubled_when_it_is_cut_off(
    office: Office, queue: sqlite3.Connection, feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in "abc":
        plan(office, name)
    told = Increment.lines

    def cut_off(self: Increment) -> Iterator[bytes]:
        yield next(told(self))
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Increment, "lines", cut_off)
        with pytest.raises(KeyboardInterrupt):
            feed(office, queue)
    assert lines(queue) == []
    assert feed(office, queue) == 3
    assert worked_off(queue) == exported(office)


@pytest.mark.slow
def test_it_runs_as_a_program_and_two_at_once(tmp_path: Path) -> None:
    db = tmp_path / "office.db"
    with Office.open(db) as office:
        import_files(office, [EARLIER, REPORT])

    def begin() -> Any:
        command = [sys.executable, EXAMPLE, db, tmp_path / "queue.db"]
        return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)

    both = [begin(), begin()]
    added = [int(each.communicate(timeout=60)[0].split()[0]) for each in both]
    assert [each.returncode for each in both] == [0, 0]
    with Office.open(db) as office, closing(sqlite3.connect(tmp_path / "queue.db")) as queue:
        assert sorted(added) == [0, len(lines(queue))]
        import_files(office, [LATER])
        third = begin()
        assert int(third.communicate(timeout=60)[0].split()[0]) > 0
        assert worked_off(queue) == exported(office)
