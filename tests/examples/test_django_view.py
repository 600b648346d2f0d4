"""The example that serves a feed with Django: a project of one file without a database."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType

import django
import pytest
from django.test import Client

from conftest import EXAMPLES
from mayor_schedule import CancelOccasion, Office, Text
from mayor_schedule.imports.loading import import_files
from terminal import run

AGENDA = EXAMPLES / "buenos-aires" / "agenda.yaml"
PROGRAM = EXAMPLES / "django_view.py"


@pytest.fixture(scope="module")
def project() -> Iterator[ModuleType]:
    """The project, whose settings stay for the process: Django has but one."""
    spec = importlib.util.spec_from_file_location("django_view", PROGRAM)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "django_view", module)  # where Django looks for the addresses
        spec.loader.exec_module(module)
        django.setup()
        yield module


@pytest.fixture
def store(tmp_path: Path, project: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Path:
    with Office.open(tmp_path / "ciudad.db") as office:
        import_files(office, [AGENDA])
    monkeypatch.setattr(project, "desk", project.Desk(str(tmp_path / "ciudad.db")))
    return tmp_path / "ciudad.db"


@pytest.fixture
def client(store: Path) -> Client:
    return Client(SERVER_NAME="localhost")


@pytest.mark.parametrize("principal", [None, "jefe", "vice"])
def test_the_feed_is_that_of_the_export(client: Client, store: Path, tmp_path: Path, principal: str | None) -> None:
    theirs = {} if principal is None else {"principal": principal}
    options = [word for name, value in theirs.items() for word in (f"--{name}", value)]
    run("export", "ics", "--lang", "en", *options, "--out", tmp_path / "feed.ics", db=store)
    got = client.get("/calendar.ics", {"lang": "en"} | theirs)
    assert (got.status_code, got.content) == (200, (tmp_path / "feed.ics").read_bytes())
    assert got.headers["Content-Type"] == "text/calendar; charset=utf-8"


def test_who_has_the_same_bytes_is_not_sent_them_again(client: Client, store: Path) -> None:
    first = client.get("/calendar.ics")
    etag = first.headers["ETag"]
    assert etag.startswith('"')
    assert set(first.headers["Cache-Control"].split(", ")) == {"public", "max-age=300"}
    for known in (etag, f'"other", {etag}', f"W/{etag}", "*"):
        again = client.get("/calendar.ics", headers={"if-none-match": known})
        assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", etag)
    assert client.get("/calendar.ics", headers={"if-none-match": '"other"'}).content == first.content
    assert client.head("/calendar.ics").headers["ETag"] == etag
    with Office.open(store) as office:
        off = CancelOccasion(occasion="festival", reason=Text(en="No rooms"))
        office.record(off, by="ceremonial", known_on="2024-04-01")
    assert client.get("/calendar.ics", headers={"if-none-match": etag}).status_code == 200


@pytest.mark.parametrize(("asked", "told"), [({"principal": "mayor"}, "jefe"), ({"lang": "ko"}, "es or en")])
def test_what_cannot_be_is_refused_with_the_librarys_own_words(
    client: Client, asked: dict[str, str], told: str
) -> None:
    got = client.get("/calendar.ics", asked)
    assert got.status_code == 400
    assert told in got.content.decode()


def test_nothing_can_be_sent_to_it(client: Client) -> None:
    assert client.post("/calendar.ics").status_code == 405


def test_many_ask_at_once(store: Path) -> None:
    def ask(_: int) -> bytes:
        return Client(SERVER_NAME="localhost").get("/calendar.ics").content

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(ask, range(24)))) == 1


def test_django_finds_nothing_amiss_with_the_project(tmp_path: Path) -> None:
    words = [sys.executable, str(PROGRAM), "check", "--fail-level", "WARNING"]
    done = subprocess.run(words, capture_output=True, cwd=tmp_path, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"no issues" in done.stdout
