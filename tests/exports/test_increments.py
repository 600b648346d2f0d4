"""What is new since a position: whoever adds it to what was told before has what a full export holds."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cloudevents.core.formats.json import JSONFormat
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

import canaries
from archives import archive, lines_of, restored
from canaries import canary_stories, leaks
from conftest import EARLIER, LATER, REPORT, Clock, counting_entropy
from mayor_schedule import (
    Audience,
    CancelTrip,
    ChangeOffice,
    ChangeTrip,
    ClassifyTrip,
    CorrectTrip,
    FoundOffice,
    InvalidValueError,
    Office,
    OfficeDetails,
    Period,
    PlanEngagement,
    PlanTrip,
    Recorded,
    Text,
    TripDetails,
    TripFacts,
    Visibility,
    WithdrawTrip,
)
from mayor_schedule.proofs.erasing import erase
from mayor_schedule.reading.increment import RETRACTED
from mayor_schedule.store.history import History
from sizes import examples
from terminal import run

START = datetime(2026, 11, 22, 9, tzinfo=UTC)
WHY = Text(en="a reason that is nobody's business")


class Copy:
    """What somebody has who puts every increment to what came before, as the reference says."""

    def __init__(self) -> None:
        self.lines: dict[str, list[dict[str, Any]]] = {}
        self.position: str | int = 0

    def ask(self, office: Office, *, since: str | int | None = None, **limits: Any) -> list[dict[str, Any]]:
        asked = self.position if since is None else since
        increment = office.events_since(asked, audience="public", **limits)
        told = list(increment)
        for each in told:
            subject = each["subject"]
            if each["type"] == RETRACTED:
                assert not isinstance(asked, str) or subject in self.lines, "only what was told can be taken back"
                self.lines.pop(subject, None)
                continue
            lines = self.lines.setdefault(subject, [])
            assert each["id"] not in {one["id"] for one in lines}
            lines.append({name: value for name, value in each.items() if name != "sequence"})
        self.position = increment.position
        return told


def whole(office: Office, **limits: Any) -> dict[str, list[dict[str, Any]]]:
    """What a full public export holds, by subject."""
    copy: dict[str, list[dict[str, Any]]] = {}
    for line in lines_of(archive(office, Audience.PUBLIC, **limits)):
        envelope = json.loads(line)
        del envelope["sequence"]
        copy.setdefault(envelope["subject"], []).append(envelope)
    return copy


def office_of(records: Sequence[Recorded], at: datetime = START) -> Office:
    """An office with just these events, whose clock stands still."""
    history = History.in_memory()
    history.append([replace(each, position=None) for each in records], {})
    return Office(history, clock=lambda: at, entropy=counting_entropy())


# --- it adds up -------------------------------------------------------------------------------------------------------

EMBARGOES = [START + timedelta(hours=each) for each in (1, 2, 3)]
MOMENTS = [START - timedelta(days=1), *(each + timedelta(minutes=1) for each in EMBARGOES), EMBARGOES[1]]


@st.composite
def lives(draw: st.DrawFn) -> list[Recorded]:
    """The log of an office in which much is public, has an embargo, is hidden, withdrawn, or put right."""
    story = draw(canary_stories(most=3, size=4))
    told: list[tuple[Any, int]] = []
    for command, days in story:
        more: dict[str, Any] = {}
        if "public_from" in type(command).model_fields:
            more["public_from"] = draw(st.none() | st.sampled_from(EMBARGOES))
        if more.get("public_from") is not None:
            more["visibility"] = Visibility.PUBLIC
        told.append((command.model_copy(update=more), days))
    names = st.sampled_from(["a.example", "b.example", "example.org"])
    if draw(st.integers(0, 2)) == 0:
        name = Text(en="Office")
        told.insert(draw(st.integers(0, len(told))), (FoundOffice(name=name, zone="UTC", domain=draw(names)), 0))
        told.append((ChangeOffice(fields=OfficeDetails(domain=draw(names))), 0))
    with canaries.lived(told) as office:
        return list(office.history())


def erased(records: Sequence[Recorded], positions: Iterable[int]) -> list[Recorded]:
    """The same log after some of its events lost what they said."""
    with office_of(records) as office:
        kept = list(records)
        for position in positions:
            for name in ("title", "name", "period", "when", "place"):
                try:
                    sealed = office.store.tree.sealed(position)
                    kept[position] = erase(records[position], sealed, [f"data.{name}"])
                except InvalidValueError:
                    continue
                break
    return kept


@given(lives(), st.data())
def test_every_increment_leads_to_what_is_public_then(records: list[Recorded], data: DataObject) -> None:
    """For every split of a log: what was told at one instant, and what is new at another, are the full export then."""
    before, now = data.draw(st.sampled_from(MOMENTS)), data.draw(st.sampled_from(MOMENTS))
    gone = data.draw(st.sets(st.sampled_from(range(len(records))))) if records and data.draw(st.booleans()) else ()
    with office_of(erased(records, gone), now) as later:
        full = whole(later)
        for size in range(len(records) + 1):
            copy = Copy()
            with office_of(records[:size], before) as office:
                copy.ask(office)
                assert copy.lines == whole(office)
            held = {subject: list(lines) for subject, lines in copy.lines.items()}
            told = copy.ask(later)
            assert copy.lines == full
            assert leaks(later, json.dumps(told, ensure_ascii=False).encode(), Audience.PUBLIC) == []
            assert copy.ask(later) == [], "nothing is new the second time"
            if now >= before:
                copy.lines = held
                copy.ask(later, since=size)
                assert copy.lines == full, "a number alone will do"


STEPS = st.lists(st.tuples(st.integers(0, 4), st.sampled_from([0, 5, 60, 24 * 60])), max_size=8)


@given(lives(), STEPS)
def test_increments_add_up_step_by_step(records: list[Recorded], steps: list[tuple[int, int]]) -> None:
    copy, size, at = Copy(), 0, START - timedelta(minutes=10)
    for more, minutes in [*steps, (len(records), 24 * 60)]:
        size, at = min(size + more, len(records)), at + timedelta(minutes=minutes)
        with office_of(records[:size], at) as office:
            copy.ask(office)
            assert copy.lines == whole(office)


@examples(30)
@given(lives(), st.data())
def test_the_past_is_told_step_by_step_too(records: list[Recorded], data: DataObject) -> None:
    """With the same limits each time: what the public may not see any more is taken back from the past as well."""
    if not records:
        return
    day = data.draw(st.sampled_from(sorted({each.known_on for each in records})))
    until = data.draw(st.none() | st.sampled_from([each.recorded_at for each in records]))
    copy = Copy()
    for size in range(len(records) + 1):
        with office_of(records[:size], MOMENTS[2]) as office:
            copy.ask(office, known_on=day, recorded_until=until)
            assert copy.lines == whole(office, known_on=day, recorded_until=until)


@examples(30)
@given(lives())
def test_the_lines_of_the_office_put_together_are_its_export(records: list[Recorded]) -> None:
    with office_of(records) as office:
        everything = archive(office)
        for size in range(len(records) + 1):
            increment = office.events_since(size)
            assert b"".join(lines_of(everything)[size:]) == b"".join(increment.lines())
            assert list(increment) == [json.loads(each) for each in increment.lines()]
            assert increment.position == office.events_since(increment.position).position


def test_every_store_tells_what_is_new(any_office: Office) -> None:
    plan(any_office, visibility="public", public_from=EMBARGOES[0])
    plan(any_office, "u", visibility="public")
    positions = {each: any_office.events_since(audience=each).position for each in Audience}
    any_office.record(ClassifyTrip(trip="t", visibility=Visibility.CONFIDENTIAL), by="p")
    any_office.record(ClassifyTrip(trip="u", visibility=Visibility.INTERNAL), by="p")
    internal = list(any_office.events_since(positions[Audience.INTERNAL]))
    assert [each["dataclassification"] for each in internal] == ["confidential", "internal"]
    assert types(any_office.events_since(positions[Audience.PUBLIC], audience="public")) == [RETRACTED]


# --- what is taken back -----------------------------------------------------------------------------------------------


def plan(office: Office, name: str = "t", **more: Any) -> None:
    period = Period.of("2026-12-01", "2026-12-05")
    office.record(PlanTrip(**{"trip": name, "title": Text(ko="순방"), "period": period, **more}), by="p")


def types(told: Iterable[dict[str, Any]]) -> list[str]:
    return [each["type"] for each in told]


@pytest.fixture
def told(office: Office) -> Iterator[tuple[Office, Copy]]:
    """An office with a public trip, and somebody who has been told of it."""
    plan(office, visibility="public")
    copy = Copy()
    assert types(copy.ask(office)) == ["trip.planned"]
    yield office, copy
    assert copy.lines == whole(office)


def test_what_is_added_is_told_alone(told: tuple[Office, Copy]) -> None:
    office, copy = told
    plan(office, "secret")
    plan(office, "u", visibility="public")
    office.record(CancelTrip(trip="t"), by="p")
    assert types(copy.ask(office)) == ["trip.planned", "trip.cancelled"]
    assert copy.ask(office) == []


def test_what_is_withdrawn_is_taken_back(told: tuple[Office, Copy]) -> None:
    office, copy = told
    office.record(WithdrawTrip(trip="t", reason=WHY), by="p")
    (line,) = copy.ask(office)
    assert line["type"] == RETRACTED
    assert list(line) == ["specversion", "id", "source", "type", "subject", "sequence", "dataclassification"]
    office.record(WithdrawTrip(trip="t", event=2, reason=WHY), by="p")
    assert types(copy.ask(office)) == ["trip.planned"]
    office.record(WithdrawTrip(trip="t", reason=WHY), by="p", id="again")
    (again,) = copy.ask(office)
    assert again["type"] == RETRACTED
    assert again["id"] != line["id"], "it is another event"


def test_what_is_hidden_is_taken_back_and_told_again(told: tuple[Office, Copy]) -> None:
    office, copy = told
    office.record(ClassifyTrip(trip="t", visibility=Visibility.INTERNAL), by="p", id="1")
    assert types(copy.ask(office)) == [RETRACTED]
    office.record(ChangeTrip(trip="t", fields=TripDetails(title=Text(en="New"))), by="p")
    assert copy.ask(office) == []
    office.record(ClassifyTrip(trip="t", visibility=Visibility.PUBLIC), by="p", id="2")
    assert types(copy.ask(office)) == ["trip.planned", "trip.classified"]


def test_what_was_hidden_and_shown_again_meanwhile_needs_no_taking_back(told: tuple[Office, Copy]) -> None:
    office, copy = told
    office.record(ClassifyTrip(trip="t", visibility=Visibility.INTERNAL), by="p", id="1")
    office.record(ClassifyTrip(trip="t", visibility=Visibility.PUBLIC), by="p", id="2")
    assert copy.ask(office) == []


def test_what_was_put_right_is_told_anew(told: tuple[Office, Copy]) -> None:
    office, copy = told
    correction = CorrectTrip(trip="t", event=1, fields=TripFacts(title=Text(ko="순방단")), reason=WHY)
    office.record(correction, by="p")
    retracted, line = copy.ask(office)
    assert (retracted["type"], line["type"]) == (RETRACTED, "trip.planned")
    assert line["data"]["title"] == {"ko": "순방단"}


def test_an_embargo_begins_and_ends(told: tuple[Office, Copy], clock: Clock) -> None:
    office, copy = told
    until = clock.now + timedelta(days=1)
    office.record(ClassifyTrip(trip="t", visibility=Visibility.PUBLIC, public_from=until), by="p")
    assert types(copy.ask(office)) == [RETRACTED]
    assert copy.ask(office) == []
    clock.now += timedelta(days=2)
    assert types(copy.ask(office)) == ["trip.planned"], "nothing was recorded, and it is time"
    assert copy.ask(office) == []


def test_an_embargo_that_was_lifted_ends_all_the_same(office: Office, clock: Clock) -> None:
    """What was said under an embargo is told of the past only after its instant, though all is public before it."""
    copy = Copy()
    plan(office, visibility="public", public_from=clock.now + timedelta(days=1))
    office.record(ClassifyTrip(trip="t", visibility=Visibility.PUBLIC), by="p")
    assert types(copy.ask(office)) == ["trip.classified"]
    clock.now += timedelta(days=2)
    assert types(copy.ask(office)) == [RETRACTED, "trip.planned"]
    assert copy.lines == whole(office)


def test_a_number_alone_tells_once_more_what_had_an_embargo(office: Office, clock: Clock) -> None:
    plan(office, visibility="public", public_from=clock.now + timedelta(days=1))
    plan(office, "u", visibility="public")
    clock.now += timedelta(days=2)
    assert types(office.events_since(2, audience="public")) == [RETRACTED, "trip.planned"]
    office.record(ClassifyTrip(trip="t", visibility=Visibility.INTERNAL), by="p")
    assert types(office.events_since(2, audience="public")) == [RETRACTED], "it may have been told"


def test_another_domain_is_another_source(told: tuple[Office, Copy]) -> None:
    office, copy = told
    office.record(FoundOffice(name=Text(en="x"), zone="UTC", domain="a.example"), by="p")
    assert types(copy.ask(office)) == [RETRACTED, "trip.planned"]
    office.record(ChangeOffice(fields=OfficeDetails(domain="b.example")), by="p")
    assert types(copy.ask(office)) == [RETRACTED, "trip.planned"]
    assert {each["source"] for lines in copy.lines.values() for each in lines} == {"//b.example/mayor-schedule"}


def test_a_reference_to_what_is_hidden_changes_nothing(told: tuple[Office, Copy]) -> None:
    office, copy = told
    plan(office, "u", visibility="public")
    part = PlanEngagement(
        engagement="e", title=Text(ko="면담"), part_of="trip:u", when={"unknown": True, "within": "trip:u"},
        visibility="public",
    )  # fmt: skip
    office.record(part, by="p")
    copy.ask(office)
    office.record(ClassifyTrip(trip="u", visibility=Visibility.INTERNAL), by="p")
    assert types(copy.ask(office)) == [RETRACTED], "what it is a part of was never told"


def test_what_is_erased_is_told_anew(office: Office) -> None:
    plan(office, visibility="public")
    plan(office, "u", visibility="public")
    copy = Copy()
    copy.ask(office)
    secret = Text(ko="비밀")
    office.record(ChangeTrip(trip="t", fields=TripDetails(title=secret)), by="p")
    copy.ask(office)
    assert "비밀" in json.dumps(copy.lines, ensure_ascii=False)
    records = list(office.history())
    gone = erase(records[2], office.store.tree.sealed(2), ["data.fields.title"])
    with office_of([*records[:2], gone], office.now()) as after:
        assert types(copy.ask(after)) == [RETRACTED, "trip.planned", "trip.changed"]
        assert copy.lines == whole(after)
        assert "비밀" not in json.dumps(copy.lines, ensure_ascii=False)
        assert copy.ask(after) == []
        assert str(copy.position).endswith("~1")


# --- the position -----------------------------------------------------------------------------------------------------


def test_a_position_is_of_one_log(office: Office) -> None:
    plan(office, visibility="public")
    position = office.events_since(audience="public").position
    number, check, instant = position.replace("@", ".", 1).split(".", 2)
    assert (number, len(check), instant[:4]) == ("1", 8, "2026")
    assert office.events_since(0).position == f"{number}.{check}"
    assert list(office.events_since(position)) == []
    with Office.in_memory(clock=Clock()) as other:
        with pytest.raises(InvalidValueError, match="ends at 0"):
            other.events_since(position)
        plan(other, visibility="public")
        with pytest.raises(InvalidValueError, match="another one"):
            other.events_since(position)
        with pytest.raises(InvalidValueError, match="ends at 1"):
            other.events_since(2)
        assert types(other.events_since(0)) == ["trip.planned"]


@pytest.mark.parametrize("given", ["", "soon", "-1", "1.5", "1@soon", "1@2026-13-01T00:00:00Z", "１", "1~", " 1", 1.5])
def test_what_is_no_position_is_refused(office: Office, given: Any) -> None:
    plan(office)
    with pytest.raises(InvalidValueError):
        office.events_since(given)


def test_a_position_lasts_when_its_log_is_restored(office: Office) -> None:
    plan(office, visibility="public")
    position = office.events_since(audience="public").position
    with restored(archive(office)) as again:
        assert list(again.events_since(position, audience="public")) == []


def test_what_is_recorded_meanwhile_comes_next_time(office: Office) -> None:
    plan(office, visibility="public")
    for audience in Audience:
        increment = office.events_since(audience=audience)
        office.record(CancelTrip(trip="t"), by="p", id=audience)
        first = types(increment)
        assert first == types(increment), "it is the same as often as it is read"
        assert types(office.events_since(increment.position, audience=audience))[0].startswith("trip.")
        office.record(WithdrawTrip(trip="t", event=office.store.stream("trip:t").version, reason=WHY), by="p")


def test_the_same_question_has_the_same_answer(office: Office) -> None:
    plan(office, visibility="public")
    records = list(office.history())
    position = office.events_since(audience="public").position
    office.record(WithdrawTrip(trip="t", reason=WHY), by="p")
    records = list(office.history())
    answers = []
    for _ in range(2):
        with office_of(records, START + timedelta(days=1)) as again:
            answers.append(b"".join(again.events_since(position, audience="public").lines()))
    assert answers[0] == answers[1] != b""


def test_another_library_reads_what_is_taken_back(told: tuple[Office, Copy]) -> None:
    office, copy = told
    since = copy.position
    office.record(WithdrawTrip(trip="t", reason=WHY), by="p")
    (line,) = office.events_since(since, audience="public").lines()
    event = JSONFormat().read(None, line)
    assert event.get_type() == RETRACTED
    assert event.get_data() is None
    copy.ask(office)


def test_the_past_of_an_office_can_be_asked(office: Office, clock: Clock) -> None:
    plan(office, visibility="public")
    until = clock.now
    office.record(CancelTrip(trip="t"), by="p")
    past = office.at(recorded_until=until)
    assert types(past.events_since(audience="public")) == ["trip.planned"]
    assert types(past.events_since(1)) == []


@pytest.mark.long
@pytest.mark.parametrize("audience", Audience)
def test_an_increment_holds_no_more_of_a_long_log_than_a_full_export(tmp_path: Path, audience: Audience) -> None:
    long = Text(ko="가" * 1_000)

    with Office.open(tmp_path / "office.db", clock=Clock(), entropy=counting_entropy()) as office:
        for start in range(0, 3_000, 500):
            batch = range(start, start + 500)
            office.record_all([PlanTrip(trip=f"t{each}", title=long, visibility="public") for each in batch], by="p")
        position = office.events_since(audience=audience).position
        office.record(ClassifyTrip(trip="t0", visibility=Visibility.INTERNAL), by="p")
        peaks = []
        for since in (0, position):
            tracemalloc.start()
            assert sum(map(len, office.events_since(since, audience=audience).lines())) > 100
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
        assert peaks[1] < peaks[0] * 1.1


# --- the command line -------------------------------------------------------------------------------------------------


@pytest.fixture
def db(tmp_path: Path) -> Path:
    assert run("import", EARLIER, REPORT, db=tmp_path / "office.db").code == 0
    return tmp_path / "office.db"


def next_of(done: Any) -> str:
    """The position that the command tells."""
    return str(done.err.strip().rpartition("--since ")[2])


@pytest.mark.parametrize("audience", Audience)
def test_the_command_tells_where_to_go_on(db: Path, audience: Audience) -> None:
    whole_export = run("export", "events", "--audience", audience, db=db)
    first = run("export", "events", "--audience", audience, "--since", 0, db=db)
    assert first.out == whole_export.out
    assert first.err.startswith(f"standard output: {len(first.out.splitlines())} events; next time: --since ")
    again = run("export", "events", "--audience", audience, "--since", next_of(first), db=db)
    assert (again.code, again.out) == (0, "")
    assert run("import", LATER, db=db).code == 0
    new = run("export", "events", "--audience", audience, "--since", next_of(first), db=db)
    assert first.out + new.out != whole_export.out
    if audience is Audience.INTERNAL:
        assert first.out + new.out == run("export", "events", "--audience", audience, db=db).out
    number = run("export", "events", "--audience", audience, "--since", next_of(first).split(".")[0], db=db)
    assert number.out == new.out


def test_the_command_keeps_the_position_in_a_file(db: Path, tmp_path: Path) -> None:
    file, out = tmp_path / "portal.position", tmp_path / "new.jsonl"
    asked = ("export", "events", "--position-file", file, "--out", out)
    first = run(*asked, db=db)
    assert first.code == 0
    assert file.read_text(encoding="ascii") == next_of(first) + "\n"
    assert out.read_text(encoding="utf-8") == run("export", "events", db=db).out
    assert run(*asked, db=db).code == 0
    assert out.read_bytes() == b""


def test_what_is_no_position_is_told_in_both_languages(
    db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "portal.position"
    file.write_bytes(b"\xff")
    other = run("export", "events", "--since", 0, db=db)
    for asked, en, ko in (
        (("--since", "soon"), "'soon' is no position", "'soon'은(는) 기록의 위치가 아닙니다"),
        (("--since", "999"), "the log ends at", "에서 끝나므로"),
        (("--since", "1.00000000"), "another one", "서로 다르므로"),
        (("--position-file", file), "portal.position: '' is no position", "portal.position: ''은(는)"),
        (("--position-file", file, "--since", "0"), "two positions", "시작 위치가 두 개"),
        (("--position-file", tmp_path), "that is a folder", "폴더입니다"),
        (("--position-file", db), "that is a store", "저장소 파일이며"),
    ):
        for language, said in (("en_US.UTF-8", en), ("ko_KR.UTF-8", ko)):
            monkeypatch.setenv("LC_ALL", language)
            done = run("export", "events", *asked, db=db)
            assert (done.code, done.out) == (2, "")
            assert said in done.err
    assert file.read_bytes() == b"\xff"
    assert other.code == 0


def test_a_position_is_not_written_when_the_events_are_not(db: Path, tmp_path: Path) -> None:
    file = tmp_path / "portal.position"
    done = run("export", "events", "--position-file", file, "--out", tmp_path / "none" / "new.jsonl", db=db)
    assert done.code == 2
    assert not file.exists()


def test_an_increment_is_not_taken_for_an_export_that_can_be_restored(office: Office, tmp_path: Path) -> None:
    plan(office, visibility="public")
    since = office.events_since(audience="public").position
    office.record(WithdrawTrip(trip="t", reason=WHY), by="p")
    file = tmp_path / "new.jsonl"
    file.write_bytes(b"".join(office.events_since(since, audience="public").lines()))
    done = run("import", file, db=tmp_path / "again.db")
    assert done.code == 2
    assert "an export for the public" in done.err
