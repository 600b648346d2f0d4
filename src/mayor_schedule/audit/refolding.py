"""Folding every stored event anew: does it still decode, can it have happened there, and do the diaries agree?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from mayor_schedule.domain.catalog import KEPT, STREAMS
from mayor_schedule.domain.diary import Holding, booking_id, page_ids
from mayor_schedule.domain.envelope import Recorded
from mayor_schedule.domain.subject import Subject
from mayor_schedule.errors import MayorScheduleError
from mayor_schedule.messages import Message, message_of, say
from mayor_schedule.store.archive import NOT_OF_KIND

_ODD: Final = (MayorScheduleError, LookupError, TypeError, ValueError, AttributeError, RecursionError)
"""What folding events can raise that no program of ours wrote."""


@dataclass
class Refolding:
    """The states of all streams, as their events are taken in."""

    states: dict[str, Subject] = field(default_factory=dict)
    known_on: dict[str, date] = field(default_factory=dict)
    last: dict[str, int] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)

    def take(self, recorded: Recorded) -> Iterator[Message]:
        """Fold the next event of the log.

        Yields:
            What is wrong with it.
        """
        subject, kind = recorded.subject, STREAMS.get(recorded.kind)
        if kind is None:
            yield say("MS-0637", "there is no kind of subject {kind!r}", kind=recorded.kind)
            return
        if recorded.kind not in KEPT and recorded.known_on < self.known_on.get(subject, recorded.known_on):
            yield say(
                "MS-0638", "it is known on {known_on}, before the last event of its subject", known_on=recorded.known_on
            )
        self.known_on[subject] = recorded.known_on
        self.last[subject] = recorded.position or 0
        try:
            event = recorded.event
            if not isinstance(event, kind.events):
                yield NOT_OF_KIND(topic=recorded.topic, kind=recorded.kind)
            elif subject not in self.broken:
                self.states[subject] = kind.evolve(self.states.get(subject), event)
        except _ODD as error:
            self.broken.add(subject)
            is_ours = isinstance(error, MayorScheduleError)
            yield message_of(error) if is_ours else say("MS-0640", "it cannot have happened here: folding it fails")

    def finish(self) -> Iterator[tuple[int, Message, str]]:
        """Compare the pages of the diaries with what is booked.

        Yields:
            The position of the last event of a stream that does not fit, what is wrong, and the stream.
        """
        held = {each: state for each, state in self.states.items() if isinstance(state, Holding)}
        booked = {
            (page, hold.page_key, hold.key) for state in held.values() for hold in state.holds if _is_booking(state)
            for page in page_ids(hold)
        }  # fmt: skip
        written = {
            (page, hold.page_key, hold.key) for page, state in held.items() if not _is_booking(state)
            for hold in state.holds
        }  # fmt: skip
        for page, entry, _ in sorted(written - booked):
            if page not in self.broken:
                told = say("MS-0641", "{entry} stands on this page of a diary, and has not booked it", entry=entry)
                yield self.last[page], told, page
        for page, entry, _ in sorted(booked - written):
            stream = booking_id(entry.partition(" ")[0])
            if stream not in self.broken:
                told = say("MS-0642", "{entry} has booked {page}, where it does not stand", entry=entry, page=page)
                yield self.last.get(stream, 0), told, stream


def _is_booking(state: Holding) -> bool:
    return state.kind == "booking"
