"""What can be wrong with an office's template, in Korean and English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from jinja2 import TemplateRuntimeError

from mayor_schedule.domain.values.text import words_in

FAULTS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "frame": "cannot lay out the briefing: {fault}{detail}; nothing was written",
        "detail": " (Jinja says: {said})",
        "object": "{kind} cannot be printed as it is; print a part of it that is text: {parts}",
        "callable": "what is printed has to be called first; write it with brackets, as page.parts()",
        "several": "what is in a list or a mapping cannot be printed as it is; go through it with {{% for %}}, "
        "and print a part of each",
        "no_name": "a template is not given {name}; it is given {parts}",
        "no_part": "{kind} has no {name}; it has {parts}",
        "no_element": "there is no {name} in it; look at what it stands for, or ask first with {{% if … is defined %}}",
        "of_none": "there is nothing that could have {name}; ask first, with {{% if … is not none %}}",
        "unsafe": "a template may not reach {name}; it can only read what it is given, which the how-to lists",
        "steps": "it takes more than {most:,} steps; go through what there is, and not through loops within loops",
        "length": "it makes a text of more than {most:,} characters; shorten it",
        "made": "it makes texts of more than {most:,} characters in all; make them once, and not in every loop",
        "depth": "it calls itself more than {most:,} deep; end it, or include another template",
        "too_deep": "it includes itself, or its brackets are too deep; end it, or split it",
        "number": "{number:,} is too large here; {most:,} is the most",
        "large": "it makes a number that is too large; a template can add and compare, and need not do more",
        "range": "a range may have {most:,} numbers at most; go through what there is instead",
        "syntax": "this line cannot be understood; close every {{{{ … }}}}, {{% … %}} and {{# … #}}, and end every if, "
        "for and macro",
        "filter": "there is no filter {name}; {parts}",
        "test": "there is no test {name}; {parts}",
        "tag": "there is no {{% {name} %}}; there are if, for, set, macro, include, extends, block and others of Jinja",
        "no_template": "there is no template {name} in the folder, and none of ours has that name; add the file",
        "unreadable": "it cannot be read: {why}; check the file and its permissions",
        "not_utf8": "byte {offset} of it is not UTF-8; save it as UTF-8",
        "no_file": "it is a folder or a device, and not a file; give it another name, and put a template there",
        "too_long": "it has more than {most:,} bytes; split it, or take out what is no template",
        "empty": "the template lays out nothing; write it, or take the file away, so that ours is used",
        "no_word": "we have no word {name}; write it out in the template, or take {parts}",
        "word_parts": "the word {name} needs {parts}, as in word(\"{name}\", {parts}=…)",
        "zero": "it divides by zero; ask first, with {{% if %}}",
        "kinds": "it puts together what does not go together, such as a text and a number; turn one into the other, as "
        "in {{{{ number | string }}}}",
        "not_many": "this is one thing, and a list is needed; take the list in it, such as page.parts() or part.blocks",
        "not_called": "this cannot be called; leave the brackets away",
        "missing": "there is no {name} here; ask first, with {{% if … in … %}}",
        "other": "this line cannot be carried out; look at its names, and at what they stand for",
        "near": "did you mean {near}?",
        "docs": "https://jinja.palletsprojects.com/templates has all",
        "nothing": "nothing",
    },
    "ko": {
        "frame": "브리핑을 작성할 수 없습니다: {fault}{detail}. 파일은 쓰지 않았습니다",
        "detail": " (Jinja 메시지: {said})",
        "object": "{kind}은(는) 통째로 출력할 수 없습니다. 글자로 된 항목을 출력하십시오: {parts}",
        "callable": "호출하지 않은 함수는 출력할 수 없습니다. page.parts()처럼 괄호를 붙이십시오",
        "several": "목록이나 표의 내용은 통째로 출력할 수 없습니다. {{% for %}}로 하나씩 꺼내어 그 항목을 출력하십시오",
        "no_name": "서식에 {name}이(가) 주어지지 않습니다. 주어지는 이름: {parts}",
        "no_part": "{kind}에 {name}이(가) 없습니다. 있는 항목: {parts}",
        "no_element": "{name}이(가) 그 안에 없습니다. 무엇인지 살펴보거나 먼저 {{% if … is defined %}}로 확인하십시오",
        "of_none": "값이 없어 {name}을(를) 읽을 수 없습니다. 먼저 {{% if … is not none %}}으로 확인하십시오",
        "unsafe": "서식에서는 {name}을(를) 쓸 수 없습니다. 주어진 내용만 읽을 수 있으며, 목록은 사용 설명서에 있습니다",
        "steps": "처리 단계가 {most:,}회를 넘습니다. 반복문 속의 반복문을 줄이고, 있는 항목만 차례로 쓰십시오",
        "length": "{most:,}자를 넘는 글이 만들어집니다. 줄이십시오",
        "made": "만드는 글이 모두 {most:,}자를 넘습니다. 반복할 때마다 만들지 말고 한 번만 만드십시오",
        "depth": "자기 자신을 {most:,}번 넘게 거듭 호출합니다. 호출을 끝맺거나 다른 서식을 쓰십시오",
        "too_deep": "서식이 자기 자신을 포함하거나 괄호가 너무 깊습니다. 끝맺거나 나누십시오",
        "number": "{number:,}은(는) 여기에 너무 큽니다. {most:,} 이하로 쓰십시오",
        "large": "너무 큰 수가 만들어집니다. 서식에서는 더하기와 비교 정도만 쓰십시오",
        "range": "range의 수는 {most:,}개까지입니다. 있는 항목을 차례로 쓰십시오",
        "syntax": "이 줄을 해석할 수 없습니다. {{{{ … }}}}, {{% … %}}, {{# … #}}을 모두 닫고, if·for·macro를 "
        "모두 끝맺으십시오",
        "filter": "{name}이라는 필터가 없습니다. {parts}",
        "test": "{name}이라는 판별식이 없습니다. {parts}",
        "tag": "{{% {name} %}}이라는 명령이 없습니다. if, for, set, macro, include, extends, block 등 "
        "Jinja의 명령을 쓰십시오",
        "no_template": "서식 {name}이(가) 폴더에도 기본 서식에도 없습니다. 파일을 추가하십시오",
        "unreadable": "서식을 읽을 수 없습니다: {why}. 파일과 권한을 확인하십시오",
        "not_utf8": "{offset}번째 바이트가 UTF-8이 아닙니다. UTF-8로 저장하십시오",
        "no_file": "파일이 아니라 폴더 또는 장치입니다. 이름을 바꾸고 그 자리에 서식 파일을 두십시오",
        "too_long": "서식이 {most:,}바이트를 넘습니다. 나누거나 서식이 아닌 내용을 빼십시오",
        "empty": "서식에 출력할 내용이 없습니다. 내용을 작성하거나, 파일을 지워 기본 서식을 쓰십시오",
        "no_word": "{name}이라는 문구가 없습니다. 서식에 직접 쓰거나 다음을 쓰십시오: {parts}",
        "word_parts": "문구 {name}에는 {parts}이(가) 필요합니다. word(\"{name}\", {parts}=…)로 쓰십시오",
        "zero": "0으로 나누고 있습니다. 먼저 {{% if %}}로 확인하십시오",
        "kinds": "글자와 수처럼 함께 계산할 수 없는 값입니다. {{{{ number | string }}}}처럼 한쪽을 바꾸십시오",
        "not_many": "목록이 아니어서 하나씩 꺼낼 수 없습니다. page.parts()나 part.blocks처럼 그 안의 목록을 쓰십시오",
        "not_called": "호출할 수 없는 값입니다. 괄호를 빼십시오",
        "missing": "여기에는 {name}이(가) 없습니다. 먼저 {{% if … in … %}}로 확인하십시오",
        "other": "이 줄을 처리할 수 없습니다. 이름과 그 값을 확인하십시오",
        "near": "{near}을(를) 쓰려던 것입니까?",
        "docs": "전체 목록: https://jinja.palletsprojects.com/templates",
        "nothing": "없음",
    },
}  # fmt: skip


class FaultError(TemplateRuntimeError):
    """Something that a template cannot do here.

    Attributes:
        key: what it is, a key of `FAULTS`.
        parts: what is named in its words.
        said: what Jinja2 says of it; empty where that adds nothing.
    """

    def __init__(self, key: str, *, said: str = "", **parts: object) -> None:
        self.key = key
        self.parts = parts
        self.said = said
        super().__init__(fault(key, "en", **parts))


def fault(key: str, language: str, **parts: object) -> str:
    """What is wrong, in a language; in English where we have no words of it."""
    return words_in(language, FAULTS)[key].format(**parts)
