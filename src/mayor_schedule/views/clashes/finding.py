"""`Finding`: one clash or warning, and what it says in Korean and English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from mayor_schedule.domain.clash import Clash
from mayor_schedule.domain.values.text import Text
from mayor_schedule.views.calendar import CalendarEntry
from mayor_schedule.views.knowledge import Known

CLASH: Final = "clash"
WARNING: Final = "warning"

_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "double-booking": "both are confirmed, and the {principal} cannot be at both",
        "overlap-in-the-past": "they overlap, and the {principal} is said to have been at one of them",
        "tentative-overlap": "they overlap; only one of them can be confirmed for the {principal}",
        "overlapping-trips": "the {principal} would be on both trips",
        "shared-travel-day": "the {principal} returns from one trip on the day on which the other begins",
        "same-day": "both are on {span} for the {principal}; at least one has no time yet",
        "may-overlap": "both may be on the same day for the {principal}: one has no day yet ({date})",
        "home-while-abroad": "it is at home, and the {principal} is away from {first} to {last}",
        "home-on-travel-day": "it is at home on a day of departure or return of the {principal} ({first} to {last})",
        "apart-while-abroad": "it is no part of the trip on which the {principal} is from {first} to {last}",
        "apart-on-travel-day": "it is on a day of departure or return of the {principal} ({first} to {last})",
        "holiday": "{day} is a public holiday in {country}: {name}",
        "transfer": "{minutes} minutes lie between the two, and the {principal} needs about {needed} to get there",
        "deadline-in-absence": "it is due by {day}, and the {principal} is away from {first} to {last}",
        "booking-ends": "it comes back, and is booked until {day} only; extend it with extend_occasion",
        "accepted": "accepted: {reason}",
    },
    "ko": {
        "double-booking": "둘 다 확정이며 {principal}이(가) 함께 참석할 수 없습니다",
        "overlap-in-the-past": "시간이 겹치며, {principal}이(가) 이미 참석한 것으로 기록되어 있습니다",
        "tentative-overlap": "시간이 겹칩니다. {principal} 일정으로는 하나만 확정할 수 있습니다",
        "overlapping-trips": "{principal}의 출장 기간이 겹칩니다",
        "shared-travel-day": "{principal}이(가) 한 출장에서 돌아오는 날 다른 출장이 시작됩니다",
        "same-day": "{principal}의 일정이 {span}에 함께 있으며, 하나 이상은 시각이 정해지지 않았습니다",
        "may-overlap": "{principal}의 일정이 같은 날이 될 수 있습니다. 하나는 날짜가 정해지지 않았습니다({date})",
        "home-while-abroad": "국내 일정인데 {principal}이(가) {first}부터 {last}까지 출장 중입니다",
        "home-on-travel-day": "국내 일정인데 {principal}의 출국일 또는 귀국일입니다({first} ~ {last})",
        "apart-while-abroad": "출장 일정이 아닌데 {principal}이(가) {first}부터 {last}까지 출장 중입니다",
        "apart-on-travel-day": "{principal}의 출국일 또는 귀국일입니다({first} ~ {last})",
        "holiday": "{day}은(는) {country} 공휴일입니다: {name}",
        "transfer": "두 일정 사이가 {minutes}분인데 {principal}의 이동에 약 {needed}분이 걸립니다",
        "deadline-in-absence": "기한이 {day}까지인데 {principal}이(가) {first}부터 {last}까지 출장 중입니다",
        "booking-ends": "반복 일정인데 {day}까지만 예약되어 있습니다. extend_occasion으로 연장하십시오",
        "accepted": "수용됨: {reason}",
    },
}


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One clash or warning.

    Attributes:
        severity: "clash" for what a principal cannot both do, though both are confirmed; "warning" for the rest.
        rule: a stable id, such as ``double-booking``.
        principal: whose; None where it is nobody's in particular.
        entries: the one or two entries that it is about, in the order of the calendar.
        span: the first and the last day that it is about.
        accepted: the acceptance of a clash that holds still.
        words: what the message names: days, minutes, places.
        told: the id of the message, where that is not the rule's.
        called: what the principal is called; None for the id.
    """

    severity: str
    rule: str
    principal: str | None
    entries: tuple[CalendarEntry, ...]
    span: tuple[date, date]
    accepted: Known | None = None
    words: Mapping[str, Any] = field(default_factory=dict)
    told: str = ""
    called: Text | None = None

    def whose(self, language: str) -> str:
        """What the principal is called; nothing where it is nobody's in particular."""
        return self.called.best(language) if self.called is not None else self.principal or ""

    def say(self, language: str) -> str:
        """What was found, in words; English for a language that is not known here."""
        tongue = language.split("-", 1)[0].lower()
        phrases = _WORDS.get(tongue, _WORDS["en"])
        first, last = self.span
        span = str(first) if first == last else f"{first} – {last}"
        given = {name: _in(value, language) for name, value in self.words.items()}
        message = phrases[self.told or self.rule].format(principal=self.whose(language), **({"span": span} | given))
        reason = self.reason
        if reason is None:
            return message
        return f"{message} ({phrases['accepted'].format(reason=reason.best(language))})"

    @property
    def reason(self) -> Text | None:
        """Why it was accepted."""
        state = None if self.accepted is None else self.accepted.state
        return state.reason if isinstance(state, Clash) else None

    @property
    def sort_key(self) -> tuple[Any, ...]:
        """By day, the worse ones first."""
        subjects = [(each.subject, str(each.occurrence or "")) for each in self.entries]
        return (*self.span, self.severity != CLASH, self.rule, self.principal or "", subjects)


def _in(value: Any, language: str) -> Any:
    """A value that is said otherwise in each language."""
    return value(language) if callable(value) else value
