"""`Flaw`: something in a store that is not as it was recorded; and what is wrong with a store as a whole."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from mayor_schedule.keeping.checking import differing
from mayor_schedule.messages import Message, say, term
from mayor_schedule.store.history import History
from mayor_schedule.store.inspection import Inspection, NotText


@dataclass(frozen=True)
class Flaw:
    """Something in a store that is not as it was recorded.

    Attributes:
        position: where in the log; the number of positions where it is of no event.
        reason: what is wrong: a message.
        subject: the subject of the event there, if it can be told.
    """

    position: int
    reason: Message
    subject: str | None = None

    def __str__(self) -> str:
        if not self.subject:
            return term("position {position}: {reason}", position=self.position, reason=self.reason)
        return term(
            "position {position} ({subject}): {reason}",
            position=self.position, subject=self.subject, reason=self.reason,
        )  # fmt: skip


def of_positions(inspection: Inspection, end: int) -> Iterator[Flaw]:
    """What is wrong with positions that were not read, and with events that have none."""
    for odd in inspection.odd_positions():
        yield Flaw(end, say("MS-0621", "there is a position {odd}, which none can be", odd=told(odd)))
    for repeated in inspection.repeated_positions():
        yield Flaw(repeated, say("MS-0622", "this position is there more than once"))
    for subject, place in inspection.strays():
        reason = say("MS-0623", "an event without a position was added here")
        yield Flaw(place, reason, subject if isinstance(subject, str) else None)


def of_layout(inspection: Inspection, end: int) -> Iterator[Flaw]:
    """What is wrong with the tables, and with the file."""
    yield from (Flaw(end, reason) for reason in inspection.layout())
    for reason in inspection.integrity():
        yield Flaw(end, say("MS-0624", "the file is damaged: {reason}", reason=reason))


def of_commands(inspection: Inspection, end: int, known: Collection[str]) -> Iterator[Flaw]:
    """Commands that no event tells of."""
    for command in inspection.commands():
        if not isinstance(command, str) or command not in known:
            reason = say(
                "MS-0625", "the command {command} is stored, and no event says that it was recorded",
                command=told(command),
            )  # fmt: skip
            yield Flaw(end, reason)


def of_views(history: History, end: int) -> Iterator[Flaw]:
    """Stored views that do not say what the log says."""
    for table in differing(history):
        reason = say(
            "MS-0626", "the table {table} does not say what the log says; mayor-schedule work --rebuild makes it anew",
            table=table,
        )  # fmt: skip
        yield Flaw(end, reason)


def told(value: Any) -> str:
    """A stored value in a sentence, cut off where it is long."""
    if isinstance(value, NotText):
        value = value.stored
    return repr(value[:40] if isinstance(value, str | bytes) else value)
