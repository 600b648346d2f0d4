"""Checking a store against itself and against a signed checkpoint: is everything there, and as it was recorded?

Every event is hashed anew and compared with the hash that was stored when it was first asked for; the tree head over
them is compared with the checkpoint's. So a change made behind the program's back is found, and found where it is.
Nothing that is stored is taken for granted, and nothing is written.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, TypeGuard

from mayor_schedule.domain.envelope import Recorded
from mayor_schedule.errors import StoreError, VerificationError
from mayor_schedule.proofs import merkle
from mayor_schedule.proofs.commitments import Sealed
from mayor_schedule.proofs.notes import Checkpoint
from mayor_schedule.store.history import History
from mayor_schedule.store.inspection import Found, Inspection
from mayor_schedule.store.mapper import decode, encode

from .refolding import Refolding

_TYPES: Final = (str, int, str, bytes)
_DIFFERS: Final = "it is not what was recorded: its hash is not the one that was stored"
_REWRITTEN: Final = (
    "the events before it are not those that the checkpoint was signed over; their hashes were changed with them"
)
_Node = tuple[int, int, bytes]


@dataclass(frozen=True, order=True)
class Flaw:
    """Something in a store that is not as it was recorded.

    Attributes:
        position: where in the log; the number of positions where it is of no event.
        reason: what is wrong.
        subject: the subject of the event there, if it can be told.
    """

    position: int
    reason: str
    subject: str | None = None

    def __str__(self) -> str:
        return f"position {self.position}{f' ({self.subject})' if self.subject else ''}: {self.reason}"


@dataclass(frozen=True)
class StoreCheck:
    """What a check of a store found.

    Attributes:
        size: the number of events.
        root: the tree head over them; None where it cannot be told.
        flaws: what is wrong, in the order of the log.
    """

    size: int
    root: bytes | None
    flaws: tuple[Flaw, ...]


def check_store(
    history: History,
    *,
    checkpoint: Checkpoint | None = None,
    replay: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> StoreCheck:
    """Check everything that is stored.

    Args:
        history: the store.
        checkpoint: what was signed of it, in good faith.
        replay: also decode every event and fold it, and compare the diaries with what is booked.
        progress: told how many events were checked, and of how many.

    Raises:
        StoreError: the store cannot be read at all.
    """
    size = len(history)
    with history.inspecting() as inspection:
        check = _Checking(inspection, checkpoint, Refolding() if replay else None)
        for batch in inspection.batches():
            check.take(batch)
            if progress is not None:
                progress(check.expected, max(size, check.expected))
        check.finish()
    return StoreCheck(check.expected, None if check.flaws else check.root(), tuple(sorted(check.flaws)))


def demand(check: StoreCheck) -> None:
    """Make sure that a check found nothing.

    Raises:
        VerificationError: it did; the first flaw is named.
    """
    if check.flaws:
        more = f"; and {len(check.flaws) - 1} more" if len(check.flaws) > 1 else ""
        raise VerificationError("store", f"{check.flaws[0]}{more}")


@dataclass
class _Checking:
    """A check on its way through the log."""

    inspection: Inspection
    checkpoint: Checkpoint | None
    refolding: Refolding | None
    flaws: list[Flaw] = field(default_factory=list)
    expected: int = 0
    events: merkle.Edge = field(default_factory=merkle.Edge)
    hashes: merkle.Edge | None = None
    stored: dict[tuple[int, int], Any] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    uids: dict[str, str] = field(default_factory=dict)
    commands: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.tree_size = self.inspection.tree_size()
        self._at_checkpoint()

    def take(self, batch: list[Found]) -> None:
        """Check the next positions."""
        self.stored = self._stored_nodes(self.expected, max(batch[-1].position + 1, self.expected))
        for found in batch:
            if found.position < self.expected:
                continue  # below 0: told at the end
            if found.position > self.expected:
                self._skip(found.position)
            if found.row is None:
                self._flaw("its event was removed")
                self._grow(None)
            else:
                self._event(*found.row)

    def finish(self) -> None:
        """Check what is not at any position."""
        end = self.expected
        if self.tree_size > end:
            self._flaw(f"the log ends before it, and {self.tree_size} events were hashed: the last ones were removed")
        if self.checkpoint is not None and self.checkpoint.size > end:
            self._flaw(f"the log ends before it, and the checkpoint covers {self.checkpoint.size} events")
        for position in self.inspection.odd_positions():
            self.flaws.append(Flaw(0, f"a position {position} was added, and there is none below 0"))
        for subject, place in self.inspection.strays():
            self.flaws.append(Flaw(place, "an event without a position was added here", subject))
        nodes = sum(self.tree_size >> level for level in range(self.tree_size.bit_length()))
        if self.inspection.node_count() != nodes and not self.flaws:
            self._flaw("stored hashes were added or removed")
        for command in self.inspection.commands():
            if command not in self.commands:
                self._flaw(f"the command {str(command)[:40]!r} is stored, and no event says that it was recorded")
        if self.refolding is not None:
            self.flaws += (Flaw(*each) for each in self.refolding.finish())

    def root(self) -> bytes | None:
        """The tree head over the events; None where one could not be hashed."""
        return self.events.root() if len(self.events) == self.expected else None

    def _skip(self, position: int) -> None:
        """Tell of positions that are gone, and go on with what is stored of their hashes."""
        last = f" to {position - 1}" if position - 1 > self.expected else ""
        self.flaws.append(Flaw(self.expected, f"what stood here{last} was removed"))
        for _ in range(self.expected, min(position, self.tree_size)):
            self._grow(None)
        self.expected = position

    def _event(self, subject: Any, version: Any, topic: Any, state: Any) -> None:
        """Check one event, and hash it."""
        row = (subject, version, topic, state)
        if not all(isinstance(each, kind) for each, kind in zip(row, _TYPES, strict=True)):
            self._flaw("its columns are not of the kinds that are stored")
            self._grow(None)
            return
        try:
            recorded = decode(subject, version, topic, state, self.expected)
        except StoreError as error:
            self._flaw(str(error), subject)
            self._grow(None)
            return
        if encode(recorded) != state:
            self._flaw("its bytes are not in the form in which events are stored", subject)
        self._in_order(recorded)
        self._of_command(recorded)
        if self.refolding is not None:
            self.flaws += (Flaw(self.expected, reason, subject) for reason in self.refolding.take(recorded))
        self._grow(self._entry(subject, version, topic, state), subject)

    def _entry(self, subject: str, version: int, topic: str, state: bytes) -> bytes | None:
        """The entry of the log that an event is; None where it cannot be told."""
        uid = self.uids.get(subject)
        if uid is None:
            return None  # its first event is gone, and was told of
        try:
            return Sealed(subject, version, topic, state, uid).entry()
        except (LookupError, TypeError, ValueError, AttributeError, RecursionError):
            self._flaw("it cannot be hashed: its bytes are not an event's", subject)
            return None

    def _in_order(self, recorded: Recorded) -> None:
        before = self.versions.get(recorded.subject, 0)
        if recorded.version != before + 1:
            why = f"it is version {recorded.version} of its subject, and {before + 1} was to come"
            self._flaw(why, recorded.subject)
        if not before:
            self.uids[recorded.subject] = recorded.key("uid").hex()[:32]
        self.versions[recorded.subject] = recorded.version

    def _of_command(self, recorded: Recorded) -> None:
        """Compare the identity of the command that led to it; bookings of the program's own have none."""
        if recorded.erasure is not None:
            self.commands.add(recorded.command_id)  # its digest went with what was erased
        if not recorded.command_digest:
            return
        digest = self.inspection.digest(recorded.command_id)
        if digest != recorded.command_digest:
            what = "was removed" if digest is None else "was changed"
            self._flaw(f"the stored identity of its command {what}", recorded.subject)
        self.commands.add(recorded.command_id)

    def _grow(self, entry: bytes | None, subject: str | None = None) -> None:
        """Add an entry to the tree, by its stored hash where it cannot be hashed any more."""
        position, stored = self.expected, self.stored.get((0, self.expected))
        leaf = stored if entry is None else merkle.leaf_hash(entry)
        if position < self.tree_size and entry is not None and leaf != stored:
            self._flaw("its stored hash was removed" if stored is None else _DIFFERS, subject)
        self.expected += 1
        if len(self.events) == position and _is_hash(leaf):
            if leaf != stored and self.hashes is None and position < self.tree_size:
                self.hashes = self.events.copy()  # from here on, the tree of the events is not that of the hashes
            of_hashes = [] if self.hashes is None else self.hashes.add(stored if _is_hash(stored) else leaf)
            self._compare(self.events.add(leaf), of_hashes)
        self._at_checkpoint()

    def _compare(self, of_events: list[_Node], of_hashes: list[_Node]) -> None:
        """Compare the stored hashes of subtrees with those of what is in them."""
        for level, number, value in of_events[1:]:
            last = ((number + 1) << level) - 1
            found = self.stored.get((level, number))
            if last < self.tree_size and found != value and (level, number, found) not in of_hashes:
                what = f"the stored hash of the events from here to {last} was {'changed' if found else 'removed'}"
                self.flaws.append(Flaw(number << level, what))

    def _at_checkpoint(self) -> None:
        """Where the checkpoint was signed, compare the tree head."""
        checkpoint = self.checkpoint
        if checkpoint is None or checkpoint.size != self.expected or len(self.events) != self.expected:
            return
        if checkpoint.root != self.events.root() and (self.hashes is None or self.hashes.root() != checkpoint.root):
            self._flaw(_REWRITTEN)

    def _stored_nodes(self, first: int, end: int) -> dict[tuple[int, int], Any]:
        """The stored hashes of the subtrees that are complete after one of these positions."""
        nodes: dict[tuple[int, int], Any] = {}
        end = min(end, self.tree_size)
        for level in range(end.bit_length()):
            nodes |= self.inspection.nodes(level, first >> level, end >> level)
        return nodes

    def _flaw(self, reason: str, subject: str | None = None) -> None:
        self.flaws.append(Flaw(self.expected, reason, subject))


def _is_hash(value: object) -> TypeGuard[bytes]:
    return isinstance(value, bytes) and len(value) == len(merkle.EMPTY)
