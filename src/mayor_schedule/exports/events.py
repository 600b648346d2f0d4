"""The history as JSON Lines, one CloudEvents 1.0 envelope a line: to audit it, to restore a store, or to publish it.

Inside the office it is the whole log, with all that a store is made of; `store.archive` says how a line is written. The
public is told what changed of what it is shown, and nothing from which more could be learned: nor what was entered in
error, see `views.hindsight`. Either is written while the log is read: no more of it is held than what the subjects are
by then and what was put right, and of the internal one only whom they are for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from pydantic import BaseModel
from pydantic_core import to_json, to_jsonable_python

from mayor_schedule.domain.catalog import KEPT, KINDS
from mayor_schedule.domain.envelope import Recorded
from mayor_schedule.domain.office import OFFICE, Profile
from mayor_schedule.domain.subject import Subject
from mayor_schedule.domain.values.fuzzy import FuzzyDate
from mayor_schedule.domain.values.itinerary import Stop
from mayor_schedule.domain.values.period import Period
from mayor_schedule.domain.values.text import Text
from mayor_schedule.domain.values.visibility import Audience, Visibility
from mayor_schedule.domain.values.when import Timed, Unknown
from mayor_schedule.errors import StoreError
from mayor_schedule.store.archive import JSON, SPECVERSION, Archived, line_of, sequence_of, source_of
from mayor_schedule.store.history import History
from mayor_schedule.store.mapper import decode, encode, instant
from mayor_schedule.views.calendar import when_record
from mayor_schedule.views.classification import Classification
from mayor_schedule.views.hindsight import Hindsight
from mayor_schedule.views.knowledge import Known, Uids, redacted, remains
from mayor_schedule.views.past import past, told_apart

Progress = Callable[[int, int], None]
"""Told how many events were read, and of how many."""

_STEP: Final = 1_000


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
    log = _Log.of(store, progress)
    if audience is Audience.INTERNAL:
        return _internal(log, known_on, recorded_until)
    return _public(log, at, known_on, recorded_until)


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

    def records(self) -> Iterator[Recorded]:
        """Its events, in order.

        Raises:
            StoreError: the store cannot be read, or an event is not stored in the form in which it was recorded.
        """
        for position, subject, version, topic, state in self.store.rows():
            if position >= self.size:
                return
            recorded = decode(subject, version, topic, state, position)
            if encode(recorded) != state:
                raise StoreError(
                    f"cannot export {recorded.reference}: its bytes are not in the form in which events are stored; "
                    "mayor-schedule verify tells what else was changed"
                )
            if self.progress is not None and position % _STEP == 0:
                self.progress(position, self.size)
            yield recorded

    def domain(self, known_on: date | None, recorded_until: datetime | None) -> str:
        """The domain that the office had in some past."""
        if known_on is None and recorded_until is None:
            return self.profile.domain
        profile = Profile()
        for record in past(self.records(), known_on, recorded_until):
            if record.subject == OFFICE:
                state = KINDS[record.kind].evolve(None if record.version == 1 else profile, record.event)
                profile = state if isinstance(state, Profile) else profile
        return profile.domain


def _internal(log: _Log, known_on: date | None, recorded_until: datetime | None) -> Iterator[bytes]:
    """The events as they are stored, each with who may see its subject then."""
    domain, classification = log.domain(known_on, recorded_until), Classification()
    for record, is_past in told_apart(log.records(), known_on, recorded_until):
        visibility = classification.after(record)
        if is_past:
            yield line_of(Archived(record, encode(record), visibility, domain))


def _public(log: _Log, at: datetime, known_on: date | None, recorded_until: datetime | None) -> Iterator[bytes]:
    """What changed of what the public is shown, of subjects that it may see both then and now."""
    domain, hindsight = log.domain(known_on, recorded_until), Hindsight()
    last = _last_versions(told_apart(log.records(), known_on, recorded_until), at, hindsight)
    uids, number = Uids(), 0
    states: dict[str, Subject] = {}
    shown: dict[str, Mapping[str, Any]] = {}
    for record, is_past in told_apart(log.records(), known_on, recorded_until):
        subject = record.subject
        if record.kind in KEPT:
            continue
        uid = uids.of(record)
        if subject not in last or not is_past:
            continue
        state = states[subject] = KINDS[record.kind].evolve(states.get(subject), record.event)
        right = hindsight.of(subject, state)
        if all(remains(each, Audience.PUBLIC, at) for each in (state, right)):
            before, after = shown.get(subject, {}), _facts(subject, uid, right)
            shown[subject] = after
            changed = {name: value for name, value in after.items() if name not in before or before[name] != value}
            changed |= dict.fromkeys(name for name in before if name not in after)
            if changed:
                yield _public_line(record, uid, number, domain, changed)
                number += 1
        if record.version == last[subject]:  # nothing more is to come of it
            del states[subject]
            shown.pop(subject, None)


def _last_versions(records: Iterable[tuple[Recorded, bool]], at: datetime, hindsight: Hindsight) -> dict[str, int]:
    """The subjects that the public may see now, each with the version of its last event; and what was put right."""
    classification = Classification()
    for record, is_past in records:
        classification.after(record)
        hindsight.learn(record, is_past=is_past)
    return {each: standing.version for each, standing in classification.standings().items() if standing.is_public(at)}


def _public_line(record: Recorded, uid: str, number: int, domain: str, changed: Mapping[str, Any]) -> bytes:
    envelope = {
        "specversion": SPECVERSION,
        "id": record.key("event id").hex()[:32],
        "source": source_of(domain),
        "type": record.topic,
        "subject": uid,
        "datacontenttype": JSON,
        "recordedtime": instant(record.recorded_at),
        "sequence": sequence_of(number),
        "dataclassification": Visibility.PUBLIC,
        "data": changed,
    }
    return to_json(envelope) + b"\n"


def _facts(subject: str, uid: str, state: Subject) -> dict[str, Any]:
    """What the public is shown of a subject that it may see, as plain data."""
    facts = redacted(Known(subject, uid, state, (), 0)).state.facts
    return {name: _plain(value) for name, value in facts.items() if value is not None}


def _plain(value: object) -> Any:
    """A value as the public is shown it: without the words in which a source printed it, and the days of a stop."""
    match value:
        case Text():
            return dict(value)
        case Unknown():
            return {"unknown": True}
        case Timed() | Period() | FuzzyDate():
            return when_record(value)
        case Stop():
            return _plain(value.place)
        case BaseModel():
            return value.model_dump(mode="json", exclude_none=True)
        case tuple():
            return [_plain(each) for each in value]
        case _:
            return to_jsonable_python(value)
