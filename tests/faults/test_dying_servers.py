"""A server that is killed in the middle of a command, or refuses it: told in words, and nothing is half done."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from threading import Event

import psycopg
import pytest

from faults.deeds import batch, ids
from faults.mortal import Mortal, mortal_server
from faults.small_disks import fill, small_disk
from mayor_schedule import Office, StoreError
from mayor_schedule.audit.checking import check_store
from servers import schema_of
from terminal import Done, run

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("english")]

PLAN = "plan_trip: {trip: t, title: {en: Trip}, period: 2018-09-27/2018-10-07}"


@pytest.fixture(scope="module")
def mortal() -> Iterator[Mortal]:
    with mortal_server() as server:
        yield server


def record(url: str, entry: str = PLAN) -> Done:
    return run("record", "--by", "p", "--known-on", "2018-09-01", stdin=entry, db=url)


def refused(done: Done, *said: str) -> None:
    """Make sure that a command was refused in words that hold one of these, and in no others."""
    assert (done.code, done.out) == (2, "")
    assert any(each in done.err for each in said), done.err
    for never in ("Traceback", "s3cret", "Trip"):
        assert never not in done.err


@contextmanager
def in_the_middle(mortal: Mortal, url: str) -> Iterator[tuple[Future[Done], int]]:
    """A command that records, in the middle of its transaction; and the server's process that serves it."""
    with ThreadPoolExecutor(1) as pool, psycopg.connect(mortal.url()) as other:
        other.execute(f'LOCK TABLE "{schema_of(url)}".stored_events IN EXCLUSIVE MODE'.encode())
        running = pool.submit(record, url)
        yield running, mortal.serving("middle", blocked=True)
        with suppress(psycopg.Error):
            other.rollback()


@pytest.mark.parametrize("what", ["one process", "the server"])
def test_a_server_that_is_killed_in_the_middle_and_comes_back(mortal: Mortal, what: str) -> None:
    url = mortal.store(application_name="middle")
    with Office.open(url) as office:
        office.record_all(batch(0))
        before = len(office.store)
        with in_the_middle(mortal, url) as (running, pid):
            if what == "the server":
                mortal.crash()
            else:
                mortal.kill(pid)
            refused(running.result(60), "the server closed the connection; try again")
        if what == "the server":
            refused(run("calendar", db=url), "no server answers there")
            refused(record(url), "no server answers there")
            with pytest.raises(StoreError, match=r"no server answers there|the server closed"):
                office.record_all(batch(1))
            mortal.start()
        while (done := run("list", db=url)).code:  # it recovers first
            refused(done, "the server is starting or stopping", "the server closed the connection")
        assert len(office.store) == before, "nothing is half there"
        assert record(url).out == "1 recorded, 0 already there\n"
        assert record(url).out == "0 recorded, 1 already there\n"
        office.record_all(batch(1))
        assert check_store(office.store, replay=True).flaws == ()


def test_a_worker_that_is_stopped_while_the_server_is_away_says_how_far_it_came(mortal: Mortal) -> None:
    url = mortal.store(application_name="worker")
    with Office.open(url) as office:
        office.record_all(batch(0))
        size = len(office.store)
    command = [sys.executable, "-c", "from mayor_schedule.cli import main; main()", "work", "--db", url]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as working:
        assert working.stderr is not None
        said = iter(working.stderr.readline, "")
        try:
            assert any("filing what is recorded in" in line for line in said)
            with Office.open(url) as office:
                deadline = time.monotonic() + 60
                while len(office.kept) < size:
                    assert time.monotonic() < deadline
                    time.sleep(0.05)
            mortal.crash()
            assert any("trying again in" in line for line in said)
            working.send_signal(signal.SIGTERM)
            assert working.wait(60) == 0
            assert list(said)[-1] == f"stopped; events filed: {size}\n"
        finally:
            working.kill()
            mortal.start()


@pytest.mark.parametrize("rounds", [pytest.param(3, id="few"), pytest.param(60, marks=pytest.mark.long, id="many")])
def test_what_was_acknowledged_outlives_a_server_that_is_killed(mortal: Mortal, rounds: int) -> None:
    """Somebody records in an office that stays open, while the server crashes at random moments and recovers."""
    seed = random.SystemRandom().randrange(2**32)
    print(f"seed {seed}")  # noqa: T201 - shown where it fails
    chance = random.Random(seed)  # noqa: S311
    url = mortal.store(application_name="open")
    acknowledged: list[str] = []
    over = Event()

    def keep_recording(office: Office) -> int:
        failures, step = 0, 0
        while not over.is_set() or step == 0:
            try:
                for entry in batch(step):
                    office.record_all([entry])
                    acknowledged.append(str(entry.id))
                step += 1
            except StoreError:  # the same step is recorded again: what is there already is not recorded twice
                failures += 1
                time.sleep(0.02)
        return failures

    with Office.open(url) as office, ThreadPoolExecutor(1) as pool:
        running = pool.submit(keep_recording, office)
        try:
            for _ in range(rounds):
                time.sleep(chance.uniform(0.05, 0.3))
                mortal.kill(mortal.serving("open"))
        finally:
            over.set()
        assert running.result(120) > 0, "it was told of the crashes"
        mortal.wait()
        there = list(dict.fromkeys(each.command_id for each in office.history()))
        wanted = [each for step in range(len(there) // 5 + 1) for each in ids(step)]
        assert there == wanted[: len(there)], "each is there once, in order"
        assert set(acknowledged) <= set(there)
        assert len(there) - len(set(acknowledged)) <= 1, "but the last one, nothing is there that was not acknowledged"
        assert check_store(office.store, replay=True).flaws == ()


def test_a_reader_may_not_write(mortal: Mortal) -> None:
    url = mortal.store()
    schema = schema_of(url)
    mortal.run("CREATE ROLE reader LOGIN")
    mortal.run(f'GRANT USAGE ON SCHEMA "{schema}" TO reader')
    mortal.run(f'GRANT SELECT ON ALL TABLES IN SCHEMA "{schema}" TO reader')
    as_reader = url.replace("postgres@", "reader:s3cret@")
    assert record(url).code == 0
    before = mortal.run(f'SELECT count(*) FROM "{schema}".commands')  # noqa: S608
    refused(record(as_reader, PLAN.replace("trip: t", "trip: u")), "this user may not do that there")
    assert run("verify", db=as_reader).code == 0
    assert mortal.run(f'SELECT count(*) FROM "{schema}".commands') == before  # noqa: S608


def test_a_statement_that_takes_too_long_is_told(mortal: Mortal) -> None:
    url = mortal.store(statement_timeout=1)
    with psycopg.connect(mortal.url()) as other:
        other.execute(f'LOCK TABLE "{schema_of(url)}".stored_events IN EXCLUSIVE MODE'.encode())
        refused(record(url), "longer than statement_timeout allows")
    assert record(url).code == 0, "once the other one has let go"


def test_nobody_gets_in_by_a_wrong_password_or_host(mortal: Mortal) -> None:
    mortal.run("CREATE ROLE locked LOGIN PASSWORD 'other'")
    refused(record(mortal.url(user="locked:s3cret")), "the server does not accept that user or password")
    refused(record("postgresql://u:s3cret@no.such.host.invalid/db?connect_timeout=2"), "no server answers there")


def test_a_store_of_a_newer_version_is_left_alone(mortal: Mortal) -> None:
    url = mortal.store()
    mortal.run(f'INSERT INTO "{schema_of(url)}".store_format VALUES (99)')  # noqa: S608
    for command in (("record",), ("calendar",), ("verify",), ("init",), ("backup", "x.db")):
        refused(run(*command, stdin=PLAN, db=url), "was made by a newer version of mayor-schedule")
    assert mortal.run(f'SELECT count(*) FROM "{schema_of(url)}".stored_events') == [(0,)]  # noqa: S608


def test_a_full_disk_of_the_server_is_told(mortal: Mortal) -> None:
    with small_disk(mortal.folder.parent / "small", mortal.folder) as disk:
        mortal.run(f"CREATE TABLESPACE small LOCATION '{disk}'")
        url = mortal.store()
        try:
            for table in ("stored_events", "log_positions", "commands"):
                mortal.run(f'ALTER TABLE "{schema_of(url)}".{table} SET TABLESPACE small')
            with Office.open(url) as office:
                office.record_all(batch(0))
                fill(disk)
                with pytest.raises(StoreError, match="the server's disk is full; make room, and try again"):
                    record_steps(office, range(1, 499))
                there = len(office.store)
                entry = PLAN.replace("Trip", "Trip " * 100)
                refused(record(url, f"[{', '.join(_many(entry))}]"), "the server's disk is full")
                assert len(office.store) == there
                assert check_store(office.store, replay=True).flaws == ()
                (disk / "filler").unlink()
                assert office.record_all(batch(499))[0].status == "recorded"
        finally:
            mortal.run(f'DROP SCHEMA "{schema_of(url)}" CASCADE')
            mortal.run("DROP TABLESPACE small")


def record_steps(office: Office, steps: range) -> None:
    for step in steps:
        office.record_all(batch(step))


def _many(entry: str) -> Iterator[str]:
    return (f"{{{entry.replace('trip: t,', f'trip: u{number},')}}}" for number in range(200))
