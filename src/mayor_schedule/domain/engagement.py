"""One entry in somebody's programme: planned, confirmed, held; or cancelled. It can be postponed and reinstated.

It may be part of a trip, a visit or an occasion, and move to another: its id does not depend on that. What is expected
of it and what came of it are kept apart.
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
from .values.identity import EngagementId, SubjectId, kind_of
from .values.party import Party, Person
from .values.place import Place
from .values.text import Text
from .values.when import Unknown, When


class EngagementStage(StrEnum):
    """Where an engagement is in its life."""

    PLANNED = "planned"
    CONFIRMED = "confirmed"
    POSTPONED = "postponed"
    HELD = "held"
    CANCELLED = "cancelled"


# --- commands ---------------------------------------------------------------------------------------------------------


class EngagementCommand(Command):
    """A command to one engagement."""

    kind = "engagement"
    engagement: EngagementId


class _Programme(Part):
    """What is known of an engagement when it is opened.

    Attributes:
        title: what the office calls it.
        when: a start at a known time, days, an EDTF date; or unknown.
        place: where it is.
        part_of: the trip, visit or occasion that it belongs to.
        counterparts: who is met, named or by office.
        parties: the bodies that take part.
        responsible: the bureau in charge.
        co_hosts: the bodies that host it together with the city.
        role: the principal's role, such as the chair.
        purpose: what for.
        topics: what is talked about.
        expected_outcome: what is to come of it; what did is the outcome.
        attendance: which of the office's principals take part.
    """

    title: Text
    when: When = Unknown()
    place: Place | None = None
    part_of: SubjectId | None = None
    counterparts: tuple[Person, ...] = ()
    parties: tuple[Party, ...] = ()
    responsible: Party | None = None
    co_hosts: tuple[Party, ...] = ()
    role: Text | None = None
    purpose: Text | None = None
    topics: tuple[Text, ...] = ()
    expected_outcome: Text | None = None
    attendance: tuple[Attendance, ...] = ()


class PlanEngagement(_Programme, Shown, EngagementCommand):
    """Plan an engagement."""


class ReportEngagement(_Programme, EngagementCommand, Reporting):
    """Enter an engagement that is found at some stage, without claiming the earlier ones."""

    stage: EngagementStage
    outcome: Text | None = None


class ConfirmEngagement(EngagementCommand):
    """Confirm a planned engagement."""


class RescheduleEngagement(Because, EngagementCommand):
    """Move an engagement to another date."""

    when: When


class MoveEngagement(Because, EngagementCommand):
    """Make an engagement part of another trip, visit or occasion, or of none."""

    part_of: SubjectId | None


class EngagementDetails(Fields):
    """What may change of an engagement beside its date and what it is part of."""

    title: Text | None = None
    place: Place | None = None
    counterparts: tuple[Person, ...] = ()
    parties: tuple[Party, ...] = ()
    responsible: Party | None = None
    co_hosts: tuple[Party, ...] = ()
    role: Text | None = None
    purpose: Text | None = None
    topics: tuple[Text, ...] = ()
    expected_outcome: Text | None = None


class ChangeEngagement(Because, EngagementCommand):
    """Record that something else about an engagement changed."""

    fields: EngagementDetails


class HoldEngagement(EngagementCommand):
    """Record that an engagement was held, with the date as it turned out."""

    when: When | None = None
    outcome: Text | None = None


class CancelEngagement(Because, EngagementCommand):
    """Call an engagement off."""


class PostponeEngagement(Because, EngagementCommand):
    """Put an engagement off, with no new date yet."""


class ReinstateEngagement(Because, EngagementCommand):
    """Put a postponed or cancelled engagement back on, on its old date or on a new one."""

    when: When | None = None


class AttendEngagement(Attending, EngagementCommand):
    """Say whether one principal takes part in an engagement, and how."""


class ClassifyEngagement(Classifying, EngagementCommand):
    """Say anew who may see an engagement."""


class EngagementFacts(AttendanceFacts, EngagementDetails):
    """What of an engagement can have been written down wrong."""

    when: When = Unknown()
    actual_when: When | None = None
    part_of: SubjectId | None = None
    outcome: Text | None = None


class CorrectEngagement(Correcting, EngagementCommand):
    """Put right what was written down wrong."""

    fields: EngagementFacts


class WithdrawEngagement(Withdrawing, EngagementCommand):
    """Take out an engagement, or one of its events, that was entered in error."""


EngagementCommands = (
    PlanEngagement | ReportEngagement | ConfirmEngagement | RescheduleEngagement | MoveEngagement | ChangeEngagement
    | HoldEngagement | CancelEngagement | PostponeEngagement | ReinstateEngagement | AttendEngagement
    | ClassifyEngagement | CorrectEngagement | WithdrawEngagement
)  # fmt: skip


# --- events -----------------------------------------------------------------------------------------------------------


class EngagementPlanned(_Programme, Opened, Event):
    """An engagement was planned."""

    topic = "engagement.planned"


class EngagementReported(_Programme, Opened, Event):
    """An engagement was found at some stage."""

    topic = "engagement.reported"
    stage: EngagementStage
    outcome: Text | None = None


class EngagementConfirmed(Event):
    """The engagement was confirmed."""

    topic = "engagement.confirmed"


class EngagementRescheduled(Because, Event):
    """The engagement moved to another date."""

    topic = "engagement.rescheduled"
    when: When


class EngagementMoved(Because, Event):
    """The engagement became part of something else, or of nothing."""

    topic = "engagement.moved"
    part_of: SubjectId | None


class EngagementChanged(Because, Event):
    """Something else about the engagement changed."""

    topic = "engagement.changed"
    fields: EngagementDetails


class EngagementHeld(Event):
    """The engagement was held."""

    topic = "engagement.held"
    actual_when: When | None = None
    outcome: Text | None = None


class EngagementCancelled(Because, Event):
    """The engagement was called off."""

    topic = "engagement.cancelled"


class EngagementPostponed(Because, Event):
    """The engagement was put off, with no new date."""

    topic = "engagement.postponed"


class EngagementReinstated(Because, Event):
    """The engagement is on again."""

    topic = "engagement.reinstated"
    when: When | None = None


class EngagementAttendanceSet(Event):
    """Whether one principal takes part was said."""

    topic = "engagement.attendance_set"
    attendance: Attendance


class EngagementClassified(Classifying, Event):
    """Who may see the engagement was said anew."""

    topic = "engagement.classified"


class EngagementCorrected(Corrected, Event):
    """What one event said of the engagement was wrong."""

    topic = "engagement.corrected"
    fields: EngagementFacts


class EngagementWithdrawn(Withdrawn, Event):
    """The engagement, or one of its events, was entered in error."""

    topic = "engagement.withdrawn"


EngagementEvents = (
    EngagementPlanned | EngagementReported | EngagementConfirmed | EngagementRescheduled | EngagementMoved
    | EngagementChanged | EngagementHeld | EngagementCancelled | EngagementPostponed | EngagementReinstated
    | EngagementAttendanceSet | EngagementClassified | EngagementCorrected | EngagementWithdrawn
)  # fmt: skip


# --- state ------------------------------------------------------------------------------------------------------------

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
    reason = Fact[Text | None](None)

    @property
    def dates(self) -> When:
        """The date as it turned out, else as planned; unknown while it is postponed."""
        if self.stage is EngagementStage.POSTPONED:
            return Unknown()
        return self.actual_when or self.when

    @property
    def standing(self) -> str:
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
        raise cannot(command, "it would have no title", "give one")
    if engagement.part_of is not None and kind_of(engagement.part_of) not in WHOLES:
        raise cannot(command, f"it would be part of {engagement.part_of}", "name a trip, a visit or an occasion")


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
                raise cannot(command, f"it is part of {command.part_of or 'nothing'} already")
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
