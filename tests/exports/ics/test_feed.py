"""The feed: identity, revisions and status from the history; right instants; nothing made up; nothing leaked."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import icalendar
import pytest
import vobject
from ical.calendar_stream import IcsCalendarStream

from conftest import EARLIER, LATER, REPORT, Clock
from exported import exported as export
from mayor_schedule import (
    AnnounceVisit,
    Attendance,
    CancelTrip,
    ChangeTrip,
    ClassifyEngagement,
    ClassifyTrip,
    ConfirmTrip,
    FoundOffice,
    Moment,
    Office,
    Period,
    Person,
    PlanEngagement,
    PlanOccasion,
    PlanTrip,
    PostponeTrip,
    ReinstateTrip,
    RescheduleTrip,
    Text,
    Timed,
    TripDetails,
    Unknown,
    Visibility,
    WithdrawTrip,
)
from mayor_schedule.imports.loading import import_files

TITLE = Text(ko="스페인·스위스·에스토니아 순방", en="Spain, Switzerland, Estonia; in autumn")


def events(data: bytes) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(data).walk("VEVENT"))


def only(data: bytes) -> icalendar.Event:
    (event,) = events(data)
    return event


def plan(office: Office, **more: Any) -> None:
    office.record(
        FoundOffice(name=Text(ko="비서실", en="Secretariat"), zone="Asia/Seoul", domain="example.go.kr"), by="p"
    )
    more = {"visibility": Visibility.PUBLIC, **more}
    office.record(
        PlanTrip(trip="europe", title=TITLE, period=Period.of("2026-12-01", "2026-12-11"), nights=9, **more), by="p"
    )


def move(last: str) -> RescheduleTrip:
    return RescheduleTrip(trip="europe", period=Period.of("2026-12-01", last))


def test_an_all_day_trip_ends_exclusively_and_is_free_time(office: Office) -> None:
    plan(office)
    event = only(export(office))
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2026, 12, 1), date(2026, 12, 12))
    assert (str(event["summary"]), str(event["status"]), str(event["transp"])) == (
        TITLE["ko"],
        "TENTATIVE",
        "TRANSPARENT",
    )
    assert "9박 11일, 기내 1박" in str(event["description"])
    assert str(event["uid"]).endswith("@example.go.kr")
    assert "europe" not in str(event["uid"])


def test_sequence_uid_and_stamps_come_from_the_history(office: Office, clock: Clock) -> None:
    plan(office)
    seen = []
    for index, command in enumerate([None, move("2026-12-12"), move("2026-12-13"), CancelTrip(trip="europe")]):
        if command is not None:
            clock.now = datetime(2026, 11, 22, 10 + index, tzinfo=UTC)
            office.record(command, by="p", id=f"change {index}")
        event = only(export(office))
        last = list(office.history("trip:europe"))[-1].recorded_at.replace(microsecond=0)
        assert event.decoded("dtstamp") == event.decoded("last-modified") == last
        seen.append((int(event["sequence"]), str(event["status"]), str(event["uid"])))
    assert [sequence for sequence, _, _ in seen] == [0, 1, 2, 3]
    assert [status for _, status, _ in seen] == ["TENTATIVE", "TENTATIVE", "TENTATIVE", "CANCELLED"]
    assert len({uid for _, _, uid in seen}) == 1
    assert str(only(export(office))["summary"]).startswith("[취소] ")
    assert str(only(export(office, language="en"))["summary"]).startswith("[Cancelled] ")


def test_what_an_audience_is_not_shown_does_not_raise_its_sequence(office: Office) -> None:
    plan(office)
    office.record(ChangeTrip(trip="europe", fields=TripDetails(purpose=Text(en="secret purpose"))), by="p")
    event = only(export(office))
    assert int(event["sequence"]) == 0
    assert b"secret" not in export(office)


def test_hiding_and_showing_again_are_changes(office: Office) -> None:
    plan(office)
    before = only(export(office))
    office.record(ClassifyTrip(trip="europe", visibility=Visibility.INTERNAL), by="p", id="hide")
    assert events(export(office)) == [], "hidden, and not called cancelled"
    office.record(ClassifyTrip(trip="europe", visibility=Visibility.PUBLIC), by="p", id="show")
    after = only(export(office))
    assert int(after["sequence"]) > int(before["sequence"])
    assert after["uid"] == before["uid"]


def test_postponed_and_withdrawn(office: Office) -> None:
    plan(office)
    office.record(PostponeTrip(trip="europe"), by="p")
    event = only(export(office))
    assert str(event["summary"]).startswith("[연기] ")
    assert str(event["status"]) == "CANCELLED"
    assert event.decoded("dtstart") == date(2026, 12, 1), "the date that subscribers hold, to take it back"
    office.record(ReinstateTrip(trip="europe", period=Period.of("2027-01-10", "2027-01-20")), by="p")
    event = only(export(office))
    assert (str(event["status"]), int(event["sequence"])) == ("TENTATIVE", 2)
    office.record(WithdrawTrip(trip="europe", reason=Text(en="entered in error")), by="p")
    assert events(export(office)) == []


def test_confidential_entries_never_leave(office: Office) -> None:
    plan(office, visibility=Visibility.CONFIDENTIAL)
    assert events(export(office)) == events(export(office, audience="internal")) == []


def test_undated_parts_stand_in_the_text_of_their_trip(office: Office) -> None:
    plan(office)
    for number, visibility in enumerate((Visibility.PUBLIC, Visibility.INTERNAL)):
        office.record(
            PlanEngagement(
                engagement=f"e{number}", title=Text(en=f"Part {number}"), part_of="trip:europe", visibility=visibility
            ),
            by="p",
        )
    public, internal = only(export(office)), only(export(office, audience="internal"))
    assert "Part 0" in str(public["description"])
    assert "Part 1" not in str(public["description"])
    assert "Part 1" in str(internal["description"])


def test_a_hidden_whole_is_not_named(office: Office) -> None:
    plan(office, visibility=Visibility.INTERNAL)
    office.record(
        PlanEngagement(
            engagement="gsef", title=Text(en="GSEF"), part_of="trip:europe", visibility=Visibility.PUBLIC,
            when=Period.of("2026-12-03"),
        ),
        by="p",
    )  # fmt: skip
    data = export(office)
    assert b"RELATED-TO" not in data
    assert TITLE["ko"].encode() not in data
    uid = str(next(e for e in events(export(office, audience="internal")) if "RELATED-TO" not in e)["uid"])
    assert str(next(e for e in events(export(office, audience="internal")) if "RELATED-TO" in e)["related-to"]) == uid
    office.record(ClassifyEngagement(engagement="gsef", visibility=Visibility.INTERNAL), by="p")
    assert events(export(office)) == []


ZONED = [
    ("Europe/Zurich", "2018-10-03T19:00", "2018-10-03T22:00", None),
    ("Asia/Seoul", "2018-10-04T03:00", "2018-10-04T04:00", None),
    ("Asia/Pyongyang", "2018-03-15T10:00", "2018-03-15T11:00", None),
    ("Asia/Pyongyang", "2018-08-11T10:00", "2018-08-11T11:00", None),
    ("Europe/Madrid", "2018-10-28T02:30", "2018-10-28T03:30", 1),
    ("Europe/Tallinn", "2018-10-28T10:00", None, None),
    ("America/Sao_Paulo", "2018-11-04T12:00", "2018-11-04T13:00", None),
    ("Africa/Casablanca", "2018-06-01T12:00", "2018-06-01T13:00", None),
    ("Asia/Singapore", "2018-07-08T19:30", "2018-07-08T21:00", None),
    ("UTC", "2018-07-08T19:30", "2018-07-08T21:00", None),
]


@pytest.fixture
def zoned(office: Office) -> Office:
    office.record(
        FoundOffice(name=Text(en="Office"), zone="Asia/Seoul", domain="example.go.kr"), by="p", known_on="2018-01-01"
    )
    for number, (zone, start, end, fold) in enumerate(ZONED):
        when = Timed(start=Moment.of(start, zone, fold=fold), end=None if end is None else Moment.of(end, zone))
        office.record(
            PlanOccasion(
                occasion=f"o{number}", title=Text(ko=f"행사 {number}"), when=when, visibility=Visibility.PUBLIC
            ),
            by="p",
            known_on="2018-01-01",
        )
    return office


def expected_instants(office: Office) -> dict[str, datetime]:
    return {
        entry.title["ko"]: entry.when.start.utc
        for entry in office.calendar().entries()
        if isinstance(entry.when, Timed)
    }


def test_every_reader_finds_every_entry_at_its_instant(zoned: Office) -> None:
    data = export(zoned)
    expected = expected_instants(zoned)
    assert len(expected) == len(ZONED)
    assert {str(e["summary"]): e.decoded("dtstart").astimezone(UTC) for e in events(data)} == expected
    calendar = IcsCalendarStream.calendar_from_ics(data.decode())
    assert {e.summary: e.dtstart.astimezone(UTC) for e in calendar.events} == expected
    read = vobject.readOne(data.decode())
    assert {e.summary.value: e.dtstart.value.astimezone(UTC) for e in read.vevent_list} == expected


def test_an_unknown_end_is_left_out(zoned: Office) -> None:
    (open_ended,) = [event for event in events(export(zoned)) if "DTEND" not in event]
    assert str(open_ended["summary"]) == "행사 5"


def test_a_feed_has_what_subscribers_need_and_nothing_that_breaks_them(zoned: Office) -> None:
    text = export(zoned).decode()
    assert "METHOD" not in text
    assert "\r\nREFRESH-INTERVAL;VALUE=DURATION:PT4H\r\n" in text
    assert "\r\nX-PUBLISHED-TTL:PT4H\r\n" in text
    head = text[: text.index("BEGIN:VTIMEZONE")]
    assert "UID:" not in head
    assert "NAME:Office · 공개 일정" in head


def test_an_export_of_the_past_says_that_it_is_not_for_subscription(office: Office) -> None:
    import_files(office, [EARLIER, REPORT, LATER])
    past = export(office, known_on=date(2018, 8, 31))
    assert "2018-08-31 기준\\, 구독용 아님" in past.decode().replace("\r\n ", "")
    bureau = {str(e["summary"]): e.decoded("dtstart") for e in events(past)}["남북협력추진단 신설"]
    assert bureau == date(2018, 11, 1)
    uids = {str(event["uid"]) for event in events(export(office))}
    assert {str(event["uid"]) for event in events(past)} <= uids, "an entry is the same one in every export"
    before = export(office, known_on=date(2018, 8, 1))
    assert {str(e["summary"]): e.decoded("dtstart") for e in events(before)}["남북협력추진단 신설"] == date(
        2018, 10, 18
    )


def test_text_cannot_break_out_of_its_line(office: Office) -> None:
    nasty = 'a;b,c\\n:"quoted"\nATTENDEE:mailto:x@example.org\nEND:VEVENT ' + "긴 제목 " * 400
    office.record(
        PlanOccasion(occasion="o", title=Text(ko=nasty), when=Period.of("2026-12-24"), visibility=Visibility.PUBLIC),
        by="p",
    )
    event = only(export(office))
    assert str(event["summary"]) == nasty.strip() or str(event["summary"]) == nasty
    assert "ATTENDEE" not in event


def test_what_was_recorded_before_the_office_was_founded_keeps_its_uid(office: Office) -> None:
    office.record(
        AnnounceVisit(
            visit="v", guests=(Person(office=Text(en="Mayor of Bilbao")),), when=Period.of("2026-12-24"),
            visibility=Visibility.PUBLIC, attendance=(Attendance(),),
        ),
        by="p",
    )  # fmt: skip
    before = str(only(export(office))["uid"])
    plan(office)
    assert before in {str(event["uid"]) for event in events(export(office))}


def test_the_report_gives_only_what_has_a_day(office: Office) -> None:
    import_files(office, [REPORT])
    titles = {str(event["summary"]) for event in events(export(office))}
    assert "스페인․스위스․에스토니아 순방" in titles
    forum = [title for title in titles if "토론회" in title]
    assert [title[:17] for title in forum] == ["[10월 중 · 날짜 미정] 자"], "a span, and no day"
    trip = next(e for e in events(export(office)) if "스페인" in str(e["summary"]))
    assert (trip.decoded("dtstart"), trip.decoded("dtend")) == (date(2018, 9, 27), date(2018, 10, 8))
    assert "바르셀로나 → 빌바오 → 취리히 → 주크 → 탈린" in str(trip["description"])


def test_an_entry_that_loses_its_day_is_taken_back(office: Office) -> None:
    plan(office)
    office.record(ConfirmTrip(trip="europe"), by="p")
    office.record(RescheduleTrip(trip="europe", period=Unknown()), by="p")
    event = only(export(office))
    assert (str(event["status"]), event.decoded("dtstart")) == ("CANCELLED", date(2026, 12, 1))
    assert str(event["summary"]).startswith("[일자 미정] ")
