"""Visits in words: who came, and whom they met."""

from __future__ import annotations

from mayor_schedule.domain.visit import Visit
from mayor_schedule.views.briefing import Status, VisitBrief, VisitGroup

from .counted import block
from .lines import labelled, plain
from .page import Block, Line, Mark
from .saying import Saying
from .topics import topic_line


def guests(group: VisitGroup, saying: Saying) -> Block:
    """The visits of one category, under the number that is counted of it."""
    last = len(group.visits) - 1
    unnamed = group.count is not None and group.count.stated is not None and group.count.unnamed > 0
    lines = [visit_line(each, saying, more=unnamed and at == last) for at, each in enumerate(group.visits)]
    if group.count is None:
        return plain("other_guests", saying, lines)
    return block(saying, group.count, lines)


def visit_line(brief: VisitBrief, saying: Saying, *, more: bool = False) -> Line:
    """A visit with its guests, as far as they are known, and its meetings."""
    visit = brief.known.state
    text = ", ".join(saying.text(each) for each in brief.labels)
    if isinstance(visit, Visit) and visit.guests:
        text = saying.people(visit.guests)
        if visit.title is not None:
            text = saying.word("named", label=saying.text(visit.title), text=text)
    place = saying.place(visit.place) if isinstance(visit, Visit) and visit.place is not None else ""
    standing = saying.word(f"status_{brief.status}") if brief.status in (Status.POSTPONED, Status.CANCELLED) else ""
    text = saying.bracketed(text, saying.when(brief.when), place, standing)
    lines = []
    if isinstance(visit, Visit) and visit.purpose is not None:
        lines.append(labelled("purpose", saying.text(visit.purpose), saying, brief.known))
    lines += [topic_line(each, saying, mark=Mark.DETAIL) for each in brief.parts]
    return Line(
        text=saying.word("and_others", text=text) if more else text, known=(brief.known,), below=tuple(lines)
    )  # fmt: skip
