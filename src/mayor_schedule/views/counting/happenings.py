"""What happened to the subjects of a series: the word for each arrival and departure, and for what only explains them.

The words are the stages that the subjects reach: an organisation is attracted, opens, closes or moves away.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from mayor_schedule.domain.organization import Organization, OrganizationStage
from mayor_schedule.domain.policy_export import PolicyExport, PolicyExportStage
from mayor_schedule.domain.subject import Subject
from mayor_schedule.domain.values.text import Text
from mayor_schedule.domain.values.visibility import Audience

from ..knowledge import Knowledge, Known, Span
from .bounds import Days
from .series import COUNTED, Item
from .stages import states

ARRIVALS: Final[Mapping[str, str]] = {
    "trips_made": "returned",
    "trips_planned": "planned",
    "state_guests": "received",
    "city_leaders": "received",
    "policy_exports_won": "won",
    "policy_exports_pursued": "pursued",
    "agreements_signed": "signed",
    "agreements_planned": "planned",
    "organizations_attracted": "attracted",
    "organizations_pursued": "pursued",
    "hosted_organizations": "opened",
}
"""What has happened to an item that came into a series."""

_BEGUN: Final = "begun"
"""What has happened to a plan of which nobody says that it has ended, once its first day is over."""


@dataclass(frozen=True)
class _Also:
    """A stage that moves another series, and explains this one.

    Attributes:
        kind: the subjects that reach it.
        stage: the stage, which is the word for it.
        fact: the fact that says when; None where only its day of knowledge says so.
    """

    kind: type[Subject]
    stage: str
    fact: str | None


_ALSO: Final[Mapping[str, tuple[_Also, ...]]] = {
    "hosted_organizations": (
        _Also(Organization, OrganizationStage.ATTRACTED, "attracted"),
        _Also(Organization, OrganizationStage.DROPPED, None),
    ),
    "organizations_attracted": (
        _Also(Organization, OrganizationStage.OPENED, "opened"),
        _Also(Organization, OrganizationStage.DROPPED, None),
    ),
    "policy_exports_won": (
        _Also(PolicyExport, PolicyExportStage.DELIVERED, "delivered"),
        _Also(PolicyExport, PolicyExportStage.LOST, "lost"),
    ),
}


@dataclass(frozen=True)
class Happening:
    """Something that happened to a subject of a series.

    Attributes:
        known: the subject.
        label: what it is called.
        what: the word for it, such as ``attracted``, ``opened``, ``closed`` or ``won``.
        days: the days on which it may have been.
        change: 1 or -1 where it is reckoned with in what a statement leads to, else 0: it does not move this total, or
            nobody can say that it was between two statements.
    """

    known: Known
    label: Text
    what: str
    days: Span
    change: int = 0

    @property
    def may_be(self) -> Days:
        """The days on which it may have been, for arithmetic."""
        return Days.of(*self.days)

    @property
    def order(self) -> tuple[int, int, int, str]:
        """Its place among others: by the last day on which it can have been."""
        return self.may_be.last, self.may_be.first, self.known.order, self.what

    def to_record(self, audience: Audience, *languages: str) -> dict[str, Any]:
        """It as plain data; the public sees no internal id and no day."""
        public = audience is Audience.PUBLIC
        first, last = (None if day is None else day.isoformat() for day in self.days)
        return {
            "subject": self.known.uid if public else self.known.id,
            "label": self.label.best(*languages),
            "what": self.what,
            "days": None if public else {"first": first, "last": last},
            "change": self.change,
        }


def arrival(key: str, item: Item) -> Happening:
    """What happened to an item that came into a series."""
    return Happening(item.known, item.label, ARRIVALS[key], item.arrives, 1)


def departure(knowledge: Knowledge, key: str, item: Item) -> Happening:
    """What happened to an item that left a series: the stage that it reached, or that it began.

    The public is told the stage at which it is now: one between is not for it.
    """
    ahead, stages = COUNTED[key].ahead, [stage for _, stage in _stages(item.known)]
    after = next((number for number in range(len(stages), 0, -1) if stages[number - 1] in ahead), len(stages) - 1)
    what = stages[-1] if knowledge.audience is Audience.PUBLIC else stages[min(after, len(stages) - 1)]
    return Happening(item.known, item.label, _BEGUN if what in ahead else what, item.leaves, -1)


def beside(knowledge: Knowledge, key: str) -> Iterator[Happening]:
    """What happened to the subjects of a series that does not move it, but explains how it moves.

    The public is told of a stage only where the subject is at it: earlier ones are not for it.
    """
    for also in _ALSO.get(key, ()):
        for known, state in knowledge.of_kind(also.kind):
            at_it = getattr(state, "stage", None) == also.stage
            when = None if also.fact is None else state.facts.get(also.fact)
            if (at_it or when is not None) and (at_it or knowledge.audience is Audience.INTERNAL):
                days = _days(knowledge, known, when, also.stage)
                if days is not None:
                    label = getattr(state, "name", None) or getattr(state, "system", None) or Text.of("?")
                    yield Happening(known, label, also.stage, days)


def _days(knowledge: Knowledge, known: Known, when: Any, stage: str) -> Span | None:
    """When a subject reached a stage: as is said, else by the day on which that was known.

    Nothing for one that was found at it: nobody says that it came to be so in a time that its source does not name.
    """
    days = knowledge.span(when)
    if days != (None, None):
        return days
    for number, (known_on, reached) in enumerate(_stages(known)):
        if reached == stage:
            return (None, known_on) if number else None
    return None


def _stages(known: Known) -> Iterator[tuple[date, str]]:
    """The stage of a subject after each of its events, and since when that is known."""
    return ((day, str(getattr(state, "stage", ""))) for day, state in states(known))
