"""The connections of a store to its server: a few, which threads share, and which are made anew when they broke.

The package's own pool connects in threads of its own: it tells of a wrong password only that time ran out, and waits
longer after each failure. Here who asks connects, learns at once why it failed, and is served as soon as the server is.
"""

from __future__ import annotations

import hashlib
import selectors
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import BoundedSemaphore, Lock
from typing import Any, Final

import psycopg
from eventsourcing.persistence import DatabaseError, IntegrityError, OperationalError
from eventsourcing.postgres import PostgresDatastore
from psycopg import Connection, Cursor
from psycopg.pq import TransactionStatus
from psycopg.rows import DictRow, dict_row, tuple_row

from .address import Address
from .causes import CrowdedError, UnreachableError

IDLE_TIMEOUT: Final = 60
"""Seconds after which the server ends a transaction in which nothing is asked, so that a lock is not kept for ever."""

_SNAPSHOT: Final = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
_DURABLE: Final = (
    "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'"
)
"""A commit has reached the server's disk when it returns, whatever the settings; what waits for more is left alone."""
_LOST_RACES: Final = (
    psycopg.errors.UniqueViolation,
    psycopg.errors.SerializationFailure,
    psycopg.errors.DeadlockDetected,
)


def lock_key(what: str, schema: str) -> int:
    """The key of an advisory lock on a store; of other programs that lock the same database, none has it by chance."""
    told = f"mayor-schedule {what} {schema}" if what else f"mayor-schedule {schema}"
    return int.from_bytes(hashlib.sha256(told.encode()).digest()[:8], signed=True)


def connect(address: Address, *, read_only: bool = False) -> Connection[DictRow]:
    """A new connection, on which statements mean the same whatever the server's and the user's settings are.

    Raises:
        UnreachableError: there is none to be had.
    """
    try:
        parameters: Any = address.parameters
        connection = Connection.connect(**parameters, autocommit=True, row_factory=dict_row, prepare_threshold=None)
    except (psycopg.Error, UnicodeError) as error:
        raise UnreachableError from error
    settings = {
        "search_path": "pg_catalog",
        "default_transaction_isolation": "'read committed'",
        "lock_timeout": f"'{address.lock_timeout}s'",
        "idle_in_transaction_session_timeout": f"'{IDLE_TIMEOUT}s'",
    }
    if address.statement_timeout:
        settings["statement_timeout"] = f"'{address.statement_timeout}s'"
    if read_only:
        settings["default_transaction_read_only"] = "on"
    try:
        statements = [*(f"SET {name} = {value}" for name, value in settings.items()), _DURABLE]
        connection.execute("; ".join(statements).encode())
    except psycopg.Error as error:
        connection.close()
        raise UnreachableError from error
    return connection


class Connections(PostgresDatastore):
    """Connections to one store.

    Args:
        address: where it is.
        read_only: whether nothing may be written.
    """

    def __init__(self, address: Address, *, read_only: bool = False) -> None:
        self.schema = address.schema
        self.originator_id_type = "text"
        self.enable_db_functions = False
        self.single_row_tracking = True
        self.lock_timeout = address.lock_timeout
        self.db_type_names = set()
        self.psycopg_type_adapters = {}
        self.psycopg_python_types = {}
        self._connect: Callable[[], Connection[DictRow]] = lambda: connect(address, read_only=read_only)
        self._patience = address.lock_timeout or None
        self._places = BoundedSemaphore(address.pool_size)
        self._lock = Lock()
        self._idle: list[Connection[DictRow]] = []
        self._is_closed = False

    def register_type_adapters(self) -> None:
        """Do nothing: no type of the package's own is used."""

    @contextmanager
    def get_connection(self) -> Iterator[Connection[DictRow]]:
        """A connection, for as long as it is needed.

        Raises:
            IntegrityError: another writer was first.
            OperationalError: there is none, or it broke.
            DatabaseError: a statement was refused.
        """
        if not self._places.acquire(timeout=self._patience):
            raise CrowdedError
        try:
            connection = self._take()
            try:
                with _told():
                    yield connection
            finally:
                self._give_back(connection)
        finally:
            self._places.release()

    @contextmanager
    def alone(self) -> Iterator[Connection[DictRow]]:
        """A connection that is not one of the few: for who waits on it.

        Raises:
            OperationalError: there is none, or it broke.
        """
        with _told(), self._connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Cursor[tuple[Any, ...]]]:
        """A cursor within a transaction, which is committed at the end."""
        with self.get_connection() as connection, connection.transaction():
            yield connection.cursor(row_factory=tuple_row)

    @contextmanager
    def reading(self, *, snapshot: bool = False) -> Iterator[Cursor[tuple[Any, ...]]]:
        """A cursor for one statement; or for several that see the same instant."""
        with self.get_connection() as connection:
            if not snapshot:
                yield connection.cursor(row_factory=tuple_row)
                return
            with connection.transaction():
                connection.execute(_SNAPSHOT)
                yield connection.cursor(row_factory=tuple_row)

    def close(self) -> None:
        """Close the connections that nobody uses, and those in use when they are given back."""
        with self._lock:
            self._is_closed = True
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def _take(self) -> Connection[DictRow]:
        while True:
            with self._lock:
                connection = self._idle.pop() if self._idle else None
            if connection is None:
                return self._connect()
            if _is_alive(connection):
                return connection
            connection.close()

    def _give_back(self, connection: Connection[DictRow]) -> None:
        with self._lock:
            if not self._is_closed and connection.info.transaction_status == TransactionStatus.IDLE:
                self._idle.append(connection)
                return
        connection.close()


@contextmanager
def _told() -> Iterator[None]:
    """Raise the package's errors for the driver's."""
    try:
        yield
    except _LOST_RACES as error:
        raise IntegrityError from error
    except psycopg.OperationalError as error:
        raise OperationalError from error
    except psycopg.Error as error:
        raise DatabaseError from error


def _is_alive(connection: Connection[DictRow]) -> bool:
    """Whether an idle connection still works; the server is asked only where it has said something meanwhile."""
    with suppress(psycopg.Error, OSError, ValueError), selectors.DefaultSelector() as selector:
        selector.register(connection.fileno(), selectors.EVENT_READ)
        if selector.select(0):
            connection.execute("SELECT 1")
        return True
    return False
