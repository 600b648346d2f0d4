"""What the commands that report say to bad input: in words of both languages, with code 2 and no output."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import REPORT
from terminal import SRC, run

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("stores") / "office.db"
    assert run("import", REPORT, db=path).code == 0
    return path


BAD = {
    ("briefing", "--format", "html", "--explain"): ("HTML is for the public unless", "HTML은 따로 정하지 않으면"),
    ("briefing", "--audience", "public", "--explain"): ("the public sees no sources", "출처는 공개되지 않습니다"),
    ("briefing", "--templates", "none"): ("there is no such folder", "그런 폴더가 없습니다"),
    ("briefing", "--templates", "none", "--format", "json"): ("there is no such folder", "그런 폴더가 없습니다"),
    ("briefing", "--templates", "."): ("none of briefing.css.j2, briefing.html.j2", "아무것도 없습니다"),
    ("briefing", "--templates", "a-file"): ("that is a file", "폴더가 아니라 파일입니다"),
    ("briefing", "--out", "none/x.md"): ("check the folder and its permissions", "폴더와 권한을 확인하십시오"),
    ("briefing", "--out", "."): ("that is a folder", "폴더입니다"),
    ("briefing", "--out", "/dev/full"): ("that is no file", "파일이 아닙니다"),
    ("briefing", "--copy-templates", "a-file"): ("give another folder", "다른 폴더를 지정하십시오"),
    ("briefing", "--copy-templates", "new", "--out", "x"): ("--out does not go with", "--out은(는) --copy-templates와"),
    ("briefing", "--copy-templates", "new", "--format", "html", "--explain"): ("--format, --explain", "--explain은"),
    ("counts", "--key", "a"): ("--key goes with --ledger", "--key는 --ledger와 함께"),
    ("counts", "--ledger", "--key", "hosted_organization"): ("did you mean hosted_organizations?", "쓰려던 것입니까"),
    ("counts", "--ledger", "--key", "qqq"): ("--format json has every key", "전체 목록"),
    ("counts", "--ledger", "--from", "2018-01-01"): ("cannot begin the ledger", "시작할 수 없습니다"),
    ("list", "--on", "2018-01-01"): ("--on goes with --completeness", "--on은 --completeness와 함께"),
    ("list", "agrement", "--completeness"): ("did you mean agreement?", "agreement을(를) 쓰려던"),
    ("list", "figure", "--completeness"): ("nothing is asked of that kind", "누락 사항은 조회할 수 없습니다"),
}  # fmt: skip


@pytest.mark.parametrize("args", BAD, ids=" ".join)
def test_bad_input_is_told_in_both_languages(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a-file").write_text("as it was")
    for language, said in zip(("en", "ko"), BAD[args], strict=True):
        done = run(*args, "--lang", language, db=store)
        assert (done.code, done.out) == (2, "")
        assert said in done.err
        assert "Traceback" not in done.err
        assert "Errno" not in done.err
        assert bool(re.search("[가-힣]", done.err)) == (language == "ko")
    assert [each.name for each in tmp_path.iterdir()] == ["a-file"]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("briefing", "--from", "2019-01-01", "--on", "2018-08-31"),
         "the briefing cannot run from 2019-01-01 to 2018-08-31"),
        (("counts", "--from", "2019-01-01", "--on", "2018-08-31"), "the counts cannot run from 2019-01-01 to"),
        (("briefing", "--on", "2018-02-30"), "there is no 30 February 2018"),
        (("counts", "--on", ""), "write a day as YYYY-MM-DD"),
        (("briefing", "--recorded-until", "x"), "is no instant"),
    ],
)  # fmt: skip
def test_days_are_told_in_words_that_fit(store: Path, args: tuple[str, ...], said: str) -> None:
    done = run(*args, db=store)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


@pytest.mark.parametrize("command", [("briefing",), ("counts",), ("list", "--completeness")])
def test_what_is_no_language_is_refused(
    store: Path, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    done = run(*command, "--lang", "es_AR", db=store)
    assert (done.code, done.out) == (2, "")
    assert done.err.splitlines()[-1].endswith("'es_AR' is no language tag; write one such as ko, en or es-AR [MS-0070]")
    monkeypatch.setenv("LC_ALL", "ko_KR.UTF-8")
    assert "'es_AR'은(는) 언어 태그가 아닙니다" in run(*command, "--lang", "es_AR", db=store).err
    assert run(*command, "--lang", "EN", db=store).out == run(*command, "--lang", "en", db=store).out


def test_what_is_recorded_in_another_language_is_shown_under_english(tmp_path: Path) -> None:
    db = tmp_path / "lisboa.db"
    entries = """
- found_office: {name: {pt: Gabinete}, zone: Europe/Lisbon, domain: example.pt, languages: [pt]}
- plan_trip: {trip: a, title: {ko: 오슬로, pt: Visita a Oslo}, period: 2018-09-01/2018-09-02}
- plan_trip: {trip: b, title: {pt: Visita a Roma, en: Rome}, period: 2018-10-01/2018-10-02}
"""
    assert run("record", "--by", "p", "--known-on", "2018-08-31", stdin=entries, db=db).code == 0
    for command in (("briefing",), ("calendar",), ("list", "--completeness")):
        out = run(*command, "--lang", "en", "--known-on", "2018-08-31", db=db).out
        assert "Visita a Oslo" in out, command
        assert "Rome" in out, command
        assert "오슬로" not in out, command


def test_templates_are_copied_whatever_store_and_language_is_named(tmp_path: Path) -> None:
    done = run("briefing", "--copy-templates", tmp_path / "ours", "--lang", "ko", db=tmp_path / "none.db")
    assert (done.code, done.out) == (0, "")
    assert len(list((tmp_path / "ours").iterdir())) == 3


def test_a_full_disk_is_told(store: Path) -> None:
    for lang, said in (("en", "cannot write standard output: "), ("ko", "표준 출력에 쓸 수 없습니다: ")):
        code = "from mayor_schedule.cli import main; main()"
        with Path("/dev/full").open("wb") as full:
            done = subprocess.run(
                [sys.executable, "-c", code, "briefing", "--db", str(store), "--lang", lang],
                stdout=full, stderr=subprocess.PIPE, env={"PYTHONPATH": str(SRC)}, check=False,
            )  # fmt: skip
        assert done.returncode == 2
        assert done.stderr.decode().startswith(said)
        assert len(done.stderr.decode().splitlines()) == 1
