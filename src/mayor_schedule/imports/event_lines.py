"""One line of an audit export: what it says, whether all of it agrees, and whether it is just as it was written."""

from __future__ import annotations

import re
from typing import Any, Final

from pydantic_core import from_json, to_json

from mayor_schedule.domain.catalog import KINDS, STREAMS
from mayor_schedule.domain.envelope import Recorded
from mayor_schedule.domain.erasure import GROUP
from mayor_schedule.domain.values.identity import kind_of
from mayor_schedule.errors import StoreError
from mayor_schedule.messages import Message, message_of, say, term
from mayor_schedule.proofs.commitments import Sealed
from mayor_schedule.proofs.erasing import check_erasure
from mayor_schedule.recording.unit import SALT_BYTES
from mayor_schedule.store.archive import (
    DIGITS,
    NOT_OF_KIND,
    SPECVERSION,
    Archived,
    attributes_of,
    line_of,
    source_of,
)
from mayor_schedule.store.mapper import decode, encode

from .nodes import shown

LONGEST_SUBJECT: Final = 400
"""Characters of the id of a stream: a booking names the subject that it is of."""

_ATTRIBUTES: Final = (
    "specversion", "id", "source", "type", "subject", "datacontenttype", "recordedtime", "knownon", "sequence",
    "dataclassification",
)  # fmt: skip
_UNFIT: Final = re.compile(r"[\s\x00-\x1f\x7f-\x9f]")
_REFERENCE: Final = re.compile(r"(?s:(.+))@([1-9][0-9]{0,14})")
_SOURCE: Final = re.compile(r"//([a-z0-9.-]{1,253})/mayor-schedule")
_SEQUENCE: Final = re.compile(rf"[0-9]{{{DIGITS}}}")
_TOPIC: Final = re.compile(r"[a-z_]{1,40}\.[a-z_]{1,40}")
_HEX: Final = re.compile(r"[0-9a-f]{64}")
_BOM: Final = b"\xef\xbb\xbf"
_AGAIN: Final = term("restore the file as mayor-schedule export events wrote it")
_ODD: Final = (LookupError, TypeError, ValueError, AttributeError, OverflowError, RecursionError)
"""What a form that no program of ours wrote may raise where it is read."""


class WrongLine(Exception):  # noqa: N818 - it is told as a problem of a line
    """A line that cannot be restored; the message says why."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)


class PublicLine(WrongLine):
    """A line of an export for the public."""


def read_line(line: bytes, *, is_first: bool) -> tuple[int, Archived]:
    """Read one line.

    Args:
        line: its bytes, with the line break.
        is_first: whether it is the first one of its file.

    Returns:
        The position that it says, and the event.

    Raises:
        WrongLine: it is no line of an internal export.
    """
    given = _envelope(line, is_first=is_first)
    said = {name: given[name] for name in _ATTRIBUTES}
    subject, version = _stream(said)
    domain = _SOURCE.fullmatch(said["source"])
    if domain is None:
        raise WrongLine(
            say(
                "MS-0472", "its source {source} is not that of an office, such as {such}",
                source=shown(said["source"]), such=source_of("…"),
            )
        )  # fmt: skip
    if not _SEQUENCE.fullmatch(said["sequence"]):
        raise WrongLine(
            say(
                "MS-0473", "its sequence {given} is no number of {digits} digits",
                given=shown(said["sequence"]), digits=DIGITS,
            )
        )  # fmt: skip
    if not _TOPIC.fullmatch(said["type"]):
        raise WrongLine(
            say("MS-0474", "its type {type} is no topic, such as trip.planned", type=shown(said["type"]))
        )
    position = int(said["sequence"])
    recorded, state = _recorded(subject, version, said["type"], given["data"], position)
    event = Archived(recorded, state, said["dataclassification"], domain[1])
    _check_same(event, said, line)
    return position, event


def _envelope(line: bytes, *, is_first: bool) -> dict[str, Any]:
    """The CloudEvent of a line, with the attributes of an internal export."""
    given = _parsed(line, is_first=is_first)
    if not isinstance(given, dict) or given.get("specversion") != SPECVERSION:
        raise WrongLine(
            say("MS-0475", "this is no CloudEvents {version} envelope; {again}", version=SPECVERSION, again=_AGAIN)
        )
    data = given.get("data", {})
    if "knownon" not in given and isinstance(data, dict) and "salt" not in data:
        raise PublicLine(
            say(
                "MS-0476",
                "this is an export for the public, and lacks what a store is made of; restore one that was made with "
                "mayor-schedule export events --audience internal",
            )
        )
    missing = [each for each in (*_ATTRIBUTES, "data") if each not in given]
    if missing:
        raise WrongLine(say("MS-0477", "it has no {names}; {again}", names=", ".join(missing), again=_AGAIN))
    unknown = [each for each in given if each not in _ATTRIBUTES and each != "data"]
    if unknown:
        raise WrongLine(
            say("MS-0478", "an export has no attribute {name}; {again}", name=shown(unknown[0]), again=_AGAIN)
        )
    for name in _ATTRIBUTES:
        if not isinstance(given[name], str):
            raise WrongLine(say("MS-0479", "its {name} is no text; {again}", name=name, again=_AGAIN))
    if not isinstance(data, dict):
        raise WrongLine(say("MS-0480", "its data is no JSON object; {again}", again=_AGAIN))
    return given


def _parsed(line: bytes, *, is_first: bool) -> Any:
    if is_first and line.startswith(_BOM):
        raise WrongLine(
            say("MS-0481", "the file begins with a byte order mark, which an export has not; save it without one")
        )
    if line.endswith(b"\r\n"):
        raise WrongLine(
            say(
                "MS-0482",
                "this line ends with CR LF, and those of an export with LF alone; restore the file unchanged",
            )
        )
    try:
        line.decode()
    except UnicodeDecodeError as error:
        raise WrongLine(
            say("MS-0483", "not UTF-8 at byte {place} of the line; {again}", place=error.start + 1, again=_AGAIN)
        ) from None
    try:
        return from_json(line, allow_inf_nan=False)
    except ValueError as error:
        place = re.search(r"column (\d+)", str(error))
        if place is None:
            raise WrongLine(say("MS-0484", "this is not JSON; {again}", again=_AGAIN)) from None
        raise WrongLine(
            say("MS-0485", "this is not JSON at byte {place} of the line; {again}", place=place[1], again=_AGAIN)
        ) from None


def _stream(said: dict[str, str]) -> tuple[str, int]:
    """The stream that an event is of, and its version."""
    subject = said["subject"]
    if _UNFIT.search(subject) or len(subject) > LONGEST_SUBJECT or kind_of(subject) not in STREAMS:
        raise WrongLine(say("MS-0486", "{given} is no subject", given=shown(subject)))
    reference = _REFERENCE.fullmatch(said["id"])
    if reference is None or reference[1] != subject:
        raise WrongLine(
            say(
                "MS-0487", "its id {id} is not that of an event of its subject, {subject}",
                id=shown(said["id"]), subject=shown(subject),
            )
        )  # fmt: skip
    return subject, int(reference[2])


def _recorded(subject: str, version: int, topic: str, data: dict[str, Any], position: int) -> tuple[Recorded, bytes]:
    """The envelope that its data is, and its stored bytes."""
    try:
        state = to_json(data)
        recorded = decode(subject, version, topic, state, position)
        is_canonical = encode(recorded) == state
    except (*_ODD, StoreError):
        raise WrongLine(say("MS-0488", "its data is no stored event; {again}", again=_AGAIN)) from None
    if not is_canonical:
        raise WrongLine(
            say("MS-0489", "its data is not in the form in which events are stored; {again}", again=_AGAIN)
        )
    _check_envelope(recorded, data)
    try:
        event = recorded.event
    except StoreError as error:
        raise WrongLine(message_of(error)) from None
    except _ODD:
        raise WrongLine(
            say("MS-0490", "its data is no {topic}; {again}", topic=shown(topic), again=_AGAIN)
        ) from None
    if not isinstance(event, STREAMS[recorded.kind].events):
        raise WrongLine(NOT_OF_KIND(topic=topic, kind=recorded.kind))
    if recorded.schema_version == event.schema_version and to_json(_stored_fields(recorded)) != to_json(recorded.data):
        raise WrongLine(
            say(
                "MS-0492", "the fields of its {topic} are not in the form in which events are stored; {again}",
                topic=topic, again=_AGAIN,
            )
        )  # fmt: skip
    _check_erasure(recorded, state)
    return recorded, state


def _check_envelope(recorded: Recorded, data: dict[str, Any]) -> None:
    """Make sure of what decoding an envelope leaves open."""
    erased = {} if recorded.erasure is None else recorded.erasure.commitments
    told = [(each[0], each[1:]) for each in data["citations"]]
    citations = all(
        isinstance(name, str) and all(each is None or isinstance(each, str) for each in rest) for name, rest in told
    )
    digest = recorded.command_digest
    identified = _HEX.fullmatch(digest) if digest else ("digest" in erased or recorded.kind not in KINDS)
    right = {
        "schema": type(data["schema"]) is int,
        "by": recorded.by or "by" in erased,
        "citations": citations,
        "command": recorded.command_id,
        "digest": identified,
        "salt": recorded.erasure is not None or len(recorded.salt) == SALT_BYTES,
    }
    for name, is_right in right.items():
        if not is_right:
            raise WrongLine(say("MS-0493", "the {name} of its data cannot be; {again}", name=name, again=_AGAIN))


def _stored_fields(recorded: Recorded) -> dict[str, Any]:
    """The fields of an event as they are stored: in their order, and with nothing where something was erased."""
    event = recorded.event
    fields: dict[str, Any] = event.__pydantic_serializer__.to_python(event, mode="json")
    for path in () if recorded.erasure is None else recorded.erasure.commitments:
        root, *names = path.split(".")
        if root == "data" and len(names) == 1:
            fields[names[0]] = None
        elif root == "data" and names[0] == GROUP and len(names) == 2:
            fields[GROUP] = {**fields[GROUP], names[1]: None}
    return fields


def _check_erasure(recorded: Recorded, state: bytes) -> None:
    """Make sure that an event of which something was erased is one, and has all that its proofs need."""
    why: Message | None
    try:
        why = check_erasure(recorded, Sealed(recorded.subject, recorded.version, recorded.topic, state, ""))
    except (*_ODD, StoreError):
        why = term("it cannot be read")
    if why is not None:
        raise WrongLine(
            say("MS-0494", "what stands for its erased fields is not whole: {why}; {again}", why=why, again=_AGAIN)
        )


def _check_same(event: Archived, said: dict[str, str], line: bytes) -> None:
    """Make sure that a line says what its data says, in the bytes in which it was written."""
    for name, right in attributes_of(event).items():
        if said[name] != right:
            raise WrongLine(
                say(
                    "MS-0495", "its {name} is {given}, and its data says {right}",
                    name=name, given=shown(said[name]), right=shown(right),
                )
            )  # fmt: skip
    if line_of(event) != line:
        raise WrongLine(
            say(
                "MS-0496",
                "it is not written as an export is: something was put in another order, spaced or escaped otherwise, "
                "or is there twice; {again}",
                again=_AGAIN,
            )
        )
