"""What can happen to an occasion."""

from __future__ import annotations

from ..model import (
    Because,
    Classifying,
    Corrected,
    Event,
    Opened,
    Withdrawn,
)  # fmt: skip
from ..values.attendance import Attendance
from ..values.text import Text
from ..values.when import When
from .commands import OccasionDetails, OccasionFacts, OccasionStage, Programme


class OccasionPlanned(Programme, Opened, Event):
    """An occasion was planned."""

    topic = "occasion.planned"


class OccasionReported(Programme, Opened, Event):
    """An occasion was found at some stage."""

    topic = "occasion.reported"
    stage: OccasionStage
    outcome: Text | None = None


class OccasionConfirmed(Event):
    """The occasion was confirmed."""

    topic = "occasion.confirmed"


class OccasionRescheduled(Because, Event):
    """The occasion moved to another date."""

    topic = "occasion.rescheduled"
    when: When


class OccasionChanged(Because, Event):
    """Something else about the occasion changed."""

    topic = "occasion.changed"
    fields: OccasionDetails


class OccasionHeld(Event):
    """The occasion was held."""

    topic = "occasion.held"
    actual_when: When | None = None
    outcome: Text | None = None


class OccasionCancelled(Because, Event):
    """The occasion was called off."""

    topic = "occasion.cancelled"


class OccasionPostponed(Because, Event):
    """The occasion was put off, with no new date."""

    topic = "occasion.postponed"


class OccasionReinstated(Because, Event):
    """The occasion is on again."""

    topic = "occasion.reinstated"
    when: When | None = None


class OccasionAttendanceSet(Event):
    """Whether one principal takes part was said."""

    topic = "occasion.attendance_set"
    attendance: Attendance


class OccasionClassified(Classifying, Event):
    """Who may see the occasion was said anew."""

    topic = "occasion.classified"


class OccasionCorrected(Corrected, Event):
    """What one event said of the occasion was wrong."""

    topic = "occasion.corrected"
    fields: OccasionFacts


class OccasionWithdrawn(Withdrawn, Event):
    """The occasion, or one of its events, was entered in error."""

    topic = "occasion.withdrawn"


OccasionEvents = (
    OccasionPlanned | OccasionReported | OccasionConfirmed | OccasionRescheduled | OccasionChanged | OccasionHeld
    | OccasionCancelled | OccasionPostponed | OccasionReinstated | OccasionAttendanceSet | OccasionClassified
    | OccasionCorrected | OccasionWithdrawn
)  # fmt: skip
