"""What a command says of other subjects, and whether that can be.

A subject decides alone about its own life. What it says of others (the trip that it is part of, the agreement that it
may repeat, a principal) is checked here, against the states of those others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Final

from pydantic import BaseModel

from mayor_schedule.errors import UnknownSubjectError

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
            raise cannot(command, f"its {field.replace('_', ' ')} names itself")
        state = lookup(subject)
        if state is None or state.is_withdrawn:
            why = "nobody has opened" if state is None else "was withdrawn"
            fact = f"its {field.replace('_', ' ')} names {subject}, which {why}"
            raise UnknownSubjectError(str(cannot(command, fact, "open that first, or check its id")), subject=subject)
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
            raise cannot(
                command,
                f"the office has no principal {principal!r}",
                f"it has {', '.join(sorted(known))}; add one with add_principal",
            )


def _check_survivor(command: SettleDuplicate, lookup: Lookup) -> None:
    agreement = lookup(command.subject)
    if not isinstance(agreement, Agreement) or agreement.possible_duplicate_of is None or command.verdict != "same":
        return
    survivor = lookup(agreement.possible_duplicate_of)
    if survivor is not None and survivor.is_withdrawn:
        raise cannot(
            command, f"{agreement.possible_duplicate_of} was withdrawn as entered in error", "settle it as distinct"
        )
    if isinstance(survivor, Agreement) and survivor.same_as is not None:
        raise cannot(
            command, f"{agreement.possible_duplicate_of} is itself settled as the same as {survivor.same_as}",
            "suspect a duplicate of that one instead",
        )  # fmt: skip
