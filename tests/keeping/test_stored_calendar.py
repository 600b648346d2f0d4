"""The calendar from what is kept of the log says what the calendar from the whole log says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archives import lived
from mayor_schedule import Audience, Office
from mayor_schedule.domain.model import Command
from mayor_schedule.keeping import views
from mayor_schedule.reading import Limits
from mayor_schedule.views.calendar import Calendar, CalendarEntry
from mayor_schedule.views.counting.counts import Counts
from mayor_schedule.views.counting.ledger import Ledger
from mayor_schedule.views.knowledge import Knowledge
from mayor_schedule.views.stored.knowledge import StoredKnowledge
from pasts import AT, START, Told
from strategies import stories
from worlds import histories, recorded

Span = tuple[date, date]
ON = date(2018, 9, 30)


def told(entry: CalendarEntry) -> list[Any]:
    """Everything that an entry says, its state among it."""
    return [
        entry.to_record(audience, "ko", "en") for audience in Audience
    ] + [
        entry.title, entry.span, entry.known.id, entry.known.uid, entry.known.order, entry.known.events,
        entry.known.state, [(each.reference, each.position) for each in entry.known.records], entry.stops, entry.place,
        entry.recurrence, len(entry.changed),
        [each and (each.id, each.state) for each in (entry.within, entry.part_of, entry.same_as)],
    ]  # fmt: skip


def spans_of(calendar: Calendar) -> Iterator[Span]:
    """The months of everything, some longer spans, and one in which nothing is."""
    days = {day for entry in calendar.entries() for day in entry.span if day is not None}
    for day in sorted(days)[:4]:
        first = day.replace(day=1)
        yield first, min(first, date(9999, 11, 30)) + timedelta(days=30)
        yield day, day
    yield date(2018, 9, 1), date(2019, 12, 31)
    yield date(2150, 1, 1), date(2150, 1, 31)


def counted(knowledge: Knowledge, on: date, audience: Audience) -> Any:
    """What is counted and reconciled."""
    counts, ledger = Counts(knowledge, on=on, since=on.replace(month=1, day=1)), Ledger(knowledge, on=on)
    return (
        {key: count.to_record(audience, "ko") for key, count in counts.items()},
        {key: [step.to_record(audience, "ko") for step in account.steps] for key, account in ledger.items()},
        knowledge.office,
    )


def is_the_same(office: Office, **past: Any) -> None:
    """Every span, as both audiences may see it."""
    for audience in Audience:
        calendar, knowledge = office.calendar(audience=audience, **past), office.knowledge(audience=audience, **past)
        folded = Calendar(knowledge)
        counting = office._counting(Limits().within(**{"known_on": None, "recorded_until": None} | past), audience)
        assert isinstance(counting, StoredKnowledge), "it was read from the log"
        assert counted(counting, ON, audience) == counted(knowledge, ON, audience), (audience, past)
        for span in spans_of(folded):
            kept = calendar._kept
            assert kept is not None
            assert kept.between(*span) is not None, "it was read from the log"
            expected = [told(each) for each in folded.between(*span)]
            assert [told(each) for each in calendar.between(*span)] == expected, (span, audience, past)


FEW = settings(max_examples=settings.default.max_examples // 2)
"""Each example is read in four pasts by two audiences, month by month."""


@FEW
@given(
    story=stories(kinds=6, size=12), limit=st.integers(0, 60), known=st.integers(0, 60), last=st.integers(0, 60),
)  # fmt: skip
def test_it_says_what_the_log_says_of_every_past(
    story: list[tuple[Command, int]], limit: int, known: int, last: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Office, "_keep_up", lambda *_: None)
        patch.setattr(views, "BATCH", 7)
        office = lived(story)
        office.kept.catch_up(limit)
        records = list(office.history())
        pasts: list[dict[str, Any]] = [{}]
        if records:
            pasts.append({"known_on": records[known % len(records)].known_on})
            pasts.append({"recorded_until": records[last % len(records)].recorded_at})
            pasts.append(pasts[1] | pasts[2])
        for past in pasts:
            is_the_same(office, **past)


@FEW
@given(histories(), st.integers(0, 30))
def test_it_counts_what_the_log_counts(said: Any, limit: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Office, "_keep_up", lambda *_: None)
        office = recorded(said)
        office.kept.catch_up(limit)
        for past in ({}, {"known_on": date(2018, 3, 1)}):
            is_the_same(office, **past)


def test_a_lively_office_is_told_the_same() -> None:
    writers = Told()
    writers.lively([1, 5, 3, 9, 2])
    office = writers.office
    assert len(office.kept) == len(list(office.history()))
    for day in range(0, 60, 7):
        is_the_same(office, known_on=START + timedelta(days=day))
    is_the_same(office, recorded_until=AT)
