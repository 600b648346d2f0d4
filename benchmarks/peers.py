"""The same components, built and written by other libraries, and by hand.

All of them are given the values that stand in our own feed, ready made: texts composed in one language, dates as aware
datetimes. So they are timed without the work of finding them, which our export has to do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from importlib.metadata import distributions
from zoneinfo import ZoneInfo

import icalendar

from mayor_schedule.contentlines import Component, Property, read

When = date | datetime


@dataclass(frozen=True, slots=True)
class Values:
    """What one VEVENT says."""

    uid: str
    stamp: datetime
    sequence: int
    recurrence_id: When | None
    start: When
    end: When | None
    rule: str | None
    excluded: list[When]
    added: list[When]
    summary: str
    description: str | None
    location: str | None
    geo: tuple[float, float] | None
    edtf: str | None
    status: str
    transparency: str
    busy: str
    classification: str
    category: str
    color: str
    parent: str | None


@dataclass(frozen=True)
class Given:
    """What a whole feed says.

    Attributes:
        events: what its VEVENTs say, in order.
        name: its name.
        zone: its zone.
        head: the bytes before its first VEVENT.
        zones: its VTIMEZONEs as components of `icalendar`.
        zones_text: its VTIMEZONEs as text.
    """

    events: list[Values]
    name: str
    zone: str
    head: bytes
    zones: list[icalendar.Component] = field(repr=False)
    zones_text: str = field(repr=False)


def given(data: bytes) -> Given:
    """Read our own feed with our own reader."""
    calendar = read(data)[0][0]
    head = data[: data.find(b"BEGIN:VEVENT")]
    zones = re.findall(rb"BEGIN:VTIMEZONE.*?END:VTIMEZONE\r\n", head, re.DOTALL)
    return Given(
        events=[_values(each) for each in calendar.parts if each.name == "VEVENT"],
        name=_text(calendar, "NAME") or "",
        zone=_text(calendar, "X-WR-TIMEZONE") or "",
        head=head,
        zones=[icalendar.Timezone.from_ical(each) for each in zones],
        zones_text=b"".join(zones).decode(),
    )  # fmt: skip


def _values(event: Component) -> Values:
    def when(name: str) -> list[When]:
        return [_when(each) for each in event.all(name)]

    def needed(name: str) -> str:
        return _text(event, name) or ""

    coordinates = _text(event, "GEO")
    latitude, _, longitude = (coordinates or "").partition(";")
    return Values(
        uid=needed("UID"), stamp=datetime.strptime(needed("DTSTAMP"), "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC),
        sequence=int(needed("SEQUENCE")), recurrence_id=next(iter(when("RECURRENCE-ID")), None),
        start=when("DTSTART")[0], end=next(iter(when("DTEND")), None), rule=_text(event, "RRULE"),
        excluded=when("EXDATE"), added=when("RDATE"), summary=needed("SUMMARY"),
        description=_text(event, "DESCRIPTION"), location=_text(event, "LOCATION"),
        geo=(float(latitude), float(longitude)) if coordinates else None, edtf=_text(event, "X-MAYOR-SCHEDULE-EDTF"),
        status=needed("STATUS"), transparency=needed("TRANSP"), busy=needed("X-MICROSOFT-CDO-BUSYSTATUS"),
        classification=needed("CLASS"), category=needed("CATEGORIES"), color=needed("COLOR"),
        parent=_text(event, "RELATED-TO"),
    )  # fmt: skip


_ESCAPED = re.compile(r"\\(.)")


def _text(component: Component, name: str) -> str | None:
    found = component.first(name)
    if found is None:
        return None
    if name in {"RRULE", "GEO"}:
        return found.value
    return _ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], found.value)


def _when(found: Property) -> When:
    if found.parameters.get("VALUE") == "DATE":
        return datetime.strptime(found.value, "%Y%m%d").date()  # noqa: DTZ007  a day has no zone
    if found.value.endswith("Z"):
        return datetime.strptime(found.value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    zone = ZoneInfo(found.parameters["TZID"])
    return datetime.strptime(found.value, "%Y%m%dT%H%M%S").replace(tzinfo=zone)


# --- icalendar ---


def with_icalendar(feed: Given) -> bytes:
    """`icalendar`, with its documented API; it is given its VTIMEZONEs ready made."""
    calendar = icalendar.Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", "-//mayor_schedule//mayor-schedule//EN")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("NAME", feed.name)
    calendar.add("X-WR-CALNAME", feed.name)
    calendar.add("X-WR-TIMEZONE", feed.zone)
    calendar.add("REFRESH-INTERVAL", timedelta(hours=4), parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", "PT4H")
    for zone in feed.zones:
        calendar.add_component(zone)
    for each in feed.events:
        calendar.add_component(_icalendar_event(each))
    data: bytes = calendar.to_ical(sorted=False)
    return data


def _icalendar_event(values: Values) -> icalendar.Event:
    event = icalendar.Event()
    add = event.add
    add("UID", values.uid)
    add("DTSTAMP", values.stamp)
    add("LAST-MODIFIED", values.stamp)
    add("SEQUENCE", values.sequence)
    if values.recurrence_id is not None:
        add("RECURRENCE-ID", values.recurrence_id)
    add("DTSTART", values.start)
    if values.end is not None:
        add("DTEND", values.end)
    if values.rule is not None:
        add("RRULE", icalendar.vRecur.from_ical(values.rule))
    for each in values.excluded:
        add("EXDATE", each)
    for each in values.added:
        add("RDATE", each)
    add("SUMMARY", values.summary)
    if values.description is not None:
        add("DESCRIPTION", values.description)
    if values.location is not None:
        add("LOCATION", values.location)
    if values.geo is not None:
        add("GEO", values.geo)
    if values.edtf is not None:
        add("X-MAYOR-SCHEDULE-EDTF", values.edtf)
    add("STATUS", values.status)
    add("TRANSP", values.transparency)
    add("X-MICROSOFT-CDO-BUSYSTATUS", values.busy)
    add("CLASS", values.classification)
    add("CATEGORIES", [values.category])
    add("COLOR", values.color)
    if values.parent is not None:
        add("RELATED-TO", values.parent, parameters={"RELTYPE": "PARENT"})
    return event


# --- ical ---


def with_ical(feed: Given) -> bytes:
    """`ical`, with all properties; those that it does not model go through its `extras`.

    It is given its VTIMEZONEs ready made. It writes the properties in the order of its model, and no line is folded
    within a word where that can be helped.
    """
    from ical.calendar import Calendar  # noqa: PLC0415  not everybody has it
    from ical.calendar_stream import IcsCalendarStream  # noqa: PLC0415
    from ical.types.extra import ExtraProperty  # noqa: PLC0415

    calendar = Calendar(
        prodid="-//mayor_schedule//mayor-schedule//EN", version="2.0", calscale="GREGORIAN", name=[feed.name],
        x_wr_timezone=feed.zone, refresh_interval=timedelta(hours=4),
        extras=[ExtraProperty("x-wr-calname", feed.name), ExtraProperty("x-published-ttl", "PT4H")],
    )  # fmt: skip
    calendar.timezones.extend(_ical_zones(feed.zones_text))
    calendar.events.extend(_ical_event(each) for each in feed.events)
    return IcsCalendarStream.calendar_to_ics(calendar).encode()


_kept_zones: dict[str, list[object]] = {}


def _ical_zones(text: str) -> list:
    from ical.calendar_stream import IcsCalendarStream  # noqa: PLC0415

    if text not in _kept_zones:
        whole = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-\r\n{text}END:VCALENDAR\r\n"
        _kept_zones[text] = list(IcsCalendarStream.calendar_from_ics(whole).timezones)
    return _kept_zones[text]


def _ical_event(values: Values):
    from ical.event import Event  # noqa: PLC0415
    from ical.types import Geo, Recur, RelatedTo  # noqa: PLC0415
    from ical.types.extra import ExtraProperty  # noqa: PLC0415

    extras = [ExtraProperty("x-microsoft-cdo-busystatus", values.busy)]
    if values.edtf is not None:
        extras.append(ExtraProperty("x-mayor-schedule-edtf", values.edtf))
    more = {}
    if values.recurrence_id is not None:
        more["recurrence_id"] = f"{values.recurrence_id:%Y%m%dT%H%M%S}"
    if values.rule is not None:
        more["rrule"] = Recur.from_rrule(values.rule)
    if values.geo is not None:
        more["geo"] = Geo(*values.geo)
    if values.parent is not None:
        more["related_to"] = [RelatedTo(values.parent)]
    return Event(
        uid=values.uid, dtstamp=values.stamp, last_modified=values.stamp, sequence=values.sequence,
        dtstart=values.start, dtend=values.end, exdate=values.excluded, rdate=values.added, summary=values.summary,
        description=values.description, location=values.location, status=values.status,
        transparency=values.transparency, classification=values.classification, categories=[values.category],
        color=values.color, extras=extras, **more,
    )  # fmt: skip


# --- ics ---


def with_ics(feed: Given) -> bytes:
    """`ics` 0.7: it writes times in UTC and folds no line; what it does not know goes through its `extra`."""
    from ics import Calendar  # noqa: PLC0415  not everybody has it
    from ics.grammar.parse import ContentLine  # noqa: PLC0415

    calendar = Calendar(creator="-//mayor_schedule//mayor-schedule//EN")
    calendar.scale = "GREGORIAN"
    calendar.extra.extend(
        [
            ContentLine("NAME", value=feed.name),
            ContentLine("X-WR-CALNAME", value=feed.name),
            ContentLine("X-WR-TIMEZONE", value=feed.zone),
            ContentLine("REFRESH-INTERVAL", {"VALUE": ["DURATION"]}, "PT4H"),
            ContentLine("X-PUBLISHED-TTL", value="PT4H"),
        ]
    )
    calendar.events = [_ics_event(each) for each in feed.events]  # a set, its default, hashes a UID letter by letter
    return calendar.serialize().encode()


def _ics_event(values: Values):
    from ics import Event  # noqa: PLC0415
    from ics.grammar.parse import ContentLine  # noqa: PLC0415

    event = Event(
        uid=values.uid, created=values.stamp, last_modified=values.stamp, name=values.summary, begin=values.start,
        end=values.end, description=values.description, location=values.location,
        geo=values.geo, status=values.status, transparent=values.transparency == "TRANSPARENT",
        classification=values.classification, categories=[values.category],
    )  # fmt: skip
    if not isinstance(values.start, datetime):
        if values.end is not None:
            event.end = values.end - timedelta(days=1)
        event.make_all_day()
    extra = event.extra
    extra.append(ContentLine("SEQUENCE", value=str(values.sequence)))
    if values.recurrence_id is not None:
        extra.append(_ics_when("RECURRENCE-ID", values.recurrence_id))
    if values.rule is not None:
        extra.append(ContentLine("RRULE", value=values.rule))
    extra.extend(_ics_when("EXDATE", each) for each in values.excluded)
    extra.extend(_ics_when("RDATE", each) for each in values.added)
    if values.edtf is not None:
        extra.append(ContentLine("X-MAYOR-SCHEDULE-EDTF", value=values.edtf))
    extra.append(ContentLine("X-MICROSOFT-CDO-BUSYSTATUS", value=values.busy))
    extra.append(ContentLine("COLOR", value=values.color))
    if values.parent is not None:
        extra.append(ContentLine("RELATED-TO", {"RELTYPE": ["PARENT"]}, values.parent))
    return event


def _ics_when(name: str, when: When):
    from ics.grammar.parse import ContentLine  # noqa: PLC0415

    if isinstance(when, datetime):
        return ContentLine(name, value=f"{when.astimezone(UTC):%Y%m%dT%H%M%SZ}")
    return ContentLine(name, {"VALUE": ["DATE"]}, f"{when:%Y%m%d}")


# --- by hand ---


def by_hand(feed: Given) -> bytes:
    """The floor: the same bytes as ours with the fewest operations that we know; the head is given ready made."""
    parts = [feed.head]
    parts += [_written(each) for each in feed.events]
    parts.append(b"END:VCALENDAR\r\n")
    return b"".join(parts)


def _written(values: Values) -> bytes:
    stamp = _utc(values.stamp)
    named = "" if values.recurrence_id is None else _dated("RECURRENCE-ID", values.recurrence_id)
    end = "" if values.end is None else _dated("DTEND", values.end)
    rule = "" if values.rule is None else _folded(f"RRULE:{values.rule}")
    left = "".join([_dated("EXDATE", each) for each in values.excluded]) if values.excluded else ""
    more = "".join([_dated("RDATE", each) for each in values.added]) if values.added else ""
    told = "" if values.description is None else _folded(f"DESCRIPTION:{_escaped(values.description)}")
    where = "" if values.location is None else _folded(f"LOCATION:{_escaped(values.location)}")
    geo = "" if values.geo is None else f"GEO:{values.geo[0]};{values.geo[1]}\r\n"
    edtf = "" if values.edtf is None else f"X-MAYOR-SCHEDULE-EDTF:{values.edtf}\r\n"
    parent = "" if values.parent is None else _folded(f"RELATED-TO;RELTYPE=PARENT:{values.parent}")
    return (
        f"BEGIN:VEVENT\r\nUID:{values.uid}\r\nDTSTAMP:{stamp}\r\nLAST-MODIFIED:{stamp}\r\nSEQUENCE:{values.sequence}\r\n"
        f"{named}{_dated('DTSTART', values.start)}{end}{rule}{left}{more}"
        f"{_folded(f'SUMMARY:{_escaped(values.summary)}')}{told}{where}{geo}{edtf}"
        f"STATUS:{values.status}\r\nTRANSP:{values.transparency}\r\nX-MICROSOFT-CDO-BUSYSTATUS:{values.busy}\r\n"
        f"CLASS:{values.classification}\r\nCATEGORIES:{values.category}\r\nCOLOR:{values.color}\r\n"
        f"{parent}END:VEVENT\r\n"
    ).encode()


def _utc(when: datetime) -> str:
    return f"{when.year:04}{when.month:02}{when.day:02}T{when.hour:02}{when.minute:02}{when.second:02}Z"


def _dated(name: str, when: When) -> str:
    if not isinstance(when, datetime):
        return f"{name};VALUE=DATE:{when.year:04}{when.month:02}{when.day:02}\r\n"
    if when.tzinfo is UTC:
        return f"{name}:{_utc(when)}\r\n"
    return (
        f"{name};TZID={when.tzinfo}:{when.year:04}{when.month:02}{when.day:02}"
        f"T{when.hour:02}{when.minute:02}{when.second:02}\r\n"
    )


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> str:
    if len(line) <= 24:  # at most three octets a character here
        return line + "\r\n"
    data = line.encode()
    if len(data) <= 74:
        return line + "\r\n"
    parts, start, size = [], 0, len(data)
    while size - start > 74:
        end = start + 74
        while data[end] & 0xC0 == 0x80:
            end -= 1
        if data[end - 1] == 0x5C:
            end -= 1
        parts.append(data[start:end])
        start = end
    parts.append(data[start:])
    return b"\r\n ".join(parts).decode() + "\r\n"


_installed = {each.name.lower() for each in distributions()}  # a folder of some name is found as a module too
PEERS = {
    name: write
    for name, write in (("icalendar", with_icalendar), ("ical", with_ical), ("ics", with_ics))
    if name in _installed
}
"""Those of the peers that are installed, by the name of their package."""
