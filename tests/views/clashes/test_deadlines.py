"""What is due while a principal is on a trip."""

from __future__ import annotations

from typing import Any

import pytest
from planner import SEOUL, VICE, YES, ZURICH, Planner, at


@pytest.fixture
def planner() -> Planner:
    planner = Planner()
    planner.trip("europe", "2018-09-27/2018-10-07", ZURICH)
    return planner


def due(planner: Planner, **reading: Any) -> list[str]:
    return [each.entries[0].subject for each in planner.found("deadline-in-absence", **reading)]


@pytest.mark.parametrize(
    ("when", "inside"),
    [
        ("../2018-09-26", False),
        ("../2018-09-27", True),
        ("../2018-10-05", True),
        ("../2018-10-07", True),
        ("../2018-10-08", False),
        ("../2018-10", False),
        ("2018-09/2018-10-05", False),
        ("2018-10", False),
        ("2018-10-05", False),
    ],
)
def test_a_deadline_inside_an_absence(planner: Planner, when: str, inside: bool) -> None:
    planner.occasion("plan", when)
    assert due(planner) == (["occasion:plan"] if inside else [])


def test_what_is_said(planner: Planner) -> None:
    planner.occasion("plan", "../2018-10-05")
    (finding,) = planner.found("deadline-in-absence")
    assert (finding.severity, finding.rule, finding.principal) == ("warning", "deadline-in-absence", "mayor")
    assert [entry.subject for entry in finding.entries] == ["occasion:plan", "trip:europe"]
    assert finding.say("en") == "it is due by 2018-10-05, and the mayor is away from 2018-09-27 to 2018-10-07"
    assert finding.say("ko") == "기한이 2018-10-05까지인데 시장은 2018-09-27부터 2018-10-07까지 출장 중입니다"


@pytest.mark.parametrize(
    ("attendance", "whose"),
    [
        ([], ["mayor"]),
        ([YES], ["mayor"]),
        ([{"answer": "unknown"}], ["mayor"]),
        ([{"answer": "no"}], []),
        ([VICE], ["vice_mayor"]),
        ([YES, VICE], ["mayor", "vice_mayor"]),
    ],
)
def test_whose_absence_it_is(planner: Planner, attendance: Any, whose: list[str]) -> None:
    planner.trip("vices", "2018-10-01/2018-10-06", principal="vice_mayor")
    planner.occasion("plan", "../2018-10-05", *attendance)
    assert sorted(each.principal or "" for each in planner.found("deadline-in-absence")) == whose


def test_what_is_part_of_the_trip_is_due_there(planner: Planner) -> None:
    planner.engagement("paper", "../2018-10-05", part_of="trip:europe")
    assert due(planner) == []
    planner.do("move_engagement", engagement="paper", part_of=None)
    assert due(planner) == ["engagement:paper"]


@pytest.mark.parametrize("what", ["cancel", "postpone"])
def test_what_is_off_is_not_due(planner: Planner, what: str) -> None:
    planner.occasion("plan", "../2018-10-05")
    planner.do(f"{what}_occasion", "2018-07-02", occasion="plan")
    assert due(planner) == []
    assert due(planner, known_on="2018-07-01") == ["occasion:plan"]
    assert due(planner, known_on="2018-06-30") == []


def test_a_trip_that_is_off_or_over(planner: Planner) -> None:
    planner.occasion("plan", "../2018-10-05")
    planner.do("report_trip", "2018-07-02", trip="europe", title="europe", stage="returned")
    assert due(planner) == []


def agreement(planner: Planner, **more: Any) -> None:
    planner.do("report_agreement", agreement="mou", title={"ko": "협약", "en": "MOU"}, **more)


def test_an_agreement_that_ends_inside_an_absence(planner: Planner) -> None:
    agreement(planner, stage="in_force")
    assert due(planner) == []
    planner.do("renew_agreement", "2018-07-02", agreement="mou", on="2018-07-02", until="2018-10-05")
    assert planner.said("deadline-in-absence") == [
        "it is valid until 2018-10-05, and the mayor is away from 2018-09-27 to 2018-10-07"
    ]
    assert planner.said("deadline-in-absence", "ko") == [
        "유효 기간이 2018-10-05까지인데 시장은 2018-09-27부터 2018-10-07까지 출장 중입니다"
    ]
    assert due(planner, known_on="2018-07-01") == []
    planner.do("expire_agreement", "2018-07-03", agreement="mou")
    assert due(planner) == [], "it has ended already, nobody says when"


@pytest.mark.parametrize(
    ("until", "inside"),
    [("2018-08", False), ("2018-09", True), ("2018-10", False), ("2018-10-07", True), ("2018", False)],
)
def test_the_end_of_an_agreement_is_the_last_day_that_it_can_mean(planner: Planner, until: str, inside: bool) -> None:
    agreement(planner, stage="in_force")
    planner.do("renew_agreement", agreement="mou", until=until)
    assert bool(due(planner)) is inside


def test_a_signing_at_home(planner: Planner) -> None:
    agreement(planner, stage="signing_planned", signing="2018-10-02", place=SEOUL)
    assert planner.said("deadline-in-absence") == [
        "it is to be signed on 2018-10-02, and the mayor is away from 2018-09-27 to 2018-10-07"
    ]
    assert planner.said("deadline-in-absence", "ko") == [
        "체결 예정일이 2018-10-02인데 시장은 2018-09-27부터 2018-10-07까지 출장 중입니다"
    ]
    planner.do("postpone_agreement", agreement="mou")
    assert due(planner) == []


@pytest.mark.parametrize(
    ("signing", "place", "inside"),
    [
        ("2018-10-02", ZURICH, False),
        ("2018-10-02", None, False),
        (at("2018-10-02T10:00"), SEOUL, True),
        ("2018-10-01/2018-10-02", SEOUL, False),
        ("../2018-10-02", SEOUL, True),
        ("../2018-10-02", None, True),
        ("../2018-10-02", ZURICH, False),
        ("../2018-10-20", SEOUL, False),
        ({"within": "trip:europe"}, None, False),
    ],
)
def test_which_signings_are_due_at_home(planner: Planner, signing: Any, place: Any, inside: bool) -> None:
    agreement(planner, stage="signing_planned", signing=signing, place=place)
    assert bool(due(planner)) is inside


def test_a_signing_at_an_engagement_is_the_engagements(planner: Planner) -> None:
    planner.engagement("ceremony", "2018-10-02", place=SEOUL)
    agreement(planner, stage="signing_planned", signing="2018-10-02", place=SEOUL, engagement="ceremony")
    assert {each.rule for each in planner.found()} == {"home-while-abroad", "holiday"}
