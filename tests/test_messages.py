"""What is said to people has codes: each is said in one place, in one way, and nothing is refused without one."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter
from typing import NamedTuple

import pytest

import mayor_schedule

SOURCE = Path(mayor_schedule.__file__).parent
TOLD_OF_OTHERS = {"ValueError": {(0, "message")}, "OSError": {(0, "message")}}
"""Errors that are not ours and that people are told: a model shows those of its validators."""

ENGLISH = re.compile(r"(?!mayor-schedule )(.*[^\w-])?[a-z]{2,}(?![\w(])", re.DOTALL)
"""What is English, of the texts with which messages are filled: a word in small letters, and no command line."""


class Said(NamedTuple):
    """A template in the code, with its code if it has one, and what it is filled with where that is plain."""

    code: str | None
    template: str
    parts: frozenset[str] | None
    place: str


@cache
def parsed() -> tuple[tuple[Path, ast.Module], ...]:
    """The modules of the package."""
    return tuple((path, ast.parse(path.read_text(encoding="utf-8"))) for path in sorted(SOURCE.rglob("*.py")))


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


Places = list[tuple[int | None, str]]
"""The places and the names of some arguments; None for those that have a name only."""


def is_message(annotation: ast.expr | None) -> bool:
    """Whether an annotation says that something is a message."""
    return annotation is not None and ast.unparse(annotation) in ("Message", "Message | None")


def of_function(function: ast.FunctionDef) -> Places:
    """Which arguments of a function, or of a method, are messages."""
    plain = [*function.args.posonlyargs, *function.args.args]
    plain = plain[1:] if plain and plain[0].arg in ("self", "cls") else plain
    named = [(None, each) for each in function.args.kwonlyargs]
    return [(place, each.arg) for place, each in (*enumerate(plain), *named) if is_message(each.annotation)]


def of_class(node: ast.ClassDef, classes: dict[str, ast.ClassDef]) -> Places:
    """Which arguments of a class are messages: those of its constructor, or of the one of what it is derived from."""
    for each in node.body:
        if isinstance(each, ast.FunctionDef) and each.name == "__init__":
            return of_function(each)
    fields = [each for each in node.body if isinstance(each, ast.AnnAssign)]
    found = [(place, name_of(each.target)) for place, each in enumerate(fields) if is_message(each.annotation)]
    inherited = (of_class(classes[name], classes) for name in map(name_of, node.bases) if name in classes)
    return found or next(filter(None, inherited), [])


@cache
def takers() -> dict[str, set[tuple[int | None, str]]]:
    """What is told what: by the name of what is called, which of its arguments are messages.

    Where several have one name, what is a message to one of them is one to each.
    """
    nodes = [node for _, tree in parsed() for node in ast.walk(tree)]
    classes = {node.name: node for node in nodes if isinstance(node, ast.ClassDef)}
    found: dict[str, set[tuple[int | None, str]]] = {}
    for node in nodes:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            places = of_function(node) if isinstance(node, ast.FunctionDef) else of_class(node, classes)
            found.setdefault(node.name, set()).update(places)
    return {name: places for name, places in found.items() if places}


@cache
def said_elsewhere() -> frozenset[str]:
    """The names of what is written once and said in several places."""
    found = set()
    for _, tree in parsed():
        for node in ast.walk(tree):
            match node:
                case ast.AnnAssign(target=ast.Name(id=name), value=ast.Call(func=ast.Name(id="Saying"))):
                    found.add(name)
    return frozenset(found)


def told(tree: ast.AST) -> Iterator[ast.expr]:
    """Every expression that is told to people: what is given where a message is expected."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            places = {**takers(), **TOLD_OF_OTHERS}.get(name_of(node.func), set())
            given = [each for each in node.args if not isinstance(each, ast.Starred)]
            yield from (given[place] for place, _ in places if place is not None and place < len(given))
            yield from (each.value for each in node.keywords if each.arg in {name for _, name in places})


def parts(tree: ast.AST) -> Iterator[ast.expr]:
    """Every expression with which a message is filled."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (name_of(node.func) in {"say", "term"} | said_elsewhere()):
            yield from (each.value for each in node.keywords if each.arg)


def is_english(node: ast.expr) -> bool:
    """Whether an expression makes words of English that no message says."""
    match node:
        case ast.Constant(value=str(words)):
            return ENGLISH.match(words) is not None
        case ast.JoinedStr(values=values):
            plain = (each.value if isinstance(each, ast.Constant) else "{}" for each in values)
            return ENGLISH.match("".join(map(str, plain))) is not None
        case ast.IfExp(body=body, orelse=orelse):
            return is_english(body) or is_english(orelse)
        case ast.BoolOp(values=values):
            return any(map(is_english, values))
        case ast.BinOp(left=left, right=right):
            return is_english(left) or is_english(right)
    return False


def bare_words(tree: ast.Module) -> list[int]:
    """The lines at which something is told that is no message, or a message is filled with words that are none."""
    lines = {each.lineno for each in parts(tree) if is_english(each)}
    everywhere = {name: values for name, values in assigned(tree).items() if name.isupper()}
    inner = [each for each in ast.walk(tree) if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef))]
    for scope in (*inner, tree):
        known = {**everywhere, **({} if scope is tree else assigned(scope))}
        lines |= {each.lineno for each in told(scope) if bare(each, known)}
    return sorted(lines)


def test_nothing_is_told_without_a_code() -> None:
    found = [f"{path.relative_to(SOURCE)}:{line}" for path, tree in parsed() for line in bare_words(tree)]
    assert found == []


def test_it_is_known_what_is_told() -> None:
    known = takers()
    assert known["InvalidValueError"] == known["StaleWriteError"] == {(0, "message")}
    assert known["VerificationError"] == {(1, "message")}
    assert known["cannot"] == {(1, "fact"), (2, "hint")}
    assert known["Problem"] == {(2, "message")}
    assert not known.keys() & {"BatchRefusedError", "NotBackedUpError", "FaultError", "CrowdedError"}


@pytest.mark.parametrize(
    "code",
    [
        'raise InvalidValueError("that is no day")',
        'raise StoreError(f"cannot read {path}") from None',
        'raise UnknownSubjectError("no such subject", subject=subject)',
        'raise VerificationError("path", "it leads elsewhere")',
        'raise LeftOut(line, f"{name} is none")',
        'raise StaleWriteError("another was first")',
        'Flaw(end, f"there is a position {odd}")',
        'Fault(position, subject, why="it cannot have happened")',
        'raise source.refusal(line, "it is empty")',
        'raise InvalidValueError(say("MS-0001", "it {what}", what="was removed"))',
        'raise InvalidValueError(say("MS-0001", "it {what}", what=f"was removed by {name}"))',
        'raise InvalidValueError(say("MS-0001", "it {what}", what="removed" if gone else gone))',
        'raise StoreError(REFUSED(why="it is locked"))',
        'raise ValueError("no")',
        'raise cannot(command, "it was cancelled")',
        'raise cannot(command, say("MS-0001", "it was cancelled"), "reinstate it first")',
        'raise cannot(command, say("MS-0001", "it was cancelled"), hint="reinstate it first")',
        'raise cannot(command, fact if fact else "it was cancelled")',
        'raise cannot(command, say("MS-0001", "it") + f" on {day}")',
        'problems.append(Problem(file, line, f"no key {key}"))',
        'problems.append(Problem(file, line, message="no such key"))',
        'reportable(command, state, life, now, reported, hint="try again")',
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
        'raise VerificationError("path", say("MS-0001", "it leads elsewhere"))',
        'raise NotBackedUpError(file, "exists")',
        'raise FaultError("several", said="more")',
        'raise sqlite3.OperationalError("the file was written")',
        'raise IntegrityError("the log that was read has grown")',
        'raise InvalidValueError(say("MS-0001", "a line ends with {kind}", kind="LF"))',
        'raise InvalidValueError(say("MS-0001", "run {command}", command=f"mayor-schedule work --db {store}"))',
        'raise InvalidValueError(say("MS-0001", "{event} is none", event=f"{subject}@{version}"))',
        'raise InvalidValueError(say("MS-0001", "{names} are known", names=", ".join(names)))',
        'YAML(typ="safe")',
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
        for path, tree in parsed()
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
