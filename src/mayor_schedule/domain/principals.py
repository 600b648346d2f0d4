"""Whose a command, and whose programme an entry is, in an office of one principal or several."""

from __future__ import annotations

from datetime import date
from typing import Any

from .agreement import Agreement
from .booking import Lookup, attending, default_principal, entered_for
from .engagement import Engagement
from .model import Command, Fields
from .occasion.series import Series
from .programme import Attended
from .subject import Subject
from .trip import Trip
from .values.attendance import MAYOR, Answer, Attendance, Mode
from .visit import Visit


def addressed(command: Command, lookup: Lookup) -> Command:
    """The command with the office's default principal, where it names none and the office has no mayor.

    Args:
        command: the command, as it was given.
        lookup: the states of others: the office.
    """
    named = vars(command)
    if not named.keys() & {"principal", "attendance", "fields"}:
        return command
    principal = default_principal(lookup)
    return command if principal == MAYOR else _for(command, principal)


def _for(command: Command, principal: str) -> Command:
    changed: dict[str, Any] = {}
    if "principal" in vars(command) and "principal" not in command.model_fields_set:
        changed["principal"] = principal
    if "attendance" in command.model_fields_set:
        changed["attendance"] = _attended(vars(command)["attendance"], principal)
    fields = vars(command).get("fields")
    if isinstance(fields, Fields) and "attendance" in fields.model_fields_set:
        attendance = _attended(vars(fields)["attendance"], principal)
        changed["fields"] = fields.model_copy(update={"attendance": attendance})
    return command.model_copy(update=changed)


def _attended(given: Any, principal: str) -> Any:
    if isinstance(given, tuple):
        return tuple(_attended(each, principal) for each in given)
    if isinstance(given, Attendance) and "principal" not in given.model_fields_set:
        return given.model_copy(update={"principal": principal})
    return given


def programmes_of(state: Subject, lookup: Lookup, occurrence: date | None = None) -> frozenset[str]:
    """The principals in whose programmes something stands: those who come, or may come, or stand in for another.

    A trip is its principal's. What is entered without a word of who comes is the default principal's, or that of the
    trip that it is part of: an engagement, a visit, a signing. An occasion is the city's until somebody may come.

    Args:
        state: the state of a subject.
        lookup: the states of others: the trip that it is part of, and the office. What cannot be seen has none; of what
            is part of something that cannot be seen, nobody says whose it is.
        occurrence: the day, by the rule, of one occurrence of a series; None for the series.
    """
    match state:
        case Trip():
            return frozenset({state.principal})
        case Series() if occurrence is not None:
            return frozenset(_there(state.occurrence(occurrence).attendance, lookup))
        case Attended():
            return frozenset(_there(state.attendance, lookup) | _unsaid(state, lookup))
        case Agreement():
            return frozenset({default_principal(lookup)})
        case _:
            return frozenset()


def _there(attendance: tuple[Attendance, ...], lookup: Lookup) -> set[str]:
    """Those who come, or may come, and stand-ins who are principals; a message takes nobody there."""
    return {each.principal for each in attendance if _may_come(each)} | {*attending(attendance, lookup)}


def _may_come(attendance: Attendance) -> bool:
    is_there = attendance.mode is not Mode.MESSAGE and attendance.represented_by is None
    return is_there and attendance.answer is not Answer.NO


def _unsaid(state: Attended, lookup: Lookup) -> set[str]:
    """Whose an entry is as long as nothing is said of that one, and nobody else comes."""
    if not isinstance(state, (Engagement, Visit)):
        return set()
    principal = default_principal(lookup) if isinstance(state, Visit) else entered_for(state, lookup)
    settled = any(each.principal == principal or each.represented_by is not None for each in state.attendance)
    return set() if principal is None or settled or attending(state.attendance, lookup) else {principal}
