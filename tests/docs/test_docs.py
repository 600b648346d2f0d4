"""Everything that the documentation shows is run, and everything that it lists is compared with the code."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import shlex
import shutil
import textwrap
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pydantic import TypeAdapter
from typer.testing import CliRunner

import mayor_schedule
from mayor_schedule import errors
from mayor_schedule.cli import reference
from mayor_schedule.cli.app import app
from mayor_schedule.domain.catalog import COMMANDS, EVENTS
from mayor_schedule.domain.values.when import When
from mayor_schedule.imports.dossier import read_entries
from mayor_schedule.imports.entries import Defaults
from mayor_schedule.imports.files import read_nodes
from mayor_schedule.imports.nodes import to_plain
from mayor_schedule.telling import error_lines
from mayor_schedule.views.counting.series import COUNTED
from test_public_api import tool

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "README.ko.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
REFERENCE = ROOT / "docs" / "reference"
_BLOCK = re.compile(r"^(?P<indent> *)```(?P<info>[^\n`]+)\n(?P<body>.*?)^(?P=indent)```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, what stands behind that, its text, and its line."""

    language: str
    options: str
    body: str
    where: str


def blocks(page: Path) -> Iterator[Block]:
    text = page.read_text(encoding="utf-8")
    for match in _BLOCK.finditer(text):
        language, _, options = match["info"].partition(" ")
        line = text.count("\n", 0, match.start()) + 2
        yield Block(language, options, match["body"], f"{page.relative_to(ROOT)}:{line}")


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder with the examples of the clone in it, and an English terminal of fixed width."""
    monkeypatch.chdir(tmp_path)
    for name in ("MAYOR_SCHEDULE_DB", "LC_MESSAGES", "LANG", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    return tmp_path


RUN = [page for page in PAGES if any(each.language in ("python", "console") for each in blocks(page))]


@pytest.mark.parametrize("page", RUN, ids=name_of)
def test_every_block_runs(page: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Blocks of a page share a folder and a namespace; a block with a title is a file.

    What Python prints is compared with what stands behind ``# →``.
    """
    namespace: dict[str, object] = {"__name__": "__docs__"}
    for block in blocks(page):
        title = re.search(r'title="([^"]+)"', block.options)
        if title:
            (folder / title[1]).parent.mkdir(exist_ok=True)
            (folder / title[1]).write_text(block.body, encoding="utf-8")
        if block.language == "python":
            lines = "\n" * (int(block.where.rpartition(":")[2]) - 1)
            exec(compile(lines + block.body, page, "exec"), namespace)  # noqa: S102 - our own documentation
            assert capsys.readouterr().out.splitlines() == re.findall(r"# → (.*)", block.body), block.where
        elif block.language == "console":
            run_console(block)


def run_console(block: Block) -> None:
    """Run each line behind a ``$`` and compare what is shown below it; ``…`` stands for anything."""
    code = re.search(r"exit=(\d)", block.options)
    for command, _, expected in (part.partition("\n") for part in block.body.split("$ ")[1:]):
        said, _, called = command.rpartition(" | ") if command.startswith("echo ") else ("", "", command)
        words = shlex.split(called)
        assert words[0] == "mayor-schedule", f"{block.where}: only mayor-schedule is run here, and not {words[0]}"
        given = " ".join(shlex.split(said)[1:]) if said else ""
        output, status = run_command(words[1:], given)
        assert status == (int(code[1]) if code else 0), f"{block.where}: $ {command}\nended with {status}:\n{output}"
        if expected.strip():
            wanted = ".*?".join(re.escape(part) for part in trimmed(expected).split("…"))
            assert re.fullmatch(wanted, trimmed(output), re.DOTALL), f"{block.where}: $ {command}\nprinted:\n{output}"


def run_command(words: list[str], given: str) -> tuple[str, int]:
    """What a command prints, and its exit code, as `main` would have it."""
    result = CliRunner().invoke(app, words, input=given)
    error = result.exception
    if isinstance(error, errors.MayorScheduleError):
        told = "\n".join(error_lines(error, "en"))
        return f"{result.output}{told}\n", 1 if isinstance(error, errors.VerificationError) else 2
    if error is not None and not isinstance(error, SystemExit):
        raise error
    return result.output, result.exit_code


def trimmed(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.splitlines()).strip("\n")


@pytest.mark.parametrize("page", reference.PAGES)
def test_generated_pages_are_up_to_date(page: str) -> None:
    path = REFERENCE / f"{page}.md"
    command = f"python -m mayor_schedule.cli.reference {page} > docs/reference/{page}.md"
    assert path.read_text(encoding="utf-8") == reference.PAGES[page](), f"the models have changed; run: {command}"


def test_the_pages_of_models_leave_no_field_unexplained() -> None:
    for page in ("dossier", "events"):
        assert "|  |\n" not in reference.PAGES[page]()


def test_every_example_of_a_command_is_an_entry() -> None:
    shown = reference.examples()
    assert list(shown) == list(COMMANDS)
    document = "council-283"
    defaults = Defaults(by="protocol", sources=(mayor_schedule.Citation(document),))
    for name, example in shown.items():
        node = read_nodes(f"{name}.yaml", example.encode())
        placed = read_entries(f"{name}.yaml", node, defaults, frozenset({document}))
        assert [each.entry.command.command_name() for each in placed] == [name]


@pytest.mark.parametrize("form", [form for form, _ in reference.DATE_FORMS])
def test_every_form_of_a_date_is_read(form: str) -> None:
    TypeAdapter(When).validate_python(to_plain(read_nodes("date.yaml", f"when: {form}".encode())).pop("when"))  # type: ignore[union-attr]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = urllib.parse.unquote(target).partition("#")
        file = (page.parent / path).resolve() if path else page
        assert file.exists(), f"{name_of(page)} links to {target}"
        if anchor and file.suffix == ".md":
            assert anchor in anchors(file), f"{name_of(page)} links to {target}"


def anchors(page: Path) -> set[str]:
    """The anchors that GitHub gives to the headings of a page."""
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def mentions(page: str) -> str:
    return (REFERENCE / page).read_text(encoding="utf-8")


def test_every_command_of_the_command_line_is_documented() -> None:
    for name, _ in reference.commands_of(app):
        assert f"\n## {name}\n" in mentions("cli.md"), name


def test_every_topic_is_documented() -> None:
    for topic in EVENTS:
        assert f"\n### {topic}\n" in mentions("events.md"), topic


def raised(kind: type[Exception] = errors.MayorScheduleError) -> Iterator[type[Exception]]:
    """The errors of the package."""
    for each in (kind, *kind.__subclasses__()):
        if each is kind:
            yield each
        elif each.__module__.startswith("mayor_schedule."):
            yield from raised(each)


def test_every_error_is_documented() -> None:
    for module in pkgutil.walk_packages(mayor_schedule.__path__, "mayor_schedule."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    found = {each.__name__ for each in raised()}
    assert {"NotBackedUpError", "MayorScheduleError", "StaleWriteError"} < found
    assert found <= {*mayor_schedule.__all__}
    assert set(re.findall(r"^### `(\w+)`$", mentions("errors.md"), re.MULTILINE)) == found
    for name in found:
        assert mentions("errors.md").count(f"─ {name}\n") == (name != "MayorScheduleError"), name


def test_messages_say_which_error_tells_them() -> None:
    told = dict(re.findall(r"^### (MS-\d{4})\n(?:(?!###).*\n)*?\[`(\w+)`\]", mentions("messages.md"), re.MULTILINE))
    assert len(told) > 500
    assert {code: told.get(code) for code in ("MS-0100", "MS-0706", "MS-0803", "MS-0802", "MS-0446")} == {
        "MS-0100": "RefusedError", "MS-0706": "NotBackedUpError", "MS-0803": "InvalidValueError",
        "MS-0802": "UnknownSubjectError", "MS-0446": "InputError",
    }  # fmt: skip


def imported(code: str) -> Iterator[str]:
    """What a program imports of the package."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "mayor_schedule":
            yield from (f"{node.module}.{each.name}" for each in node.names)
        elif isinstance(node, ast.Import):
            yield from (each.name for each in node.names if each.name.startswith("mayor_schedule"))


def test_examples_import_only_what_is_public() -> None:
    api = tool("public_api")
    lines = api.lines_of(api.SNAPSHOT.read_text(encoding="utf-8"))
    public = {f"mayor_schedule.{api._path(each)}" for each in lines if not each.startswith(" ")} | {"mayor_schedule"}
    warned = "mayor_schedule.imports.dossier.import_files"  # shows in versions.md what a name of before does
    programs = {each.name: each.read_text(encoding="utf-8") for each in (ROOT / "examples").rglob("*.py")}
    programs |= {each.where: each.body for page in PAGES for each in blocks(page) if each.language == "python"}
    found = {(where, name) for where, code in programs.items() for name in imported(textwrap.dedent(code))}
    assert len(found) > 50
    assert {where.partition(":")[0] for where, name in found if name == warned} == {"docs/explanation/versions.md"}
    assert sorted((where, name) for where, name in found if name not in public | {warned}) == []


def test_every_count_is_documented() -> None:
    for key in COUNTED:
        assert f"`{key}`" in mentions("counts.md"), key


def test_the_example_program_runs(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    program = ROOT / "examples" / "plan_a_trip.py"
    exec(compile(program.read_text(encoding="utf-8"), program, "exec"), {"__name__": "__main__"})  # noqa: S102
    printed = capsys.readouterr().out.splitlines()
    topics = ["trip.planned", "trip.rescheduled", "trip.corrected", "trip.cancelled"]
    assert [line.split()[1] for line in printed] == topics
    assert len(program.read_text(encoding="utf-8").splitlines()) <= 30
    assert list(folder.iterdir()) == [folder / "examples"]
