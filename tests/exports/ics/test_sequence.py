"""SEQUENCE: each change of what is shown raises it, in whatever language, file or format, and it never falls.

The oracle knows nothing of why something changes: it exports the history as it was after each event, and a moment
before the next, in several languages, with several options and in other formats, and compares what is said.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies
from canaries import lived
from conftest import Clock
from exported import exported, feed_of, unfolded
from handovers import PRINCIPALS, handovers
from mayor_schedule import (
    AttendEngagement,
    Audience,
    CancelEngagement,
    CancelOccurrence,
    CancelTrip,
    ChangeAgreement,
    ChangeEngagement,
    ChangeOccurrence,
    ChangeOffice,
    ChangeTrip,
    ClassifyAgreement,
    ClassifyEngagement,
    ClassifyTrip,
    ConfirmTrip,
    CorrectTrip,
    EngagementDetails,
    FoundOffice,
    Moment,
    MoveEngagement,
    OccurrenceDetails,
    Office,
    PlanEngagement,
    PlanOccasion,
    PlanSigning,
    PlanTrip,
    ProposeAgreement,
    ReopenDuplicate,
    RepeatOccasion,
    ReportAgreement,
    RescheduleEngagement,
    RescheduleTrip,
    SettleDuplicate,
    Text,
    Timed,
    TripDetails,
    Visibility,
    WithdrawTrip,
)  # fmt: skip
from mayor_schedule.domain.catalog import KINDS
from mayor_schedule.domain.envelope import Recorded
from mayor_schedule.domain.model import Command
from mayor_schedule.domain.office import OfficeDetails, Profile
from mayor_schedule.exports.jsonld import jsonld
from mayor_schedule.exports.selection import ENTRY_KINDS
from mayor_schedule.exports.table import table
from mayor_schedule.views.revisions import revisions
from sizes import examples

LANGUAGES = ("ko", "en", "ja")
OPTIONS: tuple[dict[str, Any], ...] = (
    {}, {"plans": "apart"}, {"plans": "only"}, {"kinds": frozenset({"engagement", "agreement"})}, {"alarm": 5},
)  # fmt: skip
STAMPS = re.compile(r"^(?:SEQUENCE|DTSTAMP|LAST-MODIFIED):.*\r\n", re.MULTILINE)
Told = tuple[int, str, str]
"""A sequence, when it was last changed, and everything else that is said of an entry."""


def in_feed(data: bytes) -> dict[str, Told]:
    text = data.decode().replace("\r\n ", "")
    told: dict[str, Told] = {}
    for event in re.findall(r"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", text, re.DOTALL):
        uid, stamp, number = (re.search(rf"^{name}:(.*)\r$", event, re.M)[1] for name in ("UID", "DTSTAMP", "SEQUENCE"))  # type: ignore[index]
        said = (told[uid][2] if uid in told else "") + STAMPS.sub("", event)
        told[uid] = int(number), stamp, said
    return told


def in_table(data: bytes) -> dict[str, Told]:
    told: dict[str, Told] = {}
    for row in csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")):
        number, stamp = int(row.pop("sequence")), _stamp(row.pop("last_modified"))
        said = told[row["uid"]][2] if row["uid"] in told else ""
        told[row["uid"]] = number, stamp, said + repr(row)
    return told


def in_graph(data: bytes) -> dict[str, Told]:
    events = [each for each in json.loads(data)["@graph"] if each["@type"] == "Event"]
    for each in events:
        each.pop("organizer", None)  # who publishes, which is said of the file
    return {each["identifier"]: (each.pop("version"), _stamp(each.pop("dateModified")), repr(each)) for each in events}


def _stamp(iso: str) -> str:
    return iso.replace("-", "").replace(":", "")


def files(
    records: list[Recorded], audience: Audience, at: datetime, principal: str | None = None
) -> Iterator[tuple[str, dict[str, Told]]]:
    """What each file says of each entry, by the name of the file."""
    profile = profile_of(records)
    for language in LANGUAGES if principal is None else LANGUAGES[:1]:
        asked: dict[str, Any] = {"audience": audience, "language": language, "at": at, "principal": principal}
        busy = ({"busy": True},) if audience is Audience.INTERNAL else ()
        for options in (*OPTIONS, *busy) if language == "ko" else OPTIONS[:1]:
            yield f"{language} {options}", in_feed(feed_of(records, profile, **asked, **options))
        yield f"{language} csv", in_table(table(records, profile, **asked))
        yield f"{language} json-ld", in_graph(jsonld(records, profile, **asked))


def profile_of(records: list[Recorded]) -> Profile:
    state: Any = None
    for record in records:
        if record.kind == "office":
            state = KINDS["office"].evolve(state, record.event)
    return state or Profile()


@dataclass
class Subscriber:
    """Somebody who fetches every file again and again, of the whole office or of one principal's programme."""

    principal: str | None = None
    held: dict[tuple[str, str], Told] = field(default_factory=dict)
    here: set[tuple[str, str]] = field(default_factory=set)
    stamps: dict[str, str] = field(default_factory=dict)
    highest: dict[str, int] = field(default_factory=dict)

    def fetch(self, records: list[Recorded], audience: Audience, at: datetime, where: str) -> None:
        here: set[tuple[str, str]] = set()
        now: dict[str, tuple[int, str]] = {}
        for name, entries in files(records, audience, at, self.principal):
            for uid, told in entries.items():
                number, stamp, said = told
                assert now.setdefault(uid, (number, stamp)) == (number, stamp), f"{where}: not the same in {name}"
                before = self.held.get((name, uid))
                if before is not None and (before[2] != said or (name, uid) not in self.here):
                    assert number > before[0], f"{where}: {name} {before} {told}"
                here.add((name, uid))
                self.held[name, uid] = told
        has_embargo = any(each.data.get("public_from") for each in records)
        stamps = [f"{each.recorded_at.astimezone(UTC):%Y%m%dT%H%M%SZ}" for each in records]
        for uid, (number, stamp) in now.items():
            assert number >= self.highest.get(uid, 0), f"{where}: it fell"
            assert stamp in stamps, f"{where}: no event was recorded then"
            if uid in self.stamps and number == self.highest[uid]:
                assert stamp == self.stamps[uid], f"{where}: another stamp without a change"
            elif uid in self.stamps:
                assert stamp == stamps[-1] or (has_embargo and stamp >= self.stamps[uid]), f"{where}: an old stamp"
            self.stamps[uid], self.highest[uid] = stamp, number
        self.here = here


def fetched(office: Office, audience: Audience, principal: str | None = None) -> Subscriber:
    """A subscriber who fetches after each event, and a moment before the next one."""
    records, subscriber = list(office.history()), Subscriber(principal)
    for index, record in enumerate(records):
        last = records[index + 1].recorded_at if index + 1 < len(records) else record.recorded_at + timedelta(days=1)
        for at in (record.recorded_at, max(record.recorded_at, last - timedelta(milliseconds=1))):
            subscriber.fetch(records[: index + 1], audience, at, f"after {record.reference} ({record.topic})")
    return subscriber


OFFICES = st.sampled_from(
    [
        FoundOffice(name=Text(ko="비서실"), zone="Asia/Seoul", domain="example.go.kr", languages=("ko", "en")),
        FoundOffice(name=Text(ko="비서실"), zone="Asia/Seoul", domain="example.go.kr", languages=("es", "ar")),
        ChangeOffice(fields=OfficeDetails(languages=("de", "zh"))),
        ChangeOffice(fields=OfficeDetails(domain="other.go.kr")),
        None, None,
    ]
)  # fmt: skip


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[Command, int]]:
    """Entries that are part of one another, some of them hidden or under an embargo that ends meanwhile."""
    lives = st.sampled_from(ENTRY_KINDS).flatmap(lambda kind: strategies.lives(kind, size=5))
    story = draw(strategies._woven(draw(st.lists(lives, min_size=1, max_size=4))))
    told: list[tuple[Command, int]] = []
    for command, days in story:
        changes: dict[str, Any] = {}
        fields = type(command).model_fields
        if "visibility" in fields:
            changes["visibility"] = draw(st.sampled_from([Visibility.PUBLIC] * 4 + list(Visibility)))
        if "public_from" in fields:
            soon = st.builds(lambda each: START + timedelta(seconds=each), st.integers(0, 40))
            embargo = draw(st.none() | soon) if changes.get("visibility") is Visibility.PUBLIC else None
            changes["public_from"] = embargo
        for name, wholes in WHOLES.items():
            if name in fields and not type(command).__name__.endswith("Engagement" * (name == "engagement")):
                changes[name] = draw(st.sampled_from((getattr(command, name), *wholes)))
        office = draw(OFFICES)
        if office is not None:
            told.append((office, 0))
        told.append((command.model_copy(update=changes), days))
    return told


START = datetime(2026, 11, 22, 9, tzinfo=UTC)
WHOLES = {
    "part_of": ("trip:2018-europe", "trip:두다", "visit:2018-europe", "visit:두다", "occasion:두다"),
    "engagement": ("engagement:2018-europe", "engagement:두다"),
}


@examples(24)
@given(histories())
def test_each_change_of_what_is_shown_raises_it_and_nothing_lowers_it(story: list[tuple[Command, int]]) -> None:
    with lived(story) as office:
        for audience in Audience:
            fetched(office, audience)


@examples(24)
@given(handovers(), st.sampled_from(Audience), st.sampled_from(PRINCIPALS))
def test_each_change_of_what_a_principal_is_shown_raises_it_and_nothing_lowers_it(
    story: list[tuple[Command, int]], audience: Audience, principal: str
) -> None:
    with lived(story) as office:
        fetched(office, audience, principal)


# --- each by itself ---------------------------------------------------------------------------------------------------

HOUR = Timed(start=Moment.of("2026-12-02T10:00", "Asia/Seoul"), end=Moment.of("2026-12-02T11:00", "Asia/Seoul"))
BILBAO = {"city": {"ko": "빌바오", "en": "Bilbao"}, "coordinates": {"latitude": 43.263, "longitude": -2.935}}
PUBLIC = {"visibility": "public"}


@pytest.fixture
def desk(office: Office) -> Office:
    """A trip with a dated part and an undated one, and a weekly occasion."""
    for command in (
        FoundOffice(name=Text(ko="비서실"), zone="Asia/Seoul", domain="example.go.kr"),
        PlanTrip(trip="t", title=Text(ko="순방", en="Tour"), period="2026-12-01/2026-12-05", nights=3,
                 stops=("빌바오",), **PUBLIC),
        PlanEngagement(engagement="dated", title=Text(ko="면담"), part_of="trip:t", when=HOUR, place=BILBAO, **PUBLIC),
        PlanEngagement(engagement="open", title=Text(ko="시찰"), part_of="trip:t", **PUBLIC),
        PlanOccasion(occasion="weekly", title=Text(ko="회의"), when=HOUR, recurrence="FREQ=WEEKLY;COUNT=5", **PUBLIC),
    ):  # fmt: skip
        office.record(command, by="p")
    return office


def numbers(office: Office, audience: Audience = Audience.PUBLIC, **more: Any) -> dict[str, int]:
    """The sequence of each subject that is seen."""
    at = more.pop("at", None) or office.now()
    found = revisions(office.history(), audience=audience, at=at, **more)
    ids = {known.uid: known.id for known in office.knowledge(audience="internal").values()}
    return {ids[each.entry.uid]: each.sequence for each in found}


def raised(office: Office, *commands: Command, audience: Audience = Audience.PUBLIC) -> dict[str, int]:
    """By how much these commands raise what; a subscriber would agree."""
    before = numbers(office, audience)
    for command in commands:
        office.record(command, by="p", id=str(len(list(office.history()))))
    after = numbers(office, audience)
    fetched(office, audience)
    return {subject: number - before.get(subject, -1) for subject, number in after.items() if
            number != before.get(subject)}  # fmt: skip


def trip(**fields: Any) -> ChangeTrip:
    return ChangeTrip(trip="t", fields=TripDetails(**fields))


def part(**fields: Any) -> ChangeEngagement:
    return ChangeEngagement(engagement="dated", fields=EngagementDetails(**fields))


def time_of(day: int, **fields: Any) -> ChangeOccurrence:
    return ChangeOccurrence(occasion="weekly", occurrence=f"2026-12-{day:02}", fields=OccurrenceDetails(**fields))


T, D, O, W = "trip:t", "engagement:dated", "engagement:open", "occasion:weekly"  # noqa: E741
SHOWN: list[tuple[Command, set[str]]] = [
    (trip(title=Text(ko="순방", en="Journey")), {T, D, O}),
    (trip(title=Text(ko="순방", en="Tour", ja="訪問")), {T, D, O}),
    (trip(stops=("빌바오", "취리히")), {T}),
    (RescheduleTrip(trip="t", period="2026-12-01/2026-12-06", nights=3), {T}),
    (RescheduleTrip(trip="t", period="2026-12-01/2026-12-05", nights=2), {T}),
    (ConfirmTrip(trip="t"), {T}),
    (CancelTrip(trip="t"), {T}),
    (ClassifyTrip(trip="t", visibility="internal"), {D, O}),
    (part(title=Text(ko="면담", en="Talk")), {D}),
    (part(place={**BILBAO, "venue": {"ko": "시청"}}), {D}),
    (part(place={**BILBAO, "coordinates": {"latitude": 43.264, "longitude": -2.935}}), {D}),
    (part(place={**BILBAO, "country": "ES"}), {D}),
    (part(place=None), {D}),
    (MoveEngagement(engagement="dated", part_of=None), {D}),
    (MoveEngagement(engagement="open", part_of=None), {T, O}),
    (RescheduleEngagement(engagement="open", when="2026-12-03"), {T, O}),
    (CancelEngagement(engagement="open"), {T, O}),
    (ClassifyEngagement(engagement="open", visibility="internal"), {T}),
    (time_of(9, title=Text(ko="큰 회의")), {W}),
    (time_of(9, place="시청"), {W}),
    (time_of(9, when=HOUR.model_copy(update={"start": Moment.of("2026-12-02T09:30", "Asia/Seoul")})), {W}),
    (CancelOccurrence(occasion="weekly", occurrence="2026-12-09"), {W}),
    (RepeatOccasion(occasion="weekly", recurrence={"rule": "FREQ=WEEKLY;COUNT=6"}), {W}),
    (RepeatOccasion(occasion="weekly", recurrence={"rule": "FREQ=WEEKLY;COUNT=5", "excluded": ["2026-12-09"]}), {W}),
    (RepeatOccasion(occasion="weekly", recurrence=None), {W}),
]
NOT_SHOWN: list[Command] = [
    trip(purpose=Text(ko="비밀")),
    trip(delegation=({"office": "부시장"},)),
    trip(legs=({"origin": "서울", "destination": "빌바오", "carrier": "KE 913"},)),
    trip(stops=({"place": "빌바오", "period": "2026-12-02/2026-12-03"},)),
    trip(stops=({"place": {"city": "빌바오", "zone": "Europe/Madrid"}},)),
    part(place={**BILBAO, "zone": "Europe/Madrid"}),
    part(purpose=Text(ko="비밀"), expected_outcome=Text(ko="비밀"), topics=(Text(ko="비밀"),), transfer_minutes=10),
    AttendEngagement(engagement="dated", attendance={"principal": "mayor", "answer": "yes"}),
    time_of(9, attendance=({"principal": "mayor", "answer": "no"},)),
    ChangeOffice(fields=OfficeDetails(name=Text(ko="새 이름"), domain="other.go.kr")),
    ChangeOffice(fields=OfficeDetails(languages=("ko", "de"))),
]


@pytest.mark.parametrize(("command", "subjects"), SHOWN, ids=lambda each: type(each).__name__)
def test_what_is_shown_otherwise_is_raised_by_one(desk: Office, command: Command, subjects: set[str]) -> None:
    assert raised(desk, command) == dict.fromkeys(subjects, 1)


@pytest.mark.parametrize("command", NOT_SHOWN, ids=lambda each: type(each).__name__)
def test_what_is_not_shown_raises_nothing(desk: Office, command: Command) -> None:
    assert raised(desk, command) == {}


def test_languages_that_texts_fall_back_to_are_part_of_what_is_shown(desk: Office) -> None:
    title = Text(de="Fest", es="Fiesta")
    desk.record(PlanOccasion(occasion="feast", title=title, when="2026-12-24", **PUBLIC), by="p")
    change = ChangeOffice(fields=OfficeDetails(languages=("ko", "es")))
    assert raised(desk, change) == {"occasion:feast": 1}


def test_a_whole_without_days_of_its_own_is_related_when_it_has_them(office: Office) -> None:
    office.record(PlanTrip(trip="t", title=Text(ko="순방"), **PUBLIC), by="p")
    office.record(
        PlanEngagement(engagement="dated", title=Text(ko="면담"), part_of="trip:t", when=HOUR, **PUBLIC), by="p"
    )
    assert b"RELATED-TO" not in exported(office)
    assert raised(office, RescheduleTrip(trip="t", period="2026-12")) == {"trip:t": 1, "engagement:dated": 1}
    assert b"RELATED-TO" in exported(office)
    assert b"RELATED-TO" not in exported(office, plans="apart")
    assert raised(office, RescheduleTrip(trip="t", period="2026-11/2026-12")) == {"trip:t": 1}, "related as before"
    moved = RescheduleTrip(trip="t", period="2026-12-01/2026-12-05")
    assert raised(office, moved) == {"trip:t": 1, "engagement:dated": 1}
    assert b"RELATED-TO" in exported(office, plans="apart")


def test_a_signing_leaves_the_programme_of_its_trip_when_an_engagement_stands_for_it(desk: Office) -> None:
    for command in (
        ProposeAgreement(agreement="mou", title=Text(ko="협약"), **PUBLIC),
        PlanEngagement(engagement="signing", title=Text(ko="체결식"), when="2026-12-03"),
        PlanSigning(agreement="mou", signing={"within": "trip:t"}, engagement="signing"),
    ):
        desk.record(command, by="p")
    assert "- 협약" in unfolded(exported(desk))
    shown = ClassifyEngagement(engagement="signing", visibility="public")
    assert raised(desk, shown) == {"trip:t": 1, "engagement:signing": 1}
    assert "- 협약" not in unfolded(exported(desk))


def test_an_embargo_hides_and_its_end_shows_again(desk: Office, clock: Clock) -> None:
    end = clock.now + timedelta(hours=1)
    embargo = ClassifyTrip(trip="t", visibility="public", public_from=end)
    assert raised(desk, embargo) == {"engagement:dated": 1, "engagement:open": 1}
    assert "trip:t" not in numbers(desk)
    assert "소속 일정" not in unfolded(exported(desk))
    decided = list(desk.history("trip:t"))[-1].recorded_at
    clock.now = end
    assert "소속 일정: 순방" in unfolded(exported(desk))
    assert numbers(desk) == {"trip:t": 3, "engagement:dated": 2, "engagement:open": 2, "occasion:weekly": 0}
    found = revisions(desk.history(), audience=Audience.PUBLIC, at=end)
    (shown,) = [each for each in found if each.entry.kind == "trip"]
    assert shown.modified_at == decided, "no event says that an embargo ends, but the one that set it"
    fetched(desk, Audience.PUBLIC)


def test_what_happens_under_an_embargo_is_not_told(desk: Office, clock: Clock) -> None:
    end = clock.now + timedelta(hours=1)
    desk.record(
        PlanTrip(trip="secret", title=Text(ko="가"), period="2027-01-01", visibility="public", public_from=end), by="p"
    )
    desk.record(ChangeTrip(trip="secret", fields=TripDetails(title=Text(ko="나"))), by="p")
    desk.record(RescheduleTrip(trip="secret", period={"unknown": True}), by="p")
    changed = list(desk.history("trip:secret"))[-1].recorded_at
    desk.record(ChangeTrip(trip="secret", fields=TripDetails(purpose=Text(ko="비밀"))), by="p", id="x")
    clock.now = end
    (shown,) = [each for each in revisions(desk.history(), audience=Audience.PUBLIC, at=end)
                if each.entry.title == Text(ko="나")]  # fmt: skip
    assert (shown.sequence, shown.modified_at) == (0, changed), "shown for the first time, as last decided"
    assert shown.dates is None, "a day of which nobody was told is not taken back"


def test_an_embargo_is_part_of_the_class_in_the_office(desk: Office, clock: Clock) -> None:
    embargo = ClassifyTrip(trip="t", visibility="public", public_from=clock.now + timedelta(days=1))
    assert raised(desk, embargo, audience=Audience.INTERNAL) == {"trip:t": 1}


def test_a_feed_with_busy_time_and_one_without_have_the_same_numbers(desk: Office) -> None:
    for command in (
        ClassifyTrip(trip="t", visibility="confidential"),
        trip(title=Text(ko="비밀")),
        RescheduleTrip(trip="t", period="2026-12-02/2026-12-06"),
        ClassifyTrip(trip="t", visibility="internal"),
    ):
        desk.record(command, by="p", id=f"x{len(list(desk.history()))}")
        fetched(desk, Audience.INTERNAL)
    assert numbers(desk, Audience.INTERNAL) == numbers(desk, Audience.INTERNAL, busy=True)
    assert numbers(desk, Audience.INTERNAL)["trip:t"] == 4, "hidden, busy at other times, shown again"


def test_corrections_and_withdrawals_raise_it_too(desk: Office) -> None:
    moved = RescheduleTrip(trip="t", period="2026-12-02/2026-12-06", nights=3)
    corrected = CorrectTrip(trip="t", event=2, fields={"nights": 2}, reason=Text(ko="오기"))
    assert raised(desk, moved, corrected) == {"trip:t": 2}
    assert raised(desk, WithdrawTrip(trip="t", event=3, reason=Text(ko="오기"))) == {"trip:t": 1}
    assert raised(desk, WithdrawTrip(trip="t", event=2, reason=Text(ko="오기"))) == {"trip:t": 1}
    gone = WithdrawTrip(trip="t", reason=Text(ko="잘못 입력"))
    assert raised(desk, gone) == {"engagement:dated": 1, "engagement:open": 1}
    back = WithdrawTrip(trip="t", event=6, reason=Text(ko="맞음"))
    assert raised(desk, back)["engagement:dated"] == 1
    assert numbers(desk)["trip:t"] == 7, "its programme, these four, withdrawn, and back"


def test_a_merged_entry_is_cancelled_and_comes_back_when_the_question_is_open_again(office: Office) -> None:
    signed = {"stage": "signed", "signed": "2026-11-20", **PUBLIC}
    office.record(ReportAgreement(agreement="a", title=Text(ko="협약"), **signed), by="p")
    office.record(ReportAgreement(agreement="b", title=Text(ko="사본"), possible_duplicate_of="a", **signed), by="p")
    assert raised(office, SettleDuplicate(agreement="b", verdict="same")) == {"agreement:b": 1}
    text = unfolded(exported(office))
    assert "SUMMARY:[취소] 사본\r\nDESCRIPTION:동일 건: 협약\r\n" in text
    assert text.count("STATUS:CANCELLED") == 1
    renamed = ChangeAgreement(agreement="a", fields={"subject_matter": Text(ko="비밀")})
    assert raised(office, renamed) == {}
    assert raised(office, ReopenDuplicate(agreement="b")) == {"agreement:b": 1}
    assert "CANCELLED" not in unfolded(exported(office))
    assert raised(office, SettleDuplicate(agreement="b", verdict="distinct")) == {}
    hidden = ClassifyAgreement(agreement="a", visibility="internal")
    merged = (ReopenDuplicate(agreement="b"), SettleDuplicate(agreement="b", verdict="same"), hidden)
    assert raised(office, *merged) == {"agreement:b": 2}
    assert "동일 건" not in unfolded(exported(office)), "a survivor that is hidden is not named"


def test_stamps_are_those_of_the_deciding_event_whatever_clocks_say(office: Office, clock: Clock) -> None:
    office.record(PlanTrip(trip="t", title=Text(ko="순방"), period="2026-12-01", **PUBLIC), by="p")
    clock.now -= timedelta(hours=2)
    office.record(RescheduleTrip(trip="t", period="2026-12-02"), by="another writer, whose clock is slow")
    late = list(office.history())[-1].recorded_at
    clock.now += timedelta(hours=9)
    office.record(ChangeTrip(trip="t", fields=TripDetails(purpose=Text(ko="비밀"))), by="p")
    ((number, stamp, _),) = in_feed(exported(office)).values()
    assert (number, stamp) == (1, f"{late:%Y%m%dT%H%M%SZ}")
    text = unfolded(exported(office))
    assert text.count(stamp) == 2, "DTSTAMP and LAST-MODIFIED"


def test_an_export_of_the_past_never_outranks_the_present(desk: Office, clock: Clock) -> None:
    for days in range(1, 4):
        clock.now += timedelta(days=1)
        desk.record(RescheduleTrip(trip="t", period=f"2026-12-0{days}/2026-12-08"), by="p")
    records, at = list(desk.history()), desk.now()
    known = sorted({each.known_on for each in records})
    past = [in_feed(feed_of(records, desk.profile(), at=at, known_on=day)) for day in known]
    uid = next(each.uid for each in desk.knowledge().values() if each.id == "trip:t")
    assert [each[uid][0] for each in past] == [1, 2, 3, 4]
    assert in_feed(exported(desk))[uid][0] == 4
