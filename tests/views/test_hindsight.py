"""States told without what was entered in error."""

from __future__ import annotations

from typing import Any

from hypothesis import given

import strategies
from archives import lived
from mayor_schedule.domain.catalog import KEPT, KINDS
from mayor_schedule.domain.subject import Subject
from mayor_schedule.views.hindsight import Hindsight


@given(strategies.stories(kinds=4, size=6))
def test_what_holds_now_is_what_is_known_now(story: Any) -> None:
    hindsight, states = Hindsight(), dict[str, Subject]()
    with lived(story) as office:
        for record in office.history():
            if record.kind not in KEPT:
                hindsight.learn(record)
                states[record.subject] = KINDS[record.kind].evolve(states.get(record.subject), record.event)
    for subject, state in states.items():
        assert hindsight.of(subject, state) == state
        assert Hindsight().of(subject, state) is state
