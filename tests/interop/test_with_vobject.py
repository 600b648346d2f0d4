"""The package `vobject`, with which Radicale and others read calendars; it goes by the zones in the file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
import vobject

from interop.answers import Sample, Shown, differences, found, utc
from interop.histories import NAMES, named


def events(sample: Sample) -> list[Any]:
    """The entries of a file, by its own zones: vobject would go on with those of the files that it read before."""
    known = vars(vobject.icalendar)["__tzidMap"]
    for zone in set(known) - {"UTC"}:
        del known[zone]
    return list(vobject.readOne(sample.data.decode()).vevent_list)


def told(event: Any, start: date | None = None) -> Shown:
    """An entry, or an occurrence of it that starts then and is as long."""
    begin, end = event.dtstart.value, event.dtend.value if hasattr(event, "dtend") else None
    if start is not None and end is not None:
        end = start + (end - begin)
    return found(event.uid.value, event.summary.value, begin if start is None else start, end)


def expand(sample: Sample) -> Iterator[Shown]:
    """Each occurrence; what differs from its series takes the place that it names."""
    differing = [each for each in events(sample) if hasattr(each, "recurrence_id")]
    apart = {(each.uid.value, utc(each.recurrence_id.value)) for each in differing}
    for event in events(sample):
        if hasattr(event, "recurrence_id") or not hasattr(event, "rrule"):
            yield told(event)
            continue
        for each in event.getrruleset(addRDate=True):
            start = each if isinstance(event.dtstart.value, datetime) else each.date()
            if each.date() > sample.last:
                break
            if (event.uid.value, utc(start)) not in apart:
                yield told(event, start)


@pytest.mark.parametrize("name", NAMES)
def test_every_entry_is_found_as_it_was_recorded(name: str) -> None:
    sample = named(name)
    assert differences(sample.written, [told(each) for each in events(sample)]) == {}


@pytest.mark.parametrize("name", NAMES)
def test_every_occurrence_is_found_at_its_instant(name: str) -> None:
    sample = named(name)
    assert differences(sample.listed, expand(sample)) == {}
