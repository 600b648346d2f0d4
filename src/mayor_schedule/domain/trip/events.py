"""What can happen to a trip."""

from __future__ import annotations

from ..model import (
    Because,
    Classifying,
    Corrected,
    Event,
    Nights,
    Opened,
    Withdrawn,
)  # fmt: skip
from ..values.period import Period
from ..values.when import Dates
from .commands import Itinerary, TripDetails, TripFacts, TripStage


class TripPlanned(Itinerary, Opened, Event):
    """A trip was planned."""

    topic = "trip.planned"


class TripReported(Itinerary, Opened, Event):
    """A trip was found at some stage."""

    topic = "trip.reported"
    stage: TripStage


class TripConfirmed(Event):
    """The trip was confirmed."""

    topic = "trip.confirmed"


class TripRescheduled(Because, Event):
    """The trip moved to other days."""

    topic = "trip.rescheduled"
    period: Dates
    nights: Nights | None = None


class TripChanged(Because, Event):
    """Something else about the trip changed."""

    topic = "trip.changed"
    fields: TripDetails


class TripDeparted(Event):
    """The delegation left."""

    topic = "trip.departed"


class TripReturned(Event):
    """The delegation came home."""

    topic = "trip.returned"
    actual_period: Period | None = None
    actual_nights: Nights | None = None


class TripCancelled(Because, Event):
    """The trip was called off."""

    topic = "trip.cancelled"


class TripPostponed(Because, Event):
    """The trip was put off, with no new days."""

    topic = "trip.postponed"


class TripReinstated(Because, Event):
    """The trip is on again."""

    topic = "trip.reinstated"
    period: Dates | None = None
    nights: Nights | None = None


class TripClassified(Classifying, Event):
    """Who may see the trip was said anew."""

    topic = "trip.classified"


class TripCorrected(Corrected, Event):
    """What one event said of the trip was wrong."""

    topic = "trip.corrected"
    fields: TripFacts


class TripWithdrawn(Withdrawn, Event):
    """The trip, or one of its events, was entered in error."""

    topic = "trip.withdrawn"


TripEvents = (
    TripPlanned | TripReported | TripConfirmed | TripRescheduled | TripChanged | TripDeparted | TripReturned
    | TripCancelled | TripPostponed | TripReinstated | TripClassified | TripCorrected | TripWithdrawn
)  # fmt: skip
