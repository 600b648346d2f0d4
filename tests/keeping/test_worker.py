"""The worker files what others record, and goes on whatever becomes of the store."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from mayor_schedule import Office, StoreError
from mayor_schedule.domain.catalog import COMMANDS
from mayor_schedule.keeping import Fault
from mayor_schedule.keeping.worker import Worker
from mayor_schedule.store.kept.tables import NAMES
from servers import Server
from terminal import run

PATIENCE = 30.0
_LISTENING = "FROM pg_stat_activity WHERE query LIKE ? AND pid <> pg_backend_pid()"


class Told:
    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.errors: list[str] = []
        self.came = 0

    def filed(self, position: int, size: int) -> None:
        assert position <= size

    def set_aside(self, fault: Fault) -> None:
        self.faults.append(fault)

    def failed(self, error: StoreError, pause: float) -> None:
        assert pause > 0
        self.errors.append(str(error))

    def came_back(self) -> None:
        self.came += 1


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.02)


def plan(office: Office, name: str) -> None:
    fair = {"occasion": name, "title": {"en": "Fair"}, "when": "2018-10-05"}
    office.record(COMMANDS["plan_occasion"].model_validate(fair), by="p", known_on="2018-09-01")


def test_a_worker_files_what_others_record_and_comes_back_when_its_connection_is_cut(postgres: Server) -> None:
    url = postgres.store()
    told, over = Told(), threading.Event()
    with Office.open(url) as officer, Office.open(url) as worker:
        plan(officer, "first")
        assert len(officer.kept) == 0
        working = threading.Thread(target=Worker(worker.store, told, over.is_set, over.wait).run)
        working.start()
        try:
            until(lambda: len(officer.kept) == 1)
            plan(officer, "second")
            until(lambda: len(officer.kept) == 2)
            with officer.store.keeping() as cursor:
                cursor.run(f"SELECT pg_terminate_backend(pid) {_LISTENING}", "LISTEN%")
            until(lambda: bool(told.errors))
            plan(officer, "third")
            until(lambda: len(officer.kept) == 3)
            until(lambda: told.came == 1)
            with officer.store.keeping() as cursor:
                cursor.run("UPDATE {s}stored_events SET topic = 'no.such' WHERE originator_id = 'occasion:third'")
            officer.kept.rebuild()
            until(lambda: bool(told.faults))
            plan(officer, "fourth")
            until(lambda: len(officer.kept) == 4)
        finally:
            over.set()
            working.join(PATIENCE)
        assert not working.is_alive()
    assert [each.subject for each in told.faults] == ["occasion:third"]


def test_the_command_files_once_or_anew(tmp_path: Path, english: None) -> None:
    with Office.open(tmp_path / "office.db") as office:
        plan(office, "first")
    done = run("work", "--once", "--db", "office.db")
    assert (done.code, done.out) == (0, "")
    assert done.err == "stopped; events filed: 1\n"
    done = run("work", "--once", "--rebuild", "--db", "office.db", "--lang", "ko")
    assert done.code == 0
    assert done.err.splitlines() == ["사건 1건 중 1건 정리", "멈추었습니다. 정리된 사건: 1건"]
    done = run("work", "--once", "--db", "missing.db")
    assert done.code == 2
    assert "there is no store at missing.db" in done.err


def test_the_command_stops_when_it_is_told_to(tmp_path: Path, english: None) -> None:
    with Office.open(tmp_path / "office.db") as office:
        plan(office, "first")
        with subprocess.Popen(
            [sys.executable, "-c", "from mayor_schedule.cli import main; main()", "work", "--db", "office.db"],
            cwd=tmp_path, env={**os.environ, "LC_ALL": "en_US.UTF-8"}, stderr=subprocess.PIPE, text=True,
        ) as working:  # fmt: skip
            assert working.stderr is not None
            assert working.stderr.readline() == "filing what is recorded in office.db; stop with Ctrl+C\n"
            working.send_signal(signal.SIGTERM)
            assert working.wait(PATIENCE) == 0
            assert working.stderr.read() == "stopped; events filed: 1\n"


def test_the_command_works_where_the_office_cannot_be_read(tmp_path: Path, english: None) -> None:
    """A newer version may have written what this one cannot read: the rest is filed all the same."""
    with Office.open(tmp_path / "office.db") as office:
        given = {"name": {"en": "Office"}, "zone": "UTC", "domain": "a.example"}
        office.record(COMMANDS["found_office"].model_validate(given), by="p")
        plan(office, "first")
        with office.store.keeping() as cursor:
            cursor.run("UPDATE {s}stored_events SET topic = 'office.dreamt' WHERE originator_id = 'office:profile'")
    done = run("work", "--once", "--rebuild", "--db", "office.db")
    assert done.code == 0, done.err
    assert "set aside: the event at position 0, of office:profile" in done.err
    assert done.err.endswith("stopped; events filed: 2\n")


def test_a_database_of_an_earlier_version_is_read_from_the_log_until_init_adds_the_tables(postgres: Server) -> None:
    url = postgres.store()
    with Office.open(url) as office:
        plan(office, "first")
        with office.store.keeping() as cursor:
            for table in NAMES:
                cursor.run(f"DROP TABLE {{s}}{table}")
        assert [entry.subject for entry in office.calendar().between("2018-10-01", "2018-10-31")] == ["occasion:first"]
    done = run("work", "--once", "--db", url)
    assert done.code == 2
    assert "an earlier version made its tables; mayor-schedule init adds those that are missing" in done.err
    assert run("init", "--db", url).code == 0
    assert run("work", "--once", "--db", url).err.endswith("stopped; events filed: 1\n")
    assert run("verify", "--replay", "--db", url).code == 0
