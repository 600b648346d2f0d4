"""What can happen to a policy export."""

from __future__ import annotations

from ..model import (
    Because,
    Classifying,
    Corrected,
    Event,
    Opened,
    Withdrawn,
)  # fmt: skip
from ..values.when import Unknown, When
from .commands import Offer, PolicyExportDetails, PolicyExportFacts, PolicyExportStage


class PolicyExportPursued(Offer, Opened, Event):
    """Work on selling a system to a client began."""

    topic = "policy_export.pursued"


class PolicyExportReported(Offer, Opened, Event):
    """An export was found at some stage."""

    topic = "policy_export.reported"
    stage: PolicyExportStage
    won: When | None = None
    delivered: When | None = None


class PolicyExportWon(Event):
    """The contract was won."""

    topic = "policy_export.won"
    won: When = Unknown()


class PolicyExportDelivered(Event):
    """The export was delivered."""

    topic = "policy_export.delivered"
    delivered: When = Unknown()


class PolicyExportLost(Because, Event):
    """The contract went to somebody else, or to nobody."""

    topic = "policy_export.lost"
    lost: When = Unknown()


class PolicyExportChanged(Because, Event):
    """Something else about the export changed."""

    topic = "policy_export.changed"
    fields: PolicyExportDetails


class PolicyExportClassified(Classifying, Event):
    """Who may see the export was said anew."""

    topic = "policy_export.classified"


class PolicyExportCorrected(Corrected, Event):
    """What one event said of the export was wrong."""

    topic = "policy_export.corrected"
    fields: PolicyExportFacts


class PolicyExportWithdrawn(Withdrawn, Event):
    """The export, or one of its events, was entered in error."""

    topic = "policy_export.withdrawn"


PolicyExportEvents = (
    PolicyExportPursued | PolicyExportReported | PolicyExportWon | PolicyExportDelivered | PolicyExportLost
    | PolicyExportChanged | PolicyExportClassified | PolicyExportCorrected | PolicyExportWithdrawn
)  # fmt: skip
