"""What can happen to an international organisation."""

from __future__ import annotations

from ..model import (
    Because,
    Classifying,
    Corrected,
    Event,
    Opened,
    Withdrawn,
)  # fmt: skip
from ..values.place import Place
from ..values.when import Unknown, When
from .commands import OrganizationDetails, OrganizationFacts, OrganizationStage, Profile


class OrganizationPursued(Profile, Opened, Event):
    """Work on bringing an organisation to the city began."""

    topic = "organization.pursued"


class OrganizationReported(Profile, Opened, Event):
    """An organisation was found at some stage."""

    topic = "organization.reported"
    stage: OrganizationStage
    attracted: When | None = None
    opened: When | None = None


class OrganizationAttracted(Event):
    """The organisation decided to come."""

    topic = "organization.attracted"
    attracted: When = Unknown()


class OrganizationOpened(Event):
    """The organisation opened in the city."""

    topic = "organization.opened"
    opened: When = Unknown()


class OrganizationClosed(Because, Event):
    """The organisation closed."""

    topic = "organization.closed"
    left: When = Unknown()


class OrganizationMovedAway(Because, Event):
    """The organisation left the city for another place."""

    topic = "organization.moved_away"
    left: When = Unknown()
    moved_to: Place | None = None


class OrganizationDropped(Because, Event):
    """The organisation was given up before it opened."""

    topic = "organization.dropped"


class OrganizationChanged(Because, Event):
    """Something else about the organisation changed."""

    topic = "organization.changed"
    fields: OrganizationDetails


class OrganizationClassified(Classifying, Event):
    """Who may see the organisation was said anew."""

    topic = "organization.classified"


class OrganizationCorrected(Corrected, Event):
    """What one event said of the organisation was wrong."""

    topic = "organization.corrected"
    fields: OrganizationFacts


class OrganizationWithdrawn(Withdrawn, Event):
    """The organisation, or one of its events, was entered in error."""

    topic = "organization.withdrawn"


OrganizationEvents = (
    OrganizationPursued | OrganizationReported | OrganizationAttracted | OrganizationOpened | OrganizationClosed
    | OrganizationMovedAway | OrganizationDropped | OrganizationChanged | OrganizationClassified
    | OrganizationCorrected | OrganizationWithdrawn
)  # fmt: skip
