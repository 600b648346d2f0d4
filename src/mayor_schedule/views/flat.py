"""Entries as rows of one table: flat, with the same columns whoever asks, and a plain value or nothing in each.

A table in CSV, a data frame and a Parquet file hold these rows. Which columns there are is told once, here; what each
means, `docs/reference/exports.md` says.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

from mayor_schedule.domain.values.fuzzy import FuzzyDate
from mayor_schedule.domain.values.moment import Moment
from mayor_schedule.domain.values.period import Period
from mayor_schedule.domain.values.text import Text
from mayor_schedule.domain.values.when import Timed, bounds

from .calendar import CalendarEntry, place_name
from .knowledge import Known
from .revisions import Revision

COLUMNS: Final[Mapping[str, type]] = {
    "uid": str, "kind": str, "title": str, "status": str, "start": datetime, "end": datetime, "start_date": date,
    "end_date": date, "all_day": bool, "zone": str, "edtf": str, "earliest": date, "latest": date, "within": str,
    "venue": str, "city": str, "country": str, "latitude": float, "longitude": float, "stops": str, "nights": int,
    "part_of": str, "sequence": int, "last_modified": datetime, "recurrence": str, "excluded": str, "added": str,
    "occurrence": date,
}  # fmt: skip
"""The columns, each with the type of what is in it where it is known. New ones come at the end; none is renamed."""


def records(revisions: Iterable[Revision], languages: tuple[str, ...]) -> list[dict[str, Any]]:
    """Entries as plain values: text, numbers, truth values, days, instants in UTC, and None for what is not known.

    Args:
        revisions: the entries of one file.
        languages: those of the texts, the first one first.
    """
    return [{name: _plain(value) for name, value in row.items()} for row in rows(revisions, languages)]


def rows(revisions: Iterable[Revision], languages: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """The rows of entries, in their order: `COLUMNS`, but with local times, and with lists of days.

    Args:
        revisions: the entries of one file.
        languages: those of the texts, the first one first.
    """
    entries = list(revisions)
    present = {each.entry.uid for each in entries}
    return (_row(one, languages, present) for each in entries for one in with_changed(each))


def with_changed(revision: Revision) -> Iterator[Revision]:
    """An entry; and, of a series, each occurrence at which something is otherwise."""
    if not revision.is_detached:
        yield revision
    for each in revision.entry.changed if revision.entry.recurrence is not None else ():
        yield single(revision, each)


def single(revision: Revision, entry: CalendarEntry) -> Revision:
    """The revision of a series as that of one of its occurrences."""
    dates = entry.when if isinstance(entry.when, (Timed, Period)) else None
    return replace(revision, entry=entry, dates=dates)


def _row(revision: Revision, languages: tuple[str, ...], present: Collection[str]) -> dict[str, Any]:
    entry, row = revision.entry, dict[str, Any].fromkeys(COLUMNS)

    def uid(whole: Known | None) -> str | None:
        return whole.uid if whole is not None and whole.uid in present else None

    return row | {
        "uid": entry.uid,
        "kind": entry.kind,
        "title": entry.title.best(*languages),
        "status": "postponed" if entry.postponed else entry.status,
        **_dates(entry),
        "within": uid(entry.within),
        **_place(entry, languages),
        "stops": " → ".join(place_name(stop.place, *languages) for stop in entry.stops) or None,
        "nights": entry.nights,
        "part_of": uid(entry.part_of),
        "sequence": revision.sequence,
        "last_modified": revision.modified_at.replace(microsecond=0),
        **_series(entry),
    }


def _dates(entry: CalendarEntry) -> dict[str, Any]:
    """What is known of when; the days of a time are those of its own zone."""
    match entry.when:
        case Timed(start=start, end=end):
            return {
                "start": start, "end": end, "start_date": start.day, "end_date": None if end is None else end.day,
                "all_day": False, "zone": start.zone,
            }  # fmt: skip
        case Period() as period:
            return {"start_date": period.first, "end_date": period.last, "all_day": True}
        case FuzzyDate() as fuzzy:
            earliest, latest = bounds(fuzzy)
            return {"edtf": fuzzy.edtf, "earliest": earliest, "latest": latest}
        case _:
            return {}


def _place(entry: CalendarEntry, languages: tuple[str, ...]) -> dict[str, Any]:
    place = entry.place
    if place is None:
        return {}
    point = place.coordinates

    def name(text: Text | None) -> str | None:
        return None if text is None else text.best(*languages)

    return {
        "venue": name(place.venue), "city": name(place.city), "country": place.country,
        "latitude": None if point is None else point.latitude,
        "longitude": None if point is None else point.longitude,
    }  # fmt: skip


def _series(entry: CalendarEntry) -> dict[str, Any]:
    """On which days a series comes back; or which of its days an occurrence is that differs."""
    recurrence = entry.recurrence
    if recurrence is None:
        return {"occurrence": entry.occurrence}
    return {
        "recurrence": recurrence.rule, "excluded": recurrence.excluded or None, "added": recurrence.added or None,
        "occurrence": entry.occurrence,
    }  # fmt: skip


def _plain(value: Any) -> Any:
    """A value as every table program knows it; a time whose zone nobody knows today is no instant."""
    match value:
        case Moment():
            return value.instant
        case tuple():
            return " ".join(each.isoformat() for each in value)
        case _:
            return value
