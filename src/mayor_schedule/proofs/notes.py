"""Checkpoints: the size and the root of a log, as a text that is signed (C2SP signed-note and tlog-checkpoint).

::

    example.go.kr                                     the origin: which log it is
    20852163                                          its size
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=      its root

    — example.go.kr Az3grlgtzPICa5OS8npVmf1Myq/5…     who signed that, and the signature (Ed25519, RFC 8032)

See https://c2sp.org/signed-note and https://c2sp.org/tlog-checkpoint. A text is read in one form only: what differs by
a blank, a padding or a leading zero is refused.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mayor_schedule.errors import InvalidValueError, VerificationError
from mayor_schedule.messages import Message, Saying, listed, message_of, say

from .keys import (
    DASH,
    Signature,
    SigningKey,
    VerifierKey,
    base64_of,
    bytes_of,
    control_in,
    is_name,
    is_unicode,
    new_key,
    shown,
)
from .merkle import EMPTY

__all__ = [
    "Checkpoint",
    "Note",
    "Signature",
    "SigningKey",
    "VerifierKey",
    "new_key",
    "open_checkpoint",
    "sign_checkpoint",
]

MOST_BYTES: Final = 1_000_000
"""What a note may be long."""

MOST_SIGNATURES: Final = 100
"""What a note may have."""

_SIZE: Final = re.compile(r"0|[1-9][0-9]{0,19}")

_CUT_OFF: Final = Saying("MS-0681", "its last line does not end in a newline; was it cut off?")


@dataclass(frozen=True)
class Note:
    """A text with signatures.

    Attributes:
        text: what is signed, with its last newline.
        signatures: at least one; none of them was verified.
    """

    text: str
    signatures: tuple[Signature, ...]

    @classmethod
    def parse(cls, note: str | bytes) -> Note:
        """Take a note apart.

        Raises:
            VerificationError: it is none; the message says what is wrong.
        """
        whole = _decoded(note)
        head, blank, tail = whole.rpartition("\n\n")
        if not blank or not tail:
            raise _wrong(say("MS-0682", "it has no signatures after its text and a blank line"))
        if not tail.endswith("\n"):
            raise _wrong(_CUT_OFF())
        lines = tail.removesuffix("\n").split("\n")
        if len(lines) > MOST_SIGNATURES:
            raise _wrong(say("MS-0683", "it has more than {most} signatures", most=MOST_SIGNATURES))
        return cls(f"{head}\n", tuple(_signature(line, number) for number, line in enumerate(lines, 1)))

    def __str__(self) -> str:
        return "\n".join([self.text, *map(str, self.signatures), ""])


@dataclass(frozen=True)
class Checkpoint:
    """The size and the root of a log at some time.

    Attributes:
        origin: which log it is.
        size: how many entries it had.
        root: the root over them.
        extensions: further lines, which are signed too and mean nothing here.
    """

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not all(map(_is_line, (self.origin, *self.extensions))):
            raise InvalidValueError(
                say("MS-0684", "the origin and each line after the root of a checkpoint are one line of text")
            )
        if not 0 <= self.size < 2**64:
            raise InvalidValueError(say("MS-0685", "the size of a checkpoint is a number from 0 to 2^64 - 1"))
        if len(self.root) != 32 or (self.size == 0 and self.root != EMPTY):
            raise InvalidValueError(
                say("MS-0686", "the root of a checkpoint has 32 bytes, and that of an empty log is SHA-256 of nothing")
            )

    @classmethod
    def parse(cls, text: str) -> Checkpoint:
        """Read the text of a note as a checkpoint.

        Raises:
            VerificationError: it is none; the message says what is wrong.
        """
        if not text.endswith("\n"):
            raise _wrong(_CUT_OFF())
        lines = _decoded(text).removesuffix("\n").split("\n")
        if len(lines) < 3:
            raise _wrong(say("MS-0687", "its text has not the three lines of a checkpoint: origin, size and root"))
        if not _SIZE.fullmatch(lines[1]):
            raise _wrong(say("MS-0688", "its second line is no size: a decimal number without leading zeros"))
        root = bytes_of(lines[2])
        if root is None:
            raise _wrong(say("MS-0689", "its third line is no root: 32 bytes in base64"))
        try:
            return cls(lines[0], int(lines[1]), root, tuple(lines[3:]))
        except InvalidValueError as error:
            raise _wrong(message_of(error)) from None

    def text(self) -> str:
        """What is signed, with its last newline."""
        return "\n".join([self.origin, str(self.size), base64_of(self.root), *self.extensions, ""])


def sign_checkpoint(checkpoint: Checkpoint, key: SigningKey) -> str:
    """The checkpoint as a note, signed by the key of its log.

    Raises:
        InvalidValueError: the key is that of another log.
    """
    if checkpoint.origin != key.name:
        told = say(
            "MS-0690", "cannot sign a checkpoint of {log} with the key of {key}: a log and its key have the same name; "
            "give the key of that log", log=shown(checkpoint.origin), key=shown(key.name),
        )  # fmt: skip
        raise InvalidValueError(told)
    text = checkpoint.text()
    return f"{text}\n{key.sign(text)}\n"


def open_checkpoint(note: str | bytes, trusted: Sequence[VerifierKey]) -> tuple[Checkpoint, tuple[VerifierKey, ...]]:
    """Read a checkpoint, and verify who signed it.

    Signatures by keys that are not trusted are passed over, as C2SP says; one by a trusted key that does not hold is
    not. The origin may differ from the name of the key, as it does for sum.golang.org.

    Args:
        note: the note.
        trusted: the keys that are known from elsewhere; without any, the checkpoint is read and nothing is verified.

    Returns:
        The checkpoint, and the trusted keys that signed it.

    Raises:
        VerificationError: it is no checkpoint, or no trusted key signed it as it is; the message says what is wrong.
        InvalidValueError: two trusted keys cannot be told apart by name and hash.
    """
    parsed = Note.parse(note)
    checkpoint = Checkpoint.parse(parsed.text)
    keys = _by_name(trusted)
    verified: dict[VerifierKey, None] = {}
    for signature in parsed.signatures:
        key = keys.get((signature.name, signature.hash))
        if key is not None:
            if not key.holds(signature.signature, parsed.text):
                raise _wrong(say(
                    "MS-0691", "the signature by {key} does not hold: the text was changed, or the signature",
                    key=_named(key),
                ))  # fmt: skip
            verified[key] = None
    if keys and not verified:
        raise _wrong(say(
            "MS-0692", "it is signed by {signer}, and not by a key that is trusted: {trusted}",
            signer=_named(parsed.signatures[0]), trusted=listed(map(_named, trusted)),
        ))  # fmt: skip
    return checkpoint, tuple(verified)


def _by_name(trusted: Sequence[VerifierKey]) -> dict[tuple[str, bytes], VerifierKey]:
    keys: dict[tuple[str, bytes], VerifierKey] = {}
    for key in trusted:
        if keys.setdefault((key.name, key.hash), key) != key:
            told = say(
                "MS-0693", "two keys are both {key}: a signature cannot say which; trust one of them", key=_named(key)
            )
            raise InvalidValueError(told)
    return keys


def _decoded(note: str | bytes) -> str:
    """A note as text, if it can be one."""
    if len(note) > MOST_BYTES:
        raise _wrong(say("MS-0694", "it is longer than {most:,} bytes", most=MOST_BYTES))
    try:
        text = note.decode() if isinstance(note, bytes) else note
    except UnicodeDecodeError:
        raise _wrong(say("MS-0695", "it is not text in UTF-8")) from None
    if not is_unicode(text) or len(text.encode()) > MOST_BYTES:
        raise _wrong(say("MS-0696", "it is not text in UTF-8, or is longer than {most:,} bytes", most=MOST_BYTES))
    control = control_in(text)
    if control is not None:
        told = say(
            "MS-0697", "it has a control character, U+{code:04X}; were its line endings changed?", code=ord(control)
        )
        raise _wrong(told)
    return text


def _signature(line: str, number: int) -> Signature:
    """A line that signs."""
    name, _, encoded = line.removeprefix(DASH).partition(" ")
    data = bytes_of(encoded)
    if not line.startswith(DASH) or not is_name(name):
        told = say(
            "MS-0698", "line {number} after the blank one does not begin with an em dash and the name of a key",
            number=number,
        )  # fmt: skip
        raise _wrong(told)
    if data is None or len(data) < 5:
        told = say(
            "MS-0699", "line {number} after the blank one has no signature in base64 after the name", number=number
        )
        raise _wrong(told)
    return Signature(name, data[:4], data[4:])


def _is_line(text: str) -> bool:
    return bool(text) and "\n" not in text and control_in(text) is None and is_unicode(text)


def _named(key: VerifierKey | Signature) -> str:
    return f"{shown(key.name)}+{key.hash.hex()}"


def _wrong(what: Message) -> VerificationError:
    return VerificationError("checkpoint", what)
