"""The cells of a table as CSV (RFC 4180): nothing in them breaks a line, or is a formula to a spreadsheet."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

from .bidi import closed

FORMULA: Final = frozenset("=+-@＝＋－＠")
"""What a spreadsheet takes for the beginning of a formula, at full width too (OWASP, *CSV Injection*)."""

_BREAKS: Final = frozenset("\t\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029")
_UNPRINTED: Final = frozenset({"Cc", "Cs"})


def text_cell(text: str | None, *, lines: bool = False) -> str:
    """A text as a cell.

    Line breaks and tabs become spaces; other control characters and lone surrogates are left out. A text that begins
    with ``=``, ``+``, ``-`` or ``@``, perhaps behind spaces or invisible marks, has an apostrophe put before it, so
    that a spreadsheet does not run it. Directions that it opens are closed. For numbers, dates and ids, which are no
    text, use `str`.

    Args:
        text: the text; None for an empty cell.
        lines: keep line breaks, as ``LF``.
    """
    if lines:
        return _guarded(closed("\n".join(_plain(line) for line in (text or "").replace("\r\n", "\n").split("\n"))))
    return _guarded(closed(_plain(text or "")))


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[str]], *, mark: bool) -> bytes:
    """A table in CSV (RFC 4180): commas, ``CRLF``, quotes only where needed, UTF-8.

    Args:
        header: the names of the columns.
        rows: the cells of each row, as they are to be written.
        mark: begin with a byte order mark.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig" if mark else "utf-8")


def _plain(text: str) -> str:
    spaced = "".join(" " if each in _BREAKS else each for each in text)
    return "".join(each for each in spaced if unicodedata.category(each) not in _UNPRINTED)


def _guarded(text: str) -> str:
    seen = (each for each in text if not each.isspace() and unicodedata.category(each) != "Cf")
    return f"'{text}" if next(seen, " ") in FORMULA else text
