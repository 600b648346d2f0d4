"""The schemas of events: every stored event fits its own, and every line of an export fits, whatever the history."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DataObject
from jsonschema import Draft7Validator

import strategies
from archives import HISTORY, archive, lived, stored
from canaries import canary_stories
from mayor_schedule import Audience, Office
from mayor_schedule.domain.catalog import EVENTS, STREAMS
from schemas.validators import found, of_definition, schema, validator
from sizes import examples

VERSIONS = sorted(file.stem for file in HISTORY.glob("v*.jsonl"))


def lines(data: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in data.splitlines()]


def check(data: bytes) -> int:
    """Make sure that every line fits the schema, its own kind of line, and its message of the stream."""
    read = lines(data)
    for line in read:
        kind = "internal" if "knownon" in line else "public"
        assert found(of_definition("events", kind), line) == []
        assert validator("events").is_valid(line)
        assert found(of_message(line["type"] if kind == "internal" else kind), line) == []
    return len(read)


def of_message(name: str) -> Draft7Validator:
    """The validator of a message of the stream, by the draft of which AsyncAPI's schemas are a superset."""
    if name not in _MESSAGES:
        document = schema("asyncapi")
        payload = document["components"]["messages"][name]["payload"]
        _MESSAGES[name] = Draft7Validator({"allOf": [payload], "components": document["components"]})
    return _MESSAGES[name]


_MESSAGES: dict[str, Draft7Validator] = {}


@pytest.fixture(scope="module")
def seoul_lines(seoul: Path) -> dict[Audience, bytes]:
    """The exports of the three dossiers."""
    with Office.open(seoul, create=False, read_only=True) as office:
        return {audience: archive(office, audience) for audience in Audience}


@pytest.mark.parametrize("audience", Audience)
def test_the_events_of_the_examples_fit(seoul_lines: dict[Audience, bytes], audience: Audience) -> None:
    assert check(seoul_lines[audience]) > 20


@pytest.mark.parametrize("version", VERSIONS)
def test_what_an_earlier_version_stored_fits(version: str) -> None:
    with stored(version) as office:
        assert check(archive(office)) > 3
        check(archive(office, Audience.PUBLIC))


@examples(15)
@given(story=strategies.stories(kinds=3, size=5))
def test_the_events_of_any_history_fit(story: Any) -> None:
    with lived(story) as office:
        assert check(archive(office)) == len(office.store)
        check(archive(office, Audience.PUBLIC))


@examples(10)
@given(story=canary_stories())
def test_what_the_public_is_told_of_any_history_fits(story: Any) -> None:
    with lived(story) as office:
        check(archive(office, Audience.PUBLIC))


@pytest.mark.parametrize(
    "topic", [each for kind in STREAMS.values() for each in (event.topic for event in kind.events)]
)
@examples(3)
@given(data=st.data())
def test_every_event_fits_its_own_schema(topic: str, data: DataObject) -> None:
    event = data.draw(strategies.built(EVENTS[topic]))
    fields = event.model_dump(mode="json")
    checking = of_definition("events", topic)
    assert found(checking, fields) == []
    assert not checking.is_valid({**fields, "made_up": 1})
    for name in fields:
        assert not checking.is_valid({key: each for key, each in fields.items() if key != name}), name


def damaged(line: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """A line with one thing wrong."""
    for name in line:
        yield f"without {name}", {key: each for key, each in line.items() if key != name}
        yield f"{name} is a list", {**line, name: []}
    for name in line["data"]:
        yield f"without data.{name}", {**line, "data": {key: each for key, each in line["data"].items() if key != name}}
    yield "more", {**line, "more": 1}
    yield "more data", {**line, "data": {**line["data"], "more": 1}}
    yield "another field", {**line, "data": {**line["data"], "data": {**line["data"]["data"], "more": 1}}}
    yield "a later version", {**line, "data": {**line["data"], "schema": 99}}
    yield "another topic", {**line, "type": "trip.invented"}
    yield "no salt", {**line, "data": {**line["data"], "salt": None}}
    yield "an early position", {**line, "sequence": "1"}
    yield "no day", {**line, "knownon": "2018-02-30"}


def test_what_is_wrong_with_a_line_is_refused(seoul_lines: dict[Audience, bytes]) -> None:
    line = next(each for each in lines(seoul_lines[Audience.INTERNAL]) if each["type"] == "trip.planned")
    checking = of_definition("events", "internal")
    assert checking.is_valid(line)
    for what, wrong in damaged(line):
        assert not checking.is_valid(wrong), what
        assert what.startswith("another topic") or not of_message("trip.planned").is_valid(wrong), what


def test_a_line_for_the_public_has_nothing_of_the_office(seoul_lines: dict[Audience, bytes]) -> None:
    inside, outside = (lines(seoul_lines[audience])[-1] for audience in (Audience.INTERNAL, Audience.PUBLIC))
    public = of_definition("events", "public")
    assert public.is_valid(outside)
    for wrong in (inside, {**outside, "knownon": "2018-08-31"}, {**outside, "dataclassification": "internal"},
                  {**outside, "subject": "trip:2018-europe"}, {**outside, "data": {"visibility": "open"}}):  # fmt: skip
        assert not public.is_valid(wrong), wrong
