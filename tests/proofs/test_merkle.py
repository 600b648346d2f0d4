"""The tree against the test vectors of RFC 6962, against its definitions, and against whatever does not fit."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from hashlib import sha256
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mayor_schedule.errors import InvalidValueError
from mayor_schedule.proofs.merkle import (
    EMPTY,
    Edge,
    Tree,
    check_consistency,
    consistency_path,
    grown,
    inclusion_path,
    leaf_hash,
    node_hash,
    root,
    root_of_path,
)

# The test tree of Certificate Transparency: `merkle_tree_test` there, `testonly` in transparency-dev/merkle.
INPUTS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
NODES = [
    [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "0298d122906dcfc10892cb53a73992fc5b9f493ea4c9badb27b791b4127a7fe7",
        "07506a85fd9dd2f120eb694f86011e5bb4662e5c415a62917033d4a9624487e7",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "4271a26be0d8a84f0bd54c8c302e7cb3a3b5d1fa6780a40bcce2873477dab658",
        "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
        "46f6ffadd3d06a09ff3c5860d2755c8b9819db7df44251788c7d8e3180de8eb1",
    ],
    [
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
    ],
    [
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    ["5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"],
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
# By index and size, and by the older and the newer size: where in NODES the hashes of the path are.
INCLUSION: dict[tuple[int, int], list[tuple[int, int]]] = {
    (0, 1): [],
    (0, 2): [(0, 1)],
    (1, 2): [(0, 0)],
    (2, 3): [(1, 0)],
    (1, 5): [(0, 0), (1, 1), (0, 4)],
    (0, 8): [(0, 1), (1, 1), (2, 1)],
    (5, 8): [(0, 4), (1, 3), (2, 0)],
}
CONSISTENCY: dict[tuple[int, int], list[tuple[int, int]]] = {
    (1, 1): [],
    (1, 8): [(0, 1), (1, 1), (2, 1)],
    (2, 5): [(1, 1), (0, 4)],
    (6, 8): [(1, 2), (1, 3), (2, 0)],
}
SIZES = sorted({*range(9), *(2**power + more for power in range(8) for more in (-1, 0, 1))})
MOST = SIZES[-1]


def tree_of(entries: list[bytes]) -> Tree:
    tree = Tree()
    for entry in entries:
        tree.append(leaf_hash(entry))
    return tree


ENTRIES = [str(number).encode() for number in range(MOST + 1)]
TREE = tree_of(ENTRIES)
OFFICIAL = tree_of([bytes.fromhex(each) for each in INPUTS])


# What follows says RFC 9162 section 2.1 once more, as it stands there, and shares nothing with the package.
def k(n: int) -> int:
    power = 1
    while power * 2 < n:
        power *= 2
    return power


@cache
def mth(start: int, end: int) -> bytes:
    if start == end:
        return sha256().digest()
    if start + 1 == end:
        return sha256(b"\x00" + ENTRIES[start]).digest()
    split = start + k(end - start)
    return sha256(b"\x01" + mth(start, split) + mth(split, end)).digest()


def path(m: int, start: int, end: int) -> list[bytes]:
    if start + 1 == end:
        return []
    split = start + k(end - start)
    if m < split - start:
        return [*path(m, start, split), mth(split, end)]
    return [*path(m - (split - start), split, end), mth(start, split)]


def subproof(m: int, start: int, end: int, b: bool) -> list[bytes]:
    if m == end - start:
        return [] if b else [mth(start, end)]
    split = start + k(end - start)
    if m <= split - start:
        return [*subproof(m, start, split, b), mth(split, end)]
    return [*subproof(m - (split - start), split, end, False), mth(start, split)]


def proof(old: int, new: int) -> list[bytes]:
    return subproof(old, 0, new, True) if old else []


def shows(index: int, size: int, steps: list[bytes], leaf: bytes | None = None) -> bool:
    """Whether a path is accepted for a leaf, and the root of its size."""
    try:
        return root_of_path(mth(index, index + 1) if leaf is None else leaf, index, size, steps) == mth(0, size)
    except InvalidValueError:
        return False


def test_the_official_tree_has_its_nodes_and_its_roots() -> None:
    stored = [[OFFICIAL.node(level, number).hex() for number in range(8 >> level)] for level in range(4)]
    assert stored == NODES
    assert [OFFICIAL.root(size).hex() for size in range(9)] == ROOTS
    assert OFFICIAL.root().hex() == ROOTS[8]
    assert [tree_of([bytes.fromhex(each) for each in INPUTS[:size]]).root().hex() for size in range(9)] == ROOTS
    assert EMPTY.hex() == ROOTS[0]


@pytest.mark.parametrize("at", INCLUSION, ids=str)
def test_the_official_inclusion_paths(at: tuple[int, int]) -> None:
    expected = [bytes.fromhex(NODES[level][number]) for level, number in INCLUSION[at]]
    assert inclusion_path(*at, OFFICIAL.node) == expected
    leaf = leaf_hash(bytes.fromhex(INPUTS[at[0]]))
    assert root_of_path(leaf, *at, expected).hex() == ROOTS[at[1]]


@pytest.mark.parametrize("at", CONSISTENCY, ids=str)
def test_the_official_consistency_paths(at: tuple[int, int]) -> None:
    expected = [bytes.fromhex(NODES[level][number]) for level, number in CONSISTENCY[at]]
    assert consistency_path(*at, OFFICIAL.node) == expected
    old, new = at
    assert check_consistency(old, bytes.fromhex(ROOTS[old]), new, bytes.fromhex(ROOTS[new]), expected)


@pytest.mark.parametrize("size", SIZES)
def test_every_index_of_a_size_has_the_path_of_the_definition_and_it_holds(size: int) -> None:
    assert root(size, TREE.node) == TREE.root(size) == mth(0, size)
    for index in range(size):
        steps = inclusion_path(index, size, TREE.node)
        assert steps == path(index, 0, size)
        assert root_of_path(leaf_hash(ENTRIES[index]), index, size, steps) == mth(0, size)
        assert not any(shows(other, size, steps) for other in range(size) if other != index)
        assert not any(shows(index, size, short) for short in (steps[1:], steps[:-1]) if short != steps)
        assert not shows(index, size, [*steps, mth(0, 1)])


@pytest.mark.parametrize("new", SIZES)
def test_every_older_size_has_the_path_of_the_definition_and_it_holds(new: int) -> None:
    for old in range(new + 1):
        steps = consistency_path(old, new, TREE.node)
        assert steps == proof(old, new)
        assert check_consistency(old, mth(0, old), new, mth(0, new), steps)
        short = [steps[1:], steps[:-1]] if steps else []
        assert not any(check_consistency(old, mth(0, old), new, mth(0, new), each) for each in short)
        assert not check_consistency(old, mth(0, old), new, mth(0, new), [*steps, mth(0, 1)])
        if old > 0:
            assert not check_consistency(old, mth(1, old + 1), new, mth(0, new), steps)
            assert not check_consistency(old, mth(0, old), new, mth(1, new + 1), steps)


SIZE = st.integers(1, MOST - 1)


@given(SIZE, SIZE, st.data())
def test_a_path_of_a_leaf_is_accepted_for_no_other_leaf_size_or_root(
    size: int, other: int, data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, size - 1))
    claimed = data.draw(st.integers(0, other - 1))
    steps = path(index, 0, size)
    assert shows(index, size, steps)
    leaf = mth(index, index + 1)
    assert shows(claimed, other, steps, leaf) == (claimed == index and steps == path(index, 0, other))
    assert not shows(index, size, steps, leaf=mth(index + 1, index + 2))


@given(SIZE, SIZE, SIZE, SIZE)
def test_a_consistency_path_is_accepted_between_the_trees_that_have_it_only(a: int, b: int, c: int, d: int) -> None:
    (old, new), (first, second) = sorted((a, b)), sorted((c, d))
    steps = proof(old, new)
    assert check_consistency(old, mth(0, old), new, mth(0, new), steps)
    accepted = check_consistency(first, mth(0, first), second, mth(0, second), steps)
    assert accepted == (steps == proof(first, second))


@given(SIZE, SIZE, st.data())
def test_no_byte_of_a_path_or_a_root_can_be_changed(a: int, b: int, data: st.DataObject) -> None:
    old, new = sorted((a, b))
    flip = data.draw(st.integers(1, 255))
    at = data.draw(st.integers(0, 31))

    def changed(value: bytes) -> bytes:
        return bytes([*value[:at], value[at] ^ flip, *value[at + 1 :]])

    steps = proof(old, new)
    for number in range(len(steps)):
        wrong = [*steps[:number], changed(steps[number]), *steps[number + 1 :]]
        assert not check_consistency(old, mth(0, old), new, mth(0, new), wrong)
    assert not check_consistency(old, changed(mth(0, old)), new, mth(0, new), steps)
    assert not check_consistency(old, mth(0, old), new, changed(mth(0, new)), steps)
    steps = path(old - 1, 0, new)
    for number in range(len(steps)):
        assert not shows(old - 1, new, [*steps[:number], changed(steps[number]), *steps[number + 1 :]])
    assert not shows(old - 1, new, steps, leaf=changed(mth(old - 1, old)))


def test_bytes_cannot_move_from_one_hash_to_the_next() -> None:
    left, right = mth(0, 1), mth(1, 2)
    longer, shorter = left + right[:1], right[1:]
    assert node_hash(longer, shorter) == mth(0, 2)
    with pytest.raises(InvalidValueError, match="32 bytes, and not of 33"):
        root_of_path(longer, 0, 2, [shorter])
    with pytest.raises(InvalidValueError, match="32 bytes, and not of 31"):
        root_of_path(left, 0, 2, [shorter])
    assert check_consistency(1, left, 2, mth(0, 2), [right])
    assert not check_consistency(1, longer, 2, mth(0, 2), [shorter])


def test_the_empty_tree_begins_every_tree_and_needs_no_path() -> None:
    assert check_consistency(0, EMPTY, 5, mth(0, 5), [])
    assert check_consistency(0, EMPTY, 0, EMPTY, [])
    assert not check_consistency(0, EMPTY, 5, mth(0, 5), [mth(0, 5)])
    assert not check_consistency(0, mth(0, 5), 5, mth(0, 5), [])
    assert not check_consistency(0, EMPTY, 0, mth(0, 5), [])
    assert consistency_path(0, 5, TREE.node) == consistency_path(0, 0, TREE.node) == []


def test_a_tree_begins_itself_and_no_greater_one_a_smaller() -> None:
    assert check_consistency(5, mth(0, 5), 5, mth(0, 5), [])
    assert not check_consistency(5, mth(0, 5), 5, mth(1, 6), [])
    assert not check_consistency(5, mth(0, 5), 5, mth(0, 5), [mth(0, 5)])
    assert not check_consistency(6, mth(0, 6), 5, mth(0, 5), proof(5, 6))
    assert not check_consistency(-1, EMPTY, 5, mth(0, 5), [])


class Counting:
    """A log of a million leaves and more, of which only the nodes that are asked for are there."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.asked: list[tuple[int, int]] = []

    def node(self, level: int, number: int) -> bytes:
        assert number >= 0, "a node is counted from 0"
        assert (number + 1) << level <= self.size, "only what is complete is stored"
        self.asked.append((level, number))
        return sha256(b"%d %d" % (level, number)).digest()


@pytest.mark.parametrize("size", [1, 2, 3, 999_999, 2**20 - 1, 2**20, 2**20 + 1, 3**12, 2**40 - 1])
def test_a_proof_asks_for_a_few_nodes_whatever_the_size(size: int) -> None:
    for index in sorted({0, min(1, size - 1), size // 3, size // 2, max(0, size - 2), size - 1}):
        log = Counting(size)
        steps = inclusion_path(index, size, log.node)
        assert len(steps) <= size.bit_length()
        assert len(log.asked) <= 2 * size.bit_length()
        assert len(set(log.asked)) == len(log.asked)
        log = Counting(size)
        steps = consistency_path(index + 1, size, log.node)
        assert len(steps) <= size.bit_length() + 1
        assert len(log.asked) <= 2 * size.bit_length()


def test_growing_asks_for_siblings_to_the_left_and_one_of_them_on_average() -> None:
    tree, asked = Tree(), 0
    for index, entry in enumerate(ENTRIES):
        calls: list[tuple[int, int]] = []

        def node(level: int, number: int, calls: list[tuple[int, int]] = calls) -> bytes:
            calls.append((level, number))
            return TREE.node(level, number)

        new = grown(index, leaf_hash(entry), node)
        assert new[0] == (0, index, leaf_hash(entry))
        assert calls == [(level, number - 1) for level, number, _ in new[:-1]]
        assert all((level + 1, number >> 1) == (above, over) for (level, number, _), (above, over, _) in pairwise(new))
        assert all(TREE.node(level, number) == value for level, number, value in new)
        assert all((number + 1) << level == index + 1 for level, number, _ in new)
        asked += len(calls)
        tree.append(leaf_hash(entry))
        assert len(tree) == index + 1
    assert asked < len(ENTRIES)


def test_the_right_edge_of_a_tree_grows_as_the_tree_does() -> None:
    edge, before = Edge(), Edge()
    for index in range(MOST):
        assert (len(edge), edge.root()) == (index, mth(0, index))
        before = edge.copy()
        complete = edge.add(leaf_hash(ENTRIES[index]))
        assert complete == grown(index, leaf_hash(ENTRIES[index]), TREE.node)
        assert (len(before), before.root()) == (index, mth(0, index))
    assert before.add(leaf_hash(ENTRIES[MOST - 1])) == complete
    assert before.root() == edge.root() == mth(0, MOST)


WRONG: list[tuple[str, Callable[[], object]]] = [
    ("no leaf 5 in a tree of 5 leaves: they are counted from 0 to 4", lambda: inclusion_path(5, 5, TREE.node)),
    ("no leaf -1 in a tree of 5", lambda: inclusion_path(-1, 5, TREE.node)),
    ("no leaf 0 in a tree of 0 leaves: it has none", lambda: inclusion_path(0, 0, TREE.node)),
    ("no leaf 5 in a tree of 5", lambda: root_of_path(EMPTY, 5, 5, [])),
    ("path of leaf 2 in a tree of 3 cannot have 2 hashes", lambda: root_of_path(EMPTY, 2, 3, [EMPTY, EMPTY])),
    ("path of leaf 1 in a tree of 3 cannot have 1 hashes", lambda: root_of_path(EMPTY, 1, 3, [EMPTY])),
    ("tree of 5 leaves cannot have grown from one of 6", lambda: consistency_path(6, 5, TREE.node)),
    ("tree of 5 leaves cannot have grown from one of -1", lambda: consistency_path(-1, 5, TREE.node)),
    ("cannot have -1 leaves", lambda: root(-1, TREE.node)),
    ("leaves are counted from 0", lambda: grown(-1, EMPTY, TREE.node)),
    ("a leaf is a hash of 32 bytes, and not of 3", lambda: grown(0, b"abc", TREE.node)),
    ("a leaf is a hash of 32 bytes, and not of 0", lambda: Tree().append(b"")),
    (f"no root over {MOST + 2} leaves: the tree has {MOST + 1}", lambda: TREE.root(MOST + 2)),
    ("no root over -1 leaves", lambda: TREE.root(-1)),
    ("no node -1 at level 0", lambda: TREE.node(0, -1)),
    ("no node 0 at level 9", lambda: TREE.node(9, 0)),
    ("no node 0 at level -1", lambda: TREE.node(-1, 0)),
    ("no node 1 at level 7", lambda: TREE.node(7, 1)),
]


@pytest.mark.parametrize(("words", "call"), WRONG, ids=[words for words, _ in WRONG])
def test_what_is_out_of_bounds_is_refused_in_words(words: str, call: Callable[[], object]) -> None:
    with pytest.raises(InvalidValueError, match=words):
        call()
