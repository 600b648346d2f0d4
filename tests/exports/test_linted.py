"""Every ICS file that any test makes goes through the linter: by `exported`, or by the tests' own terminal."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from exported import linted
from terminal import run

TESTS = Path(__file__).parents[1]
MAKERS = {"feed", "compose"}
HERE = "exported.py"


def makes_feeds(source: str) -> bool:
    """Whether a module imports what makes a feed, by its name or as a module."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom):
            names = {each.name for each in node.names}
            if (node.module or "").endswith("ics.feed") and names & MAKERS:
                return True
            if (node.module or "").endswith("exports.ics") and "feed" in names:
                return True
        if isinstance(node, ast.Import) and any(each.name.endswith("ics.feed") for each in node.names):
            return True
    return False


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("from mayor_schedule.exports.ics.feed import feed as f", True),
        ("from mayor_schedule.exports.ics import feed", True),
        ("import mayor_schedule.exports.ics.feed", True),
        ("from mayor_schedule.exports.ics.feed import REFRESH", False),
        ("from exported import exported", False),
    ],
)
def test_what_makes_feeds_is_found(source: str, found: bool) -> None:
    assert makes_feeds(source) is found


def test_no_test_makes_a_feed_past_the_linter() -> None:
    makers = {
        path.relative_to(TESTS).as_posix()
        for path in TESTS.rglob("*.py")
        if makes_feeds(path.read_text(encoding="utf-8"))
    }
    assert makers == {HERE}


def test_what_the_terminal_writes_is_linted(tmp_path: Path) -> None:
    """`terminal.run` lints what is printed; other tests make sure that the same is written."""
    assert "linted(printed)" in (TESTS / "terminal.py").read_text(encoding="utf-8")
    assert run("demo", tmp_path / "demo").code == 0
    linted((tmp_path / "demo" / "seoul-2018.ics").read_bytes())


def test_a_bad_file_does_not_pass() -> None:
    with pytest.raises(AssertionError, match="line 1: there is no VCALENDAR"):
        linted(b"")
