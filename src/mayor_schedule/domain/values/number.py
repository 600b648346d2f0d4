"""`Number`: an exact reported number, and `Series`, the name under which numbers of one kind are reported."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, Field, ValidationInfo

from mayor_schedule.errors import InvalidValueError
from mayor_schedule.messages import say

from .base import Spelling, is_stored

_NUMBER: Final = re.compile(r"-?\d{1,30}(\.\d{1,12})?")


def _stored(given: str) -> Decimal:
    try:
        return Decimal(given)
    except InvalidOperation:
        raise InvalidValueError(say("MS-0314", "this is no number")) from None


def _exact(given: Any, info: ValidationInfo) -> Any:
    if is_stored(info):
        return _stored(given) if isinstance(given, str) else given
    if isinstance(given, bool) or not isinstance(given, (int, float, str, Decimal)):
        raise InvalidValueError(say("MS-0315", "write a number, such as 30"))
    text = f"{given:f}" if isinstance(given, Decimal) else str(given).strip()
    if not _NUMBER.fullmatch(text):
        raise InvalidValueError(
            say(
                "MS-0316",
                "{given!r} is not an exact number; write digits without separators, such as 357200",
                given=text[:40],
            )
        )
    number = Decimal(text)
    return int(number) if number == number.to_integral_value() else number


_WRITTEN = Annotated[str, Spelling(r"^\s*-?[0-9]{1,30}(?:\.[0-9]{1,12})?\s*$")]
Number = Annotated[
    int | Decimal,
    BeforeValidator(_exact, json_schema_input_type=int | float | _WRITTEN),
    Field(description="an exact number; say approximate: true where the source says 'some'"),
]

Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,79}$", description="the key of a series, such as state_guests")]
_SERIES: Final = (
    r"^[a-z][a-z0-9_]{0,79}(?:/[^\u0000-\u002c\u002f\u003a-\u0040\u005b-\u005e\u0060\u007b-\u00a0]{1,80})?$"
)
Series = Annotated[
    str,
    Field(
        pattern=r"^[a-z][a-z0-9_]{0,79}(/[\w.\-]{1,80})?$",
        description="a series: its key, and its scope behind a slash where it has one",
    ),
    Spelling(_SERIES, _SERIES),
]
