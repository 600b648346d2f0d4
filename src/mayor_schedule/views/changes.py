"""What the office knew differently on a later day: per subject, the fields before and after, and the event behind each.

What was known on a day is the beginning of every subject's stream, so what happened between two days are the events
beyond that beginning. What was changed and changed back between them is no change.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Any

from mayor_schedule.domain.envelope import Recorded
from mayor_schedule.domain.subject import Subject
from mayor_schedule.domain.values.visibility import Audience
from mayor_schedule.domain.values.when import Unknown

from .knowledge import Knowledge, Known
from .trails import differences, held, same, states


class Fate(StrEnum):
    """What happened to a subject on the whole."""

    NEW = "new"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
    BROUGHT_BACK = "brought_back"
    NO_LONGER_SHOWN = "no_longer_shown"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of which something else is held.

    Attributes:
        name: the field.
        before: what was held on the first day; None for nothing.
        after: what is held on the second day.
        record: the event after the first day with which it came to be held: one that says so, a correction, or the
            withdrawal of another one; the event that opened another subject, where the office could not speak of that
            one before. None for the public, who is shown no events.
    """

    name: str
    before: Any
    after: Any
    record: Recorded | None


@dataclass(frozen=True, slots=True)
class SubjectChange:
    """A subject of which something else is known.

    Attributes:
        known: the subject as known on the second day; as on the first, where it is not there on the second.
        fate: what happened to it on the whole.
        fields: its fields that differ.
    """

    known: Known
    fate: Fate
    fields: tuple[FieldChange, ...]

    @property
    def records(self) -> tuple[Recorded, ...]:
        """The events that did it, in the order of the log; none for the public."""
        found = {each.record.reference: each.record for each in self.fields if each.record is not None}
        return tuple(sorted(found.values(), key=_position))

    @property
    def order(self) -> int:
        """The position in the log of the first event that did it; for the public, of the one that opened it."""
        return min((_position(each) for each in self.records), default=self.known.order)


def changes(before: Knowledge, after: Knowledge) -> list[SubjectChange]:
    """What is known differently, in the order in which the log has the first event that did it.

    Args:
        before: what was known on the first day.
        after: what was known on the second, of the same log and by the same audience.
    """
    found = (_change(before, after, subject) for subject in dict.fromkeys([*before, *after]))
    return sorted((each for each in found if each is not None), key=lambda each: (each.order, each.known.order))


def _change(before: Knowledge, after: Knowledge, subject: str) -> SubjectChange | None:
    was, now = before.get(subject), after.get(subject)
    known = now or was
    differing = differences(_shown(before, was), _shown(after, now))
    if known is None or not differing:
        return None
    steps = [] if after.audience is Audience.PUBLIC else _steps(before, after, subject)
    fields = tuple(FieldChange(name, *pair, _doer(after, steps, name, pair[1])) for name, pair in differing.items())
    return SubjectChange(after.shown(known), _fate(before, after, subject), fields)


def _shown(knowledge: Knowledge, known: Known | None) -> Subject | None:
    return None if known is None else knowledge.shown(known).state


def _fate(before: Knowledge, after: Knowledge, subject: str) -> Fate:
    if subject not in before:
        return Fate.BROUGHT_BACK if subject in before.withdrawn else Fate.NEW
    if subject in after:
        return Fate.CHANGED
    return Fate.WITHDRAWN if subject in after.withdrawn else Fate.NO_LONGER_SHOWN


def _steps(before: Knowledge, after: Knowledge, subject: str) -> list[tuple[Recorded | None, Subject | None]]:
    """The state of a subject on the first day, and after each event since."""
    records = _anyhow(after, subject).records
    past = before.get(subject) or before.withdrawn.get(subject)
    begun = len(past.records) if past is not None else 0
    return [(None, None), *states(records)][begun:]


def _anyhow(knowledge: Knowledge, subject: str) -> Known:
    return knowledge.get(subject) or knowledge.withdrawn[subject]


def _doer(
    after: Knowledge, steps: list[tuple[Recorded | None, Subject | None]], name: str, value: Any
) -> Recorded | None:
    """The last event that changed a field; where none did, the one that opened the subject that it now names."""
    for (_, earlier), (record, state) in reversed(list(pairwise(steps))):
        if not same(held(earlier, name), held(state, name)):
            return record
    named = value.within if isinstance(value, Unknown) else value
    return _anyhow(after, named).records[0] if steps and isinstance(named, str) else None


def _position(record: Recorded) -> int:
    return record.position or 0
