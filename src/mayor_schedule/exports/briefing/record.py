"""A briefing as plain data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mayor_schedule.domain.values.visibility import Audience
from mayor_schedule.views.knowledge import Knowledge, Known

from .notes import sources_of
from .page import Block, Line, Page, Part, Table
from .saying import Saying


def page_record(page: Page, knowledge: Knowledge, saying: Saying) -> dict[str, Any]:
    """A briefing as plain data: each line with its text, mark, subjects, events and sources; for the public, no events.

    Args:
        page: the briefing in words.
        knowledge: what is known, and who reads.
        saying: how the titles of documents are said.
    """
    told = _Record(knowledge, saying)
    return {
        "title": page.title,
        "office": page.office,
        "language": page.language,
        "known_on": None if knowledge.known_on is None else knowledge.known_on.isoformat(),
        "on": page.on.isoformat(),
        "since": page.since.isoformat(),
        "audience": str(knowledge.audience),
        "sections": [told.part(each) for each in page.sections],
        "annexes": [told.part(each) for each in page.annexes],
    }


class _Record:
    """Turns the parts of a briefing into plain data, for who reads."""

    def __init__(self, knowledge: Knowledge, saying: Saying) -> None:
        self._knowledge = knowledge
        self._saying = saying
        self._is_public = knowledge.audience is Audience.PUBLIC

    def part(self, part: Part) -> dict[str, Any]:
        return {
            "key": part.key,
            "number": part.number,
            "title": part.title,
            "blocks": [self._block(each) for each in part.blocks],
        }

    def _block(self, block: Block) -> dict[str, Any]:
        count = None
        if block.count is not None:
            count = block.count.to_record(self._knowledge.audience, *self._saying.languages)
        return {
            "key": block.key,
            "title": block.title,
            "count": count,
            **self._behind(block.known),
            "tables": [self._table(each) for each in block.tables],
            "lines": [self._line(each) for each in block.lines],
        }

    def _line(self, line: Line) -> dict[str, Any]:
        return {
            "text": line.text,
            "mark": line.mark.sign,
            **self._behind(line.known),
            "lines": [self._line(each) for each in line.below],
        }

    def _table(self, table: Table) -> dict[str, Any]:
        rows = [
            {"label": row.label, "cells": [{"text": cell.text, **self._behind((cell.known,))} for cell in row.cells]}
            for row in table.rows
        ]
        return {"title": table.title, "columns": list(table.columns), "rows": rows}

    def _behind(self, known: Iterable[Known]) -> dict[str, Any]:
        subjects = list(known)
        sources = () if self._is_public else sources_of(subjects, self._knowledge, self._saying)
        return {
            "subjects": [each.id for each in subjects],
            "events": [] if self._is_public else [event for each in subjects for event in each.events],
            "sources": [
                {"document": each.document, "title": each.title, "at": each.at or None, "url": each.url}
                for each in sources
            ],
        }
