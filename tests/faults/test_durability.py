"""What is on the disk when a commit returns does not depend on how a database was built or set up."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from mayor_schedule import Office
from mayor_schedule.store.postgres.address import read_address
from mayor_schedule.store.postgres.connections import connect
from servers import Server


def test_a_file_is_written_ahead_and_to_the_disk(tmp_path: Path) -> None:
    with Office.open(tmp_path / "office.db") as office:
        datastore: Any = cast("Any", office.store)._recorder.datastore
        with datastore.get_connection(commit=False) as connection:
            cursor = connection.cursor()
            told = []
            for name in ("journal_mode", "synchronous"):
                cursor.execute(f"PRAGMA {name}")
                told.append(cursor.fetchone()[0])
    assert told == ["wal", 2]


def test_a_server_that_need_not_wait_for_its_disk_waits_for_ours(postgres: Server) -> None:
    for role, setting, wanted in (("hasty", "off", "on"), ("careful", "remote_apply", "remote_apply")):
        postgres.run(f"CREATE ROLE {role} LOGIN")
        postgres.run(f"ALTER ROLE {role} SET synchronous_commit = {setting}")
        with connect(read_address(postgres.url(user=role))) as connection:
            assert connection.execute("SHOW synchronous_commit").fetchone() == {"synchronous_commit": wanted}
