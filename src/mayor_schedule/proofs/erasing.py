"""Erasing fields of an event for good, while its entry in the log, and every proof, stays what it is."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any, Final

from mayor_schedule.domain.catalog import EVENTS
from mayor_schedule.domain.envelope import Recorded
from mayor_schedule.domain.erasure import GROUP, LASTING, Erasure, placeholder
from mayor_schedule.errors import InvalidValueError
from mayor_schedule.messages import Message, listed, say, term

from .commitments import EVENT_ID, SHOWN, STORED, UID, Sealed

_ALWAYS: Final = ("digest", STORED)
"""What is unsalted and made from all fields: with it, the value of an erased one could be found by trying."""

_BLANK: Final[Mapping[str, Any]] = {"by": "", "note": None, "citations": (), "digest": "", STORED: None}
"""What of the envelope can be erased, and what then stands in its place."""

_ATTRIBUTE: Final = {"digest": "command_digest"}
_HASH: Final = re.compile("[0-9a-f]{64}")
_KEY_BYTES: Final = 32

_FIXED: Final = frozenset(
    {"subject", "version", "topic", "schema", "recorded_at", "known_on", "command", UID, EVENT_ID}
)
"""What of the envelope the history cannot be read without."""

_LABELS: Final = ("uid", "event id", "decoys")
"""What else is made from the salt, and has to last."""


def erase(recorded: Recorded, sealed: Sealed, paths: Collection[str]) -> Recorded:
    """An event of which some fields are gone for good, while its entry in the log stays what it is.

    With them goes what is made from all fields without a salt, and the salt itself.

    Args:
        recorded: the event.
        sealed: the same event, as it is stored.
        paths: the fields, such as ``data.title``, ``note`` or ``by``.

    Raises:
        InvalidValueError: it has no such field, or cannot be read without it.
    """
    for path in paths:
        _check_erasable(recorded, sealed, path)
    shown = (f"{path}.{SHOWN}" for path in paths)
    gone = [*dict.fromkeys([*paths, *(each for each in (*shown, *_ALWAYS) if each in sealed.values)])]
    commitments = {path: sealed.commitment(path) for path in gone}
    kept = [f"field {path}" for path in sealed.values if path not in gone]
    labels = [*kept, *_LABELS]
    left = dict(sorted({**sealed.erased, **commitments}.items()))
    erasure = Erasure(left, {label: recorded.key(label) for label in labels})
    return replace(
        recorded,
        by="" if "by" in gone else recorded.by,
        note=None if "note" in gone else recorded.note,
        citations=() if "citations" in gone else recorded.citations,
        command_digest="",
        salt=b"",
        data=_without(recorded.data, gone),
        erasure=erasure,
        _decoded=[],
    )


def check_erasure(recorded: Recorded, sealed: Sealed) -> Message | None:
    """Why an erased event cannot be one that `erase` made; None if it can.

    Whoever has the store has its salts, and could put anything beside commitments that are right: so nothing may stand
    in the place of what was erased, and only what may be erased can be.

    Args:
        recorded: the event.
        sealed: the same event, as it is stored.
    """
    erasure = recorded.erasure
    if erasure is None:
        return None
    erased = erasure.commitments
    for path, commitment in erased.items():
        if not _can_be_erased(recorded.topic, path, erased):
            return say("MS-0660", "{path!r} stands among what was erased of it, and cannot be erased", path=path)
        if not _HASH.fullmatch(commitment):
            return say("MS-0661", "the commitment to {path} is none", path=path)
        if not _is_blank(recorded, path):
            return say("MS-0662", "something stands in the place of {path}, which was erased of it", path=path)
    if list(erased) != sorted(erased) or not erased.keys() >= set(_ALWAYS):
        return say("MS-0663", "what was erased of it is not told as this program tells it")
    labels = [*(f"field {path}" for path in sealed.values), *_LABELS]
    if list(erasure.keys) != labels or any(len(key) != _KEY_BYTES for key in erasure.keys.values()):
        return say("MS-0664", "the keys that stand for its salt are not those that it needs")
    return None


def _can_be_erased(topic: str, path: str, erased: Collection[str]) -> bool:
    if path in _BLANK:
        return True
    root, *names = path.split(".")
    if root != "data" or not names:
        return False
    if names[-1] == SHOWN:
        return path.removesuffix(f".{SHOWN}") in erased
    grouped = names[0] == GROUP and len(names) == 2
    if len(names) != 1 and not grouped:
        return False
    try:
        placeholder(EVENTS[topic], *names)
    except LookupError:
        return False
    return True


def _is_blank(recorded: Recorded, path: str) -> bool:
    """Whether nothing stands any more in the place of a field."""
    if path in _BLANK:
        return path == STORED or getattr(recorded, _ATTRIBUTE.get(path, path)) == _BLANK[path]
    _, *names = path.split(".")
    if names[-1] == SHOWN:
        return True
    place = recorded.data if len(names) == 1 else recorded.data.get(GROUP)
    return isinstance(place, Mapping) and names[-1] in place and place[names[-1]] is None


def _check_erasable(recorded: Recorded, sealed: Sealed, path: str) -> None:
    why = _why_not_erasable(recorded, sealed, path)
    if why is not None:
        raise InvalidValueError(
            term("cannot erase {path} of {event}: {why}", path=path, event=recorded.reference, why=why)
        )


def _why_not_erasable(recorded: Recorded, sealed: Sealed, path: str) -> Message | None:
    if path in sealed.erased:
        return say("MS-0665", "it was erased before")
    if path not in sealed.values:
        return say("MS-0666", "it has no such field; it has {fields}", fields=listed(sealed.values))
    root, *names = path.split(".")
    if root == "data" and names[-1] == SHOWN:
        return say("MS-0667", "it is a part of {whole}; erase that", whole=path.removesuffix(f".{SHOWN}"))
    if path in _FIXED or (names and names[-1] in LASTING):
        return say("MS-0668", "the history cannot be read without it")
    if root == "data":
        try:
            placeholder(EVENTS[recorded.topic], *names)
        except LookupError:
            return say("MS-0669", "the event cannot be read without it")
    return None


def _without(data: Mapping[str, Any], gone: Collection[str]) -> dict[str, Any]:
    """The stored fields of an event with nothing in the place of the erased ones."""
    kept = {name: None if f"data.{name}" in gone else value for name, value in data.items()}
    if isinstance(kept.get(GROUP), dict):
        kept[GROUP] = {
            name: None if f"data.{GROUP}.{name}" in gone else value for name, value in data[GROUP].items()
        }
    return kept
