"""The public interface, as text: every public name with its signature, to be compared with what was released.

::

    python tools/public_api.py            print it
    python tools/public_api.py update     write it to tests/public_api.txt

The package is read with griffe, and not imported: what a type checker sees is what is public.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import griffe

ROOT = Path(__file__).parents[1]
SNAPSHOT = ROOT / "tests" / "public_api.txt"
MODULES = (
    "mayor_schedule.audit.changes", "mayor_schedule.audit.checking", "mayor_schedule.audit.proving",
    "mayor_schedule.exports.briefing.writing", "mayor_schedule.exports.ics.feed", "mayor_schedule.exports.ics.lint",
    "mayor_schedule.exports.ics.options", "mayor_schedule.exports.ics.publisher", "mayor_schedule.imports.loading",
    "mayor_schedule.proofs.bundles", "mayor_schedule.proofs.erasing", "mayor_schedule.proofs.keys",
    "mayor_schedule.telling", "mayor_schedule.views.counting.running",
)  # fmt: skip
"""The public modules beside the package itself: the classes and functions in them that are not private."""


def described() -> list[str]:
    """A line for each public name and each public member of a public class."""
    package = griffe.load("mayor_schedule", search_paths=[str(ROOT / "src")], resolve_aliases=True)
    lines: list[str] = []
    for name in sorted(str(each).strip("'\"") for each in package.exports or ()):
        lines += _described(f"mayor_schedule.{name}", package[name])
    for module in MODULES:
        found = package[module.removeprefix("mayor_schedule.")]
        for name, member in sorted(found.members.items()):
            if not member.is_alias and member.is_public and (member.is_class or member.is_function):
                lines += _described(f"{module}.{name}", member)
    return lines


def unmentioned(released: list[str], current: list[str], changes: str) -> list[str]:
    """The lines that were added, changed or taken away, and whose names a changelog does not mention.

    Args:
        released: the interface of before.
        current: the interface now.
        changes: what the changelog says of what is not released yet.
    """
    words = set(re.findall(r"[A-Za-z_][A-Za-z0-9_]*", changes))
    changed = [f"- {each}" for each in released if each not in current]
    changed += [f"+ {each}" for each in current if each not in released]
    return [each for each in changed if not _names(each) & words]


def _names(line: str) -> set[str]:
    """The name that a line is about, and that of its class: a changelog that names either tells of the change."""
    path = re.sub(r"^[+-]\s+(?:class )?", "", line)
    return set(re.split(r"[(:= ]", path, maxsplit=1)[0].removeprefix("mayor_schedule.").split(".")[-2:])


def _described(path: str, given: griffe.Object | griffe.Alias) -> Iterator[str]:
    found = given.final_target if isinstance(given, griffe.Alias) else given
    if isinstance(found, griffe.Function):
        yield f"{path}{_signature(found)}"
    elif isinstance(found, griffe.Class):
        bases = ", ".join(str(each) for each in found.bases)
        yield f"class {path}({bases})"
        for name, member in sorted(found.all_members.items()):
            if not name.startswith("_") and str(member.canonical_path).startswith("mayor_schedule."):
                yield from _member(f"{path}.{name}", member)
    else:
        yield _member_line(path, found)


def _member(path: str, given: griffe.Object | griffe.Alias) -> Iterator[str]:
    found = given.final_target if isinstance(given, griffe.Alias) else given
    yield f"  {path}{_signature(found)}" if isinstance(found, griffe.Function) else f"  {_member_line(path, found)}"


def _member_line(path: str, found: griffe.Object | griffe.Alias) -> str:
    annotation = getattr(found, "annotation", None)
    value = getattr(found, "value", None)
    told = path if annotation is None else f"{path}: {annotation}"
    is_default = value is not None and "Field(" not in str(value) and len(str(value)) < 80
    return f"{told} = {value}" if is_default else told


def _signature(found: griffe.Function) -> str:
    if "property" in found.labels:
        return f": {found.returns}"
    parts: list[str] = []
    for each in found.parameters:
        if each.name in {"self", "cls"}:
            continue
        if each.kind is griffe.ParameterKind.keyword_only and "*" not in parts:
            parts.append("*")
        star = {griffe.ParameterKind.var_positional: "*", griffe.ParameterKind.var_keyword: "**"}.get(each.kind, "")
        told = f"{star}{each.name}" + ("" if each.annotation is None else f": {each.annotation}")
        parts.append(told if each.default is None or star else f"{told} = {each.default}")
    return f"({', '.join(parts)}) -> {found.returns}"


if __name__ == "__main__":
    text = "".join(f"{each}\n" for each in described())
    if sys.argv[1:] == ["update"]:
        SNAPSHOT.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)
