"""The step line: where it leads, what was stated beside it, and what between the two nothing explains."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pictured import SVG, check, parsed, segments, texts, words

from mayor_schedule.errors import InvalidValueError
from mayor_schedule.exports.pictures.scale import figure, scale
from mayor_schedule.exports.pictures.staircase import JUMP, LINE
from mayor_schedule.exports.pictures.steps import Number, Span, Stated, step_line
from mayor_schedule.exports.pictures.svg import INK

DAYS = (date(2017, 1, 1), date(2019, 12, 31))


def span(first: str, last: str, total: Number, least: Number | None = None, most: Number | None = None) -> Span:
    days = date.fromisoformat(first), date.fromisoformat(last)
    return Span(first=days[0], last=days[1], total=total, least=least, most=most)


def stated(first: str, value: Number, *, last: str | None = None, **more: Any) -> Stated:
    days = date.fromisoformat(first), date.fromisoformat(last or first)
    return Stated(first=days[0], last=days[1], value=value, **{"label": f"{first} 보도", **more})


def drawn(
    spans: list[Span], said: list[Stated], *, language: str = "ko", days: tuple[date, date] = DAYS, unit: str = "개"
) -> str:
    svg = step_line(
        spans, said, first=days[0], last=days[1], language=language, title="국제기구", description="수", unit=unit
    )
    check(svg, "ms-steps")
    pieces = [*segments(svg, LINE), *segments(svg, JUMP)]
    labels = [each for each in texts(svg) if each.box.bottom < 270 and each.element.get("text-anchor") != "end"]
    for each in labels:
        assert not any(each.box.meets(piece) for piece in pieces), each.words
    return svg


HOSTED = [span("2017-03-31", "2018-08-30", 30, 30, 31), span("2018-08-31", "2019-05-10", 30),
          span("2019-05-11", "2019-12-31", 37)]  # fmt: skip
SAID = [stated("2017-03-31", 30), stated("2018-08-01", 30, last="2018-08-31"), stated("2019-05-11", 37)]


def test_a_restatement_that_the_line_does_not_lead_to_is_dashed() -> None:
    svg = drawn(HOSTED, SAID)
    jump = next(iter(segments(svg, JUMP)))
    assert jump.left == jump.right
    assert "기록으로 설명되지 않는 차이" in words(svg)
    dashed = [each for each in parsed(svg).iter(f"{SVG}line") if each.get("stroke") == JUMP]
    assert all("stroke-dasharray" in each.attrib for each in dashed)


def test_a_jump_is_dashed_where_only_the_bounds_change_within_the_stated_month() -> None:
    spans = [span("2019-01-01", "2019-04-30", 30), span("2019-05-01", "2019-05-31", 37, 37, 38),
             span("2019-06-01", "2019-12-31", 37)]  # fmt: skip
    svg = drawn(spans, [stated("2019-05-01", 37, last="2019-05-31", led_to=31)])
    assert [each.left == each.right for each in segments(svg, JUMP)] == [True, False], "the jump, and its legend"


def test_a_rise_that_nobody_stated_is_explained() -> None:
    svg = drawn(HOSTED, SAID[:2])
    assert not list(segments(svg, JUMP))
    assert "설명되지 않는" not in words(svg)
    assert any(each.left == each.right for each in segments(svg, LINE))


def test_a_rise_that_the_record_leads_to_is_explained_as_far_as_it_leads() -> None:
    whole, part = stated("2019-05-11", 37, led_to=37), stated("2019-05-11", 37, led_to=33)
    assert not list(segments(drawn(HOSTED, [whole]), JUMP))
    svg = drawn(HOSTED, [part])
    jump = next(iter(segments(svg, JUMP)))
    rise = next(each for each in segments(svg, LINE) if each.left == each.right)
    assert jump.bottom == rise.top, "the dashed piece begins where the explained one ends"


def test_a_statement_beside_the_line_is_joined_to_it_by_dashes() -> None:
    svg = drawn([span("2017-01-01", "2019-12-31", 30)], [stated("2018-08-01", 35, last="2018-08-31")])
    assert len(list(segments(svg, JUMP))) == 2, "the piece, and its sign in the legend"
    assert not list(segments(drawn([], [stated("2018-08-01", 35)]), JUMP)), "without a line, nothing differs from it"


def test_a_month_is_a_short_bar_with_a_dot_and_about_is_hollow() -> None:
    svg = drawn(HOSTED, SAID)
    bars = [each for each in parsed(svg).iter(f"{SVG}rect") if each.get("stroke") == INK]
    assert len(bars) == 2, "the month, and its sign in the legend"
    about = drawn([], [stated("2018-08-01", 180, approximate=True)], language="en")
    assert "about 180" in words(about)
    assert {each.attrib["fill"] for each in parsed(about).iter(f"{SVG}circle")} == {"#ffffff"}
    assert "약 180" in words(drawn([], [stated("2018-08-01", 180, approximate=True)]))


def test_the_band_is_drawn_only_where_the_bounds_differ() -> None:
    assert "가능한 최소~최대 범위" in words(drawn(HOSTED, SAID))
    svg = drawn(HOSTED[1:], SAID)
    assert "가능한 최소~최대 범위" not in words(svg)


def test_the_scale_begins_at_0_or_says_that_it_does_not() -> None:
    svg = drawn(HOSTED, SAID)
    assert "단위: 개 · 세로축이 0에서 시작하지 않음" in words(svg)
    whole = drawn([span("2017-01-01", "2019-12-31", 3), span("2020-01-01", "2020-01-02", 9)], SAID[:1])
    assert "시작하지 않음" not in words(whole)
    assert "0" in words(whole).split("\n")


@pytest.mark.parametrize(
    ("values", "ticks", "is_broken"),
    [
        ((30, 37), ("28", "30", "32", "34", "36", "38"), True),
        ((30, 30), ("0", "10", "20", "30"), False),
        ((0, 0), ("0", "1"), False),
        ((0, 3), ("0", "1", "2", "3"), False),
        ((Decimal("0.2"), Decimal("0.9")), ("0", "0.2", "0.4", "0.6", "0.8", "1"), False),
        ((9_000, 12_345), ("0", "5,000", "10,000", "15,000"), False),
        ((12_000, 12_345), ("11,900", "12,000", "12,100", "12,200", "12,300", "12,400"), True),
        ((Decimal("1000000.1"), Decimal("1000000.2")), None, True),
    ],
)
def test_ticks_are_few_and_round(values: tuple[Number, ...], ticks: tuple[str, ...] | None, is_broken: bool) -> None:
    made = scale(values, 10, 110)
    assert made.is_broken is is_broken
    assert ticks is None or tuple(map(figure, made.ticks)) == ticks
    assert 2 <= len(made.ticks) <= 8
    assert made.ticks[0] <= min(values)
    assert made.ticks[-1] >= max(values)
    assert (made.y(made.ticks[0]), made.y(made.ticks[-1])) == (110, 10)


def test_nothing_known_is_said_in_words() -> None:
    assert "알려진 내용이 없음" in words(drawn([], []))
    outside = [span("2010-01-01", "2010-12-31", 3)], [stated("2010-01-01", 3)]
    assert "Nothing is known" in words(drawn(*outside, language="en"))


def test_labels_without_room_become_notes() -> None:
    many = [stated(f"2018-08-{day:02}", 30 + day % 3, label=f"{day}일자 언론 보도 <{day}>") for day in range(1, 29)]
    svg = drawn(HOSTED, many)
    said = words(svg)
    for day in range(1, 29):
        assert f"{day}일자 언론 보도 <{day}>" in said, "no label is lost"
    assert "(1) " in said


def test_what_cannot_be_drawn_says_why() -> None:
    with pytest.raises(InvalidValueError, match="give each day once"):
        drawn([*HOSTED, span("2018-01-01", "2018-01-01", 3)], [])
    with pytest.raises(InvalidValueError, match="the least is above the most"):
        span("2018-01-01", "2018-01-01", 3, 4, 2)
    with pytest.raises(InvalidValueError, match="the end comes first"):
        span("2018-01-02", "2018-01-01", 3)
    with pytest.raises(InvalidValueError, match="no place on a scale"):
        drawn([span("2018-01-01", "2018-01-01", Decimal("Infinity"))], [])


numbers = st.one_of(
    st.integers(0, 60), st.integers(0, 10**13), st.decimals(0, 10**6, places=2), st.just(Decimal("1E+3"))
)
days = st.dates(date(2016, 6, 1), date(2020, 6, 30))


@st.composite
def some_spans(draw: st.DrawFn) -> list[Span]:
    starts = sorted(draw(st.sets(days, max_size=6)))
    made = []
    for first, following in zip(starts, [*starts[1:], date(2020, 12, 31)], strict=False):
        least, total, most = sorted(draw(st.tuples(numbers, numbers, numbers)))
        last = max(first, following - timedelta(draw(st.sampled_from([1, 1, 1, 30]))))
        made.append(Span(first=first, last=last, total=total, least=least, most=most))
    return made


@st.composite
def some_stated(draw: st.DrawFn) -> Stated:
    first = draw(days)
    last = first + timedelta(draw(st.sampled_from([0, 0, 30, 364])))
    label = draw(st.text(st.one_of(st.sampled_from("가 a<&\u202eא\x00"), st.characters()), max_size=50))
    return Stated(first=first, last=last, value=draw(numbers), label=label, approximate=draw(st.booleans()))


@given(
    some_spans(),
    st.lists(some_stated(), max_size=8),
    st.sampled_from(["ko", "en"]),
    st.sampled_from([DAYS, (date(2018, 2, 3), date(2018, 2, 3)), (date.min, date.max)]),
)
def test_any_numbers_are_drawn_so_that_they_can_be_read(
    spans: list[Span], said: list[Stated], language: str, axis: tuple[date, date]
) -> None:
    svg = drawn(spans, said, language=language, days=axis)
    assert svg == drawn(spans[::-1], said[::-1], language=language, days=axis)
