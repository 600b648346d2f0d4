"""The Merkle tree of the log, with the hashes of its subtrees stored: a proof asks for a few of them, and for no event.

It is a view like others: events are hashed when somebody asks for a proof, and not while they are recorded, and it can
be made anew from the log at any time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from mayor_schedule.errors import InvalidValueError, StaleWriteError, StoreError
from mayor_schedule.messages import message_of, say
from mayor_schedule.proofs import merkle
from mayor_schedule.proofs.commitments import Sealed

from .mapper import decode

if TYPE_CHECKING:
    from .history import History

BATCH: Final = 500
"""Events whose hashes are stored in one transaction."""

ATTEMPTS: Final = 20
"""How often a batch is hashed again when another process was first."""

Progress = Callable[[int, int], None]
"""Told how many events are hashed, and of how many."""


class LogTree:
    """The Merkle tree of a store's log.

    Args:
        history: the store.
    """

    def __init__(self, history: History) -> None:
        self._history = history
        self._uids: dict[str, str] = {}

    def __len__(self) -> int:
        return self._history.tree_size()

    def catch_up(self, progress: Progress | None = None) -> int:
        """Hash the events that are not hashed yet; as little as is possible for each, whatever the size of the log.

        Args:
            progress: told after each batch.

        Returns:
            How many events are hashed now.

        Raises:
            StoreError: the store cannot be read or written.
        """
        attempts = ATTEMPTS
        self._check_end()
        while True:
            size = len(self)
            try:
                while (grown := self._grow(size)) > size:
                    size = grown
                    if progress is not None:
                        progress(size, len(self._history))
            except StaleWriteError:
                attempts -= 1
                if not attempts:
                    raise
                continue
            return size

    def _check_end(self) -> None:
        """Make sure that the log still has the last event that was hashed: nothing is signed that is not there.

        Raises:
            StoreError: it has not, or that event is another one.
        """
        size, there = len(self), len(self._history)
        if size > there:
            told = say(
                "MS-0771", "{store} has {size} events, and {hashed} were hashed: the last ones were removed behind the "
                "program's back; restore a backup", store=self._history.shown_as, size=there, hashed=size,
            )  # fmt: skip
            raise StoreError(told)
        if size:
            self.check(size - 1, self.sealed(size - 1))

    def check(self, position: int, sealed: Sealed) -> None:
        """Make sure that an event is the one that was hashed.

        Raises:
            StoreError: it is not.
        """
        if merkle.leaf_hash(self._entry(position, sealed)) != self.node(0, position):
            told = say(
                "MS-0772", "the event at position {position} of {store} is not the one that was hashed: it was changed "
                "behind the program's back; mayor-schedule verify tells more",
                position=position, store=self._history.shown_as,
            )  # fmt: skip
            raise StoreError(told)

    def root(self, size: int) -> bytes:
        """The tree head over the first events: their Merkle Tree Hash (RFC 9162 section 2.1.1)."""
        return merkle.root(size, self.node)

    def inclusion_path(self, position: int, size: int) -> list[bytes]:
        """The path that shows that an event is among the first `size` ones (RFC 9162 section 2.1.3)."""
        return merkle.inclusion_path(position, size, self.node)

    def consistency_path(self, old: int, new: int) -> list[bytes]:
        """The path that shows that the first `old` events are still as they were (RFC 9162 section 2.1.4)."""
        return merkle.consistency_path(old, new, self.node)

    def node(self, level: int, number: int) -> bytes:
        """The stored hash of a perfect subtree.

        Raises:
            StoreError: it is not stored.
        """
        found = self._history.node(level, number)
        if found is None:
            told = say(
                "MS-0773", "the stored hashes of {store} are damaged; mayor-schedule verify tells where",
                store=self._history.shown_as,
            )  # fmt: skip
            raise StoreError(told)
        return found

    def sealed(self, position: int) -> Sealed:
        """The event at a position, as it is stored, with what is committed to.

        Raises:
            InvalidValueError: there is no event there.
            StoreError: the store cannot be read.
        """
        for _, subject, version, topic, state in self._history.rows(position):
            return Sealed(subject, version, topic, state, self._uid(subject, version, topic, state))
        told = say(
            "MS-0774", "there is no event at position {position}; the history has {size}, counted from 0",
            position=position, size=len(self._history),
        )  # fmt: skip
        raise InvalidValueError(told)

    def entries(self, start: int = 0) -> Iterator[tuple[int, bytes]]:
        """The entries of the log, each with its position."""
        for position, subject, version, topic, state in self._history.rows(start):
            sealed = Sealed(subject, version, topic, state, self._uid(subject, version, topic, state))
            yield position, self._entry(position, sealed)

    def _entry(self, position: int, sealed: Sealed) -> bytes:
        try:
            return sealed.entry()
        except (LookupError, TypeError, ValueError, AttributeError, RecursionError):
            told = say(
                "MS-0775", "the event at position {position} of {store} cannot be hashed: it was damaged; "
                "mayor-schedule verify tells more", position=position, store=self._history.shown_as,
            )  # fmt: skip
            raise StoreError(told) from None

    def _grow(self, size: int) -> int:
        """Hash one batch, and store its hashes.

        Raises:
            StaleWriteError: another process stored some of them.
        """
        new: dict[tuple[int, int], bytes] = {}

        def node(level: int, number: int) -> bytes:
            return new.get((level, number)) or self.node(level, number)

        for position, entry in self.entries(size):
            if position - size >= BATCH:
                break
            for level, number, value in merkle.grown(position, merkle.leaf_hash(entry), node):
                new[level, number] = value
        if not new:
            return size
        try:
            self._history.add_nodes([(level, number, value) for (level, number), value in new.items()])
        except StaleWriteError:
            raise
        except StoreError as error:
            told = say(
                "MS-0776", "cannot keep the hashes of the events from position {size} on: {error}",
                size=size, error=message_of(error),
            )  # fmt: skip
            raise StoreError(told) from None
        return size + sum(level == 0 for level, _ in new)

    def _uid(self, subject: str, version: int, topic: str, state: bytes) -> str:
        """The opaque id of a subject, by the first event of its stream."""
        if subject not in self._uids:
            if version == 1:
                first: bytes | None = state
            else:
                topic, first = "", self._history.first_state(subject)
            if first is None:
                told = say(
                    "MS-0777", "{subject} has no first event: rows were removed behind the program's back",
                    subject=subject,
                )  # fmt: skip
                raise StoreError(told)
            self._uids[subject] = uid_of(subject, topic, first)
        return self._uids[subject]


def uid_of(subject: str, topic: str, state: bytes) -> str:
    """The opaque id of a subject, by the stored bytes of its first event; see `views.knowledge.opaque_uid`."""
    return decode(subject, 1, topic, state).key("uid").hex()[:32]
