"""Help in Korean and English: all of it is in one language, fits a terminal, and leaves nothing out."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Annotated

import pytest
import typer
from typer.testing import CliRunner

from mayor_schedule.cli.app import app
from mayor_schedule.cli.help import HelpedCommand, HelpedGroup, columns, help_of
from mayor_schedule.cli.reference import commands_of
from terminal import SRC, run

COMMANDS = [(), ("export",), *(tuple(name.split()) for name, _ in commands_of(app))]
SOME = [(), ("export",), ("verify",), ("export", "ics")]
TOOL = Path(__file__).parents[2] / "tools" / "messages.py"
KOREAN, ENGLISH = "ko_KR.UTF-8", "en_US.UTF-8"

TYPED = re.compile(
    r"mayor-schedule(?: [a-z-]+)*|pip install '[^']+'|--[a-z-]+(?: internal)?"
    r"|<[^>]+>|\[[A-Z[][^\]]*\]+|\{[^}]*\}|\b[A-Z|_]{2,}\b"
)
"""What stays as it is to be typed, and formats: commands, options and what stands for their values."""

BUSY = """
import sys
opened = []
sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == "open" else None)
sys.argv = ["mayor-schedule", "list", "--help"]
from mayor_schedule.cli import main
try:
    main()
finally:
    print([each for each in ("help.mo", "unicodedata") if each in sys.modules or each in " ".join(opened)])
"""


@pytest.fixture(autouse=True)
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """An English terminal of 80 columns."""
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", ENGLISH)
    monkeypatch.setenv("COLUMNS", "80")


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    """The program that tells what is not translated."""
    spec = importlib.util.spec_from_file_location("tools_messages", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def shown(*args: str) -> str:
    done = run(*args)
    assert (done.code, done.err) == (0, "")
    return done.out


@cache
def korean(command: tuple[str, ...]) -> str:
    return shown(*command, "--lang", "ko", "--help")


@cache
def english(command: tuple[str, ...]) -> str:
    return shown(*command, "--lang", "en", "--help")


def sections(help_: str) -> list[list[str]]:
    """The lines of the arguments, of the options and of the commands."""
    blocks = [each.splitlines() for each in help_.split("\n\n")]
    return [rows for heading, *rows in blocks if re.fullmatch(r"\S+:", heading)]


def typed(rows: list[str]) -> list[str]:
    """What is to be typed: what stands to the left."""
    return [re.split("  +", each.strip())[0] for each in rows if re.match("  [^ ]", each)]


def english_in(help_: str) -> list[str]:
    """Every run of two English words or more that nobody would type."""
    text = " ".join(re.sub(r"^  예: .*?$(?=\n\n)", "", help_, flags=re.MULTILINE | re.DOTALL).split())
    return re.findall(r"[A-Za-z]{2,}(?: [A-Za-z]{2,})+", TYPED.sub("|", text.replace(" COMMAND [ARGS]...", "")))


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_korean_help_has_no_english_words(command: tuple[str, ...]) -> None:
    help_ = korean(command)
    assert help_.startswith("사용법: mayor-schedule")
    assert "\n옵션:\n" in help_
    assert "  이 도움말을 보여 주고 끝냅니다." in help_
    assert english_in(help_) == []
    assert english_in(english(command)) != []


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_korean_help_has_everything_that_the_english_has(command: tuple[str, ...]) -> None:
    ours, theirs = korean(command), english(command)
    assert list(map(typed, sections(ours))) == list(map(typed, sections(theirs)))
    assert "--help" in typed([row for rows in sections(ours) for row in rows])
    usage = [re.sub(r"^\S+: ", "", " ".join(each.partition("\n\n")[0].split())) for each in (ours, theirs)]
    assert usage[0] == usage[1]
    examples = [
        re.findall(rf"^  {word}: (.*?)\n\n", each, re.MULTILINE | re.DOTALL)
        for word, each in (("예", ours), ("Example", theirs))
    ]
    assert ["".join(each.split()) for each in examples[0]] == ["".join(each.split()) for each in examples[1]]
    assert (ours.count("[필수]"), ours.count("[기본값: ")) == (
        theirs.count("[required]"),
        len(re.findall(r"\[default:\s", theirs)),
    )


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_korean_help_fits_a_terminal_and_stands_in_columns(command: tuple[str, ...]) -> None:
    assert max(map(columns, korean(command).splitlines())) <= 80
    for rows in sections(korean(command)):
        starts = {
            columns(found[0])
            for each in rows
            if (found := re.match(r"  [^ ].*?  +(?=\S)|   +", each)) is not None
        }  # fmt: skip
        assert len(starts) == 1, "\n".join(rows)


def test_more_columns_are_used_where_there_are_none_but_eighty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    assert shown("verify", "--lang", "ko", "--help") == korean(("verify",))
    monkeypatch.setenv("COLUMNS", "60")
    narrow = shown("verify", "--lang", "ko", "--help")
    assert max(map(columns, narrow.splitlines())) <= 60
    assert "".join(narrow.split()) == "".join(korean(("verify",)).split())


@pytest.mark.parametrize("group", [(), ("export",)], ids=" ".join)
def test_what_a_command_is_for_is_told_in_one_line(group: tuple[str, ...]) -> None:
    commands = sections(korean(group))[-1]
    assert len(commands) > 5
    assert [each for each in commands if not re.fullmatch(r"  [a-z]+ +\S.*\.", each)] == []


@pytest.mark.parametrize("command", SOME, ids=" ".join)
def test_help_is_in_the_language_of_the_locale_or_the_one_that_is_asked_for(
    command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert shown(*command, "--help", "--lang=KO") == korean(command)
    monkeypatch.setenv("LANG", KOREAN)
    assert shown(*command, "--help") == korean(command)
    assert shown(*command, "--help", "--lang", "en") == english(command)


@pytest.mark.parametrize("group", [(), ("export",)], ids=" ".join)
def test_a_group_by_itself_shows_its_help_in_the_language_of_who_asks(
    group: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(*group) == (2, "", english(group))
    assert run(*group, "--lang", "ko") == (2, "", korean(group))
    monkeypatch.setenv("LANG", KOREAN)
    assert run(*group) == (2, "", korean(group))


def test_a_language_before_a_command_is_no_option() -> None:
    done = run("--lang", "ko", "list")
    assert (done.code, done.out) == (2, "")
    assert done.err.endswith("[MS-0002]\n")


@pytest.mark.parametrize(("locale", "language"), [("fr_FR.UTF-8", "fr"), ("C", "xx"), (ENGLISH, "en-GB")])
def test_help_is_english_where_there_is_none_in_the_language(
    locale: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", locale)
    assert shown("list", "--help") == english(("list",))
    assert shown("list", "--lang", language, "--help") == english(("list",))


@pytest.mark.parametrize("command", SOME, ids=" ".join)
def test_english_help_is_as_typer_has_it(command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    ours = english(command)
    monkeypatch.delattr(HelpedGroup, "get_help")
    monkeypatch.delattr(HelpedCommand, "get_help")
    assert shown(*command, "--help") == ours
    assert ours.startswith("Usage: mayor-schedule")


@pytest.mark.parametrize(("locale", "loaded"), [(ENGLISH, "[]"), (KOREAN, "['help.mo', 'unicodedata']")])
def test_nothing_is_loaded_for_english_help(locale: str, loaded: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", BUSY], env={"PYTHONPATH": str(SRC), "PYTHONIOENCODING": "utf-8", "LANG": locale},
        capture_output=True, timeout=300, check=True,
    )  # fmt: skip
    assert done.stdout.decode().splitlines()[-1] == loaded


# --- what the help is made of


made = typer.Typer(cls=HelpedGroup, rich_markup_mode=None, add_completion=False)


@made.command(cls=HelpedCommand)
def bare(
    name: Annotated[str, typer.Argument()],
    count: Annotated[int, typer.Option("--count", min=1, help="How many.")] = 3,
    secret: Annotated[str, typer.Option("--secret", hidden=True)] = "",
) -> None:
    pass


@made.command(cls=HelpedCommand, hidden=True)
def hidden() -> None:
    """Not to be seen."""


@made.command(cls=HelpedCommand, name="a-name-that-is-longer-than-thirty-columns")
def long() -> None:
    """Do it. And more.

    And again,
    in another paragraph.

    Example: mayor-schedule do  'one thing'
    """


def looked_up(name: str = "") -> tuple[str, list[str]]:
    """The help of one of these, in which every text is in brackets; and the texts."""
    group, asked = typer.main.get_command(made), list[str]()
    command = group.commands[name] if name else group  # type: ignore[attr-defined]

    def said(text: str) -> str:
        asked.append(text)
        return f"⟨{text}⟩"

    return help_of(command, typer.Context(command, info_name=name or "made"), said), asked


def test_every_text_is_looked_up_by_itself() -> None:
    help_, asked = looked_up("a-name-that-is-longer-than-thirty-columns")
    assert asked == [
        "Usage:", "Do it. And more.", "And again, in another paragraph.", "Example:",
        "Show this message and exit.", "Options:",
    ]  # fmt: skip
    assert help_.split("\n\n")[1:4] == [
        "  ⟨Do it. And more.⟩",
        "  ⟨And again, in another paragraph.⟩",
        "  ⟨Example:⟩ mayor-schedule do 'one thing'",
    ]


def test_what_has_no_help_is_not_looked_up() -> None:
    help_, asked = looked_up("bare")
    assert "" not in asked
    assert re.search(r"^⟨Arguments:⟩\n  name <str>  \[⟨required⟩\]$", help_, re.MULTILINE)
    assert re.search(r"^  --count <.*>  ⟨How many.⟩  \[⟨default:⟩ 3; ⟨.*⟩\]$", help_, re.MULTILINE)
    assert "--secret" not in help_


def test_a_long_name_stands_in_a_line_of_its_own() -> None:
    help_, asked = looked_up()
    assert help_.splitlines()[-4:] == [
        "⟨Commands:⟩",
        "  bare",
        "  a-name-that-is-longer-than-thirty-columns",
        f"{'':34}⟨Do it.",
    ]
    assert "" not in asked
    assert "Not to be seen." not in asked


# --- the catalogue


def test_all_of_the_help_is_translated(tool: ModuleType) -> None:
    assert [each for each in tool.faults("help") if "is not translated" in each or "is not compiled" in each] == []
    assert len(list(tool.helps())) > 100


def test_a_text_without_korean_is_told(tool: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "registered_commands", [*app.registered_commands, *made.registered_commands])
    found = tool.faults("help")
    for text in ("Do it. And more.", "And again, in another paragraph.", "How many.", "Not to be seen."):
        assert [each for each in found if f"{text!r} is not translated" in each and each.startswith("ko: ")]
    assert not [each for each in found if "one thing" in each]


def test_no_translation_is_of_what_is_said_no_more(tool: ModuleType) -> None:
    texts = {each.template for each in tool.helps()}
    for path in tool.catalogues("help"):
        assert {str(each.id) for each in tool.read(path) if each.id} == texts, path


def test_what_is_to_be_typed_is_in_both_languages(tool: ModuleType) -> None:
    (catalogue,) = (tool.read(path) for path in tool.catalogues("help") if path.parts[-3] == "ko")
    for said, told in ((str(each.id), str(each.string)) for each in catalogue if each.id):
        assert set(re.findall(r"--[a-z-]+", said)) == set(re.findall(r"--[a-z-]+", told)), said
        for value in re.findall(r"such as (\S+?)[,;.:]?(?= |$)", said):
            assert value in told or value in {"October", "the"}, said
        assert not told.endswith(" ")
        assert re.search(r"(?:니다|십시오)(?:\([^)]*\))?\.$|^\S+:$|^필수$", told), told


def test_a_program_without_the_group_gets_the_language_of_the_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = typer.Typer(rich_markup_mode=None, add_completion=False)
    alone.command(cls=HelpedCommand)(bare)
    monkeypatch.setenv("LANG", KOREAN)
    assert CliRunner().invoke(alone, ["--help"]).output.startswith("사용법: ")
