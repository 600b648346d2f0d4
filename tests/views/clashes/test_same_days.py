"""Entries on one day of which not all have a time, and entries that have no day yet."""

from __future__ import annotations

from typing import Any

import pytest
from planner import MADRID, SEOUL, VICE, YES, ZURICH, Planner, at


@pytest.fixture
def planner() -> Planner:
    return Planner()


def together(planner: Planner) -> list[tuple[list[str], list[str]]]:
    found = planner.found("same-day")
    assert all(each.severity == "warning" for each in found)
    return [
        ([str(day) for day in dict.fromkeys(each.span)], [entry.subject.split(":")[1] for entry in each.entries])
        for each in found
    ]


def test_the_summit_the_prize_and_the_prime_minister_can_all_be_confirmed_with_a_warning(planner: Planner) -> None:
    planner.trip("july", "2018-07-07/2018-07-10", {"city": "Singapore", "country": "SG"})
    part = {"part_of": "trip:july", "confirm": True}
    planner.engagement("summit", "2018-07-08/2018-07-09", **part)
    planner.engagement("prize", "2018-07-08", **part)
    planner.engagement("minister", at("2018-07-09T15:00", zone="Asia/Singapore"), **part)
    assert together(planner) == [(["2018-07-08"], ["summit", "prize"]), (["2018-07-09"], ["summit", "minister"])]
    assert planner.said("same-day")[0] == (
        "the mayor has them on the same day (2018-07-08), and not all of them have a time yet"
    )
    assert planner.said("same-day", "ko")[0] == (
        "시장의 일정이 같은 날(2018-07-08)에 있는데, 시각이 정해지지 않은 것이 있습니다"
    )


def test_a_day_is_told_once_with_all_that_is_on_it(planner: Planner) -> None:
    for name in ("a", "b", "c"):
        planner.engagement(name, "2018-10-05")
    planner.engagement("timed", at("2018-10-05T10:00", "11:00"))
    planner.engagement("vices", "2018-10-05", attendance=[VICE])
    assert together(planner) == [(["2018-10-05"], ["a", "b", "c", "timed"])]


def test_days_in_a_row_with_the_same_entries_are_told_once(planner: Planner) -> None:
    planner.engagement("a", "2018-10-01/2018-10-05")
    planner.engagement("b", "2018-10-02/2018-10-04")
    planner.engagement("c", "2018-10-04")
    assert together(planner) == [(["2018-10-02", "2018-10-03"], ["a", "b"]), (["2018-10-04"], ["a", "b", "c"])]


def test_what_has_times_does_not_warn_and_neither_does_what_lasts_for_long(planner: Planner) -> None:
    planner.engagement("morning", at("2018-10-05T09:00", "10:00"))
    planner.engagement("evening", at("2018-10-05T19:00", "20:00"))
    planner.occasion("exhibition", "2018-09-18/2018-11-11", YES)
    planner.occasion("biennale", "2018-10-01/2018-10-08", YES)
    assert together(planner) == []
    planner.occasion("week", "2018-10-01/2018-10-07", YES)
    assert together(planner) == [(["2018-10-05"], ["week", "morning", "evening"])]


def test_a_part_and_its_whole_are_one_but_other_entries_are_not(planner: Planner) -> None:
    planner.occasion("forum", "2018-10-05", YES)
    planner.engagement("speech", at("2018-10-05T10:00", "10:20"), part_of="occasion:forum")
    assert together(planner) == []
    planner.engagement("lunch", at("2018-10-05T12:00", "13:00"))
    assert together(planner) == [(["2018-10-05"], ["forum", "lunch"])], "the speech has a time, and so has the lunch"


@pytest.mark.parametrize("what", ["cancel", "postpone"])
def test_what_is_off_or_over_does_not_warn(planner: Planner, what: str) -> None:
    planner.engagement("a", "2018-10-05")
    planner.engagement("b", "2018-10-05", known_on="2018-07-02")
    planner.do(f"{what}_engagement", "2018-07-03", engagement="b")
    planner.do("report_engagement", engagement="held", title="held", when="2018-10-05", stage="held")
    assert together(planner) == []
    assert planner.found(known_on="2018-07-02") != []


@pytest.mark.parametrize(
    ("untimed", "timed", "meet"),
    [
        # 3 October 19:00 in Zürich is 4 October 02:00 in Seoul
        ({"when": "2018-10-04", "place": SEOUL}, at("2018-10-03T19:00", "22:00", "Europe/Zurich"), True),
        ({"when": "2018-10-03", "place": SEOUL}, at("2018-10-03T19:00", "22:00", "Europe/Zurich"), False),
        ({"when": "2018-10-04"}, at("2018-10-03T19:00", "22:00", "Europe/Zurich"), True),
        ({"when": "2018-10-03", "place": ZURICH}, at("2018-10-04T03:00", "04:00"), True),
        ({"when": "2018-10-04", "place": ZURICH}, at("2018-10-04T03:00", "04:00"), False),
        ({"when": "2018-10-03", "part_of": "trip:swiss"}, at("2018-10-04T03:00", "04:00"), True),
        # it may be in either country: by the local days of both
        ({"when": "2018-10-03", "part_of": "trip:two"}, at("2018-10-04T03:00", "04:00"), False),
        ({"when": "2018-10-04", "part_of": "trip:two"}, at("2018-10-04T03:00", "04:00"), True),
        # the day on which clocks are put back has 25 hours
        ({"when": "2018-10-28", "place": MADRID}, at("2018-10-29T07:30", "08:30"), True),
        ({"when": "2018-10-28", "place": MADRID}, at("2018-10-29T08:00", "09:00"), False),
        # what begins at midnight is on the new day, what ends then is not
        ({"when": "2018-10-05"}, at("2018-10-05T00:00"), True),
        ({"when": "2018-10-05"}, at("2018-10-04T22:00", "2018-10-05T00:00"), False),
    ],
)
def test_a_day_is_where_the_entry_is(planner: Planner, untimed: dict[str, Any], timed: Any, meet: bool) -> None:
    planner.trip("swiss", "2018-09-27/2018-10-07", ZURICH, {"city": "Zug", "country": "CH"})
    planner.trip("two", "2018-09-27/2018-10-07", ZURICH, {"city": "Tallinn", "country": "EE"})
    planner.engagement("untimed", **untimed)
    planner.engagement("timed", timed)
    assert bool(together(planner)) is meet


# --- no day yet


def test_what_has_no_day_yet_is_told_once(planner: Planner) -> None:
    planner.occasion("announcement", "2018-10", YES)
    assert planner.found("may-overlap") == [], "nothing is confirmed in that time"
    planner.trip("europe", "2018-09-27/2018-10-07", confirm=True)
    for day in range(10, 20):
        planner.engagement(f"e{day}", at(f"2018-10-{day}T09:00", "10:00"), confirm=day != 19)
    (finding,) = planner.found("may-overlap")
    assert [entry.subject for entry in finding.entries] == [
        "occasion:announcement", "trip:europe", "engagement:e10", "engagement:e11",
    ]  # fmt: skip
    assert [str(day) for day in finding.span] == ["2018-10-01", "2018-10-31"]
    assert finding.say("en") == "it has no day yet (October 2018); confirmed for the mayor in that time: 10"
    assert finding.say("ko") == ("날짜가 정해지지 않았습니다(2018년 10월). 그 기간에 확정된 시장 일정이 10건 있습니다")


@pytest.mark.parametrize("when", ["2018-40", "2018-09/..", "unknown", "2018-11", {"within": "trip:europe"}])
def test_what_may_be_at_almost_any_time_says_nothing(planner: Planner, when: Any) -> None:
    planner.trip("europe", "2018-09-27/2018-10-07", confirm=True)
    planner.occasion("announcement", when, YES)
    planner.engagement("firm", at("2018-10-10T09:00", "10:00"), confirm=True)
    assert planner.found("may-overlap") == []


def test_an_approximate_day_has_no_day_yet(planner: Planner) -> None:
    planner.occasion("about", "2018-10-10~", YES)
    planner.engagement("firm", at("2018-10-10T09:00", "10:00"), confirm=True)
    planner.engagement("vices", at("2018-10-10T09:00", "10:00"), attendance=[VICE], confirm=True)
    assert planner.rules() == [("warning", "may-overlap", ["occasion:about", "engagement:firm"])]


def test_a_part_without_a_day_is_not_set_against_its_trip(planner: Planner) -> None:
    planner.trip("europe", "2018-09-27/2018-10-07", confirm=True)
    planner.engagement("meeting", "2018-10", part_of="trip:europe")
    planner.occasion("abroad", "2018-10", YES, place=ZURICH)
    assert planner.found("may-overlap") == []
