"""jCal: the feed in JSON, as RFC 7265 has it, for readers that are not ours."""

from __future__ import annotations

import json
import sys
from datetime import UTC, date, datetime
from typing import Any

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from canaries import canary_stories, days_of, leaks, lived
from conftest import EARLIER, LATER, REPORT, Clock, counting_entropy
from exported import exported
from mayor_schedule import (
    Audience,
    FoundOffice,
    InvalidValueError,
    Moment,
    Office,
    Period,
    PlanEngagement,
    PlanOccasion,
    PlanTrip,
    Text,
    Timed,
    Visibility,
)
from mayor_schedule.domain.values.place import Coordinates, Place
from mayor_schedule.exports.ics.lines import clean
from mayor_schedule.exports.ics.options import FeedOptions
from mayor_schedule.exports.jcal import jcal, to_jcal
from mayor_schedule.imports.loading import import_files


def asked(office: Office, audience: str = "public", language: str = "ko", **more: Any) -> dict[str, Any]:
    return {"language": language, "audience": Audience(audience), "at": office.now(), **more}


def export(office: Office, audience: str = "public", **more: Any) -> bytes:
    return jcal(office.history(), office.profile(), **asked(office, audience, **more))


def read(data: bytes) -> icalendar.Calendar:
    """The calendar as `icalendar` reads jCal."""
    return icalendar.Calendar.from_jcal(json.loads(data))


def parts(node: list[Any], name: str) -> list[list[Any]]:
    return [each for each in node[2] if each[0] == name]


def properties(node: list[Any]) -> dict[str, list[Any]]:
    """Parameters, type and values by name; where a name comes several times, the last."""
    return {name: rest for name, *rest in node[1]}


def only(data: bytes) -> dict[str, list[Any]]:
    (event,) = parts(json.loads(data), "vevent")
    return properties(event)


def occasion(office: Office, name: str, when: Any, **more: Any) -> None:
    more = {"title": Text(ko=name), "visibility": Visibility.PUBLIC, **more}
    office.record(PlanOccasion(occasion=name, when=when, **more), by="p")


@pytest.fixture
def found(office: Office) -> Office:
    office.record(FoundOffice(name=Text(ko="비서실; 서울, 시장"), zone="Asia/Seoul", domain="example.go.kr"), by="p")
    return office


@pytest.fixture
def evening(found: Office) -> Office:
    """A trip with a part of it, at a time and a place."""
    trip = PlanTrip(
        trip="europe", title=Text(ko="순방"), period=Period.of("2026-10-01", "2026-10-05"), visibility=Visibility.PUBLIC
    )
    place = Place(city=Text(ko="취리히"), coordinates=Coordinates(latitude=47.37, longitude=-8.5))
    times = (Moment.of(f"2026-10-03T{hour}:00", "Europe/Zurich") for hour in (19, 22))
    when = Timed(start=next(times), end=next(times))
    part = PlanEngagement(
        engagement="dinner", title=Text(ko='만찬, "밤"; \\ 끝'), part_of="trip:europe", when=when, place=place,
        visibility=Visibility.PUBLIC,
    )  # fmt: skip
    found.record_all([trip, part], by="p")
    return found


def dinner(office: Office, **more: Any) -> dict[str, list[Any]]:
    events = [properties(each) for each in parts(json.loads(export(office, **more)), "vevent")]
    return next(each for each in events if "related-to" in each)


# --- RFC 7265, section by section -------------------------------------------------------------------------------------


def test_the_file_is_one_array_in_utf_8(evening: Office) -> None:
    data = export(evening)
    name, head, inner = json.loads(data)
    assert name == "vcalendar"
    assert ["version", {}, "text", "2.0"] in head
    assert {each[0] for each in inner} == {"vtimezone", "vevent"}
    assert "순방" in data.decode()
    assert data.endswith(b"]\n")
    for each in (node for part in inner for node in part[1]):
        assert each[0] == each[0].lower()
        assert all(key == key.lower() and key != "value" for key in each[1])


def test_dates_have_dashes_and_times_colons(evening: Office) -> None:
    """Sections 3.6.4 and 3.6.5; a zone stays a parameter, UTC is a Z."""
    event = dinner(evening)
    assert event["dtstart"] == [{"tzid": "Europe/Zurich"}, "date-time", "2026-10-03T19:00:00"]
    assert event["dtstamp"][1] == "date-time"
    assert event["dtstamp"][2].endswith("Z")
    trip = next(each for each in map(properties, parts(json.loads(export(evening)), "vevent")) if each is not event
                and "related-to" not in each)  # fmt: skip
    assert trip["dtstart"] == [{}, "date", "2026-10-01"]
    assert trip["dtend"] == [{}, "date", "2026-10-06"]


def test_values_have_their_types(evening: Office) -> None:
    event = dinner(evening)
    assert event["geo"] == [{}, "float", [47.37, -8.5]], "a structured value is an array (section 3.4.1.2)"
    assert event["sequence"][1:] == ["integer", event["sequence"][2]]
    assert isinstance(event["sequence"][2], int)
    assert event["summary"] == [{}, "text", '만찬, "밤"; \\ 끝'], "nothing is escaped but what JSON escapes"
    assert event["categories"] == [{}, "text", "일정"]
    assert event["related-to"][:2] == [{"reltype": "PARENT"}, "text"]
    head = properties(json.loads(export(evening)))
    assert head["refresh-interval"] == [{}, "duration", "PT4H"]
    assert head["x-published-ttl"] == [{}, "unknown", "PT4H"], "nobody says which type that is (section 5.1)"


def test_offsets_have_colons_and_onsets_are_several_values(evening: Office) -> None:
    """Sections 3.6.13 and 3.4.1.1."""
    (zone,) = parts(json.loads(export(evening)), "vtimezone")
    assert zone[2], "with its rules"
    for each in map(properties, zone[2]):
        assert each["tzoffsetfrom"][1] == "utc-offset"
        assert each["tzoffsetfrom"][2] in ("+01:00", "+02:00")
        for value in each.get("rdate", [{}, "date-time"])[2:]:
            assert datetime.fromisoformat(value)


STREAM = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nNAME:a\\, b\\; c\r\nCOLOR:red\r\nX-WR-CALNAME:a\\, b\r\n"
    "BEGIN:VEVENT\r\nUID:x\r\nDTSTART;VALUE=DATE:08000102\r\nDTEND:08000102T030405Z\r\n"
    "EXDATE:20180101T000000Z,20180102T000000Z\r\nCATEGORIES:a\\,b,c\r\n"
    "RRULE:FREQ=YEARLY;INTERVAL=2;BYMONTH=10;BYDAY=-1SU,MO;UNTIL=08201028T010000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


def unrepaired() -> list[Any]:
    node: list[Any] = icalendar.Calendar.from_ical(STREAM).to_jcal()
    return node


def repaired() -> list[Any]:
    node: list[Any] = json.loads(to_jcal(STREAM.encode()))
    return node


def test_icalendar_gives_the_names_of_rfc_7986_as_unknown_and_escaped() -> None:
    """When this fails, `TEXTS` is needed no more."""
    assert properties(unrepaired())["name"] == [{}, "unknown", "a\\, b\\; c"]
    head = properties(repaired())
    assert head["name"] == [{}, "text", "a, b; c"]
    assert head["color"] == [{}, "text", "red"]
    assert head["x-wr-calname"] == [{}, "unknown", "a\\, b"], "of unknown type, and so as it is (section 5.1)"


def test_icalendar_writes_early_years_without_their_zeros() -> None:
    """When this fails, `_with_whole_year` is needed no more (where `strftime` is glibc's)."""
    if sys.platform == "linux":
        assert properties(unrepaired()[2][0])["dtstart"] == [{}, "date", "800-01-02"]
    event = properties(repaired()[2][0])
    assert event["dtstart"] == [{}, "date", "0800-01-02"]
    assert event["dtend"] == [{}, "date-time", "0800-01-02T03:04:05Z"]
    rule = {"freq": "YEARLY", "interval": 2, "bymonth": [10], "byday": ["-1SU", "MO"], "until": "0820-10-28T01:00:00Z"}
    assert event["rrule"] == [{}, "recur", rule]


def test_several_values_stand_beside_one_another() -> None:
    event = properties(repaired()[2][0])
    assert event["exdate"] == [{}, "date-time", "2018-01-01T00:00:00Z", "2018-01-02T00:00:00Z"]
    assert event["categories"] == [{}, "text", "a,b", "c"]


# --- it says what the feed says ---------------------------------------------------------------------------------------


def instants(calendar: icalendar.Calendar) -> dict[str, tuple[str, Any]]:
    def instant(value: Any) -> Any:
        return value.astimezone(UTC) if isinstance(value, datetime) else value

    return {str(each["uid"]): (str(each["summary"]), instant(each.decoded("dtstart"))) for each in calendar.events}


def test_it_is_read_as_the_feed_is_read(office: Office) -> None:
    import_files(office, [EARLIER, REPORT, LATER])
    data = exported(office)
    assert instants(read(export(office))) == instants(icalendar.Calendar.from_ical(data))
    starts = {entry.uid: entry.when.start.utc for entry in office.calendar(audience="public").entries()
              if isinstance(entry.when, Timed)}  # fmt: skip
    assert len(starts) > 2
    assert {uid: start for uid, (_, start) in instants(read(export(office))).items() if uid in starts} == starts


def test_it_takes_the_options_of_the_feed(evening: Office) -> None:
    trips = FeedOptions(kinds=frozenset({"trip"}))
    assert [str(each["summary"]) for each in read(export(evening, options=trips)).events] == ["순방"]
    assert b"vtimezone" not in export(evening, options=trips)
    ringing = FeedOptions(kinds=frozenset({"engagement"}), alarm=15, link="https://example.go.kr/{uid}")
    (event,) = parts(json.loads(export(evening, options=ringing)), "vevent")
    (alarm,) = parts(event, "valarm")
    assert properties(alarm)["trigger"][1:] == ["duration", "-PT15M"]
    assert properties(event)["url"][1] == "uri"
    assert "related-to" not in properties(event)
    with pytest.raises(InvalidValueError, match="the public cannot have confidential entries"):
        export(evening, options=FeedOptions(busy=True))


def test_an_export_of_the_past_says_so(found: Office) -> None:
    day = date(2018, 8, 31)
    assert "2018-08-31 기준" in properties(json.loads(export(found, known_on=day)))["name"][2]


NASTY = [
    "</script>",
    "=cmd()",
    "a;b,c\\n",
    '"',
    "\u200f\u202e",
    "\u2028",
    "줄\n바꿈\tx",
    "BEGIN:VEVENT\nEND:VEVENT",
    "^n",
]
PRINTABLE = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn")), min_size=1, max_size=9)


@given(st.lists(st.sampled_from(NASTY) | PRINTABLE, min_size=1, max_size=4).map("".join).filter(str.strip))
def test_any_title_comes_back_as_from_the_feed(title: str) -> None:
    with Office.in_memory(clock=Clock(), entropy=counting_entropy()) as office:
        wording = Text(ko=title)
        occasion(office, "o", Period.of("2026-12-24"), title=wording)
        (event,) = read(export(office)).events
        (told,) = icalendar.Calendar.from_ical(exported(office)).events
        summary = only(export(office))["summary"][2]
        assert str(event["summary"]) == str(told["summary"]) == summary
        assert summary == clean(wording["ko"])


def test_a_long_title_comes_back(found: Office) -> None:
    occasion(found, "o", Period.of("2026-12-24"), title=Text(ko="긴 제목 " * 2500))
    assert only(export(found))["summary"][2] == "긴 제목 " * 2500


@given(canary_stories(), st.data())
def test_nothing_hidden_leaves(story: Any, data: DataObject) -> None:
    with lived(story) as office:
        known_on = data.draw(days_of(office))
        for audience in Audience:
            assert leaks(office, export(office, audience, known_on=known_on), audience, known_on) == []
