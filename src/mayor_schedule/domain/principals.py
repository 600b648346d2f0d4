"""Whose a command, and whose programme an entry is, in an office of one principal or several."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from .agreement import Agreement
from .booking import Lookup, attending, attending_at, day_of, default_principal, entered_for, in_office, told_of
from .engagement import Engagement
from .model import Command, Fields
from .occasion import Occasion
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
    trip that it is part of: an engagement, a visit, a signing. An occasion is the city's until somebody may come. What
    names a principal whom the office does not have is the default one's.

    Args:
        state: the state of a subject.
        lookup: the states of others: the trip that it is part of, and the office. What cannot be seen has none; of what
            is part of a trip that cannot be seen, nobody says whose it is. A trip that was withdrawn counts as none.
        occurrence: the day, by the rule, of one occurrence of a series; None for the series.
    """
    match state:
        case Trip():
            return frozenset({in_office(state.principal, lookup)})
        case Occasion() if occurrence is not None:
            each = state.occurrence(occurrence)
            return frozenset(_who_may_come(told_of(each.attendance, lookup)).union(attending_at(state, each, lookup)))
        case Engagement() | Occasion() | Visit():
            return frozenset(_there(state, lookup))
        case Agreement():
            return frozenset({default_principal(lookup)})
        case _:
            return frozenset()


def _there(state: Engagement | Occasion | Visit, lookup: Lookup) -> set[str]:
    """Those who come, or may come, and stand-ins who are principals; else whose it is where nobody says."""
    told, coming = told_of(state.attendance, lookup), attending(state.attendance, lookup, day_of(state))
    there = _who_may_come(told).union(coming)
    principal = _entered_for(state, lookup)
    settled = coming or any(each.principal == principal or each.represented_by is not None for each in told)
    return there if principal is None or settled else there | {principal}


def _who_may_come(told: Iterable[Attendance]) -> set[str]:
    """Those who come, or may come; a message takes nobody there."""
    present = (each for each in told if each.mode is not Mode.MESSAGE and each.represented_by is None)
    return {each.principal for each in present if each.answer is not Answer.NO}


def _entered_for(state: Engagement | Occasion | Visit, lookup: Lookup) -> str | None:
    """Whose an entry is as long as nothing is said of that one, and nobody else comes."""
    if isinstance(state, Engagement):
        return entered_for(state, lookup)
    return default_principal(lookup) if isinstance(state, Visit) else None
