"""A patent-navigation report over invented patents: seconds by size, memory, and each figure's query asked of the search.

The patents have what a report counts: applicants in several spellings, co-applicants, inventors, IPC and CPC symbols,
priorities, citations of earlier ones, and for four in ten applications a second publication (the grant).
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from bisect import bisect
from collections.abc import Iterator
from concurrent.futures import Future
from datetime import date, timedelta
from itertools import accumulate, islice
from pathlib import Path

from bench import workloads
from bench.timing import memory_mb
from bench.vocabulary import Zipf, chinese_words, latin_words
from kapok.lake.rows import Row, make_row
from kapok.lake.writer import LakeWriter
from kapok.records.parties import Party
from kapok.records.provenance import Provenance
from kapok.records.record import Citation, Classification, LegalEvent, Number, Patent, Priority, Record, decode, encode
from kapok.records.text import Text
from kapok.search.mapping import documents as index_documents
from kapok.search.ports import IndexDocument
from kapok.search.tantivy_index import TantivyBackend
from kapok.services.worker_pool import worker_pool

FULL_RECORDS = 1_000_000
BATCH = 2_000
BAR = 20
"""Seconds that a report over the full size may take on two cores."""

_FORMS = ("Ltd", "Limited", "Co., Ltd.", "GmbH", "Inc", "Inc.", "S.A.", "AG")
_FORMS_ZH = ("有限公司", "股份有限公司", "（集团）有限公司")
_OFFICES = ("CN", "US", "EP", "WO", "JP", "KR")
_COUNTRIES = ("CN", "US", "DE", "JP", "KR", "FR", "PT", "BR")


def run(folder: Path, scale: float) -> None:
    """Generate, load, report; print seconds and megabytes, and what a straight line from here gives for a million."""
    count = int(FULL_RECORDS * scale)
    home = folder / "home-navigation"
    started = time.perf_counter()
    build(home, count)
    print(f"\n== navigation: {count:,} patent publications, generated and stored in {time.perf_counter() - started:.0f} s")
    for name, query in (
        ("everything", "cql.allRecords=1"),
        ("one section (about a third)", "ipc=H"),
        ("one subclass", "ipc=H01B"),
    ):
        seconds, anonymous, found, applications = report(home, query)
        line = f"{name:28} {found:>9,} publications {applications:>9,} applications  {seconds:6.1f} s  {anonymous:6.0f} MB"
        if name == "everything":
            line += f"  bar {BAR} s a million: {seconds / scale:.1f} s by a straight line" if scale != 1 else f"  bar {BAR} s"
        print(line, flush=True)


def build(home: Path, count: int) -> None:
    """A home with `count` publications in lake and index. Written directly: what is measured is the report, not the load."""
    writer = LakeWriter(home)
    writer.begin("bench", "bench-navigation")
    backend = TantivyBackend(home / "index", create=True)
    index = backend.writer(bulk=True)
    stream = records(count)
    with worker_pool() as pool:
        waiting: list[Future[tuple[list[Row], list[IndexDocument]]]] = []
        while True:
            batch = list(islice(stream, BATCH))
            if batch:
                waiting.append(pool.submit(ready, [encode(each) for each in batch]))
            if not waiting:
                break
            if len(waiting) > 3 or not batch:
                rows, documents = waiting.pop(0).result()
                writer.add(rows)
                index.add(documents)
                if writer.is_due():
                    writer.commit({}, {})
    writer.commit({}, {})
    index.commit(writer.finish("published", {}))
    index.close()
    writer.close()


def ready(batch: list[bytes]) -> tuple[list[Row], list[IndexDocument]]:
    """Rows and documents of encoded records (runs in worker processes)."""
    decoded = [decode(data) for data in batch]
    return [make_row(each) for each in decoded], index_documents(decoded)


def report(home: Path, query: str) -> tuple[float, float, int, int]:
    """Seconds of the whole command with its start, peak anonymous MB, publications and applications."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "kapok.cli.main", "navigation", query, "--home", str(home), "--json"],
        stdout=subprocess.PIPE,
    )
    peak = 0.0
    assert process.stdout is not None
    while process.poll() is None and not _readable(process.stdout.fileno()):
        peak = max(peak, memory_mb(process.pid)[0])
    output, _ = process.communicate()
    if process.returncode:
        raise SystemExit(f"kapok navigation ended with {process.returncode}")
    made = json.loads(output.strip().splitlines()[-1])
    return time.perf_counter() - started, peak, made["publications"], made["applications"]


def _readable(descriptor: int) -> bool:
    from select import select

    return bool(select([descriptor], [], [], 0.1)[0])


def records(count: int, seed: int = 5) -> Iterator[Record]:
    """`count` publications of invented applications."""
    rng = random.Random(seed)
    words = latin_words(20_000, 51)
    title_words = Zipf(words, 1.0)
    firms = Zipf([f"{rng.choice(words).title()} {rng.choice(words).title()}" for _ in range(40_000)], 0.9)
    firms_zh = Zipf([each + "科技" for each in chinese_words(20_000, 52)], 0.9)
    people = [f"{rng.choice(words).title()} {rng.choice(words).title()}" for _ in range(200_000)]
    subclasses = workloads.SUBCLASSES
    cumulated = list(accumulate(1 / (n**0.8) for n in range(1, len(subclasses) + 1)))
    order = rng.sample(subclasses, len(subclasses))
    earlier: list[tuple[str, str]] = []
    made = number = 0
    while made < count:
        office = _OFFICES[min(int(rng.expovariate(0.6)), 5)]
        chinese = office == "CN"
        filed = date(2004, 1, 3) + timedelta(days=int(7_600 * rng.random() ** 0.6))
        published = filed + timedelta(days=548)
        granted = published + timedelta(days=rng.randrange(300, 1500))
        number += 1
        own = f"{number:08d}"
        names = [(firms_zh.draw(rng) + rng.choice(_FORMS_ZH)) if chinese else f"{firms.draw(rng)} {rng.choice(_FORMS)}"
                 for _ in range(rng.choices((1, 2, 3), (80, 15, 5))[0])]  # fmt: skip
        country = office if office in _COUNTRIES else rng.choice(_COUNTRIES)
        symbols = [f"{order[bisect(cumulated, rng.random() * cumulated[-1])]} {rng.randrange(1, 40)}/{rng.randrange(0, 99):02d}"
                   for _ in range(rng.randrange(2, 7))]  # fmt: skip
        cited = [earlier[int(len(earlier) * rng.random() ** 2)] for _ in range(rng.randrange(0, 9))] if earlier else []
        for kind, day in [("A1", published), ("B2", granted)][: 2 if rng.random() < 0.4 else 1]:
            yield Patent(
                key=f"patent/{office}/{own}/{kind}", category="patent", office_code=office, number=own, kind_code=kind,
                right_id=f"{office}/{own}", language="zh-Hans" if chinese else "en",
                titles=(Text(" ".join(title_words.draw(rng) for _ in range(rng.randrange(4, 10))), "en"),),
                abstracts=(Text(" ".join(title_words.draw(rng) for _ in range(rng.randrange(60, 120))), "en"),),
                parties=(
                    *(Party(name, "applicant", country_code=country) for name in names),
                    *(Party(rng.choice(people), "inventor", country_code=country) for _ in range(rng.randrange(1, 5))),
                ),
                application=Number(office, own, date=filed.isoformat()), filing_date=filed.isoformat(),
                publication=Number(office, own, kind, day.isoformat()), publication_date=day.isoformat(),
                grant_date=day.isoformat() if kind == "B2" else "",
                priorities=(Priority(Number(country, f"P{own}"), filed.isoformat()),) if number % 2 else (),
                classifications=tuple(
                    Classification(scheme, symbol, "2013.01", "invention", first=n == 0)
                    for scheme in ("ipc", "cpc") for n, symbol in enumerate(symbols)
                ),
                citations=tuple(Citation("search", Number(*each, "A1")) for each in cited),
                legal_events=(LegalEvent(day.isoformat(), "PUB", "Published", "D", office_code=office),),
                family_id=str(number // 2), provenance=Provenance(source="bench-navigation", format="kapok-jsonl"),
            )  # fmt: skip
            made += 1
            if made >= count:
                break
        earlier.append((office, own))
