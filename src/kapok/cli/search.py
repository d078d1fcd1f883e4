"""`kapok search`: a page of results."""

from __future__ import annotations

from typing import Annotated, cast

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
    told,
)
from kapok.search.ports import Group
from kapok.services.search_records import MAX_LIMIT
from kapok.services.search_records import search as search_records


@told
def search(
    query: QueryArgument,
    category: CategoryOption = "",
    limit: Annotated[int, typer.Option(metavar="N", help=f"Rows to show, up to {MAX_LIMIT}.")] = 20,
    offset: Annotated[int, typer.Option(metavar="N", help="Rows to skip.")] = 0,
    language: LanguageOption = "auto",
    sort: Annotated[
        str, typer.Option(metavar="ORDER", help="relevance, or a date field with direction: publication_date:desc.")
    ] = "relevance",
    group: Annotated[
        str,
        typer.Option(metavar="publication|right|family", help="What one row and one count stand for."),
    ] = "publication",
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
        group=cast(Group, group),
        highlight=False,
    )
    if as_json:
        print_json(answer)
        return
    say(f"{answer.total:,} found for {answer.query}")
    for hit in answer.hits:
        say(f"{hit.key}  {hit.title}")
