"""Which names are one applicant: a table of pairs that an expert can extend."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapok.errors import DefinitionError
from kapok.navigation.names import (
    aliases,
    group_names,
    identity,
    merge_rule,
    own_aliases,
    shipped_aliases,
    spelling,
    without_form,
)

KNOWN = aliases(shipped_aliases())

SAME = (
    ("Siemens AG", "SIEMENS AKTIENGESELLSCHAFT", "company_form"),
    ("Foo Bar Co., Ltd.", "FOO BAR CO LTD", "spelling"),
    ("Foo & Bar Inc.", "Foo and Bar, Inc", "spelling"),
    ("Robert Bosch GmbH", "Robert Bosch", "company_form"),
    ("株式会社ナカヤ", "ナカヤ株式会社", "company_form"),
    ("華新科技股份有限公司", "华新科技有限公司", "company_form"),
    ("Société Dupont S.A.", "Societe Dupont SARL", "company_form"),
    ("Tejo Sistemas, Lda.", "Tejo Sistemas", "company_form"),
    ("华为技术有限公司", "Huawei Technologies Co., Ltd.", "alias"),
    ("UNIV TSINGHUA", "清华大学", "alias"),
)
APART = (
    ("Siemens AG", "Siemens Healthcare GmbH"),
    ("华新集团有限公司", "华新有限公司"),
    ("Ag", "Co"),
    ("Basf SE", "Base SE"),
    ("Costco", "Cost"),
    ("Alpha Ltd", "Beta Ltd"),
)


@pytest.mark.parametrize(("one", "other", "rule"), SAME)
def test_names_that_are_one(one: str, other: str, rule: str) -> None:
    assert identity(one, KNOWN) == identity(other, KNOWN)
    assert merge_rule(one, other, KNOWN)[0] == rule


@pytest.mark.parametrize(("one", "other"), APART)
def test_names_that_stay_apart(one: str, other: str) -> None:
    assert identity(one, KNOWN) != identity(other, KNOWN)


def test_an_alias_names_its_source() -> None:
    rule, source = merge_rule("Tokyo Shibaura Electric Co., Ltd.", "Toshiba", KNOWN)
    assert (rule, source) == ("alias", "former name (until 1984), 2026-11-23")


def test_names_stated_together_are_one_group() -> None:
    groups, titles = group_names(["莲花", "lotus", "harbour", "=IBM"], [(0, 1)])
    assert groups[0] == groups[1] != groups[2]
    assert titles == {groups[3]: "IBM"}


@given(st.text(max_size=40))
def test_a_name_never_vanishes_and_bare_names_stay(name: str) -> None:
    bare = without_form(spelling(name))
    assert bool(bare) == bool(spelling(name))
    assert without_form(bare) == bare


@given(st.lists(st.sampled_from("abcd"), max_size=8), st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=6))
def test_groups_are_the_closure_of_what_is_stated(names: list[str], stated: list[tuple[int, int]]) -> None:
    together = [(one, other) for one, other in stated if max(one, other) < len(names)]
    groups, _ = group_names(names, together)
    for one, other in together:
        assert groups[one] == groups[other]
    for one, name in enumerate(names):
        for other, same in enumerate(names):
            assert name != same or groups[one] == groups[other]
    if not together:
        assert len(set(groups)) == len(set(names))


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("alias,name\nA,B\n", "line 1"),
        ("# ours\nalias,name,source,dated\nA,B,,2026\n", "line 3"),
        ("alias,name,source,dated\nA,B\n", "line 2"),
    ],
)
def test_a_wrong_table_of_aliases_names_file_and_line(tmp_path: Path, text: str, where: str) -> None:
    path = tmp_path / "applicant_aliases.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(DefinitionError, match=rf"applicant_aliases\.csv, {where}"):
        own_aliases(path)


def test_a_platforms_own_aliases_are_read(tmp_path: Path) -> None:
    path = tmp_path / "applicant_aliases.csv"
    path.write_text("alias,name,source,dated\nHbr,Harbour,register,2026-01-01\n", "utf-8")
    known = aliases(own_aliases(path))
    assert identity("HBR Ltd", known) == identity("Harbour Limited", known) == "=Harbour"
