"""The history of the log itself: that it was restored from an audit export, and from which.

It is a stream that the program keeps, and no subject: a restored store says so itself, behind the events that were
restored. Nobody commands it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Final

from pydantic import Field

from .model import Command, Event
from .subject import Subject

HISTORY: Final = "history"
LOG: Final = f"{HISTORY}:log"
"""The stream of what happened to the log of a store."""


class HistoryRestored(Event):
    """The events before this one were restored from an audit export.

    Attributes:
        events: how many they are.
        sha256: the digest of the file that they were in, in hex.
    """

    topic = "history.restored"
    events: Annotated[int, Field(ge=1)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


LogEvents = HistoryRestored


class Log(Subject):
    """What is known of the log: its last restoration."""

    __slots__ = ()
    kind = HISTORY


def decide(_log: Log | None, command: Command) -> Iterator[Event]:
    """Nobody commands the log."""
    raise TypeError(f"{command.command_name()} is no command of the log")


def evolve(log: Log | None, event: LogEvents) -> Log:
    """What is known of the log after an event; a restored log can be exported, and restored again."""
    return (log or Log()).saying(event)
