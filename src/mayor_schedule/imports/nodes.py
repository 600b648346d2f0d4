"""One YAML or JSON document as a tree of nodes that know their lines.

What lives here: the tree, and reading bytes or a file into it. The two grammars are in `json_nodes` and `yaml_nodes`,
which are imported when the first document of their kind is read, because ruamel.yaml is slow to import. What a
document *means* does not live here: the models coerce a YAML scalar, which stays the text that was written.

In every tree: mapping keys are text and unique; no text holds a control character (tab and line breaks aside) or half
a surrogate pair; nothing is nested deeper than `MAX_DEPTH`; no node contains itself.
"""

from __future__ import annotations

import os
import re
import stat
import sys
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import PurePath
from typing import Final, TypeAlias

from mayor_schedule.errors import InputError, Problem

MAX_BYTES: Final = 5 * 1024 * 1024
"""The largest document, in bytes."""

MAX_DEPTH: Final = 50
"""How many lists and mappings may be nested in each other."""

STDIN: Final = "-"
"""The file name that stands for standard input."""

EMPTY: Final = "the document is empty; write at least one key and its value"

Plain: TypeAlias = "str | int | float | Decimal | bool | dict[str, Plain] | list[Plain] | None"

_LINE_BREAK: Final = re.compile(r"\r\n?|\n")
_UNFIT: Final = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_UTF16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Node:
    """A value and where it was written.

    Attributes:
        line: 1-based; of a mapping in YAML's block style, the line of its first key.
        value: a YAML scalar is its text, or None; a JSON scalar has its JSON type, with fractions as `Decimal`.
        key_lines: the line of each key, where the value is a mapping.
    """

    line: int
    value: str | int | float | Decimal | bool | dict[str, Node] | list[Node] | None
    key_lines: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Source:
    """A decoded document, for the two grammars to read and to complain about.

    Attributes:
        name: the name of the file, as it was given.
        text: without a byte order mark.
        line_starts: the offset at which each line after the first starts.
    """

    name: str
    text: str
    line_starts: Sequence[int]

    def line_at(self, offset: int) -> int:
        """Return the 1-based line of a character offset."""
        return bisect_right(self.line_starts, offset) + 1

    def refusal(self, line: int, message: str) -> InputError:
        """Return the error that refuses this document."""
        return _refusal(self.name, line, message)

    def checked(self, text: str, line: int, written: str = "an escape writes") -> str:
        """Return the text, with surrogate pairs joined.

        Args:
            text: a scalar or the whole document.
            line: where it starts.
            written: how the message introduces a character that does not fit.

        Raises:
            InputError: it holds a control character, a noncharacter, or half a surrogate pair.
        """
        unfit = _UNFIT.search(text)
        if unfit is None:
            return text
        joined = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
        unfit = _UNFIT.search(joined)
        if unfit is None:
            return joined
        code = f"U+{ord(unfit[0]):04X}"
        if "\ud800" <= unfit[0] <= "\udfff":
            raise self.refusal(line, f"{written} half of a surrogate pair ({code}); write the character itself")
        raise self.refusal(line, f"{written} the control character {code}, which no text may have; delete it")


def to_plain(node: Node) -> Plain:
    """Return the tree as plain dicts, lists and scalars."""
    if isinstance(node.value, dict):
        return {key: to_plain(value) for key, value in node.value.items()}
    if isinstance(node.value, list):
        return [to_plain(value) for value in node.value]
    return node.value


def line_of(node: Node, loc: Sequence[str | int]) -> int:
    """Return the line that a pydantic error location points at.

    Parts that the tree does not have, such as the tags of unions that pydantic inserts, are skipped.

    Args:
        node: the root of the tree.
        loc: keys and indexes from the root.

    Returns:
        The line of the last key where it exists, else of the deepest node on the way.
    """
    line = node.line
    # pydantic ends the location of a key that is wrong itself with "[key]".
    parts = loc[:-1] if loc and loc[-1] == "[key]" else loc
    for position, part in enumerate(parts, start=1):
        child, key_line = _step(node, part)
        if child is None:
            line = node.line
            continue
        node = child
        line = key_line if position == len(parts) else node.line
    return line


def _step(node: Node, part: str | int) -> tuple[Node | None, int]:
    """Return the child at one part of a location, if there is one, and the line where it is named."""
    if isinstance(node.value, dict):
        return node.value.get(str(part)), node.key_lines.get(str(part), node.line)
    if isinstance(node.value, list) and isinstance(part, int) and 0 <= part < len(node.value):
        child = node.value[part]
        return child, child.line
    return None, node.line


def read_file(path: str | os.PathLike[str]) -> Node:
    """Read one document from a file, a named pipe, or standard input.

    Args:
        path: `-` is standard input.

    Raises:
        InputError: the file cannot be read, is larger than `MAX_BYTES`, or is refused by `read_nodes`.
    """
    name = os.fspath(path)
    try:
        return read_nodes(name, _bytes_of(name))
    except FileNotFoundError:
        raise _refusal(name, 1, "there is no such file; check its name and its folder") from None
    except IsADirectoryError:
        raise _refusal(name, 1, "this is a folder; name a file in it") from None
    except PermissionError:
        raise _refusal(name, 1, "this file may not be read; ask its owner for permission") from None
    except OSError as error:
        reason = (error.strerror or "an input error").lower()
        raise _refusal(name, 1, f"this file cannot be read ({reason}); check the name and the disk") from None


def _bytes_of(name: str) -> bytes:
    """Return the content of a file, of which one byte too many is read at most."""
    if name == STDIN:
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    if "\0" in name:
        raise FileNotFoundError
    with open(name, "rb") as file:
        status = os.fstat(file.fileno())
        if stat.S_ISREG(status.st_mode) and status.st_size > MAX_BYTES:
            raise _too_large(name)
        return file.read(MAX_BYTES + 1)


def read_nodes(name: str | os.PathLike[str], data: bytes) -> Node:
    """Read one document: JSON where the name ends in .json, YAML where it ends in .yaml or .yml.

    Under another name it is JSON if it starts with a bracket and can be read as JSON, and YAML otherwise.

    Args:
        name: the name of the file, for its suffix and for messages.
        data: UTF-8, with or without a byte order mark.

    Raises:
        InputError: with the line, what is wrong, and what would help.
    """
    # The grammars need the tree above, and ruamel.yaml takes longer to import than most commands run.
    from mayor_schedule.imports.json_nodes import parse_json  # noqa: PLC0415

    source = _decoded(os.fspath(name), data)
    suffix = PurePath(source.name).suffix.lower()
    if suffix == ".json":
        return parse_json(source)
    if suffix not in {".yaml", ".yml"} and source.text.lstrip(" \t\r\n")[:1] in {"{", "["}:
        try:
            return parse_json(source)
        except InputError:  # a YAML document may start with a bracket too
            pass
    from mayor_schedule.imports.yaml_nodes import parse_yaml  # noqa: PLC0415

    return parse_yaml(source)


def _decoded(name: str, data: bytes) -> Source:
    """Return the document as text that holds no character which neither grammar allows."""
    if len(data) > MAX_BYTES:
        raise _too_large(name)
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = len(_LINE_BREAK.findall(data[: error.start].decode("utf-8"))) + 1
        raise _refusal(name, line, _not_utf8(data, error.start)) from None
    source = Source(name, text, [match.end() for match in _LINE_BREAK.finditer(text)])
    if unfit := _UNFIT.search(text):
        source.checked(unfit[0], source.line_at(unfit.start()), "this line holds")
    if not text.strip(" \t\r\n"):
        raise source.refusal(1, EMPTY)
    return source


def _not_utf8(data: bytes, offset: int) -> str:
    """Say where bytes stop being UTF-8, and guess what they are."""
    guess = "CP949 (EUC-KR), the usual encoding of Korean Windows files"
    if data.startswith(_UTF16_MARKS):
        guess = "UTF-16, which Windows calls Unicode"
    return f"not UTF-8 at byte offset {offset} (0x{data[offset]:02X}); perhaps it is {guess}: save it as UTF-8"


def _too_large(name: str) -> InputError:
    return _refusal(name, 1, f"larger than {MAX_BYTES // 1024**2} MB ({MAX_BYTES} bytes); split it into smaller files")


def _refusal(name: str, line: int, message: str) -> InputError:
    return InputError([Problem(name, line, message)])


def shown(text: str) -> str:
    """Return a text as a message quotes it: on one line, and not longer than 40 characters."""
    return repr(text if len(text) <= 40 else text[:39] + "…")


def refuse_twice(source: Source, key: str, line: int, key_lines: Mapping[str, int]) -> None:
    """Refuse a key that its mapping has already.

    Raises:
        InputError: at the second key, naming the line of the first.
    """
    if key in key_lines:
        first = key_lines[key]
        raise source.refusal(
            line, f"the key {shown(key)} is here twice, first on line {first}; remove or rename one of the two"
        )
