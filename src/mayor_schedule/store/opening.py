"""Opening a store: which database it is in, whether it is one, and what has to be there before it is used."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, cast
from uuid import uuid4

from eventsourcing.utils import Environment

from mayor_schedule.errors import StoreError
from mayor_schedule.messages import Saying

from .application import Archive
from .recorder import translated
from .sqlite import Factory as SQLiteFactory
from .sqlite import PositionedRecorder
from .sqlite_file import CAUSES, IMMUTABLE, LOCK_TIMEOUT, Unchanged, check_file
from .sqlite_file import may_be_written as file_may_be_written

if TYPE_CHECKING:
    from .postgres.address import Address

_SETTINGS: Final = {"ORIGINATOR_ID_TYPE": "text", "CREATE_TABLE": "n"}
_EXTRA: Final = Saying(
    "MS-0718", "cannot open {store}: PostgreSQL needs more packages; pip install 'mayor-schedule[postgres]'"
)


class Opened(NamedTuple):
    """A store that was opened.

    Attributes:
        archive: the package's application over its database.
        shown_as: what it is called; without any password.
        is_new: whether its tables were made now.
    """

    archive: Archive
    shown_as: str
    is_new: bool = False


def opened(store: str | Path, *, create: bool, read_only: bool) -> Opened:
    """Open a store.

    Args:
        store: an SQLite file, or the URL of a PostgreSQL database.
        create: whether to make the file where there is none.
        read_only: whether to leave the store as it is.

    Raises:
        StoreError: there is none, it is no store, or it cannot be read.
    """
    if is_url(store):
        return _on_server(_address(str(store)), read_only=read_only)
    file = Path(store)
    uri = check_file(file, create=create and not read_only, read_only=read_only)
    if not read_only:
        return _in_file(str(file.absolute()), shown_as=str(store))
    unchanged = Unchanged(file) if uri.endswith(IMMUTABLE) else None
    found = _in_file(uri, shown_as=str(store), read_only=True)
    cast("PositionedRecorder", found.archive.recorder).unchanged = unchanged
    return found


def opened_in_memory() -> Opened:
    """A store that lives as long as the process."""
    return _in_file(f"file:mayor-schedule-{uuid4().hex}?mode=memory&cache=shared", shown_as="memory")


def set_up(store: str | Path) -> bool:
    """Make what a store needs, where it is not there yet: the file, or the tables of a PostgreSQL database.

    Returns:
        Whether anything was made.

    Raises:
        StoreError: it cannot be made, or something else is in its place.
    """
    if is_url(store):
        address = _address(str(store))
        from .postgres.tables import make_tables  # noqa: PLC0415 - the packages may be missing

        return make_tables(address)
    made = opened(store, create=True, read_only=False)
    made.archive.close()
    return made.is_new


def may_be_written(store: str | Path) -> bool:
    """Whether nothing speaks against writing a store; a server tells only when it is written."""
    return is_url(store) or not Path(store).exists() or file_may_be_written(Path(store))


def is_url(store: str | Path) -> bool:
    """Whether a store is on a server, and not in a file."""
    return "://" in str(store)


def shown(store: str | Path) -> str:
    """What a store is called where people read it: the URL of one without any password.

    Raises:
        StoreError: it is a URL that cannot be read.
    """
    if not is_url(store):
        return str(store)
    from .postgres.address import read_address  # noqa: PLC0415 - only for servers

    return read_address(str(store)).shown_as


def _in_file(database: str, *, shown_as: str, read_only: bool = False) -> Opened:
    with translated(shown_as, CAUSES):
        archive = Archive(
            SQLiteFactory, {**_SETTINGS, "SQLITE_DBNAME": database, "SQLITE_LOCK_TIMEOUT": str(LOCK_TIMEOUT)}
        )
        recorder = cast("PositionedRecorder", archive.recorder)
        if read_only:
            recorder.never_write()
        try:
            is_new = not read_only and recorder.prepare()
        except BaseException:
            archive.close()
            raise
    return Opened(archive, shown_as, is_new)


def _on_server(address: Address, *, read_only: bool) -> Opened:
    from .postgres.recorder import Factory  # noqa: PLC0415 - the packages may be missing
    from .postgres.tables import check_tables  # noqa: PLC0415

    check_tables(address)

    def factory(env: Environment) -> Factory:
        return Factory(env, address, read_only=read_only)

    return Opened(Archive(factory, _SETTINGS), address.shown_as)


def _address(url: str) -> Address:
    """The address of a database, once what is needed to reach it is known to be installed.

    Raises:
        StoreError: the URL cannot be read, or packages are missing.
    """
    from .postgres.address import read_address  # noqa: PLC0415 - only for servers

    address = read_address(url)
    try:
        import psycopg  # noqa: F401, PLC0415 - an extra
        import psycopg_pool  # noqa: F401, PLC0415 - the event-sourcing package needs it
    except ImportError:
        raise StoreError(_EXTRA(store=address.shown_as)) from None
    return address
