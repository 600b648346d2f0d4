"""`Number`: an exact reported number, and `Series`, the name under which numbers of one kind are reported."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, Field, ValidationInfo

from mayor_schedule.errors import InvalidValueError

from .base import is_stored

_NUMBER: Final = re.compile(r"-?\d{1,30}(\.\d{1,12})?")


def _stored(given: str) -> Decimal:
    try:
        return Decimal(given)
    except InvalidOperation:
        raise InvalidValueError("this is no number") from None


def _exact(given: Any, info: ValidationInfo) -> Any:
    if is_stored(info):
        return _stored(given) if isinstance(given, str) else given
    if isinstance(given, bool) or not isinstance(given, (int, float, str, Decimal)):
        raise InvalidValueError("write a number, such as 30")
    text = f"{given:f}" if isinstance(given, Decimal) else str(given).strip()
    if not _NUMBER.fullmatch(text):
        raise InvalidValueError(
            f"{text[:40]!r} is not an exact number; write digits without separators, such as 357200"
        )
    number = Decimal(text)
    return int(number) if number == number.to_integral_value() else number


Number = Annotated[
    int | Decimal,
    BeforeValidator(_exact, json_schema_input_type=int | float),
    Field(description="an exact number; say approximate: true where the source says 'some'"),
]

Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,79}$", description="the key of a series, such as state_guests")]
Series = Annotated[
    str,
    Field(
        pattern=r"^[a-z][a-z0-9_]{0,79}(/[\w.\-]{1,80})?$",
        description="a series: its key, and its scope behind a slash where it has one",
    ),
]
