"""`kapok export`: a whole result as a file."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from kapok.cli.output import (
    CategoryOption,
    HomeOption,
    JsonOption,
    LanguageOption,
    QueryArgument,
    home_of,
    print_json,
    say,
    tell,
    told,
)
from kapok.services.export_records import export_to_file
from kapok.services.export_workbook import cut_note


@told
def export(
    query: QueryArgument,
    to: Annotated[
        Path,
        typer.Option(
            "--to", metavar="FILE", help="File to write; its ending says the format: csv, xlsx, jsonl, ris, bib, parquet."
        ),
    ],
    category: CategoryOption = "",
    language: LanguageOption = "auto",
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Export the whole result of a search, however long."""
    written = export_to_file(home_of(home), query, to.expanduser(), category=category, language=language)
    if as_json:
        print_json({"records": written.records, "file": str(to), "cut_cells": written.cut_cells})
    else:
        say(f"{written.records:,} records written to {to}")
    if written.cut_cells:
        tell(f"Note: {cut_note(Counter(written.cut_cells))}.")
