"""Bundles: a proof in one file that can be checked without the store, by this program or by any other.

A bundle is one JSON object in canonical form (RFC 8785), so that no byte of it can be changed unnoticed:

``format``
    `FORMAT`.
``kind``
    ``events``, which are shown to be in the log; or ``consistency`` of two checkpoints of it.
``checkpoint``
    A signed note (C2SP tlog-checkpoint): the size and the tree head of the log. Of ``consistency`` the newer one, which
    may be without a signature.
``verifier``
    The key that signed it (a C2SP vkey), or null. It says which key to ask for, and is no reason to trust it.
``events``
    For each event its ``position``; the ``commitments`` to its fields, sorted; those ``disclosed``, each as the
    canonical JSON of ``[key, path, value]``, whose SHA-256 is among the commitments; the ``leaf`` hash of the entry
    (the canonical JSON of the commitments); and its ``path`` to the tree head (RFC 9162 section 2.1.3).
``old``, ``path``
    Of ``consistency``: the older checkpoint, and the path between the two (RFC 9162 section 2.1.4).

Hashes are in lower-case hex.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from mayor_schedule.errors import InvalidValueError, VerificationError
from mayor_schedule.messages import Saying, message_of, say

from . import merkle
from .commitments import Sealed, canonical, entry_of
from .keys import VerifierKey
from .notes import Checkpoint, open_checkpoint

FORMAT: Final = "mayor-schedule-proof/1"
EVENTS: Final = "events"
CONSISTENCY: Final = "consistency"

_FIELDS: Final = {
    EVENTS: {"format", "kind", "checkpoint", "verifier", "events"},
    CONSISTENCY: {"format", "kind", "checkpoint", "verifier", "old", "path"},
}
_EVENT_FIELDS: Final = {"position", "commitments", "disclosed", "leaf", "path"}
_BARE: Final = 3
"""The lines of a head that nobody signed: it has no extensions, so that no damaged signature can pass for one."""

OLDER_IS_LARGER: Final = Saying("MS-0643", "the older one covers {older} events, and the newer one {newer}")
"""What is said of two checkpoints in the wrong order."""

_SIGNED: Final = "\n\n\u2014 "
_PATH: Final = re.compile(r"[a-z0-9_.]{1,200}")


@dataclass(frozen=True)
class Disclosed:
    """An event that was proven to be in the log.

    Attributes:
        position: its place in the log.
        fields: the fields that the bundle discloses, by path; the others stay hidden.
    """

    position: int
    fields: Mapping[str, Any]


@dataclass(frozen=True)
class Checked:
    """What a bundle proves.

    Attributes:
        kind: ``events`` or ``consistency``.
        checkpoint: the state of the log against which it is proven.
        signers: the keys by which its signature was checked; none for a newer head that nobody signed.
        old: of ``consistency``, the older state.
        old_signers: the keys by which the signature of that one was checked.
        events: of ``events``, what is disclosed.
    """

    kind: str
    checkpoint: Checkpoint
    signers: tuple[VerifierKey, ...]
    old: Checkpoint | None = None
    old_signers: tuple[VerifierKey, ...] = ()
    events: tuple[Disclosed, ...] = ()


def event_proof(sealed: Sealed, position: int, paths: Sequence[str], route: Sequence[bytes]) -> dict[str, Any]:
    """What a bundle says of one event.

    Args:
        sealed: the event.
        position: its place in the log.
        paths: the fields to disclose.
        route: its path to the tree head.

    Raises:
        InvalidValueError: the event has no such field.
    """
    commitments = sealed.commitments()
    return {
        "position": position,
        "commitments": commitments,
        "disclosed": [sealed.disclosure(path) for path in paths],
        "leaf": merkle.leaf_hash(entry_of(commitments)).hex(),
        "path": [each.hex() for each in route],
    }


def event_bundle(note: str, verifier: VerifierKey | None, events: Sequence[Mapping[str, Any]]) -> bytes:
    """A bundle that shows that events are in the log of a checkpoint."""
    return _canonical(
        {"format": FORMAT, "kind": EVENTS, "checkpoint": note, "verifier": _name(verifier), "events": list(events)}
    )


def consistency_bundle(old: str, new: str, verifier: VerifierKey | None, route: Sequence[bytes]) -> bytes:
    """A bundle that shows that the log of a newer checkpoint begins with that of an older one."""
    path = [each.hex() for each in route]
    return _canonical(
        {
            "format": FORMAT, "kind": CONSISTENCY, "checkpoint": new, "verifier": _name(verifier), "old": old,
            "path": path,
        }
    )  # fmt: skip


def _name(verifier: VerifierKey | None) -> str | None:
    return None if verifier is None else str(verifier)


def _canonical(bundle: Mapping[str, Any]) -> bytes:
    """Canonical JSON and a line end: of texts, whole numbers and ASCII names, `json` writes just that."""
    return (json.dumps(bundle, sort_keys=True, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def is_bundle(data: bytes) -> bool:
    """Whether this is meant to be a bundle, perhaps a damaged one."""
    return data.startswith(b'{"') and (b'"format":"mayor-schedule-proof' in data or b'"checkpoint":"' in data)


def check_bundle(data: bytes, trusted: Sequence[VerifierKey] = ()) -> Checked:
    """Check a bundle by itself.

    Args:
        data: the file.
        trusted: the keys that may have signed it. Without any, the signature is checked by the key that the bundle
            names: that finds damage, and proves nothing of who made it.

    Raises:
        VerificationError: it does not hold; the part that fails is named.
    """
    bundle = _read(data)
    keys = _keys(bundle, trusted)
    if bundle["kind"] == CONSISTENCY:
        return _check_consistency(bundle, keys)
    checkpoint, signers = _open(bundle["checkpoint"], keys)
    events = tuple(_check_event(each, checkpoint) for each in bundle["events"])
    return Checked(EVENTS, checkpoint, signers, events=events)


def _keys(bundle: Mapping[str, Any], trusted: Sequence[VerifierKey]) -> Sequence[VerifierKey]:
    named = bundle["verifier"]
    if trusted:
        if named is not None and named not in map(str, trusted):
            told = say("MS-0644", "it names the key {named}, which is none of those that are trusted", named=named)
            raise VerificationError("checkpoint", told)
        return trusted
    if named is None:
        return ()
    try:
        return (VerifierKey.parse(named),)
    except InvalidValueError as error:
        raise VerificationError("checkpoint", message_of(error)) from None


def _check_event(event: Mapping[str, Any], checkpoint: Checkpoint) -> Disclosed:
    position, commitments = event["position"], event["commitments"]
    fields = _disclosed(event["disclosed"], frozenset(commitments), position)
    leaf = merkle.leaf_hash(entry_of(commitments))
    if leaf.hex() != event["leaf"]:
        told = say(
            "MS-0645", "the commitments of the event at position {position} do not give its leaf hash",
            position=position,
        )  # fmt: skip
        raise VerificationError("event", told)
    if position >= checkpoint.size:
        told = say(
            "MS-0646", "the event at position {position} is not among the {size} of the checkpoint",
            position=position, size=checkpoint.size,
        )  # fmt: skip
        raise VerificationError("path", told)
    if _root(leaf, position, checkpoint.size, event["path"]) != checkpoint.root:
        told = say(
            "MS-0647", "it does not lead from the event at position {position} to the tree head of the checkpoint",
            position=position,
        )  # fmt: skip
        raise VerificationError("path", told)
    return Disclosed(position, fields)


def _disclosed(disclosures: Sequence[str], commitments: frozenset[str], position: int) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for disclosure in disclosures:
        if sha256(disclosure.encode()).hexdigest() not in commitments:
            told = say(
                "MS-0648", "a field that is disclosed is not that of the event at position {position}",
                position=position,
            )  # fmt: skip
            raise VerificationError("event", told)
        path, value = _told(disclosure, position)
        if path in fields:
            told = say(
                "MS-0649", "{path} of the event at position {position} is disclosed twice", path=path, position=position
            )
            raise VerificationError("event", told)
        fields[path] = value
    return fields


def _told(disclosure: str, position: int) -> tuple[str, Any]:
    """The path and the value that a disclosure tells; it has one form only."""
    try:
        told = json.loads(disclosure)
        again = canonical(told)
    except (ValueError, RecursionError):
        why = say(
            "MS-0650", "a field that is disclosed of the event at position {position} cannot be read", position=position
        )
        raise VerificationError("event", why) from None
    if again != disclosure or not isinstance(told, list) or [type(each) for each in told[:2]] != [str, str]:
        why = say(
            "MS-0651", "a field that is disclosed of the event at position {position} is not in canonical form",
            position=position,
        )  # fmt: skip
        raise VerificationError("event", why)
    if len(told) != 3 or not _PATH.fullmatch(told[1]):
        why = say(
            "MS-0652", "a field that is disclosed of the event at position {position} has a name that no field has",
            position=position,
        )  # fmt: skip
        raise VerificationError("event", why)
    return told[1], told[2]


def _root(leaf: bytes, position: int, size: int, path: Sequence[str]) -> bytes:
    try:
        return merkle.root_of_path(leaf, position, size, [bytes.fromhex(each) for each in path])
    except InvalidValueError as error:
        raise VerificationError("path", message_of(error)) from None


def _check_consistency(bundle: Mapping[str, Any], keys: Sequence[VerifierKey]) -> Checked:
    old, old_signers = _open(bundle["old"], keys)
    head = bundle["checkpoint"]
    unsigned = _SIGNED not in head and head.count("\n") == _BARE
    new, signers = (
        (Checkpoint.parse(bundle["checkpoint"]), ()) if unsigned else _open(bundle["checkpoint"], keys)
    )
    if old.origin != new.origin:
        told = say("MS-0653", "they are of two logs, {older} and {newer}", older=old.origin, newer=new.origin)
        raise VerificationError("checkpoint", told)
    if old.size > new.size:
        raise VerificationError("checkpoint", OLDER_IS_LARGER(older=old.size, newer=new.size))
    path = [bytes.fromhex(each) for each in bundle["path"]]
    if not merkle.check_consistency(old.size, old.root, new.size, new.root, path):
        told = say(
            "MS-0654", "it does not show that the log of {newer} events begins with the {older} of the older "
            "checkpoint", newer=new.size, older=old.size,
        )  # fmt: skip
        raise VerificationError("path", told)
    return Checked(CONSISTENCY, new, signers, old, old_signers)


def _open(note: str, keys: Sequence[VerifierKey]) -> tuple[Checkpoint, tuple[VerifierKey, ...]]:
    """A checkpoint whose signature holds, and is of the log that it names."""
    checkpoint, signers = open_checkpoint(note, keys)
    if any(each.name != checkpoint.origin for each in signers):
        told = say("MS-0655", "it is of the log {log}, and signed by another one's key", log=checkpoint.origin)
        raise VerificationError("checkpoint", told)
    return checkpoint, signers


def _read(data: bytes) -> dict[str, Any]:
    """The object in a bundle, every part of it of its kind.

    Raises:
        VerificationError: it is no bundle, or a part is missing or of another kind.
    """
    try:
        bundle = json.loads(data.decode())
        again = _canonical(bundle)
    except (ValueError, RecursionError):
        raise VerificationError("bundle", say("MS-0656", "it is not JSON in UTF-8, or was damaged")) from None
    if not isinstance(bundle, dict) or bundle.get("format") != FORMAT:
        told = say("MS-0657", "its format is not {format}; another version may have made it", format=FORMAT)
        raise VerificationError("bundle", told)
    kind = bundle.get("kind")
    if kind not in (EVENTS, CONSISTENCY) or bundle.keys() != _FIELDS[kind] or not _is_whole(bundle):
        raise VerificationError("bundle", say("MS-0658", "a part of it is missing, or is not of its kind"))
    if again != data:
        told = say("MS-0659", "it is not in canonical form: it was edited, or another program wrote it")
        raise VerificationError("bundle", told)
    return bundle


def _is_whole(bundle: Mapping[str, Any]) -> bool:
    texts = [bundle["checkpoint"], bundle.get("old", ""), "" if bundle["verifier"] is None else bundle["verifier"]]
    events = bundle.get("events", [{}])
    return (
        all(isinstance(each, str) for each in texts)
        and _are_hashes(bundle.get("path", []))
        and isinstance(events, list)
        and bool(events)
        and ("events" not in bundle or all(_is_event(each) for each in events))
    )


def _is_event(event: object) -> bool:
    return (
        isinstance(event, dict)
        and event.keys() == _EVENT_FIELDS
        and type(event["position"]) is int
        and event["position"] >= 0
        and isinstance(event["disclosed"], list)
        and all(isinstance(each, str) for each in event["disclosed"])
        and _are_hashes([event["leaf"]])
        and _are_hashes(event["commitments"])
        and event["commitments"] == sorted(set(event["commitments"]))
        and _are_hashes(event["path"])
    )


def _are_hashes(given: object) -> bool:
    return isinstance(given, list) and all(
        isinstance(each, str) and len(each) == 64 and not set(each) - set("0123456789abcdef") for each in given
    )
