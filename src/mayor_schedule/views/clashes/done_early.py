"""What is recorded as done, though the office knew so before the day on which it can have been."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import takewhile
from typing import Final

from mayor_schedule.domain.agreement import SIGNED
from mayor_schedule.domain.engagement import EngagementStage
from mayor_schedule.domain.envelope import Recorded
from mayor_schedule.domain.occasion import Occasion, OccasionStage
from mayor_schedule.domain.subject import Subject
from mayor_schedule.domain.trip import TripStage
from mayor_schedule.domain.values.when import bounds
from mayor_schedule.domain.visit import VisitStage
from mayor_schedule.views.calendar import Calendar, CalendarEntry
from mayor_schedule.views.knowledge import Knowledge, Known
from mayor_schedule.views.outline import Outline, outline_of
from mayor_schedule.views.trails import states, words

from .finding import WARNING, Finding

ZONES: Final = timedelta(days=1)
"""How much earlier the office may know: by its clocks, what is far away can be over on the day before."""

_DONE: Final = frozenset({TripStage.RETURNED, VisitStage.RECEIVED, EngagementStage.HELD, OccasionStage.HELD, *SIGNED})
_DATES: Final = ("signed", "actual_period", "actual_when", "period", "when")
"""The facts that date what is done; of those that a subject has, the first one holds."""


def done_early(knowledge: Knowledge) -> Iterator[Finding]:
    """What was known as done more than a day before its first day; what has no first day never is.

    A signing for which an engagement stands in the calendar has a finding of its own.
    """
    calendar = Calendar(knowledge)
    for known in knowledge.values():
        outline = outline_of(known.state)
        if outline is None or outline.same_as is not None or outline.stage not in _DONE:
            continue
        first = _first_day(known.state, outline)
        if first is None or not _is_said_before(known, first):
            continue
        known_on = _done_since(known.records)
        entry = calendar.entry_of(known, replace(outline, stands_for=None))
        if entry is not None and first - known_on > ZONES:
            yield _finding(entry, first, known_on)


def _finding(entry: CalendarEntry, first: date, known_on: date) -> Finding:
    last = max(first, entry.span[1] or first)
    return Finding(
        severity=WARNING, rule="done-before-its-day", told="" if first == last else "done-before-its-days",
        principal=None, entries=(entry,), span=(first, last), words={"day": first, "known_on": known_on},
    )  # fmt: skip


def _first_day(state: Subject, outline: Outline) -> date | None:
    """The earliest day on which it can have been; of a series, that of its earliest time."""
    whens = [outline.when]
    if isinstance(state, Occasion) and outline.is_series:
        whens += [state.when, *(each.when for each in state.changed_occurrences() if not each.is_cancelled)]
    return min((first for when in whens if (first := bounds(when)[0]) is not None), default=None)


def _is_said_before(known: Known, first: date) -> bool:
    """Whether anybody said so too early, whatever was put right since: of most subjects nobody did."""
    said = zip(known.records, known.state.said, strict=True)
    return any(first - record.known_on > ZONES and each.facts.get("stage") in _DONE for record, each in said)


def _done_since(records: Sequence[Recorded]) -> date:
    """The day of knowledge of the event by which a subject was last made done, or its date was last set.

    That can be a withdrawal too: of an event that had said otherwise, or of another withdrawal.
    """
    since, before = records[0].known_on, None
    for record, state in states(records):
        told = _told(state)
        if told != before:
            since, before = record.known_on, told
    return since


def _told(state: Subject) -> tuple[int, int | None] | None:
    """The event that made a subject done, or said the same again, and that which set its date; None if it is not done.

    What comes after that, such as that a signed agreement took effect, says nothing of the signing.
    """
    stages = [(version, facts["stage"]) for version, facts in words(state) if "stage" in facts]
    done = list(takewhile(lambda each: each[1] in _DONE, reversed(stages)))
    if not done or state.is_withdrawn:
        return None
    dated = next((name for name in _DATES if state.facts.get(name)), "")
    return next(version for version, stage in done if stage == done[-1][1]), state.set_by.get(dated)
