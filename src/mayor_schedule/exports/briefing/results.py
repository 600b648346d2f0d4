"""Policies exported and organisations attracted, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from mayor_schedule.domain.agreement import Agreement
from mayor_schedule.domain.organization import Organization
from mayor_schedule.domain.policy_export import PolicyExport
from mayor_schedule.domain.values.text import Text
from mayor_schedule.views.briefing import Named, Tally
from mayor_schedule.views.knowledge import Known, without_ids

from .counted import block
from .page import Block, Line
from .saying import Saying
from .topics import parties


def exports(tally: Tally, saying: Saying) -> Block:
    """Policy exports: each system with those who take it."""
    others = (line for each in tally.doubtful for line in _exports([each], saying, when_of(each, saying)))
    return block(saying, tally.count, _exports(tally.items, saying), listed=len(tally.items), others=others)


def organizations(tally: Tally, saying: Saying) -> Block:
    """The named organisations of a count."""
    return _named(tally, saying, organization_name)


def agreements(tally: Tally, saying: Saying) -> Block:
    """The agreements of a count, where one is stated: all of them are in the register."""
    return Block(key=tally.count.key) if tally.count.stated is None else _named(tally, saying, _agreement)


def when_of(named: Named, saying: Saying) -> str:
    """When something came that no number counts; that its day is not known is said inside the office."""
    said = saying.when(named.when)
    return said or (saying.word("no_date") if saying.is_internal else "")


def _named(tally: Tally, saying: Saying, call: Callable[[Named, Saying], str]) -> Block:
    lines = (Line(text=call(each, saying), known=(each.known,)) for each in tally.items)
    others = (
        Line(text=saying.bracketed(call(each, saying), when_of(each, saying)), known=(each.known,))
        for each in tally.doubtful
    )
    return block(saying, tally.count, lines, others=others)


def _exports(items: Iterable[Named], saying: Saying, *more_of: str) -> Iterator[Line]:
    """The lines of some exports: those of one system together."""
    alike: dict[tuple[Text, Text | None], list[Known]] = {}
    for item in items:
        state = item.known.state
        about = state.description if isinstance(state, PolicyExport) else None
        alike.setdefault((item.label, about), []).append(item.known)
    for (system, about), exports in alike.items():
        states = [each.state for each in exports if isinstance(each.state, PolicyExport)]
        clients = ", ".join(saying.text(each.client.name) for each in states if each.client is not None)
        more = "" if about is None else saying.text(about)
        text = " ".join(filter(None, (saying.bracketed(saying.text(system), clients, *more_of), more)))
        yield Line(text=text, known=tuple(exports))


def _agreement(named: Named, saying: Saying) -> str:
    """What an agreement is called, who makes it, and when."""
    state, title = named.known.state, saying.text(named.label)
    if not isinstance(state, Agreement):
        return title
    return saying.bracketed(title, parties(state, saying), saying.when(without_ids(state.dates)))


def organization_name(named: Named, saying: Saying) -> str:
    """What an organisation is called, and whether its headquarters or a branch is meant."""
    state, name = named.known.state, saying.text(named.label)
    form = state.form if isinstance(state, Organization) else None
    return name if form is None else saying.word(str(form), name=name)
