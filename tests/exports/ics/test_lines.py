"""Content lines: what `icalendar` writes where it is right, and nothing that breaks out of them where it is not."""

from __future__ import annotations

import re

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar.parser import Contentline, Parameters

from mayor_schedule.exports.ics import lines

TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
ordinary = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters=TURNING), max_size=400)
anything = st.text(st.characters(exclude_categories=()), max_size=200)
NASTY = (
    "\r\n", "\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029", "\x00", "\x1b", "\x7f", '"', ";", ":", ",", "\\",
    "^", "^n", "\\n", "\u202e", "\u200f", "BEGIN:VEVENT", "ATTENDEE:mailto:x", "시장", "\ud800", "\U0001f1f0" * 20,
    "x" * 80,
)  # fmt: skip
nasty = st.lists(st.sampled_from(NASTY), max_size=30).map("".join)


@given(ordinary)
def test_a_text_is_written_as_icalendar_writes_it(text: str) -> None:
    theirs = Contentline.from_parts("SUMMARY", Parameters(), icalendar.vText(text)).to_ical() + b"\r\n"
    assert lines.line("SUMMARY", lines.text(text)) == theirs


@given(anything | nasty)
def test_a_text_ends_neither_its_line_nor_its_value(text: str) -> None:
    data = lines.line("SUMMARY", lines.text(text), LANGUAGE="ko")
    assert data.endswith(b"\r\n")
    assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", data)
    for physical in data[:-2].split(b"\r\n"):
        assert len(physical) <= lines.LIMIT
        assert b"\r" not in physical
        assert b"\n" not in physical
        physical.decode("utf-8")
    unfolded = data.replace(b"\r\n ", b"").decode()
    assert len(unfolded.splitlines()) == 1, "no reader that splits lines its own way finds a second one"
    assert unfolded.startswith("SUMMARY;LANGUAGE=ko:")


@given(anything | nasty)
def test_what_is_read_back_is_the_text(text: str) -> None:
    data = b"BEGIN:VEVENT\r\n" + lines.line("SUMMARY", lines.text(text)) + b"END:VEVENT\r\n"
    event = icalendar.Event.from_ical(data)
    assert list(event) == ["SUMMARY"], "and no other property"
    assert str(event["summary"]) == lines.clean(text)


@given(anything | nasty)
def test_a_parameter_ends_neither_itself_nor_its_line(text: str) -> None:
    data = lines.line("X-A", "value", X_B=text)
    unfolded = data.replace(b"\r\n ", b"").decode()
    name, parameters, value = Contentline(unfolded.rstrip("\r\n")).parts()
    assert (name, list(parameters), value) == ("X-A", ["X-B"], "value")


@pytest.mark.parametrize("size", [60, 66, 67, 68, 140, 141, 142, 10_000])
@pytest.mark.parametrize("char", ["x", "é", "시", "\U0001f1f0"])
def test_a_fold_splits_no_character(size: int, char: str) -> None:
    data = lines.line("SUMMARY", char * size)
    assert all(len(each) <= 75 and each.decode() for each in data[:-2].split(b"\r\n"))
    assert data.replace(b"\r\n ", b"").decode() == f"SUMMARY:{char * size}\r\n"
