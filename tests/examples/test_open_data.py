"""The example that writes a folder of open data: what is in it, that others read it, and always the same bytes."""

from __future__ import annotations

import csv
import io
import json
import runpy
from collections.abc import Callable
from pathlib import Path

import pytest
from frictionless import Package
from jsonschema import Draft202012Validator

from conftest import EXAMPLES
from mayor_schedule import Office, PlanOccasion, Text
from mayor_schedule.imports.loading import import_files

REPORT = EXAMPLES / "seoul-2018" / "report.yaml"
AGENDA = EXAMPLES / "buenos-aires" / "agenda.yaml"
Written = Callable[[Office, str], dict[str, bytes]]


@pytest.fixture(scope="module")
def open_data() -> Written:
    found: Written = runpy.run_path(str(EXAMPLES / "open_data.py"))["open_data"]
    return found


@pytest.fixture(params=[(REPORT, "ko"), (AGENDA, "en")], ids=["seoul", "buenos-aires"])
def folder(request: pytest.FixtureRequest, office: Office, open_data: Written, tmp_path: Path) -> Path:
    dossier, language = request.param
    import_files(office, [dossier])
    for name, data in open_data(office, language).items():
        (tmp_path / name).write_bytes(data)
    return tmp_path


def test_others_find_nothing_amiss_with_the_package(folder: Path) -> None:
    """Frictionless reads the description, compares sizes and hashes, and every cell with the type of its column."""
    report = Package(str(folder / "datapackage.json")).validate()
    assert report.flatten(["type", "rowNumber", "fieldName", "note"]) == []
    assert [(each.name, each.valid) for each in report.tasks] == [
        ("calendar-csv", True), ("calendar-json", True), ("calendar.schema-json", True)
    ]  # fmt: skip
    rows = Package(str(folder / "datapackage.json")).get_resource("calendar-csv").read_rows()
    assert len(rows) > 7
    assert all(row["sequence"] >= 0 for row in rows)


@pytest.mark.parametrize(("old", "new"), [(b",0,", b",often,"), (b'"bytes": ', b'"bytes": 1')])
def test_others_would_find_what_is_amiss(folder: Path, old: bytes, new: bytes) -> None:
    for name in ("calendar.csv", "datapackage.json"):
        (folder / name).write_bytes((folder / name).read_bytes().replace(old, new, 1))
    assert not Package(str(folder / "datapackage.json")).validate().valid


def test_the_json_is_what_its_schema_says(folder: Path) -> None:
    schema = json.loads((folder / "calendar.schema.json").read_bytes())
    entries = json.loads((folder / "calendar.json").read_bytes())
    Draft202012Validator.check_schema(schema)
    assert [*Draft202012Validator(schema).iter_errors(entries)] == []
    table = csv.DictReader(io.StringIO((folder / "calendar.csv").read_text(encoding="utf-8-sig"), newline=""))
    assert {each["uid"] for each in entries} == {row["uid"] for row in table}
    assert {each["visibility"] for each in entries} == {"public"}


def test_the_same_history_gives_the_same_bytes_and_nothing_that_is_not_public(
    office: Office, open_data: Written
) -> None:
    import_files(office, [AGENDA])
    first = open_data(office, "es")
    office.record(PlanOccasion(occasion="secreto", title=Text(es="Secreto"), when="2024-05-02"), by="ceremonial")
    assert open_data(office, "es") == first
    assert not any(b"Secreto" in data or b"Presupuesto" in data for data in first.values())


def test_it_runs_as_a_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with Office.open(tmp_path / "ciudad.db") as office:
        import_files(office, [AGENDA])
    monkeypatch.setattr("sys.argv", ["open_data.py", str(tmp_path / "ciudad.db"), str(tmp_path / "data")])
    runpy.run_path(str(EXAMPLES / "open_data.py"), run_name="__main__")
    printed = capsys.readouterr().out.splitlines()
    assert [Path(line).name for line in printed] == [
        "calendar.csv", "calendar.json", "calendar.schema.json", "datapackage.json"
    ]  # fmt: skip
    assert all(Path(line).stat().st_size for line in printed)
    assert "Jefatura de Gobierno" in (tmp_path / "data" / "datapackage.json").read_text(encoding="utf-8")
