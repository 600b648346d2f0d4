"""Making proofs: checkpoints of the log, events that are shown to be in it, and that nothing was rewritten since."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from mayor_schedule.domain.erasure import GROUP
from mayor_schedule.domain.subject import Subject
from mayor_schedule.domain.values.visibility import Audience
from mayor_schedule.domain.visit import Visit
from mayor_schedule.errors import InvalidValueError, UnknownSubjectError, VerificationError
from mayor_schedule.messages import listed, say, term
from mayor_schedule.office import Office
from mayor_schedule.proofs.bundles import OLDER_IS_LARGER, consistency_bundle, event_bundle, event_proof
from mayor_schedule.proofs.commitments import SHOWN, UID, Sealed
from mayor_schedule.proofs.keys import SigningKey, VerifierKey
from mayor_schedule.proofs.notes import Checkpoint, open_checkpoint, sign_checkpoint
from mayor_schedule.views.knowledge import Known, admits, is_public

Progress = Callable[[int, int], None]

OF_ENTRY: Final = (UID, "topic", "recorded_at")
"""What is told to the public of an event behind an entry of its calendar, beside what the entry shows.

Of an event of before the public could see the entry, only that it is the entry's."""

_TELLING: Final = frozenset({"digest", "command"})


@dataclass(frozen=True)
class Head:
    """A state of the log against which things are proven.

    Attributes:
        checkpoint: its size and tree head.
        note: the checkpoint as it was signed; its bare text where nobody signed it.
        verifier: the key that signed it, if that is known.
    """

    checkpoint: Checkpoint
    note: str
    verifier: VerifierKey | None = None


def signed_head(office: Office, key: SigningKey, progress: Progress | None = None) -> Head:
    """The log as it is now, signed. The key is not kept.

    Args:
        office: the office.
        key: signs it; its name is the origin of the checkpoint.
        progress: told how many events are hashed, and of how many.

    Raises:
        StoreError: the store cannot be read or written.
    """
    checkpoint = _present(office, key.name, progress)
    return Head(checkpoint, sign_checkpoint(checkpoint, key), key.verifier)


def given_head(office: Office, note: str, trusted: Sequence[VerifierKey] = ()) -> Head:
    """A state of the log that was signed before.

    Args:
        office: the office.
        note: the checkpoint.
        trusted: the keys that may have signed it; without any, its signature is not checked.

    Raises:
        VerificationError: it is not a checkpoint of this log, or its signature does not hold.
        StoreError: the store cannot be read or written.
    """
    checkpoint, signers = open_checkpoint(note, trusted)
    _check_ours(office, checkpoint)
    return Head(checkpoint, note, signers[0] if signers else None)


def unsigned_head(office: Office, old: str) -> Head:
    """The log as it is now, for which nobody signs, of the origin of an older checkpoint.

    Raises:
        VerificationError: that is no checkpoint.
        StoreError: the store cannot be read or written.
    """
    checkpoint = _present(office, open_checkpoint(old, ())[0].origin, None)
    return Head(checkpoint, checkpoint.text())


def prove_event(office: Office, head: Head, position: int, disclose: Iterable[str] | None = None) -> bytes:
    """A bundle that shows that the event at a position is in the log.

    Args:
        office: the office.
        head: a state of its log.
        position: the place of the event in it.
        disclose: the fields that the bundle tells, such as ``title`` or ``known_on``; all of them, unless given.

    Raises:
        InvalidValueError: there is no such event under the checkpoint, or it has no such field.
    """
    size = head.checkpoint.size
    if not 0 <= position < size:
        told = say(
            "MS-0628", "there is no event at position {position} under the checkpoint; it covers {size}, counted from "
            "0", position=position, size=size,
        )  # fmt: skip
        raise InvalidValueError(told)
    sealed = _sealed(office, position)
    paths = list(sealed.values) if disclose is None else [path_of(sealed, name) for name in disclose]
    if disclose is not None and (telling := sorted(_TELLING & set(paths))):
        named = term("{one} and {other}", one=telling[0], other=telling[1]) if telling[1:] else telling[0]
        told = say(
            "MS-0629", "cannot disclose {named} by itself: it is made from other fields without a secret, and what is "
            "hidden of them could be found by trying; leave it out, or disclose everything", named=named,
        )  # fmt: skip
        raise InvalidValueError(told)
    return event_bundle(head.note, head.verifier, [_proof(office, head, sealed, position, [*dict.fromkeys(paths)])])


def prove_entry(office: Office, head: Head, name: str) -> bytes:
    """A bundle that shows which events say what the public is shown of an entry of its calendar.

    It tells of each of them the fact that the public sees, the opaque id of the entry, and when it was recorded.

    Args:
        office: the office.
        head: a state of its log.
        name: the opaque id (UID) of the entry, or the subject's own.

    Raises:
        UnknownSubjectError: the public sees no such entry.
        InvalidValueError: it was changed after the checkpoint.
    """
    known = office.knowledge(audience=Audience.PUBLIC).find(name)
    if known is None:
        told = say(
            "MS-0630", "there is no {name} that the public may see; what is internal is proven by its position",
            name=name,
        )  # fmt: skip
        raise UnknownSubjectError(told, subject=name)
    proofs = [_proof(office, head, *each) for each in _shown(office, head.checkpoint, known)]
    return event_bundle(head.note, head.verifier, proofs)


def prove_since(office: Office, head: Head, old: str, trusted: Sequence[VerifierKey] = ()) -> bytes:
    """A bundle that shows that the log only grew since an older checkpoint.

    Args:
        office: the office.
        head: a state of its log.
        old: the older checkpoint.
        trusted: the keys that may have signed it; without any, its signature is not checked.

    Raises:
        VerificationError: it is not a checkpoint of this log, or the log was rewritten since.
    """
    older, _ = open_checkpoint(old, trusted)
    if older.origin != head.checkpoint.origin:
        told = say(
            "MS-0631", "the older one is of the log {older}, and the newer of {newer}",
            older=older.origin, newer=head.checkpoint.origin,
        )  # fmt: skip
        raise VerificationError("checkpoint", told)
    if older.size > head.checkpoint.size:
        raise VerificationError("checkpoint", OLDER_IS_LARGER(older=older.size, newer=head.checkpoint.size))
    _check_ours(office, older)
    route = office.store.tree.consistency_path(older.size, head.checkpoint.size)
    return consistency_bundle(old, head.note, head.verifier, route)


def _present(office: Office, origin: str, progress: Progress | None) -> Checkpoint:
    tree = office.store.tree
    size = tree.catch_up(progress)
    return Checkpoint(origin, size, tree.root(size))


def _check_ours(office: Office, checkpoint: Checkpoint) -> None:
    tree = office.store.tree
    size = tree.catch_up()
    if checkpoint.size > size:
        told = say(
            "MS-0632", "it covers {covered} events, and the history has {size}: events are missing",
            covered=checkpoint.size, size=size,
        )  # fmt: skip
        raise VerificationError("checkpoint", told)
    if tree.root(checkpoint.size) != checkpoint.root:
        told = say(
            "MS-0633", "it is not of this history: the tree heads differ; mayor-schedule verify --checkpoint tells "
            "where",
        )  # fmt: skip
        raise VerificationError("checkpoint", told)


def _sealed(office: Office, position: int) -> Sealed:
    """The event at a position, which is the one that was hashed."""
    sealed = office.store.tree.sealed(position)
    office.store.tree.check(position, sealed)
    return sealed


def _proof(office: Office, head: Head, sealed: Sealed, position: int, paths: Sequence[str]) -> dict[str, object]:
    return event_proof(sealed, position, paths, office.store.tree.inclusion_path(position, head.checkpoint.size))


def _shown(office: Office, checkpoint: Checkpoint, known: Known) -> Iterator[tuple[Sealed, int, list[str]]]:
    """The events that set what the public is shown of a subject now, each with its position and what to disclose."""
    facts: dict[int, list[str]] = {1: []}
    for fact, version in known.state.set_by.items():
        if is_public(fact) or fact == _called_by(known.state):
            facts.setdefault(version, []).append(fact)
    states = ((state, record) for state, record in office.replay(known.id))
    public = {record.version for state, record in states if admits(state, Audience.PUBLIC, record.recorded_at)}
    for version, names in sorted(facts.items()):
        position = known.records[version - 1].position or 0
        if position >= checkpoint.size:
            raise InvalidValueError(
                say("MS-0634", "{uid} was changed after the checkpoint was signed; sign a new one", uid=known.uid)
            )
        sealed = _sealed(office, position)
        told = OF_ENTRY if version in public else (UID,)
        yield sealed, position, [*told, *dict.fromkeys(_paths(sealed, names))]


def _called_by(state: Subject) -> str | None:
    """The fact by which a visit without a title is called."""
    if not isinstance(state, Visit) or state.title is not None:
        return None
    return "guests" if state.guests else "party"


def path_of(sealed: Sealed, name: str) -> str:
    """The path of a field by its name: ``title`` is ``data.title``, or ``data.fields.title`` of a change.

    Raises:
        InvalidValueError: it has no such field.
    """
    paths = [name, f"data.{name}", f"data.{GROUP}.{name}"]
    found = next((path for path in paths if path in sealed.values or path in sealed.erased), None)
    if found is None:
        told = say(
            "MS-0635", "{event} has no field {name!r} that could be disclosed; it has {known}",
            event=f"{sealed.subject}@{sealed.version}", name=name,
            known=listed(path.removeprefix("data.") for path in sealed.values),
        )  # fmt: skip
        raise InvalidValueError(told)
    return found


def _paths(sealed: Sealed, facts: Iterable[str]) -> Iterator[str]:
    """The fields of an event that say these facts, as far as the public is shown them."""
    for fact in facts:
        _, _, inner = fact.split(" ", 2) if fact.startswith("occurrence ") else ("", "", fact)
        names = [inner] if inner == fact else ["occurrence", inner]
        for name in names:
            for path in (f"data.{name}", f"data.{GROUP}.{name}"):
                shown = f"{path}.{SHOWN}"
                if path in sealed.values:
                    yield shown if shown in sealed.values else path
