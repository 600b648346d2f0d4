"""The briefing of any history: it is made, is the same every time, and tells an audience only what it may see."""

from __future__ import annotations

import json
import re
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies
from canaries import canary_stories, days_of, leaks, lived
from conftest import EARLIER, LATER, REPORT, Clock, counting_entropy
from mayor_schedule import Audience, Office
from mayor_schedule.domain.agreement import Agreement
from mayor_schedule.domain.engagement import Engagement
from mayor_schedule.domain.occasion import Occasion
from mayor_schedule.domain.trip import Trip
from mayor_schedule.domain.visit import Visit
from mayor_schedule.exports.briefing.writing import FORMATS, write_briefing
from mayor_schedule.imports.loading import import_files
from mayor_schedule.views.briefing import Status
from mayor_schedule.views.briefing.reading import Reading
from sizes import examples
from terminal import alike_in_every_process

LANGUAGES = (("ko", "en"), ("en", "ko"), ("de",), ("ko-KR",))
DAYS = (None, "2018-08-31", "2017-12-31", "1902-02-28", "2030-01-01")
_EVENT = re.compile(r"\b[a-z_]+:[\w./-]+@\d+\b")

_SCRIPT = """
import sys
from mayor_schedule import Office
from mayor_schedule.exports.briefing.writing import write_briefing
with Office.open(sys.argv[1], create=False) as office:
    told = office.briefing(on="2018-08-31", audience=sys.argv[2])
    for form in sys.argv[3:]:
        text = write_briefing(told, form=form, languages=("ko", "en"), explain=sys.argv[2] == "internal")
        sys.stdout.buffer.write(text.encode() + b"\\0")
"""


def written(office: Office, form: str, languages: tuple[str, ...], audience: Audience, **asked: Any) -> str:
    """A briefing, with its sources where they may be seen."""
    told = office.briefing(audience=audience, **asked)
    return write_briefing(told, form=form, languages=languages, explain=audience is Audience.INTERNAL)


def is_told(data: st.DataObject) -> None:
    """Any history, in every form and for every audience: twice alike, and of nothing that the office does not know."""
    with lived(data.draw(strategies.stories(kinds=4, size=5))) as office:
        languages, on = data.draw(st.sampled_from(LANGUAGES)), data.draw(st.sampled_from(DAYS))
        known_on = data.draw(days_of(office))
        for form, audience in product(FORMATS, Audience):
            first = written(office, form, languages, audience, on=on, known_on=known_on)
            assert first == written(office, form, languages, audience, on=on, known_on=known_on)
            assert first.endswith("\n")
        record = json.loads(written(office, "json", languages, Audience.INTERNAL, on=on, known_on=known_on))
        events = {each.reference for each in office.history(known_on=known_on)}
        known = office.knowledge(known_on=known_on)
        for each in behind(record):
            assert set(each["events"]) <= events
            assert all(subject in known for subject in each["subjects"])


def is_complete(data: st.DataObject) -> None:
    """Nothing that the office knows of these days, or of days to come, is left out."""
    kinds = st.sampled_from(["trip", "visit", "engagement", "occasion", "agreement"])
    lives = st.lists(kinds.flatmap(lambda kind: strategies.lives(kind, size=5)), max_size=4)
    with lived(data.draw(lives.flatmap(strategies._woven))) as office:
        told = office.briefing(on=data.draw(st.sampled_from(DAYS)))
        record = json.loads(write_briefing(told, form="json", languages=("en",)))
        named = {subject for each in behind(record) for subject in each["subjects"]}
        reading, left_out = Reading(told.counts), {}
        for known in told.counts.knowledge.values():
            state = known.state
            assert isinstance(state, Trip | Visit | Engagement | Occasion | Agreement)
            status, last = reading.status(state), reading.span(state)[1]
            if isinstance(state, Engagement) and reading.has_whole(known):
                may_lack = True  # it is told with its whole
            elif isinstance(state, Agreement):
                may_lack = status is Status.CANCELLED or state.same_as is not None
            else:
                may_lack = last is not None and last < told.since
            if known.id not in named and not may_lack:
                left_out[known.id] = status, state.dates, told.on
        assert left_out == {}


def is_tight(data: st.DataObject) -> None:
    """What the public is told holds no canary, no id and no event."""
    with lived(data.draw(canary_stories(most=4, size=5))) as office:
        known_on, on = data.draw(days_of(office)), data.draw(st.sampled_from(DAYS))
        told = office.briefing(on=on, known_on=known_on, audience=Audience.PUBLIC)
        for form in FORMATS:
            text = write_briefing(told, form=form, languages=data.draw(st.sampled_from(LANGUAGES)))
            assert leaks(office, text.encode(), Audience.PUBLIC, known_on) == []
            assert _EVENT.findall(text) == []


@examples(8)
@given(data=st.data())
def test_a_history_is_told(data: st.DataObject) -> None:
    is_told(data)


@pytest.mark.long
@given(data=st.data())
def test_every_history_is_told(data: st.DataObject) -> None:
    is_told(data)


@examples(15)
@given(data=st.data())
def test_nothing_is_left_out(data: st.DataObject) -> None:
    is_complete(data)


@pytest.mark.long
@examples(150)
@given(data=st.data())
def test_nothing_is_left_out_of_many(data: st.DataObject) -> None:
    is_complete(data)


@examples(8)
@given(data=st.data())
def test_nothing_leaks(data: st.DataObject) -> None:
    is_tight(data)


@pytest.mark.long
@given(data=st.data())
def test_nothing_leaks_of_many(data: st.DataObject) -> None:
    is_tight(data)


def behind(record: Any) -> list[dict[str, Any]]:
    """Everything of a record that names subjects."""
    if isinstance(record, list):
        return [found for each in record for found in behind(each)]
    if not isinstance(record, dict):
        return []
    own = [record] if "subjects" in record else []
    return own + [found for each in record.values() for found in behind(each)]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("briefed") / "office.db"
    with Office.open(path, clock=Clock(), entropy=counting_entropy()) as office:
        import_files(office, [EARLIER, REPORT, LATER])
    return path


@pytest.mark.slow
@pytest.mark.parametrize("audience", Audience)
def test_every_process_writes_the_same_bytes(store: Path, audience: str) -> None:
    marks = {"md": b"\n## ", "html": b"<h2>", "json": b'"blocks"'}
    *written, rest = alike_in_every_process(_SCRIPT, store, audience, *marks).split(b"\0")
    assert rest == b""
    for text, mark in zip(written, marks.values(), strict=True):
        assert text.count(mark) > 5
