"""On a server each user may do what the guide says, and no more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from servers import Server, schema_of
from terminal import Done, run

GUIDE = Path(__file__).parents[2] / "docs" / "how-to" / "share-a-server.md"
PLAN = "plan_trip: {trip: t, title: {en: Trip}, period: 2018-09-27/2018-10-07}"
LATER = PLAN.replace("trip: t", "trip: u")
REFUSED = "MS-0732"

pytestmark = pytest.mark.usefixtures("english")


def block(title: str) -> str:
    """The statements that the guide shows under a title."""
    found = re.search(rf'```sql title="{title}"\n(.*?)```', GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    return found[1]


@pytest.fixture(scope="module")
def shared(postgres: Server) -> Iterator[dict[str, str]]:
    """The URLs of a store by who uses it, each with the rights of the guide; one event is recorded."""
    url = postgres.store()
    rights = block("rights.sql").replace("mayor_schedule", f'"{schema_of(url)}"')
    postgres.run(rights)
    assert record(url, PLAN).code == 0
    users = re.findall(r"CREATE ROLE (\w+)", rights)
    yield {each: url.replace("postgres@", f"{each}@") for each in users}
    for each in users:
        postgres.run(f"DROP OWNED BY {each}; DROP ROLE {each}")


def record(url: str, entry: str) -> Done:
    return run("record", "--by", "protocol", "--known-on", "2018-09-01", db=url, stdin=entry)


def test_the_guide_makes_a_database(postgres: Server) -> None:
    for statement in filter(str.strip, block("database.sql").split(";")):
        postgres.run(statement)
    try:
        url = postgres.url(user="protocol", database="office")
        assert run("init", db=url).code == 0
        assert record(url, PLAN).code == 0
    finally:
        postgres.run("DROP DATABASE office WITH (FORCE)")
        postgres.run("DROP ROLE protocol")


def test_a_recorder_records_and_signs(shared: dict[str, str], tmp_path: Path) -> None:
    url, key = shared["recorder"], tmp_path / "office.key"
    assert record(url, LATER).code == 0
    assert run("keygen", "--out", key, db=url).code == 0
    assert run("checkpoint", "--key", key, "--out", tmp_path / "log.note", db=url).code == 0
    assert len(run("calendar", "--audience", "internal", "--format", "json", db=url).json) == 2


@pytest.mark.parametrize("user", ["recorder", "worker", "reader"])
@pytest.mark.parametrize("table", ["stored_events", "log_positions", "commands", "tree_nodes"])
def test_nobody_can_rewrite_what_is_recorded(shared: dict[str, str], user: str, table: str) -> None:
    schema, address = schema_of(shared[user]), shared[user].partition("&schema")[0]
    with psycopg.connect(address, autocommit=True) as connection:
        column = connection.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = %s AND table_name = %s",
            (schema, table),
        ).fetchall()[0][0]
        for statement in (
            f'DELETE FROM "{schema}".{table}',  # noqa: S608 - a test's own schema
            f'UPDATE "{schema}".{table} SET {column} = {column}',  # noqa: S608
            f'TRUNCATE "{schema}".{table}',
            f'DROP TABLE "{schema}".{table}',
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement.encode())


def test_a_worker_files_and_records_nothing(shared: dict[str, str]) -> None:
    assert run("work", "--once", "--rebuild", db=shared["worker"]).code == 0
    refused = run(
        "record", "--by", "p", "--known-on", "2018-09-01", db=shared["worker"], stdin=PLAN.replace("t,", "w,")
    )
    assert refused.code == 2
    assert REFUSED in refused.err


def test_a_reader_reads_and_does_nothing_else(shared: dict[str, str], tmp_path: Path) -> None:
    url = shared["reader"]
    feed, log, copy = (tmp_path / each for each in ("public.ics", "log.jsonl", "copy.db"))
    for command in (
        ("calendar",), ("counts",), ("history",), ("verify",), ("export", "ics", "--out", feed),
        ("export", "events", "--audience", "internal", "--out", log), ("backup", copy),
    ):  # fmt: skip
        assert run(*command, db=url).code == 0, command
    refused = record(url, PLAN.replace("t,", "r,"))
    assert refused.code == 2
    assert REFUSED in refused.err
    assert "permission denied for table stored_events" in refused.err
