"""Connections that cannot be used are closed: none is left to a collection of garbage, which tells later or never."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from eventsourcing.persistence import InterfaceError

from mayor_schedule import Office, StoreError
from mayor_schedule.store import sqlite_pool
from mayor_schedule.store.sqlite_pool import DurablePool


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[sqlite3.Connection]:
    """Every connection that a pool makes."""
    found: list[sqlite3.Connection] = []
    connect = sqlite3.connect

    def noted(*arguments: Any, **named: Any) -> sqlite3.Connection:
        found.append(connect(*arguments, **named))
        return found[-1]

    monkeypatch.setattr(sqlite_pool.sqlite3, "connect", noted)
    return found


def is_closed(connection: sqlite3.Connection) -> bool:
    try:
        connection.execute("SELECT 1")
    except sqlite3.ProgrammingError:
        return True
    return False


def test_what_is_no_database_leaves_no_connection(tmp_path: Path, made: list[sqlite3.Connection]) -> None:
    file = tmp_path / "office.db"
    file.write_bytes(b"no database" * 400)
    with pytest.raises(InterfaceError, match="file is not a database"):
        DurablePool(db_name=str(file))._create_connection()
    assert [is_closed(each) for each in made] == [True]


def test_a_store_that_cannot_be_made_leaves_no_connection(
    tmp_path: Path, made: list[sqlite3.Connection], monkeypatch: pytest.MonkeyPatch
) -> None:
    def prepare(recorder: Any) -> bool:
        assert recorder.count() == 0
        raise sqlite3.OperationalError("database or disk is full")

    Office.open(tmp_path / "office.db").close()
    monkeypatch.setattr("mayor_schedule.store.sqlite.PositionedRecorder.prepare", prepare)
    with pytest.raises(StoreError, match="disk"):
        Office.open(tmp_path / "office.db")
    assert made
    assert all(map(is_closed, made))
