"""Who attends, in words: which principal takes part, stays away, or has somebody stand in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mayor_schedule.domain.values.attendance import Answer, Attendance
from mayor_schedule.views.briefing import Status

from .saying import Saying


def attending(told: Iterable[Attendance], saying: Saying, status: Status, *, role: str = "attends") -> Iterator[str]:
    """A text for each principal of whom somebody has said whether he or she takes part.

    Args:
        told: who attends, and who does not.
        saying: how things are said.
        status: how things are with what they attend.
        role: the word for taking part; of visits ``receives``.
    """
    when = role if status is Status.DONE else f"to_{role}"
    for each in told:
        who = saying.principals.get(each.principal, each.principal)
        if each.represented_by is not None:
            yield saying.word("represented", who=who, name=saying.person(each.represented_by))
        elif each.answer is Answer.NO:
            yield saying.word("absent" if status is Status.DONE else "to_be_absent", who=who)
        else:
            mode = "" if each.mode is None else saying.word(f"mode_{each.mode}")
            yield saying.bracketed(saying.word(when, who=who), mode)
