"""Dossiers that cannot be loaded: each problem with its file and line, in words, and nothing recorded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from mayor_schedule import Office
from terminal import Done, run, spawn

HEAD = """\
dossier: 1
office: {name: {en: Seoul}, zone: Asia/Seoul, domain: example.go.kr}
sources:
  council-283: {title: {ko: 보고}}
defaults: {by: planning, known_on: 2018-08-31, source: council-283}
record:
"""
"""Six lines: the first entry of every dossier below is on line 7."""

JARGON = re.compile(
    r"pydantic|input should|valid dictionary|instance of|union|Traceback|Decimal\(|\bNone\b|\bTrue\b|\bFalse\b|loc=|"
    r"\b(period\.period|when\.timed|when\.period|\.fuzzy|\.text\b|\.map\b|\[key\])|\^\[|Value error|dict\b|tuple|"
    r"NoneType"
)
Expected = list[tuple[int, str]]


def trip(fields: str = "", *, name: str = "a") -> str:
    return f"  - plan_trip: {{trip: {name}, title: {{en: Spain}}, period: 2018-09-27/2018-10-07{fields}}}\n"


def planned(period: str) -> str:
    """The period is on line 10, and its own keys follow."""
    return f"  - plan_trip:\n      trip: a\n      title: {{en: Spain}}\n      period: {period}\n"


def meeting(*lines: str) -> str:
    """The keys of when are on line 11 and after."""
    return "  - plan_engagement:\n      engagement: e\n      title: {en: x}\n      when:\n" + "".join(
        f"        {line}\n" for line in lines
    )


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A store with something in it; every test makes sure that it stays as it is."""
    folder = tmp_path_factory.mktemp("store")
    good = folder / "good.yaml"
    good.write_text(HEAD + trip(name="recorded") + "  - cancel_trip: {trip: recorded}\n", encoding="utf-8")
    assert run("import", good, db=folder / "office.db").code == 0
    yield folder / "office.db"
    assert len(log(folder / "office.db")) == 4


def log(store: Path) -> list[str]:
    with Office.open(store, create=False) as office:
        return [repr(each) for each in office.history()]


def refused(store: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> Expected:
    """Import a file that is refused, twice: as it is and as a dry run; the lines and the messages."""
    monkeypatch.chdir(file.parent)
    before = log(store)
    done = run("import", file.name, db=store)
    assert log(store) == before, "the store is unchanged"
    assert (done.code, done.out) == (2, "")
    assert run("import", file.name, "--dry-run", db=store) == done, "a dry run says the same"
    return told(done, file.name)


def told(done: Done, name: str) -> Expected:
    lines = done.err.splitlines()
    found = []
    for line in lines:
        match = re.fullmatch(re.escape(name) + r":(\d+): (.+)", line)
        assert match, f"not FILE:LINE: message: {done.err}"
        assert not JARGON.search(match[2]), line
        found.append((int(match[1]), match[2]))
    assert found
    assert len(set(found)) == len(found), "each problem once"
    return found


def check(found: Expected, expected: Expected) -> None:
    assert [line for line, _ in found] == [line for line, _ in expected], found
    for (_, message), (_, fragment) in zip(found, expected, strict=True):
        assert fragment in message


TYPES: dict[str, tuple[str, Expected]] = {
    "title is a list": (
        "  - plan_trip: {trip: a, title: [x], period: 2018-09}\n",
        [(7, "title: write a text as {ko: …, en: …}")],
    ),
    "title is empty": (
        "  - plan_trip: {trip: a, title: {en: ''}, period: 2018-09}\n",
        [(7, "title: a text cannot be empty")],
    ),
    "title in no language": (
        "  - plan_trip: {trip: a, title: {korean!: x}, period: 2018-09}\n",
        [(7, "is no language; write its code")],
    ),
    "title is nested": (
        "  - plan_trip:\n      trip: a\n      title:\n        en: {a: b}\n      period: 2018-09\n",
        [(10, "title.en: write text")],
    ),
    "nights in words": (trip(", nights: nine"), [(7, "nights: write a whole number, and not 'nine'")]),
    "nights halved": (trip(", nights: 2.5"), [(7, "nights: write a whole number, and not '2.5'")]),
    "nights a list": (trip(", nights: [1]"), [(7, "nights: write a whole number, and not a list")]),
    "nights below 0": (trip(", nights: -1"), [(7, "nights: '-1' is too small; write 0 or more")]),
    "nights of 5000 digits": (trip(f", nights: {'9' * 5000}"), [(7, "nights: write a whole number, and not '9999")]),
    "stops are text": (trip(", stops: Madrid"), [(7, "stops: write a list")]),
    "a stop is a list": (
        (
            "  - plan_trip:\n      trip: a\n      title: x\n      period: 2018-09\n      stops:\n"
            "        - place: {country: ES}\n        - [Madrid]\n"
        ),
        [(13, "stops no. 2: write keys and values")],
    ),
    "a country in words": (
        (
            "  - plan_trip:\n      trip: a\n      title: x\n      period: 2018-09\n      stops:\n"
            "        - place: {country: ES}\n        - place:\n            country: Spain\n"
        ),
        [(14, "stops no. 2, place.country: 'Spain' is no country code; write two capital letters")],
    ),
    "a place of nothing": (trip(", stops: [{place: {}}]"), [(7, "stops no. 1, place: a place needs a city")]),
    "a party is a list": (
        "  - propose_agreement: {agreement: a, category: mou, title: x, parties: [[Seoul]]}\n",
        [(7, "parties no. 1: write keys and values")],
    ),
    "a kind that there is not": (
        "  - propose_agreement: {agreement: a, category: treaty, title: x, parties: [{name: x}]}\n",
        [(7, "category: 'treaty' is not among 'mou', 'friendship_city'")],
    ),
    "a guest without anything": (
        "  - announce_visit: {visit: v, guests: [{}]}\n",
        [(7, "guests no. 1: a person needs a name or an office")],
    ),
    "a number in words": (
        "  - state_figure: {key: trips_made, value: many, as_of: 2018-08}\n",
        [(7, "value: 'many' is not an exact number")],
    ),
    "not a number": (
        "  - state_figure: {key: trips_made, value: .nan, as_of: 2018-08}\n",
        [(7, "value: '.nan' is not an exact number")],
    ),
    "a number beyond all": (
        "  - state_figure: {key: trips_made, value: 1e999, as_of: 2018-08}\n",
        [(7, "value: '1e999' is not an exact number")],
    ),
    "a key that is none": (
        "  - state_figure: {key: Trips Made, value: 3, as_of: 2018-08}\n",
        [(7, "key: 'Trips Made' is no key of a series")],
    ),
    "neither true nor false": (
        "  - state_figure: {key: trips_made, value: 3, as_of: 2018-08, approximate: perhaps}\n",
        [(7, "approximate: write true or false")],
    ),
    "an id with a space": (
        "  - plan_trip: {trip: A B, title: x, period: 2018-09}\n",
        [(7, "trip: 'A B' cannot be an id")],
    ),
    "the id of another kind": (
        "  - plan_trip: {trip: visit:x, title: x, period: 2018-09}\n",
        [(7, "trip: 'visit:x' cannot be an id")],
    ),
    "an embargo without its offset": (
        trip(", visibility: public, public_from: 2018-09-01"),
        [(7, "public_from: write an instant with its offset")],
    ),
    "visibility that there is not": (
        trip() + "    visibility: open\n",
        [(8, "visibility: 'open' is not among 'public', 'internal' or 'confidential'")],
    ),
    "several at once": (
        "  - plan_trip:\n      title: 7\n      nights: nine\n      stops: x\n" + "  - confirm_trip: [a]\n",
        [
            (7, "plan_trip needs trip"),
            (9, "nights: write a whole number"),
            (10, "stops: write a list"),
            (11, "confirm_trip should have fields, and is a list"),
        ],
    ),
}

KEYS: dict[str, tuple[str, Expected]] = {
    "top level": (trip() + "source: {}\n", [(8, "a dossier has no key 'source'")]),
    "top level, hint": (trip() + "record_: []\n", [(8, "did you mean 'record'?")]),
    "entry": (
        trip() + "    knownon: 2018-08-01\n",
        [(8, "an entry has no key 'knownon'; beside its command it has by")],
    ),
    "field": (
        "  - plan_trip:\n      trip: a\n      title: x\n      period: 2018-09\n      night: 9\n",
        [(11, "plan_trip has no field night; its fields are trip,")],
    ),
    "field, hint": (trip(", night: 9"), [(7, "did you mean 'nights'?")]),
    "nested": (
        planned("").rstrip("\n") + "\n        first: 2018-09-27\n        last: 2018-09-28\n        prnted: x\n",
        [(13, "plan_trip has no field period.prnted")],
    ),
    "nested in a list": (
        trip(", stops: [{place: {country: ES, town: Madrid}}]"),
        [(7, "plan_trip has no field stops no. 1, place.town")],
    ),
    "beside a time": (
        meeting("start: 2018-10-03T19:00", "zone: Europe/Zurich", "ending: x"),
        [(13, "plan_engagement has no field when.ending")],
    ),
    "of a source": (
        trip() + "    sources: [{document: council-283}]\n",
        [(8, "a source has no key 'document'"), (8, "needs the key source")],
    ),
}

WRITE_DAYS = "2018-08-11"
DATES: dict[str, tuple[str, Expected]] = {
    "30 February": (planned("2018-02-30"), [(10, "period: there is no 30 February 2018")]),
    "30 February at its own line": (
        planned("") + "        first: 2018-02-30\n        last: 2018-13-01\n",
        [(11, "period.first: there is no 30 February 2018"), (12, "period.last: there is no month 13")],
    ),
    "underscore": (planned("2018_09"), [(10, "period: '2018_09' is no EDTF date; write it with hyphens: 2018-09")]),
    "month 13": (planned("2018-13"), [(10, "period: 2018-13: there is no month 13")]),
    "month 13 in edtf": (planned("") + "        edtf: 2018-13\n", [(11, "period.edtf: 2018-13: there is no month 13")]),
    "month 0": (planned("2018-00-10"), [(10, "period: there is no month 0")]),
    "31 September": (planned("2018-09-31/2018-10-02"), [(10, "period: there is no 31 September 2018")]),
    "backwards": (planned("2018-09-27/2018-09-20"), [(10, "period: a period cannot end on 2018-09-20")]),
    "the English way": (planned("27.9.2018"), [(10, "period: '27.9.2018' is no EDTF date")]),
    "the Korean way": (planned("9월"), [(10, "period: '9월' is no EDTF date")]),
    "half open": (planned("2018-09-27/"), [(10, "write .. for an open end")]),
    "no end": (planned("") + "        first: 2018-09-27\n", [(10, "plan_trip needs period.last")]),
    "a list": (planned("[2018-09-27, 2018-09-28]"), [(10, f"period: write when it is as a day ({WRITE_DAYS})")]),
    "nothing": (planned(""), [(10, "period: write when it is as a day")]),
    "other keys": (planned("{from: 2018-09-27}"), [(10, "period: write when it is as a day")]),
    "as of": (
        "  - state_figure:\n      key: k\n      value: 3\n      as_of: 2018-02-30\n",
        [(10, "as_of: 2018-02-30: there is no 30 February 2018")],
    ),
    "known on": (trip() + "    known_on: 2018-02-30\n", [(8, "known_on: there is no 30 February 2018")]),
    "known on, loosely": (trip() + "    known_on: 2018-8-1\n", [(8, "known_on: write a day as YYYY-MM-DD")]),
    "nights": (trip(", nights: 11"), [(7, "11 nights do not fit into 11 days: at most 10 nights lie between them")]),
    "one night in a day": (
        "  - plan_trip: {trip: a, title: x, period: 2018-09-27, nights: 1}\n",
        [(7, "1 night does not fit into 1 day")],
    ),
}

TIMES: dict[str, tuple[str, Expected]] = {
    "naive": (meeting("start: 2018-10-03T19:00"), [(11, "whose clock shows")]),
    "naive text": (
        "  - plan_engagement: {engagement: e, title: x, when: 2018-10-03T19:00}\n",
        [(7, "whose clock shows")],
    ),
    "an offset for a zone": (
        "  - plan_engagement: {engagement: e, title: x, when: '2018-10-03T19:00+09:00'}\n",
        [(7, "when: +09:00 is an offset")],
    ),
    "unknown zone": (
        meeting("start: 2018-10-03T19:00", "zone: Europe/Zurych"),
        [
            (12, "when.zone: "),
        ],
    ),
    "fixed offset": (meeting("start: 2018-10-03T19:00", "zone: +09:00"), [(12, "when.zone: '+09:00' is not a region")]),
    "abbreviation": (meeting("start: 2018-10-03T19:00", "zone: KST"), [(12, "did you mean Asia/Seoul?")]),
    "end in an unknown zone": (
        meeting("start: 2018-10-03T19:00", "zone: Europe/Zurich", "end: 2018-10-04T19:00", "end_zone: Europe/Zurych"),
        [(14, "when.end_zone: ")],
    ),
    "unknown zone of a place": (
        trip(", stops: [{place: {country: ES, zone: Europe/Madird}}]"),
        [(7, "stops no. 1, place.zone: ")],
    ),
    "in a gap": (
        meeting("start: 2018-03-25T02:30", "zone: Europe/Madrid"),
        [
            (
                11,
                "02:30 does not exist in Europe/Madrid on 2018-03-25: clocks went from 02:00 to 03:00; say 01:59",
            )
        ],
    ),
    "ambiguous": (
        meeting("start: 2018-10-28T02:30", "zone: Europe/Madrid"),
        [(11, "comes twice, at +02:00 (fold 0) and at +01:00 (fold 1); say which")],
    ),
    "ambiguous end": (
        meeting("start: 2018-10-03T19:00", "end: 2018-10-28T02:30", "zone: Europe/Madrid"),
        [(12, "when.end: 02:30")],
    ),
    "third of two": (
        meeting("start: 2018-10-28T02:30", "zone: Europe/Madrid", "fold: 2"),
        [(13, "when.fold: '2' is not among 0 or 1")],
    ),
    "without a T": (
        meeting("start: 2018-10-03 19:00", "zone: Europe/Madrid"),
        [(11, "when.start: write a local time as YYYY-MM-DDThh:mm")],
    ),
    "hour 25": (
        meeting("start: 2018-10-03T25:00", "zone: Europe/Madrid"),
        [(11, "when.start: 2018-10-03T25:00 is no time")],
    ),
    "backwards": (
        meeting("start: 2018-10-03T19:00", "end: 2018-10-03T18:00", "zone: Europe/Madrid"),
        [(10, "when: it cannot end at")],
    ),
    "unknown: false": (meeting("unknown: false"), [(11, "when.unknown: write true, or leave the key out")]),
    "within no subject": (
        meeting("unknown: true", "within: europe"),
        [(12, "when.within: 'europe' names no kind of subject")],
    ),
}

ENTRIES: dict[str, tuple[str, Expected]] = {
    "two commands": (
        trip() + "    confirm_trip: {trip: a}\n",
        [(7, "exactly one command, such as plan_trip; this one has plan_trip, confirm_trip")],
    ),
    "no command": (
        "  - by: x\n    at: L2\n",
        [(7, "an entry needs exactly one command, such as plan_trip; this one has none")],
    ),
    "nothing": ("  -\n", [(7, "an entry should be keys and values, and is empty")]),
    "an empty mapping": ("  - {}\n", [(7, "this one has none")]),
    "only its name": ("  - plan_trip\n", [(7, "an entry should be keys and values, and is a single value")]),
    "without fields": ("  - plan_trip:\n", [(7, "plan_trip should have fields, and is empty")]),
    "misspelt": ("  - plan_tirp: {trip: a}\n", [(7, "there is no command 'plan_tirp'")]),
    "misspelt, hint": ("  - by: x\n    plan_tirp: {trip: a}\n", [(8, "did you mean 'plan_trip'?")]),
    "made up": (
        "  - make_coffee: {trip: a}\n",
        [(7, "there is no command 'make_coffee'; the reference of the dossier and")],
    ),
    "visibility where nothing opens": (
        trip() + "  - confirm_trip: {trip: a}\n    visibility: public\n",
        [(9, "confirm_trip does not open anything, and sets no visibility; use classify_trip")],
    ),
    "visibility twice": (trip(", visibility: public") + "    visibility: public\n", [(8, "visibility is given twice")]),
    "unknown source": (trip() + "    source: council-238\n", [(8, "the source 'council-238' is not registered")]),
    "unknown source, hint": (trip() + "    source: council-238\n", [(8, "did you mean 'council-283'?")]),
    "source and sources": (
        trip() + "    source: council-283\n    sources: [council-283]\n",
        [(9, "give source or sources, not both")],
    ),
    "at in two sources": (
        trip() + "    sources: [council-283, council-283]\n    at: L1\n",
        [(9, "this entry has 2 sources; say source")],
    ),
    "at is a list": (trip() + "    at: [L1]\n", [(8, "at should be text, and is a list")]),
    "by is empty": (trip() + "    by: ' '\n", [(8, "by: a text cannot be empty")]),
    "duplicate id": (
        trip() + "    id: one\n" + trip(name="b") + "    id: one\n",
        [(9, "the id 'one' is given at line 7 already")],
    ),
    "no list": ("  plan_trip: {trip: a}\n", [(7, "record should be a list of entries, each with a dash before it")]),
}

REFUSALS: dict[str, tuple[str, Expected]] = {
    "opened twice": (trip() + trip().replace("Spain", "Iberia"), [(8, "cannot plan trip:a: it is there already")]),
    "opened before": (trip(name="recorded", fields=", nights: 3"), [(7, "it was recorded before with other content")]),
    "a refused transition": (
        "  - confirm_trip: {trip: recorded}\n",
        [(7, "cannot confirm trip:recorded: it was cancelled")],
    ),
    "a transition refused in the file": (
        trip() + "  - cancel_trip: {trip: a}\n  - confirm_trip: {trip: a}\n",
        [(9, "cannot confirm trip:a: it was cancelled")],
    ),
    "unknown subject": (
        "  - confirm_trip: {trip: nowhere}\n",
        [(7, "cannot confirm trip:nowhere: nobody has opened it")],
    ),
    "unknown reference": (
        "  - plan_engagement: {engagement: e, title: x, part_of: trip:nowhere}\n",
        [(7, "its part of names trip:nowhere, which nobody has opened")],
    ),
    "a reference without its kind": (
        "  - plan_engagement: {engagement: e, title: x, part_of: nowhere}\n",
        [(7, "part_of: 'nowhere' names no kind of subject")],
    ),
    "unknown principal": (
        "  - plan_engagement: {engagement: e, title: x, attendance: [{principal: queen, answer: yes}]}\n",
        [(7, "the office has no principal 'queen'; it has mayor")],
    ),
    "known in the future": (trip() + "    known_on: 2999-01-01\n", [(8, "known_on: 2999-01-01 is still to come")]),
    "known backwards": (
        trip() + "  - confirm_trip: {trip: a}\n    known_on: 2018-08-01\n",
        [(8, "known on 2018-08-01, and its last event is known on 2018-08-31")],
    ),
    "known before what is stored": (
        "  - withdraw_trip: {trip: recorded, reason: x}\n    known_on: 2018-08-01\n",
        [(7, "its last event is known on 2018-08-31")],
    ),
    "all of them, and not what follows": (
        trip(", nights: 11") + "  - confirm_trip: {trip: a}\n  - confirm_trip: {trip: nowhere}\n",
        [(7, "11 nights do not fit"), (9, "nobody has opened it")],
    ),
}

TABLES = {"types": TYPES, "keys": KEYS, "dates": DATES, "times": TIMES, "entries": ENTRIES, "refusals": REFUSALS}


@pytest.mark.parametrize(
    ("body", "expected"),
    [pytest.param(*case, id=f"{table}: {name}") for table, cases in TABLES.items() for name, case in cases.items()],
)
def test_what_is_wrong_is_told_at_its_line(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str, expected: Expected
) -> None:
    file = tmp_path / "in.yaml"
    file.write_text(HEAD + body, encoding="utf-8")
    check(refused(store, file, monkeypatch), expected)


WHOLE: dict[str, tuple[str, str, Expected]] = {
    "at without a source": (
        ", source: council-283",
        "",
        [(8, "at is a place in one source, and this entry has no source")],
    ),
    "nobody records": ("by: planning, ", "", [(7, "nobody is named who records this; add by")]),
    "by is a list": ("by: planning", "by: [x]", [(5, "by should be text, and is a list")]),
    "version 2": ("dossier: 1", "dossier: 2", [(1, "this program reads dossiers of version 1")]),
    "version one": ("dossier: 1", "dossier: one", [(1, "this program reads dossiers of version 1")]),
    "no version": (
        "dossier: 1\n",
        "# nothing\n",
        [(2, "a dossier begins with its format version; add the line dossier: 1")],
    ),
    "defaults": ("by: planning", "by: planning, knownon: x", [(5, "defaults has no key 'knownon'")]),
    "defaults in the future": (
        "known_on: 2018-08-31",
        "known_on: 2999-01-01",
        [(5, "known_on: 2999-01-01 is still to come")],
    ),
    "defaults on no day": ("known_on: 2018-08-31", "known_on: 2018-02-30", [(5, "known_on: there is no 30 February")]),
    "default source unknown": (
        "source: council-283",
        "source: council-284",
        [(5, "is not registered; add it under sources")],
    ),
    "office is text": (
        "{name: {en: Seoul}, zone: Asia/Seoul, domain: example.go.kr}",
        "Seoul",
        [(2, "office: write keys and values")],
    ),
    "office has a key": (
        "zone: Asia",
        "timezone: Asia",
        [(2, "office has no field timezone"), (2, "office needs zone")],
    ),
    "office in no zone": ("Asia/Seoul", "Asia/Seol", [(2, "zone: ")]),
    "office at no domain": (
        "example.go.kr",
        "'go kr'",
        [(2, "domain: 'go kr' is no domain name; write it in small letters")],
    ),
    "sources is a list": (
        "  council-283: {title: {ko: 보고}}",
        "  - council-283",
        [(4, "sources should be keys and values")],
    ),
    "a source is text": ("{title: {ko: 보고}}", "보고", [(4, "the source council-283 should have at least a title")]),
    "a source has no title": ("{title: {ko: 보고}}", "{}", [(4, "the source council-283 needs title")]),
    "a source has a key": ("{title:", "{autor: x, title:", [(4, "the source council-283 has no key 'autor'; it has")]),
    "a source with another id": (
        "{title:",
        "{document: x, title:",
        [(4, "the source council-283 has no key 'document'")],
    ),
    "a source with a space": ("council-283: {", "a b: {", [(4, "sources: 'a b' cannot be an id")]),
    "a source on no day": (
        "{title:",
        "{dated: 2018-02-30, url: nope, sha256: 12, title:",
        [
            (4, "dated: 2018-02-30: there is no"),
            (4, "sha256: '12' is no SHA-256"),
            (4, "url: 'nope' is no web address"),
        ],
    ),
}


@pytest.mark.parametrize(("old", "new", "expected"), WHOLE.values(), ids=WHOLE)
def test_what_is_wrong_before_the_entries_is_told_once(  # noqa: PLR0917
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, expected: Expected
) -> None:
    file = tmp_path / "in.yaml"
    body = HEAD + trip() + "    at: L1\n" + (trip(name="b") if "nobody" not in expected[0][1] else "")
    assert old in body
    file.write_text(body.replace(old, new, 1), encoding="utf-8")
    check(refused(store, file, monkeypatch), expected)


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdefghi", "bcdefghij", strict=True)
)

DOCUMENTS: dict[str, tuple[str, str | bytes, Expected]] = {
    "broken YAML": ("in.yaml", HEAD + "  - plan_trip: {trip: a\n", [(7, "to go on with the bracket of line 7")]),
    "a colon too many": ("in.yaml", HEAD + "  - plan_trip: trip: a\n", [(7, "': ' cannot stand here")]),
    "a tab": ("in.yaml", HEAD + "\t- plan_trip: {trip: a}\n", [(7, "a tab where YAML wants spaces")]),
    "a key twice": (
        "in.yaml",
        HEAD + trip() + "record: []\n",
        [(8, "the key 'record' is here twice, first on line 6")],
    ),
    "an alias bomb": ("in.yaml", BOMB, [(6, "the aliases up to here stand for more than 100000 nodes")]),
    "deep nesting": ("in.yaml", HEAD + "  - " + "[" * 10_000, [(7, "nested deeper than 50 levels")]),
    "deep nesting in JSON": ("in.json", "\n" + "[" * 100_000, [(2, "nested deeper than 50 levels")]),
    "a merge key": ("in.yaml", HEAD + "  - plan_trip: {<<: {trip: a}}\n", [(7, "the merge key '<<' is refused")]),
    "a Python object": (
        "in.yaml",
        HEAD + "  - plan_trip: !!python/object/apply:os.system ['touch pwned']\n",
        [(7, "tags such as '!!str' are refused")],
    ),
    "CP949": (
        "in.yaml",
        "dossier: 1\n# 1\noffice: {name: {ko: 서울}}\n".encode("cp949"),
        [(3, "perhaps it is CP949 (EUC-KR)")],
    ),
    "UTF-16": ("in.yaml", HEAD.encode("utf-16"), [(1, "perhaps it is UTF-16")]),
    "binary": ("in.yaml", bytes(range(256)) * 10, [(3, "not UTF-8 at byte offset 128")]),
    "NUL": ("in.yaml", b"dossier: 1\nrecord:\n  - \x00\n", [(3, "this line holds the control character U+0000")]),
    "an escaped control character": ("in.yaml", HEAD + '  - plan_trip: "\\a"\n', [(7, "the control character U+0007")]),
    "empty": ("in.yaml", b"", [(1, "the document is empty")]),
    "only comments": ("in.yaml", "# a\n# b\n", [(1, "the document is empty")]),
    "empty JSON": ("in.json", b" \n", [(1, "the document is empty")]),
    "a list": ("in.yaml", "- a\n", [(1, "a dossier should be keys and values, and is a list")]),
    "a list in JSON": ("in.json", "\n[]", [(2, "a dossier should be keys and values, and is a list")]),
    "a word": ("in.yaml", "hello\n", [(1, "a dossier should be keys and values, and is a single value")]),
    "two documents": ("in.yaml", "dossier: 1\n---\ndossier: 1\n", [(2, "keep one document in a file")]),
    "NaN in JSON": (
        "in.json",
        '{"dossier": 1,\n "record": [\n {"state_figure":\n {"value": NaN}}]}',
        [(4, "NaN is not a number")],
    ),
    "a comma too many": ("in.json", '{"dossier": 1,\n}', [(2, "remove the comma before '}'")]),
    "types in JSON": (
        "in.json",
        (
            '{"dossier": 1.0, "defaults": {"by": true},\n "record": [{"plan_trip": {"trip": 7,\n'
            '"title": {"en": true},\n "period": 2018, "nights": 1.5}}]}'
        ),
        [
            (1, "by should be text"),
            (1, "this program reads dossiers of version 1"),
            (2, "trip: write text"),
            (3, "title.en: write text"),
            (4, "nights: write a whole number, and not 1.5"),
        ],
    ),
}


@pytest.mark.parametrize(("name", "content", "expected"), DOCUMENTS.values(), ids=DOCUMENTS)
def test_what_is_no_dossier_is_told(  # noqa: PLR0917
    store: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    content: str | bytes,
    expected: Expected,
) -> None:
    file = tmp_path / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    check(refused(store, file, monkeypatch), expected)
    assert not (tmp_path / "pwned").exists()


def test_a_file_of_100_mb_is_not_read(store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "in.yaml"
    with file.open("wb") as sparse:
        sparse.truncate(100 * 1024 * 1024)
    check(refused(store, file, monkeypatch), [(1, "larger than 5 MB")])


@pytest.mark.parametrize(
    ("name", "told_of"), [("folder.yaml", "this is a folder"), ("none.yaml", "there is no such file")]
)
def test_what_is_no_file_is_told(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, told_of: str
) -> None:
    (tmp_path / "folder.yaml").mkdir()
    check(refused(store, tmp_path / name, monkeypatch), [(1, told_of)])


@pytest.mark.parametrize(
    ("stdin", "line", "told_of"),
    [
        ("", 1, "the document is empty"),
        ("plan_trip: {trip: a}", 1, "plan_trip needs title"),
        (
            "- plan_trip: {trip: a, title: x, period: 2018-09}\n  by: p\n- confirm: {}\n",
            3,
            "there is no command 'confirm'",
        ),
        ("confirm_trip: {trip: nowhere}\nknown_on: 2999-01-01\n", 2, "still to come"),
        ('{"confirm_trip": {"trip": "nowhere"}}', 1, "nobody has opened it"),
        ("confirm_trip: {trip: recorded}\nsource: x\n", 2, "the source 'x' is not registered"),
    ],
)
def test_record_tells_the_line_of_standard_input(store: Path, stdin: str, line: int, told_of: str) -> None:
    before = log(store)
    done = run("record", "-", "--by", "p", stdin=stdin, db=store)
    assert (done.code, done.out) == (2, "")
    assert any(at == line and told_of in message for at, message in told(done, "-")), done.err
    assert log(store) == before


@pytest.mark.parametrize(
    ("name", "content", "told_of"),
    [
        ("in.yaml", HEAD + "  - confirm_trip: {trip: nowhere}\n", "in.yaml:7: cannot confirm trip:nowhere"),
        ("in.yaml", "dossier: 1\n# 서울\n".encode("cp949"), "in.yaml:2: not UTF-8"),
        ("in.json", '{"dossier": 1,\n "record": NaN}', "in.json:2: NaN"),
        ("in.yaml", BOMB, "in.yaml:6: the aliases"),
        ("none.yaml", None, "none.yaml:1: there is no such file"),
    ],
)
def test_a_process_of_its_own_says_the_same(
    store: Path, tmp_path: Path, name: str, content: str | bytes | None, told_of: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    before = log(store)
    done = spawn("import", name, "--db", store, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().startswith(told_of)
    assert b"Traceback" not in done.stderr
    assert log(store) == before
