"""The example that serves a calendar with FastAPI: what it answers, to whom it says 304, and to many at once."""

from __future__ import annotations

import runpy
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from conftest import EXAMPLES
from exported import feed_of
from mayor_schedule import CancelOccasion, Office, StoreError, Text
from mayor_schedule.imports.loading import import_files
from terminal import run

AGENDA = EXAMPLES / "buenos-aires" / "agenda.yaml"
DAY = {"from": "2024-03-18", "to": "2024-03-18"}


@pytest.fixture(scope="module")
def service() -> Callable[[str | None], FastAPI]:
    found: Callable[[str | None], FastAPI] = runpy.run_path(str(EXAMPLES / "fastapi_service.py"))["service"]
    return found


@pytest.fixture
def store(tmp_path: Path) -> Path:
    with Office.open(tmp_path / "ciudad.db") as office:
        import_files(office, [AGENDA])
    return tmp_path / "ciudad.db"


@pytest.fixture
def client(service: Callable[[str | None], FastAPI], store: Path) -> Iterator[TestClient]:
    with TestClient(service(str(store))) as opened:
        yield opened


@pytest.mark.parametrize(
    "asked", [{}, DAY, DAY | {"principal": "vice"}, {"from": "2024-03-11", "known_on": "2024-03-05"}]
)
def test_the_calendar_is_that_of_the_command_for_the_public(
    client: TestClient, store: Path, asked: dict[str, str]
) -> None:
    options = [word for name, value in asked.items() for word in (f"--{name.replace('_', '-')}", value)]
    told = run("calendar", *options, "--audience", "public", "--lang", "en", "--format", "json", "--db", store)
    got = client.get("/calendar", params=asked | {"lang": "en"})
    assert (got.status_code, got.headers["content-type"]) == (200, "application/json")
    assert got.json() == told.json
    assert got.json()
    assert all(entry["subject"] is None and entry["title"] != "Budget" for entry in got.json())


def test_texts_are_in_the_language_that_is_asked_for_else_in_the_offices(client: TestClient) -> None:
    titles = [
        [entry["title"] for entry in client.get("/calendar", params=DAY | lang).json()] for lang in ({}, {"lang": "en"})
    ]
    assert titles == [["Reunión de gabinete"], ["Cabinet meeting"]]


@pytest.mark.parametrize("principal", [None, "jefe", "vice"])
def test_the_feed_is_that_of_the_export(client: TestClient, store: Path, tmp_path: Path, principal: str | None) -> None:
    theirs = [] if principal is None else ["--principal", principal]
    run("export", "ics", "--lang", "en", *theirs, "--db", store, "--out", tmp_path / "feed.ics")
    got = client.get("/calendar.ics", params={"lang": "en"} | ({} if principal is None else {"principal": principal}))
    assert got.content == (tmp_path / "feed.ics").read_bytes()
    assert got.headers["content-type"] == "text/calendar; charset=utf-8"


@pytest.mark.parametrize("path", ["/calendar", "/calendar.ics"])
def test_who_has_the_same_bytes_is_not_sent_them_again(client: TestClient, store: Path, path: str) -> None:
    first = client.get(path)
    etag = first.headers["etag"]
    assert etag.startswith('"')
    assert first.headers["cache-control"] == "public, max-age=300"
    for known in (etag, f'"other", {etag}', f"W/{etag}", "*"):
        again = client.get(path, headers={"If-None-Match": known})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    assert client.get(path, headers={"If-None-Match": '"other"'}).content == first.content
    assert client.head(path).headers["etag"] == etag
    with Office.open(store) as office:
        off = CancelOccasion(occasion="festival", reason=Text(en="No rooms"))
        office.record(off, by="ceremonial", known_on="2024-04-01")
    changed = client.get(path, headers={"If-None-Match": etag})
    assert changed.status_code == 200
    assert changed.headers["etag"] != etag


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"from": "2024-02-30"}, "there is no 30 February 2024"),
        ({"from": "2024-03-02", "to": "2024-03-01"}, "cannot run from 2024-03-02 to 2024-03-01"),
        ({"known_on": "yesterday"}, "yesterday"),
        ({"principal": "mayor"}, "mayor"),
        ({"lang": "ko"}, "es or en"),
    ],
)
def test_what_cannot_be_is_refused_with_the_librarys_own_words(
    client: TestClient, asked: dict[str, str], told: str
) -> None:
    got = client.get("/calendar", params=asked)
    assert got.status_code == 400
    assert told in got.json()["detail"]
    if "principal" in asked or "lang" in asked:
        assert client.get("/calendar.ics", params=asked).json() == got.json()


def test_many_ask_at_once_while_somebody_records(client: TestClient, store: Path) -> None:
    """Each answer is the feed of some moment: none is mixed of two, and the last one is that of the end."""

    def ask(number: int) -> bytes:
        if number % 20 == 10:
            record(store, number)
        return client.get("/calendar.ics", params={"lang": ("es", "en")[number % 2]}).content

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, range(80)))
    with Office.open(store, create=False) as office:
        moments = set(feeds(office))
    assert set(answers) <= moments
    assert len(set(answers)) > 2
    assert client.get("/calendar.ics").content in moments


def record(store: Path, number: int) -> None:
    from mayor_schedule import PlanOccasion

    plan = PlanOccasion(
        occasion=f"acto-{number}", title=Text(es=f"Acto {number}"), when="2024-05-02", visibility="public"
    )
    with Office.open(store) as office:
        office.record(plan, by="ceremonial", known_on="2024-04-01")


def feeds(office: Office) -> Iterator[bytes]:
    """The feed after each of the last events, in both languages."""
    log = list(office.history())
    for size in range(len(log) - 5, len(log) + 1):
        for language in ("es", "en"):
            yield feed_of(log[:size], office.profile(), language=language, at=datetime.now(UTC))


def test_the_store_is_named_by_the_environment_else_it_is_not_made(
    service: Callable[[str | None], FastAPI], store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAYOR_SCHEDULE_DB", str(store))
    with TestClient(service(None)) as client:
        assert client.get("/calendar", params=DAY).json()
    missing = store.with_name("nowhere.db")
    monkeypatch.setenv("MAYOR_SCHEDULE_DB", str(missing))
    with pytest.raises(StoreError, match=r"nowhere\.db"), TestClient(service(None)):
        pass
    assert not missing.exists()


def test_it_describes_itself(client: TestClient) -> None:
    described: dict[str, Any] = client.get("/openapi.json").json()
    assert set(described["paths"]) == {"/calendar", "/calendar.ics"}
    names = [each["name"] for each in described["paths"]["/calendar"]["get"]["parameters"]]
    assert names == ["from", "to", "lang", "known_on", "principal"]


@pytest.mark.parametrize("named", ["argument", "variable", "neither"])
def test_as_a_program_it_checks_the_store_that_it_serves(
    named: str, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its store is the argument's, else the variable's, else the usual file, before it listens as when it does."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.delenv("MAYOR_SCHEDULE_DB", raising=False)
    if named == "neither":
        store.rename(tmp_path / "here" / "mayor-schedule.db")
    if named == "variable":
        monkeypatch.setenv("MAYOR_SCHEDULE_DB", str(store))
    program = EXAMPLES / "fastapi_service.py"
    monkeypatch.setattr("sys.argv", [str(program), *([str(store)] if named == "argument" else [])])
    served: list[FastAPI] = []
    monkeypatch.setattr("uvicorn.run", lambda app, **_: served.append(app))
    runpy.run_path(str(program), run_name="__main__")
    (app,) = served
    with TestClient(app) as client:
        assert client.get("/calendar", params=DAY).json()


@pytest.mark.parametrize("named", ["argument", "variable", "neither"])
def test_as_a_program_it_does_not_start_without_a_store(
    named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MAYOR_SCHEDULE_DB", raising=False)
    if named == "variable":
        monkeypatch.setenv("MAYOR_SCHEDULE_DB", "typo.db")
    program = EXAMPLES / "fastapi_service.py"
    monkeypatch.setattr("sys.argv", [str(program), *(["typo.db"] if named == "argument" else [])])
    monkeypatch.setattr("uvicorn.run", lambda *_, **__: pytest.fail("it serves what is not there"))
    with pytest.raises(SystemExit) as left:
        runpy.run_path(str(program), run_name="__main__")
    assert ("mayor-schedule.db" if named == "neither" else "typo.db") in str(left.value)
    assert list(tmp_path.iterdir()) == []
