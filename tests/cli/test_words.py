"""The words of the tables: every field, code and event of the domain has its own, in Korean and in other languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from pydantic import BaseModel

from conftest import EARLIER, EXAMPLES, LATER, REPORT
from mayor_schedule.cli.field_words import code_word, every_word, field_label, kind_name, topic_name
from mayor_schedule.cli.wording import word
from mayor_schedule.domain.catalog import EVENTS, KINDS
from mayor_schedule.domain.office import Term
from mayor_schedule.telling import catalogues
from mayor_schedule.telling.catalogues import catalogue
from terminal import run

pytestmark = pytest.mark.usefixtures("english")

WORDS = dict(every_word())
FIELDS = {re.sub(r"^field (\w+\.)?", "", context) for context in WORDS if context.startswith("field ")}
CODES = {
    re.sub(f"^{field}_", "", context)
    for field in ("stage", "category", "visibility", "form", "kind", "mode", "duplicate_verdict", "counted_by")
    for context in WORDS
    if context.startswith(f"{field}_")
}
OURS = {spelling for name in FIELDS | CODES for spelling in (name, name.replace("_", " "))} | set(EVENTS)
"""How fields, codes and events are called in English."""

NOTED = {"total"}
"""What a line of a table begins with where a note in English goes on."""

NO_LETTERS = re.compile(r"\{\w+\}|[^A-Za-z{}]+")
"""What is no word: the parts of a template, and signs."""


def names_of(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def schemas() -> Iterator[dict[str, Any]]:
    """The schemas of every model that is shown, as pydantic itself finds them."""
    models: list[type[BaseModel]] = [*EVENTS.values(), Term]
    for model in models:
        schema = model.model_json_schema(mode="serialization")
        yield schema
        for name, inner in schema.get("$defs", {}).items():
            yield {**inner, "title": name, "$defs": schema["$defs"]}


def codes_of(schema: dict[str, Any], defined: dict[str, Any]) -> set[str]:
    """The codes that a field can hold, in its schema and in those that it names, but for the fields of others."""
    found = set(schema.get("enum", ()))
    inside = [*schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("prefixItems", ()), schema.get("items")]
    for inner in filter(None, inside):
        found |= codes_of(inner, defined)
    if "$ref" in schema:
        found |= codes_of(defined[schema["$ref"].rpartition("/")[2]], defined)
    return {each for each in found if isinstance(each, str)}


def test_every_field_and_code_of_an_event_has_a_word() -> None:
    fields, codes = set[str](), set[str]()
    for schema in schemas():
        for name, field in schema.get("properties", {}).items():
            if f"field {schema['title']}.{name}" not in WORDS:
                fields.add(f"field {name}")
            codes |= {f"{name}_{code}" for code in codes_of(field, schema.get("$defs", {}))}
    assert fields - set(WORDS) == set()
    assert codes - set(WORDS) == set()
    assert {"field stops", "category_mou", "answer_unknown", "form_branch", "kind_university"} <= fields | codes


def test_every_fact_kind_and_topic_has_a_word() -> None:
    facts = {f"field {name}" for kind in KINDS.values() for name in kind.state.fact_names()}
    wanted = facts | {f"topic {topic}" for topic in EVENTS} | {f"subject {kind}" for kind in KINDS}
    assert wanted - set(WORDS) == set()
    assert len(wanted) > 150


def test_every_word_has_its_korean_with_the_same_parts() -> None:
    for context, english in WORDS.items():
        if not NO_LETTERS.sub("", english):
            continue
        korean = catalogue("words", "ko").pgettext(context, english)
        assert korean != english, context
        units = {"unit", "count"} if context == "ledger one" else {"unit"} if context.startswith("ledger ") else set()
        assert names_of(korean) ^ names_of(english) <= units, context


def test_names_are_told_by_what_they_are_of() -> None:
    assert field_label("in_force_from", "en") == "in force from"
    assert field_label("in_force_from", "ko") == "발효일"
    assert field_label("attendance vice-mayor", "ko") == "참석 여부 vice-mayor"
    assert field_label("occurrence 2018-10-01 attendance mayor", "ko") == "2018-10-01 회차 참석 여부 mayor"
    assert field_label("occurrence 2018-10-01 attendance mayor", "en") == "occurrence 2018-10-01 attendance mayor"
    assert topic_name("trip.reported", "ko") == "해외출장 보고"
    assert topic_name("trip.reported", "en") == "trip.reported"
    assert (kind_name("policy_export", "ko"), kind_name("policy_export", "en")) == ("정책수출", "policy_export")
    assert [code_word("stage", code, "ko") for code in ("accepted", "held", "나중")] == ["허용", "개최 완료", "나중"]


# --- what is shown in Korean ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("words")
    seoul, buenos_aires = folder / "seoul.db", folder / "buenos-aires.db"
    assert run("import", EARLIER, REPORT, LATER, db=seoul).code == 0
    assert run("import", EXAMPLES / "buenos-aires" / "agenda.yaml", db=buenos_aires).code == 0
    return {"seoul": seoul, "buenos-aires": buenos_aires}


def commands(db: Path, audience: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """What prints fields, codes and events: of everything at once, and of one subject of each kind."""
    subjects = {each["kind"]: each["subject"] for each in run("list", "--format", "json", *audience, db=db).json}
    for subject in subjects.values():
        yield from (("show", subject), ("explain", subject))
    yield from (("list",), ("list", "rule"), ("history",), ("changes", "--from", "2017-01-01", "--to", "2026-01-01"))
    yield from (("agreements",), ("counts", "--on", "2018-08-31"), ("clashes",), ("replay",))
    yield from (("list", "--completeness"), ("counts", "--ledger"), ("explain", "trips_planned", "--on", "2018-08-31"))


def of_ours(out: str) -> set[str]:
    """The names, codes and topics of ours that stand in a table by themselves, or before or behind a colon."""
    cells = (cell for line in out.splitlines() for cell in re.split("  +", line))
    parts = (part.strip("() ") for cell in cells for said in cell.split(": ") for part in re.split(r", | \(", said))
    return OURS.intersection(parts) - NOTED


@pytest.mark.parametrize("audience", ["internal", "public"])
@pytest.mark.parametrize("office", ["seoul", "buenos-aires"])
def test_nothing_of_ours_is_in_english_in_a_korean_table(stores: dict[str, Path], office: str, audience: str) -> None:
    db, who, printed = stores[office], ("--audience", audience), 0
    for command in commands(db, who):
        done = run(*command, "--lang", "ko", *who, db=db)
        if done.code == 0:
            printed += 1
            assert of_ours(done.out) == set(), command
    assert printed > 20


def test_what_looks_for_english_finds_it(stores: dict[str, Path]) -> None:
    found = of_ours(run("history", "--lang", "en", db=stores["seoul"]).out)
    assert {"trip.planned", "title", "when", "planned", "principal"} <= found


def test_what_somebody_wrote_is_shown_as_it_is(tmp_path: Path) -> None:
    entries = """
- plan_trip: {trip: planned, title: {en: planned}, period: 2018-09-01/2018-09-02, purpose: {en: public}}
  note: confirmed
- plan_engagement:
    engagement: e
    title: {en: state_guest}
    when: 2018-09-01
    attendance: [{principal: mayor, answer: yes}]
    topics: [{en: mou}, {en: trip.planned}]
- pursue_organization: {organization: o, name: {en: opened}, category: {en: headquarters}, form: branch}
"""
    db = tmp_path / "a.db"
    assert run("record", "--by", "internal", "--known-on", "2018-08-31", stdin=entries, db=db).code == 0
    trip, engagement, organization = (run("show", each, "--lang", "ko", db=db).out for each in (
        "trip:planned", "engagement:e", "organization:o",
    ))  # fmt: skip
    assert re.search(r"제목 +planned ", trip)
    assert re.search(r"목적 +public ", trip)
    assert re.search(r"단계 +계획 ", trip)
    assert re.search(r"제목 +state_guest ", engagement)
    assert re.search(r"의제 +mou ", engagement)
    assert re.search(r"\n +trip\.planned ", engagement)
    assert re.search(r"명칭 +opened ", organization)
    assert re.search(r"구분 +headquarters ", organization)
    assert re.search(r"형태 +지부 ", organization)
    history = run("history", "trip:planned", "--lang", "ko", db=db).out
    assert "(confirmed)" in history
    assert " internal " in history
    assert "해외출장 계획" in history


def test_what_a_diary_holds_is_told_in_korean(stores: dict[str, Path]) -> None:
    out = run("replay", "--lang", "ko", db=stores["seoul"]).out
    assert "일정표 예약" in out
    assert re.search(r"mayor: 일정 주체: mayor", out)
    assert "일정표 날짜: " in " ".join(out.split())


def test_a_postponed_signing_has_a_word_of_its_own(tmp_path: Path) -> None:
    entries = """
- propose_agreement: {agreement: a, title: {ko: 협약}, parties: [{name: {ko: 갑}}]}
- plan_signing: {agreement: a, signing: 2018-10}
- postpone_agreement: {agreement: a}
- plan_trip: {trip: t, title: {ko: 출장}, period: 2018-10-01/2018-10-02}
- postpone_trip: {trip: t}
"""
    db = tmp_path / "a.db"
    done = run("record", "--by", "p", "--known-on", "2018-08-31", stdin=entries, db=db)
    assert done.code == 0, done.err
    assert "체결 연기" in run("agreements", "--lang", "ko", db=db).out
    missing = run("list", "--completeness", "--lang", "ko", db=db).out
    assert re.search(r"agreement:a .*\n 체결 연기 ", missing)
    assert re.search(r"trip:t .*\n 연기 ", missing)
    assert re.search(r"단계 +연기 ", run("show", "trip:t", "--lang", "ko", db=db).out)


# --- another language -------------------------------------------------------------------------------------------------


@pytest.fixture
def spanish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A catalogue in Spanish of some words, and one for Argentina of one."""
    said = {
        "es": {"field title": "título", "topic trip.planned": "viaje planeado", "stage_planned": "planeado",
               "field": "Campo", "value": "Valor", "field Attendance.answer": "respuesta", "answer_yes": "sí"},
        "es_AR": {"value": "Valor, che"},
    }  # fmt: skip
    for language, words in said.items():
        catalog = Catalog(locale=language)
        for context, translation in words.items():
            catalog.add(WORDS[context], translation, context=context)
        folder = tmp_path / "locale" / language / "LC_MESSAGES"
        folder.mkdir(parents=True)
        with (folder / "words.mo").open("wb") as file:
            write_mo(file, catalog)
    monkeypatch.setattr(catalogues, "LOCALES", tmp_path / "locale")
    catalogue.cache_clear()
    yield
    catalogue.cache_clear()


@pytest.mark.usefixtures("spanish")
def test_another_language_needs_nothing_but_a_catalogue(stores: dict[str, Path]) -> None:
    db = stores["buenos-aires"]
    shown = run("show", "engagement:lima-firma", "--lang", "es", db=db).out.splitlines()
    assert shown[2].split() == ["Campo", "Valor", "Event", "Known", "on", "Source"]
    assert any(re.match(r" título +Firma del convenio ", line) for line in shown)
    assert any("principal: jefe, respuesta: sí" in line for line in shown)
    assert any(re.match(r" visibility +public ", line) for line in shown)
    planned = run("show", "trip:montevideo", "--lang", "es", db=db).out
    assert re.search(r"\n stage +planeado ", planned)
    assert "viaje planeado" in run("history", "trip:montevideo", "--lang", "es", db=db).out


@pytest.mark.usefixtures("spanish")
def test_what_a_region_lacks_is_in_the_words_of_its_language() -> None:
    assert word("value", "es-AR") == "Valor, che"
    assert word("value", "es-ar") == "Valor, che"
    assert word("value", "es-419") == "Valor"
    assert word("field", "es-AR") == "Campo"
    assert word("nothing", "es-AR") == "nothing to show"


def test_a_tag_of_korea_has_the_korean_words() -> None:
    assert word("value", "ko-KR") == word("value", "KO") == "값"
    assert word("value", "en-GB") == word("value", "pt") == "Value"
