"""What `import`, `record`, `book` and `verify` print."""

from __future__ import annotations

from typing import Literal

from .base import Hex, Output, Plain, Reference, When, perhaps
from .counts import RuleFinding


class RecordedEntry(Output):
    """What became of one entry of a file.

    Attributes:
        file: the file.
        line: the line of the entry.
        command: the command, such as plan_trip.
        subject: the subject that it is for.
        status: whether it was recorded now, or was there already.
        events: the events that it led to, now.
    """

    file: str
    line: int
    command: str
    subject: str
    status: Literal["recorded", "already there"]
    events: list[Reference]


class CalendarChange(Output):
    """What a calendar does to one of its entries.

    Attributes:
        file: the file.
        line: the line of the entry.
        command: the command, such as plan_occasion.
        subject: the subject that it is for.
        title: what it is called.
        when: when it is then.
    """

    file: str
    line: int
    command: str
    subject: str
    title: str
    when: When


class Note(Output):
    """Something of a calendar that was left out, and why.

    Attributes:
        file: the file.
        line: the line.
        message: what and why.
    """

    file: str
    line: int
    message: str


class FindingInFile(RuleFinding):
    """What a rule over figures found, with the line that it is about.

    Attributes:
        file: the file.
        line: the line.
    """

    file: str
    line: int


class Restored(Output):
    """The audit export that was restored.

    Attributes:
        file: the file.
        events: how many events it has.
        sha256: its SHA-256.
        reference: the event that says so.
    """

    file: str
    events: int
    sha256: Hex
    reference: Reference


class Import(Output):
    """What became of an import.

    Attributes:
        dry_run: whether it was only tried.
        recorded: how many commands were recorded, or events restored.
        already_there: how many were there already.
        entries: the entries.
        changes: what calendars did to their entries.
        notes: what of calendars was left out.
        findings: what rules over figures found afterwards.
        restored: the audit export that was restored; only where one was.
    """

    dry_run: bool
    recorded: int
    already_there: int
    entries: list[RecordedEntry]
    changes: list[CalendarChange]
    notes: list[Note]
    findings: list[FindingInFile]
    restored: Restored = perhaps()


class BookingClash(Output):
    """What could not be booked.

    Attributes:
        subject: what was to be booked; null where it is no clash.
        other: what is booked at that time.
        principal: whose diary.
        message: why, in words.
    """

    subject: str | None
    other: str | None
    principal: str | None
    message: str


class Booking(Output):
    """What was booked.

    Attributes:
        dry_run: whether it was only tried.
        booked: the subjects whose time was taken.
        released: how many times were given back.
        clashes: what could not be booked.
    """

    dry_run: bool
    booked: list[str]
    released: int
    clashes: list[BookingClash]


class CheckpointTold(Output):
    """What a checkpoint says.

    Attributes:
        origin: the log.
        size: the number of its events.
        root: the tree head over them.
    """

    origin: str
    size: int
    root: Hex


class DisclosedEvent(Output):
    """What a bundle discloses of an event.

    Attributes:
        position: its place in the log.
        fields: the disclosed fields by path.
    """

    position: int
    fields: dict[str, Plain]


class Problem(Output):
    """Something in a store that is not as it was recorded.

    Attributes:
        position: where in the log.
        subject: the subject of the event there, if it can be told.
        reason: what is wrong.
    """

    position: int
    subject: str | None
    reason: str


class Verification(Output):
    """Whether something verifies.

    Attributes:
        ok: yes or no.
        kind: what was checked: store, events or consistency; of a bundle that fails, bundle.
        part: what fails first; null if nothing does.
        reason: why.
        size: the number of events of the store or of the checkpoint.
        root: the tree head over them.
        compared: the number of events that were compared with their stored hashes.
        erased: the positions of events with erased fields.
        checkpoint: the checkpoint that was compared with.
        signed_by: the keys by which its signature was checked.
        trusted: whether these were named by who asks.
        old: the older checkpoint of a consistency proof.
        old_signed_by: the keys by which its signature was checked.
        old_trusted: whether these were named by who asks.
        disclosed: what a bundle discloses.
        problems: what is wrong in the store.
    """

    ok: bool
    kind: Literal["store", "events", "consistency", "bundle"]
    part: Literal["store", "checkpoint", "bundle", "event", "path"] | None
    reason: str | None
    size: int | None
    root: Hex | None
    compared: int | None
    erased: list[int]
    checkpoint: CheckpointTold | None
    signed_by: list[str]
    trusted: bool
    old: CheckpointTold | None
    old_signed_by: list[str]
    old_trusted: bool
    disclosed: list[DisclosedEvent]
    problems: list[Problem]
