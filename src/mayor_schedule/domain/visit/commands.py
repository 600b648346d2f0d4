"""What can be asked of a visit."""

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
    Withdrawing,
)  # fmt: skip
from ..programme import AttendanceFacts, Attending
from ..values.attendance import Attendance
from ..values.identity import VisitId
from ..values.party import Party, Person
from ..values.place import Place
from ..values.text import Text
from ..values.when import Unknown, When

Size = Annotated[int, Field(ge=1, description="how many people come, as stated; the guests named are among them")]


class VisitStage(StrEnum):
    """Where a visit is in its life."""

    ANNOUNCED = "announced"
    CONFIRMED = "confirmed"
    POSTPONED = "postponed"
    RECEIVED = "received"
    CANCELLED = "cancelled"


class GuestCategory(StrEnum):
    """What kind of guests come. The source's own label is kept beside it: a prime minister may be printed as 국빈."""

    STATE_GUEST = "state_guest"
    CITY_LEADER = "city_leader"
    OTHER = "other"


class VisitCommand(Command):
    """A command to one visit."""

    kind = "visit"
    visit: VisitId


class Programme(Part):
    """What is known of a visit when it is opened: at least a title, a guest or a party.

    Attributes:
        title: what the office calls it.
        guests: who comes, named or by office.
        category: what kind of guests they are.
        category_printed: the source's own label for them, such as 해외국빈.
        when: a start at a known time, days, an EDTF date; or unknown.
        place: where they are received.
        purpose: what for.
        party: the body that sends them.
        delegation_size: how many people come, as stated.
        attendance: which of the office's principals take part.
    """

    title: Text | None = None
    guests: tuple[Person, ...] = ()
    category: GuestCategory | None = None
    category_printed: Text | None = None
    when: When = Unknown()
    place: Place | None = None
    purpose: Text | None = None
    party: Party | None = None
    delegation_size: Size | None = None
    attendance: tuple[Attendance, ...] = ()


class AnnounceVisit(Programme, Shown, VisitCommand):
    """Announce a visit."""


class ReportVisit(Programme, VisitCommand, Reporting):
    """Enter a visit that is found at some stage, without claiming the earlier ones."""

    stage: VisitStage


class ConfirmVisit(VisitCommand):
    """Confirm an announced visit."""


class RescheduleVisit(Because, VisitCommand):
    """Move a visit to another date."""

    when: When


class VisitDetails(Fields):
    """What may change of a visit beside its date."""

    title: Text | None = None
    guests: tuple[Person, ...] = ()
    category: GuestCategory | None = None
    category_printed: Text | None = None
    place: Place | None = None
    purpose: Text | None = None
    party: Party | None = None
    delegation_size: Size | None = None


class ChangeVisit(Because, VisitCommand):
    """Record that something else about a visit changed."""

    fields: VisitDetails


class ReceiveVisit(VisitCommand):
    """Record that the guests were received, with the date as it turned out."""

    when: When | None = None


class CancelVisit(Because, VisitCommand):
    """Call a visit off."""


class PostponeVisit(Because, VisitCommand):
    """Put a visit off, with no new date yet."""


class ReinstateVisit(Because, VisitCommand):
    """Put a postponed or cancelled visit back on, on its old date or on a new one."""

    when: When | None = None


class AttendVisit(Attending, VisitCommand):
    """Say whether one principal takes part in a visit, and how."""


class ClassifyVisit(Classifying, VisitCommand):
    """Say anew who may see a visit."""


class VisitFacts(AttendanceFacts, VisitDetails):
    """What of a visit can have been written down wrong."""

    when: When = Unknown()
    actual_when: When | None = None


class CorrectVisit(Correcting, VisitCommand):
    """Put right what was written down wrong."""

    fields: VisitFacts


class WithdrawVisit(Withdrawing, VisitCommand):
    """Take out a visit, or one of its events, that was entered in error."""


VisitCommands = (
    AnnounceVisit | ReportVisit | ConfirmVisit | RescheduleVisit | ChangeVisit | ReceiveVisit | CancelVisit
    | PostponeVisit | ReinstateVisit | AttendVisit | ClassifyVisit | CorrectVisit | WithdrawVisit
)  # fmt: skip
