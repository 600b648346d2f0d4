"""The example that checks a bundle by itself accepts what the package accepts, and lets no line be forged."""

from __future__ import annotations

import base64
import contextlib
import importlib.util
import io
import json
import random
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from conftest import EARLIER, EXAMPLES, REPORT, Clock, counting_entropy
from mayor_schedule import Office, VerificationError
from mayor_schedule.audit.proving import prove_event, prove_since, signed_head, unsigned_head
from mayor_schedule.imports.loading import import_files
from mayor_schedule.proofs.bundles import check_bundle
from mayor_schedule.proofs.keys import VerifierKey, new_key
from mayor_schedule.proofs.notes import Checkpoint, sign_checkpoint

KEY = new_key("example.go.kr/mayor", lambda size: bytes(range(size)))
OTHER = new_key("example.go.kr/mayor", lambda size: bytes(range(1, size + 1)))
FOREIGN = new_key("witness.example", lambda size: bytes(range(2, size + 2)))
TRUST = ("--trust", str(KEY.verifier))


def load_example() -> Any:
    spec = importlib.util.spec_from_file_location("verify_bundle", EXAMPLES / "verify_bundle.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


EXAMPLE = load_example()


def run(bundle: bytes, *options: str, encoding: str = "utf-8") -> tuple[str | None, str]:
    """Why the example refuses a bundle, if it does, and what it prints; whatever else it raises is a traceback."""
    out = io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="\n")
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        file = Path(folder) / "bundle.json"
        file.write_bytes(bundle)
        patch.setattr(sys, "argv", ["verify_bundle.py", str(file), *options])
        try:
            with contextlib.redirect_stdout(out):
                EXAMPLE.main()
        except SystemExit as stopped:
            return str(stopped.code), told(out)
    return None, told(out)


def told(out: io.TextIOWrapper) -> str:
    out.seek(0)
    return out.read()


def accepts(bundle: bytes, *keys: VerifierKey) -> bool:
    refusal, out = run(bundle, *(part for key in keys for part in ("--trust", str(key))))
    if refusal is None:
        assert out.startswith("OK: ")
    else:
        assert refusal.startswith("NO: ")
        assert refusal.isprintable()
        assert out == ""
    assert out.replace("\n", "").isprintable()
    return refusal is None


def package_accepts(bundle: bytes, *keys: VerifierKey) -> bool:
    try:
        check_bundle(bundle, keys)
    except VerificationError:
        return False
    return True


def both(bundle: bytes, *keys: VerifierKey) -> bool:
    ours, theirs = package_accepts(bundle, *keys), accepts(bundle, *keys)
    assert ours is theirs, bundle[:2000]
    return ours


def written(bundle: object) -> bytes:
    return (json.dumps(bundle, sort_keys=True, ensure_ascii=False, separators=(",", ":")) + "\n").encode(
        "utf-8", "surrogatepass"
    )


@pytest.fixture(scope="module")
def bundles() -> Iterator[dict[str, bytes]]:
    with Office.in_memory(clock=Clock(), entropy=counting_entropy()) as office:
        import_files(office, [EARLIER])
        old = signed_head(office, KEY)
        import_files(office, [REPORT])
        head = signed_head(office, KEY)
        yield {
            "event": prove_event(office, head, 17, ["title", "known_on"]),
            "growth": prove_since(office, head, old.note, (KEY.verifier,)),
            "unsigned": prove_since(office, unsigned_head(office, old.note), old.note, (KEY.verifier,)),
        }


KINDS = ("event", "growth", "unsigned")


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_whole_is_accepted(kind: str, bundles: dict[str, bytes]) -> None:
    assert both(bundles[kind], KEY.verifier)
    assert both(bundles[kind], OTHER.verifier) is False
    assert both(bundles[kind], OTHER.verifier, KEY.verifier), "after the key was changed, both are trusted"
    assert both(bundles[kind])


# --- every byte -------------------------------------------------------------------------------------------------------


def changed(bundle: bytes, place: int, mask: int) -> bytes:
    return bundle[:place] + bytes([bundle[place] ^ mask]) + bundle[place + 1 :]


def is_refused(bad: bytes) -> bool:
    """Whether both refuse it; or take it for a head that nobody signed, of which the size is not bound, and say so."""
    return not both(bad, KEY.verifier) or "Nobody signed for the newer head" in run(bad, *TRUST)[1]


@pytest.mark.parametrize("kind", KINDS)
def test_a_changed_byte_is_refused(kind: str, bundles: dict[str, bytes]) -> None:
    chance, bundle = random.Random(11), bundles[kind]  # noqa: S311
    for _ in range(100):
        bad = changed(bundle, chance.randrange(len(bundle)), chance.choice([1, 2, 4, 0x1F, 0x20, 0x80]))
        assert is_refused(bad), bad


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_every_changed_byte_is_refused(kind: str, bundles: dict[str, bytes]) -> None:
    bundle = bundles[kind]
    for place in range(len(bundle)):
        bad = changed(bundle, place, (1, 2, 0x20)[place % 3])
        assert is_refused(bad), bad


@given(st.data())
def test_both_agree_on_random_changes(bundles: dict[str, bytes], data: st.DataObject) -> None:
    bundle = bundles[data.draw(st.sampled_from(KINDS))]
    start = data.draw(st.integers(0, len(bundle)))
    end = data.draw(st.integers(start, min(len(bundle), start + 5)))
    piece = data.draw(st.binary(max_size=3) | st.text(max_size=3).map(str.encode))
    assert piece == bundle[start:end] or is_refused(bundle[:start] + piece + bundle[end:])


# --- crafted files ----------------------------------------------------------------------------------------------------

Change = Callable[[dict[str, Any]], None]


def of_bundle(**parts: Any) -> Change:
    return lambda bundle: bundle.update(parts)


def of_event(**parts: Any) -> Change:
    return lambda bundle: bundle["events"][0].update(parts)


def of_note(change: Callable[[str], str]) -> Change:
    return lambda bundle: bundle.update(checkpoint=change(bundle["checkpoint"]))


def of_step(change: Callable[[str], str]) -> Change:
    def apply(bundle: dict[str, Any]) -> None:
        bundle["events"][0]["path"][0] = change(bundle["events"][0]["path"][0])

    return apply


def broken_signature(note: str) -> str:
    start, _, encoded = note.rstrip("\n").rpartition(" ")
    data = bytearray(base64.b64decode(encoded))
    data[20] ^= 1
    return f"{start.rpartition(chr(10))[2]} {base64.b64encode(data).decode()}\n"


def slack(note: str) -> str:
    digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    end = note.rindex("=") - 1
    return note[:end] + digits[digits.index(note[end]) ^ 1] + note[end + 1 :]


REFUSED: dict[str, Change] = {
    "upper-case path": of_step(str.upper),
    "blank in path": of_step(lambda each: f" {each}"),
    "short step": of_step(lambda each: each[2:]),
    "position 17.0": of_event(position=17.0),
    "position true": of_event(position=True),
    "position -1": of_event(position=-1),
    "position 10**30": of_event(position=10**30),
    "extra event key": of_event(x=1),
    "extra key": of_bundle(x=1),
    "no events": lambda bundle: bundle.pop("events"),
    "renamed events": lambda bundle: bundle.update(eventt=bundle.pop("events")),
    "no verifier": lambda bundle: bundle.pop("verifier"),
    "events null": of_bundle(events=None),
    "events object": of_bundle(events={}),
    "event null": of_bundle(events=[None]),
    "kind": of_bundle(kind="event"),
    "kind list": of_bundle(kind=[]),
    "other kind": of_bundle(kind="consistency"),
    "format": of_bundle(format="mayor-schedule-proof/2"),
    "verifier number": of_bundle(verifier=5),
    "verifier 0": of_bundle(verifier=0),
    "verifier empty": of_bundle(verifier=""),
    "verifier other": of_bundle(verifier=str(OTHER.verifier)),
    "checkpoint number": of_bundle(checkpoint=5),
    "surrogate": of_bundle(checkpoint="\ud800"),
    "disclosed number": of_event(disclosed=[5]),
    "disclosed text": of_event(disclosed="abc"),
    "leaf": of_event(leaf="00"),
    "no commitments": of_event(commitments=[]),
    "three newlines": of_note(lambda note: note.replace("\n\n", "\n\n\n")),
    "junk after": of_note(lambda note: f"{note}junk\n"),
    "no last newline": of_note(lambda note: note[:-1]),
    "blank line after": of_note(lambda note: f"{note}\n"),
    "crlf": of_note(lambda note: note.replace("\n", "\r\n")),
    "crlf at the end": of_note(lambda note: f"{note[:-1]}\r\n"),
    "line separator": of_note(lambda note: f"{note[:-1]}\u2028junk\n"),
    "malformed foreign signature": of_note(lambda note: f"{note}\u2014 witness.example x\n"),
    "short foreign signature": of_note(lambda note: f"{note}\u2014 witness.example AAAAAA==\n"),
    "third word": of_note(lambda note: f"{note[:-1]} x\n"),
    "bad after good": of_note(lambda note: note + broken_signature(note)),
    "good after bad": of_note(lambda note: note.replace("\n\n", f"\n\n{broken_signature(note)}")),
    "slack bits": of_note(slack),
    "damaged dash": of_note(lambda note: note.replace("\u2014", "\u2013")),
    "no signature": of_note(lambda note: note.partition("\n\n")[0] + "\n"),
    "101 signatures": of_note(lambda note: note + f"{FOREIGN.sign('x' + chr(10))}\n" * 100),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_crafted_file_is_refused(name: str, bundles: dict[str, bytes]) -> None:
    bundle = json.loads(bundles["event"])
    REFUSED[name](bundle)
    assert not both(written(bundle), KEY.verifier)
    run(written(bundle))
    run(written(bundle), "--no-signature")


@pytest.mark.parametrize(
    "change", [lambda note: f"{note}\u2014 witness.example AAAAAAA=\n", lambda note: note + note.split("\n\n")[1]]
)
def test_what_others_signed_too_is_accepted(change: Callable[[str], str], bundles: dict[str, bytes]) -> None:
    bundle = json.loads(bundles["event"])
    bundle["checkpoint"] = change(bundle["checkpoint"])
    assert both(written(bundle), KEY.verifier)


@pytest.mark.parametrize(
    "change",
    [
        lambda head: f"{head}\u2013 junk\n", lambda head: f"{head}\n\u2013 junk\n", lambda head: f"{head}\n",
        lambda head: head[:-1], lambda head: head.replace("\n", "\r\n"), lambda head: f"{head}\n\u2014 x y\n",
    ],
)  # fmt: skip
def test_junk_after_a_bare_head_is_told_by_both(change: Callable[[str], str], bundles: dict[str, bytes]) -> None:
    bundle = json.loads(bundles["unsigned"])
    bundle["checkpoint"] = change(bundle["checkpoint"])
    both(written(bundle), KEY.verifier)


@pytest.mark.parametrize("kind", ["growth", "unsigned"])
@pytest.mark.parametrize(
    "parts",
    [
        {"kind": "bonsistency"}, {"kind": "events"}, {"old": None}, {"old": ""}, {"path": ["00" * 32]}, {"path": {}},
        {"path": "abc"}, {"events": []}, {"verifier": None}, {"verifier": str(OTHER.verifier)},
    ],
)  # fmt: skip
def test_both_agree_on_growth(kind: str, parts: dict[str, Any], bundles: dict[str, bytes]) -> None:
    bundle = {**json.loads(bundles[kind]), **parts}
    assert both(written(bundle), KEY.verifier) is (parts == {"verifier": None})


@pytest.mark.parametrize("text", ["[" * 10**5, '{"a":' * 50_000, "", "null", "[]", "5", '"x"', "9" * 5000, "\ufeff{}"])
def test_what_is_no_bundle_is_refused(text: str) -> None:
    assert not both(text.encode(), KEY.verifier)
    assert not accepts(b"\xff\xfe" + text.encode("utf-16-le"), KEY.verifier)


# --- what a trusted key signed ----------------------------------------------------------------------------------------


def signed_bundle(disclosed: list[str], note: Callable[[bytes], str] | None = None, **parts: Any) -> bytes:
    commitments = sorted({sha256(each.encode()).hexdigest() for each in disclosed})
    commitments = parts.pop("commitments", commitments)
    leaf = sha256(b"\0" + json.dumps(commitments, separators=(",", ":")).encode()).digest()
    checkpoint = note(leaf) if note else sign_checkpoint(Checkpoint(KEY.name, 1, leaf), KEY)
    event = {"position": 0, "commitments": commitments, "disclosed": disclosed, "leaf": leaf.hex(), "path": []}
    bundle = {"format": "mayor-schedule-proof/1", "kind": "events", "checkpoint": checkpoint, "verifier": None}
    return written({**bundle, "events": [{**event, **parts}]})


@pytest.mark.parametrize(
    ("disclosed", "holds"),
    [
        (['["k","p",1]'], True), (['["k","p",37.5665]', '["k","q",0.00001]'], True), (['["k","p",1.0]'], False),
        (['["k","p",1e-7]', '["k","q",1e+21]'], True), (['["k","p",1e-07]'], False), (['["k","p",1e+16]'], False),
        (['["k","p",-0.0]'], False), (['["k","p",0.0]'], False), (['["k","p",9007199254740993]'], False),
        (['["k","p",{"\U00010000":1,"\ue000":2}]'], True), (['["k","p",{"\ue000":2,"\U00010000":1}]'], False),
        (['["k","p",{"a":1,"a":1}]'], False), ([' [ "k" , "p" , 1 ] '], False), (['["k","p",NaN]'], False),
        (['["k","p",1e999]'], False), (['["k","p",Infinity]'], False), (['["k","p","\\ud800"]'], False),
        (['["k","\\ud800",1]'], False), (['["k","p",1]', '["j","p",2]'], False), (['["k","p",1]'] * 2, False),
        (['"abc"'], False), (['{"a":1,"b":2,"c":3}'], False), (["hello"], False), (['["k",5,1]'], False),
        (['["k",[],1]'], False), (['[{},"p",1]'], False), (['[null,"p",1]'], False), (['["k","p",1,2]'], False),
        (['["k","p"]'], False), (['["k","",1]'], False), (['["k","P",1]'], False), (['["k","p\\n",1]'], False),
        (['["k","p",' + "[" * 100_000 + "]" * 100_000 + "]"], False), (['["k","p",' + "9" * 5000 + "]"], False),
        (['["k","\\u001b[2J\\nOK: signed",1]'], False), ([f'["k","{"p" * 201}",1]'], False),
        (['["k","p","\\u001b[2J\\nOK: signed"]'], True), (['["k","p","\x7f\u0085\u202e\u2028\u009b2J"]'], True),
    ],
)  # fmt: skip
def test_a_disclosure_has_one_form(disclosed: list[str], holds: bool) -> None:
    assert both(signed_bundle(disclosed), KEY.verifier) is holds


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**55), 2**55) | st.floats() | st.text(max_size=5),
    lambda each: st.lists(each, max_size=3) | st.dictionaries(st.text(max_size=3), each, max_size=4),
    max_leaves=6,
)


@given(VALUES, st.booleans())
def test_both_agree_on_any_value(value: object, python: bool) -> None:
    try:
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":")) if python else rfc8785.dumps(value).decode()
        bundle = signed_bundle([f'["k","p",{text}]'])
    except ValueError:
        return
    assert both(bundle, KEY.verifier) or python or re.search(r"\d{16}", text), "numbers up to 2^53 - 1 only"


def signed(text: str) -> str:
    return f"{text}\n{KEY.sign(text)}\n"


def rooted(leaf: bytes) -> str:
    return base64.b64encode(leaf).decode()


@pytest.mark.parametrize(
    ("size", "holds"),
    [("1", True), ("+1", False), ("01", False), ("\uff11", False), ("1 ", False), ("1_0", False), ("-1", False),
     ("0", False), (str(2**70), False), (str(2**64), False), ("9" * 5000, False), ("", False)],
)  # fmt: skip
def test_a_size_has_one_form(size: str, holds: bool) -> None:
    bundle = signed_bundle(['["k","p",1]'], lambda leaf: signed(f"{KEY.name}\n{size}\n{rooted(leaf)}\n"))
    assert both(bundle, KEY.verifier) is holds


@pytest.mark.parametrize(
    ("more", "holds"),
    [("ext\n", True), ("\u2014 ext\n", True), ("\u2028\n", True), ("\nmore\n", False), ("\n", False),
     ("x" * 1_000_000 + "\n", False)],
)  # fmt: skip
def test_further_lines_are_read_alike(more: str, holds: bool) -> None:
    bundle = signed_bundle(['["k","p",1]'], lambda leaf: signed(f"{KEY.name}\n1\n{rooted(leaf)}\n{more}"))
    assert both(bundle, KEY.verifier) is holds


def test_a_checkpoint_is_signed_by_the_key_of_its_log() -> None:
    bundle = signed_bundle(['["k","p",1]'], lambda leaf: signed(f"another.log\n1\n{rooted(leaf)}\n"))
    assert not both(bundle, KEY.verifier)


def test_commitments_are_sorted_hashes() -> None:
    texts = ['["k","p",1]', '["k","q",1]']
    hashes = sorted(sha256(each.encode()).hexdigest() for each in texts)
    for commitments in (hashes[::-1], [hashes[0], *hashes], [*hashes, "\u00e9"], [*hashes, 1.5], [hashes[0].upper()]):
        assert not both(signed_bundle(texts, commitments=commitments), KEY.verifier)


# --- what is printed --------------------------------------------------------------------------------------------------


def test_no_line_can_be_forged() -> None:
    forged = ['["k","p","\\u001b[2J\\nOK: signed"]', '["k","q","\u009b2J\u202e\u2028\x7f"]']
    refusal, out = run(signed_bundle(forged), *TRUST)
    assert refusal is None
    assert len(out.splitlines()) == 5, out
    assert not set(out) & set("\x1b\x9b\u202e\u2028\x7f")


def test_what_a_terminal_cannot_write_is_escaped() -> None:
    bundle = signed_bundle(['["k","p","서울"]'])
    assert '    p: "서울"\n' in run(bundle, *TRUST)[1]
    for encoding in ("ascii", "cp1252"):
        refusal, out = run(bundle, *TRUST, encoding=encoding)
        assert refusal is None
        assert '    p: "\\uc11c\\uc6b8"\n' in out


@pytest.mark.parametrize("name", ["e\x7f\u200b\u202ex", "e\u009b2Jx"])
def test_an_origin_cannot_forge_a_line(name: str) -> None:
    def note(leaf: bytes) -> str:
        return f"{name}\n1\n{rooted(leaf)}\n\n\u2014 x AAAAAAAAAAAA\n"

    for options in ((), ("--no-signature",), TRUST):
        refusal, out = run(signed_bundle(['["k","p",1]'], note), *options)
        assert (refusal or out.replace("\n", "")).isprintable()


def test_that_nobody_signed_for_the_newer_head_is_told(bundles: dict[str, bytes]) -> None:
    assert "Nobody signed for the newer head" in run(bundles["unsigned"], *TRUST)[1]
    assert "Nobody" not in run(bundles["growth"], *TRUST)[1]
    assert "None" not in run(bundles["unsigned"], *TRUST)[1]


def test_a_signature_is_checked_or_not(bundles: dict[str, bytes], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(bundles["event"], *TRUST, "--no-signature")[0] == "2"
    assert "not allowed with" in capsys.readouterr().err
    assert "anybody may have written this" in run(bundles["event"], "--no-signature")[1]
    assert "anybody" not in run(bundles["event"], *TRUST)[1]


@pytest.mark.parametrize("vkey", ["", "a", "a+b", "a+00000000+AQ==", str(KEY.verifier)[:-1], str(KEY.verifier) + "="])
def test_a_key_that_is_none_is_refused(vkey: str, bundles: dict[str, bytes]) -> None:
    bundle = {**json.loads(bundles["event"]), "verifier": None}
    assert str(run(written(bundle), "--trust", vkey)[0]).startswith("NO: checkpoint: ")
