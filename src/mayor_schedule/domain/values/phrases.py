"""Date phrases as Korean office documents print them: ``10월``, ``7~8월``, ``9월~``, ``9.27.~10.7``, ``상반기``.

The year is missing from nearly all of them and comes from the context. What is not certainly a date is none: ``8:2`` is
a ratio, ``180여개`` a count, ``10월 초`` has no exact end. The printed form is kept beside what was read.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final, NamedTuple

from mayor_schedule.errors import InvalidValueError

from .fuzzy import FuzzyDate
from .fuzzy_text import OPEN
from .period import Period

_FOLDS: Final = {
    ".": "\u2024\u00b7\uff0e\uff61\u3002\u30fb\uff65\u318d\u2027\u22c5",
    "~": "\u223c\uff5e\u301c\u2013\u02dc\u223d",
    "'": "\u2018\u2019\u201b\u02bc\uff07\u00b4`",
    "0123456789": "０１２３４５６７８９",
}
_KEY: Final = {
    **{ord(odd): plain for plain, variants in _FOLDS.items() if len(plain) == 1 for odd in variants},
    **dict(zip(map(ord, _FOLDS["0123456789"]), "0123456789", strict=True)),
}

_YEAR: Final = r"(?:'(?P<short>[0-9]{2})|(?P<long>(?:19|20)[0-9]{2}))"
_ENDPOINTS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_YEAR}년?",
        rf"(?:{_YEAR}\.)?(?P<month>[0-9]{{1,2}})월",
        rf"{_YEAR}\.(?P<month>[0-9]{{1,2}})\.?",
        rf"(?:{_YEAR}\.)?(?P<month>[0-9]{{1,2}})\.(?P<day>[0-9]{{1,2}})\.?",
        rf"(?:{_YEAR}\.?)?(?P<half>[상하])반기",
        rf"(?:{_YEAR}\.?)?(?P<quarter>[1-4])(?:/4)?분기",
    )
)
_BARE: Final = re.compile(r"([0-9]{1,2})\.?")
_LONE_YEAR: Final = re.compile(r"(?:19|20|')[0-9]{2}")


class _End(NamedTuple):
    """One end of a phrase as it was read; ``code`` stands in the month's place in EDTF."""

    year: int | None
    code: int | None = None
    day: int | None = None

    @property
    def month(self) -> int:
        """Where in its year it begins, to tell whether a range runs into the next year."""
        code = self.code or 0
        return {40: 1, 41: 7}.get(code, 3 * (code - 33) + 1 if code >= 33 else code)

    @property
    def edtf(self) -> str:
        """The EDTF string of this end alone; its year must be known by now."""
        text = f"{self.year:04}"
        if self.code is not None:
            text += f"-{self.code:02}"
        return text if self.day is None else f"{text}-{self.day:02}"

    def dated(self, year: int | None) -> _End:
        """The same end, in this year if it has none of its own."""
        return self._replace(year=year) if self.year is None else self


def phrase_key(text: str) -> str:
    """Fold a phrase for comparison: spaces away, and one form for dots, tildes, quotes and digits.

    Only for reading. What is stored keeps its characters: NFKC would turn U+2024 into a full stop for good.
    """
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", text)).translate(_KEY)


def parse_phrase(text: str, year: int) -> Period | FuzzyDate | None:
    """Read a date phrase; pass only what stands where a date is meant, for 3.5 could be a number too.

    Args:
        text: the phrase as printed.
        year: the year that the context gives, for phrases without one.

    Returns:
        A `Period` for days and ranges of days; a `FuzzyDate` for everything less exact, for open ends, and for a day
        from which an order takes effect (字); None if the phrase is not certainly a date. ``printed``
        is the text, in NFC.
    """
    printed = unicodedata.normalize("NFC", text.strip())
    key = _spelled_out(phrase_key(text))
    effective = key.endswith("字")
    try:
        if "~" in key:
            return _range(key, year, printed)
        end = None if _LONE_YEAR.fullmatch(key) else _end(key.removesuffix("字"), year)
        if end is None or (effective and end.day is None):
            return None
        edtf = end.dated(year).edtf
        if end.day is not None and not effective:
            return Period.of(edtf, printed=printed)
        return FuzzyDate.of(edtf, printed=printed)
    except InvalidValueError:
        return None


def _spelled_out(key: str) -> str:
    """Write what words say (부터, 까지, 년 … 일) with the signs that other phrases use."""
    key = re.sub(r"년(?=[0-9상하])", ".", key)
    key = re.sub(r"([0-9]{1,2})월([0-9]{1,2})일", r"\1.\2.", key)
    key = re.sub(r"(?<=[.~])([0-9]{1,2})일", r"\1.", key)
    key = re.sub(r"(?<=[0-9.])자$", "字", key)
    key = key.replace("부터", "~")
    if key.endswith("까지"):
        key = key.removesuffix("까지")
        return key if "~" in key else f"~{key}"
    return key


def _end(text: str, year: int) -> _End | None:
    """Read one end of a range, or a phrase that is none."""
    for form in _ENDPOINTS:
        written = form.fullmatch(text)
        if written is not None:
            return _from_groups({name: group for name, group in written.groupdict().items() if group}, year)
    return None


def _from_groups(groups: dict[str, str], year: int) -> _End | None:
    own = int(groups["long"]) if "long" in groups else None
    if "short" in groups:
        # The century that brings it nearest to the context's year.
        own = year + (int(groups["short"]) - year + 50) % 100 - 50
    if "half" in groups:
        return _End(own, 40 if groups["half"] == "상" else 41)
    if "quarter" in groups:
        return _End(own, 32 + int(groups["quarter"]))
    if "month" not in groups:
        return _End(own)
    month = int(groups["month"])
    return _End(own, month, int(groups["day"]) if "day" in groups else None) if 1 <= month <= 12 else None


def _range(key: str, year: int, printed: str) -> Period | FuzzyDate | None:
    """Read a phrase with a tilde."""
    left, _, right = key.partition("~")
    if not left or not right:
        known = _end(left or right, year)
        if known is None:
            return None
        edtf = known.dated(year).edtf
        return FuzzyDate.of(f"{edtf}/{OPEN}" if left else f"{OPEN}/{edtf}", printed=printed)
    ends = _both_ends(left, right, year)
    if ends is None or (ends[0].code is None) != (ends[1].code is None):
        return None
    start, end = ends
    start = start.dated(year if end.year is None else end.year)
    if start.year is not None and end.month < start.month:
        end = end.dated(start.year + 1)
    end = end.dated(start.year)
    if start.day is not None and end.day is not None:
        return Period.of(start.edtf, end.edtf, printed=printed)
    return FuzzyDate.of(f"{start.edtf}/{end.edtf}", printed=printed)


def _both_ends(left: str, right: str, year: int) -> tuple[_End, _End] | None:
    """Read the two ends of a range, of which one may borrow from the other: ``7~8월``, ``11.25.~28``."""
    start, end = _end(left, year), _end(right, year)
    bare_start, bare_end = _BARE.fullmatch(left), _BARE.fullmatch(right)
    if start is None and bare_start and end is not None and end.code is not None and end.day is None:
        number = int(bare_start[1])
        if end.code <= 12:
            start = _End(end.year, number)
        elif 33 <= end.code <= 36 and number <= 4:
            start = _End(end.year, 32 + number)
    if end is None and bare_end and start is not None and start.day is not None:
        end = start._replace(day=int(bare_end[1]))
    return None if start is None or end is None else (start, end)
