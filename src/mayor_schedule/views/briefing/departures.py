"""Organisations that closed or moved away, and exports that were delivered or lost, in the days of a briefing."""

from __future__ import annotations

from collections.abc import Iterator

from mayor_schedule.domain.organization import Organization, OrganizationStage
from mayor_schedule.domain.policy_export import PolicyExport, PolicyExportStage
from mayor_schedule.domain.values.text import Text
from mayor_schedule.domain.values.when import Unknown, When

from ..knowledge import Known, Span, without_ids
from .content import Departure
from .reading import Reading, reason_of

_LEFT = (OrganizationStage.CLOSED, OrganizationStage.MOVED_AWAY)


def organizations_left(reading: Reading) -> tuple[Departure, ...]:
    """The organisations that closed or moved away."""
    return tuple(
        departure for known, state in reading.knowledge.of_kind(Organization) if state.stage in _LEFT
        for departure in _departures(reading, known, state.name, "left", state.left)
    )  # fmt: skip


def exports_ended(reading: Reading, stage: PolicyExportStage) -> tuple[Departure, ...]:
    """The policy exports that were delivered, or that were lost."""
    return tuple(
        departure for known, state in reading.knowledge.of_kind(PolicyExport) if state.stage is stage
        for departure in _departures(reading, known, state.system, str(stage), getattr(state, str(stage)))
    )  # fmt: skip


def _departures(reading: Reading, known: Known, label: Text, fact: str, when: When | None) -> Iterator[Departure]:
    """The one departure of a subject, if it may have been in the days of the briefing."""
    if not reading.touches(_days(reading, known, when)):
        return
    shown = reading.shown(known)
    told = shown.state.facts.get(fact)
    dates: When = Unknown() if told is None else without_ids(told)
    yield Departure(known=shown, label=label, when=dates, reason=reason_of(shown.state))


def _days(reading: Reading, known: Known, when: When | None) -> Span:
    """The days on which it may have been; what has no date was by the day on which the office knew of it."""
    first, last = reading.knowledge.span(when)
    if first is None and last is None:
        version = known.state.set_by.get("stage", 1)
        return None, known.records[version - 1].known_on
    return first, last
