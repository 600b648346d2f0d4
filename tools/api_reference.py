"""The page of the public interface, of which mkdocstrings makes the reference.

::

    python tools/api_reference.py > docs/reference/api.md
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from enum import Enum
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from public_api import HANDED_ON, MODULES, NAMES

import mayor_schedule
from mayor_schedule.domain.catalog import KINDS
from mayor_schedule.domain.model import Command, Part

_HEAD = """# The Python interface

Everything in `mayor_schedule.__all__`, and the public modules beside it. What a version promises of it stands in
[Versions](../explanation/versions.md). Everything is typed (`py.typed`), and names are loaded when they are first used:
`import mayor_schedule` loads neither models nor the store.

What a class inherits stands with it. Of a command the fields are shown; what every command has beside them stands with
`Command`.

This page is made by `python tools/api_reference.py`; the text of each entry is that of the code.
"""
_HANDED_ON = """A function takes them or gives them, and nobody has to look into them: what is in them may change in any
version. So it is with `History` and `Briefing`."""
_OFFICE = {
    "Office", "OfficeCalendar", "OfficeViews", "PastOffice", "Entry", "Receipt", "Bookings", "Backup", "Register",
    "RegisterEntry",
}  # fmt: skip


def page() -> str:
    """The page, as Markdown with the directives of mkdocstrings."""
    return "\n".join([_HEAD, *_sections()]).rstrip() + "\n"


def _sections() -> Iterator[str]:
    named = {name: getattr(mayor_schedule, name) for name in mayor_schedule.__all__}
    office = [name for name in named if name in _OFFICE]
    yield from _section("The office", office)
    errors = [name for name, each in named.items() if isinstance(each, type) and issubclass(each, Exception)]
    commands = {name: each for name, each in named.items() if isinstance(each, type) and issubclass(each, Command)}
    told = {*office, *errors, *commands}
    for kind in KINDS.values():
        own = [name for name, each in commands.items() if each in kind.commands]
        yield from _section(f"Commands: {kind.name.replace('_', ' ')}", own)
        told |= {*own}
    rest = {name: each for name, each in named.items() if name not in told or name == "Command"}
    models = [name for name, each in rest.items() if isinstance(each, type) and issubclass(each, Part | Enum)]
    views = [name for name, each in rest.items() if _room(each) in {"views", "reading"}]
    yield from _section("Views, and what they hold", views)
    yield from _section("Details, and words of the domain", [each for each in models if each not in views])
    yield from _section("Values, and the rest", [each for each in rest if each not in {*models, *views}])
    yield from _section("Errors", errors)
    for module in MODULES:
        title = module.removeprefix("mayor_schedule.")
        yield f"## {title}\n\n::: {module}\n    options: {{show_root_heading: false}}\n"
    yield "## What signatures name\n\nTypes of fields, and what results are made of.\n"
    yield from (f"::: {each}\n" for each in NAMES if each.rpartition(".")[0] not in MODULES)
    yield f"## What is handed on\n\n{_HANDED_ON}\n"
    for each in HANDED_ON:
        if each.removeprefix("mayor_schedule.") not in named:
            yield f"::: {each}\n    options: {{members: false}}\n"


def _room(found: object) -> str:
    """The room of the package that something is from."""
    return str(getattr(found, "__module__", "")).partition(".")[2].partition(".")[0]


def _section(title: str, names: list[str]) -> Iterator[str]:
    yield f"## {title}\n"
    for name in names:
        yield f"::: mayor_schedule.{name}\n{_options(name)}"


def _options(name: str) -> str:
    """What of something is shown, and in which order, where that does not go without saying."""
    found = getattr(mayor_schedule, name)
    if f"mayor_schedule.{name}" in HANDED_ON:
        return "    options: {members: false}\n"
    if isinstance(found, type) and issubclass(found, Command) and found is not Command:
        fields = ", ".join(f'"{each}"' for each in found.model_fields)  # YAML reads a bare "on" as true
        return f"    options: {{members: [{fields}]}}\n"
    if isinstance(found, type) and issubclass(found, mayor_schedule.OfficeViews):
        return "    options: {members_order: alphabetical}\n"
    return ""


if __name__ == "__main__":
    sys.stdout.write(page())
