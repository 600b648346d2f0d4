"""Broken and hostile calendars: told with their line, quickly, and nothing of them is recorded."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from calendars import FILES, START, calendar, event, founded, load, notes, of, refused

from exported import exported
from mayor_schedule import ClassifyOccasion, Office
from mayor_schedule.errors import InputError
from mayor_schedule.imports.ics import stream
from mayor_schedule.imports.loading import import_files

SECONDS = 4.0
"""The longest that a file of less than 1 MB may take, of the processor's own time: this machine may be busy."""

GOOD = event("a", "SUMMARY:x")
TABLE = calendar(GOOD)


@pytest.fixture(autouse=True)
def _quick() -> Iterator[None]:
    start = time.process_time()
    yield
    assert time.process_time() - start < SECONDS


def zone(*observances: str, tzid: str = "Own") -> str:
    return "\r\n".join(["BEGIN:VTIMEZONE", f"TZID:{tzid}", *observances, "END:VTIMEZONE", ""])


def observance(*lines: str, start: str = "20010101T000000", offset: str = "+0900", kind: str = "STANDARD") -> str:
    given = [f"DTSTART:{start}", f"TZOFFSETFROM:{offset}", f"TZOFFSETTO:{offset}", *lines]
    return "\r\n".join([f"BEGIN:{kind}", *given, f"END:{kind}"])


IN_OWN = event("a", "SUMMARY:x", start="DTSTART;TZID=Own:20181008T090000", end=None)
UNKNOWN = "nobody knows the zone 'Own'"

REFUSED: dict[str, tuple[bytes, int, str]] = {
    "empty": (b"", 1, "it has no BEGIN:VCALENDAR"),
    "a page": (b"<!DOCTYPE html>\r\n<html><body>Sign in</body></html>\r\n", 1, "it has no BEGIN:VCALENDAR"),
    "a zip": (b"PK\x03\x04" + bytes(range(256)) * 100, 1, "it has no BEGIN:VCALENDAR"),
    "only an entry": (GOOD.encode(), 1, "it has no BEGIN:VCALENDAR"),
    "vCalendar 1.0": (TABLE.replace(b"VERSION:2.0", b"VERSION:1.0"), 2, "this is a vCalendar 1.0"),
    "no version": (TABLE.replace(b"VERSION:2.0\r\n", b""), 1, "a calendar says VERSION:2.0"),
    "UTF-16": (TABLE.decode().encode("utf-16"), 1, "this is UTF-16"),
    "UTF-16 without a mark": (TABLE.decode().encode("utf-16-le"), 1, "it has no BEGIN:VCALENDAR"),
    "CP949": (calendar(event("a", "SUMMARY:간부회의")).decode().encode("cp949"), 9, "the line is not UTF-8"),
    "Latin-1": (calendar(event("a", "SUMMARY:Zürich")).decode().encode("latin-1"), 9, "the line is not UTF-8"),
    "NUL": (calendar(event("a", "SUMMARY:a\0b")), 9, "the line has a control character"),
    "escape sequence": (calendar(event("a", "SUMMARY:\x1b[31mred")), 9, "the line has a control character"),
    "C1 control": (calendar(event("a", "SUMMARY:a\x85b")), 9, "the character U+0085 cannot stand in a text"),
    "half a surrogate": (TABLE.replace(b"SUMMARY:x", b"SUMMARY:\xed\xa0\x80"), 9, "the line is not UTF-8"),
    "overlong UTF-8": (TABLE.replace(b"SUMMARY:x", b"SUMMARY:\xc0\xaf"), 9, "the line is not UTF-8"),
    "emoji cut off": (TABLE.replace(b"SUMMARY:x", "SUMMARY:🗓".encode()[:-1]), 9, "the line is not UTF-8"),
    "no END": (TABLE.replace(b"END:VEVENT\r\n", b""), 10, "END:VCALENDAR comes before the END of VEVENT"),
    "cut off in an entry": (TABLE[: TABLE.index(b"SUMMARY")], 1, "BEGIN:VCALENDAR has no END"),
    "cut off in a line": (TABLE[: TABLE.index(b"MARY:x")], 1, "BEGIN:VCALENDAR has no END"),
    "END without BEGIN": (calendar("END:VEVENT\r\n"), 4, "END:VEVENT has no BEGIN"),
    "no colon": (calendar(event("a", "SUMMARY")), 9, "the line is not a name, its parameters, a colon and a value"),
    "100,000 parameters": (calendar(event("a", "X-A" + ";X=Y" * 100_000 + ":z")), 9, "the line is not a name"),
    "200,000 values": (calendar(event("a", "X-A;X=" + "a," * 200_000 + "a:z")), 9, "the line is not a name"),
    "a quote without an end": (calendar(event("a", 'X-A;X="' + "a" * 900_000)), 9, "the line is not a name"),
    "unfolded text": (calendar(event("a", "DESCRIPTION:one\r\ntwo")), 10, "the line is not a name"),
    "text after a blank line": (calendar(event("a", "DESCRIPTION:one\r\n\r\n two")), 10, "the line is not a name"),
    "deep": (b"BEGIN:VCALENDAR\r\n" + b"BEGIN:X\r\n" * 100_000, 1, "has no END"),
    "only BEGIN:VCALENDAR": (b"BEGIN:VCALENDAR\r\n" * 50_000, 1, "has no END"),
    "outside": (b"SUMMARY:x\r\n" + TABLE, 1, "SUMMARY stands outside any component"),
    "an invitation": (calendar(GOOD, head="METHOD:REQUEST\r\n"), 4, "(METHOD:REQUEST), and no calendar"),
    "a cancellation": (calendar(GOOD, head="METHOD:CANCEL\r\n"), 4, "(METHOD:CANCEL), and no calendar"),
    "no UID": (calendar(GOOD.replace("UID:a\r\n", "")), 4, "an entry without a UID"),
    "an empty UID": (calendar(event(" ", "SUMMARY:x")), 4, "an entry without a UID"),
    "two UIDs": (calendar(event("a", "UID:b")), 9, "UID is here twice, first on line 5"),
    "a long UID": (calendar(event("u" * 10_000)), 5, "a UID of more than 1000 characters is no id"),
    "one UID twice": (calendar(GOOD, GOOD), 11, "the UID 'a' is here twice, first on line 4"),
    "one occurrence twice": (
        calendar(event("a", "RRULE:FREQ=DAILY;COUNT=3"), *[event("a", f"RECURRENCE-ID;{START[8:]}")] * 2),
        18, "the occurrence of 2018-10-08 of its series is here twice, first on line 11",
    ),
    "one occurrence twice, without its series": (
        calendar(*[event("a", f"RECURRENCE-ID;{START[8:]}")] * 2), 11, "here twice for one occurrence",
    ),
    "two titles": (calendar(event("a", "SUMMARY:x", "SUMMARY:y")), 10, "SUMMARY is here twice, first on line 9"),
    "no start": (calendar(event("a", start=None, end=None)), 4, "an entry needs a DTSTART"),
    "ends before it begins": (
        calendar(event("a", end="DTEND;TZID=Asia/Seoul:20181008T080000")), 8, "DTEND: it ends before it begins",
    ),
    "days that end before": (
        calendar(event("a", start="DTSTART;VALUE=DATE:20181008", end="DTEND;VALUE=DATE:20181007")), 8, "it ends before",
    ),
    "a day and a time": (calendar(event("a", end="DTEND;VALUE=DATE:20181009")), 8, "DTEND is a day and DTSTART a time"),
    "a time that says it is a day": (
        calendar(event("a", start="DTSTART;VALUE=DATE:20181008T090000", end=None)), 7, "is no day and no time",
    ),
    "an end and a duration": (calendar(event("a", "DURATION:PT1H")), 9, "an entry has DTEND or DURATION, and not both"),
    "30 February": (calendar(event("a", start="DTSTART:20180230T000000Z")), 7, "DTSTART: there is no 20180230"),
    "hour 25": (calendar(event("a", start="DTSTART:20180203T250000Z")), 7, "DTSTART: there is no 20180203T250000Z"),
    "year 0": (calendar(event("a", start="DTSTART;VALUE=DATE:00000101", end=None)), 7, "there is no 00000101"),
    "a start in words": (calendar(event("a", start="DTSTART:tomorrow")), 7, "'tomorrow' is no day and no time"),
    "Arabic digits": (calendar(event("a", start="DTSTART:٢٠١٨١٠٠٨T٠٩٠٠٠٠")), 7, "is no day and no time"),
    "a start of 100 kB": (calendar(event("a", start="DTSTART:" + "1" * 100_000)), 7, "is no day and no time"),
    "a negative duration": (calendar(event("a", end="DURATION:-PT1H")), 8, "-PT1H is negative, or longer than"),
    "a giant duration": (calendar(event("a", end="DURATION:P9999W")), 8, "negative, or longer than 3660 days"),
    "a duration of 9 million digits": (calendar(event("a", end=f"DURATION:P{'9' * 900_000}D")), 8, "is no duration"),
    "a duration in years": (calendar(event("a", end="DURATION:P1Y")), 8, "is no duration"),
    "an empty duration": (calendar(event("a", end="DURATION:P")), 8, "is no duration"),
    "a rule in words": (calendar(event("a", "RRULE:every Monday")), 9, "RRULE: 'every Monday' is no rule"),
    "a rule of 100 kB": (calendar(event("a", "RRULE:FREQ=DAILY;BYDAY=" + "MO," * 30_000 + "MO")), 9, "is no rule"),
    "UNTIL no day": (calendar(event("a", "RRULE:FREQ=DAILY;UNTIL=20189999")), 9, "RRULE: there is no 20189999"),
    "an EXDATE in words": (calendar(event("a", "RRULE:FREQ=DAILY", "EXDATE:x")), 10, "EXDATE: 'x' is no day"),
    "GEO outside of Earth": (calendar(event("a", "LOCATION:x", "GEO:91;0")), 10, "GEO: '91;0' is no point on Earth"),
    "GEO without a number": (calendar(event("a", "LOCATION:x", "GEO:nan;0")), 10, "is no point on Earth"),
    "GEO in words": (calendar(event("a", "LOCATION:x", "GEO:here")), 10, "is no point on Earth"),
    "quoted-printable": (
        calendar(event("a", "SUMMARY;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:=EC=84=9C")), 9,
        "SUMMARY: QUOTED-PRINTABLE is how vCalendar 1.0 writes texts",
    ),
    "a zone without a definition": (calendar(IN_OWN), 7, UNKNOWN),
    "a zone by the second": (calendar(zone(observance("RRULE:FREQ=SECONDLY")), IN_OWN), 16, UNKNOWN),
    "a zone with interval 0": (calendar(zone(observance("RRULE:FREQ=YEARLY;INTERVAL=0")), IN_OWN), 16, UNKNOWN),
    "a zone of each day": (calendar(zone(observance("RRULE:FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR")), IN_OWN), 16, UNKNOWN),
    "a zone of thousands": (calendar(zone(*[observance()] * 3_000), IN_OWN), 15010, UNKNOWN),
    "a zone of hundreds of rules": (
        calendar(zone(*[observance("RRULE:FREQ=YEARLY;BYMONTH=1;BYDAY=1SU")] * 400), IN_OWN), 2410, UNKNOWN,
    ),
    "a zone of 20,000 dates": (
        calendar(zone(observance("RDATE:" + ",".join(["20180101T000000"] * 20_000))), IN_OWN), 16, UNKNOWN,
    ),
    "a zone without DTSTART": (
        calendar(zone("BEGIN:STANDARD\r\nTZOFFSETFROM:+0900\r\nTZOFFSETTO:+0900\r\nEND:STANDARD"), IN_OWN), 14, UNKNOWN,
    ),
    "a zone without offsets": (
        calendar(zone("BEGIN:STANDARD\r\nDTSTART:20010101T000000\r\nEND:STANDARD"), IN_OWN), 13, UNKNOWN,
    ),
    "an offset of 99 hours": (calendar(zone(observance(offset="+9900")), IN_OWN), 15, UNKNOWN),
    "a zone with nothing in it": (calendar(zone(), IN_OWN), 10, UNKNOWN),
    "a zone with a rule that never comes": (
        calendar(zone(*[observance("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")] * 300), IN_OWN), 1810, UNKNOWN,
    ),
    "a path for a zone": (
        calendar(event("a", start="DTSTART;TZID=../../../etc/passwd:20181008T090000", end=None)), 7, "nobody knows the",
    ),
    "a zone with a quote": (
        calendar(event("a", start="DTSTART;TZID=\"X\r\n Y'; DROP\":20181008T090000", end=None)), 7, "nobody knows",
    ),
    "a zone of 500 kB": (
        calendar(event("a", start=f"DTSTART;TZID={'/A' * 250_000}:20181008T090000", end=None)), 7, "nobody knows",
    ),
    "300 unknown zones": (
        calendar(*[event(i, start=f"DTSTART;TZID=A/B{i}:20181008T090000", end=None) for i in range(300)]), 7, "nobody",
    ),
    "300 zones of their own": (
        calendar(
            *[zone(observance("RRULE:FREQ=YEARLY;BYMONTH=1;BYDAY=1SU"), tzid=f"Own{i}") for i in range(300)],
            *[event(i, start=f"DTSTART;TZID=Own{i}:20181008T090000", end=None) for i in range(300)],
        ), 3707, "more than 200 zones of its own",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("data", "line", "message"), REFUSED.values(), ids=REFUSED)
def test_refused(data: bytes, line: int, message: str) -> None:
    with founded() as office:
        problems = refused(office, data)
        assert (problems[0][0], message in problems[0][1]) == (line, True), problems[:2]
        assert len(problems) <= stream.MAX_PROBLEMS
        assert all(len(each) < 400 and each.isprintable() for _, each in problems)


def days(count: int, name: str) -> str:
    return f"{name};VALUE=DATE:" + ",".join(a_day(2019, each) for each in range(count))


def a_day(year: int, number: int) -> str:
    return f"{year + number // 336}{1 + number // 28 % 12:02}{1 + number % 28:02}"


DAY = "DTSTART;VALUE=DATE:20181008"
LEFT_OUT: dict[str, tuple[bytes, int, str]] = {
    "by the second": (calendar(event("a", "RRULE:FREQ=SECONDLY")), 9, "FREQ=SECONDLY in a rule is not read"),
    "by the hour": (calendar(event("a", "RRULE:FREQ=DAILY;BYHOUR=9,10")), 9, "a rule with BYHOUR is not read"),
    "a billion times": (calendar(event("a", "RRULE:FREQ=DAILY;COUNT=999999999")), 9, "999999999 occurrences are more"),
    "30 February": (calendar(event("a", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")), 9, "none of the days of its"),
    "interval 0": (calendar(event("a", "RRULE:FREQ=DAILY;INTERVAL=0")), 9, "INTERVAL=0 in a rule is not read"),
    "a giant interval": (calendar(event("a", "RRULE:FREQ=DAILY;INTERVAL=99999999")), 9, "is not read"),
    "positions of nothing": (calendar(event("a", "RRULE:FREQ=MONTHLY;BYSETPOS=1")), 9, "BYSETPOS picks from days"),
    "position 0": (calendar(event("a", "RRULE:FREQ=MONTHLY;BYDAY=MO;BYSETPOS=0")), 9, "BYSETPOS=0 in a rule"),
    "unknown parts": (calendar(event("a", "RRULE:FREQ=DAILY;X-FOO=1")), 9, "a rule with X-FOO is not read"),
    "no frequency": (calendar(event("a", "RRULE:COUNT=3")), 9, "does not say how often"),
    "ends before it begins": (calendar(event("a", "RRULE:FREQ=DAILY;UNTIL=20180101")), 9, "it ends on 2018-01-01"),
    "two rules": (calendar(event("a", "RRULE:FREQ=DAILY", "RRULE:FREQ=WEEKLY")), 10, "more than one rule is not read"),
    "a rule of exceptions": (calendar(event("a", "RRULE:FREQ=DAILY", "EXRULE:FREQ=WEEKLY")), 10, "(EXRULE) is not"),
    "not on its own rule": (calendar(event("a", "RRULE:FREQ=WEEKLY;BYDAY=TU")), 9, "Monday 2018-10-08 is none of the"),
    "5,000 days left out": (calendar(event("a", "RRULE:FREQ=DAILY", days(5_000, "EXDATE"))), 10, "more than 1000 days"),
    "50,000 days added": (calendar(event("a", days(50_000, "RDATE"))), 9, "RDATE: more than 1000 days"),
    "leap Mondays": (
        calendar(*[event(i, "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO;COUNT=999",
                         start="DTSTART;VALUE=DATE:20160229", end=None) for i in range(200)]),
        8, "its 999 occurrences are not over in 60 years",
    ),
    "year 1601": (calendar(event("a", start="DTSTART:16010101T000000Z", end=None)), 7, "in or around 1601"),
    "year 9999": (calendar(event("a", start="DTSTART:99991231T235959Z", end=None)), 7, "in or around 9999"),
    "the last hour that is known": (calendar(event("a", start="DTSTART:20371231T235959Z", end=None)), 7, "around 2037"),
    "ends after all days": (
        calendar(event("a", start="DTSTART;VALUE=DATE:99991201", end="DURATION:P99D")), 8, "it ends in a year",
    ),
    "ends when nobody knows": (
        calendar(event("a", start="DTSTART:20371230T000000Z", end="DURATION:P9D")), 8, "it ends in a year",
    ),
    "this and all that follow": (
        calendar(event("a", "RRULE:FREQ=DAILY;COUNT=3"), event("a", f"RECURRENCE-ID;RANGE=THISANDFUTURE;{START[8:]}")),
        16, "(RANGE) is not read",
    ),
    "no such occurrence": (
        calendar(event("a", "RRULE:FREQ=DAILY;COUNT=3"), event("a", "RECURRENCE-ID:20190101T000000Z")), 11,
        "its series has no occurrence on 2019-01-01",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("data", "line", "message"), LEFT_OUT.values(), ids=LEFT_OUT)
def test_left_out(data: bytes, line: int, message: str) -> None:
    with founded() as office:
        report = load(office, data)
        told = notes(report)
        assert (told[0][0], message in told[0][1]) == (line, True), told[:2]
        assert load(office, data).recorded == 0


FINE: dict[str, bytes] = {
    "bare LF": TABLE.replace(b"\r\n", b"\n"),
    "bare CR": TABLE.replace(b"\r\n", b"\r"),
    "blank lines": TABLE.replace(b"BEGIN:VEVENT", b"\r\nBEGIN:VEVENT") + b"\r\n\r\n",
    "no line break at the end": TABLE.removesuffix(b"\r\n"),
    "small letters": TABLE.replace(b"BEGIN:VEVENT", b"begin:vevent").replace(b"SUMMARY", b"summary"),
    "an emoji folded in its middle": TABLE.replace(b"SUMMARY:x", b"SUMMARY:\xf0\x9f\r\n \x97\x93"),
    "a line of 900 kB": calendar(event("a", "X-HTML:" + "x" * 900_000)),
    "a text of 100 kB": calendar(event("a", "DESCRIPTION:" + "x" * 100_000)),
    "a title of 200 kB": calendar(event("a", "SUMMARY:" + "긴" * 70_000)),
    "folded at each letter": calendar(event("a", "DESCRIPTION:" + "\r\n ".join("x" * 50_000))),
    "a line of parameters": calendar(event("a", "X-A" + ";X=Y" * 100 + ":z")),
    "a list of parameters": calendar(event("a", "X-A;X=" + "a," * 1_000 + "a:z")),
    "20,000 alarms": calendar(event("a", *["BEGIN:VALARM\r\nTRIGGER:-PT1M\r\nEND:VALARM"] * 20_000)),
    "right-to-left": calendar(event("a", "SUMMARY:abc\u202egnp.exe")),
    "until the end of time": calendar(event("a", "RRULE:FREQ=YEARLY;UNTIL=99991231T235959Z")),
    "until the end of time, by days": calendar(event("a", "RRULE:FREQ=WEEKLY;UNTIL=99991231", start=DAY, end=None)),
    "9,999 times": calendar(event("a", "RRULE:FREQ=DAILY;COUNT=9999")),
    "once": calendar(event("a", "RRULE:FREQ=DAILY;COUNT=1")),
    "the last of all days": calendar(event("a", start="DTSTART;VALUE=DATE:99991231", end=None)),
    "the last days, again": calendar(event("a", "RRULE:FREQ=DAILY", start="DTSTART;VALUE=DATE:99991201", end=None)),
    "the first of all days": calendar(event("a", start="DTSTART;VALUE=DATE:00010101", end=None)),
    "a birthday": calendar(event("a", "RRULE:FREQ=YEARLY", start="DTSTART;VALUE=DATE:16040229", end=None)),
    "a leap second": calendar(event("a", start="DTSTART:20161231T235960Z", end=None)),
    "a wrong zone of the calendar": calendar(GOOD, head=f"X-WR-TIMEZONE:{'Asia/Seuol' * 20_000}\r\n"),
    "a zone in other letters": calendar(
        zone(observance(), tzid="OWN zone"), event("a", start="DTSTART;TZID=own ZONE:20181008T090000", end=None),
    ),
    "a zone with 50 rules from 1601": calendar(
        zone(*[observance("RRULE:FREQ=YEARLY;BYMONTH=1;BYDAY=1SU", start="16010101T000000")] * 50), IN_OWN,
    ),
    "a time that clocks skip": calendar(
        event("a", start="DTSTART;TZID=Europe/Zurich:20180325T023000", end="DTEND;TZID=Europe/Zurich:20180325T043000")
    ),
    "a UID of others": calendar(event("<script>alert('x')</script> ' OR 1=1; --")),
}  # fmt: skip


@pytest.mark.parametrize("data", FINE.values(), ids=FINE)
def test_read_all_the_same(data: bytes) -> None:
    with founded() as office:
        report = load(office, data)
        assert (notes(report), report.recorded) == ([], 2)
        assert load(office, data).recorded == 0
        list(office.calendar().between("2018-01-01", "2019-12-31"))


def test_what_looks_like_lines_in_a_title_stays_in_the_title() -> None:
    evil = r"SUMMARY:x\r\nEND:VEVENT\nBEGIN:VEVENT\nUID:evil\nSUMMARY:y"
    with founded() as office:
        load(office, calendar(event("a", evil, r"LOCATION:\nATTENDEE:mailto:x@example.com")))
        state = of(office, "a")
        assert state.title.best() == "xr\nEND:VEVENT\nBEGIN:VEVENT\nUID:evil\nSUMMARY:y"
        office.record(ClassifyOccasion(occasion=subject_of(office), visibility="public"), by="p")
        data = exported(office)
        assert (data.count(b"BEGIN:VEVENT\r\n"), data.count(b"\r\nATTENDEE"), data.count(b"\r\nUID:evil")) == (1, 0, 0)


def subject_of(office: Office) -> str:
    return next(each.subject for each in office.history() if each.topic == "occasion.planned")


def test_five_thousand_exceptions_of_one_series() -> None:
    exceptions = [
        event("a", f"RECURRENCE-ID;VALUE=DATE:{a_day(1960, each)}", start=DAY, end=None) for each in range(5_000)
    ]
    data = calendar(event("a", "RRULE:FREQ=DAILY", start="DTSTART;VALUE=DATE:19020101", end=None), *exceptions)
    with founded() as office:
        assert load(office, data).recorded == 0


def test_files_that_are_none(tmp_path: Path) -> None:
    (tmp_path / "folder.ics").mkdir()
    (tmp_path / "loop.ics").symlink_to(tmp_path / "loop.ics")
    (tmp_path / "dangling.ics").symlink_to(tmp_path / "nowhere.ics")
    told = {
        "folder.ics": "this is a folder; name a file in it",
        "loop.ics": "this file cannot be read (too many levels of symbolic links)",
        "dangling.ics": "there is no such file",
        "missing.ics": "there is no such file",
        "a\0b.ics": "there is no such file",
    }
    with founded() as office:
        for name, message in told.items():
            with pytest.raises(InputError) as caught:
                import_files(office, [tmp_path / name])
            assert message in caught.value.problems[0].message
        (tmp_path / "link.ics").symlink_to(FILES / "google.ics")
        assert import_files(office, [tmp_path / "link.ics"]).recorded == 7


def test_files_that_are_too_large() -> None:
    with founded() as office:
        assert "larger than 20 MB" in refused(office, b"BEGIN:VCALENDAR\r\n" + b" " * 21 * 1024**2)[0][1]
        assert "more than 500000 lines" in refused(office, b"BEGIN:VCALENDAR\r\n" + b"\n" * 20_000_000)[0][1]
        assert "has 10001 entries" in refused(office, calendar("BEGIN:VEVENT\r\nEND:VEVENT\r\n" * 10_001))[0][1]
        series = "BEGIN:VEVENT\r\nRRULE:FREQ=DAILY\r\nEND:VEVENT\r\n" * 2_001
        assert "2001 of its entries come back" in refused(office, calendar(series))[0][1]


def test_a_calendar_of_a_thousand_problems_tells_a_hundred() -> None:
    with founded() as office:
        bad = [event(each, start="DTSTART:never", end=None) for each in range(1_000)]
        assert len(refused(office, calendar(*bad))) == stream.MAX_PROBLEMS
