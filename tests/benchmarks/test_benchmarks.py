"""The benchmarks still run, and compare what is alike. How fast anything is, no test asserts."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from mayor_schedule import Office

ROOT = Path(__file__).parents[2]
SIZE = 30


@pytest.fixture(scope="module")
def benchmarks() -> SimpleNamespace:
    """The package of the clone, which is not installed; this folder has its name."""
    sys.path.insert(0, str(ROOT))
    try:
        from benchmarks import (
            calendars,
            growth,
            history,
            ics_export,
            memory,
            peers,
            profiles,
            province,
            recording,
            replay,
            starting,
            tables,
        )
    finally:
        sys.path.remove(str(ROOT))
    return SimpleNamespace(
        calendars=calendars, growth=growth, history=history, ics_export=ics_export, memory=memory, peers=peers,
        profiles=profiles, province=province, recording=recording, replay=replay, starting=starting, tables=tables,
    )  # fmt: skip


@pytest.fixture(scope="module")
def bench(benchmarks: SimpleNamespace) -> SimpleNamespace:
    return benchmarks.ics_export.Bench(SIZE)


def test_all_contenders_write_the_same_entries(benchmarks: SimpleNamespace, bench: SimpleNamespace) -> None:
    written = bench.written()
    assert {"ours", benchmarks.ics_export.FLOOR, "icalendar", "ical"} <= set(written)  # ics where it is installed
    uids = {name: benchmarks.ics_export.uids(data) for name, data in written.items()}
    assert len(set(uids["ours"])) == SIZE
    assert {name: each == uids["ours"] for name, each in uids.items()} == dict.fromkeys(written, True)


def test_the_floor_and_the_peer_write_what_we_write(benchmarks: SimpleNamespace, bench: SimpleNamespace) -> None:
    written = bench.written()
    assert written[benchmarks.ics_export.FLOOR] == written["ours"]
    assert benchmarks.ics_export.lines(written["icalendar"]) == benchmarks.ics_export.lines(written["ours"])


def test_one_change_renders_what_it_is_shown_in(bench: SimpleNamespace) -> None:
    assert bench.parts() == 7
    assert bench.rendered() == {"nothing changed": 0, "an engagement renamed": 1, "a trip renamed": 1 + 7}


def test_the_history_is_the_same_in_every_run(benchmarks: SimpleNamespace, bench: SimpleNamespace) -> None:
    assert benchmarks.ics_export.Bench(SIZE).data == bench.data


def test_the_table_is_printed(benchmarks: SimpleNamespace, capsys: pytest.CaptureFixture[str]) -> None:
    benchmarks.ics_export.main(["--entries", str(SIZE), "--rounds", "1"])
    printed = capsys.readouterr().out
    assert "| compose, cold |" in printed
    benchmarks.ics_export.main(["--entries", str(SIZE), "--rounds", "1", "--json"])
    result = json.loads(capsys.readouterr().out)["results"][0]
    assert (result["entries"], next(row["to_floor"] for row in result["rows"])) == (SIZE, 1.0)


def test_too_few_entries_are_refused(benchmarks: SimpleNamespace, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        benchmarks.ics_export.main(["--entries", "3"])
    assert "at least 25 entries" in capsys.readouterr().err


@pytest.fixture(scope="module")
def long_store(benchmarks: SimpleNamespace, tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    file = tmp_path_factory.mktemp("province") / "province.db"
    return SimpleNamespace(file=file, made=benchmarks.province.province(file, 1_500, years=2))


def test_a_province_is_a_history_that_this_program_could_have_recorded(
    benchmarks: SimpleNamespace, long_store: SimpleNamespace
) -> None:
    made = long_store.made
    with Office.open(long_store.file, clock=lambda: benchmarks.history.NOW) as office:
        records = list(office.history())
        assert len(records) == made.events + 1  # the last one says that it was restored
        bookings = office.book(by="protocol", dry_run=True)
    assert (bookings.booked, bookings.released, bookings.clashes) == ((), 0, ())
    assert 1_500 <= made.events < 1_510
    assert 4 < (made.events - made.kept) / made.entries < 7
    for record in records:
        stored = record.event.__pydantic_serializer__.to_python(record.event, mode="json")
        assert (record.reference, list(stored.items())) == (record.reference, list(record.data.items()))


def test_a_province_is_the_same_by_its_seed(benchmarks: SimpleNamespace) -> None:
    first, again, other = (list(benchmarks.province.Province(300, 2, seed).archived()) for seed in (1, 1, 2))
    assert [each.state for each in first] == [each.state for each in again]
    assert [each.state for each in first] != [each.state for each in other]


def test_replaying_by_all_ways_finds_the_same(benchmarks: SimpleNamespace, tmp_path: Path) -> None:
    with benchmarks.replay.Bench(tmp_path, 150) as bench:
        bench.check()
        names = [row.name for row in benchmarks.tables.compare(bench.cases(), 1, (benchmarks.replay.FLOOR,))]
    assert len(names) == len(set(names)) == 8


def test_the_floor_of_writing_writes_the_same_rows(benchmarks: SimpleNamespace, tmp_path: Path) -> None:
    bench = benchmarks.recording.Bench(tmp_path, 200, 50)
    for floor, way in ((bench.of_events, bench.append), (bench.of_commands, bench.record)):
        floor.write(bench.new())
        written = benchmarks.recording.Floor(max(tmp_path.glob("*.db")), 50).tables
        assert [(name, len(rows)) for name, rows in written] == [(name, len(rows)) for name, rows in floor.tables]
        assert benchmarks.recording.Floor(bench.filled(way), 50).tables[0][1]


def test_one_thing_at_a_time_is_written_and_compared_with_a_bare_commit(
    benchmarks: SimpleNamespace, tmp_path: Path
) -> None:
    rows = benchmarks.recording.singles(tmp_path, 2, planned=3)
    assert [row.name for row in rows] == [
        getattr(benchmarks.recording, each) for each in ("BARE", "CONFIRMED", "PLANNED")
    ]
    with Office.open(tmp_path / "singles.db", read_only=True) as office:
        assert sum(record.topic == "engagement.confirmed" for record in office.history()) == 3


def test_every_way_of_holding_memory_reads_everything(benchmarks: SimpleNamespace, long_store: SimpleNamespace) -> None:
    events = long_store.made.events + 1
    counts = {name: sum(1 for _ in way(long_store.file)) for name, way in benchmarks.memory.WAYS.items()}
    assert counts == dict.fromkeys(counts, events)
    assert len(benchmarks.memory.looked_at("decoded", long_store.file)) == benchmarks.memory.STEPS + 1


def test_a_month_of_any_year_is_read_beside_a_replay(benchmarks: SimpleNamespace, long_store: SimpleNamespace) -> None:
    with Office.open(long_store.file, clock=lambda: benchmarks.history.NOW) as office:
        assert benchmarks.calendars.month(office, date(2025, 6, 1))
        rows = benchmarks.calendars.measure(office, 1)
    assert [row.name for row in rows] == [benchmarks.calendars.REPLAY, benchmarks.calendars.MONTH]


def test_growth_is_a_power_of_the_size(benchmarks: SimpleNamespace) -> None:
    assert benchmarks.tables.exponent([10, 100, 1_000], [5, 50, 500]) == pytest.approx(1)
    assert benchmarks.tables.exponent([10, 100], [7, 7]) == pytest.approx(0)
    grown = benchmarks.growth.measure([300], 1)
    assert [each.name for each in grown] == list(benchmarks.growth.WAYS)
    assert "exponent" in benchmarks.growth.table(grown)


def test_a_profile_tells_where_everything_goes(benchmarks: SimpleNamespace) -> None:
    profiles = benchmarks.profiles
    assert profiles.area(("~", 0, "<method 'commit' of 'sqlite3.Connection' objects>")) == "SQLite"
    assert profiles.area(("/x/site-packages/mayor_schedule/domain/entry.py", 1, "identify")) == "domain"
    assert profiles.area(("/usr/lib/python3.11/threading.py", 1, "acquire")) == profiles.REST
    found = profiles.measure(0.005)
    assert list(found) == ["folded", "a month's calendar", "appended", "restored", "record_all", "confirmed"]
    assert all(sum(each.values()) == pytest.approx(1) for each in found.values())
    assert found["folded"]["domain"] > 0
    assert profiles.table(found).count("\n") == len(found) + 1


def test_the_programs_that_start_print_what_they_should(benchmarks: SimpleNamespace) -> None:
    programs = benchmarks.starting.PROGRAMS
    assert benchmarks.starting.run(programs[benchmarks.starting.IMPORT]) == ""
    assert "mayor-schedule" in benchmarks.starting.run(programs[benchmarks.starting.HELP])


def test_importing_the_package_loads_no_store_and_builds_no_model(benchmarks: SimpleNamespace) -> None:
    loaded = "import sys, mayor_schedule; print(*{each.partition('.')[0] for each in sys.modules})"
    assert {"pydantic", "eventsourcing", "typer", "pytz"}.isdisjoint(benchmarks.starting.run(loaded).split())
