"""How calendars are loaded, and what becomes of them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePath
from typing import Final

from mayor_schedule.domain.model import Command
from mayor_schedule.domain.values.identity import check_name
from mayor_schedule.domain.values.recurrence import Recurrence
from mayor_schedule.domain.values.text import Text
from mayor_schedule.domain.values.when import When
from mayor_schedule.errors import InvalidValueError, Problem
from mayor_schedule.imports.entries import Placed
from mayor_schedule.messages import say

_UNFIT: Final = re.compile(r"[^\w.\-]+|^[\W_]+")
_WHOLES: Final = ("trip", "visit", "occasion")
"""What engagements are parts of."""


@dataclass(frozen=True, kw_only=True)
class CalendarOptions:
    """How calendars are loaded.

    Attributes:
        by: who records what they have.
        known_on: the day on which the office knew it; None for today.
        part_of: the trip, visit or occasion whose engagements they are; None for occasions.
        calendar: the name of the calendar, by which a newer file of it is known; else the name of the file.
        attended_by: the principal whose calendar it is, who attends everything in it that takes time.
        since: what was over before that day is left as it is where it is not in a newer file any more.
    """

    by: str
    known_on: date | None = None
    part_of: str | None = None
    calendar: str | None = None
    attended_by: str | None = None
    since: date | None = None

    def __post_init__(self) -> None:
        """Refuse what no entry could be a part of, and a principal who cannot be one.

        Raises:
            InvalidValueError: there is such a one.
        """
        if self.part_of is not None:
            kind, _, name = self.part_of.partition(":")
            if kind not in _WHOLES:
                raise InvalidValueError(
                    say(
                        "MS-1003", "{given!r} is no trip, visit or occasion; write it as trip:2018-europe",
                        given=self.part_of[:40],
                    )
                )  # fmt: skip
            check_name(name)
        if self.attended_by is not None:
            check_name(self.attended_by)

    def name_of(self, file: str) -> str:
        """The name of the calendar in a file: that given, else that of the file, without its folder and its suffix."""
        given = unicodedata.normalize("NFC", self.calendar or PurePath(file).stem)
        return "".join(each for each in given if each.isprintable()).strip() or "calendar"


@dataclass(frozen=True, kw_only=True)
class Change:
    """What loading a calendar does to one entry, for people.

    Attributes:
        file: the calendar.
        line: the line on which the entry begins; 1 for what is gone.
        command: the command.
        title: what the entry, or the occurrence, is called after it.
        when: when it is after it.
        recurrence: on which days it comes back.
        is_gone: whether the calendar has it no longer.
    """

    file: str
    line: int
    command: Command
    title: Text
    when: When
    recurrence: Recurrence | None = None
    is_gone: bool = False


@dataclass
class Loaded:
    """What became of the calendars of one load.

    Attributes:
        placed: the commands, with their lines.
        changes: the same for people, without the registering of calendars.
        problems: why files cannot be loaded.
        notes: what is left out, and why.
        unchanged: how many entries are there as they were.
    """

    placed: list[Placed] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    unchanged: int = 0


def document_of(calendar: str) -> str:
    """The id, without its kind, of the document that stands for a calendar."""
    return (PREFIX + (_UNFIT.sub("-", calendar).strip("-") or "unnamed"))[:100]


PREFIX: Final = "calendar-"
"""How the ids of the documents begin that stand for calendars."""
