"""What is public changes with the changelog, and is documented."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from typing import Any

import pytest

import mayor_schedule

ROOT = Path(__file__).parents[1]


def tool(name: str) -> Any:
    """A script of tools/."""
    spec = importlib.util.spec_from_file_location(f"tools_{name}", ROOT / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def api() -> Any:
    return tool("public_api")


@pytest.fixture(scope="module")
def package(api: Any) -> Any:
    return api.loaded()


@pytest.fixture(scope="module")
def snapshot(api: Any) -> str:
    text: str = api.SNAPSHOT.read_text(encoding="utf-8")
    return text


@pytest.fixture(scope="module")
def changelog(api: Any) -> str:
    text: str = api.CHANGELOG.read_text(encoding="utf-8")
    return text


@pytest.mark.slow
def test_no_public_name_changes_without_a_word_in_the_changelog(
    api: Any, package: Any, snapshot: str, changelog: str
) -> None:
    current = api.described(package)
    assert len(current) > 2_000
    told = api.unmentioned(api.lines_of(snapshot), current, api.told(snapshot, changelog))
    assert not told, "name it in CHANGELOG.md under Unreleased:\n" + "\n".join(told)


@pytest.mark.slow
def test_every_type_in_a_public_signature_is_public(api: Any, package: Any) -> None:
    assert api.unlisted(package) == {}


def test_no_line_can_change_or_vanish_in_silence(api: Any, snapshot: str, changelog: str) -> None:
    """With the changelog as it is: what it says of earlier changes tells of no further one."""
    lines, names = api.lines_of(snapshot), api.told(snapshot, changelog)
    silent = set()
    for number, line in enumerate(lines):
        text, sign, origin = line.partition("  # ")
        for instead in ([], [f"{text} | Other{sign}{origin}"]):
            if not api.unmentioned(lines, [*lines[:number], *instead, *lines[number + 1 :]], names):
                silent.add(re.split(r"[(:= ]", line.removeprefix("class ").strip())[0].rpartition(".")[2])
    assert len(lines) > 2_000
    assert silent <= {name.rpartition(".")[2] for name in names}, "only what was named since may have changed"


ADDED = "\n## Unreleased\n\n- {}\n"


@pytest.mark.parametrize(
    ("said", "changed", "is_told"),
    [
        ("The calendar of an Office takes a place.", "Office.calendar", False),
        ("`calendar` of an `Office` takes a place.", "Office.calendar", False),
        ("`PastOffice.calendar` takes a place.", "Office.calendar", False),
        ("`Office.calendar(place=…)` takes a place.", "Office.calendar", True),
        ("`mayor_schedule.Office.calendar` takes a place.", "Office.calendar", True),
        ("`OfficeViews.calendar` takes a place.", "Office.calendar", True),
        ("`feed` takes a place.", "exports.ics.feed.feed", False),
        ("`feed.feed` takes a place.", "exports.ics.feed.feed", True),
        ("`Period` has another base.", "Period", True),
        ("`parse_phrase` takes a place.", "parse_phrase", True),
    ],
)
def test_a_changelog_names_a_change_with_its_class(
    api: Any, snapshot: str, changelog: str, *, said: str, changed: str, is_told: bool
) -> None:
    lines = api.lines_of(snapshot)
    found = [each for each in lines if api._path(each) == changed]
    assert len(found) == 1
    names = api.told(snapshot, changelog.replace("\n## Unreleased\n", ADDED.format(said), 1))
    assert (api.unmentioned(lines, [each for each in lines if each not in found], names) == []) is is_told


@pytest.mark.parametrize(
    ("said", "lines", "is_told"),
    [
        ("A `NewThing` is there.", ["class mayor_schedule.NewThing()", "  mayor_schedule.NewThing.size: int"], True),
        ("A NewThing is there.", ["class mayor_schedule.NewThing()"], False),
        ("An `Office` can more.", ["  mayor_schedule.Office.new_thing() -> None"], False),
    ],
)
def test_a_new_class_is_named_alone_and_a_new_member_is_not(
    api: Any, snapshot: str, changelog: str, *, said: str, lines: list[str], is_told: bool
) -> None:
    before = api.lines_of(snapshot)
    names = api.told(snapshot, changelog.replace("\n## Unreleased\n", ADDED.format(said), 1))
    assert (api.unmentioned(before, [*before, *lines], names) == []) is is_told


def test_what_was_said_of_an_earlier_version_tells_of_no_later_change(api: Any, snapshot: str, changelog: str) -> None:
    said = changelog.replace("\n## Unreleased\n", ADDED.format("`Office.calendar` is new."), 1)
    assert "Office.calendar" in api.told(snapshot, said)
    assert "Office.calendar" not in api.told(api.written([], said), said)
    released = said.replace("## Unreleased", "## Unreleased\n\n## 9.9.9", 1)
    assert api.told(snapshot, released) == set()


def test_an_interface_is_written_down_once_its_changes_are_named(
    api: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    snapshot, changelog = tmp_path / "public_api.txt", tmp_path / "CHANGELOG.md"
    monkeypatch.setattr(api, "SNAPSHOT", snapshot)
    monkeypatch.setattr(api, "CHANGELOG", changelog)
    monkeypatch.setattr(api, "described", lambda: ["class mayor_schedule.Thing()"])
    snapshot.write_text(api.written([], ""), encoding="utf-8")
    changelog.write_text("## Unreleased\n\n- Things.\n", encoding="utf-8")
    before = snapshot.read_bytes()
    assert api.main("update") == 1
    assert "+ class mayor_schedule.Thing()" in capsys.readouterr().err
    assert snapshot.read_bytes() == before
    changelog.write_text("## Unreleased\n\n- `Thing`.\n", encoding="utf-8")
    assert api.main("update") == 0
    assert api.lines_of(snapshot.read_text(encoding="utf-8")) == ["class mayor_schedule.Thing()"]
    assert api.told(snapshot.read_text(encoding="utf-8"), changelog.read_text(encoding="utf-8")) == set()


def test_what_has_another_name_now_warns_and_still_works() -> None:
    from mayor_schedule.imports import dossier, loading

    with pytest.warns(DeprecationWarning, match=r"imports\.dossier\.import_files .*imports\.loading\.import_files"):
        assert dossier.import_files is loading.import_files  # type: ignore[attr-defined]
    with pytest.raises(AttributeError):
        _ = dossier.nothing_of_that_name  # type: ignore[attr-defined]


def test_everything_public_is_documented() -> None:
    for name in mayor_schedule.__all__:
        found = getattr(mayor_schedule, name)
        assert (getattr(found, "__doc__", None) or "").strip(), name
