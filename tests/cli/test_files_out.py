"""The commands that write jCal, CSV and JSON-LD: files, options, what they tell, and who sees what."""

from __future__ import annotations

import csv
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from conftest import EARLIER, LATER, REPORT
from mayor_schedule.cli.files_out import Columns, EntryKind
from mayor_schedule.exports.selection import ENTRY_KINDS
from mayor_schedule.exports.table import Columns as Known
from terminal import Done, run

HIDDEN = """
- plan_trip: {trip: secret-mission, title: {en: Secret mission}, period: 2018-11-05/2018-11-09, nights: 4}
- plan_engagement:
    engagement: open-talk
    title: {en: Open talk}
    part_of: trip:secret-mission
    when: {start: 2018-11-06T19:00, end: 2018-11-06T21:00, zone: Europe/Zurich}
  visibility: public
- plan_occasion: {occasion: hushed, title: {en: Hushed up}, when: 2018-11-08}
  visibility: confidential
"""
INTERNAL_ID = re.compile(r"\b(trip|visit|engagement|agreement|occasion|figure|document):[\w.-]+")
FORMATS = [("jcal",), ("csv",), ("csv", "--columns", "google"), ("jsonld",)]
formats = pytest.mark.parametrize("command", FORMATS, ids=" ".join)


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("LC_MESSAGES", "LANG", "MAYOR_SCHEDULE_DB"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """All three dossiers, and three entries of which the public may see one."""
    path = tmp_path_factory.mktemp("store") / "seoul.db"
    assert run("import", EARLIER, REPORT, LATER, db=path).code == 0
    assert run("record", "--by", "protocol", "--known-on", "2018-10-20", stdin=HIDDEN, db=path).code == 0
    before = path.read_bytes()
    yield path
    assert path.read_bytes() == before, "nothing that reads writes"


def export(store: Path, *args: object) -> Done:
    result = run("export", *args, db=store)
    assert result.code == 0, result.err
    return result


def test_the_command_line_offers_what_there_is() -> None:
    assert tuple(EntryKind) == ENTRY_KINDS
    assert tuple(Columns) == get_args(Known)


@formats
def test_a_file_is_what_is_printed(store: Path, tmp_path: Path, command: tuple[str, ...]) -> None:
    printed, written = export(store, *command), export(store, *command, "--out", "out")
    assert (tmp_path / "out").read_bytes().decode() == printed.out
    assert (written.out, written.err) == ("", printed.err.replace("standard output", "out"))
    assert re.match(r"out: \d+ entries", written.err)
    assert [path.name for path in tmp_path.iterdir()] == ["out"], "nothing is left behind"


@formats
def test_the_public_sees_nothing_of_the_office_s_own(store: Path, command: tuple[str, ...]) -> None:
    out = export(store, *command).out
    assert "Open talk" in out
    assert not INTERNAL_ID.search(out.replace("urn:uid:", "")), INTERNAL_ID.search(out)
    for hidden in ("secret mission", "hushed", "protocol", "archive", "council-283", "salt", "staff_"):
        assert hidden not in out.lower(), hidden
    internal = export(store, *command, "--audience", "internal").out
    assert "Secret mission" in internal
    assert "Hushed" not in internal, "confidential entries never leave"


@formats
def test_languages_kinds_and_days_of_knowledge(store: Path, command: tuple[str, ...]) -> None:
    everything = export(store, *command, "--lang", "ko").out
    assert "순방" in everything
    trips = export(store, *command, "--kind", "trip", "--lang", "ko")
    assert trips.err == "표준 출력: 일정 4건\n"
    both = export(store, *command, "--kind", "trip", "--kind", "visit", "--lang", "ko")
    assert len(trips.out) < len(both.out) < len(everything)
    past = export(store, *command, "--known-on", "2018-07-06", "--lang", "en")
    assert "Open talk" not in past.out
    assert "Singapore" in past.out


def test_what_is_told_adds_up(store: Path) -> None:
    rows = list(csv.DictReader(export(store, "csv").out.removeprefix("\ufeff").splitlines()))
    told = export(store, "csv", "--columns", "google").err
    numbers = [int(each) for each in re.findall(r"\d+", told)]
    assert sum(numbers) == len(rows)
    assert told.endswith("without a day of their own, or cancelled, are not in it\n")
    assert export(store, "csv").err == f"standard output: {len(rows)} entries\n"
    graph = json.loads(export(store, "jsonld").out)["@graph"]
    assert sum(each["@type"] == "Event" for each in graph) == len(rows)
    numbers = [int(each) for each in re.findall(r"\d+", export(store, "jcal").err)]
    assert sum(numbers) == len(rows)


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("csv", "--columns", "outlook"), "'outlook'"),
        (("jsonld", "--kind", "figure"), "'figure'"),
        (("jcal", "--known-on", "x"), "write a day as YYYY-MM-DD"),
        (("csv", "--out", "none/out.csv"), "check the folder and its permissions"),
    ],
)
def test_what_cannot_be_done_is_told_in_words(store: Path, args: tuple[str, ...], told: str) -> None:
    result = run("export", *args, db=store)
    assert (result.code, result.out) == (2, "")
    assert told in result.err
    assert "Traceback" not in result.err


@formats
def test_a_missing_store_is_told_and_not_made(tmp_path: Path, command: tuple[str, ...]) -> None:
    result = run("export", *command, db=tmp_path / "none.db")
    assert (result.code, result.out) == (2, "")
    assert "there is no store at" in result.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["jcal", "csv", "jsonld"])
def test_help_has_a_sentence_and_an_example(name: str) -> None:
    paragraphs = [" ".join(each.split()) for each in run("export", name, "--help").out.split("\n\n")]
    assert re.match(r"[A-Z].*\.$", paragraphs[1])
    assert f"Example: mayor-schedule export {name}" in " ".join(paragraphs)


@pytest.mark.parametrize(
    "command", [("briefing",), ("export", "ics"), ("export", "csv"), ("export", "jsonld"), ("export", "events")]
)
def test_no_file_takes_the_place_of_a_store(command: tuple[str, ...], tmp_path: Path) -> None:
    store, link = tmp_path / "office.db", tmp_path / "link.db"
    assert run("init", db=store).code == 0
    link.symlink_to(store)
    before = store.read_bytes()
    for out in (store, link, tmp_path / "office.db-wal"):
        refused = run(*command, "--out", out, db=store)
        assert refused.code == 2
        assert "its history would be lost" in refused.err
    assert store.read_bytes() == before


def test_a_link_is_followed_and_a_device_is_not_replaced(tmp_path: Path) -> None:
    store, target, link = tmp_path / "office.db", tmp_path / "real.md", tmp_path / "link.md"
    assert run("init", db=store).code == 0
    link.symlink_to(target)
    assert run("briefing", "--out", link, db=store).code == 0
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8").startswith("# ")
    fifo = tmp_path / "pipe"
    os.mkfifo(fifo)
    refused = run("export", "ics", "--out", fifo, db=store)
    assert (refused.code, "that is no file" in refused.err) == (2, True)
    assert fifo.is_fifo()
