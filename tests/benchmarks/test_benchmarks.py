"""The benchmarks still run, and compare what is alike. How fast anything is, no test asserts."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

ROOT = Path(__file__).parents[2]
SIZE = 30


@pytest.fixture(scope="module")
def benchmarks() -> SimpleNamespace:
    """The package of the clone, which is not installed; this folder has its name."""
    sys.path.insert(0, str(ROOT))
    try:
        from benchmarks import history, ics_export, peers
    finally:
        sys.path.remove(str(ROOT))
    return SimpleNamespace(history=history, ics_export=ics_export, peers=peers)


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
