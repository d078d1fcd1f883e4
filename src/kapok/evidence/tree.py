"""The tree of a growing log in tiles of 256 hashes, so that appending and proving cost the same at ten entries and ten million.

Tile `(0, i)` holds the leaf hashes 256 i … 256 i + 255, tile `(t, i)` the roots of 256 tiles of level t - 1. Only full tiles
are kept; the hashes after the last full tile of a level are its *tail* (fewer than 256). A proof reads at most one tile and
one tail a level and hashes the rest again: some hundred hashes, where keeping every node would double the log.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from kapok.errors import IntegrityError
from kapok.evidence.digest import ALGORITHMS, DIGEST_BYTES
from kapok.evidence.merkle import empty_root, node_hash, parents, range_root, root_of_hashes

TILE = 256
TILE_LEVELS = 8
"""A tile is a complete subtree of 2^8 hashes."""


class FullTile(NamedTuple):
    """A tile that has just become full; per algorithm its root and its 256 hashes in one row of bytes."""

    level: int
    position: int
    roots: dict[str, bytes]
    hashes: dict[str, bytes]


Tails = dict[str, list[list[bytes]]]
"""Per algorithm the tails, level 0 first."""


class Growth:
    """The right edge of the trees while entries are appended: `size` entries, and per algorithm the `tails`."""

    def __init__(self, size: int = 0, tails: Tails | None = None, algorithms: Sequence[str] = ALGORITHMS) -> None:
        self.size = size
        self.tails: Tails = {name: [list(t) for t in (tails or {}).get(name, [])] for name in algorithms}

    def copy(self) -> Growth:
        """A growth to try an append on: the old one stays as it is."""
        return Growth(self.size, self.tails)

    def extend(self, leaves: dict[str, Sequence[bytes]]) -> list[FullTile]:
        """Append leaf hashes (per algorithm, equally many); returns the tiles that became full, lower levels first."""
        counts = {len(hashes) for hashes in leaves.values()}
        if len(counts) != 1 or set(leaves) != set(self.tails):
            raise IntegrityError("The two trees of the log would grow apart", f"{counts} leaves", "Give both the same entries")
        made: list[FullTile] = []
        rows, level, full = leaves, 0, self.size // TILE
        self.size += counts.pop()
        while any(rows.values()):
            rows = self._extend_level(level, full, rows, made)
            level += 1
            full //= TILE
        return made

    def _extend_level(
        self, level: int, full: int, rows: dict[str, Sequence[bytes]], made: list[FullTile]
    ) -> dict[str, Sequence[bytes]]:
        whole: dict[str, list[bytes]] = {}
        roots: dict[str, Sequence[bytes]] = {}
        for name, tails in self.tails.items():
            if len(tails) == level:
                tails.append([])
            row = [*tails[level], *rows[name]]
            cut = len(row) // TILE * TILE
            whole[name], tails[level] = row[:cut], row[cut:]
            up: Sequence[bytes] = whole[name]
            for _ in range(TILE_LEVELS):
                up = parents(up, name)
            roots[name] = up
        for i in range(min(map(len, roots.values()))):
            cells = slice(i * TILE, (i + 1) * TILE)
            hashes = {name: b"".join(whole[name][cells]) for name in whole}
            made.append(FullTile(level, full + i, {name: roots[name][i] for name in roots}, hashes))
        return roots

    def root(self, algorithm: str = "sha256") -> bytes:
        """The root over everything appended so far."""
        root: bytes | None = None
        for tail in self.tails[algorithm]:
            # The tail of a level stands right of all larger subtrees: fold it, smallest first, with what stands right of it.
            for peak in _peaks(tail, algorithm):
                root = peak if root is None else node_hash(peak, root, algorithm)
        return empty_root(algorithm) if root is None else root


def _peaks(tail: Sequence[bytes], algorithm: str) -> list[bytes]:
    """The roots of the complete subtrees that make up a tail, the smallest (rightmost) first."""
    peaks: list[bytes] = []
    row = list(tail)
    while row:
        if len(row) % 2:
            peaks.append(row[-1])
        row = parents(row, algorithm)
    return peaks


class TileReader(Protocol):
    """Where full tiles are kept: gives the hashes of one in a row of bytes, or None when it is not there."""

    def tile(self, level: int, index: int, algorithm: str) -> bytes | None: ...  # noqa: D102


class TiledNodes:
    """Nodes of a tree of `size` leaves over its tiles and tails, for the proofs of `merkle`."""

    def __init__(self, tiles: TileReader, size: int, tails: Tails, algorithm: str) -> None:
        self._tiles, self._size, self._tails, self._algorithm = tiles, size, tails[algorithm], algorithm
        self._rows: dict[tuple[int, int], Sequence[bytes]] = {}

    def node(self, level: int, index: int) -> bytes:
        """The hash of one complete subtree."""
        tile_level, inside = divmod(level, TILE_LEVELS)
        tile_index, offset = divmod(index << inside, TILE)
        row = self._row(tile_level, tile_index)
        cells = row[offset : offset + (1 << inside)]
        if len(cells) != 1 << inside:
            raise IntegrityError(
                "The log is incomplete", f"tile {tile_level}/{tile_index} is too short", "Run 'kapok evidence audit'"
            )
        return root_of_hashes(cells, self._algorithm)

    def _row(self, level: int, index: int) -> Sequence[bytes]:
        if (row := self._rows.get((level, index))) is not None:
            return row
        if index == self._size // TILE ** (level + 1):
            row = self._tails[level]
        else:
            row = self._stored(level, index)
        self._rows[level, index] = row
        return row

    def _stored(self, level: int, index: int) -> Sequence[bytes]:
        stored = self._tiles.tile(level, index, self._algorithm)
        if stored is None or len(stored) != TILE * DIGEST_BYTES:
            raise IntegrityError("The log is incomplete", f"tile {level}/{index} is missing", "Restore the log from a backup")
        return [stored[i : i + DIGEST_BYTES] for i in range(0, len(stored), DIGEST_BYTES)]


def root_at(nodes: TiledNodes, size: int, algorithm: str) -> bytes:
    """The root that the log had when it held `size` entries."""
    return range_root(nodes, 0, size, algorithm)
