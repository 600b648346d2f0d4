"""`export events --position-file`: the position is kept beside the events, and neither is ever lost for the other."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from conftest import EARLIER, LATER, REPORT
from mayor_schedule.cli import positions, whole_files
from terminal import run

UTF_16 = "0\r\n".encode("utf-16")


@pytest.fixture
def db(tmp_path: Path) -> Path:
    assert run("import", EARLIER, REPORT, db=tmp_path / "office.db").code == 0
    return tmp_path / "office.db"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "portal.position"


def left_in(folder: Path) -> set[str]:
    return {each.name for each in folder.iterdir() if not each.name.startswith("office.db")}


def test_what_is_no_position_is_told_in_both_languages(
    db: Path, tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for kept, asked, en, ko in (
        (None, ("--since", "soon"), "'soon' is no position", "'soon'은(는) 기록의 위치가 아닙니다"),
        (None, ("--since", "999"), "the log ends at", "에서 끝나므로"),
        (None, ("--since", "1.00000000"), "this log told no such position", "안내한 위치가 아니므로"),
        (b"0\n1\n", (), "portal.position: '0\\n1' is no position", "portal.position: '0\\n1'은(는)"),
        (b"9" * 9_999, (), f"{'9' * 80}' is no position", "기록의 위치가 아닙니다"),
        (b"", (), "portal.position is empty", "portal.position 파일이 비어 있어"),
        (b"\xef\xbb\xbf \n", (), "portal.position is empty", "portal.position 파일이 비어 있어"),
        (UTF_16, (), "portal.position: it is no text in UTF-8", "UTF-8 텍스트가 아니며"),
        (b"0", ("--since", "0"), "two positions", "시작 위치가 두 개"),
        (b"0", ("--out", file), "into one file", "한 파일"),
        (None, ("--position-file", tmp_path), "that is a folder", "폴더입니다"),
        (None, ("--position-file", db), "that is a store", "저장소 파일이며"),
        (None, ("--position-file", tmp_path / "none" / "p"), "No such file or directory; check the folder", "권한을"),
        (None, ("--position-file", file / "p"), "ot a directory", "폴더가 아닙니다"),
    ):
        if kept is not None:
            file.write_bytes(kept)
            asked = ("--position-file", file, *asked)  # noqa: PLW2901
        for language, said in (("en_US.UTF-8", en), ("ko_KR.UTF-8", ko)):
            monkeypatch.setenv("LC_ALL", language)
            done = run("export", "events", *asked, db=db)
            assert (done.code, done.out) == (2, "")
            assert said in done.err
            assert "[MS-00" in done.err
        assert kept is None or file.read_bytes() == kept
    assert left_in(tmp_path) == {"portal.position"}


def test_a_position_that_an_editor_of_windows_wrote_is_read(db: Path, file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbf0\r\n")
    assert run("export", "events", "--position-file", file, db=db).out == run("export", "events", db=db).out
    assert run("export", "events", "--position-file", file, db=db).out == ""


@pytest.mark.parametrize("how", ["the same", "another way", "symlink", "symlink to nothing", "hard link"])
def test_the_events_and_the_position_have_a_file_each(db: Path, tmp_path: Path, file: Path, how: str) -> None:
    out = tmp_path / "new.jsonl"
    match how:
        case "the same":
            out = file
        case "another way":
            (tmp_path / "sub").mkdir()
            out = tmp_path / "sub" / ".." / file.name
        case "symlink":
            file.write_text("0\n")
            out.symlink_to(file)
        case "symlink to nothing":
            out.symlink_to(file)
        case _:
            file.write_text("0\n")
            out.hardlink_to(file)
    before = {each: (tmp_path / each).read_bytes() for each in left_in(tmp_path) if (tmp_path / each).is_file()}
    for one, other in ((file, out), (out, file)):
        done = run("export", "events", "--position-file", one, "--out", other, db=db)
        assert (done.code, done.out) == (2, "")
        assert "MS-0071" in done.err
    after = {each: (tmp_path / each).read_bytes() for each in left_in(tmp_path) if (tmp_path / each).is_file()}
    assert after == before


def test_names_that_turn_out_to_be_of_one_file_leave_the_events_there(
    db: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where a file system does not tell capitals apart: it is seen once the events are there."""
    out = file.with_name("PORTAL.POSITION")

    def is_same(one: Path, other: Path | None) -> bool:
        return whole_files.is_same(one, other) or out.exists()

    monkeypatch.setattr(positions, "is_same", is_same)
    done = run("export", "events", "--position-file", file, "--out", out, db=db)
    assert (done.code, "MS-0071" in done.err) == (2, True)
    assert out.read_text(encoding="utf-8") == run("export", "events", db=db).out
    assert not file.exists()


def spawned(*args: object, db: Path, **more: Any) -> subprocess.CompletedProcess[bytes]:
    program = [sys.executable, "-c", "from mayor_schedule.cli import main; main()", "export", "events"]
    command = [*program, *map(str, args), "--db", str(db)]
    return subprocess.run(command, check=False, timeout=120, **more)


def test_the_events_are_not_appended_to_the_position(db: Path, file: Path) -> None:
    file.write_text("0\n")
    with file.open("ab") as out:
        done = spawned("--position-file", file, db=db, stdout=out, stderr=subprocess.PIPE)
    assert (done.returncode, b"MS-0071" in done.stderr) == (2, True)
    assert file.read_text() == "0\n"


@pytest.mark.parametrize("ends", ["new.jsonl.part", ".new.jsonl.part"])
def test_no_file_of_somebody_is_in_the_way(db: Path, tmp_path: Path, ends: str) -> None:
    """What is written aside first has a name that is nobody's."""
    out, mine = tmp_path / "new.jsonl", tmp_path / ends
    for one, other in ((mine, out), (out, mine)):
        assert run("export", "events", "--position-file", one, "--out", other, db=db).code == 0
        assert other.read_text(encoding="utf-8") == run("export", "events", db=db).out
        assert run("export", "events", "--position-file", one, db=db).out == ""
        one.unlink()
        other.unlink()
    mine.write_text("mine")
    assert run("export", "events", "--out", out, db=db).code == 0
    assert mine.read_text() == "mine"
    assert left_in(tmp_path) == {"new.jsonl", ends}


def test_a_long_name_has_room(db: Path, tmp_path: Path) -> None:
    out = tmp_path / ("가" * 80 + ".jsonl")
    assert run("export", "events", "--position-file", tmp_path / ("나" * 85), "--out", out, db=db).code == 0
    assert left_in(tmp_path) == {out.name, "나" * 85}


def test_a_position_that_may_not_be_written_or_read_is_told_before_any_event(
    db: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text("0\n")

    def refused(path: Path, how: int, **_: Any) -> bool:
        return (path, how) != (file, os.W_OK)

    with monkeypatch.context() as patched:
        patched.setattr(os, "access", refused)
        done = run("export", "events", "--position-file", file, db=db)
        assert (done.code, done.out) == (2, "")
        assert "Permission denied; check the folder and its permissions [MS-0038]" in done.err

    opened = Path.open

    def refusing(path: Path, *args: Any, **more: Any) -> Any:
        if path == file:
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *args, **more)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "open", refusing)
        done = run("export", "events", "--position-file", file, db=db)
        assert (done.code, done.out) == (2, "")
        assert "cannot read the position in" in done.err
        assert "MS-0074" in done.err
    assert file.read_text() == "0\n"


def test_a_position_is_not_written_when_the_events_are_not(db: Path, tmp_path: Path, file: Path) -> None:
    done = run("export", "events", "--position-file", file, "--out", tmp_path / "none" / "new.jsonl", db=db)
    assert done.code == 2
    assert left_in(tmp_path) == set()


KILLED = f"""
import os, sys
from mayor_schedule.cli import exporting, positions
def killed(*_): os.kill(os.getpid(), {int(signal.SIGTERM)})
positions.keep = killed
from mayor_schedule.cli import main
main()
"""


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_what_is_cut_off_before_the_position_is_kept_is_told_again(db: Path, tmp_path: Path, file: Path) -> None:
    """Never lost: at worst it is told twice."""
    out = tmp_path / "new.jsonl"
    asked = ("export", "events", "--position-file", file, "--out", out)
    assert run(*asked, db=db).code == 0
    kept = file.read_bytes()
    assert run("import", LATER, db=db).code == 0
    command = [sys.executable, "-c", KILLED, *map(str, asked), "--db", str(db)]
    cut = subprocess.run(command, check=False, timeout=120, capture_output=True)
    assert cut.returncode != 0
    told = out.read_bytes()
    assert len(told.splitlines()) > 3
    assert file.read_bytes() == kept
    assert run(*asked, db=db).code == 0
    assert [each.split(b'"source"')[0] for each in out.read_bytes().splitlines() if b"retracted" not in each] == [
        each.split(b'"source"')[0] for each in told.splitlines() if b"retracted" not in each
    ]
    assert run(*asked, db=db).code == 0
    assert out.read_bytes() == b""
