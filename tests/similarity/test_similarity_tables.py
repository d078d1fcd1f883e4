"""The declared tables: an office extends the meanings; a fault is told with file and line; look-alikes are measured."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kapok.errors import DefinitionError
from kapok.similarity import meaning, meaning_table
from kapok.similarity.glyph_table import likeness, look_alikes
from kapok.similarity.name import name_of
from kapok.similarity.readings import mandarin_of
from kapok.similarity.sound_cross import score as cross
from kapok.similarity.sound_latin import sound_codes


@pytest.fixture
def own_tables() -> Iterator[None]:
    yield
    meaning_table.extend()


def test_an_office_extends_the_meanings(tmp_path: Path, own_tables: None) -> None:
    assert meaning.score(name_of("QUOKKA"), name_of("短尾矮袋鼠")).score == 0
    table = tmp_path / "meaning_office.yaml"
    table.write_text("source: our office\ndate: 2026-01-01\nconcepts: |\n  quokka: 短尾矮袋鼠 | quokka\n", "utf-8")
    meaning_table.extend(table)
    assert meaning.score(name_of("QUOKKA"), name_of("短尾矮袋鼠")).score >= 0.9
    assert meaning.score(name_of("APPLE"), name_of("苹果")).score >= 0.9


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("concepts: |\n  a: 甲 | a\n", "does not say its source"),
        ("source: x\ndate: 2026-01-01\nconcepts: |\n  a: 甲\n", "line 4"),
        ("source: x\ndate: 2026-01-01\nwords: |\n  a: 甲 | a\n", "'words' is not known"),
        ("source: x\ndate: 2026-01-01\nconcepts: |\n  a: 甲 | a\nopposites: a-zz\n", "'zz'"),
        ("source: [", "not YAML"),
    ],
)
def test_a_faulty_table_is_told_with_its_line(tmp_path: Path, own_tables: None, text: str, told: str) -> None:
    table = tmp_path / "meaning_office.yaml"
    table.write_text(text, "utf-8")
    with pytest.raises(DefinitionError) as caught:
        meaning_table.extend(table)
    assert told in str(caught.value)


@pytest.mark.parametrize("pair", ["己已", "已巳", "未末", "土士", "大太", "太犬", "日曰", "人入", "干千", "鸟乌", "王玉"])
def test_textbook_look_alikes_are_in_the_table(pair: str) -> None:
    assert likeness(pair[0], pair[1]) >= 0.75


@pytest.mark.parametrize("pair", ["龙山", "苹皇", "一口", "安达", "心水"])
def test_strangers_do_not_look_alike(pair: str) -> None:
    assert likeness(pair[0], pair[1]) == 0


@pytest.mark.shared
def test_look_alikes_against_published_lists(shared_data: Path) -> None:
    """Recall of the table on a list of look-alike groups, and how many of its pairs are listed (the lists are not complete)."""
    text = (shared_data / "hanzi-shape-sound" / "zzboy-形近字.txt").read_text("utf-8").replace("\r", "\n")
    groups = [group for group in text.split() if len(group) > 1]
    pairs = {(group[0], other) for group in groups for other in group[1:]}
    found = sum(likeness(a, b) > 0 for a, b in pairs)
    assert found / len(pairs) >= 0.55
    heads = {group[0] for group in groups}
    listed = pairs | {(b, a) for a, b in pairs}
    ours = [(a, b) for a in heads for b in look_alikes(a)]
    assert sum(pair in listed for pair in ours) / len(ours) >= 0.12


TRANSLITERATED = [
    "NIKE",
    "耐克",
    "ADIDAS",
    "阿迪达斯",
    "PUMA",
    "彪马",
    "SONY",
    "索尼",
    "MOTOROLA",
    "摩托罗拉",
    "FORD",
    "福特",
    "AUDI",
    "奥迪",
    "VOLVO",
    "沃尔沃",
    "FERRARI",
    "法拉利",
    "CADILLAC",
    "凯迪拉克",
    "BUICK",
    "别克",
    "NISSAN",
    "尼桑",
    "MAZDA",
    "马自达",
    "INTEL",
    "英特尔",
    "GOOGLE",
    "谷歌",
    "AMAZON",
    "亚马逊",
    "FANTA",
    "芬达",
    "DANONE",
    "达能",
    "PANTENE",
    "潘婷",
    "LANCOME",
    "兰蔻",
    "CHANEL",
    "香奈儿",
    "GUCCI",
    "古驰",
    "PRADA",
    "普拉达",
    "CARTIER",
    "卡地亚",
    "ROLEX",
    "劳力士",
    "CASIO",
    "卡西欧",
    "ARMANI",
    "阿玛尼",
    "LEVIS",
    "李维斯",
    "HILTON",
    "希尔顿",
    "SHERATON",
    "喜来登",
    "DISNEY",
    "迪士尼",
    "LEGO",
    "乐高",
    "BARBIE",
    "芭比",
    "HARLEY",
    "哈雷",
    "MICHELIN",
    "米其林",
    "BAYER",
    "拜耳",
    "DUREX",
    "杜蕾斯",
    "TIFFANY",
    "蒂芙尼",
    "TESLA",
    "特斯拉",
    "MARTELL",
    "马爹利",
    "LIPTON",
    "立顿",
    "FERRERO",
    "费列罗",
    "NVIDIA",
    "英伟达",
    "VICTORIA",
    "维多利亚",
    "ROMANO",
    "罗马诺",
    "SANTANA",
    "桑塔纳",
    "CARLOS",
    "卡洛斯",
    "SILVA",
    "席尔瓦",
]


def test_transliterations_are_told_from_strangers_by_sound_alone() -> None:
    latin, chinese = [word.lower() for word in TRANSLITERATED[::2]], TRANSLITERATED[1::2]
    codes = [sound_codes((word,)) for word in latin]
    readings = [mandarin_of(word) for word in chinese]
    scores = [[cross(word, code, reading).score for reading in readings] for word, code in zip(latin, codes, strict=True)]
    right = [row[place] for place, row in enumerate(scores)]
    wrong = [value for place, row in enumerate(scores) for other, value in enumerate(row) if other != place]
    assert sum(value >= 0.6 for value in right) / len(right) >= 0.95
    assert sum(value >= 0.6 for value in wrong) / len(wrong) <= 0.02
