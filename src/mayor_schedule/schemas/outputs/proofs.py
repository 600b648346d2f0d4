"""What `prove` writes: a bundle, as `docs/reference/proofs.md` says."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from .base import Hex, Output

Note = Annotated[str, Field(min_length=1, description="a checkpoint (C2SP tlog-checkpoint), as text")]
Vkey = Annotated[str, Field(description="a verifier key (C2SP vkey)")]


class Whole(Output):
    """A part of a bundle: it has these keys and no other."""

    model_config = ConfigDict(extra="forbid")


class ProvenEvent(Whole):
    """An event that is shown to be in the log.

    Attributes:
        position: its place in the log.
        commitments: the commitments to its fields and the decoys, sorted.
        disclosed: what is disclosed, each the canonical JSON of [key, path, value] as text.
        leaf: the leaf hash of its entry.
        path: the way from the leaf to the tree head (RFC 9162, section 2.1.3).
    """

    position: Annotated[int, Field(ge=0)]
    commitments: Annotated[list[Hex], Field(json_schema_extra={"uniqueItems": True})]
    disclosed: list[str]
    leaf: Hex
    path: list[Hex]


class EventsBundle(Whole):
    """A bundle that shows that events are in the log.

    Attributes:
        format: the format, and its version.
        kind: events.
        checkpoint: the signed state of the log.
        verifier: the key that signed it, or null; it says which key to ask for, and is no reason to trust it.
        events: the events.
    """

    format: Literal["mayor-schedule-proof/1"]
    kind: Literal["events"]
    checkpoint: Note
    verifier: Vkey | None
    events: Annotated[list[ProvenEvent], Field(min_length=1)]


class ConsistencyBundle(Whole):
    """A bundle that shows that the log only grew from one checkpoint to another.

    Attributes:
        format: the format, and its version.
        kind: consistency.
        checkpoint: the newer state of the log; nobody need have signed it.
        verifier: the key that signed it, or null; it says which key to ask for, and is no reason to trust it.
        old: the older state of the log, signed.
        path: the way between the two tree heads (RFC 9162, section 2.1.4).
    """

    format: Literal["mayor-schedule-proof/1"]
    kind: Literal["consistency"]
    checkpoint: Note
    verifier: Vkey | None
    old: Note
    path: list[Hex]
