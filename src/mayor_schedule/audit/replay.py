"""A history step by step, as plain data: each event, and what it changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from mayor_schedule.domain.envelope import Recorded
from mayor_schedule.domain.subject import Subject
from mayor_schedule.views.trails import differences

from .events import event_record
from .history import plain


def steps(replayed: Iterable[tuple[Subject, Recorded]]) -> Iterator[dict[str, Any]]:
    """Each step of a replay as plain data: the event, and the fields that it changed, each before and after.

    Args:
        replayed: the states and events, as `Office.replay` gives them.
    """
    before: dict[str, Subject] = {}
    for state, record in replayed:
        earlier = before.get(record.subject)
        changed = differences(earlier, state)
        before[record.subject] = state
        yield {
            "position": record.position,
            "subject": record.subject,
            "version": record.version,
            **event_record(record),
            "changes": {
                name: dict(zip(("before", "after"), (plain(each) for each in pair), strict=True))
                for name, pair in changed.items()
            },
        }
