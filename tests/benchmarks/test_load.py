"""Writers and readers at once: nothing is lost, doubled, or seen by halves; and who would tell of it, tells of it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from io import StringIO
from multiprocessing import get_all_start_methods
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from mayor_schedule import Audience, ConfirmEngagement, Office, Period, RescheduleTrip, Text, WithdrawTrip
from servers import Server

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def load() -> SimpleNamespace:
    """The modules of the clone, which are not installed."""
    sys.path.insert(0, str(ROOT))
    try:
        from benchmarks.load import figures, invariants, readers, world, writers

        from benchmarks import load
    finally:
        sys.path.remove(str(ROOT))
    return SimpleNamespace(
        run=load, figures=figures, invariants=invariants, readers=readers, world=world, writers=writers
    )  # fmt: skip


@pytest.mark.slow
@pytest.mark.skipif("fork" not in get_all_start_methods(), reason="its processes are forked")
@pytest.mark.parametrize("store", ["sqlite", pytest.param("postgres", marks=pytest.mark.long)])
def test_two_record_and_two_read(load: SimpleNamespace, store: str, request: pytest.FixtureRequest) -> None:
    server: Server | None = request.getfixturevalue("postgres") if store == "postgres" else None
    for seconds in (2, 8, 32):  # a busy machine gets nothing done in two
        asked = load.figures.Asked(seconds=seconds, writers=2, readers=2)
        found = load.run.measured(store, asked, None if server is None else server.store())
        assert found.wrong == []
        did_all = {"recorded", "refused", "already there"} <= set(found.batches)
        if did_all and found.checked["calendars compared with a fold"]:
            break
    assert did_all
    assert found.commands > 0
    assert found.checked["calendars compared with a fold"]
    assert "| what does not hold | 0 |" in load.figures.section([found], asked)


class Told:
    """An office in which one writer did everything some times, and what it acknowledged."""

    def __init__(self, load: SimpleNamespace, folder: Path) -> None:
        self.load, self.folder = load, folder
        self.office = Office.in_memory()
        self.office.record(load.world.founding(1), by="load", id=load.invariants.FOUNDED)
        said = StringIO()
        self.spec = load.world.Spec("", str(folder), 0, 1, 1, 1.0)
        writer = load.writers.Writer(self.office, self.spec, said)
        for _ in range(6):
            writer.once()
        self.lines = said.getvalue()
        self.acks = [json.loads(line) for line in self.lines.splitlines()]

    def wrong(self, acks: list[dict[str, Any]] | None = None) -> list[str]:
        """What does not hold at the end."""
        return list(self.load.invariants.wrong(self.office, self.acks if acks is None else acks))

    @contextmanager
    def reader(self) -> Iterator[Any]:
        """A reader who knows what was acknowledged, and has seen everything."""
        (self.folder / "writer-0.acks").write_text(self.lines, encoding="utf-8")
        with closing(self.load.readers.Reader(self.office, self.spec)) as reader:
            for way in [*reader.ways()] * 12:
                reader.look(way)
            assert reader.wrong == []
            yield reader

    def group(self) -> tuple[str, date]:
        """A group that was acknowledged, and its month."""
        ack = next(ack for ack in self.acks if ack["what"] == "group" and ack["outcome"] == "recorded")
        return ack["commands"][0][2][0].partition("@")[0], date.fromisoformat(ack["month"])


@pytest.fixture
def told(load: SimpleNamespace, tmp_path: Path) -> Iterator[Told]:
    found = Told(load, tmp_path)
    with found.office:
        yield found


def test_what_is_lost_doubled_or_unasked_is_told(told: Told) -> None:
    assert told.wrong() == []
    first = next(ack for ack in told.acks if ack["outcome"] == "recorded")
    rest = [ack for ack in told.acks if ack is not first]
    assert any("nobody was told so" in each for each in told.wrong(rest))
    assert any("recorded twice" in each for each in told.wrong([*told.acks, first]))
    made_up = {**first, "commands": [["no-such", "recorded", ["trip:no@1"]]]}
    assert any("lost: no-such" in each for each in told.wrong([*told.acks, made_up]))
    elsewhere = {**first, "commands": [[id_, status, ["trip:no@1"]] for id_, status, _ in first["commands"]]}
    assert any("the log has" in each for each in told.wrong([*rest, elsewhere]))
    assert any("could not" in each for each in told.wrong([*told.acks, {**first, "outcome": "failed", "why": "full"}]))


def test_who_won_twice_or_never_is_told(told: Told) -> None:
    won = {"what": "race", "meeting": 1, "writer": 0, "outcome": "recorded"}
    lost = {**won, "writer": 1, "outcome": "refused", "others": ["engagement:race-1-0"]}
    wrong = told.load.invariants.of_meetings
    assert list(wrong([won, lost])) == []
    assert list(wrong([won, {**won, "writer": 1}])) != []
    assert list(wrong([lost, {**lost, "writer": 2}])) != []
    same = {"what": "same", "asked": ["same-2"], "outcome": "recorded"}
    assert list(wrong([same, {**same, "outcome": "already there"}])) == []
    assert list(wrong([same, same])) != []
    assert list(wrong([same, {**same, "outcome": "refused"}])) != []


def test_views_that_differ_from_the_log_are_told(told: Told) -> None:
    with told.office.store.keeping() as cursor:
        cursor.run("UPDATE {s}view_rows SET opened = opened + 1 WHERE subject LIKE 'trip:%'")
    assert [each for each in told.wrong() if each.startswith("view_rows")]


def test_two_bookings_at_one_time_are_told(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mayor_schedule.recording.unit.Diaries.take", lambda *_: None)
    for number in (7, 8):
        writer = told.load.writers.Writer(told.office, told.spec._replace(number=number), StringIO())
        assert writer._record("plan", [writer._race(1)])
        assert writer._record("race", [ConfirmEngagement(engagement=f"race-1-{number}")])
    assert any("mayor is at engagement:race-1-7 and at engagement:race-1-8 at once" in each for each in told.wrong())


def test_a_reader_tells_of_half_a_batch(told: Told) -> None:
    trip, month = told.group()
    with told.reader() as reader:
        told.office.record(RescheduleTrip(trip=trip, period=Period(first=month, last=month)), by="p")
        for audience in Audience:
            reader._month("a month", month, audience)
        assert len(reader.wrong) == 2
        told.office.record(WithdrawTrip(trip=trip, reason=Text(en="an error")), by="p")
        reader._month("a month", month, Audience.INTERNAL)
    assert all("half of a batch" in each for each in reader.wrong)
    assert "only a, b of trip, a and b are there" in reader.wrong[-1]


def test_a_reader_tells_of_what_was_seen_and_is_gone(told: Told) -> None:
    with told.reader() as reader:
        with told.office.store.keeping() as cursor:
            cursor.run("DELETE FROM {s}stored_events WHERE originator_version > 1")
            cursor.run("DELETE FROM {s}log_positions WHERE position > 3")
        for way in [*reader.ways()] * 12:
            reader.look(way)
    told_of = "\n".join(reader.wrong)
    for what in ("and the calendar has nothing of it", "are not in the log", "is not what it was"):
        assert what in told_of


def test_what_does_not_hold_is_printed_and_ends_with_1(
    load: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = load.figures.Measured("sqlite", 1.0)
    monkeypatch.setattr(load.run, "measured", lambda *_: found)
    assert load.run.main(["--store", "sqlite"]) == 0
    found.wrong.append("lost: it")
    assert load.run.main(["--store", "sqlite"]) == 1
    assert capsys.readouterr().err == "SQLite: lost: it\n"
