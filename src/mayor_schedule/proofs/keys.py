"""The keys of a log, as text: what signs its checkpoints, and what verifies them (C2SP signed-note; Ed25519, RFC 8032).

See https://c2sp.org/signed-note. `cryptography` is loaded where something is signed or verified, and not before.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from mayor_schedule.errors import InvalidValueError
from mayor_schedule.messages import say, term

DASH: Final = "\u2014 "
"""With this begins a line that signs: an em dash and a space."""

_ED25519: Final = b"\x01"
_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f]")
_HALF: Final = re.compile("[\ud800-\udfff]")
_HASH: Final = re.compile(r"[0-9a-f]{8}")
_VKEY: Final = term(
    "a verifier key is NAME+8 hex digits+base64 text, in one line, as mayor-schedule keygen prints it"
)
_SKEY: Final = term(
    "a signing key is PRIVATE+KEY+NAME+8 hex digits+base64 text, as mayor-schedule keygen writes it"
)


@dataclass(frozen=True)
class VerifierKey:
    """The public key with which the signatures of a log are checked.

    Attributes:
        name: the log, without blanks or "+".
        hash: the first 4 bytes of the SHA-256 over the name and the key, by which a signature names its key.
        public: the 32 bytes of the Ed25519 key.
    """

    name: str
    hash: bytes
    public: bytes

    def __post_init__(self) -> None:
        _check_name(self.name)
        _check_printable(self.name)
        if len(self.public) != 32 or self.hash != _key_hash(self.name, self.public):
            told = say(
                "MS-0670", "this is no key of {name}: its parts do not fit together; {form}",
                name=shown(self.name), form=_VKEY,
            )  # fmt: skip
            raise InvalidValueError(told)

    @classmethod
    def parse(cls, text: str) -> VerifierKey:
        """Read a C2SP vkey.

        Raises:
            InvalidValueError: it is none.
        """
        parts = text.split("+", 2)
        if len(parts) != 3:
            raise InvalidValueError(say("MS-0671", "this is no verifier key; {form}", form=_VKEY))
        return cls(parts[0], *_key_parts(parts[1], parts[2], _VKEY))

    def holds(self, signature: bytes, text: str) -> bool:
        """Whether a signature over a text is by this key."""
        from cryptography.exceptions import InvalidSignature  # noqa: PLC0415
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415

        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text.encode())
        except InvalidSignature:
            return False
        return True

    def __str__(self) -> str:
        return f"{self.name}+{self.hash.hex()}+{base64_of(_ED25519 + self.public)}"


@dataclass(frozen=True)
class SigningKey:
    """The secret key of a log; its own text never shows the secret.

    Attributes:
        name: the log, without blanks or "+".
        seed: the 32 secret bytes.
    """

    name: str
    seed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        _check_name(self.name)
        if len(self.seed) != 32:
            raise InvalidValueError(
                say("MS-0672", "the seed of a signing key has 32 bytes, and not {length}", length=len(self.seed))
            )

    @classmethod
    def parse(cls, text: str) -> SigningKey:
        """Read a key as golang.org/x/mod/sumdb/note writes it.

        Raises:
            InvalidValueError: it is none; the message does not repeat it.
        """
        parts = text.split("+", 4)
        if len(parts) != 5 or parts[:2] != ["PRIVATE", "KEY"]:
            raise InvalidValueError(say("MS-0673", "this is no signing key; {form}", form=_SKEY))
        of_key, seed = _key_parts(parts[3], parts[4], _SKEY)
        key = cls(parts[2], seed)
        if key.verifier.hash != of_key:
            raise InvalidValueError(
                say("MS-0674", "this is no signing key: its parts do not fit together; {form}", form=_SKEY)
            )
        return key

    def encoded(self) -> str:
        """The key as text, to be kept secret."""
        return f"PRIVATE+KEY+{self.name}+{self.verifier.hash.hex()}+{base64_of(_ED25519 + self.seed)}"

    @property
    def verifier(self) -> VerifierKey:
        """The public key that belongs to it."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415

        public = Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw()
        return VerifierKey(self.name, _key_hash(self.name, public), public)

    def sign(self, text: str) -> str:
        """The line of a note that signs its text, without the newline; the same key and text give the same line.

        Raises:
            InvalidValueError: it cannot be the text of a note: it does not end in a newline, or has control characters.
        """
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415

        if not text.endswith("\n") or control_in(text) or not is_unicode(text):
            raise InvalidValueError(
                say("MS-0675", "a text to be signed is Unicode, ends in a newline and has no control characters")
            )
        signature = Ed25519PrivateKey.from_private_bytes(self.seed).sign(text.encode())
        return str(Signature(self.name, self.verifier.hash, signature))


def new_key(name: str, entropy: Callable[[int], bytes]) -> SigningKey:
    """Make a signing key.

    Args:
        name: the log; a host name, perhaps with a path, so that no two logs have the same.
        entropy: gives so many secret random bytes, such as `os.urandom`.

    Raises:
        InvalidValueError: a key cannot have that name.
    """
    if DASH[0] in name:
        told = say(
            "MS-0676", "{name} cannot be the name of a key: an em dash begins the line that signs; use a hyphen",
            name=shown(name),
        )  # fmt: skip
        raise InvalidValueError(told)
    _check_name(name)
    _check_printable(name)
    return SigningKey(name, entropy(32))


@dataclass(frozen=True)
class Signature:
    """A signature of a note, as it claims to be; it holds only once it was verified.

    Attributes:
        name: the key's name.
        hash: the 4 bytes by which it is told from others of that name.
        signature: the signature itself.
    """

    name: str
    hash: bytes
    signature: bytes

    def __str__(self) -> str:
        return f"{DASH}{self.name} {base64_of(self.hash + self.signature)}"


def base64_of(data: bytes) -> str:
    """Standard base64 (RFC 4648 section 4)."""
    return b64encode(data).decode()


def bytes_of(text: str) -> bytes | None:
    """What a text in standard base64 says; None if it is not in the one form in which it would be written."""
    try:
        data = b64decode(text, validate=True)
    except ValueError:
        return None
    return data if base64_of(data) == text else None


def is_name(name: str) -> bool:
    """Whether a key can have a name: it is a word of Unicode, without blanks, control characters or "+"."""
    return (
        bool(name) and "+" not in name and not any(map(str.isspace, name)) and not control_in(name) and is_unicode(name)
    )


def control_in(text: str) -> str | None:
    """The first control character below a space that is no newline."""
    found = _CONTROL.search(text)
    return None if found is None else found[0]


def is_unicode(text: str) -> bool:
    """Whether a text can be written in UTF-8: it has no half of a character."""
    return not _HALF.search(text)


def shown(name: str) -> str:
    """A name as a message can show it, whoever wrote it."""
    return name if name.isprintable() and len(name) <= 60 else ascii(name[:60])


def _check_name(name: str) -> None:
    if not is_name(name):
        told = say(
            "MS-0677", "{name!r} cannot be the name of a key: it has to be a word without blanks or +, such as "
            "example.go.kr", name=name[:60],
        )  # fmt: skip
        raise InvalidValueError(told)


def _check_printable(name: str) -> None:
    """Refuse a name that can pass for another one where it is shown: by marks of direction, or by what has no shape."""
    if not name.isprintable():
        told = say(
            "MS-0678", "{name} cannot be the name of a key: it has characters that cannot be seen; leave them out",
            name=shown(name),
        )  # fmt: skip
        raise InvalidValueError(told)


def _key_parts(of_key: str, encoded: str, form: str) -> tuple[bytes, bytes]:
    """The hash and the 32 bytes of a key."""
    data = bytes_of(encoded)
    if not _HASH.fullmatch(of_key) or data is None or len(data) != 33:
        raise InvalidValueError(say("MS-0679", "this is no key, or is damaged; {form}", form=form))
    if data[:1] != _ED25519:
        told = say(
            "MS-0680", "this key is of type {type}, and only Ed25519, type 1, is known here; {form}",
            type=data[0], form=form,
        )  # fmt: skip
        raise InvalidValueError(told)
    return bytes.fromhex(of_key), data[1:]


def _key_hash(name: str, public: bytes) -> bytes:
    return sha256(name.encode() + b"\n" + _ED25519 + public).digest()[:4]
