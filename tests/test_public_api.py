"""What is public changes with the changelog, and is documented."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
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


def unreleased() -> str:
    """What the changelog says of what is not released yet."""
    return (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").partition("## Unreleased")[2].partition("\n## ")[0]


@pytest.mark.slow
def test_no_public_name_changes_without_a_word_in_the_changelog(api: Any) -> None:
    released = api.SNAPSHOT.read_text(encoding="utf-8").splitlines()
    current = api.described()
    assert len(current) > 1_500
    told = api.unmentioned(released, current, unreleased())
    assert not told, "name it in CHANGELOG.md under Unreleased:\n" + "\n".join(told)


@pytest.mark.parametrize(
    ("changed", "is_told"),
    [
        (lambda lines: [each for each in lines if "Office.calendar" not in each], False),
        (lambda lines: [each.replace("principal: str | None = None", "principal: str") for each in lines], False),
        (lambda lines: [*lines, "class mayor_schedule.NewThing()"], False),
        (lambda lines: [*lines, "class mayor_schedule.NewThing()", "  mayor_schedule.NewThing.size: int"], True),
        (list, True),
    ],
)
def test_a_change_is_noticed(api: Any, changed: Callable[[list[str]], list[str]], is_told: bool) -> None:
    lines = api.SNAPSHOT.read_text(encoding="utf-8").splitlines()
    words = "A `NewThing` is there." if is_told else "Nothing of that."
    assert (api.unmentioned(lines, changed(lines), words) == []) is is_told


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
