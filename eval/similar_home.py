"""The register in which the labelled marks are hidden: a home of Kapok, loaded as any file is."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from eval.similar_background import Sign, background
from eval.similar_pair import Pair, normal
from kapok.records.provenance import Provenance
from kapok.records.record import Classification, Mark, Number, encode
from kapok.records.text import GoodsAndServices, Text
from kapok.services.load_source import load_source

OFFICES = ("CN", "HK", "EM", "US", "BR", "TW")
HEADINGS = {
    3: "soaps, perfumery, cosmetics",
    9: "software, computers",
    25: "clothing, footwear",
    30: "coffee, tea, bread",
    43: "restaurants, hotels",
}


def register(positives: tuple[Pair, ...], negatives: tuple[Pair, ...], count: int) -> Iterator[Sign]:
    """All signs in a fixed random order: the hidden targets, both marks of each hard negative, `count` others."""
    hidden: dict[str, Sign] = {}
    for pair in positives:
        hidden.setdefault(pair.target, Sign(pair.target, pair.language))
    for pair in negatives:
        hidden.setdefault(pair.query, Sign(pair.query, pair.language))
        hidden.setdefault(pair.target, Sign(pair.target, pair.language))
    asked = {normal(text) for pair in positives for text in (pair.query, pair.target)}
    signs = [*hidden.values(), *background(count, asked | {normal(text) for text in hidden})]
    random.Random("order").shuffle(signs)
    yield from signs


def make_home(home: Path, signs: Iterator[Sign]) -> None:
    """Load the signs as marks of several offices and classes."""
    path = home.with_suffix(".jsonl")
    path.parent.mkdir(parents=True, exist_ok=True)
    rng = random.Random("classes")
    with path.open("wb") as handle:
        for n, sign in enumerate(signs, start=1):
            handle.write(encode(_record(n, sign, rng)) + b"\n")
    load_source(home, [str(path)])
    path.unlink()


def _record(n: int, sign: Sign, rng: random.Random) -> Mark:
    office, number = rng.choice(OFFICES), f"{n:08d}"
    classes = sorted(rng.sample(sorted(HEADINGS), rng.choice((1, 1, 2))))
    language = {"pt-es": "pt"}.get(sign.language, sign.language)
    return Mark(
        key=f"mark/{office}/{number}",
        category="mark",
        office_code=office,
        number=number,
        right_id=f"{office}/{number}",
        language=language,
        titles=(Text(sign.text, language),),
        mark_text=sign.text,
        mark_feature="Word",
        application=Number(office, number, date="2020-01-15"),
        filing_date="2020-01-15",
        goods_and_services=tuple(GoodsAndServices(c, HEADINGS[c], "en") for c in classes),
        classifications=tuple(Classification("nice", f"{c:02d}") for c in classes),
        provenance=Provenance(source="eval", format="kapok-jsonl"),
    )
