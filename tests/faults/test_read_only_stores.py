"""A store that somebody may read and not write: what only reads reads it, and makes nothing beside it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from typer.main import get_command

from faults.small_disks import read_only, small_disk
from mayor_schedule import Office, StoreError
from mayor_schedule.cli.app import app
from mayor_schedule.domain.catalog import COMMANDS
from pasts import LIVELY
from terminal import run, spawn

pytestmark = [
    pytest.mark.usefixtures("english"),
    pytest.mark.skipif(os.name != "posix", reason="permissions and disks as POSIX has them"),
]

READING = [
    "calendar", "list", "list --completeness", "show trip:europe", "clashes", "counts", "counts --ledger", "agreements",
    "history", "changes --from 2018-08-01 --to 2018-09-01", "explain trip:europe", "replay", "briefing", "export ics",
    "export jcal", "export csv", "export jsonld", "export parquet --out calendar.parquet", "export events",
    "export events --audience internal", "verify",
    "verify --replay", "book --dry-run", "import entries.json --dry-run", "keygen --out office.key",
    "backup copy.db", "checkpoint --key signing.key", "prove 3 --key signing.key",
]  # fmt: skip
WRITING = ["init", "record", "import entries.json", "book", "work --once", "work --once --rebuild"]
ELSEWHERE = {"demo", "export schema"}
"""Commands that read no store."""

NOBODY = 65_534
PLAN = "plan_trip: {trip: other, title: {en: Other}, period: 2018-09-27/2018-10-07}"
UNWRITABLE = ("cannot be written; check the file's and the folder's permissions", "it cannot be opened; check")

LEAVING = """
import os, signal, sys
from mayor_schedule import Office, PlanTrip, Period, Text
office = Office.open(sys.argv[1])
office.record(PlanTrip(trip="last", title=Text(en="Last"), period=Period.of("2018-09-27", "2018-10-07")), by="p")
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk", size=8 * 1024 * 1024) as folder:
        yield folder


@pytest.fixture
def shut() -> Iterator[Path]:
    """A folder of its own, which others may read."""
    folder = Path(tempfile.mkdtemp(prefix="mayor-schedule-shut-"))
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


def made(db: Path) -> Path:
    """A store in which a little was recorded, and of which a checkpoint was signed."""
    with Office.open(db) as office:
        for name, fields in LIVELY:
            office.record(COMMANDS[name].model_validate(fields), by="p", known_on="2018-08-31")
    Path("entries.json").write_text(f'{{"dossier": 1, "defaults": {{"by": "p"}}, "record": [{{{_JSON}}}]}}')
    assert run("keygen", "--out", "signing.key", db=db).code == 0
    assert run("checkpoint", "--key", "signing.key", db=db).code == 0
    assert [each.name for each in db.parent.iterdir()] == [db.name]
    return db


_JSON = '"plan_trip": {"trip": "third", "title": {"en": "Third"}, "period": "2018-11-01/2018-11-02"}'


def answers(db: Path, commands: list[str]) -> list[str]:
    """What commands print; they succeed. Of keys, which are new, and of what is signed now: nothing."""
    told = []
    for command in commands:
        done = run(*command.split(), db=db)
        assert done.code == 0, (command, done.err)
        told.append("" if "key" in command else done.out)
        for file in command.split():
            if file in ("office.key", "copy.db"):
                Path(file).unlink()
    return told


@contextmanager
def as_reader(folder: Path) -> Iterator[None]:
    """May read everything in a folder, and write nothing of it."""
    for file in folder.iterdir():
        file.chmod(0o444)
    folder.chmod(0o555)
    is_root = os.getuid() == 0
    if is_root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)
        folder.chmod(0o755)
        for file in folder.iterdir():
            file.chmod(0o644)


@contextmanager
def recording(db: Path) -> Iterator[None]:
    """Another process has recorded something, and has the store open."""
    code = LEAVING.replace("os.kill(os.getpid(), signal.SIGKILL)", 'print("there", flush=True); input()')
    with subprocess.Popen(
        [sys.executable, "-c", code, db], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "there\n"
        yield
        writer.communicate("\n", timeout=30)


def test_every_command_is_known_to_read_or_to_write() -> None:
    commands = get_command(app).commands  # type: ignore[attr-defined]
    exports = {f"export {each}" for each in commands.pop("export").commands}
    told = {each.removesuffix(" --dry-run") for each in (*READING, *WRITING)}
    told = {" ".join(each.split()[: 1 + each.startswith("export ")]) for each in told} | ELSEWHERE
    assert {*commands, *exports} <= told, "a new one belongs in one of the lists"


@pytest.mark.slow
def test_what_reads_reads_a_disk_that_cannot_be_written(disk: Path) -> None:
    db = made(disk / "office.db")
    before, expected = db.read_bytes(), answers(db, READING)
    with read_only(disk):
        told = answers(db, READING)
        for command in WRITING:
            done = run(*command.split(), stdin=PLAN, db=db)
            assert done.code == 2, command
            assert any(each in done.err for each in UNWRITABLE), done.err
    assert told == expected
    assert db.read_bytes() == before
    assert [each.name for each in disk.iterdir()] == ["office.db"]


def test_what_has_to_be_kept_is_refused_there_with_a_reason(disk: Path) -> None:
    db = made(disk / "office.db")
    assert run("record", "--by", "p", stdin=PLAN, db=db).code == 0
    with read_only(disk):
        for command in ("checkpoint --key signing.key", "prove 0 --key signing.key"):
            done = run(*command.split(), db=db)
            assert (done.code, done.out) == (2, "")
            assert "cannot keep the hashes of the events from position" in done.err
            assert "it cannot be written; check the file's and the folder's permissions" in done.err


@pytest.mark.parametrize("has_shared", [True, False])
def test_what_a_killed_writer_left_on_such_a_disk_is_read_or_told(disk: Path, has_shared: bool) -> None:
    db = made(disk / "office.db")
    subprocess.run([sys.executable, "-c", LEAVING, db], check=False)
    assert (disk / "office.db-wal").stat().st_size > 0
    if not has_shared:
        (disk / "office.db-shm").unlink()
    with read_only(disk):
        done = run("list", "trip", db=db)
    if has_shared:
        assert (done.code, "trip:last" in done.out) == (0, True)
    else:
        assert done.code == 2
        assert "what was recorded last is still in office.db-wal" in done.err
        assert "copy both files to a folder of your own" in done.err
    assert "trip:last" in run("list", "trip", db=db).out


def test_who_may_only_read_reads_and_makes_nothing(shut: Path) -> None:
    db = made(shut / "office.db")
    commands = ["verify --replay", "calendar", "counts", "history", "export ics"]
    expected = answers(db, commands)
    with as_reader(shut):
        assert answers(db, commands) == expected
        shut_files = [each.name for each in shut.iterdir()]
    assert shut_files == ["office.db"]


def test_who_may_only_read_a_file_leaves_none_of_their_own_beside_it(shut: Path) -> None:
    """Else its owner could not write it any more."""
    db = made(shut / "office.db")
    expected = answers(db, READING[:2])
    with as_reader(shut):
        if os.getuid() == 0:
            os.seteuid(0)
            shut.chmod(0o777)
            os.seteuid(NOBODY)
        else:
            shut.chmod(0o755)
        assert answers(db, READING[:2]) == expected
        assert [each.name for each in shut.iterdir()] == ["office.db"]


def test_who_may_only_read_sees_what_a_writer_records_meanwhile(shut: Path) -> None:
    db = made(shut / "office.db")
    with recording(db):
        with as_reader(shut):
            assert "trip:last" in run("list", "trip", db=db).out
            assert run("verify", db=db).code == 0
        assert run("record", "--by", "p", stdin=PLAN, db=db).code == 0
    assert "trip:other" in run("list", "trip", db=db).out


def test_a_file_that_is_written_while_it_is_read_without_a_lock_is_told(shut: Path) -> None:
    db = made(shut / "office.db")
    with as_reader(shut):
        office = Office.open(db, read_only=True)
        trips = len(list(office.history()))
        unchanged = Office.open(db, read_only=True)
        assert len(list(unchanged.history())) == trips
        unchanged.close()
    assert spawn("record", "--by", "p", "--db", db, stdin=PLAN.encode()).returncode == 0
    with closing(sqlite3.connect(db)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with pytest.raises(StoreError, match="another program wrote it while it was read"):
        office.close()
