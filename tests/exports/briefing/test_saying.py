"""Dates, numbers and names as a briefing writes them, in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from briefed import founded, told
from mayor_schedule import Audience, Office, Text
from mayor_schedule.domain.figure import Figure
from mayor_schedule.domain.values.fuzzy import FuzzyDate
from mayor_schedule.domain.values.moment import Moment
from mayor_schedule.domain.values.party import Party, Person
from mayor_schedule.domain.values.period import Period
from mayor_schedule.domain.values.place import Place
from mayor_schedule.domain.values.when import Timed, Unknown
from mayor_schedule.exports.briefing.saying import Saying
from mayor_schedule.views.counting.counts import Count
from mayor_schedule.views.knowledge import Known


def saying(language: str, *, as_printed: bool = False) -> Saying:
    """How an office in Seoul says things in 2018."""
    return Saying(
        languages=(language,), on=date(2018, 8, 31), zone="Asia/Seoul", as_printed=as_printed,
        principals={"mayor": "the mayor"},
    )  # fmt: skip


def timed(start: str, end: str | None = None, zone: str = "Asia/Seoul") -> Timed:
    return Timed(start=Moment.of(start, zone), end=None if end is None else Moment.of(end, zone))


@pytest.mark.parametrize(
    ("when", "korean", "english"),
    [
        (Period.of("2018-03-15", "2018-03-17"), "3.15.~17", "15–17 March"),
        (Period.of("2018-09-27", "2018-10-07"), "9.27.~10.7", "27 September – 7 October"),
        (Period.of("2018-12-30", "2019-01-02"), "12.30.~’19.1.2", "30 December – 2 January 2019"),
        (Period.of("2017-12-30", "2018-01-02"), "’17.12.30.~1.2", "30 December 2017 – 2 January"),
        (Period.of("2017-03-15", "2017-03-17"), "’17.3.15.~17", "15–17 March 2017"),
        (Period.of("2017-03-15", "2017-04-17"), "’17.3.15.~’17.4.17", "15 March – 17 April 2017"),
        (Period.of("2016-12-31", "2017-01-01"), "’16.12.31.~’17.1.1", "31 December 2016 – 1 January 2017"),
        (Period.of("2018-08-11"), "8.11", "11 August"),
        (Period.of("2019-08-11"), "’19.8.11", "11 August 2019"),
        (FuzzyDate.of("2018-08-23"), "8.23", "23 August"),
        (FuzzyDate.of("2009-08-03"), "’09.8.3", "3 August 2009"),
        (FuzzyDate.of("2018-10"), "10월", "October"),
        (FuzzyDate.of("2019-10"), "2019년 10월", "October 2019"),
        (FuzzyDate.of("2018"), "2018년", "2018"),
        (FuzzyDate.of("2018-40"), "상반기", "first half"),
        (FuzzyDate.of("2018-09/.."), "9월부터", "from September"),
        (FuzzyDate.of("2018-07/2018-08"), "7월~8월", "July to August"),
        (timed("2018-10-03T09:05"), "10.3 09:05", "3 October, 09:05"),
        (timed("2018-10-03T19:00", "2018-10-03T22:00"), "10.3 19:00~22:00", "3 October, 19:00–22:00"),
        (timed("2018-10-03T22:00", "2018-10-04T01:30"), "10.3 22:00~10.4 01:30", "3 October, 22:00–4 October, 01:30"),
        (timed("2018-12-31T23:00", "2019-01-01T01:00"), "12.31 23:00~’19.1.1 01:00",
         "31 December, 23:00–1 January 2019, 01:00"),
        (timed("2018-10-03T19:00", zone="Europe/Zurich"), "현지시각 10.3 19:00", "3 October, 19:00 local time"),
        (timed("2018-10-03T19:00", "2018-10-03T22:00", zone="Europe/Zurich"), "현지시각 10.3 19:00~22:00",
         "3 October, 19:00–22:00 local time"),
        (timed("2018-10-03T19:00", zone="UTC"), "10.3 19:00(UTC)", "3 October, 19:00 (UTC)"),
        (Unknown(), "", ""),
        (Unknown(within="trip:europe"), "", ""),
        (None, "", ""),
    ],
)  # fmt: skip
def test_dates(when: Any, korean: str, english: str) -> None:
    assert saying("ko").when(when) == korean
    assert saying("en").when(when) == english


def test_an_end_in_another_zone_says_which() -> None:
    start, end = Moment.of("2018-10-07T13:00", "Europe/Madrid"), Moment.of("2018-10-08T08:00", "Asia/Seoul")
    flight = Timed(start=start, end=end)
    assert saying("en").when(flight) == "7 October, 13:00 (Madrid)–8 October, 08:00 (Seoul)"
    assert saying("ko").when(flight) == "10.7 13:00(Madrid)~10.8 08:00(Seoul)"
    there = Timed(start=Moment.of("2018-10-07T13:00", "America/New_York"), end=end)
    assert "New York" in saying("en").when(there)


@pytest.mark.parametrize(
    ("as_of", "korean", "english"),
    [
        ("2018-08-31", "’18.8.31", "31 August 2018"),
        ("2018-08", "’18.8월", "August 2018"),
        ("2018", "2018년", "2018"),
        ("2009-03-05", "’09.3.5", "5 March 2009"),
    ],
)
def test_the_date_of_a_figure_has_its_year(as_of: str, korean: str, english: str) -> None:
    assert saying("ko").as_of(FuzzyDate.of(as_of)) == korean
    assert saying("en").as_of(FuzzyDate.of(as_of)) == english


@pytest.mark.parametrize(
    ("value", "unit", "approximate", "korean", "english"),
    [
        (2, "회", False, "2회", "2"),
        (1234567, "천원", False, "1,234,567천원", "1,234,567 thousand won"),
        (180, "개", True, "180여개", "some 180"),
        (10, "명", True, "10여명", "some 10"),
        (5, "명", True, "5명 내외", "some 5"),
        (185, "개", True, "185개 내외", "some 185"),
        (0, "명", True, "0명 내외", "some 0"),
        (Decimal("12.5"), "%", True, "12.5% 내외", "some 12.5 %"),
        (Decimal("12.50"), "%", False, "12.50%", "12.50 %"),
        (0, None, False, "0", "0"),
        (7, "팀", False, "7팀", "7"),
    ],
)
def test_numbers(value: int | Decimal, unit: str | None, approximate: bool, korean: str, english: str) -> None:
    assert saying("ko").number(value, unit, approximate=approximate) == korean
    assert saying("en").number(value, unit, approximate=approximate) == english


@pytest.mark.parametrize(
    ("days", "nights", "korean", "english"),
    [
        (3, 1, "1박 3일", "3 days, 1 night"),
        (11, 9, "9박 11일", "11 days, 9 nights"),
        (1, 0, "당일", "day trip"),
        (1, None, "당일", "1 day"),
        (2, 0, "0박 2일", "2 days, 0 nights"),
        (2, None, "2일", "2 days"),
        (None, 3, "", ""),
    ],
)
def test_nights_and_days(days: int | None, nights: int | None, korean: str, english: str) -> None:
    assert saying("ko").lodging(days, nights) == korean
    assert saying("en").lodging(days, nights) == english


PRINTED = (
    (FuzzyDate.of("2018-11-01", printed="11.1.字"), "11.1.字", "11.1"),
    (FuzzyDate.of("2018-10", printed="10월 중"), "10월 중", "10월"),
    (Period.of("2018-09-27", "2018-10-07", printed="9.27~10.7."), "9.27~10.7.", "9.27.~10.7"),
)


@pytest.mark.parametrize(("when", "printed", "said"), PRINTED)
def test_printed_dates_are_written_where_they_may_be(when: Any, printed: str, said: str) -> None:
    assert saying("ko", as_printed=True).when(when) == printed
    assert saying("ko").when(when) == said


@pytest.mark.parametrize(
    ("office_languages", "asked", "audience", "as_printed"),
    [
        (["ko", "en"], "ko", Audience.INTERNAL, True),
        (["ko", "en"], "ko-KR", Audience.INTERNAL, True),
        (["ko", "en"], "en", Audience.INTERNAL, False),
        (["ko", "en"], "ko", Audience.PUBLIC, False),
        (["en", "ko"], "ko", Audience.INTERNAL, False),
        (["en"], "en", Audience.INTERNAL, True),
    ],
)
def test_printed_forms_stay_in_the_office_and_in_its_language(
    office_languages: list[str], asked: str, audience: Audience, *, as_printed: bool
) -> None:
    with told(office=founded(languages=office_languages)) as office:
        assert Saying.of(office.knowledge(audience=audience), date(2018, 8, 31), (asked,)).as_printed is as_printed


@pytest.mark.parametrize(
    ("value", "printed", "said"),
    [(180, "180여개", "180여개"), (1234, "1,234명", "1,234명"), (1234, "약 천이백", "1,234명"), (30, None, "30명")],
)
def test_a_printed_number_is_written_where_it_is_that_number(value: int, printed: str | None, said: str) -> None:
    facts = {"value": value, "unit": "명", "approximate": False, "printed": printed}
    figure = Figure(facts=facts)
    assert saying("ko", as_printed=True).figure(figure) == said
    assert saying("ko").figure(figure) == f"{value:,}명"


def test_a_count_that_is_approximate_is_written_as_printed_while_it_is_that_number() -> None:
    facts = {"key": "state_guests", "value": 5, "unit": "명", "approximate": True, "printed": "5명 안팎"}
    known = Known("figure:state_guests/x", "uid", Figure(facts=facts), (), 0)
    count = Count(key="state_guests", stated=5, total=5, approximate=True, unit="명", statement=known)
    assert saying("ko", as_printed=True).count(count) == "5명 안팎"
    assert saying("ko").count(count) == "5명 내외"
    assert saying("ko", as_printed=True).count(replace(count, total=6)) == "6명 내외"


@pytest.mark.parametrize(
    ("as_of", "other"),
    [
        ("2018-08-31", False), ("2018-08", False), ("2018", False), ("2018-08-30", True), ("2018-07", True),
        ("2017", True), ("2018-08~", True), ("2018-08?", True), ("2018-08/..", False), ("2018-08-01/2018-08-20", True),
    ],
)  # fmt: skip
def test_a_figure_of_the_day_or_of_a_month_that_has_it_needs_no_date(as_of: str, *, other: bool) -> None:
    assert saying("ko").is_of_another_day(Figure(facts={"as_of": FuzzyDate.of(as_of)})) is other


@pytest.mark.parametrize("printed", ["13명", "30명", "1,003명", "3.5명", "1.3명", "3,000명"])
def test_a_printed_number_is_not_taken_from_within_another(printed: str) -> None:
    figure = Figure(facts={"value": 3, "unit": "명", "approximate": False, "printed": printed})
    assert saying("ko", as_printed=True).figure(figure) == "3명"


def test_a_count_without_a_statement_says_how_many_are_named() -> None:
    count = Count(key="trips_made", named=2)
    assert saying("ko").count(count) == "2회"
    assert saying("en").count(count) == "2"
    assert saying("ko").count(replace(count, stated=3, total=4, unit="차례")) == "4차례"


@pytest.mark.parametrize(
    ("person", "names"),
    [
        (Person(name=Text(en="Ada")), ["Ada"]),
        (Person(office=Text(en="Mayor of Barcelona")), ["Mayor of Barcelona"]),
        (Person(name=Text(en="Ada"), office=Text(en="Mayor of Barcelona")), ["Ada", "Mayor of Barcelona"]),
    ],
)
@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_person_is_called_by_name_and_office(person: Person, names: list[str], language: str) -> None:
    said = saying(language).person(person)
    assert all(name in said for name in names)
    assert len(said) <= len("  , ".join(names))


def test_texts_are_on_one_line_and_turn_nothing_behind_them() -> None:
    text = Text(en="two\nlines\tand \u202eback")
    assert saying("en").text(text) == "two lines and \u202eback\u202c"
    assert saying("en").place(Place(city=Text(en="a\nb"), country="CH")).count("\n") == 0
    assert saying("en").names([Party(name=Text(en="A\u2067")), Text(en="B")]) == "A\u2067\u2069, B"


def test_a_principal_is_called_by_the_office_s_own_title() -> None:
    vice = {"principal": "vice_mayor", "title": {"ko": "부시장", "en": "Vice Mayor"}}
    with told(("add_principal", vice)) as office:
        knowledge = office.knowledge()
        assert Saying.of(knowledge, date(2018, 8, 31), ("ko",)).principals == {"mayor": "시장", "vice_mayor": "부시장"}
        assert Saying.of(knowledge, date(2018, 8, 31), ("en",)).principals["vice_mayor"] == "Vice Mayor"


def test_an_office_that_was_never_founded_says_what_it_can() -> None:
    with Office.in_memory() as office:
        made = Saying.of(office.knowledge(), date(2018, 8, 31), ("ko",))
        assert made.full_day(date(2018, 8, 31)) == "2018.8.31."
        assert made.zone == "UTC"
