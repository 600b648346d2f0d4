"""Offices that are told a few things, and their briefings in words.

::

    office = told(("plan_trip", {"trip": "oslo", "title": {"en": "Oslo"}, "period": "2018-10-01/2018-10-03"}))
    words(office)       # ["Trips planned", "Trips abroad planned: 1", "○ Oslo (1–3 October, 3 days)", ...]
    record_of(office)   # what --format json writes
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from conftest import Clock, counting_entropy
from mayor_schedule import Audience, Office
from mayor_schedule.domain.catalog import COMMANDS
from mayor_schedule.domain.values.citation import Citation
from mayor_schedule.exports.briefing.page import Line, Page, Part
from mayor_schedule.exports.briefing.saying import Saying
from mayor_schedule.exports.briefing.writing import page_of, write_briefing

Step = tuple[str, dict[str, Any]]
DAY: Final = "2018-08-31"
FOUNDED: Final[Step] = (
    "found_office",
    {"name": {"en": "Office", "ko": "비서실"}, "zone": "Asia/Seoul", "domain": "example.go.kr",
     "languages": ["ko", "en"]},
)  # fmt: skip


def founded(**more: Any) -> Step:
    """An office that is founded with other facts."""
    return FOUNDED[0], {**FOUNDED[1], **more}


def told(*steps: Step, office: Step | None = FOUNDED, known_on: str = DAY) -> Office:
    """An office that was told these things, each with a place in a document."""
    opened = Office.in_memory(clock=Clock(), entropy=counting_entropy())
    for number, (name, fields) in enumerate(([office] if office else []) + list(steps), 1):
        command = COMMANDS[name].model_validate(fields)
        cited = (Citation(document="minutes", locator=f"L{number}"),)
        opened.record(command, by="p", known_on=known_on, sources=cited)
    return opened


def text_of(office: Office, form: str = "md", *languages: str, **asked: Any) -> str:
    """A briefing as a file: on the last day of August 2018, unless another is asked for."""
    more = {name: asked.pop(name) for name in ("explain", "templates") if name in asked}
    return write_briefing(office.briefing(**{"on": DAY, **asked}), form=form, languages=languages or ("en",), **more)


def record_of(office: Office, *languages: str, **asked: Any) -> dict[str, Any]:
    """A briefing as plain data."""
    found: dict[str, Any] = json.loads(text_of(office, "json", *languages, **asked))
    return found


def page(office: Office, *languages: str, **asked: Any) -> Page:
    """A briefing in words."""
    made = office.briefing(**{"on": DAY, **asked})
    return page_of(made, Saying.of(made.counts.knowledge, made.on, languages or ("en",)))


def lines_of(part: Part) -> Iterator[Line]:
    """Every line of a part, in order."""
    for block in part.blocks:
        for line in block.lines:
            yield from line.every()


def every_line(told_of: Page) -> list[Line]:
    """Every line of a briefing, in order."""
    return [line for part in told_of.parts() for line in lines_of(part)]


def part_words(part: Part) -> Iterator[str]:
    """What a part says: its title, headings, rows of tables, and lines with their marks."""
    yield part.title
    for block in part.blocks:
        yield from filter(None, [block.title])
        for table in block.tables:
            yield table.title
            yield " | ".join(["", *table.columns])
            yield from (" | ".join([row.label, *(cell.text for cell in row.cells)]) for row in table.rows)
        for line in block.lines:
            yield from (f"{each.mark.sign} {each.text}" for each in line.every())


def words(office: Office, *languages: str, **asked: Any) -> list[str]:
    """What a briefing says, line by line."""
    return [each for part in page(office, *languages, **asked).parts() for each in part_words(part)]


def under(office: Office, heading: str, *languages: str, **asked: Any) -> list[str]:
    """The lines of the one block whose heading begins so."""
    blocks = [block for part in page(office, *languages, **asked).parts() for block in part.blocks]
    (found,) = [block for block in blocks if block.title.startswith(heading)]
    return [f"{line.mark.sign} {line.text}" for top in found.lines for line in top.every()]


def day(text: str = DAY) -> date:
    """A day."""
    return date.fromisoformat(text)


AUDIENCES: Final = tuple(Audience)
