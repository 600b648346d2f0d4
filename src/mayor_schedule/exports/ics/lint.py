"""A linter for iCalendar feeds that catches what other checkers let through.

It reads bytes, and shares no code with what writes the feed. Each rule has a stable id; sections are of RFC 5545
unless another is named:

================== ==================================================================================
line-break         a bare LF or CR, or a last line without CRLF (3.1)
line-length        a physical line of more than 75 octets (3.1)
fold-utf8          a fold inside a UTF-8 character (3.1)
utf8               a line that is not UTF-8 (3.1.4)
control            a control character other than HTAB (3.1)
content-line       a line that is not a name, parameters, a colon and a value (3.1)
nesting            BEGIN and END that do not match, something outside a VCALENDAR, or no VCALENDAR at all (3.4, 3.6)
version, prodid    VERSION (and that it is 2.0) or PRODID not exactly once (3.7.4, 3.7.3)
method             METHOD in a feed: PUBLISH needs ORGANIZER, CalDAV forbids it (RFC 5546 3.2.1, RFC 4791 4.1)
calendar-uid       UID on the VCALENDAR (RFC 7986 5.3 allows it): vdirsyncer takes the feed for one item
refresh-interval   REFRESH-INTERVAL without VALUE=DURATION, or not a positive one (RFC 7986 5.7)
uid                UID missing (3.8.4.7)
uid-duplicate      the same UID and RECURRENCE-ID twice (3.8.4.4)
dtstamp            DTSTAMP missing, or DTSTAMP, LAST-MODIFIED or CREATED not in UTC (3.8.7)
dtstart            DTSTART missing from a VEVENT (3.6.1)
dtend              DTEND not after DTSTART, of another value type, or beside DURATION (3.8.2.2, 3.6.1)
date-value         a date or time that cannot be, or not of the VALUE and TZID that it claims (3.3.4, 3.3.5)
floating           a local time without TZID (3.3.5 form 1): a public feed means an instant
tzid-undefined     a TZID without a VTIMEZONE of that name (3.2.19)
tzid-order         a VTIMEZONE after the first use of its name: some clients read once, from the top
geo                GEO malformed or out of range (3.8.1.6)
related-to         RELATED-TO names a UID that is not in the file (3.8.4.5)
status             STATUS not TENTATIVE, CONFIRMED or CANCELLED (3.8.1.11)
transp, class      values that TRANSP or CLASS cannot have (3.8.2.7, 3.8.1.3)
sequence           SEQUENCE not a non-negative integer (3.8.7.4)
once               a property more than once that a VEVENT may have once (3.6.1, RFC 7986 5)
color              COLOR that is no color name of CSS3 (RFC 7986 5.9)
busystatus         X-MICROSOFT-CDO-BUSYSTATUS not FREE, TENTATIVE, BUSY or OOF (MS-OXCICAL 2.1.3.1.1.20.31)
valarm             VALARM without ACTION or TRIGGER, or DISPLAY without DESCRIPTION (3.6.6)
rrule              RRULE without FREQ, with COUNT and UNTIL, or with an UNTIL of another type than DTSTART (3.3.10)
recurrence-date    EXDATE or RDATE not of the form of DTSTART: some clients then match no occurrence (3.8.5.1, 3.8.5.2)
recurrence-id      RECURRENCE-ID of what is no series, or of another value type than its DTSTART (3.8.4.4); without the
                   series it is an occurrence to which alone somebody is invited (RFC 4791 4.1)
escape             in text a backslash before something other than n, N, a comma, a semicolon or itself, or one of
                   these two without a backslash (3.3.11)
================== ==================================================================================
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

import pytz

from mayor_schedule.contentlines import Component, Finding, Property, read
from mayor_schedule.exports.ics.lint_parts import NOT_ONCE, alarm_rules, event_rules, series_rules
from mayor_schedule.messages import Message, Saying, say, term

__all__ = ["Finding", "lint"]

_IDENTIFIED = ("VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY")
_TIMES = ("DTSTART", "DTEND", "DUE", "RECURRENCE-ID", "EXDATE", "RDATE")
_TEXTS = ("SUMMARY", "DESCRIPTION", "LOCATION")
_ONCE = (
    *("UID", "DTSTAMP", "DTSTART", "DTEND", "DURATION", "CLASS", "CREATED", "DESCRIPTION", "GEO", "LAST-MODIFIED"),
    *("LOCATION", "ORGANIZER", "PRIORITY", "SEQUENCE", "STATUS", "SUMMARY", "TRANSP", "URL", "RECURRENCE-ID"),
    *("RRULE", "COLOR"),
)
_VALUES = {
    "CLASS": re.compile(r"PUBLIC|PRIVATE|CONFIDENTIAL|X-[A-Z0-9-]+", re.IGNORECASE),
    "SEQUENCE": re.compile(r"[0-9]+"),
    "STATUS": re.compile(r"TENTATIVE|CONFIRMED|CANCELLED", re.IGNORECASE),
    "TRANSP": re.compile(r"OPAQUE|TRANSPARENT", re.IGNORECASE),
}
_NUMBER = r"([+-]?[0-9]{1,20}(?:\.[0-9]+)?)"
_GEO = re.compile(rf"{_NUMBER};{_NUMBER}")
_TIME = re.compile(r"[0-9]{8}(?:T(?:[01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]Z?)?")
_DURATION = re.compile(r"\+?P(?!$)(?:\d+W|(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?)", re.ASCII)
_UTC = re.compile(r"[0-9]{8}T[0-9]{6}Z")
_WITHOUT = Saying("MS-0576", "the {component} has no {name}")


def lint(data: bytes) -> list[Finding]:
    """Find what is wrong with a feed; the rules are in the module's docstring.

    Args:
        data: the whole file as it is served; any bytes at all.

    Returns:
        The findings in the order of their lines; none if the feed keeps every rule.
    """
    components, findings = read(data)
    calendars = [item for item in components if item.name == "VCALENDAR"]
    stray = (item for item in components if item.name != "VCALENDAR")
    findings += [Finding(
        item.number, "nesting", say("MS-0566", "BEGIN:{name} stands outside a VCALENDAR", name=item.name)
    ) for item in stray]
    if not calendars:
        findings.append(Finding(1, "nesting", say("MS-0567", "there is no VCALENDAR")))
    for calendar in calendars:
        findings += [*_calendar(calendar), *_zones(calendar)]
    parts = [part for calendar in calendars for part in calendar.walk()]
    findings += _identities([part for part in parts if part.name in _IDENTIFIED])
    for part in parts:
        findings += _texts(part)
        if part.name in _IDENTIFIED:
            findings += _times(part)
        if part.name == "VEVENT":
            findings += [*_event(part), *_end(part), *event_rules(part)]
        if part.name == "VALARM":
            findings += alarm_rules(part)
    findings += series_rules([part for part in parts if part.name == "VEVENT"])
    return sorted(set(findings))


def _calendar(calendar: Component) -> Iterator[Finding]:
    for name in ("VERSION", "PRODID"):
        if (count := len(calendar.all(name))) != 1:
            told = NOT_ONCE(component="VCALENDAR", name=name, count=count)
            yield Finding(calendar.number, name.lower(), told)
    for item in calendar.properties:
        if item.name == "VERSION" and item.value != "2.0":
            yield Finding(item.number, "version", say("MS-0569", "VERSION is {value!r}, not 2.0", value=item.value))
        elif item.name == "METHOD":
            yield Finding(item.number, "method", say("MS-0570", "a feed has no METHOD"))
        elif item.name == "UID":
            yield Finding(
                item.number, "calendar-uid", say("MS-0571", "with a UID of its own the feed is taken for one item")
            )
        elif item.name == "REFRESH-INTERVAL" and item.parameters.get("VALUE", "").upper() != "DURATION":
            yield Finding(item.number, "refresh-interval", say("MS-0572", "REFRESH-INTERVAL has no VALUE=DURATION"))
        elif item.name == "REFRESH-INTERVAL" and not _DURATION.fullmatch(item.value):
            told = say("MS-0573", "REFRESH-INTERVAL {value!r} is no positive duration", value=item.value)
            yield Finding(item.number, "refresh-interval", told)


def _zones(calendar: Component) -> Iterator[Finding]:
    """What is wrong with the names of time zones; one that begins with a solidus needs no VTIMEZONE."""
    defined: dict[str, int] = {}
    for part in calendar.parts:
        if part.name == "VTIMEZONE" and (name := part.first("TZID")):
            defined.setdefault(name.value, part.number)
    for item in (item for part in calendar.walk() for item in part.properties):
        tzid = item.parameters.get("TZID")
        if tzid in defined and defined[tzid] > item.number:
            told = say(
                "MS-0574", "the VTIMEZONE of {tzid!r} comes after its use, on line {line}",
                tzid=tzid, line=defined[tzid],
            )  # fmt: skip
            yield Finding(item.number, "tzid-order", told)
        elif tzid is not None and tzid not in defined and not tzid.startswith("/"):
            yield Finding(
                item.number, "tzid-undefined", say("MS-0575", "there is no VTIMEZONE for {tzid!r}", tzid=tzid)
            )


def _identities(items: list[Component]) -> Iterator[Finding]:
    """What is wrong with UIDs, with what refers to them, and with DTSTAMP."""
    uids = {uid.value for item in items for uid in item.all("UID")}
    seen: set[tuple[str, datetime | str | None]] = set()
    for item in items:
        uid, recurrence, stamp = (item.first(name) for name in ("UID", "RECURRENCE-ID", "DTSTAMP"))
        named = (_instant(recurrence) or recurrence.value) if recurrence else None
        key = (uid.value if uid else "", named)
        if uid is None or not uid.value:
            yield Finding(item.number, "uid", _WITHOUT(component=item.name, name="UID"))
        elif key in seen:
            yield Finding(
                uid.number, "uid-duplicate", say("MS-0577", "the UID {value!r} was used before", value=uid.value)
            )
        seen.add(key)
        if stamp is None or not _UTC.fullmatch(stamp.value):
            at = stamp.number if stamp else item.number
            yield Finding(at, "dtstamp", say("MS-0578", "the {name} has no DTSTAMP in UTC", name=item.name))
        for other in (*item.all("LAST-MODIFIED"), *item.all("CREATED")):
            if not _UTC.fullmatch(other.value):
                told = say("MS-0579", "{name} {value!r} is not in UTC", name=other.name, value=other.value)
                yield Finding(other.number, "dtstamp", told)
        for other in item.all("RELATED-TO"):
            if other.value not in uids:
                told = say("MS-0580", "no item of this file has the UID {value!r}", value=other.value)
                yield Finding(other.number, "related-to", told)


def _event(event: Component) -> Iterator[Finding]:
    if event.first("DTSTART") is None:
        yield Finding(event.number, "dtstart", _WITHOUT(component="VEVENT", name="DTSTART"))
    for name in _ONCE:
        for item in event.all(name)[1:]:
            yield Finding(item.number, "once", say("MS-0582", "the VEVENT has {name} more than once", name=name))
    for item in event.properties:
        if item.name in _VALUES and not _VALUES[item.name].fullmatch(item.value):
            told = say("MS-0583", "{name} of a VEVENT cannot be {value!r}", name=item.name, value=item.value)
            yield Finding(item.number, item.name.lower(), told)
        if item.name == "GEO":
            geo = _GEO.fullmatch(item.value)
            if geo is None or abs(float(geo[1])) > 90 or abs(float(geo[2])) > 180:
                told = say("MS-0584", "{value!r} is not latitude;longitude in degrees", value=item.value)
                yield Finding(item.number, "geo", told)


def _texts(part: Component) -> Iterator[Finding]:
    for item in part.properties:
        for pair in re.findall(r"\\.?", item.value) if item.name in _TEXTS else ():
            if pair[1:] not in ("n", "N", ",", ";", "\\"):
                told = say("MS-0585", "{name} has the unknown escape {pair!r}", name=item.name, pair=pair)
                yield Finding(item.number, "escape", told)
        if item.name in _TEXTS and re.search("[,;]", re.sub(r"\\.?", "", item.value)):
            told = say("MS-0586", "{name} has a comma or a semicolon without a backslash", name=item.name)
            yield Finding(item.number, "escape", told)


def _times(part: Component) -> Iterator[Finding]:
    for item in part.properties:
        periods = item.parameters.get("VALUE", "").upper() == "PERIOD"
        for value in item.value.split(",") if item.name in _TIMES and not periods else ():
            if problem := _untimely(item, value):
                told = say("MS-0587", "{name} {value!r} {problem}", name=item.name, value=value, problem=problem)
                yield Finding(item.number, "date-value", told)
            elif "T" in value and not value.endswith("Z") and "TZID" not in item.parameters:
                told = say("MS-0588", "{name} {value!r} is a local time of no time zone", name=item.name, value=value)
                yield Finding(item.number, "floating", told)


def _untimely(item: Property, value: str) -> Message | None:
    """What is wrong with one date or time, or nothing."""
    if _wall(value) is None:
        return term("is no date and no time")
    if (item.parameters.get("VALUE", "").upper() == "DATE") == ("T" in value):
        return term("is not of the value type that it claims (VALUE)")
    if "TZID" in item.parameters and (value.endswith("Z") or "T" not in value):
        return term("cannot have a TZID")
    return None


def _end(event: Component) -> Iterator[Finding]:
    start, end = event.first("DTSTART"), event.first("DTEND")
    if end and event.first("DURATION"):
        yield Finding(end.number, "dtend", say("MS-0589", "the VEVENT has DTEND and DURATION"))
    if not (start and end and _wall(start.value) and _wall(end.value)):
        return
    if ("T" in start.value) != ("T" in end.value):
        yield Finding(end.number, "dtend", say("MS-0590", "DTSTART and DTEND are not both dates or both times"))
    elif not _before(start, end):
        told = say("MS-0591", "DTEND {end} is not after DTSTART {start}", end=end.value, start=start.value)
        yield Finding(end.number, "dtend", told)


def _before(start: Property, end: Property) -> bool:
    """Whether one time is before another; true as well if they cannot be compared."""
    first, last = _instant(start), _instant(end)
    if first is None or last is None:
        same = start.parameters.get("TZID") == end.parameters.get("TZID") and start.value[15:] == end.value[15:]
        first, last = (_wall(start.value), _wall(end.value)) if same else (None, None)
    return first is None or last is None or first < last


def _wall(value: str) -> datetime | None:
    if not _TIME.fullmatch(value):
        return None
    try:
        return datetime.fromisoformat(value.removesuffix("Z"))
    except ValueError:
        return None


def _instant(item: Property) -> datetime | None:
    """The instant of a time in UTC or an IANA zone; of one that comes twice the first, as in 3.3.5."""
    wall, tzid = _wall(item.value), item.parameters.get("TZID", "")
    if wall is None or "T" not in item.value:
        return None
    if item.value.endswith("Z"):
        return pytz.utc.localize(wall)
    try:
        zone = pytz.timezone(tzid)
        early, late = sorted(zone.localize(wall, is_dst=flag) for flag in (True, False))
        return early if zone.normalize(early).replace(tzinfo=None) == wall else late
    except (pytz.UnknownTimeZoneError, OverflowError):
        return None
