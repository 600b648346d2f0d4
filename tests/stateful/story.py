"""What was said of a subject, and what holds of it after that: a correction puts right, a withdrawal takes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final, NamedTuple

OFFSETS: Final = {"Asia/Seoul": 9, "Europe/Zurich": 2}
"""Hours ahead of UTC, in the first days of October 2018."""


class Days(NamedTuple):
    """Whole days."""

    first: date
    last: date


class Time(NamedTuple):
    """A time on the clock of a zone."""

    start: datetime
    end: datetime
    zone: str


When = Days | Time | None
"""What is known of when; None for nothing."""


@dataclass(frozen=True)
class Op:
    """One thing that is asked of one subject.

    Attributes:
        kind: the kind of the subject.
        name: its name, unique among all kinds.
        verb: what is asked, as `lives.py` names it.
        facts: what is said, by the names of the model.
        event: of a correction or withdrawal, the event that it is about.
        day: since when it is known; None for today.
        id: the id of the command; None for one that is made from it.
    """

    kind: str
    name: str
    verb: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    event: int | None = None
    day: date | None = None
    id: str | None = None

    @property
    def content(self) -> tuple[Any, ...]:
        """What makes it this command, whenever it is known."""
        return self.kind, self.name, self.verb, self.event, tuple(sorted(self.facts.items(), key=str))


@dataclass(frozen=True)
class Said:
    """What one event said."""

    day: date
    facts: Mapping[str, Any]
    corrects: int | None = None
    withdraws: int | None = None


WHOLE: Final = 0
"""What a withdrawal withdraws that names no event."""

Story = list[Said]


def stands(story: Story, number: int) -> bool:
    """Whether an event stands, by its number from 1: no withdrawal of it stands. The whole has the number 0."""
    return not any(
        each.withdraws == number and stands(story, later) for later, each in enumerate(story, 1) if later > number
    )


def facts_of(story: Story) -> dict[str, Any]:
    """What holds after a story: what the last event said of each thing, as it was put right."""
    facts: dict[str, Any] = {}
    for number, each in enumerate(story, 1):
        if each.corrects is None and stands(story, number):
            facts |= each.facts
            for later, other in enumerate(story, 1):
                if other.corrects == number and stands(story, later):
                    facts |= other.facts
    return facts


def is_withdrawn(story: Story) -> bool:
    """Whether the whole subject was taken back."""
    return not stands(story, WHOLE)


def in_utc(local: datetime, zone: str) -> datetime:
    """A wall time in UTC, without saying so."""
    return local - timedelta(hours=OFFSETS[zone])
