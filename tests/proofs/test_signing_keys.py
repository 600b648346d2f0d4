"""Keys as text, against those of golang.org/x/mod/sumdb/note and of the C2SP specification."""

from __future__ import annotations

import subprocess
import sys

import pytest

from conftest import counting_entropy
from mayor_schedule.errors import InvalidValueError
from mayor_schedule.proofs.keys import Signature, SigningKey, VerifierKey, bytes_of, is_name, new_key

# From the tests of golang.org/x/mod/sumdb/note.
SKEY = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
LINE = "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
# A key of 32 zero bytes, by name and by what Go prints for it.
ENOCH = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
ENOCH_LINE = "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ="
# From https://c2sp.org/signed-note.
C2SP = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
C2SP_SIGNED = "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM="
# White_Space in Unicode's PropList, which is what Go takes for a space.
SPACES = {*range(0x09, 0x0E), 0x20, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000}


def test_the_key_of_go_signs_as_go_does() -> None:
    key = SigningKey.parse(SKEY)
    assert key.sign(TEXT) == LINE
    assert str(key.verifier) == VKEY
    assert key.verifier == VerifierKey.parse(VKEY)
    assert key.encoded() == SKEY
    assert new_key("EnochRoot", bytes).sign(TEXT) == ENOCH_LINE
    assert str(new_key("EnochRoot", bytes).verifier) == ENOCH


def test_the_key_of_the_specification_holds_for_its_example() -> None:
    key = VerifierKey.parse(C2SP)
    signed = bytes_of(C2SP_SIGNED)
    assert str(key) == C2SP
    assert signed is not None
    assert signed[:4] == key.hash
    assert key.holds(signed[4:], "This is an example message.\n")
    assert not key.holds(signed[4:], "This is an example message!\n")
    assert not key.holds(signed[4:-1], "This is an example message.\n")
    assert not VerifierKey.parse(VKEY).holds(signed[4:], "This is an example message.\n")


def test_a_key_that_is_no_point_of_the_curve_holds_for_nothing() -> None:
    key = SigningKey.parse(SKEY)
    signature = bytes_of(key.sign(TEXT).split(" ")[2]) or b""
    public = b"\x02" + bytes(31)
    wrong = VerifierKey("office", _hash_by_hand("office", public), public)
    assert not wrong.holds(signature[4:], TEXT)


def _hash_by_hand(name: str, public: bytes) -> bytes:
    from hashlib import sha256

    return sha256(name.encode() + b"\x0a\x01" + public).digest()[:4]


@pytest.mark.parametrize("public", [b"", bytes(31), bytes(33)])
def test_a_verifier_key_of_another_length_is_none(public: bytes) -> None:
    with pytest.raises(InvalidValueError, match="no key of office: its parts do not fit together"):
        VerifierKey("office", _hash_by_hand("office", public), public)


def test_a_new_key_is_of_its_entropy_and_comes_back_from_its_text() -> None:
    key = new_key("서울특별시.example.go.kr/순방", counting_entropy())
    assert key == new_key(key.name, counting_entropy())
    assert key != new_key(key.name, bytes)
    assert SigningKey.parse(key.encoded()) == key
    assert VerifierKey.parse(str(key.verifier)) == key.verifier
    assert key.verifier.hash == _hash_by_hand(key.name, key.verifier.public)
    with pytest.raises(InvalidValueError, match="32 bytes, and not 16"):
        new_key("office", lambda size: bytes(size // 2))


def test_nothing_that_is_printed_of_a_signing_key_shows_its_secret() -> None:
    key = SigningKey.parse(SKEY)
    assert repr(key) == str(key) == "SigningKey(name='PeterNeumann')"
    with pytest.raises(InvalidValueError) as refused:
        SigningKey.parse(SKEY[:-1] + "A")
    assert SKEY[-20:-1] not in str(refused.value)


def test_no_part_of_a_verifier_key_is_one() -> None:
    for start in range(len(VKEY)):
        for end in range(start, len(VKEY) + 1):
            if (start, end) != (0, len(VKEY)):
                with pytest.raises(InvalidValueError):
                    VerifierKey.parse(VKEY[start:end])


@pytest.mark.parametrize("number", range(len(VKEY)))
def test_no_character_of_a_verifier_key_can_be_changed(number: int) -> None:
    for other in {chr(ord(VKEY[number]) ^ (1 << bit)) for bit in range(7)} | {"+", "=", " ", "é", VKEY[number].upper()}:
        if other != VKEY[number]:
            with pytest.raises(InvalidValueError):
                VerifierKey.parse(VKEY[:number] + other + VKEY[number + 1 :])
        with pytest.raises(InvalidValueError):
            VerifierKey.parse(VKEY[:number] + other + VKEY[number:])


@pytest.mark.parametrize("number", range(len(SKEY)))
def test_no_character_of_a_signing_key_can_be_changed(number: int) -> None:
    for other in (chr(ord(SKEY[number]) + 1), "+" if SKEY[number] != "+" else "-"):
        with pytest.raises(InvalidValueError, match=r"signing key|cannot be the name"):
            SigningKey.parse(SKEY[:number] + other + SKEY[number + 1 :])
    with pytest.raises(InvalidValueError):
        SigningKey.parse(SKEY[:number])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "a verifier key is NAME"),
        ("PeterNeumann", "a verifier key is NAME"),
        ("PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==", "no key, or is damaged"),
        ("PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "type 101, and only Ed25519"),
        (VKEY.replace("c74f", "c74e"), "do not fit together"),
        (VKEY.replace("PeterN", "Peter N"), "a word without blanks"),
        (VKEY + "\n", "no key, or is damaged"),
        (SKEY, "no key, or is damaged; a verifier key is NAME"),
    ],
)
def test_what_is_no_verifier_key_is_refused_with_what_one_looks_like(text: str, words: str) -> None:
    with pytest.raises(InvalidValueError, match=words):
        VerifierKey.parse(text)


def test_a_verifier_key_is_no_signing_key() -> None:
    with pytest.raises(InvalidValueError, match=r"a signing key is PRIVATE\+KEY"):
        SigningKey.parse(VKEY)


def test_a_name_is_a_word() -> None:
    assert is_name("example.go.kr/seoul")
    assert is_name("서울")
    assert not is_name("")
    assert not is_name("a+b")
    assert not is_name("\ud800")
    for point in range(sys.maxunicode + 1):
        bad = point in SPACES or point < 0x20 or chr(point) == "+" or 0xD800 <= point < 0xE000
        assert is_name(f"a{chr(point)}b") == (not bad), hex(point)
    for name in ("", "a b", "a+b", "a\u3000b", "a\nb"):
        with pytest.raises(InvalidValueError, match="cannot be the name of a key"):
            new_key(name, bytes)


@pytest.mark.parametrize("name", ["a\u202eb", "a\u0085b", "a\x9bb", "a\u2066b", "a\u200bb", "a\x7fb", "a\ue000b"])
def test_no_key_has_a_name_that_is_not_seen(name: str) -> None:
    with pytest.raises(InvalidValueError, match="cannot be the name of a key") as refused:
        new_key(name, bytes)
    assert str(refused.value).isprintable()
    public = SigningKey.parse(SKEY).verifier.public
    with pytest.raises(InvalidValueError, match="cannot be the name of a key") as refused:
        VerifierKey(name, _hash_by_hand(name, public), public)
    assert str(refused.value).isprintable()


def test_a_new_key_has_no_em_dash_in_its_name_but_one_of_others_may() -> None:
    with pytest.raises(InvalidValueError, match="em dash"):
        new_key("a\u2014b", bytes)
    public = SigningKey.parse(SKEY).verifier.public
    key = VerifierKey("a\u2014b", _hash_by_hand("a\u2014b", public), public)
    assert VerifierKey.parse(str(key)) == key


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("", b""), ("QQ==", b"A"), ("+/+/", b"\xfb\xff\xbf"),
        ("QQ", None), ("QQ=", None), ("QR==", None), ("QQ===", None), ("QQ== ", None), ("QQ==\n", None),
        ("Q Q==", None), ("-_-_", None), ("QUI=QQ==", None), ("=", None), ("Q", None), ("ＱＱ==", None),
    ],
)  # fmt: skip
def test_base64_has_one_form(text: str, data: bytes | None) -> None:
    assert bytes_of(text) == data


@pytest.mark.parametrize("text", ["", "no newline", "a\tb\n", "a\r\n", "\x00\n", "\ud800\n"])
def test_what_is_no_text_of_a_note_is_not_signed(text: str) -> None:
    with pytest.raises(InvalidValueError, match="ends in a newline"):
        SigningKey.parse(SKEY).sign(text)


def test_a_signature_is_written_as_a_line() -> None:
    assert str(Signature("office", b"\x00\x01\x02\x03", b"\x04\x05")) == "— office AAECAwQF"


def test_importing_the_module_does_not_load_cryptography() -> None:
    program = "import sys, mayor_schedule.proofs.notes; print(any(m.startswith('cryptography') for m in sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
