from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from mayor_schedule.domain.values.base import STORED
from mayor_schedule.domain.values.period import Period, check_nights, nights_in_flight
from mayor_schedule.errors import InvalidValueError


@st.composite
def periods(draw: st.DrawFn) -> Period:
    first = draw(st.dates(date(2016, 1, 1), date(2020, 12, 31)))
    return Period.of(first, first + timedelta(days=draw(st.integers(0, 60))))


def each_day(period: Period) -> set[date]:
    days, day = set(), period.first
    while day <= period.last:
        days.add(day)
        day += timedelta(days=1)
    return days


@pytest.mark.parametrize(
    ("first", "last", "nights", "days", "in_flight"),
    [
        ("2018-03-15", "2018-03-17", 1, 3, 1),
        ("2018-07-07", "2018-07-10", 3, 4, 0),
        ("2018-09-27", "2018-10-07", 9, 11, 1),
        ("2018-11-25", "2018-11-28", 3, 4, 0),
    ],
)
def test_the_four_trips_of_2018(first: str, last: str, nights: int, days: int, in_flight: int) -> None:
    period = Period.of(first, last)
    assert (period.days, nights_in_flight(period.days, nights)) == (days, in_flight)


@given(periods())
def test_days_and_covers_agree_with_counting(period: Period) -> None:
    days = each_day(period)
    assert period.days == len(days)
    for day in days:
        assert period.covers(day)
    assert not period.covers(period.first - timedelta(days=1))
    assert not period.covers(period.last + timedelta(days=1))


@given(periods(), periods())
def test_overlap_is_a_shared_day(one: Period, other: Period) -> None:
    assert one.overlaps(other) == other.overlaps(one) == bool(each_day(one) & each_day(other))


@given(periods())
def test_text_and_json_round_trip(period: Period) -> None:
    assert Period.model_validate(str(period)) == period
    assert Period.model_validate_json(period.model_dump_json()) == period
    assert Period.model_validate(period.model_dump(mode="json"), context=STORED) == period


def test_a_leap_day_counts() -> None:
    assert Period.of("2020-02-28", "2020-03-01").days == 3
    assert Period.of("2018-02-28", "2018-03-01").days == 2


def test_forms_of_input() -> None:
    day = Period.of("2018-08-11", printed="8.11")
    assert (str(day), day.days, day.printed) == ("2018-08-11", 1, "8.11")
    assert Period.model_validate("2018-08-11") == Period.model_validate(date(2018, 8, 11)) == Period.of("2018-08-11")
    trip = Period.of(date(2018, 9, 27), "2018-10-07")
    assert str(trip) == "2018-09-27/2018-10-07"
    assert Period.model_validate({"first": "2018-09-27", "last": "2018-10-07"}) == trip
    assert Period.model_validate(trip) is trip


@pytest.mark.parametrize(
    ("given_", "message"),
    [
        ("2018-10-07/2018-09-27", "before its first day"),
        ({"first": "2018-10-07", "last": "2018-09-27"}, "before its first day"),
        ("2018-02-30", "there is no 30 February 2018"),
        ("2018-09-27/10-07", "write a day as"),
        ("2018-09-27/", "write a day as"),
        ("2018-09-27/2018-10-01/2018-10-07", "write a day as"),
        ("2018-10", "write a day as"),
        (2018, "valid dictionary"),
        ({"first": "2018-10-07", "last": "2018-10-08", "nights": 1}, "Extra inputs"),
    ],
)
def test_what_is_no_period_is_refused(given_: Any, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Period.model_validate(given_)


def test_of_raises_the_package_error() -> None:
    with pytest.raises(InvalidValueError, match="cannot end on 2018-09-27, before its first day 2018-10-07"):
        Period.of("2018-10-07", "2018-09-27")
    with pytest.raises(InvalidValueError, match="there is no 31 September 2018"):
        Period.of("2018-09-31")


def test_a_stored_period_is_read_without_its_rule() -> None:
    stored = Period.model_validate({"first": "2018-10-07", "last": "2018-09-27"}, context=STORED)
    assert (stored.first, stored.last) == (date(2018, 10, 7), date(2018, 9, 27))


@given(st.integers(1, 400), st.integers(-3, 400))
def test_nights_fit_between_days_or_are_refused(days: int, nights: int) -> None:
    if 0 <= nights < days:
        check_nights(days, nights)
        assert nights + nights_in_flight(days, nights) == days - 1
    else:
        with pytest.raises(InvalidValueError):
            nights_in_flight(days, nights)


@pytest.mark.parametrize(
    ("days", "nights", "message"),
    [
        (3, 9, "9 nights do not fit into 3 days: at most 2 nights lie between them"),
        (2, 2, "2 nights do not fit into 2 days: at most 1 night lies between them"),
        (1, 1, "1 night does not fit into 1 day: at most 0 nights lie between them"),
        (3, -1, "-1 nights cannot be"),
        (0, 0, "0 days are no period"),
    ],
)
def test_the_refusal_says_how_many_fit(days: int, nights: int, message: str) -> None:
    with pytest.raises(InvalidValueError, match=message):
        check_nights(days, nights)


def test_nights_that_nobody_stated_are_no_error() -> None:
    check_nights(1, None)


def test_the_json_schema_offers_text_and_fields() -> None:
    schema = TypeAdapter(Period).json_schema()
    text, fields = schema["anyOf"]
    assert text["type"] == "string"
    assert set(fields["properties"]) == {"first", "last", "printed"}
    assert TypeAdapter(Period).json_schema(mode="serialization")["type"] == "object"
