"""What is marked in the texts of a hit: a table of query, text and fragments."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapok.search.highlight import Highlighter
from kapok.search.query import And, AndNot, Fuzzy, Node, Or, Proximity, Words


def marked(node: Node, text: str) -> list[str]:
    """The fragments of an abstract."""
    return Highlighter(node).fragments({}, {"abstract": [text]}).get("abstract", [])


def words(*given_: str, relation: str = "all") -> Node:
    return Words("abstract", given_, relation)  # type: ignore[arg-type]


MARKED: list[tuple[Node, str, list[str]]] = [
    (words("cell"), "A Cell, cells and a cell.", ["A <mark>Cell</mark>, cells and a <mark>cell</mark>."]),
    (words("absent"), "A cell.", []),
    (words("a", "b"), "a <b> & c", ["<mark>a</mark> &lt;<mark>b</mark>&gt; &amp; c"]),
    (words("script"), '<script>"x"</script>', ["&lt;<mark>script</mark>&gt;&quot;x&quot;&lt;/<mark>script</mark>&gt;"]),
    (words("sao"), "em São Paulo", ["em <mark>São</mark> Paulo"]),
    (words("strasse"), "die Straße dort", ["die <mark>Straße</mark> dort"]),
    (words("cell*"), "cells cellular excel", ["<mark>cells</mark> <mark>cellular</mark> excel"]),
    (words("*ell"), "cell bell cells", ["<mark>cell</mark> <mark>bell</mark> cells"]),
    (words("c#ll"), "cell call cll", ["<mark>cell</mark> <mark>call</mark> cll"]),
    (words("c?ll"), "cell cll coill", ["<mark>cell</mark> <mark>cll</mark> coill"]),
    (words("x-ray"), "An X-ray, an X ray, an xray", ["An <mark>X-ray</mark>, an <mark>X ray</mark>, an xray"]),
    (words("lithium", "cell", relation="phrase"), "cell; lithium\ncell", ["cell; <mark>lithium\ncell</mark>"]),
    (words("锂电池"), "一种鋰電池。电池", ["一种<mark>鋰電池</mark>。电池"]),
    (words("電"), "锂电池", ["锂<mark>电</mark>池"]),
    (words("电池*"), "锂电池组", ["锂<mark>电池</mark>组"]),
    (words("5g"), "一种５Ｇ手机", ["一种<mark>５Ｇ</mark>手机"]),
    (words("池阳", "电池"), "锂电池阳极", ["锂<mark>电池阳</mark>极"]),
    (Or((words("cell"), And((words("anode"), words("a"))))), "anode cell", ["<mark>anode</mark> <mark>cell</mark>"]),
    (AndNot(words("cell"), words("anode")), "cell, no anode", ["<mark>cell</mark>, no anode"]),
    (Proximity(words("a"), words("b")), "a b c", ["<mark>a</mark> <mark>b</mark> c"]),
    (
        Fuzzy("abstract", "cell"),
        "cell, clel, sell, cello, shelf",
        ["<mark>cell</mark>, <mark>clel</mark>, <mark>sell</mark>, <mark>cello</mark>, shelf"],
    ),
    (Words("title", ("cell",)), "cell", []),
]


@pytest.mark.parametrize(("node", "text", "fragments"), MARKED)
def test_matches_are_marked_and_the_rest_escaped(node: Node, text: str, fragments: list[str]) -> None:
    assert marked(node, text) == fragments


def test_a_long_text_is_cut_around_its_matches() -> None:
    text = "word " * 200 + "anode " + "word " * 200 + "cathode " + "word " * 200
    fragments = marked(words("anode", "cathode", relation="any"), text)
    assert len(fragments) == 2
    assert all(len(each) < 300 for each in fragments)
    assert "<mark>anode</mark>" in fragments[0]
    assert "<mark>cathode</mark>" in fragments[1]
    assert fragments[0].startswith("… word")
    assert fragments[0].endswith("word …")


def test_titles_marks_and_names_come_from_the_summary() -> None:
    summary = {"titles": {"en": "Green leaf"}, "mark": "GREEN", "applicants": ["Green Ltd", "Acme"]}
    assert Highlighter(Words("any", ("green",))).fragments(summary, {}) == {
        "title": ["<mark>Green</mark> leaf"],
        "applicant": ["<mark>Green</mark> Ltd"],
    }
    assert Highlighter(Words("mark", ("green",))).fragments(summary, {}) == {"mark": ["<mark>GREEN</mark>"]}


@given(st.text(), st.text(min_size=1, max_size=5).filter(lambda word: not set(word) & set("*?#")))
def test_any_text_comes_out_whole_and_escaped(text: str, word: str) -> None:
    for fragment in marked(words(word), text[:300]):
        plain = fragment.replace("<mark>", "").replace("</mark>", "")
        assert not set(plain) & set("<>\"'")
        for escaped, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#x27;", "'"), ("&amp;", "&")):
            plain = plain.replace(escaped, character)
        assert plain == text[:300]
