"""What can be asked of a trip."""

from __future__ import annotations

from enum import StrEnum

from ..model import (
    Because,
    Classifying,
    Command,
    Correcting,
    Fields,
    Nights,
    Part,
    Reporting,
    Shown,
    Withdrawing,
)  # fmt: skip
from ..values.identity import Name, TripId
from ..values.itinerary import Leg, Stop
from ..values.party import Person
from ..values.period import Period
from ..values.text import Text
from ..values.when import Dates, Unknown


class TripStage(StrEnum):
    """Where a trip is in its life."""

    PLANNED = "planned"
    CONFIRMED = "confirmed"
    POSTPONED = "postponed"
    DEPARTED = "departed"
    RETURNED = "returned"
    CANCELLED = "cancelled"


class TripCommand(Command):
    """A command to one trip."""

    kind = "trip"
    trip: TripId


class Itinerary(Part):
    """What is known of a trip when it is opened.

    Attributes:
        title: what the office calls it.
        period: the days, departure and return inclusive, in the office's days; an EDTF date; or unknown.
        nights: nights lodged, as stated.
        stops: the cities in order.
        legs: the travel, when known.
        delegation: who else travels.
        purpose: what for.
        principal: whose trip it is.
    """

    title: Text
    period: Dates = Unknown()
    nights: Nights | None = None
    stops: tuple[Stop, ...] = ()
    legs: tuple[Leg, ...] = ()
    delegation: tuple[Person, ...] = ()
    purpose: Text | None = None
    principal: Name | None = None


class PlanTrip(Itinerary, Shown, TripCommand):
    """Plan a trip."""


class ReportTrip(Itinerary, TripCommand, Reporting):
    """Enter a trip that is found at some stage, without claiming the earlier ones."""

    stage: TripStage


class ConfirmTrip(TripCommand):
    """Confirm a planned trip."""


class RescheduleTrip(Because, TripCommand):
    """Move a trip to other days."""

    period: Dates
    nights: Nights | None = None


class TripDetails(Fields):
    """What may change of a trip beside its days."""

    needed = frozenset({"title", "period"})
    title: Text | None = None
    stops: tuple[Stop, ...] = ()
    legs: tuple[Leg, ...] = ()
    delegation: tuple[Person, ...] = ()
    purpose: Text | None = None


class ChangeTrip(Because, TripCommand):
    """Record that something else about a trip changed."""

    fields: TripDetails


class DepartTrip(TripCommand):
    """Record the departure."""


class ReturnTrip(TripCommand):
    """Record the return, with the days and nights as they turned out."""

    period: Period | None = None
    nights: Nights | None = None


class CancelTrip(Because, TripCommand):
    """Call a trip off."""


class PostponeTrip(Because, TripCommand):
    """Put a trip off, with no new days yet."""


class ReinstateTrip(Because, TripCommand):
    """Put a postponed or cancelled trip back on, on its old days or on new ones."""

    period: Dates | None = None
    nights: Nights | None = None


class ClassifyTrip(Classifying, TripCommand):
    """Say anew who may see a trip."""


class TripFacts(TripDetails):
    """What of a trip can have been written down wrong."""

    period: Dates | None = None
    nights: Nights | None = None
    actual_period: Period | None = None
    actual_nights: Nights | None = None


class CorrectTrip(Correcting, TripCommand):
    """Put right what was written down wrong."""

    fields: TripFacts


class WithdrawTrip(Withdrawing, TripCommand):
    """Take out a trip, or one of its events, that was entered in error."""


TripCommands = (
    PlanTrip | ReportTrip | ConfirmTrip | RescheduleTrip | ChangeTrip | DepartTrip | ReturnTrip | CancelTrip
    | PostponeTrip | ReinstateTrip | ClassifyTrip | CorrectTrip | WithdrawTrip
)  # fmt: skip
