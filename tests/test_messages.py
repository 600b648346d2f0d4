"""What is said to people has codes: each is said in one place, in one way, and nothing is refused without one."""

from __future__ import annotations

import ast
import builtins
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import NamedTuple

import pytest

import mayor_schedule

SOURCE = Path(mayor_schedule.__file__).parent
CONVERTED = ("domain",)
"""The packages, or modules, of which everything that is told to people is a message."""

FAULTS = {name for name, value in vars(builtins).items() if isinstance(value, type) and issubclass(value, Exception)}
FAULTS -= {"ValueError", "OSError"}
"""Errors of the program, which nobody is told: they tell a programmer what is wrong."""

TOLD = {"cannot": slice(1, None), "Problem": slice(2, None), "Flaw": slice(0, 2)}
"""What else is told: by what makes it, the places of the words among its arguments."""

WORDS = {"message", "fact", "hint", "problem", "reason"}
"""The names of arguments that hold what is told."""


class Said(NamedTuple):
    """A template in the code, with its code if it has one, and what it is filled with where that is plain."""

    code: str | None
    template: str
    parts: frozenset[str] | None
    place: str


def parsed(*under: str) -> Iterator[tuple[Path, ast.Module]]:
    """The modules of the package, or those under some of its parts."""
    for path in sorted(SOURCE.rglob("*.py")):
        where = path.relative_to(SOURCE).with_suffix("").parts
        if not under or any(where[: len(part)] == part for part in (tuple(each.split("/")) for each in under)):
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def name_of(node: ast.expr) -> str:
    """What a call calls, or an expression names: the last of its names."""
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def sayings(tree: ast.Module) -> Iterator[ast.Call]:
    """The calls by which a module says something, if it has them from `messages`."""
    names = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").rpartition(".")[2] == "messages"
        for alias in node.names
    } & {"say", "Saying", "term"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            yield node


def said() -> Iterator[Said]:
    """Every template in the code."""
    for path, tree in parsed():
        for node in sayings(tree):
            named = name_of(node.func)
            values = [each.value if isinstance(each, ast.Constant) else None for each in node.args]
            code, template = (None, values[0]) if named == "term" else (values[0], values[1])
            filled = frozenset(each.arg for each in node.keywords if each.arg)
            plain = named != "Saying" and all(each.arg for each in node.keywords)
            if isinstance(template, str):
                place = f"{path.relative_to(SOURCE)}:{node.lineno}"
                yield Said(str(code) if code else None, template, filled if plain else None, place)


def bare(node: ast.expr, known: dict[str, list[ast.expr]]) -> bool:
    """Whether an expression makes words that are no message: a text, or one that is put together of others."""
    match node:
        case ast.Constant(value=str(words)):
            return bool(words)
        case ast.JoinedStr():
            return True
        case ast.BinOp(left=left, right=right):
            return bare(left, known) or bare(right, known)
        case ast.IfExp(body=body, orelse=orelse):
            return bare(body, known) or bare(orelse, known)
        case ast.BoolOp(values=values):
            return any(bare(each, known) for each in values)
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str()))):
            return True
        case ast.Name(id=name):
            return any(bare(each, {}) for each in known.get(name, ()))
    return False


def assigned(function: ast.AST) -> dict[str, list[ast.expr]]:
    """What is assigned to each name in a function, or a module."""
    found: dict[str, list[ast.expr]] = {}
    for node in ast.walk(function):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                found.setdefault(name, []).append(value)
            case ast.AnnAssign(target=ast.Name(id=name), value=value) if value is not None:
                found.setdefault(name, []).append(value)
            case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)):
                for each, value in zip(names, values, strict=False):
                    found.setdefault(name_of(each), []).append(value)
    return found


def told(tree: ast.AST) -> Iterator[ast.expr]:
    """Every expression that is told to people: what errors, refusals and problems are made of, and hints."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = name_of(node.func)
        if name.endswith("Error") and name not in FAULTS:
            yield from (each for each in node.args[:1] if not isinstance(each, ast.Starred))
        yield from (each for each in node.args[TOLD.get(name, slice(0, 0))] if not isinstance(each, ast.Starred))
        if name in TOLD or name.endswith("Error"):
            yield from (each.value for each in node.keywords if each.arg in WORDS)
        yield from (each.value for each in node.keywords if each.arg == "hint")


def bare_words(tree: ast.Module) -> list[int]:
    """The lines at which something is told that is no message."""
    lines = set()
    everywhere = {name: values for name, values in assigned(tree).items() if name.isupper()}
    inner = [each for each in ast.walk(tree) if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef))]
    for scope in (*inner, tree):
        known = {**everywhere, **({} if scope is tree else assigned(scope))}
        lines |= {each.lineno for each in told(scope) if bare(each, known)}
    return sorted(lines)


@pytest.mark.parametrize("part", CONVERTED)
def test_nothing_is_told_without_a_code(part: str) -> None:
    found = [f"{path.relative_to(SOURCE)}:{line}" for path, tree in parsed(part) for line in bare_words(tree)]
    assert list(parsed(part)), f"there is no {part}"
    assert found == []


@pytest.mark.parametrize(
    "code",
    [
        'raise InvalidValueError("that is no day")',
        'raise StoreError(f"cannot read {path}") from None',
        'raise UnknownSubjectError("no such subject", subject=subject)',
        'raise VerificationError(f"{part} fails", "the path leads elsewhere")',
        'raise ValueError("no")',
        'raise cannot(command, "it was cancelled")',
        'raise cannot(command, say("MS-0001", "it was cancelled"), "reinstate it first")',
        'raise cannot(command, say("MS-0001", "it was cancelled"), hint="reinstate it first")',
        'raise cannot(command, fact if fact else "it was cancelled")',
        'raise cannot(command, say("MS-0001", "it") + f" on {day}")',
        'problems.append(Problem(file, line, f"no key {key}"))',
        'problems.append(Problem(file, line, message="no such key"))',
        'allow(command, state, hint="try again")',
        'def f():\n    fact = f"it is {stage}"\n    raise cannot(command, fact)',
        'def f():\n    fact, hint = f"it is {stage}", ""\n    raise cannot(command, fact, hint)',
        'HINT = "try again"\ndef f():\n    raise cannot(command, fact, HINT)',
        'raise InvalidValueError("{} is no day".format(day))',
        'raise InvalidValueError(", ".join(names))',
    ],
)
def test_bare_words_are_found(code: str) -> None:
    assert bare_words(ast.parse(code)) == [len(code.splitlines())]


@pytest.mark.parametrize(
    "code",
    [
        'raise InvalidValueError(say("MS-0001", "{day} is no day", day=f"{day:%x}"))',
        "raise cannot(command, str(error)) from None",
        'raise cannot(command, FACT(day=day), term("give one"))',
        'raise cannot(command, fact, "")',
        'def f():\n    name = "a"\n    fact = say("MS-0001", "no {name}", name=name)\n    raise cannot(command, fact)',
        'raise TypeError(f"{name} is no command")',
        "raise BatchRefusedError(refusals)",
    ],
)
def test_messages_are_not_taken_for_bare_words(code: str) -> None:
    assert bare_words(ast.parse(code)) == []


def test_every_code_is_written_once() -> None:
    codes = Counter(each.code for each in said() if each.code is not None)
    assert len(codes) > 100
    assert {code for code, number in codes.items() if number > 1} == set()
    assert {code for code in codes if not re.fullmatch("MS-[0-9]{4}", code)} == set()


def test_every_template_has_one_code() -> None:
    codes: dict[str, set[str]] = {}
    for each in said():
        if each.code is not None and re.sub(r"{\w*}", "", each.template):  # else its words are those of its part
            codes.setdefault(each.template, set()).add(each.code)
    assert {template: found for template, found in codes.items() if len(found) > 1} == {}


def test_every_template_is_written_where_it_is_said() -> None:
    computed = [
        path.relative_to(SOURCE).as_posix()
        for path, tree in parsed(*CONVERTED)
        for node in sayings(tree)
        if not all(isinstance(each, ast.Constant) for each in node.args)
    ]
    assert computed == ["domain/model.py"], "only the verb of a command is computed"


def test_every_template_is_filled_with_just_its_parts() -> None:
    wrong = [
        f"{each.place}: {each.template}"
        for each in said()
        if each.parts is not None and {name for _, name, _, _ in Formatter().parse(each.template) if name} != each.parts
    ]
    assert wrong == []
