"""`Knowledge`: every subject as the office knew it on a day, as far as an audience may see it.

What an office was in some past is told by `past`; who may see it, and by which public id, by the whole log.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Protocol, Self, TypeVar

from mayor_schedule.domain.catalog import KEPT, KINDS
from mayor_schedule.domain.envelope import Recorded
from mayor_schedule.domain.office import OFFICE, Profile
from mayor_schedule.domain.subject import Subject
from mayor_schedule.domain.values.fuzzy import FuzzyDate
from mayor_schedule.domain.values.period import Period
from mayor_schedule.domain.values.visibility import Audience, Visibility
from mayor_schedule.domain.values.when import Timed, Unknown, bounds

from .past import as_far_as_known, omitting, told_apart

S = TypeVar("S", bound=Subject)
Span = tuple[date | None, date | None]


PUBLIC_FACTS: Final = frozenset(
    {"stage", "title", "name", "period", "actual_period", "when", "actual_when", "signing", "signed", "signed_title",
     "place", "signed_place", "principal", "nights", "actual_nights", "stops", "visibility", "value", "approximate",
     "unit", "key", "scope", "as_of", "zone", "languages", "recurrence", "booked_until"}
)  # fmt: skip
"""What the public may see of a subject that it may see; of one occurrence of a series, what it may of the series."""


def is_public(fact: str) -> bool:
    """Whether the public may see a fact, by its name, of a subject that it may see."""
    name = fact.split(" ", 2)[2] if fact.startswith("occurrence ") else fact
    return name in PUBLIC_FACTS or (name == "cancelled" and name != fact)


@dataclass(frozen=True, slots=True)
class Known:
    """One subject, as known on the day.

    Attributes:
        id: the subject's id.
        uid: its id for everybody else: opaque, the same for every audience and for ever.
        state: what is held true of it.
        records: the events that say so, in order.
        order: the position of its first event in the log.
    """

    id: str
    uid: str
    state: Subject
    records: tuple[Recorded, ...]
    order: int

    @property
    def events(self) -> tuple[str, ...]:
        """The events that say so, as ``subject@version``."""
        return tuple(record.reference for record in self.records)

    @property
    def visibility(self) -> Visibility:
        """Who may see it."""
        return self.state.visibility


def without_ids(value: Any) -> Any:
    """A value without the id of the subject in whose dates it lies."""
    return Unknown() if isinstance(value, Unknown) else value


def redacted(known: Known) -> Known:
    """A subject as it may leave the office: by its public id, with the facts for the public, and without its events."""
    facts = {name: without_ids(value) for name, value in known.state.facts.items() if is_public(name)}
    heading = getattr(known.state, "heading", None)
    if heading is not None:
        facts["title"] = heading
    return Known(known.uid, known.uid, type(known.state)(facts=facts), (), known.order)


def opaque_uid(opening: Recorded, domain: str) -> str:
    """A subject's public id: an HMAC-SHA-256 keyed with the opening event's salt, at the office's domain.

    Nothing of the subject's id or text can be told from it; the domain is the one that the office had when the subject
    was opened, so that a later change of domain moves no UID (RFC 7986 section 5.3).
    """
    return f"{opening.key('uid').hex()[:32]}@{domain}"


class Uids:
    """The opaque ids of subjects, as a log is read from its beginning: a fold of a part shows it the whole log."""

    def __init__(self) -> None:
        self._office: Profile | None = None
        self._uids: dict[str, str] = {}

    def of(self, record: Recorded) -> str:
        """The opaque id of a record's subject; every record of the log must be shown, in order."""
        if record.subject not in self._uids:
            domain = (self._office or Profile()).domain
            self._uids[record.subject] = opaque_uid(record, domain)
        if record.subject == OFFICE:
            state = KINDS[record.kind].evolve(self._office, record.event)
            self._office = state if isinstance(state, Profile) else self._office
        return self._uids[record.subject]


class Classified(Protocol):
    """What tells who may see a subject: its state, or what is kept of it."""

    @property
    def visibility(self) -> Visibility:
        """Who may see it."""

    @property
    def public_from(self) -> datetime | None:
        """The instant of an embargo."""

    @property
    def is_withdrawn(self) -> bool:
        """Whether it was entered in error."""


def admits(state: Classified, audience: Audience, at: datetime) -> bool:
    """Whether an audience may see a subject at an instant. Inside the office everything can be seen."""
    if audience is Audience.INTERNAL:
        return True
    return state.visibility is Visibility.PUBLIC and (state.public_from is None or state.public_from <= at)


def remains(state: Classified, audience: Audience, at: datetime) -> bool:
    """Whether what an audience saw of a subject in the past may be shown to it again, by the present state.

    What was entered in error stays in what the office knew; to the public it is not shown again: that may have been the
    error.
    """
    return admits(state, audience, at) and not (audience is Audience.PUBLIC and state.is_withdrawn)


class Knowledge(Mapping[str, Known]):
    """The subjects that an audience may see, as known on a day, by id and in the order in which they were opened.

    What was entered in error is not among them. A subject is seen only if the audience may see it both as known then
    and now: what was hidden later never reappears. A state says nothing of a subject that was not known yet.

    Attributes:
        office: what the office was then; a default one before it was founded.
        audience: who reads.
        known_on: the day of knowledge; None for all of it.
        recorded_until: the instant after which nothing that was recorded counts; None for the whole log.
        withdrawn: the subjects that were entered in error, for audits; none for the public.
        confidential: the ids of those that are confidential, then or now.
        in_error: the ids of those that were entered in error, whoever reads: a part of one is part of nothing.
    """

    def __init__(
        self,
        known: Mapping[str, Known],
        office: Profile,
        audience: Audience,
        known_on: date | None,
        recorded_until: datetime | None = None,
        *,
        withdrawn: Mapping[str, Known] | None = None,
        confidential: frozenset[str] = frozenset(),
        in_error: frozenset[str] = frozenset(),
    ) -> None:
        self._known = known
        self.office = office
        self.audience = audience
        self.known_on = known_on
        self.recorded_until = recorded_until
        self.withdrawn: Mapping[str, Known] = withdrawn or {}
        self.confidential = confidential
        self.in_error = in_error

    @classmethod
    def of(
        cls,
        records: Iterable[Recorded],
        *,
        known_on: date | None = None,
        recorded_until: datetime | None = None,
        audience: Audience,
        at: datetime,
    ) -> Self:
        """Fold a log.

        Args:
            records: the whole log, in order.
            known_on: the day of knowledge; None for all of it.
            recorded_until: an aware instant; None for the whole log.
            audience: who reads.
            at: the present instant, which lifts embargoes.
        """
        latest: dict[str, Subject] = {}
        then: dict[str, Subject] = {}
        said: dict[str, list[Recorded]] = {}
        known_as: dict[str, str] = {}
        uids = Uids()
        for record, is_past in told_apart(records, known_on, recorded_until):
            subject = record.subject
            if record.kind in KEPT:
                continue
            evolve = KINDS[record.kind].evolve
            state = evolve(latest.get(subject), record.event)
            latest[subject] = state
            known_as[subject] = uids.of(record)
            if is_past:
                then[subject] = state
                said.setdefault(subject, []).append(record)
        known: dict[str, Known] = {}
        withdrawn: dict[str, Known] = {}
        for subject, state in then.items():
            if admits(state, audience, at) and remains(latest[subject], audience, at):
                records = tuple(said[subject])
                told = as_far_as_known(state, then)
                found = Known(subject, known_as[subject], told, records, records[0].position or 0)
                (withdrawn if state.is_withdrawn else known)[subject] = found
        office = then.get(OFFICE)
        profile = office if isinstance(office, Profile) else Profile()
        if audience is Audience.PUBLIC:
            withdrawn = {}
        confidential = frozenset(
            subject for subject, state in then.items()
            if Visibility.CONFIDENTIAL in (state.visibility, latest[subject].visibility)
        )  # fmt: skip
        in_error = frozenset(subject for subject, state in then.items() if state.is_withdrawn)
        return cls(
            known, profile, audience, known_on, recorded_until, withdrawn=withdrawn, confidential=confidential,
            in_error=in_error,
        )  # fmt: skip

    def leaving(self) -> Knowledge:
        """What of it may leave the office in a file: all but what is confidential."""
        leaving = self.only(lambda known: known.id not in self.confidential)
        leaving.withdrawn, leaving.confidential = {}, frozenset()
        return leaving

    def only(self, wanted: Callable[[Known], bool]) -> Knowledge:
        """The same knowledge, with some of its subjects alone."""
        some = {subject: known for subject, known in self.items() if wanted(known)}
        return Knowledge(
            some, self.office, self.audience, self.known_on, self.recorded_until,
            withdrawn=self.withdrawn, confidential=self.confidential, in_error=self.in_error,
        )  # fmt: skip

    def was_withdrawn(self, subject: str) -> bool:
        """Whether a subject was known to be entered in error."""
        return subject in self.in_error

    def __getitem__(self, subject: str) -> Known:
        return self._known[subject]

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)

    def of_kind(self, kind: type[S]) -> Iterator[tuple[Known, S]]:
        """The subjects of a kind, each with its state."""
        for known in self._known.values():
            if isinstance(known.state, kind):
                yield known, known.state

    def find(self, name: str) -> Known | None:
        """A subject by its id, or by its opaque one."""
        return self._known.get(name) or next((known for known in self._known.values() if known.uid == name), None)

    def shown(self, known: Known) -> Known:
        """A subject as a view hands it out: redacted for the public."""
        return redacted(known) if self.audience is Audience.PUBLIC else known

    def seen(self, subject: str | None) -> str | None:
        """A reference to a subject, or None where the subject is not known yet or not to be seen."""
        return subject if subject in self._known else None

    def masked(self, fact: str, value: Any) -> Any:
        """A value without its references to subjects that are not known yet, were taken back, or are not to be seen.

        Args:
            fact: the name of the fact, such as ``part_of``.
            value: its value in a state.

        Returns:
            The value; None for a reference that is left out, and a date unknown for one within such a subject's.
        """
        return omitting(fact, value, self._known)

    def span(self, when: Timed | Period | FuzzyDate | Unknown | None, within: str | None = None) -> Span:
        """The earliest and latest day that a date may touch; an unknown one lies within the dates of another subject.

        Args:
            when: the date.
            within: the subject that it lies in, where the date itself does not say.
        """
        return self._span(when, within, frozenset())

    def _span(self, when: object, within: str | None, passed: frozenset[str]) -> Span:
        if isinstance(when, (Timed, Period, FuzzyDate)):
            return bounds(when)
        outer = (when.within if isinstance(when, Unknown) else None) or within
        if outer is None or outer in passed or outer not in self._known:
            return None, None
        dates, part_of = self._dates(outer)
        return self._span(dates, part_of, passed | {outer})

    def _dates(self, subject: str) -> tuple[object, str | None]:
        """The dates of a subject that can be seen, and what it is a part of."""
        state = self._known[subject].state
        dates = getattr(state, "dates", None) or getattr(state, "span", None) or getattr(state, "as_of", None)
        return dates, getattr(state, "part_of", None)
