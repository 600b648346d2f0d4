"""Entries of one principal at the same time, and trips at the same time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from mayor_schedule.domain.clash import Clash, clash_id
from mayor_schedule.domain.diary import Hold, Taken
from mayor_schedule.views.knowledge import Knowledge, Known

from .finding import CLASH, WARNING, Finding
from .slots import Absence, Slot, by_principal


def overlaps(slots: Iterable[Slot], knowledge: Knowledge) -> Iterator[Finding]:
    """Entries at known times that overlap. Whoever begins is set against those that are not over yet."""
    for _, group in by_principal(each for each in slots if each.start is not None):
        open_slots: list[Slot] = []
        for slot in group:
            open_slots = [each for each in open_slots if _lasts(each, slot)]
            yield from (_overlap(each, slot, knowledge) for each in open_slots if excludes(each, slot))
            open_slots.append(slot)


def _lasts(slot: Slot, other: Slot) -> bool:
    """Whether one that began before another may still overlap it."""
    if slot.end is None or other.start is None:
        return False
    return slot.end > other.start or slot.start == other.start


def excludes(slot: Slot, other: Slot) -> bool:
    """Whether one principal cannot be at both; two that are both beyond their booking are of no interest yet."""
    if not (slot.is_booked or other.is_booked) or (slot.entry.subject == other.entry.subject and not slot.is_booked):
        return False
    return slot.hold is not None and other.hold is not None and slot.hold.excludes(other.hold)


def _overlap(slot: Slot, other: Slot, knowledge: Knowledge) -> Finding:
    accepted, remark = _acceptance(slot.hold, other.hold, knowledge)
    held = [each.entry.status for each in (slot, other)].count("done")
    severity, told = WARNING, ""
    if held:
        rule, told = "overlap-in-the-past", "overlap-of-held" if held == 2 else ""
    elif slot.entry.status == other.entry.status == "confirmed":
        severity, rule = CLASH if accepted is None else WARNING, "double-booking"
    else:
        rule = "tentative-overlap"
    first, second = sorted((slot, other), key=lambda each: each.entry.sort_key)
    return Finding(
        severity=severity, rule=rule, principal=slot.principal, entries=(first.entry, second.entry),
        span=common_days(slot, other), told=told, accepted=accepted, remark=remark,
    )  # fmt: skip


def _acceptance(hold: Hold | None, other: Hold | None, knowledge: Knowledge) -> tuple[Known | None, str]:
    """The acceptance of just these two times, if there is one; else what became of one that there was."""
    if hold is None or other is None:
        return None, ""
    known = knowledge.get(clash_id(hold.subject, other.subject))
    if known is None or not isinstance(known.state, Clash):
        return None, ""
    if known.state.accepts(hold, other):
        return known, ""
    return None, "lapsed" if known.state.stage == "accepted" else "revoked"


def common_days(slot: Slot, other: Slot) -> tuple[date, date]:
    """The local days that both touch; all days of both where they have none in common, as across the date line."""
    days = [each for one in (slot, other) for each in one.entry.span if each is not None]
    if slot.days is None or other.days is None:
        return min(days), max(days)
    first, last = max(slot.days[0], other.days[0]), min(slot.days[1], other.days[1])
    return (first, last) if first <= last else (min(days), max(days))


def trips(absences: Sequence[Absence], knowledge: Knowledge) -> Iterator[Finding]:
    """Trips of one principal at the same time."""
    for index, trip in enumerate(absences):
        for other in absences[index + 1 :]:
            if other.period.first > trip.period.last:
                break
            if other.principal == trip.principal:
                yield _trips(trip, other, knowledge)


def _trips(trip: Absence, other: Absence, knowledge: Knowledge) -> Finding:
    ours, theirs = _hold(trip), _hold(other)
    excluded = ours.excludes(theirs)
    accepted, remark = _acceptance(ours, theirs, knowledge) if excluded else (None, "")
    firm = trip.entry.status == other.entry.status == "confirmed"
    span = max(trip.period.first, other.period.first), min(trip.period.last, other.period.last)
    return Finding(
        severity=CLASH if excluded and firm and accepted is None else WARNING, rule="overlapping-trips",
        principal=trip.principal, entries=(trip.entry, other.entry), span=span,
        told="overlapping-trips" if excluded else "shared-travel-day", accepted=accepted, remark=remark,
    )  # fmt: skip


def _hold(absence: Absence) -> Hold:
    taken = Taken(first=absence.period.first, last=absence.period.last)
    return Hold(principal=absence.principal, subject=absence.entry.subject, taken=taken, pages=())
