"""What is held true of an international organisation: how commands are decided, and what each event changes."""

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
from ..values.place import Place
from ..values.text import Text
from ..values.when import Timed, Unknown
from .commands import (
    AttractOrganization,
    ChangeOrganization,
    ClassifyOrganization,
    CloseOrganization,
    CorrectOrganization,
    DropOrganization,
    MoveOrganizationAway,
    OpenOrganization,
    OrganizationCommands,
    OrganizationForm,
    OrganizationStage,
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

HERE: Final = (OrganizationStage.OPENED, OrganizationStage.CLOSED, OrganizationStage.MOVED_AWAY)
"""The stages of an organisation that has opened, and may have left since."""

LIFE: Final[Life[OrganizationStage]] = {
    OrganizationStage.PURSUED: (OrganizationStage.ATTRACTED, *HERE, OrganizationStage.DROPPED),
    OrganizationStage.ATTRACTED: (*HERE, OrganizationStage.DROPPED),
    OrganizationStage.OPENED: (OrganizationStage.CLOSED, OrganizationStage.MOVED_AWAY),
    OrganizationStage.CLOSED: (),
    OrganizationStage.MOVED_AWAY: (),
    OrganizationStage.DROPPED: (),
}
NO_WAY_BACK: Final = term("correct or withdraw what is wrong")

OPENINGS: Final[Openings] = {
    OrganizationPursued: {"stage": OrganizationStage.PURSUED}, OrganizationReported: {},
}  # fmt: skip


class Organization(Subject):
    """What is held true of a hosted organisation."""

    __slots__ = ()
    kind = "organization"
    stage = Fact[OrganizationStage](OrganizationStage.PURSUED)
    name = Fact[Text](Text.of("?"))
    category = Fact[Text | None](None)
    form = Fact[OrganizationForm | None](None)
    parent = Fact[Party | None](None)
    host_agreement = Fact[str | None](None)
    attracted = Fact[Timed | Period | FuzzyDate | Unknown | None](None)
    opened = Fact[Timed | Period | FuzzyDate | Unknown | None](None)
    left = Fact[Timed | Period | FuzzyDate | Unknown | None](None)
    moved_to = Fact[Place | None](None)
    reason = Fact[Text | None](None)

    @property
    def standing(self) -> Message:
        """Where it stands, in words."""
        on = {
            OrganizationStage.ATTRACTED: self.attracted, OrganizationStage.OPENED: self.opened,
            OrganizationStage.CLOSED: self.left, OrganizationStage.MOVED_AWAY: self.left,
        }.get(self.stage)  # fmt: skip
        return in_words(self.stage, None if isinstance(on, Unknown) else on)


def decide(organization: Organization | None, command: OrganizationCommands) -> Iterator[OrganizationEvents]:
    """What happens when an organisation is asked to do this.

    Raises:
        RefusedError: it cannot.
    """
    match command:
        case PursueOrganization():
            absent(organization, command)
            yield carry(OrganizationPursued, command, **shown(command, command))
        case ReportOrganization():
            _check_dates(command)
            if organization is not None:
                stage = existing(organization, command).stage
                reportable(command, organization, LIFE, stage, command.stage, hint=NO_WAY_BACK)
            yield carry(OrganizationReported, command, **shown_at_first(organization, command))
            if organization is not None and (classes := reclassified(organization, command)):
                yield OrganizationClassified(**classes)
        case AttractOrganization():
            _while(organization, command, OrganizationStage.PURSUED)
            yield OrganizationAttracted(attracted=command.on)
        case OpenOrganization():
            if (known := existing(organization, command)).stage is OrganizationStage.PURSUED:
                hint = term("attract it first, or report it at its present stage")
                raise cannot(command, AS_IT_STANDS(standing=known.standing), hint)
            _while(organization, command, OrganizationStage.ATTRACTED)
            yield OrganizationOpened(opened=command.on)
        case CloseOrganization():
            _while(organization, command, OrganizationStage.OPENED)
            yield carry(OrganizationClosed, command, left=command.on)
        case MoveOrganizationAway():
            _while(organization, command, OrganizationStage.OPENED)
            yield carry(OrganizationMovedAway, command, left=command.on, moved_to=command.to)
        case DropOrganization():
            _while(organization, command, OrganizationStage.PURSUED, OrganizationStage.ATTRACTED)
            yield carry(OrganizationDropped, command)
        case ChangeOrganization():
            existing(organization, command)
            yield carry(OrganizationChanged, command)
        case ClassifyOrganization():
            existing(organization, command)
            yield carry(OrganizationClassified, command, **shown(command, command))
        case CorrectOrganization():
            event = correctable(organization, command, command.event, command.fields)
            yield carry(OrganizationCorrected, command, event=event)
        case WithdrawOrganization():
            yield carry(OrganizationWithdrawn, command, event=withdrawable(organization, command, command.event))
        case _:
            assert_never(command)


def _while(
    organization: Organization | None, command: OrganizationCommands, *stages: OrganizationStage
) -> Organization:
    organization = existing(organization, command)
    allow(command, organization, organization.stage, stages)
    return organization


def _check_dates(command: ReportOrganization) -> None:
    """Refuse the date of a step that comes after the reported stage."""
    stage = command.stage
    early = [
        name
        for name, given, too_early in (
            ("attracted", command.attracted, stage is OrganizationStage.PURSUED),
            ("opened", command.opened, stage not in HERE),
        )
        if given is not None and too_early
    ]
    if early:
        fact = NO_DATE_YET(stage=stage_in_words(stage), steps=together(early))
        raise cannot(command, fact, term("leave the date out, or report a later stage"))


def evolve(organization: Organization | None, event: OrganizationEvents) -> Organization:
    """What is held true of an organisation after an event.

    Raises:
        ImpossibleHistoryError: the event cannot be where it is.
    """
    if organization is None:
        return opened_by(Organization, event, OPENINGS)
    match event:
        case OrganizationReported():
            return organization.reported(event)
        case OrganizationAttracted():
            return organization.saying(event, stage=OrganizationStage.ATTRACTED)
        case OrganizationOpened():
            return organization.saying(event, stage=OrganizationStage.OPENED)
        case OrganizationClosed():
            return organization.saying(event, stage=OrganizationStage.CLOSED)
        case OrganizationMovedAway():
            return organization.saying(event, stage=OrganizationStage.MOVED_AWAY)
        case OrganizationDropped():
            return organization.saying(event, stage=OrganizationStage.DROPPED)
        case OrganizationClassified():
            return organization.saying(event, public_from=event.public_from)
        case OrganizationChanged():
            return organization.changed(event.fields)
        case OrganizationCorrected():
            return organization.corrected(event.event, event.fields)
        case OrganizationWithdrawn():
            return organization.withdrawing(event.event)
        case OrganizationPursued():
            raise impossible(organization, event)
        case _:
            assert_never(event)
