"""What the office knew of a few subjects, from what is kept of them; events are read only where somebody asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Protocol, TypeVar

from mayor_schedule.domain.catalog import KINDS
from mayor_schedule.domain.envelope import Recorded
from mayor_schedule.domain.office import OFFICE, Profile
from mayor_schedule.domain.subject import Subject
from mayor_schedule.domain.values.identity import kind_of
from mayor_schedule.domain.values.visibility import Audience, Visibility
from mayor_schedule.domain.values.when import Unknown

from ..knowledge import Knowledge, Known, admits, redacted, remains
from ..outline import Outline
from ..past import as_far_as_known, omitting
from .rows import Row, outline_from_json, wholes_of

S = TypeVar("S", bound=Subject)


class Shelf(Protocol):
    """What is kept of a log, as it is at one instant and as one past sees it."""

    def filed_under(self, headings: Iterable[str]) -> Iterable[str]:
        """The subjects that are filed under one of these headings, as known then; perhaps some that were before."""

    def rows(self, subjects: Iterable[str], *, now: bool = False) -> Mapping[str, Row]:
        """The last row of each of these subjects as known then, or else by now; of none that was not known."""

    def of_kind(self, kind: str, *, now: bool = False) -> Mapping[str, Row]:
        """The last row of each subject of a kind as known then, or else by now."""

    def streams(self, kind: str) -> Mapping[str, Sequence[Recorded]]:
        """All events of each subject of a kind, from the log."""

    def stream(self, subject: str, version: int) -> Sequence[Recorded]:
        """The events of a subject up to a version, from the log; of a subject that is in it."""

    def was_known(self, subject: str) -> bool:
        """Whether a subject was known then, from the log."""


class StoredKnown(Known):
    """One subject, as known on the day. Its state and its records are read when somebody asks for them.

    Args:
        row: what is kept of it.
        fold: folds its events.
        audience: who reads; the public is shown what `redacted` leaves.
    """

    __slots__ = ("_audience", "_fold", "_found", "row")
    row: Row
    _audience: Audience
    _fold: Callable[[Row], Known]
    _found: Known | None

    def __init__(self, row: Row, fold: Callable[[Row], Known], audience: Audience = Audience.INTERNAL) -> None:
        held = {
            "id": row.uid if audience is Audience.PUBLIC else row.subject, "uid": row.uid, "order": row.opened,
            "row": row, "_fold": fold, "_audience": audience, "_found": None,
        }  # fmt: skip
        for name, value in held.items():
            object.__setattr__(self, name, value)

    @property
    def state(self) -> Subject:
        """What is held true of it."""
        return self._read().state

    @property
    def records(self) -> tuple[Recorded, ...]:
        """The events that say so, in order."""
        return self._read().records

    @property
    def events(self) -> tuple[str, ...]:
        """The events that say so, as ``subject@version``."""
        if self._audience is Audience.PUBLIC:
            return ()
        return tuple(f"{self.row.subject}@{version}" for version in range(1, self.row.version + 1))

    @property
    def visibility(self) -> Visibility:
        """Who may see it."""
        return self.row.visibility

    def _read(self) -> Known:
        found = self._found
        if found is None:
            found = self._fold(self.row)
            found = redacted(found) if self._audience is Audience.PUBLIC else found
            object.__setattr__(self, "_found", found)
        return found


class StoredKnowledge(Knowledge):
    """What an audience may see of some subjects, and of those that they name.

    Args:
        shelf: what is kept.
        audience: who reads.
        at: the present instant, which lifts embargoes.
        known_on: the day of knowledge; None for all of it.
        recorded_until: the instant after which nothing that was recorded counts; None for the whole log.
    """

    def __init__(
        self, shelf: Shelf, audience: Audience, at: datetime, known_on: date | None, recorded_until: datetime | None
    ) -> None:
        self._shelf = shelf
        self._at = at
        self._then: dict[str, Row] = {}
        self._now: dict[str, Row] = {}
        self._asked: set[str] = set()
        self._seen: dict[str, Known] = {}
        super().__init__(self._seen, Profile(), audience, known_on, recorded_until)

    def take(self, subjects: Iterable[str]) -> list[str]:
        """Read what is kept of subjects, and of those that these name, and so on.

        Returns:
            Those that can be seen, in the order given.
        """
        wanted = list(dict.fromkeys(subjects))
        ahead = set(wanted)
        while ahead := ahead - self._asked:
            self._asked |= ahead
            found = self._shelf.rows(ahead)
            self._then.update(found)
            if self.audience is Audience.PUBLIC:
                self._now.update(self._shelf.rows(found, now=True))
            self._seen.update((id_, StoredKnown(row, self._fold)) for id_, row in found.items() if self._is_seen(row))
            ahead = {each for row in found.values() for each in _named(row)}
        return [each for each in wanted if each in self._seen]

    def take_kinds(self, kinds: Iterable[type[Subject]]) -> None:
        """Read all subjects of some kinds, with their events, and what their dates lie within."""
        rows: dict[str, Row] = {}
        streams: dict[str, Sequence[Recorded]] = {}
        for kind in kinds:
            rows.update(self._shelf.of_kind(kind.kind))
            streams.update(self._shelf.streams(kind.kind))
            if self.audience is Audience.PUBLIC:
                self._now.update(self._shelf.of_kind(kind.kind, now=True))
        self._asked.update(rows)
        self._then.update(rows)
        outer: set[str] = set()
        for row in sorted(rows.values(), key=lambda row: row.opened):
            if self._is_seen(row):
                known = self._folded(row, streams[row.subject][: row.version])
                self._seen[row.subject] = known
                dates = (each for each in known.state.facts.values() if isinstance(each, Unknown))
                outer.update(each.within for each in dates if each.within is not None)
        self.take(outer)

    def was_withdrawn(self, subject: str) -> bool:
        """Whether a subject that was taken was known to be entered in error."""
        return subject in self._then and self._then[subject].is_withdrawn

    def take_office(self) -> None:
        """Read what the office was."""
        for row in self._shelf.rows([OFFICE]).values():
            profile = self._fold(row).state
            self.office = profile if isinstance(profile, Profile) else self.office

    def of_kind(self, kind: type[S]) -> Iterator[tuple[Known, S]]:
        """The subjects of a kind that were taken, each with its state."""
        for known in self._seen.values():
            if kind_of(known.id) == kind.kind and isinstance(known.state, kind):
                yield known, known.state

    def outline(self, subject: str) -> Outline | None:
        """What a calendar tells of a subject that was taken, as far as the others were known then."""
        row = self._then.get(subject)
        if row is None or row.outline is None:
            return None
        outline = outline_from_json(row.outline)
        when = omitting("when", outline.when, self._then)
        part_of, same_as, stands_for = map(self._if_known, (outline.part_of, outline.same_as, outline.stands_for))
        if (when, part_of, same_as, stands_for) == _references(outline):
            return outline
        return replace(outline, when=when, part_of=part_of, same_as=same_as, stands_for=stands_for)

    def shown(self, known: Known) -> Known:
        """A subject as a view hands it out: redacted for the public."""
        if isinstance(known, StoredKnown) and self.audience is Audience.PUBLIC:
            return StoredKnown(known.row, self._fold, self.audience)
        return super().shown(known)

    def _dates(self, outer: str) -> tuple[object, str | None]:
        outline = self.outline(outer)
        return super()._dates(outer) if outline is None else (outline.when, outline.part_of)

    def _if_known(self, subject: str | None) -> str | None:
        return subject if subject in self._then else None

    def _is_seen(self, row: Row) -> bool:
        now = self._now.get(row.subject, row)  # asked for where that makes a difference
        return not row.is_withdrawn and admits(row, self.audience, self._at) and remains(now, self.audience, self._at)

    def _fold(self, row: Row) -> Known:
        """A subject as its events tell it."""
        return self._folded(row, self._shelf.stream(row.subject, row.version))

    def _folded(self, row: Row, records: Sequence[Recorded]) -> Known:
        evolve = KINDS[kind_of(row.subject)].evolve
        state = evolve(None, records[0].event)
        for record in records[1:]:
            state = evolve(state, record.event)
        told = as_far_as_known(state, _Then(self._then, self._shelf))
        return Known(row.subject, row.uid, told, tuple(records), row.opened)


class _Then:
    """The subjects that were known then; those that were not taken are looked up when they are asked for."""

    def __init__(self, taken: Mapping[str, Row], shelf: Shelf) -> None:
        self._taken = taken
        self._shelf = shelf

    def __contains__(self, subject: object) -> bool:
        return subject in self._taken or (isinstance(subject, str) and self._shelf.was_known(subject))


def _references(outline: Outline) -> tuple[object, ...]:
    return outline.when, outline.part_of, outline.same_as, outline.stands_for


def _named(row: Row) -> Iterator[str]:
    """The subjects that a calendar looks at beside one."""
    if row.outline is not None:
        outline = outline_from_json(row.outline)
        yield from (each for each in (outline.part_of, outline.same_as, outline.stands_for) if each is not None)
        yield from wholes_of(outline)
