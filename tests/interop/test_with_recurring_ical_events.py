"""The package `recurring-ical-events`, which expands series."""

from __future__ import annotations

from datetime import timedelta

import icalendar
import pytest
import recurring_ical_events

from interop.answers import Sample, Shown, differences, found
from interop.histories import NAMES, named


def expand(sample: Sample) -> list[Shown]:
    calendar = icalendar.Calendar.from_ical(sample.data)
    events = recurring_ical_events.of(calendar).between(sample.first, sample.last + timedelta(days=1))
    open_ended = {str(each["uid"]) for each in calendar.walk("VEVENT") if "dtend" not in each}
    return [
        found(each["uid"], each["summary"], each.start, None if str(each["uid"]) in open_ended else each.end)
        for each in events
    ]


@pytest.mark.parametrize("name", NAMES)
def test_every_occurrence_is_found_at_its_instant(name: str) -> None:
    sample = named(name)
    assert differences(sample.listed, expand(sample)) == {}
