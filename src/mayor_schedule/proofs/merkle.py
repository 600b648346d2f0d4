"""The Merkle tree of a log: RFC 6962 and RFC 9162 section 2 with SHA-256, over stored subtrees.

The hash of a perfect subtree never changes once its last leaf stands, so it can be stored. Node ``(level, number)`` is
the hash of the perfect subtree over the leaves from ``number * 2**level`` to ``(number + 1) * 2**level - 1``; a leaf is
a node of level 0. Whatever is asked of a tree of n leaves needs O(log n) of these nodes, and no leaf besides.

The functions take the nodes as a `Lookup`, and do not care where they are kept; `Tree` keeps them in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Final

from mayor_schedule.errors import InvalidValueError
from mayor_schedule.messages import Saying, say, term

Lookup = Callable[[int, int], bytes]
"""Gives the 32 bytes of the node of a level with a number."""

EMPTY: Final = sha256(b"").digest()
"""The root of a tree without leaves."""

SIZE: Final = 32
"""Bytes of a hash."""

_LEAF: Final = Saying("MS-0841", "a leaf is a hash of {size} bytes, and not of {length}")
_STEP: Final = Saying("MS-0842", "a step of the path is a hash of {size} bytes, and not of {length}")


def leaf_hash(entry: bytes) -> bytes:
    """The leaf of an entry: SHA-256 over a zero byte and the entry."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash over two subtrees: SHA-256 over a byte of value 1 and theirs, so that no leaf can pass for a node."""
    return sha256(b"\x01" + left + right).digest()


def grown(index: int, leaf: bytes, node: Lookup) -> list[tuple[int, int, bytes]]:
    """The nodes that are complete once a leaf stands in its place.

    Args:
        index: the place of the leaf, from 0; all before it are taken.
        leaf: its hash.
        node: asked for the siblings to the left only: O(log n) of them, and one on average.

    Returns:
        The level, the number and the hash of each node, the leaf first and the greatest subtree last.

    Raises:
        InvalidValueError: there is no such place, or the leaf is no hash.
    """
    if index < 0:
        raise InvalidValueError(
            say("MS-0843", "cannot add a leaf at {index}: leaves are counted from 0", index=index)
        )
    _check_hash(leaf, _LEAF)
    new, level, number, subtree = [(0, index, leaf)], 0, index, leaf
    while number & 1:
        subtree = node_hash(node(level, number - 1), subtree)
        level, number = level + 1, number >> 1
        new.append((level, number, subtree))
    return new


def root(size: int, node: Lookup) -> bytes:
    """The root over the first leaves: the Merkle Tree Hash (RFC 9162 section 2.1.1).

    Raises:
        InvalidValueError: the size is below 0.
    """
    if size < 0:
        raise InvalidValueError(
            say("MS-0844", "a tree cannot have {size} leaves; the smallest has none", size=size)
        )
    return _range_hash(0, size, node) if size else EMPTY


def inclusion_path(index: int, size: int, node: Lookup) -> list[bytes]:
    """The path that shows that a leaf stands at a place in a tree (RFC 9162 section 2.1.3.1).

    Raises:
        InvalidValueError: there is no such leaf in a tree of that size.
    """
    _check_index(index, size)
    path, start, end = [], 0, size
    while end - start > 1:
        split = _split(start, end)
        if index < split:
            path.append(_range_hash(split, end, node))
            end = split
        else:
            path.append(_range_hash(start, split, node))
            start = split
    return path[::-1]


def consistency_path(old: int, new: int, node: Lookup) -> list[bytes]:
    """The path that shows that a tree begins with the leaves of an older one (RFC 9162 section 2.1.4.1).

    It is empty where there is nothing to show: the older tree is empty, or is the same.

    Raises:
        InvalidValueError: the older tree is the greater one, or a size is below 0.
    """
    if not 0 <= old <= new:
        told = say(
            "MS-0845", "a tree of {new} leaves cannot have grown from one of {old}; give the smaller first",
            new=new, old=old,
        )  # fmt: skip
        raise InvalidValueError(told)
    if old == 0:
        return []
    path, start, end = [], 0, new
    while end != old:
        split = _split(start, end)
        if old <= split:
            path.append(_range_hash(split, end, node))
            end = split
        else:
            path.append(_range_hash(start, split, node))
            start = split
    if start:  # else it is the root of the older tree, which the verifier has
        path.append(_range_hash(start, end, node))
    return path[::-1]


def root_of_path(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """The root to which an inclusion path leads: the leaf is in the tree that has it (RFC 9162 section 2.1.3.2).

    Trees of several sizes can have the same way to a leaf: take the size from the same checkpoint as the root.

    Args:
        leaf: the hash of the leaf.
        index: its place, from 0.
        size: the leaves of the tree.
        path: the hashes beside the way from the leaf to the root.

    Raises:
        InvalidValueError: no path of that length, or with such hashes, belongs to that leaf.
    """
    _check_index(index, size)
    _check_hash(leaf, _LEAF)
    for step in path:
        _check_hash(step, _STEP)
    found = _climb(index, size - 1, leaf, path)
    if found is None:
        told = say(
            "MS-0846", "the path of leaf {index} in a tree of {size} cannot have {count} hashes",
            index=index, size=size, count=len(path),
        )  # fmt: skip
        raise InvalidValueError(told)
    return found[0]


def check_consistency(old: int, old_root: bytes, new: int, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Whether a path shows that a tree begins with the leaves of an older one (RFC 9162 section 2.1.4.2).

    An empty tree is the beginning of every tree, and a tree of itself; both need an empty path (C2SP tlog-witness).

    Args:
        old: the leaves of the older tree.
        old_root: its root.
        new: the leaves of the newer tree.
        new_root: its root.
        path: the hashes between the two.

    Returns:
        False for whatever does not show it, such as sizes that cannot be.
    """
    if not 0 <= old <= new or any(len(each) != SIZE for each in (old_root, new_root, *path)):
        return False
    if (old == 0 and old_root != EMPTY) or (new == 0 and new_root != EMPTY):
        return False
    if old in (0, new):
        return not path and (old == 0 or old_root == new_root)
    steps = list(path)
    if old & (old - 1) == 0:  # the older tree is perfect: its root is a node of the newer one, and left out
        steps.insert(0, old_root)
    index, last = old - 1, new - 1
    while index & 1:
        index, last = index >> 1, last >> 1
    return bool(steps) and _climb(index, last, steps[0], steps[1:]) == (new_root, old_root)


class Tree:
    """A tree with its nodes in memory."""

    def __init__(self) -> None:
        self._levels: list[list[bytes]] = [[]]

    def __len__(self) -> int:
        return len(self._levels[0])

    def append(self, leaf: bytes) -> None:
        """Add the hash of a leaf.

        Raises:
            InvalidValueError: it is no hash.
        """
        for level, _, value in grown(len(self), leaf, self.node):
            if level == len(self._levels):
                self._levels.append([])
            self._levels[level].append(value)

    def node(self, level: int, number: int) -> bytes:
        """The hash of a perfect subtree.

        Raises:
            InvalidValueError: there is none, or not yet.
        """
        if not (0 <= level < len(self._levels) and 0 <= number < len(self._levels[level])):
            told = say(
                "MS-0847", "there is no node {number} at level {level} of a tree of {size} leaves",
                number=number, level=level, size=len(self),
            )  # fmt: skip
            raise InvalidValueError(told)
        return self._levels[level][number]

    def root(self, size: int | None = None) -> bytes:
        """The root over the first leaves, or over all.

        Raises:
            InvalidValueError: there are not so many.
        """
        if size is not None and not 0 <= size <= len(self):
            told = say(
                "MS-0848", "there is no root over {size} leaves: the tree has {leaves}", size=size, leaves=len(self)
            )
            raise InvalidValueError(told)
        return root(len(self) if size is None else size, self.node)


class Edge:
    """The right edge of a tree that grows: the few nodes from which its root is made, and no others."""

    def __init__(self) -> None:
        self._peaks: list[tuple[int, int, bytes]] = []
        self._size = 0

    def __len__(self) -> int:
        return self._size

    def add(self, leaf: bytes) -> list[tuple[int, int, bytes]]:
        """Add a leaf by its hash; the nodes that are complete with it, the lowest first."""
        complete = grown(self._size, leaf, self._node)
        del self._peaks[len(self._peaks) - len(complete) + 1 :]
        self._peaks.append(complete[-1])
        self._size += 1
        return complete

    def root(self) -> bytes:
        """The root of the tree so far."""
        return root(self._size, self._node)

    def copy(self) -> Edge:
        """The same edge, to go on with otherwise."""
        other = Edge()
        other._peaks, other._size = list(self._peaks), self._size
        return other

    def _node(self, level: int, number: int) -> bytes:
        return next(value for *place, value in self._peaks if place == [level, number])


def _split(start: int, end: int) -> int:
    """Where the leaves of a subtree part: its left half has the greatest power of two below their number."""
    return start + (1 << ((end - start - 1).bit_length() - 1))


def _range_hash(start: int, end: int, node: Lookup) -> bytes:
    """The Merkle Tree Hash over the leaves of a subtree, joined from the greatest perfect ones in it."""
    perfect = []
    while start < end:
        level = (end - start).bit_length() - 1
        perfect.append(node(level, start >> level))
        start += 1 << level
    found = perfect.pop()
    while perfect:
        found = node_hash(perfect.pop(), found)
    return found


def _climb(index: int, last: int, start: bytes, path: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    """Where a path leads from a node, and where it leads by its left siblings alone: the root of the older tree.

    Returns:
        None if the path is too short or too long.
    """
    found = old = start
    for step in path:
        if last == 0:
            return None
        if index & 1 or index == last:
            found, old = node_hash(step, found), node_hash(step, old)
            while index and not index & 1:
                index, last = index >> 1, last >> 1
        else:
            found = node_hash(found, step)
        index, last = index >> 1, last >> 1
    return None if last else (found, old)


def _check_index(index: int, size: int) -> None:
    if not 0 <= index < size:
        there = term("they are counted from 0 to {last}", last=size - 1) if size > 0 else term("it has none")
        told = say(
            "MS-0849", "there is no leaf {index} in a tree of {size} leaves: {there}",
            index=index, size=size, there=there,
        )  # fmt: skip
        raise InvalidValueError(told)


def _check_hash(value: bytes, otherwise: Saying) -> None:
    """Lengths count: what a byte more on the left and one less on the right gives would be the same hash."""
    if len(value) != SIZE:
        raise InvalidValueError(otherwise(size=SIZE, length=len(value)))
