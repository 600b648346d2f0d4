"""The history as JSON Lines, one CloudEvents 1.0 envelope a line: to audit it, to restore a store, or to publish it.

Inside the office it is the whole log, with all that a store is made of; `store.archive` says how a line is written. The
public is told what changed of what it is shown, and nothing from which more could be learned: nor what was entered in
error, see `views.hindsight`. `reading.increment` makes the lines, of everything or of what is new since a position.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

from mayor_schedule.domain.values.visibility import Audience
from mayor_schedule.reading.increment import Increment, Progress
from mayor_schedule.reading.limits import Limits
from mayor_schedule.reading.position import Position
from mayor_schedule.store.history import History

BEGINNING: Final = Position()


def increment(
    store: History,
    since: Position = BEGINNING,
    *,
    audience: Audience,
    at: datetime,
    known_on: date | None = None,
    recorded_until: datetime | None = None,
    progress: Progress | None = None,
) -> Increment:
    """What is new in a store since a position; what is recorded meanwhile is not in it.

    Args:
        store: the store.
        since: the position; everything is new since the first one.
        audience: who reads; only what is for inside the office can be restored.
        at: the present instant, which lifts embargoes for the public; nothing else depends on it.
        known_on: a past day of knowledge: only what was known then.
        recorded_until: only what was recorded until that instant.
        progress: told how far it is.

    Raises:
        InvalidValueError: the position is not one of this store.
        StoreError: the store cannot be read, or what is stored is damaged.
    """
    limits = Limits().within(known_on, recorded_until)
    return Increment(store, since, audience=audience, at=at, limits=limits, progress=progress)


def event_lines(
    store: History,
    *,
    audience: Audience,
    at: datetime,
    known_on: date | None = None,
    recorded_until: datetime | None = None,
    progress: Progress | None = None,
) -> Iterator[bytes]:
    """The events of a store as lines of JSON, each with its line break; what is recorded meanwhile is not among them.

    Args:
        store: the store.
        audience: who reads; only what is for inside the office can be restored.
        at: the present instant, which lifts embargoes for the public; nothing else depends on it.
        known_on: a past day of knowledge: only what was known then.
        recorded_until: only what was recorded until that instant.
        progress: told how far it is.

    Raises:
        StoreError: the store cannot be read, or what is stored is damaged.
    """
    everything = increment(
        store, audience=audience, at=at, known_on=known_on, recorded_until=recorded_until, progress=progress
    )
    return everything.lines()
