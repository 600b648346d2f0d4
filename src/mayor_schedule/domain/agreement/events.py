"""What can happen to an agreement."""

from __future__ import annotations

from ..model import (
    WIDENED,
    Because,
    Classifying,
    Corrected,
    Event,
    Opened,
    Withdrawn,
)  # fmt: skip
from ..values.fuzzy import FuzzyDate
from ..values.identity import AgreementId, EngagementId
from ..values.party import Party, Person
from ..values.place import Place
from ..values.text import Text
from ..values.when import When
from .commands import AgreementDetails, AgreementFacts, AgreementStage, Draft, DuplicateVerdict


class AgreementProposed(Draft, Opened, Event):
    """An agreement was proposed."""

    topic = "agreement.proposed"
    schema_version = 2
    upcasts = WIDENED


class AgreementReported(Draft, Opened, Event):
    """An agreement was found at some stage."""

    topic = "agreement.reported"
    schema_version = 2
    upcasts = WIDENED
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
    schema_version = 2
    upcasts = WIDENED
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
    schema_version = 2
    upcasts = WIDENED
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
