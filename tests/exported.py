"""What the tests export: every ICS file that one of them makes is made here, and goes through the linter.

`tests/exports/test_linted.py` makes sure of it: no other test calls `feed` or `compose`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from mayor_schedule import Audience, Office
from mayor_schedule.domain.envelope import Recorded
from mayor_schedule.domain.office import Profile
from mayor_schedule.exports.ics.cache import EntryCache
from mayor_schedule.exports.ics.feed import feed
from mayor_schedule.exports.ics.lint import lint
from mayor_schedule.exports.ics.options import FeedOptions


def linted(data: bytes) -> bytes:
    """An ICS file, which has nothing that the linter finds."""
    found = lint(data)
    if found:
        raise AssertionError("\n".join(map(str, found)))
    return data


def alone(data: bytes) -> set[str]:
    """The UIDs of which only single occurrences are in a feed, and no series."""
    events = re.findall(r"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", unfolded(data), re.DOTALL)
    uids = {each: re.findall(r"^UID:(.*)\r$", each, re.MULTILINE)[0] for each in events}
    return {uids[each] for each in events if "\nRECURRENCE-ID" in each} - {
        uids[each] for each in events if "\nRECURRENCE-ID" not in each
    }


def feed_of(
    records: Iterable[Recorded],
    profile: Profile,
    *,
    at: datetime,
    audience: Audience | str = Audience.PUBLIC,
    language: str = "ko",
    known_on: date | None = None,
    recorded_until: datetime | None = None,
    cache: EntryCache | None = None,
    options: FeedOptions | None = None,
    **asked: Any,
) -> bytes:
    """The feed of a history, linted; `asked` are the feed's options, if they are not given as such."""
    options = options or FeedOptions(**asked)
    data = feed(
        records, profile, language=language, audience=Audience(audience), at=at, known_on=known_on,
        recorded_until=recorded_until, options=options, cache=cache,
    )  # fmt: skip
    if options.principal is None and alone(data):
        raise AssertionError(f"occurrences without their series: {alone(data)}")
    return linted(data)


def exported(office: Office, audience: Audience | str = Audience.PUBLIC, language: str = "ko", **asked: Any) -> bytes:
    """The feed of an office at this moment, linted."""
    at = asked.pop("at", None) or office.now()
    return feed_of(office.history(), office.profile(), audience=audience, language=language, at=at, **asked)


def unfolded(data: bytes) -> str:
    """The text of an ICS file with a line for each property."""
    return data.replace(b"\r\n ", b"").decode()
