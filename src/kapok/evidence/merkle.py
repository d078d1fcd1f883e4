"""The Merkle tree of RFC 9162, section 2.1: hashes, roots, inclusion and consistency proofs, and their verification. Pure.

A leaf hash is H(0x00 || entry), a node hash H(0x01 || left || right). Every function takes the algorithm by name, because the
log keeps two trees of the same shape side by side: SHA-256, and SM3. Proofs ask for complete subtrees through `NodeReader`, so
that they work on lists (tests, small logs) and on the tiles of a log of any size alike.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from kapok.errors import InputError
from kapok.evidence.digest import digest, start

LEAF = b"\x00"
NODE = b"\x01"


class NodeReader(Protocol):
    """Gives the hash of the complete subtree of 2^level leaves whose first leaf is index * 2^level."""

    def node(self, level: int, index: int) -> bytes: ...  # noqa: D102


def leaf_hash(entry: bytes, algorithm: str = "sha256") -> bytes:
    """H(0x00 || entry)."""
    return digest(LEAF + entry, algorithm)


def node_hash(left: bytes, right: bytes, algorithm: str = "sha256") -> bytes:
    """H(0x01 || left || right)."""
    return digest(NODE + left + right, algorithm)


def leaf_hashes(entries: Iterable[bytes], algorithm: str = "sha256") -> list[bytes]:
    """The leaf hashes of many entries: one list, so that the cost is little more than that of the hashing itself."""
    if algorithm == "sha256":
        sha256 = hashlib.sha256
        return [sha256(b"\x00" + entry).digest() for entry in entries]
    return [_updated(start(algorithm), LEAF + entry) for entry in entries]


def parents(hashes: Sequence[bytes], algorithm: str = "sha256") -> list[bytes]:
    """The node hashes one level up; a last hash without a partner is left out."""
    pairs = zip(hashes[::2], hashes[1::2], strict=False)
    if algorithm == "sha256":
        sha256 = hashlib.sha256
        return [sha256(b"\x01" + left + right).digest() for left, right in pairs]
    return [_updated(start(algorithm), NODE + left + right) for left, right in pairs]


def _updated(hashing: object, data: bytes) -> bytes:
    hashing.update(data)  # type: ignore[attr-defined]
    return hashing.digest()  # type: ignore[attr-defined, no-any-return]


def empty_root(algorithm: str = "sha256") -> bytes:
    """The root of no entries: the digest of nothing."""
    return digest(b"", algorithm)


def root_of_hashes(hashes: Sequence[bytes], algorithm: str = "sha256") -> bytes:
    """The root over leaf hashes (or over hashes of subtrees of one size)."""
    if not hashes:
        return empty_root(algorithm)
    row = hashes
    peaks: list[bytes] = []  # complete subtrees that found no partner, smallest first
    while True:
        if len(row) % 2:
            peaks.append(row[-1])
        if len(row) < 2:
            break
        row = parents(row, algorithm)
    root = peaks[0]
    for peak in peaks[1:]:
        root = node_hash(peak, root, algorithm)
    return root


def split_point(count: int) -> int:
    """The largest power of two smaller than `count` (RFC 9162: k < n <= 2k)."""
    return 1 << ((count - 1).bit_length() - 1)


def range_root(nodes: NodeReader, begin: int, end: int, algorithm: str = "sha256") -> bytes:
    """The root over the leaves from `begin` to before `end`; `begin` is where a subtree of the tree begins."""
    count = end - begin
    if count == 0:
        return empty_root(algorithm)
    if count & (count - 1) == 0:
        level = count.bit_length() - 1
        return nodes.node(level, begin >> level)
    middle = begin + split_point(count)
    return node_hash(range_root(nodes, begin, middle, algorithm), range_root(nodes, middle, end, algorithm), algorithm)


def inclusion_proof(nodes: NodeReader, index: int, size: int, algorithm: str = "sha256") -> list[bytes]:
    """PATH(index, D[size]) of RFC 9162, 2.1.3.1: sibling hashes from the leaf up. Raises InputError outside the tree."""
    if not 0 <= index < size:
        raise InputError(f"There is no entry {index} in a log of {size} entries", "it counts from 0", "Give a smaller index")
    path: list[bytes] = []
    begin, end = 0, size
    while end - begin > 1:
        middle = begin + split_point(end - begin)
        if index < middle:
            path.append(range_root(nodes, middle, end, algorithm))
            end = middle
        else:
            path.append(range_root(nodes, begin, middle, algorithm))
            begin = middle
    return path[::-1]


def consistency_proof(nodes: NodeReader, old: int, new: int, algorithm: str = "sha256") -> list[bytes]:
    """PROOF(old, D[new]) of RFC 9162, 2.1.4.1: that the first `old` of `new` entries are those of the older log."""
    if not 0 <= old <= new:
        raise InputError(f"A log of {new} entries cannot be shown to continue one of {old}", "it is shorter", "Swap them")
    if old in (0, new):
        return []
    path: list[bytes] = []
    begin, end, whole = 0, new, True
    while old != end:
        middle = begin + split_point(end - begin)
        if old <= middle:
            path.append(range_root(nodes, middle, end, algorithm))
            end = middle
        else:
            path.append(range_root(nodes, begin, middle, algorithm))
            begin, whole = middle, False
    if not whole:
        path.append(range_root(nodes, begin, end, algorithm))
    return path[::-1]


def root_from_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], algorithm: str = "sha256") -> bytes | None:
    """The root to which a proof leads (RFC 9162, 2.1.3.2), or None when the path does not fit index and size."""
    if not 0 <= index < size:
        return None
    position, last, root = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return None
        if position & 1 or position == last:
            root = node_hash(sibling, root, algorithm)
            while not position & 1 and position:
                position >>= 1
                last >>= 1
        else:
            root = node_hash(root, sibling, algorithm)
        position >>= 1
        last >>= 1
    return root if last == 0 else None


def verify_consistency(
    old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes], algorithm: str = "sha256"
) -> bool:
    """Whether the log of `new` entries continues that of `old` (RFC 9162, 2.1.4.2)."""
    if not 0 <= old <= new:
        return False
    if old == new:
        return not path and old_root == new_root
    if old == 0:
        return not path and old_root == empty_root(algorithm)
    steps = list(path)
    if old & (old - 1) == 0:
        steps.insert(0, old_root)
    if not steps:
        return False
    position, last = old - 1, new - 1
    while position & 1:
        position >>= 1
        last >>= 1
    first = second = steps[0]
    for sibling in steps[1:]:
        if last == 0:
            return False
        if position & 1 or position == last:
            first = node_hash(sibling, first, algorithm)
            second = node_hash(sibling, second, algorithm)
            while not position & 1 and position:
                position >>= 1
                last >>= 1
        else:
            second = node_hash(second, sibling, algorithm)
        position >>= 1
        last >>= 1
    return last == 0 and first == old_root and second == new_root


class ListedNodes:
    """Nodes over a list of leaf hashes in memory, computed when asked for."""

    def __init__(self, leaves: Sequence[bytes], algorithm: str = "sha256") -> None:
        self._rows: list[Sequence[bytes]] = [leaves]
        self._parents: Callable[[Sequence[bytes]], list[bytes]] = lambda row: parents(row, algorithm)

    def node(self, level: int, index: int) -> bytes:
        """The hash of one complete subtree."""
        while len(self._rows) <= level:
            self._rows.append(self._parents(self._rows[-1]))
        return self._rows[level][index]
