"""The example that draws a chart: what it counts, and that it draws the same each time."""

from __future__ import annotations

import ast
import runpy
from pathlib import Path

import pytest

from conftest import EXAMPLES

PROGRAM = EXAMPLES / "visits_by_country.py"


def drawn(folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    folder.mkdir()
    monkeypatch.setattr("sys.argv", [PROGRAM.name, str(folder)])
    runpy.run_path(str(PROGRAM), run_name="__main__")
    return {each.name: each.read_bytes() for each in sorted(folder.iterdir())}


def test_it_counts_what_the_report_says_and_makes_up_no_country(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    files = drawn(tmp_path / "once", monkeypatch)
    assert ast.literal_eval(capsys.readouterr().out.splitlines()[0]) == {
        "trips made": {"SG": 2},
        "trips planned": {"CH": 1, "CN": 1, "EE": 1, "ES": 1},
        "visits received": {"not said": 4},
    }
    assert list(files) == ["visits.png", "visits.svg"]
    assert files["visits.png"].startswith(b"\x89PNG")
    assert files["visits.svg"].count(b'<g id="patch_') > 3 * 6
    assert files == drawn(tmp_path / "again", monkeypatch)
