"""What is shown of a calendar entry, so that two of them can be compared: in all languages, and in every format."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mayor_schedule.domain.occasion.series import on_day
from mayor_schedule.domain.values.place import Place
from mayor_schedule.domain.values.text import Text

from .calendar import CalendarEntry, title_of, when_record
from .knowledge import Known


def content_of(entry: CalendarEntry, programme: tuple[Text, ...], languages: tuple[str, ...] = ()) -> Mapping[str, Any]:
    """Everything that is shown of an entry, in all languages at once, and in those that others fall back to."""

    def said(text: Text | None) -> object:
        return None if text is None else ([*text.items()], text.best(*languages))

    def whole(known: Known | None) -> object:
        return None if known is None else (known.uid, said(title_of(known)))

    def where(place: Place | None) -> object:
        if place is None:
            return None
        point = place.coordinates
        degrees = None if point is None else (point.latitude, point.longitude)
        return said(place.venue), said(place.city), place.country, degrees

    return {
        "title": said(entry.title),
        "status": (entry.status, entry.postponed),
        "when": when_record(entry.when),
        "parents": [whole(each) for each in (entry.part_of, entry.within, entry.same_as)],
        "place": where(entry.place),
        "stops": [where(stop.place) for stop in entry.stops],
        "nights": entry.nights,
        "class": (str(entry.visibility), entry.known.state.public_from is not None),
        "programme": [said(title) for title in programme],
        "recurrence": None if entry.recurrence is None else entry.recurrence.model_dump(mode="json"),
        "changed": [
            (each.occurrence, said(each.title), each.status, when_record(each.when), where(each.place))
            for each in entry.changed
        ],
    }


def busy_content(entry: CalendarEntry) -> object:
    """What is shown of an entry as busy time: when, and not a word."""
    rule = None if entry.recurrence is None else entry.recurrence.model_dump(mode="json")
    times = [
        (each.occurrence, each.status, when_record(each.when)) for each in entry.changed if is_elsewhen(entry, each)
    ]
    return entry.status, entry.postponed, when_record(entry.when), rule, times


def is_elsewhen(series: CalendarEntry, occurrence: CalendarEntry) -> bool:
    """Whether an occurrence of a series takes other time than its rule says, or none."""
    day = occurrence.occurrence
    return occurrence.status == "cancelled" or day is None or occurrence.when != on_day(series.when, day)
