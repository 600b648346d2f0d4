"""The site: built strictly, with every public name and every command in it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import mayor_schedule
from mayor_schedule.domain.catalog import COMMANDS
from test_public_api import tool

ROOT = Path(__file__).parents[2]


SAID = {
    "mayor_schedule.PlanTrip.title": "title: Text What the office calls it.",
    "mayor_schedule.CancelTrip.reason": "reason: Reason | None = None Why, in words.",
    "mayor_schedule.ChangeTrip.fields": "fields: TripDetails The new values; None takes the old one away.",
}
"""Fields with their types and what they mean, some of them from a base that nobody imports."""


def members() -> Iterator[str]:
    """Every public member; of a command its fields, for what all have beside them stands with `Command`."""
    commands = {f"mayor_schedule.{each.__name__}": each for each in COMMANDS.values()}
    api = tool("public_api")
    for line in api.lines_of(api.SNAPSHOT.read_text(encoding="utf-8")):
        owner, _, name = f"mayor_schedule.{api._path(line)}".rpartition(".")
        if owner in commands:
            yield from (f"{owner}.{field}" for field in commands[owner].model_fields)
        elif name not in ("model_config", "__init__"):
            yield f"{owner}.{name}"


def test_the_page_names_what_an_office_can_do() -> None:
    found = {*members()}
    assert {f"mayor_schedule.Office.{name}" for name in ("calendar", "counts", "history", "at", "record")} <= found
    assert len(found) > 1_500


@pytest.mark.slow
def test_the_site_is_built_without_a_broken_link(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path / "site")]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=900)
    assert done.returncode == 0, done.stderr[-3_000:]
    built = (tmp_path / "site" / "reference" / "api" / "index.html").read_text(encoding="utf-8")
    headed = set(re.findall(r'id="(mayor_schedule[^"]*)"', built))
    assert {f"mayor_schedule.{name}" for name in mayor_schedule.__all__} <= headed
    assert sorted(set(members()) - headed) == []
    for field, words in SAID.items():
        said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", built.partition(f'id="{field}"')[2][:3_000]))
        assert words in said, field
    assert "Record one command." in built


def test_the_page_of_the_interface_is_up_to_date() -> None:
    made = tool("api_reference").page()
    assert (ROOT / "docs" / "reference" / "api.md").read_text(encoding="utf-8") == made, (
        "python tools/api_reference.py > docs/reference/api.md"
    )
    for name in mayor_schedule.__all__:
        assert f"::: mayor_schedule.{name}\n" in made


def test_every_message_has_its_place_in_the_reference() -> None:
    messages = tool("messages")
    made = messages.page()
    assert (ROOT / "docs" / "reference" / "messages.md").read_text(encoding="utf-8") == made, (
        "python tools/messages.py page > docs/reference/messages.md"
    )
    codes = {each.code for each in messages.said() if each.code}
    assert len(codes) > 500
    assert set(re.findall(r"^### (MS-[0-9]{4})$", made, re.MULTILINE)) == codes


def test_everything_that_is_said_has_its_korean() -> None:
    messages = tool("messages")
    assert list(messages.DOMAINS) == ["mayor_schedule", "help", "words"]
    assert [fault for domain in messages.DOMAINS for fault in messages.faults(domain)] == []


def test_every_page_is_in_the_navigation() -> None:
    navigation = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:")[2]
    for page in (ROOT / "docs").rglob("*.md"):
        assert page.relative_to(ROOT / "docs").as_posix() in navigation
