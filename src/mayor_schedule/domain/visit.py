"""A visit to the city: announced, confirmed, received; or cancelled. It can be postponed and reinstated.

Guests are people, named or not. Neither how many come with them nor how a source counts them ("3 state guests") is
computed from the guests that are listed: the one is a stated size, the other a figure of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Final, assert_never

from pydantic import Field

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
from .values.identity import VisitId
from .values.party import Party, Person
from .values.place import Place
from .values.text import Text
from .values.when import Unknown, When

Size = Annotated[int, Field(ge=1, description="how many people come, as stated; the guests named are among them")]


class VisitStage(StrEnum):
    """Where a visit is in its life."""

    ANNOUNCED = "announced"
    CONFIRMED = "confirmed"
    POSTPONED = "postponed"
    RECEIVED = "received"
    CANCELLED = "cancelled"


class GuestCategory(StrEnum):
    """What kind of guests come. The source's own label is kept beside it: a prime minister may be printed as 국빈."""

    STATE_GUEST = "state_guest"
    CITY_LEADER = "city_leader"
    OTHER = "other"


# --- commands ---------------------------------------------------------------------------------------------------------


class VisitCommand(Command):
    """A command to one visit."""

    kind = "visit"
    visit: VisitId


class _Programme(Part):
    """What is known of a visit when it is opened: at least a title, a guest or a party.

    Attributes:
        title: what the office calls it.
        guests: who comes, named or by office.
        category: what kind of guests they are.
        category_printed: the source's own label for them, such as 해외국빈.
        when: a start at a known time, days, an EDTF date; or unknown.
        place: where they are received.
        purpose: what for.
        party: the body that sends them.
        delegation_size: how many people come, as stated.
        attendance: which of the office's principals take part.
    """

    title: Text | None = None
    guests: tuple[Person, ...] = ()
    category: GuestCategory | None = None
    category_printed: Text | None = None
    when: When = Unknown()
    place: Place | None = None
    purpose: Text | None = None
    party: Party | None = None
    delegation_size: Size | None = None
    attendance: tuple[Attendance, ...] = ()


class AnnounceVisit(_Programme, Shown, VisitCommand):
    """Announce a visit."""


class ReportVisit(_Programme, VisitCommand, Reporting):
    """Enter a visit that is found at some stage, without claiming the earlier ones."""

    stage: VisitStage


class ConfirmVisit(VisitCommand):
    """Confirm an announced visit."""


class RescheduleVisit(Because, VisitCommand):
    """Move a visit to another date."""

    when: When


class VisitDetails(Fields):
    """What may change of a visit beside its date."""

    title: Text | None = None
    guests: tuple[Person, ...] = ()
    category: GuestCategory | None = None
    category_printed: Text | None = None
    place: Place | None = None
    purpose: Text | None = None
    party: Party | None = None
    delegation_size: Size | None = None


class ChangeVisit(Because, VisitCommand):
    """Record that something else about a visit changed."""

    fields: VisitDetails


class ReceiveVisit(VisitCommand):
    """Record that the guests were received, with the date as it turned out."""

    when: When | None = None


class CancelVisit(Because, VisitCommand):
    """Call a visit off."""


class PostponeVisit(Because, VisitCommand):
    """Put a visit off, with no new date yet."""


class ReinstateVisit(Because, VisitCommand):
    """Put a postponed or cancelled visit back on, on its old date or on a new one."""

    when: When | None = None


class AttendVisit(Attending, VisitCommand):
    """Say whether one principal takes part in a visit, and how."""


class ClassifyVisit(Classifying, VisitCommand):
    """Say anew who may see a visit."""


class VisitFacts(AttendanceFacts, VisitDetails):
    """What of a visit can have been written down wrong."""

    when: When = Unknown()
    actual_when: When | None = None


class CorrectVisit(Correcting, VisitCommand):
    """Put right what was written down wrong."""

    fields: VisitFacts


class WithdrawVisit(Withdrawing, VisitCommand):
    """Take out a visit, or one of its events, that was entered in error."""


VisitCommands = (
    AnnounceVisit | ReportVisit | ConfirmVisit | RescheduleVisit | ChangeVisit | ReceiveVisit | CancelVisit
    | PostponeVisit | ReinstateVisit | AttendVisit | ClassifyVisit | CorrectVisit | WithdrawVisit
)  # fmt: skip


# --- events -----------------------------------------------------------------------------------------------------------


class VisitAnnounced(_Programme, Opened, Event):
    """A visit was announced."""

    topic = "visit.announced"


class VisitReported(_Programme, Opened, Event):
    """A visit was found at some stage."""

    topic = "visit.reported"
    stage: VisitStage


class VisitConfirmed(Event):
    """The visit was confirmed."""

    topic = "visit.confirmed"


class VisitRescheduled(Because, Event):
    """The visit moved to another date."""

    topic = "visit.rescheduled"
    when: When


class VisitChanged(Because, Event):
    """Something else about the visit changed."""

    topic = "visit.changed"
    fields: VisitDetails


class VisitReceived(Event):
    """The guests were received."""

    topic = "visit.received"
    actual_when: When | None = None


class VisitCancelled(Because, Event):
    """The visit was called off."""

    topic = "visit.cancelled"


class VisitPostponed(Because, Event):
    """The visit was put off, with no new date."""

    topic = "visit.postponed"


class VisitReinstated(Because, Event):
    """The visit is on again."""

    topic = "visit.reinstated"
    when: When | None = None


class VisitAttendanceSet(Event):
    """Whether one principal takes part was said."""

    topic = "visit.attendance_set"
    attendance: Attendance


class VisitClassified(Classifying, Event):
    """Who may see the visit was said anew."""

    topic = "visit.classified"


class VisitCorrected(Corrected, Event):
    """What one event said of the visit was wrong."""

    topic = "visit.corrected"
    fields: VisitFacts


class VisitWithdrawn(Withdrawn, Event):
    """The visit, or one of its events, was entered in error."""

    topic = "visit.withdrawn"


VisitEvents = (
    VisitAnnounced | VisitReported | VisitConfirmed | VisitRescheduled | VisitChanged | VisitReceived | VisitCancelled
    | VisitPostponed | VisitReinstated | VisitAttendanceSet | VisitClassified | VisitCorrected | VisitWithdrawn
)  # fmt: skip


# --- state ------------------------------------------------------------------------------------------------------------

AHEAD: Final = (VisitStage.ANNOUNCED, VisitStage.CONFIRMED)
LIFE: Final = dated_life(AHEAD, (VisitStage.RECEIVED,), VisitStage.POSTPONED, VisitStage.CANCELLED)

OPENINGS: Final[Openings] = {
    VisitAnnounced: {"stage": VisitStage.ANNOUNCED},
    VisitReported: {},
}


class Visit(Attended):
    """What is held true of a visit."""

    __slots__ = ()
    kind = "visit"
    stage = Fact[VisitStage](VisitStage.ANNOUNCED)
    title = Fact[Text | None](None)
    guests = Fact[tuple[Person, ...]](())
    category = Fact[GuestCategory | None](None)
    category_printed = Fact[Text | None](None)
    when = Fact[When](Unknown())
    actual_when = Fact[When | None](None)
    place = Fact[Place | None](None)
    purpose = Fact[Text | None](None)
    party = Fact[Party | None](None)
    delegation_size = Fact[int | None](None)
    reason = Fact[Text | None](None)

    @property
    def dates(self) -> When:
        """The date as it turned out, else as planned; unknown while it is postponed."""
        if self.stage is VisitStage.POSTPONED:
            return Unknown()
        return self.actual_when or self.when

    @property
    def standing(self) -> str:
        """Where it stands, in words."""
        return in_words(self.stage, known_day(self.dates) if self.stage is VisitStage.RECEIVED else None)

    @property
    def heading(self) -> Text:
        """What to call it: its title, else its guests, else the party that sends them."""
        if self.title is not None:
            return self.title
        if self.guests:
            labels = [guest.label for guest in self.guests]
            languages = dict.fromkeys(language for label in labels for language in label)
            return Text(**{each: ", ".join(label.best(each) for label in labels) for each in languages})
        return Text.of("?") if self.party is None else self.party.name


def _check(command: VisitCommands, visit: Visit) -> None:
    """Refuse a visit that nothing could be called by."""
    if not (visit.title or visit.guests or visit.party):
        raise cannot(command, "it would have no title, no guest and no party", "give one of them")


def decide(visit: Visit | None, command: VisitCommands) -> Iterator[VisitEvents]:
    """What happens when a visit is asked to do this.

    Raises:
        RefusedError: it cannot.
    """
    for event in _decide(visit, command):
        visit = evolve(visit, event)
        _check(command, visit)
        yield event


def _decide(visit: Visit | None, command: VisitCommands) -> Iterator[VisitEvents]:
    match command:
        case AnnounceVisit():
            absent(visit, command)
            once_each(command, command.attendance)
            yield carry(VisitAnnounced, command, **shown(command, command))
        case ReportVisit():
            if visit is not None:
                reportable(command, existing(visit, command), LIFE, visit.stage, command.stage)
            once_each(command, command.attendance)
            yield carry(VisitReported, command, **shown_at_first(visit, command))
            if visit is not None and (classes := reclassified(visit, command)):
                yield VisitClassified(**classes)
        case ConfirmVisit():
            _while(visit, command, VisitStage.ANNOUNCED)
            yield VisitConfirmed()
        case RescheduleVisit():
            other_dates(command, _while(visit, command, *AHEAD).when, command.when)
            yield carry(VisitRescheduled, command)
        case ChangeVisit():
            existing(visit, command)
            yield carry(VisitChanged, command)
        case ReceiveVisit():
            _while(visit, command, VisitStage.CONFIRMED)
            yield VisitReceived(actual_when=command.when)
        case CancelVisit():
            _while(visit, command, *AHEAD, VisitStage.POSTPONED)
            yield carry(VisitCancelled, command)
        case PostponeVisit():
            _while(visit, command, *AHEAD)
            yield carry(VisitPostponed, command)
        case ReinstateVisit():
            _while(visit, command, VisitStage.POSTPONED, VisitStage.CANCELLED)
            yield carry(VisitReinstated, command)
        case AttendVisit():
            another_answer(command, existing(visit, command), command.attendance)
            yield carry(VisitAttendanceSet, command)
        case ClassifyVisit():
            existing(visit, command)
            yield carry(VisitClassified, command, **shown(command, command))
        case CorrectVisit():
            once_each(command, command.fields.attendance)
            yield carry(VisitCorrected, command, event=correctable(visit, command, command.event, command.fields))
        case WithdrawVisit():
            yield carry(VisitWithdrawn, command, event=withdrawable(visit, command, command.event))
        case _:
            assert_never(command)


def _while(visit: Visit | None, command: VisitCommands, *stages: VisitStage) -> Visit:
    visit = existing(visit, command)
    allow(command, visit, visit.stage, stages)
    return visit


def evolve(visit: Visit | None, event: VisitEvents) -> Visit:
    """What is held true of a visit after an event.

    Raises:
        ImpossibleHistoryError: the event cannot be where it is.
    """
    if visit is None:
        return opened_by(Visit, event, OPENINGS)
    match event:
        case VisitReported():
            return visit.reported(event)
        case VisitConfirmed():
            return visit.saying(event, stage=VisitStage.CONFIRMED)
        case VisitRescheduled() | VisitAttendanceSet():
            return visit.saying(event)
        case VisitReceived():
            return visit.saying(event, stage=VisitStage.RECEIVED)
        case VisitCancelled():
            return visit.saying(event, stage=VisitStage.CANCELLED)
        case VisitPostponed():
            return visit.saying(event, stage=VisitStage.POSTPONED)
        case VisitReinstated():
            return visit.saying(event, stage=VisitStage.ANNOUNCED)
        case VisitClassified():
            return visit.saying(event, public_from=event.public_from)
        case VisitChanged():
            return visit.changed(event.fields)
        case VisitCorrected():
            return visit.corrected(event.event, event.fields)
        case VisitWithdrawn():
            return visit.withdrawing(event.event)
        case VisitAnnounced():
            raise impossible(visit, event)
        case _:
            assert_never(event)
