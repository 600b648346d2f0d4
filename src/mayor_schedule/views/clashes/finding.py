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

from .wording import phrase

CLASH: Final = "clash"
WARNING: Final = "warning"

RULES: Final = (
    "double-booking", "overlapping-trips", "tentative-overlap", "home-while-abroad", "elsewhere-while-abroad",
    "same-day", "transfer", "deadline-in-absence", "holiday", "may-overlap", "booking-ends", "overlap-in-the-past",
    "done-before-its-day",
)  # fmt: skip
"""The ids of the rules, in the order in which they are told of one day. Programs rely on them: add, never rename."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One clash or warning.

    Attributes:
        severity: "clash" for what a principal cannot both do, though both are confirmed; "warning" for the rest.
        rule: a stable id, one of `RULES`.
        principal: whose; None where it is nobody's in particular, or several principals'.
        entries: the entries that it is about: one, two that meet, or all that are on one day; in the order of the
            calendar, but for what is set against others, which comes first.
        span: the first and the last day that it is about.
        accepted: the acceptance of a clash that holds still.
        words: what the message names: days, minutes, places.
        told: the id of the message, where that is not the rule's.
        remark: the id of a message that is added in brackets.
        called: what the principal is called; None for the id.
    """

    severity: str
    rule: str
    principal: str | None
    entries: tuple[CalendarEntry, ...]
    span: tuple[date, date]
    accepted: Known | None = None
    words: Mapping[str, Any] = field(default_factory=dict, compare=False)
    told: str = ""
    remark: str = ""
    called: Text | None = None

    def whose(self, language: str) -> str:
        """What the principal is called; nothing where it is nobody's in particular."""
        return self.called.best(language, "en") if self.called is not None else self.principal or ""

    def say(self, language: str) -> str:
        """What was found, in words; English for a language that is not known here."""
        first, last = self.span
        words = {"principal": self.whose(language), "span": str(first) if first == last else f"{first} – {last}"}
        message = phrase(self.told or self.rule, language, words | self.details(language))
        if self.reason is not None:
            return f"{message} ({phrase('accepted', language, {'reason': self.reason.best(language, 'en')})})"
        return f"{message} ({phrase(self.remark, language, words)})" if self.remark else message

    def details(self, language: str) -> dict[str, Any]:
        """What the message names, by name: days, minutes, and names in a language."""
        return {name: value(language) if callable(value) else value for name, value in self.words.items()}

    @property
    def reason(self) -> Text | None:
        """Why it was accepted."""
        state = None if self.accepted is None else self.accepted.state
        return state.reason if isinstance(state, Clash) else None

    @property
    def sort_key(self) -> tuple[Any, ...]:
        """By the first day, clashes first, then by the rule, then as its entries are in the calendar."""
        entries, (first, last) = [each.sort_key for each in self.entries], self.span
        return first, self.severity != CLASH, RULES.index(self.rule), entries, last, self.principal or ""
