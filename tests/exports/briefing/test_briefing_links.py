"""Where a source can be read on the web: a link in the footnotes, only for http and https, only for the office."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from briefed import Step, record_of, text_of, told
from mayor_schedule.domain.document import Document
from mayor_schedule.domain.values.text import Text
from mayor_schedule.exports.briefing.notes import Source, sources_of
from mayor_schedule.exports.briefing.saying import Saying
from mayor_schedule.views.knowledge import Knowledge

TRIP: Step = ("plan_trip", {"trip": "oslo", "title": {"en": "Oslo"}, "period": "2018-10-01/2018-10-03",
                            "visibility": "public"})  # fmt: skip
PLAIN = "https://council.example.go.kr/view.do;id=1?a=1&b=2#L3"
NASTY = "https://council.example.go.kr/a\"b'<c>&copy;|`)회의록~~x~~\\"


def minutes(url: str | None, **more: object) -> Step:
    fields = {"document": "minutes", "title": {"en": "Minutes [of] <all>"}, "url": url, **more}
    return "register_document", {name: value for name, value in fields.items() if value is not None}


def links(text: str) -> list[str]:
    return re.findall(r'<a href="([^"]*)" rel="noopener">', text)


def test_a_source_is_linked_in_html() -> None:
    with told(minutes(PLAIN), TRIP) as office:
        text = text_of(office, "html", explain=True)
    assert set(links(text)) == {PLAIN.replace("&", "&amp;")}
    assert 'rel="noopener">Minutes [of] &lt;all&gt;</a> (minutes) L3' in text


def test_a_source_is_linked_in_markdown() -> None:
    with told(minutes(PLAIN), TRIP) as office:
        text = text_of(office, "md", explain=True)
    (note,) = [each for each in text.splitlines() if each.endswith(f"trip:oslo@1 · <{PLAIN}>")]
    assert note.startswith("[^")
    assert note.count("https:") == 1


def test_a_source_has_its_address_in_json_and_null_without_one() -> None:
    for url in (PLAIN, NASTY, None):
        with told(minutes(url), TRIP) as office:
            found = [each for part in record_of(office)["sections"] for block in part["blocks"]
                     for line in block["lines"] for each in line["sources"]]  # fmt: skip
        assert {(each["document"], each["url"]) for each in found} == {("minutes", url)}
    with told(TRIP) as office:
        (source,) = record_of(office)["sections"][3]["blocks"][0]["lines"][0]["sources"]
    assert source == {"document": "minutes", "title": "minutes", "at": "L2", "url": None}


def test_an_address_cannot_break_out_of_its_link() -> None:
    with told(minutes(NASTY), TRIP) as office:
        html, markdown = text_of(office, "html", explain=True), text_of(office, "md", explain=True)
    (address,) = set(links(html))
    assert address == "https://council.example.go.kr/a%22b%27%3Cc%3E&amp;copy%3B%7C%60)%ED%9A%8C%EC%9D%98%EB%A1%9D~~x~~%5C"
    assert "<c>" not in html
    note = next(each for each in markdown.splitlines() if "trip:oslo@1" in each)
    shown = MarkdownIt("commonmark").enable("strikethrough").render(note.partition(": ")[2])
    assert f'href="{address}"' in shown
    assert "<s>" not in shown


@given(st.text(st.one_of(st.sampled_from("/?#&;%<>\"'\\`~ 가"), st.characters(categories=["L", "P", "S", "N"]))))
def test_no_address_has_what_means_something_to_html_or_markdown(rest: str) -> None:
    source = Source(document="minutes", title="Minutes", at="", url="https://a" + "".join(rest.split()))
    assert source.link is not None
    assert not re.search(r"[\s<>\"'\\`|]|&#?\w+;", source.link)
    assert source.link.startswith("https://a")


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "https://", "http:///x", "//a", "https://a\tb", "https://a\x00",
            "ftp://a", " https://a", ""]
)  # fmt: skip
def test_what_is_no_address_of_the_web_is_not_linked(url: str) -> None:
    """A stored event is read by its structure alone: an older history may hold any address."""
    with told(minutes(PLAIN), TRIP) as office:
        knowledge = office.briefing(on="2018-08-31").counts.knowledge
        known = knowledge["document:minutes"]
        state = Document(facts={"title": Text.of("Minutes"), "url": url})
        others = dict(knowledge.items()) | {known.id: replace(known, state=state)}
        other = Knowledge(others, knowledge.office, knowledge.audience, knowledge.known_on, None)
        saying = Saying.of(knowledge, date(2018, 8, 31), ("en",))
        assert [(each.title, each.url, each.link) for each in sources_of((other["trip:oslo"],), other, saying)] == [
            ("Minutes", None, None)
        ]


def test_the_public_sees_no_address() -> None:
    with told(minutes(PLAIN, visibility="public"), TRIP) as office:
        assert "council.example" not in text_of(office, "html", audience="public")
        assert "council.example" not in text_of(office, "json", audience="public")
        assert "council.example" not in text_of(office, "html")
