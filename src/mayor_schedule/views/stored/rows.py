"""What is kept of each event for the calendar, and under which headings it can be found."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final, Literal, NamedTuple

from pydantic import TypeAdapter
from pydantic_core import from_json, to_json

from mayor_schedule.domain.values.base import STORED
from mayor_schedule.domain.values.identity import kind_of
from mayor_schedule.domain.values.itinerary import Stop
from mayor_schedule.domain.values.moment import Moment
from mayor_schedule.domain.values.place import Place
from mayor_schedule.domain.values.text import Text
from mayor_schedule.domain.values.visibility import Visibility
from mayor_schedule.domain.values.when import Timed, Unknown, When, bounds
from mayor_schedule.errors import StoreError
from mayor_schedule.messages import Saying

from ..calendar import may_come
from ..outline import Outline

FOREVER: Final = "9999-12-31"
"""The day until which something is known that nothing has changed yet; no day of knowledge is as late."""

UNDATED: Final = "undated"
"""The heading of what may come, and of which no day is known."""

INNER: Final = "inner"
"""The heading of what may come, and lies on an unknown day within another subject's dates."""

WIDE: Final = "wide"
"""The heading of what comes back by a rule, or may touch more than a few years."""

WHOLES: Final = frozenset({"trip", "visit", "engagement", "occasion"})
"""The kinds of subjects that always have an outline: what lies within one of them is found through it."""

_MONTHS: Final = 3
_YEARS: Final = 4
"""How many months, and how many years, a date is filed under one by one."""

_DAMAGED: Final = Saying(
    "MS-0862", "what is kept of the log for calendars is damaged; mayor-schedule work --rebuild makes it anew"
)
_OUTLINES: Final = TypeAdapter(Outline)
_TITLES: Final = TypeAdapter[Text](Text)
_PLACES: Final = TypeAdapter[Place](Place)
_STOPS: Final = TypeAdapter[tuple[Stop, ...]](tuple[Stop, ...])
_WHENS: Final = TypeAdapter[When](When)


class Row(NamedTuple):
    """What one subject was after one of its events, as far as the calendar asks.

    Attributes:
        subject: its id.
        version: the number of its events by then.
        position: the position of the last of them in the log.
        known_on: the day on which the office knew that one.
        opened: the position of its first event.
        uid: its public id.
        visibility: who may see it.
        public_from: the instant of an embargo.
        is_withdrawn: whether it was entered in error.
        outline: what a calendar tells of it, in JSON; None where it tells nothing.
    """

    subject: str
    version: int
    position: int
    known_on: date
    opened: int
    uid: str
    visibility: Visibility
    public_from: datetime | None
    is_withdrawn: bool
    outline: str | None


def outline_to_json(outline: Outline) -> str:
    """An outline as it is kept; what it does not say is left out."""
    return _OUTLINES.dump_json(outline, exclude_none=True).decode()


@lru_cache(maxsize=16_384)
def outline_from_json(kept: str) -> Outline:
    """An outline that was kept. As in stored events, only its structure is checked.

    Titles and places come back in many outlines, and are read once.

    Raises:
        StoreError: it is none.
    """
    try:
        given = from_json(kept)
        given["title"] = _title(to_json(given["title"]))
        given["when"] = _when(given["when"])
        if "place" in given:
            given["place"] = _place(to_json(given["place"]))
        given["stops"] = _stops(to_json(given["stops"])) if given["stops"] else ()
        return Outline(**given)
    except (TypeError, KeyError, AttributeError, ValueError) as error:
        raise StoreError(_DAMAGED()) from error


@lru_cache(maxsize=4_096)
def _title(kept: bytes) -> Text:
    return _TITLES.validate_json(kept, context=STORED)


@lru_cache(maxsize=4_096)
def _place(kept: bytes) -> Place:
    return _PLACES.validate_json(kept, context=STORED)


@lru_cache(maxsize=4_096)
def _stops(kept: bytes) -> tuple[Stop, ...]:
    return _STOPS.validate_json(kept, context=STORED)


def _when(given: dict[str, Any]) -> When:
    """A date; a time, which most have, by hand: to validate one takes longer than all else."""
    if "start" not in given or given.keys() - {"start", "end"}:
        return _WHENS.validate_python(given, context=STORED)
    end = given.get("end")
    return Timed.model_construct(start=_moment(**given["start"]), end=None if end is None else _moment(**end))


def _moment(local: str, zone: str, fold: Literal[0, 1] | None = None) -> Moment:
    return Moment.model_construct(local=datetime.fromisoformat(local), zone=zone, fold=fold)


def headings(outline: Outline | None) -> frozenset[str]:
    """What a subject is filed under: the months that its date may touch, else what stands for them.

    Whatever a calendar shows between two days is filed under one of the `headings_between` them, or within what is.
    """
    if outline is None:
        return frozenset()
    if outline.is_series:
        return frozenset({WIDE, UNDATED})
    first, last = (None, None) if outline.is_postponed else bounds(outline.when)
    if first is None and last is None:
        return frozenset(_without_day(outline))
    return _dated(first, last)


def _without_day(outline: Outline) -> Iterator[str]:
    """What lies on an unknown day may come on any, or on those of a whole, if that can be seen."""
    comes = may_come(outline)
    wholes = () if outline.is_postponed else wholes_of(outline)
    yield from (within(each) for each in wholes)
    if wholes and (comes or any(kind_of(each) not in WHOLES for each in wholes)):
        yield INNER
    if comes and not wholes:
        yield UNDATED


def wholes_of(outline: Outline) -> tuple[str, ...]:
    """The subjects in whose dates an unknown date may lie; none where the date is known."""
    if not isinstance(outline.when, Unknown):
        return ()
    return tuple(each for each in dict.fromkeys((outline.when.within, outline.part_of)) if each is not None)


def within(whole: str) -> str:
    """The heading of what lies on an unknown day within a subject's dates."""
    return f"in {whole}"


@lru_cache(maxsize=4_096)
def _dated(first: date | None, last: date | None) -> frozenset[str]:
    if first is None or last is None:
        return frozenset({WIDE})
    if _month(last) - _month(first) < _MONTHS:
        return frozenset(_months(first, last))
    if last.year - first.year < _YEARS:
        return frozenset(str(year) for year in range(first.year, last.year + 1))
    return frozenset({WIDE})


def headings_between(first: date, last: date) -> list[str]:
    """The headings under which everything is that may take place from one day to another."""
    years = [str(year) for year in range(first.year, last.year + 1)]
    return [*_months(first, last), *years, WIDE, UNDATED, INNER]


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _months(first: date, last: date) -> Iterator[str]:
    return (f"{each // 12:04}-{each % 12 + 1:02}" for each in range(_month(first), _month(last) + 1))
