"""What must hold at the end of `benchmarks.load`, from the acknowledgements and the store."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any, Final

from mayor_schedule import Answer, Office, Timed
from mayor_schedule.audit.checking import check_store
from mayor_schedule.domain.catalog import KEPT
from mayor_schedule.domain.engagement import Engagement, EngagementStage
from mayor_schedule.domain.trip import Trip

from .world import Ack

TABLES: Final = ("view_rows", "view_headings", "view_times", "view_faults")
FOUNDED: Final = "founding"
"""The id of the command that is recorded before all begin."""


def wrong(office: Office, acks: Sequence[Ack]) -> Iterator[str]:
    """What does not hold.

    Args:
        office: the office, in which nobody records any more.
        acks: the acknowledgements of all writers.
    """
    yield from of_commands(office, acks)
    yield from of_meetings(acks)
    yield from of_bookings(office)
    yield from of_views(office)
    yield from (f"verify: {flaw}" for flaw in check_store(office.store, replay=True).flaws)
    yield from (f"writer {ack['writer']} could not {ack['what']}: {ack['why']}" for ack in acks if _has_failed(ack))


def of_commands(office: Office, acks: Sequence[Ack]) -> Iterator[str]:
    """Every acknowledged command is in the log once, with its events, and nothing else is."""
    logged: dict[str, list[str]] = defaultdict(list)
    for expected, record in enumerate(office.history()):
        if record.position != expected:
            yield f"the event at position {expected} says that it is at {record.position}"
        if record.kind not in KEPT:
            logged[record.command_id].append(record.reference)
    acked: dict[str, list[str]] = {}
    for command, status, references in _commands(acks):
        if status != "recorded":
            continue
        if command in acked:
            yield f"{command} was acknowledged as recorded twice"
        acked[command] = references
    logged.pop(FOUNDED, None)
    yield from (f"lost: {command} was acknowledged, and is not in the log" for command in acked.keys() - logged.keys())
    yield from (f"{command} is in the log, and nobody was told so" for command in logged.keys() - acked.keys())
    for command in acked.keys() & logged.keys():
        if acked[command] != logged[command]:
            yield f"{command} led to {acked[command]}, and the log has {logged[command]} of it"
    digests = office.store.digests(acked)
    yield from (f"the identity of {command} is not stored" for command in acked.keys() - digests.keys())


def of_meetings(acks: Sequence[Ack]) -> Iterator[str]:
    """Of one command recorded by two, one recorded it; of one time that all wanted, one had it, and all knew who."""
    statuses: dict[str, Counter[str]] = defaultdict(Counter)
    races: dict[int, Counter[str]] = defaultdict(Counter)
    for ack in acks:
        if ack["what"] == "same":
            statuses[ack["asked"][0]][ack["outcome"]] += 1
        elif ack["what"] == "race":
            name = f"engagement:race-{ack['meeting']}-{ack['writer']}"
            had = [name] if ack["outcome"] == "recorded" else ack.get("others", ())
            races[ack["meeting"]].update(had)
            races[ack["meeting"]]["who had it"] += ack["outcome"] == "recorded"
    for command, found in statuses.items():
        if found["recorded"] != 1 or set(found) - {"recorded", "already there", "conflict"}:
            yield f"{command}, recorded by two at once, was {dict(found)}"
    for meeting, told in races.items():
        if told.pop("who had it") != 1 or len(told) > 1:
            yield f"the time of race {meeting} was had by {dict(told)}"


def of_bookings(office: Office) -> Iterator[str]:
    """No principal is at two confirmed engagements at once, as their own times tell and not the diaries."""
    knowledge = office.knowledge()
    principals = {known.id: trip.principal for known, trip in knowledge.of_kind(Trip)}
    taken: dict[str, list[tuple[datetime, datetime, str]]] = defaultdict(list)
    for known, state in knowledge.of_kind(Engagement):
        when = state.dates
        if state.stage is not EngagementStage.CONFIRMED or not isinstance(when, Timed) or when.end is None:
            continue
        who = [each.principal for each in state.attendance if each.answer is Answer.YES]
        for principal in who or [principals[state.part_of or ""]]:
            taken[principal].append((when.start.aware, when.end.aware, known.id))
    for principal, times in taken.items():
        for (_, end, one), (start, _, other) in pairwise(sorted(times)):
            if start < end:
                yield f"{principal} is at {one} and at {other} at once"


def of_views(office: Office) -> Iterator[str]:
    """What is kept, caught up, is what is kept if everything is made anew, row by row."""
    size = len(office.store)
    if office.kept.catch_up() != size:
        yield f"{len(office.kept)} of {size} events are filed"
    if faults := office.kept.faults():
        yield f"{len(faults)} events were set aside, such as {faults[0]}"
    caught_up = kept(office)
    office.kept.rebuild()
    for table, before, after in zip(TABLES, caught_up, kept(office), strict=True):
        if before != after:
            yield f"{table} has {len(before)} rows, and {len(after)} if it is made anew, or others"


def kept(office: Office) -> list[list[tuple[Any, ...]]]:
    """The rows of what is kept, without the number of their generation."""
    with office.store.viewing() as cursor:
        return [sorted((row[1:] for row in cursor.all(f"SELECT * FROM {{s}}{table}")), key=repr) for table in TABLES]


def _commands(acks: Sequence[Ack]) -> Iterator[tuple[str, str, list[str]]]:
    for ack in acks:
        yield from ack.get("commands", ())


def _has_failed(ack: Ack) -> bool:
    return ack["outcome"] in ("failed", "mixed")
