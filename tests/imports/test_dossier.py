"""The example dossiers: what becomes of them, once and twice, edited and not, and that nothing in them is invented."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from conftest import EARLIER, LATER, REPORT, Clock, counting_entropy
from mayor_schedule import InputError, Office
from mayor_schedule.domain.catalog import COMMANDS
from mayor_schedule.imports.files import read_file
from mayor_schedule.imports.loading import Report, import_files
from mayor_schedule.imports.nodes import Node, to_plain

LINES = REPORT.read_text(encoding="utf-8").splitlines()
DOSSIER = read_file(REPORT)
SOURCE_LINES = 292
HINT = "it was recorded before with other content"


def parts(node: Node, *keys: str) -> Any:
    for key in keys:
        assert isinstance(node.value, dict)
        node = node.value[key]
    return node.value


def entry_lines() -> list[tuple[int, int, str]]:
    """The first line of each entry of the report, the line behind its last, and what it is."""
    entries = parts(DOSSIER, "record")
    starts = [entry.line for entry in entries]
    ends = [*starts[1:], len(LINES) + 1]
    names = [next(key for key in entry.value if key in COMMANDS) for entry in entries]
    return [(start, end, f"{name}-L{start}") for start, end, name in zip(starts, ends, names, strict=True)]


ENTRIES = entry_lines()
RECORD_LINE = DOSSIER.key_lines["record"]


def opened() -> Office:
    return Office.in_memory(clock=Clock(), entropy=counting_entropy())


def log(office: Office) -> list[tuple[Any, ...]]:
    return [
        (
            each.position, each.subject, each.version, each.topic, each.known_on, each.by, each.citations, each.note,
            each.command_id, each.command_digest, each.data,
        )
        for each in office.history()
    ]  # fmt: skip


def problems(office: Office, *files: Path) -> list[tuple[str, int, str]]:
    before = log(office)
    with pytest.raises(InputError) as refused:
        import_files(office, files)
    assert log(office) == before, "nothing is recorded"
    return [(Path(each.file).name, each.line, each.message) for each in refused.value.problems]


@pytest.fixture(scope="module")
def reported() -> Iterator[Office]:
    """The report alone; tests leave it as it is."""
    with opened() as office:
        import_files(office, [REPORT])
        yield office


@pytest.fixture(scope="module")
def all_three() -> Iterator[Office]:
    """What was known earlier, the report, what was known later; tests leave it as it is."""
    with opened() as office:
        for file in (EARLIER, REPORT, LATER):
            import_files(office, [file])
        yield office


def report_of(*files: Path, dry_run: bool = False) -> tuple[Report, list[tuple[Any, ...]]]:
    with opened() as office:
        report = import_files(office, files, dry_run=dry_run)
        return report, log(office)


# --- loading


def test_the_report_alone_is_recorded_entry_by_entry() -> None:
    report, events = report_of(REPORT)
    assert report.already_there == 0
    assert report.recorded == len(report.entries) == len(ENTRIES) + 2, "the office and its one document besides"
    assert len(events) == report.recorded
    assert [each.line for each in report.entries[2:]] == [start for start, _, _ in ENTRIES]
    assert {each.file for each in report.entries} == {str(REPORT)}


def test_earlier_report_and_later_load_in_that_order(all_three: Office) -> None:
    topics = [each.topic for each in all_three.history("agreement:2018-zurich")]
    assert topics == ["agreement.reported", "agreement.signed"]
    assert [each.topic for each in all_three.history("trip:2018-singapore-july")] == ["trip.planned", "trip.reported"]


def test_together_or_one_after_another_is_the_same(all_three: Office) -> None:
    report, events = report_of(EARLIER, REPORT, LATER)
    assert events == log(all_three)
    assert report.already_there == 0, "the office that all three describe counts once"


def test_in_the_wrong_order_they_are_refused() -> None:
    with opened() as office:
        found = problems(office, LATER, REPORT)
        lines = LATER.read_text(encoding="utf-8").splitlines()
        assert ("press.yaml", 1 + next(i for i, each in enumerate(lines) if "confirm_trip" in each)) in [
            (file, line) for file, line, _ in found
        ]
        assert any("last event is known on" in message for _, _, message in found)


@pytest.mark.parametrize("dry_run", [False, True])
def test_importing_twice_records_nothing_the_second_time(all_three: Office, dry_run: bool) -> None:
    before = log(all_three)
    for files in ([LATER, REPORT], [EARLIER]):
        report = import_files(all_three, files, dry_run=dry_run)
        assert {receipt.status for receipt in report.receipts} == {"already there"}
        assert [receipt.recorded for receipt in report.receipts] == [()] * len(report.entries)
        assert report.recorded == 0
    assert log(all_three) == before


def test_a_file_that_is_named_twice_is_recorded_once() -> None:
    report, events = report_of(REPORT, REPORT)
    assert events == report_of(REPORT)[1]
    assert (report.recorded, report.already_there) == (len(ENTRIES) + 2, len(ENTRIES))


def test_a_dry_run_tells_and_records_nothing() -> None:
    dry, events = report_of(EARLIER, REPORT, dry_run=True)
    real, _ = report_of(EARLIER, REPORT)
    assert events == []
    assert [each.status for each in dry.receipts] == [each.status for each in real.receipts]
    assert dry.recorded == real.recorded
    assert [finding.message for _, finding in dry.findings] == [finding.message for _, finding in real.findings]


# --- all or nothing


@pytest.mark.parametrize("dry_run", [False, True])
def test_a_problem_in_the_last_file_leaves_the_store_unchanged(tmp_path: Path, dry_run: bool) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text(
        "dossier: 1\ndefaults: {by: p, known_on: 2018-09-01}\nrecord:\n  - confirm_trip: {trip: 2018-europe}\n"
        "  - depart_trip: {trip: nowhere}\n",
        encoding="utf-8",
    )
    with opened() as office:
        with pytest.raises(InputError) as refused:
            import_files(office, [EARLIER, REPORT, bad], dry_run=dry_run)
        assert [(Path(each.file).name, each.line) for each in refused.value.problems] == [("bad.yaml", 5)]
        assert log(office) == []


def test_problems_of_several_files_are_told_at_once(tmp_path: Path) -> None:
    for name, content in {
        "a.yaml": "dossier: 1\nrecord: x\n", "b.json": '{"dossier": 2}', "c.yaml": "dossier: [\n",
    }.items():  # fmt: skip
        (tmp_path / name).write_text(content, encoding="utf-8")
    with opened() as office:
        found = problems(
            office, tmp_path / "a.yaml", REPORT, tmp_path / "b.json", tmp_path / "c.yaml", tmp_path / "d.yaml"
        )
    assert [(file, line) for file, line, _ in found] == [("a.yaml", 2), ("b.json", 1), ("c.yaml", 1), ("d.yaml", 1)]


# --- editing


def edited(lines: list[str]) -> list[str]:
    """An entry with one value changed: a figure's number, or else the first Korean wording."""
    text = "\n".join(lines)
    changed = re.sub(r"value: (\d+)", lambda match: f"value: {int(match[1]) + 1}", text, count=1)
    if changed == text:
        changed = re.sub(r'\{ko: ("?)', r"{ko: \1새 ", text, count=1)
    assert changed != text, text
    return changed.split("\n")


@pytest.mark.parametrize(("start", "end"), [each[:2] for each in ENTRIES], ids=[each[2] for each in ENTRIES])
def test_an_edited_entry_is_refused_at_its_line(reported: Office, tmp_path: Path, start: int, end: int) -> None:
    """The other entries are left out, and their lines left empty, to keep the file as long and the test short."""
    lines = LINES[:RECORD_LINE] + [""] * (start - RECORD_LINE - 1) + edited(LINES[start - 1 : end - 1])
    file = tmp_path / "report.yaml"
    file.write_text("\n".join(lines), encoding="utf-8")
    ((name, line, message),) = problems(reported, file)
    assert (name, line) == ("report.yaml", start)
    assert HINT in message
    assert "record a change if the world moved, a correction if it was written down wrong" in message


def test_when_every_entry_is_edited_every_one_is_told(reported: Office, tmp_path: Path) -> None:
    lines = LINES[: ENTRIES[0][0] - 1]
    for start, end, _ in ENTRIES:
        lines += edited(LINES[start - 1 : end - 1])
    file = tmp_path / "report.yaml"
    file.write_text("\n".join(lines), encoding="utf-8")
    found = problems(reported, file)
    assert [line for _, line, _ in found] == [start for start, _, _ in ENTRIES]
    assert all(HINT in message for _, _, message in found)


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("서울특별시장 비서실", "부산광역시장 비서실", "office"),
        ("제283회", "제284회", "council-283"),
        ("sha256: 2a52", "sha256: 3a52", "council-283"),
    ],
)
def test_editing_the_office_or_a_source_is_refused_at_its_line(
    reported: Office, tmp_path: Path, old: str, new: str, key: str
) -> None:
    file = tmp_path / "report.yaml"
    file.write_text("\n".join(LINES).replace(old, new, 1), encoding="utf-8")
    ((_, line, message),) = problems(reported, file)
    at = next(number for number, each in enumerate(LINES, 1) if each.strip().startswith(f"{key}:"))
    assert line in (at, at + 1)
    assert HINT in message


@pytest.mark.parametrize(
    ("pattern", "new"),
    [
        (r"at: L\d+.*", "at: L1"),
        (r"    at: L\d+.*\n", ""),
        (r"    note: .*\n", ""),
        (r"(    at: .*\n)", r"\1    note: read twice\n"),
        (r"by: secretariat", "by: archive"),
        (r"#.*\n", "\n"),
    ],
    ids=["at", "no at", "no note", "a note more", "by", "comments"],
)
def test_editing_only_what_is_no_content_records_nothing(
    reported: Office, tmp_path: Path, pattern: str, new: str
) -> None:
    text = REPORT.read_text(encoding="utf-8")
    if new.endswith("twice\\n"):
        text = re.sub(r"    note: .*\n", "", text)
    changed = re.sub(pattern, new, text)
    assert changed != text
    file = tmp_path / "report.yaml"
    file.write_text(changed, encoding="utf-8")
    before = log(reported)
    report = import_files(reported, [file])
    assert (report.recorded, report.already_there) == (0, len(ENTRIES) + 2)
    assert log(reported) == before


def test_a_new_entry_in_a_recorded_file_is_all_that_is_recorded(tmp_path: Path) -> None:
    file = tmp_path / "report.yaml"
    file.write_text(
        "\n".join(LINES) + "\n  - confirm_trip: {trip: 2018-europe}\n    known_on: 2018-09-27\n", encoding="utf-8"
    )
    with opened() as office:
        import_files(office, [REPORT])
        report = import_files(office, [file])
        assert [each.reference for receipt in report.receipts for each in receipt.recorded] == ["trip:2018-europe@2"]


# --- JSON


def typed(value: Any, key: str = "") -> Any:
    """A YAML tree, all text, with the types that a JSON dossier would have."""
    if isinstance(value, dict):
        return {name: typed(each, name) for name, each in value.items()}
    if isinstance(value, list):
        return [typed(each) for each in value]
    if key in ("value", "nights", "dossier"):
        return int(value)
    return value == "true" if key in ("unknown", "approximate") else value


@pytest.mark.parametrize("indent", [pytest.param(None, marks=pytest.mark.slow), 1])
def test_json_dossiers_equal_yaml_ones(tmp_path: Path, all_three: Office, indent: int | None) -> None:
    files = []
    for file in (EARLIER, REPORT, LATER):
        copy = tmp_path / f"{file.parent.name}.json"
        copy.write_text(
            json.dumps(typed(to_plain(read_file(file))), ensure_ascii=False, indent=indent), encoding="utf-8"
        )
        files.append(copy)
    report, events = report_of(*files)
    assert events == log(all_three)
    if indent:
        lines = {each.line for each in report.entries if each.file == str(files[1])}
        assert len(lines) == len(ENTRIES) + 1, "all on lines of their own; the office is in the first file"


def test_json_and_yaml_are_one_to_the_store(tmp_path: Path, reported: Office) -> None:
    copy = tmp_path / "report.json"
    copy.write_text(json.dumps(typed(to_plain(DOSSIER))), encoding="utf-8")
    assert import_files(reported, [copy]).recorded == 0


# --- as known


def calendar_records(office: Office, known_on: str) -> list[dict[str, Any]]:
    view = office.calendar(known_on=known_on)
    return [each.to_record(view.knowledge.audience, "en") for each in view.between("2018-09-01", "2018-11-30")]


def count_records(office: Office, known_on: str) -> dict[str, Any]:
    view = office.counts(on=known_on, known_on=known_on)
    return {key: count.to_record(view.knowledge.audience, "en") for key, count in view.items()}


def test_what_was_learned_later_does_not_show_as_known_earlier(all_three: Office) -> None:
    with opened() as office:
        import_files(office, [EARLIER, REPORT])
        assert calendar_records(all_three, "2018-08-31") == calendar_records(office, "2018-08-31")
        assert count_records(all_three, "2018-08-31") == count_records(office, "2018-08-31")
        uids = {each["uid"] for each in calendar_records(all_three, "2018-11-30")}
        assert {each["uid"] for each in calendar_records(office, "2018-08-31")} <= uids


STATED = {
    "trips_made": (2, 2, "회"), "trips_planned": (2, 2, "회"), "state_guests": (3, 3, "명"),
    "city_leaders": (8, 1, "명"), "policy_exports_won": (4, 4, "개"), "policy_exports_pursued": (7, 3, "건"),
    "organizations_attracted": (1, 1, "개"), "organizations_pursued": (2, 2, "개소"),
    "hosted_organizations": (30, 1, "개"),
    "committee_meetings/plenary": (2, 0, "회"), "committee_meetings/subcommittees": (74, 0, "회"),
    "committee_meetings/planning": (7, 0, "회"), "committee_members": (56, 0, "명"), "subcommittees": (6, 0, "개"),
    "policy_goals": (5, 0, None), "plan_tasks": (180, 0, "개"), "core_tasks": (25, 0, "개"),
    "associations": (4, 0, "대"),
    "inter_korean_teams": (3, 0, "팀"), "inter_korean_divisions_planned": (2, 0, "담당관"),
    "inter_korean_teams_planned": (6, 0, "팀"), "specialist_staff": (2, 0, "명"),
}  # fmt: skip
GRADES = (
    "total", "general", "grade-5", "grade-6", "grade-7", "grade-8-9",
    "special", "special-grade-2-3", "special-grade-4", "special-grade-5", "special-grade-6-below",
)  # fmt: skip
AUTHORISED = dict(zip(GRADES, (19, 6, 2, 2, 1, 1, 13, 1, 1, 9, 2), strict=True))
ACTUAL = dict(zip(GRADES, (19, 6, 2, 2, 0, 2, 13, 1, 1, 9, 2), strict=True))
BUDGET = {
    "total": (357_200, 146_448, 210_752),
    "operations": (277_200, 107_791, 169_409),
    "projects": (80_000, 38_657, 41_343),
}  # fmt: skip


@pytest.mark.parametrize("which", ["reported", "all_three"])
def test_every_stated_figure_is_the_reports(request: pytest.FixtureRequest, which: str) -> None:
    office: Office = request.getfixturevalue(which)
    counts = office.counts(on="2018-08-31", known_on="2018-08-31")
    for key, (stated, named, unit) in STATED.items():
        count = counts[key]
        assert (count.stated, count.named, count.unit) == (stated, named, unit), key
        assert count.unnamed == stated - named, key
        assert count.total == stated, key
    for grade in GRADES:
        assert counts[f"staff_authorised/{grade}"].stated == AUTHORISED[grade]
        assert counts[f"staff_actual/{grade}"].stated == ACTUAL[grade]
    for item, cells in BUDGET.items():
        assert tuple(counts[f"{key}/{item}"].stated for key in ("budget", "budget_executed", "budget_balance")) == cells
    assert counts["plan_tasks"].approximate
    assert (counts["agreements_signed"].stated, counts["agreements_signed"].total) == (None, 1)
    assert (counts["agreements_planned"].stated, counts["agreements_planned"].total) == (None, 3)
    figures = {each.data["key"] for each in reported_events(office) if each.topic == "figure.stated"}
    told = {key.partition("/")[0] for key in STATED} | {"staff_authorised", "staff_actual", "budget"}
    assert figures == told | {"budget_executed", "budget_balance"}


def reported_events(office: Office) -> list[Any]:
    """The events of the report's own entries."""
    opening = ("office.founded", "document.registered")
    return [each for each in office.history() if each.known_on == date(2018, 8, 31) and each.topic not in opening]


def test_what_is_unexplained_between_march_2017_and_the_report(all_three: Office, reported: Office) -> None:
    hosted = all_three.counts(on="2018-08-31", known_on="2018-08-31")["hosted_organizations"]
    assert (hosted.unexplained, hosted.unexplained_least) == (0, -1), "one was attracted, and perhaps opened"
    assert reported.counts(on="2018-08-31", known_on="2018-08-31")["hosted_organizations"].unexplained is None


def test_the_trips_are_the_reports(all_three: Office) -> None:
    entries = {
        each.subject: each for each in all_three.calendar(known_on="2018-08-31").entries() if each.kind == "trip"
    }
    assert {
        subject: (str(each.when), each.days, each.nights, each.in_flight, each.status)
        for subject, each in entries.items()
    } == {
        "trip:2018-singapore-march": ("2018-03-15/2018-03-17", 3, 1, 1, "done"),
        "trip:2018-singapore-july": ("2018-07-07/2018-07-10", 4, 3, 0, "done"),
        "trip:2018-europe": ("2018-09-27/2018-10-07", 11, 9, 1, "tentative"),
        "trip:2018-beijing": ("2018-11-25/2018-11-28", 4, 3, 0, "tentative"),
    }
    stops = [stop.place.city for stop in entries["trip:2018-europe"].stops]
    assert [city["en"] for city in stops if city] == ["Barcelona", "Bilbao", "Zürich", "Zug", "Tallinn"]
    assert [city["ko"] for city in stops if city] == ["바르셀로나", "빌바오", "취리히", "주크", "탈린"]


def test_the_planned_agreements_are_the_reports(all_three: Office) -> None:
    knowledge = all_three.knowledge(known_on="2018-08-31")
    planned = {
        known.id: [party.name["ko"] for party in known.state.parties]  # type: ignore[attr-defined]
        for known in knowledge.values()
        if known.id.startswith("agreement:") and getattr(known.state, "stage", None) == "signing_planned"
    }
    assert planned == {
        "agreement:2018-zurich": ["서울", "취리히시"],
        "agreement:2018-estonia-digital": ["서울", "에스토니아"],
        "agreement:2018-estonia": ["서울", "에스토니아"],
    }
    estonia: Any = knowledge["agreement:2018-estonia"].state
    assert estonia.possible_duplicate_of == "agreement:2018-estonia-digital"


def test_the_occasions_are_the_reports(all_three: Office) -> None:
    entries = [each for each in all_three.calendar(known_on="2018-08-31").entries() if each.kind == "occasion"]
    assert {each.subject.partition(":")[2]: (str(each.when), each.status) for each in entries} == {
        "2018-workers-football": ("2018-08-11", "done"),
        "2018-tuberculosis-symposium": ("2018-08-23", "done"),
        "2018-working-talks": ("2018-09/..", "tentative"),
        "2018-football-exhibition": ("2018-09-18/2018-11-11", "tentative"),
        "2018-inter-korean-bureau": ("2018-11-01", "tentative"),
        "2018-plan-review": ("2018-07/2018-08", "done"),
        "2018-plan-announcement": ("2018-10", "tentative"),
        "2018-plan-publication": ("2018-10", "tentative"),
        "2018-police-team": ("2018-08", "done"),
        "2018-autonomy-forum": ("2018-10", "tentative"),
    }


def test_as_known_in_november_zurich_is_signed_with_the_canton(all_three: Office) -> None:
    for known_on, stage, parties in (
        ("2018-08-31", "signing_planned", None),
        ("2018-10-03", "signing_planned", None),
        ("2018-10-04", "signed", ["서울", "취리히주"]),
        ("2018-11-30", "signed", ["서울", "취리히주"]),
    ):
        known = all_three.knowledge(known_on=known_on)["agreement:2018-zurich"]
        state: Any = known.state
        assert state.stage == stage
        assert [party.name["ko"] for party in state.parties] == ["서울", "취리히시"], "what was planned stays"
        signed = state.facts.get("signed_parties")
        assert (signed and [party.name["ko"] for party in signed]) == parties
    signing = known.records[state.set_by["stage"] - 1]
    assert state.set_by["stage"] == state.set_by["signed_parties"]
    assert [citation.document for citation in signing.citations] == ["mi-457801", "decenter-1S5S5JGXS1"]
    assert state.facts["signed_parties"][1].kind == "region"
    (entry,) = [each for each in all_three.calendar(known_on="2018-11-30").entries() if each.known.id == known.id]
    assert (str(entry.when), entry.status) == ("2018-10-03", "done")


# --- sources


def test_every_entry_of_the_report_names_its_lines(reported: Office) -> None:
    events = reported_events(reported)
    assert len(events) == len(ENTRIES)
    for each in events:
        (citation,) = each.citations
        assert citation.document == "council-283"
        span = re.fullmatch(r"L(\d+)(?:-L(\d+))?", citation.locator or "")
        assert span, each.reference
        first, last = int(span[1]), int(span[2] or span[1])
        assert 1 <= first <= last <= SOURCE_LINES, each.reference
        assert span[2] is None or first < last, each.reference


def test_every_entry_of_the_press_names_its_source() -> None:
    for file in (EARLIER, LATER):
        report, _ = report_of(*([EARLIER, REPORT, LATER] if file == LATER else [EARLIER]))
        mine = [each for each in report.entries if each.file == str(file)]
        cited = {citation.document for each in mine for citation in each.entry.sources}
        assert cited == set(to_plain(read_file(file))["sources"]), "each is cited, and none is not"  # type: ignore[arg-type,call-overload,index]
        for each in mine:
            if each.entry.id is None:
                assert each.entry.sources, f"{file}:{each.line}"


# --- rules

TABLES = next(number for number, line in enumerate(LINES) if line.startswith("  # --- Staffing"))
CELLS = [
    (number + 1, match[1])
    for number, line in enumerate(LINES)
    if number > TABLES and (match := re.search(r"state_figure: \{key: (staff_a\w+|budget\w*), scope: ", line))
]


def findings(tmp_path: Path, lines: list[str]) -> tuple[list[tuple[int, str, str, str]], list[str]]:
    """What the rules find in the tables alone, each with its line, severity, rule and message."""
    file = tmp_path / "report.yaml"
    file.write_text("\n".join(LINES[:RECORD_LINE] + [""] * (TABLES - RECORD_LINE) + lines[TABLES:]), encoding="utf-8")
    report, _ = report_of(file)
    told = [
        (where.line if where else 0, finding.severity, finding.rule.id, finding.message)
        for where, finding in report.findings
    ]
    return told, [str(where) for where, _ in report.findings]


def test_the_hidden_mismatch_is_a_note_and_all_sums_agree(tmp_path: Path) -> None:
    ((line, severity, rule, message),) = findings(tmp_path, LINES)[0]
    assert (severity, rule) == ("note", "rule:staffing-tables")
    assert "grade-7: 1 against 0 (-1); grade-8-9: 1 against 2 (+1)" in message
    assert "the totals do not show them" in message
    assert "scope: grade-7" in LINES[line - 1]


def test_there_are_all_cells_of_both_tables() -> None:
    assert len(CELLS) == 2 * len(GRADES) + 9


@pytest.mark.parametrize(("line", "key"), CELLS, ids=[f"{key}-L{line}" for line, key in CELLS])
def test_changing_one_cell_warns_with_the_rule_and_the_line(tmp_path: Path, line: int, key: str) -> None:
    changed = [*LINES[: line - 1], *edited([LINES[line - 1]]), *LINES[line:]]
    told, where = findings(tmp_path, changed)
    warnings = [each for each in told if each[1] == "warning"]
    assert warnings
    scope = re.search(r"scope: ([\w-]+)", LINES[line - 1])
    series = f"{key}/{scope[1] if scope else ''}"
    for at, _, rule, message in warnings:
        assert rule.startswith("rule:")
        assert series in message
        total = message.partition(" is stated as ")[0]
        total_key, _, total_scope = total.partition("/")
        assert f"{{key: {total_key}, scope: {total_scope}, " in LINES[at - 1], "it points at the stated sum"
    assert all(re.match(r".*report\.yaml:\d+: ", each) for each in where)


# --- nothing is invented


def walk(value: object, key: str = "") -> Iterator[tuple[str, object]]:
    yield key, value
    if isinstance(value, dict):
        for name, each in value.items():
            yield from walk(each, name)
    elif isinstance(value, list):
        for each in value:
            yield from walk(each, key)


def test_no_time_of_day_and_no_other_year(reported: Office) -> None:
    days = re.compile(r"\b\d{4}-\d{2}(?:-\d{2})?\b")
    seen = set()
    for each in reported_events(reported):
        for key, value in walk(each.data):
            if isinstance(value, dict):
                assert not {"start", "end", "local"} & set(value), each.reference
            if isinstance(value, str) and key in ("first", "last", "edtf", "as_of", "span", "when", "on", "signed"):
                assert "T" not in value, each.reference
                seen |= {day[:4] for day in days.findall(value)}
    assert seen == {"2018"}


def test_no_day_where_the_report_has_none(reported: Office) -> None:
    """Only these have days; every other date is a month, a span, or unknown."""
    dated = {
        each.subject
        for each in reported_events(reported)
        for name in ("period", "when", "signed", "signing", "won", "attracted", "opened")
        for _, value in walk(each.data.get(name))
        if isinstance(value, dict) and "first" in value
    }
    assert dated == {
        "trip:2018-singapore-march", "trip:2018-singapore-july", "trip:2018-europe", "trip:2018-beijing",
        "occasion:2018-workers-football", "occasion:2018-tuberculosis-symposium", "occasion:2018-football-exhibition",
        "occasion:2018-inter-korean-bureau", "agreement:2018-uos-pust",
    }  # fmt: skip


def test_no_guest_has_a_name_that_the_report_does_not_give(reported: Office) -> None:
    events = reported_events(reported)
    guests = [guest for each in events if each.subject.startswith("visit:") for guest in each.data["guests"]]
    assert len(guests) == 4
    assert sorted(guest["name"]["ko"] for guest in guests if guest.get("name")) == ["안제이 두다", "차이 치"]
    assert all(guest.get("office") for guest in guests)
    people = [
        person["name"]["ko"]
        for each in events
        for person in [*(each.data.get("counterparts") or ()), *(each.data.get("delegation") or ())]
        if person.get("name")
    ]
    assert people == ["리센룽"], "the one counterpart whom the report names"


STAGES = {
    "trip": {
        "2018-singapore-march": "returned", "2018-singapore-july": "returned",
        "2018-europe": "planned", "2018-beijing": "planned",
    },
    "visit": dict.fromkeys(("2018-duda", "2018-germany", "2018-finland", "2018-cai-qi"), "received"),
    "agreement": {
        "barcelona-friendship": "in_force", "beijing-sister": "in_force", "gsef-chair": "in_force",
        "2018-zurich": "signing_planned", "2018-estonia-digital": "signing_planned", "2018-estonia": "signing_planned",
        "2018-uos-pust": "signed",
    },
    "organization": {"asem-ageing": "attracted", "citynet": "opened", "who-environment": "pursued", "fao": "pursued"},
    "policy_export": {
        "tax-colombo": "won", "construction-tunisia": "won",
        "construction-philippines": "won", "landfill-metro-manila": "won",
        "mayors-office-tashkent": "pursued", "transport-card-philippines": "pursued",
        "data-centre-buenos-aires": "pursued",
    },
}  # fmt: skip


def test_no_stage_goes_beyond_the_report(reported: Office) -> None:
    found: dict[str, dict[str, str]] = {}
    for known in reported.knowledge().values():
        kind, _, name = known.id.partition(":")
        stage = getattr(known.state, "stage", None)
        if stage is not None:
            found.setdefault(kind, {})[name] = str(stage)
    for kind, stages in STAGES.items():
        assert found[kind] == stages, kind
    for name, stage in found["engagement"].items():
        assert stage == ("held" if name.startswith("2018-singapore-") else "planned"), name
    assert len(found["engagement"]) == 13


def test_attendance_is_unknown_where_the_report_does_not_say(reported: Office) -> None:
    answers = {
        attendance["answer"]
        for each in reported_events(reported)
        if each.subject.startswith("occasion:")
        for attendance in each.data.get("attendance") or ()
    }
    assert answers == {"unknown"}
