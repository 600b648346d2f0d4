"""Offices of other cities: nothing Korean in what an English reader sees of one, nothing English in a Korean one's."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet
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
from terminal import Done, run

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
    monkeypatch.setattr(tables, "PIPED_WIDTH", 2_000)
    monkeypatch.setattr(reports, "LINE", 1_500)


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
HANGUL = re.compile("[\uac00-\ud7af]")
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


TAGS = {
    "key": "which section, block or count it is, the same in every language",
    "rule": "which rule of clashes it is",
    "uid": "an opaque id",
    "@context": "schema.org's", "@id": "schema.org's", "@type": "schema.org's", "eventStatus": "schema.org's",
}  # fmt: skip
"""What programs go by where no schema of ours lists the values."""

GOOGLE = {"True", "False", "AM", "PM"}
"""What Google reads in its CSV, in English only."""

PHONE = ("summary", "description", "location", "name", "x-wr-calname", "categories")
"""The properties of jCal that a calendar shows."""


def codes_of_outputs() -> set[str]:
    """Whole values that schemas list: commands, events, stages, kinds."""
    documents = [SCHEMAS[name]() for name in ("outputs", "events", "commands")]
    listed = {text for each in documents for where, text in strings(each) if where in {"key", "enum", "const"}}
    return {*listed, *EVENTS, *COMMANDS, *KINDS, "true", "false"}


STREAMS = {"booking", "diary"}
"""The kinds of what is no subject, and has a stream of its own."""


def values(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text that is a value, with the key under which it stands."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield from values(each, name)
    elif isinstance(value, list):
        for each in value:
            yield from values(each, key)
    elif isinstance(value, str):
        yield key, value


def properties(component: list[Any]) -> Iterator[tuple[str, str]]:
    """What a calendar shows of a component of jCal (RFC 7265) and of those in it."""
    for name, _, _, *given in component[1]:
        if name in PHONE:
            yield from ((name, str(each)) for each in given)
    for each in component[2]:
        yield from properties(each)


def told(words: tuple[str, ...], written: str) -> list[tuple[str, str]]:
    """The texts in an output for programs."""
    if words[:2] == ("export", "csv"):
        rows = csv.DictReader(io.StringIO(written.removeprefix("\ufeff")))
        return [pair for row in rows for pair in values(dict(row))]
    if words[:2] == ("export", "jcal"):
        return list(properties(json.loads(written)))
    if words[:2] == ("export", "events"):
        return [pair for line in written.splitlines() for pair in values(json.loads(line))]
    return list(values(json.loads(written)))


@pytest.mark.slow
def test_programs_are_given_no_english_text_of_a_korean_office(hanbit: Path) -> None:
    """JSON and files: texts are Korean; keys, ids, codes and tags are for programs, and the same in every language."""
    own, codes = own_words() | STREAMS, codes_of_outputs()
    left: dict[tuple[str, str], set[str]] = {}
    looked: dict[str, int] = {}
    for words in commands(hanbit, "ko"):
        if not ("json" in words or words[0] == "export") or words[:2] == ("export", "ics"):
            continue  # a feed has a test of its own
        name = " ".join(words[:2]) if words[0] == "export" else words[0]
        for key, text in told(words, printed(hanbit, "ko", *words)):
            looked[name] = looked.get(name, 0) + bool(HANGUL.search(text))
            if key not in TAGS and text not in codes:
                more = GOOGLE if words[1:3] == ("csv", "--columns") else set[str]()
                left.setdefault((name, key), set()).update(words_of(text) - own - more)
    assert set(looked) == {*PLAIN, "history", "changes", "replay", "show", "explain", *(
        f"export {each}" for each in ("csv", "jcal", "jsonld", "events")
    )}  # fmt: skip
    assert all(looked.values()), f"nothing Korean, so nothing was looked at: {looked}"
    assert {where: found for where, found in left.items() if found} == {}


@pytest.mark.parametrize(("language", "store"), [("en", "buenos_aires"), ("ko", "hanbit")])
def test_a_data_frame_has_the_texts_of_its_office(
    language: str, store: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    file, own, codes = tmp_path / "1", own_words(), codes_of_outputs()
    printed(request.getfixturevalue(store), language, "export", "parquet", "--out", str(file))
    texts = [pair for row in pyarrow.parquet.read_table(file).to_pylist() for pair in values(row)]
    assert len(texts) > 30
    for key, text in texts:
        if language == "en":
            assert OTHER.search(text) is None, (key, text)
        elif key not in TAGS and text not in codes:
            assert words_of(text) <= own, (key, text)


# --- what records, proves and refuses ---------------------------------------------------------------------------------

WHO = {"en": "jefe", "ko": "mayor"}
TITLES = {"en": "es", "ko": "ko"}
CALENDAR = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:1\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20240101T000000Z\r\n"
    "DTSTART;VALUE=DATE:20240503\r\nSUMMARY:7\r\nATTACH:http://1/\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)

REFUSED: tuple[tuple[object, ...], ...] = (
    ("show", "trip:0"), ("replay", "trip:0"), ("list", "0"), ("explain", "0"), ("calendar", "--principal", "0"),
    ("calendar", "--from", "2024-02-30", "--to", "2024-03-01"), ("calendar", "--recorded-until", "0"),
    ("calendar", "--from", "2024-03-02", "--to", "2024-03-01"), ("calendar", "--0"), ("calendar", "--format", "0"),
    ("counts", "--term", "0"),
    ("changes", "--from", "0", "--to", "0"), ("list", "--completeness", "--audience", "public"), ("0",),
    ("briefing", "--on", "2024-03-31", "--format", "0"), ("backup", "2"), ("keygen", "--out", "3"), ("prove",),
    ("prove", "999", "--key", "3"), ("prove", "1", "--key", "0"), ("verify", "--checkpoint", "3"), ("import", "0"),
    ("export", "ics", "--out", "0/0"), ("export", "events", "--since", "0.0"), ("export", "schema", "0"),
)  # fmt: skip
"""What a reader does wrong at the command line; all that they type themselves is figures."""

WRONG = (
    "plan_trip: {trip: lima, 0: 0}", "0: {}", "confirm_trip: {trip: 0}",
    "plan_trip: {trip: 0, title: 0, period: 2024-02-30}",
    "plan_trip: [", "confirm_trip: 0", "plan_trip: {trip: 0, title: 0, period: 2024-03-02/2024-03-01}", "- 0\n-- 0",
)  # fmt: skip
"""What is wrong in an entry."""


def meeting(number: int, language: str) -> str:
    return (
        f"plan_engagement: {{engagement: '{number}', title: {{{TITLES[language]}: '7'}}, when: {{start: "
        "2024-04-08T09:00, end: 2024-04-08T10:00, zone: America/Lima}, attendance: "
        f"[{{principal: {WHO[language]}, answer: yes}}]}}"
    )


def deeds(dossier: Path, language: str) -> Iterator[tuple[tuple[object, ...], Done, bool]]:
    """Commands that record, prove, keep and refuse, in an empty folder; with what came, and whether it went well."""
    store = "1"

    def do(*words: object, stdin: str = "", well: bool = True) -> tuple[tuple[object, ...], Done, bool]:
        alone = words[0] in {"0", "init"} or words[:2] in {("export", "schema"), ("verify", "--bundle")}
        ended = run(*words, "--lang", language, stdin=stdin, db=None if alone else store)
        assert (ended.code == 0) is well, (words, ended)
        return (*words, stdin), ended, well

    yield do("init", "--db", "5")
    for more in ((), ("--dry-run",), ("--format", "json")):
        yield do("import", dossier, *more)
    Path("6").write_text(CALENDAR, encoding="utf-8", newline="")
    Path("6").rename("6.ics")
    for more in (("--dry-run",), ("--dry-run", "--format", "json"), ()):
        yield do("import", "6.ics", "--by", "7", *more)
    for number, more in ((1, ()), (2, ("--format", "json"))):
        yield do("record", "--by", "7", *more, stdin=meeting(number, language))
    for more in ((), ("--dry-run",), ("--format", "json")):
        yield do("book", "--by", "7", *more)
    accepted = f"confirm_occasion: {{occasion: {'staff' if language == 'ko' else 'gabinete'}}}"
    yield do("record", "--by", "7", stdin=accepted, well=False)
    yield do("keygen", "--out", "3")
    yield do("checkpoint", "--key", "3", "--out", "4")
    for each in range(0, 24, 2):
        yield do("prove", each, "--key", "3")
        yield do("prove", each, "--key", "3", "--out", f"9{each}")
        yield do("verify", "--bundle", f"9{each}")
    yield do("prove", "--from", "4")
    for more in ((), ("--replay",), ("--checkpoint", "4"), ("--format", "json")):
        yield do("verify", *more)
    for words in (("backup", "2"), ("export", "events", "--audience", "internal", "--out", "8.jsonl")):
        yield do(*words)
    for word in REFUSED:
        yield do(*word, well=False)
    for entry in WRONG:
        yield do("record", "--by", "7", stdin=entry, well=False)
    damaged = Path("90").read_bytes().replace(b'"position":0', b'"position":1')
    Path("91").write_bytes(damaged)
    yield do("verify", "--bundle", "91", well=False)
    yield do("verify", "--bundle", "91", "--format", "json", well=False)


@pytest.mark.slow
def test_an_english_writer_of_another_city_meets_neither_korean_nor_seoul(english: None) -> None:
    for words, ended, _ in deeds(AGENDA, "en"):
        found = OTHER.search(ended.out + ended.err)
        assert found is None, (words, ended)


NOT_TEXT = re.compile(
    r"\[MS-\d+\]"  # a code
    r"|--[a-z-]+"  # an option
    r"|(?:[A-Z]+[_-])+[A-Z]+|VKEY|OPTIONS|ARGS|COMMAND"  # what stands for a value, as in usage lines
    r"|[\w.-]+\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+"  # a key
    r"|ics-[0-9a-f]{16}|history:log@\d+"  # an id that the program made
)
FORMS = {"json", "table", "markdown", "md", "html", "null", "true", "false", "jsonl", "ics"}
"""What an option or a field takes, and how names of files end."""

PATHS = {"stored", "topic", "uid", "version", "digest", "event", "id", "shown", "recorded", "at"}
"""How fields are called in a bundle (docs/reference/proofs.md), which `verify` tells with what they say."""

ENGLISH: dict[tuple[str, str], str] = {
    ("verify", "reason"): "JSON says why in English, whatever the language, so that a program can compare it",
}
"""What is English in JSON, with the reason."""


@pytest.mark.slow
def test_a_korean_writer_of_a_korean_office_meets_no_english(english: None) -> None:
    """Fields, commands and events are called in entries as here, and so they are in what is said of entries."""
    named = [*SCHEMAS, str(KOREAN), *(text for where, text in strings(SCHEMAS["commands"]()) if where == "key")]
    own, whole = own_words() | code_words() | FORMS | PATHS | words_of(" ".join(named)), codes_of_outputs()

    def english_in(text: str) -> set[str]:
        return words_of(NOT_TEXT.sub(" ", text)) - own

    left: dict[str, set[str]] = {}
    in_english = set()
    for words, ended, _ in deeds(KOREAN, "ko"):
        shown = ended.err
        if ended.out.startswith("{"):
            data = json.loads(ended.out)
            if words[0] == "prove":
                data = [json.loads(each)[2] for event in data.get("events", ()) for each in event["disclosed"]]
            for key, text in values(data):
                found = set() if text in whole else english_in(text)
                if found and (words[0], key) in ENGLISH:
                    in_english.add((words[0], key))
                elif found:
                    left.setdefault(f"{words}: {key}", set()).update(found)
        else:
            shown += ended.out
        if found := english_in(shown):
            left.setdefault(f"{words}", set()).update(found)
    assert left == {}
    assert in_english == set(ENGLISH), "an exception that is none any more"


def test_a_korean_feed_has_no_english_in_what_a_phone_shows(hanbit: Path) -> None:
    feed = printed(hanbit, "ko", "export", "ics").replace("\r\n ", "")
    shown = re.findall(r"^(?:SUMMARY|DESCRIPTION|LOCATION|NAME|X-WR-CALNAME|CATEGORIES)[^:]*:(.*)$", feed, re.MULTILINE)
    assert len(shown) > 12
    assert words_of(" ".join(shown)) == set()
