"""The query kinds of each workload and their parameters, drawn from the workload itself so that every query can hit."""

from __future__ import annotations

import random
from collections.abc import Iterable
from typing import Any

from msgspec import Struct

from kapok.records.record import Mark, Patent, Record

QUERIES = 60
"""Different queries of each kind."""


class Question(Struct, frozen=True):
    """One query: its kind and plain parameters, which each engine puts in its own words."""

    kind: str
    values: dict[str, Any]


MARK_KINDS = (
    "exact",
    "prefix",
    "fuzzy1",
    "fuzzy2",
    "word_class",
    "goods",
    "chinese",
    "date_range",
    "facets",
    "highlight",
    "deep",
    "in_force",
)
PATENT_KINDS = ("words", "phrase", "bool_class", "chinese", "date_range", "facets", "highlight", "prox", "deep")


def mark_questions(sample: Iterable[Record], seed: int = 5) -> list[Question]:
    """Questions about marks of the workload."""
    rng = random.Random(seed)
    marks = [record for record in sample if isinstance(record, Mark)]
    latin = [m for m in marks if m.language == "en"]
    chinese = [m for m in marks if m.language != "en"]
    found: list[Question] = []

    def pick() -> Mark:
        return rng.choice(latin)

    for _ in range(QUERIES):
        word = rng.choice(pick().mark_text.split())
        day = f"{rng.randrange(2000, 2023)}-{rng.randrange(1, 13):02d}-15"
        goods = rng.choice(latin).goods_and_services[0].text.split()
        found += [
            Question("exact", {"name": rng.choice(marks).mark_text}),
            Question("prefix", {"prefix": _long_word(rng, latin)[: rng.choice((3, 4, 5))]}),
            Question("fuzzy1", {"word": _typo(rng, _long_word(rng, latin), 1)}),
            Question("fuzzy2", {"word": _typo(rng, _long_word(rng, latin), 2)}),
            Question("word_class", {"word": word, "nice": rng.choice(pick().goods_and_services).nice_class}),
            Question("goods", {"words": rng.sample(goods, min(2, len(goods)))}),
            Question("chinese", {"text": rng.choice(chinese).mark_text[:2]}),
            Question("date_range", {"word": word, "low": f"{day[:4]}-01-01", "high": f"{int(day[:4]) + 2}-06-30"}),
            Question("facets", {"words": [rng.choice(goods)]}),
            Question("highlight", {"words": rng.sample(goods, min(2, len(goods)))}),
            Question("deep", {"words": [rng.choice(goods)], "offset": 10_000}),
            Question("in_force", {"word": word, "day": day}),
        ]
    return found


def patent_questions(sample: Iterable[Record], seed: int = 6) -> list[Question]:
    """Questions about patents of the workload."""
    rng = random.Random(seed)
    patents = [record for record in sample if isinstance(record, Patent)]
    latin = [p for p in patents if p.language == "en"]
    chinese = [p for p in patents if p.language != "en"]
    found: list[Question] = []
    for _ in range(QUERIES):
        words = rng.choice(latin).abstracts[0].text.replace(".", "").split()
        start = rng.randrange(len(words) - 8)
        near = (words[start], words[start + rng.randrange(1, 4)])
        text = rng.choice(chinese).abstracts[0].text
        place = rng.randrange(len(text) - 4)
        year = rng.randrange(2004, 2022)
        found += [
            Question("words", {"words": rng.sample(words, 2)}),
            Question("phrase", {"words": words[start : start + 2]}),
            Question("bool_class", {"words": [rng.choice(words)], "class": rng.choice(latin).classifications[0].symbol[:4]}),
            Question("chinese", {"text": text[place : place + rng.choice((2, 3, 4))].replace("，", "").replace("。", "")}),
            Question("date_range", {"words": [rng.choice(words)], "low": f"{year}-01-01", "high": f"{year + 1}-06-30"}),
            Question("facets", {"words": [rng.choice(words)]}),
            Question("highlight", {"words": rng.sample(words, 2)}),
            Question("prox", {"left": near[0], "right": near[1], "distance": 5}),
            Question("deep", {"words": [rng.choice(words)], "offset": 10_000}),
        ]
    return [q for q in found if q.kind != "chinese" or len(q.values["text"]) >= 2]


def _long_word(rng: random.Random, marks: list[Mark]) -> str:
    while True:
        word = rng.choice(rng.choice(marks).mark_text.split())
        if len(word) >= 6:
            return word


def _typo(rng: random.Random, word: str, edits: int) -> str:
    letters = list(word)
    for _ in range(edits):
        place = rng.randrange(1, len(letters))
        if rng.random() < 0.5:
            letters[place] = rng.choice("abcdefghijklmnopqrstuvwxyz")
        else:
            del letters[place]
    return "".join(letters)
