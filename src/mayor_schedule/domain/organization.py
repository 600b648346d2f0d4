"""An international organisation that the city hosts: pursued, attracted, opened, closed or moved away; or dropped.

Attracted is not yet opened, and one that a source states as existing was not attracted or opened in any period that the
source does not name: those dates stay unknown, and no count takes it for a new one.
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
from .values.identity import AgreementId, OrganizationId
from .values.party import Party
from .values.period import Period
from .values.place import Place
from .values.text import Text
from .values.when import Timed, Unknown, When


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


# --- commands ---------------------------------------------------------------------------------------------------------


class OrganizationCommand(Command):
    """A command to one hosted organisation."""

    kind = "organization"
    organization: OrganizationId


class _Profile(Part):
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


class PursueOrganization(_Profile, Shown, OrganizationCommand):
    """Begin to work on bringing an organisation to the city."""


class ReportOrganization(_Profile, OrganizationCommand, Reporting):
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


# --- events -----------------------------------------------------------------------------------------------------------


class OrganizationPursued(_Profile, Opened, Event):
    """Work on bringing an organisation to the city began."""

    topic = "organization.pursued"


class OrganizationReported(_Profile, Opened, Event):
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


# --- state ------------------------------------------------------------------------------------------------------------

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
NO_WAY_BACK: Final = "correct or withdraw what is wrong"

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
    def standing(self) -> str:
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
            if existing(organization, command).stage is OrganizationStage.PURSUED:
                raise cannot(command, "it is pursued", "attract it first, or report it at its present stage")
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
        fact = f"it cannot be {stage.replace('_', ' ')} and have a date for {' and '.join(early)}"
        raise cannot(command, fact, "leave the date out, or report a later stage")


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
