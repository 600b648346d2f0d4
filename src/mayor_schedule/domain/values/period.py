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
from mayor_schedule.messages import say, term

from .base import Value, is_stored, or_as
from .days import DAY, Day, read_day


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
        text = {
            "type": "string",
            "pattern": f"^{DAY}(?:/{DAY})?$",
            "description": "a day or an ISO 8601 interval of days, such as 2018-09-27/2018-10-07",
        }
        return or_as(text, schema=schema, handler=handler)


def _check_order(first: date, last: date) -> None:
    if last < first:
        raise InvalidValueError(
            say(
                "MS-0318",
                "a period cannot end on {last}, before its first day {first}; exchange them",
                last=last,
                first=first,
            )
        )


def check_nights(days: int, nights: int | None) -> None:
    """Check that stated nights fit between a number of days.

    Args:
        days: calendar days, inclusive.
        nights: nights lodged as stated, None where nobody stated them.

    Raises:
        InvalidValueError: fewer than one day, negative nights, or more nights than lie between the days.
    """
    if days < 1:
        raise InvalidValueError(say("MS-0319", "{days} days are no period; the shortest is 1 day", days=days))
    if nights is None:
        return
    if nights < 0:
        raise InvalidValueError(
            say("MS-0320", "{nights} nights cannot be; leave them out if none are stated", nights=nights)
        )
    if nights > days - 1:
        raise _too_many(days, nights)


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


def _too_many(days: int, nights: int) -> InvalidValueError:
    room = days - 1
    fit = term("1 night does not fit") if nights == 1 else term("{nights} nights do not fit", nights=nights)
    into = term("1 day") if days == 1 else term("{days} days", days=days)
    most = term("at most 1 night lies") if room == 1 else term("at most {nights} nights lie", nights=room)
    return InvalidValueError(say("MS-0321", "{fit} into {days}: {most} between them", fit=fit, days=into, most=most))
