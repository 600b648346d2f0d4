"""The feed of one principal: what is in it, as in that principal's calendar, and how its changes are counted."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, timedelta
from typing import Any

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from canaries import days_of, lived
from conftest import Clock
from exported import exported, linted
from exports.ics.test_sequence import in_feed
from handovers import FOUNDED, WEEKLY, handovers, hour
from mayor_schedule import (
    AddPrincipal,
    AnnounceVisit,
    Answer,
    Attendance,
    AttendEngagement,
    AttendVisit,
    Audience,
    ChangeOccurrence,
    OccurrenceDetails,
    Office,
    Period,
    PlanEngagement,
    PlanOccasion,
    PlanTrip,
    PostponeEngagement,
    ReinstateEngagement,
    RepeatOccasion,
    RescheduleOccasion,
    RescheduleTrip,
    Text,
    Visibility,
    WithdrawTrip,
)  # fmt: skip
from mayor_schedule.domain.model import Command
from mayor_schedule.domain.occasion import Occasion
from mayor_schedule.domain.office import OFFICE, Profile
from mayor_schedule.exports.ics.options import FeedOptions
from mayor_schedule.exports.ics.publisher import Publisher
from mayor_schedule.exports.jsonld import jsonld
from mayor_schedule.exports.table import table
from mayor_schedule.views.calendar import CalendarEntry
from mayor_schedule.views.revisions import revisions
from sizes import examples

PUBLIC, INTERNAL, CONFIDENTIAL = Visibility.PUBLIC, Visibility.INTERNAL, Visibility.CONFIDENTIAL
LAST = date(2027, 3, 31)
GOVERNOR, DEPUTY = (Attendance(principal=each, answer=Answer.YES) for each in ("governor", "deputy"))
NOT_GOVERNOR, NOT_DEPUTY = (Attendance(principal=each, answer=Answer.NO) for each in ("governor", "deputy"))


@pytest.fixture
def desk(office: Office) -> Office:
    """An office of a governor and a deputy."""
    office.record(FOUNDED, by="p", known_on="2026-01-01")
    return office


def record(office: Office, *commands: Command, known_on: str = "2026-11-01") -> None:
    for command in commands:
        office.record(command, by="p", known_on=known_on, id=f"c{len(list(office.history()))}")


def feed(office: Office, principal: str | None, audience: str = "internal", **asked: Any) -> list[tuple[str, str]]:
    """The titles of a feed and the days of single occurrences in it."""
    data = exported(office, audience, "en", principal=principal, **asked)
    events = icalendar.Calendar.from_ical(data).walk("VEVENT")
    return [
        (str(each["SUMMARY"]), f"{each['RECURRENCE-ID'].dt:%d}" if "RECURRENCE-ID" in each else "") for each in events
    ]


def calendar(office: Office, principal: str | None, audience: str = "internal", **asked: Any) -> set[str]:
    entries = office.calendar(principal=principal, audience=audience, **asked).entries()
    return {str(each.title.best("en")) for each in entries}


# --- what is in it ----------------------------------------------------------------------------------------------------


def trip(visibility: Visibility, **more: Any) -> PlanTrip:
    period = Period.of("2026-12-01", "2026-12-05")
    return PlanTrip(trip="d", title=Text(en="Trip"), principal="deputy", period=period, visibility=visibility, **more)


def part(name: str, at: int, visibility: Visibility, **more: Any) -> PlanEngagement:
    return PlanEngagement(
        engagement=name, title=Text(en=f"{visibility.value.title()} part"), when=hour(2, at), part_of="trip:d",
        visibility=visibility, **more,
    )  # fmt: skip


def test_parts_of_a_confidential_trip_are_in_the_internal_feed_of_whose_trip_it_is(desk: Office) -> None:
    record(desk, trip(CONFIDENTIAL), part("a", 9, INTERNAL), part("b", 14, CONFIDENTIAL), part("c", 16, PUBLIC))
    parts = [("Internal part", ""), ("Public part", "")]
    assert calendar(desk, "deputy") == {"Trip", "Internal part", "Confidential part", "Public part"}
    assert feed(desk, "deputy") == parts
    assert feed(desk, "deputy", busy=True) == feed(desk, None, busy=True)
    assert [title for title, _ in feed(desk, "deputy", busy=True)] == ["Busy", "Internal part", "Busy", "Public part"]
    for busy in (False, True):
        assert feed(desk, "governor", busy=busy) == []
    assert calendar(desk, "governor") == set()
    assert feed(desk, None, "public") == [("Public part", "")]
    for principal in ("governor", "deputy"):
        assert feed(desk, principal, "public") == [], "whose it is would be a guess"


def test_the_confidential_trip_is_named_by_nothing(desk: Office) -> None:
    record(desk, trip(CONFIDENTIAL), part("a", 9, INTERNAL))
    data = exported(desk, "internal", "en", principal="deputy", busy=True)
    assert b"RELATED-TO" not in data
    assert b"Trip" not in data


def test_what_was_not_known_yet_tells_nobody_whose_a_part_is(desk: Office) -> None:
    record(desk, trip(INTERNAL), known_on="2026-11-10")
    record(desk, part("a", 9, INTERNAL), known_on="2026-11-01")
    then = {"known_on": date(2026, 11, 5)}
    for principal, expected in (("governor", {"Internal part"}), ("deputy", set()), (None, {"Internal part"})):
        assert calendar(desk, principal, **then) == expected
        assert {title for title, _ in feed(desk, principal, **then)} == expected
    assert calendar(desk, "governor") == set()
    assert feed(desk, "governor") == []


@pytest.mark.parametrize("visibility", [PUBLIC, INTERNAL])
def test_a_part_of_a_withdrawn_trip_is_the_first_principals_in_calendar_and_feed(
    desk: Office, visibility: Visibility
) -> None:
    record(desk, trip(visibility), part("a", 9, PUBLIC), known_on="2026-11-01")
    record(desk, WithdrawTrip(trip="d", reason=Text(en="In error")), known_on="2026-11-02")
    for past in ({}, {"known_on": date(2026, 11, 2)}):
        for audience in ("internal", "public"):
            assert feed(desk, "governor", audience, **past) == [("Public part", "")]
            assert calendar(desk, "governor", audience, **past) == {"Public part"}
            assert feed(desk, "deputy", audience, **past) == []
    assert stamps(desk, "governor") == (0, recorded(desk, "trip"))


def test_a_principal_is_the_same_however_the_name_was_typed(desk: Office) -> None:
    record(desk, AddPrincipal(principal="부시장"), trip(PUBLIC).model_copy(update={"principal": "부시장"}))
    typed = unicodedata.normalize("NFD", "부시장")
    data = linted(Publisher(desk).feed(language="ko", options=FeedOptions(principal=typed)))
    assert data == exported(desk, principal="부시장")
    assert len(in_feed(data)) == 1


def shown(entries: list[CalendarEntry]) -> set[tuple[str, date | None]]:
    return {(each.uid, each.occurrence) for each in entries}


def told(office: Office, audience: Audience, principal: str, **past: Any) -> Iterator[tuple[str, date | None]]:
    """What the files say of a programme: entries, and the single occurrences of series up to a day."""
    states = {each.uid: each.state for each in office.knowledge(known_on=past["known_on"]).values()}
    found = revisions(
        office.history(), audience=audience, at=office.now(), busy=True, principal=principal, known_on=past["known_on"]
    )
    for each in found:
        state, recurrence = states[each.entry.uid], each.entry.recurrence
        if recurrence is None or not isinstance(state, Occasion):
            yield each.entry.uid, None
        elif each.is_detached:
            yield from ((each.entry.uid, one.occurrence) for one in each.entry.changed)
        else:
            yield from ((each.entry.uid, day) for day in state.days(LAST) if day not in recurrence.excluded)


@examples(60)
@given(handovers(), st.data())
def test_a_feed_has_what_the_calendar_has(story: list[tuple[Command, int]], data: st.DataObject) -> None:
    with lived(story) as office:
        known_on = data.draw(days_of(office))
        for principal in [each.principal for each in office.profile(known_on=known_on).principals]:
            for audience in Audience:
                programme = office.calendar(known_on=known_on, audience=audience, principal=principal)
                singles = [each for each in programme.entries() if each.recurrence is None]
                series = [each for each in programme.between("2026-01-01", LAST) if each.occurrence is not None]
                found = set(told(office, audience, principal, known_on=known_on))
                assert found == shown(singles) | shown(series), (audience, principal)


# --- how its changes are counted --------------------------------------------------------------------------------------


def weekly(visibility: Visibility = PUBLIC) -> PlanOccasion:
    return PlanOccasion(
        occasion="weekly", title=Text(en="Weekly"), when=hour(2, 10), recurrence=WEEKLY, visibility=visibility,
        attendance=(GOVERNOR,),
    )  # fmt: skip


def given_to(*attendance: Attendance, day: str = "2026-12-16") -> ChangeOccurrence:
    return ChangeOccurrence(occasion="weekly", occurrence=day, fields=OccurrenceDetails(attendance=attendance))


def stamps(office: Office, principal: str | None, **asked: Any) -> tuple[int, str] | None:
    """SEQUENCE and DTSTAMP of the one entry; None where there is none."""
    found = list(in_feed(exported(office, **asked, principal=principal)).values())
    assert len(found) <= 1
    return found[0][:2] if found else None


def recorded(office: Office, kind: str = "occasion") -> str:
    """When the last event of a kind of subject was recorded."""
    last = [each for each in office.history() if each.kind == kind][-1]
    return f"{last.recorded_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def test_an_occurrence_that_goes_to_another_and_comes_back_is_counted_in_both_feeds(desk: Office) -> None:
    publisher = Publisher(desk)
    record(desk, weekly())
    begun = recorded(desk)
    assert (stamps(desk, "governor"), stamps(desk, "deputy")) == ((0, begun), None)
    steps = [((NOT_GOVERNOR, DEPUTY), 1, 0), ((GOVERNOR, NOT_DEPUTY), 2, None), ((NOT_GOVERNOR, DEPUTY), 3, 2)]
    for attendance, governor, deputy in steps:
        record(desk, given_to(*attendance))
        now = recorded(desk)
        assert stamps(desk, "governor") == (governor, now)
        assert stamps(desk, "deputy") == (None if deputy is None else (deputy, now))
        assert stamps(desk, None) == (0, begun), "nobody is told who comes in the feed of the whole office"
        for principal in (None, "governor", "deputy"):
            kept = linted(publisher.feed(language="ko", options=FeedOptions(principal=principal)))
            assert kept == exported(desk, principal=principal)


def test_rows_and_graphs_have_the_numbers_of_the_feed(desk: Office) -> None:
    record(desk, weekly(), given_to(NOT_GOVERNOR, DEPUTY))
    rows = desk.calendar(principal="governor").to_records()
    assert [each["sequence"] for each in rows] == [1]
    records, profile = list(desk.history()), desk.profile()
    asked: dict[str, Any] = {"language": "en", "audience": Audience.PUBLIC, "at": desk.now(), "principal": "deputy"}
    assert b",0," in table(records, profile, **asked)
    (event,) = [each for each in json.loads(jsonld(records, profile, **asked))["@graph"] if each["@type"] == "Event"]
    assert "eventSchedule" not in event, "the series is not the deputy's"
    assert "startDate" not in event
    assert [each["startDate"][:10] for each in event["subEvent"]] == ["2026-12-16"]


def test_what_happens_to_a_series_is_not_counted_where_only_one_occurrence_is_told(desk: Office) -> None:
    record(desk, weekly(), given_to(NOT_GOVERNOR, DEPUTY))
    before = stamps(desk, "deputy")
    title = OccurrenceDetails(title=Text(en="Big"))
    record(desk, ChangeOccurrence(occasion="weekly", occurrence="2026-12-09", fields=title))
    governor = stamps(desk, "governor")
    assert governor == (2, recorded(desk))
    assert stamps(desk, "deputy") == before
    record(desk, ChangeOccurrence(occasion="weekly", occurrence="2026-12-16", fields=title))
    assert stamps(desk, "governor") == governor
    assert stamps(desk, "deputy") == (1, recorded(desk))
    again = stamps(desk, "deputy")
    record(desk, RepeatOccasion(occasion="weekly", recurrence="FREQ=WEEKLY;COUNT=6"))
    assert stamps(desk, "governor") == (3, recorded(desk))
    assert stamps(desk, "deputy") == again, "a week more of the series is not the deputy's"


def test_an_occurrence_that_is_named_by_another_time_has_changed(desk: Office) -> None:
    moved = OccurrenceDetails(attendance=(NOT_GOVERNOR, DEPUTY), when=hour(17, 9))
    record(desk, weekly(), ChangeOccurrence(occasion="weekly", occurrence="2026-12-16", fields=moved))
    before = exported(desk, principal="deputy")
    assert b"RECURRENCE-ID;TZID=Asia/Seoul:20261216T100000" in before
    record(desk, RescheduleOccasion(occasion="weekly", when=hour(2, 11)))
    assert b"RECURRENCE-ID;TZID=Asia/Seoul:20261216T110000" in exported(desk, principal="deputy")
    assert stamps(desk, "deputy") == (1, recorded(desk))


def test_a_past_feed_has_the_number_of_then(desk: Office) -> None:
    record(desk, weekly(), known_on="2026-11-01")
    record(desk, given_to(NOT_GOVERNOR, DEPUTY), known_on="2026-11-02")
    then = exported(desk, principal="governor")
    record(desk, given_to(GOVERNOR, NOT_DEPUTY), known_on="2026-11-03")
    past = {"known_on": date(2026, 11, 2)}
    assert in_feed(exported(desk, principal="governor", **past)) == in_feed(then)
    assert stamps(desk, "deputy", **past) is not None
    assert stamps(desk, "deputy") is None


def test_a_series_without_an_occurrence_left_is_in_no_feed(desk: Office) -> None:
    record(desk, weekly())
    record(desk, *(given_to(NOT_GOVERNOR, DEPUTY, day=f"2026-12-{day:02}") for day in (2, 9, 16, 23, 30)))
    assert feed(desk, "governor", "public") == []
    assert feed(desk, "deputy", "public") == [("Weekly", day) for day in ("02", "09", "16", "23", "30")]


def test_an_occurrence_of_a_confidential_series_is_busy_time_of_whose_it_is(desk: Office) -> None:
    record(desk, weekly(CONFIDENTIAL), given_to(NOT_GOVERNOR, DEPUTY))
    assert feed(desk, "deputy", busy=True) == [("Busy", "16")]
    assert feed(desk, "governor", busy=True) == [("Busy", "")]
    assert b"EXDATE" in exported(desk, "internal", principal="governor", busy=True)
    assert feed(desk, "deputy") == []


def test_a_part_is_related_to_its_whole_where_both_are_in_the_programme(desk: Office) -> None:
    record(desk, trip(PUBLIC), part("a", 9, PUBLIC, attendance=(GOVERNOR, DEPUTY)))
    assert b"RELATED-TO" in exported(desk, principal="deputy")
    assert b"RELATED-TO" not in exported(desk, principal="governor")
    before = stamps(desk, "governor")
    record(desk, RescheduleTrip(trip="d", period="2026-12"))
    assert stamps(desk, "governor") == before, "the days of a trip that is not in this feed"


def test_a_visit_that_comes_into_a_programme_changes_what_lies_within_it(desk: Office) -> None:
    record(
        desk, AnnounceVisit(visit="v", title=Text(en="Visit"), when="2026-12-02"),
        PlanEngagement(engagement="a", title=Text(en="A"), when={"within": "visit:v"}, attendance=(DEPUTY,)),
    )  # fmt: skip
    (before,) = desk.calendar(principal="deputy").to_records()
    assert (before["within"], before["sequence"]) == (None, 0)
    record(desk, AttendVisit(visit="v", attendance=DEPUTY))
    visit, after = desk.calendar(principal="deputy").to_records()
    assert (after["within"], after["sequence"]) == (visit["uid"], 1)


def test_a_day_that_a_principal_was_never_told_is_not_taken_back(desk: Office) -> None:
    plan = PlanEngagement(engagement="a", title=Text(en="A"), when=hour(2, 9), visibility=PUBLIC)
    come = [AttendEngagement(engagement="a", attendance=each) for each in (GOVERNOR, DEPUTY)]
    record(desk, plan, come[0], PostponeEngagement(engagement="a"), come[1])
    assert b"STATUS:CANCELLED" in exported(desk, principal="governor")
    assert stamps(desk, "deputy") is None
    record(desk, ReinstateEngagement(engagement="a", when=hour(3, 9)))
    assert b"STATUS:TENTATIVE" in exported(desk, principal="deputy")


def test_a_part_that_an_embargo_brings_into_a_programme_has_the_stamp_of_what_is_shown(
    desk: Office, clock: Clock
) -> None:
    end = clock.now + timedelta(hours=1)
    record(desk, trip(PUBLIC, public_from=end), part("a", 9, PUBLIC))
    told = list(desk.history("engagement:a"))[-1].recorded_at
    assert in_feed(exported(desk, principal="deputy")) == {}
    clock.now = end
    numbers = {stamp: number for number, stamp, _ in in_feed(exported(desk, principal="deputy")).values()}
    decided = list(desk.history("trip:d"))[-1].recorded_at
    assert numbers == {f"{each:%Y%m%dT%H%M%SZ}": 0 for each in (decided, told)}


def test_who_is_the_first_principal_changes_whose_an_entry_is(office: Office) -> None:
    """An office that is founded later has entries that change hands without an event of theirs."""
    plan = PlanEngagement(engagement="a", title=Text(en="A"), when=hour(2, 9), visibility=PUBLIC)
    record(office, plan)
    assert in_feed(exported(office, principal="governor")) == {}
    office.record(FOUNDED.model_copy(update={"languages": Profile().languages}), by="p")
    founded = next(each for each in office.history() if each.subject == OFFICE).recorded_at
    ((number, stamp, _),) = in_feed(exported(office, principal="governor")).values()
    assert (number, stamp) == (0, f"{founded.astimezone(UTC):%Y%m%dT%H%M%SZ}")
    assert in_feed(exported(office, principal="mayor")) == {}
