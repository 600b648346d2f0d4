"""Policies exported and organisations attracted, in words."""

from __future__ import annotations

from collections.abc import Iterator

from mayor_schedule.domain.organization import Organization
from mayor_schedule.domain.policy_export import PolicyExport
from mayor_schedule.domain.values.text import Text
from mayor_schedule.views.briefing import Named, Tally
from mayor_schedule.views.knowledge import Known

from .counted import among_others
from .page import Line
from .saying import Saying


def exports(tally: Tally, saying: Saying) -> Iterator[Line]:
    """Policy exports: each system with those who take it."""
    alike: dict[tuple[Text, Text | None], list[Known]] = {}
    for item in tally.items:
        state = item.known.state
        about = state.description if isinstance(state, PolicyExport) else None
        alike.setdefault((item.label, about), []).append(item.known)
    lines = []
    for (system, about), exports in alike.items():
        states = [each.state for each in exports if isinstance(each.state, PolicyExport)]
        clients = ", ".join(saying.text(each.client.name) for each in states if each.client is not None)
        more = "" if about is None else saying.text(about)
        text = " ".join(filter(None, (saying.bracketed(saying.text(system), clients), more)))
        lines.append(Line(text=text, known=tuple(exports)))
    yield from among_others(tally.count, lines, saying)


def names(tally: Tally, saying: Saying) -> Iterator[Line]:
    """The named organisations of a count."""
    lines = [Line(text=organization_name(each, saying), known=(each.known,)) for each in tally.items]
    yield from among_others(tally.count, lines, saying)


def organization_name(named: Named, saying: Saying) -> str:
    """What an organisation is called, and whether its headquarters or a branch is meant."""
    state, name = named.known.state, saying.text(named.label)
    form = state.form if isinstance(state, Organization) else None
    return name if form is None else saying.word(str(form), name=name)
