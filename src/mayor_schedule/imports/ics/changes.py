"""The commands that lead from what a calendar said of an entry before to what it says now.

What the calendar has not changed is left as the office has it: a title that was put right in the office stays so until
the calendar changes it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Any, Final

from mayor_schedule.domain.engagement import (
    CancelEngagement,
    ChangeEngagement,
    ClassifyEngagement,
    EngagementDetails,
    EngagementStage,
    PlanEngagement,
    ReinstateEngagement,
    RescheduleEngagement,
)
from mayor_schedule.domain.model import Command, Fields
from mayor_schedule.domain.occasion import (
    CancelOccasion,
    CancelOccurrence,
    ChangeOccasion,
    ChangeOccurrence,
    ClassifyOccasion,
    Occasion,
    OccasionDetails,
    OccasionStage,
    OccurrenceDetails,
    PlanOccasion,
    ReinstateOccasion,
    ReinstateOccurrence,
    RepeatOccasion,
    RescheduleOccasion,
)
from mayor_schedule.domain.occasion.series import on_day
from mayor_schedule.domain.occasion.series_rules import MOST
from mayor_schedule.domain.values.attendance import Answer, Attendance
from mayor_schedule.domain.values.period import Period
from mayor_schedule.domain.values.recurrence import Recurrence
from mayor_schedule.domain.values.text import Text
from mayor_schedule.domain.values.visibility import Visibility
from mayor_schedule.domain.values.when import Timed

from .known import Known
from .rules import FAR
from .wanted import Wanted

AHEAD: Final = timedelta(days=365)
"""For how long a series without an end is kept free in the diaries, from the day on which it is loaded."""


@dataclass(frozen=True)
class _Verbs:
    """The commands to one kind of subject, and its field for what else a calendar says."""

    plan: type[Command]
    reschedule: type[Command]
    change: type[Command]
    details: type[Fields]
    cancel: type[Command]
    reinstate: type[Command]
    classify: type[Command]
    text: str


_VERBS: Final = {
    "occasion": _Verbs(
        PlanOccasion, RescheduleOccasion, ChangeOccasion, OccasionDetails, CancelOccasion, ReinstateOccasion,
        ClassifyOccasion, "description",
    ),
    "engagement": _Verbs(
        PlanEngagement, RescheduleEngagement, ChangeEngagement, EngagementDetails, CancelEngagement,
        ReinstateEngagement, ClassifyEngagement, "purpose",
    ),
}  # fmt: skip

_AHEAD: Final = {OccasionStage.PLANNED, OccasionStage.CONFIRMED, EngagementStage.PLANNED, EngagementStage.CONFIRMED}
_POSTPONED: Final = {OccasionStage.POSTPONED, EngagementStage.POSTPONED}
_CANCELLED: Final = {OccasionStage.CANCELLED, EngagementStage.CANCELLED}


def opening(subject: str, wanted: Wanted, *, today: date, part_of: str | None, attended_by: str | None) -> Command:
    """The command that plans what is new.

    Args:
        subject: its id.
        wanted: what the calendar says of it.
        today: the day on which the calendar is loaded.
        part_of: what an engagement is a part of.
        attended_by: the principal who attends it; None where that is not known.
    """
    kind = subject.partition(":")[0]
    verbs = _VERBS[kind]
    more: dict[str, Any] = {kind: subject, "title": wanted.title, "when": wanted.when, verbs.text: wanted.text}
    if wanted.place is not None:
        more["place"] = wanted.place
    if kind == "engagement":
        more["part_of"] = part_of
    if attended_by is not None and not wanted.is_free:
        more["attendance"] = (Attendance(principal=attended_by, answer=Answer.YES),)
    if wanted.is_private:
        more["visibility"] = Visibility.CONFIDENTIAL
    if wanted.recurrence is not None:
        more |= {"recurrence": wanted.recurrence, "booked_until": booked_until(wanted, wanted.recurrence, today)}
    return verbs.plan(**more)


def booked_until(wanted: Wanted, recurrence: Recurrence, today: date) -> date | None:
    """Until when a series is kept free: a year from now, where it has no end, or one that is very far."""
    first = _first_day(wanted.when)
    far = first + min(FAR, date.max - first)
    last = recurrence.last_day(first)
    if last is not None and last <= far and len(list(islice(recurrence.days(first, far), MOST + 1))) <= MOST:
        return None
    return min(max(first, today), date.max - AHEAD) + AHEAD


def _first_day(when: Timed | Period) -> date:
    return when.first if isinstance(when, Period) else when.start.day


def changes(known: Known, wanted: Wanted, *, today: date) -> Iterator[Command]:
    """The commands for what the calendar has changed of an entry, each after the one before was recorded.

    Args:
        known: what was loaded before; it has to be brought up to date after each command.
        wanted: what the calendar says now.
        today: the day on which it is loaded.
    """
    yield from _stage(known, wanted)
    if wanted.is_cancelled or _stage_of(known) not in _AHEAD:
        return
    yield from _dates(known, wanted, today)
    yield from _details(known, wanted)
    if wanted.is_private and _visibility(known) is not Visibility.CONFIDENTIAL and not _was_private(known):
        yield _command(known, "classify", visibility=Visibility.CONFIDENTIAL)
    if isinstance(known.state, Occasion) and wanted.recurrence is not None:
        yield from _occurrences(known, wanted, wanted.recurrence)


def differs(known: Known, wanted: Wanted) -> bool:
    """Whether the calendar says anything else of an entry than before."""
    before = known.said
    text = _VERBS[known.subject.partition(":")[0]].text
    told = {"title": wanted.title, "when": wanted.when, "place": wanted.place, text: wanted.text,
            "recurrence": wanted.recurrence}  # fmt: skip
    if any(value != before.get(name) for name, value in told.items()):
        return True
    return wanted.is_cancelled != (before.get("stage") in _CANCELLED)


def is_over(known: Known) -> bool:
    """Whether nothing that a calendar says changes it any more: it was held, or called off in the office."""
    return _stage_of(known) not in (_AHEAD | _POSTPONED)


def _stage_of(known: Known) -> Any:
    return getattr(known.state, "stage", None)


def _visibility(known: Known) -> Any:
    return getattr(known.state, "visibility", None)


def _was_private(known: Known) -> bool:
    return known.said.get("visibility") is Visibility.CONFIDENTIAL


def _command(known: Known, verb: str, **fields: Any) -> Command:
    kind = known.subject.partition(":")[0]
    command: Command = getattr(_VERBS[kind], verb)(**{kind: known.subject, **fields})
    return command


def cancelled(known: Known, reason: Text) -> Command | None:
    """The command that calls an entry off, where it is still ahead and the calendar had not called it off before."""
    if known.said.get("stage") in _CANCELLED or is_over(known):
        return None
    return _command(known, "cancel", reason=reason)


def _stage(known: Known, wanted: Wanted) -> Iterator[Command]:
    """It is called off, on again, or has a date again."""
    if wanted.is_cancelled:
        command = cancelled(known, Text(ko="원본 달력에서 취소됨", en="cancelled in the calendar that it comes from"))
        if command is not None:
            yield command
    elif _is_off_for_now(known, wanted):
        yield _command(known, "reinstate", **_moved(known, wanted))


def _is_off_for_now(known: Known, wanted: Wanted) -> bool:
    """Whether the calendar had called it off, or the office put it off and the calendar has a new date."""
    if known.said.get("stage") in _CANCELLED:
        return _stage_of(known) in _CANCELLED
    return _stage_of(known) in _POSTPONED and bool(_moved(known, wanted))


def _moved(known: Known, wanted: Wanted) -> dict[str, Any]:
    return {} if wanted.when == known.said.get("when") else {"when": wanted.when}


def _dates(known: Known, wanted: Wanted, today: date) -> Iterator[Command]:
    """It comes back otherwise, or moved."""
    if isinstance(known.state, Occasion) and wanted.recurrence != known.said.get("recurrence"):
        more: dict[str, Any] = _moved(known, wanted)
        if wanted.recurrence is not None:
            until = booked_until(wanted, wanted.recurrence, today)
            more["booked_until"] = until
        if (wanted.recurrence, wanted.when) != (known.state.recurrence, known.state.when):
            yield RepeatOccasion(occasion=known.subject, recurrence=wanted.recurrence, **more)
    elif _moved(known, wanted) and wanted.when != getattr(known.state, "when", None):
        yield _command(known, "reschedule", when=wanted.when)


def _details(known: Known, wanted: Wanted) -> Iterator[Command]:
    verbs = _VERBS[known.subject.partition(":")[0]]
    told = {"title": wanted.title, "place": wanted.place, verbs.text: wanted.text}
    fields = {name: value for name, value in told.items() if value != known.said.get(name)}
    if fields:
        yield _command(known, "change", fields=verbs.details(**fields))


def _occurrences(known: Known, wanted: Wanted, recurrence: Recurrence) -> Iterator[Command]:
    """Single occurrences that are otherwise than before."""
    before = {date.fromisoformat(name.split(" ")[1]) for name in known.said if name.startswith("occurrence ")}
    days = sorted(before | set(wanted.changed))
    by_rule = set(recurrence.days(_first_day(wanted.when), max(days))) if days else set()
    for day in days:
        if day in by_rule:
            yield from _occurrence(known, wanted, day)


def _occurrence(known: Known, wanted: Wanted, day: date) -> Iterator[Command]:
    if not isinstance(known.state, Occasion):
        return
    each = wanted.changed.get(day)
    said = {name: known.said.get(f"occurrence {day} {name}") for name in ("when", "title", "place", "cancelled")}
    held = known.state.occurrence(day)
    named: dict[str, Any] = {"occasion": known.subject, "occurrence": day}
    if each is not None and each.is_cancelled:
        if not said["cancelled"] and not held.is_cancelled:
            yield CancelOccurrence(**named)
        return
    if held.is_cancelled:
        if not said["cancelled"]:
            return  # the office called it off
        yield ReinstateOccurrence(**named)
    meant = on_day(wanted.when, day)
    told: dict[str, Any] = {"when": meant, "title": wanted.title, "place": wanted.place}
    if each is not None:
        told = {"when": each.when, "title": each.title, "place": each.place}
    was = {"when": said["when"] or meant, "title": said["title"] or wanted.title}
    was["place"] = said["place"] if f"occurrence {day} place" in known.said else wanted.place
    fields = {name: value for name, value in told.items() if value != was[name]}
    if fields:
        yield ChangeOccurrence(**named, fields=OccurrenceDetails(**fields))
