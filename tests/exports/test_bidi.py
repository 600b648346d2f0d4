"""Directions that a text turns end with its line: a bracket, a place or a column behind it stays where it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mayor_schedule.exports.bidi import closed

MARKS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
words = st.text(st.sampled_from(MARKS + "aא\n\u200f"), max_size=12)


def open_at_end(line: str) -> list[str]:
    """What a line leaves open, by the rules X1 to X8 of UAX 9."""
    stack: list[str] = []
    for each in line:
        if each in "\u202a\u202b\u202d\u202e\u2066\u2067\u2068":
            stack.append(each)
        elif each == "\u202c" and stack and stack[-1] < "\u2066":
            stack.pop()
        elif each == "\u2069" and any(other >= "\u2066" for other in stack):
            while stack.pop() < "\u2066":
                pass
    return stack


@given(words)
def test_nothing_is_left_open_and_no_letter_is_lost(text: str) -> None:
    done = closed(text)
    assert [open_at_end(line) for line in done.split("\n")] == [[]] * (text.count("\n") + 1)
    assert [each for each in done if each not in MARKS] == [each for each in text if each not in MARKS]
    assert closed(done) == done


@given(words, words)
def test_nothing_reaches_out_of_a_text(text: str, behind: str) -> None:
    around = "\u2067" + closed(text).replace("\n", "") + "x"
    assert open_at_end(around) == ["\u2067"], "and it closes nothing that stood open before it"
    assert closed(closed(text) + closed(behind)) == closed(text) + closed(behind)


@pytest.mark.parametrize(
    ("given", "done"),
    [
        ("שלום \u200fעיר", "שלום \u200fעיר"),
        ("a \u2067קריה\u2069 b", "a \u2067קריה\u2069 b"),
        ("a\u202eb", "a\u202eb\u202c"),
        ("a\u2067b\u202ec", "a\u2067b\u202ec\u202c\u2069"),
        ("a\u2067b\u202ec\u2069d", "a\u2067b\u202ec\u2069d"),
        ("a\u202c\u2069b", "ab"),
        ("a\u202e\nb", "a\u202e\u202c\nb"),
    ],
)
def test_marks_that_a_name_needs_stay(given: str, done: str) -> None:
    assert closed(given) == done
