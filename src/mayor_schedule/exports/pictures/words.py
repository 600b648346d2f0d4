"""The words in the pictures, in Korean and English."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from mayor_schedule.domain.values.text import primary, words_in

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "known": "as known on {day}", "nothing": "Nothing is known of this period.",
        "continued": "{heading} (continued)",
        "part": "{title} ({part} of {parts})",
        "done": "done", "confirmed": "confirmed", "tentative": "tentative", "cancelled": "cancelled",
        "postponed": "postponed", "fuzzy": "dashed edge: days not fixed", "day": "a single day",
        "open": "no end known", "beyond": "goes on beyond the picture",
        "again": "comes back: a mark each time",
        "total": "number by the records", "band": "between the least and the most possible", "stated": "stated number",
        "stated_span": "stated for a period", "stated_about": "stated as approximate",
        "unexplained": "difference that nothing on record explains",
        "broken": "The vertical axis does not start at 0.", "about": "about {value}", "unit": "unit: {unit}",
    },
    "ko": {
        "known": "{day} 기준", "nothing": "이 기간에 대하여 알려진 내용이 없음", "continued": "{heading}(계속)",
        "part": "{title}({part}/{parts})",
        "done": "완료", "confirmed": "확정", "tentative": "예정", "cancelled": "취소",
        "postponed": "연기", "fuzzy": "점선 테두리: 일자 미정·미상", "day": "하루 일정",
        "open": "종료일 미정", "beyond": "표시 기간 밖으로 이어짐",
        "again": "정례 일정: 회차별 표시",
        "total": "기록에 따른 수", "band": "가능한 최소~최대 범위", "stated": "발표된 수",
        "stated_span": "기간으로 발표된 수", "stated_about": "어림수로 발표된 수",
        "unexplained": "기록으로 설명되지 않는 차이",
        "broken": "세로축이 0에서 시작하지 않음", "about": "약 {value}", "unit": "단위: {unit}",
    },
}  # fmt: skip

_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def word(key: str, language: str, **parts: object) -> str:
    """A phrase in a language; English for one that is not known here."""
    return words_in(language, WORDS)[key].format(**parts)


def is_korean(language: str) -> bool:
    """Whether a BCP 47 tag is of Korean."""
    return primary(language) == "ko"


def month_name(month: int, language: str) -> str:
    """The short name of a month: ``1월`` or "Jan"."""
    return f"{month}월" if is_korean(language) else _MONTHS[month - 1]


def year_name(year: int, language: str) -> str:
    """The name of a year: ``2018년`` or "2018"."""
    return f"{year}년" if is_korean(language) else str(year)


def day_name(day: date, language: str) -> str:
    """A day in words: ``2018년 8월 31일`` or "31 Aug 2018"."""
    if is_korean(language):
        return f"{day.year}년 {day.month}월 {day.day}일"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
