"""What is held true of a visit: how commands are decided, and what each event changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, assert_never

from mayor_schedule.messages import Message, say, term

from ..model import (
    cannot,
    carry,
    shown,
)  # fmt: skip
from ..programme import Attended, another_answer, known_day, once_each, other_dates
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
from ..values.party import Party, Person
from ..values.place import Place
from ..values.text import Text
from ..values.when import Unknown, When
from .commands import (
    AnnounceVisit,
    AttendVisit,
    CancelVisit,
    ChangeVisit,
    ClassifyVisit,
    ConfirmVisit,
    CorrectVisit,
    GuestCategory,
    PostponeVisit,
    ReceiveVisit,
    ReinstateVisit,
    ReportVisit,
    RescheduleVisit,
    VisitCommands,
    VisitStage,
    WithdrawVisit,
)
from .events import (
    VisitAnnounced,
    VisitAttendanceSet,
    VisitCancelled,
    VisitChanged,
    VisitClassified,
    VisitConfirmed,
    VisitCorrected,
    VisitEvents,
    VisitPostponed,
    VisitReceived,
    VisitReinstated,
    VisitReported,
    VisitRescheduled,
    VisitWithdrawn,
)

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
    def standing(self) -> Message:
        """Where it stands, in words."""
        return in_words(self.stage, known_day(self.dates) if self.stage is VisitStage.RECEIVED else None)

    @property
    def heading(self) -> Text:
        """What to call it: its title, else its guests, else the party that sends them."""
        if self.title is not None:
            return self.title
        if self.guests:
            return Text.joined(guest.label for guest in self.guests)
        return Text.of("?") if self.party is None else self.party.name


def _check(command: VisitCommands, visit: Visit) -> None:
    """Refuse a visit that nothing could be called by."""
    if not (visit.title or visit.guests or visit.party):
        raise cannot(command, say("MS-0196", "it would have no title, no guest and no party"), term("give one of them"))


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
