"""Loading calendars from the command line: options, exit codes, what is printed."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from calendars import FOUNDED, calendar, event, subject

from mayor_schedule import ConfirmOccasion, Office, Period, PlanTrip, Text
from terminal import run, spawn

LUNCH = event("a", "SUMMARY:Lunch", start="DTSTART:20300103T030000Z", end="DTEND:20300103T040000Z")
TALK = event("b", "SUMMARY:Talk", start="DTSTART:20300104T030000Z", end="DTEND:20300104T040000Z")
A, B = subject("a"), subject("b")


@pytest.fixture
def db(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store with an office and a trip; the test is in its folder."""
    monkeypatch.chdir(tmp_path)
    with Office.open(tmp_path / "office.db") as office:
        office.record(FOUNDED, by="p")
        trip = PlanTrip(trip="2030-europe", title=Text(en="Europe"), period=Period.of("2030-01-01", "2030-01-09"))
        office.record(trip, by="p")
    write("protocol.ics", LUNCH, TALK)
    return tmp_path / "office.db"


def write(name: str, *parts: str, head: str = "") -> None:
    Path(name).write_bytes(calendar(*parts, head=head))


def log(db: Path) -> list[Any]:
    with Office.open(db, create=False) as office:
        return list(office.history())


def test_a_dry_run_shows_all_and_records_nothing(db: Path) -> None:
    before = len(log(db))
    done = run("import", "protocol.ics", "--dry-run", "--lang", "en", db=db)
    assert (done.code, len(log(db))) == (0, before)
    for told in ("Lunch", "Talk", "occasion:ics-", "2030-01-03", "2030-01-04"):
        assert told in done.out
    assert "3" in done.out.splitlines()[-1], "the calendar itself is registered too"
    korean = run("import", "protocol.ics", "--dry-run", "--lang", "ko", db=db)
    assert "변경" in korean.out or "일정" in korean.out
    assert "would" not in korean.out


def test_a_dry_run_without_a_store_makes_none(db: Path) -> None:
    assert run("import", "protocol.ics", "--dry-run", db="new.db").code == 0
    assert not Path("new.db").exists()


def test_json_has_what_tables_have(db: Path) -> None:
    for arguments in (("--dry-run",), ()):
        found = run("import", "protocol.ics", "--format", "json", *arguments, db=db).json
        assert list(found) == [
            "dry_run", "recorded", "already_there", "entries", "changes", "notes", "findings"
        ]  # fmt: skip
        assert (found["dry_run"], found["recorded"], found["already_there"]) == (bool(arguments), 3, 0)
        assert [list(each) for each in found["changes"]] == [
            ["file", "line", "command", "subject", "title", "when"]
        ] * 2
        assert [(each["line"], each["subject"], each["title"]) for each in found["changes"]] == [
            (4, A, "Lunch"), (11, B, "Talk"),
        ]  # fmt: skip
        assert [each["command"] for each in found["entries"]] == [
            "register_document", "plan_occasion", "plan_occasion",
        ]  # fmt: skip
    again = run("import", "protocol.ics", "--format", "json", db=db).json
    assert (again["recorded"], again["already_there"]) == (0, 2)


def test_notes_go_to_the_errors(db: Path) -> None:
    write("x.ics", LUNCH, event("c", "SUMMARY:Hourly", "RRULE:FREQ=HOURLY"))
    done = run("import", "x.ics", db=db)
    assert (done.code, done.err[:15]) == (0, "x.ics:17: note:")
    assert run("import", "x.ics", "--format", "json", db=db).json["notes"][0]["line"] == 17


def test_standard_input(db: Path) -> None:
    assert run("import", "-", stdin=calendar(LUNCH), db=db).code == 0
    assert run("import", "-", stdin=calendar(TALK), db=db).code == 0
    told = [(each.topic, each.subject) for each in log(db)][-2:]
    assert told == [("occasion.planned", B), ("occasion.cancelled", A)]
    assert run("import", "-", "--calendar", "protocol", stdin=calendar(LUNCH), db=db).code == 0


def test_a_file_under_another_name_is_another_calendar_unless_it_is_said(db: Path) -> None:
    assert run("import", "protocol.ics", db=db).code == 0
    before = len(log(db))
    write("newer.ics", LUNCH)
    assert run("import", "newer.ics", db=db).code == 0
    assert len(log(db)) == before
    assert run("import", "newer.ics", "--calendar", "protocol", db=db).code == 0
    assert [each.topic for each in log(db)][before:] == ["occasion.cancelled"]


@pytest.mark.parametrize(
    "name",
    [
        "My Calendar (2).ics", "달력.ics", "\u1103\u1161\u11af\u1105\u1167\u11a8.ics", "-.ics", "...ics",
        "a" * 200 + ".ics", "🗓.ics", "_x.ics",
    ],
)  # fmt: skip
def test_any_name_of_a_file_will_do(db: Path, name: str) -> None:
    write(name, LUNCH)
    assert run("import", f"./{name}", db=db).code == 0
    count = len(log(db))
    assert run("import", f"./{name}", db=db).code == 0
    assert len(log(db)) == count


def test_two_spellings_of_one_korean_name_are_one_calendar(db: Path) -> None:
    """macOS writes 달력 in its parts (NFD)."""
    assert run("import", "--calendar", "달력", "protocol.ics", db=db).code == 0
    write("protocol.ics", LUNCH)
    assert run("import", "--calendar", "\u1103\u1161\u11af\u1105\u1167\u11a8", "protocol.ics", db=db).code == 0
    assert log(db)[-1].topic == "occasion.cancelled"


def test_odd_names_of_calendars(db: Path) -> None:
    for name in ("", " ", "\u202eabc", "a\nb", "x" * 500):
        done = run("import", "protocol.ics", "--calendar", name, db=db)
        assert done.code in (0, 2)
        assert "Traceback" not in done.err


def test_part_of_a_trip(db: Path) -> None:
    done = run("import", "protocol.ics", "--part-of", "trip:2030-europe", db=db)
    assert done.code == 0
    planned = [each for each in log(db) if each.topic == "engagement.planned"]
    assert [each.event.part_of for each in planned] == ["trip:2030-europe"] * 2
    assert planned[0].event.purpose is None
    write("protocol.ics", LUNCH.replace("Lunch", "Dinner"))
    assert run("import", "protocol.ics", "--part-of", "trip:2030-europe", db=db).code == 0
    assert [each.topic for each in log(db)][-2:] == ["engagement.changed", "engagement.cancelled"]
    write("protocol.ics", LUNCH.replace("SUMMARY", "RRULE:FREQ=DAILY;COUNT=3\r\nSUMMARY"))
    done = run("import", "protocol.ics", "--part-of", "trip:2030-europe", db=db)
    assert "engagements do not come back" in done.err


@pytest.mark.parametrize("given", ["trip:nowhere", "trip:", "nonsense", "trip:a b", "figure:x", ""])
def test_part_of_what_is_not_there(db: Path, given: str) -> None:
    before = len(log(db))
    done = run("import", "protocol.ics", "--part-of", given, db=db)
    assert (done.code, done.out, len(log(db))) == (2, "", before)
    assert "Traceback" not in done.err
    if given == "trip:nowhere":
        assert done.err.startswith("protocol.ics:4: ")


def test_attended_by(db: Path) -> None:
    free = event("c", "SUMMARY:x", "TRANSP:TRANSPARENT", start="DTSTART;VALUE=DATE:20300105", end=None)
    write("protocol.ics", LUNCH, free)
    assert run("import", "protocol.ics", "--attended-by", "vice_mayor", db=db).code == 0
    planned = [each.event for each in log(db) if each.topic == "occasion.planned"]
    assert [[one.principal for one in each.attendance] for each in planned] == [["vice_mayor"], []]


@pytest.mark.parametrize("given", ["nobody", "a b", "", "x" * 300])
def test_attended_by_nobody(db: Path, given: str) -> None:
    before = len(log(db))
    done = run("import", "protocol.ics", "--attended-by", given, db=db)
    assert (done.code, len(log(db))) == (2, before)
    assert "Traceback" not in done.err


def test_by_and_known_on(db: Path) -> None:
    today = date.today()  # noqa: DTZ011 - what the terminal takes
    with Office.open("old.db") as office:
        office.record(FOUNDED, by="p", known_on=today - timedelta(days=30))
    known = today - timedelta(days=3)
    done = run("import", "protocol.ics", "--by", "의전팀", "--known-on", known, db="old.db")
    assert done.code == 0
    assert {(each.by, each.known_on) for each in log(Path("old.db"))[1:]} == {("의전팀", known)}
    write("protocol.ics", LUNCH)
    earlier = run("import", "protocol.ics", "--known-on", known - timedelta(days=1), db="old.db")
    assert earlier.code == 2
    assert earlier.err.startswith("protocol.ics:1: cannot cancel occasion:")
    future = run("import", "protocol.ics", "--known-on", today + timedelta(days=9), db="old.db")
    assert (future.code, future.err[:12]) == (2, "protocol.ics")
    for nonsense in (("--known-on", "31 August"), ("--since", "2018-02-30")):
        done = run("import", "protocol.ics", *nonsense, db="old.db")
        assert (done.code, "Traceback" in done.err) == (2, False)


def test_a_dossier_and_calendars_are_all_or_nothing(db: Path) -> None:
    Path("d.yaml").write_text(
        "dossier: 1\ndefaults: {by: p}\nrecord:\n"
        "  - plan_occasion: {occasion: forum, title: {en: Forum}, when: 2030-02-01}\n"
    )
    write("other.ics", event("c", "SUMMARY:x", start="DTSTART:20300105T000000Z", end=None))
    write("bad.ics", event("d", "SUMMARY:x", start="DTSTART:20300105", end="DTEND:20300105T000000Z"))
    before = len(log(db))
    done = run("import", "d.yaml", "protocol.ics", "bad.ics", "other.ics", db=db)
    assert (done.code, len(log(db))) == (2, before)
    assert done.err.startswith("bad.ics:8: ")
    assert run("import", "d.yaml", "protocol.ics", "other.ics", db=db).code == 0
    assert len(log(db)) == before + 1 + 3 + 2
    again = run("import", "other.ics", "protocol.ics", "d.yaml", "--format", "json", db=db).json
    assert (again["recorded"], again["already_there"]) == (0, 4)


def test_one_calendar_from_two_files_is_refused(db: Path) -> None:
    write("other.ics", TALK)
    before = len(log(db))
    done = run("import", "protocol.ics", "other.ics", "--calendar", "x", db=db)
    assert (done.code, len(log(db))) == (2, before)
    assert done.err.startswith("other.ics:1: protocol.ics is loaded as the same calendar, x;")
    assert run("import", "protocol.ics", "protocol.ics", db=db).code == 0, "the same file twice is no harm"
    assert len(log(db)) == before + 3


def test_a_dossier_that_founds_the_office_gives_its_zone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("d.yaml").write_text(
        "dossier: 1\noffice: {name: {en: Zürich}, zone: Europe/Zurich, domain: example.org}\n"
        "defaults: {by: p}\nrecord: []\n"
    )
    write("x.ics", event("a", "SUMMARY:x", start="DTSTART:20300105T090000", end=None))
    assert run("import", "d.yaml", "x.ics", db="z.db").code == 0
    assert log(Path("z.db"))[-1].event.when.start.zone == "Europe/Zurich"


def test_a_confirmed_entry_that_the_calendar_moves_into_another_is_refused(db: Path) -> None:
    assert run("import", "protocol.ics", "--attended-by", "mayor", db=db).code == 0
    with Office.open(db) as office:
        office.record(ConfirmOccasion(occasion=A), by="p")
        office.record(ConfirmOccasion(occasion=B), by="p")
    before = len(log(db))
    write("protocol.ics", LUNCH, TALK.replace("20300104T", "20300103T").replace("SUMMARY:Talk", "SUMMARY:Speech"))
    for arguments in (("--dry-run",), ()):
        done = run("import", "protocol.ics", *arguments, db=db)
        assert (done.code, len(log(db))) == (2, before)
        assert done.err.startswith("protocol.ics:11: cannot ")
        assert A in done.err


def test_history_shows_the_calendar_and_the_uid(db: Path) -> None:
    assert run("import", "protocol.ics", db=db).code == 0
    (planned,) = run("history", A, "--format", "json", db=db).json
    assert "calendar-protocol" in str(planned["sources"])
    assert "'a'" in str(planned["sources"])


def test_in_a_process_of_its_own(db: Path) -> None:
    done = spawn("import", "-", "--db", str(db), "--by", "p", stdin=calendar(LUNCH))
    assert (done.returncode, done.stderr) == (0, b"")
    done = spawn("import", "nowhere.ics", "--db", str(db))
    assert (done.returncode, done.stderr.decode().startswith("nowhere.ics:1: there is no such file")) == (2, True)


def test_what_is_planned_can_be_shown(db: Path) -> None:
    series = event(
        "s", "SUMMARY:Staff\\nBEGIN:VEVENT", "RRULE:FREQ=WEEKLY", start="DTSTART:20300107T000000Z", end=None,
    )  # fmt: skip
    write("protocol.ics", LUNCH, series)
    assert run("import", "protocol.ics", "--dry-run", db=db).code == 0
    assert run("import", "protocol.ics", db=db).code == 0
    shown = run("calendar", "--from", "2030-01-01", "--to", "2030-01-31", "--format", "json", db=db)
    assert [each["title"] for each in shown.json].count("Staff\nBEGIN:VEVENT") == 4
    assert run("calendar", "--from", "2030-01-01", "--to", "2030-01-31", db=db).code == 0
