"""Messages that are kept as JSON, and what the operating system says: both can be told in Korean later."""

from __future__ import annotations

import ast
import errno
import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mayor_schedule.errors import InputError, StoreError
from mayor_schedule.imports.files import read_file
from mayor_schedule.messages import Message, code_of, message_of, packed, refilled, say, term, unpacked
from mayor_schedule.store.postgres.schema import EXPECTED
from mayor_schedule.store.postgres.traits import trait_named
from mayor_schedule.system import system_said
from mayor_schedule.telling import coded, told

SOURCE = Path(__file__).parents[1] / "src" / "mayor_schedule"
PARTS = st.recursive(
    st.text(max_size=8) | st.integers() | st.builds(term, st.just("table")),
    lambda inner: st.builds(lambda part: say("MS-0601", "a {part!r} and {part}", part=part), inner),
    max_leaves=4,
)


@given(PARTS, PARTS)
def test_a_message_that_was_kept_is_the_same_message(one: object, other: object) -> None:
    said = say("MS-0602", "{{{one}}} of {other}", one=one, other=other)
    again = unpacked(packed(said))
    assert (again, again.code, again.template, again.parts) == (said, said.code, said.template, said.parts)
    assert told(again, "ko") == told(said, "ko")


def test_what_json_does_not_keep_is_kept_as_it_reads() -> None:
    said = say("MS-0601", "on {day:%d %m} {table}", day=date(2018, 9, 2), table=term("table"))
    again = unpacked(packed(said))
    assert (again, again.code) == ("on 02 09 table", "MS-0601")
    plain = say("MS-0601", "on {day}", day=date(2018, 9, 2))
    assert unpacked(packed(plain)).template == "on {day}"


@pytest.mark.parametrize(
    "kept",
    [
        "cannot read trip:a@1: it is no JSON",
        "",
        "{",
        "{}",
        "[1]",
        '{"code": "MS-0601", "template": "{x}", "parts": {}}',
        '{"code": "MS-0601", "template": "{x}", "parts": {"x": [1]}}',
        '{"code": "MS-0601", "template": "{x}", "parts": {"x": {"code": 1}}}',
        '{"code": "MS-0601", "template": "{x.__class__}", "parts": {"x": "a"}}',
        '{"code": "MS-0601", "template": "{x:>999999999}", "parts": {"x": "a"}}',
        '{"code": "MS-0601", "template": "{x:999}", "parts": {"x": "a"}}',
        '{"code": "MS-0601", "template": "{x:{x}}", "parts": {"x": "a"}}',
        '{"code": "MS-0601", "template": "{x:d}", "parts": {"x": "a"}}',
        '{"code": "MS-0601", "template": "{", "parts": {}}',
        '{"code": "MS-0601", "template": "{}", "parts": {}}',
        '{"a":' * 100_000,
    ],
    ids=lambda kept: kept[:60],
)
def test_what_is_no_message_is_shown_as_it_stands(kept: str) -> None:
    said = unpacked(kept)
    assert (said, code_of(said), told(said, "ko")) == (kept, "", kept)


def test_an_error_says_its_message_and_others_say_their_words() -> None:
    said = say("MS-0601", "it is damaged")
    assert message_of(StoreError(said)) is said
    assert message_of(InputError([])) == ""
    plain = message_of(KeyError("x{y}"))
    assert isinstance(plain, Message)
    assert (plain, told(plain, "ko")) == ("'x{y}'", "'x{y}'")


def test_a_message_can_be_filled_anew() -> None:
    said = refilled(say("MS-0601", "{file} is damaged", file="a"), {"file": "b"})
    assert (said, said.code, said.template) == ("b is damaged", "MS-0601", "{file} is damaged")


KINDS_OF_TRAITS = {
    "a materialized view": "구체화된 뷰",
    "it is not logged": "로그를 남기지 않는 설정",
    "its rows are hidden by a policy": "행을 숨기는 정책",
    "a rule on it": "테이블의 규칙",
    "its parent or child other": "상위 또는 하위 테이블 other",
    "the trigger t": "트리거 t",
    "the constraint CHECK (a > 0)": "제약 조건 CHECK (a > 0)",
    "the index on a, not unique, invalid, other": "a의 색인, 중복 허용, 사용할 수 없음, 다른 종류",
    "the column a text not null with a default by bytes": "열 a text not null, 기본값 있음, 바이트 순서 정렬",
    "the column a bigint generated": "열 a bigint, 생성된 열",
    "what no version tells": "what no version tells",
}


@pytest.mark.parametrize("what", KINDS_OF_TRAITS)
def test_what_a_catalog_tells_can_be_said_in_korean(what: str) -> None:
    said = trait_named(what)
    assert (said, told(said, "ko")) == (what, KINDS_OF_TRAITS[what])


def test_all_that_is_expected_of_a_catalog_can_be_said() -> None:
    for trait in EXPECTED:
        said = trait_named(trait.what)
        assert said == trait.what
        assert told(said, "ko") != said


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.EACCES, "접근 권한이 없습니다"),
        (errno.ENOSPC, "디스크에 남은 공간이 없습니다"),
        (errno.EROFS, "읽기 전용 파일 시스템입니다"),
    ],
)
def test_what_the_system_says_is_told_in_korean(number: int, words: str) -> None:
    said = system_said(OSError(number, os.strerror(number)))
    assert (said, told(said, "ko")) == (os.strerror(number), words)


def test_what_the_system_says_otherwise_is_told_as_it_is() -> None:
    assert told(system_said(OSError(errno.EACCES, "Zugriff verweigert")), "ko") == "Zugriff verweigert"
    assert system_said(OSError("odd")) == "odd"


def test_a_name_that_is_too_long_is_told_in_korean(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_file(tmp_path / ("a" * 300))
    [problem] = caught.value.problems
    assert problem.message == "this file cannot be read (file name too long); check the name and the disk"
    said = "이 파일을 읽을 수 없습니다(파일 이름이 너무 김). 이름과 디스크를 확인하십시오 [MS-0411]"
    assert coded(problem.message, "ko") == said


def test_the_words_of_the_system_are_taken_in_one_place() -> None:
    reading = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "strerror"
    }
    assert reading <= {"imports/files.py"}, "which asks whether there are any"
