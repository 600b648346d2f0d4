"""Trips in words: each with its stops, and with what takes place there."""

from __future__ import annotations

from mayor_schedule.domain.trip import Trip
from mayor_schedule.views.briefing import Status, StopBrief, TripBrief

from .lines import labelled
from .page import Line, Mark
from .saying import Saying
from .topics import topic_line


def trip_line(brief: TripBrief, saying: Saying, *, planned: bool = True) -> Line:
    """A trip, its stops, and what takes place at each."""
    trip = brief.trip
    is_plain = planned and brief.status in (Status.DONE, Status.PLANNED)
    standing = "" if is_plain else saying.word(f"status_{brief.status}")
    text = saying.bracketed(
        saying.text(trip.title), saying.when(trip.dates), saying.lodging(trip.days, trip.lodged), standing
    )
    lines = []
    if len(trip.stops) > 1:
        route = ", ".join(saying.bracketed(saying.place(each.place), saying.when(each.period)) for each in trip.stops)
        lines.append(labelled("stops", route, saying, brief.known))
    if trip.purpose is not None:
        lines.append(labelled("purpose", saying.text(trip.purpose), saying, brief.known))
    for stop in brief.stops:
        lines += _stop_lines(stop, trip, saying)
    return Line(text=text, known=(brief.known,), below=tuple(lines))


def _stop_lines(stop: StopBrief, trip: Trip, saying: Saying) -> list[Line]:
    """What takes place at a stop; of a trip to one city it need not be said where."""
    places = [each.place for each in trip.stops]
    if len(places) <= 1 and (stop.place is None or stop.place in places):
        return [topic_line(each, saying, mark=Mark.DETAIL) for each in stop.topics]
    place = saying.word("no_stop") if stop.place is None else saying.place(stop.place)
    if len(stop.topics) == 1:
        return [topic_line(stop.topics[0], saying, mark=Mark.DETAIL, place=place)]
    lines = tuple(topic_line(each, saying, mark=Mark.MORE) for each in stop.topics)
    known = tuple(each.known for each in stop.topics)
    return [Line(text=place, mark=Mark.DETAIL, known=known, below=lines)] if lines else []
