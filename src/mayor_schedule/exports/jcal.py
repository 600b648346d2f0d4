"""A calendar feed as jCal (RFC 7265): the ICS feed's own bytes, read by `icalendar` and said in JSON.

So the two never differ in what they say. What `icalendar` 7.3 says otherwise than the RFC is put right here; each
repair has a test that fails when it is needed no more.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final

from icalendar import Calendar as Component
from icalendar.parser import unescape_backslash

from mayor_schedule.domain.envelope import Recorded
from mayor_schedule.domain.office import Profile
from mayor_schedule.domain.values.visibility import Audience

from .ics.feed import feed
from .ics.options import FeedOptions

TEXTS: Final = frozenset({"name", "color"})
"""Properties of RFC 7986 whose type is text, which `icalendar` gives as *unknown* and still escaped."""

_DEFAULTS: Final = FeedOptions()
_DATES: Final = frozenset({"date", "date-time"})
_SHORT_YEAR: Final = re.compile(r"[0-9]{1,3}(?=-)")


def jcal(
    records: Iterable[Recorded],
    profile: Profile,
    *,
    language: str,
    audience: Audience,
    at: datetime,
    known_on: date | None = None,
    recorded_until: datetime | None = None,
    options: FeedOptions = _DEFAULTS,
) -> bytes:
    """The feed of an office as jCal, media type ``application/calendar+json``.

    Args:
        records: the whole log, in order.
        profile: the office, as it was then.
        language: BCP 47; texts fall back to the office's languages.
        audience: who reads it.
        at: the present instant, as for the feed.
        known_on: a past day of knowledge; such a file says in its name that it is not for subscription.
        recorded_until: a past instant, after which nothing that was recorded counts; likewise.
        options: what else is asked for, such as kinds of entries.

    Returns:
        One JSON array, ``["vcalendar", properties, components]``, in UTF-8 with a line feed at its end. The same
        history gives the same bytes.

    Raises:
        InvalidValueError: the audience cannot have what is asked for.
    """
    data = feed(
        records, profile, language=language, audience=audience, at=at, known_on=known_on,
        recorded_until=recorded_until, options=options,
    )  # fmt: skip
    return to_jcal(data)


def to_jcal(data: bytes) -> bytes:
    """An iCalendar stream as jCal.

    Args:
        data: one VCALENDAR, in UTF-8, such as a feed gives.
    """
    node = _component(Component.from_ical(data).to_jcal())
    return json.dumps(node, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode() + b"\n"


def _component(node: list[Any]) -> list[Any]:
    """A component: its name, its properties and its parts (RFC 7265 section 3.3)."""
    name, properties, parts = node
    return [name, [_property(each) for each in properties], [_component(each) for each in parts]]


def _property(given: list[Any]) -> list[Any]:
    """A property: its name, parameters, type and values (section 3.4)."""
    name, parameters, kind, *values = given
    if kind == "unknown" and name in TEXTS:
        return [name, parameters, "text", *map(unescape_backslash, values)]
    if kind in _DATES:
        values = [_with_whole_year(each) for each in values]
    if kind == "recur":
        values = [{**rule, "until": _with_whole_year(rule["until"])} if "until" in rule else rule for rule in values]
    return [name, parameters, kind, *values]


def _with_whole_year(written: str) -> str:
    """A date whose year has four digits (section 3.6.4); `strftime` writes the year 800 with three."""
    return _SHORT_YEAR.sub(lambda year: year[0].zfill(4), written, count=1) if _SHORT_YEAR.match(written) else written
