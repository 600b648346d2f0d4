"""Checking a store against itself and against a signed checkpoint: is everything there, and as it was recorded?

Every event is hashed anew and compared with the hash that was stored when it was first asked for; the tree head over
them is compared with the checkpoint's. So a change made behind the program's back is found, and found where it is.
Nothing that is stored is taken for granted, and nothing is written.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Final, TypeGuard

from mayor_schedule.domain.envelope import Recorded
from mayor_schedule.errors import StoreError
from mayor_schedule.messages import Message, Saying, message_of, say, term
from mayor_schedule.proofs import merkle
from mayor_schedule.proofs.commitments import Sealed
from mayor_schedule.proofs.erasing import check_erasure
from mayor_schedule.proofs.notes import Checkpoint
from mayor_schedule.store.history import History
from mayor_schedule.store.inspection import Found, Inspection
from mayor_schedule.store.mapper import decode, encode

from .flaws import Flaw, of_commands, of_layout, of_positions, of_views
from .refolding import Refolding

_TYPES: Final = (str, int, str, bytes)
_DIFFERS: Final = Saying("MS-0601", "it is not what was recorded: its hash is not the one that was stored")
_REWRITTEN: Final = Saying(
    "MS-0602", "the events before it are not those that the checkpoint was signed over; their hashes were changed with "
    "them",
)  # fmt: skip
_Node = tuple[int, int, bytes]


@dataclass(frozen=True)
class StoreCheck:
    """What a check of a store found.

    Attributes:
        size: the number of events.
        root: the tree head over them; None where it cannot be told.
        flaws: what is wrong, in the order of the log.
        compared: the number of events whose stored hash was compared with their own.
        erased: the positions of events with erased fields.
    """

    size: int
    root: bytes | None
    flaws: tuple[Flaw, ...]
    compared: int = 0
    erased: tuple[int, ...] = ()


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
        replay: also decode every event and fold it, and compare the diaries with what is booked, and stored views.
        progress: told how many events were checked, and of how many.

    Raises:
        StoreError: the store cannot be read at all.
    """
    with history.inspecting() as inspection:
        check = _Checking(inspection, checkpoint, Refolding() if replay else None)
        layout = list(of_layout(inspection, 0))
        try:
            if inspection.is_readable:
                check.run(progress)
        except inspection.errors:
            if not layout:
                raise  # else that is why
        check.flaws += (replace(each, position=check.expected) for each in layout)
        check.flaws += check.of_commands
    if replay and not check.flaws:
        check.flaws += of_views(history, check.expected)
    flaws = tuple(sorted(check.flaws, key=lambda each: each.position))
    root = None if flaws else check.root()
    return StoreCheck(check.expected, root, flaws, check.compared, tuple(check.erased))


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
    of_commands: list[Flaw] = field(default_factory=list)
    erased: list[int] = field(default_factory=list)
    compared: int = 0
    tree_size: int = 0

    def run(self, progress: Callable[[int, int], None] | None) -> None:
        """Check everything that is stored."""
        size = self.inspection.count()
        self.tree_size = self.inspection.tree_size()
        self._at_checkpoint()
        for batch in self.inspection.batches():
            self.take(batch)
            if progress is not None:
                progress(self.expected, max(size, self.expected))
        self.finish()

    def take(self, batch: list[Found]) -> None:
        """Check the next positions."""
        self.stored = self._stored_nodes(self.expected, max(batch[-1].position + 1, self.expected))
        for found in batch:
            if found.position < self.expected:
                continue  # it is there more than once: told at the end
            if found.position > self.expected:
                self._skip(found.position)
            if found.row is None:
                self._flaw(say("MS-0603", "its event was removed"))
                self._grow(None)
            else:
                self._event(*found.row)

    def finish(self) -> None:
        """Check what is not at any position."""
        end = self.expected
        if self.tree_size > end:
            self._flaw(say(
                "MS-0604", "the log ends before it, and {hashed} events were hashed: the last ones were removed",
                hashed=self.tree_size,
            ))  # fmt: skip
        if self.checkpoint is not None and self.checkpoint.size > end:
            self._flaw(say(
                "MS-0605", "the log ends before it, and the checkpoint covers {size} events", size=self.checkpoint.size
            ))  # fmt: skip
        self.flaws += of_positions(self.inspection, end)
        nodes = sum(self.tree_size >> level for level in range(self.tree_size.bit_length()))
        if self.inspection.node_count() != nodes and not self.flaws:
            self._flaw(say("MS-0606", "stored hashes were added or removed"))
        if self.refolding is not None:
            self.flaws += (Flaw(*each) for each in self.refolding.finish())
        self.of_commands = list(of_commands(self.inspection, end, self.commands))

    def root(self) -> bytes | None:
        """The tree head over the events; None where one could not be hashed."""
        return self.events.root() if len(self.events) == self.expected else None

    def _skip(self, position: int) -> None:
        """Tell of positions that are gone, and go on with what is stored of their hashes."""
        last = term(" to {last}", last=position - 1) if position - 1 > self.expected else ""
        self._flaw(say("MS-0607", "what stood here{last} was removed", last=last))
        while self.expected < position and _is_hash(self.stored.get((0, self.expected))):
            self._grow(None)  # up to the first one whose hash is gone too: after it, no tree head can be told
        self.expected = position

    def _event(self, subject: Any, version: Any, topic: Any, state: Any) -> None:
        """Check one event, and hash it."""
        row = (subject, version, topic, state)
        if not all(isinstance(each, kind) for each, kind in zip(row, _TYPES, strict=True)):
            self._flaw(say("MS-0608", "its columns are not of the kinds that are stored"))
            self._grow(None)
            return
        try:
            recorded = decode(subject, version, topic, state, self.expected)
        except StoreError as error:
            self._flaw(message_of(error), subject)
            self._grow(None)
            return
        if not _is_encoded(recorded, state):
            self._flaw(say("MS-0609", "its bytes are not in the form in which events are stored"), subject)
        self._in_order(recorded)
        self._of_command(recorded)
        if self.refolding is not None:
            self.flaws += (Flaw(self.expected, reason, subject) for reason in self.refolding.take(recorded))
        self._grow(self._entry(recorded, state), subject)

    def _entry(self, recorded: Recorded, state: bytes) -> bytes | None:
        """The entry of the log that an event is; None where it cannot be told."""
        subject, uid = recorded.subject, self.uids.get(recorded.subject)
        if recorded.erasure is not None:
            self.erased.append(self.expected)
        if uid is None:
            return None  # its first event is gone, and was told of
        try:
            sealed = Sealed(subject, recorded.version, recorded.topic, state, uid)
            entry, why = sealed.entry(), check_erasure(recorded, sealed)
        except (LookupError, TypeError, ValueError, AttributeError, RecursionError, OverflowError):
            self._flaw(say("MS-0610", "it cannot be hashed: its bytes are not an event's"), subject)
            return None
        if why is not None:
            self._flaw(why, subject)
        return entry

    def _in_order(self, recorded: Recorded) -> None:
        before = self.versions.get(recorded.subject, 0)
        if recorded.version != before + 1:
            why = say(
                "MS-0611", "it is version {version} of its subject, and {expected} was to come",
                version=recorded.version, expected=before + 1,
            )  # fmt: skip
            self._flaw(why, recorded.subject)
        if not before:
            try:
                self.uids[recorded.subject] = recorded.key("uid").hex()[:32]
            except StoreError:
                why = say(
                    "MS-0612", "it cannot be hashed: its salt was erased, and a key that it needs was not kept"
                )
                self._flaw(why, recorded.subject)
        self.versions[recorded.subject] = recorded.version

    def _of_command(self, recorded: Recorded) -> None:
        """Compare the identity of the command that led to it; bookings of the program's own have none."""
        if recorded.erasure is not None:
            self.commands.add(recorded.command_id)  # its digest went with what was erased
        if not recorded.command_digest:
            return
        digest = self.inspection.digest(recorded.command_id)
        if digest != recorded.command_digest:
            what = term("was removed") if digest is None else term("was changed")
            self._flaw(say("MS-0613", "the stored identity of its command {what}", what=what), recorded.subject)
        self.commands.add(recorded.command_id)

    def _grow(self, entry: bytes | None, subject: str | None = None) -> None:
        """Add an entry to the tree, by its stored hash where it cannot be hashed any more."""
        position, stored = self.expected, self.stored.get((0, self.expected))
        leaf = stored if entry is None else merkle.leaf_hash(entry)
        self.compared += position < self.tree_size and entry is not None and _is_hash(stored)
        if position < self.tree_size and entry is not None and leaf != stored:
            self._flaw(say("MS-0614", "its stored hash was removed") if stored is None else _DIFFERS(), subject)
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
                why = say(
                    "MS-0615", "the stored hash of the events from here to {last} {what}",
                    last=last, what=term("was changed") if found else term("was removed"),
                )  # fmt: skip
                self.flaws.append(Flaw(number << level, why))

    def _at_checkpoint(self) -> None:
        """Where the checkpoint was signed, compare the tree head."""
        checkpoint = self.checkpoint
        if checkpoint is None or checkpoint.size != self.expected or len(self.events) != self.expected:
            return
        if checkpoint.root != self.events.root() and (self.hashes is None or self.hashes.root() != checkpoint.root):
            self._flaw(_REWRITTEN())

    def _stored_nodes(self, first: int, end: int) -> dict[tuple[int, int], Any]:
        """The stored hashes of the subtrees that are complete after one of these positions."""
        nodes: dict[tuple[int, int], Any] = {}
        end = min(end, self.tree_size)
        for level in range(end.bit_length()):
            nodes |= self.inspection.nodes(level, first >> level, end >> level)
        return nodes

    def _flaw(self, reason: Message, subject: str | None = None) -> None:
        self.flaws.append(Flaw(self.expected, reason, subject))


def _is_hash(value: object) -> TypeGuard[bytes]:
    return isinstance(value, bytes) and len(value) == len(merkle.EMPTY)


def _is_encoded(recorded: Recorded, state: bytes) -> bool:
    """Whether these bytes are the stored form of an event."""
    try:
        return encode(recorded) == state
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        return False
