"""The URL of a store on a server: where it is, how it is reached, and how it is shown, which is without any password.

What the URL says counts, and no setting of the environment leads history elsewhere: server, port, database and schema
are those of the URL or the defaults here. What says who asks, and how (``PGUSER``, ``PGPASSWORD``, ``~/.pgpass``,
``PGSSLMODE`` and others of libpq), fills in what the URL leaves out: a password need not be in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qsl, unquote

from mayor_schedule.errors import StoreError
from mayor_schedule.messages import Message, Saying, listed, say, term

SCHEMA: Final = "mayor_schedule"
"""The schema of a store, unless the URL names another."""

POOL_SIZE: Final = 4
"""Connections that are open at a time, at most."""

LOCK_TIMEOUT: Final = 30
"""Seconds that a writer waits for another one."""

CONNECT_TIMEOUT: Final = 10
"""Seconds that the server may take to answer."""

_URL: Final = re.compile(
    r"(?P<scheme>postgres(?:ql)?)://(?P<server>[^/?]*)(?:/(?P<database>[^?]*))?(?:\?(?P<options>.*))?"
)
_SERVER: Final = re.compile(
    r"(?:(?P<user>[^:@]*)(?::(?P<password>[^@]*))?@)?(?P<host>\[[0-9A-Fa-f:.]+\]|[^:@\[\]]*)(?::(?P<port>\d*))?"
)
_NAME: Final = re.compile(r"[a-z_][a-z0-9_]{0,39}")
_NUMBERS: Final = {"pool_size": POOL_SIZE, "lock_timeout": LOCK_TIMEOUT, "statement_timeout": 0}
_LIMITS: Final = {"pool_size": (1, 100), "lock_timeout": (0, 86_400), "statement_timeout": (0, 86_400)}
_LIBPQ: Final = frozenset(
    {
        "application_name", "channel_binding", "connect_timeout", "gssencmode", "gssdelegation", "host", "hostaddr",
        "keepalives", "keepalives_count", "keepalives_idle", "keepalives_interval", "krbsrvname", "gsslib",
        "load_balance_hosts", "max_protocol_version", "min_protocol_version", "passfile", "password", "port",
        "require_auth", "requirepeer", "ssl_max_protocol_version", "ssl_min_protocol_version", "sslcert",
        "sslcertmode", "sslcompression", "sslcrl", "sslcrldir", "sslkey", "sslmode", "sslnegotiation", "sslpassword",
        "sslrootcert", "sslsni", "target_session_attrs", "tcp_user_timeout", "user",
    }
)  # fmt: skip
"""What libpq may be told in the URL; the rest would change what our statements mean."""

_UNREADABLE: Final = Saying(
    "MS-0719", "cannot open postgresql://…: the URL cannot be read; write postgresql://user@host:5432/database, with "
    "%-codes for signs such as @, / and ? in names and passwords",
)  # fmt: skip
_OTHER: Final = Saying(
    "MS-0720", "cannot open {scheme}://…: a store is an SQLite file, or a PostgreSQL database such as "
    "postgresql://host/database",
)  # fmt: skip
_NO_SERVER: Final = Saying(
    "MS-0721", "cannot open {store}: it names no server; write postgresql://user@host/database"
)
_NO_DATABASE: Final = Saying(
    "MS-0722", "cannot open {store}: it names no database; write postgresql://user@host/database"
)


@dataclass(frozen=True)
class Address:
    """Where a store is on a server.

    Attributes:
        parameters: what libpq is told, a password too.
        schema: the schema of its tables.
        pool_size: connections that are open at a time, at most.
        lock_timeout: seconds that a writer waits for another one; 0 for ever.
        statement_timeout: seconds that one statement may take; 0 for the server's own limit.
        shown_as: its URL without any password.
    """

    parameters: dict[str, str] = field(repr=False)
    schema: str
    pool_size: int
    lock_timeout: int
    statement_timeout: int
    shown_as: str


def read_address(url: str) -> Address:
    """Read the URL of a store on a server.

    Raises:
        StoreError: it is none of PostgreSQL, or cannot be read. Nothing that may be a password is in the message.
    """
    scheme = url.partition("://")[0]
    if scheme not in ("postgresql", "postgres"):
        raise StoreError(_OTHER(scheme=scheme if scheme.isalnum() else "…"))
    found = _URL.fullmatch(url)
    server = _SERVER.fullmatch(found["server"]) if found else None
    if found is None or server is None or re.search("[@/:]", found["database"] or ""):
        raise StoreError(_UNREADABLE())
    options = _options(found["options"] or "")
    place = {
        "user": server["user"], "password": server["password"], "host": (server["host"] or "").strip("[]"),
        "port": server["port"], "dbname": found["database"],
    }  # fmt: skip
    given = {name: unquote(value) for name, value in place.items() if value} | options
    return _address(given)


def _address(given: dict[str, str]) -> Address:
    shown_as = _shown(given)
    for name, unnamed in (("host", _NO_SERVER), ("dbname", _NO_DATABASE)):
        if not given.get(name):
            raise StoreError(unnamed(store=shown_as))
    schema = given.pop("schema", SCHEMA)
    if not _NAME.fullmatch(schema):
        told = say(
            "MS-0723", "cannot open {store}: a schema is named with up to 40 small letters, digits and _, such as "
            "{usual}", store=shown_as, usual=SCHEMA,
        )  # fmt: skip
        raise StoreError(told)
    numbers = {name: _number(shown_as, name, given.pop(name, str(usual))) for name, usual in _NUMBERS.items()}
    pinned = {"port": "5432", "hostaddr": "", "options": "", "connect_timeout": str(CONNECT_TIMEOUT)}
    parameters = {"application_name": "mayor-schedule", **pinned, **given, "client_encoding": "UTF8"}
    return Address(parameters, schema, shown_as=shown_as, **numbers)


def _options(text: str) -> dict[str, str]:
    """What stands behind the ``?``.

    Raises:
        StoreError: nobody knows one of the options.
    """
    try:
        options = dict(parse_qsl(text, keep_blank_values=True, strict_parsing=bool(text)))
    except ValueError:
        raise StoreError(_UNREADABLE()) from None
    for name in options:
        if name not in _LIBPQ and name not in _NUMBERS and name != "schema":
            raise StoreError(_no_option(name))
    return options


def _no_option(name: str) -> Message:
    """That nobody knows an option; what may be a password is not repeated."""
    named = term(" {name!r}", name=name) if re.fullmatch("[a-z_]{1,30}", name) else ""
    return say(
        "MS-0724", "cannot open postgresql://…: there is no option{named}; there are {known}, and those of libpq that "
        "say who asks and how, such as sslmode", named=named, known=listed(("schema", *_NUMBERS)),
    )  # fmt: skip


def _number(shown_as: str, name: str, value: str) -> int:
    lowest, highest = _LIMITS[name]
    if not re.fullmatch("[0-9]{1,6}", value) or not lowest <= int(value) <= highest:
        told = say(
            "MS-0725", "cannot open {store}: {name} is a whole number from {lowest} to {highest}",
            store=shown_as, name=name, lowest=lowest, highest=highest,
        )  # fmt: skip
        raise StoreError(told)
    return int(value)


def _shown(given: dict[str, str]) -> str:
    """The URL without any password, as it could be written."""
    host, port = given.get("host", ""), given.get("port", "")
    user = f"{given['user']}@" if given.get("user") else ""
    shown = [f"schema={given['schema']}"] if "schema" in given else []
    if "/" in host:
        shown.insert(0, f"host={host}")
        host = ""
    if ":" in host:
        host = f"[{host}]"
    options = f"?{'&'.join(shown)}" if shown else ""
    return f"postgresql://{user}{host}{f':{port}' if port else ''}/{given.get('dbname', '')}{options}"
