"""The years of which a home holds any figure."""

from __future__ import annotations

from pathlib import Path

from kapok.statistics.declared import HERE
from kapok.statistics.store import Report, read_lines, reports_path


def years_with_figures(home: Path) -> list[int]:
    """Newest first: shipped, reported, published, or with exported events or register entries."""
    found = {int(path.stem) for path in (HERE / "reported").glob("*.csv")}
    found |= {each.figure.year for each in read_lines(reports_path(home), Report)}
    for name in ("events", "published"):
        found |= {int(path.name) for path in (home / "statistics" / name).glob("*") if path.name.isdigit()}
    return sorted(found, reverse=True)
