"""`--known-on` and `--recorded-until` of every command that reads, and what their tables say of it."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest

from conftest import EARLIER, LATER, REPORT
from exported import unfolded
from mayor_schedule import Office
from mayor_schedule.domain.values.instants import read_instant, written
from terminal import run

READING = (
    ("calendar",), ("counts", "--on", "2018-12-31"), ("list",), ("show", "agreement:2018-zurich"), ("history",),
    ("clashes", "--on", "2018-12-31"),
)  # fmt: skip
EXPORTS = ("ics", "jcal", "csv", "jsonld")
AGES_AGO = "2018-01-01T00:00:00Z"


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, str]:
    """An office that loaded everything, its beginning without the later dossier, and when that was recorded."""
    folder = tmp_path_factory.mktemp("stores")
    whole, other = folder / "whole.db", folder / "other.db"
    assert run("import", EARLIER, REPORT, db=whole).code == 0
    other.write_bytes(whole.read_bytes())
    with Office.open(whole) as office:
        until = max(each.recorded_at for each in office.history())
    assert run("import", LATER, db=whole).code == 0
    return whole, other, written(until)


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_as_recorded_until_is_what_was_there(stores: tuple[Path, Path, str], command: tuple[str, ...]) -> None:
    whole, other, until = stores
    asked = (*command, "--format", "json")
    then, before, now = (
        run(*asked, "--recorded-until", until, db=whole), run(*asked, db=other), run(*asked, db=whole)
    )  # fmt: skip
    assert then.code == before.code == 0, then.err
    assert then.json == before.json
    assert then.json != now.json or command[0] == "clashes"
    assert (
        run(*asked, "--known-on", "2018-08-31", "--recorded-until", "2999-01-01T00:00Z", db=whole).json == before.json
    )


@pytest.mark.parametrize("form", EXPORTS)
@pytest.mark.parametrize("audience", ["public", "internal"])
def test_files_as_recorded_until_are_what_they_were(stores: tuple[Path, Path, str], form: str, audience: str) -> None:
    whole, other, until = stores
    asked = ("export", form, "--audience", audience, "--lang", "ko")
    then, before = run(*asked, "--recorded-until", until, db=whole), run(*asked, db=other)
    assert then.code == 0, then.err
    said, texts = (
        rf" \({until}까지의 기록 기준\\*, 구독용 아님\)",
        [unfolded(each.out.encode()) for each in (then, before)],
    )
    assert bool(re.search(said, texts[0])) == (form != "csv")
    assert re.sub(said, "", texts[0]) == texts[1]
    assert then.err == before.err
    both = run(*asked, "--recorded-until", until, "--known-on", "2018-08-31", db=whole).out
    assert (f"2018-08-31 기준, {until}까지" in both.replace("\r\n ", "").replace("\\,", ",")) == (form != "csv")


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_tables_say_of_which_past_they_are(stores: tuple[Path, Path, str], command: tuple[str, ...]) -> None:
    whole, _, until = stores
    later = written(read_instant(until) + timedelta(days=400))
    asked = (*command, "--known-on", "2018-10-31", "--recorded-until", later)
    english, korean = (run(*asked, "--lang", lang, db=whole).out.replace("\n", " ") for lang in ("en", "ko"))
    assert f"as known on 2018-10-31, as recorded at {later}" in english
    assert f"2018-10-31 기준, {later}까지의 기록 기준" in korean
    assert "as known" not in run(*command, "--lang", "en", db=whole).out


def test_before_anything_was_recorded_there_is_nothing(stores: tuple[Path, Path, str]) -> None:
    whole, _, _ = stores
    for command in ("calendar", "list", "history", "clashes"):
        assert run(command, "--recorded-until", AGES_AGO, "--format", "json", db=whole).json == []
    counts = run("counts", "--recorded-until", AGES_AGO, "--format", "json", db=whole).json
    assert {each["total"] for each in counts.values()} == {0}
    for command in (("show", "trip:2018-europe"), ("history", "trip:2018-europe")):
        done = run(*command, "--recorded-until", AGES_AGO, db=whole)
        assert (done.code, done.out) == (2, "")
        assert f"there is no trip:2018-europe as recorded at {AGES_AGO}; mayor-schedule list" in done.err
    done = run("history", "agreement:2018-zurich", "--known-on", "2018-08-30", db=whole)
    assert (done.code, done.out) == (2, "")
    assert "there is no agreement:2018-zurich as known on 2018-08-30" in done.err


@pytest.mark.parametrize("command", [*READING, *(("export", each) for each in EXPORTS)], ids=" ".join)
def test_what_is_no_instant_is_told(stores: tuple[Path, Path, str], command: tuple[str, ...]) -> None:
    whole, _, _ = stores
    for given, told in (("2018-08-31T09:00", "has no offset from UTC"), ("31.8.2018", "is no instant")):
        done = run(*command, "--recorded-until", given, db=whole)
        assert (done.code, done.out) == (2, "")
        assert told in done.err


def test_the_history_as_known_on_a_day_names_nothing_that_was_not_known(tmp_path: Path) -> None:
    db = tmp_path / "office.db"
    late = "- plan_trip: {trip: t, title: {en: T}, period: 2018-10}\n"
    early = (
        "- plan_engagement: {engagement: e, title: {en: E}, part_of: trip:t, when: {unknown: true, within: trip:t}}\n"
    )
    assert run("record", "--by", "p", "--known-on", "2018-09-01", stdin=late, db=db).code == 0
    assert run("record", "--by", "p", "--known-on", "2018-08-01", stdin=early, db=db).code == 0
    for command in ("history", "list", "calendar"):
        assert "trip:t" not in run(command, "--known-on", "2018-08-01", "--format", "json", db=db).out
    (event,) = run("history", "--known-on", "2018-08-01", "--format", "json", db=db).json
    assert (event["position"], event["data"]["part_of"]) == (1, None)
    (event,) = run("history", "engagement:e", "--format", "json", db=db).json
    assert event["data"]["part_of"] == "trip:t", "what was recorded is all there"
    assert "trip:t" not in json.dumps(
        run("show", "engagement:e", "--known-on", "2018-08-01", "--format", "json", db=db).json
    )
    assert re.search("part of", run("show", "engagement:e", db=db).out)
