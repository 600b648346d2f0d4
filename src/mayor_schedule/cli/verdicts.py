"""What verification says: yes or no, of what, and where it fails."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import typer

from mayor_schedule.audit.checking import StoreCheck, check_store
from mayor_schedule.audit.flaws import Flaw
from mayor_schedule.errors import InvalidValueError, VerificationError
from mayor_schedule.messages import code_of, say, term
from mayor_schedule.office import Office
from mayor_schedule.proofs.bundles import Checked, Disclosed, check_bundle, is_bundle
from mayor_schedule.proofs.keys import VerifierKey
from mayor_schedule.proofs.notes import Checkpoint, open_checkpoint
from mayor_schedule.telling import told

from .keys import read_file, read_note
from .wording import word

MOST: Final = 50
"""Flaws that are told for people; programs are told all."""

LONGEST: Final = 400
"""Characters of a flaw that are told for people."""


@dataclass(frozen=True)
class Verdict:
    """Whether something verifies.

    Attributes:
        part: what fails first: ``store``, ``checkpoint``, ``bundle``, ``event`` or ``path``; None if nothing does.
        reason: why.
        flaws: what is wrong in the store.
        size: the number of events of the store or of the checkpoint.
        root: the tree head over them.
        checkpoint: the checkpoint that was compared with.
        signers: the keys by which its signature was checked.
        is_trusted: whether the keys, of either checkpoint, were named by who asks.
        kind: ``store``, ``events`` or ``consistency``.
        events: what a bundle discloses.
        old: the older checkpoint of a consistency proof.
        old_signers: the keys by which its signature was checked.
        compared: the number of events that were compared with their stored hashes.
        erased: the positions of events with erased fields.
    """

    kind: str
    part: str | None = None
    reason: str | None = None
    flaws: tuple[Flaw, ...] = ()
    size: int | None = None
    root: bytes | None = None
    checkpoint: Checkpoint | None = None
    signers: tuple[VerifierKey, ...] = ()
    is_trusted: bool = False
    events: tuple[Disclosed, ...] = field(default=())
    old: Checkpoint | None = None
    old_signers: tuple[VerifierKey, ...] = ()
    compared: int | None = None
    erased: tuple[int, ...] = ()


def verify_store(office: Office, note: Path | None, trusted: Sequence[VerifierKey], *, replay: bool) -> Verdict:
    """Check a store, perhaps against a checkpoint.

    Raises:
        InvalidValueError: the file is no checkpoint.
        StoreError: the store or the file cannot be read.
    """
    if note is None and trusted:
        raise InvalidValueError(say("MS-0058", "--trust is for a signature: give --checkpoint or --bundle too"))
    checkpoint: Checkpoint | None = None
    signers: tuple[VerifierKey, ...] = ()
    if note is not None:
        text = read_note(note)
        try:
            checkpoint, signers = open_checkpoint(text, trusted)
        except VerificationError as error:
            return Verdict("store", error.part, str(error))
    with hashing() as progress:
        check: StoreCheck = check_store(office.store, checkpoint=checkpoint, replay=replay, progress=progress)
    first = check.flaws[0] if check.flaws else None
    return Verdict(
        "store", None if first is None else "store", None if first is None else term("store: {flaw}", flaw=str(first)),
        check.flaws,
        check.size, check.root, checkpoint, signers, bool(trusted), compared=check.compared, erased=check.erased,
    )  # fmt: skip


def verify_bundle(file: Path, note: Path | None, trusted: Sequence[VerifierKey], *, replay: bool) -> Verdict:
    """Check a bundle, perhaps against a checkpoint that is known from elsewhere.

    Raises:
        InvalidValueError: the file is no bundle, or is to be replayed.
        StoreError: a file cannot be read.
    """
    if replay:
        raise InvalidValueError(
            say("MS-0059", "a bundle holds no history that could be replayed; leave --replay out, or --bundle")
        )
    data = read_file(file, term("the bundle"))
    if not is_bundle(data):
        raise InvalidValueError(say("MS-0060", "{file} is no bundle; mayor-schedule prove writes one", file=file))
    text = None if note is None else read_note(note)
    try:
        checked = check_bundle(data, trusted)
        signers = checked.signers
        if text is not None:
            known, known_signers = open_checkpoint(text, trusted)
            _check_same(checked, known)
            signers = signers or known_signers
    except VerificationError as error:
        return Verdict("bundle", error.part, str(error))
    head = checked.checkpoint
    return Verdict(
        checked.kind, size=head.size, root=head.root, checkpoint=head, signers=signers,
        is_trusted=bool(trusted), events=checked.events, old=checked.old, old_signers=checked.old_signers,
    )  # fmt: skip


def _check_same(checked: Checked, checkpoint: Checkpoint) -> None:
    if checked.checkpoint != checkpoint:
        raise VerificationError(
            "checkpoint",
            say(
                "MS-0061", "the bundle is against one of {size} events, and not the one that was given, of {given}",
                size=checked.checkpoint.size, given=checkpoint.size,
            ),
        )  # fmt: skip


def tell(verdict: Verdict, language: str, *, as_json: bool) -> bool:
    """Print a verdict; whether it is a yes."""
    if as_json:
        for line in json.dumps(_record(verdict), ensure_ascii=False, indent=2).split("\n"):
            typer.echo(printable(line))
    else:
        for line in _lines(verdict, language):
            typer.echo(printable(line))
    return verdict.part is None


def printable(text: str) -> str:
    r"""A text that others wrote, as a terminal may have it: what controls it, or is not seen, is written as \u202e."""
    return text if text.isprintable() else "".join(each if each.isprintable() else _escaped(each) for each in text)


def _escaped(character: str) -> str:
    """It as JSON writes it, in which DEL may stand as it is."""
    return json.dumps(character)[1:-1] if character != "\x7f" else "\\u007f"


def _lines(verdict: Verdict, language: str) -> Iterator[str]:
    if verdict.part is not None:
        yield word("verify_no", language, reason=_plain(verdict.reason or "", language))
        yield from (f"  {_plain(str(each), language)}" for each in verdict.flaws[1:MOST])
        if len(verdict.flaws) > MOST:
            yield word("verify_more", language, count=len(verdict.flaws) - MOST)
        return
    head = "" if verdict.root is None else verdict.root.hex()
    if verdict.kind == "store":
        yield from _of_store(verdict, language, head)
    if verdict.old is not None and not verdict.signers:
        yield word("verify_old_only", language, size=verdict.size)
    if verdict.old is not None:
        yield word("verify_grown", language, old=verdict.old.size, size=verdict.size, head=head)
    if verdict.checkpoint is not None and (verdict.old is None or verdict.signers):
        yield from _of_checkpoint(verdict, verdict.checkpoint, language)
    if verdict.old is not None:
        yield _of_old(verdict, language)
    for event in verdict.events:
        yield word("verify_event", language, position=event.position)
        yield from (f"  {path.removeprefix('data.')}: {_told(value)}" for path, value in event.fields.items())


def _of_store(verdict: Verdict, language: str, head: str) -> Iterator[str]:
    size, signed = verdict.size or 0, 0 if verdict.checkpoint is None else verdict.checkpoint.size
    compared = max(verdict.compared or 0, signed)
    key = "verify_store" if compared >= size else "verify_part" if compared else "verify_none"
    yield word(key, language, size=size, compared=compared, head=head)
    if verdict.erased:
        more = ", …" if len(verdict.erased) > MOST else ""
        positions = ", ".join(map(str, verdict.erased[:MOST])) + more
        yield word("verify_erased", language, count=len(verdict.erased), positions=positions)


def _plain(said: str, language: str) -> str:
    """What may come from a store that was tampered with, so that it can do nothing to a terminal; with its code."""
    text, code = told(said, language), code_of(said)
    shown = "".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in text)
    return (shown if len(shown) <= LONGEST else f"{shown[:LONGEST]}…") + (f" [{code}]" if code else "")


def _of_checkpoint(verdict: Verdict, checkpoint: Checkpoint, language: str) -> Iterator[str]:
    yield word("verify_checkpoint", language, origin=checkpoint.origin, size=checkpoint.size)
    if not verdict.signers:
        yield word("verify_unsigned", language)
    else:
        key = "verify_signed" if verdict.is_trusted else "verify_named"
        yield word(key, language, signer=", ".join(map(str, verdict.signers)))


def _of_old(verdict: Verdict, language: str) -> str:
    """Who signed the older checkpoint, and that one only."""
    if not verdict.old_signers:
        return word("verify_old_unsigned", language)
    key = "verify_old_signed" if verdict.is_trusted else "verify_old_named"
    return word(key, language, signer=", ".join(map(str, verdict.old_signers)))


def _told(value: object) -> str:
    """A value as it was recorded; as JSON, in which nothing can pass for something else on a terminal."""
    return value if isinstance(value, str) and value.isprintable() else json.dumps(value, ensure_ascii=False)


def _record(verdict: Verdict) -> dict[str, Any]:
    return {
        "ok": verdict.part is None,
        "kind": verdict.kind,
        "part": verdict.part,
        "reason": verdict.reason,
        "size": verdict.size,
        "root": None if verdict.root is None else verdict.root.hex(),
        "compared": verdict.compared,
        "erased": list(verdict.erased),
        "checkpoint": _checkpoint_record(verdict.checkpoint),
        "signed_by": [str(each) for each in verdict.signers],
        "trusted": verdict.is_trusted and bool(verdict.signers),
        "old": _checkpoint_record(verdict.old),
        "old_signed_by": [str(each) for each in verdict.old_signers],
        "old_trusted": verdict.is_trusted and bool(verdict.old_signers),
        "disclosed": [{"position": each.position, "fields": dict(each.fields)} for each in verdict.events],
        "problems": [
            {"position": each.position, "subject": each.subject, "reason": each.reason} for each in verdict.flaws
        ],
    }


def _checkpoint_record(checkpoint: Checkpoint | None) -> dict[str, Any] | None:
    if checkpoint is None:
        return None
    return {"origin": checkpoint.origin, "size": checkpoint.size, "root": checkpoint.root.hex()}


@contextmanager
def hashing() -> Iterator[Callable[[int, int], None] | None]:
    """A progress bar for long work, on a terminal only."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # noqa: PLC0415 - only where it is shown
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, size: bar.update(task, completed=done, total=size, description=f"{done}/{size}")
