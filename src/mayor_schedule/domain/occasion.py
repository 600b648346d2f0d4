"""What the city does, with or without the mayor: planned, confirmed, held; or cancelled.

A forum, an exhibition, a publication, a new bureau. Of one that takes effect or is published, *held* says that it did.
It can be postponed and reinstated. Whether a principal attends is unknown until it is said: that is not a no.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Final, assert_never

from .model import (
    Because,
    Classifying,
    Command,
    Corrected,
    Correcting,
    Event,
    Fields,
    Opened,
    Part,
    Reporting,
    Shown,
    Withdrawing,
    Withdrawn,
    cannot,
    carry,
    shown,
)  # fmt: skip
from .programme import AttendanceFacts, Attended, Attending, another_answer, known_day, once_each, other_dates
from .subject import (
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
from .transitions import allow, dated_life, in_words, reportable
from .values.attendance import Attendance
from .values.identity import OccasionId
from .values.party import Party
from .values.place import Place
from .values.text import Text
from .values.when import Unknown, When


class OccasionStage(StrEnum):
    """Where an occasion is in its life."""

    PLANNED = "planned"
    CONFIRMED = "confirmed"
    POSTPONED = "postponed"
    HELD = "held"
    CANCELLED = "cancelled"


class OccasionCategory(StrEnum):
    """What kind of occasion it is."""

    FORUM = "forum"
    SYMPOSIUM = "symposium"
    EXHIBITION = "exhibition"
    PUBLICATION = "publication"
    ANNOUNCEMENT = "announcement"
    SPORTS = "sports"
    REORGANIZATION = "reorganization"
    CEREMONY = "ceremony"
    MEETING = "meeting"
    OTHER = "other"


# --- commands ---------------------------------------------------------------------------------------------------------


class OccasionCommand(Command):
    """A command to one occasion."""

    kind = "occasion"
    occasion: OccasionId


class _Programme(Part):
    """What is known of an occasion when it is opened.

    Attributes:
        title: what the office calls it.
        category: what kind of occasion it is.
        when: a start at a known time, days, an EDTF date; or unknown.
        place: where it is.
        organisers: the bodies that organise or host it.
        participants: the bodies that take part.
        supporters: the bodies that support it.
        city_role: what the city does in it, such as support (지원).
        programme: what is in it, in order.
        description: anything else.
        attendance: which of the office's principals take part.
    """

    title: Text
    category: OccasionCategory | None = None
    when: When = Unknown()
    place: Place | None = None
    organisers: tuple[Party, ...] = ()
    participants: tuple[Party, ...] = ()
    supporters: tuple[Party, ...] = ()
    city_role: Text | None = None
    programme: tuple[Text, ...] = ()
    description: Text | None = None
    attendance: tuple[Attendance, ...] = ()


class PlanOccasion(_Programme, Shown, OccasionCommand):
    """Plan an occasion."""


class ReportOccasion(_Programme, OccasionCommand, Reporting):
    """Enter an occasion that is found at some stage, without claiming the earlier ones."""

    stage: OccasionStage
    outcome: Text | None = None


class ConfirmOccasion(OccasionCommand):
    """Confirm a planned occasion."""


class RescheduleOccasion(Because, OccasionCommand):
    """Move an occasion to another date."""

    when: When


class OccasionDetails(Fields):
    """What may change of an occasion beside its date."""

    title: Text | None = None
    category: OccasionCategory | None = None
    place: Place | None = None
    organisers: tuple[Party, ...] = ()
    participants: tuple[Party, ...] = ()
    supporters: tuple[Party, ...] = ()
    city_role: Text | None = None
    programme: tuple[Text, ...] = ()
    description: Text | None = None


class ChangeOccasion(Because, OccasionCommand):
    """Record that something else about an occasion changed."""

    fields: OccasionDetails


class HoldOccasion(OccasionCommand):
    """Record that an occasion was held, with the date as it turned out."""

    when: When | None = None
    outcome: Text | None = None


class CancelOccasion(Because, OccasionCommand):
    """Call an occasion off."""


class PostponeOccasion(Because, OccasionCommand):
    """Put an occasion off, with no new date yet."""


class ReinstateOccasion(Because, OccasionCommand):
    """Put a postponed or cancelled occasion back on, on its old date or on a new one."""

    when: When | None = None


class AttendOccasion(Attending, OccasionCommand):
    """Say whether one principal takes part in an occasion, and how."""


class ClassifyOccasion(Classifying, OccasionCommand):
    """Say anew who may see an occasion."""


class OccasionFacts(AttendanceFacts, OccasionDetails):
    """What of an occasion can have been written down wrong."""

    when: When = Unknown()
    actual_when: When | None = None
    outcome: Text | None = None


class CorrectOccasion(Correcting, OccasionCommand):
    """Put right what was written down wrong."""

    fields: OccasionFacts


class WithdrawOccasion(Withdrawing, OccasionCommand):
    """Take out an occasion, or one of its events, that was entered in error."""


OccasionCommands = (
    PlanOccasion | ReportOccasion | ConfirmOccasion | RescheduleOccasion | ChangeOccasion | HoldOccasion
    | CancelOccasion | PostponeOccasion | ReinstateOccasion | AttendOccasion | ClassifyOccasion | CorrectOccasion
    | WithdrawOccasion
)  # fmt: skip


# --- events -----------------------------------------------------------------------------------------------------------


class OccasionPlanned(_Programme, Opened, Event):
    """An occasion was planned."""

    topic = "occasion.planned"


class OccasionReported(_Programme, Opened, Event):
    """An occasion was found at some stage."""

    topic = "occasion.reported"
    stage: OccasionStage
    outcome: Text | None = None


class OccasionConfirmed(Event):
    """The occasion was confirmed."""

    topic = "occasion.confirmed"


class OccasionRescheduled(Because, Event):
    """The occasion moved to another date."""

    topic = "occasion.rescheduled"
    when: When


class OccasionChanged(Because, Event):
    """Something else about the occasion changed."""

    topic = "occasion.changed"
    fields: OccasionDetails


class OccasionHeld(Event):
    """The occasion was held."""

    topic = "occasion.held"
    actual_when: When | None = None
    outcome: Text | None = None


class OccasionCancelled(Because, Event):
    """The occasion was called off."""

    topic = "occasion.cancelled"


class OccasionPostponed(Because, Event):
    """The occasion was put off, with no new date."""

    topic = "occasion.postponed"


class OccasionReinstated(Because, Event):
    """The occasion is on again."""

    topic = "occasion.reinstated"
    when: When | None = None


class OccasionAttendanceSet(Event):
    """Whether one principal takes part was said."""

    topic = "occasion.attendance_set"
    attendance: Attendance


class OccasionClassified(Classifying, Event):
    """Who may see the occasion was said anew."""

    topic = "occasion.classified"


class OccasionCorrected(Corrected, Event):
    """What one event said of the occasion was wrong."""

    topic = "occasion.corrected"
    fields: OccasionFacts


class OccasionWithdrawn(Withdrawn, Event):
    """The occasion, or one of its events, was entered in error."""

    topic = "occasion.withdrawn"


OccasionEvents = (
    OccasionPlanned | OccasionReported | OccasionConfirmed | OccasionRescheduled | OccasionChanged | OccasionHeld
    | OccasionCancelled | OccasionPostponed | OccasionReinstated | OccasionAttendanceSet | OccasionClassified
    | OccasionCorrected | OccasionWithdrawn
)  # fmt: skip


# --- state ------------------------------------------------------------------------------------------------------------

AHEAD: Final = (OccasionStage.PLANNED, OccasionStage.CONFIRMED)
LIFE: Final = dated_life(AHEAD, (OccasionStage.HELD,), OccasionStage.POSTPONED, OccasionStage.CANCELLED)

OPENINGS: Final[Openings] = {
    OccasionPlanned: {"stage": OccasionStage.PLANNED},
    OccasionReported: {},
}


class Occasion(Attended):
    """What is held true of an occasion."""

    __slots__ = ()
    kind = "occasion"
    stage = Fact[OccasionStage](OccasionStage.PLANNED)
    title = Fact[Text](Text.of("?"))
    category = Fact[OccasionCategory | None](None)
    when = Fact[When](Unknown())
    actual_when = Fact[When | None](None)
    place = Fact[Place | None](None)
    organisers = Fact[tuple[Party, ...]](())
    participants = Fact[tuple[Party, ...]](())
    supporters = Fact[tuple[Party, ...]](())
    city_role = Fact[Text | None](None)
    programme = Fact[tuple[Text, ...]](())
    description = Fact[Text | None](None)
    outcome = Fact[Text | None](None)
    reason = Fact[Text | None](None)

    @property
    def dates(self) -> When:
        """The date as it turned out, else as planned; unknown while it is postponed."""
        if self.stage is OccasionStage.POSTPONED:
            return Unknown()
        return self.actual_when or self.when

    @property
    def standing(self) -> str:
        """Where it stands, in words."""
        return in_words(self.stage, known_day(self.dates) if self.stage is OccasionStage.HELD else None)


def _check(command: OccasionCommands, occasion: Occasion) -> None:
    """Refuse an occasion without a title."""
    if not occasion.facts.get("title"):
        raise cannot(command, "it would have no title", "give one")


def decide(occasion: Occasion | None, command: OccasionCommands) -> Iterator[OccasionEvents]:
    """What happens when an occasion is asked to do this.

    Raises:
        RefusedError: it cannot.
    """
    for event in _decide(occasion, command):
        occasion = evolve(occasion, event)
        _check(command, occasion)
        yield event


def _decide(occasion: Occasion | None, command: OccasionCommands) -> Iterator[OccasionEvents]:
    match command:
        case PlanOccasion():
            absent(occasion, command)
            once_each(command, command.attendance)
            yield carry(OccasionPlanned, command, **shown(command, command))
        case ReportOccasion():
            if occasion is not None:
                reportable(command, existing(occasion, command), LIFE, occasion.stage, command.stage)
            once_each(command, command.attendance)
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
