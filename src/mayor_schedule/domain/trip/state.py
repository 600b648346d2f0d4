"""What is held true of a trip: how commands are decided, and what each event changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, assert_never

from mayor_schedule.errors import InvalidValueError
from mayor_schedule.messages import Message, message_of, say

from ..model import (
    cannot,
    carry,
    shown,
)  # fmt: skip
from ..subject import (
    Fact,
    Openings,
    Subject,
    absent,
    correctable,
    existing,
    impossible,
    opened_by,
    reclassified,
    shown_at_first,
    withdrawable,
)
from ..transitions import allow, dated_life, in_words, reportable
from ..values.attendance import MAYOR
from ..values.fuzzy import FuzzyDate
from ..values.itinerary import Leg, Stop
from ..values.party import Person
from ..values.period import Period, check_nights, nights_in_flight
from ..values.text import Text
from ..values.when import Unknown
from .commands import (
    CancelTrip,
    ChangeTrip,
    ClassifyTrip,
    ConfirmTrip,
    CorrectTrip,
    DepartTrip,
    PlanTrip,
    PostponeTrip,
    ReinstateTrip,
    ReportTrip,
    RescheduleTrip,
    ReturnTrip,
    TripCommands,
    TripStage,
    WithdrawTrip,
)
from .events import (
    TripCancelled,
    TripChanged,
    TripClassified,
    TripConfirmed,
    TripCorrected,
    TripDeparted,
    TripEvents,
    TripPlanned,
    TripPostponed,
    TripReinstated,
    TripReported,
    TripRescheduled,
    TripReturned,
    TripWithdrawn,
)

AHEAD: Final = (TripStage.PLANNED, TripStage.CONFIRMED)
LIFE: Final = dated_life(AHEAD, (TripStage.DEPARTED, TripStage.RETURNED), TripStage.POSTPONED, TripStage.CANCELLED)

OPENINGS: Final[Openings] = {TripPlanned: {"stage": TripStage.PLANNED}, TripReported: {}}


class Trip(Subject):
    """What is held true of a trip."""

    __slots__ = ()
    kind = "trip"
    stage = Fact[TripStage](TripStage.PLANNED)
    title = Fact[Text](Text.of("?"))
    period = Fact[Period | FuzzyDate | Unknown](Unknown())
    nights = Fact[int | None](None)
    actual_period = Fact[Period | None](None)
    actual_nights = Fact[int | None](None)
    stops = Fact[tuple[Stop, ...]](())
    legs = Fact[tuple[Leg, ...]](())
    delegation = Fact[tuple[Person, ...]](())
    purpose = Fact[Text | None](None)
    principal = Fact[str](MAYOR)
    reason = Fact[Text | None](None)

    @property
    def dates(self) -> Period | FuzzyDate | Unknown:
        """The days as they turned out, else as planned; unknown while it is postponed."""
        if self.stage is TripStage.POSTPONED:
            return Unknown()
        return self.actual_period or self.period

    @property
    def lodged(self) -> int | None:
        """The nights lodged, as they turned out or else as stated."""
        if self.actual_nights is not None:
            return self.actual_nights
        planned = self.period.days if isinstance(self.period, Period) else None
        as_planned = self.actual_period is None or self.actual_period.days == planned
        return self.nights if as_planned else None

    @property
    def days(self) -> int | None:
        """Calendar days, first and last inclusive (일); None while the days are not known."""
        dates = self.dates
        return dates.days if isinstance(dates, Period) else None

    @property
    def in_flight(self) -> int | None:
        """Nights in flight: those between the days that are not lodged; None unless both are known."""
        if self.days is None or self.lodged is None or not 0 <= self.lodged < self.days:
            return None  # the last can only have been stored under other rules
        return nights_in_flight(self.days, self.lodged)

    @property
    def standing(self) -> Message:
        """Where it stands, in words."""
        over = self.stage is TripStage.RETURNED and not isinstance(self.dates, Unknown)
        return in_words(self.stage, self.dates if over else None)


def _check(command: TripCommands, trip: Trip) -> None:
    """Refuse nights that do not fit into the days."""
    for period, nights in ((trip.period, trip.nights), (trip.actual_period or trip.period, trip.lodged)):
        if isinstance(period, Period):
            try:
                check_nights(period.days, nights)
            except InvalidValueError as error:
                raise cannot(command, message_of(error)) from None


def decide(trip: Trip | None, command: TripCommands) -> Iterator[TripEvents]:
    """What happens when a trip is asked to do this.

    Raises:
        RefusedError: it cannot.
    """
    for event in _decide(trip, command):
        trip = evolve(trip, event)
        _check(command, trip)
        yield event


def _decide(trip: Trip | None, command: TripCommands) -> Iterator[TripEvents]:
    match command:
        case PlanTrip():
            absent(trip, command)
            yield carry(TripPlanned, command, **shown(command, command))
        case ReportTrip():
            if trip is not None:
                reportable(command, existing(trip, command), LIFE, trip.stage, command.stage)
            yield carry(TripReported, command, nights=_nights(trip, command), **shown_at_first(trip, command))
            if trip is not None and (classes := reclassified(trip, command)):
                yield TripClassified(**classes)
        case ConfirmTrip():
            _while(trip, command, TripStage.PLANNED)
            yield TripConfirmed()
        case RescheduleTrip():
            yield _rescheduled(_while(trip, command, *AHEAD, TripStage.DEPARTED), command)
        case ChangeTrip():
            existing(trip, command)
            yield carry(TripChanged, command)
        case DepartTrip():
            _while(trip, command, TripStage.CONFIRMED)
            yield TripDeparted()
        case ReturnTrip():
            _while(trip, command, TripStage.DEPARTED)
            yield TripReturned(actual_period=command.period, actual_nights=command.nights)
        case CancelTrip():
            _while(trip, command, *AHEAD, TripStage.POSTPONED)
            yield carry(TripCancelled, command)
        case PostponeTrip():
            _while(trip, command, *AHEAD)
            yield carry(TripPostponed, command)
        case ReinstateTrip():
            _while(trip, command, TripStage.POSTPONED, TripStage.CANCELLED)
            yield carry(TripReinstated, command, nights=_nights(trip, command))
        case ClassifyTrip():
            existing(trip, command)
            yield carry(TripClassified, command, **shown(command, command))
        case CorrectTrip():
            yield carry(TripCorrected, command, event=correctable(trip, command, command.event, command.fields))
        case WithdrawTrip():
            yield carry(TripWithdrawn, command, event=withdrawable(trip, command, command.event))
        case _:
            assert_never(command)


def _while(trip: Trip | None, command: TripCommands, *stages: TripStage) -> Trip:
    trip = existing(trip, command)
    allow(command, trip, trip.stage, stages)
    return trip


def _rescheduled(trip: Trip, command: RescheduleTrip) -> TripRescheduled:
    period, nights = command.period, command.nights
    if period == trip.period and nights in (None, trip.nights):
        if isinstance(period, Unknown):
            raise cannot(command, say("MS-0194", "its days are unknown already"))
        raise cannot(command, say("MS-0195", "it is on {period} already", period=period))
    return carry(TripRescheduled, command, nights=_nights(trip, command))


def _nights(trip: Trip | None, command: RescheduleTrip | ReinstateTrip | ReportTrip) -> int | None:
    """The nights that go with new days: those given, else the stated ones where the number of days stays as it is."""
    if command.nights is not None or trip is None or not isinstance(command.period, Period):
        return command.nights
    days = trip.period.days if isinstance(trip.period, Period) else None
    return trip.nights if command.period.days == days else None


def evolve(trip: Trip | None, event: TripEvents) -> Trip:
    """What is held true of a trip after an event.

    Raises:
        ImpossibleHistoryError: the event cannot be where it is.
    """
    if trip is None:
        return opened_by(Trip, event, OPENINGS)
    match event:
        case TripReported():
            return trip.reported(event, **_with_days(event))
        case TripConfirmed():
            return trip.saying(event, stage=TripStage.CONFIRMED)
        case TripRescheduled():
            return trip.saying(event, nights=event.nights)
        case TripDeparted():
            return trip.saying(event, stage=TripStage.DEPARTED)
        case TripReturned():
            return trip.saying(event, stage=TripStage.RETURNED)
        case TripCancelled():
            return trip.saying(event, stage=TripStage.CANCELLED)
        case TripPostponed():
            return trip.saying(event, stage=TripStage.POSTPONED)
        case TripReinstated():
            return trip.saying(event, stage=TripStage.PLANNED, **_with_days(event))
        case TripClassified():
            return trip.saying(event, public_from=event.public_from)
        case TripChanged():
            return trip.changed(event.fields)
        case TripCorrected():
            return trip.corrected(event.event, event.fields)
        case TripWithdrawn():
            return trip.withdrawing(event.event)
        case TripPlanned():
            raise impossible(trip, event)
        case _:
            assert_never(event)


def _with_days(event: TripReported | TripReinstated) -> dict[str, int | None]:
    """The nights of an event that says on which days: they go with them, even as nothing."""
    return {"nights": event.nights} if isinstance(event.period, (Period, FuzzyDate)) else {}
