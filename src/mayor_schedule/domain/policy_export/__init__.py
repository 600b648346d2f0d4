"""A city policy or system sold abroad: pursued, won, delivered; or lost.

There is one subject for each pair of a system and a client: a system sold to two clients is two exports. One that a
source states as won was won in a period only if the source says when.
"""

from __future__ import annotations

from .commands import (
    ChangePolicyExport,
    ClassifyPolicyExport,
    CorrectPolicyExport,
    DeliverPolicyExport,
    LosePolicyExport,
    Offer,
    PolicyExportCommand,
    PolicyExportCommands,
    PolicyExportDetails,
    PolicyExportFacts,
    PolicyExportStage,
    PursuePolicyExport,
    ReportPolicyExport,
    WinPolicyExport,
    WithdrawPolicyExport,
)
from .events import (
    PolicyExportChanged,
    PolicyExportClassified,
    PolicyExportCorrected,
    PolicyExportDelivered,
    PolicyExportEvents,
    PolicyExportLost,
    PolicyExportPursued,
    PolicyExportReported,
    PolicyExportWithdrawn,
    PolicyExportWon,
)
from .state import LIFE, NO_WAY_BACK, OPENINGS, PolicyExport, decide, evolve

__all__ = [
    "LIFE",
    "NO_WAY_BACK",
    "OPENINGS",
    "ChangePolicyExport",
    "ClassifyPolicyExport",
    "CorrectPolicyExport",
    "DeliverPolicyExport",
    "LosePolicyExport",
    "Offer",
    "PolicyExport",
    "PolicyExportChanged",
    "PolicyExportClassified",
    "PolicyExportCommand",
    "PolicyExportCommands",
    "PolicyExportCorrected",
    "PolicyExportDelivered",
    "PolicyExportDetails",
    "PolicyExportEvents",
    "PolicyExportFacts",
    "PolicyExportLost",
    "PolicyExportPursued",
    "PolicyExportReported",
    "PolicyExportStage",
    "PolicyExportWithdrawn",
    "PolicyExportWon",
    "PursuePolicyExport",
    "ReportPolicyExport",
    "WinPolicyExport",
    "WithdrawPolicyExport",
    "decide",
    "evolve",
]
