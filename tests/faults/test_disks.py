"""A file that cannot be written, for whatever reason: told in words, with code 2, and nothing half done."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from faults.deeds import batch, dossier, ids
from faults.small_disks import fill, read_only, small_disk
from mayor_schedule import Office, StoreError
from mayor_schedule.audit.checking import check_store
from terminal import SRC, Done, run

pytestmark = pytest.mark.usefixtures("english")

PLAN = "plan_trip: {trip: t, title: {en: Trip}, period: 2018-09-27/2018-10-07}"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk") as folder:
        yield folder


def record(db: Path, entry: str = PLAN) -> Done:
    return run("record", "--by", "p", stdin=entry, db=db)


def refused(done: Done, *said: str) -> None:
    """Make sure that a command was refused in words that hold one of these, and in no others."""
    assert (done.code, done.out) == (2, "")
    assert any(each in done.err for each in said), done.err
    assert "Traceback" not in done.err
    assert "Trip" not in done.err


def record_steps(office: Office, steps: range) -> None:
    for step in steps:
        office.record_all(batch(step))


def sound(db: Path) -> list[str]:
    """The commands of a store, once it was found to be sound."""
    with Office.open(db, create=False) as office:
        assert check_store(office.store, replay=True).flaws == ()
        return list(dict.fromkeys(each.command_id for each in office.history()))


def test_a_disk_that_fills_up_while_somebody_records(disk: Path) -> None:
    db = disk / "office.db"
    with Office.open(db) as office:
        office.record_all(batch(0))
        fill(disk, left=64 * 1024)
        with pytest.raises(StoreError, match="the disk is full; make room, and try again: nothing was recorded"):
            record_steps(office, range(1, 200))
        there = list(dict.fromkeys(each.command_id for each in office.history()))
        assert there == [each for step in range(len(there) // 5) for each in ids(step)], "a batch is whole, or absent"
        refused(record(db, f"[{', '.join(_many())}]"), "the disk is full")
        assert sound(db) == there
        (disk / "filler").unlink()
        record_steps(office, range(len(there) // 5 + 1))
    assert len(sound(db)) == len(there) + 5


def _many() -> Iterator[str]:
    long = PLAN.replace("Trip", "Trip " * 100)
    return (f"{{{long.replace('trip: t,', f'trip: u{number},')}}}" for number in range(100))


def test_a_full_disk_takes_no_new_file(disk: Path, tmp_path: Path) -> None:
    db, key = tmp_path / "office.db", tmp_path / "office.key"
    assert record(db).code == 0
    assert run("keygen", "--out", key, db=db).code == 0
    fill(disk)
    full = ("disk is full", "No space left on device", "디스크가 가득 찼습니다")
    refused(record(disk / "new.db"), *full)
    refused(run("import", dossier(tmp_path, 0), db=disk / "new.db"), *full)
    refused(run("backup", disk / "backup.db", db=db), *full)
    refused(run("backup", disk / "backup.db", "--lang", "ko", db=db), "디스크가 가득 찼습니다")
    refused(run("export", "ics", "--out", disk / "all.ics", db=db), *full)
    refused(run("checkpoint", "--key", key, "--out", disk / "c.note", db=db), *full)
    assert [each.name for each in disk.iterdir()] == ["filler"], "nothing is left behind"


def test_a_disk_that_cannot_be_written(disk: Path, tmp_path: Path) -> None:
    db, elsewhere = disk / "office.db", tmp_path / "office.db"
    assert record(db).code == record(elsewhere).code == 0
    before = db.read_bytes()
    with read_only(disk):
        unwritable = ("cannot be written; check the file's and the folder's permissions", "it cannot be opened; check")
        refused(record(db, PLAN.replace("trip: t", "trip: u")), *unwritable)
        refused(record(disk / "new.db"), *unwritable)
        refused(run("backup", disk / "backup.db", db=db), "check the folder and its permissions")
        refused(run("export", "ics", "--out", disk / "all.ics", db=elsewhere), "check the folder and its permissions")
        assert run("verify", db=db).code == 0, "what only reads needs to write nothing"
        assert run("backup", tmp_path / "backup.db", db=db).code == 0
    assert db.read_bytes() == before
    assert len(sound(tmp_path / "backup.db")) == 1


@pytest.mark.skipif(os.name != "posix" or os.getuid() == 0, reason="an administrator may write everything")
def test_a_file_and_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    db = tmp_path / "shut" / "office.db"
    db.parent.mkdir()
    assert record(db).code == 0
    db.chmod(0o400)
    db.parent.chmod(0o500)
    try:
        refused(record(db, PLAN.replace("trip: t", "trip: u")), "check the file's and the folder's permissions")
        refused(record(db.parent / "new.db"), "check that the folder exists and may be written")
        refused(run("backup", db.parent / "backup.db", db=db), "check the folder and its permissions")
    finally:
        db.parent.chmod(0o700)
    assert len(sound(db)) == 1


def test_a_file_that_another_program_locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    db = tmp_path / "office.db"
    assert record(db).code == 0
    monkeypatch.setattr("mayor_schedule.store.opening.LOCK_TIMEOUT", 1)
    with closing(sqlite3.connect(db, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        refused(record(db, PLAN.replace("trip: t", "trip: u")), "another program has locked it for more than 30 sec")
        assert run("calendar", db=db).code == 0, "who reads does not wait"
        assert run("backup", tmp_path / "backup.db", db=db).code == 0
        other.execute("ROLLBACK")
    assert len(sound(db)) == 1
    assert record(db, PLAN.replace("trip: t", "trip: u")).code == 0


def test_a_file_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    db = tmp_path / "office.db"
    assert record(db).code == 0
    with closing(sqlite3.connect(db)) as connection:
        connection.execute("PRAGMA user_version = 99")
    before = db.read_bytes()
    for command in (("record",), ("calendar",), ("verify",), ("init",), ("backup", tmp_path / "backup.db")):
        refused(run(*command, stdin=PLAN, db=db), "was made by a newer version of mayor-schedule")
    assert db.read_bytes() == before
    assert not (tmp_path / "backup.db").exists()


COMMANDS = ("list", "list --format json --lang ko", "verify")
"""One for each way in which a command prints: a table, a document, lines."""


@pytest.mark.slow
def test_a_full_disk_behind_standard_output_is_told_by_every_command(tmp_path: Path) -> None:
    """One process runs them all: each is forked from it, with standard output on a disk that is full."""
    db = tmp_path / "office.db"
    assert record(db).code == 0
    done = subprocess.run(
        [sys.executable, "-c", TELLING, str(db), *COMMANDS],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=True, env={"PYTHONPATH": str(SRC)},
    )  # fmt: skip
    lines = done.stderr.splitlines()
    assert len(lines) == 2 * len(COMMANDS), done.stderr
    assert lines[1::2] == ["2"] * len(COMMANDS)
    said = ("cannot write standard output: ", "표준 출력에 쓸 수 없습니다: ", "cannot write standard output: ")
    assert all(line.startswith(each) for line, each in zip(lines[::2], said, strict=True)), done.stderr


TELLING = """
import os, sys
from mayor_schedule.cli import main
import mayor_schedule.office, mayor_schedule.cli.reports, mayor_schedule.cli.verdicts, rich.table
db, *commands = sys.argv[1:]
for command in commands:
    child = os.fork()
    if not child:
        os.dup2(os.open("/dev/full", os.O_WRONLY), 1)
        sys.argv = ["mayor-schedule", *command.split(), "--db", db]
        main()
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), file=sys.stderr, flush=True)
"""
