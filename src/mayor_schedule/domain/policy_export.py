"""A city policy or system sold abroad: pursued, won, delivered; or lost.

There is one subject for each pair of a system and a client: a system sold to two clients is two exports. One that a
source states as won was won in a period only if the source says when.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Final, assert_never

from .model import (
    Because,
    Classifying,
    Command,
    Corrected,
    Correcting,
    Event,
    Fields,
    Opened,
    Part,
    Reporting,
    Shown,
    Withdrawing,
    Withdrawn,
    cannot,
    carry,
    shown,
)  # fmt: skip
from .subject import (
    Fact,
    Openings,
    Subject,
    absent,
    correctable,
    existing,
    impossible,
    opened_by,
    reclassified,
    shown_at_first,
    withdrawable,
)  # fmt: skip
from .transitions import Life, allow, in_words, reportable
from .values.fuzzy import FuzzyDate
from .values.identity import PolicyExportId
from .values.party import Party
from .values.period import Period
from .values.text import Text
from .values.when import Timed, Unknown, When


class PolicyExportStage(StrEnum):
    """Where an export is in its life."""

    PURSUED = "pursued"
    WON = "won"
    DELIVERED = "delivered"
    LOST = "lost"


# --- commands ---------------------------------------------------------------------------------------------------------


class PolicyExportCommand(Command):
    """A command to one policy export."""

    kind = "policy_export"
    policy_export: PolicyExportId


class _Offer(Part):
    """What is known of an export when it is opened.

    Attributes:
        system: the policy or system.
        client: who buys it.
        description: what is done for the client, such as consulting.
    """

    system: Text
    client: Party | None = None
    description: Text | None = None


class PursuePolicyExport(_Offer, Shown, PolicyExportCommand):
    """Begin to work on selling a system to a client."""


class ReportPolicyExport(_Offer, PolicyExportCommand, Reporting):
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


# --- events -----------------------------------------------------------------------------------------------------------


class PolicyExportPursued(_Offer, Opened, Event):
    """Work on selling a system to a client began."""

    topic = "policy_export.pursued"


class PolicyExportReported(_Offer, Opened, Event):
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


# --- state ------------------------------------------------------------------------------------------------------------

LIFE: Final[Life[PolicyExportStage]] = {
    PolicyExportStage.PURSUED: (PolicyExportStage.WON, PolicyExportStage.DELIVERED, PolicyExportStage.LOST),
    PolicyExportStage.WON: (PolicyExportStage.DELIVERED,),
    PolicyExportStage.DELIVERED: (),
    PolicyExportStage.LOST: (),
}
NO_WAY_BACK: Final = "correct or withdraw what is wrong"

OPENINGS: Final[Openings] = {
    PolicyExportPursued: {"stage": PolicyExportStage.PURSUED}, PolicyExportReported: {},
}  # fmt: skip


class PolicyExport(Subject):
    """What is held true of a policy export."""

    __slots__ = ()
    kind = "policy_export"
    stage = Fact[PolicyExportStage](PolicyExportStage.PURSUED)
    system = Fact[Text](Text.of("?"))
    client = Fact[Party | None](None)
    description = Fact[Text | None](None)
    won = Fact[Timed | Period | FuzzyDate | Unknown | None](None)
    delivered = Fact[Timed | Period | FuzzyDate | Unknown | None](None)
    lost = Fact[Timed | Period | FuzzyDate | Unknown | None](None)
    reason = Fact[Text | None](None)

    @property
    def standing(self) -> str:
        """Where it stands, in words."""
        on = {
            PolicyExportStage.WON: self.won, PolicyExportStage.DELIVERED: self.delivered,
            PolicyExportStage.LOST: self.lost,
        }.get(self.stage)  # fmt: skip
        return in_words(self.stage, None if isinstance(on, Unknown) else on)


def decide(export: PolicyExport | None, command: PolicyExportCommands) -> Iterator[PolicyExportEvents]:
    """What happens when an export is asked to do this.

    Raises:
        RefusedError: it cannot.
    """
    match command:
        case PursuePolicyExport():
            absent(export, command)
            yield carry(PolicyExportPursued, command, **shown(command, command))
        case ReportPolicyExport():
            _check_dates(command)
            if export is not None:
                stage = existing(export, command).stage
                reportable(command, export, LIFE, stage, command.stage, hint=NO_WAY_BACK)
            yield carry(PolicyExportReported, command, **shown_at_first(export, command))
            if export is not None and (classes := reclassified(export, command)):
                yield PolicyExportClassified(**classes)
        case WinPolicyExport():
            _while(export, command, PolicyExportStage.PURSUED)
            yield PolicyExportWon(won=command.on)
        case DeliverPolicyExport():
            if existing(export, command).stage is PolicyExportStage.PURSUED:
                raise cannot(command, "it is pursued", "win it first, or report it at its present stage")
            _while(export, command, PolicyExportStage.WON)
            yield PolicyExportDelivered(delivered=command.on)
        case LosePolicyExport():
            _while(export, command, PolicyExportStage.PURSUED)
            yield carry(PolicyExportLost, command, lost=command.on)
        case ChangePolicyExport():
            existing(export, command)
            yield carry(PolicyExportChanged, command)
        case ClassifyPolicyExport():
            existing(export, command)
            yield carry(PolicyExportClassified, command, **shown(command, command))
        case CorrectPolicyExport():
            event = correctable(export, command, command.event, command.fields)
            yield carry(PolicyExportCorrected, command, event=event)
        case WithdrawPolicyExport():
            yield carry(PolicyExportWithdrawn, command, event=withdrawable(export, command, command.event))
        case _:
            assert_never(command)


def _while(export: PolicyExport | None, command: PolicyExportCommands, *stages: PolicyExportStage) -> PolicyExport:
    export = existing(export, command)
    allow(command, export, export.stage, stages)
    return export


def _check_dates(command: ReportPolicyExport) -> None:
    """Refuse the date of a step that comes after the reported stage."""
    stage = command.stage
    early = [
        name
        for name, given, too_early in (
            ("won", command.won, stage in (PolicyExportStage.PURSUED, PolicyExportStage.LOST)),
            ("delivered", command.delivered, stage is not PolicyExportStage.DELIVERED),
        )
        if given is not None and too_early
    ]
    if early:
        fact = f"it cannot be {stage} and have a date for {' and '.join(early)}"
        raise cannot(command, fact, "leave the date out, or report a later stage")


def evolve(export: PolicyExport | None, event: PolicyExportEvents) -> PolicyExport:
    """What is held true of an export after an event.

    Raises:
        ImpossibleHistoryError: the event cannot be where it is.
    """
    if export is None:
        return opened_by(PolicyExport, event, OPENINGS)
    match event:
        case PolicyExportReported():
            return export.reported(event)
        case PolicyExportWon():
            return export.saying(event, stage=PolicyExportStage.WON)
        case PolicyExportDelivered():
            return export.saying(event, stage=PolicyExportStage.DELIVERED)
        case PolicyExportLost():
            return export.saying(event, stage=PolicyExportStage.LOST)
        case PolicyExportClassified():
            return export.saying(event, public_from=event.public_from)
        case PolicyExportChanged():
            return export.changed(event.fields)
        case PolicyExportCorrected():
            return export.corrected(event.event, event.fields)
        case PolicyExportWithdrawn():
            return export.withdrawing(event.event)
        case PolicyExportPursued():
            raise impossible(export, event)
        case _:
            assert_never(event)
