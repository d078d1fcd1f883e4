"""Write any stream of text rows as one Parquet file, in constant memory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path

from kapok.lake.segments import connect

PART_ROWS = 20_000


def write_table(target: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write rows of texts to `target`; parts lie beside it while it is made."""
    connection = connect()
    parts: list[Path] = []
    selected = ", ".join(f"unnest(${i}::VARCHAR[]) AS {name}" for i, name in enumerate(columns, start=1))
    stream = iter(rows)
    batch = list(islice(stream, PART_ROWS))
    while batch or not parts:
        data = [list(values) for values in zip(*batch, strict=True)] or [[] for _ in columns]
        part = target.with_name(f"part-{len(parts):06d}.parquet")
        connection.execute(f"COPY (SELECT {selected}) TO '{_quoted(part)}' (FORMAT parquet, COMPRESSION zstd)", data)
        parts.append(part)
        batch = list(islice(stream, PART_ROWS))
    sources = ", ".join(f"'{_quoted(part)}'" for part in parts)
    connection.execute(
        f"COPY (SELECT * FROM read_parquet([{sources}])) TO '{_quoted(target)}' (FORMAT parquet, COMPRESSION zstd)"
    )
    connection.close()
    for part in parts:
        part.unlink()


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
