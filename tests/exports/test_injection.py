"""Text from a dossier is text: it adds no line, property, parameter, component, row, column or key to any file.

The same history is written twice, once with harmless words and once with the hostile ones, and readers that we did not
write find the same structure in both. A store is not checked again when it is read, so that the words also have what
no command takes: control characters, and line breaks of all kinds.
"""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any

import extruct
import icalendar
import pytest
import tablib
import vobject
from hypothesis import example, given, settings
from hypothesis import strategies as st

from conftest import Clock, counting_entropy
from exported import exported, unfolded
from mayor_schedule import (
    AnnounceVisit,
    Audience,
    CancelOccurrence,
    CancelTrip,
    ChangeOccurrence,
    FoundOffice,
    FuzzyDate,
    InvalidValueError,
    Moment,
    Office,
    Period,
    Place,
    PlanEngagement,
    PlanOccasion,
    PlanTrip,
    PostponeTrip,
    ReportAgreement,
    SettleDuplicate,
    Text,
    Timed,
    Unknown,
)
from mayor_schedule.exports.cells import text_cell
from mayor_schedule.exports.ics.lines import clean
from mayor_schedule.exports.ics.options import FeedOptions
from mayor_schedule.exports.jcal import jcal
from mayor_schedule.exports.jsonld import jsonld
from mayor_schedule.exports.table import GOOGLE, OPEN_DATA, table

NASTY = (
    "\r\n", "\n", "\r", "\r\n ", "\t", "\x00", "\x07", "\x0b", "\x0c", "\x1b", "\x1c", "\x7f", "\x85", "\u2028",
    "\u2029", "\ufeff", '"', "'", ";", ":", ",", "\\", "\\n", "^", "^n", "^'", "=", "=cmd()", "@SUM(1)", "+1", "-1",
    "\u202e", "\u2066", "\u2069", "\u202c", "\u200f", "\u200d", "BEGIN:VEVENT", "END:VEVENT", "END:VCALENDAR",
    "ATTENDEE:mailto:x@example.org", ";TZID=Asia/Seoul:", "DTSTART:20260101T000000Z", "</script>", "<!--", "]]>",
    '"}],"x":[{"', "${x}", "{uid}", "%0d%0a", "시장", "\U0001f1f0\U0001f1f7", "e\u0301",
)  # fmt: skip
words = st.lists(st.sampled_from(NASTY) | st.text(max_size=3), min_size=1, max_size=12).map("".join)
long_words = st.sampled_from(("긴 제목 ", "\r\nX-A:1", '";', "\u202e\\")).map(lambda each: each * 2000)


def stored(word: str) -> Text:
    """A text as a store may hold it, in two languages, unchecked."""
    return Text._stored({"ko": word, "en": word})


def told(word: str) -> Office:
    """An office in which every text is this word."""
    text, public = stored(word), {"visibility": "public"}
    place = Place(city=text, venue=text, country="KR")
    ten, eleven = (Moment.of(f"2026-12-02T{hour}:00", "Europe/Zurich") for hour in (10, 11))
    hour = Timed(start=ten, end=eleven)
    trip = {"title": text, "period": Period.of("2026-12-01", "2026-12-05"), **public}
    office = Office.in_memory(clock=Clock(), entropy=counting_entropy())
    agreement = {"stage": "signed", "signed": Period.of("2026-11-20"), "title": text, **public}
    for number, command in enumerate([
        FoundOffice(name=text, zone="Asia/Seoul", domain="example.go.kr"),
        PlanTrip(trip="a", stops=({"place": place}, {"place": Place(city=text)}), nights=3, **trip),
        PlanEngagement(engagement="a", title=text, part_of="trip:a", when=hour, place=place, **public),
        PlanEngagement(engagement="b", title=text, part_of="trip:a", when=Unknown(), **public),
        PlanTrip(trip="b", **trip), CancelTrip(trip="b"), PlanTrip(trip="c", **trip), PostponeTrip(trip="c"),
        PlanOccasion(occasion="a", title=text, when=FuzzyDate.of("2026-10", printed=word), place=place, **public),
        PlanOccasion(occasion="b", title=text, when=hour, recurrence="FREQ=WEEKLY;COUNT=4", **public),
        ChangeOccurrence(occasion="b", occurrence="2026-12-09", fields={"title": stored(word + "x"), "place": place}),
        CancelOccurrence(occasion="b", occurrence="2026-12-16"),
        AnnounceVisit(visit="a", title=text, when=hour, place=place, **public),
        ReportAgreement(agreement="a", **agreement),
        ReportAgreement(agreement="b", possible_duplicate_of="a", **agreement),
        SettleDuplicate(agreement="b", verdict="same"),
    ]):  # fmt: skip
        office.record(command, by="p", id=str(number))  # type: ignore[arg-type]
    return office


def asked(office: Office, language: str = "ko") -> dict[str, Any]:
    return {
        "records": list(office.history()), "profile": office.profile(), "language": language,
        "audience": Audience.PUBLIC, "at": office.now(),
    }  # fmt: skip


HARMLESS = "x"
OPTIONS = {"alarm": 10, "link": "https://example.go.kr/{uid}"}


def components(calendar: Any) -> list[Any]:
    """Components, the names of their properties and of the parameters of these, as `icalendar` reads them."""

    def names(part: Any) -> list[Any]:
        return [(name, sorted(getattr(each, "params", ()))) for name, each in part.property_items(recursive=False)]

    return [[part.name, names(part)] for part in calendar.walk()]


def by_vobject(data: bytes) -> list[Any]:
    def inner(part: Any) -> list[Any]:
        lines = [(each.name, sorted(each.params)) for each in part.lines()]
        return [part.name, sorted(lines), [inner(each) for each in part.components()]]

    return [inner(each) for each in vobject.readComponents(data.decode(), transform=False)]


def shape(node: Any) -> Any:
    """The structure of JSON: keys, lengths and types, and no text."""
    if isinstance(node, dict):
        return {key: shape(value) for key, value in node.items()}
    if isinstance(node, list):
        return [shape(each) for each in node]
    return type(node).__name__


@cache
def plain(name: str) -> Any:
    """The file of harmless words."""
    with told(HARMLESS) as office:
        if name == "ics":
            return exported(office, **OPTIONS)
        if name in ("jcal", "jsonld"):
            return json.loads((jcal if name == "jcal" else jsonld)(**asked(office)))
        return len(tablib.Dataset().load(table(**asked(office), columns=name).decode("utf-8-sig"), "csv"))  # type: ignore[arg-type]


def hostile(test: Any) -> Any:
    """Run a test with hostile words, some of them long."""
    examples: Iterable[str] = ('a;b,c\\n:"q"\r\nATTENDEE:mailto:x\r\nEND:VEVENT', "\u202e", "\r\n" * 5000, "=1\t\x00")
    for each in examples:
        test = example(each)(test)
    return settings(max_examples=10)(given(words | words | long_words)(test))


@hostile
def test_ics(word: str) -> None:
    with told(word) as office:
        data = exported(office, **OPTIONS)
        calendar = icalendar.Calendar.from_ical(data)
        assert components(calendar) == components(icalendar.Calendar.from_ical(plain("ics")))
        assert by_vobject(data) == by_vobject(plain("ics"))
        text = unfolded(data)
        assert len(text.splitlines()) == len(unfolded(plain("ics")).splitlines()), "however a reader finds lines"
        titles = [str(each["summary"]) for each in calendar.walk("VEVENT")]
        others = [str(each["summary"]) for each in icalendar.Calendar.from_ical(plain("ics")).walk("VEVENT")]
        assert [each for each, other in zip(titles, others, strict=True) if other == HARMLESS] == (
            [clean(word)] * others.count(HARMLESS)
        )
        assert f"[취소] {clean(word)}" in titles
        assert not any(unicodedata.category(each) in ("Cc", "Cs") for each in text if each not in "\r\n\t")


@hostile
def test_jcal(word: str) -> None:
    with told(word) as office:
        node = json.loads(jcal(**asked(office)))
        assert shape(node) == shape(plain("jcal"))
        read = icalendar.Calendar.from_jcal(node)
        assert components(read) == components(icalendar.Calendar.from_jcal(plain("jcal")))
        assert clean(word) in {str(each["summary"]) for each in read.walk("VEVENT")}


@hostile
def test_csv(word: str) -> None:
    with told(word) as office:
        for columns, names, title in (("open-data", OPEN_DATA, "title"), ("google", GOOGLE, "Subject")):
            data = table(**asked(office), columns=columns).decode("utf-8-sig")  # type: ignore[arg-type]
            rows = tablib.Dataset().load(data, format="csv")
            assert (tuple(rows.headers), len(rows)) == (names, plain(columns))
            assert text_cell(word) in set(rows[title])
            assert {len(row) for row in csv.reader(io.StringIO(data, newline=""), strict=True)} == {len(names)}
            if columns == "open-data":
                assert len(data.splitlines()) == len(rows) + 1, "a line each, for readers that know no quotes"
            assert not any(unicodedata.category(each) in ("Cc", "Cs") for each in data if each not in "\r\n")


@hostile
def test_json_ld(word: str) -> None:
    with told(word) as office:
        data = jsonld(**asked(office))
        html = f'<html><script type="application/ld+json">{data.decode()}</script><p>end</p></html>'
        (graph,) = extruct.extract(html, syntaxes=["json-ld"])["json-ld"]
        assert shape(graph) == shape(plain("jsonld"))
        assert graph == json.loads(data)
        assert not set("<>&\u2028\u2029") & set(data.decode())


# --- what is no text ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("bad", ["Asia/Seoul\r\nX-A:1", 'Asia/Seoul";X=1', "Asia/Seoul:20260101T000000", "../x", ""])
def test_no_name_of_a_zone_is_taken_or_written(office: Office, bad: str) -> None:
    with pytest.raises(InvalidValueError):
        Moment.of("2026-12-02T10:00", bad)
    for make in (
        lambda: FoundOffice(name=Text(ko="x"), zone=bad, domain="example.go.kr"),
        lambda: Place(city=Text(ko="x"), zone=bad),
    ):
        with pytest.raises(ValueError, match="zone"):
            make()
    moment = Moment.model_construct(local=datetime(2026, 12, 2, 10), zone=bad, fold=None)  # noqa: DTZ001
    when = Timed.model_construct(start=moment, end=None)
    hour = Timed(start=Moment.of("2026-12-02T10:00", "Asia/Seoul"))
    office.record(PlanOccasion(occasion="o", title=Text(ko="x"), when=when, visibility="public"), by="p")
    series = {"recurrence": "FREQ=DAILY;COUNT=3", "when": hour, "visibility": "public"}
    office.record(PlanOccasion(occasion="s", title=Text(ko="y"), **series), by="p")
    changed = ChangeOccurrence(occasion="s", occurrence="2026-12-03", fields={"when": hour}).model_copy()
    changed.fields.__dict__["when"] = when
    office.record(changed, by="p")
    (event,) = icalendar.Calendar.from_ical(exported(office)).walk("VEVENT")
    assert str(event["summary"]) == "y", "what cannot be placed is not there, and keeps nothing else from being there"
    assert event["exdate"].to_ical() == b"20261203T100000", "nor is it where it was"
    for columns in ("open-data", "google"):
        assert table(**asked(office), columns=columns)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "rule",
    ["FREQ=DAILY\r\nX-A:1", "FREQ=DAILY:X", "FREQ=DAILY;X-A=1", "FREQ=DAILY,COUNT=2", "X"],
)
def test_no_rule_is_taken_that_is_none(rule: str) -> None:
    with pytest.raises(ValueError, match=r"recurrence|rule|FREQ|RRULE"):
        PlanOccasion(occasion="o", title=Text(ko="x"), when="2026-12-02", recurrence=rule)


@pytest.mark.parametrize("domain", ["x.kr\r\nX-A:1", "x.kr@y", 'x"y', "x y", "x;y", "시장.kr\n", "", "x.kr\n"])
def test_no_domain_is_taken_that_is_none(domain: str) -> None:
    with pytest.raises(ValueError, match="domain"):
        FoundOffice(name=Text(ko="x"), zone="Asia/Seoul", domain=domain)


@pytest.mark.parametrize("country", ["KR\n", "K;", "kr", "KOR", "K\r", "=1"])
def test_no_country_is_taken_that_is_none(country: str) -> None:
    with pytest.raises(ValueError, match="country"):
        Place(country=country)


@pytest.mark.parametrize("name", ["a\r\nb", "a b", "a;b", "a,b", "=a", "", "a\u202eb", "trip:"])
def test_no_id_is_taken_that_breaks_a_line(name: str) -> None:
    with pytest.raises(ValueError, match=r"id|trip"):
        PlanTrip(trip=name, title=Text(ko="x"))


@pytest.mark.parametrize(
    "link",
    ["https://x/{uid}\r\nX:1", "https://x/{uid}\n", 'https://x/"{uid}', "javascript:{uid}", "https://x/{uid}<", "{uid}",
     "https://x/{uid}\x00", "https://x/{uid}\u202e"],
)  # fmt: skip
def test_no_link_is_taken_that_breaks_out(office: Office, link: str) -> None:
    with pytest.raises(InvalidValueError):
        FeedOptions(link=link)
    with pytest.raises(InvalidValueError):
        jsonld(**asked(office), link=link)


def test_a_title_of_ten_thousand_characters_is_whole_everywhere() -> None:
    word = '긴 제목; "\\" ' * 1000
    with told(word) as office:
        assert word in {str(e["summary"]) for e in icalendar.Calendar.from_ical(exported(office)).walk("VEVENT")}
        rows = tablib.Dataset().load(table(**asked(office)).decode("utf-8-sig"), format="csv")
        assert word in set(rows["title"])
        assert any(json.dumps(word, ensure_ascii=False)[1:-1] in each for each in (jcal(**asked(office)).decode(),))
