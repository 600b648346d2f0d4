"""The words around the history's own in a feed, in Korean and English."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from mayor_schedule.domain.values.instants import written
from mayor_schedule.domain.values.text import words_in

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "cancelled": "[Cancelled] {title}",
        "postponed": "[Postponed] {title}",
        "undated": "[Date no longer fixed] {title}",
        "trip": "Trip", "visit": "Visit", "engagement": "Engagement", "occasion": "Occasion", "agreement": "Signing",
        "plan": "[{date} · date not fixed] {title}", "plan_done": "[{date} · day not known] {title}",
        "busy": "Busy", "plans": "plans (dates not fixed)",
        "programme": "Programme (dates not fixed):", "part_of": "Part of: {title}", "same_as": "The same as: {title}",
        "public": "public calendar", "internal": "internal calendar",
        "known": "as known on {day}", "recorded": "as recorded at {at}", "past": "{past}, not for subscription",
    },
    "ko": {
        "cancelled": "[취소] {title}",
        "postponed": "[연기] {title}",
        "undated": "[일자 미정] {title}",
        "trip": "해외출장", "visit": "접견", "engagement": "일정", "occasion": "행사", "agreement": "협약 체결",
        "plan": "[{date} · 날짜 미정] {title}", "plan_done": "[{date} · 날짜 미상] {title}",
        "busy": "일정 있음", "plans": "추진 계획(날짜 미정)",
        "programme": "일정(일자 미정):", "part_of": "소속 일정: {title}", "same_as": "동일 건: {title}",
        "public": "공개 일정", "internal": "내부 일정",
        "known": "{day} 기준", "recorded": "{at}까지의 기록 기준", "past": "{past}, 구독용 아님",
    },
}  # fmt: skip


def word(key: str, language: str, **parts: object) -> str:
    """A phrase in a language; English for one that is not known here."""
    return words_in(language, WORDS)[key].format(**parts)


def named(name: str, language: str, known_on: date | None, recorded_until: datetime | None) -> str:
    """The name of a file, which says of which past it is, and that nobody should subscribe to that."""
    told = [] if known_on is None else [word("known", language, day=known_on)]
    told += [] if recorded_until is None else [word("recorded", language, at=written(recorded_until))]
    return f"{name} ({word('past', language, past=', '.join(told))})" if told else name
