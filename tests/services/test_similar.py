"""Similar marks through the services: a loaded mark is found at once, a kill leaves nothing behind, bad input is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kapok.errors import BackendError, DefinitionError, InputError, NotFound
from kapok.records.provenance import Provenance
from kapok.records.record import Classification, Mark
from kapok.records.text import GoodsAndServices, Text
from kapok.services.compare_marks import compare_marks
from kapok.services.find_similar import SimilarAnswer, find_similar
from kapok.services.index_lake import prepare, reindex_home
from kapok.services.index_names import similar_folder
from kapok.services.load_similar_groups import load_similar_groups
from kapok.services.load_source import load_source
from kapok.services.opened_names import mark_offices, names_of
from kapok.services.own_words import list_own_words, load_own_words, remove_own_words
from kapok.services.report_similar import report_similar
from kapok.services.similar_question import ASKED_STATUSES
from kapok.similarity.picture import MOST_BYTES

from .conftest import Writer, a_patent


def a_mark(
    number: str, text: str, classes: tuple[int, ...] = (25,), goods: str = "clothing, footwear", office: str = "CN"
) -> Mark:
    return Mark(
        key=f"mark/{office}/{number}",
        category="mark",
        office_code=office,
        number=number,
        language="und",
        titles=(Text(text),),
        mark_text=text,
        filing_date="2020-01-15",
        goods_and_services=tuple(GoodsAndServices(each, goods, "en") for each in classes),
        classifications=tuple(Classification("nice", f"{each:02d}") for each in classes),
        provenance=Provenance(source="test", format="kapok-jsonl"),
    )


@pytest.fixture
def home(tmp_path: Path, native: Writer) -> Path:
    marks = [
        a_mark("1", "KAPOK"),
        a_mark("2", "KAPPOK", (18, 25)),
        a_mark("3", "木棉"),
        a_mark("4", "LUMORA", (9,), "software"),
        a_mark("5", "KAPOK", (43,), "restaurants", office="EM"),
        a_mark("6", "😀"),
    ]
    load_source(tmp_path / "home", [str(native("marks.jsonl", [*marks, a_patent("1", "pump")]))])
    return tmp_path / "home"


def keys(answer: SimilarAnswer) -> list[str]:
    return [hit.key for hit in answer.hits]


def test_a_loaded_mark_is_found_at_once(home: Path, native: Writer) -> None:
    assert keys(find_similar(home, "KAPOKS"))[:2] == ["mark/CN/1", "mark/EM/5"]
    load_source(home, [str(native("more.jsonl", [a_mark("7", "KAPOKS")]))])
    best = find_similar(home, "KAPOKS").hits[0]
    assert (best.key, best.level) == ("mark/CN/7", "identical")


def test_a_mark_that_changed_is_found_by_its_new_words_only(home: Path, native: Writer) -> None:
    load_source(home, [str(native("more.jsonl", [a_mark("1", "VEXTINO"), a_mark("4", "")]))])
    assert keys(find_similar(home, "VEXTINO")) == ["mark/CN/1"]
    assert "mark/CN/1" not in keys(find_similar(home, "KAPOK"))
    assert keys(find_similar(home, "LUMORA")) == []


def test_total_counts_what_reaches_similar_and_the_limit_bounds_the_hits(home: Path) -> None:
    answer = find_similar(home, "KAPOK", limit=1)
    assert answer.total == 4  # 木棉 is the kapok
    assert len(answer.hits) == 1
    assert answer.searched == 5
    for hit in find_similar(home, "KAPOK").hits:
        assert set(hit.planes) == {"shape", "glyph", "sound", "meaning", "figure", "goods"}
        assert hit.reasons


def test_goods_leave_marks_for_other_goods_out(home: Path) -> None:
    assert keys(find_similar(home, "KAPOK", classes=["25"]))[:3] == ["mark/CN/1", "mark/CN/3", "mark/CN/2"]
    assert "mark/EM/5" not in keys(find_similar(home, "KAPOK", classes=[25]))
    answer = find_similar(home, "KAPOK", goods="running shoes")
    assert "25" in answer.guessed_classes
    assert answer.hits[0].key == "mark/CN/1"
    assert answer.hits[0].planes["goods"] > 0


def test_other_marks_are_left_out_by_office(home: Path) -> None:
    assert keys(find_similar(home, "KAPOK", offices=["EM"])) == ["mark/EM/5"]
    assert keys(find_similar(home, "KAPOK", offices=["eu"])) == ["mark/EM/5"]
    assert mark_offices(home) == ("CN", "EM")


def test_other_marks_are_left_out_by_status(home: Path) -> None:
    by_status = {status: set(keys(find_similar(home, "KAPOK", statuses=[status]))) for status in ASKED_STATUSES}
    assert set.union(*by_status.values()) == set(keys(find_similar(home, "KAPOK")))
    assert sum(map(len, by_status.values())) == len(find_similar(home, "KAPOK").hits)


def test_what_comes_near_follows_as_remote_and_is_not_counted(home: Path, native: Writer) -> None:
    load_source(home, [str(native("more.jsonl", [a_mark("9", "KOPPAR")]))])
    answer = find_similar(home, "KAPPOK")
    levels = [hit.level for hit in answer.hits]
    assert answer.total == sum(level != "remote" for level in levels)
    assert "similar" not in levels[answer.total :]


def test_own_meanings_are_used_by_search_and_comparison_until_they_are_removed(home: Path, tmp_path: Path) -> None:
    table = tmp_path / "animals.yaml"
    table.write_text("source: our office\ndate: 2026-01-01\nconcepts: |\n  lumora_: 露摩拉星 | lumora\n", "utf-8")
    assert keys(find_similar(home, "露摩拉星")) == []
    try:
        loaded, marks = load_own_words(home, table)
        assert (loaded.name, loaded.concepts, marks) == ("animals", 1, 6)
        assert keys(find_similar(home, "露摩拉星")) == ["mark/CN/4"]
        assert compare_marks("露摩拉星", "LUMORA", home=home).total == 1
        assert [each.name for each in list_own_words(home)] == ["animals"]
    finally:
        remove_own_words(home, "animals")
    assert keys(find_similar(home, "露摩拉星")) == []
    assert compare_marks("露摩拉星", "LUMORA", home=home).total == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("concepts: |\n  a: 甲 | a\n", "does not say its source"),
        ("source: x\ndate: 2026-01-01\nconcepts: |\n  a: 甲\n", "line 4"),
        ("source: x\ndate: 2026-01-01\nconcept: |\n  a: 甲 | a\n", "line 3"),
        ("source: [", "not YAML"),
    ],
)
def test_a_faulty_own_table_is_told_with_its_line_and_not_kept(home: Path, tmp_path: Path, text: str, said: str) -> None:
    table = tmp_path / "own.yaml"
    table.write_text(text, "utf-8")
    with pytest.raises(DefinitionError, match=said):
        load_own_words(home, table)
    assert list_own_words(home) == []
    assert find_similar(home, "KAPOK").total == 4


def test_own_tables_that_are_not_there_are_told(home: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        load_own_words(home, tmp_path / "missing.yaml")
    with pytest.raises(NotFound, match="no own table"):
        remove_own_words(home, "missing")


def test_loaded_similar_groups_are_named_among_the_reasons(home: Path, tmp_path: Path) -> None:
    table = tmp_path / "groups.json"
    tree = [
        {
            "code": "25",
            "children": [
                {
                    "code": "2501",
                    "name": "clothes",
                    "children": [{"code": "250001", "name": "clothing"}, {"code": "250002", "name": "evening dresses"}],
                }
            ],
        }
    ]
    table.write_text(json.dumps(tree), "utf-8")
    asked = {"classes": ["25"], "goods": "evening dresses"}
    assert "2501" not in " ".join(find_similar(home, "KAPOK", **asked).hits[0].reasons)  # type: ignore[arg-type]
    load_similar_groups(home, table, "CN")
    assert "2501" in " ".join(find_similar(home, "KAPOK", **asked).hits[0].reasons)  # type: ignore[arg-type]


def test_a_killed_load_is_made_good_at_the_next_start(home: Path) -> None:
    (similar_folder(home) / "index.json").unlink()
    with pytest.raises(BackendError, match="reindex"):
        find_similar(home, "KAPOK")
    prepare(home)
    assert find_similar(home, "KAPOK").total == 4


def test_reindexing_makes_the_same_index(home: Path) -> None:
    before = find_similar(home, "KAPOK")
    reindex_home(home)
    after = find_similar(home, "KAPOK")
    assert [(hit.key, hit.score) for hit in after.hits] == [(hit.key, hit.score) for hit in before.hits]


def test_a_rebuild_killed_between_its_renames_leaves_an_index(home: Path) -> None:
    folder = similar_folder(home)
    folder.rename(folder.with_name("similar.old"))
    prepare(home)
    assert find_similar(home, "KAPOK").total == 4


def test_nothing_loaded_is_not_nothing_found(tmp_path: Path) -> None:
    with pytest.raises(BackendError, match="no data"):
        find_similar(tmp_path, "KAPOK")


@pytest.mark.parametrize(
    ("text", "choices", "said"),
    [
        ("", {}, "No mark was given"),
        ("a" * 10_000, {}, "too long"),
        ("!!!…", {}, "nothing that can be read"),
        ("🎉🎉", {}, "nothing that can be read"),
        ("KAPOK", {"classes": ["46"]}, "no class '46'"),
        ("KAPOK", {"classes": ["-1"]}, "no class '-1'"),
        ("KAPOK", {"classes": ["²"]}, "no class"),
        ("KAPOK", {"office": "XX"}, "no profile"),
        ("KAPOK", {"limit": 0}, "Cannot show 0"),
        ("KAPOK", {"limit": 100_000}, "Cannot show 100000"),
        ("KAPOK", {"goods": "x" * 30_000}, "list of goods"),
        ("", {"picture": b"no picture"}, "not a picture"),
        ("", {"picture": b"\x89PNG\r\n\x1a\n" + b"cut off"}, "picture"),
        ("", {"picture": b"\x89PNG" + b"0" * MOST_BYTES}, "too large"),
        ("KAPOK", {"offices": ["ZZZ"]}, "not the code of an office"),
        ("KAPOK", {"statuses": ["alive"]}, "no legal status 'alive'"),
    ],
)
def test_bad_input_is_told(home: Path, text: str, choices: dict[str, object], said: str) -> None:
    with pytest.raises(InputError, match=said):
        find_similar(home, text, **choices)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["مرحبا", "שלום", "NIKE 耐克", "カポック", "Ёлка", "‮KAPOK", "k"])
def test_every_script_is_answered(home: Path, text: str) -> None:
    answer = find_similar(home, text)
    assert len(answer.hits) <= 20


def test_a_pair_is_compared_without_a_home() -> None:
    answer = compare_marks("NIKE", "耐克", office="EU")
    assert (answer.office, answer.total, len(answer.hits)) == ("EM", 1, 1)
    far = compare_marks("KAPOK", "KAPOK", classes=["25"], other_classes=["1"])
    assert (far.total, far.hits[0].rule) == (0, "goods_too_far")


def test_names_are_opened_once_and_again_after_a_load(home: Path, native: Writer) -> None:
    first = names_of(home)
    assert names_of(home) is first
    load_source(home, [str(native("more.jsonl", [a_mark("8", "SOLNOVA")]))])
    assert names_of(home) is not first


def test_the_report_names_steps_sources_and_citations(home: Path) -> None:
    made = report_similar(home, "木棉 KAPOK", classes=[25], office="HK", locale="zh-Hans").report
    headings = [section.heading for section in made.sections]
    assert headings == ["检索请求", "商标文字的解读", "检索步骤", "检索范围", "未检索的内容", headings[5], "规则及其依据"]
    assert all(section.paragraphs or section.table for section in made.sections)
    for section in made.sections:
        if section.table:
            assert all(len(row) == len(section.table.head) for row in section.table.rows)


def test_a_mark_is_found_by_its_picture(tmp_path: Path, native: Writer) -> None:
    from msgspec.structs import replace

    from kapok.records.record import Image

    rings, stripes = picture("rings"), picture("stripes")
    marks = [
        replace(a_mark("1", ""), images=(Image("mark", data=rings, media_type="image/png"),), titles=()),
        replace(a_mark("2", "STRIPES"), images=(Image("mark", data=stripes, media_type="image/png"),)),
        a_mark("3", "KAPOK"),
    ]
    load_source(tmp_path / "home", [str(native("marks.jsonl", marks))])
    best = find_similar(tmp_path / "home", "", picture=rings).hits[0]
    assert (best.key, best.mark, best.compared) == ("mark/CN/1", "", ("figure",))
    assert best.planes["figure"] > 0.9
    both = find_similar(tmp_path / "home", "STRIPE", picture=stripes).hits[0]
    assert both.key == "mark/CN/2"
    assert set(both.compared) == {"shape", "glyph", "sound", "meaning", "figure"}


def picture(kind: str) -> bytes:
    import io

    from PIL import Image, ImageDraw

    made = Image.new("RGB", (200, 200), "white")
    draw = ImageDraw.Draw(made)
    if kind == "rings":
        draw.ellipse((30, 30, 170, 170), outline="red", width=18)
        draw.ellipse((75, 75, 125, 125), fill="orange")
    else:
        for at in range(20, 190, 40):
            draw.rectangle((at, 20, at + 15, 180), fill="navy")
    out = io.BytesIO()
    made.save(out, "PNG")
    return out.getvalue()
