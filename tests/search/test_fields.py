"""Fields are found by any of their names; the declared file is checked."""

from __future__ import annotations

import pytest

from kapok.codes.categories import category_keys
from kapok.codes.declared import LANGUAGES
from kapok.search.fields import declared_values, field_name, fields, find_field, find_value, searched_keys, suggest_fields


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("ti", "title"), ("TI", "title"), ("ＴＩ", "title"), ("发明名称", "title"), ("發明名稱", "title"), ("Título", "title"), ("titulo", "title"),
        ("pa", "applicant"), ("holder", "applicant"), ("專利權人", "applicant"), ("Titular", "applicant"), ("requerente", "applicant"),
        ("filing_date", "filing_date"), ("Filing date", "filing_date"), ("申请日", "filing_date"), ("公开(公告)号", "publication_number"),
        ("any", "any"), ("ic", "ipc"), ("尼斯分类", "nice"), ("法律状态", "status"),
    ],
)  # fmt: skip
def test_a_field_is_found_by_any_of_its_names(name: str, key: str) -> None:
    field = find_field(name)
    assert field is not None
    assert field.key == key


def test_every_field_has_names_in_four_languages_and_a_chinese_alias() -> None:
    for field in fields().values():
        assert set(field.names) == set(LANGUAGES)
        assert field.zh
        assert field.cql
        assert field_name(field.key, "zh-Hans") == field.names["zh-Hans"]
    assert find_field("nonsense") is None


def test_virtual_fields_stand_over_real_ones() -> None:
    assert searched_keys("title_abstract") == ("title", "abstract")
    assert searched_keys("title") == ("title",)


@pytest.mark.parametrize(
    ("key", "word", "value"),
    [
        ("status", "有效", "in_force"), ("status", "In Force", "in_force"), ("status", "not-in-force", "not_in_force"),
        ("status", "審中", "pending"), ("category", "商标", "mark"), ("category", "Trade marks", "mark"), ("category", "x", None),
    ],
)  # fmt: skip
def test_values_are_found_by_their_names(key: str, word: str, value: str | None) -> None:
    assert find_value(key, word) == value


def test_the_categories_are_the_declared_ones() -> None:
    assert declared_values("category") == category_keys()


def test_a_slip_is_met_with_suggestions() -> None:
    assert suggest_fields("titel")[0] == "title"
    assert "申请日" in suggest_fields("申请曰")
