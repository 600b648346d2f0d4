"""How often, and when, what an audience is shown of an entry has changed: SEQUENCE and LAST-MODIFIED, from the history.

The log is folded event by event. After each, the entries that it can touch (the subject's own, those that are part of
it or lie within it, and the whole that it is part of) are compared with what was shown before. A revision number
counts the changes; hiding and showing again are changes too, so that it never falls. It is the same in every
language.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from pydantic_core import to_json

from mayor_schedule.domain.catalog import KEPT, KINDS
from mayor_schedule.domain.envelope import Recorded
from mayor_schedule.domain.office import Profile
from mayor_schedule.domain.subject import Subject
from mayor_schedule.domain.values.fuzzy import FuzzyDate
from mayor_schedule.domain.values.period import Period
from mayor_schedule.domain.values.text import Text
from mayor_schedule.domain.values.visibility import Audience, Visibility
from mayor_schedule.domain.values.when import Timed, Unknown
from mayor_schedule.views.calendar import Calendar, CalendarEntry, title_of, when_record
from mayor_schedule.views.knowledge import Knowledge, Known, Uids, admits

_LINKS = ("part_of", "engagement", "possible_duplicate_of")


@dataclass(frozen=True)
class Revision:
    """An entry as it is shown, and how it came to be so.

    Attributes:
        entry: the entry.
        programme: the titles of its undated parts, in order.
        sequence: how often what is shown has changed since it was first shown (RFC 5545 section 3.8.7.4).
        modified_at: when the event that last changed it was recorded.
        dates: what is shown of when; if that is nothing any more, the last dates that were.
        is_dated: whether those dates hold.
        is_busy: whether the entry is confidential, and shown as busy time only, without a word.
    """

    entry: CalendarEntry
    programme: tuple[Text, ...]
    sequence: int
    modified_at: datetime
    dates: Timed | Period | None
    is_dated: bool
    is_busy: bool = False

    @property
    def digest(self) -> bytes:
        """SHA-256 of everything that is shown of it, in all languages."""
        content = _content(self.entry, self.programme)
        embargo = self.entry.known.state.public_from is not None
        dates = None if self.dates is None else when_record(self.dates)
        shown = [
            self.entry.uid, self.entry.kind, self.sequence, self.modified_at.isoformat(), content, dates,
            self.is_dated, self.is_busy, embargo,
        ]  # fmt: skip
        return sha256(to_json(shown)).digest()


@dataclass
class _Shown:
    content: object = None
    sequence: int = -1
    modified_at: datetime | None = None
    dates: Timed | Period | None = None


@dataclass
class _Fold:
    """The state of the fold: subjects, what refers to what, and what is shown of each."""

    audience: Audience
    at: datetime
    busy: bool = False
    known: dict[str, Known] = field(default_factory=dict)
    states: dict[str, Subject] = field(default_factory=dict)
    records: dict[str, tuple[Recorded, ...]] = field(default_factory=dict)
    uids: dict[str, str] = field(default_factory=dict)
    referring: dict[str, set[str]] = field(default_factory=dict)
    shown: dict[str, _Shown] = field(default_factory=dict)
    hidden: dict[str, Known] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.calendar = Calendar(Knowledge(self.known, Profile(), self.audience, None))

    def add(self, record: Recorded, uid: str) -> None:
        subject = record.subject
        touched = self._around(subject)
        state = KINDS[record.kind].evolve(self.states.get(subject), record.event)
        self.states[subject] = state
        self.records[subject] = (*self.records.get(subject, ()), record)
        self.uids[subject] = uid
        for target in _targets(state):
            self.referring.setdefault(target, set()).add(subject)
        self.known.pop(subject, None)
        self.hidden.pop(subject, None)
        if not state.is_withdrawn and admits(state, self.audience, self.at):
            records = self.records[subject]
            shown = self.known if _exported(state) else self.hidden
            shown[subject] = Known(subject, uid, state, records, records[0].position or 0)
        for each in sorted(touched | self._around(subject)):
            self._compare(each, record)

    def _around(self, subject: str) -> set[str]:
        """The subject, what refers to it, at any depth, and what it is part of."""
        around, ahead = {subject}, [subject]
        while ahead:
            for each in self.referring.get(ahead.pop(), ()):
                if each not in around:
                    around.add(each)
                    ahead.append(each)
        state = self.states.get(subject)
        return around | (set(_targets(state)) if state is not None else set())

    def _entry(self, subject: str) -> CalendarEntry | None:
        """What is shown of a subject; of a confidential one, if at all, nothing of what it is part of."""
        known = self.known.get(subject)
        if known is not None:
            return self.calendar.entry(known)
        hidden = self.hidden.get(subject) if self.busy else None
        if hidden is None:
            return None
        return Calendar(Knowledge({subject: hidden}, Profile(), self.audience, None)).entry(hidden)

    def _compare(self, subject: str, record: Recorded) -> None:
        entry = self._entry(subject)
        shown = self.shown.setdefault(subject, _Shown())
        content = None if entry is None else _content(entry, self.programme(subject))
        if entry is not None and isinstance(entry.when, (Timed, Period)) and _can_be_placed(entry.when):
            shown.dates = entry.when
        if content == shown.content:
            return
        shown.content = content
        shown.sequence += 1 if content is not None or shown.sequence >= 0 else 0
        shown.modified_at = record.recorded_at

    def programme(self, subject: str) -> tuple[Text, ...]:
        parts = [self.known[each] for each in self.referring.get(subject, ()) if each in self.known]
        titles = []
        for known in sorted(parts, key=lambda each: each.order):
            entry = self.calendar.entry(known)
            if entry is not None and isinstance(entry.when, (FuzzyDate, Unknown)) and entry.status != "cancelled":
                whole = entry.part_of or entry.within
                if whole is not None and whole.uid == self.uids[subject] and not entry.postponed:
                    titles.append(entry.title)
        return tuple(titles)

    def revisions(self) -> Iterator[Revision]:
        entries = ((subject, self._entry(subject)) for subject in (*self.known, *self.hidden))
        present = [(subject, entry) for subject, entry in entries if entry is not None]
        for subject, entry in sorted(present, key=lambda each: each[1].sort_key):
            shown = self.shown[subject]
            if shown.modified_at is not None:
                yield Revision(
                    entry, () if subject in self.hidden else self.programme(subject), shown.sequence, shown.modified_at,
                    shown.dates, isinstance(entry.when, (Timed, Period)), subject in self.hidden,
                )  # fmt: skip


def revisions(
    records: Iterable[Recorded],
    *,
    known_on: date | None = None,
    audience: Audience,
    at: datetime,
    busy: bool = False,
) -> list[Revision]:
    """What an audience is shown, as known on a day, in the order of the calendar.

    Args:
        records: the whole log, in order.
        known_on: the day of knowledge; None for all of it.
        audience: who reads. Confidential entries are shown to nobody.
        at: the present instant, which lifts embargoes.
        busy: whether confidential entries are among them all the same, to be shown as busy time without a word.
    """
    fold = _Fold(audience, at, busy and audience is Audience.INTERNAL)
    hidden = _hidden_now(records := list(records), audience, at) if known_on is not None else frozenset()
    uids = Uids()
    for record in records:
        if record.kind in KEPT:
            continue
        uid = uids.of(record)  # from the whole log: a past or a partial export has the same ids
        if (known_on is None or record.known_on <= known_on) and record.subject not in hidden:
            fold.add(record, uid)
    return list(fold.revisions())


def _hidden_now(records: Iterable[Recorded], audience: Audience, at: datetime) -> frozenset[str]:
    """What the audience may not see now, and so not in the past either."""
    latest: dict[str, Subject] = {}
    for record in records:
        if record.kind in KEPT:
            continue
        latest[record.subject] = KINDS[record.kind].evolve(latest.get(record.subject), record.event)
    return frozenset(
        subject for subject, state in latest.items() if not (admits(state, audience, at) and _exported(state))
    )


def _exported(state: Subject) -> bool:
    """Confidential entries never leave."""
    return state.visibility is not Visibility.CONFIDENTIAL


def _can_be_placed(when: Timed | Period) -> bool:
    """Whether it is known today at which instants it is: the zone of a stored time may be gone."""
    if isinstance(when, Period):
        return True
    return when.start.instant is not None and (when.end is None or when.end.instant is not None)


def _targets(state: Subject) -> Iterator[str]:
    for link in _LINKS:
        target = getattr(state, link, None)
        if target is not None:
            yield target
    for name in ("when", "period", "signing", "signed", "actual_when"):
        dates = getattr(state, name, None)
        if isinstance(dates, Unknown) and dates.within is not None:
            yield dates.within


def _content(entry: CalendarEntry, programme: tuple[Text, ...]) -> Mapping[str, Any]:
    """Everything that is shown of an entry, in all languages at once."""

    def whole(known: Known | None) -> object:
        title = None if known is None else title_of(known)
        return None if known is None else (known.uid, None if title is None else dict(title))

    return {
        "title": dict(entry.title),
        "status": (entry.status, entry.postponed),
        "when": when_record(entry.when),
        "parents": [whole(each) for each in (entry.part_of, entry.within, entry.same_as)],
        "place": None if entry.place is None else entry.place.model_dump(mode="json"),
        "stops": [stop.model_dump(mode="json") for stop in entry.stops],
        "nights": entry.nights,
        "class": str(entry.visibility),
        "programme": [dict(title) for title in programme],
        "recurrence": None if entry.recurrence is None else entry.recurrence.model_dump(mode="json"),
        "changed": [_occurrence_content(each) for each in entry.changed],
    }


def _occurrence_content(entry: CalendarEntry) -> tuple[object, ...]:
    """Everything that is shown of an occurrence at which something is otherwise."""
    place = None if entry.place is None else entry.place.model_dump(mode="json")
    return entry.occurrence, dict(entry.title), entry.status, when_record(entry.when), place
