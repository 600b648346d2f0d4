"""Public holidays at home and at the destination, and series whose booking ends."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from planner import MADRID, SEOUL, VICE, YES, ZURICH, Planner, at

from mayor_schedule.views.clashes.days import country_holiday


@pytest.fixture
def planner() -> Planner:
    return Planner()


def told(planner: Planner, language: str = "en") -> list[tuple[str, list[str]]]:
    return [
        (each.say(language), [entry.subject.split(":")[1] for entry in each.entries])
        for each in planner.found("holiday")
    ]


def test_foundation_day_at_home_and_the_national_day_in_spain(planner: Planner) -> None:
    planner.trip("europe", "2018-09-27/2018-10-13", ZURICH, MADRID)
    assert told(planner) == [
        ("2018-10-03 is a public holiday at home: National Foundation Day", ["europe"]),
        ("2018-10-09 is a public holiday at home: Hangul Day", ["europe"]),
        ("2018-10-12 is a public holiday there (ES): National Day", ["europe"]),
    ]
    assert told(planner, "ko") == [
        ("2018-10-03 국내 공휴일입니다: 개천절", ["europe"]),
        ("2018-10-09 국내 공휴일입니다: 한글날", ["europe"]),
        ("2018-10-12 현지(ES) 공휴일입니다: National Day", ["europe"]),
    ]
    assert all((each.severity, each.principal) == ("warning", "mayor") for each in planner.found("holiday"))


def test_the_national_day_of_switzerland(planner: Planner) -> None:
    planner.engagement("talk", "2018-08-01", place=ZURICH)
    planner.engagement("before", "2018-07-31", place=ZURICH)
    assert told(planner) == [("2018-08-01 is a public holiday there (CH): National Day", ["talk"])]


def test_a_holiday_is_told_once_with_all_that_is_on_it(planner: Planner) -> None:
    planner.trip("spain", "2018-10-10/2018-10-13", MADRID)
    planner.engagement("evening", at("2018-10-12T19:00", "21:00", "Europe/Madrid"), place=MADRID, part_of="trip:spain")
    planner.engagement("morning", at("2018-10-12T09:00", "10:00", "Europe/Madrid"), part_of="trip:spain")
    planner.occasion("at-home", "2018-10-12", YES, place=SEOUL)
    assert told(planner) == [
        ("2018-10-12 is a public holiday there (ES): National Day", ["spain", "morning", "evening"])
    ]


def test_what_two_principals_attend_is_nobodys_in_particular(planner: Planner) -> None:
    planner.occasion("forum", "2018-10-09", YES, VICE, place=SEOUL)
    (finding,) = planner.found("holiday")
    assert (finding.principal, finding.whose("en"), finding.say("ko")) == (
        None,
        "",
        "2018-10-09 국내 공휴일입니다: 한글날",
    )
    assert len(finding.entries) == 1


@pytest.mark.parametrize(
    ("place", "when", "part_of", "country"),
    [
        (None, "2018-10-03", None, "KR"),
        ({"city": "Busan"}, "2018-10-03", None, "KR"),
        ({"city": "Barcelona", "zone": "Europe/Madrid"}, "2018-10-12", None, "ES"),
        (None, at("2018-10-12T10:00", zone="Europe/Madrid"), None, "ES"),
        (None, at("2018-10-03T10:00", zone="Europe/Madrid"), None, None),
        (None, "2018-10-12", "trip:spain", "ES"),
        (None, "2018-10-03", "trip:spain", None),
        (None, "2018-10-12", "trip:two", None),
        (ZURICH, "2018-10-12", "trip:two", None),
        (MADRID, "2018-10-12", "trip:two", "ES"),
        (None, "2018-10-12", "trip:vague", None),
        (None, "2018-10-03", "trip:vague", None),
        # 3 October 01:00 in Seoul is 2 October elsewhere: it is on a holiday where it is
        (SEOUL, at("2018-10-03T01:00"), None, "KR"),
        (SEOUL, at("2018-10-02T23:00", "2018-10-03T01:00"), None, "KR"),
    ],
)
def test_in_which_country(planner: Planner, place: Any, when: Any, part_of: str | None, country: str | None) -> None:
    planner.trip("spain", "2018-10-01/2018-10-20", MADRID, {"city": "Bilbao", "country": "ES"})
    planner.trip("two", "2018-10-01/2018-10-20", ZURICH, MADRID)
    planner.do("plan_trip", trip="vague", title="vague", period="2018-10", stops=[MADRID])
    planner.engagement("entry", when, place=place, part_of=part_of)
    on = [each for each in planner.found("holiday") if "engagement:entry" in [e.subject for e in each.entries]]
    assert [each.details("en")["country"] for each in on] == ([] if country is None else [country])


def test_stops_with_days_of_their_own(planner: Planner) -> None:
    planner.trip("europe", "2018-10-10/2018-10-20", {**MADRID, "period": "2018-10-13/2018-10-15"}, ZURICH)
    assert told(planner) == []
    planner.trip("later", "2018-10-10/2018-10-20", {**MADRID, "period": "2018-10-11/2018-10-13"})
    assert told(planner) == [("2018-10-12 is a public holiday there (ES): National Day", ["later"])]


@pytest.mark.parametrize("what", ["cancel", "postpone", "withdraw"])
def test_what_is_off(planner: Planner, what: str) -> None:
    planner.engagement("entry", "2018-10-03")
    planner.trip("europe", "2018-10-01/2018-10-04")
    planner.do(f"{what}_engagement", "2018-07-02", engagement="entry", reason={"en": "typhoon"})
    planner.do(f"{what}_trip", "2018-07-02", trip="europe", reason={"en": "typhoon"})
    assert told(planner) == []
    assert len(planner.found("holiday", known_on="2018-07-01")) == 1


def test_what_is_held_or_lasts_for_long_or_is_attended_by_nobody(planner: Planner) -> None:
    planner.do("report_engagement", engagement="held", title="held", when="2018-10-03", stage="held")
    planner.occasion("exhibition", "2018-09-18/2018-11-11", YES)
    planner.occasion("open-day", "2018-10-03")
    planner.engagement("october", "2018-10")
    planner.trip("sabbatical", "2018-09-15/2018-12-15", MADRID)
    assert told(planner) == []


def test_occurrences_of_a_series(planner: Planner) -> None:
    planner.occasion("staff", at("2018-09-03T09:00", "10:00"), YES, recurrence="FREQ=WEEKLY;UNTIL=20181231")
    found = planner.found("holiday")
    assert [str(each.entries[0].occurrence) for each in found] == ["2018-09-24"]
    assert found[0].say("ko") == "2018-09-24 국내 공휴일입니다: 추석"
    planner.do("cancel_occurrence", occasion="staff", occurrence="2018-09-24")
    assert told(planner) == []


def test_an_unknown_country_has_no_holidays(planner: Planner) -> None:
    planner.trip("nowhere", "2018-12-20/2019-01-02", {"city": "Nowhere", "country": "ZZ"})
    planner.engagement("there", "2019-01-01", place={"city": "Nowhere", "country": "XX"})
    assert {each.details("en")["country"] for each in planner.found("holiday")} == {"KR"}


def test_an_office_of_no_country_has_no_holidays_at_home() -> None:
    planner = Planner(zone="UTC")
    planner.engagement("new-year", "2019-01-01")
    assert planner.found() == []


@pytest.mark.parametrize(
    ("country", "day", "korean", "english"),
    [
        ("KR", "2018-09-24", "추석", "Chuseok"),
        ("KR", "2018-09-26", "추석 대체 휴일", "Alternative holiday for Chuseok"),
        ("KR", "2018-09-27", None, None),
        ("CH", "2018-08-01", "National Day", "National Day"),
        ("EE", "2018-02-24", "Independence Day", "Independence Day"),
        ("GB", "2018-12-26", "Boxing Day", "Boxing Day"),
        ("SG", "2018-08-09", "National Day", "National Day"),
        ("XX", "2018-01-01", None, None),
        ("IN", "2037-01-26", "Republic Day", "Republic Day"),  # of which the package says that it has not all
    ],
)
def test_names_of_holidays(country: str, day: str, korean: str | None, english: str | None) -> None:
    when = date.fromisoformat(day)
    assert (country_holiday(country, when, "ko-KR"), country_holiday(country, when, "de")) == (korean, english)


@given(st.from_regex("[A-Z]{2}", fullmatch=True), st.dates())
def test_no_country_and_no_year_is_too_much(country: str, day: date) -> None:
    assert country_holiday(country, day, "en") != ""


# --- bookings

WEEKLY = {"recurrence": "FREQ=WEEKLY;BYDAY=MO", "booked_until": "2018-10-29"}


def series(planner: Planner, *attendance: Any, **more: Any) -> None:
    planner.occasion("staff", at("2018-09-03T09:00", "10:00"), *attendance, **{**WEEKLY, **more})


@pytest.mark.parametrize(
    ("on", "english", "korean"),
    [
        ("2018-08-29", None, None),  # 61 days before
        (
            "2018-08-30",  # 60 days before
            "it comes back, and is booked until 2018-10-29 only; extend it with extend_occasion",
            "반복 일정인데 2018-10-29까지만 예약되어 있습니다. extend_occasion으로 연장하십시오",
        ),
        (
            "2018-10-29",
            "it comes back, and is booked until 2018-10-29 only; extend it with extend_occasion",
            "반복 일정인데 2018-10-29까지만 예약되어 있습니다. extend_occasion으로 연장하십시오",
        ),
        (
            "2018-10-30",
            "it comes back, and was booked until 2018-10-29 only; extend it with extend_occasion, or cancel it",
            "반복 일정인데 예약이 2018-10-29에 끝났습니다. extend_occasion으로 연장하거나 취소하십시오",
        ),
    ],
)
def test_a_booking_ends(planner: Planner, on: str, english: str | None, korean: str | None) -> None:
    series(planner)
    assert planner.said("booking-ends", on=on) == ([] if english is None else [english])
    assert planner.said("booking-ends", "ko", on=on) == ([] if korean is None else [korean])
    for each in planner.found("booking-ends", on=on):
        assert (each.severity, each.principal, each.entries[0].subject) == ("warning", None, "occasion:staff")


def test_it_is_extended(planner: Planner) -> None:
    series(planner, known_on="2018-07-01")
    planner.do("extend_occasion", "2018-09-15", occasion="staff", booked_until="2018-12-31")
    assert planner.found("booking-ends", on="2018-10-01") == []
    assert len(planner.found("booking-ends", on="2018-10-01", known_on="2018-09-14")) == 1
    assert len(planner.found("booking-ends", known_on="2018-09-14", on=None)) == 1, "read on the day of knowledge"
    assert len(planner.found("booking-ends", on="2018-11-01")) == 1


def test_what_ended_is_found_by_who_looks_ahead(planner: Planner) -> None:
    series(planner)
    view = planner.office.clashes(on="2018-11-20")
    assert [each.rule for each in view.between("2018-11-20", "2018-11-30")] == ["booking-ends"]


@pytest.mark.parametrize(
    ("more", "goes_on"),
    [
        ({"recurrence": "FREQ=WEEKLY;BYDAY=MO;COUNT=9", "booked_until": None}, False),
        ({"recurrence": "FREQ=WEEKLY;BYDAY=MO;COUNT=9"}, False),  # the ninth is on 29 October
        ({"recurrence": "FREQ=WEEKLY;BYDAY=MO;COUNT=10"}, True),
        ({"recurrence": "FREQ=WEEKLY;BYDAY=MO;UNTIL=20181103"}, False),
        ({"recurrence": "FREQ=WEEKLY;BYDAY=MO;UNTIL=20181105"}, True),
        ({"recurrence": "FREQ=WEEKLY;BYDAY=MO;UNTIL=20181231", "booked_until": None}, False),
        ({"recurrence": None, "booked_until": None}, False),
    ],
)
def test_a_series_that_ends_by_itself_is_booked_to_its_end(planner: Planner, more: Any, goes_on: bool) -> None:
    series(planner, **more)
    assert bool(planner.found("booking-ends", on="2018-10-20")) is goes_on


@pytest.mark.parametrize("what", ["cancel", "postpone", "withdraw"])
def test_a_series_that_is_off_needs_no_booking(planner: Planner, what: str) -> None:
    series(planner)
    planner.do(f"{what}_occasion", occasion="staff", reason={"en": "reform"})
    assert planner.found("booking-ends", on="2018-10-20") == []
