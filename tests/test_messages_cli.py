"""What the command line refuses and tells, in both languages and with its codes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer
from pydantic import ValidationError

from conftest import REPORT
from mayor_schedule.cli.usage import usage_lines
from mayor_schedule.domain.trip import PlanTrip
from mayor_schedule.errors import InputError, InvalidValueError, StoreError
from mayor_schedule.exports.briefing.folders import checked, copy_templates
from mayor_schedule.exports.ics.options import FeedOptions
from mayor_schedule.imports.event_lines import WrongLine, read_line
from mayor_schedule.imports.files import read_file, read_nodes
from mayor_schedule.imports.ics.stream import read_stream
from mayor_schedule.imports.wording import told as found_in
from mayor_schedule.messages import code_of, say
from mayor_schedule.reading.position import Position
from mayor_schedule.telling import error_lines, told
from terminal import run

pytestmark = pytest.mark.usefixtures("english")

NO_INTEGER = "it is no whole number; write one in digits, such as 30"
USAGE = {
    ("bogus",): ("Error: No such command 'bogus'. [MS-0001]", "오류: 'bogus'(이)라는 명령이 없습니다. [MS-0001]"),
    ("calendr",): (
        "Error: No such command 'calendr'. (did you mean 'calendar'?) [MS-0001]",
        "오류: 'calendr'(이)라는 명령이 없습니다('calendar'을(를) 쓰려던 것입니까?). [MS-0001]",
    ),
    ("list", "--bogus"): (
        "Error: No such option: --bogus [MS-0002]", "오류: --bogus(이)라는 옵션이 없습니다 [MS-0002]",
    ),
    ("explain",): (
        "Error: Missing argument 'KEY|SUBJECT|UID'. [MS-0004]",
        "오류: 'KEY|SUBJECT|UID' 인수가 없습니다. [MS-0004]",
    ),
    ("keygen",): ("Error: Missing option '--out'. [MS-0005]", "오류: '--out' 옵션이 없습니다. [MS-0005]"),
    ("verify", "--db"): (
        "Error: Option '--db' requires an argument. [MS-0006]", "오류: '--db' 옵션에는 값이 필요합니다. [MS-0006]",
    ),
    ("list", "--completeness=3"): (
        "Error: Option '--completeness' does not take a value. [MS-0007]",
        "오류: '--completeness' 옵션에는 값을 쓸 수 없습니다. [MS-0007]",
    ),
    ("list", "trip", "visit"): (
        "Error: Got unexpected extra argument(s) (visit) [MS-0008]",
        "오류: 쓸 수 없는 인수가 더 있습니다(visit) [MS-0008]",
    ),
    ("list", "--format", "xml"): (
        "Error: Invalid value for '--format': 'xml' is not one of 'table', 'json'. [MS-0009]",
        "오류: '--format'의 값 'xml'은(는) 쓸 수 없습니다. 'table', 'json' 가운데 하나를 쓰십시오. [MS-0009]",
    ),
    ("export", "ics", "--alarm", "soon"): (
        f"Error: Invalid value for '--alarm': {NO_INTEGER} [MS-0010]",
        "오류: '--alarm'의 값이 정수가 아닙니다. 30처럼 숫자로 된 정수를 쓰십시오 [MS-0010]",
    ),
}  # fmt: skip


@pytest.mark.parametrize("args", USAGE, ids=" ".join)
def test_wrong_options_and_arguments_are_told_in_the_language_of_who_asks(
    args: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    for locale, said in zip(("en_US.UTF-8", "ko_KR.UTF-8"), USAGE[args], strict=True):
        monkeypatch.setenv("LC_ALL", locale)
        done = run(*args)
        assert (done.code, done.out) == (2, "")
        assert done.err.splitlines()[-1] == said


def test_how_a_command_is_used_is_told_before_what_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    usage, help_, empty = run("list", "--bogus").err.splitlines()[:3]
    assert re.fullmatch(r"Usage: .*mayor-schedule list \[OPTIONS\] \[kind\]", usage, re.IGNORECASE)
    assert re.fullmatch("Try '.*mayor-schedule list --help' for help\\.", help_)
    assert empty == ""
    monkeypatch.setenv("LC_ALL", "ko_KR.UTF-8")
    usage, help_, empty = run("list", "--bogus").err.splitlines()[:3]
    assert re.fullmatch(r"사용법: .*mayor-schedule list \[OPTIONS\] \[kind\]", usage, re.IGNORECASE)
    assert re.fullmatch("'.*mayor-schedule list --help'로 도움말을 볼 수 있습니다\\.", help_)
    assert empty == ""


def test_what_is_no_language_is_told_with_its_own_code() -> None:
    assert run("list", "--lang", "p").err.splitlines()[-1].endswith("write one such as ko, en or es-AR [MS-0070]")


def test_usage_that_nobody_foresaw_is_told_as_typer_says_it() -> None:
    class StrangeError(Exception):
        ctx = None
        message = "it is otherwise"

        def format_message(self) -> str:
            return self.message

    assert list(usage_lines(StrangeError(), "ko")) == ["오류: it is otherwise [MS-0011]"]


def test_what_is_interrupted_is_told_in_korean(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(**_: object) -> None:
        raise typer.Abort

    monkeypatch.setattr("mayor_schedule.cli.app.app", interrupted)
    done = run("list", "--lang", "ko")
    assert (done.code, done.out, done.err) == (1, "", "중단했습니다.\n")


def test_the_code_of_a_command_that_says_no_is_kept(tmp_path: Path) -> None:
    store = tmp_path / "a.db"
    assert run("init", db=store).code == 0
    (tmp_path / "a.note").write_text("a\n0\nAAAA\n\n\u2014 a b\n")
    assert run("verify", "--checkpoint", "a.note", db=store).code == 1
    assert run("--help").code == 0
    assert run("export").code == 2


DONE = {
    ("init",): ("a.db is ready: it was there already\n", "a.db을(를) 쓸 수 있습니다. 이미 있던 저장소입니다\n"),
    ("backup", "b.db"): ("b.db: no event yet\n", "b.db: 기록된 사건이 없습니다\n"),
    ("export", "csv", "--out", "a.csv"): ("a.csv: 0 entries\n", "a.csv: 일정 0건\n"),
    ("export", "events", "--out", "a.jsonl", "--since", "0"): (
        "a.jsonl: 0 events; next time: --since 0\n",
        "a.jsonl: 사건 0건; 다음에는: --since 0\n",
    ),
    ("work", "--once"): ("stopped; events filed: 0\n", "멈추었습니다. 정리된 사건: 0건\n"),
    ("export", "schema", "all", "--out", "schemas"): ("schemas: … schemas\n", "schemas: 스키마 …개\n"),
}  # fmt: skip


@pytest.mark.parametrize("args", DONE, ids=" ".join)
def test_what_was_done_is_told_in_the_language_that_was_asked_for(args: tuple[str, ...], tmp_path: Path) -> None:
    run("init", db="a.db")
    more = {} if args[:2] == ("export", "schema") else {"db": "a.db"}
    for language, said in zip(("en", "ko"), DONE[args], strict=True):
        done = run(*args, "--lang", language, **more)
        assert done.code == 0
        assert re.fullmatch(re.escape(said).replace("…", ".*"), done.out + done.err)
        (tmp_path / "b.db").unlink(missing_ok=True)


def test_the_demo_speaks_korean() -> None:
    out = run("demo", "show", "--lang", "ko").out
    assert "show/seoul.db: 2018년 보고의 명령 " in out
    assert re.search(r"^show/seoul-2018\.ics: 공개 일정 \d+건\. 일정 프로그램에서 열 수 있습니다$", out, re.MULTILINE)
    assert out.endswith("다음: mayor-schedule history trip:2018-europe --db show/seoul.db\n")
    again = run("demo", "show", "--lang", "ko")
    said = "show/seoul.db이(가) 이미 있습니다. 데모에는 새 저장소가 필요하니 다른 폴더를 지정하거나 파일을 지우십시오"
    assert (again.code, again.err) == (2, f"{said} [MS-0063]\n")


REFUSED = {
    ("calendar", "--from", "2018-09-02", "--to", "2018-09-01"):
        "2018-09-02부터 2018-09-01까지의 일정은 표시할 수 없습니다. --from과 --to를 서로 바꾸십시오 [MS-0066]",
    ("list", "--on", "2018-09-01"):
        "2018-09-01의 목록은 만들 수 없습니다. --on은 --completeness와 함께 쓰십시오 [MS-0023]",
    ("clashes", "--fail", "--audience", "public"):
        "일정 충돌은 내부용이므로 공개용으로 점검할 수 없습니다. --audience를 빼십시오 [MS-0064]",
    ("prove",):
        "무엇을 증명할지 쓰십시오. prove 17처럼 사건의 위치를 쓰거나 prove --from OLD_CHECKPOINT로 쓰십시오 [MS-0050]",
    ("verify", "--bundle", "none.json", "--replay"):
        "증명 묶음은 저장소 없이 확인합니다. --db나 --bundle을 빼십시오 [MS-0068]",
    ("export", "events", "--since", "x"):
        "'x'은(는) 기록의 위치가 아닙니다. "
        "지난번에 안내된 위치를 쓰거나, 처음부터 받으려면 0을 쓰십시오 [MS-0025]",
    ("export", "csv", "--out", "."):
        "'.'에 쓸 수 없습니다: 폴더입니다. 그 안의 파일 이름을 지정하십시오 [MS-0034]",
    ("backup", "a.db"):
        "a.db에 백업할 수 없습니다: 같은 이름이 이미 있으며 백업은 기존 파일을 덮어쓰지 않습니다. "
        "다른 이름을 지정하십시오 [MS-0706]",
    ("import", "none.yaml"): "none.yaml:1: 파일이 없습니다. 이름과 폴더를 확인하십시오 [MS-0408]",
}  # fmt: skip


@pytest.mark.parametrize("args", REFUSED, ids=" ".join)
def test_refusals_are_told_in_korean(args: tuple[str, ...]) -> None:
    run("init", db="a.db")
    done = run(*args, "--lang", "ko", db="a.db")
    assert (done.code, done.out, done.err) == (2, "", f"{REFUSED[args]}\n")


def test_what_is_refused_of_a_new_store_names_its_place(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("cancel_trip: {trip: x, reason: {en: r}}")
    done = run("record", "a.yaml", "--by", "p", db=tmp_path / "none" / "a.db")
    assert (done.code, done.out) == (2, "")
    assert f"{tmp_path / 'none' / 'a.db'}" in done.err
    assert ".new" not in done.err
    assert re.search(r" \[MS-\d{4}\]$", done.err.strip())


def korean(problem: Exception) -> list[str]:
    assert isinstance(problem, InputError | InvalidValueError | StoreError)
    return error_lines(problem, "ko")


DOCUMENTS = {
    ("a.json", '{"a": 1,}'): "a.json:1: ',' 뒤에 키가 와야 합니다. '}' 앞의 쉼표를 지우십시오 [MS-0905]",
    ("a.json", '{"a": 1'):
        "a.json:1: 1번째 줄의 '{'를 이어 가려면 ','나 '}'가 와야 하는데 파일의 끝이(가) 있습니다 [MS-0902]",
    ("a.json", "{'a': 1}"): "a.json:1: 큰따옴표로 묶은 키가 와야 하는데 \"'\"이(가) 있습니다 [MS-0906]",
    ("a.yaml", "a: 1\na: 2\n"):
        "a.yaml:2: 키 'a'이(가) 두 번 있습니다. 처음은 1번째 줄입니다. "
        "하나를 지우거나 이름을 바꾸십시오 [MS-0404]",
    ("a.yaml", "a: [1\nb: 2\n"):
        "a.yaml:2: 1번째 줄의 괄호를 이어 가려면 ','나 ']'가 와야 합니다. "
        "추가하거나 글을 따옴표로 묶으십시오 [MS-0923]",
    ("a.yaml", " "): "a.yaml:1: 문서가 비어 있습니다. 키와 값을 하나 이상 쓰십시오 [MS-0405]",
}  # fmt: skip


@pytest.mark.parametrize("given", DOCUMENTS, ids=repr)
def test_what_is_wrong_with_a_document_is_told_in_korean(given: tuple[str, str]) -> None:
    name, text = given
    with pytest.raises(InputError) as caught:
        read_nodes(name, text.encode())
    assert korean(caught.value) == [DOCUMENTS[given]]


def test_a_folder_is_no_document(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_file(tmp_path)
    assert korean(caught.value) == [f"{tmp_path}:1: 폴더입니다. 그 안의 파일을 지정하십시오 [MS-0409]"]


FIELDS = {
    "{trip: a, title: {en: A}, period: 2018-09-01/2018-09-02, nite: 1}": "MS-0433",
    "{title: {en: A}, period: 2018-09-01/2018-09-02}": "MS-0431",
    "{trip: a, title: {en: A}, period: 2018-09-01/2018-09-02, nights: many}": "MS-0451",
    "{trip: a, title: {en: A}, period: 2018-09-01/2018-09-02, visibility: secret}": "MS-0443",
    "{trip: a, title: {en: A}, period: 2018-09-01/2018-09-02, stops: Oslo}": "MS-0448",
    "{trip: a, title: {en: ''}, period: 2018-09-01/2018-09-02}": "MS-0456",
}


@pytest.mark.parametrize("fields", FIELDS)
def test_each_kind_of_fault_of_a_field_has_a_code(fields: str, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(f"plan_trip: {fields}")
    done = run("record", "a.yaml", "--by", "p", "--lang", "ko", db="a.db")
    assert done.code == 2
    assert done.err.strip().endswith(f" [{FIELDS[fields]}]")
    assert re.search("[가-힣]", done.err)


def test_what_a_validator_of_ours_says_keeps_its_code() -> None:
    plain = {"trip": "a", "title": {"en": "A"}, "period": "2018-02-30/2018-03-01"}
    with pytest.raises(ValidationError) as caught:
        PlanTrip.model_validate(plain)
    (found,) = found_in(caught.value, plain, PlanTrip, "plan_trip")
    assert re.fullmatch(r"MS-0[123]\d\d", code_of(found.message))
    assert found.message.startswith("period: there is no 30 February 2018")


CALENDARS = {
    b"BEGIN:VEVENT\r\nEND:VEVENT\r\n": "일정 파일이 아닙니다. BEGIN:VCALENDAR가 없습니다",
    b"BEGIN:VCALENDAR\r\nVERSION:1.0\r\nEND:VCALENDAR\r\n":
        "iCalendar가 아니라 vCalendar 1.0입니다. iCalendar(.ics)로 다시 내보내십시오",
}  # fmt: skip


@pytest.mark.parametrize("data", CALENDARS, ids=["no calendar", "vCalendar"])
def test_what_is_wrong_with_a_calendar_is_told_in_korean(data: bytes) -> None:
    (problem,) = read_stream("a.ics", data).problems
    assert told(problem.message, "ko") == CALENDARS[data]


def test_what_a_calendar_has_that_is_left_out_is_noted_in_korean(tmp_path: Path) -> None:
    assert run("import", REPORT, db="a.db").code == 0
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//a//b//", "BEGIN:VEVENT", "UID:a", "DTSTAMP:20180901T000000Z",
        "DTSTART:20180901T000000Z", "SUMMARY:A", "STATUS:CANCELLED", "END:VEVENT", "END:VCALENDAR", "",
    ]  # fmt: skip
    (tmp_path / "a.ics").write_bytes("\r\n".join(lines).encode())
    done = run("import", "a.ics", "--by", "p", "--lang", "ko", db="a.db")
    assert done.err == "a.ics:4: 참고: “A”: 취소된 일정이므로 입력하지 않았습니다 [MS-1026]\n"


def test_what_is_wrong_with_a_line_of_an_export_is_told_in_korean() -> None:
    with pytest.raises(WrongLine) as caught:
        read_line(b"{}\n", is_first=True)
    again = "mayor-schedule export events가 작성한 그대로의 파일을 쓰십시오"
    assert told(str(caught.value), "ko") == f"CloudEvents 1.0 형식이 아닙니다. {again}"
    assert code_of(str(caught.value)) == "MS-0475"


def test_what_exports_refuse_is_told_in_korean(tmp_path: Path) -> None:
    with pytest.raises(InvalidValueError) as caught:
        FeedOptions(alarm=-1)
    assert korean(caught.value) == ["-1분 전에는 알릴 수 없습니다. 0부터 40320까지의 수를 쓰십시오 [MS-0546]"]
    with pytest.raises(InvalidValueError) as caught:
        checked(tmp_path / "none")
    why = "그런 폴더가 없습니다. mayor-schedule briefing --copy-templates DIR로 만들 수 있습니다"
    assert korean(caught.value) == [f"{tmp_path / 'none'}의 서식을 쓸 수 없습니다: {why} [MS-0535]"]
    with pytest.raises(InvalidValueError) as caught:
        Position.read("x")
    assert code_of(str(caught.value)) == "MS-0562"


def test_a_fault_of_a_template_is_told_in_korean(tmp_path: Path) -> None:
    copy_templates(tmp_path / "ours", lambda file, data: file.write_bytes(data) and None)
    (tmp_path / "ours" / "briefing.md.j2").write_text("\n{{ pages }}")
    assert run("import", REPORT, db="a.db").code == 0
    done = run("briefing", "--templates", "ours", "--lang", "ko", db="a.db")
    assert (done.code, done.out) == (2, "")
    told_first = "업무보고 자료를 작성할 수 없습니다: 서식에 pages이(가) 주어지지 않습니다. "
    assert done.err.startswith(f"ours/briefing.md.j2:2: {told_first}")
    assert done.err.endswith(". 파일은 쓰지 않았습니다 [MS-0503]\n")


def test_what_is_said_on_the_way_keeps_codes_of_what_it_holds() -> None:
    inner = say("MS-0034", "that is a folder; give the name of a file in it")
    assert error_lines(StoreError(inner), "ko") == ["폴더입니다. 그 안의 파일 이름을 지정하십시오 [MS-0034]"]
