"""Since when it is known that a subject is at a stage: what its history tells where no date is given."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from enum import StrEnum
from itertools import takewhile
from typing import Any

from mayor_schedule.domain.catalog import KINDS
from mayor_schedule.domain.envelope import Recorded

from ..knowledge import Known, Span


def states(known: Known) -> Iterator[tuple[date, Any]]:
    """The state of a subject after each of its events, and since when that is known."""
    state: Any = None
    for record in known.records:
        state = KINDS[record.kind].evolve(state, record.event)
        yield record.known_on, state


def first_at(known: Known, stages: tuple[StrEnum, ...]) -> date | None:
    """The day on which it became known that a subject is at one of these stages."""
    return next((day for day, state in states(known) if getattr(state, "stage", None) in stages), None)


def since(known: Known, holds: Callable[[object], bool]) -> date:
    """The day since which it is known that something holds of a subject's stage, as it does now."""
    told = said_since(known, holds)
    return told[0].known_on if told else known.records[-1].known_on


def said_since(known: Known, holds: Callable[[object], bool]) -> tuple[Recorded, ...]:
    """What was recorded of a subject since something holds of its stage, as it does now; nothing if it does not."""
    every = list(zip(known.records, (state for _, state in states(known)), strict=True))
    last = takewhile(lambda each: holds(getattr(each[1], "stage", None)), reversed(every))
    return tuple(record for record, _ in last)[::-1]


def between(known: Known, ahead: tuple[StrEnum, ...], reached: tuple[StrEnum, ...]) -> Span | None:
    """The days on which something reached a stage that no date is given of: after it was ahead, and by its being known.

    None for what was found at that stage: it may have been there at any time.
    """
    if next(states(known))[1].stage not in ahead:
        return None
    before, known_on = first_at(known, ahead), since(known, lambda stage: stage in reached)
    return (None if before is None or before > known_on else before), known_on
