"""The package `tlog-scales`, which reads transparency logs of C2SP: it opens our checkpoints, and checks our paths."""

from __future__ import annotations

import pytest
from cryptography.exceptions import InvalidSignature
from tlog_scales.signing import PlainEd25519Signer, Vkey, VkeySet
from tlog_scales.tlog import Checkpoint as Theirs
from tlog_scales.tlog import ConsistencyProof, ConsistencyProofInvalid, InclusionProof, InclusionProofInvalid

from mayor_schedule.proofs.merkle import Tree, consistency_path, inclusion_path, leaf_hash
from mayor_schedule.proofs.notes import Checkpoint, new_key, open_checkpoint, sign_checkpoint

KEY = new_key("example.go.kr/순방", lambda size: bytes(range(size)))
OTHER = new_key("witness.example", bytes)
SIZE = 70
TREE = Tree()
for _number in range(SIZE):
    TREE.append(leaf_hash(str(_number).encode()))
CHECKPOINT = Checkpoint(KEY.name, SIZE, TREE.root())
NOTE = sign_checkpoint(CHECKPOINT, KEY)


def test_it_opens_our_checkpoint_with_our_key() -> None:
    key = Vkey.from_string(str(KEY.verifier))
    assert key.serialize() == str(KEY.verifier)
    assert Vkey(KEY.name, None, 1, KEY.verifier.public).key_id == int.from_bytes(KEY.verifier.hash, "big")
    theirs = Theirs.from_text(NOTE)
    theirs.verify(key)
    assert (theirs.origin, theirs.size, theirs.root_hash) == (KEY.name, SIZE, TREE.root())
    assert theirs.serialize() == NOTE


def test_it_finds_the_signatures_of_both_keys() -> None:
    theirs = Theirs.from_text(f"{NOTE}{OTHER.sign(CHECKPOINT.text())}\n")
    keys = VkeySet(Vkey.from_string(str(KEY.verifier)), Vkey.from_string(str(OTHER.verifier)))
    assert {key.name for key, _ in keys.verify(theirs.signatures, theirs)} == {KEY.name, OTHER.name}


def test_it_refuses_our_checkpoint_once_it_is_changed() -> None:
    changed = Theirs.from_text(NOTE.replace(f"\n{SIZE}\n", f"\n{SIZE - 1}\n"))
    with pytest.raises(InvalidSignature):
        changed.verify(Vkey.from_string(str(KEY.verifier)))
    with pytest.raises(RuntimeError, match="no signature matched"):
        Theirs.from_text(NOTE).verify(Vkey.from_string(str(OTHER.verifier)))


def test_we_open_what_it_signs() -> None:
    signed = Theirs.make_signed(KEY.name, SIZE, TREE.root(), [PlainEd25519Signer(KEY.name, KEY.seed)]).serialize()
    assert signed == NOTE
    assert open_checkpoint(signed, [KEY.verifier]) == (CHECKPOINT, (KEY.verifier,))


@pytest.mark.parametrize("size", [*range(1, 10), *range(31, 34), *range(63, 66), SIZE])
def test_it_follows_our_paths(size: int) -> None:
    for index in range(size):
        leaf = TREE.node(0, index)
        path = inclusion_path(index, size, TREE.node)
        InclusionProof(index, size, path).check(leaf, TREE.root(size))
        with pytest.raises(InclusionProofInvalid):
            InclusionProof(index, size, path).check(leaf_hash(b"another"), TREE.root(size))
        old = index + 1
        path = consistency_path(old, size, TREE.node)
        ConsistencyProof(old, size, path).check(TREE.root(old), TREE.root(size))
        with pytest.raises(ConsistencyProofInvalid):
            ConsistencyProof(old, size, path).check(leaf_hash(b"another"), TREE.root(size))
