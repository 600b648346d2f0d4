"""What importing a part of the package pulls in: a linter does not see what a parent's `__init__` imports."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import mayor_schedule

PACKAGE = Path(mayor_schedule.__file__).parent
HEAVY = ("eventsourcing", "icalendar", "typer", "rich", "ruamel", "sqlite3")
MODULES = sorted(
    ".".join(("mayor_schedule", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__")
    for layer in ("domain", "proofs", "views")
    for path in (PACKAGE / layer).rglob("*.py")
)
LOADED = "print(json.dumps(sorted({each.partition('.')[0] for each in sys.modules})))"
FORKED = """
import json, os, sys
from importlib import import_module
import pydantic, pydantic.fields, pytz  # of others: what takes long, and pulls in nothing heavy
found = {}
for name in json.loads(sys.argv[1]):
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            import_module(name)
            told = sorted({each.partition(".")[0] for each in sys.modules} & set(json.loads(sys.argv[2])))
        except BaseException as error:
            told = [repr(error)]
        os.write(writing, json.dumps(told).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        found[name] = json.loads(pipe.read())
    os.waitpid(child, 0)
print(json.dumps(found))
"""


def fresh(code: str, *args: str) -> Any:
    """What a fresh interpreter prints, as JSON."""
    environment = {**os.environ, "PYTHONPATH": str(PACKAGE.parent)}
    done = subprocess.run(
        [sys.executable, "-c", code, *args], env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_domain_proofs_and_views_know_no_store_no_format_and_no_terminal() -> None:
    """None of them does if all of them together do not."""
    assert len(MODULES) > 30
    assert not set(fresh(f"import json, sys, {', '.join(MODULES)}; {LOADED}")) & set(HEAVY)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks, so that each import is the first")
@pytest.mark.parametrize(
    "modules", [pytest.param(MODULES[::5], id="some"), pytest.param(MODULES, id="all", marks=pytest.mark.long)]
)
def test_each_module_can_be_the_first_that_is_imported(modules: list[str]) -> None:
    """Forked from an interpreter that has imported nothing of ours: no module leans on another one's being there."""
    found = fresh(FORKED, json.dumps(modules), json.dumps(HEAVY))
    assert len(found) == len(modules)
    assert {name: pulled for name, pulled in found.items() if pulled} == {}


def test_the_package_alone_loads_no_model() -> None:
    loaded = set(fresh(f"import json, sys, mayor_schedule; {LOADED}"))
    assert "mayor_schedule" in loaded
    assert not loaded & {*HEAVY, "pydantic", "pydantic_core", "pytz"}


def test_the_command_line_shows_help_without_a_store() -> None:
    loaded = set(fresh(f"import json, sys, mayor_schedule.cli.app; {LOADED}"))
    assert not loaded & {"eventsourcing", "icalendar", "ruamel", "sqlite3"}


def test_what_is_public_is_sorted_and_there() -> None:
    names = mayor_schedule.__all__
    assert list(names) == sorted(set(names))
    for name in names:
        assert getattr(mayor_schedule, name) is not None, name
    assert set(names) <= set(dir(mayor_schedule))


def test_everything_can_be_imported_at_once() -> None:
    code = (
        "import json; from mayor_schedule import *; print(json.dumps(sorted(each for each in dir() if each[0] != '_')))"
    )
    assert set(fresh(code)) - {"json"} == {name for name in mayor_schedule.__all__ if not name.startswith("_")}


def test_a_name_that_is_not_there_is_refused_as_everywhere() -> None:
    with pytest.raises(AttributeError, match="Ofice"):
        _ = mayor_schedule.Ofice  # type: ignore[attr-defined]
    with pytest.raises(ImportError):
        exec("from mayor_schedule import Ofice")  # noqa: S102


@pytest.mark.parametrize("name", MODULES)
def test_every_module_says_what_it_is_for(name: str) -> None:
    assert (import_module(name).__doc__ or "").strip(), name
