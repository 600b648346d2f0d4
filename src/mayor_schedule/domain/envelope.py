"""`Recorded`: an event in its envelope, as it is stored and read.

The envelope is cheap: the event in it is decoded when it is first asked for, so that a million envelopes can be told
apart by subject or by day without validating one event.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from mayor_schedule.errors import StoreError
from mayor_schedule.messages import message_of, say, term

from .catalog import decode
from .erasure import Erasure
from .model import Event
from .values.citation import Citation
from .values.identity import kind_of


@dataclass(frozen=True, slots=True, eq=False)
class Recorded:
    """One event of one subject, with who recorded it, when, on what source, and since when the office knew.

    Attributes:
        subject: the subject's id.
        version: 1 for the subject's first event, and so on without a gap.
        topic: the event's name, such as ``trip.planned``.
        schema_version: the version of the event's fields in which it was written.
        recorded_at: when it entered the store, in UTC; the clock sets it, and nobody else.
        known_on: the day on which the office held the information, as the recorder says.
        by: who recorded it.
        citations: the documents that say so.
        note: a remark of the recorder.
        command_id: the identity of the command that led to it.
        command_digest: a digest of the content of that command.
        salt: 16 random bytes, for ids that cannot be guessed and for proofs that disclose only chosen fields; none once
            a field is erased. What is made from it is asked for with `key`.
        data: the event's stored fields, undecoded.
        position: the index in the log, from 0 and without gaps; None before it is stored.
        erasure: what stands for the erased fields and for the salt; None where nothing was erased.
    """

    subject: str
    version: int
    topic: str
    schema_version: int
    recorded_at: datetime
    known_on: date
    by: str
    citations: tuple[Citation, ...]
    note: str | None
    command_id: str
    command_digest: str
    salt: bytes = field(repr=False)
    data: Mapping[str, Any] = field(repr=False)
    position: int | None = None
    erasure: Erasure | None = None
    _decoded: list[Event] = field(default_factory=list, repr=False)

    @property
    def event(self) -> Event:
        """The event, at the current version of its fields.

        Raises:
            StoreError: its topic is unknown, or its fields do not fit: a newer program wrote it, or it was damaged.
        """
        if not self._decoded:
            try:
                erased = () if self.erasure is None else self.erasure.commitments
                self._decoded.append(decode(self.topic, self.schema_version, self.data, erased))
            except StoreError as error:
                told = term("cannot read {event}: {error}", event=self.reference, error=message_of(error))
                raise StoreError(told) from None
        return self._decoded[0]

    @property
    def kind(self) -> str:
        """The kind of the subject."""
        return kind_of(self.subject)

    @property
    def reference(self) -> str:
        """``subject@version``: how outputs name the events that say so."""
        return f"{self.subject}@{self.version}"

    def key(self, label: str) -> bytes:
        """32 bytes made from the salt for one purpose: an HMAC-SHA-256 (RFC 2104), which tells nothing of the others.

        Args:
            label: the purpose, such as ``uid``.

        Raises:
            StoreError: the salt was erased, and this key was not kept.
        """
        if self.erasure is None:
            return hmac.digest(self.salt, f"mayor_schedule {label}".encode(), "sha256")
        kept = self.erasure.keys.get(label)
        if kept is None:
            raise StoreError(
                say(
                    "MS-0122",
                    "{event} has no key {label!r} any more: its salt was erased",
                    event=self.reference,
                    label=label,
                )
            )
        return kept


class Draft:
    """An envelope while it is read: open, with the fields of `Recorded`.

    To fill a frozen one field by field takes ten times as long, and is done for every event that is ever read.
    """

    __slots__ = Recorded.__slots__

    if TYPE_CHECKING:

        def __setattr__(self, name: str, value: object) -> None: ...

    def closed(self) -> Recorded:
        """The envelope, with all its fields given, frozen from here on."""
        envelope: Any = self
        envelope._decoded = []  # noqa: SLF001 - our own new instance
        envelope.__class__ = Recorded
        recorded: Recorded = envelope
        return recorded
