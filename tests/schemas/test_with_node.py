"""Our schemas in Node: the parser of the AsyncAPI Initiative, and ajv, which editors and web pages check with."""

from __future__ import annotations

import json
import math
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from conftest import EARLIER, LATER, REPORT
from imports.test_bad_input import HEAD, TABLES
from interop.programs import run
from mayor_schedule.domain.catalog import EVENTS
from schemas.editors import as_editors_read
from schemas.test_dossier_schema import ODD
from schemas.validators import JSON_SCHEMAS, validator, written

pytestmark = pytest.mark.long
HERE = Path(__file__).parent / "in_node"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the scripts and the libraries, as the lock file has them, and every schema."""
    npm = shutil.which("npm")
    assert npm is not None, "npm is not here; .ci/long installs it"
    folder = tmp_path_factory.mktemp("in_node")
    for each in HERE.iterdir():
        shutil.copy(each, folder)
    run([npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"], folder, **os.environ)
    for name in (*JSON_SCHEMAS, "asyncapi"):
        (folder / f"{name}.json").write_bytes(written(name))
    return folder


def told(home: Path, script: str, *files: object) -> Any:
    node = shutil.which("node")
    assert node is not None, "Node is not here; .ci/long installs it"
    return json.loads(run([node, script, *map(str, files)], home))


def test_the_parser_of_asyncapi_finds_nothing(home: Path) -> None:
    parsed = told(home, "parse.mjs", "asyncapi.json")
    assert parsed["errors"] == []
    assert parsed["messages"] == [*EVENTS, "public"]


def test_the_parser_of_asyncapi_finds_what_is_wrong(home: Path) -> None:
    document = json.loads(written("asyncapi"))
    document["operations"]["sendPublic"]["channel"]["$ref"] = "#/channels/none"
    (home / "wrong.json").write_text(json.dumps(document), encoding="utf-8")
    assert told(home, "parse.mjs", "wrong.json")["errors"]


@pytest.mark.parametrize("name", JSON_SCHEMAS)
def test_another_validator_reads_every_schema(home: Path, name: str) -> None:
    assert told(home, "check.mjs", f"{name}.json") == []


def finite(value: Any) -> bool:
    """Whether JSON can have a value."""
    match value:
        case dict():
            return all(map(finite, value.values()))
        case list():
            return all(map(finite, value))
    return not isinstance(value, float) or math.isfinite(value)


def test_another_validator_says_the_same_of_dossiers(home: Path) -> None:
    texts = [each.read_text(encoding="utf-8") for each in (EARLIER, REPORT, LATER)]
    texts += [*ODD.values(), *(HEAD + body for table in TABLES.values() for body, _ in table.values())]
    dossiers = [each for each in map(as_editors_read, texts) if finite(each)]
    assert len(dossiers) > 100
    for number, each in enumerate(dossiers):
        (home / f"dossier-{number}.json").write_text(json.dumps(each), encoding="utf-8")
    said = told(home, "check.mjs", "dossier.json", *(f"dossier-{number}.json" for number in range(len(dossiers))))
    assert said == [validator("dossier").is_valid(each) for each in dossiers]
    assert set(said) == {False, True}
