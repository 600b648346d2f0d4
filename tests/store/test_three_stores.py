"""One suite over every store: memory, an SQLite file and a PostgreSQL server behave alike, to the byte."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from archives import archive, everything, head, read
from conftest import EARLIER, LATER, REPORT, Clock, counting_entropy
from desk import FOUNDED, MAYOR, Desk, at
from mayor_schedule import (
    BatchRefusedError,
    CancelEngagement,
    CancelTrip,
    ClashError,
    Command,
    ConfirmEngagement,
    ConfirmTrip,
    InputError,
    Office,
    Period,
    PlanEngagement,
    PlanTrip,
    RescheduleEngagement,
    StaleWriteError,
    StoreError,
    Text,
)
from mayor_schedule.audit.checking import check_store
from mayor_schedule.imports.loading import import_files
from mayor_schedule.store.history import History, Stream, fold
from mayor_schedule.store.mapper import encode
from servers import Server, schema_of
from terminal import run

SHARED = ["sqlite", "postgres"]
PLAN = PlanTrip(trip="t", title=Text(en="Trip"), period=Period.of("2018-09-27", "2018-10-07"))


@pytest.fixture(params=SHARED)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty store is that several may open."""
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres").store())
    path = str(tmp_path / "office.db")
    assert Office.set_up(path)
    return path


def opened(place: str, **more: bool) -> Office:
    return Office.open(place, clock=Clock(), entropy=counting_entropy(), **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def three(postgres: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Office]]:
    """The three dossiers in each kind of store."""
    where = [postgres.store(), str(tmp_path_factory.mktemp("three") / "s.db")]
    memory = Office.in_memory(clock=Clock(), entropy=counting_entropy())
    offices = [memory, *(opened(each) for each in where)]
    for office in offices:
        for dossier in (EARLIER, REPORT, LATER):
            import_files(office, [dossier])
    yield offices
    for office in offices:
        office.close()


def test_the_three_hold_the_same(three: list[Office]) -> None:
    memory, *others = three
    for other in others:
        assert everything(other) == everything(memory)
        assert head(other, 100) == head(memory, 100)
        assert archive(other) == archive(memory)
    assert [each.position for each in memory.history()] == list(range(len(memory.store)))


def test_the_three_tell_the_same_of_any_past(three: list[Office]) -> None:
    memory, *others = three
    then = next(memory.history()).recorded_at
    for limits in ({"known_on": "2018-08-31"}, {"recorded_until": then}, {"known_on": date(2018, 8, 30)}):
        wanted = [encode(each) for each in memory.history(**limits)]  # type: ignore[arg-type]
        assert 0 < len(wanted) < len(memory.store)
        for other in others:
            assert [encode(each) for each in other.history(**limits)] == wanted  # type: ignore[arg-type]


def test_the_three_tell_several_streams_at_once(three: list[Office], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mayor_schedule.store.history.BATCH", 7)
    subjects = list(dict.fromkeys(each.subject for each in three[0].history()))[::-1]
    for office in three:
        found = office.store.streams(["trip:nobody", *subjects, subjects[0]])
        assert list(found) == ["trip:nobody", *subjects]
        assert found.pop("trip:nobody") == Stream("trip:nobody")
        assert found == {subject: fold(subject, office.history(subject)) for subject in subjects}
        assert all(each.version > 0 for each in found.values())
        assert office.store.streams([]) == {}


def test_a_batch_is_read_with_few_questions(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many subjects it has: each question is a journey, where the server is not this machine."""
    asked: list[int] = []
    days = [f"2018-10-{day:02}" for day in range(1, 31)]
    with opened(place) as office:
        office.record(FOUNDED, by="p")
        recorder, ask = office.store._recorder, office.store._recorder.select_streams
        monkeypatch.setattr(
            recorder, "select_streams", lambda subjects: (asked.append(len(subjects)), ask(subjects))[1]
        )
        for day in days:
            plan = PlanEngagement(engagement=day, title=Text(en=day), when=at(f"{day}T10:00", "11:00"))
            office.record(plan, by="p")
        office.record(ConfirmEngagement(engagement=days[0]), by="p")
        asked.clear()
        confirmed = [ConfirmEngagement(engagement=day) for day in days[1:]]
        office.record_all(confirmed, by="p")
        assert asked == [1, 58, 29], "the office; what is confirmed and what it holds; the pages of the diary"
        asked.clear()
        assert {each.status for each in office.record_all(confirmed, by="p")} == {"already there"}
        assert asked == [1], "what is there already is not read again"
        later = [(day, at(f"{day}T15:00", "16:00")) for day in days]
        moved: list[Command] = [RescheduleEngagement(engagement=day, when=when) for day, when in later[:15]]
        moved += [CancelEngagement(engagement=day, reason=Text(en="x")) for day in days[15:]]
        asked.clear()
        office.record_all(moved, by="p")
        assert asked == [1, 60, 30], "pages are read together too where something is given back"


def test_the_three_are_sound(three: list[Office]) -> None:
    for office in three:
        office.store.tree.catch_up()
        check = check_store(office.store, replay=True)
        assert check.flaws == ()
        assert (check.size, check.compared) == (len(office.store), len(office.store))
        assert check.root == head(three[0], check.size)


@pytest.mark.parametrize(
    "command",
    [
        ("export", "ics", "--known-on", "2018-08-31"),
        ("calendar", "--format", "json", "--known-on", "2018-08-31"),
        ("counts", "--format", "json", "--on", "2018-08-31", "--known-on", "2018-08-31"),
        ("briefing", "--known-on", "2018-08-31"),
        ("history", "--format", "json"),
    ],
    ids=lambda command: command[0],
)
def test_every_command_writes_the_same_bytes(
    postgres: Server, tmp_path: Path, command: tuple[str, ...], english: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    places, data = [str(tmp_path / "s.db"), postgres.store()], tmp_path / "audit.jsonl"
    with Office.in_memory(clock=Clock(), entropy=counting_entropy()) as office:
        import_files(office, [EARLIER, REPORT])
        data.write_bytes(archive(office))
    monkeypatch.setattr("mayor_schedule.office._now", Clock())
    for place in places:
        with opened(place) as office:
            read(office, data.read_bytes())
    outs = [run(*command, db=place) for place in places]
    assert [each.code for each in outs] == [0, 0], outs[1].err
    assert outs[0].out == outs[1].out
    assert outs[0].out


def test_a_stale_write_stores_nothing(place: str) -> None:
    with opened(place) as office, opened(place) as other:
        office.record(PLAN, by="p")
        (stored,) = office.history()
        second = replace(stored, version=2)
        attempts: list[tuple[Any, dict[str, str], dict[str, Any]]] = [
            (stored, {"n": "x"}, {}),
            (second, {"n": "x"}, {"read": {"visit:v": 3}}),
            (second, {"n": "x"}, {"size": 7}),
            (second, {stored.command_id: "x"}, {}),
        ]
        for envelope, commands, more in attempts:
            with pytest.raises(StaleWriteError, match="another writer") as told:
                other.store.append([envelope], commands, **more)
            assert "Trip" not in str(told.value)
        assert len(office.store) == 1
        assert office.store.digests(["n"]) == {}
        other.record(ConfirmTrip(trip="t"), by="p")
        assert [each.position for each in office.history()] == list(range(len(office.store))), "refusals leave no gap"


def test_a_batch_is_all_or_nothing_and_a_command_is_recorded_once(place: str) -> None:
    with opened(place) as office:
        with pytest.raises(BatchRefusedError):
            office.record_all([PLAN, ConfirmTrip(trip="other")], by="p")
        assert list(office.history()) == []
        assert [office.record(PLAN, by="p").status for _ in range(2)] == ["recorded", "already there"]
        assert len(office.store) == 1


def test_one_of_many_threads_gets_the_time(place: str) -> None:
    desk = Desk(History.open(place))
    with desk:
        for number in range(8):
            desk.plan(f"e{number}", at("2026-12-03T10:00", "11:00"), MAYOR)

        def confirm(number: int) -> bool:
            try:
                desk.office.record(ConfirmEngagement(engagement=f"e{number}"), by="p")
            except ClashError:
                return False
            return True

        with ThreadPoolExecutor(8) as pool:
            assert sum(pool.map(confirm, range(8))) == 1
        desk.check()


WRITER = """
import sys
from mayor_schedule import Office, StateFigure
from mayor_schedule.domain.values.fuzzy import FuzzyDate
place, writer = sys.argv[1:]
with Office.open(place) as office:
    for number in range(25):
        mine = [("own", f"{writer}.{number}", int(writer)), ("shared", str(number), number)]
        for key, scope, value in mine:
            figure = StateFigure(key=key, scope=scope, value=value, as_of=FuzzyDate.of("2018-08"))
            office.record(figure, by="p", known_on="2018-08-31")
"""


def test_four_processes_lose_and_double_nothing(place: str) -> None:
    running = [subprocess.Popen([sys.executable, "-c", WRITER, place, str(each)]) for each in range(4)]
    assert [each.wait(timeout=120) for each in running] == [0] * 4
    with opened(place) as office:
        events = list(office.history())
        assert [each.position for each in events] == list(range(125)), "100 of their own, and 25 that all four told"
        assert len({each.command_id for each in events}) == 125
        assert check_store(office.store, replay=True).flaws == ()


def test_what_is_opened_to_be_read_is_not_written(place: str) -> None:
    with opened(place) as office:
        office.record(PLAN, by="p")
    with opened(place, read_only=True) as office:
        assert len(list(office.history())) == 1
        with pytest.raises(StoreError, match="cannot be written"):
            office.record(CancelTrip(trip="t"), by="p")


def test_an_export_comes_back_as_it_was(place: str) -> None:
    with Office.in_memory(clock=Clock(), entropy=counting_entropy()) as office:
        import_files(office, [EARLIER, REPORT])
        data, size = archive(office), len(office.store)
    with opened(place) as office:
        read(office, data)
        assert archive(office).splitlines()[:size] == data.splitlines()
        assert check_store(office.store, replay=True).flaws == ()
        with pytest.raises(InputError):
            read(office, data)
        assert len(office.store) == size + 1


@pytest.mark.parametrize(
    ("damage", "position", "told"),
    [
        ("UPDATE {s}stored_events SET topic = 'trip.cancelled' WHERE notification_id = {at}", 40, "its hash"),
        ("DELETE FROM {s}stored_events WHERE notification_id = {at}", 40, "its event was removed"),
        ("DELETE FROM {s}log_positions WHERE position = 40", 40, "was removed"),
        ("UPDATE {s}log_positions SET position = -5 WHERE position = 40", 40, "was removed"),
        ("UPDATE {s}tree_nodes SET hash = '\\x00' WHERE level = 3 AND number = 2", 16, "the stored hash of the events"),
        ("DELETE FROM {s}commands", 0, "the stored identity of its command was removed"),
        ("INSERT INTO {s}commands VALUES ('more', 'x')", 134, "no event says"),
        ("CREATE TABLE {s}other (x integer)", 134, "a table 'other' was added"),
        ("DROP TABLE {s}commands", 0, "the table commands was removed"),
        ("ALTER TABLE {s}stored_events ADD COLUMN more text", 134, "stored_events is not as it was made"),
        ("ALTER TABLE {s}log_positions DROP CONSTRAINT log_positions_pkey", 134, "log_positions is not as it was made"),
        ("CREATE RULE x AS ON DELETE TO {s}commands DO INSTEAD NOTHING", 134, "a rule on it was added"),
        ("UPDATE {s}store_format SET version = 0", 134, "layout 0"),
    ],
)
def test_damage_on_a_server_is_found_where_it_is(postgres: Server, damage: str, position: int, told: str) -> None:
    url = postgres.store()
    schema = f'"{schema_of(url)}".'
    with opened(url) as office:
        import_files(office, [EARLIER, REPORT])
        assert office.store.tree.catch_up() == 134
        at = f"(SELECT notification_id FROM {schema}log_positions WHERE position = 40)"  # noqa: S608
        postgres.run(damage.format(s=schema, at=at))
        flaws = check_store(office.store).flaws
    assert any(each.position == position and told in each.reason for each in flaws), flaws
