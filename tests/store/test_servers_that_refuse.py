"""A server that cannot be used is told of in words that help, and no word holds a password."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from mayor_schedule import Office, Period, PlanTrip, StoreError, Text
from mayor_schedule.store.opening import set_up, shown
from mayor_schedule.store.postgres.address import read_address
from mayor_schedule.store.postgres.connections import lock_key
from servers import Server, schema_of
from terminal import run

PLAN = PlanTrip(trip="t", title=Text(en="Trip"), period=Period.of("2018-09-27", "2018-10-07"))


def why(url: str) -> str:
    with pytest.raises(StoreError) as told:
        Office.open(url)
    assert "s3cret" not in str(told.value)
    return str(told.value)


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    assert "no server answers there" in why(f"postgresql://u:s3cret@/office?host={tmp_path}")


def test_a_wrong_password_and_a_wrong_database(postgres: Server) -> None:
    postgres.run("CREATE ROLE locked LOGIN PASSWORD 'other'")
    assert "does not accept that user or password" in why(postgres.url(user="locked:s3cret"))
    assert "it has no such database" in why(postgres.url(database="nowhere"))


def test_a_database_without_a_store(postgres: Server) -> None:
    assert "mayor-schedule init --db" in why(postgres.empty())


def test_a_store_of_a_newer_version(postgres: Server) -> None:
    url = postgres.store()
    postgres.run(f'INSERT INTO "{schema_of(url)}".store_format VALUES (99)')  # noqa: S608
    assert "newer version of mayor-schedule; upgrade" in why(url)
    with pytest.raises(StoreError, match="newer version"):
        set_up(url)


def test_the_schema_of_another_program_is_left_alone(postgres: Server) -> None:
    url = postgres.empty()
    postgres.run(f'CREATE SCHEMA "{schema_of(url)}"; CREATE TABLE "{schema_of(url)}".commands (x integer)')
    with pytest.raises(StoreError, match="another program has a table commands"):
        set_up(url)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://u:s3cret/x@host/db",
        "postgresql://u:s3cret?x@host/db",
        "postgresql://u:12/s3cret@host/db",
        "postgresql://u:12?s3cret@host/db",
        "postgresql://u:s3cret@x@host/db",
        "postgresql://u:s3cret@host/db?options=-csearch_path%3Dx",
        "postgresql://u:s3cret@host/db?pool_sise=3",
        "postgresql://u:s3cret@host/db?pool_size=0",
        "postgresql://u:s3cret@host/db?schema=a%22b",
        "postgresql://u:s3cret@/db",
        "postgresql://u:s3cret@host",
        "mysql://u:s3cret@host/db",
    ],
)
def test_urls_that_cannot_be_read_show_no_password(url: str) -> None:
    assert "cannot open" in why(url)


def test_a_store_is_shown_without_its_password() -> None:
    url = "postgres://u:s3cret@host:6432/db?sslmode=require&password=s3cret&schema=office"
    assert shown(url) == "postgresql://u@host:6432/db?schema=office"
    assert "s3cret" not in repr(read_address(url))


def test_the_environment_leads_no_history_astray(postgres: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    url = postgres.store()
    for name in ("PGHOST", "PGPORT", "PGDATABASE", "PGHOSTADDR", "PGOPTIONS", "POSTGRES_DBNAME", "POSTGRES_SCHEMA"):
        monkeypatch.setenv(name, "1")
    with Office.open(url) as office:
        office.record(PLAN, by="p")
        assert len(office.store) == 1


def test_after_the_server_went_the_next_command_finds_it_again(postgres: Server) -> None:
    with Office.open(postgres.store(application_name="gone")) as office:
        office.record(PLAN, by="p")
        kill = "SELECT count(pg_terminate_backend(pid, 2000)) FROM pg_stat_activity WHERE application_name = 'gone'"
        assert postgres.run(kill)[0][0] >= 1
        assert office.record(PLAN, by="p").status == "already there"
        with pytest.raises(StoreError, match="the server closed the connection"):
            _ask_while(office, lambda: postgres.run(kill))
        assert len(office.store) == 1


def _ask_while(office: Office, do: Callable[[], object]) -> None:
    with office.store.inspecting() as inside:
        do()
        inside.count()


def test_a_lock_that_is_not_let_go_is_told(postgres: Server) -> None:
    url = postgres.store(lock_timeout=1)
    with Office.open(url) as office, psycopg.connect(postgres.url()) as other:
        other.execute("SELECT pg_advisory_xact_lock(%s)", (lock_key("record", schema_of(url)),))
        assert len(office.store) == 0, "who reads does not wait"
        with pytest.raises(StoreError, match="locked it for longer than lock_timeout"):
            office.record(PLAN, by="p")


def test_many_may_make_a_store_at_once(postgres: Server) -> None:
    url = postgres.empty()
    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(set_up, [url] * 8)) == [False] * 7 + [True]


def test_who_listens_is_told_of_what_is_recorded(postgres: Server) -> None:
    url = postgres.store()
    with Office.open(url) as office, psycopg.connect(postgres.url(), autocommit=True) as listener:
        listener.execute(f'LISTEN "{schema_of(url)}.stored_events"'.encode())
        office.record(PLAN, by="p")
        assert [each.channel for each in listener.notifies(timeout=5, stop_after=1)] == [
            f"{schema_of(url)}.stored_events"
        ]


def test_the_command_line_takes_a_url(postgres: Server, english: None, monkeypatch: pytest.MonkeyPatch) -> None:
    url = postgres.empty(user="postgres:s3cret")
    assert run("list", db=url).code == 2
    made = run("init", db=url)
    assert (made.code, "is ready" in made.out, "s3cret" in made.out) == (0, True, False)
    assert "it was there already" in run("init", db=url).out
    monkeypatch.setenv("MAYOR_SCHEDULE_DB", url)
    entry = "plan_trip: {trip: t, title: {en: Trip}, period: 2018-09-27/2018-10-07}"
    assert run("record", "--by", "p", "--known-on", "2018-09-01", stdin=entry).code == 0
    assert [each["subject"] for each in run("list", "--format", "json").json] == ["trip:t"]
    assert run("verify").code == 0
