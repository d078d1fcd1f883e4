"""Put loaded bulk records into the evidence log: one digest for each segment of the lake.

A segment file is never changed, so its digest proves every record in it. The id of the entry names the segment and the
beginning of its digest: the same file is one entry however often this runs, another file in its place is another entry.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from kapok.evidence.digest import digest, digest_file
from kapok.evidence.entry import LONGEST_ID, Draft
from kapok.lake.layout import Layout
from kapok.lake.manifest import open_manifest
from kapok.services.deposit_evidence import open_log
from kapok.services.home import require_lake

BATCH = 100


def log_segments(home: Path, segments: Iterable[str] | None = None) -> int:
    """Append the digests of segments (paths below the lake, as the manifest has them; default: all there are).

    Returns how many were new. Called after a load; killed in between, the next call appends what is missing.
    """
    require_lake(home)
    lake = Layout(home).lake
    paths = sorted(str(path.relative_to(lake)) for path in lake.rglob("*.parquet")) if segments is None else list(segments)
    added = 0
    with open_log(home) as log:
        for begin in range(0, len(paths), BATCH):
            drafts = [_draft(lake, path) for path in paths[begin : begin + BATCH]]
            added += sum(place.is_new for place in log.append(drafts))
    return added


def log_new_segments(home: Path) -> int:
    """Append the digests of the segments of every published load that was not noted as logged; returns how many were new.

    Killed in between, the next call does that load again, which is harmless.
    """
    layout = Layout(home)
    with closing(open_manifest(layout.manifest, write=True)) as manifest:
        found = manifest.execute(
            "SELECT s.load_id, s.path FROM segments s JOIN loads l ON l.id = s.load_id WHERE l.status = 'published' "
            "AND NOT EXISTS (SELECT 1 FROM counters c WHERE c.name = 'logged ' || l.id) ORDER BY s.id"
        ).fetchall()
        if not found:
            return 0
        added = log_segments(home, [path for _, path in found])
        manifest.executemany("INSERT OR IGNORE INTO counters VALUES ('logged ' || ?, 1)", {(load_id,) for load_id, _ in found})
    return added


def _draft(lake: Path, path: str) -> Draft:
    digests, _ = digest_file(lake / path)
    name = f"segment/{path}/{digests['sha256'][:16]}"
    if len(name) > LONGEST_ID or not name.isascii():
        name = f"segment/{digest(path.encode()).hex()}/{digests['sha256'][:16]}"
    return Draft(name, "segment", digests)
