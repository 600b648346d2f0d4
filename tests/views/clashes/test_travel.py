"""Too little time to get from one entry to the next: the estimate with its assumptions, and what overrides it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from planner import MADRID, SEOUL, VICE, YES, ZURICH, Planner, at

from mayor_schedule import Place
from mayor_schedule.views.clashes import travel
from mayor_schedule.views.clashes.places import point_of_zone
from mayor_schedule.views.clashes.travel import minutes_between

HALL = {
    **SEOUL,
    "venue": {"ko": "시청", "en": "City Hall"},
    "coordinates": {"latitude": 37.5663, "longitude": 126.9779},
}
PLAZA = {**SEOUL, "venue": {"ko": "서울광장", "en": "Seoul Plaza"},
         "coordinates": {"latitude": 37.5655, "longitude": 126.9780}}  # fmt: skip
COEX = {**SEOUL, "venue": "COEX", "coordinates": {"latitude": 37.5118, "longitude": 127.0592}}
BUSAN = {"city": "Busan", "country": "KR", "coordinates": {"latitude": 35.1796, "longitude": 129.0756}}
JEJU = {"city": "Jeju", "country": "KR", "coordinates": {"latitude": 33.4996, "longitude": 126.5312}}
BERLIN = {"city": "Berlin", "country": "DE", "zone": "Europe/Berlin"}


def place(given: Any) -> Place | None:
    return None if given is None else Place.model_validate(given)


@pytest.mark.parametrize(
    ("origin", "destination", "minutes"),
    [
        # by coordinates: nothing, on foot, by road, by rail, by air
        (HALL, HALL, 0),
        (HALL, PLAZA, 15),
        (HALL, COEX, 34),  # 9.4 km at 30 km/h, and 15 minutes
        (HALL, BUSAN, 223),  # 325 km at 120 km/h, and an hour
        (HALL, JEJU, 246),  # 454 km at 750 km/h, and 210 minutes
        # by zones, where one of them has no coordinates
        (ZURICH, SEOUL, 912),
        (ZURICH, HALL, 912),
        (ZURICH, MADRID, 310),
        (BERLIN, ZURICH, 263),
        (SEOUL, {"city": "Pyongyang", "country": "KP"}, 240),  # not less than between any two countries
        ({"city": "New York", "zone": "America/New_York"}, {"city": "Los Angeles", "zone": "America/Los_Angeles"}, 525),
        # by names, within a zone
        ({"city": "Seoul", "venue": "COEX"}, {"city": "Seoul", "venue": "City Hall"}, 30),
        ({**SEOUL, "venue": "COEX"}, {"city": {"en": "Seoul"}, "venue": {"en": "COEX"}}, 0),
        ({"venue": "COEX"}, {"venue": "COEX"}, 0),
        (SEOUL, SEOUL, 0),
        (SEOUL, {"city": "Busan", "country": "KR"}, 120),
        ({"city": "Seoul"}, {"city": "Busan"}, 120),
        (ZURICH, {"city": "Zug", "country": "CH"}, 120),
        ({"country": "CA"}, {"country": "US"}, 240),
        ({"city": "Springfield", "country": "US"}, {"city": "Paris", "country": "US"}, 120),
        # unknown
        (None, SEOUL, None),
        (SEOUL, None, None),
        ({"country": "KR"}, SEOUL, None),
        (SEOUL, {**SEOUL, "venue": "COEX"}, None),
        ({"venue": "COEX"}, {"venue": "City Hall"}, None),
        ({"venue": "COEX"}, SEOUL, None),
    ],
)
def test_the_estimate(origin: Any, destination: Any, minutes: int | None) -> None:
    assert minutes_between(place(origin), place(destination)) == minutes
    assert minutes_between(place(destination), place(origin)) == minutes, "as far as the way back"


def test_the_assumptions_are_those_of_the_documentation() -> None:
    assert (travel.WALK_KM, travel.WALK_MINUTES) == (1, 15)
    assert (travel.ROAD_KM, travel.ROAD_KMH, travel.ROAD_MINUTES) == (50, 30, 15)
    assert (travel.RAIL_KM, travel.RAIL_KMH, travel.RAIL_MINUTES) == (400, 120, 60)
    assert (travel.AIR_KMH, travel.AIR_MINUTES) == (750, 210)
    assert (travel.SAME_CITY, travel.SAME_COUNTRY, travel.OTHER_COUNTRY) == (30, 120, 240)


POINTS = st.builds(
    lambda latitude, longitude: {"city": "x", "coordinates": {"latitude": latitude, "longitude": longitude}},
    st.floats(-90, 90), st.floats(-180, 180),
)  # fmt: skip


@given(POINTS, POINTS)
def test_any_two_points_are_a_journey_of_less_than_two_days(origin: Any, destination: Any) -> None:
    minutes = minutes_between(place(origin), place(destination))
    assert minutes is not None
    assert 0 <= minutes <= 210 + 20_016 / 750 * 60 + 1
    assert minutes == minutes_between(place(destination), place(origin))


@pytest.mark.parametrize(
    ("zone", "point"),
    [
        ("Asia/Seoul", (37.55, 126.97)),
        ("America/Sao_Paulo", (-23.53, -46.62)),
        ("Antarctica/Vostok", (-78.4, 106.9)),
        ("UTC", None),
    ],
)
def test_the_place_after_which_a_zone_is_named(zone: str, point: Any) -> None:
    found = point_of_zone(zone)
    assert (found and (round(found.latitude, 2), round(found.longitude, 2))) == point


# --- in a programme


@pytest.fixture
def planner() -> Planner:
    return Planner()


def pairs(planner: Planner, **reading: Any) -> list[list[str]]:
    return [[entry.subject.split(":")[1] for entry in each.entries] for each in planner.found("transfer", **reading)]


def test_too_little_time(planner: Planner) -> None:
    planner.engagement("hall", at("2018-10-05T09:00", "10:00"), place=HALL)
    planner.engagement("coex", at("2018-10-05T10:20", "11:00"), place=COEX)
    (finding,) = planner.found()
    assert (finding.severity, finding.rule, finding.principal) == ("warning", "transfer", "mayor")
    assert finding.say("en") == "20 min lie between the two, and the mayor needs about 34 min to get there"
    assert finding.say("ko") == "두 일정 사이는 20분인데 시장의 이동에 약 34분이 걸립니다"
    assert finding.details("en") == {"minutes": 20, "needed": 34, "estimated": True}
    planner.do("reschedule_engagement", "2018-07-02", engagement="coex", when=at("2018-10-05T10:34", "11:00"))
    assert pairs(planner) == []
    assert pairs(planner, known_on="2018-07-01") == [["hall", "coex"]]


@pytest.mark.parametrize(
    ("stated", "told"),
    [
        (None, ["10 min lie between the two, and the mayor needs about 34 min to get there"]),
        (0, []),
        (10, []),
        (11, ["10 min lie between the two, and the mayor needs 11 min to get there"]),
        (600, ["10 min lie between the two, and the mayor needs 600 min to get there"]),
    ],
)
def test_an_entry_overrides_the_estimate(planner: Planner, stated: int | None, told: list[str]) -> None:
    planner.engagement("hall", at("2018-10-05T09:00", "10:00"), place=HALL)
    planner.occasion("coex", at("2018-10-05T10:10", "11:00"), YES, place=COEX, transfer_minutes=stated)
    assert planner.said("transfer") == told
    assert [("약" in each) for each in planner.said("transfer", "ko")] == [stated is None] * len(told)


def test_it_is_overridden_later_and_where_no_place_is_known(planner: Planner) -> None:
    planner.engagement("a", at("2018-10-05T09:00", "10:00"))
    planner.engagement("b", at("2018-10-05T10:10", "11:00"))
    assert pairs(planner) == [], "nobody knows where they are"
    planner.do("change_engagement", "2018-07-02", engagement="b", fields={"transfer_minutes": 30})
    assert pairs(planner) == [["a", "b"]]
    planner.do("change_engagement", "2018-07-03", engagement="b", fields={"transfer_minutes": 0})
    assert pairs(planner) == []


def test_an_unknown_end_is_said(planner: Planner) -> None:
    planner.engagement("hall", at("2018-10-05T09:00"), place=HALL)
    planner.engagement("coex", at("2018-10-05T09:30", "11:00"), place=COEX)
    (said,) = planner.said("transfer")
    assert said.startswith("30 min lie between the two, and the mayor needs about 34 min to get there")
    assert said.endswith("(nobody knows when the first one ends)")
    assert planner.said("transfer", "ko")[0].endswith("(앞 일정의 종료 시각을 알 수 없습니다)")


def test_each_is_set_against_the_one_that_was_over_last(planner: Planner) -> None:
    planner.engagement("long", at("2018-10-05T09:00", "12:00"), place=HALL)
    planner.engagement("short", at("2018-10-05T10:00", "10:30"), place=HALL)
    planner.engagement("next", at("2018-10-05T12:05", "13:00"), place=COEX)
    planner.engagement("last", at("2018-10-05T15:00", "16:00"), place=HALL)
    assert pairs(planner) == [["long", "next"]]


def test_what_is_part_of_something_under_way_needs_no_way(planner: Planner) -> None:
    planner.engagement("before", at("2018-10-05T09:00", "10:00"), place=HALL)
    planner.occasion("forum", at("2018-10-05T10:20", "18:00"), YES, place=COEX)
    planner.engagement("speech", at("2018-10-05T10:25", "10:40"), place=COEX, part_of="occasion:forum")
    planner.engagement("closing", at("2018-10-05T17:30", "18:00"), place=BUSAN, part_of="occasion:forum")
    planner.engagement("after", at("2018-10-05T18:10", "19:00"), place=HALL)
    found = pairs(planner)
    assert found[0] == ["before", "forum"]
    assert len(found) == 2
    assert found[1][1] == "after"


@pytest.mark.parametrize(
    ("attendance", "warns"),
    [
        ([YES], True),
        ([{"answer": "yes", "mode": "in_person"}], True),
        ([{"answer": "yes", "mode": "video"}], False),
        ([VICE], False),
        ([{"answer": "no"}], False),
    ],
)
def test_who_attends_in_person(planner: Planner, attendance: Any, warns: bool) -> None:
    planner.engagement("hall", at("2018-10-05T09:00", "10:00"), place=HALL)
    planner.engagement("coex", at("2018-10-05T10:20", "11:00"), place=COEX, attendance=attendance)
    assert bool(pairs(planner)) is warns


def test_a_call_between_two_places_does_not_hide_the_way(planner: Planner) -> None:
    planner.engagement("hall", at("2018-10-05T09:00", "10:00"), place=HALL)
    video = [{"answer": "yes", "mode": "video"}]
    planner.engagement("call", at("2018-10-05T10:00", "10:15"), place=SEOUL, attendance=video)
    planner.engagement("coex", at("2018-10-05T10:20", "11:00"), place=COEX)
    assert pairs(planner) == [["hall", "coex"]]


def test_overlaps_are_told_as_such(planner: Planner) -> None:
    planner.engagement("hall", at("2018-10-05T09:00", "10:00"), place=HALL)
    planner.engagement("coex", at("2018-10-05T09:50", "11:00"), place=COEX)
    planner.engagement("a", at("2018-10-06T09:00"), place=HALL)
    planner.engagement("b", at("2018-10-06T09:00"), place=COEX)
    assert {each.rule for each in planner.found()} == {"tentative-overlap"}


def test_across_zones(planner: Planner) -> None:
    planner.engagement("dinner", at("2018-10-03T19:00", "22:00", "Europe/Zurich"), place=ZURICH)
    planner.engagement("morning", at("2018-10-04T11:00", "12:00"), place=SEOUL)
    (finding,) = planner.found("transfer")
    assert finding.details("en") == {"minutes": 360, "needed": 912, "estimated": True}
    assert [str(day) for day in finding.span] == ["2018-10-03", "2018-10-04"]


@pytest.mark.parametrize("what", ["cancel", "postpone"])
def test_what_is_off(planner: Planner, what: str) -> None:
    planner.engagement("hall", at("2018-10-05T09:00", "10:00"), place=HALL)
    planner.engagement("coex", at("2018-10-05T10:20", "11:00"), place=COEX)
    planner.do(f"{what}_engagement", engagement="hall")
    assert pairs(planner) == []


def test_occurrences_of_a_series(planner: Planner) -> None:
    weekly = {"recurrence": "FREQ=WEEKLY;UNTIL=20181029", "place": HALL}
    planner.occasion("staff", at("2018-10-01T09:00", "10:00"), YES, **weekly)
    planner.engagement("coex", at("2018-10-15T10:20", "11:00"), place=COEX)
    (finding,) = planner.found("transfer")
    assert [str(entry.occurrence) for entry in finding.entries] == ["2018-10-15", "None"]


def test_a_visit_says_nothing_of_the_way(planner: Planner) -> None:
    planner.engagement("coex", at("2018-10-05T09:00", "10:00"), place=COEX)
    planner.visit("guests", at("2018-10-05T10:10", "11:00"), YES, place=HALL)
    assert pairs(planner) == [["coex", "guests"]]
