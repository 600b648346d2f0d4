"""Tables for people: rich, coloured only on a terminal, and as wide as Korean is."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import date

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from mayor_schedule.audit.events import label
from mayor_schedule.domain.values.fuzzy import FuzzyDate
from mayor_schedule.domain.values.period import Period
from mayor_schedule.domain.values.recurrence_text import say
from mayor_schedule.domain.values.text import Text
from mayor_schedule.domain.values.when import Timed, Unknown
from mayor_schedule.views.calendar import CalendarEntry, place_name
from mayor_schedule.views.counting.counts import Count, Counts
from mayor_schedule.views.counting.reckoner import Amount
from mayor_schedule.views.counting.series import COUNTED
from mayor_schedule.views.lodging import lodging

from .wording import word

_STYLE = {"confirmed": "green", "done": "dim", "cancelled": "strike dim", "tentative": ""}
PIPED_WIDTH = 120
SHORT = 12
"""Cells of a column up to which it is not broken: a day, a number, a status."""


def console() -> Console:
    """The terminal, or plain text of a fixed width where the output goes to a file or another program."""
    if sys.stdout.isatty():
        return Console(highlight=False, emoji=False)
    return Console(highlight=False, emoji=False, width=PIPED_WIDTH, color_system=None)


def print_json(document: object) -> None:
    """Print one JSON document, in UTF-8 and with the keys in their order."""
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")


def print_table(
    title: str, headings: Sequence[str], rows: Iterable[Sequence[str]], *, right: Sequence[int] = ()
) -> None:
    """Print one table; cells may hold line breaks."""
    table = Table(title=escape(title), title_justify="left", title_style="bold", box=SIMPLE_HEAD, pad_edge=False)
    rows = list(rows)
    lines = [[cell.split("\n") for cell in row] for row in rows]
    for index, heading in enumerate(headings):
        longest = max((cell_len(line) for row in lines for line in row[index]), default=0)
        table.add_column(
            heading, justify="right" if index in right else "left", overflow="fold", no_wrap=longest <= SHORT
        )
    for row in rows:
        table.add_row(*row)
    console().print(table)


def calendar_rows(entries: Sequence[CalendarEntry], languages: tuple[str, ...], year: int | None) -> list[list[str]]:
    """The rows of a calendar: when, what, status, where."""
    rows = []
    above: str | None = None
    for entry in entries:
        whole = entry.part_of or entry.within
        part = whole is not None and whole.id == above
        if not part:
            above = entry.subject
        rows.append(
            [
                escape(when_text(entry, languages, year, in_place=part)),
                ("  · " if part else "") + escape(entry.title.best(*languages)) + escape(_below(entry, languages)),
                _status(entry, languages[0]),
                escape(place_name(entry.place, *languages)) if entry.place is not None else "",
            ]
        )
    return rows


def _status(entry: CalendarEntry, language: str) -> str:
    name = word("postponed" if entry.postponed else entry.status, language)
    style = _STYLE.get(entry.status, "")
    return f"[{style}]{name}[/]" if style else name


def _below(entry: CalendarEntry, languages: tuple[str, ...]) -> str:
    """The lines under a trip's title: days, nights and stops."""
    stay = lodging(entry.days, entry.nights, entry.in_flight, languages[0])
    lines = [stay] if stay else []
    if entry.recurrence is not None:
        lines.append(say(entry.recurrence, languages[0]))
    if entry.stops:
        lines.append(" → ".join(place_name(stop.place, *languages) for stop in entry.stops))
    return "".join(f"\n{line}" for line in lines)


def when_text(entry: CalendarEntry, languages: tuple[str, ...], year: int | None, *, in_place: bool = False) -> str:
    """When an entry is, in words; an unknown date stays unknown."""
    if not isinstance(entry.when, Unknown):
        return date_text(entry.when, languages[0], year)
    if entry.within is None:
        return word("unknown", languages[0])
    return "" if in_place else word("within", languages[0], title=label(entry.within, languages))


def date_text(when: Timed | Period | FuzzyDate | Unknown, language: str, year: int | None = None) -> str:
    """A date in words."""
    match when:
        case Timed() as timed:
            start = f"{timed.start.local:%Y-%m-%d %H:%M}"
            end = timed.end
            if end is None:
                return f"{start} ({timed.start.zone})"
            same_day = end.local.date() == timed.start.local.date()
            return f"{start} – {end.local:{'%H:%M' if same_day else '%Y-%m-%d %H:%M'}} ({timed.start.zone})"
        case Period() as period:
            return f"{period.first}" if period.first == period.last else f"{period.first} – {period.last}"
        case FuzzyDate() as fuzzy:
            return fuzzy.title(language, within_year=year)
        case Unknown():
            return word("unknown", language)


def count_rows(counts: Counts, languages: tuple[str, ...], *, counted_only: bool) -> list[list[str]]:
    """The rows of the counts: the counted series, then the other stated figures."""
    return [_count_row(count, languages) for key, count in counts.items() if key in COUNTED or not counted_only]


def _count_row(count: Count, languages: tuple[str, ...]) -> list[str]:
    counted = count.key in COUNTED
    name = word(count.key, languages[0]) if counted else count.key
    if not counted and count.statement is not None:
        title = getattr(count.statement.state, "title", None)
        name = f"{title.best(*languages)} ({count.key})" if isinstance(title, Text) else count.key
    about = "~" if count.approximate else ""
    return [
        escape(name),
        "" if count.stated is None else f"{about}{count.stated:,}",
        _bounded(str(count.named), count.named_least, count.named_most) if counted else "",
        f"{count.unnamed:,}" if counted and count.stated is not None else "",
        f"{about}{_bounded(f'{count.total:,}', count.total_least, count.total_most)}",
        escape(count.unit or ""),
        _unexplained(count),
        count.as_of or "",
    ]


def _bounded(number: str, least: Amount, most: Amount) -> str:
    """A number, or the least and the most that it can be where days are not exact."""
    return number if least == most else f"{least:,}–{most:,}"


def _unexplained(count: Count) -> str:
    """What is unexplained, with the least and the most that it can be where they differ."""
    if count.unexplained is None:
        return ""
    least, most = count.unexplained_least, count.unexplained_most
    return _signed(count.unexplained) + ("" if least == most else f" ({_signed(least)}…{_signed(most)})")


def _signed(number: Amount | None) -> str:
    return f"{number:+,}" if number else "0"


def one_year(first: date | None, last: date | None) -> int | None:
    """The year that both days are in, so that a table need not repeat it; None otherwise."""
    return first.year if first is not None and last is not None and first.year == last.year else None
