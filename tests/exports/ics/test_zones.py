"""The VTIMEZONEs that we write: their shape. How others read them is in test_zones_as_read.py."""

# ruff: noqa: DTZ001  wall times are naive on purpose
from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from datetime import UTC, datetime

import pytest
import pytz

from mayor_schedule.errors import InvalidValueError
from mayor_schedule.exports.ics.zones import vtimezone


def text(zone: str, first: int, last: int) -> str:
    """Our VTIMEZONE for two years and those between."""
    start, end = datetime(first, 6, 1, tzinfo=UTC), datetime(last, 6, 1, tzinfo=UTC)
    data: bytes = vtimezone(zone, start, end).to_ical()
    return data.decode()


def lines(zone: str, first: int, last: int) -> list[str]:
    return text(zone, first, last).split("\r\n")


def test_a_zone_with_a_steady_rule_is_one_yearly_pair() -> None:
    assert lines("Europe/Zurich", 2018, 2019) == [
        "BEGIN:VTIMEZONE",
        "TZID:Europe/Zurich",
        "BEGIN:DAYLIGHT",
        "DTSTART:20170326T020000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        "TZNAME:CEST",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "DTSTART:20171029T030000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
        "TZNAME:CET",
        "TZOFFSETFROM:+0200",
        "TZOFFSETTO:+0100",
        "END:STANDARD",
        "END:VTIMEZONE",
        "",
    ]


def test_a_pair_that_began_in_the_first_year_has_the_state_before_it() -> None:
    started = [line for line in lines("America/New_York", 2007, 2008) if line[:7] in ("DTSTART", "RRULE:F")]
    assert started == [
        "DTSTART:20061029T020000",
        "DTSTART:20070311T020000",
        "RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3",
        "DTSTART:20071104T020000",
        "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11",
    ]


@pytest.mark.parametrize(
    ("zone", "first", "last"),
    [
        ("America/Sao_Paulo", 2017, 2019),  # abolished in 2019
        ("Africa/Casablanca", 2018, 2019),  # follows Ramadan
        ("America/New_York", 2005, 2006),  # the rule changed in 2007
        ("America/Santiago", 2024, 2025),  # "the Sunday on or after the second" is no weekday of its month
        ("Asia/Pyongyang", 2015, 2018),
    ],
)
def test_what_no_yearly_pair_reproduces_is_written_out(zone: str, first: int, last: int) -> None:
    written = lines(zone, first, last)
    assert not [line for line in written if line.startswith("RRULE")]
    assert len([line for line in written if line.startswith("DTSTART")]) >= 3


def test_a_zone_without_transitions_is_one_standard_observance() -> None:
    assert lines("Asia/Singapore", 2018, 2019) == [
        "BEGIN:VTIMEZONE",
        "TZID:Asia/Singapore",
        "BEGIN:STANDARD",
        "DTSTART:19811231T233000",
        "TZNAME:+08",
        "TZOFFSETFROM:+0730",
        "TZOFFSETTO:+0800",
        "END:STANDARD",
        "END:VTIMEZONE",
        "",
    ]
    assert "DTSTART:19700101T000000" in lines("Etc/GMT-9", 2018, 2019)
    assert "BEGIN:STANDARD" in lines("Europe/London", 1970, 1970)  # British Standard Time, all year


def test_pyongyang_changed_its_clocks_twice() -> None:
    observances = [line for line in lines("Asia/Pyongyang", 2015, 2018) if line.startswith(("DTSTART", "TZOFF"))]
    assert observances == [
        *("DTSTART:19700101T000000", "TZOFFSETFROM:+0900", "TZOFFSETTO:+0900"),
        *("DTSTART:20150815T000000", "TZOFFSETFROM:+0900", "TZOFFSETTO:+0830"),
        *("DTSTART:20180504T233000", "TZOFFSETFROM:+0830", "TZOFFSETTO:+0900"),
    ]


@pytest.mark.parametrize(
    "zone", ["Africa/Casablanca", "America/Sao_Paulo", "Asia/Pyongyang", "Asia/Seoul", "Europe/Dublin", "Europe/Zurich"]
)
def test_a_component_keeps_to_what_every_client_reads(zone: str) -> None:
    component = vtimezone(zone, datetime(2015, 1, 1, tzinfo=UTC), datetime(2019, 1, 1, tzinfo=UTC))
    observances = [(part.DTSTART, part.name) for part in component.subcomponents]
    assert observances == sorted(observances)
    assert "STANDARD" in {name for _, name in observances}
    data = component.to_ical().decode()
    assert not [word for word in ("COMMENT", "RDATE", "UNTIL", "COUNT") if word in data]
    assert data.count("TZNAME:") == len(observances)


def test_every_instant_of_the_same_years_gives_the_same_bytes() -> None:
    seoul = pytz.timezone("Asia/Seoul")  # its 2018 begins at 2017-12-31T15:00Z
    first, last = seoul.localize(datetime(2018, 1, 1)), seoul.localize(datetime(2018, 12, 31, 23, 59))
    whole = vtimezone("Asia/Seoul", first, last).to_ical()
    assert whole == text("Asia/Seoul", 2018, 2018).encode()
    assert vtimezone("Asia/Seoul", first.astimezone(UTC), last.astimezone(UTC)).to_ical() == whole


def test_the_hash_seed_changes_nothing() -> None:
    zones = ["Africa/Casablanca", "Europe/Dublin", "Europe/Zurich", "America/Sao_Paulo"]
    program = (
        "import sys; from datetime import datetime, UTC; from mayor_schedule.exports.ics.zones import vtimezone\n"
        "first, last = datetime(2017, 1, 2, tzinfo=UTC), datetime(2019, 1, 2, tzinfo=UTC)\n"
        "for zone in sys.argv[1:]: sys.stdout.buffer.write(vtimezone(zone, first, last).to_ical())"
    )
    digests = set()
    for seed in ("0", "1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", program, *zones],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        )
        digests.add(hashlib.sha256(done.stdout).hexdigest())
    here = "".join(text(zone, 2017, 2019) for zone in zones).encode()
    assert digests == {hashlib.sha256(here).hexdigest()}


def test_the_last_years_of_the_calendar_do_not_fail() -> None:
    assert "BYMONTH=3" in text("Europe/Zurich", 9960, 9960)
    assert text("Europe/Zurich", 9998, 9998)


@pytest.mark.parametrize(
    ("zone", "first", "last", "message"),
    [
        ("UTC", datetime(2018, 1, 1, tzinfo=UTC), datetime(2018, 1, 1, tzinfo=UTC), "with Z"),
        ("Mars/Base", datetime(2018, 1, 1, tzinfo=UTC), datetime(2018, 1, 1, tzinfo=UTC), "not an IANA name"),
        ("Asia/Seoul", datetime(2018, 1, 1), datetime(2018, 1, 1, tzinfo=UTC), "without an offset"),
        ("Asia/Seoul", datetime(2018, 1, 2, tzinfo=UTC), datetime(2018, 1, 1, tzinfo=UTC), "earlier"),
    ],
)
def test_what_cannot_be_described_is_refused(zone: str, first: datetime, last: datetime, message: str) -> None:
    with pytest.raises(InvalidValueError, match=message):
        vtimezone(zone, first, last)
