"""What earlier loads of calendars said of their entries, as the history keeps it.

An entry of a calendar is a subject whose id is made from its UID. The events that a load led to have command ids that
begin with `MARK`, and cite the calendar as their document, with the UID as the place in it. What the last loads said is
folded from those events alone: so a later load tells what the calendar has changed from what the office has.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final

from mayor_schedule.domain.catalog import KEPT, KINDS
from mayor_schedule.domain.document import Document
from mayor_schedule.domain.envelope import Recorded
from mayor_schedule.domain.subject import Subject
from mayor_schedule.domain.values.citation import Citation
from mayor_schedule.views.knowledge import Uids

MARK: Final = "ics "
"""The beginning of the ids of the commands that loading a calendar leads to."""

ENTERED: Final = ("occasion", "engagement")
"""The kinds of subject that entries of calendars become."""


def name_of(uid: str) -> str:
    """The name, without its kind, of the subject of an entry."""
    return f"ics-{sha256(uid.encode()).hexdigest()[:16]}"


@dataclass
class Known:
    """An entry that was loaded before, or in this load.

    Attributes:
        subject: its id.
        state: what is held true of it now; None before it is opened.
        said: what the calendar said of it last.
        calendar: the document of that calendar, without its kind.
        uid: its UID there.
    """

    subject: str
    state: Subject | None = None
    said: dict[str, Any] = field(default_factory=dict)
    calendar: str = ""
    uid: str = ""

    def add(self, state: Subject, source: Citation | None) -> None:
        """Take in an event.

        Args:
            state: the state after it.
            source: the calendar whose loading led to it, and the UID; None for what the office recorded otherwise.
        """
        self.state = state
        last = state.said[-1]
        if source is not None and last.corrects is None and last.withdraws is None:
            # What a calendar changes of an entry that it called off is on again, even if the office said so first.
            again = {"stage": "planned"} if self.said.get("stage") == "cancelled" else {}
            self.said |= {**again, **last.facts}
            if not all(name.startswith("attendance ") for name in last.facts):  # that is said for another calendar
                self.calendar, self.uid = source.document, source.locator or self.uid


@dataclass
class Earlier:
    """What the office has from calendars.

    Attributes:
        entries: by the name that `name_of` gives.
        uids: the public ids of everything that the office has.
        documents: the documents that are registered, without their kind.
    """

    entries: dict[str, Known] = field(default_factory=dict)
    uids: frozenset[str] = frozenset()
    documents: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, records: Iterable[Recorded]) -> Earlier:
        """Fold a log.

        Args:
            records: the whole log, in order.
        """
        found, ids, all_uids = cls(), Uids(), set()
        for record in records:
            if record.kind in KEPT:
                continue
            all_uids.add(ids.of(record))
            name = record.subject.partition(":")[2]
            if record.kind == Document.kind:
                found.documents.add(name)
            elif record.kind in ENTERED and name.startswith("ics-"):
                known = found.entries.setdefault(name, Known(record.subject))
                loaded = record.command_id.startswith(MARK) and bool(record.citations)
                state = KINDS[record.kind].evolve(known.state, record.event)
                known.add(state, record.citations[0] if loaded else None)
        found.uids = frozenset(all_uids)
        return found
