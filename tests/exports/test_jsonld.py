"""Linked data: schema.org events that say what is known, read from web pages and as RDF by other libraries."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import extruct
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DataObject
from pyld import jsonld as pyld

from canaries import canary_stories, days_of, leaks, lived
from conftest import EARLIER, LATER, REPORT, Clock, counting_entropy
from mayor_schedule import (
    Audience,
    CancelTrip,
    FoundOffice,
    InvalidValueError,
    Moment,
    Office,
    Period,
    PlanEngagement,
    PlanOccasion,
    PlanTrip,
    PostponeTrip,
    RescheduleTrip,
    Text,
    Timed,
    Unknown,
    Visibility,
)
from mayor_schedule.domain.values.fuzzy import FuzzyDate
from mayor_schedule.domain.values.place import Coordinates, Place
from mayor_schedule.exports.bidi import closed
from mayor_schedule.exports.jsonld import jsonld
from mayor_schedule.imports.loading import import_files

SCHEMA = "https://schema.org/"


def export(office: Office, audience: str = "public", language: str = "ko", **more: Any) -> bytes:
    return jsonld(
        office.history(), office.profile(), language=language, audience=Audience(audience), at=office.now(), **more
    )


def graph(data: bytes, kind: str = "Event") -> list[dict[str, Any]]:
    return [each for each in json.loads(data)["@graph"] if each["@type"] == kind]


def only(office: Office, **more: Any) -> dict[str, Any]:
    (event,) = graph(export(office, **more))
    return event


def in_page(data: bytes) -> list[dict[str, Any]]:
    """What `extruct` finds in a web page that holds the file."""
    html = f'<!DOCTYPE html><html><head><script type="application/ld+json">{data.decode()}</script></head></html>'
    found: list[dict[str, Any]] = extruct.extract(html, syntaxes=["json-ld"])["json-ld"]
    return found


def vocabulary(url: str, options: Any) -> dict[str, Any]:
    """The context of schema.org, as far as it is used here, without a network."""
    assert url == "https://schema.org"
    links = ("eventStatus", "superEvent", "organizer", "publisher")
    terms = {"@vocab": SCHEMA, **{each: {"@type": "@id"} for each in links}}
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": url,
        "document": {"@context": terms},
    }


def expanded(data: bytes) -> list[dict[str, Any]]:
    """The file as `pyld` expands it."""
    nodes: list[dict[str, Any]] = pyld.expand(json.loads(data), {"documentLoader": vocabulary})
    return nodes


def occasion(office: Office, name: str, when: Any, **more: Any) -> None:
    more = {"title": Text(ko=name), "visibility": Visibility.PUBLIC, **more}
    office.record(PlanOccasion(occasion=name, when=when, **more), by="p")


def trip(office: Office, name: str = "europe", **more: Any) -> None:
    more = {"title": Text(ko="순방", en="Tour"), "period": Period.of("2026-12-01", "2026-12-05"), **more}
    office.record(PlanTrip(trip=name, visibility=Visibility.PUBLIC, **more), by="p")


@pytest.fixture
def found(office: Office) -> Office:
    name = Text(ko="비서실", en="Secretariat")
    office.record(FoundOffice(name=name, zone="Asia/Seoul", domain="example.go.kr"), by="p")
    return office


def test_an_event_says_what_is_known(found: Office) -> None:
    stops = ({"city": {"ko": "빌바오", "en": "Bilbao"}, "country": "ES"}, {"city": {"ko": "취리히"}})
    trip(found, stops=stops, nights=3)
    event = only(found)
    (entry,) = found.calendar(audience="public").entries()
    assert event["@id"] == f"urn:uid:{entry.uid}"
    assert (event["identifier"], event["version"]) == (entry.uid, 0)
    assert event["name"] == [{"@language": "ko", "@value": "순방"}, {"@language": "en", "@value": "Tour"}]
    assert (event["startDate"], event["endDate"]) == ("2026-12-01", "2026-12-05")
    assert event["eventStatus"] == "https://schema.org/EventScheduled"
    assert event["organizer"] == {"@id": "_:office"}
    assert event["dateModified"].endswith("Z")
    bilbao, zurich = event["location"]
    assert bilbao["address"]["addressCountry"] == "ES"
    assert bilbao["address"]["@type"] == "PostalAddress"
    assert zurich["name"] == {"@language": "ko", "@value": "취리히"}
    assert not set(event) & {"eventAttendanceMode", "inLanguage", "superEvent", "previousStartDate"}, "nobody said so"
    assert only(found, language="en")["name"][0] == {"@language": "en", "@value": "Tour"}
    assert only(found, link="https://example.go.kr/{uid}.html")["@id"] == f"https://example.go.kr/{entry.uid}.html"


def test_the_feed_says_whose_it_is_and_in_which_language(found: Office) -> None:
    trip(found)
    (head,) = graph(export(found), "DataFeed")
    assert (head["name"], head["inLanguage"], head["publisher"]) == ("비서실 · 공개 일정", "ko", {"@id": "_:office"})
    assert head["dataFeedElement"] == [{"@id": only(found)["@id"]}]
    assert head["dateModified"] == only(found)["dateModified"]
    (office,) = graph(export(found), "GovernmentOrganization")
    assert {each["@language"] for each in office["name"]} == {"ko", "en"}
    (past,) = graph(export(found, known_on=date(2018, 8, 31)), "DataFeed")
    assert past["name"].endswith("(2018-08-31 기준, 구독용 아님)")
    assert set(past) == {"@type", "name", "inLanguage", "publisher"}


def test_an_office_without_a_name_organises_nothing(office: Office) -> None:
    trip(office)
    assert "organizer" not in only(office)
    assert graph(export(office), "GovernmentOrganization") == []


@pytest.mark.parametrize(
    ("when", "said"),
    [
        (
            Timed(
                start=Moment.of("2026-10-03T19:00", "Europe/Zurich"), end=Moment.of("2026-10-03T22:00", "Europe/Zurich")
            ),
            {"startDate": "2026-10-03T19:00:00+02:00", "endDate": "2026-10-03T22:00:00+02:00"},
        ),
        (Timed(start=Moment.of("2026-10-03T19:00", "UTC")), {"startDate": "2026-10-03T19:00:00+00:00"}),
        (Period.of("2026-12-24"), {"startDate": "2026-12-24", "endDate": "2026-12-24"}),
        (
            FuzzyDate.of("2026-10~"),
            {"additionalProperty": {"@type": "PropertyValue", "name": "edtf", "value": "2026-10~"}},
        ),
        (Unknown(), {}),
    ],
)
def test_dates_are_as_exact_as_they_are_known(found: Office, when: Any, said: dict[str, Any]) -> None:
    occasion(found, "o", when)
    names = {"startDate", "endDate", "previousStartDate", "additionalProperty"}
    assert {name: value for name, value in only(found).items() if name in names} == said
    assert "organizer" not in only(found), "it may be somebody else's"


def test_what_is_cancelled_or_postponed_says_so(found: Office) -> None:
    for name, ending in (
        ("a", CancelTrip(trip="a")), ("b", PostponeTrip(trip="b")), ("c", RescheduleTrip(trip="c", period=Unknown()))
    ):  # fmt: skip
        trip(found, name, title=Text.of(name))
        found.record(ending, by="p")
    dates = {"startDate", "previousStartDate"}
    read = {
        event["name"]: (event["eventStatus"].removeprefix(SCHEMA), dates & set(event)) for event in graph(export(found))
    }
    assert read == {
        "a": ("EventCancelled", {"startDate"}),
        "b": ("EventPostponed", {"previousStartDate"}),
        "c": ("EventScheduled", {"previousStartDate"}),
    }


def test_places_and_wholes(found: Office) -> None:
    trip(found)
    hall = Place(
        city=Text(ko="뉴욕"),
        venue=Text(ko="유엔", en="UN"),
        country="US",
        coordinates=Coordinates(latitude=0.0, longitude=-73.968),
    )
    part = {"engagement": "un", "title": Text(ko="연설"), "part_of": "trip:europe", "visibility": Visibility.PUBLIC}
    found.record(PlanEngagement(**part, place=hall, when=Period.of("2026-12-02")), by="p")
    whole, event = graph(export(found))
    assert event["superEvent"] == {"@id": whole["@id"]}
    assert event["location"]["geo"] == {"@type": "GeoCoordinates", "latitude": 0.0, "longitude": -73.968}
    assert event["location"]["name"][1] == {"@language": "en", "@value": "UN"}
    assert event["location"]["address"]["addressLocality"] == {"@language": "ko", "@value": "뉴욕"}
    assert "superEvent" not in only(found, kinds={"engagement"}), "names nothing that is not in the file"
    with pytest.raises(InvalidValueError, match="no kind of entry 'figure'"):
        export(found, kinds={"figure"})


def test_a_country_alone_is_a_place(found: Office) -> None:
    occasion(found, "o", Unknown(), place=Place(country="KR"))
    address = {"@type": "PostalAddress", "addressCountry": "KR"}
    assert only(found)["location"] == {"@type": "Place", "name": "KR", "address": address}


# --- as others read it ------------------------------------------------------------------------------------------------


def test_a_web_page_holds_all_of_it(office: Office) -> None:
    import_files(office, [EARLIER, REPORT, LATER])
    data = export(office)
    assert in_page(data) == [json.loads(data)]
    events = graph(data)
    entries = office.calendar(audience="public").entries()
    assert [event["identifier"] for event in events] == [entry.uid for entry in entries]
    expected = {entry.uid: entry.when.start.utc for entry in entries if isinstance(entry.when, Timed)}
    starts = {event["identifier"]: event["startDate"] for event in events if "T" in event.get("startDate", "")}
    assert {uid: datetime.fromisoformat(start).astimezone(UTC) for uid, start in starts.items()} == expected
    assert len(expected) > 2


def test_it_is_linked_data(office: Office) -> None:
    import_files(office, [EARLIER, REPORT, LATER])
    data = export(office)
    nodes = {node["@id"]: node for node in expanded(data) if SCHEMA + "Event" in node["@type"]}
    assert len(nodes) == len(graph(data))
    for event in graph(data):
        node = nodes[event["@id"]]
        names = {(each.get("@language"), each["@value"]) for each in node[SCHEMA + "name"]}
        given = event["name"] if isinstance(event["name"], list) else [event["name"]]
        assert names == {(each["@language"], each["@value"]) for each in given}
        assert node[SCHEMA + "eventStatus"][0]["@id"].startswith(SCHEMA + "Event")
    parents = {each["@id"] for node in nodes.values() for each in node.get(SCHEMA + "superEvent", [])}
    assert parents
    assert parents <= set(nodes)
    triples = pyld.to_rdf(json.loads(data), {"documentLoader": vocabulary, "format": "application/n-quads"})
    assert "순방" in triples


NASTY = [
    "</script>",
    "<!--",
    "<script>",
    "&amp;",
    "=cmd()",
    "a;b,c\\n",
    '"',
    "\u200f\u202e",
    "\u2028\u2029",
    "줄\n바꿈\tx",
    "]]>",
]
PRINTABLE = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn")), min_size=1, max_size=9)


@given(st.lists(st.sampled_from(NASTY) | PRINTABLE, min_size=1, max_size=4).map("".join).filter(str.strip))
def test_any_title_stays_in_its_script_element(title: str) -> None:
    with Office.in_memory(clock=Clock(), entropy=counting_entropy()) as office:
        wording = Text.of(title)
        occasion(office, "o", Period.of("2026-12-24"), title=wording)
        data = export(office)
        assert not any(each in data.decode() for each in "<>&\u2028\u2029")
        (page,) = in_page(data)
        assert page == json.loads(data)
        assert graph(data)[0]["name"] == closed(str(wording))


def test_a_long_title_comes_back(found: Office) -> None:
    occasion(found, "o", Period.of("2026-12-24"), title=Text(ko="긴 제목 " * 2500))
    assert only(found)["name"]["@value"] == "긴 제목 " * 2500


@given(canary_stories(), st.data())
def test_nothing_hidden_leaves(story: Any, data: DataObject) -> None:
    with lived(story) as office:
        known_on = data.draw(days_of(office))
        for audience in Audience:
            assert leaks(office, export(office, audience, known_on=known_on), audience, known_on) == []


@given(canary_stories())
def test_the_search_for_leaks_finds_them(story: Any) -> None:
    with lived(story) as office:
        internal = {each["identifier"] for each in graph(export(office, Audience.INTERNAL))}
        public = {each["identifier"] for each in graph(export(office))}
        assert public <= internal
        hidden = bool(internal - public)
        assert bool(leaks(office, export(office, Audience.INTERNAL), Audience.PUBLIC)) >= hidden
