"""The library `libical` of Debian, with which GNOME and others read calendars; it takes zones from the file."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from interop.answers import Sample, Shown, differences, found
from interop.histories import NAMES, named
from interop.programs import run

pytestmark = pytest.mark.long
SOURCE = Path(__file__).parent / "libical" / "read.c"
BETWEEN = "\x1f"
ADDED = "월례 간부회의"
"""A series with added days at a time of day. `icalcomponent_foreach_recurrence` of libical 3.0 forgets their zone."""


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program, compiled."""
    compiler = shutil.which("cc")
    assert compiler is not None, "there is no compiler here; .ci/long installs it"
    home = tmp_path_factory.mktemp("libical")
    run([compiler, "-Wall", "-Wextra", "-Werror", "-o", "read", str(SOURCE), "-lical"], home)
    return home


def read(sample: Sample, home: Path) -> tuple[list[Shown], list[Shown]]:
    """Every entry as it is written, and every occurrence; what differs from its series takes the place it names."""
    (home / "mayor.ics").write_bytes(sample.data)
    day = (str(sample.last.year), str(sample.last.month), str(sample.last.day))
    told = [line.split(BETWEEN) for line in run([str(home / "read"), "mayor.ics", *day], home).splitlines()]
    entries, occurrences, apart, series = [], [], set(), set()
    for kind, uid, replaced, summary, start, end in told:
        shown = found(uid, summary, start, end or None)
        if kind == "occurrence":
            occurrences.append(shown)
            series.add(uid)
        else:
            entries.append((shown, replaced))
            apart.add((uid, replaced))
    listed = [each for each, replaced in entries if replaced or each.uid not in series]
    listed += [each for each in occurrences if (each.uid, each.start) not in apart]
    return [each for each, _ in entries], listed


@pytest.mark.parametrize("name", NAMES)
def test_every_entry_and_every_occurrence_is_found_at_its_instant(name: str, reader: Path) -> None:
    sample = named(name)
    written, listed = read(sample, reader)
    assert differences(sample.written, written) == {}
    expected, seen = ([each for each in lines if each.title != ADDED] for lines in (sample.listed, listed))
    assert differences(expected, seen) == {}
