"""What visits, engagements and occasions have in common: which principals attend, and their dates in words.

Each principal's attendance is a fact of its own, so that one principal's answer does not disturb another's, and each
can be corrected or withdrawn by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, Final, Self

from pydantic import Field

from mayor_schedule.messages import Saying, say, term

from .model import Command, Fields, Part, cannot
from .subject import Subject
from .values.attendance import Attendance
from .values.fuzzy import FuzzyDate
from .values.period import Period
from .values.when import Timed, Unknown, When, bounds, when_in_words

UNTITLED: Final = Saying("MS-0157", "it would have no title")

TransferMinutes = Annotated[
    int, Field(ge=0, le=10_080, description="minutes to get there from wherever one is before; estimated if not given")
]


class Attending(Part):
    """Say anew whether one principal attends, and how."""

    attendance: Attendance

    @property
    def distinction(self) -> str:
        """The principal."""
        return self.attendance.principal


class AttendanceFacts(Fields):
    """Whose attendance can have been written down wrong: of each principal that is named, and of no other."""

    attendance: Annotated[tuple[Attendance, ...], Field(min_length=1)] = ()

    def given(self) -> dict[str, Any]:
        """The given fields by name, each principal's attendance under a name of its own."""
        return _by_principal(super().given())


class Attended(Subject):
    """What is held true of a subject that principals attend."""

    __slots__ = ()

    def holding(self, facts: dict[str, Any]) -> Self:
        """The state after one more event, which says these facts, each principal's attendance as one of its own."""
        return super().holding(_by_principal(facts))

    @property
    def attendance(self) -> tuple[Attendance, ...]:
        """Whether the principals attend, in the order in which they were first named."""
        return tuple(value for name, value in self.facts.items() if name.startswith("attendance "))


def _by_principal(facts: dict[str, Any]) -> dict[str, Any]:
    if "attendance" not in facts:
        return facts
    named = dict(facts)
    given = named.pop("attendance")
    return named | {f"attendance {each.principal}": each for each in _each(given)}


def _each(given: Attendance | tuple[Attendance, ...]) -> tuple[Attendance, ...]:
    return (given,) if isinstance(given, Attendance) else given


def once_each(command: Command, attendance: Iterable[Attendance]) -> None:
    """Make sure that a command speaks of no principal twice.

    Raises:
        RefusedError: it does.
    """
    principals = [each.principal for each in attendance]
    for principal in principals:
        if principals.count(principal) > 1:
            fact = say("MS-0158", "it gives the attendance of {principal} twice", principal=principal)
            raise cannot(command, fact, term("leave one of them out"))


def another_answer(command: Command, state: Attended, attendance: Attendance) -> None:
    """Make sure that an attendance is not what is held already.

    Raises:
        RefusedError: it is.
    """
    if attendance in state.attendance:
        raise cannot(
            command,
            say(
                "MS-0159",
                "the attendance of {principal} is {answer} already",
                principal=attendance.principal,
                answer=attendance.answer,
            ),
        )


def other_dates(command: Command, held: When, when: When) -> None:
    """Make sure that a subject does not move to the dates that it has already.

    Raises:
        RefusedError: it does.
    """
    if when == held:
        if isinstance(when, Unknown):
            raise cannot(command, say("MS-0160", "when it takes place is {when} already", when=when_in_words(when)))
        raise cannot(command, say("MS-0161", "it takes place on {when} already", when=when))


def known_day(when: When) -> Period | date | None:
    """The day, or the days, for "it was received on …"; None where they are not known exactly."""
    match when:
        case Timed():
            return when.start.day
        case Period():
            return when
        case FuzzyDate():
            return bounds(when)[0] if when.is_day else None
        case Unknown():
            return None
