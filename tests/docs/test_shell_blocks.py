"""What the pages tell to type in a shell is run by one; a server of the tests takes the place of that in the URLs."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from test_docs import PAGES, ROOT, Block, blocks, name_of

from conftest import REPORT
from servers import Server
from terminal import run

SHELL = [(page, block) for page in PAGES for block in blocks(page) if block.language == "sh"]
BY_HAND = {
    r"\bpip install\b": "installs packages: test_serving_tutorial.py and test_typed_examples.py install the wheel",
    r"^python3 -m venv \S+$|activate$": "makes or enters a virtual environment: the tests run in one",
    r"\buvicorn\b": "test_serving_tutorial.py starts it, on a free port",
    r"^python -m benchmarks\.": "takes minutes: tests/benchmarks runs them with less",
    r"^python verify_bundle\.py": "has a key that is cut off: tests/audit/test_example_verifier.py runs the program",
}
"""The lines that are not run here, each with the reason."""

SERVER = re.compile(r"'?postgresql://protocol@db\.example\.go\.kr/office(?:\?schema=(?P<schema>\w+))?'?")
CRON = "5 2 * * *  "


def lines(block: Block) -> list[str]:
    """The lines of a block that are run."""
    return [each for each in block.body.splitlines() if not any(re.search(known, each) for known in BY_HAND)]


@dataclass(frozen=True)
class Desk:
    """Where the blocks are run.

    Attributes:
        folder: the working folder, with the examples of the clone in it.
        server: has the database of the guide, empty.
    """

    folder: Path
    server: Server

    def url(self, schema: str | None = None) -> str:
        return self.server.url(user="protocol", database="office", **({"schema": schema} if schema else {}))

    def type(self, block: Block) -> str:
        """What a shell prints that runs a block; whatever it leaves running is ended.

        Beside the server's, two names are others here: a folder for `/backups`, and a worker in the foreground, which
        would go on for ever, is asked to file what there is.
        """
        typed = SERVER.sub(lambda found: shlex.quote(self.url(found["schema"])), "\n".join(lines(block)))
        typed = typed.replace("/backups/", f"{self.folder}/backups/")
        typed = re.sub(r"^mayor-schedule work (?!.*&)", "mayor-schedule work --once ", typed, flags=re.MULTILINE)
        if typed.startswith(CRON):
            typed = typed.removeprefix(CRON).replace("\\%", "%")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("MAYOR_", "PG"))}
        kept |= {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{kept['PATH']}", "LC_ALL": "C.UTF-8"}
        end = "trap 'kill $(jobs -p) 2>/dev/null || true; wait' EXIT\n"
        ended = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", end + typed],  # noqa: S607 - the one that a reader has
            cwd=self.folder, env=kept, capture_output=True, text=True, check=False, encoding="utf-8", timeout=600,
        )  # fmt: skip
        assert ended.returncode == 0, f"{block.where}\n{typed}\n{ended.stdout}\n{ended.stderr}"
        return ended.stdout


def make_database(server: Server) -> None:
    """As the guide's administrator makes it."""
    (made,) = (each for each in blocks(ROOT / "docs/how-to/share-a-server.md") if "database.sql" in each.options)
    for statement in filter(str.strip, made.body.split(";")):
        server.run(statement)


def drop_database(server: Server) -> None:
    server.run("DROP DATABASE IF EXISTS office WITH (FORCE)")
    server.run("DROP ROLE IF EXISTS protocol")


@pytest.fixture
def desk(tmp_path: Path, english: None, postgres: Server) -> Iterator[Desk]:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    make_database(postgres)
    try:
        yield Desk(tmp_path, postgres)
    finally:
        drop_database(postgres)


def done(*words: object, db: object) -> str:
    ended = run(*words, db=db)
    assert ended.code == 0, (words, ended.err)
    return ended.out


def readme(desk: Desk, page: Path) -> None:
    (block,) = shown(page)
    told = desk.type(block)
    assert "117 recorded" in told
    assert json.loads(done("calendar", "--format", "json", db=desk.url()))
    assert "Bilbao" in told or "빌바오" in told


def in_a_script(desk: Desk, page: Path) -> None:
    done("import", REPORT, db=desk.folder / "mayor-schedule.db")
    (block,) = shown(page)
    desk.type(block)
    assert (desk.folder / "clashes.txt").read_text(encoding="utf-8")


def share(desk: Desk, page: Path) -> None:
    shutil.copy(REPORT, desk.folder)
    first, worker, move = shown(page)
    told = desk.type(first)
    assert "117 recorded" in told
    assert "Bilbao" in told
    desk.type(worker)
    done("import", REPORT, db=desk.folder / "seoul.db")
    drop_database(desk.server)  # it moves into an empty one
    make_database(desk.server)
    assert "117 events restored" in desk.type(move)
    for words in (("calendar", "--format", "json"), ("counts", "--format", "json"), ("export", "ics")):
        there, here = (done(*words, "--lang", "ko", db=db) for db in (desk.url(), desk.folder / "seoul.db"))
        assert there == here, words


def back_up(desk: Desk, page: Path) -> None:
    folder, store = desk.folder, desk.folder / "office.db"
    (folder / "backups").mkdir()
    done("import", REPORT, db=store)
    done("init", db=desk.url())
    done("import", REPORT, db=desk.url())
    done("keygen", "--out", folder / "office.key", db=store)
    done("checkpoint", "--key", folder / "office.key", "--out", folder / "council.note", db=store)
    for name in ("backups/office-2018-08-31.db", "backup-2018-08-31.db"):
        done("backup", folder / name, db=store)
    cron, restore, on_a_server = shown(page)
    assert cron.body.startswith(CRON)
    desk.type(cron)
    (made,) = (each for each in (folder / "backups").iterdir() if each.name != "office-2018-08-31.db")
    assert re.fullmatch(r"office-\d{4}-\d\d-\d\d\.db", made.name)
    assert done("export", "ics", "--lang", "ko", db=made) == done("export", "ics", "--lang", "ko", db=desk.url())
    store.write_bytes(b"damaged")
    assert desk.type(restore).startswith("OK: 117 events")
    assert (folder / "aside" / "office.db").read_bytes() == b"damaged"
    told = desk.type(on_a_server)
    assert "117 events restored" in told
    assert "OK: it agrees with the checkpoint of example.go.kr over 117 events" in told
    assert done("calendar", "--format", "json", db=desk.url("office_2"))


def shown(page: Path) -> list[Block]:
    """The blocks of a page of which something is run."""
    return [block for each, block in SHELL if each == page and lines(block)]


RUN: dict[str, Callable[[Desk, Path], None]] = {
    "README.md": readme,
    "README.ko.md": readme,
    "docs/how-to/avoid-double-booking.md": in_a_script,
    "docs/how-to/back-up-and-restore.md": back_up,
    "docs/how-to/share-a-server.md": share,
}
"""What each page needs, and leads to."""


@pytest.mark.slow
@pytest.mark.parametrize("name", RUN)
def test_what_a_page_tells_to_type_does_what_it_says(name: str, desk: Desk) -> None:
    RUN[name](desk, ROOT / name)


def test_every_line_for_a_shell_is_run_or_has_its_reason() -> None:
    assert {name_of(page) for page, block in SHELL if lines(block)} == set(RUN)
    everything = [each for _, block in SHELL for each in block.body.splitlines()]
    for known in BY_HAND:
        assert any(re.search(known, each) for each in everything), f"no page has such a line any more: {known}"


def test_a_line_behind_a_dollar_shows_what_it_prints() -> None:
    """A reader who sees a command and nothing below it cannot tell whether there is nothing to see."""
    silent = ("--out ", "backup ")  # a file is what there is to see
    for page in PAGES:
        for block in blocks(page):
            for part in block.body.split("$ ")[1:] if block.language == "console" else ():
                command, _, printed = part.partition("\n")
                assert printed.strip() or any(each in command for each in silent), f"{block.where}: $ {command}"
