from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from mayor_schedule.domain import engagement, occasion, visit
from mayor_schedule.domain.model import Command
from mayor_schedule.domain.programme import known_day
from mayor_schedule.domain.values.attendance import Answer, Attendance
from mayor_schedule.domain.values.fuzzy import FuzzyDate
from mayor_schedule.domain.values.moment import Moment
from mayor_schedule.domain.values.period import Period
from mayor_schedule.domain.values.text import Text
from mayor_schedule.domain.values.when import Timed, Unknown
from mayor_schedule.errors import RefusedError
from spec import given

WHY = Text(en="misread")
TITLE = Text(en="forum")
WHENS = st.sampled_from([Period.of("2018-02-07"), Period.of("2018-02-08"), FuzzyDate.of("2018-02"), Unknown()])
ATTENDANCES = st.builds(Attendance, principal=st.sampled_from(["mayor", "vice_mayor"]), answer=st.sampled_from(Answer))
VERSIONS = st.one_of(st.none(), st.integers(1, 9))


def commands_of(module: Any, name: str, opens: str, begins: str) -> st.SearchStrategy[Command]:
    """Any command to a subject of a kind, with what it says drawn from a few values, so that they often meet."""
    target = {name: "it"}
    kind = name.capitalize()
    opening = {**target, "title": TITLE}
    details, facts, stages = (getattr(module, f"{kind}{each}") for each in ("Details", "Facts", "Stage"))
    several = st.lists(ATTENDANCES, min_size=1, max_size=3).map(tuple)

    def one(verb: str, known: dict[str, Any] = target, **drawn: st.SearchStrategy[Any]) -> st.SearchStrategy[Command]:
        return st.builds(lambda **given: getattr(module, f"{verb}{kind}")(**known, **given), **drawn)

    return st.one_of(
        one(opens, opening, when=WHENS, attendance=several),
        one("Report", opening, when=WHENS, stage=st.sampled_from(stages), attendance=several),
        one("Confirm"),
        one("Reschedule", when=WHENS),
        one("Change", fields=st.sampled_from([details(title=TITLE), details(title=None), details(place=None)])),
        one(begins, when=st.one_of(st.none(), WHENS)),
        one("Cancel"),
        one("Postpone"),
        one("Reinstate", when=st.one_of(st.none(), WHENS)),
        one("Attend", attendance=ATTENDANCES),
        one("Correct", {**target, "reason": WHY}, event=VERSIONS, fields=st.one_of(
            st.builds(facts, when=WHENS), st.builds(facts, attendance=several), st.builds(facts, actual_when=WHENS)
        )),
        one("Withdraw", {**target, "reason": WHY}, event=VERSIONS),
    )  # fmt: skip


KINDS = {
    "visit": (visit, commands_of(visit, "visit", "Announce", "Receive")),
    "engagement": (engagement, commands_of(engagement, "engagement", "Plan", "Hold")),
    "occasion": (occasion, commands_of(occasion, "occasion", "Plan", "Hold")),
}


@pytest.mark.parametrize("kind", KINDS)
@for_all(data=st.data())
def test_whatever_is_asked_the_state_is_that_of_its_history(kind: str, data: st.DataObject) -> None:
    module, commands = KINDS[kind]
    state, history = None, []
    for command in data.draw(st.lists(commands, min_size=1, max_size=12)):
        try:
            events = list(module.decide(state, command))
        except RefusedError:
            continue
        for event in events:
            state = module.evolve(state, event)
            history.append(event)
    if state is None:
        return
    again = given(*history).state
    assert again == state
    assert state.version == len(history)
    afresh = state._resolved(state.said)
    assert (dict(afresh.facts), dict(afresh.set_by)) == (dict(state.facts), dict(state.set_by))
    assert len({each.principal for each in state.attendance}) == len(state.attendance)
    assert "attendance" not in state.facts
    assert isinstance(state.standing, str)
    assert state.dates is not None
    if not state.is_withdrawn:
        withdrawing = getattr(module, f"Withdraw{kind.capitalize()}")
        whole, undone = (
            withdrawing(**{kind: "it"}, reason=WHY),
            withdrawing(**{kind: "it"}, event=state.version + 1, reason=WHY),
        )
        assert dict(given(*history).state_after(whole, undone).facts) == dict(state.facts)


@pytest.mark.parametrize(
    ("when", "day"),
    [
        (Timed(start=Moment.of("2018-10-03T19:00", "Europe/Zurich")), date(2018, 10, 3)),
        (
            Timed(
                start=Moment.of("2018-10-03T19:00", "Europe/Zurich"), end=Moment.of("2018-10-04T01:00", "Europe/Zurich")
            ),
            date(2018, 10, 3),
        ),
        (Period.of("2018-10-03"), Period.of("2018-10-03")),
        (FuzzyDate.of("2018-10-03"), date(2018, 10, 3)),
        (FuzzyDate.of("2018-10-03?"), None),
        (FuzzyDate.of("2018-10"), None),
        (Unknown(within="trip:2018-europe"), None),
    ],
)
def test_which_day_is_known(when: Any, day: object) -> None:
    assert known_day(when) == day
