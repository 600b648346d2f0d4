"""The calendar program `khal`: files are imported, and listed on the clocks of each zone."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from interop.answers import Sample, Shown, differences, found
from interop.histories import FEW, FIVE, named
from interop.programs import items, module, run

pytestmark = pytest.mark.slow

CONFIG = """
[calendars]
[[mayor]]
path = {vdir}
[locale]
local_timezone = {zone}
default_timezone = {zone}
timeformat = %H:%M:%S
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%dT%H:%M:%S
longdatetimeformat = %Y-%m-%dT%H:%M:%S
[default]
default_calendar = mayor
[sqlite]
path = {db}
"""
BETWEEN = "\x1f"
LINE = BETWEEN.join(["{uid}", "{all-day}", "{start-long-full}", "{end-long-full}", "{title}"])


def khal(home: Path, *arguments: str, zone: str = "UTC") -> str:
    """Run khal in a folder of its own, with its clock in a zone."""
    (home / "vdir").mkdir(exist_ok=True)
    config = CONFIG.format(vdir=(home / "vdir").as_posix(), db=(home / "khal.db").as_posix(), zone=zone)
    (home / "khal.conf").write_text(config, encoding="utf-8")
    return run(module("khal", "--no-color", "-c", str(home / "khal.conf"), *arguments), home)


def imported(home: Path, sample: Sample, zone: str = "UTC") -> None:
    (home / "mayor.ics").write_bytes(sample.data)
    khal(home, "import", "--batch", "-a", "mayor", "mayor.ics", zone=zone)


def listing(home: Path, sample: Sample, zone: str = "UTC") -> list[Shown]:
    """What khal lists, on the clocks of a zone.

    What takes several days has a line on each of them; its last day is included. What has no end has one in an hour.
    """
    last = (sample.last + timedelta(days=1)).isoformat()
    out = khal(home, "list", "--format", LINE, "--day-format", "", sample.first.isoformat(), last, zone=zone)
    seen = []
    for line in {line for line in out.splitlines() if line}:
        uid, all_day, start, end, title = line.split(BETWEEN)
        if all_day == "True":
            start, end = start[:10], (date.fromisoformat(end[:10]) + timedelta(days=1)).isoformat()
        seen.append(found(uid, title, start, end))
    return seen


def on_clocks(each: Shown, zone: str) -> Shown:
    """A line as the clocks of a zone show it; a day stays a day."""

    def wall(told: str | None) -> str | None:
        if told is None or len(told) == 10:
            return told
        return f"{datetime.fromisoformat(told).astimezone(ZoneInfo(zone)):%Y-%m-%dT%H:%M:%S}"

    return each._replace(start=str(wall(each.start)), end=wall(each.end))


def compare(sample: Sample, seen: list[Shown], zone: str = "UTC") -> dict[str, list[Shown]]:
    """The differences, on the clocks of a zone."""
    return differences([on_clocks(each, zone) for each in sample.listed], seen, invents_ends=True)


@pytest.mark.parametrize("name", FEW)
def test_an_imported_file_is_listed_whole(name: str, tmp_path: Path) -> None:
    sample = named(name)
    imported(tmp_path, sample)
    assert compare(sample, listing(tmp_path, sample)) == {}


@pytest.mark.parametrize("zone", [*FIVE[:2], *(pytest.param(each, marks=pytest.mark.long) for each in FIVE[2:])])
def test_five_zones_are_listed_on_the_clocks_of_each(zone: str, tmp_path: Path) -> None:
    sample = named("five-zones")
    imported(tmp_path, sample, zone)
    assert compare(sample, listing(tmp_path, sample, zone), zone) == {}


@pytest.mark.parametrize("name", ["five-zones", "series"])
def test_entries_in_a_folder_are_listed_as_they_are(name: str, tmp_path: Path) -> None:
    """As vdirsyncer lays them down, with our own VTIMEZONEs."""
    sample = named(name)
    (tmp_path / "vdir").mkdir()
    for uid, data in items(sample.data):
        (tmp_path / "vdir" / f"{uid}.ics").write_bytes(data)
    assert compare(sample, listing(tmp_path, sample)) == {}
