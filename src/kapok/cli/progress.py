"""The progress bar of a load: what it does, bytes, records and their rate, the time left."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from kapok.services.load_source import Progress as LoadProgress
from kapok.services.load_source import Watcher


@contextmanager
def progress_bar(*, show: bool) -> Iterator[Watcher | None]:
    """A bar on standard error while the block runs, gone afterwards; without `show` nothing."""
    if not show:
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TextColumn("{task.fields[rate]}"))
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=None, rate="")

        def watch(progress: LoadProgress) -> None:
            elapsed = bar.tasks[0].elapsed or 0.001
            bar.update(
                task,
                description=progress.phase,
                total=progress.total_bytes or None,  # unknown for standard input: the bar then only moves
                completed=progress.done_bytes,
                rate=f"{progress.records:,} records, {progress.records / elapsed:,.0f} records/s",
            )

        yield watch
