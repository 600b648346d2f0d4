"""`Increment`: what a log tells an audience beyond what it told before, and the position from which to go on.

Inside the office it is every event since, as it is stored; `store.archive` says how a line is written. The public is
told what changed of what it is shown, and nothing from which more could be learned; see `views.published`. Either is
told while the log is read: no more of it is held than who may see its subjects and what was put right.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from hmac import digest
from typing import Any, Final

from pydantic_core import from_json, to_json

from mayor_schedule.domain.catalog import KINDS
from mayor_schedule.domain.envelope import Recorded
from mayor_schedule.domain.office import OFFICE, Profile
from mayor_schedule.domain.values.visibility import Audience, Visibility
from mayor_schedule.errors import InvalidValueError, StoreError
from mayor_schedule.messages import say
from mayor_schedule.store.archive import JSON, SPECVERSION, Archived, line_of, sequence_of, source_of
from mayor_schedule.store.history import History
from mayor_schedule.store.mapper import decode, encode, instant
from mayor_schedule.views.classification import Classification, Standing
from mayor_schedule.views.past import past, told_apart
from mayor_schedule.views.published import Before, Publication, Retracted, Told

from .limits import Limits
from .position import WHY_NOT, Position

Progress = Callable[[int, int], None]
"""Told how many events were read, and of how many."""

RETRACTED: Final = "subject.retracted"
"""The type of a line that takes back everything that was told of its subject."""

_STEP: Final = 1_000
_LAST_VERSION: Final = 2**31 - 1


class Increment:
    """What is new since a position. It can be iterated as often as one likes, and is always the same.

    Attributes:
        audience: who is told.
        since: the position from which it was asked.
        position: the position to ask from next time.
    """

    def __init__(
        self,
        store: History,
        since: Position,
        *,
        audience: Audience,
        at: datetime,
        limits: Limits,
        progress: Progress | None = None,
    ) -> None:
        """Ask a store.

        Args:
            store: the store.
            since: the position.
            audience: who is told.
            at: the present instant, which lifts embargoes for the public; nothing else depends on it.
            limits: the past of which is told.
            progress: told how far it is.

        Raises:
            InvalidValueError: the position is not one of this log.
            StoreError: the store cannot be read.
        """
        self.audience = audience
        self.since = str(since)
        why = since.why_not(store)
        if why is not None:
            raise InvalidValueError(WHY_NOT[why](given=since, size=len(store)))
        self._log, self._limits, self._start, self._at = _Log.of(store, progress), limits, since, at
        self._publication: Publication | None = None
        if audience is Audience.INTERNAL:
            self.position = str(Position.after(store, self._log.size))
            return
        before = Before(since.size, since.at, since.erased)
        self._publication = Publication(self._told_apart, at, before)
        if since.erased > self._publication.erased_before:  # nothing comes back, but in a store that was restored
            raise InvalidValueError(WHY_NOT["other_log"](given=since))
        self.position = str(Position.after(store, self._log.size, at, self._publication.erased))

    def lines(self) -> Iterator[bytes]:
        """Its events as lines of JSON, one CloudEvents 1.0 envelope a line, each with its line break.

        Raises:
            StoreError: the store cannot be read, or what is stored is damaged.
        """
        if self._publication is None:
            return self._internal()
        return self._public(self._publication)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """The same envelopes as plain data."""
        return (from_json(line) for line in self.lines())

    def _told_apart(self, subjects: Collection[str] | None = None, start: int = 0) -> Iterator[tuple[Recorded, bool]]:
        """The log, or where that is possible only what is wanted of it."""
        if self._limits == Limits():
            return told_apart(self._log.records(start, subjects))
        return told_apart(self._log.records(), self._limits.known_on, self._limits.recorded_until)

    def _internal(self) -> Iterator[bytes]:
        """The events as they are stored, each with who may see its subject then."""
        size = self._start.size
        is_whole = self._limits != Limits() or not size
        classification = Classification() if is_whole else Classification(self._log.standing_before(size))
        domain = self._log.domain(self._limits)
        for record, is_past in self._told_apart(start=0 if is_whole else size):
            visibility = classification.after(record)
            if is_past and (record.position or 0) >= size:
                yield line_of(Archived(record, encode(record), visibility, domain))

    def _public(self, publication: Publication) -> Iterator[bytes]:
        """What is taken back, and what changed of what the public is shown."""
        question = f"{self.since} {self._log.size} {instant(self._at)}"
        for number, change in enumerate(publication.changes()):
            match change:
                case Retracted():
                    envelope = _retraction(change, question)
                case Told():
                    envelope = _told(change)
            envelope["source"] = source_of(publication.domain)
            envelope["sequence"] = sequence_of(number)
            yield to_json({name: envelope[name] for name in _ATTRIBUTES if name in envelope}) + b"\n"


_ATTRIBUTES: Final = (
    "specversion", "id", "source", "type", "subject", "datacontenttype", "recordedtime", "sequence",
    "dataclassification", "data",
)  # fmt: skip


def _told(told: Told) -> dict[str, Any]:
    record = told.record
    return {
        "specversion": SPECVERSION,
        "id": record.key("event id").hex()[:32],
        "type": record.topic,
        "subject": told.uid,
        "datacontenttype": JSON,
        "recordedtime": instant(record.recorded_at),
        "dataclassification": Visibility.PUBLIC,
        "data": told.facts,
    }


def _retraction(retracted: Retracted, question: str) -> dict[str, Any]:
    """The line of a subject that is taken back: its id is the same when the same is asked again, and tells nothing."""
    return {
        "specversion": SPECVERSION,
        "id": digest(retracted.key, f"retracted {question}".encode(), "sha256").hex()[:32],
        "type": RETRACTED,
        "subject": retracted.uid,
        "dataclassification": Visibility.PUBLIC,
    }


@dataclass(frozen=True)
class _Log:
    """A log as it is at one instant.

    Attributes:
        store: its store.
        size: the number of its events.
        profile: what the office is after them.
        progress: told how far it is read.
    """

    store: History
    size: int
    profile: Profile
    progress: Progress | None

    @classmethod
    def of(cls, store: History, progress: Progress | None) -> _Log:
        while True:
            before, size = store.stream(OFFICE), len(store)
            if store.stream(OFFICE).version == before.version:
                profile = before.state if isinstance(before.state, Profile) else Profile()
                return cls(store, size, profile, progress)

    def records(self, start: int = 0, subjects: Collection[str] | None = None) -> Iterator[Recorded]:
        """Its events from a position on, in order: all of them, or those of some subjects.

        Raises:
            StoreError: the store cannot be read, or an event is not stored in the form in which it was recorded.
        """
        if start >= self.size:
            return
        for position, subject, version, topic, state in self.store.rows(start):
            if position >= self.size:
                return
            if self.progress is not None and position % _STEP == 0:
                self.progress(position, self.size)
            if subjects is not None and subject not in subjects:
                continue
            recorded = decode(subject, version, topic, state, position)
            if encode(recorded) != state:
                raise StoreError(
                    say(
                        "MS-0565",
                        "cannot export {event}: its bytes are not in the form in which events are stored; "
                        "mayor-schedule verify tells what else was changed",
                        event=recorded.reference,
                    )
                )
            yield recorded

    def domain(self, limits: Limits) -> str:
        """The domain that the office had in some past."""
        if limits == Limits():
            return self.profile.domain
        profile = Profile()
        for record in past(self.records(), limits.known_on, limits.recorded_until):
            if record.subject == OFFICE:
                state = KINDS[record.kind].evolve(None if record.version == 1 else profile, record.event)
                profile = state if isinstance(state, Profile) else profile
        return profile.domain

    def standing_before(self, size: int) -> Callable[[str], Standing]:
        """What tells who could see a subject when the log had that many events, from the subject's own."""

        def standing(subject: str) -> Standing:
            found = Standing()
            for record in self.store.records(subject, _LAST_VERSION) if subject else ():
                if (record.position or 0) >= size:
                    break
                found = found.after(record.event)
            return found

        return standing
