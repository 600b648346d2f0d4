"""Damaged calendars: loaded or refused with their lines, and never anything else."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from calendars import FILES, calendar, event, founded, load
from hypothesis import given
from hypothesis import strategies as st

from mayor_schedule import Office
from mayor_schedule.errors import InputError, Problem
from mayor_schedule.imports.ics.options import CalendarOptions
from mayor_schedule.imports.loading import import_files

ALL = {file.stem: file.read_bytes() for file in sorted(FILES.glob("*.ics"))}
SECONDS = 10.0

VALUES = [
    b"", b"0", b"-1", b"99999999999999999999", b"99991231T235959Z", b"00010101", b"20181008", b"20181008T090000",
    b"20181028T023000", b"20180325T023000", b"16010101T000000", b"20371231T235959Z", b"P1D", b"-PT1H", b"PT0S",
    b"P9999W",
    b"FREQ=DAILY", b"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", b"FREQ=WEEKLY;COUNT=0", b"FREQ=MONTHLY;BYDAY=5MO;COUNT=999",
    b"FREQ=DAILY;UNTIL=20180101", b"FREQ=WEEKLY;INTERVAL=1000;COUNT=1000", b"FREQ=MONTHLY;BYDAY=-5FR;BYSETPOS=-1",
    b"CANCELLED", b"PRIVATE", b"2.0", b"PUBLISH", b"VEVENT", b"VCALENDAR", b"\\", b"\\n", b'"', b"+1400", b"-1200",
    b"Asia/Seoul", b"Europe/Zurich", b"UTC", b"\xf0\x9f\x97\x93", b"\xff", b"\0", b"20181008T090000,20181009T090000",
    b"20181001/20181002", b"37.5;127", b"nan;inf",
]  # fmt: skip
NAMES = [
    b"DTSTART", b"DTEND", b"DURATION", b"RRULE", b"RDATE", b"EXDATE", b"RECURRENCE-ID", b"UID", b"STATUS", b"CLASS",
    b"SUMMARY", b"LOCATION", b"GEO", b"TRANSP", b"BEGIN", b"END", b"TZID", b"TZOFFSETFROM", b"TZOFFSETTO",
    b"DTSTART;VALUE=DATE",
    b"DTSTART;TZID=Europe/Zurich", b"DTEND;TZID=America/New_York", b"X-WR-TIMEZONE", b"VERSION", b"METHOD",
    b"X-CLIPSTART",
]  # fmt: skip

BYTES = [b"", b"\n", b";", b":", b"=", b",", b"9", b"\xff", b"Z", b"-"]


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """One of the calendars with some of its bytes or lines changed."""
    data = ALL[draw(st.sampled_from(sorted(ALL)))]
    if draw(st.integers(0, 3)) == 0:
        for _ in range(draw(st.integers(1, 4))):
            at = draw(st.integers(0, len(data) - 1))
            data = data[:at] + draw(st.sampled_from(BYTES)) + data[at + 1 :]
        return data
    lines = data.splitlines()
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["drop", "twice", "swap", "value", "add", "rename"])):
            case "drop":
                del lines[at]
            case "twice":
                lines.insert(draw(st.integers(0, len(lines))), lines[at])
            case "swap":
                other = draw(st.integers(0, len(lines) - 1))
                lines[at], lines[other] = lines[other], lines[at]
            case "value":
                lines[at] = lines[at].partition(b":")[0] + b":" + draw(st.sampled_from(VALUES))
            case "rename":
                lines[at] = draw(st.sampled_from(NAMES)) + b":" + lines[at].partition(b":")[2]
            case _:
                lines.insert(at, draw(st.sampled_from(NAMES)) + b":" + draw(st.sampled_from(VALUES)))
        if not lines:
            break
    return b"\r\n".join(lines)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


def problems_of(office: Office, file: Path) -> tuple[Problem, ...]:
    """Load a file; what is wrong with it."""
    try:
        import_files(office, [file], calendars=CalendarOptions(by="p"))
    except InputError as error:
        return error.problems
    return ()


@given(data=damaged())
def test_a_damaged_calendar_is_loaded_or_refused(folder: Path, data: bytes) -> None:
    file = folder / "damaged.ics"
    file.write_bytes(data)
    start = time.process_time()
    with founded() as office:
        problems = problems_of(office, file)
        assert all(each.file == str(file) and each.line >= 1 and each.message for each in problems)
        if problems:
            assert len(list(office.history())) == 1
        else:
            assert import_files(office, [file], calendars=CalendarOptions(by="p")).recorded == 0
            office.calendar().between("2018-01-01", "2019-12-31")
    assert time.process_time() - start < SECONDS


@given(before=damaged(), after=damaged())
def test_a_damaged_newer_file_is_loaded_or_refused(folder: Path, before: bytes, after: bytes) -> None:
    file = folder / "damaged.ics"
    with founded() as office:
        for data in (before, after, before):
            file.write_bytes(data)
            try:
                tried = import_files(office, [file], dry_run=True, calendars=CalendarOptions(by="p"))
            except InputError:
                continue
            done = import_files(office, [file], calendars=CalendarOptions(by="p"))
            assert [each.command for each in tried.changes] == [each.command for each in done.changes]
            assert import_files(office, [file], calendars=CalendarOptions(by="p")).recorded == 0


FOUND: dict[str, bytes] = {
    "a zone that is 8 hours behind all year": calendar(
        "BEGIN:VTIMEZONE\r\nTZID:P\r\nBEGIN:STANDARD\r\nDTSTART:16010101T020000\r\nTZOFFSETFROM:-0800\r\n"
        "TZOFFSETTO:-0800\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n",
        event("a", start="DTSTART;TZID=P:20181102T170000", end=None),
    ),
}
"""What broke something once."""


@pytest.mark.parametrize("data", FOUND.values(), ids=FOUND)
def test_what_broke_something_once(data: bytes) -> None:
    with founded() as office:
        load(office, data)
        assert load(office, data).recorded == 0
