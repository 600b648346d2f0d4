"""What can be asked of an international organisation."""

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
from ..values.identity import AgreementId, OrganizationId
from ..values.party import Party
from ..values.place import Place
from ..values.text import Text
from ..values.when import Unknown, When


class OrganizationStage(StrEnum):
    """Where an organisation is in its life in the city."""

    PURSUED = "pursued"
    ATTRACTED = "attracted"
    OPENED = "opened"
    CLOSED = "closed"
    MOVED_AWAY = "moved_away"
    DROPPED = "dropped"


class OrganizationForm(StrEnum):
    """Whether the whole organisation or a part of it is here."""

    HEADQUARTERS = "headquarters"
    BRANCH = "branch"


class OrganizationCommand(Command):
    """A command to one hosted organisation."""

    kind = "organization"
    organization: OrganizationId


class Profile(Part):
    """What is known of an organisation when it is opened as a subject.

    Attributes:
        name: its name.
        category: what kind of organisation it is, as the source puts it.
        form: its headquarters or a branch.
        parent: the body that it belongs to.
        host_agreement: the agreement under which the city hosts it.
    """

    name: Text
    category: Text | None = None
    form: OrganizationForm | None = None
    parent: Party | None = None
    host_agreement: AgreementId | None = None


class PursueOrganization(Profile, Shown, OrganizationCommand):
    """Begin to work on bringing an organisation to the city."""


class ReportOrganization(Profile, OrganizationCommand, Reporting):
    """Enter an organisation that is found at some stage, without claiming the earlier ones.

    Attributes:
        stage: where it is in its life.
        attracted: when it was attracted; left out unless the source says so.
        opened: when it opened; left out unless the source says so.
    """

    stage: OrganizationStage
    attracted: When | None = None
    opened: When | None = None


class AttractOrganization(OrganizationCommand):
    """Record that a pursued organisation decided to come."""

    on: When = Unknown()


class OpenOrganization(OrganizationCommand):
    """Record that an attracted organisation opened in the city."""

    on: When = Unknown()


class CloseOrganization(Because, OrganizationCommand):
    """Record that an organisation closed."""

    on: When = Unknown()


class MoveOrganizationAway(Because, OrganizationCommand):
    """Record that an organisation left the city for another place."""

    on: When = Unknown()
    to: Place | None = None


class DropOrganization(Because, OrganizationCommand):
    """Give up an organisation that has not opened."""


class OrganizationDetails(Fields):
    """What may change of an organisation beside where it is in its life."""

    needed = frozenset({"name"})
    name: Text | None = None
    category: Text | None = None
    form: OrganizationForm | None = None
    parent: Party | None = None
    host_agreement: AgreementId | None = None


class ChangeOrganization(Because, OrganizationCommand):
    """Record that something else about an organisation changed."""

    fields: OrganizationDetails


class ClassifyOrganization(Classifying, OrganizationCommand):
    """Say anew who may see an organisation."""


class OrganizationFacts(OrganizationDetails):
    """What of an organisation can have been written down wrong."""

    attracted: When | None = None
    opened: When | None = None
    left: When | None = None
    moved_to: Place | None = None


class CorrectOrganization(Correcting, OrganizationCommand):
    """Put right what was written down wrong."""

    fields: OrganizationFacts


class WithdrawOrganization(Withdrawing, OrganizationCommand):
    """Take out an organisation, or one of its events, that was entered in error."""


OrganizationCommands = (
    PursueOrganization | ReportOrganization | AttractOrganization | OpenOrganization | CloseOrganization
    | MoveOrganizationAway | DropOrganization | ChangeOrganization | ClassifyOrganization | CorrectOrganization
    | WithdrawOrganization
)  # fmt: skip
