"""What a command says of other subjects, and whether that can be.

A subject decides alone about its own life. What it says of others (the trip that it is part of, the agreement that it
may repeat, a principal) is checked here, against the states of those others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Final

from pydantic import BaseModel

from mayor_schedule.errors import UnknownSubjectError
from mayor_schedule.messages import Message, listed, message_of, say, term

from .agreement import Agreement, SettleDuplicate
from .model import Command, cannot
from .office import OFFICE, Profile
from .subject import Subject
from .values.attendance import Attendance
from .values.when import Unknown

Lookup = Callable[[str], Subject | None]

REFERENCES: Final = frozenset(
    {"part_of", "engagement", "predecessor", "possible_duplicate_of", "host_agreement", "of", "within", "between"}
)
"""The fields, and the facts of a state, that name other subjects."""

_ITS: Final[Mapping[str, Message]] = {
    "part_of": term("its part of"), "engagement": term("its engagement"), "predecessor": term("its predecessor"),
    "possible_duplicate_of": term("its possible duplicate of"), "host_agreement": term("its host agreement"),
    "of": term("its of"), "within": term("its within"), "between": term("its between"),
}  # fmt: skip
"""How a message names each of them."""


def references(command: Command) -> Iterator[tuple[str, str]]:
    """The other subjects that a command names, each with the field that names it."""
    for field, value in _values(command):
        if field != command.kind:
            yield from _in_value(field, value)


def _in_value(field: str, value: object) -> Iterator[tuple[str, str]]:
    match value:
        case None:
            return
        case str():
            if field in REFERENCES:
                yield field, value
        case Unknown(within=str(within)):
            yield "within", within
        case tuple():
            for each in value:
                yield from _in_value(field, each)
        case BaseModel():
            for name, given in _values(value):
                yield from _in_value(name, given)


def _values(model: BaseModel) -> Iterator[tuple[str, object]]:
    """The values of a model's fields, in the order of their declaration."""
    given = vars(model)
    return ((name, given[name]) for name in _names(type(model)))


@cache
def _names(model: type[BaseModel]) -> tuple[str, ...]:
    return tuple(model.model_fields)


def check_references(command: Command, lookup: Lookup) -> None:
    """Make sure that what a command says of other subjects can be.

    Args:
        command: the command, which its own subject would accept.
        lookup: the states of other subjects, with what earlier commands of the batch did to them.

    Raises:
        UnknownSubjectError: it names a subject that nobody opened, or that is withdrawn.
        RefusedError: it names itself, a principal that the office does not have, or an agreement that is merged itself.
    """
    for field, subject in references(command):
        if subject == command.subject:
            raise cannot(command, say("MS-0162", "{field} names itself", field=_ITS[field]))
        state = lookup(subject)
        if state is None or state.is_withdrawn:
            if state is None:
                fact = say(
                    "MS-0163", "{field} names {subject}, which nobody has opened", field=_ITS[field], subject=subject
                )
            else:
                fact = say(
                    "MS-0164", "{field} names {subject}, which was withdrawn", field=_ITS[field], subject=subject
                )
            told = message_of(cannot(command, fact, term("open that first, or check its id")))
            raise UnknownSubjectError(told, subject=subject)
    _check_principals(command, lookup)
    if isinstance(command, SettleDuplicate):
        _check_survivor(command, lookup)


def _check_principals(command: Command, lookup: Lookup) -> None:
    given = vars(command)  # where a field is missing, a model looks long for it
    named = {given.get("principal")} if command.kind == "trip" else set()
    fields = given.get("fields")
    attended = given.get("attendance") or ({} if fields is None else vars(fields)).get("attendance", ())
    for attendance in attended if isinstance(attended, tuple) else (attended,):
        if isinstance(attendance, Attendance):
            named.add(attendance.principal)
    office = lookup(OFFICE) if named - {None} else None
    if isinstance(office, Profile):
        known = {each.principal for each in office.principals}
        for principal in sorted(each for each in named if each is not None and each not in known):
            fact = say("MS-0165", "the office has no principal {principal!r}", principal=principal)
            hint = term("it has {principals}; add one with add_principal", principals=listed(sorted(known)))
            raise cannot(command, fact, hint)


def _check_survivor(command: SettleDuplicate, lookup: Lookup) -> None:
    agreement = lookup(command.subject)
    if not isinstance(agreement, Agreement) or agreement.possible_duplicate_of is None or command.verdict != "same":
        return
    survivor = lookup(agreement.possible_duplicate_of)
    if survivor is not None and survivor.is_withdrawn:
        fact = say(
            "MS-0166", "{agreement} was withdrawn as entered in error", agreement=agreement.possible_duplicate_of
        )
        raise cannot(command, fact, term("settle it as distinct"))
    if isinstance(survivor, Agreement) and survivor.same_as is not None:
        fact = say(
            "MS-0167",
            "{agreement} is itself settled as the same as {other}",
            agreement=agreement.possible_duplicate_of,
            other=survivor.same_as,
        )
        raise cannot(command, fact, term("suspect a duplicate of that one instead"))
