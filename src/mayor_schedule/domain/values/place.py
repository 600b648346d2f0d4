"""`Place`: where something is."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, GetJsonSchemaHandler, ValidationInfo, model_validator
from pydantic_core import CoreSchema

from mayor_schedule.errors import InvalidValueError
from mayor_schedule.messages import say

from .base import Spelling, Value, is_stored, named, or_as
from .text import WORDS, Text
from .zones import ZONE, check_zone

Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$", description="ISO 3166-1 alpha-2, such as ES")]


class Coordinates(Value):
    """A point on Earth, WGS 84, in decimal degrees."""

    latitude: Annotated[float, Field(ge=-90, le=90)]
    longitude: Annotated[float, Field(ge=-180, le=180)]


class Place(Value):
    """A place: a city, a venue, or both, as far as it is known. Plain words are a city.

    Attributes:
        city: the city's name.
        venue: the building or hall.
        country: ISO 3166-1 alpha-2.
        zone: an IANA time zone, such as ``Europe/Madrid``.
        coordinates: WGS 84, when known.
    """

    city: Text | None = None
    venue: Text | None = None
    country: Country | None = None
    zone: Annotated[str, Spelling(f"^{ZONE}$")] | None = None
    coordinates: Coordinates | None = None

    _spelled = model_validator(mode="before")(named("city"))

    @model_validator(mode="after")
    def _somewhere(self, info: ValidationInfo) -> Place:
        if is_stored(info):
            return self
        if self.city is None and self.venue is None and self.country is None:
            raise InvalidValueError(say("MS-0322", "a place needs a city, a venue or a country"))
        if self.zone is not None:
            check_zone(self.zone)
        return self

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        city = {**WORDS, "description": "the name of a city"}
        return or_as(city, schema=schema, handler=handler, needs=("city", "venue", "country"))
