"""`Moment`: a local wall time in a place's zone, and the instant that it was or will be.

Stored is what people agreed on, the wall time and the IANA zone; the instant is derived from it under today's
zone data, which `zones` reads. A moment whose wall time does not exist any more can still be read.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Annotated, Any, Final, Literal

import pytz
from pydantic import BeforeValidator, Field, GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo, model_validator
from pydantic_core import CoreSchema, core_schema
from pytz.tzinfo import BaseTzInfo

from mayor_schedule.errors import InvalidValueError
from mayor_schedule.messages import Message, say, term

from .base import Spelling, Value, is_stored, or_as
from .days import DAY
from .listing import either
from .zones import ZONE, check_years, check_zone, gap_around, offset_before, offset_text, offsets_of, zone_named

__all__ = ["LocalTime", "Moment", "check_zone"]

_PATTERN: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2})?"
_LOCAL: Final = re.compile(_PATTERN)
_RFC_9557: Final = re.compile(rf"({_PATTERN})(Z|[+-][0-9]{{2}}:[0-9]{{2}})?(?:\[!?([^\]\[=]*)\])?")
LOCAL: Final = rf"{DAY}T(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?"
"""A wall time as an expression has it, for a JSON Schema."""

_TEXT: Final = rf"^{LOCAL}(?:[+-][0-9]{{2}}:[0-9]{{2}})?\[!?{ZONE}\]$"
_EXPECTED: Final = term("write a local time as YYYY-MM-DDThh:mm, such as 2018-10-03T19:00")


def read_local(given: object) -> datetime:
    """Read a wall time: a naive datetime, or text written ``YYYY-MM-DDThh:mm`` with or without ``:ss``.

    Raises:
        InvalidValueError: anything else, a time with an offset or a zone, or one that no clock shows.
    """
    if isinstance(given, str):
        if not _LOCAL.fullmatch(given):
            raise InvalidValueError(
                say(
                    "MS-0301",
                    "write a local time as YYYY-MM-DDThh:mm, such as 2018-10-03T19:00, not {given!r}",
                    given=given[:60],
                )
            )
        try:
            return datetime.fromisoformat(given)
        except ValueError:
            why = _out_of_range(given)
            raise InvalidValueError(
                say("MS-0302", "{given} is no time: {why}; {expected}", given=given, why=why, expected=_EXPECTED)
            ) from None
    if not isinstance(given, datetime):
        kind = type(given).__name__
        raise InvalidValueError(say("MS-0303", "{expected}; a {type} is not a time", expected=_EXPECTED, type=kind))
    if given.tzinfo is not None:
        raise _has_zone(given.tzinfo)
    # PEP 495's fold is kept in a field of its own: equality of datetimes ignores theirs.
    return given.replace(fold=0)


def _out_of_range(given: str) -> Message:
    """Which part of a written wall time no clock or calendar has."""
    year, month, day, hour, minute, _ = map(int, [*re.split("[-T:]", given), "0"][:6])
    if year == 0:
        return term("year 0 is out of range")
    if not 1 <= month <= 12:
        return term("month must be in 1..12")
    if not 1 <= day <= monthrange(year, month)[1]:
        return term("day is out of range for month")
    if hour > 23:
        return term("hour must be in 0..23")
    return term("minute must be in 0..59") if minute > 59 else term("second must be in 0..59")


def _has_zone(zone: tzinfo) -> InvalidValueError:
    """Say why a datetime that brings its own tzinfo is refused."""
    if isinstance(zone, BaseTzInfo) and zone is not pytz.utc:
        why = term("a pytz zone passed as tzinfo= stands for local mean time, {zone!r}", zone=zone)
    else:
        why = term("{zone!r} may be a bare offset", zone=zone)
    return InvalidValueError(
        say("MS-0304", "give the local time without tzinfo, and the zone by its name beside it: {why}", why=why)
    )


class _LocalTimeSchema:
    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(
            read_local, core_schema.datetime_schema(strict=True, tz_constraint="naive")
        )

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        # Not the format date-time, which RFC 3339 gives an offset.
        return {"type": "string", "pattern": f"^{LOCAL}$", "description": "a local time, such as 2018-10-03T19:00"}


LocalTime = Annotated[datetime, _LocalTimeSchema()]
"""A naive wall time in a model."""


def _read_fold(given: object) -> object:
    return int(given) if isinstance(given, str) and given in ("0", "1") else given


Fold = Annotated[Literal[0, 1], BeforeValidator(_read_fold)]


class Moment(Value):
    """A wall time in a zone. Also read from RFC 9557 text, ``2018-10-03T19:00+02:00[Europe/Zurich]``.

    Attributes:
        local: the wall time, naive, in minutes or seconds.
        zone: an IANA region such as ``Europe/Zurich``, or ``UTC``; never a fixed offset.
        fold: for a wall time that comes twice, 0 for the first and 1 for the second (PEP 495); else None.
    """

    local: LocalTime
    zone: Annotated[str, Field(strict=True), Spelling(f"^{ZONE}$")]
    fold: Fold | None = None

    @classmethod
    def of(cls, local: str | datetime, zone: str, fold: Literal[0, 1] | None = None) -> Moment:
        """Make a moment: ``Moment.of("2018-10-03T19:00", "Europe/Zurich")``.

        Raises:
            InvalidValueError: an unknown zone, a time in a gap, or a repeated time without its fold.
        """
        wall = read_local(local)
        _check(wall, zone, fold)
        return cls(local=wall, zone=zone, fold=fold)

    @classmethod
    def at(cls, instant: datetime, zone: str) -> Moment:
        """The moment that the clocks of a zone show at an instant.

        Args:
            instant: an aware datetime.
            zone: an IANA region.

        Raises:
            InvalidValueError: the zone is unknown.
        """
        local = instant.astimezone(zone_named(zone)).replace(tzinfo=None, fold=0)
        offsets = offsets_of(local, zone_named(zone))
        fold: Literal[0, 1] | None = None
        if len(offsets) == 2:
            fold = 0 if local - offsets[0] == instant.astimezone(UTC).replace(tzinfo=None) else 1
        return cls.model_construct(local=local, zone=zone, fold=fold)

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, given: Any, info: ValidationInfo) -> Any:
        if isinstance(given, dict) or is_stored(info):
            return given
        if isinstance(given, str):
            return _read_text(given)
        if isinstance(given, datetime):
            raise InvalidValueError(
                say("MS-0305", "give {given:%Y-%m-%dT%H:%M} its zone: {{local: …, zone: Asia/Seoul}}", given=given)
            )
        return given

    @model_validator(mode="after")
    def _exists(self, info: ValidationInfo) -> Moment:
        if not is_stored(info):
            _check(self.local, self.zone, self.fold)
        return self

    @property
    def utc(self) -> datetime:
        """The instant in UTC under today's zone data, aware.

        A wall time that no longer exists is read with the offset in force before the gap; one that has become
        repeated means its first occurrence; a fold that has become needless is passed over.

        Raises:
            InvalidValueError: the zone data does not know the zone, or the year.
        """
        return (self.local - _offset(self.local, self.zone, self.fold)).replace(tzinfo=UTC)

    @property
    def instant(self) -> datetime | None:
        """The instant in UTC; None where today's zone data no longer knows the zone of a stored time."""
        try:
            return self.utc
        except InvalidValueError:
            return None

    @property
    def aware(self) -> datetime:
        """The instant as a `pytz`-localised datetime: what clocks there show, also for a time in a gap.

        Raises:
            InvalidValueError: the zone data does not know the zone, or the year.
        """
        return self.utc.astimezone(zone_named(self.zone))

    @property
    def day(self) -> date:
        """The local calendar day."""
        return self.local.date()

    def before(self, other: Moment) -> bool:
        """Whether this instant comes before the other's."""
        return self.utc < other.utc

    def __str__(self) -> str:
        """The moment as RFC 9557 text; without the offset where today's zone data has none."""
        try:
            offset = offset_text(_offset(self.local, self.zone, self.fold))
        except InvalidValueError:
            offset = ""
        return f"{self.local.isoformat(timespec='seconds')}{offset}[{self.zone}]"

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        said = "RFC 9557, such as 2018-10-03T19:00[Europe/Zurich]"
        return or_as({"type": "string", "pattern": _TEXT, "description": said}, schema=schema, handler=handler)


@lru_cache(maxsize=4096)
def _offset(local: datetime, zone: str, fold: int | None) -> timedelta:
    """The offset that a wall time has, or is given where it has none."""
    place = zone_named(zone)
    offsets = offsets_of(local, place)
    if not offsets:
        return offset_before(local, place)
    return offsets[-1] if fold else offsets[0]


def _check(local: datetime, zone: str, fold: int | None) -> None:
    """Refuse a wall time that its zone does not have, or has twice."""
    check_zone(zone)
    check_years(local)
    if local.microsecond:
        raise InvalidValueError(say("MS-0306", "{local} is finer than a second; round it", local=local))
    place = zone_named(zone)
    offsets = offsets_of(local, place)
    shown = {"clock": _clock(local), "zone": zone, "day": local.date()}
    if not offsets:
        raise _in_gap(local, zone, gap_around(local, place))
    if len(offsets) == 2 and fold is None:
        first, second = map(offset_text, offsets)
        raise InvalidValueError(
            say(
                "MS-0307",
                "{clock} in {zone} on {day} comes twice, at {first} (fold 0) and at {second} (fold 1); say which",
                **shown, first=first, second=second,
            )
        )  # fmt: skip
    if len(offsets) == 1 and fold is not None:
        said = offset_text(offsets[0])
        raise InvalidValueError(
            say(
                "MS-0308",
                "{clock} in {zone} on {day} comes only once, at {offset}; leave fold out",
                **shown,
                offset=said,
            )
        )


def _in_gap(local: datetime, zone: str, gap: tuple[datetime, datetime]) -> InvalidValueError:
    """Name the two neighbours of a wall time that does not exist."""
    start, end = gap
    last = start - timedelta(minutes=1)
    one_day = last.date() == end.date() == local.date()
    skipped, resumed, lower = (
        _clock(each) if one_day else f"{each.date()} {_clock(each)}" for each in (start, end, last)
    )
    return InvalidValueError(
        say(
            "MS-0309",
            "{clock} does not exist in {zone} on {day}: clocks went from {skipped} to {resumed}; "
            "say {lower} or {resumed}",
            clock=_clock(local), zone=zone, day=local.date(), skipped=skipped, resumed=resumed, lower=lower,
        )
    )  # fmt: skip


def _clock(local: datetime) -> str:
    return local.strftime("%H:%M:%S" if local.second else "%H:%M")


def _read_text(given: str) -> dict[str, Any]:
    """Read RFC 9557 text into fields; the offset decides which of two equal wall times is meant."""
    written = _RFC_9557.fullmatch(given)
    if written is None:
        raise InvalidValueError(
            say("MS-0310", "{given!r} is no moment; write it as 2018-10-03T19:00[Europe/Zurich]", given=given[:60])
        )
    wall, offset, zone = written.groups()
    if zone is None:
        if offset:
            what = term("{offset} is an offset, and not a zone", offset=offset)
        else:
            what = term("nobody says whose clock shows {given}", given=given)
        raise InvalidValueError(
            say("MS-0311", "{what}; give its zone, such as {wall}[Asia/Seoul]", what=what, wall=wall)
        )
    local = read_local(wall)
    if offset is None:
        return {"local": local, "zone": zone}
    if offset == "Z":
        raise InvalidValueError(
            say(
                "MS-0312",
                "{given} is in UTC; write {wall}[UTC], or the local time of {zone}",
                given=given,
                wall=wall,
                zone=zone,
            )
        )
    check_zone(zone)
    offsets = offsets_of(local, zone_named(zone))
    known = [offset_text(each) for each in offsets]
    if offsets and offset not in known:
        raise InvalidValueError(
            say(
                "MS-0313",
                "{zone} was not at {offset} on {wall} but at {known}",
                zone=zone, offset=offset, wall=wall, known=either(known),
            )
        )  # fmt: skip
    return {"local": local, "zone": zone, "fold": known.index(offset) if len(offsets) == 2 else None}
