"""`kapok load`: files into the lake, with a progress bar on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from kapok.cli.output import HomeOption, JsonOption, err, home_of, out, print_json, told
from kapok.services.load_source import Progress as LoadProgress
from kapok.services.load_source import Watcher, load_source, reader_of_mapping


@told
def load(
    paths: Annotated[list[str], typer.Argument(help="Files, folders or archives; '-' reads standard input.")],
    format_name: Annotated[str, typer.Option("--format", help="Name of the format; default: found by content.")] = "",
    source: Annotated[str, typer.Option("--source", help="Name of the source; default: that of the format.")] = "",
    mapping: Annotated[
        Path | None, typer.Option("--mapping", help="A table mapping of your own (YAML), for CSV, XLSX or JSON.")
    ] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Load records: read, store, index. Rejected records are counted and kept aside, never fatal."""
    reader = reader_of_mapping(mapping) if mapping else None
    with _progress(show=not as_json and sys.stderr.isatty()) as watch:
        report = load_source(home_of(home), paths, format_name=format_name, source=source, reader=reader, watch=watch)
    for note in report.notes:
        err.print(note, markup=False)
    if report.findings:
        err.print(f"Load {report.load_id} is held back from the public index:", markup=False)
        for finding in report.findings:
            err.print(f"  {finding}", markup=False)
        err.print(f"Look at it, then 'kapok loads accept {report.load_id}' or 'kapok loads discard {report.load_id}'.")
    if as_json:
        print_json(report)
        return
    out.print(
        f"{report.files} files, {report.read} records read in {report.seconds:.1f} s: {report.stored} stored, "
        f"{report.unchanged} unchanged, {report.repaired} repaired, {report.rejected} rejected"
    )
    if report.quarantine:
        out.print(f"Rejected records with place and reason: {report.quarantine}", markup=False)


@contextmanager
def _progress(*, show: bool) -> Iterator[Watcher | None]:
    if not show:
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TextColumn("{task.fields[rate]}"))
    with Progress(*columns, TimeRemainingColumn(), console=err, transient=True) as bar:
        task = bar.add_task("reading", total=None, rate="")

        def watch(progress: LoadProgress) -> None:
            elapsed = bar.tasks[0].elapsed or 0.001
            bar.update(
                task,
                description=progress.phase,
                total=progress.total_bytes or None,
                completed=progress.done_bytes,
                rate=f"{progress.records:,} records, {progress.records / elapsed:,.0f}/s",
            )

        yield watch
