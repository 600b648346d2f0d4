"""Diaries: which pages a time touches, what excludes what, and the streams of pages and bookings."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mayor_schedule.domain import diary
from mayor_schedule.domain.diary import (
    BookingMade,
    BookingReleased,
    DiaryBooked,
    DiaryReleased,
    Hold,
    Holding,
    Taken,
    booking_id,
    evolve_booking,
    evolve_page,
    is_kept,
    page_days,
    page_ids,
    page_months,
)
from mayor_schedule.domain.trip import ConfirmTrip
from mayor_schedule.domain.values.base import STORED
from mayor_schedule.errors import ImpossibleHistoryError

DAY = date(2018, 10, 3)


def instant(text: str) -> datetime:
    """An instant in UTC: ``instant("03T17:00")`` of October 2018, or a full one."""
    return datetime.fromisoformat(text if len(text) > 8 else f"2018-10-{text}").replace(tzinfo=UTC)


def taken(text: str) -> Taken:
    """A time from its text: ``03T17:00/03T20:00``, ``03T17:00`` without an end; days of a trip as ``01/07``."""
    start, _, end = text.partition("/")
    if "T" not in start:
        return Taken(first=date(2018, 10, int(start)), last=date(2018, 10, int(end)))
    return Taken(start=instant(start), end=instant(end) if end else None)


def hold(
    subject: str, text: str = "03T17:00/03T20:00", *, principal: str = "mayor", part_of: str | None = None,
    occurrence: date | None = None,
) -> Hold:  # fmt: skip
    time = taken(text)
    pages = tuple(page_days(time.start, time.end)) if time.start else (date(2018, 10, 1),)
    return Hold(principal=principal, subject=subject, taken=time, part_of=part_of, occurrence=occurrence, pages=pages)


# --- pages ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "pages"),
    [
        ("03T17:00", "03T20:00", "03"),
        ("03T17:00", None, "03"),
        ("03T17:00", "03T17:00", "03"),
        ("03T23:59", "04T00:00", "03"),
        ("03T23:59", "04T00:01", "03 04"),
        ("04T00:00", "04T00:01", "04"),
        ("04T00:00", None, "04"),
        ("04T00:00", "04T00:00", "04"),
        ("03T00:00", "04T00:00", "03"),
        ("03T00:00", "05T00:00", "03 04"),
        ("03T12:00", "06T12:00", "03 04 05 06"),
        ("03T12:00", "03T11:00", "03"),
    ],
)
def test_the_days_in_utc_that_a_time_touches(start: str, end: str | None, pages: str) -> None:
    found = page_days(instant(start), None if end is None else instant(end))
    assert " ".join(f"{each:%d}" for each in found) == pages


def test_midnight_is_that_of_utc() -> None:
    seoul = timezone(timedelta(hours=9))
    before = datetime(2018, 10, 4, 8, 59, tzinfo=seoul)
    assert list(page_days(before, before + timedelta(minutes=1))) == [DAY]
    assert list(page_days(before, before + timedelta(minutes=2))) == [DAY, date(2018, 10, 4)]
    assert list(page_days(before, None)) == [DAY]


SPANS = st.tuples(st.integers(0, 96), st.none() | st.integers(0, 96)).map(
    lambda each: (
        instant("03T00:00") + timedelta(hours=each[0]),
        None if each[1] is None else instant("03T00:00") + timedelta(hours=each[0] + each[1]),
    )
)


@given(SPANS, SPANS)
def test_what_overlaps_meets_on_a_page(
    one: tuple[datetime, datetime | None], two: tuple[datetime, datetime | None]
) -> None:
    first, second = Taken(start=one[0], end=one[1]), Taken(start=two[0], end=two[1])
    hours = []
    for start, end in (one, two):
        count = 0 if end is None else (end - start) // timedelta(hours=1)
        hours.append({start + timedelta(hours=each) for each in range(max(count, 1))})
    if one[1] != one[0] and two[1] != two[0]:
        assert first.overlaps(second) is bool(hours[0] & hours[1])
    assert first.overlaps(second) is second.overlaps(first)
    if first.overlaps(second):
        assert set(page_days(*one)) & set(page_days(*two))


def test_the_months_that_days_touch() -> None:
    def months(first: str, last: str) -> str:
        return " ".join(str(each) for each in page_months(date.fromisoformat(first), date.fromisoformat(last)))

    assert months("2018-09-27", "2018-10-07") == "2018-09-01 2018-10-01"
    assert months("2018-10-01", "2018-10-01") == "2018-10-01"
    assert months("2018-12-31", "2019-01-01") == "2018-12-01 2019-01-01"
    assert months("2018-01-31", "2018-03-01") == "2018-01-01 2018-02-01 2018-03-01"
    assert months("9999-11-30", "9999-12-31") == "9999-11-01 9999-12-01"
    assert months("0001-01-01", "0001-01-31") == "0001-01-01"


@given(st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.integers(0, 2000))
def test_every_day_of_a_trip_is_on_the_page_of_its_month(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    months = list(page_months(first, last))
    assert set(months) == {(first + timedelta(days=each)).replace(day=1) for each in range(length + 1)}
    assert months == sorted(set(months))


def test_the_streams_of_a_hold() -> None:
    assert list(page_ids(hold("engagement:a", "03T23:00/04T01:00"))) == [
        "diary:mayor/2018-10-03", "diary:mayor/2018-10-04",
    ]  # fmt: skip
    assert list(page_ids(hold("trip:a", "01/07", principal="vice_mayor"))) == ["diary:vice_mayor/trips/2018-10"]
    assert booking_id("trip:a") == "booking:trip:a"
    assert is_kept("diary:mayor/2018-10-03")
    assert is_kept("booking:trip:a")
    assert not is_kept("trip:a")


# --- what excludes what -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        ("03T17:00/03T20:00", "03T18:00/03T19:00", True),  # Zürich in the evening, and Seoul before dawn
        ("03T17:00/03T20:00", "03T20:00/03T21:00", False),
        ("03T17:00/03T20:00", "03T19:59/03T21:00", True),
        ("03T17:00/03T20:00", "03T17:00/03T20:00", True),
        ("03T17:00/03T20:00", "03T16:00/03T21:00", True),
        ("03T17:00/03T20:00", "03T16:00/03T17:00", False),
        ("03T17:00", "03T17:00", True),
        ("03T17:00", "03T17:01", False),
        ("03T17:00", "03T17:00/03T20:00", True),
        ("03T20:00", "03T17:00/03T20:00", False),
        ("03T19:59", "03T17:00/03T20:00", True),
        ("03T16:59", "03T17:00/03T20:00", False),
        ("03T12:00/06T12:00", "05T00:00/05T01:00", True),
        ("01/07", "05/09", True),
        ("01/07", "07/09", False),
        ("01/07", "03/03", True),
        ("01/07", "01/07", True),
        ("01/07", "08/09", False),
        ("01/07", "03T17:00/03T20:00", False),
    ],
)
def test_which_times_overlap(one: str, other: str, overlap: bool) -> None:
    assert taken(one).overlaps(taken(other)) is overlap
    assert taken(other).overlaps(taken(one)) is overlap


@pytest.mark.parametrize(
    ("other", "excluded"),
    [
        (hold("engagement:b"), True),
        (hold("engagement:b", principal="vice_mayor"), False),
        (hold("engagement:a"), False),
        (hold("engagement:a", occurrence=DAY), True),
        (hold("engagement:b", part_of="occasion:forum"), True),
        (hold("engagement:b", part_of="engagement:a"), False),
        (hold("occasion:forum"), False),
        (hold("occasion:forum", occurrence=DAY), False),
        (hold("occasion:other"), True),
        (hold("engagement:b", "04T17:00/04T20:00"), False),
    ],
)
def test_one_principal_cannot_do_both_unless_one_is_part_of_the_other(other: Hold, excluded: bool) -> None:
    mine = hold("engagement:a", part_of="occasion:forum")
    assert mine.excludes(other) is excluded
    assert other.excludes(mine) is excluded


# --- the streams ------------------------------------------------------------------------------------------------------

A, B = hold("engagement:a"), hold("occasion:b", "03T21:00/04T01:00", occurrence=DAY)


def read(event: DiaryBooked | BookingMade) -> DiaryBooked | BookingMade:
    return type(event).model_validate(json.loads(event.model_dump_json()), context=STORED)


def test_a_page_holds_what_was_taken_until_it_is_given_back() -> None:
    page = evolve_page(None, DiaryBooked(hold=A))
    page = evolve_page(page, DiaryBooked(hold=B))
    assert page.holds == (A, B)
    assert (A.page_key, B.page_key) == ("engagement:a", "occasion:b 2018-10-03")
    page = evolve_page(page, DiaryReleased(hold="engagement:a"))
    assert (page.holds, page.version) == ((B,), 3)
    assert (page.said, page.set_by) == ((), {}), "long lives leave nothing behind"
    with pytest.raises(ImpossibleHistoryError, match="cannot follow version 3"):
        evolve_page(page, DiaryReleased(hold="engagement:a"))
    with pytest.raises(ImpossibleHistoryError):
        evolve_page(None, DiaryReleased(hold="occasion:b"))


def test_a_booking_holds_what_a_subject_takes() -> None:
    booking = evolve_booking(None, BookingMade(holds=(A, B)))
    assert booking.holds == (A, B)
    assert (A.key, B.key) == ("mayor", "mayor 2018-10-03")
    with pytest.raises(ImpossibleHistoryError):
        evolve_booking(booking, BookingReleased(holds=("mayor", "vice_mayor")))
    booking = evolve_booking(booking, BookingReleased(holds=("mayor", "mayor 2018-10-03")))
    assert (booking.holds, booking.version) == ((), 2)
    with pytest.raises(ImpossibleHistoryError):
        evolve_booking(booking, BookingReleased(holds=("mayor",)))


def test_what_is_held_is_the_same_after_it_was_stored() -> None:
    for each in (A, B, hold("trip:t", "01/07"), hold("engagement:c", "03T17:00", part_of="trip:t")):
        event = DiaryBooked(hold=each)
        again = read(event)
        assert again == event
        assert isinstance(again, DiaryBooked)
        assert again.hold.is_like(each)
        assert again.hold.taken.overlaps(each.taken)
        assert hash(again.hold.taken) == hash(each.taken)
    made = BookingMade(holds=(A, B))
    assert read(made) == made


def test_what_is_alike_whatever_the_pages() -> None:
    elsewhere = A.model_copy(update={"pages": (date(2018, 10, 2),)})
    assert A.is_like(elsewhere)
    assert not A.is_like(None)
    for changes in ({"principal": "vice_mayor"}, {"part_of": "trip:t"}, {"taken": taken("03T17:00")}):
        assert not A.is_like(A.model_copy(update=changes))


def test_nobody_commands_a_diary() -> None:
    with pytest.raises(TypeError, match="confirm_trip is no command of a diary"):
        diary.decide(None, ConfirmTrip(trip="x"))


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 3)), max_size=12))
def test_a_page_is_what_was_booked_and_not_released(asked: list[tuple[str, int]]) -> None:
    page: Holding | None = None
    held: dict[str, Hold] = {}
    for name, hour in asked:
        mine = hold(f"engagement:{name}", f"03T1{hour}:00")
        if mine.page_key in held:
            del held[mine.page_key]
            page = evolve_page(page, DiaryReleased(hold=mine.page_key))  # type: ignore[arg-type]
        else:
            held[mine.page_key] = mine
            page = evolve_page(page, DiaryBooked(hold=mine))  # type: ignore[arg-type]
        assert page.holds == tuple(held.values())
    assert all(one.subject != two.subject for one, two in pairwise(held.values()))
