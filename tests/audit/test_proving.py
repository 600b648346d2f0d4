"""Proofs: they hold, they fail at the part that was changed, and they tell nothing that is not disclosed."""

from __future__ import annotations

import json
import random
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import icalendar
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from canaries import CANARY, canary_stories, lived
from conftest import EARLIER, EXAMPLES, LATER, REPORT, Clock, counting_entropy
from exported import exported
from mayor_schedule import (
    Audience,
    Citation,
    ClassifyTrip,
    Command,
    InvalidValueError,
    Office,
    Period,
    Place,
    PlanTrip,
    RescheduleTrip,
    Stop,
    StoreError,
    Text,
    UnknownSubjectError,
    VerificationError,
    Visibility,
)
from mayor_schedule.audit.proving import (
    Head,
    given_head,
    prove_entry,
    prove_event,
    prove_since,
    signed_head,
    unsigned_head,
)
from mayor_schedule.imports.loading import import_files
from mayor_schedule.proofs.bundles import check_bundle
from mayor_schedule.proofs.keys import SigningKey, VerifierKey, new_key
from mayor_schedule.proofs.notes import Checkpoint, sign_checkpoint

KEY = new_key("example.go.kr/mayor", lambda size: bytes(range(size)))
OTHER = new_key("example.go.kr/mayor", lambda size: bytes(range(1, size + 1)))
TRUSTED = (KEY.verifier,)
VERIFIER = EXAMPLES / "verify_bundle.py"


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    with Office.in_memory(clock=Clock(), entropy=counting_entropy()) as opened:
        import_files(opened, [EARLIER, REPORT])
        yield opened


def test_every_event_can_be_proven_and_told_in_full(office: Office) -> None:
    head = signed_head(office, KEY)
    for record in office.history():
        position = record.position or 0
        checked = check_bundle(prove_event(office, head, position), TRUSTED)
        assert checked.signers == TRUSTED
        event = checked.events[0]
        assert event.position == position
        assert event.fields["subject"] == record.subject
        assert event.fields["known_on"] == record.known_on.isoformat()
        told = {path.removeprefix("data."): value for path, value in event.fields.items() if path.startswith("data.")}
        said = dict(record.data)
        fields = said.pop("fields", None)
        if isinstance(fields, dict):
            said |= {f"fields.{name}": value for name, value in fields.items()}
        assert {name: value for name, value in told.items() if not name.endswith(".shown")} == said


def test_only_what_is_disclosed_can_be_learned(office: Office) -> None:
    """Nothing of the rest is in the bundle: not even a short value, found by trying all that it could be."""
    record = next(each for each in office.history() if each.topic == "trip.reported")
    bundle = prove_event(office, signed_head(office, KEY), record.position or 0, ["title", "known_on"])
    checked = check_bundle(bundle, TRUSTED)
    assert set(checked.events[0].fields) == {"data.title", "known_on"}
    text = bundle.decode()
    for hidden in (record.subject, record.by, record.topic, record.salt.hex(), record.command_digest, "nights"):
        assert hidden not in text, hidden
    commitments = set(json.loads(bundle)["events"][0]["commitments"])
    values = [*range(100), None, True, False, "", "public", "internal", "planning", "returned", record.topic, []]
    for value in values:
        for path in ("data.nights", "data.visibility", "by", "topic", "data.stage", "note"):
            for form in (value, [path, value], ["", path, value], {path: value}):
                assert sha256(rfc8785.dumps(form)).hexdigest() not in commitments
    keys = [json.loads(each)[0] for each in json.loads(bundle)["events"][0]["disclosed"]]
    for key in keys:  # the keys of what is told open nothing else
        for path in ("data.nights", "by", "topic"):
            for value in values:
                assert sha256(rfc8785.dumps([key, path, value])).hexdigest() not in commitments


def test_bundles_of_different_events_cannot_be_told_apart(office: Office) -> None:
    """Whatever happened, a bundle that tells only when has the same shape and length."""
    head = signed_head(office, KEY)
    shapes = set()
    for record in office.history():
        bundle = json.loads(prove_event(office, head, record.position or 0, ["known_on"]))
        event = bundle["events"][0]
        shapes.add((len(event["commitments"]), len(event["disclosed"]), frozenset(map(len, event["commitments"]))))
    assert len(shapes) == 1


def test_all_but_what_is_known_is_refused_by_name(office: Office) -> None:
    head = signed_head(office, KEY)
    with pytest.raises(InvalidValueError, match=r"has no field 'colour' .* it has subject, version"):
        prove_event(office, head, 3, ["colour"])
    with pytest.raises(InvalidValueError, match="no event at position 100000"):
        prove_event(office, head, 100_000)
    with pytest.raises(UnknownSubjectError, match="that the public may see"):
        prove_entry(office, head, "trip:nowhere")


def test_what_would_give_hidden_fields_away_is_told_only_with_them(office: Office) -> None:
    """The digest and the id of a command are made from its fields, without a secret: values could be tried."""
    head = signed_head(office, KEY)
    for name in ("digest", "command"):
        with pytest.raises(InvalidValueError, match="could be found by trying"):
            prove_event(office, head, 17, ["subject", name])
    assert check_bundle(prove_event(office, head, 17), TRUSTED).events[0].fields["digest"]


def test_nothing_is_signed_or_proven_that_is_not_there(tmp_path: Path) -> None:
    file = tmp_path / "office.db"
    row = "WHERE rowid = (SELECT notification_id FROM log_positions WHERE position = ?)"
    edit = f"UPDATE stored_events SET state = CAST(replace(state, '2018', '2019') AS BLOB) {row}"  # noqa: S608 - above
    with Office.open(file, clock=Clock(), entropy=counting_entropy()) as office:
        import_files(office, [EARLIER, REPORT])
        size = signed_head(office, KEY).checkpoint.size
    with sqlite3.connect(file) as db:
        db.execute(edit, (17,))
    db.close()
    with Office.open(file) as office, pytest.raises(StoreError, match=r"position 17 .* not the one that"):
        prove_event(office, signed_head(office, KEY), 17)
    with sqlite3.connect(file) as db:
        db.execute(edit.replace("CAST(replace(state, '2018', '2019') AS BLOB)", "'text'"), (size - 1,))
    db.close()
    with Office.open(file) as office, pytest.raises(StoreError, match=r"cannot be|read"):
        signed_head(office, KEY)
    with sqlite3.connect(file) as db:
        db.execute(f"DELETE FROM stored_events {row}", (size - 1,))  # noqa: S608 - above
        db.execute("DELETE FROM log_positions WHERE position = ?", (size - 1,))
    db.close()
    with Office.open(file) as office, pytest.raises(StoreError, match="the last ones were removed"):
        signed_head(office, KEY)


def test_a_bundle_tells_nothing_in_a_form_that_could_pass_for_something_else(office: Office) -> None:
    """Whoever signs with a key of their own can put anything under a commitment."""
    head = signed_head(office, OTHER)
    bundle = json.loads(prove_event(office, head, 3, ["title"]))
    for text in (
        '["k","\\u001b[2Jp",1]', "[" * 50_000, '["k","p",' + "9" * 5_000 + "]", "not JSON", '["k","p",1.0]',
        '{"0":"k","1":"p","2":1}', '"abc"', '["k","p"]', '["k","p",1,2]', '["k","p","\\ud800"]', '["k", "p",1]',
        '["k",["p"],1]', "1",
    ):  # fmt: skip
        hashes = sorted({*bundle["events"][0]["commitments"][1:], sha256(text.encode()).hexdigest()})
        leaf = sha256(b"\x00" + rfc8785.dumps(hashes)).digest()
        checkpoint = Checkpoint(OTHER.name, 1, leaf)
        event = {"position": 0, "commitments": hashes, "disclosed": [text], "leaf": leaf.hex(), "path": []}
        forged = {**bundle, "checkpoint": sign_checkpoint(checkpoint, OTHER), "events": [event]}
        data = (json.dumps(forged, sort_keys=True, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
        with pytest.raises(VerificationError) as caught:
            check_bundle(data)
        assert caught.value.part == "event", text[:40]


# --- every byte counts ------------------------------------------------------------------------------------------------


def parts(bundle: bytes) -> Iterator[tuple[str, int, int]]:
    """Where the parts of a bundle are in its bytes: the name of each, and its first and last byte."""
    text = bundle
    names = {"checkpoint": b'"checkpoint":"', "path": b'"path":["', "event": b'"commitments":["', "leaf": b'"leaf":"'}
    for name, mark in names.items():
        start = text.find(mark)
        if start >= 0:
            start += len(mark)
            end = text.index(b'"]' if mark.endswith(b'["') else b'",', start)
            yield name, start, end


@pytest.mark.slow
@pytest.mark.parametrize("verifier", ["ours", "the example"])
def test_a_changed_byte_is_found_and_its_part_is_named(verifier: str, office: Office, tmp_path: Path) -> None:
    bundle = prove_event(office, signed_head(office, KEY), 17, ["title", "known_on"])
    chance = random.Random(7)  # noqa: S311
    expected = {"checkpoint": {"checkpoint"}, "path": {"path"}, "event": {"event"}, "leaf": {"event"}}
    for name, start, end in parts(bundle):
        places = range(start, end) if verifier == "ours" else chance.sample(range(start, end), 3)
        for place in places:
            other = chance.choice([each for each in b"0123456789abcdefABCxyz +/=\\" if each != bundle[place]])
            changed = bundle[:place] + bytes([other]) + bundle[place + 1 :]
            told = refusal(changed) if verifier == "ours" else refusal_of_example(changed, tmp_path)
            assert told in expected[name] | {"bundle"}, f"{name}, byte {place}: {told}"


def refusal(bundle: bytes) -> str:
    with pytest.raises(VerificationError) as caught:
        check_bundle(bundle, TRUSTED)
    assert str(caught.value).startswith(f"{caught.value.part}: ")
    return caught.value.part


def refusal_of_example(bundle: bytes, folder: Path) -> str:
    done = run_example(bundle, folder, "--trust", str(KEY.verifier))
    assert done.returncode == 1, done.stdout
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("NO: ")
    return done.stderr.split(": ")[1]


def run_example(bundle: bytes, folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    file = folder / "bundle.json"
    file.write_bytes(bundle)
    isolated = "-I" if "--no-signature" in options else "-s"
    code = f"import sys; sys.modules['mayor_schedule'] = None; sys.argv = {['verify_bundle.py', str(file), *options]!r}"
    code += f"; exec(compile(open({str(VERIFIER)!r}).read(), 'verify_bundle.py', 'exec'), {{'__name__': '__main__'}})"
    return subprocess.run(
        [sys.executable, isolated, "-c", code], capture_output=True, text=True, check=False, encoding="utf-8",
        env={"PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1"},
    )  # fmt: skip


@given(st.data())
def test_no_change_of_any_byte_of_a_bundle_verifies(office: Office, data: st.DataObject) -> None:
    head = signed_head(office, KEY)
    old = prove_since(office, head, head.note, TRUSTED)
    bundle = data.draw(st.sampled_from([prove_event(office, head, 5), prove_event(office, head, 9, ["title"]), old]))
    place = data.draw(st.integers(0, len(bundle) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda each: each != bundle[place]))
    assert refusal(bundle[:place] + bytes([byte]) + bundle[place + 1 :])


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_what_is_no_bundle_is_refused_in_words(data: bytes) -> None:
    assert refusal(data) == "bundle"


def test_crafted_bundles_are_refused_in_words(office: Office) -> None:
    bundle = json.loads(prove_event(office, signed_head(office, KEY), 3, ["title"]))
    crafted: list[dict[str, Any]] = [
        {"events": None}, {"events": [None]}, {"events": []},
        {"verifier": 0}, {"verifier": False}, {"verifier": []},
        {"checkpoint": 5}, {"verifier": 5}, {"kind": "consistency"},
        {"kind": []}, {"format": "mayor-schedule-proof/2"}, {"more": 1}, {"checkpoint": "\ud800"},
        {"events": [{**bundle["events"][0], "position": True}]},
        {"events": [{**bundle["events"][0], "position": -1}]},
        {"events": [{**bundle["events"][0], "position": 10**30}]},
        {"events": [{**bundle["events"][0], "disclosed": ["[1,2,3]"]}]},
        {"events": [{**bundle["events"][0], "commitments": []}]},
        {"events": [{**bundle["events"][0], "path": ["zz"]}]},
        {"events": [{**bundle["events"][0], "path": bundle["events"][0]["path"] * 40}]},
        {"events": [{**bundle["events"][0], "disclosed": bundle["events"][0]["disclosed"] * 2}]},
        {"verifier": "a+b"}, {"verifier": str(OTHER.verifier)},
    ]  # fmt: skip
    for change in crafted:
        data = json.dumps({**bundle, **change}, sort_keys=True, ensure_ascii=True, separators=(",", ":")) + "\n"
        assert refusal(data.encode()), change
        with pytest.raises(VerificationError):
            check_bundle(data.encode())
    assert refusal(b"[" * 100_000) == "bundle"


def test_a_signature_of_another_key_is_not_taken(office: Office, tmp_path: Path) -> None:
    forged = prove_event(office, signed_head(office, OTHER), 3)
    assert refusal(forged) == "checkpoint"
    assert check_bundle(forged).signers == (OTHER.verifier,), "by itself it is whole: only trust tells"
    assert refusal_of_example(forged, tmp_path) == "checkpoint"
    stripped = json.loads(prove_event(office, signed_head(office, KEY), 3))
    stripped["checkpoint"] = stripped["checkpoint"].partition("\n\n")[0] + "\n"
    data = (json.dumps(stripped, sort_keys=True, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
    assert refusal(data) == "checkpoint"
    assert refusal_of_example(data, tmp_path) == "checkpoint"


# --- the example ------------------------------------------------------------------------------------------------------


def test_the_example_is_short_and_stands_alone(office: Office, tmp_path: Path) -> None:
    text = VERIFIER.read_text(encoding="utf-8")
    assert len(text.splitlines()) < 150
    assert "mayor_schedule" not in text
    bundle = prove_event(office, signed_head(office, KEY), 17, ["title", "known_on"])
    done = run_example(bundle, tmp_path, "--trust", str(KEY.verifier))
    assert done.returncode == 0, done.stderr
    assert '"known_on": "2018-' in done.stdout.replace("known_on: ", '"known_on": ')
    assert "data.title:" in done.stdout
    assert "You named no key" not in done.stdout
    done = run_example(bundle, tmp_path)
    assert done.returncode == 0
    assert "You named no key" in done.stdout
    done = run_example(bundle, tmp_path, "--no-signature")
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_the_example_agrees_with_us(office: Office, tmp_path: Path) -> None:
    """Sizes and positions all over the tree, and every pair of heads."""
    sizes = [1, 2, 3, 7, 8, 9, 64, 100, len(office.store)]
    tree = office.store.tree
    heads = {}
    for size in sizes:
        checkpoint = Checkpoint(KEY.name, size, tree.root(size))
        heads[size] = Head(checkpoint, sign_checkpoint(checkpoint, KEY), KEY.verifier)
    for size, head in heads.items():
        for position in {0, size // 2, size - 1}:
            done = run_example(prove_event(office, head, position, ["topic"]), tmp_path, "--trust", str(KEY.verifier))
            assert done.returncode == 0, (size, position, done.stderr)
        for old in (each for each in sizes if each <= size):
            bundle = prove_since(office, head, heads[old].note, TRUSTED)
            done = run_example(bundle, tmp_path, "--trust", str(KEY.verifier))
            assert done.returncode == 0, (old, size, done.stderr)
            assert check_bundle(bundle, TRUSTED).old == heads[old].checkpoint


# --- growth -----------------------------------------------------------------------------------------------------------


def test_two_council_sessions_see_that_nothing_was_rewritten_between_them(tmp_path: Path) -> None:
    with Office.in_memory(clock=Clock(), entropy=counting_entropy()) as office:
        import_files(office, [EARLIER, REPORT])
        old = signed_head(office, KEY)
        import_files(office, [LATER])
        new = signed_head(office, KEY)
        bundle = prove_since(office, new, old.note, TRUSTED)
        checked = check_bundle(bundle, TRUSTED)
        assert checked.old == old.checkpoint
        assert checked.checkpoint == new.checkpoint
        assert checked.checkpoint.size > old.checkpoint.size
        assert prove_event(office, given_head(office, old.note, TRUSTED), 3) == prove_event(office, old, 3)
        with pytest.raises(VerificationError, match="the older one covers"):
            prove_since(office, old, new.note, TRUSTED)
        unsigned = prove_since(office, unsigned_head(office, old.note), old.note, TRUSTED)
        assert check_bundle(unsigned, TRUSTED).signers == ()
        assert check_bundle(unsigned, TRUSTED).old_signers == TRUSTED
        assert run_example(unsigned, tmp_path, "--trust", str(KEY.verifier)).returncode == 0
    with Office.in_memory(clock=Clock(), entropy=counting_entropy()) as other:
        import_files(other, [REPORT, LATER])
        with pytest.raises(VerificationError, match="it is not of this history"):
            prove_since(other, signed_head(other, KEY), old.note, TRUSTED)
        with pytest.raises(VerificationError, match="it is not of this history"):
            given_head(other, old.note, TRUSTED)
    with Office.in_memory() as empty, pytest.raises(VerificationError, match="events are missing"):
        given_head(empty, old.note, TRUSTED)


# --- what the public can prove ----------------------------------------------------------------------------------------


@pytest.mark.slow
def test_each_entry_of_the_public_feed_is_proven_against_the_checkpoint_of_the_internal_history() -> None:
    with Office.in_memory(clock=Clock(), entropy=counting_entropy()) as office:
        import_files(office, [EARLIER, REPORT, LATER])
        head = signed_head(office, KEY)
        feed = icalendar.Calendar.from_ical(exported(office))
        events = [each for each in feed.walk("VEVENT") if "RECURRENCE-ID" not in each]
        assert len(events) > 5
        for event in events:
            checked = check_bundle(prove_entry(office, head, str(event["UID"])), TRUSTED)
            assert checked.checkpoint == head.checkpoint
            uids = {each.fields["uid"] for each in checked.events}
            assert uids == {str(event["UID"]).partition("@")[0]}
            told = [value for each in checked.events for value in each.fields.values()]
            summary = str(event["SUMMARY"])
            assert any(wording in summary for value in told for wording in wordings(value)), (summary, told)


def wordings(value: Any) -> list[str]:
    match value:
        case {"ko": str(ko)}:
            return [ko]
        case list():
            return [each for inner in value for each in wordings(inner)]
    return []


@given(canary_stories())
def test_proofs_for_the_public_tell_nothing_that_is_not_public(story: list[tuple[Command, int]]) -> None:
    with lived(story) as office:
        head = signed_head(office, KEY)
        for known in office.knowledge(audience=Audience.PUBLIC).values():
            bundle = prove_entry(office, head, known.uid)
            check_bundle(bundle, TRUSTED)
            text = bundle.decode()
            assert CANARY not in text
            for subject in {each.subject for each in office.history()}:
                assert subject not in text
            for record in office.history():
                assert record.salt.hex() not in text


def test_an_entry_that_changed_after_the_checkpoint_needs_a_new_one() -> None:
    with Office.in_memory(clock=Clock(), entropy=counting_entropy()) as office:
        period, later = Period.of("2018-09-27", "2018-10-07"), Period.of("2018-10-01", "2018-10-07")
        plan = PlanTrip(trip="t", title=Text(en="Europe"), period=period, visibility=Visibility.PUBLIC)
        office.record(plan, by="p", known_on="2018-08-01", sources=[Citation("d", "L1")])
        head = signed_head(office, KEY)
        first = check_bundle(prove_entry(office, head, "trip:t"), TRUSTED).events[0]
        assert first.fields["data.title"] == {"en": "Europe"}
        office.record(RescheduleTrip(trip="t", period=later), by="p", known_on="2018-08-02")
        with pytest.raises(InvalidValueError, match="changed after the checkpoint was signed"):
            prove_entry(office, head, "trip:t")
        assert len(check_bundle(prove_entry(office, signed_head(office, KEY), "trip:t"), TRUSTED).events) == 2


def test_of_an_event_of_before_an_entry_was_public_only_its_public_fact_is_told() -> None:
    with Office.in_memory(clock=Clock(), entropy=counting_entropy()) as office:
        stops = (Stop(place=Place(city=Text(en="Bilbao")), period=Period.of("2018-10-01")),)
        plan = PlanTrip(trip="t", title=Text(en="Europe"), period=Period.of("2018-10-01"), stops=stops)
        office.record(plan, by="p", known_on="2018-08-01")
        office.record(ClassifyTrip(trip="t", visibility=Visibility.PUBLIC), by="p", known_on="2018-08-02")
        first, second = check_bundle(prove_entry(office, signed_head(office, KEY), "trip:t"), TRUSTED).events
        assert set(first.fields) == {"uid", "data.title", "data.period.shown", "data.stops.shown"}
        assert list(first.fields["data.stops.shown"][0]) == ["place"], "the days of a stop are not shown"
        assert {"uid", "topic", "recorded_at", "data.visibility"} == set(second.fields)


def test_a_key_is_the_same_from_its_file_and_never_in_the_store(tmp_path: Path) -> None:
    assert SigningKey.parse(KEY.encoded()) == KEY
    assert VerifierKey.parse(str(KEY.verifier)) == KEY.verifier
    with Office.open(tmp_path / "office.db", clock=Clock(), entropy=counting_entropy()) as office:
        import_files(office, [REPORT])
        prove_event(office, signed_head(office, KEY), 1)
    for file in tmp_path.iterdir():
        assert KEY.seed not in file.read_bytes()
