"""The past: `Office.at` is, view by view, an office that never heard of anything later."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies
from conftest import EARLIER, LATER, REPORT, Clock, counting_entropy
from mayor_schedule import (
    Audience,
    Calendar,
    ChangeOffice,
    ClassifyTrip,
    Command,
    FoundOffice,
    InvalidValueError,
    Office,
    OfficeDetails,
    PastOffice,
    Period,
    PlanOccasion,
    PlanTrip,
    RescheduleTrip,
    Text,
    Visibility,
)
from mayor_schedule.imports.loading import import_files
from mayor_schedule.views.revisions import revisions
from pasts import AT, LIVELY, START, Told, events_of, files, is_as_if_nothing_came_later, read_at, steps_of, views
from sizes import examples

PLAN = PlanTrip(trip="t", title=Text(ko="순방", en="Europe"), period=Period.of("2018-09-27", "2018-10-07"))
MOVE = RescheduleTrip(trip="t", period=Period.of("2018-10-04", "2018-10-14"))
FOUND = FoundOffice(name=Text(en="Office"), zone="Asia/Seoul", domain="example.go.kr", languages=("en",))


PACES = st.lists(st.integers(0, 9), min_size=4, max_size=12)
"""How late things are heard of, and how the clocks differ."""


def is_the_same_at_some_time(told: Told, which: int) -> None:
    """Compare at a day that something was known on, at an instant that something was recorded at, and at both."""
    with told.office as office:
        events = list(office.history())
        day = START if not events else events[which % len(events)].known_on
        until = AT if not events else events[which // len(events) % len(events)].recorded_at
        is_as_if_nothing_came_later(office, day, None)
        is_as_if_nothing_came_later(office, None, until)
        is_as_if_nothing_came_later(office, day, until)


@examples(20)
@given(commands=strategies.stories(kinds=4, size=4), paces=PACES, which=st.integers(0, 10**6))
def test_the_past_is_an_office_that_heard_nothing_later(
    commands: list[tuple[Command, int]], paces: list[int], which: int
) -> None:
    told = Told()
    told.story(commands, paces)
    is_the_same_at_some_time(told, which)


@examples(20)
@given(paces=PACES, left_out=st.sets(st.integers(0, len(LIVELY) - 1), max_size=8), which=st.integers(0, 10**6))
def test_the_past_of_a_lively_office(paces: list[int], left_out: set[int], which: int) -> None:
    told = Told()
    told.lively(paces, left_out)
    is_the_same_at_some_time(told, which)


# --- the real dossiers ----------------------------------------------------------------------------------------------


def loaded(*dossiers: Path) -> Office:
    """An office that loaded dossiers, one after another."""
    office = Office.in_memory(clock=Clock(), entropy=counting_entropy())
    for each in dossiers:
        import_files(office, [each])
    return read_at(office.store)


@pytest.mark.parametrize("audience", Audience)
def test_the_past_of_the_report_is_an_office_that_never_loaded_the_later_dossier(audience: Audience) -> None:
    whole, other = loaded(EARLIER, REPORT, LATER), loaded(EARLIER, REPORT)
    last = list(other.history())[-1].recorded_at
    assert len(whole.store) > len(other.store)
    for past in (whole.at("2018-08-31"), whole.at(recorded_until=last), whole.at("2018-08-31", last)):
        assert events_of(past) == events_of(other)
        assert [each.position for each in past.history()] == [each.position for each in other.history()]
        assert steps_of(past) == steps_of(other)
        assert views(past, audience) == views(other, audience)
        assert files(whole, past, audience) == files(other, other, audience)
    for day in ("2018-02-07", "2018-07-06", "2018-08-30", "2018-10-03"):
        assert views(whole.at(day), audience) != views(whole, audience)


# --- at ---------------------------------------------------------------------------------------------------------------


def test_a_past_needs_a_day_or_an_instant(office: Office) -> None:
    with pytest.raises(InvalidValueError, match="as known on a day, as recorded until an instant, or both; give one"):
        office.at()
    for day, until in (("2018-02-30", None), (None, "2018-02-03"), (None, datetime(2018, 2, 3)), (None, "x")):  # noqa: DTZ001
        with pytest.raises(InvalidValueError):
            office.at(day, until)


def test_nothing_can_be_recorded_in_the_past(office: Office) -> None:
    past = office.at("2018-08-31")
    assert isinstance(past, PastOffice)
    for name in ("record", "record_all", "check_all", "book", "close", "store"):
        assert hasattr(office, name)
        assert not hasattr(past, name), "so a type checker refuses it too"
    assert (past.known_on, past.recorded_until) == (date(2018, 8, 31), None)
    assert past.today() == office.today()
    assert past.now() - office.now() < timedelta(minutes=1), "the clock goes on"


def test_limits_compose_and_the_earlier_one_holds(office: Office, clock: Clock) -> None:
    office.record(PLAN, by="p", known_on="2018-08-31")
    early, clock.now = clock.now, clock.now + timedelta(hours=1)
    office.record(MOVE, by="p", known_on="2018-09-05")
    late = clock.now

    def days(calendar: Calendar) -> list[str]:
        return [str(entry.when) for entry in calendar.entries()]

    planned, moved = ["2018-09-27/2018-10-07"], ["2018-10-04/2018-10-14"]
    assert days(office.calendar()) == days(office.at("2018-09-05", late).calendar()) == moved
    for past in (
        office.at("2018-09-04"), office.at(recorded_until=early), office.at("2018-09-05", early),
        office.at("2018-09-04", late), office.at("2018-09-05").at("2018-09-04"),
        office.at("2018-09-04").at("2018-09-05"), office.at(recorded_until=late).at("2018-09-04"),
        office.at(recorded_until=early).at(recorded_until=late),
    ):  # fmt: skip
        assert days(past.calendar()) == planned
        assert days(past.calendar(known_on="2026-01-01", recorded_until="2027-01-01T00:00:00Z")) == planned
        assert days(past.calendar(known_on="2018-08-30")) == []
        assert [each.topic for each in past.history(known_on="2026-01-01")] == ["trip.planned"]
    assert days(office.at("2018-09-05").calendar(recorded_until=early)) == planned
    assert days(office.at(recorded_until=late).calendar(known_on="2018-09-04")) == planned
    assert list(office.at(recorded_until=early - timedelta(seconds=1)).history()) == []
    assert office.at("2018-08-30").at("2018-09-05").known_on == date(2018, 8, 30)


def test_the_prefix_ends_at_the_first_event_that_is_later_whatever_clock_it_had(office: Office, clock: Clock) -> None:
    before = clock.now
    office.record(PLAN, by="p", known_on="2018-08-31")
    clock.now = before + timedelta(hours=2)
    office.record(MOVE, by="p", known_on="2018-08-31")
    clock.now = before + timedelta(hours=1)
    office.record(PLAN.model_copy(update={"trip": "trip:u"}), by="p", known_on="2018-08-31")
    until = (before + timedelta(hours=1, minutes=1)).isoformat()
    assert [each.reference for each in office.history(recorded_until=until)] == ["trip:t@1"]
    assert list(office.knowledge(recorded_until=until)) == ["trip:t"]
    assert len(list(office.history(recorded_until=(before + timedelta(hours=3)).isoformat()))) == 3
    assert [each.position for each in office.history(start=1, known_on="2018-08-31")] == [1, 2]


# --- what the office was ----------------------------------------------------------------------------------------------


def test_the_profile_is_the_one_of_then(office: Office, clock: Clock) -> None:
    start = clock.now
    office.record(FOUND, by="p", known_on="2018-08-31")
    office.record(PLAN, by="p", known_on="2018-08-01")
    middle, clock.now = clock.now, clock.now + timedelta(hours=1)
    renamed = OfficeDetails(name=Text(en="Bureau"), zone="Europe/Madrid", domain="seoul.go.kr")
    office.record(ChangeOffice(fields=renamed), by="p", known_on="2018-09-05")
    uid = office.knowledge()["trip:t"].uid
    names = {}
    for past in (office.at("2018-08-30"), office.at("2018-09-04"), office.at("2018-09-05"), office.at(None, start),
                 office.at(None, middle)):  # fmt: skip
        profile = past.profile()
        assert profile == past.knowledge().office
        names[past.known_on, past.recorded_until] = (str(profile.name), profile.zone)
        assert all(known.uid == uid for subject, known in past.knowledge().items() if subject == "trip:t"), "for ever"
    founded, changed = ("Office", "Asia/Seoul"), ("Bureau", "Europe/Madrid")
    assert list(names.values()) == [("None", "UTC"), founded, changed, ("None", "UTC"), founded]
    assert uid.endswith("@example.go.kr")


def test_today_is_the_day_in_the_zone_of_then() -> None:
    late = datetime(2026, 11, 22, 20, tzinfo=UTC)  # the 23rd in Seoul
    with Office.in_memory(clock=lambda: late) as office:
        office.record(FOUND, by="p", known_on="2018-08-31")
        assert (office.today(), office.at("2018-08-30").today()) == (date(2026, 11, 23), date(2026, 11, 22))
        assert (office.counts().on, office.counts(known_on="2018-08-30").on) == (date(2026, 11, 23), date(2026, 11, 22))


def test_clashes_are_read_on_the_day_of_the_past(office: Office, clock: Clock) -> None:
    series = PlanOccasion(occasion="s", title=Text(en="S"), when=Period.of("2018-10-01"), booked_until="2018-11-30",
                          recurrence="FREQ=WEEKLY")  # fmt: skip
    clock.now = datetime(2018, 8, 1, tzinfo=UTC)
    office.record(series, by="p")
    clock.now = datetime(2018, 11, 30, tzinfo=UTC)
    assert office.clashes().on == date(2018, 11, 30)
    assert office.clashes(recorded_until="2018-08-02T00:00:00Z").on == date(2018, 8, 2)
    assert office.clashes(known_on="2018-08-03").on == date(2018, 8, 3)
    assert office.clashes(on="2018-08-05", known_on="2018-08-03").on == date(2018, 8, 5)
    assert office.clashes(recorded_until="2099-01-01T00:00:00Z").on == date(2018, 11, 30), "not a day to come"
    assert office.clashes(recorded_until="0001-01-01T00:00:00Z").all() == []
    assert not office.clashes(recorded_until="2018-08-02T00:00:00Z").all()
    assert [each.rule for each in office.clashes(recorded_until="2018-11-01T00:00:00Z").all()] == ["booking-ends"]


# --- what was hidden since --------------------------------------------------------------------------------------------


def test_what_was_made_confidential_since_is_busy_time_in_the_past_too(office: Office) -> None:
    office.record(PLAN, by="p", known_on="2018-08-31")
    office.record(ClassifyTrip(trip="t", visibility=Visibility.CONFIDENTIAL), by="p", known_on="2018-09-05")
    asked = {"known_on": date(2018, 8, 31), "audience": Audience.INTERNAL, "at": AT}
    assert revisions(office.history(), **asked) == []
    (busy,) = revisions(office.history(), **asked, busy=True)
    assert busy.is_busy
    assert "Europe" not in repr(busy.content)


def test_the_public_file_of_the_past_knows_the_languages_of_the_office(office: Office) -> None:
    office.record(FOUND, by="p", known_on="2018-08-31")
    public = PLAN.model_copy(update={"visibility": Visibility.PUBLIC})
    office.record(public, by="p", known_on="2018-08-31")
    office.record(ChangeOffice(fields=OfficeDetails(languages=("ko", "en"))), by="p", known_on="2018-09-05")
    asked = {"audience": Audience.PUBLIC, "at": AT}
    (now,), (then,) = revisions(office.history(), **asked), revisions(office.history(), **asked, known_on=date.max)
    assert (now.sequence, now.modified_at) == (then.sequence, then.modified_at)
    assert now.sequence == 1
