"""An agreement: proposed, its signing planned, signed, in force, renewed, expired or terminated; or dropped.

What was planned stays readable beside what was signed: one planned with a city may be signed with its canton. One that
a source states as existing has no date of signing, and never looks signed in any period. Two that may be one and the
same are both kept: whether they are is a question of its own, which events settle and reopen.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Any, Final, assert_never

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
from .values.identity import AgreementId, EngagementId
from .values.party import Party, Person
from .values.period import Period
from .values.place import Place
from .values.text import Text
from .values.when import Timed, Unknown, When


class AgreementStage(StrEnum):
    """Where an agreement is in its life; postponed is one whose signing is put off."""

    PROPOSED = "proposed"
    SIGNING_PLANNED = "signing_planned"
    POSTPONED = "postponed"
    SIGNED = "signed"
    IN_FORCE = "in_force"
    RENEWED = "renewed"
    EXPIRED = "expired"
    TERMINATED = "terminated"
    DROPPED = "dropped"


class AgreementCategory(StrEnum):
    """What kind of agreement it is."""

    MOU = "mou"
    FRIENDSHIP_CITY = "friendship_city"
    SISTER_CITY = "sister_city"
    HOST_AGREEMENT = "host_agreement"
    MEMBERSHIP = "membership"
    OTHER = "other"


class DuplicateVerdict(StrEnum):
    """Whether two agreements are one and the same."""

    SAME = "same"
    DISTINCT = "distinct"


# --- commands ---------------------------------------------------------------------------------------------------------


class AgreementCommand(Command):
    """A command to one agreement."""

    kind = "agreement"
    agreement: AgreementId


class _Draft(Part):
    """What is known of an agreement when it is opened.

    Attributes:
        title: what the office calls it.
        category: what kind of agreement it is.
        parties: who makes it, as planned.
        subject_matter: what it is about.
        signing: when it is to be signed; often unknown but for the trip within which.
        engagement: the engagement at which it is signed.
        place: where it is to be signed; not who its party is.
        predecessor: the agreement that it follows.
        possible_duplicate_of: another agreement that may be the same one.
    """

    title: Text
    category: AgreementCategory | None = None
    parties: tuple[Party, ...] = ()
    subject_matter: Text | None = None
    signing: When = Unknown()
    engagement: EngagementId | None = None
    place: Place | None = None
    predecessor: AgreementId | None = None
    possible_duplicate_of: AgreementId | None = None


class ProposeAgreement(_Draft, Shown, AgreementCommand):
    """Propose an agreement."""


class ReportAgreement(_Draft, AgreementCommand, Reporting):
    """Enter an agreement that is found at some stage, without claiming the earlier ones.

    Attributes:
        stage: where it is in its life.
        signed: when it was signed; left out unless the source says so.
        in_force_from: since when it has been in force, if the source says so.
    """

    stage: AgreementStage
    signed: When | None = None
    in_force_from: FuzzyDate | None = None


class PlanSigning(Because, AgreementCommand):
    """Plan when an agreement is to be signed, or move a signing that is planned."""

    signing: When
    engagement: EngagementId | None = None
    place: Place | None = None

    @classmethod
    def verb(cls) -> str:
        """The command's verb, for messages."""
        return "plan the signing of"


class SignAgreement(AgreementCommand):
    """Record that an agreement was signed.

    Attributes:
        on: when; unknown if nobody says.
        title: its title as signed, where it is known; likewise the rest.
        parties: who made it.
        signatories: who signed.
        place: where.
        engagement: at which engagement.
    """

    on: When
    title: Text | None = None
    parties: tuple[Party, ...] = ()
    signatories: tuple[Person, ...] = ()
    place: Place | None = None
    engagement: EngagementId | None = None


class BringAgreementIntoForce(AgreementCommand):
    """Record that a signed agreement has taken effect."""

    on: FuzzyDate | None = None


class RenewAgreement(AgreementCommand):
    """Record that an agreement was renewed, and until when."""

    on: FuzzyDate | None = None
    until: FuzzyDate | None = None


class ExpireAgreement(AgreementCommand):
    """Record that an agreement ran out."""

    on: FuzzyDate | None = None


class TerminateAgreement(Because, AgreementCommand):
    """Record that an agreement was ended before its time."""

    on: FuzzyDate | None = None


class DropAgreement(Because, AgreementCommand):
    """Give up an agreement that is not signed."""


class PostponeAgreement(Because, AgreementCommand):
    """Put the signing off, with no new date yet."""


class ReinstateAgreement(Because, AgreementCommand):
    """Take up a postponed or dropped agreement again.

    Attributes:
        signing: when it is to be signed now; left out, a postponed signing is on its old date again, and what was
            dropped is proposed without a date.
    """

    signing: When | None = None


class AgreementDetails(Fields):
    """What may change of an agreement beside the date of its signing."""

    needed = frozenset({"title"})
    title: Text | None = None
    category: AgreementCategory | None = None
    parties: tuple[Party, ...] = ()
    subject_matter: Text | None = None
    engagement: EngagementId | None = None
    place: Place | None = None
    predecessor: AgreementId | None = None


class ChangeAgreement(Because, AgreementCommand):
    """Record that something else about an agreement changed."""

    fields: AgreementDetails


class SuspectDuplicate(AgreementCommand):
    """Record that an agreement may be the same as another."""

    of: AgreementId

    @classmethod
    def verb(cls) -> str:
        """The command's verb, for messages."""
        return "suspect a duplicate in"


class SettleDuplicate(Because, AgreementCommand):
    """Settle whether an agreement is the same as the one that it may be a duplicate of."""

    verdict: DuplicateVerdict

    @classmethod
    def verb(cls) -> str:
        """The command's verb, for messages."""
        return "settle the duplicate question of"


class ReopenDuplicate(Because, AgreementCommand):
    """Ask anew whether an agreement is the same as another: what was settled is open again."""

    @classmethod
    def verb(cls) -> str:
        """The command's verb, for messages."""
        return "reopen the duplicate question of"


class ClassifyAgreement(Classifying, AgreementCommand):
    """Say anew who may see an agreement."""


class AgreementFacts(AgreementDetails):
    """What of an agreement can have been written down wrong."""

    signing: When | None = None
    possible_duplicate_of: AgreementId | None = None
    signed: When | None = None
    signed_title: Text | None = None
    signed_parties: tuple[Party, ...] = ()
    signatories: tuple[Person, ...] = ()
    signed_place: Place | None = None
    in_force_from: FuzzyDate | None = None
    renewed: FuzzyDate | None = None
    valid_until: FuzzyDate | None = None
    ended: FuzzyDate | None = None


class CorrectAgreement(Correcting, AgreementCommand):
    """Put right what was written down wrong."""

    fields: AgreementFacts


class WithdrawAgreement(Withdrawing, AgreementCommand):
    """Take out an agreement, or one of its events, that was entered in error."""


AgreementCommands = (
    ProposeAgreement | ReportAgreement | PlanSigning | SignAgreement | BringAgreementIntoForce | RenewAgreement
    | ExpireAgreement | TerminateAgreement | DropAgreement | PostponeAgreement | ReinstateAgreement | ChangeAgreement
    | SuspectDuplicate | SettleDuplicate | ReopenDuplicate | ClassifyAgreement | CorrectAgreement | WithdrawAgreement
)  # fmt: skip


# --- events -----------------------------------------------------------------------------------------------------------


class AgreementProposed(_Draft, Opened, Event):
    """An agreement was proposed."""

    topic = "agreement.proposed"


class AgreementReported(_Draft, Opened, Event):
    """An agreement was found at some stage."""

    topic = "agreement.reported"
    stage: AgreementStage
    signed: When | None = None
    in_force_from: FuzzyDate | None = None


class AgreementSigningPlanned(Because, Event):
    """The signing was planned, or moved."""

    topic = "agreement.signing_planned"
    signing: When
    engagement: EngagementId | None = None
    place: Place | None = None


class AgreementSigned(Event):
    """The agreement was signed."""

    topic = "agreement.signed"
    signed: When
    signed_title: Text | None = None
    signed_parties: tuple[Party, ...] = ()
    signatories: tuple[Person, ...] = ()
    signed_place: Place | None = None
    engagement: EngagementId | None = None


class AgreementEnteredIntoForce(Event):
    """The agreement took effect."""

    topic = "agreement.entered_into_force"
    in_force_from: FuzzyDate | None = None


class AgreementRenewed(Event):
    """The agreement was renewed."""

    topic = "agreement.renewed"
    renewed: FuzzyDate | None = None
    valid_until: FuzzyDate | None = None


class AgreementExpired(Event):
    """The agreement ran out."""

    topic = "agreement.expired"
    ended: FuzzyDate | None = None


class AgreementTerminated(Because, Event):
    """The agreement was ended before its time."""

    topic = "agreement.terminated"
    ended: FuzzyDate | None = None


class AgreementDropped(Because, Event):
    """The agreement was given up before it was signed."""

    topic = "agreement.dropped"


class AgreementPostponed(Because, Event):
    """The signing was put off, with no new date."""

    topic = "agreement.postponed"


class AgreementReinstated(Because, Event):
    """The agreement was taken up again: proposed, or with a signing planned."""

    topic = "agreement.reinstated"
    stage: AgreementStage
    signing: When | None = None


class AgreementChanged(Because, Event):
    """Something else about the agreement changed."""

    topic = "agreement.changed"
    fields: AgreementDetails


class AgreementDuplicateSuspected(Event):
    """The agreement may be the same as another."""

    topic = "agreement.duplicate_suspected"
    possible_duplicate_of: AgreementId


class AgreementDuplicateSettled(Because, Event):
    """It was settled whether the agreement is the same as the other."""

    topic = "agreement.duplicate_settled"
    duplicate_verdict: DuplicateVerdict


class AgreementDuplicateReopened(Because, Event):
    """Whether the agreement is the same as the other is open again."""

    topic = "agreement.duplicate_reopened"


class AgreementClassified(Classifying, Event):
    """Who may see the agreement was said anew."""

    topic = "agreement.classified"


class AgreementCorrected(Corrected, Event):
    """What one event said of the agreement was wrong."""

    topic = "agreement.corrected"
    fields: AgreementFacts


class AgreementWithdrawn(Withdrawn, Event):
    """The agreement, or one of its events, was entered in error."""

    topic = "agreement.withdrawn"


AgreementEvents = (
    AgreementProposed | AgreementReported | AgreementSigningPlanned | AgreementSigned | AgreementEnteredIntoForce
    | AgreementRenewed | AgreementExpired | AgreementTerminated | AgreementDropped | AgreementPostponed
    | AgreementReinstated | AgreementChanged | AgreementDuplicateSuspected | AgreementDuplicateSettled
    | AgreementDuplicateReopened | AgreementClassified | AgreementCorrected | AgreementWithdrawn
)  # fmt: skip


# --- state ------------------------------------------------------------------------------------------------------------

_Stage = AgreementStage
AHEAD: Final = (_Stage.PROPOSED, _Stage.SIGNING_PLANNED)
VALID: Final = (_Stage.SIGNED, _Stage.IN_FORCE, _Stage.RENEWED)
SIGNED: Final = (*VALID, _Stage.EXPIRED, _Stage.TERMINATED)

LIFE: Final[Life[AgreementStage]] = {
    _Stage.PROPOSED: (_Stage.SIGNING_PLANNED, _Stage.POSTPONED, *SIGNED, _Stage.DROPPED),
    _Stage.SIGNING_PLANNED: (_Stage.POSTPONED, *SIGNED, _Stage.DROPPED),
    _Stage.POSTPONED: (_Stage.SIGNING_PLANNED, *SIGNED, _Stage.DROPPED),
    _Stage.SIGNED: (_Stage.IN_FORCE, _Stage.RENEWED, _Stage.EXPIRED, _Stage.TERMINATED),
    _Stage.IN_FORCE: (_Stage.RENEWED, _Stage.EXPIRED, _Stage.TERMINATED),
    _Stage.RENEWED: (_Stage.EXPIRED, _Stage.TERMINATED),
    _Stage.EXPIRED: (_Stage.RENEWED, _Stage.TERMINATED),
    _Stage.TERMINATED: (),
    _Stage.DROPPED: (),
}
"""What can follow by a report; what is dropped stays so until it is reinstated."""

OPENINGS: Final[Openings] = {
    AgreementProposed: {"stage": AgreementStage.PROPOSED}, AgreementReported: {},
}  # fmt: skip


class Agreement(Subject):
    """What is held true of an agreement."""

    __slots__ = ()
    kind = "agreement"
    stage = Fact[AgreementStage](AgreementStage.PROPOSED)
    title = Fact[Text](Text.of("?"))
    category = Fact[AgreementCategory | None](None)
    parties = Fact[tuple[Party, ...]](())
    subject_matter = Fact[Text | None](None)
    signing = Fact[Timed | Period | FuzzyDate | Unknown](Unknown())
    engagement = Fact[str | None](None)
    place = Fact[Place | None](None)
    predecessor = Fact[str | None](None)
    signed = Fact[Timed | Period | FuzzyDate | Unknown | None](None)
    signed_title = Fact[Text | None](None)
    signed_parties = Fact[tuple[Party, ...]](())
    signatories = Fact[tuple[Person, ...]](())
    signed_place = Fact[Place | None](None)
    in_force_from = Fact[FuzzyDate | None](None)
    renewed = Fact[FuzzyDate | None](None)
    valid_until = Fact[FuzzyDate | None](None)
    ended = Fact[FuzzyDate | None](None)
    possible_duplicate_of = Fact[str | None](None)
    duplicate_verdict = Fact[DuplicateVerdict | None](None)
    reason = Fact[Text | None](None)

    @property
    def heading(self) -> Text:
        """The title as signed, else as planned."""
        return self.signed_title or self.title

    @property
    def who(self) -> tuple[Party, ...]:
        """The parties as signed, else as planned."""
        return self.signed_parties or self.parties

    @property
    def is_signed(self) -> bool:
        """Whether it was ever signed, on whatever day."""
        return self.stage in SIGNED

    @property
    def dates(self) -> Timed | Period | FuzzyDate | Unknown:
        """When it was signed, else when it is to be; unknown while postponed, and where no source says when it was."""
        if self.is_signed:
            return Unknown() if self.signed is None else self.signed
        return Unknown() if self.stage is AgreementStage.POSTPONED else self.signing

    @property
    def same_as(self) -> str | None:
        """The agreement that this one is settled to be the same as."""
        return self.possible_duplicate_of if self.duplicate_verdict is DuplicateVerdict.SAME else None

    @property
    def standing(self) -> str:
        """Where it stands, in words."""
        on = {
            AgreementStage.SIGNING_PLANNED: self.signing, AgreementStage.SIGNED: self.signed,
            AgreementStage.RENEWED: self.renewed, AgreementStage.EXPIRED: self.ended,
            AgreementStage.TERMINATED: self.ended,
        }.get(self.stage)  # fmt: skip
        return in_words(self.stage, None if isinstance(on, Unknown) else on)


def decide(agreement: Agreement | None, command: AgreementCommands) -> Iterator[AgreementEvents]:
    """What happens when an agreement is asked to do this.

    Raises:
        RefusedError: it cannot.
    """
    for event in _decide(agreement, command):
        agreement = evolve(agreement, event)
        if agreement.possible_duplicate_of == command.subject:
            raise cannot(command, "an agreement cannot be a duplicate of itself", "name the other one")
        if agreement.predecessor == command.subject:
            raise cannot(command, "an agreement cannot be its own predecessor", "name the earlier one")
        yield event


def _decide(agreement: Agreement | None, command: AgreementCommands) -> Iterator[AgreementEvents]:
    match command:
        case ProposeAgreement():
            absent(agreement, command)
            yield carry(AgreementProposed, command, **shown(command, command))
        case ReportAgreement():
            yield from _reported(agreement, command)
        case PlanSigning():
            yield _signing_planned(_while(agreement, command, *AHEAD), command)
        case SignAgreement():
            _while(agreement, command, *AHEAD, AgreementStage.POSTPONED)
            yield _signed(command)
        case BringAgreementIntoForce():
            _while(agreement, command, AgreementStage.SIGNED)
            yield AgreementEnteredIntoForce(in_force_from=command.on)
        case RenewAgreement():
            _while(agreement, command, *VALID, AgreementStage.EXPIRED)
            yield AgreementRenewed(renewed=command.on, valid_until=command.until)
        case ExpireAgreement():
            _while(agreement, command, *VALID)
            yield AgreementExpired(ended=command.on)
        case TerminateAgreement():
            _while(agreement, command, *VALID)
            yield carry(AgreementTerminated, command, ended=command.on)
        case DropAgreement():
            _while(agreement, command, *AHEAD, AgreementStage.POSTPONED)
            yield carry(AgreementDropped, command)
        case PostponeAgreement():
            _while(agreement, command, AgreementStage.SIGNING_PLANNED)
            yield carry(AgreementPostponed, command)
        case ReinstateAgreement():
            yield _reinstated(_while(agreement, command, AgreementStage.POSTPONED, AgreementStage.DROPPED), command)
        case ChangeAgreement():
            existing(agreement, command)
            yield carry(AgreementChanged, command)
        case SuspectDuplicate() | SettleDuplicate() | ReopenDuplicate():
            yield _questioned(existing(agreement, command), command)
        case ClassifyAgreement():
            existing(agreement, command)
            yield carry(AgreementClassified, command, **shown(command, command))
        case CorrectAgreement():
            event = correctable(agreement, command, command.event, command.fields)
            yield carry(AgreementCorrected, command, event=event)
        case WithdrawAgreement():
            yield carry(AgreementWithdrawn, command, event=withdrawable(agreement, command, command.event))
        case _:
            assert_never(command)


def _while(agreement: Agreement | None, command: AgreementCommands, *stages: AgreementStage) -> Agreement:
    agreement = existing(agreement, command)
    aside = agreement.stage in (AgreementStage.POSTPONED, AgreementStage.DROPPED)
    if aside and agreement.stage not in stages:
        raise cannot(command, agreement.standing, "reinstate it first")
    allow(command, agreement, agreement.stage, stages)
    return agreement


def _reported(agreement: Agreement | None, command: ReportAgreement) -> Iterator[AgreementEvents]:
    """A report; what a later one says of a duplicate, or of who sees it, are events of their own."""
    for name in ("signed", "in_force_from"):
        if command.stage not in SIGNED and getattr(command, name) is not None:
            stage = command.stage.replace("_", " ")
            raise cannot(command, f"it is {stage} there, and has no {name}", "leave that out, or report a later stage")
    if agreement is None:
        yield carry(AgreementReported, command, **shown_at_first(agreement, command))
        return
    reportable(command, existing(agreement, command), LIFE, agreement.stage, command.stage)
    of = command.possible_duplicate_of
    yield carry(AgreementReported, command, possible_duplicate_of=None, **shown_at_first(agreement, command))
    if of is not None and of != agreement.possible_duplicate_of:
        yield _suspected(agreement, command, of)
    if classes := reclassified(agreement, command):
        yield AgreementClassified(**classes)


def _signing_planned(agreement: Agreement, command: PlanSigning) -> AgreementSigningPlanned:
    """The planned signing, which must differ in something from the one planned before."""
    same = (
        command.signing == agreement.signing
        and command.engagement in (None, agreement.engagement)
        and command.place in (None, agreement.place)
    )
    if same and agreement.stage is AgreementStage.SIGNING_PLANNED:
        raise cannot(command, f"{agreement.standing} already")
    return carry(AgreementSigningPlanned, command)


def _signed(command: SignAgreement) -> AgreementSigned:
    return AgreementSigned(
        signed=command.on, signed_title=command.title, signed_parties=command.parties, signatories=command.signatories,
        signed_place=command.place, engagement=command.engagement,
    )  # fmt: skip


def _reinstated(agreement: Agreement, command: ReinstateAgreement) -> AgreementReinstated:
    """A postponed signing is planned again; what was dropped is proposed, its old date void, unless a date is given."""
    if command.signing is None and agreement.stage is AgreementStage.DROPPED:
        return carry(AgreementReinstated, command, stage=AgreementStage.PROPOSED, signing=Unknown())
    return carry(AgreementReinstated, command, stage=AgreementStage.SIGNING_PLANNED)


def _suspected(agreement: Agreement, command: AgreementCommands, of: str) -> AgreementDuplicateSuspected:
    """The suspicion, unless there is one, or it was settled: one question is open at a time."""
    other, verdict = agreement.possible_duplicate_of, agreement.duplicate_verdict
    if other is not None and verdict is None:
        raise cannot(command, f"it is a possible duplicate of {other} already", "settle that first")
    if other is not None and (of == other or verdict is DuplicateVerdict.SAME):
        settled = "the same as" if verdict is DuplicateVerdict.SAME else "distinct from"
        raise cannot(command, f"it was settled as {settled} {other}", "reopen the duplicate question")
    return AgreementDuplicateSuspected(possible_duplicate_of=of)


def _questioned(
    agreement: Agreement, command: SuspectDuplicate | SettleDuplicate | ReopenDuplicate
) -> AgreementDuplicateSuspected | AgreementDuplicateSettled | AgreementDuplicateReopened:
    """The question whether it is the same as another: asked, settled, or open again."""
    if isinstance(command, SuspectDuplicate):
        return _suspected(agreement, command, command.of)
    if agreement.possible_duplicate_of is None:
        raise cannot(command, "it is no possible duplicate of another", "suspect a duplicate first")
    verdict = agreement.duplicate_verdict
    if isinstance(command, ReopenDuplicate):
        if verdict is None:
            raise cannot(command, "it is not settled")
        return carry(AgreementDuplicateReopened, command)
    if verdict is not None:
        raise cannot(command, f"it was settled as {verdict}", "reopen the duplicate question first")
    return carry(AgreementDuplicateSettled, command, duplicate_verdict=command.verdict)


def evolve(agreement: Agreement | None, event: AgreementEvents) -> Agreement:
    """What is held true of an agreement after an event.

    Raises:
        ImpossibleHistoryError: the event cannot be where it is.
    """
    if agreement is None:
        return opened_by(Agreement, event, OPENINGS)
    match event:
        case AgreementReported():
            return agreement.reported(event, **_outlived(agreement, event))
        case AgreementSigningPlanned():
            return agreement.saying(event, stage=AgreementStage.SIGNING_PLANNED)
        case AgreementSigned():
            return agreement.saying(event, stage=AgreementStage.SIGNED)
        case AgreementEnteredIntoForce():
            return agreement.saying(event, stage=AgreementStage.IN_FORCE)
        case AgreementRenewed():
            renewal = {"renewed": event.renewed, "valid_until": event.valid_until, "ended": None}
            return agreement.saying(event, stage=AgreementStage.RENEWED, **renewal)
        case AgreementExpired():
            return agreement.saying(event, stage=AgreementStage.EXPIRED)
        case AgreementTerminated():
            return agreement.saying(event, stage=AgreementStage.TERMINATED)
        case AgreementDropped():
            return agreement.saying(event, stage=AgreementStage.DROPPED)
        case AgreementPostponed():
            return agreement.saying(event, stage=AgreementStage.POSTPONED)
        case AgreementReinstated():
            return agreement.saying(event)
        case AgreementDuplicateSuspected():
            return agreement.saying(event, duplicate_verdict=None)
        case AgreementDuplicateSettled():
            return agreement.holding({"duplicate_verdict": event.duplicate_verdict})
        case AgreementDuplicateReopened():
            return agreement.holding({"duplicate_verdict": None})
        case AgreementClassified():
            return agreement.saying(event, public_from=event.public_from)
        case AgreementChanged():
            return agreement.changed(event.fields)
        case AgreementCorrected():
            return agreement.corrected(event.event, event.fields)
        case AgreementWithdrawn():
            return agreement.withdrawing(event.event)
        case AgreementProposed():
            raise impossible(agreement, event)
        case _:
            assert_never(event)


def _outlived(agreement: Agreement, event: AgreementReported) -> dict[str, Any]:
    """What a report makes void: an agreement that had expired was renewed since, and nobody says when or until when."""
    renewed = agreement.stage is AgreementStage.EXPIRED and event.stage is not AgreementStage.EXPIRED
    return dict.fromkeys(("renewed", "valid_until", "ended")) if renewed else {}
