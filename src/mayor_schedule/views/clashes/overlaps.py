"""Entries of one principal at the same time, on the same day, and trips at the same time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Final

from mayor_schedule.domain.clash import Clash, clash_id
from mayor_schedule.domain.diary import Hold, Taken
from mayor_schedule.domain.values.fuzzy import FuzzyDate
from mayor_schedule.views.knowledge import Knowledge, Known

from .finding import CLASH, WARNING, Finding
from .slots import Absence, Slot

SHORT: Final = 31
"""Days that a fuzzy date may span to be set against others: beyond a month it says too little."""


def overlaps(slots: Iterable[Slot], knowledge: Knowledge) -> Iterator[Finding]:
    """Entries at known times that overlap. Whoever begins is set against those that are not over yet."""
    timed = [each for each in slots if each.start is not None]
    for _, group in _by_principal(timed):
        open_slots: list[Slot] = []
        for slot in sorted(group, key=_begins):
            open_slots = [each for each in open_slots if _lasts(each, slot)]
            yield from (_overlap(each, slot, knowledge) for each in open_slots if _excludes(each, slot))
            open_slots.append(slot)


def _begins(slot: Slot) -> tuple[float, str, str]:
    start = 0.0 if slot.start is None else slot.start.timestamp()
    return start, slot.entry.subject, str(slot.entry.occurrence)


def _lasts(slot: Slot, other: Slot) -> bool:
    """Whether one that began before another may still overlap it."""
    if slot.end is None or other.start is None:
        return False
    return slot.end > other.start or slot.start == other.start


def _excludes(slot: Slot, other: Slot) -> bool:
    return slot.hold is not None and other.hold is not None and slot.hold.excludes(other.hold)


def _overlap(slot: Slot, other: Slot, knowledge: Knowledge) -> Finding:
    accepted = _accepted(slot, other, knowledge)
    statuses = {slot.entry.status, other.entry.status}
    if "done" in statuses:
        severity, rule = WARNING, "overlap-in-the-past"
    elif statuses == {"confirmed"}:
        severity, rule = CLASH if accepted is None else WARNING, "double-booking"
    else:
        severity, rule = WARNING, "tentative-overlap"
    return _pair(severity, rule, slot, other, accepted=accepted)


def _accepted(slot: Slot, other: Slot, knowledge: Knowledge) -> Known | None:
    """The acceptance of just these two times, if there is one."""
    known = knowledge.get(clash_id(slot.entry.subject, other.entry.subject))
    if known is None or not isinstance(known.state, Clash) or slot.hold is None or other.hold is None:
        return None
    return known if known.state.accepts(slot.hold, other.hold) else None


def _pair(severity: str, rule: str, slot: Slot, other: Slot, **more: object) -> Finding:
    first, second = sorted((slot, other), key=lambda each: each.entry.sort_key)
    days = [each for one in (slot, other) for each in one.entry.span if each is not None]
    both = _common(slot, other) or (min(days), max(days))
    return Finding(
        severity=severity, rule=rule, principal=slot.principal, entries=(first.entry, second.entry), span=both, **more,  # type: ignore[arg-type]
    )  # fmt: skip


def _common(slot: Slot, other: Slot) -> tuple[date, date] | None:
    """The days that both touch."""
    ours, theirs = slot.entry.span, other.entry.span
    firsts, lasts = [each for each in (ours[0], theirs[0]) if each], [each for each in (ours[1], theirs[1]) if each]
    if not firsts or not lasts or max(firsts) > min(lasts):
        return None
    return max(firsts), min(lasts)


def same_days(slots: Iterable[Slot]) -> Iterator[Finding]:
    """Entries on the same days, at least one of which has no known time."""
    ahead = [each for each in slots if each.is_ahead and each.days is not None]
    for _, group in _by_principal(ahead):
        open_slots: list[Slot] = []
        for slot in sorted(group, key=lambda each: (each.days, each.entry.subject)):
            first = (slot.days or (date.min, date.min))[0]
            open_slots = [each for each in open_slots if each.days is not None and each.days[1] >= first]
            for each in open_slots:
                if (each.hold is None or slot.hold is None) and not each.belongs_to(slot):
                    yield _pair(WARNING, "same-day", each, slot)
            open_slots.append(slot)


def may_overlap(slots: Iterable[Slot]) -> Iterator[Finding]:
    """What has only a fuzzy date, within a month or so, set against what is confirmed within it."""
    slots = list(slots)
    firm = [each for each in slots if each.entry.status == "confirmed" and each.days is not None]
    for fuzzy in slots:
        when, (first, last) = fuzzy.entry.when, fuzzy.entry.span
        if not isinstance(when, FuzzyDate) or first is None or last is None or not fuzzy.is_ahead:
            continue
        if (last - first).days >= SHORT:
            continue
        for each in firm:
            days = each.days
            if days is None or each.principal != fuzzy.principal or each.belongs_to(fuzzy):
                continue
            if days[0] <= last and first <= days[1]:
                yield _pair(WARNING, "may-overlap", each, fuzzy, words={"date": when.title})


def trips(absences: Sequence[Absence]) -> Iterator[Finding]:
    """Trips of one principal at the same time."""
    ahead = [each for each in absences if each.entry.status in ("tentative", "confirmed")]
    for index, trip in enumerate(ahead):
        for other in ahead[index + 1 :]:
            if other.period.first > trip.period.last:
                break
            if other.trip.principal == trip.trip.principal:
                yield _trips(trip, other)


def _trips(trip: Absence, other: Absence) -> Finding:
    excluded = _hold(trip).excludes(_hold(other))
    firm = trip.entry.status == other.entry.status == "confirmed"
    span = max(trip.period.first, other.period.first), min(trip.period.last, other.period.last)
    return Finding(
        severity=CLASH if excluded and firm else WARNING, rule="overlapping-trips", principal=trip.trip.principal,
        entries=(trip.entry, other.entry), span=span, told="overlapping-trips" if excluded else "shared-travel-day",
    )  # fmt: skip


def _hold(absence: Absence) -> Hold:
    taken = Taken(first=absence.period.first, last=absence.period.last)
    return Hold(principal=absence.trip.principal, subject=absence.entry.subject, taken=taken, pages=())


def _by_principal(slots: Iterable[Slot]) -> Iterator[tuple[str, Iterator[Slot]]]:
    yield from groupby(sorted(slots, key=lambda each: each.principal), key=lambda each: each.principal)
