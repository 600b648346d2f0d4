"""`list --completeness`: what is missing, in tables and for programs."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len

from conftest import EARLIER, LATER, REPORT
from mayor_schedule import AnswerState, Aspect
from mayor_schedule.cli.wording import WORDS, word
from mayor_schedule.domain.agreement import AgreementStage
from mayor_schedule.domain.trip import TripStage
from mayor_schedule.domain.visit import VisitStage
from mayor_schedule.views.completeness.answers import Remark
from terminal import Done, run

KEYS = ("subject", "uid", "kind", "title", "stage", "missing", "aspects")
THEN = ("--known-on", "2018-08-31")


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_MESSAGES", "LANG", "COLUMNS", "MAYOR_SCHEDULE_DB"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("stores") / "office.db"
    assert run("import", EARLIER, REPORT, LATER, db=path).code == 0
    return path


def listed(store: Path, *args: object, code: int = 0) -> Done:
    done = run("list", *args, db=store)
    assert done.code == code, done.err
    assert "Traceback" not in done.err
    assert "\x1b" not in done.out
    return done


def test_as_a_table(store: Path) -> None:
    lines = listed(store, "trip", "--completeness", *THEN).out.splitlines()
    assert [line.rstrip() for line in lines] == [
        "What is missing on 2018-08-31, as known on 2018-08-31",
        "",
        " What                          Who         Where       When        Why         With whom   Result",
        f" {'─' * 99}",
        " Singapore, July               ● sourced   ● sourced   ● sourced   – missing   ● sourced   – missing",
        " trip:2018-singapore-july                                                        no name",
        " returned                                                                        in part",
        " Singapore, March              – missing   ● sourced   ● sourced   ● sourced   ● sourced   – missing",
        " trip:2018-singapore-march                                           in part     no name",
        " returned                                                                        in part",
        " Spain, Switzerland, Estonia   – missing   ● sourced   ● sourced   ● sourced   ● sourced   · not due",
        " trip:2018-europe                                                    in part     no name",
        " planned                                                                         in part",
        " Beijing, China                – missing   ● sourced   ● sourced   – missing   ● sourced   · not due",
        " trip:2018-beijing                                                               in part",
        " planned",
        "",
        "Missing: 7, in 4 of 4 (Who 3, Why 2, Result 2)",
    ]


def test_korean_is_as_wide_as_it_is_shown(store: Path) -> None:
    lines = listed(store, "--completeness", "--lang", "ko", *THEN).out.splitlines()
    assert lines[0].rstrip() == "누락 사항 (2018-08-31 현재), 2018-08-31 기준"
    assert lines[2].split() == ["내용", "누가", "어디서", "언제", "왜", "상대방", "결과"]
    assert len({cell_len(line) for line in lines[:-1]}) == 1
    assert max(cell_len(line) for line in lines[:-1]) <= 120
    (duda,) = (line for line in lines if "안제이 두다" in line)
    assert duda.split("  ")[0].strip() == "안제이 두다"
    assert [each.strip() for each in duda.split("   ") if each.strip()][1:] == [
        "● 출처 있음", "– 누락", "● 출처 있음", "– 누락", "– 누락", "– 누락",
    ]  # fmt: skip
    assert lines[-1] == "누락 40건, 전체 15건 중 15건에 해당 (누가 3, 어디서 9, 언제 6, 왜 12, 상대방 4, 결과 6)"


def test_as_json(store: Path) -> None:
    document = listed(store, "--completeness", "--format", "json", *THEN).json
    assert {each["kind"] for each in document} == {"trip", "visit", "agreement"}
    assert {tuple(each) for each in document} == {KEYS}
    assert {tuple(each["aspects"]) for each in document} == {tuple(map(str, Aspect))}
    answers = [answer for each in document for answer in each["aspects"].values()]
    assert {tuple(each) for each in answers} == {("state", "remarks", "events", "sources")}
    assert {tuple(source) for each in answers for source in each["sources"]} == {("document", "at")}
    for kind in ("trip", "visit", "agreement"):
        some = listed(store, kind, "--completeness", "--format", "json", *THEN).json
        assert some == [each for each in document if each["kind"] == kind]


def test_the_day_on_which_results_are_due(store: Path) -> None:
    def result(*args: str) -> str:
        document = listed(store, "trip", "--completeness", "--format", "json", *THEN, *args).json
        (europe,) = (each for each in document if each["subject"] == "trip:2018-europe")
        return str(europe["aspects"]["result"]["state"])

    assert [result(), result("--on", "2018-10-07"), result("--on", "2018-10-08")] == ["not_due", "not_due", "missing"]
    assert (
        "What is missing on 2018-10-08, as known on 2018-08-31"
        in listed(store, "--completeness", "--on", "2018-10-08", *THEN).out
    )


def test_where_nothing_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "office.db"
    entries = """
- announce_visit:
    visit: v
    title: {en: "[Visit]"}
    guests: [{name: {en: A}}]
    when: 2018-10-03
    place: {city: {en: Seoul}}
    purpose: {en: P}
    attendance: [{principal: mayor, answer: yes}]
"""
    assert run("init", db=path).code == 0
    assert listed(path, "--completeness").out.splitlines()[-1] == "nothing to show"
    assert listed(path, "--completeness", "--lang", "ko").out.splitlines()[-1] == "표시할 내용이 없습니다"
    assert run("record", "--by", "p", "--known-on", "2018-09-01", stdin=entries, db=path).code == 0
    lines = listed(path, "visit", "--completeness", "--on", "2018-10-03").out.splitlines()
    assert lines[4].split("   ")[0].strip() == "[Visit]"
    assert lines[4].count("○ no source") == 5
    assert lines[4].rstrip().endswith("· not due")
    assert lines[-1] == "nothing is missing"
    assert "누락된 사항이 없습니다" in listed(path, "--completeness", "--on", "2018-10-03", "--lang", "ko").out
    assert "Missing: 1, in 1 of 1 (Result 1)" in listed(path, "--completeness", "--on", "2018-10-04").out


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (
            ("organization", "--completeness"),
            "cannot list what is missing of organization: nothing is asked of that kind",
        ),
        (("organization", "--completeness"), "; name trip, visit or agreement, or no kind"),
        (("agrement", "--completeness"), "there is no kind 'agrement' (did you mean agreement?); with --completeness"),
        (
            ("trip", "--on", "2018-10-08"),
            "cannot list what there is on 2018-10-08: --on goes with --completeness; give both or none",
        ),
        (("--completeness", "--on", "2018-02-30"), "there is no 30 February 2018"),
    ],
)
def test_what_cannot_be_asked(store: Path, args: tuple[str, ...], said: str) -> None:
    done = listed(store, *args, code=2)
    assert said in done.err
    assert done.out == ""


@pytest.mark.parametrize("more", [(), ("--format", "json"), ("trip",)])
def test_the_public_is_refused(store: Path, more: tuple[str, ...]) -> None:
    asked = ("--completeness", "--audience", "public", *more)
    done = listed(store, *asked, code=2)
    assert done.out == ""
    assert done.err.startswith("cannot tell the public what is missing: that, and who is cited, is the office's own; ")
    done = listed(store, *asked, "--lang", "ko", code=2)
    said = "누락 사항과 그 출처는 내부용이므로 공개할 수 없습니다. --audience internal로 조회하십시오"
    assert done.err == f"{said} [MS-0014]\n"


def test_a_list_without_the_option_stays_as_it_is(store: Path) -> None:
    document = listed(store, "trip", "--format", "json").json
    assert tuple(document[0]) == ("subject", "kind", "title", "stage", "same_as", "visibility", "uid", "events")
    assert listed(store, "trip").out.split("\n")[2].split() == ["Subject", "Title", "Stage", "Visible", "to"]


def test_every_word_is_there() -> None:
    wanted = {
        *(f"aspect_{each}" for each in Aspect), *(f"answer_{each}" for each in AnswerState),
        *(f"remark_{each}" for each in Remark),
        *(f"stage_{each}" for kind in (TripStage, VisitStage, AgreementStage) for each in kind if each != "cancelled"),
    }  # fmt: skip
    assert wanted - set(WORDS) == set()
    signs = [{word(f"answer_{each}", language)[:2] for each in AnswerState} for language in ("ko", "en")]
    assert signs[0] == signs[1]
    assert len(signs[0]) == len(AnswerState), "each can be told without its word"
