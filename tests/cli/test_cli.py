"""Every command as `contract.md` promises it: options, exit codes, JSON keys, languages, audiences."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest

import mayor_schedule
from conftest import EARLIER, LATER, REPORT
from terminal import Done, run, spawn, spawn_all

COMMANDS = (
    ("demo",),
    ("init",),
    ("import",),
    ("record",),
    ("show",),
    ("list",),
    ("calendar",),
    ("clashes",),
    ("book",),
    ("counts",),
    ("agreements",),
    ("history",),
    ("changes",),
    ("explain",),
    ("replay",),
    ("keygen",),
    ("checkpoint",),
    ("prove",),
    ("verify",),
    ("export", "ics"),
    ("export", "events"),
)
CALENDAR = ("uid", "subject", "kind", "title", "status", "when", "place", "part_of", "visibility", "events")
COUNT = ("stated", "named", "unnamed", "total", "unit", "unexplained", "as_of", "events")
COUNT_KEYS = (
    "trips_made",
    "trips_planned",
    "state_guests",
    "city_leaders",
    "policy_exports_won",
    "policy_exports_pursued",
    "agreements_signed",
    "agreements_planned",
    "organizations_attracted",
    "organizations_pursued",
    "hosted_organizations",
)
HISTORY = ("position", "subject", "version", "topic", "recorded_at", "known_on", "by", "sources", "note", "data")
REFERENCE = re.compile(r"[a-z_]+:[^@\s]+@\d+")
INTERNAL_ID = re.compile(
    r"\b(trip|visit|engagement|agreement|organization|policy_export|occasion|figure|document|rule|office):[\w.-]+"
)
HIDDEN = """
- plan_trip: {trip: secret-mission, title: {en: Secret mission}, period: 2018-11-05/2018-11-09, nights: 4}
- plan_engagement:
    engagement: open-talk
    title: {en: Open talk}
    part_of: trip:secret-mission
    when: {start: 2018-11-06T19:00, end: 2018-11-06T21:00, zone: Europe/Zurich}
  visibility: public
- plan_occasion: {occasion: hushed, title: {en: Hushed up}, when: 2018-11}
  visibility: confidential
"""


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test depends on where it runs, or writes there."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "COLUMNS", "MAYOR_SCHEDULE_DB"):
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


def done(*args: object, db: Path | None = None) -> Done:
    result = run(*args, db=db)
    assert result.code == 0, result.err
    assert "\x1b" not in result.out + result.err, "no colours where nobody looks"
    return result


# --- help


def test_help_lists_the_commands() -> None:
    out = done("--help").out
    for command in COMMANDS:
        assert re.search(rf"^  {command[0]}\b", out, re.MULTILINE), command


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_help_of_each_command_has_a_sentence_and_an_example(command: tuple[str, ...]) -> None:
    out = done(*command, "--help").out
    paragraphs = [" ".join(each.split()) for each in out.split("\n\n")]
    assert re.match(r"[A-Z].*\.$", paragraphs[1]), paragraphs
    assert re.search(rf"Example: .*mayor-schedule {' '.join(command)}\b", out), out


def test_the_version_is_that_of_the_package() -> None:
    assert done("--version").out == f"mayor-schedule {version('mayor-schedule')}\n"
    assert mayor_schedule.__version__ == version("mayor-schedule")


def test_help_explains_each_option() -> None:
    for command in COMMANDS:
        options = done(*command, "--help").out.partition("Options:")[2]
        for option in re.split(r"\n  (?=--)", options)[1:]:
            words = re.sub(r"<[^>]*>|\[.*?\]|\b[A-Z|-]{2,}\b", "", option).split()[1:]
            assert len(words) >= 3, option


@pytest.mark.parametrize(
    "args",
    [
        ("nothing",),
        ("counts", "--nothing"),
        ("import",),
        ("show",),
        ("counts", "--lang", "f"),
        ("list", "--audience", "press"),
        ("calendar", "--format", "xml"),
    ],
)
def test_what_cannot_be_read_is_refused_with_2(args: tuple[str, ...]) -> None:
    result = run(*args)
    assert (result.code, result.out) == (2, "")
    assert "Traceback" not in result.err
    assert "Error: " in result.err


# --- where the store is


def test_db_then_environment_then_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "given.db is ready" in done("init", "--db", "given.db").out
    monkeypatch.setenv("MAYOR_SCHEDULE_DB", str(tmp_path / "ambient.db"))
    done("init")
    done("init", "--db", "given-too.db")
    monkeypatch.delenv("MAYOR_SCHEDULE_DB")
    done("init")
    names = {path.name for path in tmp_path.iterdir() if path.suffix == ".db"}
    assert names == {"given.db", "ambient.db", "given-too.db", "mayor-schedule.db"}
    assert done("list", "--format", "json").json == []


@pytest.mark.parametrize(
    "command", [("show", "trip:x"), ("list",), ("calendar",), ("counts",), ("history",), ("export", "ics")]
)
def test_a_missing_store_is_told_and_not_made(tmp_path: Path, command: tuple[str, ...]) -> None:
    result = run(*command, db=tmp_path / "none.db")
    assert (result.code, result.out) == (2, "")
    assert re.fullmatch(
        r"there is no store at \S+none\.db; import or record something first, or name another with --db \[MS-0769\]\n",
        result.err,
    )
    assert list(tmp_path.iterdir()) == []


def test_a_dry_run_makes_no_store(tmp_path: Path) -> None:
    assert (
        done("import", REPORT, "--dry-run", db=tmp_path / "none.db").out == "117 would be recorded, 0 already there\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_another_programs_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff" * 100)
    result = run("list", db=tmp_path / "photo.jpg")
    assert (result.code, result.out) == (2, "")
    assert "it is not an SQLite file" in result.err


# --- import and record


def test_import_says_what_became_of_the_files(tmp_path: Path) -> None:
    first = done("import", EARLIER, REPORT, db=tmp_path / "new.db")
    assert first.out == "134 recorded, 0 already there\n"
    assert re.fullmatch(r"\S+report\.yaml:\d+: note: rule:staffing-tables: .*\n", first.err)
    again = done("import", EARLIER, REPORT, "--format", "json", db=tmp_path / "new.db").json
    assert (again["recorded"], again["dry_run"]) == (0, False)
    assert {each["status"] for each in again["entries"]} == {"already there"}
    assert set(again["entries"][0]) >= {"file", "line", "command", "subject", "status", "events"}
    assert [each["severity"] for each in again["findings"]] == ["note"]


def test_import_warns_of_sums_that_do_not_add_up(tmp_path: Path) -> None:
    file = tmp_path / "report.yaml"
    text = REPORT.read_text(encoding="utf-8")
    file.write_text(text.replace("total, value: 357200", "total, value: 357201"), encoding="utf-8")
    line = next(number for number, each in enumerate(text.splitlines(), 1) if "value: 357200" in each)
    told = done("import", "report.yaml", db=tmp_path / "new.db").err.splitlines()
    where, stated = f"report.yaml:{line}: warning: rule:", "budget/total is stated as 357201, and "
    assert [each for each in told if "warning" in each] == [
        f"{where}budget-total: {stated}budget/operations 277200 + budget/projects 80000 = 357200",
        f"{where}budget-total-use: {stated}budget_executed/total 146448 + budget_balance/total 210752 = 357200",
    ]


@pytest.mark.parametrize(
    ("stdin", "count"),
    [
        ("plan_trip: {trip: a, title: {en: A}, period: 2018-09}\n", 1),
        ('{"plan_trip": {"trip": "a", "title": {"en": "A"}, "period": "2018-09"}}', 1),
        ("- plan_trip: {trip: a, title: {en: A}, period: 2018-09}\n- confirm_trip: {trip: a}\n  by: mayor\n", 2),
    ],
)
def test_record_takes_one_entry_or_a_list(tmp_path: Path, stdin: str, count: int) -> None:
    db = tmp_path / "new.db"
    options = ("--by", "protocol", "--known-on", "2018-08-31")
    assert run("record", *options, stdin=stdin, db=db).out == f"{count} recorded, 0 already there\n"
    assert run("record", "-", *options, stdin=stdin, db=db).out == f"0 recorded, {count} already there\n"
    (tmp_path / "entry.yaml").write_text(stdin, encoding="utf-8")
    again = run("record", "entry.yaml", *options, "--format", "json", db=db).json
    assert again["already_there"] == count
    events = done("history", "--format", "json", db=db).json
    assert [each["by"] for each in events] == ["protocol", "mayor"][:count]
    assert {each["known_on"] for each in events} == {"2018-08-31"}


def test_record_cites_a_registered_source(tmp_path: Path) -> None:
    db = tmp_path / "new.db"
    entry = "confirm_trip: {trip: 2018-europe}\nat: L254\n"
    done("import", REPORT, db=db)
    refused = run("record", "--source", "council-999", stdin=entry, db=db)
    assert refused.code == 2
    assert "the source 'council-999' is not registered" in refused.err
    assert run("record", "--by", "p", "--source", "council-283", stdin=entry, db=db).code == 0
    last = done("history", "trip:2018-europe", "--format", "json", db=db).json[-1]
    assert last["sources"] == [{"document": "council-283", "at": "L254", "quote": None}]


# --- JSON


def test_calendar_json(store: Path) -> None:
    entries = done("calendar", "--format", "json", db=store).json
    assert len({each["uid"] for each in entries}) == len(entries)
    forms = [{"start", "end", "zone"}, {"first", "last"}, {"edtf"}, {"unknown", "within"}]
    seen = []
    for each in entries:
        assert set(each) >= set(CALENDAR)
        assert each["status"] in ("tentative", "confirmed", "cancelled", "done")
        assert each["kind"] in ("trip", "visit", "engagement", "occasion", "agreement")
        assert set(each["when"]) in forms, each["when"]
        seen.append(forms.index(set(each["when"])))
        assert each["events"]
        assert all(REFERENCE.fullmatch(event) for event in each["events"])
    assert set(seen) == {0, 1, 2, 3}
    talk = next(each for each in entries if each["subject"] == "engagement:open-talk")
    hours = {"start": "2018-11-06T19:00:00+01:00", "end": "2018-11-06T21:00:00+01:00"}
    assert talk["when"] == {**hours, "zone": "Europe/Zurich"}
    assert talk["part_of"] == "trip:secret-mission"


def test_counts_json(store: Path) -> None:
    counts = done("counts", "--on", "2018-08-31", "--known-on", "2018-08-31", "--format", "json", db=store).json
    assert tuple(counts)[: len(COUNT_KEYS)] == COUNT_KEYS
    assert "staff_actual/grade-7" in counts
    for key, each in counts.items():
        assert set(each) >= set(COUNT), key
        assert all(REFERENCE.fullmatch(event) for event in each["events"])
        assert each["events"] or not each["total"]
    assert {key: counts[key]["stated"] for key in COUNT_KEYS} == {
        "trips_made": 2,
        "trips_planned": 2,
        "state_guests": 3,
        "city_leaders": 8,
        "policy_exports_won": 4,
        "policy_exports_pursued": 7,
        "agreements_signed": None,
        "agreements_planned": None,
        "organizations_attracted": 1,
        "organizations_pursued": 2,
        "hosted_organizations": 30,
    }
    assert (counts["city_leaders"]["named"], counts["city_leaders"]["unnamed"]) == (1, 7)
    assert counts["hosted_organizations"]["as_of"] == "2018-08"


def test_counts_from_a_day(store: Path) -> None:
    options = ("--known-on", "2018-08-31", "--format", "json")
    whole = done("counts", "--on", "2018-08-31", *options, db=store).json["trips_made"]
    summer = done("counts", "--from", "2018-07-01", "--on", "2018-08-31", *options, db=store).json["trips_made"]
    assert (whole["named"], summer["named"], summer["stated"]) == (2, 1, None)


def test_history_json(store: Path) -> None:
    events = done("history", "--format", "json", db=store).json
    assert [each["position"] for each in events] == list(range(len(events)))
    for each in events:
        assert set(each) >= set(HISTORY)
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", each["recorded_at"])
    assert not re.search(r"salt|digest", json.dumps(events[:3]))
    mine = done("history", "agreement:2018-zurich", "--format", "json", db=store).json
    assert [(each["version"], each["topic"]) for each in mine] == [(1, "agreement.reported"), (2, "agreement.signed")]
    assert [each["document"] for each in mine[1]["sources"]] == ["mi-457801", "decenter-1S5S5JGXS1"]
    known = done("history", "agreement:2018-zurich", "--known-on", "2018-08-31", "--format", "json", db=store).json
    assert known == mine[:1]
    assert done("history", "--recorded-until", "2018-01-01T00:00:00Z", "--format", "json", db=store).json == []
    assert done("history", "--recorded-until", "2999-01-01T00:00:00+09:00", "--format", "json", db=store).json == events


def test_show_json(store: Path) -> None:
    shown = done("show", "agreement:2018-zurich", "--known-on", "2018-11-30", "--format", "json", db=store).json
    assert shown["subject"] == "agreement:2018-zurich"
    stage = shown["fields"]["stage"]
    assert (stage["value"], stage["event"]) == ("signed", "agreement:2018-zurich@2")
    before = done("show", "agreement:2018-zurich", "--known-on", "2018-10-03", "--format", "json", db=store).json
    assert (before["fields"]["stage"]["value"], before["events"]) == ("signing_planned", ["agreement:2018-zurich@1"])


def test_list_json(store: Path) -> None:
    everything = done("list", "--format", "json", db=store).json
    trips = done("list", "trip", "--format", "json", db=store).json
    assert [each for each in everything if each["kind"] == "trip"] == trips
    assert {each["subject"] for each in trips} == {
        "trip:2018-singapore-july",
        "trip:2018-singapore-march",
        "trip:2018-europe",
        "trip:2018-beijing",
        "trip:secret-mission",
    }
    known = done("list", "trip", "--known-on", "2018-07-06", "--format", "json", db=store).json
    assert [(each["subject"], each["stage"]) for each in known] == [("trip:2018-singapore-july", "planned")]


# --- tables and languages


@pytest.mark.parametrize("command", [("calendar",), ("counts",), ("list",), ("history",), ("show", "trip:2018-europe")])
def test_tables_in_both_languages(store: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]) -> None:
    english, korean = (done(*command, "--lang", lang, db=store).out for lang in ("en", "ko"))
    assert english != korean
    assert re.search("[가-힣]{2}", korean.split("─")[0]), "the headings too"
    assert done(*command, db=store).out == english
    monkeypatch.setenv("LC_ALL", "ko_KR.UTF-8")
    assert done(*command, db=store).out == korean
    assert done(*command, "--lang", "en", db=store).out == english
    monkeypatch.delenv("LC_ALL")
    monkeypatch.setenv("LANG", "ko_KR.UTF-8")
    assert done(*command, db=store).out == korean
    monkeypatch.setenv("LC_MESSAGES", "C")
    assert done(*command, db=store).out == english


def test_known_on_moves_the_calendar(store: Path) -> None:
    options = ("--from", "2018-10-01", "--to", "2018-10-31", "--format", "json")
    titles = [
        {each["subject"]: each["when"] for each in done("calendar", *options, "--known-on", day, db=store).json}
        for day in ("2018-08-30", "2018-08-31", "2018-11-30")
    ]
    bureau, zurich = "occasion:2018-inter-korean-bureau", "agreement:2018-zurich"
    assert titles[0] == {bureau: {"first": "2018-10-18", "last": "2018-10-18"}}
    assert bureau not in titles[1]
    assert titles[1][zurich] == {"unknown": True, "within": "trip:2018-europe"}
    assert titles[2][zurich] == {"first": "2018-10-03", "last": "2018-10-03"}


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("calendar", "--from", "2018-02-30"), "there is no 30 February 2018"),
        (("calendar", "--to", "2018_09"), "write a day as YYYY-MM-DD"),
        (("calendar", "--from", "2018-10-01", "--to", "2018-09-01"), "exchange --from and --to"),
        (("counts", "--on", "tomorrow"), "write a day as YYYY-MM-DD"),
        (("counts", "--known-on", "2018-13-01"), "there is no month 13"),
        (("counts", "--from", "2018"), "write a day as YYYY-MM-DD"),
        (("list", "--known-on", "20180831"), "write a day as YYYY-MM-DD"),
        (("show", "trip:2018-europe", "--known-on", ""), "write a day as YYYY-MM-DD"),
        (("export", "ics", "--known-on", "x"), "write a day as YYYY-MM-DD"),
        (("history", "--recorded-until", "2018-08-31T09:00"), "has no offset from UTC"),
        (("history", "--recorded-until", "noon"), "is no instant"),
        (("show", "trip:nowhere"), "there is no trip:nowhere; mayor-schedule list shows what there is"),
        (
            ("show", "trip:2018-europe", "--known-on", "2018-08-30"),
            "there is no trip:2018-europe as known on 2018-08-30",
        ),
        (("history", "trip:nowhere"), "there is no trip:nowhere; mayor-schedule list shows what there is"),
        (("list", "trips"), "there is no kind 'trips' (did you mean trip?); the kinds are trip, visit,"),
    ],
)
def test_bad_options_are_told_in_words(store: Path, args: tuple[str, ...], told: str) -> None:
    result = run(*args, db=store)
    assert (result.code, result.out) == (2, "")
    assert told in result.err
    assert result.err.count("\n") == 1


# --- the public


PUBLIC = [
    ("calendar", "--format", "json"),
    ("calendar",),
    ("counts", "--format", "json"),
    ("counts",),
    ("list", "--format", "json"),
    ("list",),
    ("history", "--format", "json"),
    ("history",),
    ("show", "engagement:open-talk", "--format", "json"),
    ("show", "engagement:open-talk"),
    ("show", "visit:2018-duda", "--format", "json"),
    ("show", "trip:2018-europe", "--format", "json"),
    ("show", "agreement:2018-estonia", "--format", "json"),
    ("export", "ics"),
]


@pytest.mark.parametrize("command", PUBLIC, ids=" ".join)
def test_the_public_sees_nothing_of_the_office_s_own(store: Path, command: tuple[str, ...]) -> None:
    result = done(*command, "--audience", "public", db=store)
    out = result.out + ("" if command[0] == "export" else result.err)
    assert not INTERNAL_ID.search(out), INTERNAL_ID.search(out)
    out = out.replace("Mayor's Secretariat", "")
    for hidden in ("secret", "hushed", "protocol", "archive", "council-283", "salt", "staff_"):
        assert hidden not in out.lower(), hidden
    assert "Open talk" in out or command[0] in ("counts", "history") or command[1] != "engagement:open-talk"


def test_a_hidden_parent_is_not_named(store: Path) -> None:
    entries = done("calendar", "--audience", "public", "--format", "json", db=store).json
    talk = next(each for each in entries if each["title"] == "Open talk")
    assert (talk["part_of"], talk["subject"], talk["events"]) == (None, None, [])
    barcelona = next(each for each in entries if each["title"].endswith("Barcelona"))
    trip = next(each for each in entries if each["title"] == "Spain, Switzerland, Estonia")
    assert barcelona["part_of"] == trip["uid"], "a public one is, by its public id"


@pytest.mark.parametrize("subject", ["trip:secret-mission", "occasion:hushed", "trip:nowhere"])
@pytest.mark.parametrize("command", ["show", "history"])
def test_what_is_hidden_and_what_is_not_there_look_alike(store: Path, command: str, subject: str) -> None:
    result = run(command, subject, "--audience", "public", db=store)
    assert (result.code, result.out) == (2, "")
    nowhere = run(command, "trip:x", "--audience", "public", db=store)
    assert result.err.replace(subject, "x") == nowhere.err.replace("trip:x", "x")


def test_uids_are_the_same_for_everybody(store: Path) -> None:
    public, internal = (
        {each["uid"]: each["title"] for each in done("calendar", "--audience", who, "--format", "json", db=store).json}
        for who in ("public", "internal")
    )
    assert public.items() < internal.items()
    assert {*internal.values()} - {*public.values()} >= {"Secret mission", "Hushed up"}


def test_public_counts_come_from_public_figures(store: Path) -> None:
    options = ("counts", "--on", "2018-08-31", "--known-on", "2018-08-31", "--format", "json")
    public, internal = (done(*options, "--audience", who, db=store).json for who in ("public", "internal"))
    assert set(public) < set(internal)
    assert {key for key in internal if key not in public} == {
        key for key in internal if key.startswith(("staff_", "budget", "specialist_staff"))
    }
    for key in COUNT_KEYS:
        assert public[key]["total"] == internal[key]["total"], key


# --- ICS


def test_export_ics(store: Path, tmp_path: Path) -> None:
    printed = done("export", "ics", db=store)
    written = done("export", "ics", "--out", "mayor.ics", db=store)
    data = (tmp_path / "mayor.ics").read_bytes().decode()
    assert data == printed.out, "the same bytes, whether printed or written"
    assert (written.out, written.err.startswith("mayor.ics: ")) == ("", True)
    assert data.startswith("BEGIN:VCALENDAR\r\n")
    assert data.endswith("END:VCALENDAR\r\n")
    unfolded = data.replace("\r\n ", "")
    europe = next(each for each in unfolded.split("BEGIN:VEVENT") if "Spain\\, Switzerland\\, Estonia" in each)
    assert "DTSTART;VALUE=DATE:20180927\r\n" in europe
    assert "DTEND;VALUE=DATE:20181008\r\n" in europe
    assert "Secret mission" not in data
    assert "Secret mission" in done("export", "ics", "--audience", "internal", db=store).out
    assert [path.name for path in tmp_path.iterdir()] == ["mayor.ics"], "nothing is left behind"


def test_export_ics_where_nothing_can_be_written(store: Path, tmp_path: Path) -> None:
    result = run("export", "ics", "--out", tmp_path / "none" / "mayor.ics", db=store)
    assert (result.code, result.out) == (2, "")
    assert "check the folder and its permissions" in result.err


# --- in processes of their own


def test_output_is_the_same_in_every_process(store: Path) -> None:
    commands = [
        ("calendar", "--format", "json"),
        ("counts", "--on", "2018-08-31", "--format", "json"),
        ("history", "--format", "json"),
        ("list", "--format", "json"),
        ("show", "trip:2018-europe", "--format", "json"),
        ("calendar", "--lang", "ko"),
        ("export", "ics"),
    ]
    environment = {"LC_ALL": "C.UTF-8", "FORCE_COLOR": "1", "TERM": "xterm-256color"}
    first, second = (spawn_all(commands, db=store, PYTHONHASHSEED=seed, **environment) for seed in ("1", "2"))
    assert first == second
    for command, output in zip(commands, first, strict=True):
        assert b"\x1b" not in output
        text = output.decode("utf-8")
        if "json" in command:
            json.loads(text)
            assert text.endswith("\n")
            assert "\\u" not in text
        else:
            assert len(text.splitlines()) > 20


def test_json_is_utf_8_whatever_the_locale(store: Path) -> None:
    environment = {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    plain = spawn("calendar", "--format", "json", "--lang", "ko", "--db", store, **environment)
    assert plain.returncode == 0, plain.stderr
    assert "바르셀로나" in plain.stdout.decode("utf-8")


# --- demo


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Done, Path]:
    folder = tmp_path_factory.mktemp("demo") / "new"
    return run("demo", folder, "--lang", "en"), folder


def test_demo_shows_the_autumn(demo: tuple[Done, Path]) -> None:
    result, _ = demo
    assert (result.code, result.err) == (0, "")
    calendar, _, counts = result.out.partition("Counts, 2018-01-01 to 2018-08-31")
    assert "Calendar, 2018-09-01 to 2018-11-30, as known on 2018-08-31" in calendar
    assert "11 days, 9 nights, 1 in flight" in calendar
    assert "Barcelona → Bilbao → Zürich → Zug → Tallinn" in calendar
    assert re.search(r"2018-11-25 – 2018-11-28 +Beijing, China .*\n +4 days, 3 nights", calendar)
    october = re.findall(r"^ October +(.+?) {2,}", calendar, re.MULTILINE)
    assert october == [
        "Public announcement of the core tasks",
        "Publication of the four-year plan (2018–2022)",
        "Forum on local autonomy and autonomous police",
    ]
    assert not re.search(r"\d\d:\d\d", calendar), "no time that nobody stated"
    rows = re.findall(r"^ ([A-Z][A-Za-z ]+?) {2,}(\d[\d ]*)", counts, re.MULTILINE)
    assert {name: [*map(int, numbers.split())] for name, numbers in rows} == {
        "Trips made": [2, 2, 0, 2],
        "Trips planned": [2, 2, 0, 2],
        "State guests": [3, 3, 0, 3],
        "City leaders": [8, 1, 7, 8],
        "Policy exports won": [4, 4, 0, 4],
        "Policy exports pursued": [7, 3, 4, 7],
        "Agreements signed": [1, 1],
        "Agreements planned": [3, 3],
        "Organisations attracted": [1, 1, 0, 1],
        "Organisations pursued": [2, 2, 0, 2],
        "Organisations hosted": [30, 1, 29, 30],
    }


def test_demo_leaves_a_store_and_a_feed(demo: tuple[Done, Path]) -> None:
    result, folder = demo
    assert {path.name for path in folder.iterdir()} == {"seoul.db", "seoul-2018.ics", "briefing.html"}
    assert "<h1>Briefing on city diplomacy</h1>" in (folder / "briefing.html").read_text(encoding="utf-8")
    assert str(folder / "seoul-2018.ics") in result.out
    assert (
        done("history", "trip:2018-europe", "--format", "json", db=folder / "seoul.db").json[0]["topic"]
        == "trip.reported"
    )
    assert b"DTEND;VALUE=DATE:20181008" in (folder / "seoul-2018.ics").read_bytes()


def test_demo_needs_a_fresh_folder(demo: tuple[Done, Path]) -> None:
    _, folder = demo
    before = (folder / "seoul.db").read_bytes()
    again = run("demo", folder)
    assert (again.code, again.out) == (2, "")
    assert "name another folder, or remove it" in again.err
    assert (folder / "seoul.db").read_bytes() == before


def test_demo_names_its_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    out = done("demo", "--lang", "ko").out
    (folder,) = tmp_path.iterdir()
    assert str(folder / "seoul.db") in out
    assert "9박 11일, 기내 1박" in out
    assert "10월" in out
