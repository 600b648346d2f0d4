"""The answers themselves, against instants worked out by hand; and the package `icalendar`, which reads our files."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import icalendar
import pytest

from interop.answers import MARKS, contents, differences
from interop.histories import ENGAGEMENTS, FIVE, NAMES, by_hand, named, samples
from mayor_schedule import Moment


def test_the_answers_for_five_zones_are_those_worked_out_by_hand() -> None:
    told = {each.title: (each.start, each.end) for each in named("five-zones").listed}
    assert {title: told[title] for title, *_ in ENGAGEMENTS} == {
        title: (by_hand(start), by_hand(end)) for title, *_, start, end in ENGAGEMENTS
    }


def test_the_samples_hold_what_is_to_be_tried() -> None:
    assert len(samples()) == 6
    assert {each.mark for sample in samples() for each in sample.written} >= set(MARKS.values()) - {"undated"}
    series = named("series")
    assert len(series.listed) > 70
    assert {each.mark for each in series.listed} == {"", "cancelled"}
    assert all(any("가" <= char <= "힣" for char in each.title) for each in series.listed)


@pytest.mark.parametrize("name", NAMES)
def test_every_entry_is_found_as_it_was_recorded(name: str) -> None:
    sample = named(name)
    assert differences(sample.written, contents(sample.data)) == {}


@pytest.mark.parametrize("zone", FIVE)
def test_a_phone_in_any_of_the_five_zones_shows_the_right_time(zone: str) -> None:
    """What a client shows on the clocks of a zone, by the standard library's zones, is what ours says it is there."""
    events = icalendar.Calendar.from_ical(named("five-zones").data).walk("VEVENT")
    shown = {
        (str(each["summary"]), each.start.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0))
        for each in events
        if isinstance(each.start, datetime)
    }
    for title, *_, start, _ in ENGAGEMENTS:
        instant = datetime.fromisoformat(str(by_hand(start)))
        assert (title, Moment.at(instant, zone).local) in shown
