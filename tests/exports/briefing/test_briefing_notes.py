"""The footnotes of a briefing: each mark has its note, each note its mark, and a note the sources of its line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies
from briefed import page, text_of, told
from canaries import lived
from conftest import REPORT, Clock, counting_entropy
from mayor_schedule import Audience, InvalidValueError, Office
from mayor_schedule.domain.catalog import COMMANDS
from mayor_schedule.exports.briefing.notes import Notes
from mayor_schedule.exports.briefing.saying import Saying
from mayor_schedule.imports.loading import import_files
from sizes import examples
from terminal import run

DEFINED = {"md": r"(?m)^\[\^(\d+)\]: ", "html": r'<li id="note-(\d+)">'}
USED = {"md": r"\[\^(\d+)\](?!:)", "html": r'<a href="#note-(\d+)">'}
TRIP = {"trip": "oslo", "title": {"en": "Oslo"}, "period": "2018-03-01/2018-03-02", "stage": "returned",
        "purpose": {"en": "To see it"}, "visibility": "public"}  # fmt: skip


@pytest.fixture(scope="module")
def office() -> Office:
    opened = Office.in_memory(clock=Clock(), entropy=counting_entropy())
    import_files(opened, [REPORT])
    return opened


def check(text: str, form: str) -> int:
    """Make sure that marks and notes belong together and are in order; how many there are."""
    numbers = [int(each) for each in re.findall(DEFINED[form], text)]
    used = [int(each) for each in re.findall(USED[form], text)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert list(dict.fromkeys(used)) == numbers, "marks are first met in the order of their numbers"
    return len(numbers)


@pytest.mark.parametrize("form", DEFINED)
@pytest.mark.parametrize("languages", [("ko", "en"), ("en", "ko")])
def test_marks_and_notes_belong_together(office: Office, form: str, languages: tuple[str, ...]) -> None:
    assert check(text_of(office, form, *languages, known_on="2018-08-31", explain=True), form) > 60


@examples(8)
@given(data=st.data())
def test_marks_and_notes_belong_together_in_any_history(data: st.DataObject) -> None:
    with lived(data.draw(strategies.stories(kinds=4, size=5))) as other:
        counts = {check(text_of(other, form, on=None, explain=True), form) for form in DEFINED}
        assert len(counts) == 1


@pytest.mark.parametrize("form", DEFINED)
def test_without_being_asked_nothing_is_explained(office: Office, form: str) -> None:
    text = text_of(office, form, "ko", known_on="2018-08-31")
    assert re.findall(DEFINED[form], text) + re.findall(USED[form], text) == []
    assert "council-283" not in text
    assert re.findall(r"\w+:[\w/-]+@\d", text) == []


@pytest.mark.parametrize(
    ("line", "at", "event"),
    [
        ("3월 싱가포르 순방", "L216", "trip:2018-singapore-march@1"),
        ("싱가포르 육상교통청장 면담", "L220-L222", "engagement:2018-singapore-transport@1"),
        ("시장 해외출장(상반기)", "L214", "figure:trips_made/2018-08-31@1"),
    ],
)
def test_a_note_has_the_place_and_the_event_of_its_line(office: Office, line: str, at: str, event: str) -> None:
    text = text_of(office, "md", "ko", known_on="2018-08-31", explain=True)
    (number,) = re.findall(rf"{re.escape(line)}.*\[\^(\d+)\]", text)
    (note,) = re.findall(rf"(?m)^\[\^{number}\]: (.*)$", text)
    assert re.search(rf"{at}\b", note)
    assert event in note
    markup = text_of(office, "html", "ko", known_on="2018-08-31", explain=True)
    (number,) = re.findall(rf'{re.escape(line)}[^\n]*?<a href="#note-(\d+)">', markup)
    (note,) = re.findall(rf'<li id="note-{number}">(.*)</li>', markup)
    assert f" {at} " in note
    assert event in note


def test_every_line_has_a_note_with_a_source_and_its_events(office: Office) -> None:
    made = office.briefing(known_on="2018-08-31")
    knowledge, shown = made.counts.knowledge, page(office, "ko", known_on="2018-08-31")
    notes = Notes(shown, knowledge, Saying.of(knowledge, made.on, ("ko",)))
    by_number = {note.number: note for note in notes}
    for part in shown.parts():
        for block in part.blocks:
            for line in (each for top in block.lines for each in top.every()):
                number = notes.number(line.known)
                assert number is not None, line.text
                assert by_number[number].events == tuple(event for each in line.known for event in each.events)
                assert by_number[number].sources, line.text


def test_a_line_without_a_source_says_so() -> None:
    with Office.in_memory(clock=Clock(), entropy=counting_entropy()) as bare:
        bare.record(COMMANDS["report_trip"].model_validate(TRIP), by="p", known_on="2018-08-31")
        assert "[^1]: no source · trip:oslo@1" in text_of(bare, explain=True)


def test_a_document_is_called_by_its_title_and_what_is_below_shares_the_note() -> None:
    minutes = {"document": "minutes", "title": {"en": "Minutes [draft] *1*"}}
    with told(("register_document", minutes), ("report_trip", TRIP)) as other:
        text = text_of(other, explain=True)
        assert r"Minutes \[draft\] \*1\*" in text
        assert text.count("[^1]") == 4, "a number, the trip, its purpose, and the note"
        assert "Minutes [draft] *1* (minutes) L3" in text_of(other, "html", explain=True)


def test_everything_that_changed_a_subject_is_cited() -> None:
    fixed = {"trip": "oslo", "fields": {"title": {"en": "Oslo!"}}, "reason": {"en": "typo"}}
    with told(("report_trip", TRIP), ("correct_trip", fixed)) as other:
        text = text_of(other, explain=True)
        (note,) = re.findall(r"(?m)^\[\^1\]: (.*)$", text)
        assert re.findall(r"L\d+", note) == ["L2", "L3"]
        assert re.findall(r"trip:oslo@\d", note) == ["trip:oslo@1", "trip:oslo@2"]


@pytest.mark.parametrize("form", [*DEFINED, "json"])
def test_the_public_is_given_no_sources(office: Office, form: str) -> None:
    with pytest.raises(InvalidValueError, match="the public sees no sources"):
        text_of(office, form, audience=Audience.PUBLIC, explain=True)


def test_the_public_is_given_no_sources_at_the_terminal(tmp_path: Path) -> None:
    db, out = tmp_path / "office.db", tmp_path / "briefing.html"
    with Office.open(db) as opened:
        import_files(opened, [REPORT])
    out.write_text("as it was")
    for options in (["--audience", "public"], ["--format", "html"]):
        done = run("briefing", "--explain", "--known-on", "2018-08-31", "--out", out, *options, db=db)
        assert (done.code, done.out) == (2, "")
        assert "the public sees no sources" in done.err, done.err
        assert "Traceback" not in done.err
        assert out.read_text() == "as it was"
