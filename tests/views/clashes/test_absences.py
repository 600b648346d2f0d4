"""What a principal is to attend elsewhere while on a trip."""

from __future__ import annotations

from typing import Any

import pytest
from planner import MADRID, SEOUL, TOKYO, VICE, YES, ZURICH, Planner, at

TRIP = "2018-09-27/2018-10-07"


@pytest.fixture
def planner() -> Planner:
    planner = Planner()
    planner.trip("europe", TRIP, ZURICH, MADRID)
    return planner


ON_THE_WAY = "it is at home, on a day of departure or return of the mayor (2018-09-27 to 2018-10-07)"
RULES = ("home-while-abroad", "elsewhere-while-abroad")


def test_an_entry_in_seoul_while_abroad(planner: Planner) -> None:
    planner.occasion("council", at("2018-10-02T10:00", "12:00"), YES, place=SEOUL)
    assert planner.rules(*RULES) == [("warning", "home-while-abroad", ["occasion:council", "trip:europe"])]
    assert planner.said("home-while-abroad") == ["it is at home, and the mayor is away from 2018-09-27 to 2018-10-07"]
    assert planner.said("home-while-abroad", "ko") == [
        "국내 일정인데 시장은 2018-09-27부터 2018-10-07까지 출장 중입니다"
    ]
    assert planner.found("home-while-abroad", known_on="2018-06-30") == []


@pytest.mark.parametrize(
    ("place", "rule"),
    [
        (SEOUL, "home-while-abroad"),
        ({"venue": "City Hall", "country": "KR"}, "home-while-abroad"),
        ({"city": "Busan", "zone": "Asia/Seoul"}, "home-while-abroad"),
        (None, "home-while-abroad"),
        ({"city": "Sejong"}, "home-while-abroad"),
        (ZURICH, None),
        ({"city": "Bern", "country": "CH"}, None),
        ({"city": "Barcelona", "zone": "Europe/Madrid"}, None),
        ({"city": "Zürich"}, None),
        (TOKYO, "elsewhere-while-abroad"),
    ],
)
def test_where_it_is(planner: Planner, place: Any, rule: str | None) -> None:
    planner.engagement("entry", at("2018-10-02T10:00", "12:00"), place=place)
    assert [each.rule for each in planner.found() if each.rule in RULES] == ([] if rule is None else [rule])


def test_what_nobody_says_of(planner: Planner) -> None:
    planner.engagement("somewhere", at("2018-10-02T10:00", "12:00"))
    assert planner.said("home-while-abroad") == [
        "it is no part of the trip on which the mayor is from 2018-09-27 to 2018-10-07"
    ]
    assert planner.said("home-while-abroad", "ko") == [
        "출장에 속하지 않은 일정인데 시장은 2018-09-27부터 2018-10-07까지 출장 중입니다"
    ]
    planner.do("reschedule_engagement", engagement="somewhere", when=at("2018-10-02T10:00", zone="Europe/Madrid"))
    assert planner.said("home-while-abroad") == [], "the clocks there are not those of home"


def test_in_a_third_country(planner: Planner) -> None:
    planner.engagement("tokyo", at("2018-10-02T10:00", "12:00", "Asia/Tokyo"), place=TOKYO)
    assert planner.said("elsewhere-while-abroad") == [
        "it is in Tokyo, and the mayor is on a trip to other countries from 2018-09-27 to 2018-10-07"
    ]
    assert planner.said("elsewhere-while-abroad", "ko") == [
        "장소가 도쿄인데 시장은 2018-09-27부터 2018-10-07까지 다른 나라에 출장 중입니다"
    ]
    planner.do("reschedule_engagement", engagement="tokyo", when="2018-10-07")
    assert planner.found("elsewhere-while-abroad") == [], "one may come home that way"


def test_a_visit_is_received_at_home(planner: Planner) -> None:
    planner.visit("duda", "2018-10-02", YES)
    planner.visit("unattended", "2018-10-02")
    assert planner.said("home-while-abroad") == ["it is at home, and the mayor is away from 2018-09-27 to 2018-10-07"]


@pytest.mark.parametrize(
    ("attendance", "whose"),
    [
        ([YES], ["mayor"]),
        ([{"answer": "yes", "mode": "in_person"}], ["mayor"]),
        ([{"answer": "yes", "mode": "video"}], []),
        ([{"answer": "yes", "mode": "message"}], []),
        ([{"answer": "no"}], []),
        ([{"answer": "unknown"}], []),
        ([VICE], []),
        ([{"answer": "yes", "represented_by": {"office": {"en": "vice mayor"}}}], []),
    ],
)
def test_who_attends_and_how(planner: Planner, attendance: Any, whose: list[str]) -> None:
    planner.occasion("council", at("2018-10-02T10:00", "12:00"), *attendance, place=SEOUL)
    assert [each.principal for each in planner.found("home-while-abroad")] == whose


def test_a_stand_in_attends_as_the_one_who_is_represented_would(planner: Planner) -> None:
    planner.trip("vices", TRIP, TOKYO, principal="vice_mayor")
    instead = {"answer": "no", "mode": "video", "represented_by": {"office": {"en": "vice mayor"}}}
    planner.occasion("council", at("2018-10-02T10:00", "12:00"), instead, place=SEOUL)
    assert planner.found("home-while-abroad") == [], "by video"
    planner.do("attend_occasion", occasion="council", attendance={**instead, "mode": "in_person"})
    assert [each.principal for each in planner.found("home-while-abroad")] == ["vice_mayor"]


@pytest.mark.parametrize(
    ("when", "told"),
    [
        ("2018-09-26", None),
        ("2018-09-27", ON_THE_WAY),
        ("2018-10-07", ON_THE_WAY),
        ("2018-10-07/2018-10-08", ON_THE_WAY),
        ("2018-10-06/2018-10-08", "it is at home, and the mayor is away from 2018-09-27 to 2018-10-07"),
        ("2018-10-08", None),
        ("2018-10", None),
        # the days of trips are the office's: 7 October 19:00 in Zürich is 8 October there
        (at("2018-10-07T19:00", "22:00", "Europe/Zurich"), None),
        (at("2018-09-26T19:00", "22:00", "Europe/Zurich"), ON_THE_WAY),
        (at("2018-09-26T22:00", "2018-09-27T00:00"), None),
        (at("2018-09-27T00:00"), ON_THE_WAY),
        # a frame, and no appointment
        ("2018-09-18/2018-11-11", None),
    ],
)
def test_on_which_days(planner: Planner, when: Any, told: str | None) -> None:
    planner.occasion("council", when, YES, place=SEOUL)
    assert planner.said("home-while-abroad") == ([] if told is None else [told])


def test_a_day_of_travel_in_korean(planner: Planner) -> None:
    planner.engagement("a", "2018-10-07", place=SEOUL)
    planner.engagement("b", "2018-10-07")
    assert planner.said("home-while-abroad", "ko") == [
        "국내 일정인데 시장의 출국일 또는 귀국일입니다(출장 2018-09-27 ~ 2018-10-07)",
        "출장에 속하지 않은 일정인데 시장의 출국일 또는 귀국일입니다(출장 2018-09-27 ~ 2018-10-07)",
    ]


@pytest.mark.parametrize(
    ("when", "warns"),
    [
        (at("2018-10-10T09:00", "10:00"), False),
        (at("2018-10-10T12:00", "13:00"), False),
        (at("2018-10-10T12:00", "14:00"), True),
        (at("2018-10-10T09:00"), True),
        (at("2018-10-15T18:00", "19:00"), False),
        (at("2018-10-15T18:00"), False),
        (at("2018-10-15T09:00", "10:00"), True),
        ("2018-10-10", True),
    ],
)
def test_known_flights_leave_time_for_what_is_before_and_after(planner: Planner, when: Any, warns: bool) -> None:
    out = {"origin": SEOUL, "destination": TOKYO, "departs": {"local": "2018-10-10T13:00", "zone": "Asia/Seoul"}}
    back = {"origin": TOKYO, "destination": SEOUL, "arrives": {"local": "2018-10-15T17:00", "zone": "Asia/Seoul"}}
    planner.trip("japan", "2018-10-10/2018-10-15", TOKYO, legs=[out, back])
    planner.engagement("council", when, place=SEOUL)
    assert bool(planner.found("home-while-abroad")) is warns


def test_parts_of_trips_do_not_warn(planner: Planner) -> None:
    planner.engagement("own", "2018-10-02", part_of="trip:europe")
    planner.trip("asia", "2018-10-01/2018-10-05", TOKYO)
    planner.engagement("others", "2018-10-02", part_of="trip:asia", place=TOKYO)
    assert planner.rules(*RULES) == [], "that the trips overlap is told"
    assert len(planner.found("overlapping-trips")) == 1


@pytest.mark.parametrize("what", ["cancel", "postpone"])
def test_a_trip_that_is_off_keeps_nobody_away(planner: Planner, what: str) -> None:
    planner.engagement("council", "2018-10-02", place=SEOUL)
    planner.do(f"{what}_trip", "2018-07-02", trip="europe")
    assert planner.found() == []
    assert len(planner.found("home-while-abroad", known_on="2018-07-01")) == 1


def test_what_is_over_does_not_warn(planner: Planner) -> None:
    planner.do("report_engagement", engagement="held", title="held", when="2018-10-02", place=SEOUL, stage="held")
    assert planner.found("home-while-abroad") == []
    planner.engagement("council", "2018-10-02", place=SEOUL)
    planner.do("report_trip", trip="europe", title="europe", stage="returned")
    assert planner.found("home-while-abroad") == []


def test_occurrences_of_a_series(planner: Planner) -> None:
    weekly = {"recurrence": "FREQ=WEEKLY;BYDAY=MO", "booked_until": "2018-10-29", "place": SEOUL}
    planner.occasion("staff", at("2018-09-03T09:00", "10:00"), YES, **weekly)
    assert [str(each.entries[0].occurrence) for each in planner.found("home-while-abroad")] == ["2018-10-01"]
    moved = {"when": at("2018-10-04T09:00", "10:00")}
    planner.do("change_occurrence", occasion="staff", occurrence="2018-10-29", fields=moved)
    found = planner.found("home-while-abroad")
    assert [str(each.entries[0].occurrence) for each in found] == ["2018-10-01", "2018-10-29"]
    assert [str(each.span[0]) for each in found] == ["2018-10-01", "2018-10-04"], "where it was moved to"
    planner.do("cancel_occurrence", occasion="staff", occurrence="2018-10-01")
    by_video = {"attendance": [{"answer": "yes", "mode": "video"}]}
    planner.do("change_occurrence", occasion="staff", occurrence="2018-10-29", fields=by_video)
    assert planner.found("home-while-abroad") == []


def test_an_office_of_no_country_goes_by_its_zone() -> None:
    planner = Planner(zone="UTC")
    planner.trip("europe", TRIP, ZURICH)
    planner.engagement("here", "2018-10-02", place={"city": "Greenwich", "zone": "UTC"})
    planner.engagement("there", "2018-10-03", place=SEOUL)
    planner.engagement("somewhere", "2018-10-04", place={"city": "Sejong"})
    assert planner.said("home-while-abroad") == [
        "it is at home, and the mayor is away from 2018-09-27 to 2018-10-07",
        "it is no part of the trip on which the mayor is from 2018-09-27 to 2018-10-07",
    ]
    assert [each.entries[0].subject for each in planner.found("elsewhere-while-abroad")] == ["engagement:there"]
