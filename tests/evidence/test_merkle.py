"""The tree: published roots and proofs of the reference leaves of Certificate Transparency, and every size from 1 to 200."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapok.errors import InputError
from kapok.evidence.digest import ALGORITHMS
from kapok.evidence.merkle import (
    ListedNodes,
    consistency_proof,
    inclusion_proof,
    leaf_hashes,
    root_from_inclusion,
    root_of_hashes,
    verify_consistency,
)
from kapok.evidence.tree import TILE, FullTile, Growth, TiledNodes, root_at

LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [  # over the first n leaves
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
PATHS = {  # (index, size): path, as the reference implementation of RFC 6962 publishes them
    (0, 1): [],
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
CONTINUED = {  # (old, new): proof
    (1, 1): [],
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
HASHES = leaf_hashes([bytes.fromhex(leaf) for leaf in LEAVES])


@pytest.mark.parametrize("size", range(9))
def test_published_roots(size: int) -> None:
    assert root_of_hashes(HASHES[:size]).hex() == ROOTS[size]


@pytest.mark.parametrize(("index", "size"), PATHS)
def test_published_inclusion_proofs(index: int, size: int) -> None:
    path = inclusion_proof(ListedNodes(HASHES), index, size)
    assert [one.hex() for one in path] == PATHS[index, size]
    root = root_from_inclusion(HASHES[index], index, size, path)
    assert root is not None
    assert root.hex() == ROOTS[size]


@pytest.mark.parametrize(("old", "new"), CONTINUED)
def test_published_consistency_proofs(old: int, new: int) -> None:
    path = consistency_proof(ListedNodes(HASHES), old, new)
    assert [one.hex() for one in path] == CONTINUED[old, new]
    assert verify_consistency(old, new, bytes.fromhex(ROOTS[old]), bytes.fromhex(ROOTS[new]), path)


MANY = {name: leaf_hashes([b"%d" % i for i in range(200)], name) for name in ALGORITHMS}
NODES = {name: ListedNodes(MANY[name], name) for name in ALGORITHMS}


@pytest.mark.parametrize("size", range(1, 201))
def test_every_proof_of_every_size_holds_and_no_other(size: int) -> None:
    name = ALGORITHMS[size % 2]
    leaves, root = MANY[name], root_of_hashes(MANY[name][:size], name)
    for index in range(size):
        path = inclusion_proof(NODES[name], index, size, name)
        assert root_from_inclusion(leaves[index], index, size, path, name) == root
        assert root_from_inclusion(leaves[(index + 1) % 200], index, size, path, name) != root
        other = (index + 1) % size
        assert size == 1 or root_from_inclusion(leaves[index], other, size, path, name) != root
        assert root_from_inclusion(leaves[index], index, size, [*path, root], name) is None
        assert not path or root_from_inclusion(leaves[index], index, size, path[:-1], name) is None


@pytest.mark.parametrize("new", range(1, 201, 3))
def test_every_log_continues_its_beginnings_and_no_other(new: int) -> None:
    name = ALGORITHMS[new % 2]
    new_root = root_of_hashes(MANY[name][:new], name)
    for old in range(new + 1):
        old_root = root_of_hashes(MANY[name][:old], name)
        path = consistency_proof(NODES[name], old, new, name)
        assert verify_consistency(old, new, old_root, new_root, path, name)
        assert not verify_consistency(old, new, new_root[::-1], new_root, path, name)
        assert old == 0 or not verify_consistency(old, new, old_root, old_root[::-1], path, name)
        assert not verify_consistency(old, new, old_root, new_root, [*path, old_root], name)
        if path:
            assert not verify_consistency(old, new, old_root, new_root, path[:-1], name)
            assert not verify_consistency(old, new, old_root, new_root, [bytes(32), *path[1:]], name)


def test_outside_the_tree_there_is_no_proof() -> None:
    with pytest.raises(InputError, match="no entry 8 in a log of 8"):
        inclusion_proof(ListedNodes(HASHES), 8, 8)
    with pytest.raises(InputError, match="shorter"):
        consistency_proof(ListedNodes(HASHES), 8, 7)
    assert root_from_inclusion(HASHES[0], 3, 2, []) is None
    assert not verify_consistency(3, 2, HASHES[0], HASHES[0], [])


class Kept(dict[tuple[int, int, str], bytes]):
    """Tiles in memory."""

    def keep(self, tiles: list[FullTile]) -> None:
        for tile in tiles:
            for name, hashes in tile.hashes.items():
                self[tile.level, tile.position, name] = hashes

    def tile(self, level: int, index: int, algorithm: str) -> bytes | None:
        return self.get((level, index, algorithm))


@given(st.lists(st.integers(0, 700), min_size=1, max_size=6), st.data())
def test_a_tree_in_tiles_is_the_same_tree_however_it_grew(pieces: list[int], data: st.DataObject) -> None:
    total = sum(pieces)
    leaves = {name: leaf_hashes([b"%d" % i for i in range(total)], name) for name in ALGORITHMS}
    growth, kept = Growth(), Kept()
    for piece in pieces:
        begin = growth.size
        kept.keep(growth.extend({name: leaves[name][begin : begin + piece] for name in ALGORITHMS}))
    size = data.draw(st.integers(0, total))
    for name in ALGORITHMS:
        assert growth.root(name) == root_of_hashes(leaves[name], name)
        nodes = TiledNodes(kept, total, growth.tails, name)
        assert root_at(nodes, size, name) == root_of_hashes(leaves[name][:size], name)
        if size:
            path = inclusion_proof(nodes, size - 1, size, name)
            assert root_from_inclusion(leaves[name][size - 1], size - 1, size, path, name) == root_at(nodes, size, name)


@pytest.mark.parametrize("total", [TILE * TILE, TILE * TILE + TILE + 1])
def test_a_tile_of_tiles(total: int) -> None:
    leaves = [i.to_bytes(32, "big") for i in range(total)]
    growth, kept = Growth(algorithms=("sha256",)), Kept()
    kept.keep(growth.extend({"sha256": leaves}))
    assert (1, 0, "sha256") in kept
    nodes, root = TiledNodes(kept, total, growth.tails, "sha256"), root_of_hashes(leaves)
    assert growth.root() == root
    for index in (0, 255, 256, 65_535, total - 1):
        assert root_from_inclusion(leaves[index], index, total, inclusion_proof(nodes, index, total)) == root
    assert verify_consistency(40_000, total, root_of_hashes(leaves[:40_000]), root, consistency_proof(nodes, 40_000, total))
