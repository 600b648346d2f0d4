"""What a series can be, and what can be asked of one of its occurrences."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice
from typing import Final

from ..model import cannot, carry
from ..programme import once_each
from ..values.period import Period
from ..values.when import Timed
from .commands import (
    CancelOccurrence,
    ChangeOccurrence,
    ExtendOccasion,
    OccasionCommand,
    OccurrenceCommand,
    PlanOccasion,
    ReinstateOccurrence,
    RepeatOccasion,
    ReportOccasion,
)
from .events import OccurrenceCancelled, OccurrenceChanged, OccurrenceReinstated
from .series import Occurrence, Series

MOST: Final = 3_000
"""The most occurrences of one series that are kept free in the diaries: eleven years of weekdays."""

NEIGHBOURS: Final = timedelta(days=400)
"""How far from a day that is none of a series its neighbours are looked for, and how far beyond what is booked."""


def check_series(command: OccasionCommand, series: Series) -> None:
    """Refuse a series that has no first time, does not begin by its rule, or is kept free for no time or for too long.

    Raises:
        RefusedError: it is such a one.
    """
    recurrence, when = series.recurrence, series.when
    if recurrence is None:
        return
    if not isinstance(when, (Timed, Period)):
        raise cannot(command, f"it would come back, and its first time is {when}", "give a day or a time")
    if isinstance(when, Timed) and (
        when.start.fold == 1 or (when.end is not None and (when.end.zone != when.start.zone))
    ):
        raise cannot(
            command, "a series ends in the zone in which it begins, and not in the second of two equal hours",
            "give times of one zone",
        )  # fmt: skip
    day = series.first_day
    if not recurrence.begins_on(day):
        raise cannot(
            command, f"{day:%A} {day} is none of the days of {recurrence.rule}", "begin on the first day of the rule"
        )
    if recurrence.is_open and series.booked_until is None:
        raise cannot(command, "it comes back for ever", "say until when it is booked (booked_until); extend that later")
    if series.booked_until is not None and series.booked_until < day:
        raise cannot(command, f"it would be booked until {series.booked_until}, before it begins on {day}")
    booked = list(islice(series.days(series.booked_to or day), MOST + 1))
    if not booked:
        raise cannot(command, "no occurrence would be left of it", "cancel it instead")
    if len(booked) > MOST:
        raise cannot(
            command, f"more than {MOST} occurrences would be booked, until {series.booked_to}",
            "give an earlier booked_until, and extend it later",
        )  # fmt: skip


def check_occurrence(command: OccurrenceCommand, series: Series) -> Occurrence:
    """The occurrence that a command is about.

    Raises:
        RefusedError: it is no series, has no such occurrence (its neighbours are named), or is not booked for long yet.
    """
    if series.recurrence is None:
        raise cannot(command, "it does not come back", "make a series of it with repeat_occasion")
    day, until = command.occurrence, series.booked_to or series.first_day
    if day > _later(until):  # nobody plans there, and everything that reads it would count the days until then
        raise cannot(command, f"{day} is long after {until}, until which it is booked", "extend it first")
    days = list(series.days(_later(day)))
    if day not in days:
        near = [max((each for each in days if each < day), default=None), next((e for e in days if e > day), None)]
        names = " and ".join(str(each) for each in near if each is not None)
        raise cannot(command, f"it has no occurrence on {day}", f"there are {names}" if names else "")
    return series.occurrence(day)


def _later(day: date) -> date:
    return min(day, date.max - NEIGHBOURS) + NEIGHBOURS


def check_booking(command: PlanOccasion | ReportOccasion | RepeatOccasion) -> None:
    """Refuse to keep free what does not come back."""
    if command.booked_until is not None and command.recurrence is None:
        raise cannot(command, "booked_until is for what comes back", "give a recurrence, or leave booked_until out")


def check_repeat(series: Series, command: RepeatOccasion) -> None:
    """Refuse a rule that it has already."""
    if command.recurrence is None:
        check_booking(command)
        if series.recurrence is None:
            raise cannot(command, "it does not come back already")
    elif (command.recurrence, command.when or series.when) == (series.recurrence, series.when):
        raise cannot(command, f"it comes back by {command.recurrence} already", "extend it to keep it free for longer")


def check_extension(series: Series, command: ExtendOccasion) -> None:
    """Refuse to keep a series free until a day until which it is already, or beyond its end."""
    until = series.booked_to
    if series.recurrence is None or until is None:
        raise cannot(command, "it does not come back", "give it a recurrence with repeat_occasion")
    if command.booked_until <= until:
        raise cannot(command, f"it is booked until {until} already", "change its rule to let it end earlier")
    last = series.recurrence.last_day(series.first_day)
    if last is not None and last <= until:
        raise cannot(command, f"its rule ends on {last}", "give it a longer rule with repeat_occasion")


def at_occurrence(
    series: Series, command: ChangeOccurrence | CancelOccurrence | ReinstateOccurrence
) -> OccurrenceChanged | OccurrenceCancelled | OccurrenceReinstated:
    """What happens when an occurrence of a series is asked to do this."""
    occurrence = check_occurrence(command, series)
    match command:
        case ReinstateOccurrence():
            if not occurrence.is_cancelled:
                raise cannot(command, f"the occurrence of {command.occurrence} was not cancelled")
            return carry(OccurrenceReinstated, command)
        case _ if occurrence.is_cancelled:
            raise cannot(
                command, f"the occurrence of {command.occurrence} was cancelled", "reinstate it first, if it is to be"
            )
        case CancelOccurrence():
            return carry(OccurrenceCancelled, command)
        case ChangeOccurrence():
            once_each(command, command.fields.attendance)
            when = command.fields.when
            if when is not None and not isinstance(when, (Timed, Period)):
                raise cannot(command, f"an occurrence cannot be moved to {when}", "give a day or a time, or cancel it")
            return carry(OccurrenceChanged, command)
