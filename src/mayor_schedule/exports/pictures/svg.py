"""Elements of an SVG as text: everything is escaped, and a number is written the same everywhere.

There is no script, no style sheet and no reference out of the page in it: styles are attributes, and a link leads to a
place on the same page. What stands in a picture is in user units; `WIDTH` of them are 180 mm of paper.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from mayor_schedule.errors import InvalidValueError
from mayor_schedule.messages import say

from ..bidi import closed

WIDTH: Final = 720
"""User units across a picture: a quarter of a millimetre each on A4, so that 12 units are 8.5 points."""

SMALL: Final = 12.0
"""The smallest text."""

FONTS: Final = "system-ui, 'Noto Sans KR', 'Apple SD Gothic Neo', 'Malgun Gothic', sans-serif"

INK: Final = "#1c1c1c"
MUTED: Final = "#474747"
PAPER: Final = "#ffffff"

_ID: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_LINK: Final = re.compile(r"#[^\s#]+")
_NO_XML: Final = frozenset("\ufffe\uffff")
_TURNING: Final = frozenset({"R", "AL", "AN", "RLE", "LRE", "RLO", "LRO", "RLI", "LRI", "FSI", "PDF", "PDI"})


def number(value: float) -> str:
    """A number in at most two decimals, without a zero that says nothing."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def plain(text: str) -> str:
    """One line without control characters: white space is a space, what no XML may hold is U+FFFD."""
    spaced = " ".join(text.split())
    return closed("".join("\ufffd" if unicodedata.category(c) in {"Cc", "Cs"} or c in _NO_XML else c for c in spaced))


def isolated(text: str) -> str:
    """One line of text; an isolate around it (UAX 9) where it turns the direction, so that it turns nothing else."""
    line = plain(text)
    return f"\u2068{line}\u2069" if any(unicodedata.bidirectional(each) in _TURNING for each in line) else line


def escaped(text: str) -> str:
    """Text as the content of an element or of an attribute in double quotes."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def element(name: str, *children: str, **attributes: str | float | None) -> str:
    """An element.

    Args:
        name: its name.
        children: what it holds, as SVG already.
        attributes: in their order; ``_`` stands for ``-``. One that is None is left out.
    """
    said = "".join(
        f' {key.replace("_", "-")}="{escaped(value) if isinstance(value, str) else number(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{said}>{''.join(children)}</{name}>" if children else f"<{name}{said}/>"


def text(words: str, x: float, y: float, *, size: float = SMALL, **attributes: str | float | None) -> str:
    """A line of text with its baseline at ``y``."""
    return element("text", escaped(plain(words)), x=x, y=y, font_size=size, **{"fill": INK, **attributes})


def line(x1: float, y1: float, x2: float, y2: float, **attributes: str | float | None) -> str:
    """A straight line."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, **attributes)


def path(steps: str, **attributes: str | float | None) -> str:
    """A path; nothing is filled unless told."""
    return element("path", d=steps, **{"fill": "none", **attributes})


def points(*pairs: tuple[float, float]) -> str:
    """The steps of a path from point to point."""
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in pairs)


def named_id(prefix: str) -> str:
    """The prefix of every id in a picture.

    Raises:
        InvalidValueError: it would not do as an id.
    """
    if not _ID.fullmatch(prefix):
        raise InvalidValueError(
            say("MS-0557", "cannot draw a picture: {prefix!r} begins no id; give letters, digits and -", prefix=prefix)
        )
    return prefix


def link(target: str | None, *children: str) -> str:
    """A link inside the page around what it holds; a group if there is no target.

    Raises:
        InvalidValueError: the target lies outside the page.
    """
    if target is None:
        return element("g", *children)
    if not _LINK.fullmatch(target) or plain(target) != target:
        raise InvalidValueError(
            say("MS-0558", "cannot draw a link to {target!r}: it leads out of the page; give #id", target=target)
        )
    return element("a", *children, href=target)


def picture(*children: str, height: float, title: str, description: str, prefix: str) -> str:
    """A whole picture, which is valid XML by itself and may stand in HTML as it is.

    Args:
        children: what it shows.
        height: in user units; it is `WIDTH` wide.
        title: its name, which is read aloud.
        description: what it shows in words.
        prefix: what its ids begin with, which no other picture on the page may have.
    """
    body = "".join(children)
    return element(
        "svg",
        element("title", escaped(isolated(title)), id=f"{prefix}-title"),
        element("desc", escaped(isolated(description)), id=f"{prefix}-desc"),
        element("rect", x=0, y=0, width=WIDTH, height=height, fill=PAPER),
        body,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH} {number(height)}",
        width="100%",
        # An image hides what is in it from a screen reader, and a link that cannot be heard must not be there.
        role="group" if "<a " in body else "img",
        aria_labelledby=f"{prefix}-title",
        aria_describedby=f"{prefix}-desc",
        font_family=FONTS,
        direction="ltr",
    )
