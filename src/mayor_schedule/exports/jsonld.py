"""Entries as schema.org events in JSON-LD 1.1, for a web page or a data portal.

`docs/reference/exports.md` says what each property means. What is not known is left out: an event without a day has no
``startDate``, and nobody is called an organiser who may not be.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final

from mayor_schedule.domain.envelope import Recorded
from mayor_schedule.domain.office import Profile
from mayor_schedule.domain.values.fuzzy import FuzzyDate
from mayor_schedule.domain.values.period import Period
from mayor_schedule.domain.values.place import Place
from mayor_schedule.domain.values.text import UNDETERMINED, Text
from mayor_schedule.domain.values.visibility import Audience
from mayor_schedule.domain.values.when import Timed
from mayor_schedule.exports.texts import description
from mayor_schedule.exports.wording import named, word
from mayor_schedule.views.calendar import CalendarEntry, place_name
from mayor_schedule.views.revisions import Revision

from .bidi import closed
from .ics.options import FeedOptions
from .schedule import schedule_of
from .selection import iso_instant, iso_moment, selected

CONTEXT: Final = "https://schema.org"
OFFICE: Final = "_:office"
_OWN: Final = frozenset({"trip", "visit"})
"""What the office itself organises; an occasion, an engagement or a signing may be somebody else's."""

_ESCAPES: Final = {ord(each): f"\\u{ord(each):04x}" for each in "<>&\u2028\u2029"}


def jsonld(
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
    link: str | None = None,
) -> bytes:
    """The entries of an office as a graph of schema.org events.

    Args:
        records: the whole log, in order.
        profile: the office, as it was then, which publishes them.
        language: BCP 47; the language of descriptions, and the first of names in several languages.
        audience: who reads it.
        at: the present instant, which lifts embargoes; nothing else depends on it.
        known_on: a past day of knowledge, which the name of the feed then says.
        recorded_until: a past instant, after which nothing that was recorded counts; the name says it too.
        kinds: the kinds of entries, such as ``{"trip", "visit"}``; None for all.
        principal: whose programme; None for that of the whole office.
        link: where the page of an entry is, such as ``https://example.go.kr/{uid}``, which then is its id; else its id
            is ``urn:uid:`` and its UID.

    Returns:
        One JSON object in UTF-8 with a line feed at its end. ``<``, ``>``, ``&``, U+2028 and U+2029 are escaped, so
        that it can stand in a ``script`` element of HTML. The same history gives the same bytes.

    Raises:
        InvalidValueError: there is no such kind of entry, or it is no link.
    """
    languages = (language, *profile.languages)
    entries = selected(
        records, audience=audience, at=at, known_on=known_on, recorded_until=recorded_until, kinds=kinds,
        principal=principal,
    )  # fmt: skip
    links = FeedOptions(link=link)
    ids = {each.entry.uid: links.url(each.entry.uid) or f"urn:uid:{each.entry.uid}" for each in entries}
    events = [_event(each, profile, languages, ids) for each in entries]
    office = [] if profile.name is None else [_office(profile.name, languages)]
    own = [] if profile.name is None else [profile.name.best(*languages)]
    name = closed(" · ".join([*own, word(audience, languages[0])]))
    head = _feed(named(name, languages[0], known_on, recorded_until), languages, events, has_publisher=bool(own))
    graph = {"@context": CONTEXT, "@graph": [head, *office, *events]}
    text = json.dumps(graph, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.translate(_ESCAPES).encode("utf-8", "replace") + b"\n"


def _feed(
    name: str, languages: tuple[str, ...], events: list[dict[str, Any]], *, has_publisher: bool
) -> dict[str, Any]:
    """The file itself: what it is called, in which language, and what is in it."""
    return _without_gaps(
        {
            "@type": "DataFeed",
            "name": name,
            "inLanguage": languages[0],
            "dateModified": max((each["dateModified"] for each in events), default=None),
            "publisher": {"@id": OFFICE} if has_publisher else None,
            "dataFeedElement": [{"@id": each["@id"]} for each in events],
        }
    )


def _office(name: Text, languages: tuple[str, ...]) -> dict[str, Any]:
    return {"@id": OFFICE, "@type": "GovernmentOrganization", "name": _tagged(name, languages)}


def _event(revision: Revision, profile: Profile, languages: tuple[str, ...], ids: Mapping[str, str]) -> dict[str, Any]:
    entry = revision.entry
    whole = None if entry.part_of is None else ids.get(entry.part_of.uid)
    own = entry.kind in _OWN and profile.name is not None
    return _without_gaps(
        {
            "@id": ids[entry.uid],
            "@type": "Event",
            "identifier": entry.uid,
            "name": _tagged(entry.title, languages),
            "description": closed("\n".join(description(revision, languages))),
            **({} if revision.is_detached else _dates(revision)),
            "eventSchedule": None if revision.is_detached else schedule_of(entry),
            "subEvent": [_differing(each, languages) for each in entry.changed if _is_on(entry, each)],
            "eventStatus": f"{CONTEXT}/{_status(entry)}",
            "location": _location(entry, languages),
            "superEvent": None if whole is None else {"@id": whole},
            "organizer": {"@id": OFFICE} if own else None,
            "dateModified": iso_instant(revision.modified_at),
            "version": revision.sequence,
        }
    )


def _is_on(series: CalendarEntry, occurrence: CalendarEntry) -> bool:
    return series.recurrence is not None and occurrence.status != "cancelled"


def _differing(entry: CalendarEntry, languages: tuple[str, ...]) -> dict[str, Any]:
    """An occurrence of a series at which something is otherwise; its regular day is left out of the schedule."""
    start, end = _ends(entry.when) if isinstance(entry.when, (Timed, Period)) else (None, None)
    return _without_gaps(
        {
            "@type": "Event",
            "name": _tagged(entry.title, languages),
            "startDate": start,
            "endDate": end,
            "location": _location(entry, languages),
        }
    )


def _status(entry: CalendarEntry) -> str:
    if entry.status == "cancelled":
        return "EventCancelled"
    return "EventPostponed" if entry.postponed else "EventScheduled"


def _dates(revision: Revision) -> dict[str, Any]:
    """When it is, as far as that is known; when it was to be, if that no longer holds."""
    found: dict[str, Any] = {}
    match revision.entry.when:
        case Timed() | Period() as when:
            found["startDate"], found["endDate"] = _ends(when)
        case FuzzyDate() as fuzzy:
            value = {"@type": "PropertyValue", "name": "edtf", "value": fuzzy.edtf}
            found["additionalProperty"] = value
    if revision.dates is not None and not revision.is_dated:
        found["previousStartDate"] = _ends(revision.dates)[0]
    return found


def _ends(when: Timed | Period) -> tuple[str | None, str | None]:
    """The first and the last day, both included; or start and end with their offsets."""
    if isinstance(when, Period):
        return when.first.isoformat(), when.last.isoformat()
    return iso_moment(when.start), iso_moment(when.end)


def _location(entry: CalendarEntry, languages: tuple[str, ...]) -> object:
    """Its place, or the stops of a trip in order."""
    if entry.place is not None:
        return _place(entry.place, languages)
    stops = [_place(stop.place, languages) for stop in entry.stops]
    return stops[0] if len(stops) == 1 else stops


def _place(place: Place, languages: tuple[str, ...]) -> dict[str, Any]:
    point = place.coordinates
    geo = {} if point is None else {"latitude": point.latitude, "longitude": point.longitude}
    address = {
        "addressLocality": None if place.city is None else _tagged(place.city, languages),
        "addressCountry": place.country,
    }
    known = any(each is not None for each in address.values())
    return _without_gaps(
        {
            "@type": "Place",
            "name": _tagged(place.venue or place.city, languages) or place_name(place, *languages),
            "address": _without_gaps({"@type": "PostalAddress", **address}) if known else None,
            "geo": {"@type": "GeoCoordinates", **geo} if geo else None,
        }
    )


def _tagged(text: Text | None, languages: tuple[str, ...]) -> Any:
    """A text with its languages, the wanted one first; a string where nobody said which language it is."""
    if text is None:
        return None
    best = text.best(*languages)
    order = sorted(text, key=lambda each: text[each] != best)
    said = {each: closed(text[each]) for each in order}
    values = [said[each] if each == UNDETERMINED else {"@language": each, "@value": said[each]} for each in order]
    return values[0] if len(values) == 1 else values


def _without_gaps(node: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in node.items() if value not in (None, "", [])}
