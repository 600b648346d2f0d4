"""Values of fields in the tables: in words, in both languages, and never as Python writes them."""

from __future__ import annotations

import pytest

from mayor_schedule.cli.field_values import field_text


@pytest.mark.parametrize(
    ("name", "value", "ko", "en"),
    [
        (
            "guests",
            {"name": None, "office": {"ko": "폴란드 대통령", "en": "President of Poland"}, "of": None},
            "폴란드 대통령",
            "President of Poland",
        ),
        (
            "guests",
            {"name": {"ko": "차이 치", "en": "Cai Qi"}, "office": {"ko": "당서기", "en": "secretary"}},
            "차이 치 (당서기)",
            "Cai Qi (secretary)",
        ),
        ("approximate", True, "예", "yes"),
        ("approximate", False, "아니요", "no"),
        ("nights", None, "", ""),
        ("approximate", [True, 3], "예\n3", "yes\n3"),
        (
            "taken",
            {"start": "2024-03-04T00:00:00Z", "end": "2024-03-04T01:00:00Z", "first": None, "last": None},
            *["2024-03-04T00:00:00Z – 2024-03-04T01:00:00Z"] * 2,
        ),
        (
            "taken",
            {"start": None, "end": None, "first": "2024-03-11", "last": "2024-03-13"},
            *["2024-03-11 – 2024-03-13"] * 2,
        ),
        ("guests", {"office": {"ko": "폴란드 대통령"}}, *["폴란드 대통령"] * 2),
        ("category", "mou", "업무협약", "MOU"),
        ("category", {"pt": "mou"}, "mou", "mou"),
        ("carrier", "planned", "planned", "planned"),
        ("stage", "returned", "귀국", "returned"),
        ("visibility", ["public", "no code"], "공개\nno code", "public\nno code"),
        ("moved_to", {"country": "ES", "zone": "Europe/Madrid"}, "국가: ES, 시간대: Europe/Madrid",
         "country: ES, zone: Europe/Madrid"),
        (
            "stops", [{"place": {"city": {"ko": "취리히"}}, "period": {"first": "2018-10-03", "last": "2018-10-03"}}],
            *["취리히 (2018-10-03)"] * 2,
        ),
        (
            "attendance mayor", {"principal": "mayor", "answer": "no", "mode": "in_person"},
            "일정 주체: mayor, 참석 여부: 불참, 참석 방식: 직접 참석", "principal: mayor, answer: no, mode: in person",
        ),
        (
            "principal mayor", {"principal": "mayor", "title": {"ko": "시장"}},
            "일정 주체: mayor, 직함: 시장", "principal: mayor, title: 시장",
        ),
        (
            "term mayor 2018-07-01", {"principal": "mayor", "began": "2018-07-01"},
            "일정 주체: mayor, 시작일: 2018-07-01", "principal: mayor, began: 2018-07-01",
        ),
        (
            "recurrence", {"rule": "FREQ=WEEKLY;BYDAY=MO", "excluded": ["2018-10-01"], "added": []},
            "매주 월요일, 제외일: 2018-10-01", "every week on Monday, excluded: 2018-10-01",
        ),
        ("occurrence 2018-10-01 place", {"venue": {"ko": "시청"}}, "시청", "시청"),
        ("fields", {"title": {"ko": "현수막"}, "purpose": None}, "제목: 현수막", "title: 현수막"),
        ("when", {"unknown": True, "within": "trip:a"}, "일자 미정 (trip:a)", "date not known (trip:a)"),
        ("anything", {"category": "mou", "size": 3}, "구분: 업무협약, size: 3", "category: MOU, size: 3"),
    ],
)  # fmt: skip
def test_a_value_is_told_in_words(name: str, value: object, ko: str, en: str) -> None:
    assert (field_text(name, value, ("ko", "en")), field_text(name, value, ("en", "ko"))) == (ko, en)
