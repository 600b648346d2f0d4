"""The state of a subject: what is held true of it, and which event said so.

A state keeps what each event said, so that a *correction* (we had written it down wrong) replaces the value as set by
the event that it names, and a *withdrawal* (entered in error) takes out one event or the whole subject, while what
other events said stands. `facts` are the values that hold now; `set_by` tells for each the version of the event that
set it.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Final, Generic, NamedTuple, Self, TypeVar, overload

from mayor_schedule.errors import ImpossibleHistoryError, UnknownSubjectError
from mayor_schedule.messages import Saying, listed, message_of, say, term

from .model import Command, Event, Fields, Reporting, cannot, shown
from .values.visibility import Visibility
from .values.when import Unknown

T = TypeVar("T")
S = TypeVar("S", bound="Subject")
Openings = Mapping[type[Event], Mapping[str, Any]]
"""The events that open a subject, each with what it implies beside its words."""

WHOLE: Final = 0
"""The target of a withdrawal of the whole subject: no event has version 0."""

_GONE: Final = Saying("MS-0171", "it was withdrawn as entered in error")


class Said(NamedTuple):
    """What one event of a subject said."""

    version: int
    facts: Mapping[str, Any]
    corrects: int | None = None
    withdraws: int | None = None


def withdrawn_by(said: Sequence[Said]) -> frozenset[int]:
    """The versions that are withdrawn in the end; `WHOLE` among them if the subject is.

    A withdrawal can itself be withdrawn, by a later one.
    """
    withdrawn: set[int] = set()
    for each in reversed(said):
        if each.withdraws is not None and each.version not in withdrawn:
            withdrawn.add(each.withdraws)
    return frozenset(withdrawn)


def put_right_by(said: Sequence[Said], withdrawn: Container[int]) -> dict[tuple[int | None, str], tuple[int, Any]]:
    """For each event and field that was corrected, the version of the last correction that stands, and its value."""
    return {
        (each.corrects, name): (each.version, value)
        for each in said
        if each.corrects is not None and each.version not in withdrawn
        for name, value in each.facts.items()
    }


class Fact(Generic[T]):
    """A typed view of one of a state's facts, with the value that it has until an event says otherwise."""

    def __init__(self, default: T) -> None:
        self.default = default
        self.name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, state: None, owner: type) -> Fact[T]: ...
    @overload
    def __get__(self, state: Subject, owner: type) -> T: ...
    def __get__(self, state: Subject | None, owner: type) -> Fact[T] | T:
        if state is None:
            return self
        value: T = state.facts.get(self.name, self.default)
        return value


@dataclass(frozen=True, slots=True)
class Subject:
    """What is held true of one subject after its first `version` events.

    Attributes:
        version: the number of events folded.
        facts: the values that hold.
        set_by: for each, the version of the event that set it, or of the correction that replaced it.
        said: what each event said, in order.
        withdrawn: the versions that are withdrawn; `WHOLE` among them if the subject is.
    """

    kind: ClassVar[str]
    version: int = 0
    facts: Mapping[str, Any] = field(default_factory=dict)
    set_by: Mapping[str, int] = field(default_factory=dict)
    said: tuple[Said, ...] = ()
    withdrawn: frozenset[int] = frozenset()

    visibility = Fact[Visibility](Visibility.INTERNAL)
    public_from = Fact[datetime | None](None)

    @classmethod
    def fact_names(cls) -> tuple[str, ...]:
        """The names of the facts that this kind of subject can have, in the order of their declaration."""
        return tuple(
            name for base in reversed(cls.__mro__) for name, value in vars(base).items() if isinstance(value, Fact)
        )

    def saying(self, event: Event, **more: Any) -> Self:
        """The state after an event that says the fields that it has a value for, and more."""
        return self.holding(_spoken(event) | more)

    def changed(self, fields: Fields) -> Self:
        """The state after a change of some fields, some perhaps to nothing."""
        return self.holding(fields.given())

    def reported(self, event: Event, **more: Any) -> Self:
        """The state after a report of a subject that was open already: unknown dates in it say nothing new."""
        facts = _spoken(event)
        known = {name for name, value in self.facts.items() if not isinstance(value, Unknown)}
        silent = {
            name for name, value in facts.items()
            if isinstance(value, Unknown) and (name in known or (value.within is None and name in self.facts))
        }  # fmt: skip
        return self.holding({name: value for name, value in facts.items() if name not in silent} | more)

    def holding(self, facts: dict[str, Any]) -> Self:
        """The state after one more event, which says these facts."""
        version = self.version + 1
        said = (*self.said, Said(version, facts))
        if self.withdrawn:
            return self._resolved(said)
        set_by = {**self.set_by, **dict.fromkeys(facts, version)} if self.said else dict.fromkeys(facts, version)
        held = {**self.facts, **facts}
        return built(type(self), version, held, set_by, said=said, withdrawn=self.withdrawn)

    def corrected(self, event: int, fields: Fields) -> Self:
        """The state after a correction of what one event said."""
        return self._resolved((*self.said, Said(self.version + 1, fields.given(), corrects=event)))

    def withdrawing(self, event: int | None) -> Self:
        """The state after the withdrawal of one event, or of the whole subject."""
        target = WHOLE if event is None else event
        return self._resolved((*self.said, Said(self.version + 1, {}, withdraws=target)))

    def _resolved(self, said: tuple[Said, ...]) -> Self:
        withdrawn = withdrawn_by(said)
        right = put_right_by(said, withdrawn)
        facts: dict[str, Any] = {}
        set_by: dict[str, int] = {}
        for each in said:
            if each.version in withdrawn or each.corrects is not None:
                continue
            for name, value in each.facts.items():
                set_by[name], facts[name] = right.get((each.version, name), (each.version, value))
        return built(type(self), said[-1].version, facts, set_by, said=said, withdrawn=withdrawn)

    @property
    def is_withdrawn(self) -> bool:
        """Whether the whole subject was entered in error."""
        return WHOLE in self.withdrawn

    def origin(self, version: int) -> int:
        """The event whose words an event is about: itself, or what it corrects."""
        corrects = self.said[version - 1].corrects
        return version if corrects is None else corrects


class _Draft:
    """A state while it is built. To fill a frozen one field by field takes five times as long, once for every event."""

    __slots__ = Subject.__slots__
    version: int
    facts: Mapping[str, Any]
    set_by: Mapping[str, int]
    said: tuple[Said, ...]
    withdrawn: frozenset[int]


def built(
    kind: type[S], version: int, facts: Mapping[str, Any], set_by: Mapping[str, int], *, said: tuple[Said, ...],
    withdrawn: frozenset[int],
) -> S:  # fmt: skip
    """The state of these fields, frozen from here on."""
    draft: Any = _Draft()
    draft.version = version
    draft.facts = facts
    draft.set_by = set_by
    draft.said = said
    draft.withdrawn = withdrawn
    draft.__class__ = kind
    state: S = draft
    return state


def _spoken(event: Event) -> dict[str, Any]:
    """What an event says: the fields that have a value; and its reason, so that an earlier one does not outlive it."""
    return {
        name: value
        for name, value in event.__dict__.items()
        if (value is not None and (value or type(value) is not tuple)) or name == "reason"
    }


def opened_by(kind: type[S], event: Event, openings: Openings) -> S:
    """The state of a new subject.

    Args:
        kind: the class of the state.
        event: the first event.
        openings: the events that open such a subject, each with what it implies beside its words, such as the stage.

    Raises:
        ImpossibleHistoryError: the event is not one that opens such a subject.
    """
    implied = openings.get(type(event))
    if implied is None:
        raise ImpossibleHistoryError(
            say("MS-0172", "{topic} cannot be the first event of its subject", topic=event.topic)
        )
    return kind().saying(event, **implied)


def impossible(state: Subject, event: Event) -> ImpossibleHistoryError:
    """The error for an event that cannot follow those before it."""
    return ImpossibleHistoryError(
        say(
            "MS-0173",
            "{topic} cannot follow version {version} of its subject",
            topic=event.topic,
            version=state.version,
        )
    )


def shown_at_first(state: Subject | None, command: Reporting) -> dict[str, Any]:
    """Who sees the subject of a report, if the report opens it; a later report says nothing of it."""
    return shown(command, command) if state is None else {"visibility": None, "public_from": None}


def reclassified(state: Subject, command: Reporting) -> dict[str, Any] | None:
    """What a later report says of who sees its subject, where that is something else."""
    if command.visibility is None and command.public_from is None:
        return None
    classes = shown(command, command)
    return None if classes == {"visibility": state.visibility, "public_from": state.public_from} else classes


def existing(state: S | None, command: Command) -> S:
    """The open subject that a command is for.

    Raises:
        UnknownSubjectError: it was never opened.
        RefusedError: it is withdrawn.
    """
    if state is None:
        if command.kind == "office":
            fact, hint = say("MS-0174", "it was never founded"), term("record found_office first")
        else:
            fact = say("MS-0175", "nobody has opened it")
            hint = term("open it first, or check the id {subject!r}", subject=command.subject)
        raise UnknownSubjectError(message_of(cannot(command, fact, hint)), subject=command.subject)
    if state.is_withdrawn:
        raise cannot(command, _GONE(), term("withdraw the withdrawal to bring it back"))
    return state


def absent(state: Subject | None, command: Command) -> None:
    """Make sure that a subject is not open yet.

    Raises:
        RefusedError: it is open, or was withdrawn.
    """
    if state is None:
        return
    if state.is_withdrawn:
        raise cannot(command, _GONE(), term("choose another id, or withdraw the withdrawal"))
    hint = term("record a change or a correction, or choose another id")
    raise cannot(command, say("MS-0176", "it is there already"), hint)


def correctable(state: S | None, command: Command, event: int | None, fields: Fields) -> int:
    """The event that a correction is about: the one named, else the one that set all the fields.

    Raises:
        RefusedError: there is no such event, it is withdrawn, or it did not set these fields.
    """
    subject = existing(state, command)
    names = sorted(fields.given())
    if event is None:
        sources = {subject.origin(subject.set_by[name]) for name in names if name in subject.set_by}
        missing = [name for name in names if name not in subject.set_by]
        if missing:
            fact = say("MS-0177", "no event has set {fields}", fields=listed(missing))
            raise cannot(command, fact, term("record a change instead"))
        if len(sources) > 1:
            fact = say("MS-0178", "events {versions} set these fields", versions=listed(sorted(sources)))
            raise cannot(command, fact, term("correct each event separately, naming it"))
        return sources.pop()
    origin = subject.origin(_known(subject, command, event))
    unsaid = [name for name in names if name not in subject.said[origin - 1].facts]
    if unsaid:
        fact = say("MS-0179", "event {event} did not set {fields}", event=event, fields=listed(unsaid))
        raise cannot(command, fact, term("name the event that did"))
    if origin in subject.withdrawn:
        raise cannot(
            command, say("MS-0180", "event {event} is withdrawn", event=event), term("record what happened anew")
        )
    return origin


def withdrawable(state: S | None, command: Command, event: int | None) -> int | None:
    """The event that a withdrawal is about, or None for the whole subject.

    Raises:
        RefusedError: there is no such event, it opened the subject, or it is withdrawn already.
    """
    if event is None:
        existing(state, command)
        return None
    if state is None:
        existing(state, command)
        raise AssertionError
    _known(state, command, event)
    if event == 1:
        hint = term("withdraw the whole subject, without naming an event")
        raise cannot(command, say("MS-0181", "its first event opened it"), hint)
    if event in state.withdrawn:
        raise cannot(command, say("MS-0182", "event {event} is withdrawn already", event=event))
    if state.is_withdrawn and state.said[event - 1].withdraws != WHOLE:
        raise cannot(command, say("MS-0183", "it was withdrawn as a whole"), term("withdraw that withdrawal first"))
    return event


def _known(state: Subject, command: Command, event: int) -> int:
    if event > state.version:
        raise cannot(
            command,
            say(
                "MS-0184",
                "none of its events has the version {event}; the last one is {last}",
                event=event,
                last=state.version,
            ),
        )
    return event
