"""`Recurrence`: on which days something comes back: a rule of RFC 5545 section 3.3.10, days left out, days added.

A rule counts in days: it comes back at most once a day, so that a day names an occurrence. Its UNTIL is a local day,
the last one included; a feed makes an instant of it. The first day belongs to whoever has the recurrence, and has to be
one of the rule's (RFC 5545 section 3.8.5.3 leaves it open what happens otherwise).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time
from functools import lru_cache
from typing import Annotated, Any, Final

from dateutil.rrule import rrule, rrulestr
from pydantic import GetJsonSchemaHandler, ValidationInfo, model_validator
from pydantic_core import CoreSchema

from mayor_schedule.errors import InvalidValueError
from mayor_schedule.messages import Message, Saying, say, term

from .base import Spelling, Value, is_stored, or_as
from .days import Day

LONGEST: Final = 1_000
"""The largest INTERVAL, and how many days may be left out or added."""

_WEEKDAY: Final = r"(?:[+-]?[1-5])?(?:MO|TU|WE|TH|FR|SA|SU)"
_MONTH: Final = r"(?:[1-9]|1[0-2])"
_MONTHDAY: Final = r"[+-]?(?:[1-9]|[12][0-9]|3[01])"
_POSITION: Final = r"[+-]?(?:[1-9]|[1-9][0-9]|[12][0-9]{2}|3[0-5][0-9]|36[0-6])"
_PARTS: Final = {
    "FREQ": r"DAILY|WEEKLY|MONTHLY|YEARLY",
    "INTERVAL": r"[1-9][0-9]{0,3}",
    "COUNT": r"[1-9][0-9]{0,3}",
    "UNTIL": r"[0-9]{8}",
    "BYMONTH": rf"{_MONTH}(?:,{_MONTH})*",
    "BYMONTHDAY": rf"{_MONTHDAY}(?:,{_MONTHDAY})*",
    "BYDAY": rf"{_WEEKDAY}(?:,{_WEEKDAY})*",
    "BYSETPOS": rf"{_POSITION}(?:,{_POSITION})*",
    "WKST": r"MO|TU|WE|TH|FR|SA|SU",
}
"""The parts of a rule that are read, in the order in which they are kept."""

_RULE: Final = "[Ff][Rr][Ee][Qq] *= *[A-Za-z]"
"""What every rule has, for a JSON Schema."""

UNTIL: Final = re.compile(r";UNTIL=([0-9]+)")
_WITH: Final = {"DAILY": {"BYDAY", "BYMONTH"}, "WEEKLY": {"BYDAY", "BYMONTH"}}
"""The parts that pick days in rules by days and weeks; rules by months and years can have all of them."""

_EXAMPLE: Final = term("write a rule such as FREQ=WEEKLY;BYDAY=MO or FREQ=MONTHLY;BYDAY=1TU;UNTIL=20181231")
_NO_RULE: Final = Saying("MS-0323", "{rule!r} is no rule; {example}")


class Recurrence(Value):
    """On which days something comes back. Plain words are the rule.

    Attributes:
        rule: a RECUR value of RFC 5545 such as ``FREQ=WEEKLY;BYDAY=MO``, with COUNT, with UNTIL as a local day
            (``UNTIL=20181231``, included), or without an end. At most once a day.
        excluded: days of the rule on which it does not take place.
        added: days beside the rule's, at the same time of day.
    """

    rule: Annotated[str, Spelling(_RULE)]
    excluded: tuple[Day, ...] = ()
    added: tuple[Day, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _spelled(cls, given: Any, info: ValidationInfo) -> Any:
        if isinstance(given, str):
            given = {"rule": given}
        if is_stored(info) or not isinstance(given, dict):
            return given
        rule = given.get("rule")
        return {**given, "rule": canonical(rule)} if isinstance(rule, str) else given

    @model_validator(mode="after")
    def _bounded(self, info: ValidationInfo) -> Recurrence:
        if not is_stored(info) and max(len(self.excluded), len(self.added)) > LONGEST:
            raise InvalidValueError(
                say("MS-0324", "more than {most} days are left out or added; write a rule for them", most=LONGEST)
            )
        return self

    @property
    def is_open(self) -> bool:
        """Whether it goes on for ever."""
        return "COUNT=" not in self.rule and "UNTIL=" not in self.rule

    def days(self, start: date, last: date) -> Iterator[date]:
        """The days of a series, in order, from its first day to a last one.

        Args:
            start: the first day of the series.
            last: the last day of interest, included.
        """
        excluded = frozenset(self.excluded)
        added = sorted({each for each in self.added if start <= each <= last} - excluded)
        for day in _ruled(self.rule, start):
            if day > last:
                break
            while added and added[0] < day:
                yield added.pop(0)
            if added and added[0] == day:
                added.pop(0)
            if day not in excluded:
                yield day
        yield from added

    def last_day(self, start: date) -> date | None:
        """The last day on which a series that begins on a day can be; None if it goes on for ever."""
        until = UNTIL.search(self.rule)
        if until is not None:
            return max((read_until(until[1]), *self.added))
        return None if self.is_open else _last_counted(self, start)

    def begins_on(self, day: date) -> bool:
        """Whether a series can begin on this day: whether it is one of the rule's."""
        late = _late(day)
        return next(_ruled(UNTIL.sub("", self.rule), late), None) == late

    def comes_after(self, day: date) -> bool:
        """Whether the rule has any day at all from one on, however late, if nothing ended it."""
        return next(_ruled(UNTIL.sub("", self.rule), _late(day)), None) is not None

    def __str__(self) -> str:
        return self.rule

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        said = "a rule of RFC 5545, such as FREQ=WEEKLY;BYDAY=MO"
        return or_as({"type": "string", "pattern": _RULE, "description": said}, schema=schema, handler=handler)


def _late(day: date) -> date:
    """The same day, late: the calendar comes round in 400 years, and near its end one without any is soon given up."""
    return day.replace(year=day.year + 400 * ((date.max.year - day.year) // 400))


def canonical(rule: str) -> str:
    """A rule with its parts in one order and spelling, and without those that say nothing.

    Raises:
        InvalidValueError: it is no rule, or one of a kind that is not read.
    """
    given: dict[str, str] = {}
    for part in rule.strip().upper().removeprefix("RRULE:").rstrip(";").split(";"):
        name, equals, value = (each.strip() for each in part.partition("="))
        if not equals or name in given:
            raise InvalidValueError(_NO_RULE(rule=rule[:60], example=_EXAMPLE))
        given[name] = value
    unread = sorted(set(given) - set(_PARTS))
    if unread:
        raise InvalidValueError(
            say("MS-0325", "a rule with {part} is not read; {example}", part=unread[0][:20], example=_EXAMPLE)
        )
    if "FREQ" not in given:
        raise InvalidValueError(
            say("MS-0326", "{rule!r} does not say how often (FREQ); {example}", rule=rule[:60], example=_EXAMPLE)
        )
    for name, value in given.items():
        if not re.fullmatch(_PARTS[name], value):
            raise InvalidValueError(_unread(name, value[:40]))
    _check(given)
    silent = {("INTERVAL", "1"), ("WKST", "MO")}
    return ";".join(f"{name}={given[name]}" for name in _PARTS if name in given and (name, given[name]) not in silent)


def _unread(name: str, value: str) -> Message:
    """Why a part of a rule is not read."""
    if name == "UNTIL":
        said = term("UNTIL={value} in a rule is not read, since it is a local day, YYYYMMDD", value=value)
    elif name == "FREQ":
        said = term("FREQ={value} in a rule is not read, since it comes back at most once a day", value=value)
    else:
        said = term("{name}={value} in a rule is not read", name=name, value=value)
    return say("MS-0327", "{said}; {example}", said=said, example=_EXAMPLE)


def _check(given: dict[str, str]) -> None:
    if "COUNT" in given and "UNTIL" in given:
        raise InvalidValueError(say("MS-0328", "a rule cannot have both COUNT and UNTIL; leave one of them out"))
    if int(given.get("INTERVAL", 1)) > LONGEST:
        raise InvalidValueError(
            say("MS-0329", "an INTERVAL over {most} is not read; write single dates instead", most=LONGEST)
        )
    if "UNTIL" in given:
        read_until(given["UNTIL"])
    numbered = {each[0] not in "MTWFS" for each in given.get("BYDAY", "MO").split(",")}
    if len(numbered) > 1:  # dateutil takes the days that are both (RFC 5545: either)
        raise InvalidValueError(
            say(
                "MS-0330",
                "BYDAY={days} counts some weekdays and not others; write all with a number",
                days=given["BYDAY"],
            )
        )
    if True in numbered and given["FREQ"] not in ("MONTHLY", "YEARLY"):
        raise InvalidValueError(
            say(
                "MS-0331",
                "BYDAY={days} counts weekdays, which a {frequency} rule cannot",
                days=given["BYDAY"], frequency=given["FREQ"],
            )
        )  # fmt: skip
    picking = {name for name in given if name.startswith("BY")}
    for name in sorted(picking - _WITH.get(given["FREQ"], picking)):
        raise InvalidValueError(
            say(
                "MS-0332",
                "{name} in a {frequency} rule is not read; {example}",
                name=name, frequency=given["FREQ"], example=_EXAMPLE,
            )
        )  # fmt: skip
    if "BYSETPOS" in given and not {"BYDAY", "BYMONTHDAY", "BYMONTH"} & set(given):
        raise InvalidValueError(
            say("MS-0333", "BYSETPOS picks from days that another part of the rule names; none does")
        )


def read_until(until: str) -> date:
    """The last day of a rule, from its UNTIL.

    Raises:
        InvalidValueError: there is no such day.
    """
    try:
        return date.fromisoformat(f"{until[:4]}-{until[4:6]}-{until[6:]}")
    except ValueError:
        raise InvalidValueError(say("MS-0334", "UNTIL={until} is no day; write it as YYYYMMDD", until=until)) from None


@lru_cache(maxsize=1024)
def _parsed(rule: str, start: date) -> rrule:
    parsed = rrulestr(rule, dtstart=datetime.combine(start, time()))
    if not isinstance(parsed, rrule):  # rrulestr gives a set only for several lines
        raise InvalidValueError(_NO_RULE(rule=rule[:60], example=_EXAMPLE))
    return parsed


@lru_cache(maxsize=1024)
def _last_counted(recurrence: Recurrence, start: date) -> date:
    """The last day of a rule with a COUNT: read often, and some rules have their days far apart."""
    return max(recurrence.days(start, date.max), default=start)


def _ruled(rule: str, start: date) -> Iterator[date]:
    """The days of a rule from a first day on, to the end of the calendar."""
    parsed = _parsed(rule, start)
    with suppress(ValueError):  # dateutil looks for days after the last one that there is
        for each in parsed:
            yield each.date()
