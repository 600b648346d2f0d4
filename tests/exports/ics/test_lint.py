"""Each rule of the linter, kept and broken; and any bytes at all."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mayor_schedule.exports.ics import lint as module
from mayor_schedule.exports.ics.lint import Finding, lint

HEAD = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//city//feed//EN"]
ZONE = [
    *("BEGIN:VTIMEZONE", "TZID:Asia/Seoul", "BEGIN:STANDARD", "DTSTART:19881009T030000"),
    *("TZOFFSETFROM:+1000", "TZOFFSETTO:+0900", "END:STANDARD", "END:VTIMEZONE"),
]
ZURICH = ["BEGIN:VTIMEZONE", "TZID:Europe/Zurich", "END:VTIMEZONE"]
OTHER = ["BEGIN:VTIMEZONE", "TZID:City Hall", "END:VTIMEZONE"]
IDENTITY = ["UID:a@city", "DTSTAMP:20180201T000000Z"]
START = "DTSTART:20180208T010000Z"


def crlf(*lines: str) -> bytes:
    return "".join(line + "\r\n" for line in lines).encode()


def feed(*lines: str) -> bytes:
    return crlf(*HEAD, *lines, "END:VCALENDAR")


def event(*lines: str) -> list[str]:
    return ["BEGIN:VEVENT", *lines, "END:VEVENT"]


def one(*lines: str) -> bytes:
    """A feed with one event that has a UID and a DTSTAMP besides these lines."""
    return feed(*ZONE, *ZURICH, *OTHER, *event(*IDENTITY, *lines))


def rules(data: bytes) -> set[str]:
    return {finding.rule for finding in lint(data)}


PLAIN = one(START, "DTEND:20180208T020000Z", "SUMMARY:Visit")
KEPT = {
    "line-break": PLAIN,
    "line-length": one(START, "SUMMARY:" + "x" * 67),
    "fold-utf8": one(START, "SUMMARY:\uc2dc\r\n \uc7a5"),
    "utf8": one(START, "SUMMARY:\uc2dc\uc7a5"),
    "control": one(START, "SUMMARY:a\tb"),
    "content-line": one(START, 'ATTENDEE;CN="A; B: C",x;X-Y=:mailto:a@b'),
    "nesting": one(START, "BEGIN:VALARM", "ACTION:AUDIO", "TRIGGER:-PT5M", "END:VALARM"),
    "version": PLAIN,
    "prodid": PLAIN,
    "method": one(START, "X-METHOD:1"),
    "calendar-uid": PLAIN,
    "refresh-interval": feed("REFRESH-INTERVAL;VALUE=duration:P1DT1H"),
    "uid": PLAIN,
    "uid-duplicate": feed(
        *event(*IDENTITY, START, "RRULE:FREQ=DAILY"), *event(*IDENTITY, START, "RECURRENCE-ID:20180208T010000Z")
    ),
    "dtstamp": PLAIN,
    "dtstart": PLAIN,
    "dtend": one("DTSTART;VALUE=DATE:20180208", "DTEND;VALUE=DATE:20180209"),
    "date-value": one("DTSTART;TZID=Asia/Seoul:20180208T100000"),
    "floating": one(START, "DTEND;TZID=Asia/Seoul:20180208T110000"),
    "tzid-undefined": one('DTSTART;TZID="City Hall":20180208T100000', "X-WHEN;TZID=/city/x:20180208T100000"),
    "tzid-order": one("DTSTART;TZID=Asia/Seoul:20180208T100000"),
    "geo": one(START, "GEO:-37.5665;126.978"),
    "related-to": feed(*event(*IDENTITY, START), *event("UID:b", IDENTITY[1], START, "RELATED-TO:a@city")),
    "status": one(START, "STATUS:cancelled"),
    "transp": one(START, "TRANSP:TRANSPARENT"),
    "class": one(START, "CLASS:X-Office"),
    "sequence": one(START, "SEQUENCE:0"),
    "once": one(START, "CATEGORIES:a", "CATEGORIES:b", "COMMENT:a", "COMMENT:b"),
    "color": one(START, "COLOR:SteelBlue"),
    "busystatus": one(START, "X-MICROSOFT-CDO-BUSYSTATUS:OOF"),
    "valarm": one(START, "BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-PT5M", "DESCRIPTION:x", "END:VALARM"),
    "rrule": one(START, "RRULE:FREQ=DAILY;UNTIL=20180301T010000Z"),
    "recurrence-date": one(
        "DTSTART;TZID=Asia/Seoul:20180208T100000", "RRULE:FREQ=DAILY", "EXDATE;TZID=Asia/Seoul:20180209T100000"
    ),
    "recurrence-id": feed(
        *event(*IDENTITY, START, "RRULE:FREQ=DAILY"),
        *event(*IDENTITY, START, "RECURRENCE-ID:20180209T010000Z"),
        *event("UID:alone@city", IDENTITY[1], START, "RECURRENCE-ID:20180208T010000Z"),
    ),
    "escape": one(START, r"SUMMARY:a\, b\; c\n d\N e\\x", r"X-PATH:C:\temp"),
}
BROKEN = [
    ("line-break", PLAIN.replace(b"SUMMARY:Visit\r\n", b"SUMMARY:Visit\n")),
    ("line-break", PLAIN.replace(b"SUMMARY:Visit\r\n", b"SUMMARY:Visit\r")),
    ("line-break", PLAIN[:-2]),
    ("line-length", one(START, "SUMMARY:" + "x" * 68)),
    ("line-length", one(START, "SUMMARY:" + "\uc2dc" * 23)),
    ("fold-utf8", one(START, "SUMMARY:\uc2dc").replace(b"\xec\x8b", b"\xec\x8b\r\n ")),
    ("utf8", one(START, "SUMMARY:x").replace(b":x", b":\xff")),
    ("control", one(START, "SUMMARY:a\x0bb")),
    ("control", one(START, "SUMMARY:a\x7fb")),
    ("content-line", one(START, "SUMMARY")),
    ("content-line", one(START, ":value")),
    ("content-line", one(START, "SUM_MARY:value")),
    ("content-line", one(START, "")),
    ("nesting", PLAIN[: -len("END:VCALENDAR\r\n")]),
    ("nesting", PLAIN.replace(b"END:VEVENT\r\n", b"")),
    ("nesting", PLAIN + b"END:VCALENDAR\r\n"),
    ("nesting", PLAIN + b"X-A:1\r\n"),
    ("nesting", b""),
    ("nesting", crlf(*event(*IDENTITY, START))),
    ("nesting", PLAIN + crlf(*event(*IDENTITY, START))),
    ("nesting", crlf(*ZONE) + PLAIN),
    ("nesting", feed("BEGIN:VEVENT", *IDENTITY, START, "BEGIN:VALARM", "END:VEVENT", "END:VALARM")),
    ("version", PLAIN.replace(b"VERSION:2.0\r\n", b"")),
    ("version", PLAIN.replace(b"VERSION:2.0", b"VERSION:1.0")),
    ("version", feed("VERSION:2.0")),
    ("prodid", PLAIN.replace(b"PRODID", b"X-PRODID")),
    ("prodid", feed("PRODID:b")),
    ("method", feed("METHOD:PUBLISH")),
    ("calendar-uid", feed("UID:feed")),
    ("refresh-interval", feed("REFRESH-INTERVAL:PT1H")),
    ("refresh-interval", feed("REFRESH-INTERVAL;VALUE=DURATION:4 hours")),
    ("refresh-interval", feed("REFRESH-INTERVAL;VALUE=DURATION:-PT1H")),
    ("refresh-interval", feed("REFRESH-INTERVAL;VALUE=DURATION:PT")),
    ("uid", feed(*event(IDENTITY[1], START))),
    ("uid", feed(*event("UID:", IDENTITY[1], START))),
    ("uid-duplicate", feed(*event(*IDENTITY, START), *event(*IDENTITY, START))),
    (
        "uid-duplicate",
        feed(
            *ZONE,
            *event(*IDENTITY, START, "RRULE:FREQ=DAILY"),
            *event(*IDENTITY, START, "RECURRENCE-ID:20180209T010000Z"),
            *event(*IDENTITY, START, "RECURRENCE-ID;TZID=Asia/Seoul:20180209T100000"),
        ),
    ),
    ("dtstamp", feed(*event(IDENTITY[0], START))),
    ("dtstamp", one(START, "LAST-MODIFIED:20180201T000000")),
    ("dtstamp", one(START, "CREATED;TZID=Asia/Seoul:20180201T000000")),
    ("dtstamp", feed(*event(IDENTITY[0], "DTSTAMP:20180201T000000", START))),
    ("dtstart", one("SUMMARY:x")),
    ("dtend", one(START, "DTEND:20180208T010000Z")),
    ("dtend", one(START, "DTEND;VALUE=DATE:20180209")),
    ("dtend", one(START, "DTEND:20180208T020000Z", "DURATION:PT1H")),
    ("dtend", one("DTSTART;VALUE=DATE:20180208", "DTEND;VALUE=DATE:20180208")),
    ("dtend", one(START, "DTEND;TZID=Asia/Seoul:20180208T093000")),  # 00:30Z
    ("dtend", one("DTSTART;TZID=City Hall:20180208T100000", "DTEND;TZID=City Hall:20180208T090000")),
    ("dtend", one("DTSTART:20181028T010000Z", "DTEND;TZID=Europe/Zurich:20181028T023000")),  # the first 02:30
    ("date-value", one("DTSTART:20180230T010000Z")),
    ("date-value", one("DTSTART:20180228T240000Z")),
    ("date-value", one("DTSTART:20180208")),
    ("date-value", one("DTSTART;VALUE=DATE:20180208T010000Z")),
    ("date-value", one("DTSTART;TZID=Asia/Seoul:20180208T010000Z")),
    ("date-value", one("DTSTART;TZID=Asia/Seoul;VALUE=DATE:20180208")),
    ("floating", one("DTSTART:20180208T010000")),
    ("floating", one(START, "EXDATE:20180208T010000Z,20180209T010000")),
    ("tzid-undefined", one("DTSTART;TZID=Europe/Bern:20180208T100000")),
    ("tzid-order", feed(*event(*IDENTITY, "DTSTART;TZID=Asia/Seoul:20180208T100000"), *ZONE)),
    ("geo", one(START, "GEO:90.1;0")),
    ("geo", one(START, "GEO:0;-180.5")),
    ("geo", one(START, "GEO:37.5,126.9")),
    ("geo", one(START, "GEO:nan;0")),
    ("related-to", one(START, "RELATED-TO;RELTYPE=PARENT:b@city")),
    ("status", one(START, "STATUS:COMPLETED")),
    ("transp", one(START, "TRANSP:FREE")),
    ("class", one(START, "CLASS:SECRET")),
    ("sequence", one(START, "SEQUENCE:-1")),
    ("sequence", one(START, "SEQUENCE:\u0661")),
    *[("once", one(START, f"{name}:x", f"{name}:x")) for name in ("SUMMARY", "LOCATION", "URL", "COLOR", "RRULE")],
    ("once", one(START, START)),
    ("color", one(START, "COLOR:#4682b4")),
    ("busystatus", one(START, "X-MICROSOFT-CDO-BUSYSTATUS:AWAY")),
    ("valarm", one(START, "BEGIN:VALARM", "ACTION:DISPLAY", "DESCRIPTION:x", "END:VALARM")),
    ("valarm", one(START, "BEGIN:VALARM", "TRIGGER:-PT5M", "END:VALARM")),
    ("valarm", one(START, "BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-PT5M", "END:VALARM")),
    ("rrule", one(START, "RRULE:INTERVAL=2")),
    ("rrule", one(START, "RRULE:FREQ=DAILY;COUNT=2;UNTIL=20180301T010000Z")),
    ("rrule", one(START, "RRULE:FREQ=DAILY;UNTIL=20180301")),
    ("rrule", one(START, "RRULE:FREQ=DAILY;UNTIL=20180301T010000")),
    ("rrule", one("DTSTART;VALUE=DATE:20180208", "RRULE:FREQ=DAILY;UNTIL=20180301T010000Z")),
    ("recurrence-date", one("DTSTART;TZID=Asia/Seoul:20180208T100000", "EXDATE:20180209T010000Z")),
    ("recurrence-date", one(START, "RDATE;VALUE=DATE:20180209")),
    ("recurrence-id", feed(*event(*IDENTITY, START), *event(*IDENTITY, START, "RECURRENCE-ID:20180208T010000Z"))),
    (
        "recurrence-id",
        feed(
            *event(*IDENTITY, START, "RRULE:FREQ=DAILY"), *event(*IDENTITY, START, "RECURRENCE-ID;VALUE=DATE:20180208")
        ),
    ),
    ("escape", one(START, r"SUMMARY:C:\temp")),
    ("escape", one(START, "DESCRIPTION:ends in \\")),
    ("escape", one(START, "SUMMARY:a, b")),
    ("escape", one(START, r"LOCATION:a\\; b")),
    ("escape", one(START, r"LOCATION:a\\\x")),
]


@pytest.mark.parametrize("rule", KEPT)
def test_a_feed_that_keeps_the_rules_has_no_findings(rule: str) -> None:
    assert [str(finding) for finding in lint(KEPT[rule])] == []


@pytest.mark.parametrize(("rule", "data"), BROKEN)
def test_what_breaks_a_rule_is_found(rule: str, data: bytes) -> None:
    assert rule in rules(data)


def test_every_rule_in_the_docstring_is_kept_and_broken_here() -> None:
    table = (module.__doc__ or "").split("\n======")[1]
    named = {
        rule for ids in re.findall(r"^((?:[a-z0-9-]+, )*[a-z0-9-]+) {2,}", table, re.M) for rule in ids.split(", ")
    }
    assert len(named) == 35
    assert named == set(KEPT) == {rule for rule, _ in BROKEN}


def test_a_broken_rule_breaks_no_other_where_it_stands_alone() -> None:
    alone = ["geo", "method", "calendar-uid", "escape", "status", "related-to", "tzid-order", "control", "fold-utf8"]
    assert {rule: rules(data) for rule, data in BROKEN if rule in alone} == {rule: {rule} for rule in alone}


def test_a_finding_names_its_physical_line() -> None:
    data = feed("X-A:folded", " twice", " over", *event(*IDENTITY, START, "GEO:91;0"))
    assert lint(data) == [Finding(line=11, rule="geo", message="'91;0' is not latitude;longitude in degrees")]
    assert str(lint(data)[0]) == "line 11: '91;0' is not latitude;longitude in degrees [geo]"


def test_names_are_read_in_any_case() -> None:
    data = crlf("begin:vcalendar", "version:2.0", "prodid:x", *(line.lower() for line in event("STATUS:DONE")))
    assert rules(data + crlf("end:vcalendar")) == {"uid", "dtstamp", "dtstart", "status"}


def test_a_misplaced_end_closes_what_it_names() -> None:
    data = feed("BEGIN:VEVENT", *IDENTITY, START, "BEGIN:X-PART", "END:VEVENT")
    assert [str(finding) for finding in lint(data)] == [
        "line 9: END:VEVENT comes before the END of X-PART (line 8) [nesting]"
    ]


def test_thousands_of_nested_components_do_not_overflow_the_stack() -> None:
    assert rules(feed(*["BEGIN:VEVENT"] * 5000)) >= {"nesting", "uid"}


@given(st.binary())
@example(b"\r")
@example(b" \x80\r\n\t\xff")
def test_any_bytes_are_read(data: bytes) -> None:
    assert lint(data)


WORDS = st.sampled_from(
    [
        *("BEGIN", "END", "VEVENT", "VCALENDAR", "VTIMEZONE", "VALARM", "UID", "DTSTAMP", "DTSTART", "DTEND", "GEO"),
        *(":", ":", ":", ";TZID=", "Asia/Seoul", "Europe/Zurich", ";VALUE=DATE", "RELATED-TO", "SUMMARY", "\\", '"'),
        *("\r\n", "\r\n", "\r\n", "\n", " ", ",", "1e999", "00010101T000000", "99991231T235959", "20181028T023000"),
        *("Z", "20180208", "T100000", "\u0661", "\ud55c", "-", "RECURRENCE-ID", "EXDATE", "RDATE", "METHOD"),
    ]
)


@given(st.lists(WORDS, max_size=60).map("".join))
def test_near_misses_are_read(text: str) -> None:
    lint(feed(*event(*IDENTITY, text)))


EDGES = st.sampled_from(["00010101T000000", "00010101", "99991231T235959", "99991231T235959Z", "20180208T100000"])
NAMES = st.sampled_from(["", ";TZID=Asia/Seoul", ";TZID=Pacific/Apia", ";TZID=../x", ";TZID=", ";VALUE=DATE"])


@given(EDGES, NAMES, EDGES, NAMES)
def test_times_at_the_edges_of_the_calendar_are_compared(start: str, zone: str, end: str, other: str) -> None:
    lint(one(f"DTSTART{zone}:{start}", f"DTEND{other}:{end}"))


@given(st.integers(0, 400), st.binary(min_size=1, max_size=3))
def test_a_damaged_feed_is_read(position: int, damage: bytes) -> None:
    lint(PLAIN[:position] + damage + PLAIN[position + 1 :])
