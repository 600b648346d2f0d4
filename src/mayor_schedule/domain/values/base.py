"""What every value has in common: frozen, strict about names, and checked only when it is new.

Rules on values run when a value is made or arrives in a command. A value read back from a stored event is decoded for
its structure alone: the zone database, or a rule, may have changed since, and history must still be read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema

STORED: Final[dict[str, Any]] = {"stored": True}
"""The validation context in which stored events are decoded: structure only, no rules."""


def is_stored(info: ValidationInfo) -> bool:
    """Whether this validation decodes a stored event, so that no rule may run."""
    return info.context is STORED


def named(field: str) -> Callable[[Any], Any]:
    """A "before" validator by which plain words stand for the value with just that field."""

    def spelled(given: Any) -> Any:
        return {field: given} if isinstance(given, str) else given

    return spelled


@dataclass(frozen=True)
class Spelling:
    """How a text is written, for a JSON Schema: it says what a validator of our own checks.

    The expressions are ECMA-262's and Python's alike: neither has letters of every script in a class that both know.

    Attributes:
        given: what a command may give.
        stored: what an event holds.
    """

    given: str
    stored: str | None = None

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """The schema of the text, with its pattern."""
        pattern = self.given if handler.mode == "validation" else self.stored
        return handler(schema) if pattern is None else {**handler(schema), "pattern": pattern}


def or_as(
    *forms: dict[str, Any], schema: CoreSchema, handler: GetJsonSchemaHandler, needs: tuple[str, ...] = ()
) -> dict[str, Any]:
    """The JSON Schema of a value for which a file may also write something else, such as plain words.

    Args:
        forms: the schemas of what may be written instead.
        schema: the value's own, as pydantic has it.
        handler: makes a JSON Schema of it.
        needs: the fields of which it has to have one.
    """
    fields = handler(schema)
    if handler.mode == "serialization":
        return fields
    if needs:
        fields["anyOf"] = [{"required": [name]} for name in needs]
    return {"anyOf": [*forms, fields]}


class Value(BaseModel):
    """A frozen value: equal by content, unknown names refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)
