"""`Inspection`: reading a store that may have been changed behind our back; nothing in it is taken for granted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Protocol

from mayor_schedule.messages import Message, Saying

OTHER_LAYOUT: Final = Saying("MS-0715", "the store says that it has layout {said}, and it has {wanted}")
"""What is said of a store whose own version of its layout is not the one that it has."""


class Cursor(Protocol):
    """What is needed of a database cursor."""

    def execute(self, statement: str, parameters: Any = ..., /) -> Any:
        """Execute a statement."""

    def fetchall(self) -> Any:
        """All rows."""


@dataclass(frozen=True, slots=True)
class NotText:
    """What is stored as a text and is no UTF-8.

    Attributes:
        stored: its bytes.
    """

    stored: bytes


@dataclass(frozen=True, slots=True)
class Found:
    """What stands at one position.

    Attributes:
        position: the position.
        row: the subject, version, topic and state of its event, whatever their types; None where the event is gone.
    """

    position: int
    row: tuple[Any, Any, Any, Any] | None


class Inspection(Protocol):
    """All that a store holds at one instant."""

    @property
    def errors(self) -> tuple[type[Exception], ...]:
        """What is raised where a table cannot be read to its end."""

    @property
    def is_readable(self) -> bool:
        """Whether all tables are there: else nothing can be read but what is wrong with them."""

    def layout(self) -> Iterator[Message]:
        """What is wrong with the tables."""

    def integrity(self) -> list[str]:
        """What the database itself finds wrong with its file."""

    def count(self) -> int:
        """The number of positions."""

    def batches(self) -> Iterator[list[Found]]:
        """What stands at each position, in order, some at a time."""

    def odd_positions(self) -> list[Any]:
        """Positions that cannot be: below 0, far too high, or no whole numbers."""

    def repeated_positions(self) -> list[int]:
        """Positions that are there more than once."""

    def strays(self) -> list[tuple[Any, int]]:
        """Events without a position: their subjects, and the position before which they were put."""

    def tree_size(self) -> int:
        """The number of events whose hashes are stored; a hash far beyond the log is of none."""

    def node_count(self) -> int:
        """The number of stored hashes."""

    def nodes(self, level: int, first: int, last: int) -> dict[tuple[int, int], Any]:
        """The stored hashes of a level, from one number up to another, which is left out."""

    def digest(self, command_id: str) -> Any:
        """The digest of a command; None where it is not there."""

    def commands(self) -> Iterator[Any]:
        """The ids of all commands."""

    def digests(self) -> Iterator[tuple[Any, Any]]:
        """The ids of all commands, each with its digest."""
