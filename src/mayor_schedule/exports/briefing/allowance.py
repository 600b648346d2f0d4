"""How much a template may do: steps, characters and depth are counted, so that it ends the same way everywhere.

Time is no measure: the same template would be laid out on one computer and refused on another.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from .faults import FaultError

STEPS: Final = 2_000_000
"""Rounds of loops, pieces in them, calls, and things in lists that are made."""

LENGTH: Final = 20_000_000
"""The characters of one text, and so of a file."""

MADE: Final = 100_000_000
"""The characters of all the texts that are put together on the way."""

DEPTH: Final = 50
"""Calls within calls."""

WIDTH: Final = 100_000
"""The largest number that says how wide, how often or how many."""

_BITS: Final = 4_096
_LONGEST: Final = 30
_NUMBER: Final = re.compile(r"\d+")


class Allowance:
    """What is left of it while one briefing is laid out."""

    def __init__(self) -> None:
        self._steps = STEPS
        self._room = MADE
        self._depth = 0

    def step(self, steps: int = 1) -> bool:
        """Take some steps; always True.

        Raises:
            FaultError: there are too many.
        """
        self._steps -= steps
        if self._steps < 0:
            raise FaultError("steps", most=STEPS)
        return True

    def make(self, length: int) -> None:
        """Make a text of that many characters.

        Raises:
            FaultError: it is too long, or all of them are.
        """
        if length > LENGTH:
            raise FaultError("length", most=LENGTH)
        self._room -= length
        if self._room < 0:
            raise FaultError("made", most=MADE)

    @contextmanager
    def deeper(self) -> Iterator[None]:
        """One call within another.

        Raises:
            FaultError: it is too deep.
        """
        if self._depth >= DEPTH:
            raise FaultError("depth", most=DEPTH)
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1

    def count(self, value: object) -> None:
        """Count one thing in a list."""
        self.step()
        if isinstance(value, str):
            self.make(len(value))

    def made(self, value: Any) -> Any:
        """A value that was made, after it is counted; what comes piece by piece is counted as it comes."""
        if isinstance(value, str):
            self.make(len(value))
        elif isinstance(value, (list, tuple, dict)):
            self.step(len(value))
        elif isinstance(value, Iterator):
            return self._counted(value)
        return value

    def joined(self, pieces: Iterable[str]) -> str:
        """Pieces put together.

        Raises:
            FaultError: they are too long.
        """
        kept, length = [], 0
        for each in pieces:
            length += len(each)
            if length > LENGTH:
                raise FaultError("length", most=LENGTH)
            kept.append(each)
        self.make(length)
        return "".join(kept)

    def _counted(self, values: Iterator[Any]) -> Iterator[Any]:
        for each in values:
            self.step()
            yield each


def check_width(*values: object) -> None:
    """Make sure that no number says more than `WIDTH`.

    Raises:
        FaultError: one does.
    """
    for each in values:
        if isinstance(each, int) and abs(each) > WIDTH:
            raise FaultError("number", number=each if each.bit_length() < _BITS else WIDTH + 1, most=WIDTH)


def check_format(text: str, values: Iterable[object] = ()) -> None:
    """Make sure that a format has no number that makes a text too wide.

    Raises:
        FaultError: it has.
    """
    for each in _NUMBER.findall(text):
        if len(each) > len(str(WIDTH)) or int(each) > WIDTH:
            raise FaultError("number", number=int(each[:_LONGEST]), most=WIDTH)
    if "*" in text:
        check_width(*values)


def reckoned(operator: str, left: Any, right: Any) -> int:
    """How long at least what an operator makes is; 0 where that does not matter.

    Raises:
        FaultError: it is a number that is too large.
    """
    if isinstance(left, int) and isinstance(right, int):
        _check_number(operator, left, right)
        return 0
    for series, times in ((left, right), (right, left)):
        if operator == "*" and isinstance(series, (str, list, tuple)) and isinstance(times, int):
            return len(series) * max(times, 0)
    if operator == "+" and isinstance(left, (str, list, tuple)) and isinstance(right, (str, list, tuple)):
        return len(left) + len(right)
    return 0


def _check_number(operator: str, left: int, right: int) -> None:
    bits = 0
    if operator == "**" and abs(left) > 1:
        bits = left.bit_length() * max(right, 0)
    elif operator == "*":
        bits = left.bit_length() + right.bit_length()
    if bits > _BITS:
        raise FaultError("large")


def _longest(values: Iterable[object]) -> int:
    """The largest number, or the length of the longest text."""
    return max((abs(each) if isinstance(each, int) else len(each) for each in values if isinstance(each, (int, str))),
               default=0)  # fmt: skip


def _by_text(text: str, arguments: list[Any]) -> int:
    return len(text) * max(1, _longest(each for each in arguments if isinstance(each, str)))


def _replaced(text: str, arguments: list[Any]) -> int:
    texts = [each for each in arguments if isinstance(each, str)]  # the old one and the new one, in whatever order
    return len(text) + max((text.count(each) for each in texts), default=0) * _longest(texts)


GROWTH: Final[Mapping[str, Callable[[str, list[Any]], int]]] = {
    "replace": _replaced,
    "indent": lambda text, arguments: (text.count("\n") + 1) * _longest(arguments),
    "wordwrap": _by_text,
    "urlize": _by_text,
}
"""How long at most what some filters and methods make of a text is."""
