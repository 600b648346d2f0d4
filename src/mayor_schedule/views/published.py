"""What the public is told by a log; and what a longer log, or a later instant, tells it anew and takes back.

An event is told if it changed something that the public is shown of its subject, which it may see after that event and
now. So what was told once may have to be told otherwise later, or not at all: what is hidden or withdrawn, what was put
right, what was erased; and an embargo that ends shows what was there before. A subject of which anything told before is
otherwise now is *retracted*, and told again from its beginning as far as it is still shown.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

from pydantic import BaseModel
from pydantic_core import to_jsonable_python

from mayor_schedule.domain.catalog import KEPT, KINDS
from mayor_schedule.domain.envelope import Recorded
from mayor_schedule.domain.office import OFFICE, Profile
from mayor_schedule.domain.subject import Subject
from mayor_schedule.domain.values.fuzzy import FuzzyDate
from mayor_schedule.domain.values.itinerary import Stop
from mayor_schedule.domain.values.period import Period
from mayor_schedule.domain.values.text import Text
from mayor_schedule.domain.values.visibility import Audience
from mayor_schedule.domain.values.when import Timed, Unknown

from .calendar import when_record
from .classification import Classification, Standing
from .hindsight import Hindsight
from .knowledge import Known, Uids, redacted, remains

Log = Callable[[Collection[str] | None], Iterable[tuple[Recorded, bool]]]
"""A log, as often as it is asked for: each event in order, with its position, and whether it belongs to the past of
which is told. Where subjects are named, those of others may be left out."""


class Told(NamedTuple):
    """An event that the public is told.

    Attributes:
        record: the event.
        uid: the public id of its subject.
        facts: what is now shown otherwise; None for a fact that is gone.
    """

    record: Recorded
    uid: str
    facts: Mapping[str, Any]


class Retracted(NamedTuple):
    """A subject of which everything that was told is to be forgotten.

    Attributes:
        uid: its public id.
        key: 32 bytes of its own, of which nobody outside knows all.
    """

    uid: str
    key: bytes


@dataclass(frozen=True)
class Before:
    """Up to where the public was told before.

    Attributes:
        size: how many events the log had.
        at: the instant of it; None where that is not known: after the last of these events was recorded, and before
            the next one was.
        erased: how many fields of these events had been erased; none, where that is not known.
    """

    size: int = 0
    at: datetime | None = None
    erased: int = 0


NOTHING: Final = Before()
"""Nothing was told before."""


class Publication:
    """What the public is told by a log at an instant, beyond what it was told before.

    Nothing is held of a log but whom its subjects are for, what was put right, and what those subjects are of which
    something is to be told or compared, until their last event.

    Attributes:
        domain: the office's domain, in the past of which is told.
        erased: how many fields were erased.
        erased_before: how many of them are fields of the events that the log had before.
    """

    def __init__(self, log: Log, at: datetime, before: Before = NOTHING) -> None:
        """Read the log to its end, to know who may see what.

        Args:
            log: the log.
            at: the present instant, which lifts embargoes; nothing else depends on it.
            before: up to where the public was told before.
        """
        self._log = log
        self._size = before.size
        self._old, self._new = _View(at if before.at is None else before.at), _View(at)
        self._earliest = self._old.at
        self._touched: set[str] = set()
        self._erased: set[str] = set()
        self.domain, self.erased = Profile().domain, 0
        classification = Classification()
        settled: tuple[str, int] | None = None
        office: Subject | None = None
        for record, is_past in log(None):
            if record.position == self._size:
                self._old.at = min(record.recorded_at, at) if before.at is None else before.at
                self._old.settle(classification.standings())
                settled = self.domain, self.erased
            if before.at is None and _number(record) < self._size:
                self._earliest = min(record.recorded_at, at)
            classification.after(record)
            self._learn(record, is_past=is_past, is_before=_number(record) < self._size)
            if record.subject == OFFICE and is_past:
                office = KINDS[record.kind].evolve(office, record.event)
                self.domain = office.domain if isinstance(office, Profile) else self.domain
        self._new.settle(classification.standings())
        if settled is None:
            self._old.settle(classification.standings())
            settled = self.domain, self.erased
        domain, self.erased_before = settled
        self._doubtful = self._doubted(classification.standings(), before, domain)

    def _learn(self, record: Recorded, *, is_past: bool, is_before: bool) -> None:
        """Note what an event puts right, whose it is, and whether something of it was erased."""
        self.erased += 0 if record.erasure is None else len(record.erasure.commitments)
        if record.kind in KEPT:
            return
        for view in (self._old, self._new) if is_before else (self._new,):
            view.hindsight.learn(record, is_past=is_past)
        if not is_before:
            if self._size:  # else all of it is fresh
                self._touched.add(record.subject)
        elif record.erasure is not None:
            self._erased.add(record.subject)

    def _doubted(self, standings: Mapping[str, Standing], before: Before, domain: str) -> dict[str, bool]:
        """The subjects of which what was told before may not stand, each with whether it certainly does not.

        Where it is not known when they were told, that goes for those of which an embargo ended while the log had these
        events: they were public for some of that time, so that it tells nothing to take them back.

        Args:
            standings: who may see what, by now.
            before: up to where the public was told before.
            domain: the office's domain then.
        """
        since, until = sorted((self._old.at, self._new.at))
        earliest, latest = sorted((self._earliest, self._old.at))
        doubtful: dict[str, bool] = {}
        for subject in self._old.last:
            standing = standings[subject]
            is_erased = subject in self._erased and before.erased != self.erased_before
            if domain != self.domain or is_erased or standing.opens(earliest, latest):
                doubtful[subject] = True
            elif standing.opens(since, until) or subject in self._touched or subject not in self._new.last:
                doubtful[subject] = False
        return doubtful

    def changes(self) -> Iterator[Retracted | Told]:
        """First the subjects that are retracted, then what is told, in the order of the log."""
        again: set[str] = set()
        if self._doubtful:
            for subject, retracted in self._otherwise():
                again.add(subject)
                if retracted is not None:
                    yield retracted
        fresh = {subject for subject in self._new.last if subject in again or subject not in self._old.last}
        told = _Telling(self._new)
        for record, uid, state in self._states(self._new.last, fresh | self._touched):
            changed = told.changed(record, uid, state)
            if changed and (_number(record) >= self._size or record.subject in fresh):
                yield Told(record, uid, changed)

    def _otherwise(self) -> list[tuple[str, Retracted | None]]:
        """The doubtful subjects of which another thing was told before; None for one of which nothing was."""
        opened: dict[str, Retracted] = {}
        was_told: set[str] = set()
        differs = {subject for subject, is_certain in self._doubtful.items() if is_certain}
        old, new = _Telling(self._old), _Telling(self._new)
        for record, uid, state in self._states(self._old.last, self._doubtful, self._size):
            subject = record.subject
            opened.setdefault(subject, Retracted(uid, record.key("event id")))
            before, now = old.changed(record, uid, state), new.changed(record, uid, state)
            if before:
                was_told.add(subject)
            if before != now:
                differs.add(subject)
        return [(each, opened[each] if each in was_told else None) for each in opened if each in differs]

    def _states(
        self, last: Mapping[str, int], subjects: Collection[str], size: int | None = None
    ) -> Iterator[tuple[Recorded, str, Subject]]:
        """The events of some subjects that belong to the past, up to their last, each with its uid and the state then.

        Args:
            last: the versions of the last events.
            subjects: the subjects that are wanted.
            size: how many events of the log are read; None for all.
        """
        uids = Uids()
        states: dict[str, Subject] = {}
        if not subjects:
            return
        for record, is_past in self._log({OFFICE, *subjects}):
            if size is not None and _number(record) >= size:
                return
            if record.kind in KEPT:
                continue
            subject, uid = record.subject, uids.of(record)
            if subject not in subjects or subject not in last:
                continue
            if is_past:
                state = states[subject] = KINDS[record.kind].evolve(states.get(subject), record.event)
                yield record, uid, state
            if record.version == last[subject]:  # nothing more is to come of it
                states.pop(subject, None)


def _number(record: Recorded) -> int:
    return record.position or 0


class _View:
    """What the public is shown of a beginning of the log, at an instant.

    Attributes:
        at: that instant.
        hindsight: what was put right by then.
        last: the subjects that the public may see, each with the version of its last event.
    """

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.hindsight = Hindsight()
        self.last: dict[str, int] = {}

    def settle(self, standings: Mapping[str, Standing]) -> None:
        """Know whom the subjects are for, now that this beginning of the log is read."""
        self.last = {each: standing.version for each, standing in standings.items() if standing.is_public(self.at)}


class _Telling:
    """What is told of a view, event by event."""

    def __init__(self, view: _View) -> None:
        self._view = view
        self._shown: dict[str, Mapping[str, Any]] = {}

    def changed(self, record: Recorded, uid: str, state: Subject) -> dict[str, Any]:
        """What is shown otherwise after an event; nothing where the public may not see its subject.

        Args:
            record: the event.
            uid: the public id of its subject.
            state: the subject after it.
        """
        subject, view = record.subject, self._view
        last = view.last.get(subject)
        if last is None:
            return {}
        right = view.hindsight.of(subject, state)
        changed: dict[str, Any] = {}
        if all(remains(each, Audience.PUBLIC, view.at) for each in (state, right)):
            before, after = self._shown.get(subject, {}), facts_of(subject, uid, right)
            self._shown[subject] = after
            changed = {name: value for name, value in after.items() if name not in before or before[name] != value}
            changed |= dict.fromkeys(name for name in before if name not in after)
        if record.version == last:
            self._shown.pop(subject, None)
        return changed


def facts_of(subject: str, uid: str, state: Subject) -> dict[str, Any]:
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
