"""Hypothesis strategies: query trees that every reader and printer must keep, and texts near to queries."""

from __future__ import annotations

from hypothesis import strategies as st

from kapok.codes.offices import offices
from kapok.search.fields import fields
from kapok.search.languages.canonical import canonical
from kapok.search.languages.words import split_words
from kapok.search.mapping_units import FARTHEST
from kapok.search.query import (
    And,
    AndNot,
    ClassSymbol,
    Compare,
    Everything,
    Fuzzy,
    Node,
    NumberIs,
    NumberList,
    Or,
    Proximity,
    StatusOn,
    Within,
    Words,
)


def _of_kind(*kinds: str) -> list[str]:
    return [field.key for field in fields().values() if field.kind in kinds]


_letters = st.one_of(
    st.sampled_from("abcxyzABC019éß电池組車特許한국*?#-'.&/:~@()[]<>="),
    st.characters(exclude_categories=["Cs"]),
)
_TOLD = """
and or not prox any all OR AND NOT NEAR/3 EP US 2020 2020-01-01 H01L H01L21/02 EP1000000 76044902 ti=a ti: 申请人:华为 C++
lithium-ion AT&T batery~ 2020..2024 -x * Smith within cql.allRecords 或 与
"""
_told = st.sampled_from(_TOLD.split())
words = st.one_of(st.text(_letters, min_size=1, max_size=8), _told).map(split_words).filter(bool)
word = words.map(lambda found: found[0])
text_fields = st.sampled_from(_of_kind("text", "name"))
dates = st.one_of(
    st.dates().filter(lambda day: day.year >= 1800).map(str),
    st.dates().filter(lambda day: day.year >= 1800).map(lambda day: str(day)[:7]),
    st.integers(1800, 2199).map(str),
)
numbers = st.one_of(
    st.sampled_from(["EP", "CN", "US 7,272,630 B2", "ZL200710001234.5", "CN 101551481 B", "EP10000*", "7272630"]),
    st.integers(1000, 99_999_999).map(str),
    st.tuples(st.sampled_from(["EP", "US", "WO"]), st.integers(1000, 9_999_999)).map(lambda pair: f"{pair[0]}{pair[1]}"),
)
symbols = {
    "ipc": st.sampled_from(
        [
            "H",
            "H01",
            "H01L",
            "H01L 21",
            "H01L 21/02",
            "A61K 9/7023",
            "H01L 21/02*",
            "H01L 2*",
            "G01N 33/5*",
            "H01L 2?/00",
            "H0*",
        ]
    ),
    "nice": st.integers(1, 45).map("{:02}".format),
    "vienna": st.sampled_from(["26", "26.04", "26.04.18"]),
    "locarno": st.sampled_from(["14", "14-03"]),
    "national": st.sampled_from(["438/5", "2H01 A", "G06F"]),
}
codes = st.sampled_from(sorted(offices()))


@st.composite
def text_leaves(draw: st.DrawFn, field: st.SearchStrategy[str] = text_fields) -> Node:
    if draw(st.booleans()):
        relation = draw(st.sampled_from(["all", "any", "phrase", "exact"]))
        return Words(draw(field), tuple(draw(st.lists(word, min_size=1, max_size=4))), relation)
    plain = draw(word.filter(lambda found: not set("*?#") & set(found)))
    return Fuzzy(draw(field), plain, draw(st.sampled_from([1, 2])))


@st.composite
def date_leaves(draw: st.DrawFn) -> Node:
    if draw(st.booleans()):
        field, value = draw(st.sampled_from(_of_kind("date"))), dates
    else:
        field, value = "year", st.integers(1800, 2199).map(str)
    if draw(st.booleans()):
        return Compare(field, draw(st.sampled_from(["=", "<", "<=", ">", ">="])), draw(value))
    low, high = sorted([draw(value), draw(value)])
    return Within(field, low, high if high[:4] > low[:4] else low)


@st.composite
def class_leaves(draw: st.DrawFn) -> Node:
    field = draw(st.sampled_from(_of_kind("class")))
    scheme = fields()[field].scheme
    symbol = draw(symbols["ipc" if scheme in ("", "cpc") else scheme])
    given = tuple(draw(st.lists(codes, unique=True, max_size=3))) if scheme in ("", "cpc", "ipc") else ()
    return ClassSymbol(field, symbol, draw(st.sampled_from(["same", "low", "high"])), given)


@st.composite
def number_leaves(draw: st.DrawFn) -> Node:
    field = draw(st.sampled_from(_of_kind("number", "citation")))
    if draw(st.booleans()):
        return NumberIs(field, draw(numbers))
    return NumberList(field, tuple(draw(st.lists(numbers, min_size=1, max_size=5))))


@st.composite
def keyword_leaves(draw: st.DrawFn) -> Node:
    values = {
        "office_code": codes,
        "category": st.sampled_from(["patent", "mark", "law"]),
        "status": st.sampled_from(["in_force", "pending", "not_in_force", "unknown"]),
        "source": st.sampled_from(["uspto grants", "lens", "ST.66, weekly", "a (b)", "-x", "or", "x:y", "uspto*"]),
        "kind_code": st.sampled_from(["A1", "B2", "B*"]),
        "language": st.sampled_from(["en", "zh-Hans", "pt"]),
    }
    field = draw(st.sampled_from(sorted(values)))
    chosen = tuple(draw(st.lists(values[field], min_size=1, max_size=3)))
    return Words(field, chosen, "exact" if len(chosen) == 1 else "any")


status_leaves = st.builds(
    StatusOn,
    st.sampled_from(["pending", "in_force", "not_in_force"]),
    st.dates().filter(lambda day: day.year >= 1800).map(str),
)


@st.composite
def near_nodes(draw: st.DrawFn) -> Node:
    field = st.just(draw(text_fields))
    near_word = text_leaves(field).filter(
        lambda node: (
            isinstance(node, Words)
            and (node.relation in ("any", "phrase") or (node.relation == "all" and len(node.words) == 1))
        )
    )
    side = st.one_of(near_word, st.lists(near_word, min_size=2, max_size=3).map(lambda parts: Or(tuple(parts))))
    unit = draw(st.sampled_from(["word", "sentence", "paragraph"]))
    distance = draw(st.integers(1 if unit == "word" else 0, FARTHEST[unit]))
    return Proximity(draw(side), draw(side), unit, distance, draw(st.booleans()))


leaves = st.one_of(
    text_leaves(),
    text_leaves(st.just("any")),
    date_leaves(),
    class_leaves(),
    number_leaves(),
    keyword_leaves(),
    status_leaves,
    near_nodes(),
    st.just(Everything()),
)


def _joined(children: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    parts = st.lists(children, min_size=1, max_size=4).map(tuple)
    return st.one_of(st.builds(And, parts), st.builds(Or, parts), st.builds(AndNot, children, children))


trees = st.recursive(leaves, _joined, max_leaves=8)
canonical_trees = trees.map(canonical)

_bits = st.sampled_from(
    [
        "ti", "pa", "pd", "cpc", "申请人", "有效", "status", "num", "=", "==", "<", ">=", " any ", " all ", " within ",
        "(", ")", '"', "“", "”", "and", "or", "not", "prox/distance<=3", "prox", "/low", "/on=2020-01-01", "/fuzzy",
        ":", "：", "..", "~", "-", "*", "?", "#", "[", "]", ",", " ", "\n", "@", "|", "\\", "\x00", "\ud800",
        "EP1000000", "US 7,272,630 B2", "H01L 21/02", "2020", "2020-13", "battery", "电池", "NEAR/3", "OR", "AND", "NOT",
        "cql.allRecords=1",
    ]
)  # fmt: skip
query_texts = st.one_of(
    st.text(max_size=60),
    st.lists(_bits, max_size=14).map("".join),
    st.lists(_bits, max_size=14).map(" ".join),
)
