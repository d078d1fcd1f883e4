"""`kapok load`: files into the lake, with a progress bar on a terminal."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from kapok.cli.output import HomeOption, JsonOption, home_of, print_json, say, tell, told
from kapok.cli.progress import progress_bar
from kapok.errors import InputError
from kapok.services.load_source import load_source, reader_of_mapping


@told
def load(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH", help="Files, folders, ZIP or gzip archives; '-' reads standard input.")
    ],
    format_name: Annotated[
        str, typer.Option("--format", metavar="F", help="Name of the format (default: found by content).", show_default=False)
    ] = "",
    source: Annotated[
        str, typer.Option("--source", metavar="S", help="Name of the source (default: that of the format).", show_default=False)
    ] = "",
    mapping: Annotated[
        Path | None,
        typer.Option(
            "--mapping",
            metavar="FILE",
            help="A table mapping of your own (YAML), for CSV, XLSX or JSON.",
            show_default=False,
        ),
    ] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Load records: read, store, index. Rejected records are counted and kept aside, never fatal."""
    if mapping and format_name:
        raise InputError("--format and --mapping cannot both be given", "each says how to read", "Leave one of them out")
    reader = reader_of_mapping(mapping) if mapping else None
    with progress_bar(show=sys.stderr is not None and sys.stderr.isatty()) as watch:
        report = load_source(home_of(home), paths, format_name=format_name, source=source, reader=reader, watch=watch)
    for note in report.notes:
        tell(note)
    if report.findings:
        tell(f"Load {report.load_id} is held back from the public index:")
        for finding in report.findings:
            tell(f"  {finding}")
        tell(f"Look at it, then 'kapok loads accept {report.load_id}' or 'kapok loads discard {report.load_id}'.")
    if as_json:
        print_json(report)
        return
    if report.resumed:
        say("An earlier run of this load had been cut off; it was taken up where it stood.")
    say(
        f"{report.files:,} files, {report.read:,} records read in {report.seconds:.1f} s: {report.stored:,} stored, "
        f"{report.unchanged:,} unchanged, {report.repaired:,} repaired, {report.rejected:,} rejected"
    )
    if report.quarantine:
        say(f"Rejected records with place and reason: {report.quarantine}")
