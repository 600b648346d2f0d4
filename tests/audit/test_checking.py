"""A store that was changed behind the program's back: every change is found, and the first bad position is named."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given

from canaries import lived
from conftest import EARLIER, LATER, REPORT, Clock, counting_entropy
from mayor_schedule import (
    ConfirmEngagement,
    ConfirmTrip,
    Entry,
    Office,
    Period,
    PlanEngagement,
    PlanTrip,
    RescheduleTrip,
    Text,
    Timed,
)
from mayor_schedule.audit.checking import check_store
from mayor_schedule.domain.model import Command
from mayor_schedule.imports.loading import import_files
from mayor_schedule.proofs.erasing import erase
from mayor_schedule.proofs.notes import Checkpoint
from mayor_schedule.store.history import History
from mayor_schedule.store.mapper import encode
from strategies import stories

SIZE = 2_000


class Sealed(NamedTuple):
    """A store with its checkpoint."""

    file: Path
    checkpoint: Checkpoint


def entries() -> Iterator[Entry]:
    """Trips that are planned, confirmed and moved, and engagements that take time in a diary."""
    first = date(2018, 1, 1)
    for number in range(300):
        day = first + timedelta(days=7 * number)
        name = f"trip-{number}"
        title = Text(ko=f"{number}번째 순방", en=f"Trip {number}")
        yield Entry(command=PlanTrip(trip=name, title=title, period=Period(first=day, last=day)), by="protocol")
        yield Entry(command=ConfirmTrip(trip=name), by="protocol")
        later = day + timedelta(days=1)
        yield Entry(command=RescheduleTrip(trip=name, period=Period(first=later, last=later)), by="protocol")
        start = f"{day}T10:00[Asia/Seoul]"
        when = Timed(start=start)  # type: ignore[arg-type]
        yield Entry(command=PlanEngagement(engagement=f"call-{number}", title=title, when=when), by="protocol")
        if number % 2:
            yield Entry(command=ConfirmEngagement(engagement=f"call-{number}"), by="protocol")


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Sealed:
    file = tmp_path_factory.mktemp("sealed") / "office.db"
    with Office.open(file, clock=Clock(), entropy=counting_entropy()) as office:
        office.record_all(entries())
        size = office.store.tree.catch_up()
        assert size >= SIZE
        checkpoint = Checkpoint("log", size, office.store.tree.root(size))
    return Sealed(file, checkpoint)


def copy_of(sealed: Sealed, folder: Path) -> Path:
    copy = folder / "copy.db"
    for suffix in ("", "-wal", "-shm"):
        copy.with_name(copy.name + suffix).unlink(missing_ok=True)
    shutil.copy(sealed.file, copy)
    return copy


# --- what somebody may do ---------------------------------------------------------------------------------------------

Change = Callable[[sqlite3.Connection, random.Random, int], int]
"""Changes something, and says which position is the first that is wrong."""


def _row_of(db: sqlite3.Connection, position: int) -> int:
    found: int = db.execute("SELECT notification_id FROM log_positions WHERE position = ?", (position,)).fetchone()[0]
    return found


def _changed_byte(data: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(data))
    other = chance.choice([each for each in range(256) if each != data[place]])
    return data[:place] + bytes([other]) + data[place + 1 :]


def edit_state(db: sqlite3.Connection, chance: random.Random, size: int) -> int:
    position = chance.randrange(size)
    row = _row_of(db, position)
    state = db.execute("SELECT state FROM stored_events WHERE rowid = ?", (row,)).fetchone()[0]
    db.execute("UPDATE stored_events SET state = ? WHERE rowid = ?", (_changed_byte(state, chance), row))
    return position


def edit_column(db: sqlite3.Connection, chance: random.Random, size: int) -> int:
    position, column = chance.randrange(size), chance.choice(["originator_id", "topic"])
    row = _row_of(db, position)
    asked = f"SELECT {column} FROM stored_events WHERE rowid = ?"  # noqa: S608 - one of two words
    text = db.execute(asked, (row,)).fetchone()[0]
    place = chance.randrange(len(text))
    new = text[:place] + chance.choice([each for each in "abcxyz09:" if each != text[place]]) + text[place + 1 :]
    db.execute(f"UPDATE stored_events SET {column} = ? WHERE rowid = ?", (new, row))  # noqa: S608
    return position


def edit_version(db: sqlite3.Connection, chance: random.Random, size: int) -> int:
    position = chance.randrange(size)
    add = chance.choice([10, 100, 64])
    db.execute(
        "UPDATE stored_events SET originator_version = originator_version + ? WHERE rowid = ?",
        (add, _row_of(db, position)),
    )
    return position


def store_as_text(db: sqlite3.Connection, chance: random.Random, size: int) -> int:
    position = chance.randrange(size)
    db.execute("UPDATE stored_events SET state = CAST(state AS TEXT) WHERE rowid = ?", (_row_of(db, position),))
    return position


def edit_position(db: sqlite3.Connection, chance: random.Random, size: int) -> int:
    position = chance.randrange(size)
    db.execute("UPDATE log_positions SET position = ? WHERE position = ?", (size + chance.randrange(1000), position))
    return position


def edit_row_id(db: sqlite3.Connection, chance: random.Random, size: int) -> int:
    position = chance.randrange(size)
    column = chance.choice(["log_positions SET notification_id", "stored_events SET rowid"])
    where = "notification_id" if column.startswith("log") else "rowid"
    db.execute(f"UPDATE {column} = ? WHERE {where} = ?", (size * 10 + chance.randrange(99), _row_of(db, position)))
    return position


def delete(db: sqlite3.Connection, chance: random.Random, size: int) -> int:
    position, kind = chance.randrange(size), chance.randrange(3)
    row = _row_of(db, position)
    if kind != 1:
        db.execute("DELETE FROM stored_events WHERE rowid = ?", (row,))
    if kind != 0:
        db.execute("DELETE FROM log_positions WHERE position = ?", (position,))
    return position


def close_the_gap(db: sqlite3.Connection, chance: random.Random, size: int) -> int:
    position = chance.randrange(size - 1)
    db.execute("DELETE FROM stored_events WHERE rowid = ?", (_row_of(db, position),))
    db.execute("DELETE FROM log_positions WHERE position = ?", (position,))
    db.execute("UPDATE log_positions SET position = -position WHERE position > ?", (position,))
    db.execute("UPDATE log_positions SET position = -position - 1 WHERE position < 0")
    return position


def swap(db: sqlite3.Connection, chance: random.Random, size: int) -> int:
    first, second = sorted(chance.sample(range(size), 2))
    one, other = _row_of(db, first), _row_of(db, second)
    if chance.randrange(2):
        for position, row in ((first, -1), (second, one), (first, other)):
            db.execute("UPDATE log_positions SET notification_id = ? WHERE position = ?", (row, position))
    else:
        states = [
            db.execute("SELECT state FROM stored_events WHERE rowid = ?", (each,)).fetchone()[0]
            for each in (one, other)
        ]
        for row, state in ((one, states[1]), (other, states[0])):
            db.execute("UPDATE stored_events SET state = ? WHERE rowid = ?", (state, row))
    return first


def insert(db: sqlite3.Connection, chance: random.Random, size: int) -> int:
    model = db.execute(
        "SELECT topic, state FROM stored_events WHERE rowid = ?", (_row_of(db, chance.randrange(size)),)
    ).fetchone()
    db.execute("INSERT INTO stored_events VALUES ('trip:forged', 1, ?, ?)", model)
    row = db.execute("SELECT MAX(rowid) FROM stored_events").fetchone()[0]
    if chance.randrange(2):
        return size
    position = chance.randrange(size)
    db.execute("UPDATE log_positions SET position = -position - 1 WHERE position >= ?", (position,))
    db.execute("UPDATE log_positions SET position = -position WHERE position < 0")
    db.execute("INSERT INTO log_positions VALUES (?, ?)", (position, row))
    return position


def truncate(db: sqlite3.Connection, chance: random.Random, size: int) -> int:
    kept = size - chance.randint(1, 50)
    rows = db.execute("SELECT notification_id FROM log_positions WHERE position >= ?", (kept,)).fetchall()
    db.executemany("DELETE FROM stored_events WHERE rowid = ?", rows)
    if chance.randrange(2):
        db.execute("DELETE FROM log_positions WHERE position >= ?", (kept,))
    return kept


def edit_hash(db: sqlite3.Connection, chance: random.Random, size: int) -> int:
    level = chance.choice([0, 0, 1, 3])
    number = chance.randrange(size >> level)
    if chance.randrange(2):
        db.execute("DELETE FROM tree_nodes WHERE level = ? AND number = ?", (level, number))
    else:
        value = db.execute("SELECT hash FROM tree_nodes WHERE level = ? AND number = ?", (level, number)).fetchone()[0]
        changed = _changed_byte(value, chance)
        db.execute("UPDATE tree_nodes SET hash = ? WHERE level = ? AND number = ?", (changed, level, number))
    return number << level


CHANGES: tuple[Change, ...] = (
    edit_state, edit_state, edit_column, edit_version, store_as_text, edit_position, edit_row_id, delete,
    close_the_gap, swap, insert, truncate, edit_hash,
)  # fmt: skip


def tamper(sealed: Sealed, folder: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same in every run
    change = CHANGES[seed % len(CHANGES)]
    copy = copy_of(sealed, folder)
    with sqlite3.connect(copy) as db:
        while True:
            try:
                first = change(db, chance, sealed.checkpoint.size)
            except sqlite3.IntegrityError:  # such a row is there already: change another one
                continue
            break
    db.close()
    with Office.open(copy) as office:
        found = check_store(office.store, checkpoint=sealed.checkpoint)
    told = f"seed {seed}, {change.__name__} at {first}: {[str(each) for each in found.flaws[:3]]}"
    assert found.flaws, told
    assert found.flaws[0].position == first, told
    assert found.root is None, told


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(len(CHANGES)))
def test_each_change_is_found_where_it_is(seed: int, sealed: Sealed, tmp_path: Path) -> None:
    tamper(sealed, tmp_path, seed)


@pytest.mark.long
@pytest.mark.parametrize("hundred", range(10))
def test_a_thousand_changes_are_found_where_they_are(hundred: int, sealed: Sealed, tmp_path: Path) -> None:
    for seed in range(1_000 + 100 * hundred, 1_100 + 100 * hundred):
        tamper(sealed, tmp_path, seed)


def test_what_nobody_changed_verifies(sealed: Sealed) -> None:
    with Office.open(sealed.file) as office:
        found = check_store(office.store, checkpoint=sealed.checkpoint, replay=True)
        assert not found.flaws
        assert found.size == sealed.checkpoint.size
        assert found.root == sealed.checkpoint.root


@pytest.mark.slow
def test_a_log_that_was_rewritten_with_all_its_hashes_does_not_agree_with_the_checkpoint(
    sealed: Sealed, tmp_path: Path
) -> None:
    """Somebody who knows the program hashes everything anew: only who kept a checkpoint can tell, and not where."""
    copy = copy_of(sealed, tmp_path)
    with sqlite3.connect(copy) as db:
        row = _row_of(db, 77)
        state = db.execute("SELECT state FROM stored_events WHERE rowid = ?", (row,)).fetchone()[0]
        db.execute(
            "UPDATE stored_events SET state = ? WHERE rowid = ?", (state.replace(b'"protocol"', b'"somebody"'), row)
        )
        db.execute("DROP TABLE tree_nodes")
    db.close()
    with Office.open(copy) as office:
        office.store.tree.catch_up()
        assert not check_store(office.store).flaws
        found = check_store(office.store, checkpoint=sealed.checkpoint)
    assert [each.position for each in found.flaws] == [sealed.checkpoint.size]
    assert "not those that the checkpoint was signed over" in str(found.flaws[0])


@pytest.mark.slow
def test_the_identity_of_a_command_that_was_changed_is_found(sealed: Sealed, tmp_path: Path) -> None:
    for statement, told in (
        ("DELETE FROM commands WHERE command_id = ?", "was removed"),
        ("UPDATE commands SET digest = 'x' WHERE command_id = ?", "was changed"),
    ):
        copy = copy_of(sealed, tmp_path)
        with Office.open(copy) as office:
            record = next(each for each in office.history() if each.position == 40)
        with sqlite3.connect(copy) as db:
            db.execute(statement, (record.command_id,))
        db.close()
        with Office.open(copy) as office:
            found = check_store(office.store, checkpoint=sealed.checkpoint)
        assert found.flaws[0].position == 40
        assert told in str(found.flaws[0])
    copy = copy_of(sealed, tmp_path)
    with sqlite3.connect(copy) as db:
        db.execute("INSERT INTO commands VALUES ('forged', 'x')")
    db.close()
    with Office.open(copy) as office:
        assert "no event says" in str(check_store(office.store).flaws[0])


@pytest.mark.long
def test_bytes_that_say_the_same_in_another_form_are_found(sealed: Sealed, tmp_path: Path) -> None:
    """With the checkpoint and without: a blank, another order of names, another spelling of a character."""
    for old, new in (
        (b'{"schema":1,', b'{"schema": 1,'),
        (b'"note":null,"command"', b'"note":null ,"command"'),
        ("번째".encode(), "번째".encode("ascii", "backslashreplace")),
        (b'"visibility":"internal","public_from":null', b'"public_from":null,"visibility":"internal"'),
    ):
        copy = copy_of(sealed, tmp_path)
        with sqlite3.connect(copy) as db:
            row = _row_of(db, 0)
            state = db.execute("SELECT state FROM stored_events WHERE rowid = ?", (row,)).fetchone()[0]
            assert old in state, state
            db.execute("UPDATE stored_events SET state = ? WHERE rowid = ?", (state.replace(old, new), row))
        db.close()
        with Office.open(copy) as office:
            assert check_store(office.store, checkpoint=sealed.checkpoint).flaws[0].position == 0
            assert check_store(office.store).flaws[0].position == 0


@pytest.mark.slow
def test_the_real_dossiers_verify_and_so_do_they_with_what_is_recorded_after_the_checkpoint(tmp_path: Path) -> None:
    with Office.open(tmp_path / "office.db", clock=Clock(), entropy=counting_entropy()) as office:
        import_files(office, [EARLIER, REPORT])
        size = office.store.tree.catch_up()
        checkpoint = Checkpoint("log", size, office.store.tree.root(size))
        import_files(office, [LATER])
        found = check_store(office.store, checkpoint=checkpoint, replay=True)
        assert not found.flaws
        assert found.size > size


def test_a_store_with_erased_fields_verifies_by_the_checkpoint_of_before(tmp_path: Path) -> None:
    """As a command to come will do it: the stored event is replaced by what is left of it."""
    file = tmp_path / "office.db"
    with Office.open(file, clock=Clock(), entropy=counting_entropy()) as office:
        import_files(office, [EARLIER, REPORT])
        size = office.store.tree.catch_up()
        checkpoint = Checkpoint("log", size, office.store.tree.root(size))
        record = next(each for each in office.history() if each.topic == "trip.reported")
        state = encode(erase(record, office.store.tree.sealed(record.position or 0), ["data.purpose", "by"]))
    with sqlite3.connect(file) as db:
        db.execute("UPDATE stored_events SET state = ? WHERE rowid = ?", (state, _row_of(db, record.position or 0)))
    db.close()
    with Office.open(file) as office:
        found = check_store(office.store, checkpoint=checkpoint, replay=True)
        assert not found.flaws, [str(each) for each in found.flaws]
        assert found.root == checkpoint.root
        assert office.calendar().entries()


@given(stories(kinds=3, size=6))
def test_an_untouched_store_never_fails(story: list[tuple[Command, int]]) -> None:
    with lived(story) as office:
        half = len(office.store) // 2
        office.store.tree.catch_up()
        checkpoint = Checkpoint("log", half, office.store.tree.root(half))
        found = check_store(office.store, checkpoint=checkpoint, replay=True)
        assert not found.flaws, [str(each) for each in found.flaws]


def test_an_empty_store_verifies() -> None:
    history = History.in_memory()
    found = check_store(history, checkpoint=Checkpoint("log", 0, history.tree.root(0)), replay=True)
    assert (found.size, found.flaws) == (0, ())
    history.close()
