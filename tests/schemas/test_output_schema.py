"""The schemas of outputs: what commands print fits, with no key that is not described, for whoever reads."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from contextlib import redirect_stdout
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

import strategies
from archives import archive, lived
from canaries import canary_stories
from conftest import EARLIER, EXAMPLES, LATER, REPORT
from mayor_schedule import Audience, Office
from mayor_schedule.audit.changes import changes
from mayor_schedule.audit.explain import explain
from mayor_schedule.audit.history import shown
from mayor_schedule.audit.replay import steps
from mayor_schedule.cli.app import app
from mayor_schedule.cli.briefing import Form
from mayor_schedule.cli.clashes import print_clashes
from mayor_schedule.cli.options import Format
from mayor_schedule.cli.reference import commands_of
from mayor_schedule.cli.reports import history_records, print_list
from mayor_schedule.exports.briefing.writing import write_briefing
from mayor_schedule.schemas.outputs import OUTPUTS
from mayor_schedule.views.agreements import register
from pasts import Told
from schemas.validators import found, schema, validator
from sizes import examples
from terminal import run

AUTUMN = ("--from", "2018-09-01", "--to", "2018-11-30")
THEN = ("--known-on", "2018-08-31")
READ: dict[str, list[tuple[str, ...]]] = {
    "calendar": [(), AUTUMN, THEN, ("--recorded-until", "2001-01-01T00:00:00Z")],
    "clashes": [(), ("--on", "2018-08-31")],
    "counts": [(), ("--on", "2018-08-31", *THEN), ("--on", "2019-03-01")],
    "counts-ledger": [("--ledger",), ("--ledger", "--key", "hosted_organizations"), ("--ledger", *THEN)],
    "agreements": [("--on", "2018-09-01"), ("--on", "2030-01-01")],
    "list": [(), ("trip",), THEN],
    "list-completeness": [("--completeness",), ("--completeness", "visit", *THEN)],
    "show": [("trip:2018-europe",), ("trip:2018-europe", *THEN)],
    "history": [(), ("trip:2018-europe",), THEN],
    "changes": [("--from", "2018-08-01", "--to", "2018-12-31"), ("--from", "2017-01-01", "--to", "2018-08-31")],
    "replay": [(), ("trip:2018-europe",)],
    "explain": [("hosted_organizations", "--on", "2018-08-31"), ("trip:2018-europe",), ("trip:2018-europe", *THEN)],
    "briefing": [("--on", "2018-08-31"), ("--on", "2018-08-31", *THEN)],
}
"""How each command that reads is asked."""

INSIDE = {"list-completeness"}
"""What the public is refused."""


def printed(name: str, *asked: str, db: Path) -> Any:
    command = OUTPUTS[name][0].split()[0]
    done = run(command, *asked, "--format", "json", db=db)
    assert done.code == 0, done
    return done.json


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("name", READ)
def test_what_is_read_of_the_examples_fits(seoul: Path, name: str, language: str) -> None:
    told = 0
    for asked in READ[name]:
        for audience in ("internal",) if name in INSIDE else ("internal", "public"):
            if audience == "public" and any(":" in each for each in asked if each.startswith("trip:")):
                continue
            data = printed(name, *asked, "--audience", audience, "--lang", language, db=seoul)
            assert found(validator(name, closed=True), data) == []
            assert validator("outputs").is_valid(data)
            told += bool(data)
    assert told


KOREAN = Path(__file__).parents[1] / "examples" / "korean-office.yaml"
OTHER_CITIES = (EXAMPLES / "buenos-aires" / "agenda.yaml", KOREAN)
SPRING = ("--on", "2024-03-31")
ASKED: dict[str, list[tuple[str, ...]]] = {
    "calendar": [(), ("--from", "2024-03-01", "--to", "2024-03-31")],
    "clashes": [SPRING], "counts": [SPRING], "counts-ledger": [("--ledger", *SPRING)], "agreements": [SPRING],
    "list": [()], "list-completeness": [("--completeness", *SPRING)], "history": [()], "replay": [()],
    "changes": [("--from", "2024-03-01", "--to", "2024-03-31")], "briefing": [SPRING],
}  # fmt: skip
"""How an office of another city is asked; `show` and `explain` are asked about each of its subjects."""


@pytest.mark.parametrize("dossier", OTHER_CITIES, ids=lambda file: file.stem)
def test_what_is_read_of_other_cities_fits(dossier: Path, tmp_path: Path) -> None:
    """Offices in other languages and zones, with other principals, and without a mayor."""
    assert set(ASKED) | {"show", "explain"} == set(READ)
    store = tmp_path / "office.db"
    assert found(validator("import", closed=True), printed("import", str(dossier), db=store)) == []
    for audience in ("internal", "public"):
        to = ("--audience", audience)
        told = {}
        for name, each in ((name, each) for name, several in ASKED.items() for each in several):
            if audience == "internal" or name not in INSIDE:
                told[name] = printed(name, *each, *to, db=store)
                assert found(validator(name, closed=True), told[name]) == [], (name, each)
        assert all(told[name] for name in ("calendar", "counts", "list", "history")), "nothing is no test"
        for subject in [each["subject"] for each in told["list"]][::4]:
            for name, more in (("show", ()), ("explain", SPRING)):
                if name == "explain" and subject.startswith(("document:", "office:")):
                    continue
                assert found(validator(name, closed=True), printed(name, subject, *more, *to, db=store)) == []


@pytest.mark.parametrize("name", ["show", "history", "explain"])
def test_what_the_public_reads_of_one_subject_fits(seoul: Path, name: str) -> None:
    for each in printed("list", "--audience", "public", db=seoul)[::9]:
        data = printed(name, each["subject"], "--audience", "public", db=seoul)
        assert found(validator(name, closed=True), data) == []


@pytest.mark.long
def test_every_subject_and_every_count_can_be_explained(seoul: Path) -> None:
    with Office.open(seoul, create=False, read_only=True) as office:
        keys = [*office.counts(on="2018-08-31"), *office.knowledge()]
        for key in keys:
            data = json.loads(json.dumps(explain(office, key, on="2018-08-31")))
            assert found(validator("explain", closed=True), data) == [], key


def test_what_is_recorded_fits(tmp_path: Path, seoul: Path) -> None:
    store = tmp_path / "office.db"
    for number, file in enumerate((EARLIER, REPORT, LATER, REPORT)):
        for more in ((), ("--dry-run",)) if number == 3 else ((),):
            assert found(validator("import", closed=True), printed("import", str(file), *more, db=store)) == []
    bad = "state_figure: {key: visits, value: 3, as_of: 2018-08}"
    done = run("record", "--by", "p", "--format", "json", stdin=bad, db=store)
    assert found(validator("record", closed=True), done.json) == []
    done = run("book", "--format", "json", db=store)
    assert found(validator("book", closed=True), done.json) == []
    for calendar in sorted(EXAMPLES.rglob("*.ics")):
        assert found(validator("import", closed=True), printed("import", str(calendar), db=store)) == []
    with Office.open(seoul, create=False, read_only=True) as office:
        (tmp_path / "audit.jsonl").write_bytes(archive(office))
    restored = printed("import", str(tmp_path / "audit.jsonl"), "--by", "p", db=tmp_path / "again.db")
    assert restored["restored"]["events"] > 20
    assert found(validator("import", closed=True), restored) == []


def test_what_a_calendar_and_a_broken_rule_lead_to_fits(tmp_path: Path) -> None:
    store = tmp_path / "office.db"
    (tmp_path / "in.yaml").write_text(
        "dossier: 1\noffice: {name: {en: x}, zone: Asia/Seoul, domain: example.go.kr}\ndefaults: {by: p}\nrecord:\n"
        "  - state_figure: {key: a, value: 3, as_of: 2018}\n  - state_figure: {key: b, value: 1, as_of: 2018}\n"
        "  - state_figure: {key: c, value: 1.5, as_of: 2018}\n  - declare_rule: {rule: r, total: a, parts: [b, c]}\n",
        encoding="utf-8",
    )
    (tmp_path / "in.ics").write_text(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20180101T000000Z\r\n"
        "DTSTART;VALUE=DATE:20181003\r\nSUMMARY:Holiday\r\nATTACH:http://x/\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        encoding="utf-8", newline="",
    )  # fmt: skip
    ruled = printed("import", str(tmp_path / "in.yaml"), db=store)
    assert ruled["findings"]
    told = printed("import", str(tmp_path / "in.ics"), "--by", "p", "--dry-run", db=store)
    assert told["changes"]
    for each in (ruled, told):
        assert found(validator("import", closed=True), each) == []


def test_what_is_verified_fits(tmp_path: Path, seoul: Path) -> None:
    seoul = Path(shutil.copy(seoul, tmp_path / "copy.db"))
    key, note, bundle = tmp_path / "k", tmp_path / "n", tmp_path / "b"
    assert run("keygen", "--out", key, db=seoul).code == 0
    assert run("checkpoint", "--key", key, "--out", note, db=seoul).code == 0
    assert run("prove", "3", "--key", key, "--out", bundle, db=seoul).code == 0
    asked: list[tuple[Any, ...]] = [
        ("--db", seoul),
        ("--db", seoul, "--checkpoint", note, "--replay"),
        ("--bundle", bundle),
    ]
    bundle.with_suffix(".bad").write_bytes(bundle.read_bytes().replace(b'"position":3', b'"position":4'))
    for each in (*asked, ("--bundle", bundle.with_suffix(".bad"))):
        done = run("verify", *each, "--format", "json")
        assert done.code == ("bad" in str(each[-1]))
        assert found(validator("verify", closed=True), done.json) == []


def test_what_is_proven_fits(tmp_path: Path, seoul: Path) -> None:
    """Bundles of an event, of fields of it, of a public entry and of growth, signed and not; and nothing else fits."""
    seoul = Path(shutil.copy(seoul, tmp_path / "copy.db"))
    key, note = tmp_path / "k", tmp_path / "n"
    signed = ("--key", key)
    assert run("keygen", "--out", key, db=seoul).code == 0
    assert run("checkpoint", *signed, "--out", note, db=seoul).code == 0
    shown = next(each["uid"] for each in printed("calendar", "--audience", "public", db=seoul))
    more = "state_figure: {key: visits, value: 3, as_of: 2018-08}"
    assert run("record", "--by", "p", stdin=more, db=seoul).code == 0
    asked: list[tuple[Any, ...]] = [
        ("3", *signed), ("17", *signed, "--disclose", "title"), (shown, *signed), ("3", "--checkpoint", note),
        ("--from", note, *signed), ("--from", note),
    ]  # fmt: skip
    checking = validator("bundle")
    kinds = []
    for each in asked:
        done = run("prove", *each, db=seoul)
        assert done.code == 0, done
        assert found(checking, done.json) == []
        kinds.append((done.json["kind"], done.json["verifier"] is None))
        for name in done.json:
            assert not checking.is_valid({one: value for one, value in done.json.items() if one != name}), name
        assert not checking.is_valid({**done.json, "more": 1}), "a bundle with another key is refused by verify too"
        for event in done.json.get("events", ()):
            for name in event:
                wrong = [{**event, "more": 1}, {one: value for one, value in event.items() if one != name}]
                for other in wrong:
                    assert not checking.is_valid({**done.json, "events": [other]}), name
        for wrong in ({"format": "mayor-schedule-proof/2"}, {"kind": "event"}, {"events": []}, {"path": ["ab"]}):
            assert not checking.is_valid({**done.json, **wrong}), wrong
    assert kinds == [("events", False)] * 3 + [("events", True)] + [("consistency", False), ("consistency", True)]


# --- whatever the history ---------------------------------------------------------------------------------------------


def check(name: str, data: Any) -> None:
    plain = json.loads(json.dumps(data))
    assert found(validator(name, closed=True), plain) == []


def said(printing: Callable[..., None], *arguments: Any) -> Any:
    """What a function prints as JSON."""
    with redirect_stdout(StringIO()) as out:
        printing(*arguments, as_json=True)
    return json.loads(out.getvalue())


def everything(office: Office) -> None:
    """Make sure that everything that an office shows fits."""
    day = "2018-12-31"
    check("replay", list(steps(office.replay())))
    check("list-completeness", [each.to_record(Audience.INTERNAL, "ko") for each in office.completeness(on=day)])
    for audience in Audience:
        knowledge = office.knowledge(audience=audience)
        calendar = office.calendar(audience=audience)
        entries = [*calendar.entries(), *calendar.between("2018-09-01", "2019-01-31")]
        check("calendar", [each.to_record(audience, "ko") for each in entries])
        check(
            "counts",
            {key: each.to_record(audience, "en") for key, each in office.counts(on=day, audience=audience).items()},
        )
        accounts = office.ledger(on=day, audience=audience).values()
        check("counts-ledger", {each.key: [step.to_record(audience, "en") for step in each.steps] for each in accounts})
        check("agreements", [each.to_record(audience, "en") for each in register(knowledge, on=date(2018, 12, 31))])
        check("history", history_records(office, knowledge, None))
        check("changes", changes(office, since="2018-02-01", until="2030-01-01", audience=audience))
        told = office.briefing(on=day, audience=audience)
        check("briefing", json.loads(write_briefing(told, form="json", languages=("ko", "en"))))
        for subject in knowledge:
            check("show", shown(knowledge, subject))
            check("explain", explain(office, subject, audience=audience))
        check("list", said(print_list, knowledge, None, ("en",)))
        view = office.clashes(on="2018-10-01", audience=audience)
        if audience is Audience.INTERNAL:
            check("clashes", said(print_clashes, view, view.all(), ("en",)))
    for key in office.counts(on=day):
        check("explain", explain(office, key, on=day))


@pytest.mark.parametrize("paces", [[0], [1, 3, 2]])
def test_what_is_shown_of_a_life_in_which_everything_happens_fits(paces: list[int]) -> None:
    told = Told()
    told.lively(paces)
    with told.office as office:
        everything(office)


@examples(6)
@given(story=strategies.stories(kinds=3, size=4))
def test_what_is_shown_of_any_history_fits(story: Any) -> None:
    with lived(story) as office:
        everything(office)


@examples(6)
@given(story=canary_stories())
def test_what_the_public_is_shown_of_any_history_fits(story: Any) -> None:
    with lived(story) as office:
        everything(office)


# --- the list of them -------------------------------------------------------------------------------------------------


ELSEWHERE = {
    "export schema": "schemas, which the specification of JSON Schema describes",
    "export events": "the schema `events`, which tests/schemas/test_event_schema.py tests",
    "export jcal": "RFC 7265 describes it",
    "export jsonld": "schema.org describes it",
}
"""What else writes JSON, and what describes that."""

NO_JSON = {
    "demo", "init", "backup", "keygen", "checkpoint", "work", "export ics", "export csv", "export parquet",
}  # fmt: skip
"""What writes none: lines for people, keys, notes, and files of other formats."""


def test_every_command_that_prints_json_is_described() -> None:
    commands = dict(commands_of(app))
    printing = {
        name for name, function in commands.items()
        if any(str(kind).count(each.__name__) for kind in function.__annotations__.values() for each in (Format, Form))
    }  # fmt: skip
    described = {command.split()[0] for command, _ in OUTPUTS.values()}
    assert printing == described - {"prove"}
    parts = [described, set(ELSEWHERE), NO_JSON]
    assert set(commands) == set[str]().union(*parts)
    assert len(commands) == sum(map(len, parts)), "each in one of them"


def test_what_is_wrong_with_an_output_is_refused(seoul: Path) -> None:
    entry = next(each for each in printed("calendar", db=seoul) if each["kind"] == "trip")
    checking = validator("calendar")
    assert checking.is_valid([entry])
    assert checking.is_valid([{**entry, "more": 1}]), "more may be added"
    assert not validator("calendar", closed=True).is_valid([{**entry, "more": 1}])
    for name in entry:
        assert not checking.is_valid([{key: each for key, each in entry.items() if key != name}]), name
    for wrong in ({"status": "perhaps"}, {"when": {"first": "2018-02-30", "last": "2018-03-01"}}, {"when": {}},
                  {"events": ["trip"]}, {"days": "11"}, {"visibility": "open"}):  # fmt: skip
        assert not checking.is_valid([{**entry, **wrong}]), wrong


def test_one_output_is_the_same_in_the_document_of_all() -> None:
    every = schema("outputs")["$defs"]
    for name in OUTPUTS:
        for each, described in schema(name)["$defs"].items():
            assert every[each] == described, (name, each)
