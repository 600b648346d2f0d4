"""Pictures of the year 2018 byte for byte, and what every picture is made of: words, measures, numbers."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pictured import check, words

from mayor_schedule.exports.pictures.measure import shortened, width, wrapped
from mayor_schedule.exports.pictures.steps import Span, Stated, step_line
from mayor_schedule.exports.pictures.svg import element, number, plain, text
from mayor_schedule.exports.pictures.timeline import Bar, timeline
from mayor_schedule.exports.pictures.words import WORDS, word

GOLDEN = Path(__file__).parent / "golden"
LANES = {"trip": "해외출장", "visit": "접견", "agreement": "협약 체결", "occasion": "행사·계획"}


def bar(lane: str, label: str, days: str, when: str, status: str = "done", *, exact: bool = True) -> Bar:
    first, _, last = days.partition("/")
    end = None if last == ".." else date.fromisoformat(last or first)
    return Bar(
        lane=lane, label=label, first=date.fromisoformat(first), last=end, exact=exact, status=status, when=when,
        href="#singapore" if label.startswith("싱가포르 순방(3월)") else None,
    )  # fmt: skip


BARS = (
    bar("trip", "싱가포르 순방(3월)", "2018-03-15/2018-03-17", "3. 15.~17."),
    bar("trip", "싱가포르 순방(7월)", "2018-07-07/2018-07-10", "7. 7.~10."),
    bar("trip", "스페인·스위스·에스토니아 순방", "2018-09-27/2018-10-07", "9. 27.~10. 7.", "confirmed"),
    bar("trip", "중국 베이징 방문", "2018-11-25/2018-11-28", "11. 25.~28.", "tentative"),
    bar("visit", "안제이 두다 폴란드 대통령", "2018-02-08", "2. 8. 17:00"),
    bar("visit", "해외도시 주요인사 등 8명(7명 미상)", "2018-01-01/2018-06-30", "2018년 상반기", exact=False),
    bar("agreement", "서울시립대-평양과학기술대 학술·학생 교류 업무협약 체결", "2018-08-23", "8. 23."),
    bar("agreement", "취리히시 우호도시 MOU 체결", "2018-09-27/2018-10-07", "9월 순방 중", "tentative", exact=False),
    bar("occasion", "남북 교류 실무 협의", "2018-09-01/..", "2018년 9월부터", "tentative", exact=False),
    bar("occasion", "남북협력추진단 신설", "2018-10-18", "10. 18.", "postponed"),
    bar("occasion", "민선7기 4개년 계획(2018~2022) 발간", "2018-10-01/2018-10-31", "10월", "tentative", exact=False),
    bar("occasion", "자치분권 및 자치경찰 토론회", "2018-10-01/2018-10-31", "2018년 10월", "cancelled", exact=False),
    bar("occasion", "민선7기 4개년 계획", "2018-07-01/2022-06-30", "2018~2022년", "confirmed", exact=False),
)  # fmt: skip


def year() -> str:
    return timeline(
        BARS, first=date(2018, 1, 1), last=date(2018, 12, 31), today=date(2018, 8, 31), lanes=LANES, language="ko",
        title="2018년 주요 일정", description="2018년 8월 31일 기준 해외출장, 접견, 협약 체결과 행사.",
    )  # fmt: skip


def hosted() -> str:
    spans = [
        Span(first=date(2017, 3, 31), last=date(2018, 6, 30), total=30),
        Span(first=date(2018, 7, 1), last=date(2018, 8, 31), total=30, least=30, most=31),
        Span(first=date(2018, 9, 1), last=date(2019, 5, 10), total=30),
        Span(first=date(2019, 5, 11), last=date(2019, 12, 31), total=37),
    ]
    stated = [
        Stated(first=date(2017, 3, 31), last=date(2017, 3, 31), value=30, label="2017. 3. 31. 언론 보도"),
        Stated(first=date(2018, 8, 1), last=date(2018, 8, 31), value=30, label="2018년 8월, 시의회 업무보고"),
        Stated(first=date(2019, 5, 11), last=date(2019, 5, 11), value=37, label="2019. 5. 11. 언론 보도"),
    ]
    return step_line(
        spans, stated, first=date(2017, 1, 1), last=date(2019, 12, 31), language="ko", title="소재 국제기구 수",
        description="2017년 30개에서 2019년 37개.", unit="개",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "made", "prefix"), [("timeline-2018", year, "ms-timeline"), ("hosted", hosted, "ms-steps")]
)
def test_pictures_of_the_report_are_the_same_byte_for_byte(name: str, made: object, prefix: str) -> None:
    assert callable(made)
    svg = made()
    check(svg, prefix)
    assert f"{svg}\n".encode() == (GOLDEN / f"{name}.svg").read_bytes()


def test_every_word_is_there_in_both_languages() -> None:
    assert set(WORDS["ko"]) == set(WORDS["en"])
    assert word("done", "ko-KR") == "완료"
    assert word("done", "KO") == "완료"
    assert word("done", "et") == "done"


def test_a_syllable_is_as_wide_as_the_letters_are_high_and_latin_is_about_half() -> None:
    assert width("서울", 10) == 20
    assert 5 <= width("a", 10) <= 6.5
    assert width("서\u0301\u200d\u2067", 10) == 10, "marks take no room"
    assert width("\u1112\u1161\u11ab", 10) == 10, "nor do the later parts of a syllable in pieces"
    assert min(width("\ufdfa", 10), width("\ufdfd", 10)) > 100, "a ligature may be a whole phrase"
    assert width("a", 10, bold=True) > width("a", 10)


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("경평축구 자료 전시회(서울역사박물관)", ("경평축구 자료 전시회", "(서울역사박물관)")),
        ("순방 중에 체결 예정(9. 27.~10. 7.)", ("순방 중에 체결 예정", "(9. 27.~10. 7.)")),
        ("서울시립대-평양과학기술대 업무협약", ("서울시립대-", "평양과학기술대 업무협약")),
        ("가나다라마바사아자차카타파하", ("가나다라마바사아자차카타", "파하")),
        ("가나다 라마바 사아자 차카타 파하가나 다라마바 사아", ("가나다 라마바 사아자", "차카타 파하가나 다라마…")),
        ("짧은 이름", ("짧은 이름",)),
        ("", ()),
    ],
)  # fmt: skip
def test_a_line_ends_where_a_reader_would_pause(words: str, lines: tuple[str, ...]) -> None:
    assert wrapped(words, 10, 120) == lines


def test_a_date_is_not_parted_for_a_short_word_before_it() -> None:
    assert wrapped("매주 2018-12-31까지", 12, 108) == ("매주", "2018-12-31까지")


@given(
    st.text(st.one_of(st.sampled_from("가나 -(.9"), st.characters()), max_size=80),
    st.integers(20, 300),
    st.integers(1, 3),
)
def test_no_line_is_wider_than_its_room_and_no_letter_is_lost(words: str, room: int, lines: int) -> None:
    made = wrapped(words, 10, room, lines=lines)
    assert len(made) <= lines
    assert all(width(each, 10) <= room + 1e-6 for each in made)
    if "…" not in "".join(made):
        assert "".join(made).replace(" ", "") == plain(words).replace(" ", "")
    assert shortened(words, 10, room) == "".join(wrapped(words, 10, room, lines=1))


def test_numbers_are_written_the_same_everywhere() -> None:
    assert [number(each) for each in (1, 1.0, -0.001, 0.1 + 0.2, 2 / 3, 100, 1e6)] == [
        "1", "1", "0", "0.3", "0.67", "100", "1000000",
    ]  # fmt: skip


def test_elements_are_escaped_and_lines_are_plain() -> None:
    assert element("g", "<a/>", fill='"<&>', x=None, stroke_width=0.5) == (
        '<g fill="&quot;&lt;&amp;&gt;" stroke-width="0.5"><a/></g>'
    )
    assert text("a\tb\x00<", 1, 2).endswith(">a b\ufffd&lt;</text>")
    assert plain(" a\u202eb\r\n\u2069c ") == "a\u202eb c\u202c"


def test_the_legend_of_the_report_names_what_is_in_it() -> None:
    said = words(year()).split("\n")
    assert said[said.index("완료") :] == [
        "완료", "확정", "예정", "취소", "연기", "하루 일정", "점선 테두리: 일자 미정·미상", "종료일 미정",
        "표시 기간 밖으로 이어짐",
    ]  # fmt: skip
