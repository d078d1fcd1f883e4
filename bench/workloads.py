"""The two workloads as files of Kapok's own format: M = marks, P = patents with abstracts, a third of them Chinese."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from bench.vocabulary import Zipf, chinese_words, latin_words
from kapok.records.parties import Party
from kapok.records.provenance import Provenance
from kapok.records.record import Classification, LegalEvent, Mark, Number, Patent, Record, encode
from kapok.records.text import GoodsAndServices, Text

FULL_MARKS = 2_340_000
FULL_PATENTS = 300_000
OFFICES = ["EM", "US", "CN", "DE", "FR", "ES", "PT", "BR", "HK", "TW"]
SUBCLASSES = [f"{s}{n:02d}{c}" for s in "ABCDEFGH" for n in (1, 4, 6, 9, 23, 61) for c in "BCDFGHKLMN"]


def marks(count: int, seed: int = 1) -> Iterator[Record]:
    """`count` marks: one to three words or Chinese names, holder, office, dates, Nice classes, goods."""
    rng = random.Random(seed)
    words = Zipf(latin_words(60_000, 11), 0.8)
    chinese = Zipf(chinese_words(40_000, 12), 0.8)
    holders = [f"{a.title()} {b.title()} {c}" for a, b, c in zip(*_holders(rng, 120_000), strict=True)]
    holder = Zipf(holders, 0.7)
    goods = Zipf(latin_words(6_000, 13), 0.9)
    for n in range(count):
        is_chinese = n % 5 == 0
        name = (
            chinese.draw(rng) if is_chinese else " ".join(words.draw(rng) for _ in range(rng.choices((1, 2, 3), (5, 4, 1))[0]))
        )
        language = "zh-Hans" if is_chinese else "en"
        filed = date(1996, 4, 1) + timedelta(days=rng.randrange(10_800))
        registered = filed + timedelta(days=rng.randrange(150, 500))
        office = OFFICES[rng.randrange(len(OFFICES))]
        number = f"{n:09d}"
        classes = sorted(rng.sample(range(1, 46), rng.choices((1, 2, 3), (5, 3, 2))[0]))
        yield Mark(
            key=f"mark/{office}/{number}",
            category="mark",
            office_code=office,
            number=number,
            right_id=f"{office}/{number}",
            language=language,
            titles=(Text(name, language),),
            mark_text=name,
            mark_feature="Word",
            parties=(Party(holder.draw(rng), "holder", country_code=rng.choice(OFFICES)),),
            application=Number(office, number, date=filed.isoformat()),
            filing_date=filed.isoformat(),
            registration=Number(office, number, date=registered.isoformat()),
            registration_date=registered.isoformat(),
            goods_and_services=tuple(
                GoodsAndServices(c, " ".join(goods.draw(rng) for _ in range(rng.randrange(4, 12))), "en") for c in classes
            ),
            classifications=tuple(Classification("nice", f"{c:02d}") for c in classes),
            legal_events=(LegalEvent(registered.isoformat(), "REG", "Registered", "F", office_code=office),),
            provenance=Provenance(source="bench-marks", format="kapok-jsonl"),
        )


def mark_names(count: int, seed: int = 1) -> Iterator[str]:
    """The names alone of a workload of marks."""
    rng = random.Random(seed)
    words = Zipf(latin_words(60_000, 11), 0.8)
    chinese = Zipf(chinese_words(40_000, 12), 0.8)
    for n in range(count):
        if n % 5 == 0:
            yield chinese.draw(rng)
        else:
            yield " ".join(words.draw(rng) for _ in range(rng.choices((1, 2, 3), (5, 4, 1))[0]))


def patents(count: int, seed: int = 2) -> Iterator[Record]:
    """`count` patents: title, abstract of 60 to 140 words, applicant, dates, two to four CPC symbols; every third Chinese."""
    rng = random.Random(seed)
    words = Zipf(latin_words(80_000, 21), 1.0)
    chinese = Zipf(chinese_words(60_000, 22), 0.9)
    holder = Zipf([f"{a.title()} {b.title()} {c}" for a, b, c in zip(*_holders(rng, 60_000), strict=True)], 0.8)
    for n in range(count):
        is_chinese = n % 3 == 0
        language = "zh-Hans" if is_chinese else "en"
        office = "CN" if is_chinese else ("US", "EP", "WO")[n % 3 - 1] if n % 2 else "US"
        if is_chinese:
            title = "一种" + chinese.draw(rng) + "的" + chinese.draw(rng) + "方法"
            abstract = "，".join("".join(chinese.draw(rng) for _ in range(4)) for _ in range(rng.randrange(8, 18))) + "。"
        else:
            title = " ".join(words.draw(rng) for _ in range(rng.randrange(4, 10)))
            abstract = ". ".join(" ".join(words.draw(rng) for _ in range(rng.randrange(10, 24))) for _ in range(6)) + "."
        filed = date(2000, 1, 3) + timedelta(days=rng.randrange(8_800))
        published = filed + timedelta(days=548)
        granted = published + timedelta(days=rng.randrange(300, 1500))
        number = f"{n:08d}"
        symbols = [
            f"{rng.choice(SUBCLASSES)} {rng.randrange(1, 99)}/{rng.randrange(0, 99):02d}" for _ in range(rng.randrange(2, 5))
        ]
        yield Patent(
            key=f"patent/{office}/{number}/B2",
            category="patent",
            office_code=office,
            number=number,
            kind_code="B2",
            right_id=f"{office}/{number}",
            language=language,
            titles=(Text(title, language),),
            abstracts=(Text(abstract, language),),
            parties=(Party(holder.draw(rng), "applicant", country_code=office if office != "WO" else "US"),),
            application=Number(office, number, date=filed.isoformat()),
            filing_date=filed.isoformat(),
            publication=Number(office, number, "B2", granted.isoformat()),
            publication_date=granted.isoformat(),
            grant_date=granted.isoformat(),
            classifications=tuple(
                Classification("cpc", s, "20130101", "invention", first=i == 0) for i, s in enumerate(symbols)
            ),
            family_id=str(n // 2),
            provenance=Provenance(source="bench-patents", format="kapok-jsonl"),
        )


def _holders(rng: random.Random, count: int) -> tuple[list[str], list[str], list[str]]:
    words = latin_words(5_000, 31)
    forms = ["Ltd", "GmbH", "SA", "Inc.", "Co., Ltd", "Lda", "BV", "AG"]
    return (
        [rng.choice(words) for _ in range(count)],
        [rng.choice(words) for _ in range(count)],
        [rng.choice(forms) for _ in range(count)],
    )


def write(path: Path, records: Iterator[Record]) -> int:
    """Write a workload as JSON lines; returns the number of records."""
    count = 0
    with path.open("wb") as handle:
        for record in records:
            handle.write(encode(record) + b"\n")
            count += 1
    return count
