"""What can happen to an occasion."""

from __future__ import annotations

from ..model import (
    WIDENED,
    Because,
    Classifying,
    Corrected,
    Event,
    Opened,
    Withdrawn,
)  # fmt: skip
from ..values.attendance import Attendance
from ..values.days import Day
from ..values.recurrence import Recurrence
from ..values.text import Text
from ..values.when import When
from .commands import OccasionDetails, OccasionFacts, OccasionStage, OccurrenceDetails, Programme


class OccasionPlanned(Programme, Opened, Event):
    """An occasion was planned."""

    topic = "occasion.planned"
    schema_version = 3
    upcasts = WIDENED


class OccasionReported(Programme, Opened, Event):
    """An occasion was found at some stage."""

    topic = "occasion.reported"
    schema_version = 3
    upcasts = WIDENED
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
    schema_version = 3
    upcasts = WIDENED
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


class OccasionRepeated(Because, Event):
    """The rule by which the occasion comes back was said: a rule, or None for none any more."""

    topic = "occasion.repeated"
    recurrence: Recurrence | None
    when: When | None = None
    booked_until: Day | None = None


class OccasionExtended(Event):
    """The series is kept free in the diaries for longer."""

    topic = "occasion.extended"
    booked_until: Day


class OccurrenceChanged(Because, Event):
    """Something is otherwise at one occurrence of the series."""

    topic = "occasion.occurrence_changed"
    occurrence: Day
    fields: OccurrenceDetails


class OccurrenceCancelled(Because, Event):
    """One occurrence of the series was called off."""

    topic = "occasion.occurrence_cancelled"
    occurrence: Day


class OccurrenceReinstated(Because, Event):
    """One occurrence of the series is on again."""

    topic = "occasion.occurrence_reinstated"
    occurrence: Day


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
    schema_version = 3
    upcasts = WIDENED
    fields: OccasionFacts


class OccasionWithdrawn(Withdrawn, Event):
    """The occasion, or one of its events, was entered in error."""

    topic = "occasion.withdrawn"


OccasionEvents = (
    OccasionPlanned | OccasionReported | OccasionConfirmed | OccasionRescheduled | OccasionChanged | OccasionHeld
    | OccasionCancelled | OccasionPostponed | OccasionReinstated | OccasionRepeated | OccasionExtended
    | OccurrenceChanged | OccurrenceCancelled | OccurrenceReinstated | OccasionAttendanceSet | OccasionClassified
    | OccasionCorrected | OccasionWithdrawn
)  # fmt: skip
