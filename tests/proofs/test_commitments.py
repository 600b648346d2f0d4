"""What an event is in the log: salted commitments that tell nothing, and that outlast what is erased."""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from canaries import lived
from conftest import REPORT, Clock, counting_entropy
from mayor_schedule import InvalidValueError, Office, Period, PlanTrip, StoreError, Text, Visibility
from mayor_schedule.domain.catalog import EVENTS, KEPT, STREAMS
from mayor_schedule.domain.envelope import Recorded
from mayor_schedule.domain.model import Command
from mayor_schedule.imports.loading import import_files
from mayor_schedule.proofs.commitments import SHOWN, WIDTH, Sealed, canonical
from mayor_schedule.proofs.erasing import check_erasure, erase
from mayor_schedule.store.mapper import decode, encode
from mayor_schedule.views.knowledge import opaque_uid
from strategies import stories


def sealed_of(office: Office) -> list[tuple[Sealed, Recorded]]:
    return [(office.store.tree.sealed(each.position or 0), each) for each in office.history()]


@pytest.fixture
def reported() -> Any:
    with Office.in_memory(clock=Clock(), entropy=counting_entropy()) as office:
        import_files(office, [REPORT])
        yield sealed_of(office)


def test_the_entry_is_what_the_documentation_says(reported: list[tuple[Sealed, Recorded]]) -> None:
    """Written once more, straight from the words of the module."""
    sealed, record = next(each for each in reported if each[1].topic == "trip.reported")
    stored = json.loads(sealed.state)
    uid = hmac.digest(record.salt, b"mayor_schedule uid", "sha256").hex()[:32]
    fields = {"subject": record.subject, "version": record.version, "topic": record.topic, "uid": uid}
    fields["event_id"] = hmac.digest(record.salt, b"mayor_schedule event id", "sha256").hex()[:32]
    fields |= {name: stored[name] for name in stored if name not in ("salt", "data")}
    fields |= {f"data.{name}": value for name, value in stored["data"].items()}
    fields["stored"] = sha256(sealed.state).hexdigest()
    hashes = []
    for path, value in fields.items():
        key = hmac.digest(record.salt, f"mayor_schedule field {path}".encode(), "sha256").hex()
        hashes.append(sha256(rfc8785.dumps([key, path, value])).hexdigest())
    assert set(hashes) < set(sealed.commitments())
    assert sealed.entry() == rfc8785.dumps(sealed.commitments())
    assert sealed.commitments() == sorted(set(sealed.commitments()))


def test_no_entry_tells_how_many_fields_an_event_has(reported: list[tuple[Sealed, Recorded]]) -> None:
    assert len({len(each.values) for each, _ in reported}) > 3
    assert {len(each.commitments()) for each, _ in reported} == {WIDTH}
    assert {len(each.entry()) for each, _ in reported} == {67 * WIDTH + 1}
    most = max(len(event.model_fields) for event in EVENTS.values())
    assert most + 13 <= WIDTH, "an event with more fields would be told from the others"


@given(stories(kinds=3, size=6))
def test_no_commitment_comes_twice_and_none_tells_a_value(story: list[tuple[Command, int]]) -> None:
    """Equal values of two events, and of two fields of one event, give different hashes."""
    with lived(story) as office:
        entries = [sealed for sealed, _ in sealed_of(office)]
    hashes = [each for sealed in entries for each in sealed.commitments()]
    assert len(hashes) == len(set(hashes))
    for sealed in entries:
        for path, value in sealed.values.items():
            guessed = {sha256(rfc8785.dumps(_plain(each))).hexdigest() for each in (value, [path, value])}
            assert not guessed & set(sealed.commitments())


def _plain(value: Any) -> Any:
    return json.loads(canonical(value)) if not isinstance(value, list) else [_plain(each) for each in value]


@given(stories(kinds=3, size=6))
def test_the_uid_of_an_entry_is_that_of_its_subject(story: list[tuple[Command, int]]) -> None:
    with lived(story) as office:
        first: dict[str, Recorded] = {}
        for sealed, record in sealed_of(office):
            first.setdefault(record.subject, record)
            assert opaque_uid(first[record.subject], "x") == f"{sealed.uid}@x"


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text() | st.floats(-1e6, 1e6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
)


@given(_JSON)
def test_values_are_in_canonical_json(value: Any) -> None:
    assert canonical(value).encode() == rfc8785.dumps(value)


def test_numbers_that_other_programs_cannot_hold_are_texts() -> None:
    assert canonical(2**53 - 1) == "9007199254740991"
    assert canonical(2**53) == '"9007199254740992"'
    assert canonical([-(10**29), {"a": 10**29}]) == '["-100000000000000000000000000000",{"a":"' + str(10**29) + '"}]'


def test_only_what_is_there_can_be_disclosed(reported: list[tuple[Sealed, Recorded]]) -> None:
    with pytest.raises(InvalidValueError, match="it is not among its fields: subject, version"):
        reported[0][0].disclosure("data.colour")


# --- erasing ----------------------------------------------------------------------------------------------------------


def again(record: Recorded) -> tuple[Sealed, Recorded]:
    """An event as it is stored and read again."""
    state = encode(record)
    read = decode(record.subject, record.version, record.topic, state, record.position)
    assert encode(read) == state
    return Sealed(record.subject, record.version, record.topic, state, record.key("uid").hex()[:32]), read


def without(sealed: Sealed, record: Recorded, *paths: str) -> tuple[Sealed, Recorded]:
    found, read = again(erase(record, sealed, paths))
    return replace(found, uid=sealed.uid), read


@given(stories(kinds=2, size=6), st.data())
def test_an_erased_field_is_gone_and_the_entry_of_the_log_is_the_same(
    story: list[tuple[Command, int]], data: st.DataObject
) -> None:
    """Whatever can be erased of whatever event: it is still decoded, its entry and the other fields are as before."""
    with lived(story) as office:
        events = [each for each in sealed_of(office) if each[1].kind not in KEPT]
    if not events:
        return
    sealed, record = data.draw(st.sampled_from(events))
    path = data.draw(st.sampled_from(sorted(sealed.values)))
    try:
        found, read = without(sealed, record, path)
    except InvalidValueError:
        assert path not in {"by", "note", "citations", "data.title", "data.reason", "data.place"}
        return
    assert found.entry() == sealed.entry()
    assert path not in found.values
    gone = {path, f"{path}.{SHOWN}", "digest", "stored"}  # what was shown of a field goes with it
    kept = {each: value for each, value in sealed.values.items() if each not in gone}
    assert found.values == kept
    for each in kept:
        assert found.disclosure(each) == sealed.disclosure(each)
    assert record.salt.hex() not in encode(read).decode()
    assert isinstance(read.event, type(record.event))


@given(stories(kinds=2, size=6))
def test_whatever_can_be_erased_still_folds(story: list[tuple[Command, int]]) -> None:
    """All at once: the life of every subject goes on as it did."""
    with lived(story) as office:
        events = [each for each in sealed_of(office) if each[1].kind not in KEPT]
    states: dict[str, Any] = {}
    stages: dict[str, Any] = {}
    for sealed, record in events:
        gone: list[str] = []
        for path in sealed.values:
            try:
                erase(record, sealed, [*gone, path])
            except InvalidValueError:
                continue
            gone.append(path)
        found, read = without(sealed, record, *gone)
        assert found.entry() == sealed.entry()
        evolve = STREAMS[record.kind].evolve
        states[record.subject] = evolve(states.get(record.subject), read.event)
        stages[record.subject] = evolve(stages.get(record.subject), record.event)
        for name in ("stage", "visibility", "is_withdrawn"):
            assert getattr(states[record.subject], name, None) == getattr(stages[record.subject], name, None)


def test_what_is_erased_cannot_be_found_by_trying() -> None:
    """Neither by the salt, nor by the digest of the command, nor by the title that two events share."""
    with Office.in_memory(clock=Clock(), entropy=counting_entropy()) as office:
        office.record(PlanTrip(trip="t", title=Text(ko="비밀 회동")), by="protocol", note="n")
        sealed, record = sealed_of(office)[0]
    found, read = without(sealed, record, "data.title", "by")
    left = encode(read).decode()
    assert "비밀" not in left
    assert record.command_digest not in left
    assert record.salt.hex() not in left
    assert json.loads(left)["salt"] is None
    assert set(found.erased) == {"data.title", "by", "digest", "stored"}
    assert str(getattr(read.event, "title", "")) == "(erased)"
    assert read.by == ""
    with pytest.raises(StoreError, match="its salt was erased"):
        read.key("field data.title")
    assert read.key("uid") == record.key("uid")
    assert again(erase(read, found, ["note"]))[0].entry() != b"", "more can be erased later"
    assert without(found, read, "note")[0].entry() == sealed.entry()
    with pytest.raises(InvalidValueError, match="it was erased before"):
        erase(read, found, ["by"])


def test_what_a_life_depends_on_cannot_be_erased(reported: list[tuple[Sealed, Recorded]]) -> None:
    sealed, record = next(each for each in reported if each[1].topic == "figure.stated")
    for path in ("subject", "topic", "known_on", "command", "data.value", "data.key", "data.visibility", "uid"):
        with pytest.raises(InvalidValueError, match=f"cannot erase {path}"):
            erase(record, sealed, [path])


Change = Callable[[dict[str, Any], Sealed], None]


def _puts_another_recorder(state: dict[str, Any], _: Sealed) -> None:
    state["by"] = "mallory"


def _puts_another_title(state: dict[str, Any], _: Sealed) -> None:
    state["data"]["title"] = {"en": "Forged"}


def _moves_the_day(state: dict[str, Any], sealed: Sealed) -> None:
    state["erased"]["known_on"] = sealed.commitment("known_on")
    state["known_on"] = "2017-01-01"
    del state["keys"]["field known_on"]


def _hides_a_field(state: dict[str, Any], sealed: Sealed) -> None:
    state["erased"]["x1"] = sealed.commitment("data.period")
    del state["data"]["period"]
    del state["keys"]["field data.period"]


def _hides_who_may_see_it(state: dict[str, Any], sealed: Sealed) -> None:
    state["erased"]["data.visibility"] = sealed.commitment("data.visibility")
    state["data"]["visibility"] = None
    del state["keys"]["field data.visibility"]


def _adds_a_key(state: dict[str, Any], _: Sealed) -> None:
    state["keys"]["field x"] = "00" * 32


def _reorders(state: dict[str, Any], _: Sealed) -> None:
    state["keys"] = dict(reversed(list(state["keys"].items())))


def _shortens_a_key(state: dict[str, Any], _: Sealed) -> None:
    state["keys"]["uid"] = "00" * 16


def _keeps_the_digest(state: dict[str, Any], sealed: Sealed) -> None:
    del state["erased"]["digest"]
    state["keys"]["field digest"] = "00" * 32


def _commits_to_nothing(state: dict[str, Any], _: Sealed) -> None:
    state["erased"]["by"] = "no hash"


@pytest.mark.parametrize(
    "change",
    [
        _puts_another_recorder, _puts_another_title, _moves_the_day, _hides_a_field, _hides_who_may_see_it, _adds_a_key,
        _reorders, _shortens_a_key, _keeps_the_digest, _commits_to_nothing,
    ],
)  # fmt: skip
def test_nothing_else_can_pass_for_erased(change: Change) -> None:
    """Who has the store has its salts, and knows every commitment: none may cover for something that was not there."""
    with Office.in_memory(clock=Clock(), entropy=counting_entropy()) as office:
        plan = PlanTrip(trip="t", title=Text(ko="출장"), period=Period.of("2018-10-01"), visibility=Visibility.PUBLIC)
        office.record(plan, by="protocol")
        sealed, record = sealed_of(office)[0]
    found, read = without(sealed, record, "data.title", "by")
    assert check_erasure(read, found) is None
    assert check_erasure(record, sealed) is None
    state = json.loads(encode(read))
    change(state, sealed)
    state["erased"] = dict(sorted(state["erased"].items()))
    data = json.dumps(state, ensure_ascii=False, separators=(",", ":")).encode()
    forged = decode(record.subject, 1, record.topic, data, 0)
    assert check_erasure(forged, Sealed(record.subject, 1, record.topic, data, sealed.uid)) is not None


@given(stories(kinds=2, size=6), st.data())
def test_what_was_erased_passes_for_erased(story: list[tuple[Command, int]], data: st.DataObject) -> None:
    with lived(story) as office:
        events = [each for each in sealed_of(office) if each[1].kind not in KEPT]
    if events:
        sealed, record = data.draw(st.sampled_from(events))
        for path in data.draw(st.permutations(sorted(sealed.values))):
            try:
                sealed, record = without(sealed, record, path)
            except InvalidValueError:
                continue
            assert check_erasure(record, sealed) is None


def test_a_damaged_erasure_is_told_in_words() -> None:
    with Office.in_memory(clock=Clock(), entropy=counting_entropy()) as office:
        office.record(PlanTrip(trip="t", title=Text(ko="출장")), by="protocol")
        sealed, record = sealed_of(office)[0]
    state = json.loads(encode(erase(record, sealed, ["data.title"])))
    for change in ({"keys": None}, {"erased": []}, {"keys": {"uid": "zz"}}, {"erased": 1}):
        with pytest.raises(StoreError, match="cannot be read"):
            decode(record.subject, 1, record.topic, json.dumps({**state, **change}).encode())
    state["erased"] = {"data.colour": "00"}
    read = decode(record.subject, 1, record.topic, json.dumps(state).encode())
    with pytest.raises(StoreError, match="do not fit"):
        _ = read.event
