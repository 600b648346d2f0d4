"""Trips in words: each with its stops, and with what takes place there."""

from __future__ import annotations

from datetime import date

from mayor_schedule.domain.trip import Trip
from mayor_schedule.domain.values.itinerary import Stop
from mayor_schedule.domain.values.period import Period
from mayor_schedule.views.briefing import Status, StopBrief, TripBrief

from .lines import labelled
from .page import Line, Mark
from .saying import Saying
from .topics import is_said, topic_line


def trip_line(brief: TripBrief, saying: Saying, *, planned: bool = True) -> Line:
    """A trip, its stops, and what takes place at each."""
    trip = brief.trip
    is_plain = planned and brief.status in (Status.DONE, Status.PLANNED)
    standing = "" if is_plain else saying.word(f"status_{brief.status}")
    whose = "" if brief.principal is None else saying.principals.get(brief.principal, brief.principal)
    dates, nights = saying.when(trip.dates), saying.lodging(trip.days, trip.lodged)
    text = saying.bracketed(saying.text(trip.title), whose, dates, nights, standing)
    about = (
        ("stops" if len(trip.stops) > 1 else "stop", _route(trip, saying)),
        ("purpose", "" if trip.purpose is None else saying.text(trip.purpose)),
        ("delegation", saying.people(trip.delegation)),
        ("reason", "" if brief.reason is None else saying.text(brief.reason)),
    )
    lines = [labelled(key, said, saying, brief.known) for key, said in about if said]
    for stop in brief.stops:
        lines += _stop_lines(stop, trip, saying)
    return Line(text=text, known=(brief.known,), below=tuple(lines))


def _route(trip: Trip, saying: Saying) -> str:
    """The stops in order; nothing of a single one that the title names, unless it has days of its own."""
    said = [saying.bracketed(saying.place(each.place), _days(each, trip, saying)) for each in trip.stops]
    if len(said) == 1:
        city = trip.stops[0].place.city
        named = city is not None and is_said(saying.text(city), saying.text(trip.title))
        if said == [saying.place(trip.stops[0].place)] and named:
            return ""
    return ", ".join(said)


def _days(stop: Stop, trip: Trip, saying: Saying) -> str:
    """On which days a stop is, unless it is the only one and they are those of the trip."""
    is_whole = len(trip.stops) == 1 and stop.period is not None and (stop.period.first, stop.period.last) == _ends(trip)
    return "" if is_whole else saying.when(stop.period)


def _ends(trip: Trip) -> tuple[date, date] | None:
    return (trip.dates.first, trip.dates.last) if isinstance(trip.dates, Period) else None


def _stop_lines(stop: StopBrief, trip: Trip, saying: Saying) -> list[Line]:
    """What takes place at a stop; of a trip to one city it need not be said where."""
    places = [each.place for each in trip.stops]
    is_untold = stop.place is None and not saying.is_internal  # the public is not told what nobody has said
    if is_untold or (len(places) <= 1 and (stop.place is None or stop.place in places)):
        return [topic_line(each, saying, mark=Mark.DETAIL) for each in stop.topics]
    place = saying.word("no_stop") if stop.place is None else saying.place(stop.place)
    if len(stop.topics) == 1:
        return [topic_line(stop.topics[0], saying, mark=Mark.DETAIL, place=place)]
    lines = tuple(topic_line(each, saying, mark=Mark.MORE) for each in stop.topics)
    known = tuple(each.known for each in stop.topics)
    return [Line(text=place, mark=Mark.DETAIL, known=known, below=lines)] if lines else []
