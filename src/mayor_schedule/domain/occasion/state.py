"""What is held true of an occasion: how commands are decided, and what each event changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, assert_never

from mayor_schedule.messages import Message, term

from ..model import (
    cannot,
    carry,
    shown,
)  # fmt: skip
from ..programme import UNTITLED, another_answer, known_day, once_each, other_dates
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
from ..values.party import Party
from ..values.place import Place
from ..values.text import Text
from ..values.when import Unknown, When
from .commands import (
    AttendOccasion,
    CancelOccasion,
    CancelOccurrence,
    ChangeOccasion,
    ChangeOccurrence,
    ClassifyOccasion,
    ConfirmOccasion,
    CorrectOccasion,
    ExtendOccasion,
    HoldOccasion,
    OccasionCategory,
    OccasionCommands,
    OccasionStage,
    PlanOccasion,
    PostponeOccasion,
    ReinstateOccasion,
    ReinstateOccurrence,
    RepeatOccasion,
    ReportOccasion,
    RescheduleOccasion,
    WithdrawOccasion,
)
from .events import (
    OccasionAttendanceSet,
    OccasionCancelled,
    OccasionChanged,
    OccasionClassified,
    OccasionConfirmed,
    OccasionCorrected,
    OccasionEvents,
    OccasionExtended,
    OccasionHeld,
    OccasionPlanned,
    OccasionPostponed,
    OccasionReinstated,
    OccasionRepeated,
    OccasionReported,
    OccasionRescheduled,
    OccasionWithdrawn,
    OccurrenceCancelled,
    OccurrenceChanged,
    OccurrenceReinstated,
)
from .series import Series, of_occurrence, said_of
from .series_rules import at_occurrence, check_booking, check_extension, check_past_series, check_repeat, check_series

AHEAD: Final = (OccasionStage.PLANNED, OccasionStage.CONFIRMED)
LIFE: Final = dated_life(AHEAD, (OccasionStage.HELD,), OccasionStage.POSTPONED, OccasionStage.CANCELLED)

OPENINGS: Final[Openings] = {
    OccasionPlanned: {"stage": OccasionStage.PLANNED},
    OccasionReported: {},
}


class Occasion(Series):
    """What is held true of an occasion."""

    __slots__ = ()
    kind = "occasion"
    stage = Fact[OccasionStage](OccasionStage.PLANNED)
    title = Fact[Text](Text.of("?"))
    category = Fact[OccasionCategory | None](None)
    when = Fact[When](Unknown())
    actual_when = Fact[When | None](None)
    place = Fact[Place | None](None)
    transfer_minutes = Fact[int | None](None)
    organisers = Fact[tuple[Party, ...]](())
    participants = Fact[tuple[Party, ...]](())
    supporters = Fact[tuple[Party, ...]](())
    city_role = Fact[Text | None](None)
    programme = Fact[tuple[Text, ...]](())
    description = Fact[Text | None](None)
    outcome = Fact[Text | None](None)
    theme = Fact[Text | None](None)
    reason = Fact[Text | None](None)

    @property
    def dates(self) -> When:
        """The date as it turned out, else as planned; unknown while it is postponed."""
        if self.stage is OccasionStage.POSTPONED:
            return Unknown()
        return self.actual_when or self.when

    @property
    def standing(self) -> Message:
        """Where it stands, in words."""
        return in_words(self.stage, known_day(self.dates) if self.stage is OccasionStage.HELD else None)


def _check(command: OccasionCommands, before: Occasion | None, occasion: Occasion) -> None:
    """Refuse an occasion without a title, or a series that cannot be; of one that is over, only what is said anew."""
    if not occasion.facts.get("title"):
        raise cannot(command, UNTITLED(), term("give one"))
    if occasion.stage not in (OccasionStage.HELD, OccasionStage.CANCELLED):
        check_series(command, occasion)
    elif before is None or (before.recurrence, before.when) != (occasion.recurrence, occasion.when):
        check_past_series(command, occasion)


def decide(occasion: Occasion | None, command: OccasionCommands) -> Iterator[OccasionEvents]:
    """What happens when an occasion is asked to do this.

    Raises:
        RefusedError: it cannot.
    """
    for event in _decide(occasion, command):
        before, occasion = occasion, evolve(occasion, event)
        _check(command, before, occasion)
        yield event


def _decide(occasion: Occasion | None, command: OccasionCommands) -> Iterator[OccasionEvents]:
    match command:
        case PlanOccasion():
            absent(occasion, command)
            once_each(command, command.attendance)
            check_booking(command)
            yield carry(OccasionPlanned, command, **shown(command, command))
        case ReportOccasion():
            if occasion is not None:
                reportable(command, existing(occasion, command), LIFE, occasion.stage, command.stage)
            once_each(command, command.attendance)
            check_booking(command)
            yield carry(OccasionReported, command, **shown_at_first(occasion, command))
            if occasion is not None and (classes := reclassified(occasion, command)):
                yield OccasionClassified(**classes)
        case ConfirmOccasion():
            _while(occasion, command, OccasionStage.PLANNED)
            yield OccasionConfirmed()
        case RescheduleOccasion():
            other_dates(command, _while(occasion, command, *AHEAD).when, command.when)
            yield carry(OccasionRescheduled, command)
        case ChangeOccasion():
            existing(occasion, command)
            yield carry(OccasionChanged, command)
        case HoldOccasion():
            _while(occasion, command, OccasionStage.CONFIRMED)
            yield carry(OccasionHeld, command, actual_when=command.when)
        case CancelOccasion():
            _while(occasion, command, *AHEAD, OccasionStage.POSTPONED)
            yield carry(OccasionCancelled, command)
        case PostponeOccasion():
            _while(occasion, command, *AHEAD)
            yield carry(OccasionPostponed, command)
        case ReinstateOccasion():
            _while(occasion, command, OccasionStage.POSTPONED, OccasionStage.CANCELLED)
            yield carry(OccasionReinstated, command)
        case RepeatOccasion():
            check_repeat(_while(occasion, command, *AHEAD), command)
            yield carry(OccasionRepeated, command)
        case ExtendOccasion():
            check_extension(_while(occasion, command, *AHEAD), command)
            yield carry(OccasionExtended, command)
        case ChangeOccurrence() | CancelOccurrence() | ReinstateOccurrence():
            yield at_occurrence(_while(occasion, command, *AHEAD), command)
        case AttendOccasion():
            another_answer(command, existing(occasion, command), command.attendance)
            yield carry(OccasionAttendanceSet, command)
        case ClassifyOccasion():
            existing(occasion, command)
            yield carry(OccasionClassified, command, **shown(command, command))
        case CorrectOccasion():
            once_each(command, command.fields.attendance)
            yield carry(OccasionCorrected, command, event=correctable(occasion, command, command.event, command.fields))
        case WithdrawOccasion():
            yield carry(OccasionWithdrawn, command, event=withdrawable(occasion, command, command.event))
        case _:
            assert_never(command)


def _while(occasion: Occasion | None, command: OccasionCommands, *stages: OccasionStage) -> Occasion:
    occasion = existing(occasion, command)
    allow(command, occasion, occasion.stage, stages)
    return occasion


def evolve(occasion: Occasion | None, event: OccasionEvents) -> Occasion:
    """What is held true of an occasion after an event.

    Raises:
        ImpossibleHistoryError: the event cannot be where it is.
    """
    if occasion is None:
        return opened_by(Occasion, event, OPENINGS)
    match event:
        case OccasionReported():
            return occasion.reported(event)
        case OccasionConfirmed():
            return occasion.saying(event, stage=OccasionStage.CONFIRMED)
        case OccasionRescheduled() | OccasionAttendanceSet():
            return occasion.saying(event)
        case OccasionHeld():
            return occasion.saying(event, stage=OccasionStage.HELD)
        case OccasionCancelled():
            return occasion.saying(event, stage=OccasionStage.CANCELLED)
        case OccasionPostponed():
            return occasion.saying(event, stage=OccasionStage.POSTPONED)
        case OccasionReinstated():
            return occasion.saying(event, stage=OccasionStage.PLANNED)
        case OccasionRepeated():
            single = {"booked_until": None} if event.recurrence is None else {}
            return occasion.saying(event, recurrence=event.recurrence, **single)
        case OccasionExtended():
            return occasion.saying(event)
        case OccurrenceChanged():
            return occasion.holding(said_of(event.occurrence, event.fields))
        case OccurrenceCancelled():
            return occasion.holding(of_occurrence(event.occurrence, {"cancelled": True, "reason": event.reason}))
        case OccurrenceReinstated():
            return occasion.holding(of_occurrence(event.occurrence, {"cancelled": False, "reason": event.reason}))
        case OccasionClassified():
            return occasion.saying(event, public_from=event.public_from)
        case OccasionChanged():
            return occasion.changed(event.fields)
        case OccasionCorrected():
            return occasion.corrected(event.event, event.fields)
        case OccasionWithdrawn():
            return occasion.withdrawing(event.event)
        case OccasionPlanned():
            raise impossible(occasion, event)
        case _:
            assert_never(event)
