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


def test_every_command_that_prints_json_is_described() -> None:
    printing = {
        name for name, function in commands_of(app)
        if any(str(kind).count(each.__name__) for kind in function.__annotations__.values() for each in (Format, Form))
    }  # fmt: skip
    assert printing == {command.split()[0] for command, _ in OUTPUTS.values()}


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
