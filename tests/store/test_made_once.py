"""Of several who make one store at once, one is told that it made it, and the others that it was there already."""

from __future__ import annotations

import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from mayor_schedule import Office
from servers import Server

RACERS = 6


@pytest.mark.parametrize("is_there", [True, False], ids=["an empty file", "no file"])
def test_one_of_many_makes_a_file(tmp_path: Path, is_there: bool) -> None:
    file = tmp_path / "office.db"
    if not is_there:
        with ThreadPoolExecutor(RACERS) as pool:
            made = list(pool.map(Office.set_up, [file] * RACERS))
    else:
        file.touch()
        with closing(sqlite3.connect(file, isolation_level=None)) as other, ThreadPoolExecutor(RACERS) as pool:
            other.execute("BEGIN EXCLUSIVE")
            racing = [pool.submit(Office.set_up, file) for _ in range(RACERS)]
            time.sleep(0.3)  # all of them have seen that it is empty, and wait
            other.execute("ROLLBACK")
            made = [each.result() for each in racing]
    assert sum(made) == 1, made
    assert not Office.set_up(file)
    with Office.open(file, create=False) as office:
        assert len(office.store) == 0


def test_one_of_many_makes_the_tables_on_a_server(postgres: Server) -> None:
    url = postgres.empty()
    with ThreadPoolExecutor(RACERS) as pool:
        assert sum(pool.map(Office.set_up, [url] * RACERS)) == 1
    assert not Office.set_up(url)
