"""The values of properties of a calendar (RFC 5545 section 3.3): texts, days, times, durations."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from icalendar.error import InvalidCalendar
from icalendar.prop import vDuration

from mayor_schedule.contentlines import Property
from mayor_schedule.domain.values.moment import Moment
from mayor_schedule.domain.values.text import Text, clean
from mayor_schedule.domain.values.zones import FIRST_YEAR, LAST_YEAR, check_years
from mayor_schedule.errors import InvalidValueError
from mayor_schedule.imports.wording import about
from mayor_schedule.messages import Message, message_of, say

from .stream import LeftOut, Malformed
from .zones import Zones

_ESCAPE: Final = re.compile(r"\\(.)", re.DOTALL)
_DAY: Final = re.compile(r"[0-9]{8}")
_TIME: Final = re.compile(r"([0-9]{8})T([0-9]{6})(Z?)")
_HANGUL: Final = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]")
_TAG: Final = re.compile(r"[a-zA-Z]{2,8}(?:-[a-zA-Z0-9]{1,8})*")
LONGEST_TEXT: Final = 100_000
"""Characters of a text."""

LONGEST: Final = timedelta(days=3_660)
"""The longest that an entry can take."""


def unescaped(value: str) -> str:
    """A value of type TEXT without its escapes (section 3.3.11)."""
    return _ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


def text_of(given: Property | None) -> Text | None:
    """A text in the language that it says it has; in Korean, if it has Hangul; else in none that anybody gave.

    Raises:
        Malformed: it holds what no text may.
    """
    if given is None:
        return None
    encoding = given.parameters.get("ENCODING")
    if encoding is not None:
        old = say(
            "MS-1028", "{encoding} is how vCalendar 1.0 writes texts; export it anew as iCalendar (.ics)",
            encoding=encoding[:20],
        )  # fmt: skip
        raise Malformed(given.number, about(given.name, old))
    wording = unescaped(given.value).replace("\r\n", "\n").strip()
    if not wording:
        return None
    if len(wording) > LONGEST_TEXT:
        long = say(
            "MS-1029", "{name} has more than {most} characters; shorten it", name=given.name, most=LONGEST_TEXT
        )
        raise Malformed(given.number, long)
    try:
        wording = clean(wording)
    except InvalidValueError as error:
        raise Malformed(given.number, about(given.name, message_of(error))) from None
    language = given.parameters.get("LANGUAGE", "")
    if not _TAG.fullmatch(language):
        language = "ko" if _HANGUL.search(wording) else "und"
    return Text.of(wording, language)


@dataclass(frozen=True)
class Read:
    """A day, or a time in a zone, as a calendar says it.

    Attributes:
        day: the day on the clocks of its zone.
        moment: the time; None for a whole day.
    """

    day: date
    moment: Moment | None = None

    def after(self, duration: timedelta) -> Read:
        """What is a duration later: days count on the calendar, the rest by the clock that runs (section 3.3.6).

        Raises:
            InvalidValueError: it is in a year whose offsets nobody knows.
            OverflowError: it is after the last of all days.
        """
        if self.moment is None:
            return Read(self.day + timedelta(days=duration.days))
        start = self.moment
        if duration.seconds == 0:
            return _placed(start.local + duration, start.zone)
        later = Moment.at(start.utc + duration, start.zone)
        return Read(later.day, later)


def when_of(given: Property, zones: Zones) -> Read:
    """A DATE or DATE-TIME.

    Raises:
        Malformed: it is neither, or its zone cannot be known.
        LeftOut: it is a time in a year whose offsets nobody knows.
    """
    return read_when(given, given.value.strip(), zones)


def read_when(given: Property, value: str, zones: Zones) -> Read:
    """One of the values of a property, as a day or a time.

    Raises:
        Malformed: it is neither, or its zone cannot be known.
        LeftOut: it is a time in a year whose offsets nobody knows.
    """
    try:
        if _DAY.fullmatch(value):
            return Read(_date(value))
        found = _TIME.fullmatch(value)
        if found is None or given.parameters.get("VALUE", "").upper() == "DATE":
            neither = say("MS-1030", "{given!r} is no day and no time (YYYYMMDDThhmmss)", given=value[:40])
            raise Malformed(given.number, about(given.name, neither))
        local = datetime.combine(_date(found[1]), _clock(found[2]))
        check_years(local)
        if found[3]:
            instant = local.replace(tzinfo=UTC)
            moment = Moment.at(instant, zones.of_utc)
            return Read(moment.day, moment)
        tzid = given.parameters.get("TZID")
        if tzid is None:
            return _placed(local, zones.floating)
        zone = zones.named(given, tzid, local)
        if zone is not None:
            return _placed(local, zone)
        moment = Moment.at(zones.instant(tzid, local), zones.of_utc)
        return Read(moment.day, moment)
    except InvalidValueError:
        raise LeftOut(given.number, about(given.name, unknown_year(value[:4]))) from None
    except (ValueError, OverflowError):
        missing = say("MS-1031", "there is no {given}", given=value[:20])
        raise Malformed(given.number, about(given.name, missing)) from None


def unknown_year(year: str) -> Message:
    """Why a time in a year cannot be recorded, in words."""
    return say(
        "MS-1032", "nobody knows what clocks show in or around {year}; times lie between {first} and {last}",
        year=year, first=FIRST_YEAR, last=LAST_YEAR,
    )  # fmt: skip


def _date(value: str) -> date:
    return date(int(value[:4]), int(value[4:6]), int(value[6:8]))


def _clock(value: str) -> time:
    second = min(int(value[4:]), 59)  # a leap second, which no clock of ours shows (section 3.3.12)
    return time(int(value[:2]), int(value[2:4]), second)


def _placed(local: datetime, zone: str) -> Read:
    """A wall time: in a gap with the offset before it, and of two equal ones the first (section 3.3.5)."""
    instant = Moment.model_construct(local=local, zone=zone, fold=None).utc
    moment = Moment.at(instant, zone)
    return Read(moment.day, moment)


def duration_of(given: Property) -> timedelta:
    """A duration (section 3.3.6), not negative.

    Raises:
        Malformed: it is none, is negative, or is longer than any entry.
    """
    value = given.value.strip()
    try:
        duration = vDuration.from_ical(value)  # type: ignore[no-untyped-call]
    except (InvalidCalendar, ValueError, OverflowError):
        duration = None
    if not isinstance(duration, timedelta) or value.rstrip("T")[-1:] in ("", "P"):
        other = say("MS-1033", "{given!r} is no duration, such as PT1H30M", given=value[:40])
        raise Malformed(given.number, about(given.name, other))
    if not timedelta() <= duration <= LONGEST:
        long = say(
            "MS-1034", "{given} is negative, or longer than {most} days", given=value[:40], most=LONGEST.days
        )
        raise Malformed(given.number, about(given.name, long))
    return duration
