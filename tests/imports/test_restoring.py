"""Restoring an audit export: the same log to the byte, and nothing else is ever taken for one."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

import strategies
from archives import archive, edited, everything, head, lines_of, lived, read, refusals, restored, stored
from conftest import EARLIER, LATER, REPORT, Clock, counting_entropy
from desk import Desk, at
from exported import exported
from mayor_schedule import (
    Audience,
    CancelTrip,
    ChangeTrip,
    ConfirmEngagement,
    ConfirmTrip,
    FoundOffice,
    InputError,
    Office,
    Period,
    PlanTrip,
    RefusedError,
    Text,
    TripDetails,
    Visibility,
)
from mayor_schedule.domain.catalog import KINDS
from mayor_schedule.domain.restoration import LOG
from mayor_schedule.imports import events as reading
from mayor_schedule.imports.ics.options import CalendarOptions
from mayor_schedule.imports.loading import import_files
from mayor_schedule.proofs.commitments import Sealed
from mayor_schedule.proofs.erasing import erase
from mayor_schedule.store.history import History
from mayor_schedule.views.knowledge import opaque_uid
from sizes import examples
from terminal import Done, run, spawn

FEW: Final = examples(20)


@pytest.fixture
def seoul(office: Office) -> Office:
    import_files(office, [EARLIER, REPORT, LATER])
    return office


def plan(office: Office, name: str = "t", **more: Any) -> None:
    period = Period.of("2026-12-01", "2026-12-05")
    office.record(PlanTrip(**{"trip": name, "title": Text(ko="순방", en="Tour"), "period": period, **more}), by="p")


# --- the same log -----------------------------------------------------------------------------------------------------


def comes_back(office: Office) -> None:
    """A store, restored from its export, is the same: rows, commands, views, feeds; and says that it was restored."""
    data, (rows, commands) = archive(office), everything(office)
    if not rows:
        assert "empty" in refusals(data)[0][1]
        return
    with restored(data) as again:
        (*restored_rows, said), restored_commands = everything(again)
        assert restored_rows == rows
        assert restored_commands == commands
        assert head(again, len(rows)) == head(office, len(rows))
        assert said[:4] == (len(rows), LOG, sum(row[1] == LOG for row in rows) + 1, "history.restored")
        assert archive(again).startswith(data)
        again.store.check_whole()
        looks_the_same(office, again)


def looks_the_same(office: Office, again: Office) -> None:
    at = datetime(2030, 1, 1, tzinfo=UTC)
    for audience in Audience:
        knowledge = office.knowledge(audience=audience), again.knowledge(audience=audience)
        first, second = ({each: known.state.facts for each, known in one.items()} for one in knowledge)
        assert first == second
        records = [
            [each.to_record(audience, "ko") for each in one.calendar(audience=audience).entries()]
            for one in (office, again)
        ]
        assert records[0] == records[1]
        assert exported(office, audience, at=at) == exported(again, audience, at=at)
        assert archive(office, audience).strip() in archive(again, audience)
    assert office.profile() == again.profile()


def test_the_examples_come_back(seoul: Office) -> None:
    comes_back(seoul)


@pytest.mark.parametrize("version", ["v2", "v3"])
def test_old_stores_come_back(version: str) -> None:
    with stored(version) as office:
        rows = list(office.store.rows())
        with restored(archive(office)) as again:
            assert list(again.store.rows())[:-1] == rows
            looks_the_same(office, again)


@FEW
@given(strategies.stories(kinds=4, size=5))
def test_generated_stories_come_back(story: Any) -> None:
    with lived(story) as office:
        comes_back(office)


@pytest.mark.slow
@given(strategies.stories(kinds=6, size=8))
def test_long_generated_stories_come_back(story: Any) -> None:
    with lived(story) as office:
        comes_back(office)


def test_diaries_come_back_and_guard() -> None:
    with Desk() as desk:
        desk.confirm("dinner", at("2027-01-05T18:00", "20:00"))
        desk.occasion("staff", at("2027-01-04T09:00", "10:00"))
        comes_back(desk.office)
        history = History.in_memory()
        with Office(history, clock=Clock(), entropy=counting_entropy()) as again:
            read(again, archive(desk.office))
            same = Desk(history, founded=False)
            same.check()
            same._number = 99
            same.plan("call", at("2027-01-05T19:00", "21:00"))
            same.refused(ConfirmEngagement(engagement="call"), told="the mayor is then at engagement:dinner")


def test_a_restored_store_can_be_restored_again(seoul: Office) -> None:
    with restored(archive(seoul)) as once:
        comes_back(once)
        with restored(archive(once)) as twice:
            assert [each.reference for each in twice.history(LOG)] == [f"{LOG}@1", f"{LOG}@2"]


def test_the_event_says_how_many_and_of_which_file(seoul: Office) -> None:
    data = archive(seoul)
    with Office.in_memory(clock=Clock(datetime(2026, 11, 29, 15, 30, tzinfo=UTC))) as again:
        report = read(again, data, calendars=CalendarOptions(by=normalize("NFD", "감사과")))
        said = list(again.history(LOG))[-1]
        assert said.data == {"events": 163, "sha256": hashlib.sha256(data).hexdigest()}
        assert (said.by, said.known_on, said.position) == ("감사과", date(2026, 11, 30), 163), "today in Seoul"
        assert said.recorded_at >= datetime(2026, 11, 29, 15, 30, tzinfo=UTC), "the clock's, unlike the others'"
        assert len(said.salt) == 16
        assert said.citations == ()
        assert report.restored is not None
        assert (report.restored.events, report.restored.reference, report.recorded) == (163, f"{LOG}@1", 163)


def test_a_zone_that_is_no_longer_known_keeps_nothing_from_being_restored() -> None:
    data = SMALL.replace(b"Asia/Seoul", b"Asia/Atlantis")
    with Office.in_memory(clock=Clock(datetime(2026, 11, 29, 15, 30, tzinfo=UTC))) as again:
        read(again, data)
        assert [each.known_on for each in again.history(LOG)] == [date(2026, 11, 29)]


def test_loading_the_same_dossiers_records_nothing(seoul: Office) -> None:
    with restored(archive(seoul)) as again:
        size = len(again.store)
        assert import_files(again, [EARLIER, REPORT, LATER]).recorded == 0
        assert len(again.store) == size


def test_recording_goes_on(office: Office) -> None:
    plan(office)
    with restored(archive(office)) as again:
        for each in (office, again):
            each.record(ConfirmTrip(trip="t"), by="p")
            with pytest.raises(RefusedError, match="is there already"):
                each.record(PlanTrip(trip="t", title=Text(en="x")), by="p", id="other")
        topics = [[each.topic for each in one.history()] for one in (office, again)]
        assert topics[0] == [each for each in topics[1] if each != "history.restored"]


def test_a_log_that_ends_early_is_a_log(office: Office) -> None:
    """Nothing in a file tells that its last lines are missing: a checkpoint does."""
    plan(office)
    office.record(CancelTrip(trip="t"), by="p")
    with restored(lines_of(archive(office))[0]) as again:
        assert list(again.store.rows())[:-1] == list(office.store.rows())[:-1]


@pytest.mark.parametrize("recorded_until", [10, 11, 50])
def test_the_past_of_a_log_comes_back(office: Office, clock: Clock, recorded_until: int) -> None:
    office.record(FoundOffice(name=Text(en="x"), zone="Asia/Seoul", domain="example.go.kr"), by="p")
    for number in range(50):
        plan(office, f"t{number}")
    until = list(office.history())[recorded_until].recorded_at
    with restored(archive(office, recorded_until=until)) as again:
        assert list(again.store.rows())[:-1] == list(office.store.rows())[: recorded_until + 1]


def erased(office: Office) -> Office:
    """The same store, in which a title and a recorder were erased."""
    records = []
    for record in office.history():
        uid = opaque_uid(next(iter(office.history(record.subject))), "x").partition("@")[0]
        row = next(each for each in office.store.rows(record.position or 0))
        sealed = Sealed(record.subject, record.version, record.topic, row[4], uid)
        paths = {"trip.planned": ["data.title", "by"], "trip.changed": ["data.fields.purpose"]}.get(record.topic)
        records.append(record if paths is None else erase(record, sealed, paths))
    history = History.in_memory()
    history.append(records, {})
    return Office(history, clock=Clock(), entropy=counting_entropy())


def test_what_was_erased_stays_erased_and_proven(office: Office) -> None:
    plan(office, visibility="public")
    office.record(ChangeTrip(trip="t", fields=TripDetails(purpose=Text(ko="비밀"))), by="p")
    office.record(ConfirmTrip(trip="t"), by="p")
    with erased(office) as gone, restored(archive(gone)) as again:
        rows = list(gone.store.rows())
        assert list(again.store.rows())[:-1] == rows
        assert head(again, len(rows)) == head(office, len(rows))
        assert "비밀" not in archive(again).decode()
        assert archive(gone, Audience.PUBLIC).count(b"\n") == archive(office, Audience.PUBLIC).count(b"\n")
        line = lines_of(archive(gone))[0]
        for change, fragment in (
            (lambda data: data["keys"].pop("uid"), "not whole"),
            (lambda data: data["keys"].update({"uid": "00"}), "not whole"),
            (lambda data: data["keys"].pop("field data.nights"), "not whole"),
            (lambda data: data["erased"].update({"data.title": "x"}), "not whole"),
            (lambda data: data["data"].update({"title": {"ko": "x"}}), "not in the form"),
            (lambda data: data.pop("keys"), "no stored event"),
        ):
            assert fragment in refusals(edited(line, lambda each, change=change: change(each["data"])))[0][1]


@given(strategies.stories(kinds=3, size=6))
def test_every_command_leads_to_an_event(story: Any) -> None:
    """Or its row could not be restored."""
    states: dict[str, Any] = {}
    for command, _ in story:
        kind = KINDS[command.subject.partition(":")[0]]
        try:
            found = list(kind.decide(states.get(command.subject), command))
        except RefusedError:
            continue
        assert found, command
        for event in found:
            states[command.subject] = kind.evolve(states.get(command.subject), event)


# --- nothing else -----------------------------------------------------------------------------------------------------


def small() -> Office:
    """A founded office with two trips, one of which is confirmed, public, and holds its time."""
    office = Office.in_memory(clock=Clock(), entropy=counting_entropy())
    office.record(FoundOffice(name=Text(ko="비서실"), zone="Asia/Seoul", domain="example.go.kr"), by="p")
    plan(office, visibility="public")
    office.record(ConfirmTrip(trip="t"), by="p", note="a note")
    plan(office, "u", visibility=Visibility.CONFIDENTIAL)
    return office


with small() as _office:
    SMALL: Final = archive(_office)
    PUBLIC: Final = archive(_office, Audience.PUBLIC)
    HEAD: Final = head(_office, len(_office.store))
LINES: Final = lines_of(SMALL)
assert [json.loads(line)["type"] for line in LINES] == [
    "office.founded", "trip.planned", "trip.confirmed", "diary.booked", "booking.made", "trip.planned",
]  # fmt: skip


def is_never_different(data: bytes) -> bool:
    """What is taken is restored as it is, and has another tree head; returns whether it is."""
    if refusals(data):
        return False
    with restored(data) as again:
        assert b"".join(lines_of(archive(again))[:-1]) == data
        size = len(again.store) - 1
        assert (head(again, size) == HEAD) == (data == SMALL)
    return True


@given(st.integers(0, len(SMALL) - 1), st.integers(0, 255))
def test_no_changed_byte_is_overlooked(index: int, byte: int) -> None:
    data = SMALL[:index] + bytes([byte]) + SMALL[index + 1 :]
    start = SMALL.rindex(b"\n", 0, index) + 1 if b"\n" in SMALL[:index] else 0
    is_attribute = b'"data":' not in SMALL[start : index + 1]
    assert not (is_never_different(data) and is_attribute and data != SMALL)


@pytest.mark.long
def test_no_changed_byte_is_overlooked_anywhere() -> None:
    for index in range(len(SMALL)):
        for byte in {SMALL[index] ^ 1, SMALL[index] ^ 32, 32, 48, 0x22} - {SMALL[index]}:
            is_never_different(SMALL[:index] + bytes([byte]) + SMALL[index + 1 :])


@given(st.data())
def test_no_cut_or_added_bytes_are_overlooked(data: DataObject) -> None:
    first = data.draw(st.integers(0, len(SMALL)))
    last = data.draw(st.integers(first, len(SMALL)))
    put = data.draw(st.binary(max_size=4) | st.sampled_from([b"\n", b"{}", b'"a":1,', b"\xef\xbb\xbf", b"\r"]))
    is_never_different(SMALL[:first] + put + SMALL[last:])


@pytest.mark.parametrize("number", range(len(LINES)))
def test_no_line_is_dropped_doubled_or_exchanged(number: int) -> None:
    before, line, after = LINES[:number], LINES[number], LINES[number + 1 :]
    doubled = refusals(b"".join([*before, line, line, *after]))
    assert doubled == [
        (number + 2, f"its sequence is {number:020}, and {number + 1:020} is next: it stands here twice, or too late")
    ]
    if after:
        dropped = refusals(b"".join([*before, *after]))
        assert dropped == [
            (number + 1, f"its sequence is {number + 1:020}, and {number:020} is next: lines are missing before it")
        ]
        exchanged = refusals(b"".join([*before, after[0], line, *after[1:]]))
        assert [each for each, _ in exchanged] == [number + 1, number + 2]
        moved = refusals(b"".join([*before, *after, line]))
        assert moved[0] == dropped[0]


Change = Callable[[dict[str, Any]], object]


def envelope(**changes: Any) -> Change:
    return lambda given: given.update(changes)


def inside(**changes: Any) -> Change:
    return lambda given: given["data"].update(changes)


def fields(**changes: Any) -> Change:
    return lambda given: given["data"]["data"].update(changes)


def renamed(before: str, after: str) -> Change:
    def change(given: dict[str, Any]) -> None:
        items = [(after if name == before else name, value) for name, value in given.items()]
        given.clear()
        given.update(items)

    return change


def both(*changes: Change) -> Change:
    return lambda given: [each(given) for each in changes]


CHANGES: dict[str, tuple[int, Change, str]] = {
    # the envelope
    "no version of the envelope": (2, lambda each: each.pop("specversion"), "no CloudEvents 1.0 envelope"),
    "another version of it": (2, envelope(specversion="0.3"), "no CloudEvents 1.0 envelope"),
    "no subject": (2, lambda each: each.pop("subject"), "it has no subject"),
    "no data": (2, lambda each: each.pop("data"), "it has no data"),
    "one attribute more": (2, envelope(traceparent="00"), "an export has no attribute 'traceparent'"),
    "a renamed attribute": (2, renamed("knownon", "knownin"), "it has no knownon"),
    "a number": (2, envelope(sequence=1), "its sequence is no text"),
    "nothing": (2, envelope(id=None), "its id is no text"),
    "data is a list": (2, envelope(data=[]), "its data is no JSON object"),
    "data is a text": (2, envelope(data="{}"), "its data is no JSON object"),
    "another type of content": (2, envelope(datacontenttype="text/json"), "its datacontenttype is 'text/json'"),
    "another order": (2, lambda each: each.update(id=each.pop("id")), "another order"),
    # attributes that disagree
    "another id": (2, envelope(id="trip:u@1"), "is not that of an event of its subject"),
    "an id without a version": (2, envelope(id="trip:t"), "is not that of an event"),
    "version 0": (2, envelope(id="trip:t@0"), "is not that of an event"),
    "another topic": (2, envelope(type="trip.cancelled"), "the stored fields of trip.cancelled do not fit"),
    "an unknown topic": (2, envelope(type="trip.teleported"), "newer version"),
    "a topic that is none": (2, envelope(type="trip\n" * 9_999), "is no topic, such as trip.planned"),
    "a topic of another kind": (
        3, envelope(type="visit.confirmed"), "visit.confirmed does not happen to a trip"
    ),
    "another subject": (2, envelope(subject="trip:x"), "is not that of an event of its subject"),
    "a subject of another kind": (
        2, envelope(subject="visit:t", id="visit:t@1"), "trip.planned does not happen to a visit"
    ),
    "a subject of no kind": (2, envelope(subject="tram:t", id="tram:t@1"), "'tram:t' is no subject"),
    "a subject on two lines": (2, envelope(subject="trip:t\n", id="trip:t\n@1"), "is no subject"),
    "a subject that is a terminal command": (2, envelope(subject="trip:\x1b[2J", id="trip:\x1b[2J@1"), "is no subject"),
    "a long subject": (2, envelope(subject="trip:" + "t" * 400, id="trip:" + "t" * 400 + "@1"), "is no subject"),
    "another instant": (2, envelope(recordedtime="2018-01-01T00:00:00.000000Z"), "its recordedtime is '2018-01-01T"),
    "the same instant elsewhere": (2, envelope(recordedtime="2026-11-22T18:00:02.000000+09:00"), "its recordedtime is"),
    "another day": (2, envelope(knownon="2018-01-01"), "its knownon is '2018-01-01', and its data says '2026-11-22'"),
    "another class": (2, envelope(dataclassification="internal"), "its dataclassification is not public"),
    "a class that is none": (2, envelope(dataclassification="restricted"), "its dataclassification is not public"),
    "a short sequence": (2, envelope(sequence="1"), "its sequence '1' is no number of 20 digits"),
    "a sequence below 0": (2, envelope(sequence="-" + "0" * 18 + "1"), "is no number of 20 digits"),
    "digits of another script": (2, envelope(sequence="٠" * 20), "is no number of 20 digits"),
    "a large sequence": (2, envelope(sequence="9" * 20), "lines are missing before it"),
    "another source": (2, envelope(source="//a.example/mayor-schedule"), "its source has the domain 'a.example'"),
    "a source that is none": (2, envelope(source="https://example.go.kr"), "is not that of an office"),
    # the data
    "no salt": (2, lambda each: each["data"].pop("salt"), "its data is no stored event"),
    "a short salt": (2, inside(salt="00"), "the salt of its data cannot be"),
    "a salt in capitals": (2, inside(salt="0" * 30 + "AB"), "not in the form"),
    "a salt with spaces": (2, inside(salt="00 " * 16), "not in the form"),
    "a salt that is none": (2, inside(salt="xyz"), "no stored event"),
    "one field more": (2, inside(more=1), "not in the form"),
    "a newer version of its fields": (2, inside(schema=9), "upgrade mayor-schedule"),
    "version 0 of its fields": (2, inside(schema=0), "trip.planned has version 0"),
    "true for 1": (2, inside(schema=True), "the schema of its data cannot be"),
    "an instant without a zone": (
        2, both(inside(recorded_at="2026-11-22T09:00:02.000000"), envelope(recordedtime="2026-11-22T09:00:02.000000Z")),
        "not in the form",
    ),
    "an instant before all zones": (2, inside(recorded_at="0001-01-01T00:00:00.000000+14:00"), "no stored event"),
    "an instant that is none": (2, inside(recorded_at="soon"), "no stored event"),
    "a day that is none": (2, inside(known_on="2026-02-30"), "no stored event"),
    "a day in another form": (2, inside(known_on="20261122"), "not in the form"),
    "nobody": (2, inside(by=""), "the by of its data cannot be"),
    "by a number": (2, inside(by=1), "no stored event"),
    "a note that is a list": (2, inside(note=[]), "no stored event"),
    "citations of numbers": (2, inside(citations=[[1, None, None]]), "the citations of its data cannot be"),
    "short citations": (2, inside(citations=[["a"]]), "not in the form"),
    "no command": (2, inside(command=""), "the command of its data cannot be"),
    "no digest": (2, inside(digest=""), "the digest of its data cannot be"),
    "a digest that is none": (2, inside(digest="x" * 64), "the digest of its data cannot be"),
    "a command of two digests": (4, inside(digest="0" * 64), "has another digest before"),
    "fields of another order": (
        2, lambda each: each["data"]["data"].update(visibility=each["data"]["data"].pop("visibility")),
        "the fields of its trip.planned are not in the form",
    ),
    "an unknown field": (2, fields(airport="ICN"), "the stored fields of trip.planned do not fit"),
    "a field of another type": (2, fields(nights="many"), "the stored fields of trip.planned do not fit"),
    "a number as text": (2, fields(nights="4"), "not in the form"),
    "a day with a time": (
        2, fields(period={"first": "2026-12-01T00:00:00", "last": "2026-12-05", "printed": None}), "do not fit"
    ),
    "a field that is missing": (2, lambda each: each["data"]["data"].pop("nights"), "not in the form"),
    # the history
    "a version left out": (3, envelope(id="trip:t@3"), "it is version 3 of trip:t, and 2 is next"),
    "a version twice": (3, envelope(id="trip:t@1"), "it is version 1 of trip:t, and 2 is next"),
    "a day before the last one": (
        3, both(inside(known_on="2018-01-01"), envelope(knownon="2018-01-01")), "is known on 2026-11-22"
    ),
    "what cannot happen first": (
        6, both(envelope(type="trip.confirmed", dataclassification="internal"), inside(data={})),
        "trip:u@1 cannot have happened here: trip.confirmed cannot be the first event",
    ),
    "what is given back and was not taken": (
        4, both(envelope(type="diary.released"), inside(data={"hold": "trip:t"})),
        "cannot have happened here: diary.released cannot follow",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_a_line_that_is_no_line_of_an_export_is_refused(name: str) -> None:
    number, change, fragment = CHANGES[name]
    lines = [*LINES]
    lines[number - 1] = edited(lines[number - 1], change)
    found = refusals(b"".join(lines))
    assert fragment in found[0][1], found
    assert found[0][0] == number
    assert len(found) == 1


RAW: dict[str, tuple[bytes, int, str]] = {
    "empty": (b"", 1, "the file is empty"),
    "a blank line": (b"\n", 1, "not JSON"),
    "a blank line at the end": (SMALL + b"\n", 7, "not JSON"),
    "words": (b"history\n", 1, "not JSON at byte 1"),
    "a list": (b"[]\n", 1, "no CloudEvents 1.0 envelope"),
    "a dossier": (b'{"dossier": 1}\n', 1, "no CloudEvents 1.0 envelope"),
    "lines in one list": (b"[" + SMALL.replace(b"\n", b",")[:-1] + b"]\n", 1, "no CloudEvents 1.0 envelope"),
    "a byte order mark": (b"\xef\xbb\xbf" + SMALL, 1, "byte order mark"),
    "CR LF": (SMALL.replace(b"\n", b"\r\n"), 1, "ends with CR LF"),
    "cut off": (SMALL[:-1], 6, "ends within this line"),
    "cut off before": (SMALL[:-100], 6, "ends within this line"),
    "UTF-16": (SMALL.decode().encode("utf-16"), 1, "not UTF-8"),
    "Latin-1": (SMALL.replace("순방".encode(), b"\xfc"), 2, "not UTF-8 at byte"),
    "half a pair": (SMALL.replace("순방".encode(), b"\\ud800"), 2, "not JSON"),
    "an escape": (SMALL.replace("순".encode(), b"\\uc21c"), 2, "spaced or escaped otherwise"),
    "a space": (SMALL.replace(b'":', b'": ', 1), 1, "spaced or escaped otherwise"),
    "a space at the end": (SMALL.replace(b"\n", b" \n", 1), 1, "spaced or escaped otherwise"),
    "a number spelled otherwise": (SMALL.replace(b'"schema":1', b'"schema":1.0', 1), 1, "its data is no stored event"),
    "a key twice": (SMALL.replace(b'"id":', b'"id":"x","id":', 1), 1, "is there twice"),
    "a key twice in the data": (SMALL.replace(b'"by":', b'"by":"x","by":', 1), 1, "is there twice"),
    "not a number": (SMALL.replace(b'"nights":null', b'"nights":NaN', 1), 2, "not JSON"),
    "infinity": (SMALL.replace(b'"nights":null', b'"nights":1e999', 1), 2, ""),
    "a huge number": (SMALL.replace(b'"nights":null', b'"nights":' + b"9" * 10_000, 1), 2, ""),
    "deep lists": (SMALL.replace(b'"nights":null', b'"nights":' + b"[" * 100_000 + b"]" * 100_000, 1), 2, "not JSON"),
    "deep objects": (
        SMALL.replace(b'"nights":null', b'"nights":' + b'{"a":' * 180 + b"1" + b"}" * 180, 1), 2, "",
    ),
    "zeros": (b"\0" * 5_000 + b"\n", 1, "not JSON"),
    "for the public": (PUBLIC, 1, "--audience internal"),
    "many problems": (b"x\n" * 5_000, 1, "not JSON"),
}  # fmt: skip


@pytest.mark.parametrize("name", RAW)
def test_a_file_that_is_no_export_is_refused(name: str) -> None:
    data, line, fragment = RAW[name]
    found = refusals(data)
    assert (found[0][0], fragment in found[0][1]) == (line, True), found
    assert len(found) <= reading.MAX_PROBLEMS
    if name in ("for the public", "cut off"):
        assert len(found) == 1


def test_a_line_that_is_too_long_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_LINE", 100_000)
    long = SMALL.replace("순방".encode(), b"x" * 350_000, 1)
    last = edited(LINES[-1], envelope(knownon="2018-01-01"))
    found = refusals(long.replace(LINES[-1], last))
    assert found == [(2, "this line is longer than 0 MB; no export has such a line"), found[1]]
    assert found[1][0] == 6, "the lines behind it are still looked at"
    assert "is longer than" in refusals(LINES[0] + b"x" * 300_000)[0][1]


@pytest.mark.long
def test_the_longest_event_comes_back(office: Office) -> None:
    plan(office, title=Text(ko="가\n" * 1_200_000))
    comes_back(office)


def test_several_problems_are_told_at_once() -> None:
    lines = [*LINES]
    for number in (0, 2, 4):
        lines[number] = edited(lines[number], envelope(knownon="2018-01-01"))
    assert [line for line, _ in refusals(b"".join(lines))] == [1, 3, 5]


def test_a_command_of_two_digests_is_found_in_a_long_file(office: Office) -> None:
    for start in range(0, 1_500, 500):
        batch = [PlanTrip(trip=f"t{number}", title=Text(en="x")) for number in range(start, start + 500)]
        office.record_all(batch, by="p")
    lines = lines_of(archive(office))
    command = json.loads(lines[0])["data"]["command"]
    lines[-1] = edited(lines[-1], inside(command=command))
    ((line, message),) = refusals(b"".join(lines))
    assert line == 1_500
    assert "has another digest before" in message


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_old_fields_are_checked_as_far_as_they_are_known(version: str) -> None:
    with stored(version) as office:
        lines = lines_of(archive(office))
    old = [number for number, line in enumerate(lines) if json.loads(line)["type"] == "occasion.planned"]
    lines[old[0]] = edited(lines[old[0]], fields(airport="x"))
    assert "do not fit" in dict(refusals(b"".join(lines)))[old[0] + 1]


# --- the command line -------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("audit.jsonl").write_bytes(SMALL)
    Path("public.jsonl").write_bytes(PUBLIC)
    return tmp_path


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def is_refused(done: Done, *fragments: str) -> None:
    assert (done.code, done.out) == (2, "")
    assert "Traceback" not in done.err
    for line, fragment in zip(done.err.splitlines(), fragments, strict=True):
        assert re.match(r"[a-z.-]+:\d+: ", line)
        assert fragment in line


def test_the_command_restores(folder: Path) -> None:
    done = run("import", "audit.jsonl", "--by", "audit", "--lang", "en", db="new.db")
    assert done == (0, f"6 events restored; {LOG}@1 says so\n", "")
    with Office.open("new.db", create=False) as office:
        assert [each.by for each in office.history(LOG)] == ["audit"]
        assert archive(office).startswith(SMALL)
    again = run("import", "audit.jsonl", db="new.db")
    is_refused(again, "cannot restore into this store: it has 7 events already")
    korean = run("import", "audit.jsonl", "--lang", "ko", db="other.db")
    assert korean.out.startswith("사건 6건을 복원했습니다")


def test_a_dry_run_restores_nothing(folder: Path) -> None:
    before = names(folder)
    for _ in range(2):
        done = run("import", "audit.jsonl", "--dry-run", "--lang", "en", db="new.db")
        assert done == (0, f"6 events would be restored; {LOG}@1 would say so\n", "")
    assert names(folder) == before
    assert run("init", db="new.db").code == 0
    assert run("import", "audit.jsonl", "--dry-run", db="new.db").code == 0
    with Office.open("new.db", create=False) as office:
        assert len(office.store) == 0
    assert run("import", "audit.jsonl", db="new.db").code == 0
    is_refused(run("import", "audit.jsonl", "--dry-run", db="new.db"), "it has 7 events already")


def test_json_says_what_was_restored(folder: Path) -> None:
    found = run("import", "audit.jsonl", "--format", "json", db="new.db").json
    digest = hashlib.sha256(SMALL).hexdigest()
    assert found["restored"] == {"file": "audit.jsonl", "events": 6, "sha256": digest, "reference": f"{LOG}@1"}
    assert (found["dry_run"], found["recorded"], found["already_there"], found["entries"]) == (False, 6, 0, [])


def test_standard_input_and_other_names_are_told_by_content(folder: Path) -> None:
    assert run("import", "-", stdin=SMALL, db="a.db").code == 0
    Path("audit.txt").write_bytes(SMALL)
    assert run("import", "audit.txt", db="b.db").code == 0
    Path("audit.JSONL").write_bytes(b"x\n")
    is_refused(run("import", "audit.JSONL".replace("JSONL", "jsonl"), db="b.db"), "7 events already")


def test_what_is_refused_leaves_nothing_behind(folder: Path) -> None:
    before = names(folder)
    is_refused(run("import", "public.jsonl", db="new.db"), "--audience internal")
    Path("audit.jsonl").write_bytes(b"".join(LINES[1:]))
    is_refused(run("import", "audit.jsonl", db="new.db"), "lines are missing before it")
    is_refused(run("import", "audit.jsonl", "--dry-run", db="new.db"), "lines are missing before it")
    is_refused(run("import", "none.jsonl", db="new.db"), "there is no such file")
    is_refused(run("import", "-", db="new.db", stdin=PUBLIC), "--audience internal")
    assert names(folder) == before
    is_refused(run("import", "audit.jsonl", "--by", " ", db="new.db"), "lines are missing before it")
    Path("audit.jsonl").write_bytes(SMALL)
    is_refused(run("import", "audit.jsonl", "--by", " ", db="new.db"), "nobody is named")
    assert names(folder) == before


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="needs an endless device")
@pytest.mark.parametrize("name", ["endless.jsonl", "endless.yaml"])
def test_a_device_is_not_read(folder: Path, name: str) -> None:
    Path(name).symlink_to("/dev/zero")
    is_refused(run("import", name, db="new.db"), "a device, and no file; name a file, or - for")


def test_it_is_restored_alone(folder: Path) -> None:
    for files in (["audit.jsonl", REPORT], [REPORT, "audit.jsonl"]):
        is_refused(run("import", *files, db="new.db"), "restored alone")
    is_refused(run("import", "audit.jsonl", "audit.jsonl", db="new.db"), "restored alone", "restored alone")
    assert not Path("new.db").exists()


def test_it_is_no_entry_to_record(folder: Path) -> None:
    is_refused(run("record", "audit.jsonl", db="new.db"), "restored by mayor-schedule import")


@pytest.mark.slow
def test_a_store_that_was_restored_verifies(folder: Path) -> None:
    assert run("import", "audit.jsonl", db="new.db").code == 0
    assert run("verify", "--replay", db="new.db").code == 0


@pytest.mark.slow
def test_from_one_process_to_another(folder: Path) -> None:
    done = spawn("export", "events", "--audience", "internal", "--db", "none.db")
    assert done.returncode == 2
    done = spawn("import", "-", "--db", folder / "piped.db", cwd=folder, stdin=SMALL, LC_ALL="C")
    assert (done.returncode, done.stderr) == (0, b"")
    done = spawn("export", "events", "--audience", "internal", "--db", folder / "piped.db", cwd=folder)
    assert done.stdout.startswith(SMALL)


def test_an_office_that_restores_is_told_why_not(office: Office) -> None:
    plan(office)
    with pytest.raises(RefusedError, match="it has 1 event already"):
        office.restore([], by="p", digest=lambda: "")
    with pytest.raises(InputError, match="it has 1 event already"):
        read(office, SMALL, dry_run=True)
