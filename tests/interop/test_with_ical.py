"""The package `ical`, with which Home Assistant reads calendars."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from ical.calendar_stream import IcsCalendarStream

from interop.answers import Sample, Shown, differences, found
from interop.histories import NAMES, named


def read(sample: Sample) -> list[Shown]:
    calendar = IcsCalendarStream.calendar_from_ics(sample.data.decode())
    return [found(each.uid, each.summary, each.dtstart, each.dtend) for each in calendar.events]


def expand(sample: Sample) -> list[Shown]:
    calendar = IcsCalendarStream.calendar_from_ics(sample.data.decode())
    first, last = (datetime.combine(day, time(), UTC) for day in (sample.first, sample.last + timedelta(days=1)))
    events = calendar.timeline_tz(UTC).overlapping(first, last)
    return [found(each.uid, each.summary, each.dtstart, each.dtend) for each in events]


@pytest.mark.parametrize("name", NAMES)
def test_every_entry_is_found_as_it_was_recorded(name: str) -> None:
    sample = named(name)
    assert differences(sample.written, read(sample)) == {}


@pytest.mark.parametrize("name", NAMES)
def test_every_occurrence_is_found_at_its_instant(name: str) -> None:
    sample = named(name)
    assert differences(sample.listed, expand(sample)) == {}
