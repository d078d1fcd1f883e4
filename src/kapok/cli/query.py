"""`kapok query explain`: how a query is understood."""

from __future__ import annotations

from typing import Annotated

import typer

from kapok.cli.groups import Group
from kapok.cli.output import HomeOption, JsonOption, LanguageOption, print_json, say, told
from kapok.services.explain_query import explain_query

app = Group("The query languages.")


@app.command("explain")
@told
def explain(
    query: Annotated[str, typer.Argument(metavar="QUERY", help="Plain words or CQL.")],
    language: LanguageOption = "auto",
    locale: Annotated[str, typer.Option(metavar="en|zh-Hans|zh-Hant|pt", help="The language to explain it in.")] = "en",
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show how a query is understood. Prints its tree in words, and the same query in both languages."""
    explanation = explain_query(query, language, locale)
    if as_json:
        print_json(explanation)
        return
    say(explanation.text)
    say(f"CQL:   {explanation.canonical_cql}")
    say(f"plain: {explanation.canonical_plain}")
