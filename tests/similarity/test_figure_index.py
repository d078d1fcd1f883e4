"""The index of figures finds what a scan finds, keeps on disk, takes additions, replacements and removals without rebuilding."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kapok.errors import BackendError
from kapok.similarity import figure
from kapok.similarity.figure import Features, features_of, query_features_of
from kapok.similarity.figure_features import COLOURS
from kapok.similarity.figure_index import FigureIndex
from kapok.similarity.figure_learned import learned
from tests.similarity.pictures import MARKS, encoded, turned


def marks() -> list[tuple[str, Features]]:
    return [(f"CN/{name}", features_of(encoded(draw()))) for name, draw in MARKS.items()]


def by_chance(count: int, seed: int = 7) -> list[tuple[str, Features]]:
    chance, width = np.random.default_rng(seed), learned().directions.shape[1]
    found = []
    for number in range(count):
        rows = chance.normal(size=(1 + number % 3, width))
        rows = np.rint(127 * rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.int8)
        colours = chance.integers(0, 255 // COLOURS, COLOURS).astype(np.uint8)
        found.append((f"K{number:04}", Features(learned().version, bytes(range(len(rows))), rows.tobytes(), colours.tobytes())))
    return found


def test_an_altered_mark_comes_first() -> None:
    index = FigureIndex.build(marks())
    for name, draw in MARKS.items():
        assert index.search(query_features_of(encoded(turned(draw()))), 3)[0][0] == f"CN/{name}"


def test_the_index_gives_what_a_scan_gives() -> None:
    items = by_chance(400)
    index = FigureIndex.build(items)
    for _, asked in items[:20]:
        scanned = sorted(((figure.score(asked, features).score, key) for key, features in items), key=lambda x: (-x[0], x[1]))
        assert [key for key, _ in index.search(asked, 1)] == [scanned[0][1]]
        found = dict(index.search(asked, 5))
        assert all(score == pytest.approx({k: s for s, k in scanned}[key], abs=1e-4) for key, score in found.items())


def test_what_was_saved_is_opened_again(tmp_path: Path) -> None:
    built = FigureIndex.build(by_chance(50))
    built.save(tmp_path / "figures")
    opened = FigureIndex.open(tmp_path / "figures")
    asked = by_chance(50)[13][1]
    assert len(opened) == 50
    assert opened.search(asked, 7) == built.search(asked, 7)


def test_adding_needs_no_rebuild_and_lasts(tmp_path: Path) -> None:
    FigureIndex.build(by_chance(30)).save(tmp_path)
    first = (tmp_path / "segment-000001" / "views.npy").read_bytes()
    FigureIndex.open(tmp_path).add(marks())
    opened = FigureIndex.open(tmp_path)
    assert opened.search(query_features_of(encoded(MARKS["fish"]())), 1)[0][0] == "CN/fish"
    assert len(opened) == 30 + len(MARKS)
    assert (tmp_path / "segment-000001" / "views.npy").read_bytes() == first


def test_a_replaced_picture_is_found_by_its_new_self_only(tmp_path: Path) -> None:
    FigureIndex.build(marks()).save(tmp_path)
    index = FigureIndex.open(tmp_path)
    index.add([("CN/star", features_of(encoded(MARKS["house"]())))])
    for each in (index, FigureIndex.open(tmp_path)):
        found = dict(each.search(query_features_of(encoded(MARKS["star"]())), 10))
        assert found.get("CN/star", 0) < 0.62
        assert len(each) == len(MARKS)


def test_a_removed_picture_is_not_found(tmp_path: Path) -> None:
    FigureIndex.build(marks()).save(tmp_path)
    index = FigureIndex.open(tmp_path)
    index.add([("CN/star", None)])
    assert "CN/star" not in dict(FigureIndex.open(tmp_path).search(query_features_of(encoded(MARKS["star"]())), 10))
    assert len(FigureIndex.open(tmp_path)) == len(MARKS) - 1
    FigureIndex.open(tmp_path).save(tmp_path)
    assert [folder.name for folder in sorted(tmp_path.iterdir())] == ["segment-000003"]
    assert len(FigureIndex.open(tmp_path)) == len(MARKS) - 1


def test_a_killed_addition_leaves_the_index_as_it_was(tmp_path: Path) -> None:
    FigureIndex.build(marks()).save(tmp_path)
    half = tmp_path / ".segment-12345"
    half.mkdir()
    (half / "views.npy").write_bytes(b"half")
    assert len(FigureIndex.open(tmp_path)) == len(MARKS)


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    FigureIndex.build([]).save(tmp_path)
    assert FigureIndex.open(tmp_path).search(query_features_of(encoded(MARKS["star"]()))) == []


def test_an_index_that_is_missing_or_broken_could_not_look(tmp_path: Path) -> None:
    with pytest.raises(BackendError, match="no index of figures"):
        FigureIndex.open(tmp_path / "none")
    FigureIndex.build(marks()).save(tmp_path)
    (tmp_path / "segment-000001" / "views.npy").write_bytes(b"broken")
    with pytest.raises(BackendError, match=r"views\.npy"):
        FigureIndex.open(tmp_path)


def test_an_index_of_another_version_is_refused(tmp_path: Path) -> None:
    FigureIndex.build(marks()).save(tmp_path)
    np.save(tmp_path / "segment-000001" / "version.npy", np.array([learned().version + 1]))
    with pytest.raises(BackendError, match="made by version"):
        FigureIndex.open(tmp_path)
