"""What every value has in common: frozen, strict about names, and checked only when it is new.

Rules on values run when a value is made or arrives in a command. A value read back from a stored event is decoded for
its structure alone: the zone database, or a rule, may have changed since, and history must still be read.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, ValidationInfo

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


class Value(BaseModel):
    """A frozen value: equal by content, unknown names refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)
