"""What a series can be, and what can be asked of one of its occurrences."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice
from typing import Final

from mayor_schedule.messages import Saying, say, term

from ..model import cannot, carry
from ..programme import once_each
from ..values.days import WEEKDAYS
from ..values.listing import together
from ..values.period import Period
from ..values.recurrence import Recurrence
from ..values.when import Timed, when_in_words
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

_NONE_LEFT: Final = Saying("MS-0138", "no occurrence would be left of it")
_SINGLE: Final = Saying("MS-0132", "it does not come back")


def check_series(command: OccasionCommand, series: Series) -> None:
    """Refuse a series that has no first time, does not begin by its rule, or is kept free for no time or for too long.

    Raises:
        RefusedError: it is such a one.
    """
    recurrence, when = series.recurrence, series.when
    if recurrence is None:
        return
    if not isinstance(when, (Timed, Period)):
        fact = say("MS-0133", "it would come back, and its first time is {when}", when=when_in_words(when))
        raise cannot(command, fact, term("give a day or a time"))
    if isinstance(when, Timed) and (
        when.start.fold == 1 or (when.end is not None and (when.end.zone != when.start.zone))
    ):
        raise cannot(
            command,
            say("MS-0134", "a series ends in the zone in which it begins, and not in the second of two equal hours"),
            term("give times of one zone"),
        )
    day = series.first_day
    if not recurrence.begins_on(day):
        weekday = WEEKDAYS[day.weekday()]
        fact = say(
            "MS-0135", "{weekday} {day} is none of the days of {rule}", weekday=weekday, day=day, rule=recurrence.rule
        )
        raise cannot(command, fact, term("begin on the first day of the rule"))
    if recurrence.is_open and series.booked_until is None:
        hint = term("say until when it is booked (booked_until); extend that later")
        raise cannot(command, say("MS-0136", "it comes back for ever"), hint)
    if series.booked_until is not None and series.booked_until < day:
        raise cannot(
            command,
            say(
                "MS-0137",
                "it would be booked until {until}, before it begins on {day}",
                until=series.booked_until,
                day=day,
            ),
        )
    _check_end(command, recurrence, day)
    booked = list(islice(series.days(series.booked_to or day), MOST + 1))
    if not booked:
        raise cannot(command, _NONE_LEFT(), term("cancel it instead"))
    if len(booked) > MOST:
        fact = say(
            "MS-0139", "more than {most} occurrences would be booked, until {until}", most=MOST, until=series.booked_to
        )
        raise cannot(command, fact, term("give an earlier booked_until, and extend it later"))


def check_past_series(command: OccasionCommand, series: Series) -> None:
    """Refuse a series that is over, or called off, and has no occurrence: nothing of it would be shown anywhere.

    Raises:
        RefusedError: it is such a one.
    """
    recurrence, day = series.recurrence, series.first_day
    if recurrence is None or not isinstance(series.when, (Timed, Period)):
        return
    last = _check_end(command, recurrence, day)
    is_any = recurrence.comes_after(day) if last is None else any(True for _ in series.days(last))
    if not is_any:
        raise cannot(command, _NONE_LEFT(), term("give another rule, or leave fewer days out"))


def _check_end(command: OccasionCommand, recurrence: Recurrence, day: date) -> date | None:
    """The last day on which a series that begins on a day can be; None where it has none."""
    last = recurrence.last_day(day)
    if last is not None and last < day:
        fact = say("MS-0946", "it would come back until {until}, before it begins on {day}", until=last, day=day)
        raise cannot(command, fact, term("give a later UNTIL, or another first day"))
    return last


def check_occurrence(command: OccurrenceCommand, series: Series) -> Occurrence:
    """The occurrence that a command is about.

    Raises:
        RefusedError: it is no series, has no such occurrence (its neighbours are named), or is not booked for long yet.
    """
    if series.recurrence is None:
        raise cannot(command, _SINGLE(), term("make a series of it with repeat_occasion"))
    day, until = command.occurrence, series.booked_to or series.first_day
    if day > _later(until):  # nobody plans there, and everything that reads it would count the days until then
        fact = say("MS-0140", "{day} is long after {until}, until which it is booked", day=day, until=until)
        raise cannot(command, fact, term("extend it first"))
    days = list(series.days(_later(day)))
    if day not in days:
        near = [max((each for each in days if each < day), default=None), next((e for e in days if e > day), None)]
        known = [each for each in near if each is not None]
        hint = term("there are {days}", days=together(known)) if known else None
        raise cannot(command, say("MS-0141", "it has no occurrence on {day}", day=day), hint)
    return series.occurrence(day)


def _later(day: date) -> date:
    return min(day, date.max - NEIGHBOURS) + NEIGHBOURS


def check_booking(command: PlanOccasion | ReportOccasion | RepeatOccasion) -> None:
    """Refuse to keep free what does not come back."""
    if command.booked_until is not None and command.recurrence is None:
        fact = say("MS-0142", "booked_until is for what comes back")
        raise cannot(command, fact, term("give a recurrence, or leave booked_until out"))


def check_repeat(series: Series, command: RepeatOccasion) -> None:
    """Refuse a rule that it has already."""
    if command.recurrence is None:
        check_booking(command)
        if series.recurrence is None:
            raise cannot(command, say("MS-0143", "it does not come back already"))
    elif (command.recurrence, command.when or series.when) == (series.recurrence, series.when):
        fact = say("MS-0144", "it comes back by {rule} already", rule=command.recurrence)
        raise cannot(command, fact, term("extend it to keep it free for longer"))


def check_extension(series: Series, command: ExtendOccasion) -> None:
    """Refuse to keep a series free until a day until which it is already, or beyond its end."""
    until = series.booked_to
    if series.recurrence is None or until is None:
        raise cannot(command, _SINGLE(), term("give it a recurrence with repeat_occasion"))
    if command.booked_until <= until:
        fact = say("MS-0145", "it is booked until {until} already", until=until)
        raise cannot(command, fact, term("change its rule to let it end earlier"))
    last = series.recurrence.last_day(series.first_day)
    if last is not None and last <= until:
        fact = say("MS-0146", "its rule ends on {day}", day=last)
        raise cannot(command, fact, term("give it a longer rule with repeat_occasion"))


def at_occurrence(
    series: Series, command: ChangeOccurrence | CancelOccurrence | ReinstateOccurrence
) -> OccurrenceChanged | OccurrenceCancelled | OccurrenceReinstated:
    """What happens when an occurrence of a series is asked to do this."""
    occurrence = check_occurrence(command, series)
    match command:
        case ReinstateOccurrence():
            if not occurrence.is_cancelled:
                raise cannot(
                    command, say("MS-0147", "the occurrence of {day} was not cancelled", day=command.occurrence)
                )
            return carry(OccurrenceReinstated, command)
        case _ if occurrence.is_cancelled:
            fact = say("MS-0148", "the occurrence of {day} was cancelled", day=command.occurrence)
            raise cannot(command, fact, term("reinstate it first, if it is to be"))
        case CancelOccurrence():
            return carry(OccurrenceCancelled, command)
        case ChangeOccurrence():
            once_each(command, command.fields.attendance)
            when = command.fields.when
            if when is not None and not isinstance(when, (Timed, Period)):
                fact = say("MS-0149", "an occurrence cannot be moved to {when}", when=when_in_words(when))
                raise cannot(command, fact, term("give a day or a time, or cancel it"))
            return carry(OccurrenceChanged, command)
