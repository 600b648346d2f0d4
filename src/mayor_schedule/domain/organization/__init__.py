"""An international organisation that the city hosts: pursued, attracted, opened, closed or moved away; or dropped.

Attracted is not yet opened, and one that a source states as existing was not attracted or opened in any period that the
source does not name: those dates stay unknown, and no count takes it for a new one.
"""

from __future__ import annotations

from .commands import (
    AttractOrganization,
    ChangeOrganization,
    ClassifyOrganization,
    CloseOrganization,
    CorrectOrganization,
    DropOrganization,
    MoveOrganizationAway,
    OpenOrganization,
    OrganizationCommand,
    OrganizationCommands,
    OrganizationDetails,
    OrganizationFacts,
    OrganizationForm,
    OrganizationStage,
    Profile,
    PursueOrganization,
    ReportOrganization,
    WithdrawOrganization,
)
from .events import (
    OrganizationAttracted,
    OrganizationChanged,
    OrganizationClassified,
    OrganizationClosed,
    OrganizationCorrected,
    OrganizationDropped,
    OrganizationEvents,
    OrganizationMovedAway,
    OrganizationOpened,
    OrganizationPursued,
    OrganizationReported,
    OrganizationWithdrawn,
)
from .state import HERE, LIFE, NO_WAY_BACK, OPENINGS, Organization, decide, evolve

__all__ = [
    "HERE",
    "LIFE",
    "NO_WAY_BACK",
    "OPENINGS",
    "AttractOrganization",
    "ChangeOrganization",
    "ClassifyOrganization",
    "CloseOrganization",
    "CorrectOrganization",
    "DropOrganization",
    "MoveOrganizationAway",
    "OpenOrganization",
    "Organization",
    "OrganizationAttracted",
    "OrganizationChanged",
    "OrganizationClassified",
    "OrganizationClosed",
    "OrganizationCommand",
    "OrganizationCommands",
    "OrganizationCorrected",
    "OrganizationDetails",
    "OrganizationDropped",
    "OrganizationEvents",
    "OrganizationFacts",
    "OrganizationForm",
    "OrganizationMovedAway",
    "OrganizationOpened",
    "OrganizationPursued",
    "OrganizationReported",
    "OrganizationStage",
    "OrganizationWithdrawn",
    "Profile",
    "PursueOrganization",
    "ReportOrganization",
    "WithdrawOrganization",
    "decide",
    "evolve",
]
