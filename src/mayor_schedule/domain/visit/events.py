"""What can happen to a visit."""

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
from ..values.when import When
from .commands import Programme, VisitDetails, VisitFacts, VisitStage


class VisitAnnounced(Programme, Opened, Event):
    """A visit was announced."""

    topic = "visit.announced"


class VisitReported(Programme, Opened, Event):
    """A visit was found at some stage."""

    topic = "visit.reported"
    stage: VisitStage


class VisitConfirmed(Event):
    """The visit was confirmed."""

    topic = "visit.confirmed"


class VisitRescheduled(Because, Event):
    """The visit moved to another date."""

    topic = "visit.rescheduled"
    when: When


class VisitChanged(Because, Event):
    """Something else about the visit changed."""

    topic = "visit.changed"
    fields: VisitDetails


class VisitReceived(Event):
    """The guests were received."""

    topic = "visit.received"
    actual_when: When | None = None


class VisitCancelled(Because, Event):
    """The visit was called off."""

    topic = "visit.cancelled"


class VisitPostponed(Because, Event):
    """The visit was put off, with no new date."""

    topic = "visit.postponed"


class VisitReinstated(Because, Event):
    """The visit is on again."""

    topic = "visit.reinstated"
    when: When | None = None


class VisitAttendanceSet(Event):
    """Whether one principal takes part was said."""

    topic = "visit.attendance_set"
    attendance: Attendance


class VisitClassified(Classifying, Event):
    """Who may see the visit was said anew."""

    topic = "visit.classified"


class VisitCorrected(Corrected, Event):
    """What one event said of the visit was wrong."""

    topic = "visit.corrected"
    fields: VisitFacts


class VisitWithdrawn(Withdrawn, Event):
    """The visit, or one of its events, was entered in error."""

    topic = "visit.withdrawn"


VisitEvents = (
    VisitAnnounced | VisitReported | VisitConfirmed | VisitRescheduled | VisitChanged | VisitReceived | VisitCancelled
    | VisitPostponed | VisitReinstated | VisitAttendanceSet | VisitClassified | VisitCorrected | VisitWithdrawn
)  # fmt: skip
