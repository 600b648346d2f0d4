"""A year, or any days, as a timeline: a row an item, grouped in lanes, with its days as a mark on the axis of time.

An SVG cannot break across pages. `timelines` therefore draws as many pictures as are needed, each with the same columns
and the same axis; the first of them has the legend of all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from mayor_schedule.errors import InvalidValueError
from mayor_schedule.messages import say

from .axis import Axis
from .bars import Bar, ordered
from .rows import Row, columns_for, row
from .sheet import Frame, height, sheet
from .words import word

__all__ = ["Bar", "timeline", "timelines"]


def timeline(
    bars: Sequence[Bar],
    *,
    first: date,
    last: date,
    today: date | None,
    lanes: Mapping[str, str],
    language: str,
    title: str,
    description: str,
    prefix: str = "ms-timeline",
) -> str:
    """One picture of all items, however many.

    Args:
        bars: the items, in any order.
        first: the first day of the axis.
        last: its last day.
        today: the day on which all of this was known, which is marked; None for no mark.
        lanes: the heading of each lane, in their order; an item of another lane stands last, under the lane's own name.
        language: a BCP 47 tag; Korean, and English for every other.
        title: the name of the picture.
        description: what it shows in words.
        prefix: what its ids begin with, which no other picture on the page may have.

    Returns:
        An ``<svg>`` element, which is valid XML by itself.

    Raises:
        InvalidValueError: the axis ends before it begins, an item leads out of the page, or the prefix begins no id.
    """
    frame = _frame(bars, first=first, last=last, today=today, lanes=lanes, language=language)
    rows = [row(each, frame.columns) for each in ordered(bars, lanes)]
    return sheet(rows, None, frame, explained=rows, title=title, description=description, prefix=prefix)


def timelines(
    bars: Sequence[Bar],
    *,
    first: date,
    last: date,
    today: date | None,
    lanes: Mapping[str, str],
    language: str,
    title: str,
    description: str,
    prefix: str = "ms-timeline",
    rows_per_picture: int = 40,
    highest: float = 920,
) -> list[str]:
    """As many pictures as are needed for none to be too long for a page.

    Args:
        bars: the items, in any order; each picture goes on where the one before it ended.
        first: the first day of the axis, which is the same in all of them.
        last: its last day.
        today: as of `timeline`.
        lanes: as of `timeline`; a lane that is continued says so.
        language: as of `timeline`.
        title: the name of the pictures, to which is added which of how many each is.
        description: what they show in words.
        prefix: what their ids begin with; several are numbered behind it.
        rows_per_picture: how many items one of them may show.
        highest: how high one of them may be in user units (4 to a millimetre), unless it shows a single item.

    Raises:
        InvalidValueError: as of `timeline`, or a picture may show no item.
    """
    if rows_per_picture < 1:
        raise InvalidValueError(
            say("MS-0560", "cannot draw pictures of no rows: nothing would be shown; give 1 or more")
        )
    frame = _frame(bars, first=first, last=last, today=today, lanes=lanes, language=language)
    rows = [row(each, frame.columns) for each in ordered(bars, lanes)]
    parts = _parted(rows, rows_per_picture, highest, frame)
    if len(parts) == 1:
        return [sheet(rows, None, frame, explained=rows, title=title, description=description, prefix=prefix)]
    before: list[Row | None] = [None, *(part[-1] for part in parts[:-1])]
    return [
        sheet(
            part,
            previous,
            frame,
            explained=rows if number == 1 else (),
            title=word("part", language, title=title, part=number, parts=len(parts)),
            description=description,
            prefix=f"{prefix}-{number}",
        )
        for number, (part, previous) in enumerate(zip(parts, before, strict=True), 1)
    ]


def _frame(
    bars: Sequence[Bar], *, first: date, last: date, today: date | None, lanes: Mapping[str, str], language: str
) -> Frame:
    columns = columns_for(bars)
    axis = Axis(first=first, last=last, left=columns.axis_at, right=columns.axis_end)
    return Frame(axis=axis, columns=columns, lanes=lanes, today=today, language=language)


def _parted(rows: Sequence[Row], count: int, highest: float, frame: Frame) -> list[list[Row]]:
    """Rows for each picture, of which the first has the legend too."""
    parts: list[list[Row]] = [[]]
    for each in rows:
        part, explained = parts[-1], rows if len(parts) == 1 else ()
        if part and (len(part) == count or height([*part, each], explained, frame) > highest):
            parts.append([each])
        else:
            part.append(each)
    return parts
