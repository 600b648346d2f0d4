"""The program `vdirsyncer`: it fetches a file as a subscriber does, and keeps each entry as an item in a folder."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from interop.answers import Shown, contents, differences
from interop.histories import FEW, SEOUL, ZURICH, export, founded, named, plan_five_zones, plan_series, record, timed
from interop.programs import module, run
from mayor_schedule import ChangeOccurrence, OccurrenceDetails, RescheduleEngagement

pytestmark = pytest.mark.slow


class Site:
    """A web site with one file, which can be replaced."""

    def __init__(self, data: bytes, port: int) -> None:
        self.data = data
        self.url = f"http://127.0.0.1:{port}/mayor.ics"
        self.asked = 0


@contextmanager
def serving(data: bytes) -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked += 1
            self.send_response(200)
            self.send_header("Content-Type", "text/calendar; charset=utf-8")
            self.send_header("Content-Length", str(len(site.data)))
            self.end_headers()
            self.wfile.write(site.data)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that it has
            """Keep quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        site = Site(data, server.server_address[1])
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()


class Subscriber:
    """A folder into which vdirsyncer brings what stands in a file.

    It reads the file from a web site, or from a disk. From a site it trusts no UID, and has a digest of the content in
    its place: what has changed is another item to it.
    """

    def __init__(self, home: Path, site: Site, *, by_web: bool) -> None:
        self.home = home
        self.site = site
        self.by_web = by_web
        file = {"type": "singlefile", "path": (home / "mayor.ics").as_posix()}
        config = {
            "general": {"status_path": (home / "status").as_posix()},
            "pair mayor": {"a": "feed", "b": "folder", "collections": None, "conflict_resolution": "a wins"},
            "storage feed": {"type": "http", "url": site.url} if by_web else file,
            "storage folder": {"type": "filesystem", "path": (home / "vdir").as_posix(), "fileext": ".ics"},
        }
        (home / "config").write_text(
            "".join(
                f"[{section}]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in values.items())
                for section, values in config.items()
            ),
            encoding="utf-8",
        )
        (home / "vdir").mkdir()
        (home / "mayor.ics").write_bytes(site.data)
        run(module("vdirsyncer", "-c", "config", "discover"), home)

    def sync(self) -> dict[str, tuple[int, bytes]]:
        """Fetch the file once. Returns each item of the folder, with the time at which it was written."""
        (self.home / "mayor.ics").write_bytes(self.site.data)
        asked = self.site.asked
        run(module("vdirsyncer", "-c", "config", "sync"), self.home)
        assert (self.site.asked > asked) == self.by_web
        return {each.name: (each.stat().st_mtime_ns, each.read_bytes()) for each in (self.home / "vdir").iterdir()}


def changed(before: dict[str, tuple[int, bytes]], after: dict[str, tuple[int, bytes]]) -> tuple[bytes, bytes]:
    """The one item that is otherwise, as it was and as it is."""
    gone = [data for name, (_, data) in before.items() if after.get(name) != before[name]]
    come = [data for name, (_, data) in after.items() if before.get(name) != after[name]]
    assert (len(gone), len(come)) == (1, 1)
    return gone[0], come[0]


def without_uids(shown: Iterable[Shown]) -> list[Shown]:
    return [each._replace(uid="") for each in shown]


@pytest.mark.parametrize(
    ("name", "by_web"), [*((name, True) for name in FEW), ("examples-public-ko", False), ("series", False)]
)
def test_every_entry_becomes_one_item_and_nothing_is_lost(name: str, by_web: bool, tmp_path: Path) -> None:
    sample = named(name)
    with serving(sample.data) as site:
        items = Subscriber(tmp_path, site, by_web=by_web).sync()
    seen = [each for _, data in items.values() for each in contents(data)]
    assert len(items) == len(sample.uids)
    assert all(len({each.uid for each in contents(data)}) == 1 for _, data in items.values())
    if by_web:
        assert differences(without_uids(sample.written), without_uids(seen)) == {}
    else:
        assert differences(sample.written, seen) == {}
    for _, data in items.values():
        zones = set(re.findall(rb"\nTZID:(\S+)", data))
        assert set(re.findall(rb";TZID=([^:;]+)", data)) <= zones


@pytest.mark.parametrize("by_web", [pytest.param(True, marks=pytest.mark.long), False])
def test_an_unchanged_history_changes_no_item_and_one_change_changes_one(by_web: bool, tmp_path: Path) -> None:
    with founded() as office, serving(b"") as site:
        plan_five_zones(office)
        plan_series(office)
        site.data = export(office)
        subscriber = Subscriber(tmp_path, site, by_web=by_web)
        first = subscriber.sync()
        assert len(first) == len(set(re.findall(rb"\r\nUID:(\S+)", site.data))) > 25

        site.data = export(office)
        assert subscriber.sync() == first

        moved = timed(ZURICH, "2018-10-27T20:00", ZURICH, "2018-10-27T22:30")
        record(office, RescheduleEngagement(engagement="e1", when=moved), known_on="2018-10-25")
        site.data = export(office)
        second = subscriber.sync()
        gone, come = changed(first, second)
        assert [each.start for each in contents(gone)] == ["2018-10-27T17:00:00Z"]
        assert [each.start for each in contents(come)] == ["2018-10-27T18:00:00Z"]

        change = OccurrenceDetails(when=timed(SEOUL, "2018-12-11T10:00"))
        record(
            office, ChangeOccurrence(occasion="weekly", occurrence="2018-12-10", fields=change), known_on="2018-10-26"
        )
        site.data = export(office)
        gone, come = changed(second, subscriber.sync())
        there = "2018-12-11T01:00:00Z"
        assert [there in {each.start for each in contents(data)} for data in (gone, come)] == [False, True]
