"""The trail of a field: every event that spoke of it, the wrong and the right, and what holds in the end."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies
from mayor_schedule import (
    CancelOccurrence,
    ChangeOccurrence,
    ChangeTrip,
    ConfirmTrip,
    CorrectTrip,
    Office,
    Period,
    PlanOccasion,
    PlanTrip,
    ReinstateOccurrence,
    ReportTrip,
    RescheduleTrip,
    Text,
    WithdrawTrip,
)
from mayor_schedule.domain.catalog import KINDS
from mayor_schedule.domain.model import Command
from mayor_schedule.domain.occasion import OccurrenceDetails
from mayor_schedule.domain.trip import TripDetails, TripFacts
from mayor_schedule.domain.values.place import Place
from mayor_schedule.views.trails import Turn, held, trails, words
from pasts import Told
from sizes import examples

WHY = Text(en="misread")
PLAN = PlanTrip(trip="x", title=Text(en="Bejing"), period=Period.of("2018-11-25", "2018-11-28"), nights=3)
LATER = Period.of("2018-12-02", "2018-12-05")


def trails_after(office: Office, *commands: Command) -> dict[str, list[Any]]:
    """The trails of a subject, each turn as its version, what it did, what holds after it, and what became of it."""
    for number, command in enumerate(commands):
        office.record(command, by="p", known_on="2018-08-31", id=str(number))
    found = trails(office.history(commands[0].subject))
    return {name: [told(turn) for turn in turns] for name, turns in found.items()}


def told(turn: Turn) -> tuple[Any, ...]:
    fate = {"by": turn.corrected_by or turn.withdrawn_by} if turn.corrected_by or turn.withdrawn_by else {}
    return (turn.record.version, str(turn.deed), turn.value, *fate.values())


def correct(event: int | None = None, **fields: Any) -> CorrectTrip:
    return CorrectTrip(trip="x", event=event, fields=TripFacts(**fields), reason=WHY)


def withdraw(event: int | None) -> WithdrawTrip:
    return WithdrawTrip(trip="x", event=event, reason=WHY)


def test_a_field_is_set_said_again_and_changed(office: Office) -> None:
    again = ReportTrip(trip="x", stage="planned", title=Text(en="Bejing"), period=LATER)
    found = trails_after(office, PLAN, again, ConfirmTrip(trip="x"))
    assert found["title"] == [(1, "set", Text(en="Bejing")), (2, "repeated", Text(en="Bejing"))]
    assert found["period"] == [(1, "set", PLAN.period), (2, "changed", LATER)]
    assert found["stage"] == [(1, "set", "planned"), (2, "repeated", "planned"), (3, "changed", "confirmed")]


def test_a_date_that_is_only_printed_otherwise_is_said_again(office: Office) -> None:
    printed = Period.of("2018-11-25", "2018-11-28", printed="11.25.~28")
    found = trails_after(office, PLAN, ReportTrip(trip="x", stage="planned", title=Text(en="Bejing"), period=printed))
    assert found["period"] == [(1, "set", PLAN.period), (2, "repeated", printed)]


def test_the_wrong_value_stays_beside_the_right_one(office: Office) -> None:
    found = trails_after(office, PLAN, correct(title=Text(en="Beijing")))
    assert found["title"] == [(1, "set", Text(en="Bejing"), 2), (2, "corrected", Text(en="Beijing"))]
    assert found["period"] == [(1, "set", PLAN.period)], "the correction says nothing of it"


def test_a_correction_of_what_was_changed_since_changes_nothing_that_holds(office: Office) -> None:
    right = Period.of("2018-11-26", "2018-11-29")
    found = trails_after(office, PLAN, RescheduleTrip(trip="x", period=LATER), correct(1, period=right))
    assert found["period"] == [(1, "set", PLAN.period, 3), (2, "changed", LATER), (3, "corrected", LATER)]


def test_a_withdrawal_brings_an_older_value_back_and_can_be_taken_back(office: Office) -> None:
    moved = RescheduleTrip(trip="x", period=LATER)
    found = trails_after(office, PLAN, moved, withdraw(2), withdraw(3), withdraw(4))
    assert found["period"] == [
        (1, "set", PLAN.period), (2, "changed", LATER, 3), (3, "withdrew", PLAN.period),
        (4, "restored", LATER, 5), (5, "withdrew", PLAN.period),
    ]  # fmt: skip


def test_a_field_whose_only_event_was_withdrawn_keeps_its_trail(office: Office) -> None:
    purpose = ChangeTrip(trip="x", fields=TripDetails(purpose=Text(en="Trade")))
    found = trails_after(office, PLAN, purpose, withdraw(2))
    assert found["purpose"] == [(2, "set", Text(en="Trade"), 3), (3, "withdrew", None)]


def test_the_withdrawal_of_a_correction_leaves_the_wrong_value(office: Office) -> None:
    found = trails_after(office, PLAN, correct(nights=2), withdraw(2))
    assert found["nights"] == [(1, "set", 3), (2, "corrected", 2, 3), (3, "withdrew", 3)]


def test_the_withdrawal_of_the_whole_is_in_no_trail(office: Office) -> None:
    found = trails_after(office, PLAN, withdraw(None))
    assert {turn[0] for turns in found.values() for turn in turns} == {1}


def test_an_occurrence_has_trails_of_its_own(office: Office) -> None:
    room, hall = Place(venue=Text(en="Room")), Place(venue=Text(en="Hall"))
    plan = PlanOccasion(
        occasion="staff", title=Text(en="Staff"), when={"start": "2018-10-01T09:00", "zone": "Asia/Seoul"}, place=room,
        recurrence={"rule": "FREQ=WEEKLY"}, booked_until="2018-11-30",
    )  # fmt: skip
    moved = ChangeOccurrence(occasion="staff", occurrence="2018-10-08", fields=OccurrenceDetails(place=hall))
    off = CancelOccurrence(occasion="staff", occurrence="2018-10-15")
    on = ReinstateOccurrence(occasion="staff", occurrence="2018-10-15")
    found = trails_after(office, plan, moved, off, on)
    assert found["occurrence 2018-10-08 place"] == [(2, "set", hall)]
    assert found["occurrence 2018-10-15 cancelled"] == [(3, "set", True), (4, "changed", False)]
    state = office.knowledge()["occasion:staff"].state
    assert held(state, "occurrence 2018-10-22 place") == room, "what the series says holds where nothing else is said"
    assert held(state, "occurrence 2018-10-22 cancelled") is False
    assert held(state, "occurrence 2018-10-22 reason") is None


def test_nothing_is_held_of_what_was_entered_in_error(office: Office) -> None:
    for command in (PLAN, withdraw(None)):
        office.record(command, by="p", known_on="2018-08-31")
    state = office.knowledge().withdrawn["trip:x"].state
    assert state.facts["nights"] == 3
    assert held(state, "nights") is None


def follows_its_stream(told_office: Told) -> None:
    """Each trail ends with what holds, and its events are those of the subject that spoke of the field."""
    for known in told_office.office.knowledge().values():
        state, found = known.state, trails(known.records)
        full = KINDS[known.records[0].kind]
        raw: Any = None
        after = {}
        for record in known.records:
            raw = full.evolve(raw, record.event)
            after[record.version] = raw
        assert {name for each in raw.said for name in each.facts} == set(found)
        assert list(found)[: len(raw.facts)] == list(raw.facts)
        for name, turns in found.items():
            versions = [turn.record.version for turn in turns]
            assert versions == sorted(set(versions))
            assert all(turn.record in known.records for turn in turns)
            assert turns[-1].value == raw.facts.get(name), "the trail ends with what holds"
            assert [turn.value for turn in turns] == [after[version].facts.get(name) for version in versions]
            standing = {turn.record.version: turn for turn in turns if turn.withdrawn_by is None}
            if name in raw.facts:
                holding = standing[raw.set_by[name]]
                assert holding.said == raw.facts[name]
                assert holding.corrected_by is None
        said = dict(words(raw))
        assert set(said) == {
            each.version
            for each in raw.said
            if each.version not in raw.withdrawn and each.corrects is None and each.withdraws is None
        }
        again: dict[str, Any] = {}
        for facts in said.values():
            again |= facts
        assert again == dict(raw.facts), "what the standing events say is what holds"
        assert state.version == raw.version


PACES = st.lists(st.integers(0, 9), min_size=4, max_size=12)


@examples(20)
@given(strategies.stories(kinds=3, size=6), PACES)
def test_a_trail_ends_with_what_holds(story: list[tuple[Command, int]], paces: list[int]) -> None:
    office = Told()
    office.story(story, paces)
    follows_its_stream(office)


@pytest.mark.slow
@given(strategies.stories(kinds=5, size=14), PACES)
def test_the_trails_of_long_lives_end_with_what_holds(story: list[tuple[Command, int]], paces: list[int]) -> None:
    office = Told()
    office.story(story, paces)
    follows_its_stream(office)


def test_the_trails_of_a_lively_office_end_with_what_holds() -> None:
    office = Told()
    office.lively([3, 1, 4])
    follows_its_stream(office)
