"""One door in: identity of commands, days of knowledge, batches, stale writes; the same on every store."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from conftest import Clock, counting_entropy
from mayor_schedule import (
    BatchRefusedError,
    CancelTrip,
    Citation,
    CommandConflictError,
    ConfirmTrip,
    ConflictError,
    Entry,
    FoundOffice,
    InvalidValueError,
    Office,
    Period,
    PlanEngagement,
    PlanTrip,
    RefusedError,
    RescheduleTrip,
    StateFigure,
    StoreError,
    Text,
    UnknownSubjectError,
)
from mayor_schedule.domain.values.fuzzy import FuzzyDate
from mayor_schedule.office import LONGEST_PAUSE
from mayor_schedule.store.history import History

PLAN = PlanTrip(
    trip="2018-europe",
    title=Text(ko="스페인·스위스·에스토니아 순방", en="Spain, Switzerland, Estonia"),
    period=Period.of("2018-09-27", "2018-10-07"),
    nights=9,
)


def move(last: str) -> RescheduleTrip:
    return RescheduleTrip(trip="2018-europe", period=Period.of("2018-09-27", last))


def plan(office: Office) -> None:
    office.record(PLAN, by="protocol", known_on="2018-08-31", sources=[Citation("council-283", "L254")])


def test_a_command_is_stored_with_everything_about_it(any_office: Office) -> None:
    receipt = any_office.record(
        PLAN, by="protocol", known_on="2018-08-31", sources=[Citation("council-283", "L254")], note="as printed"
    )
    (stored,) = any_office.history()
    assert receipt.status == "recorded"
    assert (stored.position, stored.reference, stored.topic) == (0, "trip:2018-europe@1", "trip.planned")
    assert (stored.known_on, stored.by, stored.note) == (date(2018, 8, 31), "protocol", "as printed")
    assert stored.citations == (Citation("council-283", "L254"),)
    assert stored.recorded_at == datetime(2026, 11, 22, 9, 0, 1, tzinfo=UTC)
    assert len(stored.salt) == 16
    assert stored.event == receipt.recorded[0].event


def test_the_same_command_again_is_there_already(any_office: Office) -> None:
    plan(any_office)
    again = any_office.record(
        PLAN, by="somebody else", known_on="2018-08-31", sources=[Citation("council-283", "L254-L264")], note="again"
    )
    assert again.status == "already there"
    assert len(list(any_office.history())) == 1


@pytest.mark.parametrize(
    "other",
    [
        PLAN.model_copy(update={"nights": 8}),
        PLAN.model_copy(update={"title": Text(en="Spain")}),
        PLAN.model_copy(update={"period": Period.of("2018-09-27", "2018-10-08")}),
    ],
)
def test_the_same_command_with_other_content_is_refused(any_office: Office, other: PlanTrip) -> None:
    plan(any_office)
    with pytest.raises(CommandConflictError, match=r"cannot plan trip:2018-europe: .*record a change.*correction"):
        any_office.record(other, by="protocol", known_on="2018-08-31", sources=[Citation("council-283")])
    with pytest.raises(CommandConflictError):
        any_office.record(PLAN, by="protocol", known_on="2018-08-31", sources=[Citation("another")])
    assert len(list(any_office.history())) == 1


def test_what_one_repeats_on_a_day_needs_an_id(any_office: Office) -> None:
    plan(any_office)
    any_office.record(move("2018-10-08"), by="p", known_on="2018-09-01")
    with pytest.raises(CommandConflictError, match="give this one an id of its own"):
        any_office.record(move("2018-10-09"), by="p", known_on="2018-09-01")
    any_office.record(move("2018-10-09"), by="p", known_on="2018-09-01", id="second move")
    assert (
        any_office.record(move("2018-10-09"), by="p", known_on="2018-09-01", id="second move").status == "already there"
    )
    assert [each.version for each in any_office.history("trip:2018-europe")] == [1, 2, 3]


def test_within_a_batch_equals_are_told_apart_by_their_order(any_office: Office) -> None:
    batch = [PLAN, move("2018-10-08"), move("2018-10-09")]
    for expected in ("recorded", "already there"):
        receipts = any_office.record_all(batch, by="p", known_on="2018-08-31")
        assert [receipt.status for receipt in receipts] == [expected] * 3


def test_a_batch_is_all_or_nothing_and_tells_every_refusal(any_office: Office) -> None:
    batch = [
        PLAN,
        CancelTrip(trip="2018-europe"),
        ConfirmTrip(trip="2018-europe"),
        ConfirmTrip(trip="nowhere"),
        PLAN.model_copy(update={"trip": "trip:2019-asia", "nights": 20}),
        ConfirmTrip(trip="2019-asia"),
    ]
    with pytest.raises(BatchRefusedError) as refused:
        any_office.record_all(batch, by="p", known_on="2018-08-31")
    assert [index for index, _ in refused.value.refusals] == [2, 3, 4], "what only follows from a refusal is not told"
    assert list(any_office.history()) == []


def test_a_later_command_of_a_batch_sees_the_earlier_ones(any_office: Office) -> None:
    any_office.record_all(
        [
            PLAN,
            PlanEngagement(engagement="gsef", title=Text(en="GSEF"), part_of="trip:2018-europe"),
            ConfirmTrip(trip="2018-europe"),
        ],
        by="p",
        known_on="2018-08-31",
    )
    assert [each.reference for each in any_office.history()] == [
        "trip:2018-europe@1",
        "engagement:gsef@1",
        "trip:2018-europe@2",
        "diary:mayor/trips/2018-09@1",
        "diary:mayor/trips/2018-10@1",
        "booking:trip:2018-europe@1",
    ]
    assert [each.position for each in any_office.history()] == [0, 1, 2, 3, 4, 5]


def test_what_a_command_names_must_be_there(any_office: Office) -> None:
    with pytest.raises(UnknownSubjectError, match="its part of names trip:nowhere, which nobody has opened"):
        any_office.record(PlanEngagement(engagement="e", title=Text(en="E"), part_of="trip:nowhere"), by="p")


def test_history_runs_forward(any_office: Office) -> None:
    plan(any_office)
    with pytest.raises(RefusedError, match=r"known on 2018-08-30, and its last event is known on 2018-08-31"):
        any_office.record(ConfirmTrip(trip="2018-europe"), by="p", known_on="2018-08-30")
    with pytest.raises(RefusedError, match=r"known on 2026-11-24, and today is 2026-11-22"):
        any_office.record(ConfirmTrip(trip="2018-europe"), by="p", known_on="2026-11-24")


def test_today_is_the_offices_own() -> None:
    late = Clock(datetime(2026, 11, 22, 20, tzinfo=UTC))  # the 23rd in Seoul
    with Office.in_memory(clock=late) as office:
        assert office.today() == date(2026, 11, 22), "UTC until the office is founded"
        office.record(FoundOffice(name=Text(en="Seoul"), zone="Asia/Seoul", domain="example.go.kr"), by="p")
        assert office.today() == date(2026, 11, 23)
        assert next(iter(office.history())).known_on == date(2026, 11, 23), (
            "the founding is known on a day of its own zone"
        )
        office.record(PLAN, by="p", known_on="2026-11-23")


def test_somebody_must_record_it(any_office: Office) -> None:
    with pytest.raises(RefusedError, match="nobody is named who records it"):
        any_office.record(PLAN, by=" ")


def test_bad_days_and_audiences_are_told(any_office: Office) -> None:
    with pytest.raises(InvalidValueError, match="there is no 30 February 2018"):
        any_office.calendar(known_on="2018-02-30")
    with pytest.raises(InvalidValueError, match="it is public or internal"):
        any_office.calendar(audience="press")


def test_a_stale_write_is_decided_again(tmp_path: Path) -> None:
    path = tmp_path / "office.db"
    with Office.open(path) as first, Office.open(path) as second:
        plan(first)
        append, tries = first._history.append, 0

        def raced(*args: object, **more: object) -> None:
            nonlocal tries
            tries += 1
            if tries == 1:
                second.record(ConfirmTrip(trip="2018-europe"), by="other", known_on="2018-09-01")
            append(*args, **more)  # type: ignore[arg-type]

        first._history.append = raced  # type: ignore[method-assign]
        first.record(move("2018-10-08"), by="p", known_on="2018-09-01")
        assert tries == 2
        life = list(first.history("trip:2018-europe"))
        assert [each.topic for each in life] == ["trip.planned", "trip.confirmed", "trip.rescheduled"]
        assert [each.version for each in life] == [1, 2, 3]


def test_after_a_bounded_number_of_tries_the_writer_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr("mayor_schedule.office.sleep", pauses.append)
    path = tmp_path / "office.db"
    with Office.open(path) as first, Office.open(path) as second:
        plan(first)
        append, moves = first._history.append, 0

        def always_raced(*args: object, **more: object) -> None:
            nonlocal moves
            moves += 1
            second.record(move(f"2018-11-{1 + moves % 30:02}"), by="other", known_on="2018-09-01", id=f"move {moves}")
            append(*args, **more)  # type: ignore[arg-type]

        first._history.append = always_raced  # type: ignore[method-assign]
        with pytest.raises(
            ConflictError, match=r"cannot record for trip:2018-europe: other writers .* try again"
        ) as told:
            first.record(move("2018-10-31"), by="secret-person", known_on="2018-09-01", note="secret note")
        assert "secret" not in str(told.value), "no payload in an error"
        assert all(each.by != "secret-person" for each in first.history())
    assert 0 < max(pauses) <= LONGEST_PAUSE


def test_two_writers_of_one_command_record_it_once(tmp_path: Path) -> None:
    path = tmp_path / "office.db"
    Office.open(path).close()
    statuses: list[str] = []
    barrier = threading.Barrier(6)

    def write() -> None:
        with Office.open(path) as office:
            barrier.wait()
            statuses.append(office.record(PLAN, by="p", known_on="2018-08-31").status)

    threads = [threading.Thread(target=write) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == ["already there"] * 5 + ["recorded"]
    with Office.open(path) as office:
        assert len(list(office.history())) == 1


def test_writers_of_different_subjects_keep_positions_dense(tmp_path: Path) -> None:
    path = tmp_path / "office.db"
    Office.open(path).close()

    def write(writer: int) -> None:
        with Office.open(path) as office:
            for number in range(20):
                figure = StateFigure(
                    key=f"series_{writer}", scope=str(number), value=number, as_of=FuzzyDate.of("2018-08")
                )
                office.record(figure, by="p", known_on="2018-08-31")

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with Office.open(path) as office:
        assert [each.position for each in office.history()] == list(range(80))


def test_a_row_that_was_removed_behind_our_back_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sqlite3

    monkeypatch.setattr("mayor_schedule.office.sleep", lambda _: None)

    path = tmp_path / "office.db"
    with Office.open(path) as office:
        office.record_all([PLAN, move("2018-10-08")], by="p", known_on="2018-08-31")
    with sqlite3.connect(path) as tampered:
        tampered.execute("DELETE FROM stored_events WHERE originator_version = 2")
    tampered.close()
    with Office.open(tmp_path / "office.db") as office:
        with pytest.raises(StoreError, match="no event at position 1: rows were removed"):
            office.record(CancelTrip(trip="2018-europe"), by="p", known_on="2018-08-31")
        with pytest.raises(StoreError, match="no event at position 1"):
            list(office.history())


def test_the_environment_does_not_lead_history_astray(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SQLITE_DBNAME", "MAYORSCHEDULE_SQLITE_DBNAME", "PERSISTENCE_MODULE", "MAYOR_SQLITE_DBNAME"):
        monkeypatch.setenv(name, str(tmp_path / "elsewhere.db"))
    with Office.open(tmp_path / "office.db") as office:
        plan(office)
    assert not (tmp_path / "elsewhere.db").exists()
    assert (tmp_path / "office.db").exists()


def test_a_reopened_store_has_it_all(tmp_path: Path) -> None:
    with Office.open(tmp_path / "office.db", entropy=counting_entropy()) as office:
        plan(office)
        before = [each.event for each in office.history()]
    with Office.open(tmp_path / "office.db", create=False) as office:
        assert [each.event for each in office.history()] == before
        assert (
            office.record(PLAN, by="p", known_on="2018-08-31", sources=[Citation("council-283")]).status
            == "already there"
        )


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"not a database, but long enough to look like one" * 40, "it is not an SQLite file"), (None, "it is a folder")],
)
def test_what_is_no_store_is_not_opened(tmp_path: Path, content: bytes | None, told: str) -> None:
    path = tmp_path / "other.db"
    path.mkdir() if content is None else path.write_bytes(content)
    with pytest.raises(StoreError, match=told):
        Office.open(path)


def test_the_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    import sqlite3

    path = tmp_path / "other.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE photos (id)")
    connection.commit()
    connection.close()
    with pytest.raises(StoreError, match="database of another program"):
        Office.open(path)


def test_missing_stores_and_folders_are_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no store at"):
        Office.open(tmp_path / "typo.db", create=False)
    with pytest.raises(StoreError, match="does not exist"):
        Office.open(tmp_path / "nowhere" / "office.db")
    with pytest.raises(StoreError, match="an SQLite file, or a PostgreSQL database"):
        Office.open("mysql://localhost/office")


def test_a_store_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    import sqlite3

    Office.open(tmp_path / "office.db").close()
    connection = sqlite3.connect(tmp_path / "office.db")
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(StoreError, match="newer version of mayor-schedule; upgrade"):
        Office.open(tmp_path / "office.db")


def test_a_history_in_memory_is_its_own() -> None:
    one, other = History.in_memory(), History.in_memory()
    with Office(one) as first, Office(other) as second:
        plan(first)
        assert len(list(second.history())) == 0


def test_an_id_holds_no_control_character(any_office: Office) -> None:
    """Where one is in it, databases keep it otherwise, or not at all."""
    for given in ("a\0b", "a\x1bb"):
        with pytest.raises(InvalidValueError, match="cannot stand in a text"):
            any_office.record(PLAN, by="protocol", id=given)
    assert any_office.record(PLAN, by="protocol", id="가 b/1").status == "recorded"
    assert any_office.record(PLAN, by="protocol", id="가 b/1").status == "already there"


def test_entries_carry_their_own_day_and_source(any_office: Office) -> None:
    entry = Entry(command=PLAN, by="archive", known_on=date(2018, 8, 31), sources=(Citation("council-283"),), id="mine")
    assert any_office.record_all([entry])[0].command_id == "mine"
