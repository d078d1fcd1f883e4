"""`kapok search | show | count | export`: the read side."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kapok.cli.output import HomeOption, JsonOption, home_of, out, print_json, told
from kapok.services.export_records import export_to_file
from kapok.services.list_sources import category_counts
from kapok.services.search_records import search as search_records
from kapok.services.show_record import record_json, record_versions


@told
def search(
    query: Annotated[str, typer.Argument(help="Plain words or CQL; 'kapok query explain' shows how it is understood.")],
    category: Annotated[str, typer.Option("--in", help="Only this category (patent, mark, design …).")] = "",
    limit: Annotated[int, typer.Option(help="Rows to show, up to 1000.")] = 20,
    offset: Annotated[int, typer.Option(help="Rows to skip.")] = 0,
    language: Annotated[str, typer.Option(help="auto, cql or plain.")] = "auto",
    sort: Annotated[str, typer.Option(help="relevance, or a date field with direction: publication_date:desc.")] = "relevance",
    group: Annotated[str, typer.Option(help="publication, right or family: one row and one count for each.")] = "publication",
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Search all records."""
    answer = search_records(
        home_of(home),
        query,
        category=category,
        limit=limit,
        offset=offset,
        language=language,
        sort=sort,
        group=group,  # type: ignore[arg-type]
        highlight=False,
    )
    if as_json:
        print_json(answer)
        return
    out.print(f"{answer.total} found for {answer.query}", markup=False)
    for hit in answer.hits:
        out.print(f"{hit.key}  {hit.title}", markup=False)


@told
def show(
    key: Annotated[str, typer.Argument(help="A record key such as patent/US/7272630/B2.")],
    versions: Annotated[bool, typer.Option("--versions", help="All versions, the current one first.")] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show one record with where it came from."""
    if versions:
        print_json(record_versions(home_of(home), key))
        return
    record = record_json(home_of(home), key)
    if as_json:
        print_json(record)
        return
    for name in record.__struct_fields__:
        value = getattr(record, name)
        if value not in ("", (), {}, None, 0):
            out.print(f"{name}: {value}", markup=False)


@told
def count(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Count the records of each category."""
    counts = {key: info.count for key, info in category_counts(home_of(home)).items()}
    if as_json:
        print_json(counts)
        return
    for key, number in counts.items():
        out.print(f"{number:>12,}  {key}")


@told
def export(
    query: Annotated[str, typer.Argument(help="Plain words or CQL.")],
    to: Annotated[
        Path, typer.Option("--to", help="File to write; its ending says the format: csv xlsx jsonl ris bib parquet.")
    ],
    category: Annotated[str, typer.Option("--in", help="Only this category.")] = "",
    language: Annotated[str, typer.Option(help="auto, cql or plain.")] = "auto",
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Export the whole result of a search, however long."""
    written = export_to_file(home_of(home), query, to, category=category, language=language)
    if as_json:
        print_json({"records": written, "file": str(to)})
        return
    out.print(f"{written} records written to {to}", markup=False)
