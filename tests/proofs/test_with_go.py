"""The packages with which Go checks its module downloads, golang.org/x/mod/sumdb: they open our notes, and we theirs.

Debian has them as golang-golang-x-mod-dev, so that nothing is downloaded from elsewhere.
"""

from __future__ import annotations

import shutil
import subprocess
from base64 import b64encode
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import pytest

from interop.programs import TIMEOUT, environment
from mayor_schedule.proofs.merkle import Tree, consistency_path, inclusion_path, leaf_hash
from mayor_schedule.proofs.notes import Checkpoint, new_key, open_checkpoint, sign_checkpoint

pytestmark = pytest.mark.long
SOURCE = Path(__file__).parent / "go" / "verify.go"
PACKAGES = Path("/usr/share/gocode")
KEY = new_key("example.go.kr/순방", lambda size: bytes(range(size)))
OTHER = new_key("witness.example", bytes)
SIZE = 130


class Verifier:
    """The Go program."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def ask(self, *arguments: str, given: str = "") -> tuple[str, str]:
        """What it prints, and what it complains of."""
        done = subprocess.run(
            [str(self.home / "verify"), *arguments], input=given.encode(), env=environment(self.home),
            capture_output=True, timeout=TIMEOUT, check=False,
        )  # fmt: skip
        assert (done.returncode == 0) == (done.stderr == b"")
        return done.stdout.decode(), done.stderr.decode()

    def judge(self, proofs: Iterable[Proof]) -> set[str]:
        """What it says of the proofs."""
        lines = [f"{each}\n" for each in proofs]
        told, complaint = self.ask("proofs", given="".join(lines))
        assert complaint == ""
        assert len(told.splitlines()) == len(lines) > 0
        return set(told.splitlines())


@pytest.fixture(scope="module")
def go(tmp_path_factory: pytest.TempPathFactory) -> Verifier:
    """The program, built from Debian's packages alone."""
    compiler = shutil.which("go")
    if compiler is None:
        pytest.skip("there is no Go here; .ci/long installs golang-go")
    if not (PACKAGES / "src/golang.org/x/mod/sumdb/note").is_dir():
        pytest.skip(f"golang.org/x/mod is not in {PACKAGES}; .ci/long installs golang-golang-x-mod-dev")
    home = tmp_path_factory.mktemp("go")
    here = {
        "GO111MODULE": "off",
        "GOPATH": str(PACKAGES),
        "GOCACHE": str(home / "cache"),
        "GOFLAGS": "",
        "GOENV": "off",
    }
    done = subprocess.run(
        [compiler, "build", "-o", str(home / "verify"), str(SOURCE)], env=environment(home) | here,
        capture_output=True, text=True, timeout=TIMEOUT, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return Verifier(home)


@pytest.fixture(scope="module")
def tree() -> Tree:
    tree = Tree()
    for number in range(SIZE):
        tree.append(leaf_hash(str(number).encode()))
    return tree


class Proof(NamedTuple):
    """A path of ours: to the place and the hash of a leaf, or to the size and the root of an older tree."""

    kind: str
    size: int
    root: bytes
    number: int
    other: bytes
    path: list[bytes]

    def __str__(self) -> str:
        hashes = [b64encode(each).decode() for each in (self.root, self.other, *self.path)]
        return " ".join([self.kind, str(self.size), hashes[0], str(self.number), *hashes[1:]])


def flipped(value: bytes) -> bytes:
    return bytes([value[0] ^ 1]) + value[1:]


def test_go_opens_our_checkpoints(go: Verifier, tree: Tree) -> None:
    for size in (0, 1, SIZE):
        checkpoint = Checkpoint(KEY.name, size, tree.root(size))
        note = sign_checkpoint(checkpoint, KEY)
        opened = f"{KEY.name}\n\n{checkpoint.text()}"
        assert go.ask("note", str(KEY.verifier), given=note) == (opened, "")
        cosigned = f"{note}{OTHER.sign(checkpoint.text())}\n"
        assert go.ask("note", str(KEY.verifier), given=cosigned) == (opened, "")
        both = f"{KEY.name}\n{OTHER.name}\n\n{checkpoint.text()}"
        assert go.ask("note", str(OTHER.verifier), str(KEY.verifier), given=cosigned) == (both, "")


def test_go_refuses_our_checkpoint_once_it_is_changed(go: Verifier, tree: Tree) -> None:
    note = sign_checkpoint(Checkpoint(KEY.name, SIZE, tree.root()), KEY)
    changed = note.replace(f"\n{SIZE}\n", f"\n{SIZE - 1}\n")
    assert go.ask("note", str(KEY.verifier), given=changed)[1].startswith("invalid signature for key")
    assert go.ask("note", str(OTHER.verifier), given=note)[1] == "note has no verifiable signatures\n"


def test_we_open_what_go_signs_and_it_signs_the_same_bytes(go: Verifier, tree: Tree) -> None:
    checkpoint = Checkpoint(KEY.name, SIZE, tree.root(), ("한 줄 더",))
    note, _ = go.ask("sign", KEY.encoded(), given=checkpoint.text())
    assert note == sign_checkpoint(checkpoint, KEY)
    assert open_checkpoint(note, [KEY.verifier]) == (checkpoint, (KEY.verifier,))


def test_go_finds_every_leaf_by_our_paths(go: Verifier, tree: Tree) -> None:
    proofs = [
        Proof("leaf", size, tree.root(size), index, tree.node(0, index), inclusion_path(index, size, tree.node))
        for size in range(1, SIZE + 1)
        for index in range(size)
    ]
    assert go.judge(proofs) == {"ok"}
    wrong = [each._replace(path=[flipped(each.path[0]), *each.path[1:]]) for each in proofs if each.path]
    assert go.judge(wrong) == {"invalid transparency proof"}


def test_go_sees_by_our_paths_that_a_tree_only_grew(go: Verifier, tree: Tree) -> None:
    proofs = [
        Proof("tree", new, tree.root(new), old, tree.root(old), consistency_path(old, new, tree.node))
        for new in range(1, SIZE + 1)
        for old in range(1, new + 1)
    ]
    assert go.judge(proofs) == {"ok"}
    assert go.judge(each._replace(other=flipped(each.other)) for each in proofs) == {"invalid transparency proof"}
