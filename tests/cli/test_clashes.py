"""`clashes` and `book` as `contract.md` promises them: exit codes, JSON keys, days, languages, audiences."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from conftest import Clock, counting_entropy
from mayor_schedule import Office
from mayor_schedule.domain.catalog import KINDS
from mayor_schedule.domain.envelope import Recorded
from mayor_schedule.store.history import History
from terminal import Done, run, spawn

OFFICE = "- found_office: {name: {ko: 시장실, en: Office}, zone: Asia/Seoul, domain: example.go.kr}\n"
DINNER = """
- plan_trip: {trip: europe, title: {ko: 유럽 순방, en: Europe}, period: 2018-09-27/2018-10-07}
- plan_engagement:
    engagement: dinner
    title: {ko: 만찬, en: "Dinner [in Zürich]"}
    part_of: trip:europe
    when: {start: 2018-10-03T19:00, end: 2018-10-03T22:00, zone: Europe/Zurich}
    place: {city: Zürich, country: CH}
- confirm_engagement: {engagement: dinner}
"""
CALL = """
- plan_engagement:
    engagement: call
    title: {ko: 영상 회의, en: Call}
    attendance: [{answer: yes, mode: video}]
    when: {start: 2018-10-04T03:00, end: 2018-10-04T04:00, zone: Asia/Seoul}
"""
ACCEPT = """
- accept_clash: {between: [engagement:call, engagement:dinner], reason: {ko: 호텔에서 참석, en: from the hotel}}
- confirm_engagement: {engagement: call}
"""
REVOKE = "revoke_clash: {between: [engagement:call, engagement:dinner]}"
FINDING = (
    "severity", "rule", "principal", "entries", "span", "reason", "details", "accepted", "events",
)  # fmt: skip
ENTRY = ("uid", "subject", "kind", "title", "when", "occurrence", "place", "status")


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("LC_MESSAGES", "LANG", "COLUMNS", "MAYOR_SCHEDULE_DB"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A confirmed dinner, and a call that nobody has confirmed yet."""
    path = tmp_path / "office.db"
    recorded(path, OFFICE + DINNER + CALL)
    return path


def recorded(path: Path, entries: str, known_on: str = "2018-09-01") -> None:
    result = run("record", "--by", "protocol", "--known-on", known_on, stdin=entries, db=path)
    assert result.code == 0, result.err


def clashes(path: Path, *args: object, code: int = 0) -> Done:
    result = run("clashes", *args, db=path)
    assert result.code == code, result.err
    assert "\x1b" not in result.out
    assert "Traceback" not in result.err
    return result


def rules(path: Path, *args: object, code: int = 0) -> list[tuple[str, str]]:
    document = clashes(path, "--format", "json", *args, code=code).json
    return [(each["severity"], each["rule"]) for each in document]


HOLIDAY = ("warning", "holiday")


# --- exit codes


def test_warnings_do_not_fail(store: Path) -> None:
    assert rules(store, "--fail") == [("warning", "tentative-overlap"), HOLIDAY]


def test_an_accepted_clash_does_not_fail(store: Path) -> None:
    recorded(store, ACCEPT, "2018-09-02")
    assert rules(store, "--fail") == [("warning", "double-booking"), HOLIDAY]


def test_a_clash_fails_where_it_is_asked_for(store: Path) -> None:
    recorded(store, ACCEPT, "2018-09-02")
    recorded(store, REVOKE, "2018-09-03")
    assert rules(store) == [("clash", "double-booking"), HOLIDAY]
    assert rules(store, "--fail", code=1) == [("clash", "double-booking"), HOLIDAY]
    assert rules(store, "--fail", "--known-on", "2018-09-02") == [("warning", "double-booking"), HOLIDAY]
    assert rules(store, "--fail", "--from", "2018-10-05") == [], "not in these days"
    assert rules(store, "--fail", "--to", "2018-10-02") == []
    assert rules(store, "--fail", "--from", "2018-10-04", "--to", "2018-10-04", code=1) == [("clash", "double-booking")]


def test_a_clash_that_nobody_accepted_fails_a_script(store: Path) -> None:
    recorded(store, ACCEPT, "2018-09-02")
    recorded(store, REVOKE, "2018-09-03")
    done = spawn("clashes", "--fail", "--db", store, LC_ALL="en_US.UTF-8")
    assert done.returncode == 1
    assert b"both are confirmed" in done.stdout
    assert done.stderr == b""


def test_a_visit_clashes_too(store: Path) -> None:
    recorded(
        store,
        """
- announce_visit:
    visit: duda
    title: Duda
    attendance: [{answer: yes}]
    when: {start: 2018-10-03T20:00, zone: Europe/Zurich}
- confirm_visit: {visit: duda}
""",
    )
    assert ("clash", "double-booking") in rules(store, "--fail", code=1)


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("--from", "2018-10-32"), "no 32 October 2018"),
        (("--to", "October"), "October"),
        (("--on", "2018-02-30"), "no 30 February 2018"),
        (("--known-on", "today"), "today"),
        (("--from", "2018-10-05", "--to", "2018-10-01"), "cannot run from 2018-10-05 to 2018-10-01"),
        (("--audience", "press"), "press"),
        (("--format", "xml"), "xml"),
        (("--lang", "d"), "no language tag"),
        (("--fail", "yes"), "yes"),
    ],
)
def test_bad_input_is_told(store: Path, args: tuple[str, ...], told: str) -> None:
    result = clashes(store, *args, code=2)
    assert result.out == ""
    assert told in result.err


def test_a_store_that_is_not_there(tmp_path: Path) -> None:
    for command in ("clashes", "book"):
        result = run(command, db=tmp_path / "none.db")
        assert (result.code, result.out) == (2, "")
        assert "there is no store" in result.err
    assert not (tmp_path / "none.db").exists()


# --- what is printed


def test_the_json_has_its_keys_in_order(store: Path) -> None:
    recorded(store, ACCEPT, "2018-09-02")
    document = clashes(store, "--format", "json", "--lang", "ko").json
    assert [tuple(each) for each in document] == [FINDING, FINDING]
    assert {tuple(entry) for each in document for entry in each["entries"]} == {ENTRY}
    accepted, holiday = document
    assert accepted["span"] == {"first": "2018-10-03", "last": "2018-10-04"}
    assert accepted["principal"] == "mayor"
    assert [entry["subject"] for entry in accepted["entries"]] == ["engagement:dinner", "engagement:call"]
    assert accepted["entries"][0]["when"] == {
        "start": "2018-10-03T19:00:00+02:00", "end": "2018-10-03T22:00:00+02:00", "zone": "Europe/Zurich",
    }  # fmt: skip
    assert accepted["accepted"] == {
        "reason": "호텔에서 참석",
        "subject": "clash:engagement/call--engagement/dinner",
        "events": ["clash:engagement/call--engagement/dinner@1"],
    }
    assert accepted["events"] == [
        "engagement:dinner@1", "engagement:dinner@2", "engagement:call@1", "engagement:call@2",
        "clash:engagement/call--engagement/dinner@1",
    ]  # fmt: skip
    assert accepted["reason"].startswith("둘 다 확정된 일정이어서 시장이 함께 참석할 수 없습니다")
    assert (holiday["accepted"], holiday["details"]) == (None, {"day": "2018-10-03", "country": "KR", "name": "개천절"})


def test_every_event_that_is_named_is_in_the_history(store: Path) -> None:
    recorded(store, ACCEPT, "2018-09-02")
    named = {event for each in clashes(store, "--format", "json").json for event in each["events"]}
    history = run("history", "--format", "json", db=store).json
    assert named <= {f"{each['subject']}@{each['version']}" for each in history}


def why(shown: str) -> str:
    """The last column of a table."""
    head, *_ = [line for line in shown.splitlines() if "Why" in line]
    return " ".join(" ".join(line[head.index("Why") :] for line in shown.splitlines()).split())


def test_the_table(store: Path) -> None:
    shown = clashes(store).out
    assert [line.rstrip() for line in shown.splitlines() if line.strip()][:1] == ["Clashes and warnings"]
    assert re.search(r"2018-10-03 –\s+· Dinner \[in Zürich\] \(engagement:dinner\)\s+they overlap; only one", shown)
    assert re.search(r"2018-10-04\s+2018-10-03 19:00 – 22:00 \(Europe/Zurich\)", shown)
    assert re.search(r"warning · mayor\s+· Call \(engagement:call\)", shown)
    assert "2018-10-03 is a public holiday at home: National Foundation Day" in why(shown)
    korean = clashes(store, "--lang", "ko").out
    assert "일정 충돌과 주의" in korean
    assert re.search(r"주의 · 시장\s+· 영상 회의 \(engagement:call\)", korean)
    assert max(len(line.rstrip()) for line in shown.splitlines()) <= 120


def test_nothing_found(store: Path) -> None:
    assert "no clash found" in clashes(store, "--from", "2030-01-01").out
    assert "일정 충돌이 없습니다" in clashes(store, "--from", "2030-01-01", "--lang", "ko").out
    assert clashes(store, "--from", "2030-01-01", "--format", "json").json == []


@pytest.mark.parametrize(
    ("args", "count"),
    [
        ((), 2),
        (("--from", "2018-10-03"), 2),
        (("--from", "2018-10-04"), 1),
        (("--from", "2018-10-05"), 0),
        (("--to", "2018-10-02"), 0),
        (("--to", "2018-10-03"), 2),
        (("--from", "0001-01-01", "--to", "9999-12-31"), 2),
        (("--known-on", "2018-08-31"), 0),
        (("--known-on", "2018-09-01"), 2),
    ],
)
def test_days(store: Path, args: tuple[str, ...], count: int) -> None:
    assert len(rules(store, *args)) == count


def test_the_public_is_told_nothing(store: Path) -> None:
    recorded(store, ACCEPT, "2018-09-02")
    recorded(store, REVOKE, "2018-09-03")
    assert clashes(store, "--audience", "public", "--format", "json").json == []
    refused = run("clashes", "--fail", "--audience", "public", db=store)
    assert (refused.code, "the public cannot check them" in refused.err) == (2, True)
    shown = clashes(store, "--audience", "public").out
    assert shown == "clashes are the office's own: ask with --audience internal\n"


def test_the_day_from_which_a_booking_ends_soon(store: Path) -> None:
    weekly = "recurrence: FREQ=WEEKLY, booked_until: 2018-12-31"
    when = "{start: 2018-11-05T09:00, zone: Asia/Seoul}"
    recorded(store, f"plan_occasion: {{occasion: staff, title: Staff meeting, when: {when}, {weekly}}}")
    ends = ("warning", "booking-ends")
    assert ends not in rules(store, "--on", "2018-10-31"), "61 days before"
    assert ends in rules(store, "--on", "2018-11-01")
    assert ends not in rules(store, "--known-on", "2018-09-01"), "read on the day of knowledge"
    assert ends in rules(store), "read today"


def test_reading_writes_nothing(store: Path) -> None:
    before = store.read_bytes()
    clashes(store)
    assert run("book", "--dry-run", db=store).code == 0
    assert store.read_bytes() == before


def test_the_help_has_an_example() -> None:
    for command in ("clashes", "book"):
        shown = run(command, "--help").out
        assert f"Example: mayor-schedule {command}" in " ".join(shown.split())


# --- book


def without_diaries(path: Path, *entries: str) -> Path:
    """A store as an earlier version wrote it: each of these parts was confirmed with nothing in any diary."""
    history = History.open(path)
    kept: dict[str, list[Recorded]] = {}
    for part in entries:
        other = path.with_suffix(f".{len(kept)}.db")
        recorded(other, OFFICE + part)
        with Office.open(other, clock=Clock(), entropy=counting_entropy()) as office:
            for each in office.history():
                if each.kind in KINDS and not (kept and each.subject == "office:profile"):
                    kept.setdefault(each.subject, []).append(each)
    history.append([each for records in kept.values() for each in records], {})
    Office(history).close()
    return path


CONFIRMED_CALL = CALL + "- confirm_engagement: {engagement: call}\n"


def book(path: Path, *args: object) -> Done:
    result = run("book", *args, db=path)
    assert result.code == 0, result.err
    return result


def test_what_an_earlier_version_confirmed_is_booked_once(tmp_path: Path) -> None:
    path = without_diaries(tmp_path / "old.db", DINNER)
    before = path.read_bytes()
    assert book(path, "--dry-run").out == (
        "1 confirmed entries would take their time in the diaries: engagement:dinner\n"
    )
    assert path.read_bytes() == before
    document = book(path, "--format", "json", "--by", "protocol").json
    assert document == {"dry_run": False, "booked": ["engagement:dinner"], "released": 0, "clashes": []}
    assert book(path).out == "nothing to book: every confirmed entry has its time\n"
    assert book(path, "--lang", "ko").out == "예약할 것이 없습니다. 확정된 일정은 모두 예약되어 있습니다\n"
    history = run("history", "--format", "json", db=path).json
    assert {each["by"] for each in history if each["topic"].startswith(("diary.", "booking."))} == {"protocol"}


def test_what_had_been_confirmed_twice_is_told_and_clashes(tmp_path: Path) -> None:
    path = without_diaries(tmp_path / "old.db", DINNER, CONFIRMED_CALL)
    assert rules(path, "--fail", code=1)[0] == ("clash", "double-booking"), "before it is booked, too"
    result = book(path)
    assert result.out == "1 confirmed entries took their time in the diaries: engagement:dinner\n"
    assert result.err.startswith("cannot book engagement:call, 2018-10-04 03:00–04:00 (Asia/Seoul): the mayor is then")
    (again,) = book(path, "--format", "json").json["clashes"]
    assert (again["subject"], again["other"], again["principal"]) == ("engagement:call", "engagement:dinner", "mayor")
    assert rules(path, "--fail", code=1)[0] == ("clash", "double-booking")
    recorded(path, ACCEPT.splitlines()[1], "2018-09-02")
    assert rules(path, "--fail")[0] == ("warning", "double-booking")
    assert book(path).out == "1 confirmed entries took their time in the diaries: engagement:call\n"


def subjects(records: Iterable[dict[str, Any]]) -> set[str]:
    return {each["subject"] for each in records}


def test_a_dry_run_tells_what_would_clash(tmp_path: Path) -> None:
    path = without_diaries(tmp_path / "old.db", DINNER, CONFIRMED_CALL)
    document = book(path, "--dry-run", "--format", "json").json
    assert (document["dry_run"], document["booked"]) == (True, ["engagement:dinner"])
    assert subjects(document["clashes"]) == {"engagement:call"}
