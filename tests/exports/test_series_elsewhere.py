"""Series in the formats that have no RRULE: nothing of them is lost, and nothing is made up."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from mayor_schedule import (
    Attendance,
    Audience,
    CancelOccurrence,
    ChangeOccurrence,
    ConfirmOccasion,
    Moment,
    OccurrenceDetails,
    Office,
    PlanOccasion,
    Recurrence,
    Text,
    Timed,
)
from mayor_schedule.exports.jsonld import jsonld
from mayor_schedule.exports.table import table


def at(day: str, start: str = "09:00", end: str = "10:00") -> Timed:
    return Timed(start=Moment.of(f"{day}T{start}", "Asia/Seoul"), end=Moment.of(f"{day}T{end}", "Asia/Seoul"))


@pytest.fixture
def staff(office: Office) -> Office:
    """A weekly meeting, booked for five weeks, of which one is excluded, one cancelled and one moved."""
    rule = Recurrence(rule="FREQ=WEEKLY;BYDAY=MO", excluded=("2018-10-22",))
    office.record(
        PlanOccasion(
            occasion="staff", title=Text(ko="간부회의", en="Staff meeting"), when=at("2018-10-01"), recurrence=rule,
            booked_until="2018-10-31", visibility="public", attendance=(Attendance(answer="no"),),
        ),
        by="p",
    )  # fmt: skip
    office.record(ConfirmOccasion(occasion="staff"), by="p")
    office.record(CancelOccurrence(occasion="staff", occurrence="2018-10-08"), by="p")
    moved = OccurrenceDetails(when=at("2018-10-16", "14:00", "15:30"), title=Text(en="Staff, on Tuesday"))
    office.record(ChangeOccurrence(occasion="staff", occurrence="2018-10-15", fields=moved), by="p")
    return office


def asked(office: Office) -> dict[str, Any]:
    return {"language": "en", "audience": Audience.PUBLIC, "at": office.now()}


def rows(office: Office, **more: Any) -> list[dict[str, str]]:
    data = table(office.history(), office.profile(), **asked(office), **more)
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_open_data_has_the_rule_and_what_differs_from_it(staff: Office) -> None:
    names = ("title", "status", "start", "recurrence", "excluded", "occurrence")
    assert [tuple(row[name] for name in names) for row in rows(staff)] == [
        ("Staff meeting", "confirmed", "2018-10-01T09:00:00+09:00", "FREQ=WEEKLY;BYDAY=MO", "2018-10-22", ""),
        ("Staff meeting", "cancelled", "2018-10-08T09:00:00+09:00", "", "", "2018-10-08"),
        ("Staff, on Tuesday", "confirmed", "2018-10-16T14:00:00+09:00", "", "", "2018-10-15"),
    ]
    assert len({row["uid"] for row in rows(staff)}) == 1


def test_google_gets_each_occurrence_that_is_booked(staff: Office) -> None:
    found = [(row["Subject"], row["Start Date"], row["End Date"]) for row in rows(staff, columns="google")]
    zone = [(row["Start Time"]) for row in rows(staff, columns="google")]
    assert found == [
        ("Staff meeting", "10/01/2018", "10/01/2018"),
        ("Staff, on Tuesday", "10/16/2018", "10/16/2018"),
        ("Staff meeting", "10/29/2018", "10/29/2018"),
    ]
    assert zone == ["12:00 AM", "5:00 AM", "12:00 AM"], "on the clocks of an office in UTC"


def test_json_ld_has_a_schedule(staff: Office) -> None:
    graph = json.loads(jsonld(staff.history(), staff.profile(), **asked(staff)))["@graph"]
    (event,) = (each for each in graph if each["@type"] == "Event")
    assert event["eventSchedule"] == {
        "@type": "Schedule", "repeatFrequency": "P1W", "startDate": "2018-10-01", "byDay": ["MO"],
        "startTime": "09:00:00", "scheduleTimezone": "Asia/Seoul", "endTime": "10:00:00",
        "exceptDate": ["2018-10-08", "2018-10-15", "2018-10-22"],
    }  # fmt: skip
    (moved,) = event["subEvent"]
    assert (moved["startDate"], moved["endDate"]) == ("2018-10-16T14:00:00+09:00", "2018-10-16T15:30:00+09:00")


def test_a_rule_that_no_schedule_can_say_stands_beside_it(office: Office) -> None:
    rule = Recurrence(rule="FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1;COUNT=3", added=("2018-10-10",))
    command = PlanOccasion(
        occasion="x", title=Text(en="x"), when=at("2018-10-30"), recurrence=rule.model_copy(update={"added": ()}),
        visibility="public",
    )  # fmt: skip
    office.record(command, by="p")
    graph = json.loads(jsonld(office.history(), office.profile(), **asked(office)))["@graph"]
    schedule = next(each for each in graph if each["@type"] == "Event")["eventSchedule"]
    assert schedule["additionalProperty"]["value"] == "FREQ=MONTHLY;COUNT=3;BYDAY=MO,TU;BYSETPOS=-1"
    assert (schedule["repeatCount"], schedule["byDay"]) == (3, ["MO", "TU"])
