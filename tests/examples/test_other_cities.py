"""Offices of other cities: nothing Korean in what an English reader sees of one, nothing English in a Korean one's."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from conftest import EXAMPLES
from mayor_schedule import Office
from mayor_schedule.cli import reference, reports, tables
from mayor_schedule.cli.app import app
from mayor_schedule.domain.catalog import COMMANDS, EVENTS
from mayor_schedule.domain.office import OFFICE
from mayor_schedule.domain.values.identity import KINDS
from mayor_schedule.imports.loading import import_files
from mayor_schedule.schemas.catalog import SCHEMAS
from terminal import run

AGENDA = EXAMPLES / "buenos-aires" / "agenda.yaml"
KOREAN = Path(__file__).with_name("korean-office.yaml")

OTHER = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]|seoul", re.IGNORECASE)
"""A Korean letter, or the city for which this was made first."""

MARCH = ("--from", "2024-03-01", "--to", "2024-03-31")
THEN = ("--on", "2024-03-31")
VIEWS = (
    ("calendar",), ("calendar", *MARCH), ("calendar", *MARCH, "--known-on", "2024-03-10"), ("counts", *THEN),
    ("counts", "--ledger", *THEN), ("list",), ("history",), ("agreements", *THEN), ("clashes", *THEN),
    ("changes", *MARCH), ("replay",),
)  # fmt: skip
FILES = ("ics", "jcal", "csv", "csv --columns google", "jsonld", "events")


def opened(path: Path, dossier: Path) -> Path:
    with Office.open(path, clock=lambda: datetime(2024, 4, 1, 12, tzinfo=UTC)) as office:
        import_files(office, [dossier])
    return path


@pytest.fixture(scope="module")
def buenos_aires(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return opened(tmp_path_factory.mktemp("buenos-aires") / "ciudad.db", AGENDA)


@pytest.fixture(scope="module")
def hanbit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return opened(tmp_path_factory.mktemp("hanbit") / "hanbit.db", KOREAN)


def printed(db: Path, language: str, *words: str) -> str:
    done = run(*words, *(("--lang", language) if words[:2] != ("export", "events") else ()), db=db)
    assert done.code == 0, (words, done.err)
    return done.out


def widened(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let tables be so wide that no word in them is broken or cut."""
    monkeypatch.setattr(tables, "PIPED_WIDTH", 400)
    monkeypatch.setattr(reports, "LINE", 400)


def commands(db: Path, language: str) -> Iterator[tuple[str, ...]]:
    """Every command that shows something of a store, for the office and the public, in every form."""
    for audience in ("internal", "public"):
        to = ("--audience", audience)
        known = json.loads(printed(db, language, "list", *to, "--format", "json"))
        subjects = [each["subject"] for each in known]
        for form in ("table", "json"):
            for view in VIEWS:
                yield (*view, *to, "--format", form)
            if (audience, form) not in {("internal", "table"), ("public", "json")}:
                continue  # a subject has no more words in the others
            for each in subjects:
                yield ("show", each, *to, "--format", form)
                if not each.startswith(("document:", "office:")):
                    yield ("explain", each, *THEN, *to, "--format", form)
            for key in ("trips_made", "trips_planned", "agreements_signed", "bike_lanes"):
                yield ("explain", key, *THEN, *to, "--format", form)
        for form in ("md", "html", "json"):
            yield ("briefing", *THEN, *to, "--format", form)
        for file in FILES:
            yield ("export", *file.split(), *to)
    for form in ("table", "json"):
        yield ("list", "--completeness", *THEN, "--format", form)
    for form in ("md", "html", "json"):
        yield ("briefing", *THEN, "--audience", "internal", "--explain", "--format", form)


@pytest.mark.slow
@pytest.mark.parametrize("third", [0, *(pytest.param(each, marks=pytest.mark.long) for each in (1, 2))])
def test_an_english_reader_of_another_city_meets_neither_korean_nor_seoul(
    buenos_aires: Path, monkeypatch: pytest.MonkeyPatch, third: int
) -> None:
    widened(monkeypatch)
    asked = list(commands(buenos_aires, "en"))[third::3]
    assert len(asked) > 33
    for words in asked:
        shown = printed(buenos_aires, "en", *words)
        found = OTHER.search(shown)
        assert found is None, (words, shown[max(0, found.start() - 60) : found.end() + 60])


def test_each_principal_has_the_right_monday(buenos_aires: Path) -> None:
    """The deputy presides once; that Monday is in her programme, and in nobody else's."""
    mondays = {
        whose: [
            each["when"]["start"][:10]
            for each in json.loads(
                printed(buenos_aires, "en", "calendar", *MARCH, "--principal", whose, "--format", "json")
            )
            if each["title"] == "Cabinet meeting" and each["status"] != "cancelled"
        ]
        for whose in ("jefe", "vice")
    }
    assert mondays == {"jefe": ["2024-03-04", "2024-03-25"], "vice": ["2024-03-18"]}


def test_the_program_itself_speaks_korean_in_descriptions_only() -> None:
    """Schemas explain words that reports of Seoul print (박, 상반기); nothing that a program goes by has any of it."""
    for name, schema in SCHEMAS.items():
        for where, text in strings(schema()):
            if OTHER.search(text):
                assert where in {"description", "examples"}, (name, where, text)


def strings(value: Any, where: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a schema, with the key under which it stands; keys are texts too."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield "key", key
            yield from strings(each, key if key not in {"0", "1"} else where)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each, where)
    elif isinstance(value, str):
        yield where, value


WORD = re.compile("[A-Za-z]{2,}")
IDS = re.compile(r"\b[0-9a-f]{32}(@\w+)?\b|\b[0-9a-f]{64}\b")


def words_of(text: str) -> set[str]:
    return set(WORD.findall(IDS.sub(" ", text)))


def own_words() -> set[str]:
    """What the dossier has itself (ids, zones, units), kinds of ids, and how commands are called."""
    called = {name for name, _ in reference.commands_of(app)} | {"mayor-schedule", "--audience internal", "--key KEY"}
    return words_of(KOREAN.read_text(encoding="utf-8")) | words_of(" ".join([*called, *COMMANDS, *KINDS, OFFICE]))


def code_words() -> set[str]:
    """The names of events and fields, and the values that a dossier writes for some of them."""
    schema = SCHEMAS["events"]()
    told = {text for where, text in strings(schema) if where in {"key", "enum", "const"}}
    return words_of(" ".join([*told, *EVENTS]))


PLAIN = ("calendar", "counts", "list", "agreements", "clashes", "briefing")
"""What is for readers who never write a dossier; the others show fields and events by the names that dossiers use."""


@pytest.mark.slow
def test_a_korean_reader_of_a_korean_office_meets_no_english(hanbit: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    widened(monkeypatch)
    own, codes = own_words(), code_words()
    left: dict[str, set[str]] = {}
    for words in commands(hanbit, "ko"):
        if "json" in words or words[0] == "export":
            continue
        shown = printed(hanbit, "ko", *words)
        if "html" in words:
            shown = html.unescape(re.sub(r"<(style|script).*?</\1>|<[^>]*>", " ", shown, flags=re.DOTALL))
        left.setdefault(words[0], set()).update(words_of(shown) - own - (set() if words[0] in PLAIN else codes))
    assert set(left) == {*PLAIN, "history", "changes", "replay", "show", "explain"}
    assert {command: found for command, found in left.items() if found} == {}


def test_a_korean_feed_has_no_english_in_what_a_phone_shows(hanbit: Path) -> None:
    feed = printed(hanbit, "ko", "export", "ics").replace("\r\n ", "")
    shown = re.findall(r"^(?:SUMMARY|DESCRIPTION|LOCATION|NAME|X-WR-CALNAME|CATEGORIES)[^:]*:(.*)$", feed, re.MULTILINE)
    assert len(shown) > 12
    assert words_of(" ".join(shown)) == set()
