"""Make the manifest again from the segments alone: the Parquet files are the truth, the manifest only remembers."""

from __future__ import annotations

from pathlib import Path

from kapok import clock
from kapok.lake.layout import Layout, segment_source
from kapok.lake.manifest import open_manifest
from kapok.lake.segments import connect, stream_segment


def rebuild_manifest(home: Path) -> int:
    """Write a new manifest in which every segment found is published; returns the number of versions.

    Which loads were held cannot be known any more: all become one published load.
    """
    layout = Layout(home)
    for suffix in ("", "-wal", "-shm"):
        Path(f"{layout.manifest}{suffix}").unlink(missing_ok=True)
    manifest = open_manifest(layout.manifest, write=True)
    duck = connect()
    manifest.execute("BEGIN IMMEDIATE")
    manifest.execute(
        "INSERT INTO loads (id, signature, source, status, started_at, ended_at, published_sequence) "
        "VALUES (1, 'rebuilt', '', 'published', ?, ?, 1)",
        (clock.now().isoformat(), clock.now().isoformat()),
    )
    total = highest = 0
    for path in sorted(layout.lake.glob("*/*/*.parquet"), key=lambda p: p.name):
        segment = int(path.stem)
        row = 0
        for batch in stream_segment(duck, path, ("key", "digest", "rank", "right_id", "document_date")):
            manifest.executemany(
                "INSERT INTO versions (key, digest, rank, segment, row, right_id, document_date) VALUES (?, ?, ?, ?, ?, ?, ?) "
                "ON CONFLICT (key, digest) DO UPDATE SET rank = excluded.rank, segment = excluded.segment, row = excluded.row "
                "WHERE excluded.rank > rank",
                [(r[0], r[1], r[2], segment, row + i, r[3], r[4]) for i, r in enumerate(batch)],
            )
            row += len(batch)
            highest = max(highest, *(abs(r[2]) for r in batch))
        manifest.execute(
            "INSERT INTO segments (id, load_id, category, source, path, rows) VALUES (?, 1, ?, ?, ?, ?)",
            (segment, *segment_source(path), path.relative_to(layout.lake).as_posix(), row),
        )
        total += row
    manifest.execute("INSERT INTO counters VALUES ('rank', ?)", (highest,))
    manifest.execute("COMMIT")
    manifest.close()
    duck.close()
    return total
