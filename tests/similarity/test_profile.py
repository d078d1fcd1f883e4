"""Profiles are law as data: what stands in a file is all there is, and a fault in it is named by file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from kapok.codes.declared import LANGUAGES
from kapok.errors import DefinitionError, InputError
from kapok.similarity.profile import FOLDER, LEVELS, get_profile, profiles, read_profile

GOOD = (FOLDER / "cn.yaml").read_text(encoding="utf-8")


def test_there_are_four_offices_and_eu_is_taken_for_em() -> None:
    assert set(profiles()) == {"CN", "HK", "EM", "US"}
    assert get_profile("eu") is get_profile("EM")
    assert get_profile(" hk ").cantonese


def test_an_unknown_office_is_told_with_those_that_there_are() -> None:
    with pytest.raises(InputError, match="CN, EM, HK, US"):
        get_profile("FR")


@pytest.mark.parametrize("office", ["CN", "HK", "EM", "US"])
def test_every_rule_has_its_words_and_its_citation(office: str) -> None:
    profile = get_profile(office)
    assert profile.in_force_from < "2027"
    for rule in profile.rules:
        assert set(rule.words) == set(LANGUAGES)
        assert all(rule.words.values())
        assert rule.citation in profile.citations
    for citation in profile.citations.values():
        assert citation.source.startswith("https://") or citation.source.startswith("http://")
        assert citation.checked, "whether the text itself was read is part of the citation"


def test_levels_fall_with_the_score() -> None:
    profile = get_profile("CN")
    seen = [profile.level(score / 100) for score in range(100, -1, -1)]
    assert sorted(seen, key=LEVELS.index) == seen
    assert set(seen) == set(LEVELS)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("office: CN", "office: CN\ncolour: red", "line 4: .*no key 'colour'|no key 'colour'"),
        ("office: CN", "office: QQ", "no code of WIPO ST.3"),
        ("agreement: 0.15", "agreement: 15", "no number from 0 to 1"),
        ("agreement: 0.15\n", "", "the key 'agreement' is missing"),
        ("- shape >= 0.99", "- taste >= 0.99", "there is no fact 'taste'"),
        ("- shape >= 0.99", "- shape is high", "is not FACT OPERATOR NUMBER"),
        ("    citation: cn-guide", "    citation: nowhere", "there is no citation 'nowhere'"),
        ("    at_least: 1\n", "    at_least: 1\n    at_most: 1\n", "one effect"),
        ("  identical: 0.97", "  identical: 0.5", "do not fall"),
        ("in_force_from: 2022-01-01", "in_force_from: 2022", "not written as"),
        ("cantonese: false", "cantonese: perhaps", "neither true nor false"),
    ],
)
def test_a_fault_is_named_by_file_and_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in GOOD
    path = tmp_path / "xx.yaml"
    path.write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DefinitionError, match=said) as told:
        read_profile(path)
    assert "xx.yaml, line " in str(told.value)


def test_a_file_that_is_no_yaml_is_told(tmp_path: Path) -> None:
    path = tmp_path / "xx.yaml"
    path.write_text("office: [", encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"The profile.*xx\.yaml"):
        read_profile(path)


def test_no_office_is_named_in_the_engine() -> None:
    import re

    names = re.compile(r"\b(CNIPA|EUIPO|USPTO|Hong Kong|China|\"CN\"|\"HK\"|\"EM\"|\"US\")\b")
    package = FOLDER.parent
    for module in ("confusion", "opinion", "name_index", "name_candidates", "name_store", "name_segment"):
        assert not names.search((package / f"{module}.py").read_text(encoding="utf-8")), module
