"""What holds for every value, command, event and history, whatever they say: checked with generated ones.

What a source gives is kept to the byte; what is decided once is the same however often it is replayed; what was known
on a day is a prefix; corrections and withdrawals touch what they name and nothing else.
"""

from __future__ import annotations

import json
import re
import sqlite3
import traceback
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DataObject, SearchStrategy
from pydantic import ValidationError

import strategies
from conftest import Clock, counting_entropy
from exported import feed_of as feed
from mayor_schedule import (
    Audience,
    CancelTrip,
    ChangeTrip,
    Citation,
    InvalidValueError,
    Office,
    Period,
    Person,
    Place,
    RefusedError,
    Stop,
    StoreError,
    Text,
)
from mayor_schedule.domain.catalog import COMMANDS, EVENTS, KINDS, STREAMS
from mayor_schedule.domain.engagement import CorrectEngagement, EngagementFacts, PlanEngagement, RescheduleEngagement
from mayor_schedule.domain.entry import Entry, content_digest
from mayor_schedule.domain.envelope import Recorded
from mayor_schedule.domain.figure import CorrectFigure, FigureFacts, RestateFigure, StateFigure
from mayor_schedule.domain.model import Command, Event
from mayor_schedule.domain.occasion import CorrectOccasion, OccasionFacts, PlanOccasion, RescheduleOccasion
from mayor_schedule.domain.subject import WHOLE, Said, Subject
from mayor_schedule.domain.trip import CorrectTrip, PlanTrip, RescheduleTrip, TripDetails, TripFacts
from mayor_schedule.domain.values.fuzzy import FuzzyDate
from mayor_schedule.domain.values.visibility import Visibility
from mayor_schedule.domain.visit import AnnounceVisit, CorrectVisit, RescheduleVisit, VisitFacts
from mayor_schedule.store.history import History
from mayor_schedule.store.mapper import decode, encode
from sizes import examples

FEW = examples(3)
WHY = Text(ko="잘못 적음", en="misread")


def recorded(event: Event, version: int = 1, **more: Any) -> Recorded:
    """An event in an envelope, as the office makes it."""
    fields: dict[str, Any] = {
        "subject": f"{event.topic.partition('.')[0]}:x",
        "version": version,
        "topic": event.topic,
        "schema_version": event.schema_version,
        "recorded_at": datetime(2018, 8, 31, 1, 2, 3, 456789, tzinfo=UTC),
        "known_on": date(2018, 8, 31),
        "by": "의전과",
        "citations": (),
        "note": None,
        "command_id": "c",
        "command_digest": "d",
        "salt": bytes(range(16)),
        "data": event.__pydantic_serializer__.to_python(event, mode="json"),
    }
    return Recorded(**(fields | more))


def read(envelope: Recorded) -> Recorded:
    """An envelope that was stored and read again."""
    return decode(envelope.subject, envelope.version, envelope.topic, encode(envelope))


# --- what is stored ---------------------------------------------------------------------------------------------------


def keeps_an_event(event: Event) -> None:
    written = recorded(event)
    back = read(written)
    assert back.event == event
    assert type(back.event) is type(event)
    assert encode(back) == encode(written), "the envelope as read is written with the same bytes"
    assert encode(recorded(back.event)) == encode(written), "the event as read is written with the same bytes"


@pytest.mark.parametrize("topic", EVENTS)
@FEW
@given(data=st.data())
def test_an_event_is_read_as_it_was_stored(topic: str, data: DataObject) -> None:
    keeps_an_event(data.draw(strategies.built(EVENTS[topic])))


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
@examples(100)
@given(data=st.data())
def test_every_event_is_read_as_it_was_stored(kind: str, data: DataObject) -> None:
    keeps_an_event(data.draw(strategies.events(kind)))


@given(
    known_on=st.dates(),
    recorded_at=st.datetimes(datetime(1970, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    by=strategies.wordings(),
    citations=st.lists(strategies.citations(), max_size=3).map(tuple),
    note=st.none() | strategies.wordings(),
    salt=st.binary(min_size=16, max_size=16),
)
def test_an_envelope_is_read_as_it_was_stored(**fields: Any) -> None:
    written = recorded(EVENTS["trip.confirmed"](), **fields)
    back = read(written)
    assert {name: getattr(back, name) for name in fields} == fields
    assert encode(back) == encode(written)


def test_topics_are_unique_and_named_alike() -> None:
    every = [event for kind in STREAMS.values() for event in kind.events]
    assert len(EVENTS) == len(every)
    for event in every:
        assert re.fullmatch(r"[a-z_]+\.[a-z_]+", event.topic)
        assert event.topic.partition(".")[0] in STREAMS


def test_every_event_has_a_topic_of_its_own_kind() -> None:
    for kind in KINDS.values():
        assert {event.topic.partition(".")[0] for event in kind.events} == {kind.name}
        assert {command.kind for command in kind.commands} == {kind.name}


def test_every_command_has_a_name_of_its_own() -> None:
    assert len(COMMANDS) == sum(len(kind.commands) for kind in KINDS.values())


# --- commands are data ------------------------------------------------------------------------------------------------


def is_data(command: Command) -> None:
    def digest(each: Command) -> str:
        return content_digest(Entry(command=each, by="p"))

    again = type(command).model_validate(command.model_dump(mode="json"))
    read_again = type(command).model_validate_json(command.model_dump_json())
    for other in (again, read_again):
        assert other == command
        assert other.model_dump_json() == command.model_dump_json()
        assert digest(other) == digest(command)
        assert (other.subject, other.distinction) == (command.subject, command.distinction)


@pytest.mark.parametrize("name", COMMANDS)
@FEW
@given(data=st.data())
def test_a_command_is_data(name: str, data: DataObject) -> None:
    is_data(data.draw(strategies.command(COMMANDS[name])))


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
@examples(100)
@given(data=st.data())
def test_every_command_is_data(kind: str, data: DataObject) -> None:
    is_data(data.draw(strategies.commands(kind)))


# --- decide and evolve ------------------------------------------------------------------------------------------------


class Step(NamedTuple):
    """An event and the state after it."""

    event: Event
    state: Any


def lived(kind: str, commands: Iterable[Command], state: Any = None) -> Iterator[Step]:
    """What commands lead to, one after another; those that are refused lead to nothing. No other error is let pass."""
    for command in commands:
        try:
            events = list(KINDS[kind].decide(state, command))
        except RefusedError as error:
            assert str(error).startswith(f"cannot {command.verb()} {command.subject}: ")  # noqa: PT017
            continue
        for event in events:
            state = KINDS[kind].evolve(state, event)
            yield Step(event, state)


def replayed(kind: str, events: Iterable[Event]) -> Subject | None:
    """The state after events that were stored and read again."""
    state = None
    for version, event in enumerate(events, 1):
        state = STREAMS[kind].evolve(state, read(recorded(event, version)).event)
    return state


def replays(kind: str, commands: list[Command]) -> None:
    steps = list(lived(kind, commands))
    events = [step.event for step in steps]
    again = None
    for version, step in enumerate(steps, 1):
        assert step.state.version == version
        assert set(step.state.set_by) == set(step.state.facts)
        assert all(1 <= each <= version for each in step.state.set_by.values())
        again = STREAMS[kind].evolve(again, read(recorded(step.event, version)).event)
        assert again == step.state, "the fold of a prefix is the state at that time"
    assert replayed(kind, events) == replayed(kind, events)


@pytest.mark.parametrize("kind", KINDS)
@examples(12)
@given(data=st.data())
def test_what_was_decided_replays(kind: str, data: DataObject) -> None:
    replays(kind, data.draw(strategies.lives(kind)))


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
@examples(20)
@given(data=st.data())
def test_what_was_decided_in_a_long_life_replays(kind: str, data: DataObject) -> None:
    replays(kind, data.draw(strategies.lives(kind, size=25)))


# --- as known ---------------------------------------------------------------------------------------------------------


@dataclass
class Told:
    """An office that is told one thing after another, and what it knew at the end of each day."""

    office: Office = field(default_factory=lambda: Office.in_memory(clock=Clock(), entropy=counting_entropy()))
    day: date = date(2018, 1, 1)
    then: dict[date, Any] = field(default_factory=dict)

    def tell(self, command: Command, gap: int) -> None:
        if gap:
            self.then[self.day] = contents(self.office)
            self.day += timedelta(days=gap)
        try:
            self.office.record(command, by="p", known_on=self.day, id=f"{len(self.office._history)} {self.day}")
        except RefusedError:
            return


def contents(office: Office, **asked: Any) -> dict[str, Any]:
    """What an office knows, in full."""
    knowledge = office.knowledge(**asked)
    return {
        known.id: (known.uid, known.state, known.events, known.order, [encode(each) for each in known.records])
        for known in knowledge.values()
    }


def knows_a_prefix(commands: list[tuple[Command, int]]) -> None:
    told = Told()
    with told.office as office:
        for command, gap in commands:
            told.tell(command, gap)
        told.then[told.day] = contents(office)
        for day, then in told.then.items():
            assert contents(office, known_on=day) == then
            assert list(contents(office, known_on=day)) == list(then)
        assert contents(office) == told.then[told.day]
        for audience in (Audience.PUBLIC, Audience.INTERNAL):
            for day in told.then:
                assert contents(office, known_on=day, audience=audience).keys() <= told.then[day].keys()
        for subject in {each.subject for each in office.history()}:
            events = [each.event for each in office.history(subject)]
            assert office._history.stream(subject).state == replayed(subject.partition(":")[0], events)


@examples(25)
@given(strategies.stories(kinds=3, size=4))
def test_as_known_on_a_day_is_what_was_told_until_then(commands: list[tuple[Command, int]]) -> None:
    knows_a_prefix(commands)


@pytest.mark.slow
@examples(30)
@given(strategies.stories(kinds=5, size=7))
def test_as_known_on_a_day_is_what_was_told_until_then_in_long_stories(commands: list[tuple[Command, int]]) -> None:
    knows_a_prefix(commands)


@examples(20)
@given(kind=st.sampled_from(sorted(set(KINDS) - {"office"})), data=st.data())
def test_what_the_public_may_not_see_now_never_reappears(kind: str, data: DataObject) -> None:
    told = Told()
    with told.office as office:
        for command in data.draw(strategies.lives(kind, size=5)):
            told.tell(command, 1)
        now = contents(office, audience="public").keys()
        for day in told.then:
            assert contents(office, known_on=day, audience="public").keys() <= now


# --- corrections and withdrawals --------------------------------------------------------------------------------------

TITLE = Text(en="x")


class Setting(NamedTuple):
    """How a kind sets one of its fields, sets it again, and corrects it."""

    name: str
    values: SearchStrategy[Any]
    opening: Any
    again: Any
    correcting: Any
    facts: Any
    more: dict[str, Any]


SETTINGS = {
    "trip": Setting("period", strategies.dates(), PlanTrip, RescheduleTrip, CorrectTrip, TripFacts, {"title": TITLE}),
    "visit": Setting(
        "when", strategies.whens(), AnnounceVisit, RescheduleVisit, CorrectVisit, VisitFacts, {"title": TITLE}
    ),
    "engagement": Setting(
        "when", strategies.whens(), PlanEngagement, RescheduleEngagement, CorrectEngagement, EngagementFacts,
        {"title": TITLE},
    ),
    "occasion": Setting(
        "when", strategies.whens(), PlanOccasion, RescheduleOccasion, CorrectOccasion, OccasionFacts, {"title": TITLE}
    ),
    "figure": Setting(
        "value", strategies.numbers(), StateFigure, RestateFigure, CorrectFigure, FigureFacts,
        {"key": "visits", "as_of": FuzzyDate.of("2018-08")},
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", SETTINGS)
@examples(25)
@given(data=st.data())
def test_a_correction_never_overturns_a_later_value(kind: str, data: DataObject) -> None:
    name, values, opening, again, correcting, facts, more = SETTINGS[kind]
    first, second, right_first, right_second = data.draw(st.lists(values, min_size=4, max_size=4, unique_by=str))
    subject = {kind: "visits/2018-08"}
    because = {"reason": WHY} if kind == "figure" else {}
    beside = COMMANDS[f"classify_{kind}"](**subject, visibility=Visibility.PUBLIC)
    aside = data.draw(st.lists(st.just(beside), max_size=2))

    def last(*commands: Command, state: Any = None) -> Any:
        steps = list(lived(kind, commands, state))
        assert len(steps) == len(commands), "none is refused"
        return steps[-1].state

    opened = opening(**{name: first}, **more, **({} if kind == "figure" else subject))
    moved = last(opened, *aside, again(**{name: second}, **subject, **because))
    set_again = moved.version
    assert moved.facts[name] == second

    earlier = last(correcting(**subject, event=1, fields=facts(**{name: right_first}), reason=WHY), state=moved)
    assert (earlier.facts[name], earlier.set_by[name]) == (second, set_again)
    current = last(correcting(**subject, fields=facts(**{name: right_second}), reason=WHY), state=earlier)
    assert (current.facts[name], current.set_by[name]) == (right_second, earlier.version + 1)
    assert current.origin(current.set_by[name]) == set_again
    withdraw = COMMANDS[f"withdraw_{kind}"]
    for state in (earlier, current):
        without = last(withdraw(**subject, event=set_again, reason=WHY), state=state)
        assert (without.facts[name], without.set_by[name]) == (right_first, moved.version + 1)


def stands(state: Subject, said: Said) -> bool:
    return said.version not in state.withdrawn


def undoes(kind: str, commands: list[Command]) -> None:
    withdraw = COMMANDS[f"withdraw_{kind}"]
    subject = {} if kind == "office" else {kind: commands[0].subject}
    state = None
    for _, state in lived(kind, commands):
        for event in (None, *range(2, state.version + 1)):
            out = list(lived(kind, [withdraw(**subject, event=event, reason=WHY)], state))
            if not out:  # refused: it is withdrawn already, or others rest on it
                continue
            without = out[-1].state
            assert without.is_withdrawn or event is not None
            undo = without.version
            if without.is_withdrawn and event is not None:
                # The withdrawal of the whole stands again; the office withdraws that one, not what brought it back.
                (undo,) = [each.version for each in without.said if stands(without, each) and each.withdraws == WHOLE]
            ((_, back),) = lived(kind, [withdraw(**subject, event=undo, reason=WHY)], without)
            assert (back.facts, back.set_by) == (state.facts, state.set_by)
            assert back.is_withdrawn == state.is_withdrawn
            assert list(back.facts) == list(state.facts) or state.withdrawn, "in the same order"


WITHDRAWN = [kind for kind in KINDS if kind != "clash"]
"""What can be entered in error; an accepted clash is revoked."""


@pytest.mark.parametrize("kind", WITHDRAWN)
@FEW
@given(data=st.data())
def test_a_withdrawal_that_is_withdrawn_changes_nothing(kind: str, data: DataObject) -> None:
    undoes(kind, data.draw(strategies.lives(kind, size=6)))


@pytest.mark.slow
@pytest.mark.parametrize("kind", WITHDRAWN)
@examples(25)
@given(data=st.data())
def test_a_withdrawal_that_is_withdrawn_changes_nothing_in_long_lives(kind: str, data: DataObject) -> None:
    undoes(kind, data.draw(strategies.lives(kind, size=12)))


# --- texts ------------------------------------------------------------------------------------------------------------


@given(strategies.wordings())
def test_a_text_is_kept_as_given_in_nfc(wording: str) -> None:
    text = Text(ko=wording)
    assert text["ko"] == unicodedata.normalize("NFC", wording)
    assert Text(ko=text["ko"]) == text
    stored = read(recorded(EVENTS["trip.cancelled"](reason=text))).event
    assert stored.reason["ko"] == text["ko"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("wording", ["한국\u2024독일", "제①회", "㈜서울", "㎡", "½", "０", "\ufb01", "…", "Ⅳ"])
def test_what_nfkc_would_change_survives(wording: str) -> None:
    assert unicodedata.normalize("NFKC", wording) != wording
    with Office.in_memory(clock=Clock()) as office:
        office.record(PlanTrip(trip="x", title=Text(ko=wording)), by=wording, note=wording, known_on="2018-08-31")
        (stored,) = office.history()
        assert str(stored.event.title) == stored.by == stored.note == wording  # type: ignore[attr-defined]


@pytest.mark.parametrize("language", ["ko_KR", "한국어", "", "e", "en-", "ko\n", "en GB"])
def test_a_language_that_could_not_be_read_again_is_refused(language: str) -> None:
    with pytest.raises(InvalidValueError, match="no language tag"):
        Text(**{language: "x"})


@given(strategies.texts(), strategies.texts())
def test_equal_texts_have_equal_hashes(one: Text, other: Text) -> None:
    turned = Text(**dict(reversed(list(one.items()))))
    assert (turned, hash(turned)) == (one, hash(one))
    assert one != other or hash(one) == hash(other)


# --- what was stored stays readable -----------------------------------------------------------------------------------

CANARY = "카나리아-canary-7391"
TRIP = "trip:2018-europe"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store in which a trip says, in every text, a word that no error may repeat."""
    path = tmp_path / "office.db"
    text = Text(ko=CANARY)
    with Office.open(path, clock=Clock(), entropy=counting_entropy()) as office:
        stop = Stop(place=Place(city=text), period=Period.of("2018-09-28", printed=CANARY))
        period = Period.of("2018-09-27", "2018-10-07", printed=CANARY)
        planned = PlanTrip(
            trip=TRIP, title=text, period=period, stops=(stop,), purpose=text, delegation=(Person(name=text),)
        )
        changed = ChangeTrip(trip=TRIP, fields=TripDetails(purpose=text), reason=text)
        sources = [Citation("council-283", CANARY, CANARY)]
        office.record_all([planned, changed], by=CANARY, known_on="2018-08-31", sources=sources, note=CANARY)
    return path


def damage(path: Path, change: Any, version: int = 2) -> None:
    """Change a row of a store behind the program's back."""
    connection = sqlite3.connect(path)
    where = "WHERE originator_id = ? AND originator_version = ?"
    topic, state = connection.execute(f"SELECT topic, state FROM stored_events {where}", (TRIP, version)).fetchone()  # noqa: S608
    topic, state = change(topic, state)
    connection.execute(f"UPDATE stored_events SET topic = ?, state = ? {where}", (topic, state, TRIP, version))  # noqa: S608
    connection.commit()
    connection.close()


def edited(**fields: Any) -> Any:
    """A change of some of an envelope's own fields; of those of the event in it, by their path."""

    def change(topic: str, state: bytes) -> tuple[str, bytes]:
        stored = json.loads(state)
        for name, value in fields.items():
            *path, last = name.split("__")
            inner = stored
            for step in path:
                inner = inner[step]
            if value is ...:
                del inner[last]
            else:
                inner[last] = value
        return topic, json.dumps(stored, ensure_ascii=False).encode()

    return change


DAMAGES = {
    "broken JSON": lambda topic, state: (topic, state[:-9]),
    "no JSON": lambda topic, _: (topic, CANARY.encode()),
    "no UTF-8": lambda topic, state: (topic, state.replace(b"canary", b"\xff\xfe")),
    "a list": lambda topic, state: (topic, b"[" + state + b"]"),
    "unknown topic": lambda _, state: ("trip.teleported", state),
    "another topic": lambda _, state: ("trip.rescheduled", state),
    "another kind's topic": lambda _, state: ("figure.stated", state),
    **{f"no {name}": edited(**{name: ...}) for name in ("schema", "recorded_at", "known_on", "by", "salt", "data")},
    **{
        f"{name} {type(value).__name__}": edited(**{name: value})
        for name in (
            "schema",
            "recorded_at",
            "known_on",
            "salt",
            "data",
            "citations",
            "by",
            "note",
            "command",
            "digest",
        )
        for value in (CANARY, 7, None, [CANARY], {CANARY: CANARY})
        if not (isinstance(value, str) and name in ("by", "note", "command", "digest"))
        and (name, value) not in (("note", None), ("citations", [CANARY]))
    },
    "schema 0": edited(schema=0),
    "schema 2": edited(schema=2),
    "missing field": edited(data__fields=...),
    "unknown field": edited(**{f"data__{CANARY}": 1}),
    "unknown inner field": edited(**{f"data__fields__{CANARY}": 1}),
    **{f"fields {type(value).__name__}": edited(data__fields=value) for value in (CANARY, 7, None, [CANARY])},
    **{
        f"purpose {len(str(value))}": edited(data__fields__purpose=value)
        for value in (7, [CANARY], {CANARY: CANARY}, {})
    },
    **{
        f"reason {len(str(value))}": edited(data__reason=value)
        for value in (7, [CANARY], {CANARY: CANARY}, {"ko": [CANARY]})
    },
}


@pytest.mark.parametrize("name", DAMAGES)
def test_no_error_about_a_damaged_event_holds_its_payload(path: Path, name: str) -> None:
    damage(path, DAMAGES[name])
    readings: list[Callable[[Office], object]] = [
        lambda office: [each.event for each in office.history()],
        lambda office: office.knowledge(),
        lambda office: office.calendar().entries(),
        lambda office: office.record(CancelTrip(trip=TRIP), by="p"),
    ]
    for reading in readings:
        with Office.open(path, clock=Clock()) as office, pytest.raises(StoreError) as told:
            reading(office)
        message = "".join(traceback.format_exception_only(told.value))
        assert f"{TRIP}@2" in message
        assert "canary" not in message
        assert "카나리아" not in message
        assert told.value.__cause__ is None
        assert told.value.__suppress_context__


JSON = (
    st.none() | st.booleans() | st.integers(-3, 10**40) | st.floats() | st.text(max_size=3) | st.just([]) | st.just({})
)


def paths(data: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every value in JSON data."""
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in inner:
        yield (*above, key)
        yield from paths(value, (*above, key))


@examples(100)
@given(event=strategies.events(), data=st.data())
def test_a_damaged_event_is_read_or_refused_but_never_fails_otherwise(event: Event, data: DataObject) -> None:
    stored = json.loads(encode(recorded(event)))
    *above, last = data.draw(st.sampled_from(sorted(paths(stored), key=str)))
    inner = stored
    for step in above:
        inner = inner[step]
    if data.draw(st.booleans()):
        inner[last] = data.draw(JSON)
    else:
        del inner[last]
    try:
        decode("trip:x", 1, event.topic, json.dumps(stored).encode()).event  # noqa: B018
    except StoreError as error:
        assert "trip:x@1" in str(error)  # noqa: PT017 - most of them are read


def outdated(version: int, event: Event, **data: Any) -> Recorded:
    """An event that was valid under the rules of its day, with fields that today's would refuse."""
    kind = event.topic.partition(".")[0]
    fields = {**event.__pydantic_serializer__.to_python(event, mode="json"), **data}
    salt = kind.encode().ljust(16)  # each subject its own, as its public id is made of it
    return recorded(event, version, subject=f"{kind}:x", data=fields, command_id=f"{kind} {version}", salt=salt)


NO_SUCH_TIME = {"local": "2018-03-25T02:30:00", "zone": "Europe/Madrid", "fold": None}
NO_SUCH_ZONE = {"local": "2018-03-25T02:30:00", "zone": "Asia/Hanseong", "fold": 1}
NO_SUCH_PLACE = {"city": None, "venue": None, "country": "QZ", "zone": "Mars/Olympus", "coordinates": None}
OUTDATED = [
    outdated(
        1, EVENTS["engagement.planned"](title=TITLE), when={"start": NO_SUCH_TIME, "end": None}, place=NO_SUCH_PLACE
    ),
    outdated(2, EVENTS["engagement.confirmed"]()),
    outdated(3, EVENTS["engagement.held"](), actual_when={"start": NO_SUCH_ZONE, "end": NO_SUCH_TIME}),
    outdated(1, EVENTS["visit.announced"](title=TITLE), when={"edtf": "2018-13-45~~", "printed": None}),
    outdated(2, EVENTS["visit.changed"](fields={"title": TITLE}), fields={"title": None, "guests": [{"name": None}]}),
    outdated(1, EVENTS["trip.planned"](title=TITLE), period={"first": "2018-10-07", "last": "2018-09-27"}, nights=40),
    outdated(2, EVENTS["trip.rescheduled"](period="unknown"), period={"unknown": True, "within": "planet:mars"}),
    outdated(1, EVENTS["occasion.planned"](title=TITLE), place={"country": "XX", "zone": "+09:00"}),
    outdated(1, EVENTS["office.founded"](name=TITLE, zone="UTC", domain="a.b"), zone="Asia/Hanseong"),
]


def test_what_today_would_refuse_is_still_read(tmp_path: Path) -> None:
    path = tmp_path / "office.db"
    history = History.open(path)
    history.append(OUTDATED, {each.command_id: "d" for each in OUTDATED})
    history.close()
    with Office.open(path, clock=Clock()) as office:
        assert [each.topic for each in office.history()] == [each.topic for each in OUTDATED]
        entries = office.calendar().between("2018-01-01", "2018-12-31")
        assert entries, "one date that is not read any more does not hide the others"
        assert all(entry.to_record(Audience.INTERNAL, "en") for entry in office.calendar().entries())
        at = datetime(2026, 11, 22, tzinfo=UTC)
        assert feed(office.history(), office.profile(), language="en", audience=Audience.INTERNAL, at=at)
        events = [each.event for each in office.history()]
        for known_on in (None, "2018-08-31"):
            knowledge = office.knowledge(known_on=known_on)
            assert len(knowledge) == 5
        engagement: Any = knowledge["engagement:x"].state
        assert str(engagement.when.start.local) == "2018-03-25 02:30:00"
        assert engagement.when.start.zone == "Europe/Madrid"
        assert engagement.dates.start.zone == "Asia/Hanseong"
        assert engagement.place.country == "QZ"
        visit: Any = knowledge["visit:x"].state
        assert visit.when.edtf == "2018-13-45~~"
        with pytest.raises(ValidationError):
            type(visit.when).model_validate(visit.when.model_dump())
    assert [read(each).event for each in OUTDATED] == events
    for written, event in zip(OUTDATED, events, strict=True):
        assert read(recorded(event)).event == event, f"{written.topic} is written and read again"
