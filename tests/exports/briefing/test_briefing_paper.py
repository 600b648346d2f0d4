"""The HTML on paper: a browser prints it on A4, nothing is cut, and its text can be taken out again."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from briefed import Step, founded, page, text_of, told
from conftest import REPORT, Clock, counting_entropy
from mayor_schedule import Office
from mayor_schedule.exports.briefing.page import Page
from mayor_schedule.imports.loading import import_files

CHROME, PDFTOTEXT = shutil.which("chromium") or "", shutil.which("pdftotext") or ""
pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not CHROME, reason="chromium is not installed"),
    pytest.mark.skipif(not PDFTOTEXT, reason="pdftotext (poppler-utils) is not installed"),
]
A4 = 595.3, 841.9
"""Points."""

MARGIN = 33.0
"""Points; the style sheet leaves 15 mm (42.5 points) at least, and the box of a word is higher than its letters."""

BOTTOM, FOOT = 45.0, 12.0
"""Points; the margin in which the number of a page stands is 18 mm (51 points), and what is left below it."""

CHROMIUM = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-pdf-header-footer",
)  # fmt: skip
XHTML = "{http://www.w3.org/1999/xhtml}"


def printed(text: str, folder: Path) -> Path:
    """A page as a PDF."""
    source, pdf = folder / "briefing.html", folder / "briefing.pdf"
    source.write_text(text, encoding="utf-8")
    subprocess.run(
        [CHROME, *CHROMIUM, f"--user-data-dir={folder / 'browser'}", f"--print-to-pdf={pdf}", source.as_uri()],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return pdf


def pages_of(pdf: Path) -> list[ET.Element]:
    """The pages of a PDF, with the boxes of their words."""
    done = subprocess.run([PDFTOTEXT, "-bbox", pdf, "-"], check=True, capture_output=True, timeout=60)
    text = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", done.stdout.decode())
    return list(ET.fromstring(text).iter(f"{XHTML}page"))  # noqa: S314 - our own file


def check_room(pages: list[ET.Element]) -> None:
    """No word stands in the margin; the number of a page alone stands in the one at the foot."""
    for number, each in enumerate(pages, 1):
        for word in each:
            left, right = float(word.attrib["xMin"]), float(word.attrib["xMax"])
            top, bottom = float(word.attrib["yMin"]), float(word.attrib["yMax"])
            assert left >= MARGIN, (number, word.text)
            assert right <= A4[0] - MARGIN, (number, word.text)
            assert top >= MARGIN, (number, word.text)
            assert bottom <= A4[1] - (FOOT if is_foot(word) else MARGIN), (number, word.text)
        assert bare("".join(word.text or "" for word in each if is_foot(word))) == f"{number}/{len(pages)}"


def is_foot(word: ET.Element) -> bool:
    """Whether a word stands in the margin at the foot of its page."""
    return float(word.attrib["yMin"]) > A4[1] - BOTTOM


def bare(text: str) -> str:
    """A text without spaces, which a line on paper sets anew."""
    return re.sub(r"\s", "", text)


def facts(shown: Page) -> list[str]:
    """Every heading, line and row of a briefing."""
    found = []
    for part in shown.parts():
        found.append(part.title)
        for block in part.blocks:
            found += [block.title, *(line.text for top in block.lines for line in top.every())]
            found += [cell.text for table in block.tables for row in table.rows for cell in row.cells]
    return [each for each in found if each]


@pytest.fixture(scope="module")
def office() -> Office:
    opened = Office.in_memory(clock=Clock(), entropy=counting_entropy())
    import_files(opened, [REPORT])
    return opened


@pytest.mark.parametrize("explain", [False, True])
@pytest.mark.parametrize("languages", [("ko", "en"), ("en", "ko")])
def test_it_prints_on_a4(office: Office, tmp_path: Path, languages: tuple[str, ...], *, explain: bool) -> None:
    asked = {"known_on": "2018-08-31", "explain": explain}
    pages = pages_of(printed(text_of(office, "html", *languages, **asked), tmp_path))
    assert 2 <= len(pages) <= 12
    for number, each in enumerate(pages, 1):
        assert (float(each.attrib["width"]), float(each.attrib["height"])) == pytest.approx(A4, abs=1)
        assert len(list(each)) > 3, f"page {number} is all but empty"
    check_room(pages)


@pytest.mark.parametrize("languages", [("ko", "en"), ("en", "ko")])
def test_its_text_can_be_taken_out(office: Office, tmp_path: Path, languages: tuple[str, ...]) -> None:
    pdf = printed(text_of(office, "html", *languages, known_on="2018-08-31"), tmp_path)
    done = subprocess.run([PDFTOTEXT, "-raw", pdf, "-"], check=True, capture_output=True, timeout=60)
    text = bare(done.stdout.decode())
    missing = [each for each in facts(page(office, *languages, known_on="2018-08-31")) if bare(each) not in text]
    assert missing == []


# --- long briefings ---------------------------------------------------------------------------------------------------

UNBROKEN = "가나다라마바사아자차카타파하" * 6


def themed(number: int, lines: int) -> list[Step]:
    """An annex: a table of five rows, and some lines, so that the next one begins elsewhere on its page."""
    theme = {"ko": f"주제 {number}"}
    figures = [
        ("state_figure", {"key": f"{key}{number}", "scope": f"s{row}", "value": 1000 + row, "unit": "명",
                          "as_of": "2018-08-31", "title": {"ko": f"{key} 구역{row}"}, "theme": theme})
        for row in range(5) for key in ("visitors", "staff")
    ]  # fmt: skip
    return [*figures, *(occasion(f"n{number}-{each}", f"행사 {each}", theme) for each in range(lines))]


def occasion(name: str, title: str, theme: dict[str, str]) -> Step:
    return "plan_occasion", {"occasion": name, "title": {"ko": title}, "when": {"edtf": "2019"}, "theme": theme}


def layout(pdf: Path) -> list[list[str]]:
    """The lines of each page, as they stand on it."""
    done = subprocess.run([PDFTOTEXT, "-layout", pdf, "-"], check=True, capture_output=True, timeout=60)
    pages = done.stdout.decode().split("\f")[:-1]
    return [[" ".join(line.split()) for line in each.splitlines() if line.strip()] for each in pages]


def test_every_page_has_its_number(office: Office, tmp_path: Path) -> None:
    pages = layout(printed(text_of(office, "html", "ko", known_on="2018-08-31"), tmp_path))
    assert [bare(each[-1]) for each in pages] == [f"{number}/{len(pages)}" for number in range(1, len(pages) + 1)]


def test_no_heading_and_no_head_of_a_table_is_left_at_the_foot_of_a_page(tmp_path: Path) -> None:
    steps = [each for number in range(40) for each in themed(number, 3 + number % 5)]
    with told(*steps, office=founded(languages=["ko"])) as office:
        pages = layout(printed(text_of(office, "html", "ko"), tmp_path))
    feet = [each[-2] for each in pages]  # above the number of the page
    assert len(feet) > 15
    assert [each for each in feet if re.match(r"붙임|추진|수치|구분|’18\.8\.31 기준|\d+ ", each)] == []


def test_a_table_that_goes_on_has_its_head_again_and_stays_on_the_page(tmp_path: Path) -> None:
    rows = [
        ("state_figure", {"key": key, "scope": f"s{row}", "value": 1000 + row, "unit": "명", "as_of": "2018-08-31",
                          "title": {"ko": f"{key} {UNBROKEN if row == 3 else f'구역{row}'}"}, "theme": {"ko": "현황"}})
        for row in range(60) for key in ("visitors", "staff")
    ]  # fmt: skip
    with told(*rows, office=founded(languages=["ko"])) as office:
        pdf = printed(text_of(office, "html", "ko"), tmp_path)
    heads = [number for number, page in enumerate(layout(pdf)) for line in page if line.startswith("구분")]
    assert len(heads) >= 2
    assert len(set(heads)) == len(heads)
    check_room(pages_of(pdf))


def test_a_thousand_footnotes_have_room_for_their_numbers(tmp_path: Path) -> None:
    steps = [occasion(f"o{number}", f"행사 {number}", {"ko": "행사"}) for number in range(1005)]
    with told(*steps, office=founded(languages=["ko"])) as office:
        pages = pages_of(printed(text_of(office, "html", "ko", explain=True), tmp_path))
    check_room(pages)
    found = [word for each in pages for word in each if re.fullmatch(r"\d{1,4}\.", word.text or "")]
    assert [word.text for word in found] == [f"{number}." for number in range(1, 1006)]
    following = {word: list(each)[at + 1] for each in pages for at, word in enumerate(each) if word in found}
    assert {round(float(word.attrib["xMax"]), 1) for word in found[998:1003]} == {
        round(float(found[0].attrib["xMax"]), 1)
    }, "the numbers stand one under another"
    for word, text in following.items():
        assert text.text == "minutes"
        assert float(word.attrib["xMax"]) + 2 < float(text.attrib["xMin"]), word.text
