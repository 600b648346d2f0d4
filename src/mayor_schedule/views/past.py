"""The past of a log: what was known on a day, what was recorded by an instant, and what nobody could speak of then.

*As known on D* is the beginning of every subject's stream, up to the first event that is known later. *As recorded at
T* is the longest beginning of the whole log in which no event was recorded later than T. Both at once is both.

A stream whose id names others (a booking, a page of a diary, the acceptance of a clash) is there only if these are.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, TypeVar

from mayor_schedule.domain.catalog import KEPT
from mayor_schedule.domain.clash import Clash
from mayor_schedule.domain.diary import BOOKING, PAGE
from mayor_schedule.domain.envelope import Recorded
from mayor_schedule.domain.references import REFERENCES
from mayor_schedule.domain.subject import Subject
from mayor_schedule.domain.values.instants import written
from mayor_schedule.domain.values.text import Text
from mayor_schedule.domain.values.when import Unknown
from mayor_schedule.messages import term

S = TypeVar("S", bound=Subject)


def told_apart(
    records: Iterable[Recorded], known_on: date | None = None, recorded_until: datetime | None = None
) -> Iterator[tuple[Recorded, bool]]:
    """Every event of a log, with whether it belongs to a past.

    Args:
        records: the whole log, in order.
        known_on: the day of knowledge; None for all of it.
        recorded_until: an aware instant; None for the whole log.
    """
    if known_on is None and recorded_until is None:
        yield from ((record, True) for record in records)
        return
    opened: set[str] = set()
    ended: set[str] = set()
    is_over = False
    for record in records:
        is_over = is_over or (recorded_until is not None and record.recorded_at > recorded_until)
        is_past = not is_over and (known_on is None or _is_known(record, known_on, opened, ended))
        if is_past:
            opened.add(record.subject)
        yield record, is_past


def past(
    records: Iterable[Recorded], known_on: date | None = None, recorded_until: datetime | None = None
) -> Iterator[Recorded]:
    """The events of a log that belong to a past.

    Args:
        records: the whole log, in order.
        known_on: the day of knowledge; None for all of it.
        recorded_until: an aware instant; None for the whole log.
    """
    for record, is_past in told_apart(records, known_on, recorded_until):
        if is_past:
            yield record
        elif recorded_until is not None and record.recorded_at > recorded_until:
            return


def _is_known(record: Recorded, day: date, opened: Container[str], ended: set[str]) -> bool:
    """Whether an event was known on a day. Diaries have no order of days: of them no later event ends what is known."""
    is_known = record.known_on <= day and all(each in opened for each in _named(record))
    if record.kind in KEPT:
        return is_known
    if not is_known:
        ended.add(record.subject)
    return record.subject not in ended


def _named(record: Recorded) -> tuple[str, ...]:
    """The subjects that the id of a stream names, where it is no subject of its own."""
    if record.kind == BOOKING:
        return (record.subject.partition(":")[2],)
    if record.kind == PAGE:
        hold = record.data.get("hold")
        return (hold["subject"] if isinstance(hold, Mapping) else str(hold).partition(" ")[0],)
    return tuple(record.data.get("between") or ()) if record.kind == Clash.kind else ()


def then(known_on: date | None, recorded_until: datetime | None) -> str:
    """A past in words, for messages, with a space before them; nothing for the present."""
    day = "" if known_on is None else term(" as known on {known_on}", known_on=known_on)
    return day if recorded_until is None else term("{day} as recorded at {at}", day=day, at=written(recorded_until))


def omitting(name: str, value: Any, known: Container[str]) -> Any:
    """A value without its references to subjects that are not among the known ones.

    A date within the dates of such a subject is simply unknown; of a list of subjects, the others are left.

    Args:
        name: the name of the fact or field that it is the value of.
        value: a value of a state, or of an event's stored fields.
        known: the ids that may be named.
    """
    match value:
        case str():
            return None if name in REFERENCES and value not in known else value
        case Unknown(within=str(within)):
            return value if within in known else Unknown()
        case Text():
            return value
        case Mapping():
            return {each: omitting(each, inner, known) for each, inner in value.items()}
        case list() | tuple():
            inner = [omitting(name, each, known) for each in value]
            return type(value)(each for each in inner if each is not None) if name in REFERENCES else type(value)(inner)
    return value


def as_far_as_known(state: S, known: Container[str]) -> S:
    """A state without what it says of subjects that are not known: an office that never heard of them said nothing."""
    changed: dict[str, Any] = {}
    for name, value in state.facts.items():
        if name in REFERENCES or isinstance(value, Unknown):
            kept = omitting(name, value, known)
            if kept != value:
                changed[name] = kept
    if not changed:
        return state
    facts = {name: changed.get(name, value) for name, value in state.facts.items()}
    unsaid = {name for name, value in changed.items() if value is None}
    return replace(
        state,
        facts={name: value for name, value in facts.items() if name not in unsaid},
        set_by={name: version for name, version in state.set_by.items() if name not in unsaid},
    )
