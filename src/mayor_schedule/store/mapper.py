"""Between envelopes and stored bytes.

The stored state is one JSON object: the envelope's own fields, then the event's under ``data``; subject and version
have columns of their own and are not repeated. Names and order are for ever: bytes that are written once are never
rewritten, and the same envelope always gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from operator import itemgetter
from types import NoneType
from typing import Any, Final, cast

from eventsourcing.persistence import Mapper, StoredEvent
from pydantic_core import from_json, to_json

from mayor_schedule.domain.catalog import EVENTS
from mayor_schedule.domain.envelope import Draft, Recorded
from mayor_schedule.domain.erasure import Erasure
from mayor_schedule.domain.values.citation import Citation
from mayor_schedule.errors import StoreError
from mayor_schedule.messages import Saying, say

_UNREADABLE: Final = Saying(
    "MS-0716", "the stored bytes of {subject}@{version} cannot be read; they were damaged, or a newer version wrote "
    "them",
)  # fmt: skip

_FIELDS: Final = itemgetter("schema", "by", "citations", "note", "command", "digest", "data")
_SHAPES: Final = frozenset(
    (number, str, list, note, str, str, dict) for number in (int, bool) for note in (str, NoneType)
)
"""What these fields of an envelope are in JSON, where nothing else that reads them would tell."""


def encode(recorded: Recorded) -> bytes:
    """The stored bytes of an envelope."""
    erasure = recorded.erasure
    left = {} if erasure is None else {"erased": erasure.commitments, "keys": _hex(erasure.keys)}
    return to_json(
        {
            "schema": recorded.schema_version,
            "recorded_at": instant(recorded.recorded_at),
            "known_on": recorded.known_on.isoformat(),
            "by": recorded.by,
            "citations": [list(citation) for citation in recorded.citations],
            "note": recorded.note,
            "command": recorded.command_id,
            "digest": recorded.command_digest,
            "salt": recorded.salt.hex() if erasure is None else None,
            "data": recorded.data,
            **left,
        }
    )


def decode(subject: str, version: int, topic: str, state: bytes, position: int | None = None) -> Recorded:
    """The envelope of stored bytes; the event in it stays undecoded.

    Raises:
        StoreError: the bytes are not an envelope. No part of them is in the message.
    """
    try:
        stored: dict[str, Any] = from_json(state)
        schema, by, citations, note, command, digest, data = told = _FIELDS(stored)
        if tuple(map(type, told)) not in _SHAPES:
            raise TypeError  # noqa: TRY301 - told below, like every other damage
        salt = stored["salt"]
        draft = Draft()
        draft.subject = subject
        draft.version = version
        draft.topic = topic
        draft.schema_version = schema
        draft.recorded_at = datetime.fromisoformat(stored["recorded_at"])
        draft.known_on = date.fromisoformat(stored["known_on"])
        draft.by = by
        draft.citations = _citations(citations) if citations else ()
        draft.note = note
        draft.command_id = command
        draft.command_digest = digest
        draft.salt = b"" if salt is None else bytes.fromhex(salt)
        draft.data = data
        draft.position = position
        draft.erasure = _erasure(stored["erased"], stored["keys"]) if salt is None else None
        return draft.closed()
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
        raise StoreError(_UNREADABLE(subject=subject, version=version)) from None


def _citations(stored: Sequence[Sequence[Any]]) -> tuple[Citation, ...]:
    return tuple(Citation(*each) for each in stored)


def _erasure(commitments: Mapping[str, str], keys: Mapping[str, str]) -> Erasure:
    erased = {path: str(each) for path, each in commitments.items()}
    return Erasure(erased, {label: bytes.fromhex(key) for label, key in keys.items()})


def _hex(keys: Mapping[str, bytes]) -> dict[str, str]:
    return {label: key.hex() for label, key in keys.items()}


def instant(moment: datetime) -> str:
    """An instant as it is stored: RFC 3339 in UTC, with microseconds and a ``Z``."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


class EnvelopeMapper(Mapper[str]):
    """The mapper that the event store uses; it needs no transcoder, and every topic that it writes is registered."""

    def __init__(self) -> None:
        """Make a mapper without transcoder, compressor or cipher."""

    def to_stored_event(self, domain_event: object) -> StoredEvent:
        """The stored event of an envelope."""
        recorded = cast("Recorded", domain_event)
        if recorded.topic not in EVENTS:
            raise StoreError(say("MS-0717", "the topic {topic!r} is not registered", topic=recorded.topic))
        return StoredEvent(
            originator_id=recorded.subject,
            originator_version=recorded.version,
            topic=recorded.topic,
            state=encode(recorded),
        )

    def to_domain_event(self, stored_event: StoredEvent) -> Any:
        """The envelope of a stored event."""
        return decode(
            str(stored_event.originator_id), stored_event.originator_version, stored_event.topic, stored_event.state
        )
