"""What `list`, `list --completeness`, `show` and `agreements` print."""

from __future__ import annotations

from mayor_schedule.domain.agreement import AgreementCategory, AgreementStage, DuplicateVerdict
from mayor_schedule.domain.values.visibility import Visibility
from mayor_schedule.views.completeness.answers import AnswerState, Remark
from mayor_schedule.views.completeness.view import Aspect

from .base import Kind, Output, Place, Plain, Reference, When


class ListedSubject(Output):
    """A subject, in a list.

    Attributes:
        subject: its id; the opaque one for the public.
        kind: what it is.
        title: what it is called.
        stage: where it stands; null for what has no stages.
        same_as: the agreement that it turned out to repeat.
        visibility: who may see it.
        uid: its opaque id.
        events: the events that say so; none for the public.
    """

    subject: str
    kind: Kind
    title: str
    stage: str | None
    same_as: str | None
    visibility: Visibility
    uid: str
    events: list[Reference]


class ShownField(Output):
    """A field of a subject.

    Attributes:
        value: what holds.
        event: the event that set it; null for the public.
        corrects: where that is a correction, the event that it puts right.
    """

    value: Plain
    event: Reference | None
    corrects: Reference | None


class ShownSubject(Output):
    """One subject, each field with the event that set it.

    Attributes:
        subject: its id; the opaque one for the public.
        kind: what it is.
        uid: its opaque id.
        version: the number of its events; null for the public.
        fields: its fields by name.
        same_as: the agreement that it turned out to repeat.
        events: its events; none for the public.
    """

    subject: str
    kind: Kind
    uid: str
    version: int | None
    fields: dict[str, ShownField]
    same_as: str | None
    events: list[Reference]


class RegisteredAgreement(Output):
    """An agreement as it stood on a day.

    Attributes:
        uid: its opaque id.
        subject: its id; the opaque one for the public.
        kind: agreement.
        title: what it is called: as signed, once it is.
        category: what kind of agreement it is.
        parties: who makes it.
        subject_matter: what it is about.
        stage: where it stood for certain; null before anything is known of it.
        perhaps: a later stage at which it may have been.
        signing: when it was to be signed.
        signed: when it was signed; null where no source says that it was.
        place: where.
        in_force_from: since when it has been in force.
        valid_until: until when it was last renewed.
        overdue: whether that has passed, and nobody said that it was renewed or ended.
        ended: when it ran out, or was ended.
        predecessor: the agreement that it follows.
        possible_duplicate_of: another one that may be the same, or was asked about.
        duplicate_verdict: what was found of that.
        same_as: the one that this one repeats.
        merged: those that repeat this one.
        visibility: who may see it.
        events: the events that say so; none for the public.
    """

    uid: str
    subject: str
    kind: Kind
    title: str
    category: AgreementCategory | None
    parties: list[str]
    subject_matter: str | None
    stage: AgreementStage | None
    perhaps: AgreementStage | None
    signing: When | None
    signed: When | None
    place: str | None
    in_force_from: When | None
    valid_until: When | None
    overdue: bool
    ended: When | None
    predecessor: str | None
    possible_duplicate_of: str | None
    duplicate_verdict: DuplicateVerdict | None
    same_as: str | None
    merged: list[str]
    visibility: Visibility
    events: list[Reference]


class Answered(Output):
    """How well a question is answered.

    Attributes:
        state: by a document, by somebody's word, not at all, or not to be answered yet.
        remarks: what is wanting of the answer.
        events: the events that say so.
        sources: the documents that these cite.
    """

    state: AnswerState
    remarks: list[Remark]
    events: list[Reference]
    sources: list[Place]


class Completeness(Output):
    """What is missing of a subject.

    Attributes:
        subject: its id.
        uid: its opaque id.
        kind: what it is.
        title: what it is called.
        stage: where it stands.
        missing: what nobody has said.
        aspects: the answer to each question.
    """

    subject: str | None
    uid: str
    kind: Kind
    title: str
    stage: str | None
    missing: list[Aspect]
    aspects: dict[Aspect, Answered]
