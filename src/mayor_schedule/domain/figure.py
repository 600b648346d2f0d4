"""A reported figure: stated, restated with a reason, rebased when the basis of counting changes.

There is one figure for each key, scope and as-of date. A *stock* is read on a date (30 organisations in August 2018); a
*flow* covers a span (trips made from January to August), apart from the label that the source prints for it (상반기).
Stated figures and named items stay apart: no figure is ever adjusted to what is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Final, assert_never

from pydantic import model_validator

from mayor_schedule.errors import InvalidValueError
from mayor_schedule.messages import Message, listed, say

from .model import (
    WIDENED,
    Classifying,
    Command,
    Corrected,
    Correcting,
    Event,
    Fields,
    Opened,
    Part,
    Reason,
    Shown,
    Theme,
    Withdrawing,
    Withdrawn,
    cannot,
    carry,
    shown,
)  # fmt: skip
from .subject import Fact, Subject, absent, correctable, existing, impossible, opened_by, withdrawable
from .values.fuzzy import FuzzyDate
from .values.identity import FigureId, Name
from .values.number import Key, Number
from .values.period import Period
from .values.text import Text
from .values.when import Dates, Unknown

_AS_OF: Final = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
LONGEST: Final = 127
"""Characters of the id of a figure."""


class CountingUnit(StrEnum):
    """What is counted, where the printed unit (개, 건, 명) does not tell."""

    SYSTEM_CLIENT = "system_client"
    SYSTEM = "system"
    CLIENT = "client"
    PERSON = "person"
    VISIT = "visit"


_EXPORTS: Final = (CountingUnit.SYSTEM_CLIENT, CountingUnit.SYSTEM, CountingUnit.CLIENT)
_GUESTS: Final = (CountingUnit.PERSON, CountingUnit.VISIT)

COUNTING_UNITS: Final[Mapping[str, tuple[CountingUnit, ...]]] = {
    "policy_exports_won": _EXPORTS,
    "policy_exports_pursued": _EXPORTS,
    "state_guests": _GUESTS,
    "city_leaders": _GUESTS,
}
"""The series that can be counted in more than one unit; the first one is that of the named items."""


def _wrong_unit(key: str, unit: CountingUnit | None) -> Message | None:
    """Why a series cannot be counted in a unit; None if it can."""
    units = COUNTING_UNITS.get(key, ())
    if unit is None or unit in units:
        return None
    if not units:
        return say(
            "MS-0123",
            "{key} cannot be counted by {unit}; leave counted_by out, for it is counted in one way",
            key=key,
            unit=unit,
        )
    return say(
        "MS-0124",
        "{key} cannot be counted by {unit}; it is counted by {units}",
        key=key,
        unit=unit,
        units=listed(units),
    )


# --- commands ---------------------------------------------------------------------------------------------------------


class FigureCommand(Command):
    """A command to one figure."""

    kind = "figure"


class _Statement(Part):
    """What a source states.

    Attributes:
        key: what is counted, such as ``hosted_organizations``.
        scope: the part that it is about, such as ``grade-7``; left out, all.
        value: the number.
        approximate: whether the source says "some" (180여 개).
        unit: the counting unit as printed, such as 명, 회, 개, 건, 개소 or 천원.
        as_of: the day or month at which it was read; an EDTF date.
        span: the days that a flow covers; left out, a stock, or for a flow the year of `as_of` up to it.
        label: what the source calls the span, such as 상반기.
        title: what the source calls the figure.
        printed: the number as printed, such as 180여개.
        counted_by: what is counted, of a series that can be counted in more than one unit: policy exports by
            system_client, system or client; guests by person or visit.
        theme: the field of work that it belongs to, under which a briefing shows it.
    """

    key: Key
    scope: Name | None = None
    value: Number
    approximate: bool = False
    unit: str | None = None
    as_of: FuzzyDate
    span: Dates | None = None
    label: Text | None = None
    title: Text | None = None
    printed: str | None = None
    counted_by: CountingUnit | None = None
    theme: Theme | None = None


class StateFigure(_Statement, Shown, FigureCommand):
    """Record a figure that a source states."""

    @model_validator(mode="after")
    def _has_an_id(self) -> StateFigure:
        if not _AS_OF.fullmatch(self.as_of.edtf):
            raise InvalidValueError(
                say(
                    "MS-0125",
                    "as_of is the year, month or day of the reading (2018, 2018-08, 2018-08-31), and not {given}; "
                    "say approximate of the number, and span for the days that it covers",
                    given=self.as_of,
                )
            )
        if len(self.subject) > LONGEST:
            raise InvalidValueError(
                say(
                    "MS-0126",
                    "key and scope together are too long: {length} characters with the date",
                    length=len(self.subject),
                )
            )
        wrong = _wrong_unit(self.key, self.counted_by)
        if wrong is not None:
            raise InvalidValueError(wrong)
        return self

    @property
    def subject(self) -> str:
        """The figure of this key, scope and as-of date."""
        return "figure:" + "/".join(filter(None, (self.key, self.scope, self.as_of.edtf)))


class RestateFigure(FigureCommand):
    """Record that the office now states another number for the same date, and why."""

    figure: FigureId
    value: Number
    approximate: bool = False
    printed: str | None = None
    reason: Reason


class RebaseFigure(FigureCommand):
    """Record that from this figure on something else is counted than before, and why."""

    figure: FigureId
    reason: Reason


class ClassifyFigure(Classifying, FigureCommand):
    """Say anew who may see a figure."""

    figure: FigureId


class FigureFacts(Fields):
    """What of a figure can have been written down wrong."""

    needed = frozenset({"value", "approximate"})
    value: Number | None = None
    approximate: bool | None = None
    unit: str | None = None
    span: Dates | None = None
    label: Text | None = None
    title: Text | None = None
    printed: str | None = None
    counted_by: CountingUnit | None = None
    theme: Theme | None = None


class CorrectFigure(Correcting, FigureCommand):
    """Put right what was written down wrong."""

    figure: FigureId
    fields: FigureFacts


class WithdrawFigure(Withdrawing, FigureCommand):
    """Take out a figure, or one of its events, that was entered in error."""

    figure: FigureId


FigureCommands = StateFigure | RestateFigure | RebaseFigure | ClassifyFigure | CorrectFigure | WithdrawFigure


# --- events -----------------------------------------------------------------------------------------------------------


class FigureStated(_Statement, Opened, Event):
    """A source stated a number."""

    topic = "figure.stated"
    schema_version = 2
    upcasts = WIDENED


class FigureRestated(Event):
    """The office stated another number for the same date."""

    topic = "figure.restated"
    value: Number
    approximate: bool = False
    printed: str | None = None
    reason: Reason


class FigureRebased(Event):
    """The basis of counting changed with this figure."""

    topic = "figure.rebased"
    reason: Reason


class FigureClassified(Classifying, Event):
    """Who may see the figure was said anew."""

    topic = "figure.classified"


class FigureCorrected(Corrected, Event):
    """What one event said of the figure was wrong."""

    topic = "figure.corrected"
    schema_version = 2
    upcasts = WIDENED
    fields: FigureFacts


class FigureWithdrawn(Withdrawn, Event):
    """The figure, or one of its events, was entered in error."""

    topic = "figure.withdrawn"


FigureEvents = (
    FigureStated | FigureRestated | FigureRebased | FigureClassified | FigureCorrected | FigureWithdrawn
)  # fmt: skip


# --- state ------------------------------------------------------------------------------------------------------------


class Figure(Subject):
    """What is stated."""

    __slots__ = ()
    kind = "figure"
    key = Fact[str]("")
    scope = Fact[str | None](None)
    title = Fact[Text | None](None)
    value = Fact[int | Decimal](0)
    approximate = Fact[bool](False)
    unit = Fact[str | None](None)
    as_of = Fact[FuzzyDate | None](None)
    span = Fact[Period | FuzzyDate | Unknown | None](None)
    label = Fact[Text | None](None)
    printed = Fact[str | None](None)
    counted_by = Fact[CountingUnit | None](None)
    theme = Fact[Text | None](None)
    rebased = Fact[Text | None](None)
    reason = Fact[Text | None](None)

    @property
    def series(self) -> str:
        """The key, and the scope behind a slash where there is one."""
        return self.key if self.scope is None else f"{self.key}/{self.scope}"


def decide(figure: Figure | None, command: FigureCommands) -> Iterator[FigureEvents]:
    """What happens when a figure is asked to do this.

    Raises:
        RefusedError: it cannot.
    """
    match command:
        case StateFigure():
            absent(figure, command)
            yield carry(FigureStated, command, **shown(command, command))
        case RestateFigure():
            if (command.value, command.approximate) == (existing(figure, command).value, figure and figure.approximate):
                raise cannot(command, say("MS-0127", "it states that number already"))
            yield carry(FigureRestated, command)
        case RebaseFigure():
            if existing(figure, command).rebased is not None:
                raise cannot(command, say("MS-0128", "it is rebased already"))
            yield carry(FigureRebased, command)
        case ClassifyFigure():
            existing(figure, command)
            yield FigureClassified(**shown(command, command))
        case CorrectFigure():
            wrong = _wrong_unit(existing(figure, command).key, command.fields.counted_by)
            if wrong is not None:
                raise cannot(command, wrong)
            yield carry(FigureCorrected, command, event=correctable(figure, command, command.event, command.fields))
        case WithdrawFigure():
            yield carry(FigureWithdrawn, command, event=withdrawable(figure, command, command.event))
        case _:
            assert_never(command)


def evolve(figure: Figure | None, event: FigureEvents) -> Figure:
    """What is stated after an event.

    Raises:
        ImpossibleHistoryError: the event cannot be where it is.
    """
    if figure is None:
        return opened_by(Figure, event, {FigureStated: {}})
    match event:
        case FigureRestated():
            return figure.saying(event, printed=event.printed)
        case FigureRebased():
            return figure.saying(event, rebased=event.reason)
        case FigureClassified():
            return figure.saying(event, public_from=event.public_from)
        case FigureCorrected():
            return figure.corrected(event.event, event.fields)
        case FigureWithdrawn():
            return figure.withdrawing(event.event)
        case FigureStated():
            raise impossible(figure, event)
        case _:
            assert_never(event)
