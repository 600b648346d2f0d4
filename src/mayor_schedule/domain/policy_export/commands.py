"""What can be asked of a policy export."""

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
from ..values.identity import PolicyExportId
from ..values.party import Party
from ..values.text import Text
from ..values.when import Unknown, When


class PolicyExportStage(StrEnum):
    """Where an export is in its life."""

    PURSUED = "pursued"
    WON = "won"
    DELIVERED = "delivered"
    LOST = "lost"


class PolicyExportCommand(Command):
    """A command to one policy export."""

    kind = "policy_export"
    policy_export: PolicyExportId


class Offer(Part):
    """What is known of an export when it is opened.

    Attributes:
        system: the policy or system.
        client: who buys it.
        description: what is done for the client, such as consulting.
    """

    system: Text
    client: Party | None = None
    description: Text | None = None


class PursuePolicyExport(Offer, Shown, PolicyExportCommand):
    """Begin to work on selling a system to a client."""


class ReportPolicyExport(Offer, PolicyExportCommand, Reporting):
    """Enter an export that is found at some stage, without claiming the earlier ones.

    Attributes:
        stage: where it is in its life.
        won: when it was won; left out unless the source says so.
        delivered: when it was delivered; left out unless the source says so.
    """

    stage: PolicyExportStage
    won: When | None = None
    delivered: When | None = None


class WinPolicyExport(PolicyExportCommand):
    """Record that the contract was won."""

    on: When = Unknown()


class DeliverPolicyExport(PolicyExportCommand):
    """Record that a won export was delivered."""

    on: When = Unknown()


class LosePolicyExport(Because, PolicyExportCommand):
    """Record that the contract went to somebody else, or to nobody."""

    on: When = Unknown()


class PolicyExportDetails(Fields):
    """What may change of an export beside where it is in its life."""

    needed = frozenset({"system"})
    system: Text | None = None
    client: Party | None = None
    description: Text | None = None


class ChangePolicyExport(Because, PolicyExportCommand):
    """Record that something else about an export changed."""

    fields: PolicyExportDetails


class ClassifyPolicyExport(Classifying, PolicyExportCommand):
    """Say anew who may see an export."""


class PolicyExportFacts(PolicyExportDetails):
    """What of an export can have been written down wrong."""

    won: When | None = None
    delivered: When | None = None
    lost: When | None = None


class CorrectPolicyExport(Correcting, PolicyExportCommand):
    """Put right what was written down wrong."""

    fields: PolicyExportFacts


class WithdrawPolicyExport(Withdrawing, PolicyExportCommand):
    """Take out an export, or one of its events, that was entered in error."""


PolicyExportCommands = (
    PursuePolicyExport | ReportPolicyExport | WinPolicyExport | DeliverPolicyExport | LosePolicyExport
    | ChangePolicyExport | ClassifyPolicyExport | CorrectPolicyExport | WithdrawPolicyExport
)  # fmt: skip
