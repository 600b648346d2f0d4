"""The arithmetic of a count in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mayor_schedule.views.counting.series import COUNTED

from .wording import word


def reckoned(record: Mapping[str, Any], language: str) -> Iterator[str]:
    """How a count comes about, a line for each of its numbers.

    Args:
        record: the explanation of a count, as `audit.explain` gives it.
        language: the language.
    """
    count = record["count"]
    named = count["named"]
    if count["stated"] is None:
        yield word("count_named", language, named=named)
        yield from _named_bounds(count, language)
        return
    about = "~" if count["approximate"] else ""
    stated, unit = f"{about}{count['stated']:,}", count["unit"] or ""
    given = {"stated": stated, "unit": unit, "as_of": count["as_of"]}
    if record["key"] not in COUNTED:
        yield word("count_plain", language, **given)
    else:
        yield word("count_stated", language, **given, named=named, unnamed=f"{count['unnamed']:,}")
        yield from _named_bounds(count, language)
        came, left = _moved(record, "total")
        yield word("count_total", language, total=f"{about}{count['total']:,}", stated=stated, came=came, left=left)
        least, most = count["total_least"], count["total_most"]
        if least != most:
            yield word("count_bounds", language, least=f"{about}{least:,}", most=f"{about}{most:,}")
    if record["previous"] is not None:
        yield from _unexplained(record, stated, language)


def _unexplained(record: Mapping[str, Any], stated: str, language: str) -> Iterator[str]:
    count, before = record["count"], record["previous"]["fields"]
    previous = {"previous": f"{before['value']['value']:,}", "as_of": before["as_of"]["value"]["edtf"]}
    if count["unexplained"] is None:
        yield word("count_rebased", language, **previous)
        return
    came, left = _moved(record, "unexplained")
    difference = _signed(count["unexplained"])
    yield word(
        "count_unexplained", language, unexplained=difference, stated=stated, came=came, left=left, **previous
    )  # fmt: skip
    least, most, possible = count["unexplained_least"], count["unexplained_most"], len(record["may_have_come"])
    if possible and most == count["unexplained"] == least + possible:
        yield word("count_least", language, least=_signed(least), count=possible)
    elif least != most:
        key = "count_may_come" if possible else "count_bounds"
        yield word(key, language, least=_signed(least), most=_signed(most), count=possible)


def _named_bounds(count: Mapping[str, Any], language: str) -> Iterator[str]:
    """How few and how many named items there can be, where that differs."""
    least, most = count["named_least"], count["named_most"]
    if least != most:
        yield word("count_named_bounds", language, least=least, most=most)


def _signed(number: float) -> str:
    return f"{number:+,}" if number else "0"


def _moved(record: Mapping[str, Any], number: str) -> tuple[int, int]:
    """How many came and left, as far as that counts in a number."""
    changes = [each["change"] for each in record["moved"] if each["counted_in"] == number]
    return changes.count(1), changes.count(-1)
