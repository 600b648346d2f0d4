from __future__ import annotations

import warnings
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from mayor_schedule.domain.values.base import STORED
from mayor_schedule.domain.values.fuzzy import FuzzyDate, bounds
from mayor_schedule.errors import InvalidValueError

YEARS = st.integers(1, 9998)


@st.composite
def single_dates(draw: st.DrawFn, *, winter: bool = True) -> str:
    """Every form of one date that is read."""
    year = f"{draw(YEARS):04}"
    form = draw(st.sampled_from(["year", "decade", "month", "day", "code", "XX", "month-XX"]))
    if form == "decade":
        return f"{draw(st.integers(1, 999)):03}X"
    if form == "month":
        return f"{year}-{draw(st.integers(1, 12)):02}"
    if form == "day":
        return draw(st.dates(date(1, 1, 1), date(9998, 12, 31))).isoformat()
    if form == "code":
        return f"{year}-{draw(st.sampled_from([21, 22, 23, *([24] * winter), 33, 34, 35, 36, 40, 41]))}"
    return {"year": year, "XX": f"{year}-XX", "month-XX": f"{year}-{draw(st.integers(1, 12)):02}-XX"}[form]


QUALIFIERS = st.sampled_from(["", "", "~", "?", "%"])


def oracle(edtf: str) -> tuple[date | None, date | None]:
    """The bounds as the edtf package has them; it is slow to import and warns."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from edtf import parse_edtf

        parsed = parse_edtf(edtf)
        ends = parsed.lower_strict(), parsed.upper_strict()
    first, last = (None if isinstance(end, float) else date(*tuple(end)[:3]) for end in ends)
    return first, last


@pytest.mark.parametrize(
    ("edtf", "earliest", "latest"),
    [
        ("2018", "2018-01-01", "2018-12-31"),
        ("2018-10", "2018-10-01", "2018-10-31"),
        ("2018-02", "2018-02-01", "2018-02-28"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2018-08-23", "2018-08-23", "2018-08-23"),
        ("2018-40", "2018-01-01", "2018-06-30"),
        ("2018-41", "2018-07-01", "2018-12-31"),
        ("2018-33", "2018-01-01", "2018-03-31"),
        ("2018-36", "2018-10-01", "2018-12-31"),
        ("2018-21", "2018-03-01", "2018-05-31"),
        ("2018-23", "2018-09-01", "2018-11-30"),
        ("2018-24", "2018-12-01", "2019-02-28"),
        ("2019-24", "2019-12-01", "2020-02-29"),
        ("2018-07/2018-08", "2018-07-01", "2018-08-31"),
        ("2018-40/2018-41", "2018-01-01", "2018-12-31"),
        ("2018-10/2018-10-05", "2018-10-01", "2018-10-05"),
        ("2018/2022", "2018-01-01", "2022-12-31"),
        ("2018-09/..", "2018-09-01", None),
        ("../2018-09", None, "2018-09-30"),
        ("2018-10~", "2018-10-01", "2018-10-31"),
        ("2018~/2022?", "2018-01-01", "2022-12-31"),
        ("201X", "2010-01-01", "2019-12-31"),
        ("2018-XX", "2018-01-01", "2018-12-31"),
        ("2018-10-XX", "2018-10-01", "2018-10-31"),
        ("9999", "9999-01-01", "9999-12-31"),
    ],
)
def test_bounds(edtf: str, earliest: str | None, latest: str | None) -> None:
    fuzzy = FuzzyDate.of(edtf)
    assert fuzzy.earliest == (earliest and date.fromisoformat(earliest))
    assert fuzzy.latest == (latest and date.fromisoformat(latest))
    assert str(fuzzy) == edtf
    assert FuzzyDate.model_validate(edtf) == fuzzy == FuzzyDate.model_validate_json(fuzzy.model_dump_json())


@settings(max_examples=100, deadline=None)
@given(single_dates(winter=False))
def test_the_edtf_package_agrees_on_every_single_date(edtf: str) -> None:
    assert bounds(edtf) == oracle(edtf)


@st.composite
def intervals(draw: st.DrawFn) -> str:
    """Intervals of years, months and days, with qualifiers and open ends."""
    first = draw(st.dates(date(1000, 1, 1), date(9980, 12, 31)))
    last = first + timedelta(days=draw(st.integers(0, 4000)))
    start, end = (day.isoformat()[: draw(st.sampled_from([4, 7, 10]))] + draw(QUALIFIERS) for day in (first, last))
    return draw(st.sampled_from([f"{start}/{end}", f"../{end}", f"{start}/.."]))


@settings(max_examples=40, deadline=None)
@given(intervals())
def test_the_edtf_package_agrees_on_intervals_and_open_ends(edtf: str) -> None:
    assert bounds(edtf) == oracle(edtf)


@given(single_dates(), QUALIFIERS)
def test_qualifiers_are_kept_and_do_not_move_the_bounds(edtf: str, mark: str) -> None:
    fuzzy = FuzzyDate.of(edtf + mark)
    assert (fuzzy.earliest, fuzzy.latest) == bounds(edtf)
    assert (fuzzy.approximate, fuzzy.uncertain) == (mark in {"~", "%"}, mark in {"?", "%"})
    assert str(fuzzy) == edtf + mark
    assert fuzzy.is_day == (mark == "" and len(edtf) == 10 and "X" not in edtf)


@given(single_dates(), single_dates())
def test_an_interval_takes_its_bounds_from_its_ends_or_is_refused(start: str, end: str) -> None:
    first, last = bounds(start)[0], bounds(end)[1]
    assert first is not None
    assert last is not None
    if first <= last:
        assert bounds(f"{start}/{end}") == (first, last)
    else:
        with pytest.raises(InvalidValueError, match="ends before it starts"):
            bounds(f"{start}/{end}")
    assert bounds(f"{start}/..") == (first, None)
    assert bounds(f"../{end}") == (None, last)


@given(single_dates())
def test_every_date_can_be_said_in_both_languages(edtf: str) -> None:
    for text in (edtf, f"{edtf}/..", f"../{edtf}", f"{edtf}/{edtf}"):
        fuzzy = FuzzyDate.of(text)
        assert str(int(edtf[:3] + edtf[3].replace("X", "0"))) in fuzzy.title("ko")
        assert fuzzy.title("fr") == fuzzy.title("en") != ""


@pytest.mark.parametrize(
    ("edtf", "message"),
    [
        ("2018-13", "there is no month 13"),
        ("2018-00", "there is no month 00"),
        ("2018-37", "there is no month 37"),
        ("2018-02-30", "there is no 30 February 2018"),
        ("2018-40-01", "there is no month 40"),
        ("2018_09", "write it with hyphens: 2018-09"),
        ("2018/10", "write it with hyphens: 2018-10"),
        ("2018-9", "write it with hyphens: 2018-09"),
        ("2018.8.31", "write it with hyphens: 2018-08-31"),
        ("2018-10/2018-09", "ends before it starts"),
        ("2018-09/", "write .. for an open end"),
        ("/2018-09", "write .. for an open end"),
        ("", "write .. for an open end"),
        ("../..", "is no interval"),
        ("2018/2019/2020", "is no interval"),
        ("0000", "there is no year 0"),
        ("000X", "there is no year 0"),
        ("20XX", "is no EDTF date"),
        ("2018-1X", "is no EDTF date"),
        ("201X-10", "a month of an unknown year"),
        ("2018-XX-XX", "a day of an unknown month"),
        ("2018~-10", "is no EDTF date"),
        ("2018-10-03T19:00", "is no EDTF date"),
        ("10월", "is no EDTF date"),
        ("２０18", "is no EDTF date"),
        ("2018-10\n", "is no EDTF date"),
        ("-2018", "is no EDTF date"),
        ("9999-24", "there is no month 24"),
    ],
)
def test_what_is_no_edtf_is_refused(edtf: str, message: str) -> None:
    with pytest.raises(InvalidValueError, match=message):
        FuzzyDate.of(edtf)
    for given_ in (edtf, {"edtf": edtf}):
        with pytest.raises(ValidationError, match=message):
            FuzzyDate.model_validate(given_)


@pytest.mark.parametrize("given_", [999, 10000, 2018.5, True, None, datetime(2018, 1, 1, tzinfo=UTC), ["2018"]])
def test_other_types_are_refused(given_: Any) -> None:
    with pytest.raises(ValidationError):
        FuzzyDate.model_validate(given_)


def test_what_yaml_makes_of_dates_is_accepted() -> None:
    assert FuzzyDate.model_validate(2018) == FuzzyDate.of("2018") == FuzzyDate.of(2018)
    assert FuzzyDate.model_validate(date(2018, 8, 23)) == FuzzyDate.of("2018-08-23")


@given(st.text(alphabet="0123456789X-/.~?%", max_size=21))
def test_text_is_read_or_refused_in_one_way(text: str) -> None:
    try:
        earliest, latest = bounds(text)
    except InvalidValueError:
        return
    assert earliest or latest
    assert earliest is None or latest is None or earliest <= latest


@given(st.text(max_size=20))
def test_a_stored_fuzzy_date_is_not_parsed_until_it_is_asked(edtf: str) -> None:
    stored = FuzzyDate.model_validate({"edtf": edtf, "printed": "10월"}, context=STORED)
    assert (str(stored), stored.printed) == (edtf, "10월")


def test_a_stored_string_that_no_rule_reads_any_more() -> None:
    stored = FuzzyDate.model_validate({"edtf": "2018-99"}, context=STORED)
    with pytest.raises(InvalidValueError, match="there is no month 99"):
        _ = stored.earliest


@pytest.mark.parametrize(
    ("edtf", "ko", "ko_2018", "en", "en_2018"),
    [
        ("2018", "2018년", "2018년", "2018", "2018"),
        ("2018-10", "2018년 10월", "10월", "October 2018", "October"),
        ("2018-08-23", "2018년 8월 23일", "8월 23일", "23 August 2018", "23 August"),
        ("2018-09/..", "2018년 9월부터", "9월부터", "from September 2018", "from September"),
        ("../2018-09", "2018년 9월까지", "9월까지", "until September 2018", "until September"),
        ("2018-40", "2018년 상반기", "상반기", "first half of 2018", "first half"),
        ("2018-41", "2018년 하반기", "하반기", "second half of 2018", "second half"),
        ("2018-34", "2018년 2분기", "2분기", "second quarter of 2018", "second quarter"),
        ("2018-36", "2018년 4분기", "4분기", "fourth quarter of 2018", "fourth quarter"),
        ("2018-21", "2018년 봄", "봄", "spring 2018", "spring"),
        ("2018-24", "2018년 겨울", "겨울", "winter 2018", "winter"),
        ("2018-07/2018-08", "2018년 7월~8월", "7월~8월", "July to August 2018", "July to August"),
        ("2018-12/2019-01", "2018년 12월~2019년 1월", "2018년 12월~2019년 1월",
         "December 2018 to January 2019", "December 2018 to January 2019"),
        ("2018/2022", "2018년~2022년", "2018년~2022년", "2018 to 2022", "2018 to 2022"),
        ("2019-10", "2019년 10월", "2019년 10월", "October 2019", "October 2019"),
        ("201X", "2010년대", "2010년대", "the 2010s", "the 2010s"),
        ("2018-XX", "2018년 중", "2018년 중", "some month in 2018", "some month in 2018"),
        ("2018-10-XX", "2018년 10월 중", "10월 중", "some day in October 2018", "some day in October"),
        ("2018-10~", "2018년 10월경", "10월경", "about October 2018", "about October"),
        ("2018-10?", "2018년 10월(미확정)", "10월(미확정)", "October 2018 (uncertain)", "October (uncertain)"),
    ],
)  # fmt: skip
def test_titles(edtf: str, ko: str, ko_2018: str, en: str, en_2018: str) -> None:
    fuzzy = FuzzyDate.of(edtf)
    assert (fuzzy.title("ko"), fuzzy.title("ko-KR", within_year=2018)) == (ko, ko_2018)
    assert (fuzzy.title("en"), fuzzy.title("de", within_year=2018)) == (en, en_2018)


def test_the_json_schema_offers_text_a_year_and_fields() -> None:
    text, year, fields = TypeAdapter(FuzzyDate).json_schema()["anyOf"]
    assert (text["type"], year["type"], set(fields["properties"])) == ("string", "integer", {"edtf", "printed"})
