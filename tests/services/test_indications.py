"""Geographical indications are found by what they protect, how, and where it comes from."""

from __future__ import annotations

from pathlib import Path

import pytest

from kapok.services.search_records import search

CATEGORY = "geographical_indication"


@pytest.mark.parametrize(
    ("query", "language"),
    [
        ("product=cheese", "cql"),
        ("product:cheese", "plain"),
        ("地理标志产品：cheese", "plain"),
        ("protection=PDO", "cql"),
        ("保护类型：PDO", "plain"),
        ("origin=PT", "cql"),
        ("产地国=中国", "cql"),
        ("país de origem:PT", "plain"),
    ],
)
def test_a_field_finds_them_alone(sample_home: Path, query: str, language: str) -> None:
    answer = search(sample_home, query, language=language)
    assert answer.total > 0
    assert {hit.category for hit in answer.hits} == {CATEGORY}


def test_the_product_is_found_anywhere_too(sample_home: Path) -> None:
    assert search(sample_home, "cheese", category=CATEGORY).total >= search(sample_home, "product=cheese").total > 0


def test_facets_count_them_and_rows_show_them(sample_home: Path) -> None:
    facets = ("product", "protection_type", "origin_country")
    answer = search(sample_home, "", category=CATEGORY, facets=facets)
    for field in facets:
        assert sum(bucket.count for bucket in answer.facets[field]) == answer.total
        for bucket in answer.facets[field]:
            narrowed = search(sample_home, "", category=CATEGORY, filters=((field, bucket.value),), limit=0)
            assert narrowed.total == bucket.count
    assert all({"product_type", "protection_type", "country_codes"} <= set(hit.summary) for hit in answer.hits)
