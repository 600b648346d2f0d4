"""`counts --ledger`, and the bounds in `counts` and `explain`, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rich.cells import cell_len

from mayor_schedule import Office, OrganizationStage, Verdict
from mayor_schedule.cli.ledger import verdicts
from mayor_schedule.cli.ledger_words import LEDGER_WORDS
from mayor_schedule.domain.agreement import AgreementStage
from mayor_schedule.domain.figure import CountingUnit
from mayor_schedule.domain.policy_export import PolicyExportStage
from mayor_schedule.domain.trip import TripStage
from mayor_schedule.domain.visit import VisitStage
from mayor_schedule.views.counting.happenings import ARRIVALS
from mayor_schedule.views.counting.series import COUNTED
from terminal import Done, run

STEP = (
    "as_of", "span", "label", "stated", "approximate", "unit", "counted_by", "named", "named_by", "unnamed",
    "over_named", "between", "expected", "unexplained", "unexplained_least", "unexplained_most", "rebased", "verdicts",
    "sources", "events",
)  # fmt: skip
LEDGER = ("counts", "--ledger", "--on", "2019-12-31")
HOSTED = (*LEDGER, "--key", "hosted_organizations")


pytestmark = pytest.mark.usefixtures("english")


def done(*args: object, db: Path) -> Done:
    result = run(*args, db=db)
    assert result.code == 0, result.err
    return result


def said(*args: object, db: Path) -> str:
    """What is printed, a column after another: the cells of one column joined, whatever breaks them into lines."""
    lines = [
        "".join(each + "\0" * (cell_len(each) - 1) for each in line) for line in done(*args, db=db).out.splitlines()
    ]
    heads = next(number for number, line in enumerate(lines) if set(line.strip()) == {"─"})
    starts = [match.start() for match in re.finditer(r"(?<=   )\S", lines[heads - 1])]
    columns = zip([0, *starts], [*starts, None], strict=True)
    return "\n".join(
        " ".join(" ".join(line[first:last].split()) for line in lines[heads + 1 :]) for first, last in columns
    ).replace("\0", "")


def test_the_ledger_as_json(seoul: Path) -> None:
    ledger = done(*LEDGER, "--format", "json", db=seoul).json
    assert list(ledger)[: len(COUNTED)] == list(COUNTED)
    assert all(tuple(step) == STEP for steps in ledger.values() for step in steps)
    press, report, later = ledger["hosted_organizations"]
    assert press["sources"] == [{"document": "wowtv-2017-03-31", "at": None}]
    assert (report["stated"], report["named"], report["unnamed"], report["expected"]) == (30, 1, 29, 30)
    assert (report["unexplained"], report["unexplained_least"], report["unexplained_most"]) == (0, -1, 0)
    assert report["verdicts"] == ["partial", "unexplained"]
    assert report["between"] == [
        {
            "subject": "organization:asem-ageing",
            "label": "ASEM centre on human rights policy for older persons",
            "what": "attracted",
            "days": {"first": "2018-01-01", "last": "2018-08-31"},
            "change": 0,
        }
    ]
    assert (later["expected"], later["unexplained"]) == (31, 6)
    assert "figure:hosted_organizations/2019-05@1" in later["events"]
    only = done(*HOSTED, "--format", "json", db=seoul).json
    assert only == {"hosted_organizations": ledger["hosted_organizations"]}


def test_the_ledger_says_what_is_unexplained(seoul: Path) -> None:
    table = said(*HOSTED, "--lang", "en", db=seoul)
    assert "up to one unexplained: a departure, or another basis of counting" in table
    assert "6 (5 to 7) unexplained: arrivals that nobody named, or another basis of counting" in table
    assert "FAO liaison and cooperation office: opened 2018-09-01 – 2019-05-31 (+1)" in table
    assert "wowtv-2017-03-31" in table


def test_the_ledger_in_korean(seoul: Path) -> None:
    text = re.sub(r"\s+", " ", done(*HOSTED, "--lang", "ko", db=seoul).out)
    assert "집계 대조 원장 (2019-12-31까지)" in text
    assert "미설명 차이 최대 1개:" in text
    assert "미설명 차이 6개(5~7):" in text
    assert "일부 확인" in text
    assert not re.search(r"[a-z]{4,} (named|unexplained)", text)


def test_the_table_leaves_out_what_cannot_be_compared_and_says_so(seoul: Path) -> None:
    ledger = done(*LEDGER, "--format", "json", db=seoul).json
    once = sum(len(steps) < 2 for key, steps in ledger.items() if key not in COUNTED)
    text = done(*LEDGER, "--lang", "en", db=seoul).out
    assert f"{once} more figures are stated once and not counted" in text
    assert "plan_tasks" not in text
    assert "Organisations hosted (hosted_organizations)" in text
    assert "agreements_signed" not in text
    assert "~180" in done(*LEDGER, "--key", "plan_tasks", db=seoul).out
    assert "nothing is stated of it" in done(*LEDGER, "--key", "agreements_signed", db=seoul).out


def test_the_ledger_as_known_then(seoul: Path) -> None:
    then = done("counts", "--ledger", "--on", "2020-01-01", "--known-on", "2018-08-31", db=seoul).out
    assert "as known on 2018-08-31" in then
    assert "2019-05" not in then
    assert "2018-08" in then


def test_the_public_ledger_has_no_internal_id(seoul: Path) -> None:
    out = done(*LEDGER, "--audience", "public", "--format", "json", db=seoul)
    assert not re.search(r"(organization|figure|visit|trip|policy_export):", out.out)
    assert all(step["events"] == [] == step["sources"] for steps in out.json.values() for step in steps)
    table = done(*LEDGER, "--audience", "public", db=seoul).out
    assert "council-283" not in table
    assert "2018-09-01" not in table


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("counts", "--ledger", "--key", "hosted_organization"), "did you mean hosted_organizations?"),
        (("counts", "--ledger", "--key", "qqq"), "cannot show the ledger of qqq: nothing is counted or stated"),
        (("counts", "--key", "trips_made"), "--key goes with --ledger"),
        (("counts", "--ledger", "--from", "2018-01-01"), "cannot begin the ledger on 2018-01-01"),
    ],
)
def test_what_does_not_go_together_is_refused(seoul: Path, args: tuple[str, ...], message: str) -> None:
    result = run(*args, db=seoul)
    assert (result.code, result.out) == (2, "")
    assert message in result.err


# --- verdicts in words ------------------------------------------------------------------------------------------------

DOSSIER = """
- report_policy_export: {policy_export: a, stage: won, system: Tax, client: Colombo, won: 2018-03-01}
- report_policy_export: {policy_export: b, stage: won, system: Tax, client: Manila, won: 2018-03-01}
- state_figure: {key: policy_exports_won, value: 1, as_of: 2018-06-30, unit: 개}
- state_figure: {key: policy_exports_won, value: 2, as_of: 2018-08-31, unit: 개, counted_by: system_client}
- rebase_figure: {figure: policy_exports_won/2018-08-31, reason: {ko: 발주처별 집계, en: Counted by client now}}
- state_figure: {key: hosted_organizations, value: 30, as_of: 2018-01-31}
- state_figure: {key: hosted_organizations, value: 28, as_of: 2018-02-28}
- state_figure: {key: hosted_organizations, value: 28, as_of: 2018-03-31}
- report_organization: {organization: new, stage: opened, name: New, opened: {edtf: 2018-04}}
- close_organization: {organization: new, on: {edtf: "2018-04/2018-12"}}
- state_figure: {key: hosted_organizations, value: 28, as_of: 2018-04-15}
- state_figure: {key: hosted_organizations, value: 28, as_of: 2018-04-25}
- state_figure: {key: hosted_organizations, value: 28, as_of: 2018-12-31}
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "small.db"
    (tmp_path / "entries.yaml").write_text(DOSSIER, encoding="utf-8")
    assert run("record", tmp_path / "entries.yaml", "--known-on", "2018-12-31", db=path).code == 0
    return path


VERDICTS: dict[str, dict[str, tuple[str, ...]]] = {
    "en": {
        "policy_exports_won": (
            "1 more named than stated", "say what is counted: 2 by system and client, 1 by system, 2 by client",
            "all named", "counted by system and client", "another basis of counting: Counted by client now",
        ),
        "hosted_organizations": (
            "2 unexplained: departures that nobody named", "agrees with the statement before",
            "up to one unexplained: an arrival", "unexplained: up to one fewer, up to one more than is known",
        ),
    },
    "ko": {
        "policy_exports_won": (
            "보고 수치보다 1 많이 확인됨", "집계 단위 확인 필요: 시스템·수요처 기준 2, 시스템 기준 1, 수요처 기준 2",
            "전부 확인", "시스템·수요처 기준 집계", "집계 기준 변경: 발주처별 집계",
        ),
        "hosted_organizations": (
            "미설명 차이 2: 확인되지 않은 감소", "직전 보고와 일치", "미설명 차이 최대 1: 확인되지 않은 증가",
            "미설명 차이: 최대 1 부족 또는 최대 1 초과",
        ),
    },
}  # fmt: skip


@pytest.mark.parametrize("key", ["policy_exports_won", "hosted_organizations"])
@pytest.mark.parametrize("language", ["en", "ko"])
def test_verdicts_are_said_in_words(small: Path, language: str, key: str) -> None:
    with Office.open(small) as office:
        account = office.ledger(on="2018-12-31")[key]
    lines = [line for step in account.steps for line in verdicts(step, account.sort, (language, "en"))]
    missing = [each for each in VERDICTS[language][key] if not any(line.startswith(each) for line in lines)]
    assert not missing, lines
    table = "".join(done("counts", "--ledger", "--on", "2018-12-31", "--lang", language, db=small).out.split())
    assert all(line[:5].replace(" ", "") in table for line in lines)


# --- bounds in the table and in explain -------------------------------------------------------------------------------


def test_counts_show_what_they_can_be_where_that_differs(seoul: Path) -> None:
    row = next(line for line in done("counts", "--on", "2018-12-31", db=seoul).out.splitlines() if "hosted" in line)
    assert re.split(r" {2,}", row.strip()) == ["Organisations hosted", "30", "1–2", "29", "30–31", "개", "0 (-1…0)",
                                               "2018-08"]  # fmt: skip
    then = done("counts", "--on", "2018-08-31", "--known-on", "2018-08-31", "--lang", "ko", db=seoul).out
    assert "–" not in "".join(line for line in then.splitlines() if "해외" in line)


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "en",
            ("Named can be from 1 to 2: not every day", "It can be from 30 to 31: not every day", "At the least -1:"),
        ),
        ("ko", ("확인 1~2 사이: 일자가", "30~31 사이: 일자가 정확하지 않은", "최소 -1:")),
    ],
)
def test_explain_says_where_bounds_differ(seoul: Path, language: str, lines: tuple[str, ...]) -> None:
    out = done("explain", "hosted_organizations", "--on", "2018-12-31", "--lang", language, db=seoul).out
    assert all(line in out for line in lines), out
    later = done("explain", "hosted_organizations", "--on", "2019-05-31", "--lang", language, db=seoul).out
    assert re.search(r"\+5.*\+7", later)
    exact = done("explain", "trips_made", "--on", "2018-08-31", "--lang", language, db=seoul).out
    assert not any(line.partition(":")[0] in exact for line in lines)


# --- words ------------------------------------------------------------------------------------------------------------


def test_every_word_is_there() -> None:
    stages = (*OrganizationStage, *PolicyExportStage, *TripStage, *AgreementStage, *VisitStage, *ARRIVALS.values())
    assert {str(each) for each in stages} <= set(LEDGER_WORDS)
    assert {f"by_{unit}" for unit in CountingUnit} <= set(LEDGER_WORDS)
    assert {each for each in Verdict if each is not Verdict.UNEXPLAINED} <= set(LEDGER_WORDS)
