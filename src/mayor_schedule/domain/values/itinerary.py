"""`Stop` and `Leg`: what an itinerary consists of."""

from __future__ import annotations

from typing import Any

from pydantic import GetJsonSchemaHandler, model_validator
from pydantic_core import CoreSchema

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

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        fields = handler(schema)
        if handler.mode == "serialization":
            return fields
        city, place = handler.resolve_ref_schema(fields["properties"]["place"])["anyOf"]
        beside = {**place, "properties": {**place["properties"], "period": fields["properties"]["period"]}}
        beside["title"], beside["description"] = fields["title"], "A place, with its days beside it."
        return {"anyOf": [city, fields, beside]}


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
