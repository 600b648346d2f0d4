"""Entries as a table in CSV (RFC 4180): for open-data portals, or for Google Calendar to import.

`docs/reference/exports.md` says what each column means. What is not known is an empty cell.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Final, Literal, get_args

from mayor_schedule.domain.envelope import Recorded
from mayor_schedule.domain.office import Profile
from mayor_schedule.domain.values.fuzzy import FuzzyDate
from mayor_schedule.domain.values.moment import Moment
from mayor_schedule.domain.values.period import Period
from mayor_schedule.domain.values.text import Text
from mayor_schedule.domain.values.visibility import Audience, Visibility
from mayor_schedule.domain.values.when import Timed, bounds
from mayor_schedule.errors import InvalidValueError
from mayor_schedule.exports.texts import description, location, summary
from mayor_schedule.views.calendar import CalendarEntry, place_name
from mayor_schedule.views.knowledge import Known
from mayor_schedule.views.revisions import Revision

from .cells import csv_bytes, text_cell
from .selection import degrees, iso_instant, iso_moment, occurrences_of, selected, with_changed

Columns = Literal["open-data", "google"]

OPEN_DATA: Final = (
    "uid", "kind", "title", "status", "start", "end", "start_date", "end_date", "all_day", "zone",
    "edtf", "earliest", "latest", "within", "venue", "city", "country", "latitude", "longitude", "stops", "nights",
    "part_of", "sequence", "last_modified", "recurrence", "excluded", "added", "occurrence",
)  # fmt: skip
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
        columns: ``open-data``, every entry, dated or not; or ``google``, what has days or times and is not cancelled.

    Returns:
        CSV in UTF-8 with ``CRLF``; for open data with a byte order mark, without which Excel in Korea reads CP949.

    Raises:
        InvalidValueError: there are no such columns, or no such kind.
    """
    if columns not in get_args(Columns):
        raise InvalidValueError(f"there are no columns {columns!r}; write {' or '.join(get_args(Columns))}")
    languages = (language, *profile.languages)
    entries = selected(records, audience=audience, at=at, known_on=known_on, recorded_until=recorded_until, kinds=kinds)
    if columns == "google":
        single = (one for each in entries for one in occurrences_of(each))
        found = (_google(each, profile.zone, languages) for each in single if _takes_place(each))
        return csv_bytes(GOOGLE, found, mark=False)
    present = {each.entry.uid for each in entries}
    rows = (_open_data(one, languages, present) for each in entries for one in with_changed(each))
    return csv_bytes(OPEN_DATA, ([row[name] for name in OPEN_DATA] for row in rows), mark=True)


def _open_data(revision: Revision, languages: tuple[str, ...], present: Collection[str]) -> dict[str, str]:
    """The cells of an entry, by column."""
    entry = revision.entry

    def uid(whole: Known | None) -> str:
        return whole.uid if whole is not None and whole.uid in present else ""

    return {
        "uid": entry.uid,
        "kind": entry.kind,
        "title": text_cell(entry.title.best(*languages)),
        "status": "postponed" if entry.postponed else entry.status,
        **_dates(revision),
        "within": uid(entry.within),
        **_place(revision, languages),
        "stops": text_cell(" → ".join(place_name(stop.place, *languages) for stop in entry.stops)),
        "nights": "" if entry.nights is None else str(entry.nights),
        "part_of": uid(entry.part_of),
        "sequence": str(revision.sequence),
        "last_modified": iso_instant(revision.modified_at),
        **_series(entry),
    }


def _series(entry: CalendarEntry) -> dict[str, str]:
    """On which days a series comes back; or which of its days an occurrence is that differs."""
    recurrence = entry.recurrence
    return {
        "recurrence": "" if recurrence is None else text_cell(recurrence.rule),
        "excluded": "" if recurrence is None else " ".join(each.isoformat() for each in recurrence.excluded),
        "added": "" if recurrence is None else " ".join(each.isoformat() for each in recurrence.added),
        "occurrence": "" if entry.occurrence is None else entry.occurrence.isoformat(),
    }


def _dates(revision: Revision) -> dict[str, str]:
    """What is known of when; the days of a time are those of its own zone."""
    cells = dict.fromkeys(OPEN_DATA[OPEN_DATA.index("start") : OPEN_DATA.index("within")], "")
    match revision.entry.when:
        case Timed() as timed:
            cells |= {
                "start": iso_moment(timed.start) or "",
                "end": iso_moment(timed.end) or "",
                "start_date": timed.start.day.isoformat(),
                "end_date": "" if timed.end is None else timed.end.day.isoformat(),
                "all_day": "false",
                "zone": text_cell(timed.start.zone),
            }
        case Period() as period:
            days = {"start_date": period.first.isoformat(), "end_date": period.last.isoformat()}
            cells |= {**days, "all_day": "true"}
        case FuzzyDate() as fuzzy:
            earliest, latest = bounds(fuzzy)
            cells["edtf"] = text_cell(fuzzy.edtf)
            cells["earliest"] = "" if earliest is None else earliest.isoformat()
            cells["latest"] = "" if latest is None else latest.isoformat()
    return cells


def _place(revision: Revision, languages: tuple[str, ...]) -> dict[str, str]:
    place = revision.entry.place
    point = None if place is None else place.coordinates

    def name(text: Text | None) -> str:
        return "" if text is None else text_cell(text.best(*languages))

    return {
        "venue": "" if place is None else name(place.venue),
        "city": "" if place is None else name(place.city),
        "country": "" if place is None else text_cell(place.country),
        "latitude": "" if point is None else degrees(point.latitude),
        "longitude": "" if point is None else degrees(point.longitude),
    }


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
