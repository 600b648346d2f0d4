"""`Flaw`: something in a store that is not as it was recorded; and what is wrong with a store as a whole."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from mayor_schedule.keeping.checking import differing
from mayor_schedule.store.history import History
from mayor_schedule.store.inspection import Inspection, NotText


@dataclass(frozen=True)
class Flaw:
    """Something in a store that is not as it was recorded.

    Attributes:
        position: where in the log; the number of positions where it is of no event.
        reason: what is wrong.
        subject: the subject of the event there, if it can be told.
    """

    position: int
    reason: str
    subject: str | None = None

    def __str__(self) -> str:
        return f"position {self.position}{f' ({self.subject})' if self.subject else ''}: {self.reason}"


def of_positions(inspection: Inspection, end: int) -> Iterator[Flaw]:
    """What is wrong with positions that were not read, and with events that have none."""
    for odd in inspection.odd_positions():
        yield Flaw(end, f"there is a position {told(odd)}, which none can be")
    for repeated in inspection.repeated_positions():
        yield Flaw(repeated, "this position is there more than once")
    for subject, place in inspection.strays():
        yield Flaw(place, "an event without a position was added here", subject if isinstance(subject, str) else None)


def of_layout(inspection: Inspection, end: int) -> Iterator[Flaw]:
    """What is wrong with the tables, and with the file."""
    yield from (Flaw(end, reason) for reason in inspection.layout())
    yield from (Flaw(end, f"the file is damaged: {reason}") for reason in inspection.integrity())


def of_commands(inspection: Inspection, end: int, known: Collection[str]) -> Iterator[Flaw]:
    """Commands that no event tells of."""
    for command in inspection.commands():
        if not isinstance(command, str) or command not in known:
            yield Flaw(end, f"the command {told(command)} is stored, and no event says that it was recorded")


def of_views(history: History, end: int) -> Iterator[Flaw]:
    """Stored views that do not say what the log says."""
    for table in differing(history):
        yield Flaw(
            end, f"the table {table} does not say what the log says; mayor-schedule work --rebuild makes it anew"
        )


def told(value: Any) -> str:
    """A stored value in a sentence, cut off where it is long."""
    if isinstance(value, NotText):
        value = value.stored
    return repr(value[:40] if isinstance(value, str | bytes) else value)
