"""What can happen to an engagement."""

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
from ..values.identity import SubjectId
from ..values.text import Text
from ..values.when import When
from .commands import EngagementDetails, EngagementFacts, EngagementStage, Programme


class EngagementPlanned(Programme, Opened, Event):
    """An engagement was planned."""

    topic = "engagement.planned"
    schema_version = 2
    upcasts = WIDENED


class EngagementReported(Programme, Opened, Event):
    """An engagement was found at some stage."""

    topic = "engagement.reported"
    schema_version = 2
    upcasts = WIDENED
    stage: EngagementStage
    outcome: Text | None = None


class EngagementConfirmed(Event):
    """The engagement was confirmed."""

    topic = "engagement.confirmed"


class EngagementRescheduled(Because, Event):
    """The engagement moved to another date."""

    topic = "engagement.rescheduled"
    when: When


class EngagementMoved(Because, Event):
    """The engagement became part of something else, or of nothing."""

    topic = "engagement.moved"
    part_of: SubjectId | None


class EngagementChanged(Because, Event):
    """Something else about the engagement changed."""

    topic = "engagement.changed"
    schema_version = 2
    upcasts = WIDENED
    fields: EngagementDetails


class EngagementHeld(Event):
    """The engagement was held."""

    topic = "engagement.held"
    actual_when: When | None = None
    outcome: Text | None = None


class EngagementCancelled(Because, Event):
    """The engagement was called off."""

    topic = "engagement.cancelled"


class EngagementPostponed(Because, Event):
    """The engagement was put off, with no new date."""

    topic = "engagement.postponed"


class EngagementReinstated(Because, Event):
    """The engagement is on again."""

    topic = "engagement.reinstated"
    when: When | None = None


class EngagementAttendanceSet(Event):
    """Whether one principal takes part was said."""

    topic = "engagement.attendance_set"
    attendance: Attendance


class EngagementClassified(Classifying, Event):
    """Who may see the engagement was said anew."""

    topic = "engagement.classified"


class EngagementCorrected(Corrected, Event):
    """What one event said of the engagement was wrong."""

    topic = "engagement.corrected"
    schema_version = 2
    upcasts = WIDENED
    fields: EngagementFacts


class EngagementWithdrawn(Withdrawn, Event):
    """The engagement, or one of its events, was entered in error."""

    topic = "engagement.withdrawn"


EngagementEvents = (
    EngagementPlanned | EngagementReported | EngagementConfirmed | EngagementRescheduled | EngagementMoved
    | EngagementChanged | EngagementHeld | EngagementCancelled | EngagementPostponed | EngagementReinstated
    | EngagementAttendanceSet | EngagementClassified | EngagementCorrected | EngagementWithdrawn
)  # fmt: skip
