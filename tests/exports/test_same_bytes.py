"""The same history gives the same bytes, in every format, in other processes with other hash seeds."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import EARLIER, LATER, REPORT, Clock, counting_entropy
from mayor_schedule import Office
from mayor_schedule.imports.loading import import_files
from terminal import alike_in_every_process

_SCRIPT = """
import sys
from datetime import UTC, datetime
from mayor_schedule import Audience, Office
from mayor_schedule.exports.ics.feed import feed
from mayor_schedule.exports.jcal import jcal
from mayor_schedule.exports.jsonld import jsonld
from mayor_schedule.exports.table import table
with Office.open(sys.argv[1], create=False) as office:
    asked = {"language": "ko", "audience": Audience(sys.argv[2]), "at": datetime(2026, 11, 22, tzinfo=UTC)}
    for form in sys.argv[3:]:
        write = {"ics": feed, "jcal": jcal, "jsonld": jsonld, "open-data": table, "google": table}[form]
        more = {"columns": form} if write is table else {}
        sys.stdout.buffer.write(write(office.history(), office.profile(), **asked, **more) + b"\\0")
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("same") / "office.db"
    with Office.open(path, clock=Clock(), entropy=counting_entropy()) as office:
        import_files(office, [EARLIER, REPORT, LATER])
    return path


@pytest.mark.slow
@pytest.mark.parametrize("audience", ["public", "internal"])
def test_every_process_writes_the_same_bytes(store: Path, audience: str) -> None:
    marks = {
        "ics": b"BEGIN:VEVENT", "jcal": b'"vevent"', "jsonld": b'"@type":"Event"', "open-data": b"\r\n",
        "google": b"\r\n",
    }  # fmt: skip
    *written, rest = alike_in_every_process(_SCRIPT, store, audience, *marks).split(b"\0")
    assert rest == b""
    for text, mark in zip(written, marks.values(), strict=True):
        assert text.count(mark) > 8
