"""Notes and checkpoints: as C2SP says and as logs in use sign them, and in no other form."""

from __future__ import annotations

import base64
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mayor_schedule.errors import InvalidValueError, VerificationError
from mayor_schedule.proofs.merkle import EMPTY, leaf_hash
from mayor_schedule.proofs.notes import (
    Checkpoint,
    Note,
    Signature,
    VerifierKey,
    new_key,
    open_checkpoint,
    sign_checkpoint,
)

KEY = new_key("example.go.kr", lambda size: bytes(range(size)))
OTHER = new_key("witness.example", bytes)
ROOT = leaf_hash(b"an event")
CHECKPOINT = Checkpoint("example.go.kr", 2000, ROOT)
NOTE = sign_checkpoint(CHECKPOINT, KEY)
TRUSTED = [KEY.verifier]

SUMDB = VerifierKey.parse("sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8")
# What the checksum database of Go has signed, year after year: size, root and signature.
SUMDB_HEADS = [
    (
        3935567,
        "SapHtgdNCeF00Cx8kqztePV24kgzNg++Xovae42HAMw=",
        "Az3grsm7Wm4CVNR1RHq9BFnu9jzcRlU2uw7lr0gfUWgO6+rqPNjT+fUTl9gH0NRTgdwW9nItuQSMbhSaLCsk8YeYSAs=",
    ),
    (
        6476701,
        "mb8QLQIs0Z0yP5Cstq6guj87oXWeC9gEM8oVikmm9Wk=",
        "Az3grsLX85Gz+s1SiTbgkuqxgItqFq7gsMUEyVnrsa9LM7Us9S+1xbFIGu95949rj4nPRYfvimWEPWL+o3GeoWwOoAw=",
    ),
    (
        28891140,
        "++pUIeKTwGvykMUkmM3AT97PwQipMT6H/p7t86E0Sp0=",
        "Az3grqNvOILDz7xwAKugtVFZwd+I9IyB/mHrUYzcVaS9zKsRVdRLNGLFpnAcLhyoBBkdIYEzK/+7Eu4wanYttLrPsQo=",
    ),
]
# The example of https://c2sp.org/tlog-checkpoint; its key was not published.
EXAMPLE = """example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
"""  # noqa: E501 - data


def refused(note: str | bytes, words: str | None = None, trusted: list[VerifierKey] = TRUSTED) -> str:
    """What is said of a note that is no checkpoint, or not by a trusted key."""
    with pytest.raises(VerificationError, match=words) as error:
        open_checkpoint(note, trusted)
    assert error.value.part == "checkpoint"
    return str(error.value)


@pytest.mark.parametrize(("size", "root", "signature"), SUMDB_HEADS, ids=[str(size) for size, _, _ in SUMDB_HEADS])
def test_the_checksum_database_of_go_signed_this(size: int, root: str, signature: str) -> None:
    note = f"go.sum database tree\n{size}\n{root}\n\n— sum.golang.org {signature}\n"
    expected = Checkpoint("go.sum database tree", size, base64.b64decode(root))
    assert open_checkpoint(note, [SUMDB]) == (expected, (SUMDB,))
    assert open_checkpoint(note.encode(), [KEY.verifier, SUMDB]) == (expected, (SUMDB,))
    refused(note.replace(f"\n{size}\n", f"\n{size + 1}\n"), "does not hold", [SUMDB])
    refused(note, "it is signed by sum.golang.org")


def test_the_example_of_the_specification_is_read() -> None:
    checkpoint, verified = open_checkpoint(EXAMPLE, [])
    assert (checkpoint.origin, checkpoint.size, verified) == ("example.com/behind-the-sofa", 20852163, ())
    note = Note.parse(EXAMPLE)
    assert str(note) == EXAMPLE
    assert note.text == checkpoint.text()
    assert [(each.name, each.hash.hex(), len(each.signature)) for each in note.signatures] == [
        ("example.com/behind-the-sofa", "033de0ae", 64)
    ]


def test_a_signed_checkpoint_is_these_bytes() -> None:
    assert NOTE == (  # as golang.org/x/mod/sumdb/note signs it with this key
        "example.go.kr\n2000\nMqpom5qivdUurk8W1x9Ps85I759vYQmXsQ/vvi1AJv8=\n\n— example.go.kr "
        "n6LdHzPgH1jELyHWsMmQybaXPJsIdebS3gXmY+9fY5cI4EFMGPhAlxghDpfdtWORtQAIph9DqKYUS2K0Q0IDU7N3ywQ=\n"
    )
    assert open_checkpoint(NOTE, TRUSTED) == (CHECKPOINT, (KEY.verifier,))
    assert open_checkpoint(NOTE.encode(), []) == (CHECKPOINT, ())


def test_only_the_key_of_a_log_signs_it() -> None:
    with pytest.raises(InvalidValueError, match=r"of example\.go\.kr with the key of witness\.example"):
        sign_checkpoint(CHECKPOINT, OTHER)


def test_every_trusted_key_counts_and_strangers_are_passed_over() -> None:
    both = f"{NOTE}{OTHER.sign(CHECKPOINT.text())}\n"
    stranger = f"{NOTE}— stranger.example {base64.b64encode(bytes(9)).decode()}\n"
    assert open_checkpoint(both, TRUSTED)[1] == (KEY.verifier,)
    assert open_checkpoint(both, [OTHER.verifier, KEY.verifier])[1] == (KEY.verifier, OTHER.verifier)
    assert open_checkpoint(f"{NOTE}{NOTE.splitlines()[-1]}\n", TRUSTED)[1] == (KEY.verifier,)
    assert open_checkpoint(stranger, TRUSTED)[1] == (KEY.verifier,)
    assert open_checkpoint(NOTE, TRUSTED * 2)[1] == (KEY.verifier,)


def test_a_bad_signature_of_a_trusted_key_is_refused_beside_a_good_one() -> None:
    bad = str(Signature(OTHER.name, OTHER.verifier.hash, bytes(64)))
    assert open_checkpoint(f"{NOTE}{bad}\n", TRUSTED)[1] == (KEY.verifier,)
    said = refused(f"{NOTE}{bad}\n", "does not hold", [KEY.verifier, OTHER.verifier])
    assert f"witness.example+{OTHER.verifier.hash.hex()}" in said
    again = str(Signature(KEY.name, KEY.verifier.hash, bytes(64)))
    refused(f"{NOTE}{again}\n", "does not hold")
    refused(str(Note(CHECKPOINT.text(), (Signature(KEY.name, KEY.verifier.hash, b"x"),))), "does not hold")


def test_another_key_of_the_same_name_or_hash_is_a_stranger() -> None:
    named = new_key(KEY.name, bytes)
    said = refused(sign_checkpoint(CHECKPOINT, named))
    assert f"signed by {named.name}+{named.verifier.hash.hex()}" in said
    assert f"trusted: {KEY.name}+{KEY.verifier.hash.hex()}" in said
    hashed = Signature("other.example", KEY.verifier.hash, bytes(64))
    refused(str(Note(CHECKPOINT.text(), (hashed,))), "signed by other.example")


def test_keys_that_a_signature_cannot_tell_apart_are_not_trusted_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mayor_schedule.proofs.keys._key_hash", lambda *_: b"same")
    keys = [new_key("office", bytes).verifier, new_key("office", lambda size: bytes(range(size))).verifier]
    with pytest.raises(InvalidValueError, match=r"two keys are both office\+73616d65"):
        open_checkpoint(NOTE, keys)


@pytest.mark.parametrize("name", ["\x9b31m\u202e", "x" * 500], ids=["controls", "long"])
def test_a_message_shows_no_strange_name_as_it_is(name: str) -> None:
    said = refused(str(Note(CHECKPOINT.text(), (Signature(name, bytes(4), bytes(64)),))))
    assert said.isprintable()
    assert len(said) < 250


DATA = NOTE.encode()


@pytest.mark.parametrize("at", range(len(DATA)))
def test_no_byte_of_a_signed_checkpoint_can_be_changed(at: int) -> None:
    values = {DATA[at] ^ (1 << bit) for bit in range(8)} | set(b"\n +=0Aa/\x00\r\xff") - {DATA[at]}
    for value in values:
        refused(bytes([*DATA[:at], value, *DATA[at + 1 :]]))
    refused(DATA[:at] + DATA[at + 1 :])
    refused(DATA[:at])
    for more in b"\n =0Aa/\xe2":
        refused(bytes([*DATA[:at], more, *DATA[at:]]))


@pytest.mark.long
@pytest.mark.parametrize("at", range(len(DATA)))
def test_no_byte_of_a_signed_checkpoint_can_be_any_other(at: int) -> None:
    for value in range(256):
        if value != DATA[at]:
            refused(bytes([*DATA[:at], value, *DATA[at + 1 :]]))
        refused(bytes([*DATA[:at], value, *DATA[at:]]))


def test_nothing_can_be_added_before_or_after_a_signed_checkpoint() -> None:
    for more in ("\n", " ", "x", "\ufeff", "x\n", "— x\n"):
        refused(NOTE + more)
        refused(more + NOTE)


TEXT, LINE = CHECKPOINT.text(), KEY.sign(CHECKPOINT.text())
SIGNED = LINE.split(" ")[2]


@pytest.mark.parametrize(
    ("note", "words"),
    [
        ("", "no signatures"),
        (TEXT, "no signatures"),
        (f"{TEXT}\n", "no signatures"),
        (f"{TEXT}{LINE}\n", "no signatures"),
        (f"{TEXT}\n{LINE}", "does not end in a newline"),
        (f"{TEXT}\n{LINE}\n\n", "no signatures"),
        (f"{TEXT}\n{LINE}\nUnexpected line.\n", "line 2 after the blank one does not begin with an em dash"),
        (f"{TEXT}\n{LINE.replace('—', '-')}\n", "line 1 .* em dash"),
        (f"{TEXT}\n{LINE.replace('— ', '—')}\n", "line 1 .* em dash"),
        (f"{TEXT}\n—  {KEY.name} {SIGNED}\n", "line 1 .* the name of a key"),
        (f"{TEXT}\n— exa+mple {SIGNED}\n", "the name of a key"),
        (f"{TEXT}\n— exa\u3000mple {SIGNED}\n", "the name of a key"),
        (f"{TEXT}\n— Bad Name {SIGNED}\n", "no signature in base64"),
        (f"{TEXT}\n— {KEY.name}\n", "no signature in base64"),
        (f"{TEXT}\n— {KEY.name} \n", "no signature in base64"),
        (f"{TEXT}\n{LINE} \n", "no signature in base64"),
        (f"{TEXT}\n{LINE.removesuffix('=')}\n", "no signature in base64"),
        (f"{TEXT}\n— {KEY.name} AAECAw==\n", "no signature in base64"),
        (f"{TEXT}\n{LINE}\n".replace("\n", "\r\n"), r"control character, U\+000D; were its line endings changed"),
        (f"\x01{TEXT}\n{LINE}\n", r"control character, U\+0001"),
        (f"{TEXT}\n{LINE}\t\n", r"control character, U\+0009"),
        (b"\xff" + NOTE.encode(), "not text in UTF-8"),
        ("\ud800" + NOTE, "not text in UTF-8"),
        (TEXT + "\n" + (LINE + "\n") * 101, "more than 100 signatures"),
        ("x" * 1_000_001, "longer than 1,000,000 bytes"),
        ("가" * 400_000, "longer than 1,000,000 bytes"),
        (b"x" * 1_000_001, "longer than 1,000,000 bytes"),
    ],
    ids=lambda each: each if isinstance(each, str) and len(each) < 60 else "",
)
def test_what_is_no_note_is_refused_with_what_is_wrong(note: str | bytes, words: str) -> None:
    refused(note, words)
    refused(note, words, [])


def test_a_note_may_have_a_hundred_signatures_and_empty_lines_in_its_text() -> None:
    assert open_checkpoint(TEXT + "\n" + (LINE + "\n") * 100, TRUSTED)[1] == (KEY.verifier,)
    text = "Ognuno sta solo\n\n\ned è subito sera.\n"
    note = Note.parse(f"{text}\n{KEY.sign(text)}\n")
    assert note.text == text
    assert KEY.verifier.holds(note.signatures[0].signature, note.text)


B64 = base64.b64encode(ROOT).decode()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "does not end in a newline"),
        ("\n", "three lines"),
        ("log\n1\n", "three lines"),
        (f"log\n1\n{B64}", "does not end in a newline"),
        (f"\n1\n{B64}\n", "one line of text"),
        (f"log\n1\n{B64}\n\n", "one line of text"),
        (f"log\n1\n{B64}\n\nmore\n", "one line of text"),
        (f"log\n\n1\n{B64}\n", "no size"),
        (f"log\n01\n{B64}\n", "no size"),
        (f"log\n00\n{B64}\n", "no size"),
        (f"log\n+1\n{B64}\n", "no size"),
        (f"log\n-1\n{B64}\n", "no size"),
        (f"log\n 1\n{B64}\n", "no size"),
        (f"log\n1 \n{B64}\n", "no size"),
        (f"log\n1_0\n{B64}\n", "no size"),
        (f"log\n0x1\n{B64}\n", "no size"),
        (f"log\n１\n{B64}\n", "no size"),
        (f"log\n{2**64}\n{B64}\n", "from 0 to 2"),
        (f"log\n{'9' * 5000}\n{B64}\n", "no size"),
        (f"log\n1\n{B64[:-1]}\n", "no root"),
        (f"log\n1\n {B64}\n", "no root"),
        (f"log\n1\n{base64.urlsafe_b64encode(bytes([251] * 32)).decode()}\n", "no root"),
        (f"log\n1\n{base64.b64encode(ROOT[:31]).decode()}\n", "32 bytes"),
        (f"log\n1\n{base64.b64encode(ROOT * 2).decode()}\n", "32 bytes"),
        (f"log\n0\n{B64}\n", "empty log"),
        (f"log\n1\r\n{B64}\n", r"control character, U\+000D"),
    ],
)
def test_what_is_no_text_of_a_checkpoint_is_refused_with_what_is_wrong(text: str, words: str) -> None:
    with pytest.raises(VerificationError, match=words) as error:
        Checkpoint.parse(text)
    assert error.value.part == "checkpoint"


@pytest.mark.parametrize(
    ("origin", "size", "root", "more"),
    [
        ("", 1, ROOT, ()), ("a\nb", 1, ROOT, ()), ("a\tb", 1, ROOT, ()), ("\ud800", 1, ROOT, ()),
        ("log", -1, ROOT, ()), ("log", 2**64, ROOT, ()), ("log", 1, ROOT[1:], ()), ("log", 0, ROOT, ()),
        ("log", 1, ROOT, ("",)), ("log", 1, ROOT, ("a\nb",)), ("log", 1, ROOT, ("a", "\x1f")),
    ],
)  # fmt: skip
def test_what_cannot_be_a_checkpoint_is_never_one(origin: str, size: int, root: bytes, more: tuple[str, ...]) -> None:
    with pytest.raises(InvalidValueError, match="of a checkpoint"):
        Checkpoint(origin, size, root, more)


def test_an_empty_log_has_a_checkpoint() -> None:
    checkpoint = Checkpoint(KEY.name, 0, EMPTY)
    assert checkpoint.text() == "example.go.kr\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
    assert open_checkpoint(sign_checkpoint(checkpoint, KEY), TRUSTED)[0] == checkpoint


CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters=[chr(code) for code in range(0x20)])
LINES = st.text(CHARACTERS, min_size=1, max_size=40)


@given(LINES, st.integers(1, 2**64 - 1), st.binary(min_size=32, max_size=32), st.lists(LINES, max_size=3))
def test_a_checkpoint_comes_back_from_its_text(origin: str, size: int, root: bytes, more: list[str]) -> None:
    checkpoint = Checkpoint(origin, size, root, tuple(more))
    assert Checkpoint.parse(checkpoint.text()) == checkpoint
    note = f"{checkpoint.text()}\n{KEY.sign(checkpoint.text())}\n"
    assert open_checkpoint(note.encode(), TRUSTED) == (checkpoint, (KEY.verifier,))
    assert str(Note.parse(note)) == note


@given(st.text(st.sampled_from("a0=\n— \u3000+\x1f\ud800") | CHARACTERS) | st.binary())
def test_whatever_is_given_is_a_note_or_refused(note: str | bytes) -> None:
    text = note.decode(errors="replace") if isinstance(note, bytes) else note
    for each in (note, f"{text}\n\n— name AAAAAAAA\n"):
        with suppress(VerificationError):
            assert str(Note.parse(each)) == (each if isinstance(each, str) else each.decode())
