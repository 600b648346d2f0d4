"""Keys, checkpoints, proofs and verification at the terminal."""

from __future__ import annotations

import json
import sqlite3
import stat
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest

from conftest import EARLIER, LATER, REPORT
from mayor_schedule.proofs.keys import SigningKey
from terminal import run


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with a store, its key, the verifier key and a checkpoint."""
    assert run("import", EARLIER, REPORT, db=tmp_path / "s.db").code == 0
    made = run("keygen", "--out", tmp_path / "office.key", db=tmp_path / "s.db")
    assert made.code == 0
    (tmp_path / "office.vkey").write_text(made.out)
    signed = run(
        "checkpoint", "--key", tmp_path / "office.key", "--out", tmp_path / "old.note", db=tmp_path / "s.db"
    )
    assert (signed.code, signed.out) == (0, "")
    return tmp_path


def test_a_key_is_for_its_owner_alone_and_is_never_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "office.key"
    made = run("keygen", "--out", file, "--name", "seoul.go.kr/mayor", db=tmp_path / "none.db")
    assert made.code == 0
    assert made.out.startswith("seoul.go.kr/mayor+")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_text().startswith("PRIVATE+KEY+seoul.go.kr/mayor+")
    assert not (tmp_path / "none.db").exists()
    again = run("keygen", "--out", file)
    assert again.code == 2
    assert "a key that is overwritten is lost" in again.err
    for name in ("two words", "a+b", ""):
        assert run("keygen", "--out", tmp_path / "x.key", "--name", name or " ").code == 2
        assert not (tmp_path / "x.key").exists()
    assert "check the folder" in run("keygen", "--out", tmp_path / "no" / "x.key", "--name", "x").err


def test_a_key_without_an_office_still_has_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MAYOR_SCHEDULE_DB", raising=False)
    assert run("keygen", "--out", "k").out.startswith("mayor-schedule+")
    refused = run("keygen", "--out", "k2", db="typo.db")
    assert (refused.code, refused.out) == (2, "")
    assert "typo.db" in refused.err
    assert [each.name for each in tmp_path.iterdir()] == ["k"]


@pytest.mark.parametrize("name", ["a\u2014b", "a\u202eb", "a\u0085b"])
def test_a_name_that_misleads_is_refused(tmp_path: Path, name: str) -> None:
    refused = run("keygen", "--out", tmp_path / "k", "--name", name)
    assert (refused.code, refused.out) == (2, "")
    assert "cannot be the name of a key" in refused.err
    assert refused.err.strip().isprintable() or name == "a\u2014b"


def test_a_key_that_windows_wrote_is_taken(desk: Path) -> None:
    for name in ("office.key", "office.vkey"):
        (desk / f"bom.{name}").write_text("\ufeff" + (desk / name).read_text() + "\r\n", encoding="utf-8")
    signed = run("checkpoint", "--key", desk / "bom.office.key", db=desk / "s.db")
    assert signed.out == (desk / "old.note").read_text()
    trusted = ("--trust", desk / "bom.office.vkey")
    assert run("verify", "--checkpoint", desk / "old.note", *trusted, db=desk / "s.db").code == 0


def test_the_name_of_a_log_is_the_domain_of_its_office(desk: Path) -> None:
    assert (desk / "office.vkey").read_text().startswith("example.go.kr+")
    assert (desk / "old.note").read_text().splitlines()[0] == "example.go.kr"


def test_a_checkpoint_of_the_same_history_is_the_same(desk: Path) -> None:
    again = run("checkpoint", "--key", desk / "office.key", db=desk / "s.db")
    assert again.out == (desk / "old.note").read_text()
    assert run("checkpoint", "--key", desk / "none.key", db=desk / "s.db").code == 2
    assert "no signing key" in run("checkpoint", "--key", desk / "s.db", db=desk / "s.db").err
    assert "is a signing key" not in run("checkpoint", "--key", desk / "office.vkey", db=desk / "s.db").out
    assert run("checkpoint", "--key", desk / "office.vkey", db=desk / "s.db").code == 2


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_verify_says_yes(desk: Path, lang: str) -> None:
    told = run("verify", "--lang", lang, db=desk / "s.db")
    assert told.code == 0
    assert told.out.startswith({"ko": "확인: 사건 134건", "en": "OK: 134 events"}[lang])
    note, trust = desk / "old.note", desk / "office.vkey"
    told = run("verify", "--checkpoint", note, "--trust", trust, "--replay", "--lang", lang, db=desk / "s.db")
    assert told.code == 0
    assert trust.read_text().strip() in told.out
    assert run("import", LATER, db=desk / "s.db").code == 0
    told = run("verify", "--checkpoint", note, "--trust", trust.read_text(), "--format", "json", db=desk / "s.db")
    assert told.json["ok"] is True
    assert told.json["checkpoint"]["size"] == 134
    assert told.json["size"] > 134
    assert told.json["trusted"] is True


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_verify_says_no_and_where(desk: Path, lang: str) -> None:
    with sqlite3.connect(desk / "s.db") as db:
        db.execute(
            "UPDATE stored_events SET state = replace(state, '2018', '2019') WHERE rowid = "
            "(SELECT notification_id FROM log_positions WHERE position = 40)"
        )
    db.close()
    told = run("verify", "--checkpoint", desk / "old.note", "--lang", lang, db=desk / "s.db")
    assert told.code == 1
    assert told.out.startswith({"ko": "아니요: 저장소: 40번 위치", "en": "NO: store: position 40"}[lang])
    told = run("verify", "--checkpoint", desk / "old.note", "--format", "json", db=desk / "s.db")
    assert told.code == 1
    assert (told.json["ok"], told.json["part"], told.json["problems"][0]["position"]) == (False, "store", 40)


def test_a_checkpoint_that_was_changed_is_not_taken(desk: Path) -> None:
    note = (desk / "old.note").read_text()
    (desk / "bad.note").write_text(note.replace("134", "133"))
    told = run("verify", "--checkpoint", desk / "bad.note", "--trust", desk / "office.vkey", db=desk / "s.db")
    assert told.code == 1
    assert "checkpoint: " in told.out
    told = run("verify", "--checkpoint", desk / "bad.note", db=desk / "s.db")
    assert told.code == 1, "without a key, the tree heads differ all the same"
    run("prove", 17, "--key", desk / "office.key", "--out", desk / "p.json", db=desk / "s.db")
    others = (desk / name for name in ("office.vkey", "office.key", "s.db", "p.json"))
    for file, words in ((each, "is no checkpoint") for each in others):
        told = run("verify", "--checkpoint", file, db=desk / "s.db")
        assert told.code == 2
        assert words in told.err
    assert run("verify", "--checkpoint", desk / "none.note", db=desk / "s.db").code == 2
    assert "--trust is for a signature" in run("verify", "--trust", desk / "office.vkey", db=desk / "s.db").err
    for key in ("x", "a" * 300):
        told = run("verify", "--checkpoint", desk / "old.note", "--trust", key, db=desk / "s.db")
        assert told.code == 2
        assert "verifier key" in told.err


@pytest.mark.parametrize("how", [["--disclose", "title", "known_on"], ["--disclose", "title,known_on"]])
def test_prove_writes_a_bundle_that_is_checked_without_a_store(desk: Path, how: list[str]) -> None:
    out = desk / "proof.json"
    told = run("prove", 17, "--key", desk / "office.key", *how, "--out", out, db=desk / "s.db")
    assert (told.code, told.out) == (0, "")
    told = run("verify", "--bundle", out, "--trust", desk / "office.vkey", "--format", "json")
    assert told.code == 0
    assert told.json["trusted"] is True
    refused = run("verify", "--bundle", out, db=desk / "s.db")
    assert refused.code == 2
    assert "without a store" in refused.err
    assert set(told.json["disclosed"][0]["fields"]) == {"data.title", "known_on"}
    told = run("verify", "--bundle", out, "--checkpoint", desk / "old.note", "--trust", desk / "office.vkey")
    assert told.code == 0
    told = run("verify", "--bundle", out, "--lang", "ko")
    assert "--trust" in told.out
    out.write_bytes(out.read_bytes().replace("남북".encode(), "남남".encode()))
    told = run("verify", "--bundle", out, "--trust", desk / "office.vkey")
    assert told.code == 1
    assert told.out.startswith(("NO: event: ", "아니요: event: "))


def test_an_event_is_proven_by_its_reference_and_an_entry_by_its_uid(desk: Path) -> None:
    entry = run("calendar", "--audience", "public", "--format", "json", db=desk / "s.db").json[0]
    for what in ("occasion:2018-inter-korean-bureau@1", entry["uid"]):
        out = desk / "proof.json"
        told = run(
            "prove", what, "--checkpoint", desk / "old.note", "--trust", desk / "office.vkey", "--out", out,
            db=desk / "s.db",
        )  # fmt: skip
        assert told.code == 0, told.err
        assert run("verify", "--bundle", out, "--trust", desk / "office.vkey").code == 0


def test_what_cannot_be_proven_is_told_in_words(desk: Path) -> None:
    key = ("--key", desk / "office.key")
    for arguments, words in (
        ((), "say what is to be proven"),
        ((17,), "a proof needs a checkpoint"),
        ((17, *key, "--checkpoint", desk / "old.note"), "and not both"),
        ((100_000, *key), "no event at position 100000"),
        ((17, "title", *key), "fields are named with --disclose"),
        ((17, *key, "--disclose", "colour"), "has no field 'colour'"),
        (("trip:none@1", *key), "there is no event trip:none@1"),
        (("nobody", *key), "there is no nobody that the public may see"),
        (("nobody", *key, "--disclose", "title"), "--disclose is for an event"),
        (("--from", desk / "office.vkey", *key), "is no checkpoint"),
        ((17, "--from", desk / "old.note", *key), "say what is to be proven"),
        ((17, *key, "--trust", desk / "office.vkey"), "--trust is for a checkpoint"),
        (("²", *key), "that is no position"),
        (("9" * 5_000, *key), "that is no position"),
        (("²", *key, "--disclose", "title"), "--disclose is for an event"),
        (("trip:x@" + "9" * 5_000, *key), "that is no event"),
        (("trip:x@²", *key), "there is no trip:x@²"),
        (("trip:x@" + "٣", *key), "that is no event"),
    ):
        told = run("prove", *arguments, db=desk / "s.db")
        assert (told.code, told.out) == (2, ""), arguments
        assert words in told.err, told.err


@pytest.mark.parametrize("signed", [True, False])
def test_that_nothing_was_rewritten_is_proven_between_two_sessions(desk: Path, signed: bool) -> None:
    assert run("import", LATER, db=desk / "s.db").code == 0
    out, key = desk / "grown.json", ["--key", desk / "office.key"] if signed else []
    trust = ("--trust", desk / "office.vkey")
    told = run("prove", "--from", desk / "old.note", *key, *trust, "--out", out, db=desk / "s.db")
    assert told.code == 0, told.err
    told = run("verify", "--bundle", out, "--trust", desk / "office.vkey", "--lang", "en")
    assert told.code == 0
    assert "begins with the 134 of the older checkpoint" in told.out
    assert told.out.startswith("Nobody signed for the log of ") is not signed
    assert ("OK: signed by" in told.out) is signed
    assert f"the older checkpoint is signed by {(desk / 'office.vkey').read_text()}" in told.out
    told = run("verify", "--bundle", out, "--lang", "ko")
    assert told.out.startswith("현재 기록(사건 ") is not signed
    assert "이전 체크포인트의 서명" in told.out
    told = run("verify", "--bundle", out, "--trust", desk / "office.vkey", "--format", "json")
    assert told.json["old"]["size"] == 134
    assert (told.json["trusted"], told.json["old_trusted"]) == (signed, True)
    assert run("verify", "--bundle", out, "--format", "json").json["old_trusted"] is False
    run("checkpoint", "--key", desk / "office.key", "--out", desk / "new.note", db=desk / "s.db")
    told = run("verify", "--bundle", out, "--checkpoint", desk / "new.note", *trust, "--format", "json")
    assert told.json["trusted"] is True, "whoever has the newer checkpoint signed has a signature for it"
    bundle = json.loads(out.read_text())
    assert bundle["kind"] == "consistency"


@pytest.mark.parametrize("form", ["table", "json"])
def test_nothing_that_others_wrote_controls_the_terminal(tmp_path: Path, form: str) -> None:
    origin = "a\u202eb\x9b2J\u2028c\u2066"
    key = SigningKey("office", bytes(32))
    text = f"{origin}\n0\n{b64encode(sha256().digest()).decode()}\n"
    (tmp_path / "n.note").write_text(f"{text}\n{key.sign(text)}\n", encoding="utf-8")
    assert run("init", db=tmp_path / "s.db").code == 0
    told = run("verify", "--checkpoint", tmp_path / "n.note", "--format", form, db=tmp_path / "s.db")
    assert "a\\u202eb\\u009b2J\\u2028c\\u2066" in told.out, told.err
    assert all(line.isprintable() for line in told.out.split("\n"))
    if form == "json":
        assert told.json["checkpoint"]["origin"] == origin


def test_a_checkpoint_of_another_history_is_not_proven_against(desk: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    assert run("import", REPORT, db=other).code == 0
    told = run("prove", "--from", desk / "old.note", "--key", desk / "office.key", db=other)
    assert told.code == 1
    assert "the older one covers 134 events, and the newer one 117" in told.err
    told = run("verify", "--checkpoint", desk / "old.note", db=other)
    assert told.code == 1


def test_replay_reports_what_does_not_decode_or_cannot_have_happened(desk: Path) -> None:
    """Position, subject and reason of each; every other event is still checked."""
    with sqlite3.connect(desk / "s.db") as db:
        edits = ((33, '"data":{', '"data":{"colour":1,'), (50, '"known_on":"2018', '"known_on":"2099'))
        for position, old, new in edits:
            db.execute(
                "UPDATE stored_events SET state = CAST(replace(state, ?, ?) AS BLOB) WHERE rowid = "
                "(SELECT notification_id FROM log_positions WHERE position = ?)",
                (old, new, position),
            )
        db.execute("DROP TABLE tree_nodes")
    db.close()
    assert run("verify", db=desk / "s.db").code == 0, "without a checkpoint, and without replaying, nothing can tell"
    told = run("verify", "--replay", "--format", "json", db=desk / "s.db")
    assert told.code == 1
    problems = told.json["problems"]
    assert problems[0]["position"] == 33
    assert problems[0]["subject"]
    assert "do not fit" in problems[0]["reason"]
    assert told.json["size"] == 134
    assert run("verify", "--bundle", desk / "old.note", "--replay").code == 2
