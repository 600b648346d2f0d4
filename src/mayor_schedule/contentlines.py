"""The lines of an iCalendar stream (RFC 5545 section 3.1) and the components they make, read from bytes.

Reading never fails: what is wrong becomes a finding, and the rest is read on. Nothing here knows what a property
means; whoever asks does: the linter of feeds, and the import of calendars.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from .messages import Message, Saying, say, term

DEEPEST = 20
"""How many components may be nested in each other; RFC 5545 needs three."""

_BREAK = re.compile(rb"\r\n|\r|\n")
_CONTROL = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
_NAME = r"[A-Za-z0-9-]+"
_VALUE = r'(?:"[^"]*"|[^";:,]*)'
_PARAMETER = re.compile(rf";({_NAME})=({_VALUE}(?:,{_VALUE})*)")
# Bounded, since each repetition that can be taken back is kept: a hostile line of 10 MB took 1 GB.
_LINE = re.compile(rf"({_NAME})((?:;{_NAME}={_VALUE}(?:,{_VALUE}){{0,1000}}){{0,100}}):(.*)", re.DOTALL)

# Made once: a hostile file may break these in each of millions of lines.
_BARE_BREAK: Final = Saying("MS-0850", "a bare {kind} ends the line, not CRLF")
_BARE: Final = {b"\n": _BARE_BREAK(kind="LF"), b"\r": _BARE_BREAK(kind="CR")}
_CUT_OFF: Final = say("MS-0851", "the last line has no CRLF")
_CONTROLS: Final = say("MS-0852", "the line has a control character")
_SPLIT: Final = say("MS-0853", "the fold splits a UTF-8 character")
_NOT_UTF8: Final = say("MS-0854", "the line is not UTF-8")
_NO_CONTENT: Final = say("MS-0855", "the line is not a name, its parameters, a colon and a value")


@dataclass(frozen=True, order=True)
class Finding:
    """One thing wrong with one line of an iCalendar stream.

    Attributes:
        line: the physical line, from 1.
        rule: the stable id of the rule that it breaks.
        message: what is wrong.
    """

    line: int
    rule: str
    message: Message

    def __str__(self) -> str:
        return term("line {line}: {message} [{rule}]", line=self.line, message=self.message, rule=self.rule)


@dataclass(frozen=True)
class Property:
    """A content line; `number` is that of its first physical line, and names are in upper case."""

    number: int
    name: str
    parameters: dict[str, str]
    value: str


@dataclass(frozen=True)
class Component:
    """What stands between BEGIN and END; `number` is the line of its BEGIN."""

    number: int
    name: str
    properties: list[Property] = field(default_factory=list)
    parts: list[Component] = field(default_factory=list)

    def all(self, name: str) -> list[Property]:
        """Its properties of one name, in their order."""
        return [item for item in self.properties if item.name == name]

    def first(self, name: str) -> Property | None:
        """Its first property of one name."""
        return next(iter(self.all(name)), None)

    def walk(self) -> Iterator[Component]:
        """This component and all in it, in the order of the stream."""
        waiting = [self]  # a stack, not recursion: a hostile file may nest thousands of components
        while waiting:
            component = waiting.pop()
            yield component
            waiting.extend(reversed(component.parts))


def read(data: bytes) -> tuple[list[Component], list[Finding]]:
    """Read a whole stream.

    Args:
        data: the bytes of the file or the answer.

    Returns:
        Its outermost components, and what is wrong with its lines and its nesting.
    """
    findings: list[Finding] = []
    physical = list(_physical(data, findings))
    logical = _unfold(physical, findings)
    return _nest(logical, findings), findings


def _physical(data: bytes, findings: list[Finding]) -> Iterator[tuple[int, bytes]]:
    start, number = 0, 1
    for match in _BREAK.finditer(data):
        if match[0] != b"\r\n":
            findings.append(Finding(number, "line-break", _BARE[match[0]]))
        yield number, data[start : match.start()]
        start, number = match.end(), number + 1
    if start < len(data):
        findings.append(Finding(number, "line-break", _CUT_OFF))
        yield number, data[start:]


def _unfold(physical: list[tuple[int, bytes]], findings: list[Finding]) -> list[tuple[int, str]]:
    logical: list[tuple[int, list[bytes]]] = []
    for number, line in physical:
        findings.extend(_octets(number, line))
        if line[:1] in (b" ", b"\t") and logical:
            logical[-1][1].append(line[1:])
        else:
            logical.append((number, [line]))
    return [(number, _decode(number, b"".join(chunks), findings)) for number, chunks in logical]


def _octets(number: int, line: bytes) -> Iterator[Finding]:
    if len(line) > 75:
        told = say("MS-0856", "the line has {octets} octets, more than 75", octets=len(line))
        yield Finding(number, "line-length", told)
    if _CONTROL.search(line):
        yield Finding(number, "control", _CONTROLS)
    if line[:1] in (b" ", b"\t") and b"\x80" <= line[1:2] <= b"\xbf":
        yield Finding(number, "fold-utf8", _SPLIT)


def _decode(number: int, line: bytes, findings: list[Finding]) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        findings.append(Finding(number, "utf8", _NOT_UTF8))
        return line.decode(errors="replace")


def _nest(logical: list[tuple[int, str]], findings: list[Finding]) -> list[Component]:
    root = Component(0, "")
    stack = [root]
    for number, text in logical:
        item = _property(number, text)
        if item is None:
            findings.append(Finding(number, "content-line", _NO_CONTENT))
        elif item.name == "BEGIN":
            if len(stack) > DEEPEST:
                told = say("MS-0857", "components are nested deeper than {deepest}", deepest=DEEPEST)
                findings.append(Finding(number, "nesting", told))
                break
            stack.append(Component(number, item.value.upper()))
            stack[-2].parts.append(stack[-1])
        elif item.name == "END":
            findings.extend(_close(stack, item))
        elif len(stack) == 1:
            told = say("MS-0858", "{name} stands outside any component", name=item.name)
            findings.append(Finding(number, "nesting", told))
        else:
            stack[-1].properties.append(item)
    findings.extend(
        Finding(item.number, "nesting", say("MS-0859", "BEGIN:{name} has no END", name=item.name)) for item in stack[1:]
    )
    return root.parts


def _close(stack: list[Component], end: Property) -> Iterator[Finding]:
    """Close the innermost component of that name, and say so if it was not the innermost of all."""
    name = end.value.upper()
    if name not in [item.name for item in stack[1:]]:
        yield Finding(end.number, "nesting", say("MS-0860", "END:{name} has no BEGIN", name=name))
        return
    while (item := stack.pop()).name != name:
        told = say(
            "MS-0861", "END:{name} comes before the END of {inner} (line {line})",
            name=name, inner=item.name, line=item.number,
        )  # fmt: skip
        yield Finding(end.number, "nesting", told)


def _property(number: int, text: str) -> Property | None:
    match = _LINE.fullmatch(text)
    if match is None:
        return None
    parameters = {name.upper(): value.strip('"') for name, value in _PARAMETER.findall(match[2])}
    return Property(number, match[1].upper(), parameters, match[3])
