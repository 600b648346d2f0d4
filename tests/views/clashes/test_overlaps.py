"""Overlaps: of entries at known times, of trips; what is accepted, what has lapsed, and what is past."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from planner import VICE, YES, Planner, at

from mayor_schedule import ClashError
from mayor_schedule.domain.diary import Taken

DINNER = at("2018-10-03T19:00", "22:00", "Europe/Zurich")
CALL = at("2018-10-04T03:00", "04:00")
PAIR = ["engagement:call", "engagement:dinner"]
WHY = {"ko": "호텔에서 화상으로 참석", "en": "by video from the hotel"}


@pytest.fixture
def planner() -> Planner:
    return Planner()


def accepted(planner: Planner) -> None:
    """Zürich in the evening and Seoul before dawn, both confirmed, on purpose."""
    planner.engagement("dinner", DINNER, confirm=True)
    planner.engagement("call", CALL)
    planner.do("accept_clash", "2018-07-02", between=PAIR, reason=WHY)
    planner.do("confirm_engagement", "2018-07-03", engagement="call")


# --- planned


def test_the_evening_in_zurich_and_the_hour_before_dawn_in_seoul(planner: Planner) -> None:
    planner.engagement("dinner", DINNER)
    planner.engagement("call", CALL)
    (finding,) = planner.found()
    assert (finding.severity, finding.rule, finding.principal) == ("warning", "tentative-overlap", "mayor")
    assert [entry.subject for entry in finding.entries] == ["engagement:dinner", "engagement:call"]
    assert [str(day) for day in finding.span] == ["2018-10-03", "2018-10-04"], "the local days of both"
    assert finding.say("en") == "they overlap; only one of them can be confirmed for the mayor"
    assert finding.say("ko") == "시간이 겹칩니다. 시장 일정으로는 하나만 확정할 수 있습니다"
    planner.do("confirm_engagement", engagement="dinner")
    assert planner.rules() == [("warning", "tentative-overlap", ["engagement:dinner", "engagement:call"])]
    with pytest.raises(ClashError, match="the mayor is then at engagement:dinner"):
        planner.do("confirm_engagement", engagement="call")


@pytest.mark.parametrize(
    ("first", "second", "meet"),
    [
        (at("2018-10-05T09:00", "10:00"), at("2018-10-05T10:00", "11:00"), False),
        (at("2018-10-05T09:00", "10:01"), at("2018-10-05T10:00", "11:00"), True),
        (at("2018-10-05T09:00"), at("2018-10-05T09:00"), True),
        (at("2018-10-05T09:00"), at("2018-10-05T09:30"), False),
        (at("2018-10-05T09:00"), at("2018-10-05T08:00", "10:00"), True),
        (at("2018-10-05T09:00"), at("2018-10-05T08:00", "09:00"), False),
        (at("2018-10-05T09:00"), at("2018-10-05T09:00", "10:00"), True),
        # the hour that comes twice in Zürich: the first 02:30 is 09:30 in Seoul, the second one 10:30
        ({**at("2018-10-28T02:30", zone="Europe/Zurich"), "fold": 0}, at("2018-10-28T09:00", "10:00"), True),
        ({**at("2018-10-28T02:30", zone="Europe/Zurich"), "fold": 1}, at("2018-10-28T09:00", "10:00"), False),
        # across the date line: 5 October 23:00 in Honolulu is 6 October 18:00 in Seoul
        (at("2018-10-05T23:00", "23:30", "Pacific/Honolulu"), at("2018-10-06T18:00", "19:00"), True),
        (at("2018-10-05T23:00", "2018-10-06T01:00"), at("2018-10-06T00:30", "02:00"), True),
        (at("2018-10-01T09:00", "2018-10-04T18:00"), at("2018-10-03T10:00", "11:00"), True),
    ],
)
def test_times_meet_as_the_guard_has_it(planner: Planner, first: Any, second: Any, meet: bool) -> None:
    planner.engagement("a", first)
    planner.engagement("b", second)
    assert bool(planner.found("tentative-overlap")) is meet


def test_a_long_one_meets_all_that_begin_before_it_is_over(planner: Planner) -> None:
    planner.engagement("long", at("2018-10-05T09:00", "18:00"))
    planner.engagement("short", at("2018-10-05T09:30", "10:00"))
    planner.engagement("late", at("2018-10-05T17:00", "19:00"))
    planner.engagement("later", at("2018-10-05T18:30", "20:00"))
    assert [entries for _, _, entries in planner.rules()] == [
        ["engagement:long", "engagement:short"],
        ["engagement:long", "engagement:late"],
        ["engagement:late", "engagement:later"],
    ]


def test_whose_time_it_is(planner: Planner) -> None:
    planner.engagement("mayors", at("2018-10-05T09:00", "10:00"))
    planner.engagement("vices", at("2018-10-05T09:00", "10:00"), attendance=[VICE])
    planner.occasion("nobodys", at("2018-10-05T09:00", "10:00"))
    planner.occasion("perhaps", at("2018-10-05T09:00", "10:00"), {"answer": "unknown"})
    planner.occasion("message", at("2018-10-05T09:00", "10:00"), {"answer": "yes", "mode": "message"})
    planner.engagement("not", at("2018-10-05T09:00", "10:00"), attendance=[{"answer": "no"}])
    assert planner.found() == []
    planner.occasion("both", at("2018-10-05T09:30", "10:30"), YES, VICE)
    assert [(each.principal, [entry.subject for entry in each.entries]) for each in planner.found()] == [
        ("mayor", ["engagement:mayors", "occasion:both"]),
        ("vice_mayor", ["engagement:vices", "occasion:both"]),
    ]
    assert planner.said("tentative-overlap", "ko")[1].endswith("부시장 일정으로는 하나만 확정할 수 있습니다")


def test_a_stand_in_is_booked_and_who_is_represented_is_not(planner: Planner) -> None:
    instead = {"answer": "no", "represented_by": {"office": {"ko": "부시장", "en": "vice mayor"}}}
    planner.occasion("forum", at("2018-10-05T09:00", "10:00"), instead)
    planner.engagement("mayors", at("2018-10-05T09:00", "10:00"))
    assert planner.found() == []
    planner.engagement("vices", at("2018-10-05T09:00", "10:00"), attendance=[VICE])
    assert [each.principal for each in planner.found()] == ["vice_mayor"]


def test_a_part_and_its_whole_are_one(planner: Planner) -> None:
    planner.occasion("forum", at("2018-10-05T09:00", "18:00"), YES)
    planner.engagement("speech", at("2018-10-05T10:00", "10:20"), part_of="occasion:forum")
    planner.visit("guests", at("2018-10-08T09:00", "18:00"), YES)
    planner.engagement("lunch", at("2018-10-08T12:00", "13:00"), part_of="visit:guests")
    assert planner.found("tentative-overlap") == []


@pytest.mark.parametrize("what", ["cancel", "postpone", "withdraw"])
def test_what_is_off_meets_nothing(planner: Planner, what: str) -> None:
    planner.engagement("dinner", DINNER)
    planner.engagement("call", CALL)
    more = {"reason": {"en": "typhoon"}}
    planner.do(f"{what}_engagement", "2018-07-05", engagement="call", **more)
    assert planner.found() == []
    assert planner.rules(known_on="2018-07-04") == [
        ("warning", "tentative-overlap", ["engagement:dinner", "engagement:call"])
    ]


def test_as_known_on_earlier_days(planner: Planner) -> None:
    planner.engagement("dinner", DINNER, known_on="2018-07-01")
    planner.engagement("call", CALL, known_on="2018-07-05")
    planner.do("reschedule_engagement", "2018-07-09", engagement="call", when=at("2018-10-04T06:00", "07:00"))
    seen = {day: len(planner.found(known_on=f"2018-07-{day}")) for day in ("04", "05", "08", "09")}
    assert seen == {"04": 0, "05": 1, "08": 1, "09": 0}


# --- accepted


def test_an_accepted_clash_is_a_warning_with_its_reason(planner: Planner) -> None:
    accepted(planner)
    (finding,) = planner.found()
    assert (finding.severity, finding.rule) == ("warning", "double-booking")
    assert finding.accepted is not None
    assert finding.accepted.id == "clash:engagement/call--engagement/dinner"
    assert finding.say("en") == (
        "both are confirmed, and the mayor cannot be at both (accepted: by video from the hotel)"
    )
    assert finding.say("ko") == (
        "둘 다 확정된 일정이어서 시장이 함께 참석할 수 없습니다 (중복 허용: 호텔에서 화상으로 참석)"
    )
    (before,) = planner.found(known_on="2018-07-01")
    assert (before.rule, before.accepted) == ("tentative-overlap", None), "nobody had accepted it yet"
    (then,) = planner.found(known_on="2018-07-02")
    assert (then.rule, str(then.reason)) == ("tentative-overlap", "by video from the hotel")


def test_once_it_is_revoked_what_is_confirmed_clashes(planner: Planner) -> None:
    accepted(planner)
    planner.do("revoke_clash", "2018-07-04", between=PAIR)
    (finding,) = planner.found()
    assert (finding.severity, finding.rule, finding.accepted) == ("clash", "double-booking", None)
    assert finding.say("en").endswith("(the acceptance was revoked)")
    assert finding.say("ko").endswith("(중복 허용이 취소되었습니다)")
    assert [each.severity for each in planner.found(known_on="2018-07-03")] == ["warning"]


def test_it_lapses_when_either_moves(planner: Planner) -> None:
    planner.engagement("dinner", DINNER, confirm=True)
    planner.engagement("call", CALL)
    planner.do("accept_clash", between=PAIR, reason=WHY)
    planner.do("reschedule_engagement", engagement="call", when=at("2018-10-04T03:30", "04:30"))
    (finding,) = planner.found()
    assert (finding.rule, finding.accepted) == ("tentative-overlap", None)
    assert finding.say("en").endswith("(it was accepted at other times; that acceptance has lapsed)")
    assert finding.say("ko").endswith("(다른 시간일 때 허용된 중복이어서 효력이 없습니다)")
    planner.do("reschedule_engagement", engagement="call", when=CALL)
    assert str(planner.found()[0].reason) == "by video from the hotel", "those times are accepted still"


def test_of_a_series_the_occurrences_that_were_accepted_are(planner: Planner) -> None:
    planner.engagement("course", at("2018-10-08T09:30", "11:00"))
    weekly = {"recurrence": "FREQ=WEEKLY;BYDAY=MO", "booked_until": "2018-10-29"}
    planner.occasion("staff", at("2018-10-01T09:00", "10:00"), YES, confirm=True, **weekly)
    planner.do("accept_clash", between=["occasion:staff", "engagement:course"], reason={"en": "leaves early"})
    planner.do("confirm_engagement", engagement="course")
    (finding,) = planner.found("double-booking")
    assert (finding.severity, str(finding.entries[0].occurrence)) == ("warning", "2018-10-08")


# --- what the guard does not refuse


def test_what_is_confirmed_beyond_the_booking_of_a_series_is_told(planner: Planner) -> None:
    weekly = {"recurrence": "FREQ=WEEKLY;BYDAY=MO", "booked_until": "2018-10-31"}
    planner.occasion("staff", at("2018-10-01T09:00", "10:00"), YES, confirm=True, **weekly)
    planner.engagement("within", at("2018-10-08T10:00", "11:00"), confirm=True)
    planner.engagement("beyond", at("2018-11-05T09:30", "11:00"), confirm=True)
    found = [each for each in planner.found() if each.rule == "tentative-overlap"]
    assert [(each.severity, [entry.subject for entry in each.entries]) for each in found] == [
        ("warning", ["occasion:staff", "engagement:beyond"])
    ]
    assert found[0].entries[0].status == "tentative", "nobody has booked it yet"
    calendar = planner.office.calendar().between("2018-10-29", "2018-11-05")
    assert [(str(each.occurrence), each.status) for each in calendar if each.occurrence] == [
        ("2018-10-29", "confirmed"), ("2018-11-05", "tentative"),
    ]  # fmt: skip
    planner.do("cancel_engagement", engagement="beyond")
    planner.do("extend_occasion", occasion="staff", booked_until="2018-11-30")
    assert [each for each in planner.found() if each.rule == "tentative-overlap"] == []


def test_a_visit_is_not_guarded_and_clashes(planner: Planner) -> None:
    planner.engagement("lunch", at("2018-10-08T12:00", "13:00"), confirm=True)
    planner.visit("duda", at("2018-10-08T12:30", "13:30"), YES, confirm=True)
    (finding,) = planner.found()
    assert (finding.severity, finding.rule) == ("clash", "double-booking")
    assert [entry.kind for entry in finding.entries] == ["engagement", "visit"]
    planner.do("accept_clash", between=["visit:duda", "engagement:lunch"], reason="she comes to lunch")
    assert planner.rules() == [("warning", "double-booking", ["engagement:lunch", "visit:duda"])]
    planner.do("attend_visit", visit="duda", attendance={"answer": "no"})
    assert planner.found() == []


def test_what_is_held_is_a_fact_and_warns_at_most(planner: Planner) -> None:
    planner.engagement("a", at("2018-06-05T09:00", "10:00"), confirm=True)
    planner.do("hold_engagement", engagement="a")
    planner.do("report_engagement", engagement="b", title="b", when=at("2018-06-05T09:30", "10:30"), stage="confirmed")
    assert planner.rules() == [("warning", "overlap-in-the-past", ["engagement:a", "engagement:b"])]
    assert planner.said("overlap-in-the-past") == [
        "they overlap, and the mayor is recorded as having been at one of them"
    ]
    planner.do("hold_engagement", engagement="b")
    assert planner.said("overlap-in-the-past") == ["they overlap, and the mayor is recorded as having been at both"]
    assert planner.said("overlap-in-the-past", "ko") == [
        "시간이 겹치는데, 시장이 둘 다 참석한 것으로 기록되어 있습니다"
    ]


# --- trips


def test_trips_exclude_trips(planner: Planner) -> None:
    planner.trip("europe", "2018-09-27/2018-10-07", confirm=True)
    planner.trip("asia", "2018-10-05/2018-10-10")
    assert planner.rules("overlapping-trips") == [("warning", "overlapping-trips", ["trip:europe", "trip:asia"])]
    assert planner.said("overlapping-trips", "ko") == ["시장의 출장 기간이 겹칩니다"]
    planner.do("accept_clash", between=["trip:asia", "trip:europe"], reason={"en": "one of them will be cut short"})
    planner.do("confirm_trip", trip="asia")
    (finding,) = planner.found("overlapping-trips")
    assert (finding.severity, finding.say("en")) == (
        "warning",
        "the mayor would be on both trips (accepted: one of them will be cut short)",
    )
    planner.do("revoke_clash", between=["trip:asia", "trip:europe"])
    (finding,) = planner.found("overlapping-trips")
    assert finding.severity == "clash"
    assert [str(day) for day in finding.span] == ["2018-10-05", "2018-10-07"]


@pytest.mark.parametrize(
    ("period", "told"),
    [
        ("2018-10-07/2018-10-10", ["the mayor returns from one trip on the day on which the other begins"]),
        ("2018-10-08/2018-10-10", []),
        ("2018-10-03", ["the mayor would be on both trips"]),
    ],
)
def test_a_day_of_travel_can_be_shared(planner: Planner, period: str, told: list[str]) -> None:
    planner.trip("europe", "2018-09-27/2018-10-07")
    planner.trip("asia", period)
    assert planner.said("overlapping-trips") == told


def test_a_shared_day_of_travel_is_no_clash(planner: Planner) -> None:
    planner.trip("europe", "2018-09-27/2018-10-07", confirm=True)
    planner.trip("asia", "2018-10-07/2018-10-10", confirm=True)
    assert planner.rules("overlapping-trips") == [("warning", "overlapping-trips", ["trip:europe", "trip:asia"])]
    assert planner.said("overlapping-trips", "ko") == ["시장이 한 출장에서 돌아오는 날에 다른 출장이 시작됩니다"]


def test_trips_of_two_principals_and_trips_that_are_over_or_off(planner: Planner) -> None:
    planner.trip("europe", "2018-09-27/2018-10-07")
    planner.trip("vices", "2018-09-28/2018-10-05", principal="vice_mayor")
    planner.trip("off", "2018-09-28/2018-10-05")
    planner.do("cancel_trip", trip="off")
    planner.do("report_trip", trip="back", title="back", period="2018-09-28/2018-10-05", stage="returned")
    assert planner.found("overlapping-trips") == []


# --- against brute force

BEGIN = datetime(2018, 10, 1, tzinfo=UTC)
TIMES = st.tuples(
    st.integers(0, 72), st.none() | st.integers(1, 30), st.sampled_from(["mayor", "vice_mayor"]),
    st.sampled_from(["Asia/Seoul", "Europe/Zurich", "Pacific/Honolulu"]),
)  # fmt: skip


def instant(hours: int) -> datetime:
    return BEGIN + timedelta(hours=hours)


def local(when: datetime, zone: str) -> str:
    hours = {"Asia/Seoul": 9, "Europe/Zurich": 2, "Pacific/Honolulu": -10}[zone]
    return f"{when.replace(tzinfo=None) + timedelta(hours=hours):%Y-%m-%dT%H:%M}"


@given(st.lists(TIMES, max_size=12))
def test_the_overlaps_are_those_that_brute_force_finds(times: list[tuple[int, int | None, str, str]]) -> None:
    planner = Planner()
    taken: dict[str, tuple[str, Taken]] = {}
    for number, (start, lasts, principal, zone) in enumerate(times):
        begin, end = instant(start), None if lasts is None else instant(start + lasts)
        when = at(local(begin, zone), None if end is None else local(end, zone), zone)
        planner.engagement(f"e{number}", when, attendance=[{"principal": principal, "answer": "yes"}])
        taken[f"engagement:e{number}"] = principal, Taken(start=begin, end=end)
    expected = {
        frozenset((one, other))
        for (one, (whose, ours)), (other, (whose_too, theirs)) in combinations(taken.items(), 2)
        if whose == whose_too and ours.overlaps(theirs)
    }
    found = planner.found("tentative-overlap")
    assert {frozenset(entry.subject for entry in each.entries) for each in found} == expected
    assert len(found) == len(expected), "each pair once"
