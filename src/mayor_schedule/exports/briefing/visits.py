"""Visits in words: who came, and whom they met."""

from __future__ import annotations

from mayor_schedule.domain.visit import Visit
from mayor_schedule.views.briefing import Status, VisitBrief, VisitGroup

from .attending import attending
from .counted import block
from .lines import labelled, plain
from .page import Block, Line, Mark
from .saying import Saying
from .topics import topic_line


def guests(group: VisitGroup, saying: Saying) -> Block:
    """The visits of one category, under the number that is counted of it."""
    lines = [visit_line(each, saying) for each in group.visits]
    if group.count is None:
        return plain("other_guests", saying, lines)
    undated = saying.word("no_date") if saying.is_internal else ""
    others = [visit_line(each, saying, undated=undated) for each in group.others]
    listed = sum(len(each.labels) for each in group.visits)
    return block(saying, group.count, lines, listed=listed, others=others)


def visit_line(brief: VisitBrief, saying: Saying, *, undated: str = "") -> Line:
    """A visit with its guests, as far as they are known, and its meetings.

    Args:
        brief: the visit.
        saying: how things are said.
        undated: what to say of its date where that is not known.
    """
    visit = brief.known.state
    text = ", ".join(saying.text(each) for each in brief.labels)
    if isinstance(visit, Visit) and visit.guests:
        text = saying.people(visit.guests)
        if visit.title is not None:
            text = saying.word("named", label=saying.text(visit.title), text=text)
    place = saying.place(visit.place) if isinstance(visit, Visit) and visit.place is not None else ""
    standing = saying.word(f"status_{brief.status}") if brief.status in (Status.POSTPONED, Status.CANCELLED) else ""
    size = visit.delegation_size if isinstance(visit, Visit) else None
    others = "" if size is None else saying.word("delegates", number=f"{size:,}")
    text = saying.bracketed(text, others, saying.when(brief.when) or undated, place, standing)
    lines = []
    if isinstance(visit, Visit) and visit.purpose is not None:
        lines.append(labelled("purpose", saying.text(visit.purpose), saying, brief.known))
    whose = attending(brief.attendance, saying, brief.status, role="receives")
    lines += [Line(text=each, mark=Mark.DETAIL, known=(brief.known,)) for each in whose]
    if brief.reason is not None:
        lines.append(labelled("reason", saying.text(brief.reason), saying, brief.known))
    lines += [topic_line(each, saying, mark=Mark.DETAIL) for each in brief.parts]
    return Line(text=text, known=(brief.known,), below=tuple(lines))
