"""What is held true of an engagement: how commands are decided, and what each event changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, assert_never

from mayor_schedule.messages import Message, say, term

from ..model import (
    cannot,
    carry,
    shown,
)  # fmt: skip
from ..programme import UNTITLED, Attended, another_answer, known_day, once_each, other_dates
from ..subject import (
    Fact,
    Openings,
    absent,
    correctable,
    existing,
    impossible,
    opened_by,
    reclassified,
    shown_at_first,
    withdrawable,
)  # fmt: skip
from ..transitions import allow, dated_life, in_words, reportable
from ..values.identity import kind_of
from ..values.party import Party, Person
from ..values.place import Place
from ..values.text import Text
from ..values.when import Unknown, When
from .commands import (
    AttendEngagement,
    CancelEngagement,
    ChangeEngagement,
    ClassifyEngagement,
    ConfirmEngagement,
    CorrectEngagement,
    EngagementCommands,
    EngagementStage,
    HoldEngagement,
    MoveEngagement,
    PlanEngagement,
    PostponeEngagement,
    ReinstateEngagement,
    ReportEngagement,
    RescheduleEngagement,
    WithdrawEngagement,
)
from .events import (
    EngagementAttendanceSet,
    EngagementCancelled,
    EngagementChanged,
    EngagementClassified,
    EngagementConfirmed,
    EngagementCorrected,
    EngagementEvents,
    EngagementHeld,
    EngagementMoved,
    EngagementPlanned,
    EngagementPostponed,
    EngagementReinstated,
    EngagementReported,
    EngagementRescheduled,
    EngagementWithdrawn,
)

AHEAD: Final = (EngagementStage.PLANNED, EngagementStage.CONFIRMED)
LIFE: Final = dated_life(AHEAD, (EngagementStage.HELD,), EngagementStage.POSTPONED, EngagementStage.CANCELLED)

WHOLES: Final = ("trip", "visit", "occasion")
"""The kinds of subject that it can be part of."""

OPENINGS: Final[Openings] = {
    EngagementPlanned: {"stage": EngagementStage.PLANNED},
    EngagementReported: {},
}


class Engagement(Attended):
    """What is held true of an engagement."""

    __slots__ = ()
    kind = "engagement"
    stage = Fact[EngagementStage](EngagementStage.PLANNED)
    title = Fact[Text](Text.of("?"))
    when = Fact[When](Unknown())
    actual_when = Fact[When | None](None)
    place = Fact[Place | None](None)
    part_of = Fact[str | None](None)
    counterparts = Fact[tuple[Person, ...]](())
    parties = Fact[tuple[Party, ...]](())
    responsible = Fact[Party | None](None)
    co_hosts = Fact[tuple[Party, ...]](())
    role = Fact[Text | None](None)
    purpose = Fact[Text | None](None)
    topics = Fact[tuple[Text, ...]](())
    expected_outcome = Fact[Text | None](None)
    outcome = Fact[Text | None](None)
    transfer_minutes = Fact[int | None](None)
    reason = Fact[Text | None](None)

    @property
    def dates(self) -> When:
        """The date as it turned out, else as planned; unknown while it is postponed."""
        if self.stage is EngagementStage.POSTPONED:
            return Unknown()
        return self.actual_when or self.when

    @property
    def standing(self) -> Message:
        """Where it stands, in words."""
        return in_words(self.stage, known_day(self.dates) if self.stage is EngagementStage.HELD else None)

    @property
    def within(self) -> str | None:
        """The subject in whose dates an unknown date lies; None if the date is known, or put off."""
        dates = self.dates
        if not isinstance(dates, Unknown) or self.stage is EngagementStage.POSTPONED:
            return None
        return dates.within or self.part_of


def _check(command: EngagementCommands, engagement: Engagement) -> None:
    """Refuse an engagement without a title, or as part of something that has none."""
    if not engagement.facts.get("title"):
        raise cannot(command, UNTITLED(), term("give one"))
    if engagement.part_of is not None and kind_of(engagement.part_of) not in WHOLES:
        fact = say("MS-0119", "it would be part of {whole}", whole=engagement.part_of)
        raise cannot(command, fact, term("name a trip, a visit or an occasion"))


def decide(engagement: Engagement | None, command: EngagementCommands) -> Iterator[EngagementEvents]:
    """What happens when an engagement is asked to do this.

    Raises:
        RefusedError: it cannot.
    """
    for event in _decide(engagement, command):
        engagement = evolve(engagement, event)
        _check(command, engagement)
        yield event


def _decide(engagement: Engagement | None, command: EngagementCommands) -> Iterator[EngagementEvents]:
    match command:
        case PlanEngagement():
            absent(engagement, command)
            once_each(command, command.attendance)
            yield carry(EngagementPlanned, command, **shown(command, command))
        case ReportEngagement():
            if engagement is not None:
                reportable(command, existing(engagement, command), LIFE, engagement.stage, command.stage)
            once_each(command, command.attendance)
            yield carry(EngagementReported, command, **shown_at_first(engagement, command))
            if engagement is not None and (classes := reclassified(engagement, command)):
                yield EngagementClassified(**classes)
        case ConfirmEngagement():
            _while(engagement, command, EngagementStage.PLANNED)
            yield EngagementConfirmed()
        case RescheduleEngagement():
            other_dates(command, _while(engagement, command, *AHEAD).when, command.when)
            yield carry(EngagementRescheduled, command)
        case MoveEngagement():
            if existing(engagement, command).part_of == command.part_of:
                raise cannot(command, _part_already(command.part_of))
            yield carry(EngagementMoved, command)
        case ChangeEngagement():
            existing(engagement, command)
            yield carry(EngagementChanged, command)
        case HoldEngagement():
            _while(engagement, command, EngagementStage.CONFIRMED)
            yield carry(EngagementHeld, command, actual_when=command.when)
        case CancelEngagement():
            _while(engagement, command, *AHEAD, EngagementStage.POSTPONED)
            yield carry(EngagementCancelled, command)
        case PostponeEngagement():
            _while(engagement, command, *AHEAD)
            yield carry(EngagementPostponed, command)
        case ReinstateEngagement():
            _while(engagement, command, EngagementStage.POSTPONED, EngagementStage.CANCELLED)
            yield carry(EngagementReinstated, command)
        case AttendEngagement():
            another_answer(command, existing(engagement, command), command.attendance)
            yield carry(EngagementAttendanceSet, command)
        case ClassifyEngagement():
            existing(engagement, command)
            yield carry(EngagementClassified, command, **shown(command, command))
        case CorrectEngagement():
            once_each(command, command.fields.attendance)
            yield carry(
                EngagementCorrected, command, event=correctable(engagement, command, command.event, command.fields)
            )
        case WithdrawEngagement():
            yield carry(EngagementWithdrawn, command, event=withdrawable(engagement, command, command.event))
        case _:
            assert_never(command)


def _while(engagement: Engagement | None, command: EngagementCommands, *stages: EngagementStage) -> Engagement:
    engagement = existing(engagement, command)
    allow(command, engagement, engagement.stage, stages)
    return engagement


def _part_already(whole: str | None) -> Message:
    if whole is None:
        return say("MS-0120", "it is part of nothing already")
    return say("MS-0121", "it is part of {whole} already", whole=whole)


def evolve(engagement: Engagement | None, event: EngagementEvents) -> Engagement:
    """What is held true of an engagement after an event.

    Raises:
        ImpossibleHistoryError: the event cannot be where it is.
    """
    if engagement is None:
        return opened_by(Engagement, event, OPENINGS)
    match event:
        case EngagementReported():
            return engagement.reported(event)
        case EngagementConfirmed():
            return engagement.saying(event, stage=EngagementStage.CONFIRMED)
        case EngagementRescheduled() | EngagementAttendanceSet():
            return engagement.saying(event)
        case EngagementMoved():
            return engagement.saying(event, part_of=event.part_of)
        case EngagementHeld():
            return engagement.saying(event, stage=EngagementStage.HELD)
        case EngagementCancelled():
            return engagement.saying(event, stage=EngagementStage.CANCELLED)
        case EngagementPostponed():
            return engagement.saying(event, stage=EngagementStage.POSTPONED)
        case EngagementReinstated():
            return engagement.saying(event, stage=EngagementStage.PLANNED)
        case EngagementClassified():
            return engagement.saying(event, public_from=event.public_from)
        case EngagementChanged():
            return engagement.changed(event.fields)
        case EngagementCorrected():
            return engagement.corrected(event.event, event.fields)
        case EngagementWithdrawn():
            return engagement.withdrawing(event.event)
        case EngagementPlanned():
            raise impossible(engagement, event)
        case _:
            assert_never(event)
