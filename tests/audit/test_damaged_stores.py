"""Stores that were damaged in ways that no program of ours would: each is a no with its place, and never a crash."""

# ruff: noqa: S608 - the statements are those of this file

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from pydantic_core import from_json, to_json

from conftest import EARLIER, LATER, REPORT, Clock, counting_entropy
from mayor_schedule import Office
from mayor_schedule.audit.checking import StoreCheck, check_store
from mayor_schedule.errors import StoreError
from mayor_schedule.imports.loading import import_files
from mayor_schedule.proofs.erasing import erase
from mayor_schedule.store.history import History
from mayor_schedule.store.mapper import encode
from terminal import run

SIZE = 134
AT = "(SELECT notification_id FROM log_positions WHERE position = 40)"
COLUMNS = "position {}, notification_id {}"


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("original") / "office.db"
    with Office.open(file, clock=Clock(), entropy=counting_entropy()) as office:
        import_files(office, [EARLIER, REPORT])
        assert office.store.tree.catch_up() == SIZE
    return file


@pytest.fixture
def store(original: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(original, tmp_path / "s.db"))


def change(file: Path, *statements: str, parameters: tuple[Any, ...] = ()) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as db:
        for statement in statements:
            db.execute(statement, parameters)


def change_state(file: Path, position: int, **fields: Any) -> None:
    where = f"rowid = (SELECT notification_id FROM log_positions WHERE position = {position})"
    with closing(sqlite3.connect(file, isolation_level=None)) as db:
        state = from_json(db.execute(f"SELECT state FROM stored_events WHERE {where}").fetchone()[0])
        db.execute(f"UPDATE stored_events SET state = ? WHERE {where}", (to_json(state | fields),))


def checked(file: Path, *, replay: bool = True) -> StoreCheck:
    with Office.open(file, read_only=True) as office:
        return check_store(office.store, replay=replay)


def rebuilt(position: str, row: str, *more: str) -> tuple[str, ...]:
    """The positions in a table of other types."""
    columns = COLUMNS.format(position, row)
    return (
        "ALTER TABLE log_positions RENAME TO old",
        f"CREATE TABLE log_positions ({columns})",
        "INSERT INTO log_positions SELECT * FROM old",
        "DROP TABLE old",
        *more,
    )


BAD = "CAST(x'747269ff3a61' AS TEXT)"
MOVE = "UPDATE log_positions SET position = {} WHERE position = {}"

DAMAGES: tuple[tuple[tuple[str, ...], int, str], ...] = (
    ((MOVE.format(2**63 - 1, SIZE - 1),), SIZE - 1, "the last ones were removed"),
    ((MOVE.format(2**63 - 1, 40),), 40, "was removed"),
    ((MOVE.format(-5, 40),), 40, "was removed"),
    ((MOVE.format(10**12, SIZE - 1), "INSERT INTO tree_nodes VALUES (0, 1000000000000, x'00')"), SIZE - 1, "removed"),
    (("INSERT INTO tree_nodes VALUES (0, 1000000000000, x'00')",), SIZE, "stored hashes were added"),
    (("INSERT INTO tree_nodes VALUES (0, 500.5, x'00')",), SIZE, "stored hashes were added"),
    (("INSERT INTO tree_nodes VALUES (0, 9223372036854775807, x'00')",), SIZE, "stored hashes were added"),
    (("INSERT INTO tree_nodes VALUES (0, 1e300, x'00')",), SIZE, "stored hashes were added"),
    (("INSERT INTO tree_nodes VALUES (0, 9e999, x'00')",), SIZE, "stored hashes were added"),
    ((f"UPDATE tree_nodes SET hash = {BAD} WHERE level = 0 AND number = 40",), 40, "its hash is not the one"),
    ((f"UPDATE tree_nodes SET hash = {BAD} WHERE level = 3 AND number = 2",), 16, "the stored hash of the events"),
    ((f"UPDATE stored_events SET topic = {BAD} WHERE rowid = {AT}",), 40, "columns are not of the kinds"),
    ((f"UPDATE stored_events SET originator_id = {BAD} WHERE rowid = {AT}",), 40, "columns are not of the kinds"),
    ((f"UPDATE stored_events SET state = {BAD} WHERE rowid = {AT}",), 40, "columns are not of the kinds"),
    ((f"UPDATE stored_events SET originator_version = 1.5 WHERE rowid = {AT}",), 40, "columns are not of the kinds"),
    ((f"INSERT INTO commands VALUES ({BAD}, 'x')",), SIZE, "no event says"),
    (("INSERT INTO commands VALUES (x'ff', 'x')",), SIZE, "no event says"),
    (rebuilt("", "", "UPDATE log_positions SET position = 'x' WHERE position = 40"), 40, "was removed"),
    (rebuilt("", "", "UPDATE log_positions SET position = 40.5 WHERE position = 40"), 40, "was removed"),
    (rebuilt("", "", "UPDATE log_positions SET position = NULL WHERE position = 40"), 40, "was removed"),
    (
        rebuilt("", "", "INSERT INTO log_positions SELECT * FROM log_positions WHERE position = 40"),
        40,
        "more than once",
    ),
    (rebuilt("INTEGER PRIMARY KEY", "INTEGER NOT NULL"), SIZE, "the table log_positions is not as it was made"),
    (
        ("CREATE TRIGGER x AFTER INSERT ON stored_events BEGIN DELETE FROM commands; END",),
        SIZE,
        "the table stored_events is not as it was made: a trigger 'x' was added",
    ),
    (("ALTER TABLE stored_events ADD COLUMN more",), SIZE, "the table stored_events is not as it was made"),
    (("CREATE TABLE other (x)",), SIZE, "a table 'other' was added"),
    (
        ("ALTER TABLE tree_nodes RENAME TO n", "CREATE VIEW tree_nodes AS SELECT * FROM n"),
        SIZE,
        "a view is in its place",
    ),
    (
        (
            "ALTER TABLE commands RENAME TO c",
            "CREATE VIEW commands AS WITH RECURSIVE r(x) AS (SELECT 1 UNION ALL SELECT x FROM r) SELECT c.* FROM c, r",
        ),
        0,
        "a view is in its place",
    ),
    (("DROP TABLE commands",), 0, "the table commands was removed"),
    (("DROP TABLE log_positions",), 0, "was removed"),
    (("ALTER TABLE commands DROP COLUMN digest",), 0, "the table commands is not as it was made"),
    (("PRAGMA user_version = 0",), SIZE, "layout 0"),
    (("PRAGMA user_version = -1",), SIZE, "layout -1"),
    (
        ("DELETE FROM stored_events WHERE rowid > 130", "DELETE FROM log_positions WHERE notification_id > 130"),
        130,
        "the last ones were removed",
    ),
)


@pytest.mark.parametrize(("statements", "position", "reason"), DAMAGES, ids=[each[0][0][:60] for each in DAMAGES])
def test_what_was_done_to_the_tables_is_told_where_it_is(
    statements: tuple[str, ...], position: int, reason: str, store: Path
) -> None:
    change(store, *statements)
    found = checked(store)
    assert found.flaws, statements
    assert found.root is None
    first = [each.reason for each in found.flaws if each.position == position]
    assert found.flaws[0].position == position, found.flaws[:3]
    assert any(reason in each for each in first), found.flaws[:3]
    assert reason in first[0] or "table" in reason or "view" in reason or "more than once" in reason, first


def test_a_command_digest_that_is_no_text_is_found_at_its_event(store: Path) -> None:
    with Office.open(store) as office:
        command = next(each.command_id for each in office.history() if each.position == 40)
    change(store, f"UPDATE commands SET digest = {BAD} WHERE command_id = ?", parameters=(command,))
    found = checked(store)
    assert "its command was changed" in found.flaws[0].reason
    assert found.flaws[0].position <= 40


@pytest.mark.parametrize(
    "fields",
    [
        {"recorded_at": "0001-01-01T00:00:00.000000+23:59"},
        {"recorded_at": "9999-12-31T23:59:59.000000-23:59"},
        {"salt": None, "erased": {}, "keys": {}},
        {"citations": [[[], {}, 5]]},
        {"salt": None, "erased": {"a": 5}, "keys": {"uid": "00"}},
    ],
)
@pytest.mark.parametrize("position", [0, 40])
def test_what_an_event_cannot_be_is_told_where_it_is(fields: dict[str, Any], position: int, store: Path) -> None:
    change_state(store, position, **fields)
    assert checked(store).flaws[0].position == position


def test_an_index_that_does_not_tell_of_a_row_is_found(store: Path) -> None:
    with closing(sqlite3.connect(store, isolation_level=None)) as db:
        db.execute("PRAGMA writable_schema = ON")
        db.execute("CREATE TABLE twin (a TEXT, b INTEGER, c, d, PRIMARY KEY (a, b))")
        db.execute("INSERT INTO twin (rowid, a, b) SELECT rowid, originator_id, originator_version FROM stored_events "
                   "WHERE rowid <> 41")  # fmt: skip
        pages = [
            db.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (f"sqlite_autoindex_{each}_1",)).fetchone()[
                0
            ]
            for each in ("stored_events", "twin")
        ]
        for name, page in (("stored_events", pages[1]), ("twin", pages[0])):
            asked = "UPDATE sqlite_master SET rootpage = ? WHERE name = ?"
            db.execute(asked, (page, f"sqlite_autoindex_{name}_1"))
    assert any("the file is damaged: row 41 missing from index" in str(each) for each in checked(store).flaws)


def test_in_memory_too(store: Path) -> None:
    history = History.in_memory()
    assert not check_store(history).flaws
    history.close()
    with Office.open(store) as office:
        assert not check_store(office.store).flaws, "opened to write, nothing is otherwise"


def test_commands_come_last(store: Path) -> None:
    change(store, "INSERT INTO commands VALUES ('a', 'x')", "PRAGMA user_version = 0", "CREATE TABLE other (x)")
    reasons = [each.reason for each in checked(store).flaws]
    assert "no event says" in reasons[-1]
    assert len(reasons) == 3


def test_without_stored_hashes_nothing_is_claimed_but_what_was_compared(store: Path, tmp_path: Path) -> None:
    assert checked(store).compared == SIZE
    key, note = tmp_path / "k", tmp_path / "n.note"
    assert run("keygen", "--out", key, db=store).code == 0
    assert run("checkpoint", "--key", key, "--out", note, db=store).code == 0
    assert "each as it was recorded" in run("verify", "--lang", "en", db=store).out
    assert run("import", LATER, db=store).code == 0
    told = run("verify", "--lang", "en", db=store).out
    assert f"{SIZE} of them compared" in told
    assert f"{SIZE}건을 기록 당시의" in run("verify", "--lang", "ko", db=store).out
    change(store, "DROP TABLE tree_nodes")
    told = run("verify", "--lang", "en", db=store).out
    assert "each as it was recorded" not in told
    assert "no hashes are stored yet: nothing to compare with but a checkpoint" in told
    assert "저장된 해시가 아직 없어" in run("verify", "--lang", "ko", db=store).out
    told = run("verify", "--format", "json", db=store)
    assert (told.json["ok"], told.json["compared"]) == (True, 0)


def test_by_a_checkpoint_over_everything_nothing_is_left_to_say(store: Path, tmp_path: Path) -> None:
    key, note = tmp_path / "k", tmp_path / "n.note"
    assert run("keygen", "--out", key, db=store).code == 0
    assert run("checkpoint", "--key", key, "--out", note, db=store).code == 0
    change(store, "DROP TABLE tree_nodes")
    assert "each as it was recorded" in run("verify", "--checkpoint", note, "--lang", "en", db=store).out


def test_erased_fields_are_told_and_forged_ones_are_found(store: Path) -> None:
    with Office.open(store) as office:
        record = next(each for each in office.history() if each.topic == "trip.reported")
        position = record.position or 0
        left = erase(record, office.store.tree.sealed(position), ["data.purpose", "by"])
    where = "rowid = (SELECT notification_id FROM log_positions WHERE position = ?)"
    change(store, f"UPDATE stored_events SET state = ? WHERE {where}", parameters=(encode(left), position))
    found = checked(store)
    assert (found.flaws, found.erased) == ((), (position,))
    assert f"Fields of 1 events were erased, at positions {position}" in run("verify", "--lang", "en", db=store).out
    assert f"위치: {position}" in run("verify", "--lang", "ko", db=store).out
    assert run("verify", "--format", "json", db=store).json["erased"] == [position]
    change_state(store, position, by="somebody")
    found = checked(store)
    assert found.flaws[0].position == position
    assert "stands in the place of by" in found.flaws[0].reason


def test_what_a_store_says_of_itself_does_nothing_to_a_terminal(store: Path) -> None:
    change(
        store, f"UPDATE stored_events SET originator_id = 'trip:'||char(27)||'[2J'||char(10)||'OK' WHERE rowid = {AT}"
    )
    told = run("verify", "--lang", "en", db=store)
    assert told.code == 1
    assert "\x1b" not in told.out
    assert "trip:\\x1b[2J\\nOK" in told.out
    change(store, f"UPDATE stored_events SET originator_id = 'trip:'||hex(zeroblob(9999)) WHERE rowid = {AT}")
    assert max(map(len, run("verify", "--lang", "en", db=store).out.splitlines())) < 500


def state_of(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in folder.iterdir() if not each.name.endswith(("-shm", "-wal"))}


def test_verify_changes_nothing(store: Path) -> None:
    change(store, "PRAGMA user_version = 0", "PRAGMA journal_mode = DELETE")
    before = state_of(store.parent)
    assert run("verify", db=store).code == 1
    assert state_of(store.parent) == before
    empty = store.with_name("empty.db")
    empty.touch()
    told = run("verify", db=empty)
    assert told.code == 2
    assert "is not a store" in told.err
    assert empty.stat().st_size == 0
    assert run("verify", db=store.with_name("none.db")).code == 2


def test_nothing_can_be_recorded_in_what_was_opened_to_be_read(store: Path) -> None:
    with Office.open(store, read_only=True) as office, pytest.raises(StoreError, match="cannot be written"):
        import_files(office, [LATER])


@pytest.mark.parametrize("mode", ["wal", "delete"])
def test_a_store_on_which_nothing_can_be_written_verifies(
    mode: str, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a disk that is read only: SQLite can make no file beside the store, and says so."""
    change(store, f"PRAGMA journal_mode = {mode}")
    connect: Callable[..., sqlite3.Connection] = sqlite3.connect

    def refusing(database: str, *args: Any, **options: Any) -> sqlite3.Connection:
        if "mode=ro" in str(database):
            raise sqlite3.OperationalError("unable to open database file")
        return connect(database, *args, **options)

    monkeypatch.setattr(sqlite3, "connect", refusing)
    assert not checked(store).flaws
    store.with_name("s.db-wal").write_bytes(b"what others wrote")
    with pytest.raises(StoreError, match="cannot be opened"):
        checked(store)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="who may do everything is refused nothing")
def test_a_file_that_may_only_be_read_in_a_folder_that_may_only_be_read_verifies(store: Path) -> None:
    store.chmod(0o444)
    store.parent.chmod(0o555)
    try:
        assert run("verify", db=store).code == 0
    finally:
        store.parent.chmod(0o755)
