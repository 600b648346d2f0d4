"""`Period`: calendar days from a first to a last, both included; and how many nights can lie between them.

Days are counted where the office is. Nights (박) are *stated*, never computed: in Korean usage they count
nights lodged, so a trip of 9박 11일 has eleven days, ten nights between them, nine lodged and one in flight.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import GetJsonSchemaHandler, ValidationInfo, model_validator
from pydantic_core import CoreSchema

from mayor_schedule.errors import InvalidValueError

from .base import Value, is_stored
from .days import Day, read_day


class Period(Value):
    """Inclusive calendar days. Also read from ``2018-09-27/2018-10-07`` (ISO 8601-1) or a single day.

    Attributes:
        first: the first day.
        last: the last day; the same as the first for a single day.
        printed: the form in which a document prints it, such as ``9.27.~10.7``.
    """

    first: Day
    last: Day
    printed: str | None = None

    @classmethod
    def of(cls, first: str | date, last: str | date | None = None, *, printed: str | None = None) -> Period:
        """Make a period: ``Period.of("2018-09-27", "2018-10-07")``.

        Args:
            first: the first day, a date or ``YYYY-MM-DD``.
            last: the last day; left out for a single day.
            printed: the printed form, kept beside the days.

        Raises:
            InvalidValueError: a day that cannot be, or a last day before the first.
        """
        begin = read_day(first)
        end = begin if last is None else read_day(last)
        _check_order(begin, end)
        return cls(first=begin, last=end, printed=printed)

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, given: Any) -> Any:
        if isinstance(given, str):
            first, slash, last = given.partition("/")
            return {"first": first, "last": last if slash else first}
        # YAML resolves 2018-08-11 to a date by itself.
        return {"first": given, "last": given} if isinstance(given, date) else given

    @model_validator(mode="after")
    def _in_order(self, info: ValidationInfo) -> Period:
        if not is_stored(info):
            _check_order(self.first, self.last)
        return self

    @property
    def days(self) -> int:
        """How many calendar days there are, the first and the last included."""
        return (self.last - self.first).days + 1

    def covers(self, day: date) -> bool:
        """Whether the day lies within the period, the first and the last day included."""
        return self.first <= day <= self.last

    def overlaps(self, other: Period) -> bool:
        """Whether the two periods share at least one day."""
        return self.first <= other.last and other.first <= self.last

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}/{self.last}"

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        fields = handler(schema)
        if handler.mode == "serialization":
            return fields
        day = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
        text = {
            "type": "string",
            "pattern": f"^{day}(/{day})?$",
            "description": "a day or an ISO 8601 interval of days, such as 2018-09-27/2018-10-07",
        }
        return {"anyOf": [text, fields]}


def _check_order(first: date, last: date) -> None:
    if last < first:
        raise InvalidValueError(f"a period cannot end on {last}, before its first day {first}; exchange them")


def check_nights(days: int, nights: int | None) -> None:
    """Check that stated nights fit between a number of days.

    Args:
        days: calendar days, inclusive.
        nights: nights lodged as stated, None where nobody stated them.

    Raises:
        InvalidValueError: fewer than one day, negative nights, or more nights than lie between the days.
    """
    if days < 1:
        raise InvalidValueError(f"{days} days are no period; the shortest is 1 day")
    if nights is None:
        return
    if nights < 0:
        raise InvalidValueError(f"{_count(nights, 'night')} cannot be; leave them out if none are stated")
    if nights > days - 1:
        room = days - 1
        lie = "night lies" if room == 1 else "nights lie"
        fit = "does not fit" if nights == 1 else "do not fit"
        raise InvalidValueError(
            f"{_count(nights, 'night')} {fit} into {_count(days, 'day')}: at most {room} {lie} between them"
        )


def nights_in_flight(days: int, nights: int) -> int:
    """The nights between the days that were not lodged: ``days - 1 - nights``.

    Args:
        days: calendar days, inclusive.
        nights: nights lodged as stated.

    Raises:
        InvalidValueError: nights that do not fit (see `check_nights`).
    """
    check_nights(days, nights)
    return days - 1 - nights


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
