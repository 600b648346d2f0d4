"""The library `ical.js` in Node, with which Thunderbird and Nextcloud read calendars; it knows no zones of its own."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from interop.answers import Sample, Shown, differences, found
from interop.histories import NAMES, named
from interop.programs import run
from mayor_schedule.exports.jcal import to_jcal

pytestmark = pytest.mark.long
HERE = Path(__file__).parent / "ical_js"


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the script and the library, as the lock file has it."""
    node, npm = shutil.which("node"), shutil.which("npm")
    assert node is not None, "Node is not here; .ci/long installs it"
    assert npm is not None, "npm is not here; .ci/long installs it"
    home = tmp_path_factory.mktemp("ical_js")
    for each in HERE.iterdir():
        shutil.copy(each, home)
    run([npm, "ci", "--no-audit", "--no-fund"], home, **os.environ)  # with its registry, as it is set up here
    return home


def lines(told: list[dict[str, Any]]) -> list[Shown]:
    return [found(each["uid"], each["summary"], each["start"], each["end"]) for each in told]


def read(sample: Sample, reader: Path) -> tuple[list[Shown], list[Shown]]:
    """Every entry as it is written, and every occurrence."""
    (reader / "mayor.ics").write_bytes(sample.data)
    node = shutil.which("node") or "node"
    told = json.loads(run([node, "read.mjs", "mayor.ics", sample.last.isoformat()], reader))
    return lines(told["written"]), lines(told["listed"])


@pytest.mark.parametrize("name", NAMES)
def test_every_entry_and_every_occurrence_is_found_at_its_instant(name: str, reader: Path) -> None:
    sample = named(name)
    for expected, seen in zip((sample.written, sample.listed), read(sample, reader), strict=True):
        assert differences(expected, seen) == {}


_JCAL = """
const ICAL = require("ical.js").default || require("ical.js");
const calendar = new ICAL.Component(JSON.parse(require("fs").readFileSync("mayor.json", "utf8")));
for (const each of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(each);
const utc = (time) => time && (time.isDate ? time.toString() : time.toJSDate().toISOString().replace(".000", ""));
const found = calendar.getAllSubcomponents("vevent").map((each) => {
  const event = new ICAL.Event(each, { exceptions: [] });
  const end = each.hasProperty("dtend") ? event.endDate : null;
  return { uid: event.uid, summary: event.summary, start: utc(event.startDate), end: utc(end) };
});
console.log(JSON.stringify(found));
"""


@pytest.mark.parametrize("name", NAMES)
def test_jcal_says_the_same(name: str, reader: Path) -> None:
    """RFC 7265: the feed as JSON."""
    sample = named(name)
    (reader / "mayor.json").write_bytes(to_jcal(sample.data))
    told = json.loads(run([shutil.which("node") or "node", "-e", _JCAL], reader, TZ="UTC"))
    assert differences(sample.written, lines(told)) == {}
