"""What is missing: of each trip, visit and agreement, who, where, when, why, with whom, and what came of it.

An aspect is *sourced* if it is known and one of the events that say so cites a document; *stated* if it is known and
none does; else *missing*. The result of what is still ahead is *not due*. A subject answers by its own facts; where it
has none, its parts answer: the engagements that are part of it, and the agreements that are signed at one of them or
within its dates. A date that is unknown is missing, even where it lies within the dates of something else; one that is
fuzzy is known. What nobody said, such as that a trip is the mayor's, is no answer.

What was withdrawn, called off or dropped, and an agreement that repeats another one, lacks nothing. The public is told
nothing of it: its gaps are the office's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final, TypeVar

from mayor_schedule.domain.agreement import SIGNED, Agreement
from mayor_schedule.domain.engagement import Engagement
from mayor_schedule.domain.subject import Subject
from mayor_schedule.domain.trip import Trip, TripStage
from mayor_schedule.domain.values.text import Text
from mayor_schedule.domain.values.visibility import Audience
from mayor_schedule.domain.values.when import Unknown, When
from mayor_schedule.domain.visit import Visit, VisitStage

from ..knowledge import Knowledge, Known
from ..trails import words
from .answers import (
    MISSING,
    NOT_DUE,
    Answer,
    AnswerState,
    Piece,
    Remark,
    answer,
    answer_of_parts,
    either,
    joined,
    told,
    unnamed,
)  # fmt: skip

S = TypeVar("S", bound=Subject)


class Aspect(StrEnum):
    """What one asks of a trip, a visit or an agreement."""

    WHO = "who"
    WHERE = "where"
    WHEN = "when"
    WHY = "why"
    WITH_WHOM = "with_whom"
    RESULT = "result"


KINDS: Final = (Trip.kind, Visit.kind, Agreement.kind)
"""The kinds of subject that are asked."""

_CALLED_OFF: Final = ("cancelled", "dropped")
_POSTPONED: Final = "postponed"
"""Stages, as all kinds call them."""


@dataclass(frozen=True, kw_only=True)
class Completeness:
    """What is known of a trip, a visit or an agreement, and what is missing.

    Attributes:
        known: the subject, as known.
        aspects: the answer to each of the aspects, in their order.
    """

    known: Known
    aspects: Mapping[Aspect, Answer]

    @property
    def title(self) -> Text:
        """What the subject is called; an agreement as signed, once it is."""
        state: Any = self.known.state
        title: Text = getattr(state, "heading", None) or state.title
        return title

    @property
    def missing(self) -> tuple[Aspect, ...]:
        """What nobody has said."""
        return tuple(each for each, found in self.aspects.items() if found.state is AnswerState.MISSING)

    def to_record(self, audience: Audience, *languages: str) -> dict[str, Any]:
        """The answers as plain data, the title in the first of these languages that there is."""
        public = audience is Audience.PUBLIC
        return {
            "subject": None if public else self.known.id,
            "uid": self.known.uid,
            "kind": self.known.state.kind,
            "title": self.title.best(*languages),
            "stage": _stage(self.known.state),
            "missing": [str(each) for each in self.missing],
            "aspects": {str(each): found.to_record(public=public) for each, found in self.aspects.items()},
        }


def completeness(knowledge: Knowledge, *, on: date) -> list[Completeness]:
    """What is missing: the trips, then the visits, then the agreements, each in the order in which they were opened.

    Args:
        knowledge: what is known, and by whom it is asked: the public is told nothing.
        on: the day by which a result is due of what should have taken place before it.
    """
    if knowledge.audience is Audience.PUBLIC:
        return []
    asked = _Asked(knowledge, on)
    return [
        *(Completeness(known=known, aspects=asked.trip(known, trip)) for known, trip in asked.each(Trip)),
        *(Completeness(known=known, aspects=asked.visit(known, visit)) for known, visit in asked.each(Visit)),
        *(Completeness(known=known, aspects=asked.agreement(known, it)) for known, it in asked.each(Agreement)),
    ]


class _Asked:
    """What is asked of each kind of subject, and what its parts are."""

    def __init__(self, knowledge: Knowledge, on: date) -> None:
        self._knowledge = knowledge
        self._on = on
        self._engagements: dict[str, list[Known]] = {}
        self._signings: dict[str, list[tuple[Known, Agreement]]] = {}
        for known, engagement in self.each(Engagement):
            if engagement.part_of is not None:
                self._engagements.setdefault(engagement.part_of, []).append(known)
        for known, agreement in self.each(Agreement):
            for whole in self._wholes(agreement):
                self._signings.setdefault(whole, []).append((known, agreement))

    def each(self, kind: type[S]) -> Iterator[tuple[Known, S]]:
        """The subjects of a kind that were not called off, dropped, or settled to be another one."""
        for known, state in self._knowledge.of_kind(kind):
            if _stage(state) not in _CALLED_OFF and self._knowledge.seen(getattr(state, "same_as", None)) is None:
                yield known, state

    def trip(self, known: Known, trip: Trip) -> dict[Aspect, Answer]:
        """What is known of a trip."""
        return {
            Aspect.WHO: either(answer(told(known, "principal", "delegation")), self._attended(known)),
            Aspect.WHERE: either(answer(told(known, "stops")), self._of_engagements(known, "place")),
            Aspect.WHEN: answer(_dated(known)),
            Aspect.WHY: either(answer(told(known, "purpose")), self._of_engagements(known, "purpose", "topics")),
            Aspect.WITH_WHOM: answer_of_parts(self._met(known)),
            Aspect.RESULT: self._result(known, trip.dates, is_over=trip.stage is TripStage.RETURNED),
        }

    def visit(self, known: Known, visit: Visit) -> dict[Aspect, Answer]:
        """What is known of a visit."""
        return {
            Aspect.WHO: answer(told(known, "guests"), unnamed(told(known, "party"))),
            Aspect.WHERE: either(answer(told(known, "place")), self._of_engagements(known, "place")),
            Aspect.WHEN: answer(_dated(known)),
            Aspect.WHY: either(answer(told(known, "purpose")), self._of_engagements(known, "purpose", "topics")),
            Aspect.WITH_WHOM: either(answer(told(known, *_attendance(known))), self._attended(known)),
            Aspect.RESULT: self._result(known, visit.dates, is_over=visit.stage is VisitStage.RECEIVED),
        }

    def agreement(self, known: Known, agreement: Agreement) -> dict[Aspect, Answer]:
        """What is known of an agreement: as signed, else as planned, else of the engagement at which it is signed."""
        at, parties, signatories = self._signed_at(agreement), _parties(known, agreement), told(known, "signatories")
        others = parties if len(agreement.who) > 1 else None
        there = None if at is None else told(at, "place")
        day = None if agreement.stage == _POSTPONED else at
        return {
            Aspect.WHO: answer(parties, signatories),
            Aspect.WHERE: answer(told(known, "signed_place"), told(known, "place"), there),
            Aspect.WHEN: answer(_dated(known), None if day is None else _dated(day)),
            Aspect.WHY: answer(told(known, "subject_matter")),
            Aspect.WITH_WHOM: answer(joined([signatories, others])),
            Aspect.RESULT: either(answer(_signed(known, agreement)), self._due(agreement.dates, day)),
        }

    def _wholes(self, agreement: Agreement) -> Iterator[str]:
        """The engagement at which an agreement is signed, and the trip or visit within whose dates it is said to be."""
        at = self._signed_at(agreement)
        dates = (agreement.signing, agreement.signed)
        within = dict.fromkeys(each.within for each in dates if isinstance(each, Unknown))
        passed = None if at is None else getattr(at.state, "part_of", None)
        if at is not None:
            yield at.id
        yield from (each for each in within if each is not None and each not in (passed, at and at.id))

    def _signed_at(self, agreement: Agreement) -> Known | None:
        at = self._knowledge.get(agreement.engagement or "")
        return None if at is None or _stage(at.state) in _CALLED_OFF else at

    def _of_engagements(self, known: Known, *names: str) -> Answer:
        return answer_of_parts(told(each, *names) for each in self._engagements.get(known.id, ()))

    def _attended(self, known: Known) -> Answer:
        """Which principals take part in the engagements of a trip or a visit."""
        return answer_of_parts(told(each, *_attendance(each)) for each in self._engagements.get(known.id, ()))

    def _met(self, known: Known) -> Iterator[Piece | None]:
        """Whom one meets at each engagement, and with whom each agreement is made."""
        for each in self._engagements.get(known.id, ()):
            makers = (_parties(*signing) for signing in self._signings.get(each.id, ()))
            yield joined([told(each, "counterparts", "parties", "co_hosts"), *makers])
        yield from (_parties(*signing) for signing in self._signings.get(known.id, ()))

    def _result(self, known: Known, dates: When, *, is_over: bool) -> Answer:
        return either(answer_of_parts(self._outcomes(known)), MISSING if is_over else self._due(dates))

    def _outcomes(self, known: Known) -> Iterator[Piece | None]:
        """What came of each engagement, what was signed at it, and which agreements were signed."""
        for each in self._engagements.get(known.id, ()):
            yield joined([told(each, "outcome"), *(_signed(*one) for one in self._signings.get(each.id, ()))])
        yield from (_signed(*signing) for signing in self._signings.get(known.id, ()))

    def _due(self, dates: When, at: Known | None = None) -> Answer:
        """That nothing is known, or that it is too early: nothing is due before a date that nobody can tell."""
        last = self._knowledge.span(dates, None if at is None else at.id)[1]
        return MISSING if last is not None and last < self._on else NOT_DUE


def _stage(state: Subject) -> str:
    return str(getattr(state, "stage", ""))


def _dated(known: Known) -> Piece | None:
    """When a subject takes place: as it turned out, else as planned; nothing while it is put off."""
    state = known.state
    if _stage(state) == _POSTPONED:
        return None
    if isinstance(state, Agreement):
        return told(known, "signed" if state.is_signed else "signing")
    planned, actual = ("period", "actual_period") if isinstance(state, Trip) else ("when", "actual_when")
    return told(known, planned if state.facts.get(actual) is None else actual)


def _attendance(known: Known) -> list[str]:
    """The names of the facts that say which principals attend."""
    return [name for name in known.state.facts if name.startswith("attendance ")]


def _parties(known: Known, agreement: Agreement) -> Piece | None:
    return told(known, "signed_parties" if agreement.signed_parties else "parties")


def _signed(known: Known, agreement: Agreement) -> Piece | None:
    """That an agreement was signed, and when; None before that."""
    if not agreement.is_signed:
        return None
    saying = [known.records[version - 1] for version, facts in words(agreement) if facts.get("stage") in SIGNED]
    dated = told(known, "signed")
    signing = Piece(tuple(saying), frozenset({Remark.PARTLY} if dated is None else ()))
    return joined([signing, dated, told(known, "signed_title")])
