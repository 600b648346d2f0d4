"""What an office's own templates are refused: objects printed whole, and work without an end."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from briefed import told
from mayor_schedule import InputError
from mayor_schedule.exports.briefing import allowance
from mayor_schedule.exports.briefing.folders import LONGEST
from mayor_schedule.exports.briefing.printing import in_order
from mayor_schedule.exports.briefing.writing import write_briefing
from mayor_schedule.telling import told as in_words

TRIP = {"trip": "oslo", "title": {"en": "Oslo", "ko": "오슬로"}, "period": "2018-03-01/2018-03-02",
        "stage": "returned"}  # fmt: skip


@pytest.fixture(scope="module")
def made() -> object:
    with told(("report_trip", TRIP)) as office:
        return office.briefing(on="2018-08-31")


def laid_out(made: object, folder: Path, text: str, language: str = "en", form: str = "md") -> str:
    (folder / f"briefing.{form}.j2").write_text(text, encoding="utf-8")
    return write_briefing(made, form=form, languages=(language, "ko", "en"), templates=folder)  # type: ignore[arg-type]


def refused(made: object, folder: Path, text: str, language: str = "en", form: str = "md") -> str:
    with pytest.raises(InputError) as error:
        laid_out(made, folder, text, language, form)
    said = in_words(str(error.value), language)
    assert re.match(rf"{re.escape(str(folder))}/briefing.{form}.j2:\d+: ", said), said
    assert " at 0x" not in said
    return said


OBJECTS = (
    "{{ briefing }}", "{{ page }}", "{{ page.parts }}", "{{ page.sections }}", "{{ {'a': page} }}",
    "{{ page | string }}", "{{ page ~ 'x' }}",
    "{{ [page] | tojson }}", "{{ [page] | pprint }}", "{{ [page] | join }}", "{{ page | upper }}",
    "{{ [page] | map('string') | list }}", "{{ '%s' % page }}", "{{ '%s' | format(page) }}", "{{ '{}'.format(page) }}",
    "{{ '{!r}'.format(page) }}", "{{ word('counted', title=page, number=1) }}", "{{ word }}", "{{ ','.join([page]) }}",
    "{% macro m() %}{% endmacro %}{{ m }}", "{% for each in [1] %}{{ loop }}{% endfor %}", "{{ page | md }}",
)  # fmt: skip


@pytest.mark.parametrize("text", OBJECTS)
@pytest.mark.parametrize("form", ["md", "html"])
def test_no_object_is_printed_whole(made: object, tmp_path: Path, text: str, form: str) -> None:
    assert "nothing was written" in refused(made, tmp_path, text, form=form)


def test_what_could_be_printed_is_told(made: object, tmp_path: Path) -> None:
    assert "print a part of it that is text: language, title, office, basis, on, since;" in refused(
        made, tmp_path, "{{ page }}"
    )
    assert "page.parts()" in refused(made, tmp_path, "{{ page.parts }}")
    assert "항목을 출력하십시오: language, title," in refused(made, tmp_path, "{{ page }}", "ko")


def test_texts_numbers_and_dates_are_printed(made: object, tmp_path: Path) -> None:
    text = (
        "{{ page.on }} {{ 1 + 2 }} {{ none }} {{ true }} {{ 'a' ~ 1 ~ page.on }} {{ [1, 'b'] }} "
        "{{ '%s-%.1f' % ('a', 2) }} {{ '{0.language}{1:>3}'.format(page, 4) }} {{ [3, 1] | sort | join('+') }} "
        "{{ {'a': 1} | tojson }} "
        "{{ page.sections | map(attribute='key') | first }} {{ page.parts() | length > 1 }}"
    )
    assert laid_out(made, tmp_path, text) == (
        "2018-08-31 3 None True a12018-08-31 [1, 'b'] a-2.0 en  4 1+3 {\"a\": 1} trips True"
    )


def test_a_text_is_printed_in_the_language_of_the_briefing(made: object, tmp_path: Path) -> None:
    text = "{{ briefing.trips_made[0].trip.title }} {{ briefing.trips_made[0].trip.title | upper }}"
    assert laid_out(made, tmp_path, text) == "Oslo OSLO"
    assert laid_out(made, tmp_path, text, "ko") == "오슬로 오슬로"


def test_a_set_has_an_order() -> None:
    assert in_order(frozenset("zebra")) == ["a", "b", "e", "r", "z"]
    assert in_order({3, 1, 2}) == [1, 2, 3]


ENDLESS = {
    "loops": "{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}",
    "loops that leave everything out": "{% for a in range(100000) %}{% for b in range(100000) if false %}{% endfor %}"
    "{% endfor %}",
    "loops that print": "{% for a in range(99999) %}{% for b in range(99999) %}{{ a }}{% endfor %}{% endfor %}",
    "filters": "{{ ([range(99999)] * 9999) | map('list') | list | length }}",
    "doubled lists": "{% set n = namespace(x=[1]) %}{% for a in range(99) %}{% set n.x = n.x + n.x %}{% endfor %}",
    "lists in lists": "{% set n = namespace(x=[1]) %}{% for a in range(60) %}{% set n.x = [n.x, n.x] %}{% endfor %}"
    "{{ n.x }}",
    "macros": "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(45) }}",
}
LONG = {
    "repeated": "{{ 'x' * 10 ** 10 }}",
    "added": "{% set n = namespace(x='x') %}{% for a in range(99) %}{% set n.x = n.x + n.x %}{% endfor %}",
    "joined": "{% set n = namespace(x='x') %}{% for a in range(99) %}{% set n.x = n.x ~ n.x %}{% endfor %}",
    "set": "{% set n = namespace(x='x') %}{% for a in range(99) %}{% set y %}{{ n.x }}{{ n.x }}{% endset %}"
    "{% set n.x = y %}{% endfor %}",
    "kept": "{% set n = namespace(x=[]) %}{% set y = 'x' * 9000000 %}{% for a in range(999) %}"
    "{% set n.x = n.x + [y[1:]] %}{% endfor %}",
    "printed": "{% set y = 'x' * 1000000 %}{% for a in range(99) %}{{ y }}{% endfor %}",
    "laid out": "{% for a in range(99999) %}" + "x" * 999 + "{% endfor %}",
    "replaced": "{{ ('x' * 9999) | replace('x', 'y' * 9999) }}",
    "replaced by name": "{{ ('x' * 9999) | replace(new='y' * 9999, old='x') }}",
    "replaced by method": "{{ ('x' * 9999).replace('x', 'y' * 9999) }}",
    "indented": "{{ ('x\n' * 99999) | indent(9999) }}",
    "between": "{{ (['y'] * 9999) | join('x' * 9999) }}",
    "between by method": "{{ ('x' * 9999).join(['y'] * 9999) }}",
}
WIDE = ("{{ '%1000000000d' % 1 }}", "{{ '%*d' % (1000000000, 1) }}", "{{ '%1000000000d' | format(1) }}",
        "{{ '{:1000000000}'.format(1) }}", "{{ '{:{w}}'.format(1, w=1000000000) }}", "{{ 'x' | center(10 ** 9) }}",
        "{{ 'x'.ljust(10 ** 9) }}", "{{ 'x'.zfill(10 ** 9) }}", "{{ 'x' | indent(10 ** 9) }}",
        "{{ 1.5 | round(10 ** 9, 'ceil') }}", "{{ [1] | batch(10 ** 9, 0) | list }}")  # fmt: skip
NUMBERS = ("{{ 10 ** (10 ** 5) }}", "{{ (9 ** 999) * (9 ** 999) }}", "{{ 2.0 ** 100000 }}")
UNSAFE = ("{{ 'x'.encode() }}", "{{ (5).to_bytes(1000000000, 'big') }}", "{{ 'x'.expandtabs(10 ** 9) }}")


@pytest.mark.parametrize("case", ENDLESS)
def test_work_without_an_end_is_refused(
    made: object, tmp_path: Path, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(allowance, "STEPS", 200_000)
    assert "it takes more than 200,000 steps" in refused(made, tmp_path, ENDLESS[case])


def test_two_million_steps_are_the_most(made: object, tmp_path: Path) -> None:
    assert "it takes more than 2,000,000 steps" in refused(made, tmp_path, ENDLESS["loops that print"])


@pytest.mark.parametrize("case", LONG)
def test_what_is_too_long_is_refused(made: object, tmp_path: Path, case: str) -> None:
    assert re.search(r"more than (20|100),000,000 characters", refused(made, tmp_path, LONG[case]))


@pytest.mark.parametrize("text", WIDE)
def test_what_is_too_wide_is_refused(made: object, tmp_path: Path, text: str) -> None:
    assert "1,000,000,000 is too large here; 100,000 is the most" in refused(made, tmp_path, text)


@pytest.mark.parametrize("text", NUMBERS)
def test_numbers_that_are_too_large_are_refused(made: object, tmp_path: Path, text: str) -> None:
    assert "it makes a number that is too large" in refused(made, tmp_path, text)


@pytest.mark.parametrize("text", UNSAFE)
def test_what_makes_bytes_is_out_of_reach(made: object, tmp_path: Path, text: str) -> None:
    assert "a template may not reach" in refused(made, tmp_path, text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{% macro m(n) %}{{ m(n + 1) }}{% endmacro %}{{ m(0) }}", "more than 50 deep"),
        ("{% for a in [1] recursive %}{{ loop([1]) }}{% endfor %}", "more than 50 deep"),
        ("{% include 'briefing.md.j2' %}", "it includes itself"),
        ("{% extends 'briefing.md.j2' %}", "it includes itself"),
        ("{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}", "brackets are too deep"),
        ("{% for a in [1] %}" * 30 + "{% endfor %}" * 30, "too deep"),
    ],
)
def test_depth_without_an_end_is_refused(made: object, tmp_path: Path, text: str, why: str) -> None:
    assert why in refused(made, tmp_path, text)


def test_a_long_range_and_many_steps_are_possible(made: object, tmp_path: Path) -> None:
    text = "{% for a in range(100000) %}{{ a }}{% endfor %}"
    assert len(laid_out(made, tmp_path, text)) == sum(len(str(each)) for each in range(100000))
    assert "100,000 numbers" in refused(made, tmp_path, text.replace("100000", "100001"))


@pytest.mark.parametrize("text", ["", " \n\t\n", "{# nothing #}\n", "{% if false %}x{% endif %}"])
def test_a_template_that_lays_out_nothing_is_refused(made: object, tmp_path: Path, text: str) -> None:
    assert "the template lays out nothing" in refused(made, tmp_path, text)
    assert "출력할 내용이 없습니다" in refused(made, tmp_path, text, "ko")


def test_what_is_no_file_is_told(made: object, tmp_path: Path) -> None:
    (tmp_path / "briefing.md.j2").mkdir()
    with pytest.raises(InputError, match=r"briefing.md.j2:1: .*it is a folder or a device, and not a file"):
        write_briefing(made, form="md", languages=("en",), templates=tmp_path)  # type: ignore[arg-type]


def test_a_template_that_is_too_long_is_told(made: object, tmp_path: Path) -> None:
    assert "1,000,000 bytes" in refused(made, tmp_path, "x" * (LONGEST + 1))
    assert laid_out(made, tmp_path, "x" * LONGEST) == "x" * LONGEST


def test_the_place_in_what_is_not_utf8_is_told(made: object, tmp_path: Path) -> None:
    (tmp_path / "briefing.md.j2").write_bytes(b"one\ntwo\xff\n")
    with pytest.raises(InputError, match=r"briefing.md.j2:2: .*byte 8 of it is not UTF-8") as error:
        write_briefing(made, form="md", languages=("ko",), templates=tmp_path)  # type: ignore[arg-type]
    assert "8번째 바이트" in in_words(str(error.value), "ko")


WORDS = {
    "{{ page.nothing }}": "Page has no nothing; it has language, title,",
    "{{ none.x }}": "there is nothing that could have x",
    "{{ nobody }}": "a template is not given nobody; it is given page, notes, word, briefing",
    "{{ {}['x'] }}": "there is no x in it",
    "{{ page.title | uper }}": "there is no filter uper; did you mean upper?",
    "{% if page is defned %}{% endif %}": "there is no test defned; did you mean defined?",
    "{% shout %}": "there is no {% shout %}",
    "{% if page %}": "this line cannot be understood",
    "{{ word('counte') }}": "we have no word counte; write it out in the template, or take counted",
    "{{ word('counted') }}": "the word counted needs title",
    "{{ 1 / 0 }}": "it divides by zero",
    "{{ page + 1 }}": "it puts together what does not go together",
    "{{ page() }}": "this cannot be called",
    "{% for a in page %}{% endfor %}": "this is one thing, and a list is needed",
    "{% include 'other.j2' %}": "there is no template other.j2",
}


@pytest.mark.parametrize("text", WORDS)
def test_what_fails_is_told_in_our_words_and_in_both_languages(made: object, tmp_path: Path, text: str) -> None:
    english, korean = refused(made, tmp_path, text), refused(made, tmp_path, text, "ko")
    assert f":1: cannot lay out the briefing: {WORDS[text]}" in english
    assert english.endswith("; nothing was written")
    assert re.search(r":1: 업무보고 자료를 작성할 수 없습니다: .*[가-힣].*파일은 쓰지 않았습니다$", korean), korean


def test_a_folder_without_known_templates_names_them(made: object, tmp_path: Path) -> None:
    (tmp_path / "Briefing.md.jinja").write_text("x")
    for form in ("md", "html", "json"):
        with pytest.raises(ValueError, match=r"none of briefing.css.j2, briefing.html.j2, briefing.md.j2 is in it, but "
                           r"Briefing.md.jinja: rename it; mayor-schedule briefing --copy-templates"):  # fmt: skip
            write_briefing(made, form=form, languages=("en",), templates=tmp_path)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="rename it") as error:
        write_briefing(made, form="md", languages=("ko",), templates=tmp_path)  # type: ignore[arg-type]
    assert "이름을 바꾸십시오" in in_words(str(error.value), "ko")
