"""`Attendance`: whether one of the office's principals takes part."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from .base import Value
from .identity import Name
from .party import Person

MAYOR: Final = "mayor"
"""The principal that an office has unless it says otherwise."""


class Answer(StrEnum):
    """Whether the principal attends. A city event that the report does not place in the diary is *unknown*, not no."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Mode(StrEnum):
    """How the principal attends."""

    IN_PERSON = "in_person"
    VIDEO = "video"
    MESSAGE = "message"


class Attendance(Value):
    """One principal's part in an engagement or an occasion.

    Attributes:
        principal: an office such as ``mayor``, as the Office subject lists it.
        answer: yes, no or unknown.
        mode: in person, by video or by a message; None where it is not said.
        represented_by: who stands in.
    """

    principal: Name = MAYOR
    answer: Answer = Answer.UNKNOWN
    mode: Mode | None = None
    represented_by: Person | None = None
