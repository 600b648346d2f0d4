"""What is held true of a policy export: how commands are decided, and what each event changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, assert_never

from mayor_schedule.messages import Message, term

from ..model import (
    cannot,
    carry,
    shown,
)  # fmt: skip
from ..subject import (
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
from ..transitions import AS_IT_STANDS, NO_DATE_YET, Life, allow, in_words, reportable, stage_in_words
from ..values.fuzzy import FuzzyDate
from ..values.listing import together
from ..values.party import Party
from ..values.period import Period
from ..values.text import Text
from ..values.when import Timed, Unknown
from .commands import (
    ChangePolicyExport,
    ClassifyPolicyExport,
    CorrectPolicyExport,
    DeliverPolicyExport,
    LosePolicyExport,
    PolicyExportCommands,
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

LIFE: Final[Life[PolicyExportStage]] = {
    PolicyExportStage.PURSUED: (PolicyExportStage.WON, PolicyExportStage.DELIVERED, PolicyExportStage.LOST),
    PolicyExportStage.WON: (PolicyExportStage.DELIVERED,),
    PolicyExportStage.DELIVERED: (),
    PolicyExportStage.LOST: (),
}
NO_WAY_BACK: Final = term("correct or withdraw what is wrong")

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
    def standing(self) -> Message:
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
            if (known := existing(export, command)).stage is PolicyExportStage.PURSUED:
                hint = term("win it first, or report it at its present stage")
                raise cannot(command, AS_IT_STANDS(standing=known.standing), hint)
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
        fact = NO_DATE_YET(stage=stage_in_words(stage), steps=together(early))
        raise cannot(command, fact, term("leave the date out, or report a later stage"))


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
