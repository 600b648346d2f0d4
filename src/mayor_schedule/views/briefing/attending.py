"""Whose a trip, a visit or a meeting is, where that does not go without saying: who attends, and who does not."""

from __future__ import annotations

from mayor_schedule.domain.engagement import Engagement
from mayor_schedule.domain.occasion import Occasion
from mayor_schedule.domain.programme import Attended
from mayor_schedule.domain.trip import Trip
from mayor_schedule.domain.values.attendance import Answer, Attendance

from ..knowledge import Knowledge


def leading(knowledge: Knowledge) -> str:
    """The principal who goes without saying."""
    return knowledge.office.default_principal


def principal_of(knowledge: Knowledge, trip: Trip) -> str | None:
    """Whose trip it is, where somebody has said so and it is another principal's than the first one's."""
    stated = _stated(trip)
    return stated if stated != leading(knowledge) else None


def attendance_told(knowledge: Knowledge, state: Attended, told: Attended) -> tuple[Attendance, ...]:
    """What is to be told of who attends: every answer but those that are open or go without saying.

    Args:
        knowledge: what is known, and who reads.
        state: the subject.
        told: the subject as who reads may see it.
    """
    answers = [each for each in told.attendance if each.answer is not Answer.UNKNOWN or each.represented_by is not None]
    plain = all(each.answer is Answer.YES and each.represented_by is None and each.mode is None for each in answers)
    expected = _expected(knowledge, state)
    if plain and not isinstance(state, Occasion) and all(each.principal == expected for each in answers):
        return ()
    return tuple(answers)


def _expected(knowledge: Knowledge, state: Attended) -> str:
    """The principal in whose programme something is: that of its trip, else the office's default one."""
    whole = knowledge.get(state.part_of or "") if isinstance(state, Engagement) else None
    trip = None if whole is None else whole.state
    return (_stated(trip) if isinstance(trip, Trip) else None) or leading(knowledge)


def _stated(trip: Trip) -> str | None:
    """Whose trip it is, where somebody has said so."""
    stated = trip.facts.get("principal")
    return stated if isinstance(stated, str) else None
