"""Every classification that records carry can be walked from the top, and each class counts what a search for it finds."""

from __future__ import annotations

from pathlib import Path

import pytest

from kapok.errors import InputError
from kapok.services.browse_classes import LEVELS, ClassNode, browse
from kapok.services.search_records import search


def walk(home: Path, scheme: str, symbol: str = "") -> list[ClassNode]:
    """A symbol and everything below it."""
    node = browse(home, scheme, symbol)
    return [node, *(below for child in node.children for below in walk(home, scheme, child.symbol))]


@pytest.mark.parametrize("scheme", LEVELS)
def test_each_class_counts_what_is_found_in_it(sample_home: Path, scheme: str) -> None:
    nodes = walk(sample_home, scheme)
    assert len(nodes) > len(LEVELS[scheme]), "something is loaded at every level"
    for node in nodes:
        for child in node.children:
            assert child.count == search(sample_home, f'{scheme}=/low "{child.symbol}"', language="cql", limit=0).total
        if node.symbol and not node.children:
            assert len(node.parents) == len(LEVELS[scheme]) - 1


@pytest.mark.parametrize(
    ("scheme", "symbol", "parents", "title"),
    [
        ("locarno", "06", [], "Furnishing"),
        ("vienna", "26", [], "Geometrical figures and solids"),
        ("vienna", "26.01.01", ["26", "26.01"], ""),
        ("nice", "25", [], "Clothing, footwear, headwear"),
    ],
)
def test_a_class_stands_in_its_place(sample_home: Path, scheme: str, symbol: str, parents: list[str], title: str) -> None:
    node = browse(sample_home, scheme, symbol)
    assert [parent.symbol for parent in node.parents] == parents
    assert node.title == title
    assert node.count == search(sample_home, f'{scheme}=/low "{symbol}"', language="cql", limit=0).total > 0


def test_a_facet_of_a_level_agrees_with_the_browser(sample_home: Path) -> None:
    answer = search(sample_home, "", limit=0, facets=("locarno", "vienna_section"), facet_size=100)
    for field, scheme in (("locarno", "locarno"), ("vienna_section", "vienna")):
        for bucket in answer.facets[field]:
            assert bucket.count == browse(sample_home, scheme, bucket.value).count


def test_an_unknown_scheme_is_told(sample_home: Path) -> None:
    with pytest.raises(InputError, match="locarno"):
        browse(sample_home, "fi")
