"""`Recorder`: what a database has to do for a store; nothing above it knows which database that is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Final, NamedTuple, Protocol

from eventsourcing.persistence import IntegrityError, StoredEvent

from mayor_schedule.errors import StaleWriteError, StoreError
from mayor_schedule.messages import Message, Saying, say, term

from .inspection import Inspection
from .kept.cursor import KeptCursor
from .refilling import Refilling

Row = tuple[int, str, int, str, bytes]
"""Position, subject, version, topic, state."""

StreamRow = tuple[str, int, str, bytes]
"""Subject, version, topic, state."""

NEWER: Final = Saying("MS-0749", "{store} was made by a newer version of mayor-schedule; upgrade to open it")
"""What is said of a store whose layout this program does not know yet."""

REFUSED: Final = Saying("MS-0750", "the database refused")
"""Why a store cannot be used, where its database tells nothing that is known here."""


class Causes(NamedTuple):
    """What can go wrong with a database.

    Attributes:
        errors: what it raises.
        why: tells why, in a message with a code, with no part of what is stored and with no password.
    """

    errors: tuple[type[Exception], ...]
    why: Callable[[BaseException], Message]


class Recorder(Protocol):
    """Keeps events with their dense positions in the log, and the ids of the commands that led to them.

    Positions begin at 0. Everything that one call writes is written in one transaction, or not at all.
    """

    @property
    def is_shared(self) -> bool:
        """Whether it is on a server, where a worker files what was recorded."""

    @property
    def causes(self) -> Causes:
        """What can go wrong with it."""

    def insert_events(
        self,
        stored_events: Sequence[StoredEvent],
        *,
        commands: Mapping[str, str],
        read: Mapping[str, int],
        size: int | None,
    ) -> Sequence[int] | None:
        """Add events at the end of the log, and the digests of their commands by their ids.

        Args:
            stored_events: the events.
            commands: the digests.
            read: the versions of the streams on which it was decided; looked at again while nobody else can write.
            size: the number of events in the log, if it was decided on all of it.

        Raises:
            IntegrityError: another writer was first.
        """

    def select_log(self, start: int, limit: int) -> list[Row]:
        """Rows of the log in order, from a position on."""

    def select_digests(self, command_ids: Iterable[str]) -> dict[str, str]:
        """The digests of those of these commands that are in the store."""

    def is_current(self, read: Mapping[str, int], size: int | None) -> bool:
        """Whether these streams have these versions, and the log that size, at one instant."""

    def first_missing(self) -> int | None:
        """The first position whose event is gone; None if there is none."""

    def select_streams(self, subjects: Sequence[str]) -> list[StreamRow]:
        """Rows of several streams, in order, one stream after another; nothing of those that have no events."""

    def select_stream(self, subject: str, version: int) -> list[Row]:
        """Rows of one stream in order, up to a version."""

    def select_first(self, subject: str) -> bytes | None:
        """The state of a stream's first event; None where it has none."""

    def tree_size(self) -> int:
        """The number of events whose hashes are stored."""

    def select_node(self, level: int, number: int) -> bytes | None:
        """The stored hash of a subtree; None where there is none."""

    def insert_nodes(self, nodes: Iterable[tuple[int, int, bytes]]) -> None:
        """Store hashes of subtrees.

        Raises:
            IntegrityError: another process stored some of them meanwhile.
        """

    def make_kept(self) -> None:
        """Make the tables of what is kept beside the log, where they are missing."""

    def viewing(self) -> AbstractContextManager[KeptCursor]:
        """Read what is kept beside the log, as it is at one instant."""

    def keeping(self) -> AbstractContextManager[KeptCursor]:
        """Write what is kept beside the log, in one transaction, which may be lost where the power fails."""

    def rebuilding(self) -> AbstractContextManager[None]:
        """Be known as one who makes anew what is kept beside the log, for as long as it lasts and the process lives."""

    def sweeping(self) -> AbstractContextManager[KeptCursor | None]:
        """The same as `keeping`, while nobody makes anything anew, nor begins; None where somebody does."""

    def listening(self) -> AbstractContextManager[Callable[[float], None]]:
        """A function that waits until something is recorded, or at most so many seconds."""

    def release(self) -> None:
        """Close what is open beside the package's own connections."""

    def inspecting(self) -> AbstractContextManager[Inspection]:
        """Everything that is stored, as it is at one instant, however damaged."""

    def refilling(self) -> AbstractContextManager[Refilling]:
        """Fill the log with events of another store: all of them in one transaction, or none."""

    def count(self) -> int:
        """The number of events in the log."""


@contextmanager
def translated(shown_as: str, causes: Causes) -> Iterator[None]:
    """Raise our own errors for the database's, and never with the row that it was about.

    Args:
        shown_as: what the store is called.
        causes: what can go wrong with its database.
    """
    try:
        yield
    except IntegrityError:
        raise StaleWriteError(say("MS-0751", "another writer of {store} was first", store=shown_as)) from None
    except causes.errors as error:
        raise unusable(shown_as, causes.why(error)) from None


def unusable(shown_as: object, why: Message) -> StoreError:
    """The error of a store that cannot be used.

    Args:
        shown_as: what the store is called.
        why: the cause: a message with a code.
    """
    return StoreError(term("cannot use the store {store}: {why}", store=shown_as, why=why))
