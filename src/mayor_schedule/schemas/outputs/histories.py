"""What `history`, `changes`, `replay` and `explain` print."""

from __future__ import annotations

from typing import Literal

from mayor_schedule.views.changes import Fate
from mayor_schedule.views.trails import Deed

from .base import Between, EventBehind, Instant, IsoDay, Kind, Output, Plain, Reference, Source
from .counts import Count


class HistoryEvent(Output):
    """One event of the history. The public sees that something happened to an entry, and when.

    Attributes:
        position: its place in the log, from 0.
        subject: the subject; its opaque id for the public.
        version: its number among the subject's events, from 1.
        topic: its topic, such as trip.planned.
        recorded_at: when it was recorded, in UTC.
        known_on: since when the office knew.
        by: who recorded it.
        sources: the documents that say so.
        note: a remark of the recorder.
        data: its stored fields; the schema `events` describes those of the current version.
    """

    position: int | None
    subject: str
    version: int | None
    topic: str
    recorded_at: Instant
    known_on: IsoDay | None
    by: str | None
    sources: list[Source]
    note: str | None
    data: dict[str, Plain] | None


class Difference(Output):
    """A value before and after.

    Attributes:
        before: what held; null for nothing.
        after: what holds then.
    """

    before: Plain
    after: Plain


class ChangedField(Difference, EventBehind):
    """A field before and after, and the event that did it."""


class Change(Output):
    """What was known differently of one subject.

    Attributes:
        subject: its id; the opaque one for the public.
        uid: its opaque id.
        kind: what it is.
        title: what it is called.
        change: what became of it.
        fields: the fields that changed, by name.
        events: the events that did it; none for the public.
    """

    subject: str
    uid: str
    kind: Kind
    title: str
    change: Fate
    fields: dict[str, ChangedField]
    events: list[Reference]


class ReplayStep(EventBehind):
    """One event, and what it changed.

    Attributes:
        position: its place in the log, from 0.
        subject: the subject.
        version: its number among the subject's events, from 1.
        changes: the fields that it changed, by name.
    """

    position: int
    subject: str
    version: int
    changes: dict[str, Difference]


class Turn(EventBehind):
    """What one event did to a field.

    Attributes:
        deed: what it did.
        said: the value that it said.
        value: the value that held after it.
        corrected_by: the correction that put it right.
        withdrawn_by: the withdrawal that took it out.
    """

    deed: Deed
    said: Plain
    value: Plain
    corrected_by: Reference | None
    withdrawn_by: Reference | None


class ExplainedField(Output):
    """A field, and every event that speaks of it.

    Attributes:
        value: what holds; null where it was taken out again.
        event: the event that set it.
        trail: the events that speak of it, in order; none for the public.
    """

    value: Plain
    event: Reference | None
    trail: list[Turn]


class ExplainedSubject(Output):
    """Why a subject is as it is.

    Attributes:
        subject: its id; the opaque one for the public.
        uid: its opaque id.
        kind: what it is.
        title: what it is called.
        same_as: the agreement that it turned out to repeat.
        merged: the agreements that repeat it.
        withdrawn: the event by which it was taken out as entered in error.
        fields: its fields by name.
        events: the events behind it; none for the public.
        history: these events.
    """

    subject: str
    uid: str
    kind: Kind
    title: str
    same_as: str | None
    merged: list[str]
    withdrawn: EventBehind | None
    fields: dict[str, ExplainedField]
    events: list[Reference]
    history: list[HistoryEvent]


class Statement(Output):
    """A figure, with the trails of what it states.

    Attributes:
        subject: its id; the opaque one for the public.
        uid: its opaque id.
        label: what it is called.
        fields: the fields that matter here, by name.
        events: its events; none for the public.
    """

    subject: str
    uid: str
    label: str
    fields: dict[str, ExplainedField]
    events: list[Reference]


class CountedItem(Statement):
    """A named item, with the trails of what makes it count.

    Attributes:
        arrives: the days on which it may have come; null for the public.
        leaves: the days on which it may have left.
    """

    arrives: Between | None
    leaves: Between | None


class MovedItem(Statement):
    """An item that came or left.

    Attributes:
        change: 1 if it came, -1 if it left.
        days: the days on which that may have been; null for the public.
        counted_in: the number in which that counts.
    """

    change: Literal[-1, 1]
    days: Between | None
    counted_in: Literal["total", "unexplained"]


class ExplainedCount(Output):
    """Why a count is what it is.

    Attributes:
        key: the series.
        on: the day of the count.
        since: the first day of what flows.
        count: the count.
        statement: the figure that states it.
        previous: the figure stated before.
        items: the named items.
        moved: what came and went.
        may_have_come: what may have come between the two statements.
        events: the events behind it; none for the public.
        history: these events.
    """

    key: str
    on: IsoDay
    since: IsoDay
    count: Count
    statement: Statement | None
    previous: Statement | None
    items: list[CountedItem]
    moved: list[MovedItem]
    may_have_come: list[CountedItem]
    events: list[Reference]
    history: list[HistoryEvent]
