"""The kept corpus, through the same harnesses as under the fuzzer; and what broke something once."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fuzz.harnesses import CORPUS, HARNESSES, dossier

MOST_BYTES = 300_000
OFFICE = {"name": {"en": "Office"}, "zone": "Asia/Seoul", "domain": "example.go.kr"}


@pytest.mark.parametrize("name", HARNESSES)
def test_every_file_of_the_kept_corpus_is_taken_or_refused(name: str) -> None:
    harness = HARNESSES[name]
    taken = {file.name: harness(file.read_bytes()) for file in sorted((CORPUS / name).iterdir())}
    assert set(taken.values()) == {False, True}, "the corpus has files of both kinds"


def test_the_kept_corpus_is_small() -> None:
    assert sum(file.stat().st_size for file in CORPUS.rglob("*")) < MOST_BYTES


def as_json(**given: Any) -> bytes:
    """A dossier that is read as JSON: the harness goes by its length."""
    data = json.dumps({"dossier": 1, **given}).encode()
    return data + b" " * ((1 - len(data)) % 3)


FOUND = {
    "an office whose zone is a number": (as_json(office={**OFFICE, "zone": 62}, record=[]), False),
    "an office whose zone is a list": (as_json(office={**OFFICE, "zone": ["UTC"]}, record=[]), False),
    "an office whose zone is a zone": (as_json(office=OFFICE, record=[]), True),
}
"""Dossiers, each with whether it is taken."""


@pytest.mark.parametrize(("data", "is_taken"), FOUND.values(), ids=FOUND)
def test_what_broke_something_once(data: bytes, is_taken: bool) -> None:
    assert dossier(data) == is_taken
