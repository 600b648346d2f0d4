"""All findings together: order, days, audiences, languages, and how long they take."""

from __future__ import annotations

import json
import string
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from planner import MADRID, SEOUL, VICE, YES, ZURICH, Planner, at

from conftest import EARLIER, LATER, REPORT, Clock, counting_entropy
from mayor_schedule import InvalidValueError, Office
from mayor_schedule.imports.loading import import_files
from mayor_schedule.store.history import History
from mayor_schedule.store.mapper import decode
from mayor_schedule.views.clashes import RULES
from mayor_schedule.views.clashes.wording import PHRASES, phrase

HISTORY = Path(__file__).parents[2] / "history"


@pytest.fixture
def planner() -> Planner:
    return Planner()


def full(planner: Planner) -> None:
    """A store with everything that there is to find."""
    planner.trip("europe", "2018-09-27/2018-10-13", ZURICH, MADRID, confirm=True)
    planner.trip("asia", "2018-10-13/2018-10-15", {"city": "Tokyo", "country": "JP"})
    planner.engagement("dinner", at("2018-10-03T19:00", "22:00", "Europe/Zurich"), part_of="trip:europe", confirm=True)
    planner.visit("duda", at("2018-10-04T03:00", "04:00"), {"answer": "yes", "mode": "video"}, confirm=True)
    planner.engagement("a", at("2018-10-20T09:00", "10:00"), place=SEOUL)
    planner.engagement("b", at("2018-10-20T10:10", "11:00"), place={"city": "Busan", "country": "KR"})
    planner.engagement("c", at("2018-10-20T10:30", "11:00"), place={"city": "Busan", "country": "KR"})
    planner.engagement("day", "2018-10-20")
    planner.occasion("plan", "../2018-10-05")
    planner.occasion("october", "2018-10", YES)
    planner.occasion("council", "2018-10-02", YES, place=SEOUL)
    planner.engagement("tokyo", "2018-10-02", place={"city": "Tokyo", "country": "JP"})
    planner.occasion(
        "staff", at("2018-09-03T09:00", "10:00"), YES, VICE, recurrence="FREQ=WEEKLY", booked_until="2018-09-24"
    )
    planner.do("report_engagement", engagement="past", title="past", when=at("2018-06-01T09:00", "10:00"), stage="held")
    planner.do("report_engagement", engagement="too", title="too", when=at("2018-06-01T09:30"), stage="held")
    planner.do("report_engagement", engagement="early", title="early", when="2018-12-24", stage="held")
    planner.do("report_engagement", engagement="too-early", title="too", when="2018-11", stage="held")


def test_every_rule_finds_something_and_says_so_in_both_languages(planner: Planner) -> None:
    full(planner)
    found = planner.found(on="2018-08-01")
    assert {each.rule for each in found} == set(RULES)
    for each in found:
        korean, english = each.say("ko"), each.say("en")
        assert any("가" <= letter <= "힣" for letter in korean)
        assert not any("가" <= letter <= "힣" for letter in english)
        assert "None" not in korean + english
        assert "(이)" not in korean
        assert each.say("de") == english, "English for what is not known here"
        assert each.say("ko-KR") == korean
        assert each.span[0] <= each.span[1]
        assert 1 <= len(each.entries) <= 4


def test_by_day_and_the_worse_ones_first(planner: Planner) -> None:
    full(planner)
    found = planner.found(on="2018-08-01")
    assert [each.span[0] for each in found] == sorted(each.span[0] for each in found)
    on_the_third = [each.severity for each in found if str(each.span[0]) == "2018-10-03"]
    assert on_the_third == ["clash", "warning"]
    again = planner.office.clashes(on="2018-08-01").all()
    assert [(each.rule, each.span) for each in again] == [(each.rule, each.span) for each in found]


def test_between_two_days(planner: Planner) -> None:
    full(planner)
    view = planner.office.clashes(on="2018-08-01")
    assert [each.rule for each in view.between("2018-10-04", "2018-10-04")] == ["may-overlap", "double-booking"]
    assert view.between(date(2018, 5, 1), "2018-05-31") == []
    assert view.between(date.min, date.max) == view.all()
    with pytest.raises(InvalidValueError, match="cannot run from 2018-10-05 to 2018-10-01; exchange"):
        view.between("2018-10-05", "2018-10-01")
    with pytest.raises(InvalidValueError):
        view.between("2018-10-32", "2018-11-01")


def test_the_public_is_told_nothing(planner: Planner) -> None:
    planner.engagement("a", at("2018-10-20T09:00", "10:00"), visibility="public")
    planner.engagement("b", at("2018-10-20T09:00", "10:00"), visibility="public")
    assert planner.found(audience="public") == []
    assert planner.office.clashes(audience="public").between("2018-01-01", "2018-12-31") == []
    assert len(planner.found()) == 1


def test_nothing_is_found_in_an_empty_store() -> None:
    with Office.in_memory(clock=Clock(), entropy=counting_entropy()) as office:
        assert office.clashes().all() == []


def test_the_report_of_2018_as_it_was_known() -> None:
    with Office.in_memory(clock=Clock(), entropy=counting_entropy()) as office:
        import_files(office, [EARLIER, REPORT, LATER])

        def found(known_on: str) -> list[tuple[str, list[str], str]]:
            return [
                (each.rule, [entry.subject for entry in each.entries], each.say("ko"))
                for each in office.clashes(known_on=known_on).all()
            ]

        singapore = "engagement:2018-singapore"
        assert [each[:2] for each in found("2018-07-06")] == [
            ("same-day", [f"{singapore}-prize", f"{singapore}-summit"]),
            ("same-day", [f"{singapore}-summit", f"{singapore}-government"]),
        ]
        foundation = ("holiday", ["trip:2018-europe"], "2018-10-03 국내 공휴일입니다: 개천절")
        assert found("2018-08-31") == [foundation]
        assert found("2018-02-07") == []


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_what_any_version_stored_is_read(version: str) -> None:
    history = History.in_memory()
    lines = (HISTORY / f"{version}.jsonl").read_text(encoding="utf-8").splitlines()
    stored = [json.loads(line) for line in lines]
    history.append([decode(s, v, topic, state.encode(), n) for n, (s, v, topic, state) in enumerate(stored)], {})
    with Office(history) as office:
        for each in office.clashes(on="2018-10-01").all():
            assert each.say("ko")
            assert each.say("en")


def test_the_first_and_the_last_day_that_there_are(planner: Planner) -> None:
    for name in ("a", "b"):
        planner.engagement(f"first-{name}", "0001-01-01", place=ZURICH)
        planner.engagement(f"last-{name}", "9999-12-31", place=SEOUL)
    planner.trip("last", "9999-12-30/9999-12-31", ZURICH)
    planner.occasion("yearly", "2018-12-31", YES, recurrence="FREQ=YEARLY;UNTIL=99991231", booked_until="2020-12-31")
    rules = [each.rule for each in planner.found("same-day", on="9999-12-31")]
    assert rules == ["same-day", "same-day"]
    assert planner.found("booking-ends", on="0001-01-01") == []
    assert planner.office.clashes(on="9999-12-31").between("9999-12-31", "9999-12-31") != []


# --- words


@pytest.mark.parametrize(
    ("word", "key", "said"),
    [
        ("시장", "overlapping-trips", "시장의 출장 기간이 겹칩니다"),
        ("부시장", "home-while-abroad", "국내 일정인데 부시장은 1부터 2까지 출장 중입니다"),
        ("대표", "home-while-abroad", "국내 일정인데 대표는 1부터 2까지 출장 중입니다"),
        ("대표", "double-booking", "둘 다 확정된 일정이어서 대표가 함께 참석할 수 없습니다"),
        ("vice_mayor", "double-booking", "둘 다 확정된 일정이어서 vice_mayor이(가) 함께 참석할 수 없습니다"),
        ("", "double-booking", "둘 다 확정된 일정이어서 이(가) 함께 참석할 수 없습니다"),
    ],
)
def test_korean_particles(word: str, key: str, said: str) -> None:
    assert phrase(key, "ko", {"principal": word, "first": 1, "last": 2}) == said


def test_both_languages_say_the_same_of_the_same() -> None:
    def named(text: str) -> set[str | None]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    assert PHRASES["ko"].keys() == PHRASES["en"].keys()
    for key, text in PHRASES["ko"].items():
        assert named(text) - {"principal", "span"} == named(PHRASES["en"][key]) - {"principal", "span"}, key


@pytest.mark.parametrize(
    ("title", "korean", "english"),
    [
        (None, "시장", "mayor"),
        ({"ko": "서울특별시장"}, "서울특별시장", "mayor"),
        ({"ko": "서울특별시장", "en": "Mayor of Seoul"}, "서울특별시장", "Mayor of Seoul"),
    ],
)
def test_what_the_mayor_is_called(title: Any, korean: str, english: str) -> None:
    planner = Planner(principals=[{"principal": "mayor", "title": title}])
    planner.engagement("a", "2018-10-03")
    (finding,) = planner.found()
    assert (finding.whose("ko"), finding.whose("en")) == (korean, english)
