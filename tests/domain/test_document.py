from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from mayor_schedule.domain.document import (
    ClassifyDocument,
    CorrectDocument,
    Document,
    DocumentClassified,
    DocumentCommands,
    DocumentCorrected,
    DocumentEvents,
    DocumentFacts,
    DocumentRegistered,
    DocumentWithdrawn,
    RegisterDocument,
    WithdrawDocument,
    evolve,
)
from mayor_schedule.domain.model import Command
from mayor_schedule.domain.values.fuzzy import FuzzyDate
from mayor_schedule.domain.values.text import Text
from mayor_schedule.domain.values.visibility import Visibility
from mayor_schedule.errors import ImpossibleHistoryError
from spec import given, state_after

ID = "document:council-283"
TITLE = Text(ko="제283회 임시회 주요업무보고")
WHY = Text(en="misread")
IMPRINT: dict[str, Any] = {
    "title": TITLE, "issuer": Text(ko="국제협력관"), "dated": FuzzyDate.of("2018-08-31", printed="2018. 8. 31."),
    "url": "https://example.org/회의록", "sha256": "0123456789abcdef" * 4,
}  # fmt: skip

REGISTERED = DocumentRegistered(title=TITLE, dated=FuzzyDate.of("2018-08"), visibility=Visibility.INTERNAL)
COMMANDS: dict[str, Command] = {
    "classify": ClassifyDocument(document=ID, visibility=Visibility.PUBLIC),
    "correct": CorrectDocument(document=ID, fields=DocumentFacts(dated=FuzzyDate.of("2018-08-31")), reason=WHY),
    "withdraw": WithdrawDocument(document=ID, reason=WHY),
}


def test_every_command_is_tried() -> None:
    assert {type(command) for command in COMMANDS.values()} | {RegisterDocument} == set(get_args(DocumentCommands))


@pytest.mark.parametrize("command", COMMANDS)
def test_nothing_can_be_asked_of_a_document_that_nobody_registered_or_that_is_withdrawn(command: str) -> None:
    given().when(COMMANDS[command]).refused("nobody has opened it")
    given(REGISTERED, DocumentWithdrawn(reason=WHY)).when(COMMANDS[command]).refused("withdrawn as entered in error")
    _, events = given(REGISTERED).when(COMMANDS[command]).happened()
    assert len(events) == 1


@pytest.mark.parametrize("event", sorted(set(get_args(DocumentEvents)) - {DocumentRegistered}, key=str))
def test_only_a_registration_can_open_a_document(event: type[DocumentEvents]) -> None:
    with pytest.raises(ImpossibleHistoryError, match="cannot be the first"):
        evolve(None, event.model_construct())


def test_registering_says_all_that_is_known() -> None:
    registered = given().when(RegisterDocument(document="council-283", **IMPRINT))
    document = registered.then(DocumentRegistered(visibility=Visibility.INTERNAL, **IMPRINT))
    assert {name: getattr(document, name) for name in IMPRINT} == IMPRINT
    little = given().state_after(RegisterDocument(document=ID, title=TITLE))
    assert (little.issuer, little.dated, little.url, little.sha256) == (None, None, None, None)


def test_a_document_is_registered_once() -> None:
    given(REGISTERED).when(RegisterDocument(document=ID, **IMPRINT)).refused("it is there already", "a correction")
    withdrawn = given(REGISTERED, DocumentWithdrawn(reason=WHY))
    withdrawn.when(RegisterDocument(document=ID, title=TITLE)).refused("choose another id")
    with pytest.raises(ImpossibleHistoryError, match="cannot follow version 1"):
        evolve(state_after(REGISTERED), REGISTERED)


@pytest.mark.parametrize(
    "wrong",
    [
        {"url": "ftp://example.org/x"}, {"url": "https://"}, {"url": "https://a b"}, {"sha256": "0" * 63},
        {"sha256": "A" * 64}, {"dated": "31.8.2018"}, {"title": ""}, {"issuer": " "}, {"author": "x"},
    ],
)  # fmt: skip
def test_what_is_no_document(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        RegisterDocument.model_validate({"document": ID, "title": "x", **wrong})


def test_an_embargo_is_for_what_becomes_public() -> None:
    until = datetime(2018, 9, 1, tzinfo=UTC)
    given().when(RegisterDocument(document=ID, title=TITLE, public_from=until)).refused("needs the visibility public")
    shown_later = DocumentClassified(visibility=Visibility.PUBLIC, public_from=until)
    given(REGISTERED).when(ClassifyDocument(document=ID, visibility=Visibility.PUBLIC, public_from=until)).then(
        shown_later
    )
    at_once = given(REGISTERED, shown_later).when(COMMANDS["classify"])
    assert at_once.then(DocumentClassified(visibility=Visibility.PUBLIC)).public_from is None


def test_a_correction_puts_right_what_was_registered() -> None:
    fields = DocumentFacts(dated=FuzzyDate.of("2018-08-31"))
    document = given(REGISTERED).when(COMMANDS["correct"]).then(DocumentCorrected(event=1, fields=fields, reason=WHY))
    assert (document.dated, document.title, document.set_by["dated"]) == (fields.dated, TITLE, 2)
    unsaid = CorrectDocument(document=ID, fields=DocumentFacts(url="https://example.org"), reason=WHY)
    given(REGISTERED).when(unsaid).refused("no event has set url")
    second = DocumentFacts(dated=None)
    again = given(REGISTERED, DocumentCorrected(event=1, fields=fields, reason=WHY))
    undated = again.when(CorrectDocument(document=ID, fields=second, reason=WHY))
    assert undated.then(DocumentCorrected(event=1, fields=second, reason=WHY)).dated is None


def test_withdrawing_a_correction_brings_back_what_was_registered() -> None:
    history = (REGISTERED, DocumentCorrected(event=1, fields=DocumentFacts(dated=None), reason=WHY))
    document = given(*history).state_after(WithdrawDocument(document=ID, event=2, reason=WHY))
    assert (document.dated, document.set_by["dated"]) == (FuzzyDate.of("2018-08"), 1)


def test_withdrawing_the_whole_and_undoing_that() -> None:
    given(REGISTERED).when(WithdrawDocument(document=ID, event=1, reason=WHY)).refused("its first event opened it")
    whole = given(REGISTERED, DocumentWithdrawn(reason=WHY))
    assert whole.state.is_withdrawn
    back = whole.when(WithdrawDocument(document=ID, event=2, reason=WHY)).then(DocumentWithdrawn(event=2, reason=WHY))
    assert (back.is_withdrawn, back.title) == (False, TITLE)


def test_every_fact_but_the_visibility_can_be_corrected() -> None:
    assert set(DocumentFacts.model_fields) == set(Document.fact_names()) - {"visibility", "public_from"}
    with pytest.raises(ValidationError, match="title cannot be nothing"):
        DocumentFacts(title=None)
