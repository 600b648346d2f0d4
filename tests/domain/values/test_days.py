from __future__ import annotations

import contextlib
import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter, ValidationError

from mayor_schedule.domain.values.base import STORED
from mayor_schedule.domain.values.days import Day, read_day
from mayor_schedule.errors import InvalidValueError


class Holder(BaseModel):
    on: Day


DAY: TypeAdapter[date] = TypeAdapter(Day)


@given(st.dates())
def test_every_day_is_read_from_its_iso_text_and_written_back(day: date) -> None:
    assert DAY.validate_python(day.isoformat()) == DAY.validate_python(day) == day
    assert DAY.validate_json(DAY.dump_json(day)) == day
    assert Holder.model_validate({"on": day.isoformat()}, context=STORED).on == day


@pytest.mark.parametrize(
    "given_",
    ["0", "2018", "2018-02", "2018_09", "2018-2-3", "20180203", "2018-W34-4", "2018-034", "２０18-01-01", "",
     "2018-10-03\n", " 2018-10-03", "2018-10-03T00:00", "+018-10-03", b"2018-10-03", 0, 2018, 20180203, 1.5, True,
     None, datetime(2018, 10, 3, tzinfo=UTC), datetime.fromisoformat("2018-10-03")],
)  # fmt: skip
def test_anything_but_a_day_is_refused_and_told_how_to_write_one(given_: Any) -> None:
    with pytest.raises(ValidationError, match="write a day as YYYY-MM-DD"):
        DAY.validate_python(given_)


@pytest.mark.parametrize("given_", ["2018", 2018, 1.5, True, None])
def test_json_is_as_strict(given_: Any) -> None:
    with pytest.raises(ValidationError, match="write a day as YYYY-MM-DD"):
        TypeAdapter(Holder).validate_json(TypeAdapter(dict).dump_json({"on": given_}))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2018-02-30", "there is no 30 February 2018; that month runs from 1 to 28"),
        ("1900-02-29", "there is no 29 February 1900; that month runs from 1 to 28"),
        ("2018-11-31", "there is no 31 November 2018; that month runs from 1 to 30"),
        ("2018-11-00", "there is no 0 November 2018"),
        ("2018-13-01", "there is no month 13"),
        ("0000-01-01", "there is no year 0000"),
    ],
)
def test_an_impossible_day_is_named(text: str, message: str) -> None:
    with pytest.raises(InvalidValueError, match=message):
        read_day(text)


@given(st.integers(0, 9999), st.integers(0, 99), st.integers(0, 99))
def test_digits_are_a_day_exactly_when_the_calendar_has_it(year: int, month: int, day: int) -> None:
    text = f"{year:04}-{month:02}-{day:02}"
    try:
        expected = date(year, month, day)
    except ValueError:
        with pytest.raises(InvalidValueError, match="there is no"):
            read_day(text)
    else:
        assert read_day(text) == expected


@given(st.text(max_size=12))
def test_no_text_fails_in_another_way(text: str) -> None:
    with contextlib.suppress(InvalidValueError):
        assert read_day(text).isoformat() == text


def test_29_february_exists_in_leap_years_only() -> None:
    leap = [year for year in range(1896, 2105) if year % 4 == 0 and (year % 100 or year % 400 == 0)]
    read = []
    for year in range(1896, 2105):
        try:
            read.append(read_day(f"{year}-02-29").year)
        except InvalidValueError:
            continue
    assert read == leap


def test_the_json_schema_is_that_of_a_date() -> None:
    for mode in ("validation", "serialization"):
        schema = DAY.json_schema(mode=mode)
        assert (schema.pop("type"), schema.pop("format")) == ("string", "date")
        assert list(schema) == ["pattern"]
        for day in ("2018-01-31", "2018-04-30", "2018-02-28", "2016-02-29", "0001-12-31"):
            assert re.search(schema["pattern"], day)
        for day in ("2018-04-31", "2018-02-30", "2018-13-01", "2018-00-01", "2018-01-00", "0000-01-01", "2018-1-1",
                    "2018-01-01T00:00", "２０１８-01-01"):  # fmt: skip
            assert not re.search(schema["pattern"], day)
