"""`Party` and `Person`: who takes part."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from pydantic import GetJsonSchemaHandler, ValidationInfo, model_validator
from pydantic_core import CoreSchema

from mayor_schedule.errors import InvalidValueError
from mayor_schedule.messages import say

from .base import Value, is_stored, named, or_as
from .place import Country
from .text import WORDS, Text


class PartyKind(StrEnum):
    """What a party is. A canton is a region and not the city in it."""

    CITY = "city"
    REGION = "region"
    STATE = "state"
    ORGANIZATION = "organization"
    UNIVERSITY = "university"
    OFFICE = "office"
    COMPANY = "company"


class Party(Value):
    """A body that makes an agreement, sends a guest, hosts or organises. Plain words are its name.

    Attributes:
        name: as the source writes it.
        kind: city, region, state, organization, university, office or company; None where the source does not say.
        country: ISO 3166-1 alpha-2.
    """

    name: Text
    kind: PartyKind | None = None
    country: Country | None = None

    _spelled = model_validator(mode="before")(named("name"))

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return or_as({**WORDS, "description": "its name"}, schema=schema, handler=handler)


class Person(Value):
    """Somebody, identified by name, office or both: "the mayor of Barcelona" has no name. Plain words are a name.

    Attributes:
        name: the personal name, if the source gives it.
        office: the office held, such as "President of Poland".
        of: the body that the person represents.
    """

    name: Text | None = None
    office: Text | None = None
    of: Party | None = None

    _spelled = model_validator(mode="before")(named("name"))

    @model_validator(mode="after")
    def _somebody(self, info: ValidationInfo) -> Person:
        if not is_stored(info) and self.name is None and self.office is None:
            raise InvalidValueError(
                say(
                    "MS-0317",
                    "a person needs a name or an office; count guests without either in a stated figure instead",
                )
            )
        return self

    @property
    def label(self) -> Text:
        """The name if there is one, else the office."""
        label = self.name or self.office
        if label is None:  # only a stored value of a later rule could be so
            return Text.of("?")
        return label

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return or_as({**WORDS, "description": "a name"}, schema=schema, handler=handler, needs=("name", "office"))
