"""A backup is a store with the same log, made while others record; and it comes back, on either kind of store."""

from __future__ import annotations

import os
import re
import sqlite3
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Event

import pytest

from archives import archive, everything
from conftest import Clock, counting_entropy
from faults.deeds import KEY, batch, ids
from mayor_schedule import Office, StoreError
from mayor_schedule.audit.checking import check_store
from mayor_schedule.audit.proving import signed_head
from mayor_schedule.proofs.keys import SigningKey
from mayor_schedule.proofs.notes import open_checkpoint
from mayor_schedule.store.backup import NotBackedUpError
from mayor_schedule.telling import error_lines
from servers import Server
from terminal import run

PLAN = "plan_trip: {trip: t, title: {en: Trip}, period: 2018-09-27/2018-10-07}"
Places = Callable[[], str]


@pytest.fixture(params=["sqlite", "postgres"])
def places(request: pytest.FixtureRequest, tmp_path: Path) -> Places:
    """Gives new empty stores of one kind."""
    if request.param == "postgres":
        server: Server = request.getfixturevalue("postgres")
        return server.store
    numbers = iter(range(9))
    return lambda: str(tmp_path / f"store-{next(numbers)}.db")


def opened(place: str | Path) -> Office:
    return Office.open(place, clock=Clock(), entropy=counting_entropy())


def test_a_backup_is_the_same_store(any_office: Office, tmp_path: Path) -> None:
    any_office.record_all(each for step in range(20) for each in batch(step))
    any_office.store.tree.catch_up()
    any_office.record_all(batch(20))
    made = any_office.backup(tmp_path / "backup.db")
    *_, last = any_office.history()
    assert made == (len(any_office.store), last.recorded_at)
    assert [each.name for each in tmp_path.iterdir() if "backup" in each.name] == ["backup.db"], "one file has it all"
    with opened(tmp_path / "backup.db") as copy:
        assert everything(copy) == everything(any_office)
        assert archive(copy) == archive(any_office)
        check = check_store(copy.store, replay=True)
        assert check.flaws == ()
        assert check.compared == copy.store.tree_size() > 100, "the hashes came along"
        assert copy.record_all(batch(0))[0].status == "already there"
        assert copy.record_all(batch(21))[0].status == "recorded", "it is a store like others"
    assert stat.S_IMODE((tmp_path / "backup.db").stat().st_mode) == 0o600 or os.name != "posix"


def test_an_empty_store_has_a_backup_too(any_office: Office, tmp_path: Path) -> None:
    assert any_office.backup(tmp_path / "backup.db") == (0, None)
    with opened(tmp_path / "backup.db") as copy:
        assert len(copy.store) == 0


def test_a_lost_store_comes_back(places: Places, tmp_path: Path, english: None) -> None:
    """The way that is documented: a file is a store; on a server, its events are restored into a new one."""
    place, key = places(), SigningKey(*KEY)
    with opened(place) as office:
        office.record_all(each for step in range(1, 10) for each in batch(step))
        note = signed_head(office, key).note
        office.record_all(batch(10))
        log, size = archive(office), len(office.store)
    told = run("backup", tmp_path / "backup.db", db=place)
    assert told.code == 0, told.err
    assert told.out.startswith(f"{tmp_path}/backup.db: {size} events, the last of them recorded at 2026-")
    again = places()
    if "://" in again:
        assert run("export", "events", "--audience", "internal", "--out", "all.jsonl", db="backup.db").code == 0
        assert run("import", "all.jsonl", "--by", "audit", db=again).code == 0
    else:
        Path(again).write_bytes((tmp_path / "backup.db").read_bytes())
    (tmp_path / "council.note").write_text(note, encoding="utf-8")
    assert run("verify", "--replay", "--checkpoint", "council.note", "--trust", key.verifier, db=again).code == 0
    with opened(again) as office:
        assert archive(office).splitlines()[:size] == log.splitlines()
        assert [each.status for each in office.record_all(batch(10))] == ["already there"] * 5
        signed, _ = open_checkpoint(note, [key.verifier])
        assert check_store(office.store, checkpoint=signed).flaws == ()


def test_a_backup_is_made_while_others_record(places: Places, tmp_path: Path) -> None:
    place, over = places(), Event()
    acknowledged: list[int] = []

    def keep_recording() -> None:
        with Office.open(place) as office:
            for step in range(200):
                office.record_all(batch(step))
                acknowledged.append(step)
                if over.is_set():
                    return

    with Office.open(place) as office, ThreadPoolExecutor(1) as pool:
        office.record_all(batch(0))
        running = pool.submit(keep_recording)
        before, backups = [], [tmp_path / f"backup-{number}.db" for number in range(3)]
        for file in backups:
            before.append(len(acknowledged))
            office.backup(file)
        over.set()
        running.result(60)
        log = archive(office).splitlines()
    for file, least in zip(backups, before, strict=True):
        with Office.open(file, read_only=True) as copy:
            assert check_store(copy.store, replay=True).flaws == ()
            assert archive(copy).splitlines() == log[: len(copy.store)], "it is how the log began"
            there = list(dict.fromkeys(each.command_id for each in copy.history()))
            steps = len(there) // 5
            assert there == [each for step in range(steps) for each in ids(step)], "no batch is in it by half"
            assert steps >= least


def test_a_backup_takes_the_place_of_nothing(tmp_path: Path, english: None) -> None:
    db, other = tmp_path / "office.db", tmp_path / "other.txt"
    assert run("record", "--by", "p", stdin=PLAN, db=db).code == 0
    other.write_text("as it was")
    (tmp_path / "leads-nowhere").symlink_to(tmp_path / "none")
    Path(f"{db}-wal").unlink(missing_ok=True)
    before = {each: each.read_bytes() for each in (db, other)}
    cases = {
        db: "exists", other: "exists", tmp_path: "exists", tmp_path / "leads-nowhere": "exists",
        tmp_path / "none" / "x.db": "folder", tmp_path / "office.db-wal": "beside",
    }  # fmt: skip
    for file, reason in cases.items():
        for language in ("en", "ko"):
            done = run("backup", file, "--lang", language, db=db)
            assert (done.code, done.out) == (2, "")
            assert done.err == error_lines(NotBackedUpError(file, reason), language)[0] + "\n"
            assert bool(re.search("[가-힣]", done.err)) == (language == "ko")
    for url in ("postgresql://u:s3cret@host/db", "postgresql:/u:s3cret@host/db"):
        done = run("backup", url, db=db)
        assert (done.code, "a backup is a file" in done.err, "s3cret" in done.err) == (2, True, False)
    assert {each: each.read_bytes() for each in before} == before


@pytest.mark.parametrize("source", ["none.db", "text.db", "foreign.db", "empty.db"])
def test_what_is_no_store_has_no_backup(tmp_path: Path, source: str, english: None) -> None:
    (tmp_path / "text.db").write_text("no store")
    (tmp_path / "empty.db").touch()
    with closing(sqlite3.connect(tmp_path / "foreign.db")) as connection:
        connection.execute("CREATE TABLE other (x)")
    done = run("backup", "backup.db", db=source)
    assert (done.code, done.out, source in done.err) == (2, "", True)
    assert not (tmp_path / "backup.db").exists()
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM stored_events WHERE rowid = 2",
        "DELETE FROM log_positions WHERE position = 1",
        "UPDATE log_positions SET position = 99 WHERE position = 1",
        "UPDATE stored_events SET state = 7 WHERE rowid = 2",
        "INSERT INTO stored_events VALUES ('trip:x', 1, 'trip.planned', x'')",
    ],
)
def test_a_damaged_store_is_not_taken_for_a_good_one(tmp_path: Path, damage: str) -> None:
    db = tmp_path / "office.db"
    with Office.open(db) as office:
        office.record_all(batch(0))
    with closing(sqlite3.connect(db, isolation_level=None)) as connection:
        connection.execute(damage)
    with (
        Office.open(db, read_only=True) as office,
        pytest.raises(NotBackedUpError, match="mayor-schedule verify") as told,
    ):
        office.backup(tmp_path / "backup.db")
    assert told.value.reason == "damaged"
    assert [each.name for each in tmp_path.iterdir() if "backup" in each.name] == []


def test_of_two_backups_by_one_name_one_is_made(places: Places, tmp_path: Path) -> None:
    place = places()
    with Office.open(place) as office:
        office.record_all(batch(0))

        def backed_up(_: int) -> bool:
            with Office.open(place) as mine:
                try:
                    mine.backup(tmp_path / "backup.db")
                except StoreError as error:
                    assert "there is something by that name" in str(error)  # noqa: PT017 - any other is a defect
                    return False
                return True

        with ThreadPoolExecutor(4) as pool:
            assert sum(pool.map(backed_up, range(4))) == 1
        with Office.open(tmp_path / "backup.db") as copy:
            assert everything(copy) == everything(office)
