"""The schema of a dossier beside the importer: what this takes, that never refuses; and what it cannot see is named."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st
from hypothesis.strategies import DataObject
from ruamel.yaml import YAML

import strategies
from conftest import EARLIER, EXAMPLES, LATER, REPORT
from fuzz.harnesses import CORPUS
from imports.test_bad_input import DOCUMENTS, HEAD, TABLES, WHOLE, trip
from mayor_schedule.cli.reference import examples
from mayor_schedule.domain.catalog import COMMANDS, KINDS
from mayor_schedule.domain.model import Command
from mayor_schedule.errors import InputError
from mayor_schedule.imports.dossier import read_dossier
from mayor_schedule.imports.files import read_nodes
from schemas.editors import as_editors_read
from schemas.validators import found, validator
from sizes import examples as many

KOREAN = Path(__file__).parents[1] / "examples" / "korean-office.yaml"
OFFICE = {"name": {"en": "Office"}, "zone": "Asia/Seoul", "domain": "example.go.kr"}


def taken(name: str, text: str) -> bool:
    """Whether the importer can read a dossier, whatever becomes of its commands then."""
    try:
        node = read_nodes(name, text.encode())
    except InputError:
        return False
    return not read_dossier(name, node, frozenset())[1]


def refusals(text: str) -> list[str]:
    """What the schema has against a dossier, as an editor reads it."""
    return found(validator("dossier"), as_editors_read(text))


DOSSIERS = sorted(EXAMPLES.rglob("*.yaml"))


def test_all_examples_are_looked_at() -> None:
    assert {EARLIER, REPORT, LATER, EXAMPLES / "buenos-aires" / "agenda.yaml"} <= set(DOSSIERS)


@pytest.mark.parametrize("file", [*DOSSIERS, KOREAN], ids=lambda file: file.parent.name)
def test_the_examples_are_dossiers(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert refusals(text) == []
    plain = as_editors_read(text)
    assert found(validator("dossier"), json.loads(json.dumps(plain))) == []


def test_every_example_of_the_reference_is_an_entry() -> None:
    for name, example in examples().items():
        assert refusals(f"{HEAD}{example}\n") == [], name


# --- what is refused --------------------------------------------------------------------------------------------------

UNSEEN = {
    "types": {"not a number", "a number beyond all"},  # numbers to an editor
    "keys": set[str](),
    "dates": {"backwards", "nights", "one night in a day"},
    "times": {
        "unknown zone", "end in an unknown zone", "unknown zone of a place", "in a gap", "ambiguous", "ambiguous end",
        "backwards",
    },
    "entries": {"unknown source", "unknown source, hint", "duplicate id"},
}  # fmt: skip
"""What only the importer can tell: what comes before what, what zones there are, and what stands elsewhere."""

BAD = [(table, name) for table in UNSEEN for name in TABLES[table]]


@pytest.mark.parametrize(("table", "name"), BAD, ids=lambda each: each)
def test_what_is_wrong_in_itself_is_refused(table: str, name: str) -> None:
    text = HEAD + TABLES[table][name][0]
    assert bool(refusals(text)) is (name not in UNSEEN[table]), text


@pytest.mark.parametrize("name", WHOLE)
def test_what_is_wrong_before_the_entries_is_refused(name: str) -> None:
    old, new, expected = WHOLE[name]
    body = HEAD + trip() + "    at: L1\n" + (trip(name="b") if "nobody" not in expected[0][1] else "")
    unseen = {"defaults in the future", "default source unknown", "office in no zone"}
    assert bool(refusals(body.replace(old, new, 1))) is (name not in unseen)


@pytest.mark.parametrize("name", TABLES["refusals"])
def test_what_the_history_refuses_a_schema_does_not(name: str) -> None:
    seen = {"a reference without its kind"}
    assert bool(refusals(HEAD + TABLES["refusals"][name][0])) is (name in seen)


def test_what_is_no_dossier_at_all_is_refused() -> None:
    for name in ("a list", "a word"):
        assert refusals(str(DOCUMENTS[name][1]))
    assert found(validator("dossier"), json.loads(str(DOCUMENTS["types in JSON"][1])))


# --- what is taken ----------------------------------------------------------------------------------------------------

ODD = {
    "nothing but the version": "dossier: 1\n",
    "the version in quotes": "dossier: '1'\n",
    "no entries": HEAD.replace("record:", "record: []"),
    "null entries": HEAD,
    "nothing beside": f"{HEAD}{trip()}    by:\n    known_on: ~\n    note: null\n    id:\n    visibility:\n",
    "no source": f"{HEAD}{trip()}    source:\n",
    "no sources": f"{HEAD}{trip()}    sources: []\n",
    "a source that is nothing": f"{HEAD}{trip()}    sources: [council-283, null]\n    at: L1\n",
    "a source with its kind": f"{HEAD}{trip()}    source: document:council-283\n",
    "several in source": f"{HEAD}{trip()}    source: [council-283, {{source: council-283, at: L7, quote: x}}]\n",
    "a number for a place": f"{HEAD}{trip()}    at: 254\n    note: true\n    by: 1.5\n    id: 0x1f\n",
    "a number for an id": f"{HEAD}  - plan_trip: {{trip: 2018, title: 2018, period: 2018}}\n",
    "a source that is a number": HEAD.replace("council-283", "283") + trip(),
    "the kind before an id": f"{HEAD}{trip(name='trip:a')}",
    "numbers in quotes": f"{HEAD}{trip(', nights: ' + repr(' 9 '))}",
    "a number with a point": f"{HEAD}{trip(', nights: 9.0')}",
    "digits of full width": f"{HEAD}  - state_figure: {{key: trips_made, value: ３０, as_of: 2018-08}}\n",
    "a value in quotes": f"{HEAD}  - state_figure: {{key: a, value: '-30.5', as_of: 2018, approximate: yes}}\n",
    "true in other words": f"{HEAD}  - state_figure: {{key: a, value: 1, as_of: 2018, approximate: OFF}}\n",
    "true as a number": f"{HEAD}  - state_figure: {{key: a, value: 1, as_of: 2018, approximate: 1}}\n",
    "an early year": f"{HEAD}  - state_figure: {{key: a, value: 1, as_of: 0918}}\n",
    "a year by its key": f"{HEAD}  - state_figure: {{key: a, value: 1, as_of: {{edtf: 2018, printed: 2018}}}}\n",
    "an instant in seconds": f"{HEAD}{trip(', visibility: public, public_from: 1535760000')}",
    "an instant with a space": f"{HEAD}{trip(', visibility: public, public_from: 2018-09-01 09:00+0900')}",
    "Korean ids": f"{HEAD}{trip(name='2018-유럽순방')}",
    "words for values": (
        f"{HEAD}  - plan_trip: {{trip: a, title: x, stops: [Madrid, 7, {{city: Bilbao, period: 2018-10-01}}, "
        "{venue: Guggenheim, country: ES, period: null}, {place: {country: CH}}], delegation: [Kim, {office: Mayor}]}\n"
    ),
    "words for a party": f"{HEAD}  - propose_agreement: {{agreement: a, title: x, category: mou, parties: [Seoul]}}\n",
    "a rule in words": (
        f"{HEAD}  - plan_occasion: {{occasion: o, title: x, recurrence: freq = weekly, booked_until: 2018-12-31, "
        "when: 2018-10-01}\n"
    ),
    "a time in brackets": (
        f"{HEAD}  - plan_engagement: {{engagement: e, title: x, when: '2018-10-03T19:00[Asia/Seoul]'}}\n"
    ),
    "a time with its fold": (
        f"{HEAD}  - plan_engagement: {{engagement: e, title: x, when: {{start: 2018-10-28T02:30, fold: '1', "
        "zone: Europe/Madrid, end: 2018-10-28T12:00, end_zone: Asia/Tokyo}}\n"
    ),
    "moments by their keys": (
        f"{HEAD}  - plan_engagement: {{engagement: e, title: x, when: {{start: {{local: 2018-10-28T02:30, "
        "zone: Europe/Madrid, fold: 0}, end: '2018-10-28T13:00+09:00[Asia/Seoul]'}}\n"
    ),
    "unknown in a word": f"{HEAD}  - plan_engagement: {{engagement: e, title: x, when: unknown}}\n",
    "unknown in quotes": f"{HEAD}  - plan_engagement: {{engagement: e, title: x, when: {{unknown: 'true'}}}}\n",
    "unknown within": f"{HEAD}{trip()}  - plan_engagement: {{engagement: e, title: x, when: {{within: trip:a}}}}\n",
    "a whole in parts": f"{HEAD}{trip()}  - change_trip: {{trip: a, fields: {{purpose: null}}}}\n",
    "no by in the defaults": HEAD.replace("by: planning, ", "") + trip() + "    by: x\n",
    "no source in the defaults": HEAD.replace(", source: council-283", "")
    + trip()
    + "    source: council-283\n    at: p\n",
    "anchors": f"{HEAD}  - &a\n    plan_trip: &b {{trip: a, title: x, period: 2018}}\n    note: &c x\n    by: *c\n",
}


@pytest.mark.parametrize("name", ODD)
def test_whatever_the_importer_reads_is_taken(name: str) -> None:
    assert taken("in.yaml", ODD[name]), ODD[name]
    assert refusals(ODD[name]) == []


def test_whatever_the_importer_reads_of_the_fuzzed_ones_is_taken() -> None:
    read = 0
    for file in sorted((CORPUS / "dossier").iterdir()):
        text = file.read_bytes().decode("utf-8", "replace")
        if taken("in.yaml", text):
            assert refusals(text) == [], file.name
            read += 1
    assert read > 5


def spelled(draw: st.DrawFn, value: Any) -> Any:
    """A value as somebody may write it: ids without their kind, a text in words, a day where both are one."""
    match value:
        case {"first": first, "last": last, "printed": None} if draw(st.booleans()):
            return first if first == last and draw(st.booleans()) else f"{first}/{last}"
        case {"edtf": edtf, "printed": None} if draw(st.booleans()):
            return edtf
        case {"und": words} if len(value) == 1 and draw(st.booleans()):
            return words
        case {"local": local, "zone": zone, "fold": None} if draw(st.booleans()):
            return f"{local}[{zone}]"
        case {"place": {"city": dict()} as place, "period": period} if draw(st.booleans()):
            return spelled(draw, {**place, "period": period})
        case {"unknown": True, "within": None} if draw(st.booleans()):
            return "unknown"
        case dict():
            return {name: spelled(draw, each) for name, each in value.items()}
        case list():
            return [spelled(draw, each) for each in value]
    return value


def written(command: Command) -> dict[str, Any]:
    """The fields of a command in JSON, without those that were left out."""
    return {name: each for name, each in command.model_dump(mode="json").items() if name in command.model_fields_set}


def fields_of(draw: st.DrawFn, command: Command) -> dict[str, Any]:
    """The fields of a command in a file; some without the kind before an id, and without what is left out."""
    fields = written(command) if draw(st.booleans()) else command.model_dump(mode="json")
    own = fields.get(command.kind)
    if isinstance(own, str) and draw(st.booleans()):
        fields[command.kind] = own.removeprefix(f"{command.kind}:")
    plain: dict[str, Any] = spelled(draw, fields)
    return plain


@st.composite
def dossiers(draw: st.DrawFn) -> dict[str, Any]:
    """A dossier of commands that the importer can read: whether they can follow one another is not its business."""
    record = []
    for command in draw(st.lists(strategies.commands(draw(st.sampled_from([*KINDS]))), max_size=3)):
        entry: dict[str, Any] = {command.command_name(): fields_of(draw, command)}
        entry |= draw(
            st.fixed_dictionaries(
                {},
                optional={
                    "by": strategies.wordings(), "known_on": st.just("2018-08-31"), "note": strategies.wordings(),
                    "source": st.sampled_from(["report", {"source": "report", "at": "7"}, ["report"], None]),
                },
            )
        )  # fmt: skip
        record.append(entry)
    return {
        "dossier": 1,
        "office": OFFICE,
        "sources": {"report": {"title": "Report"}},
        "defaults": {"by": "p", "source": "report"},
        "record": record,
    }


def as_yaml(data: Any) -> str:
    """A document in YAML, with quotes only where they are needed."""
    out = StringIO()
    written = YAML(typ="safe", pure=True)
    written.allow_unicode = True
    written.dump(data, out)
    return out.getvalue()


@given(dossier=dossiers())
def test_a_dossier_that_can_be_read_is_taken(dossier: dict[str, Any]) -> None:
    text = json.dumps(dossier)
    if taken("in.json", text):
        assert found(validator("dossier"), json.loads(text)) == []


@many(20)
@given(dossier=dossiers())
def test_a_dossier_in_yaml_that_can_be_read_is_taken(dossier: dict[str, Any]) -> None:
    text = as_yaml(dossier)
    if taken("in.yaml", text):
        assert refusals(text) == []


@given(data=st.data())
def test_most_generated_dossiers_can_be_read(data: DataObject) -> None:
    text = json.dumps(data.draw(dossiers()))
    try:
        node = read_nodes("in.json", text.encode())
    except InputError:  # a text has a control character: no file may, and a value in Python may
        reject()
    _, problems = read_dossier("in.json", node, frozenset())
    assert [each.message for each in problems if "has no field" in each.message or "needs" in each.message] == []


# --- whatever is wrong in the structure -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", COMMANDS)
@many(3)
@given(data=st.data())
def test_an_unknown_or_a_missing_field_is_refused(name: str, data: DataObject) -> None:
    model = COMMANDS[name]
    command = data.draw(strategies.built(model))
    fields = written(command)
    dossier = {"dossier": 1, "defaults": {"by": "p"}, "record": [{name: fields}]}
    assert found(validator("dossier"), dossier) == []
    assert found(validator("commands"), dossier["record"]) == []
    needed = [field for field, info in model.model_fields.items() if info.is_required()]
    wrong = [{**fields, "made_up": 1}, *({key: each for key, each in fields.items() if key != gone} for gone in needed)]
    for each in wrong:
        for which, document in (("dossier", {**dossier, "record": [{name: each}]}), ("commands", {name: each})):
            assert not validator(which).is_valid(document), (which, each)
