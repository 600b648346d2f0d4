"""The schemas as documents: valid by the metaschema, whole, described, always the same; and how they are written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator, Draft202012Validator
from jsonschema.validators import validator_for

from mayor_schedule.domain.catalog import COMMANDS, EVENTS, KINDS
from mayor_schedule.domain.document import RegisterDocument
from mayor_schedule.schemas.catalog import SCHEMAS
from mayor_schedule.schemas.outputs import OUTPUTS
from schemas.validators import JSON_SCHEMAS, schema, written
from terminal import run, spawn

OFFICIAL = Path(__file__).parent / "asyncapi-3.0.0.json"
"""The schema of AsyncAPI 3.0.0 as npm's @asyncapi/specs 6.11.1 has it (Apache-2.0, AsyncAPI Initiative)."""


def parts(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """Every object in a document, with the way to it."""
    if isinstance(value, dict):
        yield path, value
        for name, each in value.items():
            yield from parts(each, (*path, name))
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from parts(each, (*path, str(number)))


def referred(document: dict[str, Any], reference: str) -> Any:
    """What a reference within a document means."""
    assert reference.startswith("#/"), reference
    here: Any = document
    for part in reference[2:].split("/"):
        here = here[part]
    return here


@pytest.mark.parametrize("name", JSON_SCHEMAS)
def test_every_schema_is_one_of_2020_12(name: str) -> None:
    document = schema(name)
    assert document["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
    assert document["$id"] == f"https://schemas.mayor-schedule.example/1/{name}.json"
    Draft202012Validator.check_schema(document)


@pytest.mark.parametrize("name", SCHEMAS)
def test_what_a_schema_names_is_in_it(name: str) -> None:
    document = schema(name)
    named = {each["$ref"] for _, each in parts(document) if isinstance(each.get("$ref"), str)}
    assert named
    for reference in named:
        referred(document, reference)
    if name in OUTPUTS:
        assert {f"#/$defs/{each}" for each in document["$defs"]} == named, "and nothing else"


@pytest.mark.parametrize("name", JSON_SCHEMAS)
def test_every_model_and_every_field_is_described(name: str) -> None:
    document = schema(name)
    for path, each in parts(document):
        if path[:-1] == ("$defs",) and not each.get("enum"):
            assert each.get("description") or any("description" in form for form in each["anyOf"]), path
        is_model = "title" in each and each.get("type") == "object"
        for field, described in each.get("properties", {}).items() if is_model else ():
            assert described.get("description") or "$ref" in described, (*path, field)


def test_no_docstring_is_left_as_it_is_written() -> None:
    for name in SCHEMAS:
        for path, each in parts(schema(name)):
            said = each.get("description", "")
            if isinstance(said, str):
                assert "``" not in said, path
                assert "\n" not in said, path
                assert "Attributes:" not in said, path


def test_every_command_event_and_output_has_one() -> None:
    assert set(COMMANDS) <= set(schema("commands")["$defs"])
    assert set(COMMANDS) <= set(schema("dossier")["$defs"])
    assert set(EVENTS) <= set(schema("events")["$defs"])
    assert set(OUTPUTS) <= set(schema("outputs")["$defs"])
    assert RegisterDocument.command_name() in schema("commands")["$defs"]["entry"]["properties"]


def test_an_expression_means_the_same_in_other_languages() -> None:
    """ECMA-262 knows fewer things than Python, and its ``\\w`` and ``\\d`` are of ASCII."""
    for name in SCHEMAS:
        for path, each in parts(schema(name)):
            pattern = each.get("pattern")
            if isinstance(pattern, str):
                re.compile(pattern)
                assert not re.search(r"\\[wWdDbBAZzpP]|\(\?P|\(\?[aiLmsux]|\(\?<|\(\?\(|[*+?}]\+", pattern), (
                    path,
                    pattern,
                )


def test_the_bytes_are_always_the_same() -> None:
    for name, seed in (("dossier", "1"), ("asyncapi", "2"), ("explain", "3")):
        assert spawn("export", "schema", name, PYTHONHASHSEED=seed).stdout == written(name), name


# --- AsyncAPI ---------------------------------------------------------------------------------------------------------


def test_the_stream_is_described_as_asyncapi_has_it() -> None:
    official, document = json.loads(OFFICIAL.read_bytes()), schema("asyncapi")
    checking = validator_for(official)
    checking.check_schema(official)
    assert [each.message for each in checking(official).iter_errors(document)] == []
    for each in document["components"]["schemas"].values():
        Draft7Validator.check_schema(each)


def test_the_official_schema_refuses_what_is_none() -> None:
    official, document = json.loads(OFFICIAL.read_bytes()), schema("asyncapi")
    checking = validator_for(official)(official)
    for wrong in ({"asyncapi": "2.6.0"}, {"channels": []}, {"more": 1}):
        assert not checking.is_valid({**document, **wrong}), wrong


def test_there_is_a_message_for_each_topic() -> None:
    document = schema("asyncapi")
    channels = document["channels"]
    assert list(channels["internal"]["messages"]) == list(EVENTS)
    for topic, message in channels["internal"]["messages"].items():
        told = referred(document, message["$ref"])
        assert told["name"] == topic
        assert told["payload"]["allOf"][1]["properties"]["type"] == {"const": topic}
        assert told["summary"]
    shown = document["components"]["schemas"]["public"]["properties"]["type"]["enum"]
    assert shown == [event.topic for kind in KINDS.values() for event in kind.events]


# --- the command ------------------------------------------------------------------------------------------------------


def test_a_dossier_is_what_is_described_unless_it_is_said(tmp_path: Path) -> None:
    done = run("export", "schema")
    assert (done.code, done.err) == (0, "")
    assert done.out.encode() == written("dossier")
    assert run("export", "schema", "dossier", "--out", tmp_path / "d.json") == (0, "", "")
    assert (tmp_path / "d.json").read_bytes() == written("dossier")


def test_one_goes_into_a_folder_by_its_name(tmp_path: Path) -> None:
    assert run("export", "schema", "events", "--out", tmp_path) == (0, "", "")
    assert run("export", "schema", "calendar", "--out", f"{tmp_path / 'new' / 'folder'}/") == (0, "", "")
    assert (tmp_path / "events.json").read_bytes() == written("events")
    assert (tmp_path / "new" / "folder" / "calendar.json").read_bytes() == written("calendar")


def test_all_go_into_a_folder(tmp_path: Path) -> None:
    done = run("export", "schema", "all", "--out", tmp_path / "schemas", "--lang", "en")
    assert (done.code, done.out) == (0, "")
    assert done.err == f"{tmp_path / 'schemas'}: {len(SCHEMAS)} schemas\n"
    files = {file.name: file.read_bytes() for file in (tmp_path / "schemas").iterdir()}
    assert files == {f"{name}.json": written(name) for name in SCHEMAS}


@pytest.mark.parametrize(
    ("asked", "english", "korean"),
    [
        (("calender",), "there is no schema 'calender' (did you mean calendar?); name dossier,", "'calender'(이)라는"),
        (("all",), "all are several files: say in which folder", "폴더를 지정하십시오"),
        (
            ("all", "--out", "taken"),
            "cannot write schemas into taken: that is a file",
            "taken에 스키마를 쓸 수 없습니다",
        ),
        (("dossier", "--out", "taken/"), "cannot write schemas into taken: that is a file", "taken에 스키마를"),
        (("all", "--out", "taken/in"), "cannot make the folder taken/in: ", "taken/in 폴더를 만들 수 없습니다: "),
    ],
)
def test_what_cannot_be_written_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: tuple[str, ...], english: str, korean: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "taken").write_text("x", encoding="utf-8")
    for language, words in (("en", english), ("ko", korean)):
        done = run("export", "schema", *asked, "--lang", language)
        assert (done.code, done.out) == (2, "")
        assert words in done.err
        assert "Traceback" not in done.err
    assert [file.name for file in tmp_path.iterdir()] == ["taken"]


def test_no_store_is_needed_or_made(tmp_path: Path) -> None:
    done = spawn("export", "schema", "clashes", cwd=tmp_path, MAYOR_SCHEDULE_DB=str(tmp_path / "none.db"))
    assert (done.returncode, done.stdout, done.stderr) == (0, written("clashes"), b"")
    assert list(tmp_path.iterdir()) == []
