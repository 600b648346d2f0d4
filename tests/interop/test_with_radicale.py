"""A Radicale server on loopback, spoken to with `caldav`: what is put is read back, and found by its time."""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from time import monotonic, sleep

import caldav
import pytest

from interop.answers import Sample, Shown, contents, differences
from interop.histories import FEW, named
from interop.programs import TIMEOUT, environment, items, module

pytestmark = pytest.mark.slow
SECOND = timedelta(seconds=1)


@contextmanager
def radicale(home: Path) -> Iterator[str]:
    """A server with an empty store; it is stopped in any case. Yields its address."""
    for attempt in range(5):
        port, log = free_port(), home / f"{attempt}.log"
        command = module(
            "radicale", "--config", "", "--server-hosts", f"127.0.0.1:{port}", "--auth-type", "none",
            "--storage-filesystem-folder", str(home / "collections"),
        )  # fmt: skip
        with (
            log.open("wb") as out,
            subprocess.Popen(command, cwd=home, env=environment(home), stdout=out, stderr=out) as server,
        ):
            try:
                if listens(log, server):
                    yield f"http://127.0.0.1:{port}/"
                    return
            finally:
                stop(server)
    raise AssertionError(f"Radicale does not listen:\n{log.read_text(encoding='utf-8')}")


def free_port() -> int:
    """A port that was free just now; somebody else may be faster."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def listens(log: Path, server: subprocess.Popen[bytes]) -> bool:
    """Wait until a server says that it listens, or ends."""
    end = monotonic() + TIMEOUT
    while monotonic() < end and server.poll() is None:
        if "Listening on" in log.read_text(encoding="utf-8"):
            return True
        sleep(0.05)
    return False


def stop(server: subprocess.Popen[bytes]) -> None:
    """End a server, if need be by force."""
    server.terminate()
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.kill()


@pytest.fixture(scope="module")
def principal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[caldav.Principal]:
    with (
        radicale(tmp_path_factory.mktemp("radicale")) as url,
        caldav.DAVClient(url, username="mayor", password="") as client,
    ):
        client.session.trust_env = False  # no proxy on the way to this machine
        yield client.principal()


@pytest.fixture(scope="module")
def filled(principal: caldav.Principal) -> Callable[[str], caldav.Calendar]:
    """Gives the calendar of a sample, each of which is filled once."""

    @cache
    def fill(name: str) -> caldav.Calendar:
        made = principal.make_calendar(name=name, cal_id=name)
        for _, data in items(named(name).data):
            made.save_event(data.decode())
        return made

    return fill


@pytest.fixture(params=FEW)
def calendar(
    request: pytest.FixtureRequest, filled: Callable[[str], caldav.Calendar]
) -> tuple[Sample, caldav.Calendar]:
    return named(request.param), filled(request.param)


def read(resources: list[caldav.Event]) -> list[Shown]:
    return [each for resource in resources for each in contents(resource.data.encode())]


def test_what_was_put_is_read_back(calendar: tuple[Sample, caldav.Calendar]) -> None:
    sample, there = calendar
    events = there.events()
    assert len(events) == len(sample.uids)
    assert differences(sample.written, read(events)) == {}
    for uid in sorted(sample.uids)[:3]:
        assert str(there.event_by_uid(uid).icalendar_component["uid"]) == uid


def instant(told: str) -> datetime:
    return datetime.fromisoformat(told).replace(tzinfo=UTC)


def ranges(sample: Sample) -> Iterator[tuple[datetime, datetime]]:
    """Spans of time: all of it, each day on which something is, and a second on each side of each border."""
    yield instant(sample.first.isoformat()), instant(sample.last.isoformat()) + timedelta(days=1)
    days = sorted({each.start[:10] for each in sample.listed})
    for day in days[:: 1 + len(days) // 20]:
        yield instant(day), instant(day) + timedelta(days=1)
    borders = sorted({border for each in sample.listed for border in (each.start, each.end) if border})
    for border in borders[:: 1 + len(borders) // 30]:
        yield instant(border) - SECOND, instant(border)
        yield instant(border), instant(border) + SECOND


def overlaps(each: Shown, start: datetime, end: datetime) -> bool:
    """RFC 4791 section 9.9: what has no end is at one instant."""
    begin = instant(each.start)
    return begin < end and (start <= begin if each.end is None else start < instant(each.end))


def is_left_over(each: Shown, start: datetime, end: datetime) -> bool:
    """Whether Radicale 3.9 finds a series where an occurrence was moved away from.

    It compares the times of a series with RECURRENCE-IDs to see which are told apart, and a time is never equal to a
    day. A client sees nothing of it, since it expands what it is sent.
    """
    moved_from = each._replace(start="2018-11-03", end="2018-11-05")
    return each.title == "주말 장터" and overlaps(moved_from, start, end)


def test_a_search_by_time_finds_what_is_then(calendar: tuple[Sample, caldav.Calendar]) -> None:
    sample, there = calendar
    wrong = {}
    for start, end in ranges(sample):
        expected = {each.uid for each in sample.listed if overlaps(each, start, end)}
        left_over = {each.uid for each in sample.listed if is_left_over(each, start, end)}
        seen = [str(each.icalendar_component["uid"]) for each in there.search(start=start, end=end, event=True)]
        if sorted(expected) != sorted(each for each in seen if each in expected or each not in left_over):
            wrong[f"{start:%Y-%m-%dT%H:%M:%SZ}/{end:%Y-%m-%dT%H:%M:%SZ}"] = expected ^ set(seen)
    assert wrong == {}


@pytest.mark.parametrize("calendar", ["series"], indirect=True)
@pytest.mark.parametrize(
    ("start", "end", "titles"),
    [
        ("2018-10-28T01:30:00", "2018-10-28T02:30:00", ["주간 화상회의"]),  # one occurrence, from its start to its end
        ("2018-10-28T02:29:59", "2018-10-28T02:30:00", ["주간 화상회의"]),
        ("2018-10-28T02:30:00", "2018-10-28T02:30:01", ["마지막 일요일"]),  # at one instant one ends and another begins
        ("2018-10-28T00:50:00", "2018-10-28T01:30:00", []),  # between two occurrences
        ("2018-10-22T00:00:00", "2018-10-23T00:00:00", []),  # where one was moved away from
    ],
)
def test_a_range_may_hit_one_occurrence_or_none(
    calendar: tuple[Sample, caldav.Calendar], start: str, end: str, titles: list[str]
) -> None:
    _, there = calendar
    seen = there.search(start=instant(start), end=instant(end), event=True)
    assert [str(each.icalendar_component["summary"]) for each in seen] == titles


@pytest.mark.parametrize("by", ["client", pytest.param("server", marks=pytest.mark.long)])
def test_a_client_lists_every_occurrence(calendar: tuple[Sample, caldav.Calendar], by: str) -> None:
    sample, there = calendar
    start, end = next(ranges(sample))
    seen = there.search(start=start, end=end, event=True, expand=by)
    assert differences(sample.listed, read(seen), invents_ends=True) == {}
