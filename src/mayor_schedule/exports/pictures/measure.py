"""How wide text is without any font: by East Asian width (UAX 11), rather a little too wide than too narrow."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from .svg import plain

ASCENT: Final = 0.9
"""How far a letter reaches above its baseline, in its size."""

DESCENT: Final = 0.25
ELLIPSIS: Final = "…"

_BOLD: Final = 1.1

_THIN: Final = frozenset(" .,:;'|!()[]iljIft·‧․`’‘")
_SLIM: Final = frozenset("crsz-*")
_BROAD: Final = frozenset("mwMW@%—")
_BREAK_AFTER: Final = frozenset("-·,/~)–․")
_LATIN_END: Final = 0x0530
"""Latin, Greek and Cyrillic end here; other scripts have broader letters."""


@dataclass(frozen=True, slots=True)
class Box:
    """The room that something takes."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether the two have room in common."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def within(self, other: Box) -> bool:
        """Whether it lies inside another."""
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.top >= other.top
            and self.bottom <= other.bottom
        )


def width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a line of text is, in user units."""
    return sum(_em(each) for each in text) * size * (_BOLD if bold else 1.0)


def box(text: str, x: float, y: float, size: float, *, anchor: str = "start", bold: bool = False) -> Box:
    """The room that a line of text takes, given its baseline and where it is held."""
    wide = width(text, size, bold=bold)
    left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
    return Box(left, y - ASCENT * size, left + wide, y + DESCENT * size)


def wrapped(text: str, size: float, room: float, *, lines: int = 2, bold: bool = False) -> tuple[str, ...]:
    """Text in at most so many lines, each no wider than the room; what is left over is an ellipsis.

    A line ends between words if the rest has room then, or else as late as it can: behind a space, a hyphen or a
    point, if that leaves it a fifth full; else anywhere.
    """
    letters = _clusters(plain(text))
    rest = [each if width(each, size, bold=bold) <= room else ELLIPSIS for each in letters]
    done: list[str] = []
    while rest and len(done) < lines:
        count = _fitting(rest, size, room, bold=bold)
        if count < len(rest) and len(done) < lines - 1:
            best, latest = _breaks(rest, count)
            left = rest[best:]
            count = best if _fitting(left, size, room, bold=bold) == len(left) else latest
        elif count < len(rest):
            cut = rest[: _fitting(rest, size, room - width(ELLIPSIS, size, bold=bold), bold=bold)]
            return (*done, plain("".join(cut).rstrip() + ELLIPSIS))
        done.append(plain("".join(rest[:count])))
        rest = rest[count:]
    return tuple(each for each in done if each)


def shortened(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """Text in one line, with an ellipsis where it is too long."""
    return next(iter(wrapped(text, size, room, lines=1, bold=bold)), "")


def _fitting(clusters: Sequence[str], size: float, room: float, *, bold: bool) -> int:
    used = 0.0
    for count, each in enumerate(clusters):
        used += width(each, size, bold=bold)
        if used > room + 1e-9:
            return count
    return len(clusters)


def _breaks(clusters: Sequence[str], count: int) -> tuple[int, int]:
    """Where a line that would hold so many ends best, which is between words, and where it ends latest."""
    ends = range(count + (clusters[count] == " " and count + 1 < len(clusters)), count // 5, -1)
    words = (end for end in ends if _ends_word(clusters, end))
    parts = (end for end in ends if clusters[end - 1] == " " or clusters[end - 1] in _BREAK_AFTER)
    latest = next(parts, max(count, 1))
    return next(words, latest), latest


def _ends_word(clusters: Sequence[str], end: int) -> bool:
    """Whether words part there: at a space or a bracket, but not inside of brackets or of a date, as in ``9. 27.``."""
    if clusters[:end].count("(") > clusters[:end].count(")"):
        return False
    in_date = clusters[max(end - 2, 0)] == "." and clusters[end].isdigit()
    return clusters[end] == "(" or (clusters[end - 1] == " " and not in_date)


def _clusters(text: str) -> Iterator[str]:
    """Letters with the marks that belong to them."""
    held = ""
    for each in text:
        if held and not (_em(each) == 0 or held.endswith("\u200d")):
            yield held
            held = ""
        held += each
    if held:
        yield held


@lru_cache(maxsize=4096)
def _em(letter: str) -> float:
    code, category = ord(letter), unicodedata.category(letter)
    if category in {"Mn", "Me", "Cf"} or 0x1160 <= code <= 0x11FF:  # the later parts of a syllable in pieces
        return 0.0
    if letter in _THIN:
        return 0.36
    if letter in _SLIM:
        return 0.54
    if letter in _BROAD:
        return 0.95
    if unicodedata.east_asian_width(letter) in {"W", "F", "A"}:
        return 1.3 if category == "So" else 1.0
    if code < _LATIN_END:
        return 0.7 if category == "Lu" else 0.635
    if letter == "\ufdfd":  # the Basmala, in one letter
        return 14.0
    apart = unicodedata.normalize("NFKC", letter)  # a ligature may be a whole phrase
    return 0.95 if apart == letter else 0.95 * len(apart)
