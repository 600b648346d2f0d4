from __future__ import annotations

import unicodedata
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mayor_schedule.domain.values.fuzzy import FuzzyDate
from mayor_schedule.domain.values.period import Period
from mayor_schedule.domain.values.phrases import parse_phrase, phrase_key

DAYS = st.dates(date(1950, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("9.27.~10.7", "2018-09-27/2018-10-07"),
        ("3.15.~17", "2018-03-15/2018-03-17"),
        ("7.7~10", "2018-07-07/2018-07-10"),
        ("11.25.~28", "2018-11-25/2018-11-28"),
        ("9.18~11.11", "2018-09-18/2018-11-11"),
        ("12.30~1.2", "2018-12-30/2019-01-02"),
        ("’18.12.30~’19.1.2", "2018-12-30/2019-01-02"),
        ("2019.3.1~3.4", "2019-03-01/2019-03-04"),
        ("10월 3일~5일", "2018-10-03/2018-10-05"),
        ("9월 27일부터 10월 7일까지", "2018-09-27/2018-10-07"),
        ("8.11", "2018-08-11"),
        ("8.23.", "2018-08-23"),
        ("’18.8.31", "2018-08-31"),
        ("'18.8.31.", "2018-08-31"),
        ("2018년 8월 23일", "2018-08-23"),
        ("8월 23일", "2018-08-23"),
    ],
)
def test_days_are_periods(phrase: str, expected: str) -> None:
    read = parse_phrase(phrase, 2018)
    assert isinstance(read, Period)
    assert (str(read), read.printed) == (expected, phrase)


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("10월", "2018-10"),
        ("7~8월", "2018-07/2018-08"),
        ("7월~8월", "2018-07/2018-08"),
        ("12~2월", "2018-12/2019-02"),
        ("’18. 7~8월", "2018-07/2018-08"),
        ("2019년 7~8월", "2019-07/2019-08"),
        ("9월~", "2018-09/.."),
        ("9월부터", "2018-09/.."),
        ("9.27~", "2018-09-27/.."),
        ("~9월", "../2018-09"),
        ("9월까지", "../2018-09"),
        ("9.27~10월", "2018-09-27/2018-10"),
        ("’18.8.", "2018-08"),
        ("’18. 8월", "2018-08"),
        ("’97. 8월", "1997-08"),
        ("2018~2022", "2018/2022"),
        ("’18~’22", "2018/2022"),
        ("2018년", "2018"),
        ("2018~", "2018/.."),
        ("상반기", "2018-40"),
        ("하반기", "2018-41"),
        ("’19년 상반기", "2019-40"),
        ("하반기~상반기", "2018-41/2019-40"),
        ("1분기", "2018-33"),
        ("4/4분기", "2018-36"),
        ("1~2분기", "2018-33/2018-34"),
        ("11.1.字", "2018-11-01"),
        ("11.1.자", "2018-11-01"),
    ],
)
def test_what_is_less_exact_is_fuzzy(phrase: str, expected: str) -> None:
    read = parse_phrase(phrase, 2018)
    assert isinstance(read, FuzzyDate)
    assert (str(read), read.printed) == (expected, phrase)


@pytest.mark.parametrize(
    "phrase",
    ["8:2", "6:4", "180여개", "4대", "3명", "9박 11일", "10월 초", "10월 중순", "10월 말", "10월경", "2018",
     "’18", "10.", "5", "5~7", "8:2~3", "13월", "0월", "2.29", "2.30", "11.31", "0.0", "8.20~3", "8.20~8.3",
     "2022~2018", "10월字", "5분기", "20~8월", "2018~8월", "1~2~3월", "~", "~~", "", " ", "시장", "100.5", "1.2.3.4"],
)  # fmt: skip
def test_what_is_not_certainly_a_date_is_none(phrase: str) -> None:
    assert parse_phrase(phrase, 2018) is None


@pytest.mark.parametrize("tilde", "~∼～〜–")
@pytest.mark.parametrize("dot", ".․·．")
def test_dots_and_tildes_come_in_variants_and_are_kept_as_printed(dot: str, tilde: str) -> None:
    phrase = f"9{dot}27{dot}{tilde}10{dot}7"
    read = parse_phrase(phrase, 2018)
    assert isinstance(read, Period)
    assert (str(read), read.printed) == ("2018-09-27/2018-10-07", phrase)


def test_the_key_folds_and_nothing_else_does() -> None:
    assert phrase_key(" ‘１８․ 8 월 ") == "'18.8월"
    assert phrase_key("Ⅰ①") == "Ⅰ①"
    read = parse_phrase("  ’18․ 8월 ", 2000)
    assert isinstance(read, FuzzyDate)
    assert (read.edtf, read.printed) == ("2018-08", "’18․ 8월")


@given(DAYS, st.integers(0, 300), st.booleans())
def test_a_range_of_days_is_read_as_printed(first: date, length: int, dots: bool) -> None:
    last, end = first + timedelta(days=length), "." if dots else ""
    phrase = f"{first.month}.{first.day}{end}~{last.month}.{last.day}{end}"
    read = parse_phrase(phrase, first.year)
    assert read == Period.of(first, last, printed=phrase)
    if first.month == last.month:
        phrase = f"{first.month}.{first.day}{end}~{last.day}"
        assert parse_phrase(phrase, first.year) == Period.of(first, last, printed=phrase)


@given(DAYS)
def test_a_day_with_its_year_needs_no_context(day: date) -> None:
    for phrase in (f"{day.year}.{day.month}.{day.day}", f"{day.year}년 {day.month}월 {day.day}일"):
        assert parse_phrase(phrase, 2018) == Period.of(day, printed=phrase)
    phrase = f"’{day.year % 100:02}.{day.month}.{day.day}"
    assert parse_phrase(phrase, day.year + 3) == Period.of(day, printed=phrase)


@given(st.integers(1950, 2090), st.integers(1, 12), st.integers(1, 12))
def test_an_end_month_before_the_start_month_is_next_years(year: int, first: int, last: int) -> None:
    phrase = f"{first}~{last}월"
    edtf = f"{year}-{first:02}/{year + (last < first)}-{last:02}"
    assert parse_phrase(phrase, year) == FuzzyDate.of(edtf, printed=phrase)


@given(
    st.text(alphabet="0123456789.~'’월일년상하반분기字부터까지 :/", max_size=14) | st.text(max_size=10),
    st.integers(-5, 10005),
)
def test_no_text_and_no_year_raises(text: str, year: int) -> None:
    read = parse_phrase(text, year)
    assert read is None or read.printed == unicodedata.normalize("NFC", text.strip())
