"""The index answers as scoring every mark would; segments add, replace and hide; what is not named in it is swept."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kapok.errors import BackendError
from kapok.similarity.confusion import judge_of
from kapok.similarity.forms import Forms, Probe, Shares, write_forms
from kapok.similarity.name import name_of
from kapok.similarity.name_codes import code_name, pack, unpack
from kapok.similarity.name_index import NameIndex, Wanted
from kapok.similarity.name_segment import MarkEntry
from kapok.similarity.name_store import NameStore
from kapok.similarity.profile import get_profile

CN = get_profile("CN")
SYLLABLES = ("ka", "pok", "lu", "mo", "ra", "ti", "vex", "no", "sol", "an", "ber", "qui")
HANZI = "木棉花开金达安途太阳红水云轩阁龙凤春竹老虎飞王冠皇耐克"


def texts(count: int, seed: int = 1) -> list[str]:
    rng = random.Random(seed)
    found: dict[str, None] = {}
    while len(found) < count:
        if rng.random() < 0.3:
            found["".join(rng.choice(HANZI) for _ in range(rng.randint(2, 4)))] = None
        else:
            words = ("".join(rng.choice(SYLLABLES) for _ in range(rng.randint(1, 3))) for _ in range(rng.choice((1, 1, 2))))
            found[" ".join(words).upper()] = None
    return list(found)


def store(folder: Path, marks: list[MarkEntry], sequence: int = 1) -> None:
    writer = NameStore(folder)
    coded = {mark.text: code_name(name_of(mark.text)) for mark in marks if mark.text}
    writer.add(coded.values(), marks)
    writer.commit(sequence)


def entry(number: int, text: str, office: str = "CN", classes: int = 1 << 25, status: str = "in_force") -> MarkEntry:
    return MarkEntry(f"mark/{office}/{number}", text, office, classes, status)


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> tuple[NameIndex, list[str]]:
    folder = tmp_path_factory.mktemp("names") / "similar"
    names = texts(600)
    store(folder, [entry(number, text) for number, text in enumerate(names)])
    return NameIndex(folder), names


@pytest.mark.parametrize("office", ["CN", "HK", "EM"])
def test_the_best_ten_are_those_of_scoring_every_mark(register: tuple[NameIndex, list[str]], office: str) -> None:
    index, names = register
    profile = get_profile(office)
    rng = random.Random(office)
    same = 0
    for _ in range(6):
        text = rng.choice(names)
        at = rng.randrange(len(text))
        asked = name_of(text[:at] + rng.choice(HANZI if text[0] > "\u3007" else "ABCDEIOST") + text[at + 1 :])
        judge = judge_of(asked, profile)
        least = profile.levels["similar"]
        every = sorted((judge(name_of(name)).score for name in names), reverse=True)
        near = index.nearest(asked, judge, profile=profile)
        want, got = ([s for s in every if s >= least][:10], [n.opinion.score for n in near if n.opinion.score >= least][:10])
        if want != got:
            print(asked.text, want, got)
        same += want == got
    assert same == 6


def test_a_mark_is_found_with_its_key_and_classes(register: tuple[NameIndex, list[str]]) -> None:
    index, names = register
    name = name_of(names[7])
    best = index.nearest(name, judge_of(name, CN), profile=CN)[0]
    assert best.name.text == names[7]
    assert best.marks == (("mark/CN/7", 1 << 25),)


def test_filters_leave_other_marks_out(tmp_path: Path) -> None:
    marks = [
        entry(1, "KAPOK", "CN", 1 << 25, "in_force"),
        entry(2, "KAPOK", "EM", 1 << 9, "pending"),
        entry(3, "KAPOKS", "US", 1 << 9 | 1 << 25, "not_in_force"),
    ]
    store(tmp_path / "i", marks)
    index = NameIndex(tmp_path / "i")
    name = name_of("KAPOK")

    def keys(wanted: Wanted) -> set[str]:
        near = index.nearest(name, judge_of(name, CN), profile=CN, wanted=wanted)
        return {key for each in near for key, _ in each.marks}

    assert keys(Wanted()) == {"mark/CN/1", "mark/EM/2", "mark/US/3"}
    assert keys(Wanted(classes=1 << 25)) == {"mark/CN/1", "mark/US/3"}
    assert keys(Wanted(offices=("EM", "US"))) == {"mark/EM/2", "mark/US/3"}
    assert keys(Wanted(statuses=("pending",))) == {"mark/EM/2"}
    assert keys(Wanted(classes=1 << 40)) == set()


def test_a_later_segment_replaces_and_hides(tmp_path: Path) -> None:
    folder = tmp_path / "i"
    store(folder, [entry(1, "KAPOK"), entry(2, "LUMORA")], 1)
    store(folder, [entry(1, "VEXTINO"), MarkEntry("mark/CN/2", "", "", 0, "")], 2)
    index = NameIndex(folder)

    def found(text: str) -> list[str]:
        name = name_of(text)
        near = index.nearest(name, judge_of(name, CN), profile=CN)
        return [key for each in near if each.opinion.score > 0.9 for key, _ in each.marks]

    assert found("KAPOK") == []
    assert found("LUMORA") == []
    assert found("VEXTINO") == ["mark/CN/1"]


def test_many_small_segments_are_joined(tmp_path: Path) -> None:
    folder = tmp_path / "i"
    names = texts(24, seed=3)
    for number, text in enumerate(names):
        store(folder, [entry(number, text)], number)
    index = NameIndex(folder)
    assert len(index.segments) <= 8
    assert len(index) == 24
    for number, text in enumerate(names):
        name = name_of(text)
        assert (f"mark/CN/{number}", 1 << 25) in index.nearest(name, judge_of(name, CN), profile=CN)[0].marks


def test_a_write_that_was_killed_is_swept(tmp_path: Path) -> None:
    folder = tmp_path / "i"
    store(folder, [entry(1, "KAPOK")])
    (folder / "000002").mkdir()
    (folder / "000002" / "half.npy").write_bytes(b"...")
    assert len(NameIndex(folder)) == 1
    store(folder, [entry(2, "LUMORA")], 2)
    assert sorted(path.name for path in folder.iterdir()) == ["000001", "000002", "index.json"]
    assert not (folder / "000002" / "half.npy").exists()
    assert len(NameIndex(folder)) == 2


def test_an_index_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BackendError, match="kapok reindex"):
        NameIndex(tmp_path / "i")


def test_an_index_made_with_other_tables_is_not_used(tmp_path: Path) -> None:
    folder = tmp_path / "i"
    store(folder, [entry(1, "KAPOK")])
    manifest = folder / "index.json"
    manifest.write_text(manifest.read_text().replace('"format":"', '"format":"0'))
    with pytest.raises(BackendError, match="other tables"):
        NameIndex(folder)


def test_a_broken_column_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "i"
    store(folder, [entry(1, "KAPOK")])
    (folder / "000001" / "post_key.npy").write_bytes(b"not an array")
    with pytest.raises(BackendError, match="post_key"):
        NameIndex(folder)


@pytest.mark.parametrize("text", ["KAPOK", "木棉 Kapok", "三六九", "مرحبا", "Ёлка", "龍鳳"])
def test_a_packed_name_comes_back_whole(text: str) -> None:
    name = name_of(text)
    assert unpack(pack(name)) == name


LETTERS = st.text("abcdefgh12", min_size=1, max_size=14)


@settings(max_examples=60, deadline=None)
@given(asked=LETTERS, others=st.lists(LETTERS, min_size=1, max_size=30, unique=True))
def test_no_form_within_reach_is_missed(tmp_path_factory: pytest.TempPathFactory, asked: str, others: list[str]) -> None:
    """The bits never promise less than the letters in common, so that no near form is lost."""
    from collections import Counter

    folder = tmp_path_factory.mktemp("forms")
    write_forms(folder, "x", [(other.encode(),) for other in others])
    rows = (forms := Forms(folder, "x")).near(Probe(asked.encode()), Shares(0.6, 0.6), 10_000, None)
    found = {forms.texts[row].decode() for row in rows}
    for other in others:
        common = sum((Counter(asked) & Counter(other)).values())
        if common >= 0.6 * max(len(asked), len(other)):
            assert other in found


def test_forms_are_left_out_by_a_mask(tmp_path: Path) -> None:
    write_forms(tmp_path, "x", [(b"kapok",), (b"kapoks",)])
    rows = Forms(tmp_path, "x").near(Probe(b"kapok"), Shares(0.6, 0.6), 10, np.array([False, True]))
    assert {int(row) for row in rows} == {1}
