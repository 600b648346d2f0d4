"""The tables of a PostgreSQL store: those of an SQLite store, by the same names, in a schema of their own.

Texts are compared by their bytes (collation ``C``): no upgrade of the server's operating system can spoil an index.
"""

# ruff: noqa: S608 - the name of a schema is letters, digits and _

from __future__ import annotations

from typing import Any, Final

import psycopg

from mayor_schedule.errors import StoreError
from mayor_schedule.messages import Saying, say

from ..kept.tables import IN_POSTGRES, NAMES
from ..recorder import NEWER, translated, unusable
from .address import Address
from .causes import CAUSES, INIT
from .connections import connect, lock_key

FORMAT: Final = 1
"""The version of this layout, kept in ``store_format``."""

TABLES: Final = ("stored_events", "log_positions", "commands", "tree_nodes", "store_format")

_CREATE: Final = (
    ('CREATE TABLE "{schema}".stored_events (originator_id text COLLATE "C" NOT NULL, '
    "originator_version bigint NOT NULL, topic text NOT NULL, state bytea NOT NULL, "
    "notification_id bigserial NOT NULL, PRIMARY KEY (originator_id, originator_version))"),
    'CREATE UNIQUE INDEX stored_events_notification_id_idx ON "{schema}".stored_events (notification_id)',
    'CREATE TABLE "{schema}".log_positions (position bigint PRIMARY KEY, notification_id bigint NOT NULL UNIQUE)',
    'CREATE TABLE "{schema}".commands (command_id text COLLATE "C" PRIMARY KEY, digest text NOT NULL)',
    ('CREATE TABLE "{schema}".tree_nodes '
    "(level integer NOT NULL, number bigint NOT NULL, hash bytea NOT NULL, PRIMARY KEY (level, number))"),
    'CREATE TABLE "{schema}".store_format (version integer PRIMARY KEY)',
    'INSERT INTO "{schema}".store_format VALUES ({version})',
)
_THERE: Final = (
    "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
    "WHERE n.nspname = %s AND c.relname = ANY(%s)"
)
_ENCODING: Final = Saying(
    "MS-0747", "cannot use {store}: its texts are in {encoding}; make a database with ENCODING 'UTF8'"
)


def make_tables(address: Address) -> bool:
    """Make the tables, where they are not there yet; several programs may do so at once, and one of them does.

    Returns:
        Whether they were made.

    Raises:
        StoreError: they cannot be, something else has their names, or a newer version made them.
    """
    with translated(address.shown_as, CAUSES), connect(address) as connection, connection.transaction():
        _check_encoding(address, connection)
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (lock_key("", address.schema),))
        found = {row["relname"] for row in connection.execute(_THERE, (address.schema, list(TABLES)))}
        if "store_format" in found:
            _check_version(address, connection)
            return _make_kept(address, connection)
        if found:
            told = say(
                "MS-0748", "cannot make {store}: another program has a table {table} in the schema {schema}; name "
                "another one: ?schema=…", store=address.shown_as, table=min(found), schema=address.schema,
            )  # fmt: skip
            raise StoreError(told)
        if not connection.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", (address.schema,)).fetchone():
            connection.execute(f'CREATE SCHEMA "{address.schema}"'.encode())
        for statement in _CREATE:
            connection.execute(statement.format(schema=address.schema, version=FORMAT).encode())
        _make_kept(address, connection)
    return True


def _make_kept(address: Address, connection: psycopg.Connection[Any]) -> bool:
    """Make the tables of what is kept beside the log, where they are missing, as in what an earlier version made."""
    if len(connection.execute(_THERE, (address.schema, list(NAMES))).fetchall()) == len(NAMES):
        return False
    for statement in IN_POSTGRES:
        connection.execute(statement.format(schema=address.schema).encode())
    return True


def check_tables(address: Address) -> None:
    """Make sure that a store is there, and that this version can read it.

    Raises:
        StoreError: there is none, it cannot be reached, or a newer version made it.
    """
    with translated(address.shown_as, CAUSES), connect(address) as connection:
        _check_encoding(address, connection)
        _check_version(address, connection)


def _check_version(address: Address, connection: psycopg.Connection[Any]) -> None:
    row = connection.execute(f'SELECT max(version) AS version FROM "{address.schema}".store_format'.encode()).fetchone()
    version = None if row is None else row["version"]
    if version is None:
        raise unusable(address.shown_as, INIT)
    if version > FORMAT:
        raise StoreError(NEWER(store=address.shown_as))


def _check_encoding(address: Address, connection: psycopg.Connection[Any]) -> None:
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise StoreError(_ENCODING(store=address.shown_as, encoding=encoding))
