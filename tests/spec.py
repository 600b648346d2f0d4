"""Given these events, when this command, then these events, a refusal, or nothing: for every kind of subject.

::

    given(VisitAnnounced(...)).when(ConfirmVisit(visit="2018-duda")).then(VisitConfirmed())
    given().when(ConfirmVisit(visit="2018-duda")).refused("nobody has opened it")
    state_after(VisitAnnounced(...), VisitConfirmed()).stage

What may follow what is written as a table, one line for each command, one column for each stage; see `cells`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import Any

import pytest

from mayor_schedule.domain.model import Command, Event
from mayor_schedule.domain.values.base import STORED
from mayor_schedule.errors import RefusedError


@dataclass(frozen=True)
class Given:
    """A subject to which some events have happened."""

    state: Any

    def when(self, *commands: Command) -> Outcome:
        """What the commands lead to, one after another, each seeing what those before it did."""
        return Outcome(self.state, commands)

    def state_after(self, *commands: Command) -> Any:
        """The state after the commands, none of which is refused."""
        state, _ = Outcome(self.state, commands).happened()
        return state


@dataclass(frozen=True)
class Outcome:
    """What some commands lead to."""

    state: Any
    commands: tuple[Command, ...]

    def happened(self) -> tuple[Any, list[Event]]:
        """The state and the events after the commands; every event can be stored and read back."""
        state, events = self.state, []
        for command in self.commands:
            module = _module(command.kind)
            for event in list(module.decide(state, command)):
                assert _stored_and_read(event) == event, f"{event!r} is not the same after a round trip"
                state = module.evolve(state, event)
                events.append(event)
        return state, events

    def then(self, *expected: Event) -> Any:
        """Make sure that exactly these events happen, or nothing; returns the state after them."""
        state, events = self.happened()
        assert events == list(expected)
        return state

    def refused(self, *fragments: str) -> str:
        """Make sure that the last command is refused in words that hold these; returns them."""
        last = self.commands[-1]
        state, _ = Outcome(self.state, self.commands[:-1]).happened()
        with pytest.raises(RefusedError) as refusal:
            list(_module(last.kind).decide(state, last))
        message = str(refusal.value)
        assert message.startswith(f"cannot {last.verb()} {last.subject}: ")
        for fragment in fragments:
            assert fragment in message, message
        return message


def given(*events: Event, kind: str | None = None) -> Given:
    """A subject to which these events have happened, or to which nothing has: ``given()``.

    Args:
        events: what happened to it, in order.
        kind: the kind of subject, where the topics of the events do not say it.
    """
    return Given(state_after(*events, kind=kind))


def state_after(*events: Event, kind: str | None = None) -> Any:
    """The state after these events; None after none."""
    state = None
    for event in events:
        state = _module(kind or event.topic.partition(".")[0]).evolve(state, event)
    return state


def cells(table: str) -> list[tuple[str, str, str | None]]:
    """The cells of a table of what each command leads to at each stage: command, stage, and the stage that follows.

    The first line names the stages. In each other one a command, of one word or several, stands before a bar, and the
    stages that follow stand behind it; ``-`` where the command is refused.
    """
    head, *lines = (line.split("|") for line in table.strip().splitlines())
    stages = head[1].split()
    return [
        (line[0].strip(), stage, None if follows == "-" else follows)
        for line in lines
        for stage, follows in zip(stages, line[1].split(), strict=True)
    ]


def _module(kind: str) -> ModuleType:
    return import_module(f"mayor_schedule.domain.{kind}")


def _stored_and_read(event: Event) -> Event:
    return type(event).model_validate(json.loads(event.model_dump_json()), context=STORED)
