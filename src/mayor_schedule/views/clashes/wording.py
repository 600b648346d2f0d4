"""What a finding says, in Korean and English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from mayor_schedule.domain.values.text import words_in

PHRASES: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "double-booking": "both are confirmed, and the {principal} cannot be at both",
        "overlap-in-the-past": "they overlap, and the {principal} is recorded as having been at one of them",
        "overlap-of-held": "they overlap, and the {principal} is recorded as having been at both",
        "tentative-overlap": "they overlap; only one of them can be confirmed for the {principal}",
        "overlapping-trips": "the {principal} would be on both trips",
        "shared-travel-day": "the {principal} returns from one trip on the day on which the other begins",
        "same-day": "the {principal} has them on the same day ({span}), and not all of them have a time yet",
        "may-overlap": "it has no day yet ({date}); confirmed for the {principal} in that time: {count}",
        "home-while-abroad": "it is at home, and the {principal} is away from {first} to {last}",
        "home-on-travel-day": "it is at home, on a day of departure or return of the {principal} ({first} to {last})",
        "apart-while-abroad": "it is no part of the trip on which the {principal} is from {first} to {last}",
        "apart-on-travel-day": "it is no part of the trip, and on a day of departure or return of the {principal} "
        "({first} to {last})",
        "elsewhere-while-abroad": "it is in {place}, and the {principal} is on a trip to other countries from {first} "
        "to {last}",
        "holiday": "{day} is a public holiday there ({country}): {name}",
        "holiday-at-home": "{day} is a public holiday at home: {name}",
        "transfer": "{minutes} min lie between the two, and the {principal} needs about {needed} min to get there",
        "transfer-stated": "{minutes} min lie between the two, and the {principal} needs {needed} min to get there",
        "deadline-in-absence": "it is due by {day}, and the {principal} is away from {first} to {last}",
        "signing-in-absence": "it is to be signed on {day}, and the {principal} is away from {first} to {last}",
        "end-in-absence": "it is valid until {day}, and the {principal} is away from {first} to {last}",
        "booking-ends": "it comes back, and is booked until {day} only; extend it with extend_occasion",
        "booking-ended": "it comes back, and was booked until {day} only; extend it with extend_occasion, or cancel it",
        "done-before-its-day": "it is recorded as done, known on {known_on}, and is on {day} only",
        "done-before-its-days": "it is recorded as done, known on {known_on}, and is on {day} at the earliest",
        "open-end": "nobody knows when the first one ends",
        "accepted": "accepted: {reason}",
        "lapsed": "it was accepted at other times; that acceptance has lapsed",
        "revoked": "the acceptance was revoked",
    },
    "ko": {
        "double-booking": "둘 다 확정된 일정이어서 {principal:이} 함께 참석할 수 없습니다",
        "overlap-in-the-past": "시간이 겹치는데, {principal:이} 그중 하나에 참석한 것으로 기록되어 있습니다",
        "overlap-of-held": "시간이 겹치는데, {principal:이} 둘 다 참석한 것으로 기록되어 있습니다",
        "tentative-overlap": "시간이 겹칩니다. {principal} 일정으로는 하나만 확정할 수 있습니다",
        "overlapping-trips": "{principal}의 출장 기간이 겹칩니다",
        "shared-travel-day": "{principal:이} 한 출장에서 돌아오는 날에 다른 출장이 시작됩니다",
        "same-day": "{principal}의 일정이 같은 날({span})에 있는데, 시각이 정해지지 않은 것이 있습니다",
        "may-overlap": "날짜가 정해지지 않았습니다({date}). 그 기간에 확정된 {principal} 일정이 {count}건 있습니다",
        "home-while-abroad": "국내 일정인데 {principal:은} {first}부터 {last}까지 출장 중입니다",
        "home-on-travel-day": "국내 일정인데 {principal}의 출국일 또는 귀국일입니다(출장 {first} ~ {last})",
        "apart-while-abroad": "출장에 속하지 않은 일정인데 {principal:은} {first}부터 {last}까지 출장 중입니다",
        "apart-on-travel-day": "출장에 속하지 않은 일정인데 {principal}의 출국일 또는 귀국일입니다"
        "(출장 {first} ~ {last})",
        "elsewhere-while-abroad": "장소가 {place}인데 {principal:은} {first}부터 {last}까지 다른 나라에 출장 중입니다",
        "holiday": "{day} 현지({country}) 공휴일입니다: {name}",
        "holiday-at-home": "{day} 국내 공휴일입니다: {name}",
        "transfer": "두 일정 사이는 {minutes}분인데 {principal}의 이동에 약 {needed}분이 걸립니다",
        "transfer-stated": "두 일정 사이는 {minutes}분인데 {principal}의 이동에 {needed}분이 걸립니다",
        "deadline-in-absence": "기한이 {day}까지인데 {principal:은} {first}부터 {last}까지 출장 중입니다",
        "signing-in-absence": "체결 예정일이 {day}인데 {principal:은} {first}부터 {last}까지 출장 중입니다",
        "end-in-absence": "유효 기간이 {day}까지인데 {principal:은} {first}부터 {last}까지 출장 중입니다",
        "booking-ends": "반복 일정인데 {day}까지만 예약되어 있습니다. extend_occasion으로 연장하십시오",
        "booking-ended": "반복 일정인데 예약이 {day}에 끝났습니다. extend_occasion으로 연장하거나 취소하십시오",
        "done-before-its-day": "{known_on} 인지일에 완료로 기록되었는데 일자는 {day}입니다",
        "done-before-its-days": "{known_on} 인지일에 완료로 기록되었는데 일자는 일러야 {day}입니다",
        "open-end": "앞 일정의 종료 시각을 알 수 없습니다",
        "accepted": "중복 허용: {reason}",
        "lapsed": "다른 시간일 때 허용된 중복이어서 효력이 없습니다",
        "revoked": "중복 허용이 취소되었습니다",
    },
}

_PARTICLES: Final = {"이": ("이", "가", "이(가)"), "은": ("은", "는", "은(는)")}
"""Korean particles by their form after a consonant: after one, after a vowel, after what is not written in Hangul."""


class _Word(str):
    """A Korean word that takes a particle: ``{principal:이}`` is 시장이, or 부시장은 as ``{principal:은}``."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        if spec not in _PARTICLES:
            return super().__format__(spec)
        closed, opened, other = _PARTICLES[spec]
        code = ord(self[-1]) - ord("가") if self else -1
        if not 0 <= code <= ord("힣") - ord("가"):
            return f"{self}{other}"
        return f"{self}{closed if code % 28 else opened}"


def phrase(key: str, language: str, words: Mapping[str, Any]) -> str:
    """A phrase with its words put in; English for a language that is not known here."""
    given = {name: _Word(value) if isinstance(value, str) else value for name, value in words.items()}
    return words_in(language, PHRASES)[key].format(**given)
