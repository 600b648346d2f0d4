"""The visits of a briefing: received, by category; open; announced; and called off."""

from __future__ import annotations

from collections.abc import Iterator

from mayor_schedule.domain.values.text import Text
from mayor_schedule.domain.values.when import Unknown
from mayor_schedule.domain.visit import GuestCategory, Visit

from ..knowledge import Known, without_ids
from .content import Status, VisitBrief, VisitGroup
from .reading import Reading, why_not_on

_COUNTED = {GuestCategory.STATE_GUEST: "state_guests", GuestCategory.CITY_LEADER: "city_leaders"}


class Visits:
    """The visits that are known, as they are on the day of a briefing."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        found = reading.knowledge.of_kind(Visit)
        in_order = sorted(found, key=lambda each: _order(reading, each[1]))
        self._briefs = [(visit, _brief(reading, known, visit)) for known, visit in in_order]

    def groups(self) -> Iterator[VisitGroup]:
        """The visits received, by category, each with what was counted; what no number counts last."""
        counted: set[str] = set()
        received = [(visit, brief) for visit, brief in self._briefs if brief.status is Status.DONE]
        for category, key in _COUNTED.items():
            count = self._reading.counts[key]
            named = {item.known.uid for item in count.items}
            visits = tuple(
                brief for visit, brief in received
                if visit.category is category
                and (brief.known.uid in named or (count.stated is not None and self._may_be_in(visit)))
            )  # fmt: skip
            counted |= {brief.known.uid for brief in visits}
            beside = tuple(
                brief for visit, brief in received
                if visit.category is category and brief.known.uid not in counted and self._reading.in_span(visit)
            )  # fmt: skip
            counted |= {brief.known.uid for brief in beside}
            if visits or beside or count.stated is not None:
                yield VisitGroup(category=category, count=count, visits=visits, others=beside)
        others = tuple(
            brief for visit, brief in received if brief.known.uid not in counted and self._reading.in_span(visit)
        )
        if others:
            yield VisitGroup(category=None, count=None, visits=others)

    def standing(self, *statuses: Status) -> tuple[VisitBrief, ...]:
        """The visits that stand so, and are not of other days."""
        return tuple(
            brief for visit, brief in self._briefs
            if brief.status in statuses and (brief.status is not Status.CANCELLED or self._reading.is_recent(visit))
        )  # fmt: skip

    def _may_be_in(self, visit: Visit) -> bool:
        """Whether a visit with a fuzzy date may lie in the days of the briefing."""
        return self._reading.span(visit) != (None, None) and self._reading.in_span(visit)


def _brief(reading: Reading, known: Known, visit: Visit) -> VisitBrief:
    shown = reading.shown(known)
    told = shown.state if isinstance(shown.state, Visit) else visit
    labels: tuple[Text, ...] = tuple(guest.label for guest in told.guests) or (told.heading,)
    status = reading.status(visit)
    return VisitBrief(
        known=shown,
        labels=labels,
        status=status,
        when=without_ids(visit.dates),
        parts=reading.parts(known),
        attendance=reading.attendance(visit, told, status),
        reason=why_not_on(told, status),
    )


def _order(reading: Reading, visit: Visit) -> tuple[bool, int]:
    """By the first day; those without a date behind, in the order of the history."""
    first = None if isinstance(visit.dates, Unknown) else reading.span(visit)[0]
    return (first is None, 0 if first is None else first.toordinal())
