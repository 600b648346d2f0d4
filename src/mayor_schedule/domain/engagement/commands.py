"""What can be asked of an engagement."""

from __future__ import annotations

from enum import StrEnum

from ..model import (
    Because,
    Classifying,
    Command,
    Correcting,
    Fields,
    Part,
    Reporting,
    Shown,
    Withdrawing,
)  # fmt: skip
from ..programme import AttendanceFacts, Attending, TransferMinutes
from ..values.attendance import Attendance
from ..values.identity import EngagementId, SubjectId
from ..values.party import Party, Person
from ..values.place import Place
from ..values.text import Text
from ..values.when import Unknown, When


class EngagementStage(StrEnum):
    """Where an engagement is in its life."""

    PLANNED = "planned"
    CONFIRMED = "confirmed"
    POSTPONED = "postponed"
    HELD = "held"
    CANCELLED = "cancelled"


class EngagementCommand(Command):
    """A command to one engagement."""

    kind = "engagement"
    engagement: EngagementId


class Programme(Part):
    """What is known of an engagement when it is opened.

    Attributes:
        title: what the office calls it.
        when: a start at a known time, days, an EDTF date; or unknown.
        place: where it is.
        part_of: the trip, visit or occasion that it belongs to.
        counterparts: who is met, named or by office.
        parties: the bodies that take part.
        responsible: the bureau in charge.
        co_hosts: the bodies that host it together with the city.
        role: the principal's role, such as the chair.
        purpose: what for.
        topics: what is talked about.
        expected_outcome: what is to come of it; what did is the outcome.
        attendance: which of the office's principals take part; the principal of its trip, else the mayor, unless said.
        transfer_minutes: how long it takes to get there from wherever one is before; estimated where it is not given.
    """

    title: Text
    when: When = Unknown()
    place: Place | None = None
    part_of: SubjectId | None = None
    counterparts: tuple[Person, ...] = ()
    parties: tuple[Party, ...] = ()
    responsible: Party | None = None
    co_hosts: tuple[Party, ...] = ()
    role: Text | None = None
    purpose: Text | None = None
    topics: tuple[Text, ...] = ()
    expected_outcome: Text | None = None
    attendance: tuple[Attendance, ...] = ()
    transfer_minutes: TransferMinutes | None = None


class PlanEngagement(Programme, Shown, EngagementCommand):
    """Plan an engagement."""


class ReportEngagement(Programme, EngagementCommand, Reporting):
    """Enter an engagement that is found at some stage, without claiming the earlier ones."""

    stage: EngagementStage
    outcome: Text | None = None


class ConfirmEngagement(EngagementCommand):
    """Confirm a planned engagement."""


class RescheduleEngagement(Because, EngagementCommand):
    """Move an engagement to another date."""

    when: When


class MoveEngagement(Because, EngagementCommand):
    """Make an engagement part of another trip, visit or occasion, or of none."""

    part_of: SubjectId | None


class EngagementDetails(Fields):
    """What may change of an engagement beside its date and what it is part of."""

    title: Text | None = None
    place: Place | None = None
    counterparts: tuple[Person, ...] = ()
    parties: tuple[Party, ...] = ()
    responsible: Party | None = None
    co_hosts: tuple[Party, ...] = ()
    role: Text | None = None
    purpose: Text | None = None
    topics: tuple[Text, ...] = ()
    expected_outcome: Text | None = None
    transfer_minutes: TransferMinutes | None = None


class ChangeEngagement(Because, EngagementCommand):
    """Record that something else about an engagement changed."""

    fields: EngagementDetails


class HoldEngagement(EngagementCommand):
    """Record that an engagement was held, with the date as it turned out."""

    when: When | None = None
    outcome: Text | None = None


class CancelEngagement(Because, EngagementCommand):
    """Call an engagement off."""


class PostponeEngagement(Because, EngagementCommand):
    """Put an engagement off, with no new date yet."""


class ReinstateEngagement(Because, EngagementCommand):
    """Put a postponed or cancelled engagement back on, on its old date or on a new one."""

    when: When | None = None


class AttendEngagement(Attending, EngagementCommand):
    """Say whether one principal takes part in an engagement, and how."""


class ClassifyEngagement(Classifying, EngagementCommand):
    """Say anew who may see an engagement."""


class EngagementFacts(AttendanceFacts, EngagementDetails):
    """What of an engagement can have been written down wrong."""

    when: When = Unknown()
    actual_when: When | None = None
    part_of: SubjectId | None = None
    outcome: Text | None = None


class CorrectEngagement(Correcting, EngagementCommand):
    """Put right what was written down wrong."""

    fields: EngagementFacts


class WithdrawEngagement(Withdrawing, EngagementCommand):
    """Take out an engagement, or one of its events, that was entered in error."""


EngagementCommands = (
    PlanEngagement | ReportEngagement | ConfirmEngagement | RescheduleEngagement | MoveEngagement | ChangeEngagement
    | HoldEngagement | CancelEngagement | PostponeEngagement | ReinstateEngagement | AttendEngagement
    | ClassifyEngagement | CorrectEngagement | WithdrawEngagement
)  # fmt: skip
