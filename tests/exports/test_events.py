"""The history as CloudEvents: all of it inside the office, and for the public what changed of what it is shown."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cloudevents.core.formats.json import JSONFormat
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

import canaries
import strategies
from archives import archive, lines_of, lived, stored
from canaries import CANARY, canary_stories, days_of, leaks
from conftest import EARLIER, LATER, REPORT, Clock, counting_entropy
from desk import Desk, at
from mayor_schedule import (
    Audience,
    CancelTrip,
    ChangeOffice,
    ChangeTrip,
    ClassifyTrip,
    CorrectTrip,
    FoundOffice,
    Office,
    OfficeDetails,
    Period,
    PlanEngagement,
    PlanTrip,
    RescheduleTrip,
    StoreError,
    Text,
    TripDetails,
    TripFacts,
    Visibility,
    WithdrawTrip,
)
from mayor_schedule.domain.catalog import KEPT
from mayor_schedule.domain.model import Corrected, Withdrawn
from mayor_schedule.exports.events import event_lines
from mayor_schedule.imports.loading import import_files
from mayor_schedule.views.published import facts_of
from terminal import run, spawn

ATTRIBUTES = [
    "specversion", "id", "source", "type", "subject", "datacontenttype", "recordedtime", "knownon", "sequence",
    "dataclassification", "data",
]  # fmt: skip
WHY = Text(en="a reason that is nobody's business")


@pytest.fixture
def seoul(office: Office) -> Office:
    import_files(office, [EARLIER, REPORT, LATER])
    return office


def envelopes(data: bytes) -> list[dict[str, Any]]:
    assert data.endswith(b"\n") or not data
    return [json.loads(line) for line in lines_of(data)]


def public(office: Office, **limits: Any) -> list[dict[str, Any]]:
    return envelopes(archive(office, Audience.PUBLIC, **limits))


def is_verbatim(office: Office) -> None:
    """Every event is there, and its stored bytes can be cut out of its line."""
    lines = lines_of(archive(office))
    rows = list(office.store.rows())
    assert len(lines) == len(rows)
    for line, (position, subject, version, topic, state) in zip(lines, rows, strict=True):
        envelope = json.loads(line)
        assert list(envelope) == ATTRIBUTES
        assert line.partition(b'"data":')[2] == state + b"}\n"
        assert (envelope["id"], envelope["subject"], envelope["type"]) == (f"{subject}@{version}", subject, topic)
        assert envelope["sequence"] == f"{position:020}"


def test_every_event_is_there_verbatim(seoul: Office) -> None:
    is_verbatim(seoul)
    assert any(each["type"].startswith("diary.") for each in envelopes(archive(seoul)))


@pytest.mark.parametrize("version", ["v1", "v2", "v3"])
def test_events_of_every_released_version_are_there_verbatim(version: str) -> None:
    with stored(version) as office:
        is_verbatim(office)


@given(strategies.stories(kinds=4, size=5))
def test_generated_events_are_there_verbatim(story: Any) -> None:
    with lived(story) as office:
        is_verbatim(office)


def test_attributes_say_what_the_data_says(seoul: Office) -> None:
    for envelope in envelopes(archive(seoul)):
        data = envelope["data"]
        assert envelope["specversion"] == "1.0"
        assert envelope["source"] == "//example.go.kr/mayor-schedule"
        assert envelope["datacontenttype"] == "application/json"
        assert (envelope["recordedtime"], envelope["knownon"]) == (data["recorded_at"], data["known_on"])
        assert datetime.fromisoformat(envelope["recordedtime"]).utcoffset() == timedelta(0)
        assert "time" not in envelope, "nobody says at what time of the day anything was known"


@pytest.mark.parametrize("audience", Audience)
def test_another_library_reads_every_line(seoul: Office, audience: Audience) -> None:
    ids = set()
    for line in lines_of(archive(seoul, audience)):
        event = JSONFormat().read(None, line)
        assert event.get_data() == json.loads(line)["data"]
        assert event.get_extension("dataclassification") in ("public", "internal", "confidential")
        assert all(name.isalnum() and name.islower() and len(name) <= 20 for name in event.get_attributes())
        ids.add((event.get_source(), event.get_id()))
    assert len(ids) == len(lines_of(archive(seoul, audience))), "source and id name an event"


def test_the_same_history_gives_the_same_bytes(seoul: Office) -> None:
    for audience in Audience:
        assert archive(seoul, audience) == archive(seoul, audience)


def test_a_longer_log_begins_as_the_shorter_one_was_exported(office: Office) -> None:
    plan(office, visibility="public")
    before = {audience: archive(office, audience) for audience in Audience}
    office.record(CancelTrip(trip="t"), by="p")
    for audience in Audience:
        after = archive(office, audience)
        assert after.startswith(before[audience])
        assert len(after) > len(before[audience])


def test_an_empty_store_has_an_empty_export(office: Office) -> None:
    assert archive(office) == archive(office, Audience.PUBLIC) == b""


def test_what_is_recorded_meanwhile_is_not_in_it(tmp_path: Path) -> None:
    with Office.open(tmp_path / "office.db", clock=Clock(), entropy=counting_entropy()) as office:
        plan(office)
        office.record(FoundOffice(name=Text(en="x"), zone="UTC", domain="a.example"), by="p")
        lines = event_lines(office.store, audience=Audience.INTERNAL, at=office.now())
        first = next(lines)
        office.record(ChangeOffice(fields=OfficeDetails(domain="b.example")), by="p")
        found = envelopes(first + b"".join(lines))
        assert [each["type"] for each in found] == ["trip.planned", "office.founded"]
        assert {each["source"] for each in found} == {"//a.example/mayor-schedule"}


def test_bytes_that_are_not_as_they_were_recorded_are_not_exported(tmp_path: Path) -> None:
    import sqlite3

    path = tmp_path / "office.db"
    with Office.open(path) as office:
        plan(office)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE stored_events SET state = CAST(replace(state, '\"by\":', '\"by\": ') AS BLOB)")
    connection.close()
    with Office.open(path) as office, pytest.raises(StoreError, match=r"not in the form.*verify"):
        archive(office)


# --- whom a subject is for --------------------------------------------------------------------------------------------


def plan(office: Office, name: str = "t", **more: Any) -> None:
    period = Period.of("2026-12-01", "2026-12-05")
    office.record(PlanTrip(**{"trip": name, "title": Text(ko="순방", en="Tour"), "period": period, **more}), by="p")


def test_a_line_says_who_may_see_its_subject(office: Office) -> None:
    plan(office, visibility="public")
    plan(office, "u", visibility="public", public_from=datetime(2999, 1, 1, tzinfo=UTC))
    plan(office, "v", visibility="confidential")
    office.record(ClassifyTrip(trip="t", visibility=Visibility.INTERNAL), by="p", id="1")
    office.record(WithdrawTrip(trip="t", event=2, reason=WHY), by="p")
    office.record(ClassifyTrip(trip="t", visibility=Visibility.CONFIDENTIAL), by="p", id="2")
    assert [each["dataclassification"] for each in envelopes(archive(office))] == [
        "public", "internal", "confidential", "internal", "public", "confidential",
    ]  # fmt: skip


def test_what_stands_in_a_diary_is_for_those_whom_its_entry_is_for() -> None:
    with Desk() as desk:
        desk.confirm("hidden", at("2027-01-05T10:00", "12:00"), visibility=Visibility.CONFIDENTIAL)
        desk.confirm("shown", at("2027-01-06T10:00", "12:00"), visibility=Visibility.PUBLIC)
        kinds = {
            (each["type"], each["dataclassification"])
            for each in envelopes(archive(desk.office))
            if each["subject"].partition(":")[0] in KEPT
        }
        seen = ("confidential", "public")
        assert kinds == {(topic, each) for topic in ("diary.booked", "booking.made") for each in seen}


# --- for the public ---------------------------------------------------------------------------------------------------


def test_the_public_is_told_what_changed_of_what_it_is_shown(office: Office) -> None:
    office.record(FoundOffice(name=Text(ko="비서실"), zone="Asia/Seoul", domain="example.go.kr"), by="p")
    plan(office, visibility="public", nights=3, purpose=WHY, stops=[{"place": {"city": {"ko": "빌바오"}}}])
    moved = Period.of("2026-12-02", "2026-12-06")
    office.record(RescheduleTrip(trip="t", period=moved, nights=3, reason=WHY), by="p", note=CANARY)
    correction = CorrectTrip(trip="t", event=1, fields=TripFacts(title=Text(ko="순방단")), reason=WHY)
    office.record(correction, by="p")
    found = public(office)
    uid = office.calendar(audience="public").entries()[0].uid
    assert [each["type"] for each in found] == ["trip.planned", "trip.rescheduled"]
    assert [list(each) for each in found] == [[each for each in ATTRIBUTES if each != "knownon"]] * 2
    assert {each["subject"] for each in found} == {uid}
    assert {each["dataclassification"] for each in found} == {"public"}
    assert [each["sequence"] for each in found] == [f"{number:020}" for number in range(2)]
    assert [each["data"] for each in found] == [
        {
            "visibility": "public",
            "title": {"ko": "순방단"},
            "period": {"first": "2026-12-01", "last": "2026-12-05"},
            "nights": 3,
            "stops": [{"city": {"ko": "빌바오"}}],
            "stage": "planned",
        },
        {"period": {"first": "2026-12-02", "last": "2026-12-06"}},
    ]


def test_what_changes_nothing_that_is_shown_is_not_there(office: Office) -> None:
    plan(office, visibility="public")
    before = archive(office, Audience.PUBLIC)
    office.record(ChangeTrip(trip="t", fields=TripDetails(purpose=WHY)), by="p")
    assert archive(office, Audience.PUBLIC) == before


def test_what_becomes_public_is_told_as_it_is_then(office: Office) -> None:
    plan(office, title=Text(ko="비밀"))
    office.record(CorrectTrip(trip="t", event=1, fields=TripFacts(title=Text(ko="순방")), reason=WHY), by="p")
    assert public(office) == []
    office.record(ClassifyTrip(trip="t", visibility=Visibility.PUBLIC), by="p")
    (told,) = public(office)
    assert told["type"] == "trip.classified"
    assert told["data"]["title"] == {"ko": "순방"}
    assert told["data"]["stage"] == "planned"
    assert "비밀" not in archive(office, Audience.PUBLIC).decode()


def test_what_happened_while_it_was_hidden_is_told_when_it_is_shown_again(office: Office) -> None:
    plan(office, visibility="public")
    office.record(ClassifyTrip(trip="t", visibility=Visibility.INTERNAL), by="p", id="1")
    assert public(office) == [], "what was hidden later is not told of the past either"
    moved = Period.of("2027-01-02", "2027-01-06")
    office.record(RescheduleTrip(trip="t", period=moved), by="p")
    office.record(ClassifyTrip(trip="t", visibility=Visibility.PUBLIC), by="p", id="2")
    told = public(office)
    assert [(each["type"], each["data"].get("period")) for each in told] == [
        ("trip.planned", {"first": "2026-12-01", "last": "2026-12-05"}),
        ("trip.classified", {"first": "2027-01-02", "last": "2027-01-06"}),
    ]
    assert list(told[1]["data"]) == ["period"]


def test_what_was_entered_in_error_is_not_there(office: Office) -> None:
    plan(office, visibility="public")
    assert len(public(office)) == 1
    office.record(WithdrawTrip(trip="t", reason=WHY), by="p")
    assert public(office) == []


SECRET = Text(en="SECRET ENTERED IN ERROR")


def change_title(office: Office, title: Text) -> None:
    office.record(ChangeTrip(trip="t", fields=TripDetails(title=title)), by="p", id=str(title))


def titles(office: Office, **limits: Any) -> list[object]:
    return [each["data"].get("title", "same") for each in public(office, **limits)]


def test_what_a_withdrawn_event_said_is_not_told_again(office: Office) -> None:
    plan(office, visibility="public")
    change_title(office, SECRET)
    assert titles(office)[1] == {"en": "SECRET ENTERED IN ERROR"}
    office.record(WithdrawTrip(trip="t", event=2, reason=WHY), by="p")
    assert titles(office) == [{"ko": "순방", "en": "Tour"}]
    office.record(WithdrawTrip(trip="t", event=3, reason=WHY), by="p")
    assert titles(office)[-1] == {"en": "SECRET ENTERED IN ERROR"}, "it was no error after all"
    office.record(WithdrawTrip(trip="t", event=4, reason=WHY), by="p")
    assert "SECRET" not in archive(office, Audience.PUBLIC).decode()


def test_what_was_put_right_is_told_as_the_last_correction_says(office: Office) -> None:
    plan(office, visibility="public", title=SECRET)
    for title in ("SECRET, STILL", "Right"):
        correction = CorrectTrip(trip="t", event=1, fields=TripFacts(title=Text(en=title)), reason=WHY)
        office.record(correction, by="p", id=title)
    change_title(office, Text(en="New"))
    assert titles(office) == [{"en": "Right"}, {"en": "New"}]
    office.record(CorrectTrip(trip="t", event=4, fields=TripFacts(title=Text(en="Newer")), reason=WHY), by="p")
    assert titles(office) == [{"en": "Right"}, {"en": "Newer"}]
    office.record(WithdrawTrip(trip="t", event=4, reason=WHY), by="p")
    assert titles(office) == [{"en": "Right"}]
    office.record(WithdrawTrip(trip="t", event=3, reason=WHY), by="p")
    assert "Right" not in archive(office, Audience.PUBLIC).decode(), "a correction can be an error too"


def test_what_was_put_right_later_is_not_told_of_the_past(office: Office, clock: Clock) -> None:
    plan(office, visibility="public")
    change_title(office, SECRET)
    until = clock.now
    office.record(CorrectTrip(trip="t", event=2, fields=TripFacts(title=Text(en="Right")), reason=WHY), by="p")
    assert titles(office, recorded_until=until) == [{"ko": "순방", "en": "Tour"}, None], "nor what is right"
    assert titles(office)[1:] == [{"en": "Right"}]


def test_what_was_shown_to_the_public_in_error_is_not_shown_again(office: Office) -> None:
    plan(office, title=SECRET)
    office.record(ClassifyTrip(trip="t", visibility=Visibility.PUBLIC), by="p", id="1")
    office.record(WithdrawTrip(trip="t", event=2, reason=WHY), by="p")
    change_title(office, Text(en="Tour"))
    office.record(ClassifyTrip(trip="t", visibility=Visibility.PUBLIC), by="p", id="2")
    assert titles(office) == [{"en": "Tour"}]


def test_an_embargo_ends(office: Office, clock: Clock) -> None:
    plan(office, visibility="public", public_from=clock.now + timedelta(days=1))
    assert public(office) == []
    clock.now += timedelta(days=2)
    assert [each["type"] for each in public(office)] == ["trip.planned"]


def test_a_value_that_is_gone_is_null(office: Office) -> None:
    plan(office, visibility="public", nights=3)
    office.record(RescheduleTrip(trip="t", period=Period.of("2026-12-01", "2026-12-02")), by="p")
    assert public(office)[1]["data"] == {"period": {"first": "2026-12-01", "last": "2026-12-02"}, "nights": None}


def test_what_it_lies_in_is_not_named(office: Office) -> None:
    plan(office, visibility="public")
    office.record(
        PlanEngagement(
            engagement="e", title=Text(ko="면담"), part_of="trip:t", when={"unknown": True, "within": "trip:t"},
            visibility="public",
        ),
        by="p",
    )  # fmt: skip
    assert public(office)[1]["data"]["when"] == {"unknown": True}
    assert "trip:t" not in archive(office, Audience.PUBLIC).decode()


def test_ids_are_opaque_and_last(seoul: Office) -> None:
    before = [each["id"] for each in public(seoul)]
    assert len(set(before)) == len(before)
    assert all(len(each) == 32 and int(each, 16) for each in before)
    uids = {each["subject"].partition("@")[0] for each in public(seoul)}
    assert not uids & set(before)
    plan(seoul, visibility="public")
    assert [each["id"] for each in public(seoul)][:-1] == before


def test_known_on_a_day(seoul: Office) -> None:
    day = date(2018, 8, 31)
    then, now = public(seoul, known_on=day), public(seoul)
    assert 0 < len(then) < len(now)
    internal = envelopes(archive(seoul, known_on=day))
    assert {each["knownon"] for each in internal} == {
        each["knownon"] for each in envelopes(archive(seoul)) if each["knownon"] <= "2018-08-31"
    }


def test_recorded_until_an_instant(office: Office, clock: Clock) -> None:
    office.record(FoundOffice(name=Text(en="x"), zone="UTC", domain="a.example"), by="p")
    plan(office, visibility="public")
    until, before = clock.now, archive(office)
    office.record(ChangeOffice(fields=OfficeDetails(domain="b.example")), by="p")
    office.record(CancelTrip(trip="t"), by="p")
    assert archive(office, recorded_until=until) == before
    assert len(public(office, recorded_until=until)) == 1


@given(canary_stories(), st.data())
def test_nothing_hidden_leaves(story: Any, data: DataObject) -> None:
    with canaries.lived(story) as office:
        told = archive(office, Audience.PUBLIC, known_on=data.draw(days_of(office)))
        assert leaks(office, told, Audience.PUBLIC) == []
        text = told.decode()
        for record in office.history():
            assert record.salt.hex() not in text
            assert record.command_id not in text
            assert not record.command_digest or record.command_digest not in text


@given(canary_stories())
def test_the_search_for_leaks_finds_them(story: Any) -> None:
    with canaries.lived(story) as office:
        assert bool(list(office.history())) == bool(leaks(office, archive(office), Audience.PUBLIC))


@given(canary_stories(most=5, size=6), st.data())
def test_what_the_public_is_told_adds_up_to_what_it_is_shown(story: Any, data: DataObject) -> None:
    with canaries.lived(story) as office:
        day = data.draw(st.none() | days_of(office))
        added: dict[str, dict[str, Any]] = {}
        for each in public(office, known_on=day):
            assert each["data"]
            added.setdefault(each["subject"], {}).update(each["data"])
        shown = {
            known.uid: json.loads(json.dumps(facts_of(known.id, known.uid, known.state)))
            for known in office.knowledge(audience="public", known_on=day).values()
        }
        told = {
            uid: {name: value for name, value in facts.items() if value is not None} for uid, facts in added.items()
        }
        if day is not None:  # what was put right since is not told of the past
            wrong = {each.subject for each in office.history() if isinstance(each.event, (Corrected, Withdrawn))}
            right = {each.uid for each in office.knowledge(audience="public").values() if each.id not in wrong}
            shown = {uid: facts for uid, facts in shown.items() if uid in right}
        assert {uid: facts for uid, facts in told.items() if uid in shown} == shown
        now = {known.uid for known in office.knowledge(audience="public").values()}
        assert set(told) <= now, "only of what may be seen now"


# --- the command line -------------------------------------------------------------------------------------------------


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Path]:
    assert run("import", EARLIER, REPORT, LATER, db=tmp_path / "office.db").code == 0
    return tmp_path / "office.db"


def test_the_command_writes_for_the_public_unless_told_otherwise(db: Path, tmp_path: Path) -> None:
    done = run("export", "events", db=db)
    assert done.code == 0
    lines = done.out.splitlines()
    assert done.err == f"standard output: {len(lines)} events\n"
    assert {json.loads(line)["dataclassification"] for line in lines} == {"public"}
    assert "salt" not in done.out
    done = run("export", "events", "--audience", "internal", "--out", tmp_path / "audit.jsonl", db=db)
    assert done == (0, "", f"{tmp_path / 'audit.jsonl'}: 163 events\n")
    data = (tmp_path / "audit.jsonl").read_bytes()
    with Office.open(db, create=False) as office:
        assert data == archive(office)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["audit.jsonl", "office.db"]


def test_a_file_that_cannot_be_written_is_told(db: Path, tmp_path: Path) -> None:
    for out in (tmp_path, tmp_path / "none" / "audit.jsonl"):
        done = run("export", "events", "--out", out, db=db)
        assert (done.code, done.out) == (2, "")
        assert "cannot write" in done.err


def test_an_error_leaves_no_half_of_a_file(db: Path, tmp_path: Path) -> None:
    import sqlite3

    with sqlite3.connect(db) as connection:
        connection.execute("UPDATE stored_events SET state = 'x' WHERE rowid = 150")
    connection.close()
    done = run("export", "events", "--audience", "internal", "--out", tmp_path / "audit.jsonl", db=db)
    assert done.code == 2
    assert not list(tmp_path.glob("audit*"))


@pytest.mark.parametrize("option", [("--known-on", "soon"), ("--recorded-until", "soon")])
def test_a_past_that_is_none_is_told(db: Path, option: tuple[str, str]) -> None:
    done = run("export", "events", *option, db=db)
    assert (done.code, done.out) == (2, "")
    assert "soon" in done.err


@pytest.mark.slow
def test_the_command_writes_bytes_to_a_pipe(db: Path) -> None:
    done = spawn("export", "events", "--audience", "internal", "--db", db, LC_ALL="C")
    assert done.returncode == 0
    with Office.open(db, create=False) as office:
        assert done.stdout == archive(office)


@pytest.mark.long
def test_a_long_log_is_not_held_in_memory(tmp_path: Path) -> None:
    long, measured = Text(ko="가" * 1_000), dict[Audience, list[tuple[int, int]]]()
    with Office.open(tmp_path / "office.db", clock=Clock(), entropy=counting_entropy()) as office:
        for start in range(0, 5_000, 500):
            batch = range(start, start + 500)
            office.record_all([PlanTrip(trip=f"t{each}", title=long, visibility="public") for each in batch], by="p")
            if start not in (1_500, 4_500):
                continue
            for audience in Audience:
                tracemalloc.start()
                written = sum(map(len, event_lines(office.store, audience=audience, at=office.now())))
                measured.setdefault(audience, []).append((written, tracemalloc.get_traced_memory()[1]))
                tracemalloc.stop()
    for (few, little), (many, peak) in measured.values():
        assert many - few > 9_000_000
        assert peak - little < (many - few) / 4, "no more of it is held than whose each event is"
