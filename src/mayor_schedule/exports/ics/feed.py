"""A calendar feed (RFC 5545, RFC 7986) for one audience in one language.

Nothing is made up: an entry without a day of its own is not in the feed, but in the text of the trip that it belongs
to; an unknown end is left out. The same history gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final

from icalendar import Calendar as Component
from icalendar import Event as EventComponent
from icalendar import vText

from mayor_schedule.domain.envelope import Recorded
from mayor_schedule.domain.office import Profile
from mayor_schedule.domain.values.moment import Moment
from mayor_schedule.domain.values.period import Period
from mayor_schedule.domain.values.visibility import Audience, Visibility
from mayor_schedule.domain.values.when import Timed
from mayor_schedule.exports.texts import description, location, summary
from mayor_schedule.exports.wording import word
from mayor_schedule.views.revisions import Revision, revisions

from .zones import vtimezone

PRODID: Final = "-//mayor_schedule//mayor-schedule//EN"
REFRESH: Final = timedelta(hours=4)
_STATUS: Final = {"tentative": "TENTATIVE", "confirmed": "CONFIRMED", "cancelled": "CANCELLED", "done": "CONFIRMED"}
_CLASS: Final = {Visibility.PUBLIC: "PUBLIC", Visibility.INTERNAL: "PRIVATE", Visibility.CONFIDENTIAL: "CONFIDENTIAL"}


def feed(
    records: Iterable[Recorded],
    profile: Profile,
    *,
    language: str,
    audience: Audience,
    at: datetime,
    known_on: date | None = None,
) -> bytes:
    """The feed of an office.

    Args:
        records: the whole log, in order.
        profile: the office.
        language: BCP 47; texts fall back to the office's languages.
        audience: who reads it.
        at: the present instant, which lifts embargoes; nothing else depends on it.
        known_on: a past day of knowledge; such a file says in its name that it is not for subscription.

    Returns:
        An iCalendar stream in UTF-8 with CRLF line ends.
    """
    languages = (language, *profile.languages)
    dated = [each for each in revisions(records, known_on=known_on, audience=audience, at=at) if each.dates is not None]
    calendar = _calendar(profile, languages, audience, known_on)
    for zone, first, last in _zones(dated):
        calendar.add_component(vtimezone(zone, first, last))
    exported = {each.entry.uid for each in dated}
    for revision in dated:
        calendar.add_component(_event(revision, languages, exported))
    data: bytes = calendar.to_ical(sorted=False)
    return data


def _calendar(profile: Profile, languages: tuple[str, ...], audience: Audience, known_on: date | None) -> Component:
    office = [profile.name.best(*languages)] if profile.name is not None else []
    name = " · ".join([*office, word(audience, languages[0])])
    if known_on is not None:
        name += f" ({word('not_for_subscription', languages[0], day=known_on)})"
    calendar = Component()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODID)
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", name)
    calendar.add("x-wr-calname", vText(name))
    calendar.add("x-wr-timezone", vText(profile.zone))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vText("PT4H"))
    return calendar


def _zones(dated: Iterable[Revision]) -> Iterator[tuple[str, datetime, datetime]]:
    """Each zone in use, with the first and last instant in it, in the order of their names."""
    instants: dict[str, list[datetime]] = {}
    for revision in dated:
        if isinstance(revision.dates, Timed):
            for moment in filter(None, (revision.dates.start, revision.dates.end)):
                if not _in_utc(moment):
                    instants.setdefault(moment.zone, []).append(moment.utc)
    for zone in sorted(instants):
        yield zone, min(instants[zone]), max(instants[zone])


def _event(revision: Revision, languages: tuple[str, ...], exported: set[str]) -> EventComponent:
    entry = revision.entry
    event = EventComponent()
    event.add("uid", entry.uid)
    event.add("dtstamp", revision.modified_at.astimezone(UTC).replace(microsecond=0))
    event.add("last-modified", revision.modified_at.astimezone(UTC).replace(microsecond=0))
    event.add("sequence", revision.sequence)
    _add_dates(event, revision)
    event.add("summary", summary(revision, languages))
    told = "\n".join(description(revision, languages))
    if told:
        event.add("description", told)
    where = location(entry, languages)
    if where:
        event.add("location", where)
    if entry.place is not None and entry.place.coordinates is not None:
        event.add("geo", (entry.place.coordinates.latitude, entry.place.coordinates.longitude))
    cancelled = entry.status == "cancelled" or not revision.is_dated
    event.add("status", "CANCELLED" if cancelled else _STATUS[entry.status])
    busy = isinstance(revision.dates, Timed) and not cancelled
    event.add("transp", "OPAQUE" if busy else "TRANSPARENT")
    event.add("class", "PRIVATE" if entry.known.state.public_from is not None else _CLASS[entry.visibility])
    event.add("categories", [word(entry.kind, languages[0])])
    if entry.part_of is not None and entry.part_of.uid in exported:
        event.add("related-to", vText(entry.part_of.uid), parameters={"RELTYPE": "PARENT"})
    return event


def _add_dates(event: EventComponent, revision: Revision) -> None:
    """Days end exclusively (RFC 5545 section 3.6.1); an unknown end is left out."""
    match revision.dates:
        case Period() as period:
            event.add("dtstart", period.first)
            event.add("dtend", period.last + timedelta(days=1))
        case Timed() as timed:
            _add_moment(event, "dtstart", timed.start)
            if timed.end is not None:
                _add_moment(event, "dtend", timed.end)


def _in_utc(moment: Moment) -> bool:
    """Whether a time is written in UTC: with a zone, the second of two equal times would be read as the first.

    RFC 5545 section 3.3.5.
    """
    return moment.zone == "UTC" or moment.fold == 1


def _add_moment(event: EventComponent, name: str, moment: Moment) -> None:
    if _in_utc(moment):
        event.add(name, moment.utc)
    else:
        event.add(name, moment.local, parameters={"TZID": moment.zone})
