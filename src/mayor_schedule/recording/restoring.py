"""Restoring a log from an audit export: the same events at the same positions, and behind them one that says so.

It is the only way in on which `recorded_at`, salts and ids of commands are given and not made. What is restored must be
a history that this program could have recorded: versions without gaps, one content for a command, days of knowledge
in order, and events that can follow each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from typing import Final

from mayor_schedule.domain.catalog import KEPT, STREAMS
from mayor_schedule.domain.envelope import Recorded
from mayor_schedule.domain.office import DEFAULT_ZONE, OFFICE, Profile
from mayor_schedule.domain.restoration import LOG, HistoryRestored
from mayor_schedule.domain.subject import Subject
from mayor_schedule.domain.values.identity import kind_of
from mayor_schedule.domain.values.text import clean
from mayor_schedule.errors import BatchRefusedError, InvalidValueError, MayorScheduleError, RefusedError
from mayor_schedule.messages import Message, Saying, message_of, say, term
from mayor_schedule.store.archive import Archived
from mayor_schedule.store.mapper import decode, encode
from mayor_schedule.store.refilling import Refilling
from mayor_schedule.views.classification import Classification

from .unit import SALT_BYTES, day_in

MOST: Final = 20
"""Refusals after which no more are looked for."""

BATCH: Final = 1_000
"""Events written at a time."""

_ODD: Final = (MayorScheduleError, LookupError, TypeError, ValueError, AttributeError, RecursionError)
"""What events that no program of ours recorded may raise where they are folded."""

_HOLDS_ONE: Final = Saying(
    "MS-0811", "cannot restore into this store: it has 1 event already; restore into a new one, named with --db"
)
_HOLDS: Final = Saying(
    "MS-0812", "cannot restore into this store: it has {size} events already; restore into a new one, named with --db"
)
_OTHER_DOMAIN: Final = Saying("MS-0813", "its source has the domain {domain!r}, and the office has {office!r}")
_OTHER_DIGEST: Final = Saying(
    "MS-0814", "the command {command!r} has another digest before, and one command has one content"
)


@dataclass
class _Stream:
    """What is known of a stream by now."""

    version: int = 0
    known_on: date = date.min


@dataclass
class Restoring:
    """One attempt at restoring a log.

    Attributes:
        log: the log to fill.
        refusals: why it cannot be restored, each with the position.
    """

    log: Refilling
    refusals: list[tuple[int, RefusedError]] = field(default_factory=list)
    _size: int = 0
    _is_broken: bool = False
    _streams: dict[str, _Stream] = field(default_factory=dict)
    _classes: Classification = field(default_factory=Classification)
    _domains: dict[str, int] = field(default_factory=dict)
    _profile: Profile = field(default_factory=Profile)
    _batch: list[Archived] = field(default_factory=list)
    _commands: dict[str, str] = field(default_factory=dict)

    def check_empty(self) -> None:
        """Make sure that nothing is in the log.

        Raises:
            RefusedError: something is.
        """
        size = len(self.log)
        if size:
            raise RefusedError(_HOLDS_ONE() if size == 1 else _HOLDS(size=size))

    def take(self, events: Iterable[Archived | None]) -> None:
        """Write events, in the order of their positions.

        Args:
            events: the events; None for one that cannot be read.

        Raises:
            BatchRefusedError: some cannot have been recorded so; or one could not be read, and it holds no refusal.
        """
        for event in events:
            self._size += 1
            if event is None:
                self._is_broken = True
            elif not self._is_broken:
                self._take(event)
            if len(self.refusals) >= MOST:
                break
        if not self._is_broken:
            self._write()
        if not self._is_broken:
            self._fold()
        if self._is_broken:
            raise BatchRefusedError(sorted(self.refusals, key=itemgetter(0)))

    def say_so(self, by: str, digest: str, now: datetime, entropy: Callable[[int], bytes]) -> Recorded:
        """Append the event that says that the log was restored.

        Args:
            by: who restored it.
            digest: SHA-256 of the file, in hex.
            now: the present instant.
            entropy: gives that many random bytes.

        Raises:
            RefusedError: nobody is named who restored it.
        """
        if not by.strip():
            raise RefusedError(say("MS-0815", "cannot restore: nobody is named who does it; say by whom"))
        event = HistoryRestored(events=self._size, sha256=digest)
        said = Recorded(
            subject=LOG,
            version=self._streams.get(LOG, _Stream()).version + 1,
            topic=event.topic,
            schema_version=event.schema_version,
            recorded_at=now,
            known_on=self._today(now),
            by=clean(by),
            citations=(),
            note=None,
            command_id="restore",
            command_digest="",
            salt=entropy(SALT_BYTES),
            data=event.__pydantic_serializer__.to_python(event, mode="json"),
            position=self._size,
        )
        self.log.add([(said.subject, said.version, said.topic, encode(said))], {})
        return said

    def _today(self, now: datetime) -> date:
        """The day in the office's zone; in UTC, where today's zone data no longer knows that."""
        try:
            return day_in(self._profile.zone, now)
        except InvalidValueError:
            return day_in(DEFAULT_ZONE, now)

    def _take(self, event: Archived) -> None:
        """Check an event against those before it, and keep it for the next batch."""
        recorded = event.recorded
        stream = self._streams.setdefault(recorded.subject, _Stream())
        if recorded.version != stream.version + 1:
            why = say(
                "MS-0816", "it is version {version} of {subject}, and {expected} is next",
                version=recorded.version, subject=recorded.subject, expected=stream.version + 1,
            )  # fmt: skip
            self._refuse(recorded, why)
            return
        stream.version += 1
        if recorded.kind not in KEPT:
            if recorded.known_on < stream.known_on:
                why = say(
                    "MS-0817", "it says known on {known_on}, and the last event of its subject is known on {before}",
                    known_on=recorded.known_on, before=stream.known_on,
                )  # fmt: skip
                self._refuse(recorded, why)
            stream.known_on = recorded.known_on
        classification = self._classes.after(recorded)
        if event.classification != classification:
            why = say(
                "MS-0818", "its dataclassification is not {classification}, for whom its subject is then",
                classification=classification,
            )  # fmt: skip
            self._refuse(recorded, why)
        self._domains.setdefault(event.domain, recorded.position or 0)
        self._identify(recorded)
        self._batch.append(event)
        if len(self._batch) == BATCH and not self._is_broken:
            self._write()

    def _identify(self, recorded: Recorded) -> None:
        """Keep the identity of the command that led to an event; what the program does by itself has none."""
        if recorded.command_digest:
            digest = self._commands.setdefault(recorded.command_id, recorded.command_digest)
            if digest != recorded.command_digest:
                self._refuse_command(recorded)

    def _write(self) -> None:
        stored = self.log.digests(self._commands)
        for event in self._batch:
            known = stored.get(event.recorded.command_id)
            if event.recorded.command_digest and known not in (None, event.recorded.command_digest):
                self._refuse_command(event.recorded)
        if not self._is_broken:
            new = {each: digest for each, digest in self._commands.items() if each not in stored}
            rows = [(each.subject, each.version, each.topic, state) for each, state, *_ in self._batch]
            self.log.add(rows, new)
        self._batch, self._commands = [], {}

    def _fold(self) -> None:
        """Fold every stream by itself: has every event a state that it can follow?"""
        for subject, rows in groupby(self.log.streams(), key=itemgetter(1)):
            evolve, state = STREAMS[kind_of(subject)].evolve, None
            for position, _, version, topic, stored in rows:
                recorded = decode(subject, version, topic, stored, position)
                try:
                    state = evolve(state, recorded.event)
                except _ODD as error:
                    self._refuse(recorded, _told(recorded, error))
                    break
            self._keep_profile(subject, state)
            if len(self.refusals) >= MOST:
                return
        for domain, position in self._domains.items():
            if domain != self._profile.domain and not self._is_broken:
                why = _OTHER_DOMAIN(domain=domain[:60], office=self._profile.domain)
                self.refusals.append((position, RefusedError(why)))
                self._is_broken = True

    def _keep_profile(self, subject: str, state: Subject | None) -> None:
        if subject == OFFICE and isinstance(state, Profile):
            self._profile = state

    def _refuse_command(self, recorded: Recorded) -> None:
        self._refuse(recorded, _OTHER_DIGEST(command=recorded.command_id[:60]))

    def _refuse(self, recorded: Recorded, why: Message) -> None:
        self.refusals.append((recorded.position or 0, RefusedError(why)))
        self._is_broken = True


def _told(recorded: Recorded, error: BaseException) -> Message:
    cause = message_of(error) if isinstance(error, MayorScheduleError) else term("folding it fails")
    return say("MS-0819", "{event} cannot have happened here: {cause}", event=recorded.reference, cause=cause)
