"""Organisations that closed or moved away, and exports that were delivered or lost, in words."""

from __future__ import annotations

from collections.abc import Iterable

from mayor_schedule.domain.organization import Organization
from mayor_schedule.domain.policy_export import PolicyExport
from mayor_schedule.views.briefing import Departure

from .lines import labelled, plain
from .page import Block, Line
from .saying import Saying


def organizations_left(departures: Iterable[Departure], saying: Saying) -> Block:
    """Organisations that closed or moved away, and where to."""
    return plain("organizations_left", saying, (_line(each, _how(each, saying), saying) for each in departures))


def exports_ended(key: str, departures: Iterable[Departure], saying: Saying) -> Block:
    """Policy exports that were delivered or lost, with their clients."""
    return plain(key, saying, (_line(each, _client(each, saying), saying) for each in departures))


def _line(departure: Departure, more: str, saying: Saying) -> Line:
    text = saying.bracketed(saying.text(departure.label), more, saying.when(departure.when))
    reason = departure.reason
    below = () if reason is None else (labelled("reason", saying.text(reason), saying, departure.known),)
    return Line(text=text, known=(departure.known,), below=below)


def _how(departure: Departure, saying: Saying) -> str:
    state = departure.known.state
    if not isinstance(state, Organization):
        return ""
    if state.moved_to is not None:
        return saying.word("moved_to", place=saying.place(state.moved_to))
    return saying.word(f"stage_{state.stage}")


def _client(departure: Departure, saying: Saying) -> str:
    state = departure.known.state
    return saying.text(state.client.name) if isinstance(state, PolicyExport) and state.client is not None else ""
