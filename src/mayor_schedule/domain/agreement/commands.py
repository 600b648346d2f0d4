"""What can be asked of an agreement."""

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
    Theme,
    Withdrawing,
)  # fmt: skip
from ..values.fuzzy import FuzzyDate
from ..values.identity import AgreementId, EngagementId
from ..values.party import Party, Person
from ..values.place import Place
from ..values.text import Text
from ..values.when import Unknown, When


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


class AgreementCommand(Command):
    """A command to one agreement."""

    kind = "agreement"
    agreement: AgreementId


class Draft(Part):
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
        theme: the field of work that it belongs to, under which a briefing shows it.
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
    theme: Theme | None = None


class ProposeAgreement(Draft, Shown, AgreementCommand):
    """Propose an agreement; a signing that is only proposed is in no calendar until `plan_signing` plans it."""


class ReportAgreement(Draft, AgreementCommand, Reporting):
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
    theme: Theme | None = None


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
