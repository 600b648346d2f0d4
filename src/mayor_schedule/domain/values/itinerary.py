"""`Stop` and `Leg`: what an itinerary consists of."""

from __future__ import annotations

from typing import Any

from pydantic import model_validator

from .base import Value
from .moment import Moment
from .period import Period
from .place import Place


class Stop(Value):
    """One stop of an itinerary; without a period where nobody said on which days.

    In a file, the fields of the place may stand beside the period, and plain words are a city.
    """

    place: Place
    period: Period | None = None

    @model_validator(mode="before")
    @classmethod
    def _spelled(cls, given: Any) -> Any:
        if isinstance(given, (str, Place)):
            return {"place": given}
        if isinstance(given, dict) and "place" not in given:
            place = {name: value for name, value in given.items() if name != "period"}
            return {"place": place, "period": given.get("period")}
        return given


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
