"""The pictures of a briefing: the year with its trips, visits, signings and occasions; and the organisations hosted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from mayor_schedule.domain.figure import Figure
from mayor_schedule.views.counting.counts import Counts
from mayor_schedule.views.counting.ledger import account
from mayor_schedule.views.counting.running import running

from ..pictures.counted import Span, Stated
from ..pictures.steps import step_line
from ..pictures.timeline import timelines
from .bars import LANES, year_bars
from .counted import heading_of
from .saying import Saying

_HOSTED: Final = "hosted_organizations"
_HIGHEST: Final = 980.0
"""The height of a picture in its units, 245 mm, so that it stands on a page of A4 below its heading."""


def year_pictures(counts: Counts, saying: Saying) -> list[str]:
    """The year of a briefing: as many pictures as it takes, since one cannot break across pages."""
    year = counts.on.year
    first, last = date(year, 1, 1), date(year, 12, 31)
    return timelines(
        list(year_bars(counts, saying, first, last)),
        first=first,
        last=last,
        today=counts.on,
        lanes={lane: saying.word(f"lane_{lane}") for lane in LANES},
        language=saying.language,
        title=saying.word("timeline", year=year),
        description=saying.word("timeline_about"),
        highest=_HIGHEST,
    )


def hosted_picture(counts: Counts, saying: Saying) -> str | None:
    """How many organisations were hosted from the first statement on; None where none was ever stated or named."""
    stated = list(_stated(counts, saying))
    first = date(min((each.first for each in stated), default=counts.since).year, 1, 1)
    runs = running(counts.knowledge, _HOSTED, first, counts.on)
    # Before the first statement only those with a name are counted, which says nothing of how many there were.
    spans = [
        Span(first=each.first, last=each.last, total=each.total, least=each.least, most=each.most)
        for each in runs
        if each.stated is not None or not stated
    ]
    if not stated and not any(each.total for each in spans):
        return None
    count = counts[_HOSTED]
    return step_line(
        spans,
        stated,
        first=first,
        last=date(counts.on.year, 12, 31),
        language=saying.language,
        title=saying.word("line", title=heading_of(count, saying)),
        description=saying.word("line_about"),
        unit=saying.unit(count.unit),
    )


def _stated(counts: Counts, saying: Saying) -> Iterator[Stated]:
    """What was stated by the day of the briefing, and what the statement before leads to."""
    for step in account(counts.knowledge, _HOSTED, counts.on).steps:
        figure = step.statement.state
        first, last = counts.knowledge.span(figure.as_of) if isinstance(figure, Figure) else (None, None)
        if first is not None and last is not None and isinstance(figure, Figure):
            yield Stated(
                first=first, last=min(last, counts.on), value=step.stated, label=saying.as_of(figure.as_of),
                approximate=step.approximate, led_to=step.expected,
            )  # fmt: skip
