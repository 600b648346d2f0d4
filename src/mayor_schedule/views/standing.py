"""The stage of an agreement on a day, by the dates at which it was signed, took effect, was renewed or ended.

On the day before it was signed an agreement was not signed, whenever the office came to know of it. What has no date of
its own, such as a proposal, counts from the day on which it was known. Where a date is not known exactly, what was
certain on the day is told apart from what may have been.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from mayor_schedule.domain.agreement import SIGNED, Agreement, AgreementStage
from mayor_schedule.domain.values.fuzzy import FuzzyDate
from mayor_schedule.domain.values.visibility import Audience
from mayor_schedule.domain.values.when import When

from .knowledge import Knowledge, Known, Span, is_public
from .trails import words

_Stage = AgreementStage
_DATED: Final = {
    _Stage.SIGNED: "signed", _Stage.IN_FORCE: "in_force_from", _Stage.RENEWED: "renewed", _Stage.EXPIRED: "ended",
    _Stage.TERMINATED: "ended",
}  # fmt: skip
"""The facts that date what happened to an agreement."""

_ONCE: Final = (_Stage.SIGNED, _Stage.IN_FORCE)
"""What happens to an agreement once, whatever is said of it later."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an agreement stands on a day.

    Attributes:
        stage: the stage at which it was for certain; None before anything is known of it.
        perhaps: a later stage, at which it may have been: the date of that is not known exactly.
        valid_until: the day up to which it was last renewed.
        is_signed_ahead: whether it was recorded as signed by then, on a day that was still to come.
    """

    stage: AgreementStage | None
    perhaps: AgreementStage | None
    valid_until: FuzzyDate | None
    is_signed_ahead: bool = False


@dataclass(frozen=True, slots=True)
class _Milestone:
    """A stage that an agreement came to, the days on which it may have, and until when it was renewed then.

    Of what happens once, also the day on which the office first knew of it.
    """

    stage: AgreementStage
    days: Span
    valid_until: FuzzyDate | None = None
    known_on: date | None = None


def standing(knowledge: Knowledge, known: Known, agreement: Agreement, day: date) -> Standing:
    """Where an agreement stands on a day, by all that is known of it.

    Args:
        knowledge: what is known, and who reads: the public is told nothing by dates that it may not see.
        known: the agreement, with its events.
        agreement: its state.
        day: the day.
    """
    stage, perhaps, until, is_signed_ahead = None, None, None, False
    for each in _milestones(knowledge, known, agreement):
        first, last = each.days
        if last is not None and last <= day:
            stage, perhaps, until = each.stage, None, each.valid_until or until
        elif first is None or first <= day:
            perhaps = each.stage
        elif each.stage is _Stage.SIGNED and each.known_on is not None:
            is_signed_ahead = each.known_on <= day
    return Standing(stage, perhaps, until, is_signed_ahead)


def _milestones(knowledge: Knowledge, known: Known, agreement: Agreement) -> list[_Milestone]:
    """What happened to an agreement, in the order of its life; its signing and its taking effect, once each."""
    told = list(_told(known, agreement))
    ahead, after = [], []
    for facts, days in told:
        stage = facts.get("stage")
        if stage is None or stage in _ONCE:
            continue
        if stage not in SIGNED:
            ahead.append(_Milestone(stage, (days[1], days[1])))
            continue
        when = _days(knowledge, _DATED[stage], facts.get(_DATED[stage]), days)
        after.append(_Milestone(stage, when, facts.get("valid_until") if stage is _Stage.RENEWED else None))
    return [*ahead, *_once(knowledge, agreement, told), *after]


def _once(
    knowledge: Knowledge, agreement: Agreement, told: list[tuple[Mapping[str, Any], Span]]
) -> Iterator[_Milestone]:
    """The signing and the taking effect, each by the date that holds now, and known since somebody first said so."""
    for stage in _ONCE:
        fact = _DATED[stage]
        first = next((days for facts, days in told if facts.get(fact) or facts.get("stage") is stage), None)
        if first is not None:
            yield _Milestone(stage, _days(knowledge, fact, getattr(agreement, fact), first), known_on=first[1])


def _told(known: Known, agreement: Agreement) -> Iterator[tuple[Mapping[str, Any], Span]]:
    """What each event says, with the day on which it was known, and that of the stage before it."""
    since: date | None = None
    for version, facts in words(agreement):
        until = known.records[version - 1].known_on
        yield facts, (since, until)
        if facts.get("stage") is not None:
            since = until


def _days(knowledge: Knowledge, fact: str, when: When | None, known: Span) -> Span:
    """The days on which something may have happened that was known on a day, after the stage before it was known."""
    since, until = known
    seen = knowledge.audience is Audience.INTERNAL or is_public(fact)
    first, last = knowledge.span(when) if seen else (None, None)
    if first is None and last is None:
        return since, until
    if until is not None and (first is None or first <= until):  # what is told as done was done by then
        last = until if last is None else min(last, until)
    return first, last
