"""What is measured in a pair of goods or services: words, kinds, kinship of kinds, classes. Numbers for the learned model."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

from kapok.codes.declared import read_rows
from kapok.errors import DefinitionError
from kapok.similarity.goods_topics import topics, topics_of
from kapok.similarity.goods_words import fold_goods, take_apart

KINDS = ("part", "material", "service", "substitute", "together", "shops")
"""How two kinds of goods meet in trade, as `tables/goods_kin.csv` says it."""
OTHER_CLASS = 0.3
"""Weight of a kind that lies in another class than the term's own: "safety boots" in class 9 are little like footwear."""
FEATURES = (
    "same class", "words shared of all", "words shared of the shorter", "same head", "head within the other", "letters shared",
    "kinds shared", "same main kind", "first of no known kind", "second of no known kind", "main kind beside in the second",
    "main kind beside in the first", *KINDS, "whole kinds", "words", "difference in words", "parts or fittings",
    "first a service", "second a service", "goods and service", "one word only", "kinds shared in one class",
    "words shared in one class", "same head in one class", "same main kind in one class",
)  # fmt: skip
"""Names of the numbers, in order."""
_PARTS = frozenset(("part", "fitting", "accessory"))
Term = tuple[str, str]
"""Nice class (two digits, "" where unknown) and text."""


class TermFacts(NamedTuple):
    """What one term says: its words, head, four-letter pieces, kinds by weight, main kind, whether it names a whole kind."""

    nice_class: str
    text: str
    words: frozenset[str]
    head: str
    pieces: frozenset[str]
    kinds: dict[str, float]
    main_kind: str
    whole_kind: bool


@cache
def kin() -> dict[tuple[str, str], str]:
    """How two kinds meet in trade, by pair in both orders; `DefinitionError` for a kind or relation that does not exist."""
    found: dict[tuple[str, str], str] = {}
    for row in read_rows("goods_kin", "kapok.similarity"):
        pair = (row["topic"], row["other"])
        if not set(pair) <= set(topics()) or row["kin"] not in KINDS:
            raise DefinitionError(
                "The table goods_kin.csv cannot be used",
                f"the row {', '.join(row.values())} names a topic or relation that does not exist",
                "Use the topics of goods_topics.csv and one of: " + ", ".join(KINDS),
            )
        found[pair] = found[pair[1], pair[0]] = row["kin"]
    return found


@lru_cache(100_000)
def facts_of(term: Term) -> TermFacts:
    """What one term says; kinds outside its class weigh little."""
    nice_class, text = term
    words, named = take_apart(text), topics_of(text)
    kinds = {
        name: weight * (1 if not nice_class or topics()[name].nice_class == nice_class else OTHER_CLASS)
        for name, weight in named.weights.items()
    }
    padded = f"  {fold_goods(text)}  "
    pieces = frozenset(padded[at : at + 4] for at in range(len(padded) - 3))
    main = max(kinds, key=lambda name: kinds[name], default="")
    return TermFacts(nice_class, text, words.content, words.head, pieces, kinds, main, named.general)


def kinship(a: TermFacts, b: TermFacts) -> dict[str, float]:
    """How strongly each relation of `KINDS` holds between the kinds of two terms."""
    table = kin()
    strength: dict[str, float] = {}
    for one, weight in a.kinds.items():
        for other, beside in b.kinds.items():
            relation = table.get((one, other))
            if relation:
                strength[relation] = max(strength.get(relation, 0.0), min(weight, beside))
    return strength


def kinds_shared(a: TermFacts, b: TermFacts) -> float:
    """Cosine of the kinds of two terms."""
    size = sum(w * w for w in a.kinds.values()) * sum(w * w for w in b.kinds.values())
    return float(sum(w * b.kinds.get(name, 0) for name, w in a.kinds.items()) / size**0.5) if size else 0.0


def features_of_pair(a: TermFacts, b: TermFacts) -> list[float]:
    """The numbers of `FEATURES`; the two terms in the order of (class, text)."""
    same_class = float(a.nice_class == b.nice_class != "")
    common, every = len(a.words & b.words), len(a.words | b.words)
    of_all, of_shorter = common / max(1, every), common / max(1, min(len(a.words), len(b.words)))
    same_head = float(a.head == b.head != "")
    same_kind = float(a.main_kind == b.main_kind != "")
    shared = kinds_shared(a, b)
    relations = kinship(a, b)
    services = [float(t.nice_class >= "35") for t in (a, b)]
    return [
        same_class, of_all, of_shorter, same_head, float((a.head in b.words) + (b.head in a.words)),
        len(a.pieces & b.pieces) / len(a.pieces | b.pieces), shared, same_kind, float(not a.main_kind), float(not b.main_kind),
        0.0 if same_kind else a.kinds.get(b.main_kind, 0.0), 0.0 if same_kind else b.kinds.get(a.main_kind, 0.0),
        *(relations.get(kind, 0.0) for kind in KINDS),
        float(a.whole_kind + b.whole_kind), float(len(a.words) + len(b.words)), float(abs(len(a.words) - len(b.words))),
        float(bool(_PARTS & (a.words | b.words))), *services, float(services[0] != services[1]),
        float(min(len(a.words), len(b.words)) == 1), same_class * shared, same_class * of_all, same_class * same_head,
        same_class * same_kind,
    ]  # fmt: skip
