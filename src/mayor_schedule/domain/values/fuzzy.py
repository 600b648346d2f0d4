"""`FuzzyDate`: a date as exactly as it is known: a month, a half-year, an open interval; in EDTF (ISO 8601-2).

Where a document says no more than ``10월`` or ``9월~``, nothing here makes a day of it. Reading the notation and saying
it in words is in `fuzzy_text`; reading what documents print is in `phrases`.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache
from typing import Annotated, Any, Final

from pydantic import Field, GetJsonSchemaHandler, ValidationInfo, model_validator
from pydantic_core import CoreSchema

from mayor_schedule.errors import InvalidValueError
from mayor_schedule.messages import say

from .base import Spelling, Value, is_stored, or_as
from .fuzzy_text import EDTF, Part, read_edtf, spoken

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@lru_cache(maxsize=4096)
def _parts(edtf: str) -> tuple[Part | None, ...]:
    return read_edtf(edtf)


@lru_cache(maxsize=4096)
def bounds(edtf: str) -> tuple[date | None, date | None]:
    """The first and the last day that an EDTF string can mean; qualifiers such as ``~`` do not widen it.

    Winter (``2018-24``) runs from December into February of the next year, as on the northern half of the globe;
    the standard leaves that open.

    Args:
        edtf: a date or an interval.

    Returns:
        The two days, both included; None on an open side.

    Raises:
        InvalidValueError: text that is no EDTF of the forms read here.
    """
    parts = _parts(edtf)
    start, end = parts[0], parts[-1]
    return start and start.first, end and end.last


class FuzzyDate(Value):
    """A date as exactly as it is known. Also read from its bare EDTF string, and from a year or a day in YAML.

    Attributes:
        edtf: ``2018``, ``2018-10``, ``2018-08-23``, ``2018-40`` (first half-year), ``2018-07/2018-08``, ``2018-09/..``.
        printed: the form in which a document prints it, such as ``10월``.
    """

    edtf: Annotated[str, Field(strict=True), Spelling(EDTF)]
    printed: str | None = None

    @classmethod
    def of(cls, edtf: str | int | date, *, printed: str | None = None) -> FuzzyDate:
        """Make a fuzzy date: ``FuzzyDate.of("2018-10", printed="10월")``.

        Raises:
            InvalidValueError: text that is no EDTF of the forms read here, or a date that cannot be.
        """
        text = _as_text(edtf)
        bounds(text)
        return cls(edtf=text, printed=printed)

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, given: Any) -> Any:
        # YAML resolves 2018 to a number and 2018-08-23 to a date by itself.
        return {"edtf": _as_text(given)} if isinstance(given, (str, int, date)) else given

    @model_validator(mode="after")
    def _readable(self, info: ValidationInfo) -> FuzzyDate:
        if not is_stored(info):
            bounds(self.edtf)
        return self

    @property
    def earliest(self) -> date | None:
        """The first day that it can mean; None if it has no start."""
        return bounds(self.edtf)[0]

    @property
    def latest(self) -> date | None:
        """The last day that it can mean; None if it has no end."""
        return bounds(self.edtf)[1]

    @property
    def is_day(self) -> bool:
        """Whether it is one exact day, with nothing approximate or uncertain about it."""
        return _DAY.fullmatch(self.edtf) is not None

    @property
    def approximate(self) -> bool:
        """Whether it, or an end of it, is marked as approximate (``~`` or ``%``)."""
        return "~" in self.edtf or "%" in self.edtf

    @property
    def uncertain(self) -> bool:
        """Whether it, or an end of it, is marked as uncertain (``?`` or ``%``)."""
        return "?" in self.edtf or "%" in self.edtf

    def title(self, lang: str, *, within_year: int | None = None) -> str:
        """Say it for people: ``2018년 10월`` or "October 2018".

        Args:
            lang: a BCP 47 tag; Korean, and English for every other.
            within_year: a year that goes without saying where the words stand.
        """
        try:
            return spoken(_parts(self.edtf), lang, within_year)
        except InvalidValueError:  # stored when more was read
            return self.printed or self.edtf

    def __str__(self) -> str:
        return self.edtf

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        said = "EDTF (ISO 8601-2), such as 2018-10, 2018-40 or 2018-09/.."
        text = {"type": "string", "pattern": EDTF, "description": said}
        year = {"type": "integer", "minimum": 1000, "maximum": 9999, "description": "a year"}
        return or_as(text, year, schema=schema, handler=handler)


def _as_text(given: str | int | date) -> str:
    """EDTF text from what a file or a caller may give for it."""
    if isinstance(given, str):
        return given
    if isinstance(given, date) and not isinstance(given, datetime):
        return given.isoformat()
    if isinstance(given, int) and not isinstance(given, bool) and 1000 <= given <= 9999:
        return str(given)
    raise InvalidValueError(
        say("MS-0285", "{given!r} is no date; write EDTF text such as 2018, 2018-10 or 2018-08-23", given=given)
    )
