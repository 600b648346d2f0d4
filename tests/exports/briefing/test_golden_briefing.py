"""The briefing that the documentation shows is the one that the program writes, byte for byte."""

from __future__ import annotations

from pathlib import Path

from conftest import EXAMPLES, REPORT
from mayor_schedule import Office
from mayor_schedule.exports.briefing.writing import write_briefing
from mayor_schedule.imports.loading import import_files

GOLDEN = EXAMPLES.parent / "docs" / "examples" / "briefing-2018-08-31.html"


def test_the_briefing_in_the_documentation_is_what_is_written(office: Office) -> None:
    """Made by: mayor-schedule briefing --known-on 2018-08-31 --lang ko --format html --audience internal --explain."""
    import_files(office, [REPORT])
    told = office.briefing(known_on="2018-08-31")
    written = write_briefing(told, form="html", languages=("ko", "ko", "en"), explain=True)
    assert written == GOLDEN.read_text(encoding="utf-8")


def test_it_is_shown_as_a_picture_too() -> None:
    assert Path(GOLDEN.with_suffix(".png")).read_bytes().startswith(b"\x89PNG")
