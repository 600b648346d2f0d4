"""The files that people read: whole and self-contained HTML, and Markdown that is read as what the history says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter

import strategies
from briefed import Step, founded, page, text_of, told
from canaries import lived
from conftest import EARLIER, LATER, REPORT, Clock, counting_entropy
from mayor_schedule import Audience, Office
from mayor_schedule.exports.briefing.markdown import escaped
from mayor_schedule.exports.briefing.page import Page
from mayor_schedule.imports.loading import import_files
from sizes import examples

VOID = {"meta", "br", "link", "img", "hr", "input"}
LINKS = ("href", "src", "xlink:href", "action", "data", "poster", "srcset")


class Markup(HTMLParser):
    """Reads a file strictly: what is opened is closed, in order."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.declared: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_decl(self, decl: str) -> None:
        self.declared.append(decl)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), "no attribute twice"
        self.tags.append((f"svg {tag}" if "svg" in self.open else tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((f"svg {tag}" if "svg" in self.open else tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "svg" not in self.open and "style" not in self.open:
            self.texts.append(data)

    @property
    def text(self) -> str:
        """What it says, with every space as one."""
        return " ".join("".join(self.texts).split())


def is_whole(text: str) -> Markup:
    """Make sure that a file is whole, and needs nothing beside itself."""
    found = Markup(text)
    assert found.declared == ["DOCTYPE html"]
    names = [tag for tag, _ in found.tags]
    assert [names.count(each) for each in ("html", "head", "title", "body", "main", "h1")] == [1] * 6
    assert {"script", "link", "iframe", "object", "embed", "img", "base", "form"}.isdisjoint(names)
    assert ("meta", {"charset": "utf-8"}) in found.tags
    ids = [attributes["id"] for _, attributes in found.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert all(each and not re.search(r"\s", each) for each in ids)
    for tag, attributes in found.tags:
        if tag == "a" and attributes.get("rel") == "noopener":  # where a source can be read: followed, never fetched
            assert re.fullmatch(r"https?://[^\s\"'<>]+", attributes.pop("href") or "")
        assert not [name for name in attributes if name.startswith("on")]
        for name in LINKS:
            target = attributes.get(name)
            assert target is None or (target.startswith("#") and target[1:] in ids), target
        for name in ("aria-labelledby", "aria-describedby"):
            assert set((attributes.get(name) or "").split()) <= set(ids)
        for value in attributes.values():
            assert all(each in ids for each in re.findall(r"url\(#([^)]*)\)", value or ""))
        assert all("//" not in (value or "") for name, value in attributes.items() if name != "xmlns")
    assert not re.search(r"@import|url\((?!#)", text.partition("</style>")[0])
    return found


@pytest.fixture(scope="module")
def office() -> Office:
    opened = Office.in_memory(clock=Clock(), entropy=counting_entropy())
    import_files(opened, [EARLIER, REPORT, LATER])
    return opened


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("languages", [("ko", "en"), ("en", "ko"), ("ko-KR", "en"), ("de", "en")])
@pytest.mark.parametrize("on", ["2018-08-31", "2018-12-31", "2020-02-29"])
def test_html_is_whole(office: Office, languages: tuple[str, ...], audience: Audience, on: str) -> None:
    explain = audience is Audience.INTERNAL
    text = text_of(office, "html", *languages, on=on, audience=audience, explain=explain)
    found = is_whole(text)
    linked = set(re.findall(r'<a href="([^"]+)" rel="noopener">', text))
    assert explain or not linked
    assert set(re.findall(r"\w+://[^\s\"'<>]+", text)) <= {"http://www.w3.org/2000/svg"} | linked
    (attributes,) = [each for tag, each in found.tags if tag == "html"]
    words_in = languages[0] if languages[0].split("-")[0] in ("ko", "en") else None
    assert words_in is None or attributes == {"lang": words_in}
    assert_is_said(found.text, page(office, *languages, on=on, audience=audience))


def test_html_of_an_empty_store_is_whole() -> None:
    with Office.in_memory(clock=Clock()) as empty:
        for language in ("ko", "en"):
            is_whole(text_of(empty, "html", language, explain=True))


@examples(8)
@given(data=st.data())
def test_html_of_any_history_is_whole(data: st.DataObject) -> None:
    with lived(data.draw(strategies.stories(kinds=4, size=5))) as other:
        is_whole(text_of(other, "html", data.draw(st.sampled_from(["ko", "en"])), on=None, explain=True))


# --- what is read -----------------------------------------------------------------------------------------------------

HOSTILE = (
    "<script>alert(1)</script>", "</p></main>", "<!-- x", "]]>", "&lt;b&gt; &amp; &#35; &copy", '"quoted" \'too\'',
    "*a* **b** _c_ __d__", "~~gone~~ ~a~ 9~10", "`code` ``x", "[a](http://x.y) ![i](z) [^1] [^1]: note", "[ref]: /url",
    "a | b || c", r"back\slash \* \| \\", "# heading", "## x ##", "- item", "+ item", "* item", "1. one", "2) two",
    "> quote", "=== ", "---", "***", "___", "| --- |", "~~~", "```", "http://example.org www.example.org a@b.co",
    "<http://example.org>", "two\n\nparts\n    code", "a\u2028b\u2029c", "\u202eback", "x\u2067y", "  \t spaces ",
    "snake_case_name 서울_시_a", "2018\\.", "$x$ {{ 7*7 }} {% raw %}", "<b", "a<b>c", "&", "&#x41;", "1.", "-", "#",
    "100%",
    "※ ○", "끝\\",
)  # fmt: skip
PARTS = st.sampled_from([*HOSTILE, *"*_~`[]<>|\\#+-=!&;:().^\"'1 a가\n"])
titles = st.lists(PARTS, min_size=1, max_size=4).map("".join).filter(lambda each: bool(each.strip()))


def story(title: str) -> Iterator[Step]:
    """Something of every kind, all of it called by a title."""
    named = {"en": title}
    yield "report_trip", {"trip": "t", "title": named, "period": "2018-03-01/2018-03-02", "stage": "returned",
                          "purpose": named, "stops": [{"city": named}, {"city": {"en": "B"}}]}  # fmt: skip
    yield "plan_engagement", {"engagement": "e", "title": named, "part_of": "trip:t", "topics": [named],
                              "counterparts": [{"name": {"en": "Ada"}, "office": named}]}  # fmt: skip
    yield "report_visit", {"visit": "v", "title": named, "guests": [{"name": named}], "category": "state_guest",
                           "when": "2018-05-01", "stage": "received"}  # fmt: skip
    yield "report_occasion", {"occasion": "o", "title": named, "when": "2018-05-01", "stage": "held", "theme": named,
                              "description": named, "programme": [named, named]}  # fmt: skip
    yield "propose_agreement", {"agreement": "a", "title": named, "parties": [{"name": named}]}
    yield "report_policy_export", {"policy_export": "x", "system": named, "client": {"name": named}, "stage": "won",
                                   "won": "2018-05-01"}  # fmt: skip
    yield "report_organization", {"organization": "g", "name": named, "stage": "opened", "opened": "2018-05-01"}
    for key in ("plan", "fact"):
        for scope in ("1", "2"):
            yield "state_figure", {"key": key, "scope": scope, "value": 1, "as_of": "2018-08-01", "unit": "명",
                                   "title": {"en": f"{key} {title} {scope}"}, "theme": named}  # fmt: skip
    yield "state_figure", {"key": "alone", "value": 1, "as_of": "2018-08-01", "title": named, "label": named}


def pieces(shown: Page) -> Iterator[str]:
    """Every text that a briefing says, in the order in which it is laid out."""
    yield from (shown.title, shown.office, shown.basis)
    for part in shown.parts():
        yield part.title
        for block in part.blocks:
            yield block.title
            for table in block.tables:
                yield from (table.title, *table.columns)
                for row in table.rows:
                    yield from (row.label, *(cell.text for cell in row.cells))
            for line in block.lines:
                yield from (each.text for each in line.every())


def assert_is_said(text: str, shown: Page) -> None:
    """Make sure that a text says every piece of a briefing as it is, one behind the other."""
    at, text = 0, bare(text)
    for each in pieces(shown):
        wanted = bare(each)
        found = text.find(wanted, at)
        assert found >= 0, (each, text[at : at + 200])
        at = found + len(wanted)


def bare(text: str) -> str:
    """A text without its spaces, which lines and tables set anew."""
    return "".join(text.split())


READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
PLAIN = {
    "heading", "paragraph", "inline", "text", "bullet_list", "list_item", "table", "thead", "tbody", "tr", "th", "td",
    "softbreak",
}  # fmt: skip


def read(markdown: str) -> str:
    """What a reader of Markdown is shown; there is no markup in it but that of the template."""
    shown = []
    for token in READER.parse(markdown):
        for each in [token, *(token.children or ())]:
            assert each.type.removesuffix("_open").removesuffix("_close") in PLAIN, (each.type, token.content)
            if each.type == "text":
                shown.append(each.content)
        shown.append(" ")
    return "".join(shown)


@examples(40)
@given(title=titles)
@example("".join(HOSTILE))
@example("~~a~~ | `b` [^1]")
def test_what_the_history_says_is_shown_as_it_is(title: str) -> None:
    with told(*story(title)) as other:
        shown = page(other)
        assert_is_said(read(text_of(other)), shown)
        assert_is_said(is_whole(text_of(other, "html")).text, shown)


@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_title_is_shown_as_it_is(title: str) -> None:
    if not title.strip():
        return
    with told(*story(title)) as other:
        shown = page(other)
        assert_is_said(read(text_of(other)), shown)
        assert_is_said(is_whole(text_of(other, "html")).text, shown)


@settings(max_examples=300)
@given(titles.map(lambda each: " ".join(each.split())))
@example("9~10 a~b")
@example("![x")
def test_a_line_is_escaped(title: str) -> None:
    """Also behind a mark of a list, in a heading, and in a cell of a table."""
    for before, after in (("", ""), ("- ", ""), ("○ ", ""), ("# ", ""), ("| a |\n|---|\n| ", " |")):
        assert bare(title) in bare(read(f"{before}{escaped(title)}{after}\n")), before


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("9.27.~10.7", "9.27.~10.7"),
        ("Oslo(9.27.~10.7), Bern(3.15.~17)", "Oslo(9.27.~10.7), Bern(3.15.~17)"),
        ("9.27.~10.7, 9월~", "9.27.\\~10.7, 9월\\~"),
        ("19:00~22:00", "19:00~22:00"),
        ("19:00~22:00, 9:00~10:00", "19:00\\~22:00, 9:00\\~10:00"),
        ("~a~", "\\~a\\~"),
        ("a ~ b ~ c", "a ~ b ~ c"),
        ("~~a", "\\~\\~a"),
        ("~~~", "\\~\\~\\~"),
    ],
)
def test_tildes_are_escaped_only_where_they_could_strike_out(text: str, written: str) -> None:
    assert escaped(text) == written


GREEDY = MarkdownIt("commonmark").enable("strikethrough")
"""A reader that takes one tilde for a mark too, as GitHub does."""


def _single(state: StateInline, silent: bool) -> bool:
    """Any tilde is a mark that can open and close as its neighbours say, whatever its length."""
    if silent or state.src[state.pos] != "~":
        return False
    scanned = state.scanDelims(state.pos, True)
    for _ in range(scanned.length):
        token = state.push("text", "", 0)
        token.content = "~"
        state.delimiters.append(
            Delimiter(
                marker=ord("~"), length=scanned.length, token=len(state.tokens) - 1, end=-1,
                open=scanned.can_open, close=scanned.can_close,
            )
        )  # fmt: skip
    state.pos += scanned.length
    return True


GREEDY.inline.ruler.at("strikethrough", _single)


def _is_struck(state: StateInline) -> None:
    state.env["struck"] = any(each.marker == ord("~") and each.end != -1 for each in state.delimiters)


GREEDY.inline.ruler2.at("strikethrough", _is_struck)


@settings(max_examples=400)
@given(st.text("~~~a1.( )'\"가*_`", max_size=12).map(lambda each: " ".join(each.split())))
@example("9.27.~10.7, 3.15.~17")
@example("19:00~22:00, 9:00~10:00")
def test_no_reader_strikes_anything_out(text: str) -> None:
    env: dict[str, Any] = {}
    for before, after in (("○ ", ""), ("", "[^1]"), ("a ", " b")):
        GREEDY.parse(f"{before}{escaped(text)}{after}", env)
        assert not env.get("struck"), (before, escaped(text), after)


def test_the_greedy_reader_strikes_out() -> None:
    for text, struck in (("19:00~22:00, 9:00~10:00", True), ("9.27.~10.7, 3.15.~17", False), ("19:00~22:00", False)):
        env: dict[str, Any] = {}
        GREEDY.parse(text, env)
        assert env["struck"] is struck


def test_a_line_of_several_texts_strikes_nothing_out() -> None:
    minutes = {"document": "minutes", "title": {"en": "Minutes 9~10"}}
    with told(("register_document", minutes), *story("7~8"), office=founded(name={"en": "Office a~b"})) as other:
        lines = text_of(other, explain=True).splitlines()
        assert sum(line.count("~") > 1 for line in lines) > 3
        for line in lines:
            for each in re.split(r"(?<!\\)\|", line):  # the cells of a table are read one by one
                env: dict[str, Any] = {}
                GREEDY.parse(each, env)
                assert not env.get("struck"), each


def test_footnotes_are_not_made_up() -> None:
    with told(*story("[^1] [^2]: x")) as other:
        text: Any = text_of(other)
        assert re.findall(r"(?<!\\)\[\^", text) == []
        assert re.findall(r"(?<!\\)\[\^99\]", text_of(other, explain=True).replace("[^1]", "")) == []


@pytest.mark.parametrize("languages", [("ko", "en"), ("en", "ko")])
def test_markdown_of_the_reports_is_read_as_it_is(office: Office, languages: tuple[str, ...]) -> None:
    assert_is_said(read(text_of(office, "md", *languages)), page(office, *languages))


def test_tables_have_as_many_cells_in_each_row(office: Office) -> None:
    for line in re.findall(r"(?ms)^(\| .+?)(?=^(?!\|))", text_of(office, "md", "ko")):
        assert len({len(re.findall(r"(?<!\\)\|", row)) for row in line.strip().splitlines()}) == 1
