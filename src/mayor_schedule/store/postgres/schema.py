"""What the tables of a PostgreSQL store have to be, and what else is in their schema, as the catalog tells it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from mayor_schedule.messages import Message, say

from ..kept.tables import NAMES, traits
from ..schema import ADDED, REMOVED, kind_named
from .tables import TABLES
from .traits import trait_named

CATALOG: Final = """
WITH here AS (
  SELECT c.oid, c.relname, c.relkind, c.relpersistence, c.relrowsecurity, c.relispartition, c.relhasrules
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = %(schema)s
), tables AS (SELECT * FROM here WHERE relkind NOT IN ('i', 'I', 'S', 't', 'c')),
told AS (
  SELECT relname AS name, 'a ' || CASE relkind WHEN 'r' THEN 'table' WHEN 'v' THEN 'view'
    WHEN 'm' THEN 'materialized view' WHEN 'p' THEN 'partitioned table' ELSE 'foreign table' END AS what FROM tables
  UNION ALL SELECT relname, 'it is not logged' FROM tables WHERE relpersistence <> 'p'
  UNION ALL SELECT relname, 'its rows are hidden by a policy' FROM tables WHERE relrowsecurity
  UNION ALL SELECT relname, 'a rule on it' FROM tables WHERE relhasrules AND relkind = 'r'
  UNION ALL SELECT t.relname, 'its parent or child ' || i.inhrelid::regclass::text
    FROM pg_inherits i JOIN tables t ON t.oid IN (i.inhrelid, i.inhparent)
  UNION ALL SELECT t.relname, 'the column ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
    || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END
    || CASE WHEN a.attgenerated <> '' THEN ' generated' WHEN a.attidentity <> '' THEN ' identity'
       WHEN a.atthasdef THEN ' with a default' ELSE '' END
    || CASE WHEN a.attcollation = (SELECT oid FROM pg_collation WHERE collname = 'C' AND collnamespace =
       'pg_catalog'::regnamespace LIMIT 1) THEN ' by bytes' ELSE '' END
    FROM pg_attribute a JOIN tables t ON t.oid = a.attrelid WHERE a.attnum > 0 AND NOT a.attisdropped
  UNION ALL SELECT t.relname, 'the constraint ' || pg_get_constraintdef(k.oid)
    FROM pg_constraint k JOIN tables t ON t.oid = k.conrelid WHERE k.contype <> 'n'
  UNION ALL SELECT t.relname, 'the index on ' || pg_get_indexdef(i.indexrelid, 1, true)
    || CASE WHEN i.indisunique THEN '' ELSE ', not unique' END || CASE WHEN i.indisvalid THEN '' ELSE ', invalid' END
    || CASE WHEN i.indpred IS NULL AND i.indnkeyatts = 1 THEN '' ELSE ', other' END
    FROM pg_index i JOIN tables t ON t.oid = i.indrelid
    WHERE NOT i.indisvalid OR NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid)
  UNION ALL SELECT t.relname, 'the trigger ' || g.tgname
    FROM pg_trigger g JOIN tables t ON t.oid = g.tgrelid WHERE NOT g.tgisinternal
)
SELECT name, what FROM told ORDER BY name, what
"""

_COLUMNS: Final = {
    "stored_events": (
        "originator_id text not null by bytes", "originator_version bigint not null", "topic text not null",
        "state bytea not null", "notification_id bigint not null with a default",
    ),
    "log_positions": ("position bigint not null", "notification_id bigint not null"),
    "commands": ("command_id text not null by bytes", "digest text not null"),
    "tree_nodes": ("level integer not null", "number bigint not null", "hash bytea not null"),
    "store_format": ("version integer not null",),
}  # fmt: skip
_KEYS: Final = {
    "stored_events": (
        "the constraint PRIMARY KEY (originator_id, originator_version)", "the index on notification_id",
    ),
    "log_positions": ('the constraint PRIMARY KEY ("position")', "the constraint UNIQUE (notification_id)"),
    "commands": ("the constraint PRIMARY KEY (command_id)",),
    "tree_nodes": ("the constraint PRIMARY KEY (level, number)",),
    "store_format": ("the constraint PRIMARY KEY (version)",),
}  # fmt: skip


class Trait(NamedTuple):
    """Something about a table.

    Attributes:
        table: its name.
        what: what is there.
    """

    table: str
    what: str


EXPECTED: Final = frozenset(
    Trait(table, what)
    for table in TABLES
    for what in ("a table", *(f"the column {each}" for each in _COLUMNS[table]), *_KEYS[table])
) | frozenset(Trait(table, what) for table in NAMES for what in ("a table", *traits(table)))


def differences(found: Iterable[Trait]) -> Iterator[Message]:
    """What is not as it was made; a sentence on each difference."""
    traits = set(found)
    tables = {each.table for each in traits}
    for table in TABLES:
        if table not in tables:
            yield REMOVED(kind=kind_named("table"), name=table)
    for trait in sorted(traits - EXPECTED):
        if trait.table in (*TABLES, *NAMES):
            yield say("MS-0745", "the table {table} is not as it was made: {what} was added",
                      table=trait.table, what=trait_named(trait.what))  # fmt: skip
        elif trait.what.startswith("a "):
            yield ADDED(kind=kind_named(trait.what.removeprefix("a ")), name=trait.table)
    for trait in sorted(EXPECTED - traits):
        if trait.table in tables:
            yield say("MS-0746", "the table {table} is not as it was made: {what} is gone",
                      table=trait.table, what=trait_named(trait.what))  # fmt: skip


def unreadable(found: Iterable[Trait]) -> bool:
    """Whether a table or a column that is needed is missing."""
    traits = list(found)
    tables = {each.table for each in traits if each.what == "a table"}
    columns = {(each.table, each.what.split()[2]) for each in traits if each.what.startswith("the column ")}
    needed = {(table, each.split()[0]) for table in TABLES for each in _COLUMNS[table]}
    return not tables.issuperset(TABLES) or not needed <= columns
