"""Calendars that this program wrote: its own entries are not entered again, those of another office are."""

from __future__ import annotations

from datetime import date

from calendars import done, founded, instants, load, notes

from conftest import Clock, counting_entropy
from exported import exported
from mayor_schedule import (
    CancelOccurrence,
    ClassifyOccasion,
    FoundOffice,
    Moment,
    Office,
    Period,
    Place,
    PlanOccasion,
    PlanTrip,
    Text,
    Timed,
)
from mayor_schedule.domain.values.visibility import Visibility

FIRST, LAST = date(2018, 9, 1), date(2019, 12, 31)


def other_office() -> Office:
    """Another city's office, with a series, an occasion and a trip, one of them internal."""
    office = Office.in_memory(clock=Clock(), entropy=counting_entropy())
    office.record(FoundOffice(name=Text(en="Zug"), zone="Europe/Zurich", domain="zug.example.ch"), by="z")
    start, end = (Moment.of(f"2018-10-01T{hour}:00", "Europe/Zurich") for hour in ("09", "10"))
    when = Timed(start=start, end=end)
    office.record(
        PlanOccasion(occasion="s", title=Text(de="Sitzung; wöchentlich, kurz"), when=when,
                     place=Place(venue="Stadthaus"), recurrence="FREQ=WEEKLY;UNTIL=20181231", visibility="public"),
        by="z",
    )  # fmt: skip
    office.record(CancelOccurrence(occasion="s", occurrence=date(2018, 10, 8)), by="z")
    office.record(PlanTrip(trip="t", title=Text(de="Reise"), period=Period.of("2018-11-01", "2018-11-03")), by="z")
    return office


def test_own_entries_are_not_entered_again() -> None:
    with founded() as office:
        office.record(
            PlanOccasion(occasion="x", title=Text(ko="회의"), when=Period.of("2018-10-01", "2018-10-01"),
                         visibility="public"),
            by="p",
        )  # fmt: skip
        before = len(list(office.history()))
        for audience in ("public", "internal"):
            report = load(office, exported(office, audience=audience))
            assert report.recorded == 0
            assert [message for _, message in notes(report)] == [
                "“회의”: not entered: it is the office's own entry, exported by it"
            ]
        assert len(list(office.history())) == before


def test_what_was_entered_from_a_calendar_is_not_entered_again_from_our_own() -> None:
    with founded() as office, other_office() as other:
        load(office, exported(other, at=office.now()), name="zug.ics")
        for each in list(office.history()):
            if each.topic == "occasion.planned":
                office.record(ClassifyOccasion(occasion=each.subject, visibility="public"), by="p")
        assert load(office, exported(office), name="ours.ics").recorded == 0


def test_the_public_calendar_of_another_office() -> None:
    with founded() as office, other_office() as other:
        data = exported(other, language="de", at=office.now())
        report = load(office, data)
        assert done(report) == ["plan_occasion", "cancel_occurrence"]
        assert load(office, data).recorded == 0
        found = sorted(each for each in instants(office, FIRST, LAST))
        assert [each[:2] for each in found][:2] == [
            ("Sitzung; wöchentlich, kurz", "2018-10-01T07:00:00+00:00"),
            ("Sitzung; wöchentlich, kurz", "2018-10-15T07:00:00+00:00"),
        ]
        assert len(found) == 13


def test_private_in_our_own_calendar_is_internal() -> None:
    with founded() as office, other_office() as other:
        data = exported(other, audience="internal", at=office.now())
        assert b"CLASS:PRIVATE" in data
        load(office, data)
        planned = [each.event for each in office.history() if each.topic == "occasion.planned"]
        assert {each.title.best() for each in planned} == {"Sitzung; wöchentlich, kurz", "Reise"}
        assert all(each.visibility is not Visibility.CONFIDENTIAL for each in planned)
