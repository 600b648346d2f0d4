"""The timeline: every item has its row and its mark, and what is not sure does not look as if it were."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise, product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pictured import SVG, check, parsed, texts, words

from mayor_schedule.errors import InvalidValueError
from mayor_schedule.exports.pictures.bars import Time
from mayor_schedule.exports.pictures.marks import STATUSES
from mayor_schedule.exports.pictures.timeline import Bar, timeline, timelines

LANES = {"trip": "해외출장", "visit": "접견", "agreement": "협약 체결", "occasion": "행사"}
YEAR = (date(2018, 1, 1), date(2018, 12, 31))


def bar(**given: Any) -> Bar:
    plain = {"lane": "trip", "label": "출장", "first": date(2018, 3, 15), "last": date(2018, 3, 17), "exact": True}
    return Bar(**{**plain, "status": "done", **given})


def drawn(*bars: Bar, language: str = "ko", days: tuple[date, date] = YEAR, today: date | None = None) -> str:
    svg = timeline(
        bars, first=days[0], last=days[1], today=today, lanes=LANES, language=language, title="한 해", description="표"
    )
    check(svg, "ms-timeline")
    return svg


def marks(svg: str) -> list[Any]:
    """The outlines in the row of the first item."""
    row = next(each for each in parsed(svg).iter() if each.tag in {f"{SVG}g", f"{SVG}a"})
    return [each for each in row.iter() if each.tag in {f"{SVG}path", f"{SVG}rect", f"{SVG}line"}]


def test_rows_stand_by_lane_first_day_and_label_whatever_their_order() -> None:
    later, earlier = bar(label="나", first=date(2018, 3, 16)), bar(label="다")
    same, visit = bar(label="가"), bar(lane="visit", label="방문", first=date(2018, 1, 2), last=date(2018, 1, 2))
    other = bar(lane="elsewhere", label="그 밖")
    svg = drawn(other, visit, later, earlier, same)
    shown = [
        each
        for each in words(svg).split("\n")
        if each in {"나", "다", "가", "방문", "그 밖", "해외출장", "접견", "elsewhere"}
    ]
    assert shown == ["해외출장", "가", "다", "나", "접견", "방문", "elsewhere", "그 밖"]
    assert svg == drawn(same, earlier, later, visit, other), "the same input gives the same bytes"


def test_alike_items_stand_in_the_same_order_whatever_their_order_was() -> None:
    days = (None, date(2018, 3, 17), date.max)
    alike = [
        bar(status=status, last=last, exact=exact) for status, last, exact in product(STATUSES, days, (True, False))
    ]
    assert drawn(*alike) == drawn(*alike[::-1])


def test_nothing_known_is_said_in_words() -> None:
    assert "이 기간에 대하여 알려진 내용이 없음" in words(drawn())
    assert "Nothing is known of this period." in words(drawn(language="fi"))


def test_a_single_day_is_a_diamond_and_a_short_trip_is_wide_enough_to_see() -> None:
    day = drawn(bar(last=date(2018, 3, 15)))
    (diamond,) = marks(day)
    assert diamond.attrib["d"].count("L") == 3
    assert diamond.attrib["d"].endswith("Z")
    assert "하루 일정" in words(day)
    short = marks(drawn(bar(last=date(2018, 3, 16)), days=(date(2018, 1, 1), date(2027, 12, 31))))[0]
    assert float(short.attrib["width"]) >= 7


@pytest.mark.parametrize("status", STATUSES)
def test_what_is_fuzzy_has_a_dashed_edge_and_what_is_exact_has_none(status: str) -> None:
    for exact, last in product((True, False), (date(2018, 3, 15), date(2018, 4, 30), None)):
        svg = drawn(bar(status=status, exact=exact, last=last))
        outline = next(each for each in marks(svg) if each.tag == f"{SVG}path")
        assert ("stroke-dasharray" in outline.attrib) is not exact
        assert ("점선 테두리: 일자 미정·미상" in words(svg)) is not exact


def test_every_status_and_exactness_differs_in_more_than_colour() -> None:
    """In shapes, edges, hatching, or a lightness that is far from the others."""
    seen = set()
    for status, exact in product(STATUSES, (True, False)):
        svg = drawn(bar(status=status, exact=exact, last=date(2018, 4, 30)))
        shapes = marks(svg)
        fill = shapes[0].attrib["fill"]
        light = "hatched" if fill.startswith("url(") else round(_lightness(fill) * 6)
        edges = tuple((each.tag, each.get("stroke-dasharray")) for each in shapes)
        assert (light, edges) not in seen, (status, exact)
        seen.add((light, edges))


def _lightness(colour: str) -> float:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def test_what_is_cancelled_is_struck_through() -> None:
    svg = drawn(bar(status="cancelled", label="취소된 출장"))
    (label,) = [each for each in texts(svg) if each.words == "취소된 출장"]
    assert label.element.attrib["text-decoration"] == "line-through"
    assert any(each.tag == f"{SVG}line" for each in marks(svg))
    assert "취소" in words(svg)


def test_an_open_end_pales_and_has_an_arrow() -> None:
    svg = drawn(bar(last=None, exact=False, first=date(2018, 9, 1)))
    pale = [float(each.attrib["fill-opacity"]) for each in marks(svg) if "fill-opacity" in each.attrib]
    assert pale == sorted(pale, reverse=True)
    assert len(pale) == 3
    assert "종료일 미정" in words(svg)
    assert "종료일 미정" not in words(drawn(bar()))


@pytest.mark.parametrize(
    ("first", "last", "goes_on"),
    [
        (date(2017, 12, 1), date(2018, 1, 3), 1),
        (date(2018, 12, 1), date(2019, 1, 3), 1),
        (date(2017, 1, 1), date(2019, 1, 3), 2),
        (date(2016, 1, 1), date(2016, 1, 3), 1),
        (date(2019, 1, 1), date(2019, 1, 3), 1),
        (date(2019, 1, 1), None, 1),
        (date(2018, 1, 1), date(2018, 12, 31), 0),
    ],
)
def test_what_goes_on_outside_of_the_year_has_a_mark_there(first: date, last: date | None, goes_on: int) -> None:
    svg = drawn(bar(first=first, last=last))
    triangles = [each for each in marks(svg) if each.get("d", "").endswith("Z") and each.get("stroke") is None]
    assert len(triangles) == goes_on
    assert ("표시 기간 밖으로 이어짐" in words(svg)) is bool(goes_on)


def test_the_legend_holds_only_what_occurs() -> None:
    said = words(drawn(bar(status="confirmed"))).split("\n")
    assert said[-1] == "확정"
    assert not {"완료", "예정", "취소", "연기", "하루 일정", "종료일 미정"} & set(said)


def test_the_day_as_known_on_is_marked_only_on_the_axis() -> None:
    assert "2018년 8월 31일 기준" in words(drawn(bar(), today=date(2018, 8, 31)))
    assert "as known on 1 Jan 2018" in words(drawn(bar(), today=date(2018, 1, 1), language="en"))
    assert "as known on 31 Dec 2018" in words(drawn(bar(), today=date(2018, 12, 31), language="en-GB"))
    assert "기준" not in words(drawn(bar(), today=date(2019, 1, 1)))


def test_months_are_named_and_years_where_there_are_several() -> None:
    one = words(drawn(bar())).split("\n")
    assert [f"{month}월" for month in range(1, 13)] == [each for each in one if each.endswith("월")]
    assert "Dec" in words(drawn(bar(), language="en"))
    two = words(drawn(bar(), days=(date(2018, 7, 1), date(2019, 6, 30)))).split("\n")
    assert {"2018년", "2019년", "7월", "6월"} <= set(two)
    many = words(drawn(bar(), days=(date(1, 1, 1), date(9999, 12, 31))))
    assert "1월" not in many
    assert "2000년" in many


def test_a_long_label_takes_two_lines_and_an_ellipsis_and_stands_whole_in_the_title() -> None:
    long = "서울시립대-평양과학기술대 학술·학생 교류 업무협약 체결 및 후속 협의와 공동 연구를 위한 방문단 구성"
    svg = drawn(bar(label=long, when="2018년 8월 23일"))
    lines = [each.words for each in texts(svg) if each.words.rstrip("…") in long]
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert f"<title>{long}, 2018년 8월 23일, 완료</title>" in svg


def test_nothing_in_a_text_breaks_out_of_it() -> None:
    nasty = "a\"b'<script>&amp;\x00\x1b\ud800\ufffe\u202eevil\n</text>]]>"
    svg = timeline(
        [bar(label=nasty, when=nasty, lane=nasty)], first=YEAR[0], last=YEAR[1], today=None, lanes={nasty: nasty},
        language="ko", title=nasty, description=nasty,
    )  # fmt: skip
    check(svg, "ms-timeline")
    assert "<script" not in svg
    title = parsed(svg).find(f"{SVG}title")
    assert title is not None
    assert title.text == "\u2068a\"b'<script>&amp;\ufffd\ufffd\ufffd\ufffd\u202eevil </text>]]>\u202c\u2069"


def test_a_link_stays_on_the_page() -> None:
    svg = drawn(bar(href="#trip-1"))
    assert [each.get("href") for each in parsed(svg).iter(f"{SVG}a")] == ["#trip-1"]
    for away in ("https://example.org/", "javascript:alert(1)", "#", "# x", "#a\x00", ""):
        with pytest.raises(InvalidValueError, match="leads out of the page"):
            drawn(bar(href=away))


def test_what_cannot_be_drawn_says_why() -> None:
    with pytest.raises(InvalidValueError, match="the end comes first"):
        bar(last=date(2018, 1, 1))
    with pytest.raises(InvalidValueError, match="it has no style; give one of done"):
        bar(status="perhaps")
    with pytest.raises(InvalidValueError, match="the end comes first"):
        drawn(days=(date(2018, 1, 2), date(2018, 1, 1)))
    with pytest.raises(InvalidValueError, match="begins no id"):
        timeline(
            [], first=YEAR[0], last=YEAR[1], today=None, lanes={}, language="ko", title="", description="", prefix="1"
        )


def several(count: int, **given: Any) -> list[str]:
    bars = [bar(label=f"출장 {index:03}", first=YEAR[0] + timedelta(index), last=None) for index in range(count)]
    return timelines(
        bars, first=YEAR[0], last=YEAR[1], today=date(2018, 8, 31), lanes=LANES, language="ko", title="한 해",
        description="표", **given,
    )  # fmt: skip


def test_many_items_are_split_into_pictures_with_the_same_axis() -> None:
    pictures = several(200)
    shown = [[each for each in words(svg).split("\n") if each.startswith("출장 ")] for svg in pictures]
    assert [each for part in shown for each in part] == [f"출장 {index:03}" for index in range(200)]
    assert all(len(part) <= 40 for part in shown)
    for number, svg in enumerate(pictures, 1):
        check(svg, f"ms-timeline-{number}")
        assert float(parsed(svg).attrib["viewBox"].split()[3]) <= 920
        assert f"한 해({number}/{len(pictures)})" in svg
        assert ("해외출장(계속)" in words(svg)) is (number > 1)
    months = [[(each.words, each.box) for each in texts(svg) if each.words.endswith("월")] for svg in pictures]
    assert all(each == months[0] for each in months)


def test_rows_per_picture_and_height_are_kept() -> None:
    assert len(several(9, rows_per_picture=4)) == 3
    assert len(several(9, highest=1)) == 9, "a picture shows one item at least"
    assert len(several(0)) == 1
    assert len(several(9)) == 1
    with pytest.raises(InvalidValueError, match="give 1 or more"):
        several(1, rows_per_picture=0)


some_text = st.text(
    st.one_of(st.sampled_from("가한 a(W.-\n\u202e\u2067א<&\"'\x00ᄀ\u1161\u0301\u200d😀ﷺ"), st.characters()),
    max_size=60,
)
some_day = st.one_of(st.dates(date(2016, 1, 1), date(2020, 12, 31)), st.sampled_from([date.min, date.max]))


@st.composite
def some_bar(draw: st.DrawFn) -> Bar:
    first, last = sorted((draw(some_day), draw(some_day)))
    return Bar(
        lane=draw(st.sampled_from(["trip", "visit", "other", "<&"])),
        label=draw(some_text),
        first=first,
        last=draw(st.sampled_from([first, last, None])),
        exact=draw(st.booleans()),
        status=draw(st.sampled_from(STATUSES)),
        when=draw(some_text),
    )


@given(st.lists(some_bar(), max_size=6), some_day, some_day, st.none() | some_day, st.sampled_from(["ko", "en"]))
def test_any_items_are_drawn_so_that_they_can_be_read(
    bars: list[Bar], one: date, other: date, today: date | None, language: str
) -> None:
    days = (min(one, other), max(one, other))
    assert drawn(*bars, language=language, days=days, today=today) == drawn(
        *bars[::-1], language=language, days=days, today=today
    )


def weekly(count: int, days: int = 7, **given: Any) -> Bar:
    times = tuple(
        Time(label="회의", first=day, last=day, exact=True, status=given.get("status", "done"), when=f"{day:%m-%d}")
        for day in (date(2018, 1, 1) + timedelta(days * index) for index in range(count))
    )
    return bar(label="주간 회의", first=times[0].first, last=times[-1].last, when="매주", times=times, **given)


def test_what_comes_back_is_one_row_with_a_mark_for_each_time() -> None:
    svg = drawn(weekly(52))
    assert words(svg).split("\n").count("주간 회의") == 1
    assert len([each for each in marks(svg) if each.attrib["d"].endswith("Z")]) == 52
    assert "<title>주간 회의, 매주, 완료</title>" in svg
    assert "<title>회의, 01-08, 완료</title>" in svg
    assert words(svg).endswith("하루 일정\n정례 일정: 회차별 표시")
    assert "정례 일정" not in words(drawn(bar()))


@pytest.mark.parametrize(("count", "days"), [(12, 30), (52, 7), (365, 1)])
def test_marks_that_crowd_are_narrow_and_do_not_lie_on_each_other(count: int, days: int) -> None:
    found = []
    for each in marks(drawn(weekly(count, days))):
        places = [float(pair.split()[0]) for pair in each.attrib["d"].strip("MZ").split("L")]
        found.append((min(places), max(places)))
    assert len(found) == count
    assert all(one[1] <= other[0] + 0.02 for one, other in pairwise(found))
    assert found[5][1] - found[5][0] == pytest.approx(14 if days == 30 else found[6][0] - found[5][0], abs=0.05)


def test_each_time_that_something_comes_back_has_a_status_of_its_own() -> None:
    series = weekly(4, 30)
    off = Time(label="회의", first=date(2018, 6, 1), last=date(2018, 6, 1), exact=True, status="cancelled")
    svg = drawn(replace(series, times=(off, *series.times)))
    assert "<title>주간 회의, 매주, 완료, 취소</title>" in svg
    assert {"완료", "취소"} <= set(words(svg).split("\n"))
    (label,) = [each for each in texts(svg) if each.words == "주간 회의"]
    assert "text-decoration" not in label.element.attrib
    assert svg == drawn(replace(series, times=(*series.times[::-1], off))), "in whatever order"


def test_the_legend_stands_once_and_explains_what_is_in_all_of_the_pictures() -> None:
    bars = [bar(label=f"출장 {index:03}", first=YEAR[0] + timedelta(index), last=None) for index in range(90)]
    bars += [bar(lane="visit", label="방문", first=date(2018, 9, 1), last=date(2018, 9, 1), status="tentative")]
    pictures = timelines(
        bars, first=YEAR[0], last=YEAR[1], today=None, lanes=LANES, language="ko", title="한 해", description="표"
    )
    assert len(pictures) > 2
    explained = [{"완료", "예정", "하루 일정", "종료일 미정"} & set(words(each).split("\n")) for each in pictures]
    assert explained == [{"완료", "예정", "하루 일정", "종료일 미정"}, *[set()] * (len(pictures) - 1)]
    for number, svg in enumerate(pictures, 1):
        check(svg, f"ms-timeline-{number}")
