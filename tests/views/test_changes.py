"""What the office knew differently on a later day, and the event that did it."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies
from canaries import CANARY, canary_stories, lived
from mayor_schedule import (
    Audience,
    ChangeOccurrence,
    ChangeTrip,
    ClassifyTrip,
    ConfirmTrip,
    CorrectTrip,
    Office,
    Period,
    PlanEngagement,
    PlanOccasion,
    PlanTrip,
    RegisterDocument,
    RescheduleTrip,
    Text,
    Visibility,
    WithdrawOccasion,
    WithdrawTrip,
)
from mayor_schedule.audit.changes import changes as plain_changes
from mayor_schedule.domain.catalog import KEPT
from mayor_schedule.domain.clash import Clash
from mayor_schedule.domain.model import Command
from mayor_schedule.domain.occasion import OccurrenceDetails
from mayor_schedule.domain.trip import TripDetails, TripFacts
from mayor_schedule.domain.values.place import Place
from mayor_schedule.errors import InvalidValueError
from mayor_schedule.views.changes import Fate, SubjectChange, changes
from mayor_schedule.views.trails import held, same
from pasts import Told
from sizes import examples

WHY = Text(en="misread")
FIRST, LAST = "2018-08-01", "2018-08-31"
PERIOD, LATER = Period.of("2018-11-25", "2018-11-28"), Period.of("2018-12-02", "2018-12-05")
PLAN = PlanTrip(trip="x", title=Text(en="Bejing"), period=PERIOD, nights=3)


def between(office: Office, *commands: Command, audience: str = "internal") -> list[SubjectChange]:
    """What changes between the two days by commands of the days between."""
    for number, command in enumerate(commands):
        office.record(command, by="p", known_on=f"2018-08-{number + 2:02}", id=f"between {number}")
    return differences(office, audience)


def differences(office: Office, audience: str = "internal") -> list[SubjectChange]:
    return changes(
        office.knowledge(known_on=FIRST, audience=audience), office.knowledge(known_on=LAST, audience=audience)
    )


def planned(office: Office, command: Command = PLAN) -> None:
    office.record(command, by="p", known_on=FIRST)


def fields(change: SubjectChange) -> dict[str, tuple[Any, Any, str | None]]:
    return {
        each.name: (each.before, each.after, None if each.record is None else each.record.reference)
        for each in change.fields
    }


def withdraw(event: int | None = None) -> WithdrawTrip:
    return WithdrawTrip(trip="x", event=event, reason=WHY)


def test_a_field_is_told_with_the_event_that_changed_it(office: Office) -> None:
    planned(office)
    (change,) = between(office, RescheduleTrip(trip="x", period=LATER), ConfirmTrip(trip="x"))
    assert (change.known.id, change.fate) == ("trip:x", Fate.CHANGED)
    assert fields(change) == {
        "period": (PERIOD, LATER, "trip:x@2"),
        "stage": ("planned", "confirmed", "trip:x@3"),
    }
    assert [each.reference for each in change.records] == ["trip:x@2", "trip:x@3"]


def test_a_new_subject_is_told_with_all_that_is_held_of_it(office: Office) -> None:
    (change,) = between(office, PLAN)
    assert change.fate is Fate.NEW
    assert fields(change)["nights"] == (None, 3, "trip:x@1")


def test_a_correction_and_not_what_it_corrects_is_told(office: Office) -> None:
    planned(office)
    (change,) = between(office, CorrectTrip(trip="x", fields=TripFacts(title=Text(en="Beijing")), reason=WHY))
    assert fields(change) == {"title": (Text(en="Bejing"), Text(en="Beijing"), "trip:x@2")}


def test_a_withdrawal_that_brings_an_older_value_back_is_told(office: Office) -> None:
    planned(office)
    office.record(RescheduleTrip(trip="x", period=LATER), by="p", known_on=FIRST)
    (change,) = between(office, withdraw(2))
    assert fields(change) == {"period": (LATER, PERIOD, "trip:x@3")}


def test_the_last_event_that_changed_the_field_is_told_and_not_one_that_repeats_it(office: Office) -> None:
    planned(office)
    again = ChangeTrip(trip="x", fields=TripDetails(title=Text(en="Beijing")))
    other = ChangeTrip(trip="x", fields=TripDetails(title=Text(en="Peking")))
    (change,) = between(office, other, again, again)
    assert fields(change)["title"] == (Text(en="Bejing"), Text(en="Beijing"), "trip:x@3")


def test_what_was_changed_and_changed_back_is_no_change(office: Office) -> None:
    planned(office)
    back = RescheduleTrip(trip="x", period=PERIOD)
    assert between(office, RescheduleTrip(trip="x", period=LATER), back) == []


def test_what_was_entered_and_taken_out_between_the_days_is_no_change(office: Office) -> None:
    assert between(office, PLAN, withdraw()) == []


def test_a_whole_subject_leaves_and_comes_back(office: Office) -> None:
    planned(office)
    (change,) = between(office, withdraw())
    assert (change.known.id, change.fate) == ("trip:x", Fate.WITHDRAWN)
    assert fields(change)["nights"] == (3, None, "trip:x@2")
    office.record(withdraw(2), by="p", known_on="2018-10-01")
    (back,) = changes(office.knowledge(known_on=LAST), office.knowledge(known_on="2018-10-01"))
    assert back.fate is Fate.BROUGHT_BACK
    assert fields(back)["nights"] == (None, 3, "trip:x@3")
    assert changes(office.knowledge(known_on=FIRST), office.knowledge()) == []


def test_what_is_only_printed_otherwise_is_no_change(office: Office) -> None:
    planned(office)
    printed = Period.of("2018-11-25", "2018-11-28", printed="11.25.~28")
    assert between(office, RescheduleTrip(trip="x", period=LATER), RescheduleTrip(trip="x", period=printed)) == []


def test_of_one_occurrence_what_the_series_said_is_the_value_before(office: Office) -> None:
    room, hall = Place(venue=Text(en="Room")), Place(venue=Text(en="Hall"))
    planned(
        office,
        PlanOccasion(
            occasion="staff", title=Text(en="Staff"), when={"start": "2018-10-01T09:00", "zone": "Asia/Seoul"},
            place=room, recurrence={"rule": "FREQ=WEEKLY"}, booked_until="2018-11-30",
        ),
    )  # fmt: skip
    moved = ChangeOccurrence(occasion="staff", occurrence="2018-10-08", fields=OccurrenceDetails(place=hall))
    nowhere = ChangeOccurrence(occasion="staff", occurrence="2018-10-15", fields=OccurrenceDetails(place=None))
    (change,) = between(office, moved, nowhere)
    assert fields(change) == {
        "occurrence 2018-10-08 place": (room, hall, "occasion:staff@2"),
        "occurrence 2018-10-15 place": (room, None, "occasion:staff@3"),
    }
    office.record(WithdrawOccasion(occasion="staff", event=2, reason=WHY), by="p", known_on=LAST)
    (change,) = differences(office)
    assert list(fields(change)) == ["occurrence 2018-10-15 place"]


def test_a_reference_is_told_when_the_subject_that_it_names_becomes_known(office: Office) -> None:
    """The engagement is known first, and that its trip is: the event that opened the trip is what did it."""
    office.record(PLAN, by="p", known_on="2018-08-20")
    planned(office, PlanEngagement(engagement="talk", title=Text(en="Talk"), part_of="trip:x"))
    trip, talk = differences(office)
    assert (trip.known.id, trip.fate) == ("trip:x", Fate.NEW)
    assert fields(talk) == {"part_of": (None, "trip:x", "trip:x@1")}


def test_they_come_in_the_order_in_which_the_log_has_what_did_it(office: Office) -> None:
    planned(office)
    planned(office, PlanTrip(trip="y", title=Text(en="Y"), nights=1))
    found = between(office, ConfirmTrip(trip="y"), PlanTrip(trip="z", title=Text(en="Z")), ConfirmTrip(trip="x"))
    assert [each.known.id for each in found] == ["trip:y", "trip:z", "trip:x"]


def test_the_public_sees_public_facts_and_no_events(office: Office) -> None:
    planned(office, PLAN.model_copy(update={"visibility": Visibility.PUBLIC, "purpose": Text(en="hush")}))
    purpose = ChangeTrip(trip="x", fields=TripDetails(purpose=Text(en="other")))
    (change,) = between(office, purpose, RescheduleTrip(trip="x", period=LATER), audience="public")
    assert fields(change) == {"period": (PERIOD, LATER, None)}
    assert change.known.id == change.known.uid
    assert change.records == ()


def test_the_public_is_told_what_is_shown_and_what_is_no_longer_shown(office: Office) -> None:
    planned(office)
    public = ClassifyTrip(trip="x", visibility=Visibility.PUBLIC)
    (change,) = between(office, public, audience="public")
    assert (change.fate, fields(change)["nights"]) == (Fate.NEW, (None, 3, None))
    for day, visibility in (("2018-09-10", Visibility.INTERNAL), ("2018-09-20", Visibility.PUBLIC)):
        office.record(ClassifyTrip(trip="x", visibility=visibility), by="p", known_on=day, id=day)
    shown = office.knowledge(known_on=LAST, audience="public")
    (change,) = changes(shown, office.knowledge(known_on="2018-09-15", audience="public"))
    assert (change.fate, fields(change)["nights"]) == (Fate.NO_LONGER_SHOWN, (3, None, None))
    office.record(withdraw(), by="p", known_on="2018-09-30")
    assert differences(office, "public") == [], "what was entered in error is not shown to the public again"


def test_the_public_is_not_told_that_what_is_back_had_been_entered_in_error(office: Office) -> None:
    planned(office, PLAN.model_copy(update={"visibility": Visibility.PUBLIC}))
    office.record(withdraw(), by="p", known_on="2018-08-02")
    office.record(withdraw(2), by="p", known_on="2018-09-01")
    between_ = office.knowledge(known_on=LAST, audience="public")
    assert (list(between_), dict(between_.withdrawn)) == ([], {})
    (back,) = changes(between_, office.knowledge(audience="public"))
    assert back.fate is Fate.NEW
    (gone,) = differences(office, "public")
    assert gone.fate is Fate.NO_LONGER_SHOWN


def test_diaries_are_no_knowledge(office: Office) -> None:
    planned(office)
    (change,) = between(office, ConfirmTrip(trip="x"))
    assert any(each.kind in KEPT for each in office.history())
    assert change.known.id == "trip:x"


# --- as plain data


def test_as_plain_data_each_change_names_its_event_and_why(office: Office) -> None:
    planned(office)
    office.record(RegisterDocument(document="note", title=Text(en="A note")), by="p", known_on=FIRST)
    between(office, CorrectTrip(trip="x", fields=TripFacts(title=Text(en="Beijing")), reason=WHY), withdraw())
    correction, withdrawal = (
        plain_changes(office, since=since, until=until)
        for since, until in ((FIRST, "2018-08-02"), ("2018-08-02", LAST))
    )
    title = correction[0]["fields"]["title"]
    assert title == {
        "before": {"en": "Bejing"}, "after": {"en": "Beijing"}, "event": "trip:x@2", "topic": "trip.corrected",
        "known_on": "2018-08-02", "recorded_at": title["recorded_at"], "by": "p", "sources": [], "note": None,
        "reason": {"en": "misread"}, "corrects": "trip:x@1", "withdraws": None,
    }  # fmt: skip
    (gone,) = withdrawal
    assert (gone["change"], gone["title"], gone["events"]) == ("withdrawn", "Beijing", ["trip:x@3"])
    assert gone["fields"]["nights"]["withdraws"] == "trip:x", "the whole of it"


def test_as_recorded_until_an_instant(office: Office) -> None:
    planned(office)
    until = office.now()
    between(office, ConfirmTrip(trip="x"))
    assert len(plain_changes(office, since=FIRST, until=LAST)) == 1
    assert plain_changes(office, since=FIRST, until=LAST, recorded_until=until) == []


def test_the_days_run_forward(office: Office) -> None:
    assert plain_changes(office, since=FIRST, until=FIRST) == []
    with pytest.raises(InvalidValueError, match=r"cannot run from 2018-08-31 to 2018-08-01; exchange the two days"):
        plain_changes(office, since=LAST, until=FIRST)


# --- whatever happens

PACES = st.lists(st.integers(0, 9), min_size=4, max_size=12)


def lead_from_day_to_day(told: Told) -> None:
    """Applied to what was held on one day, the changes give what is held on another, and each is of a day between.

    But that a clash was accepted is known only with the entries that clash, which may be later than it was said.
    """
    office = told.office
    days = sorted({each.known_on for each in office.history()})
    for first, last in [(day, days[-1]) for day in days] + list(pairwise(days)):
        before, after = office.knowledge(known_on=first), office.knowledge(known_on=last)
        found = {each.known.id: each for each in changes(before, after)}
        assert [each.order for each in found.values()] == sorted(each.order for each in found.values())
        for subject in {*before, *after, *before.withdrawn, *after.withdrawn}:
            was, now = (side.get(subject) for side in (before, after))
            changed = {} if subject not in found else {each.name: each.after for each in found[subject].fields}
            names = {name for side in (was, now) if side is not None for name in side.state.facts}
            assert changed.keys() <= names
            for name in names:
                then, is_so = (held(None if side is None else side.state, name) for side in (was, now))
                assert same(changed.get(name, then), is_so)
                assert (name in changed) == (not same(then, is_so)), "what did not change is not told"
        past = {event for side in (before, before.withdrawn) for known in side.values() for event in known.events}
        for change in found.values():
            for each in change.fields:
                assert each.record is not None
                assert each.record.reference not in past
                assert first < each.record.known_on <= last or each.record.kind == Clash.kind
                assert each.record.subject in {change.known.id, each.after, getattr(each.after, "within", None)}


@examples(15)
@given(strategies.stories(kinds=4, size=6), PACES)
def test_changes_lead_from_one_day_to_another(story: list[tuple[Command, int]], paces: list[int]) -> None:
    told = Told()
    told.story(story, paces)
    if told.days:
        lead_from_day_to_day(told)


@pytest.mark.slow
@examples(30)
@given(strategies.stories(kinds=6, size=12), PACES)
def test_changes_of_long_lives_lead_from_one_day_to_another(
    story: list[tuple[Command, int]], paces: list[int]
) -> None:
    told = Told()
    told.story(story, paces)
    if told.days:
        lead_from_day_to_day(told)


@pytest.mark.parametrize("paces", [[3, 1, 4, 1, 5, 9, 2, 6], [0, 9], [8, 7, 0, 2]])
def test_changes_of_a_lively_office_lead_from_one_day_to_another(paces: list[int]) -> None:
    told = Told()
    told.lively(paces)
    lead_from_day_to_day(told)


@examples(15)
@given(canary_stories())
def test_nothing_internal_is_told_to_the_public(story: list[tuple[Command, int]]) -> None:
    with lived(story) as office:
        found = plain_changes(office, since=date.min, until=date.max, audience=Audience.PUBLIC)
        assert CANARY not in str(found)
        assert not any(each.subject in str(found) for each in office.history())
