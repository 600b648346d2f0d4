"""What a feed can be asked for: kinds, alarms, links, busy time, cancelled entries, plans; and what it remembers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
import pytest

from conftest import Clock
from exported import exported
from mayor_schedule import (
    Audience,
    CancelOccasion,
    ChangeTrip,
    ClassifyOccasion,
    Coordinates,
    FoundOffice,
    FuzzyDate,
    InvalidValueError,
    Moment,
    Office,
    Period,
    Place,
    PlanEngagement,
    PlanOccasion,
    PlanTrip,
    RescheduleOccasion,
    Text,
    Timed,
    TripDetails,
    Unknown,
)
from mayor_schedule.exports.ics.cache import EntryCache
from mayor_schedule.exports.ics.options import FeedOptions, Plans

HOUR = Timed(start=Moment.of("2026-12-02T10:00", "Asia/Seoul"), end=Moment.of("2026-12-02T11:00", "Asia/Seoul"))


def export(
    office: Office, audience: Audience = Audience.PUBLIC, language: str = "ko", **asked: Any
) -> icalendar.Calendar:
    cache = asked.pop("cache", None)
    asked["at"] = office.now()
    data = exported(office, audience, language, cache=cache, **asked)
    assert exported(office, audience, language, **asked) == data, "with a cache and without one"
    calendar = icalendar.Calendar.from_ical(data)
    assert isinstance(calendar, icalendar.Calendar)
    return calendar


def events(calendar: icalendar.Calendar) -> dict[str, icalendar.Event]:
    return {str(event["summary"]): event for event in calendar.walk("VEVENT")}


@pytest.fixture
def city(office: Office) -> Office:
    """An office with a trip, an engagement of it at a known time, and an occasion in October."""
    office.record(FoundOffice(name=Text(ko="비서실"), zone="Asia/Seoul", domain="example.go.kr"), by="p")
    trip = PlanTrip(trip="europe", title=Text(ko="순방"), period="2026-12-01/2026-12-05", visibility="public")
    office.record(trip, by="p")
    place = Place(city=Text(ko="빌바오"), coordinates=Coordinates(latitude=43.263, longitude=-2.935))
    office.record(
        PlanEngagement(
            engagement="talk", title=Text(ko="면담"), part_of="trip:europe", when=HOUR, place=place, visibility="public"
        ),
        by="p",
    )
    office.record(
        PlanOccasion(occasion="fair", title=Text(ko="박람회", en="Fair"), when="2026-10", visibility="public"), by="p"
    )
    return office


def test_an_entry_says_what_clients_look_for(city: Office) -> None:
    event = events(export(city))["면담"]
    assert str(event["color"]) == "royalblue"
    assert str(event["x-microsoft-cdo-busystatus"]) == "TENTATIVE"
    assert event["geo"].to_ical() == "43.263;-2.935"
    assert "url" not in event
    assert list(event.walk("VALARM")) == []
    assert str(events(export(city))["순방"]["x-microsoft-cdo-busystatus"]) == "FREE"


def test_a_feed_of_some_kinds_says_so_and_has_no_dangling_relation(city: Office) -> None:
    calendar = export(city, kinds=frozenset({"engagement", "visit"}))
    assert list(events(calendar)) == ["면담"]
    assert "related-to" not in events(calendar)["면담"]
    assert "소속 일정: 순방" in str(events(calendar)["면담"]["description"])
    assert str(calendar["name"]).endswith("공개 일정 · 일정 + 접견")
    assert "related-to" in events(export(city))["면담"]
    with pytest.raises(InvalidValueError, match="no kind of entry 'dinner'; the kinds are trip, "):
        FeedOptions(kinds=frozenset({"dinner"}))


def test_an_alarm_rings_for_what_has_a_time(city: Office) -> None:
    found = events(export(city, alarm=30))
    (alarm,) = found["면담"].walk("VALARM")
    assert (str(alarm["action"]), alarm["trigger"].dt, str(alarm["description"])) == (
        "DISPLAY",
        timedelta(minutes=-30),
        "면담",
    )
    assert list(found["순방"].walk("VALARM")) == []
    for minutes in (-1, 40_321):
        with pytest.raises(InvalidValueError, match="alarm"):
            FeedOptions(alarm=minutes)


def test_a_link_has_the_uid_and_is_made_by_nobody_else(city: Office) -> None:
    event = events(export(city, link="https://example.go.kr/s?id={uid}&l=ko"))["면담"]
    assert str(event["url"]) == f"https://example.go.kr/s?id={event['uid']}&l=ko"
    for link in ("ftp://x/{uid}", "https://x/", "https://x/{uid}\r\nX:1", "https://x/{uid} y", "https://x/시장/{uid}"):
        with pytest.raises(InvalidValueError, match="is no link to an entry"):
            FeedOptions(link=link)


def test_cancelled_entries_are_kept_or_dropped(office: Office, clock: Clock) -> None:
    clock.now = datetime(2026, 11, 1, tzinfo=UTC)
    office.record(PlanOccasion(occasion="x", title=Text(ko="행사"), when=HOUR, visibility="public"), by="p")
    office.record(CancelOccasion(occasion="x"), by="p")
    clock.now = datetime(2026, 11, 8, tzinfo=UTC)
    assert list(events(export(office))) == ["[취소] 행사"]
    assert list(events(export(office, drop_cancelled_after=8))) == ["[취소] 행사"]
    assert list(events(export(office, drop_cancelled_after=7))) == []
    assert list(events(export(office, drop_cancelled_after=0))) == []
    with pytest.raises(InvalidValueError, match="give 0, to drop at once, to 36500"):
        FeedOptions(drop_cancelled_after=-1)


def test_confidential_entries_are_busy_time_on_request_and_nothing_more(city: Office) -> None:
    secret = PlanOccasion(
        occasion="secret", title=Text(ko="카나리아"), when=HOUR, place=Place(city=Text(ko="카나리아 시")),
        visibility="confidential",
    )  # fmt: skip
    city.record(secret, by="p")
    trip = PlanTrip(
        trip="hidden", title=Text(ko="카나리아 순방"), period="2026-12-20/2026-12-22", visibility="confidential"
    )
    city.record(trip, by="p")
    part = PlanEngagement(
        engagement="part", title=Text(ko="공개"), part_of="trip:hidden", when=Unknown(), visibility="public"
    )
    city.record(part, by="p")
    part = PlanEngagement(engagement="dated", title=Text(ko="날짜"), part_of="trip:hidden", when=HOUR)
    city.record(part, by="p")
    assert "카나리아" not in str(export(city, Audience.INTERNAL).to_ical().decode())
    calendar = export(city, Audience.INTERNAL, busy=True, alarm=5, link="https://x/{uid}")
    assert "카나리아" not in calendar.to_ical().decode()
    busy = [event for event in calendar.walk("VEVENT") if str(event["summary"]) == "일정 있음"]
    assert len(busy) == 2
    for event in busy:
        assert set(event) == {"UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "STATUS",
                              "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS", "CLASS"}  # fmt: skip
        assert (str(event["class"]), str(event["transp"])) == ("CONFIDENTIAL", "OPAQUE")
    assert "related-to" not in events(calendar)["날짜"]
    with pytest.raises(InvalidValueError, match="the public cannot have confidential entries"):
        export(city, Audience.PUBLIC, busy=True)


def test_what_is_confidential_now_is_in_no_export_of_the_past(city: Office) -> None:
    city.record(ClassifyOccasion(occasion="fair", visibility="confidential"), by="p")
    for busy in (False, True):
        past = export(city, Audience.INTERNAL, busy=busy, known_on=city.today())
        assert b"Fair" not in past.to_ical()
        assert "박람회" not in past.to_ical().decode()


SPANS = {
    "2026-10": ("2026-10-01", "2026-11-01", "10월 중", "October"),
    "2026-09/..": ("2026-09-01", "2026-10-01", "9월부터", "from September"),
    "../2026-10": ("2026-10-01", "2026-11-01", "10월까지", "until October"),
    "2026-41": ("2026-07-01", "2027-01-01", "하반기 중", "second half"),
    "2026-07/2026-08": ("2026-07-01", "2026-09-01", "7월~8월 중", "July to August"),
    "2026-10~": ("2026-10-01", "2026-11-01", "10월경", "about October"),
    "2026-11/2027-02": (
        "2026-11-01", "2027-03-01", "2026년 11월~2027년 2월 중", "November 2026 to February 2027",
    ),
}  # fmt: skip


@pytest.mark.parametrize("edtf", SPANS)
def test_a_fuzzy_date_is_a_span_that_says_so(office: Office, edtf: str) -> None:
    first, end, korean, english = SPANS[edtf]
    office.record(PlanOccasion(occasion="x", title=Text(ko="행사"), when=edtf, visibility="public"), by="p")
    ((title, event),) = events(export(office)).items()
    assert title == f"[{korean} · 날짜 미정] 행사"
    assert list(events(export(office, language="en"))) == [f"[{english} · date not fixed] 행사"]
    assert [str(event.decoded(name)) for name in ("dtstart", "dtend")] == [first, end]
    assert [str(event[name]) for name in ("status", "transp", "x-mayor-schedule-edtf")] == [
        "TENTATIVE", "TRANSPARENT", edtf,
    ]  # fmt: skip


def test_a_date_that_firms_up_keeps_its_uid(city: Office) -> None:
    fuzzy = events(export(city))["[10월 중 · 날짜 미정] 박람회"]
    city.record(RescheduleOccasion(occasion="fair", when=Period.of("2026-10-13")), by="p", id="1")
    firm = events(export(city))["박람회"]
    assert firm["uid"] == fuzzy["uid"]
    assert (int(fuzzy["sequence"]), int(firm["sequence"])) == (0, 1)
    assert "x-mayor-schedule-edtf" not in firm
    city.record(RescheduleOccasion(occasion="fair", when=FuzzyDate.of("2026-11")), by="p", id="2")
    again = events(export(city))["[11월 중 · 날짜 미정] 박람회"]
    assert (int(again["sequence"]), again.decoded("dtstart")) == (2, date(2026, 11, 1))
    apart = events(export(city, plans=Plans.APART))
    assert str(apart["[일자 미정] 박람회"]["status"]) == "CANCELLED", "the day that subscribers hold is taken back"


def test_plans_stand_apart_or_alone(city: Office) -> None:
    assert list(events(export(city, plans=Plans.APART))) == ["순방", "면담"]
    alone = export(city, plans=Plans.ONLY)
    assert list(events(alone)) == ["[10월 중 · 날짜 미정] 박람회"]
    assert str(alone["name"]).endswith("공개 일정 · 추진 계획(날짜 미정)")
    assert list(events(export(city, plans="only"))) == list(events(alone)), "by its name too"
    with pytest.raises(InvalidValueError, match="plans cannot be 'none'; write with, apart, only"):
        FeedOptions(plans="none")  # type: ignore[arg-type]


def test_a_day_written_as_a_fuzzy_date_is_a_day(office: Office) -> None:
    when = FuzzyDate.of("2026-10-13")
    office.record(PlanOccasion(occasion="x", title=Text(ko="행사"), when=when, visibility="public"), by="p")
    ((title, event),) = events(export(office, plans=Plans.APART)).items()
    assert (title, str(event["status"]), event.decoded("dtend")) == ("행사", "TENTATIVE", date(2026, 10, 14))


def test_a_cancelled_plan_is_marked_as_that(city: Office) -> None:
    city.record(CancelOccasion(occasion="fair"), by="p")
    assert str(events(export(city))["[취소] 박람회"]["status"]) == "CANCELLED"


def test_after_one_change_one_entry_is_rendered(city: Office) -> None:
    cache = EntryCache()
    export(city, cache=cache)
    assert cache.rendered == 3
    export(city, cache=cache)
    assert cache.rendered == 3
    city.record(RescheduleOccasion(occasion="fair", when="2026-11"), by="p")
    export(city, cache=cache)
    assert cache.rendered == 4
    city.record(ChangeTrip(trip="europe", fields=TripDetails(title=Text(ko="유럽 순방"))), by="p")
    calendar = export(city, cache=cache)
    assert cache.rendered == 6, "the trip, and the engagement that names it"
    assert "유럽 순방" in str(events(calendar)["면담"]["description"])
    export(city, cache=cache, alarm=10)
    export(city, Audience.PUBLIC, "en", cache=cache)
    assert cache.rendered == 12, "another feed is rendered for itself"


def test_a_small_cache_forgets_what_was_used_longest_ago(city: Office) -> None:
    cache = EntryCache(size=2)
    export(city, cache=cache)
    assert len(cache) == 2
    export(city, cache=cache)
    assert cache.rendered == 6


def test_stops_of_an_itinerary_have_no_entry_of_their_own(office: Office) -> None:
    for name, period in (("days", "2026-12-01/2026-12-05"), ("autumn", "2026-10"), ("some", "unknown")):
        stops = ({"city": {"ko": "빌바오"}}, {"city": {"ko": "탈린"}, "period": "2026-12-02/2026-12-03"})
        trip = PlanTrip(trip=name, title=Text(ko=name), period=period, stops=stops, visibility="public")
        office.record(trip, by="p")
    assert list(events(export(office))) == ["[10월 중 · 날짜 미정] autumn", "days"], "and none without a day"
    for event in events(export(office)).values():
        assert "빌바오 → 탈린" in str(event["description"])
    assert (
        str(events(export(office, plans="only"))["[10월 중 · 날짜 미정] autumn"]["x-mayor-schedule-edtf"]) == "2026-10"
    )


def test_coordinates_are_degrees_without_an_exponent(office: Office) -> None:
    place = Place(city=Text(ko="섬"), coordinates=Coordinates(latitude=1e-7, longitude=-5.56e-30))
    office.record(
        PlanOccasion(occasion="x", title=Text(ko="행사"), when=HOUR, place=place, visibility="public"), by="p"
    )
    latitude, longitude = (float(each) for each in events(export(office))["행사"]["geo"].to_ical().split(";"))
    assert (latitude, longitude) == (1e-7, -5.56e-30)
