"""Figures: every indicator for every place and month, against DuckDB queries written by hand that return the same cells.

    python -m bench --only statistics            # 100,000 cases, 1 million records
    python -m bench --only statistics --full     # 1 million cases, 10 million records

Each side runs in a process of its own, cold, in turns; the cells are compared one by one. Kapok's time holds what the queries
do not do: reading its declarations, the digest of every source, writing the cells to disk.
"""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from bench.statistics_peer import hand_written, same_cells
from kapok.lake.layout import Layout, segment_path
from kapok.lake.manifest import open_manifest
from kapok.lake.rows import COLUMNS
from kapok.lake.segments import connect
from kapok.services.sample.year import generate_entries, generate_events
from kapok.statistics.compute import cells_path, refresh

YEAR = 2025
FULL_CASES = 1_000_000
FULL_RECORDS = 10_000_000
CASES_OF_A_YEAR = 21_249
ENTRIES_OF_A_YEAR = 24_000
SEGMENT_ROWS = 60_000
ROUNDS = 3
AGAIN = 0.05
"""Share of the records that came a second time, as a newer version."""


def run(folder: Path, scale: float) -> None:
    """Generate, compute both ways, compare, print."""
    home = folder / "statistics-home"
    started = time.perf_counter()
    cases, events = generate_events(home, YEAR, FULL_CASES * scale / CASES_OF_A_YEAR)
    entries = generate_entries(home, YEAR, max(0.1, FULL_RECORDS * scale * 0.1 / ENTRIES_OF_A_YEAR))
    records = make_lake(home, int(FULL_RECORDS * scale) - entries)
    print(
        f"\n== statistics: {cases:,} cases, {events:,} events, {records + entries:,} records "
        f"({entries:,} register entries), generated in {time.perf_counter() - started:.0f} s"
    )
    own, peer = [], []
    for _ in range(ROUNDS):
        own.append(in_process("own", home))
        peer.append(in_process("peer", home))
    seconds, other = median(each["seconds"] for each in own), median(each["seconds"] for each in peer)
    cells = own[0]["cells"]
    print(
        f"cells: {cells:,} (kapok), {peer[0]['cells']:,} (by hand); "
        f"{'the same, one by one' if same_cells(cells_path(home, YEAR), peer_path(home)) else 'THEY DIFFER'}"
    )
    print(
        f"all indicators, every place and month: kapok {seconds:.2f} s ({cells / seconds:,.0f} cells/s, peak "
        f"{max(each['mb'] for each in own):.0f} MB), by hand {other:.2f} s (peak {max(each['mb'] for each in peer):.0f} MB): "
        f"{seconds / other:.2f} times (bar 3; bar 4,000 MB)"
    )
    _one_more_year(home, scale, seconds)
    print(f"asked again, nothing changed: {in_process('again', home)['seconds'] * 1000:.0f} ms")
    shutil.rmtree(home)


def _one_more_year(home: Path, scale: float, first: float) -> None:
    """Events of the year before come in: that year is computed, the other is not touched."""
    before = cells_path(home, YEAR).stat().st_mtime_ns
    _, events = generate_events(home, YEAR - 1, FULL_CASES * scale / CASES_OF_A_YEAR)
    added = in_process("before", home)
    kept = in_process("again", home)
    untouched = cells_path(home, YEAR).stat().st_mtime_ns == before
    print(
        f"one more year ({events:,} events): {added['seconds']:.2f} s for it ({added['seconds'] / first:.2f} times the first), "
        f"{kept['seconds'] * 1000:.0f} ms for the year that was there ({'not touched' if untouched else 'MADE AGAIN'})"
    )


def peer_path(home: Path) -> Path:
    """Where the cells of the other side lie."""
    return home / "peer.parquet"


def in_process(what: str, home: Path) -> dict[str, float]:
    """Run one side in a process of its own: seconds, cells, peak memory in MB."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.statistics", what, str(home)], check=True, capture_output=True, text=True
    )
    return dict(json.loads(done.stdout.strip().splitlines()[-1]))


def make_lake(home: Path, count: int) -> int:
    """Segments of marks, patents and indications with their manifest; returns the rows. Some keys come twice."""
    layout = Layout(home)
    layout.lake.mkdir(parents=True, exist_ok=True)
    manifest = open_manifest(layout.manifest, write=True)
    manifest.execute(
        "INSERT INTO loads (id, signature, source, status, started_at, ended_at, published_sequence) "
        "VALUES (1, 'bench', 'bench', 'published', '', '', 1)"
    )
    connection = connect()
    number = total = 0
    for category, share in (("mark", 0.58), ("patent", 0.4), ("geographical_indication", 0.02)):
        rows = int(count * share)
        fresh = int(rows * (1 - AGAIN))
        for start in range(0, rows, SEGMENT_ROWS):
            number += 1
            size = min(SEGMENT_ROWS, rows - start)
            path = layout.lake / segment_path(category, "bench", number)
            path.parent.mkdir(parents=True, exist_ok=True)
            connection.execute(_segment(category, start, size, fresh, path))
            manifest.execute(
                "INSERT INTO segments (id, load_id, category, source, path, rows) VALUES (?, 1, ?, 'bench', ?, ?)",
                (number, category, path.relative_to(layout.lake).as_posix(), size),
            )
            total += size
    manifest.commit()
    manifest.close()
    connection.close()
    return total


def _segment(category: str, start: int, size: int, fresh: int, path: Path) -> str:
    values = {
        "key": f"'{category}/' || office || '/' || lpad(n::VARCHAR, 9, '0')",
        "rank": "i",
        "digest": "md5(i::VARCHAR)",
        "office_code": "office",
        "number": "lpad(n::VARCHAR, 9, '0')",
        "title": "'title ' || n",
        "applicants": "'holder ' || (n % 997)",
        "filing_date": "day",
        "publication_date": "CASE WHEN n % 3 = 0 THEN '' ELSE day END",
        "registration_date": "CASE WHEN n % 7 = 0 THEN left(day, 4) ELSE day END",
        "record": "'{\"key\":\"' || n || '\",\"area\":\"' || CASE WHEN n % 9 = 0 THEN '广东省' ELSE 'elsewhere' END || '\"' || "
        "CASE WHEN n % 90 = 0 THEN ',\"attributes\":{\"china_eu\":\"yes\"}' ELSE '' END || '}'",
    }
    selected = ", ".join(f"{values.get(name, chr(39) * 2)} AS {name}" for name, _ in COLUMNS)
    return (
        f"COPY (SELECT {selected} FROM (SELECT i, n, ['EM', 'CN', 'US', 'WO'][(n % 4)::INTEGER + 1] AS office, "
        "strftime(DATE '1996-04-01' + (hash(n, i > n) % 10990)::INTEGER, '%Y-%m-%d') AS day FROM "
        f"(SELECT i, CASE WHEN i < {fresh} THEN i ELSE (i - {fresh}) * 7 % {max(fresh, 1)} END AS n "
        f"FROM range({start}, {start + size}) r(i)))) TO '{path}' (FORMAT parquet, COMPRESSION zstd)"
    )


def _side(what: str, home: Path) -> dict[str, float]:
    started = time.perf_counter()
    if what == "own":
        for name in (f"{YEAR}.parquet", f"{YEAR}.json", "digests.json"):
            (cells_path(home, YEAR).parent / name).unlink(missing_ok=True)
        started = time.perf_counter()
        cells = refresh(home, YEAR).cells
    elif what == "peer":
        cells = hand_written(home, YEAR, peer_path(home))
    else:
        cells = refresh(home, YEAR - 1 if what == "before" else YEAR).cells
    seconds = time.perf_counter() - started
    return {"seconds": seconds, "cells": cells, "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


if __name__ == "__main__":
    if len(sys.argv) == 3:
        print(json.dumps(_side(sys.argv[1], Path(sys.argv[2]))))
    else:
        with tempfile.TemporaryDirectory() as temporary:
            run(Path(temporary), 0.1)
