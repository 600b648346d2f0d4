"""What an event is in the log that is proven: commitments to its fields, each with a salt of its own.

An entry of the log (the leaf of its Merkle tree, RFC 9162 section 2.1.1) is the canonical JSON (RFC 8785) of a sorted
list of commitments. A commitment is the SHA-256 of a *disclosure*, the canonical JSON of ``[key, path, value]``, as in
SD-JWT (RFC 9901 section 4.2): whoever is given the disclosure can check it, and who is not learns nothing, since the
key (an HMAC-SHA-256 by the 16 random bytes of the envelope, for this path) cannot be guessed even where the value can.

Committed to are the fields of the envelope and of the event, in the form and version in which they are stored; where
several fields are grouped under ``fields``, each of them; the opaque id of the subject (``uid``), so that an entry of a
public calendar can be tied to its events without naming the subject; that of the event itself (``event_id``), as in the
public export of events; of a value of which only a part is shown to the
public, that part (``data.when.shown``); and the digest of the stored bytes (``stored``).
A list, or a text in its languages, is one value. The list is filled up with decoys to a multiple of `WIDTH`, so that
not even the number of an event's fields can be told, nor whether an optional one is there. The position is not among
them: it is the place in the tree.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256, shake_256
from json.encoder import encode_basestring
from typing import Any, Final

import rfc8785
from pydantic_core import from_json

from mayor_schedule.domain.erasure import GROUP
from mayor_schedule.errors import InvalidValueError
from mayor_schedule.messages import listed, say

WIDTH: Final = 48
"""The number of commitments of an entry, or a multiple of it where an event should have more fields."""

UID: Final = "uid"
EVENT_ID: Final = "event_id"
STORED: Final = "stored"

SHOWN: Final = "shown"
"""Behind the path of a field: what of its value may be told where the rest may not."""

_NOT_SHOWN: Final = frozenset({"printed", "within"})

_APART: Final = frozenset({"salt", "data", "erased", "keys"})
"""What of the stored form is not a field of the envelope."""

_LARGEST_EXACT: Final = 2**53 - 1
_BYTES: Final = 32


@dataclass(frozen=True)
class Sealed:
    """One event of the log, as it is stored, and what is committed to.

    Attributes:
        subject: the id of its stream.
        version: its version in it.
        topic: its name.
        state: the stored bytes.
        uid: the opaque id of its subject, without the domain: 32 hex digits.
    """

    subject: str
    version: int
    topic: str
    state: bytes
    uid: str

    @cached_property
    def _stored(self) -> dict[str, Any]:
        stored: dict[str, Any] = from_json(self.state)
        return stored

    @cached_property
    def _salt(self) -> bytes | None:
        salt = self._stored["salt"]
        return None if salt is None else bytes.fromhex(salt)

    @property
    def erased(self) -> Mapping[str, str]:
        """The commitments of what was erased, by path."""
        erased: Mapping[str, str] = self._stored.get("erased", {})
        return erased

    @cached_property
    def values(self) -> dict[str, Any]:
        """What is committed to and not erased, by path."""
        stored, erased = self._stored, self.erased
        values: dict[str, Any] = {"subject": self.subject, "version": self.version, "topic": self.topic, UID: self.uid}
        values[EVENT_ID] = self._key("event id").hex()[:32]
        values |= {name: value for name, value in stored.items() if name not in _APART}
        values |= dict(_of_event(stored["data"]))
        values[STORED] = sha256(self.state).hexdigest()
        return {path: value for path, value in values.items() if path not in erased} if erased else values

    def disclosure(self, path: str) -> str:
        """What has to be told so that one commitment can be checked, and the value be read.

        Raises:
            InvalidValueError: it has no such field, or the field was erased.
        """
        if path not in self.values:
            event = f"{self.subject}@{self.version}"
            if path in self.erased:
                told = say(
                    "MS-0839", "cannot disclose {path} of {event}: it was erased from it", path=path, event=event
                )
            else:
                told = say(
                    "MS-0840", "cannot disclose {path} of {event}: it is not among its fields: {fields}",
                    path=path, event=event, fields=listed(self.values),
                )  # fmt: skip
            raise InvalidValueError(told)
        return f'["{self._key(f"field {path}").hex()}","{path}",{canonical(self.values[path])}]'

    def commitment(self, path: str) -> str:
        """The commitment to one field, in hex.

        Raises:
            InvalidValueError: it has no such field, or the field was erased.
        """
        return sha256(self.disclosure(path).encode()).hexdigest()

    def commitments(self) -> list[str]:
        """The commitments in hex, sorted, decoys among them."""
        found = [self.commitment(path) for path in self.values]
        found += self.erased.values()
        return sorted(found + self._decoys(-len(found) % WIDTH))

    def entry(self) -> bytes:
        """The entry of the log: the canonical JSON of the commitments."""
        return entry_of(self.commitments())

    def _decoys(self, count: int) -> list[str]:
        stream = shake_256(self._key("decoys")).hexdigest(_BYTES * count)
        return [stream[start : start + 2 * _BYTES] for start in range(0, len(stream), 2 * _BYTES)]

    def _key(self, label: str) -> bytes:
        if self._salt is None:
            return bytes.fromhex(self._stored["keys"][label])
        return hmac.digest(self._salt, f"mayor_schedule {label}".encode(), "sha256")


def _of_event(data: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The fields of an event by path, those of a group each by itself; and what may be shown, if that is less."""
    for name, value in data.items():
        if name == GROUP and isinstance(value, dict) and value:
            for inner, each in value.items():
                yield from _of_field(f"data.{name}.{inner}", inner, each)
        else:
            yield from _of_field(f"data.{name}", name, value)


def _of_field(path: str, name: str, value: Any) -> Iterator[tuple[str, Any]]:
    yield path, value
    shown = _shown(name, value)
    if shown != value:
        yield f"{path}.{SHOWN}", shown


def _shown(name: str, value: Any) -> Any:
    """A value as the public may be shown it: of people what they are called, of stops the places; nothing internal."""
    match value:
        case list() if name == "stops":
            return [{"place": _shown("", each.get("place"))} if isinstance(each, dict) else each for each in value]
        case list() if name == "guests":
            return [each.get("name") or each.get("office") if isinstance(each, dict) else each for each in value]
        case dict() if name == "party":
            return value.get("name")
        case dict():
            return {inner: _shown("", each) for inner, each in value.items() if inner not in _NOT_SHOWN}
        case list():
            return [_shown("", each) for each in value]
    return value


def entry_of(commitments: Iterable[str]) -> bytes:
    """The canonical JSON of a list of commitments."""
    return ("[" + ",".join(f'"{each}"' for each in commitments) + "]").encode()


def canonical(value: object) -> str:
    """A stored value in canonical JSON (RFC 8785); whole numbers beyond 2^53 - 1 as text (RFC 7493 section 2.2)."""
    match value:
        case str():
            return encode_basestring(value)
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int() if abs(value) <= _LARGEST_EXACT:
            return str(value)
    return rfc8785.dumps(_exact(value)).decode()


def _exact(value: Any) -> Any:
    match value:
        case dict():
            return {name: _exact(each) for name, each in value.items()}
        case list():
            return [_exact(each) for each in value]
        case int() if abs(value) > _LARGEST_EXACT:
            return str(value)
    return value
