"""An office's own templates: what they may do, what is told of one that fails, and what stays as it was."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given

from briefed import FOUNDED, told
from canaries import CANARY, canary_stories, lived
from conftest import Clock, counting_entropy
from mayor_schedule import Audience, Command, Office
from mayor_schedule.domain.catalog import COMMANDS
from mayor_schedule.exports.briefing.rendering import NAMES, PACKAGED
from mayor_schedule.exports.briefing.saying import Saying
from mayor_schedule.exports.briefing.writing import given_to_templates, page_of, write_briefing
from mayor_schedule.views.briefing import Briefing
from sizes import examples
from terminal import Done, run

TRIP = {"trip": "oslo", "title": {"en": "Oslo"}, "period": "2018-03-01/2018-03-02", "stage": "returned",
        "visibility": "public"}  # fmt: skip


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("office") / "office.db"
    with Office.open(path, clock=Clock(), entropy=counting_entropy()) as office:
        for name, fields in (FOUNDED, ("report_trip", TRIP)):
            office.record(COMMANDS[name].model_validate(fields), by="p", known_on="2018-08-31")
    return path


def brief(db: Path, *options: object) -> Done:
    """Ask for the English briefing of a day."""
    return run("briefing", "--known-on", "2018-08-31", "--lang", "en", *options, db=db)


def own(folder: Path, text: str | bytes, name: str = "briefing.md.j2") -> Path:
    """A folder with one template."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def test_an_own_template_is_laid_out(db: Path, tmp_path: Path) -> None:
    folder = own(tmp_path / "ours", "{% for part in page.parts() %}{{ part.number }} {{ part.title }}\n{% endfor %}")
    done = brief(db, "--templates", folder)
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[0] == "1 Trips made"


def test_what_an_office_has_no_template_for_is_laid_out_as_packaged(db: Path, tmp_path: Path) -> None:
    folder = own(tmp_path / "ours", "only Markdown\n")
    assert brief(db, "--templates", folder).out == "only Markdown\n"
    assert brief(db, "--templates", folder, "--format", "html").out == brief(db, "--format", "html").out
    assert brief(db, "--templates", folder, "--format", "json").out == brief(db, "--format", "json").out


def test_a_part_of_a_packaged_template_can_be_replaced(db: Path, tmp_path: Path) -> None:
    folder = own(tmp_path / "ours", "h1 { color: teal; }", "briefing.css.j2")
    own(folder, (PACKAGED / NAMES["html"]).read_bytes(), NAMES["html"])
    page = brief(db, "--templates", folder, "--format", "html").out
    assert "h1 { color: teal; }" in page
    assert "@page" not in page


BROKEN = {
    "syntax": ("one\n{% for %}\n", 2, ""),
    "never closed": ("one\n{% if page %}\n", 2, "endif"),
    "unknown filter": ("one\n\n{{ page.title | shout }}\n", 3, "shout"),
    "undefined": ("one\ntwo\n{{ nobody }}\n", 3, "nobody"),
    "undefined attribute": ("{{ page.nothing }}\n", 1, "nothing"),
    "failing": ("one\n{{ 1 // 0 }}\n", 2, "zero"),
    "wrong types": ("one\n{{ page + 1 }}\n", 2, "unsupported"),
    "endless range": ("one\n{% for each in range(10 ** 12) %}x{% endfor %}\n", 2, "a range may have 100,000 numbers"),
    "includes itself": ("one\n{% include 'briefing.md.j2' %}\n", 2, ""),
    "missing include": ("one\ntwo\n{% include 'nowhere.j2' %}\n", 3, "nowhere.j2"),
    "classes": ("one\n{{ page.__class__.__mro__ }}\n", 2, "may not reach"),
    "classes by filter": ("one\n{{ page | attr('__class__') }}\n", 2, "may not reach"),
    "classes by format": ("one\n{{ '{0.__class__.__mro__}'.format(page) }}\n", 2, "may not reach"),
    "globals": ("one\n{{ page.parts.__globals__ }}\n", 2, "may not reach"),
    "files": ("one\n{% include '../outside.j2' %}\n", 2, "outside.j2"),
    "files by path": ("one\n{% include '/etc/hostname' %}\n", 2, "hostname"),
    "files by a value": ("{{ briefing.trips_made[0].trip.dates.parse_file('x.json') }}\n", 1, "may not reach"),
    "pickles by a value": (
        "{{ briefing.trips_made[0].trip.dates.parse_raw('x', proto='pickle', allow_pickle=true) }}\n", 1, "may not",
    ),
    "values made up": ("one\n{{ briefing.trips_made[0].trip.dates.model_construct() }}\n", 2, "may not reach"),
    "no such word": ("one\n{{ word('shout') }}\n", 2, "shout"),
    "the clock": ("one\n{{ page.on.today() }}\n", 2, "may not reach"),
    "chance": ("one\n{{ [1, 2] | random }}\n", 2, "random"),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_a_template_that_fails_is_told_with_its_line(db: Path, tmp_path: Path, case: str) -> None:
    text, line, word = BROKEN[case]
    (tmp_path / "outside.j2").write_text("secret")
    folder, out = own(tmp_path / "ours", text), tmp_path / "briefing.md"
    out.write_text("as it was")
    done = brief(db, "--templates", folder, "--out", out)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"{folder / 'briefing.md.j2'}:{line}: "), done.err
    assert word in done.err
    assert "Traceback" not in done.err
    assert "secret" not in done.err
    assert out.read_text() == "as it was"
    assert sorted(tmp_path.iterdir()) == [out, folder, tmp_path / "outside.j2"], "nothing is left lying about"


@pytest.mark.parametrize("broken", [b"one\n\xff\xfe\n", "한글\n".encode("euc-kr")])
def test_a_template_that_is_not_utf8_is_told(db: Path, tmp_path: Path, broken: bytes) -> None:
    folder = own(tmp_path / "ours", broken)
    done = brief(db, "--templates", folder)
    assert (done.code, done.out) == (2, "")
    assert re.match(rf"{re.escape(str(folder / 'briefing.md.j2'))}:\d+: .*UTF-8", done.err), done.err


def test_a_failing_part_is_told_with_its_own_file(db: Path, tmp_path: Path) -> None:
    folder = own(tmp_path / "ours", "one\n{% include 'part.j2' %}\n")
    own(folder, "\n\n{{ 1 // 0 }}", "part.j2")
    assert brief(db, "--templates", folder).err.startswith(f"{folder / 'part.j2'}:3: ")
    own(folder, "\n{% for %}", "part.j2")
    assert brief(db, "--templates", folder).err.startswith(f"{folder / 'part.j2'}:2: ")
    own(folder, b"\xff", "part.j2")
    done = brief(db, "--templates", folder)
    assert (done.code, done.out) == (2, "")
    assert "part.j2:1: " in done.err, done.err


def test_a_folder_without_templates_is_told(db: Path, tmp_path: Path) -> None:
    (tmp_path / "letter.j2").write_text("x")
    done = brief(db, "--templates", tmp_path)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"cannot use the templates in {tmp_path}: ")
    assert "--copy-templates" in done.err


def test_no_folder_is_told(db: Path, tmp_path: Path) -> None:
    file = own(tmp_path / "ours", "x") / "briefing.md.j2"
    for folder, why in ((tmp_path / "none", "there is no such folder"), (file, "that is a file")):
        done = brief(db, "--templates", folder)
        assert (done.code, done.out) == (2, "")
        assert done.err.startswith(f"cannot use the templates in {folder}: {why}; "), done.err


def test_copied_templates_lay_out_the_same(db: Path, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "ours"
    done = run("briefing", "--copy-templates", folder)
    assert (done.code, done.out) == (0, "")
    assert done.err.split() == [str(each) for each in sorted(folder.iterdir())]
    assert {each.name: each.read_bytes() for each in folder.iterdir()} == {
        each.name: each.read_bytes() for each in PACKAGED.glob("*.j2")
    }
    for form in NAMES:
        asked = ("--format", form, "--audience", "internal", "--explain")
        assert brief(db, "--templates", folder, *asked).out == brief(db, *asked).out


def test_copied_templates_are_never_overwritten(tmp_path: Path) -> None:
    folder = own(tmp_path / "ours", "our own", "briefing.html.j2")
    done = run("briefing", "--copy-templates", folder)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"cannot copy the templates to {folder}: briefing.html.j2 is there")
    assert [each.name for each in folder.iterdir()] == ["briefing.html.j2"]
    assert (folder / "briefing.html.j2").read_text() == "our own"


def test_templates_cannot_be_copied_to_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("as it was")
    done = run("briefing", "--copy-templates", tmp_path / "file")
    assert (done.code, done.out) == (2, "")
    assert "Traceback" not in done.err
    assert (tmp_path / "file").read_text() == "as it was"


def all_of(given: dict[str, object]) -> str:
    """All that a template is given, as Python writes it."""
    made = given["briefing"]
    assert isinstance(made, Briefing)
    counts = [
        (each, each.statement, each.previous, each.moved, each.moved_before, each.may_have_come, each.findings,
         each.items)
        for each in made.counts.values()
    ]
    return repr((given, counts))


@examples(15)
@given(story=canary_stories(most=4, size=5))
def test_a_template_for_the_public_is_given_nothing_internal(story: list[tuple[Command, int]]) -> None:
    with lived(story) as office:
        made = office.briefing(audience=Audience.PUBLIC)
        saying = Saying.of(made.counts.knowledge, made.on, ("en",))
        text = all_of(given_to_templates(made, page_of(made, saying), saying, form="html"))
        text = text.replace(f"printed='{CANARY}'", "")  # how a source prints a date that the public may know
        assert re.findall(f".{{0,160}}{CANARY}.{{0,30}}", text) == []
        assert [each for each in office.knowledge() if f"'{each}'" in text] == []


def test_a_template_for_the_public_cannot_reach_what_the_office_knows(db: Path, tmp_path: Path) -> None:
    folder = own(tmp_path / "ours", "{{ briefing.counts.knowledge.audience }}")
    assert brief(db, "--templates", folder).out == "internal"
    done = brief(db, "--templates", folder, "--audience", "public")
    assert (done.code, done.out) == (2, "")
    assert "may not reach knowledge" in done.err


def test_what_the_history_says_is_no_template(tmp_path: Path) -> None:
    braces = {"en": "{{ 7 * 7 }} {% raw %} {# x #}"}
    with told(("report_trip", {**TRIP, "title": braces})) as office:
        told_of = office.briefing(on="2018-08-31")
    folder = own(tmp_path / "ours", "{{ page.sections[0].blocks[0].lines[0].text }}")
    text = write_briefing(told_of, form="md", languages=("en",), templates=folder)
    assert text.startswith("{{ 7 * 7 }} {% raw %} {# x #} (1–2 March")
