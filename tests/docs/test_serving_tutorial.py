"""The tutorial that serves a calendar: its program is the example, and it runs from the wheel, without the clone."""

from __future__ import annotations

import json
import os
import re
import shlex
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from test_docs import ROOT, blocks, trimmed

from conftest import EXAMPLES

TUTORIAL = ROOT / "docs" / "tutorial"
PAGES = {
    "serve-a-calendar.md": ("ciudad.db", "en", "vice", "Cabinet meeting"),
    "serve-a-calendar.ko.md": ("city.db", "ko", "vice-mayor", "간부회의"),
}
"""Each page with its store, its language, its deputy, and what comes back on every Monday."""

INSTALLED = "pip install ./mayor_schedule-*.whl fastapi uvicorn"
"""What the page tells to install, where its wheel takes the place of the first."""


@pytest.mark.parametrize("page", PAGES)
def test_the_program_is_the_example(page: str) -> None:
    (program,) = (each for each in blocks(TUTORIAL / page) if 'title="fastapi_service.py"' in each.options)
    assert program.body == (EXAMPLES / "fastapi_service.py").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_everything_that_it_tells_to_install_and_start_is_there(page: str) -> None:
    told = [each.body for each in blocks(TUTORIAL / page) if each.language == "sh"]
    assert len(told) == 2
    assert INSTALLED in told[0]
    assert f"MAYOR_SCHEDULE_DB={PAGES[page][0]} uvicorn fastapi_service:app" in told[1]


def test_the_korean_page_has_what_the_english_one_has() -> None:
    english, korean = ([*blocks(TUTORIAL / page)] for page in PAGES)
    assert [each.language for each in korean] == [each.language for each in english]
    headings = [re.findall("^#+ ", (TUTORIAL / page).read_text(encoding="utf-8"), re.MULTILINE) for page in PAGES]
    assert headings[0] == headings[1]


@pytest.mark.long
@pytest.mark.parametrize("page", PAGES)
def test_it_runs_from_the_wheel_alone(page: str, tmp_path: Path) -> None:
    """Somebody has the wheel and this page: every block is run in order, and the service answers over a socket."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "MAYOR_"))}
    environment |= {"LC_ALL": "C.UTF-8", "LANG": "en_US.UTF-8"}
    store, language, deputy, meeting = PAGES[page]

    def call(*words: object, cwd: Path = tmp_path) -> str:
        done = subprocess.run(
            [*map(str, words)], cwd=cwd, env=environment, capture_output=True, text=True, check=False, encoding="utf-8"
        )
        assert done.returncode == 0, f"{words}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    call(sys.executable, "-m", "pip", "wheel", ROOT, "--no-deps", "--quiet", "--wheel-dir", tmp_path / "wheel")
    (wheel,) = (tmp_path / "wheel").iterdir()
    call(sys.executable, "-m", "venv", tmp_path / ".venv")
    binaries = tmp_path / ".venv" / "bin"
    _, _, _, *others = INSTALLED.split()
    call(binaries / "python", "-m", "pip", "install", "--quiet", wheel, *others, "httpx2")
    folder = tmp_path / "home"
    folder.mkdir()
    where = call(binaries / "python", "-c", "import mayor_schedule; print(mayor_schedule.__file__)", cwd=folder)
    assert Path(where).is_relative_to(tmp_path / ".venv")

    asked = None
    for block in blocks(TUTORIAL / page):
        title = re.search(r'title="([^"]+)"', block.options)
        if title:
            (folder / title[1]).write_text(block.body, encoding="utf-8")
        if block.language == "console":
            for command, _, expected in (part.partition("\n") for part in block.body.split("$ ")[1:]):
                name, *words = shlex.split(command)
                printed = trimmed(call(binaries / name, *words, cwd=folder))
                assert printed == trimmed(expected), block.where
        elif block.language == "python" and title is None:
            asked = f"from fastapi_service import service\n{block.body}"
            (folder / "asked.py").write_text(asked, encoding="utf-8")
            expected = re.findall(r"# → (.*)", block.body)
            assert call(binaries / "python", "asked.py", cwd=folder).splitlines() == expected, block.where
    assert asked

    with served(binaries / "uvicorn", folder, environment | {"MAYOR_SCHEDULE_DB": store}) as address:
        month = f"{address}/calendar?from=2024-03-01&to=2024-03-31&lang={language}"
        with urllib.request.urlopen(month, timeout=30) as answer:  # noqa: S310 - our own
            titles = [each["title"] for each in json.load(answer)]
        assert titles.count(meeting) == 4
        feed = urllib.request.Request(f"{address}/calendar.ics?principal={deputy}")  # noqa: S310
        with urllib.request.urlopen(feed, timeout=30) as answer:  # noqa: S310
            assert answer.read().startswith(b"BEGIN:VCALENDAR\r\n")
            feed.add_header("If-None-Match", answer.headers["ETag"])
        with pytest.raises(urllib.error.HTTPError, match="304"):
            urllib.request.urlopen(feed, timeout=30)  # noqa: S310


@contextmanager
def served(uvicorn: Path, folder: Path, environment: dict[str, str]) -> Iterator[str]:
    """The service as the page starts it, but on a free port, until it is not needed any more."""
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    words = [str(uvicorn), "fastapi_service:app", "--host", "127.0.0.1", "--port", str(port), "--log-level", "warning"]
    with subprocess.Popen(words, cwd=folder, env=environment) as service:
        try:
            for _ in range(300):
                if service.poll() is not None:
                    break
                with socket.socket() as knocking:
                    if not knocking.connect_ex(("127.0.0.1", port)):
                        break
                time.sleep(0.1)
            yield f"http://127.0.0.1:{port}"
        finally:
            service.terminate()
