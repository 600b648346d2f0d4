"""What is held true of an agreement: how commands are decided, and what each event changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, assert_never

from mayor_schedule.messages import Message, say, term

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
from ..transitions import AS_IT_STANDS, Life, allow, in_words, reportable, stage_in_words
from ..values.fuzzy import FuzzyDate
from ..values.party import Party, Person
from ..values.period import Period
from ..values.place import Place
from ..values.text import Text
from ..values.when import Timed, Unknown
from .commands import (
    AgreementCategory,
    AgreementCommands,
    AgreementStage,
    BringAgreementIntoForce,
    ChangeAgreement,
    ClassifyAgreement,
    CorrectAgreement,
    DropAgreement,
    DuplicateVerdict,
    ExpireAgreement,
    PlanSigning,
    PostponeAgreement,
    ProposeAgreement,
    ReinstateAgreement,
    RenewAgreement,
    ReopenDuplicate,
    ReportAgreement,
    SettleDuplicate,
    SignAgreement,
    SuspectDuplicate,
    TerminateAgreement,
    WithdrawAgreement,
)
from .events import (
    AgreementChanged,
    AgreementClassified,
    AgreementCorrected,
    AgreementDropped,
    AgreementDuplicateReopened,
    AgreementDuplicateSettled,
    AgreementDuplicateSuspected,
    AgreementEnteredIntoForce,
    AgreementEvents,
    AgreementExpired,
    AgreementPostponed,
    AgreementProposed,
    AgreementReinstated,
    AgreementRenewed,
    AgreementReported,
    AgreementSigned,
    AgreementSigningPlanned,
    AgreementTerminated,
    AgreementWithdrawn,
)

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
    theme = Fact[Text | None](None)
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
    def signing_called_off(self) -> bool:
        """Whether it was given up after its signing had been planned."""
        planned = any(said.facts.get("stage") is AgreementStage.SIGNING_PLANNED for said in self.said)
        return self.stage is AgreementStage.DROPPED and planned

    @property
    def same_as(self) -> str | None:
        """The agreement that this one is settled to be the same as."""
        return self.possible_duplicate_of if self.duplicate_verdict is DuplicateVerdict.SAME else None

    @property
    def standing(self) -> Message:
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
            fact = say("MS-0100", "an agreement cannot be a duplicate of itself")
            raise cannot(command, fact, term("name the other one"))
        if agreement.predecessor == command.subject:
            fact = say("MS-0101", "an agreement cannot be its own predecessor")
            raise cannot(command, fact, term("name the earlier one"))
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
        raise cannot(command, AS_IT_STANDS(standing=agreement.standing), term("reinstate it first"))
    allow(command, agreement, agreement.stage, stages)
    return agreement


def _reported(agreement: Agreement | None, command: ReportAgreement) -> Iterator[AgreementEvents]:
    """A report; what a later one says of a duplicate, or of who sees it, are events of their own."""
    for name in ("signed", "in_force_from"):
        if command.stage not in SIGNED and getattr(command, name) is not None:
            stage = stage_in_words(command.stage)
            fact = say("MS-0102", "it is {stage} there, and has no {field}", stage=stage, field=name)
            raise cannot(command, fact, term("leave that out, or report a later stage"))
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
        raise cannot(command, say("MS-0103", "{standing} already", standing=agreement.standing))
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
        fact = say("MS-0104", "it is a possible duplicate of {other} already", other=other)
        raise cannot(command, fact, term("settle that first"))
    if other is not None and (of == other or verdict is DuplicateVerdict.SAME):
        if verdict is DuplicateVerdict.SAME:
            fact = say("MS-0105", "it was settled as the same as {other}", other=other)
        else:
            fact = say("MS-0106", "it was settled as distinct from {other}", other=other)
        raise cannot(command, fact, term("reopen the duplicate question"))
    return AgreementDuplicateSuspected(possible_duplicate_of=of)


def _questioned(
    agreement: Agreement, command: SuspectDuplicate | SettleDuplicate | ReopenDuplicate
) -> AgreementDuplicateSuspected | AgreementDuplicateSettled | AgreementDuplicateReopened:
    """The question whether it is the same as another: asked, settled, or open again."""
    if isinstance(command, SuspectDuplicate):
        return _suspected(agreement, command, command.of)
    if agreement.possible_duplicate_of is None:
        fact = say("MS-0107", "it is no possible duplicate of another")
        raise cannot(command, fact, term("suspect a duplicate first"))
    verdict = agreement.duplicate_verdict
    if isinstance(command, ReopenDuplicate):
        if verdict is None:
            raise cannot(command, say("MS-0108", "it is not settled"))
        return carry(AgreementDuplicateReopened, command)
    if verdict is not None:
        settled = term("same") if verdict is DuplicateVerdict.SAME else term("distinct")
        fact = say("MS-0109", "it was settled as {verdict}", verdict=settled)
        raise cannot(command, fact, term("reopen the duplicate question first"))
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
