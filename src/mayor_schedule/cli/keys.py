"""Keys and checkpoints as files, and proofs as they are asked for on the command line."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from mayor_schedule.audit.proving import (
    Head,
    given_head,
    prove_entry,
    prove_event,
    prove_since,
    signed_head,
    unsigned_head,
)
from mayor_schedule.errors import InvalidValueError, StoreError, VerificationError
from mayor_schedule.messages import Message, say, term
from mayor_schedule.office import Office
from mayor_schedule.proofs.keys import SigningKey, VerifierKey, new_key
from mayor_schedule.store.opening import may_be_written
from mayor_schedule.system import system_said

NAME: Final = "mayor-schedule"
"""The name of a key where there is no office yet."""

_MOST: Final = 1_000_000
_EM_DASH: Final = "\u2014".encode()
_OTHERS: Final = (b"{", b"SQLite format 3")
_POSITION: Final = re.compile("[0-9]{1,18}")
_EVENT: Final = re.compile("(.+:.+)@([1-9][0-9]{0,17})")
_NO_EVENT: Final = re.compile(r".+:.+@\d+")
_MARK: Final = "\ufeff"
"""Windows puts this before a text."""


def log_name(db: str, *, is_given: bool = False) -> str:
    """What the log of a store is called unless it is said: its office's domain, so that it is known elsewhere.

    Args:
        db: the store.
        is_given: whether somebody named it; then it has to be there.

    Raises:
        StoreError: it is not there, or cannot be read.
    """
    if not is_given and "://" not in db and not Path(db).is_file():
        return NAME
    with Office.open(db, create=False, read_only=not may_be_written(db)) as office:
        return office.profile().domain


def make_key(file: Path, name: str) -> VerifierKey:
    """Make a signing key, in a file that only its owner can read.

    Raises:
        InvalidValueError: a key cannot have that name.
        StoreError: the file is there already, or cannot be written.
    """
    key = new_key(name, os.urandom)
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise StoreError(
            say("MS-0042", "cannot make {file}: it is there already, and a key that is overwritten is lost", file=file)
        ) from None
    except OSError as error:
        why = system_said(error)
        raise StoreError(say("MS-0043", "cannot make {file}: {why}; check the folder", file=file, why=why)) from None
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        out.write(key.encoded() + "\n")
    return key.verifier


def read_file(file: Path, what: Message) -> bytes:
    """A small file.

    Args:
        file: its name.
        what: what it should be, in words.

    Raises:
        StoreError: it cannot be read.
    """
    try:
        with file.open("rb") as opened:
            data = opened.read(_MOST * 100 + 1)
    except OSError as error:
        why = system_said(error)
        raise StoreError(say("MS-0044", "cannot read {what} {file}: {why}", what=what, file=file, why=why)) from None
    if len(data) > _MOST * 100:
        raise StoreError(
            say("MS-0045", "cannot read {what} {file}: it is longer than 100 MB, and so none", what=what, file=file)
        )
    return data


def read_key(file: Path) -> SigningKey:
    """A signing key from its file.

    Raises:
        StoreError: the file cannot be read.
        InvalidValueError: it holds no key.
    """
    try:
        return SigningKey.parse(read_file(file, term("the key")).decode().removeprefix(_MARK).strip())
    except UnicodeDecodeError:
        raise InvalidValueError(
            say("MS-0046", "{file} holds no signing key; make one with mayor-schedule keygen", file=file)
        ) from None
    except InvalidValueError as error:
        raise InvalidValueError(term("{file}: {error}", file=file, error=str(error))) from None


def read_note(file: Path) -> str:
    """A checkpoint from its file, as text.

    Raises:
        StoreError: the file cannot be read.
        InvalidValueError: it is no checkpoint, and not a damaged one either.
        VerificationError: it was damaged.
    """
    data = read_file(file, term("the checkpoint"))
    if b"\0" in data or data.startswith(_OTHERS) or (_EM_DASH not in data and data.count(b"\n") < 3):
        raise InvalidValueError(
            say("MS-0047", "{file} is no checkpoint; mayor-schedule checkpoint writes one", file=file)
        )
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise VerificationError(
            "checkpoint", say("MS-0048", "{file} is not text in UTF-8: it was damaged", file=file)
        ) from None


def trusted_keys(given: Sequence[str]) -> list[VerifierKey]:
    """Verifier keys as they were given, each as its text or as the file that holds it.

    Raises:
        InvalidValueError: one of them is none.
        StoreError: a file cannot be read.
    """
    return [VerifierKey.parse(_text_of_key(each).removeprefix(_MARK).strip()) for each in given]


def _text_of_key(given: str) -> str:
    if "+" in given or not _is_file(given):
        return given
    return read_file(Path(given), term("the verifier key")).decode(errors="replace")


def _is_file(name: str) -> bool:
    try:
        return Path(name).is_file()
    except (OSError, ValueError):  # no file can have that name
        return False


def proof(
    office: Office,
    what: str | None,
    *,
    key: Path | None,
    disclose: Sequence[str] | None,
    only_more: bool,
    since: Path | None,
    checkpoint: Path | None,
    trust: Sequence[str],
    progress: Callable[[int, int], None] | None,
) -> bytes:
    """The bundle that is asked for.

    Raises:
        InvalidValueError: it is not clear what is to be proven, or there is no such event.
        UnknownSubjectError: the public sees no such entry.
        VerificationError: a checkpoint does not hold, or is not one of this history.
    """
    _check_asked(what, disclose, only_more=only_more, since=since, key=key, checkpoint=checkpoint)
    trusted = trusted_keys(trust)
    if trusted and since is None and checkpoint is None:
        raise InvalidValueError(
            say("MS-0049", "--trust is for a checkpoint that somebody signed: give --checkpoint or --from too")
        )
    if since is not None:
        old = read_note(since)
        return prove_since(office, _head(office, key, checkpoint, trusted, progress, old=old), old, trusted)
    head = _head(office, key, checkpoint, trusted, progress)
    position = _position(office, what or "")
    if position is None:
        return prove_entry(office, head, what or "")
    fields = None if disclose is None else [name.strip() for each in disclose for name in each.split(",")]
    return prove_event(office, head, position, fields)


def _check_asked(
    what: str | None,
    disclose: Sequence[str] | None,
    *,
    only_more: bool,
    since: Path | None,
    key: Path | None,
    checkpoint: Path | None,
) -> None:
    if (what is None) == (since is None):
        raise InvalidValueError(
            say(
                "MS-0050",
                "say what is to be proven: the position of an event, such as prove 17; or prove --from OLD_CHECKPOINT",
            )
        )
    if only_more:
        raise InvalidValueError(
            say("MS-0051", "one event or entry is proven at a time; fields are named with --disclose")
        )
    is_event = what is not None and (_POSITION.fullmatch(what) or _EVENT.fullmatch(what))
    if disclose is not None and not is_event:
        raise InvalidValueError(
            say("MS-0052", "--disclose is for an event by its position; an entry shows what the public sees of it")
        )
    if key is not None and checkpoint is not None:
        raise InvalidValueError(
            say("MS-0053", "give --key to sign a new checkpoint, or --checkpoint to use one, and not both")
        )
    if since is None and key is None and checkpoint is None:
        raise InvalidValueError(
            say("MS-0054", "a proof needs a checkpoint: give --key to sign one, or --checkpoint")
        )


def _head(
    office: Office,
    key: Path | None,
    checkpoint: Path | None,
    trusted: Sequence[VerifierKey],
    progress: Callable[[int, int], None] | None,
    *,
    old: str = "",
) -> Head:
    if checkpoint is not None:
        return given_head(office, read_note(checkpoint), trusted)
    if key is not None:
        return signed_head(office, read_key(key), progress)
    return unsigned_head(office, old)


def _position(office: Office, what: str) -> int | None:
    """The position that is meant, by itself or as ``subject@version``; None for the UID of an entry."""
    if _POSITION.fullmatch(what):
        return int(what)
    if what.isnumeric():
        raise InvalidValueError(
            say("MS-0055", "that is no position: it is a number such as 17, in the digits 0 to 9, 18 at most")
        )
    named = _EVENT.fullmatch(what)
    if named is None and _NO_EVENT.fullmatch(what):
        raise InvalidValueError(
            say("MS-0056", "that is no event: its version is a number from 1, such as trip:2018-europe@2")
        )
    if named is None:
        return None
    subject, version = named[1], int(named[2])
    found = next((each.position for each in office.history(subject) if each.version == version), None)
    if found is None:
        raise InvalidValueError(
            say(
                "MS-0057", "there is no event {what}; mayor-schedule history {subject} shows what there is",
                what=what, subject=subject,
            )
        )  # fmt: skip
    return found
