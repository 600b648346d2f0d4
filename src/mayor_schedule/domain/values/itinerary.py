"""`Stop` and `Leg`: what an itinerary consists of."""

from __future__ import annotations

from .base import Value
from .moment import Moment
from .period import Period
from .place import Place


class Stop(Value):
    """One stop of an itinerary; without a period where nobody said on which days."""

    place: Place
    period: Period | None = None


class Leg(Value):
    """One leg of travel, as far as it is known.

    Attributes:
        origin: where it starts.
        destination: where it ends.
        departs: the local time of departure at the origin.
        arrives: the local time of arrival at the destination.
        carrier: the flight or train, as printed.
    """

    origin: Place
    destination: Place
    departs: Moment | None = None
    arrives: Moment | None = None
    carrier: str | None = None
