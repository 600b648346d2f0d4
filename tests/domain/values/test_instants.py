"""Instants as they are given: RFC 3339, or aware."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mayor_schedule import InvalidValueError
from mayor_schedule.domain.values.instants import read_instant, written

SEOUL = timezone(timedelta(hours=9))
NINE = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    "given",
    [
        "2026-11-22T09:00:00Z", "2026-11-22T09:00Z", "2026-11-22t09:00:00z", "2026-11-22T18:00:00+09:00",
        "2026-11-22T09:00:00.000000000Z", "2026-11-22T05:30:00-03:30", NINE, NINE.astimezone(SEOUL),
    ],
)  # fmt: skip
def test_forms_of_one_instant(given: Any) -> None:
    read = read_instant(given)
    assert (read, read.tzinfo) == (NINE, UTC)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("noon", "is no instant; write it as 2026-11-22T09:00:00Z"),
        ("", "is no instant"),
        ("2026-11-22", "is no instant"),
        ("2026-11-22 09:00:00Z", "is no instant"),
        ("20261122T090000Z", "is no instant"),
        ("2026-W47-7T09:00:00Z", "is no instant"),
        ("2026-11-22T09Z", "is no instant"),
        ("2026-11-22T09:00:00+09:00:30", "is no instant"),
        ("2026-02-30T09:00:00Z", "is no instant"),
        ("2026-11-22T24:00:01Z", "is no instant"),
        ("２０２６-11-22T09:00:00Z", "is no instant"),
        ("2026-11-22T09:00:00Z\n", "is no instant"),
        ("2026-11-22T09:00", "has no offset from UTC; write it as 2026-11-22T09:00Z, or with +09:00 behind it"),
        ("0001-01-01T00:00:00+09:00", "beyond the years 0001 to 9999"),
        ("9999-12-31T23:59:59-09:00", "beyond the years 0001 to 9999"),
        (datetime(2026, 11, 22), "has no offset from UTC; give it a zone"),  # noqa: DTZ001
        (20261122, "a int is no instant"),
        (None, "is no instant"),
    ],
)
def test_anything_else_is_refused(given: Any, told: str) -> None:
    with pytest.raises(InvalidValueError) as error:
        read_instant(given)
    assert told in str(error.value)


@given(st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.sampled_from((UTC, SEOUL))))  # noqa: DTZ001
def test_what_is_written_is_read(instant: datetime) -> None:
    text = written(instant)
    assert text.endswith("Z")
    assert read_instant(text) == instant
