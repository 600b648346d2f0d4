"""The briefing against the report of 31 August 2018: every fact of it is there, and nothing that it does not say.

`facts_2018` lists the facts; no test here compares with an output that was looked at.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from conftest import EARLIER, LATER, REPORT
from facts_2018 import (
    AFTER_FEBRUARY,
    ALLOWED_COUNTS,
    ALLOWED_LATIN,
    ALLOWED_NUMBERS,
    CANARIES,
    FACTS,
    FEBRUARY,
    LATER_CANARIES,
    TABLES,
    Fact,
    Word,
)
from terminal import run

COUNTER = "(?:여개|개년|개소|담당관|주년|명|회|건|개|팀|차|대(?= 협의체)|박)"
DAY_OF_KNOWLEDGE = re.compile(r"(?:20|')?18(?:-|\. ?|년 ?)0?8(?:-|\. ?|월 ?)31(?:일|\.)?(?!\d)")
NUMBERING = re.compile(r"^[\s#*>|-]*\(?\d+[.)](?=\s)")
ALIKE = str.maketrans({"․": "·", "‧": "·", "・": "·", "’": "'", "‘": "'", "～": "~", "∼": "~", "\xa0": " "})
BLOCK = re.compile(
    r"(?i)</?(?:title|p|li|[uod]l|dd|h\d|tr|table|caption|div|section|header|footer|main|article|br)\b[^>]*>"
)

Ask = Callable[..., str]


def folded(text: str) -> str:
    """One line, so that what only looks different is the same: dots, quotes, spaces, escapes and emphasis."""
    text = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text).replace("**", "").translate(ALIKE)
    text = re.sub("[\u200b-\u200f\u2060-\u2069\u202a-\u202e]", "", text)
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r" ?: ?", ":", text).replace(" (", "(").replace("변화 위원회", "변화위원회")
    return re.sub(rf"(\d) (?={COUNTER})", r"\1", text).strip()


def lines_of(text: str) -> list[str]:
    """The lines of a text, folded."""
    return [line for line in map(folded, text.splitlines()) if line]


def untagged(page: str, *, drawings: bool) -> str:
    """The text of a page, a line for each block and each row; of drawings the text too, if they are asked for."""
    page = re.sub(r"(?is)<(style|script)\b.*?</\1>|<!--.*?-->|<!doctype[^>]*>", " ", page)
    if not drawings:
        page = re.sub(r"(?is)<svg\b.*?</svg>", " ", page)
    page = re.sub(r"\s+", " ", page)
    page = re.sub(r"(?i)</(?:td|th|text)>", " | ", BLOCK.sub("\n", page))
    return html.unescape(re.sub(r"<[^>]*>", "", page))


def leaves(value: Any) -> Iterator[str]:
    """Every value of a JSON document, in order, and no name of a member."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from leaves(each)
    elif value is not None:
        yield str(value)


def rows_in(value: Any) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The label and the cells of every row of every table in a JSON document."""
    if isinstance(value, dict):
        if "cells" in value:
            yield value["label"], tuple(cell["text"] for cell in value["cells"])
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from rows_in(each)


def occurs(word: str, text: str) -> bool:
    """Whether a text holds a word, and not as a part of a longer number or of another counter."""
    word = folded(word)
    before = r"(?<![\d,~])(?<!\d\.)" if word[0].isdigit() else ""
    after = r"(?!\d|\.\d)" if word[-1].isdigit() else r"(?!\d)" if word[-1] == "." else ""
    if re.search(r"\d개$", word):
        after = "(?![년소월])"
    return re.search(before + re.escape(word) + after, text) is not None


def says(word: Word, text: str) -> bool:
    """Whether a text says it in one of its ways."""
    return any(occurs(each, text) for each in ([word] if isinstance(word, str) else word))


def counts(label: Word, figure: str, text: str) -> bool:
    """Whether a line gives this figure to this label, after it or before it, with no other counted figure between."""
    gap = rf"(?:(?!(?<![\d,])[\d,]+{COUNTER}).){{0,90}}?"
    number = rf"(?<![\d,]){re.escape(folded(figure))}(?![년소월])"
    labels = "|".join(re.escape(folded(each)) for each in ([label] if isinstance(label, str) else label))
    return re.search(rf"(?:{labels}){gap}{number}|{number} ?(?:{labels})", text) is not None


def missing(fact: Fact, lines: list[str]) -> list[str]:
    """What of a fact these lines do not say."""
    text = "\n".join(lines)
    found = [f"{fact.id} {fact.at}: {word}" for word in fact.words if not says(word, text)]
    if fact.line and not any(all(says(word, line) for word in fact.line) for line in lines):
        found.append(f"{fact.id} {fact.at}: in one line: {fact.line}")
    if fact.figure and not any(counts(*fact.figure, line) for line in lines):
        found.append(f"{fact.id} {fact.at}: counted: {fact.figure}")
    return found


def missing_rows(lines: list[str]) -> list[str]:
    """The rows of the report's tables that no line gives, cell after cell."""
    found = []
    for name, (at, label, cells) in TABLES.items():
        row = re.compile(r"(?<![\d,])" + r"(?:명|천원)?[ |]+".join(map(re.escape, cells)) + r"(?![\d,])")
        if not any(label in line.replace(" ", "") and row.search(line.replace("*", "")) for line in lines):
            found.append(f"{name} {at}: {label} {cells}")
    return found


def invented(lines: list[str]) -> list[str]:
    """The numbers, counted numbers and foreign words of these lines that the report does not have."""
    allowed = ALLOWED_COUNTS.keys() | {f"{cell}명" for name in TABLES if name[0] == "C" for cell in TABLES[name][2]}
    found = []
    for line in lines:
        left = DAY_OF_KNOWLEDGE.sub("", NUMBERING.sub("", line))
        numbers = set(re.findall(r"\d+(?:[.,]\d+)*", left)) - ALLOWED_NUMBERS.keys()
        counted = set(re.findall(rf"(?<![\d,.])\d[\d,]*{COUNTER}", left)) - allowed
        latin = set(re.findall(r"[A-Za-zÀ-ÿ]+", left)) - ALLOWED_LATIN.keys()
        found += [f"{each!r} in: {line}" for each in sorted(numbers | counted | latin)]
    return found


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    """Ask for the Korean briefing of an office that loaded these dossiers, by default the report alone."""
    folder, loaded, answers = tmp_path_factory.mktemp("offices"), dict[tuple[Path, ...], Path](), dict[Any, str]()

    def asked(*options: str, dossiers: tuple[Path, ...] = (REPORT,), known_on: str = "2018-08-31") -> str:
        if dossiers not in loaded:
            db = folder / f"{len(loaded)}.db"
            assert run("import", *dossiers, db=db).code == 0
            loaded[dossiers] = db
        question = (dossiers, known_on, options)
        if question not in answers:
            done = run("briefing", "--lang", "ko", "--known-on", known_on, *options, db=loaded[dossiers])
            assert done.code == 0, done.err
            answers[question] = done.out
        return answers[question]

    return asked


INTERNAL = ("--audience", "internal")
ALL = (EARLIER, REPORT, LATER)
PRINTED: dict[str, Callable[[Ask, dict[str, Any]], list[str]]] = {
    "markdown": lambda ask, kept: lines_of(ask(**kept)),
    "html": lambda ask, kept: lines_of(untagged(ask("--format", "html", *INTERNAL, **kept), drawings=False)),
}
"""The lines of the briefing in the forms that people read."""


def drawn(ask: Ask, **kept: Any) -> str:
    """The briefing with the words of its drawings, in both forms that people read."""
    page = untagged(ask("--format", "html", *INTERNAL, **kept), drawings=True)
    return "\n".join(lines_of(ask(**kept)) + lines_of(page))


@pytest.mark.parametrize("form", PRINTED)
@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.id)
def test_every_fact_is_there(ask: Ask, form: str, fact: Fact) -> None:
    assert missing(fact, PRINTED[form](ask, {})) == []


@pytest.mark.parametrize("form", PRINTED)
def test_every_row_of_the_tables_is_there(ask: Ask, form: str) -> None:
    assert missing_rows(PRINTED[form](ask, {})) == []


@pytest.mark.parametrize("form", PRINTED)
def test_nothing_is_there_that_the_report_does_not_say(ask: Ask, form: str) -> None:
    assert invented(PRINTED[form](ask, {})) == []


def test_nothing_is_there_that_others_say_or_that_only_follows(ask: Ask) -> None:
    said = drawn(ask)
    assert [word for word in CANARIES if occurs(word, said)] == []


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.id)
def test_every_fact_is_there_for_programs(ask: Ask, fact: Fact) -> None:
    text = "\n".join(map(folded, leaves(json.loads(ask("--format", "json", *INTERNAL)))))
    assert [word for word in fact.said if not says(word, text)] == []


def test_the_tables_are_there_for_programs(ask: Ask) -> None:
    rows = dict(rows_in(json.loads(ask("--format", "json", *INTERNAL))))
    assert {label: rows.get(label) for _, label, _ in TABLES.values()} == {
        label: cells for _, label, cells in TABLES.values()
    }


@pytest.mark.parametrize("form", PRINTED)
def test_the_press_takes_no_fact_away(ask: Ask, form: str) -> None:
    lines = PRINTED[form](ask, {"dossiers": ALL})
    assert [each for fact in FACTS for each in missing(fact, lines)] + missing_rows(lines) == []


def test_what_was_learnt_later_was_not_known_then(ask: Ask) -> None:
    said = drawn(ask, dossiers=ALL)
    assert [word for word in LATER_CANARIES if occurs(word, said)] == []


def test_what_was_learnt_later_changes_nothing_then(ask: Ask) -> None:
    for options in ((), ("--format", "html", *INTERNAL), ("--format", "json", *INTERNAL)):
        assert ask(*options, dossiers=ALL) == ask(*options, dossiers=(EARLIER, REPORT))


@pytest.mark.parametrize("form", PRINTED)
def test_in_march_only_the_visits_of_february_were_known(ask: Ask, form: str) -> None:
    kept = {"dossiers": ALL, "known_on": "2018-03-01"}
    lines = PRINTED[form](ask, kept)
    for who, day in FEBRUARY:
        assert any(says(who, line) and says(day, line) for line in lines), (who, day)
    told, shown = "\n".join(lines), drawn(ask, **kept)
    assert [word for word in AFTER_FEBRUARY if occurs(word, told)] == []
    # A drawing's axis names every month of the year.
    assert [word for word in AFTER_FEBRUARY if not word.endswith("월") and occurs(word, shown)] == []


def test_a_figure_under_another_label_is_no_fact() -> None:
    meetings = [fact for fact in FACTS if fact.id in {"E9a", "E9b", "E9c"}]
    told = "전체위원회(2회), 분과위원회 운영(74회), 기획위원회 운영(7회)"
    listed = "| 분과위원회 | 74 회 |\n| 기획위원회 | 7 회 |\n| 전체위원회 | 2 회 |"
    for right in (told, listed):
        assert [each for fact in meetings for each in missing(fact, lines_of(right))] == []
    wrong = lines_of("전체위원회(2회), 분과위원회 운영(7회), 기획위원회 운영(74회)")
    assert [fact.id for fact in meetings if missing(fact, wrong)] == ["E9b", "E9c"]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("1) 2018. 8. 31. 기준, ’18.8.31 현재 총 **30개**", []),
        ("해외인사 11명, 9.27.\\~10.7, 9박 11일", ["11명"]),
        ("집행률 40.9%", ["40.9"]),
        ("| 정원 | 19명 | 6 |", []),
        ("10.18.자 Steinmeier", ["10.18", "Steinmeier"]),
    ],
)
def test_what_the_report_does_not_say_is_found(line: str, found: list[str]) -> None:
    assert [each.split("'")[1] for each in invented(lines_of(line))] == found
