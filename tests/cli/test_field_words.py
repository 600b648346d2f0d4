"""Values of fields in the tables: in words, in both languages, and never as Python writes them."""

from __future__ import annotations

import pytest

from mayor_schedule.cli.tables import field_text


@pytest.mark.parametrize(
    ("value", "ko", "en"),
    [
        (
            {"name": None, "office": {"ko": "폴란드 대통령", "en": "President of Poland"}, "of": None},
            "폴란드 대통령",
            "President of Poland",
        ),
        (
            {"name": {"ko": "차이 치", "en": "Cai Qi"}, "office": {"ko": "당서기", "en": "secretary"}},
            "차이 치 (당서기)",
            "Cai Qi (secretary)",
        ),
        (True, "예", "yes"),
        (False, "아니요", "no"),
        (None, "", ""),
        ([True, 3], "예\n3", "yes\n3"),
        (
            {"start": "2024-03-04T00:00:00Z", "end": "2024-03-04T01:00:00Z", "first": None, "last": None},
            *["2024-03-04T00:00:00Z – 2024-03-04T01:00:00Z"] * 2,
        ),
        ({"start": None, "end": None, "first": "2024-03-11", "last": "2024-03-13"}, *["2024-03-11 – 2024-03-13"] * 2),
    ],
)
def test_a_value_is_told_in_words(value: object, ko: str, en: str) -> None:
    assert (field_text(value, ("ko", "en")), field_text(value, ("en", "ko"))) == (ko, en)
