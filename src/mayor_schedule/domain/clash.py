"""A clash that is accepted on purpose: two entries that one principal cannot both attend, and may both be confirmed.

The acceptance names the pair and the times at which they were found to overlap. It lapses when either moves: then those
times are no longer theirs. It can be revoked; what is confirmed already stays so.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Annotated, Final, assert_never

from pydantic import Field

from mayor_schedule.messages import say, term

from .diary import Hold, Taken
from .model import Command, Event, Reason, cannot
from .subject import Fact, Subject, existing, impossible, opened_by
from .values.base import Value
from .values.identity import SubjectId
from .values.text import Text

LONGEST: Final = 110
Pair = Annotated[tuple[SubjectId, SubjectId], Field(description="the two entries, such as engagement:a and occasion:b")]


class Overlap(Value):
    """The times of two entries that overlap, in the order of the pair's ids.

    Attributes:
        first: the time of the first entry.
        second: the time of the second one.
    """

    first: Taken
    second: Taken


class ClashCommand(Command):
    """A command about one pair of entries."""

    kind = "clash"
    between: Pair

    @property
    def subject(self) -> str:
        """The id of the pair, whichever is named first."""
        return clash_id(*self.between)


class AcceptClash(ClashCommand):
    """Accept on purpose that two entries overlap; give the reason. It lapses when either of them moves.

    Attributes:
        overlaps: the times that were found to overlap; left out, those of the two entries now.
    """

    reason: Reason
    overlaps: tuple[Overlap, ...] = ()


class RevokeClash(ClashCommand):
    """Revoke that a clash was accepted."""

    reason: Reason | None = None


ClashCommands = AcceptClash | RevokeClash


class ClashAccepted(Event):
    """It was accepted that two entries overlap, at these times."""

    topic = "clash.accepted"
    between: Pair
    reason: Reason
    overlaps: tuple[Overlap, ...]


class ClashRevoked(Event):
    """It is no longer accepted."""

    topic = "clash.revoked"
    reason: Reason | None = None


ClashEvents = ClashAccepted | ClashRevoked


class Clash(Subject):
    """What is held true of a pair of entries that overlap."""

    __slots__ = ()
    kind = "clash"
    between = Fact[tuple[str, str]](("", ""))
    reason = Fact[Text | None](None)
    overlaps = Fact[tuple[Overlap, ...]](())
    stage = Fact[str]("accepted")

    def accepts(self, hold: Hold, other: Hold) -> bool:
        """Whether just these two times were accepted to overlap."""
        first, second = sorted((hold, other), key=lambda each: each.subject)
        return self.stage == "accepted" and Overlap(first=first.taken, second=second.taken) in self.overlaps


def clash_id(subject: str, other: str) -> str:
    """The id of a pair of entries, in any order."""
    names = [each.replace(":", "/") for each in sorted((subject, other))]
    name = "--".join(names)
    if len(name) > LONGEST or any("--" in each for each in names):
        name = sha256("\n".join(sorted((subject, other))).encode()).hexdigest()[:32]
    return f"clash:{name}"


def decide(clash: Clash | None, command: ClashCommands) -> Iterator[ClashEvents]:
    """What happens when a clash is to be accepted, or no longer.

    Raises:
        RefusedError: it cannot.
    """
    match command:
        case AcceptClash():
            if command.between[0] == command.between[1]:
                fact = say("MS-0115", "it names one entry twice")
                raise cannot(command, fact, term("name the two entries that overlap"))
            if not command.overlaps:
                fact = say("MS-0116", "the two do not overlap at known times for any principal")
                hint = term("what has no time, and what is part of the other, can be confirmed without it")
                raise cannot(command, fact, hint)
            if clash is not None and clash.stage == "accepted" and clash.overlaps == command.overlaps:
                raise cannot(command, say("MS-0117", "it is accepted already"))
            yield ClashAccepted(between=_sorted(command.between), reason=command.reason, overlaps=command.overlaps)
        case RevokeClash():
            if existing(clash, command).stage != "accepted":
                raise cannot(command, say("MS-0118", "it was revoked already"))
            yield ClashRevoked(reason=command.reason)
        case _:
            assert_never(command)


def _sorted(pair: tuple[str, str]) -> tuple[str, str]:
    first, second = sorted(pair)
    return first, second


def evolve(clash: Clash | None, event: ClashEvents) -> Clash:
    """What is held true of a pair after an event.

    Raises:
        ImpossibleHistoryError: the event cannot be where it is.
    """
    if clash is None:
        return opened_by(Clash, event, {ClashAccepted: {"stage": "accepted"}})
    match event:
        case ClashAccepted():
            return clash.saying(event, stage="accepted")
        case ClashRevoked():
            return clash.saying(event, stage="revoked")
        case _:
            raise impossible(clash, event)
