"""Which errors tell each message, as far as the source says so: a code that stands in what an error is made with.

What is made elsewhere and handed over (what a stage is called, or a remark that is no error) is not found.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

ROOT_ERROR: Final = "MayorScheduleError"
_PROBLEMS: Final = {"Problem": "InputError", "WrongLine": "InputError", "Malformed": "InputError"}
"""What is told of a line becomes a part of an `InputError`."""
_FILES: Final = {
    "exports/briefing/faults.py": "InputError", "imports/json_nodes.py": "InputError",
    "imports/wording.py": "InputError", "imports/yaml_nodes.py": "InputError", "store/postgres/causes.py": "StoreError",
    "store/sqlite_file.py": "StoreError",
}  # fmt: skip
"""Files of which everything that is told by nothing else is handed to one error."""

_SAYING: Final = {"say", "Saying"}

Codes = Mapping[str, set[str]]


def errors_by_code(source: Path) -> dict[str, set[str]]:
    """The names of the errors that tell each code.

    Args:
        source: the folder of the package.
    """
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(source.rglob("*.py"))}
    errors = _errors(trees.values())
    makers = {name: name for name in errors} | _PROBLEMS
    said: dict[str, set[str]] = {}
    for tree in trees.values():
        makers |= {name: kind for name, kind in _makers(tree, errors).items() if not name.startswith("_")}
        said |= {name: codes for name, codes in _assigned(tree.body).items() if name[:1].isupper()}
    found: dict[str, set[str]] = {}
    for path, tree in trees.items():
        own = makers | _makers(tree, errors)
        for code, error in _told(tree, own, said | _assigned(tree.body), errors):
            found.setdefault(code, set()).add(error)
        if error := _FILES.get(path.relative_to(source).as_posix(), ""):
            for code in _codes(tree, {}) - found.keys():
                found[code] = {error}
    return found


def _errors(trees: Iterable[ast.Module]) -> set[str]:
    """The names of the package's errors."""
    bases = {
        node.name: {each.id for each in node.bases if isinstance(each, ast.Name)}
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    found = {ROOT_ERROR}
    while more := {name for name, given in bases.items() if given & found} - found:
        found |= more
    return found


def _makers(tree: ast.Module, errors: set[str]) -> dict[str, str]:
    """The functions that give an error, each with its class."""
    return {
        node.name: node.returns.id
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and isinstance(node.returns, ast.Name) and node.returns.id in errors
    }


def _assigned(body: list[ast.stmt]) -> dict[str, set[str]]:
    """The codes in what names stand for."""
    found: dict[str, set[str]] = {}
    for node in body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value:
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                if isinstance(target, ast.Name):
                    found.setdefault(target.id, set()).update(_codes(node.value, {}))
    return {name: codes for name, codes in found.items() if codes}


def _codes(given: ast.AST, names: Codes) -> set[str]:
    """The codes in an expression, and in the names in it."""
    found: set[str] = set()
    for node in ast.walk(given):
        if isinstance(node, ast.Name):
            found |= names.get(node.id, set())
        elif isinstance(node, ast.Call) and _name(node.func) in _SAYING and node.args:
            first = node.args[0]
            found |= {str(first.value)} if isinstance(first, ast.Constant) and first.value else set()
    return found


def _told(tree: ast.Module, makers: Mapping[str, str], said: Codes, errors: set[str]) -> Iterator[tuple[str, str]]:
    """Each code in a file with an error that is made with it."""
    for scope in (tree, *(node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))):
        inner = [node for node in ast.walk(scope) if isinstance(node, ast.stmt)]
        local = {**said, **(_assigned(inner) if isinstance(scope, ast.FunctionDef) else {})}
        for node in ast.walk(scope):
            if isinstance(node, ast.Call) and (error := makers.get(_name(node.func))):
                given = (*node.args, *(each.value for each in node.keywords))
                yield from ((code, error) for each in given for code in _codes(each, local))
    for owner in (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and node.name in errors):
        yield from ((code, owner.name) for code in _codes(owner, said))


def _name(function: ast.expr) -> str:
    return getattr(function, "id", getattr(function, "attr", ""))
