"""How often, and when, what an audience is shown of an entry has changed: SEQUENCE and LAST-MODIFIED, from the history.

The log is folded event by event. After each, the entries that it can touch (the subject's own, those that are part of
it or lie within it, and the wholes that these are part of) are compared with what was shown before. A revision number
counts the changes; hiding and showing again are changes too, so that it never falls. An embargo ends between two
events, where its instant lies among the times at which they were recorded. The number is the same in every language
and every file.

In one principal's programme what counts is what that principal is shown: an entry that comes into it or leaves it, and
an occurrence of a series that becomes another's, are changes there, and none for the whole office.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from hashlib import sha256
from typing import Final, TypeGuard

from pydantic_core import to_json

from mayor_schedule.domain.catalog import KEPT, KINDS
from mayor_schedule.domain.envelope import Recorded
from mayor_schedule.domain.office import OFFICE, Profile
from mayor_schedule.domain.subject import Subject
from mayor_schedule.domain.values.fuzzy import FuzzyDate
from mayor_schedule.domain.values.period import Period
from mayor_schedule.domain.values.text import Text
from mayor_schedule.domain.values.visibility import Audience, Visibility
from mayor_schedule.domain.values.when import Timed, Unknown
from mayor_schedule.views.calendar import Calendar, CalendarEntry, when_record
from mayor_schedule.views.knowledge import Knowledge, Known, Uids, admits, is_public, remains
from mayor_schedule.views.past import as_far_as_known, told_apart
from mayor_schedule.views.programmes import Whose, lookup_in
from mayor_schedule.views.shares import Share, share_of

_BEFORE: Final = datetime.min.replace(tzinfo=UTC)
_LINKS = ("part_of", "engagement", "possible_duplicate_of")


@dataclass(frozen=True)
class Revision:
    """An entry as it is shown, and how it came to be so.

    Attributes:
        entry: the entry.
        programme: the titles of its undated parts, in order.
        sequence: how often what is shown has changed since it was first shown (RFC 5545 section 3.8.7.4).
        modified_at: when the event that last changed it was recorded; where an embargo ended, when what is shown since
            was.
        dates: what is shown of when; if that is nothing any more, the last dates that were.
        is_dated: whether those dates hold.
        is_busy: whether the entry is confidential, and shown as busy time only, without a word.
        content: everything that is shown of it, in all languages at once, as plain data.
        is_detached: whether it is a series of which only the changed occurrences are told, and not the series.
    """

    entry: CalendarEntry
    programme: tuple[Text, ...]
    sequence: int
    modified_at: datetime
    dates: Timed | Period | None
    is_dated: bool
    is_busy: bool = False
    content: object = field(default=None, compare=False, repr=False)
    is_detached: bool = False

    @cached_property
    def digest(self) -> bytes:
        """SHA-256 of everything that is shown of it, in all languages."""
        embargo = self.entry.known.state.public_from is not None
        dates = None if self.dates is None else when_record(self.dates)
        shown = [
            self.entry.uid, self.entry.kind, self.sequence, self.modified_at.isoformat(), self.content, dates,
            self.is_dated, self.is_busy, embargo, self.is_detached,
        ]  # fmt: skip
        return sha256(to_json(shown)).digest()


@dataclass
class _Shown:
    entry: CalendarEntry | None = None
    share: Share | None = None
    revision: Revision | None = None
    listed: str | None = None
    programme: tuple[Text, ...] = ()
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
    principal: str | None = None
    confidential: frozenset[str] = frozenset()
    opened: set[str] = field(default_factory=set)
    known: dict[str, Known] = field(default_factory=dict)
    states: dict[str, Subject] = field(default_factory=dict)
    unseen: dict[str, Subject] = field(default_factory=dict)
    records: dict[str, tuple[Recorded, ...]] = field(default_factory=dict)
    uids: dict[str, str] = field(default_factory=dict)
    targets: dict[str, frozenset[str]] = field(default_factory=dict)
    referring: dict[str, set[str]] = field(default_factory=dict)
    shown: dict[str, _Shown] = field(default_factory=dict)
    undated: dict[str, set[str]] = field(default_factory=dict)
    hidden: dict[str, Known] = field(default_factory=dict)
    embargoes: dict[str, datetime] = field(default_factory=dict)
    languages: tuple[str, ...] = Profile().languages
    now: datetime = _BEFORE

    def __post_init__(self) -> None:
        self.calendar = Calendar(Knowledge(self.known, Profile(), self.audience, None))
        self.told = ChainMap(self.known, self.hidden)
        self.lookup = lookup_in(self.told, self._office, self._was_withdrawn)

    def _was_withdrawn(self, subject: str) -> bool:
        state = self.states.get(subject) or self.unseen.get(subject)
        return state is not None and state.is_withdrawn

    def _office(self) -> Profile:
        office = self.states.get(OFFICE)
        return office if isinstance(office, Profile) else Profile()

    def add(self, record: Recorded, uid: str) -> None:
        self.until(record.recorded_at)
        subject = record.subject
        self.opened.add(subject)
        touched = self._around(subject)
        state = KINDS[record.kind].evolve(self.states.get(subject), record.event)
        self.states[subject] = state
        self.records[subject] = (*self.records.get(subject, ()), record)
        self.uids[subject] = uid
        self.targets[subject] = frozenset(_targets(state))
        for target in self.targets[subject]:
            self.referring.setdefault(target, set()).add(subject)
        self._admit(subject)
        if subject == OFFICE and isinstance(state, Profile):
            if state.languages != self.languages or self.principal is not None:
                touched = set(self.shown)
            self.languages = state.languages
        self._compare(touched | self._around(subject), record.recorded_at)

    def pass_over(self, record: Recorded) -> None:
        """Take in an event of what may not be shown again: that it was there, and whether it was entered in error."""
        subject = record.subject
        self.opened.add(subject)
        if self.principal is None:
            return
        self.until(record.recorded_at)
        self.unseen[subject] = KINDS[record.kind].evolve(self.unseen.get(subject), record.event)
        self._compare(self._around(subject), record.recorded_at)

    def until(self, instant: datetime) -> None:
        """Let the embargoes end that end up to an instant, one after another; what is read later than that is not."""
        self.now = max(self.now, min(instant, self.at))
        ended = sorted((end, subject) for subject, end in self.embargoes.items() if end <= self.now)
        for _, subject in ended:
            self._admit(subject)
            self._compare(self._around(subject), self._decided(subject), is_late=True)

    def _admit(self, subject: str) -> None:
        """Put a subject among those that can be seen now, those that are hidden, or those that wait."""
        state, records = self.states[subject], self.records[subject]
        for each in (self.known, self.hidden, self.embargoes):
            each.pop(subject, None)
        if state.is_withdrawn:
            return
        if admits(state, self.audience, self.now):
            shown = self.known if _exported(state) and subject not in self.confidential else self.hidden
            told = as_far_as_known(state, self.opened)
            shown[subject] = Known(subject, self.uids[subject], told, records, records[0].position or 0)
        elif state.visibility is Visibility.PUBLIC and state.public_from is not None:
            self.embargoes[subject] = state.public_from

    def _around(self, subject: str) -> set[str]:
        """The subject, what refers to it, at any depth, and what these are part of."""
        around, ahead = {subject}, [subject]
        while ahead:
            for each in self.referring.get(ahead.pop(), ()):
                if each not in around:
                    around.add(each)
                    ahead.append(each)
        return around.union(*(self.targets.get(each, ()) for each in around))

    def _entry(self, subject: str) -> CalendarEntry | None:
        """What is shown of a subject; of a confidential one nothing of what it is part of."""
        known = self.known.get(subject)
        if known is not None:
            return self.calendar.entry(known)
        hidden = self.hidden.get(subject)
        if hidden is None:
            return None
        return Calendar(Knowledge({subject: hidden}, Profile(), self.audience, None)).entry(hidden)

    def _compare(self, subjects: Iterable[str], recorded_at: datetime, *, is_late: bool = False) -> None:
        """Count what is now shown otherwise; what an embargo held back was decided before, and no stamp goes back."""
        shares = {each: self._refreshed(each) for each in subjects}
        for subject, share in shares.items():
            seen = self.shown[subject]
            if (self.busy or subject in self.known) and share is not None and _can_be_placed(share.entry.when):
                seen.dates = share.entry.when
        for subject in shares:
            content, seen = self._content(subject), self.shown[subject]
            if content == seen.content:
                continue
            seen.content = content
            seen.sequence += 1 if content is not None or seen.sequence >= 0 else 0
            decided = recorded_at
            if is_late and self.principal is not None:  # a part comes into the programme, and was recorded since
                decided = max(recorded_at, self._decided(subject))
            later = is_late and seen.modified_at is not None and seen.modified_at > decided
            seen.modified_at = seen.modified_at if later else decided

    def _decided(self, subject: str) -> datetime:
        """When it was recorded what decided last what is shown of a subject, and in a programme also whose it is."""
        set_by, whose = self.states[subject].set_by, self.principal is not None
        decided = (
            set_by[name] for name in set_by
            if is_public(name) or name == "public_from" or (whose and "attendance " in name)
        )  # fmt: skip
        return self.records[subject][max(decided, default=1) - 1].recorded_at

    def _refreshed(self, subject: str) -> Share | None:
        """What is shown of a subject's entry, made anew, and listed with the whole in whose programme it stands."""
        seen = self.shown.setdefault(subject, _Shown())
        seen.entry, seen.revision = self._entry(subject), None
        listed = _listed(seen.entry) if seen.entry is not None and subject in self.known else None
        if listed != seen.listed:
            if seen.listed is not None:
                self.undated[seen.listed].discard(subject)
            if listed is not None:
                self.undated.setdefault(listed, set()).add(subject)
            seen.listed = listed
        seen.share = None if seen.entry is None else self._share(subject, seen.entry)
        return seen.share

    def _share(self, subject: str, entry: CalendarEntry) -> Share | None:
        if self.principal is None:
            return Share(entry)
        state = self.told[subject].state
        return share_of(entry, Whose(lambda: state, self.lookup), self.principal)

    def _content(self, subject: str) -> object:
        """What is shown of a subject in any file; of a confidential one when it is, which is busy time, and no word."""
        seen = self.shown[subject]
        share = seen.share
        if share is None:
            return None
        if subject in self.hidden:
            return share.busy_content
        seen.programme = self.programme(subject)
        content = share.content(seen.programme, self.languages), self._whole_is_dated(subject)
        return content if self.principal is None else (*content, self._wholes(subject, share.entry))

    def _wholes(self, subject: str, entry: CalendarEntry) -> list[str]:
        """Of what it is part of, or lies within, that which is in the programme too, and so in its files."""
        named = {each.uid for each in (entry.part_of, entry.within) if each is not None}
        present = (each for each in self.targets[subject].intersection(self.known) if self.shown[each].share)
        return sorted(named.intersection(self.uids[each] for each in present))

    def _whole_is_dated(self, subject: str) -> object:
        """Whether what it is part of has days, and so an entry of its own in a file, to which it is related there."""
        whole = getattr(self.states[subject], "part_of", None)
        share = self.shown[whole].share if whole in self.known else None
        if whole is None or share is None:
            return None
        when = share.entry.when
        is_fuzzy = isinstance(when, FuzzyDate)
        is_day = isinstance(when, FuzzyDate) and when.is_day
        return is_day or self.shown[whole].dates is not None, is_fuzzy and not is_day

    def programme(self, subject: str) -> tuple[Text, ...]:
        parts = (self.shown[each].entry for each in self.undated.get(self.uids[subject], ()))
        entries = [entry for entry in parts if entry is not None]
        return tuple(entry.title for entry in sorted(entries, key=lambda entry: entry.known.order))

    def revisions(self) -> Iterator[Revision]:
        subjects = (*self.known, *self.hidden) if self.busy else self.known
        present = ((subject, self.shown[subject]) for subject in subjects)
        shares = [(subject, shown, shown.share) for subject, shown in present if shown.share is not None]
        for subject, shown, share in sorted(shares, key=lambda each: each[2].entry.sort_key):
            if shown.modified_at is not None:
                shown.revision = shown.revision or Revision(
                    share.entry, () if subject in self.hidden else shown.programme, shown.sequence, shown.modified_at,
                    shown.dates, isinstance(share.entry.when, (Timed, Period)), subject in self.hidden, shown.content,
                    share.is_detached,
                )  # fmt: skip
                yield shown.revision


class Revisions:
    """What an audience is shown, kept from one export to the next, so that a further one folds only what is new.

    What it says is what `revisions` says of the whole log. Where clocks of several writers differ around the end of an
    embargo, it folds the log anew.

    Args:
        audience: who reads.
        busy: whether confidential entries are among them, as busy time; inside the office only.
        principal: whose programme it is; None for that of the whole office.
    """

    def __init__(self, audience: Audience, *, busy: bool = False, principal: str | None = None) -> None:
        self._audience = audience
        self._principal = principal
        self._busy = busy and audience is Audience.INTERNAL
        self._records: list[Recorded] = []
        self._has_embargo = False
        self._begin()

    def _begin(self) -> None:
        self._fold = _Fold(self._audience, _BEFORE, self._busy, self._principal)
        self._uids, self._latest = Uids(), _BEFORE

    def __len__(self) -> int:
        """How many records were folded: the position in the log from which on there are new ones."""
        return len(self._records)

    def update(self, records: Iterable[Recorded], *, at: datetime) -> list[Revision]:
        """Take in what is new, and tell what is shown now, in the order of the calendar.

        Args:
            records: the records of the log that were not given before, in order.
            at: the present instant, which lifts embargoes.
        """
        new = list(records)
        self._records += new
        if self._is_late(new, at):
            self._begin()
            new = self._records
        self._fold.at = at
        for record in new:
            self._latest = max(self._latest, record.recorded_at)
            if record.kind not in KEPT:
                self._fold.add(record, self._uids.of(record))
        self._fold.until(at)
        return list(self._fold.revisions())

    def _is_late(self, new: Iterable[Recorded], at: datetime) -> bool:
        """Whether clocks differ around an embargo: the fold may have let one end before what was recorded earlier."""
        self._has_embargo = self._has_embargo or any(each.data.get("public_from") for each in new)
        if not self._has_embargo or self._fold.at == _BEFORE:
            return False
        early = any(each.recorded_at < self._fold.now for each in new)
        return early or at < self._fold.at or self._latest > self._fold.at


def revisions(
    records: Iterable[Recorded],
    *,
    known_on: date | None = None,
    recorded_until: datetime | None = None,
    audience: Audience,
    at: datetime,
    busy: bool = False,
    principal: str | None = None,
) -> list[Revision]:
    """What an audience is shown, as known on a day, in the order of the calendar.

    Args:
        records: the whole log, in order.
        known_on: the day of knowledge; None for all of it.
        recorded_until: an aware instant; None for the whole log.
        audience: who reads. Confidential entries are shown to nobody.
        at: the present instant, which lifts embargoes.
        busy: whether confidential entries are among them all the same, to be shown as busy time without a word.
        principal: whose programme it is; None for that of the whole office.
    """
    if known_on is None and recorded_until is None:
        return Revisions(audience, busy=busy, principal=principal).update(records, at=at)
    now = _now(records := list(records))
    fold, uids = _Fold(audience, at, busy and audience is Audience.INTERNAL, principal), Uids()
    fold.confidential = frozenset(subject for subject, state in now.items() if not _exported(state))
    for record, is_past in told_apart(records, known_on, recorded_until):
        if record.kind in KEPT:
            continue
        uid = uids.of(record)  # from the whole log: a past or a partial export has the same ids
        if is_past and (record.subject == OFFICE or remains(now[record.subject], audience, at)):
            fold.add(record, uid)
        elif is_past:
            fold.pass_over(record)
    fold.until(at)
    return list(fold.revisions())


def _now(records: Iterable[Recorded]) -> Mapping[str, Subject]:
    """The present states, by which an audience may see something of the past or not."""
    latest: dict[str, Subject] = {}
    for record in records:
        if record.kind not in KEPT:
            latest[record.subject] = KINDS[record.kind].evolve(latest.get(record.subject), record.event)
    return latest


def _exported(state: Subject) -> bool:
    """Confidential entries never leave."""
    return state.visibility is not Visibility.CONFIDENTIAL


def _can_be_placed(when: object) -> TypeGuard[Timed | Period]:
    """Whether it is known today at which instants it is: the zone of a stored time may be gone."""
    if isinstance(when, Timed):
        return when.start.instant is not None and (when.end is None or when.end.instant is not None)
    return isinstance(when, Period)


def _listed(entry: CalendarEntry) -> str | None:
    """The UID of the whole that tells of an entry, since it has no day of its own."""
    if not isinstance(entry.when, (FuzzyDate, Unknown)) or entry.status == "cancelled" or entry.postponed:
        return None
    whole = entry.part_of or entry.within
    return None if whole is None else whole.uid


def _targets(state: Subject) -> Iterator[str]:
    for link in _LINKS:
        target = getattr(state, link, None)
        if target is not None:
            yield target
    for name in ("when", "period", "signing", "signed", "actual_when"):
        dates = getattr(state, name, None)
        if isinstance(dates, Unknown) and dates.within is not None:
            yield dates.within
