"""Dates, numbers and names as a briefing writes them: `9.27.~10.7, 9박 11일` and "27 September – 7 October"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from mayor_schedule.domain.figure import Figure
from mayor_schedule.domain.office import Profile
from mayor_schedule.domain.values.attendance import MAYOR
from mayor_schedule.domain.values.fuzzy import FuzzyDate
from mayor_schedule.domain.values.party import Party, Person
from mayor_schedule.domain.values.period import Period
from mayor_schedule.domain.values.place import Place
from mayor_schedule.domain.values.recurrence_text import MONTHS
from mayor_schedule.domain.values.text import Text, primary
from mayor_schedule.domain.values.visibility import Audience
from mayor_schedule.domain.values.when import Timed, Unknown
from mayor_schedule.views.calendar import place_name
from mayor_schedule.views.counting.counts import Count
from mayor_schedule.views.knowledge import Knowledge
from mayor_schedule.views.lodging import counted

from ..bidi import closed
from .words import word

COUNTERS: Final = {
    "명": "", "회": "", "개": "", "건": "", "개소": "", "팀": "", "담당관": "", "대": "", "곳": "",
    "원": "won", "천원": "thousand won", "백만원": "million won", "억원": "hundred million won",
}  # fmt: skip
"""Korean units in English, which counts persons, times and things without a word for it."""


@dataclass(frozen=True, kw_only=True)
class Saying:
    """Says what a history holds in a language.

    Attributes:
        languages: the language, and those to fall back to.
        on: the day that they are said on; its year goes without saying.
        zone: the office's zone, which goes without saying too.
        as_printed: whether dates and numbers are written as the source prints them, where it does: inside the office,
            and in the language of its sources.
        principals: what the office's principals are called.
        is_internal: whether the office itself reads it, and is told what is doubtful about a number.
    """

    languages: tuple[str, ...]
    on: date
    zone: str
    as_printed: bool
    principals: Mapping[str, str]
    is_internal: bool = False

    @classmethod
    def of(cls, knowledge: Knowledge, on: date, languages: tuple[str, ...]) -> Saying:
        """For who reads what is known, on a day."""
        own = knowledge.office.languages[0].split("-", 1)[0] if knowledge.office.languages else ""
        return cls(
            languages=languages,
            on=on,
            zone=knowledge.office.zone,
            principals=_principals(knowledge.office, languages),
            as_printed=knowledge.audience is Audience.INTERNAL and languages[0].split("-", 1)[0] == own,
            is_internal=knowledge.audience is Audience.INTERNAL,
        )

    @property
    def year(self) -> int:
        """The year that goes without saying."""
        return self.on.year

    @property
    def language(self) -> str:
        """The language."""
        return self.languages[0]

    @property
    def is_korean(self) -> bool:
        """Whether it is Korean."""
        return primary(self.language) == "ko"

    def word(self, key: str, **parts: object) -> str:
        """A phrase."""
        return word(key, self.language, **parts)

    def text(self, text: Text) -> str:
        """A text in the best of the languages, on one line."""
        return closed(" ".join(text.best(*self.languages).split()))

    def names(self, parties: Iterable[Party | Text], *, sign: str = ", ") -> str:
        """Bodies or topics, one after another."""
        return sign.join(self.text(each if isinstance(each, Text) else each.name) for each in parties)

    def person(self, person: Person) -> str:
        """A person by name and office, as far as they are known."""
        if person.name is None or person.office is None:
            return self.text(person.label)
        return self.word("person", name=self.text(person.name), office=self.text(person.office))

    def people(self, people: Iterable[Person], *others: str) -> str:
        """People, and others, one after another: in English apart by semicolons, since an office follows a name."""
        names = [self.person(each) for each in people]
        sign = "; " if any(", " in each for each in names) and not self.is_korean else ", "
        return sign.join([*names, *others])

    def place(self, place: Place) -> str:
        """A place."""
        return closed(" ".join(place_name(place, *self.languages).split()))

    def bracketed(self, text: str, *more: str) -> str:
        """A text with more in brackets behind it, as far as there is more."""
        inside = ", ".join(each for each in more if each)
        return self.word("bracketed", text=text, more=inside) if inside else text

    def day(self, day: date, *, year: int | None = None) -> str:
        """A day; its year only where it is not the one that goes without saying."""
        shown = day.year != (self.year if year is None else year)
        if self.is_korean:
            return f"’{day.year % 100:02}.{day.month}.{day.day}" if shown else f"{day.month}.{day.day}"
        return f"{day.day} {MONTHS[day.month - 1]}" + (f" {day.year}" if shown else "")

    def full_day(self, day: date) -> str:
        """A day with its year."""
        return f"{day.year}.{day.month}.{day.day}." if self.is_korean else f"{self.day(day, year=day.year)} {day.year}"

    def when(self, when: Timed | Period | FuzzyDate | Unknown | None) -> str:
        """A date; nothing for an unknown one."""
        match when:
            case Timed():
                return self._timed(when)
            case Period():
                return self._printed(when) or self._period(when.first, when.last)
            case FuzzyDate() if when.is_day and when.earliest is not None:
                return self._printed(when) or self.day(when.earliest)
            case FuzzyDate():
                return self._printed(when) or when.title(self.language, within_year=self.year)
            case _:
                return ""

    def as_of(self, as_of: FuzzyDate | None) -> str:
        """When a figure was read, with its year."""
        if as_of is None:
            return ""
        if not self.is_korean:
            return as_of.title(self.language)
        first = as_of.earliest
        if first is None or as_of.approximate or as_of.uncertain:
            return as_of.title(self.language)
        depth = as_of.edtf.count("-")
        forms = (f"{first.year}년", f"’{first.year % 100:02}.{first.month}월")
        return forms[depth] if depth < 2 else f"’{first.year % 100:02}.{first.month}.{first.day}"

    def is_of_another_day(self, figure: Figure) -> bool:
        """Whether a figure was not read on the day that goes without saying, nor in a month or year that has it."""
        as_of = figure.as_of
        if as_of is None:
            return False
        return as_of.approximate or as_of.uncertain or not (
            (as_of.earliest or date.min) <= self.on <= (as_of.latest or date.max)
        )

    def lodging(self, days: int | None, nights: int | None) -> str:
        """Nights and days, as they are stated; nights in flight are not told."""
        if days is None:
            return ""
        if days == 1 and not nights:
            return self.word("one_day" if nights is None else "day_trip")
        key = "only_days" if nights is None else "days"
        parts = {"days_text": counted(days, "day"), "nights_text": counted(nights or 0, "night")}
        return self.word(key, days=days, nights=nights, **parts)

    def unit(self, unit: str | None) -> str:
        """A unit as it is printed; in English, Korean counters need no word."""
        return (unit or "") if self.is_korean else COUNTERS.get(unit or "", unit or "")

    def number(self, value: int | Decimal, unit: str | None, *, approximate: bool = False) -> str:
        """A number with its unit as it is counted; 여 follows tens and more, and no single digit."""
        key = "number"
        if approximate:
            key = "approximate" if value and value % 10 == 0 else "about"
        return self.word(key, number=f"{value:,}", unit=self.unit(unit)).strip()

    def figure(self, figure: Figure) -> str:
        """A stated number; as the source prints it, where that is the number and its unit."""
        return self._as_printed(figure) or self.number(figure.value, figure.unit, approximate=figure.approximate)

    def count(self, count: Count) -> str:
        """The total of a count; without a statement, how many are named."""
        number = count.named if count.stated is None else count.total
        unit = count.unit
        if unit is None and self.is_korean:
            unit = self.word(f"default_{count.key}")
        figure = None if count.statement is None else count.statement.state
        if count.approximate and number == count.stated and isinstance(figure, Figure):
            return self._as_printed(figure) or self.number(number, unit, approximate=True)
        return self.number(number, unit, approximate=count.approximate)

    def _as_printed(self, figure: Figure) -> str | None:
        """A stated number as the source prints it, where that is the number and may be shown."""
        printed = figure.printed if self.as_printed else None
        is_it = re.search(rf"(?<![\d.,]){re.escape(f'{figure.value:,}')}(?![\d]|[.,]\d)", printed or "")
        return printed if printed and is_it else None

    def _printed(self, when: Period | FuzzyDate) -> str:
        """As the source prints it: of another year, it may not say so."""
        first = when.first if isinstance(when, Period) else when.earliest
        return (when.printed or "") if self.as_printed and first is not None and first.year == self.year else ""

    def _period(self, first: date, last: date) -> str:
        if first == last:
            return self.day(first)
        if self.is_korean:
            end = str(last.day) if (first.year, first.month) == (last.year, last.month) else self.day(last)
            return f"{self.day(first)}.~{end}"
        if (first.year, first.month) == (last.year, last.month):
            return f"{first.day}–{self.day(last)}"
        return f"{self.day(first, year=last.year) if first.year == last.year else self.day(first)} – {self.day(last)}"

    def _timed(self, when: Timed) -> str:
        start, end = when.start, when.end
        said = self.word("timed", day=self.day(start.local.date()), time=f"{start.local:%H:%M}")
        if end is None:
            return self._zoned(said, start.zone)
        until = f"{end.local:%H:%M}"
        if end.local.date() != start.local.date():
            until = self.word("timed", day=self.day(end.local.date()), time=until)
        sign = "~" if self.is_korean else "–"
        if end.zone != start.zone:  # then even the office's own zone does not go without saying
            ends = ((said, start), (until, end))
            return sign.join(self.word("zoned", text=text, zone=_city(at.zone)) for text, at in ends)
        return self._zoned(f"{said}{sign}{until}", start.zone)

    def times(self, when: Timed) -> str:
        """The times of day of a date with a time, without the day."""
        start, end = when.start, when.end
        until = "" if end is None else f"{'~' if self.is_korean else '–'}{end.local:%H:%M}"
        return self._zoned(f"{start.local:%H:%M}{until}", start.zone)

    def _zoned(self, text: str, zone: str) -> str:
        """A time; that it is the local one of another place, where it is not the office's own."""
        if zone == self.zone:
            return text
        return self.word("local_time", text=text) if "/" in zone else self.word("zoned", text=text, zone=zone)


def _city(zone: str) -> str:
    """The city by which a zone is called, such as New York."""
    return zone.rpartition("/")[2].replace("_", " ")


def _principals(office: Profile, languages: tuple[str, ...]) -> dict[str, str]:
    titles = {each.principal: each.title for each in office.principals}
    own = {MAYOR: word("mayor", languages[0])}
    return own | {name: title.best(*languages) for name, title in titles.items() if title is not None}
