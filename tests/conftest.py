"""What all tests share: deterministic property tests, and offices with a fixed clock and entropy."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from mayor_schedule import Office
from servers import Server, started

settings.register_profile(
    "default", max_examples=20, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("long", settings.get_profile("default"), max_examples=300)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

EXAMPLES = Path(__file__).parents[1] / "examples"
REPORT = EXAMPLES / "seoul-2018" / "report.yaml"
EARLIER = EXAMPLES / "seoul-2018-earlier" / "press.yaml"
LATER = EXAMPLES / "seoul-2018-later" / "press.yaml"


class Clock:
    """A clock that is set, and moves a second with every reading."""

    def __init__(self, now: datetime = datetime(2026, 11, 22, 9, tzinfo=UTC)) -> None:
        self.now = now

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def counting_entropy() -> Callable[[int], bytes]:
    """Salts that are all different and the same in every run."""
    count = 0

    def entropy(size: int) -> bytes:
        nonlocal count
        count += 1
        return count.to_bytes(size, "big")

    return entropy


def pytest_collection_finish() -> None:
    """Thousands of tests that were collected live to the end: no collection of garbage need pass over them again."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def office(clock: Clock) -> Iterator[Office]:
    """An office in memory, with a fixed clock and entropy."""
    with Office.in_memory(clock=clock, entropy=counting_entropy()) as opened:
        yield opened


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL server of this process's own; tests fail where it cannot be started."""
    with started() as server:
        yield server


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def any_office(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> Iterator[Office]:
    """An office in each kind of store."""
    if request.param == "memory":
        opened = Office.in_memory(clock=clock, entropy=counting_entropy())
    elif request.param == "postgres":
        url = request.getfixturevalue("postgres").store()
        opened = Office.open(url, clock=clock, entropy=counting_entropy())
    else:
        opened = Office.open(tmp_path / "office.db", clock=clock, entropy=counting_entropy())
    with opened:
        yield opened


@pytest.fixture
def english(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An English terminal, in an empty folder."""
    for name in ("LC_MESSAGES", "LANG", "COLUMNS", "MAYOR_SCHEDULE_DB"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="module")
def seoul(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The three dossiers, in the order in which things became known; nothing that reads them writes."""
    from terminal import run

    path = tmp_path_factory.mktemp("seoul") / "seoul.db"
    for dossier in (EARLIER, REPORT, LATER):
        assert run("import", dossier, db=path).code == 0
    before = path.read_bytes()
    yield path
    assert path.read_bytes() == before, "nothing that reads writes"
