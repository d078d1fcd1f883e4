"""Similar groups: one group (and part) is similar, another is not, a note says otherwise; tables are read and bad ones refused."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from kapok.errors import DefinitionError, InputError, KapokError
from kapok.services.load_similar_groups import load_similar_groups, opened_similar_groups, sample_similar_groups
from kapok.similarity import goods
from kapok.similarity.goods_list import parse_goods
from kapok.similarity.similar_groups import SimilarGroups, decode_groups, encode_groups
from kapok.similarity.similar_groups_file import read_similar_groups

TREE = [
    {"code": "25", "name": "穿着", "children": [
        {"code": "2507", "name": "鞋", "children": [{"code": "250001", "name": "登山靴"}, {"code": "C250002", "name": "布鞋"}]},
        {"code": "2508", "name": "帽", "children": [{"code": "250003", "name": "草帽"}]},
    ]},
]  # fmt: skip
CSV = '지정상품(국문),NICE분류,유사군코드,지정상품(영문),\n운동화 판매업,35,S2045,Sale of sports shoes,\n모자 판매업,35,"S2045,S2043",Sale of hats,\n'


def table(text: str, folder: Path, name: str = "groups.yaml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize(
    ("one", "other", "least", "most", "rule"),
    [
        (("25", "跑步鞋"), ("25", "雨靴"), 0.8, 1, "goods_same_group"),
        (("25", "围裙"), ("25", "家居外套"), 0.8, 1, "goods_same_group"),
        (("25", "围裙"), ("25", "婴儿罩衣"), 0, 0.28, "goods_other_part"),
        (("25", "跑步鞋"), ("28", "溜冰用鞋"), 0.65, 1, "goods_cross_note"),
        (("25", "幼儿连身衣"), ("18", "学生背包"), 0.65, 1, "goods_cross_note"),
        (("25", "围裙"), ("18", "学生背包"), 0, 0.25, ""),
        (("25", "跑步鞋"), ("25", "围裙"), 0, 0.25, ""),
        (("25", "跑步鞋"), ("25", "跑步鞋"), 1, 1, "goods_same"),
    ],
)
def test_the_table_goes_before_the_words(
    one: tuple[str, str], other: tuple[str, str], least: float, most: float, rule: str
) -> None:
    result = goods.score(parse_goods([one]), parse_goods([other]), sample_similar_groups())
    assert least <= result.score <= most, result
    if rule:
        assert result.reasons[0].rule == rule


def test_goods_that_the_table_does_not_know_are_compared_by_words() -> None:
    one, other = parse_goods([("25", "登山鞋")]), parse_goods([("25", "跑步鞋")])
    assert goods.score(one, other, sample_similar_groups()) == goods.score(one, other)


def test_traditional_characters_find_their_group() -> None:
    assert sample_similar_groups().assign(parse_goods([("25", "圍裙")])).terms[0].groups == ("2501/1",)


def test_a_term_without_class_gets_that_of_its_group() -> None:
    assert sample_similar_groups().assign(parse_goods([("", "学生背包")])).terms[0].nice_class == "18"


@pytest.mark.parametrize("packed", [False, True])
def test_a_tree_of_classes_groups_and_goods_is_read(tmp_path: Path, packed: bool) -> None:
    path = tmp_path / ("tree.json.gz" if packed else "tree.json")
    data = json.dumps(TREE, ensure_ascii=False).encode()
    path.write_bytes(gzip.compress(data) if packed else data)
    read = read_similar_groups(path, "CN", "12-2024")
    assert [(group.code, group.nice_class, len(group.items)) for group in read.groups] == [("2507", "25", 2), ("2508", "25", 1)]
    assert read.groups[0].items[1].code == "C250002"


def test_a_list_with_group_codes_is_read(tmp_path: Path) -> None:
    read = read_similar_groups(table("\ufeff" + CSV, tmp_path, "kr.csv"), "KR")
    assert {group.code: len(group.items) for group in read.groups} == {"35-S2045": 4, "35-S2043": 2}
    result = goods.score(parse_goods([("35", "Sale of hats")]), parse_goods([("35", "운동화 판매업")]), read)
    assert result.reasons[0].rule == "goods_same_group"


def test_a_loaded_table_is_opened_for_its_office_only(tmp_path: Path) -> None:
    path = table(json.dumps(TREE), tmp_path, "tree.json")
    loaded = load_similar_groups(tmp_path / "home", path, "cn", "12-2024")
    assert (loaded.office, loaded.classes, loaded.groups, loaded.items, loaded.notes) == ("CN", 1, 2, 3, 0)
    opened = opened_similar_groups(tmp_path / "home", "CN")
    assert opened is not None
    assert opened.edition == "12-2024"
    assert opened_similar_groups(tmp_path / "home", "HK") is None


def test_a_table_loaded_again_replaces_the_earlier_one(tmp_path: Path) -> None:
    load_similar_groups(tmp_path, table(json.dumps(TREE), tmp_path, "tree.json"), "CN")
    TREE_OF_ONE = [{**TREE[0], "children": TREE[0]["children"][:1]}]
    load_similar_groups(tmp_path, table(json.dumps(TREE_OF_ONE), tmp_path, "tree.json"), "CN")
    opened = opened_similar_groups(tmp_path, "CN")
    assert opened is not None
    assert len(opened.groups) == 1


def test_a_table_survives_being_kept() -> None:
    assert decode_groups(encode_groups(sample_similar_groups())) == sample_similar_groups()
    with pytest.raises(InputError, match="cannot be read"):
        decode_groups(b"{}")


HEAD = "office: CN\nedition: x\nsource: ours\ndate: 2026-11-23\n"
BAD = {
    "nothing.json": ("[]", "is empty"),
    "broken.json": ("[{", "is not JSON"),
    "nameless.json": ('[{"code": "25", "children": [{"name": "x"}]}]', "class 25: a 'code' is missing"),
    "class.json": ('[{"code": "99", "children": []}]', "is not a Nice class"),
    "twice.json": ('[{"code":"25","children":[{"code":"2501","name":"a"},{"code":"2501","name":"b"}]}]', "stands twice"),
    "columns.csv": ("a,b,c\n1,2,3\n", "its heading lacks"),
    "short.csv": (CSV + "x,35\n", "line 4 has 2 columns"),
    "binary.csv": ("\udcff\udcfe", "is not UTF-8"),
    "unknown.yaml": (HEAD + "groups: []\nfoo: 1\n", r"unknown\.yaml.*line 6.*'foo'"),
    "no_code.yaml": (HEAD + "groups:\n  - title: x\n", r"line 6.*no code"),
    "no_source.yaml": ("office: CN\ngroups: []\n", "does not say its source"),
    "empty.yaml": (HEAD + "groups: []\n", "is empty"),
    "one_digit.yaml": (HEAD + 'groups:\n  - {code: "0301", nice_class: "3"}\n', "two digits"),
    "note.yaml": (
        HEAD + 'groups:\n  - {code: "0301", nice_class: "03"}\nnotes:\n  - groups: ["0301", "0399"]\n',
        "names the group 0399",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_table_is_refused_with_its_place(name: str, tmp_path: Path) -> None:
    text, message = BAD[name]
    path = tmp_path / name
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises((InputError, DefinitionError), match=message):
        load_similar_groups(tmp_path / "home", path, "CN")
    assert opened_similar_groups(tmp_path / "home", "CN") is None


@pytest.mark.parametrize("office", ["", "China", "QQ"])
def test_an_office_that_does_not_exist_is_refused(office: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is not an office"):
        load_similar_groups(tmp_path, tmp_path / "x.json", office)


def test_a_table_of_another_office_is_refused(tmp_path: Path) -> None:
    path = table(HEAD + 'groups:\n  - {code: "0301", nice_class: "03"}\n', tmp_path)
    with pytest.raises(InputError, match="table is of the office CN"):
        load_similar_groups(tmp_path, path, "KR")


def test_a_file_that_is_missing_or_cut_off_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no file"):
        load_similar_groups(tmp_path, tmp_path / "missing.json", "CN")
    (tmp_path / "cut.json.gz").write_bytes(gzip.compress(json.dumps(TREE).encode())[:30])
    with pytest.raises(KapokError, match="cannot be read"):
        load_similar_groups(tmp_path, tmp_path / "cut.json.gz", "CN")


@pytest.mark.shared
def test_the_full_tables_of_two_offices_are_read(shared_data: Path) -> None:
    chinese = read_similar_groups(shared_data / "nice-zh-similar-groups" / "all.json.gz", "CN")
    assert (len({g.nice_class for g in chinese.groups}), len(chinese.groups)) == (45, 491)
    assert sum(len(group.items) for group in chinese.groups) == 11230
    shoes, boots, hats = (parse_goods([("25", text)]) for text in ("鞋", "靴", "帽"))
    assert goods.score(shoes, boots, chinese).score >= 0.8
    assert goods.score(shoes, hats, chinese).score < 0.3
    korean = read_similar_groups(shared_data / "nice-ko-similar-groups" / "2020_nice_35_introduce_sell.csv.gz", "KR")
    assert sum(len(group.items) for group in korean.groups) >= 2 * 41169


def test_the_sample_says_that_it_is_invented() -> None:
    sample: SimilarGroups = sample_similar_groups()
    assert "invented" in sample.source
    assert sum(len(group.items) for group in sample.groups) < 20
