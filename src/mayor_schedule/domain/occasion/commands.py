"""What can be asked of an occasion."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from ..model import (
    Because,
    Classifying,
    Command,
    Correcting,
    Fields,
    Part,
    Reporting,
    Shown,
    Theme,
    Withdrawing,
)  # fmt: skip
from ..programme import AttendanceFacts, Attending, TransferMinutes
from ..values.attendance import Attendance
from ..values.days import Day
from ..values.identity import OccasionId
from ..values.party import Party
from ..values.place import Place
from ..values.recurrence import Recurrence
from ..values.text import Text
from ..values.when import Unknown, When


class OccasionStage(StrEnum):
    """Where an occasion is in its life."""

    PLANNED = "planned"
    CONFIRMED = "confirmed"
    POSTPONED = "postponed"
    HELD = "held"
    CANCELLED = "cancelled"


class OccasionCategory(StrEnum):
    """What kind of occasion it is."""

    FORUM = "forum"
    SYMPOSIUM = "symposium"
    EXHIBITION = "exhibition"
    PUBLICATION = "publication"
    ANNOUNCEMENT = "announcement"
    SPORTS = "sports"
    REORGANIZATION = "reorganization"
    CEREMONY = "ceremony"
    MEETING = "meeting"
    OTHER = "other"


class OccasionCommand(Command):
    """A command to one occasion."""

    kind = "occasion"
    occasion: OccasionId


class Programme(Part):
    """What is known of an occasion when it is opened.

    Attributes:
        title: what the office calls it.
        category: what kind of occasion it is.
        when: a start at a known time, days, an EDTF date; or unknown.
        place: where it is.
        organisers: the bodies that organise or host it.
        participants: the bodies that take part.
        supporters: the bodies that support it.
        city_role: what the city does in it, such as support (지원).
        programme: what is in it, in order.
        description: anything else.
        attendance: which of the office's principals take part.
        transfer_minutes: how long it takes to get there from wherever one is before; estimated where it is not given.
        recurrence: on which days it comes back; `when` is then the first time.
        booked_until: the last day for which a series without an end is kept free in the diaries.
        theme: the field of work that it belongs to, under which a briefing shows it.
    """

    title: Text
    category: OccasionCategory | None = None
    when: When = Unknown()
    place: Place | None = None
    organisers: tuple[Party, ...] = ()
    participants: tuple[Party, ...] = ()
    supporters: tuple[Party, ...] = ()
    city_role: Text | None = None
    programme: tuple[Text, ...] = ()
    description: Text | None = None
    attendance: tuple[Attendance, ...] = ()
    transfer_minutes: TransferMinutes | None = None
    recurrence: Recurrence | None = None
    booked_until: Day | None = None
    theme: Theme | None = None


class PlanOccasion(Programme, Shown, OccasionCommand):
    """Plan an occasion."""


class ReportOccasion(Programme, OccasionCommand, Reporting):
    """Enter an occasion that is found at some stage, without claiming the earlier ones."""

    stage: OccasionStage
    outcome: Text | None = None


class ConfirmOccasion(OccasionCommand):
    """Confirm a planned occasion."""


class RescheduleOccasion(Because, OccasionCommand):
    """Move an occasion to another date."""

    when: When


class OccasionDetails(Fields):
    """What may change of an occasion beside its date."""

    title: Text | None = None
    category: OccasionCategory | None = None
    place: Place | None = None
    organisers: tuple[Party, ...] = ()
    participants: tuple[Party, ...] = ()
    supporters: tuple[Party, ...] = ()
    city_role: Text | None = None
    programme: tuple[Text, ...] = ()
    description: Text | None = None
    transfer_minutes: TransferMinutes | None = None
    theme: Theme | None = None


class ChangeOccasion(Because, OccasionCommand):
    """Record that something else about an occasion changed."""

    fields: OccasionDetails


class HoldOccasion(OccasionCommand):
    """Record that an occasion was held, with the date as it turned out."""

    when: When | None = None
    outcome: Text | None = None


class CancelOccasion(Because, OccasionCommand):
    """Call an occasion off."""


class PostponeOccasion(Because, OccasionCommand):
    """Put an occasion off, with no new date yet."""


class ReinstateOccasion(Because, OccasionCommand):
    """Put a postponed or cancelled occasion back on, on its old date or on a new one."""

    when: When | None = None


class RepeatOccasion(Because, OccasionCommand):
    """Make a series of an occasion, with a rule by which it comes back; change that rule; or make it single again.

    Attributes:
        recurrence: the rule; None to make it single.
        when: the first time, where it is another one now.
        booked_until: the last day for which a series without an end is kept free in the diaries.
    """

    recurrence: Recurrence | None
    when: When | None = None
    booked_until: Day | None = None


class ExtendOccasion(OccasionCommand):
    """Keep a series free in the diaries for longer."""

    booked_until: Day


class OccurrenceCommand(OccasionCommand):
    """A command to one occurrence of a series, named by the day on which it is by the rule."""

    occurrence: Annotated[Day, Field(description="the day on which it is by the rule, even where it was moved")]

    @property
    def distinction(self) -> str:
        """The occurrence."""
        return self.occurrence.isoformat()


class OccurrenceDetails(Fields):
    """What may be otherwise at one occurrence of a series."""

    needed = frozenset({"when", "title"})
    when: When | None = None
    title: Text | None = None
    place: Place | None = None
    attendance: tuple[Attendance, ...] = ()


class ChangeOccurrence(Because, OccurrenceCommand):
    """Move one occurrence of a series, or give it another place, title or attendance."""

    fields: OccurrenceDetails


class CancelOccurrence(Because, OccurrenceCommand):
    """Call one occurrence of a series off."""


class ReinstateOccurrence(Because, OccurrenceCommand):
    """Put one occurrence of a series back on that was called off."""


class AttendOccasion(Attending, OccasionCommand):
    """Say whether one principal takes part in an occasion, and how."""


class ClassifyOccasion(Classifying, OccasionCommand):
    """Say anew who may see an occasion."""


class OccasionFacts(AttendanceFacts, OccasionDetails):
    """What of an occasion can have been written down wrong."""

    when: When = Unknown()
    actual_when: When | None = None
    outcome: Text | None = None
    recurrence: Recurrence | None = None
    booked_until: Day | None = None


class CorrectOccasion(Correcting, OccasionCommand):
    """Put right what was written down wrong."""

    fields: OccasionFacts


class WithdrawOccasion(Withdrawing, OccasionCommand):
    """Take out an occasion, or one of its events, that was entered in error."""


OccasionCommands = (
    PlanOccasion | ReportOccasion | ConfirmOccasion | RescheduleOccasion | ChangeOccasion | HoldOccasion
    | CancelOccasion | PostponeOccasion | ReinstateOccasion | RepeatOccasion | ExtendOccasion | ChangeOccurrence
    | CancelOccurrence | ReinstateOccurrence | AttendOccasion | ClassifyOccasion | CorrectOccasion | WithdrawOccasion
)  # fmt: skip
