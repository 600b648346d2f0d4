"""Entries as a table in CSV (RFC 4180): for open-data portals, or for Google Calendar to import.

`docs/reference/exports.md` says what each column means. What is not known is an empty cell.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Final, Literal, get_args

from mayor_schedule.domain.envelope import Recorded
from mayor_schedule.domain.office import Profile
from mayor_schedule.domain.values.moment import Moment
from mayor_schedule.domain.values.period import Period
from mayor_schedule.domain.values.visibility import Audience, Visibility
from mayor_schedule.domain.values.when import Timed
from mayor_schedule.errors import InvalidValueError
from mayor_schedule.exports.texts import description, location, summary
from mayor_schedule.messages import say, term
from mayor_schedule.views.flat import COLUMNS, rows
from mayor_schedule.views.revisions import Revision

from .cells import csv_bytes, text_cell
from .selection import degrees, iso_instant, iso_moment, occurrences_of, selected

Columns = Literal["open-data", "google"]

OPEN_DATA: Final = tuple(COLUMNS)
"""The columns for open data. New ones come at the end; none is renamed."""

GOOGLE: Final = (
    "Subject", "Start Date", "Start Time", "End Date", "End Time", "All Day Event", "Description", "Location", "Private"
)  # fmt: skip
"""The columns that Google Calendar imports, by its own names."""


def table(
    records: Iterable[Recorded],
    profile: Profile,
    *,
    language: str,
    audience: Audience,
    at: datetime,
    known_on: date | None = None,
    recorded_until: datetime | None = None,
    kinds: Collection[str] | None = None,
    principal: str | None = None,
    columns: Columns = "open-data",
) -> bytes:
    """The entries of an office as CSV.

    Args:
        records: the whole log, in order.
        profile: the office, as it was then; its zone is that of the times for Google.
        language: BCP 47; texts fall back to the office's languages.
        audience: who reads it.
        at: the present instant, which lifts embargoes; nothing else depends on it.
        known_on: a past day of knowledge.
        recorded_until: a past instant, after which nothing that was recorded counts.
        kinds: the kinds of entries, such as ``{"trip", "visit"}``; None for all.
        principal: whose programme; None for that of the whole office.
        columns: ``open-data``, every entry, dated or not; or ``google``, what has days or times and is not cancelled.

    Returns:
        CSV in UTF-8 with ``CRLF``; for open data with a byte order mark, without which Excel in Korea reads CP949.

    Raises:
        InvalidValueError: there are no such columns, or no such kind.
    """
    if columns not in get_args(Columns):
        *others, last = get_args(Columns)
        known = term("{others} or {last}", others=", ".join(others), last=last)
        told = say("MS-0543", "there are no columns {columns!r}; write {known}", columns=columns, known=known)
        raise InvalidValueError(told)
    languages = (language, *profile.languages)
    entries = selected(
        records, audience=audience, at=at, known_on=known_on, recorded_until=recorded_until, kinds=kinds,
        principal=principal,
    )  # fmt: skip
    if columns == "google":
        single = (one for each in entries for one in occurrences_of(each))
        found = (_google(each, profile.zone, languages) for each in single if _takes_place(each))
        return csv_bytes(GOOGLE, found, mark=False)
    cells = ([_cell(value) for value in row.values()] for row in rows(entries, languages))
    return csv_bytes(OPEN_DATA, cells, mark=True)


def _cell(value: object) -> str:
    """A value of a row as a cell; a time with the offset of its zone."""
    match value:
        case str():
            return text_cell(value)
        case bool():
            return str(value).lower()
        case float():
            return degrees(value)
        case Moment():
            return iso_moment(value) or ""
        case datetime():
            return iso_instant(value)
        case date():
            return value.isoformat()
        case tuple():
            return " ".join(each.isoformat() for each in value)
        case _:
            return "" if value is None else str(value)


def _takes_place(revision: Revision) -> bool:
    """Whether Google can be told of it: its table has no status, and none without a date."""
    when = revision.entry.when
    placed = isinstance(when, Period) or (isinstance(when, Timed) and when.start.instant is not None)
    return placed and revision.entry.status != "cancelled"


def _google(revision: Revision, zone: str, languages: tuple[str, ...]) -> list[str]:
    """The cells of an entry for Google, in the order of `GOOGLE`; the last day is included."""
    entry = revision.entry
    private = entry.visibility is not Visibility.PUBLIC or entry.known.state.public_from is not None
    return [
        text_cell(summary(revision, languages)),
        *_google_dates(entry.when, zone),
        text_cell("\n".join(description(revision, languages)), lines=True),
        text_cell(location(entry, languages)),
        str(private),
    ]


def _google_dates(when: object, zone: str) -> list[str]:
    """Start Date, Start Time, End Date, End Time, All Day Event."""
    match when:
        case Period() as period:
            return [_google_day(period.first), "", _google_day(period.last), "", "True"]
        case Timed() as timed:
            return [*_google_time(timed.start, zone), *_google_time(timed.end, zone), "False"]
    return [""] * 5


def _google_day(day: date) -> str:
    return f"{day.month:02}/{day.day:02}/{day.year:04}"


def _google_time(moment: Moment | None, zone: str) -> tuple[str, str]:
    """The day and the time on the clocks of a zone: ``10/03/2018`` and ``7:00 PM``."""
    if moment is None or moment.instant is None:
        return "", ""
    local = Moment.at(moment.instant, zone).local
    seconds = f":{local.second:02}" if local.second else ""
    half = "AM" if local.hour < 12 else "PM"
    return _google_day(local.date()), f"{local.hour % 12 or 12}:{local.minute:02}{seconds} {half}"
