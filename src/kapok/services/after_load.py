"""What follows every load once its records can be searched: its segments enter the evidence log, the watches are run."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from kapok.errors import KapokError
from kapok.lake.layout import Layout


def after_load(home: Path) -> None:
    """Log the new segments, run the watches if there are any. Their troubles are not the load's: the next one does it again."""
    from kapok.services.log_segments import log_new_segments  # keys and signatures take long to import

    with suppress(KapokError):
        log_new_segments(home)
    if not (Layout(home).home / "watches").is_dir():
        return
    from kapok.services.run_watches import run_watches  # what it needs takes long to import, and most loads need none of it

    try:
        run_watches(home)
    except KapokError:
        return
