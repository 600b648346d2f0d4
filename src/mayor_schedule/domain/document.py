"""A document: a source that events cite. It is registered once, under an id that stays.

The date of a document is its own; the day on which the office knew of it is in the envelope, as for every event.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, assert_never

from pydantic import Field

from .model import (
    Classifying,
    Command,
    Corrected,
    Correcting,
    Event,
    Fields,
    Opened,
    Part,
    Shown,
    Withdrawing,
    Withdrawn,
    carry,
    shown,
)  # fmt: skip
from .subject import Fact, Subject, absent, correctable, existing, impossible, opened_by, withdrawable
from .values.fuzzy import FuzzyDate
from .values.identity import DocumentId
from .values.text import Text

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$", description="SHA-256 of the file, in lower-case hexadecimal")]
Url = Annotated[str, Field(pattern=r"^https?://\S+$", description="an http or https address")]


class DocumentCommand(Command):
    """A command to one document."""

    kind = "document"
    document: DocumentId


class _Imprint(Part):
    """What is known of a document.

    Attributes:
        title: its title.
        issuer: who issued it.
        dated: its own date, an EDTF date.
        url: where it can be read.
        sha256: the digest of the file that was read.
    """

    title: Text
    issuer: Text | None = None
    dated: FuzzyDate | None = None
    url: Url | None = None
    sha256: Sha256 | None = None


class RegisterDocument(_Imprint, Shown, DocumentCommand):
    """Register a document that events cite."""


class ClassifyDocument(Classifying, DocumentCommand):
    """Say anew who may see a document."""


class DocumentFacts(Fields):
    """What of a document can have been written down wrong."""

    needed = frozenset({"title"})
    title: Text | None = None
    issuer: Text | None = None
    dated: FuzzyDate | None = None
    url: Url | None = None
    sha256: Sha256 | None = None


class CorrectDocument(Correcting, DocumentCommand):
    """Put right what was written down wrong."""

    fields: DocumentFacts


class WithdrawDocument(Withdrawing, DocumentCommand):
    """Take out a document, or one of its events, that was entered in error."""


DocumentCommands = RegisterDocument | ClassifyDocument | CorrectDocument | WithdrawDocument


class DocumentRegistered(_Imprint, Opened, Event):
    """A document was registered."""

    topic = "document.registered"


class DocumentClassified(Classifying, Event):
    """Who may see the document was said anew."""

    topic = "document.classified"


class DocumentCorrected(Corrected, Event):
    """What one event said of the document was wrong."""

    topic = "document.corrected"
    fields: DocumentFacts


class DocumentWithdrawn(Withdrawn, Event):
    """The document, or one of its events, was entered in error."""

    topic = "document.withdrawn"


DocumentEvents = DocumentRegistered | DocumentClassified | DocumentCorrected | DocumentWithdrawn


class Document(Subject):
    """What is known of a document."""

    __slots__ = ()
    kind = "document"
    title = Fact[Text](Text.of("?"))
    issuer = Fact[Text | None](None)
    dated = Fact[FuzzyDate | None](None)
    url = Fact[str | None](None)
    sha256 = Fact[str | None](None)


def decide(document: Document | None, command: DocumentCommands) -> Iterator[DocumentEvents]:
    """What happens when a document is asked to do this.

    Raises:
        RefusedError: it cannot.
    """
    match command:
        case RegisterDocument():
            absent(document, command)
            yield carry(DocumentRegistered, command, **shown(command, command))
        case ClassifyDocument():
            existing(document, command)
            yield DocumentClassified(**shown(command, command))
        case CorrectDocument():
            event = correctable(document, command, command.event, command.fields)
            yield carry(DocumentCorrected, command, event=event)
        case WithdrawDocument():
            yield carry(DocumentWithdrawn, command, event=withdrawable(document, command, command.event))
        case _:
            assert_never(command)


def evolve(document: Document | None, event: DocumentEvents) -> Document:
    """What is known of a document after an event.

    Raises:
        ImpossibleHistoryError: the event cannot be where it is.
    """
    if document is None:
        return opened_by(Document, event, {DocumentRegistered: {}})
    match event:
        case DocumentClassified():
            return document.saying(event, public_from=event.public_from)
        case DocumentCorrected():
            return document.corrected(event.event, event.fields)
        case DocumentWithdrawn():
            return document.withdrawing(event.event)
        case DocumentRegistered():
            raise impossible(document, event)
        case _:
            assert_never(event)
