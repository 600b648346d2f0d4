"""`Filing`: a log, event by event, as what is kept of it for the calendar."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from mayor_schedule.domain.catalog import KEPT, KINDS
from mayor_schedule.domain.envelope import Recorded
from mayor_schedule.domain.office import OFFICE, Profile
from mayor_schedule.domain.subject import Subject
from mayor_schedule.messages import Message

from ..knowledge import opaque_uid
from ..outline import Outline, outline_of
from .rows import Row, headings, outline_to_json

REMEMBERED: Final = 20_000
"""How many subjects' states are kept in memory; those of others are folded anew when something happens to them."""

Earlier = Callable[[str, int], tuple[Subject | None, int, str]]
"""What a subject was before one of its versions: its state, the position of its first event, its public id."""


@dataclass(frozen=True, slots=True)
class Run:
    """A subject begins or ceases to be filed under a heading.

    Attributes:
        is_begun: whether it begins.
        heading: the heading.
        subject: the subject.
        position: the position of the event by which it does.
        known_on: the day on which the office knew that event, as ``YYYY-MM-DD``.
    """

    is_begun: bool
    heading: str
    subject: str
    position: int
    known_on: str


@dataclass(slots=True)
class Filed:
    """What some events of a log, one after another, add to what is kept.

    Attributes:
        rows: a row for each event.
        runs: what begins or ceases to be filed under a heading, in order.
        faults: events that cannot be read, or cannot have happened: position, subject, why. Of their subjects, nothing
            more is filed.
        times: when each event was recorded, with its position.
    """

    rows: list[Row] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    faults: list[tuple[int, str, Message]] = field(default_factory=list)
    times: list[tuple[datetime, int]] = field(default_factory=list)


@dataclass(slots=True)
class _Standing:
    state: Subject | None
    opened: int
    uid: str
    headings: frozenset[str]
    outline: Outline | None = None
    kept: str | None = None


def _kept(outline: Outline | None) -> str | None:
    return None if outline is None else outline_to_json(outline)


class Filing:
    """Files a log's events, one batch after another.

    Args:
        earlier: what a subject was before, if it is not remembered.
        domain: the domain of the office by then, which public ids are at.
        set_aside: the subjects of which nothing more is filed.
    """

    def __init__(self, earlier: Earlier, domain: str, set_aside: Iterable[str] = ()) -> None:
        self._earlier = earlier
        self._remembered: OrderedDict[str, _Standing] = OrderedDict()
        self.domain = domain
        self.set_aside = set(set_aside)

    def file(self, record: Recorded, position: int, filed: Filed, state: Subject | None = None) -> None:
        """File one event.

        Args:
            record: the next event of the log.
            position: its position.
            filed: takes what is to be kept of it.
            state: its subject after it, if that is known; it is folded, unless given.

        Raises:
            StoreError: the event cannot be read.
            ImpossibleHistoryError: it cannot have happened.
        """
        filed.times.append((record.recorded_at, position))
        if record.kind in KEPT or record.subject in self.set_aside:
            return
        standing = self._standing(record, position)
        if state is None:
            state = KINDS[record.kind].evolve(standing.state, record.event)
        if isinstance(state, Profile) and record.subject == OFFICE:
            self.domain = state.domain
        outline = outline_of(state)
        kept = standing.kept if outline == standing.outline else _kept(outline)
        row = Row(
            record.subject, record.version, position, record.known_on, standing.opened, standing.uid,
            state.visibility, state.public_from, state.is_withdrawn, kept,
        )  # fmt: skip
        now = frozenset[str]() if state.is_withdrawn else headings(outline)
        filed.rows.append(row)
        if now != standing.headings:
            known_on = record.known_on.isoformat()
            for heading in sorted(standing.headings ^ now):
                filed.runs.append(Run(heading in now, heading, row.subject, position, known_on))
        self._remember(row.subject, _Standing(state, standing.opened, standing.uid, now, outline, kept))

    def _standing(self, record: Recorded, position: int) -> _Standing:
        if record.version == 1:
            return _Standing(None, position, opaque_uid(record, self.domain), frozenset())
        found = self._remembered.get(record.subject)
        if found is not None and found.state is not None and found.state.version == record.version - 1:
            return found
        state, opened, uid = self._earlier(record.subject, record.version)
        before = None if state is None or state.is_withdrawn else outline_of(state)
        return _Standing(state, opened, uid, headings(before), before, _kept(before))

    def _remember(self, subject: str, standing: _Standing) -> None:
        self._remembered[subject] = standing
        self._remembered.move_to_end(subject)
        if len(self._remembered) > REMEMBERED:
            self._remembered.popitem(last=False)
