"""One YAML or JSON document as a tree of nodes that know their lines.

What lives here: the tree, and what both grammars say of it. Reading a file into one is in `files`, and the two grammars
are in `json_nodes` and `yaml_nodes`. What a document *means* does not live here: the models coerce a YAML scalar, which
stays the text that was written.

In every tree: mapping keys are text and unique; no text holds a control character (tab and line breaks aside) or half
a surrogate pair; nothing is nested deeper than `MAX_DEPTH`; no node contains itself.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, TypeAlias

from mayor_schedule.errors import InputError, Problem
from mayor_schedule.messages import Message, say

MAX_DEPTH: Final = 50
"""How many lists and mappings may be nested in each other."""

EMPTY: Final = say("MS-0405", "the document is empty; write at least one key and its value")

TOO_DEEP: Final = say("MS-0901", "nested deeper than {most} levels; write it flatter", most=MAX_DEPTH)

Plain: TypeAlias = "str | int | float | Decimal | bool | dict[str, Plain] | list[Plain] | None"

UNFIT: Final = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


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

    def refusal(self, line: int, message: Message) -> InputError:
        """Return the error that refuses this document."""
        return InputError([Problem(self.name, line, message)])

    def checked(self, text: str, line: int, *, escaped: bool = True) -> str:
        """Return the text, with surrogate pairs joined.

        Args:
            text: a scalar or the whole document.
            line: where it starts.
            escaped: whether an escape writes what does not fit; else it stands there itself.

        Raises:
            InputError: it holds a control character, a noncharacter, or half a surrogate pair.
        """
        unfit = UNFIT.search(text)
        if unfit is None:
            return text
        joined = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
        unfit = UNFIT.search(joined)
        if unfit is None:
            return joined
        code = f"U+{ord(unfit[0]):04X}"
        if "\ud800" <= unfit[0] <= "\udfff":
            if escaped:
                half = say(
                    "MS-0400",
                    "an escape writes half of a surrogate pair ({code}); write the character itself",
                    code=code,
                )
                raise self.refusal(line, half)
            half = say(
                "MS-0401", "this line holds half of a surrogate pair ({code}); write the character itself", code=code
            )
            raise self.refusal(line, half)
        if escaped:
            control = say(
                "MS-0402", "an escape writes the control character {code}, which no text may have; delete it", code=code
            )
            raise self.refusal(line, control)
        control = say(
            "MS-0403", "this line holds the control character {code}, which no text may have; delete it", code=code
        )
        raise self.refusal(line, control)


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
        twice = say(
            "MS-0404", "the key {key} is here twice, first on line {first}; remove or rename one of the two",
            key=shown(key), first=first,
        )  # fmt: skip
        raise source.refusal(line, twice)
