"""Keys, checkpoints, proofs and verification at the terminal."""

from __future__ import annotations

import json
import sqlite3
import stat
from pathlib import Path

import pytest

from conftest import EARLIER, LATER, REPORT
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


def test_a_key_without_an_office_still_has_a_name(tmp_path: Path) -> None:
    assert run("keygen", "--out", tmp_path / "k", db=tmp_path / "none.db").out.startswith("mayor-schedule+")


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
    assert told.out.startswith({"ko": "아니요: store: position 40", "en": "NO: store: position 40"}[lang])
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
    for file, words in ((desk / "office.vkey", "is no checkpoint"), (desk / "office.key", "is no checkpoint")):
        told = run("verify", "--checkpoint", file, db=desk / "s.db")
        assert told.code == 2
        assert words in told.err
    assert run("verify", "--checkpoint", desk / "none.note", db=desk / "s.db").code == 2
    assert "--trust is for a signature" in run("verify", "--trust", desk / "office.vkey", db=desk / "s.db").err
    assert "verifier key" in run("verify", "--checkpoint", desk / "old.note", "--trust", "x", db=desk / "s.db").err


@pytest.mark.parametrize("how", [["--disclose", "title", "known_on"], ["--disclose", "title,known_on"]])
def test_prove_writes_a_bundle_that_is_checked_without_a_store(desk: Path, how: list[str]) -> None:
    out = desk / "proof.json"
    told = run("prove", 17, "--key", desk / "office.key", *how, "--out", out, db=desk / "s.db")
    assert (told.code, told.out) == (0, "")
    told = run("verify", "--bundle", out, "--trust", desk / "office.vkey", "--format", "json", db=desk / "none.db")
    assert told.code == 0
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
    assert ("Nobody signed" in told.out) is not signed
    told = run("verify", "--bundle", out, "--trust", desk / "office.vkey", "--format", "json")
    assert told.json["old"]["size"] == 134
    assert told.json["trusted"] is True
    bundle = json.loads(out.read_text())
    assert bundle["kind"] == "consistency"


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
