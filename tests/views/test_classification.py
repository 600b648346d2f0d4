"""Who may see a subject, folded by itself, is what its whole state says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies
from archives import lived, stored
from canaries import canary_stories
from mayor_schedule import Audience, Office, Text
from mayor_schedule.domain.catalog import KEPT, KINDS
from mayor_schedule.domain.subject import Subject
from mayor_schedule.domain.trip import TripClassified, TripPlanned, TripWithdrawn
from mayor_schedule.domain.values.visibility import Visibility
from mayor_schedule.views.classification import Classification, Standing
from mayor_schedule.views.knowledge import remains

INSTANTS = (datetime(1990, 1, 1, tzinfo=UTC), datetime(2026, 11, 22, tzinfo=UTC), datetime(2061, 1, 1, tzinfo=UTC))


def agrees(office: Office) -> None:
    classification, states = Classification(), dict[str, Subject]()
    for record in office.history():
        classification.after(record)
        if record.kind in KEPT:
            continue
        state = states[record.subject] = KINDS[record.kind].evolve(states.get(record.subject), record.event)
        standing = classification.standings()[record.subject]
        assert (standing.version, standing.visibility, standing.public_from, standing.is_withdrawn) == (
            state.version, state.visibility, state.public_from, state.is_withdrawn,
        ), record.reference  # fmt: skip
        for at in INSTANTS:
            assert standing.is_public(at) == remains(state, Audience.PUBLIC, at)


@given(strategies.stories(kinds=4, size=8) | canary_stories(most=5, size=8))
def test_it_is_what_the_whole_state_says(story: Any) -> None:
    with lived(story) as office:
        agrees(office)


@pytest.mark.parametrize("version", ["v1", "v2", "v3"])
def test_it_is_what_the_whole_state_says_in_old_stores(version: str) -> None:
    with stored(version) as office:
        agrees(office)


@given(st.lists(st.sampled_from([Visibility.PUBLIC, Visibility.CONFIDENTIAL, None, 2, 3, 4, 0]), max_size=7))
def test_withdrawals_and_embargoes(steps: list[Any]) -> None:
    """Each step hides, shows with an embargo, says nothing, or withdraws an event, perhaps a withdrawal."""
    planned = TripPlanned(title=Text(en="x"), visibility=Visibility.PUBLIC)
    evolve = KINDS["trip"].evolve
    state, standing = evolve(None, planned), Standing().after(planned)
    for step in steps:
        event: Any = TripClassified(visibility=Visibility.PUBLIC)
        if isinstance(step, Visibility):
            embargo = INSTANTS[1] + timedelta(days=state.version) if step is Visibility.PUBLIC else None
            event = TripClassified(visibility=step, public_from=embargo)
        elif step is not None:
            event = TripWithdrawn(event=step or None, reason=Text(en="x"))
        state, standing = evolve(state, event), standing.after(event)
        assert (standing.visibility, standing.public_from, standing.is_withdrawn) == (
            state.visibility, state.public_from, state.is_withdrawn,
        )  # fmt: skip
