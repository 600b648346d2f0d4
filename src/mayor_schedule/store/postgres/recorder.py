"""The recorder of a PostgreSQL store.

A writer first takes an advisory lock, for which readers do not wait, then writes events, positions and commands in that
transaction: positions are therefore dense, though notification ids have gaps. The package locks the table of events
instead, for which a user needs the right to change or delete what is in it; here the right to add to it is enough. Who
listens to the store's channel is told of each transaction that recorded something.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final, cast

from eventsourcing.persistence import BaseInfrastructureFactory, IntegrityError, StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresFactory
from eventsourcing.utils import Environment
from psycopg import Cursor
from psycopg.sql import SQL, Identifier

from ..inspection import Inspection
from ..kept.cursor import Dialect, KeptCursor
from ..recorder import Causes, Row, StreamRow
from ..refilling import Refilling, Statements
from .address import Address
from .causes import CAUSES
from .connections import Connections, lock_key
from .inspection import PostgresInspection

EVENTS: Final = "stored_events"
_Cursor = Cursor[tuple[Any, ...]]

_STATEMENTS: Final = {
    "insert": "INSERT INTO {s}.stored_events (originator_id, originator_version, topic, state) "
    "SELECT i, v, t, d FROM unnest(%s::text[], %s::bigint[], %s::text[], %s::bytea[]) "
    "WITH ORDINALITY AS u (i, v, t, d, n) ORDER BY n RETURNING notification_id",
    "place": "INSERT INTO {s}.log_positions SELECT * FROM unnest(%s::bigint[], %s::bigint[])",
    "commands": "INSERT INTO {s}.commands SELECT * FROM unnest(%s::text[], %s::text[])",
    "nodes": "INSERT INTO {s}.tree_nodes SELECT * FROM unnest(%s::integer[], %s::bigint[], %s::bytea[])",
    "versions": "SELECT i, (SELECT coalesce(max(e.originator_version), 0) FROM {s}.stored_events e "
    "WHERE e.originator_id = i) FROM unnest(%s::text[]) AS u (i)",
    "count": "SELECT coalesce(max(position) + 1, 0) FROM {s}.log_positions",
    "log": "SELECT l.position, e.originator_id, e.originator_version, e.topic, e.state FROM {s}.log_positions l "
    "JOIN {s}.stored_events e ON e.notification_id = l.notification_id "
    "WHERE l.position >= %s ORDER BY l.position LIMIT %s",
    "several": "SELECT e.originator_id, e.originator_version, e.topic, e.state "
    "FROM unnest(%s::text[]) WITH ORDINALITY AS asked (id, place) "
    "JOIN {s}.stored_events e ON e.originator_id = asked.id ORDER BY asked.place, e.originator_version",
    "digests": "SELECT command_id, digest FROM {s}.commands WHERE command_id = ANY(%s::text[])",
    "missing": "SELECT min(position) FROM {s}.log_positions l WHERE NOT EXISTS "
    "(SELECT 1 FROM {s}.stored_events e WHERE e.notification_id = l.notification_id)",
    "first": "SELECT state FROM {s}.stored_events WHERE originator_id = %s AND originator_version = 1",
    "tree_size": "SELECT coalesce(max(number) + 1, 0) FROM {s}.tree_nodes WHERE level = 0",
    "node": "SELECT hash FROM {s}.tree_nodes WHERE level = %s AND number = %s",
    "up_to": "SELECT l.position, e.originator_id, e.originator_version, e.topic, e.state FROM {s}.stored_events e "
    "JOIN {s}.log_positions l ON l.notification_id = e.notification_id "
    "WHERE e.originator_id = %s AND e.originator_version <= %s ORDER BY e.originator_version",
    "size": "SELECT count(*) FROM {s}.stored_events",
    "digest": "SELECT digest FROM {s}.commands WHERE command_id = %s",
    "streams": "SELECT l.position, e.originator_id, e.originator_version, e.topic, e.state FROM {s}.stored_events e "
    "JOIN {s}.log_positions l ON l.notification_id = e.notification_id "
    "WHERE (e.originator_id, e.originator_version) > (%s, %s) "
    "ORDER BY e.originator_id, e.originator_version LIMIT %s",
}
_EXISTS: Final = (
    "SELECT 1 WHERE has_table_privilege(to_regclass('{s}.view_generations'), 'SELECT')"
)


class PostgresRecorder(PostgresApplicationRecorder):
    """Stores events with their dense position in the log and the ids of the commands that led to them."""

    causes: Causes = CAUSES
    """What can go wrong with it."""

    is_shared: bool = True
    """Whether it is on a server, where a worker files what was recorded."""

    def __init__(self, datastore: Connections) -> None:
        super().__init__(datastore, events_table_name=EVENTS)
        self._connections = datastore
        self.channel_name = f"{datastore.schema}.{EVENTS}"
        schema = f'"{datastore.schema}"'
        self._dialect = Dialect(
            prefix=f"{schema}.", mark="%s", each="json_array_elements_text(%s::json) AS given (value)",
            row="notification_id", lock="FOR UPDATE", exists=_EXISTS.format(s=schema),
        )  # fmt: skip
        self._records = lock_key("record", datastore.schema)
        self._rebuilds = lock_key("rebuild", datastore.schema)
        self._sql = {name: statement.format(s=schema) for name, statement in _STATEMENTS.items()}

    # --- in ---

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int] | None:
        """Add events at the end of the log; see `Recorder`."""
        with self._connections.writing() as c:
            self._begin(c)
            return self._add(c, stored_events, **kwargs)

    def _begin(self, c: _Cursor) -> None:
        """Take the lock before anything is read, and have those told who listen, if it is committed."""
        c.execute("SELECT pg_advisory_xact_lock(%s)", (self._records,))
        self._notify_channel(cast("Any", c))

    def _add(self, c: _Cursor, stored_events: Sequence[StoredEvent], **kwargs: Any) -> list[int]:
        columns = [
            [each.originator_id for each in stored_events], [each.originator_version for each in stored_events],
            [each.topic for each in stored_events], [each.state for each in stored_events],
        ]  # fmt: skip
        notification_ids = sorted(row[0] for row in self._all(c, "insert", *columns))
        next_position: int = self._all(c, "count")[0][0]
        positions = list(range(next_position, next_position + len(notification_ids)))
        self._run(c, "place", positions, notification_ids)
        self._check_read(c, stored_events, next_position, **kwargs)
        commands: Mapping[str, str] = kwargs.get("commands", {})
        if commands:
            self._run(c, "commands", list(commands), list(commands.values()))
        return notification_ids

    def _check_read(self, c: _Cursor, stored_events: Sequence[StoredEvent], position: int, **kwargs: Any) -> None:
        """Make sure, under the lock, that nothing changed that the decision was made on and does not write."""
        written = {each.originator_id for each in stored_events}
        read: Mapping[str, int] = kwargs.get("read", {})
        others = [subject for subject in read if subject not in written]
        if not self._is_as_read(c, {subject: read[subject] for subject in others}):
            raise IntegrityError("a stream that was read has changed")
        size: int | None = kwargs.get("size")
        if size is not None and size != position:
            raise IntegrityError("the log that was read has grown")

    def insert_nodes(self, nodes: Iterable[tuple[int, int, bytes]]) -> None:
        """Store hashes of subtrees.

        Raises:
            IntegrityError: another process stored some of them meanwhile.
        """
        rows = list(nodes)
        with self._connections.writing() as c:
            self._run(c, "nodes", *([row[column] for row in rows] for column in range(3)))

    @contextmanager
    def refilling(self) -> Iterator[Refilling]:
        """Fill the log with events of another store: all of them in one transaction, or none."""
        statements = Statements(self._sql["size"], self._sql["digest"], self._sql["streams"])
        with self._connections.writing() as c:
            self._begin(c)
            yield Refilling(
                cast("Any", c), statements, lambda events, commands: self._add(c, events, commands=commands)
            )

    # --- out ---

    def select_log(self, start: int, limit: int) -> list[Row]:
        """Rows of the log in order, from a position on."""
        return cast("list[Row]", self._ask("log", start, limit))

    def select_digests(self, command_ids: Iterable[str]) -> dict[str, str]:
        """The digests of those of these commands that are in the store."""
        return dict(self._ask("digests", list(command_ids)))

    def is_current(self, read: Mapping[str, int], size: int | None) -> bool:
        """Whether these streams have these versions, and the log that size, at one instant."""
        with self._connections.reading(snapshot=True) as c:
            if not self._is_as_read(c, read):
                return False
            return size is None or bool(self._all(c, "count")[0][0] == size)

    def _is_as_read(self, c: _Cursor, read: Mapping[str, int]) -> bool:
        """Whether these streams have these versions."""
        return not read or all(read[subject] == version for subject, version in self._all(c, "versions", list(read)))

    def first_missing(self) -> int | None:
        """The first position whose event is gone; None if there is none."""
        missing: int | None = self._ask("missing")[0][0]
        return missing

    def select_streams(self, subjects: Sequence[str]) -> list[StreamRow]:
        """Rows of several streams, in order, one stream after another; nothing of those that have no events."""
        return cast("list[StreamRow]", self._ask("several", list(subjects)))

    def select_stream(self, subject: str, version: int) -> list[Row]:
        """Rows of one stream in order, up to a version."""
        return cast("list[Row]", self._ask("up_to", subject, version))

    def make_kept(self) -> None:
        """Do nothing: what a database needs is made once, by `set_up`."""

    @contextmanager
    def viewing(self) -> Iterator[KeptCursor]:
        """Read what is kept beside the log, as it is at one instant."""
        with self._connections.reading(snapshot=True) as c:
            yield KeptCursor(cast("Any", c), self._dialect)

    @contextmanager
    def keeping(self) -> Iterator[KeptCursor]:
        """Write what is kept beside the log, in one transaction, for which nobody waits until the disk has it."""
        with self._connections.writing() as c:
            c.execute("SET LOCAL synchronous_commit TO off")
            yield KeptCursor(cast("Any", c), self._dialect)

    @contextmanager
    def rebuilding(self) -> Iterator[None]:
        """Be known as one who makes anew what is kept beside the log, for as long as it lasts and the process lives.

        The server knows it by a lock of a connection of its own, and lets go of the lock where the connection ends.
        """
        with self._connections.alone() as connection:
            connection.execute("SELECT pg_advisory_lock_shared(%s)", (self._rebuilds,))
            yield

    @contextmanager
    def sweeping(self) -> Iterator[KeptCursor | None]:
        """The same as `keeping`, while nobody makes anything anew, nor begins; None where somebody does."""
        with self.keeping() as cursor:
            is_alone = cursor.all("SELECT pg_try_advisory_xact_lock(?)", self._rebuilds)[0][0]
            yield cursor if is_alone else None

    @contextmanager
    def listening(self) -> Iterator[Callable[[float], None]]:
        """A function that waits until the server tells of something that was recorded, or so many seconds."""
        with self._connections.alone() as connection:
            connection.execute(SQL("LISTEN {}").format(Identifier(self.channel_name)))

            def wait(seconds: float) -> None:
                for _ in connection.notifies(timeout=seconds, stop_after=1):
                    pass

            yield wait

    def release(self) -> None:
        """Do nothing: all connections are the package's own."""

    def select_first(self, subject: str) -> bytes | None:
        """The state of a stream's first event; None where it has none."""
        return next((row[0] for row in self._ask("first", subject)), None)

    def tree_size(self) -> int:
        """The number of events whose hashes are stored."""
        size: int = self._ask("tree_size")[0][0]
        return size

    def select_node(self, level: int, number: int) -> bytes | None:
        """The stored hash of a subtree; None where there is none."""
        return next((row[0] for row in self._ask("node", level, number)), None)

    @contextmanager
    def inspecting(self) -> Iterator[Inspection]:
        """Everything that is stored, as it is at one instant, however damaged."""
        with self._connections.reading(snapshot=True) as c:
            yield PostgresInspection(cast("Any", c), self._connections.schema)

    def count(self) -> int:
        """The number of events in the log."""
        size: int = self._ask("count")[0][0]
        return size

    def _ask(self, name: str, *parameters: Any) -> list[tuple[Any, ...]]:
        with self._connections.reading() as c:
            return self._all(c, name, *parameters)

    def _all(self, c: _Cursor, name: str, *parameters: Any) -> list[tuple[Any, ...]]:
        self._run(c, name, *parameters)
        return c.fetchall()

    def _run(self, c: _Cursor, name: str, *parameters: Any) -> None:
        c.execute(self._sql[name].encode(), parameters)


class Factory(PostgresFactory):
    """Makes the recorder above.

    Args:
        env: what the application was told.
        address: where the store is.
        read_only: whether nothing may be written.
    """

    def __init__(self, env: Environment, address: Address, *, read_only: bool = False) -> None:
        BaseInfrastructureFactory.__init__(self, env)
        self._connections = Connections(address, read_only=read_only)
        self.datastore = self._connections

    def application_recorder(self) -> PostgresRecorder:
        """The recorder."""
        return PostgresRecorder(self._connections)
