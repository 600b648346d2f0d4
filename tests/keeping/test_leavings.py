"""What nobody reads is dropped: little by little, by who comes next, and never from under one who makes it."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import pytest

from mayor_schedule import Office
from mayor_schedule.audit.checking import check_store
from mayor_schedule.domain.catalog import COMMANDS
from mayor_schedule.keeping import StoredViews, leavings, views
from mayor_schedule.store.kept.tables import NAMES
from pasts import LIVELY
from servers import Server
from shelves import generations, is_as_if_made_anew, kept
from terminal import run

PATIENCE = 30.0

MAKER = """
import sys
from mayor_schedule import Office
from mayor_schedule.keeping import views
views.BATCH = 4
def wait(position, size):
    if position == 8:
        print("half", flush=True)
        sys.stdin.readline()
with Office.open(sys.argv[1]) as office:
    print(office.kept.rebuild(wait), flush=True)
"""


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A store in which a little was recorded, and filed."""
    path = str(tmp_path / "office.db")
    if request.param == "postgres":
        path = request.getfixturevalue("postgres").store()
    with Office.open(path) as office:
        fill(office)
        office.kept.catch_up()
    return path


def fill(office: Office) -> None:
    for name, fields in LIVELY:
        office.record(COMMANDS[name].model_validate(fields), by="p", known_on="2018-08-31")


def plan(office: Office, name: str) -> None:
    fair = {"occasion": name, "title": {"en": "Fair"}, "when": "2018-10-05"}
    office.record(COMMANDS["plan_occasion"].model_validate(fair), by="p", known_on="2018-09-01")


@contextmanager
def half_made(place: str) -> Iterator[subprocess.Popen[str]]:
    """A process that has made half of it anew, and waits for a line; it is killed at the end, if it still lives."""
    with subprocess.Popen(
        [sys.executable, "-c", MAKER, place], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as maker:
        try:
            assert maker.stdout is not None
            assert maker.stdout.readline() == "half\n"
            yield maker
        finally:
            maker.kill()


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.02)


def come_next(place: str, name: str) -> None:
    """Record something as the next process does, and have it filed."""
    with Office.open(place) as office:
        plan(office, name)
    assert run("work", "--once", "--db", place).code == 0


def test_who_comes_next_drops_what_a_killed_one_made(place: str) -> None:
    with half_made(place) as maker, Office.open(place) as office:
        assert generations(office) == {1, 2}
        maker.kill()
        maker.wait()

        def is_dropped() -> bool:  # a server may need a moment until it knows that its client is gone
            assert run("work", "--once", "--db", place).code == 0
            return generations(office) == {1}

        until(is_dropped)
        assert check_store(office.store, replay=True).flaws == ()
        is_as_if_made_anew(office)
        assert len(generations(office)) == 1


def test_a_file_is_swept_by_who_records_next(tmp_path: Path) -> None:
    path = tmp_path / "office.db"
    with Office.open(path) as office:
        fill(office)
    with half_made(str(path)) as maker:
        maker.kill()
        maker.wait()
    assert (tmp_path / "office.db-rebuild").exists()
    with Office.open(path) as office:
        assert generations(office) == {1, 2}
        plan(office, "next")
        plan(office, "another")  # each drops a little
        plan(office, "last")
        plan(office, "very-last")
        assert generations(office) == {1}
    assert [each.name for each in tmp_path.iterdir()] == ["office.db"], "nothing is left behind"


def test_what_a_living_one_makes_is_left_alone_and_read_in_the_end(place: str) -> None:
    with half_made(place) as maker:
        come_next(place, "first")
        with Office.open(place) as office:
            assert generations(office) == {1, 2}
            assert office.kept.catch_up() == (size := len(office.store))
            assert generations(office) == {1, 2}
        out, _ = maker.communicate("\n", timeout=PATIENCE)
        assert maker.returncode == 0
        assert int(out) == size
    with Office.open(place) as office:
        assert generations(office) == {2}
        is_as_if_made_anew(office)


def test_it_is_left_alone_where_another_begins_what_is_read(place: str) -> None:
    with Office.open(place) as office, office.store.keeping() as cursor:
        for table in NAMES:
            cursor.run(f"DELETE FROM {{s}}{table}")  # noqa: S608
    with half_made(place) as maker:
        come_next(place, "first")
        with Office.open(place) as office:
            assert generations(office) == {1, 2}
        maker.communicate("\n", timeout=PATIENCE)
        assert maker.returncode == 0
    come_next(place, "second")
    with Office.open(place) as office:
        assert len(generations(office)) == 1
        assert check_store(office.store, replay=True).flaws == ()


def test_two_at_once_leave_one(any_office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "BATCH", 4)
    fill(any_office)
    any_office.kept.catch_up()
    before, other = kept(any_office), StoredViews(any_office.store)
    met = threading.Event()
    waiting = threading.Event()
    done: list[int] = []

    def wait(position: int, size: int) -> None:
        if position == 8:
            waiting.set()
            assert met.wait(PATIENCE)

    thread = threading.Thread(target=lambda: done.append(other.rebuild(wait)))
    thread.start()
    assert waiting.wait(PATIENCE)
    assert any_office.kept.rebuild() == len(any_office.store)
    met.set()
    thread.join(PATIENCE)
    assert done == [len(any_office.store)]
    assert generations(any_office) == {3}
    assert kept(any_office) == before


def test_what_was_replaced_is_dropped_in_batches_between_which_others_write(
    any_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(any_office)
    any_office.kept.catch_up()
    size, left = len(any_office.store), list[int]()

    def pause(seconds: float) -> None:
        with any_office.store.viewing() as cursor:
            left.append(cursor.all("SELECT COUNT(*) FROM {s}view_rows WHERE generation = 1")[0][0])
        if len(left) < 4:
            plan(any_office, f"fair-{len(left)}")

    monkeypatch.setattr(leavings, "BATCH", 5)
    monkeypatch.setattr(leavings, "sleep", pause)
    any_office.kept.rebuild()
    steps = [before - after for before, after in pairwise(left)]
    assert len(left) > 6
    assert max(steps) <= 10, "a batch, and another one by who records meanwhile"
    assert left[-1] == 0
    assert len(any_office.store) == size + 3
    assert generations(any_office) == {2}
    is_as_if_made_anew(any_office)


def test_who_is_killed_while_dropping_leaves_the_rest_to_who_comes_next(
    any_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(any_office)
    any_office.kept.catch_up()

    class KilledError(BaseException):
        pass

    def kill(seconds: float) -> None:
        raise KilledError

    with monkeypatch.context() as patch:
        patch.setattr(leavings, "BATCH", 5)
        patch.setattr(leavings, "sleep", kill)
        with pytest.raises(KilledError):
            any_office.kept.rebuild()
    assert generations(any_office) == {1, 2}
    with any_office.store.viewing() as cursor:
        assert cursor.all("SELECT generation, is_current FROM {s}view_generations") == [(2, 1)]
    assert StoredViews(any_office.store).catch_up() == len(any_office.store)
    assert generations(any_office) == {2}


def test_a_rebuild_that_was_cut_off_is_told_and_another_one_helps(postgres: Server) -> None:
    url = postgres.store()
    with Office.open(url) as office:
        fill(office)
        office.kept.catch_up()
    with half_made(url) as maker:
        lock = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND mode = 'ShareLock'"
        assert postgres.run(lock) == [(True,)]
        until(lambda: postgres.run(lock.replace("pg_terminate_backend(pid)", "pid")) == [])
        assert run("work", "--once", "--db", url).code == 0
        with Office.open(url) as office:
            assert generations(office) == {1}
        maker.communicate("\n", timeout=PATIENCE)
        assert maker.returncode == 1, "it ends with a StoreError"
    assert run("work", "--once", "--rebuild", "--db", url).code == 0
    assert run("verify", "--replay", "--db", url).code == 0
