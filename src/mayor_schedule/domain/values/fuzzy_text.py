"""The two texts of a fuzzy date: its EDTF notation read into parts, and the parts said in Korean or English.

EDTF is ISO 8601-2:2019. Read here are the forms that a city's reports need: years, months, days, quarters (33 to 36),
half-years (40, 41), seasons (21 to 24), intervals of them, open ends, ``~ ? %``, and ``X`` for what is not said.
"""

from __future__ import annotations

import re
from calendar import month_name, monthrange
from datetime import date
from typing import Final, Literal, NamedTuple

from mayor_schedule.errors import InvalidValueError
from mayor_schedule.messages import Message, Saying, say, term

from .days import DAY, MONTH, MONTHS

Unit = Literal["decade", "year", "some month", "month", "some day", "day", "season", "quarter", "half"]
OPEN: Final = ".."

_DATE: Final = re.compile(r"([0-9]{3})([0-9X])(?:-([0-9]{2}|XX)(?:-([0-9]{2}|XX))?)?([~?%]?)")
_SIDE: Final = (
    rf"(?:(?:{DAY}|(?!0000)[0-9]{{4}}(?:-(?:{MONTH}(?:-XX)?|2[1-4]|3[3-6]|4[01]|XX))?|(?!000)[0-9]{{3}}X)[~?%]?)"
)
EDTF: Final = rf"^(?:{_SIDE}|{_SIDE}/(?:{_SIDE}|\.\.)|\.\./{_SIDE})$"
"""What is read here as an expression has it, for a JSON Schema."""

_FORMS: Final = term(
    "write 2018, 2018-10, 2018-08-23, 2018-33 to 2018-36 for a quarter, 2018-40 or 2018-41 for a half-year, "
    "201X, 2018-XX or 2018-10-XX"
)
_NO_MONTH: Final = Saying("MS-0286", "{edtf}: there is no month {month}; {forms}")
_EN_ORDER: Final = ("first", "second", "third", "fourth")
_SEASONS: Final = {"ko": ("봄", "여름", "가을", "겨울"), "en": ("spring", "summer", "autumn", "winter")}
_SPANS: Final[dict[Unit, int]] = {"month": 1, "some day": 1, "season": 3, "quarter": 3, "half": 6}
"""The length in months of what begins with a month."""


class Part(NamedTuple):
    """One date of an EDTF string.

    Attributes:
        unit: what it dates to.
        year: its year; the first of a decade.
        month: its first month.
        day: its day, 0 where there is none.
        qualifier: ``~`` approximate, ``?`` uncertain, ``%`` both, or nothing.
    """

    unit: Unit
    year: int
    month: int = 1
    day: int = 0
    qualifier: str = ""

    @property
    def first(self) -> date:
        """The first day that it can mean."""
        return date(self.year, self.month, self.day or 1)

    @property
    def last(self) -> date:
        """The last day that it can mean."""
        if self.unit == "day":
            return self.first
        if self.unit in {"decade", "year", "some month"}:
            return date(self.year + (9 if self.unit == "decade" else 0), 12, 31)
        years, month = divmod(self.month + _SPANS[self.unit] - 2, 12)
        return date(self.year + years, month + 1, monthrange(self.year + years, month + 1)[1])


def read_edtf(edtf: str) -> tuple[Part | None, ...]:
    """Read an EDTF string.

    Args:
        edtf: a date, or an interval of two.

    Returns:
        One part, or the two of an interval; None stands for an open end.

    Raises:
        InvalidValueError: another notation, a date that cannot be, or an interval that ends before it starts.
    """
    sides = edtf.split("/")
    if len(sides) == 1:
        return (_read_part(edtf, edtf),)
    if len(sides) > 2 or sides == [OPEN, OPEN]:
        raise InvalidValueError(
            say(
                "MS-0287",
                "{given!r} is no interval; write start/end, start/.. or ../end, and a single day as 2018-10-05",
                given=edtf[:60],
            )
        )
    start, end = (None if side == OPEN else _read_part(side, edtf) for side in sides)
    if start is not None and end is not None and end.last < start.first:
        raise InvalidValueError(say("MS-0288", "{edtf} ends before it starts; exchange the two dates", edtf=edtf))
    return start, end


def _read_part(text: str, whole: str) -> Part:
    """Read one date of an EDTF string."""
    written = _DATE.fullmatch(text)
    if written is None:
        raise InvalidValueError(
            say("MS-0289", "{given!r} is no EDTF date; {hint}", given=whole[:60], hint=_hint(text, whole))
        )
    decade, ones, month, day, qualifier = written.groups()
    year = int(decade + ones.replace("X", "0"))
    if year == 0:
        raise InvalidValueError(say("MS-0290", "{edtf}: there is no year 0; years run from 0001 to 9999", edtf=whole))
    if ones == "X":
        if month is not None:
            raise InvalidValueError(
                say("MS-0291", "{edtf}: a month of an unknown year is not read; {forms}", edtf=whole, forms=_FORMS)
            )
        return Part("decade", year, qualifier=qualifier)
    if month is None:
        return Part("year", year, qualifier=qualifier)
    if month == "XX":
        if day is not None:
            raise InvalidValueError(
                say("MS-0292", "{edtf}: a day of an unknown month is not read; {forms}", edtf=whole, forms=_FORMS)
            )
        return Part("some month", year, qualifier=qualifier)
    return _read_month(year, int(month), day, whole)._replace(qualifier=qualifier)


def _read_month(year: int, month: int, day: str | None, whole: str) -> Part:
    """Read the month or what stands in its place, and the day behind it."""
    if 1 <= month <= 12:
        if day is None:
            return Part("month", year, month)
        if day == "XX":
            return Part("some day", year, month)
        if not 1 <= int(day) <= monthrange(year, month)[1]:
            named = MONTHS[month - 1]
            raise InvalidValueError(
                say(
                    "MS-0293",
                    "{edtf}: there is no {day} {month} {year}",
                    edtf=whole,
                    day=int(day),
                    month=named,
                    year=year,
                )
            )
        return Part("day", year, month, int(day))
    if day is not None:
        raise InvalidValueError(_NO_MONTH(edtf=whole, month=str(month), forms=_FORMS))
    if 21 <= month <= 24 and (year, month) != (9999, 24):
        return Part("season", year, 3 * (month - 20))
    if 33 <= month <= 36:
        return Part("quarter", year, 3 * (month - 33) + 1)
    if month in {40, 41}:
        return Part("half", year, 6 * (month - 40) + 1)
    raise InvalidValueError(_NO_MONTH(edtf=whole, month=f"{month:02}", forms=_FORMS))


def _hint(text: str, whole: str) -> Message:
    """What would help somebody who wrote something else."""
    if not text:
        return term("write .. for an open end, as in 2018-09/..")
    if re.fullmatch(r"[0-9]{4}[-_./ ][0-9]{1,2}([-_./ ][0-9]{1,2})?", whole):
        year, *rest = re.split(r"[-_./ ]", whole)
        edtf = "-".join([year, *(number.zfill(2) for number in rest)])
        return term("write it with hyphens: {edtf}", edtf=edtf)
    return _FORMS


def spoken(parts: tuple[Part | None, ...], language: str, within_year: int | None) -> str:
    """Say an EDTF string's parts for people.

    Args:
        parts: what `read_edtf` returned.
        language: a BCP 47 tag; Korean, and English for every other.
        within_year: a year that goes without saying where the words stand.

    Returns:
        Words such as ``10월``, ``7월~8월`` or "from September".
    """
    korean = language.partition("-")[0].lower() == "ko"
    one = _say_ko if korean else _say_en
    if len(parts) == 1 and parts[0] is not None:
        return one(parts[0], parts[0].year != within_year)
    start, end = parts
    if start is None or end is None:
        known = start or end
        if known is None:  # read_edtf refuses it
            return OPEN
        words = one(known, known.year != within_year)
        if korean:
            return f"{words}{'부터' if end is None else '까지'}"
        return f"{'from' if end is None else 'until'} {words}"
    apart = start.year != end.year
    show = apart or start.year != within_year
    if korean:
        return f"{_say_ko(start, show)}~{_say_ko(end, apart)}"
    return f"{_say_en(start, apart)} to {_say_en(end, show)}"


def _say_ko(part: Part, show_year: bool) -> str:
    year, month = f"{part.year}년", f"{part.month}월"
    prefix = f"{year} " if show_year else ""
    match part.unit:
        case "decade":
            words = f"{year}대"
        case "year":
            words = year
        case "some month":
            words = f"{year} 중"
        case "month":
            words = f"{prefix}{month}"
        case "some day":
            words = f"{prefix}{month} 중"
        case "day":
            words = f"{prefix}{month} {part.day}일"
        case "season":
            words = f"{prefix}{_SEASONS['ko'][part.month // 3 - 1]}"
        case "quarter":
            words = f"{prefix}{part.month // 3 + 1}분기"
        case "half":
            words = f"{prefix}{'상반기' if part.month == 1 else '하반기'}"
    about, unsure = part.qualifier in {"~", "%"}, part.qualifier in {"?", "%"}
    return f"{words}{'경' if about else ''}{'(미확정)' if unsure else ''}"


def _say_en(part: Part, show_year: bool) -> str:
    month = month_name[part.month]
    suffix = f" {part.year}" if show_year else ""
    match part.unit:
        case "decade":
            words = f"the {part.year}s"
        case "year":
            words = f"{part.year}"
        case "some month":
            words = f"some month in {part.year}"
        case "month":
            words = f"{month}{suffix}"
        case "some day":
            words = f"some day in {month}{suffix}"
        case "day":
            words = f"{part.day} {month}{suffix}"
        case "season":
            words = f"{_SEASONS['en'][part.month // 3 - 1]}{suffix}"
        case "quarter":
            words = f"{_EN_ORDER[part.month // 3]} quarter{suffix and ' of'}{suffix}"
        case "half":
            words = f"{_EN_ORDER[part.month // 6]} half{suffix and ' of'}{suffix}"
    about, unsure = part.qualifier in {"~", "%"}, part.qualifier in {"?", "%"}
    return f"{'about ' if about else ''}{words}{' (uncertain)' if unsure else ''}"
