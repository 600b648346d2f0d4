"""JSON (RFC 8259) into located nodes: a scanner that knows where it is.

The standard library's decoder forgets positions, keeps the last of two equal keys, and reads NaN.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Final, NoReturn

from mayor_schedule.imports.nodes import EMPTY, MAX_DEPTH, TOO_DEEP, Node, Source, refuse_twice, shown
from mayor_schedule.messages import Message, say, term

MAX_NUMBER: Final = 400
"""The most characters of a number, and the largest power of ten: more than any double has."""

_SPACE: Final = re.compile(r"[ \t\n\r]*")
_TEXT: Final = re.compile(r'"(?:[^"\\\x00-\x1f]+|\\.)*+"')
_TEXT_START: Final = re.compile(r'"(?:[^"\\\x00-\x1f]+|\\.)*+')
_WORD: Final = re.compile(r"[-+.\w]+")
_INTEGER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)")
_FRACTION: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_LITERALS: Final[dict[str, bool | None]] = {"true": True, "false": False, "null": None}
_NOT_FINITE: Final = {"NaN", "Infinity", "-Infinity"}


def parse_json(source: Source) -> Node:
    """Read a JSON text.

    Args:
        source: the document.

    Returns:
        Its tree; integers are int, other numbers Decimal.

    Raises:
        InputError: at the first thing that is wrong.
    """
    scanner = _Scanner(source)
    scanner.skip_space()
    if not scanner.char:
        raise source.refusal(1, EMPTY)
    node = scanner.value(depth=0)
    scanner.skip_space()
    if scanner.char:
        scanner.fail(
            say(
                "MS-0900", "expected the end of the file, but found {found}; keep one JSON value in a file",
                found=scanner.found(),
            )
        )  # fmt: skip
    return node


class _Scanner:
    """A position in the document, moved forward by what is read there."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.text = source.text
        self.position = 0

    @property
    def char(self) -> str:
        """The next character; empty at the end."""
        return self.text[self.position : self.position + 1]

    @property
    def line(self) -> int:
        """The line of the next character."""
        return self.source.line_at(self.position)

    def skip_space(self) -> None:
        """Step over spaces, tabs and line breaks."""
        match = _SPACE.match(self.text, self.position)
        self.position = match.end() if match else self.position

    def take(self, char: str) -> bool:
        """Step over a character, and the space after it, if it is the next one."""
        if not self.text.startswith(char, self.position):
            return False
        self.position += 1
        self.skip_space()
        return True

    def found(self) -> str:
        """Describe what stands here."""
        if not self.char:
            return term("the end of the file")
        word = _WORD.match(self.text, self.position) or _TEXT.match(self.text, self.position)
        return shown(word[0] if word else self.char)

    def fail(self, message: Message) -> NoReturn:
        """Refuse the document at this line."""
        raise self.source.refusal(self.line, message)

    def value(self, *, depth: int) -> Node:
        """Read the value that starts here."""
        char = self.char
        if char == '"':
            line = self.line
            return Node(line, self.string())
        if char in {"{", "["} and depth == MAX_DEPTH:
            self.fail(TOO_DEEP)
        if char == "{":
            return self.mapping(depth + 1)
        if char == "[":
            return self.sequence(depth + 1)
        return self.word()

    def mapping(self, depth: int) -> Node:
        """Read an object."""
        line = self.line
        members: dict[str, Node] = {}
        key_lines: dict[str, int] = {}
        self.take("{")
        while not self.take("}"):
            if members and not self.take(","):
                self.fail(
                    say(
                        "MS-0902", "expected ',' or '}}' to go on with the '{{' of line {line}, but found {found}",
                        line=line, found=self.found(),
                    )
                )  # fmt: skip
            key_line = self.line
            key = self.key(after_comma=bool(members))
            refuse_twice(self.source, key, key_line, key_lines)
            members[key] = self.value(depth=depth)
            key_lines[key] = key_line
            self.skip_space()
        return Node(line, members, key_lines)

    def sequence(self, depth: int) -> Node:
        """Read an array."""
        line = self.line
        items: list[Node] = []
        self.take("[")
        while not self.take("]"):
            if items and not self.take(","):
                self.fail(
                    say(
                        "MS-0903", "expected ',' or ']' to go on with the '[' of line {line}, but found {found}",
                        line=line, found=self.found(),
                    )
                )  # fmt: skip
            if items and self.char == "]":
                self.fail(say("MS-0904", "expected a value after ','; remove the comma before ']'"))
            items.append(self.value(depth=depth))
            self.skip_space()
        return Node(line, items)

    def key(self, *, after_comma: bool) -> str:
        """Read a key and the colon after it."""
        if self.char == "}" and after_comma:
            self.fail(say("MS-0905", "expected a key after ','; remove the comma before '}}'"))
        if self.char != '"':
            self.fail(say("MS-0906", "expected a key in double quotes, but found {found}", found=self.found()))
        key = self.string()
        self.skip_space()
        if not self.take(":"):
            colon = say(
                "MS-0907", "expected ':' after the key {key}, but found {found}", key=shown(key), found=self.found()
            )
            self.fail(colon)
        return key

    def string(self) -> str:
        """Read a text in double quotes."""
        match = _TEXT.match(self.text, self.position)
        if match is None:
            self.broken_string()
        if "\\" not in match[0]:
            self.position = match.end()
            return match[0][1:-1]
        try:
            value: str = json.loads(match[0])
        except json.JSONDecodeError as error:
            escape = match[0][match[0].rfind("\\", 0, error.pos + 1) :][:6]
            unknown = say(
                "MS-0908", "unknown escape {escape} in a text; write a backslash itself as '\\\\'", escape=shown(escape)
            )
            self.fail(unknown)
        value = self.source.checked(value, self.line)
        self.position = match.end()
        return value

    def broken_string(self) -> NoReturn:
        """Say why no text ends where one starts."""
        match = _TEXT_START.match(self.text, self.position)
        end = match.end() if match else self.position
        if self.text[end : end + 1] == "\t":
            self.fail(say("MS-0909", "a text holds a tab as it is; write it as '\\t'"))
        self.fail(
            say(
                "MS-0910",
                "a text is not closed on its line; add the '\"' at its end, and write a line break in it as '\\n'",
            )
        )

    def word(self) -> Node:
        """Read a number, true, false or null."""
        match = _WORD.match(self.text, self.position)
        if match is None:
            self.no_value()
        word, line = match[0], self.line
        if word in _LITERALS:
            node = Node(line, _LITERALS[word])
        elif _FRACTION.fullmatch(word):
            node = Node(line, self.number(word))
        elif word in _NOT_FINITE:
            infinite = say(
                "MS-0911", "{word} is not a number that can be recorded; write null, or leave its key out", word=word
            )
            self.fail(infinite)
        elif word.strip("+-.")[:1].isdecimal():
            other = say(
                "MS-0912", "{word} is not a JSON number; put it in double quotes if it is a text", word=shown(word)
            )
            self.fail(other)
        else:
            self.fail(
                say(
                    "MS-0913",
                    "expected a value, but found {word}; put texts in double quotes, and write "
                    "true, false and null in small letters",
                    word=shown(word),
                )
            )
        self.position = match.end()
        return node

    def number(self, word: str) -> int | Decimal:
        """Convert a number within bounds: turning 1e999999999 into an int later on would take all memory."""
        if len(word) <= MAX_NUMBER and _INTEGER.fullmatch(word):
            return int(word)
        try:
            value = Decimal(word)
        except ArithmeticError:  # an exponent beyond what decimal holds
            value = Decimal("Infinity")
        if len(word) > MAX_NUMBER or not value.is_finite() or abs(value.adjusted()) > MAX_NUMBER:
            far = say(
                "MS-0914", "the number {number} is out of range; write at most {most} digits",
                number=shown(word), most=MAX_NUMBER,
            )  # fmt: skip
            self.fail(far)
        return value

    def no_value(self) -> NoReturn:
        """Say what stands where a value should start."""
        hints = {
            "'": term("; put texts in double quotes"),
            "/": term("; JSON has no comments"),
            "#": term("; JSON has no comments"),
            ",": term("; remove the ',' or write null before it"),
        }
        hint = hints.get(self.char, "")
        self.fail(say("MS-0915", "expected a value, but found {found}{hint}", found=self.found(), hint=hint))
