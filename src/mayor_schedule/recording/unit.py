"""One attempt at recording a batch: what it would append, decided on what is stored and on itself.

The store is read, and written once, at the end. If another writer was first, the whole attempt is made anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Final, Literal, NamedTuple

from mayor_schedule.domain.booking import BOOKED, holds_of, overlaps_of
from mayor_schedule.domain.catalog import KINDS, STREAMS
from mayor_schedule.domain.clash import AcceptClash
from mayor_schedule.domain.diary import booking_id
from mayor_schedule.domain.entry import Entry, Identified, identify
from mayor_schedule.domain.envelope import Draft, Recorded
from mayor_schedule.domain.model import Command, Event, cannot, verb_of
from mayor_schedule.domain.office import OFFICE, FoundOffice, Profile
from mayor_schedule.domain.principals import addressed
from mayor_schedule.domain.references import check_references
from mayor_schedule.domain.subject import Subject
from mayor_schedule.domain.trip import Trip
from mayor_schedule.domain.values.citation import Citation
from mayor_schedule.domain.values.identity import kind_of
from mayor_schedule.domain.values.text import clean
from mayor_schedule.domain.values.zones import zone_named
from mayor_schedule.errors import BatchRefusedError, CommandConflictError, RefusedError, UnknownSubjectError
from mayor_schedule.messages import say, term
from mayor_schedule.store.history import History, Stream

from .diaries import Diaries
from .rules import Rules

SALT_BYTES: Final = 16

_BOOK: Final = term("book")


@dataclass(frozen=True)
class Receipt:
    """What became of one command.

    Attributes:
        command_id: its id.
        status: whether it was recorded now, or was there already.
        recorded: the events that it led to, now.
    """

    command_id: str
    status: Literal["recorded", "already there"]
    recorded: tuple[Recorded, ...] = ()


class Origin(NamedTuple):
    """Where events come from, as their envelopes keep it."""

    by: str
    known_on: date
    command_id: str
    digest: str
    citations: tuple[Citation, ...] = ()
    note: str | None = None


class Bookings(NamedTuple):
    """What became of booking everything that is confirmed.

    Attributes:
        booked: the subjects that took time which they did not have.
        released: how many times were given back.
        clashes: why others could not take theirs.
    """

    booked: tuple[str, ...]
    released: int
    clashes: tuple[RefusedError, ...]


def day_in(zone: str, now: datetime) -> date:
    """The day that it is in a zone at an instant."""
    return now.astimezone(zone_named(zone)).date()


class Unit:
    """One attempt at a batch.

    Args:
        history: the store.
        now: the present instant, at which all of the batch is recorded.
        entropy: gives that many random bytes.
    """

    def __init__(self, history: History, now: datetime, entropy: Callable[[int], bytes]) -> None:
        self._history = history
        self._now = now
        self._entropy = entropy
        self._streams: dict[str, Stream] = {}
        self._read: dict[str, Stream] = {}
        self._ahead: dict[str, Stream] = {}
        self._size: int | None = None
        self.decided: list[tuple[Recorded, Subject]] = []
        """What is to be appended: each event, with the state of its stream after it."""
        self._commands: dict[str, str] = {}
        self._refused: set[str] = set()
        self._asked: list[str] = []
        self._found: dict[str, str] = {}

    def run(self, entries: Sequence[Entry]) -> list[Receipt]:
        """Decide every entry, each with what those before it did.

        Raises:
            BatchRefusedError: some were refused.
        """
        founding = next((each.command.zone for each in entries if isinstance(each.command, FoundOffice)), None)
        today = day_in(founding or self._profile_zone(), self._now)
        identified = identify(entries, today)
        self._asked = [each.command_id for each in identified]
        stored = self._found = self._history.digests(self._asked)
        self._look_ahead(_needed(each.entry.command for each in identified if each.command_id not in stored))
        receipts: list[Receipt] = []
        refusals: list[tuple[int, RefusedError]] = []
        for index, each in enumerate(identified):
            try:
                receipts.append(self._add(each, stored.get(each.command_id), today))
            except RefusedError as error:
                if not self._follows(each, error):
                    refusals.append((index, error))
                self._refused.add(each.entry.command.subject)
        refusals += self._settle(identified)
        refusals += self._check_rules(identified)
        if refusals:
            raise BatchRefusedError(sorted(refusals, key=lambda refusal: refusal[0]))
        return receipts

    def commit(self) -> None:
        """Append what was decided.

        Raises:
            StaleWriteError: another writer was first.
        """
        if self.decided:
            read = {subject: stream.version for subject, stream in self._read.items()}
            self._history.append([each for each, _ in self.decided], self._commands, read=read, size=self._size)

    def is_current(self) -> bool:
        """Whether what was read is as it was, all of it at one instant: then what was decided holds, a refusal too."""
        read = {subject: stream.version for subject, stream in self._read.items()}
        if not self._history.is_current(read, self._size):
            return False
        return self._history.digests(self._asked) == self._found

    def book(self, by: str, today: date) -> Bookings:
        """Take in the diaries what confirmed entries need and do not have, and give back what nobody needs.

        Args:
            by: who asks for it.
            today: the day on which it is done.

        Raises:
            RefusedError: nobody is named who asks.
        """
        if not by.strip():
            raise RefusedError(
                say("MS-0821", "cannot book what is confirmed: nobody is named who records it; say by whom")
            )
        diaries = Diaries(self._state, self._stored, self._look_ahead)
        origin = Origin(clean(by), today, "diary", "")
        subjects = self._all(*BOOKED)
        append = partial(self._put, origin)
        diaries.weigh(subjects)
        released = sum(diaries.release(subject, append) for subject in subjects)
        booked: list[str] = []
        clashes: list[RefusedError] = []
        for subject in subjects:
            taken, refusals = diaries.take_free(subject, _BOOK, append)
            booked += [subject] if taken else []
            clashes += refusals
        return Bookings(tuple(booked), released, tuple(clashes))

    def _settle(self, identified: Sequence[Identified]) -> list[tuple[int, RefusedError]]:
        """Settle in the diaries what the batch did to subjects that take time; the refusals, each with its index."""
        last = {each.entry.command.subject: index for index, each in enumerate(identified) if self._booked(each)}
        last = {**self._parts_of_others(last), **last}
        diaries = Diaries(self._state, self._stored, self._look_ahead)
        refusals: list[tuple[int, RefusedError]] = []
        others = {each: index for each, index in self._of_others(identified).items() if each not in last}
        diaries.weigh((*last, *others))
        for subject, index in (*last.items(), *others.items()):
            diaries.release(subject, partial(self._put, _origin(identified[index])))
        for subject, index in others.items():
            diaries.take_free(subject, _BOOK, partial(self._put, _origin(identified[index])))
        for subject, index in last.items():
            try:
                verb = verb_of(identified[index].entry.command)
                diaries.take(subject, verb, partial(self._put, _origin(identified[index])))
            except RefusedError as error:
                refusals.append((index, error))
        return refusals

    def _check_rules(self, identified: Sequence[Identified]) -> list[tuple[int, RefusedError]]:
        """Refuse rules over figures that cannot be checked; at the end, since a rule may stand before its figures."""
        rules = Rules(self._state, self._stored, self._refused)
        if not rules.to_check(identified, self._commands):
            return []
        batch = [each for each in self._streams if kind_of(each) == "figure"]
        return rules.refusals((*self._all("figure"), *batch), [each for each, _ in self.decided])

    def _of_others(self, identified: Sequence[Identified]) -> dict[str, int]:
        """What takes others' time, now that the office has other principals or terms: stand-ins', or the default one's.

        It is settled with the last command to the office, which is not refused for it.
        """
        commanded = [index for index, each in enumerate(identified) if each.entry.command.subject == OFFICE]
        if not commanded or _who(self._state(OFFICE)) == _who(self._stored(OFFICE)):
            return {}
        return {subject: commanded[-1] for subject in self._all(*BOOKED) if self._takes_others_time(subject)}

    def _takes_others_time(self, subject: str) -> bool:
        before, now = (
            {hold.key for hold in holds_of(subject, lookup(subject), lookup)} for lookup in (self._stored, self._state)
        )
        return before != now

    def _parts_of_others(self, trips: Mapping[str, int]) -> dict[str, int]:
        """The engagements of trips that have another principal now: of whom nothing is said, they take his time.

        A trip that is withdrawn has none.
        """
        others = {each: index for each, index in trips.items() if self._has_other_principal(each)}
        known = self._all("engagement") if others else []
        wholes = ((each, getattr(self._state(each), "part_of", None)) for each in known)
        return {each: others[whole] for each, whole in wholes if whole in others}

    def _has_other_principal(self, subject: str) -> bool:
        before = self._stored(subject)
        return isinstance(before, Trip) and _whose(before) != _whose(self._state(subject))

    def _booked(self, each: Identified) -> bool:
        subject = each.entry.command.subject
        return kind_of(subject) in BOOKED and subject not in self._refused and each.command_id in self._commands

    def _profile_zone(self) -> str:
        state = self._stream(OFFICE).state
        return state.zone if isinstance(state, Profile) else Profile().zone

    def _stream(self, subject: str) -> Stream:
        if subject not in self._streams:
            self._streams[subject] = self._stored_stream(subject)
        return self._streams[subject]

    def _stored_stream(self, subject: str) -> Stream:
        if subject not in self._read:
            ahead = self._ahead.pop(subject, None)
            self._read[subject] = self._history.stream(subject) if ahead is None else ahead
        return self._read[subject]

    def _look_ahead(self, subjects: Iterable[str]) -> None:
        """Read together what will be asked for one by one; what is not asked for after all decides nothing."""
        wanted = [each for each in subjects if each not in self._read and each not in self._ahead]
        self._ahead.update(self._history.streams(wanted))

    def _all(self, *kinds: str) -> list[str]:
        """Every subject of some kinds, read together; what is decided on all holds only while the log does not grow."""
        self._size = len(self._history) if self._size is None else self._size
        subjects = list(dict.fromkeys(each.subject for each in self._history.log() if each.kind in kinds))
        self._look_ahead(subjects)
        return subjects

    def _state(self, subject: str) -> Subject | None:
        return self._stream(subject).state

    def _stored(self, subject: str) -> Subject | None:
        return self._stored_stream(subject).state

    def _follows(self, each: Identified, error: RefusedError) -> bool:
        """Whether a refusal only follows from an earlier one, and would tell nothing new."""
        command = each.entry.command
        if command.subject in self._refused and self._state(command.subject) is None:
            return True
        return isinstance(error, UnknownSubjectError) and error.subject in self._refused

    def _add(self, each: Identified, stored: str | None, today: date) -> Receipt:
        command = each.entry.command
        stored = self._commands.get(each.command_id, stored)
        if stored is not None:
            if stored != each.digest:
                raise _other_content(each)
            return Receipt(each.command_id, "already there")
        stream = self._stream(command.subject)
        _check_days(each, stream, today)
        recorder = clean(each.entry.by) if each.entry.by.strip() else ""
        if not recorder:
            raise cannot(command, say("MS-0822", "nobody is named who records it"), term("say by whom"))
        command = addressed(command, self._state)
        if isinstance(command, AcceptClash):
            check_references(command, self._state)
            command = overlaps_of(command, self._state)
        events = list(KINDS[kind_of(command.subject)].decide(stream.state, command))
        check_references(command, self._state)
        origin = _origin(each, recorder)
        recorded = tuple(self._put(origin, command.subject, event) for event in events)
        self._commands[each.command_id] = each.digest
        return Receipt(each.command_id, "recorded", recorded)

    def _put(self, origin: Origin, subject: str, event: Event) -> Recorded:
        stream = self._stream(subject)
        draft = Draft()
        draft.subject = subject
        draft.version = stream.version + 1
        draft.topic = event.topic
        draft.schema_version = event.schema_version
        draft.recorded_at = self._now
        draft.known_on = origin.known_on
        draft.by = origin.by
        draft.citations = origin.citations
        draft.note = origin.note
        draft.command_id = origin.command_id
        draft.command_digest = origin.digest
        draft.salt = self._entropy(SALT_BYTES)
        draft.data = event.__pydantic_serializer__.to_python(event, mode="json")
        draft.position = draft.erasure = None
        envelope = draft.closed()
        state = STREAMS[kind_of(subject)].evolve(stream.state, event)
        self._streams[subject] = Stream(subject, envelope.version, state, origin.known_on)
        self.decided.append((envelope, state))
        return envelope


def _needed(commands: Iterable[Command]) -> Iterator[str]:
    """The streams on which commands are decided, as far as one can tell before: their subjects, and what these hold."""
    for subject in dict.fromkeys(command.subject for command in commands):
        yield subject
        if kind_of(subject) in BOOKED:
            yield booking_id(subject)


def _who(office: Subject | None) -> tuple[object, ...]:
    """Who the principals of an office are, and who has been one."""
    profile = office if isinstance(office, Profile) else Profile()
    return profile.principals, profile.default_principal, profile.terms


def _whose(trip: Subject | None) -> str | None:
    """The principal of a trip; None if it was withdrawn."""
    return trip.principal if isinstance(trip, Trip) and not trip.is_withdrawn else None


def _origin(each: Identified, recorder: str = "") -> Origin:
    """Where the events of a command come from; those in the diaries cite no document."""
    entry = each.entry
    by = recorder or clean(entry.by)
    told = (entry.sources, entry.note) if recorder else ((), None)
    return Origin(by, each.known_on, each.command_id, each.digest, *told)


def _other_content(each: Identified) -> CommandConflictError:
    command = each.entry.command
    told = say(
        "MS-0823", "cannot {verb} {subject}: it was recorded before with other content (command {command}); record a "
        "change if the world moved, a correction if it was written down wrong, or, to do it once more, give this one "
        "an id of its own (id: …)",
        verb=verb_of(command), subject=command.subject, command=each.command_id,
    )  # fmt: skip
    return CommandConflictError(told)


def _check_days(each: Identified, stream: Stream, today: date) -> None:
    """Refuse a day of knowledge that is to come, or before the subject's last one."""
    command = each.entry.command
    if each.known_on > today:
        raise cannot(
            command,
            say("MS-0824", "it says known on {known_on}, and today is {today}", known_on=each.known_on, today=today),
            term("the office cannot know yet; plans are known on the day on which they are made"),
        )  # fmt: skip
    if stream.known_on is not None and each.known_on < stream.known_on:
        raise cannot(
            command,
            say("MS-0825", "it says known on {known_on}, and its last event is known on {before}",
                known_on=each.known_on, before=stream.known_on),
            term("what is found late is recorded as known on the day it was found; its source keeps its own date"),
        )  # fmt: skip
