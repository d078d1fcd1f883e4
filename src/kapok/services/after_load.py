"""What follows every load once its records can be searched: the watches are run."""

from __future__ import annotations

from pathlib import Path

from kapok.errors import KapokError
from kapok.lake.layout import Layout


def after_load(home: Path) -> None:
    """Run the watches, if there are any. Their troubles are not the load's: they are run again after the next one."""
    if not (Layout(home).home / "watches").is_dir():
        return
    from kapok.services.run_watches import run_watches  # what it needs takes long to import, and most loads need none of it

    try:
        run_watches(home)
    except KapokError:
        return
