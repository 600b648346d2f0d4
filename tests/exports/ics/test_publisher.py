"""Feeds that are kept from one export to the next are the feeds of the whole history, whatever clocks say."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canaries import lived
from conftest import Clock
from exported import exported, linted
from exports.ics.test_sequence import START, histories
from handovers import PRINCIPALS, handovers
from mayor_schedule import Audience, ChangeTrip, InvalidValueError, Office, PlanEngagement, PlanTrip, Text, TripDetails
from mayor_schedule.domain.envelope import Recorded
from mayor_schedule.domain.model import Command
from mayor_schedule.exports.ics.options import FeedOptions
from mayor_schedule.exports.ics.publisher import Publisher
from mayor_schedule.views.revisions import Revisions, revisions
from sizes import examples


def skewed(records: list[Recorded], seconds: list[int]) -> list[Recorded]:
    """The same records by writers whose clocks differ."""
    return [
        replace(each, recorded_at=each.recorded_at + timedelta(seconds=seconds[index % len(seconds)]))
        for index, each in enumerate(records)
    ]


@examples(60)
@given(histories() | handovers(), st.data())
def test_what_is_kept_says_what_the_whole_history_says(story: list[tuple[Command, int]], data: st.DataObject) -> None:
    with lived(story) as office:
        records = list(office.history())
    clocks = st.lists(st.integers(-30, 30), min_size=1, max_size=5)
    records = skewed(records, data.draw(st.just([0]) | clocks))
    audience, busy = data.draw(st.sampled_from(Audience)), data.draw(st.booleans())
    principal = data.draw(st.sampled_from((None, *PRINCIPALS)))
    kept, at = Revisions(audience, busy=busy, principal=principal), START
    for _ in range(data.draw(st.integers(1, 5))):
        end = data.draw(st.integers(len(kept), len(records)))
        at = max(at, *(each.recorded_at for each in records[:end])) if end else at
        at += timedelta(seconds=data.draw(st.integers(-25, 25)))
        found = kept.update(records[len(kept) : end], at=at)
        whole = revisions(records[:end], audience=audience, at=at, busy=busy, principal=principal)
        assert found == whole
        assert [each.digest for each in found] == [each.digest for each in whole]


@pytest.fixture
def desk(office: Office) -> Office:
    trip = PlanTrip(trip="t", title=Text(ko="순방"), period="2026-12-01/2026-12-05", visibility="public")
    office.record(trip, by="p")
    for name in ("a", "b"):
        part = PlanEngagement(
            engagement=name, title=Text(ko=f"면담 {name}"), part_of="trip:t", when="2026-12-02", visibility="public"
        )
        office.record(part, by="p")
    return office


def test_after_one_change_one_entry_is_rendered(desk: Office, clock: Clock) -> None:
    publisher = Publisher(desk)
    first = linted(publisher.feed(language="ko"))
    assert first == exported(desk)
    assert publisher.feed(language="ko") == first
    assert publisher.cache.rendered == 3
    another = PlanEngagement(engagement="c", title=Text(ko="면담 다"), when="2026-12-09", visibility="public")
    desk.record(another, by="p")
    assert linted(publisher.feed(language="ko")) == exported(desk)
    assert publisher.cache.rendered == 4
    desk.record(ChangeTrip(trip="t", fields=TripDetails(title=Text(ko="겨울 순방"))), by="p")
    assert linted(publisher.feed(language="ko")) == exported(desk)
    assert publisher.cache.rendered == 7, "the trip, and its two engagements, which name it"


def test_each_audience_language_and_option_has_its_own_feed(desk: Office) -> None:
    publisher, busy = Publisher(desk), FeedOptions(busy=True, alarm=10)
    for _ in range(2):
        assert publisher.feed(language="en", audience="internal") == exported(desk, "internal", "en")
        assert publisher.feed(language="ko", audience=Audience.INTERNAL, options=busy) == exported(
            desk, "internal", options=busy
        )
        assert publisher.feed(language="ko") == exported(desk)
    with pytest.raises(InvalidValueError, match="the public cannot have confidential entries as busy time"):
        publisher.feed(language="ko", options=busy)


def test_there_is_no_feed_of_a_principal_whom_the_office_has_not(office: Office) -> None:
    """An empty feed would look like a week without work."""
    publisher = Publisher(office)
    with pytest.raises(InvalidValueError, match="the office has no principal 'vice'; it has mayor"):
        publisher.feed(language="ko", options=FeedOptions(principal="vice"))
    assert publisher.feed(language="ko", options=FeedOptions(principal="mayor")).startswith(b"BEGIN:VCALENDAR")


def test_an_embargo_that_ends_between_two_exports_shows_what_it_held_back(office: Office, clock: Clock) -> None:
    soon = datetime(2026, 11, 22, 10, tzinfo=clock.now.tzinfo)
    command = PlanTrip(
        trip="t", title=Text(ko="순방"), period="2026-12-01/2026-12-05", visibility="public", public_from=soon
    )
    office.record(command, by="p")
    publisher = Publisher(office)
    assert b"BEGIN:VEVENT" not in publisher.feed(language="ko")
    clock.now = soon
    assert linted(publisher.feed(language="ko")) == exported(office)
    assert b"BEGIN:VEVENT" in publisher.feed(language="ko")
