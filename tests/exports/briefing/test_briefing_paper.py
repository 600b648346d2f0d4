"""The HTML on paper: a browser prints it on A4, nothing is cut, and its text can be taken out again."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from briefed import page, text_of
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
        words = list(each)
        assert len(words) > 3, f"page {number} is all but empty"
        for word in words:
            left, right = float(word.attrib["xMin"]), float(word.attrib["xMax"])
            top, bottom = float(word.attrib["yMin"]), float(word.attrib["yMax"])
            assert left >= MARGIN, (number, word.text)
            assert right <= A4[0] - MARGIN, (number, word.text)
            assert top >= MARGIN, (number, word.text)
            assert bottom <= A4[1] - MARGIN, (number, word.text)


@pytest.mark.parametrize("languages", [("ko", "en"), ("en", "ko")])
def test_its_text_can_be_taken_out(office: Office, tmp_path: Path, languages: tuple[str, ...]) -> None:
    pdf = printed(text_of(office, "html", *languages, known_on="2018-08-31"), tmp_path)
    done = subprocess.run([PDFTOTEXT, "-raw", pdf, "-"], check=True, capture_output=True, timeout=60)
    text = bare(done.stdout.decode())
    missing = [each for each in facts(page(office, *languages, known_on="2018-08-31")) if bare(each) not in text]
    assert missing == []
