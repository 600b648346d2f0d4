"""What every command and every event has in common, and the words for refusing a command.

A command is imperative: one may ask for it, and it may be refused. An event is in the past tense: it happened. Events
hold neither ids nor clocks: the envelope around them does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Final, TypeVar

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    ValidationInfo,
    model_serializer,
    model_validator,
)  # fmt: skip

from mayor_schedule.errors import InvalidValueError, RefusedError
from mayor_schedule.messages import Message, say, term

from .values.base import is_stored
from .values.text import Text
from .values.visibility import Visibility

Upcast = Callable[[dict[str, Any]], dict[str, Any]]
Version = Annotated[int, Field(ge=1, description="the version of one of the subject's events, as history shows it")]
Nights = Annotated[int, Field(ge=0, description="nights lodged (박), as stated; nights in flight are not among them")]
Reason = Annotated[Text, Field(description="why, in words")]
Theme = Annotated[Text, Field(description="the field of work under which a briefing shows it, such as {en: Staffing}")]
E = TypeVar("E", bound="Event")


class Part(BaseModel):
    """A group of fields that commands and events share: frozen, unknown names refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Shown(Part):
    """What a command that opens a subject may say about who sees it.

    Attributes:
        visibility: who may see it; internal unless said.
        public_from: an embargo: the instant from which the public may see it.
    """

    visibility: Visibility | None = None
    public_from: AwareDatetime | None = None


class Command(Part):
    """Something that one may ask of one subject.

    Attributes:
        kind: the kind of the subject; the field of that name holds its id, unless a command says otherwise.
    """

    kind: ClassVar[str]

    @property
    def subject(self) -> str:
        """The full id of the subject that the command is for."""
        subject: str = getattr(self, self.kind)
        return subject

    @property
    def distinction(self) -> str:
        """What tells this command from another of its name, subject and day, such as the event that it corrects."""
        return ""

    @classmethod
    def command_name(cls) -> str:
        """The command's name in files: ``PlanTrip`` is ``plan_trip``."""
        return _snake(cls.__name__)

    @classmethod
    def verb(cls) -> str:
        """The command's verb, for messages: ``plan``, ``bring into force``."""
        return cls.command_name().replace(f"_{cls.kind}", "").replace("_", " ")


class Reporting(Shown, Command):
    """A command that reports a subject: it opens it at any stage, or adds to what is known of it."""


class Event(Part):
    """Something that happened to one subject.

    Attributes:
        topic: the name under which it is stored, for ever.
        schema_version: the version of its fields; a change of their meaning raises it and adds an upcast.
        upcasts: for each earlier version, the function that turns its stored fields into those of the next.
    """

    topic: ClassVar[str]
    schema_version: ClassVar[int] = 1
    upcasts: ClassVar[Mapping[int, Upcast]] = {}


WIDENED: Final[Mapping[int, Upcast]] = MappingProxyType({1: dict, 2: dict})
"""The upcasts to versions that only have more fields, none of which has to be there."""


class Opened(Part):
    """What an event that opens a subject says about who sees it; a later report of the same subject says nothing."""

    visibility: Visibility | None = None
    public_from: AwareDatetime | None = None


class Classifying(Part):
    """Say anew who may see a subject."""

    visibility: Visibility
    public_from: AwareDatetime | None = None


class Correcting(Part):
    """Put right what was written down wrong. The command adds the fields that were wrong.

    Attributes:
        event: the version of the event that is wrong; left out, the one that set these fields.
        reason: why it was wrong.
    """

    event: Version | None = None
    reason: Reason

    @property
    def distinction(self) -> str:
        """The event that it is about."""
        return str(self.event or "")


class Corrected(Part):
    """What a correction was about, and why. The event adds the right fields."""

    event: Version
    reason: Reason


class Withdrawing(Part):
    """Take out what was entered in error.

    Attributes:
        event: the version of the event that never happened so; left out, the whole subject.
        reason: why it was an error.
    """

    event: Version | None = None
    reason: Reason

    @property
    def distinction(self) -> str:
        """The event that it is about."""
        return str(self.event or "")


class Withdrawn(Part):
    """What was entered in error, and why: one event, or the whole subject."""

    event: Version | None = None
    reason: Reason


class Because(Part):
    """Something that happened for a reason, which may be given."""

    reason: Reason | None = None


class Fields(Part):
    """Some of a subject's fields: those that are given, even as nothing, and no others.

    Attributes:
        needed: the fields that a subject cannot be without.
    """

    needed: ClassVar[frozenset[str]] = frozenset()

    @model_validator(mode="after")
    def _some(self, info: ValidationInfo) -> Fields:
        if is_stored(info):
            return self
        if not self.model_fields_set:
            raise InvalidValueError(say("MS-0129", "give at least one field"))
        for name in sorted(self.needed & self.model_fields_set):
            if getattr(self, name) is None:
                raise InvalidValueError(say("MS-0130", "{field} cannot be nothing; give what it is", field=name))
        return self

    @model_serializer(mode="wrap")
    def _only_given(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        full: dict[str, Any] = handler(self)
        return {name: full.get(name) for name in type(self).model_fields if name in self.model_fields_set}

    def given(self) -> dict[str, Any]:
        """The given fields by name."""
        return {name: getattr(self, name) for name in type(self).model_fields if name in self.model_fields_set}


def carry(event: type[E], command: Command, /, **more: Any) -> E:
    """The event that says what the command asked for: the fields of the same name, and more."""
    return event(**(_common(event, type(command))(command) | more))


@cache
def _common(event: type[Event], command: type[Command]) -> Callable[[Command], dict[str, Any]]:
    names = [name for name in event.model_fields if name in command.model_fields]
    return lambda given: {name: getattr(given, name) for name in names}


def verb_of(command: Command) -> Message:
    """What a command does, for messages."""
    return term(command.verb())


def cannot(command: Command, fact: Message, hint: Message | None = None) -> RefusedError:
    """The refusal of a command: "cannot *verb* *subject*: *fact*; *what would help*".

    Args:
        command: what is refused.
        fact: why; it has a code.
        hint: what would help.
    """
    verb, subject = verb_of(command), command.subject
    if not hint:
        return RefusedError(term("cannot {verb} {subject}: {fact}", verb=verb, subject=subject, fact=fact))
    told = term("cannot {verb} {subject}: {fact}; {hint}", verb=verb, subject=subject, fact=fact, hint=hint)
    return RefusedError(told)


def shown(command: Command, given: Shown | Classifying) -> dict[str, Any]:
    """Who sees the subject that a command opens: internal unless it says otherwise.

    Raises:
        RefusedError: ``public_from`` is given, and the visibility is not public.
    """
    visibility = given.visibility or Visibility.INTERNAL
    if given.public_from is not None and visibility is not Visibility.PUBLIC:
        fact = say("MS-0131", "public_from needs the visibility public")
        raise cannot(command, fact, term("give both, or leave public_from out"))
    return {"visibility": visibility, "public_from": given.public_from}


_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@cache
def _snake(name: str) -> str:
    return _HUMP.sub("_", name).lower()
