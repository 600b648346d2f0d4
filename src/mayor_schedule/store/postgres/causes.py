"""Why a PostgreSQL store cannot be used, in words that hold nothing of what is stored and no password."""

from __future__ import annotations

from typing import Final

import psycopg
from eventsourcing.persistence import OperationalError, PersistenceError

from mayor_schedule.messages import Message, Saying, say

from ..recorder import REFUSED, Causes


class UnreachableError(OperationalError):
    """No connection can be made."""


class CrowdedError(OperationalError):
    """All connections are in use."""


INIT: Final = say("MS-0726", "there is no store in it yet; make one with mayor-schedule init --db URL")
"""What is said where the tables are missing."""

_GONE: Final = say(
    "MS-0727", "the server closed the connection; try again: what was being recorded is there as a whole or not at "
    "all, and is not recorded twice",
)  # fmt: skip

_STATES: Final = {
    "55P03": say("MS-0728", "another program has locked it for longer than lock_timeout allows; close that program, or "
                 "try again"),
    "57014": say("MS-0729", "the server took longer than statement_timeout allows; raise it in the URL, or try again"),
    "25P03": say("MS-0730", "nothing was asked for a minute while others had to wait; nothing was recorded; try again"),
    "25006": say("MS-0731", "it cannot be written here: this is a standby server, or the database or the user is set "
                 "to read only; name the primary server, or ask its administrator"),
    "3F000": INIT, "42P01": INIT,
    "53100": say("MS-0733", "the server's disk is full; make room, and try again: nothing was recorded"),
    "53300": say("MS-0734", "the server has too many connections; try again, lower pool_size in the URL, or have its "
                 "max_connections raised"),
    "XX001": say("MS-0735", "the server found damaged data; restore a backup"),
    "XX002": say("MS-0736", "an index is damaged; rebuild it (REINDEX)"),
    "57P01": _GONE, "57P02": _GONE, "57P03": _GONE, "08003": _GONE, "08006": _GONE,
}  # fmt: skip

_DENIED: Final = Saying(
    "MS-0732", "this user may not do that there; ask the server's administrator for the right (the server says: {said})"
)

_SIGNS: Final = (
    (("password authentication failed", "password 인증", "no password supplied", "role \""),
     say("MS-0737", "the server does not accept that user or password; check both, or put the password into PGPASSWORD "
         "or into ~/.pgpass, which nobody else may be able to read (mode 0600)")),
    (('database "', "데이터베이스"),
     say("MS-0738", "it has no such database, or one not for this user; check its name")),
    (("pg_hba.conf",),
     say("MS-0739", "the server lets this user in from nowhere near; ask its administrator (pg_hba.conf)")),
    (("too many clients", "connection slots"), _STATES["53300"]),
    (("starting up", "shutting down", "recovery mode", "not yet accepting", "consistent recovery"),
     say("MS-0740", "the server is starting or stopping; wait a moment, and try again")),
    (("ssl", "certificate"),
     say("MS-0741", "no secure connection can be made; check sslmode and sslrootcert in the URL")),
)  # fmt: skip


def _why(error: BaseException) -> Message:
    cause = error.__cause__ or error
    if isinstance(error, CrowdedError):
        return say("MS-0742", "all its connections are in use; raise pool_size in the URL, or try again")
    if isinstance(error, UnreachableError):
        text = str(cause).lower()
        told = (why for signs, why in _SIGNS if any(sign in text for sign in signs))
        return next(told, None) or say(
            "MS-0743", "no server answers there; check host and port, and that PostgreSQL runs"
        )
    state = getattr(cause, "sqlstate", None)
    if isinstance(cause, psycopg.errors.InsufficientPrivilege):
        return _DENIED(said=cause.diag.message_primary or cause.sqlstate)  # names a table, not what is in it
    if state is None:
        return _GONE if isinstance(cause, psycopg.OperationalError) else REFUSED()
    return _STATES.get(state) or say("MS-0744", "the database refused (SQLSTATE {state})", state=state)


CAUSES: Final = Causes((PersistenceError, psycopg.Error), _why)
"""What can go wrong with a PostgreSQL database."""
